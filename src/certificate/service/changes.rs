//! What organisers change: a certificate is revoked, issued again, or its page replaced by the file the agency signed.

use serde_json::json;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::CertificateService;
use super::issuing::words;
use crate::audit::service as audit;
use crate::certificate::model::{Certificate, SignedFile, State};
use crate::certificate::rules::{self, Template};
use crate::certificate::store::{self, Ending};
use crate::kernel::actor::Actor;
use crate::kernel::clock::Moment;
use crate::kernel::ids::new_id;
use crate::kernel::problem::{Code, FieldError, Outcome, Problem};
use crate::platform::db::Tx;

/// What a certificate is issued again with.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Again {
    /// The name, spelled rightly this time.
    pub full_name: String,
    /// Why.
    pub reason: String,
}

/// Fails where a certificate has ended, or was changed since somebody looked at it.
fn still(one: &Certificate, revision: i32) -> Outcome<()> {
    if !one.is_valid() {
        return Err(Problem::new(Code::CertificateEnded));
    }
    if one.revision == revision {
        Ok(())
    } else {
        Err(Problem::new(Code::ChangedMeanwhile))
    }
}

impl CertificateService {
    /// Revokes a certificate.
    ///
    /// # Errors
    /// Out of the person's reach, no reason, ended already, or changed since it was looked at.
    pub async fn revoke(
        &self,
        number: &str,
        revision: i32,
        reason: &str,
        actor: &Actor,
    ) -> Outcome<()> {
        let one = self.within_reach(number, actor).await?;
        let reason = rules::check_reason(reason).map_err(|key| Problem::field("reason", key))?;
        still(&one, revision)?;
        if self.revoke_as(one, &reason, Some(actor.account)).await? {
            Ok(())
        } else {
            Err(Problem::new(Code::ChangedMeanwhile))
        }
    }

    /// Revokes a certificate as an organiser or, without one, as the program itself; false when it was changed meanwhile.
    pub(super) async fn revoke_as(
        &self,
        one: Certificate,
        reason: &str,
        by: Option<Uuid>,
    ) -> Outcome<bool> {
        let now = self.clock.now();
        let ending = Ending {
            state: State::Revoked,
            reason: reason.to_owned(),
            replaced_by: None,
            at: now,
        };
        let detail = json!({ "number": one.printed.number, "reason": reason });
        let audit_id = new_id(now, &*self.entropy);
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    if !store::end(tx, one.id, one.revision, &ending).await? {
                        return Ok(false);
                    }
                    let line = Line {
                        id: audit_id,
                        now,
                        by,
                    };
                    line.write(tx, "certificate.revoke", one.id, &detail)
                        .await?;
                    Ok(true)
                })
            })
            .await
    }

    /// Issues a certificate again under a new number; the old one says from now on that another stands in its place. Returns the new one.
    ///
    /// # Errors
    /// Out of the person's reach, fields to mend, ended already, or changed since it was looked at.
    pub async fn issue_again(
        &self,
        number: &str,
        revision: i32,
        given: &Again,
        actor: &Actor,
    ) -> Outcome<Certificate> {
        let before = self.within_reach(number, actor).await?;
        let (full_name, reason) = checked(given)?;
        still(&before, revision)?;
        let mail = self.mail_of(before.account).await?;
        let now = self.clock.now();
        let (service, by) = (self.clone(), actor.account);
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    store::series::take_turn(tx).await?;
                    let new = service.successor(tx, &before, &full_name, now).await?;
                    let ending = Ending {
                        state: State::Replaced,
                        reason: reason.clone(),
                        replaced_by: Some(new.id),
                        at: now,
                    };
                    if !store::end(tx, before.id, before.revision, &ending).await? {
                        return Err(Problem::new(Code::ChangedMeanwhile));
                    }
                    store::insert(tx, std::slice::from_ref(&new)).await?;
                    let detail = json!({
                        "number": before.printed.number, "new": new.printed.number, "reason": reason,
                    });
                    let line = Line {
                        id: new_id(now, &*service.entropy),
                        now,
                        by: Some(by),
                    };
                    line.write(tx, "certificate.reissue", before.id, &detail)
                        .await?;
                    service.tell(tx, &new, mail.as_ref(), now).await?;
                    Ok(new)
                })
            })
            .await
    }

    /// The certificate that takes the place of another. The caller has the turn.
    async fn successor(
        &self,
        tx: &Tx,
        before: &Certificate,
        full_name: &str,
        now: Moment,
    ) -> Outcome<Certificate> {
        let template = Template::parse(&before.printed.template)
            .map_err(|e| Problem::internal(format!("{e:?} in a template that was used")))?;
        let (series, issuer) = (template.series(), before.organisation);
        let seq = store::series::numbers(tx, &series, now.year(), issuer, 1).await?;
        let seq = i32::try_from(seq).map_err(Problem::internal)?;
        let number = template.number(seq, now.year());
        let slug = rules::slug(&number);
        let address = self.address(&slug);
        Ok(Certificate {
            id: new_id(now, &*self.entropy),
            edition: before.edition + 1,
            slug,
            year: now.year(),
            seq,
            printed: rules::print_again(&before.printed, full_name, &number, &address, &words(now)),
            status_index: store::series::places(tx, 1).await?,
            issued_at: now,
            revision: 1,
            ..before.clone()
        })
    }

    /// Puts the file that the agency signed in the place of the drawn page.
    ///
    /// # Errors
    /// Out of the person's reach, not a PDF, too large, ended, or changed since it was looked at.
    pub async fn replace_file(
        &self,
        number: &str,
        revision: i32,
        name: &str,
        bytes: Vec<u8>,
        actor: &Actor,
    ) -> Outcome<()> {
        let one = self.within_reach(number, actor).await?;
        rules::check_file(&bytes).map_err(|key| Problem::field("file", key))?;
        still(&one, revision)?;
        let now = self.clock.now();
        let digest = Sha256::digest(&bytes);
        let signed = SignedFile {
            name: name.to_owned(),
            digest: digest.iter().map(|b| format!("{b:02x}")).collect(),
            uploaded_at: now,
        };
        let detail = json!({ "number": one.printed.number, "sha256": signed.digest });
        let (audit_id, by) = (new_id(now, &*self.entropy), actor.account);
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    if !store::touch(tx, one.id, one.revision).await? {
                        return Err(Problem::new(Code::ChangedMeanwhile));
                    }
                    store::files::put(tx, one.id, &signed, bytes, by).await?;
                    let line = Line {
                        id: audit_id,
                        now,
                        by: Some(by),
                    };
                    line.write(tx, "certificate.file", one.id, &detail).await
                })
            })
            .await
    }
}

fn checked(given: &Again) -> Outcome<(String, String)> {
    let name = rules::check_name(&given.full_name);
    let reason = rules::check_reason(&given.reason);
    match (name, reason) {
        (Ok(name), Ok(reason)) => Ok((name, reason)),
        (name, reason) => {
            let wrong = [("full_name", name.err()), ("reason", reason.err())];
            let fields = wrong.into_iter().filter_map(|(field, message)| {
                Some(FieldError {
                    field: field.to_owned(),
                    message: message?,
                    args: Vec::new(),
                })
            });
            Err(Problem::fields(fields.collect()))
        }
    }
}

/// A line of the trail about one certificate.
struct Line {
    id: Uuid,
    now: Moment,
    by: Option<Uuid>,
}

impl Line {
    async fn write(
        &self,
        tx: &Tx,
        action: &str,
        certificate: Uuid,
        detail: &serde_json::Value,
    ) -> Outcome<()> {
        let subject = format!("certificate/{certificate}");
        let detail = detail.to_string();
        audit::record(tx, self.id, self.now, self.by, action, &subject, &detail).await
    }
}
