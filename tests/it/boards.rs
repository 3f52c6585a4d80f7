//! Leaderboards: one stored order, the same in SQL, in Redis and in a plain sort; and boards that go on without Redis.

use std::cmp::Reverse;
use std::collections::HashSet;
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use hocluat::assessment::model::{Finished, Grade};
use hocluat::contest::ranking::{chain, count_key, provisional_key};
use hocluat::contest::service::{ContestLive, RoundLive};
use hocluat::kernel::clock::{Clock, HOUR, MINUTE, Moment, SECOND};
use hocluat::kernel::points::Points;
use hocluat::leaderboard::mirror::Mirror;
use hocluat::leaderboard::model::Among;
use hocluat::leaderboard::model::ResultRow;
use hocluat::leaderboard::store;
use hocluat::platform::config::Config;
use hocluat::platform::db::{failed, statement};
use hocluat::platform::redis::Redis;
use reqwest::Method;
use rstest::rstest;
use sea_orm::prelude::async_trait::async_trait;
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DbBackend, DbErr, ExecResult, QueryResult, Statement,
};
use tempfile::TempDir;
use uuid::Uuid;

use crate::support::servers::{self, Running};
use crate::support::{CONTEST, Person, START, USUAL, World, on_postgres, simple_contest};

const DIVISIONS: [&str; 3] = ["bang-a", "bang-b", "bang-c"];

/// A contest in which everybody chooses one of three divisions.
fn with_divisions() -> String {
    let divisions: String = DIVISIONS
        .iter()
        .map(|key| format!("[[entry.divisions]]\nkey = \"{key}\"\ntitle = \"Bảng {key}\"\n"))
        .collect();
    let field = "[[entry.fields]]\nfield = \"division\"\nrequired = true\n";
    simple_contest(5, USUAL).replace("[[rounds]]", &format!("{field}{divisions}[[rounds]]"))
}

/// A world with a Redis of its own, whichever the database.
struct Ground {
    world: World,
    redis: servers::Redis,
    _folder: TempDir,
}

impl Ground {
    async fn new(toml: &str) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let redis = servers::Redis::started(folder.path()).expect("Redis");
        let url = redis.url().to_owned();
        let world = World::with_config(|config| Config {
            redis_url: Some(url),
            ..config
        })
        .await;
        world.publish(toml, 12).await;
        Self {
            world,
            redis,
            _folder: folder,
        }
    }

    async fn contest(&self) -> (Arc<ContestLive>, RoundLive) {
        let contest = self
            .world
            .node
            .app
            .contests
            .find(CONTEST)
            .await
            .expect("the contest");
        let round = contest.rounds[0].clone();
        (contest, round)
    }

    /// A mirror seen with other eyes than the program's: its breaker does not share the program's state.
    fn mirror(&self) -> Mirror {
        let clock: Arc<dyn Clock> = self.world.clock.clone();
        Mirror::new(Redis::open(self.redis.url(), clock).expect("a connection"))
    }

    /// Builds the mirror, waiting for the program's own reconciler where it is at it.
    async fn rebuild(&self, round: Uuid) -> u64 {
        for _ in 0..200 {
            if let Some(people) = self
                .world
                .node
                .app
                .boards
                .rebuild(round)
                .await
                .expect("rebuilt")
            {
                return people;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
            self.world.advance(SECOND);
        }
        panic!("the mirror could not be built");
    }
}

/// Numbers that look random and are the same in every run (SplitMix64).
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, bound: u64) -> i64 {
        (self.next() % bound).cast_signed()
    }

    fn id(&mut self) -> Uuid {
        Uuid::from_u64_pair(self.next(), self.next())
    }
}

/// How results are spread.
#[derive(Debug, Clone, Copy)]
enum Spread {
    Uniform,
    HeavyTies,
    MostlyPerfect,
}

impl Spread {
    /// Points in hundredths, duration in ms, end.
    fn draw(self, numbers: &mut Numbers) -> (i32, i64, Moment) {
        let (points, duration, end) = match self {
            Self::Uniform => (
                numbers.below(2_001) - 1_000,
                numbers.below(600_000),
                numbers.below(3_600_000),
            ),
            Self::HeavyTies => (
                900 + 100 * numbers.below(2),
                60_000 + 10_000 * numbers.below(3),
                1_000 * numbers.below(20),
            ),
            Self::MostlyPerfect => {
                let points = if numbers.below(100) < 87 {
                    1_000
                } else {
                    100 * numbers.below(10)
                };
                (
                    points,
                    40_000 + numbers.below(60_000),
                    numbers.below(600_000),
                )
            }
        };
        (
            i32::try_from(points).expect("small"),
            duration,
            START.plus(10 * MINUTE + end),
        )
    }
}

/// A result with what a plain sort compares.
struct Sample {
    row: ResultRow,
    plain: (Reverse<i32>, i64, i64, Uuid),
}

fn sample(
    contest: &ContestLive,
    round: Uuid,
    person: Uuid,
    ordinal: i32,
    spread: Spread,
    numbers: &mut Numbers,
) -> Sample {
    let (points, duration, finished_at) = spread.draw(numbers);
    let grade = Grade {
        points: Points(points),
        correct: 5,
        answered: 5,
        questions: 5,
        prediction: None,
        valid: true,
    };
    let finished = Finished {
        attempt: numbers.id(),
        assessment: round,
        person,
        ordinal,
        started_at: finished_at.plus(-duration),
        finished_at,
        grade,
    };
    let row = ResultRow {
        round,
        person,
        attempt: finished.attempt,
        division: None,
        count_key: count_key(contest.rules.attempts.counts, &finished),
        rank_key: provisional_key(&contest.rules.ranking, &finished),
        points: grade.points,
        correct: grade.correct,
        duration_ms: duration,
        finished_at,
        final_rank: None,
        prize: None,
    };
    Sample {
        row,
        plain: (Reverse(points), duration, finished_at.0, finished.attempt),
    }
}

/// Enters these people; person `n` competes in division `n % 3`.
async fn enter(world: &World, contest: Uuid, people: &[Uuid]) {
    let people = people.to_vec();
    let work = world.node.app.db.write(move |tx| {
        Box::pin(async move {
            let postgres = "INSERT INTO entry (id, contest_id, account_id, identity_key, form, display_name, division, created_at) \
                SELECT gen_random_uuid(), $1, u.person, u.person::text, '{}', 'Thí sinh', \
                  (ARRAY['bang-a','bang-b','bang-c'])[1 + (u.n - 1) % 3], 0 FROM unnest($2::uuid[]) WITH ORDINALITY AS u(person, n)";
            let sqlite = "INSERT INTO entry (id, contest_id, account_id, identity_key, form, display_name, division, created_at) \
                SELECT randomblob(16), ?, unhex(value), value, '{}', 'Thí sinh', 'bang-' || substr('abc', 1 + key % 3, 1), 0 FROM json_each(?)";
            let people = if tx.get_database_backend() == DbBackend::Postgres {
                people.into()
            } else {
                let hex: Vec<String> = people.iter().map(|p| p.simple().to_string()).collect();
                serde_json::json!(hex).to_string().into()
            };
            tx.execute_raw(statement(tx, postgres, sqlite, vec![contest.into(), people])).await.map(drop).map_err(failed)
        })
    });
    work.await.expect("entered");
}

/// Stores results as the service does when attempts close.
async fn keep(world: &World, rows: &[ResultRow]) {
    let now = world.now();
    for chunk in rows.chunks(5_000) {
        let rows = chunk.to_vec();
        let work = world
            .node
            .app
            .db
            .write(move |tx| Box::pin(async move { store::keep_better(tx, &rows, now).await }));
        work.await.expect("stored");
    }
}

/// Everybody in SQL's order.
async fn sql_order(world: &World, round: Uuid) -> Vec<Uuid> {
    let (mut after, mut all) = (Vec::new(), Vec::new());
    loop {
        let rows = store::lines_after(world.node.app.db.read(), round, &after, 5_000)
            .await
            .expect("read");
        let Some(last) = rows.last() else { return all };
        after.clone_from(&last.rank_key);
        all.extend(rows.iter().map(|r| r.person));
    }
}

/// Everybody in Redis's order, page by page.
async fn mirror_order(mirror: &Mirror, round: Uuid, division: Option<&str>) -> Vec<Uuid> {
    let mut all = Vec::new();
    loop {
        let (total, page) = mirror
            .lines(round, division, all.len() as u64, 1_000)
            .await
            .expect("a mirror");
        if page.is_empty() {
            assert_eq!(total, all.len() as u64);
            return all;
        }
        all.extend(page);
    }
}

#[rstest]
#[case::uniform(Spread::Uniform)]
#[case::heavy_ties(Spread::HeavyTies)]
#[case::mostly_perfect(Spread::MostlyPerfect)]
#[tokio::test]
async fn a_hundred_thousand_results_have_one_order_in_sql_in_redis_and_in_a_plain_sort(
    #[case] spread: Spread,
) {
    const PEOPLE: usize = 100_000;
    let ground = Ground::new(&with_divisions()).await;
    let (contest, round) = ground.contest().await;
    let mut numbers = Numbers(0x5EED + spread as u64);
    let people: Vec<Uuid> = (0..PEOPLE).map(|_| numbers.id()).collect();
    enter(&ground.world, contest.id, &people).await;
    let samples: Vec<Sample> = people
        .iter()
        .map(|p| sample(&contest, round.id, *p, 1, spread, &mut numbers))
        .collect();
    let rows: Vec<ResultRow> = samples.iter().map(|s| s.row.clone()).collect();
    keep(&ground.world, &rows).await;

    let mut sorted: Vec<usize> = (0..PEOPLE).collect();
    sorted.sort_by_key(|i| samples[*i].plain);
    let plain: Vec<Uuid> = sorted.iter().map(|i| people[*i]).collect();
    // Not with assert_eq!: a failure would print four hundred thousand lines.
    assert!(
        sql_order(&ground.world, round.id).await == plain,
        "SQL differs from a plain sort"
    );
    assert_eq!(ground.rebuild(round.id).await, PEOPLE as u64);
    let mirror = ground.mirror();
    assert!(
        mirror_order(&mirror, round.id, None).await == plain,
        "Redis differs from a plain sort"
    );
    for (index, division) in DIVISIONS.into_iter().enumerate() {
        let wanted: Vec<Uuid> = sorted
            .iter()
            .filter(|i| *i % 3 == index)
            .map(|i| people[*i])
            .collect();
        assert!(
            mirror_order(&mirror, round.id, Some(division)).await == wanted,
            "Redis differs in {division}"
        );
        let sql = store::lines(
            ground.world.node.app.db.read(),
            round.id,
            Among::division(division),
            30_000,
            500,
        )
        .await
        .expect("read");
        let sql: Vec<Uuid> = sql.iter().map(|r| r.person).collect();
        assert!(sql == wanted[30_000..30_500], "SQL differs in {division}");
    }

    let boards = &ground.world.node.app.boards;
    let db = ground.world.node.app.db.read();
    for turn in 0..200 {
        let place = usize::try_from(numbers.below(PEOPLE as u64)).expect("small");
        let person = plain[place];
        let key = &samples[sorted[place]].row.rank_key;
        assert_eq!(
            mirror.place(round.id, None, person).await,
            Some(Some(place as u64))
        );
        assert_eq!(
            store::count_before(db, round.id, Among::ALL, key)
                .await
                .expect("read"),
            place as u64
        );
        if turn % 10 == 0 {
            // People equal in every step share a rank; it is one more than the number of people strictly before.
            let strictly_before = sorted
                .iter()
                .filter(|i| chain(&samples[**i].row.rank_key) < chain(key))
                .count() as u64;
            let own = boards
                .own_line(CONTEST, &round.code, Among::ALL, person)
                .await
                .expect("read")
                .expect("on the board");
            assert_eq!((own.rank, own.person), (strictly_before + 1, person));
        }
    }
    ground.world.end().await;
}

#[tokio::test]
async fn results_that_arrive_in_any_order_and_repeatedly_leave_the_mirror_equal_to_sql() {
    let ground = Ground::new(&with_divisions()).await;
    let (contest, round) = ground.contest().await;
    let mut numbers = Numbers(7);
    let people: Vec<Uuid> = (0..300).map(|_| numbers.id()).collect();
    enter(&ground.world, contest.id, &people).await;
    ground.rebuild(round.id).await;
    let mirror = ground.mirror();
    let mut rows = Vec::new();
    for ordinal in 1..=5 {
        rows.extend(people.iter().enumerate().map(|(n, person)| {
            let mut row = sample(
                &contest,
                round.id,
                *person,
                ordinal,
                Spread::HeavyTies,
                &mut numbers,
            )
            .row;
            row.division = Some(DIVISIONS[n % 3].to_owned());
            row
        }));
    }
    // One order for SQL, another for each of eight nodes that tell Redis at the same time.
    let shuffled = |numbers: &mut Numbers| {
        let mut rows = rows.clone();
        for i in (1..rows.len()).rev() {
            rows.swap(
                i,
                usize::try_from(numbers.below(i as u64 + 1)).expect("small"),
            );
        }
        rows
    };
    let mut tasks = tokio::task::JoinSet::new();
    for node in 0..8 {
        let (all, mirror) = (shuffled(&mut numbers), ground.mirror());
        tasks.spawn(async move {
            // Four nodes know of each result, and each tells it twice.
            for row in all
                .iter()
                .chain(&all)
                .filter(|row| row.attempt.as_u128() % 2 == node % 2)
            {
                assert!(
                    mirror
                        .apply(row.round, std::slice::from_ref(row))
                        .await
                        .is_some()
                );
            }
        });
    }
    let in_sql = shuffled(&mut numbers);
    for row in &in_sql {
        // Each person at most once in a statement, hence one by one.
        let row = row.clone();
        let now = ground.world.now();
        ground
            .world
            .node
            .app
            .db
            .write(move |tx| Box::pin(async move { store::keep_better(tx, &[row], now).await }))
            .await
            .expect("stored");
    }
    tasks.join_all().await;
    let truth = sql_order(&ground.world, round.id).await;
    assert_eq!(truth.len(), 300);
    assert_eq!(
        truth.iter().collect::<HashSet<_>>().len(),
        300,
        "nobody twice"
    );
    assert!(
        mirror_order(&mirror, round.id, None).await == truth,
        "the mirror differs from SQL"
    );
    for division in DIVISIONS {
        let sql = store::lines(
            ground.world.node.app.db.read(),
            round.id,
            Among::division(division),
            0,
            300,
        )
        .await
        .expect("read");
        let sql: Vec<Uuid> = sql.iter().map(|r| r.person).collect();
        assert!(
            mirror_order(&mirror, round.id, Some(division)).await == sql,
            "the mirror differs from SQL in {division}"
        );
    }
    ground.world.end().await;
}

// ---------------------------------------------------------------------------------------------------------------------------------
// Boards over HTTP

fn board_path(query: &str) -> String {
    format!("/api/v1/contests/{CONTEST}/rounds/ky-1/leaderboard{query}")
}

#[tokio::test]
async fn an_improved_attempt_takes_the_place_of_the_older_and_a_worse_one_does_not() {
    let world = World::with_contest(&simple_contest(5, USUAL), 12).await;
    let (a, b) = (world.contestant().await, world.contestant().await);
    world.sit(&a, "ky-1", 3, None, MINUTE).await;
    world.sit(&b, "ky-1", 4, None, MINUTE).await;
    let points = |board: &serde_json::Value| -> Vec<String> {
        board["rows"]
            .as_array()
            .expect("rows")
            .iter()
            .map(|r| r["points"].as_str().expect("points").to_owned())
            .collect()
    };
    assert_eq!(points(&world.board("ky-1").await), ["4", "3"]);
    world.sit(&b, "ky-1", 1, None, SECOND).await;
    assert_eq!(
        points(&world.board("ky-1").await),
        ["4", "3"],
        "a worse attempt changes nothing"
    );
    world.sit(&a, "ky-1", 5, None, MINUTE).await;
    let board = world.board("ky-1").await;
    assert_eq!(
        (points(&board), &board["total"]),
        (vec!["5".to_owned(), "4".to_owned()], &serde_json::json!(2))
    );
    world.end().await;
}

#[tokio::test]
async fn an_unchanged_board_is_answered_with_not_modified() {
    let world = World::with_contest(&simple_contest(5, USUAL), 12).await;
    let person = world.contestant().await;
    world.sit(&person, "ky-1", 3, None, MINUTE).await;
    world.advance(300);
    let first = world.get(&board_path("?limit=10")).await;
    let tag = first.headers["etag"].clone();
    assert!(tag.starts_with('"') && tag.ends_with('"'), "{tag}");
    let client = reqwest::Client::new();
    let ask = async || {
        let request = client
            .get(format!("{}{}", world.node.url, board_path("?limit=10")))
            .header("if-none-match", &tag);
        let response = request.send().await.expect("an answer");
        (
            response.status().as_u16(),
            response.headers()["etag"]
                .to_str()
                .expect("text")
                .to_owned(),
            response.text().await.expect("a body"),
        )
    };
    assert_eq!(ask().await, (304, tag.clone(), String::new()));
    world.advance(HOUR / 4);
    assert_eq!(
        ask().await.0,
        304,
        "the time at which it was counted is no change"
    );
    world.sit(&person, "ky-1", 4, None, MINUTE).await;
    world.advance(300);
    let (status, new_tag, body) = ask().await;
    assert_eq!(status, 200, "{body}");
    assert_ne!(new_tag, tag);
    world.end().await;
}

#[tokio::test]
async fn a_person_sees_the_lines_around_their_own() {
    let world = World::with_contest(&simple_contest(5, USUAL), 12).await;
    let mut people: Vec<Person> = Vec::new();
    for n in 0..9 {
        let person = world.contestant().await;
        world
            .sit(&person, "ky-1", 4, None, MINUTE + n * SECOND)
            .await;
        people.push(person);
    }
    world.advance(300);
    let board = world
        .call(
            Method::GET,
            &board_path("?limit=1&around=me"),
            Some(&people[5].token),
            None,
        )
        .await
        .expect(200);
    assert_eq!(board["rows"].as_array().map(Vec::len), Some(1));
    assert_eq!(board["me"]["rank"], 6);
    let near: Vec<i64> = board["nearby"]
        .as_array()
        .expect("lines")
        .iter()
        .filter_map(|l| l["rank"].as_i64())
        .collect();
    assert_eq!(near, [3, 4, 5, 6, 7, 8, 9]);
    let top = world
        .call(
            Method::GET,
            &board_path("?around=me"),
            Some(&people[0].token),
            None,
        )
        .await
        .expect(200);
    let near: Vec<i64> = top["nearby"]
        .as_array()
        .expect("lines")
        .iter()
        .filter_map(|l| l["rank"].as_i64())
        .collect();
    assert_eq!(near, [1, 2, 3, 4]);
    let stranger = world.person().await;
    let outside = world
        .call(
            Method::GET,
            &board_path("?around=me"),
            Some(&stranger.token),
            None,
        )
        .await
        .expect(200);
    assert_eq!(
        (&outside["me"], &outside["nearby"]),
        (&serde_json::Value::Null, &serde_json::json!([]))
    );
    world
        .call(Method::GET, &board_path("?around=me"), None, None)
        .await
        .expect_problem(401, "sign-in-needed");
    for person in &people {
        assert!(
            !board.to_string().contains(&person.id.to_string()),
            "a board tells nobody's identity"
        );
    }
    world.end().await;
}

#[tokio::test]
async fn a_division_has_a_board_of_its_own_and_an_unknown_one_has_none() {
    let world = World::with_contest(&with_divisions(), 12).await;
    for (n, division) in ["bang-a", "bang-b", "bang-a"].into_iter().enumerate() {
        let person = world.person().await;
        let fields = serde_json::json!({ "fields": { "full_name": format!("Lê Thị {}", ["Một", "Hai", "Ba"][n]), "division": division } });
        world
            .call(
                Method::POST,
                &format!("/api/v1/contests/{CONTEST}/entries"),
                Some(&person.token),
                Some(fields),
            )
            .await
            .expect(201);
        world.sit(&person, "ky-1", n + 1, None, MINUTE).await;
    }
    world.advance(300);
    let board = world.get(&board_path("?division=bang-a")).await.expect(200);
    assert_eq!(board["total"], 2);
    let rows: Vec<(i64, &str)> = board["rows"]
        .as_array()
        .expect("rows")
        .iter()
        .map(|r| {
            (
                r["rank"].as_i64().expect("a rank"),
                r["points"].as_str().expect("points"),
            )
        })
        .collect();
    assert_eq!(
        rows,
        [(1, "3"), (2, "1")],
        "ranks are counted within the division"
    );
    assert_eq!(
        world.get(&board_path("?division=bang-c")).await.expect(200)["total"],
        0
    );
    world
        .get(&board_path("?division=bang-x"))
        .await
        .expect_problem(404, "not-found");
    world
        .get(&board_path("?division=%00"))
        .await
        .expect_problem(404, "not-found");
    world.end().await;
}

#[tokio::test]
async fn people_equal_in_every_step_share_a_rank_when_the_rules_say_so() {
    let toml = simple_contest(
        5,
        &USUAL.replace(
            "\"points\", \"duration\", \"submission\"",
            "\"points\", \"duration\"",
        ),
    );
    let world = World::with_contest(&toml, 12).await;
    for (right, ms) in [
        (5, MINUTE),
        (4, MINUTE),
        (4, MINUTE),
        (4, MINUTE + 1),
        (2, MINUTE),
    ] {
        let person = world.contestant().await;
        world.sit(&person, "ky-1", right, None, ms).await;
    }
    let board = world.board("ky-1").await;
    let ranks: Vec<i64> = board["rows"]
        .as_array()
        .expect("rows")
        .iter()
        .filter_map(|r| r["rank"].as_i64())
        .collect();
    assert_eq!(ranks, [1, 2, 2, 4, 5]);
    world.end().await;
}

// ---------------------------------------------------------------------------------------------------------------------------------
// Without Redis

fn signal(pid: u32, name: &str) {
    let sent = Command::new("kill")
        .args([&format!("-{name}"), &pid.to_string()])
        .status()
        .expect("kill runs");
    assert!(sent.success(), "{name} reached nobody");
}

/// Lets the program's breaker close and Redis's new connections settle, then makes the mirror equal to the database.
async fn reconciled(ground: &Ground, round: Uuid) -> Mirror {
    for _ in 0..100 {
        ground.world.advance(1_100);
        ground
            .world
            .node
            .app
            .boards
            .reconcile_all()
            .await
            .expect("reconciled");
        let mirror = ground.mirror();
        if let Some((people, _)) = mirror.lines(round, None, 0, 1).await
            && people
                == store::count(ground.world.node.app.db.read(), round, Among::ALL)
                    .await
                    .expect("counted")
        {
            return mirror;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("the mirror did not come back");
}

/// What the API shows: names are all alike, times tell people apart.
async fn shown(world: &World) -> Vec<(String, i64)> {
    let board = world.board("ky-1").await;
    let line = |r: &serde_json::Value| {
        (
            r["points"].as_str().expect("points").to_owned(),
            r["duration_ms"].as_i64().expect("ms"),
        )
    };
    board["rows"]
        .as_array()
        .expect("rows")
        .iter()
        .map(line)
        .collect()
}

async fn shown_by_sql(ground: &Ground, round: Uuid) -> Vec<(String, i64)> {
    let rows = store::lines(ground.world.node.app.db.read(), round, Among::ALL, 0, 100)
        .await
        .expect("read");
    rows.iter()
        .map(|r| (r.points.to_string(), r.duration_ms))
        .collect()
}

async fn assert_everything_equal(ground: &Ground, mirror: &Mirror, round: Uuid) {
    assert_eq!(
        mirror_order(mirror, round, None).await,
        sql_order(&ground.world, round).await
    );
    assert_eq!(
        shown(&ground.world).await,
        shown_by_sql(ground, round).await
    );
}

#[tokio::test]
async fn redis_may_stop_in_mid_contest_and_come_back_empty() {
    let ground = Ground::new(&simple_contest(5, USUAL)).await;
    let world = &ground.world;
    let (_, round) = ground.contest().await;
    for n in 0..4 {
        let person = world.contestant().await;
        world.sit(&person, "ky-1", n, None, MINUTE + n as i64).await;
    }
    let mirror = reconciled(&ground, round.id).await;
    assert_everything_equal(&ground, &mirror, round.id).await;

    signal(ground.redis.pid().expect("ours"), "KILL");
    let started = Instant::now();
    for n in 0..3 {
        let person = world.contestant().await;
        world
            .sit(&person, "ky-1", n + 2, None, MINUTE + 10 + n as i64)
            .await;
        assert_eq!(shown(world).await, shown_by_sql(&ground, round.id).await);
    }
    assert_eq!(shown(world).await.len(), 7);
    assert!(
        started.elapsed() < Duration::from_secs(20),
        "without Redis everything went on, but in {:?}",
        started.elapsed()
    );

    let port = ground
        .redis
        .url()
        .trim_end_matches("/0")
        .rsplit(':')
        .next()
        .expect("a port")
        .to_owned();
    let log = tempfile::NamedTempFile::new().expect("a log");
    let mut command = Command::new("redis-server");
    command.args([
        "--port",
        &port,
        "--bind",
        "127.0.0.1",
        "--save",
        "",
        "--appendonly",
        "no",
        "--dir",
        "/tmp",
    ]);
    let _again = Running::start("Redis", &mut command, log.path()).expect("Redis again");
    assert_eq!(
        shown(world).await,
        shown_by_sql(&ground, round.id).await,
        "an empty Redis shows no empty board"
    );
    let mirror = reconciled(&ground, round.id).await;
    assert_everything_equal(&ground, &mirror, round.id).await;
    let person = world.contestant().await;
    world.sit(&person, "ky-1", 5, None, MINUTE).await;
    let mirror = reconciled(&ground, round.id).await;
    assert_everything_equal(&ground, &mirror, round.id).await;
    ground.world.end().await;
}

#[tokio::test]
async fn a_flushed_redis_shows_no_partial_board_and_is_filled_again() {
    let ground = Ground::new(&simple_contest(5, USUAL)).await;
    let world = &ground.world;
    let (_, round) = ground.contest().await;
    for n in 0..4 {
        let person = world.contestant().await;
        world.sit(&person, "ky-1", n, None, MINUTE + n as i64).await;
    }
    let before = shown(world).await;
    let mirror = reconciled(&ground, round.id).await;
    let client = redis::Client::open(ground.redis.url()).expect("a URL");
    let mut connection = client
        .get_multiplexed_async_connection()
        .await
        .expect("a connection");
    redis::cmd("FLUSHALL")
        .exec_async(&mut connection)
        .await
        .expect("flushed");
    assert_eq!(shown(world).await, before, "at once, from the database");

    // A result that comes in between must not leave a mirror of one person.
    let person = world.contestant().await;
    world.sit(&person, "ky-1", 5, None, MINUTE).await;
    assert_eq!(shown(world).await, shown_by_sql(&ground, round.id).await);
    assert_eq!(shown(world).await.len(), 5);
    drop(mirror);
    let mirror = reconciled(&ground, round.id).await;
    assert_everything_equal(&ground, &mirror, round.id).await;
    ground.world.end().await;
}

#[tokio::test]
async fn a_redis_that_hangs_delays_one_request_and_then_nobody() {
    let ground = Ground::new(&simple_contest(5, USUAL)).await;
    let world = &ground.world;
    let (_, round) = ground.contest().await;
    let person = world.contestant().await;
    world.sit(&person, "ky-1", 3, None, MINUTE).await;
    reconciled(&ground, round.id).await;
    world.advance(300);

    let pid = ground.redis.pid().expect("ours");
    signal(pid, "STOP");
    let first = Instant::now();
    let answer = world.get(&board_path("")).await;
    let first = first.elapsed();
    let mut others = Vec::new();
    for _ in 0..3 {
        // Boards are looked up afresh, but the breaker has not been told to try again.
        world.advance(260);
        let started = Instant::now();
        world.get(&board_path("")).await.expect(200);
        others.push(started.elapsed());
    }
    let other = world.contestant().await;
    let started = Instant::now();
    world.sit(&other, "ky-1", 4, None, 1).await;
    let sat = started.elapsed();
    signal(pid, "CONT");
    answer.expect(200);
    assert!(first < Duration::from_millis(2_500), "{first:?}");
    assert!(
        others.iter().all(|o| *o < Duration::from_millis(400)),
        "{others:?}"
    );
    assert!(sat < Duration::from_secs(5), "{sat:?}");
    let mirror = reconciled(&ground, round.id).await;
    assert_everything_equal(&ground, &mirror, round.id).await;
    ground.world.end().await;
}

#[tokio::test]
async fn after_the_result_the_mirror_is_removed_and_the_board_comes_from_the_database() {
    let ground = Ground::new(&simple_contest(5, USUAL)).await;
    let world = &ground.world;
    let (_, round) = ground.contest().await;
    let person = world.contestant().await;
    world.sit(&person, "ky-1", 3, None, MINUTE).await;
    let mirror = reconciled(&ground, round.id).await;
    world.advance(2 * HOUR);
    world.finalise("ky-1").await.expect("final");
    for _ in 0..200 {
        while world.node.app.jobs().run_one().await.expect("jobs run") {}
        if mirror.lines(round.id, None, 0, 1).await.is_none() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    assert_eq!(mirror.lines(round.id, None, 0, 1).await, None);
    assert_eq!(world.board("ky-1").await["total"], 1);
    ground.world.end().await;
}

// ---------------------------------------------------------------------------------------------------------------------------------
// Every list comes from an index

/// A connection that notes the plan of whatever runs over it.
struct Explaining<'a> {
    inner: &'a DatabaseConnection,
    plans: Mutex<Vec<String>>,
}

impl Explaining<'_> {
    async fn note(&self, asked: &Statement) -> Result<(), DbErr> {
        let postgres = asked.db_backend == DbBackend::Postgres;
        let explain = if postgres {
            "EXPLAIN "
        } else {
            "EXPLAIN QUERY PLAN "
        };
        let sql = format!("{explain}{}", asked.sql);
        let query = Statement {
            sql: sql.clone(),
            ..asked.clone()
        };
        let mut plan = sql + "\n";
        for row in self.inner.query_all_raw(query).await? {
            let line: String = if postgres {
                row.try_get_by_index(0)?
            } else {
                row.try_get("", "detail")?
            };
            plan = plan + &line + "\n";
        }
        self.plans.lock().expect("no holder panics").push(plan);
        Ok(())
    }

    /// Asserts that something ran since the last call, and that no large table was read from end to end.
    fn assert_indexed(&self, what: &str) {
        let plans: Vec<String> = std::mem::take(&mut *self.plans.lock().expect("no holder panics"));
        assert!(!plans.is_empty(), "{what} asked nothing");
        for plan in plans {
            let whole_table = ["result", "attempt", "entry"].iter().any(|table| {
                plan.lines().skip(1).any(|line| {
                    let line = line.trim();
                    line.contains(&format!("Seq Scan on {table}"))
                        || line == format!("SCAN {table}")
                        || line.contains("TEMP B-TREE")
                })
            });
            assert!(!whole_table, "{what}:\n{plan}");
            assert!(
                plan.to_lowercase().contains("index"),
                "{what} uses no index:\n{plan}"
            );
        }
    }
}

#[async_trait]
impl ConnectionTrait for Explaining<'_> {
    fn get_database_backend(&self) -> DbBackend {
        self.inner.get_database_backend()
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        self.note(&statement).await?;
        self.inner.execute_raw(statement).await
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.inner.execute_unprepared(sql).await
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.note(&statement).await?;
        self.inner.query_one_raw(statement).await
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.note(&statement).await?;
        self.inner.query_all_raw(statement).await
    }
}

/// Fills the tables with 100 000 results, attempts and entries of five rounds. Running attempts end far in the future, where no sweep looks.
fn filling() -> [&'static str; 3] {
    if on_postgres() {
        [
            "INSERT INTO result (round_id, person_id, attempt_id, division, count_key, rank_key, points, correct, duration_ms, finished_at, changed_at) \
             SELECT ('00000000-0000-0000-0000-00000000000' || n % 5)::uuid, gen_random_uuid(), gen_random_uuid(), 'bang-' || n % 4, \
               decode(md5(n::text), 'hex'), decode(md5('x' || n), 'hex'), n % 1000, n % 10, n, n, n FROM generate_series(1, 100000) n",
            "INSERT INTO attempt (id, assessment_id, person_id, ordinal, state, seed, pool_version, rules_version, started_at, deadline, paper, answers) \
             SELECT gen_random_uuid(), ('00000000-0000-0000-0000-00000000000' || n % 5)::uuid, ('00000000-0000-0000-0001-' || lpad((n / 5)::text, 12, '0'))::uuid, \
               1, CASE WHEN n % 500 = 0 THEN 0 ELSE 1 END, 1, 1, 1, n, 9000000000000 + n, '\\x00', '' FROM generate_series(1, 100000) n",
            "INSERT INTO entry (id, contest_id, account_id, identity_key, form, display_name, division, created_at) \
             SELECT gen_random_uuid(), ('00000000-0000-0000-0000-00000000000' || n % 5)::uuid, ('00000000-0000-0000-0001-' || lpad((n / 5)::text, 12, '0'))::uuid, \
               'k' || n, '{}', 'T', NULL, n FROM generate_series(1, 100000) n",
        ]
    } else {
        [
            "INSERT INTO result (round_id, person_id, attempt_id, division, count_key, rank_key, points, correct, duration_ms, finished_at, changed_at) \
             WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < 100000) \
             SELECT unhex('0000000000000000000000000000000' || (n % 5)), randomblob(16), randomblob(16), 'bang-' || (n % 4), randomblob(16), randomblob(32), \
               n % 1000, n % 10, n, n, n FROM s",
            "INSERT INTO attempt (id, assessment_id, person_id, ordinal, state, seed, pool_version, rules_version, started_at, deadline, paper, answers) \
             WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < 100000) \
             SELECT randomblob(16), unhex('0000000000000000000000000000000' || (n % 5)), unhex('00000000000000000001' || printf('%012d', n / 5)), \
               1, CASE WHEN n % 500 = 0 THEN 0 ELSE 1 END, 1, 1, 1, n, 9000000000000 + n, x'00', '' FROM s",
            "INSERT INTO entry (id, contest_id, account_id, identity_key, form, display_name, division, created_at) \
             WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < 100000) \
             SELECT randomblob(16), unhex('0000000000000000000000000000000' || (n % 5)), unhex('00000000000000000001' || printf('%012d', n / 5)), \
               'k' || n, '{}', 'T', NULL, n FROM s",
        ]
    }
}

#[tokio::test]
async fn every_list_is_read_from_an_index() {
    let world = World::new().await;
    let fill = world.node.app.db.write(|tx| {
        Box::pin(async move {
            for sql in filling() {
                tx.execute_unprepared(sql).await.map_err(failed)?;
            }
            Ok(())
        })
    });
    fill.await.expect("filled");
    let analyse = world.node.app.db.read().execute_unprepared("ANALYZE").await;
    analyse.expect("analysed");

    let db = Explaining {
        inner: world.node.app.db.read(),
        plans: Mutex::default(),
    };
    let round = Uuid::from_u128(2);
    let person = Uuid::parse_str("00000000-0000-0000-0001-000000000700").expect("an id");
    let rows = store::lines(&db, round, Among::ALL, 0, 50)
        .await
        .expect("read");
    assert_eq!(rows.len(), 50);
    db.assert_indexed("the top of a board");
    assert_eq!(
        store::lines(&db, round, Among::division("bang-1"), 0, 50)
            .await
            .expect("read")
            .len(),
        50
    );
    db.assert_indexed("the top of a division's board");
    store::lines_after(&db, round, &rows[49].rank_key, 2_000)
        .await
        .expect("read");
    db.assert_indexed("the next page of a board");
    let people: Vec<Uuid> = rows.iter().map(|r| r.person).collect();
    assert_eq!(
        store::of_people(&db, round, &people)
            .await
            .expect("read")
            .len(),
        50
    );
    db.assert_indexed("results of people");
    assert_eq!(
        store::count_before(&db, round, Among::ALL, &rows[40].rank_key)
            .await
            .expect("read"),
        40
    );
    db.assert_indexed("a person's place");
    store::count_before(&db, round, Among::division("bang-1"), &rows[40].rank_key)
        .await
        .expect("read");
    db.assert_indexed("a person's place in a division");
    store::changed_since(&db, round, Moment(99_000), 2_000)
        .await
        .expect("read");
    db.assert_indexed("what changed lately");

    let overdue = hocluat::assessment::store::overdue(&db, Moment(9_000_000_020_000), 1_000)
        .await
        .expect("read");
    assert_eq!(overdue.len(), 40);
    db.assert_indexed("overdue attempts");
    assert_eq!(
        hocluat::assessment::store::attempts_of(&db, round, person)
            .await
            .expect("read")
            .len(),
        1
    );
    db.assert_indexed("attempts of a person");
    hocluat::assessment::store::attempts_page(&db, round, Some((person, 1)), 1_000)
        .await
        .expect("read");
    db.assert_indexed("attempts page by page");

    assert!(
        hocluat::contest::store::entry_of(&db, round, person)
            .await
            .expect("read")
            .is_some()
    );
    db.assert_indexed("a person's entry");
    assert_eq!(
        hocluat::contest::store::entries_of(&db, round, &[person])
            .await
            .expect("read")
            .len(),
        1
    );
    db.assert_indexed("entries of people");
    world.end().await;
}
