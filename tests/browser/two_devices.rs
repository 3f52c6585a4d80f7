//! The same attempt in two places: the newer answer wins, and nobody is left in the dark.

use reqwest::Method;
use serde_json::json;

use crate::browser::in_browser;
use crate::contest::Timing;
use crate::service::Service;

#[tokio::test]
async fn a_page_that_is_behind_says_so_and_shows_the_newer_answer() {
    let service = Service::start(&Timing::LONG);
    in_browser(&service, async |page| {
        page.register("Lê Thị Cúc", "cuc.le").await;
        page.enter_contest().await;
        page.start_attempt().await;
        page.choose(1, 1).await;
        page.all_saved().await;

        // Another device, further on than this page.
        let (api, token) = page.attempt_access().await;
        let answer = json!({ "response": "C", "sequence": 9 });
        let (status, body) = service
            .call(
                Method::PUT,
                &format!("{api}/answers/1"),
                &token,
                Some(answer),
            )
            .await;
        assert_eq!(status, 200, "{body}");

        page.choose(1, 4).await;
        page.until("document.querySelector('#notice').textContent.includes('mới hơn')")
            .await;
        assert!(page.text("#notice").await.contains("Câu 1"));
        assert_eq!(page.shown_answer(1).await, "C");
        assert_eq!(page.kept_answer(1).await, "C");
        page.shot("sitting-newer-elsewhere").await;
        let errors = page.errors().await;
        assert!(errors.iter().all(|e| e.contains("409")), "{errors:#?}");

        // Having seen it, the person may change it.
        page.click("#cau-1 .option:nth-of-type(4)").await;
        page.all_saved().await;
        assert_eq!(page.kept_answer(1).await, "D");
        assert_eq!(page.errors().await, Vec::<String>::new());
    })
    .await;
}

#[tokio::test]
async fn two_tabs_of_one_browser_follow_each_other() {
    let service = Service::start(&Timing::LONG);
    in_browser(&service, async |page| {
        page.register("Phạm Văn Dũng", "dung.pham").await;
        page.enter_contest().await;
        let sitting = page.start_attempt().await;
        page.choose(1, 2).await;
        page.all_saved().await;
        page.in_second_tab(async || {
            page.goto(&sitting).await;
            assert_eq!(page.shown_answer(1).await, "B");
            page.choose(1, 3).await;
            page.all_saved().await;
        })
        .await;
        page.until("document.querySelector('[name=a1][value=C]').checked")
            .await;
        page.click("#cau-1 .option:nth-of-type(1)").await;
        page.all_saved().await;
        assert_eq!(page.kept_answer(1).await, "A");
        assert_eq!(page.errors().await, Vec::<String>::new());
    })
    .await;
}
