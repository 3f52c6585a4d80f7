//! A person's own courses and their transcript.

use poem::{IntoResponse, Response, handler};

use super::{card, hours, learning_card};
use crate::account::service::AccountService;
use crate::course::model::EnrolmentState;
use crate::course::rules;
use crate::course::service::{CourseService, Journey};
use crate::course::views::{LearningView, TranscriptLine, TranscriptView};
use crate::organisation::service::OrganisationService;
use crate::platform::http::context::Context;
use crate::platform::http::form::Query;
use crate::platform::http::pager::{PARAMETER, Pager};
use crate::platform::http::services::Service;

/// Courses on a page.
const OWN: u64 = 10;
/// Courses offered to who has none.
const OFFERED: usize = 3;
/// Most courses on a transcript.
const TRANSCRIPT_MAX: u64 = 200;

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
    courses: Service<CourseService>,
    accounts: Service<AccountService>,
    organisations: Service<OrganisationService>,
) -> poem::Result<Response> {
    let account = accounts.find(context.actor()?.account).await?;
    let organisation = match account.organisation {
        Some(id) => organisations.find(id).await?.map(|unit| unit.full_name),
        None => None,
    };
    let journeys = courses.journeys_of(account.id, TRANSCRIPT_MAX).await?;
    let kept = journeys
        .iter()
        .filter(|j| j.enrolment.state != EnrolmentState::Withdrawn || j.standing().done > 0);
    let mut lines: Vec<TranscriptLine> = kept.map(transcript_line).collect();
    lines.sort_by_key(|line| std::cmp::Reverse(line.enrolled_at));
    let view = TranscriptView {
        page: context.page(),
        full_name: account.full_name,
        organisation: organisation.unwrap_or_default(),
        lines,
    };
    Ok(view.into_response())
}

fn transcript_line(journey: &Journey) -> TranscriptLine {
    let (content, enrolment) = (&journey.content, &journey.enrolment);
    TranscriptLine {
        slug: journey.head.slug.clone(),
        title: content.title.clone(),
        agency: content.issued_by.clone().unwrap_or_default(),
        enrolled_at: enrolment.enrolled_at,
        completed_at: enrolment.completed_at,
        left: enrolment.state == EnrolmentState::Withdrawn,
        hours: hours(rules::hours_done(content, &journey.done)),
        of: hours(content.hours()),
        exam: rules::exam_score(content, &journey.done),
        bar: journey.standing().into(),
    }
}
