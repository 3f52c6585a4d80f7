//! Quick entry: people who make no password. An entry code leads them back to their account from another device.

use uuid::Uuid;

use super::AccountService;
use crate::account::model::{Account, OpenedSession};
use crate::account::rules;
use crate::account::store::{self, sessions};
use crate::audit::service as audit;
use crate::kernel::actor::Actor;
use crate::kernel::clock::Moment;
use crate::kernel::ids::new_id;
use crate::kernel::problem::{Code, Outcome, Problem};
use crate::platform::db::Tx;
use crate::platform::signing::token_hash;

/// What the codes are derived for; part of every stored hash.
const PURPOSE: &str = "entry-code";

/// A person as an entry form tells of them, checked by the form's own rules.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewPerson {
    /// Full name.
    pub full_name: String,
    /// Phone number in its national form.
    pub phone: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
    /// Birth date as [`Account::birth_date`].
    pub birth_date: Option<String>,
    /// Organisation.
    pub organisation: Option<Uuid>,
}

/// A person who is about to be made, with all that the transaction needs.
#[derive(Debug, Clone)]
pub struct Quick {
    /// The account; its login is made up and of no use for signing in.
    pub account: Account,
    /// A session that opens with it.
    pub session: OpenedSession,
    /// The entry code, in groups of four.
    pub code: String,
    code_hash: Vec<u8>,
    device: String,
    audit_id: Uuid,
}

/// Makes the person in the transaction of what they enter.
///
/// # Errors
/// When the database fails.
pub async fn add_quick(tx: &Tx, quick: &Quick, now: Moment) -> Outcome<()> {
    let account = &quick.account;
    store::insert(tx, account, None, now).await?;
    store::add_code(tx, account.id, quick.code_hash.clone(), now).await?;
    let hash = token_hash(&quick.session.token);
    let end = quick.session.expires_at;
    sessions::open_session(tx, hash, account.id, &quick.device, now, end).await?;
    let subject = format!("account/{}", account.id);
    let (id, by) = (quick.audit_id, Some(account.id));
    audit::record(tx, id, now, by, "account.quick", &subject, "{}").await
}

impl AccountService {
    /// Prepares a person who makes no password; [`add_quick`] makes them.
    ///
    /// # Errors
    /// When too many are made from this address.
    pub fn quick(
        &self,
        person: NewPerson,
        device: &str,
        address: &str,
        now: Moment,
    ) -> Outcome<Quick> {
        self.registrations.check(address)?;
        let id = new_id(now, &*self.entropy);
        let account = Account {
            id,
            // Unique like the id, and recognisable in lists.
            login: format!("thi-sinh-{}", &id.simple().to_string()[12..]),
            full_name: person.full_name,
            email: person.email.and_then(|e| rules::normal_email(&e)),
            phone: person.phone.and_then(|p| rules::normal_phone(&p)),
            birth_date: person.birth_date,
            organisation: person.organisation,
            entry_code: Some(0),
            created_at: now,
            ..Account::default()
        };
        let code = self.code_of(id, 0);
        Ok(Quick {
            code_hash: self.code_hash(&code),
            session: self.new_session(now),
            device: device.to_owned(),
            audit_id: new_id(now, &*self.entropy),
            account,
            code,
        })
    }

    /// The entry code of a person who has one. It is derived from the installation's secret, so that it can be shown again without being
    /// stored.
    #[must_use]
    pub fn entry_code(&self, account: &Account) -> Option<String> {
        account.entry_code.map(|n| self.code_of(account.id, n))
    }

    fn code_of(&self, account: Uuid, number: i32) -> String {
        let text = format!("{}.{number}", account.simple());
        rules::entry_code(&token_hash(&self.signer.tag(PURPOSE, &text)))
    }

    fn code_hash(&self, code: &str) -> Vec<u8> {
        let plain = rules::normal_code(code).unwrap_or_default();
        // Keyed, so that a stolen table of hashes cannot be tried through without the secret.
        token_hash(&self.signer.tag(PURPOSE, &plain))
    }

    /// Counts a try of a code from this address: entry codes and the codes of invitations share what one address may try.
    ///
    /// # Errors
    /// When there are too many.
    pub fn check_code_tries(&self, address: &str) -> Outcome<()> {
        self.codes.check(address)
    }

    /// Opens a session for the person an entry code belongs to.
    ///
    /// # Errors
    /// A message beside the field `code`, or too many tries from this address.
    pub async fn sign_in_with_code(
        &self,
        typed: &str,
        device: &str,
        address: &str,
        now: Moment,
    ) -> Outcome<OpenedSession> {
        self.codes.check(address)?;
        let wrong = || Problem::field("code", "field-entry-code");
        let code = rules::normal_code(typed).ok_or_else(wrong)?;
        let found = store::by_code(self.db.read(), self.code_hash(&code)).await?;
        let account = found.filter(|a| a.closed_at.is_none()).ok_or_else(wrong)?;
        self.open_session(account.id, device, now).await
    }

    /// Gives the person another entry code; the one before leads nowhere any more, and every other session ends.
    ///
    /// # Errors
    /// When the person has none, or the database fails.
    pub async fn change_entry_code(
        &self,
        actor: &Actor,
        session: Option<&str>,
        now: Moment,
    ) -> Outcome<()> {
        let account = self.find(actor.account).await?;
        let before = account
            .entry_code
            .ok_or_else(|| Problem::new(Code::NotFound))?;
        let number = before.wrapping_add(1);
        let hash = self.code_hash(&self.code_of(account.id, number));
        let (id, audit_id) = (account.id, new_id(now, &*self.entropy));
        let but = session.map(token_hash);
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    store::put_code(tx, id, number, hash, now).await?;
                    sessions::close_others(tx, id, but).await?;
                    super::note(tx, audit_id, now, id, "account.entry-code", id, "{}").await
                })
            })
            .await
    }
}
