//! Questions and their revisions.

use std::fmt;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// How hard a question is, in the three levels Vietnamese question matrices use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Difficulty {
    /// Nhận biết.
    Recall,
    /// Thông hiểu.
    Understand,
    /// Vận dụng.
    Apply,
}

impl Difficulty {
    /// All levels, easiest first.
    pub const ALL: [Self; 3] = [Self::Recall, Self::Understand, Self::Apply];

    /// The name organisers write.
    #[must_use]
    pub const fn vietnamese(self) -> &'static str {
        match self {
            Self::Recall => "Nhận biết",
            Self::Understand => "Thông hiểu",
            Self::Apply => "Vận dụng",
        }
    }
}

/// How a question is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Exactly one option is right and one is chosen.
    Single,
    /// One or more options are right; the number is not told; all or nothing.
    Multiple,
    /// A statement that is true or false; its two options keep their order.
    TrueFalse,
}

/// Whether and how the options of a question may change places.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shuffle {
    /// All options may change places.
    Free,
    /// The last option ("Tất cả các phương án trên") stays last; the others may change places.
    LastPinned,
    /// No option moves: one refers to another by its letter ("Cả A và B"), or the question is true/false.
    Fixed,
}

/// Where the law says so: a provision of one document.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct LegalReference {
    /// Number of the document, such as `36/2024/QH15` or `168/2024/NĐ-CP`.
    pub document: String,
    /// Article (điều).
    pub article: Option<u16>,
    /// Clause (khoản), a number that may carry a letter (`1a`).
    pub clause: Option<String>,
    /// Point (điểm), a letter.
    pub point: Option<String>,
    /// The reference as the author wrote it, shown to people.
    pub text: String,
}

/// What a published revision says; never changes once published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Body {
    /// How it is answered.
    pub kind: Kind,
    /// The question.
    pub stem: String,
    /// The options in the author's order; for true/false always `Đúng`, `Sai`.
    pub options: Vec<String>,
    /// Bit `i` set: option `i` is right.
    pub right: u16,
    /// Whether options may change places.
    pub shuffle: Shuffle,
    /// Topic heading it stands under.
    pub topic: String,
    /// Difficulty heading it stands under.
    pub difficulty: Difficulty,
    /// Why the answer is right; shown in the review phase only.
    pub explanation: String,
    /// Legal references; shown in the review phase only.
    pub references: Vec<LegalReference>,
}

/// One published revision of a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// Identifier of this revision.
    pub id: Uuid,
    /// The question it belongs to.
    pub question: Uuid,
    /// What it says.
    pub body: Body,
}

/// At most this many options, so that a choice fits into 16 bits with room to spare.
pub const MAX_OPTIONS: usize = 8;

/// A question as read from a file, with where it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parsed {
    /// Stable name inside its bank: the `Mã:` line if there is one, else file name and number (`01-quy-tac/12`).
    pub key: String,
    /// Line of the question's first line in its file, from 1.
    pub line: usize,
    /// What it says.
    pub body: Body,
}

/// One thing wrong with a file, as an official should read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// File, as given to the check.
    pub file: String,
    /// Line from 1; 0 when the whole file is meant.
    pub line: usize,
    /// What is wrong and how to mend it, in Vietnamese.
    pub message: String,
    /// An error stops an import; a warning does not.
    pub error: bool,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mark = if self.error { "" } else { "(lưu ý) " };
        write!(f, "{}:{}: {mark}{}", self.file, self.line, self.message)
    }
}
