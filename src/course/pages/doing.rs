//! What people do in a lesson.

use std::collections::BTreeMap;

use poem::web::Path;
use poem::{IntoResponse, Request, Response, handler};
use serde_json::json;

use super::lesson::{Sent, lesson_page, lesson_view, outcome};
use super::{after, lesson_path, mendable, status};
use crate::course::model::{EnrolmentState, LessonKind};
use crate::course::service::{CourseService, HandedFile, survey_field};
use crate::course::views::OutcomeView;
use crate::kernel::problem::{Code, Outcome, Problem};
use crate::platform::http::context::Context;
use crate::platform::http::form::{Form, LongForm};
use crate::platform::http::page::{Errors, problem_text};
use crate::platform::http::reply::see_other;
use crate::platform::http::services::Service;
use crate::platform::http::upload::UploadForm;

/// Most pieces that one report of watching may hold.
const PIECES_MAX: usize = 100;

type Here = Path<(String, String)>;

/// The lesson's page again, with what is wrong.
async fn refused(
    context: &Context,
    courses: &CourseService,
    slug: &str,
    key: &str,
    problem: Problem,
    sent: Sent,
) -> Outcome<Response> {
    let problem = mendable(problem)?;
    let errors = Errors::of(context.lang, &problem);
    let sent = Sent { errors, ..sent };
    let view = lesson_view(context, courses, slug, key, sent).await?;
    let mut response = lesson_page(view);
    response.set_status(status(&problem));
    Ok(response)
}

/// Whether a script asks, which wants the answer alone and not a whole page.
fn by_script(request: &Request) -> bool {
    request.header("x-hocluat") == Some("script")
}

/// The person is through with a lesson of text: on to the next.
#[handler]
pub async fn post_finish(
    context: Context,
    Path((slug, key)): Here,
    _form: Form,
    courses: Service<CourseService>,
) -> poem::Result<Response> {
    let done = courses
        .finish_lesson(&slug, &key, context.actor()?, context.now)
        .await;
    let journey = match done {
        Ok(journey) => journey,
        Err(problem) => {
            return Ok(refused(&context, &courses, &slug, &key, problem, Sent::default()).await?);
        }
    };
    let completed = journey.enrolment.state == EnrolmentState::Completed;
    Ok(see_other(&match after(&journey, &key) {
        _ if completed => format!("/khoa-hoc/{slug}?bao=course-completed"),
        Some(next) => format!("{}?bao=lesson-done", next.href),
        None => format!("/khoa-hoc/{slug}?bao=lesson-done"),
    }))
}

/// Answers a self-check.
#[handler]
pub async fn post_answer(
    context: Context,
    request: &Request,
    Path((slug, key)): Here,
    form: Form,
    courses: Service<CourseService>,
) -> poem::Result<Response> {
    let number: usize = form.get("cau").parse().unwrap_or(0);
    let chosen: String = form.all("chon").flat_map(str::chars).take(8).collect();
    let place = number.checked_sub(1).ok_or_else(Problem::not_found)?;
    let answered = courses
        .answer_check(&slug, &key, place, &chosen, context.actor()?, context.now)
        .await;
    let script = by_script(request);
    match answered {
        Ok(checked) if script => {
            let view = OutcomeView {
                page: context.page(),
                outcome: outcome(&checked.body, Some(checked.right)),
            };
            Ok(view.into_response())
        }
        Ok(_) => {
            let lesson = lesson_path(&slug, &key);
            Ok(see_other(&format!(
                "{lesson}?cau={number}&chon={chosen}#tu-kiem-tra-{number}"
            )))
        }
        Err(problem) if problem.code == Code::AnswerNotPossible && !script => {
            let sent = Sent {
                check: Some((number, String::new())),
                check_error: problem_text(context.lang, &problem),
                ..Sent::default()
            };
            let view = lesson_view(&context, &courses, &slug, &key, sent).await?;
            let mut response = lesson_page(view);
            response.set_status(status(&problem));
            Ok(response)
        }
        Err(problem) => Err(problem.into()),
    }
}

/// Takes a report of what was played: `doan` is `0-15000,20000-31000`, ms. Answers with what is counted.
#[handler]
pub async fn post_watched(
    context: Context,
    Path((slug, key)): Here,
    form: Form,
    courses: Service<CourseService>,
) -> poem::Result<Response> {
    let piece = |text: &str| {
        let (from, to) = text.split_once('-')?;
        Some((from.trim().parse().ok()?, to.trim().parse().ok()?))
    };
    let pieces = form.get("doan").split(',').take(PIECES_MAX);
    let pieces: Option<Vec<(i64, i64)>> = pieces.map(piece).collect();
    let pieces = pieces.ok_or_else(|| Problem::new(Code::RequestUnreadable))?;
    let watching = courses
        .report_watching(&slug, &key, pieces, context.actor()?, context.now)
        .await?;
    let body = json!({
        "watched_ms": watching.watched_ms,
        "percent": watching.percent,
        "needed": watching.needed,
    });
    Ok(Response::builder()
        .content_type("application/json; charset=utf-8")
        .body(body.to_string()))
}

/// Keeps a note.
#[handler]
pub async fn post_note(
    context: Context,
    request: &Request,
    Path((slug, key)): Here,
    LongForm(form): LongForm,
    courses: Service<CourseService>,
) -> poem::Result<Response> {
    let text = form.get("ghi-chu");
    let kept = courses
        .put_note(&slug, &key, text, context.actor()?, context.now)
        .await;
    match kept {
        Ok(()) if by_script(request) => Ok(Response::builder()
            .status(poem::http::StatusCode::NO_CONTENT)
            .finish()),
        Ok(()) => {
            let lesson = lesson_path(&slug, &key);
            Ok(see_other(&format!(
                "{lesson}?bao=note-saved#ghi-chu-cua-toi"
            )))
        }
        Err(problem) if by_script(request) => Err(problem.into()),
        Err(problem) => {
            let sent = Sent {
                note: Some(text.to_owned()),
                ..Sent::default()
            };
            Ok(refused(&context, &courses, &slug, &key, problem, sent).await?)
        }
    }
}

/// Asks a question about the lesson.
#[handler]
pub async fn post_question(
    context: Context,
    Path((slug, key)): Here,
    LongForm(form): LongForm,
    courses: Service<CourseService>,
) -> poem::Result<Response> {
    let text = form.get("cau-hoi");
    let asked = courses
        .ask(&slug, &key, text, context.actor()?, context.now)
        .await;
    match asked {
        Ok(_) => {
            let lesson = lesson_path(&slug, &key);
            Ok(see_other(&format!("{lesson}?bao=question-sent#hoi-dap")))
        }
        Err(problem) => {
            let sent = Sent {
                question: text.to_owned(),
                ..Sent::default()
            };
            Ok(refused(&context, &courses, &slug, &key, problem, sent).await?)
        }
    }
}

/// Starts an attempt at the lesson's quiz or the final examination, or goes on with the one that runs.
#[handler]
pub async fn post_start(
    context: Context,
    Path((slug, key)): Here,
    _form: Form,
    courses: Service<CourseService>,
) -> poem::Result<Response> {
    let started = courses
        .start_quiz(&slug, &key, context.actor()?, context.now)
        .await;
    match started {
        Ok((sitting, _)) => Ok(see_other(&format!("/lam-bai/{}", sitting.attempt.id))),
        Err(problem) => {
            Ok(refused(&context, &courses, &slug, &key, problem, Sent::default()).await?)
        }
    }
}

/// Hands in an assignment.
#[handler]
pub async fn post_submission(
    context: Context,
    Path((slug, key)): Here,
    upload: UploadForm,
    courses: Service<CourseService>,
) -> poem::Result<Response> {
    let text = upload.form.get("bai-lam").to_owned();
    let file = HandedFile {
        name: upload.file.name,
        bytes: upload.file.bytes,
    };
    let handed = courses
        .hand_in(&slug, &key, &text, file, context.actor()?, context.now)
        .await;
    match handed {
        Ok(_) => {
            let lesson = lesson_path(&slug, &key);
            Ok(see_other(&format!("{lesson}?bao=handed-in#bai-tap")))
        }
        Err(problem) => {
            let sent = Sent {
                text,
                ..Sent::default()
            };
            Ok(refused(&context, &courses, &slug, &key, problem, sent).await?)
        }
    }
}

/// Answers a survey, which passes the lesson.
#[handler]
pub async fn post_survey(
    context: Context,
    Path((slug, key)): Here,
    LongForm(form): LongForm,
    courses: Service<CourseService>,
) -> poem::Result<Response> {
    let actor = context.actor()?;
    let journey = courses.journey(&slug, actor).await?;
    let LessonKind::Survey(survey) = &journey.lesson(&key)?.kind else {
        return Err(Problem::not_found().into());
    };
    let answer = |key: &String| (key.clone(), form.get(&survey_field(key)).to_owned());
    let given: BTreeMap<String, String> = survey.questions.iter().map(|q| answer(&q.key)).collect();
    let answered = courses
        .answer_survey(&slug, &key, &given, actor, context.now)
        .await;
    match answered {
        Ok(()) => {
            let lesson = lesson_path(&slug, &key);
            Ok(see_other(&format!("{lesson}?bao=survey-sent")))
        }
        Err(problem) => {
            let sent = Sent {
                survey: given,
                ..Sent::default()
            };
            Ok(refused(&context, &courses, &slug, &key, problem, sent).await?)
        }
    }
}
