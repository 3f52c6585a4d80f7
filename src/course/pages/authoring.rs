//! The pages on which authors write courses: list, draft, settings, lessons, texts, files, review.

use std::io::Write as _;

use poem::http::StatusCode;
use poem::web::Path;
use poem::{IntoResponse, Response, handler};
use uuid::Uuid;

mod forms;

use self::forms::{
    head_fields, lesson_fields, lesson_view, picked_files, settings_choices, topics,
};
use crate::account::service::AccountService;
use crate::course::assets::{self, Use, named_use};
use crate::course::package::arrange::{differences, new_lesson, path_of_lesson};
use crate::course::package::write::{HeadFields, LessonFields, ModuleFields};
use crate::course::package::{Files, PAGE, SOURCES, head, read_one_lesson, served_assets};
use crate::course::service::{CourseService, DRAFT_MAX, Decision, Draft, FileChange};
use crate::course::text::{Addresses, Part, parts};
use crate::course::views::authoring::{
    AssetRow, AssetsView, CourseRow, CourseView, DiffRow, DraftHead, FileRow, FindingRow,
    LessonRow, ListView, ModuleRow, NewView, PreviewPart, PreviewView, ReviewView, SettingsView,
    TextView, editor_of, is_text,
};
use crate::kernel::actor::{Actor, Role};
use crate::kernel::problem::{Code, Kind, Outcome, Problem};
use crate::organisation::service::OrganisationService;
use crate::platform::http::context::Context;
use crate::platform::http::form::{Form, LongForm, Query};
use crate::platform::http::page::{Choice, Errors};
use crate::platform::http::reply::{download, see_other};
use crate::platform::http::services::Service;
use crate::platform::http::upload::UploadForm;
use crate::platform::i18n::Lang;
use crate::question_bank::model::Finding;

/// Largest body of the form that brings a file: the largest file and the fields around it.
pub const BODY_MAX: usize = assets::MEDIA_MAX + 512 * 1024;

/// What a form that failed shows beside its fields; anything nothing on the form can mend is an error page.
fn mendable(problem: Problem) -> Outcome<Problem> {
    match problem.kind() {
        Kind::Internal | Kind::NotFound | Kind::Unavailable => Err(problem),
        _ => Ok(problem),
    }
}

fn status_of(problem: &Problem) -> StatusCode {
    StatusCode::from_u16(problem.kind().status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

/// What a form saw of a file: the beginning of its digest; empty when there was none.
fn seen_of(draft: &Draft, path: &str) -> String {
    let bytes = draft.files.get(path);
    bytes.map_or_else(String::new, |b| assets::digest(b)[..16].to_owned())
}

/// Refuses a form that saw another content of the file than there is now.
fn check_seen(draft: &Draft, path: &str, form: &Form) -> Outcome<()> {
    if seen_of(draft, path) == form.get("seen") {
        Ok(())
    } else {
        Err(Problem::new(Code::ChangedMeanwhile))
    }
}

fn head_of(draft: &Draft) -> DraftHead {
    let fields = draft.text(head::FILE).and_then(HeadFields::read);
    let title = fields.map(|f| f.title).filter(|t| !t.trim().is_empty());
    DraftHead {
        slug: draft.head.slug.clone(),
        title: title.unwrap_or_else(|| draft.head.title.clone()),
        version: draft.head.version,
        state: draft.facts.state.as_str().to_owned(),
    }
}

fn findings_of(draft: &Draft, context: &Context) -> Vec<Finding> {
    draft.read(context.now.date()).1
}

fn rows(slug: &str, findings: &[Finding], wanted: impl Fn(&str) -> bool) -> Vec<FindingRow> {
    findings
        .iter()
        .filter(|f| wanted(&f.file))
        .map(|f| FindingRow::of(slug, f))
        .collect()
}

/// A text as it will look.
fn preview_of(draft: &Draft, path: &str, text: &str) -> (Vec<PreviewPart>, Vec<Finding>) {
    let assets = served_assets(&draft.files);
    let addresses = Addresses::draft(&draft.head.slug, &assets);
    let (body, checks, findings) = if path.starts_with("lessons/") {
        let (lesson, findings) = read_one_lesson(path, text);
        match lesson {
            Some(file) => (file.lesson.body, file.lesson.checks, findings),
            None => (String::new(), Vec::new(), findings),
        }
    } else {
        (text.to_owned(), Vec::new(), Vec::new())
    };
    let shown = |part| match part {
        Part::Html(html) => PreviewPart::Html(html),
        Part::Check(number) => {
            let check = checks.get(number);
            PreviewPart::Check(
                check.map(|c| c.stem.clone()).unwrap_or_default(),
                check.map(|c| c.options.clone()).unwrap_or_default(),
            )
        }
    };
    let preview = parts(&body, &addresses).into_iter().map(shown).collect();
    (preview, findings)
}

async fn name_of(accounts: &AccountService, id: Option<Uuid>) -> Outcome<String> {
    let Some(id) = id else {
        return Ok(String::new());
    };
    let found = accounts.accounts(&[id]).await?;
    Ok(found
        .into_iter()
        .next()
        .map_or_else(String::new, |a| a.full_name))
}

// ---------------------------------------------------------------------------------------------------------------------
// List and new course

/// The courses a person may write.
#[handler]
pub async fn show_list(
    context: Context,
    courses: Service<CourseService>,
    organisations: Service<OrganisationService>,
) -> poem::Result<Response> {
    let list = courses.authored(context.actor()?).await?;
    let ids: Vec<Uuid> = list.iter().filter_map(|c| c.head.organisation).collect();
    let named = organisations.named(&ids).await?;
    let row = |course: &crate::course::service::Authored| CourseRow {
        slug: course.head.slug.clone(),
        title: course.head.title.clone(),
        organisation: course
            .head
            .organisation
            .and_then(|id| named.get(&id))
            .map_or_else(String::new, |u| u.full_name.clone()),
        version: course.head.version,
        state: course
            .draft
            .as_ref()
            .map_or("", |d| d.state.as_str())
            .to_owned(),
        edited_at: course.draft.as_ref().map(|d| d.edited_at),
    };
    let view = ListView {
        page: context.page(),
        courses: list.iter().map(row).collect(),
    };
    Ok(view.into_response())
}

/// The organisations at which a person writes courses, by their codes.
async fn own_organisations(
    context: &Context,
    organisations: &OrganisationService,
    actor: &Actor,
    chosen: &str,
) -> Outcome<Vec<Choice>> {
    let choice = |value: &str, label: String| Choice {
        selected: value == chosen,
        value: value.to_owned(),
        label,
    };
    let mut choices = Vec::new();
    if actor.is_everywhere(Role::Author) {
        choices.push(choice("", context.lang.t("authoring-everywhere")));
    }
    let ids = actor.grants.iter().filter(|g| g.role.covers(Role::Author));
    let ids: Vec<Uuid> = ids.filter_map(|g| g.organisation).collect();
    for unit in organisations.named(&ids).await?.values() {
        choices.push(choice(&unit.code, unit.full_name.clone()));
    }
    choices.sort_by(|a, b| a.label.cmp(&b.label));
    choices.dedup();
    Ok(choices)
}

async fn new_view(
    context: &Context,
    organisations: &OrganisationService,
    form: &Form,
    errors: Errors,
) -> Outcome<NewView> {
    let actor = context.actor()?;
    let chosen = form.get("organisation");
    Ok(NewView {
        page: context.page(),
        title: form.get("title").to_owned(),
        slug: form.get("slug").to_owned(),
        organisations: own_organisations(context, organisations, actor, chosen).await?,
        errors,
    })
}

/// The form for a new course.
#[handler]
pub async fn show_new(
    context: Context,
    organisations: Service<OrganisationService>,
) -> poem::Result<Response> {
    let (form, errors) = (Form::default(), Errors::default());
    let view = new_view(&context, &organisations, &form, errors).await?;
    Ok(view.into_response())
}

/// Begins a new course.
#[handler]
pub async fn post_new(
    context: Context,
    form: Form,
    courses: Service<CourseService>,
    organisations: Service<OrganisationService>,
) -> poem::Result<Response> {
    let (slug, title) = (form.get("slug"), form.get("title"));
    let organisation = form.get("organisation");
    let done = courses.create(slug, title, organisation, context.actor()?, context.now);
    match done.await {
        Ok(()) => Ok(see_other(&format!("/soan/{slug}"))),
        Err(problem) => {
            let problem = mendable(problem)?;
            let errors = Errors::of(context.lang, &problem);
            let view = new_view(&context, &organisations, &form, errors).await?;
            Ok(view.with_status(status_of(&problem)).into_response())
        }
    }
}

// ---------------------------------------------------------------------------------------------------------------------
// Overview

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
    let keys = keys.filter_map(|p| crate::course::package::lesson::key_of(p));
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
fn closed_view(context: &Context, head: &crate::course::service::Head) -> CourseView {
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

fn revision_of(form: &Form) -> i32 {
    form.get("revision").parse().unwrap_or(0)
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

// ---------------------------------------------------------------------------------------------------------------------
// Settings

fn settings_view(
    context: &Context,
    draft: &Draft,
    fields: HeadFields,
    seen: String,
    errors: Errors,
) -> SettingsView {
    let findings = findings_of(draft, context);
    let (modes, shows) = settings_choices(context.lang, &fields);
    SettingsView {
        page: context.page(),
        head: head_of(draft),
        seen,
        modes,
        covers: picked_files(draft, &[Use::Picture], &fields.cover),
        shows,
        findings: rows(&draft.head.slug, &findings, |f| f == head::FILE),
        fields,
        errors,
    }
}

/// The course's settings.
#[handler]
pub async fn show_settings(
    context: Context,
    Path(slug): Path<String>,
    courses: Service<CourseService>,
) -> poem::Result<Response> {
    let draft = courses.draft(&slug, context.actor()?).await?;
    let Some(fields) = draft.text(head::FILE).and_then(HeadFields::read) else {
        return Ok(see_other(&format!(
            "/soan/{slug}/van-ban?tep={}",
            head::FILE
        )));
    };
    let seen = seen_of(&draft, head::FILE);
    Ok(settings_view(&context, &draft, fields, seen, Errors::default()).into_response())
}

/// Keeps the course's settings.
#[handler]
pub async fn post_settings(
    context: Context,
    Path(slug): Path<String>,
    LongForm(form): LongForm,
    courses: Service<CourseService>,
) -> poem::Result<Response> {
    let actor = context.actor()?;
    let draft = courses.draft(&slug, actor).await?;
    let before = draft.text(head::FILE).and_then(HeadFields::read);
    let fields = head_fields(&form, before.unwrap_or_default());
    let bytes = fields.write().into_bytes();
    let done = match check_seen(&draft, head::FILE, &form) {
        Ok(()) => {
            let changes = vec![FileChange::Put(head::FILE.into(), bytes)];
            courses
                .change_draft(&slug, draft.facts.revision, changes, actor, context.now)
                .await
        }
        Err(problem) => Err(problem),
    };
    match done {
        Ok(()) => Ok(see_other(&format!(
            "/soan/{slug}/khoa-hoc?bao=authoring-saved"
        ))),
        Err(problem) => {
            let problem = mendable(problem)?;
            let errors = Errors::of(context.lang, &problem);
            // What was typed stays; saving once more puts it in the place of what is there now.
            let seen = seen_of(&draft, head::FILE);
            let view = settings_view(&context, &draft, fields, seen, errors);
            Ok(view.with_status(status_of(&problem)).into_response())
        }
    }
}

// ---------------------------------------------------------------------------------------------------------------------
// Lessons

/// A lesson's settings and text.
#[handler]
pub async fn show_lesson(
    context: Context,
    Path((slug, key)): Path<(String, String)>,
    courses: Service<CourseService>,
) -> poem::Result<Response> {
    let draft = courses.draft(&slug, context.actor()?).await?;
    let path = path_of_lesson(&draft.files, &key).ok_or_else(Problem::not_found)?;
    let Some(fields) = draft.text(path).and_then(LessonFields::read) else {
        return Ok(see_other(&format!("/soan/{slug}/van-ban?tep={path}")));
    };
    let findings = findings_of(&draft, &context);
    let view = lesson_view(&context, &draft, path, fields, topics(&draft));
    let view = crate::course::views::authoring::LessonView {
        head: head_of(&draft),
        seen: seen_of(&draft, path),
        findings: rows(&slug, &findings, |f| f == path),
        ..view
    };
    Ok(view.into_response())
}

/// Keeps a lesson, or shows it as it will look.
#[handler]
pub async fn post_lesson(
    context: Context,
    Path((slug, key)): Path<(String, String)>,
    LongForm(form): LongForm,
    courses: Service<CourseService>,
) -> poem::Result<Response> {
    let actor = context.actor()?;
    let draft = courses.draft(&slug, actor).await?;
    let path = path_of_lesson(&draft.files, &key).ok_or_else(Problem::not_found)?;
    let fields = lesson_fields(&form);
    let text = fields.write();
    let preview = form.get("do") == "xem";
    let done = if preview {
        Ok(())
    } else if let Err(problem) = check_seen(&draft, path, &form) {
        Err(problem)
    } else {
        let changes = vec![FileChange::Put(path.to_owned(), text.clone().into_bytes())];
        courses
            .change_draft(&slug, draft.facts.revision, changes, actor, context.now)
            .await
    };
    if done.is_ok() && !preview {
        return Ok(see_other(&format!(
            "/soan/{slug}/bai/{key}?bao=authoring-saved"
        )));
    }
    let (shown, findings) = preview_of(&draft, path, &text);
    let problem = done.err().map(mendable).transpose()?;
    let errors = problem
        .as_ref()
        .map_or_else(Errors::default, |p| Errors::of(context.lang, p));
    let view = lesson_view(&context, &draft, path, fields, topics(&draft));
    let view = crate::course::views::authoring::LessonView {
        head: head_of(&draft),
        // A preview keeps what the form saw; after a collision, saving once more puts this text in the place of the other.
        seen: if preview {
            form.get("seen").to_owned()
        } else {
            seen_of(&draft, path)
        },
        preview: shown,
        findings: rows(&slug, &findings, |_| true),
        errors,
        ..view
    };
    let status = problem.as_ref().map_or(StatusCode::OK, status_of);
    Ok(view.with_status(status).into_response())
}

/// A text as it will look, for the script beside the form: a piece of a page.
#[handler]
pub async fn post_preview(
    context: Context,
    Path(slug): Path<String>,
    LongForm(form): LongForm,
    courses: Service<CourseService>,
) -> poem::Result<Response> {
    let draft = courses.draft(&slug, context.actor()?).await?;
    let (path, text) = (form.get("tep"), form.get("text"));
    // The script sends a lesson's text alone; its settings do not change how it looks.
    let text = if path.starts_with("lessons/") && !text.starts_with("+++") {
        let fields = LessonFields {
            title: "…".into(),
            kind: "survey".into(),
            minutes: "1".into(),
            body: text.to_owned(),
            survey: vec![forms::any_question()],
            ..LessonFields::default()
        };
        fields.write()
    } else {
        text.to_owned()
    };
    let (preview, findings) = preview_of(&draft, path, &text);
    let whole = |f: &Finding| Finding {
        // Lines are those of the sent text, not of the file.
        line: 0,
        ..f.clone()
    };
    let findings: Vec<Finding> = findings.iter().map(whole).collect();
    let view = PreviewView {
        page: context.page(),
        preview,
        findings: rows(&slug, &findings, |_| true),
    };
    Ok(view.into_response())
}

// ---------------------------------------------------------------------------------------------------------------------
// Texts

/// Whether this is the path of a file that a package may have and that is edited as text.
fn editable(path: &str) -> bool {
    let folder = |folder: &str, ending: &str| {
        path.strip_prefix(folder)
            .is_some_and(|name| assets::name_is_plain(name) && name.ends_with(ending))
    };
    matches!(path, head::FILE | PAGE | SOURCES)
        || folder("questions/", ".txt")
        || folder("lessons/", ".md")
        || folder("assets/", ".md")
        || folder("assets/", ".vtt")
}

fn text_view(context: &Context, draft: &Draft, path: &str, text: String) -> TextView {
    let findings = findings_of(draft, context);
    TextView {
        page: context.page(),
        head: head_of(draft),
        path: path.to_owned(),
        seen: seen_of(draft, path),
        text,
        removable: draft.files.contains_key(path) && path != head::FILE && path != PAGE,
        markdown: path.ends_with(".md"),
        preview: Vec::new(),
        findings: rows(&draft.head.slug, &findings, |f| f == path),
        errors: Errors::default(),
    }
}

/// A file as text; one that is not there yet is empty.
#[handler]
pub async fn show_text(
    context: Context,
    Path(slug): Path<String>,
    query: Query,
    courses: Service<CourseService>,
) -> poem::Result<Response> {
    let draft = courses.draft(&slug, context.actor()?).await?;
    let path = query.get("tep");
    if !editable(path) {
        return Err(Problem::not_found().into());
    }
    let text = draft.text(path).unwrap_or_default().to_owned();
    Ok(text_view(&context, &draft, path, text).into_response())
}

/// Keeps a file's text, shows it as it will look, or takes the file away.
#[handler]
pub async fn post_text(
    context: Context,
    Path(slug): Path<String>,
    LongForm(form): LongForm,
    courses: Service<CourseService>,
) -> poem::Result<Response> {
    let actor = context.actor()?;
    let draft = courses.draft(&slug, actor).await?;
    let path = form.get("tep");
    if !editable(path) {
        return Err(Problem::not_found().into());
    }
    let text = form.all("text").next().unwrap_or_default();
    let text = text.replace("\r\n", "\n");
    let change = match form.get("do") {
        "xem" => None,
        "xoa" if path != head::FILE && path != PAGE => Some(FileChange::Remove(path.to_owned())),
        _ => Some(FileChange::Put(path.to_owned(), text.clone().into_bytes())),
    };
    let preview = change.is_none();
    let removed = matches!(change, Some(FileChange::Remove(_)));
    let done = match (change, check_seen(&draft, path, &form)) {
        (None, _) => Ok(()),
        (Some(_), Err(problem)) => Err(problem),
        (Some(change), Ok(())) => {
            let revision = draft.facts.revision;
            courses
                .change_draft(&slug, revision, vec![change], actor, context.now)
                .await
        }
    };
    if done.is_ok() && removed {
        return Ok(see_other(&format!("/soan/{slug}#texts")));
    }
    if done.is_ok() && !preview {
        let path = crate::platform::http::page::query_value(path);
        return Ok(see_other(&format!(
            "/soan/{slug}/van-ban?tep={path}&bao=authoring-saved"
        )));
    }
    let problem = done.err().map(mendable).transpose()?;
    let mut view = text_view(&context, &draft, path, text.clone());
    if preview {
        let (shown, findings) = preview_of(&draft, path, &text);
        view.preview = shown;
        view.seen = form.get("seen").to_owned();
        view.findings = rows(&slug, &findings, |_| true);
    }
    if let Some(problem) = &problem {
        view.errors = Errors::of(context.lang, problem);
    }
    let status = problem.as_ref().map_or(StatusCode::OK, status_of);
    Ok(view.with_status(status).into_response())
}

// ---------------------------------------------------------------------------------------------------------------------
// Files

fn assets_view(context: &Context, draft: &Draft, errors: Errors) -> AssetsView {
    let findings = findings_of(draft, context);
    let row = |(path, bytes): (&String, &Vec<u8>)| {
        let name = path.strip_prefix("assets/")?;
        let picture = named_use(name) == Some(Use::Picture);
        let unused = findings
            .iter()
            .any(|f| !f.error && f.file == *path && f.line == 0);
        Some(AssetRow {
            name: name.to_owned(),
            href: format!(
                "/soan/{}/tep/{}/{name}",
                draft.head.slug,
                assets::digest(bytes)
            ),
            kilobytes: (bytes.len() as u64).div_ceil(1024),
            picture,
            edit: if is_text(path) {
                editor_of(&draft.head.slug, path)
            } else {
                String::new()
            },
            unused,
            markdown: if picture {
                format!("![{}]({name})", context.lang.t("authoring-alt-here"))
            } else {
                format!("[{}]({name})", context.lang.t("authoring-words-here"))
            },
        })
    };
    AssetsView {
        page: context.page(),
        head: head_of(draft),
        assets: draft.files.iter().filter_map(row).collect(),
        findings: rows(&draft.head.slug, &findings, |f| f.starts_with("assets/")),
        errors,
    }
}

/// The files of the course.
#[handler]
pub async fn show_assets(
    context: Context,
    Path(slug): Path<String>,
    courses: Service<CourseService>,
) -> poem::Result<Response> {
    let draft = courses.draft(&slug, context.actor()?).await?;
    Ok(assets_view(&context, &draft, Errors::default()).into_response())
}

/// Takes a file into the course; one of the same name is replaced.
#[handler]
pub async fn post_asset(
    context: Context,
    Path(slug): Path<String>,
    sent: UploadForm,
    courses: Service<CourseService>,
) -> poem::Result<Response> {
    let actor = context.actor()?;
    let draft = courses.draft(&slug, actor).await?;
    let done = if sent.file.name.is_empty() {
        Err(Problem::field("file", "authoring-field-no-file"))
    } else {
        let path = format!("assets/{}", sent.file.name);
        let changes = vec![FileChange::Put(path, sent.file.bytes)];
        courses
            .change_draft(&slug, draft.facts.revision, changes, actor, context.now)
            .await
    };
    after_asset(&context, &slug, &draft, done)
}

/// Takes a file that nothing uses out of the course.
#[handler]
pub async fn post_asset_removed(
    context: Context,
    Path(slug): Path<String>,
    form: Form,
    courses: Service<CourseService>,
) -> poem::Result<Response> {
    let actor = context.actor()?;
    let draft = courses.draft(&slug, actor).await?;
    let path = format!("assets/{}", form.get("name"));
    if !draft.files.contains_key(&path) {
        return Err(Problem::not_found().into());
    }
    let revision = draft.facts.revision;
    let changes = vec![FileChange::Remove(path)];
    let done = courses
        .change_draft(&slug, revision, changes, actor, context.now)
        .await;
    after_asset(&context, &slug, &draft, done)
}

fn after_asset(
    context: &Context,
    slug: &str,
    draft: &Draft,
    done: Outcome<()>,
) -> poem::Result<Response> {
    match done {
        Ok(()) => Ok(see_other(&format!("/soan/{slug}/tep?bao=authoring-saved"))),
        Err(problem) => {
            let problem = mendable(problem)?;
            let view = assets_view(context, draft, Errors::of(context.lang, &problem));
            Ok(view.with_status(status_of(&problem)).into_response())
        }
    }
}

/// A file of the draft, for its authors alone; it can neither run nor reach out.
#[handler]
pub async fn download_asset(
    context: Context,
    Path((slug, digest, name)): Path<(String, String, String)>,
    courses: Service<CourseService>,
) -> poem::Result<Response> {
    let (media_type, bytes) = courses
        .draft_file(&slug, (&digest, &name), context.actor()?)
        .await?;
    let shown = ["image/", "audio/", "video/"]
        .iter()
        .any(|kind| media_type.starts_with(kind));
    if !shown {
        let name = if assets::name_is_plain(&name) {
            name
        } else {
            "tep".to_owned()
        };
        return Ok(download(&name, &media_type, bytes));
    }
    Ok(Response::builder()
        .content_type(media_type)
        .header(
            "content-security-policy",
            "default-src 'none'; style-src 'unsafe-inline'; sandbox",
        )
        .header("x-content-type-options", "nosniff")
        .header("cache-control", "private, max-age=3600")
        .body(bytes))
}

// ---------------------------------------------------------------------------------------------------------------------
// Review and taking out

async fn review_view(
    context: &Context,
    courses: &CourseService,
    accounts: &AccountService,
    draft: &Draft,
    words: &str,
    errors: Errors,
) -> Outcome<ReviewView> {
    let published = courses.published_files(&draft.head).await?;
    let findings = findings_of(draft, context);
    let picture = |path: &str| {
        let name = path.strip_prefix("assets/")?;
        let bytes = draft.files.get(path)?;
        (named_use(name) == Some(Use::Picture)).then(|| {
            format!(
                "/soan/{}/tep/{}/{name}",
                draft.head.slug,
                assets::digest(bytes)
            )
        })
    };
    let files = differences(&published, &draft.files)
        .into_iter()
        .map(|file| DiffRow {
            picture: picture(&file.path).unwrap_or_default(),
            path: file.path,
            state: file.state,
            lines: file.lines,
        });
    Ok(ReviewView {
        page: context.page(),
        head: head_of(draft),
        revision: draft.facts.revision,
        note: draft.facts.note.clone(),
        submitted_by: name_of(accounts, draft.facts.submitted_by).await?,
        own: courses.wrote(draft, context.actor()?).await?,
        files: files.collect(),
        words: words.to_owned(),
        findings: rows(&draft.head.slug, &findings, |_| true),
        errors,
    })
}

/// The differences to what is published, and the form of the reviewer.
#[handler]
pub async fn show_review(
    context: Context,
    Path(slug): Path<String>,
    courses: Service<CourseService>,
    accounts: Service<AccountService>,
) -> poem::Result<Response> {
    let draft = courses.draft(&slug, context.actor()?).await?;
    let errors = Errors::default();
    let view = review_view(&context, &courses, &accounts, &draft, "", errors).await?;
    Ok(view.into_response())
}

/// Publishes a draft, or gives it back with words.
#[handler]
pub async fn post_review(
    context: Context,
    Path(slug): Path<String>,
    form: Form,
    courses: Service<CourseService>,
    accounts: Service<AccountService>,
) -> poem::Result<Response> {
    let actor = context.actor()?;
    let words = form.get("words");
    let (decision, said) = match form.get("do") {
        "cong-bo" => (Decision::Publish, "authoring-published"),
        "tra-lai" => (Decision::Return(words.to_owned()), "authoring-given-back"),
        _ => return Err(Problem::new(Code::RequestUnreadable).into()),
    };
    let revision = revision_of(&form);
    match courses
        .review_draft(&slug, revision, decision, actor, context.now)
        .await
    {
        Ok(_) => Ok(see_other(&format!("/soan/{slug}?bao={said}"))),
        Err(problem) => {
            let problem = mendable(problem)?;
            let draft = courses.draft(&slug, actor).await?;
            let errors = Errors::of(context.lang, &problem);
            let view = review_view(&context, &courses, &accounts, &draft, words, errors).await?;
            Ok(view.with_status(status_of(&problem)).into_response())
        }
    }
}

/// The files of the draft, or of the published version when no draft is open, as one file.
#[handler]
pub async fn download_zip(
    context: Context,
    Path(slug): Path<String>,
    courses: Service<CourseService>,
) -> poem::Result<Response> {
    let (head, draft) = courses.draft_if_open(&slug, context.actor()?).await?;
    let files = match draft {
        Some(draft) => draft.files,
        None => courses.published_files(&head).await?,
    };
    if files.is_empty() {
        return Err(Problem::not_found().into());
    }
    let bytes = zip_of(&slug, &files)?;
    Ok(download(&format!("{slug}.zip"), "application/zip", bytes))
}

/// The files in a folder of the course's name, as they are checked and imported; at most [`DRAFT_MAX`] bytes.
fn zip_of(slug: &str, files: &Files) -> Outcome<Vec<u8>> {
    let size: usize = files.values().map(Vec::len).sum();
    if size > DRAFT_MAX {
        return Err(Problem::internal("a course is larger than a draft may be"));
    }
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::with_capacity(size / 2)));
    let options = zip::write::SimpleFileOptions::default()
        .last_modified_time(zip::DateTime::default())
        .compression_method(zip::CompressionMethod::Deflated);
    for (path, bytes) in files {
        zip.start_file(format!("{slug}/{path}"), options)
            .map_err(Problem::internal)?;
        zip.write_all(bytes).map_err(Problem::internal)?;
    }
    let done = zip.finish().map_err(Problem::internal)?;
    Ok(done.into_inner())
}
