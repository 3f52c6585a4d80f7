//! First loads over a poor line on a cheap phone: 400 kbit/s, 400 ms, a processor four times as slow, nothing cached.
//!
//! The weight is asserted. The times are printed and not asserted, since they are this machine's as well:
//! `cargo nextest run --features browser --test browser slow_line --no-capture`.

use std::time::Duration;

use serde_json::{Value, json};

use crate::browser::{Page, in_browser};
use crate::contest::{CONTEST, Timing};
use crate::course::{self, COURSE};
use crate::service::Service;

/// Most a first load may weigh over the wire, bytes.
const LIGHT: u64 = 60_000;
/// What is promised until a page can be used, ms.
const PROMISED_MS: u64 = 2_000;
/// 400 kbit/s, in bytes a second.
const BYTES_PER_SECOND: u64 = 50_000;
const LATENCY_MS: u64 = 400;
const CPU_SLOWDOWN: u64 = 4;

/// A page and what must have been painted before it is of use.
struct Load {
    name: &'static str,
    path: String,
    /// A JavaScript expression: the main action is there, and what it needs works.
    usable: &'static str,
}

#[tokio::test]
async fn first_loads_over_a_slow_line_are_light_and_soon_of_use() {
    let service = Service::start_with(&Timing::LONG, course::write);
    in_browser(&service, async |page| {
        page.register("Bùi Văn Khánh", "khanh.bui").await;
        course::enrol(page).await;
        let contest = format!("/cuoc-thi/{CONTEST}");
        on_a_slow_line(page).await;
        let action = "seen('main a[href^=\"/cuoc-thi/\"]')";
        first_load(
            page,
            &Load {
                name: "home",
                path: "/".into(),
                usable: action,
            },
        )
        .await;
        first_load(
            page,
            &Load {
                name: "contest",
                path: contest.clone(),
                usable: action,
            },
        )
        .await;
        let form = "seen('main form input:not([type=hidden])') && seen('main form button')";
        first_load(
            page,
            &Load {
                name: "entry",
                path: format!("{contest}/du-thi"),
                usable: form,
            },
        )
        .await;

        first_load(
            page,
            &Load {
                name: "course",
                path: format!("/khoa-hoc/{COURSE}"),
                usable: "seen('.dock a')",
            },
        )
        .await;
        let check = "seen('.self-check .option') && seen('main form button')";
        first_load(
            page,
            &Load {
                name: "lesson",
                path: format!("/khoa-hoc/{COURSE}/bai/doc"),
                usable: check,
            },
        )
        .await;

        on_a_good_line(page).await;
        page.enter_contest().await;
        let sitting = page.start_attempt().await;
        on_a_slow_line(page).await;
        // The map is drawn by the script, after everything that takes answers.
        let script = "document.querySelector('#map button') && seen('.question .option')";
        first_load(
            page,
            &Load {
                name: "sitting",
                path: sitting,
                usable: script,
            },
        )
        .await;
    })
    .await;
}

async fn on_a_slow_line(page: &Page<'_>) {
    line(page, LATENCY_MS, json!(BYTES_PER_SECOND), CPU_SLOWDOWN).await;
}

async fn on_a_good_line(page: &Page<'_>) {
    line(page, 0, json!(-1), 1).await;
}

async fn line(page: &Page<'_>, latency: u64, speed: Value, slowdown: u64) {
    page.cdp("Network.enable", json!({})).await;
    // A worker that has come meanwhile would answer from its own store.
    page.cdp("Network.setBypassServiceWorker", json!({ "bypass": true }))
        .await;
    page.cdp(
        "Network.emulateNetworkConditions",
        json!({ "offline": false, "latency": latency, "downloadThroughput": speed, "uploadThroughput": speed }),
    )
    .await;
    page.cdp(
        "Emulation.setCPUThrottlingRate",
        json!({ "rate": slowdown }),
    )
    .await;
}

/// Notes the first moment at which a page is of use: it has been painted with its heading and what `usable` asks for.
fn watcher(usable: &str) -> String {
    format!(
        "(() => {{
            const seen = (css) => [...document.querySelectorAll(css)].some((el) => el.checkVisibility());
            const look = () => {{
                if (document.body && seen('h1') && ({usable}) && performance.getEntriesByName('first-contentful-paint').length) {{
                    globalThis.usableAt = performance.now();
                }} else {{
                    requestAnimationFrame(look);
                }}
            }};
            requestAnimationFrame(look);
        }})()"
    )
}

/// Loads a page with an empty cache, prints how long it took and adds up what came over the wire, headers included.
async fn first_load(page: &Page<'_>, load: &Load) {
    page.cdp("Network.clearBrowserCache", json!({})).await;
    page.cdp("Page.enable", json!({})).await;
    let script = page
        .cdp(
            "Page.addScriptToEvaluateOnNewDocument",
            json!({ "source": watcher(load.usable) }),
        )
        .await;
    page.goto(&load.path).await;
    page.until("globalThis.usableAt").await;
    // What a page fetches when it has nothing better to do counts as well.
    tokio::time::sleep(Duration::from_secs(2)).await;
    let times = page
        .js("[performance.getEntriesByName('first-contentful-paint')[0].startTime, usableAt].map(Math.round)")
        .await;
    let loads = page
        .js("[...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
            .map((e) => [new URL(e.name).pathname.split('/').pop() || '/', e.transferSize, Math.round(e.startTime), Math.round(e.responseEnd)])")
        .await;
    page.cdp("Page.removeScriptToEvaluateOnNewDocument", script)
        .await;
    report(
        load.name,
        &times,
        loads.as_array().map_or(&[], Vec::as_slice),
    );
}

fn report(name: &str, times: &Value, loads: &[Value]) {
    let bytes: u64 = loads.iter().filter_map(|load| load[1].as_u64()).sum();
    let usable = times[1].as_u64().unwrap_or(u64::MAX);
    let kept = if usable < PROMISED_MS {
        "< 2,000 ms"
    } else {
        "NOT < 2,000 ms"
    };
    eprintln!(
        "{name}: painted after {} ms, of use after {usable} ms ({kept}), {bytes} bytes",
        times[0]
    );
    for load in loads {
        eprintln!(
            "    {:>6} bytes, {:>5} … {:>5} ms  {}",
            load[1],
            load[2],
            load[3],
            load[0].as_str().unwrap_or_default()
        );
    }
    assert!(
        loads.len() >= 3 && loads.iter().all(|load| load[1].as_u64() > Some(0)),
        "not everything of {name} came over the wire: {loads:?}"
    );
    assert!(
        bytes < LIGHT,
        "the first load of {name} weighs {bytes} bytes"
    );
}
