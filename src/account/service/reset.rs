//! Passwords forgotten: a link by mail, or one that an administrator hands over.

use uuid::Uuid;

use super::{AccountService, note};
use crate::account::model::{Account, OpenedSession};
use crate::account::rules;
use crate::account::store::{self, sessions};
use crate::kernel::actor::Actor;
use crate::kernel::clock::{DAY, HOUR, Moment};
use crate::kernel::ids::{new_id, new_token};
use crate::kernel::problem::{Code, Outcome, Problem};
use crate::platform::i18n::Lang;
use crate::platform::outbox::{self, Mail};
use crate::platform::signing::token_hash;

const RESET: &str = "reset-password";
/// How long a link sent by mail works, ms.
const MAILED_MS: i64 = HOUR;
/// How long a link that an administrator hands over works, ms: a ward official and a citizen may need a day to meet.
const HANDED_MS: i64 = 3 * DAY;
/// Most accounts that share an address and are named in one letter.
const IN_ONE_LETTER: u64 = 10;

impl AccountService {
    /// Sends links for a new password to the address kept with the account or accounts that `login` names: a username, a phone number or
    /// an e-mail address. Whoever asks learns nothing of which exist.
    ///
    /// # Errors
    /// When too many are asked for, or the database fails.
    pub async fn ask_reset(
        &self,
        login: &str,
        address: &str,
        base_url: &str,
        lang: Lang,
        now: Moment,
    ) -> Outcome<()> {
        let login = rules::normal_login(login);
        self.resets.check(address)?;
        self.resets.check(&login)?;
        for (to, accounts) in self.by_mail_address(&login).await? {
            self.send_links(to, &accounts, base_url, lang, now).await?;
        }
        Ok(())
    }

    /// Whom a login may mean, grouped by where mail goes.
    async fn by_mail_address(&self, login: &str) -> Outcome<Vec<(String, Vec<Account>)>> {
        if login.is_empty() || login.contains('\0') {
            return Ok(Vec::new());
        }
        let mut found = match store::by_login(self.db.read(), login).await? {
            Some((account, _)) => vec![account],
            None => Vec::new(),
        };
        if found.is_empty() || login.contains('@') {
            let sharing = store::by_contact(self.db.read(), login, IN_ONE_LETTER).await?;
            found.extend(sharing.into_iter().map(|(account, _)| account));
        }
        let mut letters: Vec<(String, Vec<Account>)> = Vec::new();
        for account in found.into_iter().filter(|a| a.closed_at.is_none()) {
            let Some(to) = account.email.clone() else {
                continue;
            };
            match letters.iter_mut().find(|(address, _)| *address == to) {
                Some((_, together)) if together.iter().any(|a| a.id == account.id) => {}
                Some((_, together)) => together.push(account),
                None => letters.push((to, vec![account])),
            }
        }
        Ok(letters)
    }

    async fn send_links(
        &self,
        to: String,
        accounts: &[Account],
        base_url: &str,
        lang: Lang,
        now: Moment,
    ) -> Outcome<()> {
        let links: Vec<(Uuid, String)> = accounts
            .iter()
            .map(|a| (a.id, new_token(&*self.entropy)))
            .collect();
        let lines: Vec<String> = accounts
            .iter()
            .zip(&links)
            .map(|(account, (_, token))| {
                let args = [
                    ("name", account.full_name.clone()),
                    ("login", account.login.clone()),
                    ("link", format!("{base_url}/dat-lai-mat-khau/{token}")),
                ];
                lang.t_args("mail-reset-line", &args)
            })
            .collect();
        let mail = Mail {
            to,
            subject: lang.t("mail-reset-subject"),
            body: lang.t_args("mail-reset-body", &[("lines", lines.join("\n\n"))]),
            unsubscribe: None,
        };
        let mail_id = new_id(now, &*self.entropy);
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    for (account, token) in links {
                        // A newer letter makes an older one useless.
                        sessions::drop_links(tx, account, RESET).await?;
                        let (hash, end) = (token_hash(&token), now.plus(MAILED_MS));
                        sessions::put_link(tx, hash, RESET, account, now, end).await?;
                    }
                    outbox::post(tx, mail_id, mail, now).await
                })
            })
            .await
    }

    /// A link for a new password that an administrator hands to the person, as a path.
    ///
    /// # Errors
    /// When the account is not one the actor may administer, or the database fails.
    pub async fn make_reset_path(
        &self,
        actor: &Actor,
        account: Uuid,
        now: Moment,
    ) -> Outcome<String> {
        self.administered(actor, account).await?;
        let token = new_token(&*self.entropy);
        let (hash, end) = (token_hash(&token), now.plus(HANDED_MS));
        let (by, audit_id) = (actor.account, new_id(now, &*self.entropy));
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    sessions::drop_links(tx, account, RESET).await?;
                    sessions::put_link(tx, hash, RESET, account, now, end).await?;
                    note(tx, audit_id, now, by, "account.reset-link", account, "{}").await
                })
            })
            .await?;
        Ok(format!("/dat-lai-mat-khau/{token}"))
    }

    /// Whose password a link sets.
    ///
    /// # Errors
    /// When the link was used or has expired, or the database fails.
    pub async fn check_reset(&self, token: &str, now: Moment) -> Outcome<Account> {
        let found = sessions::link_account(self.db.read(), token_hash(token), RESET, now).await?;
        let id = found.ok_or_else(|| Problem::new(Code::LinkExpired))?;
        let account = self.find(id).await?;
        if account.closed_at.is_some() {
            return Err(Problem::new(Code::LinkExpired));
        }
        Ok(account)
    }

    /// Sets a new password by a link, ends every session and opens one.
    ///
    /// # Errors
    /// Fields to mend, or the link was used or has expired.
    pub async fn reset(
        &self,
        token: &str,
        password: &str,
        again: &str,
        device: &str,
        now: Moment,
    ) -> Outcome<OpenedSession> {
        let account = self.check_reset(token, now).await?.id;
        rules::check_new_password(password, again).map_err(Problem::fields)?;
        let hash = self.passwords.hash(password).await?;
        let (link, audit_id) = (token_hash(token), new_id(now, &*self.entropy));
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    if !sessions::use_link(tx, link, now).await? {
                        return Err(Problem::new(Code::LinkExpired));
                    }
                    store::set_password(tx, account, hash).await?;
                    sessions::close_others(tx, account, None).await?;
                    note(tx, audit_id, now, account, "account.reset", account, "{}").await
                })
            })
            .await?;
        self.open_session(account, device, now).await
    }
}
