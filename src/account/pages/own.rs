//! A person's own pages: profile, password, sessions, coming back with an entry code or by a provider.

use std::sync::Arc;

use poem::web::Path;
use poem::{IntoResponse, Request, Response, handler};

use super::super::model::{Account, Profile};
use super::super::providers::{Answer, PATIENCE_MS, Providers};
use super::super::rules::{device_name, safe_next};
use super::super::service::AccountService;
use super::super::views::{CodeView, ForgotView, ProfileView, ResetView, SessionRow};
use super::{mendable, next_of, poem_status, provider_links, signed_in};
use crate::kernel::entropy::Entropy;
use crate::kernel::problem::{Code, Outcome, Problem};
use crate::organisation::pages::{only_looks, read_pick};
use crate::organisation::service::OrganisationService;
use crate::organisation::views::Picked;
use crate::platform::http::context::Context;
use crate::platform::http::form::{Form, Query};
use crate::platform::http::gate::{add_cookie, cookie};
use crate::platform::http::page::Errors;
use crate::platform::http::reply::see_other;
use crate::platform::http::services::Service;
use crate::platform::i18n::Lang;

/// Cookie with the state of a sign-in at a provider.
const PROVIDER_COOKIE: &str = "hocluat_provider";

/// The form of a forgotten password.
#[handler]
pub async fn show_forgot(context: Context, query: Query) -> Response {
    ForgotView {
        page: context.page(),
        login: String::new(),
        sent: query.get("da-gui") == "1",
        errors: Errors::default(),
    }
    .into_response()
}

/// Sends a link, if there is somebody to send it to; the answer is the same either way.
#[handler]
pub async fn post_forgot(
    context: Context,
    form: Form,
    accounts: Service<AccountService>,
) -> poem::Result<Response> {
    let login = form.get("login");
    let asked = if login.is_empty() {
        Err(Problem::field("login", "field-required"))
    } else {
        let (address, site) = (&context.address, &context.base_url);
        accounts
            .ask_reset(login, address, site, context.lang, context.now)
            .await
    };
    match asked {
        Ok(()) => Ok(see_other("/quen-mat-khau?da-gui=1")),
        Err(problem) => {
            let problem = mendable(problem)?;
            let view = ForgotView {
                page: context.page(),
                login: login.to_owned(),
                sent: false,
                errors: Errors::of(context.lang, &problem),
            };
            Ok(view.with_status(poem_status(&problem)).into_response())
        }
    }
}

/// The form behind a link for a new password.
#[handler]
pub async fn show_reset(
    context: Context,
    Path(token): Path<String>,
    accounts: Service<AccountService>,
) -> poem::Result<Response> {
    let account = accounts.check_reset(&token, context.now).await?;
    Ok(reset_view(&context, token, account, Errors::default()).into_response())
}

fn reset_view(context: &Context, token: String, account: Account, errors: Errors) -> ResetView {
    ResetView {
        page: context.page(),
        token,
        full_name: account.full_name,
        login: account.login,
        errors,
    }
}

/// Sets the new password and signs in.
#[handler]
pub async fn post_reset(
    context: Context,
    Path(token): Path<String>,
    form: Form,
    accounts: Service<AccountService>,
) -> poem::Result<Response> {
    let account = accounts.check_reset(&token, context.now).await?;
    let (password, again) = (form.get("password"), form.get("password_again"));
    match accounts
        .reset(&token, password, again, &context.device, context.now)
        .await
    {
        Ok(session) => {
            let next = "/ho-so?bao=password-changed";
            Ok(signed_in(&context, &accounts, &session.token, next).await?)
        }
        Err(problem) => {
            let problem = mendable(problem)?;
            let errors = Errors::of(context.lang, &problem);
            let view = reset_view(&context, token, account, errors);
            Ok(view.with_status(poem_status(&problem)).into_response())
        }
    }
}

/// The form for coming back with an entry code.
#[handler]
pub async fn show_code(context: Context, query: Query) -> Response {
    CodeView {
        page: context.page(),
        next: next_of(&query),
        code: String::new(),
        errors: Errors::default(),
    }
    .into_response()
}

/// Signs in with an entry code.
#[handler]
pub async fn post_code(
    context: Context,
    form: Form,
    accounts: Service<AccountService>,
) -> poem::Result<Response> {
    let code = form.get("code");
    let next = match form.get("next") {
        "" => "/cua-toi",
        path => path,
    };
    match accounts
        .sign_in_with_code(code, &context.device, &context.address, context.now)
        .await
    {
        Ok(session) => Ok(signed_in(&context, &accounts, &session.token, next).await?),
        Err(problem) => {
            let problem = mendable(problem)?;
            let view = CodeView {
                page: context.page(),
                next: form.get("next").to_owned(),
                code: code.to_owned(),
                errors: Errors::of(context.lang, &problem),
            };
            Ok(view.with_status(poem_status(&problem)).into_response())
        }
    }
}

/// Leads to a provider's sign-in page.
#[handler]
pub async fn show_provider(
    context: Context,
    Path(provider): Path<String>,
    query: Query,
    providers: Service<Arc<Providers>>,
    entropy: Service<Arc<dyn Entropy>>,
) -> poem::Result<Response> {
    let next = safe_next(query.get("next"));
    let entropy: &dyn Entropy = &**entropy;
    let departure = providers
        .depart(&provider, next, entropy, context.now)
        .await?;
    let mut response = see_other(&departure.url);
    let (kept, age) = (&departure.kept, PATIENCE_MS / 1000);
    add_cookie(&mut response, PROVIDER_COOKIE, kept, age, context.secure);
    Ok(response)
}

/// Receives a person whom a provider sends back.
#[handler]
pub async fn show_provider_back(
    context: Context,
    Path(provider): Path<String>,
    query: Query,
    request: &Request,
    providers: Service<Arc<Providers>>,
    accounts: Service<AccountService>,
) -> poem::Result<Response> {
    let kept = cookie(request.headers(), PROVIDER_COOKIE).unwrap_or_default();
    let answer = Answer {
        code: query.get("code").to_owned(),
        state: query.get("state").to_owned(),
        error: query.get("error").to_owned(),
        issuer: query.get("iss").to_owned(),
    };
    let back = providers
        .arrive(&provider, &answer, kept, context.now)
        .await?;
    let actor = context.caller.as_ref();
    let session = accounts
        .sign_in_vouched(&back.who, actor, &context.device, context.now)
        .await?;
    let mut response = match session {
        Some(session) => signed_in(&context, &accounts, &session.token, &back.next).await?,
        None => see_other("/ho-so?bao=verified"),
    };
    add_cookie(&mut response, PROVIDER_COOKIE, "", 0, context.secure);
    Ok(response)
}

/// What the profile page works with.
struct Parts<'a> {
    context: &'a Context,
    accounts: &'a AccountService,
    organisations: &'a OrganisationService,
    providers: &'a Providers,
}

impl Parts<'_> {
    async fn show(&self, typed: Option<&Form>, errors: Errors) -> Outcome<ProfileView> {
        let actor = self.context.actor()?;
        let account = self.accounts.find(actor.account).await?;
        let value = |name: &str, kept: &str| match typed {
            Some(form) => form.get(name).to_owned(),
            None => kept.to_owned(),
        };
        let [day, month, year] = date_parts(account.birth_date.as_deref().unwrap_or_default());
        Ok(ProfileView {
            full_name: value("full_name", &account.full_name),
            login: value("login", &account.login),
            phone: value("phone", account.phone.as_deref().unwrap_or_default()),
            email: value("email", account.email.as_deref().unwrap_or_default()),
            day: value("birth_date-d", &day),
            month: value("birth_date-m", &month),
            year: value("birth_date-y", &year),
            organisation: self.picked(&account, typed).await?,
            has_password: account.has_password,
            entry_code: self.accounts.entry_code(&account),
            verified_by: account.verified_by,
            providers: provider_links(self.providers),
            sessions: self.sessions().await?,
            errors,
            page: self.context.page(),
        })
    }

    async fn picked(&self, account: &Account, typed: Option<&Form>) -> Outcome<Picked> {
        if let Some(form) = typed {
            return Ok(read_pick(form, "organisation", self.organisations)
                .await?
                .shown);
        }
        Ok(match account.organisation {
            Some(id) => {
                let unit = self.organisations.find(id).await?;
                unit.as_ref().map(Picked::chosen).unwrap_or_default()
            }
            None => Picked::default(),
        })
    }

    async fn sessions(&self) -> Outcome<Vec<SessionRow>> {
        let actor = self.context.actor()?;
        let current = self.context.session_token.as_deref();
        let lines = self
            .accounts
            .sessions(actor.account, current, self.context.now)
            .await?;
        let rows = lines.into_iter().map(|line| SessionRow {
            name: device_words(self.context.lang, &line.device),
            key: line.key,
            created_at: line.created_at,
            seen_at: line.seen_at,
            current: line.current,
        });
        Ok(rows.collect())
    }

    async fn refused(&self, typed: Option<&Form>, problem: Problem) -> poem::Result<Response> {
        let problem = mendable(problem)?;
        let errors = Errors::of(self.context.lang, &problem);
        let view = self.show(typed, errors).await?;
        Ok(view.with_status(poem_status(&problem)).into_response())
    }
}

/// Browser and system in words: `Chrome, Android`.
fn device_words(lang: Lang, user_agent: &str) -> String {
    match device_name(user_agent) {
        ("", "") => lang.t("device-unknown"),
        (name, "") | ("", name) => name.to_owned(),
        (browser, system) => format!("{browser}, {system}"),
    }
}

/// Day, month and year of a birth date as it is kept; what is unknown is empty.
fn date_parts(date: &str) -> [String; 3] {
    let parts: Vec<&str> = date.split('/').collect();
    let [day, month, year] = match parts[..] {
        [year] => ["", "", year],
        [month, year] => ["", month, year],
        [day, month, year] => [day, month, year],
        _ => ["", "", ""],
    };
    [day, month, year].map(|part| part.trim_start_matches('0').to_owned())
}

/// The three boxes of a date as one text. A day without a month is no date, and stays none.
fn joined_date(form: &Form) -> String {
    let part = |suffix: &str| form.get(&format!("birth_date-{suffix}")).to_owned();
    let (day, month, year) = (part("d"), part("m"), part("y"));
    match (day.is_empty(), month.is_empty()) {
        (true, true) => year,
        (true, false) => format!("{month}/{year}"),
        _ => format!("{day}/{month}/{year}"),
    }
}

/// The person's details, password, entry code and sessions.
#[handler]
pub async fn show_profile(
    context: Context,
    accounts: Service<AccountService>,
    organisations: Service<OrganisationService>,
    providers: Service<Arc<Providers>>,
) -> poem::Result<Response> {
    let parts = Parts {
        context: &context,
        accounts: &accounts,
        organisations: &organisations,
        providers: &providers,
    };
    Ok(parts.show(None, Errors::default()).await?.into_response())
}

/// Changes the details.
#[handler]
pub async fn post_profile(
    context: Context,
    form: Form,
    accounts: Service<AccountService>,
    organisations: Service<OrganisationService>,
    providers: Service<Arc<Providers>>,
) -> poem::Result<Response> {
    let parts = Parts {
        context: &context,
        accounts: &accounts,
        organisations: &organisations,
        providers: &providers,
    };
    if only_looks(&form) {
        // Without a script: the units that fit are shown as choices, and nothing is changed yet.
        let view = parts.show(Some(&form), Errors::default()).await?;
        return Ok(view.into_response());
    }
    match change_profile(&parts, &form).await {
        Ok(()) => Ok(see_other("/ho-so?bao=profile-saved")),
        Err(problem) => parts.refused(Some(&form), problem).await,
    }
}

async fn change_profile(parts: &Parts<'_>, form: &Form) -> Outcome<()> {
    let pick = read_pick(form, "organisation", parts.organisations).await?;
    if let Some(problem) = pick.problem {
        return Err(problem);
    }
    let given = Profile {
        full_name: form.get("full_name").to_owned(),
        login: form.get("login").to_owned(),
        email: form.get("email").to_owned(),
        phone: form.get("phone").to_owned(),
        birth_date: joined_date(form),
        organisation: pick.unit.map(|unit| unit.id),
    };
    let actor = parts.context.actor()?;
    parts
        .accounts
        .change_profile(actor, &given, parts.context.now)
        .await
}

/// Changes the password, or sets the first one.
#[handler]
pub async fn post_password(
    context: Context,
    form: Form,
    accounts: Service<AccountService>,
    organisations: Service<OrganisationService>,
    providers: Service<Arc<Providers>>,
) -> poem::Result<Response> {
    let parts = Parts {
        context: &context,
        accounts: &accounts,
        organisations: &organisations,
        providers: &providers,
    };
    let password = (form.get("password"), form.get("password_again"));
    let session = context.session_token.as_deref();
    let actor = context.actor()?;
    match accounts
        .change_password(actor, session, form.get("current"), password, context.now)
        .await
    {
        Ok(()) => Ok(see_other("/ho-so?bao=password-changed")),
        Err(problem) => parts.refused(None, problem).await,
    }
}

/// Gives the person another entry code.
#[handler]
pub async fn post_entry_code(
    context: Context,
    _form: Form,
    accounts: Service<AccountService>,
) -> poem::Result<Response> {
    let session = context.session_token.as_deref();
    accounts
        .change_entry_code(context.actor()?, session, context.now)
        .await?;
    Ok(see_other("/ho-so?bao=entry-code-changed"))
}

/// Ends one of the person's sessions.
#[handler]
pub async fn post_end_session(
    context: Context,
    Path(key): Path<String>,
    _form: Form,
    accounts: Service<AccountService>,
) -> poem::Result<Response> {
    let actor = context.actor()?;
    match accounts.end_session(actor, &key, context.now).await {
        Err(problem) if problem.code != Code::NotFound => Err(problem.into()),
        // Gone is gone, whoever ended it.
        _ => Ok(see_other("/ho-so?bao=session-ended")),
    }
}

/// Ends every session of the person but this one.
#[handler]
pub async fn post_end_others(
    context: Context,
    _form: Form,
    accounts: Service<AccountService>,
) -> poem::Result<Response> {
    let session = context.session_token.as_deref();
    accounts
        .end_other_sessions(context.actor()?, session, context.now)
        .await?;
    Ok(see_other("/ho-so?bao=session-ended"))
}
