//! A Chromium of a test's own, and what a person does in it.

use std::panic::{AssertUnwindSafe, resume_unwind};
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use futures_util::FutureExt as _;
use serde_json::{Value, json};
use tempfile::TempDir;
use thirtyfour::{
    By, ChromiumLikeCapabilities as _, DesiredCapabilities, Key, LoggingPrefsLogLevel, WebDriver,
};

use crate::contest::{CONTEST, ROUND};
use crate::servers::{Running, free_port};
use crate::service::Service;

/// Width of the screen, CSS pixels: a small phone.
pub const WIDTH: u32 = 360;
const HEIGHT: u32 = 740;
/// Longest wait for something that should happen at once.
const SOON_S: u32 = 20;

const FLAGS: [&str; 10] = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--accept-lang=vi-VN,vi",
    "--lang=vi",
];

/// The page a person looks at.
pub struct Page<'a> {
    driver: &'a WebDriver,
    service: &'a Service,
}

/// Runs `test` in a browser of its own, which is closed whatever happens.
pub async fn in_browser(service: &Service, test: impl AsyncFnOnce(&Page<'_>)) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (_chromedriver, driver) = open(&folder).await;
    let page = Page {
        driver: &driver,
        service,
    };
    page.screen(WIDTH, HEIGHT).await;
    let outcome = AssertUnwindSafe(test(&page)).catch_unwind().await;
    if outcome.is_err() {
        page.describe_failure().await;
    }
    driver.clone().quit().await.expect("the browser closes");
    if let Err(panic) = outcome {
        resume_unwind(panic);
    }
}

async fn open(folder: &TempDir) -> (Running, WebDriver) {
    let program = |variable: &str, usual: &str| {
        std::env::var(variable)
            .ok()
            .filter(|path| !path.is_empty())
            .unwrap_or_else(|| usual.to_owned())
    };
    let port = free_port().expect("a port");
    let mut command = Command::new(program("TEST_CHROMEDRIVER", "/usr/bin/chromedriver"));
    command.arg(format!("--port={port}"));
    let mut chromedriver = Running::start(
        "chromedriver",
        &mut command,
        &folder.path().join("chromedriver.log"),
    )
    .expect("it starts");
    let listens = || std::net::TcpStream::connect(("127.0.0.1", port)).is_ok();
    chromedriver
        .wait_until(20, listens)
        .expect("chromedriver is ready");
    let mut wanted = DesiredCapabilities::chrome();
    wanted
        .set_binary(&program("TEST_CHROMIUM", "/usr/bin/chromium"))
        .expect("set");
    for flag in FLAGS {
        wanted.add_arg(flag).expect("set");
    }
    let profile = folder.path().join("profile");
    wanted
        .add_arg(&format!("--user-data-dir={}", profile.display()))
        .expect("set");
    wanted
        .set_browser_log_level(LoggingPrefsLogLevel::All)
        .expect("set");
    let driver = WebDriver::new(format!("http://127.0.0.1:{port}"), wanted)
        .await
        .expect("a browser");
    (chromedriver, driver)
}

impl Page<'_> {
    /// The program behind the page.
    pub const fn service(&self) -> &Service {
        self.service
    }

    /// Gives the screen a size, as a phone has it.
    pub async fn screen(&self, width: u32, height: u32) {
        let metrics =
            json!({ "width": width, "height": height, "deviceScaleFactor": 2, "mobile": true });
        self.cdp("Emulation.setDeviceMetricsOverride", metrics)
            .await;
    }

    /// Sends a command to Chromium.
    pub async fn cdp(&self, method: &str, params: Value) -> Value {
        self.driver
            .cdp()
            .send_raw(method, params)
            .await
            .unwrap_or_else(|e| panic!("{method}: {e}"))
    }

    /// Goes to a path of the service.
    pub async fn goto(&self, path: &str) {
        self.driver
            .goto(format!("{}{path}", self.service.url))
            .await
            .expect("the page loads");
    }

    /// Loads the page again.
    pub async fn reload(&self) {
        self.driver.refresh().await.expect("the page loads");
    }

    /// The path of the page.
    pub async fn path(&self) -> String {
        self.driver
            .current_url()
            .await
            .expect("an address")
            .path()
            .to_owned()
    }

    /// The value of a JavaScript expression in the page.
    pub async fn js(&self, expression: &str) -> Value {
        let script = format!("return ({expression});");
        let value = self.driver.execute(script, Vec::new()).await;
        value
            .unwrap_or_else(|e| panic!("{expression}: {e}"))
            .json()
            .clone()
    }

    /// Waits until a JavaScript expression is true, at most `seconds`.
    pub async fn until_within(&self, seconds: u32, expression: &str) {
        for _ in 0..seconds * 10 {
            // A page that is just being left cannot answer.
            let value = self
                .driver
                .execute(format!("return !!({expression});"), Vec::new())
                .await;
            if value.is_ok_and(|v| v.json() == &Value::Bool(true)) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("after {seconds} s this is still not so: {expression}");
    }

    /// Waits until a JavaScript expression is true.
    pub async fn until(&self, expression: &str) {
        self.until_within(SOON_S, expression).await;
    }

    /// Waits until the page is the one at a path that begins so, and has loaded.
    pub async fn arrives(&self, path: &str) {
        let path = json!(path);
        self.until(&format!(
            "location.pathname.startsWith({path}) && document.readyState === 'complete'"
        ))
        .await;
    }

    /// The text of an element as it is shown.
    pub async fn text(&self, css: &str) -> String {
        let element = self
            .driver
            .find(By::Css(css))
            .await
            .unwrap_or_else(|e| panic!("{css}: {e}"));
        element.text().await.expect("its text")
    }

    /// Brings an element to the middle of the screen, clear of what is fixed at its edges, and clicks it.
    pub async fn click(&self, css: &str) {
        let element = self
            .driver
            .find(By::Css(css))
            .await
            .unwrap_or_else(|e| panic!("{css}: {e}"));
        let here = vec![element.to_json().expect("a reference")];
        let scroll = "arguments[0].scrollIntoView({ block: 'center', behavior: 'instant' });";
        self.driver.execute(scroll, here).await.expect("scrolled");
        element
            .click()
            .await
            .unwrap_or_else(|e| panic!("{css}: {e}"));
    }

    /// Writes into a field, in place of what stands there.
    pub async fn fill(&self, css: &str, text: &str) {
        let element = self
            .driver
            .find(By::Css(css))
            .await
            .unwrap_or_else(|e| panic!("{css}: {e}"));
        element.clear().await.expect("emptied");
        element.send_keys(text).await.expect("typed");
    }

    /// Chooses a file in a field for files.
    pub async fn choose_file(&self, css: &str, file: &std::path::Path) {
        let field = self.driver.find(By::Css(css)).await;
        let field = field.unwrap_or_else(|e| panic!("{css}: {e}"));
        let path = file.to_str().expect("a plain path");
        field.send_keys(path).await.expect("chosen");
    }

    /// Presses keys on whatever has the focus.
    pub async fn press(&self, key: Key) {
        self.driver
            .action_chain()
            .send_keys(key)
            .perform()
            .await
            .expect("pressed");
    }

    /// Types text into whatever has the focus.
    pub async fn type_text(&self, text: &str) {
        self.driver
            .action_chain()
            .send_keys(text)
            .perform()
            .await
            .expect("typed");
    }

    /// Does something in another tab of this browser, closes it and comes back.
    pub async fn in_second_tab(&self, act: impl AsyncFnOnce()) {
        let first = self.driver.window().await.expect("a window");
        let second = self.driver.new_tab().await.expect("a tab");
        self.driver
            .switch_to_window(second)
            .await
            .expect("switched");
        self.screen(WIDTH, HEIGHT).await;
        act().await;
        self.driver.close_window().await.expect("closed");
        self.driver.switch_to_window(first).await.expect("switched");
    }

    /// Switches the network of this page off or on.
    pub async fn offline(&self, offline: bool) {
        let conditions = json!({
            "offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1
        });
        self.cdp("Network.enable", json!({})).await;
        self.cdp("Network.emulateNetworkConditions", conditions)
            .await;
        self.until(&format!("navigator.onLine === {}", !offline))
            .await;
    }

    /// Takes the console's errors since the last time.
    pub async fn errors(&self) -> Vec<String> {
        let log = self.driver.browser_log().await.expect("the browser's log");
        log.into_iter()
            .filter(|line| line.level == "SEVERE" || line.level == "WARNING")
            .map(|line| line.message)
            .collect()
    }

    /// What holds for every page: it fits the screen, no text or value is missing, and the console is silent.
    pub async fn is_sound(&self, name: &str) {
        self.shot(name).await;
        let widths = self
            .js("[document.documentElement.scrollWidth, innerWidth]")
            .await;
        let number = |value: &Value| value.as_u64().unwrap_or(u64::MAX);
        let (scroll, inner) = (number(&widths[0]), number(&widths[1]));
        assert!(
            inner <= u64::from(WIDTH) && scroll <= inner,
            "{name} is {scroll} wide on a screen of {inner}"
        );
        let shown = self.js("document.body.innerText").await;
        let shown = shown.as_str().unwrap_or_default();
        assert!(
            !shown.is_empty() && !shown.contains("{$") && !shown.contains('⟦'),
            "{name} shows a hole:\n{shown}"
        );
        assert_eq!(
            self.errors().await,
            Vec::<String>::new(),
            "{name} has errors in the console"
        );
    }

    /// Keeps a picture of the whole page when `HOCLUAT_SHOTS` names a folder.
    pub async fn shot(&self, name: &str) {
        let Some(folder) = std::env::var_os("HOCLUAT_SHOTS").map(PathBuf::from) else {
            return;
        };
        std::fs::create_dir_all(&folder).expect("a folder");
        let height = self
            .js("Math.max(document.documentElement.scrollHeight, innerHeight)")
            .await;
        self.cdp(
            "Emulation.setDeviceMetricsOverride",
            json!({ "width": WIDTH, "height": height, "deviceScaleFactor": 2, "mobile": true }),
        )
        .await;
        let picture = self
            .driver
            .screenshot(&folder.join(format!("{name}.png")))
            .await;
        self.screen(WIDTH, HEIGHT).await;
        picture.expect("a picture");
    }

    async fn describe_failure(&self) {
        let url = self
            .driver
            .current_url()
            .await
            .map(|u| u.to_string())
            .unwrap_or_default();
        let text = self
            .driver
            .execute("return document.body.innerText", Vec::new())
            .await;
        let text = text
            .map(|t| t.json().as_str().unwrap_or_default().to_owned())
            .unwrap_or_default();
        eprintln!(
            "It failed at {url}:\n{text}\nConsole: {:#?}",
            self.driver.browser_log().await.unwrap_or_default()
        );
    }

    // ---- what people do ------------------------------------------------------------------------------------------

    /// Makes an account and stays signed in.
    pub async fn register(&self, full_name: &str, login: &str) {
        self.goto("/dang-ky").await;
        self.type_account(full_name, login).await;
        self.click("main form button[type=submit]").await;
        self.until("location.pathname === '/'").await;
    }

    /// Signs out through the menu.
    pub async fn sign_out(&self) {
        self.click(".menu summary").await;
        self.click(".menu form button").await;
        self.until("!document.querySelector('.menu')").await;
    }

    /// Fills the fields of a new account.
    pub async fn type_account(&self, full_name: &str, login: &str) {
        self.fill("#full_name", full_name).await;
        self.fill("#login", login).await;
        self.fill("#password", "một câu dễ nhớ").await;
    }

    /// Enters the contest through its form.
    pub async fn enter_contest(&self) {
        self.goto(&format!("/cuoc-thi/{CONTEST}/du-thi")).await;
        self.asked_for("#birth_date-y").await;
        self.fill("#birth_date-y", "1990").await;
        self.asked_for("[name^=consent-]").await;
        self.click("[name^=consent-]").await;
        self.click("[data-step-submit]").await;
        self.until(&format!("location.pathname === '/cuoc-thi/{CONTEST}'"))
            .await;
    }

    /// Goes on in the entry form until it asks for this: with a script it asks one question at a time on a small screen, without one
    /// everything at once. Modules have run when a page has loaded.
    async fn asked_for(&self, css: &str) {
        let shown = format!("document.querySelector('{css}').checkVisibility()");
        for _ in 0..10 {
            if self.js(&shown).await == true {
                return;
            }
            self.click(".step-dock .btn.main").await;
        }
        panic!("the entry form never asks for {css}");
    }

    /// Starts an attempt and returns the sitting's path.
    pub async fn start_attempt(&self) -> String {
        self.goto(&format!("/cuoc-thi/{CONTEST}/{ROUND}/vao-thi"))
            .await;
        self.click("main form button[type=submit]").await;
        self.arrives("/lam-bai/").await;
        self.path().await
    }

    /// Shows a question of the sitting.
    pub async fn question(&self, number: usize) {
        self.click(&format!("#map button:nth-of-type({number})"))
            .await;
        self.until(&format!("!document.querySelector('#cau-{number}').hidden"))
            .await;
    }

    /// Goes to a question and chooses its `option`, counted from 1.
    pub async fn choose(&self, number: usize, option: usize) {
        self.question(number).await;
        self.click(&format!("#cau-{number} .option:nth-of-type({option})"))
            .await;
    }

    /// Waits until every answer of the sitting has been acknowledged.
    pub async fn all_saved(&self) {
        self.until("document.querySelector('#state').dataset.unsent === '0'")
            .await;
    }

    /// The answer to a question as the page shows it: letters, or the number typed.
    pub async fn shown_answer(&self, number: usize) -> String {
        let inputs = format!("[...document.querySelectorAll('[name=a{number}]')]");
        let value = "(i) => i.type === 'text' ? i.value : i.checked ? i.value : ''";
        let shown = self.js(&format!("{inputs}.map({value}).join('')")).await;
        shown.as_str().unwrap_or_default().to_owned()
    }

    /// The answer to a question as the server holds it, asked with the attempt's own token.
    pub async fn kept_answer(&self, number: usize) -> String {
        let attempt = self.attempt().await;
        let answers = attempt["answers"].as_array().cloned().unwrap_or_default();
        let found = answers.iter().find(|a| a["number"] == number);
        found
            .and_then(|a| a["response"].as_str())
            .unwrap_or_default()
            .to_owned()
    }

    /// Address and token of the attempt on the page.
    pub async fn attempt_access(&self) -> (String, String) {
        let data = self
            .js("JSON.parse(document.querySelector('#sitting').textContent)")
            .await;
        let text = |name: &str| {
            data[name]
                .as_str()
                .unwrap_or_else(|| panic!("{name} in {data}"))
                .to_owned()
        };
        (text("api"), text("token"))
    }

    /// The attempt as the server sees it.
    pub async fn attempt(&self) -> Value {
        let (api, token) = self.attempt_access().await;
        let (status, attempt) = self
            .service
            .call(reqwest::Method::GET, &api, &token, None)
            .await;
        assert_eq!(status, 200, "{attempt}");
        attempt
    }
}
