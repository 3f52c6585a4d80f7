//! A question while it is being read, and the checks it must pass to become one.

use std::collections::HashMap;

use super::sign::{self, OptionSign, begins_item};
use super::{Report, shorten};
use crate::question_bank::model::{Body, Difficulty, Kind, LegalReference, MAX_OPTIONS, Parsed};
use crate::question_bank::reference::{add_new, mentions_article, read_reference};
use crate::question_bank::rules::{Fingerprint, alike, shuffle_of};
use crate::question_bank::text::{comparable, squeeze};

/// A text put together from lines.
#[derive(Default)]
pub(super) struct Text {
    text: String,
    break_next: bool,
}

impl Text {
    /// Goes on with a line: in the same paragraph, unless a blank line came before or the line begins an item of a list.
    pub(super) fn flow(&mut self, line: &str, after_blank: bool) {
        let line = squeeze(line);
        if line.is_empty() {
            return;
        }
        let breaks = after_blank || self.break_next || begins_item(&line);
        if !self.text.is_empty() {
            self.text.push(if breaks { '\n' } else { ' ' });
        }
        self.break_next = false;
        self.text.push_str(&line);
    }

    /// Begins a new paragraph with a line, which may be empty.
    pub(super) fn paragraph(&mut self, line: &str) {
        self.break_next = true;
        self.flow(line, false);
    }
}

/// An option while it is being read.
pub(super) struct OptionDraft {
    line: usize,
    sign: OptionSign,
    text: Text,
}

impl OptionDraft {
    pub(super) fn new(line: usize, sign: OptionSign) -> Self {
        let mut text = Text::default();
        text.flow(&sign.text, false);
        Self { line, sign, text }
    }
}

/// A question while it is being read.
pub(super) struct Draft {
    line: usize,
    number: String,
    /// The `Mã:` line and its number.
    pub code: Option<(usize, String)>,
    pub stem: Text,
    pub options: Vec<OptionDraft>,
    pub kinds: Vec<(usize, String)>,
    pub answers: Vec<(usize, String)>,
    pub references: Vec<(usize, String)>,
    pub explanation: Text,
}

impl Draft {
    pub(super) fn new(line: usize, number: String) -> Self {
        Self {
            line,
            number,
            code: None,
            stem: Text::default(),
            options: Vec::new(),
            kinds: Vec::new(),
            answers: Vec::new(),
            references: Vec::new(),
            explanation: Text::default(),
        }
    }

    /// Whether a `Mã:` line here is this question's: later it is the next one's.
    pub(super) fn takes_code(&self) -> bool {
        self.code.is_none() && self.options.is_empty() && self.answers.is_empty()
    }

    /// Whether an answer may come next.
    pub(super) fn awaits_answer(&self) -> bool {
        let statement = self
            .kinds
            .iter()
            .any(|(_, k)| read_kind(k) == Some(Kind::TrueFalse));
        self.answers.is_empty() && (statement || !self.options.is_empty())
    }

    pub(super) fn add_option(&mut self, option: OptionDraft) {
        // Statements a), b), c) of a stem look like options until A, B, C come.
        let restarts = option.sign.letter == 'A'
            && self.options.first().is_some_and(|o| o.sign.letter == 'a')
            && self.options.iter().all(|o| o.sign.letter.is_lowercase());
        if restarts {
            for statement in self.options.drain(..) {
                let mut lines = statement.text.text.lines();
                let first = lines.next().unwrap_or_default();
                let head = statement
                    .sign
                    .raw
                    .strip_suffix(statement.sign.text.as_str());
                self.stem
                    .flow(&format!("{}{first}", head.unwrap_or_default()), false);
                lines.for_each(|line| self.stem.flow(line, false));
            }
        }
        self.options.push(option);
    }

    pub(super) fn continue_option(&mut self, line: &str) {
        if let Some(option) = self.options.last_mut() {
            option.text.flow(line, false);
        }
    }

    /// Goes on with the reference if it is not complete yet; gives back whether it was.
    pub(super) fn continue_reference(&mut self, line: &str) -> bool {
        let Some((_, text)) = self.references.last_mut() else {
            return false;
        };
        let open = text.matches('(').count() > text.matches(')').count();
        let goes_on = open || text.ends_with([';', ',']) || read_reference(text).is_none();
        if goes_on && !begins_item(line) {
            text.push(' ');
            text.push_str(&squeeze(line));
        }
        goes_on && !begins_item(line)
    }

    /// The body, or findings that say why there is none. Everything is checked, so that an author sees all at once.
    fn body(&self, section: &mut Section, report: &mut Report) -> Option<Body> {
        let topic = section.topic_for(self.line, report);
        let difficulty = section.level_for(self.line, report);
        let stem = self.stem(report);
        let kind = self.kind(report);
        let options = kind.and_then(|kind| self.options(kind, report));
        let right = kind
            .zip(options.as_ref())
            .and_then(|(kind, options)| self.right(kind, options, report));
        if options.is_none() {
            self.single_answer_line(report);
        }
        let references = self.references(report);
        let explanation = self.explanation(report);
        let (kind, options) = (kind?, options?);
        Some(Body {
            kind,
            stem: stem?,
            shuffle: shuffle_of(kind, &options),
            options,
            right: right?,
            topic: topic?,
            difficulty: difficulty?,
            explanation,
            references,
        })
    }

    fn stem(&self, report: &mut Report) -> Option<String> {
        if self.stem.text.is_empty() {
            let message = format!("Câu {} chưa có nội dung câu hỏi.", self.number);
            report.error(self.line, message);
            return None;
        }
        Some(self.stem.text.clone())
    }

    fn kind(&self, report: &mut Report) -> Option<Kind> {
        match self.kinds.as_slice() {
            [] => Some(Kind::Single),
            [(line, text)] => read_kind(text).or_else(|| {
                report.error(
                    *line,
                    format!(
                        "Không có loại câu hỏi “{}”. Hãy ghi “Loại: Nhiều đáp án” hoặc “Loại: Đúng/Sai”; câu một đáp án thì \
                         không cần dòng này.",
                        shorten(text)
                    ),
                );
                None
            }),
            [_, (line, _), ..] => {
                report.error(*line, "Câu này có hai dòng “Loại: …”. Hãy xoá bớt một dòng.");
                None
            }
        }
    }

    fn options(&self, kind: Kind, report: &mut Report) -> Option<Vec<String>> {
        for option in self.options.iter().filter(|o| o.sign.marked) {
            report.warning(
                option.line,
                format!(
                    "Dấu * hoặc @ ở phương án {} không được coi là đáp án. Hãy xoá dấu và ghi dòng “Đáp án: …”.",
                    option.sign.letter
                ),
            );
        }
        let texts: Vec<String> = self.options.iter().map(|o| o.text.text.clone()).collect();
        if kind == Kind::TrueFalse {
            return self.truth_options(&texts, report);
        }
        let sound = self.count_is_right(report) & self.letters_are_right(report);
        (sound & self.texts_are_right(report)).then_some(texts)
    }

    fn truth_options(&self, texts: &[String], report: &mut Report) -> Option<Vec<String>> {
        let truth = [String::from("Đúng"), String::from("Sai")];
        let same = texts
            .iter()
            .map(|t| comparable(t))
            .eq(truth.iter().map(|t| comparable(t)));
        if texts.is_empty() || same {
            return Some(truth.into());
        }
        report.error(
            self.options.first().map_or(self.line, |o| o.line),
            "Câu loại Đúng/Sai không ghi phương án. Hãy xoá các phương án, chỉ để “Đáp án: Đúng” hoặc “Đáp án: Sai”; hoặc xoá \
             dòng “Loại: Đúng/Sai”.",
        );
        None
    }

    fn count_is_right(&self, report: &mut Report) -> bool {
        let number = &self.number;
        let message = match self.options.len() {
            0 => format!(
                "Câu {number} chưa có phương án. Hãy viết các phương án “A. …”, “B. …”, mỗi phương án một dòng; nếu là nhận \
                 định đúng hay sai, hãy thêm dòng “Loại: Đúng/Sai”."
            ),
            1 => {
                format!("Câu {number} chỉ có một phương án. Cần từ 2 đến {MAX_OPTIONS} phương án.")
            }
            count if count > MAX_OPTIONS => {
                format!(
                    "Câu {number} có {count} phương án. Chỉ được từ 2 đến {MAX_OPTIONS} phương án (A đến H)."
                )
            }
            _ => return true,
        };
        report.error(self.line, message);
        false
    }

    fn letters_are_right(&self, report: &mut Report) -> bool {
        let wrong = self
            .options
            .iter()
            .enumerate()
            .find(|(index, option)| option.sign.index() != Some(*index));
        let Some((index, option)) = wrong else {
            return true;
        };
        let letter = option.sign.letter.to_uppercase();
        let expected = letter_at(index);
        let repeated = option.sign.index().is_some_and(|at| at < index);
        let glued = index > 0 && has_glued_option(&self.options[index - 1], expected);
        let message = if glued {
            format!(
                "Hình như phương án {expected} viết liền sau phương án {}. Hãy xuống dòng trước “{expected}.”, hoặc cách ít nhất \
                 hai dấu cách.",
                letter_at(index - 1)
            )
        } else if repeated {
            format!(
                "Phương án {letter} được ghi hai lần; ở đây phải là {expected}. Có thể thiếu dòng “Câu …” của câu tiếp theo."
            )
        } else {
            format!(
                "Thiếu phương án {expected}, hoặc thứ tự chữ cái bị sai: ở đây đang ghi {letter}. Hãy ghi lần lượt A, B, C, D…"
            )
        };
        report.error(option.line, message);
        false
    }

    fn texts_are_right(&self, report: &mut Report) -> bool {
        let mut sound = true;
        let mut seen: HashMap<String, char> = HashMap::new();
        for option in &self.options {
            let text = comparable(&option.text.text);
            let letter = option.sign.letter.to_ascii_uppercase();
            if option.text.text.is_empty() {
                report.error(option.line, format!("Phương án {letter} chưa có nội dung."));
                sound = false;
            } else if let Some(first) = seen.get(&text) {
                report.error(
                    option.line,
                    format!("Phương án {letter} giống hệt phương án {first}. Hãy sửa một trong hai phương án."),
                );
                sound = false;
            } else {
                seen.insert(text, letter);
            }
        }
        sound
    }

    fn single_answer_line(&self, report: &mut Report) -> Option<&(usize, String)> {
        match self.answers.as_slice() {
            [] => {
                report.error(
                    self.line,
                    format!(
                        "Câu {} chưa có đáp án. Hãy thêm dòng “Đáp án: …” dưới các phương án.",
                        self.number
                    ),
                );
                None
            }
            [one] => Some(one),
            [(first, _), (line, _), ..] => {
                report.error(
                    *line,
                    format!(
                        "Câu {} đã có đáp án ở dòng {first}. Hãy xoá bớt một dòng “Đáp án”; hoặc ở giữa thiếu dòng “Câu …” của \
                         câu tiếp theo.",
                        self.number
                    ),
                );
                None
            }
        }
    }

    /// The right options as bits.
    fn right(&self, kind: Kind, options: &[String], report: &mut Report) -> Option<u16> {
        let (line, text) = self.single_answer_line(report)?;
        let read = match kind {
            Kind::TrueFalse => truth_answer(text, !self.options.is_empty()),
            Kind::Single | Kind::Multiple => letter_answer(text, options),
        };
        let chosen = read.map_err(|message| report.error(*line, message)).ok()?;
        if kind == Kind::Single && chosen.count_ones() > 1 {
            report.error(
                *line,
                "Câu một lựa chọn mà ghi nhiều đáp án. Hãy để một chữ cái; nếu đúng là có nhiều đáp án, hãy thêm dòng “Loại: \
                 Nhiều đáp án” trước dòng “Đáp án”.",
            );
            return None;
        }
        Some(chosen)
    }

    fn references(&self, report: &mut Report) -> Vec<LegalReference> {
        if self.references.iter().all(|(_, text)| text.is_empty()) {
            report.error(
                self.references.first().map_or(self.line, |(line, _)| *line),
                format!(
                    "Câu {} chưa có căn cứ pháp lý. Hãy thêm dòng như “Căn cứ: khoản 2 Điều 9 Luật số 36/2024/QH15”.",
                    self.number
                ),
            );
        }
        let mut references = Vec::new();
        for (line, text) in self.references.iter().filter(|(_, text)| !text.is_empty()) {
            match read_reference(text) {
                Some(read) => {
                    let vague = read.iter().find(|r| !mentions_article(&r.text));
                    if let Some(vague) = vague {
                        let shown = shorten(&vague.text);
                        report.warning(
                            *line,
                            format!("Căn cứ “{shown}” chưa nêu điều. Nên ghi rõ khoản, điều của văn bản."),
                        );
                    }
                    add_new(&mut references, read);
                }
                None => report.error(
                    *line,
                    format!(
                        "Không đọc được căn cứ “{}”. Hãy ghi theo mẫu “điểm a khoản 2 Điều 9 Luật số 36/2024/QH15” (phải có số \
                         hiệu văn bản); nhiều căn cứ thì cách nhau bằng dấu chấm phẩy.",
                        shorten(text)
                    ),
                ),
            }
        }
        references
    }

    fn explanation(&self, report: &mut Report) -> String {
        if self.explanation.text.is_empty() {
            let message = format!(
                "Câu {} chưa có lời giải thích. Nên thêm dòng “Giải thích: …”.",
                self.number
            );
            report.warning(self.line, message);
        }
        self.explanation.text.clone()
    }
}

fn letter_at(index: usize) -> char {
    u8::try_from(index).map_or('?', |index| char::from(b'A'.saturating_add(index)))
}

/// Whether an option's text goes on with the next option after a single space.
fn has_glued_option(option: &OptionDraft, next: char) -> bool {
    [next, next.to_ascii_lowercase()].iter().any(|letter| {
        ['.', ')']
            .iter()
            .any(|mark| option.text.text.contains(&format!(" {letter}{mark}")))
    })
}

fn read_kind(text: &str) -> Option<Kind> {
    const KINDS: [(&str, Kind); 7] = [
        ("nhiều đáp án", Kind::Multiple),
        ("nhiều lựa chọn", Kind::Multiple),
        ("đúng/sai", Kind::TrueFalse),
        ("đúng hay sai", Kind::TrueFalse),
        ("một đáp án", Kind::Single),
        ("một lựa chọn", Kind::Single),
        ("trắc nghiệm một đáp án", Kind::Single),
    ];
    KINDS
        .iter()
        .find_map(|(name, kind)| sign::same_words(name, text).then_some(*kind))
}

fn letter_answer(text: &str, options: &[String]) -> Result<u16, String> {
    let answer = sign::read_answer(text);
    let same = |text: &str, option: &String| comparable(text) == comparable(option);
    let repeats = match answer.letters.as_slice() {
        // Some papers repeat the option after its letter.
        [letter] => sign::letter_index(*letter)
            .and_then(|at| options.get(at))
            .is_some_and(|option| same(answer.rest, option)),
        _ => false,
    };
    if !answer.letters.is_empty() && (answer.rest.is_empty() || repeats) {
        return answer.letters.iter().try_fold(0, |bits, letter| {
            sign::letter_index(*letter)
                .filter(|at| *at < options.len())
                .map(|at| bits | 1 << at)
                .ok_or_else(|| {
                    format!("Đáp án ghi {letter} nhưng câu này không có phương án {letter}.")
                })
        });
    }
    let mut written_out = options.iter().enumerate().filter(|(_, o)| same(text, o));
    match (written_out.next(), written_out.next()) {
        (Some((at, _)), None) => Ok(1 << at),
        _ if text.is_empty() => Err(
            "Dòng “Đáp án:” còn trống. Hãy ghi chữ cái của phương án đúng, ví dụ “Đáp án: B”."
                .into(),
        ),
        _ => Err(format!(
            "Không hiểu đáp án “{}”. Hãy chỉ ghi chữ cái của phương án đúng, ví dụ “Đáp án: B”; lời giải thích ghi ở dòng “Giải \
             thích: …”.",
            shorten(text)
        )),
    }
}

/// Reads "Đúng"/"Sai"; the letters A and B only if the question writes them out as options.
fn truth_answer(text: &str, lettered: bool) -> Result<u16, String> {
    let answer = sign::read_answer(text);
    let truth = match answer.letters.as_slice() {
        ['Đ'] => Some(true),
        ['S'] => Some(false),
        ['A'] if lettered => Some(true),
        ['B'] if lettered => Some(false),
        _ => answer.truth,
    };
    match truth.filter(|_| answer.rest.is_empty()) {
        Some(true) => Ok(0b01),
        Some(false) => Ok(0b10),
        None => Err(format!(
            "Không hiểu đáp án “{}” của câu Đúng/Sai. Hãy ghi “Đáp án: Đúng” hoặc “Đáp án: Sai”.",
            shorten(text)
        )),
    }
}

/// What the difficulty heading says.
#[derive(Clone, Copy, Default)]
pub(super) enum Level {
    /// None yet.
    #[default]
    Missing,
    /// One that is no level; already reported.
    Unknown,
    /// A level.
    Known(Difficulty),
}

/// The headings a question stands under.
#[derive(Default)]
pub(super) struct Section {
    topic: Option<String>,
    /// Line of the topic heading while no question stands under it.
    unused_since: Option<usize>,
    pub level: Level,
    /// How many topic headings there were so far.
    ordinal: usize,
    /// Highest question number under the topics before this one.
    floor: u32,
    /// Whether numbering restarted under this topic; known from its first question on.
    restarts: Option<bool>,
    told_topic: bool,
    told_level: bool,
}

impl Section {
    pub(super) fn begin_topic(&mut self, line: usize, topic: &str, highest: u32) {
        self.topic = Some(topic.to_owned());
        self.unused_since = Some(line);
        self.ordinal += 1;
        self.floor = highest;
        self.restarts = None;
    }

    /// Tells of a topic heading that no question stands under.
    pub(super) fn end_topic(&self, report: &mut Report) {
        if let Some(line) = self.unused_since {
            report.warning(
                line,
                "Dưới chủ đề này không có câu hỏi nào. Hãy xoá dòng này, hoặc đưa lên trên các câu hỏi của chủ đề.",
            );
        }
    }

    fn topic_for(&mut self, line: usize, report: &mut Report) -> Option<String> {
        self.unused_since = None;
        if self.topic.is_none() && !std::mem::replace(&mut self.told_topic, true) {
            report.error(
                line,
                "Từ câu này trở đi chưa có chủ đề. Hãy thêm dòng “Chủ đề: …” phía trên câu hỏi.",
            );
        }
        self.topic.clone().filter(|topic| !topic.is_empty())
    }

    fn level_for(&mut self, line: usize, report: &mut Report) -> Option<Difficulty> {
        match self.level {
            Level::Known(level) => Some(level),
            Level::Unknown => None,
            Level::Missing => {
                if !std::mem::replace(&mut self.told_level, true) {
                    report.error(
                        line,
                        "Từ câu này trở đi chưa có mức độ. Hãy thêm dòng “Mức độ: Nhận biết” (hoặc Thông hiểu, Vận dụng) phía \
                         trên câu hỏi.",
                    );
                }
                None
            }
        }
    }

    /// The key of a question without a code. Where numbering restarts under a later topic, the topic's ordinal keeps
    /// its keys apart from those before, which stay as they were.
    fn key(&mut self, stem: &str, number: &str) -> String {
        let whole = whole_number(number);
        let floor = self.floor;
        if *self.restarts.get_or_insert(whole <= floor) {
            format!("{stem}/{}/{number}", self.ordinal)
        } else {
            format!("{stem}/{number}")
        }
    }
}

fn whole_number(number: &str) -> u32 {
    number
        .split('.')
        .next()
        .and_then(|n| n.parse().ok())
        .unwrap_or(0)
}

/// The questions read so far.
#[derive(Default)]
pub(super) struct Finished {
    pub parsed: Vec<Parsed>,
    highest: u32,
    keys: HashMap<String, usize>,
    numbers: HashMap<(usize, String), usize>,
}

impl Finished {
    /// Highest question number so far.
    pub(super) const fn highest(&self) -> u32 {
        self.highest
    }

    pub(super) fn take(
        &mut self,
        draft: Draft,
        stem: &str,
        section: &mut Section,
        report: &mut Report,
    ) {
        let key = self.key(&draft, stem, section, report);
        self.highest = self.highest.max(whole_number(&draft.number));
        if let Some(body) = draft.body(section, report) {
            self.parsed.push(Parsed {
                key,
                line: draft.line,
                body,
            });
        }
    }

    fn key(
        &mut self,
        draft: &Draft,
        stem: &str,
        section: &mut Section,
        report: &mut Report,
    ) -> String {
        let counted = section.key(stem, &draft.number);
        let coded = draft.code.as_ref();
        let key = coded.map_or(counted, |(_, code)| code.clone());
        let line = coded.map_or(draft.line, |(line, _)| *line);
        if coded.is_some() && !is_code(&key) {
            report.error(
                line,
                format!(
                    "Mã “{}” không hợp lệ. Mã chỉ gồm chữ, số và các dấu - _ . , không có dấu cách, tối đa {CODE_LENGTH} ký tự.",
                    shorten(&key)
                ),
            );
        }
        let place = (section.ordinal, draft.number.clone());
        let same_number = self.numbers.insert(place, draft.line);
        let same_key = self.keys.insert(key.clone(), draft.line);
        match (same_key, same_number) {
            (Some(first), _) if coded.is_some() => {
                report.error(
                    line,
                    format!("Mã “{key}” đã dùng cho câu ở dòng {first}. Hãy đặt mã khác."),
                );
            }
            (Some(first), _) => {
                report.error(
                    line,
                    format!(
                        "Số câu {} đã dùng ở dòng {first}. Hãy đánh số lại.",
                        draft.number
                    ),
                );
            }
            (None, Some(first)) => {
                report.warning(
                    draft.line,
                    format!(
                        "Số câu {} đã dùng ở dòng {first}. Nên đánh số lại.",
                        draft.number
                    ),
                );
            }
            (None, None) => {}
        }
        key
    }

    /// Reports questions that say the same as an earlier one.
    pub(super) fn report_doubles(&self, report: &mut Report) {
        let prints: Vec<Fingerprint> = self
            .parsed
            .iter()
            .map(|p| Fingerprint::of(&p.body))
            .collect();
        for (index, question) in self.parsed.iter().enumerate() {
            let twin = self.parsed[..index]
                .iter()
                .zip(&prints)
                .find_map(|(first, print)| Some((first.line, print.likeness(&prints[index])?)));
            if let Some((first, likeness)) = twin {
                let finding = alike(
                    &report.file,
                    question.line,
                    &format!("dòng {first}"),
                    likeness,
                );
                report.findings.push(finding);
            }
        }
    }
}

/// Longest `Mã:`, in letters.
const CODE_LENGTH: usize = 64;

fn is_code(code: &str) -> bool {
    let fits = (1..=CODE_LENGTH).contains(&code.chars().count());
    fits && code
        .chars()
        .all(|c| c.is_alphanumeric() || "-_.".contains(c))
}
