//! The list of courses a person may write, and the beginning of a new one.

use poem::{IntoResponse, Response, handler};
use uuid::Uuid;

use super::{mendable, status_of};
use crate::course::service::{Authored, CourseService};
use crate::course::views::authoring::{CourseRow, ListView, NewView};
use crate::kernel::actor::{Actor, Role};
use crate::kernel::problem::Outcome;
use crate::organisation::service::OrganisationService;
use crate::platform::http::context::Context;
use crate::platform::http::form::Form;
use crate::platform::http::page::{Choice, Errors};
use crate::platform::http::reply::see_other;
use crate::platform::http::services::Service;

/// The courses a person may write.
#[handler]
pub async fn show_list(
    context: Context,
    courses: Service<CourseService>,
    organisations: Service<OrganisationService>,
) -> poem::Result<Response> {
    let list = courses.authored(context.actor()?).await?;
    let ids: Vec<Uuid> = list.iter().filter_map(|c| c.head.organisation).collect();
    let named = organisations.named(&ids).await?;
    let row = |course: &Authored| CourseRow {
        slug: course.head.slug.clone(),
        title: course.head.title.clone(),
        organisation: course
            .head
            .organisation
            .and_then(|id| named.get(&id))
            .map_or_else(String::new, |u| u.full_name.clone()),
        version: course.head.version,
        state: course
            .draft
            .as_ref()
            .map_or("", |d| d.state.as_str())
            .to_owned(),
        edited_at: course.draft.as_ref().map(|d| d.edited_at),
    };
    let view = ListView {
        page: context.page(),
        courses: list.iter().map(row).collect(),
    };
    Ok(view.into_response())
}

/// The organisations at which a person writes courses, by their codes.
async fn own_organisations(
    context: &Context,
    organisations: &OrganisationService,
    actor: &Actor,
    chosen: &str,
) -> Outcome<Vec<Choice>> {
    let choice = |value: &str, label: String| Choice {
        selected: value == chosen,
        value: value.to_owned(),
        label,
    };
    let mut choices = Vec::new();
    if actor.is_everywhere(Role::Author) {
        choices.push(choice("", context.lang.t("authoring-everywhere")));
    }
    let ids = actor.grants.iter().filter(|g| g.role.covers(Role::Author));
    let ids: Vec<Uuid> = ids.filter_map(|g| g.organisation).collect();
    for unit in organisations.named(&ids).await?.values() {
        choices.push(choice(&unit.code, unit.full_name.clone()));
    }
    choices.sort_by(|a, b| a.label.cmp(&b.label));
    choices.dedup();
    Ok(choices)
}

async fn new_view(
    context: &Context,
    organisations: &OrganisationService,
    form: &Form,
    errors: Errors,
) -> Outcome<NewView> {
    let actor = context.actor()?;
    let chosen = form.get("organisation");
    Ok(NewView {
        page: context.page(),
        title: form.get("title").to_owned(),
        slug: form.get("slug").to_owned(),
        organisations: own_organisations(context, organisations, actor, chosen).await?,
        errors,
    })
}

/// The form for a new course.
#[handler]
pub async fn show_new(
    context: Context,
    organisations: Service<OrganisationService>,
) -> poem::Result<Response> {
    let (form, errors) = (Form::default(), Errors::default());
    let view = new_view(&context, &organisations, &form, errors).await?;
    Ok(view.into_response())
}

/// Begins a new course.
#[handler]
pub async fn post_new(
    context: Context,
    form: Form,
    courses: Service<CourseService>,
    organisations: Service<OrganisationService>,
) -> poem::Result<Response> {
    let (slug, title) = (form.get("slug"), form.get("title"));
    let organisation = form.get("organisation");
    let done = courses.create(slug, title, organisation, context.actor()?, context.now);
    match done.await {
        Ok(()) => Ok(see_other(&format!("/soan/{slug}"))),
        Err(problem) => {
            let problem = mendable(problem)?;
            let errors = Errors::of(context.lang, &problem);
            let view = new_view(&context, &organisations, &form, errors).await?;
            Ok(view.with_status(status_of(&problem)).into_response())
        }
    }
}
