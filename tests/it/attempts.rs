//! Attempts on the real service: what must hold along the time line, between tabs, devices and nodes.

use std::collections::BTreeSet;
use std::time::Duration;

use futures_util::future::join_all;
use hocluat::assessment::answers::{Shape, Slot};
use hocluat::assessment::model::State;
use hocluat::assessment::rules::{self, SaveRefusal};
use hocluat::assessment::service::Sitter;
use hocluat::assessment::store;
use hocluat::kernel::clock::{DAY, HOUR, MINUTE, Moment};
use hocluat::kernel::entropy::Draw;
use hocluat::kernel::problem::Code;
use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::{CONTEST, Person, Reply, START, USUAL, World, simple_contest};

const ROUND: &str = "ky-1";
const LENGTH: i64 = 10 * MINUTE;
/// The round of [`simple_contest`] is open for an hour.
const CLOSE: Moment = Moment(START.0 + HOUR);
const CUT_OFF: &str = "policy = \"cut_off\"";
const OWN_TIME: &str = "policy = \"own_time\"\nmax_overrun = \"2m\"";
const OVERRUN: i64 = 2 * MINUTE;

/// A browser that has signed in and runs no script.
pub struct Browser<'a> {
    world: &'a World,
    cookie: String,
    http: reqwest::Client,
}

impl<'a> Browser<'a> {
    /// The browser of `person`.
    pub fn of(world: &'a World, person: &Person) -> Self {
        let http = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .expect("a client");
        Self {
            world,
            cookie: format!("hocluat_session={}", person.token),
            http,
        }
    }

    /// Opens a page: status, body, and where it leads to.
    pub async fn get(&self, path: &str) -> (u16, String, String) {
        self.send(self.http.get(format!("{}{path}", self.world.node.url)))
            .await
    }

    /// Posts a form with the protection token of `page`.
    pub async fn post(
        &self,
        path: &str,
        page: &str,
        fields: &[(&str, &str)],
    ) -> (u16, String, String) {
        let csrf = attribute(page, "name=\"csrf\" value=\"");
        let fields: Vec<(&str, &str)> = fields.iter().copied().chain([("csrf", csrf)]).collect();
        self.send(
            self.http
                .post(format!("{}{path}", self.world.node.url))
                .form(&fields),
        )
        .await
    }

    async fn send(&self, request: reqwest::RequestBuilder) -> (u16, String, String) {
        let reply = request
            .header("cookie", &self.cookie)
            .send()
            .await
            .expect("the node answers");
        let leads_to = reply
            .headers()
            .get("location")
            .map(|l| l.to_str().expect("text").to_owned())
            .unwrap_or_default();
        (
            reply.status().as_u16(),
            reply.text().await.expect("a body"),
            leads_to,
        )
    }
}

/// What stands between `before` and the next quotation mark.
fn attribute<'a>(page: &'a str, before: &str) -> &'a str {
    let (_, rest) = page
        .split_once(before)
        .unwrap_or_else(|| panic!("no {before} in {page}"));
    rest.split('"').next().expect("the rest")
}

fn contest(questions: usize, attempts: &str, closing: &str) -> String {
    let rules = format!(
        "\n[attempts]\n{attempts}\ncounts = \"best_then_earliest\"\n\n[closing]\n{closing}\n\n[ranking]\n\
         steps = [\"points\", \"duration\", \"submission\"]\nshared_ranks = true\n\n[board]\nshow = \"provisional\"\n"
    );
    simple_contest(questions, &rules)
}

fn with_prediction(questions: usize) -> String {
    let usual = USUAL.replace("\"points\", ", "\"points\", \"prediction_distance\", ");
    simple_contest(
        questions,
        &format!("{usual}\n[prediction]\nof = \"people_all_correct\"\n"),
    )
}

fn id(attempt: &Value) -> &str {
    attempt["id"].as_str().expect("an id")
}

fn uuid(attempt: &Value) -> Uuid {
    Uuid::parse_str(id(attempt)).expect("an id")
}

fn token(attempt: &Value) -> String {
    attempt["token"].as_str().expect("a token").to_owned()
}

async fn started(world: &World, person: &Person) -> Value {
    world.start(person, ROUND).await.expect(201)
}

/// Reads an attempt with whatever token, on whatever node.
async fn read_at(world: &World, url: &str, attempt: &Value, token: &str) -> Reply {
    world
        .call_at(
            url,
            Method::GET,
            &format!("/api/v1/attempts/{}", id(attempt)),
            Some(token),
            None,
        )
        .await
}

async fn stored(world: &World, attempt: &Value) -> hocluat::assessment::model::Attempt {
    store::attempt(world.node.app.db.read(), uuid(attempt))
        .await
        .expect("read")
        .expect("it exists")
}

/// Waits for the background sweep; nobody presses anything.
async fn swept(world: &World, attempt: &Value) -> hocluat::assessment::model::Attempt {
    for _ in 0..200 {
        let found = stored(world, attempt).await;
        if found.state != State::Open {
            return found;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("the sweep closed nothing in ten seconds");
}

// ---------------------------------------------------------------------------------------------------------------------
// The time line
// ---------------------------------------------------------------------------------------------------------------------

/// T1
#[tokio::test]
async fn what_the_close_does_to_a_running_attempt_is_told_before_the_start_and_then_done() {
    let policies = [
        (CUT_OFF, "cut_off", None, 0, "lượt đang làm dừng ngay"),
        (
            OWN_TIME,
            "own_time",
            Some(OVERRUN),
            OVERRUN,
            "nhưng không quá 2 phút sau khi đóng",
        ),
    ];
    for (closing, name, max_overrun, past_close, words) in policies {
        let world = World::with_contest(&contest(3, "max = 3", closing), 6).await;
        let round = world
            .get(&format!("/api/v1/contests/{CONTEST}"))
            .await
            .expect(200)["rounds"][0]
            .clone();
        assert_eq!(round["closing"], name);
        assert_eq!(round["max_overrun_ms"].as_i64(), max_overrun);
        assert_eq!(round["length_ms"], LENGTH);

        let person = world.contestant().await;
        world.clock.set(CLOSE.plus(-5 * MINUTE));
        let (status, page, _) = Browser::of(&world, &person)
            .get(&format!("/cuoc-thi/{CONTEST}/{ROUND}/vao-thi"))
            .await;
        assert_eq!(status, 200);
        assert!(page.contains(words), "{page}");
        assert!(
            page.contains("thay vì 10 phút"),
            "a shortened attempt is announced: {page}"
        );

        let attempt = started(&world, &person).await;
        let due = CLOSE.plus(past_close);
        assert_eq!(attempt["remaining_ms"], due.since(world.now()));
        world.clock.set(due.plus(-1));
        world.save(&attempt, 1, "A", 1).await.expect(200);
        world.clock.set(due);
        world
            .save(&attempt, 1, "B", 2)
            .await
            .expect_problem(409, "time-is-up");
        world.end().await;
    }
}

/// T2
#[tokio::test]
async fn the_time_allowed_is_computed_once_at_the_start_and_kept() {
    let toml = contest(3, "max = 3", CUT_OFF);
    let world = World::with_contest(&toml, 6).await;
    let (early, late) = (world.contestant().await, world.contestant().await);
    // Entering costs no time.
    world.advance(20 * MINUTE);
    let attempt = started(&world, &early).await;
    assert_eq!(attempt["remaining_ms"], LENGTH);

    world.advance(MINUTE);
    let shorter = format!(
        "change_reason = \"Rút ngắn\"\n{}",
        toml.replace("minutes = 10", "minutes = 5")
    );
    world.publish(&shorter, 6).await;
    world.advance(2_000);
    let again = world.start(&early, ROUND).await.expect(200);
    assert_eq!(
        again["remaining_ms"],
        LENGTH - MINUTE - 2_000,
        "a running attempt keeps the time it was given"
    );
    assert_eq!(started(&world, &late).await["remaining_ms"], 5 * MINUTE);
    world.advance(8 * MINUTE);
    world.save(&attempt, 1, "A", 1).await.expect(200);
    world.end().await;
}

/// T3
#[tokio::test]
async fn a_start_is_refused_from_the_close_on_and_granted_one_millisecond_before() {
    for closing in [CUT_OFF, OWN_TIME] {
        let world = World::with_contest(&contest(3, "max = 3", closing), 6).await;
        let (first, second) = (world.contestant().await, world.contestant().await);
        world.clock.set(START.plus(-1));
        world
            .start(&first, ROUND)
            .await
            .expect_problem(409, "not-open-yet");
        world.clock.set(CLOSE.plus(-1));
        let attempt = started(&world, &first).await;
        assert_eq!(
            attempt["remaining_ms"],
            if closing == CUT_OFF { 1 } else { OVERRUN + 1 }
        );
        for late in [0, 1, MINUTE, DAY] {
            world.clock.set(CLOSE.plus(late));
            world
                .start(&second, ROUND)
                .await
                .expect_problem(409, "round-closed");
        }
        world.end().await;
    }
}

#[tokio::test]
async fn an_attempt_with_its_own_time_goes_on_after_the_close_but_not_past_the_overrun() {
    let world = World::with_contest(&contest(3, "max = 3", OWN_TIME), 6).await;
    let person = world.contestant().await;
    world.clock.set(CLOSE.plus(-5 * MINUTE));
    let attempt = started(&world, &person).await;
    world.save(&attempt, 1, "A", 1).await.expect(200);
    world.clock.set(CLOSE.plus(MINUTE));
    // The window is closed for everybody else, but this attempt is resumed with what is left of its time.
    let resumed = world.start(&person, ROUND).await.expect(200);
    assert_eq!(
        (id(&resumed), &resumed["remaining_ms"]),
        (id(&attempt), &json!(OVERRUN - MINUTE))
    );
    world.save(&resumed, 2, "B", 2).await.expect(200);
    world.clock.set(CLOSE.plus(OVERRUN));
    world
        .start(&person, ROUND)
        .await
        .expect_problem(409, "round-closed");
    let closed = stored(&world, &attempt).await;
    assert_eq!(
        (closed.state, closed.deadline, closed.finished_at),
        (
            State::Expired,
            CLOSE.plus(OVERRUN),
            Some(CLOSE.plus(OVERRUN))
        )
    );
    assert_eq!(closed.grade.map(|g| g.answered), Some(2));
    world.end().await;
}

/// T9
#[tokio::test]
async fn a_save_at_the_deadline_is_refused_and_one_millisecond_before_is_kept() {
    let world = World::with_contest(&contest(3, "max = 3", CUT_OFF), 6).await;
    let person = world.contestant().await;
    let attempt = started(&world, &person).await;
    // Away for the whole time, back at the last moment.
    world.advance(LENGTH - 1);
    let saved = world.save(&attempt, 1, "C", 1).await.expect(200);
    assert_eq!(
        (&saved["sequence"], &saved["remaining_ms"]),
        (&json!(1), &json!(1))
    );
    world.advance(1);
    world
        .save(&attempt, 2, "A", 2)
        .await
        .expect_problem(409, "time-is-up");
    world
        .save(&attempt, 1, "A", 2)
        .await
        .expect_problem(409, "time-is-up");
    // Even with a session instead of the attempt's token, and as a repetition of what is stored.
    let path = format!("/api/v1/attempts/{}/answers/1", id(&attempt));
    let body = json!({ "response": "C", "sequence": 1 });
    world
        .call(Method::PUT, &path, Some(&person.token), Some(body))
        .await
        .expect_problem(409, "time-is-up");
    let read = world.attempt(&person, id(&attempt)).await;
    assert_eq!(
        read["answers"],
        json!([{ "number": 1, "response": "C", "sequence": 1 }])
    );
    world.end().await;
}

/// T6, T14
#[tokio::test]
async fn after_the_deadline_nothing_needs_to_be_pressed_and_what_was_saved_counts() {
    let world = World::with_contest(&contest(4, "max = 3", CUT_OFF), 6).await;
    let (lost_connection, cut_off) = (world.contestant().await, world.contestant().await);
    let first = started(&world, &lost_connection).await;
    let right = world.right_letters(id(&first)).await;
    world.save(&first, 1, &right[0], 1).await.expect(200);
    world.save(&first, 2, &right[1], 2).await.expect(200);
    world.advance(LENGTH + rules::SWEEP_GRACE_MS);
    let closed = swept(&world, &first).await;
    assert_eq!(
        (closed.state, closed.finished_at),
        (State::Expired, Some(START.plus(LENGTH)))
    );
    let grade = closed.grade.expect("marked");
    assert_eq!((grade.correct, grade.answered, grade.valid), (2, 2, true));

    // The same at the fixed end of the round, though this attempt's own ten minutes are not over.
    world.clock.set(CLOSE.plus(-MINUTE));
    let second = started(&world, &cut_off).await;
    let right = world.right_letters(id(&second)).await;
    world.save(&second, 4, &right[3], 1).await.expect(200);
    world.clock.set(CLOSE.plus(rules::SWEEP_GRACE_MS));
    let closed = swept(&world, &second).await;
    assert_eq!(
        (closed.state, closed.finished_at),
        (State::Expired, Some(CLOSE))
    );
    assert_eq!(closed.grade.map(|g| g.correct), Some(1));

    let board = world.board(ROUND).await;
    assert_eq!(board["total"], 2);
    assert_eq!(
        (
            &board["rows"][0]["points"],
            &board["rows"][0]["duration_ms"]
        ),
        (&json!("2"), &json!(LENGTH))
    );
    assert_eq!(
        (
            &board["rows"][1]["points"],
            &board["rows"][1]["duration_ms"]
        ),
        (&json!("1"), &json!(MINUTE))
    );
    world.end().await;
}

/// T18
#[tokio::test]
async fn the_sweep_closes_what_is_overdue_and_touches_nothing_else() {
    let world = World::with_contest(&contest(3, "max = 3", CUT_OFF), 6).await;
    let (first, second) = (world.contestant().await, world.contestant().await);
    let overdue = started(&world, &first).await;
    world.advance(MINUTE);
    let running = started(&world, &second).await;
    world.save(&running, 1, "A", 1).await.expect(200);

    world.advance(LENGTH - MINUTE + rules::SWEEP_GRACE_MS - 1);
    assert_eq!(
        world.node.app.assessments.sweep().await.expect("swept"),
        0,
        "a save may still stand in another node's queue"
    );
    assert_eq!(stored(&world, &overdue).await.state, State::Open);
    world.advance(1);
    // The node's own sweep may have been quicker.
    world.node.app.assessments.sweep().await.expect("swept");
    assert_eq!(
        swept(&world, &overdue).await.finished_at,
        Some(START.plus(LENGTH))
    );
    let untouched = stored(&world, &running).await;
    assert_eq!(
        (untouched.state, untouched.finished_at, untouched.grade),
        (State::Open, None, None)
    );
    world.save(&running, 1, "B", 2).await.expect(200);
    // Nor does the organiser's finalisation end anybody early.
    world.finalise(ROUND).await.expect_err("people are sitting");
    world.save(&running, 1, "C", 3).await.expect(200);
    assert_eq!(
        world.submit(&running).await.expect(200)["state"],
        "submitted"
    );
    world.end().await;
}

/// T10
#[tokio::test]
async fn an_ended_attempt_takes_nothing_more_and_says_so_to_whoever_comes_back() {
    let world = World::with_contest(&contest(3, "max = 3", CUT_OFF), 6).await;
    let person = world.contestant().await;
    let (phone, expiring) = (started(&world, &person).await, MINUTE);
    world.save(&phone, 1, "A", 1).await.expect(200);
    world.submit(&phone).await.expect(200);
    world
        .save(&phone, 1, "B", 2)
        .await
        .expect_problem(409, "attempt-ended");
    world
        .save(&phone, 2, "B", 3)
        .await
        .expect_problem(409, "attempt-ended");
    let read = world.attempt(&person, id(&phone)).await;
    assert_eq!(
        (&read["state"], &read["remaining_ms"], &read["token"]),
        (&json!("submitted"), &json!(0), &Value::Null)
    );
    assert_eq!(
        read["answers"],
        json!([{ "number": 1, "response": "A", "sequence": 1 }])
    );
    let browser = Browser::of(&world, &person);
    let (status, _, leads_to) = browser.get(&format!("/lam-bai/{}", id(&phone))).await;
    assert_eq!(
        (status, leads_to),
        (303, format!("/ket-qua/{}", id(&phone)))
    );

    // And the same when the time ran out in the background.
    world.advance(expiring);
    let asleep = started(&world, &person).await;
    let (_, page, _) = browser.get(&format!("/lam-bai/{}", id(&asleep))).await;
    world.advance(LENGTH);
    world
        .save(&asleep, 1, "B", 1)
        .await
        .expect_problem(409, "time-is-up");
    let (status, _, leads_to) = browser
        .post(
            &format!("/lam-bai/{}", id(&asleep)),
            &page,
            &[("a1", "B"), ("sequence", "0")],
        )
        .await;
    assert_eq!(
        (status, leads_to),
        (303, format!("/ket-qua/{}", id(&asleep)))
    );
    let read = world.attempt(&person, id(&asleep)).await;
    assert_eq!(
        (&read["state"], &read["remaining_ms"], &read["answers"]),
        (&json!("expired"), &json!(0), &json!([]))
    );
    world.end().await;
}

/// T16: the only text people write here is the prediction.
#[tokio::test]
async fn a_prediction_flushed_a_second_before_the_end_is_kept_to_the_digit() {
    let world = World::with_contest(&with_prediction(2), 6).await;
    for (typed, kept) in [
        ("7171", Some(717_100_000)),
        ("12,50", Some(1_250_000)),
        ("0,00001", Some(1)),
        ("", None),
    ] {
        let person = world.contestant().await;
        let begin = world.now();
        let attempt = started(&world, &person).await;
        assert_eq!(attempt["paper"]["questions"][2]["kind"], "prediction");
        world.save(&attempt, 3, "1", 1).await.expect(200);
        world.clock.set(begin.plus(LENGTH - 1_000));
        world.save(&attempt, 3, typed, 2).await.expect(200);
        world
            .save(&attempt, 3, "khoảng mười", 3)
            .await
            .expect_problem(422, "answer-not-possible");
        world.clock.set(begin.plus(LENGTH + rules::SWEEP_GRACE_MS));
        let closed = swept(&world, &attempt).await;
        assert_eq!(
            closed.grade.expect("marked").prediction.map(|p| p.0),
            kept,
            "{typed}"
        );
    }
    world.end().await;
}

/// T20, T26
#[tokio::test]
async fn every_answer_tells_the_same_remaining_time_and_none_a_wall_clock_to_compare_with() {
    let world = World::with_contest(&contest(3, "max = 3", CUT_OFF), 6).await;
    let person = world.contestant().await;
    let node = world.another_node().await;
    let browser = Browser::of(&world, &person);
    let attempt = started(&world, &person).await;
    let keys = |v: &Value| {
        v.as_object()
            .expect("an object")
            .keys()
            .cloned()
            .collect::<BTreeSet<String>>()
    };
    let expected = [
        "answers",
        "code",
        "id",
        "length_ms",
        "ordinal",
        "paper",
        "remaining_ms",
        "started_at",
        "state",
        "token",
    ];
    assert_eq!(keys(&attempt), expected.map(str::to_owned).into());
    for (number, passed) in (1u64..).zip([0, 1, MINUTE, LENGTH / 2, LENGTH - 1]) {
        world.clock.set(START.plus(passed));
        let left = json!(LENGTH - passed);
        assert_eq!(
            world.start(&person, ROUND).await.expect(200)["remaining_ms"],
            left
        );
        assert_eq!(
            world.attempt(&person, id(&attempt)).await["remaining_ms"],
            left
        );
        assert_eq!(
            read_at(&world, &node.url, &attempt, &token(&attempt))
                .await
                .expect(200)["remaining_ms"],
            left
        );
        let saved = world.save(&attempt, 1, "A", number).await.expect(200);
        assert_eq!(
            keys(&saved),
            ["remaining_ms", "saved_at", "sequence"]
                .map(str::to_owned)
                .into()
        );
        assert_eq!(saved["remaining_ms"], left);
        let (_, page, _) = browser.get(&format!("/lam-bai/{}", id(&attempt))).await;
        let data = page
            .split_once("id=\"sitting\">")
            .and_then(|(_, rest)| rest.split_once("</script>"))
            .expect("the data block")
            .0;
        let data: Value = serde_json::from_str(data).expect("JSON");
        assert_eq!(
            (&data["remaining_ms"], &data["length_ms"]),
            (&left, &json!(LENGTH))
        );
        let due = START.plus(LENGTH);
        let names = [
            due.to_string(),
            due.0.to_string(),
            due.to_string()[11..19].to_owned(),
        ];
        assert!(
            names.iter().all(|d| !page.contains(d)),
            "the page must not carry the deadline as a time of day"
        );
    }
    node.stop().await;
    world.end().await;
}

// ---------------------------------------------------------------------------------------------------------------------
// Starting
// ---------------------------------------------------------------------------------------------------------------------

/// T11
#[tokio::test]
async fn starts_at_once_from_many_tabs_and_two_nodes_make_one_attempt() {
    let world = World::with_contest(&contest(3, "max = 2", CUT_OFF), 6).await;
    let node = world.another_node().await;
    let person = world.contestant().await;
    let path = format!("/api/v1/contests/{CONTEST}/rounds/{ROUND}/attempts");
    for ordinal in 1..=2i64 {
        let replies = join_all((0..50).map(|n| {
            let url = if n % 2 == 0 {
                &world.node.url
            } else {
                &node.url
            };
            world.call_at(url, Method::POST, &path, Some(&person.token), None)
        }))
        .await;
        assert_eq!(
            replies.iter().filter(|r| r.status == 201).count(),
            1,
            "exactly one is new"
        );
        assert_eq!(
            replies.iter().filter(|r| r.status == 200).count(),
            49,
            "the others get the running one"
        );
        let (ids, papers): (BTreeSet<&str>, BTreeSet<String>) = replies
            .iter()
            .map(|r| (id(&r.json), r.json["paper"].to_string()))
            .unzip();
        assert_eq!((ids.len(), papers.len()), (1, 1));
        assert!(replies.iter().all(|r| r.json["ordinal"] == ordinal));
        assert_eq!(world.count("SELECT COUNT(*) FROM attempt").await, ordinal);
        world.submit(&replies[0].json).await.expect(200);
    }
    let replies = join_all(
        (0..10).map(|_| world.call_at(&node.url, Method::POST, &path, Some(&person.token), None)),
    )
    .await;
    for reply in replies {
        reply.expect_problem(409, "no-attempts-left");
    }
    assert_eq!(world.count("SELECT COUNT(*) FROM attempt").await, 2);
    node.stop().await;
    world.end().await;
}

/// T11
#[tokio::test]
async fn starts_at_once_of_many_people_on_two_nodes_give_each_their_own_attempt() {
    let world = World::with_contest(&contest(3, "max = 1", CUT_OFF), 12).await;
    let node = world.another_node().await;
    let people = world.people(40).await;
    let ids: Vec<Uuid> = people.iter().map(|p| p.id).collect();
    world
        .node
        .app
        .contests
        .enter_many(CONTEST, &ids, world.now())
        .await
        .expect("entered");
    let path = format!("/api/v1/contests/{CONTEST}/rounds/{ROUND}/attempts");
    let replies = join_all((0..80).map(|n| {
        let url = if n % 2 == 0 {
            &world.node.url
        } else {
            &node.url
        };
        world.call_at(url, Method::POST, &path, Some(&people[n / 2].token), None)
    }))
    .await;
    for pair in replies.chunks(2) {
        assert_eq!(
            pair.iter().map(|r| r.status).sum::<u16>(),
            401,
            "one new, one resumed: {} {}",
            pair[0].text,
            pair[1].text
        );
        assert_eq!(pair[0].json["id"], pair[1].json["id"]);
    }
    assert_eq!(
        world
            .count("SELECT COUNT(DISTINCT person_id) FROM attempt")
            .await,
        40
    );
    assert_eq!(world.count("SELECT COUNT(*) FROM attempt").await, 40);
    node.stop().await;
    world.end().await;
}

#[tokio::test]
async fn an_expired_attempt_that_no_sweep_has_closed_yet_is_closed_by_the_next_start() {
    let world = World::with_contest(&contest(3, "max = 2", CUT_OFF), 6).await;
    let person = world.contestant().await;
    let first = started(&world, &person).await;
    world.save(&first, 1, "A", 1).await.expect(200);
    // Less than the sweep's grace after the deadline.
    world.advance(LENGTH);
    let second = started(&world, &person).await;
    assert_eq!(second["ordinal"], 2);
    let closed = stored(&world, &first).await;
    assert_eq!(
        (
            closed.state,
            closed.finished_at,
            closed.grade.map(|g| g.answered)
        ),
        (State::Expired, Some(START.plus(LENGTH)), Some(1))
    );
    world.end().await;
}

#[tokio::test]
async fn attempts_per_day_and_per_week_are_renewed_at_midnight_and_on_monday() {
    let long =
        |attempts| contest(3, attempts, CUT_OFF).replace("2026-07-01 09:00", "2026-07-20 09:00");
    let midnight = START.plus(16 * HOUR);
    // From Wednesday to the Monday after it.
    let monday = midnight.plus(4 * DAY);
    for (attempts, renewed) in [
        ("max = 2\nper = \"day\"", midnight),
        ("max = 2\nper = \"week\"", monday),
    ] {
        let world = World::with_contest(&long(attempts), 6).await;
        let person = world.contestant().await;
        for _ in 0..2 {
            let attempt = started(&world, &person).await;
            world.advance(1);
            world.submit(&attempt).await.expect(200);
        }
        for moment in [world.now(), renewed.plus(-1)] {
            world.clock.set(moment);
            let problem = world
                .start(&person, ROUND)
                .await
                .expect_problem(409, "no-attempts-left");
            assert_eq!(
                problem["moment"],
                renewed.to_string(),
                "people are told when they may come again"
            );
        }
        world.clock.set(renewed);
        // Sessions last longer than this, so the person is still signed in.
        assert_eq!(started(&world, &person).await["ordinal"], 3);
        world.end().await;
    }
}

// ---------------------------------------------------------------------------------------------------------------------
// Saving
// ---------------------------------------------------------------------------------------------------------------------

/// T7
#[tokio::test]
async fn a_stale_tab_is_told_what_is_stored_and_destroys_nothing() {
    let world = World::with_contest(&with_prediction(3), 6).await;
    let person = world.contestant().await;
    let attempt = started(&world, &person).await;
    world.save(&attempt, 1, "B", 5).await.expect(200);
    world.save(&attempt, 4, "12,5", 6).await.expect(200);
    for (number, response, sequence) in [(1, "A", 4), (1, "", 4), (1, "A", 5), (1, "", 1)] {
        let problem = world
            .save(&attempt, number, response, sequence)
            .await
            .expect_problem(409, "answer-outdated");
        assert_eq!(
            (&problem["current_response"], &problem["current_sequence"]),
            (&json!("B"), &json!(5))
        );
    }
    let problem = world
        .save(&attempt, 4, "7", 2)
        .await
        .expect_problem(409, "answer-outdated");
    assert_eq!(
        (&problem["current_response"], &problem["current_sequence"]),
        (&json!("12,5"), &json!(6))
    );
    // Another question is none of the stale tab's loss: there its number is the newest.
    world.save(&attempt, 2, "C", 1).await.expect(200);
    // With what it was told the tab can go on.
    world.save(&attempt, 1, "A", 6).await.expect(200);
    // A cleared answer is an answer: a stale tab does not bring the old one back.
    world.save(&attempt, 2, "", 2).await.expect(200);
    let problem = world
        .save(&attempt, 2, "C", 1)
        .await
        .expect_problem(409, "answer-outdated");
    assert_eq!(
        (&problem["current_response"], &problem["current_sequence"]),
        (&json!(""), &json!(2))
    );
    let read = world.attempt(&person, id(&attempt)).await;
    let expected = json!([
        { "number": 1, "response": "A", "sequence": 6 },
        { "number": 2, "response": "", "sequence": 2 },
        { "number": 4, "response": "12,5", "sequence": 6 },
    ]);
    assert_eq!(read["answers"], expected);
    world.end().await;
}

/// T12, T28
#[tokio::test]
async fn a_repeated_save_is_accepted_as_often_as_it_comes_and_stored_once() {
    let world = World::with_contest(&with_prediction(3), 6).await;
    let node = world.another_node().await;
    let person = world.contestant().await;
    let attempt = started(&world, &person).await;
    for (number, response) in [(1, "C"), (4, "7171")] {
        let path = format!("/api/v1/attempts/{}/answers/{number}", id(&attempt));
        let token = token(&attempt);
        let replies = join_all((0..20).map(|n| {
            let url = if n % 2 == 0 {
                &world.node.url
            } else {
                &node.url
            };
            world.call_at(
                url,
                Method::PUT,
                &path,
                Some(&token),
                Some(json!({ "response": response, "sequence": 9 })),
            )
        }))
        .await;
        for reply in replies {
            assert_eq!(reply.expect(200)["sequence"], 9);
        }
    }
    let read = world.attempt(&person, id(&attempt)).await;
    let expected = json!([{ "number": 1, "response": "C", "sequence": 9 }, { "number": 4, "response": "7171", "sequence": 9 }]);
    assert_eq!(read["answers"], expected);
    node.stop().await;
    world.end().await;
}

/// T15
#[tokio::test]
async fn what_was_acknowledged_is_read_at_once_on_every_node() {
    let world = World::with_contest(&contest(5, "max = 1", CUT_OFF), 6).await;
    let node = world.another_node().await;
    let person = world.contestant().await;
    let attempt = started(&world, &person).await;
    let (token, urls) = (token(&attempt), [&world.node.url, &node.url]);
    for sequence in 1..=30u64 {
        let turn = usize::try_from(sequence).expect("small");
        let (number, response) = (turn % 5 + 1, ["A", "B", "C", "D"][turn % 4]);
        let path = format!("/api/v1/attempts/{}/answers/{number}", id(&attempt));
        let body = json!({ "response": response, "sequence": sequence });
        world
            .call_at(urls[turn % 2], Method::PUT, &path, Some(&token), Some(body))
            .await
            .expect(200);
        for url in urls {
            let read = read_at(&world, url, &attempt, &token).await.expect(200);
            let answer = read["answers"]
                .as_array()
                .expect("a list")
                .iter()
                .find(|a| a["number"] == number)
                .cloned();
            assert_eq!(
                answer,
                Some(json!({ "number": number, "response": response, "sequence": sequence }))
            );
        }
    }
    node.stop().await;
    world.end().await;
}

#[tokio::test]
async fn another_device_goes_on_with_the_same_paper_and_the_same_answers() {
    let world = World::with_contest(&with_prediction(5), 12).await;
    let node = world.another_node().await;
    let person = world.contestant().await;
    let phone = started(&world, &person).await;
    world.save(&phone, 2, "D", 1).await.expect(200);
    world.save(&phone, 6, "3,5", 2).await.expect(200);
    world.advance(MINUTE);
    // The other device has a session, not the attempt's token, and reaches another node.
    let laptop = read_at(&world, &node.url, &phone, &person.token)
        .await
        .expect(200);
    assert_eq!(laptop["paper"], phone["paper"]);
    assert_eq!(laptop["code"], phone["code"]);
    let expected = json!([{ "number": 2, "response": "D", "sequence": 1 }, { "number": 6, "response": "3,5", "sequence": 2 }]);
    assert_eq!(laptop["answers"], expected);
    world.save(&laptop, 1, "A", 3).await.expect(200);
    let (_, page, _) = Browser::of(&world, &person)
        .get(&format!("/lam-bai/{}", id(&phone)))
        .await;
    assert_eq!(page.matches(" checked").count(), 2);
    assert!(page.contains("value=\"3,5\""));
    // The phone is not shut out by it.
    world.save(&phone, 2, "C", 4).await.expect(200);
    assert_eq!(world.submit(&laptop).await.expect(200)["answered"], 2);
    node.stop().await;
    world.end().await;
}

#[tokio::test]
async fn an_answer_that_the_question_does_not_allow_is_refused_and_changes_nothing() {
    let world = World::with_contest(&with_prediction(2), 6).await;
    let person = world.contestant().await;
    let attempt = started(&world, &person).await;
    world.save(&attempt, 1, "A", 1).await.expect(200);
    for response in ["E", "AB", "AA", "1", "Đúng", "A B"] {
        world
            .save(&attempt, 1, response, 2)
            .await
            .expect_problem(422, "answer-not-possible");
    }
    for response in ["-1", "1.000.000", "12,", "0,000001", "1000000000000"] {
        world
            .save(&attempt, 3, response, 2)
            .await
            .expect_problem(422, "answer-not-possible");
    }
    for number in [0, 4, 65_535] {
        world
            .save(&attempt, number, "A", 2)
            .await
            .expect_problem(404, "no-such-question");
    }
    for sequence in [0, 1 << 44] {
        world
            .save(&attempt, 1, "B", sequence)
            .await
            .expect_problem(422, "fields-invalid");
    }
    let read = world.attempt(&person, id(&attempt)).await;
    assert_eq!(
        read["answers"],
        json!([{ "number": 1, "response": "A", "sequence": 1 }])
    );
    world.end().await;
}

/// The hot path's statements mean what the rule means: each of 300 saves, in random order, repeated and stale, is accepted or refused as the
/// rule says, and leaves the same text.
#[tokio::test]
async fn saving_in_the_database_is_folding_with_the_rule() {
    let world = World::with_contest(&with_prediction(6), 12).await;
    let person = world.contestant().await;
    let attempt = started(&world, &person).await;
    let (service, shape) = (
        &world.node.app.assessments,
        shape_of(&world, &attempt).await,
    );
    let sitter = Sitter::Token(token(&attempt));
    let mut chance = Draw::new(20_260_701);
    let mut expected = shape.blank();
    let mut seen = BTreeSet::new();
    for step in 0..300 {
        let (number, response) = some_answer(&shape, &mut chance);
        let sequence = chance.below(40) as u64 + 1;
        let save = shape.save(number, &response, sequence).expect("it fits");
        let by_rule = rules::apply_save(
            State::Open,
            START.plus(LENGTH),
            &expected,
            &save,
            world.now(),
        );
        let done = service
            .save(
                uuid(&attempt),
                &sitter,
                number,
                &response,
                sequence,
                world.now(),
            )
            .await;
        match (&by_rule, done) {
            (Ok(changed), Ok(saved)) => {
                assert_eq!(saved.sequence, sequence);
                expected.clone_from(changed);
            }
            (Err(SaveRefusal::Outdated), Err(problem)) => {
                assert_eq!(problem.code, Code::AnswerOutdated)
            }
            (rule, done) => panic!("step {step}: the rule says {rule:?}, the database {done:?}"),
        }
        seen.insert(by_rule.is_ok());
        assert_eq!(
            stored(&world, &attempt).await.answers,
            expected,
            "step {step}"
        );
    }
    assert_eq!(seen.len(), 2, "both happened");
    world.end().await;
}

/// As above, all at once and on two nodes: whatever order the network makes of them, the newest of each question stays.
#[tokio::test]
async fn saves_that_arrive_all_at_once_leave_the_newest_of_each_question() {
    let world = World::with_contest(&with_prediction(6), 12).await;
    let node = world.another_node().await;
    let people = [
        world.contestant().await,
        world.contestant().await,
        world.contestant().await,
    ];
    let mut chance = Draw::new(7);
    let mut plans = Vec::new();
    for person in &people {
        let attempt = started(&world, person).await;
        let shape = shape_of(&world, &attempt).await;
        let mut saves: Vec<(usize, String, u64)> = (1..=80)
            .map(|sequence| {
                let (number, response) = some_answer(&shape, &mut chance);
                (number, response, sequence)
            })
            .collect();
        let expected = saves
            .iter()
            .fold(shape.blank(), |stored, (number, response, sequence)| {
                let save = shape.save(*number, response, *sequence).expect("it fits");
                rules::apply_save(State::Open, START.plus(LENGTH), &stored, &save, START)
                    .expect("in order, each is newer")
            });
        saves.extend_from_within(..20);
        chance.shuffle(&mut saves);
        plans.push((attempt, saves, expected));
    }
    let all = plans.iter().flat_map(|(attempt, saves, _)| {
        let sitter = Sitter::Token(token(attempt));
        let (world, node) = (&world, &node);
        saves
            .iter()
            .zip(0..)
            .map(move |((number, response, sequence), turn)| {
                let service = if turn % 2 == 0 {
                    &world.node.app.assessments
                } else {
                    &node.app.assessments
                };
                let sitter = sitter.clone();
                async move {
                    service
                        .save(
                            uuid(attempt),
                            &sitter,
                            *number,
                            response,
                            *sequence,
                            world.now(),
                        )
                        .await
                }
            })
    });
    for outcome in join_all(all).await {
        if let Err(problem) = outcome {
            assert_eq!(problem.code, Code::AnswerOutdated, "{problem}");
        }
    }
    for (attempt, _, expected) in &plans {
        assert_eq!(stored(&world, attempt).await.answers, *expected);
    }
    node.stop().await;
    world.end().await;
}

async fn shape_of(world: &World, attempt: &Value) -> Shape {
    let found = stored(world, attempt).await;
    world
        .node
        .app
        .assessments
        .live_at(found.assessment, found.pool_version)
        .await
        .expect("known")
        .shape(&found)
}

fn some_answer(shape: &Shape, chance: &mut Draw) -> (usize, String) {
    let number = chance.below(shape.len()) + 1;
    let response = match shape.slot(number).expect("a place") {
        Slot::Prediction => ["", "0", "7171", "12,5", "0,00001"][chance.below(5)].to_owned(),
        Slot::Choice(_, options) => ["", "A", "B", "C", "D"][chance.below(options + 1)].to_owned(),
    };
    (number, response)
}

// ---------------------------------------------------------------------------------------------------------------------
// Submitting
// ---------------------------------------------------------------------------------------------------------------------

/// T8
#[tokio::test]
async fn submitting_from_a_blank_tab_overwrites_nothing() {
    let world = World::with_contest(&with_prediction(3), 6).await;
    let person = world.contestant().await;
    let browser = Browser::of(&world, &person);
    let attempt = started(&world, &person).await;
    let path = format!("/lam-bai/{}", id(&attempt));
    let (_, blank_tab, _) = browser.get(&path).await;
    world.save(&attempt, 1, "B", 1).await.expect(200);
    world.save(&attempt, 2, "C", 2).await.expect(200);
    world.save(&attempt, 4, "5", 3).await.expect(200);
    let before = stored(&world, &attempt).await.answers;
    // The form of the blank tab carries no choice, an empty prediction, and how new it was.
    let old = attribute(&blank_tab, "name=\"sequence\" value=\"");
    let (status, page, _) = browser
        .post(
            &path,
            &blank_tab,
            &[("a4", ""), ("sequence", old), ("action", "submit")],
        )
        .await;
    let after = stored(&world, &attempt).await;
    assert_eq!(after.answers, before);
    assert_eq!(
        (status, after.state),
        (200, State::Open),
        "the person sees what is stored before it counts"
    );
    assert_eq!(page.matches(" checked").count(), 2);

    // Over the API a submission carries no answers; whatever somebody sends along is not looked at.
    let submission = format!("/api/v1/attempts/{}/submission", id(&attempt));
    let body = json!({ "answers": [{ "number": 1, "response": "", "sequence": 99 }] });
    let receipt = world
        .call(
            Method::POST,
            &submission,
            Some(&token(&attempt)),
            Some(body),
        )
        .await
        .expect(200);
    assert_eq!(receipt["answered"], 2);
    assert_eq!(stored(&world, &attempt).await.answers, before);
    world.end().await;
}

#[tokio::test]
async fn a_browser_without_script_saves_and_submits_with_the_form() {
    let world = World::with_contest(&with_prediction(3), 6).await;
    let person = world.contestant().await;
    let browser = Browser::of(&world, &person);
    let attempt = started(&world, &person).await;
    let path = format!("/lam-bai/{}", id(&attempt));
    let (_, page, _) = browser.get(&path).await;
    let (status, _, _) = browser
        .post(
            &path,
            &page,
            &[
                ("a1", "A"),
                ("a4", "7,5"),
                ("sequence", "0"),
                ("action", "save"),
            ],
        )
        .await;
    assert_eq!(status, 303);
    let (_, page, _) = browser.get(&path).await;
    let newest = attribute(&page, "name=\"sequence\" value=\"").to_owned();
    let fields = [
        ("a1", "B"),
        ("a2", "C"),
        ("a4", "7,5"),
        ("sequence", newest.as_str()),
        ("action", "submit"),
    ];
    let (status, _, leads_to) = browser.post(&path, &page, &fields).await;
    assert_eq!(
        (status, leads_to),
        (303, format!("/ket-qua/{}", id(&attempt)))
    );
    let read = world.attempt(&person, id(&attempt)).await;
    let given: Vec<(u64, &str)> = read["answers"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|a| {
            (
                a["number"].as_u64().expect("n"),
                a["response"].as_str().expect("r"),
            )
        })
        .collect();
    assert_eq!(given, [(1, "B"), (2, "C"), (4, "7,5")]);
    assert_eq!(read["state"], "submitted");
    world.end().await;
}

/// T12, T28
#[tokio::test]
async fn submissions_by_fast_clicks_on_two_nodes_give_one_end_and_one_receipt() {
    let world = World::with_contest(&contest(3, "max = 3", CUT_OFF), 6).await;
    let node = world.another_node().await;
    let person = world.contestant().await;
    let attempt = started(&world, &person).await;
    let right = world.right_letters(id(&attempt)).await;
    for (number, letter) in (1..).zip(&right) {
        world.save(&attempt, number, letter, 1).await.expect(200);
    }
    world.advance(42_000);
    let path = format!("/api/v1/attempts/{}/submission", id(&attempt));
    let token = token(&attempt);
    let replies = join_all((0..20).map(|n| {
        let url = if n % 2 == 0 {
            &world.node.url
        } else {
            &node.url
        };
        world.call_at(url, Method::POST, &path, Some(&token), None)
    }))
    .await;
    let receipts: BTreeSet<String> = replies
        .into_iter()
        .map(|r| r.expect(200).to_string())
        .collect();
    assert_eq!(receipts.len(), 1, "{receipts:?}");
    // Later, and after the deadline, it is still the same.
    world.advance(LENGTH);
    let again = world.submit(&attempt).await.expect(200);
    assert_eq!(Some(&again.to_string()), receipts.first());
    assert_eq!(
        (&again["state"], &again["duration_ms"], &again["answered"]),
        (&json!("submitted"), &json!(42_000), &json!(3))
    );
    assert_eq!(again["finished_at"], START.plus(42_000).to_string());
    let result = world
        .call(
            Method::GET,
            &format!("/api/v1/attempts/{}/result", id(&attempt)),
            Some(&person.token),
            None,
        )
        .await
        .expect(200);
    assert_eq!(result["receipt"], again);
    let board = world.board(ROUND).await;
    assert_eq!(
        (&board["total"], &board["rows"][0]["points"]),
        (&json!(1), &json!("3"))
    );
    assert_eq!(world.count("SELECT COUNT(*) FROM result").await, 1);
    node.stop().await;
    world.end().await;
}

/// T6, T12: whichever node is quicker, what was acknowledged is stored, and the marks are those of what is stored.
#[tokio::test]
async fn a_submission_that_races_with_saves_marks_exactly_what_is_stored() {
    let world = World::with_contest(&contest(6, "max = 1", CUT_OFF), 12).await;
    let node = world.another_node().await;
    let services = [&world.node.app.assessments, &node.app.assessments];
    for turn in 0..12 {
        let person = world.contestant().await;
        let attempt = started(&world, &person).await;
        let (id, sitter) = (uuid(&attempt), Sitter::Token(token(&attempt)));
        let right = world.right_letters(self::id(&attempt)).await;
        let saves = join_all((1..=6u64).map(|n| {
            let (sitter, number) = (&sitter, usize::try_from(n).expect("small"));
            let letter = &right[number - 1];
            let service = services[(number + turn) % 2];
            let world = &world;
            async move {
                (
                    number,
                    service
                        .save(id, sitter, number, letter, n, world.now())
                        .await,
                )
            }
        }));
        let submission = async {
            // Let some saves go first, more of them each turn.
            for _ in 0..turn {
                tokio::task::yield_now().await;
            }
            services[turn % 2]
                .submit(id, &sitter, world.now())
                .await
                .expect("submitted")
        };
        let (saves, ended) = tokio::join!(saves, submission);
        let kept = stored(&world, &attempt).await;
        assert_eq!(
            kept.answers, ended.answers,
            "the receipt is over what is stored"
        );
        let shape = shape_of(&world, &attempt).await;
        for (number, outcome) in saves {
            match outcome {
                Ok(_) => assert!(
                    shape.stored(&kept.answers, number).is_some(),
                    "an acknowledged answer is lost"
                ),
                Err(problem) => {
                    assert_eq!(problem.code, Code::AttemptEnded, "{problem}");
                    assert_eq!(
                        shape.stored(&kept.answers, number),
                        None,
                        "a refused answer counts"
                    );
                }
            }
        }
        let grade = kept.grade.expect("marked");
        assert_eq!(
            (usize::from(grade.correct), usize::from(grade.answered)),
            (shape.answered(&kept.answers), shape.answered(&kept.answers))
        );
    }
    node.stop().await;
    world.end().await;
}

#[tokio::test]
async fn the_result_offers_another_attempt_exactly_when_one_may_start() {
    let toml = contest(3, "max = 1\nper = \"day\"", CUT_OFF)
        .replace("2026-07-01 09:00", "2026-07-03 09:00");
    let world = World::with_contest(&toml, 6).await;
    let person = world.contestant().await;
    let browser = Browser::of(&world, &person);
    let again = format!("href=\"/cuoc-thi/{CONTEST}/{ROUND}/vao-thi\"");
    // Attempts of earlier days do not use up today's.
    let attempt = started(&world, &person).await;
    world.submit(&attempt).await.expect(200);
    let result = format!("/ket-qua/{}", id(&attempt));
    for (day, offered) in [(0, false), (1, true), (2, true), (3, false)] {
        world.clock.set(START.plus(day * DAY + MINUTE));
        world.advance(if day == 3 { HOUR } else { 0 });
        assert_eq!(
            browser.get(&result).await.1.contains(&again),
            offered,
            "day {day}"
        );
        if offered {
            let next = started(&world, &person).await;
            world.submit(&next).await.expect(200);
            assert!(
                !browser.get(&result).await.1.contains(&again),
                "used up on day {day}"
            );
        } else {
            assert_eq!(world.start(&person, ROUND).await.status, 409);
        }
    }
    world.end().await;
}

/// T19: a receipt can be checked with nothing but what its holder was given.
#[tokio::test]
async fn the_digest_on_a_receipt_can_be_computed_again_from_what_the_person_sees() {
    let world = World::with_contest(&with_prediction(4), 6).await;
    let person = world.contestant().await;
    let attempt = started(&world, &person).await;
    world.save(&attempt, 3, "D", 2).await.expect(200);
    world.save(&attempt, 1, "A", 4).await.expect(200);
    world.save(&attempt, 5, "12,5", 5).await.expect(200);
    let receipt = world.submit(&attempt).await.expect(200);
    let read = world.attempt(&person, id(&attempt)).await;
    let questions = read["paper"]["questions"].as_array().expect("a list");
    let shape: String = questions
        .iter()
        .map(|q| match q["kind"].as_str().expect("a kind") {
            "single" => char::from_digit(
                u32::try_from(q["options"].as_array().expect("a list").len()).expect("few"),
                10,
            )
            .expect("a digit"),
            "prediction" => '#',
            other => panic!("{other}"),
        })
        .collect();
    let shape = Shape::from_text(&shape).expect("a shape");
    let text = read["answers"].as_array().expect("a list").iter().fold(
        shape.blank(),
        |mut text, answer| {
            let number =
                usize::try_from(answer["number"].as_u64().expect("a number")).expect("small");
            let save = shape.save(
                number,
                answer["response"].as_str().expect("text"),
                answer["sequence"].as_u64().expect("a number"),
            );
            let save = save.expect("it fits");
            text.replace_range(save.offset..save.offset + save.record.len(), &save.record);
            text
        },
    );
    assert_eq!(
        receipt["digest"],
        rules::receipt_digest(uuid(&attempt), &text)
    );
    world.end().await;
}

/// T27
#[tokio::test]
async fn a_rush_of_submissions_is_answered_promptly_and_the_board_catches_up() {
    const PEOPLE: usize = 150;
    let world = World::with_contest(&contest(3, "max = 1", CUT_OFF), 12).await;
    let people = world.people(PEOPLE).await;
    let ids: Vec<Uuid> = people.iter().map(|p| p.id).collect();
    world
        .node
        .app
        .contests
        .enter_many(CONTEST, &ids, world.now())
        .await
        .expect("entered");
    let attempts: Vec<Value> = join_all(people.iter().map(|p| started(&world, p))).await;
    join_all(
        attempts
            .iter()
            .map(|a| async { world.save(a, 1, "A", 1).await.expect(200) }),
    )
    .await;
    world.advance(MINUTE);
    let slowest = join_all(attempts.iter().map(|attempt| async {
        let asked = std::time::Instant::now();
        let receipt = world.submit(attempt).await.expect(200);
        assert_eq!(receipt["state"], "submitted");
        asked.elapsed()
    }))
    .await
    .into_iter()
    .max()
    .expect("people");
    assert!(
        slowest < Duration::from_secs(10),
        "the slowest submission took {slowest:?}"
    );
    let asked = std::time::Instant::now();
    while world.board(ROUND).await["total"] != PEOPLE {
        assert!(
            asked.elapsed() < Duration::from_secs(10),
            "the board has not caught up"
        );
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    world.end().await;
}

// ---------------------------------------------------------------------------------------------------------------------
// Whose attempt it is
// ---------------------------------------------------------------------------------------------------------------------

#[tokio::test]
async fn only_the_token_of_this_attempt_opens_it_unchanged_and_in_time() {
    let world = World::with_contest(&contest(3, "max = 3", CUT_OFF), 6).await;
    let (person, other) = (world.contestant().await, world.contestant().await);
    let (mine, theirs) = (
        started(&world, &person).await,
        started(&world, &other).await,
    );
    let path = format!("/api/v1/attempts/{}", id(&mine));
    let answer = format!("{path}/answers/1");
    let body = || Some(json!({ "response": "A", "sequence": 1 }));
    let good = token(&mine);
    let last = if good.ends_with('A') { 'B' } else { 'A' };
    let forged = [
        format!("{}{last}", &good[..good.len() - 1]),
        good.replacen(
            &uuid(&mine).simple().to_string(),
            &uuid(&theirs).simple().to_string(),
            1,
        ),
        good.replacen(
            &person.id.simple().to_string(),
            &other.id.simple().to_string(),
            1,
        ),
        good.replacen(".444.", ".4444.", 1),
        good.rsplit_once('.').expect("a signature").0.to_owned(),
        "at1.".to_owned(),
        "at1.x.y.z.4.q".to_owned(),
    ];
    for token in &forged {
        assert_ne!(*token, good);
        for target in [&mine, &theirs] {
            let path = format!("/api/v1/attempts/{}", id(target));
            world
                .call(Method::GET, &path, Some(token), None)
                .await
                .expect_problem(401, "sign-in-needed");
            world
                .call(
                    Method::PUT,
                    &format!("{path}/answers/1"),
                    Some(token),
                    body(),
                )
                .await
                .expect_problem(401, "sign-in-needed");
            world
                .call(
                    Method::POST,
                    &format!("{path}/submission"),
                    Some(token),
                    None,
                )
                .await
                .expect_problem(401, "sign-in-needed");
        }
    }
    // A good token of another attempt does not even tell that this one exists; nor does another person's session.
    for stranger in [&token(&theirs), &other.token] {
        world
            .call(Method::GET, &path, Some(stranger), None)
            .await
            .expect_problem(404, "not-found");
        world
            .call(Method::PUT, &answer, Some(stranger), body())
            .await
            .expect_problem(404, "not-found");
        world
            .call(
                Method::POST,
                &format!("{path}/submission"),
                Some(stranger),
                None,
            )
            .await
            .expect_problem(404, "not-found");
        world
            .call(Method::GET, &format!("{path}/result"), Some(stranger), None)
            .await
            .expect_problem(404, "not-found");
    }
    world
        .call(Method::GET, &path, None, None)
        .await
        .expect_problem(401, "sign-in-needed");
    let nowhere = Uuid::from_u128(1);
    for token in [&person.token, &good] {
        world
            .call(
                Method::GET,
                &format!("/api/v1/attempts/{nowhere}"),
                Some(token),
                None,
            )
            .await
            .expect_problem(404, "not-found");
    }
    let browser = Browser::of(&world, &other);
    for page in [
        format!("/lam-bai/{}", id(&mine)),
        format!("/ket-qua/{}", id(&mine)),
        format!("/lam-bai/{nowhere}"),
    ] {
        assert_eq!(browser.get(&page).await.0, 404, "{page}");
    }
    let untouched = stored(&world, &mine).await;
    assert_eq!(
        (untouched.state, untouched.answers.trim_start_matches('0')),
        (State::Open, "")
    );

    // The token lives a day past the deadline, long enough to fetch the receipt, and not a moment longer.
    world
        .call(Method::PUT, &answer, Some(&good), body())
        .await
        .expect(200);
    world.clock.set(START.plus(LENGTH + DAY - 1));
    assert_eq!(
        world
            .call(Method::GET, &path, Some(&good), None)
            .await
            .expect(200)["state"],
        "expired"
    );
    world.clock.set(START.plus(LENGTH + DAY));
    world
        .call(Method::GET, &path, Some(&good), None)
        .await
        .expect_problem(401, "sign-in-needed");
    world.end().await;
}
