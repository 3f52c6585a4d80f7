//! The administrator's pages of organisations: the list, new units and trees, and what happens to a unit.

use poem::http::StatusCode;
use poem::web::Path;
use poem::{IntoResponse, Request, Response, handler};

use super::{ON_PAGE, Pick, Wanted, items, only_looks, read_pick};
use crate::kernel::actor::{Actor, Role};
use crate::kernel::problem::{Kind, Outcome, Problem};
use crate::organisation::model::{
    Change, Ending, Found, NewOrganisation, Organisation, Search, TERRITORY,
};
use crate::organisation::rules;
use crate::organisation::search::Index;
use crate::organisation::service::OrganisationService;
use crate::organisation::views::{
    AdminListView, AdminUnitView, Item, NewView, Paging, Past, Picked, UnitForms, kind_text, query,
};
use crate::platform::http::context::Context;
use crate::platform::http::form::Form;
use crate::platform::http::page::Errors;
use crate::platform::http::reply::see_other;
use crate::platform::http::services::Service;

/// What a form that failed shows beside its fields; anything nothing on the form can mend is an error page.
pub(super) fn mendable(problem: Problem) -> Outcome<Problem> {
    match problem.kind() {
        Kind::Internal | Kind::NotFound | Kind::Unavailable => Err(problem),
        _ => Ok(problem),
    }
}

pub(super) fn status_of(problem: &Problem) -> StatusCode {
    StatusCode::from_u16(problem.kind().status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

/// The units an administrator may change: all, or those below where the role is held.
fn administered(index: &Index, actor: &Actor, search: &Search) -> Found {
    let Some(reach) = actor.reach(Role::Administrator) else {
        return index.search(search);
    };
    let all = Search {
        limit: usize::MAX,
        offset: 0,
        ..search.clone()
    };
    let mut mine = index.search(&all).items;
    mine.retain(|unit| index.lineage(unit.id).iter().any(|id| reach.contains(id)));
    Found {
        total: mine.len(),
        items: mine
            .into_iter()
            .skip(search.offset)
            .take(search.limit)
            .collect(),
    }
}

/// The list of units to administer.
#[handler]
pub async fn show_admin_organisations(
    context: Context,
    request: &Request,
    organisations: Service<OrganisationService>,
) -> poem::Result<Response> {
    let wanted = Wanted::of(request);
    let (text, tree, kind) = (wanted.get("q"), wanted.get("cay"), wanted.get("loai"));
    let (closed, number) = (wanted.get("het"), wanted.page());
    let search = Search {
        text: text.to_owned(),
        tree: Some(tree.to_owned()).filter(|t| !t.is_empty()),
        kinds: [kind.to_owned()]
            .into_iter()
            .filter(|k| !k.is_empty())
            .collect(),
        include_closed: closed == "1",
        limit: ON_PAGE,
        offset: (number - 1) * ON_PAGE,
        within: None,
    };
    let index = organisations.index().await?;
    let found = administered(&index, context.actor()?, &search);
    let filters = [("q", text), ("cay", tree), ("loai", kind), ("het", closed)];
    let base = format!("/quan-tri/don-vi?{}", query(&filters));
    let view = AdminListView {
        page: context.page(),
        text: text.to_owned(),
        tree: tree.to_owned(),
        kind: kind.to_owned(),
        closed: search.include_closed,
        trees: organisations.trees().await?,
        items: items(context.lang, &found.items),
        paging: Paging::new(found.total, number, ON_PAGE, base),
    };
    Ok(view.into_response())
}

// ---------------------------------------------------------------------------------------------------------------------
// New units and trees

/// What the form for a new unit said.
struct NewForm<'a> {
    form: &'a Form,
    parent: Pick,
    origin: Pick,
}

impl<'a> NewForm<'a> {
    async fn read(form: &'a Form, organisations: &OrganisationService) -> Outcome<Self> {
        Ok(Self {
            form,
            parent: read_pick(form, "parent", organisations).await?,
            origin: read_pick(form, "origin", organisations).await?,
        })
    }

    fn unit(&self, context: &Context) -> Outcome<NewOrganisation> {
        for pick in [&self.parent, &self.origin] {
            if let Some(problem) = &pick.problem {
                return Err(problem.clone());
            }
        }
        Ok(NewOrganisation {
            tree: self.form.get("tree").to_owned(),
            code: self.form.get("code").to_owned(),
            name: self.form.get("name").to_owned(),
            kind: self.form.get("kind").to_owned(),
            parent: self.parent.unit.as_ref().map(|unit| unit.id),
            origin: self.origin.unit.as_ref().map(|unit| unit.id),
            from: rules::day(self.form.get("from"), context.now.date())?,
            reason: self.form.get("reason").to_owned(),
        })
    }
}

async fn new_view(
    context: &Context,
    organisations: &OrganisationService,
    form: &Form,
    picked: (Picked, Picked),
    errors: Errors,
) -> Outcome<NewView> {
    let trees = organisations.trees().await?;
    let sector = trees.iter().find(|tree| tree.slug != TERRITORY);
    let tree = match form.get("tree") {
        "" => sector.or(trees.first()).map(|tree| tree.slug.clone()),
        chosen => Some(chosen.to_owned()),
    };
    let everywhere = context.actor()?.is_everywhere(Role::Administrator);
    let text = |name: &str| form.get(name).to_owned();
    Ok(NewView {
        page: context.page(),
        tree: tree.unwrap_or_default(),
        trees,
        parent: picked.0,
        origin: picked.1,
        code: text("code"),
        name: text("name"),
        kind: text("kind"),
        from: text("from"),
        reason: text("reason"),
        title: text("title"),
        everywhere,
        errors,
    })
}

/// The form for a new unit.
#[handler]
pub async fn show_new_organisation(
    context: Context,
    organisations: Service<OrganisationService>,
) -> poem::Result<Response> {
    let (form, picked) = (Form::default(), Default::default());
    let view = new_view(&context, &organisations, &form, picked, Errors::default()).await?;
    Ok(view.into_response())
}

/// Makes a unit.
#[handler]
pub async fn post_new_organisation(
    context: Context,
    form: Form,
    organisations: Service<OrganisationService>,
) -> poem::Result<Response> {
    let given = NewForm::read(&form, &organisations).await?;
    let made = match given.unit(&context) {
        _ if only_looks(&form) => None,
        Ok(unit) => Some(
            organisations
                .create(unit, context.actor()?, context.now)
                .await,
        ),
        Err(problem) => Some(Err(problem)),
    };
    let picked = (given.parent.shown, given.origin.shown);
    match made {
        Some(Ok(unit)) => Ok(see_other(&format!(
            "/quan-tri/don-vi/{}?bao=organisation-created",
            unit.code
        ))),
        None => {
            let view = new_view(&context, &organisations, &form, picked, Errors::default());
            Ok(view.await?.into_response())
        }
        Some(Err(problem)) => {
            let problem = mendable(problem)?;
            let errors = Errors::of(context.lang, &problem);
            let view = new_view(&context, &organisations, &form, picked, errors).await?;
            Ok(view.with_status(status_of(&problem)).into_response())
        }
    }
}

/// Makes a tree.
#[handler]
pub async fn post_new_tree(
    context: Context,
    form: Form,
    organisations: Service<OrganisationService>,
) -> poem::Result<Response> {
    let made = organisations
        .create_tree("", form.get("title"), context.actor()?, context.now)
        .await;
    match made {
        Ok(_) => Ok(see_other(
            "/quan-tri/don-vi/moi?bao=organisation-tree-created",
        )),
        Err(problem) => {
            let mut problem = mendable(problem)?;
            for field in &mut problem.fields {
                field.field = "title".to_owned();
            }
            let errors = Errors::of(context.lang, &problem);
            let picked = Default::default();
            let view = new_view(&context, &organisations, &form, picked, errors).await?;
            Ok(view.with_status(status_of(&problem)).into_response())
        }
    }
}

// ---------------------------------------------------------------------------------------------------------------------
// A unit

async fn unit_of(
    code: &str,
    actor: &Actor,
    organisations: &OrganisationService,
) -> Outcome<Organisation> {
    let unit = organisations.by_code(code).await?;
    let unit = unit.ok_or_else(Problem::not_found)?;
    if organisations.administers(actor, unit.id).await? {
        Ok(unit)
    } else {
        Err(Problem::not_found())
    }
}

async fn unit_view(
    context: &Context,
    organisations: &OrganisationService,
    unit: &Organisation,
    forms: UnitForms,
) -> Outcome<AdminUnitView> {
    Ok(AdminUnitView {
        page: context.page(),
        unit: Item::of(context.lang, unit),
        revision: unit.revision,
        below: organisations.children(unit.id).await?.len(),
        everywhere: context.actor()?.is_everywhere(Role::Administrator),
        forms,
        history: Past::of(&organisations.past(unit.id).await?),
    })
}

fn untouched(unit: &Organisation, context: &Context) -> UnitForms {
    UnitForms {
        name: unit.name.clone(),
        kind: kind_text(context.lang, &unit.kind),
        ..UnitForms::default()
    }
}

/// A unit with the forms that change it.
#[handler]
pub async fn show_admin_organisation(
    context: Context,
    Path(code): Path<String>,
    organisations: Service<OrganisationService>,
) -> poem::Result<Response> {
    let unit = unit_of(&code, context.actor()?, &organisations).await?;
    let forms = untouched(&unit, &context);
    let view = unit_view(&context, &organisations, &unit, forms).await?;
    Ok(view.into_response())
}

/// What a form about a unit asks for.
enum Asked {
    Change(Change),
    Merge(uuid::Uuid, Ending),
    Close(Ending),
}

/// One of the forms about a unit.
struct UnitForm<'a> {
    form: &'a Form,
    /// `rename`, `move`, `merge` or `close`.
    name: &'static str,
    pick: Option<Pick>,
}

impl<'a> UnitForm<'a> {
    async fn read(form: &'a Form, organisations: &OrganisationService) -> Outcome<Self> {
        let known = ["rename", "move", "merge", "close"];
        let name = known.into_iter().find(|name| *name == form.get("form"));
        let name = name.ok_or_else(|| Problem::field("form", "organisation-field-needed"))?;
        let pick = match name {
            "move" => Some(read_pick(form, "move-parent", organisations).await?),
            "merge" => Some(read_pick(form, "merge-into", organisations).await?),
            _ => None,
        };
        Ok(Self { form, name, pick })
    }

    fn get(&self, field: &str) -> &str {
        self.form.get(&format!("{}-{field}", self.name))
    }

    fn at_top(&self) -> bool {
        self.name == "move" && self.get("top") == "1"
    }

    /// The unit that was picked; needed in the forms that have such a field.
    fn picked(&self, field: &str) -> Outcome<uuid::Uuid> {
        let pick = self.pick.as_ref();
        if let Some(problem) = pick.and_then(|p| p.problem.clone()) {
            return Err(problem);
        }
        let unit = pick.and_then(|p| p.unit.as_ref()).map(|unit| unit.id);
        unit.ok_or_else(|| Problem::field(field, "organisation-field-needed"))
    }

    fn asked(&self, unit: &Organisation, context: &Context) -> Outcome<Asked> {
        let ending = |on| Ending {
            revision: self.form.get("revision").parse().unwrap_or_default(),
            on,
            reason: self.get("reason").to_owned(),
        };
        let day = || rules::day(self.get("from"), context.now.date()).map(ending);
        let change = |name, kind, parent| {
            let at = day()?;
            Ok(Asked::Change(Change {
                revision: at.revision,
                name,
                kind,
                parent,
                from: at.on,
                reason: at.reason,
            }))
        };
        match self.name {
            "rename" => {
                // The form shows the kind in words; untouched, it stays what it is.
                let kind = self.get("kind");
                let shown = [kind_text(context.lang, &unit.kind), String::new()];
                let kind = Some(kind.to_owned()).filter(|kind| !shown.contains(kind));
                change(Some(self.get("name").to_owned()), kind, None)
            }
            "move" if self.at_top() => change(None, None, Some(None)),
            "move" => change(None, None, Some(Some(self.picked("parent")?))),
            "merge" => Ok(Asked::Merge(self.picked("into")?, day()?)),
            _ => Ok(Asked::Close(day()?)),
        }
    }

    /// The forms of the page with this one as it was sent.
    fn shown(&self, unit: &Organisation, context: &Context, errors: Errors) -> UnitForms {
        let mut forms = UnitForms {
            open: self.name.to_owned(),
            top: self.at_top(),
            from: self.get("from").to_owned(),
            reason: self.get("reason").to_owned(),
            errors,
            ..untouched(unit, context)
        };
        let picked = self.pick.as_ref().map(|p| p.shown.clone());
        match (self.name, picked) {
            ("rename", _) => {
                forms.name = self.get("name").to_owned();
                forms.kind = self.get("kind").to_owned();
            }
            ("move", Some(picked)) => forms.parent = picked,
            ("merge", Some(picked)) => forms.into = picked,
            _ => {}
        }
        forms
    }

    /// The messages of a problem beside the fields of this form.
    fn errors(&self, problem: &Problem, context: &Context) -> Errors {
        let mut errors = Errors::of(context.lang, problem);
        for (field, _) in &mut errors.fields {
            if !field.starts_with(self.name) {
                *field = format!("{}-{field}", self.name);
            }
        }
        errors
    }
}

/// Renames, moves, merges or ends a unit.
#[handler]
pub async fn post_organisation(
    context: Context,
    Path(code): Path<String>,
    form: Form,
    organisations: Service<OrganisationService>,
) -> poem::Result<Response> {
    let (actor, now) = (context.actor()?, context.now);
    let unit = unit_of(&code, actor, &organisations).await?;
    let given = UnitForm::read(&form, &organisations).await?;
    if only_looks(&form) {
        let forms = given.shown(&unit, &context, Errors::default());
        let view = unit_view(&context, &organisations, &unit, forms).await?;
        return Ok(view.into_response());
    }
    let done = match given.asked(&unit, &context) {
        Ok(Asked::Change(change)) => organisations.change(unit.id, change, actor, now).await,
        Ok(Asked::Merge(into, ending)) => {
            organisations.merge(unit.id, into, ending, actor, now).await
        }
        Ok(Asked::Close(ending)) => organisations.close(unit.id, ending, actor, now).await,
        Err(problem) => Err(problem),
    };
    match done {
        Ok(_) => Ok(see_other(&format!(
            "/quan-tri/don-vi/{code}?bao=organisation-changed"
        ))),
        Err(problem) => {
            let problem = mendable(problem)?;
            let errors = given.errors(&problem, &context);
            // With the revision of now: who reads what has changed may send the form again.
            let unit = unit_of(&code, actor, &organisations).await?;
            let forms = given.shown(&unit, &context, errors);
            let view = unit_view(&context, &organisations, &unit, forms).await?;
            Ok(view.with_status(status_of(&problem)).into_response())
        }
    }
}
