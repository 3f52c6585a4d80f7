//! The entry form, with and without an account, and what follows it.

use std::collections::{BTreeMap, BTreeSet};

use poem::http::StatusCode;
use poem::web::Path;
use poem::{IntoResponse, Response, handler};

use super::action;
use crate::account::model::Account;
use crate::account::service::{AccountService, Quick, SESSION_MS};
use crate::assessment::service::AssessmentService;
use crate::contest::model::{BirthDate, Consented, DatePart, FieldKind, FormField};
use crate::contest::service::{AS_TYPED, ContestLive, ContestService, Entering};
use crate::contest::views::{
    ChoiceOption, ConsentBox, ConsentGiven, Control, EnteredView, EntryField, EntryView, Fact,
    join_date,
};
use crate::kernel::problem::{Code, Kind, Outcome, Problem};
use crate::organisation::model::Organisation;
use crate::organisation::pages::only_looks;
use crate::organisation::service::OrganisationService;
use crate::organisation::views::Picked;
use crate::platform::http::context::Context;
use crate::platform::http::form::Form;
use crate::platform::http::gate::{SESSION_COOKIE, add_cookie};
use crate::platform::http::page::{Errors, query_value};
use crate::platform::http::reply::{readable, see_other};
use crate::platform::http::services::Service;
use crate::platform::i18n::Lang;

/// What stands in the form: names and values as posted.
type Typed = BTreeMap<String, String>;

fn form_fields(
    contest: &ContestLive,
    typed: &Typed,
    units: &[Organisation],
    lang: Lang,
) -> Vec<EntryField> {
    let field = |field| entry_field(contest, field, typed, units, lang);
    contest.rules.form.iter().map(field).collect()
}

fn entry_field(
    contest: &ContestLive,
    field: &FormField,
    typed: &Typed,
    units: &[Organisation],
    lang: Lang,
) -> EntryField {
    let kind = field.kind.name();
    let in_language = |key: String| {
        if lang.has(&key) {
            lang.t(&key)
        } else {
            String::new()
        }
    };
    EntryField {
        name: field.name.clone(),
        label: field
            .label
            .clone()
            .unwrap_or_else(|| lang.t(&format!("form-{kind}"))),
        hint: in_language(format!("form-{kind}-how")),
        why: why(contest, field, lang),
        required: field.required,
        control: control(contest, field, typed, units, lang),
    }
}

/// Why something is asked, from what the rules do with it.
fn why(contest: &ContestLive, field: &FormField, lang: Lang) -> String {
    let mut reasons = Vec::new();
    let key = format!("form-{}-why", field.kind.name());
    if lang.has(&key) {
        reasons.push(lang.t(&key));
    }
    if matches!(field.kind, FieldKind::BirthDate { .. }) && contest.rules.who.age.is_some() {
        reasons.push(lang.t("entry-why-age"));
    }
    if contest.rules.same_person.contains(&field.name) {
        reasons.push(lang.t("entry-why-same-person"));
    }
    reasons.push(lang.t(if field.on_board {
        "entry-why-on-board"
    } else if matches!(field.kind, FieldKind::FullName { .. }) {
        "entry-why-public-name"
    } else {
        "entry-why-not-public"
    }));
    reasons.join(" ")
}

fn control(
    contest: &ContestLive,
    field: &FormField,
    typed: &Typed,
    units: &[Organisation],
    lang: Lang,
) -> Control {
    let name = &field.name;
    let of = |name: &str| typed.get(name).cloned().unwrap_or_default();
    let value = of(name);
    let text = |kind, autocomplete| Control::Text {
        value: value.clone(),
        kind,
        autocomplete,
    };
    let choice = |options: Vec<(String, String)>| Control::Choice {
        options: options
            .into_iter()
            .map(|(v, label)| ChoiceOption {
                selected: v == value,
                value: v,
                label,
            })
            .collect(),
    };
    let twice = |option: &String| (option.clone(), option.clone());
    match &field.kind {
        FieldKind::FullName { .. } => text("text", "name"),
        FieldKind::BirthDate { at_least } => Control::Date {
            day: of(&format!("{name}-d")),
            month: of(&format!("{name}-m")),
            year: of(&format!("{name}-y")),
            partial: *at_least != DatePart::Day,
        },
        FieldKind::Phone => text("tel", "tel"),
        FieldKind::Email => text("email", "email"),
        FieldKind::Address => text("text", "street-address"),
        FieldKind::Occupation => text("text", "organization-title"),
        FieldKind::Organisation {
            within,
            listed_only,
        } => Control::Unit {
            picked: if units.is_empty() {
                Picked {
                    text: value,
                    code: of(&format!("{name}-code")),
                    choices: Vec::new(),
                }
            } else {
                Picked::open(&value, units)
            },
            within: within.clone().unwrap_or_default(),
            listed_only: *listed_only,
        },
        FieldKind::Sex => {
            let option = |s: &str| (s.to_owned(), lang.t(&format!("sex-{s}")));
            choice(["male", "female"].map(option).to_vec())
        }
        FieldKind::Division => {
            let divisions = contest.rules.divisions.iter();
            choice(
                divisions
                    .map(|d| (d.key.clone(), d.title.clone()))
                    .collect(),
            )
        }
        FieldKind::Choice { options } => choice(options.iter().map(twice).collect()),
        FieldKind::IdNumber | FieldKind::Text { .. } => text("text", ""),
    }
}

fn consent_boxes(contest: &ContestLive, typed: &Typed, lang: Lang) -> Vec<ConsentBox> {
    let organiser = organiser(contest, lang);
    let asked = contest.rules.consents_asked();
    let consent = |consent: &crate::contest::model::Consent| {
        let purpose = consent.purpose.name();
        let name = format!("consent-{}", consent.key);
        ConsentBox {
            purpose: lang.t(&format!("consent-purpose-{purpose}")),
            text: consent.text.clone().unwrap_or_else(|| {
                let args = [("organiser", organiser.clone())];
                lang.t_args(&format!("consent-text-{purpose}"), &args)
            }),
            version: consent.version,
            required: consent.required,
            ticked: typed.get(&name).is_some_and(|v| v == "yes"),
            name,
        }
    };
    asked.iter().map(consent).collect()
}

fn organiser(contest: &ContestLive, lang: Lang) -> String {
    let named = contest.issued_by.clone();
    named.unwrap_or_else(|| lang.t("organiser-unnamed"))
}

fn entry_view(
    context: &Context,
    contest: &ContestLive,
    typed: &Typed,
    units: &[Organisation],
    problem: Option<&Problem>,
) -> EntryView {
    let lang = context.lang;
    EntryView {
        page: context.page(),
        slug: contest.slug.clone(),
        title: contest.title.clone(),
        organiser: organiser(contest, lang),
        fields: form_fields(contest, typed, units, lang),
        consents: consent_boxes(contest, typed, lang),
        errors: problem.map_or_else(Errors::default, |p| Errors::of(lang, p)),
        same_person: problem.is_some_and(|p| p.code == Code::SamePersonEntered),
        quick: context.caller.is_none(),
    }
}

/// What is known of a person, as they would type it.
fn profile(contest: &ContestLive, account: &Account, unit: Option<(String, String)>) -> Typed {
    let mut typed = Typed::new();
    for field in &contest.rules.form {
        let name = &field.name;
        let known = match field.kind {
            FieldKind::FullName { .. } => Some(account.full_name.clone()),
            FieldKind::Phone => account.phone.clone(),
            FieldKind::Email => account.email.clone(),
            _ => None,
        };
        typed.extend(known.map(|value| (name.clone(), value)));
        if let (FieldKind::BirthDate { .. }, Some(date)) = (&field.kind, &account.birth_date)
            && let Some(date) = BirthDate::parse(date)
        {
            let part = |part: Option<u8>| part.map(|n| n.to_string()).unwrap_or_default();
            typed.insert(format!("{name}-d"), part(date.day));
            typed.insert(format!("{name}-m"), part(date.month));
            typed.insert(format!("{name}-y"), date.year.to_string());
        }
        if let (FieldKind::Organisation { .. }, Some((code, label))) = (&field.kind, &unit) {
            typed.insert(name.clone(), label.clone());
            typed.insert(format!("{name}-code"), code.clone());
        }
    }
    typed
}

/// The way to sign in and come back to this page.
fn sign_in_first(context: &Context) -> Response {
    let next = query_value(&context.path);
    see_other(&format!("/dang-nhap?next={next}"))
}

/// The entry form.
#[handler]
pub async fn show_entry_form(
    context: Context,
    Path(slug): Path<String>,
    contests: Service<ContestService>,
    accounts: Service<AccountService>,
    organisations: Service<OrganisationService>,
) -> poem::Result<Response> {
    let contest = contests.find(&slug).await?;
    let Some(actor) = &context.caller else {
        if contest.rules.quick_entry {
            let view = entry_view(&context, &contest, &Typed::new(), &[], None);
            return Ok(view.into_response());
        }
        // A newcomer most likely has no account yet.
        let next = query_value(&context.path);
        return Ok(see_other(&format!("/dang-ky?next={next}")));
    };
    if contests
        .entry_of(contest.id, actor.account)
        .await?
        .is_some()
    {
        return Ok(see_other(&format!("/cuoc-thi/{slug}")));
    }
    let account = accounts.find(actor.account).await?;
    let unit = match account.organisation {
        Some(id) => organisations.find(id).await?,
        None => None,
    };
    let unit = unit.map(|unit| (unit.code, unit.full_name));
    let typed = profile(&contest, &account, unit);
    Ok(entry_view(&context, &contest, &typed, &[], None).into_response())
}

/// What the form sent, as the service reads it.
fn entering(contest: &ContestLive, form: &Form) -> Entering {
    let mut entering = Entering::default();
    for field in &contest.rules.form {
        let part = |suffix: &str| form.get(&format!("{}-{suffix}", field.name)).to_owned();
        let value = match field.kind {
            FieldKind::BirthDate { .. } => join_date(&part("d"), &part("m"), &part("y")),
            FieldKind::Organisation { .. } => {
                entering.organisation = part("code");
                form.get(&field.name).to_owned()
            }
            _ => form.get(&field.name).to_owned(),
        };
        if !value.is_empty() {
            entering.values.insert(field.name.clone(), value);
        }
    }
    let ticked = form.fields().iter().filter(|(_, value)| value == "yes");
    let keys = ticked.filter_map(|(name, _)| name.strip_prefix("consent-").map(str::to_owned));
    entering.consents = Some(keys.collect::<BTreeSet<_>>());
    entering
}

/// Enters a person: who has signed in, or, where the contest allows it, anybody with this form alone.
#[handler]
pub async fn post_entry(
    context: Context,
    Path(slug): Path<String>,
    form: Form,
    contests: Service<ContestService>,
) -> poem::Result<Response> {
    let contest = contests.find(&slug).await?;
    if only_looks(&form) {
        let units = units_to_choose(&contest, &contests, &form).await?;
        let view = entry_view(&context, &contest, &typed(&form), &units, None);
        return Ok(view.into_response());
    }
    let entering = entering(&contest, &form);
    let outcome = match &context.caller {
        Some(actor) => contests
            .enter(&slug, actor, &entering, context.now)
            .await
            .map(|_| None),
        None if !contest.rules.quick_entry => return Ok(sign_in_first(&context)),
        None => contests
            .enter_quickly(
                &slug,
                &entering,
                &context.device,
                &context.address,
                context.now,
            )
            .await
            .map(|(_, quick)| Some(quick)),
    };
    match outcome {
        Ok(None) => Ok(see_other(&format!("/cuoc-thi/{slug}?bao=entered"))),
        Ok(Some(quick)) => Ok(entered_quickly(&context, &slug, &quick)),
        Err(problem)
            if matches!(
                problem.kind(),
                Kind::Internal | Kind::NotFound | Kind::Unauthenticated
            ) =>
        {
            Err(problem.into())
        }
        Err(problem) => Ok(refused(&context, &contest, &contests, &form, &problem).await?),
    }
}

fn entered_quickly(context: &Context, slug: &str, quick: &Quick) -> Response {
    let mut response = see_other(&format!("/cuoc-thi/{slug}/da-dang-ky"));
    add_cookie(
        &mut response,
        SESSION_COOKIE,
        &quick.session.token,
        SESSION_MS / 1000,
        context.secure,
    );
    response
}

/// What stands in the form, trimmed.
fn typed(form: &Form) -> Typed {
    let trimmed = |(name, value): &(String, String)| (name.clone(), value.trim().to_owned());
    form.fields().iter().map(trimmed).collect()
}

/// The organisations that what was typed may mean; empty when nothing has to be chosen.
async fn units_to_choose(
    contest: &ContestLive,
    contests: &ContestService,
    form: &Form,
) -> Outcome<Vec<Organisation>> {
    let Some(field) = contest.rules.field_of("organisation") else {
        return Ok(Vec::new());
    };
    let code = form.get(&format!("{}-code", field.name));
    let code = if code == AS_TYPED { "" } else { code };
    contests
        .which_organisation(form.get(&field.name), code)
        .await
}

/// The form again, with what was typed and what there is to mend.
async fn refused(
    context: &Context,
    contest: &ContestLive,
    contests: &ContestService,
    form: &Form,
    problem: &Problem,
) -> Outcome<Response> {
    let units = units_to_choose(contest, contests, form).await?;
    let problem = readable(problem, context.lang);
    let view = entry_view(context, contest, &typed(form), &units, Some(&problem));
    let status = StatusCode::from_u16(problem.kind().status()).unwrap_or_default();
    Ok(view.with_status(status).into_response())
}

/// The label of a form field.
pub(super) fn label(field: &FormField, lang: Lang) -> String {
    let own = field.label.clone();
    own.unwrap_or_else(|| lang.t(&format!("form-{}", field.kind.name())))
}

/// What a person filled in, as people read it.
pub(super) fn filled_in(contest: &ContestLive, form: &str, lang: Lang) -> Vec<Fact> {
    let values: BTreeMap<String, String> = serde_json::from_str(form).unwrap_or_default();
    let shown = |field: &FormField| {
        let value = values.get(&field.name)?;
        let title = |key: &str| contest.rules.divisions.iter().find(|d| d.key == key);
        let value = match field.kind {
            FieldKind::Sex => lang.t(&format!("sex-{value}")),
            FieldKind::Division => title(value).map_or(value.clone(), |d| d.title.clone()),
            _ => value.clone(),
        };
        Some(Fact {
            label: label(field, lang),
            value,
        })
    };
    contest.rules.form.iter().filter_map(shown).collect()
}

/// What a person consented to.
pub(super) fn consented(contest: &ContestLive, consents: &str, lang: Lang) -> Vec<ConsentGiven> {
    let given: BTreeMap<String, Consented> = serde_json::from_str(consents).unwrap_or_default();
    let asked = contest.rules.consents_asked();
    let words = |key: &str| {
        let known = asked.iter().find(|c| c.key == key);
        known.map_or_else(
            || key.to_owned(),
            |c| lang.t(&format!("consent-purpose-{}", c.purpose.name())),
        )
    };
    given
        .into_iter()
        .map(|(key, evidence)| ConsentGiven {
            purpose: words(&key),
            version: evidence.version,
            at: evidence.at,
        })
        .collect()
}

/// What a person sees after entering, and whenever they come back to it.
#[handler]
pub async fn show_entered(
    context: Context,
    Path(slug): Path<String>,
    contests: Service<ContestService>,
    attempts: Service<AssessmentService>,
    accounts: Service<AccountService>,
) -> poem::Result<Response> {
    let contest = contests.find(&slug).await?;
    let me = context.actor()?;
    let Some(entry) = contests.entry_of(contest.id, me.account).await? else {
        return Ok(see_other(&format!("/cuoc-thi/{slug}/du-thi")));
    };
    let round = contest
        .round_at(context.now)
        .ok_or_else(Problem::not_found)?;
    let mine = attempts.attempts_of(round.id, me.account).await?;
    let account = accounts.find(me.account).await?;
    let lang = context.lang;
    let view = EnteredView {
        page: context.page(),
        slug,
        title: contest.title.clone(),
        name: me.name.clone(),
        shown_name: entry.display_name.clone(),
        values: filled_in(&contest, &entry.form, lang),
        consents: consented(&contest, &entry.consents, lang),
        code: accounts.entry_code(&account),
        action: action(round, true, &mine, context.now),
    };
    Ok(view.into_response())
}
