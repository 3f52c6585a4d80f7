//! The administration's pages of accounts, roles and the audit trail.

use std::collections::HashMap;

use chrono::{NaiveDate, NaiveTime};
use poem::web::Path;
use poem::{IntoResponse, Response, handler};
use uuid::Uuid;

use super::super::model::{AccountFilter, HeldRole};
use super::super::service::AccountService;
use super::super::views::{
    AccountRow, AccountView, AccountsView, AdministrationView, AuditRow, AuditView, HeldRow,
    RoleRow, RolesView, TrailRow,
};
use super::{mendable, poem_status};
use crate::audit::service::{AuditFilter, AuditLine};
use crate::kernel::actor::{Grant, Role};
use crate::kernel::clock::{DAY, Moment};
use crate::kernel::problem::{Outcome, Problem};
use crate::organisation::pages::{Pick, only_looks, read_pick};
use crate::organisation::service::OrganisationService;
use crate::organisation::views::Picked;
use crate::platform::http::context::Context;
use crate::platform::http::form::{Form, Query};
use crate::platform::http::page::{Choice, Errors, problem_text, query_value};
use crate::platform::http::reply::see_other;
use crate::platform::http::services::Service;
use crate::platform::i18n::Lang;

/// Actions that the trail knows, for its filter; each has a text under `audit-…` with its dot as a hyphen.
const ACTIONS: [&str; 60] = [
    "account.register",
    "account.quick",
    "account.change",
    "account.password",
    "account.reset",
    "account.reset-link",
    "account.entry-code",
    "account.verified",
    "account.close",
    "account.open",
    "account.first-administrator",
    "session.end",
    "session.end-others",
    "session.end-all",
    "role.grant",
    "role.revoke",
    "organisation.seed",
    "organisation.tree",
    "organisation.create",
    "organisation.rename",
    "organisation.move",
    "organisation.change",
    "organisation.merge",
    "organisation.close",
    "organisation.import",
    "contest.rules",
    "contest.enter",
    "contest.people-export",
    "round.finalise",
    "round.export",
    "course.create",
    "course.publish",
    "course.retire",
    "course.restore",
    "course.draft",
    "course.draft-open",
    "course.draft-discard",
    "course.draft-submit",
    "course.draft-return",
    "course.mark",
    "course.question-show",
    "course.question-hide",
    "course.question-answer",
    "course.answer-show",
    "course.answer-hide",
    "cohort.create",
    "cohort.change",
    "cohort.roster",
    "cohort.invitations",
    "cohort.export",
    "cohort.extend",
    "cohort.remove",
    "cohort.return",
    "cohort.newest-version",
    "cohort.letter",
    "certificate.issue",
    "certificate.reissue",
    "certificate.revoke",
    "certificate.file",
    "certificate.export",
];
/// Lines of the trail on a page.
const LINES: u64 = 50;
/// Lines of the trail on an account's page.
const FEW_LINES: u64 = 10;

/// What these pages work with.
struct Desk<'a> {
    context: &'a Context,
    accounts: &'a AccountService,
    organisations: &'a OrganisationService,
}

impl Desk<'_> {
    fn lang(&self) -> Lang {
        self.context.lang
    }

    fn role_name(&self, role: Role) -> String {
        self.lang().t(&format!("role-{}", role.as_str()))
    }

    /// Where each grant is held, in words.
    async fn places(&self, grants: &[Grant]) -> Outcome<Vec<String>> {
        let ids: Vec<Uuid> = grants.iter().filter_map(|g| g.organisation).collect();
        let named = self.organisations.named(&ids).await?;
        let word = |grant: &Grant| match grant.organisation {
            None => self.lang().t("place-everywhere"),
            Some(id) => named
                .get(&id)
                .map_or_else(|| id.to_string(), |unit| unit.full_name.clone()),
        };
        Ok(grants.iter().map(word).collect())
    }

    /// What a field for a unit says; what is not known filters nothing away.
    async fn pick(&self, form: &Form, name: &str) -> Outcome<Pick> {
        read_pick(form, name, self.organisations).await
    }

    async fn names(&self, ids: Vec<Uuid>) -> Outcome<HashMap<Uuid, (String, String)>> {
        let found = self.accounts.accounts(&ids).await?;
        let pair = found.into_iter().map(|a| (a.id, (a.full_name, a.login)));
        Ok(pair.collect())
    }

    fn choices(&self, values: &[(&str, String)], chosen: &str, all: Option<&str>) -> Vec<Choice> {
        let choice = |value: &str, label: String| Choice {
            selected: value == chosen,
            value: value.to_owned(),
            label,
        };
        let first = all.map(|key| choice("", self.lang().t(key)));
        let rest = values.iter().map(|(v, label)| choice(v, label.clone()));
        first.into_iter().chain(rest).collect()
    }

    fn roles(&self, chosen: &str, all: Option<&str>) -> Vec<Choice> {
        let roles = Role::ALL.map(|role| (role.as_str(), self.role_name(role)));
        self.choices(&roles, chosen, all)
    }
}

/// The first page of the administration.
#[handler]
pub async fn show_administration(
    context: Context,
    accounts: Service<AccountService>,
    organisations: Service<OrganisationService>,
) -> poem::Result<Response> {
    let desk = Desk {
        context: &context,
        accounts: &accounts,
        organisations: &organisations,
    };
    let held = context.actor()?.grants.iter();
    let own: Vec<Grant> = held
        .filter(|g| g.role == Role::Administrator)
        .copied()
        .collect();
    let view = AdministrationView {
        page: context.page(),
        places: desk.places(&own).await?,
    };
    Ok(view.into_response())
}

/// The list of accounts.
#[handler]
pub async fn show_accounts(
    context: Context,
    query: Query,
    accounts: Service<AccountService>,
    organisations: Service<OrganisationService>,
) -> poem::Result<Response> {
    let desk = Desk {
        context: &context,
        accounts: &accounts,
        organisations: &organisations,
    };
    let at = desk.pick(&query, "don-vi").await?;
    let filter = AccountFilter {
        text: query.get("q").to_owned(),
        organisation: at.unit.as_ref().map(|unit| unit.id),
        role: Role::parse(query.get("vai-tro")),
        closed: query.get("trang-thai") == "dong",
        after: query.get("sau").parse().ok(),
    };
    let found = accounts.list(context.actor()?, &filter).await?;
    let ids: Vec<Uuid> = found.lines.iter().filter_map(|a| a.organisation).collect();
    let units = organisations.named(&ids).await?;
    let lang = context.lang;
    let states = [
        ("mo", lang.t("account-state-open")),
        ("dong", lang.t("account-state-closed")),
    ];
    let view = AccountsView {
        text: filter.text.clone(),
        organisation: at.shown,
        roles: desk.roles(query.get("vai-tro"), Some("filter-any")),
        states: desk.choices(&states, query.get("trang-thai"), None),
        total: if found.total > AccountService::COUNTED {
            lang.t_args(
                "accounts-more-than",
                &[("n", lang.number(AccountService::COUNTED.cast_signed()))],
            )
        } else {
            lang.t_args(
                "accounts-total",
                &[("n", lang.number(found.total.cast_signed()))],
            )
        },
        next: found
            .next
            .map(|id| format!("/quan-tri/tai-khoan{}", query.with("sau", &id.to_string()))),
        lines: found
            .lines
            .into_iter()
            .map(|a| AccountRow {
                id: a.id.to_string(),
                organisation: a
                    .organisation
                    .and_then(|id| units.get(&id))
                    .map_or_else(String::new, |unit| unit.full_name.clone()),
                name: a.full_name,
                login: a.login,
                verified: a.verified_by.is_some(),
                since: a.created_at,
            })
            .collect(),
        errors: Errors::default(),
        page: context.page(),
    };
    Ok(view.into_response())
}

async fn account_view(
    desk: &Desk<'_>,
    id: Uuid,
    reset_link: Option<String>,
    problem: Option<String>,
) -> Outcome<AccountView> {
    let (context, lang) = (desk.context, desk.lang());
    let actor = context.actor()?;
    let found = desk.accounts.administered(actor, id).await?;
    let account = found.account;
    let grants: Vec<Grant> = found.roles.iter().map(|r| r.grant).collect();
    let places = desk.places(&grants).await?;
    let unit = match account.organisation {
        Some(id) => desk.organisations.find(id).await?.map(|u| u.full_name),
        None => None,
    };
    let fact = |key: &str, value: Option<String>| {
        let value = value.filter(|v| !v.is_empty());
        (lang.t(key), value.unwrap_or_else(|| "–".to_owned()))
    };
    let trail = desk.accounts.trail_of(actor, id, FEW_LINES).await?;
    Ok(AccountView {
        id: id.to_string(),
        facts: vec![
            fact("label-login", Some(account.login.clone())),
            fact("label-phone", account.phone),
            fact("label-email", account.email),
            fact("label-birth-date", account.birth_date),
            fact("label-organisation", unit),
            fact("column-since", Some(lang.date(account.created_at))),
        ],
        name: account.full_name,
        login: account.login,
        verified_by: account.verified_by,
        closed: account.closed_at.is_some(),
        roles: found
            .roles
            .iter()
            .zip(places)
            .map(|(held, place)| RoleRow {
                role: desk.role_name(held.grant.role),
                place,
                since: lang.date(held.granted_at),
            })
            .collect(),
        sessions: desk.accounts.sessions(id, None, context.now).await?.len(),
        trail: trail_rows(desk, trail).await?,
        reset_link,
        problem,
        page: context.page(),
    })
}

async fn trail_rows(desk: &Desk<'_>, lines: Vec<AuditLine>) -> Outcome<Vec<TrailRow>> {
    let who: Vec<Uuid> = lines.iter().filter_map(|l| l.line.actor).collect();
    let names = desk.names(who).await?;
    let row = |line: AuditLine| TrailRow {
        at: line.line.at,
        text: action_words(desk.lang(), &line.line.action),
        who: actor_words(desk.lang(), line.line.actor, &names),
    };
    Ok(lines.into_iter().map(row).collect())
}

/// What was done, in words; an action that has none is shown as it is kept.
fn action_words(lang: Lang, action: &str) -> String {
    let name = action.replace('.', "-");
    // The contest's own page tells some actions in whole sentences; here a few words stand beside the detail.
    let keys = [format!("audit-what-{name}"), format!("audit-{name}")];
    let known = keys.iter().find(|key| lang.has(key));
    known.map_or_else(|| action.to_owned(), |key| lang.t(key))
}

fn actor_words(lang: Lang, actor: Option<Uuid>, names: &HashMap<Uuid, (String, String)>) -> String {
    match actor {
        None => lang.t("audit-program"),
        Some(id) => names
            .get(&id)
            .map_or_else(|| id.to_string(), |(name, _)| name.clone()),
    }
}

/// One account.
#[handler]
pub async fn show_account(
    context: Context,
    Path(id): Path<Uuid>,
    accounts: Service<AccountService>,
    organisations: Service<OrganisationService>,
) -> poem::Result<Response> {
    let desk = Desk {
        context: &context,
        accounts: &accounts,
        organisations: &organisations,
    };
    Ok(account_view(&desk, id, None, None).await?.into_response())
}

/// Makes a link for a new password and shows it once.
#[handler]
pub async fn post_reset_link(
    context: Context,
    Path(id): Path<Uuid>,
    _form: Form,
    accounts: Service<AccountService>,
    organisations: Service<OrganisationService>,
) -> poem::Result<Response> {
    let path = accounts
        .make_reset_path(context.actor()?, id, context.now)
        .await?;
    let desk = Desk {
        context: &context,
        accounts: &accounts,
        organisations: &organisations,
    };
    let link = format!("{}{path}", context.base_url);
    let view = account_view(&desk, id, Some(link), None).await?;
    Ok(view.into_response())
}

/// Ends every session of an account.
#[handler]
pub async fn post_account_sessions(
    context: Context,
    Path(id): Path<Uuid>,
    _form: Form,
    accounts: Service<AccountService>,
) -> poem::Result<Response> {
    accounts
        .end_sessions(context.actor()?, id, context.now)
        .await?;
    Ok(see_other(&format!(
        "/quan-tri/tai-khoan/{id}?bao=session-ended"
    )))
}

/// Closes an account or opens it again.
#[handler]
pub async fn post_account_closed(
    context: Context,
    Path(id): Path<Uuid>,
    form: Form,
    accounts: Service<AccountService>,
    organisations: Service<OrganisationService>,
) -> poem::Result<Response> {
    let close = form.get("dong") == "1";
    let done = accounts
        .set_closed(context.actor()?, id, close, context.now)
        .await;
    let Err(problem) = done else {
        let told = if close {
            "account-closed"
        } else {
            "account-opened"
        };
        return Ok(see_other(&format!("/quan-tri/tai-khoan/{id}?bao={told}")));
    };
    let problem = mendable(problem)?;
    let desk = Desk {
        context: &context,
        accounts: &accounts,
        organisations: &organisations,
    };
    let words = problem_text(context.lang, &problem);
    let view = account_view(&desk, id, None, Some(words)).await?;
    Ok(view.with_status(poem_status(&problem)).into_response())
}

/// Roles and the form that grants one.
async fn roles_view(
    desk: &Desk<'_>,
    query: &Query,
    form: Option<&Form>,
    errors: Errors,
) -> Outcome<RolesView> {
    let context = desk.context;
    let at = desk.pick(query, "tai").await?;
    let role = query.get("loc-vai-tro");
    let place = at.unit.as_ref().map(|unit| unit.id);
    let page: u64 = query.get("trang").parse().unwrap_or(0).min(10_000);
    let per_page = AccountService::PER_PAGE;
    let mut held = desk
        .accounts
        .roles(context.actor()?, Role::parse(role), place, page)
        .await?;
    let more = held.len() > per_page;
    held.truncate(per_page);
    let typed = |name: &str| form.map_or("", |f| f.get(name)).to_owned();
    let given = match form {
        Some(form) => desk.pick(form, "organisation").await?.shown,
        None => Picked::default(),
    };
    Ok(RolesView {
        login: form
            .map_or(query.get("nguoi"), |f| f.get("login"))
            .to_owned(),
        given_roles: desk.roles(&typed("role"), None),
        at: given,
        everywhere: typed("everywhere") == "1",
        errors,
        roles: desk.roles(role, Some("filter-any")),
        filter_at: at.shown,
        no_errors: Errors::default(),
        lines: held_rows(desk, &held).await?,
        next: more.then(|| {
            let number = (page + 1).to_string();
            format!("/quan-tri/vai-tro{}", query.with("trang", &number))
        }),
        page: context.page(),
    })
}

async fn held_rows(desk: &Desk<'_>, held: &[HeldRole]) -> Outcome<Vec<HeldRow>> {
    let people = held.iter().flat_map(|h| [Some(h.account), h.granted_by]);
    let names = desk.names(people.flatten().collect()).await?;
    let grants: Vec<Grant> = held.iter().map(|h| h.grant).collect();
    let places = desk.places(&grants).await?;
    let row = |(held, place): (&HeldRole, String)| {
        let (name, login) = names.get(&held.account).cloned().unwrap_or_default();
        HeldRow {
            account: held.account.to_string(),
            name,
            login,
            role: desk.role_name(held.grant.role),
            role_key: held.grant.role.as_str().to_owned(),
            place,
            place_key: held
                .grant
                .organisation
                .map_or_else(String::new, |id| id.to_string()),
            since: held.granted_at,
            by: actor_words(desk.lang(), held.granted_by, &names),
        }
    };
    Ok(held.iter().zip(places).map(row).collect())
}

/// The list of roles, and the form that grants one.
#[handler]
pub async fn show_roles(
    context: Context,
    query: Query,
    accounts: Service<AccountService>,
    organisations: Service<OrganisationService>,
) -> poem::Result<Response> {
    let desk = Desk {
        context: &context,
        accounts: &accounts,
        organisations: &organisations,
    };
    let view = roles_view(&desk, &query, None, Errors::default()).await?;
    Ok(view.into_response())
}

/// Grants a role.
#[handler]
pub async fn post_role(
    context: Context,
    query: Query,
    form: Form,
    accounts: Service<AccountService>,
    organisations: Service<OrganisationService>,
) -> poem::Result<Response> {
    let desk = Desk {
        context: &context,
        accounts: &accounts,
        organisations: &organisations,
    };
    if only_looks(&form) {
        let view = roles_view(&desk, &query, Some(&form), Errors::default()).await?;
        return Ok(view.into_response());
    }
    match grant(&desk, &form).await {
        Ok(()) => Ok(see_other("/quan-tri/vai-tro?bao=role-granted")),
        Err(problem) => {
            // A place out of reach is a place that was not found: the message stands beside it.
            let problem = match problem.kind() {
                crate::kernel::problem::Kind::NotFound => {
                    Problem::field("organisation", "field-organisation-reach")
                }
                _ => mendable(problem)?,
            };
            let errors = Errors::of(context.lang, &problem);
            let view = roles_view(&desk, &query, Some(&form), errors).await?;
            Ok(view.with_status(poem_status(&problem)).into_response())
        }
    }
}

async fn grant(desk: &Desk<'_>, form: &Form) -> Outcome<()> {
    let role =
        Role::parse(form.get("role")).ok_or_else(|| Problem::field("role", "field-required"))?;
    let pick = desk.pick(form, "organisation").await?;
    let organisation = match (form.get("everywhere") == "1", pick.unit, pick.problem) {
        (true, ..) => None,
        (false, Some(unit), _) => Some(unit.id),
        (false, None, Some(problem)) => return Err(problem),
        (false, None, None) => return Err(Problem::field("organisation", "field-required")),
    };
    let grant = Grant { role, organisation };
    let (actor, now) = (desk.context.actor()?, desk.context.now);
    desk.accounts
        .grant(actor, form.get("login"), grant, now)
        .await
        .map(drop)
}

/// Takes a role away.
#[handler]
pub async fn post_role_revoked(
    context: Context,
    form: Form,
    accounts: Service<AccountService>,
) -> poem::Result<Response> {
    let unreadable = || Problem::not_found();
    let account: Uuid = form.get("account").parse().map_err(|_| unreadable())?;
    let role = Role::parse(form.get("role")).ok_or_else(unreadable)?;
    let organisation = match form.get("organisation") {
        "" => None,
        id => Some(id.parse().map_err(|_| unreadable())?),
    };
    let grant = Grant { role, organisation };
    accounts
        .revoke(context.actor()?, account, grant, context.now)
        .await?;
    Ok(see_other("/quan-tri/vai-tro?bao=role-revoked"))
}

/// Midnight of a day as a date field sends it: `yyyy-mm-dd`.
fn day(text: &str) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()
}

/// Where a list of lines goes on: moment and id of the last one.
fn place_in_trail(text: &str) -> Option<(Moment, Uuid)> {
    let (at, id) = text.split_once('.')?;
    Some((Moment(at.parse().ok()?), id.parse().ok()?))
}

/// The audit trail.
#[handler]
pub async fn show_audit(
    context: Context,
    query: Query,
    accounts: Service<AccountService>,
    organisations: Service<OrganisationService>,
) -> poem::Result<Response> {
    let desk = Desk {
        context: &context,
        accounts: &accounts,
        organisations: &organisations,
    };
    let (filter, errors) = audit_filter(&desk, &query).await?;
    let mut lines = match errors.is_empty() {
        true => accounts.trail(context.actor()?, &filter).await?,
        false => Vec::new(),
    };
    let more = lines.len() as u64 > LINES;
    lines.truncate(LINES as usize);
    let next = lines.last().filter(|_| more).map(|last| {
        let place = format!("{}.{}", last.line.at.0, last.id);
        format!("/quan-tri/nhat-ky{}", query.with("sau", &place))
    });
    let lang = context.lang;
    let actions = ACTIONS.map(|action| (action, action_words(lang, action)));
    let view = AuditView {
        who: query.get("nguoi").to_owned(),
        actions: desk.choices(&actions, query.get("viec"), Some("filter-any")),
        from: query.get("tu").to_owned(),
        until: query.get("den").to_owned(),
        lines: audit_rows(&desk, lines).await?,
        next,
        errors,
        page: context.page(),
    };
    Ok(view.into_response())
}

async fn audit_filter(desk: &Desk<'_>, query: &Query) -> Outcome<(AuditFilter, Errors)> {
    let mut wrong = Vec::new();
    let mut moment = |name: &str, plus: i64| {
        let text = query.get(name);
        let found = day(text).map(|d| Moment::from_local(d.and_time(NaiveTime::MIN)).plus(plus));
        if !text.is_empty() && found.is_none() {
            wrong.push((name.to_owned(), desk.lang().t("field-date")));
        }
        found
    };
    let (from, until) = (moment("tu", 0), moment("den", DAY));
    let who = query.get("nguoi");
    let actor = if who.is_empty() {
        None
    } else {
        desk.accounts.id_of_login(who).await?
    };
    if !who.is_empty() && actor.is_none() {
        wrong.push(("nguoi".to_owned(), desk.lang().t("field-login-unknown")));
    }
    let errors = Errors {
        form: None,
        fields: wrong,
    };
    let some = |text: &str| Some(text.to_owned()).filter(|t| !t.is_empty());
    let filter = AuditFilter {
        actor,
        action: some(query.get("viec")),
        subject: some(query.get("doi-tuong")),
        from,
        until,
        after: place_in_trail(query.get("sau")),
        limit: LINES + 1,
    };
    Ok((filter, errors))
}

async fn audit_rows(desk: &Desk<'_>, lines: Vec<AuditLine>) -> Outcome<Vec<AuditRow>> {
    let who: Vec<Uuid> = lines.iter().filter_map(|l| l.line.actor).collect();
    let names = desk.names(who).await?;
    let lang = desk.lang();
    let row = |line: AuditLine| {
        let (kind, id) = line.subject.split_once('/').unwrap_or((&line.subject, ""));
        let short: String = id.chars().take(8).collect();
        AuditRow {
            at: line.line.at,
            who: actor_words(lang, line.line.actor, &names),
            text: action_words(lang, &line.line.action),
            subject: format!("{kind}/{short}"),
            subject_url: format!("/quan-tri/nhat-ky?doi-tuong={}", query_value(&line.subject)),
            detail: Some(line.line.detail)
                .filter(|d| d != "{}")
                .unwrap_or_default(),
        }
    };
    Ok(lines.into_iter().map(row).collect())
}
