//! Questions that people ask in lessons, as those see them who teach the course: shown, hidden, answered.

use std::collections::HashMap;
use std::sync::Arc;

use uuid::Uuid;

use super::{CourseService, Head};
use crate::audit::service as audit;
use crate::course::store::marking as store;
pub use crate::course::store::marking::{AnswerRow, HIDDEN, QuestionRow, SHOWN, WAITING};
use crate::kernel::actor::{Actor, Role};
use crate::kernel::clock::Moment;
use crate::kernel::problem::{Outcome, Problem};

/// Longest answer, in characters.
const ANSWER_MAX: usize = 4_000;

/// A question with its answers.
#[derive(Debug, Clone)]
pub struct Asked {
    /// The question.
    pub row: QuestionRow,
    /// The course.
    pub head: Arc<Head>,
    /// Title of the lesson.
    pub lesson: String,
    /// Answers, the oldest first.
    pub answers: Vec<AnswerRow>,
}

impl CourseService {
    /// Ids of the courses a person teaches; `None` for all.
    async fn taught(&self, actor: &Actor) -> Outcome<Option<Vec<Uuid>>> {
        let roles = [Role::Author, Role::Organiser, Role::Marker];
        if roles.into_iter().any(|role| actor.is_everywhere(role)) {
            return Ok(None);
        }
        let mut taught = Vec::new();
        for head in &self.catalogue().await?.courses {
            if self.teaches(actor, head).await? {
                taught.push(head.id);
            }
        }
        Ok(Some(taught))
    }

    /// Questions in this state in the courses a person teaches: those that wait the oldest first, others the newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn asked(&self, actor: &Actor, state: i16, limit: u64) -> Outcome<Vec<Asked>> {
        let taught = self.taught(actor).await?;
        let db = self.db.read();
        let rows = store::questions(db, taught.as_deref(), state, limit).await?;
        let ids: Vec<Uuid> = rows.iter().map(|r| r.id).collect();
        let mut answers: HashMap<Uuid, Vec<AnswerRow>> = HashMap::new();
        for answer in store::answers(db, &ids).await? {
            answers.entry(answer.question_id).or_default().push(answer);
        }
        let mut asked = Vec::new();
        for row in rows {
            let head = self.by_id(row.course_id).await?;
            let content = self.content(head.id, head.version).await?;
            let lesson = content.lesson(&row.lesson).map(|l| l.title.clone());
            asked.push(Asked {
                answers: answers.remove(&row.id).unwrap_or_default(),
                lesson: lesson.unwrap_or_else(|| row.lesson.clone()),
                head,
                row,
            });
        }
        Ok(asked)
    }

    async fn taught_question(&self, id: Uuid, actor: &Actor) -> Outcome<QuestionRow> {
        let row = store::question(self.db.read(), id).await?;
        let row = row.ok_or_else(Problem::not_found)?;
        let head = self.by_id(row.course_id).await?;
        if self.teaches(actor, &head).await? {
            Ok(row)
        } else {
            Err(Problem::not_found())
        }
    }

    /// Shows a question to everybody in the course, or hides it from all but who asked.
    ///
    /// # Errors
    /// When the person does not teach the course, or the database fails.
    pub async fn show_question(
        &self,
        id: Uuid,
        shown: bool,
        actor: &Actor,
        now: Moment,
    ) -> Outcome<()> {
        self.taught_question(id, actor).await?;
        let (state, action) = match shown {
            true => (SHOWN, "course.question-show"),
            false => (HIDDEN, "course.question-hide"),
        };
        let (audit_id, by) = (self.id(now), actor.account);
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    store::decide_question(tx, id, state, by, now).await?;
                    let subject = format!("question/{id}");
                    audit::record(tx, audit_id, now, Some(by), action, &subject, "{}").await
                })
            })
            .await
    }

    /// Shows or hides an answer of somebody who learns.
    ///
    /// # Errors
    /// When there is none, the person does not teach the course, or the database fails.
    pub async fn show_answer(
        &self,
        question: Uuid,
        answer: Uuid,
        shown: bool,
        actor: &Actor,
        now: Moment,
    ) -> Outcome<()> {
        self.taught_question(question, actor).await?;
        let (state, action) = match shown {
            true => (SHOWN, "course.answer-show"),
            false => (HIDDEN, "course.answer-hide"),
        };
        let (audit_id, by) = (self.id(now), actor.account);
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    if !store::decide_answer(tx, question, answer, state).await? {
                        return Err(Problem::not_found());
                    }
                    let subject = format!("question/{question}");
                    audit::record(tx, audit_id, now, Some(by), action, &subject, "{}").await
                })
            })
            .await
    }

    /// Answers a question as who teaches: the answer is marked as such and shown at once, and the question with it.
    ///
    /// # Errors
    /// When the answer is empty or too long, the person does not teach the course, or the database fails.
    pub async fn answer_question(
        &self,
        id: Uuid,
        text: &str,
        actor: &Actor,
        now: Moment,
    ) -> Outcome<()> {
        self.taught_question(id, actor).await?;
        let text = text.trim().replace("\r\n", "\n");
        match text.chars().count() {
            0 => return Err(Problem::field("text", "field-required")),
            n if n > ANSWER_MAX => return Err(Problem::field("text", "cohort-field-long")),
            _ => {}
        }
        let row = AnswerRow {
            id: self.id(now),
            question_id: id,
            account_id: actor.account,
            author_name: actor.name.clone(),
            text,
            teacher: true,
            state: SHOWN,
            created_at: now.0,
        };
        let (audit_id, by) = (self.id(now), actor.account);
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    store::add_answer(tx, row).await?;
                    store::decide_question(tx, id, SHOWN, by, now).await?;
                    let (action, subject) = ("course.question-answer", format!("question/{id}"));
                    audit::record(tx, audit_id, now, Some(by), action, &subject, "{}").await
                })
            })
            .await
    }
}
