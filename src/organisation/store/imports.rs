//! Files with a tree that were read, in the database.

use entity::organisation_import;
use sea_orm::{ActiveModelTrait as _, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

pub use entity::organisation_import::Model as ImportRow;

use crate::kernel::clock::Moment;
use crate::kernel::problem::Outcome;
use crate::platform::db::{Tx, failed};

/// Keeps a file that was read.
///
/// # Errors
/// When the database fails.
pub async fn add_import(tx: &Tx, row: ImportRow) -> Outcome<()> {
    let row: organisation_import::ActiveModel = row.into();
    organisation_import::Entity::insert(row.reset_all())
        .exec_without_returning(tx)
        .await
        .map(drop)
        .map_err(failed)
}

/// A file that was read.
///
/// # Errors
/// When the database fails.
pub async fn import(db: &impl ConnectionTrait, id: Uuid) -> Outcome<Option<ImportRow>> {
    organisation_import::Entity::find_by_id(id)
        .one(db)
        .await
        .map_err(failed)
}

/// Notes that a file was carried out; false when it was before.
///
/// # Errors
/// When the database fails.
pub async fn set_applied(tx: &Tx, id: Uuid, report: &str, now: Moment) -> Outcome<bool> {
    let changed = organisation_import::Entity::update_many()
        .col_expr(organisation_import::Column::AppliedAt, Some(now.0).into())
        .col_expr(organisation_import::Column::Report, report.into())
        .col_expr(organisation_import::Column::Rows, "[]".into())
        .filter(organisation_import::Column::Id.eq(id))
        .filter(organisation_import::Column::AppliedAt.is_null())
        .exec(tx)
        .await
        .map_err(failed)?;
    Ok(changed.rows_affected == 1)
}

/// Forgets files that were read before `moment` and never carried out.
///
/// # Errors
/// When the database fails.
pub async fn forget_imports(tx: &Tx, moment: Moment) -> Outcome<()> {
    organisation_import::Entity::delete_many()
        .filter(organisation_import::Column::CreatedAt.lt(moment.0))
        .filter(organisation_import::Column::AppliedAt.is_null())
        .exec(tx)
        .await
        .map(drop)
        .map_err(failed)
}
