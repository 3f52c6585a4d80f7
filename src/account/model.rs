//! Accounts as services see them.

use uuid::Uuid;

use crate::kernel::actor::{Grant, Role};
use crate::kernel::clock::Moment;

/// What a person gives to make an account.
#[derive(Debug, Clone, Default)]
pub struct Registration {
    /// A username, an e-mail address or a phone number.
    pub login: String,
    /// The password.
    pub password: String,
    /// Full name in one field.
    pub full_name: String,
    /// E-mail address; may be empty.
    pub email: String,
    /// Phone number, which a family may share; may be empty.
    pub phone: String,
}

/// An account.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Account {
    /// Identifier.
    pub id: Uuid,
    /// What the person signs in with; unique.
    pub login: String,
    /// Full name.
    pub full_name: String,
    /// Where mail goes; several people may share it.
    pub email: Option<String>,
    /// Phone number in its national form; several people may share it.
    pub phone: Option<String>,
    /// `dd/mm/yyyy`, `mm/yyyy` or `yyyy`.
    pub birth_date: Option<String>,
    /// The organisation the person belongs to.
    pub organisation: Option<Uuid>,
    /// Who vouches for the person's identity.
    pub verified_by: Option<String>,
    /// How often the entry code was changed; `None` for who has none.
    pub entry_code: Option<i32>,
    /// Whether a password is set.
    pub has_password: bool,
    /// When an administrator closed it.
    pub closed_at: Option<Moment>,
    /// When it was made.
    pub created_at: Moment,
}

/// What a person may change about themselves.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Profile {
    /// Full name in one field.
    pub full_name: String,
    /// Username.
    pub login: String,
    /// E-mail address; may be empty.
    pub email: String,
    /// Phone number; may be empty.
    pub phone: String,
    /// Birth date with optional day and month; may be empty.
    pub birth_date: String,
    /// Chosen organisation.
    pub organisation: Option<Uuid>,
}

/// A session that was just opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenedSession {
    /// The secret token; only its hash is stored.
    pub token: String,
    /// When it ends.
    pub expires_at: Moment,
}

/// A session as its owner sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionLine {
    /// Names the session in addresses; of no use for signing in.
    pub key: String,
    /// What the browser said of itself.
    pub device: String,
    /// When it was opened.
    pub created_at: Moment,
    /// When it was last used, give or take an hour.
    pub seen_at: Moment,
    /// Whether it is the one asking.
    pub current: bool,
}

/// A role somebody holds, as the administration lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldRole {
    /// Who holds it.
    pub account: Uuid,
    /// What, and where.
    pub grant: Grant,
    /// Since when.
    pub granted_at: Moment,
    /// Who granted it; `None` for the program itself.
    pub granted_by: Option<Uuid>,
}

/// Which accounts an administrator wants to see.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AccountFilter {
    /// Words of the name, or the whole login, phone number or e-mail address.
    pub text: String,
    /// Only people of this organisation and below.
    pub organisation: Option<Uuid>,
    /// Only people who hold this role somewhere.
    pub role: Option<Role>,
    /// Only closed accounts.
    pub closed: bool,
    /// The list goes on after this account.
    pub after: Option<Uuid>,
}

/// A person as an outside provider of identities knows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vouched {
    /// The provider's address.
    pub issuer: String,
    /// The provider's lasting identifier of the person.
    pub subject: String,
    /// The provider's name as people read it: `verified by …`.
    pub label: String,
    /// Full name, if the provider tells it.
    pub name: Option<String>,
    /// E-mail address, if the provider tells it and has checked it.
    pub email: Option<String>,
}
