//! What is read before an attempt, and starting it.

use poem::web::Path;
use poem::{IntoResponse, Response, handler};

use super::{action, say};
use crate::assessment::rules::deadline;
use crate::assessment::service::AssessmentService;
use crate::contest::service::ContestService;
use crate::contest::views::{Action, StartView};
use crate::contest::words;
use crate::kernel::problem::Code;
use crate::platform::http::context::Context;
use crate::platform::http::form::Form;
use crate::platform::http::reply::see_other;
use crate::platform::http::services::Service;

/// What a person reads before time starts to run.
#[handler]
pub async fn show_start(
    context: Context,
    Path((slug, round)): Path<(String, String)>,
    contests: Service<ContestService>,
    attempts: Service<AssessmentService>,
) -> poem::Result<Response> {
    let contest = contests.find(&slug).await?;
    let live = contest.round(&round)?;
    let actor = context.actor()?;
    if contests
        .entry_of(contest.id, actor.account)
        .await?
        .is_none()
    {
        return Ok(see_other(&format!("/cuoc-thi/{slug}/du-thi")));
    }
    let mine = attempts.attempts_of(live.id, actor.account).await?;
    match action(live, true, &mine, context.now) {
        Action::Resume { attempt, .. } => return Ok(see_other(&format!("/lam-bai/{attempt}"))),
        Action::Start { .. } => {}
        _ => return Ok(see_other(&format!("/cuoc-thi/{slug}"))),
    }
    let settings = &live.settings;
    let questions: u16 = settings.blueprint.iter().map(|p| p.count).sum();
    let attempts_said = words::rules_in_words(&contest.rules)
        .into_iter()
        .find(|s| s.name == "attempts");
    let view = StartView {
        page: context.page(),
        slug,
        title: contest.title.clone(),
        round,
        round_title: live.title.clone(),
        questions,
        prediction: settings.prediction_text.is_some(),
        complete_only: settings.complete_only,
        length_ms: settings.length_ms,
        available_ms: deadline(settings, context.now, 0).since(context.now),
        closes_at: settings.closes_at,
        closing: settings.closing,
        ordinal: u32::try_from(mine.len()).unwrap_or(0) + 1,
        max_attempts: settings.limit.max,
        counts: attempts_said
            .and_then(|s| s.said.last().map(|said| say(context.lang, said)))
            .unwrap_or_default(),
    };
    Ok(view.into_response())
}

/// Starts an attempt, or goes on with the running one.
#[handler]
pub async fn post_start(
    context: Context,
    Path((slug, round)): Path<(String, String)>,
    _form: Form,
    contests: Service<ContestService>,
) -> poem::Result<Response> {
    match contests
        .start(&slug, &round, context.actor()?, context.now)
        .await
    {
        Ok((sitting, _)) => Ok(see_other(&format!("/lam-bai/{}", sitting.attempt.id))),
        Err(problem) if problem.code == Code::EntryNeeded => {
            Ok(see_other(&format!("/cuoc-thi/{slug}/du-thi")))
        }
        Err(problem) => Err(problem.into()),
    }
}
