//! What the answers of a survey say together, never who said it.

use std::collections::BTreeMap;

use serde_json::Value;

use super::model::{Survey, SurveyKind, SurveyQuestion};
use crate::platform::text::tidy;

/// Most free texts that are kept of a question.
pub const TEXTS_MAX: usize = 500;

/// The answers to one question together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// How often each option was chosen, in the order of the options; empty for free texts.
    pub counts: Vec<u64>,
    /// Free texts in the order of their answers, at most [`TEXTS_MAX`].
    pub texts: Vec<String>,
    /// How many answered it.
    pub answered: u64,
}

/// The labels of a question's options; empty for free texts.
#[must_use]
pub fn options(question: &SurveyQuestion) -> Vec<String> {
    match question.kind {
        SurveyKind::Scale => (1..=5).map(|n| n.to_string()).collect(),
        SurveyKind::Choice => question.options.clone(),
        SurveyKind::Text => Vec::new(),
    }
}

/// The place of the option that an answer chooses: it is written as its label, or as the number of its place from 1.
fn place(options: &[String], answer: &Value) -> Option<usize> {
    let text = match answer {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    options
        .iter()
        .position(|option| *option == text)
        .or_else(|| {
            let number: usize = text.parse().ok()?;
            number.checked_sub(1).filter(|n| *n < options.len())
        })
}

/// Adds up a survey's answers, each an object of values by the question's key.
#[derive(Debug, Clone)]
pub struct Counter {
    survey: Survey,
    tallies: Vec<Tally>,
    people: u64,
}

impl Counter {
    /// Nothing counted yet.
    #[must_use]
    pub fn new(survey: Survey) -> Self {
        let tally = |question: &SurveyQuestion| Tally {
            counts: vec![0; options(question).len()],
            ..Tally::default()
        };
        Self {
            tallies: survey.questions.iter().map(tally).collect(),
            survey,
            people: 0,
        }
    }

    /// Counts the answers of one person. What is no answer to a question of the survey is left out.
    pub fn add(&mut self, answers: &BTreeMap<String, Value>) {
        self.people += 1;
        for (question, tally) in self.survey.questions.iter().zip(&mut self.tallies) {
            let Some(answer) = answers.get(&question.key) else {
                continue;
            };
            if question.kind == SurveyKind::Text {
                let text = tidy(answer.as_str().unwrap_or_default());
                if !text.is_empty() {
                    tally.answered += 1;
                    if tally.texts.len() < TEXTS_MAX {
                        tally.texts.push(text);
                    }
                }
            } else if let Some(place) = place(&options(question), answer) {
                tally.answered += 1;
                tally.counts[place] += 1;
            }
        }
    }

    /// How many people answered, and each question with its tally.
    #[must_use]
    pub fn finish(self) -> (u64, Vec<(SurveyQuestion, Tally)>) {
        let questions = self.survey.questions.into_iter().zip(self.tallies);
        (self.people, questions.collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn options_are_counted_by_label_or_number_and_texts_are_listed() {
        let question = |key: &str, kind, options: &[&str]| SurveyQuestion {
            key: key.into(),
            text: key.into(),
            kind,
            options: options.iter().map(|o| (*o).to_owned()).collect(),
        };
        let mut counter = Counter::new(Survey {
            questions: vec![
                question("muc", SurveyKind::Scale, &[]),
                question("chon", SurveyKind::Choice, &["Có", "Không"]),
                question("loi", SurveyKind::Text, &[]),
            ],
        });
        for answers in [
            json!({ "muc": 5, "chon": "Có", "loi": " Rất  hay " }),
            json!({ "muc": "5", "chon": "2", "loi": "" }),
            json!({ "muc": 6, "chon": "Khác", "la": 1 }),
            json!({ "muc": "1" }),
        ] {
            counter.add(&serde_json::from_value(answers).expect("an object"));
        }
        let (people, questions) = counter.finish();
        assert_eq!(people, 4);
        assert_eq!(questions[0].1.counts, [1, 0, 0, 0, 2]);
        assert_eq!(
            (questions[1].1.counts.as_slice(), questions[1].1.answered),
            (&[1, 1][..], 2)
        );
        assert_eq!(questions[2].1.texts, ["Rất hay"]);
    }
}
