//! The account pages: register, sign in, sign out, first administrator; the person's own pages are in [`own`], the administration's in
//! [`administration`].

pub mod administration;
pub mod own;

use std::sync::Arc;

use poem::web::Path;
use poem::{IntoResponse, Response, handler};

use super::model::Registration;
use super::providers::Providers;
use super::rules::safe_next;
use super::service::{AccountService, SESSION_MS};
use super::views::{FirstPasswordView, ProviderLink, RegisterView, SignInView};
use crate::kernel::problem::{Kind, Outcome, Problem};
use crate::platform::http::context::Context;
use crate::platform::http::form::{Form, Query};
use crate::platform::http::gate::{Authenticator as _, LANG_COOKIE, SESSION_COOKIE, add_cookie};
use crate::platform::http::page::Errors;
use crate::platform::http::reply::see_other;
use crate::platform::http::services::Service;
use crate::platform::i18n::Lang;

fn next_of(query: &Query) -> String {
    match query.get("next") {
        "" => String::new(),
        path => safe_next(path).to_owned(),
    }
}

/// What a form that failed shows: a refusal beside the fields, or the error page when nothing on the form can mend it.
fn mendable(problem: Problem) -> Outcome<Problem> {
    match problem.kind() {
        Kind::Internal | Kind::NotFound => Err(problem),
        _ => Ok(problem),
    }
}

/// Leads on with the session in a cookie, and with the language the person chose on another device.
async fn signed_in(
    context: &Context,
    accounts: &AccountService,
    token: &str,
    next: &str,
) -> Outcome<Response> {
    let mut response = see_other(safe_next(next));
    keep_session(&mut response, context, token);
    let actor = accounts.authenticate(token, context.now).await?;
    if let Some(actor) = actor
        && let Some(lang) = accounts.language(actor.account).await?
    {
        keep_language(&mut response, context, lang);
    }
    Ok(response)
}

/// Puts a session into the browser's cookie.
pub fn keep_session(response: &mut Response, context: &Context, token: &str) {
    add_cookie(
        response,
        SESSION_COOKIE,
        token,
        SESSION_MS / 1000,
        context.secure,
    );
}

fn keep_language(response: &mut Response, context: &Context, lang: Lang) {
    add_cookie(
        response,
        LANG_COOKIE,
        lang.code(),
        365 * 86_400,
        context.secure,
    );
}

/// The registration form.
#[handler]
pub async fn register_form(context: Context, query: Query) -> Response {
    let next = next_of(&query);
    RegisterView {
        page: context.page(),
        next,
        login: String::new(),
        full_name: String::new(),
        email: String::new(),
        phone: String::new(),
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
        accounts
            .open_session(account.id, &context.device, context.now)
            .await
    }
    .await;
    match outcome {
        Ok(session) => Ok(signed_in(&context, &accounts, &session.token, form.get("next")).await?),
        Err(problem) => {
            let problem = mendable(problem)?;
            let view = RegisterView {
                page: context.page(),
                next: form.get("next").to_owned(),
                login: given.login,
                full_name: given.full_name,
                email: given.email,
                phone: given.phone,
                errors: Errors::of(context.lang, &problem),
            };
            Ok(view.with_status(poem_status(&problem)).into_response())
        }
    }
}

fn provider_links(providers: &Providers) -> Vec<ProviderLink> {
    let link = |(key, label): (&str, &str)| ProviderLink {
        key: key.to_owned(),
        label: label.to_owned(),
    };
    providers.names().map(link).collect()
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
pub async fn sign_in_form(
    context: Context,
    query: Query,
    providers: Service<Arc<Providers>>,
) -> Response {
    SignInView {
        page: context.page(),
        next: next_of(&query),
        login: String::new(),
        providers: provider_links(&providers),
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
    providers: Service<Arc<Providers>>,
) -> poem::Result<Response> {
    match accounts
        .sign_in(
            form.get("login"),
            form.get("password"),
            &context.device,
            &context.address,
            context.now,
        )
        .await
    {
        Ok(session) => Ok(signed_in(&context, &accounts, &session.token, form.get("next")).await?),
        Err(problem) => {
            let problem = mendable(problem)?;
            let view = SignInView {
                page: context.page(),
                next: form.get("next").to_owned(),
                login: form.get("login").to_owned(),
                providers: provider_links(&providers),
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
pub async fn choose_language(
    context: Context,
    form: Form,
    accounts: Service<AccountService>,
) -> poem::Result<Response> {
    let lang = Lang::from_code(form.get("lang")).unwrap_or(context.lang);
    if let Some(person) = &context.caller {
        accounts.choose_language(person.account, lang).await?;
    }
    let mut response = see_other(safe_next(form.get("next")));
    keep_language(&mut response, &context, lang);
    Ok(response)
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
        .set_up(
            &token,
            &given,
            form.get("password_again"),
            &context.device,
            context.now,
        )
        .await
    {
        Ok(session) => Ok(signed_in(&context, &accounts, &session.token, "/quan-tri").await?),
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
