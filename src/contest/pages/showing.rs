//! The page of one contest, its poster, its QR code and its picture for shared links.

use std::sync::Arc;

use poem::http::header;
use poem::web::Path;
use poem::{IntoResponse, Request, Response, handler};
use uuid::Uuid;

use super::{action, contest_stage, parameter, query, say, stage};
use crate::assessment::model::{Attempt, LimitPeriod};
use crate::assessment::service::AssessmentService;
use crate::contest::model::BoardShown;
use crate::contest::service::{
    BoardExtract, Boards, ContestLive, ContestService, Picture, RoundLive,
};
use crate::contest::views::{
    Action, BoardLine, BoardTop, ContactView, ContestView, Fact, PosterView, PrizeLine,
    RankingStep, RoundLine, RuleLine, RuleSection, Stage, Ticking,
};
use crate::contest::words::{self, Said};
use crate::kernel::clock::Moment;
use crate::kernel::problem::{Outcome, Problem};
use crate::platform::http::context::Context;
use crate::platform::http::services::Service;
use crate::platform::i18n::Lang;
use crate::platform::markdown;
use crate::platform::picture::qr_svg;

/// The sections shown whole in places of their own on the page, not among the rules.
const SHOWN_APART: [&str; 2] = ["ranking", "rounds"];
/// Lines that belong to the line before them.
const PARTS: [&str; 3] = [
    "rules-same-person-field",
    "rules-paper-part",
    "rules-prize-grade",
];

fn sections(contest: &ContestLive, lang: Lang) -> Vec<RuleSection> {
    let shown = words::rules_in_words(&contest.rules)
        .into_iter()
        .filter(|s| !SHOWN_APART.contains(&s.name));
    shown
        .map(|s| RuleSection {
            title: lang.t(s.heading),
            lines: rule_lines(&s.said, lang),
        })
        .collect()
}

fn rule_lines(said: &[Said], lang: Lang) -> Vec<RuleLine> {
    let mut lines: Vec<RuleLine> = Vec::new();
    for said in said {
        let mut text = say(lang, said);
        if said.key.starts_with("prediction-question") {
            text = lang.t_args("rules-prediction-asks", &[("question", text)]);
        }
        match lines.last_mut() {
            Some(line) if PARTS.contains(&said.key) => line.parts.push(text),
            _ => lines.push(RuleLine {
                text,
                parts: Vec::new(),
            }),
        }
    }
    lines
}

fn ranking_steps(contest: &ContestLive, lang: Lang) -> Vec<RankingStep> {
    let ranking = words::rules_in_words(&contest.rules)
        .into_iter()
        .find(|s| s.name == "ranking");
    let steps = ranking.map(|s| s.said).unwrap_or_default();
    steps
        .iter()
        .map(|said| RankingStep {
            title: say(lang, said),
            detail: String::new(),
        })
        .collect()
}

pub(super) fn facts(round: &RoundLive, entered: u64, lang: Lang) -> Vec<Fact> {
    let fact = |label: &str, value: String| Fact {
        label: lang.t(label),
        value,
    };
    let settings = &round.settings;
    let questions: u32 = settings.blueprint.iter().map(|p| u32::from(p.count)).sum();
    let questions = if settings.prediction_text.is_some() {
        lang.t_args(
            "fact-questions-and-prediction",
            &[("n", questions.to_string())],
        )
    } else {
        lang.t_args("fact-questions-only", &[("n", questions.to_string())])
    };
    let attempts = settings.limit.max.map_or_else(
        || lang.t("fact-attempts-unlimited"),
        |max| {
            let per = match settings.limit.per {
                LimitPeriod::Round => "round",
                LimitPeriod::Day => "day",
                LimitPeriod::Week => "week",
            };
            lang.t_args(
                "fact-attempts-limit",
                &[("n", max.to_string()), ("per", per.to_owned())],
            )
        },
    );
    vec![
        fact("fact-questions", questions),
        fact("fact-time", lang.duration(settings.length_ms)),
        fact("fact-attempts", attempts),
        fact(
            "fact-entered",
            lang.t_args(
                "fact-entered-people",
                &[("n", lang.number(entered.cast_signed()))],
            ),
        ),
    ]
}

/// The person looking, as far as the contest is concerned.
struct Visitor {
    entered: bool,
    attempts: Vec<Attempt>,
}

impl Visitor {
    async fn of(
        me: Option<Uuid>,
        contest: &ContestLive,
        contests: &ContestService,
        attempts: &AssessmentService,
    ) -> Outcome<Self> {
        let Some(me) = me else {
            return Ok(Self {
                entered: false,
                attempts: Vec::new(),
            });
        };
        let all: Vec<Uuid> = contest.rounds.iter().map(|r| r.id).collect();
        Ok(Self {
            entered: contests.entry_of(contest.id, me).await?.is_some(),
            attempts: attempts.attempts_at(&all, me).await?,
        })
    }

    fn in_round(&self, round: &RoundLive) -> Vec<Attempt> {
        let here = self.attempts.iter().filter(|a| a.assessment == round.id);
        here.cloned().collect()
    }
}

/// The newest of these attempts that has ended.
pub(super) fn ended(mine: &[Attempt], now: Moment) -> Option<Uuid> {
    let over = |a: &&Attempt| a.finished_at.is_some() || now >= a.deadline;
    mine.iter().rev().find(over).map(|a| a.id)
}

/// The page of one contest.
#[handler]
pub async fn show_contest(
    context: Context,
    Path(slug): Path<String>,
    contests: Service<ContestService>,
    attempts: Service<AssessmentService>,
    boards: Service<Arc<dyn Boards>>,
) -> poem::Result<Response> {
    let (now, lang) = (context.now, context.lang);
    let contest = contests.find(&slug).await?;
    let round = contest.round_at(now).ok_or_else(Problem::not_found)?;
    let me = context.caller.as_ref().map(|c| c.account);
    let visitor = Visitor::of(me, &contest, &contests, &attempts).await?;
    let mine = visitor.in_round(round);
    let board = boards.extract(&contest, round, me, now).await?;
    let facts = facts(round, contests.entered(contest.id).await?, lang);
    let url = address(&context, &contest);
    let round_line = |r: &RoundLive| round_line(&contest, r, &visitor, now);
    let view = ContestView {
        page: context.page(),
        slug: contest.slug.clone(),
        title: contest.title.clone(),
        organiser: contest.issued_by.clone().unwrap_or_default(),
        summary: contest.summary.clone(),
        stage: stage(round.phase(now)),
        opens_at: round.settings.opens_at,
        closes_at: round.settings.closes_at,
        action: action(round, visitor.entered, &mine, now),
        my_attempt: ended(&mine, now),
        ranking_intro: lang.t("contest-ranking-intro"),
        ranking: ranking_steps(&contest, lang),
        rules: sections(&contest, lang),
        prizes: prizes(&contest, round),
        rounds: contest.rounds.iter().map(round_line).collect(),
        body_html: markdown::to_html(&contest.page),
        board: board.filter(|b| b.total > 0).map(|b| board_top(round, b)),
        ticking: ticking(round, now),
        contact: contact(&contest),
        picture: picture_path(&contest, lang, now),
        qr: qr_svg(&url, &lang.t("contest-qr-title")).map_err(Problem::internal)?,
        url,
        quick: contest.rules.quick_entry,
        facts,
    };
    Ok(view.into_response())
}

fn address(context: &Context, contest: &ContestLive) -> String {
    format!("{}/cuoc-thi/{}", context.base_url, contest.slug)
}

/// What the clock in the head runs towards: the opening of the round that matters now, or its close.
pub(super) fn ticking(round: &RoundLive, now: Moment) -> Option<Ticking> {
    let settings = &round.settings;
    let (until, label) = match stage(round.phase(now)) {
        Stage::Upcoming => (settings.opens_at, "clock-until-opening"),
        Stage::Open => (settings.closes_at, "clock-until-close"),
        Stage::Closed | Stage::Final => return None,
    };
    let left_ms = until.since(now);
    (left_ms > 0).then_some(Ticking {
        until,
        left_ms,
        label,
    })
}

/// Whom to ask, when the rules say.
pub(super) fn contact(contest: &ContestLive) -> Option<ContactView> {
    let contact = contest.rules.contact.as_ref()?;
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    Some(ContactView {
        name: contact.name.clone(),
        phone: text(&contact.phone),
        email: text(&contact.email),
        address: text(&contact.address),
        hours: text(&contact.hours),
    })
}

fn board_top(round: &RoundLive, board: BoardExtract) -> BoardTop {
    let line = |(rank, name, division, points, mine): (u64, String, String, _, bool)| BoardLine {
        rank: rank.cast_signed(),
        name,
        division,
        points,
        mine,
    };
    BoardTop {
        round: round.code.clone(),
        is_final: board.is_final,
        total: board.total.cast_signed(),
        lines: board.lines.into_iter().map(line).collect(),
    }
}

fn prizes(contest: &ContestLive, round: &RoundLive) -> Vec<PrizeLine> {
    let own = contest
        .rules
        .round(&round.code)
        .and_then(|r| r.grades.as_deref());
    let grades = own.unwrap_or(&contest.rules.prizes.grades);
    grades
        .iter()
        .map(|g| PrizeLine {
            name: g.name.clone(),
            quantity: i64::from(g.count),
            what: String::new(),
        })
        .collect()
}

fn round_line(
    contest: &ContestLive,
    round: &RoundLive,
    visitor: &Visitor,
    now: Moment,
) -> RoundLine {
    let hidden = contest.rules.board.before_final == BoardShown::Hidden && round.final_at.is_none();
    let mine = visitor.in_round(round);
    RoundLine {
        slug: round.code.clone(),
        title: round.title.clone(),
        opens_at: round.settings.opens_at,
        closes_at: round.settings.closes_at,
        stage: stage(round.phase(now)),
        board: !hidden && now >= round.settings.opens_at,
        mine: ended(&mine, now),
        start: visitor.entered
            && matches!(
                action(round, true, &mine, now),
                Action::Start { .. } | Action::Resume { .. }
            ),
    }
}

/// A contest's poster, for print.
#[handler]
pub async fn show_poster(
    context: Context,
    Path(slug): Path<String>,
    contests: Service<ContestService>,
) -> poem::Result<Response> {
    let (now, lang) = (context.now, context.lang);
    let contest = contests.find(&slug).await?;
    let round = contest.round_at(now).ok_or_else(Problem::not_found)?;
    let nobody = Visitor {
        entered: false,
        attempts: Vec::new(),
    };
    let url = address(&context, &contest);
    let mut facts = facts(round, 0, lang);
    // Paper stays on a wall for weeks: how many have entered is old the next day.
    facts.truncate(3);
    let view = PosterView {
        page: context.page(),
        slug: contest.slug.clone(),
        title: contest.title.clone(),
        organiser: contest.issued_by.clone().unwrap_or_default(),
        summary: contest.summary.clone(),
        facts,
        rounds: contest
            .rounds
            .iter()
            .map(|r| round_line(&contest, r, &nobody, now))
            .collect(),
        prizes: prizes(&contest, round),
        qr: qr_svg(&url, &lang.t("contest-qr-title")).map_err(Problem::internal)?,
        url,
        contact: contact(&contest),
    };
    Ok(view.into_response())
}

/// The contest's address as a QR code.
#[handler]
pub async fn download_qr(
    context: Context,
    Path(slug): Path<String>,
    contests: Service<ContestService>,
) -> poem::Result<Response> {
    let contest = contests.find(&slug).await?;
    let title = context.lang.t("contest-qr-title");
    let svg = qr_svg(&address(&context, &contest), &title).map_err(Problem::internal)?;
    Ok(Response::builder()
        .content_type("image/svg+xml")
        .header(header::CACHE_CONTROL, "public, max-age=3600")
        .body(svg))
}

/// What the picture of a shared link says. It names days, never what is left: the picture is kept by those who show it.
fn picture(contest: &ContestLive, lang: Lang, now: Moment) -> Picture {
    let stage = contest_stage(contest, now);
    let round = contest.round_at(now);
    let moment = |of: fn(&RoundLive) -> Moment| round.map_or(Moment(0), of);
    let state = match stage {
        Stage::Upcoming => lang.t_args(
            "picture-upcoming",
            &[("at", lang.date_time(moment(|r| r.settings.opens_at)))],
        ),
        Stage::Open => lang.t_args(
            "picture-open",
            &[("at", lang.date_time(moment(|r| r.settings.closes_at)))],
        ),
        Stage::Closed | Stage::Final => lang.t(stage.key()),
    };
    let mut facts = round.map(|r| facts(r, 0, lang)).unwrap_or_default();
    facts.truncate(3);
    Picture {
        brand: lang.t("brand"),
        organiser: contest.issued_by.clone().unwrap_or_default(),
        title: contest.title.clone(),
        state,
        facts: facts.into_iter().map(|f| (f.label, f.value)).collect(),
    }
}

/// The path of a contest's picture; it changes whenever the picture does, so that nobody goes on showing an old one.
fn picture_path(contest: &ContestLive, lang: Lang, now: Moment) -> String {
    let tag = picture(contest, lang, now).tag();
    let (slug, code) = (&contest.slug, lang.code());
    format!("/cuoc-thi/{slug}/anh.png?lang={code}&v={tag}")
}

/// The picture that a shared link to a contest shows.
#[handler]
pub async fn download_picture(
    context: Context,
    request: &Request,
    Path(slug): Path<String>,
    contests: Service<ContestService>,
) -> poem::Result<Response> {
    let contest = contests.find(&slug).await?;
    // Whoever fetches it for others has no language of their own: the address says which.
    let lang = Lang::from_code(parameter(&query(request), "lang")).unwrap_or(context.lang);
    let picture = picture(&contest, lang, context.now);
    let tag = format!("\"{}\"", picture.tag());
    let key = format!("{slug}/{}", lang.code());
    let png = contests.picture(&key, picture).await?;
    Ok(Response::builder()
        .content_type("image/png")
        .header(header::CACHE_CONTROL, "public, max-age=3600")
        .header(header::ETAG, tag)
        .body(png.to_vec()))
}
