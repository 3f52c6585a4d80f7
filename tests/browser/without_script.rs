//! The sitting without JavaScript: one form with every question.

use serde_json::json;

use crate::browser::in_browser;
use crate::contest::{PREDICTION, Timing};
use crate::service::Service;

#[tokio::test]
async fn a_browser_without_javascript_starts_saves_and_submits() {
    let service = Service::start(&Timing::LONG);
    in_browser(&service, async |page| {
        page.cdp(
            "Emulation.setScriptExecutionDisabled",
            json!({ "value": true }),
        )
        .await;
        page.register("Hoàng Thị Em", "em.hoang").await;
        page.enter_contest().await;
        page.start_attempt().await;
        page.is_sound("sitting-without-script").await;
        assert!(
            page.text("noscript").await.contains("Lưu"),
            "the page says what is different"
        );

        page.click("#cau-1 .option:nth-of-type(3)").await;
        page.click("#cau-4 .option:nth-of-type(2)").await;
        page.click("#cau-4 .option:nth-of-type(4)").await;
        page.fill(&format!("#a{PREDICTION}"), "12,5").await;
        page.click("button[value=save]").await;
        page.until("document.querySelector('.flash .good')").await;
        assert_eq!(page.shown_answer(1).await, "C");
        assert_eq!(page.kept_answer(1).await, "C");
        assert_eq!(page.kept_answer(4).await, "BD");
        assert_eq!(page.kept_answer(PREDICTION).await, "12,5");

        page.fill(&format!("#a{PREDICTION}"), "nhiều người").await;
        page.click("button[value=save]").await;
        page.until(&format!(
            "!document.querySelector('#cau-{PREDICTION} .error').hidden"
        ))
        .await;
        page.is_sound("sitting-without-script-error").await;
        assert_eq!(
            page.kept_answer(PREDICTION).await,
            "12,5",
            "what was saved stays"
        );

        page.fill(&format!("#a{PREDICTION}"), "13").await;
        page.click("#cau-2 .option:nth-of-type(1)").await;
        page.click("button[value=submit]").await;
        page.arrives("/ket-qua/").await;
        page.is_sound("result-submitted").await;
        assert_eq!(page.text("h1").await, "Đã nộp bài");
        assert!(page.text(".receipt").await.contains("3/5"));
    })
    .await;
}
