//! Rosters: people an agency sends to a cohort, each with an invitation and a code of their own; coming by one.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use uuid::Uuid;

use super::cohorts::{Organised, note};
use super::{CourseService, Head};
use crate::account::rules::{entry_code, normal_code};
use crate::account::service::{NewPerson, Quick, add_quick};
use crate::course::model::Cohort;
use crate::course::roster::{self, End, Plan, Reported, Row, Unit};
use crate::course::store::cohorts;
use crate::course::store::invitations::{self as store, InvitationRow};
use crate::course::store::learning::EnrolmentRow;
use crate::kernel::actor::Actor;
use crate::kernel::clock::Moment;
use crate::kernel::problem::{Code, Outcome, Problem};
use crate::organisation::model::Resolved;
use crate::platform::collate::person_key;
use crate::platform::db::Tx;
use crate::platform::i18n::Lang;
use crate::platform::jobs;
use crate::platform::outbox::{self, Mail};
use crate::platform::sheet::Unreadable;
use crate::platform::signing::token_hash;
use crate::platform::words;

/// The job that sends invitations by mail.
pub const JOB_INVITE: &str = "cohort-invite";
/// What codes of invitations are derived for.
const PURPOSE: &str = "invitation";
/// What the stored hashes of codes are keyed for.
const HASHED: &str = "invitation-code";
/// Letters posted in one transaction.
const POSTED: u64 = 200;
/// Invitations read at once for a file.
const PAGE: u64 = 2_000;

/// What an import did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// Row by row.
    pub report: Vec<Reported>,
    /// How many are invited by it.
    pub invited: usize,
    /// How many of them have an e-mail address: a letter goes out to each.
    pub mailed: usize,
}

impl Imported {
    /// How many rows were left out.
    #[must_use]
    pub fn refused(&self) -> usize {
        let refused = |r: &&Reported| matches!(r.end, End::Refused(_));
        self.report.iter().filter(refused).count()
    }

    /// How many rows named somebody who was invited before or stands further up.
    #[must_use]
    pub fn repeated(&self) -> usize {
        let repeated = |r: &&Reported| matches!(r.end, End::Before | End::Twice(_));
        self.report.iter().filter(repeated).count()
    }
}

/// An invitation with the code that leads in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slip {
    /// Who is invited.
    pub row: InvitationRow,
    /// The code in groups of four.
    pub code: String,
}

/// An invitation as who holds its code sees it.
#[derive(Debug, Clone)]
pub struct Invitation {
    /// Who is invited.
    pub row: InvitationRow,
    /// To which cohort.
    pub cohort: Cohort,
    /// Of which course.
    pub head: Arc<Head>,
}

impl CourseService {
    // -----------------------------------------------------------------------------------------------------------------
    // Rosters

    /// Reads a roster and invites everybody it names rightly. People with an e-mail address get a letter, by a job. `base_url` is the public
    /// address that letters lead to.
    ///
    /// # Errors
    /// When the file cannot be read (nothing is stored then), or the database fails.
    pub async fn import_roster(
        &self,
        organised: &Organised,
        file: (String, Vec<u8>),
        base_url: &str,
        actor: &Actor,
        now: Moment,
    ) -> Outcome<Imported> {
        let (name, bytes) = file;
        let rows = tokio::task::spawn_blocking(move || roster::read(&name, &bytes))
            .await
            .map_err(Problem::internal)?
            .map_err(|why| Problem::field("file", unreadable(why)))?;
        self.invite(organised, rows, base_url, actor, now).await
    }

    /// Invites people by rows, as [`CourseService::import_roster`] after reading.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn invite(
        &self,
        organised: &Organised,
        rows: Vec<Row>,
        base_url: &str,
        actor: &Actor,
        now: Moment,
    ) -> Outcome<Imported> {
        let units = self.units_of(&organised.cohort, &rows).await?;
        let cohort = organised.cohort.id;
        let known = store::keys(self.db.read(), cohort).await?;
        let planning = move || roster::plan(&rows, &units, |key| known.contains(key), now.date());
        // Sort keys and codes of ten thousand names take a good part of a second.
        let service = self.clone();
        let (plan, invitations) = tokio::task::spawn_blocking(move || {
            let plan = planning();
            let rows: Vec<InvitationRow> = (plan.guests.iter())
                .map(|guest| service.invitation_row(cohort, guest, now))
                .collect();
            (plan, rows)
        })
        .await
        .map_err(Problem::internal)?;
        let Plan { report, guests } = plan;
        let imported = Imported {
            invited: guests.len(),
            mailed: guests.iter().filter(|g| g.email.is_some()).count(),
            report,
        };
        let detail = serde_json::json!({
            "rows": imported.report.len(), "invited": imported.invited, "refused": imported.refused(),
        });
        let job = serde_json::json!({ "cohort": cohort, "base_url": base_url }).to_string();
        let by_mail = imported.mailed > 0;
        let (audit_id, job_id, by) = (self.id(now), self.id(now), actor.account);
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let found_by: Vec<(Uuid, Vec<u8>, String)> = invitations
                        .iter()
                        .map(|r| (r.id, r.name_key.clone(), r.full_name.clone()))
                        .collect();
                    store::add(tx, invitations).await?;
                    words::add_many(tx, cohort, &found_by).await?;
                    if by_mail {
                        jobs::enqueue(tx, job_id, JOB_INVITE, &job, None, now).await?;
                    }
                    let detail = detail.to_string();
                    note(tx, audit_id, now, by, "cohort.roster", cohort, &detail).await
                })
            })
            .await?;
        Ok(imported)
    }

    /// What each text in the column of units means.
    async fn units_of(&self, cohort: &Cohort, rows: &[Row]) -> Outcome<HashMap<String, Unit>> {
        let texts: HashSet<&str> = rows.iter().map(|r| r.unit.as_str()).collect();
        let mut units = HashMap::new();
        for text in texts.into_iter().filter(|t| !t.is_empty()) {
            // A code wins: agencies that know theirs write it.
            let by_code = self.organisations.by_code(text).await?;
            let found = match by_code.filter(|unit| unit.closed_on.is_none()) {
                Some(unit) => Resolved::One(unit),
                None => self.organisations.resolve(text, "").await?,
            };
            let unit = match found {
                Resolved::One(unit) => {
                    let lineage = self.organisations.lineage(unit.id).await?;
                    let inside = cohort.organisations.is_empty()
                        || cohort.organisations.iter().any(|o| lineage.contains(o));
                    if inside {
                        Unit::Known(unit.id)
                    } else {
                        Unit::Outside
                    }
                }
                Resolved::Several(several) => self.only_inside(cohort, &several).await?,
                Resolved::None => Unit::Unknown,
            };
            units.insert(text.to_owned(), unit);
        }
        Ok(units)
    }

    /// Of several units of one name, the only one that the cohort is run for.
    async fn only_inside(
        &self,
        cohort: &Cohort,
        several: &[crate::organisation::model::Organisation],
    ) -> Outcome<Unit> {
        let mut inside = Vec::new();
        for unit in several {
            let lineage = self.organisations.lineage(unit.id).await?;
            if cohort.organisations.iter().any(|o| lineage.contains(o)) {
                inside.push(unit.id);
            }
        }
        Ok(match inside[..] {
            [only] => Unit::Known(only),
            _ => Unit::Unclear,
        })
    }

    fn invitation_row(&self, cohort: Uuid, guest: &roster::Guest, now: Moment) -> InvitationRow {
        let id = self.id(now);
        InvitationRow {
            id,
            cohort_id: cohort,
            line: i32::try_from(guest.line).unwrap_or(i32::MAX),
            full_name: guest.full_name.clone(),
            name_key: person_key(&guest.full_name),
            email: guest.email.clone(),
            phone: guest.phone.clone(),
            birth_date: guest.birth_date.clone(),
            organisation_id: guest.organisation,
            organisation_name: guest.unit.clone(),
            person_key: guest.key.clone(),
            code_hash: self.invitation_hash(&self.invitation_code(id)),
            account_id: None,
            accepted_at: None,
            mailed_at: None,
            created_at: now.0,
        }
    }

    /// The code of an invitation. It is derived from the installation's secret, so that it can be shown again without being stored.
    #[must_use]
    pub fn invitation_code(&self, invitation: Uuid) -> String {
        let text = invitation.simple().to_string();
        entry_code(&token_hash(&self.signer.tag(PURPOSE, &text)))
    }

    fn invitation_hash(&self, code: &str) -> Vec<u8> {
        let plain = normal_code(code).unwrap_or_default();
        // Keyed, so that a stolen table of hashes cannot be tried through without the secret.
        token_hash(&self.signer.tag(HASHED, &plain))
    }

    /// How many were invited to a cohort, and how many of them came.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn invitation_counts(&self, cohort: &Cohort) -> Outcome<(u64, u64)> {
        store::counts(self.db.read(), cohort.id).await
    }

    /// Everybody who is invited and has not come, with their codes, in the order of names, at most `limit`; notes who takes them.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn slips(
        &self,
        organised: &Organised,
        limit: usize,
        actor: &Actor,
        now: Moment,
    ) -> Outcome<Vec<Slip>> {
        let cohort = organised.cohort.id;
        let mut slips: Vec<Slip> = Vec::new();
        let mut after = None;
        while slips.len() < limit {
            let rows = store::list(self.db.read(), cohort, after, PAGE).await?;
            let Some(last) = rows.last() else { break };
            after = Some((last.name_key.clone(), last.id));
            slips.extend(rows.into_iter().map(|row| Slip {
                code: self.invitation_code(row.id),
                row,
            }));
        }
        slips.truncate(limit);
        let (audit_id, by) = (self.id(now), actor.account);
        let detail = serde_json::json!({ "people": slips.len() }).to_string();
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    note(tx, audit_id, now, by, "cohort.invitations", cohort, &detail).await
                })
            })
            .await?;
        Ok(slips)
    }

    /// The work of [`JOB_INVITE`]: a letter to everybody who has an address and got none.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn send_invitations(&self, payload: &str) -> Outcome<()> {
        #[derive(serde::Deserialize)]
        struct Invite {
            cohort: Uuid,
            base_url: String,
        }
        let Invite { cohort, base_url } =
            serde_json::from_str(payload).map_err(Problem::internal)?;
        let Some(cohort) = cohorts::by_id(self.db.read(), cohort).await? else {
            return Ok(());
        };
        let head = self.by_id(cohort.course).await?;
        loop {
            let rows = store::to_mail(self.db.read(), cohort.id, POSTED).await?;
            if rows.is_empty() {
                return Ok(());
            }
            let now = self.clock.now();
            let letters: Vec<(Uuid, Uuid, Mail)> = rows
                .into_iter()
                .filter_map(|row| {
                    let to = row.email.clone()?;
                    let code = self.invitation_code(row.id);
                    let mail = invitation_mail(to, &row, &cohort, &head, &code, &base_url);
                    Some((row.id, self.id(now), mail))
                })
                .collect();
            self.db
                .write(move |tx| {
                    Box::pin(async move {
                        for (invitation, id, mail) in letters {
                            if store::set_mailed(tx, invitation, now).await? {
                                outbox::post(tx, id, mail, now).await?;
                            }
                        }
                        Ok(())
                    })
                })
                .await?;
        }
    }

    // -----------------------------------------------------------------------------------------------------------------
    // Coming by an invitation

    /// The invitation that a code leads to.
    ///
    /// # Errors
    /// When there is none, or too many codes are tried from this address.
    pub async fn invitation(&self, code: &str, address: &str) -> Outcome<Invitation> {
        self.accounts.check_code_tries(address)?;
        if normal_code(code).is_none() {
            return Err(Problem::not_found());
        }
        let row = store::by_code(self.db.read(), self.invitation_hash(code)).await?;
        let row = row.ok_or_else(Problem::not_found)?;
        let cohort = cohorts::by_id(self.db.read(), row.cohort_id).await?;
        let cohort = cohort.ok_or_else(Problem::not_found)?;
        let head = self.by_id(cohort.course).await?;
        Ok(Invitation { row, cohort, head })
    }

    /// Brings who has signed in into the cohort they are invited to. Returns the enrolment.
    ///
    /// # Errors
    /// When somebody came by this invitation before, or the cohort is over.
    pub async fn accept(
        &self,
        invitation: &Invitation,
        actor: &Actor,
        now: Moment,
    ) -> Outcome<Uuid> {
        let came_before = invitation.row.account_id == Some(actor.account);
        if !came_before {
            open_still(invitation, now)?;
        }
        let Invitation { row, cohort, head } = invitation;
        let content = self.content(head.id, head.version).await?;
        let mut enrolment = self
            .new_enrolment(head, &content, Some(cohort), actor, now)
            .await?;
        enrolment.organisation_id = row.organisation_id.or(enrolment.organisation_id);
        if came_before {
            let known =
                crate::course::store::learning::of_person(self.db.read(), head.id, actor.account);
            return Ok(known.await?.map_or(enrolment.id, |known| known.id));
        }
        let (service, id, cohort) = (self.clone(), row.id, cohort.id);
        self.db
            .write(move |tx| {
                Box::pin(async move { service.come(tx, id, cohort, enrolment, now).await })
            })
            .await
    }

    /// Makes a person without a password from an invitation and brings them into the cohort, in one transaction: they come back with their
    /// entry code.
    ///
    /// # Errors
    /// As [`CourseService::accept`]; when too many come from this address.
    pub async fn accept_quickly(
        &self,
        invitation: &Invitation,
        device: &str,
        address: &str,
        now: Moment,
    ) -> Outcome<Quick> {
        open_still(invitation, now)?;
        let Invitation { row, cohort, head } = invitation;
        let person = NewPerson {
            full_name: row.full_name.clone(),
            phone: row.phone.clone(),
            email: row.email.clone(),
            birth_date: row.birth_date.clone(),
            organisation: row.organisation_id,
        };
        let quick = self.accounts.quick(person, device, address, now)?;
        let content = self.content(head.id, head.version).await?;
        let enrolment =
            self.enrolment_for(head, &content, Some(cohort), quick.account.clone(), now);
        let (service, made) = (self.clone(), quick.clone());
        let (id, cohort) = (row.id, cohort.id);
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    add_quick(tx, &made, now).await?;
                    service.come(tx, id, cohort, enrolment, now).await
                })
            })
            .await?;
        Ok(quick)
    }

    async fn come(
        &self,
        tx: &Tx,
        invitation: Uuid,
        cohort: Uuid,
        enrolment: EnrolmentRow,
        now: Moment,
    ) -> Outcome<Uuid> {
        if !store::accept(tx, invitation, enrolment.account_id, now).await? {
            return Err(Problem::new(Code::InvitationUsed));
        }
        self.put_enrolment(tx, enrolment, Some(cohort), now).await
    }
}

fn open_still(invitation: &Invitation, now: Moment) -> Outcome<()> {
    if invitation.row.account_id.is_some() {
        Err(Problem::new(Code::InvitationUsed))
    } else if now >= invitation.cohort.closes_at {
        Err(Problem::new(Code::CohortOver))
    } else {
        Ok(())
    }
}

/// Fluent key of why a roster cannot be read.
const fn unreadable(why: Unreadable) -> &'static str {
    match why {
        Unreadable::NoHeading => "cohort-file-heading",
        other => other.message(),
    }
}

/// A letter in Vietnamese with English below.
fn invitation_mail(
    to: String,
    row: &InvitationRow,
    cohort: &Cohort,
    head: &Head,
    code: &str,
    base_url: &str,
) -> Mail {
    let body = |lang: Lang| {
        let args = [
            ("name", row.full_name.clone()),
            ("course", head.title.clone()),
            ("cohort", cohort.title.clone()),
            ("from", lang.date_time(cohort.opens_at)),
            ("until", lang.date_time(cohort.closes_at)),
            ("link", format!("{base_url}/khoa-hoc/moi/{code}")),
            ("code", code.to_owned()),
        ];
        lang.t_args("cohort-mail-invite-body", &args)
    };
    Mail {
        to,
        subject: Lang::Vi.t_args(
            "cohort-mail-invite-subject",
            &[("course", head.title.clone())],
        ),
        body: format!("{}\n\n---\n\n{}", body(Lang::Vi), body(Lang::En)),
        unsubscribe: None,
    }
}
