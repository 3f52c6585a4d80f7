//! What organisers see: the list within their reach, and one certificate with what became of it.

use serde_json::json;

use super::{CertificateService, Checked};
use crate::audit::service as audit;
use crate::certificate::model::{Certificate, Filter, Listed};
use crate::certificate::rules;
use crate::certificate::store::listing::Wanted;
use crate::certificate::store::{self, listing};
use crate::kernel::actor::{Actor, Role};
use crate::kernel::clock::Moment;
use crate::kernel::ids::new_id;
use crate::kernel::problem::{Outcome, Problem};
use crate::platform::words;
use uuid::Uuid;

/// Lines of the trail shown with a certificate.
const LINES: u64 = 50;

/// A line of what became of a certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trail {
    /// When.
    pub at: Moment,
    /// What was done, such as `certificate.revoke`.
    pub action: String,
    /// Why, in words; may be empty.
    pub reason: String,
    /// Name of who did it; empty for the program itself.
    pub by: String,
}

/// A certificate as organisers see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Organised {
    /// What everybody sees.
    pub seen: Checked,
    /// The certificate it replaced.
    pub before: Option<Certificate>,
    /// What became of it, the newest first.
    pub trail: Vec<Trail>,
}

impl CertificateService {
    /// The certificate with a number for somebody who organises at its issuer.
    ///
    /// # Errors
    /// When there is none, or it is out of the person's reach: for them it does not exist.
    pub async fn within_reach(&self, number: &str, actor: &Actor) -> Outcome<Certificate> {
        let one = self.find(number).await?;
        if self.may_organise(&one, actor).await? {
            Ok(one)
        } else {
            Err(Problem::not_found())
        }
    }

    /// Whether somebody organises at the issuer of a certificate.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn may_organise(&self, one: &Certificate, actor: &Actor) -> Outcome<bool> {
        Ok(actor.may(Role::Organiser, &self.lineage(one.organisation).await?))
    }

    async fn lineage(&self, organisation: Option<Uuid>) -> Outcome<Vec<Uuid>> {
        match organisation {
            Some(id) => self.organisations.lineage(id).await,
            None => Ok(Vec::new()),
        }
    }

    /// One certificate with what became of it.
    ///
    /// # Errors
    /// When there is none, or it is out of the person's reach.
    pub async fn organised(&self, number: &str, actor: &Actor) -> Outcome<Organised> {
        let one = self.within_reach(number, actor).await?;
        let before = store::before(self.db.read(), &one).await?;
        let lines = audit::newest(&self.db, &format!("certificate/{}", one.id), LINES).await?;
        let people: Vec<Uuid> = lines.iter().filter_map(|l| l.actor).collect();
        let people = self.accounts.accounts(&people).await?;
        let name = |id: Option<Uuid>| {
            let found = people.iter().find(|a| Some(a.id) == id);
            found.map_or_else(String::new, |a| a.full_name.clone())
        };
        let reason = |detail: &str| {
            let detail: serde_json::Value = serde_json::from_str(detail).unwrap_or_default();
            detail["reason"].as_str().unwrap_or_default().to_owned()
        };
        let trail = lines.into_iter().map(|line| Trail {
            at: line.at,
            reason: reason(&line.detail),
            by: name(line.actor),
            action: line.action,
        });
        Ok(Organised {
            trail: trail.collect(),
            before,
            seen: self.check(&one.slug).await?,
        })
    }

    /// Agencies whose certificates somebody may see as an organiser; `None` is all.
    async fn issuers(&self, actor: &Actor) -> Outcome<Option<Vec<Uuid>>> {
        if actor.is_everywhere(Role::Organiser) {
            return Ok(None);
        }
        let mut within = Vec::new();
        for issuer in store::series::issuers(self.db.read()).await? {
            if actor.may(Role::Organiser, &self.lineage(Some(issuer)).await?) {
                within.push(issuer);
            }
        }
        Ok(Some(within))
    }

    /// A page of the certificates within somebody's reach, in the order of names. A text that can be a number looks for it alone.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list(&self, actor: &Actor, filter: &Filter, limit: u64) -> Outcome<Listed> {
        if let Some(place) = rules::read_number(&filter.text) {
            let found = store::by_place(self.db.read(), &place).await?;
            let mut certificates = Vec::new();
            if let Some(one) = found
                && self.may_organise(&one, actor).await?
            {
                certificates.push(one);
            }
            return Ok(Listed {
                certificates,
                next: None,
            });
        }
        let db = self.db.read();
        let words = words::rarest_first(db, store::EVERY, &filter.text).await?;
        if words.is_empty() && !filter.text.trim().is_empty() {
            return Ok(Listed::default());
        }
        let issuers = self.issuers(actor).await?;
        let wanted = Wanted {
            filter,
            issuers: issuers.as_deref(),
            words: &words,
        };
        let mut certificates = listing::list(db, wanted, limit + 1).await?;
        let more = certificates.len() as u64 > limit;
        certificates.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        Ok(Listed {
            next: certificates.last().filter(|_| more).map(|c| c.id),
            certificates,
        })
    }

    /// Notes that an organiser takes many certificates away.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn note_taken(&self, actor: &Actor, filter: &Filter, now: Moment) -> Outcome<()> {
        let (id, who) = (new_id(now, &*self.entropy), actor.account);
        let detail = json!({
            "course": filter.course, "cohort": filter.cohort, "year": filter.year, "text": filter.text,
        });
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let (action, subject) = ("certificate.export", format!("account/{who}"));
                    audit::record(
                        tx,
                        id,
                        now,
                        Some(who),
                        action,
                        &subject,
                        &detail.to_string(),
                    )
                    .await
                })
            })
            .await
    }
}
