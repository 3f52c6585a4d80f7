//! Examples of real contest rules, carried out on the real service and database: each test is named after what must hold.
//!
//! Real rules speak of thousands of people; here the numbers are scaled down and the relations between them kept.

use std::path::Path;
use std::process::Command;

use hocluat::account::model::Registration;
use hocluat::assessment::model::Prediction;
use hocluat::contest::recount::{ResultFile, recount};
use hocluat::kernel::clock::{DAY, HOUR, MINUTE, Moment, SECOND};
use hocluat::leaderboard::model::Among;
use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;

use sea_orm::ConnectionTrait as _;

use crate::support::{
    BANK, CONTEST, Person, START, USUAL, World, bank_text, on_postgres, simple_contest,
};

/// The moment at which clocks in Viet Nam show this.
fn at(text: &str) -> Moment {
    let local = chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S%.f")
        .expect("a date and a time of day");
    Moment::from_local(local)
}

/// A world whose clock stands at `now` and whose contest is `toml` on the bank `questions`.
async fn world_at(now: Moment, toml: &str, questions: &str) -> World {
    let world = World::new().await;
    world.clock.set(now);
    publish(&world, toml, questions).await;
    world
}

async fn publish(world: &World, toml: &str, questions: &str) {
    let content = hocluat::content::read(&world.content_folder(toml, questions), world.now());
    let errors: Vec<String> = content
        .findings
        .iter()
        .filter(|f| f.error)
        .map(ToString::to_string)
        .collect();
    assert!(errors.is_empty(), "{errors:#?}");
    hocluat::content::import(&world.node.app, content, world.now())
        .await
        .expect("imported");
}

/// Everybody on the board of a round, in order.
async fn order(world: &World, round: &str) -> Vec<Uuid> {
    world.advance(300);
    let board = world
        .node
        .app
        .boards
        .board(CONTEST, round, Among::ALL, 100)
        .await
        .expect("a board");
    board.board.lines.iter().map(|l| l.person).collect()
}

/// Rank and prize of everybody on the board of a round, in order.
async fn ranks(world: &World, round: &str) -> Vec<(u64, String)> {
    world.advance(300);
    let board = world
        .node
        .app
        .boards
        .board(CONTEST, round, Among::ALL, 100)
        .await
        .expect("a board");
    board
        .board
        .lines
        .iter()
        .map(|l| (l.rank, l.prize.clone()))
        .collect()
}

fn names(order: &[Uuid], people: &[(&'static str, &Person)]) -> Vec<&'static str> {
    order
        .iter()
        .map(|id| {
            people
                .iter()
                .find(|(_, p)| p.id == *id)
                .map_or("?", |(name, _)| *name)
        })
        .collect()
}

/// What finalisation found the predicted number to be.
async fn true_number(world: &World, round: &str) -> Option<Prediction> {
    let contest = world
        .node
        .app
        .contests
        .find(CONTEST)
        .await
        .expect("the contest");
    contest
        .round(round)
        .expect("the round")
        .final_data
        .as_ref()
        .expect("it is final")
        .true_number
}

async fn contestants<const N: usize>(world: &World) -> [Person; N] {
    let mut people = Vec::with_capacity(N);
    for _ in 0..N {
        people.push(world.contestant().await);
    }
    people.try_into().expect("as many as asked for")
}

/// The attempts of a person in a round, oldest first.
async fn attempts_of(
    world: &World,
    round: &str,
    person: &Person,
) -> Vec<hocluat::assessment::model::Attempt> {
    let contest = world
        .node
        .app
        .contests
        .find(CONTEST)
        .await
        .expect("the contest");
    let round = contest.round(round).expect("the round").id;
    world
        .node
        .app
        .assessments
        .attempts_of(round, person.id)
        .await
        .expect("attempts")
}

/// As the organiser gets it; the public has to wait while other rounds draw from the same bank.
async fn result_file(world: &World, round: &str) -> ResultFile {
    let organiser = world.organiser().await;
    let path = format!("/bang-xep-hang/{CONTEST}/{round}/tep-ket-qua.json");
    let reply = world
        .call(Method::GET, &path, Some(&organiser.token), None)
        .await;
    assert_eq!(reply.status, 200, "{}", reply.text);
    serde_json::from_str(&reply.text).expect("a result file")
}

// ---------------------------------------------------------------------------------------------------------------------------------
// A1: a ward's party committee, 2026

const A1_BLUEPRINT: [(&str, usize); 4] = [
    ("QD21", 18),
    ("QD207", 8),
    ("QD212", 8),
    ("Truyền thống", 6),
];

/// A bank with two questions to spare under each topic.
fn a1_bank() -> String {
    use std::fmt::Write as _;
    let mut text = String::new();
    for (index, (topic, count)) in A1_BLUEPRINT.iter().enumerate() {
        let _ = writeln!(text, "Chủ đề: {topic}\nMức độ: Nhận biết");
        for n in 1..=count + 2 {
            let _ = write!(
                text,
                "\nMã: T{index}-{n:03}\nCâu {n}. Nội dung của {topic} mục {n} là gì?\nA. Một của {topic} {n}\nB. Hai của {topic} {n}\n\
                 C. Ba của {topic} {n}\nD. Bốn của {topic} {n}\nĐáp án: A\nCăn cứ: khoản 1 Điều {n} Luật số 36/2024/QH15\nGiải thích: Vì vậy.\n\n"
            );
        }
    }
    text
}

fn a1(steps: &str, more: &str) -> String {
    let draw: String = A1_BLUEPRINT
        .iter()
        .map(|(topic, n)| format!("[[paper.draw]]\ntopic = \"{topic}\"\ncount = {n}\n"))
        .collect();
    format!(
        r#"title = "Tìm hiểu các quy định"
summary = "Cuộc thi của đảng bộ phường."
bank = "{BANK}"
{more}
[entry]
same_person = []
[[entry.fields]]
field = "full_name"
required = true
[[rounds]]
key = "ky-1"
title = "Cuộc thi"
opens = "2026-10-01 00:00"
closes = "2026-10-06 24:00"
[paper]
minutes = 40
{draw}
[attempts]
max = 1
per = "round"
counts = "first"
[prediction]
of = "people_taking_part"
optional = true
[ranking]
steps = [{steps}]
[[prizes.grades]]
name = "Giải Nhất"
count = 1
[[prizes.grades]]
name = "Giải Nhì"
count = 5
[closing]
policy = "cut_off"
[board]
show = "provisional"
[review]
answers = "after_final"
"#
    )
}

const A1_STEPS: &str = r#""points", "duration", "prediction_distance""#;

#[tokio::test]
async fn a1_ties_are_broken_by_time_then_by_the_prediction_and_who_predicted_nothing_comes_last() {
    let world = world_at(at("2026-10-02 08:00:00"), &a1(A1_STEPS, ""), &a1_bank()).await;
    let [p1, p2, p3, p4, p5, p6] = contestants(&world).await;
    // Six people take part: P1 is three off, P3 one, P2 ninety-four but a millisecond quicker.
    world.sit(&p1, "ky-1", 38, Some("3"), 20 * MINUTE).await;
    world
        .sit(&p2, "ky-1", 38, Some("100"), 20 * MINUTE - 1)
        .await;
    world.sit(&p3, "ky-1", 38, Some("7"), 20 * MINUTE).await;
    world.sit(&p4, "ky-1", 38, None, 20 * MINUTE).await;
    world.sit(&p5, "ky-1", 39, None, 40 * MINUTE - SECOND).await;
    world.sit(&p6, "ky-1", 1, Some("6"), MINUTE).await;

    world.clock.set(at("2026-10-07 00:00:02"));
    world.finalise("ky-1").await.expect("final");
    assert_eq!(
        true_number(&world, "ky-1").await,
        Some(Prediction::whole(6))
    );
    let people = [
        ("P1", &p1),
        ("P2", &p2),
        ("P3", &p3),
        ("P4", &p4),
        ("P5", &p5),
        ("P6", &p6),
    ];
    assert_eq!(
        names(&order(&world, "ky-1").await, &people),
        ["P5", "P2", "P3", "P1", "P4", "P6"]
    );
    let ranks = ranks(&world, "ky-1").await;
    assert_eq!(
        ranks.iter().map(|(rank, _)| *rank).collect::<Vec<_>>(),
        [1, 2, 3, 4, 5, 6],
        "ranks are not shared"
    );
    let prizes: Vec<&str> = ranks.iter().map(|(_, prize)| prize.as_str()).collect();
    assert_eq!(
        prizes,
        [
            "Giải Nhất",
            "Giải Nhì",
            "Giải Nhì",
            "Giải Nhì",
            "Giải Nhì",
            "Giải Nhì"
        ]
    );
    assert_eq!(recount(&result_file(&world, "ky-1").await), vec![]);
    world.end().await;
}

#[tokio::test]
async fn a1_every_paper_follows_the_blueprint_topic_by_topic() {
    let world = world_at(at("2026-10-02 08:00:00"), &a1(A1_STEPS, ""), &a1_bank()).await;
    let person = world.contestant().await;
    let attempt = world.start(&person, "ky-1").await.expect(201);
    let questions = attempt["paper"]["questions"].as_array().expect("questions");
    for (topic, count) in A1_BLUEPRINT {
        let here = questions
            .iter()
            .filter(|q| {
                q["text"]
                    .as_str()
                    .is_some_and(|t| t.contains(&format!("của {topic} mục")))
            })
            .count();
        assert_eq!(here, count, "{topic}");
    }
    assert_eq!(questions.len(), 41, "forty questions and the prediction");
    world.end().await;
}

#[tokio::test]
async fn a1_finalisation_is_refused_and_names_the_people_while_two_are_equal_in_everything() {
    let world = world_at(at("2026-10-02 08:00:00"), &a1(A1_STEPS, ""), &a1_bank()).await;
    let [p1, p2, p3, p4] = contestants(&world).await;
    let first = world.sit(&p1, "ky-1", 30, Some("3"), 10 * MINUTE).await;
    let second = world.sit(&p2, "ky-1", 30, Some("5"), 10 * MINUTE).await;
    world.sit(&p3, "ky-1", 20, None, 10 * MINUTE).await;
    let fourth = world.sit(&p4, "ky-1", 10, None, 10 * MINUTE).await;
    world.clock.set(at("2026-10-07 00:00:02"));

    let refused = world
        .finalise("ky-1")
        .await
        .expect_err("nobody has decided");
    assert_eq!(refused.code.as_str(), "decision-needed");
    let named = refused
        .args
        .iter()
        .find(|(name, _)| *name == "attempts")
        .map(|(_, v)| v.clone())
        .expect("the attempts are named");
    let code = |attempt: &Value| attempt["code"].as_str().expect("a code").to_owned();
    assert!(
        named.contains(&code(&first)) && named.contains(&code(&second)),
        "{named}"
    );
    assert!(!named.contains(&code(&fourth)), "{named}");
    assert_eq!(
        world.board("ky-1").await["state"],
        "provisional",
        "a refusal changes nothing"
    );
    world
        .get(&format!("/bang-xep-hang/{CONTEST}/ky-1/tep-ket-qua.json"))
        .await;
    assert_eq!(
        world
            .count("SELECT COUNT(*) FROM assessment WHERE sealed_at IS NOT NULL")
            .await,
        0
    );

    // Until decisions can be recorded, the organiser's way out is a new version of the rules, with its reason.
    let drawn = a1(
        &format!("{A1_STEPS}, \"draw\""),
        "change_reason = \"Ban Tổ chức thống nhất bốc thăm\"",
    );
    publish(&world, &drawn, &a1_bank()).await;
    world.finalise("ky-1").await.expect("the draw decides");
    let order = order(&world, "ky-1").await;
    assert_eq!(order[2..], [p3.id, p4.id]);
    let file = result_file(&world, "ky-1").await;
    assert!(file.seed.is_some(), "the seed is published");
    assert_eq!(recount(&file), vec![]);
    world.end().await;
}

#[tokio::test]
async fn a1_the_window_ends_with_the_last_day_and_an_attempt_running_then_is_cut_off() {
    let toml = a1(A1_STEPS, "");
    let world = world_at(at("2026-09-30 23:59:59.999"), &toml, &a1_bank()).await;
    let [early, late, too_late] = contestants(&world).await;
    let refused = world
        .start(&early, "ky-1")
        .await
        .expect_problem(409, "not-open-yet");
    assert_eq!(refused["moment"], "2026-10-01T00:00:00.000+07:00");
    world.advance(1);
    world.start(&early, "ky-1").await.expect(201);

    world.clock.set(at("2026-10-06 23:50:00"));
    let running = world.start(&late, "ky-1").await.expect(201);
    assert_eq!(running["remaining_ms"], 10 * MINUTE);
    world.save(&running, 1, "A", 1).await.expect(200);
    world.clock.set(at("2026-10-06 23:59:59.999"));
    world.save(&running, 2, "B", 2).await.expect(200);
    world.advance(1);
    world
        .save(&running, 3, "C", 3)
        .await
        .expect_problem(409, "time-is-up");
    world
        .start(&too_late, "ky-1")
        .await
        .expect_problem(409, "round-closed");

    world.advance(2 * SECOND);
    world.node.app.assessments.sweep().await.expect("swept");
    let closed = &attempts_of(&world, "ky-1", &late).await[0];
    assert_eq!(closed.deadline, at("2026-10-07 00:00:00"));
    assert_eq!(
        closed.finished_at,
        Some(at("2026-10-07 00:00:00")),
        "the recorded end is the deadline"
    );
    assert_eq!(
        closed.grade.expect("marked").answered,
        2,
        "the answers given are recorded"
    );
    world.finalise("ky-1").await.expect("final");
    world.end().await;
}

// ---------------------------------------------------------------------------------------------------------------------------------
// A3: a national weekly contest on a social network, 2019–20

/// Ten questions of which each has two right options, so that one option alone is part of the answer.
fn a3_bank() -> String {
    use std::fmt::Write as _;
    let mut text = String::from("Chủ đề: Chung\nMức độ: Nhận biết\n");
    for n in 1..=12 {
        let _ = write!(
            text,
            "\nMã: T-{n:03}\nCâu {n}. Những điều nào đúng ở mục {n}?\nLoại: Nhiều đáp án\nA. Điều một của {n}\nB. Điều hai của {n}\n\
             C. Điều ba của {n}\nD. Điều bốn của {n}\nĐáp án: A, C\nCăn cứ: khoản 1 Điều {n} Luật số 36/2024/QH15\nGiải thích: Vì vậy.\n\n"
        );
    }
    text
}

fn a3(ranking: &str) -> String {
    format!(
        r#"title = "Thi trắc nghiệm hằng tuần"
summary = "Mỗi tuần mười câu."
bank = "{BANK}"
[entry]
same_person = []
[[entry.fields]]
field = "full_name"
required = true
[[rounds]]
key = "tuan-1"
title = "Tuần 1"
opens = "2026-07-06 10:00"
closes = "2026-07-13 09:00"
[[rounds]]
key = "tuan-2"
title = "Tuần 2"
opens = "2026-07-13 10:00"
closes = "2026-07-20 09:00"
[paper]
minutes = 30
draw = [{{ count = 10 }}]
[attempts]
unlimited = true
counts = "most_correct_then_earliest"
[prediction]
of = "people_all_correct"
optional = true
[ranking]
steps = ["prediction_distance", {{ step = "submission", precision = "second" }}]
winners = "all_correct"
{ranking}
[[prizes.grades]]
name = "Giải Nhất"
count = 1
[[prizes.grades]]
name = "Giải Nhì"
count = 2
[closing]
policy = "cut_off"
"#
    )
}

/// Sits a paper so that it is submitted exactly at `moment`.
async fn sit_until(
    world: &World,
    person: &Person,
    round: &str,
    right: usize,
    prediction: Option<&str>,
    moment: &str,
) -> Value {
    let moment = at(moment);
    world.clock.set(moment.plus(-5 * MINUTE));
    world
        .sit(person, round, right, prediction, 5 * MINUTE)
        .await
}

const A3_RANKS: &str = "shared_ranks = true";

#[tokio::test]
async fn a3_the_nearest_prediction_wins_then_the_earlier_submission_and_only_the_all_correct_may_win()
 {
    // People start in the order of time; the board at the end is by distance.
    let world = world_at(at("2026-07-06 10:00:00"), &a3(A3_RANKS), &a3_bank()).await;
    let [p1, p2, p3, p4, p5, outside] = contestants(&world).await;
    // Whoever is not all correct stands behind all who are, however near the prediction and early the submission.
    sit_until(
        &world,
        &outside,
        "tuan-1",
        9,
        Some("5"),
        "2026-07-06 10:30:00",
    )
    .await;
    // P4: the first attempt is not all correct, the second is and counts; the ninth, nearer, comes too late.
    sit_until(&world, &p4, "tuan-1", 9, Some("5"), "2026-07-07 08:00:00").await;
    let counted = sit_until(
        &world,
        &p4,
        "tuan-1",
        10,
        Some("5000"),
        "2026-07-07 09:00:00",
    )
    .await;
    for hour in 10..16 {
        sit_until(
            &world,
            &p4,
            "tuan-1",
            3,
            Some("1"),
            &format!("2026-07-07 {hour}:00:00"),
        )
        .await;
    }
    sit_until(&world, &p4, "tuan-1", 10, Some("5"), "2026-07-07 20:00:00").await;
    sit_until(&world, &p2, "tuan-1", 10, Some("4"), "2026-07-09 21:00:00").await;
    sit_until(&world, &p1, "tuan-1", 10, Some("6"), "2026-07-10 08:00:05").await;
    sit_until(&world, &p5, "tuan-1", 10, None, "2026-07-10 09:00:00").await;
    sit_until(&world, &p3, "tuan-1", 10, Some("5"), "2026-07-12 23:59:59").await;
    let attempts = attempts_of(&world, "tuan-1", &p4).await;
    assert_eq!(attempts.len(), 9, "attempts are not limited");

    world.clock.set(at("2026-07-13 09:00:02"));
    world.finalise("tuan-1").await.expect("final");
    assert_eq!(
        true_number(&world, "tuan-1").await,
        Some(Prediction::whole(5)),
        "P1 to P5, whatever their other attempts were"
    );
    let people = [
        ("P1", &p1),
        ("P2", &p2),
        ("P3", &p3),
        ("P4", &p4),
        ("P5", &p5),
        ("outside", &outside),
    ];
    assert_eq!(
        names(&order(&world, "tuan-1").await, &people),
        ["P3", "P2", "P1", "P4", "P5", "outside"]
    );
    let prizes: Vec<String> = ranks(&world, "tuan-1")
        .await
        .into_iter()
        .map(|(_, prize)| prize)
        .collect();
    assert_eq!(prizes, ["Giải Nhất", "Giải Nhì", "Giải Nhì", "", "", ""]);

    let file = result_file(&world, "tuan-1").await;
    let line = file
        .attempts
        .iter()
        .find(|a| Some(a.id.to_string()) == counted["id"].as_str().map(str::to_owned))
        .expect("there");
    assert_eq!(
        (line.ordinal, line.prediction),
        (2, Some(Prediction::whole(5000))),
        "the counted attempt's prediction counts"
    );
    assert!(line.place.is_some(), "attempt 2 is the one that counts");
    assert_eq!(recount(&file), vec![]);
    world.end().await;
}

#[tokio::test]
async fn a3_submissions_are_compared_to_the_whole_second() {
    let world = world_at(at("2026-07-06 10:00:00"), &a3(A3_RANKS), &a3_bank()).await;
    let [a, b, c] = contestants(&world).await;
    sit_until(
        &world,
        &a,
        "tuan-1",
        10,
        Some("3"),
        "2026-07-09 21:00:00.001",
    )
    .await;
    sit_until(
        &world,
        &b,
        "tuan-1",
        10,
        Some("3"),
        "2026-07-09 21:00:00.999",
    )
    .await;
    sit_until(&world, &c, "tuan-1", 10, Some("3"), "2026-07-09 21:00:01").await;
    world.clock.set(at("2026-07-13 09:00:02"));
    world.finalise("tuan-1").await.expect("final");
    let ranks: Vec<u64> = ranks(&world, "tuan-1")
        .await
        .into_iter()
        .map(|(rank, _)| rank)
        .collect();
    assert_eq!(
        ranks,
        [1, 1, 3],
        "the same second is the same rank, the next second is not"
    );
    assert_eq!(order(&world, "tuan-1").await[2], c.id);
    assert_eq!(recount(&result_file(&world, "tuan-1").await), vec![]);
    world.end().await;
}

#[tokio::test]
async fn a3_in_the_gap_between_two_weeks_a_start_is_refused_with_the_opening_time_of_the_next() {
    let world = world_at(at("2026-07-13 08:59:59.999"), &a3(A3_RANKS), &a3_bank()).await;
    let person = world.contestant().await;
    world.start(&person, "tuan-1").await.expect(201);
    world.clock.set(at("2026-07-13 09:30:00"));
    for round in ["tuan-1", "tuan-2"] {
        let refused = world
            .start(&person, round)
            .await
            .expect_problem(409, "not-open-yet");
        assert_eq!(
            refused["moment"], "2026-07-13T10:00:00.000+07:00",
            "{round}"
        );
    }
    world.clock.set(at("2026-07-13 10:00:00"));
    world.start(&person, "tuan-2").await.expect(201);
    world.end().await;
}

#[tokio::test]
async fn a3_part_of_the_right_options_earns_nothing_and_more_than_them_neither() {
    let world = world_at(at("2026-07-06 10:00:00"), &a3(A3_RANKS), &a3_bank()).await;
    let person = world.contestant().await;
    let attempt = world.start(&person, "tuan-1").await.expect(201);
    let right = world
        .right_letters(attempt["id"].as_str().expect("id"))
        .await;
    assert!(right.iter().all(|letters| letters.len() == 2), "{right:?}");
    let others = |letters: &str| {
        "ABCD"
            .chars()
            .filter(|c| !letters.contains(*c))
            .collect::<String>()
    };
    world.save(&attempt, 1, &right[0][..1], 1).await.expect(200);
    world
        .save(
            &attempt,
            2,
            &format!("{}{}", right[1], &others(&right[1])[..1]),
            2,
        )
        .await
        .expect(200);
    world.save(&attempt, 3, "ABCD", 3).await.expect(200);
    world.save(&attempt, 4, &right[3], 4).await.expect(200);
    world.submit(&attempt).await.expect(200);
    let grade = attempts_of(&world, "tuan-1", &person).await[0]
        .grade
        .expect("marked");
    assert_eq!(
        (grade.correct, grade.points.to_string(), grade.answered),
        (1, "1".to_owned(), 4)
    );
    world.end().await;
}

// ---------------------------------------------------------------------------------------------------------------------------------
// B1: a university's union, 2026

fn b1() -> String {
    simple_contest(5, "")
        + r#"
[attempts]
max = 1
per = "round"
counts = "first"
[closing]
policy = "own_time"
max_overrun = "60s"
[ranking]
steps = ["per_cent", "submission"]
[board]
show = "provisional"
[review]
answers = "never"
"#
}

#[tokio::test]
async fn b1_an_attempt_running_at_the_close_keeps_its_own_time_at_most_sixty_seconds_past_it() {
    let world = World::with_contest(&b1(), 12).await;
    let [early, middle, late, after] = contestants(&world).await;
    let close = START.plus(HOUR);
    world.clock.set(close.plus(-10 * MINUTE));
    let within = world.start(&early, "ky-1").await.expect(201);
    world.clock.set(close.plus(-9 * MINUTE - 30 * SECOND));
    let own = world.start(&middle, "ky-1").await.expect(201);
    world.clock.set(close.plus(-1));
    let capped = world.start(&late, "ky-1").await.expect(201);
    assert_eq!(within["remaining_ms"], 10 * MINUTE);
    assert_eq!(
        own["remaining_ms"],
        10 * MINUTE,
        "half a minute of it lies past the close"
    );
    assert_eq!(
        capped["remaining_ms"],
        60 * SECOND + 1,
        "sixty seconds past the close and not more"
    );

    world.clock.set(close);
    world
        .start(&after, "ky-1")
        .await
        .expect_problem(409, "round-closed");
    world
        .save(&within, 1, "A", 1)
        .await
        .expect_problem(409, "time-is-up");
    world.save(&own, 1, "A", 1).await.expect(200);
    let again = world.start(&middle, "ky-1").await.expect(200);
    assert_eq!(again["paper"], own["paper"], "coming back keeps the paper");
    assert_eq!(again["remaining_ms"], 30 * SECOND, "and the clock");
    world.clock.set(close.plus(60 * SECOND - 1));
    world.save(&capped, 1, "A", 1).await.expect(200);
    world.advance(1);
    world
        .save(&capped, 2, "A", 2)
        .await
        .expect_problem(409, "time-is-up");
    assert_eq!(
        world
            .finalise("ky-1")
            .await
            .expect_err("the sweep has its grace")
            .code
            .as_str(),
        "not-ready-to-finalise"
    );
    world.advance(2 * SECOND);
    world.finalise("ky-1").await.expect("final");
    for (person, deadline) in [
        (&early, close),
        (&middle, close.plus(30 * SECOND)),
        (&late, close.plus(60 * SECOND)),
    ] {
        assert_eq!(
            attempts_of(&world, "ky-1", person).await[0].finished_at,
            Some(deadline)
        );
    }
    assert_eq!(recount(&result_file(&world, "ky-1").await), vec![]);
    world.end().await;
}

#[tokio::test]
async fn b1_the_higher_per_cent_comes_first_and_among_equals_the_earlier_submission() {
    let world = World::with_contest(&b1(), 12).await;
    let [p1, p2, p3] = contestants(&world).await;
    world.sit(&p1, "ky-1", 4, None, MINUTE).await;
    world.sit(&p2, "ky-1", 5, None, MINUTE).await;
    world.sit(&p3, "ky-1", 4, None, SECOND).await;
    world
        .start(&p1, "ky-1")
        .await
        .expect_problem(409, "no-attempts-left");
    assert_eq!(order(&world, "ky-1").await, [p2.id, p1.id, p3.id]);
    world.end().await;
}

// ---------------------------------------------------------------------------------------------------------------------------------
// B3: a national weekly contest, 2024 and 2026

fn b3(per: &str) -> String {
    format!(
        r#"title = "Thi hằng tuần"
summary = "Mười câu và một câu dự đoán."
bank = "{BANK}"
[entry]
same_person = []
[[entry.fields]]
field = "full_name"
required = true
[[rounds]]
key = "ky-1"
title = "Kỳ 1"
opens = "2026-07-01 08:00"
closes = "2026-07-11 08:00"
[[rounds]]
key = "ky-2"
title = "Kỳ 2"
opens = "2026-07-11 08:00"
closes = "2026-07-18 08:00"
[paper]
minutes = 10
complete_only = true
draw = [{{ count = 10 }}]
[attempts]
max = 7
per = "{per}"
counts = "best_then_earliest"
[prediction]
of = "attempts_all_correct"
[ranking]
steps = ["points", "prediction_distance", "submission", "draw"]
[[prizes.grades]]
name = "Giải Nhất"
count = 1
[closing]
policy = "cut_off"
"#
    )
}

#[tokio::test]
async fn b3_the_true_number_counts_attempts_and_an_attempt_without_a_prediction_counts_nowhere() {
    let world = World::with_contest(&b3("round"), 12).await;
    let [p1, p2, p3] = contestants(&world).await;
    for prediction in ["9", "4", "5"] {
        world.sit(&p1, "ky-1", 10, Some(prediction), MINUTE).await;
    }
    world.sit(&p2, "ky-1", 10, Some("6"), MINUTE).await;
    world.sit(&p2, "ky-1", 9, Some("4"), MINUTE).await;
    let invalid = world.sit(&p3, "ky-1", 10, None, MINUTE).await;
    assert_eq!(
        world.board("ky-1").await["total"],
        2,
        "no place before the result"
    );
    let id = invalid["id"].as_str().expect("id");
    let grade = attempts_of(&world, "ky-1", &p3).await[0]
        .grade
        .expect("marked");
    assert_eq!((grade.correct, grade.valid), (10, false));
    world
        .call(
            Method::GET,
            &format!("/api/v1/attempts/{id}/result"),
            Some(&p3.token),
            None,
        )
        .await
        .expect(200);

    world.clock.set(at("2026-07-11 08:00:02"));
    world.finalise("ky-1").await.expect("final");
    assert_eq!(
        true_number(&world, "ky-1").await,
        Some(Prediction::whole(4)),
        "3 + 1"
    );
    assert_eq!(
        order(&world, "ky-1").await,
        [p2.id, p1.id],
        "2 off before 5 off: the counted attempt of P1 is the first"
    );
    let file = result_file(&world, "ky-1").await;
    assert_eq!(file.attempts.len(), 6, "the invalid attempt can be seen");
    assert_eq!(recount(&file), vec![]);
    world.end().await;
}

#[tokio::test]
async fn b3_seven_attempts_a_round_and_the_next_round_gives_seven_more() {
    let world = World::with_contest(&b3("round"), 12).await;
    let person = world.contestant().await;
    for _ in 0..7 {
        world.sit(&person, "ky-1", 2, Some("1"), SECOND).await;
    }
    let refused = world
        .start(&person, "ky-1")
        .await
        .expect_problem(409, "no-attempts-left");
    assert_eq!(
        refused["moment"],
        Value::Null,
        "no later moment in this round allows another"
    );
    world.clock.set(at("2026-07-11 08:00:00"));
    world.start(&person, "ky-2").await.expect(201);
    world.end().await;
}

#[tokio::test]
async fn b3_seven_attempts_a_civil_week_and_the_refusal_tells_when_the_next_week_begins() {
    let world = World::with_contest(&b3("week"), 12).await;
    let person = world.contestant().await;
    for _ in 0..7 {
        world.sit(&person, "ky-1", 2, Some("1"), SECOND).await;
    }
    let refused = world
        .start(&person, "ky-1")
        .await
        .expect_problem(409, "no-attempts-left");
    assert_eq!(refused["moment"], "2026-07-06T00:00:00.000+07:00", "Monday");
    world.clock.set(at("2026-07-05 23:59:59.999"));
    world
        .start(&person, "ky-1")
        .await
        .expect_problem(409, "no-attempts-left");
    world.clock.set(at("2026-07-06 00:00:00"));
    world.start(&person, "ky-1").await.expect(201);
    world.end().await;
}

// ---------------------------------------------------------------------------------------------------------------------------------
// The result file

async fn a_final_round() -> World {
    let prizes = "[[prizes.grades]]\nname = \"Giải Nhất\"\ncount = 1\n[[prizes.grades]]\nname = \"Giải Nhì\"\ncount = 1\n";
    let prediction = "[prediction]\nof = \"people_all_correct\"\noptional = true\n";
    let toml = simple_contest(
        5,
        &USUAL.replace(
            "\"points\", \"duration\"",
            "\"points\", \"prediction_distance\", \"duration\"",
        ),
    );
    let world = World::with_contest(&(toml + prizes + prediction), 12).await;
    let [p1, p2, p3] = contestants(&world).await;
    world.sit(&p1, "ky-1", 5, Some("2"), MINUTE).await;
    world.sit(&p2, "ky-1", 5, Some("9"), SECOND).await;
    world.sit(&p3, "ky-1", 2, None, MINUTE).await;
    world.sit(&p3, "ky-1", 1, Some("2"), MINUTE).await;
    world.clock.set(START.plus(2 * HOUR));
    world.finalise("ky-1").await.expect("final");
    world
}

#[tokio::test]
async fn a_recount_confirms_the_result_file_and_finds_every_kind_of_tampering() {
    let world = a_final_round().await;
    let file = result_file(&world, "ky-1").await;
    assert_eq!(recount(&file), vec![]);
    let text = serde_json::to_string(&file).expect("plain data");
    let again: ResultFile = serde_json::from_str(&text).expect("the same layout");
    assert_eq!(again, file);
    assert_eq!(recount(&again), vec![]);

    type Tampering = (&'static str, fn(&mut ResultFile));
    let winner = |f: &mut ResultFile| {
        f.attempts
            .iter()
            .position(|a| a.place.as_ref().is_some_and(|p| p.rank == 1))
            .expect("a winner")
    };
    let first = winner(&mut file.clone());
    let tamperings: [Tampering; 12] = [
        ("an answer", |f| f.attempts[0].answers[0] ^= 0b11),
        ("a key", |f| {
            f.pools[0]
                .questions
                .iter_mut()
                .for_each(|q| q.right = if q.right == 1 { 2 } else { 1 })
        }),
        ("points", |f| f.attempts[0].grade.points.0 += 100),
        ("a rank", |f| {
            f.attempts
                .iter_mut()
                .filter_map(|a| a.place.as_mut())
                .for_each(|p| p.rank = 4 - p.rank)
        }),
        ("a prize", |f| {
            f.attempts
                .iter_mut()
                .filter_map(|a| a.place.as_mut())
                .for_each(|p| p.prize = None)
        }),
        ("the true number", |f| {
            f.true_number = Some(Prediction::whole(9))
        }),
        ("a prediction", |f| {
            f.attempts
                .iter_mut()
                .for_each(|a| a.prediction = Some(Prediction::whole(1)))
        }),
        ("an end", |f| {
            f.attempts
                .iter_mut()
                .for_each(|a| a.finished_at = a.started_at)
        }),
        ("a place left out", |f| f.attempts[0].place = None),
        ("an attempt left out", |f| drop(f.attempts.remove(0))),
        ("the order of the ranking", |f| {
            f.rules.ranking.steps.reverse()
        }),
        ("the round", |f| f.round = "ky-9".into()),
    ];
    for (what, tamper) in tamperings {
        let mut tampered = file.clone();
        // Whatever is changed at index 0 is changed at the winner's attempt.
        tampered.attempts.swap(0, first);
        tamper(&mut tampered);
        assert_ne!(
            recount(&tampered),
            vec![],
            "{what} was changed and nobody noticed"
        );
    }
    world.end().await;
}

#[tokio::test]
async fn the_result_file_carries_no_name_and_nothing_that_leads_to_a_person() {
    let world = a_final_round().await;
    let text = world
        .get(&format!("/bang-xep-hang/{CONTEST}/ky-1/tep-ket-qua.json"))
        .await
        .text;
    assert!(!text.contains("Nguyễn"), "names stay here");
    let people: Vec<Uuid> = order(&world, "ky-1").await;
    for person in people {
        assert!(
            !text.contains(&person.to_string()) && !text.contains(&person.simple().to_string())
        );
    }
    world.end().await;
}

fn recount_command(file: &Path) -> (Option<i32>, String) {
    let done = Command::new(env!("CARGO_BIN_EXE_hocluat"))
        .arg("recount")
        .arg(file)
        .output()
        .expect("the program runs");
    (
        done.status.code(),
        String::from_utf8_lossy(&done.stdout).into_owned() + &String::from_utf8_lossy(&done.stderr),
    )
}

#[tokio::test]
async fn the_recount_command_succeeds_on_an_honest_file_and_fails_on_a_changed_or_unreadable_one() {
    let world = a_final_round().await;
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("ket-qua.json");
    let text = world
        .get(&format!("/bang-xep-hang/{CONTEST}/ky-1/tep-ket-qua.json"))
        .await
        .text;
    std::fs::write(&path, &text).expect("written");
    let (code, said) = recount_command(&path);
    assert_eq!(code, Some(0), "{said}");
    assert!(
        said.contains("4 lượt thi") && said.contains("khớp hoàn toàn"),
        "{said}"
    );

    let mut file: Value = serde_json::from_str(&text).expect("JSON");
    let place = file["attempts"]
        .as_array_mut()
        .expect("attempts")
        .iter_mut()
        .find(|a| a["place"]["rank"] == 1)
        .expect("a winner");
    place["place"]["rank"] = json!(3);
    let code_of_winner = place["code"].as_str().expect("a code").to_owned();
    std::fs::write(&path, file.to_string()).expect("written");
    let (code, said) = recount_command(&path);
    assert_eq!(code, Some(1), "{said}");
    assert!(
        said.contains(&code_of_winner),
        "the attempt is named: {said}"
    );

    std::fs::write(&path, "{}").expect("written");
    assert_eq!(recount_command(&path).0, Some(1));
    assert_eq!(
        recount_command(&folder.path().join("khong-co.json")).0,
        Some(1)
    );
    world.end().await;
}

// ---------------------------------------------------------------------------------------------------------------------------------
// Finalisation

#[tokio::test]
async fn a_round_is_made_final_once() {
    let world = a_final_round().await;
    let before = result_file(&world, "ky-1").await;
    world.advance(MINUTE);
    assert_eq!(
        world
            .finalise("ky-1")
            .await
            .expect_err("final")
            .code
            .as_str(),
        "already-final"
    );
    assert_eq!(result_file(&world, "ky-1").await, before);
    world.end().await;
}

#[tokio::test]
async fn two_organisers_who_finalise_at_once_make_one_result() {
    let world = World::with_contest(&simple_contest(5, USUAL), 12).await;
    let person = world.contestant().await;
    world.sit(&person, "ky-1", 3, None, MINUTE).await;
    world.clock.set(START.plus(2 * HOUR));
    let (a, b) = tokio::join!(world.finalise("ky-1"), world.finalise("ky-1"));
    let codes: Vec<&str> = [&a, &b]
        .iter()
        .filter_map(|r| r.as_ref().err().map(|p| p.code.as_str()))
        .collect();
    assert_eq!(codes, ["already-final"], "{a:?} {b:?}");
    assert_eq!(
        world
            .count("SELECT COUNT(*) FROM audit WHERE action = 'round.finalise'")
            .await,
        1
    );
    world.end().await;
}

#[tokio::test]
async fn a_round_is_not_made_final_while_an_attempt_runs() {
    let world = World::with_contest(&b1(), 12).await;
    let person = world.contestant().await;
    world.clock.set(START.plus(HOUR - 1));
    let attempt = world.start(&person, "ky-1").await.expect(201);
    world.clock.set(START.plus(HOUR + 30 * SECOND));
    assert_eq!(
        world
            .finalise("ky-1")
            .await
            .expect_err("one runs")
            .code
            .as_str(),
        "not-ready-to-finalise"
    );
    world.submit(&attempt).await.expect(200);
    // Nobody runs now, but until the last possible deadline the round is not over.
    assert_eq!(
        world
            .finalise("ky-1")
            .await
            .expect_err("too early")
            .code
            .as_str(),
        "not-ready-to-finalise"
    );
    world.clock.set(START.plus(HOUR + 63 * SECOND));
    world.finalise("ky-1").await.expect("final");
    world.end().await;
}

#[tokio::test]
async fn after_the_result_nothing_starts_and_a_late_close_changes_nothing() {
    let world = a_final_round().await;
    let newcomer = world.person().await;
    let fields = json!({ "fields": { "full_name": "Trần Văn Muộn" } });
    let entered = world
        .call(
            Method::POST,
            &format!("/api/v1/contests/{CONTEST}/entries"),
            Some(&newcomer.token),
            Some(fields),
        )
        .await;
    entered.expect_problem(409, "round-closed");

    // As if a node had held an attempt back: it is open again, past its deadline, and better than what is stored for its person.
    let last = *order(&world, "ky-1").await.last().expect("somebody");
    let (whose, worst) = if on_postgres() {
        (format!("'{last}'"), "'\\xff'")
    } else {
        (format!("x'{}'", last.simple()), "x'ff'")
    };
    let reopen = format!("UPDATE attempt SET state = 0 WHERE ordinal = 1 AND person_id = {whose}");
    let worsen = format!("UPDATE result SET count_key = {worst} WHERE person_id = {whose}");
    let work = world.node.app.db.write(move |tx| {
        Box::pin(async move {
            for sql in [reopen, worsen] {
                tx.execute_unprepared(&sql)
                    .await
                    .map_err(hocluat::platform::db::failed)?;
            }
            Ok(())
        })
    });
    work.await.expect("one attempt is open again");
    assert_eq!(
        world
            .count("SELECT COUNT(*) FROM attempt WHERE state = 0")
            .await,
        1
    );
    let contest = world
        .node
        .app
        .contests
        .find(CONTEST)
        .await
        .expect("the contest");
    let round = contest.rounds[0].id;
    let stored = async || {
        hocluat::leaderboard::store::lines(world.node.app.db.read(), round, Among::ALL, 0, 10)
            .await
            .expect("read")
    };
    let before = stored().await;
    world.node.app.assessments.sweep().await.expect("swept");
    assert_eq!(stored().await, before);
    world.end().await;
}

#[tokio::test]
async fn people_who_left_an_address_are_told_of_the_result_once() {
    let world = World::with_contest(&simple_contest(5, USUAL), 12).await;
    let mut addresses = Vec::new();
    for n in 0..3 {
        let given = Registration {
            login: format!("co-thu-{n}"),
            password: "mat-khau-rat-dai".into(),
            full_name: "Trần Thị Thư".into(),
            phone: String::new(),
            email: format!("thu-{n}@example.vn"),
        };
        let account = world
            .node
            .app
            .accounts
            .register(&given, "127.0.0.1", world.now())
            .await
            .expect("registered");
        let session = world
            .node
            .app
            .accounts
            .open_session(account.id, "", world.now())
            .await
            .expect("opened");
        let person = Person {
            id: account.id,
            login: account.login,
            token: session.token,
        };
        let body = json!({ "fields": { "full_name": format!("Trần Thị Thư {}", ["Một", "Hai", "Ba"][n]) } });
        world
            .call(
                Method::POST,
                &format!("/api/v1/contests/{CONTEST}/entries"),
                Some(&person.token),
                Some(body),
            )
            .await
            .expect(201);
        world.sit(&person, "ky-1", n, None, MINUTE).await;
        addresses.push(given.email);
    }
    world.contestant().await; // Left no address.
    world.clock.set(START.plus(2 * HOUR));
    world.finalise("ky-1").await.expect("final");
    let mail = world.config.data_dir.join("mail");
    // The running node does the job and delivers; nothing is done here but waiting.
    for _ in 0..200 {
        let waiting = world
            .count("SELECT (SELECT COUNT(*) FROM job) + (SELECT COUNT(*) FROM outbox)")
            .await;
        if waiting == 0 {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    // A repeated hand-over must not repeat the mail either.
    world.advance(DAY);
    world.node.app.assessments.sweep().await.expect("swept");
    let letters: Vec<String> = std::fs::read_dir(&mail)
        .expect("mail was delivered")
        .map(|e| std::fs::read_to_string(e.expect("a file").path()).expect("a letter"))
        .filter(|text| text.contains("To:"))
        .collect();
    for address in &addresses {
        assert_eq!(
            letters
                .iter()
                .filter(|l| l.contains(&format!("To: {address}")))
                .count(),
            1,
            "{address}: {letters:#?}"
        );
    }
    assert_eq!(letters.len(), 3, "{letters:#?}");
    world.end().await;
}

#[tokio::test]
async fn a_bank_that_changes_after_the_start_changes_no_result() {
    let world = World::with_contest(&simple_contest(5, USUAL), 12).await;
    let [p1, p2] = contestants(&world).await;
    world.sit(&p1, "ky-1", 5, None, MINUTE).await;
    let changed = bank_text(12).replace("Đáp án: A", "Đáp án: B");
    publish(&world, &simple_contest(5, USUAL), &changed).await;
    world.sit(&p2, "ky-1", 4, None, MINUTE).await;
    world.clock.set(START.plus(2 * HOUR));
    world.finalise("ky-1").await.expect("final");
    assert_eq!(order(&world, "ky-1").await, [p1.id, p2.id]);
    let file = result_file(&world, "ky-1").await;
    assert_eq!(
        file.pools.len(),
        2,
        "both versions of the pool are in the file"
    );
    assert_eq!(recount(&file), vec![]);
    world.end().await;
}
