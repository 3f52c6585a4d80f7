//! The plain-text question format: reading it as people write it, and writing it in its tidy form.
//!
//! ```text
//! Chủ đề: Quy tắc giao thông
//! Mức độ: Nhận biết
//!
//! Câu 1. Người đi bộ qua đường ở đâu?
//! A. Ở bất cứ chỗ nào
//! B. Ở nơi có vạch kẻ đường dành cho người đi bộ
//! Đáp án: B
//! Căn cứ: điểm a khoản 1 Điều 30 Luật số 36/2024/QH15
//! Giải thích: …
//! ```
//!
//! Reading goes line by line. Each line is one of a few kinds (`Sign`); a line that is none of them continues the part
//! before it, and one that can continue nothing is reported. Nothing is ever guessed: a question with a doubt is left
//! out and the doubt is a finding.

use super::model::{Difficulty, Finding, MAX_OPTIONS, Parsed};
use super::text::{Damage, Line, damage, latin_twin, lines};

mod draft;
mod sign;
mod write;

use draft::{Draft, Level, OptionDraft, Section};
use sign::{Label, Sign};
pub use write::{write_question, write_questions};

/// Reads a question file. `file` is the name shown in findings, `stem` the file's name without folder and extension,
/// which begins the keys of questions without a `Mã:` line.
///
/// Gives every question that is whole, and everything that is wrong, in the order of lines. While there is an error among
/// the findings, the questions must not be imported: one of them may have swallowed a part of another.
#[must_use]
pub fn read_questions(file: &str, stem: &str, text: &str) -> (Vec<Parsed>, Vec<Finding>) {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut report = Report::new(file);
    if let Some((line, damage)) = damage(text) {
        report.error(line, damage_message(damage));
        return (Vec::new(), report.findings);
    }
    warn_about_cyrillic(&mut report, text);
    let logical = split_lines(lines(text));
    let mut reader = Reader::new(stem, report);
    for index in 0..logical.len() {
        reader.line(&logical, index);
    }
    reader.end()
}

const fn damage_message(damage: Damage) -> &'static str {
    match damage {
        Damage::Lost => {
            "Có chữ bị hỏng (ký tự �) từ dòng này: tệp không được lưu ở dạng UTF-8. Hãy mở lại bản gốc và lưu với bảng \
             mã UTF-8 (Unicode)."
        }
        Damage::Tcvn3 => {
            "Tệp dùng phông chữ cũ TCVN3 (.VnTime), máy không đọc được. Hãy chuyển sang Unicode (ví dụ bằng Unikey: \
             nguồn TCVN3, đích Unicode) rồi lưu lại ở dạng UTF-8."
        }
        Damage::Vni => {
            "Tệp dùng phông chữ cũ VNI, máy không đọc được. Hãy chuyển sang Unicode (ví dụ bằng Unikey: nguồn VNI \
             Windows, đích Unicode) rồi lưu lại ở dạng UTF-8."
        }
        Damage::Mojibake => {
            "Chữ tiếng Việt bị lỗi bảng mã từ dòng này. Hãy mở lại bản gốc và lưu với bảng mã UTF-8 (Unicode)."
        }
    }
}

fn warn_about_cyrillic(report: &mut Report, text: &str) {
    for (index, line) in text.lines().enumerate() {
        let word = line
            .split_whitespace()
            .find(|w| w.chars().any(|c| latin_twin(c).is_some()));
        if let Some(word) = word {
            report.warning(
                index + 1,
                format!(
                    "Từ “{}” có chữ cái Kirin (tiếng Nga) trông giống chữ Latinh, đã được đọc như chữ Latinh. Nên gõ lại \
                     từ này.",
                    shorten(word)
                ),
            );
        }
    }
}

/// The beginning of a text, to show which line is meant.
fn shorten(text: &str) -> String {
    const LENGTH: usize = 40;
    if text.chars().count() <= LENGTH {
        return text.to_owned();
    }
    let head: String = text.chars().take(LENGTH).collect();
    format!("{}…", head.trim_end())
}

/// Collects findings for one file.
struct Report {
    file: String,
    findings: Vec<Finding>,
}

impl Report {
    fn new(file: &str) -> Self {
        Self {
            file: file.to_owned(),
            findings: Vec::new(),
        }
    }

    fn error(&mut self, line: usize, message: impl Into<String>) {
        self.push(line, message.into(), true);
    }

    fn warning(&mut self, line: usize, message: impl Into<String>) {
        self.push(line, message.into(), false);
    }

    fn push(&mut self, line: usize, message: String, error: bool) {
        self.findings.push(Finding {
            file: self.file.clone(),
            line,
            message,
            error,
        });
    }
}

/// A piece of a line that can be judged on its own: several options on one line are several pieces.
struct Piece {
    number: usize,
    text: String,
    /// Whether a blank line stands before it.
    after_blank: bool,
}

/// Cuts lines at tabs and runs of spaces before an option or a label, and before a question glued to the end of the
/// one before; drops comments, rules of dashes and blank lines.
fn split_lines(lines: Vec<Line>) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut after_blank = true;
    for line in lines {
        if line.text.starts_with('#') {
            continue;
        }
        if sign::is_blank(&line.text) {
            after_blank = true;
            continue;
        }
        for text in sign::cut(&line.text) {
            pieces.push(Piece {
                number: line.number,
                text,
                after_blank: std::mem::take(&mut after_blank),
            });
        }
    }
    pieces
}

/// Which part of a question the last line belonged to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// No question is open, or what follows belongs to none.
    Outside,
    Stem,
    Options,
    Answer,
    Reference,
    Explanation,
}

/// Reads pieces one after the other.
struct Reader<'a> {
    stem: &'a str,
    report: Report,
    questions: draft::Finished,
    section: Section,
    draft: Option<Draft>,
    place: Place,
    /// A `Mã:` line before its question.
    pending_code: Option<(usize, String)>,
    /// Last line reported as belonging to nothing, so that a paragraph is reported once.
    stray: Option<usize>,
    /// Whether questions in this file begin with the word "Câu"; if so, a bare number never begins one.
    worded: Option<bool>,
    any: bool,
}

impl<'a> Reader<'a> {
    fn new(stem: &'a str, report: Report) -> Self {
        Self {
            stem,
            report,
            questions: draft::Finished::default(),
            section: Section::default(),
            draft: None,
            place: Place::Outside,
            pending_code: None,
            stray: None,
            worded: None,
            any: false,
        }
    }

    fn line(&mut self, pieces: &[Piece], index: usize) {
        let worded = *self.worded.get_or_insert_with(|| {
            pieces
                .iter()
                .any(|p| sign::worded_question(&p.text).is_some())
        });
        let piece = &pieces[index];
        let bare = !worded && self.begins_bare_question(pieces, index);
        match sign::read(&piece.text, bare) {
            Sign::Topic(topic) => self.topic(piece.number, &topic),
            Sign::Level(level) => self.level(piece.number, &level),
            Sign::Question { number, text } => self.question(piece.number, number, &text),
            Sign::Label(label, text) if self.takes(label, &text) => {
                self.label(piece.number, label, &text);
            }
            Sign::Option(option) if self.expects(&option) => {
                self.option(piece.number, option);
            }
            Sign::Option(option) if self.is_late(&option) => {
                self.report.error(
                    piece.number,
                    format!(
                        "Phương án “{}” đứng sau đáp án. Hãy đưa lên trên dòng “Đáp án”; hoặc phía trên thiếu dòng “Câu …” của \
                         câu tiếp theo.",
                        shorten(&option.raw)
                    ),
                );
            }
            _ => self.text(piece),
        }
    }

    /// Whether a line such as `12. Cơ quan nào …?` begins a question rather than a numbered clause of a quoted article:
    /// options must follow before anything else, and inside a quotation an answer after them as well.
    fn begins_bare_question(&self, pieces: &[Piece], index: usize) -> bool {
        if sign::bare_question(&pieces[index].text).is_none() {
            return false;
        }
        let quoted = matches!(self.place, Place::Reference | Place::Explanation)
            && !pieces[index].after_blank;
        let mut options = 0;
        for piece in &pieces[index + 1..] {
            match sign::read(&piece.text, false) {
                Sign::Option(option) if option.index() == Some(options) => options += 1,
                Sign::Option(_) => {}
                Sign::Label(Label::Answer, _) if options >= 2 => return true,
                Sign::Topic(_) | Sign::Level(_) | Sign::Label(..) | Sign::Question { .. } => break,
                Sign::Text if sign::bare_question(&piece.text).is_some() => break,
                Sign::Text => {}
            }
        }
        options >= 2 && !quoted
    }

    /// Whether a label line is one here. Some words that begin a label also begin ordinary sentences: "Theo khoản 2
    /// Điều 9 …" opens many a question, "Đáp án nào …" too.
    fn takes(&self, label: Label, text: &str) -> bool {
        match label {
            Label::LooseReference => matches!(self.place, Place::Answer | Place::Reference),
            Label::LooseAnswer => {
                let draft = self.draft.as_ref();
                draft.is_some_and(|d| d.awaits_answer()) && sign::plain_answer(text)
            }
            _ => true,
        }
    }

    /// Whether a line such as `C. …` is an option here; "e) …" may be a line of a stem.
    fn expects(&self, option: &sign::OptionSign) -> bool {
        let count = self.draft.as_ref().map_or(0, |d| d.options.len());
        match (self.place, option.index()) {
            (Place::Stem, Some(index)) => {
                index <= 1 || (index < MAX_OPTIONS && option.letter.is_uppercase())
            }
            (Place::Options, Some(index)) => index < MAX_OPTIONS || index == count,
            // "Đ" follows "D" in the Vietnamese alphabet, though not in lists of options.
            (Place::Options, None) => count >= 4,
            _ => false,
        }
    }

    /// Whether an option stands where none can. Points of a quoted article have small letters.
    fn is_late(&self, option: &sign::OptionSign) -> bool {
        matches!(
            self.place,
            Place::Answer | Place::Reference | Place::Explanation
        ) && option.letter.is_uppercase()
            && option.index().is_some_and(|index| index < MAX_OPTIONS)
    }

    fn topic(&mut self, line: usize, topic: &str) {
        self.close();
        if topic.is_empty() {
            self.report.error(
                line,
                "Dòng “Chủ đề:” chưa có tên chủ đề. Hãy viết tên sau dấu hai chấm, ví dụ “Chủ đề: Quy tắc giao thông”.",
            );
        }
        self.section.end_topic(&mut self.report);
        self.section
            .begin_topic(line, topic, self.questions.highest());
    }

    fn level(&mut self, line: usize, level: &str) {
        self.close();
        let known = Difficulty::ALL
            .into_iter()
            .find(|d| sign::same_words(d.vietnamese(), level));
        self.section.level = known.map_or(Level::Unknown, Level::Known);
        if known.is_none() {
            self.report.error(
                line,
                format!(
                    "Không có mức độ “{}”. Hãy ghi một trong ba mức: Nhận biết, Thông hiểu, Vận dụng.",
                    shorten(level)
                ),
            );
        }
    }

    fn question(&mut self, line: usize, number: String, text: &str) {
        self.close();
        self.any = true;
        let mut draft = Draft::new(line, number);
        draft.code = self.pending_code.take();
        draft.stem.flow(text, false);
        self.draft = Some(draft);
        self.place = Place::Stem;
    }

    fn label(&mut self, line: usize, label: Label, text: &str) {
        if label == Label::Code && !self.draft.as_ref().is_some_and(Draft::takes_code) {
            return self.early_code(line, text);
        }
        let Some(draft) = &mut self.draft else {
            return self.stray(line, text, true);
        };
        match label {
            Label::Code => draft.code = Some((line, text.to_owned())),
            Label::Kind if draft.answers.is_empty() => draft.kinds.push((line, text.to_owned())),
            Label::Kind => self.report.error(
                line,
                "Dòng “Loại: …” phải đứng sau dòng “Câu …” và trước dòng “Đáp án” của câu đó.",
            ),
            Label::Answer | Label::LooseAnswer => {
                let (answer, rest) = sign::split_answer(text);
                draft.answers.push((line, answer.to_owned()));
                self.place = Place::Answer;
                if let Some((label, rest)) = rest {
                    self.label(line, label, &rest);
                }
            }
            Label::Reference | Label::LooseReference => {
                draft.references.push((line, text.to_owned()));
                self.place = Place::Reference;
            }
            Label::Explanation => {
                draft.explanation.paragraph(text);
                self.place = Place::Explanation;
            }
        }
    }

    fn early_code(&mut self, line: usize, code: &str) {
        self.close();
        if let Some((first, _)) = self.pending_code.replace((line, code.to_owned())) {
            self.unused_code(first);
        }
    }

    fn unused_code(&mut self, line: usize) {
        self.report.error(
            line,
            "Dòng “Mã: …” này không đi với câu hỏi nào. Hãy đặt ngay trước hoặc ngay sau dòng “Câu …” của câu đó.",
        );
    }

    fn option(&mut self, line: usize, option: sign::OptionSign) {
        let Some(draft) = &mut self.draft else {
            return;
        };
        draft.add_option(OptionDraft::new(line, option));
        self.place = Place::Options;
    }

    fn text(&mut self, piece: &Piece) {
        let page_number = sign::is_page_number(&piece.text);
        let separate = piece.after_blank || page_number;
        let heading = sign::is_foreign_heading(&piece.text);
        if heading && !matches!(self.place, Place::Stem | Place::Options) {
            self.close();
        }
        let Some(draft) = &mut self.draft else {
            return self.stray(piece.number, &piece.text, piece.after_blank);
        };
        match self.place {
            _ if heading => self.stray(piece.number, &piece.text, true),
            Place::Stem if !page_number => draft.stem.flow(&piece.text, piece.after_blank),
            Place::Options if !separate => draft.continue_option(&piece.text),
            Place::Reference if !separate => {
                if !draft.continue_reference(&piece.text) {
                    // A quotation of the provision under its reference explains the answer.
                    draft.explanation.paragraph(&piece.text);
                    self.place = Place::Explanation;
                }
            }
            Place::Explanation if !separate => draft.explanation.flow(&piece.text, false),
            place => {
                if matches!(place, Place::Reference | Place::Explanation) {
                    self.place = Place::Answer;
                }
                self.stray(piece.number, &piece.text, piece.after_blank);
            }
        }
    }

    /// Reports a line that belongs to no question; of lines that follow one another only the first.
    fn stray(&mut self, line: usize, text: &str, new_paragraph: bool) {
        let goes_on = self.stray.is_some_and(|last| line <= last + 1) && !new_paragraph;
        self.stray = Some(line);
        if !goes_on {
            let message = sign::stray_message(text, &shorten(text), self.any);
            self.report.error(line, message);
        }
    }

    /// Ends the open question.
    fn close(&mut self) {
        self.place = Place::Outside;
        if let Some(draft) = self.draft.take() {
            self.questions
                .take(draft, self.stem, &mut self.section, &mut self.report);
        }
    }

    fn end(mut self) -> (Vec<Parsed>, Vec<Finding>) {
        self.close();
        if self.any {
            self.section.end_topic(&mut self.report);
        }
        if let Some((line, _)) = self.pending_code {
            self.unused_code(line);
        }
        if !self.any {
            self.report.error(
                0,
                "Tệp không có câu hỏi nào. Mỗi câu bắt đầu bằng “Câu 1.”, “Câu 2.”…, rồi đến các phương án “A.”, “B.”…",
            );
        }
        self.questions.report_doubles(&mut self.report);
        let mut findings = self.report.findings;
        findings.sort_by_key(|f| f.line);
        (self.questions.parsed, findings)
    }
}
