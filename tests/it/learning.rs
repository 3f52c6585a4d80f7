//! Learning over the API: coming in, progress, quizzes and the examination, completion, versions, two devices.

use hocluat::course::package::read_course;
use hocluat::course::service::{Completed, Published};
use hocluat::kernel::clock::{DAY, HOUR, MINUTE, SECOND};
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::World;
use crate::support::trainees::{COURSE, files, publish, with_course};

#[tokio::test]
async fn a_course_is_learned_from_enrolment_to_completion() {
    let world = with_course().await;
    let list = world.get("/api/v1/courses?q=khoa%20thu").await.expect(200);
    assert_eq!(list["total"], 1);
    assert_eq!(list["courses"][0]["hours"], 200);
    assert_eq!(
        world.get("/api/v1/courses?q=khong-co").await.expect(200)["total"],
        0
    );
    let person = world.person().await;
    world
        .course(Method::GET, "/lessons/doc", &person, None)
        .await
        .expect_problem(409, "enrolment-needed");
    let person = world.learner().await;
    let lesson = world
        .course(Method::GET, "/lessons/doc", &person, None)
        .await
        .expect(200);
    assert!(
        !lesson.to_string().contains("Hai là hai"),
        "the explanation comes with the answer: {lesson}"
    );
    assert!(
        lesson["html"]
            .as_str()
            .expect("html")
            .contains("data-check=\"1\"")
    );
    // The self-check comes first.
    let refused = world
        .finish(&person, "doc")
        .await
        .expect_problem(409, "lesson-not-done");
    assert!(
        refused["detail"].as_str().expect("words").contains('1'),
        "{refused}"
    );
    let wrong = world
        .course(
            Method::PUT,
            "/lessons/doc/checks/1",
            &person,
            Some(json!({ "response": "A" })),
        )
        .await
        .expect(200);
    assert_eq!(
        (&wrong["right"], &wrong["answer"], &wrong["explanation"]),
        (&json!(false), &json!("B"), &json!("Hai là hai."))
    );
    let after = world.finish(&person, "doc").await.expect(200);
    assert_eq!(
        (&after["done"], &after["total"], &after["next"]),
        (&json!(1), &json!(4), &json!("nghe"))
    );
    world.listen(&person).await;
    // The examination waits for the quiz.
    world
        .course(Method::POST, "/lessons/thi/attempts", &person, None)
        .await
        .expect_problem(409, "lesson-locked");
    let attempt = world.sit_quiz(&person, "kiem-tra", 2).await;
    let path = format!(
        "/api/v1/attempts/{}/result",
        attempt["id"].as_str().expect("id")
    );
    let result = world
        .call(Method::GET, &path, Some(&person.token), None)
        .await
        .expect(200);
    assert_eq!(
        result["review"].as_array().expect("a quiz teaches").len(),
        3
    );
    assert_eq!(result["correct"], 2);
    let before = world.enrolment(&person).await;
    assert_eq!(
        (&before["done"], &before["next"]),
        (&json!(3), &json!("thi"))
    );
    let attempt = world.sit_quiz(&person, "thi", 3).await;
    let path = format!(
        "/api/v1/attempts/{}/result",
        attempt["id"].as_str().expect("id")
    );
    let result = world
        .call(Method::GET, &path, Some(&person.token), None)
        .await
        .expect(200);
    assert_eq!(
        result["review"],
        Value::Null,
        "an examination keeps its answers"
    );
    let done = world.enrolment(&person).await;
    assert_eq!(done["state"], "completed");
    assert_eq!((&done["done"], &done["next"]), (&json!(4), &Value::Null));
    let transcript = world
        .call(Method::GET, "/api/v1/me/courses", Some(&person.token), None)
        .await
        .expect(200);
    assert_eq!(
        (&transcript[0]["hours"], &transcript[0]["exam"]["right"]),
        (&json!(200), &json!(3))
    );
    world.end().await;
}

#[tokio::test]
async fn reading_on_in_a_lesson_writes_nothing_for_ten_minutes_and_going_elsewhere_is_noted() {
    let world = with_course().await;
    let person = world.learner().await;
    let open = async |lesson: &str, minutes: i64| {
        world.advance(minutes * 60 * SECOND);
        world
            .course(Method::GET, &format!("/lessons/{lesson}"), &person, None)
            .await
            .expect(200);
        world.count("SELECT seen_at FROM enrolment").await
    };
    let first = open("doc", 1).await;
    assert_eq!(first, world.now().0);
    assert_eq!(open("doc", 9).await, first);
    let again = open("doc", 1).await;
    assert_eq!(again, world.now().0, "ten minutes are over");
    assert_eq!(open("nghe", 1).await, world.now().0, "another lesson");
    assert_eq!(open("doc", 1).await, world.now().0, "back again");
    world.end().await;
}

#[tokio::test]
async fn whoever_drags_the_slider_to_the_end_has_watched_what_they_watched() {
    let world = with_course().await;
    let person = world.learner().await;
    world.watch(&person, 0, 10_000).await.expect(200);
    world.advance(5 * SECOND);
    world.watch(&person, 90_000, 100_000).await.expect(200);
    world
        .finish(&person, "nghe")
        .await
        .expect_problem(409, "lesson-not-done");
    let watched = |state: &Value| state["progress"][0]["watched_ms"].clone();
    assert_eq!(watched(&world.enrolment(&person).await), 20_000);
    // Forged reports of everything, a second later, count for what 21 seconds (who never opened the lesson began fifteen seconds before the
    // first report) allow at twice the speed.
    world.advance(SECOND);
    for _ in 0..5 {
        world.watch(&person, 0, 100_000).await.expect(200);
    }
    let most = 21_000 * 2 + 3_000;
    assert_eq!(watched(&world.enrolment(&person).await), most);
    // Pieces that make no sense do no harm.
    world.watch(&person, 50_000, -5).await.expect(200);
    world
        .watch(&person, i64::MAX - 5, i64::MAX)
        .await
        .expect(200);
    world.watch(&person, i64::MIN, i64::MAX).await.expect(200);
    assert_eq!(watched(&world.enrolment(&person).await), most);
    world.end().await;
}

#[tokio::test]
async fn an_examination_has_its_attempts_and_its_waiting_time_and_the_best_counts() {
    let world = with_course().await;
    let person = world.learner().await;
    world.read(&person).await;
    world.listen(&person).await;
    world.sit_quiz(&person, "kiem-tra", 3).await;
    let started = world.now();
    world.sit_quiz(&person, "thi", 2).await;
    assert_eq!(world.enrolment(&person).await["state"], "active");
    let start = || world.course(Method::POST, "/lessons/thi/attempts", &person, None);
    // An hour from the deadline of the earlier, though it was handed in at once.
    let soon = start().await.expect_problem(409, "attempt-too-soon");
    assert_eq!(soon["moment"], started.plus(10 * MINUTE + HOUR).to_string());
    world.clock.set(started.plus(10 * MINUTE + HOUR - 1));
    start().await.expect_problem(409, "attempt-too-soon");
    world.clock.set(started.plus(10 * MINUTE + HOUR));
    world.sit_quiz(&person, "thi", 1).await;
    let best = world.enrolment(&person).await;
    let best = best["progress"]
        .as_array()
        .expect("list")
        .iter()
        .find(|p| p["lesson"] == "thi")
        .cloned();
    assert_eq!(
        best.expect("there")["best"],
        json!({ "right": 2, "of": 3 }),
        "the best counts"
    );
    world.advance(2 * HOUR);
    world.sit_quiz(&person, "thi", 3).await;
    assert_eq!(world.enrolment(&person).await["state"], "completed");
    world.advance(2 * HOUR);
    start().await.expect_problem(409, "no-attempts-left");
    world.end().await;
}

#[tokio::test]
async fn an_attempt_whose_time_runs_out_counts_with_what_was_saved() {
    let world = with_course().await;
    let person = world.learner().await;
    let attempt = world
        .course(Method::POST, "/lessons/kiem-tra/attempts", &person, None)
        .await
        .expect(201);
    let letters = world
        .right_letters(attempt["id"].as_str().expect("id"))
        .await;
    for (index, letter) in letters.iter().enumerate() {
        world.save(&attempt, index + 1, letter, 1).await.expect(200);
    }
    world.advance(5 * MINUTE + 5 * SECOND);
    world.node.app.assessments.sweep().await.expect("swept");
    let state = world.enrolment(&person).await;
    let quiz = state["progress"]
        .as_array()
        .expect("list")
        .iter()
        .find(|p| p["lesson"] == "kiem-tra")
        .expect("there")
        .clone();
    assert_eq!(quiz["best"], json!({ "right": 3, "of": 3 }));
    assert!(quiz["passed_at"].is_string());
    world.end().await;
}

#[tokio::test]
async fn two_devices_that_finish_two_lessons_at_once_lose_neither() {
    let world = with_course().await;
    let other = world.another_node().await;
    for _ in 0..8 {
        let person = world.learner().await;
        let body = json!({ "response": "B" });
        world
            .course(Method::PUT, "/lessons/doc/checks/1", &person, Some(body))
            .await
            .expect(200);
        for piece in 0..10 {
            world
                .watch(&person, piece * 10_000, (piece + 1) * 10_000)
                .await
                .expect(200);
            world.advance(10 * SECOND);
        }
        let at = |url: String, lesson: &str| {
            let path = format!("/api/v1/courses/{COURSE}/lessons/{lesson}/progress");
            let (world, token) = (&world, person.token.clone());
            async move {
                let body = Some(json!({ "finished": true }));
                world
                    .call_at(&url, Method::PUT, &path, Some(&token), body)
                    .await
                    .expect(200)
            }
        };
        let (one, two) = (
            at(world.node.url.clone(), "doc"),
            at(other.url.clone(), "nghe"),
        );
        tokio::join!(one, two);
        assert_eq!(world.enrolment(&person).await["done"], 2);
    }
    other.stop().await;
    world.end().await;
}

#[tokio::test]
async fn a_new_version_says_what_it_changes_and_moving_to_it_loses_nothing() {
    let world = with_course().await;
    let person = world.learner().await;
    world.read(&person).await;
    assert_eq!(publish(&world, &files()).await, Published::Unchanged);
    let mut newer = files();
    let toml = String::from_utf8(newer["course.toml"].clone()).expect("UTF-8");
    let toml = toml
        .replace("\"doc\", \"nghe\"", "\"nghe\", \"doc\", \"them\"")
        .replace("Bản đầu tiên", "Thêm một bài đọc");
    newer.insert("course.toml".into(), toml.into_bytes());
    let lesson = String::from_utf8(newer["lessons/01-doc.md"].clone()).expect("UTF-8");
    newer.insert(
        "lessons/05-them.md".into(),
        lesson.replace("Bài đọc", "Bài thêm").into_bytes(),
    );
    let published = publish(&world, &newer).await;
    assert!(
        matches!(published, Published::Changed(2, _)),
        "{published:?}"
    );
    let state = world.enrolment(&person).await;
    assert_eq!(
        (&state["version"], &state["newest_version"], &state["total"]),
        (&json!(1), &json!(2), &json!(4))
    );
    let versions = world
        .get(&format!("/api/v1/courses/{COURSE}/versions"))
        .await
        .expect(200);
    assert_eq!(versions[0]["note"], "Thêm một bài đọc");
    assert_eq!(
        versions[0]["changes"][0],
        json!({ "change": "added", "title": "Bài thêm" })
    );
    let moved = world
        .course(Method::POST, "/enrolment/version", &person, None)
        .await
        .expect(200);
    assert_eq!(
        (&moved["version"], &moved["done"], &moved["total"]),
        (&json!(2), &json!(1), &json!(5))
    );
    // Who has not begun begins with the newest.
    let fresh = world.learner().await;
    assert_eq!(world.enrolment(&fresh).await["version"], 2);
    world.end().await;
}

#[tokio::test]
async fn what_was_edited_since_is_not_undone_by_the_next_start() {
    let world = with_course().await;
    let mut edited = files();
    edited.insert("page.md".into(), "Lời giới thiệu mới.\n".into());
    let (package, _) = read_course(COURSE, &edited);
    let author = world.person().await;
    let courses = &world.node.app.courses;
    let published = courses.publish(
        package.expect("readable"),
        Some(author.id),
        None,
        world.now(),
    );
    assert!(matches!(published.await, Ok(Published::Changed(2, _))));
    // The folder still holds the first version, and is imported again.
    assert_eq!(publish(&world, &files()).await, Published::Unchanged);
    let intro = world
        .get(&format!("/api/v1/courses/{COURSE}"))
        .await
        .expect(200)["intro"]
        .clone();
    assert_eq!(intro.as_str().map(str::trim), Some("Lời giới thiệu mới."));
    world.end().await;
}

#[tokio::test]
async fn a_version_that_asks_for_less_completes_who_moves_to_it() {
    let world = with_course().await;
    let person = world.learner().await;
    world.read(&person).await;
    let mut shorter = files();
    let toml = String::from_utf8(shorter["course.toml"].clone()).expect("UTF-8");
    let toml = toml.replace("lessons = \"all\"", "lessons = [\"doc\"]");
    shorter.insert("course.toml".into(), toml.into_bytes());
    publish(&world, &shorter).await;
    assert_eq!(world.enrolment(&person).await["state"], "active");
    world
        .course(Method::POST, "/enrolment/version", &person, None)
        .await
        .expect(200);
    assert_eq!(world.enrolment(&person).await["state"], "completed");
    world.end().await;
}

#[tokio::test]
async fn a_course_with_a_code_takes_whoever_knows_it_in_any_spelling() {
    let world = World::new().await;
    let mut coded = files();
    let toml = String::from_utf8(coded["course.toml"].clone()).expect("UTF-8");
    let toml = toml.replace(
        "mode = \"open\"",
        "mode = \"code\"\ncode = \"Hoà Giải 2026\"",
    );
    coded.insert("course.toml".into(), toml.into_bytes());
    publish(&world, &coded).await;
    let person = world.person().await;
    let enrol = |code: &str| {
        let body = Some(json!({ "code": code }));
        let (world, person) = (&world, &person);
        async move { world.course(Method::POST, "/enrolment", person, body).await }
    };
    for wrong in ["", "hoa giai 2025", "x"] {
        enrol(wrong).await.expect_problem(422, "fields-invalid");
    }
    enrol(" hoa giai  2026 ").await.expect(201);
    enrol("").await.expect(201);
    let detail = world
        .get(&format!("/api/v1/courses/{COURSE}"))
        .await
        .expect(200);
    assert!(
        !detail.to_string().contains("2026"),
        "the code is told to nobody: {detail}"
    );
    world.end().await;
}

#[tokio::test]
async fn who_leaves_is_out_and_who_comes_back_is_where_they_were() {
    let world = with_course().await;
    let person = world.learner().await;
    world.read(&person).await;
    world
        .course(Method::DELETE, "/enrolment", &person, None)
        .await;
    world
        .course(Method::GET, "/enrolment", &person, None)
        .await
        .expect_problem(409, "enrolment-needed");
    let back = world
        .course(Method::POST, "/enrolment", &person, Some(json!({})))
        .await
        .expect(201);
    assert_eq!(
        (&back["done"], &back["state"]),
        (&json!(1), &json!("active"))
    );
    world.end().await;
}

#[tokio::test]
async fn a_completion_is_told_once_in_the_transaction_in_which_it_happens() {
    use futures_util::future::BoxFuture;
    use hocluat::course::service::Awarding;
    use hocluat::kernel::clock::Moment;
    use hocluat::kernel::problem::Outcome;
    use hocluat::platform::db::Tx;
    use std::sync::{Arc, Mutex};

    struct Told(Mutex<Vec<Completed>>);
    impl Awarding for Told {
        fn completed<'a>(
            &'a self,
            _: &'a Tx,
            completed: &'a Completed,
            _: Moment,
        ) -> BoxFuture<'a, Outcome<()>> {
            self.0.lock().expect("free").push(*completed);
            Box::pin(async { Ok(()) })
        }
    }
    let world = with_course().await;
    let mut app = world.node.app.clone();
    app.courses = hocluat::course::service::CourseService::new(
        app.db.clone(),
        app.clock.clone(),
        app.entropy.clone(),
        app.signer.clone(),
        app.organisations.clone(),
        app.accounts.clone(),
        app.banks.clone(),
        app.assessments.clone(),
    );
    let told = Arc::new(Told(Mutex::default()));
    app.courses.set_awarding(told.clone());
    let mut shorter = files();
    let toml = String::from_utf8(shorter["course.toml"].clone()).expect("UTF-8");
    shorter.insert(
        "course.toml".into(),
        toml.replace("lessons = \"all\"", "lessons = [\"nghe\"]")
            .into_bytes(),
    );
    publish(&world, &shorter).await;
    let person = world.learner().await;
    for piece in 0..10 {
        world
            .watch(&person, piece * 10_000, (piece + 1) * 10_000)
            .await
            .expect(200);
        world.advance(10 * SECOND);
    }
    let actor = hocluat::kernel::actor::Actor {
        account: person.id,
        name: String::new(),
        grants: vec![],
    };
    for _ in 0..3 {
        app.courses
            .finish_lesson(COURSE, "nghe", &actor, world.now())
            .await
            .expect("finished");
    }
    let told = told.0.lock().expect("free").clone();
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].account, person.id);
    world.advance(DAY);
    world.end().await;
}
