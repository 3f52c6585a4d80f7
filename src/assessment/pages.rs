//! The sitting page and the result page.

use std::collections::BTreeMap;

use poem::web::Path;
use poem::{IntoResponse, Request, Response, handler};
use uuid::Uuid;

use super::api::sitter;
use super::model::State;
use super::rules::{reaches, receipt_digest, write_prediction};
use super::service::{AssessmentService, Outcomes, Reviewed, Sitting, Verdict};
use super::views::{
    Place, QuestionKind, ReceiptFacts, ResultView, ReviewOption, ReviewQuestion, Score,
    SittingOption, SittingQuestion, SittingView,
};
use crate::kernel::ids::readable_code;
use crate::kernel::problem::{Code, Kind as ProblemKind, Problem};
use crate::platform::http::context::Context;
use crate::platform::http::form::{Form, Query};
use crate::platform::http::page::problem_text;
use crate::platform::http::reply::see_other;
use crate::platform::http::services::Service;
use crate::platform::picture::{self, ResultCard, ShareCard};
use crate::question_bank::model::Kind;

fn parse(id: &str) -> Result<Uuid, Problem> {
    Uuid::try_parse(id).map_err(|_| Problem::not_found())
}

/// The questions of a sitting as the page shows them; `errors` are messages by number.
fn questions(sitting: &Sitting, errors: &[(usize, String)]) -> Vec<SittingQuestion> {
    let shape = sitting.live.shape(&sitting.attempt);
    let stored = |number: usize| {
        shape
            .stored(&sitting.attempt.answers, number)
            .unwrap_or_default()
    };
    let error = |number: usize| {
        errors
            .iter()
            .find(|(n, _)| *n == number)
            .map_or_else(String::new, |(_, e)| e.clone())
    };
    let mut list = Vec::new();
    for (number, question) in (1usize..).zip(&sitting.attempt.paper.questions) {
        let Some(revision) = sitting
            .live
            .pool
            .revisions
            .get(usize::from(question.pool_index))
        else {
            continue;
        };
        let (response, sequence) = stored(number);
        let options = question
            .order
            .iter()
            .zip('A'..)
            .filter_map(|(author, letter)| {
                let text = revision.body.options.get(usize::from(*author))?.clone();
                Some(SittingOption { letter, text })
            });
        list.push(SittingQuestion {
            number: u16::try_from(number).unwrap_or(u16::MAX),
            kind: match revision.body.kind {
                Kind::Single => QuestionKind::Single,
                Kind::Multiple => QuestionKind::Multiple,
                Kind::TrueFalse => QuestionKind::TrueFalse,
            },
            text: revision.body.stem.clone(),
            options: options.collect(),
            response,
            sequence: i64::try_from(sequence).unwrap_or(i64::MAX),
            error: error(number),
        });
    }
    if let Some(text) = &sitting.live.settings.prediction_text {
        let number = list.len() + 1;
        let (response, sequence) = stored(number);
        list.push(SittingQuestion {
            number: u16::try_from(number).unwrap_or(u16::MAX),
            kind: QuestionKind::Prediction,
            text: text.clone(),
            options: Vec::new(),
            response,
            sequence: i64::try_from(sequence).unwrap_or(i64::MAX),
            error: error(number),
        });
    }
    list
}

async fn sitting_page(
    context: &Context,
    attempts: &AssessmentService,
    sitting: Sitting,
    errors: &[(usize, String)],
) -> poem::Result<Response> {
    let Some(token) = sitting.token.clone() else {
        return Ok(see_other(&format!("/ket-qua/{}", sitting.attempt.id)));
    };
    let hosting = attempts
        .hosting(
            sitting.attempt.assessment,
            sitting.attempt.person,
            context.now,
        )
        .await?;
    let view = SittingView {
        page: context.page(),
        attempt: sitting.attempt.id,
        code: readable_code(sitting.attempt.id),
        title: hosting.title,
        questions: questions(&sitting, errors),
        remaining_ms: sitting.remaining_ms,
        length_ms: sitting.live.settings.length_ms,
        token,
    };
    Ok(view.into_response())
}

/// The paper, for answering.
#[handler]
pub async fn show_sitting(
    context: Context,
    Path(id): Path<String>,
    attempts: Service<AssessmentService>,
) -> poem::Result<Response> {
    let sitting = attempts
        .sitting_of(parse(&id)?, &sitter(&context)?, context.now)
        .await?;
    sitting_page(&context, &attempts, sitting, &[]).await
}

/// Saves, or saves and submits, from a browser without JavaScript.
#[handler]
pub async fn post_sitting(
    context: Context,
    Path(id): Path<String>,
    form: Form,
    attempts: Service<AssessmentService>,
) -> poem::Result<Response> {
    let (id, who) = (parse(&id)?, sitter(&context)?);
    let sitting = attempts.sitting_of(id, &who, context.now).await?;
    let shape = sitting.live.shape(&sitting.attempt);
    let base: u64 = form.get("sequence").parse().unwrap_or(0);
    let mut errors = Vec::new();
    for number in 1..=shape.len() {
        let response: String = form.all(&format!("a{number}")).collect();
        let before = shape
            .stored(&sitting.attempt.answers, number)
            .map(|(r, _)| r)
            .unwrap_or_default();
        if response == before {
            continue;
        }
        // The page was given out with `base` as the newest sequence; what somebody saved since then is newer and stays.
        if let Err(problem) = attempts
            .save(id, &who, number, &response, base + 1, context.now)
            .await
        {
            match problem.code {
                Code::AttemptEnded | Code::TimeIsUp => {
                    return Ok(see_other(&format!("/ket-qua/{id}")));
                }
                _ if matches!(
                    problem.kind(),
                    ProblemKind::Internal | ProblemKind::NotFound
                ) =>
                {
                    return Err(problem.into());
                }
                _ => errors.push((number, problem_text(context.lang, &problem))),
            }
        }
    }
    if !errors.is_empty() {
        let sitting = attempts.sitting_of(id, &who, context.now).await?;
        return sitting_page(&context, &attempts, sitting, &errors).await;
    }
    if form.get("action") == "submit" {
        attempts.submit(id, &who, context.now).await?;
        return Ok(see_other(&format!("/ket-qua/{id}")));
    }
    Ok(see_other(&format!("/lam-bai/{id}?bao=saved")))
}

/// The result of an attempt, with its receipt.
#[handler]
pub async fn show_result(
    context: Context,
    request: &Request,
    Path(id): Path<String>,
    attempts: Service<AssessmentService>,
) -> poem::Result<Response> {
    let id = parse(&id)?;
    let who = sitter(&context)?;
    let asked: BTreeMap<String, String> = request.params().unwrap_or_default();
    let named = asked.get("ten").is_some_and(|value| value == "1");
    let found = match attempts.result_of(id, &who, context.now).await {
        Err(problem) if problem.code == Code::ResultNotYet => {
            return Ok(see_other(&format!("/lam-bai/{id}")));
        }
        other => other?,
    };
    Ok(result_view(&context, found, named)?.into_response())
}

/// The picture of a result for passing on: the person's own, without the name unless they ask for it.
#[handler]
pub async fn download_share_card(
    context: Context,
    Path(id): Path<String>,
    query: Query,
    attempts: Service<AssessmentService>,
) -> poem::Result<Response> {
    let id = parse(&id)?;
    let found = attempts
        .result_of(id, &sitter(&context)?, context.now)
        .await?;
    let (Some(finished_at), Some(grade)) = (found.attempt.finished_at, found.attempt.grade) else {
        return Err(Problem::new(Code::ResultNotYet).into());
    };
    let lang = context.lang;
    let named = query.get("ten") == "1";
    let name = context.actor()?.name.clone();
    let place = found.hosting.place.filter(|_| grade.valid);
    let result = match place {
        Some((rank, total, _)) => lang.t_args(
            "share-card-place",
            &[
                ("rank", lang.number(rank.cast_signed())),
                ("total", lang.number(total.cast_signed())),
            ],
        ),
        None if found.hosting.shows_score => lang.t_args(
            "share-card-points",
            &[("points", lang.points(grade.points))],
        ),
        None => lang.t("share-card-took-part"),
    };
    let (brand, contest, date) = (lang.t("brand"), found.hosting.title, lang.date(finished_at));
    let png = picture::drawn(move || {
        picture::share_card(&ShareCard::Result(ResultCard {
            brand: &brand,
            contest: &contest,
            result: &result,
            name: named.then_some(name.as_str()),
            date: &date,
        }))
    })
    .await?;
    Ok(Response::builder().content_type("image/png").body(png))
}

fn result_view(context: &Context, found: Outcomes, named: bool) -> Result<ResultView, Problem> {
    let attempt = &found.attempt;
    let (Some(finished_at), Some(grade)) = (attempt.finished_at, attempt.grade) else {
        return Err(Problem::new(Code::ResultNotYet));
    };
    let place = found
        .hosting
        .place
        .filter(|_| grade.valid && attempt.state != State::Voided);
    let not_yet = match (&found.review, found.live.settings.review) {
        (Some(_), _) => String::new(),
        (None, review) => {
            let key = match review {
                super::model::Review::Never if found.hosting.pass_percent.is_some() => {
                    "result-lesson-review-never"
                }
                super::model::Review::Never | super::model::Review::AfterAttempt => {
                    "result-review-never"
                }
                super::model::Review::AfterClose => "result-review-after-close",
                super::model::Review::AfterFinal => "result-review-after-final",
            };
            let closes = context.lang.date_time(found.live.settings.closes_at);
            context.lang.t_args(key, &[("at", closes)])
        }
    };
    Ok(ResultView {
        page: context.page(),
        title: found.hosting.title,
        back: found.hosting.back,
        receipt: ReceiptFacts {
            code: readable_code(attempt.id),
            state: attempt.state,
            started_at: attempt.started_at,
            finished_at,
            duration_ms: finished_at.since(attempt.started_at),
            answered: grade.answered,
            questions: grade.questions,
            digest: receipt_digest(attempt.id, &attempt.answers),
        },
        valid: grade.valid,
        score: found.hosting.shows_score.then_some(Score {
            points: grade.points,
            correct: grade.correct,
        }),
        prediction: grade
            .prediction
            .map_or_else(String::new, |p| write_prediction(p, ',')),
        place: place.map(|(rank, total, is_final)| Place {
            rank: rank.cast_signed(),
            total: total.cast_signed(),
            is_final,
        }),
        board: found.hosting.board,
        review: found
            .review
            .map(|list| list.into_iter().map(review_question).collect()),
        not_yet,
        onward: found.hosting.onward,
        again: found.hosting.again,
        verdict: found.hosting.pass_percent.map(|needed_percent| Verdict {
            passed: reaches(grade.correct.into(), grade.questions.into(), needed_percent),
            needed_percent,
        }),
        attempt: attempt.id,
        named,
    })
}

fn review_question(reviewed: Reviewed) -> ReviewQuestion {
    let bit = |mask: u16, place: usize| mask & (1 << place) != 0;
    ReviewQuestion {
        number: reviewed.number,
        text: reviewed.text,
        options: reviewed
            .options
            .into_iter()
            .zip('A'..)
            .enumerate()
            .map(|(place, (text, letter))| ReviewOption {
                letter,
                text,
                right: bit(reviewed.right, place),
                chosen: bit(reviewed.chosen, place),
            })
            .collect(),
        correct: reviewed.chosen == reviewed.right,
        explanation: reviewed.explanation,
        references: reviewed.references,
    }
}
