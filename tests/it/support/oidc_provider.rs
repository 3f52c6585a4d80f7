//! A real OpenID Connect provider for tests (`tests/oidc/provider.mjs`), and a browser's part of a sign-in with it.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use hocluat::account::oidc::{Callback, Provider};
use reqwest::header::LOCATION;
use reqwest::{Client, Response, Url};

use super::servers::{Outcome, Running};

/// The path to which the provider sends people back unless a test names another.
pub const BACK_PATH: &str = "/callback";

/// The folder with the provider's `node_modules`, from `HOCLUAT_TEST_OIDC`. Without it the test that asks is skipped, and says so as
/// loudly as it can; where `CI_STRICT` is set it fails instead.
#[track_caller]
pub fn modules() -> Option<PathBuf> {
    const MISSING: &str =
        "HOCLUAT_TEST_OIDC names no folder in which `npm ci` was run with tests/oidc/package.json";
    let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
    let folder = set("HOCLUAT_TEST_OIDC").map(PathBuf::from);
    if let Some(folder) = &folder {
        let there = folder.join("node_modules/oidc-provider").is_dir();
        assert!(there, "{MISSING}: {}", folder.display());
    } else {
        assert!(
            set("CI_STRICT").is_none(),
            "{MISSING}, and CI_STRICT allows no test to be skipped"
        );
        let said = format!("SKIPPED: {MISSING}; nothing was tested");
        // The runner swallows what a test that passes says; a person at a terminal shall see it all the same.
        let terminal = fs::OpenOptions::new().write(true).open("/dev/tty");
        let told = terminal.and_then(|mut terminal| writeln!(terminal, "{said}"));
        if told.is_err() {
            eprintln!("{said}");
        }
    }
    folder
}

/// The running provider; it ends with this value.
pub struct OidcProvider {
    process: Running,
    log: PathBuf,
    /// Its issuer: `http://127.0.0.1:PORT`.
    pub issuer: String,
}

impl OidcProvider {
    /// Starts the provider with the modules in `modules` and its output under `folder`. See provider.mjs for `options`.
    pub fn started(modules: &Path, folder: &Path, options: &[&str]) -> Outcome<Self> {
        let log = folder.join("oidc-provider.log");
        let program = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/oidc/provider.mjs");
        let mut command = Command::new("node");
        command.arg(program).arg(modules).args(options);
        let mut process = Running::start("the OpenID Connect provider", &mut command, &log)?;
        let ready = process.wait_until(30, || issuer_in(&log).is_some());
        let said = || fs::read_to_string(&log).unwrap_or_default();
        ready.map_err(|error| format!("{error}\n{}", said()))?;
        let issuer = issuer_in(&log).ok_or("the provider does not name its issuer")?;
        Ok(Self {
            process,
            log,
            issuer,
        })
    }

    /// The settings with which the service knows it.
    pub fn settings(&self) -> Provider {
        Provider {
            key: "thu".into(),
            label: "Tài khoản thử".into(),
            issuer: self.issuer.clone(),
            client_id: "hocluat".into(),
            client_secret: Some("a-secret-of-tests".into()),
            scopes: ["openid", "profile", "email"].map(str::to_owned).into(),
        }
    }

    /// Gives it new signing keys and forgets the old ones.
    pub fn change_keys(&mut self) -> Outcome<()> {
        let sent = Command::new("kill")
            .args(["-HUP", &self.process.pid().to_string()])
            .status()
            .map_err(|error| format!("kill: {error}"))?;
        if !sent.success() {
            return Err(format!("kill: {sent}"));
        }
        let log = self.log.clone();
        self.process
            .wait_until(30, || lines(&log).iter().any(|line| line == "new keys"))
    }

    /// Stops it.
    pub fn stop(&mut self) {
        self.process.stop();
    }
}

/// Whole lines only: the last may still be being written.
fn lines(log: &Path) -> Vec<String> {
    let text = fs::read_to_string(log).unwrap_or_default();
    let whole = text.rfind('\n').map_or("", |end| &text[..end]);
    whole.lines().map(str::to_owned).collect()
}

fn issuer_in(log: &Path) -> Option<String> {
    lines(log)
        .iter()
        .find_map(|line| Some(line.strip_prefix("issuer ")?.to_owned()))
}

/// What a person types at the provider.
pub struct Typed<'a> {
    /// Becomes the subject.
    pub login: &'a str,
    /// Full name; empty for none.
    pub name: &'a str,
    /// E-mail address; empty for none.
    pub email: &'a str,
    /// Whether they sign in, or say no.
    pub agrees: bool,
}

/// Goes to the provider with `url` as a browser would, answers its page, and returns the address (of `back`) to which it
/// sends the person at last.
pub async fn visit(url: &str, back: &str, typed: &Typed<'_>) -> Url {
    let browser = Client::builder()
        .cookie_store(true)
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .expect("a client");
    let first = browser.get(url).send().await.expect("the provider answers");
    let page = match follow(&browser, first, back).await {
        Ok(page) => page,
        Err(address) => return address,
    };
    let address = page.url().clone();
    let text = page.text().await.expect("a page");
    assert!(text.contains("name=\"login\""), "{text}");
    let form = [
        ("login", typed.login),
        ("name", typed.name),
        ("email", typed.email),
        ("answer", if typed.agrees { "yes" } else { "no" }),
    ];
    let answer = browser.post(address).form(&form).send().await;
    match follow(&browser, answer.expect("the provider answers"), back).await {
        Ok(page) => panic!("the provider stays at {}", page.url()),
        Err(address) => address,
    }
}

/// Follows redirects to a page of the provider, or to the address (`Err`) at which the service takes over.
async fn follow(browser: &Client, mut answer: Response, back: &str) -> Result<Response, Url> {
    for _ in 0..10 {
        if !answer.status().is_redirection() {
            assert_eq!(answer.status(), 200, "at {}", answer.url());
            return Ok(answer);
        }
        let location = answer.headers()[LOCATION].to_str().expect("an address");
        let next = answer.url().join(location).expect("an address");
        if next.as_str().starts_with(back) {
            return Err(next);
        }
        let sent = browser.get(next).send().await;
        answer = sent.expect("the provider answers");
    }
    panic!("the provider redirects without end");
}

/// The query of the address at which the service takes over.
pub fn callback(address: &Url) -> Callback {
    let mut callback = Callback::default();
    for (name, value) in address.query_pairs() {
        let field = match name.as_ref() {
            "code" => &mut callback.code,
            "state" => &mut callback.state,
            "error" => &mut callback.error,
            "iss" => &mut callback.iss,
            _ => continue,
        };
        *field = Some(value.into_owned());
    }
    callback
}
