//! What can be done with organisations.
//!
//! Every node keeps all units in memory and looks at most once a second whether a tree has changed; what a node writes itself it sees at
//! once. Changes are checked against the database, not against what is remembered.

mod book;
mod edit;
mod imports;

use std::collections::HashMap;
use std::sync::Arc;

use chrono::NaiveDate;
use uuid::Uuid;

use self::book::{Book, Seen};
use self::edit::Edit;
pub use self::imports::{Staged, Upload};
use super::model::{
    Change, Ending, Found, NewOrganisation, OnDate, Organisation, Resolved, Search, TERRITORY,
    Tree, Version,
};
use super::search::Index;
use super::seed;
use super::store::{self, Listed};
use super::{rules, search};
use crate::audit::service as audit;
use crate::kernel::actor::{Actor, Role};
use crate::kernel::clock::{Clock, Moment};
use crate::kernel::entropy::Entropy;
use crate::kernel::ids::new_id;
use crate::kernel::problem::{Outcome, Problem};
use crate::platform::collate::place_key;
use crate::platform::db::{Db, Tx, Work};
use crate::platform::text::fold;

/// How many units a form offers when a text fits several.
const CHOICES: usize = 12;

/// What is kept of a unit for lists.
fn listed(unit: &Organisation) -> Listed {
    Listed {
        search_text: search_text(&unit.full_name, &unit.code),
        name_key: place_key(&unit.name),
    }
}

fn search_text(full_name: &str, code: &str) -> String {
    format!("{} {}", fold(full_name), code.to_lowercase())
}

/// Organisations. Cheap to clone.
#[derive(Clone)]
pub struct OrganisationService {
    db: Db,
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
    book: Arc<Book>,
}

impl OrganisationService {
    /// The service.
    #[must_use]
    pub fn new(db: Db, clock: Arc<dyn Clock>, entropy: Arc<dyn Entropy>) -> Self {
        Self {
            db,
            clock,
            entropy,
            book: Arc::default(),
        }
    }

    async fn seen(&self) -> Outcome<Arc<Seen>> {
        self.book.look(&self.db, self.clock.now()).await
    }

    /// Every unit as this node knows it, at most a second old. For callers that look up many.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn index(&self) -> Outcome<Arc<Index>> {
        Ok(self.seen().await?.index.clone())
    }

    /// All trees, in the order of their slugs.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn trees(&self) -> Outcome<Vec<Tree>> {
        Ok(self.seen().await?.trees.clone())
    }

    /// One unit, also one that is no more.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find(&self, id: Uuid) -> Outcome<Option<Organisation>> {
        Ok(self.index().await?.get(id).cloned())
    }

    /// The unit with this code, also one that is no more.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn by_code(&self, code: &str) -> Outcome<Option<Organisation>> {
        Ok(self.index().await?.by_code(code).cloned())
    }

    /// The unit and those that answer for it today, nearest first; empty when it is not known. A unit that was merged answers to its
    /// successor.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn lineage(&self, id: Uuid) -> Outcome<Vec<Uuid>> {
        Ok(self.index().await?.lineage(id))
    }

    /// Units by their ids; what is not known is left out.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn named(&self, ids: &[Uuid]) -> Outcome<HashMap<Uuid, Organisation>> {
        let index = self.index().await?;
        let known = ids.iter().filter_map(|id| index.get(*id));
        Ok(known.map(|unit| (unit.id, unit.clone())).collect())
    }

    /// Living units directly below one, in the order of lists.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn children(&self, id: Uuid) -> Outcome<Vec<Organisation>> {
        Ok(self.index().await?.children(id).cloned().collect())
    }

    /// What a search finds.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn search(&self, search: &Search) -> Outcome<Found> {
        Ok(self.index().await?.search(search))
    }

    /// Which unit a form means by the text that was typed and the code that was chosen. A code counts when the text is empty or still
    /// fits it, so that a text changed after choosing is not overlooked.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn resolve(&self, text: &str, code: &str) -> Outcome<Resolved> {
        let index = self.index().await?;
        Ok(search::resolve(&index, text, code, CHOICES))
    }

    /// The history of a unit, in the order of days.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn history(&self, id: Uuid) -> Outcome<Vec<Version>> {
        let mut found = store::histories(self.db.read(), &[id]).await?;
        Ok(found.remove(&id).unwrap_or_default())
    }

    /// The history of a unit in the order of days, each version with the full name it had on its first day.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn past(&self, id: Uuid) -> Outcome<Vec<(Version, String)>> {
        let histories = store::histories_upwards(self.db.read(), id).await?;
        let own = histories.get(&id).map_or(&[][..], Vec::as_slice);
        let named = |version: &Version| {
            let then = rules::on_date(&histories, id, version.from);
            let full_name = then.map_or_else(|| version.name.clone(), |t| t.full_name());
            (version.clone(), full_name)
        };
        Ok(own.iter().map(named).collect())
    }

    /// What a unit was called, and where it belonged, on a given day; `None` when it was not there.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn on_date(&self, id: Uuid, day: NaiveDate) -> Outcome<Option<OnDate>> {
        let histories = store::histories_upwards(self.db.read(), id).await?;
        Ok(rules::on_date(&histories, id, day))
    }

    /// Whether the person administers the unit.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn administers(&self, actor: &Actor, id: Uuid) -> Outcome<bool> {
        Ok(actor.may(Role::Administrator, &self.lineage(id).await?))
    }

    /// Makes a tree.
    ///
    /// # Errors
    /// When the person does not administer the whole installation, a field needs mending, or the slug is taken.
    pub async fn create_tree(
        &self,
        slug: &str,
        title: &str,
        actor: &Actor,
        now: Moment,
    ) -> Outcome<String> {
        if !actor.is_everywhere(Role::Administrator) {
            return Err(Problem::not_found());
        }
        let slug = rules::slug(if slug.is_empty() { title } else { slug })?;
        let title = rules::name(title).map_err(|mut problem| {
            problem.fields[0].field = "title".to_owned();
            problem
        })?;
        let made = slug.clone();
        self.edit(actor, now, move |edit| {
            Box::pin(async move {
                if !store::add_tree(edit.tx, &slug, &title).await? {
                    return Err(rules::refused("tree", "organisation-field-tree-taken", &[]));
                }
                let detail = serde_json::json!({ "tree": slug, "title": title });
                edit.note(
                    "organisation.tree",
                    &format!("organisation-tree/{slug}"),
                    &detail,
                )
                .await
            })
        })
        .await?;
        Ok(made)
    }

    /// Makes a unit.
    ///
    /// # Errors
    /// When the person does not administer the unit above (or, at the top of a tree, the whole installation), or a field needs mending.
    pub async fn create(
        &self,
        new: NewOrganisation,
        actor: &Actor,
        now: Moment,
    ) -> Outcome<Organisation> {
        self.edit(actor, now, move |edit| Box::pin(edit.create(new)))
            .await
    }

    /// Renames a unit, moves it, or both.
    ///
    /// # Errors
    /// When the person does not administer it and its new place, somebody else changed it in between, or a field needs mending.
    pub async fn change(
        &self,
        id: Uuid,
        change: Change,
        actor: &Actor,
        now: Moment,
    ) -> Outcome<Organisation> {
        self.edit(actor, now, move |edit| Box::pin(edit.change(id, change)))
            .await
    }

    /// Renames a unit: [`Self::change`] with a new name.
    ///
    /// # Errors
    /// As there.
    pub async fn rename(
        &self,
        id: Uuid,
        name: &str,
        at: Ending,
        actor: &Actor,
        now: Moment,
    ) -> Outcome<Organisation> {
        let change = Change {
            revision: at.revision,
            name: Some(name.to_owned()),
            kind: None,
            parent: None,
            from: at.on,
            reason: at.reason,
        };
        self.change(id, change, actor, now).await
    }

    /// Moves a unit with all below it: [`Self::change`] with a new place, `None` being the top of its tree.
    ///
    /// # Errors
    /// As there.
    pub async fn move_to(
        &self,
        id: Uuid,
        parent: Option<Uuid>,
        at: Ending,
        actor: &Actor,
        now: Moment,
    ) -> Outcome<Organisation> {
        let change = Change {
            revision: at.revision,
            name: None,
            kind: None,
            parent: Some(parent),
            from: at.on,
            reason: at.reason,
        };
        self.change(id, change, actor, now).await
    }

    /// Ends a unit in favour of another; what stands below it goes below the successor.
    ///
    /// # Errors
    /// When the person does not administer both, somebody else changed it in between, or a field needs mending.
    pub async fn merge(
        &self,
        id: Uuid,
        into: Uuid,
        ending: Ending,
        actor: &Actor,
        now: Moment,
    ) -> Outcome<Organisation> {
        self.edit(actor, now, move |edit| {
            Box::pin(edit.merge(id, into, ending))
        })
        .await
    }

    /// Ends a unit below which nothing stands.
    ///
    /// # Errors
    /// When the person does not administer it, somebody else changed it in between, or a field needs mending.
    pub async fn close(
        &self,
        id: Uuid,
        ending: Ending,
        actor: &Actor,
        now: Moment,
    ) -> Outcome<Organisation> {
        self.edit(actor, now, move |edit| Box::pin(edit.close(id, ending)))
            .await
    }

    /// Runs one change in a transaction; afterwards this node looks anew.
    async fn edit<T, F>(&self, actor: &Actor, now: Moment, work: F) -> Outcome<T>
    where
        T: Send + 'static,
        F: for<'a> FnOnce(Edit<'a>) -> Work<'a, T> + Send + 'static,
    {
        let (entropy, actor) = (self.entropy.clone(), actor.clone());
        let outcome = self
            .db
            .write(move |tx| {
                Box::pin(async move {
                    work(Edit {
                        tx,
                        entropy: &*entropy,
                        actor: &actor,
                        now,
                    })
                    .await
                })
            })
            .await;
        self.book.forget();
        outcome
    }

    /// Makes the territory, unless it is there; returns how many units were made.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn seed(&self, now: Moment) -> Outcome<usize> {
        if store::trees(self.db.read())
            .await?
            .iter()
            .any(|t| t.slug == TERRITORY)
        {
            return Ok(0);
        }
        let entropy = self.entropy.clone();
        let made = self
            .db
            .write(move |tx| Box::pin(async move { plant(tx, &*entropy, now).await }))
            .await?;
        self.book.forget();
        Ok(made)
    }
}

/// Writes the territory in one transaction; nodes that start together take turns at its tree's row.
async fn plant(tx: &Tx, entropy: &dyn Entropy, now: Moment) -> Outcome<usize> {
    if !store::add_tree(tx, TERRITORY, "Địa giới hành chính").await? {
        return Ok(0);
    }
    let mut placed: HashMap<&str, (Uuid, &str)> = HashMap::new();
    let (mut units, mut versions, mut pairs) = (Vec::new(), Vec::new(), Vec::new());
    let earlier = seed::earlier();
    for unit in seed::territory() {
        let id = new_id(now, entropy);
        let above = placed.get(unit.parent).copied();
        placed.insert(unit.code, (id, unit.name));
        pairs.push((id, id, 0));
        pairs.extend(above.map(|(above, _)| (id, above, 1)));
        let was = earlier.iter().find(|was| was.code == unit.code);
        versions.extend(seeded_history(&unit, was, above.map(|(id, _)| id), now).map(|v| (id, v)));
        let unit = Organisation {
            id,
            code: unit.code.to_owned(),
            tree: TERRITORY.to_owned(),
            name: unit.name.to_owned(),
            kind: unit.kind.to_owned(),
            parent: above.map(|(id, _)| id),
            full_name: rules::full_name(unit.name, above.map(|(_, name)| name)),
            closed_on: None,
            closed_reason: None,
            successor: None,
            origin: None,
            revision: 1,
        };
        let listed = listed(&unit);
        units.push((unit, listed));
    }
    let made = units.len();
    store::add(tx, units).await?;
    store::put_versions(tx, versions).await?;
    store::add_above(tx, &pairs).await?;
    let detail = serde_json::json!({ "tree": TERRITORY, "units": made }).to_string();
    let (id, subject) = (
        new_id(now, entropy),
        format!("organisation-tree/{TERRITORY}"),
    );
    audit::record(tx, id, now, None, "organisation.seed", &subject, &detail).await?;
    Ok(made)
}

fn seeded_history(
    unit: &seed::Unit,
    was: Option<&seed::Earlier>,
    parent: Option<Uuid>,
    now: Moment,
) -> impl Iterator<Item = Version> + use<> {
    let version = |from, to, name: &str, kind: &str, reason: &str| Version {
        from,
        to,
        name: name.to_owned(),
        kind: kind.to_owned(),
        parent,
        reason: reason.to_owned(),
        recorded_at: now,
        recorded_by: None,
    };
    let first = seed::first_day();
    let before = was.map(|was| version(first, Some(was.until), was.name, was.kind, seed::REASON));
    let from = was.map_or(first, |was| was.until);
    let reason = was.map_or(seed::REASON, |was| was.reason);
    let present = version(from, None, unit.name, unit.kind, reason);
    before.into_iter().chain([present])
}
