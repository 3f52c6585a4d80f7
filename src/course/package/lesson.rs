//! `lessons/NN-name.md`: front matter and text of a lesson.

use std::collections::BTreeMap;

use super::head::line_of;
use super::report::Report;
use crate::assessment::model::BlueprintPart;
use crate::course::model::{
    Assignment, Criterion, Download, Lesson, LessonKind, Media, MediaSource, Quiz, Survey,
    SurveyKind, SurveyQuestion,
};
use crate::kernel::clock::{MINUTE, SECOND};
use crate::question_bank::model::Difficulty;
use crate::question_bank::reading::{Source, Table};

/// The line before and after the front matter.
const FENCE: &str = "+++";
/// The hosts whose players may be embedded.
pub const EMBED_HOSTS: [&str; 2] = ["www.youtube-nocookie.com", "player.vimeo.com"];

/// A lesson as read from its file; its self-checks and its transcript are filled in later.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LessonFile {
    /// File inside the package.
    pub path: String,
    /// The lesson.
    pub lesson: Lesson,
    /// Name of the asset with everything that is said in its video or audio.
    pub transcript: Option<String>,
    /// Line of the file on which the text's first line stands.
    pub body_line: usize,
    /// Line of every value of the front matter by its path.
    pub places: BTreeMap<String, usize>,
}

impl LessonFile {
    /// Line of the value at `path`, or of the nearest thing around it.
    pub fn line(&self, path: &str) -> usize {
        line_of(&self.places, path)
    }
}

/// The key of a lesson: the file's stem without the leading digits and dash.
#[must_use]
pub fn key_of(path: &str) -> Option<&str> {
    let stem = path.strip_prefix("lessons/")?.strip_suffix(".md")?;
    let digits = stem.bytes().take_while(u8::is_ascii_digit).count();
    let key = match digits {
        0 => stem,
        _ => stem[digits..].strip_prefix('-')?,
    };
    let plain = key
        .bytes()
        .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    (plain && !key.is_empty() && !key.starts_with('-') && key.len() <= 80).then_some(key)
}

/// The two parts of a lesson's file: front matter (with line 1 left empty, so that lines keep their numbers) and text, with the line of the
/// text's beginning.
#[must_use]
pub fn split(text: &str) -> Option<(String, String, usize)> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let text = text.replace("\r\n", "\n");
    let mut lines = text.split('\n');
    if lines.next()?.trim_end() != FENCE {
        return None;
    }
    let mut front = String::from("\n");
    let mut number = 1;
    for line in lines.by_ref() {
        number += 1;
        if line.trim_end() == FENCE {
            let body: Vec<&str> = lines.collect();
            return Some((front, body.join("\n"), number + 1));
        }
        front.push_str(line);
        front.push('\n');
    }
    None
}

/// Reads a lesson; `None` when it cannot be read at all. What is wrong goes to the report.
pub fn read_lesson(path: &str, text: &str, report: &mut Report) -> Option<LessonFile> {
    let Some(key) = key_of(path) else {
        report.error(
            path,
            0,
            "Tên tệp bài học phải có dạng 01-ten-bai.md: chữ số, gạch nối, rồi chữ thường không dấu.",
        );
        return None;
    };
    let Some((front, body, body_line)) = split(text) else {
        report.error(
            path,
            1,
            "Bài học phải bắt đầu bằng phần khai báo giữa hai dòng +++ (title, minutes, objectives …).",
        );
        return None;
    };
    let source = Source::new(path, &front);
    let parsed = source.parse(&front);
    let read = parsed.as_ref().map(|table| read(&source.root(table), key));
    let (findings, places) = source.into_parts();
    report.findings.extend(findings);
    let (mut lesson, references, transcript) = read?;
    for (number, text) in references.iter().enumerate() {
        let line = line_of(&places, &format!("references[{number}]"));
        lesson.references.extend(report.reference(path, line, text));
    }
    lesson.body = body;
    Some(LessonFile {
        path: path.to_owned(),
        lesson,
        transcript,
        body_line,
        places,
    })
}

fn read(root: &Table<'_, '_>, key: &str) -> (Lesson, Vec<String>, Option<String>) {
    let kind = read_kind(root);
    if !root.has("minutes") {
        root.missing("minutes");
    }
    let objectives = root.texts("objectives").unwrap_or_default();
    let taught = matches!(kind, LessonKind::Text | LessonKind::Assignment(_));
    if taught && !root.has("objectives") {
        root.missing("objectives");
    } else if (taught && objectives.is_empty()) || objectives.iter().any(String::is_empty) {
        root.error(
            "objectives",
            "phải ghi người học làm được gì sau bài, mỗi mục một câu",
        );
    }
    let references = root.texts("references").unwrap_or_default();
    if root.has("references") {
        let _ = root.items("references");
    }
    let (media, transcript) = root
        .table("media")
        .and_then(|table| read_media(&table))
        .unzip();
    let lesson = Lesson {
        key: key.to_owned(),
        title: root.needed_text("title"),
        minutes: root.small("minutes", 1, 600).unwrap_or(0),
        objectives,
        references: Vec::new(),
        optional: root.flag("optional").unwrap_or(false),
        body: String::new(),
        checks: Vec::new(),
        media,
        downloads: root.tables("downloads").iter().map(read_download).collect(),
        kind,
    };
    root.done();
    (lesson, references, transcript.flatten())
}

fn read_kind(root: &Table<'_, '_>) -> LessonKind {
    let words = [
        ("text", "text"),
        ("quiz", "quiz"),
        ("exam", "exam"),
        ("assignment", "assignment"),
        ("survey", "survey"),
    ];
    let kind = root.choice("kind", &words).unwrap_or("text");
    let needs = |key: &'static str| {
        if !root.has(key) {
            root.missing(key);
        }
    };
    match kind {
        "quiz" | "exam" => {
            needs("quiz");
            let quiz = root.table("quiz").map_or_else(no_quiz, |t| read_quiz(&t));
            if kind == "quiz" {
                LessonKind::Quiz(quiz)
            } else {
                LessonKind::Exam(quiz)
            }
        }
        "assignment" => {
            needs("assignment");
            let none = Assignment {
                words_max: 0,
                upload: false,
                pass_percent: 0,
                rubric: Vec::new(),
            };
            LessonKind::Assignment(
                root.table("assignment")
                    .map_or(none, |t| read_assignment(&t)),
            )
        }
        "survey" => {
            needs("survey");
            LessonKind::Survey(Survey {
                questions: root.tables("survey").iter().map(read_survey).collect(),
            })
        }
        _ => LessonKind::Text,
    }
}

const fn no_quiz() -> Quiz {
    Quiz {
        blueprint: Vec::new(),
        length_ms: 0,
        pass_percent: 0,
        max_attempts: None,
        wait_ms: 0,
        shows_answers: true,
    }
}

fn percent(table: &Table<'_, '_>, key: &'static str) -> u8 {
    if !table.has(key) {
        table.missing(key);
    }
    let percent = table.whole(key, 1, 100).unwrap_or(100);
    u8::try_from(percent).unwrap_or(100)
}

fn read_quiz(table: &Table<'_, '_>) -> Quiz {
    for key in ["minutes", "draw"] {
        if !table.has(key) {
            table.missing(key);
        }
    }
    let attempts = table.whole("attempts", 0, 1000).unwrap_or(0);
    let quiz = Quiz {
        blueprint: table.tables("draw").iter().map(read_draw).collect(),
        length_ms: i64::from(table.whole("minutes", 1, 600).unwrap_or(0)) * MINUTE,
        pass_percent: percent(table, "pass"),
        max_attempts: (attempts > 0).then_some(attempts),
        wait_ms: i64::from(table.whole("wait_minutes", 0, 60 * 24 * 60).unwrap_or(0)) * MINUTE,
        shows_answers: table
            .choice("review", &[("after_attempt", true), ("never", false)])
            .unwrap_or(true),
    };
    if quiz.blueprint.is_empty() && table.has("draw") {
        table.error("draw", "ma trận đề đang trống");
    }
    table.done();
    quiz
}

fn read_draw(table: &Table<'_, '_>) -> BlueprintPart {
    let levels = Difficulty::ALL.map(|d| (d.vietnamese(), d));
    if !table.has("count") {
        table.missing("count");
    }
    let part = BlueprintPart {
        topic: table.text("topic"),
        difficulty: table.choice("difficulty", &levels),
        count: table.small("count", 1, 200).unwrap_or(0),
    };
    table.done();
    part
}

fn read_assignment(table: &Table<'_, '_>) -> Assignment {
    for key in ["words_max", "rubric"] {
        if !table.has(key) {
            table.missing(key);
        }
    }
    let criterion = |table: &Table<'_, '_>| {
        if !table.has("points") {
            table.missing("points");
        }
        let criterion = Criterion {
            name: table.needed_text("name"),
            points: table.small("points", 1, 1000).unwrap_or(0),
            description: table.text("description").unwrap_or_default(),
        };
        table.done();
        criterion
    };
    let assignment = Assignment {
        words_max: table.whole("words_max", 1, 20_000).unwrap_or(0),
        upload: table.flag("upload").unwrap_or(false),
        pass_percent: percent(table, "pass"),
        rubric: table.tables("rubric").iter().map(criterion).collect(),
    };
    table.done();
    assignment
}

fn read_survey(table: &Table<'_, '_>) -> SurveyQuestion {
    let kinds = [
        ("scale", SurveyKind::Scale),
        ("choice", SurveyKind::Choice),
        ("text", SurveyKind::Text),
    ];
    if !table.has("kind") {
        table.missing("kind");
    }
    let question = SurveyQuestion {
        key: table.needed_text("key"),
        text: table.needed_text("text"),
        kind: table.choice("kind", &kinds).unwrap_or(SurveyKind::Text),
        options: table.texts("options").unwrap_or_default(),
    };
    let choice = question.kind == SurveyKind::Choice;
    if choice && (question.options.len() < 2 || question.options.iter().any(String::is_empty)) {
        table.error("options", "câu hỏi chọn một phải có ít nhất hai phương án");
    }
    if !choice && !question.options.is_empty() {
        table.error("options", "chỉ dùng khi kind = \"choice\"");
    }
    table.done();
    question
}

fn read_download(table: &Table<'_, '_>) -> Download {
    let download = Download {
        asset: table.needed_text("file"),
        label: table.needed_text("label"),
    };
    table.done();
    download
}

/// The media and the name of its transcript; nothing when it is not said where it comes from.
fn read_media(table: &Table<'_, '_>) -> Option<(Media, Option<String>)> {
    let (file, embed) = (table.text("file"), table.text("embed"));
    if let Some(address) = embed.as_deref()
        && !may_be_embedded(address)
    {
        table.error(
            "embed",
            format!(
                "chỉ nhúng được từ {}: địa chỉ phải bắt đầu bằng https://{}/embed/ hoặc https://{}/video/",
                EMBED_HOSTS.join(" và "),
                EMBED_HOSTS[0],
                EMBED_HOSTS[1]
            ),
        );
    }
    let source = match (file, embed) {
        (Some(file), None) => Some(MediaSource::File(file)),
        (None, Some(embed)) => Some(MediaSource::Embed(embed)),
        (Some(_), Some(_)) => {
            table.error(
                "embed",
                "chỉ ghi một trong hai: file (tệp trong gói) hoặc embed (nhúng từ trang khác)",
            );
            None
        }
        (None, None) => {
            table.error(
                "file",
                "phải ghi file = \"tệp âm thanh hoặc phim\" hoặc embed = \"https://…\"",
            );
            None
        }
    };
    for key in ["seconds", "video"] {
        if !table.has(key) {
            table.missing(key);
        }
    }
    let transcript = table.text("transcript");
    if transcript.is_none() {
        table.error(
            "transcript",
            "âm thanh và phim phải có lời thoại (tệp .md trong assets) cho người không nghe được",
        );
    }
    let (video, captions) = (table.flag("video").unwrap_or(false), table.text("captions"));
    let seconds = table.whole("seconds", 1, 6 * 3600).unwrap_or(0);
    table.done();
    let media = source.map(|source| Media {
        video,
        source,
        length_ms: i64::from(seconds) * SECOND,
        captions,
        transcript: String::new(),
    });
    media.map(|media| (media, transcript))
}

/// Whether the address is a player of a site that is allowed.
#[must_use]
pub fn may_be_embedded(address: &str) -> bool {
    let Some(rest) = address.strip_prefix("https://") else {
        return false;
    };
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let folder = match host {
        "www.youtube-nocookie.com" => "embed/",
        "player.vimeo.com" => "video/",
        _ => return false,
    };
    path.strip_prefix(folder).is_some_and(|id| {
        !id.is_empty()
            && id
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
    })
}
