//! The contest pages: home, list, contest, entry form, start, and the organiser's.

use std::collections::BTreeMap;
use std::sync::Arc;

use poem::web::Path;
use poem::{IntoResponse, Response, handler};
use uuid::Uuid;

use super::api::live_counts;
use super::entry::check_entry;
use super::model::{DatePart, FieldKind, FormField, Phase, PredictionOf};
use super::service::{Boards, ContestLive, ContestService, RoundLive};
use super::views::{
    Action, AuditLine, BoardLine, BoardTop, ChoiceOption, ContestCard, ContestListView,
    ContestView, Control, EntryField, EntryView, Fact, HomeView, HourCount, LiveCounts,
    OrganiserContestView, OrganiserListView, OrganiserRow, PrizeLine, RankingStep, RoundLine,
    RuleLine, RuleSection, Stage, StartView, join_date,
};
use super::words::{self, Said};
use crate::assessment::model::{Attempt, State};
use crate::assessment::rules::{Past, attempts_left, deadline};
use crate::assessment::service::AssessmentService;
use crate::kernel::clock::{DAY, HOUR, Moment};
use crate::kernel::problem::{Code, Kind, Outcome, Problem};
use crate::platform::http::context::Context;
use crate::platform::http::form::Form;
use crate::platform::http::page::{Errors, query_value};
use crate::platform::http::reply::{readable, see_other};
use crate::platform::http::services::Service;
use crate::platform::i18n::Lang;
use crate::platform::markdown;

const fn stage(phase: Phase) -> Stage {
    match phase {
        Phase::Upcoming => Stage::Upcoming,
        Phase::Open => Stage::Open,
        Phase::Closing | Phase::Closed => Stage::Closed,
        Phase::Final => Stage::Final,
    }
}

fn contest_stage(contest: &ContestLive, now: Moment) -> Stage {
    contest
        .round_at(now)
        .map_or(Stage::Upcoming, |r| stage(r.phase(now)))
}

async fn cards(contests: &ContestService, now: Moment) -> Outcome<Vec<ContestCard>> {
    let mut cards = Vec::new();
    for contest in contests.all().await? {
        let moments = |of: fn(&RoundLive) -> Moment| contest.rounds.iter().map(of);
        let current = contest.round_at(now);
        cards.push(ContestCard {
            slug: contest.slug.clone(),
            title: contest.title.clone(),
            organiser: contest.issued_by.clone().unwrap_or_default(),
            summary: contest.summary.clone(),
            stage: contest_stage(&contest, now),
            opens_at: current.map_or(Moment(0), |r| r.settings.opens_at),
            closes_at: current
                .map(|r| r.settings.closes_at)
                .or(moments(|r| r.settings.closes_at).max())
                .unwrap_or(Moment(0)),
            entered: contests.entered(contest.id).await?.cast_signed(),
        });
    }
    cards.sort_by_key(|c| c.closes_at);
    Ok(cards)
}

fn by_stage(cards: Vec<ContestCard>) -> (Vec<ContestCard>, Vec<ContestCard>, Vec<ContestCard>) {
    let (open, rest): (Vec<_>, Vec<_>) = cards.into_iter().partition(ContestCard::is_open);
    let (upcoming, mut finished): (Vec<_>, Vec<_>) =
        rest.into_iter().partition(ContestCard::is_upcoming);
    finished.reverse();
    (open, upcoming, finished)
}

/// The start page.
#[handler]
pub async fn show_home(
    context: Context,
    contests: Service<ContestService>,
) -> poem::Result<Response> {
    let (open, upcoming, mut finished) = by_stage(cards(&contests, context.now).await?);
    finished.truncate(4);
    Ok(HomeView {
        page: context.page(),
        open,
        upcoming,
        finished,
    }
    .into_response())
}

/// All contests.
#[handler]
pub async fn show_list(
    context: Context,
    contests: Service<ContestService>,
) -> poem::Result<Response> {
    let (open, upcoming, finished) = by_stage(cards(&contests, context.now).await?);
    Ok(ContestListView {
        page: context.page(),
        open,
        upcoming,
        finished,
    }
    .into_response())
}

fn say(lang: Lang, said: &Said) -> String {
    lang.t_args(
        said.key,
        &said
            .args
            .iter()
            .map(|(n, v)| (*n, v.clone()))
            .collect::<Vec<_>>(),
    )
}

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

fn facts(round: &RoundLive, entered: u64, lang: Lang) -> Vec<Fact> {
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
                crate::assessment::model::LimitPeriod::Round => "round",
                crate::assessment::model::LimitPeriod::Day => "day",
                crate::assessment::model::LimitPeriod::Week => "week",
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

/// What the person can do next in the round that matters now.
fn action(round: &RoundLive, entered: bool, mine: &[Attempt], now: Moment) -> Action {
    if let Some(running) = mine
        .iter()
        .find(|a| a.state == State::Open && now < a.deadline)
    {
        return Action::Resume {
            attempt: running.id,
            remaining_ms: running.deadline.since(now),
        };
    }
    match round.phase(now) {
        Phase::Final => Action::Result {
            round: round.code.clone(),
        },
        Phase::Closing | Phase::Closed => Action::Closed,
        Phase::Upcoming | Phase::Open if !entered => Action::Enter,
        Phase::Upcoming => Action::Wait {
            opens_at: round.settings.opens_at,
        },
        Phase::Open => match left(round, mine, now) {
            Some(0) => Action::Used,
            left => Action::Start {
                round: round.code.clone(),
                left,
            },
        },
    }
}

fn left(round: &RoundLive, mine: &[Attempt], now: Moment) -> Option<u32> {
    let past: Vec<Past> = mine.iter().map(Past::from).collect();
    attempts_left(&round.settings, &past, now)
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
    let contest = contests.find(&slug).await?;
    let round = contest
        .round_at(context.now)
        .ok_or_else(Problem::not_found)?;
    let me = context.caller.as_ref().map(|c| c.account);
    let (mut entered, mut everywhere) = (false, Vec::new());
    if let Some(me) = me {
        entered = contests.entry_of(contest.id, me).await?.is_some();
        let all: Vec<Uuid> = contest.rounds.iter().map(|r| r.id).collect();
        everywhere = attempts.attempts_at(&all, me).await?;
    }
    let mine: Vec<Attempt> = everywhere
        .iter()
        .filter(|a| a.assessment == round.id)
        .cloned()
        .collect();
    let board = boards.extract(&contest, round, me, context.now).await?;
    let lang = context.lang;
    let view = ContestView {
        page: context.page(),
        slug: contest.slug.clone(),
        title: contest.title.clone(),
        organiser: contest.issued_by.clone().unwrap_or_default(),
        summary: contest.summary.clone(),
        stage: stage(round.phase(context.now)),
        opens_at: round.settings.opens_at,
        closes_at: round.settings.closes_at,
        facts: facts(round, contests.entered(contest.id).await?, lang),
        action: action(round, entered, &mine, context.now),
        my_attempt: mine
            .iter()
            .rev()
            .find(|a| a.finished_at.is_some() || context.now >= a.deadline)
            .map(|a| a.id),
        ranking_intro: lang.t("contest-ranking-intro"),
        ranking: ranking_steps(&contest, lang),
        rules: sections(&contest, lang),
        prizes: prizes(&contest, round),
        rounds: contest
            .rounds
            .iter()
            .map(|r| round_line(&contest, r, entered, &everywhere, context.now))
            .collect(),
        body_html: markdown::to_html(&contest.page),
        board: board.filter(|b| b.total > 0).map(|b| BoardTop {
            round: round.code.clone(),
            is_final: b.is_final,
            total: b.total.cast_signed(),
            lines: b
                .lines
                .into_iter()
                .map(|(rank, name, division, points, mine)| BoardLine {
                    rank: rank.cast_signed(),
                    name,
                    division,
                    points,
                    mine,
                })
                .collect(),
        }),
    };
    Ok(view.into_response())
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
    entered: bool,
    mine: &[Attempt],
    now: Moment,
) -> RoundLine {
    let hidden = contest.rules.board.before_final == super::model::BoardShown::Hidden
        && round.final_at.is_none();
    let mine: Vec<Attempt> = mine
        .iter()
        .filter(|a| a.assessment == round.id)
        .cloned()
        .collect();
    RoundLine {
        slug: round.code.clone(),
        title: round.title.clone(),
        opens_at: round.settings.opens_at,
        closes_at: round.settings.closes_at,
        stage: stage(round.phase(now)),
        board: !hidden && now >= round.settings.opens_at,
        mine: mine
            .iter()
            .rev()
            .find(|a| a.finished_at.is_some() || now >= a.deadline)
            .map(|a| a.id),
        start: entered
            && matches!(
                action(round, true, &mine, now),
                Action::Start { .. } | Action::Resume { .. }
            ),
    }
}

fn form_fields(
    contest: &ContestLive,
    values: &BTreeMap<String, String>,
    lang: Lang,
) -> Vec<EntryField> {
    contest
        .rules
        .form
        .iter()
        .map(|field| entry_field(contest, field, values, lang))
        .collect()
}

fn entry_field(
    contest: &ContestLive,
    field: &FormField,
    values: &BTreeMap<String, String>,
    lang: Lang,
) -> EntryField {
    let value = values.get(&field.name).cloned().unwrap_or_default();
    let text = |kind, autocomplete| Control::Text {
        value: value.clone(),
        kind,
        autocomplete,
    };
    let choice = |options: Vec<(String, String)>| Control::Choice {
        options: options
            .into_iter()
            .map(|(v, label)| ChoiceOption {
                selected: v == value,
                value: v,
                label,
            })
            .collect(),
    };
    let control = match &field.kind {
        FieldKind::FullName { .. } => text("text", "name"),
        FieldKind::BirthDate { at_least } => {
            let typed = |suffix: &str| {
                values
                    .get(&format!("{}-{suffix}", field.name))
                    .cloned()
                    .unwrap_or_default()
            };
            Control::Date {
                day: typed("d"),
                month: typed("m"),
                year: typed("y"),
                partial: *at_least != DatePart::Day,
            }
        }
        FieldKind::Phone => text("tel", "tel"),
        FieldKind::Email => text("email", "email"),
        FieldKind::Address => text("text", "street-address"),
        FieldKind::Organisation => text("text", "organization"),
        FieldKind::Sex => choice(
            ["male", "female"]
                .map(|s| (s.to_owned(), lang.t(&format!("sex-{s}"))))
                .to_vec(),
        ),
        FieldKind::Division => choice(
            contest
                .rules
                .divisions
                .iter()
                .map(|d| (d.key.clone(), d.title.clone()))
                .collect(),
        ),
        FieldKind::Choice { options } => {
            choice(options.iter().map(|o| (o.clone(), o.clone())).collect())
        }
        _ => text("text", ""),
    };
    EntryField {
        name: field.name.clone(),
        label: field
            .label
            .clone()
            .unwrap_or_else(|| lang.t(&format!("form-{}", field.kind.name()))),
        hint: lang.t(&format!("form-{}-hint", field.kind.name())),
        required: field.required,
        control,
    }
}

fn entry_view(
    context: &Context,
    contest: &ContestLive,
    values: &BTreeMap<String, String>,
    errors: Errors,
    consent: bool,
) -> EntryView {
    EntryView {
        page: context.page(),
        slug: contest.slug.clone(),
        title: contest.title.clone(),
        organiser: contest
            .issued_by
            .clone()
            .unwrap_or_else(|| context.lang.t("organiser-unnamed")),
        fields: form_fields(contest, values, context.lang),
        errors,
        consent,
    }
}

/// The entry form.
#[handler]
pub async fn show_entry_form(
    context: Context,
    Path(slug): Path<String>,
    contests: Service<ContestService>,
) -> poem::Result<Response> {
    let contest = contests.find(&slug).await?;
    let Some(actor) = &context.caller else {
        // A newcomer most likely has no account yet.
        return Ok(see_other(&format!(
            "/dang-ky?next={}",
            query_value(&context.path)
        )));
    };
    if contests
        .entry_of(contest.id, actor.account)
        .await?
        .is_some()
    {
        return Ok(see_other(&format!("/cuoc-thi/{slug}")));
    }
    let mut values = BTreeMap::new();
    if let Some(field) = contest
        .rules
        .form
        .iter()
        .find(|f| matches!(f.kind, FieldKind::FullName { .. }))
    {
        values.insert(field.name.clone(), actor.name.clone());
    }
    Ok(entry_view(&context, &contest, &values, Errors::default(), false).into_response())
}

/// Enters the person.
#[handler]
pub async fn post_entry(
    context: Context,
    Path(slug): Path<String>,
    form: Form,
    contests: Service<ContestService>,
) -> poem::Result<Response> {
    let contest = contests.find(&slug).await?;
    let typed: BTreeMap<String, String> = form
        .fields()
        .iter()
        .map(|(n, v)| (n.clone(), v.trim().to_owned()))
        .collect();
    let consent = form.get("consent") == "yes";
    let mut values = BTreeMap::new();
    for field in &contest.rules.form {
        let value = match field.kind {
            FieldKind::BirthDate { .. } => {
                let part = |suffix: &str| form.get(&format!("{}-{suffix}", field.name)).to_owned();
                join_date(&part("d"), &part("m"), &part("y"))
            }
            _ => form.get(&field.name).to_owned(),
        };
        if !value.is_empty() {
            values.insert(field.name.clone(), value);
        }
    }
    let outcome = if consent {
        contests
            .enter(&slug, context.actor()?, &values, context.now)
            .await
    } else {
        // Everything there is to mend is said at once.
        let mut problem = Problem::field("consent", "field-consent");
        if let Err(found) = check_entry(&contest.rules, &values, context.now) {
            problem.fields.splice(0..0, found.fields);
        }
        Err(problem)
    };
    match outcome {
        Ok(_) => Ok(see_other(&format!("/cuoc-thi/{slug}?bao=entered"))),
        Err(problem)
            if matches!(
                problem.kind(),
                Kind::Internal | Kind::NotFound | Kind::Unauthenticated
            ) =>
        {
            Err(problem.into())
        }
        Err(problem) => {
            let problem = readable(&problem, context.lang);
            let view = entry_view(
                &context,
                &contest,
                &typed,
                Errors::of(context.lang, &problem),
                consent,
            );
            let status =
                poem::http::StatusCode::from_u16(problem.kind().status()).unwrap_or_default();
            Ok(view.with_status(status).into_response())
        }
    }
}

/// What a person reads before time starts to run.
#[handler]
pub async fn show_start(
    context: Context,
    Path((slug, round)): Path<(String, String)>,
    contests: Service<ContestService>,
    attempts: Service<AssessmentService>,
) -> poem::Result<Response> {
    let contest = contests.find(&slug).await?;
    let live = contest.round(&round)?;
    let actor = context.actor()?;
    if contests
        .entry_of(contest.id, actor.account)
        .await?
        .is_none()
    {
        return Ok(see_other(&format!("/cuoc-thi/{slug}/du-thi")));
    }
    let mine = attempts.attempts_of(live.id, actor.account).await?;
    match action(live, true, &mine, context.now) {
        Action::Resume { attempt, .. } => return Ok(see_other(&format!("/lam-bai/{attempt}"))),
        Action::Start { .. } => {}
        _ => return Ok(see_other(&format!("/cuoc-thi/{slug}"))),
    }
    let settings = &live.settings;
    let questions: u16 = settings.blueprint.iter().map(|p| p.count).sum();
    let attempts_said = words::rules_in_words(&contest.rules)
        .into_iter()
        .find(|s| s.name == "attempts");
    let view = StartView {
        page: context.page(),
        slug,
        title: contest.title.clone(),
        round,
        round_title: live.title.clone(),
        questions,
        prediction: settings.prediction_text.is_some(),
        complete_only: settings.complete_only,
        length_ms: settings.length_ms,
        available_ms: deadline(settings, context.now, 0).since(context.now),
        closes_at: settings.closes_at,
        closing: settings.closing,
        ordinal: u32::try_from(mine.len()).unwrap_or(0) + 1,
        max_attempts: settings.limit.max,
        counts: attempts_said
            .and_then(|s| s.said.last().map(|said| say(context.lang, said)))
            .unwrap_or_default(),
    };
    Ok(view.into_response())
}

/// Starts an attempt, or goes on with the running one.
#[handler]
pub async fn post_start(
    context: Context,
    Path((slug, round)): Path<(String, String)>,
    _form: Form,
    contests: Service<ContestService>,
) -> poem::Result<Response> {
    match contests
        .start(&slug, &round, context.actor()?, context.now)
        .await
    {
        Ok((sitting, _)) => Ok(see_other(&format!("/lam-bai/{}", sitting.attempt.id))),
        Err(problem) if problem.code == Code::EntryNeeded => {
            Ok(see_other(&format!("/cuoc-thi/{slug}/du-thi")))
        }
        Err(problem) => Err(problem.into()),
    }
}

/// The organiser's contests.
#[handler]
pub async fn show_organiser_list(
    context: Context,
    contests: Service<ContestService>,
    attempts: Service<AssessmentService>,
) -> poem::Result<Response> {
    let mut rows = Vec::new();
    for contest in contests.all().await? {
        let (entries, running, submitted, expired) =
            live_counts(&contests, &attempts, &contest).await?;
        rows.push(OrganiserRow {
            slug: contest.slug.clone(),
            title: contest.title.clone(),
            stage: contest_stage(&contest, context.now),
            opens_at: contest
                .rounds
                .iter()
                .map(|r| r.settings.opens_at)
                .min()
                .unwrap_or(Moment(0)),
            closes_at: contest
                .rounds
                .iter()
                .map(|r| r.settings.closes_at)
                .max()
                .unwrap_or(Moment(0)),
            entries: entries.cast_signed(),
            running: running.cast_signed(),
            finished: (submitted + expired).cast_signed(),
        });
    }
    Ok(OrganiserListView {
        page: context.page(),
        contests: rows,
    }
    .into_response())
}

/// How far back the organiser's chart of starts reaches, ms.
const CHART_MS: i64 = 2 * DAY;

async fn hours(
    attempts: &AssessmentService,
    contest: &ContestLive,
    now: Moment,
) -> Outcome<Vec<HourCount>> {
    let mut started: BTreeMap<i64, i64> = BTreeMap::new();
    let since = Moment((now.0 - CHART_MS).div_euclid(HOUR) * HOUR);
    for round in &contest.rounds {
        for (hour, number) in attempts.starts_per_hour(round.id, since).await? {
            *started.entry(hour.0).or_default() += number.cast_signed();
        }
    }
    let Some(first) = started.keys().next().copied() else {
        return Ok(Vec::new());
    };
    let last = now.0.div_euclid(HOUR) * HOUR;
    let hours = (0..=(last - first) / HOUR).map(|n| first + n * HOUR);
    Ok(hours
        .map(|h| HourCount {
            hour: Moment(h),
            started: started.get(&h).copied().unwrap_or(0),
            finished: 0,
        })
        .collect())
}

/// Words for what was predicted.
#[must_use]
pub fn prediction_label(of: PredictionOf, lang: Lang) -> String {
    let key = match of {
        PredictionOf::PeopleTakingPart => "true-number-people-taking-part",
        PredictionOf::PeopleAllCorrect => "true-number-people-all-correct",
        PredictionOf::AttemptsAllCorrect => "true-number-attempts-all-correct",
        PredictionOf::Attempts => "true-number-attempts",
        PredictionOf::PerCentAllCorrect => "true-number-per-cent-all-correct",
    };
    lang.t(key)
}

/// The organiser's page of one contest; `rounds` come from the leaderboard, which knows what a round lacks to be final.
///
/// # Errors
/// When the database fails.
pub async fn organiser_view(
    context: &Context,
    contest: &ContestLive,
    contests: &ContestService,
    attempts: &AssessmentService,
    names: &BTreeMap<uuid::Uuid, String>,
    rounds: Vec<super::views::OrganiserRound>,
) -> Outcome<OrganiserContestView> {
    let (entries, running, submitted, expired) = live_counts(contests, attempts, contest).await?;
    let audit = contests.audit(contest.id, 50).await?;
    let line = |l: crate::audit::model::Line| AuditLine {
        at: l.at,
        who: l
            .actor
            .and_then(|a| names.get(&a).cloned())
            .unwrap_or_else(|| context.lang.t("audit-system")),
        what: audit_words(&l, context.lang),
    };
    Ok(OrganiserContestView {
        page: context.page(),
        slug: contest.slug.clone(),
        title: contest.title.clone(),
        stage: contest_stage(contest, context.now),
        counts: LiveCounts {
            entries: entries.cast_signed(),
            running: running.cast_signed(),
            submitted: submitted.cast_signed(),
            expired: expired.cast_signed(),
        },
        live_url: format!("/api/v1/organiser/contests/{}/live", contest.slug),
        hours: hours(attempts, contest, context.now).await?,
        rounds,
        audit: audit.into_iter().map(line).collect(),
    })
}

fn audit_words(line: &crate::audit::model::Line, lang: Lang) -> String {
    let detail: serde_json::Value = serde_json::from_str(&line.detail).unwrap_or_default();
    let text = |name: &str| match &detail[name] {
        serde_json::Value::String(s) => s.clone(),
        serde_json::Value::Null => String::new(),
        other => other.to_string(),
    };
    let args = [
        ("round", text("round")),
        ("version", text("version")),
        ("reason", text("reason")),
        ("file", text("file")),
        ("people", text("people")),
    ];
    lang.t_args(&format!("audit-{}", line.action.replace('.', "-")), &args)
}
