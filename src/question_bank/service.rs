//! What can be done with question banks.

use std::collections::HashMap;
use std::sync::Arc;

use uuid::Uuid;

use super::model::{Parsed, Revision};
use super::package::BankPackage;
use super::rules::{self, Change};
use super::store::{self, BankRow, QuestionRow};
use crate::kernel::clock::Moment;
use crate::kernel::entropy::Entropy;
use crate::kernel::ids::new_id;
use crate::kernel::problem::{Outcome, Problem};
use crate::platform::db::{Db, Tx};

/// What an import did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ImportReport {
    /// Questions that stay as they are.
    pub unchanged: usize,
    /// New questions.
    pub created: usize,
    /// Questions that got a new revision.
    pub revised: usize,
    /// Questions taken out of use or put back.
    pub retired: usize,
}

impl ImportReport {
    /// Whether nothing changed.
    #[must_use]
    pub const fn is_unchanged(&self) -> bool {
        self.created == 0 && self.revised == 0 && self.retired == 0
    }
}

/// Question banks. Cheap to clone.
#[derive(Clone)]
pub struct QuestionBankService {
    db: Db,
    entropy: Arc<dyn Entropy>,
}

impl QuestionBankService {
    /// The service.
    #[must_use]
    pub fn new(db: Db, entropy: Arc<dyn Entropy>) -> Self {
        Self { db, entropy }
    }

    /// Reads published revisions in the order of `ids`.
    ///
    /// # Errors
    /// When one is missing, or the database fails.
    pub async fn revisions(&self, ids: &[Uuid]) -> Outcome<Vec<Revision>> {
        store::revisions(self.db.read(), ids).await
    }

    /// The bank with this slug.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn bank_id(&self, slug: &str) -> Outcome<Option<Uuid>> {
        Ok(store::find_bank(self.db.read(), slug).await?.map(|b| b.id))
    }

    /// Current revisions of a bank's questions in use, in file order, inside the caller's transaction.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn current_revisions(&self, tx: &Tx, bank: Uuid) -> Outcome<Vec<Uuid>> {
        store::current_revisions(tx, bank).await
    }

    /// Imports a bank; repeating it changes nothing. Unchanged questions stay, changed ones get a new revision, missing ones are retired.
    /// Published revisions never change.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn import(&self, package: BankPackage, now: Moment) -> Outcome<ImportReport> {
        let entropy = self.entropy.clone();
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    Import {
                        tx,
                        entropy: &*entropy,
                        now,
                    }
                    .run(&package)
                    .await
                })
            })
            .await
    }
}

struct Import<'a> {
    tx: &'a Tx,
    entropy: &'a dyn Entropy,
    now: Moment,
}

impl Import<'_> {
    async fn run(&self, package: &BankPackage) -> Outcome<ImportReport> {
        let found = store::find_bank(self.tx, &package.slug).await?;
        let id = found.as_ref().map_or_else(|| self.id(), |b| b.id);
        let parsed: Vec<Parsed> = package.questions.iter().map(|(_, q)| q.clone()).collect();
        let existing = store::existing(self.tx, id).await?;
        let plan = rules::plan_import(&existing, &parsed);
        let mut report = ImportReport {
            unchanged: plan.unchanged,
            ..ImportReport::default()
        };
        for change in &plan.changes {
            self.apply(id, change, &parsed, &mut report).await?;
        }
        self.put_in_file_order(id, &parsed).await?;
        let head_changed = found
            .as_ref()
            .is_none_or(|b| b.title != package.title || b.summary != package.summary);
        if head_changed || !report.is_unchanged() {
            let row = BankRow {
                id,
                slug: package.slug.clone(),
                title: package.title.clone(),
                summary: package.summary.clone(),
                updated_at: self.now.0,
            };
            store::put_bank(self.tx, row).await?;
        }
        Ok(report)
    }

    fn id(&self) -> Uuid {
        new_id(self.now, self.entropy)
    }

    async fn apply(
        &self,
        bank: Uuid,
        change: &Change,
        parsed: &[Parsed],
        report: &mut ImportReport,
    ) -> Outcome<()> {
        match change {
            Change::Rename { question, key } => {
                self.edit(*question, |row| row.key.clone_from(key)).await
            }
            Change::Restore { question } => {
                report.retired += 1;
                self.edit(*question, |row| row.retired = false).await
            }
            Change::Retire { question } => {
                report.retired += 1;
                self.edit(*question, |row| row.retired = true).await
            }
            Change::Revise {
                question,
                parsed: index,
            } => {
                report.revised += 1;
                let (revision, digest) = self.publish(*question, &parsed[*index]).await?;
                self.edit(*question, |row| {
                    row.current_revision = revision;
                    row.digest = digest;
                    row.retired = false;
                })
                .await
            }
            Change::Create { parsed: index } => {
                report.created += 1;
                let id = self.id();
                let (current_revision, digest) = self.publish(id, &parsed[*index]).await?;
                let row = QuestionRow {
                    id,
                    bank_id: bank,
                    key: parsed[*index].key.clone(),
                    position: i32::try_from(*index).unwrap_or(i32::MAX),
                    digest,
                    current_revision,
                    retired: false,
                };
                store::put_question(self.tx, row).await
            }
        }
    }

    async fn publish(&self, question: Uuid, parsed: &Parsed) -> Outcome<(Uuid, String)> {
        let (id, digest) = (self.id(), rules::digest(&parsed.body));
        let number = store::newest_number(self.tx, question).await? + 1;
        store::publish(
            self.tx,
            id,
            question,
            number,
            &digest,
            &parsed.body,
            self.now,
        )
        .await?;
        Ok((id, digest))
    }

    async fn edit(&self, question: Uuid, change: impl FnOnce(&mut QuestionRow)) -> Outcome<()> {
        let row = store::question(self.tx, question).await?;
        let mut row = row.ok_or_else(|| {
            Problem::internal(format!("question {question} vanished during an import"))
        })?;
        change(&mut row);
        store::put_question(self.tx, row).await
    }

    /// Lets questions stand in the order of the files, so that a pool's order follows the author's.
    async fn put_in_file_order(&self, bank: Uuid, parsed: &[Parsed]) -> Outcome<()> {
        let places: HashMap<&str, i32> = parsed
            .iter()
            .zip(0..)
            .map(|(q, place)| (q.key.as_str(), place))
            .collect();
        for row in store::questions(self.tx, bank).await? {
            if let Some(place) = places
                .get(row.key.as_str())
                .filter(|p| **p != row.position && !row.retired)
            {
                let position = *place;
                store::put_question(self.tx, QuestionRow { position, ..row }).await?;
            }
        }
        Ok(())
    }
}
