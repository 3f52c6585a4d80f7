//! `course.toml`: what a course says of itself.

use std::collections::BTreeMap;

use super::report::Report;
use crate::course::model::{
    CertificateTerms, Completion, EnrolmentMode, Picture, RequiredLessons, Shown,
};
use crate::question_bank::reading::{Source, Table};

/// The file's name.
pub const FILE: &str = "course.toml";
/// Longest title, letters.
const TITLE_MAX: usize = 200;

/// What `course.toml` says; lessons are named by their keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// Title.
    pub title: String,
    /// One or two sentences.
    pub summary: String,
    /// What it is about.
    pub topic: String,
    /// For whom.
    pub audience: Vec<String>,
    /// The agency, in words.
    pub issued_by: Option<String>,
    /// Code of its organisation.
    pub organisation: Option<String>,
    /// The training framework.
    pub framework: Option<String>,
    /// Picture on its card.
    pub cover: Option<Picture>,
    /// Slugs of courses before.
    pub prerequisites: Vec<String>,
    /// What this version changes.
    pub changes: String,
    /// How people come in.
    pub enrolment: EnrolmentMode,
    /// Modules.
    pub modules: Vec<HeadModule>,
    /// What completes it.
    pub completion: Completion,
    /// What is certified.
    pub certificate: Option<CertificateTerms>,
    /// Line of every value by its path.
    pub places: BTreeMap<String, usize>,
}

/// A module with the keys of its lessons.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeadModule {
    /// Title.
    pub title: String,
    /// Learning hours, hundredths.
    pub hours: u32,
    /// Topic of the framework.
    pub framework: Option<String>,
    /// Keys of its lessons.
    pub lessons: Vec<String>,
}

/// Line of the value at `path`, or of the nearest thing around it; 1 when nothing around it is there.
pub fn line_of(places: &BTreeMap<String, usize>, path: &str) -> usize {
    let mut path = path;
    loop {
        if let Some(line) = places.get(path) {
            return *line;
        }
        match path.rfind(['.', '[']) {
            Some(end) => path = &path[..end],
            None => return 1,
        }
    }
}

/// Reads `course.toml`; `None` when its syntax is broken. What is wrong goes to the report.
pub fn read_head(text: &str, report: &mut Report) -> Option<Head> {
    let source = Source::new(FILE, text);
    let parsed = source.parse(text);
    let head = parsed.as_ref().map(|table| read(&source.root(table)));
    let (findings, places) = source.into_parts();
    report.findings.extend(findings);
    head.map(|head| Head { places, ..head })
}

fn read(root: &Table<'_, '_>) -> Head {
    let title = root.needed_text("title");
    if title.chars().count() > TITLE_MAX {
        root.error("title", format!("dài quá {TITLE_MAX} ký tự"));
    }
    let audience = root.texts("audience").unwrap_or_default();
    if audience.is_empty() || audience.iter().any(String::is_empty) {
        root.error(
            "audience",
            "phải ghi ít nhất một nhóm người học, ví dụ [\"Hoà giải viên ở cơ sở\"]",
        );
    }
    let head = Head {
        title,
        summary: root.needed_text("summary"),
        topic: root.needed_text("topic"),
        audience,
        issued_by: root.text("issued_by"),
        organisation: root.text("organisation"),
        framework: root.text("framework"),
        cover: read_cover(root),
        prerequisites: root.texts("prerequisites").unwrap_or_default(),
        changes: root.text("changes").unwrap_or_default(),
        enrolment: read_enrolment(root),
        modules: read_modules(root),
        completion: read_completion(root),
        certificate: root.table("certificate").map(|t| read_certificate(&t)),
        places: BTreeMap::new(),
    };
    root.done();
    head
}

fn read_cover(root: &Table<'_, '_>) -> Option<Picture> {
    let alt = root.text("cover_alt").unwrap_or_default();
    root.text("cover").map(|asset| Picture { asset, alt })
}

fn read_enrolment(root: &Table<'_, '_>) -> EnrolmentMode {
    let Some(table) = root.table("enrolment") else {
        return EnrolmentMode::Open;
    };
    let mode = table.choice("mode", &[("open", 0), ("code", 1), ("invitation", 2)]);
    let code = table.text("code");
    if mode == Some(1) && code.is_none() {
        table.missing("code");
    }
    if mode != Some(1) && code.is_some() {
        table.error("code", "chỉ dùng khi mode = \"code\"");
    }
    table.done();
    match (mode, code) {
        (Some(1), Some(code)) => EnrolmentMode::Code { code },
        (Some(2), _) => EnrolmentMode::Invitation,
        _ => EnrolmentMode::Open,
    }
}

fn read_modules(root: &Table<'_, '_>) -> Vec<HeadModule> {
    if !root.has("modules") {
        root.missing("modules");
    }
    let one = |table: &Table<'_, '_>| {
        let title = table.needed_text("title");
        if !table.has("hours") {
            table.missing("hours");
        }
        // Asked for as items, so that the line of each key is known.
        let lessons = table.texts("lessons").unwrap_or_default();
        if table.has("lessons") {
            let _ = table.items("lessons");
        } else {
            table.missing("lessons");
        }
        if lessons.is_empty() && table.has("lessons") {
            table.error("lessons", "học phần này chưa có bài học nào");
        }
        let module = HeadModule {
            title,
            hours: table.hours("hours").unwrap_or(0),
            framework: table.text("framework"),
            lessons,
        };
        table.done();
        module
    };
    root.tables("modules").iter().map(one).collect()
}

fn read_completion(root: &Table<'_, '_>) -> Completion {
    let mut completion = Completion {
        lessons: RequiredLessons::All,
        watch_percent: 90,
        exam_after_lessons: true,
    };
    let Some(table) = root.table("completion") else {
        return completion;
    };
    if table.is_list("lessons") {
        let _ = table.items("lessons");
        completion.lessons = RequiredLessons::These(table.texts("lessons").unwrap_or_default());
    } else {
        table.choice("lessons", &[("all", ())]);
    }
    if let Some(percent) = table.whole("watch_percent", 0, 100) {
        completion.watch_percent = u8::try_from(percent).unwrap_or(100);
    }
    completion.exam_after_lessons = table.flag("exam_after_lessons").unwrap_or(true);
    table.done();
    completion
}

fn read_certificate(table: &Table<'_, '_>) -> CertificateTerms {
    let number = table.needed_text("number");
    if let Err(message) = check_number(&number)
        && !number.is_empty()
    {
        table.error("number", message);
    }
    let shown = |word: &str| match word {
        "birth_date" => Some(Shown::BirthDate),
        "organisation" => Some(Shown::Organisation),
        "hours" => Some(Shown::Hours),
        "grade" => Some(Shown::Grade),
        _ => None,
    };
    let words = table.texts("shows").unwrap_or_default();
    let shows: Vec<Shown> = words.iter().filter_map(|w| shown(w)).collect();
    if shows.len() < words.len() {
        table.error(
            "shows",
            "chỉ nhận: \"birth_date\" ngày sinh, \"organisation\" đơn vị, \"hours\" số giờ, \"grade\" điểm",
        );
    }
    let terms = CertificateTerms {
        number,
        title: table.needed_text("title"),
        text: table.needed_text("text"),
        place: table.text("place"),
        signer: table.text("signer"),
        shows,
    };
    table.done();
    terms
}

/// Whether a template numbers every certificate differently: a running number and the year must stand in it.
///
/// # Errors
/// What is wrong, in Vietnamese.
pub fn check_number(template: &str) -> Result<(), String> {
    let mut rest = template;
    let (mut seq, mut year) = (false, false);
    while let Some(start) = rest.find(['{', '}']) {
        let inside = rest[start..]
            .strip_prefix('{')
            .and_then(|r| r.split_once('}'))
            .ok_or("có dấu ngoặc nhọn không thành cặp")?;
        match inside.0 {
            "seq" => seq = true,
            "year" => year = true,
            width
                if width
                    .strip_prefix("seq:0")
                    .is_some_and(|w| w.len() == 1 && matches!(w.as_bytes()[0], b'1'..=b'9')) =>
            {
                seq = true;
            }
            other => {
                return Err(format!(
                    "không có “{{{other}}}”; chỉ dùng {{seq:04}} (số thứ tự, 4 chữ số) và {{year}} (năm)"
                ));
            }
        }
        rest = inside.1;
    }
    if seq && year {
        Ok(())
    } else {
        Err(
            "phải có {seq:04} (số thứ tự) và {year} (năm), ví dụ \"{seq:04}/GCN-STP/{year}\""
                .to_owned(),
        )
    }
}
