//! How answers, papers and shapes are packed into one attempt row, and what may be answered where.
//!
//! The answers of an attempt are one text of fixed-width slots in lower-case hexadecimal: for each question a sequence number
//! (11 digits) and the chosen options as bits (4 digits), and for a prediction a sequence number and the value plus one (16 digits). Fixed
//! width lets one SQL statement of either engine compare and replace a slot in place, and byte order is numeric order.

use crate::question_bank::model::Kind;

use super::model::{Paper, PaperQuestion, Prediction};
use super::rules::{read_prediction, write_prediction};

/// Hexadecimal digits of a sequence number.
pub const SEQUENCE_WIDTH: usize = 11;
/// Largest sequence number a client may use (44 bits: milliseconds since 1970 fit for centuries).
pub const MAX_SEQUENCE: u64 = (1 << (4 * SEQUENCE_WIDTH)) - 1;
const CHOICE_WIDTH: usize = SEQUENCE_WIDTH + 4;
const PREDICTION_WIDTH: usize = SEQUENCE_WIDTH + 16;

/// What may be answered at each place of a paper, one character a question: a digit `2`–`8` is a single choice among that many, `t`
/// true or false, a letter `b`–`h` several among 2–8, `#` the prediction (always last). Travels in the signed attempt token, so
/// that a save needs no look-up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shape(String);

/// What stands at one place of a paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Slot {
    /// A question with this many options.
    Choice(Kind, usize),
    /// The prediction.
    Prediction,
}

/// One answer, ready to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Save {
    /// Where its slot starts in the stored text, from 0.
    pub offset: usize,
    /// The slot's new content: sequence and value.
    pub record: String,
}

/// An answer that cannot be stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotPossible {
    /// The paper has no such question.
    NoSuchQuestion,
    /// The response is none that the question allows.
    Response,
    /// The sequence number is 0 or too large.
    Sequence,
}

/// The answers of an attempt, by shown order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Answers {
    /// Bits of the chosen options per question, by shown place; 0 is unanswered.
    pub choices: Vec<u16>,
    /// The prediction.
    pub prediction: Option<Prediction>,
}

impl Shape {
    /// The shape of questions of these kinds and numbers of options.
    pub fn new(questions: impl Iterator<Item = (Kind, usize)>, prediction: bool) -> Self {
        let mut text: String = questions
            .map(|(kind, options)| match kind {
                Kind::Single => {
                    char::from_digit(u32::try_from(options).unwrap_or(2), 10).unwrap_or('2')
                }
                Kind::Multiple => {
                    char::from(b'a' + u8::try_from(options.saturating_sub(1)).unwrap_or(1))
                }
                Kind::TrueFalse => 't',
            })
            .collect();
        if prediction {
            text.push('#');
        }
        Self(text)
    }

    /// A shape as written into a token.
    #[must_use]
    pub fn from_text(text: &str) -> Option<Self> {
        let known = |c: char| matches!(c, '2'..='8' | 'b'..='h' | 't' | '#');
        text.chars().all(known).then(|| Self(text.to_owned()))
    }

    /// As written into a token.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Number of answers, prediction included.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is nothing to answer.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What stands at `number` (from 1).
    #[must_use]
    pub fn slot(&self, number: usize) -> Option<Slot> {
        let byte = *self.0.as_bytes().get(number.checked_sub(1)?)?;
        Some(match byte {
            b'#' => Slot::Prediction,
            b't' => Slot::Choice(Kind::TrueFalse, 2),
            b'2'..=b'8' => Slot::Choice(Kind::Single, usize::from(byte - b'0')),
            _ => Slot::Choice(Kind::Multiple, usize::from(byte - b'a') + 1),
        })
    }

    /// The stored text of an attempt in which nothing is answered.
    #[must_use]
    pub fn blank(&self) -> String {
        let prediction = self.0.ends_with('#');
        let choices = self.len() - usize::from(prediction);
        "0".repeat(choices * CHOICE_WIDTH + usize::from(prediction) * PREDICTION_WIDTH)
    }

    /// Checks a response and packs it. A response is text: letters of shown options (`B`, `AC`), a number for the prediction, empty to clear.
    ///
    /// # Errors
    /// Why it cannot be stored.
    pub fn save(&self, number: usize, response: &str, sequence: u64) -> Result<Save, NotPossible> {
        let slot = self.slot(number).ok_or(NotPossible::NoSuchQuestion)?;
        if sequence == 0 || sequence > MAX_SEQUENCE {
            return Err(NotPossible::Sequence);
        }
        let offset = (number - 1) * CHOICE_WIDTH;
        let record = match slot {
            Slot::Choice(kind, options) => {
                let mask = read_choice(kind, options, response)?;
                format!("{sequence:011x}{mask:04x}")
            }
            Slot::Prediction if response.trim().is_empty() => format!("{sequence:011x}{:016x}", 0),
            Slot::Prediction => {
                let value = read_prediction(response).ok_or(NotPossible::Response)?;
                format!("{sequence:011x}{:016x}", value.0 + 1)
            }
        };
        Ok(Save { offset, record })
    }

    /// Reads the stored text.
    #[must_use]
    pub fn read(&self, stored: &str) -> Answers {
        let mut answers = Answers::default();
        for number in 1..=self.len() {
            let Some((_, value)) = self.raw(stored, number) else {
                continue;
            };
            match self.slot(number) {
                Some(Slot::Prediction) => {
                    answers.prediction = i64::try_from(value)
                        .ok()
                        .and_then(|v| v.checked_sub(1))
                        .filter(|v| *v >= 0)
                        .map(Prediction);
                }
                _ => answers.choices.push(u16::try_from(value).unwrap_or(0)),
            }
        }
        answers
    }

    /// Response and sequence stored for `number`; `None` when nothing was ever saved there.
    #[must_use]
    pub fn stored(&self, stored: &str, number: usize) -> Option<(String, u64)> {
        let (sequence, value) = self.raw(stored, number)?;
        if sequence == 0 {
            return None;
        }
        let response = match self.slot(number)? {
            Slot::Prediction => i64::try_from(value)
                .ok()
                .and_then(|v| v.checked_sub(1))
                .filter(|v| *v >= 0)
                .map_or_else(String::new, |v| write_prediction(Prediction(v), ',')),
            Slot::Choice(..) => letters(u16::try_from(value).unwrap_or(0)),
        };
        Some((response, sequence))
    }

    /// How many answers (prediction included) are not blank.
    #[must_use]
    pub fn answered(&self, stored: &str) -> usize {
        (1..=self.len())
            .filter(|n| self.raw(stored, *n).is_some_and(|(_, value)| value != 0))
            .count()
    }

    fn raw(&self, stored: &str, number: usize) -> Option<(u64, u64)> {
        let width = match self.slot(number)? {
            Slot::Prediction => PREDICTION_WIDTH,
            Slot::Choice(..) => CHOICE_WIDTH,
        };
        let from = (number - 1) * CHOICE_WIDTH;
        let slot = stored.get(from..from + width)?;
        let sequence = u64::from_str_radix(&slot[..SEQUENCE_WIDTH], 16).ok()?;
        let value = u64::from_str_radix(&slot[SEQUENCE_WIDTH..], 16).ok()?;
        Some((sequence, value))
    }
}

fn read_choice(kind: Kind, options: usize, response: &str) -> Result<u16, NotPossible> {
    let mut mask = 0u16;
    for letter in response.trim().chars() {
        let index = (letter.to_ascii_uppercase() as u32).wrapping_sub('A' as u32);
        if index as usize >= options || mask & (1 << index) != 0 {
            return Err(NotPossible::Response);
        }
        mask |= 1 << index;
    }
    if kind != Kind::Multiple && mask.count_ones() > 1 {
        return Err(NotPossible::Response);
    }
    Ok(mask)
}

/// Letters of the chosen options (`AC`).
#[must_use]
pub fn letters(mask: u16) -> String {
    (0..16u8)
        .filter(|i| mask & (1 << i) != 0)
        .map(|i| char::from(b'A' + i))
        .collect()
}

/// Packs a paper: per question two bytes of pool position, one of the number of options, three of their order (3 bits each).
#[must_use]
pub fn pack_paper(paper: &Paper) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(paper.questions.len() * 6);
    for question in &paper.questions {
        bytes.extend(question.pool_index.to_be_bytes());
        let order = question
            .order
            .iter()
            .enumerate()
            .fold(0u32, |bits, (place, author)| {
                bits | (u32::from(*author) & 7) << (3 * place)
            });
        let count = u32::try_from(question.order.len()).unwrap_or(0);
        bytes.extend((count << 24 | order).to_be_bytes());
    }
    bytes
}

/// Reads a packed paper.
#[must_use]
pub fn unpack_paper(bytes: &[u8]) -> Paper {
    let questions = bytes
        .chunks_exact(6)
        .map(|chunk| {
            let bits = u32::from_be_bytes([chunk[2], chunk[3], chunk[4], chunk[5]]);
            let count = bits >> 24;
            PaperQuestion {
                pool_index: u16::from_be_bytes([chunk[0], chunk[1]]),
                order: (0..count.min(8))
                    .map(|place| ((bits >> (3 * place)) & 7) as u8)
                    .collect(),
            }
        })
        .collect();
    Paper { questions }
}
