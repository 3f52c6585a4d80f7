//! Surveys over the API: a trainee answers one, an organiser reads what all answers say together.

use std::collections::BTreeMap;

use poem_openapi::param::{Path, Query};
use poem_openapi::payload::Json;
use poem_openapi::types::Example;
use poem_openapi::{Object, OpenApi};

use super::{EnrolmentBody, Tag, enrolment_body};
use crate::course::model::{SurveyKind, SurveyQuestion};
use crate::course::organiser_api::organised;
use crate::course::service::{CourseService, SurveyResult, survey_field};
use crate::course::survey::{self, Tally};
use crate::kernel::problem::Problem;
use crate::platform::http::api::ApiResult;
use crate::platform::http::context::Context;
use crate::platform::http::services::Service;

/// A question of a survey.
#[derive(Debug, Object)]
#[oai(example)]
pub struct SurveyQuestionBody {
    /// Name inside the survey; its answer is sent under it.
    key: String,
    /// The question.
    text: String,
    /// `scale` (from 1 to 5), `choice` (one of the options) or `text` (in words, may be left out).
    kind: String,
    /// What may be answered; empty for `text`.
    options: Vec<String>,
}

impl Example for SurveyQuestionBody {
    fn example() -> Self {
        Self {
            key: "hinh-thuc".into(),
            text: "Bạn học bằng gì?".into(),
            kind: "choice".into(),
            options: vec!["Điện thoại".into(), "Máy tính".into()],
        }
    }
}

impl SurveyQuestionBody {
    pub(super) fn of(question: &SurveyQuestion) -> Self {
        Self {
            key: question.key.clone(),
            text: question.text.clone(),
            kind: match question.kind {
                SurveyKind::Scale => "scale",
                SurveyKind::Choice => "choice",
                SurveyKind::Text => "text",
            }
            .to_owned(),
            options: survey::options(question),
        }
    }
}

/// Answers to a survey.
#[derive(Debug, Object)]
#[oai(deny_unknown_fields, example)]
pub struct SurveyAnswers {
    /// An answer under the key of each question: `1` to `5`, an option as it is written, or words.
    answers: BTreeMap<String, String>,
}

impl Example for SurveyAnswers {
    fn example() -> Self {
        let answers = [("huu-ich", "4"), ("hinh-thuc", "Điện thoại")];
        let answers = answers.map(|(key, answer)| (key.to_owned(), answer.to_owned()));
        Self {
            answers: answers.into(),
        }
    }
}

/// How often something was answered.
#[derive(Debug, Object)]
pub struct SurveyCount {
    /// The answer.
    option: String,
    /// How many chose it.
    people: u64,
}

/// The answers to one question together.
#[derive(Debug, Object)]
pub struct SurveyTally {
    /// The question.
    question: SurveyQuestionBody,
    /// How many answered it.
    answered: u64,
    /// How often each option was chosen.
    counts: Vec<SurveyCount>,
    /// What was answered in words, at most 500.
    texts: Vec<String>,
}

impl SurveyTally {
    fn of((question, tally): (SurveyQuestion, Tally)) -> Self {
        let counts = survey::options(&question).into_iter().zip(tally.counts);
        Self {
            question: SurveyQuestionBody::of(&question),
            answered: tally.answered,
            counts: counts
                .map(|(option, people)| SurveyCount { option, people })
                .collect(),
            texts: tally.texts,
        }
    }
}

/// What a survey says; never who said it.
#[derive(Debug, Object)]
#[oai(example)]
pub struct SurveyResultBody {
    /// Title of the lesson.
    lesson: String,
    /// How many answered.
    people: u64,
    /// Question by question.
    questions: Vec<SurveyTally>,
}

impl Example for SurveyResultBody {
    fn example() -> Self {
        let count = |option: &str, people| SurveyCount {
            option: option.into(),
            people,
        };
        Self {
            lesson: "Ý kiến của bạn".into(),
            people: 30,
            questions: vec![SurveyTally {
                question: SurveyQuestionBody::example(),
                answered: 30,
                counts: vec![count("Điện thoại", 25), count("Máy tính", 5)],
                texts: vec![],
            }],
        }
    }
}

impl SurveyResultBody {
    fn of(result: SurveyResult) -> Self {
        Self {
            lesson: result.title,
            people: result.people,
            questions: result.questions.into_iter().map(SurveyTally::of).collect(),
        }
    }
}

/// The operations.
pub struct SurveyApi;

#[OpenApi(prefix_path = "/api/v1")]
impl SurveyApi {
    /// Answer a lesson's survey
    ///
    /// Its questions come with the lesson. Answering passes the lesson; answering again changes nothing.
    #[oai(
        path = "/courses/:slug/lessons/:lesson/survey",
        method = "put",
        operation_id = "answerSurvey",
        tag = "Tag::Courses"
    )]
    async fn answer(
        &self,
        context: Context,
        courses: Service<CourseService>,
        slug: Path<String>,
        lesson: Path<String>,
        body: Json<SurveyAnswers>,
    ) -> ApiResult<Json<EnrolmentBody>> {
        let (actor, now) = (context.actor()?, context.now);
        let answered = courses.answer_survey(&slug, &lesson, &body.answers, actor, now);
        answered.await.map_err(by_key)?;
        let journey = courses.journey(&slug, actor).await?;
        Ok(Json(enrolment_body(&journey, now)))
    }

    /// What the surveys of a course say
    ///
    /// Of one cohort, or of everybody in the course; all answers together, never who gave them.
    #[oai(
        path = "/organiser/cohorts/:cohort/surveys",
        method = "get",
        operation_id = "surveyResults",
        tag = "Tag::Organiser"
    )]
    async fn results(
        &self,
        context: Context,
        courses: Service<CourseService>,
        cohort: Path<String>,
        /// Whether the answers of everybody in the course are counted, instead of the cohort's.
        everybody: Query<Option<bool>>,
    ) -> ApiResult<Json<Vec<SurveyResultBody>>> {
        let found = organised(&context, &courses, &cohort).await?;
        let whole = everybody.0.unwrap_or(false);
        let results = courses.surveys(&found, whole).await?;
        Ok(Json(
            results.into_iter().map(SurveyResultBody::of).collect(),
        ))
    }
}

/// Messages stand beside the keys of questions here, and not beside the fields of the page's form.
fn by_key(mut problem: Problem) -> Problem {
    let prefix = survey_field("");
    for error in &mut problem.fields {
        if let Some(key) = error.field.strip_prefix(&prefix) {
            error.field = key.to_owned();
        }
    }
    problem
}
