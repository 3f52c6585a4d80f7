//! Publishing a contest: its head, the next version of its rules, its rounds and their assessments, in one transaction.

use uuid::Uuid;

use super::{ContestService, Published};
use crate::audit::service as audit;
use crate::contest::model::Rules;
use crate::contest::package::ContestPackage;
use crate::contest::store::{ContestRow, RoundRow};
use crate::contest::{rules, store};
use crate::kernel::clock::Moment;
use crate::kernel::ids::new_id;
use crate::kernel::problem::{FieldError, Outcome, Problem};
use crate::platform::db::Tx;

/// One publication.
pub(super) struct Publication<'a> {
    pub(super) service: &'a ContestService,
    pub(super) tx: &'a Tx,
    pub(super) bank: Uuid,
    /// The organisation the contest belongs to.
    pub(super) organisation: Option<Uuid>,
    pub(super) now: Moment,
}

impl Publication<'_> {
    /// Creates the contest, or gives it what is new.
    pub(super) async fn run(
        &self,
        slug: &str,
        package: ContestPackage,
        page: &str,
        before: Option<ContestRow>,
    ) -> Outcome<Published> {
        let head = |id, rules_version, created_at| ContestRow {
            id,
            slug: slug.to_owned(),
            title: package.title.clone(),
            summary: package.summary.clone(),
            issued_by: package.issued_by.clone(),
            organisation_id: self.organisation,
            bank_slug: package.bank.clone(),
            page: page.to_owned(),
            rules_version,
            demo: package.demo,
            created_at,
        };
        let Some(before) = before else {
            let row = head(self.id(), 0, self.now.0);
            self.new_version(row, &package.rules, "Công bố lần đầu")
                .await?;
            return Ok(Published::Created);
        };
        let old = store::rules(self.tx, before.id, before.rules_version).await?;
        let mut rules = package.rules.clone();
        if package.relative_windows {
            // Windows given relative to "now" were resolved when the contest was first published; a repetition does not move them.
            rules.rounds.clone_from(&old.rounds);
        }
        let row = head(before.id, before.rules_version, before.created_at);
        if rules == old {
            let pools_changed = self.publish_rounds(&row, &rules, row.rules_version).await?;
            if row == before && !pools_changed {
                return Ok(Published::Unchanged);
            }
            store::put(self.tx, row).await?;
            return Ok(Published::Changed(before.rules_version));
        }
        let begun = old.rounds.iter().any(|r| r.opens_at <= self.now);
        let reason = match &package.change_reason {
            Some(reason) => reason.clone(),
            None if begun => return Err(Problem::field("change_reason", "field-change-reason")),
            None => "Sửa trước khi mở".to_owned(),
        };
        self.new_version(row, &rules, &reason)
            .await
            .map(Published::Changed)
    }

    fn id(&self) -> Uuid {
        new_id(self.now, &*self.service.entropy)
    }

    /// Stores the next version of the rules and what follows from it. Returns its number.
    pub(super) async fn new_version(
        &self,
        mut row: ContestRow,
        rules: &Rules,
        reason: &str,
    ) -> Outcome<i32> {
        row.rules_version += 1;
        let (id, version) = (row.id, row.rules_version);
        store::add_rules(self.tx, id, version, rules, reason, None, self.now).await?;
        self.publish_rounds(&row, rules, version).await?;
        store::put(self.tx, row).await?;
        let detail = serde_json::json!({ "version": version, "reason": reason }).to_string();
        audit::record(
            self.tx,
            self.id(),
            self.now,
            None,
            "contest.rules",
            &format!("contest/{id}"),
            &detail,
        )
        .await?;
        Ok(version)
    }

    /// Writes rounds and their assessments. True when something about them changed.
    async fn publish_rounds(
        &self,
        contest: &ContestRow,
        rules: &Rules,
        version: i32,
    ) -> Outcome<bool> {
        let stored = store::rounds(self.tx, contest.id).await?;
        let vanished = stored.iter().find(|s| rules.round(&s.code).is_none());
        if let Some(gone) = vanished {
            let error = FieldError {
                field: "rounds".into(),
                message: "field-round-vanished",
                args: vec![("round", gone.code.clone())],
            };
            return Err(Problem::fields(vec![error]));
        }
        let pool = self
            .service
            .banks
            .current_revisions(self.tx, self.bank)
            .await?;
        let mut changed = false;
        for (position, planned) in (0..).zip(&rules.rounds) {
            let known = stored.iter().find(|s| s.code == planned.key);
            if known.is_some_and(|k| k.final_at.is_some()) {
                continue; // A final round is history.
            }
            let id = known.map_or_else(|| self.id(), |k| k.id);
            let settings = rules::settings(rules, &planned.key).ok_or_else(|| {
                Problem::internal(format!("round {} has no settings", planned.key))
            })?;
            let assessments = &self.service.assessments;
            changed |= assessments
                .publish(self.tx, id, self.bank, &settings, version, &pool, self.now)
                .await?;
            let row = RoundRow {
                id,
                contest_id: contest.id,
                code: planned.key.clone(),
                title: planned.title.clone(),
                position,
                opens_at: planned.opens_at.0,
                closes_at: planned.closes_at.0,
                final_at: None,
                final_data: None,
            };
            store::put_round(self.tx, row).await?;
        }
        Ok(changed)
    }
}
