//! The pages of organisations: search and units for everybody, and what handlers of any noun need to read a field for a unit.

pub mod admin;
pub mod imports;

use poem::web::Path;
use poem::{IntoResponse, Request, Response, handler};

use super::model::{Organisation, Resolved, Search};
use super::rules;
use super::search::Index;
use super::service::OrganisationService;
use super::views::{Item, Paging, Past, Picked, SearchView, Top, UnitView, query};
use crate::kernel::problem::{Outcome, Problem};
use crate::platform::http::context::Context;
use crate::platform::http::form::Form;
use crate::platform::http::services::Service;
use crate::platform::i18n::Lang;

/// Units on one page of a list.
const ON_PAGE: usize = 50;

/// What a form said in a field for a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pick {
    /// The unit that is meant.
    pub unit: Option<Organisation>,
    /// What the field shows when the form comes back.
    pub shown: Picked,
    /// What is wrong with it: several units fit, or none does. An empty field is not wrong.
    pub problem: Option<Problem>,
}

/// Reads the field `name` of a form (see `picker.html`).
///
/// # Errors
/// When the database fails.
pub async fn read_pick(
    form: &Form,
    name: &str,
    organisations: &OrganisationService,
) -> Outcome<Pick> {
    let text = form.get(name);
    let pick = |unit, shown, message: Option<&'static str>| Pick {
        unit,
        shown,
        problem: message.map(|key| Problem::field(name, key)),
    };
    let code = form.get(&format!("{name}-code"));
    Ok(match organisations.resolve(text, code).await? {
        Resolved::One(unit) => {
            let shown = Picked::chosen(&unit);
            pick(Some(unit), shown, None)
        }
        Resolved::Several(units) => {
            let shown = Picked::open(text, &units);
            pick(None, shown, Some("organisation-picker-several"))
        }
        Resolved::None if text.is_empty() => pick(None, Picked::default(), None),
        Resolved::None => {
            let shown = Picked::open(text, &[]);
            pick(None, shown, Some("organisation-picker-none"))
        }
    })
}

/// Whether the form was sent by the button of a field for a unit, which only looks: then nothing is done but showing the form again.
#[must_use]
pub fn only_looks(form: &Form) -> bool {
    !form.get("find").is_empty()
}

/// The parameters of a list's address.
struct Wanted(Vec<(String, String)>);

impl Wanted {
    fn of(request: &Request) -> Self {
        Self(request.params().unwrap_or_default())
    }

    fn get(&self, name: &str) -> &str {
        let found = self.0.iter().find(|(n, _)| n == name);
        found.map_or("", |(_, value)| value.trim())
    }

    /// The page asked for, from 1.
    fn page(&self) -> usize {
        self.get("trang").parse().unwrap_or(1).clamp(1, 1_000_000)
    }
}

fn items<'a>(lang: Lang, units: impl IntoIterator<Item = &'a Organisation>) -> Vec<Item> {
    units.into_iter().map(|unit| Item::of(lang, unit)).collect()
}

/// Looks for units.
#[handler]
pub async fn show_organisations(
    context: Context,
    request: &Request,
    organisations: Service<OrganisationService>,
) -> poem::Result<Response> {
    let (wanted, lang) = (Wanted::of(request), context.lang);
    let index = organisations.index().await?;
    let (text, number) = (wanted.get("q"), wanted.page());
    let within = match wanted.get("trong") {
        "" => None,
        code => Some(index.by_code(code).ok_or_else(Problem::not_found)?),
    };
    let search = Search {
        text: text.to_owned(),
        within: within.map(|unit| unit.id),
        limit: ON_PAGE,
        offset: (number - 1) * ON_PAGE,
        ..Search::default()
    };
    let at_rest = text.is_empty() && within.is_none();
    let (found, tops) = if at_rest {
        (
            Default::default(),
            tops(&organisations, &index, lang).await?,
        )
    } else {
        (index.search(&search), Vec::new())
    };
    let code = within.map_or("", |unit| unit.code.as_str());
    let base = format!("/don-vi?{}", query(&[("q", text), ("trong", code)]));
    let view = SearchView {
        page: context.page(),
        text: text.to_owned(),
        within: within.map(|unit| Item::of(lang, unit)),
        items: items(lang, &found.items),
        paging: Paging::new(found.total, number, ON_PAGE, base),
        tops,
    };
    Ok(view.into_response())
}

/// What stands at the top of each tree.
async fn tops(organisations: &OrganisationService, index: &Index, lang: Lang) -> Outcome<Vec<Top>> {
    let trees = organisations.trees().await?;
    let top = |slug: &str| {
        let search = Search {
            tree: Some(slug.to_owned()),
            limit: ON_PAGE,
            ..Search::default()
        };
        // Lists begin with what is highest up.
        let found = index.search(&search).items;
        items(lang, found.iter().filter(|unit| unit.parent.is_none()))
    };
    Ok(trees
        .into_iter()
        .map(|tree| Top {
            items: top(&tree.slug),
            title: tree.title,
        })
        .collect())
}

/// A unit: where it belongs, what is below, what it was.
#[handler]
pub async fn show_organisation(
    context: Context,
    Path(code): Path<String>,
    request: &Request,
    organisations: Service<OrganisationService>,
) -> poem::Result<Response> {
    let (wanted, lang) = (Wanted::of(request), context.lang);
    let index = organisations.index().await?;
    let unit = index.by_code(&code).ok_or_else(Problem::not_found)?;
    let trees = organisations.trees().await?;
    let tree = trees.into_iter().find(|tree| tree.slug == unit.tree);
    let one = |id| index.get(id).map(|unit| Item::of(lang, unit));
    let mine = match &context.caller {
        Some(actor) => organisations.administers(actor, unit.id).await?,
        None => false,
    };
    let day = wanted.get("ngay");
    let view = UnitView {
        page: context.page(),
        unit: Item::of(lang, unit),
        tree: tree.map_or_else(String::new, |tree| tree.title),
        above: above(&index, unit, lang),
        successor: unit.successor.and_then(one),
        closed_reason: unit.closed_reason.clone().unwrap_or_default(),
        origin: unit.origin.and_then(one),
        related: items(lang, index.related(unit.id)),
        below: children(&index, unit, lang),
        history: Past::of(&organisations.past(unit.id).await?),
        day: day.to_owned(),
        on_day: on_day(&organisations, unit, day, lang).await?,
        mine,
    };
    Ok(view.into_response())
}

/// The units directly below; where they belong need not be said on the page of where they belong.
fn children(index: &Index, unit: &Organisation, lang: Lang) -> Vec<Item> {
    let mut children = items(lang, index.children(unit.id));
    for child in &mut children {
        child.above.clear();
    }
    children
}

/// The units above, the nearest first; those of its last day for a unit that is no more.
fn above(index: &Index, unit: &Organisation, lang: Lang) -> Vec<Item> {
    let lineage = unit.parent.map(|id| index.lineage(id));
    let units = lineage.unwrap_or_default();
    units
        .into_iter()
        .filter_map(|id| index.get(id))
        .map(|unit| Item::of(lang, unit))
        .collect()
}

async fn on_day(
    organisations: &OrganisationService,
    unit: &Organisation,
    day: &str,
    lang: Lang,
) -> Outcome<String> {
    if day.is_empty() {
        return Ok(String::new());
    }
    let Some(date) = rules::read_date(day) else {
        return Ok(lang.t("organisation-on-day-unreadable"));
    };
    let day = ("day", super::views::day_text(date));
    Ok(match organisations.on_date(unit.id, date).await? {
        Some(then) => {
            let name = ("name", then.full_name());
            lang.t_args("organisation-on-day-was", &[day, name])
        }
        None => lang.t_args("organisation-on-day-none", &[day]),
    })
}
