//! People whom an outside provider of identities vouches for.

use super::{AccountService, note};
use crate::account::model::{Account, OpenedSession, Vouched};
use crate::account::store;
use crate::kernel::actor::Actor;
use crate::kernel::clock::Moment;
use crate::kernel::ids::new_id;
use crate::kernel::problem::{Code, Outcome, Problem};

impl AccountService {
    /// Signs in the person a provider vouches for; makes their account at the first time. With `actor`, ties the identity to the account
    /// that is signed in instead.
    ///
    /// An account is never found by its e-mail address: whoever controls an address at some provider would control the account.
    ///
    /// # Errors
    /// When the identity belongs to another account, the account is closed, or the database fails.
    pub async fn sign_in_vouched(
        &self,
        who: &Vouched,
        actor: Option<&Actor>,
        device: &str,
        now: Moment,
    ) -> Outcome<Option<OpenedSession>> {
        let known = store::by_identity(self.db.read(), &who.issuer, &who.subject).await?;
        match (known, actor) {
            (Some(account), _) if account.closed_at.is_some() => {
                Err(Problem::new(Code::SignInFailed))
            }
            (Some(account), Some(actor)) if account.id == actor.account => Ok(None),
            (Some(_), Some(_)) => Err(Problem::new(Code::IdentityTaken)),
            (Some(account), None) => self.open_session(account.id, device, now).await.map(Some),
            (None, Some(actor)) => {
                let account = self.find(actor.account).await?;
                self.tie(account, false, who, now).await?;
                Ok(None)
            }
            (None, None) => {
                let account = self.newcomer(who, now);
                let id = account.id;
                self.tie(account, true, who, now).await?;
                self.open_session(id, device, now).await.map(Some)
            }
        }
    }

    fn newcomer(&self, who: &Vouched, now: Moment) -> Account {
        let id = new_id(now, &*self.entropy);
        let name = who.name.as_deref().map(crate::platform::text::tidy);
        Account {
            id,
            login: format!("dinh-danh-{}", &id.simple().to_string()[12..]),
            full_name: name
                .filter(|n| !n.is_empty())
                .unwrap_or_else(|| who.label.clone()),
            email: who
                .email
                .as_deref()
                .and_then(crate::account::rules::normal_email),
            created_at: now,
            ..Account::default()
        }
    }

    async fn tie(&self, account: Account, new: bool, who: &Vouched, now: Moment) -> Outcome<()> {
        let (who, audit_id) = (who.clone(), new_id(now, &*self.entropy));
        let id = account.id;
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    if new {
                        store::insert(tx, &account, None, now).await?;
                    }
                    if !store::add_identity(tx, id, &who, now).await? {
                        return Err(Problem::new(Code::IdentityTaken));
                    }
                    store::set_verified(tx, id, &who.label).await?;
                    let detail = serde_json::json!({ "issuer": who.issuer }).to_string();
                    note(tx, audit_id, now, id, "account.verified", id, &detail).await
                })
            })
            .await
    }
}
