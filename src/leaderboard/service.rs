//! What can be done with leaderboards and results.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures_util::future::BoxFuture;
use sha2::{Digest, Sha256};
use tokio::sync::Mutex as AsyncMutex;
use uuid::Uuid;

use super::mirror::Mirror;
use super::model::{Among, Board, Line, OwnedAmong, ResultRow, Standing};
use super::store;
use crate::assessment::batcher::{AfterCommit, ClosedSink};
use crate::assessment::model::Finished;
use crate::assessment::rules::{self as assessment_rules, Past, StartDecision};
use crate::assessment::service::{AssessmentService, Host, Hosting};
use crate::contest::model::BoardShown;
use crate::contest::ranking;
use crate::contest::service::{BoardExtract, Boards, ContestLive, ContestService, RoundLive};
use crate::kernel::clock::{Clock, Moment, SECOND};
use crate::kernel::entropy::Entropy;
use crate::kernel::ids::new_id;
use crate::kernel::problem::{Code, Outcome, Problem};
use crate::platform::db::{Db, Tx};
use crate::platform::lifecycle::Lifecycle;
use crate::platform::memo::Recent;
use crate::platform::redis::Redis;

mod awards;
mod organisations;
mod points;
mod results;

/// How long a board is shown again without being looked up, ms.
const BOARD_TRUST_MS: i64 = 250;
/// How often the mirror is compared with the truth.
const RECONCILE_EVERY: Duration = Duration::from_secs(5);
/// How far back each comparison looks past the last, ms: clocks of nodes may differ, and a commit takes time.
const RECONCILE_SLACK_MS: i64 = 30 * SECOND;
/// Results read at once when the mirror is built.
const PAGE: u64 = 2_000;
/// Most lines one board answer holds.
pub const MAX_LINES: u64 = 100;
/// Lines on the contest's own page.
const EXTRACT: u64 = 5;
/// Job: everything that follows from a final round.
pub const JOB_AFTER_FINAL: &str = "leaderboard.after-final";

/// Which board.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct BoardKey {
    round: Uuid,
    among: OwnedAmong,
    limit: u64,
}

/// A board as JSON, ready to be sent many times.
#[derive(Debug)]
pub struct PreparedBoard {
    /// The board.
    pub board: Board,
    /// The whole answer without a person's own line, ended before the last brace.
    pub json_open: String,
    /// Tag of what is on it.
    pub etag: String,
}

type Shelf = Arc<AsyncMutex<Option<Arc<PreparedBoard>>>>;

/// Leaderboards. Cheap to clone.
#[derive(Clone)]
pub struct LeaderboardService {
    db: Db,
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
    mirror: Option<Mirror>,
    contests: ContestService,
    assessments: AssessmentService,
    shelves: Arc<Mutex<HashMap<BoardKey, Shelf>>>,
    totals: Arc<Recent<(Uuid, OwnedAmong), u64>>,
    counting: Arc<AsyncMutex<()>>,
    points: points::Shelves,
    sums: Arc<organisations::Sums>,
    base_url: Arc<str>,
}

impl LeaderboardService {
    /// The service; without Redis every board comes from SQL.
    #[must_use]
    pub fn new(
        db: Db,
        clock: Arc<dyn Clock>,
        entropy: Arc<dyn Entropy>,
        redis: Option<Redis>,
        contests: ContestService,
        assessments: AssessmentService,
        base_url: Arc<str>,
    ) -> Self {
        let mirror = redis.map(Mirror::new);
        Self {
            db,
            clock,
            entropy,
            mirror,
            contests,
            assessments,
            shelves: Arc::default(),
            totals: Arc::default(),
            counting: Arc::default(),
            points: Arc::default(),
            sums: Arc::default(),
            base_url,
        }
    }

    /// Starts the reconciler.
    pub fn start(&self, lifecycle: &Lifecycle) {
        if self.mirror.is_none() {
            return;
        }
        let (service, stop) = (self.clone(), lifecycle.stop.clone());
        lifecycle.spawn(async move {
            while !stop.is_cancelled() {
                if let Err(problem) = service.reconcile_all().await {
                    tracing::warn!(%problem, "the mirror could not be compared with the database");
                }
                tokio::select! {
                    () = tokio::time::sleep(RECONCILE_EVERY) => {}
                    () = stop.cancelled() => {}
                }
            }
        });
    }

    /// Brings the mirror of every round that is not final up to date.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn reconcile_all(&self) -> Outcome<()> {
        let now = self.clock.now();
        for contest in self.contests.all().await? {
            for round in &contest.rounds {
                if round.final_at.is_none() && now >= round.settings.opens_at {
                    self.reconcile(round.id).await?;
                }
            }
        }
        Ok(())
    }

    /// Brings the mirror of one round up to date: repeats what changed lately, and builds it anew when it is missing or its number of
    /// people is wrong. Does nothing while Redis is away.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn reconcile(&self, round: Uuid) -> Outcome<()> {
        let Some(mirror) = &self.mirror else {
            return Ok(());
        };
        let started = self.clock.now();
        let synced = match mirror.synced(round).await {
            None => return Ok(()),
            Some(None) => return self.rebuild(round).await.map(drop),
            Some(Some(moment)) => moment,
        };
        let mut since = synced.plus(-RECONCILE_SLACK_MS);
        loop {
            let changed = store::changed_since(self.db.read(), round, since, PAGE).await?;
            let rows: Vec<ResultRow> = changed.iter().map(|(_, row)| row.clone()).collect();
            if !rows.is_empty() && mirror.apply(round, &rows).await.is_none() {
                return Ok(());
            }
            match changed.last() {
                // Many rows may share one moment: go on from it, repeating is harmless; but never stand still.
                Some((last, _)) if rows.len() as u64 == PAGE && *last > since => since = *last,
                Some((last, _)) if rows.len() as u64 == PAGE => since = last.plus(1),
                _ => break,
            }
        }
        let Some((mirrored, _)) = mirror.lines(round, None, 0, 1).await else {
            return Ok(());
        };
        let truth = store::count(self.db.read(), round, Among::ALL).await?;
        // Between the two counts people go on submitting; only a mirror that has more people than the truth, or lacks some that were there
        // before, is wrong.
        if mirrored > truth || mirrored + 1_000 < truth {
            tracing::warn!(%round, mirrored, truth, "the mirror differs from the database and is built anew");
            return self.rebuild(round).await.map(drop);
        }
        if mirrored < truth {
            // Look further back next time rather than trust a mirror that lacks somebody.
            return Ok(());
        }
        mirror.set_synced(round, started).await;
        Ok(())
    }

    /// Builds the mirror of a round anew from SQL, while results go on coming in. Returns how many people it has; `None` when Redis is away or
    /// another node is building.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn rebuild(&self, round: Uuid) -> Outcome<Option<u64>> {
        let Some(mirror) = &self.mirror else {
            return Ok(None);
        };
        let now = self.clock.now();
        let epoch = new_id(now, &*self.entropy).simple().to_string();
        if mirror.begin(round, &epoch).await != Some(true) {
            return Ok(None);
        }
        // From here on, whatever is committed also reaches the epoch being built; what was committed before is read below.
        let mut after = Vec::new();
        let mut built = 0;
        loop {
            let rows = store::lines_after(self.db.read(), round, &after, PAGE).await?;
            let Some(last) = rows.last() else { break };
            after.clone_from(&last.rank_key);
            built += rows.len() as u64;
            if mirror.build(round, &epoch, &rows).await.is_none() {
                return Ok(None);
            }
        }
        let switched = mirror.finish(round, &epoch, now).await;
        tracing::info!(%round, people = built, "the mirror of a round was built");
        Ok((switched == Some(true)).then_some(built))
    }

    /// Builds the mirror of every round that is not final anew.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn rebuild_all(&self) -> Outcome<Vec<(String, Option<u64>)>> {
        let mut done = Vec::new();
        for contest in self.contests.all().await? {
            for round in contest.rounds.iter().filter(|r| r.final_at.is_none()) {
                done.push((
                    format!("{}/{}", contest.slug, round.code),
                    self.rebuild(round.id).await?,
                ));
            }
        }
        Ok(done)
    }

    /// The board of a round.
    ///
    /// # Errors
    /// When there is none, it may not be shown now, or the database fails.
    pub async fn board(
        &self,
        slug: &str,
        round: &str,
        among: Among<'_>,
        limit: u64,
    ) -> Outcome<Arc<PreparedBoard>> {
        let contest = self.contests.find(slug).await?;
        let live = contest.round(round)?;
        let now = self.clock.now();
        may_show(&contest, live, now)?;
        let known = |d: &str| contest.rules.divisions.iter().any(|known| known.key == d);
        if among.division.is_some_and(|d| !known(d)) {
            return Err(Problem::not_found());
        }
        let key = BoardKey {
            round: live.id,
            among: among.owned(),
            limit: limit.clamp(1, MAX_LINES),
        };
        let shelf = self
            .shelves
            .lock()
            .expect("no holder panics")
            .entry(key.clone())
            .or_default()
            .clone();
        // Whoever holds the shelf looks the board up; the others wait a moment and find it there.
        let mut kept = shelf.lock().await;
        if let Some(board) = &*kept
            && now.since(board.board.updated_at).abs() < BOARD_TRUST_MS
            && (board.board.standing == Standing::Final) == live.final_at.is_some()
        {
            return Ok(board.clone());
        }
        let board = self
            .look_up(&contest, live, among, 0, key.limit, now)
            .await?;
        let prepared = Arc::new(prepare(board));
        *kept = Some(prepared.clone());
        Ok(prepared)
    }

    async fn look_up(
        &self,
        contest: &ContestLive,
        round: &RoundLive,
        among: Among<'_>,
        offset: u64,
        limit: u64,
        now: Moment,
    ) -> Outcome<Board> {
        let from_mirror = match (&self.mirror, round.final_at) {
            (Some(mirror), None) if among.organisation.is_none() => {
                mirror.lines(round.id, among.division, offset, limit).await
            }
            _ => None,
        };
        let (total, rows) = match from_mirror {
            Some((total, people)) => (
                total,
                store::of_people(self.db.read(), round.id, &people).await?,
            ),
            None => (
                self.total(round.id, among, now).await?,
                store::lines(self.db.read(), round.id, among, offset, limit).await?,
            ),
        };
        let lines = self.to_lines(contest, round, among, offset, rows).await?;
        let standing = if round.final_at.is_some() {
            Standing::Final
        } else {
            Standing::Provisional
        };
        Ok(Board {
            standing,
            total,
            updated_at: now,
            lines,
        })
    }

    async fn to_lines(
        &self,
        contest: &ContestLive,
        round: &RoundLive,
        among: Among<'_>,
        offset: u64,
        rows: Vec<ResultRow>,
    ) -> Outcome<Vec<Line>> {
        let people: Vec<Uuid> = rows.iter().map(|r| r.person).collect();
        let entries = self.contests.entries_of(contest.id, &people).await?;
        let mut lines: Vec<Line> = Vec::with_capacity(rows.len());
        let shared = contest.rules.ranking.shared_ranks;
        for (place, row) in (offset + 1..).zip(&rows) {
            let before = lines
                .len()
                .checked_sub(1)
                .map(|i| (&rows[i], lines[i].rank));
            let rank = match (row.final_rank, before) {
                (Some(rank), _) if among.is_all() => u64::from(rank),
                (_, Some((other, rank)))
                    if shared && ranking::same_rank(&other.rank_key, &row.rank_key) =>
                {
                    rank
                }
                (_, None) if shared && offset > 0 => {
                    store::count_before(
                        self.db.read(),
                        round.id,
                        among,
                        ranking::chain(&row.rank_key),
                    )
                    .await?
                        + 1
                }
                _ => place,
            };
            let title = |key: &String| {
                contest
                    .rules
                    .divisions
                    .iter()
                    .find(|d| d.key == *key)
                    .map(|d| d.title.clone())
            };
            lines.push(Line {
                rank,
                person: row.person,
                name: entries
                    .get(&row.person)
                    .map_or_else(String::new, |e| e.display_name.clone()),
                division: row.division.as_ref().and_then(title).unwrap_or_default(),
                points: row.points,
                correct: row.correct,
                duration_ms: row.duration_ms,
                finished_at: row.finished_at,
                prize: row.prize.clone().unwrap_or_default(),
            });
        }
        Ok(lines)
    }

    /// A person's own line on a board; `None` when not on it.
    ///
    /// # Errors
    /// When it may not be shown now, or the database fails.
    pub async fn own_line(
        &self,
        slug: &str,
        round: &str,
        among: Among<'_>,
        person: Uuid,
    ) -> Outcome<Option<Line>> {
        let lines = self.around(slug, round, among, person, 0).await?;
        Ok(lines.into_iter().find(|l| l.person == person))
    }

    /// The lines around a person, `reach` above and below; nothing when the person is not on the board.
    ///
    /// # Errors
    /// When it may not be shown now, or the database fails.
    pub async fn around(
        &self,
        slug: &str,
        round: &str,
        among: Among<'_>,
        person: Uuid,
        reach: u64,
    ) -> Outcome<Vec<Line>> {
        let contest = self.contests.find(slug).await?;
        let live = contest.round(round)?;
        let now = self.clock.now();
        may_show(&contest, live, now)?;
        let Some(place) = self.place(live, among, person).await? else {
            return Ok(Vec::new());
        };
        let offset = place.saturating_sub(reach);
        let board = self
            .look_up(
                &contest,
                live,
                among,
                offset,
                place - offset + 1 + reach,
                now,
            )
            .await?;
        Ok(board.lines)
    }

    /// A person's place on a board from 0.
    async fn place(
        &self,
        round: &RoundLive,
        among: Among<'_>,
        person: Uuid,
    ) -> Outcome<Option<u64>> {
        if let (Some(mirror), None) = (&self.mirror, round.final_at)
            && among.organisation.is_none()
            && let Some(Some(place)) = mirror.place(round.id, among.division, person).await
        {
            return Ok(Some(place));
        }
        let row = store::of_people(self.db.read(), round.id, &[person])
            .await?
            .pop();
        let in_division =
            |r: &ResultRow| among.division.is_none() || r.division.as_deref() == among.division;
        let Some(row) = row.filter(in_division) else {
            return Ok(None);
        };
        if !store::is_among(self.db.read(), round.id, among, person).await? {
            return Ok(None);
        }
        store::count_before(self.db.read(), round.id, among, &row.rank_key)
            .await
            .map(Some)
    }

    /// How many people are on a round's board; a large number may be a few seconds old.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn people(&self, round: Uuid) -> Outcome<u64> {
        self.total(round, Among::ALL, self.clock.now()).await
    }

    async fn total(&self, round: Uuid, among: Among<'_>, now: Moment) -> Outcome<u64> {
        let counting = store::count(self.db.read(), round, among);
        self.totals.get((round, among.owned()), now, counting).await
    }
}

/// Whether a board may be shown to the public.
fn may_show(contest: &ContestLive, round: &RoundLive, now: Moment) -> Outcome<()> {
    let shown = match contest.rules.board.before_final {
        _ if round.final_at.is_some() => true,
        BoardShown::Provisional => true,
        BoardShown::Hidden => false,
        // The standing order at the freeze is not kept; showing nothing leaks nothing.
        BoardShown::Frozen { before_close_ms } => {
            now < round.settings.closes_at.plus(-before_close_ms)
        }
    };
    if shown {
        Ok(())
    } else {
        Err(Problem::new(Code::BoardHidden))
    }
}

fn prepare(board: Board) -> PreparedBoard {
    let mut rows = String::with_capacity(board.lines.len() * 200);
    for (index, line) in board.lines.iter().enumerate() {
        if index > 0 {
            rows.push(',');
        }
        rows.push_str(&line_json(line));
    }
    let standing = board.standing.as_str();
    let content = format!(
        "\"state\":\"{standing}\",\"total\":{},\"rows\":[{rows}]",
        board.total
    );
    let hash = Sha256::digest(content.as_bytes());
    let etag = hash
        .iter()
        .take(8)
        .fold(String::from("\""), |tag, byte| format!("{tag}{byte:02x}"))
        + "\"";
    let json_open = format!("{{{content},\"updated_at\":\"{}\"", board.updated_at);
    PreparedBoard {
        board,
        json_open,
        etag,
    }
}

/// One line as JSON; the person's identity is not in it.
#[must_use]
pub fn line_json(line: &Line) -> String {
    serde_json::json!({
        "rank": line.rank,
        "name": line.name,
        "division": line.division,
        "points": line.points.to_string(),
        "correct": line.correct,
        "duration_ms": line.duration_ms,
        "finished_at": line.finished_at.to_string(),
        "prize": line.prize,
    })
    .to_string()
}

impl ClosedSink for LeaderboardService {
    fn closed<'a>(
        &'a self,
        tx: &'a Tx,
        closed: &'a [Finished],
        now: Moment,
    ) -> BoxFuture<'a, Outcome<AfterCommit>> {
        Box::pin(async move {
            let mut best: HashMap<(Uuid, Uuid), ResultRow> = HashMap::new();
            for finished in closed.iter().filter(|f| f.grade.valid) {
                let contest = match self.contests.of_round(finished.assessment).await {
                    Ok(contest) => contest,
                    Err(problem) if problem.code == Code::NotFound => continue,
                    Err(problem) => return Err(problem),
                };
                let row = result_row(&contest, finished);
                let kept = best
                    .entry((row.round, row.person))
                    .or_insert_with(|| row.clone());
                if row.count_key < kept.count_key {
                    *kept = row;
                }
            }
            if best.is_empty() {
                return Ok(Box::new(|| {}) as AfterCommit);
            }
            let mut rows: Vec<ResultRow> = best.into_values().collect();
            rows.sort_by_key(|r| (r.round, r.person));
            let changed = store::keep_better(tx, &rows, now).await?;
            Ok(self.show_mirror_later(rows, changed))
        })
    }
}

impl LeaderboardService {
    /// After the commit the mirror is told, without anybody waiting; what gets lost on the way the reconciler repeats.
    fn show_mirror_later(
        &self,
        rows: Vec<ResultRow>,
        changed: Vec<(Uuid, Uuid, Option<String>)>,
    ) -> AfterCommit {
        let Some(mirror) = self.mirror.clone() else {
            return Box::new(|| {});
        };
        let divisions: HashMap<(Uuid, Uuid), Option<String>> =
            changed.into_iter().map(|(r, p, d)| ((r, p), d)).collect();
        let mut by_round: HashMap<Uuid, Vec<ResultRow>> = HashMap::new();
        for mut row in rows {
            if let Some(division) = divisions.get(&(row.round, row.person)) {
                row.division.clone_from(division);
                by_round.entry(row.round).or_default().push(row);
            }
        }
        Box::new(move || {
            tokio::spawn(async move {
                for (round, rows) in by_round {
                    mirror.apply(round, &rows).await;
                }
            });
        })
    }
}

fn result_row(contest: &ContestLive, finished: &Finished) -> ResultRow {
    ResultRow {
        round: finished.assessment,
        person: finished.person,
        attempt: finished.attempt,
        division: None,
        count_key: ranking::count_key(contest.rules.attempts.counts, finished),
        rank_key: ranking::provisional_key(&contest.rules.ranking, finished),
        points: finished.grade.points,
        correct: finished.grade.correct,
        duration_ms: finished.duration_ms(),
        finished_at: finished.finished_at,
        final_rank: None,
        prize: None,
    }
}

impl Boards for LeaderboardService {
    fn extract<'a>(
        &'a self,
        contest: &'a ContestLive,
        round: &'a RoundLive,
        person: Option<Uuid>,
        now: Moment,
    ) -> BoxFuture<'a, Outcome<Option<BoardExtract>>> {
        Box::pin(async move {
            if may_show(contest, round, now).is_err() || now < round.settings.opens_at {
                return Ok(None);
            }
            let top = self
                .board(&contest.slug, &round.code, Among::ALL, EXTRACT)
                .await?;
            let brief = |l: &Line| {
                (
                    l.rank,
                    l.name.clone(),
                    l.division.clone(),
                    l.points,
                    Some(l.person) == person,
                )
            };
            let mut lines: Vec<_> = top.board.lines.iter().map(brief).collect();
            if let Some(person) = person.filter(|_| !lines.iter().any(|l| l.4)) {
                lines.extend(
                    self.own_line(&contest.slug, &round.code, Among::ALL, person)
                        .await?
                        .iter()
                        .map(brief),
                );
            }
            Ok(Some(BoardExtract {
                is_final: top.board.standing == Standing::Final,
                total: top.board.total,
                lines,
            }))
        })
    }
}

impl Host for LeaderboardService {
    fn describe<'a>(
        &'a self,
        assessment: Uuid,
        person: Uuid,
        now: Moment,
    ) -> BoxFuture<'a, Outcome<Hosting>> {
        Box::pin(async move {
            let contest = self.contests.of_round(assessment).await?;
            let round = contest
                .round_by_id(assessment)
                .ok_or_else(Problem::not_found)?;
            let visible = may_show(&contest, round, now).is_ok();
            let own = if visible {
                self.own_line(&contest.slug, &round.code, Among::ALL, person)
                    .await?
            } else {
                None
            };
            let total = if visible {
                self.people(round.id).await?
            } else {
                0
            };
            let past = self.assessments.attempts_of(assessment, person).await?;
            let past: Vec<Past> = past.iter().map(Past::from).collect();
            let more = !matches!(
                assessment_rules::decide_start(&round.settings, &past, now),
                StartDecision::Refuse(_)
            );
            Ok(Hosting {
                title: format!("{} · {}", contest.title, round.title),
                back: format!("/cuoc-thi/{}", contest.slug),
                shows_score: visible,
                place: own.map(|l| (l.rank, total, round.final_at.is_some())),
                board: visible.then(|| format!("/bang-xep-hang/{}/{}", contest.slug, round.code)),
                again: more.then(|| format!("/cuoc-thi/{}/{}/vao-thi", contest.slug, round.code)),
                onward: None,
                pass_percent: None,
            })
        })
    }
}
