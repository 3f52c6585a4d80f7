//! The contest pages: home, list, contest, entry form, start, and the organiser's.

mod entering;
mod home;
mod organiser;
mod people;
mod showing;
mod start;

pub use entering::{post_entry, show_entered, show_entry_form};
pub use home::{show_home, show_list, show_mine};
pub use organiser::{
    FromBoards, organiser_view, prediction_label, show_exports, show_organiser_list,
};
pub use people::{download_people_csv, download_people_xlsx, show_people, show_person};
pub use showing::{download_picture, download_qr, show_contest, show_poster};
pub use start::{post_start, show_start};

use super::model::Phase;
use super::service::{ContestLive, RoundLive};
use super::views::{Action, Stage};
use super::words::Said;
use crate::assessment::model::{Attempt, State};
use crate::assessment::rules::{Past, attempts_left};
use crate::kernel::clock::Moment;
use crate::platform::i18n::Lang;

const fn stage(phase: Phase) -> Stage {
    match phase {
        Phase::Upcoming => Stage::Upcoming,
        Phase::Open => Stage::Open,
        Phase::Closing | Phase::Closed => Stage::Closed,
        Phase::Final => Stage::Final,
    }
}

fn contest_stage(contest: &ContestLive, now: Moment) -> Stage {
    contest
        .round_at(now)
        .map_or(Stage::Upcoming, |r| stage(r.phase(now)))
}

/// The part of a contest or its name as people write it into an address.
fn parameter<'a>(params: &'a [(String, String)], name: &str) -> &'a str {
    let found = params.iter().find(|(n, _)| n == name);
    found.map_or("", |(_, value)| value.trim())
}

/// The query of a request: names and values in order.
fn query(request: &poem::Request) -> Vec<(String, String)> {
    request.params().unwrap_or_default()
}

/// The number of the page asked for, from 1.
fn page_number(params: &[(String, String)]) -> u64 {
    let asked = parameter(params, crate::platform::http::pager::PARAMETER);
    asked.parse().unwrap_or(1).max(1)
}

fn say(lang: Lang, said: &Said) -> String {
    lang.t_args(
        said.key,
        &said
            .args
            .iter()
            .map(|(n, v)| (*n, v.clone()))
            .collect::<Vec<_>>(),
    )
}

/// What the person can do next in the round that matters now.
fn action(round: &RoundLive, entered: bool, mine: &[Attempt], now: Moment) -> Action {
    if let Some(running) = mine
        .iter()
        .find(|a| a.state == State::Open && now < a.deadline)
    {
        return Action::Resume {
            attempt: running.id,
            remaining_ms: running.deadline.since(now),
        };
    }
    match round.phase(now) {
        Phase::Final => Action::Result {
            round: round.code.clone(),
        },
        Phase::Closing | Phase::Closed => Action::Closed,
        Phase::Upcoming | Phase::Open if !entered => Action::Enter,
        Phase::Upcoming => Action::Wait {
            opens_at: round.settings.opens_at,
        },
        Phase::Open => match left(round, mine, now) {
            Some(0) => Action::Used,
            left => Action::Start {
                round: round.code.clone(),
                left,
            },
        },
    }
}

fn left(round: &RoundLive, mine: &[Attempt], now: Moment) -> Option<u32> {
    let past: Vec<Past> = mine.iter().map(Past::from).collect();
    attempts_left(&round.settings, &past, now)
}
