//! A person who signs in.

use sea_orm::entity::prelude::*;

/// A person who signs in.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "account")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// What the person signs in with, folded to lower case: a username, an e-mail address or a phone number.
    #[sea_orm(unique)]
    pub login: String,
    /// Where mail goes.
    pub email: Option<String>,
    /// Full name in one field, as the person gave it.
    pub full_name: String,
    /// Name and login folded for search.
    pub search_text: String,
    /// argon2id in PHC form; none until a password is set.
    pub password_hash: Option<String>,
    /// ms.
    pub created_at: i64,
}

impl ActiveModelBehavior for ActiveModel {}
