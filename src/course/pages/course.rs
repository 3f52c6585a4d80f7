//! A course's page: what it teaches, coming in, going on, leaving.

use std::collections::BTreeSet;
use std::sync::Arc;

use poem::web::Path;
use poem::{IntoResponse, Response, handler};

use super::{hours, lesson_link, map, mendable, status, words};
use crate::course::model::{Content, EnrolmentMode, Lesson, VersionNote};
use crate::course::rules::{self, Time};
use crate::course::service::{CourseService, Head, Journey};
use crate::course::text::{Addresses, to_html};
use crate::course::views::{CohortLine, CourseView, Entry, PlaceInCourse, Prerequisite};
use crate::kernel::clock::{MINUTE, Moment};
use crate::kernel::problem::{Code, Outcome, Problem};
use crate::platform::http::context::Context;
use crate::platform::http::form::{Form, Query};
use crate::platform::http::page::Errors;
use crate::platform::http::reply::see_other;
use crate::platform::http::services::Service;
use crate::platform::i18n::Lang;

/// What one can do afterwards is said in so many lines at most.
const OBJECTIVES: usize = 8;

/// The person's journey; none for who has not signed in or is not in the course.
async fn journey_of(
    context: &Context,
    courses: &CourseService,
    slug: &str,
) -> Outcome<Option<Journey>> {
    let Some(actor) = &context.caller else {
        return Ok(None);
    };
    match courses.journey(slug, actor).await {
        Ok(journey) => Ok(Some(journey)),
        Err(problem) if problem.code == Code::EnrolmentNeeded => Ok(None),
        Err(problem) => Err(problem),
    }
}

/// A course's page.
#[handler]
pub async fn show_course(
    context: Context,
    Path(slug): Path<String>,
    query: Query,
    courses: Service<CourseService>,
) -> poem::Result<Response> {
    let code: String = query.get("ma").chars().take(100).collect();
    let view = course_view(&context, &courses, &slug, code, Errors::default()).await?;
    Ok(view.into_response())
}

async fn course_view(
    context: &Context,
    courses: &CourseService,
    slug: &str,
    code: String,
    errors: Errors,
) -> Outcome<CourseView> {
    let lang = context.lang;
    let head = courses.find(slug).await?;
    let journey = journey_of(context, courses, slug).await?;
    let content: Arc<Content> = match &journey {
        Some(journey) => journey.content.clone(),
        None => courses.content(head.id, head.version).await?,
    };
    let notes = courses.notes(head.id).await?;
    let mut prerequisites = Vec::new();
    for needed in &content.prerequisites {
        if let Ok(needed) = courses.find(needed).await {
            prerequisites.push(Prerequisite {
                slug: needed.slug.clone(),
                title: needed.title.clone(),
            });
        }
    }
    let addresses = Addresses::course(slug, &content.assets);
    Ok(CourseView {
        page: context.page(),
        slug: slug.to_owned(),
        title: content.title.clone(),
        agency: content.issued_by.clone().unwrap_or_default(),
        summary: content.summary.clone(),
        topic: content.topic.clone(),
        audience: content.audience.clone(),
        hours: hours(content.hours()),
        lessons: u32::try_from(content.lessons().count()).unwrap_or(u32::MAX),
        length_ms: i64::from(content.minutes()) * MINUTE,
        framework: content.framework.clone().unwrap_or_default(),
        intro_html: to_html(&content.intro, &addresses),
        objectives: objectives(&content),
        modules: map(&content, journey.as_ref().map(|j| &j.done), ""),
        prerequisites,
        completion: words::completion(lang, &content),
        certificate: content.certificate.is_some(),
        versions: notes
            .iter()
            .map(|note| words::version(lang, note))
            .collect(),
        entry: entry(&head, &content),
        code,
        place: journey
            .as_ref()
            .map(|journey| place(lang, journey, &notes, context.now)),
        errors,
    })
}

fn entry(head: &Head, content: &Content) -> Entry {
    match content.enrolment {
        _ if head.retired => Entry::Closed,
        EnrolmentMode::Open => Entry::Open,
        EnrolmentMode::Code { .. } => Entry::Code,
        EnrolmentMode::Invitation => Entry::Invitation,
    }
}

/// The first aim of each lesson, as many as fit; each once.
fn objectives(content: &Content) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let first = |(_, lesson): (usize, &Lesson)| lesson.objectives.first().cloned();
    let texts = content.lessons().filter(|(_, l)| l.kind.as_str() == "text");
    texts
        .filter_map(first)
        .filter(|aim| seen.insert(aim.clone()))
        .take(OBJECTIVES)
        .collect()
}

fn place(lang: Lang, journey: &Journey, notes: &[VersionNote], now: Moment) -> PlaceInCourse {
    let enrolment = &journey.enrolment;
    let time = journey.time(now);
    let cohort = journey.cohort.as_ref().map(|cohort| CohortLine {
        title: cohort.title.clone(),
        opens_at: cohort.opens_at,
        closes_at: rules::end(Some(cohort), enrolment.extended_until).unwrap_or(cohort.closes_at),
        waits: matches!(time, Time::NotYet(_)),
        over: matches!(time, Time::Over(_)),
        extended: enrolment
            .extended_until
            .is_some_and(|own| own > cohort.closes_at),
        exam: cohort
            .exam
            .map(|window| (window.opens_at, window.closes_at)),
    });
    let newer = notes.iter().filter(|n| n.version > enrolment.version);
    PlaceInCourse {
        bar: journey.standing().into(),
        next: (time == Time::Open)
            .then(|| journey.next())
            .flatten()
            .map(|lesson| lesson_link(&journey.head.slug, lesson)),
        fresh: journey.done.is_empty(),
        completed_at: enrolment.completed_at,
        cohort,
        reminders: enrolment.reminders,
        newer: newer.map(|note| words::version(lang, note)).collect(),
    }
}

/// Brings the person into the course.
#[handler]
pub async fn post_enrol(
    context: Context,
    Path(slug): Path<String>,
    form: Form,
    courses: Service<CourseService>,
) -> poem::Result<Response> {
    let code: String = form.get("code").chars().take(100).collect();
    match courses
        .enrol(&slug, &code, context.actor()?, context.now)
        .await
    {
        Ok(_) => Ok(see_other(&format!("/khoa-hoc/{slug}?bao=enrolled"))),
        Err(problem) => {
            let problem = mendable(problem)?;
            let errors = Errors::of(context.lang, &problem);
            let view = course_view(&context, &courses, &slug, code, errors).await?;
            Ok(view.with_status(status(&problem)).into_response())
        }
    }
}

/// Takes the person out of the course.
#[handler]
pub async fn post_leave(
    context: Context,
    Path(slug): Path<String>,
    form: Form,
    courses: Service<CourseService>,
) -> poem::Result<Response> {
    if form.get("chac") != "1" {
        return Err(Problem::field("chac", "field-required").into());
    }
    courses.leave(&slug, context.actor()?, context.now).await?;
    Ok(see_other(&format!("/khoa-hoc/{slug}?bao=course-left")))
}

/// Switches reminders on or off.
#[handler]
pub async fn post_reminders(
    context: Context,
    Path(slug): Path<String>,
    form: Form,
    courses: Service<CourseService>,
) -> poem::Result<Response> {
    let wanted = form.get("muon") == "1";
    courses
        .set_reminders(&slug, wanted, context.actor()?, context.now)
        .await?;
    let said = if wanted {
        "reminders-on"
    } else {
        "reminders-off"
    };
    Ok(see_other(&format!("/khoa-hoc/{slug}?bao={said}")))
}

/// Moves the person to the newest version.
#[handler]
pub async fn post_newest(
    context: Context,
    Path(slug): Path<String>,
    _form: Form,
    courses: Service<CourseService>,
) -> poem::Result<Response> {
    courses
        .move_to_newest(&slug, context.actor()?, context.now)
        .await?;
    Ok(see_other(&format!("/khoa-hoc/{slug}?bao=course-moved")))
}
