//! What people can do with accounts. What administrators do is in [`administration`], passwords forgotten in [`reset`], identities of
//! outside providers in [`vouched`].

mod administration;
mod quick;
mod reset;
mod vouched;

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use uuid::Uuid;

pub use administration::{AccountLine, AccountPage};
pub use quick::{NewPerson, Quick, add_quick};

use super::model::{Account, OpenedSession, Profile, Registration, SessionLine};
use super::passwords::Passwords;
use super::store::{roles, sessions};
use super::{rules, store};
use crate::audit::service as audit;
use crate::kernel::actor::{Actor, Grant, Role};
use crate::kernel::clock::{DAY, HOUR, Moment};
use crate::kernel::entropy::Entropy;
use crate::kernel::ids::{new_id, new_token};
use crate::kernel::problem::{Code, FieldError, Outcome, Problem};
use crate::organisation::service::OrganisationService;
use crate::platform::db::{Db, Tx};
use crate::platform::http::gate::Authenticator;
use crate::platform::http::limits::Limit;
use crate::platform::i18n::Lang;
use crate::platform::signing::{Signer, token_hash};

/// How long a session lasts, ms.
pub const SESSION_MS: i64 = 30 * DAY;
/// How long the first administrator's link works, ms.
const SETUP_LINK_MS: i64 = 365 * DAY;
const SETUP: &str = "first-administrator";
/// How often the use of a session is noted, ms: people need the day, not the minute, and every note is a write.
const SEEN_EVERY_MS: i64 = HOUR;
/// Most accounts that are looked at when somebody signs in with a phone number; from two on the username decides.
const SHARING: u64 = 2;

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
    codes: Arc<Limit>,
    resets: Arc<Limit>,
    organisations: OrganisationService,
}

impl AccountService {
    /// The service; `limited` is false only where a load test signs many people in from one address.
    #[must_use]
    pub fn new(
        db: Db,
        entropy: Arc<dyn Entropy>,
        signer: Signer,
        organisations: OrganisationService,
        limited: bool,
    ) -> Self {
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
            // 57 bits and thirty tries a minute: nobody guesses a code.
            codes: per_minute(30, 60),
            resets: per_minute(6, 12),
            organisations,
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
            return Err(login_taken(&given.login));
        }
        let hash = self.passwords.hash(&given.password).await?;
        let account = Account {
            id: new_id(now, &*self.entropy),
            login: given.login,
            full_name: given.full_name,
            email: Some(given.email).filter(|e| !e.is_empty()),
            phone: Some(given.phone).filter(|p| !p.is_empty()),
            has_password: true,
            created_at: now,
            ..Account::default()
        };
        let (row, audit_id) = (account.clone(), new_id(now, &*self.entropy));
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    store::insert(tx, &row, Some(hash), now)
                        .await
                        .map_err(|p| beside_login(p, &row.login))?;
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
        device: &str,
        address: &str,
        now: Moment,
    ) -> Outcome<OpenedSession> {
        let login = rules::normal_login(login);
        self.by_address.check(address)?;
        self.by_login.check(&login)?;
        let found = self.who_signs_in(&login).await?;
        let hash = found.as_ref().and_then(|(_, hash)| hash.as_deref());
        if password.len() > 4 * rules::PASSWORD_MAX
            || !self.passwords.matches(password, hash).await?
        {
            return Err(Problem::new(Code::SignInFailed));
        }
        match found {
            Some((account, _)) if account.closed_at.is_none() => {
                self.open_session(account.id, device, now).await
            }
            _ => Err(Problem::new(Code::SignInFailed)),
        }
    }

    /// The account a login means: the username, or the phone number or e-mail address of one person alone. Where several share it, only
    /// usernames tell them apart, and the refusal says so to everybody alike.
    async fn who_signs_in(&self, login: &str) -> Outcome<Option<(Account, Option<String>)>> {
        if login.contains('\0') {
            // Nobody is called that, and PostgreSQL refuses even to look for it.
            return Ok(None);
        }
        if let Some(found) = store::by_login(self.db.read(), login).await? {
            return Ok(Some(found));
        }
        let mut sharing = store::by_contact(self.db.read(), login, SHARING).await?;
        Ok(sharing.pop().filter(|_| sharing.is_empty()))
    }

    /// Opens a session for a person whose identity is known.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn open_session(
        &self,
        account: Uuid,
        device: &str,
        now: Moment,
    ) -> Outcome<OpenedSession> {
        let (opened, device) = (self.new_session(now), device.to_owned());
        let (hash, expires_at) = (token_hash(&opened.token), opened.expires_at);
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    sessions::open_session(tx, hash, account, &device, now, expires_at).await
                })
            })
            .await?;
        Ok(opened)
    }

    fn new_session(&self, now: Moment) -> OpenedSession {
        OpenedSession {
            token: new_token(&*self.entropy),
            expires_at: now.plus(SESSION_MS),
        }
    }

    /// Ends the session of a token.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn sign_out(&self, token: &str) -> Outcome<()> {
        let hash = token_hash(token);
        self.db
            .write(move |tx| Box::pin(async move { sessions::close_session(tx, hash).await }))
            .await
    }

    /// Removes expired sessions.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn tidy(&self, now: Moment) -> Outcome<()> {
        self.db
            .write(move |tx| Box::pin(async move { sessions::remove_expired(tx, now).await }))
            .await
    }

    /// Gives accounts of an older installation their place in lists, a few hundred a transaction.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn give_places(&self) -> Outcome<()> {
        loop {
            let older = store::without_place(self.db.read(), 500).await?;
            if older.is_empty() {
                return Ok(());
            }
            self.db
                .write(move |tx| {
                    Box::pin(async move {
                        for account in &older {
                            store::give_place(tx, account).await?;
                        }
                        Ok(())
                    })
                })
                .await?;
        }
    }

    /// The one-time path with which the first administrator sets a password; `None` once there is one. Asking again gives the same path.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn setup_path(&self, now: Moment) -> Outcome<Option<String>> {
        let admins = roles::holders(self.db.read(), Role::Administrator).await?;
        let id = match admins.as_slice() {
            [] => self.first_administrator(now).await?,
            [only] => *only,
            _ => return Ok(None),
        };
        let token = self.setup_token(id);
        let open = sessions::link_account(self.db.read(), token_hash(&token), SETUP, now).await?;
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
                    let everywhere = Grant::everywhere(Role::Administrator);
                    roles::grant(tx, account.id, everywhere, None, now).await?;
                    sessions::put_link(tx, hash, SETUP, account.id, now, now.plus(SETUP_LINK_MS))
                        .await
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
        sessions::link_account(self.db.read(), token_hash(token), SETUP, now)
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
        device: &str,
        now: Moment,
    ) -> Outcome<OpenedSession> {
        let id = sessions::link_account(self.db.read(), token_hash(token), SETUP, now)
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
                    if !sessions::use_link(tx, link, now).await? {
                        return Err(Problem::new(Code::LinkExpired));
                    }
                    let profile = Profile {
                        full_name: given.full_name,
                        login: given.login,
                        email: given.email,
                        phone: given.phone,
                        ..Profile::default()
                    };
                    store::set_profile(tx, id, &profile)
                        .await
                        .map_err(|p| beside_login(p, &profile.login))?;
                    store::set_password(tx, id, hash).await?;
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
        self.open_session(id, device, now).await
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
                    roles::grant(tx, id, Grant::everywhere(role), None, now).await?;
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
                        let (hash, end) = (token_hash(&token), now.plus(SESSION_MS));
                        sessions::open_session(tx, hash, id, "", now, end).await?;
                    }
                    Ok(())
                })
            })
            .await?;
        Ok(people)
    }
}

/// The refusal beside the field: a phone number that is somebody's login asks for another name, since families share phones.
fn login_taken(login: &str) -> Problem {
    let message = if rules::normal_phone(login).is_some() {
        "field-login-taken-phone"
    } else {
        "field-login-taken"
    };
    let beside = FieldError {
        field: "login".into(),
        message,
        args: Vec::new(),
    };
    Problem {
        fields: vec![beside],
        ..Problem::new(Code::LoginTaken)
    }
}

fn beside_login(problem: Problem, login: &str) -> Problem {
    match problem.code {
        Code::LoginTaken => login_taken(login),
        _ => problem,
    }
}

/// What names a session in addresses: the beginning of its hash, which is of no use for signing in.
fn session_key(hash: &[u8]) -> String {
    hash.iter()
        .take(8)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// A line of the audit trail about an account.
async fn note(
    tx: &Tx,
    id: Uuid,
    now: Moment,
    by: Uuid,
    action: &str,
    account: Uuid,
    detail: &str,
) -> Outcome<()> {
    let subject = format!("account/{account}");
    audit::record(tx, id, now, Some(by), action, &subject, detail).await
}

/// What a person does with their own account.
impl AccountService {
    /// An account by its id.
    ///
    /// # Errors
    /// When there is none, or the database fails.
    pub async fn find(&self, id: Uuid) -> Outcome<Account> {
        store::by_id(self.db.read(), id)
            .await?
            .ok_or_else(Problem::not_found)
    }

    /// The language the person chose, if they ever did.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn language(&self, account: Uuid) -> Outcome<Option<Lang>> {
        let code = store::lang(self.db.read(), account).await?;
        Ok(code.as_deref().and_then(Lang::from_code))
    }

    /// Remembers the language the person chose, for their other devices.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn choose_language(&self, account: Uuid, lang: Lang) -> Outcome<()> {
        self.db
            .write(move |tx| {
                Box::pin(async move { store::set_lang(tx, account, lang.code()).await })
            })
            .await
    }

    /// Changes what the person is known as.
    ///
    /// # Errors
    /// Fields to mend, or the login is taken.
    pub async fn change_profile(&self, actor: &Actor, given: &Profile, now: Moment) -> Outcome<()> {
        let profile = rules::check_profile(given, now.date()).map_err(Problem::fields)?;
        if let Some(organisation) = profile.organisation {
            let known = self.organisations.find(organisation).await?;
            known.ok_or_else(|| Problem::field("organisation", "field-organisation"))?;
        }
        let (id, audit_id) = (actor.account, new_id(now, &*self.entropy));
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    store::set_profile(tx, id, &profile)
                        .await
                        .map_err(|p| beside_login(p, &profile.login))?;
                    note(tx, audit_id, now, id, "account.change", id, "{}").await
                })
            })
            .await
    }

    /// Changes the password, or sets the first one, and ends every other session. `current` must be right where there is a password.
    ///
    /// # Errors
    /// Fields to mend, or too many tries.
    pub async fn change_password(
        &self,
        actor: &Actor,
        session: Option<&str>,
        current: &str,
        password: (&str, &str),
        now: Moment,
    ) -> Outcome<()> {
        rules::check_new_password(password.0, password.1).map_err(Problem::fields)?;
        let (account, hash) = store::with_hash(self.db.read(), actor.account)
            .await?
            .ok_or_else(Problem::not_found)?;
        if hash.is_some() {
            self.by_login.check(&account.login)?;
            let length_fits = current.len() <= 4 * rules::PASSWORD_MAX;
            if !length_fits || !self.passwords.matches(current, hash.as_deref()).await? {
                return Err(Problem::field("current", "field-password-wrong"));
            }
        }
        let hash = self.passwords.hash(password.0).await?;
        let (id, audit_id) = (actor.account, new_id(now, &*self.entropy));
        let but = session.map(token_hash);
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    store::set_password(tx, id, hash).await?;
                    sessions::close_others(tx, id, but).await?;
                    note(tx, audit_id, now, id, "account.password", id, "{}").await
                })
            })
            .await
    }

    /// The person's sessions, the latest used first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn sessions(
        &self,
        account: Uuid,
        current: Option<&str>,
        now: Moment,
    ) -> Outcome<Vec<SessionLine>> {
        let current = current.map(token_hash);
        let rows = sessions::of_account(self.db.read(), account, now).await?;
        Ok(rows
            .into_iter()
            .map(|(hash, device, created_at, seen_at)| SessionLine {
                key: session_key(&hash),
                device,
                created_at,
                seen_at,
                current: current.as_deref() == Some(&hash[..]),
            })
            .collect())
    }

    /// Ends the session of the person that this key names.
    ///
    /// # Errors
    /// When there is none, or the database fails.
    pub async fn end_session(&self, actor: &Actor, key: &str, now: Moment) -> Outcome<()> {
        let rows = sessions::of_account(self.db.read(), actor.account, now).await?;
        let (hash, ..) = rows
            .into_iter()
            .find(|(hash, ..)| session_key(hash) == key)
            .ok_or_else(Problem::not_found)?;
        let (id, audit_id) = (actor.account, new_id(now, &*self.entropy));
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    sessions::close_session(tx, hash).await?;
                    note(tx, audit_id, now, id, "session.end", id, "{}").await
                })
            })
            .await
    }

    /// Ends every session of the person but the one asking.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn end_other_sessions(
        &self,
        actor: &Actor,
        session: Option<&str>,
        now: Moment,
    ) -> Outcome<()> {
        let (id, but) = (actor.account, session.map(token_hash));
        let audit_id = new_id(now, &*self.entropy);
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    sessions::close_others(tx, id, but).await?;
                    note(tx, audit_id, now, id, "session.end-others", id, "{}").await
                })
            })
            .await
    }
}

impl Authenticator for AccountService {
    fn authenticate<'a>(
        &'a self,
        token: &'a str,
        now: Moment,
    ) -> Pin<Box<dyn Future<Output = Outcome<Option<Actor>>> + Send + 'a>> {
        Box::pin(async move {
            let hash = token_hash(token);
            let found = sessions::actor_of_session(self.db.read(), hash.clone(), now).await?;
            let Some((actor, seen_at)) = found else {
                return Ok(None);
            };
            if now.since(seen_at) >= SEEN_EVERY_MS {
                // Beside the request: nobody waits for it, and whether it fails is of no consequence.
                let db = self.db.clone();
                tokio::spawn(async move {
                    let _ = db
                        .write(move |tx| {
                            Box::pin(async move { sessions::seen(tx, hash, now).await })
                        })
                        .await;
                });
            }
            Ok(Some(actor))
        })
    }
}
