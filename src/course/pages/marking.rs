//! What those do who mark and teach: the queue, marking, questions and answers.

use poem::web::Path;
use poem::{IntoResponse, Response, handler};
use uuid::Uuid;

use super::cohorts::{mendable, status_of};
use crate::course::service::{CourseService, HIDDEN, Handed, Moderated, SHOWN, WAITING, Waiting};
use crate::course::views::marking::{
    AnswerRow, CriterionRow, MarkView, MarkingListView, QuestionRow, QuestionsView, WaitingRow,
};
use crate::kernel::clock::Moment;
use crate::kernel::problem::{Outcome, Problem};
use crate::platform::http::context::Context;
use crate::platform::http::form::{Form, Query};
use crate::platform::http::page::{Choice, Errors};
use crate::platform::http::reply::{download, readable, see_other};
use crate::platform::http::services::Service;
use crate::platform::markdown;

/// What waits on a page.
const ROWS: u64 = 100;
/// Questions on a page.
const QUESTIONS: u64 = 50;

fn id_of(text: &str) -> Outcome<Uuid> {
    text.parse().map_err(|_| Problem::not_found())
}

/// What waits to be marked.
#[handler]
pub async fn show_marking(
    context: Context,
    query: Query,
    courses: Service<CourseService>,
) -> poem::Result<Response> {
    let actor = context.actor()?;
    let slug = query.get("khoa");
    let course = match slug {
        "" => None,
        slug => Some(courses.find(slug).await?.id),
    };
    let all = courses.waiting(actor, None, ROWS + 1).await?;
    let waiting = match course {
        None => all.clone(),
        course => courses.waiting(actor, course, ROWS + 1).await?,
    };
    let mut choices = vec![Choice {
        value: String::new(),
        label: context.lang.t("marking-all-courses"),
        selected: slug.is_empty(),
    }];
    for one in &all {
        if choices.iter().all(|c| c.value != one.head.slug) {
            choices.push(Choice {
                value: one.head.slug.clone(),
                label: one.head.title.clone(),
                selected: one.head.slug == slug,
            });
        }
    }
    let row = |one: &Waiting| WaitingRow {
        id: one.row.id,
        course: one.head.title.clone(),
        lesson: one.lesson.clone(),
        name: one.name.clone(),
        cohort: one.cohort.clone(),
        ordinal: one.row.ordinal,
        at: Moment(one.row.submitted_at),
    };
    let shown = usize::try_from(ROWS).unwrap_or(usize::MAX);
    let view = MarkingListView {
        page: context.page(),
        courses: choices,
        more: waiting.len() > shown,
        waiting: waiting.iter().take(shown).map(row).collect(),
    };
    Ok(view.into_response())
}

fn mark_view(context: &Context, handed: &Handed, typed: Option<(&Form, &Problem)>) -> MarkView {
    let row = &handed.row;
    let given: Vec<u16> = row
        .scores
        .as_deref()
        .and_then(|s| serde_json::from_str(s).ok())
        .unwrap_or_default();
    let criterion = |(place, line): (usize, &crate::course::model::Criterion)| {
        let field = format!("points-{place}");
        let known = given.get(place).map_or_else(String::new, u16::to_string);
        CriterionRow {
            value: typed.map_or(known, |(form, _)| form.get(&field).to_owned()),
            field,
            name: line.name.clone(),
            description: line.description.clone(),
            max: line.points,
        }
    };
    let lang = context.lang;
    let comment = row.comment.clone().unwrap_or_default();
    MarkView {
        page: context.page(),
        id: row.id,
        revision: row.revision,
        course: handed.head.title.clone(),
        lesson: handed.lesson.title.clone(),
        task: markdown::to_html(&handed.lesson.body),
        name: handed.name.clone(),
        ordinal: row.ordinal,
        at: Moment(row.submitted_at),
        text: row.text.clone(),
        file: row.file_name.clone().unwrap_or_default(),
        rubric: handed
            .assignment
            .rubric
            .iter()
            .enumerate()
            .map(criterion)
            .collect(),
        of: handed.assignment.points(),
        pass_percent: handed.assignment.pass_percent,
        comment: typed.map_or(comment, |(form, _)| form.get("comment").to_owned()),
        marked: row.marked_at.map(|at| {
            (
                Moment(at),
                row.points.unwrap_or(0),
                row.passed.unwrap_or(false),
            )
        }),
        errors: typed.map_or_else(Errors::default, |(_, p)| {
            Errors::of(lang, &readable(p, lang))
        }),
    }
}

/// Something handed in, with its rubric.
#[handler]
pub async fn show_mark(
    context: Context,
    Path(submission): Path<String>,
    courses: Service<CourseService>,
) -> poem::Result<Response> {
    let handed = courses
        .handed(id_of(&submission)?, context.actor()?)
        .await?;
    Ok(mark_view(&context, &handed, None).into_response())
}

/// Gives marks.
#[handler]
pub async fn post_mark(
    context: Context,
    Path(submission): Path<String>,
    form: Form,
    courses: Service<CourseService>,
) -> poem::Result<Response> {
    let actor = context.actor()?;
    let handed = courses.handed(id_of(&submission)?, actor).await?;
    let points: Vec<Option<u16>> = (0..handed.assignment.rubric.len())
        .map(|place| form.get(&format!("points-{place}")).parse().ok())
        .collect();
    let revision = form.get("revision").parse().unwrap_or(0);
    let marked = courses.mark(
        &handed,
        revision,
        &points,
        form.get("comment"),
        &context.base_url,
        actor,
        context.now,
    );
    match marked.await {
        Ok(()) => Ok(see_other("/to-chuc/cham-bai?bao=marking-saved")),
        Err(problem) => {
            let problem = mendable(problem)?;
            let view = mark_view(&context, &handed, Some((&form, &problem)));
            Ok(view.with_status(status_of(&problem)).into_response())
        }
    }
}

/// The file of something handed in: always to be saved, never to be opened in the browser.
#[handler]
pub async fn download_handed(
    context: Context,
    Path(submission): Path<String>,
    courses: Service<CourseService>,
) -> poem::Result<Response> {
    let handed = courses
        .handed(id_of(&submission)?, context.actor()?)
        .await?;
    let bytes = courses.file_to_mark(&handed).await?;
    let given = handed.row.file_name.as_deref().unwrap_or_default();
    let extension = given.rsplit_once('.').map_or("", |(_, e)| e);
    let plain =
        |e: &str| (1..=5).contains(&e.len()) && e.bytes().all(|b| b.is_ascii_alphanumeric());
    let extension = if plain(extension) { extension } else { "bin" };
    let id = handed.row.id.simple().to_string();
    let name = format!("bai-nop-{}.{extension}", &id[20..]);
    let mut response = download(&name, "application/octet-stream", bytes);
    let nosniff = poem::http::HeaderValue::from_static("nosniff");
    response
        .headers_mut()
        .insert("x-content-type-options", nosniff);
    Ok(response)
}

// ---------------------------------------------------------------------------------------------------------------------
// Questions and answers

const fn state_name(state: i16) -> &'static str {
    match state {
        WAITING => "waiting",
        SHOWN => "shown",
        _ => "hidden",
    }
}

fn question_row(asked: Moderated) -> QuestionRow {
    let answers = asked.answers.into_iter().map(|answer| AnswerRow {
        id: answer.id,
        name: answer.author_name,
        text: answer.text,
        at: Moment(answer.created_at),
        teacher: answer.teacher,
        state: state_name(answer.state),
    });
    QuestionRow {
        id: asked.row.id,
        course: asked.head.title.clone(),
        lesson: asked.lesson,
        name: asked.row.author_name,
        text: asked.row.text,
        at: Moment(asked.row.created_at),
        answers: answers.collect(),
        typed: String::new(),
        errors: Errors::default(),
    }
}

async fn questions_view(
    context: &Context,
    courses: &CourseService,
    state: i16,
) -> Outcome<QuestionsView> {
    let asked = courses.asked(context.actor()?, state, QUESTIONS).await?;
    Ok(QuestionsView {
        page: context.page(),
        state: state_name(state),
        questions: asked.into_iter().map(question_row).collect(),
    })
}

/// Questions of the courses a person teaches.
#[handler]
pub async fn show_questions(
    context: Context,
    query: Query,
    courses: Service<CourseService>,
) -> poem::Result<Response> {
    let state = match query.get("trang-thai") {
        "shown" => SHOWN,
        "hidden" => HIDDEN,
        _ => WAITING,
    };
    let view = questions_view(&context, &courses, state).await?;
    Ok(view.into_response())
}

/// Shows, hides or answers a question, or shows or hides an answer of somebody who learns.
#[handler]
pub async fn post_question(
    context: Context,
    Path(question): Path<String>,
    form: Form,
    courses: Service<CourseService>,
) -> poem::Result<Response> {
    let id = id_of(&question)?;
    let (actor, now) = (context.actor()?, context.now);
    let done = match form.get("form") {
        "show" => courses.show_question(id, true, actor, now).await,
        "hide" => courses.show_question(id, false, actor, now).await,
        "answer" => {
            courses
                .answer_question(id, form.get("text"), actor, now)
                .await
        }
        act @ ("show-answer" | "hide-answer") => {
            let answer = id_of(form.get("answer"))?;
            courses
                .show_answer(id, answer, act == "show-answer", actor, now)
                .await
        }
        _ => Err(Problem::not_found()),
    };
    let Err(problem) = done else {
        return Ok(see_other("/to-chuc/hoi-dap?bao=marking-question-done"));
    };
    let problem = mendable(problem)?;
    let mut view = questions_view(&context, &courses, WAITING).await?;
    for row in view.questions.iter_mut().filter(|row| row.id == id) {
        row.typed = form.get("text").to_owned();
        row.errors = Errors::of(context.lang, &problem);
    }
    Ok(view.with_status(status_of(&problem)).into_response())
}
