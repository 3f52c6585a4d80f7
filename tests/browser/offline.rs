//! The sitting without network: a reload shows the paper with what was answered, and nothing is lost or left behind.

use crate::browser::{Page, in_browser};
use crate::contest::Timing;
use crate::line::Line;
use crate::service::Service;

/// Paths of the papers kept in this browser.
async fn kept_papers(page: &Page<'_>) -> Vec<String> {
    let paths = "caches.open('hocluat-papers').then((c) => c.keys()).then((k) => k.map((r) => new URL(r.url).pathname))";
    let paths = page.js(paths).await;
    let paths = paths.as_array().cloned().unwrap_or_default();
    paths
        .iter()
        .filter_map(|p| p.as_str().map(str::to_owned))
        .collect()
}

/// Waits until the papers kept are these.
async fn keeps(page: &Page<'_>, expected: &[&str]) {
    for _ in 0..100 {
        if kept_papers(page).await == expected {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    assert_eq!(kept_papers(page).await, expected);
}

/// What the clock shows, s.
async fn clock(page: &Page<'_>) -> u64 {
    let face = page.text("#clock").await;
    let mut parts = face
        .split(':')
        .map(|p| p.parse::<u64>().expect("digits and colons"));
    let (minutes, seconds) = (
        parts.next().expect("minutes"),
        parts.next().expect("seconds"),
    );
    minutes * 60 + seconds
}

async fn lose_network(page: &Page<'_>, line: &Line) {
    line.cut();
    page.offline(true).await;
}

async fn regain_network(page: &Page<'_>, line: &Line) {
    line.mend();
    page.offline(false).await;
}

#[tokio::test]
async fn a_reload_without_network_shows_the_paper_and_keeps_every_answer() {
    let mut service = Service::start(&Timing::LONG);
    let line = Line::before(&mut service).await;
    in_browser(&service, async |page| {
        page.register("Mai Thị Oanh", "oanh.mai").await;
        page.enter_contest().await;
        let sitting = page.start_attempt().await;
        page.until("navigator.serviceWorker.controller").await;
        keeps(page, &[&sitting]).await;
        page.choose(1, 2).await;
        page.all_saved().await;
        assert!(
            page.text("#cau-1 [data-saved]")
                .await
                .starts_with("Đã lưu lúc ")
        );

        lose_network(page, &line).await;
        page.choose(2, 3).await;
        page.until("document.querySelector('#state').textContent === '1 câu chưa gửi'")
            .await;
        let before = clock(page).await;
        tokio::time::sleep(std::time::Duration::from_secs(2)).await;
        page.reload().await;
        page.until("document.querySelector('#state').dataset.unsent === '1'")
            .await;
        page.shot("sitting-reloaded-offline").await;
        let after = clock(page).await;
        assert!(
            after < before && before - after < 30,
            "the clock went on from {before} s to {after} s"
        );
        assert_eq!(page.shown_answer(1).await, "B");
        assert_eq!(page.shown_answer(2).await, "C");
        page.choose(3, 1).await;
        page.until("document.querySelector('#state').dataset.unsent === '2'")
            .await;
        page.reload().await;
        assert_eq!(page.shown_answer(3).await, "A");

        regain_network(page, &line).await;
        page.all_saved().await;
        for (number, response) in [(1, "B"), (2, "C"), (3, "A")] {
            assert_eq!(page.kept_answer(number).await, response);
        }

        page.click("#submit-early").await;
        page.click("#confirm-yes").await;
        page.arrives("/ket-qua/").await;
        keeps(page, &[]).await;
        lose_network(page, &line).await;
        page.goto(&sitting).await;
        assert_eq!(
            page.js("!!document.querySelector('h1') && !document.querySelector('#paper')")
                .await,
            true,
            "what has ended is not kept; a page says that there is no network"
        );
        page.shot("offline").await;
    })
    .await;
}

#[tokio::test]
async fn whoever_signs_out_leaves_no_paper_on_the_device() {
    let mut service = Service::start(&Timing::LONG);
    let line = Line::before(&mut service).await;
    in_browser(&service, async |page| {
        page.register("Tạ Văn Phúc", "phuc.ta").await;
        page.enter_contest().await;
        let sitting = page.start_attempt().await;
        page.until("navigator.serviceWorker.controller").await;
        keeps(page, &[&sitting]).await;
        page.goto("/").await;
        page.sign_out().await;
        keeps(page, &[]).await;

        // Nor does somebody else's device say more than the server does.
        page.register("Lý Thị Quế", "que.ly").await;
        page.goto(&sitting).await;
        assert_eq!(page.js("!!document.querySelector('#paper')").await, false);
        keeps(page, &[]).await;
        lose_network(page, &line).await;
        page.goto(&sitting).await;
        assert_eq!(page.js("!!document.querySelector('#paper')").await, false);
    })
    .await;
}

#[tokio::test]
async fn only_files_the_offline_page_and_running_papers_are_kept() {
    let service = Service::start(&Timing::LONG);
    in_browser(&service, async |page| {
        page.register("Vi Văn Rạng", "rang.vi").await;
        page.enter_contest().await;
        let sitting = page.start_attempt().await;
        page.until("navigator.serviceWorker.controller").await;
        keeps(page, &[&sitting]).await;
        page.choose(1, 1).await;
        page.all_saved().await;
        for path in ["/", "/cuoc-thi", "/dang-nhap"] {
            page.goto(path).await;
        }
        let all = "caches.keys().then((names) => Promise.all(names.map((n) => caches.open(n).then((c) => c.keys()))))
            .then((lists) => lists.flat().map((r) => new URL(r.url).pathname))";
        let all = page.js(all).await;
        let all: Vec<&str> = all.as_array().into_iter().flatten().filter_map(|p| p.as_str()).collect();
        assert!(all.len() > 5, "{all:?}");
        let foreign: Vec<_> = all
            .iter()
            .filter(|path| !path.starts_with("/static/") && **path != "/ngoai-tuyen" && **path != sitting)
            .collect();
        assert!(foreign.is_empty(), "{foreign:?}");
    })
    .await;
}
