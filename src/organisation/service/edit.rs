//! Changes of single units, each inside one transaction with one line in the audit trail.

use std::collections::HashMap;

use chrono::NaiveDate;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{listed, search_text};
use crate::audit::service as audit;
use crate::kernel::actor::{Actor, Role};
use crate::kernel::clock::Moment;
use crate::kernel::entropy::Entropy;
use crate::kernel::ids::new_id;
use crate::kernel::problem::{Code, Outcome, Problem};
use crate::organisation::model::{Change, Ending, NewOrganisation, Organisation, Version};
use crate::organisation::{rules, store};
use crate::platform::db::Tx;

/// One change on its way.
#[derive(Clone, Copy)]
pub struct Edit<'a> {
    pub tx: &'a Tx,
    pub entropy: &'a dyn Entropy,
    pub actor: &'a Actor,
    pub now: Moment,
}

impl Edit<'_> {
    /// A line in the audit trail.
    pub async fn note(&self, action: &str, subject: &str, detail: &Value) -> Outcome<()> {
        let (id, by) = (new_id(self.now, self.entropy), Some(self.actor.account));
        audit::record(
            self.tx,
            id,
            self.now,
            by,
            action,
            subject,
            &detail.to_string(),
        )
        .await
    }

    async fn note_unit(&self, action: &str, unit: &Organisation, detail: &Value) -> Outcome<()> {
        self.note(action, &format!("organisation/{}", unit.id), detail)
            .await
    }

    pub async fn create(self, new: NewOrganisation) -> Outcome<Organisation> {
        if !store::touch_tree(self.tx, &new.tree).await? {
            return Err(Problem::not_found());
        }
        let code = rules::code(&new.code)?;
        rules::fits_territory(&new.tree, &code, new.parent.is_none())?;
        let (name, kind) = (rules::name(&new.name)?, rules::kind(&new.kind)?);
        let reason = optional_reason(&new.reason)?;
        rules::come(new.from, self.now.date())?;
        let above = match new.parent {
            None if self.actor.is_everywhere(Role::Administrator) => None,
            None => return Err(rules::refused("parent", "organisation-row-top", &[])),
            Some(parent) => {
                let above = self.other(parent, &new.tree, "parent").await?;
                let histories = store::histories_upwards(self.tx, parent).await?;
                rules::may_stand_below(&histories, None, parent, new.from)?;
                Some(above)
            }
        };
        if let Some(origin) = new.origin {
            self.other(origin, &new.tree, "origin").await?;
        }
        let full_code = rules::full_code(&new.tree, &code);
        if store::code_is_taken(self.tx, &full_code).await? {
            return Err(rules::refused("code", "organisation-field-code-taken", &[]));
        }
        let unit = Organisation {
            id: new_id(self.now, self.entropy),
            code: full_code,
            full_name: rules::full_name(&name, above.as_ref().map(|a| a.full_name.as_str())),
            tree: new.tree,
            name,
            kind,
            parent: new.parent,
            closed_on: None,
            closed_reason: None,
            successor: None,
            origin: new.origin,
            revision: 1,
        };
        store::add(self.tx, vec![(unit.clone(), listed(&unit))]).await?;
        let version = self.version(&unit, new.from, reason);
        store::put_versions(self.tx, vec![(unit.id, version)]).await?;
        store::place_new(self.tx, unit.id, unit.parent).await?;
        let detail = json!({
            "code": unit.code, "name": unit.full_name, "kind": unit.kind, "from": new.from.to_string(),
            "split_from": new.origin, "reason": new.reason,
        });
        self.note_unit("organisation.create", &unit, &detail)
            .await?;
        Ok(unit)
    }

    pub async fn change(self, id: Uuid, change: Change) -> Outcome<Organisation> {
        let unit = self.open(id, change.revision).await?;
        let reason = rules::reason(&change.reason)?;
        let changed = self.carried_out(&unit, &change, reason.clone()).await?;
        let action = match (unit.name == changed.name, unit.parent == changed.parent) {
            (_, true) => "organisation.rename",
            (true, false) => "organisation.move",
            (false, false) => "organisation.change",
        };
        let detail = json!({
            "code": unit.code, "from": change.from.to_string(), "reason": reason,
            "was": { "name": unit.full_name, "kind": unit.kind },
            "is": { "name": changed.full_name, "kind": changed.kind },
        });
        self.note_unit(action, &unit, &detail).await?;
        Ok(changed)
    }

    pub async fn close(self, id: Uuid, ending: Ending) -> Outcome<Organisation> {
        let unit = self.open(id, ending.revision).await?;
        let reason = rules::reason(&ending.reason)?;
        let ended = self.ended(unit, ending.on, &reason, None).await?;
        let detail = json!({ "code": ended.code, "name": ended.full_name, "on": ending.on.to_string(), "reason": reason });
        self.note_unit("organisation.close", &ended, &detail)
            .await?;
        Ok(ended)
    }

    pub async fn merge(self, id: Uuid, into: Uuid, ending: Ending) -> Outcome<Organisation> {
        let unit = self.open(id, ending.revision).await?;
        let reason = rules::reason(&ending.reason)?;
        rules::come(ending.on, self.now.date())?;
        let successor = self.other(into, &unit.tree, "into").await?;
        let histories = store::histories_upwards(self.tx, into).await?;
        rules::may_merge(&histories, id, into, ending.on)?;
        let children = store::children(self.tx, id).await?;
        for child in &children {
            let change = Change {
                revision: child.revision,
                name: None,
                kind: None,
                parent: Some(Some(into)),
                from: ending.on,
                reason: reason.clone(),
            };
            self.carried_out(child, &change, reason.clone())
                .await
                .map_err(|problem| about_child(problem, &child.name))?;
        }
        let ended = self.ended(unit, ending.on, &reason, Some(into)).await?;
        let moved: Vec<&str> = children.iter().map(|c| c.code.as_str()).collect();
        let detail = json!({
            "code": ended.code, "name": ended.full_name, "into": successor.code, "into_name": successor.full_name,
            "on": ending.on.to_string(), "moved": moved, "reason": reason,
        });
        self.note_unit("organisation.merge", &ended, &detail)
            .await?;
        Ok(ended)
    }

    /// The unit as it is now, if the person administers it and nobody changed it since they looked.
    async fn open(&self, id: Uuid, revision: i32) -> Outcome<Organisation> {
        let known = store::by_id(self.tx, id).await?;
        let tree = known.ok_or_else(Problem::not_found)?.tree;
        store::touch_tree(self.tx, &tree).await?;
        let unit = store::by_id(self.tx, id).await?;
        let unit = unit.ok_or_else(Problem::not_found)?;
        if !self.administers(id).await? {
            return Err(Problem::not_found());
        }
        if unit.revision != revision {
            return Err(Problem::new(Code::ChangedMeanwhile));
        }
        Ok(unit)
    }

    async fn administers(&self, id: Uuid) -> Outcome<bool> {
        let lineage = store::lineage(self.tx, id).await?;
        Ok(self.actor.may(Role::Administrator, &lineage))
    }

    /// Another unit of the tree that the person administers too.
    async fn other(&self, id: Uuid, tree: &str, field: &str) -> Outcome<Organisation> {
        let unit = store::by_id(self.tx, id).await?;
        let unit = unit.filter(|u| u.tree == tree);
        let unit =
            unit.ok_or_else(|| rules::refused(field, "organisation-field-other-tree", &[]))?;
        if self.administers(id).await? {
            Ok(unit)
        } else {
            Err(rules::refused(field, "organisation-row-foreign", &[]))
        }
    }

    fn version(&self, unit: &Organisation, from: NaiveDate, reason: String) -> Version {
        Version {
            from,
            to: None,
            name: unit.name.clone(),
            kind: unit.kind.clone(),
            parent: unit.parent,
            reason,
            recorded_at: self.now,
            recorded_by: Some(self.actor.account),
        }
    }

    /// Writes what a unit becomes, its history, its place and the full names below it.
    async fn carried_out(
        &self,
        unit: &Organisation,
        change: &Change,
        reason: String,
    ) -> Outcome<Organisation> {
        rules::come(change.from, self.now.date())?;
        let mut histories = store::histories_upwards(self.tx, unit.id).await?;
        rules::may_change(
            histories.get(&unit.id).map_or(&[], Vec::as_slice),
            change.from,
        )?;
        let mut changed = unit.clone();
        if let Some(name) = &change.name {
            changed.name = rules::name(name)?;
        }
        if let Some(kind) = &change.kind {
            changed.kind = rules::kind(kind)?;
        }
        if let Some(parent) = change.parent {
            changed.parent = parent;
        }
        if (&changed.name, &changed.kind, changed.parent) == (&unit.name, &unit.kind, unit.parent) {
            let field = if change.parent.is_some() {
                "parent"
            } else {
                "name"
            };
            return Err(rules::refused(field, "organisation-field-same", &[]));
        }
        let above = self
            .new_place(unit, &changed, change.from, &mut histories)
            .await?;
        let above = above.as_ref().map(|a| a.full_name.as_str());
        changed.full_name = rules::full_name(&changed.name, above);
        changed.revision += 1;
        if !store::put(self.tx, changed.clone(), listed(&changed)).await? {
            return Err(Problem::new(Code::ChangedMeanwhile));
        }
        store::end_version(self.tx, unit.id, change.from, false).await?;
        let version = self.version(&changed, change.from, reason);
        store::put_versions(self.tx, vec![(unit.id, version)]).await?;
        if changed.parent != unit.parent {
            store::place(self.tx, unit.id, changed.parent).await?;
        }
        if changed.full_name != unit.full_name {
            self.pass_name_down(&changed).await?;
        }
        Ok(changed)
    }

    /// The unit above after a change, if that place is possible and the person may put something there.
    async fn new_place(
        &self,
        unit: &Organisation,
        changed: &Organisation,
        day: NaiveDate,
        histories: &mut rules::Histories,
    ) -> Outcome<Option<Organisation>> {
        let Some(parent) = changed.parent else {
            if unit.parent.is_some() && !self.actor.is_everywhere(Role::Administrator) {
                return Err(rules::refused("parent", "organisation-row-top", &[]));
            }
            return Ok(None);
        };
        if Some(parent) == unit.parent {
            return store::by_id(self.tx, parent).await;
        }
        let above = self.other(parent, &unit.tree, "parent").await?;
        histories.extend(store::histories_upwards(self.tx, parent).await?);
        rules::may_stand_below(histories, Some(unit.id), parent, day)?;
        Ok(Some(above))
    }

    /// Full names end with those above: they change with them.
    async fn pass_name_down(&self, unit: &Organisation) -> Outcome<()> {
        let mut below: HashMap<Option<Uuid>, Vec<Organisation>> = HashMap::new();
        for found in store::living_below(self.tx, unit.id).await? {
            below.entry(found.parent).or_default().push(found);
        }
        let mut next = vec![(unit.id, unit.full_name.clone())];
        while let Some((id, above)) = next.pop() {
            for child in below.remove(&Some(id)).unwrap_or_default() {
                let full_name = rules::full_name(&child.name, [above.as_str()]);
                let search_text = search_text(&full_name, &child.code);
                store::put_full_name(self.tx, child.id, &full_name, &search_text).await?;
                next.push((child.id, full_name));
            }
        }
        Ok(())
    }

    /// Writes the end of a unit.
    async fn ended(
        &self,
        mut unit: Organisation,
        on: NaiveDate,
        reason: &str,
        successor: Option<Uuid>,
    ) -> Outcome<Organisation> {
        rules::come(on, self.now.date())?;
        let histories = store::histories(self.tx, &[unit.id]).await?;
        let below = store::count_below_from(self.tx, unit.id, on).await?;
        let history = histories.get(&unit.id).map_or(&[][..], Vec::as_slice);
        rules::may_end(history, on, below)?;
        unit.closed_on = Some(on);
        unit.closed_reason = Some(reason.to_owned());
        unit.successor = successor;
        unit.revision += 1;
        if !store::put(self.tx, unit.clone(), listed(&unit)).await? {
            return Err(Problem::new(Code::ChangedMeanwhile));
        }
        store::end_version(self.tx, unit.id, on, true).await?;
        if successor.is_some() {
            store::place(self.tx, unit.id, successor).await?;
        }
        Ok(unit)
    }
}

/// A reason that may be left out.
fn optional_reason(text: &str) -> Outcome<String> {
    if text.trim().is_empty() {
        return Ok(String::new());
    }
    rules::reason(text)
}

/// Why a merger fails at one of the units that would move with it.
fn about_child(problem: Problem, name: &str) -> Problem {
    if problem.fields.is_empty() {
        return problem;
    }
    rules::refused(
        "from",
        "organisation-field-child",
        &[("name", name.to_owned())],
    )
}
