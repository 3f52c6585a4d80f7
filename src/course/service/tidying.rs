//! Clearing away what nothing needs any longer.

use super::CourseService;
use crate::course::store::orphans;
use crate::kernel::problem::Outcome;

/// Bytes looked for at once.
const AT_ONCE: u64 = 100;

impl CourseService {
    /// Lets go of the bytes of files that no version, draft or submission has any longer: those of a draft that was let go, or of a file that
    /// an author replaced. Any number of nodes may do this at once. Returns how many there were.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn tidy(&self) -> Outcome<usize> {
        let mut removed = 0;
        loop {
            let found = orphans::find(self.db.read(), AT_ONCE).await?;
            let before = removed;
            for digest in found {
                let gone = self
                    .db
                    .write(move |tx| Box::pin(async move { orphans::remove(tx, &digest).await }))
                    .await?;
                removed += usize::from(gone);
            }
            // What was found and is named by now is not found again; but two nodes do not chase one another.
            if removed == before {
                return Ok(removed);
            }
        }
    }
}
