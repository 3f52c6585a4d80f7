//! Courses over the API: finding them, coming in, where one is. What is done in lessons, marking and writing are in the files below.

pub mod authoring;
pub mod doing;
pub mod lesson;
pub mod marking;
pub mod surveys;

use poem_openapi::param::{Path, Query};
use poem_openapi::payload::Json;
use poem_openapi::types::Example;
use poem_openapi::{ApiResponse, Object, OpenApi, Tags};
use uuid::Uuid;

use super::model::{ContentChange, Lesson, Score};
use super::rules::{self, Time};
use super::service::{CourseService, Head, Journey, Wanted};
use crate::kernel::clock::Moment;
use crate::kernel::problem::Outcome;
use crate::platform::http::api::ApiResult;
use crate::platform::http::context::Context;
use crate::platform::http::services::Service;

/// Courses on one page of the list.
const PAGE: usize = 50;

/// Operations of this noun.
#[derive(Tags)]
pub enum Tag {
    /// Courses, lessons, progress.
    Courses,
    /// For those who mark and teach: what was handed in, questions and answers.
    Teaching,
    /// For those who write courses: drafts, their files, review.
    Authoring,
    /// For organisers.
    Organiser,
}

/// A course in a list.
#[derive(Debug, Object)]
#[oai(example)]
pub struct CourseBody {
    /// Name in addresses.
    slug: String,
    /// Title.
    title: String,
    /// One or two sentences.
    summary: String,
    /// What it is about.
    topic: String,
    /// For whom it is.
    audience: Vec<String>,
    /// The agency that issues it.
    issued_by: Option<String>,
    /// Learning hours, hundredths.
    hours: u32,
    /// Estimated minutes of all lessons.
    minutes: u32,
    /// Number of lessons.
    lessons: u32,
    /// How people come in: `open`, `code` or `invitation`.
    enrolment: String,
    /// Published version.
    version: i32,
}

impl Example for CourseBody {
    fn example() -> Self {
        Self {
            slug: "hoa-giai-o-co-so".into(),
            title: "Hoà giải ở cơ sở".into(),
            summary: "Dành cho hoà giải viên.".into(),
            topic: "Hoà giải ở cơ sở".into(),
            audience: vec!["Hoà giải viên".into()],
            issued_by: Some("Sở Tư pháp".into()),
            hours: 800,
            minutes: 260,
            lessons: 14,
            enrolment: "open".into(),
            version: 1,
        }
    }
}

impl CourseBody {
    fn of(head: &Head) -> Self {
        Self {
            slug: head.slug.clone(),
            title: head.title.clone(),
            summary: head.summary.clone(),
            topic: head.topic.clone(),
            audience: head.audience.clone(),
            issued_by: head.issued_by.clone(),
            hours: head.hours,
            minutes: head.minutes,
            lessons: head.lessons,
            enrolment: head.enrolment.clone(),
            version: head.version,
        }
    }
}

/// A page of the catalogue.
#[derive(Debug, Object)]
#[oai(example)]
pub struct CoursesBody {
    /// Courses, the newest first.
    courses: Vec<CourseBody>,
    /// How many fit.
    total: u64,
}

impl Example for CoursesBody {
    fn example() -> Self {
        Self {
            courses: vec![CourseBody::example()],
            total: 1,
        }
    }
}

/// A lesson in a course's list.
#[derive(Debug, Object)]
#[oai(example)]
pub struct LessonLine {
    /// Name in addresses.
    key: String,
    /// Title.
    title: String,
    /// `text`, `quiz`, `exam`, `assignment` or `survey`.
    kind: String,
    /// Estimated minutes.
    minutes: u16,
    /// Whether completion never asks for it.
    optional: bool,
}

impl Example for LessonLine {
    fn example() -> Self {
        Self {
            key: "vai-tro".into(),
            title: "Vai trò của hoà giải viên".into(),
            kind: "text".into(),
            minutes: 12,
            optional: false,
        }
    }
}

/// A module.
#[derive(Debug, Object)]
#[oai(example)]
pub struct ModuleBody {
    /// Title.
    title: String,
    /// Learning hours, hundredths.
    hours: u32,
    /// Lessons in order.
    lessons: Vec<LessonLine>,
}

impl Example for ModuleBody {
    fn example() -> Self {
        Self {
            title: "Học phần 1".into(),
            hours: 200,
            lessons: vec![LessonLine::example()],
        }
    }
}

/// A course with its modules.
#[derive(Debug, Object)]
#[oai(example)]
pub struct CourseDetail {
    /// The course.
    course: CourseBody,
    /// Introduction, Markdown.
    intro: String,
    /// Slugs of courses to be completed before.
    prerequisites: Vec<String>,
    /// Modules in order.
    modules: Vec<ModuleBody>,
    /// How much of each recording must be watched, whole per cent.
    watch_percent: u8,
    /// Whether the final examination opens only after the other required lessons.
    exam_after_lessons: bool,
    /// Whether a certificate is issued.
    certificate: bool,
}

impl Example for CourseDetail {
    fn example() -> Self {
        Self {
            course: CourseBody::example(),
            intro: "Khoá học dành cho hoà giải viên.".into(),
            prerequisites: vec![],
            modules: vec![ModuleBody::example()],
            watch_percent: 90,
            exam_after_lessons: true,
            certificate: true,
        }
    }
}

/// Right answers out of questions.
#[derive(Debug, Object)]
#[oai(example)]
pub struct ScoreBody {
    /// Right answers (or points of a rubric).
    right: u32,
    /// Questions (or points possible).
    of: u32,
}

impl Example for ScoreBody {
    fn example() -> Self {
        Self { right: 8, of: 10 }
    }
}

impl ScoreBody {
    const fn of(score: Score) -> Self {
        Self {
            right: score.right,
            of: score.of,
        }
    }
}

/// What was done in one lesson.
#[derive(Debug, Object)]
#[oai(example)]
pub struct ProgressBody {
    /// The lesson.
    lesson: String,
    /// When it was first opened (RFC 3339).
    opened_at: Option<String>,
    /// When it was passed (RFC 3339).
    passed_at: Option<String>,
    /// Watched of its recording, ms; seeking does not count.
    watched_ms: i64,
    /// Best attempt.
    best: Option<ScoreBody>,
}

impl Example for ProgressBody {
    fn example() -> Self {
        Self {
            lesson: "vai-tro".into(),
            opened_at: Some("2026-11-28T08:00:00.000+07:00".into()),
            passed_at: None,
            watched_ms: 0,
            best: None,
        }
    }
}

/// A person in a course.
#[derive(Debug, Object)]
#[oai(example)]
pub struct EnrolmentBody {
    /// Identifier.
    id: Uuid,
    /// The course.
    course: String,
    /// Version the person learns by.
    version: i32,
    /// Newest version, to which they may move.
    newest_version: i32,
    /// `active`, `completed` or `withdrawn`.
    state: String,
    /// Required lessons passed.
    done: u32,
    /// Required lessons.
    total: u32,
    /// The lesson to go on with.
    next: Option<String>,
    /// When it began (RFC 3339).
    enrolled_at: String,
    /// When the completion rule was met (RFC 3339).
    completed_at: Option<String>,
    /// From then on nothing more is accepted (RFC 3339); absent without a cohort.
    ends_at: Option<String>,
    /// Whether lessons may be worked on now.
    open: bool,
    /// Whether reminders are sent.
    reminders: bool,
    /// What was done, lesson by lesson.
    progress: Vec<ProgressBody>,
}

impl Example for EnrolmentBody {
    fn example() -> Self {
        Self {
            id: Uuid::nil(),
            course: "hoa-giai-o-co-so".into(),
            version: 1,
            newest_version: 1,
            state: "active".into(),
            done: 3,
            total: 14,
            next: Some("quyen-va-nghia-vu".into()),
            enrolled_at: "2026-11-28T08:00:00.000+07:00".into(),
            completed_at: None,
            ends_at: None,
            open: true,
            reminders: true,
            progress: vec![ProgressBody::example()],
        }
    }
}

/// Coming into a course.
#[derive(Debug, Object)]
#[oai(deny_unknown_fields, example)]
pub struct NewEnrolment {
    /// The course's code or a cohort's, when one is needed.
    #[oai(default, validator(max_length = 100))]
    code: String,
}

impl Example for NewEnrolment {
    fn example() -> Self {
        Self {
            code: "HG-2026-01".into(),
        }
    }
}

/// Came into a course.
#[derive(ApiResponse)]
pub enum Enrolled {
    /// In the course, now or before.
    #[oai(status = 201)]
    In(Json<EnrolmentBody>),
}

/// Done, and nothing more to say.
#[derive(ApiResponse)]
pub enum Done {
    /// Done.
    #[oai(status = 204)]
    Done,
}

/// Whether reminders are wanted.
#[derive(Debug, Object)]
#[oai(deny_unknown_fields, example)]
pub struct Reminders {
    /// Whether they are.
    wanted: bool,
}

impl Example for Reminders {
    fn example() -> Self {
        Self { wanted: false }
    }
}

/// A change that a version makes.
#[derive(Debug, Object)]
pub struct ChangeBody {
    /// `added`, `removed`, `changed` or `completion`.
    change: String,
    /// Title of the lesson; absent for `completion`.
    title: Option<String>,
}

/// A version and what it changed.
#[derive(Debug, Object)]
#[oai(example)]
pub struct CourseVersionBody {
    /// Version, from 1.
    version: i32,
    /// In the author's words.
    note: String,
    /// Found by comparing.
    changes: Vec<ChangeBody>,
    /// When it was published (RFC 3339).
    published_at: String,
}

impl Example for CourseVersionBody {
    fn example() -> Self {
        Self {
            version: 2,
            note: "Thêm một bài".into(),
            changes: vec![ChangeBody {
                change: "added".into(),
                title: Some("Bài thêm".into()),
            }],
            published_at: "2026-11-28T08:00:00.000+07:00".into(),
        }
    }
}

/// A course on a transcript.
#[derive(Debug, Object)]
#[oai(example)]
pub struct TranscriptLine {
    /// The course.
    course: String,
    /// Title in the version the person learned by.
    title: String,
    /// `active`, `completed` or `withdrawn`.
    state: String,
    /// Learning hours of modules in which every required lesson was passed, hundredths.
    hours: u32,
    /// Best attempt at the final examination.
    exam: Option<ScoreBody>,
    /// When the completion rule was met (RFC 3339).
    completed_at: Option<String>,
}

impl Example for TranscriptLine {
    fn example() -> Self {
        Self {
            course: "hoa-giai-o-co-so".into(),
            title: "Hoà giải ở cơ sở".into(),
            state: "completed".into(),
            hours: 500,
            exam: Some(ScoreBody::example()),
            completed_at: Some("2026-11-28T08:00:00.000+07:00".into()),
        }
    }
}

// ---------------------------------------------------------------------------------------------------------------------

fn progress_body(progress: &super::model::Progress) -> ProgressBody {
    let moment = |at: Option<Moment>| at.map(|m| m.to_string());
    ProgressBody {
        lesson: progress.lesson.clone(),
        opened_at: moment(progress.opened_at),
        passed_at: moment(progress.passed_at),
        watched_ms: progress.watched.total_ms(),
        best: progress.best.map(ScoreBody::of),
    }
}

fn enrolment_body(journey: &Journey, now: Moment) -> EnrolmentBody {
    let enrolment = &journey.enrolment;
    let standing = journey.standing();
    let ends = rules::end(journey.cohort.as_ref(), enrolment.extended_until);
    EnrolmentBody {
        id: enrolment.id,
        course: journey.head.slug.clone(),
        version: enrolment.version,
        newest_version: journey.head.version,
        state: enrolment.state.as_str().to_owned(),
        done: standing.done,
        total: standing.total,
        next: journey.next().map(|l| l.key.clone()),
        enrolled_at: enrolment.enrolled_at.to_string(),
        completed_at: enrolment.completed_at.map(|m| m.to_string()),
        ends_at: ends.map(|m| m.to_string()),
        open: journey.time(now) == Time::Open,
        reminders: enrolment.reminders,
        progress: journey.done.values().map(progress_body).collect(),
    }
}

fn lesson_line(lesson: &Lesson) -> LessonLine {
    LessonLine {
        key: lesson.key.clone(),
        title: lesson.title.clone(),
        kind: lesson.kind.as_str().to_owned(),
        minutes: lesson.minutes,
        optional: lesson.optional,
    }
}

fn change_body(change: &ContentChange) -> ChangeBody {
    let (name, title) = match change {
        ContentChange::Added { title } => ("added", Some(title)),
        ContentChange::Removed { title } => ("removed", Some(title)),
        ContentChange::Changed { title } => ("changed", Some(title)),
        ContentChange::Completion => ("completion", None),
    };
    ChangeBody {
        change: name.to_owned(),
        title: title.cloned(),
    }
}

fn transcript_line(journey: &Journey) -> TranscriptLine {
    TranscriptLine {
        course: journey.head.slug.clone(),
        title: journey.content.title.clone(),
        state: journey.enrolment.state.as_str().to_owned(),
        hours: rules::hours_done(&journey.content, &journey.done),
        exam: rules::exam_score(&journey.content, &journey.done).map(ScoreBody::of),
        completed_at: journey.enrolment.completed_at.map(|m| m.to_string()),
    }
}

async fn course_detail(courses: &CourseService, slug: &str) -> Outcome<CourseDetail> {
    let head = courses.find(slug).await?;
    let content = courses.content(head.id, head.version).await?;
    let module = |module: &super::model::Module| ModuleBody {
        title: module.title.clone(),
        hours: module.hours,
        lessons: module.lessons.iter().map(lesson_line).collect(),
    };
    Ok(CourseDetail {
        course: CourseBody::of(&head),
        intro: content.intro.clone(),
        prerequisites: content.prerequisites.clone(),
        modules: content.modules.iter().map(module).collect(),
        watch_percent: content.completion.watch_percent,
        exam_after_lessons: content.completion.exam_after_lessons,
        certificate: content.certificate.is_some(),
    })
}

/// The operations.
pub struct CourseApi;

#[OpenApi(prefix_path = "/api/v1", tag = "Tag::Courses")]
impl CourseApi {
    /// Courses
    ///
    /// The catalogue, the newest first, fifty on a page.
    #[oai(path = "/courses", method = "get", operation_id = "courses")]
    #[allow(clippy::too_many_arguments, reason = "each is a filter")]
    async fn courses(
        &self,
        courses: Service<CourseService>,
        /// Words, with or without diacritics.
        #[oai(validator(max_length = 200))]
        q: Query<Option<String>>,
        /// The topic.
        topic: Query<Option<String>>,
        /// For whom.
        audience: Query<Option<String>>,
        /// The agency.
        agency: Query<Option<String>>,
        /// Page, from 1.
        page: Query<Option<usize>>,
    ) -> ApiResult<Json<CoursesBody>> {
        let wanted = Wanted {
            text: q.0.unwrap_or_default(),
            topic: topic.0.unwrap_or_default(),
            audience: audience.0.unwrap_or_default(),
            agency: agency.0.unwrap_or_default(),
            hours: None,
        };
        let found = courses.catalogue().await?.search(&wanted);
        let from = page.0.unwrap_or(1).saturating_sub(1).saturating_mul(PAGE);
        let shown = found.iter().skip(from).take(PAGE);
        Ok(Json(CoursesBody {
            courses: shown.map(|head| CourseBody::of(head)).collect(),
            total: found.len() as u64,
        }))
    }

    /// One course
    #[oai(path = "/courses/:slug", method = "get", operation_id = "course")]
    async fn course(
        &self,
        courses: Service<CourseService>,
        slug: Path<String>,
    ) -> ApiResult<Json<CourseDetail>> {
        Ok(Json(course_detail(&courses, &slug).await?))
    }

    /// Versions of a course and what they changed
    #[oai(
        path = "/courses/:slug/versions",
        method = "get",
        operation_id = "courseVersions"
    )]
    async fn versions(
        &self,
        courses: Service<CourseService>,
        slug: Path<String>,
    ) -> ApiResult<Json<Vec<CourseVersionBody>>> {
        let head = courses.find(&slug).await?;
        let notes = courses.notes(head.id).await?;
        let body = notes.into_iter().map(|note| CourseVersionBody {
            version: note.version,
            changes: note.changes.iter().map(change_body).collect(),
            note: note.note,
            published_at: note.published_at.to_string(),
        });
        Ok(Json(body.collect()))
    }

    /// Come into a course
    ///
    /// Coming again returns where one is. A cohort's code also brings into the cohort.
    #[oai(
        path = "/courses/:slug/enrolment",
        method = "post",
        operation_id = "enrol"
    )]
    async fn enrol(
        &self,
        context: Context,
        courses: Service<CourseService>,
        slug: Path<String>,
        body: Json<NewEnrolment>,
    ) -> ApiResult<Enrolled> {
        let actor = context.actor()?;
        courses.enrol(&slug, &body.code, actor, context.now).await?;
        let journey = courses.journey(&slug, actor).await?;
        Ok(Enrolled::In(Json(enrolment_body(&journey, context.now))))
    }

    /// Where one is in a course
    #[oai(
        path = "/courses/:slug/enrolment",
        method = "get",
        operation_id = "enrolment"
    )]
    async fn enrolment(
        &self,
        context: Context,
        courses: Service<CourseService>,
        slug: Path<String>,
    ) -> ApiResult<Json<EnrolmentBody>> {
        let journey = courses.journey(&slug, context.actor()?).await?;
        Ok(Json(enrolment_body(&journey, context.now)))
    }

    /// Leave a course
    ///
    /// What was done stays known, should the person come back.
    #[oai(
        path = "/courses/:slug/enrolment",
        method = "delete",
        operation_id = "leaveCourse"
    )]
    async fn leave(
        &self,
        context: Context,
        courses: Service<CourseService>,
        slug: Path<String>,
    ) -> ApiResult<()> {
        let left = courses.leave(&slug, context.actor()?, context.now).await;
        Ok(left?)
    }

    /// Move to the newest version
    ///
    /// Lessons that were passed stay passed.
    #[oai(
        path = "/courses/:slug/enrolment/version",
        method = "post",
        operation_id = "moveToNewest"
    )]
    async fn move_to_newest(
        &self,
        context: Context,
        courses: Service<CourseService>,
        slug: Path<String>,
    ) -> ApiResult<Json<EnrolmentBody>> {
        let actor = context.actor()?;
        courses.move_to_newest(&slug, actor, context.now).await?;
        let journey = courses.journey(&slug, actor).await?;
        Ok(Json(enrolment_body(&journey, context.now)))
    }

    /// Reminders of a course
    #[oai(
        path = "/courses/:slug/enrolment/reminders",
        method = "put",
        operation_id = "setReminders"
    )]
    async fn reminders(
        &self,
        context: Context,
        courses: Service<CourseService>,
        slug: Path<String>,
        body: Json<Reminders>,
    ) -> ApiResult<Json<EnrolmentBody>> {
        let actor = context.actor()?;
        courses
            .set_reminders(&slug, body.wanted, actor, context.now)
            .await?;
        let journey = courses.journey(&slug, actor).await?;
        Ok(Json(enrolment_body(&journey, context.now)))
    }

    /// My courses: the transcript
    #[oai(path = "/me/courses", method = "get", operation_id = "myCourses")]
    async fn transcript(
        &self,
        context: Context,
        courses: Service<CourseService>,
    ) -> ApiResult<Json<Vec<TranscriptLine>>> {
        let account = context.actor()?.account;
        let journeys = courses.transcript_of(account).await?;
        Ok(Json(journeys.iter().map(transcript_line).collect()))
    }
}
