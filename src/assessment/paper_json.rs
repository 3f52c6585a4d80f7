//! The paper as a contestant receives it. Each question's text is turned into JSON once per pool; a paper is put together from these parts.
//! Nothing here knows which option is right.

use crate::question_bank::model::{Kind, Revision};

use super::answers::Shape;
use super::model::{Paper, Pool};

/// One question's parts, ready to be put together.
#[derive(Debug, Clone)]
struct Parts {
    /// `"kind":"single","text":"…"`.
    head: String,
    /// `"text":"…"` per option, in the author's order.
    options: Vec<String>,
}

/// All questions of a pool, ready to be put together.
#[derive(Debug, Clone)]
pub struct PaperParts(Vec<Parts>);

impl PaperParts {
    /// Prepares a pool.
    #[must_use]
    pub fn new(pool: &Pool) -> Self {
        Self(pool.revisions.iter().map(prepare).collect())
    }

    /// `{"questions":[…]}` in the paper's order; the prediction, if there is one, is last.
    #[must_use]
    pub fn paper(&self, paper: &Paper, prediction_text: Option<&str>) -> String {
        let mut json = String::with_capacity(paper.questions.len() * 700 + 200);
        json.push_str("{\"questions\":[");
        for (place, question) in paper.questions.iter().enumerate() {
            let Some(parts) = self.0.get(usize::from(question.pool_index)) else {
                continue;
            };
            if place > 0 {
                json.push(',');
            }
            push_number(&mut json, place + 1);
            json.push_str(&parts.head);
            json.push_str(",\"options\":[");
            for (shown, author) in question.order.iter().enumerate() {
                let Some(option) = parts.options.get(usize::from(*author)) else {
                    continue;
                };
                if shown > 0 {
                    json.push(',');
                }
                json.push_str("{\"letter\":\"");
                json.push(char::from(b'A' + u8::try_from(shown).unwrap_or(0)));
                json.push_str("\",");
                json.push_str(option);
                json.push('}');
            }
            json.push_str("]}");
        }
        if let Some(text) = prediction_text {
            if !paper.questions.is_empty() {
                json.push(',');
            }
            push_number(&mut json, paper.questions.len() + 1);
            json.push_str("\"kind\":\"prediction\",\"text\":");
            json.push_str(&quoted(text));
            json.push_str(",\"options\":[]}");
        }
        json.push_str("]}");
        json
    }
}

/// The saved answers as `[{"number":…,"response":…,"sequence":…}]`.
#[must_use]
pub fn answers(shape: &Shape, stored: &str) -> String {
    let mut json = String::from("[");
    for number in 1..=shape.len() {
        let Some((response, sequence)) = shape.stored(stored, number) else {
            continue;
        };
        if json.len() > 1 {
            json.push(',');
        }
        push_number(&mut json, number);
        json.push_str("\"response\":");
        json.push_str(&quoted(&response));
        json.push_str(",\"sequence\":");
        json.push_str(&sequence.to_string());
        json.push('}');
    }
    json.push(']');
    json
}

fn prepare(revision: &Revision) -> Parts {
    let kind = match revision.body.kind {
        Kind::Single => "single",
        Kind::Multiple => "multiple",
        Kind::TrueFalse => "true_false",
    };
    Parts {
        head: format!(
            "\"kind\":\"{kind}\",\"text\":{}",
            quoted(&revision.body.stem)
        ),
        options: revision
            .body
            .options
            .iter()
            .map(|o| format!("\"text\":{}", quoted(o)))
            .collect(),
    }
}

fn push_number(json: &mut String, number: usize) {
    json.push_str("{\"number\":");
    json.push_str(&number.to_string());
    json.push(',');
}

/// A JSON string.
#[must_use]
pub fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
