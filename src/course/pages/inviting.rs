//! Pages for who is invited to a cohort, and the one that stops reminders. Nobody has to sign in for them: the code or the token lets in.

use poem::web::Path;
use poem::{IntoResponse, Response, handler};

use super::cohorts::{mendable, status_of};
use crate::account::service::SESSION_MS;
use crate::course::service::{CourseService, Invitation};
use crate::course::views::cohorts::{CodeView, InvitationView, StopView};
use crate::kernel::problem::{Code, Outcome, Problem};
use crate::organisation::service::OrganisationService;
use crate::platform::http::context::Context;
use crate::platform::http::form::{Form, OneClickForm};
use crate::platform::http::gate::{SESSION_COOKIE, add_cookie};
use crate::platform::http::page::{Errors, query_value};
use crate::platform::http::reply::see_other;
use crate::platform::http::services::Service;

/// The form for a code.
#[handler]
pub async fn show_code(context: Context) -> Response {
    let view = CodeView {
        page: context.page(),
        code: String::new(),
        errors: Errors::default(),
    };
    view.into_response()
}

/// Goes on to the invitation that a code leads to.
#[handler]
pub async fn post_code(
    context: Context,
    form: Form,
    courses: Service<CourseService>,
) -> poem::Result<Response> {
    let code = form.get("code");
    let problem = match courses.invitation(code, &context.address).await {
        Ok(found) => {
            let code = courses.invitation_code(found.row.id);
            return Ok(see_other(&format!("/khoa-hoc/moi/{code}")));
        }
        Err(problem) if problem.code == Code::NotFound => {
            Problem::field("code", "cohort-field-invitation")
        }
        Err(problem) => mendable(problem)?,
    };
    let view = CodeView {
        page: context.page(),
        code: code.to_owned(),
        errors: Errors::of(context.lang, &problem),
    };
    Ok(view.with_status(status_of(&problem)).into_response())
}

async fn invitation_view(
    context: &Context,
    code: String,
    invitation: &Invitation,
    organisations: &OrganisationService,
) -> Outcome<InvitationView> {
    let row = &invitation.row;
    let unit = match row.organisation_id {
        Some(id) => organisations.find(id).await?.map(|u| u.full_name),
        None => row.organisation_name.clone(),
    };
    // Who came by it already need not be named to whoever finds the paper.
    let used = row.account_id.is_some();
    Ok(InvitationView {
        page: context.page(),
        code,
        name: if used {
            String::new()
        } else {
            row.full_name.clone()
        },
        organisation: unit.filter(|_| !used).unwrap_or_default(),
        course: invitation.head.title.clone(),
        slug: invitation.head.slug.clone(),
        cohort: invitation.cohort.title.clone(),
        opens_at: invitation.cohort.opens_at,
        closes_at: invitation.cohort.closes_at,
        used,
        over: context.now >= invitation.cohort.closes_at,
    })
}

/// An invitation.
#[handler]
pub async fn show_invitation(
    context: Context,
    Path(token): Path<String>,
    courses: Service<CourseService>,
    organisations: Service<OrganisationService>,
) -> poem::Result<Response> {
    let invitation = courses.invitation(&token, &context.address).await?;
    let mine = context.caller.as_ref().map(|c| c.account);
    if mine.is_some() && invitation.row.account_id == mine {
        return Ok(see_other(&format!("/khoa-hoc/{}", invitation.head.slug)));
    }
    let code = courses.invitation_code(invitation.row.id);
    let view = invitation_view(&context, code, &invitation, &organisations).await?;
    Ok(view.into_response())
}

/// Comes by an invitation: who has signed in as they are, others with an account that is made of the roster.
#[handler]
pub async fn post_invitation(
    context: Context,
    Path(token): Path<String>,
    form: Form,
    courses: Service<CourseService>,
    organisations: Service<OrganisationService>,
) -> poem::Result<Response> {
    let invitation = courses.invitation(&token, &context.address).await?;
    let learn = format!("/khoa-hoc/{}?bao=cohort-welcome", invitation.head.slug);
    let outcome = match (&context.caller, form.get("how")) {
        (Some(actor), _) => courses
            .accept(&invitation, actor, context.now)
            .await
            .map(|_| None),
        (None, "own") => {
            let next = query_value(&context.path);
            return Ok(see_other(&format!("/dang-nhap?next={next}")));
        }
        (None, _) => courses
            .accept_quickly(&invitation, &context.device, &context.address, context.now)
            .await
            .map(Some),
    };
    match outcome {
        Ok(quick) => {
            let mut response = see_other(&learn);
            if let Some(quick) = quick {
                let token = &quick.session.token;
                let seconds = SESSION_MS / 1000;
                add_cookie(
                    &mut response,
                    SESSION_COOKIE,
                    token,
                    seconds,
                    context.secure,
                );
            }
            Ok(response)
        }
        Err(problem) if matches!(problem.code, Code::InvitationUsed | Code::CohortOver) => {
            let again = courses.invitation(&token, &context.address).await?;
            let code = courses.invitation_code(again.row.id);
            let view = invitation_view(&context, code, &again, &organisations).await?;
            Ok(view.with_status(status_of(&problem)).into_response())
        }
        Err(problem) => Err(problem.into()),
    }
}

/// The page behind the link that stops reminders; looking at it changes nothing.
#[handler]
pub async fn show_stop(
    context: Context,
    Path(token): Path<String>,
    courses: Service<CourseService>,
) -> poem::Result<Response> {
    stop_page(&context, &courses, token).await
}

async fn stop_page(
    context: &Context,
    courses: &CourseService,
    token: String,
) -> poem::Result<Response> {
    let (course, wanted) = courses.reminders_of(&token).await?;
    let view = StopView {
        page: context.page(),
        token,
        course,
        wanted,
    };
    Ok(view.into_response())
}

/// Stops reminders, or lets them begin again when the page's own button asks for that. What a mail program sends stops them, and is answered
/// with a page at once: it follows no redirect (RFC 8058, section 3.1).
#[handler]
pub async fn post_stop(
    context: Context,
    Path(token): Path<String>,
    OneClickForm(form): OneClickForm,
    courses: Service<CourseService>,
) -> poem::Result<Response> {
    let wanted = form.get("wanted");
    courses
        .set_reminders_by_token(&token, wanted == "yes", context.now)
        .await?;
    if wanted.is_empty() {
        return stop_page(&context, &courses, token).await;
    }
    Ok(see_other(&format!("/khoa-hoc/nhac/{token}")))
}
