//! Accounts as services see them.

use uuid::Uuid;

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
}

/// An account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Identifier.
    pub id: Uuid,
    /// What the person signs in with.
    pub login: String,
    /// Full name.
    pub full_name: String,
    /// Where mail goes.
    pub email: Option<String>,
}

/// A session that was just opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenedSession {
    /// The secret token; only its hash is stored.
    pub token: String,
    /// When it ends.
    pub expires_at: Moment,
}
