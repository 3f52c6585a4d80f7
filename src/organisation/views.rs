//! What the pages of organisations show.

use askama::Template;
use askama_web::WebTemplate;
use chrono::NaiveDate;

use super::import::{Counts, Done, Line};
use super::model::{Import, KINDS, Organisation, Tree, Version};
use crate::platform::http::page::{Errors, Page, query_value};
use crate::platform::i18n::Lang;

/// A day as people read it.
#[must_use]
pub fn day_text(day: NaiveDate) -> String {
    day.format("%d/%m/%Y").to_string()
}

/// A kind in words; one that is not known stands as it was given.
#[must_use]
pub fn kind_text(lang: Lang, kind: &str) -> String {
    if KINDS.contains(&kind) {
        lang.t(&format!("organisation-kind-{kind}"))
    } else {
        kind.replace('-', " ")
    }
}

/// A unit in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Name in addresses.
    pub code: String,
    /// Name.
    pub name: String,
    /// Names of the units above, nearest first; empty at the top.
    pub above: String,
    /// What it is, in words.
    pub kind: String,
    /// The day of its end; empty while it is.
    pub closed: String,
}

impl Item {
    /// The line of a unit.
    #[must_use]
    pub fn of(lang: Lang, unit: &Organisation) -> Self {
        let above = unit.full_name.strip_prefix(&unit.name).unwrap_or_default();
        Self {
            code: unit.code.clone(),
            name: unit.name.clone(),
            above: above.trim_start_matches(", ").to_owned(),
            kind: kind_text(lang, &unit.kind),
            closed: unit.closed_on.map(day_text).unwrap_or_default(),
        }
    }
}

/// One of the units a form offers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// Its code.
    pub code: String,
    /// Its full name.
    pub label: String,
}

/// What a field for a unit holds: the macro `picker` shows it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Picked {
    /// Text as typed.
    pub text: String,
    /// Code of the chosen unit; empty when none is.
    pub code: String,
    /// Units that fit the text, to choose from without a script.
    pub choices: Vec<Choice>,
}

impl Picked {
    /// A unit that is chosen already.
    #[must_use]
    pub fn chosen(unit: &Organisation) -> Self {
        Self {
            text: unit.full_name.clone(),
            code: unit.code.clone(),
            choices: Vec::new(),
        }
    }

    /// Units to choose from.
    #[must_use]
    pub fn open(text: &str, units: &[Organisation]) -> Self {
        let choice = |unit: &Organisation| Choice {
            code: unit.code.clone(),
            label: unit.full_name.clone(),
        };
        Self {
            text: text.to_owned(),
            code: String::new(),
            choices: units.iter().map(choice).collect(),
        }
    }
}

/// Where a page stands among the pages of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paging {
    /// How many entries there are.
    pub total: usize,
    /// This page, from 1.
    pub number: usize,
    /// How many pages there are, at least 1.
    pub pages: usize,
    /// Address of the list with its filters, to which the page is added.
    pub base: String,
}

impl Paging {
    /// Page `number` of a list of `total` entries, `size` on a page; `base` ends with its query.
    #[must_use]
    pub fn new(total: usize, number: usize, size: usize, base: String) -> Self {
        Self {
            total,
            number,
            pages: total.div_ceil(size).max(1),
            base,
        }
    }

    /// Address of the page before; empty on the first.
    #[must_use]
    pub fn before(&self) -> String {
        self.address(self.number.wrapping_sub(1))
    }

    /// Address of the page after; empty on the last.
    #[must_use]
    pub fn after(&self) -> String {
        self.address(self.number + 1)
    }

    fn address(&self, number: usize) -> String {
        if (1..=self.pages).contains(&number) {
            format!("{}&trang={number}", self.base)
        } else {
            String::new()
        }
    }
}

/// `name=value&…` of what is not empty.
#[must_use]
pub fn query(pairs: &[(&str, &str)]) -> String {
    let given = pairs.iter().filter(|(_, value)| !value.is_empty());
    let written: Vec<String> = given
        .map(|(name, value)| format!("{name}={}", query_value(value)))
        .collect();
    written.join("&")
}

/// The units at the top of a tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Top {
    /// Title of the tree.
    pub title: String,
    /// Its units.
    pub items: Vec<Item>,
}

/// The public search page, `/don-vi`.
#[derive(Debug, Template, WebTemplate)]
#[template(
    path = "organisation/templates/search.html",
    config = "src/askama.toml"
)]
pub struct SearchView {
    /// Context.
    pub page: Page,
    /// Text as typed.
    pub text: String,
    /// The unit within which is looked.
    pub within: Option<Item>,
    /// What was found on this page of the list.
    pub items: Vec<Item>,
    /// Where this page stands.
    pub paging: Paging,
    /// Trees with what is at their top, when nothing is looked for.
    pub tops: Vec<Top>,
}

/// A line of a unit's history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Past {
    /// First day.
    pub from: String,
    /// First day after it; empty while it lasts.
    pub until: String,
    /// Full name on the first day.
    pub full_name: String,
    /// Decision or other reason.
    pub reason: String,
}

impl Past {
    /// The lines of a history, the latest first.
    #[must_use]
    pub fn of(history: &[(Version, String)]) -> Vec<Self> {
        let line = |(version, full_name): &(Version, String)| Self {
            from: day_text(version.from),
            until: version.to.map(day_text).unwrap_or_default(),
            full_name: full_name.clone(),
            reason: version.reason.clone(),
        };
        history.iter().rev().map(line).collect()
    }
}

/// A unit's public page, `/don-vi/{code}`.
#[derive(Debug, Template, WebTemplate)]
#[template(path = "organisation/templates/unit.html", config = "src/askama.toml")]
pub struct UnitView {
    /// Context.
    pub page: Page,
    /// The unit.
    pub unit: Item,
    /// Title of its tree.
    pub tree: String,
    /// The units above, the nearest first.
    pub above: Vec<Item>,
    /// The unit it was merged into.
    pub successor: Option<Item>,
    /// Why it is no more; empty while it is.
    pub closed_reason: String,
    /// The unit it was split from.
    pub origin: Option<Item>,
    /// Units that were merged into it or split from it.
    pub related: Vec<Item>,
    /// Units directly below.
    pub below: Vec<Item>,
    /// What it was called and where it belonged, the latest first.
    pub history: Vec<Past>,
    /// A day that was asked about, as typed.
    pub day: String,
    /// What it was on that day, or that it was not there; empty when no day was asked about.
    pub on_day: String,
    /// Whether the reader administers it.
    pub mine: bool,
}

/// The administrator's list, `/quan-tri/don-vi`.
#[derive(Debug, Template, WebTemplate)]
#[template(
    path = "organisation/templates/admin_list.html",
    config = "src/askama.toml"
)]
pub struct AdminListView {
    /// Context.
    pub page: Page,
    /// Text as typed.
    pub text: String,
    /// Slug of the chosen tree; empty for all.
    pub tree: String,
    /// Chosen kind; empty for all.
    pub kind: String,
    /// Whether units that are no more are shown too.
    pub closed: bool,
    /// All trees.
    pub trees: Vec<Tree>,
    /// The units on this page.
    pub items: Vec<Item>,
    /// Where this page stands.
    pub paging: Paging,
}

/// The form for a new unit, `/quan-tri/don-vi/moi`.
#[derive(Debug, Template, WebTemplate)]
#[template(
    path = "organisation/templates/admin_new.html",
    config = "src/askama.toml"
)]
pub struct NewView {
    /// Context.
    pub page: Page,
    /// All trees.
    pub trees: Vec<Tree>,
    /// Slug of the chosen tree.
    pub tree: String,
    /// The unit above.
    pub parent: Picked,
    /// The unit it is split from.
    pub origin: Picked,
    /// Code as typed.
    pub code: String,
    /// Name as typed.
    pub name: String,
    /// Kind as typed.
    pub kind: String,
    /// First day as typed.
    pub from: String,
    /// Reason as typed.
    pub reason: String,
    /// Title of a new tree as typed.
    pub title: String,
    /// Whether the reader administers the whole installation, and may make trees.
    pub everywhere: bool,
    /// What is wrong, if a form comes back.
    pub errors: Errors,
}

/// What the forms of [`AdminUnitView`] hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UnitForms {
    /// The form that came back: `rename`, `move`, `merge`, `close`; empty for none.
    pub open: String,
    /// New name.
    pub name: String,
    /// New kind.
    pub kind: String,
    /// New place.
    pub parent: Picked,
    /// Whether the new place is the top of the tree.
    pub top: bool,
    /// Successor.
    pub into: Picked,
    /// Day as typed in the form that came back.
    pub from: String,
    /// Reason as typed in the form that came back.
    pub reason: String,
    /// What is wrong with the form that came back.
    pub errors: Errors,
}

impl UnitForms {
    /// Day as typed in this form.
    #[must_use]
    pub fn from_of(&self, form: &str) -> &str {
        if self.open == form { &self.from } else { "" }
    }

    /// Reason as typed in this form.
    #[must_use]
    pub fn reason_of(&self, form: &str) -> &str {
        if self.open == form { &self.reason } else { "" }
    }
}

/// The administrator's page of a unit, `/quan-tri/don-vi/{code}`.
#[derive(Debug, Template, WebTemplate)]
#[template(
    path = "organisation/templates/admin_unit.html",
    config = "src/askama.toml"
)]
pub struct AdminUnitView {
    /// Context.
    pub page: Page,
    /// The unit.
    pub unit: Item,
    /// Its revision, which the forms send back.
    pub revision: i32,
    /// How many units stand directly below it.
    pub below: usize,
    /// Whether the reader may put it at the top of its tree.
    pub everywhere: bool,
    /// The forms.
    pub forms: UnitForms,
    /// What it was called and where it belonged, the latest first.
    pub history: Vec<Past>,
}

/// The form that takes a file with a tree, `/quan-tri/don-vi/nhap`.
#[derive(Debug, Template, WebTemplate)]
#[template(
    path = "organisation/templates/import.html",
    config = "src/askama.toml"
)]
pub struct ImportView {
    /// Context.
    pub page: Page,
    /// Trees that can be imported.
    pub trees: Vec<Tree>,
    /// Slug of the chosen tree.
    pub tree: String,
    /// Day as typed.
    pub from: String,
    /// Reason as typed.
    pub reason: String,
    /// Whether the reader administers the whole installation, and may make trees.
    pub everywhere: bool,
    /// What is wrong, if the form comes back.
    pub errors: Errors,
}

/// A row of the report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportRow {
    /// Line in the file.
    pub line: u32,
    /// Code as the file has it.
    pub code: String,
    /// Name as the file has it.
    pub name: String,
    /// `created`, `changed`, `unchanged` or `refused`.
    pub end: &'static str,
    /// What it means, in words.
    pub words: String,
}

impl ReportRow {
    /// The row of a line.
    #[must_use]
    pub fn of(lang: Lang, line: &Line) -> Self {
        let (end, words) = match &line.done {
            Done::Created => ("created", lang.t("organisation-row-created")),
            Done::Changed(what) => {
                let words: Vec<String> = what.iter().map(|key| lang.t(key)).collect();
                ("changed", words.join("; "))
            }
            Done::Unchanged => ("unchanged", lang.t("organisation-row-unchanged")),
            Done::Refused(key, args) => {
                let args: Vec<(&str, String)> =
                    args.iter().map(|(n, v)| (n.as_str(), v.clone())).collect();
                ("refused", lang.t_args(key, &args))
            }
        };
        Self {
            line: line.line,
            code: line.code.clone(),
            name: line.name.clone(),
            end,
            words,
        }
    }

    /// Class of its tag.
    #[must_use]
    pub fn tag(&self) -> &'static str {
        match self.end {
            "created" | "changed" => "tag jade",
            "refused" => "tag gold",
            _ => "tag",
        }
    }
}

/// What a file does or did row by row, `/quan-tri/don-vi/nhap/{import}`.
#[derive(Debug, Template, WebTemplate)]
#[template(
    path = "organisation/templates/report.html",
    config = "src/askama.toml"
)]
pub struct ReportView {
    /// Context.
    pub page: Page,
    /// The file.
    pub import: Import,
    /// Title of its tree.
    pub tree: String,
    /// How many rows had which end.
    pub counts: Counts,
    /// The rows that are shown: those refused first.
    pub rows: Vec<ReportRow>,
    /// How many are not shown here.
    pub hidden: usize,
}

impl ReportView {
    /// Whether carrying it out would do anything.
    #[must_use]
    pub const fn can_apply(&self) -> bool {
        self.import.applied_at.is_none() && self.counts.created + self.counts.changed > 0
    }

    /// The day from which it holds.
    #[must_use]
    pub fn from(&self) -> String {
        day_text(self.import.from)
    }
}

/// Names and labels of fields in the order of a form, for the list of what to mend.
fn labels(page: &Page, prefix: &str, names: &[&str]) -> Vec<(String, String)> {
    let label = |name: &&str| {
        let key = format!("organisation-label-{name}");
        (format!("{prefix}{name}"), page.t(key))
    };
    names.iter().map(label).collect()
}

impl NewView {
    /// Names and labels of the fields.
    #[must_use]
    pub fn labels(&self) -> Vec<(String, String)> {
        let names = [
            "tree", "parent", "code", "name", "kind", "origin", "from", "reason", "title",
        ];
        labels(&self.page, "", &names)
    }
}

impl ImportView {
    /// Names and labels of the fields.
    #[must_use]
    pub fn labels(&self) -> Vec<(String, String)> {
        labels(&self.page, "", &["tree", "file", "from", "reason"])
    }
}

impl AdminListView {
    /// Kinds to choose from.
    #[must_use]
    pub fn kinds(&self) -> Vec<(&'static str, String)> {
        let label = |kind: &'static str| (kind, kind_text(self.page.lang, kind));
        KINDS.into_iter().map(label).collect()
    }

    /// Whether this kind is chosen.
    #[must_use]
    pub fn is_kind(&self, kind: &str) -> bool {
        self.kind == kind
    }
}

impl AdminUnitView {
    /// Names and labels of the fields of the form that came back.
    #[must_use]
    pub fn labels(&self) -> Vec<(String, String)> {
        let prefix = format!("{}-", self.forms.open);
        labels(
            &self.page,
            &prefix,
            &["name", "kind", "parent", "into", "from", "reason"],
        )
    }
}

#[cfg(test)]
pub(crate) mod tests;
