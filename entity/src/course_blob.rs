//! The bytes of a file, once however many packages have it.

use sea_orm::entity::prelude::*;

/// The bytes of a file, once however many packages have it.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "course_blob")]
pub struct Model {
    /// SHA-256, hexadecimal.
    #[sea_orm(primary_key, auto_increment = false)]
    pub digest: String,
    pub bytes: Vec<u8>,
    /// Bytes.
    pub size: i64,
    /// ms.
    pub created_at: i64,
}

impl ActiveModelBehavior for ActiveModel {}
