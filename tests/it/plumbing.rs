//! The plumbing: transactions, jobs, mail, stopping in order, metrics, problems as JSON, migrations.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use entity::setting;
use hocluat::kernel::clock::{DAY, MINUTE, ManualClock, Moment, SECOND};
use hocluat::kernel::entropy::SystemEntropy;
use hocluat::kernel::ids::new_id;
use hocluat::kernel::problem::{Code, Kind, Outcome, Problem};
use hocluat::platform::config::Config;
use hocluat::platform::db::{Db, Tx, failed, is_duplicate};
use hocluat::platform::http::reply::{KINDS, problem_json};
use hocluat::platform::i18n::Lang;
use hocluat::platform::jobs::{self, Jobs};
use hocluat::platform::lifecycle::Lifecycle;
use hocluat::platform::outbox::{self, Mail, Postman};
use hocluat::platform::telemetry::metrics_handle;
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait};
use tokio::sync::Notify;

use crate::support::{START, USUAL, World, on_postgres, simple_contest};

async fn put_setting(tx: &Tx, key: String) -> Outcome<()> {
    let row = setting::ActiveModel {
        key: Set(key),
        value: Set("x".into()),
    };
    setting::Entity::insert(row)
        .exec_without_returning(tx)
        .await
        .map(drop)
        .map_err(failed)
}

/// Two rows in one transaction, with time between them for a caller to go away.
async fn put_pair(db: &Db, name: String, between: Duration) -> Outcome<()> {
    db.write(move |tx| {
        Box::pin(async move {
            put_setting(tx, format!("{name}-1")).await?;
            tokio::time::sleep(between).await;
            put_setting(tx, format!("{name}-2")).await
        })
    })
    .await
}

// ---------------------------------------------------------------------------------------------------------------------------------
// Transactions

#[tokio::test]
async fn a_caller_who_goes_away_leaves_whole_transactions_and_a_usable_pool() {
    let world = World::new().await;
    let db = world.node.app.db.clone();
    // More than any pool has connections, given up at every stage of a transaction.
    let mut callers = tokio::task::JoinSet::new();
    for n in 0..60_u64 {
        let db = db.clone();
        callers.spawn(async move {
            let patience = Duration::from_micros(n * 400);
            let _ = tokio::time::timeout(
                patience,
                put_pair(&db, format!("di-mat-{n}"), Duration::from_millis(3)),
            )
            .await;
        });
    }
    callers.join_all().await;
    // A write behind all of them waits for those still at work, and itself succeeds.
    put_pair(&db, "sau-cung".into(), Duration::ZERO)
        .await
        .expect("the next write works");
    let pairs = "SELECT COUNT(*) FROM setting WHERE key LIKE 'di-mat-%'";
    let mut count = world.count(pairs).await;
    for _ in 0..100 {
        tokio::time::sleep(Duration::from_millis(30)).await;
        let now = world.count(pairs).await;
        if now == count && now % 2 == 0 {
            break;
        }
        count = now;
    }
    assert_eq!(count % 2, 0, "a pair is written whole or not at all");
    assert!(count > 0, "work that has begun goes on without its caller");
    assert_eq!(
        world
            .count("SELECT COUNT(*) FROM setting WHERE key LIKE 'sau-cung-%'")
            .await,
        2
    );
    if on_postgres() {
        let open = "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in transaction%'";
        assert_eq!(world.count(open).await, 0, "no transaction is left open");
    }
    world.end().await;
}

#[tokio::test]
async fn a_failed_or_panicking_transaction_stores_nothing_and_the_next_one_works() {
    let world = World::new().await;
    let db = &world.node.app.db;
    for n in 0..25 {
        let failing = db.write(move |tx| {
            Box::pin(async move {
                put_setting(tx, format!("hong-{n}")).await?;
                Err::<(), _>(Problem::new(Code::ChangedMeanwhile))
            })
        });
        assert_eq!(
            failing.await.expect_err("it fails").code,
            Code::ChangedMeanwhile
        );
        let panicking = db.write(move |tx| {
            Box::pin(async move {
                put_setting(tx, format!("vo-{n}")).await?;
                let wanted = n >= 0;
                assert!(!wanted, "this test wants a panic");
                Ok(())
            })
        });
        assert_eq!(panicking.await.expect_err("it panics").code, Code::Internal);
    }
    put_pair(db, "con-chay".into(), Duration::ZERO)
        .await
        .expect("the pool is not used up");
    assert_eq!(
        world
            .count("SELECT COUNT(*) FROM setting WHERE key LIKE 'hong-%' OR key LIKE 'vo-%'")
            .await,
        0
    );
    world.end().await;
}

#[tokio::test]
async fn a_unique_key_that_is_taken_is_told_from_other_failures() {
    let world = World::new().await;
    let db = &world.node.app.db;
    let twice = db.write(|tx| {
        Box::pin(async move {
            let row = || setting::ActiveModel {
                key: Set("hai-lan".into()),
                value: Set("x".into()),
            };
            setting::Entity::insert(row())
                .exec_without_returning(tx)
                .await
                .map_err(failed)?;
            let second = setting::Entity::insert(row())
                .exec_without_returning(tx)
                .await
                .expect_err("taken");
            assert!(is_duplicate(&second), "{second}");
            Err::<(), _>(Problem::new(Code::LoginTaken))
        })
    });
    assert_eq!(twice.await.expect_err("rolled back").code, Code::LoginTaken);
    let other = db
        .read()
        .execute_unprepared("SELECT * FROM khong_co")
        .await
        .expect_err("no such table");
    assert!(!is_duplicate(&other), "{other}");
    assert_eq!(failed(other).code, Code::Internal);
    assert_eq!(
        world
            .count("SELECT COUNT(*) FROM setting WHERE key = 'hai-lan'")
            .await,
        0
    );
    world.end().await;
}

// ---------------------------------------------------------------------------------------------------------------------------------
// Jobs. They are due on a day that the world's own node does not live to see, so that only the workers of the test do them.

const LATER: Moment = START.plus(DAY);
const WORK: &str = "test.work";

async fn enqueue(db: &Db, unique_key: Option<&'static str>, payload: &str) {
    let (id, payload) = (new_id(START, &SystemEntropy), payload.to_owned());
    db.write(move |tx| {
        Box::pin(async move { jobs::enqueue(tx, id, WORK, &payload, unique_key, LATER).await })
    })
    .await
    .expect("enqueued");
}

fn worker(world: &World, clock: &Arc<ManualClock>) -> Jobs {
    Jobs::new(world.node.app.db.clone(), clock.clone())
}

#[tokio::test]
async fn a_job_exists_only_if_what_causes_it_was_committed_and_a_unique_key_waits_once() {
    let world = World::new().await;
    let db = &world.node.app.db;
    let id = new_id(START, &SystemEntropy);
    let rolled_back = db.write(move |tx| {
        Box::pin(async move {
            jobs::enqueue(tx, id, WORK, "{}", None, LATER).await?;
            Err::<(), _>(Problem::new(Code::ChangedMeanwhile))
        })
    });
    rolled_back.await.expect_err("rolled back");
    assert_eq!(world.count("SELECT COUNT(*) FROM job").await, 0);
    for _ in 0..3 {
        enqueue(db, Some("mot-viec"), "{}").await;
    }
    assert_eq!(world.count("SELECT COUNT(*) FROM job").await, 1);
    let (clock, done) = (
        Arc::new(ManualClock::at(LATER.plus(-1))),
        Arc::new(AtomicUsize::new(0)),
    );
    let counter = done.clone();
    let jobs = worker(&world, &clock).handle(WORK, move |_| {
        counter.fetch_add(1, Ordering::SeqCst);
        async { Ok(()) }
    });
    assert!(!jobs.run_one().await.expect("asked"), "not due yet");
    clock.advance(1);
    assert!(jobs.run_one().await.expect("done"));
    assert!(!jobs.run_one().await.expect("asked"));
    // Once done, the same key may be asked for again.
    enqueue(db, Some("mot-viec"), "{}").await;
    assert!(jobs.run_one().await.expect("done"));
    assert_eq!(done.load(Ordering::SeqCst), 2);
    world.end().await;
}

#[tokio::test]
async fn each_job_is_done_by_one_of_many_workers() {
    let world = World::new().await;
    let clock = Arc::new(ManualClock::at(LATER));
    for n in 0..20 {
        enqueue(&world.node.app.db, None, &n.to_string()).await;
    }
    let done = Arc::new(std::sync::Mutex::new(BTreeMap::<String, usize>::new()));
    let mut workers = tokio::task::JoinSet::new();
    for _ in 0..5 {
        let done = done.clone();
        let jobs = worker(&world, &clock).handle(WORK, move |payload| {
            *done
                .lock()
                .expect("no holder panics")
                .entry(payload)
                .or_default() += 1;
            async { Ok(()) }
        });
        workers.spawn(async move { while jobs.run_one().await.expect("done") {} });
    }
    workers.join_all().await;
    let done = done.lock().expect("no holder panics").clone();
    assert_eq!(done.len(), 20);
    assert!(done.values().all(|times| *times == 1), "{done:?}");
    world.end().await;
}

#[tokio::test]
async fn a_job_that_fails_is_tried_again_later_and_says_why() {
    let world = World::new().await;
    let clock = Arc::new(ManualClock::at(LATER));
    enqueue(&world.node.app.db, None, "{}").await;
    let tries = Arc::new(AtomicUsize::new(0));
    let counter = tries.clone();
    let jobs = worker(&world, &clock).handle(WORK, move |_| {
        let nth = counter.fetch_add(1, Ordering::SeqCst);
        async move {
            if nth < 2 {
                Err(Problem::internal("the printer is on fire"))
            } else {
                Ok(())
            }
        }
    });
    assert!(jobs.run_one().await.expect("tried"));
    assert!(!jobs.run_one().await.expect("asked"), "not at once");
    assert_eq!(world.count("SELECT COUNT(*) FROM job WHERE last_error LIKE '%the printer is on fire%' AND leased_until IS NULL").await, 1);
    let first_wait = world.count("SELECT run_at FROM job").await - clock_now(&clock);
    assert!((1..=MINUTE).contains(&first_wait), "{first_wait}");
    clock.advance(first_wait);
    assert!(jobs.run_one().await.expect("tried"));
    let second_wait = world.count("SELECT run_at FROM job").await - clock_now(&clock);
    assert!(
        second_wait > first_wait,
        "each wait is longer: {first_wait}, {second_wait}"
    );
    clock.advance(second_wait);
    assert!(jobs.run_one().await.expect("done"));
    assert_eq!(
        (
            tries.load(Ordering::SeqCst),
            world.count("SELECT COUNT(*) FROM job").await
        ),
        (3, 0)
    );
    world.end().await;
}

fn clock_now(clock: &ManualClock) -> i64 {
    use hocluat::kernel::clock::Clock as _;
    clock.now().0
}

#[tokio::test]
async fn a_job_whose_node_died_is_taken_over_when_the_lease_ends_and_not_before() {
    let world = World::new().await;
    let clock = Arc::new(ManualClock::at(LATER));
    enqueue(&world.node.app.db, None, "{}").await;
    let begun = Arc::new(Notify::new());
    let signal = begun.clone();
    let dying = worker(&world, &clock).handle(WORK, move |_| {
        signal.notify_one();
        std::future::pending()
    });
    let node = tokio::spawn(async move { dying.run_one().await });
    begun.notified().await;
    let done = Arc::new(AtomicUsize::new(0));
    let counter = done.clone();
    let other = worker(&world, &clock).handle(WORK, move |_| {
        counter.fetch_add(1, Ordering::SeqCst);
        async { Ok(()) }
    });
    assert!(
        !other.run_one().await.expect("asked"),
        "another node is at it"
    );
    node.abort();
    clock.advance(4 * MINUTE);
    assert!(
        !other.run_one().await.expect("asked"),
        "it may still be at it"
    );
    clock.advance(MINUTE + 1);
    assert!(other.run_one().await.expect("done"));
    assert_eq!(done.load(Ordering::SeqCst), 1);
    world.end().await;
}

#[tokio::test]
async fn a_job_that_nobody_knows_waits_and_harms_no_other() {
    let world = World::new().await;
    let clock = Arc::new(ManualClock::at(LATER));
    enqueue(&world.node.app.db, None, "{}").await;
    let knows_nothing = worker(&world, &clock);
    assert!(knows_nothing.run_one().await.expect("tried"));
    assert_eq!(
        world
            .count("SELECT COUNT(*) FROM job WHERE last_error LIKE '%no handler%'")
            .await,
        1
    );
    clock.advance(MINUTE);
    assert!(
        knows_nothing
            .handle(WORK, |_| async { Ok(()) })
            .run_one()
            .await
            .expect("done"),
        "a newer version knows it"
    );
    world.end().await;
}

// ---------------------------------------------------------------------------------------------------------------------------------
// Mail

async fn post(db: &Db, to: &str) {
    let mail = Mail {
        to: to.to_owned(),
        subject: "Kết quả cuộc thi".into(),
        body: "Đã có kết quả.".into(),
        unsubscribe: None,
    };
    let id = new_id(START, &SystemEntropy);
    db.write(move |tx| Box::pin(async move { outbox::post(tx, id, mail, LATER).await }))
        .await
        .expect("posted");
}

fn letters(folder: &std::path::Path) -> Vec<String> {
    let files = std::fs::read_dir(folder).map(|entries| {
        entries
            .filter_map(Result::ok)
            .map(|e| e.path())
            .collect::<Vec<_>>()
    });
    files
        .unwrap_or_default()
        .iter()
        .map(|f| std::fs::read_to_string(f).expect("a letter"))
        .collect()
}

#[tokio::test]
async fn mail_that_cannot_be_delivered_is_tried_again_until_it_is() {
    let world = World::new().await;
    let db = &world.node.app.db;
    let folder = tempfile::tempdir().expect("a folder");
    let data_dir = folder.path().join("data");
    // A file stands where the folder should be.
    std::fs::write(&data_dir, "").expect("written");
    let clock = Arc::new(ManualClock::at(LATER));
    let config = Config {
        data_dir: data_dir.clone(),
        ..world.config.clone()
    };
    let postman = Postman::new(db.clone(), clock.clone(), &config).expect("a postman");
    post(db, "an@example.vn").await;
    assert_eq!(postman.deliver_due().await.expect("tried"), 0);
    assert_eq!(
        world
            .count("SELECT COUNT(*) FROM outbox WHERE attempts = 1")
            .await,
        1
    );
    std::fs::remove_file(&data_dir).expect("removed");
    assert_eq!(
        postman.deliver_due().await.expect("asked"),
        0,
        "not at once"
    );
    clock.advance(MINUTE);
    assert_eq!(postman.deliver_due().await.expect("delivered"), 1);
    assert_eq!(letters(&data_dir.join("mail")).len(), 1);
    world.end().await;
}

#[tokio::test]
async fn a_letter_goes_out_once_however_many_nodes_deliver() {
    let world = World::new().await;
    let db = &world.node.app.db;
    let folder = tempfile::tempdir().expect("a folder");
    let config = Config {
        data_dir: folder.path().to_path_buf(),
        ..world.config.clone()
    };
    for n in 0..12 {
        post(db, &format!("an-{n}@example.vn")).await;
    }
    let mut postmen = tokio::task::JoinSet::new();
    for _ in 0..4 {
        let postman =
            Postman::new(db.clone(), Arc::new(ManualClock::at(LATER)), &config).expect("a postman");
        postmen.spawn(async move { postman.deliver_due().await.expect("delivered") });
    }
    assert_eq!(postmen.join_all().await.into_iter().sum::<usize>(), 12);
    let letters: Vec<String> = letters(&folder.path().join("mail"))
        .into_iter()
        .filter(|l| l.contains("To:"))
        .collect();
    assert_eq!(letters.len(), 12);
    for n in 0..12 {
        assert_eq!(
            letters
                .iter()
                .filter(|l| l.contains(&format!("To: an-{n}@example.vn")))
                .count(),
            1
        );
    }
    world.end().await;
}

#[tokio::test]
async fn an_address_that_is_none_keeps_no_other_letter_back() {
    let world = World::new().await;
    let db = &world.node.app.db;
    let folder = tempfile::tempdir().expect("a folder");
    let config = Config {
        data_dir: folder.path().to_path_buf(),
        ..world.config.clone()
    };
    post(db, "khong phai dia chi").await;
    post(db, "an@example.vn").await;
    let postman =
        Postman::new(db.clone(), Arc::new(ManualClock::at(LATER)), &config).expect("a postman");
    assert_eq!(postman.deliver_due().await.expect("tried"), 1);
    assert_eq!(world.count("SELECT COUNT(*) FROM outbox WHERE recipient = 'khong phai dia chi' AND attempts = 1").await, 1);
    db.read()
        .execute_unprepared("DELETE FROM outbox")
        .await
        .expect("an operator clears it away");
    world.end().await;
}

// ---------------------------------------------------------------------------------------------------------------------------------
// Stopping, watching, upgrading

#[tokio::test]
async fn stopping_a_node_loses_no_acknowledged_answer_and_leaves_the_others_alone() {
    let world = World::with_contest(&simple_contest(5, USUAL), 12).await;
    let stopping = world.another_node().await;
    let url = stopping.url.clone();
    let mut sittings = Vec::new();
    for _ in 0..20 {
        let person = world.contestant().await;
        sittings.push((world.start(&person, "ky-1").await.expect(201), person));
    }
    let mut saves = tokio::task::JoinSet::new();
    for (n, (attempt, _)) in sittings.iter().enumerate() {
        let (id, token) = (
            attempt["id"].as_str().expect("id").to_owned(),
            attempt["token"].as_str().expect("token").to_owned(),
        );
        let url = url.clone();
        saves.spawn(async move {
            let client = reqwest::Client::new();
            let mut acknowledged = 0;
            for sequence in 1..=200_u64 {
                let number = 1 + sequence % 5;
                let request = client
                    .put(format!("{url}/api/v1/attempts/{id}/answers/{number}"))
                    .bearer_auth(&token);
                match request
                    .json(&serde_json::json!({ "response": "B", "sequence": sequence }))
                    .send()
                    .await
                {
                    Ok(response) if response.status() == 200 => acknowledged = sequence,
                    _ => break,
                }
            }
            (n, acknowledged)
        });
    }
    tokio::time::sleep(Duration::from_millis(60)).await;
    stopping.stop().await;
    let acknowledged = saves.join_all().await;
    assert!(
        acknowledged.iter().any(|(_, a)| (1..200).contains(a)),
        "the node was stopped in the middle: {acknowledged:?}"
    );
    for (n, newest) in acknowledged {
        let (attempt, person) = &sittings[n];
        let kept = world
            .attempt(person, attempt["id"].as_str().expect("id"))
            .await;
        let stored = kept["answers"]
            .as_array()
            .expect("answers")
            .iter()
            .filter_map(|a| a["sequence"].as_u64())
            .max()
            .unwrap_or(0);
        assert!(
            stored >= newest,
            "{newest} was acknowledged, {stored} is stored"
        );
    }
    assert!(
        reqwest::get(format!("{url}/healthz")).await.is_err(),
        "the stopped node takes nothing more"
    );
    world.get("/readyz").await;
    assert_eq!(world.get("/readyz").await.status, 200);
    world.end().await;
}

#[tokio::test]
async fn background_work_is_told_after_requests_and_given_time_to_finish() {
    let lifecycle = Lifecycle::default();
    let finished = Arc::new(AtomicUsize::new(0));
    let (counter, drain, stop) = (
        finished.clone(),
        lifecycle.drain.clone(),
        lifecycle.stop.clone(),
    );
    lifecycle.spawn(async move {
        stop.cancelled().await;
        counter.fetch_add(1, Ordering::SeqCst);
        drain.cancelled().await;
        tokio::time::sleep(Duration::from_millis(100)).await;
        counter.fetch_add(10, Ordering::SeqCst);
    });
    lifecycle.stop.cancel();
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert_eq!(
        finished.load(Ordering::SeqCst),
        1,
        "the first stage does not end background work"
    );
    lifecycle.finish(Duration::from_secs(5)).await;
    assert_eq!(
        finished.load(Ordering::SeqCst),
        11,
        "the second waits for it"
    );

    let stuck = Lifecycle::default();
    stuck.spawn(std::future::pending());
    let started = std::time::Instant::now();
    stuck.finish(Duration::from_millis(100)).await;
    assert!(
        started.elapsed() < Duration::from_secs(2),
        "but not for ever"
    );
}

#[tokio::test]
async fn operators_see_the_metrics_and_the_public_does_not() {
    metrics_handle();
    let world = World::with_contest(&simple_contest(5, USUAL), 12).await;
    let person = world.contestant().await;
    world.sit(&person, "ky-1", 3, None, SECOND).await;
    let port = crate::support::servers::free_port().expect("a port");
    let lifecycle = Lifecycle::default();
    hocluat::app::serve_admin(([127, 0, 0, 1], port).into(), &lifecycle)
        .await
        .expect("serves");
    let fetch = async |path: &str| {
        let response = reqwest::get(format!("http://127.0.0.1:{port}{path}"))
            .await
            .expect("an answer");
        (
            response.status().as_u16(),
            response.text().await.expect("a body"),
        )
    };
    let (status, page) = fetch("/metrics").await;
    assert_eq!(status, 200);
    for metric in ["hocluat_request_seconds_bucket", "hocluat_batch_size"] {
        assert!(page.contains(metric), "{metric} is missing in\n{page}");
    }
    assert!(
        page.contains("route=\"/api/v1/attempts/:id/answers/:number\""),
        "routes are named by their pattern"
    );
    let id = person.id.to_string();
    assert!(!page.contains(&id), "nobody is named");
    assert_eq!(fetch("/healthz").await, (200, "ok\n".to_owned()));
    assert_eq!(world.get("/metrics").await.status, 404);
    lifecycle.finish(Duration::from_secs(5)).await;
    world.end().await;
}

#[tokio::test]
async fn every_problem_has_a_text_in_both_languages() {
    let moments = [("moment", START.0.to_string()), ("min", "8".to_owned())];
    for code in Code::ALL {
        let mut said = Vec::new();
        for lang in [Lang::Vi, Lang::En] {
            assert!(
                lang.has(&format!("problem-{}", code.as_str())),
                "{} in {}",
                code.as_str(),
                lang.code()
            );
            for args in [vec![], moments.to_vec()] {
                let problem = Problem {
                    args,
                    ..Problem::new(*code)
                };
                // A tie always comes with the attempts that are equal.
                let problem = match code {
                    Code::DecisionNeeded => problem.with("attempts", "AB12-CD34 = EF56-GH78"),
                    Code::PrerequisiteMissing => problem.with("course", "Hoà giải ở cơ sở"),
                    _ => problem,
                };
                let response = problem_json(&problem, lang, "ma-yeu-cau");
                assert_eq!(response.status().as_u16(), code.kind().status());
                assert_eq!(response.content_type(), Some("application/problem+json"));
                let needs_wait = matches!(code.kind(), Kind::TooMany | Kind::Unavailable);
                assert_eq!(
                    response.headers().contains_key("retry-after"),
                    needs_wait,
                    "{}",
                    code.as_str()
                );
                let body: serde_json::Value =
                    serde_json::from_str(&response.into_body().into_string().await.expect("text"))
                        .expect("JSON");
                assert_eq!(
                    (body["code"].as_str(), body["request_id"].as_str()),
                    (Some(code.as_str()), Some("ma-yeu-cau"))
                );
                for field in ["title", "detail"] {
                    let text = body[field].as_str().expect("a text");
                    let broken = text.is_empty()
                        || text.contains("problem-")
                        || text.contains(['{', '}', '$', '\u{2068}']);
                    assert!(!broken, "{} in {}: {text:?}", code.as_str(), lang.code());
                }
                said.push(body["detail"].as_str().expect("a text").to_owned());
            }
        }
        assert_ne!(
            said[0],
            said[2],
            "{} reads the same in both languages",
            code.as_str()
        );
    }
    for kind in KINDS {
        assert!(
            Lang::Vi.has(&format!("problem-title-{kind}"))
                && Lang::En.has(&format!("problem-title-{kind}")),
            "{kind}"
        );
    }
}

#[tokio::test]
async fn migrating_again_changes_nothing() {
    let world = World::with_contest(&simple_contest(5, USUAL), 12).await;
    let applied = world.count("SELECT COUNT(*) FROM seaql_migrations").await;
    assert!(applied >= 6);
    for _ in 0..2 {
        world.node.app.db.migrate().await.expect("migrated");
    }
    let again = world.another_node().await;
    assert_eq!(
        world.count("SELECT COUNT(*) FROM seaql_migrations").await,
        applied
    );
    assert_eq!(
        world.count("SELECT COUNT(*) FROM contest").await,
        1,
        "what was there is still there"
    );
    again.stop().await;
    world.end().await;
}

#[tokio::test]
async fn two_nodes_that_start_at_once_on_an_empty_database_both_come_up() {
    if !on_postgres() {
        return; // An SQLite file belongs to one process.
    }
    let world = World::new().await;
    let operator = world.node.app.db.read();
    let name = format!("cung_luc_{}", std::process::id());
    let create = format!("CREATE DATABASE {name}");
    operator.execute_unprepared(&create).await.expect("created");
    let (server, _) = world.config.database_url.rsplit_once('/').expect("a path");
    let config = Config {
        database_url: format!("{server}/{name}"),
        ..world.config.clone()
    };
    let build = || {
        hocluat::app::App::build_with(config.clone(), world.clock.clone(), Arc::new(SystemEntropy))
    };
    let (a, b) = tokio::join!(build(), build());
    let outcome = (a.as_ref().err().cloned(), b.as_ref().err().cloned());
    for app in [a, b].into_iter().flatten() {
        app.db.close().await;
    }
    let drop = format!("DROP DATABASE {name} WITH (FORCE)");
    operator.execute_unprepared(&drop).await.expect("dropped");
    assert_eq!(outcome, (None, None));
    world.end().await;
}
