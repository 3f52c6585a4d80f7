//! The account pages: register, sign in, sign out, first administrator.

use poem::web::Path;
use poem::{IntoResponse, Request, Response, handler};

use super::model::Registration;
use super::rules::safe_next;
use super::service::{AccountService, SESSION_MS};
use super::views::{FirstPasswordView, RegisterView, SignInView};
use crate::kernel::problem::{Kind, Outcome, Problem};
use crate::platform::http::context::Context;
use crate::platform::http::form::Form;
use crate::platform::http::gate::{LANG_COOKIE, SESSION_COOKIE, add_cookie};
use crate::platform::http::page::Errors;
use crate::platform::http::reply::see_other;
use crate::platform::http::services::Service;
use crate::platform::i18n::Lang;

fn next_of(request: &Request) -> String {
    let next = request
        .params::<Vec<(String, String)>>()
        .unwrap_or_default()
        .into_iter()
        .find(|(n, _)| n == "next");
    next.map_or_else(String::new, |(_, path)| safe_next(&path).to_owned())
}

/// What a form that failed shows: a refusal beside the fields, or the error page when nothing on the form can mend it.
fn mendable(problem: Problem) -> Outcome<Problem> {
    match problem.kind() {
        Kind::Internal | Kind::NotFound => Err(problem),
        _ => Ok(problem),
    }
}

fn signed_in(context: &Context, token: &str, next: &str) -> Response {
    let mut response = see_other(safe_next(next));
    add_cookie(
        &mut response,
        SESSION_COOKIE,
        token,
        SESSION_MS / 1000,
        context.secure,
    );
    response
}

/// The registration form.
#[handler]
pub async fn register_form(context: Context, request: &Request) -> Response {
    let next = next_of(request);
    RegisterView {
        page: context.page(),
        next,
        login: String::new(),
        full_name: String::new(),
        email: String::new(),
        errors: Errors::default(),
    }
    .into_response()
}

/// Makes an account and signs in.
#[handler]
pub async fn register(
    context: Context,
    form: Form,
    accounts: Service<AccountService>,
) -> poem::Result<Response> {
    let given = registration(&form);
    let outcome = async {
        let account = accounts
            .register(&given, &context.address, context.now)
            .await?;
        accounts.open_session(account.id, context.now).await
    }
    .await;
    match outcome {
        Ok(session) => Ok(signed_in(&context, &session.token, form.get("next"))),
        Err(problem) => {
            let problem = mendable(problem)?;
            let view = RegisterView {
                page: context.page(),
                next: form.get("next").to_owned(),
                login: given.login,
                full_name: given.full_name,
                email: given.email,
                errors: Errors::of(context.lang, &problem),
            };
            Ok(view.with_status(poem_status(&problem)).into_response())
        }
    }
}

fn registration(form: &Form) -> Registration {
    Registration {
        login: form.get("login").to_owned(),
        password: form.get("password").to_owned(),
        full_name: form.get("full_name").to_owned(),
        email: form.get("email").to_owned(),
        phone: form.get("phone").to_owned(),
    }
}

fn poem_status(problem: &Problem) -> poem::http::StatusCode {
    poem::http::StatusCode::from_u16(problem.kind().status())
        .unwrap_or(poem::http::StatusCode::INTERNAL_SERVER_ERROR)
}

/// The sign-in form.
#[handler]
pub async fn sign_in_form(context: Context, request: &Request) -> Response {
    SignInView {
        page: context.page(),
        next: next_of(request),
        login: String::new(),
        errors: Errors::default(),
    }
    .into_response()
}

/// Signs in.
#[handler]
pub async fn sign_in(
    context: Context,
    form: Form,
    accounts: Service<AccountService>,
) -> poem::Result<Response> {
    match accounts
        .sign_in(
            form.get("login"),
            form.get("password"),
            &context.address,
            context.now,
        )
        .await
    {
        Ok(session) => Ok(signed_in(&context, &session.token, form.get("next"))),
        Err(problem) => {
            let problem = mendable(problem)?;
            let view = SignInView {
                page: context.page(),
                next: form.get("next").to_owned(),
                login: form.get("login").to_owned(),
                errors: Errors::of(context.lang, &problem),
            };
            Ok(view.with_status(poem_status(&problem)).into_response())
        }
    }
}

/// Signs out.
#[handler]
pub async fn sign_out(
    context: Context,
    _form: Form,
    accounts: Service<AccountService>,
) -> poem::Result<Response> {
    if let Some(token) = &context.session_token {
        accounts.sign_out(token).await?;
    }
    let mut response = see_other("/?bao=signed-out");
    add_cookie(&mut response, SESSION_COOKIE, "", 0, context.secure);
    Ok(response)
}

/// Chooses the language and goes back.
#[handler]
pub async fn choose_language(context: Context, form: Form) -> Response {
    let lang = Lang::from_code(form.get("lang")).unwrap_or(context.lang);
    let mut response = see_other(safe_next(form.get("next")));
    add_cookie(
        &mut response,
        LANG_COOKIE,
        lang.code(),
        365 * 86_400,
        context.secure,
    );
    response
}

/// The first administrator's form.
#[handler]
pub async fn set_up_form(
    context: Context,
    Path(token): Path<String>,
    accounts: Service<AccountService>,
) -> poem::Result<Response> {
    accounts.check_setup(&token, context.now).await?;
    let view = FirstPasswordView {
        page: context.page(),
        token,
        login: "quan-tri".into(),
        full_name: String::new(),
        errors: Errors::default(),
    };
    Ok(view.into_response())
}

/// Sets the first administrator's password.
#[handler]
pub async fn set_up(
    context: Context,
    Path(token): Path<String>,
    form: Form,
    accounts: Service<AccountService>,
) -> poem::Result<Response> {
    let given = registration(&form);
    match accounts
        .set_up(&token, &given, form.get("password_again"), context.now)
        .await
    {
        Ok(session) => Ok(signed_in(&context, &session.token, "/to-chuc")),
        Err(problem) => {
            let problem = mendable(problem)?;
            let view = FirstPasswordView {
                page: context.page(),
                token,
                login: given.login,
                full_name: given.full_name,
                errors: Errors::of(context.lang, &problem),
            };
            Ok(view.with_status(poem_status(&problem)).into_response())
        }
    }
}
