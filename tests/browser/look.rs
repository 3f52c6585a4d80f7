//! Looking closely at one page: in both languages, on three screens, by day and by night, with the Tab key, and with the
//! accessibility checks of axe-core.

use std::path::{Path, PathBuf};
use std::time::Duration;

use base64::Engine as _;
use serde_json::{Value, json};

use crate::browser::Page;

/// Widths of the screens, CSS pixels: a phone, a tablet, a desk.
const WIDTHS: [u64; 3] = [360, 768, 1280];
const HEIGHT: u64 = 800;
/// The Tab key, as the browser's driver writes it.
const TAB: &str = "\u{e004}";
const WALK: &str = include_str!("walk.js");

/// What looking needs, and what was found wrong.
pub struct Look {
    axe: String,
    shots: Option<PathBuf>,
    /// One sentence for everything that is wrong.
    pub findings: Vec<String>,
}

impl Look {
    /// Reads axe-core. Without it the accessibility of nothing can be promised, so its absence fails the test.
    pub fn new() -> Self {
        let path = std::env::var("HOCLUAT_AXE").unwrap_or_default();
        let axe = std::fs::read_to_string(&path).unwrap_or_else(|error| {
            panic!(
                "HOCLUAT_AXE must name axe.min.js of the npm package axe-core (ops/test and ops/shots fetch it), \
                 and {path:?} cannot be read: {error}"
            )
        });
        Self {
            axe,
            shots: std::env::var_os("HOCLUAT_SHOTS").map(PathBuf::from),
            findings: Vec::new(),
        }
    }

    /// Looks at the page at `path` in every way. `name` is for pictures and findings; `status` what the page answers.
    pub async fn at(&mut self, page: &Page<'_>, name: &str, path: &str, status: u16) {
        // A page is loaded once in each language, on the smallest screen and on the largest, and then stretched: what
        // scripts do on arrival is seen on both. The accessibility checks meet each scheme on a phone and at a desk.
        let ways = [
            ("vi", WIDTHS, [(360, "light"), (1280, "dark")]),
            ("en", [1280, 768, 360], [(1280, "light"), (360, "dark")]),
        ];
        for (lang, widths, checked) in ways {
            screen(page, widths[0], "light").await;
            speak(page, lang).await;
            page.goto(path).await;
            let here = format!("{name} ({path}) in {lang}");
            let arrived = page.path().await;
            if path.split('?').next().is_none_or(|asked| asked != arrived) {
                self.found(&here, &format!("leads to {arrived}"));
            }
            self.arrival(page, &here, status).await;
            self.walk(page, &here).await;
            for scheme in ["light", "dark"] {
                for width in widths {
                    screen(page, width, scheme).await;
                    let here = format!("{here}, {width} px, {scheme}");
                    self.fits(page, &here, width).await;
                    if checked.contains(&(width, scheme)) {
                        self.accessible(page, &here).await;
                    }
                    let file = format!("{name}-{lang}-{width}-{scheme}.png");
                    self.shot(page, &file, width, scheme).await;
                }
            }
        }
    }

    fn found(&mut self, here: &str, what: &str) {
        self.findings.push(format!("{here}: {what}"));
    }

    /// What holds as soon as the page is there: it is the right one, nothing is missing in it, and the console is silent.
    async fn arrival(&mut self, page: &Page<'_>, here: &str, status: u16) {
        let answered = page
            .js("performance.getEntriesByType('navigation')[0].responseStatus")
            .await;
        if answered != status {
            self.found(here, &format!("answered {answered}"));
        }
        let shown = page.js("document.body.innerText").await;
        let shown = shown.as_str().unwrap_or_default();
        if shown.trim().is_empty() || shown.contains("{$") || shown.contains('⟦') {
            self.found(here, &format!("shows a hole: {shown:?}"));
        }
        // Chromium itself writes a line about a page that is not there.
        let expected = format!("the server responded with a status of {status} ");
        for error in page.errors().await {
            if status == 200 || !error.contains(&expected) {
                self.found(here, &format!("says in the console: {error}"));
            }
        }
    }

    /// Goes through the page with the Tab key.
    async fn walk(&mut self, page: &Page<'_>, here: &str) {
        page.js(&format!("(() => {{ {WALK} }})()")).await;
        let presses = page.js("hocluatPage.begin()").await.as_u64().unwrap_or(0);
        let presses = usize::try_from(presses).unwrap_or(0);
        page.type_text(&TAB.repeat(presses)).await;
        let wrong = page.js("hocluatPage.end()").await;
        for sentence in wrong.as_array().into_iter().flatten() {
            self.found(here, sentence.as_str().unwrap_or_default());
        }
        if page.js("!globalThis.hocluatPage").await == true {
            self.found(here, "a step of the Tab key leads away from the page");
        }
    }

    async fn fits(&mut self, page: &Page<'_>, here: &str, width: u64) {
        let wider = page.js(&format!("hocluatPage.wider({width})")).await;
        if wider != "" {
            self.found(here, wider.as_str().unwrap_or_default());
        }
    }

    async fn accessible(&mut self, page: &Page<'_>, here: &str) {
        if page.js("!globalThis.axe").await == true {
            evaluate(page, &self.axe).await;
        }
        let run = "axe.run(document, { resultTypes: ['violations'] }).then((r) => r.violations
            .filter((v) => ['serious', 'critical'].includes(v.impact))
            .map((v) => `${v.id} (${v.impact}): ${v.help}: ${v.nodes.slice(0, 3).map((n) => n.target.join(' ')).join(' | ')}`))";
        let done = evaluate(page, run).await;
        let Some(violations) = done["result"]["value"].as_array() else {
            return self.found(here, &format!("axe-core could not look: {done}"));
        };
        for sentence in violations {
            self.found(here, sentence.as_str().unwrap_or_default());
        }
    }

    async fn shot(&self, page: &Page<'_>, file: &str, width: u64, scheme: &str) {
        let Some(folder) = &self.shots else { return };
        std::fs::create_dir_all(folder).expect("a folder");
        let height = page
            .js("Math.max(document.documentElement.scrollHeight, innerHeight)")
            .await;
        let height = height.as_u64().unwrap_or(HEIGHT);
        metrics(page, width, height).await;
        let picture = page
            .cdp("Page.captureScreenshot", json!({ "format": "png" }))
            .await;
        keep(&folder.join(file), &picture["data"]);
        screen(page, width, scheme).await;
    }

    /// Fails with everything that was found.
    pub fn conclude(self) {
        assert!(
            self.findings.is_empty(),
            "{} findings:\n{}",
            self.findings.len(),
            self.findings.join("\n")
        );
    }
}

fn keep(path: &Path, data: &Value) {
    let bytes = base64::engine::general_purpose::STANDARD.decode(data.as_str().unwrap_or_default());
    std::fs::write(path, bytes.expect("a picture")).expect("written");
}

async fn evaluate(page: &Page<'_>, expression: &str) -> Value {
    let asked = json!({ "expression": expression, "awaitPromise": true, "returnByValue": true });
    page.cdp("Runtime.evaluate", asked).await
}

async fn metrics(page: &Page<'_>, width: u64, height: u64) {
    let phone = width < 700;
    let metrics =
        json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": phone });
    page.cdp("Emulation.setDeviceMetricsOverride", metrics)
        .await;
}

/// A screen of this width, by day (`light`) or by night (`dark`), on which nothing moves.
async fn screen(page: &Page<'_>, width: u64, scheme: &str) {
    metrics(page, width, HEIGHT).await;
    let features = json!([
        { "name": "prefers-color-scheme", "value": scheme },
        { "name": "prefers-reduced-motion", "value": "reduce" },
    ]);
    page.cdp(
        "Emulation.setEmulatedMedia",
        json!({ "features": features }),
    )
    .await;
    // The page is laid out and painted anew before it is looked at.
    tokio::time::sleep(Duration::from_millis(30)).await;
}

/// The language, as whoever chose it has it.
async fn speak(page: &Page<'_>, lang: &str) {
    set_cookie(page, "hocluat_lang", lang).await;
}

/// Gives the browser a cookie of the service.
pub async fn set_cookie(page: &Page<'_>, name: &str, value: &str) {
    let cookie = json!({ "name": name, "value": value, "url": page.service().url });
    page.cdp("Network.setCookie", cookie).await;
}
