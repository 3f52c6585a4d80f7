//! Cohorts over the API, for organisers: lists, creating and changing them, their people, invitations, later ends.

use poem_openapi::param::{Path, Query};
use poem_openapi::payload::Json;
use poem_openapi::types::Example;
use poem_openapi::{Object, OpenApi};
use uuid::Uuid;

use super::api::Tag;
use super::model::{Cohort, EnrolmentState, Window};
use super::roster::{End, Reported, Row};
use super::service::{CohortDraft, CourseService, Member, MemberFilter, MemberState, Organised};
use crate::kernel::clock::Moment;
use crate::kernel::problem::{Outcome, Problem};
use crate::organisation::service::OrganisationService;
use crate::platform::http::api::ApiResult;
use crate::platform::http::context::Context;
use crate::platform::http::services::Service;
use crate::platform::i18n::Lang;

/// Largest body of a call that brings a roster, in bytes.
pub const BODY_MAX: usize = 4 * 1024 * 1024;
/// Most rows of one call.
const ROWS_MAX: usize = 20_000;
/// Most people or cohorts in one answer.
const LIMIT_MAX: u64 = 200;

/// What an organiser says of a cohort.
#[derive(Debug, Object)]
#[oai(deny_unknown_fields, example)]
pub struct CohortInput {
    /// Title.
    title: String,
    /// Code of the organisation that runs it; needed unless the caller organises the whole installation.
    organisation: Option<String>,
    /// First moment (RFC 3339).
    opens_at: String,
    /// Moment from which nothing more is accepted (RFC 3339).
    closes_at: String,
    /// First moment of the final examination; together with `exam_closes_at`.
    exam_opens_at: Option<String>,
    /// Moment from which the final examination is closed.
    exam_closes_at: Option<String>,
    /// Code with which people join by themselves.
    code: Option<String>,
    /// Codes of the organisations it is run for; empty for everybody.
    #[oai(default)]
    organisations: Vec<String>,
}

impl Example for CohortInput {
    fn example() -> Self {
        Self {
            title: "Lớp hoà giải viên năm 2026".into(),
            organisation: Some("01".into()),
            opens_at: "2026-10-01T00:00:00+07:00".into(),
            closes_at: "2026-11-01T00:00:00+07:00".into(),
            exam_opens_at: None,
            exam_closes_at: None,
            code: Some("hoagiai2026".into()),
            organisations: vec!["00004".into()],
        }
    }
}

/// A new cohort.
#[derive(Debug, Object)]
#[oai(deny_unknown_fields, example)]
pub struct NewCohort {
    /// Slug of the course.
    course: String,
    /// The cohort.
    cohort: CohortInput,
}

impl Example for NewCohort {
    fn example() -> Self {
        Self {
            course: "hoa-giai-o-co-so".into(),
            cohort: CohortInput::example(),
        }
    }
}

/// A change of a cohort.
#[derive(Debug, Object)]
#[oai(deny_unknown_fields, example)]
pub struct CohortChange {
    /// The revision that is changed; `changed-meanwhile` when it is no longer the present one.
    revision: i32,
    /// What it becomes.
    cohort: CohortInput,
}

impl Example for CohortChange {
    fn example() -> Self {
        Self {
            revision: 1,
            cohort: CohortInput::example(),
        }
    }
}

/// A cohort.
#[derive(Debug, Object)]
#[oai(example)]
pub struct CohortBody {
    /// Identifier.
    id: Uuid,
    /// Slug of the course.
    course: String,
    /// Title.
    title: String,
    /// Code of the organisation that runs it.
    organisation: Option<String>,
    /// First moment (RFC 3339).
    opens_at: String,
    /// Moment from which nothing more is accepted (RFC 3339).
    closes_at: String,
    /// Window of the final examination.
    exam_opens_at: Option<String>,
    /// Window of the final examination.
    exam_closes_at: Option<String>,
    /// Code with which people join by themselves.
    code: Option<String>,
    /// Codes of the organisations it is run for; empty for everybody.
    organisations: Vec<String>,
    /// Counts changes.
    revision: i32,
}

impl Example for CohortBody {
    fn example() -> Self {
        Self {
            id: Uuid::nil(),
            course: "hoa-giai-o-co-so".into(),
            title: "Lớp hoà giải viên năm 2026".into(),
            organisation: Some("01".into()),
            opens_at: "2026-10-01T00:00:00.000+07:00".into(),
            closes_at: "2026-11-01T00:00:00.000+07:00".into(),
            exam_opens_at: None,
            exam_closes_at: None,
            code: Some("hoagiai2026".into()),
            organisations: vec!["00004".into()],
            revision: 1,
        }
    }
}

/// A cohort in a list.
#[derive(Debug, Object)]
#[oai(example)]
pub struct CohortLineBody {
    /// Identifier.
    id: Uuid,
    /// Slug of the course.
    course: String,
    /// Title.
    title: String,
    /// First moment (RFC 3339).
    opens_at: String,
    /// Moment from which it is over (RFC 3339).
    closes_at: String,
    /// Everybody who is in.
    people: u64,
    /// Who completed the course.
    completed: u64,
}

impl Example for CohortLineBody {
    fn example() -> Self {
        Self {
            id: Uuid::nil(),
            course: "hoa-giai-o-co-so".into(),
            title: "Lớp hoà giải viên năm 2026".into(),
            opens_at: "2026-10-01T00:00:00.000+07:00".into(),
            closes_at: "2026-11-01T00:00:00.000+07:00".into(),
            people: 120,
            completed: 36,
        }
    }
}

/// Some cohorts.
#[derive(Debug, Object)]
#[oai(example)]
pub struct CohortsBody {
    /// The cohorts, the one that begins last first.
    cohorts: Vec<CohortLineBody>,
    /// How many there are.
    total: u64,
}

impl Example for CohortsBody {
    fn example() -> Self {
        Self {
            cohorts: vec![CohortLineBody::example()],
            total: 1,
        }
    }
}

/// Somebody of a cohort.
#[derive(Debug, Object)]
#[oai(example)]
pub struct MemberBody {
    /// The enrolment, or the invitation of who has not come yet.
    id: Uuid,
    /// Full name.
    full_name: String,
    /// Code of the organisation, if it is known.
    organisation: Option<String>,
    /// `invited`, `active`, `completed` or `withdrawn`.
    state: String,
    /// Required lessons passed.
    done: u32,
    /// Required lessons.
    total: u32,
    /// Last visit (RFC 3339).
    seen_at: Option<String>,
    /// When the completion rule was met (RFC 3339).
    completed_at: Option<String>,
    /// A later end than the cohort's (RFC 3339).
    extended_until: Option<String>,
}

impl Example for MemberBody {
    fn example() -> Self {
        Self {
            id: Uuid::nil(),
            full_name: "Nguyễn Thị An".into(),
            organisation: Some("00004".into()),
            state: "active".into(),
            done: 3,
            total: 14,
            seen_at: Some("2026-10-01T00:00:00.000+07:00".into()),
            completed_at: None,
            extended_until: None,
        }
    }
}

/// A page of people.
#[derive(Debug, Object)]
#[oai(example)]
pub struct MembersBody {
    /// The people, in the order of their names.
    members: Vec<MemberBody>,
    /// Send it as `after` for the next page; absent on the last.
    next: Option<Uuid>,
}

impl Example for MembersBody {
    fn example() -> Self {
        Self {
            members: vec![MemberBody::example()],
            next: None,
        }
    }
}

/// A person to invite.
#[derive(Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct Guest {
    /// Full name.
    full_name: String,
    /// `dd/mm/yyyy`, `mm/yyyy` or `yyyy`.
    #[oai(default)]
    birth_date: String,
    /// E-mail address; a letter goes out to it.
    #[oai(default)]
    email: String,
    /// Telephone.
    #[oai(default)]
    phone: String,
    /// Name or code of the organisation.
    #[oai(default)]
    organisation: String,
}

/// People to invite.
#[derive(Debug, Object)]
#[oai(deny_unknown_fields, example)]
pub struct Roster {
    /// The people, at most 20,000.
    people: Vec<Guest>,
}

impl Example for Roster {
    fn example() -> Self {
        Self {
            people: vec![Guest {
                full_name: "Nguyễn Thị An".into(),
                birth_date: "02/09/1990".into(),
                email: "an@example.vn".into(),
                phone: "0912345678".into(),
                organisation: "00004".into(),
            }],
        }
    }
}

/// What became of one of the people.
#[derive(Debug, Object)]
#[oai(example)]
pub struct RosterLine {
    /// Their place in the call, from 1.
    line: u32,
    /// `invited`, `invited-before`, `repeated` or `refused`.
    end: String,
    /// Why, in words; empty for who is invited.
    words: String,
}

impl Example for RosterLine {
    fn example() -> Self {
        Self {
            line: 1,
            end: "invited".into(),
            words: String::new(),
        }
    }
}

/// What became of a roster. Sending it again invites nobody twice.
#[derive(Debug, Object)]
#[oai(example)]
pub struct RosterReport {
    /// People invited by this call.
    invited: u64,
    /// Letters that go out.
    mailed: u64,
    /// Line by line.
    lines: Vec<RosterLine>,
}

impl Example for RosterReport {
    fn example() -> Self {
        Self {
            invited: 1,
            mailed: 1,
            lines: vec![RosterLine::example()],
        }
    }
}

/// A later end for one person.
#[derive(Debug, Object)]
#[oai(deny_unknown_fields, example)]
pub struct Extension {
    /// The end (RFC 3339), after the cohort's.
    until: String,
    /// Why.
    reason: String,
}

impl Example for Extension {
    fn example() -> Self {
        Self {
            until: "2026-12-01T00:00:00+07:00".into(),
            reason: "Nghỉ ốm".into(),
        }
    }
}

fn moment(text: &str) -> Option<Moment> {
    let read = chrono::DateTime::parse_from_rfc3339(text.trim()).ok()?;
    Some(Moment(read.timestamp_millis()))
}

async fn draft_of(
    input: &CohortInput,
    organisations: &OrganisationService,
) -> Outcome<CohortDraft> {
    let unknown = |field: &str, code: &str| {
        Problem::fields(vec![crate::kernel::problem::FieldError {
            field: field.to_owned(),
            message: "field-organisation-code",
            args: vec![("code", code.to_owned())],
        }])
    };
    let mut units = Vec::new();
    for code in &input.organisations {
        let unit = organisations.by_code(code).await?;
        units.push(unit.ok_or_else(|| unknown("organisations", code))?.id);
    }
    let organisation = match &input.organisation {
        Some(code) => {
            let unit = organisations.by_code(code).await?;
            Some(unit.ok_or_else(|| unknown("organisation", code))?.id)
        }
        None => None,
    };
    let exam = match (&input.exam_opens_at, &input.exam_closes_at) {
        (None, None) => None,
        (opens, closes) => {
            let read = |text: &Option<String>| text.as_deref().and_then(moment);
            let window = read(opens).zip(read(closes));
            let (opens_at, closes_at) =
                window.ok_or_else(|| Problem::field("exam_opens_at", "cohort-field-moment"))?;
            Some(Window {
                opens_at,
                closes_at,
            })
        }
    };
    Ok(CohortDraft {
        title: input.title.clone(),
        organisation,
        opens_at: moment(&input.opens_at),
        closes_at: moment(&input.closes_at),
        exam,
        code: input.code.clone().unwrap_or_default(),
        organisations: units,
    })
}

async fn body_of(
    organised: &Organised,
    organisations: &OrganisationService,
) -> Outcome<CohortBody> {
    let Cohort {
        id,
        title,
        organisation,
        opens_at,
        closes_at,
        exam,
        code,
        organisations: units,
        revision,
        ..
    } = organised.cohort.clone();
    let mut ids = units.clone();
    ids.extend(organisation);
    let names = organisations.named(&ids).await?;
    let code_of = |id: &Uuid| names.get(id).map(|unit| unit.code.clone());
    Ok(CohortBody {
        id,
        course: organised.head.slug.clone(),
        title,
        organisation: organisation.as_ref().and_then(code_of),
        opens_at: opens_at.to_string(),
        closes_at: closes_at.to_string(),
        exam_opens_at: exam.map(|w| w.opens_at.to_string()),
        exam_closes_at: exam.map(|w| w.closes_at.to_string()),
        code,
        organisations: units.iter().filter_map(code_of).collect(),
        revision,
    })
}

fn line_of(reported: &Reported, lang: Lang) -> RosterLine {
    let (end, words) = match &reported.end {
        End::Invited => ("invited", String::new()),
        End::InvitedWith(key) => ("invited", lang.t(key)),
        End::Before => ("invited-before", lang.t("cohort-row-before")),
        End::Twice(line) => {
            let args = [("line", line.to_string())];
            ("repeated", lang.t_args("cohort-row-twice", &args))
        }
        End::Refused(key) => ("refused", lang.t(key)),
    };
    RosterLine {
        line: reported.line,
        end: end.to_owned(),
        words,
    }
}

/// The cohort of this id within the caller's reach.
pub(super) async fn organised(
    context: &Context,
    courses: &CourseService,
    id: &str,
) -> Outcome<Organised> {
    let id = id.parse().map_err(|_| Problem::not_found())?;
    courses.organised(id, context.actor()?).await
}

/// Cohorts over the API.
pub struct CohortApi;

#[OpenApi(prefix_path = "/api/v1")]
impl CohortApi {
    /// Cohorts within reach
    #[oai(
        path = "/organiser/cohorts",
        method = "get",
        operation_id = "listCohorts",
        tag = "Tag::Organiser"
    )]
    async fn list(
        &self,
        context: Context,
        courses: Service<CourseService>,
        /// Words of the title or of the course.
        q: Query<Option<String>>,
        /// How many to leave out.
        offset: Query<Option<u64>>,
        /// How many to return, at most 200.
        limit: Query<Option<u64>>,
    ) -> ApiResult<Json<CohortsBody>> {
        let limit = limit.0.unwrap_or(50).min(LIMIT_MAX);
        let place = |n: u64| usize::try_from(n).unwrap_or(usize::MAX);
        let text = q.0.unwrap_or_default();
        let offset = place(offset.0.unwrap_or(0));
        let actor = context.actor()?;
        let (lines, total) = courses
            .cohorts_within(actor, &text, offset, place(limit))
            .await?;
        let cohorts = lines.into_iter().map(|line| CohortLineBody {
            id: line.cohort.id,
            course: line.head.slug.clone(),
            title: line.cohort.title,
            opens_at: line.cohort.opens_at.to_string(),
            closes_at: line.cohort.closes_at.to_string(),
            people: line.people,
            completed: line.completed,
        });
        Ok(Json(CohortsBody {
            cohorts: cohorts.collect(),
            total: total as u64,
        }))
    }

    /// Run a course for organisations
    #[oai(
        path = "/organiser/cohorts",
        method = "post",
        operation_id = "createCohort",
        tag = "Tag::Organiser"
    )]
    async fn create(
        &self,
        context: Context,
        courses: Service<CourseService>,
        organisations: Service<OrganisationService>,
        body: Json<NewCohort>,
    ) -> ApiResult<Json<CohortBody>> {
        let actor = context.actor()?;
        let draft = draft_of(&body.cohort, &organisations).await?;
        let id = courses
            .create_cohort(&body.course, &draft, actor, context.now)
            .await?;
        let made = courses.organised(id, actor).await?;
        Ok(Json(body_of(&made, &organisations).await?))
    }

    /// A cohort
    #[oai(
        path = "/organiser/cohorts/:cohort",
        method = "get",
        operation_id = "getCohort",
        tag = "Tag::Organiser"
    )]
    async fn read(
        &self,
        context: Context,
        courses: Service<CourseService>,
        organisations: Service<OrganisationService>,
        cohort: Path<String>,
    ) -> ApiResult<Json<CohortBody>> {
        let found = organised(&context, &courses, &cohort).await?;
        Ok(Json(body_of(&found, &organisations).await?))
    }

    /// Change a cohort
    #[oai(
        path = "/organiser/cohorts/:cohort",
        method = "put",
        operation_id = "changeCohort",
        tag = "Tag::Organiser"
    )]
    async fn change(
        &self,
        context: Context,
        courses: Service<CourseService>,
        organisations: Service<OrganisationService>,
        cohort: Path<String>,
        body: Json<CohortChange>,
    ) -> ApiResult<Json<CohortBody>> {
        let found = organised(&context, &courses, &cohort).await?;
        let (id, actor) = (found.cohort.id, context.actor()?);
        let draft = draft_of(&body.cohort, &organisations).await?;
        courses
            .change_cohort(id, body.revision, &draft, actor, context.now)
            .await?;
        let changed = courses.organised(id, actor).await?;
        Ok(Json(body_of(&changed, &organisations).await?))
    }

    /// People of a cohort, in the order of names
    #[oai(
        path = "/organiser/cohorts/:cohort/members",
        method = "get",
        operation_id = "listMembers",
        tag = "Tag::Organiser"
    )]
    #[allow(clippy::too_many_arguments, reason = "each is a filter")]
    async fn members(
        &self,
        context: Context,
        courses: Service<CourseService>,
        organisations: Service<OrganisationService>,
        cohort: Path<String>,
        /// `all`, `invited`, `active`, `not-begun`, `idle`, `behind`, `failed`, `completed` or `withdrawn`.
        state: Query<Option<String>>,
        /// Words of the name.
        q: Query<Option<String>>,
        /// Code of an organisation: only its people and those below.
        organisation: Query<Option<String>>,
        /// `next` of the page before.
        after: Query<Option<Uuid>>,
        /// How many to return, at most 200.
        limit: Query<Option<u64>>,
    ) -> ApiResult<Json<MembersBody>> {
        let found = organised(&context, &courses, &cohort).await?;
        let unit = match organisation.0.as_deref() {
            None => None,
            Some(code) => {
                let unit = organisations.by_code(code).await?;
                Some(unit.ok_or_else(Problem::not_found)?.id)
            }
        };
        let after = match after.0 {
            Some(id) => courses.place_of(&found.cohort, id).await?,
            None => None,
        };
        let filter = MemberFilter {
            text: q.0.unwrap_or_default(),
            organisation: unit,
            state: MemberState::parse(state.0.as_deref().unwrap_or_default()),
            after,
        };
        let limit = limit.0.unwrap_or(50).clamp(1, LIMIT_MAX);
        let page = courses.members(&found, &filter, limit, context.now).await?;
        let units: Vec<Uuid> = page.members.iter().filter_map(unit_of).collect();
        let names = organisations.named(&units).await?;
        let code = |member: &Member| Some(names.get(&unit_of(member)?)?.code.clone());
        Ok(Json(MembersBody {
            members: page
                .members
                .iter()
                .map(|m| member_body(m, code(m)))
                .collect(),
            next: page.next,
        }))
    }

    /// Invite people; good rows are kept
    #[oai(
        path = "/organiser/cohorts/:cohort/invitations",
        method = "post",
        operation_id = "inviteToCohort",
        tag = "Tag::Organiser"
    )]
    async fn invite(
        &self,
        context: Context,
        courses: Service<CourseService>,
        cohort: Path<String>,
        body: Json<Roster>,
    ) -> ApiResult<Json<RosterReport>> {
        let found = organised(&context, &courses, &cohort).await?;
        if body.people.len() > ROWS_MAX {
            return Err(Problem::field("people", "organisation-file-many").into());
        }
        let rows = body
            .0
            .people
            .into_iter()
            .zip(1u32..)
            .map(|(guest, line)| Row {
                line,
                full_name: guest.full_name,
                birth_date: guest.birth_date,
                email: guest.email,
                phone: guest.phone,
                unit: guest.organisation,
            });
        let (actor, now) = (context.actor()?, context.now);
        let rows = rows.collect();
        let done = courses
            .invite(&found, rows, &context.base_url, actor, now)
            .await?;
        Ok(Json(RosterReport {
            invited: done.invited as u64,
            mailed: done.mailed as u64,
            lines: done
                .report
                .iter()
                .map(|r| line_of(r, context.lang))
                .collect(),
        }))
    }

    /// Give one person a later end
    #[oai(
        path = "/organiser/cohorts/:cohort/members/:enrolment/extension",
        method = "put",
        operation_id = "extendMember",
        tag = "Tag::Organiser"
    )]
    async fn extend(
        &self,
        context: Context,
        courses: Service<CourseService>,
        cohort: Path<String>,
        enrolment: Path<String>,
        body: Json<Extension>,
    ) -> ApiResult<Json<Extension>> {
        let found = organised(&context, &courses, &cohort).await?;
        let id = enrolment.parse().map_err(|_| Problem::not_found())?;
        let (actor, now) = (context.actor()?, context.now);
        let until = moment(&body.until);
        courses
            .extend(&found, id, until, &body.reason, actor, now)
            .await?;
        Ok(body)
    }
}

fn unit_of(member: &Member) -> Option<Uuid> {
    match member {
        Member::Enrolled(row) => row.organisation_id,
        Member::Invited(row) => row.organisation_id,
    }
}

fn member_body(member: &Member, organisation: Option<String>) -> MemberBody {
    let at = |ms: Option<i64>| ms.map(|ms| Moment(ms).to_string());
    let count = |n: i32| u32::try_from(n).unwrap_or(0);
    match member {
        Member::Enrolled(row) => MemberBody {
            id: row.id,
            full_name: row.full_name.clone(),
            organisation,
            state: EnrolmentState::from_code(row.state).as_str().to_owned(),
            done: count(row.done),
            total: count(row.total),
            seen_at: at(Some(row.seen_at)),
            completed_at: at(row.completed_at),
            extended_until: at(row.extended_until),
        },
        Member::Invited(row) => MemberBody {
            id: row.id,
            full_name: row.full_name.clone(),
            organisation,
            state: "invited".to_owned(),
            done: 0,
            total: 0,
            seen_at: None,
            completed_at: None,
            extended_until: None,
        },
    }
}
