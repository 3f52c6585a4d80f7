//! A file as the body of an API call or of its answer: its bytes and nothing around them.

use poem::http::header;
use poem::{FromRequest, IntoResponse, Request, RequestBody, Response};
use poem_openapi::payload::Payload;
use poem_openapi::registry::{
    MetaMediaType, MetaRequest, MetaResponse, MetaResponses, MetaSchema, MetaSchemaRef, Registry,
};
use poem_openapi::{ApiExtractor, ApiExtractorType, ApiResponse, ExtractParamOptions};

use crate::kernel::problem::{Code, Problem};

/// The content type of a file in the API, both ways: what a file is, its bytes tell, and no browser opens it.
pub const FILE: &str = "application/octet-stream";

/// A file's bytes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FileBody(pub Vec<u8>);

impl FileBody {
    fn media_type() -> MetaMediaType {
        MetaMediaType {
            content_type: Self::CONTENT_TYPE,
            schema: Self::schema_ref(),
        }
    }
}

impl Payload for FileBody {
    const CONTENT_TYPE: &'static str = FILE;

    fn schema_ref() -> MetaSchemaRef {
        MetaSchemaRef::Inline(Box::new(MetaSchema {
            format: Some("binary"),
            example: Some("%PDF-1.4 …".into()),
            ..MetaSchema::new("string")
        }))
    }
}

impl<'a> ApiExtractor<'a> for FileBody {
    const TYPES: &'static [ApiExtractorType] = &[ApiExtractorType::RequestObject];

    type ParamType = ();
    type ParamRawType = ();

    fn request_meta() -> Option<MetaRequest> {
        Some(MetaRequest {
            description: None,
            content: vec![Self::media_type()],
            required: true,
        })
    }

    async fn from_request(
        request: &'a Request,
        body: &mut RequestBody,
        _: ExtractParamOptions<()>,
    ) -> poem::Result<Self> {
        if request.content_type() != Some(FILE) {
            return Err(Problem::new(Code::RequestUnreadable).into());
        }
        // The gate has bounded the body by the route's limit.
        let bytes = <Vec<u8> as FromRequest>::from_request(request, body);
        Ok(Self(bytes.await?))
    }
}

impl IntoResponse for FileBody {
    fn into_response(self) -> Response {
        Response::builder()
            .content_type(FILE)
            .header(header::CONTENT_DISPOSITION, "attachment")
            .body(self.0)
    }
}

impl ApiResponse for FileBody {
    fn meta() -> MetaResponses {
        MetaResponses {
            responses: vec![MetaResponse {
                description: "",
                status: Some(200),
                status_range: None,
                content: vec![Self::media_type()],
                headers: vec![],
            }],
        }
    }

    fn register(_: &mut Registry) {}
}
