//! Contests and entries over the API, and the organiser's live counts.

use poem_openapi::param::{Path, Query};
use poem_openapi::payload::Json;
use poem_openapi::types::Example;
use poem_openapi::{ApiResponse, Enum, Object, OpenApi, Tags};
use std::collections::BTreeMap;
use uuid::Uuid;

use super::model::Phase;
use super::service::{ContestLive, ContestService, Entry, RoundLive};
use crate::assessment::api::{AttemptBody, attempt_json};
use crate::assessment::model::{Closing, State};
use crate::assessment::service::AssessmentService;
use crate::kernel::problem::Problem;
use crate::platform::http::api::{ApiResult, Prepared};
use crate::platform::http::context::Context;
use crate::platform::http::services::Service;

/// Operations of this noun.
#[derive(Tags)]
pub enum Tag {
    /// Contests, entering them, starting attempts.
    Contests,
    /// For organisers.
    Organiser,
}

/// Where a contest stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[oai(rename_all = "lowercase")]
pub enum StateFilter {
    /// Opens later.
    Upcoming,
    /// Open now.
    Open,
    /// All rounds have closed.
    Closed,
}

/// A round.
#[derive(Debug, Object)]
pub struct RoundBody {
    /// Name in addresses.
    code: String,
    /// Title.
    title: String,
    /// First moment an attempt may start (RFC 3339).
    opens_at: String,
    /// Moment from which none may start (RFC 3339).
    closes_at: String,
    /// `upcoming`, `open`, `closing`, `closed` or `final`.
    phase: String,
    /// Length of an attempt, ms.
    length_ms: i64,
    /// Questions drawn, the prediction not counted.
    questions: u32,
    /// Whether a prediction question stands last.
    prediction: bool,
    /// Highest number of attempts per period; absent when unlimited.
    max_attempts: Option<u32>,
    /// What happens to attempts running at the close: `cut_off` (they end then) or `own_time`.
    closing: String,
    /// With `own_time`: longest time past the close, ms.
    max_overrun_ms: Option<i64>,
}

/// A contest.
#[derive(Debug, Object)]
#[oai(example)]
pub struct ContestBody {
    /// Name in addresses.
    slug: String,
    /// Title.
    title: String,
    /// One or two sentences.
    summary: String,
    /// Who runs it.
    organiser: Option<String>,
    /// Where it stands.
    state: StateFilter,
    /// Version of the rules in force.
    rules_version: i32,
    /// The entry form: name and whether it must be filled in.
    form: Vec<FieldBody>,
    /// Rounds in order.
    rounds: Vec<RoundBody>,
}

/// A field of the entry form.
#[derive(Debug, Object)]
pub struct FieldBody {
    /// Name.
    name: String,
    /// Whether it must be filled in.
    required: bool,
}

impl Example for ContestBody {
    fn example() -> Self {
        Self {
            slug: "thi-tim-hieu-giao-thong".into(),
            title: "Tìm hiểu Luật Trật tự, an toàn giao thông đường bộ".into(),
            summary: "Dành cho mọi người.".into(),
            organiser: Some("Sở Tư pháp".into()),
            state: StateFilter::Open,
            rules_version: 1,
            form: vec![FieldBody {
                name: "full_name".into(),
                required: true,
            }],
            rounds: vec![RoundBody {
                code: "ky-1".into(),
                title: "Kỳ 1".into(),
                opens_at: "2026-11-21T08:00:00.000+07:00".into(),
                closes_at: "2026-11-28T08:00:00.000+07:00".into(),
                phase: "open".into(),
                length_ms: 600_000,
                questions: 10,
                prediction: true,
                max_attempts: Some(3),
                closing: "cut_off".into(),
                max_overrun_ms: None,
            }],
        }
    }
}

/// What a person fills in at entry.
#[derive(Debug, Object)]
#[oai(example, deny_unknown_fields)]
pub struct NewEntry {
    /// Values by field name; dates as `dd/mm/yyyy`, `mm/yyyy` or `yyyy`.
    fields: BTreeMap<String, String>,
}

impl Example for NewEntry {
    fn example() -> Self {
        Self {
            fields: [("full_name".to_owned(), "Nguyễn Thị An".to_owned())].into(),
        }
    }
}

/// An entry.
#[derive(Debug, Object)]
#[oai(example)]
pub struct EntryBody {
    /// Identifier.
    id: Uuid,
    /// Slug of the contest.
    contest: String,
    /// Name as public boards show it.
    display_name: String,
    /// Division, when the contest has some.
    division: Option<String>,
}

impl Example for EntryBody {
    fn example() -> Self {
        Self {
            id: Uuid::nil(),
            contest: "thi-tim-hieu-giao-thong".into(),
            display_name: "Nguyễn T. A.".into(),
            division: None,
        }
    }
}

/// An entry that was made.
#[derive(ApiResponse)]
pub enum Entered {
    /// Entered.
    #[oai(status = 201)]
    Made(Json<EntryBody>),
}

/// Live counts of a contest.
#[derive(Debug, Object)]
#[oai(example)]
pub struct LiveBody {
    /// People who have entered.
    entries: u64,
    /// Attempts running now.
    running: u64,
    /// Attempts submitted.
    submitted: u64,
    /// Attempts ended by the deadline.
    expired: u64,
}

impl Example for LiveBody {
    fn example() -> Self {
        Self {
            entries: 12_670,
            running: 312,
            submitted: 18_402,
            expired: 1_716,
        }
    }
}

fn round_body(round: &RoundLive, context: &Context) -> RoundBody {
    let settings = &round.settings;
    let (closing, max_overrun_ms) = match settings.closing {
        Closing::CutOff => ("cut_off", None),
        Closing::OwnTime { max_overrun_ms } => ("own_time", Some(max_overrun_ms)),
    };
    RoundBody {
        code: round.code.clone(),
        title: round.title.clone(),
        opens_at: settings.opens_at.to_string(),
        closes_at: settings.closes_at.to_string(),
        phase: match round.phase(context.now) {
            Phase::Upcoming => "upcoming",
            Phase::Open => "open",
            Phase::Closing => "closing",
            Phase::Closed => "closed",
            Phase::Final => "final",
        }
        .into(),
        length_ms: settings.length_ms,
        questions: settings.blueprint.iter().map(|p| u32::from(p.count)).sum(),
        prediction: settings.prediction_text.is_some(),
        max_attempts: settings.limit.max,
        closing: closing.into(),
        max_overrun_ms,
    }
}

fn state_of(contest: &ContestLive, context: &Context) -> StateFilter {
    let open = contest
        .rounds
        .iter()
        .any(|r| r.phase(context.now) == Phase::Open);
    let upcoming = contest
        .rounds
        .iter()
        .any(|r| r.phase(context.now) == Phase::Upcoming);
    match (open, upcoming) {
        (true, _) => StateFilter::Open,
        (false, true) => StateFilter::Upcoming,
        (false, false) => StateFilter::Closed,
    }
}

fn contest_body(contest: &ContestLive, context: &Context) -> ContestBody {
    ContestBody {
        slug: contest.slug.clone(),
        title: contest.title.clone(),
        summary: contest.summary.clone(),
        organiser: contest.issued_by.clone(),
        state: state_of(contest, context),
        rules_version: contest.rules_version,
        form: contest
            .rules
            .form
            .iter()
            .map(|f| FieldBody {
                name: f.name.clone(),
                required: f.required,
            })
            .collect(),
        rounds: contest
            .rounds
            .iter()
            .map(|r| round_body(r, context))
            .collect(),
    }
}

fn entry_body(contest: &str, entry: Entry) -> EntryBody {
    EntryBody {
        id: entry.id,
        contest: contest.to_owned(),
        display_name: entry.display_name,
        division: entry.division,
    }
}

/// The operations.
pub struct ContestApi;

#[OpenApi(prefix_path = "/api/v1", tag = "Tag::Contests")]
impl ContestApi {
    /// Contests
    #[oai(path = "/contests", method = "get", operation_id = "contests")]
    async fn contests(
        &self,
        context: Context,
        contests: Service<ContestService>,
        state: Query<Option<StateFilter>>,
    ) -> ApiResult<Json<Vec<ContestBody>>> {
        let all = contests.all().await?;
        let wanted = all
            .iter()
            .filter(|c| state.0.is_none_or(|s| s == state_of(c, &context)));
        Ok(Json(wanted.map(|c| contest_body(c, &context)).collect()))
    }

    /// One contest
    #[oai(path = "/contests/:slug", method = "get", operation_id = "contest")]
    async fn contest(
        &self,
        context: Context,
        contests: Service<ContestService>,
        slug: Path<String>,
    ) -> ApiResult<Json<ContestBody>> {
        Ok(Json(contest_body(&*contests.find(&slug).await?, &context)))
    }

    /// Enter a contest
    ///
    /// Entering again returns the entry that exists.
    #[oai(
        path = "/contests/:slug/entries",
        method = "post",
        operation_id = "enter"
    )]
    async fn enter(
        &self,
        context: Context,
        contests: Service<ContestService>,
        slug: Path<String>,
        body: Json<NewEntry>,
    ) -> ApiResult<Entered> {
        let entry = contests
            .enter(&slug, context.actor()?, &body.fields, context.now)
            .await?;
        Ok(Entered::Made(Json(entry_body(&slug, entry))))
    }

    /// My entry
    #[oai(
        path = "/contests/:slug/entries/mine",
        method = "get",
        operation_id = "myEntry"
    )]
    async fn my_entry(
        &self,
        context: Context,
        contests: Service<ContestService>,
        slug: Path<String>,
    ) -> ApiResult<Json<EntryBody>> {
        let contest = contests.find(&slug).await?;
        let entry = contests
            .entry_of(contest.id, context.actor()?.account)
            .await?
            .ok_or_else(Problem::not_found)?;
        Ok(Json(entry_body(&slug, entry)))
    }

    /// Start an attempt, or get the one that runs
    ///
    /// `201` with a new attempt, `200` with the running one.
    #[oai(
        path = "/contests/:slug/rounds/:round/attempts",
        method = "post",
        operation_id = "startAttempt"
    )]
    async fn start(
        &self,
        context: Context,
        contests: Service<ContestService>,
        slug: Path<String>,
        round: Path<String>,
    ) -> ApiResult<Prepared<AttemptBody>> {
        let (sitting, new) = contests
            .start(&slug, &round, context.actor()?, context.now)
            .await?;
        let json = attempt_json(&sitting);
        Ok(if new {
            Prepared::created(json)
        } else {
            Prepared::ok(json)
        })
    }

    /// Live counts
    #[oai(
        path = "/organiser/contests/:slug/live",
        method = "get",
        operation_id = "liveCounts",
        tag = "Tag::Organiser"
    )]
    async fn live(
        &self,
        contests: Service<ContestService>,
        attempts: Service<AssessmentService>,
        slug: Path<String>,
    ) -> ApiResult<Json<LiveBody>> {
        let contest = contests.find(&slug).await?;
        let counts = live_counts(&contests, &attempts, &contest).await?;
        Ok(Json(LiveBody {
            entries: counts.0,
            running: counts.1,
            submitted: counts.2,
            expired: counts.3,
        }))
    }
}

/// Entries, and attempts running, submitted and expired, over all rounds.
///
/// # Errors
/// When the database fails.
pub async fn live_counts(
    contests: &ContestService,
    attempts: &AssessmentService,
    contest: &ContestLive,
) -> Result<(u64, u64, u64, u64), Problem> {
    let mut counts = (contests.entered(contest.id).await?, 0, 0, 0);
    for round in &contest.rounds {
        for (state, number) in attempts.count_by_state(round.id).await? {
            match state {
                State::Open => counts.1 += number,
                State::Submitted => counts.2 += number,
                State::Expired => counts.3 += number,
                State::Voided => {}
            }
        }
    }
    Ok(counts)
}
