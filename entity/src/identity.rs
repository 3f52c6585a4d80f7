//! A person as a sign-in provider knows them.

use sea_orm::entity::prelude::*;

/// A person as a sign-in provider knows them.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "identity")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub issuer: String,
    /// The provider's own, lasting identifier of the person.
    #[sea_orm(primary_key, auto_increment = false)]
    pub subject: String,
    pub account_id: Uuid,
    /// ms.
    pub created_at: i64,
}

impl ActiveModelBehavior for ActiveModel {}
