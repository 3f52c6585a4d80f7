//! Writing questions in the tidy form of the format.

use super::sign::begins_item;
use crate::question_bank::model::{Body, Kind, Parsed};
use crate::question_bank::reference::reference_texts;

/// Writes one question without its headings. `code` is its `Mã:`, if it has one. Reading the text again, under the headings
/// of its topic and difficulty, gives the same body.
#[must_use]
pub fn write_question(number: usize, code: Option<&str>, body: &Body) -> String {
    let mut lines = Vec::new();
    push_flow(&mut lines, &format!("Câu {number}. "), &body.stem, true);
    if let Some(code) = code {
        lines.push(format!("Mã: {code}"));
    }
    if body.kind != Kind::TrueFalse {
        for (letter, option) in ('A'..).zip(&body.options) {
            push_flow(&mut lines, &format!("{letter}. "), option, false);
        }
    }
    match body.kind {
        Kind::Single => {}
        Kind::Multiple => lines.push("Loại: Nhiều đáp án".to_owned()),
        Kind::TrueFalse => lines.push("Loại: Đúng/Sai".to_owned()),
    }
    lines.push(format!("Đáp án: {}", answer(body)));
    let references = reference_texts(&body.references);
    if !references.is_empty() {
        lines.push(format!("Căn cứ: {}", references.join("; ")));
    }
    push_explanation(&mut lines, &body.explanation);
    lines.join("\n") + "\n"
}

/// Writes questions as one file, with headings where they change. Keys that are not made of a file's name and a number
/// are written as `Mã:`.
#[must_use]
pub fn write_questions(questions: &[Parsed]) -> String {
    let mut text = String::new();
    let mut headings = None;
    for (index, question) in questions.iter().enumerate() {
        let body = &question.body;
        let (topic, level) = (body.topic.as_str(), body.difficulty);
        if headings.is_none_or(|(last, _)| last != topic) {
            text.push_str(&format!("Chủ đề: {topic}\n"));
        }
        if headings.is_none_or(|(_, last)| last != level) {
            text.push_str(&format!("Mức độ: {}\n", level.vietnamese()));
        }
        headings = Some((topic, level));
        let code = (!question.key.contains('/')).then_some(question.key.as_str());
        text.push_str(&format!("\n{}\n", write_question(index + 1, code, body)));
    }
    text
}

/// The letters of the right options, or the truth of a statement.
fn answer(body: &Body) -> String {
    let right = (0..body.options.len()).filter(|at| body.right >> at & 1 == 1);
    if body.kind == Kind::TrueFalse {
        return right.map(|at| body.options[at].clone()).collect();
    }
    let letters: Vec<String> = ('A'..)
        .enumerate()
        .take(body.options.len())
        .filter(|(at, _)| body.right >> at & 1 == 1)
        .map(|(_, letter)| letter.to_string())
        .collect();
    letters.join(", ")
}

/// A text of several lines: items of a list follow at once, other paragraphs (only a stem has them) after a blank line.
fn push_flow(lines: &mut Vec<String>, prefix: &str, text: &str, paragraphs: bool) {
    for (index, line) in text.lines().enumerate() {
        if index == 0 {
            lines.push(format!("{prefix}{line}"));
            continue;
        }
        if paragraphs && !begins_item(line) {
            lines.push(String::new());
        }
        lines.push(line.to_owned());
    }
}

/// Each paragraph that is no item of a list repeats the label, since a blank line would end the explanation.
fn push_explanation(lines: &mut Vec<String>, text: &str) {
    for (index, line) in text.lines().enumerate() {
        if index > 0 && begins_item(line) {
            lines.push(line.to_owned());
        } else {
            lines.push(format!("Giải thích: {line}"));
        }
    }
}
