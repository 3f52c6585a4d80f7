//! Files of courses: pictures, recordings, documents. Their address holds their digest, so they may be kept for ever; a recording is asked for
//! piece by piece.

use std::io;
use std::sync::Arc;

use futures_util::stream::{self, TryStreamExt as _};
use poem::http::{HeaderMap, StatusCode, header};
use poem::web::Path;
use poem::{Body, Request, Response, handler};

use crate::course::assets::name_is_plain;
use crate::course::service::CourseService;
use crate::kernel::problem::Problem;
use crate::platform::http::context::Context;
use crate::platform::http::services::Service;

/// Most bytes that are read and sent at once.
const PART: i64 = 1024 * 1024;

/// A file of a published course.
#[handler]
pub async fn download_course_file(
    request: &Request,
    Path((slug, digest, name)): Path<(String, String, String)>,
    courses: Service<CourseService>,
) -> Result<Response, Problem> {
    let is_digest = digest.len() == 64 && digest.bytes().all(|b| b.is_ascii_hexdigit());
    if !is_digest || !name_is_plain(&name) {
        return Err(Problem::not_found());
    }
    let tag = format!("\"{digest}\"");
    let head = courses.find(&slug).await?;
    let (media_type, size) = courses.file(&head, &digest).await?;
    let builder = Response::builder()
        .header(header::ETAG, &tag)
        .header(header::CACHE_CONTROL, "public, max-age=31536000, immutable")
        .header(header::VARY, "Accept-Encoding")
        .header(header::CONTENT_SECURITY_POLICY, policy(&media_type));
    let headers = request.headers();
    let known = value(headers, header::IF_NONE_MATCH);
    if known.is_some_and(|tags| {
        tags.split(',')
            .any(|t| t.trim().trim_start_matches("W/") == tag)
    }) {
        return Ok(builder.status(StatusCode::NOT_MODIFIED).finish());
    }
    let disposition = if is_shown(&media_type) {
        "inline"
    } else {
        "attachment"
    };
    let builder = builder
        .content_type(&media_type)
        .header(header::ACCEPT_RANGES, "bytes")
        .header(
            header::CONTENT_DISPOSITION,
            format!("{disposition}; filename=\"{name}\""),
        );
    // A part of something else than what the reader has is no use to them.
    let same = value(headers, header::IF_RANGE).is_none_or(|kept| kept.trim() == tag);
    match value(headers, header::RANGE)
        .filter(|_| same)
        .map(|asked| range(asked, size))
    {
        Some(Asked::Part(from, to)) => {
            let length = (to - from + 1).min(PART);
            let bytes = courses.file_part(&digest, from, length).await?;
            let last = from + length - 1;
            Ok(builder
                .status(StatusCode::PARTIAL_CONTENT)
                .header(header::CONTENT_RANGE, format!("bytes {from}-{last}/{size}"))
                .body(bytes))
        }
        Some(Asked::Nothing) => Ok(builder
            .status(StatusCode::RANGE_NOT_SATISFIABLE)
            .header(header::CONTENT_RANGE, format!("bytes */{size}"))
            .finish()),
        Some(Asked::Everything) | None if size <= PART => {
            Ok(builder.body(courses.file_part(&digest, 0, PART).await?))
        }
        Some(Asked::Everything) | None => Ok(builder
            .header(header::CONTENT_LENGTH, size)
            .body(whole(&courses, digest, size))),
    }
}

/// A file from its beginning to its end, part by part, so that nobody's recording stands in memory as a whole.
fn whole(courses: &CourseService, digest: String, size: i64) -> Body {
    let (courses, digest): (CourseService, Arc<str>) = (courses.clone(), digest.into());
    let parts = stream::try_unfold(0, move |from| {
        let (courses, digest) = (courses.clone(), digest.clone());
        async move {
            if from >= size {
                return Ok::<_, Problem>(None);
            }
            let part = courses.file_part(&digest, from, PART).await?;
            Ok(Some((part, from + PART)))
        }
    });
    Body::from_bytes_stream(parts.map_err(|problem| io::Error::other(problem.to_string())))
}

/// What a file may do when it is opened by itself: nothing. A PDF needs the browser's viewer.
fn policy(media_type: &str) -> &'static str {
    if media_type == "application/pdf" {
        "default-src 'self'; object-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    } else {
        "default-src 'none'; style-src 'unsafe-inline'; media-src 'self'; frame-ancestors 'none'; sandbox"
    }
}

/// Whether a browser shows it; everything else is taken away.
fn is_shown(media_type: &str) -> bool {
    let kinds = ["image/", "audio/", "video/", "application/pdf", "text/vtt"];
    kinds.iter().any(|kind| media_type.starts_with(kind))
}

fn value(headers: &HeaderMap, name: header::HeaderName) -> Option<&str> {
    headers.get(name)?.to_str().ok()
}

/// What part of a file is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Asked {
    /// Bytes from and to, both included.
    Part(i64, i64),
    /// A part that the file does not have.
    Nothing,
    /// All of it: several parts at once, or what is not understood, may be answered so.
    Everything,
}

/// Reads `Range: bytes=0-99`, `bytes=100-` or `bytes=-100`.
fn range(asked: &str, size: i64) -> Asked {
    let Some(one) = asked
        .trim()
        .strip_prefix("bytes=")
        .filter(|r| !r.contains(','))
    else {
        return Asked::Everything;
    };
    let Some((from, to)) = one.trim().split_once('-') else {
        return Asked::Everything;
    };
    let number = |text: &str| text.parse::<i64>().ok().filter(|n| *n >= 0);
    match (from, to) {
        ("", last) => match number(last) {
            Some(0) => Asked::Nothing,
            Some(_) if size == 0 => Asked::Nothing,
            Some(last) => Asked::Part((size - last).max(0), size - 1),
            None => Asked::Everything,
        },
        (from, to) => match (number(from), to.is_empty(), number(to)) {
            (Some(from), _, _) if from >= size => Asked::Nothing,
            (Some(from), true, _) => Asked::Part(from, size - 1),
            (Some(from), false, Some(to)) if to >= from => Asked::Part(from, to.min(size - 1)),
            _ => Asked::Everything,
        },
    }
}

/// A file that the person handed in.
#[handler]
pub async fn download_handed(
    context: Context,
    Path((slug, lesson, ordinal)): Path<(String, String, String)>,
    courses: Service<CourseService>,
) -> Result<Response, Problem> {
    let ordinal = ordinal.parse().map_err(|_| Problem::not_found())?;
    let file = courses
        .handed_file(&slug, &lesson, ordinal, context.actor()?)
        .await?;
    let ascii: String = file
        .name
        .chars()
        .map(|c| {
            if c.is_ascii_graphic() && c != '"' && c != '\\' {
                c
            } else {
                '-'
            }
        })
        .collect();
    let full = crate::platform::http::page::query_value(&file.name);
    Ok(Response::builder()
        .content_type(&file.media_type)
        .header(
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"{ascii}\"; filename*=UTF-8''{full}"),
        )
        .body(file.bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_read_as_browsers_ask_for_it() {
        assert_eq!(range("bytes=0-99", 1_000), Asked::Part(0, 99));
        assert_eq!(range("bytes=100-", 1_000), Asked::Part(100, 999));
        assert_eq!(range("bytes=-100", 1_000), Asked::Part(900, 999));
        assert_eq!(range("bytes=-5000", 1_000), Asked::Part(0, 999));
        assert_eq!(range("bytes=900-5000", 1_000), Asked::Part(900, 999));
        assert_eq!(range("bytes=1000-", 1_000), Asked::Nothing);
        assert_eq!(range("bytes=-0", 1_000), Asked::Nothing);
        assert_eq!(range("bytes=0-", 0), Asked::Nothing);
        for odd in [
            "bytes=5-2",
            "bytes=a-b",
            "lines=0-9",
            "bytes=0-1,4-5",
            "bytes=",
            "bytes=--3",
        ] {
            assert_eq!(range(odd, 1_000), Asked::Everything, "{odd}");
        }
    }
}
