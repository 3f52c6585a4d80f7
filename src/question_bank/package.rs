//! A question bank as files: `bank.toml` and `questions/*.txt`.

use serde::Deserialize;

use super::format::read_questions;
use super::model::{Finding, Parsed};
use super::rules::check_bank;

/// A bank read from its package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BankPackage {
    /// Name in addresses: the folder's name.
    pub slug: String,
    /// Title.
    pub title: String,
    /// One or two sentences.
    pub summary: String,
    /// Questions in file order, each with its file.
    pub questions: Vec<(String, Parsed)>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    title: String,
    #[serde(default)]
    summary: String,
    #[serde(default)]
    #[allow(
        dead_code,
        reason = "part of the format; shown once organisations exist"
    )]
    issued_by: Option<String>,
}

/// Reads a bank from the texts of its files: `head` is (name, text) of `bank.toml`, `files` those of `questions/*.txt` in name order.
#[must_use]
pub fn read_bank(
    slug: &str,
    head: (&str, &str),
    files: &[(String, String)],
) -> (Option<BankPackage>, Vec<Finding>) {
    let mut findings = Vec::new();
    let wrong = |file: &str, line: usize, message: String| Finding {
        file: file.to_owned(),
        line,
        message,
        error: true,
    };
    let parsed_head = toml::from_str::<Head>(head.1);
    if let Err(error) = &parsed_head {
        let line = error.span().map_or(0, |span| {
            head.1[..span.start.min(head.1.len())].matches('\n').count() + 1
        });
        let message = "bank.toml phải có title = \"…\" (tên ngân hàng), có thể thêm summary và issued_by; không có mục nào khác.";
        findings.push(wrong(head.0, line, message.to_owned()));
    }
    if files.is_empty() {
        findings.push(wrong(
            head.0,
            0,
            "Chưa có tệp câu hỏi nào: đặt tệp .txt vào thư mục questions.".to_owned(),
        ));
    }
    let mut questions = Vec::new();
    for (file, text) in files {
        let stem = file
            .rsplit('/')
            .next()
            .unwrap_or(file)
            .trim_end_matches(".txt");
        let (parsed, found) = read_questions(file, stem, text);
        findings.extend(found);
        questions.extend(parsed.into_iter().map(|q| (file.clone(), q)));
    }
    findings.extend(check_bank(&questions));
    let package = parsed_head.ok().map(|head| BankPackage {
        slug: slug.to_owned(),
        title: head.title,
        summary: head.summary,
        questions,
    });
    (package, findings)
}
