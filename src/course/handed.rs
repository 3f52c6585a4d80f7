//! What is handed in for an assignment: counting words, and telling what a file really is.

use super::assets::office;

/// Largest file that is handed in, bytes.
pub const FILE_MAX: usize = 5 * 1024 * 1024;

/// How many words a text has, as people count them: what stands between blanks and has a letter or a digit in it.
#[must_use]
pub fn words(text: &str) -> usize {
    text.split_whitespace()
        .filter(|word| word.chars().any(char::is_alphanumeric))
        .count()
}

/// The ending and the media type of a file that may be handed in, told by its bytes and never by its name: PDF, Word without macros, JPEG, PNG.
/// `None` for everything else.
#[must_use]
pub fn kind_of(bytes: &[u8]) -> Option<(&'static str, &'static str)> {
    const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    match bytes {
        b if b.starts_with(b"%PDF-") => Some(("pdf", "application/pdf")),
        b if b.starts_with(b"\xff\xd8\xff") => Some(("jpg", "image/jpeg")),
        b if b.starts_with(b"\x89PNG\r\n\x1a\n") => Some(("png", "image/png")),
        b if b.starts_with(b"PK") && office(b, "word/document.xml") => Some(("docx", WORD)),
        _ => None,
    }
}

/// The name under which a file is kept: the one it came with, with the ending that its bytes have.
#[must_use]
pub fn file_name(given: &str, ending: &str) -> String {
    let given = given.trim();
    let stem = given.rsplit_once('.').map_or(given, |(stem, _)| stem);
    let plain: String = stem
        .chars()
        .map(|c| {
            if c.is_alphanumeric() || matches!(c, '-' | '_' | ' ') {
                c
            } else {
                '-'
            }
        })
        .take(80)
        .collect();
    let plain = plain.trim_matches([' ', '-']);
    let stem = if plain.is_empty() { "bai-nop" } else { plain };
    format!("{stem}.{ending}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_counted_as_people_count_them() {
        assert_eq!(words("Hoà giải ở cơ sở – việc của mọi nhà."), 9);
        assert_eq!(words("  một\n\nhai\t3 … — "), 3);
        assert_eq!(words(""), 0);
    }

    #[test]
    fn a_file_is_what_its_bytes_say() {
        assert_eq!(kind_of(b"%PDF-1.7\n").map(|k| k.0), Some("pdf"));
        assert_eq!(kind_of(b"\xff\xd8\xff\xe0").map(|k| k.0), Some("jpg"));
        assert_eq!(kind_of(b"MZ\x90\x00"), None, "a program");
        assert_eq!(kind_of(b"PK\x03\x04nothing"), None, "no document in it");
        assert_eq!(kind_of(b"<svg onload=alert(1)>"), None);
        assert_eq!(kind_of(b""), None);
    }

    #[test]
    fn names_keep_their_letters_and_get_the_true_ending() {
        assert_eq!(file_name("Đề cương.pdf.exe", "pdf"), "Đề cương-pdf.pdf");
        assert_eq!(file_name("../..", "png"), "bai-nop.png");
        assert_eq!(file_name("a\"b\r\nc.docx", "docx"), "a-b--c.docx");
    }
}
