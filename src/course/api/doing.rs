//! What people do in a lesson over the API: notes, questions, assignments.

use poem_openapi::param::{Path, Query};
use poem_openapi::payload::Json;
use poem_openapi::types::Example;
use poem_openapi::{ApiResponse, Object, OpenApi};
use uuid::Uuid;

use super::Tag;
use crate::course::model::{Assignment, Criterion, LessonKind};
use crate::course::rules::{self, Time};
use crate::course::service::{
    Asked, CourseService, HandedFile, HandedIn, Marks, Note, may_hand_in,
};
use crate::kernel::actor::Actor;
use crate::kernel::clock::Moment;
use crate::kernel::problem::{Code, Outcome, Problem};
use crate::platform::http::api::ApiResult;
use crate::platform::http::context::Context;
use crate::platform::http::file_body::FileBody;
use crate::platform::http::services::Service;

/// A person's own note on a lesson.
#[derive(Debug, Object)]
#[oai(example)]
pub struct NoteBody {
    /// What was noted; empty when nothing was.
    text: String,
    /// When it was changed last (RFC 3339).
    saved_at: Option<String>,
}

impl Example for NoteBody {
    fn example() -> Self {
        Self {
            text: "Hỏi lại khoản 2 Điều 35.".into(),
            saved_at: Some("2026-11-28T08:00:00.000+07:00".into()),
        }
    }
}

impl NoteBody {
    fn of(note: Option<Note>) -> Self {
        let saved_at = note.as_ref().map(|note| note.saved_at.to_string());
        Self {
            text: note.map_or_else(String::new, |note| note.text),
            saved_at,
        }
    }
}

/// What is noted on a lesson.
#[derive(Debug, Object)]
#[oai(deny_unknown_fields, example)]
pub struct NewNote {
    /// At most 4,000 characters; an empty text takes the note away.
    text: String,
}

impl Example for NewNote {
    fn example() -> Self {
        Self {
            text: "Hỏi lại khoản 2 Điều 35.".into(),
        }
    }
}

/// An answer to a question.
#[derive(Debug, Object)]
pub struct LessonAnswerBody {
    /// Who answers, as others see it.
    author: String,
    /// Whether a teacher of the course answers.
    teacher: bool,
    /// The answer.
    text: String,
    /// When it was given (RFC 3339).
    answered_at: String,
}

/// A question about a lesson.
#[derive(Debug, Object)]
#[oai(example)]
pub struct LessonQuestionBody {
    /// Identifier.
    id: Uuid,
    /// Who asked, as others see it.
    author: String,
    /// Whether it is the caller's own.
    own: bool,
    /// Whether it still waits for a teacher and nobody else sees it.
    waiting: bool,
    /// The question.
    text: String,
    /// When it was asked (RFC 3339).
    asked_at: String,
    /// Answers, the teacher's first.
    answers: Vec<LessonAnswerBody>,
}

impl Example for LessonQuestionBody {
    fn example() -> Self {
        Self {
            id: Uuid::nil(),
            author: "Nguyễn Thị An".into(),
            own: true,
            waiting: false,
            text: "Hoà giải viên có được từ chối không?".into(),
            asked_at: "2026-11-28T08:00:00.000+07:00".into(),
            answers: vec![LessonAnswerBody {
                author: "Trần Văn Bình".into(),
                teacher: true,
                text: "Có, trong các trường hợp luật định.".into(),
                answered_at: "2026-11-28T09:00:00.000+07:00".into(),
            }],
        }
    }
}

impl LessonQuestionBody {
    fn of(asked: Asked) -> Self {
        let answers = asked.answers.into_iter().map(|answer| LessonAnswerBody {
            author: answer.author,
            teacher: answer.teacher,
            text: answer.text,
            answered_at: answer.answered_at.to_string(),
        });
        Self {
            id: asked.id,
            author: asked.author,
            own: asked.own,
            waiting: asked.waiting,
            text: asked.text,
            asked_at: asked.asked_at.to_string(),
            answers: answers.collect(),
        }
    }
}

/// A question to be asked.
#[derive(Debug, Object)]
#[oai(deny_unknown_fields, example)]
pub struct NewQuestion {
    /// At most 2,000 characters.
    text: String,
}

impl Example for NewQuestion {
    fn example() -> Self {
        Self {
            text: "Hoà giải viên có được từ chối không?".into(),
        }
    }
}

/// A question that was asked.
#[derive(Debug, Object)]
#[oai(example)]
pub struct AskedBody {
    /// Identifier.
    id: Uuid,
}

impl Example for AskedBody {
    fn example() -> Self {
        Self { id: Uuid::nil() }
    }
}

/// Asked.
#[derive(ApiResponse)]
pub enum QuestionAsked {
    /// It waits until a teacher shows it.
    #[oai(status = 201)]
    Waits(Json<AskedBody>),
}

/// One line of a rubric.
#[derive(Debug, Object)]
#[oai(example)]
pub struct CriterionBody {
    /// What is looked at.
    name: String,
    /// What full points take.
    description: String,
    /// Most points for it.
    points: u16,
}

impl Example for CriterionBody {
    fn example() -> Self {
        Self {
            name: "Đúng căn cứ pháp luật".into(),
            description: "Nêu đúng điều, khoản.".into(),
            points: 6,
        }
    }
}

impl CriterionBody {
    pub(super) fn of(criterion: &Criterion) -> Self {
        Self {
            name: criterion.name.clone(),
            description: criterion.description.clone(),
            points: criterion.points,
        }
    }
}

/// The marks of what was handed in.
#[derive(Debug, Object)]
#[oai(example)]
pub struct MarksBody {
    /// Points for each line of the rubric, in its order.
    scores: Vec<u32>,
    /// Points together.
    points: u32,
    /// Points possible.
    of: u32,
    /// Whether they pass the lesson.
    passed: bool,
    /// What the marker wrote.
    comment: String,
    /// When it was marked (RFC 3339).
    marked_at: String,
}

impl Example for MarksBody {
    fn example() -> Self {
        Self {
            scores: vec![5, 3],
            points: 8,
            of: 10,
            passed: true,
            comment: "Tốt".into(),
            marked_at: "2026-11-28T08:00:00.000+07:00".into(),
        }
    }
}

impl MarksBody {
    pub(super) fn of(marks: &Marks) -> Self {
        Self {
            scores: marks.scores.clone(),
            points: marks.points,
            of: marks.of,
            passed: marks.passed,
            comment: marks.comment.clone(),
            marked_at: marks.marked_at.to_string(),
        }
    }
}

/// Something handed in.
#[derive(Debug, Object)]
#[oai(example)]
pub struct SubmissionBody {
    /// Which of the person's, from 1.
    ordinal: i32,
    /// The written answer; empty when only a file was handed in.
    text: String,
    /// Name of the file, if there is one.
    file_name: Option<String>,
    /// When it was handed in (RFC 3339).
    handed_in_at: String,
    /// Its marks, once it has some.
    marks: Option<MarksBody>,
}

impl Example for SubmissionBody {
    fn example() -> Self {
        Self {
            ordinal: 1,
            text: "Đề cương buổi nói chuyện.".into(),
            file_name: None,
            handed_in_at: "2026-11-28T08:00:00.000+07:00".into(),
            marks: Some(MarksBody::example()),
        }
    }
}

impl SubmissionBody {
    fn of(handed: &HandedIn) -> Self {
        Self {
            ordinal: handed.ordinal,
            text: handed.text.clone(),
            file_name: handed.file_name.clone(),
            handed_in_at: handed.handed_in_at.to_string(),
            marks: handed.marks.as_ref().map(MarksBody::of),
        }
    }
}

/// An assignment, and what the person handed in for it.
#[derive(Debug, Object)]
#[oai(example)]
pub struct AssignmentBody {
    /// Most words of the written answer.
    words_max: u32,
    /// Whether a file may be handed in: PDF, Word without macros, JPEG or PNG, at most 5 MB.
    upload: bool,
    /// Points needed to pass, whole per cent of the rubric's.
    pass_percent: u8,
    /// What is looked at.
    rubric: Vec<CriterionBody>,
    /// Whether something may be handed in: nothing waits for its marks, and nothing passes already.
    open: bool,
    /// What was handed in, the newest first.
    submissions: Vec<SubmissionBody>,
}

impl Example for AssignmentBody {
    fn example() -> Self {
        Self {
            words_max: 600,
            upload: true,
            pass_percent: 50,
            rubric: vec![CriterionBody::example()],
            open: false,
            submissions: vec![SubmissionBody::example()],
        }
    }
}

impl AssignmentBody {
    fn of(assignment: &Assignment, handed: &[HandedIn], passed: bool) -> Self {
        Self {
            words_max: assignment.words_max,
            upload: assignment.upload,
            pass_percent: assignment.pass_percent,
            rubric: assignment.rubric.iter().map(CriterionBody::of).collect(),
            open: may_hand_in(handed) && !passed,
            submissions: handed.iter().map(SubmissionBody::of).collect(),
        }
    }
}

/// A written answer to an assignment.
#[derive(Debug, Object)]
#[oai(deny_unknown_fields, example)]
pub struct NewSubmission {
    /// At most as many words as the assignment says.
    text: String,
}

impl Example for NewSubmission {
    fn example() -> Self {
        Self {
            text: "Đề cương buổi nói chuyện.".into(),
        }
    }
}

/// Handed in.
#[derive(ApiResponse)]
pub enum WorkHandedIn {
    /// It waits for its marks.
    #[oai(status = 201)]
    Waits(Json<AssignmentBody>),
}

/// The problem with its message beside the field of the API, where the page's form calls it by another name.
fn beside(field: &'static str) -> impl Fn(Problem) -> Problem {
    move |mut problem| {
        for error in &mut problem.fields {
            error.field = field.to_owned();
        }
        problem
    }
}

async fn assignment_body(
    courses: &CourseService,
    slug: &str,
    key: &str,
    actor: &Actor,
    now: Moment,
) -> Outcome<AssignmentBody> {
    let journey = courses.journey(slug, actor).await?;
    let LessonKind::Assignment(assignment) = &journey.lesson(key)?.kind else {
        return Err(Problem::not_found());
    };
    if let Time::NotYet(opens) = journey.time(now) {
        return Err(Problem::new(Code::LessonLocked).with("moment", opens.0));
    }
    let handed = courses.handed_in(&journey, key).await?;
    let passed = rules::is_passed(&journey.done, key);
    Ok(AssignmentBody::of(assignment, &handed, passed))
}

/// The operations.
pub struct DoingApi;

#[OpenApi(prefix_path = "/api/v1", tag = "Tag::Courses")]
impl DoingApi {
    /// One's own note on a lesson
    #[oai(
        path = "/courses/:slug/lessons/:lesson/note",
        method = "get",
        operation_id = "lessonNote"
    )]
    async fn note(
        &self,
        context: Context,
        courses: Service<CourseService>,
        slug: Path<String>,
        lesson: Path<String>,
    ) -> ApiResult<Json<NoteBody>> {
        let journey = courses.journey(&slug, context.actor()?).await?;
        let key = &journey.lesson(&lesson)?.key;
        Ok(Json(NoteBody::of(courses.note_on(&journey, key).await?)))
    }

    /// Keep a note on a lesson
    ///
    /// In place of the one before. Nobody else reads it.
    #[oai(
        path = "/courses/:slug/lessons/:lesson/note",
        method = "put",
        operation_id = "putLessonNote"
    )]
    async fn put_note(
        &self,
        context: Context,
        courses: Service<CourseService>,
        slug: Path<String>,
        lesson: Path<String>,
        body: Json<NewNote>,
    ) -> ApiResult<Json<NoteBody>> {
        let actor = context.actor()?;
        let kept = courses.put_note(&slug, &lesson, &body.text, actor, context.now);
        kept.await.map_err(beside("text"))?;
        let journey = courses.journey(&slug, actor).await?;
        let note = courses.note_on(&journey, &lesson).await?;
        Ok(Json(NoteBody::of(note)))
    }

    /// Questions about a lesson
    ///
    /// Those that are shown and one's own that wait, the newest fifty.
    #[oai(
        path = "/courses/:slug/lessons/:lesson/questions",
        method = "get",
        operation_id = "lessonQuestions"
    )]
    async fn questions(
        &self,
        context: Context,
        courses: Service<CourseService>,
        slug: Path<String>,
        lesson: Path<String>,
    ) -> ApiResult<Json<Vec<LessonQuestionBody>>> {
        let journey = courses.journey(&slug, context.actor()?).await?;
        let key = &journey.lesson(&lesson)?.key;
        let asked = courses.questions_about(&journey, key).await?;
        Ok(Json(
            asked.into_iter().map(LessonQuestionBody::of).collect(),
        ))
    }

    /// Ask a question about a lesson
    ///
    /// It waits until a teacher shows or answers it.
    #[oai(
        path = "/courses/:slug/lessons/:lesson/questions",
        method = "post",
        operation_id = "askQuestion"
    )]
    async fn ask(
        &self,
        context: Context,
        courses: Service<CourseService>,
        slug: Path<String>,
        lesson: Path<String>,
        body: Json<NewQuestion>,
    ) -> ApiResult<QuestionAsked> {
        let asked = courses.ask(&slug, &lesson, &body.text, context.actor()?, context.now);
        let id = asked.await.map_err(beside("text"))?;
        Ok(QuestionAsked::Waits(Json(AskedBody { id })))
    }

    /// An assignment, and what one handed in for it
    #[oai(
        path = "/courses/:slug/lessons/:lesson/assignment",
        method = "get",
        operation_id = "assignment"
    )]
    async fn assignment(
        &self,
        context: Context,
        courses: Service<CourseService>,
        slug: Path<String>,
        lesson: Path<String>,
    ) -> ApiResult<Json<AssignmentBody>> {
        let (actor, now) = (context.actor()?, context.now);
        let body = assignment_body(&courses, &slug, &lesson, actor, now).await?;
        Ok(Json(body))
    }

    /// Hand in a written answer
    ///
    /// One at a time: another may follow once the earlier one was marked and does not pass (`changed-meanwhile` before).
    #[oai(
        path = "/courses/:slug/lessons/:lesson/submissions",
        method = "post",
        operation_id = "handInText"
    )]
    async fn hand_in(
        &self,
        context: Context,
        courses: Service<CourseService>,
        slug: Path<String>,
        lesson: Path<String>,
        body: Json<NewSubmission>,
    ) -> ApiResult<WorkHandedIn> {
        let (actor, now) = (context.actor()?, context.now);
        let file = HandedFile::default();
        let handed = courses.hand_in(&slug, &lesson, &body.text, file, actor, now);
        handed.await.map_err(beside("text"))?;
        let body = assignment_body(&courses, &slug, &lesson, actor, now).await?;
        Ok(WorkHandedIn::Waits(Json(body)))
    }

    /// Hand in a file
    ///
    /// In the place of a written answer. What the file is, its bytes tell.
    #[oai(
        path = "/courses/:slug/lessons/:lesson/submissions/file",
        method = "post",
        operation_id = "handInFile"
    )]
    async fn hand_in_file(
        &self,
        context: Context,
        courses: Service<CourseService>,
        slug: Path<String>,
        lesson: Path<String>,
        /// What the file is called.
        #[oai(validator(max_length = 200))]
        name: Query<String>,
        body: FileBody,
    ) -> ApiResult<WorkHandedIn> {
        let (actor, now) = (context.actor()?, context.now);
        let file = HandedFile {
            name: name.0,
            bytes: body.0,
        };
        let handed = courses.hand_in(&slug, &lesson, "", file, actor, now);
        handed.await.map_err(beside("file"))?;
        let body = assignment_body(&courses, &slug, &lesson, actor, now).await?;
        Ok(WorkHandedIn::Waits(Json(body)))
    }

    /// A file that one handed in
    #[oai(
        path = "/courses/:slug/lessons/:lesson/submissions/:ordinal/file",
        method = "get",
        operation_id = "handedInFile"
    )]
    async fn file(
        &self,
        context: Context,
        courses: Service<CourseService>,
        slug: Path<String>,
        lesson: Path<String>,
        ordinal: Path<String>,
    ) -> ApiResult<FileBody> {
        let ordinal = ordinal.parse().map_err(|_| Problem::not_found())?;
        let file = courses.handed_file(&slug, &lesson, ordinal, context.actor()?);
        Ok(FileBody(file.await?.bytes))
    }
}
