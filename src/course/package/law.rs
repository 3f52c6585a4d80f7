//! The documents that a course may rest on (`courses/documents.toml`).

use std::sync::LazyLock;

use chrono::NaiveDate;
use serde::Deserialize;

/// A document of the law.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// Its number, such as `14/2012/QH13`.
    pub number: String,
    /// What it is called.
    pub title: String,
    /// When it was issued.
    #[serde(deserialize_with = "day")]
    pub issued: NaiveDate,
    /// First day in force.
    #[serde(deserialize_with = "day")]
    pub in_force: NaiveDate,
    /// First day on which it is no longer in force; none while it is.
    #[serde(default, deserialize_with = "maybe_day")]
    pub until: Option<NaiveDate>,
}

fn day<'de, D: serde::Deserializer<'de>>(from: D) -> Result<NaiveDate, D::Error> {
    let text = String::deserialize(from)?;
    NaiveDate::parse_from_str(&text, "%Y-%m-%d").map_err(serde::de::Error::custom)
}

fn maybe_day<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Option<NaiveDate>, D::Error> {
    day(from).map(Some)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Register {
    documents: Vec<Document>,
}

/// Part of the program, so that a package can be checked anywhere.
const TEXT: &str = include_str!("../../../courses/documents.toml");

static DOCUMENTS: LazyLock<Vec<Document>> = LazyLock::new(|| {
    let register: Register = toml::from_str(TEXT).expect("a test reads courses/documents.toml");
    register.documents
});

/// The documents that are known.
#[must_use]
pub fn documents() -> &'static [Document] {
    &DOCUMENTS
}

/// The document with this number; letters may be small or large.
#[must_use]
pub fn document(number: &str) -> Option<&'static Document> {
    let number = number.to_uppercase();
    documents()
        .iter()
        .find(|d| d.number.to_uppercase() == number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_document_is_written_as_references_name_it_and_once() {
        let mut numbers: Vec<String> = documents()
            .iter()
            .map(|d| d.number.to_uppercase())
            .collect();
        let all = numbers.len();
        for document in documents() {
            let text = if document.number.starts_with("Hiến pháp") {
                format!("Điều 1 {}", document.number)
            } else {
                format!("Điều 1 Văn bản số {}", document.number)
            };
            let read = crate::question_bank::reference::read_reference(&text);
            let named = read.and_then(|r| r.first().map(|r| r.document.to_uppercase()));
            assert_eq!(named, Some(document.number.to_uppercase()));
            assert!(document.issued <= document.in_force, "{}", document.number);
            assert!(document.until.is_none_or(|u| u > document.in_force));
        }
        numbers.sort_unstable();
        numbers.dedup();
        assert_eq!(numbers.len(), all);
        assert!(document("168/2024/nđ-cp").is_some() && document("1/2001/QH10").is_none());
    }
}
