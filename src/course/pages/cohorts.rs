//! The organiser's list of cohorts, the form of one, and its page with the people in it.

use std::collections::HashMap;

use poem::http::StatusCode;
use poem::web::Path;
use poem::{IntoResponse, Response, handler};
use uuid::Uuid;

use crate::course::civil;
use crate::course::model::{Cohort, EnrolmentState, Window};
use crate::course::rules;
use crate::course::service::{
    CohortDraft, CohortLine, CourseService, Head, Member, MemberFilter, MemberPage, MemberState,
    Organised, Spread, SpreadByUnit, Wanted,
};
use crate::course::views::cohorts::{
    ChartBox, CohortFormView, CohortListView, CohortRow, CohortView, CourseRow, MemberRow,
};
use crate::kernel::clock::Moment;
use crate::kernel::problem::{Kind, Outcome, Problem};
use crate::organisation::model::Organisation;
use crate::organisation::pages::{only_looks, read_pick};
use crate::organisation::service::OrganisationService;
use crate::organisation::views::Picked;
use crate::platform::chart::{self, Bar, Options, Tone, bars};
use crate::platform::http::context::Context;
use crate::platform::http::form::{Form, Query};
use crate::platform::http::page::{Choice, Errors, query_value};
use crate::platform::http::pager::Pager;
use crate::platform::http::reply::{readable, see_other};
use crate::platform::http::services::Service;
use crate::platform::i18n::Lang;

/// Cohorts on a page.
const COHORTS: usize = 20;
/// Courses shown below the cohorts.
const COURSES: usize = 12;
/// People on a page.
const ROWS: u64 = 50;
/// Organisations in the chart.
const UNITS: usize = 12;

/// The cohort that an address names.
pub(super) async fn organised(
    context: &Context,
    courses: &CourseService,
    cohort: &str,
) -> Outcome<Organised> {
    let id = cohort.parse().map_err(|_| Problem::not_found())?;
    courses.organised(id, context.actor()?).await
}

/// A problem that the form can show; others go on.
pub(super) fn mendable(problem: Problem) -> Outcome<Problem> {
    match problem.kind() {
        Kind::Internal | Kind::NotFound | Kind::Unauthenticated | Kind::Unavailable => Err(problem),
        _ => Ok(problem),
    }
}

pub(super) fn status_of(problem: &Problem) -> StatusCode {
    StatusCode::from_u16(problem.kind().status()).unwrap_or_default()
}

pub(super) fn name_of(id: Option<Uuid>, names: &HashMap<Uuid, Organisation>) -> String {
    let found = id.and_then(|id| names.get(&id));
    found.map_or_else(String::new, |unit| unit.full_name.clone())
}

fn stage(cohort: &Cohort, now: Moment) -> &'static str {
    if now < cohort.opens_at {
        "upcoming"
    } else if now < cohort.closes_at {
        "open"
    } else {
        "closed"
    }
}

/// The organiser's cohorts, and the courses to run.
#[handler]
pub async fn show_cohorts(
    context: Context,
    query: Query,
    courses: Service<CourseService>,
) -> poem::Result<Response> {
    let text = query.get("q");
    let page: usize = query.get("trang").parse().unwrap_or(1).max(1);
    let actor = context.actor()?;
    let offset = (page - 1).saturating_mul(COHORTS);
    let (lines, total) = courses.cohorts_within(actor, text, offset, COHORTS).await?;
    let row = |line: CohortLine| CohortRow {
        id: line.cohort.id,
        stage: stage(&line.cohort, context.now),
        title: line.cohort.title,
        course: line.head.title.clone(),
        opens_at: line.cohort.opens_at,
        closes_at: line.cohort.closes_at,
        people: line.people.cast_signed(),
        completed: line.completed.cast_signed(),
    };
    let wanted = Wanted {
        text: text.to_owned(),
        ..Wanted::default()
    };
    let found = courses.catalogue().await?.search(&wanted);
    let course = |head: &std::sync::Arc<Head>| CourseRow {
        slug: head.slug.clone(),
        title: head.title.clone(),
        summary: head.summary.clone(),
    };
    let view = CohortListView {
        page: context.page(),
        text: text.to_owned(),
        pager: Pager::new(
            "/to-chuc/khoa-hoc",
            &[("q", text)],
            page as u64,
            COHORTS as u64,
            total as u64,
        ),
        cohorts: lines.into_iter().map(row).collect(),
        more: found.len().saturating_sub(COURSES),
        courses: found.iter().take(COURSES).map(course).collect(),
    };
    Ok(view.into_response())
}

// ---------------------------------------------------------------------------------------------------------------------
// The form

/// What the form shows and what it means.
#[derive(Default)]
struct Typed {
    title: String,
    organisation: Picked,
    from: (String, String),
    until: (String, String),
    exam_from: (String, String),
    exam_until: (String, String),
    code: String,
    units: Vec<(String, String)>,
    unit: Picked,
    draft: CohortDraft,
    problem: Option<Problem>,
}

impl Typed {
    fn of(cohort: &Cohort, names: &HashMap<Uuid, Organisation>) -> Self {
        let picked = cohort.organisation.and_then(|id| names.get(&id));
        let unit = |id: &Uuid| names.get(id).map(|u| (u.code.clone(), u.full_name.clone()));
        let exam = |of: fn(&Window) -> Moment, ends| {
            let window = cohort.exam.as_ref();
            window.map_or_else(Default::default, |w| civil::written(of(w), ends))
        };
        Self {
            title: cohort.title.clone(),
            organisation: picked.map_or_else(Picked::default, Picked::chosen),
            from: civil::written(cohort.opens_at, false),
            until: civil::written(cohort.closes_at, true),
            exam_from: exam(|w| w.opens_at, false),
            exam_until: exam(|w| w.closes_at, true),
            code: cohort.code.clone().unwrap_or_default(),
            units: cohort.organisations.iter().filter_map(unit).collect(),
            ..Self::default()
        }
    }

    async fn read(form: &Form, organisations: &OrganisationService) -> Outcome<Self> {
        let pair = |name: &str| {
            let time = format!("{name}-time");
            (form.get(name).to_owned(), form.get(&time).to_owned())
        };
        let owner = read_pick(form, "organisation", organisations).await?;
        let more = read_pick(form, "unit", organisations).await?;
        let mut units: Vec<Organisation> = Vec::new();
        for code in form.all("units") {
            units.extend(organisations.by_code(code).await?);
        }
        let mut unit = more.shown;
        if let Some(found) = more.unit {
            unit = Picked::default();
            units.push(found);
        }
        units.sort_by(|a, b| a.full_name.cmp(&b.full_name));
        units.dedup_by(|a, b| a.id == b.id);
        let (from, until) = (pair("from"), pair("until"));
        let (exam_from, exam_until) = (pair("exam-from"), pair("exam-until"));
        let at = |(date, time): &(String, String), ends| civil::moment(date, time, ends);
        let exam_asked = [&exam_from.0, &exam_until.0].iter().any(|d| !d.is_empty());
        let exam = at(&exam_from, false).zip(at(&exam_until, true));
        let exam_wrong = (exam_asked && exam.is_none())
            .then(|| Problem::field("exam-from", "cohort-field-moment"));
        Ok(Self {
            draft: CohortDraft {
                title: form.get("title").to_owned(),
                organisation: owner.unit.map(|u| u.id),
                opens_at: at(&from, false),
                closes_at: at(&until, true),
                exam: exam.map(|(opens_at, closes_at)| Window {
                    opens_at,
                    closes_at,
                }),
                code: form.get("code").to_owned(),
                organisations: units.iter().map(|u| u.id).collect(),
            },
            title: form.get("title").to_owned(),
            organisation: owner.shown,
            from,
            until,
            exam_from,
            exam_until,
            code: form.get("code").to_owned(),
            units: units.into_iter().map(|u| (u.code, u.full_name)).collect(),
            unit,
            problem: owner.problem.or(more.problem).or(exam_wrong),
        })
    }

    fn view(
        self,
        context: &Context,
        head: &Head,
        cohort: Option<(Uuid, i32)>,
        offered: String,
        problem: Option<&Problem>,
    ) -> CohortFormView {
        let action = match cohort {
            Some((id, _)) => format!("/to-chuc/khoa-hoc/lop/{id}/sua"),
            None => format!("/to-chuc/khoa-hoc/lop-moi/{}", head.slug),
        };
        let problem = problem.map(|p| readable(p, context.lang));
        CohortFormView {
            page: context.page(),
            course: head.title.clone(),
            action,
            cohort: cohort.map(|(id, _)| id),
            revision: cohort.map_or(0, |(_, revision)| revision),
            title: self.title,
            organisation: self.organisation,
            from: self.from,
            until: self.until,
            exam_from: self.exam_from,
            exam_until: self.exam_until,
            code: self.code,
            offered,
            units: self.units,
            unit: self.unit,
            errors: problem.map_or_else(Errors::default, |p| Errors::of(context.lang, &p)),
        }
    }
}

/// Whether the form was only sent to look for a unit or to add one.
fn only_adds(form: &Form) -> bool {
    only_looks(form) || !form.get("add").is_empty()
}

/// The form of a new cohort; the organiser's own organisation stands in it.
#[handler]
pub async fn show_new_cohort(
    context: Context,
    Path(slug): Path<String>,
    courses: Service<CourseService>,
    organisations: Service<OrganisationService>,
) -> poem::Result<Response> {
    let head = courses.find(&slug).await?;
    let reach = context
        .actor()?
        .reach(crate::kernel::actor::Role::Organiser);
    let only = match reach.as_deref() {
        Some([only]) => organisations.find(*only).await?,
        _ => None,
    };
    let typed = Typed {
        organisation: only.as_ref().map_or_else(Picked::default, Picked::chosen),
        ..Typed::default()
    };
    let view = typed.view(&context, &head, None, courses.offered_code(), None);
    Ok(view.into_response())
}

/// Makes a cohort.
#[handler]
pub async fn post_new_cohort(
    context: Context,
    Path(slug): Path<String>,
    form: Form,
    courses: Service<CourseService>,
    organisations: Service<OrganisationService>,
) -> poem::Result<Response> {
    let head = courses.find(&slug).await?;
    let mut typed = Typed::read(&form, &organisations).await?;
    let offered = courses.offered_code();
    if only_adds(&form) {
        return Ok(typed
            .view(&context, &head, None, offered, None)
            .into_response());
    }
    let made = match typed.problem.take() {
        Some(problem) => Err(problem),
        None => {
            let draft = &typed.draft;
            courses
                .create_cohort(&slug, draft, context.actor()?, context.now)
                .await
        }
    };
    match made {
        Ok(id) => Ok(see_other(&format!(
            "/to-chuc/khoa-hoc/lop/{id}?bao=cohort-created"
        ))),
        Err(problem) => {
            let problem = mendable(problem)?;
            let view = typed.view(&context, &head, None, offered, Some(&problem));
            Ok(view.with_status(status_of(&problem)).into_response())
        }
    }
}

/// The form of a cohort.
#[handler]
pub async fn show_edit_cohort(
    context: Context,
    Path(cohort): Path<String>,
    courses: Service<CourseService>,
    organisations: Service<OrganisationService>,
) -> poem::Result<Response> {
    let Organised { cohort, head } = organised(&context, &courses, &cohort).await?;
    let mut ids = cohort.organisations.clone();
    ids.extend(cohort.organisation);
    let names = organisations.named(&ids).await?;
    let known = Some((cohort.id, cohort.revision));
    let typed = Typed::of(&cohort, &names);
    let view = typed.view(&context, &head, known, courses.offered_code(), None);
    Ok(view.into_response())
}

/// Changes a cohort.
#[handler]
pub async fn post_edit_cohort(
    context: Context,
    Path(cohort): Path<String>,
    form: Form,
    courses: Service<CourseService>,
    organisations: Service<OrganisationService>,
) -> poem::Result<Response> {
    let Organised { cohort, head } = organised(&context, &courses, &cohort).await?;
    let mut typed = Typed::read(&form, &organisations).await?;
    let revision = form.get("revision").parse().unwrap_or(0);
    let (known, offered) = (Some((cohort.id, revision)), courses.offered_code());
    if only_adds(&form) {
        return Ok(typed
            .view(&context, &head, known, offered, None)
            .into_response());
    }
    let changed = match typed.problem.take() {
        Some(problem) => Err(problem),
        None => {
            let (draft, actor) = (&typed.draft, context.actor()?);
            let change = courses.change_cohort(cohort.id, revision, draft, actor, context.now);
            change.await
        }
    };
    match changed {
        Ok(()) => Ok(see_other(&format!(
            "/to-chuc/khoa-hoc/lop/{}?bao=cohort-changed",
            cohort.id
        ))),
        Err(problem) => {
            let problem = mendable(problem)?;
            let view = typed.view(&context, &head, known, offered, Some(&problem));
            Ok(view.with_status(status_of(&problem)).into_response())
        }
    }
}

// ---------------------------------------------------------------------------------------------------------------------
// One cohort

/// Reads the filter of a list of people: the filter, what the field for the organisation shows, and what is wrong with it.
pub(super) async fn filter_of(
    form: &Form,
    cohort: &Cohort,
    courses: &CourseService,
    organisations: &OrganisationService,
) -> Outcome<(MemberFilter, Picked, Option<Problem>)> {
    let pick = read_pick(form, "don-vi", organisations).await?;
    let after = match form.get("sau").parse() {
        Ok(id) => courses.place_of(cohort, id).await?,
        Err(_) => None,
    };
    let filter = MemberFilter {
        text: form.get("q").to_owned(),
        organisation: pick.unit.map(|unit| unit.id),
        state: MemberState::parse(form.get("trang-thai")),
        after,
    };
    Ok((filter, pick.shown, pick.problem))
}

/// The filters as a query; empty for none.
pub(super) fn filter_query(form: &Form) -> String {
    let given = ["q", "don-vi", "don-vi-code", "trang-thai"]
        .into_iter()
        .map(|name| (name, form.get(name)))
        .filter(|(name, value)| !value.is_empty() && (*name != "trang-thai" || *value != "all"));
    let pairs: Vec<String> = given
        .map(|(name, value)| format!("{name}={}", query_value(value)))
        .collect();
    pairs.join("&")
}

pub(super) fn state_choices(
    states: &[MemberState],
    current: MemberState,
    lang: Lang,
) -> Vec<Choice> {
    let choice = |state: &MemberState| Choice {
        value: state.as_str().to_owned(),
        label: lang.t(&format!("cohort-filter-{}", state.as_str())),
        selected: *state == current,
    };
    states.iter().map(choice).collect()
}

fn member_row(
    member: &Member,
    names: &HashMap<Uuid, Organisation>,
    elapsed: (i64, i64),
) -> MemberRow {
    let count = |n: i32| u32::try_from(n).unwrap_or(0);
    match member {
        Member::Enrolled(row) => {
            let standing = rules::Standing {
                done: count(row.done),
                total: count(row.total),
            };
            let state = EnrolmentState::from_code(row.state);
            MemberRow {
                enrolment: Some(row.id),
                name: row.full_name.clone(),
                organisation: name_of(row.organisation_id, names),
                state: state.as_str(),
                done: standing.done,
                total: standing.total,
                seen_at: Some(Moment(row.seen_at)),
                behind: state == EnrolmentState::Active && rules::is_behind(standing, elapsed),
            }
        }
        Member::Invited(row) => {
            let known = name_of(row.organisation_id, names);
            MemberRow {
                enrolment: None,
                name: row.full_name.clone(),
                organisation: match known.is_empty() {
                    true => row.organisation_name.clone().unwrap_or_default(),
                    false => known,
                },
                state: "invited",
                done: 0,
                total: 0,
                seen_at: None,
                behind: false,
            }
        }
    }
}

fn units_of(members: &MemberPage) -> Vec<Uuid> {
    let unit = |member: &Member| match member {
        Member::Enrolled(row) => row.organisation_id,
        Member::Invited(row) => row.organisation_id,
    };
    members.members.iter().filter_map(unit).collect()
}

/// One cohort: how far people are, and who they are.
#[handler]
pub async fn show_cohort(
    context: Context,
    Path(cohort): Path<String>,
    query: Query,
    courses: Service<CourseService>,
    organisations: Service<OrganisationService>,
) -> poem::Result<Response> {
    let found = organised(&context, &courses, &cohort).await?;
    let cohort = &found.cohort;
    let (filter, picked, problem) = filter_of(&query, cohort, &courses, &organisations).await?;
    // A unit that is not known, or not clear yet, has nobody: showing everybody instead would be taken for an answer.
    let members = match problem {
        Some(_) => MemberPage::default(),
        None => courses.members(&found, &filter, ROWS, context.now).await?,
    };
    let figures = courses.figures(cohort, context.now).await?;
    let (total, spread) = (&figures.all, &figures.by_unit);
    let mut ids = units_of(&members);
    ids.extend(&cohort.organisations);
    ids.extend(cohort.organisation);
    ids.extend(spread.units.iter().filter_map(|(id, _)| *id));
    let names = organisations.named(&ids).await?;
    let base = format!("/to-chuc/khoa-hoc/lop/{}", cohort.id);
    let filters = filter_query(&query);
    let link = |more: String| {
        let parts: Vec<&str> = [filters.as_str(), &more]
            .into_iter()
            .filter(|p| !p.is_empty())
            .collect();
        let mark = if parts.is_empty() { "" } else { "?" };
        format!("{base}{mark}{}#nguoi", parts.join("&"))
    };
    let elapsed = rules::elapsed(cohort, context.now);
    let unit = |id: &Uuid| name_of(Some(*id), &names);
    let view = CohortView {
        page: context.page(),
        id: cohort.id,
        title: cohort.title.clone(),
        course: found.head.title.clone(),
        slug: found.head.slug.clone(),
        organisation: name_of(cohort.organisation, &names),
        units: cohort.organisations.iter().map(unit).collect(),
        opens_at: cohort.opens_at,
        closes_at: cohort.closes_at,
        code: cohort.code.clone().unwrap_or_default(),
        people: total.people(),
        not_begun: total.not_begun,
        learning: total.quarters.iter().sum(),
        completed: total.completed,
        invited: figures.invited.saturating_sub(figures.came),
        charts: charts(total, spread, &names, context.lang),
        text: filter.text.clone(),
        picked,
        errors: problem.map_or_else(Errors::default, |p| Errors {
            form: None,
            ..Errors::of(context.lang, &p)
        }),
        states: state_choices(&MemberState::ALL, filter.state, context.lang),
        members: members
            .members
            .iter()
            .map(|m| member_row(m, &names, elapsed))
            .collect(),
        next: members.next.map(|id| link(format!("sau={id}"))),
        first: filter.after.as_ref().map(|_| link(String::new())),
        query: filters.clone(),
        version: found.head.version,
        older: figures.oldest.is_some_and(|v| v < found.head.version),
    };
    Ok(view.into_response())
}

/// A count for a drawing.
pub(super) fn as_float(count: u64) -> f64 {
    u32::try_from(count).map_or(f64::from(u32::MAX), f64::from)
}

/// A chart of bars with its table.
pub(super) fn bar_chart(
    id: &str,
    title: String,
    drawn: &[Bar],
    headings: Vec<String>,
    rows: Vec<(String, Vec<String>)>,
    lang: Lang,
) -> ChartBox {
    #[expect(clippy::cast_possible_truncation, reason = "counts are far below 2^53")]
    let number = |value: f64| lang.number(value.round() as i64);
    let options = Options {
        id,
        title: &title,
        description: "",
        unit: "",
        empty: &lang.t("cohort-chart-none"),
        whole: true,
        width: chart::Width::default(),
        number: &number,
    };
    ChartBox {
        svg: chart::both(&options, |o| bars(drawn, o)),
        title,
        headings,
        rows,
        note: String::new(),
    }
}

fn charts(
    total: &Spread,
    spread: &SpreadByUnit,
    names: &HashMap<Uuid, Organisation>,
    lang: Lang,
) -> Vec<ChartBox> {
    let counts = [
        ("not-begun", total.not_begun, Tone::Soft),
        ("quarter-1", total.quarters[0], Tone::Gold),
        ("quarter-2", total.quarters[1], Tone::Gold),
        ("quarter-3", total.quarters[2], Tone::Gold),
        ("quarter-4", total.quarters[3], Tone::Gold),
        ("completed", total.completed, Tone::Jade),
    ];
    let label = |key: &str| lang.t(&format!("cohort-chart-{key}"));
    let drawn: Vec<Bar> = counts
        .iter()
        .map(|(key, count, tone)| Bar {
            tone: *tone,
            ..Bar::new(label(key), as_float(*count))
        })
        .collect();
    let rows = counts
        .iter()
        .map(|(key, count, _)| (label(key), vec![lang.number(*count)]));
    let progress = bar_chart(
        "tien-do",
        lang.t("cohort-chart-progress"),
        &drawn,
        vec![
            lang.t("cohort-column-progress"),
            lang.t("cohort-column-people"),
        ],
        rows.collect(),
        lang,
    );
    vec![progress, unit_chart(spread, names, lang)]
}

/// The organisations with the most people: who completed the course of each.
fn unit_chart(spread: &SpreadByUnit, names: &HashMap<Uuid, Organisation>, lang: Lang) -> ChartBox {
    let units: Vec<(String, &Spread)> = spread
        .units
        .iter()
        .map(|(id, spread)| match name_of(*id, names) {
            name if name.is_empty() => (lang.t("cohort-chart-no-unit"), spread),
            name => (name, spread),
        })
        .collect();
    let drawn: Vec<Bar> = units
        .iter()
        .take(UNITS)
        .map(|(name, spread)| Bar {
            note: lang.t_args(
                "cohort-chart-completed-of",
                &[
                    ("n", spread.completed.to_string()),
                    (
                        "percent",
                        (spread.completed * 100 / spread.people().max(1)).to_string(),
                    ),
                ],
            ),
            tone: Tone::Lacquer,
            ..Bar::new(name.clone(), as_float(spread.people()))
        })
        .collect();
    let rows = units.iter().map(|(name, s)| {
        let learning: u64 = s.quarters.iter().sum();
        let numbers = [s.people(), s.not_begun, learning, s.completed];
        (name.clone(), numbers.map(|n| lang.number(n)).to_vec())
    });
    let headings = [
        "column-unit",
        "column-people",
        "tile-not-begun",
        "tile-learning",
        "tile-completed",
    ];
    let mut chart = bar_chart(
        "don-vi",
        lang.t("cohort-chart-units"),
        &drawn,
        headings
            .map(|key| lang.t(&format!("cohort-{key}")))
            .to_vec(),
        rows.collect(),
        lang,
    );
    if spread.others > 0 {
        let others = [("n", lang.number(spread.others))];
        chart.note = lang.t_args("cohort-chart-other-units", &others);
    }
    chart
}
