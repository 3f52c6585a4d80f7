//! A person's registration in one contest.

use sea_orm::entity::prelude::*;

/// A person's registration in one contest.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "entry")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub contest_id: Uuid,
    pub account_id: Uuid,
    /// Who counts as the same person; unique in the contest.
    pub identity_key: String,
    /// JSON: what the person filled in.
    #[sea_orm(column_type = "Text")]
    pub form: String,
    /// As public boards show it.
    pub display_name: String,
    pub division: Option<String>,
    /// Organisation the person belongs to, when it was chosen from the list.
    pub organisation_id: Option<Uuid>,
    /// Collation key of the name: byte order is the order of a Vietnamese list of names.
    pub name_key: Vec<u8>,
    /// JSON: which consent texts the person agreed to, in which version, and when.
    #[sea_orm(column_type = "Text")]
    pub consents: String,
    /// ms.
    pub created_at: i64,
}

impl ActiveModelBehavior for ActiveModel {}
