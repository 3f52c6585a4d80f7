//! The people who entered a contest, for its organisers: list, one person, files.

use std::collections::{BTreeMap, HashMap};

use poem::web::Path;
use poem::{IntoResponse, Request, Response, handler};
use uuid::Uuid;

use super::entering::{consented, filled_in};
use super::{parameter, query};
use crate::assessment::model::{Attempt, State};
use crate::assessment::service::AssessmentService;
use crate::contest::export;
use crate::contest::service::{ContestLive, ContestService, Entry, PeopleFilter, PeoplePage};
use crate::contest::views::{PeopleView, PersonAttempt, PersonRow, PersonView};
use crate::kernel::actor::Role;
use crate::kernel::clock::Moment;
use crate::kernel::problem::{Outcome, Problem};
use crate::organisation::model::{Organisation, Resolved};
use crate::organisation::service::OrganisationService;
use crate::organisation::views::Picked;
use crate::platform::http::context::Context;
use crate::platform::http::page::{Choice, Errors, query_value};
use crate::platform::http::reply::download;
use crate::platform::http::services::Service;
use crate::platform::i18n::Lang;

/// People on a page.
const ROWS: u64 = 50;
/// Other entries of a person that are looked at.
const OTHERS: u64 = 50;

/// What an organiser looks for, as the address says it.
struct Asked {
    params: Vec<(String, String)>,
}

impl Asked {
    fn of(request: &Request) -> Self {
        Self {
            params: query(request),
        }
    }

    fn get(&self, name: &str) -> &str {
        parameter(&self.params, name)
    }

    /// The filter, what the field for the organisation shows, and what is wrong with it.
    async fn filter(
        &self,
        contest: &ContestLive,
        organisations: &OrganisationService,
    ) -> Outcome<(PeopleFilter, Picked, Option<Problem>)> {
        let division = self.get("bang");
        let known = contest.rules.divisions.iter().any(|d| d.key == division);
        let (typed, code) = (self.get("don-vi"), self.get("don-vi-code"));
        let wrong = |key: &'static str| Some(Problem::field("don-vi", key));
        let (unit, picked, problem) = match organisations.resolve(typed, code).await? {
            Resolved::One(unit) => (Some(unit.id), Picked::chosen(&unit), None),
            Resolved::Several(several) => {
                let picked = Picked::open(typed, &several);
                (None, picked, wrong("organisation-picker-several"))
            }
            Resolved::None if typed.is_empty() => (None, Picked::default(), None),
            Resolved::None => {
                let picked = Picked::open(typed, &[]);
                (None, picked, wrong("organisation-picker-none"))
            }
        };
        let filter = PeopleFilter {
            text: self.get("q").to_owned(),
            organisation: unit,
            division: known.then(|| division.to_owned()),
            after: self.get("sau").parse().ok(),
        };
        Ok((filter, picked, problem))
    }

    /// The filters as a query; empty for none.
    fn query(&self) -> String {
        let given = ["q", "don-vi", "don-vi-code", "bang"]
            .into_iter()
            .map(|name| (name, self.get(name)))
            .filter(|(_, value)| !value.is_empty());
        given
            .map(|(name, value)| format!("{name}={}", query_value(value)))
            .collect::<Vec<_>>()
            .join("&")
    }
}

fn values(entry: &Entry) -> BTreeMap<String, String> {
    serde_json::from_str(&entry.form).unwrap_or_default()
}

/// The value of a kind of field in an entry; empty when the form does not ask for it.
fn value_of(contest: &ContestLive, entry: &Entry, kind: &str) -> String {
    let field = contest.rules.field_of(kind);
    let value = field.and_then(|f| values(entry).remove(&f.name));
    value.unwrap_or_default()
}

fn division_title(contest: &ContestLive, key: Option<&str>) -> String {
    let found = contest
        .rules
        .divisions
        .iter()
        .find(|d| Some(d.key.as_str()) == key);
    found.map_or_else(String::new, |d| d.title.clone())
}

fn full_name(contest: &ContestLive, entry: &Entry) -> String {
    let name = value_of(contest, entry, "full_name");
    if name.is_empty() {
        entry.display_name.clone()
    } else {
        name
    }
}

fn person_row(
    contest: &ContestLive,
    entry: &Entry,
    units: &HashMap<Uuid, Organisation>,
    attempts: &HashMap<Uuid, u64>,
) -> PersonRow {
    let unit = entry.organisation_id.and_then(|id| units.get(&id));
    PersonRow {
        entry: entry.id,
        name: full_name(contest, entry),
        organisation: unit.map_or_else(
            || value_of(contest, entry, "organisation"),
            |unit| unit.full_name.clone(),
        ),
        division: division_title(contest, entry.division.as_deref()),
        phone: value_of(contest, entry, "phone"),
        entered_at: Moment(entry.created_at),
        attempts: attempts
            .get(&entry.account_id)
            .copied()
            .unwrap_or(0)
            .cast_signed(),
    }
}

fn divisions(contest: &ContestLive, current: Option<&str>, lang: Lang) -> Vec<Choice> {
    if contest.rules.divisions.is_empty() {
        return Vec::new();
    }
    let all = Choice {
        value: String::new(),
        label: lang.t("board-all-divisions"),
        selected: current.is_none(),
    };
    let choice = |d: &crate::contest::model::Division| Choice {
        value: d.key.clone(),
        label: d.title.clone(),
        selected: current == Some(d.key.as_str()),
    };
    let divisions = contest.rules.divisions.iter().map(choice);
    std::iter::once(all).chain(divisions).collect()
}

/// The people who entered, by words, organisation and division.
#[handler]
pub async fn show_people(
    context: Context,
    request: &Request,
    Path(slug): Path<String>,
    contests: Service<ContestService>,
    attempts: Service<AssessmentService>,
    organisations: Service<OrganisationService>,
) -> poem::Result<Response> {
    let contest = contests.organised(&slug, context.actor()?).await?;
    let asked = Asked::of(request);
    let (filter, picked, problem) = asked.filter(&contest, &organisations).await?;
    // A unit that is not known, or not clear yet, has nobody: showing everybody instead would be taken for an answer.
    let page = match problem {
        Some(_) => PeoplePage::default(),
        None => contests.people(&contest, &filter, ROWS).await?,
    };
    let units: Vec<Uuid> = page
        .entries
        .iter()
        .filter_map(|e| e.organisation_id)
        .collect();
    let units = organisations.named(&units).await?;
    let people: Vec<Uuid> = page.entries.iter().map(|e| e.account_id).collect();
    let rounds: Vec<Uuid> = contest.rounds.iter().map(|r| r.id).collect();
    let counts = attempts.count_by_person(&rounds, &people).await?;
    let query = asked.query();
    let base = format!("/to-chuc/cuoc-thi/{slug}/thi-sinh");
    let link = |more: String| match (query.as_str(), more.as_str()) {
        ("", "") => base.clone(),
        ("", more) => format!("{base}?{more}"),
        (query, "") => format!("{base}?{query}"),
        (query, more) => format!("{base}?{query}&{more}"),
    };
    let view = PeopleView {
        page: context.page(),
        title: contest.title.clone(),
        text: filter.text.clone(),
        picked,
        errors: problem.map_or_else(Errors::default, |p| Errors {
            form: None,
            ..Errors::of(context.lang, &p)
        }),
        divisions: divisions(&contest, filter.division.as_deref(), context.lang),
        people: page
            .entries
            .iter()
            .map(|entry| person_row(&contest, entry, &units, &counts))
            .collect(),
        total: contests.entered(contest.id).await?.cast_signed(),
        next: page.next.map(|id| link(format!("sau={id}"))),
        first: filter.after.map(|_| link(String::new())),
        query: query.clone(),
        slug: slug.clone(),
    };
    Ok(view.into_response())
}

fn attempt_line(contest: &ContestLive, attempt: &Attempt, lang: Lang) -> PersonAttempt {
    let round = contest.round_by_id(attempt.assessment);
    let state = match attempt.state {
        State::Open => "attempt-state-open",
        State::Submitted => "attempt-state-submitted",
        State::Expired => "attempt-state-expired",
        State::Voided => "attempt-state-voided",
    };
    PersonAttempt {
        round: round.map_or_else(String::new, |r| r.title.clone()),
        ordinal: i64::from(attempt.ordinal),
        state: lang.t(state),
        started_at: attempt.started_at,
        finished_at: attempt.finished_at,
        points: attempt.grade.map(|g| g.points),
    }
}

/// One person: what they filled in and consented to, their attempts, and their entries in other contests of the organiser's.
#[handler]
pub async fn show_person(
    context: Context,
    Path((slug, entry)): Path<(String, String)>,
    contests: Service<ContestService>,
    attempts: Service<AssessmentService>,
) -> poem::Result<Response> {
    let actor = context.actor()?;
    let contest = contests.organised(&slug, actor).await?;
    let id = entry.parse().map_err(|_| Problem::not_found())?;
    let entry = contests.entry(&contest, id).await?;
    let rounds: Vec<Uuid> = contest.rounds.iter().map(|r| r.id).collect();
    let mine = attempts.attempts_at(&rounds, entry.account_id).await?;
    let (others, _) = contests.entered_by(entry.account_id, 0, OTHERS).await?;
    let within_reach = |mine: &crate::contest::service::Mine| {
        mine.contest.id != contest.id && actor.may(Role::Organiser, &mine.contest.lineage)
    };
    let lang = context.lang;
    let view = PersonView {
        page: context.page(),
        slug,
        title: contest.title.clone(),
        name: full_name(&contest, &entry),
        shown_name: entry.display_name.clone(),
        entered_at: Moment(entry.created_at),
        values: filled_in(&contest, &entry.form, lang),
        consents: consented(&contest, &entry.consents, lang),
        attempts: mine
            .iter()
            .map(|a| attempt_line(&contest, a, lang))
            .collect(),
        others: others
            .into_iter()
            .filter(within_reach)
            .map(|m| (m.contest.slug.clone(), m.contest.title.clone(), m.entry.id))
            .collect(),
    };
    Ok(view.into_response())
}

/// The people as a file, under the same filters as the list.
async fn people_file(
    context: &Context,
    request: &Request,
    slug: &str,
    services: (&ContestService, &OrganisationService),
    kind: &str,
) -> Outcome<Response> {
    let (contests, organisations) = services;
    let actor = context.actor()?;
    let contest = contests.organised(slug, actor).await?;
    let asked = Asked::of(request);
    let (filter, _, problem) = asked.filter(&contest, organisations).await?;
    if let Some(problem) = problem {
        return Err(problem);
    }
    let entries = contests.everybody(&contest, &filter).await?;
    let units: Vec<Uuid> = entries.iter().filter_map(|e| e.organisation_id).collect();
    let units = organisations.named(&units).await?;
    let unit_code = |entry: &Entry| {
        let unit = entry.organisation_id.and_then(|id| units.get(&id));
        unit.map_or_else(String::new, |u| u.code.clone())
    };
    let sheet = export::people(&contest.rules, &entries, unit_code, context.lang)?;
    let (bytes, content_type) = match kind {
        "xlsx" => (sheet.xlsx()?, export::XLSX),
        _ => (sheet.csv()?, export::CSV),
    };
    // Personal data leaves the system: who took it is written down before it does.
    contests
        .note_people_taken(&contest, kind, entries.len(), actor, context.now)
        .await?;
    Ok(download(
        &format!("{slug}-thi-sinh.{kind}"),
        content_type,
        bytes,
    ))
}

/// The people as CSV.
#[handler]
pub async fn download_people_csv(
    context: Context,
    request: &Request,
    Path(slug): Path<String>,
    contests: Service<ContestService>,
    organisations: Service<OrganisationService>,
) -> poem::Result<Response> {
    let services = (&*contests, &*organisations);
    Ok(people_file(&context, request, &slug, services, "csv").await?)
}

/// The people as an Excel workbook.
#[handler]
pub async fn download_people_xlsx(
    context: Context,
    request: &Request,
    Path(slug): Path<String>,
    contests: Service<ContestService>,
    organisations: Service<OrganisationService>,
) -> poem::Result<Response> {
    let services = (&*contests, &*organisations);
    Ok(people_file(&context, request, &slug, services, "xlsx").await?)
}
