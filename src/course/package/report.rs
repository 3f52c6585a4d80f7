//! Collecting what is wrong with a package.

use chrono::NaiveDate;

use super::law::document;
use crate::question_bank::model::{Finding, LegalReference};
use crate::question_bank::reference::read_reference;

/// Findings so far, and the day on which the law is looked up.
pub struct Report {
    /// The day of checking; none when the law's validity is not asked for.
    pub today: Option<NaiveDate>,
    /// What was found.
    pub findings: Vec<Finding>,
}

impl Report {
    /// An empty one.
    pub const fn new(today: Option<NaiveDate>) -> Self {
        Self {
            today,
            findings: Vec::new(),
        }
    }

    /// Notes what must be mended.
    pub fn error(&mut self, file: &str, line: usize, message: impl Into<String>) {
        self.push(file, line, message.into(), true);
    }

    /// Notes what is worth a look.
    pub fn warning(&mut self, file: &str, line: usize, message: impl Into<String>) {
        self.push(file, line, message.into(), false);
    }

    fn push(&mut self, file: &str, line: usize, message: String, error: bool) {
        self.findings.push(Finding {
            file: file.to_owned(),
            line,
            message,
            error,
        });
    }

    /// Whether something must be mended.
    pub fn has_errors(&self) -> bool {
        self.findings.iter().any(|f| f.error)
    }

    /// Reads a reference as an author wrote it and looks its documents up.
    pub fn reference(&mut self, file: &str, line: usize, text: &str) -> Vec<LegalReference> {
        let Some(references) = read_reference(text) else {
            self.error(
                file,
                line,
                format!(
                    "Không đọc được căn cứ “{text}”. Hãy ghi theo mẫu “khoản 2 Điều 35 Luật … số 14/2012/QH13” (phải có số hiệu văn bản)."
                ),
            );
            return Vec::new();
        };
        self.look_up(file, line, &references);
        references
    }

    /// Says so when a document is not known, or not in force on the day of checking.
    pub fn look_up(&mut self, file: &str, line: usize, references: &[LegalReference]) {
        let mut seen: Vec<&str> = Vec::new();
        for reference in references {
            let number = reference.document.as_str();
            if seen.contains(&number) {
                continue;
            }
            seen.push(number);
            match document(number) {
                None => self.error(
                    file,
                    line,
                    format!(
                        "Văn bản “{number}” không có trong danh sách courses/documents.toml. Hãy kiểm tra số hiệu; nếu đúng, thêm văn bản vào danh sách đó."
                    ),
                ),
                Some(known) => self.validity(file, line, known),
            }
        }
    }

    fn validity(&mut self, file: &str, line: usize, known: &super::law::Document) {
        let Some(today) = self.today else { return };
        let number = &known.number;
        if let Some(until) = known.until.filter(|until| *until <= today) {
            let day = until.format("%d/%m/%Y");
            self.warning(
                file,
                line,
                format!("Văn bản {number} đã hết hiệu lực từ ngày {day}."),
            );
        } else if known.in_force > today {
            let day = known.in_force.format("%d/%m/%Y");
            self.warning(
                file,
                line,
                format!("Văn bản {number} đến ngày {day} mới có hiệu lực."),
            );
        }
    }
}
