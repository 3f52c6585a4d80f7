//! The overview of a course: its modules and lessons, its draft from opening to the review.

use poem::web::Path;
use poem::{IntoResponse, Response, handler};

use super::{
    check_seen, findings_of, head_of, mendable, name_of, revision_of, rows, seen_of, status_of,
};
use crate::account::service::AccountService;
use crate::course::package::arrange::{new_lesson, path_of_lesson};
use crate::course::package::lesson::key_of;
use crate::course::package::write::{HeadFields, LessonFields, ModuleFields};
use crate::course::package::{PAGE, SOURCES, head};
use crate::course::service::{CourseService, Draft, FileChange, Head};
use crate::course::views::authoring::{
    CourseView, DraftHead, FileRow, LessonRow, ModuleRow, editor_of, is_text,
};
use crate::kernel::problem::{Code, Outcome, Problem};
use crate::platform::http::context::Context;
use crate::platform::http::form::Form;
use crate::platform::http::page::Errors;
use crate::platform::http::reply::see_other;
use crate::platform::http::services::Service;
use crate::platform::i18n::Lang;
use crate::question_bank::model::Finding;

fn lesson_row(draft: &Draft, findings: &[Finding], key: &str) -> LessonRow {
    let path = path_of_lesson(&draft.files, key);
    let fields = path
        .and_then(|p| draft.text(p))
        .and_then(LessonFields::read)
        .unwrap_or_default();
    let known = ["text", "quiz", "exam", "assignment", "survey"];
    LessonRow {
        key: key.to_owned(),
        title: if fields.title.trim().is_empty() {
            key.to_owned()
        } else {
            fields.title
        },
        kind: known
            .into_iter()
            .find(|k| *k == fields.kind)
            .unwrap_or("text")
            .to_owned(),
        minutes: fields.minutes,
        there: path.is_some(),
        findings: path.map_or_else(Vec::new, |path| {
            rows(&draft.head.slug, findings, |file| file == path)
        }),
    }
}

fn module_rows(
    lang: Lang,
    draft: &Draft,
    findings: &[Finding],
    fields: &HeadFields,
) -> Vec<ModuleRow> {
    let row = |(number, module): (usize, &ModuleFields)| ModuleRow {
        number,
        title: module.title.clone(),
        hours: lang.written_number(&module.hours),
        framework: module.framework.clone(),
        lessons: module
            .lessons
            .iter()
            .map(|key| lesson_row(draft, findings, key))
            .collect(),
    };
    fields.modules.iter().enumerate().map(row).collect()
}

fn text_rows(draft: &Draft, findings: &[Finding]) -> Vec<FileRow> {
    let own =
        |path: &&String| is_text(path) && !path.starts_with("lessons/") && *path != head::FILE;
    let mut paths: Vec<String> = draft.files.keys().filter(own).cloned().collect();
    for always in [PAGE, SOURCES] {
        if !paths.iter().any(|p| p == always) {
            paths.push(always.to_owned());
        }
    }
    let row = |path: String| FileRow {
        href: editor_of(&draft.head.slug, &path),
        errors: findings
            .iter()
            .filter(|f| f.error && f.file == path)
            .count(),
        path,
    };
    paths.into_iter().map(row).collect()
}

async fn course_view(
    context: &Context,
    accounts: &AccountService,
    courses: &CourseService,
    draft: &Draft,
    errors: Errors,
) -> Outcome<CourseView> {
    let findings = findings_of(draft, context);
    let fields = draft.text(head::FILE).and_then(HeadFields::read);
    let modules = fields
        .as_ref()
        .map_or_else(Vec::new, |f| module_rows(context.lang, draft, &findings, f));
    let placed: Vec<&str> = modules
        .iter()
        .flat_map(|m| m.lessons.iter().map(|l| l.key.as_str()))
        .collect();
    let keys = draft.files.keys();
    let keys = keys.filter_map(|p| key_of(p));
    let loose = keys.filter(|k| !placed.contains(k));
    let errors_in_all = findings.iter().filter(|f| f.error).count();
    let loose = loose.map(|key| lesson_row(draft, &findings, key)).collect();
    Ok(CourseView {
        page: context.page(),
        head: head_of(draft),
        revision: draft.facts.revision,
        seen: seen_of(draft, head::FILE),
        review_note: draft.facts.review_note.clone(),
        submitted_by: name_of(accounts, draft.facts.submitted_by).await?,
        own: courses.wrote(draft, context.actor()?).await?,
        readable: fields.is_some(),
        loose,
        texts: text_rows(draft, &findings),
        findings: rows(&draft.head.slug, &findings, |f| !f.starts_with("lessons/")),
        error_count: errors_in_all,
        warning_count: findings.len() - errors_in_all,
        modules,
        errors,
    })
}

/// A course without a draft: the way to one.
fn closed_view(context: &Context, head: &Head) -> CourseView {
    CourseView {
        page: context.page(),
        head: DraftHead {
            slug: head.slug.clone(),
            title: head.title.clone(),
            version: head.version,
            state: String::new(),
        },
        revision: 0,
        seen: String::new(),
        review_note: String::new(),
        submitted_by: String::new(),
        own: false,
        modules: Vec::new(),
        readable: false,
        loose: Vec::new(),
        texts: Vec::new(),
        findings: Vec::new(),
        error_count: 0,
        warning_count: 0,
        errors: Errors::default(),
    }
}

/// The overview of a course: its draft, or the way to one.
#[handler]
pub async fn show_course(
    context: Context,
    Path(slug): Path<String>,
    courses: Service<CourseService>,
    accounts: Service<AccountService>,
) -> poem::Result<Response> {
    let (head, draft) = courses.draft_if_open(&slug, context.actor()?).await?;
    let view = match draft {
        None => closed_view(&context, &head),
        Some(draft) => {
            course_view(&context, &accounts, &courses, &draft, Errors::default()).await?
        }
    };
    Ok(view.into_response())
}

/// Opens a draft.
#[handler]
pub async fn post_open(
    context: Context,
    Path(slug): Path<String>,
    _form: Form,
    courses: Service<CourseService>,
) -> poem::Result<Response> {
    courses
        .open_draft(&slug, context.actor()?, context.now)
        .await?;
    Ok(see_other(&format!("/soan/{slug}")))
}

/// Lets a draft go.
#[handler]
pub async fn post_discard(
    context: Context,
    Path(slug): Path<String>,
    form: Form,
    courses: Service<CourseService>,
) -> poem::Result<Response> {
    let revision = revision_of(&form);
    courses
        .discard_draft(&slug, revision, context.actor()?, context.now)
        .await?;
    Ok(see_other("/soan"))
}

/// Asks for a review.
#[handler]
pub async fn post_submit(
    context: Context,
    Path(slug): Path<String>,
    form: Form,
    courses: Service<CourseService>,
    accounts: Service<AccountService>,
) -> poem::Result<Response> {
    let actor = context.actor()?;
    let done = courses.submit_draft(
        &slug,
        revision_of(&form),
        form.get("note"),
        actor,
        context.now,
    );
    match done.await {
        Ok(()) => Ok(see_other(&format!("/soan/{slug}?bao=authoring-submitted"))),
        Err(problem) => {
            let problem = mendable(problem)?;
            let draft = courses.draft(&slug, actor).await?;
            let errors = Errors::of(context.lang, &problem);
            let view = course_view(&context, &accounts, &courses, &draft, errors).await?;
            Ok(view.with_status(status_of(&problem)).into_response())
        }
    }
}

/// Moves, adds and removes modules and lessons.
#[handler]
pub async fn post_structure(
    context: Context,
    Path(slug): Path<String>,
    form: Form,
    courses: Service<CourseService>,
    accounts: Service<AccountService>,
) -> poem::Result<Response> {
    let actor = context.actor()?;
    let draft = courses.draft(&slug, actor).await?;
    let revision = draft.facts.revision;
    let done = match structure_changes(&draft, &form) {
        Ok(changes) => {
            courses
                .change_draft(&slug, revision, changes, actor, context.now)
                .await
        }
        Err(problem) => Err(problem),
    };
    match done {
        Ok(()) => Ok(see_other(&format!("/soan/{slug}#modules"))),
        Err(problem) => {
            let problem = mendable(problem)?;
            let errors = Errors::of(context.lang, &problem);
            let view = course_view(&context, &accounts, &courses, &draft, errors).await?;
            Ok(view.with_status(status_of(&problem)).into_response())
        }
    }
}

fn structure_changes(draft: &Draft, form: &Form) -> Outcome<Vec<FileChange>> {
    check_seen(draft, head::FILE, form)?;
    let unreadable = || Problem::new(Code::RequestUnreadable);
    let mut fields = draft
        .text(head::FILE)
        .and_then(HeadFields::read)
        .ok_or_else(unreadable)?;
    let module = form.get("module").parse::<usize>().ok();
    let (key, title) = (form.get("key"), form.get("title").to_owned());
    let mut changes = Vec::new();
    match (form.get("op"), module) {
        ("len", _) => fields.move_lesson(key, true),
        ("xuong", _) => fields.move_lesson(key, false),
        ("hoc-phan-len", Some(module)) => fields.move_module(module, true),
        ("hoc-phan-xuong", Some(module)) => fields.move_module(module, false),
        ("xoa-hoc-phan", Some(module)) => fields.remove_module(module),
        ("them-hoc-phan", _) => fields.modules.push(ModuleFields {
            title,
            hours: "1".into(),
            ..ModuleFields::default()
        }),
        ("sua-hoc-phan", Some(number)) => {
            let module = fields.modules.get_mut(number).ok_or_else(unreadable)?;
            module.title = title;
            module.hours = form.get("hours").to_owned();
            module.framework = form.get("framework").to_owned();
        }
        ("them-bai", Some(number)) => {
            let (path, key) = new_lesson(&draft.files, &title);
            let module = fields.modules.get_mut(number).ok_or_else(unreadable)?;
            module.lessons.push(key);
            let lesson = LessonFields {
                title,
                kind: form.get("kind").to_owned(),
                minutes: "10".into(),
                ..LessonFields::default()
            };
            changes.push(FileChange::Put(path, lesson.write().into_bytes()));
        }
        ("xoa-bai", _) => {
            fields.forget_lesson(key);
            let path = path_of_lesson(&draft.files, key);
            changes.extend(path.map(|p| FileChange::Remove(p.to_owned())));
        }
        _ => return Err(unreadable()),
    }
    changes.push(FileChange::Put(
        head::FILE.into(),
        fields.write().into_bytes(),
    ));
    Ok(changes)
}
