//! A course: what lists show of its published version.

use sea_orm::entity::prelude::*;

/// A course: what lists show of its published version.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "course")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Name in addresses.
    pub slug: String,
    pub title: String,
    #[sea_orm(column_type = "Text")]
    pub summary: String,
    pub topic: String,
    /// JSON: for whom it is.
    #[sea_orm(column_type = "Text")]
    pub audience: String,
    /// The agency, in words.
    pub issued_by: Option<String>,
    /// The organisation it belongs to.
    pub organisation_id: Option<Uuid>,
    /// Address of the picture on its card.
    pub cover: Option<String>,
    /// Estimated minutes of all lessons.
    pub minutes: i32,
    /// Learning hours, hundredths.
    pub hours: i32,
    /// Number of lessons.
    pub lessons: i32,
    /// `open`, `code` or `invitation`.
    pub enrolment: String,
    /// Published version; 0 before the first.
    pub version: i32,
    /// ms; when it was taken off the catalogue.
    pub retired_at: Option<i64>,
    /// Folded words of title, summary, topic and audience.
    #[sea_orm(column_type = "Text")]
    pub search_text: String,
    /// ms.
    pub created_at: i64,
    /// ms; of the version.
    pub published_at: Option<i64>,
    /// Grows with every change of this row: nodes see by it what they must read again.
    pub stamp: i64,
    /// Counts changes.
    pub revision: i32,
}

impl ActiveModelBehavior for ActiveModel {}
