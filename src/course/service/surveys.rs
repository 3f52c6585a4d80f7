//! Surveys about a course: answered once, which passes the lesson.

use std::collections::BTreeMap;

use super::CourseService;
use super::learning::{Journey, Settling};
use super::notes::too_long;
use crate::course::model::{LessonKind, Survey, SurveyKind};
use crate::course::store::writing;
use crate::kernel::actor::Actor;
use crate::kernel::clock::Moment;
use crate::kernel::problem::{Code, FieldError, Outcome, Problem};

/// Longest answer in words, in characters.
pub const ANSWER_MAX: usize = 2_000;

/// What a form's field of a survey's question is called.
#[must_use]
pub fn survey_field(key: &str) -> String {
    format!("tra-loi-{key}")
}

impl CourseService {
    /// When the person answered a lesson's survey; `None` when they have not.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn survey_answered(&self, journey: &Journey, key: &str) -> Outcome<Option<Moment>> {
        writing::survey_answered(self.db.read(), journey.enrolment.id, key).await
    }

    /// Answers a lesson's survey: `given` holds an answer by key of the question. Answering again changes nothing.
    ///
    /// # Errors
    /// When the lesson has no survey, it is not open, or an answer is missing or not possible.
    pub async fn answer_survey(
        &self,
        slug: &str,
        key: &str,
        given: &BTreeMap<String, String>,
        actor: &Actor,
        now: Moment,
    ) -> Outcome<()> {
        let journey = self.journey(slug, actor).await?;
        self.in_time(&journey, key, now)?;
        let LessonKind::Survey(survey) = &journey.lesson(key)?.kind else {
            return Err(Problem::not_found());
        };
        let answers = checked(survey, given)?;
        let answers = serde_json::to_string(&answers).map_err(Problem::internal)?;
        let (service, enrolment) = (self.clone(), journey.enrolment.id);
        let (course, key) = (journey.head.id, key.to_owned());
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let mut settling = Settling::begin(&service, tx, enrolment, now)
                        .await?
                        .ok_or_else(Problem::not_found)?;
                    writing::add_survey_answer(tx, enrolment, course, &key, answers, now).await?;
                    settling
                        .change(&key, |row| {
                            row.opened_at.get_or_insert(now.0);
                            row.passed_at.get_or_insert(now.0);
                        })
                        .await?;
                    settling.end().await
                })
            })
            .await
    }
}

/// The answers in the survey's own terms: those to be kept, or what is wrong beside each question.
fn checked(survey: &Survey, given: &BTreeMap<String, String>) -> Outcome<BTreeMap<String, String>> {
    let (mut answers, mut errors) = (BTreeMap::new(), Vec::new());
    let asked = |key: &String| survey.questions.iter().any(|q| q.key == *key);
    if !given.keys().all(asked) {
        return Err(Problem::new(Code::RequestUnreadable));
    }
    for question in &survey.questions {
        let answer = given.get(&question.key).map_or("", |a| a.trim());
        let possible = match question.kind {
            SurveyKind::Scale => ["1", "2", "3", "4", "5"].contains(&answer),
            SurveyKind::Choice => question.options.iter().any(|o| o == answer),
            // Words are never asked for: who has nothing to say leaves them out.
            SurveyKind::Text => true,
        };
        let field = survey_field(&question.key);
        if !possible {
            errors.push(FieldError {
                field,
                message: "field-survey-choose",
                args: Vec::new(),
            });
        } else if answer.chars().count() > ANSWER_MAX {
            errors.extend(too_long(&field, ANSWER_MAX).fields);
        } else if !answer.is_empty() {
            answers.insert(question.key.clone(), answer.to_owned());
        }
    }
    if errors.is_empty() {
        Ok(answers)
    } else {
        Err(Problem::fields(errors))
    }
}
