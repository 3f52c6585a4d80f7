//! Courses written in the browser: drafts, their files, review, publication, and taking files out again.

use super::CourseService;
use crate::course::package::Files;
use crate::course::store;
use crate::kernel::problem::{Outcome, Problem};

impl CourseService {
    /// The files of a course's published version, byte for byte as they were imported or edited.
    ///
    /// # Errors
    /// When there is no such course, or the database fails.
    pub async fn published_files(&self, slug: &str) -> Outcome<Files> {
        let row = store::by_slug(self.db.read(), slug).await?;
        let row = row
            .filter(|r| r.version > 0)
            .ok_or_else(Problem::not_found)?;
        self.files_of(row.id, row.version).await
    }

    /// The files of one version (0: of the draft).
    pub(super) async fn files_of(&self, course: uuid::Uuid, version: i32) -> Outcome<Files> {
        let mut files = Files::new();
        for row in store::files(self.db.read(), course, version).await? {
            let bytes = store::blob(self.db.read(), &row.digest).await?;
            let bytes = bytes
                .ok_or_else(|| Problem::internal(format!("the bytes of {} are gone", row.path)))?;
            files.insert(row.path, bytes);
        }
        Ok(files)
    }
}
