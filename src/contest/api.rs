//! Contests and entries over the API, and the organiser's live counts.

use poem_openapi::param::{Path, Query};
use poem_openapi::payload::Json;
use poem_openapi::types::Example;
use poem_openapi::{ApiResponse, Enum, Object, OpenApi, Tags};
use std::collections::BTreeMap;
use uuid::Uuid;

use super::model::{Consent, Consented, Contact, FieldKind, FormField, Phase};
use super::service::{AS_TYPED, ContestLive, ContestService, Entering, Entry, RoundLive};
use crate::assessment::api::{AttemptBody, attempt_json};
use crate::assessment::model::{Closing, State};
use crate::kernel::problem::{Outcome, Problem};
use crate::organisation::service::OrganisationService;
use crate::platform::http::api::{ApiResult, Prepared};
use crate::platform::http::context::Context;
use crate::platform::http::services::Service;
use crate::platform::i18n::Lang;

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
    /// Code of the organisation it belongs to.
    organisation: Option<String>,
    /// The entry form, in the order it is asked.
    form: Vec<FieldBody>,
    /// What people are asked to consent to at entry, one purpose each.
    consents: Vec<ConsentBody>,
    /// Whether people may enter without an account (`POST …/quick-entries`).
    quick_entry: bool,
    /// Whom to ask.
    contact: Option<ContactBody>,
    /// Rounds in order.
    rounds: Vec<RoundBody>,
}

/// A field of the entry form.
#[derive(Debug, Object)]
pub struct FieldBody {
    /// Name.
    name: String,
    /// What it asks for: `full_name`, `birth_date`, `sex`, `phone`, `email`, `id_number`, `organisation`, `address`, `occupation`,
    /// `division`, `choice` or `text`.
    kind: String,
    /// The organiser's own words for it.
    label: Option<String>,
    /// Whether it must be filled in.
    required: bool,
    /// Values it takes, for `division` (keys) and `choice`.
    options: Option<Vec<String>>,
    /// For `organisation`: code of the one at or below which it must be.
    within: Option<String>,
    /// For `organisation`: whether it must be one that is known.
    listed_only: Option<bool>,
}

/// Something to consent to at entry.
#[derive(Debug, Object)]
pub struct ConsentBody {
    /// Name, sent back in `consents` of an entry.
    name: String,
    /// Version of the text.
    version: u16,
    /// What the details are used for: `contest`, `news`, `publicity` or `organisation`.
    purpose: String,
    /// What is agreed to.
    text: String,
    /// Whether one can enter only with it.
    required: bool,
}

/// Whom to ask when something is unclear.
#[derive(Debug, Object)]
pub struct ContactBody {
    /// The person or office.
    name: String,
    /// Telephone.
    phone: Option<String>,
    /// E-mail address.
    email: Option<String>,
    /// Where the office is.
    address: Option<String>,
    /// When somebody answers.
    hours: Option<String>,
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
            organisation: Some("01".into()),
            form: vec![FieldBody {
                name: "full_name".into(),
                kind: "full_name".into(),
                label: None,
                required: true,
                options: None,
                within: None,
                listed_only: None,
            }],
            consents: vec![ConsentBody {
                name: "du-lieu".into(),
                version: 1,
                purpose: "contest".into(),
                text: "Tôi đồng ý để đơn vị tổ chức dùng các thông tin này cho cuộc thi.".into(),
                required: true,
            }],
            quick_entry: true,
            contact: Some(ContactBody {
                name: "Phòng Phổ biến, giáo dục pháp luật".into(),
                phone: Some("024 3733 0000".into()),
                email: None,
                address: None,
                hours: Some("Giờ hành chính".into()),
            }),
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
    /// Code of the person's organisation. Without it the text of the field counts: when it names exactly one organisation that is known,
    /// that one, else as it is.
    organisation: Option<String>,
    /// Names of the consents the person gave. A client that leaves this out asks people by itself and answers for it: no evidence is kept.
    consents: Option<Vec<String>>,
}

impl Example for NewEntry {
    fn example() -> Self {
        Self {
            fields: [("full_name".to_owned(), "Nguyễn Thị An".to_owned())].into(),
            organisation: Some("00004".into()),
            consents: Some(vec!["du-lieu".into()]),
        }
    }
}

/// What a person without an account fills in at entry.
#[derive(Debug, Object)]
#[oai(example, deny_unknown_fields)]
pub struct NewQuickEntry {
    /// Values by field name; dates as `dd/mm/yyyy`, `mm/yyyy` or `yyyy`.
    fields: BTreeMap<String, String>,
    /// Code of the person's organisation; as for an entry.
    organisation: Option<String>,
    /// Names of the consents the person gave.
    consents: Vec<String>,
}

impl Example for NewQuickEntry {
    fn example() -> Self {
        Self {
            fields: [("full_name".to_owned(), "Nguyễn Thị An".to_owned())].into(),
            organisation: None,
            consents: vec!["du-lieu".into()],
        }
    }
}

/// A person made by entering, and how they come back.
#[derive(Debug, Object)]
#[oai(example)]
pub struct QuickEntryBody {
    /// The entry.
    entry: EntryBody,
    /// Token of the session: `Authorization: Bearer TOKEN`.
    token: String,
    /// When the session ends (RFC 3339).
    expires_at: String,
    /// The code with which the person comes back from another device. Secret, like a password.
    entry_code: String,
}

impl Example for QuickEntryBody {
    fn example() -> Self {
        Self {
            entry: EntryBody::example(),
            token: "EXAMPLE-TOKEN".into(),
            expires_at: "2026-12-21T08:00:00.000+07:00".into(),
            entry_code: "K7QM-2XPB-9RTB".into(),
        }
    }
}

/// A person who entered without an account.
#[derive(ApiResponse)]
pub enum EnteredQuickly {
    /// Entered.
    #[oai(status = 201)]
    Made(Json<QuickEntryBody>),
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
    /// Code of the person's organisation, when it is known.
    organisation: Option<String>,
    /// Names and versions of the consents given.
    consents: BTreeMap<String, u16>,
}

impl Example for EntryBody {
    fn example() -> Self {
        Self {
            id: Uuid::nil(),
            contest: "thi-tim-hieu-giao-thong".into(),
            display_name: "Nguyễn T. A.".into(),
            division: None,
            organisation: Some("00004".into()),
            consents: [("du-lieu".to_owned(), 1)].into(),
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

fn field_body(contest: &ContestLive, field: &FormField) -> FieldBody {
    let mut body = FieldBody {
        name: field.name.clone(),
        kind: field.kind.name().to_owned(),
        label: field.label.clone(),
        required: field.required,
        options: None,
        within: None,
        listed_only: None,
    };
    match &field.kind {
        FieldKind::Organisation {
            within,
            listed_only,
        } => {
            body.within.clone_from(within);
            body.listed_only = Some(*listed_only);
        }
        FieldKind::Division => {
            let divisions = contest.rules.divisions.iter();
            body.options = Some(divisions.map(|d| d.key.clone()).collect());
        }
        FieldKind::Choice { options } => body.options = Some(options.clone()),
        _ => {}
    }
    body
}

fn consent_body(contest: &ContestLive, consent: &Consent, lang: Lang) -> ConsentBody {
    let organiser = contest.issued_by.clone();
    let organiser = organiser.unwrap_or_else(|| lang.t("organiser-unnamed"));
    let purpose = consent.purpose.name();
    ConsentBody {
        name: consent.key.clone(),
        version: consent.version,
        purpose: purpose.to_owned(),
        text: consent.text.clone().unwrap_or_else(|| {
            lang.t_args(
                &format!("consent-text-{purpose}"),
                &[("organiser", organiser)],
            )
        }),
        required: consent.required,
    }
}

fn contact_body(contact: &Contact) -> ContactBody {
    ContactBody {
        name: contact.name.clone(),
        phone: contact.phone.clone(),
        email: contact.email.clone(),
        address: contact.address.clone(),
        hours: contact.hours.clone(),
    }
}

async fn contest_body(
    contest: &ContestLive,
    organisations: &OrganisationService,
    context: &Context,
) -> Outcome<ContestBody> {
    let rules = &contest.rules;
    let consents = rules.consents_asked();
    Ok(ContestBody {
        slug: contest.slug.clone(),
        title: contest.title.clone(),
        summary: contest.summary.clone(),
        organiser: contest.issued_by.clone(),
        state: state_of(contest, context),
        rules_version: contest.rules_version,
        organisation: code_of(contest.organisation, organisations).await?,
        form: rules.form.iter().map(|f| field_body(contest, f)).collect(),
        consents: consents
            .iter()
            .map(|c| consent_body(contest, c, context.lang))
            .collect(),
        quick_entry: rules.quick_entry,
        contact: rules.contact.as_ref().map(contact_body),
        rounds: contest
            .rounds
            .iter()
            .map(|r| round_body(r, context))
            .collect(),
    })
}

async fn code_of(id: Option<Uuid>, organisations: &OrganisationService) -> Outcome<Option<String>> {
    let found = match id {
        Some(id) => organisations.find(id).await?,
        None => None,
    };
    Ok(found.map(|unit| unit.code))
}

async fn entry_body(
    contest: &str,
    entry: Entry,
    organisations: &OrganisationService,
) -> Outcome<EntryBody> {
    let consents: BTreeMap<String, Consented> =
        serde_json::from_str(&entry.consents).map_err(Problem::internal)?;
    Ok(EntryBody {
        id: entry.id,
        contest: contest.to_owned(),
        display_name: entry.display_name,
        division: entry.division,
        organisation: code_of(entry.organisation_id, organisations).await?,
        consents: consents.into_iter().map(|(k, c)| (k, c.version)).collect(),
    })
}

fn entering(
    fields: &BTreeMap<String, String>,
    organisation: Option<&String>,
    consents: Option<&Vec<String>>,
) -> Entering {
    Entering {
        values: fields.clone(),
        // Nobody is there to be asked which of several was meant.
        organisation: organisation.map_or_else(|| AS_TYPED.to_owned(), Clone::clone),
        consents: consents.map(|keys| keys.iter().cloned().collect()),
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
        organisations: Service<OrganisationService>,
        state: Query<Option<StateFilter>>,
    ) -> ApiResult<Json<Vec<ContestBody>>> {
        let mut bodies = Vec::new();
        for contest in contests.all().await? {
            if state.0.is_none_or(|s| s == state_of(&contest, &context)) {
                bodies.push(contest_body(&contest, &organisations, &context).await?);
            }
        }
        Ok(Json(bodies))
    }

    /// One contest
    #[oai(path = "/contests/:slug", method = "get", operation_id = "contest")]
    async fn contest(
        &self,
        context: Context,
        contests: Service<ContestService>,
        organisations: Service<OrganisationService>,
        slug: Path<String>,
    ) -> ApiResult<Json<ContestBody>> {
        let contest = contests.find(&slug).await?;
        Ok(Json(
            contest_body(&contest, &organisations, &context).await?,
        ))
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
        organisations: Service<OrganisationService>,
        slug: Path<String>,
        body: Json<NewEntry>,
    ) -> ApiResult<Entered> {
        let entering = entering(
            &body.fields,
            body.organisation.as_ref(),
            body.consents.as_ref(),
        );
        let entry = contests
            .enter(&slug, context.actor()?, &entering, context.now)
            .await?;
        let body = entry_body(&slug, entry, &organisations).await?;
        Ok(Entered::Made(Json(body)))
    }

    /// Enter a contest without an account
    ///
    /// Only where the contest allows it (`quick_entry`). Makes the person, who comes back with `entry_code`.
    #[oai(
        path = "/contests/:slug/quick-entries",
        method = "post",
        operation_id = "enterQuickly"
    )]
    async fn enter_quickly(
        &self,
        context: Context,
        contests: Service<ContestService>,
        organisations: Service<OrganisationService>,
        slug: Path<String>,
        body: Json<NewQuickEntry>,
    ) -> ApiResult<EnteredQuickly> {
        let entering = entering(
            &body.fields,
            body.organisation.as_ref(),
            Some(&body.consents),
        );
        let (entry, quick) = contests
            .enter_quickly(
                &slug,
                &entering,
                &context.device,
                &context.address,
                context.now,
            )
            .await?;
        Ok(EnteredQuickly::Made(Json(QuickEntryBody {
            entry: entry_body(&slug, entry, &organisations).await?,
            token: quick.session.token,
            expires_at: quick.session.expires_at.to_string(),
            entry_code: quick.code,
        })))
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
        organisations: Service<OrganisationService>,
        slug: Path<String>,
    ) -> ApiResult<Json<EntryBody>> {
        let contest = contests.find(&slug).await?;
        let entry = contests
            .entry_of(contest.id, context.actor()?.account)
            .await?
            .ok_or_else(Problem::not_found)?;
        Ok(Json(entry_body(&slug, entry, &organisations).await?))
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
        context: Context,
        contests: Service<ContestService>,
        slug: Path<String>,
    ) -> ApiResult<Json<LiveBody>> {
        let contest = contests.organised(&slug, context.actor()?).await?;
        let counts = live_counts(&contests, &contest).await?;
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
    contest: &ContestLive,
) -> Result<(u64, u64, u64, u64), Problem> {
    let mut counts = (contests.entered(contest.id).await?, 0, 0, 0);
    for round in &contest.rounds {
        for (state, number) in contests.attempts_by_state(round.id).await? {
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
