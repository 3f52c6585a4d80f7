//! Questions of trainees about lessons, with the answers that are shown.

use uuid::Uuid;

use super::CourseService;
use super::learning::Journey;
use super::notes::too_long;
use crate::course::store::writing::{self, QuestionRow};
use crate::kernel::actor::Actor;
use crate::kernel::clock::Moment;
use crate::kernel::problem::{Code, Outcome, Problem};

/// Longest question, in characters.
pub const QUESTION_MAX: usize = 2_000;
/// Questions shown on a lesson's page.
const SEEN: u64 = 50;
/// Questions of one person that may wait in a course: nobody buries the teacher.
const WAITING_MAX: u64 = 20;

/// A question about a lesson, as one person sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// Identifier.
    pub id: Uuid,
    /// Who asked, as others see it.
    pub author: String,
    /// Whether it is the person's own.
    pub own: bool,
    /// Whether it still waits for the teacher and only its author sees it.
    pub waiting: bool,
    /// The question.
    pub text: String,
    /// When it was asked.
    pub asked_at: Moment,
    /// Answers, the teacher's first.
    pub answers: Vec<Answered>,
}

/// An answer to a question about a lesson.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// Who answers, as others see it.
    pub author: String,
    /// Whether a teacher of the course answers.
    pub teacher: bool,
    /// The answer.
    pub text: String,
    /// When it was given.
    pub answered_at: Moment,
}

impl CourseService {
    /// The questions about a lesson that the person sees, the newest first: what is shown to everybody, and their own that wait.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn questions_about(&self, journey: &Journey, key: &str) -> Outcome<Vec<Asked>> {
        let (course, account) = (journey.head.id, journey.enrolment.account);
        let rows = writing::questions_seen(self.db.read(), course, key, account, SEEN).await?;
        let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
        let mut answers = if ids.is_empty() {
            Default::default()
        } else {
            writing::answers_shown(self.db.read(), &ids).await?
        };
        let asked = rows.into_iter().map(|row| Asked {
            answers: answers
                .remove(&row.id)
                .unwrap_or_default()
                .into_iter()
                .map(|answer| Answered {
                    author: answer.author_name,
                    teacher: answer.teacher,
                    text: answer.text,
                    answered_at: Moment(answer.created_at),
                })
                .collect(),
            id: row.id,
            own: row.account_id == account,
            author: row.author_name,
            waiting: row.state == writing::WAITING,
            text: row.text,
            asked_at: Moment(row.created_at),
        });
        Ok(asked.collect())
    }

    /// Asks a question about a lesson. It waits until a teacher shows it.
    ///
    /// # Errors
    /// When the person is not in the course, the text is empty or too long, or too many of their questions wait.
    pub async fn ask(
        &self,
        slug: &str,
        key: &str,
        text: &str,
        actor: &Actor,
        now: Moment,
    ) -> Outcome<Uuid> {
        let journey = self.journey(slug, actor).await?;
        let lesson = journey.lesson(key)?.key.clone();
        let text = text.trim().replace("\r\n", "\n");
        if text.is_empty() {
            return Err(Problem::field("cau-hoi", "field-required"));
        }
        if text.chars().count() > QUESTION_MAX {
            return Err(too_long("cau-hoi", QUESTION_MAX));
        }
        let id = self.id(now);
        let row = QuestionRow {
            id,
            course_id: journey.head.id,
            lesson,
            account_id: actor.account,
            author_name: actor.name.clone(),
            text,
            state: writing::WAITING,
            created_at: now.0,
            decided_by: None,
            decided_at: None,
        };
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let waiting =
                        writing::waiting_questions(tx, row.course_id, row.account_id).await?;
                    if waiting >= WAITING_MAX {
                        return Err(Problem::new(Code::TooManyRequests));
                    }
                    writing::add_question(tx, row).await
                })
            })
            .await?;
        Ok(id)
    }
}
