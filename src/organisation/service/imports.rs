//! Files with a tree: read and shown first, then carried out, in one transaction and with one line in the audit trail.

use std::collections::HashMap;

use chrono::NaiveDate;
use serde_json::json;
use uuid::Uuid;

use super::edit::Edit;
use super::{OrganisationService, listed, search_text};
use crate::kernel::actor::{Actor, Role};
use crate::kernel::clock::{DAY, Moment};
use crate::kernel::ids::new_id;
use crate::kernel::problem::{Code, Outcome, Problem};
use crate::organisation::import::{Counts, Known, Line, Plan, Present, Target, plan};
use crate::organisation::model::{Import, Organisation, TERRITORY, Version};
use crate::organisation::rules;
use crate::organisation::sheet::{self, Row};
use crate::organisation::store::{self, ImportRow};

/// How long a file waits to be carried out, ms.
const WAITS_MS: i64 = 7 * DAY;
/// Longest file name that is kept, in characters.
const FILE_NAME_MAX: usize = 120;

/// A file as it was sent, and what was said with it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Upload {
    /// Slug of the tree.
    pub tree: String,
    /// Name of the file.
    pub file_name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Day from which what it says holds, as typed.
    pub from: String,
    /// Decision or other reason, in words.
    pub reason: String,
}

/// A file that was read, and what happens or happened row by row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Staged {
    /// The file.
    pub import: Import,
    /// Row by row: what would happen now, or what happened when it was carried out.
    pub report: Vec<Line>,
}

impl OrganisationService {
    /// Reads a file and keeps its rows, so that they can be looked at and then carried out.
    ///
    /// # Errors
    /// When the file cannot be read (a message beside `file`), another field needs mending, or there is no such tree for imports.
    pub async fn stage(&self, upload: Upload, actor: &Actor, now: Moment) -> Outcome<Uuid> {
        if !actor.is_somewhere(Role::Administrator) {
            return Err(Problem::not_found());
        }
        let known = self.trees().await?;
        let tree = known.iter().find(|t| t.slug == upload.tree);
        // The territory comes with the program, and changes of it are single decisions.
        let tree = tree.filter(|t| t.slug != TERRITORY);
        let tree = tree.ok_or_else(|| rules::refused("tree", "organisation-field-tree", &[]))?;
        let from = rules::day(&upload.from, now.date())?;
        let reason = rules::reason(&upload.reason)?;
        let (name, bytes) = (upload.file_name.clone(), upload.bytes);
        let rows = tokio::task::spawn_blocking(move || sheet::read(&name, &bytes))
            .await
            .map_err(Problem::internal)?
            .map_err(|why| Problem::field("file", why.message()))?;
        let row = ImportRow {
            id: new_id(now, &*self.entropy),
            tree: tree.slug.clone(),
            file_name: upload.file_name.chars().take(FILE_NAME_MAX).collect(),
            valid_from: store::day_text(from),
            reason,
            rows: serde_json::to_string(&rows).map_err(Problem::internal)?,
            report: String::new(),
            created_at: now.0,
            created_by: actor.account,
            applied_at: None,
        };
        let id = row.id;
        let write = self.db.write(move |tx| {
            Box::pin(async move {
                store::forget_imports(tx, now.plus(-WAITS_MS)).await?;
                store::add_import(tx, row).await
            })
        });
        write.await.map(|()| id)
    }

    /// A file that was read, for who sent it and for administrators of the whole installation.
    ///
    /// # Errors
    /// When it is not there for this person, or the database fails.
    pub async fn staged(&self, id: Uuid, actor: &Actor) -> Outcome<Staged> {
        let row = readable(store::import(self.db.read(), id).await?, actor)?;
        let import = import_of(&row)?;
        let report = match import.applied_at {
            Some(_) => serde_json::from_str(&row.report).map_err(Problem::internal)?,
            None => {
                let rows: Vec<Row> = serde_json::from_str(&row.rows).map_err(Problem::internal)?;
                let units = store::of_tree(self.db.read(), &row.tree).await?;
                let spans = store::spans(self.db.read(), &row.tree).await?;
                let present = present(&row.tree, &units, &spans, actor);
                plan(&rows, &present, import.from).report
            }
        };
        Ok(Staged { import, report })
    }

    /// Carries a file out against what the tree is now; returns what was done.
    ///
    /// # Errors
    /// When it is not there for this person, was carried out before, or the database fails.
    pub async fn apply(&self, id: Uuid, actor: &Actor, now: Moment) -> Outcome<Counts> {
        self.edit(actor, now, move |edit| Box::pin(edit.import(id)))
            .await
    }
}

fn readable(row: Option<ImportRow>, actor: &Actor) -> Outcome<ImportRow> {
    row.filter(|r| r.created_by == actor.account || actor.is_everywhere(Role::Administrator))
        .ok_or_else(Problem::not_found)
}

fn import_of(row: &ImportRow) -> Outcome<Import> {
    let from = rules::read_date(&row.valid_from);
    Ok(Import {
        id: row.id,
        tree: row.tree.clone(),
        file_name: row.file_name.clone(),
        from: from.ok_or_else(|| Problem::internal("an import has no day"))?,
        reason: row.reason.clone(),
        applied_at: row.applied_at.map(Moment),
    })
}

type Spans = HashMap<Uuid, (NaiveDate, NaiveDate)>;

/// What an import meets in a tree.
fn present(tree: &str, units: &[Organisation], spans: &Spans, actor: &Actor) -> Present {
    let answers_to: HashMap<Uuid, Option<Uuid>> =
        units.iter().map(|u| (u.id, u.answers_to())).collect();
    let codes: HashMap<Uuid, &str> = units
        .iter()
        .map(|u| (u.id, rules::code_in_tree(tree, &u.code)))
        .collect();
    let known = |unit: &Organisation| {
        let (first, since) = spans.get(&unit.id).copied().unwrap_or_default();
        let parent = unit.parent.and_then(|p| codes.get(&p));
        Known {
            id: unit.id,
            name: unit.name.clone(),
            kind: unit.kind.clone(),
            parent: parent.map(|code| (*code).to_owned()),
            closed: unit.closed_on.is_some(),
            first,
            since,
            mine: actor.may(Role::Administrator, &rules::path(&answers_to, unit.id)),
        }
    };
    Present {
        units: units
            .iter()
            .map(|u| (rules::code_in_tree(tree, &u.code).to_owned(), known(u)))
            .collect(),
        top_is_mine: actor.is_everywhere(Role::Administrator),
        latest: spans
            .values()
            .map(|(_, since)| *since)
            .max()
            .unwrap_or_default(),
    }
}

impl Edit<'_> {
    /// Carries out a file that was read.
    async fn import(self, id: Uuid) -> Outcome<Counts> {
        let row = readable(store::import(self.tx, id).await?, self.actor)?;
        let import = import_of(&row)?;
        store::touch_tree(self.tx, &import.tree).await?;
        let rows: Vec<Row> = serde_json::from_str(&row.rows).map_err(Problem::internal)?;
        rules::come(import.from, self.now.date())?;
        let units = store::of_tree(self.tx, &import.tree).await?;
        let spans = store::spans(self.tx, &import.tree).await?;
        let present = present(&import.tree, &units, &spans, self.actor);
        let Plan { report, targets } = plan(&rows, &present, import.from);
        self.write_targets(&import, units, targets).await?;
        let counts = Counts::of(&report);
        let report = serde_json::to_string(&report).map_err(Problem::internal)?;
        if !store::set_applied(self.tx, id, &report, self.now).await? {
            return Err(Problem::new(Code::ChangedMeanwhile));
        }
        let detail = json!({
            "tree": import.tree, "file": import.file_name, "from": import.from.to_string(), "reason": import.reason, "rows": counts,
        });
        let subject = format!("organisation-tree/{}", import.tree);
        self.note("organisation.import", &subject, &detail).await?;
        Ok(counts)
    }

    async fn write_targets(
        &self,
        import: &Import,
        units: Vec<Organisation>,
        targets: Vec<Target>,
    ) -> Outcome<()> {
        let before: HashMap<Uuid, Organisation> = units.iter().map(|u| (u.id, u.clone())).collect();
        let mut after = self.after(import, units, &targets);
        name_fully(&mut after);
        let (mut new, mut versions) = (Vec::new(), Vec::new());
        let placed = after
            .values()
            .any(|u| before.get(&u.id).is_none_or(|was| was.parent != u.parent));
        for unit in after.values() {
            match before.get(&unit.id) {
                Some(was) if was == unit => continue,
                Some(was) if was.revision == unit.revision => {
                    let text = search_text(&unit.full_name, &unit.code);
                    store::put_full_name(self.tx, unit.id, &unit.full_name, &text).await?;
                    continue;
                }
                Some(_) => {
                    if !store::put(self.tx, unit.clone(), listed(unit)).await? {
                        return Err(Problem::new(Code::ChangedMeanwhile));
                    }
                    store::end_version(self.tx, unit.id, import.from, false).await?;
                }
                None => new.push((unit.clone(), listed(unit))),
            }
            versions.push((unit.id, self.imported(unit, import)));
        }
        store::add(self.tx, new).await?;
        store::put_versions(self.tx, versions).await?;
        if placed {
            let answers_to = after.values().map(|u| (u.id, u.answers_to())).collect();
            store::forget_above(self.tx, &import.tree).await?;
            store::add_above(self.tx, &rules::closure(&answers_to)).await?;
        }
        Ok(())
    }

    /// The units of the tree with the targets carried out, full names still as they were.
    fn after(
        &self,
        import: &Import,
        units: Vec<Organisation>,
        targets: &[Target],
    ) -> HashMap<Uuid, Organisation> {
        let tree = &import.tree;
        let mut ids: HashMap<String, Uuid> = units
            .iter()
            .map(|u| (rules::code_in_tree(tree, &u.code).to_owned(), u.id))
            .collect();
        let mut after: HashMap<Uuid, Organisation> = units.into_iter().map(|u| (u.id, u)).collect();
        // Those above stand first, so that their ids are known to those below.
        for target in targets {
            let parent = target.parent.as_ref().and_then(|p| ids.get(p)).copied();
            let id = *ids
                .entry(target.code.clone())
                .or_insert_with(|| new_id(self.now, self.entropy));
            let unit = after.entry(id).or_insert_with(|| Organisation {
                id,
                code: rules::full_code(tree, &target.code),
                tree: tree.clone(),
                name: String::new(),
                kind: String::new(),
                parent: None,
                full_name: String::new(),
                closed_on: None,
                closed_reason: None,
                successor: None,
                origin: None,
                revision: 0,
            });
            unit.name.clone_from(&target.name);
            unit.kind.clone_from(&target.kind);
            unit.parent = parent;
            unit.revision += 1;
        }
        after
    }

    fn imported(&self, unit: &Organisation, import: &Import) -> Version {
        Version {
            from: import.from,
            to: None,
            name: unit.name.clone(),
            kind: unit.kind.clone(),
            parent: unit.parent,
            reason: import.reason.clone(),
            recorded_at: self.now,
            recorded_by: Some(self.actor.account),
        }
    }
}

/// Gives every living unit the full name that follows from those above it.
fn name_fully(units: &mut HashMap<Uuid, Organisation>) {
    let parents: HashMap<Uuid, Option<Uuid>> = units.values().map(|u| (u.id, u.parent)).collect();
    let names: HashMap<Uuid, String> = units.values().map(|u| (u.id, u.name.clone())).collect();
    for unit in units.values_mut().filter(|u| u.closed_on.is_none()) {
        let path = rules::path(&parents, unit.id);
        let above = path[1..].iter().filter_map(|id| names.get(id));
        unit.full_name = rules::full_name(&unit.name, above.map(String::as_str));
    }
}
