//! Content packages: checking them, importing them again and again, and what a change means for people who sit a paper.

use std::path::{Path, PathBuf};
use std::process::Command;

use hocluat::content;
use hocluat::kernel::clock::{DAY, HOUR, MINUTE};
use hocluat::platform::config::Config;
use serde_json::Value;

use crate::support::{BANK, CONTEST, START, USUAL, World, bank_text, simple_contest};

/// Imports a contest and its bank and tells what was done, a line per package.
async fn import(world: &World, toml: &str, questions: &str) -> Result<Vec<String>, String> {
    let read = content::read(&world.content_folder(toml, questions), world.now());
    let done = content::import(&world.node.app, read, world.now()).await;
    // A node trusts what it knows for a second.
    world.advance(1_001);
    done
}

fn bank_line(new: usize, changed: usize, same: usize, retired: usize) -> String {
    format!(
        "Ngân hàng {BANK}: {new} câu mới, {changed} câu sửa, {same} câu giữ nguyên, {retired} câu ngừng dùng hoặc dùng lại."
    )
}

fn contest_line(what: &str) -> String {
    format!("Cuộc thi {CONTEST}: {what}")
}

/// Texts of a paper's questions.
fn texts(attempt: &Value) -> Vec<String> {
    attempt["paper"]["questions"]
        .as_array()
        .expect("questions")
        .iter()
        .map(|q| q["text"].as_str().expect("text").to_owned())
        .collect()
}

/// How many answers of a person's only attempt were right.
async fn correct(world: &World, person: &crate::support::Person) -> u16 {
    let contest = world
        .node
        .app
        .contests
        .find(CONTEST)
        .await
        .expect("the contest");
    let attempts = world
        .node
        .app
        .assessments
        .attempts_of(contest.rounds[0].id, person.id)
        .await
        .expect("attempts");
    attempts
        .last()
        .expect("an attempt")
        .grade
        .expect("marked")
        .correct
}

#[tokio::test]
async fn importing_twice_changes_nothing_the_second_time() {
    let world = World::new().await;
    let toml = simple_contest(5, USUAL);
    assert_eq!(
        import(&world, &toml, &bank_text(12)).await,
        Ok(vec![bank_line(12, 0, 0, 0), contest_line("đã tạo.")])
    );
    let rows = "SELECT (SELECT COUNT(*) FROM question_revision) * 1000000 + (SELECT COUNT(*) FROM assessment_pool) * 10000 \
        + (SELECT COUNT(*) FROM contest_rules) * 100 + (SELECT COUNT(*) FROM round)";
    let before = world.count(rows).await;
    assert_eq!(before, 12_010_101);
    let audited = world.count("SELECT COUNT(*) FROM audit").await;
    world.advance(HOUR / 2);
    assert_eq!(
        import(&world, &toml, &bank_text(12)).await,
        Ok(vec![
            bank_line(0, 0, 12, 0),
            contest_line("không thay đổi.")
        ])
    );
    assert_eq!(world.count(rows).await, before);
    assert_eq!(world.count("SELECT COUNT(*) FROM audit").await, audited);
    world.end().await;
}

#[tokio::test]
async fn a_question_only_laid_out_differently_is_the_same_question() {
    let world = World::new().await;
    let toml = simple_contest(5, USUAL);
    import(&world, &toml, &bank_text(12))
        .await
        .expect("imported");
    let laid_out = bank_text(12)
        .replace("\nA. ", "\n\n  A)  ")
        .replace("Đáp án: A", "ĐÁP ÁN:   A ");
    assert_eq!(
        import(&world, &toml, &laid_out).await.expect("imported")[0],
        bank_line(0, 0, 12, 0)
    );
    world.end().await;
}

#[tokio::test]
async fn a_changed_question_is_a_new_revision_and_a_running_attempt_keeps_its_paper_and_its_marks()
{
    let world = World::new().await;
    // Everything is drawn, so every paper holds the changed question.
    let toml = simple_contest(6, USUAL);
    import(&world, &toml, &bank_text(6))
        .await
        .expect("imported");
    let (before, after) = (world.contestant().await, world.contestant().await);
    let running = world.start(&before, "ky-1").await.expect(201);
    let right_before = world
        .right_letters(running["id"].as_str().expect("id"))
        .await;

    let changed = bank_text(6)
        .replacen("Đáp án: A", "Đáp án: C", 3)
        .replace("câu hỏi kiểm thử số 1 ", "câu hỏi đã sửa số 1 ");
    assert_eq!(
        import(&world, &toml, &changed).await.expect("imported"),
        [
            bank_line(0, 3, 3, 0),
            contest_line("đã cập nhật, thể lệ phiên bản 1.")
        ]
    );
    assert_eq!(
        world.count("SELECT COUNT(*) FROM question_revision").await,
        9,
        "published revisions stay"
    );

    let resumed = world.start(&before, "ky-1").await.expect(200);
    assert_eq!(resumed["paper"], running["paper"]);
    assert!(texts(&resumed).iter().all(|t| !t.contains("đã sửa")));
    assert_eq!(
        world
            .right_letters(running["id"].as_str().expect("id"))
            .await,
        right_before
    );
    for (index, letter) in right_before.iter().enumerate() {
        world.save(&running, index + 1, letter, 1).await.expect(200);
    }
    world.submit(&running).await.expect(200);
    assert_eq!(
        correct(&world, &before).await,
        6,
        "marked by the questions it was given"
    );

    let new = world.start(&after, "ky-1").await.expect(201);
    assert!(texts(&new).iter().any(|t| t.contains("đã sửa")));
    for (index, letter) in world
        .right_letters(new["id"].as_str().expect("id"))
        .await
        .iter()
        .enumerate()
    {
        world.save(&new, index + 1, letter, 1).await.expect(200);
    }
    world.submit(&new).await.expect(200);
    assert_eq!(correct(&world, &after).await, 6);
    world.end().await;
}

#[tokio::test]
async fn a_retired_question_is_in_no_new_paper_and_stays_in_those_that_have_it() {
    let world = World::new().await;
    let toml = simple_contest(6, USUAL);
    let seven = bank_text(7);
    import(&world, &toml, &seven).await.expect("imported");
    let mut started = Vec::new();
    for _ in 0..8 {
        let person = world.contestant().await;
        started.push((world.start(&person, "ky-1").await.expect(201), person));
    }
    let has_it = |attempt: &Value| texts(attempt).iter().any(|t| t.contains("kiểm thử số 7 "));
    let (old, owner) = started
        .iter()
        .find(|(a, _)| has_it(a))
        .expect("six of seven are drawn eight times");
    assert_eq!(
        import(&world, &toml, &bank_text(6))
            .await
            .expect("imported")[0],
        bank_line(0, 0, 6, 1)
    );
    for _ in 0..8 {
        let person = world.contestant().await;
        assert!(!has_it(&world.start(&person, "ky-1").await.expect(201)));
    }
    let again = world.attempt(owner, old["id"].as_str().expect("id")).await;
    assert!(has_it(&again), "a paper once drawn is kept");
    // It comes back as it was.
    assert_eq!(
        import(&world, &toml, &seven).await.expect("imported")[0],
        bank_line(0, 0, 6, 1)
    );
    assert_eq!(
        world.count("SELECT COUNT(*) FROM question_revision").await,
        7
    );
    world.end().await;
}

#[tokio::test]
async fn rules_that_change_after_the_opening_need_a_reason_and_make_a_new_version() {
    let world = World::new().await;
    let toml = simple_contest(5, USUAL);
    import(&world, &toml, &bank_text(12))
        .await
        .expect("imported");
    let person = world.contestant().await;
    let running = world.start(&person, "ky-1").await.expect(201);
    let longer = toml.replace("minutes = 10", "minutes = 15");
    let refused = import(&world, &longer, &bank_text(12))
        .await
        .expect_err("no reason is given");
    assert!(refused.starts_with(CONTEST), "{refused}");
    let contest = world
        .node
        .app
        .contests
        .find(CONTEST)
        .await
        .expect("the contest");
    assert_eq!(
        (contest.rules_version, contest.rules.length_ms),
        (1, 10 * MINUTE),
        "nothing was changed"
    );

    let reasoned = format!("change_reason = \"Nhiều thí sinh đề nghị thêm thời gian\"\n{longer}");
    assert_eq!(
        import(&world, &reasoned, &bank_text(12))
            .await
            .expect("imported")[1],
        contest_line("đã cập nhật, thể lệ phiên bản 2.")
    );
    let resumed = world.start(&person, "ky-1").await.expect(200);
    assert!(
        resumed["remaining_ms"].as_i64().expect("ms") < 10 * MINUTE,
        "a running attempt keeps its deadline: {}",
        resumed["remaining_ms"]
    );
    world.submit(&running).await.expect(200);
    let other = world.contestant().await;
    assert_eq!(
        world.start(&other, "ky-1").await.expect(201)["remaining_ms"],
        15 * MINUTE
    );
    assert_eq!(
        world
            .count(
                "SELECT CAST(MIN(rules_version) * 10 + MAX(rules_version) AS bigint) FROM attempt"
            )
            .await,
        12
    );
    assert_eq!(world.count("SELECT COUNT(*) FROM contest_rules").await, 2);
    assert_eq!(
        import(&world, &reasoned, &bank_text(12))
            .await
            .expect("imported")[1],
        contest_line("không thay đổi.")
    );
    world.end().await;
}

#[tokio::test]
async fn before_the_opening_rules_may_change_without_a_reason() {
    let world = World::new().await;
    let later = simple_contest(5, USUAL).replace("2026-07-01", "2026-08-01");
    import(&world, &later, &bank_text(12))
        .await
        .expect("imported");
    let changed = later.replace("minutes = 10", "minutes = 15");
    assert_eq!(
        import(&world, &changed, &bank_text(12))
            .await
            .expect("imported")[1],
        contest_line("đã cập nhật, thể lệ phiên bản 2.")
    );
    world.end().await;
}

#[tokio::test]
async fn a_round_that_was_published_cannot_vanish() {
    let world = World::new().await;
    let toml = simple_contest(5, USUAL);
    import(&world, &toml, &bank_text(12))
        .await
        .expect("imported");
    let renamed = format!(
        "change_reason = \"Đổi tên\"\n{}",
        toml.replace("key = \"ky-1\"", "key = \"ky-2\"")
    );
    let refused = import(&world, &renamed, &bank_text(12))
        .await
        .expect_err("ky-1 is gone");
    assert!(refused.contains("ky-1"), "{refused}");
    assert_eq!(world.count("SELECT COUNT(*) FROM round").await, 1);
    world.end().await;
}

#[tokio::test]
async fn a_final_round_is_history_that_no_import_touches() {
    let world = World::new().await;
    let toml = simple_contest(5, USUAL);
    import(&world, &toml, &bank_text(12))
        .await
        .expect("imported");
    let person = world.contestant().await;
    world.sit(&person, "ky-1", 3, None, MINUTE).await;
    world.clock.set(START.plus(2 * HOUR));
    world.finalise("ky-1").await.expect("final");
    let changed = bank_text(12).replace("Đáp án: A", "Đáp án: D");
    import(&world, &toml, &changed).await.expect("imported");
    assert_eq!(world.count("SELECT COUNT(*) FROM assessment_pool").await, 1);
    let board = world.board("ky-1").await;
    assert_eq!(
        (&board["state"], &board["rows"][0]["points"]),
        (&Value::from("final"), &Value::from("3"))
    );
    world.end().await;
}

#[tokio::test]
async fn an_import_with_one_mistake_anywhere_imports_nothing() {
    let world = World::new().await;
    let broken = bank_text(12).replacen("Đáp án: A", "Đáp án: X", 1);
    import(&world, &simple_contest(5, USUAL), &broken)
        .await
        .expect_err("a question without a right answer");
    assert_eq!(
        world
            .count("SELECT (SELECT COUNT(*) FROM bank) + (SELECT COUNT(*) FROM contest)")
            .await,
        0
    );
    world.end().await;
}

// ---------------------------------------------------------------------------------------------------------------------------------
// The command `check`

fn check(path: &Path) -> (Option<i32>, String) {
    let done = Command::new(env!("CARGO_BIN_EXE_hocluat"))
        .arg("check")
        .arg(path)
        .output()
        .expect("the program runs");
    (
        done.status.code(),
        String::from_utf8(done.stdout).expect("UTF-8"),
    )
}

/// Packages in a folder of their own.
fn packages(toml: &str, questions: &str) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path().join("goi");
    let (bank, contest) = (root.join(BANK), root.join(CONTEST));
    std::fs::create_dir_all(bank.join("questions")).expect("a folder");
    std::fs::create_dir_all(&contest).expect("a folder");
    std::fs::write(bank.join("bank.toml"), "title = \"Ngân hàng thử\"\n").expect("written");
    std::fs::write(bank.join("questions/01.txt"), questions).expect("written");
    std::fs::write(contest.join("contest.toml"), toml).expect("written");
    std::fs::write(contest.join("page.md"), "Trang.\n").expect("written");
    (folder, root)
}

fn line_of(text: &str, words: &str) -> usize {
    text.lines()
        .position(|l| l.contains(words))
        .unwrap_or_else(|| panic!("no line with {words}"))
        + 1
}

#[test]
fn check_finds_nothing_wrong_with_the_packages_of_this_repository() {
    let (code, said) = check(&Path::new(env!("CARGO_MANIFEST_DIR")).join("courses"));
    assert_eq!(code, Some(0), "{said}");
    assert!(said.trim_end().ends_with("0 lỗi, 0 lưu ý."), "{said}");
    assert_eq!(said.lines().count(), 1, "{said}");
}

#[test]
fn check_succeeds_on_sound_packages_and_counts_them() {
    let (_folder, root) = packages(&simple_contest(5, USUAL), &bank_text(12));
    let (code, said) = check(&root);
    assert_eq!(code, Some(0), "{said}");
    assert!(
        said.contains("Đã kiểm tra 1 ngân hàng (12 câu hỏi), 1 cuộc thi: 0 lỗi"),
        "{said}"
    );
    assert_eq!(
        check(&root.join(CONTEST)).0,
        Some(0),
        "a contest alone finds its bank beside it"
    );
    assert_eq!(
        check(&root.join(BANK).join("questions/01.txt")).0,
        Some(0),
        "a question file alone"
    );
}

#[test]
fn check_names_file_and_line_of_every_mistake_and_fails() {
    let questions = bank_text(12)
        .replacen("Đáp án: A", "Đáp án: X", 1)
        .replacen("D. Phương án bốn của câu 3\n", "", 1);
    let toml = simple_contest(5, USUAL)
        .replace("minutes = 10", "minutes = \"mười\"")
        .replace("title = \"Kỳ 1\"", "tittle = \"Kỳ 1\"");
    let (_folder, root) = packages(&toml, &questions);
    let (code, said) = check(&root);
    assert_eq!(code, Some(1), "{said}");
    let file = root
        .join(BANK)
        .join("questions/01.txt")
        .display()
        .to_string();
    assert!(
        said.contains(&format!("{file}:{}: ", line_of(&questions, "Đáp án: X"))),
        "{said}"
    );
    let file = root
        .join(CONTEST)
        .join("contest.toml")
        .display()
        .to_string();
    assert!(
        said.contains(&format!("{file}:{}: ", line_of(&toml, "mười"))),
        "{said}"
    );
    assert!(
        said.contains(&format!("{file}:{}: ", line_of(&toml, "tittle"))),
        "{said}"
    );
    for line in said
        .lines()
        .filter(|l| l.contains(".toml:") || l.contains(".txt:"))
    {
        let message = line.splitn(3, ':').nth(2).expect("file:line: message");
        assert!(!message.trim().is_empty(), "{line}");
    }
}

#[test]
fn check_fails_on_what_is_no_package() {
    let folder = tempfile::tempdir().expect("a folder");
    assert_eq!(check(folder.path()).0, Some(1));
    assert_eq!(check(&folder.path().join("khong-co")).0, Some(1));
    let file = folder.path().join("cau-hoi.txt");
    std::fs::write(&file, b"C\xe2u 1. \xff").expect("written");
    let (code, said) = check(&file);
    assert_eq!(code, Some(1));
    assert!(said.contains("UTF-8"), "{said}");
}

#[test]
fn check_explains_rule_sets_that_cannot_work() {
    let usual = simple_contest(5, USUAL);
    let round = "\n[[rounds]]\nkey = \"ky-2\"\ntitle = \"Kỳ 2\"\nopens = \"2026-07-01 08:30\"\ncloses = \"2026-07-01 10:00\"\n";
    let steps = |steps: &str| {
        usual.replace(
            "steps = [\"points\", \"duration\", \"submission\"]\nshared_ranks = true",
            steps,
        )
    };
    let cases = [
        (
            "a paper larger than the bank",
            usual.replace("count = 5", "count = 13"),
            "ma trận cần 13 câu",
            "count = 13",
        ),
        (
            "a topic that is not there",
            usual.replace("count = 5", "count = 5\ntopic = \"Không có\""),
            "ngân hàng có các chủ đề: \"Chung\"",
            "[[paper.draw]]",
        ),
        (
            "rounds at the same time",
            usual.clone() + round,
            "trùng thời gian",
            "08:30",
        ),
        (
            "a round that closes before it opens",
            usual.replace("2026-07-01 09:00", "2026-07-01 07:00"),
            "không sau lúc mở",
            "07:00",
        ),
        (
            "a ranking that cannot decide",
            steps("steps = [\"points\"]"),
            "không phân định được người bằng nhau",
            "steps = [\"points\"]",
        ),
        (
            "a step nobody can take",
            steps("steps = [\"points\", \"prediction_distance\", \"duration\"]"),
            "không có câu dự đoán",
            "prediction_distance",
        ),
        (
            "a committee",
            steps("steps = [\"points\", \"duration\", \"committee\"]"),
            "chưa chạy được",
            "committee",
        ),
        (
            "a bank that is not there",
            usual.replace(BANK, "khong-co"),
            "Không tìm thấy ngân hàng",
            "bank = ",
        ),
        (
            "a limit over several limits",
            usual.replace("per = \"round\"", "per = \"contest\""),
            "chưa chạy được",
            "per = \"contest\"",
        ),
    ];
    for (what, toml, words, at) in cases {
        let (_folder, root) = packages(&toml, &bank_text(12));
        let (code, said) = check(&root);
        assert_eq!(code, Some(1), "{what}: {said}");
        let line = said
            .lines()
            .find(|l| l.contains(words))
            .unwrap_or_else(|| panic!("{what}: {said}"));
        let number: usize = line
            .split("contest.toml:")
            .nth(1)
            .and_then(|r| r.split(':').next())
            .and_then(|n| n.parse().ok())
            .expect("a line number");
        let wanted = line_of(&toml, at);
        assert!(
            number.abs_diff(wanted) <= 1,
            "{what}: line {number}, not {wanted}: {line}"
        );
    }
}

// ---------------------------------------------------------------------------------------------------------------------------------
// Starting the service again

const DEMO: &str = r#"opens = "+0m"
closes = "+7d""#;

fn demo() -> String {
    let toml = simple_contest(5, USUAL);
    let opens = "opens = \"2026-07-01 08:00\"\ncloses = \"2026-07-01 09:00\"";
    assert!(toml.contains(opens));
    format!("demo = true\n{}", toml.replace(opens, DEMO))
}

/// What the program does at its start besides listening.
async fn start(world: &World) -> (Vec<String>, Option<String>) {
    let app = &world.node.app;
    let read = content::read(&world.content_folder(&demo(), &bank_text(12)), world.now());
    let done = content::import(app, read, world.now())
        .await
        .expect("imported");
    app.contests
        .keep_demo_open(world.now())
        .await
        .expect("kept open");
    let setup = app.accounts.setup_path(world.now()).await.expect("read");
    world.advance(1_001);
    (done, setup)
}

#[tokio::test]
async fn a_second_start_reuses_everything_and_the_demonstration_is_opened_again_once_it_is_over() {
    let world = World::with_config(|config| Config {
        demo: Some(true),
        ..config
    })
    .await;
    let (done, setup) = start(&world).await;
    assert_eq!(done[1], contest_line("đã tạo."));
    let setup = setup.expect("nobody has set a password yet");
    let contest = world
        .node
        .app
        .contests
        .find(CONTEST)
        .await
        .expect("the contest");
    assert_eq!(contest.rounds[0].settings.closes_at, START.plus(7 * DAY));
    let person = world.contestant().await;
    world.sit(&person, "ky-1", 4, None, MINUTE).await;

    world.advance(3 * DAY);
    let (done, again) = start(&world).await;
    assert_eq!(
        done,
        [bank_line(0, 0, 12, 0), contest_line("không thay đổi.")],
        "its window is not moved"
    );
    assert_eq!(again.as_deref(), Some(setup.as_str()), "the same link");
    let same = world
        .node
        .app
        .contests
        .find(CONTEST)
        .await
        .expect("the contest");
    assert_eq!(
        (same.id, same.rounds.len(), same.rules_version),
        (contest.id, 1, 1)
    );
    assert_eq!(world.get(&setup).await.status, 200);

    world.advance(5 * DAY);
    let opened = world.now();
    start(&world).await;
    let reopened = world
        .node
        .app
        .contests
        .find(CONTEST)
        .await
        .expect("the contest");
    let rounds: Vec<&str> = reopened.rounds.iter().map(|r| r.code.as_str()).collect();
    assert_eq!(rounds, ["ky-1", "ky-2"]);
    assert_eq!(
        (
            reopened.rounds[1].settings.opens_at,
            reopened.rounds[1].settings.closes_at
        ),
        (opened, opened.plus(7 * DAY))
    );
    world.start(&person, "ky-2").await.expect(201);
    let (done, _) = start(&world).await;
    assert_eq!(
        done[1],
        contest_line("không thay đổi."),
        "the round that was added is no difference"
    );
    assert_eq!(
        world
            .node
            .app
            .contests
            .find(CONTEST)
            .await
            .expect("the contest")
            .rounds
            .len(),
        2
    );
    assert_eq!(
        world.board("ky-1").await["total"],
        1,
        "what was there is still there"
    );
    world.end().await;
}

#[tokio::test]
async fn the_link_for_the_first_administrator_works_once() {
    let world = World::new().await;
    let path = world
        .node
        .app
        .accounts
        .setup_path(world.now())
        .await
        .expect("read")
        .expect("a link");
    let token = path.rsplit('/').next().expect("a token");
    let given = hocluat::account::model::Registration {
        login: "quan-tri".into(),
        password: "mat-khau-rat-dai".into(),
        full_name: "Phạm Quản Trị".into(),
        email: String::new(),
        phone: String::new(),
    };
    let accounts = &world.node.app.accounts;
    accounts
        .set_up(token, &given, "khac-han-di-nhe", "", world.now())
        .await
        .expect_err("the two passwords differ");
    let session = accounts
        .set_up(token, &given, &given.password, "", world.now())
        .await
        .expect("set");
    let me = world
        .call(
            reqwest::Method::GET,
            "/api/v1/me",
            Some(&session.token),
            None,
        )
        .await
        .expect(200);
    assert_eq!(
        me["roles"],
        serde_json::json!([{ "role": "administrator", "organisation": null }])
    );
    assert_eq!(
        accounts
            .set_up(token, &given, &given.password, "", world.now())
            .await
            .expect_err("used")
            .code
            .as_str(),
        "link-expired"
    );
    assert_eq!(world.get(&path).await.status, 409);
    assert_eq!(
        accounts.setup_path(world.now()).await.expect("read"),
        None,
        "nothing is offered any more"
    );
    world.end().await;
}
