//! A lesson over the API: its text, what was watched, self-checks, quizzes.

use poem_openapi::param::Path;
use poem_openapi::payload::Json;
use poem_openapi::types::Example;
use poem_openapi::{Object, OpenApi};

use super::surveys::SurveyQuestionBody;
use super::{EnrolmentBody, ProgressBody, Tag, enrolment_body, progress_body};
use crate::assessment::answers::letters;
use crate::assessment::api::{AttemptBody, attempt_json};
use crate::course::model::{Lesson, LessonKind, MediaSource};
use crate::course::service::{Checked, CourseService, Journey, address};
use crate::course::text::{self, Addresses, Part};
use crate::kernel::problem::Problem;
use crate::platform::http::api::{ApiResult, Prepared};
use crate::platform::http::context::Context;
use crate::platform::http::services::Service;

/// Most pieces that one report of watching may hold.
const PIECES_MAX: usize = 100;

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
    /// The questions of a survey; empty in every other lesson.
    survey: Vec<SurveyQuestionBody>,
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
            survey: vec![],
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

// ---------------------------------------------------------------------------------------------------------------------

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
        Some(address(&journey.head.slug, asset))
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
    let survey = match &lesson.kind {
        LessonKind::Survey(survey) => &survey.questions[..],
        _ => &[],
    };
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
        survey: survey.iter().map(SurveyQuestionBody::of).collect(),
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

/// The operations.
pub struct LessonApi;

#[OpenApi(prefix_path = "/api/v1", tag = "Tag::Courses")]
impl LessonApi {
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
}
