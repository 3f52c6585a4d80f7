//! What administrators do with accounts and roles of the organisations they administer.

use uuid::Uuid;

use super::{AccountService, note};
use crate::account::model::{Account, AccountFilter, HeldRole};
use crate::account::rules;
use crate::account::store::listing::{self, Wanted};
use crate::account::store::{self, roles, sessions};
use crate::audit::service::{self as audit, AuditFilter, AuditLine};
use crate::kernel::actor::{Actor, Grant, Role};
use crate::kernel::clock::Moment;
use crate::kernel::ids::new_id;
use crate::kernel::problem::{Code, Outcome, Problem};
use crate::platform::words;

/// Lines shown on a page.
const PER_PAGE: u64 = 50;

/// An account in a list, with what an administrator looks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountLine {
    /// The account.
    pub account: Account,
    /// Roles held.
    pub roles: Vec<HeldRole>,
}

/// A page of the list of accounts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountPage {
    /// In the order of names.
    pub lines: Vec<Account>,
    /// How many there are; above [`AccountService::COUNTED`] it is only known that there are more.
    pub total: u64,
    /// Where the next page begins.
    pub next: Option<Uuid>,
}

impl AccountService {
    /// Lines shown on a page of a list.
    pub const PER_PAGE: usize = PER_PAGE as usize;
    /// How far the accounts of a list are counted.
    pub const COUNTED: u64 = listing::COUNTED;

    /// The accounts an administrator may see.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list(&self, actor: &Actor, filter: &AccountFilter) -> Outcome<AccountPage> {
        let reach = actor.reach(Role::Administrator);
        let text = filter.text.trim();
        if let Some(exact) = self.exactly(actor, text).await? {
            return Ok(AccountPage {
                total: 1,
                lines: vec![exact],
                next: None,
            });
        }
        let words = words::rarest_first(self.db.read(), store::EVERYBODY, text).await?;
        if words.is_empty() && !text.is_empty() {
            return Ok(AccountPage {
                lines: Vec::new(),
                total: 0,
                next: None,
            });
        }
        let wanted = Wanted {
            filter,
            reach: reach.as_deref(),
            words: &words,
        };
        let few = listing::few_at_places(self.db.read(), wanted).await?;
        let mut lines = listing::list(self.db.read(), wanted, few, PER_PAGE + 1).await?;
        let more = lines.len() as u64 > PER_PAGE;
        lines.truncate(Self::PER_PAGE);
        Ok(AccountPage {
            next: lines.last().map(|a| a.id).filter(|_| more),
            total: listing::count(self.db.read(), wanted, few).await?,
            lines,
        })
    }

    /// The one account whose whole login is `text`, if the actor may administer it.
    async fn exactly(&self, actor: &Actor, text: &str) -> Outcome<Option<Account>> {
        if text.is_empty() {
            return Ok(None);
        }
        let login = rules::normal_login(text);
        let Some((account, _)) = store::by_login(self.db.read(), &login).await? else {
            return Ok(None);
        };
        match self.administered(actor, account.id).await {
            Ok(_) => Ok(Some(account)),
            Err(problem) if problem.code == Code::NotFound => Ok(None),
            Err(problem) => Err(problem),
        }
    }

    /// An account with its roles, if the actor may administer it.
    ///
    /// # Errors
    /// Not found when there is none or it is out of reach; or the database fails.
    pub async fn administered(&self, actor: &Actor, id: Uuid) -> Outcome<AccountLine> {
        let account = self.find(id).await?;
        let held = roles::of_account(self.db.read(), id).await?;
        let home = self.lineage(account.organisation).await?;
        let mut places = Vec::with_capacity(held.len());
        for role in &held {
            places.push((role.grant, self.lineage(role.grant.organisation).await?));
        }
        if !rules::may_administer(actor, &home, &places) {
            return Err(Problem::not_found());
        }
        Ok(AccountLine {
            account,
            roles: held,
        })
    }

    async fn lineage(&self, organisation: Option<Uuid>) -> Outcome<Vec<Uuid>> {
        match organisation {
            Some(id) => self.organisations.lineage(id).await,
            None => Ok(Vec::new()),
        }
    }

    /// Roles held where the actor may administer, newest first; one more than a page when there are more.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn roles(
        &self,
        actor: &Actor,
        role: Option<Role>,
        organisation: Option<Uuid>,
        page: u64,
    ) -> Outcome<Vec<HeldRole>> {
        let reach = actor.reach(Role::Administrator);
        let (offset, limit) = (page * PER_PAGE, PER_PAGE + 1);
        roles::list(
            self.db.read(),
            role,
            organisation,
            reach.as_deref(),
            offset,
            limit,
        )
        .await
    }

    /// Grants a role to whoever has this login. The person need not belong to the organisation: a teacher may mark for another.
    ///
    /// # Errors
    /// A message beside `login`; or the place is out of reach.
    pub async fn grant(
        &self,
        actor: &Actor,
        login: &str,
        grant: Grant,
        now: Moment,
    ) -> Outcome<Account> {
        self.may_grant(actor, grant).await?;
        let login = rules::normal_login(login);
        if login.is_empty() {
            return Err(Problem::field("login", "field-required"));
        }
        let found = self.who_signs_in(&login).await?;
        let (account, _) = found.ok_or_else(|| Problem::field("login", "field-login-unknown"))?;
        let (id, by) = (account.id, actor.account);
        let audit_id = new_id(now, &*self.entropy);
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    if !roles::grant(tx, id, grant, Some(by), now).await? {
                        return Ok(());
                    }
                    note(tx, audit_id, now, by, "role.grant", id, &detail(grant)).await
                })
            })
            .await?;
        Ok(account)
    }

    /// Takes a role away. Nobody takes their own role of administrator away: somebody must be left to undo a mistake.
    ///
    /// # Errors
    /// When the place is out of reach, the role is not held, or it is the actor's own.
    pub async fn revoke(
        &self,
        actor: &Actor,
        account: Uuid,
        grant: Grant,
        now: Moment,
    ) -> Outcome<()> {
        self.may_grant(actor, grant).await?;
        if account == actor.account && grant.role == Role::Administrator {
            return Err(Problem::new(Code::OwnRole));
        }
        let (by, audit_id) = (actor.account, new_id(now, &*self.entropy));
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    if !roles::revoke(tx, account, grant).await? {
                        return Err(Problem::not_found());
                    }
                    note(
                        tx,
                        audit_id,
                        now,
                        by,
                        "role.revoke",
                        account,
                        &detail(grant),
                    )
                    .await
                })
            })
            .await
    }

    async fn may_grant(&self, actor: &Actor, grant: Grant) -> Outcome<()> {
        let lineage = self.lineage(grant.organisation).await?;
        if rules::may_grant(actor, grant, &lineage) {
            Ok(())
        } else {
            Err(Problem::not_found())
        }
    }

    /// Closes an account or opens it again; closing ends its sessions.
    ///
    /// # Errors
    /// When it is out of reach or the actor's own.
    pub async fn set_closed(
        &self,
        actor: &Actor,
        account: Uuid,
        closed: bool,
        now: Moment,
    ) -> Outcome<()> {
        self.administered(actor, account).await?;
        if account == actor.account {
            return Err(Problem::new(Code::OwnRole));
        }
        let (by, audit_id) = (actor.account, new_id(now, &*self.entropy));
        let action = if closed {
            "account.close"
        } else {
            "account.open"
        };
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    store::set_closed(tx, account, closed.then_some(now)).await?;
                    if closed {
                        sessions::close_others(tx, account, None).await?;
                    }
                    note(tx, audit_id, now, by, action, account, "{}").await
                })
            })
            .await
    }

    /// Ends every session of an account.
    ///
    /// # Errors
    /// When it is out of reach, or the database fails.
    pub async fn end_sessions(&self, actor: &Actor, account: Uuid, now: Moment) -> Outcome<()> {
        self.administered(actor, account).await?;
        let (by, audit_id) = (actor.account, new_id(now, &*self.entropy));
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    sessions::close_others(tx, account, None).await?;
                    note(tx, audit_id, now, by, "session.end-all", account, "{}").await
                })
            })
            .await
    }

    /// A page of the audit trail; only administrators of the whole installation see it.
    ///
    /// # Errors
    /// Not found for others; or the database fails.
    pub async fn trail(&self, actor: &Actor, filter: &AuditFilter) -> Outcome<Vec<AuditLine>> {
        if !actor.is_everywhere(Role::Administrator) {
            return Err(Problem::not_found());
        }
        audit::list(&self.db, filter).await
    }

    /// The newest lines of the trail about one account the actor may administer.
    ///
    /// # Errors
    /// Not found when it is out of reach; or the database fails.
    pub async fn trail_of(
        &self,
        actor: &Actor,
        account: Uuid,
        limit: u64,
    ) -> Outcome<Vec<AuditLine>> {
        self.administered(actor, account).await?;
        let filter = AuditFilter {
            subject: Some(format!("account/{account}")),
            limit,
            ..AuditFilter::default()
        };
        audit::list(&self.db, &filter).await
    }

    /// The account with this login, for filters; `None` when there is none.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn id_of_login(&self, login: &str) -> Outcome<Option<Uuid>> {
        let login = rules::normal_login(login);
        if login.contains('\0') {
            return Ok(None);
        }
        let found = store::by_login(self.db.read(), &login).await?;
        Ok(found.map(|(account, _)| account.id))
    }
}

fn detail(grant: Grant) -> String {
    serde_json::json!({ "role": grant.role.as_str(), "organisation": grant.organisation })
        .to_string()
}
