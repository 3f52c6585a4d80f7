//! Attempts over the API: the sitting's hot path.

use poem_openapi::param::Path;
use poem_openapi::payload::Json;
use poem_openapi::types::Example;
use poem_openapi::{Object, OpenApi, Tags};
use uuid::Uuid;

use super::model::{Attempt, State};
use super::paper_json::quoted;
use super::rules::receipt_digest;
use super::service::{AssessmentService, Sitter, Sitting};
use crate::kernel::ids::readable_code;
use crate::kernel::problem::{Code, Outcome, Problem};
use crate::platform::http::api::{ApiResult, Prepared};
use crate::platform::http::context::Context;
use crate::platform::http::services::Service;

/// Operations of this noun.
#[derive(Tags)]
pub enum Tag {
    /// Sitting a paper: resume, save, submit, result.
    Attempts,
}

/// One option of a question, as shown.
#[derive(Debug, Object)]
pub struct OptionBody {
    /// Shown letter.
    letter: String,
    /// Words.
    text: String,
}

/// One question of a paper. Which option is right is never told before the review phase.
#[derive(Debug, Object)]
pub struct QuestionBody {
    /// Number in the paper, from 1.
    number: u16,
    /// `single`, `multiple`, `true_false` or `prediction`.
    kind: String,
    /// The question.
    text: String,
    /// Options; none for a prediction.
    options: Vec<OptionBody>,
}

/// A paper.
#[derive(Debug, Object)]
pub struct PaperBody {
    /// Questions in the order shown.
    questions: Vec<QuestionBody>,
}

/// A saved answer.
#[derive(Debug, Object)]
pub struct AnswerBody {
    /// Number of the question.
    number: u16,
    /// Letters of shown options (`B`, `AC`), a number for the prediction; empty when cleared.
    response: String,
    /// Sequence number under which it was saved.
    sequence: u64,
}

/// An attempt with its paper and saved answers.
#[derive(Debug, Object)]
#[oai(example)]
pub struct AttemptBody {
    /// Identifier.
    id: Uuid,
    /// Readable code, also on the receipt.
    code: String,
    /// Which of the person's attempts, from 1.
    ordinal: i32,
    /// `open`, `submitted`, `expired` or `voided`.
    state: String,
    /// When it started (RFC 3339).
    started_at: String,
    /// Time left, ms; 0 once it is over.
    remaining_ms: i64,
    /// Length of a full attempt, ms.
    length_ms: i64,
    /// Token for saving and submitting; absent once it is over.
    token: Option<String>,
    /// The paper.
    paper: PaperBody,
    /// What is saved.
    answers: Vec<AnswerBody>,
}

impl Example for AttemptBody {
    fn example() -> Self {
        let option = |letter: &str, text: &str| OptionBody {
            letter: letter.into(),
            text: text.into(),
        };
        let question = QuestionBody {
            number: 1,
            kind: "single".into(),
            text: "Người đi bộ phải đi ở đâu khi đường có vỉa hè?".into(),
            options: vec![option("A", "Trên vỉa hè"), option("B", "Giữa lòng đường")],
        };
        Self {
            id: Uuid::nil(),
            code: "7KQ2-M4XD".into(),
            ordinal: 1,
            state: "open".into(),
            started_at: "2026-11-21T08:00:00.000+07:00".into(),
            remaining_ms: 540_000,
            length_ms: 600_000,
            token: Some("at1.…".into()),
            paper: PaperBody {
                questions: vec![question],
            },
            answers: vec![AnswerBody {
                number: 1,
                response: "A".into(),
                sequence: 1,
            }],
        }
    }
}

/// An answer to save.
#[derive(Debug, Object)]
#[oai(example, deny_unknown_fields)]
pub struct SaveBody {
    /// Letters of shown options (`B`, `AC`), a number for the prediction (`7171`, `12,5`); empty clears.
    response: String,
    /// A number of the client's, from 1, larger than any it has used or seen for this attempt.
    sequence: u64,
}

impl Example for SaveBody {
    fn example() -> Self {
        Self {
            response: "B".into(),
            sequence: 7,
        }
    }
}

/// An accepted save; sent only after it is stored for good.
#[derive(Debug, Object)]
#[oai(example)]
pub struct SavedBody {
    /// The sequence number now stored.
    sequence: u64,
    /// When it was received (RFC 3339).
    saved_at: String,
    /// Time left, ms.
    remaining_ms: i64,
}

impl Example for SavedBody {
    fn example() -> Self {
        Self {
            sequence: 7,
            saved_at: "2026-11-21T08:01:00.000+07:00".into(),
            remaining_ms: 540_000,
        }
    }
}

/// The receipt of an ended attempt.
#[derive(Debug, Object)]
#[oai(example)]
pub struct ReceiptBody {
    /// The attempt.
    attempt: Uuid,
    /// Readable code.
    code: String,
    /// `submitted`, `expired` or `voided`.
    state: String,
    /// When it ended (RFC 3339): the submission, or the deadline.
    finished_at: String,
    /// Time used, ms.
    duration_ms: i64,
    /// Questions answered, the prediction not counted.
    answered: u16,
    /// SHA-256 over the attempt's id and its saved answers, hexadecimal.
    digest: String,
}

impl Example for ReceiptBody {
    fn example() -> Self {
        Self {
            attempt: Uuid::nil(),
            code: "7KQ2-M4XD".into(),
            state: "submitted".into(),
            finished_at: "2026-11-21T08:06:12.345+07:00".into(),
            duration_ms: 372_345,
            answered: 10,
            digest: "5f1c…".into(),
        }
    }
}

/// One question in the review phase.
#[derive(Debug, Object)]
pub struct ReviewBody {
    /// Number in the paper.
    number: u16,
    /// The response given.
    response: String,
    /// The right response, by shown letters.
    right: String,
    /// Why.
    explanation: String,
    /// Legal references.
    references: Vec<String>,
}

/// The result of an ended attempt: the receipt, and what the policy allows to be shown now.
#[derive(Debug, Object)]
#[oai(example)]
pub struct ResultBody {
    /// The receipt.
    receipt: ReceiptBody,
    /// Whether it counts.
    valid: bool,
    /// Points, as a decimal; absent while scores are hidden.
    points: Option<String>,
    /// Right answers; absent while scores are hidden.
    correct: Option<u16>,
    /// The prediction as recorded.
    prediction: Option<String>,
    /// Right answers with explanations; absent before the review phase.
    review: Option<Vec<ReviewBody>>,
}

impl Example for ResultBody {
    fn example() -> Self {
        Self {
            receipt: ReceiptBody::example(),
            valid: true,
            points: Some("9".into()),
            correct: Some(9),
            prediction: Some("7171".into()),
            review: None,
        }
    }
}

/// The name of a state in the API.
#[must_use]
pub const fn state_name(state: State) -> &'static str {
    match state {
        State::Open => "open",
        State::Submitted => "submitted",
        State::Expired => "expired",
        State::Voided => "voided",
    }
}

/// An attempt as JSON, put together from prepared parts.
#[must_use]
pub fn attempt_json(sitting: &Sitting) -> String {
    let attempt = &sitting.attempt;
    let token = sitting
        .token
        .as_deref()
        .map(|t| format!("\"token\":{},", quoted(t)))
        .unwrap_or_default();
    format!(
        "{{\"id\":\"{}\",\"code\":\"{}\",\"ordinal\":{},\"state\":\"{}\",\"started_at\":\"{}\",\"remaining_ms\":{},\"length_ms\":{},{token}\"paper\":{},\"answers\":{}}}",
        attempt.id,
        readable_code(attempt.id),
        attempt.ordinal,
        state_name(attempt.state),
        attempt.started_at,
        sitting.remaining_ms,
        sitting.live.settings.length_ms,
        sitting.live.paper_json(attempt),
        AssessmentService::answers_json(sitting),
    )
}

/// Who asks: the holder of the attempt token, or the signed-in person.
///
/// # Errors
/// When it is neither.
pub fn sitter(context: &Context) -> Outcome<Sitter> {
    match (&context.attempt_token, &context.caller) {
        (Some(token), _) => Ok(Sitter::Token(token.clone())),
        (None, Some(actor)) => Ok(Sitter::Person(actor.account)),
        (None, None) => Err(Problem::new(Code::SignInNeeded)),
    }
}

/// The receipt of an ended attempt.
fn receipt(attempt: &Attempt) -> Outcome<ReceiptBody> {
    let (Some(finished), Some(grade)) = (attempt.finished_at, attempt.grade) else {
        return Err(Problem::new(Code::ResultNotYet));
    };
    Ok(ReceiptBody {
        attempt: attempt.id,
        code: readable_code(attempt.id),
        state: state_name(attempt.state).to_owned(),
        finished_at: finished.to_string(),
        duration_ms: finished.since(attempt.started_at),
        answered: grade.answered,
        digest: receipt_digest(attempt.id, &attempt.answers),
    })
}

/// The operations.
pub struct AttemptApi;

#[OpenApi(prefix_path = "/api/v1/attempts", tag = "Tag::Attempts")]
impl AttemptApi {
    /// An attempt with its paper and saved answers, for resuming on any device
    #[oai(path = "/:id", method = "get", operation_id = "attempt")]
    async fn attempt(
        &self,
        context: Context,
        attempts: Service<AssessmentService>,
        id: Path<Uuid>,
    ) -> ApiResult<Prepared<AttemptBody>> {
        let sitting = attempts
            .sitting_of(id.0, &sitter(&context)?, context.now)
            .await?;
        Ok(Prepared::ok(attempt_json(&sitting)))
    }

    /// Save one answer
    ///
    /// Repeating a save is safe. Accepted while the attempt runs and when `sequence` is newer than what is stored for this question;
    /// otherwise `409` with what is stored, and nothing changes.
    #[oai(
        path = "/:id/answers/:number",
        method = "put",
        operation_id = "saveAnswer"
    )]
    async fn save(
        &self,
        context: Context,
        attempts: Service<AssessmentService>,
        id: Path<Uuid>,
        number: Path<u16>,
        body: Json<SaveBody>,
    ) -> ApiResult<Json<SavedBody>> {
        let who = sitter(&context)?;
        let saved = attempts
            .save(
                id.0,
                &who,
                usize::from(number.0),
                &body.response,
                body.sequence,
                context.now,
            )
            .await?;
        Ok(Json(SavedBody {
            sequence: saved.sequence,
            saved_at: saved.saved_at.to_string(),
            remaining_ms: saved.remaining_ms,
        }))
    }

    /// Submit: end the attempt early
    ///
    /// Carries no answers: what is saved is the attempt. Repeating it returns the same receipt.
    #[oai(path = "/:id/submission", method = "post", operation_id = "submit")]
    async fn submit(
        &self,
        context: Context,
        attempts: Service<AssessmentService>,
        id: Path<Uuid>,
    ) -> ApiResult<Json<ReceiptBody>> {
        let attempt = attempts
            .submit(id.0, &sitter(&context)?, context.now)
            .await?;
        Ok(Json(receipt(&attempt)?))
    }

    /// The result: receipt, and points and right answers when the policy allows
    #[oai(path = "/:id/result", method = "get", operation_id = "result")]
    async fn result(
        &self,
        context: Context,
        attempts: Service<AssessmentService>,
        id: Path<Uuid>,
    ) -> ApiResult<Json<ResultBody>> {
        let result = attempts
            .result_of(id.0, &sitter(&context)?, context.now)
            .await?;
        let review = result.review.map(|questions| {
            let body = |q: super::service::Reviewed| ReviewBody {
                number: q.number,
                response: super::answers::letters(q.chosen),
                right: super::answers::letters(q.right),
                explanation: q.explanation,
                references: q.references,
            };
            questions.into_iter().map(body).collect()
        });
        let grade = result.attempt.grade;
        Ok(Json(ResultBody {
            receipt: receipt(&result.attempt)?,
            valid: grade.is_some_and(|g| g.valid),
            points: grade
                .filter(|_| result.hosting.shows_score)
                .map(|g| g.points.to_string()),
            correct: grade
                .filter(|_| result.hosting.shows_score)
                .map(|g| g.correct),
            prediction: grade
                .and_then(|g| g.prediction)
                .map(|p| super::rules::write_prediction(p, '.')),
            review,
        }))
    }
}
