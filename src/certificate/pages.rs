//! The pages of certificates: the public check, a person's own, and what organisers do; and the transcript as a file.

use std::io;

use futures_util::{Stream, stream};
use poem::http::{HeaderValue, StatusCode, header};
use poem::web::Path;
use poem::{Body, IntoResponse, Response, handler};
use uuid::Uuid;

mod transcript;

pub use transcript::download_transcript;

use super::model::{Filter, State};
use super::rules::FILE_MAX;
use super::service::{Again, Bundle, CertificateService};
use super::views::{CertificateView, CheckView, ListView, OrganisedView, OwnView, Shown};
use crate::course::service::CourseService;
use crate::kernel::problem::{Code, Kind, Outcome, Problem};
use crate::platform::http::context::Context;
use crate::platform::http::form::{Form, Query};
use crate::platform::http::page::{Choice, Errors, query_value};
use crate::platform::http::reply::{download, localised, see_other};
use crate::platform::http::services::Service;
use crate::platform::http::upload::UploadForm;

/// Certificates on a page of the organiser's list.
const ROWS: u64 = 50;
/// Largest body of the form with a signed file: the largest file and the fields around it. A larger one meets the message about the file
/// first.
pub const BODY_MAX: usize = FILE_MAX + 64 * 1024;
/// How long a status list may be kept, seconds.
const LIST_KEPT: &str = "public, max-age=60";

// ---------------------------------------------------------------------------------------------------------------------
// The public check
// ---------------------------------------------------------------------------------------------------------------------

/// The form with what was typed and why nothing is shown.
fn not_shown(context: &Context, typed: &str, problem: &Problem) -> Response {
    let text = match problem.kind() {
        Kind::NotFound => context.lang.t("certificate-not-found"),
        Kind::TooMany => context.lang.t("certificate-too-many"),
        _ => localised(problem, context.lang),
    };
    let view = CheckView {
        page: context.page(),
        typed: typed.to_owned(),
        problem: text,
    };
    let mut response = view.into_response();
    response.set_status(status_of(problem));
    if let Some(seconds) = problem.retry_after_s {
        let headers = response.headers_mut();
        headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

fn status_of(problem: &Problem) -> StatusCode {
    StatusCode::from_u16(problem.kind().status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

/// What a visitor can do something about is told on the page; the rest is an error.
fn told(context: &Context, typed: &str, problem: Problem) -> poem::Result<Response> {
    match problem.kind() {
        Kind::NotFound | Kind::TooMany => Ok(not_shown(context, typed, &problem)),
        _ => Err(problem.into()),
    }
}

/// The form in which a number is typed; with one it leads to its page.
#[handler]
pub async fn show_check(
    context: Context,
    query: Query,
    certificates: Service<CertificateService>,
) -> poem::Result<Response> {
    let typed = query.get("so").to_owned();
    if typed.is_empty() {
        let view = CheckView {
            page: context.page(),
            typed,
            problem: String::new(),
        };
        return Ok(view.into_response());
    }
    let found = match certificates.count_check(&context.address) {
        Ok(()) => certificates.find(&typed).await,
        Err(problem) => Err(problem),
    };
    match found {
        Ok(one) => Ok(see_other(&format!(
            "/chung-nhan/{}",
            query_value(&one.slug)
        ))),
        Err(problem) => told(&context, &typed, problem),
    }
}

/// A certificate as anybody may see it.
#[handler]
pub async fn show_certificate(
    context: Context,
    Path(so): Path<String>,
    certificates: Service<CertificateService>,
) -> poem::Result<Response> {
    let seen = match certificates.count_check(&context.address) {
        Ok(()) => certificates.check(&so).await,
        Err(problem) => Err(problem),
    };
    let seen = match seen {
        Ok(seen) => seen,
        Err(problem) => return told(&context, &so, problem),
    };
    let slug = &seen.certificate.slug;
    if *slug != so {
        return Ok(see_other(&format!("/chung-nhan/{}", query_value(slug))));
    }
    Ok(CertificateView::of(context.page(), &seen).into_response())
}

/// The file of a certificate. What has ended is given to its issuer's organisers only, so that nobody hands it round.
#[handler]
pub async fn download_certificate(
    context: Context,
    Path(so): Path<String>,
    certificates: Service<CertificateService>,
) -> poem::Result<Response> {
    certificates.count_check(&context.address)?;
    let one = certificates.find(&so).await?;
    let organiser = match &context.caller {
        Some(actor) => certificates.may_organise(&one, actor).await?,
        None => false,
    };
    if !one.is_valid() && !organiser {
        return Err(Problem::new(Code::CertificateEnded).into());
    }
    let bytes = certificates.paper(&one).await?;
    Ok(download(
        &format!("{}.pdf", one.slug),
        "application/pdf",
        bytes,
    ))
}

/// JSON for verifiers of any site.
fn open_json(kind: &str, json: &serde_json::Value, cache: &str) -> Response {
    Response::builder()
        .content_type(kind)
        .header(header::CACHE_CONTROL, cache)
        .header(header::ACCESS_CONTROL_ALLOW_ORIGIN, "*")
        .body(json.to_string())
}

/// The badge of a certificate.
#[handler]
pub async fn download_badge(
    context: Context,
    Path(so): Path<String>,
    certificates: Service<CertificateService>,
) -> poem::Result<Response> {
    certificates.count_check(&context.address)?;
    let one = certificates.find(&so).await?;
    let badge = certificates.badge(&one);
    let mut response = open_json("application/ld+json", &badge, "no-cache");
    let name = format!("attachment; filename=\"{}.json\"", one.slug);
    if let Ok(name) = HeaderValue::from_str(&name) {
        response
            .headers_mut()
            .insert(header::CONTENT_DISPOSITION, name);
    }
    Ok(response)
}

/// Which badges of a list were revoked.
#[handler]
pub async fn download_status_list(
    Path(list): Path<String>,
    certificates: Service<CertificateService>,
) -> poem::Result<Response> {
    let number: i64 = list.parse().map_err(|_| Problem::not_found())?;
    let list = certificates.status_list(number).await?;
    Ok(open_json("application/ld+json", &list, LIST_KEPT))
}

/// Who signs badges, and with which key.
#[handler]
pub async fn download_issuer(certificates: Service<CertificateService>) -> Response {
    open_json(
        "application/json",
        &certificates.issuer_document(),
        "public, max-age=300",
    )
}

// ---------------------------------------------------------------------------------------------------------------------
// A person's own
// ---------------------------------------------------------------------------------------------------------------------

/// A person's own certificates.
#[handler]
pub async fn show_own(
    context: Context,
    certificates: Service<CertificateService>,
) -> poem::Result<Response> {
    let own = certificates.of_account(context.actor()?.account).await?;
    let view = OwnView {
        page: context.page(),
        certificates: own
            .iter()
            .map(|one| (Shown::of(one), one.reason.clone()))
            .collect(),
    };
    Ok(view.into_response())
}

// ---------------------------------------------------------------------------------------------------------------------
// Organisers
// ---------------------------------------------------------------------------------------------------------------------

fn filter_of(query: &Query) -> Filter {
    let id = |name: &str| Uuid::parse_str(query.get(name)).ok();
    Filter {
        text: query.get("q").to_owned(),
        course: id("khoa-hoc"),
        cohort: id("lop"),
        year: query.get("nam").parse().ok(),
        state: State::parse(query.get("trang-thai")),
        account: None,
        after: id("sau"),
    }
}

/// The courses whose certificates can be filtered by: those within reach.
async fn courses_of(
    context: &Context,
    courses: &CourseService,
    chosen: Option<Uuid>,
) -> Outcome<Vec<Choice>> {
    let actor = context.actor()?;
    let mut choices = vec![Choice {
        value: String::new(),
        label: context.lang.t("certificate-all-courses"),
        selected: chosen.is_none(),
    }];
    for head in &courses.catalogue().await?.courses {
        if head.version > 0 && courses.teaches(actor, head).await? {
            choices.push(Choice {
                value: head.id.to_string(),
                label: head.title.clone(),
                selected: chosen == Some(head.id),
            });
        }
    }
    Ok(choices)
}

/// The certificates within an organiser's reach.
#[handler]
pub async fn show_list(
    context: Context,
    query: Query,
    certificates: Service<CertificateService>,
    courses: Service<CourseService>,
) -> poem::Result<Response> {
    let filter = filter_of(&query);
    let listed = certificates.list(context.actor()?, &filter, ROWS).await?;
    let state = |value: &str, key: String| Choice {
        selected: value == query.get("trang-thai"),
        value: value.to_owned(),
        label: context.lang.t(&key),
    };
    let all = [state("", "certificate-all-states".to_owned())];
    let states = State::ALL.map(|s| state(s.as_str(), format!("certificate-state-{}", s.as_str())));
    let kept = query.with("sau", "");
    let cohort_title = match filter.cohort {
        Some(cohort) => {
            let organised = courses.organised(cohort, context.actor()?).await?;
            organised.cohort.title
        }
        None => String::new(),
    };
    let view = ListView {
        page: context.page(),
        text: filter.text.clone(),
        year: query.get("nam").to_owned(),
        states: all.into_iter().chain(states).collect(),
        courses: courses_of(&context, &courses, filter.course).await?,
        cohort: filter.cohort.map_or_else(String::new, |c| c.to_string()),
        cohort_title,
        certificates: listed.certificates.iter().map(Shown::of).collect(),
        next: listed.next.map(|id| query.with("sau", &id.to_string())),
        archive: format!("/to-chuc/giay-chung-nhan/tat-ca.zip{kept}"),
    };
    Ok(view.into_response())
}

/// What is listed, as an archive of its files.
#[handler]
pub async fn download_archive(
    context: Context,
    query: Query,
    certificates: Service<CertificateService>,
) -> poem::Result<Response> {
    let (actor, filter) = (context.actor()?, filter_of(&query));
    // Personal data leaves the system: who took it is written down before it does.
    certificates.note_taken(actor, &filter, context.now).await?;
    let bundle = certificates.bundle(actor, &filter).await?;
    Ok(Response::builder()
        .content_type("application/zip")
        .header(
            header::CONTENT_DISPOSITION,
            "attachment; filename=\"giay-chung-nhan.zip\"",
        )
        .body(Body::from_bytes_stream(parts(bundle))))
}

fn parts(bundle: Bundle) -> impl Stream<Item = io::Result<Vec<u8>>> {
    stream::unfold(bundle, |mut bundle| async move {
        let part = bundle.recv().await?;
        Some((part, bundle))
    })
}

/// One certificate with what can be done with it.
#[handler]
pub async fn show_organised(
    context: Context,
    Path(so): Path<String>,
    certificates: Service<CertificateService>,
) -> poem::Result<Response> {
    let organised = certificates.organised(&so, context.actor()?).await?;
    Ok(OrganisedView::of(context.page(), &organised).into_response())
}

fn revision_of(form: &Form) -> i32 {
    form.get("revision").parse().unwrap_or(-1)
}

/// A form that came back.
struct Back<'a> {
    so: &'a str,
    form: &'static str,
    name: &'a str,
    reason: &'a str,
}

impl Back<'_> {
    /// The page with the form and what is wrong with it; other failures are errors.
    async fn show(
        self,
        context: &Context,
        certificates: &CertificateService,
        problem: Problem,
    ) -> poem::Result<Response> {
        if !matches!(problem.kind(), Kind::Invalid | Kind::Conflict) {
            return Err(problem.into());
        }
        let organised = certificates.organised(self.so, context.actor()?).await?;
        let before = OrganisedView::of(context.page(), &organised);
        let typed_name = match self.form {
            "again" => self.name.to_owned(),
            _ => before.typed_name.clone(),
        };
        let view = OrganisedView {
            form: self.form,
            typed_name,
            typed_reason: self.reason.to_owned(),
            errors: Errors::of(context.lang, &problem),
            ..before
        };
        let mut response = view.into_response();
        response.set_status(status_of(&problem));
        Ok(response)
    }
}

/// Revokes a certificate.
#[handler]
pub async fn post_revoked(
    context: Context,
    Path(so): Path<String>,
    form: Form,
    certificates: Service<CertificateService>,
) -> poem::Result<Response> {
    let (actor, reason) = (context.actor()?, form.get("reason"));
    let revision = revision_of(&form);
    match certificates.revoke(&so, revision, reason, actor).await {
        Ok(()) => Ok(see_other(&format!(
            "/to-chuc/giay-chung-nhan/{}?bao=certificate-revoked",
            query_value(&so)
        ))),
        Err(problem) => {
            let back = Back {
                so: &so,
                form: "revoke",
                name: "",
                reason,
            };
            back.show(&context, &certificates, problem).await
        }
    }
}

/// Issues a certificate again.
#[handler]
pub async fn post_again(
    context: Context,
    Path(so): Path<String>,
    form: Form,
    certificates: Service<CertificateService>,
) -> poem::Result<Response> {
    let given = Again {
        full_name: form.get("full_name").to_owned(),
        reason: form.get("reason").to_owned(),
    };
    let (actor, revision) = (context.actor()?, revision_of(&form));
    match certificates.issue_again(&so, revision, &given, actor).await {
        Ok(new) => Ok(see_other(&format!(
            "/to-chuc/giay-chung-nhan/{}?bao=certificate-again",
            query_value(&new.slug)
        ))),
        Err(problem) => {
            let back = Back {
                so: &so,
                form: "again",
                name: &given.full_name,
                reason: &given.reason,
            };
            back.show(&context, &certificates, problem).await
        }
    }
}

/// Takes the file that the agency signed.
#[handler]
pub async fn post_signed_file(
    context: Context,
    Path(so): Path<String>,
    sent: UploadForm,
    certificates: Service<CertificateService>,
) -> poem::Result<Response> {
    let UploadForm { form, file } = sent;
    let (actor, revision) = (context.actor()?, revision_of(&form));
    let done = certificates
        .replace_file(&so, revision, &file.name, file.bytes, actor)
        .await;
    match done {
        Ok(()) => Ok(see_other(&format!(
            "/to-chuc/giay-chung-nhan/{}?bao=certificate-signed",
            query_value(&so)
        ))),
        Err(problem) => {
            let back = Back {
                so: &so,
                form: "file",
                name: "",
                reason: "",
            };
            back.show(&context, &certificates, problem).await
        }
    }
}
