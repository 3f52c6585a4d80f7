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
