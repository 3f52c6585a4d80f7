//! The public check over the API.

use poem_openapi::param::Path;
use poem_openapi::payload::Json;
use poem_openapi::types::Example;
use poem_openapi::{Object, OpenApi, Tags};

use super::service::{CertificateService, Checked};
use crate::platform::http::api::ApiResult;
use crate::platform::http::context::Context;
use crate::platform::http::services::Service;

/// Operations of this noun.
#[derive(Tags)]
pub enum Tag {
    /// Certificates.
    Certificates,
}

/// A fact as it is printed.
#[derive(Debug, Object)]
pub struct FactBody {
    /// What it tells, in Vietnamese.
    label: String,
    /// What it is.
    value: String,
}

/// A certificate: what is printed on it, and what became of it.
#[derive(Debug, Object)]
#[oai(example)]
pub struct CertificateBody {
    /// Number as printed.
    number: String,
    /// `valid`, `revoked` or `replaced`.
    state: String,
    /// Who issued it.
    issuer: String,
    /// Heading.
    heading: String,
    /// Full name of the person.
    full_name: String,
    /// What stands before the title.
    text: String,
    /// What it is for.
    title: String,
    /// A second line below the title; may be empty.
    subtitle: String,
    /// What else is printed.
    facts: Vec<FactBody>,
    /// When it was issued (RFC 3339).
    issued_at: String,
    /// When it was revoked or replaced (RFC 3339); absent while it is valid.
    #[oai(skip_serializing_if_is_none)]
    ended_at: Option<String>,
    /// Number of the certificate in its place.
    #[oai(skip_serializing_if_is_none)]
    replaced_by: Option<String>,
    /// Whether its file was replaced by one that the agency signed.
    signed_file: bool,
    /// Its page.
    url: String,
    /// The same award as an Open Badge 3.0.
    badge_url: String,
}

impl Example for CertificateBody {
    fn example() -> Self {
        let url = "https://hocluat.example/chung-nhan/0001-GCN-STP-2026".to_owned();
        Self {
            number: "0001/GCN-STP/2026".into(),
            state: "valid".into(),
            issuer: "Sở Tư pháp tỉnh Lào Cai".into(),
            heading: "Giấy chứng nhận".into(),
            full_name: "Nguyễn Thị Hoà Bình".into(),
            text: "Đã hoàn thành khoá học".into(),
            title: "Kỹ năng hoà giải ở cơ sở".into(),
            subtitle: String::new(),
            facts: vec![FactBody {
                label: "Thời lượng".into(),
                value: "24 giờ".into(),
            }],
            issued_at: "2026-11-28T08:00:00.000+07:00".into(),
            ended_at: None,
            replaced_by: None,
            signed_file: false,
            badge_url: format!("{url}/huy-hieu.json"),
            url,
        }
    }
}

fn body(seen: Checked) -> CertificateBody {
    let one = seen.certificate;
    let printed = one.printed;
    CertificateBody {
        number: printed.number,
        state: one.state.as_str().to_owned(),
        issuer: printed.issuer,
        heading: printed.heading,
        full_name: printed.full_name,
        text: printed.text,
        title: printed.title,
        subtitle: printed.subtitle,
        facts: printed
            .facts
            .into_iter()
            .map(|f| FactBody {
                label: f.label,
                value: f.value,
            })
            .collect(),
        issued_at: one.issued_at.to_string(),
        ended_at: one.ended_at.map(|m| m.to_string()),
        replaced_by: seen.successor.map(|s| s.printed.number),
        signed_file: seen.signed.is_some(),
        badge_url: format!("{}/huy-hieu.json", printed.address),
        url: printed.address,
    }
}

/// The operations.
pub struct CertificateApi;

#[OpenApi(prefix_path = "/api/v1/certificates", tag = "Tag::Certificates")]
impl CertificateApi {
    /// Check a certificate
    ///
    /// By its number, with `/` written as `%2F` or `-`; marks, case and leading zeros do not matter. Nobody needs to sign in. Whoever
    /// tries many numbers is asked to wait (`429`).
    #[oai(path = "/:number", method = "get", operation_id = "certificate")]
    async fn certificate(
        &self,
        context: Context,
        certificates: Service<CertificateService>,
        number: Path<String>,
    ) -> ApiResult<Json<CertificateBody>> {
        certificates.count_check(&context.address)?;
        Ok(Json(body(certificates.check(&number).await?)))
    }
}
