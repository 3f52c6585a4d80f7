//! The organiser's list of contests, the page of one of them, and its files.

use std::collections::{BTreeMap, HashMap};

use poem::web::Path;
use poem::{IntoResponse, Request, Response, handler};
use uuid::Uuid;

use super::home::has_words;
use super::{contest_stage, page_number, parameter, query, stage};
use crate::audit::model::Line;
use crate::contest::api::live_counts;
use crate::contest::model::{Phase, PredictionOf};
use crate::contest::service::{Charts, ContestLive, ContestService, RoundLive};
use crate::contest::views::{
    AuditLine, ChartBox, Download, DownloadLine, ExportsView, LiveCounts, NextStep,
    OrganiserContestView, OrganiserListView, OrganiserRound, OrganiserRow, Stage,
};
use crate::kernel::clock::{HOUR, Moment};
use crate::kernel::points::Points;
use crate::kernel::problem::Outcome;
use crate::organisation::model::Organisation;
use crate::organisation::service::OrganisationService;
use crate::platform::chart::{self, Bar, Options, Point, bars, columns_over_time};
use crate::platform::http::context::Context;
use crate::platform::http::page::Choice;
use crate::platform::http::pager::Pager;
use crate::platform::http::services::Service;
use crate::platform::i18n::Lang;
use crate::platform::text::fold;

/// Contests on a page.
const ROWS: u64 = 20;
/// Columns of the chart of points; more would not be told apart on a phone.
const COLUMNS: usize = 21;

/// What an organiser has to do next with a contest.
fn next_step(contest: &ContestLive, now: Moment) -> NextStep {
    let phases = || contest.rounds.iter().map(|r| (r, r.phase(now)));
    let first = |wanted: Phase| phases().find(|(_, p)| *p == wanted).map(|(r, _)| r);
    if let Some(round) = first(Phase::Closed) {
        return NextStep::Finalise {
            round: round.code.clone(),
            title: round.title.clone(),
        };
    }
    if let Some(round) = first(Phase::Open) {
        return NextStep::Watch(round.settings.closes_at);
    }
    if first(Phase::Closing).is_some() {
        return NextStep::Running;
    }
    match first(Phase::Upcoming) {
        Some(round) => NextStep::Opens(round.settings.opens_at),
        None => NextStep::Done,
    }
}

fn name_of(id: Option<Uuid>, names: &HashMap<Uuid, Organisation>) -> String {
    let found = id.and_then(|id| names.get(&id));
    found.map_or_else(String::new, |unit| unit.full_name.clone())
}

/// The organiser's contests: those that belong to an organisation within reach.
#[handler]
pub async fn show_organiser_list(
    context: Context,
    request: &Request,
    contests: Service<ContestService>,
    organisations: Service<OrganisationService>,
) -> poem::Result<Response> {
    let params = query(request);
    let asked = |name| parameter(&params, name);
    let (text, state, unit) = (asked("q"), asked("trang-thai"), asked("don-vi"));
    let all = contests.within_reach(context.actor()?).await?;
    let owners: Vec<Uuid> = all.iter().filter_map(|c| c.organisation).collect();
    let names = organisations.named(&owners).await?;
    let chosen = names.values().find(|o| o.code == unit).map(|o| o.id);
    let wanted = fold(text);
    let fits = |contest: &ContestLive| {
        has_words(contest, &wanted)
            && (state.is_empty() || state_name(contest_stage(contest, context.now)) == state)
            && (unit.is_empty() || contest.organisation == chosen)
    };
    let found: Vec<_> = all.iter().filter(|c| fits(c)).collect();
    let pager = Pager::new(
        "/to-chuc",
        &[("q", text), ("trang-thai", state), ("don-vi", unit)],
        page_number(&params),
        ROWS,
        found.len() as u64,
    );
    let skipped = usize::try_from((pager.current - 1) * ROWS).unwrap_or(usize::MAX);
    let mut rows = Vec::new();
    for contest in found.into_iter().skip(skipped).take(ROWS as usize) {
        let organisation = name_of(contest.organisation, &names);
        rows.push(row(contest, organisation, &contests, context.now).await?);
    }
    let view = OrganiserListView {
        page: context.page(),
        text: text.to_owned(),
        states: states(state, context.lang),
        organisations: units(&names, unit, context.lang),
        contests: rows,
        pager,
        any: !all.is_empty(),
    };
    Ok(view.into_response())
}

const fn state_name(stage: Stage) -> &'static str {
    match stage {
        Stage::Upcoming => "sap-mo",
        Stage::Open => "dang-mo",
        Stage::Closed => "da-dong",
        Stage::Final => "da-cong-bo",
    }
}

fn states(current: &str, lang: Lang) -> Vec<Choice> {
    let all = Choice {
        value: String::new(),
        label: lang.t("filter-all-states"),
        selected: current.is_empty(),
    };
    let stages = [Stage::Upcoming, Stage::Open, Stage::Closed, Stage::Final];
    let choice = |stage: Stage| Choice {
        value: state_name(stage).to_owned(),
        label: lang.t(stage.key()),
        selected: state_name(stage) == current,
    };
    std::iter::once(all).chain(stages.map(choice)).collect()
}

fn units(names: &HashMap<Uuid, Organisation>, current: &str, lang: Lang) -> Vec<Choice> {
    let all = Choice {
        value: String::new(),
        label: lang.t("filter-all-organisations"),
        selected: current.is_empty(),
    };
    let mut units: Vec<Choice> = names
        .values()
        .map(|unit| Choice {
            value: unit.code.clone(),
            label: unit.full_name.clone(),
            selected: unit.code == current,
        })
        .collect();
    units.sort_by(|a, b| a.label.cmp(&b.label));
    std::iter::once(all).chain(units).collect()
}

async fn row(
    contest: &ContestLive,
    organisation: String,
    contests: &ContestService,
    now: Moment,
) -> Outcome<OrganiserRow> {
    let (entries, running, submitted, expired) = live_counts(contests, contest).await?;
    let moments = |of: fn(&RoundLive) -> Moment| contest.rounds.iter().map(of);
    Ok(OrganiserRow {
        slug: contest.slug.clone(),
        title: contest.title.clone(),
        organisation,
        stage: contest_stage(contest, now),
        opens_at: moments(|r| r.settings.opens_at).min().unwrap_or_default(),
        closes_at: moments(|r| r.settings.closes_at).max().unwrap_or_default(),
        entries: entries.cast_signed(),
        running: running.cast_signed(),
        finished: (submitted + expired).cast_signed(),
        next: next_step(contest, now),
    })
}

/// Words for what was predicted.
#[must_use]
pub fn prediction_label(of: PredictionOf, lang: Lang) -> String {
    let key = match of {
        PredictionOf::PeopleTakingPart => "true-number-people-taking-part",
        PredictionOf::PeopleAllCorrect => "true-number-people-all-correct",
        PredictionOf::AttemptsAllCorrect => "true-number-attempts-all-correct",
        PredictionOf::Attempts => "true-number-attempts",
        PredictionOf::PerCentAllCorrect => "true-number-per-cent-all-correct",
    };
    lang.t(key)
}

/// What the organiser's page of a contest shows that the leaderboard knows.
#[derive(Debug, Default)]
pub struct FromBoards {
    /// Its rounds, with what each lacks to be final.
    pub rounds: Vec<OrganiserRound>,
    /// Full names of those who stand in the audit trail.
    pub names: BTreeMap<Uuid, String>,
    /// How many people have each number of points, over all rounds, the lowest first.
    pub points: Vec<(Points, u64)>,
}

/// The organiser's page of one contest.
///
/// # Errors
/// When the database fails.
pub async fn organiser_view(
    context: &Context,
    contest: &ContestLive,
    contests: &ContestService,
    organisations: &OrganisationService,
    boards: FromBoards,
) -> Outcome<OrganiserContestView> {
    let (entries, running, submitted, expired) = live_counts(contests, contest).await?;
    let audit = contests.audit(contest.id, 50).await?;
    let lang = context.lang;
    let line = |l: Line| AuditLine {
        at: l.at,
        who: l
            .actor
            .and_then(|a| boards.names.get(&a).cloned())
            .unwrap_or_else(|| lang.t("audit-system")),
        what: audit_words(&l, lang),
    };
    let figures = contests.charts(contest, context.now).await?;
    let mut ids: Vec<Uuid> = figures.organisations.iter().map(|(id, _)| *id).collect();
    ids.extend(contest.organisation);
    let names = organisations.named(&ids).await?;
    let drawing = Drawing {
        lang,
        figures: &figures,
    };
    Ok(OrganiserContestView {
        page: context.page(),
        slug: contest.slug.clone(),
        title: contest.title.clone(),
        organisation: name_of(contest.organisation, &names),
        stage: contest_stage(contest, context.now),
        counts: LiveCounts {
            entries: entries.cast_signed(),
            running: running.cast_signed(),
            submitted: submitted.cast_signed(),
            expired: expired.cast_signed(),
        },
        live_url: format!("/api/v1/organiser/contests/{}/live", contest.slug),
        charts: vec![
            drawing.hours(),
            drawing.organisations(&names),
            drawing.points(&boards.points),
        ],
        charts_at: figures.at,
        rounds: boards.rounds,
        audit: audit.into_iter().map(line).collect(),
    })
}

/// Charts in one language.
struct Drawing<'a> {
    lang: Lang,
    figures: &'a Charts,
}

impl Drawing<'_> {
    /// A whole count as the axis and the table write it.
    fn number(&self, value: f64) -> String {
        #[expect(clippy::cast_possible_truncation, reason = "counts are far below 2^53")]
        let whole = value.round() as i64;
        self.lang.number(whole)
    }

    fn chart(
        &self,
        name: &str,
        busiest: String,
        rows: Vec<(String, u64)>,
        draw: impl Fn(&Options<'_>) -> String,
    ) -> ChartBox {
        let number = |value: f64| self.number(value);
        let title = self.lang.t(&format!("chart-{name}"));
        let options = Options {
            id: &format!("chart-{name}"),
            title: &title,
            description: &busiest,
            unit: "",
            empty: &self.lang.t(&format!("chart-{name}-none")),
            whole: true,
            width: chart::Width::default(),
            number: &number,
        };
        let written = |(label, count): (String, u64)| (label, self.lang.number(count));
        ChartBox {
            svg: chart::both(&options, draw),
            what: self.lang.t(&format!("chart-{name}-what")),
            how_many: self.lang.t(&format!("chart-{name}-count")),
            rows: rows.into_iter().map(written).collect(),
            note: busiest,
            title,
        }
    }

    /// The sentence that names the largest figure; empty when there is none.
    fn most(&self, name: &str, rows: &[(String, u64)]) -> String {
        let Some((label, count)) = rows.iter().max_by_key(|(_, count)| *count) else {
            return String::new();
        };
        if *count == 0 {
            return String::new();
        }
        let args = [("what", label.clone()), ("n", self.lang.number(*count))];
        self.lang.t_args(&format!("chart-{name}-most"), &args)
    }

    /// Attempts started by hour; hours without any are shown as such.
    fn hours(&self) -> ChartBox {
        let counted: BTreeMap<Moment, u64> = self.figures.hours.iter().copied().collect();
        let last = self.figures.at.0.div_euclid(HOUR) * HOUR;
        let first = counted.keys().next().map_or(last + HOUR, |m| m.0);
        let hours: Vec<Moment> = (0..=(last - first).div_euclid(HOUR))
            .map(|n| Moment(first + n * HOUR))
            .collect();
        let of = |hour: &Moment| counted.get(hour).copied().unwrap_or(0);
        let points: Vec<Point> = hours
            .iter()
            .map(|hour| Point {
                label: hour.local().format("%Hh").to_string(),
                value: as_float(of(hour)),
            })
            .collect();
        let rows: Vec<(String, u64)> = hours
            .iter()
            .map(|hour| (self.lang.date_time(hour), of(hour)))
            .collect();
        let most = self.most("hours", &rows);
        self.chart("hours", most, rows, |o| columns_over_time(&points, o))
    }

    /// The organisations with the most entries, and how many name none.
    fn organisations(&self, names: &HashMap<Uuid, Organisation>) -> ChartBox {
        let mut rows: Vec<(String, u64)> = self
            .figures
            .organisations
            .iter()
            .map(|(id, count)| (name_of(Some(*id), names), *count))
            .collect();
        let most = self.most("organisations", &rows);
        let drawn: Vec<Bar> = rows
            .iter()
            .map(|(label, count)| Bar::new(label.clone(), as_float(*count)))
            .collect();
        if self.figures.without > 0 {
            let none = self.lang.t("chart-organisations-without");
            rows.push((none, self.figures.without));
        }
        self.chart("organisations", most, rows, |o| bars(&drawn, o))
    }

    /// How many people have how many points.
    fn points(&self, points: &[(Points, u64)]) -> ChartBox {
        let rows: Vec<(String, u64)> = in_columns(points, COLUMNS)
            .into_iter()
            .map(|(from, to, count)| {
                let label = if from == to {
                    self.lang.points(from)
                } else {
                    format!("{}–{}", self.lang.points(from), self.lang.points(to))
                };
                (label, count)
            })
            .collect();
        let drawn: Vec<Point> = rows
            .iter()
            .map(|(label, count)| Point {
                label: label.clone(),
                value: as_float(*count),
            })
            .collect();
        let most = self.most("points", &rows);
        self.chart("points", most, rows, |o| columns_over_time(&drawn, o))
    }
}

fn as_float(count: u64) -> f64 {
    u32::try_from(count).map_or(f64::from(u32::MAX), f64::from)
}

/// Numbers of points in at most `columns` spans of equal width, each from its least to its most; empty spans in between are kept, so that
/// distances are not lost. Points that are all different enough stand alone.
fn in_columns(points: &[(Points, u64)], columns: usize) -> Vec<(Points, Points, u64)> {
    let (Some((least, _)), Some((most, _))) = (points.first(), points.last()) else {
        return Vec::new();
    };
    let alone = points.len() <= columns;
    if alone {
        return points.iter().map(|(p, count)| (*p, *p, *count)).collect();
    }
    let range = i64::from(most.0) - i64::from(least.0) + 1;
    let spans = i64::try_from(columns).unwrap_or(1).max(1);
    let width = (range + spans - 1) / spans;
    let at = |n: i64| Points(i32::try_from(i64::from(least.0) + n).unwrap_or(i32::MAX));
    let mut found: Vec<(Points, Points, u64)> = (0..(range + width - 1) / width)
        .map(|n| (at(n * width), at((n + 1) * width - 1), 0))
        .collect();
    for (value, count) in points {
        let place = (i64::from(value.0) - i64::from(least.0)) / width;
        if let Some(span) = usize::try_from(place).ok().and_then(|n| found.get_mut(n)) {
            span.2 += count;
        }
    }
    found
}

fn audit_words(line: &Line, lang: Lang) -> String {
    let detail: serde_json::Value = serde_json::from_str(&line.detail).unwrap_or_default();
    let text = |name: &str| match &detail[name] {
        serde_json::Value::String(s) => s.clone(),
        serde_json::Value::Null => String::new(),
        other => other.to_string(),
    };
    let args = [
        ("round", text("round")),
        ("version", text("version")),
        ("reason", text("reason")),
        ("file", text("file")),
        ("people", text("people")),
    ];
    lang.t_args(&format!("audit-{}", line.action.replace('.', "-")), &args)
}

/// Every file of a contest, and what is in it.
#[handler]
pub async fn show_exports(
    context: Context,
    Path(slug): Path<String>,
    contests: Service<ContestService>,
) -> poem::Result<Response> {
    let contest = contests.organised(&slug, context.actor()?).await?;
    let lang = context.lang;
    let base = format!("/to-chuc/cuoc-thi/{slug}");
    let people = DownloadLine {
        title: lang.t("export-people-title"),
        words: lang.t("export-people-words"),
        personal: true,
        files: vec![
            file(format!("{base}/thi-sinh.xlsx"), "Excel"),
            file(format!("{base}/thi-sinh.csv"), "CSV"),
        ],
    };
    let rounds = contest.rounds.iter().map(|round| {
        let mut files = vec![DownloadLine {
            title: lang.t("export-standings-title"),
            words: lang.t("export-standings-words"),
            personal: true,
            files: vec![
                file(format!("{base}/{}/xep-hang.xlsx", round.code), "Excel"),
                file(format!("{base}/{}/xep-hang.csv", round.code), "CSV"),
            ],
        }];
        if stage(round.phase(context.now)) == Stage::Final {
            let path = format!("/bang-xep-hang/{slug}/{}/tep-ket-qua.json", round.code);
            files.push(DownloadLine {
                title: lang.t("export-result-title"),
                words: lang.t("export-result-words"),
                personal: false,
                files: vec![file(path, "JSON")],
            });
        }
        (round.title.clone(), files)
    });
    let view = ExportsView {
        page: context.page(),
        title: contest.title.clone(),
        files: vec![people],
        rounds: rounds.collect(),
        slug: slug.clone(),
    };
    Ok(view.into_response())
}

fn file(url: String, label: &str) -> Download {
    Download {
        url,
        label: label.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_are_put_into_spans_only_when_there_are_too_many_to_show() {
        let few = [(Points(0), 3), (Points(100), 5)];
        assert_eq!(
            in_columns(&few, 2),
            [(Points(0), Points(0), 3), (Points(100), Points(100), 5)]
        );
        let many: Vec<(Points, u64)> = (0..=100).map(|n| (Points(n * 10), 1)).collect();
        let spans = in_columns(&many, 10);
        assert!(spans.len() <= 10, "{spans:?}");
        assert_eq!(
            spans.iter().map(|s| s.2).sum::<u64>(),
            101,
            "nobody is lost"
        );
        assert_eq!((spans[0].0, spans[0].1), (Points(0), Points(100)));
        assert!(in_columns(&[], 5).is_empty());
    }

    #[test]
    fn negative_points_have_their_place_too() {
        let spans = in_columns(&[(Points(-300), 1), (Points(0), 1), (Points(300), 1)], 2);
        assert_eq!(spans.iter().map(|s| s.2).collect::<Vec<_>>(), [2, 1]);
    }
}
