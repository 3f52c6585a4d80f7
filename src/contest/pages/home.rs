//! The start page, the list of contests, and a person's own contests.

use std::sync::Arc;

use poem::{IntoResponse, Request, Response, handler};

use super::showing::ended;
use super::{action, contest_stage, page_number, parameter, query, stage};
use crate::account::service::AccountService;
use crate::contest::service::{Boards, ContestLive, ContestService, Mine, RoundLive};
use crate::contest::views::{
    ContestCard, ContestListView, HomeView, MineLine, MineView, Place, Stage, TabLink,
};
use crate::course::held::Held;
use crate::course::pages::{card as course_card, learning_card};
use crate::course::service::CourseService;
use crate::course::views::LearningCard;
use crate::kernel::clock::Moment;
use crate::kernel::problem::{Outcome, Problem};
use crate::platform::http::context::Context;
use crate::platform::http::page::query_value;
use crate::platform::http::pager::Pager;
use crate::platform::http::services::Service;
use crate::platform::text::fold;

/// Contests of one kind on the start page.
const FEW: usize = 4;
/// Courses on the start page.
const COURSES: usize = 3;
/// Contests on a page of the list.
const CARDS: u64 = 12;
/// A person's contests on a page.
const OWN: u64 = 10;
/// Entries looked at for what a person should do next; older ones are found on their own page.
const LATEST: u64 = 8;

/// The round that matters now, and where the contest stands.
fn standing(contest: &ContestLive, now: Moment) -> (Stage, Moment, Moment) {
    let current = contest.round_at(now);
    let opens = current.map_or(Moment(0), |r| r.settings.opens_at);
    let closes = current.map_or(Moment(0), |r| r.settings.closes_at);
    (contest_stage(contest, now), opens, closes)
}

/// All contests in the order of lists: what closes first, what opens first, what closed last.
async fn in_order(contests: &ContestService, now: Moment) -> Outcome<Vec<Arc<ContestLive>>> {
    let mut all = contests.all().await?;
    all.sort_by_key(|contest| match standing(contest, now) {
        (Stage::Open, _, closes) => (0, closes.0),
        (Stage::Upcoming, opens, _) => (1, opens.0),
        (Stage::Closed | Stage::Final, _, closes) => (2, -closes.0),
    });
    Ok(all)
}

async fn card(
    contest: &ContestLive,
    contests: &ContestService,
    now: Moment,
) -> Outcome<ContestCard> {
    let (stage, opens_at, closes_at) = standing(contest, now);
    Ok(ContestCard {
        slug: contest.slug.clone(),
        title: contest.title.clone(),
        organiser: contest.issued_by.clone().unwrap_or_default(),
        summary: contest.summary.clone(),
        stage,
        opens_at,
        closes_at,
        entered: contests.entered(contest.id).await?.cast_signed(),
    })
}

async fn cards(
    shown: impl Iterator<Item = &Arc<ContestLive>>,
    contests: &ContestService,
    now: Moment,
) -> Outcome<Vec<ContestCard>> {
    let mut cards = Vec::new();
    for contest in shown {
        cards.push(card(contest, contests, now).await?);
    }
    Ok(cards)
}

const fn part_of(stage: Stage) -> &'static str {
    match stage {
        Stage::Open => "dang-mo",
        Stage::Upcoming => "sap-mo",
        Stage::Closed | Stage::Final => "da-dong",
    }
}

/// The start page.
#[handler]
pub async fn show_home(
    context: Context,
    contests: Service<ContestService>,
    boards: Service<Arc<dyn Boards>>,
    courses: Service<CourseService>,
) -> poem::Result<Response> {
    let now = context.now;
    let all = in_order(&contests, now).await?;
    let of = |part: &'static str| {
        let fits = move |c: &&Arc<ContestLive>| part_of(contest_stage(c, now)) == part;
        all.iter().filter(fits)
    };
    let (mut mine, mut learning) = (Vec::new(), Vec::new());
    if let Some(person) = &context.caller {
        let page = courses.learning_of(person.account, 0, LATEST).await?;
        let cards = page.courses.iter().map(|one| learning_card(one, now));
        learning = cards.filter(LearningCard::is_to_do).take(2).collect();
        let (entered, _) = contests.entered_by(person.account, 0, LATEST).await?;
        for one in &entered {
            mine.push(mine_line(one, &**boards, now).await?);
        }
        mine.sort_by_key(MineLine::urgency);
        mine.truncate(3);
    }
    let catalogue = courses.catalogue().await?;
    let listed = catalogue.courses.iter().filter(|course| course.is_listed());
    let view = HomeView {
        page: context.page(),
        mine,
        learning,
        courses: listed.take(COURSES).map(|head| course_card(head)).collect(),
        open: cards(of("dang-mo").take(FEW), &contests, now).await?,
        open_total: i64::try_from(of("dang-mo").count()).unwrap_or(0),
        upcoming: cards(of("sap-mo").take(FEW), &contests, now).await?,
        finished: cards(of("da-dong").take(FEW), &contests, now).await?,
    };
    Ok(view.into_response())
}

/// All contests, by part and by words of the title.
#[handler]
pub async fn show_list(
    context: Context,
    request: &Request,
    contests: Service<ContestService>,
) -> poem::Result<Response> {
    let now = context.now;
    let params = query(request);
    let (part, text) = (parameter(&params, "tinh-trang"), parameter(&params, "q"));
    let all = in_order(&contests, now).await?;
    let wanted = fold(text);
    let found: Vec<&Arc<ContestLive>> = all
        .iter()
        .filter(|contest| has_words(contest, &wanted))
        .collect();
    let of = |part: &str| {
        let fits =
            |c: &&&Arc<ContestLive>| part.is_empty() || part_of(contest_stage(c, now)) == part;
        found.iter().filter(fits).copied().collect::<Vec<_>>()
    };
    let known = ["", "dang-mo", "sap-mo", "da-dong"];
    let part = known.into_iter().find(|k| *k == part).unwrap_or_default();
    let tab = |key: &str| {
        let count = context.lang.number(of(key).len() as u64);
        let name = if key.is_empty() { "tat-ca" } else { key };
        TabLink {
            url: tab_address(key, text),
            label: context
                .lang
                .t_args(&format!("list-tab-{name}"), &[("n", count)]),
            current: key == part,
        }
    };
    let shown = of(part);
    let total = shown.len() as u64;
    let pager = Pager::new(
        "/cuoc-thi",
        &[("tinh-trang", part), ("q", text)],
        page_number(&params),
        CARDS,
        total,
    );
    let skipped = usize::try_from((pager.current - 1) * CARDS).unwrap_or(usize::MAX);
    let here = shown.into_iter().skip(skipped).take(CARDS as usize);
    let view = ContestListView {
        page: context.page(),
        tabs: known.map(tab).into(),
        part: part.to_owned(),
        text: text.to_owned(),
        contests: cards(here, &contests, now).await?,
        pager,
    };
    Ok(view.into_response())
}

/// Whether every word stands in the title, the summary or the organiser's name.
pub(super) fn has_words(contest: &ContestLive, folded: &str) -> bool {
    let organiser = contest.issued_by.as_deref().unwrap_or_default();
    let text = fold(&format!(
        "{} {} {organiser}",
        contest.title, contest.summary
    ));
    folded.split(' ').all(|word| text.contains(word))
}

fn tab_address(part: &str, text: &str) -> String {
    let pairs = [("tinh-trang", part), ("q", text)];
    let given = pairs.iter().filter(|(_, value)| !value.is_empty());
    let query: Vec<String> = given
        .map(|(name, value)| format!("{name}={}", query_value(value)))
        .collect();
    if query.is_empty() {
        "/cuoc-thi".to_owned()
    } else {
        format!("/cuoc-thi?{}", query.join("&"))
    }
}

/// The round of a contest that matters to a person: where their attempt runs, else the one that matters to everybody.
fn round_for(mine: &Mine, now: Moment) -> Option<&RoundLive> {
    let running = mine.contest.rounds.iter().find(|r| {
        let here = mine.attempts.iter().filter(|a| a.assessment == r.id);
        here.into_iter()
            .any(|a| a.finished_at.is_none() && now < a.deadline)
    });
    running.or_else(|| mine.contest.round_at(now))
}

async fn mine_line(mine: &Mine, boards: &dyn Boards, now: Moment) -> Outcome<MineLine> {
    let contest = &mine.contest;
    let round = round_for(mine, now).ok_or_else(Problem::not_found)?;
    let here: Vec<_> = mine
        .attempts
        .iter()
        .filter(|a| a.assessment == round.id)
        .cloned()
        .collect();
    let place = if here.iter().any(|a| a.finished_at.is_some()) {
        let extract = boards
            .extract(contest, round, Some(mine.entry.account_id), now)
            .await?;
        extract.and_then(|board| {
            let (rank, _, _, points, _) = board.lines.iter().find(|line| line.4)?;
            Some(Place {
                rank: rank.cast_signed(),
                of: board.total.cast_signed(),
                points: *points,
                is_final: board.is_final,
            })
        })
    } else {
        None
    };
    Ok(MineLine {
        slug: contest.slug.clone(),
        title: contest.title.clone(),
        round_title: if contest.rounds.len() > 1 {
            round.title.clone()
        } else {
            String::new()
        },
        round: round.code.clone(),
        stage: stage(round.phase(now)),
        opens_at: round.settings.opens_at,
        closes_at: round.settings.closes_at,
        action: action(round, true, &here, now),
        result: ended(&mine.attempts, now),
        place,
        entered_at: Moment(mine.entry.created_at),
    })
}

/// A person's own page: their courses, the contests they entered, and their certificates.
#[handler]
pub async fn show_mine(
    context: Context,
    request: &Request,
    contests: Service<ContestService>,
    boards: Service<Arc<dyn Boards>>,
    accounts: Service<AccountService>,
    courses: Service<CourseService>,
    held: Service<Arc<dyn Held>>,
) -> poem::Result<Response> {
    let me = context.actor()?.account;
    let number = page_number(&query(request));
    let asked = |number: u64| (number - 1) * OWN;
    let (mut mine, total) = contests.entered_by(me, asked(number), OWN).await?;
    let pager = Pager::new("/cua-toi", &[], number, OWN, total);
    if pager.current != number {
        (mine, _) = contests.entered_by(me, asked(pager.current), OWN).await?;
    }
    let mut lines = Vec::new();
    for one in &mine {
        lines.push(mine_line(one, &**boards, context.now).await?);
    }
    let account = accounts.find(me).await?;
    let learning = courses.learning_of(me, 0, LATEST).await?;
    let learning = learning.courses.iter();
    let view = MineView {
        page: context.page(),
        learning: learning
            .map(|one| learning_card(one, context.now))
            .filter(|one| !one.left)
            .collect(),
        contests: lines,
        pager,
        code: accounts.entry_code(&account),
        certificates: held.held(me).await?,
    };
    Ok(view.into_response())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contest::views::Action;

    #[test]
    fn the_address_of_a_tab_keeps_the_words_looked_for() {
        assert_eq!(tab_address("", ""), "/cuoc-thi");
        assert_eq!(
            tab_address("dang-mo", "giao thông"),
            "/cuoc-thi?tinh-trang=dang-mo&q=giao%20th%C3%B4ng"
        );
    }

    #[test]
    fn what_runs_comes_before_what_can_wait() {
        let line = |action| MineLine {
            slug: String::new(),
            title: String::new(),
            round_title: String::new(),
            round: String::new(),
            stage: Stage::Open,
            opens_at: Moment(0),
            closes_at: Moment(0),
            action,
            result: None,
            place: None,
            entered_at: Moment(0),
        };
        let running = line(Action::Resume {
            attempt: uuid::Uuid::nil(),
            remaining_ms: 1,
        });
        let open = line(Action::Start {
            round: String::new(),
            left: None,
        });
        let over = line(Action::Result {
            round: String::new(),
        });
        assert!(running.urgency() < open.urgency() && open.urgency() < over.urgency());
    }
}
