//! Cohorts in the database.

use entity::{cohort, cohort_organisation};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

pub use entity::cohort::Model as CohortRow;

use crate::course::model::{Cohort, Window};
use crate::kernel::clock::Moment;
use crate::kernel::problem::Outcome;
use crate::platform::db::failed;

/// A cohort as the rules know it.
#[must_use]
pub fn cohort_of(row: &CohortRow, organisations: Vec<Uuid>) -> Cohort {
    let exam = row.exam_opens_at.zip(row.exam_closes_at);
    Cohort {
        id: row.id,
        course: row.course_id,
        organisation: row.organisation_id,
        title: row.title.clone(),
        code: row.code.clone(),
        opens_at: Moment(row.opens_at),
        closes_at: Moment(row.closes_at),
        exam: exam.map(|(opens, closes)| Window {
            opens_at: Moment(opens),
            closes_at: Moment(closes),
        }),
        organisations,
        revision: row.revision,
    }
}

/// A cohort by id.
///
/// # Errors
/// When the database fails.
pub async fn by_id(db: &impl ConnectionTrait, id: Uuid) -> Outcome<Option<Cohort>> {
    let row = cohort::Entity::find_by_id(id)
        .one(db)
        .await
        .map_err(failed)?;
    with_organisations(db, row).await
}

/// The cohort with this (folded) code.
///
/// # Errors
/// When the database fails.
pub async fn by_code(db: &impl ConnectionTrait, code: &str) -> Outcome<Option<Cohort>> {
    let row = cohort::Entity::find()
        .filter(cohort::Column::Code.eq(code))
        .one(db)
        .await
        .map_err(failed)?;
    with_organisations(db, row).await
}

async fn with_organisations(
    db: &impl ConnectionTrait,
    row: Option<CohortRow>,
) -> Outcome<Option<Cohort>> {
    let Some(row) = row else { return Ok(None) };
    let organisations = cohort_organisation::Entity::find()
        .select_only()
        .column(cohort_organisation::Column::OrganisationId)
        .filter(cohort_organisation::Column::CohortId.eq(row.id))
        .into_tuple()
        .all(db)
        .await
        .map_err(failed)?;
    Ok(Some(cohort_of(&row, organisations)))
}
