//! Files that agencies signed.

use entity::certificate_file as file;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect,
    sea_query::OnConflict,
};
use uuid::Uuid;

use crate::certificate::model::SignedFile;
use crate::kernel::clock::Moment;
use crate::kernel::problem::Outcome;
use crate::platform::db::{Tx, failed};

/// Puts a file in the place of the page of a certificate.
///
/// # Errors
/// When the database fails.
pub async fn put(
    tx: &Tx,
    certificate: Uuid,
    signed: &SignedFile,
    bytes: Vec<u8>,
    by: Uuid,
) -> Outcome<()> {
    use file::Column::{Bytes, FileName, Sha256, UploadedAt, UploadedBy};
    let row = file::ActiveModel {
        certificate_id: Set(certificate),
        file_name: Set(signed.name.clone()),
        bytes: Set(bytes),
        sha256: Set(signed.digest.clone()),
        uploaded_by: Set(Some(by)),
        uploaded_at: Set(signed.uploaded_at.0),
    };
    file::Entity::insert(row)
        .on_conflict(
            OnConflict::column(file::Column::CertificateId)
                .update_columns([FileName, Bytes, Sha256, UploadedBy, UploadedAt])
                .to_owned(),
        )
        .exec_without_returning(tx)
        .await
        .map(drop)
        .map_err(failed)
}

/// What is known of the file, without its bytes.
///
/// # Errors
/// When the database fails.
pub async fn about(db: &impl ConnectionTrait, certificate: Uuid) -> Outcome<Option<SignedFile>> {
    let found: Option<(String, String, i64)> = file::Entity::find_by_id(certificate)
        .select_only()
        .column(file::Column::FileName)
        .column(file::Column::Sha256)
        .column(file::Column::UploadedAt)
        .into_tuple()
        .one(db)
        .await
        .map_err(failed)?;
    Ok(found.map(|(name, digest, at)| SignedFile {
        name,
        digest,
        uploaded_at: Moment(at),
    }))
}

/// The bytes of the file.
///
/// # Errors
/// When the database fails.
pub async fn bytes(db: &impl ConnectionTrait, certificate: Uuid) -> Outcome<Option<Vec<u8>>> {
    file::Entity::find_by_id(certificate)
        .select_only()
        .column(file::Column::Bytes)
        .into_tuple()
        .one(db)
        .await
        .map_err(failed)
}

/// Which of these certificates have a file.
///
/// # Errors
/// When the database fails.
pub async fn among(db: &impl ConnectionTrait, certificates: &[Uuid]) -> Outcome<Vec<Uuid>> {
    file::Entity::find()
        .select_only()
        .column(file::Column::CertificateId)
        .filter(file::Column::CertificateId.is_in(certificates.iter().copied()))
        .into_tuple()
        .all(db)
        .await
        .map_err(failed)
}
