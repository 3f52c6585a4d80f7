//! What kind of line a line is, judged by its beginning alone.

use crate::question_bank::text::{comparable, fold_char, folded_words, squeeze};

/// The kinds of lines.
pub(super) enum Sign {
    /// `Chủ đề: …`
    Topic(String),
    /// `Mức độ: …`
    Level(String),
    /// `Câu 3. …`, or `3. …` where bare numbers begin questions.
    Question {
        /// The number as written, without leading zeros.
        number: String,
        /// What follows it.
        text: String,
    },
    /// A label and what follows it.
    Label(Label, String),
    /// `A. …`
    Option(OptionSign),
    /// Anything else.
    Text,
}

/// The labels inside a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Label {
    /// `Mã:`
    Code,
    /// `Loại:`
    Kind,
    /// `Đáp án:`
    Answer,
    /// `Đáp án B`, without a colon.
    LooseAnswer,
    /// `Căn cứ:`
    Reference,
    /// `Theo khoản 2 …`, without a colon.
    LooseReference,
    /// `Giải thích:`
    Explanation,
}

/// A line that begins as an option does.
pub(super) struct OptionSign {
    /// The letter as written.
    pub letter: char,
    /// What follows it.
    pub text: String,
    /// The whole line, should it turn out to belong to the stem.
    pub raw: String,
    /// Whether a star or `@` marks it; some authors mark the answer so.
    pub marked: bool,
}

impl OptionSign {
    /// 0 for A, 1 for B …; `None` for Đ.
    pub(super) fn index(&self) -> Option<usize> {
        letter_index(self.letter)
    }
}

/// 0 for A or a, 1 for B or b …; `None` for anything but the 26 letters.
pub(super) fn letter_index(letter: char) -> Option<usize> {
    let byte = u8::try_from(letter).ok().filter(u8::is_ascii_alphabetic)?;
    Some(usize::from(byte.to_ascii_lowercase() - b'a'))
}

/// Reads the beginning of a line. `bare` says that a bare number begins a question here.
pub(super) fn read(text: &str, bare: bool) -> Sign {
    if let Some(topic) = topic(text) {
        return Sign::Topic(topic);
    }
    if let Some(level) = labelled(text, &["mucdo"]) {
        return Sign::Level(squeeze(level));
    }
    let question = worded_question(text).or_else(|| bare.then(|| bare_question(text)).flatten());
    if let Some((number, text)) = question {
        return Sign::Question { number, text };
    }
    if let Some((label, text)) = label(text) {
        return Sign::Label(label, text);
    }
    option(text).map_or(Sign::Text, Sign::Option)
}

/// Whether a line separates only: nothing in it, a rule drawn with dashes, or the word "Hết" that ends a paper.
pub(super) fn is_blank(text: &str) -> bool {
    let bare = text.trim_matches(|c: char| c.is_whitespace() || "-–—=_*~.•".contains(c));
    bare.is_empty() || matches!(bare, "HẾT" | "Hết")
}

/// Whether two short texts are the same words, whatever their case and marks.
pub(super) fn same_words(a: &str, b: &str) -> bool {
    folded_words(a) == folded_words(b)
}

/// What follows `name` (given without marks and spaces) at the start of `text`, if it ends there as a word does.
fn after_word<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let mut wanted = name.chars().peekable();
    for (at, c) in text.char_indices() {
        if wanted.peek().is_none() {
            return (!c.is_alphanumeric()).then(|| &text[at..]);
        }
        if c == ' ' && at > 0 {
            continue;
        }
        if Some(fold_char(c)) != wanted.next() {
            return None;
        }
    }
    wanted.peek().is_none().then_some("")
}

/// What follows one of `names` and a colon.
fn labelled<'a>(text: &'a str, names: &[&str]) -> Option<&'a str> {
    names.iter().find_map(|name| {
        let rest = after_word(text, name)?.trim_start().strip_prefix(':')?;
        Some(rest.trim())
    })
}

fn topic(text: &str) -> Option<String> {
    let rest = after_word(text, "chude")?.trim_start();
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let rest = rest[digits..].trim_start();
    let after = match digits {
        0 => rest.strip_prefix(':'),
        _ => rest.strip_prefix([':', '.']),
    };
    after.map(squeeze)
}

/// The number and text of a line that begins with the word "Câu" and a number.
pub(super) fn worded_question(text: &str) -> Option<(String, String)> {
    let rest = ["cauhoiso", "cauhoi", "causo", "cau"]
        .iter()
        .find_map(|word| glued_word(text, word))?;
    let (number, rest) = question_number(rest.trim_start())?;
    let rest = skip_points(rest);
    let separated = rest.strip_prefix(['.', ':', ')', ',', '/', '-', '–']);
    let text = separated.unwrap_or(rest).trim();
    // "Câu 3 nêu trên …" goes on a sentence; a question begins with a capital, a quote or a number.
    let begins = text.chars().next().is_none_or(|c| !c.is_lowercase());
    (separated.is_some() || begins).then(|| (number, text.to_owned()))
}

/// Like [`after_word`], but a digit may follow at once (`Câu9`).
fn glued_word<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let digit = text.find(|c: char| c.is_ascii_digit())?;
    after_word(&text[..digit], name)
        .filter(|rest| rest.trim().is_empty())
        .map(|_| &text[digit..])
}

/// The number and text of a line that begins with a number: `12.`, `12)`, `12:`, `12,`, `2.4:`.
pub(super) fn bare_question(text: &str) -> Option<(String, String)> {
    let (number, rest) = question_number(text)?;
    let rest = skip_points(rest).strip_prefix(['.', ':', ')', ','])?;
    (!rest.starts_with(|c: char| c.is_ascii_digit())).then(|| (number, rest.trim().to_owned()))
}

/// `7` or `2.4` at the start, without leading zeros, and what follows.
fn question_number(text: &str) -> Option<(String, &str)> {
    let (number, rest) = digits(text)?;
    if let Some((part, after)) = rest.strip_prefix('.').and_then(digits)
        && after.trim_start().starts_with(['.', ':', ')'])
    {
        return Some((format!("{number}.{part}"), after));
    }
    Some((number, rest))
}

fn digits(text: &str) -> Option<(String, &str)> {
    let length = text.bytes().take_while(u8::is_ascii_digit).count();
    let (digits, rest) = text.split_at(length);
    let number: u32 = digits.parse().ok().filter(|_| length <= 5)?;
    Some((number.to_string(), rest))
}

/// Leaves out the points some papers note after the number: `(0,5 điểm)`.
fn skip_points(text: &str) -> &str {
    let text = text.trim_start();
    let inside = text.strip_prefix('(').and_then(|t| t.split_once(')'));
    match inside {
        Some((points, rest))
            if points.starts_with(|c: char| c.is_ascii_digit())
                && folded_words(points).last().is_some_and(|w| w == "diem") =>
        {
            rest.trim_start()
        }
        _ => text,
    }
}

const ANSWER: [&str; 5] = ["dapandungla", "dapandung", "dapanla", "dapan", "dapso"];
const REFERENCE: [&str; 4] = ["cancuphaply", "cancu", "cosophaply", "theo"];
const EXPLANATION: [&str; 4] = ["giaithichchitiet", "giaithich", "loigiai", "huongdangiai"];

fn label(text: &str) -> Option<(Label, String)> {
    let simple = [
        (Label::Code, ["ma", "macau", "macauhoi"].as_slice()),
        (Label::Kind, ["loai", "loaicau", "loaicauhoi"].as_slice()),
        (Label::Explanation, EXPLANATION.as_slice()),
    ];
    let found = simple.into_iter().find_map(|(label, names)| {
        let rest = labelled(text, names)?;
        Some((label, rest.to_owned()))
    });
    found.or_else(|| answer(text)).or_else(|| reference(text))
}

fn answer(text: &str) -> Option<(Label, String)> {
    let short = ["ĐA:", "Đ/A:", "Đ.A:"]
        .iter()
        .find_map(|name| text.strip_prefix(name));
    if let Some(rest) = short.or_else(|| labelled(text, &["traloi"])) {
        return Some((Label::Answer, rest.trim().to_owned()));
    }
    let mut rest = ANSWER
        .iter()
        .find_map(|name| after_word(text, name).or_else(|| doubled(text, name)))?
        .trim_start();
    let mut label = Label::LooseAnswer;
    // "Đáp ánĐáp án: C" comes from pages that print the label twice.
    loop {
        if let Some(after) = rest.strip_prefix(':') {
            label = Label::Answer;
            rest = after.trim_start();
        } else if let Some(after) = ANSWER.iter().find_map(|name| after_word(rest, name)) {
            rest = after.trim_start();
        } else {
            return Some((label, rest.trim().to_owned()));
        }
    }
}

/// What follows `name` when the same name follows it at once.
fn doubled<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let second = text.char_indices().skip(1).find(|(at, c)| {
        c.is_uppercase() && fold_char(*c) == 'd' && after_word(&text[..*at], name) == Some("")
    });
    second.map(|(at, _)| &text[at..])
}

fn reference(text: &str) -> Option<(Label, String)> {
    let opened = text.strip_prefix('(').map(str::trim_start);
    let inner = opened.unwrap_or(text);
    let (label, rest) = labelled(inner, &REFERENCE)
        .map(|rest| (Label::Reference, rest))
        .or_else(|| {
            let rest = REFERENCE.iter().find_map(|name| after_word(inner, name))?;
            begins_provision(rest).then(|| (Label::LooseReference, rest.trim()))
        })?;
    let closed = rest
        .trim_end_matches(['.', ' '])
        .strip_suffix(')')
        .filter(|t| opened.is_some() && t.matches('(').count() == t.matches(')').count());
    Some((label, closed.unwrap_or(rest).to_owned()))
}

/// Whether a text goes on as the name of a provision or a document does.
fn begins_provision(text: &str) -> bool {
    const WORDS: [&str; 10] = [
        "diem", "khoan", "dieu", "luat", "bo", "nghi", "thong", "hien", "phap", "quy",
    ];
    let words = folded_words(text);
    words.first().is_some_and(|w| WORDS.contains(&w.as_str()))
        && !(words.len() >= 2 && words[0] == "phap" && words[1] == "luat")
}

fn option(line: &str) -> Option<OptionSign> {
    let bullet = line
        .strip_prefix(['-', '–', '•', '*', '+'])
        .unwrap_or(line)
        .trim_start();
    let starred = line.strip_prefix('*').is_some_and(|t| !t.starts_with(' '));
    let mut chars = bullet.chars();
    let letter = chars
        .next()
        .filter(|c| c.is_ascii_alphabetic() || matches!(c, 'Đ' | 'đ'))?;
    let after = chars.as_str().trim_start();
    let mark = after.chars().next()?;
    let text = &after[mark.len_utf8()..];
    let fits = match mark {
        '.' | ')' => true,
        ':' => letter.is_uppercase(),
        '/' => letter.is_uppercase() && (text.is_empty() || text.starts_with(' ')),
        _ => false,
    };
    // "A.T.G.T" is an abbreviation.
    let mut following = text.chars();
    let abbreviation = mark == '.'
        && following.next().is_some_and(char::is_alphabetic)
        && following.next() == Some('.');
    if !fits || abbreviation {
        return None;
    }
    let text = text.trim();
    let unmarked = text.strip_suffix('@').map(str::trim_end);
    Some(OptionSign {
        letter,
        text: unmarked.unwrap_or(text).to_owned(),
        raw: squeeze(line),
        marked: starred || unmarked.is_some(),
    })
}

/// Whether a line begins an item of a list, and so a line of its own in the text it belongs to.
pub(super) fn begins_item(text: &str) -> bool {
    let mut chars = text.chars();
    let after = |prefix: &str| matches!(text[prefix.len()..].chars().next(), Some('.' | ')'));
    match chars.next() {
        Some('-' | '–' | '+' | '•' | '*') => true,
        Some('(') => {
            let inside = text[1..].split(')').next().unwrap_or_default();
            text.contains(')') && inside.len() <= 3 && !inside.is_empty()
        }
        Some(c) if c.is_ascii_digit() => {
            let length = text.bytes().take_while(u8::is_ascii_digit).count();
            length <= 3 && after(&text[..length])
        }
        Some(c) if c.is_lowercase() => after(&text[..c.len_utf8()]),
        _ => false,
    }
}

/// Cuts a line before every option or label that a tab or two spaces set apart, and before a question glued to the end
/// of the sentence before it. Each piece comes with single spaces inside.
pub(super) fn cut(line: &str) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    for part in set_apart(line) {
        for (index, text) in unglue(part).into_iter().enumerate() {
            let begins = index > 0 || begins_piece(&text);
            match pieces.last_mut() {
                Some(last) if !begins => {
                    last.push(' ');
                    last.push_str(&text);
                }
                _ => pieces.push(text),
            }
        }
    }
    pieces
}

fn set_apart(line: &str) -> impl Iterator<Item = &str> {
    line.split('\t')
        .flat_map(|part| part.split("  "))
        .map(str::trim)
        .filter(|part| !part.is_empty())
}

fn begins_piece(text: &str) -> bool {
    match read(text, false) {
        Sign::Topic(_) | Sign::Level(_) | Sign::Text => false,
        Sign::Label(Label::LooseReference, _) => false,
        Sign::Label(Label::LooseAnswer, text) => plain_answer(&text),
        Sign::Question { .. } | Sign::Label(..) | Sign::Option(_) => true,
    }
}

/// Splits `…đúng quy định.-----Câu 4: …`. With a space before it, "Câu 4:" may be a mention in a sentence.
fn unglue(text: &str) -> Vec<String> {
    const RULE: [char; 4] = ['-', '–', '_', '='];
    let mut parts = Vec::new();
    let mut start = 0;
    for (at, _) in text.match_indices("Câu") {
        let before = &text[start..at];
        let glued = before.ends_with(['.', '?', '!', ';']) || before.ends_with(RULE);
        let rest = text[at + "Câu".len()..].trim_start();
        let numbered = question_number(rest)
            .is_some_and(|(_, rest)| skip_points(rest).starts_with([':', '.']));
        if glued && numbered {
            parts.push(before.trim_end_matches(RULE).trim_end().to_owned());
            start = at;
        }
    }
    parts.push(text[start..].to_owned());
    parts.retain(|p| !p.is_empty());
    parts
}

/// What an answer line says.
pub(super) struct Answer<'a> {
    /// The letters named, in capitals, in the order written.
    pub letters: Vec<char>,
    /// "Đúng" or "Sai".
    pub truth: Option<bool>,
    /// What follows and is neither.
    pub rest: &'a str,
}

/// Reads the letters, or "Đúng"/"Sai", at the start of an answer.
pub(super) fn read_answer(text: &str) -> Answer<'_> {
    const NOUNS: [&str; 5] = ["phuongan", "dapan", "cau", "y", "la"];
    const BETWEEN: [char; 12] = [' ', ',', ';', '&', '+', '/', ')', ']', '"', '”', '\'', '’'];
    let mut rest = text.trim_start();
    while let Some(after) = NOUNS.iter().find_map(|n| after_word(rest, n)) {
        rest = after.trim_start_matches([' ', ':']);
    }
    let rest = rest.trim_start_matches(['(', '[', '"', '“', '\'', '‘', ' ']);
    let word = leading_word(rest);
    let truth = match comparable(word).as_str() {
        "đúng" | "dung" => Some(true),
        "sai" => Some(false),
        _ => None,
    };
    if truth.is_some() {
        return Answer {
            letters: Vec::new(),
            truth,
            rest: tidy_rest(&rest[word.len()..]),
        };
    }
    if let Some(letters) = glued_letters(word) {
        return Answer {
            letters,
            truth,
            rest: tidy_rest(&rest[word.len()..]),
        };
    }
    let mut letters = Vec::new();
    let (mut end, mut at) = (0, 0);
    loop {
        at += rest[at..].len() - rest[at..].trim_start_matches(BETWEEN).len();
        let word = leading_word(&rest[at..]);
        at += word.len();
        if let Some(letter) = single_letter(word) {
            letters.push(letter);
            end = at;
        } else if letters.is_empty() || comparable(word) != "và" {
            break;
        }
    }
    Answer {
        letters,
        truth,
        rest: tidy_rest(&rest[end..]),
    }
}

fn leading_word(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_alphanumeric());
    &text[..end.unwrap_or(text.len())]
}

fn single_letter(word: &str) -> Option<char> {
    let mut chars = word.chars();
    let letter = chars.next().filter(|_| chars.next().is_none())?;
    match letter {
        'đ' | 'Đ' => Some('Đ'),
        c => c.is_ascii_alphabetic().then(|| c.to_ascii_uppercase()),
    }
}

/// `AC` for A and C: capitals from A to H, rising.
fn glued_letters(word: &str) -> Option<Vec<char>> {
    let letters: Vec<char> = word.chars().collect();
    let rising = letters.windows(2).all(|w| w[0] < w[1]);
    (letters.len() >= 2 && rising && letters.iter().all(|c| ('A'..='H').contains(c)))
        .then_some(letters)
}

fn tidy_rest(text: &str) -> &str {
    text.trim_matches([
        ' ', '.', ',', ';', ':', ')', ']', '-', '–', '"', '”', '\'', '’',
    ])
}

/// Whether a text without a label's colon is an answer and nothing else (a reference may follow).
pub(super) fn plain_answer(text: &str) -> bool {
    let (text, _) = split_answer(text);
    let answer = read_answer(text);
    answer.rest.is_empty() && (answer.truth.is_some() || !answer.letters.is_empty())
}

/// The answer and, where a reference or an explanation follows on the same line, its label and text.
pub(super) fn split_answer(text: &str) -> (&str, Option<(Label, String)>) {
    let mut previous = ' ';
    for (at, c) in text.char_indices() {
        let word_start = !previous.is_alphanumeric() && (c.is_alphabetic() || c == '(');
        previous = c;
        if !word_start {
            continue;
        }
        let before = text[..at].trim_end();
        let found = label(&text[at..]).filter(|(label, _)| match label {
            Label::Reference | Label::Explanation => true,
            Label::LooseReference => {
                let ended = before.is_empty() || before.ends_with(['.', ',', ';', '-', '–', ')']);
                ended || c == '(' || read_answer(before).rest.is_empty()
            }
            _ => false,
        });
        if let Some((label, rest)) = found {
            let reference = match label {
                Label::LooseReference => Label::Reference,
                label => label,
            };
            return (before, Some((reference, rest)));
        }
    }
    (text, None)
}

/// A line that holds nothing but a page number.
pub(super) fn is_page_number(text: &str) -> bool {
    let words = folded_words(text);
    let numbers = match words.split_first() {
        Some((first, rest)) if first == "trang" => rest,
        _ => &words,
    };
    let plain = text
        .chars()
        .all(|c| c.is_alphanumeric() || " /-–".contains(c));
    plain
        && matches!(numbers.len(), 1 | 2)
        && numbers
            .iter()
            .all(|w| w.bytes().all(|b| b.is_ascii_digit()))
}

/// A heading in another style than `Chủ đề:`, such as `PHẦN II. …`.
pub(super) fn is_foreign_heading(text: &str) -> bool {
    const WORDS: [&str; 6] = ["phan", "chuong", "tuan", "muc", "de", "bai"];
    let words = folded_words(text);
    let mut words = words.iter().filter(|w| *w != "so");
    let named = words.next().is_some_and(|w| WORDS.contains(&w.as_str()));
    let numbered = words.next().is_some_and(|w| {
        w.bytes().all(|b| b.is_ascii_digit()) || w.bytes().all(|b| b"ivx".contains(&b))
    });
    let capital = text.starts_with(char::is_uppercase);
    named && numbered && capital && text.chars().count() <= 80
}

/// Whether a line is (part of) a table of answers such as `1.A 2.B 3.C`.
fn is_answer_table(text: &str) -> bool {
    let words = folded_words(text);
    let is_number = |w: &String| w.bytes().all(|b| b.is_ascii_digit());
    let is_letter = |w: &String| matches!(w.as_bytes(), [b'a'..=b'h']);
    let apart = words
        .windows(2)
        .filter(|w| is_number(&w[0]) && is_letter(&w[1]))
        .count();
    let glued = words
        .iter()
        .filter_map(|w| w.strip_suffix(|c| ('a'..='h').contains(&c)))
        .filter(|digits| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()))
        .count();
    apart * 2 + glued >= words.len() && apart + glued >= 2
}

/// What to tell about a line that belongs to no question.
pub(super) fn stray_message(text: &str, shown: &str, after_first: bool) -> String {
    if is_answer_table(text) {
        return "Bảng đáp án riêng không được đọc. Hãy ghi dòng “Đáp án: …” ngay dưới các phương án của từng câu.".into();
    }
    if is_foreign_heading(text) {
        return format!(
            "Tiêu đề “{shown}” không đúng mẫu. Hãy viết “Chủ đề: tên chủ đề”, hoặc thêm dấu # vào đầu dòng nếu chỉ là ghi \
             chú."
        );
    }
    if is_page_number(text) {
        return format!("Dòng “{shown}” giống số trang còn sót lại. Hãy xoá dòng này.");
    }
    if after_first {
        format!(
            "Dòng “{shown}” không thuộc phần nào của câu hỏi. Nếu là lời giải thích, hãy viết “Giải thích: …”; nếu là \
             đoạn viết tiếp, hãy bỏ dòng trống phía trên; nếu là ghi chú, hãy thêm dấu # vào đầu dòng; nếu thừa, hãy xoá."
        )
    } else {
        format!(
            "Dòng “{shown}” đứng trước câu hỏi đầu tiên. Tiêu đề phải viết “Chủ đề: …” hoặc “Mức độ: …”, câu hỏi phải bắt \
             đầu bằng “Câu 1.”; nếu là ghi chú, hãy thêm dấu # vào đầu dòng."
        )
    }
}
