//! The file an agency signed, in place of the page that is drawn.

use sea_orm::entity::prelude::*;

/// The file an agency signed, in place of the page that is drawn.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "certificate_file")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub certificate_id: Uuid,
    pub file_name: String,
    pub bytes: Vec<u8>,
    /// Hexadecimal.
    pub sha256: String,
    pub uploaded_by: Option<Uuid>,
    /// ms.
    pub uploaded_at: i64,
}

impl ActiveModelBehavior for ActiveModel {}
