//! What the API's operations share: problems as documented responses, and JSON that was prepared beforehand.

use std::marker::PhantomData;
use std::sync::Arc;

use poem::{IntoResponse, Response};
use poem_openapi::payload::{Json, Payload};
use poem_openapi::registry::{MetaMediaType, MetaResponse, MetaResponses, MetaSchemaRef, Registry};
use poem_openapi::types::Type;
use poem_openapi::{ApiResponse, Object};

use crate::kernel::problem::Problem;

/// A message that belongs to one field.
#[derive(Debug, Object)]
#[oai(example)]
pub struct FieldProblem {
    /// Name of the field as sent.
    pub field: String,
    /// What to mend, in the caller's language.
    pub message: String,
}

impl poem_openapi::types::Example for FieldProblem {
    fn example() -> Self {
        Self {
            field: "full_name".into(),
            message: "Hãy ghi họ và tên.".into(),
        }
    }
}

/// RFC 9457 problem. `code` is from a closed list and stable; texts are in the caller's language (`Accept-Language`).
#[derive(Debug, Object)]
#[oai(example)]
pub struct ProblemBody {
    /// `urn:hocluat:problem:CODE`.
    pub r#type: String,
    /// Kind of problem in words.
    pub title: String,
    /// HTTP status.
    pub status: u16,
    /// Stable name of the problem.
    pub code: String,
    /// What happened and what to do.
    pub detail: String,
    /// Identifier of the request, to quote when asking for help.
    pub request_id: String,
    /// Messages beside fields.
    pub fields: Vec<FieldProblem>,
    /// For `answer-outdated`: the response that is stored.
    #[oai(skip_serializing_if_is_none)]
    pub current_response: Option<String>,
    /// For `answer-outdated`: its sequence number.
    #[oai(skip_serializing_if_is_none)]
    pub current_sequence: Option<u64>,
    /// For problems of time: the moment that matters (RFC 3339).
    #[oai(skip_serializing_if_is_none)]
    pub moment: Option<String>,
}

impl poem_openapi::types::Example for ProblemBody {
    fn example() -> Self {
        Self {
            r#type: "urn:hocluat:problem:round-closed".into(),
            title: "Không thực hiện được lúc này".into(),
            status: 409,
            code: "round-closed".into(),
            detail: "Kỳ thi đã đóng lúc 28/11/2026 08:00.".into(),
            request_id: "0192f0c1".into(),
            fields: vec![],
            current_response: None,
            current_sequence: None,
            moment: Some("2026-11-28T08:00:00.000+07:00".into()),
        }
    }
}

/// A problem as an API operation returns it; every operation documents the statuses it can answer with.
#[derive(Debug)]
pub struct ApiProblem(pub Problem);

/// Shorthand for what operations return.
pub type ApiResult<T> = Result<T, ApiProblem>;

impl From<Problem> for ApiProblem {
    fn from(problem: Problem) -> Self {
        Self(problem)
    }
}

impl From<ApiProblem> for poem::Error {
    fn from(problem: ApiProblem) -> Self {
        problem.0.into()
    }
}

/// Status and meaning of everything that can go wrong.
const STATUSES: [(u16, &str); 9] = [
    (
        401,
        "Not signed in, or the token has expired: `sign-in-needed`, `sign-in-failed`.",
    ),
    (
        403,
        "Signed in, but not allowed: `not-allowed`, `form-expired`.",
    ),
    (
        404,
        "Nothing here, or nothing the caller may know of: `not-found`, `no-such-question`.",
    ),
    (
        409,
        "The state of things does not allow it now: `entry-needed`, `not-open-yet`, `round-closed`, `no-attempts-left`, `attempt-ended`, `time-is-up`, `answer-outdated`, `result-not-yet`, `board-hidden`, …",
    ),
    (413, "The body is too large: `body-too-large`."),
    (
        422,
        "Something in the request needs mending: `fields-invalid`, `request-unreadable`, `answer-not-possible`.",
    ),
    (
        429,
        "Too many requests; `Retry-After` tells when to try again: `too-many-requests`.",
    ),
    (500, "A fault of the service: `internal`."),
    (
        503,
        "Busy or partly down; `Retry-After` tells when to try again: `unavailable`.",
    ),
];

impl ApiResponse for ApiProblem {
    fn meta() -> MetaResponses {
        let responses = STATUSES
            .iter()
            .map(|(status, description)| MetaResponse {
                description,
                status: Some(*status),
                status_range: None,
                content: vec![MetaMediaType {
                    content_type: "application/problem+json",
                    schema: ProblemBody::schema_ref(),
                }],
                headers: vec![],
            })
            .collect();
        MetaResponses { responses }
    }

    fn register(registry: &mut Registry) {
        ProblemBody::register(registry);
    }
}

/// JSON of type `T` that was put together as text beforehand: the two large answers of the hot path are not built through a value tree.
pub struct Prepared<T> {
    status: u16,
    body: Arc<str>,
    etag: Option<String>,
    shape: PhantomData<fn() -> T>,
}

impl<T> Prepared<T> {
    /// A `200` answer.
    #[must_use]
    pub fn ok(body: impl Into<Arc<str>>) -> Self {
        Self {
            status: 200,
            body: body.into(),
            etag: None,
            shape: PhantomData,
        }
    }

    /// A `201` answer.
    #[must_use]
    pub fn created(body: impl Into<Arc<str>>) -> Self {
        Self {
            status: 201,
            ..Self::ok(body)
        }
    }

    /// A `304` answer.
    #[must_use]
    pub fn not_modified(etag: String) -> Self {
        Self {
            status: 304,
            body: "".into(),
            etag: Some(etag),
            shape: PhantomData,
        }
    }

    /// The same answer with an entity tag.
    #[must_use]
    pub fn tagged(mut self, etag: String) -> Self {
        self.etag = Some(etag);
        self
    }
}

impl<T: Send> IntoResponse for Prepared<T> {
    fn into_response(self) -> Response {
        let status =
            poem::http::StatusCode::from_u16(self.status).unwrap_or(poem::http::StatusCode::OK);
        let mut response = Response::builder().status(status);
        if self.status != 304 {
            response = response.content_type("application/json; charset=utf-8");
        }
        if let Some(etag) = self.etag {
            response = response.header(poem::http::header::ETAG, etag);
        }
        response.body(self.body.as_ref().to_owned())
    }
}

impl<T: Type> ApiResponse for Prepared<T> {
    fn meta() -> MetaResponses {
        let schema: MetaSchemaRef = T::schema_ref();
        let content = |schema: MetaSchemaRef| {
            vec![MetaMediaType {
                content_type: Json::<T>::CONTENT_TYPE,
                schema,
            }]
        };
        MetaResponses {
            responses: vec![MetaResponse {
                description: "",
                status: Some(200),
                status_range: None,
                content: content(schema),
                headers: vec![],
            }],
        }
    }

    fn register(registry: &mut Registry) {
        T::register(registry);
    }
}
