//! What those do over the API who mark and teach: what waits, marks, questions and answers.

use poem_openapi::param::{Path, Query};
use poem_openapi::payload::Json;
use poem_openapi::types::Example;
use poem_openapi::{Enum, Object, OpenApi};
use uuid::Uuid;

use super::doing::{CriterionBody, MarksBody};
use super::{Done, Tag};
use crate::course::service::{
    CourseService, HIDDEN, Handed, HandedIn, Moderated, SHOWN, WAITING, Waiting,
};
use crate::kernel::clock::Moment;
use crate::kernel::problem::{Code, Outcome, Problem};
use crate::platform::http::api::ApiResult;
use crate::platform::http::context::Context;
use crate::platform::http::file_body::FileBody;
use crate::platform::http::services::Service;

/// Most rows of one answer.
const LIMIT_MAX: u64 = 200;
/// Rows of an answer when nothing is said.
const LIMIT: u64 = 50;

/// Something handed in that waits for its marks.
#[derive(Debug, Object)]
#[oai(example)]
pub struct WaitingBody {
    /// Identifier.
    id: Uuid,
    /// Slug of the course.
    course: String,
    /// Title of the lesson.
    lesson: String,
    /// Who handed it in.
    full_name: String,
    /// Title of the cohort; empty without one.
    cohort: String,
    /// Which of the person's, from 1.
    ordinal: i32,
    /// When it was handed in (RFC 3339).
    handed_in_at: String,
}

impl Example for WaitingBody {
    fn example() -> Self {
        Self {
            id: Uuid::nil(),
            course: "hoa-giai-o-co-so".into(),
            lesson: "Viết đề cương".into(),
            full_name: "Nguyễn Thị An".into(),
            cohort: "Lớp hoà giải viên năm 2026".into(),
            ordinal: 1,
            handed_in_at: "2026-11-28T08:00:00.000+07:00".into(),
        }
    }
}

impl WaitingBody {
    fn of(waiting: Waiting) -> Self {
        Self {
            id: waiting.row.id,
            course: waiting.head.slug.clone(),
            lesson: waiting.lesson,
            full_name: waiting.name,
            cohort: waiting.cohort,
            ordinal: waiting.row.ordinal,
            handed_in_at: Moment(waiting.row.submitted_at).to_string(),
        }
    }
}

/// Something handed in, with its rubric.
#[derive(Debug, Object)]
#[oai(example)]
pub struct HandedBody {
    /// Identifier.
    id: Uuid,
    /// Slug of the course.
    course: String,
    /// Title of the lesson.
    lesson: String,
    /// What was asked for, Markdown.
    task: String,
    /// Who handed it in.
    full_name: String,
    /// Which of the person's, from 1.
    ordinal: i32,
    /// When it was handed in (RFC 3339).
    handed_in_at: String,
    /// The written answer; empty when only a file was handed in.
    text: String,
    /// Name of the file, if there is one.
    file_name: Option<String>,
    /// What is looked at.
    rubric: Vec<CriterionBody>,
    /// Points needed to pass, whole per cent of the rubric's.
    pass_percent: u8,
    /// Its marks, once it has some.
    marks: Option<MarksBody>,
    /// Counts markings; to be sent with the marks.
    revision: i32,
}

impl Example for HandedBody {
    fn example() -> Self {
        Self {
            id: Uuid::nil(),
            course: "hoa-giai-o-co-so".into(),
            lesson: "Viết đề cương".into(),
            task: "Viết đề cương cho buổi nói chuyện 30 phút.".into(),
            full_name: "Nguyễn Thị An".into(),
            ordinal: 1,
            handed_in_at: "2026-11-28T08:00:00.000+07:00".into(),
            text: "Đề cương buổi nói chuyện.".into(),
            file_name: None,
            rubric: vec![CriterionBody::example()],
            pass_percent: 50,
            marks: None,
            revision: 1,
        }
    }
}

impl HandedBody {
    fn of(handed: Handed) -> Self {
        let rubric = handed.assignment.rubric.iter().map(CriterionBody::of);
        let (id, revision) = (handed.row.id, handed.row.revision);
        let rubric = rubric.collect();
        let own = HandedIn::of(handed.row);
        Self {
            id,
            course: handed.head.slug.clone(),
            lesson: handed.lesson.title,
            task: handed.lesson.body,
            full_name: handed.name,
            ordinal: own.ordinal,
            handed_in_at: own.handed_in_at.to_string(),
            marks: own.marks.as_ref().map(MarksBody::of),
            text: own.text,
            file_name: own.file_name,
            rubric,
            pass_percent: handed.assignment.pass_percent,
            revision,
        }
    }
}

/// Marks to be given.
#[derive(Debug, Object)]
#[oai(deny_unknown_fields, example)]
pub struct NewMarks {
    /// The revision that was looked at; `changed-meanwhile` when somebody else marked it since.
    revision: i32,
    /// Points for each line of the rubric, in its order; a message about the first stands beside `points-0`.
    #[oai(validator(max_items = 100))]
    points: Vec<u16>,
    /// What the person is told, at most 5,000 characters.
    #[oai(default)]
    comment: String,
}

impl Example for NewMarks {
    fn example() -> Self {
        Self {
            revision: 1,
            points: vec![5, 3],
            comment: "Tốt".into(),
        }
    }
}

/// What became of a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[oai(rename_all = "snake_case")]
pub enum QuestionState {
    /// Nobody has looked at it yet.
    Waiting,
    /// Everybody in the course sees it.
    Shown,
    /// Only who asked sees it.
    Hidden,
}

impl QuestionState {
    const fn of(state: i16) -> Self {
        match state {
            WAITING => Self::Waiting,
            SHOWN => Self::Shown,
            _ => Self::Hidden,
        }
    }

    const fn code(self) -> i16 {
        match self {
            Self::Waiting => WAITING,
            Self::Shown => SHOWN,
            Self::Hidden => HIDDEN,
        }
    }
}

/// An answer to a question, as who teaches sees it.
#[derive(Debug, Object)]
pub struct TaughtAnswerBody {
    /// Identifier.
    id: Uuid,
    /// Who answers.
    author: String,
    /// Whether a teacher of the course answers.
    teacher: bool,
    /// Whether it is seen.
    state: QuestionState,
    /// The answer.
    text: String,
    /// When it was given (RFC 3339).
    answered_at: String,
}

/// A question, as who teaches sees it.
#[derive(Debug, Object)]
#[oai(example)]
pub struct TaughtQuestionBody {
    /// Identifier.
    id: Uuid,
    /// Slug of the course.
    course: String,
    /// Title of the lesson.
    lesson: String,
    /// Who asks.
    author: String,
    /// Whether it is seen.
    state: QuestionState,
    /// The question.
    text: String,
    /// When it was asked (RFC 3339).
    asked_at: String,
    /// Answers, the oldest first.
    answers: Vec<TaughtAnswerBody>,
}

impl Example for TaughtQuestionBody {
    fn example() -> Self {
        Self {
            id: Uuid::nil(),
            course: "hoa-giai-o-co-so".into(),
            lesson: "Vai trò của hoà giải viên".into(),
            author: "Nguyễn Thị An".into(),
            state: QuestionState::Waiting,
            text: "Hoà giải viên có được từ chối không?".into(),
            asked_at: "2026-11-28T08:00:00.000+07:00".into(),
            answers: vec![],
        }
    }
}

impl TaughtQuestionBody {
    fn of(asked: Moderated) -> Self {
        let answers = asked.answers.into_iter().map(|answer| TaughtAnswerBody {
            id: answer.id,
            author: answer.author_name,
            teacher: answer.teacher,
            state: QuestionState::of(answer.state),
            text: answer.text,
            answered_at: Moment(answer.created_at).to_string(),
        });
        Self {
            id: asked.row.id,
            course: asked.head.slug.clone(),
            lesson: asked.lesson,
            author: asked.row.author_name,
            state: QuestionState::of(asked.row.state),
            text: asked.row.text,
            asked_at: Moment(asked.row.created_at).to_string(),
            answers: answers.collect(),
        }
    }
}

/// An answer to be given.
#[derive(Debug, Object)]
#[oai(deny_unknown_fields, example)]
pub struct NewAnswer {
    /// At most 4,000 characters.
    text: String,
}

impl Example for NewAnswer {
    fn example() -> Self {
        Self {
            text: "Có, trong các trường hợp luật định.".into(),
        }
    }
}

/// Whether something is seen by everybody in the course.
#[derive(Debug, Object)]
#[oai(deny_unknown_fields, example)]
pub struct Shown {
    /// Whether it is.
    shown: bool,
}

impl Example for Shown {
    fn example() -> Self {
        Self { shown: true }
    }
}

fn id_of(text: &str) -> Outcome<Uuid> {
    text.parse().map_err(|_| Problem::not_found())
}

fn limit_of(limit: Option<u64>) -> u64 {
    limit.unwrap_or(LIMIT).clamp(1, LIMIT_MAX)
}

/// The operations.
pub struct TeachingApi;

#[OpenApi(prefix_path = "/api/v1/teaching", tag = "Tag::Teaching")]
impl TeachingApi {
    /// What waits for marks
    ///
    /// Within the caller's reach, what waits longest first. What is marked is gone from here, so there are no pages to turn.
    #[oai(
        path = "/submissions",
        method = "get",
        operation_id = "waitingSubmissions"
    )]
    async fn waiting(
        &self,
        context: Context,
        courses: Service<CourseService>,
        /// Slug of a course: only what was handed in there.
        course: Query<Option<String>>,
        /// How many to return, at most 200.
        limit: Query<Option<u64>>,
    ) -> ApiResult<Json<Vec<WaitingBody>>> {
        let course = match course.0 {
            None => None,
            Some(slug) => Some(courses.find(&slug).await?.id),
        };
        let (actor, limit) = (context.actor()?, limit_of(limit.0));
        let waiting = courses.waiting(actor, course, limit).await?;
        Ok(Json(waiting.into_iter().map(WaitingBody::of).collect()))
    }

    /// Something handed in
    #[oai(
        path = "/submissions/:submission",
        method = "get",
        operation_id = "submission"
    )]
    async fn submission(
        &self,
        context: Context,
        courses: Service<CourseService>,
        submission: Path<String>,
    ) -> ApiResult<Json<HandedBody>> {
        let handed = courses.handed(id_of(&submission)?, context.actor()?);
        Ok(Json(HandedBody::of(handed.await?)))
    }

    /// The file of something handed in
    #[oai(
        path = "/submissions/:submission/file",
        method = "get",
        operation_id = "submissionFile"
    )]
    async fn file(
        &self,
        context: Context,
        courses: Service<CourseService>,
        submission: Path<String>,
    ) -> ApiResult<FileBody> {
        let handed = courses.handed(id_of(&submission)?, context.actor()?);
        Ok(FileBody(courses.file_to_mark(&handed.await?).await?))
    }

    /// Give marks
    ///
    /// Points for each line of the rubric. Enough of them pass the lesson; the person is told by mail.
    #[oai(
        path = "/submissions/:submission/marks",
        method = "put",
        operation_id = "markSubmission"
    )]
    async fn mark(
        &self,
        context: Context,
        courses: Service<CourseService>,
        submission: Path<String>,
        body: Json<NewMarks>,
    ) -> ApiResult<Json<HandedBody>> {
        let (actor, id) = (context.actor()?, id_of(&submission)?);
        let handed = courses.handed(id, actor).await?;
        if body.points.len() > handed.assignment.rubric.len() {
            return Err(Problem::new(Code::RequestUnreadable).into());
        }
        let points: Vec<Option<u16>> = body.points.iter().copied().map(Some).collect();
        let marked = courses.mark(
            &handed,
            body.revision,
            &points,
            &body.comment,
            &context.base_url,
            actor,
            context.now,
        );
        marked.await?;
        Ok(Json(HandedBody::of(courses.handed(id, actor).await?)))
    }

    /// Questions of the courses one teaches
    ///
    /// Those that wait, the oldest first; others the newest first.
    #[oai(path = "/questions", method = "get", operation_id = "taughtQuestions")]
    async fn questions(
        &self,
        context: Context,
        courses: Service<CourseService>,
        /// `waiting` when nothing is said.
        state: Query<Option<QuestionState>>,
        /// How many to return, at most 200.
        limit: Query<Option<u64>>,
    ) -> ApiResult<Json<Vec<TaughtQuestionBody>>> {
        let state = state.0.unwrap_or(QuestionState::Waiting);
        let (actor, limit) = (context.actor()?, limit_of(limit.0));
        let asked = courses.asked(actor, state.code(), limit).await?;
        Ok(Json(
            asked.into_iter().map(TaughtQuestionBody::of).collect(),
        ))
    }

    /// Show a question to everybody in the course, or hide it
    #[oai(
        path = "/questions/:question/shown",
        method = "put",
        operation_id = "showQuestion"
    )]
    async fn show_question(
        &self,
        context: Context,
        courses: Service<CourseService>,
        question: Path<String>,
        body: Json<Shown>,
    ) -> ApiResult<Done> {
        let (id, actor) = (id_of(&question)?, context.actor()?);
        let done = courses.show_question(id, body.shown, actor, context.now);
        done.await?;
        Ok(Done::Done)
    }

    /// Answer a question as a teacher
    ///
    /// The answer is marked as a teacher's and shown at once, and the question with it.
    #[oai(
        path = "/questions/:question/answers",
        method = "post",
        operation_id = "answerQuestion"
    )]
    async fn answer(
        &self,
        context: Context,
        courses: Service<CourseService>,
        question: Path<String>,
        body: Json<NewAnswer>,
    ) -> ApiResult<Done> {
        let (id, actor) = (id_of(&question)?, context.actor()?);
        let done = courses.answer_question(id, &body.text, actor, context.now);
        done.await?;
        Ok(Done::Done)
    }

    /// Show an answer to everybody in the course, or hide it
    #[oai(
        path = "/questions/:question/answers/:answer/shown",
        method = "put",
        operation_id = "showAnswer"
    )]
    async fn show_answer(
        &self,
        context: Context,
        courses: Service<CourseService>,
        question: Path<String>,
        answer: Path<String>,
        body: Json<Shown>,
    ) -> ApiResult<Done> {
        let (id, answer, actor) = (id_of(&question)?, id_of(&answer)?, context.actor()?);
        let done = courses.show_answer(id, answer, body.shown, actor, context.now);
        done.await?;
        Ok(Done::Done)
    }
}
