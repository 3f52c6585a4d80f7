//! Writing `course.toml` and the front matter of lessons from what an author typed into a form.
//!
//! Everything is kept as it was typed: a number that is none is written in quotes, and the check says what is wrong with it at its line. So a
//! draft never loses what somebody typed, and the check is the only judge.

use toml::{Table, Value};

use super::lesson::split;

/// One line of a quiz's blueprint, as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DrawField {
    /// Topic; empty for any.
    pub topic: String,
    /// Difficulty in words; empty for any.
    pub difficulty: String,
    /// How many.
    pub count: String,
}

/// One line of a rubric, as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CriterionField {
    /// What is looked at.
    pub name: String,
    /// Most points.
    pub points: String,
    /// What full points take.
    pub description: String,
}

/// One question of a survey, as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SurveyField {
    /// Stable name.
    pub key: String,
    /// The question.
    pub text: String,
    /// `scale`, `choice` or `text`.
    pub kind: String,
    /// Options, one a line.
    pub options: String,
}

/// A file to take away, as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DownloadField {
    /// Name of the asset.
    pub file: String,
    /// What it is.
    pub label: String,
}

/// A lesson's settings and text, as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LessonFields {
    /// Title.
    pub title: String,
    /// Kind: `text`, `quiz`, `exam`, `assignment` or `survey`.
    pub kind: String,
    /// Minutes.
    pub minutes: String,
    /// Objectives, one a line.
    pub objectives: String,
    /// References, one a line.
    pub references: String,
    /// Whether completion never asks for it.
    pub optional: bool,
    /// Files to take away.
    pub downloads: Vec<DownloadField>,
    /// Media: name of the file; empty for none.
    pub media_file: String,
    /// Media: address of the player.
    pub media_embed: String,
    /// Media: whether there is something to see.
    pub media_video: bool,
    /// Media: length in seconds.
    pub media_seconds: String,
    /// Media: captions.
    pub media_captions: String,
    /// Media: transcript.
    pub media_transcript: String,
    /// Quiz: minutes.
    pub quiz_minutes: String,
    /// Quiz or assignment: per cent to pass.
    pub pass: String,
    /// Quiz: attempts; 0 for no limit.
    pub attempts: String,
    /// Quiz: waiting time, minutes.
    pub wait_minutes: String,
    /// Quiz: `after_attempt` or `never`.
    pub review: String,
    /// Quiz: blueprint.
    pub draw: Vec<DrawField>,
    /// Assignment: most words.
    pub words_max: String,
    /// Assignment: whether a file may be handed in.
    pub upload: bool,
    /// Assignment: rubric.
    pub rubric: Vec<CriterionField>,
    /// Survey: questions.
    pub survey: Vec<SurveyField>,
    /// Text, Markdown.
    pub body: String,
}

/// A module, as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ModuleFields {
    /// Title.
    pub title: String,
    /// Hours.
    pub hours: String,
    /// Topic of the framework.
    pub framework: String,
    /// Keys of its lessons.
    pub lessons: Vec<String>,
}

/// `course.toml`, as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HeadFields {
    /// Title.
    pub title: String,
    /// Summary.
    pub summary: String,
    /// Topic.
    pub topic: String,
    /// For whom, one a line.
    pub audience: String,
    /// The agency.
    pub issued_by: String,
    /// Code of its organisation.
    pub organisation: String,
    /// The training framework.
    pub framework: String,
    /// Name of the cover's asset.
    pub cover: String,
    /// Alternative text of the cover.
    pub cover_alt: String,
    /// Slugs of courses before, one a line.
    pub prerequisites: String,
    /// What this version changes.
    pub changes: String,
    /// `open`, `code` or `invitation`.
    pub mode: String,
    /// The code.
    pub code: String,
    /// Modules.
    pub modules: Vec<ModuleFields>,
    /// Keys of the lessons that are required, one a line; empty for all.
    pub required: String,
    /// Per cent to be watched.
    pub watch_percent: String,
    /// Whether the examination opens last.
    pub exam_after_lessons: bool,
    /// Whether there is a certificate.
    pub certificate: bool,
    /// Certificate: template of the number.
    pub number: String,
    /// Certificate: heading.
    pub certificate_title: String,
    /// Certificate: words before the course's title.
    pub certificate_text: String,
    /// Certificate: place.
    pub place: String,
    /// Certificate: title of who signs.
    pub signer: String,
    /// Certificate: what else is printed.
    pub shows: Vec<String>,
}

// ---------------------------------------------------------------------------------------------------------------------
// Reading what is there, leniently

/// A value as the text somebody would type for it.
fn typed(value: Option<&Value>) -> String {
    match value {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Integer(number)) => number.to_string(),
        Some(Value::Float(number)) => number.to_string(),
        Some(Value::Boolean(flag)) => flag.to_string(),
        Some(Value::Datetime(when)) => when.to_string(),
        Some(Value::Array(items)) => {
            let lines: Vec<String> = items.iter().map(|i| typed(Some(i))).collect();
            lines.join("\n")
        }
        Some(Value::Table(_)) | None => String::new(),
    }
}

fn text(table: &Table, key: &str) -> String {
    typed(table.get(key))
}

fn flag(table: &Table, key: &str, otherwise: bool) -> bool {
    table.get(key).and_then(Value::as_bool).unwrap_or(otherwise)
}

fn inner(table: &Table, key: &str) -> Table {
    table
        .get(key)
        .and_then(Value::as_table)
        .cloned()
        .unwrap_or_default()
}

fn rows<T>(table: &Table, key: &str, read: impl Fn(&Table) -> T) -> Vec<T> {
    let items = table.get(key).and_then(Value::as_array);
    items
        .into_iter()
        .flatten()
        .filter_map(Value::as_table)
        .map(read)
        .collect()
}

fn words(table: &Table, key: &str) -> Vec<String> {
    let items = table.get(key).and_then(Value::as_array);
    items
        .into_iter()
        .flatten()
        .map(|i| typed(Some(i)))
        .collect()
}

impl LessonFields {
    /// Reads a lesson's file; `None` when its front matter cannot be read as TOML, so that only its text can be edited.
    #[must_use]
    pub fn read(file: &str) -> Option<Self> {
        let (front, body, _) = split(file)?;
        let table: Table = toml::from_str(&front).ok()?;
        let (media, quiz, assignment) = (
            inner(&table, "media"),
            inner(&table, "quiz"),
            inner(&table, "assignment"),
        );
        let kind = text(&table, "kind");
        Some(Self {
            title: text(&table, "title"),
            pass: text(
                if kind == "assignment" {
                    &assignment
                } else {
                    &quiz
                },
                "pass",
            ),
            kind: if kind.is_empty() { "text".into() } else { kind },
            minutes: text(&table, "minutes"),
            objectives: text(&table, "objectives"),
            references: text(&table, "references"),
            optional: flag(&table, "optional", false),
            downloads: rows(&table, "downloads", |t| DownloadField {
                file: text(t, "file"),
                label: text(t, "label"),
            }),
            media_file: text(&media, "file"),
            media_embed: text(&media, "embed"),
            media_video: flag(&media, "video", false),
            media_seconds: text(&media, "seconds"),
            media_captions: text(&media, "captions"),
            media_transcript: text(&media, "transcript"),
            quiz_minutes: text(&quiz, "minutes"),
            attempts: text(&quiz, "attempts"),
            wait_minutes: text(&quiz, "wait_minutes"),
            review: text(&quiz, "review"),
            draw: rows(&quiz, "draw", |t| DrawField {
                topic: text(t, "topic"),
                difficulty: text(t, "difficulty"),
                count: text(t, "count"),
            }),
            words_max: text(&assignment, "words_max"),
            upload: flag(&assignment, "upload", false),
            rubric: rows(&assignment, "rubric", |t| CriterionField {
                name: text(t, "name"),
                points: text(t, "points"),
                description: text(t, "description"),
            }),
            survey: rows(&table, "survey", |t| SurveyField {
                key: text(t, "key"),
                text: text(t, "text"),
                kind: text(t, "kind"),
                options: text(t, "options"),
            }),
            body,
        })
    }

    /// The lesson's file.
    #[must_use]
    pub fn write(&self) -> String {
        let mut out = Out::default();
        out.line("+++");
        out.text("title", &self.title);
        out.text("kind", &self.kind);
        out.number("minutes", &self.minutes);
        out.list("objectives", &self.objectives);
        out.list("references", &self.references);
        if self.optional {
            out.line("optional = true");
        }
        self.write_downloads(&mut out);
        self.write_media(&mut out);
        match self.kind.as_str() {
            "quiz" | "exam" => self.write_quiz(&mut out),
            "assignment" => self.write_assignment(&mut out),
            "survey" => self.write_survey(&mut out),
            _ => {}
        }
        out.line("+++");
        out.0.push('\n');
        out.0
            .push_str(self.body.replace("\r\n", "\n").trim_matches('\n'));
        out.0.push('\n');
        out.0
    }

    fn write_downloads(&self, out: &mut Out) {
        let given = self.downloads.iter().filter(|d| !d.file.is_empty());
        let rows: Vec<String> = given
            .map(|d| {
                format!(
                    "{{ file = {}, label = {} }}",
                    quoted(&d.file),
                    quoted(&d.label)
                )
            })
            .collect();
        out.rows("downloads", &rows);
    }

    fn write_media(&self, out: &mut Out) {
        if self.media_file.is_empty() && self.media_embed.is_empty() {
            return;
        }
        out.section("[media]");
        out.maybe("file", &self.media_file);
        out.maybe("embed", &self.media_embed);
        out.flag("video", self.media_video);
        out.number("seconds", &self.media_seconds);
        out.maybe("captions", &self.media_captions);
        out.maybe("transcript", &self.media_transcript);
    }

    fn write_quiz(&self, out: &mut Out) {
        out.section("[quiz]");
        out.number("minutes", &self.quiz_minutes);
        out.number("pass", &self.pass);
        out.number("attempts", &self.attempts);
        out.number("wait_minutes", &self.wait_minutes);
        out.maybe("review", &self.review);
        let part = |d: &DrawField| {
            let mut keys = Vec::new();
            if !d.topic.is_empty() {
                keys.push(format!("topic = {}", quoted(&d.topic)));
            }
            if !d.difficulty.is_empty() {
                keys.push(format!("difficulty = {}", quoted(&d.difficulty)));
            }
            keys.push(format!("count = {}", number(&d.count)));
            format!("{{ {} }}", keys.join(", "))
        };
        let given = self.draw.iter().filter(|d| **d != DrawField::default());
        let rows: Vec<String> = given.map(part).collect();
        out.rows("draw", &rows);
    }

    fn write_assignment(&self, out: &mut Out) {
        out.section("[assignment]");
        out.number("words_max", &self.words_max);
        out.flag("upload", self.upload);
        out.number("pass", &self.pass);
        for criterion in &self.rubric {
            if *criterion == CriterionField::default() {
                continue;
            }
            out.section("[[assignment.rubric]]");
            out.text("name", &criterion.name);
            out.number("points", &criterion.points);
            out.maybe("description", &criterion.description);
        }
    }

    fn write_survey(&self, out: &mut Out) {
        for (place, question) in self.survey.iter().enumerate() {
            if question.text.is_empty() && question.key.is_empty() {
                continue;
            }
            out.section("[[survey]]");
            let key = if question.key.is_empty() {
                format!("cau-{}", place + 1)
            } else {
                question.key.clone()
            };
            out.text("key", &key);
            out.text("text", &question.text);
            out.text("kind", &question.kind);
            if question.kind == "choice" {
                out.list("options", &question.options);
            }
        }
    }
}

impl HeadFields {
    /// Reads `course.toml`; `None` when it cannot be read as TOML.
    #[must_use]
    pub fn read(file: &str) -> Option<Self> {
        let table: Table = toml::from_str(file.strip_prefix('\u{feff}').unwrap_or(file)).ok()?;
        let (enrolment, completion, certificate) = (
            inner(&table, "enrolment"),
            inner(&table, "completion"),
            inner(&table, "certificate"),
        );
        let required = text(&completion, "lessons");
        let watch_percent = text(&completion, "watch_percent");
        Some(Self {
            title: text(&table, "title"),
            summary: text(&table, "summary"),
            topic: text(&table, "topic"),
            audience: text(&table, "audience"),
            issued_by: text(&table, "issued_by"),
            organisation: text(&table, "organisation"),
            framework: text(&table, "framework"),
            cover: text(&table, "cover"),
            cover_alt: text(&table, "cover_alt"),
            prerequisites: text(&table, "prerequisites"),
            changes: text(&table, "changes"),
            mode: match text(&enrolment, "mode") {
                mode if mode.is_empty() => "open".into(),
                mode => mode,
            },
            code: text(&enrolment, "code"),
            modules: rows(&table, "modules", |t| ModuleFields {
                title: text(t, "title"),
                hours: text(t, "hours"),
                framework: text(t, "framework"),
                lessons: words(t, "lessons"),
            }),
            required: if required == "all" {
                String::new()
            } else {
                required
            },
            watch_percent: if watch_percent.is_empty() {
                "90".into()
            } else {
                watch_percent
            },
            exam_after_lessons: flag(&completion, "exam_after_lessons", true),
            certificate: table.contains_key("certificate"),
            number: text(&certificate, "number"),
            certificate_title: text(&certificate, "title"),
            certificate_text: text(&certificate, "text"),
            place: text(&certificate, "place"),
            signer: text(&certificate, "signer"),
            shows: words(&certificate, "shows"),
        })
    }

    /// `course.toml`.
    #[must_use]
    pub fn write(&self) -> String {
        let mut out = Out::default();
        out.text("title", &self.title);
        out.text("summary", &self.summary);
        out.text("topic", &self.topic);
        out.list("audience", &self.audience);
        out.maybe("issued_by", &self.issued_by);
        out.maybe("organisation", &self.organisation);
        out.maybe("framework", &self.framework);
        out.maybe("cover", &self.cover);
        out.maybe("cover_alt", &self.cover_alt);
        out.list("prerequisites", &self.prerequisites);
        out.maybe("changes", &self.changes);
        out.section("[enrolment]");
        out.text("mode", &self.mode);
        if self.mode == "code" {
            out.maybe("code", &self.code);
        }
        for module in &self.modules {
            out.section("[[modules]]");
            out.text("title", &module.title);
            out.number("hours", &module.hours);
            out.maybe("framework", &module.framework);
            out.rows(
                "lessons",
                &module.lessons.iter().map(|k| quoted(k)).collect::<Vec<_>>(),
            );
            if module.lessons.is_empty() {
                out.line("lessons = []");
            }
        }
        out.section("[completion]");
        if self.required.trim().is_empty() {
            out.line("lessons = \"all\"");
        } else {
            out.list("lessons", &self.required);
        }
        out.number("watch_percent", &self.watch_percent);
        out.flag("exam_after_lessons", self.exam_after_lessons);
        if self.certificate {
            self.write_certificate(&mut out);
        }
        out.0
    }

    fn write_certificate(&self, out: &mut Out) {
        out.section("[certificate]");
        out.text("number", &self.number);
        out.text("title", &self.certificate_title);
        out.text("text", &self.certificate_text);
        out.maybe("place", &self.place);
        out.maybe("signer", &self.signer);
        out.list("shows", &self.shows.join("\n"));
    }
}

// ---------------------------------------------------------------------------------------------------------------------
// Writing

/// A text in quotes, with what TOML does not take in them written out.
fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.trim().chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => {}
            '\t' => out.push_str("\\t"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// A number as typed; what is none stands in quotes, so that the check says so.
fn number(text: &str) -> String {
    let text = text.trim();
    let point = text.replace(',', ".");
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let plain = match point.split_once('.') {
        Some((whole, rest)) => digits(whole) && digits(rest),
        None => digits(&point) && (point == "0" || !point.starts_with('0')),
    };
    if plain { point } else { quoted(text) }
}

#[derive(Default)]
struct Out(String);

impl Out {
    fn line(&mut self, line: &str) {
        self.0.push_str(line);
        self.0.push('\n');
    }

    fn section(&mut self, head: &str) {
        self.0.push('\n');
        self.line(head);
    }

    fn text(&mut self, key: &str, text: &str) {
        self.line(&format!("{key} = {}", quoted(text)));
    }

    fn maybe(&mut self, key: &str, text: &str) {
        if !text.trim().is_empty() {
            self.text(key, text);
        }
    }

    fn number(&mut self, key: &str, text: &str) {
        if !text.trim().is_empty() {
            self.line(&format!("{key} = {}", number(text)));
        }
    }

    fn flag(&mut self, key: &str, flag: bool) {
        self.line(&format!("{key} = {flag}"));
    }

    /// Lines of a text as a list; nothing when there is none.
    fn list(&mut self, key: &str, lines: &str) {
        let rows: Vec<String> = lines
            .lines()
            .map(str::trim)
            .filter(|l| !l.is_empty())
            .map(quoted)
            .collect();
        self.rows(key, &rows);
    }

    fn rows(&mut self, key: &str, rows: &[String]) {
        match rows {
            [] => {}
            [one] => self.line(&format!("{key} = [{one}]")),
            _ => {
                self.line(&format!("{key} = ["));
                for row in rows {
                    self.line(&format!("  {row},"));
                }
                self.line("]");
            }
        }
    }
}

/// The two or three files a new course begins with.
#[must_use]
pub fn starter(title: &str, organisation: &str) -> super::Files {
    let head = HeadFields {
        title: title.to_owned(),
        organisation: organisation.to_owned(),
        mode: "open".into(),
        modules: vec![ModuleFields {
            title: "Học phần 1".into(),
            hours: "1".into(),
            lessons: vec!["bai-1".into()],
            ..ModuleFields::default()
        }],
        watch_percent: "90".into(),
        exam_after_lessons: true,
        ..HeadFields::default()
    };
    let lesson = LessonFields {
        title: "Bài 1".into(),
        kind: "text".into(),
        minutes: "10".into(),
        ..LessonFields::default()
    };
    super::Files::from([
        (super::head::FILE.to_owned(), head.write().into_bytes()),
        (super::PAGE.to_owned(), b"\n".to_vec()),
        (
            "lessons/01-bai-1.md".to_owned(),
            lesson.write().into_bytes(),
        ),
    ])
}
