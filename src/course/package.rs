//! A course as files: `course.toml`, `page.md`, `lessons/*.md`, `questions/*.txt`, `assets/*`, `SOURCES.md`. What they may contain is
//! described in `courses/README.md`. The files themselves are kept with every version, so that what was imported or edited in the browser can
//! be taken out again as it was.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::assets::{self, Use};
use super::model::{Asset, CONTENT_FORMAT, Content};
use crate::question_bank::model::Finding;
use crate::question_bank::package::{BankPackage, read_bank};

pub mod arrange;
mod body;
pub mod head;
pub mod law;
pub mod lesson;
mod report;
#[cfg(test)]
mod tests;
mod whole;
pub mod write;

use body::{Named, Text, read_text};
use head::{Head, line_of};
use lesson::{LessonFile, read_lesson};
use report::Report;

/// The files of a package by their path inside it, with `/` between folders.
pub type Files = BTreeMap<String, Vec<u8>>;

/// Introduction on the course's page.
pub const PAGE: &str = "page.md";
/// What the course rests on; for people.
pub const SOURCES: &str = "SOURCES.md";
/// Longest text file (course.toml, a lesson, questions), bytes.
pub const TEXT_MAX: usize = 1024 * 1024;
/// What is said of a file that no package has.
pub const NOT_USED: &str = "Gói khoá học không dùng tệp này. Chỉ có: course.toml, page.md, SOURCES.md, lessons/*.md, questions/*.txt, assets/*.";
/// What is said of a text that is longer than [`TEXT_MAX`].
pub const TOO_LONG: &str = "Tệp chữ lớn quá 1 MB. Hãy chia nhỏ.";
/// What is said of a text in another encoding.
pub const NOT_UTF8: &str = "Tệp không phải UTF-8. Hãy lưu lại với mã UTF-8 (Unicode).";
/// Most files of a package.
const FILES_MAX: usize = 600;

/// A course as read from its package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CoursePackage {
    /// Name in addresses: the folder's name.
    pub slug: String,
    /// What it says.
    pub content: Content,
    /// What this version changes, in the author's words.
    pub note: String,
    /// Its own question bank, under the same slug; none when it has no questions.
    pub bank: Option<BankPackage>,
    /// Its files as they are kept; pictures made harmless.
    pub files: Files,
}

/// Whether a name may stand in addresses: `a-z`, `0-9` and single dashes between them.
#[must_use]
pub fn slug_is_plain(slug: &str) -> bool {
    slug.len() <= 80
        && slug.split('-').all(|part| {
            !part.is_empty()
                && part
                    .bytes()
                    .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        })
}

/// Whether this is the path of a file that a package may have and that is edited as text.
#[must_use]
pub fn is_text_path(path: &str) -> bool {
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

/// Names that stand at the place of a course's in addresses and mean something else there.
const RESERVED: [&str; 4] = ["cua-toi", "ho-so-hoc-tap", "moi", "nhac"];

/// Whether this is the address of another page, so that no course may have it as its name.
#[must_use]
pub fn slug_is_reserved(slug: &str) -> bool {
    RESERVED.contains(&slug)
}

/// Reads a course without asking whether the law it rests on is still in force. See [`read_course_on`].
#[must_use]
pub fn read_course(slug: &str, files: &Files) -> (Option<CoursePackage>, Vec<Finding>) {
    read_course_on(slug, files, None)
}

/// Reads a course from its files and reports everything that is wrong with it, file by file and in the order of lines; documents that are not
/// in force on `today` are warned of. A package comes back only when nothing stops an import.
#[must_use]
pub fn read_course_on(
    slug: &str,
    files: &Files,
    today: Option<NaiveDate>,
) -> (Option<CoursePackage>, Vec<Finding>) {
    let mut report = Report::new(today);
    if !slug_is_plain(slug) {
        report.error(
            head::FILE,
            0,
            format!("Tên thư mục “{slug}” sẽ nằm trong địa chỉ trang: chỉ dùng chữ thường không dấu, chữ số và dấu gạch nối."),
        );
    }
    if slug_is_reserved(slug) {
        report.error(
            head::FILE,
            0,
            format!(
                "Tên thư mục “{slug}” là địa chỉ của một trang khác: hãy đặt tên thư mục khác."
            ),
        );
    }
    let package = read(slug, files, &mut report);
    let package = package.filter(|_| !report.has_errors());
    let mut findings = report.findings;
    findings.sort_by(|a, b| (&a.file, a.line).cmp(&(&b.file, b.line)));
    findings.dedup();
    (package, findings)
}

/// Reads one lesson by itself, as the preview of an author does: with its self-checks, and with what is wrong in its own file.
#[must_use]
pub fn read_one_lesson(path: &str, text: &str) -> (Option<LessonFile>, Vec<Finding>) {
    let mut report = Report::new(None);
    let mut file = read_lesson(path, text, &mut report);
    if let Some(file) = &mut file {
        let text = Text {
            file: &file.path,
            first_line: file.body_line,
            markdown: &file.lesson.body,
            topic: Some(&file.lesson.title),
        };
        file.lesson.checks = read_text(&text, &mut report).checks;
    }
    report.findings.sort_by_key(|f| f.line);
    (file, report.findings)
}

/// The files of a package that pages show or offer, as far as they are sound.
#[must_use]
pub fn served_assets(files: &Files) -> Vec<Asset> {
    read_assets(files, &mut Report::new(None)).1
}

fn read(slug: &str, files: &Files, report: &mut Report) -> Option<CoursePackage> {
    paths(files, report);
    let (kept, assets) = read_assets(files, report);
    let text = text_of(files, head::FILE, report);
    if !files.contains_key(head::FILE) {
        report.error(head::FILE, 0, "Không có tệp course.toml.");
    }
    let head = text.and_then(|text| head::read_head(&text, report));
    let mut lessons = read_lessons(files, report);
    let bank = read_questions(slug, head.as_ref(), files, report);
    let intro = text_of(files, PAGE, report);
    if !files.contains_key(PAGE) {
        report.error(PAGE, 0, "Không có tệp page.md: lời giới thiệu khoá học.");
    }
    let intro = intro.unwrap_or_default().replace("\r\n", "\n");
    texts(&intro, &mut lessons, head.as_ref(), &kept, report);
    whole::twice(&lessons, report);
    let questions = bank.as_ref().map_or(&[][..], |b| &b.questions[..]);
    whole::quizzes(&lessons, questions, report);
    let head = head?;
    let modules = whole::modules(&head, &lessons, report);
    whole::completion(&head, &lessons, report);
    let note = head.changes.clone();
    let content = Content {
        format: CONTENT_FORMAT,
        title: head.title,
        summary: head.summary,
        topic: head.topic,
        audience: head.audience,
        issued_by: head.issued_by,
        organisation: head.organisation,
        framework: head.framework,
        cover: head.cover,
        intro,
        prerequisites: head.prerequisites,
        enrolment: head.enrolment,
        modules,
        completion: head.completion,
        certificate: head.certificate,
        assets,
    };
    Some(CoursePackage {
        slug: slug.to_owned(),
        content,
        note,
        bank,
        files: kept,
    })
}

/// Files that a package does not use, and what is too large to look at.
fn paths(files: &Files, report: &mut Report) {
    if files.len() > FILES_MAX {
        report.error(head::FILE, 0, format!("Gói có quá {FILES_MAX} tệp."));
    }
    for (path, bytes) in files {
        let text = match path.split_once('/') {
            None => matches!(path.as_str(), head::FILE | PAGE | SOURCES),
            Some(("lessons", name)) => name.ends_with(".md") && !name.contains('/'),
            Some(("questions", name)) => name.ends_with(".txt") && !name.contains('/'),
            Some(("assets", name)) if !name.contains('/') => continue,
            Some(_) => false,
        };
        if !text {
            report.error(path, 0, NOT_USED);
        } else if bytes.len() > TEXT_MAX {
            report.error(path, 0, TOO_LONG);
        }
    }
}

/// The text of a file; nothing, with a finding, when it is not UTF-8.
fn text_of(files: &Files, path: &str, report: &mut Report) -> Option<String> {
    let bytes = files.get(path).filter(|b| b.len() <= TEXT_MAX)?;
    match std::str::from_utf8(bytes) {
        Ok(text) if !text.contains('\0') => {
            Some(text.strip_prefix('\u{feff}').unwrap_or(text).to_owned())
        }
        _ => {
            report.error(path, 0, NOT_UTF8);
            None
        }
    }
}

/// The files as they are kept, and those of them that pages show or offer.
fn read_assets(files: &Files, report: &mut Report) -> (Files, Vec<Asset>) {
    let (mut kept, mut served) = (Files::new(), Vec::new());
    for (path, bytes) in files {
        let Some(name) = path.strip_prefix("assets/") else {
            kept.insert(path.clone(), bytes.clone());
            continue;
        };
        match assets::accept(name, bytes) {
            Ok(accepted) => {
                if accepted.used != Use::Transcript {
                    served.push(Asset {
                        name: name.to_owned(),
                        digest: assets::digest(&accepted.bytes),
                        media_type: accepted.media_type.to_owned(),
                        size: accepted.bytes.len() as u64,
                    });
                }
                kept.insert(path.clone(), accepted.bytes);
            }
            Err(refusal) => report.error(path, refusal.line, refusal.message),
        }
    }
    (kept, served)
}

fn read_lessons(files: &Files, report: &mut Report) -> Vec<LessonFile> {
    let mut lessons = Vec::new();
    for path in files.keys().filter(|p| p.starts_with("lessons/")) {
        if let Some(text) = text_of(files, path, report)
            && let Some(file) = read_lesson(path, &text, report)
        {
            whole::settings_of(&file, report);
            lessons.push(file);
        }
    }
    if lessons.is_empty() {
        report.error(
            head::FILE,
            0,
            "Khoá học chưa có bài nào: đặt tệp .md vào thư mục lessons.",
        );
    }
    lessons
}

fn read_questions(
    slug: &str,
    head: Option<&Head>,
    files: &Files,
    report: &mut Report,
) -> Option<BankPackage> {
    let mut texts = Vec::new();
    for path in files.keys().filter(|p| p.starts_with("questions/")) {
        texts.extend(text_of(files, path, report).map(|text| (path.clone(), text)));
    }
    if texts.is_empty() {
        return None;
    }
    let title = head.map_or(slug, |h| h.title.as_str());
    let summary = head.map_or("", |h| h.summary.as_str());
    let about = format!(
        "title = {}\nsummary = {}\n",
        toml::Value::from(title),
        toml::Value::from(summary)
    );
    let (bank, findings) = read_bank(slug, (head::FILE, &about), &texts);
    report.findings.extend(findings);
    for (file, question) in bank.iter().flat_map(|b| &b.questions) {
        report.look_up(file, question.line, &question.body.references);
    }
    bank
}

/// Every text of the course, what it names, and what nothing names.
fn texts(
    intro: &str,
    lessons: &mut [LessonFile],
    head: Option<&Head>,
    kept: &Files,
    report: &mut Report,
) {
    let names: BTreeSet<String> = kept
        .keys()
        .filter_map(|p| p.strip_prefix("assets/"))
        .map(str::to_owned)
        .collect();
    let keys: BTreeSet<String> = lessons.iter().map(|l| l.lesson.key.clone()).collect();
    let mut used: BTreeSet<String> = BTreeSet::new();
    let mut look = |file: &str, named: Named, report: &mut Report| {
        for (name, line) in named.assets {
            whole::asset_is_there(&names, file, line, &name, &[], report);
            used.insert(name);
        }
        for (key, line) in named.lessons {
            if !keys.contains(&key) {
                report.error(
                    file,
                    line,
                    format!("Liên kết “bai:{key}” không dẫn tới bài nào."),
                );
            }
        }
        named.checks
    };
    let page = Text {
        file: PAGE,
        first_line: 1,
        markdown: intro,
        topic: None,
    };
    let named = read_text(&page, report);
    look(PAGE, named, report);
    for file in lessons.iter_mut() {
        let text = Text {
            file: &file.path,
            first_line: file.body_line,
            markdown: &file.lesson.body,
            topic: Some(&file.lesson.title),
        };
        let named = read_text(&text, report);
        file.lesson.checks = look(&file.path, named, report);
    }
    for file in lessons.iter_mut() {
        for (name, line, uses) in whole::named_by(file) {
            whole::asset_is_there(&names, &file.path, line, &name, uses, report);
            used.insert(name);
        }
        transcript(file, kept, report, &mut used, &names);
    }
    if let Some(head) = head
        && let Some(cover) = &head.cover
    {
        let line = line_of(&head.places, "cover");
        whole::asset_is_there(
            &names,
            head::FILE,
            line,
            &cover.asset,
            &[Use::Picture],
            report,
        );
        used.insert(cover.asset.clone());
    }
    for name in names.difference(&used) {
        let path = format!("assets/{name}");
        report.warning(&path, 0, "Không bài nào dùng tệp này.");
    }
}

/// Puts the transcript's text into its lesson and reads it like any other text.
fn transcript(
    file: &mut LessonFile,
    kept: &Files,
    report: &mut Report,
    used: &mut BTreeSet<String>,
    names: &BTreeSet<String>,
) {
    let Some(name) = &file.transcript else { return };
    let path = format!("assets/{name}");
    let Some(text) = text_of(kept, &path, report) else {
        return;
    };
    let text = text.replace("\r\n", "\n");
    if text.trim().is_empty() {
        report.error(&path, 0, "Lời thoại đang trống.");
    }
    let named = read_text(
        &Text {
            file: &path,
            first_line: 1,
            markdown: &text,
            topic: None,
        },
        report,
    );
    for (name, line) in named.assets {
        whole::asset_is_there(names, &path, line, &name, &[], report);
        used.insert(name);
    }
    if let Some(media) = &mut file.lesson.media {
        media.transcript = text;
    }
}
