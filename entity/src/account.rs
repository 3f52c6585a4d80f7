//! A person who signs in.

use sea_orm::entity::prelude::*;

/// A person who signs in.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "account")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The username, folded to lower case; it may be the person's own e-mail address or phone number.
    #[sea_orm(unique)]
    pub login: String,
    /// Where mail goes, in lower case; several people may share it.
    pub email: Option<String>,
    /// Phone number in its national form; several people may share it.
    pub phone: Option<String>,
    /// Full name in one field, as the person gave it.
    pub full_name: String,
    /// Collation key of the name: byte order is the order of a Vietnamese list of names.
    pub name_key: Vec<u8>,
    /// `dd/mm/yyyy`, `mm/yyyy` or `yyyy`.
    pub birth_date: Option<String>,
    pub organisation_id: Option<Uuid>,
    /// Name and login folded for search.
    pub search_text: String,
    /// argon2id in PHC form; none until a password is set.
    pub password_hash: Option<String>,
    /// How often the entry code was changed; none when the person has none.
    pub entry_code: Option<i32>,
    /// Who vouches for the person's identity: the label of a sign-in provider.
    pub verified_by: Option<String>,
    /// Language chosen.
    pub lang: Option<String>,
    /// When an administrator closed the account, ms; nobody signs in with it.
    pub closed_at: Option<i64>,
    /// ms.
    pub created_at: i64,
}

impl ActiveModelBehavior for ActiveModel {}
