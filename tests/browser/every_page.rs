//! What holds for every page: it fits a small screen, its console is silent, and its first load is light.

use serde_json::json;

use crate::browser::{Page, in_browser};
use crate::contest::{CONTEST, ROUND, Timing};
use crate::service::Service;

/// Most a first load may weigh over the wire, bytes.
const LIGHT: u64 = 60_000;

#[tokio::test]
async fn every_page_fits_a_small_screen_with_a_silent_console_in_both_languages() {
    let service = Service::start(&Timing::LONG);
    in_browser(&service, async |page| {
        for path in ["/", "/cuoc-thi", "/dang-ky", "/dang-nhap"] {
            page.goto(path).await;
            page.is_sound(&format!("vi{}", path.replace('/', "-")))
                .await;
        }
        page.register("Đỗ Thị Hạnh", "hanh.do").await;
        page.enter_contest().await;
        page.goto("/").await;
        page.click("[action='/ngon-ngu'] button").await;
        page.until("document.documentElement.lang === 'en'").await;
        for (name, path) in pages_of_a_contestant() {
            page.goto(&path).await;
            page.is_sound(&format!("en-{name}")).await;
        }
        page.goto("/khong-co").await;
        page.shot("en-not-found").await;
        let errors = page.errors().await;
        assert!(errors.iter().all(|e| e.contains("404")), "{errors:#?}");
    })
    .await;
}

#[tokio::test]
async fn a_refused_form_says_everything_at_once_and_leads_to_each_field() {
    let service = Service::start(&Timing::LONG);
    in_browser(&service, async |page| {
        page.goto("/dang-ky").await;
        page.click("main form button[type=submit]").await;
        page.until("document.querySelector('[role=alert]')").await;
        let focused = page.js("document.activeElement.getAttribute('role')").await;
        assert_eq!(focused, "alert", "what to mend is read first");
        let summary = page.text("[role=alert]").await;
        for label in ["Họ và tên:", "Tên đăng nhập:", "Mật khẩu:"] {
            assert!(summary.contains(label), "{summary}");
        }
        page.shot("register-errors").await;
        page.click("[role=alert] a[href='#login']").await;
        assert_eq!(page.js("location.hash").await, "#login");
        page.errors().await;

        page.register("Ngô Thị Lan", "lan.ngo").await;
        page.goto(&format!("/cuoc-thi/{CONTEST}/du-thi")).await;
        page.click("main form button[type=submit]").await;
        page.until("document.querySelector('[role=alert]')").await;
        let links = page.js("[...document.querySelectorAll('[role=alert] a')].map((a) => a.hash)");
        assert_eq!(links.await, json!(["#birth_date", "#consent"]));
        page.shot("entry-errors").await;
    })
    .await;
}

fn pages_of_a_contestant() -> Vec<(&'static str, String)> {
    vec![
        ("home", "/".to_owned()),
        ("contests", "/cuoc-thi".to_owned()),
        ("contest", format!("/cuoc-thi/{CONTEST}")),
        ("start", format!("/cuoc-thi/{CONTEST}/{ROUND}/vao-thi")),
        ("board-empty", format!("/bang-xep-hang/{CONTEST}/{ROUND}")),
    ]
}

#[tokio::test]
async fn the_first_load_of_the_pages_on_the_way_to_the_paper_is_under_60_kb() {
    let service = Service::start(&Timing::LONG);
    in_browser(&service, async |page| {
        page.register("Bùi Văn Khánh", "khanh.bui").await;
        weighs_little(page, "home", "/").await;
        weighs_little(page, "contest", &format!("/cuoc-thi/{CONTEST}")).await;
        weighs_little(page, "entry", &format!("/cuoc-thi/{CONTEST}/du-thi")).await;
        page.enter_contest().await;
        let sitting = page.start_attempt().await;
        weighs_little(page, "sitting", &sitting).await;
    })
    .await;
}

/// Loads a page with an empty cache and adds up what came over the wire, headers and the icon included.
async fn weighs_little(page: &Page<'_>, name: &str, path: &str) {
    page.cdp("Network.enable", json!({})).await;
    page.cdp("Network.setCacheDisabled", json!({ "cacheDisabled": true }))
        .await;
    // A worker that has come meanwhile would answer from its own store.
    page.cdp("Network.setBypassServiceWorker", json!({ "bypass": true }))
        .await;
    page.goto(path).await;
    page.js("void fetch(document.querySelector('link[rel=icon]').href).then((r) => r.blob())")
        .await;
    page.until("performance.getEntriesByType('resource').some((e) => e.initiatorType === 'fetch')")
        .await;
    let loads = page
        .js("[...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
            .map((e) => [new URL(e.name).pathname.split('/').pop(), e.transferSize])")
        .await;
    let loads = loads.as_array().cloned().unwrap_or_default();
    let sum: u64 = loads.iter().filter_map(|load| load[1].as_u64()).sum();
    let parts: Vec<String> = loads
        .iter()
        .map(|load| format!("{} {}", load[0].as_str().unwrap_or_default(), load[1]))
        .collect();
    eprintln!("First load of {name}: {sum} bytes ({})", parts.join(", "));
    assert!(
        loads.len() >= 3 && loads.iter().all(|load| load[1].as_u64() > Some(0)),
        "not everything came over the wire: {parts:?}"
    );
    assert!(sum < LIGHT, "the first load of {name} weighs {sum} bytes");
}
