//! What people can do with accounts.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use uuid::Uuid;

use super::model::{Account, OpenedSession, Registration};
use super::passwords::Passwords;
use super::{rules, store};
use crate::audit::service as audit;
use crate::kernel::actor::{Actor, Role};
use crate::kernel::clock::{DAY, Moment};
use crate::kernel::entropy::Entropy;
use crate::kernel::ids::{new_id, new_token};
use crate::kernel::problem::{Code, FieldError, Outcome, Problem};
use crate::platform::db::Db;
use crate::platform::http::gate::Authenticator;
use crate::platform::http::limits::Limit;
use crate::platform::signing::{Signer, token_hash};

/// How long a session lasts, ms.
pub const SESSION_MS: i64 = 30 * DAY;
/// How long the first administrator's link works, ms.
const SETUP_LINK_MS: i64 = 365 * DAY;
const SETUP: &str = "first-administrator";

/// Accounts. Cheap to clone.
#[derive(Clone)]
pub struct AccountService {
    db: Db,
    entropy: Arc<dyn Entropy>,
    signer: Signer,
    passwords: Passwords,
    by_address: Arc<Limit>,
    by_login: Arc<Limit>,
    registrations: Arc<Limit>,
}

impl AccountService {
    /// The service; `limited` is false only where a load test signs many people in from one address.
    #[must_use]
    pub fn new(db: Db, entropy: Arc<dyn Entropy>, signer: Signer, limited: bool) -> Self {
        let per_minute =
            |n: u32, burst: u32| Arc::new(Limit::per_minute(if limited { n } else { 0 }, burst));
        Self {
            db,
            passwords: Passwords::new(entropy.clone()),
            entropy,
            signer,
            // A school signs in from one address at the same minute; one person does not sign in forty times.
            by_address: per_minute(120, 240),
            by_login: per_minute(6, 10),
            registrations: per_minute(120, 300),
        }
    }

    /// Makes an account.
    ///
    /// # Errors
    /// Fields to mend, login taken, or too many from this address.
    pub async fn register(
        &self,
        given: &Registration,
        address: &str,
        now: Moment,
    ) -> Outcome<Account> {
        let given = rules::check_registration(given).map_err(Problem::fields)?;
        self.registrations.check(address)?;
        if store::by_login(self.db.read(), &given.login)
            .await?
            .is_some()
        {
            return Err(login_taken());
        }
        let hash = self.passwords.hash(&given.password).await?;
        let account = Account {
            id: new_id(now, &*self.entropy),
            login: given.login,
            full_name: given.full_name,
            email: Some(given.email).filter(|e| !e.is_empty()),
            ..Account::default()
        };
        let (row, audit_id) = (account.clone(), new_id(now, &*self.entropy));
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    store::insert(tx, &row, Some(hash), now)
                        .await
                        .map_err(|p| match p.code {
                            Code::LoginTaken => login_taken(),
                            _ => p,
                        })?;
                    audit::record(
                        tx,
                        audit_id,
                        now,
                        Some(row.id),
                        "account.register",
                        &format!("account/{}", row.id),
                        "{}",
                    )
                    .await
                })
            })
            .await?;
        Ok(account)
    }

    /// Signs in with a password.
    ///
    /// # Errors
    /// Wrong login or password (which of them is not told), or too many tries.
    pub async fn sign_in(
        &self,
        login: &str,
        password: &str,
        address: &str,
        now: Moment,
    ) -> Outcome<OpenedSession> {
        let login = rules::normal_login(login);
        self.by_address.check(address)?;
        self.by_login.check(&login)?;
        if login.contains('\0') {
            // Nobody is called that, and PostgreSQL refuses even to look for it.
            return Err(Problem::new(Code::SignInFailed));
        }
        let found = store::by_login(self.db.read(), &login).await?;
        let hash = found.as_ref().and_then(|(_, hash)| hash.as_deref());
        if password.len() > 4 * rules::PASSWORD_MAX
            || !self.passwords.matches(password, hash).await?
        {
            return Err(Problem::new(Code::SignInFailed));
        }
        let Some((account, _)) = found else {
            return Err(Problem::new(Code::SignInFailed));
        };
        self.open_session(account.id, now).await
    }

    /// Opens a session for a person whose identity is known.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn open_session(&self, account: Uuid, now: Moment) -> Outcome<OpenedSession> {
        let opened = OpenedSession {
            token: new_token(&*self.entropy),
            expires_at: now.plus(SESSION_MS),
        };
        let (hash, expires_at) = (token_hash(&opened.token), opened.expires_at);
        self.db
            .write(move |tx| {
                Box::pin(
                    async move { store::open_session(tx, hash, account, now, expires_at).await },
                )
            })
            .await?;
        Ok(opened)
    }

    /// Ends the session of a token.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn sign_out(&self, token: &str) -> Outcome<()> {
        let hash = token_hash(token);
        self.db
            .write(move |tx| Box::pin(async move { store::close_session(tx, hash).await }))
            .await
    }

    /// Removes expired sessions.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn tidy(&self, now: Moment) -> Outcome<()> {
        self.db
            .write(move |tx| Box::pin(async move { store::remove_expired(tx, now).await }))
            .await
    }

    /// The one-time path with which the first administrator sets a password; `None` once there is one. Asking again gives the same path.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn setup_path(&self, now: Moment) -> Outcome<Option<String>> {
        let admins = store::holders(self.db.read(), Role::Administrator).await?;
        let id = match admins.as_slice() {
            [] => self.first_administrator(now).await?,
            [only] => *only,
            _ => return Ok(None),
        };
        let token = self.setup_token(id);
        let open = store::link_account(self.db.read(), token_hash(&token), SETUP, now).await?;
        Ok(open.map(|_| format!("/thiet-lap/{token}")))
    }

    fn setup_token(&self, account: Uuid) -> String {
        // Derived, not random, so that every start can print the same link without storing it.
        self.signer.tag(SETUP, &account.simple().to_string())
    }

    async fn first_administrator(&self, now: Moment) -> Outcome<Uuid> {
        let account = Account {
            id: new_id(now, &*self.entropy),
            login: "quan-tri".into(),
            full_name: "Quản trị hệ thống".into(),
            email: None,
            ..Account::default()
        };
        let (id, hash) = (account.id, token_hash(&self.setup_token(account.id)));
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    store::insert(tx, &account, None, now).await?;
                    store::grant(tx, account.id, Role::Administrator, None, now).await?;
                    store::put_link(tx, hash, SETUP, account.id, now, now.plus(SETUP_LINK_MS)).await
                })
            })
            .await?;
        Ok(id)
    }

    /// Whether a one-time link for the first administrator still works.
    ///
    /// # Errors
    /// When it does not, or the database fails.
    pub async fn check_setup(&self, token: &str, now: Moment) -> Outcome<()> {
        store::link_account(self.db.read(), token_hash(token), SETUP, now)
            .await?
            .map(drop)
            .ok_or_else(|| Problem::new(Code::LinkExpired))
    }

    /// Sets the first administrator's login, name and password, and signs them in.
    ///
    /// # Errors
    /// Fields to mend, or the link was used.
    pub async fn set_up(
        &self,
        token: &str,
        given: &Registration,
        password_again: &str,
        now: Moment,
    ) -> Outcome<OpenedSession> {
        let id = store::link_account(self.db.read(), token_hash(token), SETUP, now)
            .await?
            .ok_or_else(|| Problem::new(Code::LinkExpired))?;
        let given = rules::check_registration(given).map_err(Problem::fields)?;
        if given.password != password_again {
            return Err(Problem::field("password_again", "field-passwords-differ"));
        }
        let hash = self.passwords.hash(&given.password).await?;
        let (link, audit_id) = (token_hash(token), new_id(now, &*self.entropy));
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    if !store::use_link(tx, link, now).await? {
                        return Err(Problem::new(Code::LinkExpired));
                    }
                    store::set_identity(tx, id, &given.login, &given.full_name, hash)
                        .await
                        .map_err(|p| match p.code {
                            Code::LoginTaken => login_taken(),
                            _ => p,
                        })?;
                    audit::record(
                        tx,
                        audit_id,
                        now,
                        Some(id),
                        "account.first-administrator",
                        &format!("account/{id}"),
                        "{}",
                    )
                    .await
                })
            })
            .await?;
        self.open_session(id, now).await
    }

    /// Makes an account with a role, for the command line. The caller has checked who asks.
    ///
    /// # Errors
    /// Fields to mend, or login taken.
    pub async fn create_with_role(
        &self,
        given: &Registration,
        role: Role,
        now: Moment,
    ) -> Outcome<Account> {
        let account = self.register(given, "command line", now).await?;
        let (id, audit_id) = (account.id, new_id(now, &*self.entropy));
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    store::grant(tx, id, role, None, now).await?;
                    let detail = format!("{{\"role\":\"{}\"}}", role.as_str());
                    audit::record(
                        tx,
                        audit_id,
                        now,
                        None,
                        "role.grant",
                        &format!("account/{id}"),
                        &detail,
                    )
                    .await
                })
            })
            .await?;
        Ok(account)
    }

    /// Accounts by id.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn accounts(&self, ids: &[Uuid]) -> Outcome<Vec<Account>> {
        store::by_ids(self.db.read(), ids).await
    }

    /// Makes many accounts with open sessions and no passwords, for load tests: (account, session token) each.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn make_many(&self, count: usize, now: Moment) -> Outcome<Vec<(Uuid, String)>> {
        let people: Vec<(Uuid, String)> = (0..count)
            .map(|_| (new_id(now, &*self.entropy), new_token(&*self.entropy)))
            .collect();
        let rows = people.clone();
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    for (number, (id, token)) in rows.into_iter().enumerate() {
                        let login = format!("tai-{}-{number}", id.simple());
                        let account = Account {
                            id,
                            login,
                            full_name: format!("Thí sinh thử tải {number}"),
                            email: None,
                            ..Account::default()
                        };
                        store::insert(tx, &account, None, now).await?;
                        store::open_session(tx, token_hash(&token), id, now, now.plus(SESSION_MS))
                            .await?;
                    }
                    Ok(())
                })
            })
            .await?;
        Ok(people)
    }
}

fn login_taken() -> Problem {
    let beside = FieldError {
        field: "login".into(),
        message: "field-login-taken",
        args: Vec::new(),
    };
    Problem {
        fields: vec![beside],
        ..Problem::new(Code::LoginTaken)
    }
}

impl Authenticator for AccountService {
    fn authenticate<'a>(
        &'a self,
        token: &'a str,
        now: Moment,
    ) -> Pin<Box<dyn Future<Output = Outcome<Option<Actor>>> + Send + 'a>> {
        Box::pin(store::actor_of_session(
            self.db.read(),
            token_hash(token),
            now,
        ))
    }
}
