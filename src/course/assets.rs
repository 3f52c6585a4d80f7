//! Files of a course: what they really are, told by their first bytes and never by their name alone, how large they may be, and their
//! harmless form.

use sha2::{Digest, Sha256};

pub mod svg;

/// Largest picture, bytes.
pub const PICTURE_MAX: usize = 2 * 1024 * 1024;
/// Largest document to take away, bytes.
pub const DOCUMENT_MAX: usize = 8 * 1024 * 1024;
/// Largest audio or video, bytes.
pub const MEDIA_MAX: usize = 24 * 1024 * 1024;
/// Largest text (transcript, captions), bytes.
pub const TEXT_MAX: usize = 1024 * 1024;

/// What a file is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Use {
    /// Shown in a text.
    Picture,
    /// Heard.
    Audio,
    /// Watched.
    Video,
    /// Taken away.
    Document,
    /// Captions.
    Captions,
    /// A transcript.
    Transcript,
}

impl Use {
    /// Largest file, bytes.
    #[must_use]
    pub const fn max(self) -> usize {
        match self {
            Self::Picture => PICTURE_MAX,
            Self::Document => DOCUMENT_MAX,
            Self::Audio | Self::Video => MEDIA_MAX,
            Self::Captions | Self::Transcript => TEXT_MAX,
        }
    }
}

/// One kind of file that is accepted.
struct Kind {
    extensions: &'static [&'static str],
    media_type: &'static str,
    used: Use,
    is: fn(&[u8]) -> bool,
}

const KINDS: &[Kind] = &[
    Kind {
        extensions: &["png"],
        media_type: "image/png",
        used: Use::Picture,
        is: |b| b.starts_with(b"\x89PNG\r\n\x1a\n"),
    },
    Kind {
        extensions: &["jpg", "jpeg"],
        media_type: "image/jpeg",
        used: Use::Picture,
        is: |b| b.starts_with(b"\xff\xd8\xff"),
    },
    Kind {
        extensions: &["webp"],
        media_type: "image/webp",
        used: Use::Picture,
        is: |b| riff(b, b"WEBP"),
    },
    Kind {
        extensions: &["gif"],
        media_type: "image/gif",
        used: Use::Picture,
        is: |b| b.starts_with(b"GIF87a") || b.starts_with(b"GIF89a"),
    },
    Kind {
        extensions: &["svg"],
        media_type: "image/svg+xml",
        used: Use::Picture,
        is: |b| std::str::from_utf8(b).is_ok_and(|t| t.contains("<svg")),
    },
    Kind {
        extensions: &["pdf"],
        media_type: "application/pdf",
        used: Use::Document,
        is: |b| b.starts_with(b"%PDF-"),
    },
    Kind {
        extensions: &["mp3"],
        media_type: "audio/mpeg",
        used: Use::Audio,
        is: |b| b.starts_with(b"ID3") || matches!(b, [0xff, second, ..] if second & 0xe6 == 0xe2),
    },
    Kind {
        extensions: &["m4a"],
        media_type: "audio/mp4",
        used: Use::Audio,
        is: iso_media,
    },
    Kind {
        extensions: &["mp4"],
        media_type: "video/mp4",
        used: Use::Video,
        is: iso_media,
    },
    Kind {
        extensions: &["webm"],
        media_type: "video/webm",
        used: Use::Video,
        is: |b| b.starts_with(b"\x1a\x45\xdf\xa3"),
    },
    Kind {
        extensions: &["ogg", "oga"],
        media_type: "audio/ogg",
        used: Use::Audio,
        is: |b| b.starts_with(b"OggS"),
    },
    Kind {
        extensions: &["wav"],
        media_type: "audio/wav",
        used: Use::Audio,
        is: |b| riff(b, b"WAVE"),
    },
    Kind {
        extensions: &["vtt"],
        media_type: "text/vtt",
        used: Use::Captions,
        is: |b| {
            plain_text(b).is_some_and(|t| t.trim_start_matches('\u{feff}').starts_with("WEBVTT"))
        },
    },
    Kind {
        extensions: &["md"],
        media_type: "text/markdown",
        used: Use::Transcript,
        is: |b| plain_text(b).is_some(),
    },
    Kind {
        extensions: &["docx"],
        media_type: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        used: Use::Document,
        is: |b| office(b, "word/document.xml"),
    },
    Kind {
        extensions: &["xlsx"],
        media_type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        used: Use::Document,
        is: |b| office(b, "xl/workbook.xml"),
    },
];

/// The names' endings that are accepted, as a file chooser takes them.
pub const ACCEPT: &str =
    ".png,.jpg,.jpeg,.webp,.gif,.svg,.pdf,.mp3,.m4a,.mp4,.webm,.ogg,.wav,.vtt,.md,.docx,.xlsx";

fn riff(bytes: &[u8], kind: &[u8; 4]) -> bool {
    bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(kind)
}

fn iso_media(bytes: &[u8]) -> bool {
    bytes.get(4..8) == Some(b"ftyp")
}

fn plain_text(bytes: &[u8]) -> Option<&str> {
    std::str::from_utf8(bytes)
        .ok()
        .filter(|t| !t.contains('\0'))
}

/// Whether it is an Office file with this part and without macros, embedded programs or outside content. Only the list of its parts is read.
pub(super) fn office(bytes: &[u8], part: &str) -> bool {
    const PARTS_MAX: usize = 2_000;
    let Ok(archive) = zip::ZipArchive::new(std::io::Cursor::new(bytes)) else {
        return false;
    };
    let names: Vec<String> = archive.file_names().map(str::to_ascii_lowercase).collect();
    let active = |name: &String| {
        name.contains("vbaproject") || name.contains("activex") || name.contains("/embeddings/")
    };
    names.len() <= PARTS_MAX
        && names.iter().any(|n| n == "[content_types].xml")
        && names.iter().any(|n| n == part)
        && !names.iter().any(active)
}

/// A file that was accepted, in its harmless form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted {
    /// Media type as it is served.
    pub media_type: &'static str,
    /// What it is for.
    pub used: Use,
    /// Its bytes as they are kept and served.
    pub bytes: Vec<u8>,
}

/// Why a file is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// Line from 1; 0 when the whole file is meant.
    pub line: usize,
    /// What is wrong, in Vietnamese.
    pub message: String,
}

impl Refusal {
    fn whole(message: impl Into<String>) -> Self {
        Self {
            line: 0,
            message: message.into(),
        }
    }
}

/// Whether a name may stand in an address: ASCII letters, digits, `-`, `_` and one ending.
#[must_use]
pub fn name_is_plain(name: &str) -> bool {
    let plain = |part: &str| {
        !part.is_empty()
            && part
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
    };
    name.len() <= 100
        && name
            .rsplit_once('.')
            .is_some_and(|(stem, ending)| stem.split('.').all(plain) && plain(ending))
}

/// What a file is for by its name alone: good enough to say what is missing, never to trust its content.
#[must_use]
pub fn named_use(name: &str) -> Option<Use> {
    by_ending(name).map(|kind| kind.used)
}

/// The media type under which a file of a package is kept and served; what pages neither show nor offer is plain text or mere bytes.
#[must_use]
pub fn media_type_of(path: &str, bytes: &[u8]) -> &'static str {
    let asset = path
        .strip_prefix("assets/")
        .and_then(by_ending)
        .filter(|kind| (kind.is)(bytes));
    match asset.map(|kind| kind.media_type) {
        Some("text/vtt") => "text/vtt; charset=utf-8",
        Some("text/markdown") => "text/plain; charset=utf-8",
        Some(known) => known,
        None if plain_text(bytes).is_some() => "text/plain; charset=utf-8",
        None => "application/octet-stream",
    }
}

fn by_ending(name: &str) -> Option<&'static Kind> {
    let ending = name.rsplit_once('.')?.1.to_ascii_lowercase();
    KINDS
        .iter()
        .find(|kind| kind.extensions.contains(&ending.as_str()))
}

/// Looks at a file: its name, its size and what its bytes say it is; gives its harmless form.
///
/// # Errors
/// Why it is refused, in words for the person who brought it.
pub fn accept(name: &str, bytes: &[u8]) -> Result<Accepted, Refusal> {
    if !name_is_plain(name) {
        return Err(Refusal::whole(format!(
            "Tên tệp “{name}” chỉ được dùng chữ không dấu, chữ số, dấu gạch nối và một đuôi tệp, ví dụ so-do-1.svg."
        )));
    }
    let Some(kind) = by_ending(name) else {
        return Err(Refusal::whole(format!(
            "Không nhận loại tệp “{name}”. Dùng được: hình svg, png, jpg, webp, gif; tài liệu pdf, docx, xlsx; âm thanh mp3, \
             m4a, ogg, wav; phim mp4, webm; phụ đề vtt; lời thoại md."
        )));
    };
    if bytes.len() > kind.used.max() {
        return Err(Refusal::whole(format!(
            "Tệp lớn quá {} MB. Hãy giảm kích thước rồi thử lại.",
            kind.used.max() / (1024 * 1024)
        )));
    }
    if !(kind.is)(bytes) {
        return Err(Refusal::whole(format!(
            "Nội dung của “{name}” không đúng với đuôi tệp (hoặc có macro, chương trình nhúng). Hãy lưu lại đúng định dạng."
        )));
    }
    let bytes = match kind.media_type {
        "image/svg+xml" => svg::harmless(bytes).map_err(|refused| Refusal {
            line: refused.line,
            message: format!("Không nhận hình này: {}.", refused.message),
        })?,
        "application/pdf" if active_pdf(bytes) => {
            return Err(Refusal::whole(
                "Tệp PDF có chương trình nhúng (JavaScript hoặc lệnh mở chương trình). Hãy xuất lại PDF thường.",
            ));
        }
        _ => bytes.to_vec(),
    };
    Ok(Accepted {
        media_type: kind.media_type,
        used: kind.used,
        bytes,
    })
}

/// Whether a PDF says in plain sight that it runs something. What is hidden in compressed parts is the viewer's business: PDFs are
/// only ever offered to be taken away.
fn active_pdf(bytes: &[u8]) -> bool {
    [b"/JavaScript".as_slice(), b"/Launch"]
        .iter()
        .any(|word| bytes.windows(word.len()).any(|w| w == *word))
}

/// SHA-256 in hexadecimal: the address of a file's bytes.
#[must_use]
pub fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .map(|b| format!("{b:02x}"))
        .collect()
}

#[cfg(test)]
mod tests;
