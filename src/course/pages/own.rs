//! A person's own courses and their transcript.

use std::collections::HashMap;
use std::sync::Arc;

use poem::{IntoResponse, Response, handler};
use uuid::Uuid;

use super::{card, hours, learning_card};
use crate::account::service::AccountService;
use crate::course::held::{Held, HeldCertificate};
use crate::course::model::EnrolmentState;
use crate::course::rules;
use crate::course::service::{CourseService, Journey};
use crate::course::views::{LearningView, TranscriptLine, TranscriptView};
use crate::kernel::problem::Outcome;
use crate::organisation::service::OrganisationService;
use crate::platform::http::context::Context;
use crate::platform::http::form::Query;
use crate::platform::http::pager::{PARAMETER, Pager};
use crate::platform::http::services::Service;

/// Courses on a page.
const OWN: u64 = 10;
/// Courses offered to who has none.
const OFFERED: usize = 3;

/// The person's own courses.
#[handler]
pub async fn show_learning(
    context: Context,
    query: Query,
    courses: Service<CourseService>,
) -> poem::Result<Response> {
    let me = context.actor()?.account;
    let number = query.get(PARAMETER).parse().unwrap_or(1).max(1);
    let from = |number: u64| (number - 1).saturating_mul(OWN);
    let mut shown = courses
        .learning_of(me, from(number).min(1_000_000), OWN)
        .await?;
    let pager = Pager::new("/khoa-hoc/cua-toi", &[], number, OWN, shown.total);
    if pager.current != number {
        shown = courses.learning_of(me, from(pager.current), OWN).await?;
    }
    let offered = if shown.courses.is_empty() {
        let catalogue = courses.catalogue().await?;
        let listed = catalogue.courses.iter().filter(|c| c.is_listed());
        listed.take(OFFERED).map(|head| card(head)).collect()
    } else {
        Vec::new()
    };
    let cards = shown.courses.iter();
    let view = LearningView {
        page: context.page(),
        courses: cards.map(|one| learning_card(one, context.now)).collect(),
        pager,
        offered,
    };
    Ok(view.into_response())
}

/// The transcript of hours and results.
#[handler]
pub async fn show_transcript(
    context: Context,
    accounts: Service<AccountService>,
    organisations: Service<OrganisationService>,
    courses: Service<CourseService>,
    held: Service<Arc<dyn Held>>,
) -> poem::Result<Response> {
    let view = transcript(&context, &accounts, &organisations, &courses, &**held).await?;
    Ok(view.into_response())
}

/// What the transcript of whoever asks says.
///
/// # Errors
/// When nobody has signed in, or the database fails.
pub async fn transcript(
    context: &Context,
    accounts: &AccountService,
    organisations: &OrganisationService,
    courses: &CourseService,
    held: &dyn Held,
) -> Outcome<TranscriptView> {
    let account = accounts.find(context.actor()?.account).await?;
    let organisation = match account.organisation {
        Some(id) => organisations.find(id).await?.map(|unit| unit.full_name),
        None => None,
    };
    let certificates = held.held(account.id).await?;
    let certificates = certificates.into_iter().filter(|c| c.valid);
    let certificates: HashMap<Uuid, HeldCertificate> =
        certificates.filter_map(|c| Some((c.course?, c))).collect();
    let journeys = courses.transcript_of(account.id).await?;
    let line = |journey: &Journey| transcript_line(journey, certificates.get(&journey.head.id));
    Ok(TranscriptView {
        page: context.page(),
        full_name: account.full_name,
        organisation: organisation.unwrap_or_default(),
        lines: journeys.iter().map(line).collect(),
    })
}

fn transcript_line(journey: &Journey, certificate: Option<&HeldCertificate>) -> TranscriptLine {
    let (content, enrolment) = (&journey.content, &journey.enrolment);
    TranscriptLine {
        slug: journey.head.slug.clone(),
        title: content.title.clone(),
        agency: content.issued_by.clone().unwrap_or_default(),
        cohort: journey
            .cohort
            .as_ref()
            .map_or_else(String::new, |c| c.title.clone()),
        enrolled_at: enrolment.enrolled_at,
        completed_at: enrolment.completed_at,
        left: enrolment.state == EnrolmentState::Withdrawn,
        hours: hours(rules::hours_done(content, &journey.done)),
        of: hours(content.hours()),
        exam: rules::exam_score(content, &journey.done),
        certificate: certificate.map(|c| (c.number.clone(), c.slug.clone())),
        bar: journey.standing().into(),
    }
}
