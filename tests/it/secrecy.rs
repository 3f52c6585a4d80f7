//! Which option is right stays secret until the review phase: searched for in everything a contestant can get.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use futures_util::future::join_all;
use hocluat::assessment::model::State;
use hocluat::assessment::rules::SWEEP_GRACE_MS;
use hocluat::content;
use hocluat::kernel::clock::{HOUR, MINUTE};
use hocluat::platform::http::access::Access;
use hocluat::routes::RULES;
use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::attempts::Browser;
use crate::support::{CONTEST, Person, Reply, START, USUAL, World, simple_contest};

const ROUND: &str = "ky-1";
/// Words of every explanation and of every legal reference of [`bank`], which no other text has.
const SECRETS: [&str; 2] = ["bí mật", "77/2024/QH15"];
/// Names under which an answer could tell what is right, or enough to work it out.
const TELLING: [&str; 14] = [
    "right",
    "correct_option",
    "correct_options",
    "is_correct",
    "is_right",
    "key",
    "solution",
    "explanation",
    "explanations",
    "references",
    "order",
    "pool_index",
    "seed",
    "revision",
];
/// Members that share a telling name and tell nothing: where, and which.
const HARMLESS: [(&str, &str); 3] = [
    ("/api/v1/me/sessions", "key"),
    // The keys of consents.
    ("/api/v1/contests", "key"),
    ("/api/v1/contests/:slug", "key"),
];

/// Ten questions of every kind, right answers at every place of the author's.
fn bank() -> String {
    let mut text = String::from("Chủ đề: Chung\nMức độ: Nhận biết\n");
    let mut add = |n: usize, middle: &str| {
        let _ = write!(
            text,
            "\nMã: S-{n:03}\nCâu {n}. Nội dung câu hỏi kiểm thử số {n} là gì?\n{middle}\nCăn cứ: khoản 1 Điều {n} Luật số 77/2024/QH15\n\
             Giải thích: Đây là lời giải thích bí mật số {n}.\n"
        );
    };
    let three = "A. Phương án một\nB. Phương án hai\nC. Phương án ba";
    for (n, right) in (1..).zip(["A", "B", "C", "D"]) {
        add(n, &format!("{three}\nD. Phương án bốn\nĐáp án: {right}"));
    }
    add(
        5,
        &format!("{three}\nD. Tất cả các phương án trên\nĐáp án: D"),
    );
    add(
        6,
        &format!("{three}\nD. Tất cả các phương án trên\nĐáp án: B"),
    );
    add(
        7,
        &format!("Loại: Nhiều đáp án\n{three}\nD. Phương án bốn\nĐáp án: A, C"),
    );
    add(
        8,
        &format!("Loại: Nhiều đáp án\n{three}\nD. Phương án bốn\nĐáp án: B, C, D"),
    );
    add(9, "Loại: Đúng/Sai\nĐáp án: Đúng");
    add(10, "Loại: Đúng/Sai\nĐáp án: Sai");
    text
}

async fn world(more: &str) -> World {
    let world = World::new().await;
    let toml = simple_contest(
        8,
        &format!("{more}\n[prediction]\nof = \"people_all_correct\"\n"),
    );
    let folder = world.content_folder(&toml, &bank());
    let content = content::read(&folder, world.now());
    let errors: Vec<String> = content
        .findings
        .iter()
        .filter(|f| f.error)
        .map(ToString::to_string)
        .collect();
    assert!(errors.is_empty(), "{errors:#?}");
    content::import(&world.node.app, content, world.now())
        .await
        .expect("imported");
    world
}

fn usual() -> String {
    USUAL.replace("\"points\", ", "\"points\", \"prediction_distance\", ")
}

fn id(attempt: &Value) -> &str {
    attempt["id"].as_str().expect("an id")
}

/// Everything an answer says: its headers and its body, and of JSON also the texts without escapes.
fn said(reply: &Reply) -> String {
    let mut all = format!("{:?}\n{}\n", reply.headers, reply.text);
    if !reply.json.is_null() {
        all.push_str(&reply.json.to_string());
    }
    all
}

fn keys(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => members.iter().for_each(|(key, inner)| {
            found.insert(key.clone());
            keys(inner, found);
        }),
        Value::Array(items) => items.iter().for_each(|item| keys(item, found)),
        _ => {}
    }
}

/// What an answer gives away. The description of the API names the members of a review, which is no secret; its texts are looked through all
/// the same.
fn leaks(path: &str, reply: &Reply) -> Vec<String> {
    let all = said(reply);
    let mut found: Vec<String> = SECRETS
        .iter()
        .filter(|s| all.contains(**s))
        .map(|s| format!("{path}: {s}"))
        .collect();
    if path != "/api/openapi.json" {
        let mut names = BTreeSet::new();
        keys(&reply.json, &mut names);
        found.extend(
            TELLING
                .iter()
                .filter(|t| names.contains(**t) && !HARMLESS.contains(&(path, **t)))
                .map(|t| format!("{path}: member {t}")),
        );
    }
    found
}

/// Opens every page and every reading operation of the route table, as nobody, as this person and with the attempt's token, and returns what
/// any of them gives away. A new route is looked at without anybody having to think of it.
async fn crawl(world: &World, person: &Person, attempt: Option<&Value>) -> BTreeSet<String> {
    let nowhere = Uuid::from_u128(1).to_string();
    let attempt_id = attempt.map_or(nowhere.as_str(), id);
    let mut found = BTreeSet::new();
    let mut files = BTreeSet::new();
    for rule in RULES.iter().filter(|r| r.method == "GET") {
        let filled = |segment: &str| match segment {
            ":slug" => CONTEST.to_owned(),
            ":round" => ROUND.to_owned(),
            ":attempt" | ":id" => attempt_id.to_owned(),
            ":number" => "1".to_owned(),
            ":file" => "xep-hang.csv".to_owned(),
            ":code" => "00004".to_owned(),
            ":account" => person.id.to_string(),
            ":import" | ":entry" => nowhere.clone(),
            ":lesson" => "doc".to_owned(),
            ":cohort" | ":enrolment" | ":submission" | ":question" | ":answer" => nowhere.clone(),
            ":ordinal" | ":list" => "0".to_owned(),
            ":digest" | ":so" => "x".to_owned(),
            ":token" | ":hash" | ":name" | ":provider" | ":key" => "x".to_owned(),
            other => {
                assert!(
                    !other.starts_with(':'),
                    "{}: this test must learn what {other} stands for",
                    rule.path
                );
                other.to_owned()
            }
        };
        let path = rule
            .path
            .split('/')
            .map(filled)
            .collect::<Vec<_>>()
            .join("/");
        let mut tokens = vec![None, Some(person.token.clone())];
        if rule.access == Access::Attempt {
            tokens.extend(
                attempt
                    .and_then(|a| a["token"].as_str())
                    .map(|t| Some(t.to_owned())),
            );
        }
        let queries: &[&str] = if path.ends_with("/leaderboard") {
            &["", "?limit=100", "?around=me"]
        } else {
            &["", "?lang=en"]
        };
        for token in &tokens {
            for query in queries {
                let reply = world
                    .call(
                        Method::GET,
                        &format!("{path}{query}"),
                        token.as_deref(),
                        None,
                    )
                    .await;
                assert!(reply.status < 500, "{path}: {}", reply.text);
                found.extend(leaks(rule.path, &reply));
                files.extend(
                    reply
                        .text
                        .split('"')
                        .filter(|part| part.starts_with("/static/"))
                        .map(str::to_owned),
                );
            }
        }
    }
    assert!(
        files.len() >= 2,
        "pages name their stylesheet and scripts: {files:?}"
    );
    for file in files {
        found.extend(leaks(&file, &world.get(&file).await));
    }
    found
}

/// Answers every question, right at the even numbers; returns everything the service said.
async fn answer_all(world: &World, attempt: &Value, right: &[String]) -> Vec<String> {
    let mut replies = Vec::new();
    for (number, letters) in (1..).zip(right) {
        let wrong = if letters == "A" { "B" } else { "A" };
        let response = if number % 2 == 0 { letters } else { wrong };
        replies.push(world.save(attempt, number, response, 1).await);
    }
    replies.push(world.save(attempt, right.len() + 1, "3", 1).await);
    replies.iter().flat_map(|r| leaks("save", r)).collect()
}

#[tokio::test]
async fn nothing_a_contestant_can_get_before_the_review_phase_tells_what_is_right() {
    let world = world(&usual()).await;
    let person = world.contestant().await;
    let none = BTreeSet::new();
    assert_eq!(crawl(&world, &person, None).await, none, "before the start");

    let start = world.start(&person, ROUND).await;
    assert_eq!(leaks("start", &start), Vec::<String>::new());
    let attempt = start.expect(201);
    let right = world.right_letters(id(&attempt)).await;
    assert_eq!(
        answer_all(&world, &attempt, &right).await,
        Vec::<String>::new()
    );
    assert_eq!(
        crawl(&world, &person, Some(&attempt)).await,
        none,
        "while it runs"
    );
    // Refusals say no more than acceptances.
    let refused = [
        world.save(&attempt, 1, "A", 1).await,
        world.save(&attempt, 2, "", 1).await,
        world.save(&attempt, 1, "Z", 2).await,
        world.save(&attempt, 99, "A", 2).await,
        world.save(&attempt, 1, "A", 0).await,
        world
            .call(
                Method::GET,
                &format!("/api/v1/attempts/{}/result", id(&attempt)),
                Some(&person.token),
                None,
            )
            .await,
    ];
    for reply in &refused {
        assert_eq!(leaks("refusal", reply), Vec::<String>::new());
    }

    world.advance(MINUTE);
    let receipt = world.submit(&attempt).await;
    assert_eq!(leaks("submission", &receipt), Vec::<String>::new());
    let mut names = BTreeSet::new();
    keys(&receipt.json, &mut names);
    let expected = [
        "answered",
        "attempt",
        "code",
        "digest",
        "duration_ms",
        "finished_at",
        "state",
    ];
    assert_eq!(
        names,
        expected.map(str::to_owned).into(),
        "a receipt tells how many were answered, not how many were right"
    );
    assert_eq!(
        crawl(&world, &person, Some(&attempt)).await,
        none,
        "after the submission"
    );

    // Nor does an attempt that ran out, nor the time after the close, until the round is final.
    let second = world.start(&person, ROUND).await.expect(201);
    world.advance(30 * MINUTE);
    assert_eq!(
        crawl(&world, &person, Some(&second)).await,
        none,
        "after the deadline"
    );
    world.clock.set(START.plus(2 * HOUR));
    assert_eq!(
        crawl(&world, &person, Some(&attempt)).await,
        none,
        "after the close"
    );

    world.finalise(ROUND).await.expect("final");
    world.advance(1_000);
    let open = crawl(&world, &person, Some(&attempt)).await;
    // The same search finds it all once the review phase is open: that it found nothing before means something.
    let expected = [
        "/api/v1/attempts/:id/result: 77/2024/QH15",
        "/api/v1/attempts/:id/result: bí mật",
        "/api/v1/attempts/:id/result: member explanation",
        "/api/v1/attempts/:id/result: member references",
        "/api/v1/attempts/:id/result: member right",
        "/ket-qua/:attempt: 77/2024/QH15",
        "/ket-qua/:attempt: bí mật",
    ];
    let of_the_person: BTreeSet<String> = open
        .into_iter()
        .filter(|l| !l.contains("tep-ket-qua.json"))
        .collect();
    assert_eq!(of_the_person, expected.map(str::to_owned).into());
    world.end().await;
}

#[tokio::test]
async fn the_review_shows_each_question_with_what_was_chosen_what_is_right_and_why() {
    let world = world(&usual()).await;
    let (person, other) = (world.contestant().await, world.contestant().await);
    let attempt = world.start(&person, ROUND).await.expect(201);
    let right = world.right_letters(id(&attempt)).await;
    answer_all(&world, &attempt, &right).await;
    world.submit(&attempt).await.expect(200);
    let path = format!("/api/v1/attempts/{}/result", id(&attempt));
    let before = world
        .call(Method::GET, &path, Some(&person.token), None)
        .await
        .expect(200);
    assert_eq!(before["review"], Value::Null);
    world.clock.set(START.plus(2 * HOUR));
    world.finalise(ROUND).await.expect("final");
    world.advance(1_000);

    let after = world
        .call(Method::GET, &path, Some(&person.token), None)
        .await
        .expect(200);
    let review = after["review"].as_array().expect("the review is open");
    assert_eq!(review.len(), right.len());
    let read = world.attempt(&person, id(&attempt)).await;
    for (index, line) in review.iter().enumerate() {
        assert_eq!(
            line["right"], right[index],
            "in the letters this person saw"
        );
        assert_eq!(line["response"], read["answers"][index]["response"]);
        let number = read["paper"]["questions"][index]["text"]
            .as_str()
            .and_then(|t| t.split(' ').find_map(|w| w.parse::<u8>().ok()));
        let number = number.expect("every question names its number");
        assert_eq!(
            line["explanation"],
            format!("Đây là lời giải thích bí mật số {number}.")
        );
        assert_eq!(
            line["references"],
            json!([format!("khoản 1 Điều {number} Luật số 77/2024/QH15")])
        );
    }
    let (status, page, _) = Browser::of(&world, &person)
        .get(&format!("/ket-qua/{}", id(&attempt)))
        .await;
    assert_eq!(status, 200);
    assert_eq!(
        page.matches("Đây là lời giải thích bí mật số").count(),
        right.len()
    );
    assert_eq!(page.matches("Luật số 77/2024/QH15").count(), right.len());
    assert_eq!(
        page.matches("<li class=\"right").count(),
        right.iter().map(String::len).sum::<usize>()
    );
    // It is this person's alone.
    world
        .call(Method::GET, &path, Some(&other.token), None)
        .await
        .expect_problem(404, "not-found");
    world.end().await;
}

/// With the policy `after_close` nobody sees an answer as long as anybody may still give one.
#[tokio::test]
async fn a_review_after_the_close_waits_for_the_last_running_attempt() {
    let rules = usual()
        .replace("\"after_final\"", "\"after_close\"")
        .replace(
            "policy = \"cut_off\"",
            "policy = \"own_time\"\nmax_overrun = \"5m\"",
        );
    let world = world(&rules).await;
    let (early, late) = (world.contestant().await, world.contestant().await);
    let done = world.start(&early, ROUND).await.expect(201);
    world.submit(&done).await.expect(200);
    let close = START.plus(HOUR);
    world.clock.set(close.plus(-1));
    let running = world.start(&late, ROUND).await.expect(201);
    let last = close.plus(5 * MINUTE);
    for moment in [close, close.plus(MINUTE), last.plus(-1), last] {
        world.clock.set(moment);
        assert_eq!(
            crawl(&world, &early, Some(&done)).await,
            BTreeSet::new(),
            "{moment}"
        );
    }
    world.clock.set(last.plus(SWEEP_GRACE_MS));
    world.node.app.assessments.sweep().await.expect("swept");
    let found = hocluat::assessment::store::attempt(
        world.node.app.db.read(),
        Uuid::parse_str(id(&running)).expect("an id"),
    )
    .await;
    assert_eq!(found.expect("read").expect("exists").state, State::Expired);
    assert!(
        !crawl(&world, &early, Some(&done)).await.is_empty(),
        "now the review is open"
    );
    world.end().await;
}

#[tokio::test]
async fn a_review_that_the_rules_exclude_never_opens() {
    let world = world(&usual().replace("\"after_final\"", "\"never\"")).await;
    let person = world.contestant().await;
    let attempt = world.start(&person, ROUND).await.expect(201);
    world.submit(&attempt).await.expect(200);
    world.clock.set(START.plus(2 * HOUR));
    world.finalise(ROUND).await.expect("final");
    world.advance(1_000);
    let found = crawl(&world, &person, Some(&attempt)).await;
    let shown: Vec<&String> = found
        .iter()
        .filter(|l| !l.contains("tep-ket-qua.json"))
        .collect();
    assert_eq!(shown, Vec::<&String>::new());
    world.end().await;
}

/// A hidden board hides scores everywhere, not only on the board.
#[tokio::test]
async fn with_a_hidden_board_nobody_learns_a_score_before_the_end() {
    let world = world(&usual().replace("\"provisional\"", "\"hidden\"")).await;
    let person = world.contestant().await;
    let attempt = world.start(&person, ROUND).await.expect(201);
    let right = world.right_letters(id(&attempt)).await;
    answer_all(&world, &attempt, &right).await;
    world.submit(&attempt).await.expect(200);
    let result = format!("/api/v1/attempts/{}/result", id(&attempt));
    let board = format!("/api/v1/contests/{CONTEST}/rounds/{ROUND}/leaderboard");
    let shown = world
        .call(Method::GET, &result, Some(&person.token), None)
        .await
        .expect(200);
    assert_eq!(
        (&shown["points"], &shown["correct"], &shown["review"]),
        (&Value::Null, &Value::Null, &Value::Null)
    );
    for query in ["", "?around=me"] {
        world
            .call(
                Method::GET,
                &format!("{board}{query}"),
                Some(&person.token),
                None,
            )
            .await
            .expect_problem(409, "board-hidden");
    }
    let browser = Browser::of(&world, &person);
    for path in [
        format!("/ket-qua/{}", id(&attempt)),
        format!("/cuoc-thi/{CONTEST}"),
        format!("/bang-xep-hang/{CONTEST}/{ROUND}"),
    ] {
        let (_, page, _) = browser.get(&path).await;
        assert!(
            !page.contains("4/8") && !page.contains("class=\"figure big\""),
            "{path}: {page}"
        );
    }
    world.clock.set(START.plus(2 * HOUR));
    world.finalise(ROUND).await.expect("final");
    world.advance(1_000);
    let shown = world
        .call(Method::GET, &result, Some(&person.token), None)
        .await
        .expect(200);
    assert_eq!(
        (&shown["points"], &shown["correct"]),
        (&json!("4"), &json!(4))
    );
    let (_, page, _) = browser.get(&format!("/ket-qua/{}", id(&attempt))).await;
    assert!(page.contains("4/8"), "{page}");
    world.end().await;
}

/// What is right must not show in how an option is written down, nor in how a save is answered.
#[tokio::test]
async fn options_differ_in_letter_and_text_only_and_saves_are_answered_alike() {
    let world = world(&usual()).await;
    let person = world.contestant().await;
    let attempt = world.start(&person, ROUND).await.expect(201);
    let right = world.right_letters(id(&attempt)).await;

    let (_, page, _) = Browser::of(&world, &person)
        .get(&format!("/lam-bai/{}", id(&attempt)))
        .await;
    let mut options = 0;
    for question in page.split("<fieldset").skip(1) {
        let name = question
            .split_once("name=\"")
            .and_then(|(_, rest)| rest.split_once('"'))
            .expect("a name")
            .0;
        let mut markup = BTreeSet::new();
        for label in question.split("<label class=\"option\">").skip(1) {
            let label = label.split_once("</label>").expect("it ends").0;
            let letter = label
                .split_once("value=\"")
                .expect("a value")
                .1
                .chars()
                .next()
                .expect("a letter");
            let text = label
                .split_once("class=\"option-text\">")
                .and_then(|(_, rest)| rest.split_once('<'))
                .expect("a text")
                .0;
            markup.insert(
                label
                    .replace(text, "TEXT")
                    .replace(&format!("\"{letter}\""), "LETTER")
                    .replace(&format!(">{letter}<"), ">LETTER<"),
            );
            options += 1;
        }
        assert!(
            markup.len() <= 1,
            "options of {name} are marked up differently: {markup:#?}"
        );
    }
    assert!(options >= 8 * 2, "the page shows its options");

    // The clock stands still, so that two acceptances may differ in the sequence number alone.
    for (number, letters) in (1..).zip(&right) {
        let wrong = if letters == "A" { "B" } else { "A" };
        let mut answers = Vec::new();
        for (sequence, response) in (1..).zip([letters.as_str(), wrong, letters.as_str(), ""]) {
            let mut reply = world.save(&attempt, number, response, sequence).await;
            assert_eq!(reply.status, 200, "{}", reply.text);
            reply
                .headers
                .retain(|name, _| name != "date" && name != "x-request-id");
            answers.push((
                reply.headers,
                reply
                    .text
                    .replace(&format!("\"sequence\":{sequence}"), "\"sequence\":N"),
            ));
        }
        assert!(
            answers.windows(2).all(|pair| pair[0] == pair[1]),
            "{answers:#?}"
        );
    }
    world.end().await;
}

#[tokio::test]
async fn the_right_option_stands_at_every_place_equally_often() {
    const PAPERS: usize = 200;
    const QUESTIONS: usize = 5;
    let world = World::with_contest(&simple_contest(QUESTIONS, USUAL), 20).await;
    let people = world.people(PAPERS).await;
    let ids: Vec<Uuid> = people.iter().map(|p| p.id).collect();
    world
        .node
        .app
        .contests
        .enter_many(CONTEST, &ids, world.now())
        .await
        .expect("entered");
    let attempts = join_all(people.iter().map(|p| world.start(p, ROUND))).await;
    let mut places = [0i32; 4];
    let mut texts = BTreeSet::new();
    for attempt in attempts {
        let attempt = attempt.expect(201);
        texts.insert(attempt["paper"].to_string());
        for letter in world.right_letters(id(&attempt)).await {
            places["ABCD".find(&letter).expect("one of four")] += 1;
        }
    }
    assert!(
        texts.len() > PAPERS * 9 / 10,
        "people get papers of their own"
    );
    // 1,000 questions: 250 at each place, standard deviation 13.7. Six of them are exceeded about once in a hundred million runs.
    assert!(places.iter().all(|n| (n - 250).abs() <= 83), "{places:?}");
    world.end().await;
}
