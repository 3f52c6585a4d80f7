//! Courses over the API: finding them, learning, what one has done.

use poem_openapi::param::{Path, Query};
use poem_openapi::payload::Json;
use poem_openapi::types::Example;
use poem_openapi::{ApiResponse, Object, OpenApi, Tags};
use uuid::Uuid;

use super::model::{ContentChange, Lesson, MediaSource, Score};
use super::rules::{self, Time};
use super::service::{Checked, CourseService, Head, Journey, Wanted};
use super::text::{self, Addresses, Part};
use crate::assessment::answers::letters;
use crate::assessment::api::{AttemptBody, attempt_json};
use crate::kernel::clock::Moment;
use crate::kernel::problem::{Outcome, Problem};
use crate::platform::http::api::{ApiResult, Prepared};
use crate::platform::http::context::Context;
use crate::platform::http::services::Service;

/// Courses on one page of the list.
const PAGE: usize = 50;
/// Most pieces that one report of watching may hold.
const PIECES_MAX: usize = 100;

/// Operations of this noun.
#[derive(Tags)]
pub enum Tag {
    /// Courses, lessons, progress.
    Courses,
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

/// A question inside a lesson's text. What is right is told once it is answered.
#[derive(Debug, Object)]
#[oai(example)]
pub struct CheckBody {
    /// Number in the lesson, from 1.
    number: u16,
    /// `single`, `multiple` or `true_false`.
    kind: String,
    /// The question.
    text: String,
    /// Options; their letters are A, B, C …
    options: Vec<String>,
    /// Whether it was answered, and right; absent before.
    right: Option<bool>,
}

impl Example for CheckBody {
    fn example() -> Self {
        Self {
            number: 1,
            kind: "single".into(),
            text: "Mỗi tổ hoà giải có ít nhất bao nhiêu hoà giải viên?".into(),
            options: vec!["02".into(), "03".into()],
            right: None,
        }
    }
}

/// A recording.
#[derive(Debug, Object)]
pub struct MediaBody {
    /// Whether there is something to see.
    video: bool,
    /// Address of the file; absent for another site's player.
    file: Option<String>,
    /// Address of another site's player.
    embed: Option<String>,
    /// Address of the captions.
    captions: Option<String>,
    /// Everything that is said, Markdown.
    transcript: String,
    /// Length, ms.
    length_ms: i64,
}

/// A lesson.
#[derive(Debug, Object)]
#[oai(example)]
pub struct LessonBody {
    /// Name in addresses.
    key: String,
    /// Title.
    title: String,
    /// `text`, `quiz`, `exam`, `assignment` or `survey`.
    kind: String,
    /// Estimated minutes.
    minutes: u16,
    /// What one can do afterwards.
    objectives: Vec<String>,
    /// The law it rests on.
    references: Vec<String>,
    /// The text as harmless HTML; a self-check stands as an empty element with `data-check` and its number.
    html: String,
    /// Self-checks in the text.
    checks: Vec<CheckBody>,
    /// Video or audio.
    media: Option<MediaBody>,
    /// What was done in it.
    progress: Option<ProgressBody>,
}

impl Example for LessonBody {
    fn example() -> Self {
        Self {
            key: "vai-tro".into(),
            title: "Vai trò của hoà giải viên".into(),
            kind: "text".into(),
            minutes: 12,
            objectives: vec!["Nêu được vai trò".into()],
            references: vec!["khoản 1 Điều 2 Luật số 35/2013/QH13".into()],
            html: "<p>Hoà giải viên hướng dẫn, giúp đỡ các bên.</p><div data-check=\"1\"></div>"
                .into(),
            checks: vec![CheckBody::example()],
            media: None,
            progress: None,
        }
    }
}

/// What was done in a lesson.
#[derive(Debug, Object)]
#[oai(deny_unknown_fields, example)]
pub struct NewProgress {
    /// Pieces of the recording's time line that were really played since the last report: from and to, ms.
    #[oai(default, validator(max_items = 100))]
    watched: Vec<[i64; 2]>,
    /// Whether the person is through with the lesson.
    #[oai(default)]
    finished: bool,
}

impl Example for NewProgress {
    fn example() -> Self {
        Self {
            watched: vec![[0, 15_000]],
            finished: false,
        }
    }
}

/// An answer to a self-check.
#[derive(Debug, Object)]
#[oai(deny_unknown_fields, example)]
pub struct CheckAnswer {
    /// Letters chosen, such as `B` or `AC`.
    #[oai(validator(max_length = 8))]
    response: String,
}

impl Example for CheckAnswer {
    fn example() -> Self {
        Self {
            response: "B".into(),
        }
    }
}

/// How a self-check was answered.
#[derive(Debug, Object)]
#[oai(example)]
pub struct CheckedBody {
    /// Whether the answer is right.
    right: bool,
    /// Letters of what is right.
    answer: String,
    /// Why.
    explanation: String,
    /// The law it rests on.
    references: Vec<String>,
}

impl Example for CheckedBody {
    fn example() -> Self {
        Self {
            right: true,
            answer: "B".into(),
            explanation: "Mỗi tổ hoà giải có từ 03 hoà giải viên trở lên.".into(),
            references: vec!["khoản 1 Điều 12 Luật số 35/2013/QH13".into()],
        }
    }
}

impl CheckedBody {
    fn of(checked: &Checked) -> Self {
        let references = checked.body.references.iter();
        Self {
            right: checked.right,
            answer: letters(checked.body.right),
            explanation: checked.body.explanation.clone(),
            references: references.map(|r| r.text.clone()).collect(),
        }
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

fn check_body(number: usize, body: &crate::question_bank::model::Body, marks: &str) -> CheckBody {
    use crate::question_bank::model::Kind;
    let mark = marks.chars().nth(number).filter(|m| *m != '-');
    CheckBody {
        number: u16::try_from(number + 1).unwrap_or(u16::MAX),
        kind: match body.kind {
            Kind::Single => "single",
            Kind::Multiple => "multiple",
            Kind::TrueFalse => "true_false",
        }
        .to_owned(),
        text: body.stem.clone(),
        options: body.options.clone(),
        right: mark.map(|m| m == '1'),
    }
}

fn lesson_body(journey: &Journey, lesson: &Lesson) -> LessonBody {
    let address = |name: &String| {
        let asset = journey.content.asset(name)?;
        Some(super::service::address(&journey.head.slug, asset))
    };
    let media = lesson.media.as_ref().map(|media| MediaBody {
        video: media.video,
        file: match &media.source {
            MediaSource::File(name) => address(name),
            MediaSource::Embed(_) => None,
        },
        embed: match &media.source {
            MediaSource::File(_) => None,
            MediaSource::Embed(url) => Some(url.clone()),
        },
        captions: media.captions.as_ref().and_then(address),
        transcript: media.transcript.clone(),
        length_ms: media.length_ms,
    });
    let none = String::new();
    let marks = journey.checks.get(&lesson.key).unwrap_or(&none);
    let checks = lesson.checks.iter().enumerate();
    LessonBody {
        key: lesson.key.clone(),
        title: lesson.title.clone(),
        kind: lesson.kind.as_str().to_owned(),
        minutes: lesson.minutes,
        objectives: lesson.objectives.clone(),
        references: lesson.references.iter().map(|r| r.text.clone()).collect(),
        html: html(journey, lesson),
        checks: checks.map(|(n, body)| check_body(n, body, marks)).collect(),
        media,
        progress: journey.done.get(&lesson.key).map(progress_body),
    }
}

/// A lesson's text; where a self-check stands, an empty element with its number.
fn html(journey: &Journey, lesson: &Lesson) -> String {
    let addresses = Addresses::course(&journey.head.slug, &journey.content.assets);
    let parts = text::parts(&lesson.body, &addresses);
    let written = parts.into_iter().map(|part| match part {
        Part::Html(html) => html,
        Part::Check(place) => format!("<div data-check=\"{}\"></div>\n", place + 1),
    });
    written.collect()
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

    /// Open a lesson
    ///
    /// Notes where the person is.
    #[oai(
        path = "/courses/:slug/lessons/:lesson",
        method = "get",
        operation_id = "lesson"
    )]
    async fn lesson(
        &self,
        context: Context,
        courses: Service<CourseService>,
        slug: Path<String>,
        lesson: Path<String>,
    ) -> ApiResult<Json<LessonBody>> {
        let actor = context.actor()?;
        let journey = courses
            .open_lesson(&slug, &lesson, actor, context.now)
            .await?;
        let lesson = journey.lesson(&lesson)?;
        Ok(Json(lesson_body(&journey, lesson)))
    }

    /// Report what was watched, or finish a lesson
    ///
    /// Time watched is a union of what was really played: repeating counts once, seeking not at all, and no more counts than could be played
    /// since the last report.
    #[oai(
        path = "/courses/:slug/lessons/:lesson/progress",
        method = "put",
        operation_id = "putProgress"
    )]
    async fn progress(
        &self,
        context: Context,
        courses: Service<CourseService>,
        slug: Path<String>,
        lesson: Path<String>,
        body: Json<NewProgress>,
    ) -> ApiResult<Json<EnrolmentBody>> {
        let (actor, now) = (context.actor()?, context.now);
        if !body.watched.is_empty() {
            let pieces = body.watched.iter().take(PIECES_MAX);
            let pieces = pieces.map(|[from, to]| (*from, *to)).collect();
            courses
                .report_watching(&slug, &lesson, pieces, actor, now)
                .await?;
        }
        let journey = if body.finished {
            courses.finish_lesson(&slug, &lesson, actor, now).await?
        } else {
            courses.journey(&slug, actor).await?
        };
        Ok(Json(enrolment_body(&journey, now)))
    }

    /// Answer a self-check
    ///
    /// Answered at once; may be repeated, the last answer stands.
    #[oai(
        path = "/courses/:slug/lessons/:lesson/checks/:number",
        method = "put",
        operation_id = "answerCheck"
    )]
    async fn check(
        &self,
        context: Context,
        courses: Service<CourseService>,
        slug: Path<String>,
        lesson: Path<String>,
        number: Path<u16>,
        body: Json<CheckAnswer>,
    ) -> ApiResult<Json<CheckedBody>> {
        let place = usize::from(number.0).checked_sub(1);
        let place = place.ok_or_else(Problem::not_found)?;
        let checked = courses
            .answer_check(
                &slug,
                &lesson,
                place,
                &body.response,
                context.actor()?,
                context.now,
            )
            .await?;
        Ok(Json(CheckedBody::of(&checked)))
    }

    /// Start a lesson's quiz or the final examination, or get the attempt that runs
    ///
    /// `201` with a new attempt, `200` with the running one; the attempt is the same resource as a contest's.
    #[oai(
        path = "/courses/:slug/lessons/:lesson/attempts",
        method = "post",
        operation_id = "startQuiz"
    )]
    async fn start(
        &self,
        context: Context,
        courses: Service<CourseService>,
        slug: Path<String>,
        lesson: Path<String>,
    ) -> ApiResult<Prepared<AttemptBody>> {
        let (sitting, new) = courses
            .start_quiz(&slug, &lesson, context.actor()?, context.now)
            .await?;
        let json = attempt_json(&sitting);
        Ok(if new {
            Prepared::created(json)
        } else {
            Prepared::ok(json)
        })
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
