//! The whole way through a contest, as one person and one organiser go it.

use reqwest::Method;

use crate::support::{CONTEST, USUAL, World, simple_contest};

#[tokio::test]
async fn a_contest_goes_from_entry_to_a_final_result_that_a_recount_confirms() {
    let world = World::with_contest(&simple_contest(5, USUAL), 12).await;
    let (first, second) = (world.contestant().await, world.contestant().await);
    world.sit(&first, "ky-1", 4, None, 60_000).await;
    world.sit(&second, "ky-1", 5, None, 90_000).await;
    world.sit(&first, "ky-1", 3, None, 30_000).await;

    let board = world.board("ky-1").await;
    assert_eq!(board["state"], "provisional");
    assert_eq!(board["total"], 2);
    assert_eq!(board["rows"][0]["points"], "5");
    assert_eq!(
        board["rows"][1]["points"], "4",
        "the best of two attempts counts"
    );

    assert_eq!(
        world
            .finalise("ky-1")
            .await
            .expect_err("still open")
            .code
            .as_str(),
        "not-ready-to-finalise"
    );
    world.advance(2 * 3_600_000);
    world.finalise("ky-1").await.expect("final");
    let board = world.board("ky-1").await;
    assert_eq!(board["state"], "final");
    assert_eq!(board["rows"][0]["rank"], 1);

    let file = world
        .get(&format!("/bang-xep-hang/{CONTEST}/ky-1/tep-ket-qua.json"))
        .await;
    let file = serde_json::from_str(&file.text).expect("a result file");
    assert_eq!(hocluat::contest::recount::recount(&file), vec![]);
    let again = world
        .call(
            Method::POST,
            &format!("/api/v1/contests/{CONTEST}/rounds/ky-1/attempts"),
            Some(&first.token),
            None,
        )
        .await;
    again.expect_problem(409, "round-closed");
    world.end().await;
}

#[tokio::test]
async fn the_result_file_waits_for_the_public_until_no_round_draws_from_its_bank() {
    let second_round = r#"
[[rounds]]
key = "ky-2"
title = "Kỳ 2"
opens = "2026-07-02 08:00"
closes = "2026-07-02 09:00"
"#;
    let toml = simple_contest(5, USUAL).replace("[paper]", &format!("{second_round}\n[paper]"));
    let world = World::with_contest(&toml, 12).await;
    let person = world.contestant().await;
    world.sit(&person, "ky-1", 4, None, 60_000).await;
    world.advance(2 * 3_600_000);
    world.finalise("ky-1").await.expect("final");
    world.advance(2_000);

    let path = format!("/bang-xep-hang/{CONTEST}/ky-1/tep-ket-qua.json");
    assert_eq!(
        world.get(&path).await.status,
        409,
        "kỳ 2 still draws from the bank"
    );
    let board = world.get(&format!("/bang-xep-hang/{CONTEST}/ky-1")).await;
    assert!(
        !board.text.contains("tep-ket-qua.json"),
        "no link that leads nowhere"
    );
    let organiser = world.organiser().await;
    world
        .call(Method::GET, &path, Some(&organiser.token), None)
        .await
        .expect(200);

    world.advance(24 * 3_600_000);
    world.finalise("ky-2").await.expect("final");
    world.advance(2_000);
    world.get(&path).await.expect(200);
    world.end().await;
}

#[tokio::test]
async fn a_person_keeps_only_the_highest_prize_where_the_rules_say_so() {
    let more = r#"
[[rounds]]
key = "ky-2"
title = "Kỳ 2"
opens = "2026-07-02 08:00"
closes = "2026-07-02 09:00"
"#;
    let prizes = r#"
[prizes]
one_per_person = true
grades = [{ name = "Giải Nhất", count = 1 }, { name = "Giải Nhì", count = 1 }]
"#;
    let toml = simple_contest(5, USUAL).replace("[paper]", &format!("{more}\n[paper]")) + prizes;
    let world = World::with_contest(&toml, 12).await;
    let (first, second) = (world.contestant().await, world.contestant().await);
    world.sit(&first, "ky-1", 5, None, 60_000).await;
    world.sit(&second, "ky-1", 4, None, 60_000).await;
    world.advance(2 * 3_600_000);
    world.finalise("ky-1").await.expect("final");
    assert_eq!(world.board("ky-1").await["rows"][1]["prize"], "Giải Nhì");

    world.clock.set(hocluat::kernel::clock::Moment(
        crate::support::START.0 + 24 * 3_600_000,
    ));
    world.sit(&second, "ky-2", 5, None, 60_000).await;
    world.advance(2 * 3_600_000);
    world.finalise("ky-2").await.expect("final");
    assert_eq!(world.board("ky-2").await["rows"][0]["prize"], "Giải Nhất");
    assert_eq!(
        world.board("ky-1").await["rows"][1]["prize"],
        "",
        "the lower prize was given up"
    );
    assert_eq!(
        world.board("ky-1").await["rows"][0]["prize"],
        "Giải Nhất",
        "others keep theirs"
    );
    let organiser = world.organiser().await;
    for round in ["ky-1", "ky-2"] {
        let path = format!("/bang-xep-hang/{CONTEST}/{round}/tep-ket-qua.json");
        let file = world
            .call(Method::GET, &path, Some(&organiser.token), None)
            .await;
        let file = serde_json::from_str(&file.text).expect("a result file");
        assert_eq!(
            hocluat::contest::recount::recount(&file),
            vec![],
            "{round} counts the same for ever"
        );
    }
    world.end().await;
}
