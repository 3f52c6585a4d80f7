//! A person on the roster of a cohort, with a code of their own until they come.

use sea_orm::entity::prelude::*;

/// A person on the roster of a cohort, with a code of their own until they come.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "invitation")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub cohort_id: Uuid,
    /// Line of the roster.
    pub line: i32,
    pub full_name: String,
    /// Collation key of the name.
    pub name_key: Vec<u8>,
    pub email: Option<String>,
    pub phone: Option<String>,
    /// `dd/mm/yyyy`, `mm/yyyy` or `yyyy`, as in an account.
    pub birth_date: Option<String>,
    pub organisation_id: Option<Uuid>,
    /// As the roster has it.
    pub organisation_name: Option<String>,
    /// Who counts as the same person; unique in the cohort.
    pub person_key: String,
    /// Keyed hash of the code.
    pub code_hash: Vec<u8>,
    /// Who came.
    pub account_id: Option<Uuid>,
    /// ms.
    pub accepted_at: Option<i64>,
    /// ms.
    pub mailed_at: Option<i64>,
    /// ms.
    pub created_at: i64,
}

impl ActiveModelBehavior for ActiveModel {}
