//! The leaderboard page, and what the organiser does with a round: look, finalise, take files away.

use poem::http::StatusCode;
use poem::web::Path;
use poem::{IntoResponse, Request, Response, handler};
use std::collections::BTreeMap;
use uuid::Uuid;

use super::export;
use super::model::{Among, Line, OrganisationLine, Standing};
use super::service::LeaderboardService;
use super::views::{
    BoardRow, BoardState, FilterLink, LeaderboardView, Named, OrganisationBoardView,
    OrganisationRow,
};
use crate::account::service::AccountService;
use crate::assessment::model::State;
use crate::assessment::rules::write_prediction;
use crate::contest::model::Phase;
use crate::contest::pages::{FromBoards, organiser_view, prediction_label};
use crate::contest::service::{ContestLive, ContestService, RoundLive};
use crate::contest::views::{Download, OrganiserRound, Precondition, Stage, TrueNumber};
use crate::kernel::actor::Role;
use crate::kernel::problem::{Code, Kind, Outcome, Problem};
use crate::organisation::model::{Organisation, Resolved};
use crate::organisation::search::Index;
use crate::organisation::service::OrganisationService;
use crate::platform::http::context::Context;
use crate::platform::http::form::{Form, Query};
use crate::platform::http::page::query_value;
use crate::platform::http::pager::Pager;
use crate::platform::http::reply::{download, localised, see_other};
use crate::platform::http::services::Service;
use crate::platform::i18n::Lang;

/// Lines on the page.
const LINES: u64 = 50;
/// Organisations on a page.
const ORGANISATIONS: usize = 50;

fn board_row(line: &Line, me: Option<Uuid>) -> BoardRow {
    BoardRow {
        rank: line.rank.cast_signed(),
        name: line.name.clone(),
        division: line.division.clone(),
        points: line.points,
        duration_ms: line.duration_ms,
        finished_at: line.finished_at,
        prize: line.prize.clone(),
        mine: me == Some(line.person),
    }
}

fn true_number(
    contest: &ContestLive,
    round: &RoundLive,
    lang: Lang,
) -> Option<(String, Option<String>)> {
    let rule = contest.rules.prediction.as_ref()?;
    let decimal = if lang == Lang::Vi { ',' } else { '.' };
    let value = round
        .final_data
        .as_ref()
        .and_then(|d| d.true_number)
        .map(|n| write_prediction(n, decimal));
    Some((prediction_label(rule.of, lang), value))
}

/// The board of a round.
#[handler]
pub async fn show_board(
    context: Context,
    request: &Request,
    Path((slug, round)): Path<(String, String)>,
    contests: Service<ContestService>,
    boards: Service<LeaderboardService>,
    organisations: Service<OrganisationService>,
) -> poem::Result<Response> {
    let params = request
        .params::<BTreeMap<String, String>>()
        .unwrap_or_default();
    let given = |name: &str| params.get(name).map(|v| v.trim()).filter(|v| !v.is_empty());
    let division = given("bang");
    let contest = contests.find(&slug).await?;
    let live = contest.round(&round)?;
    let me = context.caller.as_ref().map(|c| c.account);
    let (unit, organisation_problem) =
        unit_for_board(&context, &organisations, given("don-vi")).await?;
    let among = Among {
        division,
        organisation: unit.as_ref().map(|u| u.id),
    };
    let prepared = boards.board(&slug, &round, among, LINES).await?;
    let own = match me {
        Some(me) => boards.own_line(&slug, &round, among, me).await?,
        None => None,
    };
    let view = LeaderboardView {
        page: context.page(),
        slug: slug.clone(),
        title: contest.title.clone(),
        round_title: live.title.clone(),
        state: match prepared.board.standing {
            Standing::Final => BoardState::Final,
            Standing::Provisional => BoardState::Provisional,
        },
        updated_at: prepared.board.updated_at,
        total: prepared.board.total.cast_signed(),
        rows: prepared
            .board
            .lines
            .iter()
            .map(|l| board_row(l, me))
            .collect(),
        me: own.map(|l| board_row(&l, me)),
        division: division.unwrap_or_default().to_owned(),
        organisation_typed: match &unit {
            Some(unit) => unit.full_name.clone(),
            None => given("don-vi").unwrap_or_default().to_owned(),
        },
        organisation_problem,
        by_organisation: asks_organisation(&contest)
            .then(|| format!("/bang-xep-hang/{slug}/{round}/don-vi")),
        divisions: division_links(&contest, live, division, context.lang),
        rounds: round_links(&contest, live),
        api_url: api_url(&slug, &round, division, unit.as_ref(), me.is_some()),
        organisation: unit.map(|unit| Named {
            code: unit.code,
            name: unit.full_name,
        }),
        true_numbers: true_number(&contest, live, context.lang)
            .and_then(|(l, v)| v.map(|v| (l, v)))
            .into_iter()
            .collect(),
        result_file: boards
            .file_is_public(&contest, live)
            .await?
            .then(|| format!("/bang-xep-hang/{slug}/{round}/tep-ket-qua.json")),
    };
    Ok(view.into_response())
}

/// The unit a visitor typed or chose by its code; a message when it is none or could be several.
async fn unit_for_board(
    context: &Context,
    organisations: &OrganisationService,
    typed: Option<&str>,
) -> Outcome<(Option<Organisation>, String)> {
    let Some(typed) = typed else {
        return Ok((None, String::new()));
    };
    if let Some(unit) = organisations.by_code(typed).await? {
        return Ok((Some(unit), String::new()));
    }
    let lang = context.lang;
    Ok(match organisations.resolve(typed, "").await? {
        Resolved::One(unit) => (Some(unit), String::new()),
        Resolved::None => (None, lang.t("field-organisation")),
        Resolved::Several(units) => {
            let names: Vec<String> = units.into_iter().take(3).map(|u| u.full_name).collect();
            let args = [("names", names.join("; "))];
            (None, lang.t_args("board-organisation-several", &args))
        }
    })
}

/// Whether people say at entry where they belong.
fn asks_organisation(contest: &ContestLive) -> bool {
    let form = &contest.rules.form;
    form.iter().any(|f| f.kind.name() == "organisation")
}

/// How the organisations stand in a round.
#[handler]
pub async fn show_organisation_board(
    context: Context,
    query: Query,
    Path((slug, round)): Path<(String, String)>,
    contests: Service<ContestService>,
    boards: Service<LeaderboardService>,
    organisations: Service<OrganisationService>,
) -> poem::Result<Response> {
    let contest = contests.find(&slug).await?;
    let live = contest.round(&round)?;
    let units = organisations.index().await?;
    let within = units.by_code(query.get("trong")).map(|unit| unit.id);
    let (lines, updated_at) = boards
        .by_organisation(&slug, &round, within, &units)
        .await?;
    let mine = own_lineage(&context, &contests, contest.id, &units).await?;
    let path = format!("/bang-xep-hang/{slug}/{round}/don-vi");
    let filters = [("trong", query.get("trong"))];
    let number = query.get("trang").parse().unwrap_or(1);
    let pager = Pager::new(
        &path,
        &filters,
        number,
        ORGANISATIONS as u64,
        lines.len() as u64,
    );
    let before = usize::try_from(pager.current.saturating_sub(1)).unwrap_or(0) * ORGANISATIONS;
    let row = |line: &OrganisationLine| {
        let unit = units.get(line.organisation)?;
        Some(OrganisationRow {
            rank: line.rank.cast_signed(),
            code: unit.code.clone(),
            name: unit.full_name.clone(),
            below: units.children(unit.id).next().is_some() && within != Some(unit.id),
            people: line.people.cast_signed(),
            mean: line.mean,
            perfect_share: i32::try_from(line.perfect_share).unwrap_or(10_000),
            mine: mine.contains(&unit.id),
        })
    };
    let shown = lines.iter().skip(before).take(ORGANISATIONS);
    let view = OrganisationBoardView {
        within: within.and_then(|id| units.get(id)).map(|unit| Named {
            code: unit.code.clone(),
            name: unit.full_name.clone(),
        }),
        title: contest.title.clone(),
        round_title: live.title.clone(),
        state: match live.final_at {
            Some(_) => BoardState::Final,
            None => BoardState::Provisional,
        },
        ranked_by: context.lang.t("board-organisations-ranked-by"),
        updated_at,
        rows: shown.filter_map(row).collect(),
        pager,
        rounds: round_links(&contest, live)
            .into_iter()
            .map(|link| FilterLink {
                url: format!("{}/don-vi", link.url),
                ..link
            })
            .collect(),
        slug,
        round,
        page: context.page(),
    };
    Ok(view.into_response())
}

/// The unit of the person looking, and those above it.
async fn own_lineage(
    context: &Context,
    contests: &ContestService,
    contest: Uuid,
    units: &Index,
) -> Outcome<Vec<Uuid>> {
    let Some(caller) = &context.caller else {
        return Ok(Vec::new());
    };
    let entry = contests.entry_of(contest, caller.account).await?;
    let unit = entry.and_then(|e| e.organisation_id);
    Ok(unit.map_or_else(Vec::new, |id| units.lineage(id)))
}

fn api_url(
    slug: &str,
    round: &str,
    division: Option<&str>,
    unit: Option<&Organisation>,
    signed_in: bool,
) -> String {
    let division = division
        .map(|d| format!("&division={}", query_value(d)))
        .unwrap_or_default();
    let organisation = unit
        .map(|u| format!("&organisation={}", query_value(&u.code)))
        .unwrap_or_default();
    // Without their own line in the answer the page could not keep it in sight.
    let own = if signed_in { "&around=me" } else { "" };
    format!(
        "/api/v1/contests/{slug}/rounds/{round}/leaderboard?limit={LINES}{division}{organisation}{own}"
    )
}

fn division_links(
    contest: &ContestLive,
    round: &RoundLive,
    current: Option<&str>,
    lang: Lang,
) -> Vec<FilterLink> {
    if contest.rules.divisions.is_empty() {
        return Vec::new();
    }
    let base = format!("/bang-xep-hang/{}/{}", contest.slug, round.code);
    let all = FilterLink {
        url: base.clone(),
        label: lang.t("board-all-divisions"),
        current: current.is_none(),
    };
    let link = |d: &crate::contest::model::Division| FilterLink {
        url: format!("{base}?bang={}", query_value(&d.key)),
        label: d.title.clone(),
        current: current == Some(d.key.as_str()),
    };
    std::iter::once(all)
        .chain(contest.rules.divisions.iter().map(link))
        .collect()
}

fn round_links(contest: &ContestLive, current: &RoundLive) -> Vec<FilterLink> {
    if contest.rounds.len() < 2 {
        return Vec::new();
    }
    let link = |r: &RoundLive| FilterLink {
        url: format!("/bang-xep-hang/{}/{}", contest.slug, r.code),
        label: r.title.clone(),
        current: r.id == current.id,
    };
    contest.rounds.iter().map(link).collect()
}

/// The result file of a final round: for anybody who wants to count again, once it gives nothing away; for organisers at once.
#[handler]
pub async fn download_result_file(
    context: Context,
    Path((slug, round)): Path<(String, String)>,
    contests: Service<ContestService>,
    boards: Service<LeaderboardService>,
) -> poem::Result<Response> {
    let contest = contests.find(&slug).await?;
    let live = contest.round(&round)?;
    let organiser = context
        .caller
        .as_ref()
        .is_some_and(|c| c.may(Role::Organiser, &contest.lineage));
    if !organiser && !boards.file_is_public(&contest, live).await? {
        return Err(Problem::new(Code::ResultNotYet).into());
    }
    let file = boards.result_file(&slug, &round).await?;
    let bytes = serde_json::to_vec_pretty(&file).map_err(Problem::internal)?;
    Ok(download(
        &format!("{slug}-{round}.json"),
        "application/json",
        bytes,
    ))
}

async fn organiser_rounds(
    context: &Context,
    contest: &ContestLive,
    contests: &ContestService,
    boards: &LeaderboardService,
    refused: Option<(&str, &str)>,
) -> Outcome<Vec<OrganiserRound>> {
    let mut rounds = Vec::new();
    for round in &contest.rounds {
        let (mut running, mut finished) = (0, 0);
        for (state, number) in contests.attempts_by_state(round.id).await? {
            match state {
                State::Open => running += number,
                State::Submitted | State::Expired => finished += number,
                State::Voided => {}
            }
        }
        let needs = match round.final_at {
            None => boards.preconditions(contest, round, context.now).await?,
            Some(_) => Vec::new(),
        };
        let closes = context.lang.date_time(round.settings.closes_at);
        let condition = |(key, number, met): &(&'static str, u64, bool)| Precondition {
            met: *met,
            text: context
                .lang
                .t_args(key, &[("n", number.to_string()), ("at", closes.clone())]),
        };
        rounds.push(OrganiserRound {
            slug: round.code.clone(),
            title: round.title.clone(),
            stage: match round.phase(context.now) {
                Phase::Upcoming => Stage::Upcoming,
                Phase::Open => Stage::Open,
                Phase::Closing | Phase::Closed => Stage::Closed,
                Phase::Final => Stage::Final,
            },
            opens_at: round.settings.opens_at,
            closes_at: round.settings.closes_at,
            people: boards.people(round.id).await?.cast_signed(),
            running: running.cast_signed(),
            finished: finished.cast_signed(),
            true_numbers: true_number(contest, round, context.lang)
                .map(|(label, value)| TrueNumber { label, value })
                .into_iter()
                .collect(),
            preconditions: needs.iter().map(condition).collect(),
            can_finalise: round.final_at.is_none() && needs.iter().all(|(_, _, met)| *met),
            finalise_url: format!("/to-chuc/cuoc-thi/{}/{}/cong-bo", contest.slug, round.code),
            final_at: round.final_at,
            downloads: downloads(contest, round, context.lang),
            problem: refused
                .filter(|(code, _)| *code == round.code)
                .map_or_else(String::new, |(_, text)| text.to_owned()),
        });
    }
    Ok(rounds)
}

fn downloads(contest: &ContestLive, round: &RoundLive, lang: Lang) -> Vec<Download> {
    let file = |name: &str, key: &str| Download {
        url: format!("/to-chuc/cuoc-thi/{}/{}/{name}", contest.slug, round.code),
        label: lang.t(key),
    };
    let mut files = vec![
        file("xep-hang.csv", "download-csv"),
        file("xep-hang.xlsx", "download-xlsx"),
    ];
    if round.final_at.is_some() {
        files.push(Download {
            url: format!(
                "/bang-xep-hang/{}/{}/tep-ket-qua.json",
                contest.slug, round.code
            ),
            label: lang.t("download-result"),
        });
    }
    files
}

async fn organiser_page(
    context: &Context,
    contest: &ContestLive,
    services: (
        &ContestService,
        &LeaderboardService,
        &AccountService,
        &OrganisationService,
    ),
    refused: Option<(&str, &str)>,
) -> Outcome<Response> {
    let (contests, boards, accounts, organisations) = services;
    let rounds = organiser_rounds(context, contest, contests, boards, refused).await?;
    let who: Vec<Uuid> = contests
        .audit(contest.id, 50)
        .await?
        .into_iter()
        .filter_map(|l| l.actor)
        .collect();
    let names = accounts
        .accounts(&who)
        .await?
        .into_iter()
        .map(|a| (a.id, a.full_name))
        .collect();
    let from_boards = FromBoards {
        rounds,
        names,
        points: boards.points(contest, context.now).await?,
    };
    let view = organiser_view(context, contest, contests, organisations, from_boards);
    Ok(view.await?.into_response())
}

/// The organiser's page of one contest.
#[handler]
pub async fn show_organiser_contest(
    context: Context,
    Path(slug): Path<String>,
    contests: Service<ContestService>,
    boards: Service<LeaderboardService>,
    accounts: Service<AccountService>,
    organisations: Service<OrganisationService>,
) -> poem::Result<Response> {
    let contest = contests.organised(&slug, context.actor()?).await?;
    Ok(organiser_page(
        &context,
        &contest,
        (&contests, &boards, &accounts, &organisations),
        None,
    )
    .await?)
}

/// Makes a round final.
#[handler]
#[allow(
    clippy::too_many_arguments,
    reason = "one argument per service the page shows"
)]
pub async fn post_final(
    context: Context,
    Path((slug, round)): Path<(String, String)>,
    form: Form,
    contests: Service<ContestService>,
    boards: Service<LeaderboardService>,
    accounts: Service<AccountService>,
    organisations: Service<OrganisationService>,
) -> poem::Result<Response> {
    let contest = contests.organised(&slug, context.actor()?).await?;
    let outcome = match form.get("confirm") {
        "yes" => {
            boards
                .finalise(&slug, &round, context.actor()?, context.now)
                .await
        }
        _ => Err(Problem::field("confirm", "field-confirm")),
    };
    let problem = match outcome {
        Ok(()) => {
            return Ok(see_other(&format!(
                "/to-chuc/cuoc-thi/{slug}?bao=finalised"
            )));
        }
        Err(problem) if matches!(problem.kind(), Kind::Internal | Kind::NotFound) => {
            return Err(problem.into());
        }
        Err(problem) => problem,
    };
    let mut text = localised(&problem, context.lang);
    if let Some(field) = problem.fields.first() {
        text = context.lang.t(field.message);
    }
    let services = (&*contests, &*boards, &*accounts, &*organisations);
    let mut response = organiser_page(&context, &contest, services, Some((&round, &text))).await?;
    response.set_status(StatusCode::from_u16(problem.kind().status()).unwrap_or_default());
    Ok(response)
}

/// Standings as a file for the organiser.
#[handler]
pub async fn download_standings(
    context: Context,
    Path((slug, round, name)): Path<(String, String, String)>,
    contests: Service<ContestService>,
    boards: Service<LeaderboardService>,
) -> poem::Result<Response> {
    let contest = contests.organised(&slug, context.actor()?).await?;
    contest.round(&round)?;
    let fields: Vec<String> = contest.rules.form.iter().map(|f| f.name.clone()).collect();
    let (kind, content_type) = match name.as_str() {
        "xep-hang.csv" => ("csv", "text/csv; charset=utf-8"),
        "xep-hang.xlsx" => (
            "xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
        _ => return Err(Problem::not_found().into()),
    };
    let rows = boards.standings(&slug, &round).await?;
    let lang = context.lang;
    let bytes = match kind {
        "csv" => export::csv(&rows, &fields, lang)?,
        _ => export::xlsx(&rows, &fields, lang)?,
    };
    // Personal data leaves the system: who took it is written down before it does.
    boards
        .note_export(&slug, &round, kind, context.actor()?, context.now)
        .await?;
    Ok(download(
        &format!("{slug}-{round}.{kind}"),
        content_type,
        bytes,
    ))
}
