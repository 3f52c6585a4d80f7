//! Entering a contest: by somebody who has signed in, or with the entry form alone.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use super::{ContestLive, ContestService, Entry};
use crate::account::service::{NewPerson, Quick, add_quick};
use crate::audit::service as audit;
use crate::contest::entry::{check_consents, check_entry, display_name, identity_key};
use crate::contest::model::{Consented, EntryData, FieldKind, FormField};
use crate::contest::store;
use crate::kernel::actor::Actor;
use crate::kernel::clock::Moment;
use crate::kernel::ids::new_id;
use crate::kernel::problem::{Code, FieldError, Outcome, Problem};
use crate::organisation::model::{Organisation, Resolved};
use crate::platform::collate::person_key;
use crate::platform::db::Tx;
use crate::platform::words;

/// Chosen instead of an organisation's code: what was typed is kept as it is.
pub const AS_TYPED: &str = "-";

/// What somebody sends to enter.
#[derive(Debug, Clone, Default)]
pub struct Entering {
    /// Values by field name.
    pub values: BTreeMap<String, String>,
    /// Code of the organisation chosen among several; empty for none yet, [`AS_TYPED`] for none of them.
    pub organisation: String,
    /// Keys of the consents given; `None` for a client of the API that asks its people by itself and answers for it.
    pub consents: Option<BTreeSet<String>>,
}

/// What was sent, found right.
struct Checked {
    data: EntryData,
    organisation: Option<Uuid>,
    consents: BTreeMap<String, Consented>,
}

impl ContestService {
    /// Enters somebody who has signed in. Entering again returns the entry that exists.
    ///
    /// # Errors
    /// Fields to mend, not eligible, all rounds over, or somebody with the same details has entered.
    pub async fn enter(
        &self,
        slug: &str,
        actor: &Actor,
        entering: &Entering,
        now: Moment,
    ) -> Outcome<Entry> {
        let contest = self.find(slug).await?;
        if let Some(entry) = self.entry_of(contest.id, actor.account).await? {
            return Ok(entry);
        }
        let checked = self.check(&contest, entering, now).await?;
        let row = self.entry_row(&contest, actor.account, &actor.name, &checked, now)?;
        let (stored, found_by) = (row.clone(), found_by(&contest, &checked.data, &actor.name));
        let audit_id = new_id(now, &*self.entropy);
        let written = self
            .db
            .write(move |tx| {
                Box::pin(async move { add(tx, stored, &found_by, audit_id, now).await })
            })
            .await;
        match written {
            Ok(()) => Ok(row),
            // The other tab was quicker: it is the same person after all.
            Err(problem) if problem.code == Code::SamePersonEntered => self
                .entry_of(contest.id, actor.account)
                .await?
                .ok_or(problem),
            Err(problem) => Err(problem),
        }
    }

    /// Makes a person and enters them, in one transaction and without a password: they come back with their entry code. `device` and
    /// `address` are the session's.
    ///
    /// # Errors
    /// As [`ContestService::enter`]; when the contest asks people to sign in first, or too many come from this address.
    pub async fn enter_quickly(
        &self,
        slug: &str,
        entering: &Entering,
        device: &str,
        address: &str,
        now: Moment,
    ) -> Outcome<(Entry, Quick)> {
        let contest = self.find(slug).await?;
        if !contest.rules.quick_entry {
            return Err(Problem::new(Code::SignInNeeded));
        }
        let checked = self.check(&contest, entering, now).await?;
        let person = new_person(&contest, &checked);
        let quick = self.accounts.quick(person, device, address, now)?;
        let account = quick.account.id;
        let row = self.entry_row(&contest, account, "", &checked, now)?;
        let (stored, made) = (row.clone(), quick.clone());
        let found_by = found_by(&contest, &checked.data, "");
        let audit_id = new_id(now, &*self.entropy);
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    add_quick(tx, &made, now).await?;
                    add(tx, stored, &found_by, audit_id, now).await
                })
            })
            .await?;
        Ok((row, quick))
    }

    /// The organisations that what was typed may mean, for the form to offer; empty when nothing has to be chosen.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn which_organisation(&self, typed: &str, code: &str) -> Outcome<Vec<Organisation>> {
        match self.organisations.resolve(typed, code).await? {
            Resolved::Several(several) => Ok(several),
            Resolved::One(_) | Resolved::None => Ok(Vec::new()),
        }
    }

    /// Finds everything there is to mend at once.
    async fn check(
        &self,
        contest: &ContestLive,
        entering: &Entering,
        now: Moment,
    ) -> Outcome<Checked> {
        let last = contest.rounds.iter().map(|r| r.settings.closes_at).max();
        if let Some(last) = last.filter(|last| now >= *last) {
            return Err(Problem::new(Code::RoundClosed).with("moment", last.0));
        }
        let mut values = entering.values.clone();
        let mut problems = Vec::new();
        let mut organisation = None;
        if let Some(field) = contest.rules.field_of("organisation") {
            match self.organisation(field, entering).await? {
                Ok(None) => {}
                Ok(Some(found)) => {
                    values.insert(field.name.clone(), found.full_name);
                    organisation = Some(found.id);
                }
                Err(message) => problems.push(Problem::field(&field.name, message)),
            }
        } else if !matches!(entering.organisation.as_str(), "" | AS_TYPED) {
            problems.push(Problem::field("organisation", "field-unknown"));
        }
        let data = check_entry(&contest.rules, &values, now).map_err(|p| problems.push(p));
        let consents = match &entering.consents {
            Some(given) => check_consents(&contest.rules, given, now).map_err(|p| problems.push(p)),
            None => Ok(BTreeMap::new()),
        };
        match (data, consents) {
            (Ok(data), Ok(consents)) if problems.is_empty() => Ok(Checked {
                data,
                organisation,
                consents,
            }),
            _ => Err(together(problems)),
        }
    }

    /// The organisation that the form means; the message beside the field when it cannot be told or may not be chosen.
    async fn organisation(
        &self,
        field: &FormField,
        entering: &Entering,
    ) -> Outcome<Result<Option<Organisation>, &'static str>> {
        let FieldKind::Organisation {
            within,
            listed_only,
        } = &field.kind
        else {
            return Ok(Ok(None));
        };
        let typed = entering.values.get(&field.name).map_or("", |v| v.trim());
        let as_typed = entering.organisation == AS_TYPED;
        let code = if as_typed { "" } else { &entering.organisation };
        if typed.is_empty() && code.is_empty() {
            return Ok(Ok(None));
        }
        let found = match self.organisations.resolve(typed, code).await? {
            Resolved::One(found) => found,
            Resolved::Several(_) if !as_typed || *listed_only => {
                return Ok(Err("field-organisation-which"));
            }
            Resolved::None if *listed_only => return Ok(Err("field-organisation-unknown")),
            Resolved::Several(_) | Resolved::None => return Ok(Ok(None)),
        };
        let bound = match within {
            Some(code) => self.organisations.by_code(code).await?,
            None => None,
        };
        if let Some(bound) = bound {
            let lineage = self.organisations.lineage(found.id).await?;
            if !lineage.contains(&bound.id) {
                return Ok(if *listed_only {
                    Err("field-organisation-outside")
                } else {
                    Ok(None)
                });
            }
        }
        Ok(Ok(Some(found)))
    }

    fn entry_row(
        &self,
        contest: &ContestLive,
        account: Uuid,
        name_known: &str,
        checked: &Checked,
        now: Moment,
    ) -> Outcome<Entry> {
        let data = &checked.data;
        let identity = identity_key(&contest.rules, data);
        let name = name_of(data, name_known);
        Ok(Entry {
            id: new_id(now, &*self.entropy),
            contest_id: contest.id,
            account_id: account,
            identity_key: identity.unwrap_or_else(|| format!("account:{account}")),
            form: serde_json::to_string(&data.values).map_err(Problem::internal)?,
            display_name: display_name(
                name,
                data.birth_date,
                contest.rules.board.names,
                now.date(),
            ),
            division: data.division.clone(),
            organisation_id: checked.organisation,
            name_key: person_key(name),
            consents: serde_json::to_string(&checked.consents).map_err(Problem::internal)?,
            created_at: now.0,
        })
    }

    /// Enters many people with made-up answers, for load tests.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn enter_many(&self, slug: &str, people: &[Uuid], now: Moment) -> Outcome<()> {
        let contest = self.find(slug).await?;
        let made_up = |account: &Uuid| {
            let name = format!("Thí sinh {}", &account.simple().to_string()[24..]);
            let entry = Entry {
                id: new_id(now, &*self.entropy),
                contest_id: contest.id,
                account_id: *account,
                identity_key: format!("account:{account}"),
                form: "{}".into(),
                name_key: person_key(&name),
                display_name: name.clone(),
                division: None,
                organisation_id: None,
                consents: "{}".into(),
                created_at: now.0,
            };
            (entry, name)
        };
        let rows: Vec<(Entry, String)> = people.iter().map(made_up).collect();
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    for (row, name) in rows {
                        let (contest, id, key) = (row.contest_id, row.id, row.name_key.clone());
                        store::add_entry(tx, row).await?;
                        words::add(tx, contest, id, &key, &name).await?;
                    }
                    Ok(())
                })
            })
            .await
    }
}

/// Writes an entry, makes it found, and notes it.
async fn add(tx: &Tx, row: Entry, found_by: &str, audit_id: Uuid, now: Moment) -> Outcome<()> {
    let (contest, entry, account) = (row.contest_id, row.id, row.account_id);
    let key = row.name_key.clone();
    store::add_entry(tx, row).await?;
    words::add(tx, contest, entry, &key, found_by).await?;
    let subject = format!("contest/{contest}");
    audit::record(
        tx,
        audit_id,
        now,
        Some(account),
        "contest.enter",
        &subject,
        "{}",
    )
    .await
}

/// All problems as one: the fields to mend together, under the code of the first problem when it is the only one.
fn together(mut problems: Vec<Problem>) -> Problem {
    if problems.len() == 1 {
        return problems.remove(0);
    }
    let fields: Vec<FieldError> = problems.into_iter().flat_map(|p| p.fields).collect();
    Problem::fields(fields)
}

fn name_of<'a>(data: &'a EntryData, known: &'a str) -> &'a str {
    if data.full_name.is_empty() {
        known
    } else {
        &data.full_name
    }
}

fn value_of<'a>(contest: &ContestLive, data: &'a EntryData, kind: &str) -> Option<&'a String> {
    let field = contest.rules.field_of(kind)?;
    data.values.get(&field.name)
}

/// The words by which organisers find a person: name, telephone, e-mail address.
fn found_by(contest: &ContestLive, data: &EntryData, known: &str) -> String {
    let more = ["phone", "email"].map(|kind| value_of(contest, data, kind).cloned());
    let words = [Some(name_of(data, known).to_owned())]
        .into_iter()
        .chain(more);
    words.flatten().collect::<Vec<_>>().join(" ")
}

fn new_person(contest: &ContestLive, checked: &Checked) -> NewPerson {
    let value = |kind| value_of(contest, &checked.data, kind).cloned();
    NewPerson {
        full_name: checked.data.full_name.clone(),
        phone: value("phone"),
        email: value("email"),
        birth_date: value("birth_date"),
        organisation: checked.organisation,
    }
}
