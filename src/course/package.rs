//! A course as files: `course.toml`, `page.md`, `lessons/*.md`, `questions/*.txt`, `assets/*`, `SOURCES.md`. What they may contain is
//! described in `courses/README.md`. The files themselves are kept with every version, so that what was imported or edited in the browser can
//! be taken out again as it was.

use std::collections::BTreeMap;

use super::model::Content;
use crate::question_bank::package::BankPackage;

/// The files of a package by their path inside it, with `/` between folders.
pub type Files = BTreeMap<String, Vec<u8>>;

/// A course as read from its package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CoursePackage {
    /// Name in addresses: the folder's name.
    pub slug: String,
    /// What it says.
    pub content: Content,
    /// What this version changes, in the author's words.
    pub note: String,
    /// Its own question bank, under the same slug; none when it has no questions.
    pub bank: Option<BankPackage>,
    /// Its files as they are kept; pictures made harmless.
    pub files: Files,
}
