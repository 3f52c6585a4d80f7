//! Problems and other answers as HTTP.

use poem::http::{HeaderValue, StatusCode, header};
use poem::{IntoResponse, Response};

use super::context::Context;
use super::page::{ErrorView, problem_text};
use crate::kernel::clock::Moment;
use crate::kernel::problem::{Kind, Problem};
use crate::platform::i18n::Lang;

impl poem::error::ResponseError for Problem {
    fn status(&self) -> StatusCode {
        StatusCode::from_u16(self.kind().status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }
}

/// RFC 9457 `application/problem+json`.
#[must_use]
pub fn problem_json(problem: &Problem, lang: Lang, request_id: &str) -> Response {
    let mut body = serde_json::json!({
        "type": format!("urn:hocluat:problem:{}", problem.code.as_str()),
        "title": lang.t(&format!("problem-title-{}", kind_name(problem.kind()))),
        "status": problem.kind().status(),
        "code": problem.code.as_str(),
        "detail": localised(problem, lang),
        "request_id": request_id,
        "fields": problem.fields.iter().map(|f| serde_json::json!({
            "field": f.field,
            "message": lang.t_args(f.message, &f.args),
        })).collect::<Vec<_>>(),
    });
    if let Some(members) = body.as_object_mut() {
        for (name, value) in &problem.args {
            let value = match value.parse::<i64>() {
                Ok(ms) if *name == "moment" => Moment(ms).to_string().into(),
                Ok(number) if *name == "current_sequence" => number.into(),
                _ => value.clone().into(),
            };
            members.insert((*name).to_owned(), value);
        }
    }
    with_retry(problem, json(problem, body.to_string()))
}

fn json(problem: &Problem, body: String) -> Response {
    Response::builder()
        .status(
            StatusCode::from_u16(problem.kind().status())
                .unwrap_or(StatusCode::INTERNAL_SERVER_ERROR),
        )
        .content_type("application/problem+json")
        .body(body)
}

fn with_retry(problem: &Problem, mut response: Response) -> Response {
    let wait =
        problem
            .retry_after_s
            .or(matches!(problem.kind(), Kind::TooMany | Kind::Unavailable).then_some(2));
    if let Some(seconds) = wait {
        response
            .headers_mut()
            .insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

/// The problem in words, with moments written out in the reader's language.
#[must_use]
pub fn localised(problem: &Problem, lang: Lang) -> String {
    problem_text(lang, &readable(problem, lang))
}

/// The same problem with moments written out.
#[must_use]
pub fn readable(problem: &Problem, lang: Lang) -> Problem {
    let mut readable = problem.clone();
    for (name, value) in &mut readable.args {
        if *name == "moment"
            && let Ok(ms) = value.parse::<i64>()
        {
            *value = lang.date_time(Moment(ms));
        }
    }
    // Texts that may name a moment choose their words by it.
    if !readable.args.iter().any(|(name, _)| *name == "moment") {
        readable.args.push(("moment", "none".to_owned()));
    }
    readable
}

const fn kind_name(kind: Kind) -> &'static str {
    match kind {
        Kind::NotFound => "not-found",
        Kind::Unauthenticated => "unauthenticated",
        Kind::Forbidden => "forbidden",
        Kind::Conflict => "conflict",
        Kind::Invalid => "invalid",
        Kind::TooMany => "too-many",
        Kind::TooLarge => "too-large",
        Kind::Unavailable => "unavailable",
        Kind::Internal => "internal",
    }
}

/// Names of kinds that have a title in every language.
pub const KINDS: [&str; 9] = [
    "not-found",
    "unauthenticated",
    "forbidden",
    "conflict",
    "invalid",
    "too-many",
    "too-large",
    "unavailable",
    "internal",
];

/// The error page.
#[must_use]
pub fn problem_page(problem: &Problem, context: &Context) -> Response {
    let back = back_from(&context.path);
    let problem = readable(problem, context.lang);
    let view = ErrorView::of(context.page(), &problem, context.request_id.clone(), back);
    let status =
        StatusCode::from_u16(problem.kind().status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = view.into_response();
    response.set_status(status);
    with_retry(&problem, response)
}

/// A way back from a page that failed: the contest it belongs to, or the start page.
fn back_from(path: &str) -> String {
    let path = path.split('?').next().unwrap_or_default();
    let mut parts = path.split('/').skip(1);
    match (parts.next(), parts.next()) {
        (Some("cuoc-thi" | "bang-xep-hang"), Some(slug)) if !slug.is_empty() => {
            format!("/cuoc-thi/{slug}")
        }
        (Some("khoa-hoc"), Some(slug)) if !slug.is_empty() => format!("/khoa-hoc/{slug}"),
        (Some("to-chuc"), Some(_)) => "/to-chuc".to_owned(),
        _ => "/".to_owned(),
    }
}

/// A redirect after a form was accepted.
#[must_use]
pub fn see_other(to: &str) -> Response {
    Response::builder()
        .status(StatusCode::SEE_OTHER)
        .header(header::LOCATION, to)
        .finish()
}

/// A file to take away.
#[must_use]
pub fn download(name: &str, content_type: &str, bytes: Vec<u8>) -> Response {
    Response::builder()
        .content_type(content_type)
        .header(
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"{name}\""),
        )
        .body(bytes)
}
