//! What authors see: their courses, a draft and its parts, the differences of a review.

use askama::Template;
use askama_web::WebTemplate;

use crate::course::assets::ACCEPT;
use crate::course::package::arrange::{DiffLine, FileState};
use crate::course::package::write::{HeadFields, LessonFields};
use crate::kernel::clock::Moment;
use crate::platform::http::page::{Choice, Errors, Page, query_value};
use crate::question_bank::model::Finding;

/// Something wrong with a draft, and the page on which it is mended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FindingRow {
    /// File.
    pub file: String,
    /// Line; 0 for the whole file.
    pub line: usize,
    /// What is wrong.
    pub message: String,
    /// Whether it stops a publication.
    pub error: bool,
    /// The page on which it is mended.
    pub href: String,
}

impl FindingRow {
    /// The row of a finding in the draft of a course.
    #[must_use]
    pub fn of(slug: &str, finding: &Finding) -> Self {
        Self {
            file: finding.file.clone(),
            line: finding.line,
            message: finding.message.clone(),
            error: finding.error,
            href: editor_of(slug, &finding.file),
        }
    }
}

/// The page on which a file of a draft is edited.
#[must_use]
pub fn editor_of(slug: &str, path: &str) -> String {
    let lesson = crate::course::package::lesson::key_of(path);
    match (lesson, path) {
        (Some(key), _) => format!("/soan/{slug}/bai/{key}"),
        (None, "course.toml") => format!("/soan/{slug}/khoa-hoc"),
        (None, path) if is_text(path) => {
            format!("/soan/{slug}/van-ban?tep={}", query_value(path))
        }
        _ => format!("/soan/{slug}/tep"),
    }
}

/// Whether a file is edited as text.
#[must_use]
pub fn is_text(path: &str) -> bool {
    [".md", ".txt", ".toml", ".vtt"]
        .iter()
        .any(|ending| path.ends_with(ending))
}

/// What every page of one course's draft shows at its head.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftHead {
    /// Slug.
    pub slug: String,
    /// Title as the draft says it.
    pub title: String,
    /// Published version; 0 for none.
    pub version: i32,
    /// State of the draft: `editing`, `in_review`, `returned`; empty when none is open.
    pub state: String,
}

fn state_key(state: &str) -> String {
    format!("authoring-state-{state}")
}

impl DraftHead {
    fn href(&self, way: &str) -> String {
        format!("/soan/{}{way}", self.slug)
    }

    fn is_at(&self, page: &Page, way: &str) -> bool {
        page.is_at(&self.href(way))
    }

    fn state_key(&self) -> String {
        state_key(&self.state)
    }
}

/// A course in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CourseRow {
    /// Slug.
    pub slug: String,
    /// Title.
    pub title: String,
    /// Its organisation, in words.
    pub organisation: String,
    /// Published version; 0 for none.
    pub version: i32,
    /// State of the draft; empty when none is open.
    pub state: String,
    /// When the draft was edited last.
    pub edited_at: Option<Moment>,
}

impl CourseRow {
    fn state_key(&self) -> String {
        state_key(&self.state)
    }
}

/// The courses a person may write.
#[derive(Template, WebTemplate)]
#[template(
    path = "course/templates/authoring_list.html",
    config = "src/askama.toml"
)]
pub struct ListView {
    /// The page.
    pub page: Page,
    /// The courses.
    pub courses: Vec<CourseRow>,
}

/// The form for a new course.
#[derive(Template, WebTemplate)]
#[template(
    path = "course/templates/authoring_new.html",
    config = "src/askama.toml"
)]
pub struct NewView {
    /// The page.
    pub page: Page,
    /// Title as typed.
    pub title: String,
    /// Slug as typed.
    pub slug: String,
    /// Organisations to choose from.
    pub organisations: Vec<Choice>,
    /// What is wrong.
    pub errors: Errors,
}

impl NewView {
    fn labels(&self) -> Vec<(&'static str, String)> {
        labels(
            &self.page,
            &[
                ("title", "authoring-label-course-title"),
                ("slug", "authoring-label-slug"),
                ("organisation", "authoring-label-organisation"),
            ],
        )
    }
}

fn labels(page: &Page, keys: &[(&'static str, &str)]) -> Vec<(&'static str, String)> {
    keys.iter()
        .map(|(name, key)| (*name, page.t(*key)))
        .collect()
}

/// A lesson in the overview.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LessonRow {
    /// Key.
    pub key: String,
    /// Title; the key when it cannot be read.
    pub title: String,
    /// Kind.
    pub kind: String,
    /// Minutes, as typed.
    pub minutes: String,
    /// Whether its file is there.
    pub there: bool,
    /// What is wrong with it.
    pub findings: Vec<FindingRow>,
}

impl LessonRow {
    fn kind_key(&self) -> String {
        format!("authoring-kind-{}", self.kind)
    }
}

/// A module in the overview.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModuleRow {
    /// Its number from 0.
    pub number: usize,
    /// Title.
    pub title: String,
    /// Hours, as typed.
    pub hours: String,
    /// Topic of the framework.
    pub framework: String,
    /// Lessons.
    pub lessons: Vec<LessonRow>,
}

/// A file that is edited as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileRow {
    /// Path.
    pub path: String,
    /// The page on which it is edited.
    pub href: String,
    /// Number of errors in it.
    pub errors: usize,
}

/// The overview of a course: its draft, or the way to one.
#[derive(Template, WebTemplate)]
#[template(
    path = "course/templates/authoring_course.html",
    config = "src/askama.toml"
)]
pub struct CourseView {
    /// The page.
    pub page: Page,
    /// Head.
    pub head: DraftHead,
    /// Revision of the draft.
    pub revision: i32,
    /// What the form of modules saw.
    pub seen: String,
    /// What the reviewer said, when the draft was given back.
    pub review_note: String,
    /// Who asked for the review, in words; empty when nobody did.
    pub submitted_by: String,
    /// Whether the caller wrote in the draft and so does not review it.
    pub own: bool,
    /// Modules; none when `course.toml` cannot be read.
    pub modules: Vec<ModuleRow>,
    /// Whether `course.toml` can be read.
    pub readable: bool,
    /// Lessons in no module.
    pub loose: Vec<LessonRow>,
    /// Question files, page, sources and other texts.
    pub texts: Vec<FileRow>,
    /// Everything that is wrong with the course as a whole.
    pub findings: Vec<FindingRow>,
    /// Number of errors in all.
    pub error_count: usize,
    /// Number of warnings in all.
    pub warning_count: usize,
    /// What is wrong with a form.
    pub errors: Errors,
}

/// The course's settings.
#[derive(Template, WebTemplate)]
#[template(
    path = "course/templates/authoring_settings.html",
    config = "src/askama.toml"
)]
pub struct SettingsView {
    /// The page.
    pub page: Page,
    /// Head.
    pub head: DraftHead,
    /// What the form saw.
    pub seen: String,
    /// What is there, as typed.
    pub fields: HeadFields,
    /// Ways of coming in.
    pub modes: Vec<Choice>,
    /// Pictures for the card.
    pub covers: Vec<Choice>,
    /// What a certificate may print.
    pub shows: Vec<Choice>,
    /// What is wrong with it.
    pub findings: Vec<FindingRow>,
    /// What is wrong with the form.
    pub errors: Errors,
}

impl SettingsView {
    fn labels(&self) -> Vec<(&'static str, String)> {
        labels(&self.page, &[("organisation", "authoring-label-code")])
    }
}

/// A row of a blueprint with its choices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DrawRow {
    /// Topics of the bank.
    pub topics: Vec<Choice>,
    /// Difficulties.
    pub levels: Vec<Choice>,
    /// How many, as typed.
    pub count: String,
}

/// A question of a survey with its choices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SurveyRow {
    /// Key.
    pub key: String,
    /// The question.
    pub text: String,
    /// Kinds.
    pub kinds: Vec<Choice>,
    /// Options, one a line.
    pub options: String,
}

/// A download with its choices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DownloadRow {
    /// Files.
    pub files: Vec<Choice>,
    /// Label.
    pub label: String,
}

/// A piece of a preview.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PreviewPart {
    /// Harmless HTML.
    Html(String),
    /// A self-check: question and options.
    Check(String, Vec<String>),
}

/// The preview of a text by itself.
#[derive(Template, WebTemplate)]
#[template(
    path = "course/templates/authoring_preview.html",
    config = "src/askama.toml"
)]
pub struct PreviewView {
    /// The page.
    pub page: Page,
    /// The text.
    pub preview: Vec<PreviewPart>,
    /// What is wrong with it.
    pub findings: Vec<FindingRow>,
}

/// A lesson's settings and text.
#[derive(Template, WebTemplate)]
#[template(
    path = "course/templates/authoring_lesson.html",
    config = "src/askama.toml"
)]
pub struct LessonView {
    /// The page.
    pub page: Page,
    /// Head.
    pub head: DraftHead,
    /// Key.
    pub key: String,
    /// File.
    pub path: String,
    /// What the form saw.
    pub seen: String,
    /// What is there, as typed.
    pub fields: LessonFields,
    /// Kinds.
    pub kinds: Vec<Choice>,
    /// Whether right answers are shown afterwards.
    pub reviews: Vec<Choice>,
    /// Audio and video of the course.
    pub media: Vec<Choice>,
    /// Captions of the course.
    pub captions: Vec<Choice>,
    /// Transcripts of the course.
    pub transcripts: Vec<Choice>,
    /// Downloads, and one more.
    pub downloads: Vec<DownloadRow>,
    /// Blueprint, and two more rows.
    pub draw: Vec<DrawRow>,
    /// Survey, and two more rows.
    pub survey: Vec<SurveyRow>,
    /// The preview, when it was asked for.
    pub preview: Vec<PreviewPart>,
    /// What is wrong with it.
    pub findings: Vec<FindingRow>,
    /// What is wrong with the form.
    pub errors: Errors,
}

/// A file edited as text.
#[derive(Template, WebTemplate)]
#[template(
    path = "course/templates/authoring_text.html",
    config = "src/askama.toml"
)]
pub struct TextView {
    /// The page.
    pub page: Page,
    /// Head.
    pub head: DraftHead,
    /// File.
    pub path: String,
    /// What the form saw.
    pub seen: String,
    /// Its text.
    pub text: String,
    /// Whether it may be taken away.
    pub removable: bool,
    /// Whether it is Markdown, which has a preview.
    pub markdown: bool,
    /// The preview, when it was asked for.
    pub preview: Vec<PreviewPart>,
    /// What is wrong with it.
    pub findings: Vec<FindingRow>,
    /// What is wrong with the form.
    pub errors: Errors,
}

/// A file of the course.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssetRow {
    /// Name.
    pub name: String,
    /// Its address in the draft.
    pub href: String,
    /// Size in kB.
    pub kilobytes: u64,
    /// Whether it is a picture.
    pub picture: bool,
    /// The page on which it is edited; empty when it is no text.
    pub edit: String,
    /// Whether nothing uses it.
    pub unused: bool,
    /// What stands in a text to show it.
    pub markdown: String,
}

/// The files of the course.
#[derive(Template, WebTemplate)]
#[template(
    path = "course/templates/authoring_assets.html",
    config = "src/askama.toml"
)]
pub struct AssetsView {
    /// The page.
    pub page: Page,
    /// Head.
    pub head: DraftHead,
    /// The files.
    pub assets: Vec<AssetRow>,
    /// What is wrong with them.
    pub findings: Vec<FindingRow>,
    /// What is wrong with the form.
    pub errors: Errors,
}

impl AssetsView {
    /// Endings of names that a file chooser offers.
    fn accept(&self) -> &'static str {
        ACCEPT
    }

    fn labels(&self) -> Vec<(&'static str, String)> {
        labels(&self.page, &[("file", "authoring-label-file")])
    }
}

/// A file that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DiffRow {
    /// Path.
    pub path: String,
    /// What became of it.
    pub state: FileState,
    /// Line by line.
    pub lines: Vec<DiffLine>,
    /// Its address in the draft, for pictures.
    pub picture: String,
}

impl DiffRow {
    fn state_key(&self) -> &'static str {
        match self.state {
            FileState::Added => "authoring-file-added",
            FileState::Removed => "authoring-file-removed",
            FileState::Changed => "authoring-file-changed",
        }
    }
}

/// The review of a draft.
#[derive(Template, WebTemplate)]
#[template(
    path = "course/templates/authoring_review.html",
    config = "src/askama.toml"
)]
pub struct ReviewView {
    /// The page.
    pub page: Page,
    /// Head.
    pub head: DraftHead,
    /// Revision of the draft.
    pub revision: i32,
    /// What the author says of the change.
    pub note: String,
    /// Who asked for the review.
    pub submitted_by: String,
    /// Whether the caller wrote in it.
    pub own: bool,
    /// What differs from the published version.
    pub files: Vec<DiffRow>,
    /// Words of the reviewer as typed.
    pub words: String,
    /// What is wrong with the draft.
    pub findings: Vec<FindingRow>,
    /// What is wrong with the form.
    pub errors: Errors,
}

impl ReviewView {
    /// How a line of a comparison is painted.
    #[allow(clippy::unused_self, reason = "templates call methods")]
    fn sign_class(&self, line: &DiffLine) -> &'static str {
        match line.sign {
            '+' => "added",
            '-' => "gone",
            '…' => "skipped",
            _ => "same",
        }
    }

    fn labels(&self) -> Vec<(&'static str, String)> {
        labels(&self.page, &[("words", "authoring-label-words")])
    }
}

#[cfg(test)]
mod tests;
