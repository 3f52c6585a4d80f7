//! Hostile input at every route: what must be refused is refused in the caller's language, stores nothing and leaves no secret in the log;
//! what may be taken is kept as the text it is and shown as text. Everything starts from the route table and from the examples of
//! `support::scene`, so that a new route is shot at without anybody having to think of it.

mod log;
mod shots;

use std::collections::BTreeSet;

use futures_util::future::join_all;
use hocluat::platform::http::access::Rule;
use hocluat::platform::http::page::query_value;
use hocluat::platform::http::reply::KINDS;
use hocluat::platform::i18n::Lang;
use hocluat::routes::RULES;
use reqwest::{Client, Method, RequestBuilder};
use serde_json::Value;

use self::log::Log;
use self::shots::{
    CSRF, HTML, NUMBERS, SQL, Sent, Shot, Token, contents, long, misplaced_secret, refused,
};
use crate::support::scene::{Body, COMMUNE, Scene, Who};
use crate::support::web::{Answer, PASSWORD, Visitor, answer, client, csrf, is_api, send};

/// Tables that the node itself works off in the background.
const BACKGROUND: [&str; 2] = ["job", "outbox"];
/// What a browser that never signed in is known by.
const VISITOR: &str = "khach";

/// The scene with what is needed to shoot at it.
struct Range {
    scene: Scene,
    http: Client,
    log: Log,
    counting: String,
    secrets: Vec<String>,
}

fn writes() -> impl Iterator<Item = &'static Rule> {
    RULES.iter().filter(|rule| rule.method != "GET")
}

impl Range {
    async fn new() -> Self {
        let log = Log::kept();
        let scene = Scene::new().await;
        let tables = scene.world.tables().await;
        let counted = tables.iter().filter(|t| !BACKGROUND.contains(&t.as_str()));
        let counted: Vec<String> = counted
            .map(|t| format!("'{t}=' || CAST((SELECT COUNT(*) FROM \"{t}\") AS TEXT)"))
            .collect();
        assert!(counted.len() > 20, "{tables:?}");
        let attempt_token = |attempt: &Value| attempt["token"].as_str().expect("token").to_owned();
        let secrets = vec![
            PASSWORD.to_owned(),
            scene.entry_code.clone(),
            scene.entry_code.replace('-', ""),
            attempt_token(&scene.attempt),
            attempt_token(&scene.foreign),
            misplaced_secret(),
        ];
        Self {
            counting: format!("SELECT {}", counted.join(" || ' ' || ")),
            http: client(),
            scene,
            log,
            secrets,
        }
    }

    /// How many rows every table has.
    async fn rows(&self) -> String {
        self.scene.world.texts(&self.counting).await.remove(0)
    }

    /// A session of this caller, which must not appear in the log.
    async fn session(&mut self, who: Who) -> Option<String> {
        let token = self.scene.token(who).await;
        self.secrets.extend(token.clone());
        token
    }

    /// The path of a route; one-time tokens in it must not appear in the log.
    async fn path(&mut self, rule: &Rule, who: Who) -> String {
        let path = self.scene.path(rule, who).await;
        if rule.path.ends_with(":token") {
            self.secrets
                .extend(path.rsplit('/').next().map(str::to_owned));
        }
        path
    }

    /// A request to a path with a session, in a language, and what its form is bound to.
    fn request(
        &self,
        rule: &Rule,
        path: &str,
        session: Option<&str>,
        lang: Lang,
    ) -> RequestBuilder {
        let method: Method = rule.method.parse().expect("a method");
        let url = format!("{}{path}", self.scene.world.node.url);
        let request = self
            .http
            .request(method, url)
            .header("accept-language", lang.code());
        match session {
            Some(token) if is_api(rule) => request.bearer_auth(token),
            Some(token) => request.header("cookie", format!("hocluat_session={token}")),
            None if is_api(rule) => request,
            None => request.header("cookie", format!("hocluat_visitor={VISITOR}")),
        }
    }

    async fn fire(
        &self,
        rule: &Rule,
        path: &str,
        own: Option<&str>,
        shot: &Shot,
        lang: Lang,
    ) -> Answer {
        let path = shot.path.as_deref().unwrap_or(path);
        let session = shot.session.as_deref().or(own);
        let mut request = self.request(rule, path, session, lang);
        if let Some((name, value)) = shot.header {
            request = request.header(name, value);
        }
        let right = csrf(&self.scene.world, own.unwrap_or(VISITOR));
        let token = match shot.token {
            Token::Right => right.clone(),
            Token::None => String::new(),
            Token::Wrong => "sai".to_owned(),
            Token::Foreign => csrf(&self.scene.world, "trinh-duyet-khac"),
        };
        answer(match &shot.sent {
            Sent::Body(body) => send(request, body.clone(), is_api(rule), token),
            Sent::Raw(kind, bytes) => {
                let kept =
                    String::from_utf8(bytes.clone()).map(|t| t.replace(CSRF, &right).into_bytes());
                let bytes = kept.unwrap_or_else(|_| replaced(bytes, &right));
                request.header("content-type", *kind).body(bytes)
            }
        })
        .await
    }

    /// Asserts that a shot is refused in both languages and stores nothing.
    async fn assert_refused(&self, rule: &Rule, path: &str, own: Option<&str>, shot: &Shot) {
        let before = self.rows().await;
        let name = format!("{} {}: {}", rule.method, rule.path, shot.what);
        for lang in Lang::ALL {
            let got = self.fire(rule, path, own, shot, lang).await;
            match shot.status {
                Some(status) => assert_eq!(got.status, status, "{name}: {}", got.text),
                None => assert!((400..500).contains(&got.status), "{name}: {got:?}"),
            }
            assert_language(&name, rule, &got, lang);
        }
        assert_eq!(self.rows().await, before, "{name} changed something");
    }

    async fn end(self) {
        self.log.assert_without(&self.secrets);
        self.scene.world.end().await;
    }
}

/// Puts the protection token into bytes that are no text.
fn replaced(bytes: &[u8], token: &str) -> Vec<u8> {
    let at = bytes
        .windows(CSRF.len())
        .position(|part| part == CSRF.as_bytes());
    let Some(at) = at else {
        return bytes.to_vec();
    };
    let mut changed = bytes.to_vec();
    changed.splice(at..at + CSRF.len(), token.bytes());
    changed
}

/// A problem, or a page, in the language that was asked for.
#[track_caller]
fn assert_language(name: &str, rule: &Rule, got: &Answer, lang: Lang) {
    assert!(
        !got.text.contains('⟦'),
        "{name}: a text is missing: {}",
        got.text
    );
    if !is_api(rule) {
        let html = format!("<html lang=\"{}\"", lang.code());
        assert!(got.text.contains(&html), "{name}: {}", got.text);
        return;
    }
    assert_eq!(
        got.header("content-type"),
        "application/problem+json",
        "{name}: {}",
        got.text
    );
    let (problem, titles) = (
        got.json(),
        KINDS.map(|kind| lang.t(&format!("problem-title-{kind}"))),
    );
    let title = problem["title"].as_str().unwrap_or_default();
    assert!(
        titles.iter().any(|known| known == title),
        "{name}: {}",
        got.text
    );
    let said = problem["detail"].as_str().unwrap_or_default();
    let code = problem["code"].as_str().unwrap_or_default();
    let expected = lang.t(&format!("problem-{code}"));
    assert!(
        !said.is_empty()
            && (said == expected || expected.contains('\u{2068}') || expected.contains('{')),
        "{name}: {said:?} for {expected:?}"
    );
}

/// What stands in a page as markup although it was sent as text.
#[track_caller]
fn assert_harmless(name: &str, got: &Answer) {
    assert!(got.status < 500, "{name}: {got:?}");
    if got.header("content-type").starts_with("text/html") {
        for mark in ["<script>alert", "<img src=x", "</textarea></title>"] {
            assert!(!got.text.contains(mark), "{name}: {mark} in {}", got.text);
        }
    }
    for value in got.headers.values() {
        let value = String::from_utf8_lossy(value.as_bytes());
        assert!(!value.contains("<script>"), "{name}: {value}");
    }
}

#[tokio::test]
async fn what_no_route_takes_is_refused_in_both_languages_and_stores_nothing() {
    let mut range = Range::new().await;
    let mut fired = 0;
    for rule in writes() {
        range.scene.prepare(rule).await;
        let who = range.scene.caller(rule);
        let (path, example) = (range.path(rule, who).await, range.scene.body(rule).await);
        let own = range.session(who).await;
        for shot in refused(rule, &example) {
            fired += 1;
            range
                .assert_refused(rule, &path, own.as_deref(), &shot)
                .await;
        }
    }
    assert!(fired > 500, "only {fired} requests");
    Box::pin(range.end()).await;
}

#[tokio::test]
async fn every_example_is_taken_so_that_what_is_refused_is_refused_for_what_is_wrong_with_it() {
    let mut range = Range::new().await;
    for rule in writes() {
        range.scene.prepare(rule).await;
        range.scene.set_the_time(rule).await;
        let who = range.scene.caller(rule);
        let (path, example) = (range.path(rule, who).await, range.scene.body(rule).await);
        let own = range.session(who).await;
        let shot = Shot::new("the example", Sent::Body(example));
        let got = range
            .fire(rule, &path, own.as_deref(), &shot, Lang::Vi)
            .await;
        assert!(
            (200..400).contains(&got.status),
            "{} {}: {got:?}",
            rule.method,
            rule.path
        );
        assert!(
            !got.header("location").starts_with("/dang-nhap?"),
            "{got:?}"
        );
    }
    // What was done can be read in the trail, in words.
    let actions = range
        .scene
        .world
        .texts("SELECT DISTINCT action FROM audit")
        .await;
    assert!(actions.len() > 15, "{actions:?}");
    for action in actions {
        let key = format!("audit-{}", action.replace('.', "-"));
        assert!(
            Lang::ALL.iter().all(|lang| lang.has(&key)),
            "{action} has no words"
        );
    }
    let got = Visitor::new(&range.scene.world)
        .get("/quan-tri/tai-khoan/x/dong")
        .await;
    assert_eq!(got.status, 404);
    Box::pin(range.end()).await;
}

#[tokio::test]
async fn markup_statements_and_endless_texts_are_refused_or_kept_as_text() {
    let mut range = Range::new().await;
    for rule in writes() {
        let who = range.scene.caller(rule);
        for (what, body) in contents(&range.scene.body(rule).await) {
            range.scene.prepare(rule).await;
            let (path, own) = (range.path(rule, who).await, range.session(who).await);
            let name = format!("{} {}: {what}", rule.method, rule.path);
            let (shot, before) = (Shot::new(what, Sent::Body(body)), range.rows().await);
            let got = range
                .fire(rule, &path, own.as_deref(), &shot, Lang::Vi)
                .await;
            assert_harmless(&name, &got);
            if got.status >= 400 {
                assert_eq!(range.rows().await, before, "{name} changed something");
            }
        }
    }
    assert_nothing_endless(&range.scene).await;
    let shown = look_around(&mut range).await;
    assert!(
        shown > 0,
        "nothing of it is shown anywhere, so nothing is proved"
    );
    Box::pin(range.end()).await;
}

/// What is handed in may be as long as its assignment allows, which is told in words: characters that no assignment goes beyond.
const WRITTEN: (&str, &str, usize) = ("submission", "text", 40_000);

/// No cell of any table holds what is too long for every field.
async fn assert_nothing_endless(scene: &Scene) {
    for table in scene.world.tables().await {
        for column in scene.world.text_columns(&table).await {
            if (table.as_str(), column.as_str()) == (WRITTEN.0, WRITTEN.1) {
                let sql = format!(
                    "SELECT COUNT(*) FROM {table} WHERE LENGTH({column}) > {}",
                    WRITTEN.2
                );
                assert_eq!(scene.world.count(&sql).await, 0, "{table}.{column}");
                continue;
            }
            for letter in ["a", "ữ"] {
                let run = letter.repeat(1_000);
                let sql =
                    format!("SELECT COUNT(*) FROM \"{table}\" WHERE \"{column}\" LIKE '%{run}%'");
                assert_eq!(scene.world.count(&sql).await, 0, "{table}.{column}");
            }
        }
    }
}

/// Opens every page as who may, and returns how many show the markup as text.
async fn look_around(range: &mut Range) -> usize {
    let mut shown = 0;
    for rule in RULES.iter().filter(|rule| rule.method == "GET") {
        let who = range.scene.caller(rule);
        let (path, own) = (range.path(rule, who).await, range.session(who).await);
        let mut paths = vec![path];
        if rule.path.ends_with("/:code") {
            paths.push(rule.path.replace(":code", "nganh-thu.A1"));
        }
        for path in paths {
            let got = answer(range.request(rule, &path, own.as_deref(), Lang::Vi)).await;
            let silent = rule.path.starts_with("/dang-nhap/") && got.status == 503;
            if !silent {
                assert_harmless(&path, &got);
            }
            shown += usize::from(
                got.text.contains("script&gt;alert(7)") || got.text.contains("script&#62;alert(7)"),
            );
        }
    }
    shown
}

// ---------------------------------------------------------------------------------------------------------------------
// Addresses

/// Routes at which gone is gone, whatever it was called.
const FORGIVING: [&str; 1] = ["/ho-so/phien/:key"];

#[tokio::test]
async fn names_in_addresses_that_nothing_has_are_not_found() {
    let mut range = Range::new().await;
    let long = long("a");
    let values = [
        "khong-co",
        "0",
        "-1",
        "99999999999999999999999999",
        "%27%3B%20DROP%20TABLE%20account%3B--",
        "%3Cscript%3Ealert(7)%3C%2Fscript%3E",
        "a%00b",
        "%FF%FE",
        "..%2f..%2fetc%2fpasswd",
        "00000000-0000-0000-0000-000000000000",
        "%C3%A1",
        &long,
    ];
    for rule in RULES {
        let names: Vec<&str> = rule
            .path
            .split('/')
            .filter(|p| p.starts_with(':'))
            .collect();
        for name in names {
            for value in values {
                if (name, value) == (":list", "0") {
                    continue; // The first list is always there.
                }
                let who = range.scene.caller(rule);
                let pattern = rule.path.replace(name, "@HERE@");
                let asked = Rule {
                    path: Box::leak(pattern.into_boxed_str()),
                    ..*rule
                };
                let (path, own) = (
                    range.scene.path(&asked, who).await,
                    range.session(who).await,
                );
                let shot = Shot {
                    path: Some(path.replace("@HERE@", value)),
                    ..Shot::new(format!("{value:.40} for {name}"), Sent::Body(Body::Nothing))
                };
                let got = range.fire(rule, "", own.as_deref(), &shot, Lang::Vi).await;
                assert_harmless(&shot.what, &got);
                let forgiven = FORGIVING.contains(&rule.path) && got.status == 303;
                assert!(
                    forgiven || (400..500).contains(&got.status),
                    "{} {}: {}: {got:?}",
                    rule.method,
                    rule.path,
                    shot.what
                );
            }
        }
    }
    Box::pin(range.end()).await;
}

#[tokio::test]
async fn another_persons_attempt_does_not_exist() {
    let mut range = Range::new().await;
    let foreign = range.scene.foreign["id"].as_str().expect("id").to_owned();
    let own_token = range.scene.attempt["token"]
        .as_str()
        .expect("token")
        .to_owned();
    let of_attempts: Vec<&Rule> = RULES
        .iter()
        .filter(|r| r.path.contains(":attempt") || r.path.contains("/attempts/:id"))
        .collect();
    assert!(of_attempts.len() >= 7);
    for rule in of_attempts {
        let path = rule
            .path
            .replace(":attempt", &foreign)
            .replace(":id", &foreign)
            .replace(":number", "1");
        let session = range.session(Who::Contestant).await;
        let mut sessions = vec![session];
        if is_api(rule) {
            sessions.push(Some(own_token.clone()));
        }
        let body = if rule.method == "GET" {
            Body::Nothing
        } else {
            range.scene.body(rule).await
        };
        for own in sessions {
            let shot = Shot {
                status: Some(404),
                ..Shot::new("another person's attempt", Sent::Body(body.clone()))
            };
            range
                .assert_refused(rule, &path, own.as_deref(), &shot)
                .await;
        }
    }
    Box::pin(range.end()).await;
}

// ---------------------------------------------------------------------------------------------------------------------
// Queries

/// Names that pages read although none of their own forms or links may show them.
const ALSO_READ: [&str; 8] = [
    "q",
    "trang",
    "sau",
    "next",
    "bao",
    "nguoi",
    "don-vi-code",
    "ngay",
];

/// The parameters that a page's own forms and links name.
fn parameters(page: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for form in page.split("<form").skip(1) {
        let form = form.split("</form>").next().unwrap_or_default();
        if form
            .split('>')
            .next()
            .is_some_and(|tag| tag.contains("method=\"get\""))
        {
            let named = form.split(" name=\"").skip(1);
            names.extend(named.filter_map(|n| n.split('"').next()).map(str::to_owned));
        }
    }
    for link in page.split("href=\"").skip(1) {
        let link = link
            .split('"')
            .next()
            .unwrap_or_default()
            .replace("&amp;", "&");
        let Some((_, query)) = link.split_once('?') else {
            continue;
        };
        let named = query.split('&').filter_map(|pair| pair.split('=').next());
        names.extend(named.filter(|n| !n.is_empty()).map(str::to_owned));
    }
    names
}

/// The query parameters that the API documents for reading this path, and one that nothing has.
fn documented(document: &Value, path: &str) -> BTreeSet<String> {
    let part = |part: &str| match part.strip_prefix(':') {
        Some(name) => format!("{{{name}}}"),
        None => part.to_owned(),
    };
    let path: Vec<String> = path.split('/').map(part).collect();
    let operation = &document["paths"][path.join("/")]["get"];
    let parameters = operation["parameters"].as_array().into_iter().flatten();
    let in_query = parameters.filter(|p| p["in"] == "query");
    let names = in_query.filter_map(|p| p["name"].as_str());
    names.chain(["la"]).map(str::to_owned).collect()
}

#[tokio::test]
async fn whatever_stands_in_a_query_is_read_or_refused_and_never_run() {
    let mut range = Range::new().await;
    let long = long("a");
    let mut values: Vec<String> = [HTML, SQL, long.as_str(), "2026-99-99"]
        .map(query_value)
        .into();
    values.extend([NUMBERS[0], NUMBERS[2], "a%00b", "%FF%FE"].map(str::to_owned));
    let document: Value = serde_json::from_str(&hocluat::routes::api().spec()).expect("JSON");
    assert!(documented(&document, "/api/v1/organiser/cohorts").contains("limit"));
    let before = range.rows().await;
    let mut sessions = 0;
    for rule in RULES.iter().filter(|rule| rule.method == "GET") {
        if rule.path == "/dang-nhap/:provider" {
            // It leads away, to a provider that is silent here.
            continue;
        }
        let who = range.scene.caller(rule);
        let (path, own) = (range.path(rule, who).await, range.session(who).await);
        sessions += usize::from(own.is_some());
        let names = if is_api(rule) {
            documented(&document, rule.path)
        } else {
            let got = answer(range.request(rule, &path, own.as_deref(), Lang::Vi)).await;
            let mut names = parameters(&got.text);
            names.extend(ALSO_READ.map(str::to_owned));
            names
        };
        // What the example asks gives way to what is tried.
        let path = path.split('?').next().unwrap_or_default();
        for name in &names {
            let asked: Vec<String> = values
                .iter()
                .map(|value| format!("{path}?{name}={value}"))
                .collect();
            let request =
                |asked: &String| answer(range.request(rule, asked, own.as_deref(), Lang::En));
            for (got, value) in join_all(asked.iter().map(request))
                .await
                .iter()
                .zip(&values)
            {
                let name = format!("{}?{name}={value:.60}", rule.path);
                assert_harmless(&name, got);
                if got.status >= 400 && rule.path != "/api" {
                    assert_language(&name, rule, got, Lang::En);
                }
            }
        }
    }
    let grown = |text: &str| -> Vec<String> {
        text.split(' ')
            .filter(|t| {
                !t.starts_with("session=")
                    && !t.starts_with("one_time_link=")
                    && !t.starts_with("audit=")
            })
            .map(str::to_owned)
            .collect()
    };
    assert!(sessions > 10);
    assert_eq!(
        grown(&range.rows().await),
        grown(&before),
        "reading changed something"
    );
    // The code with which a provider sends a person back is a secret until it is used.
    let back = "/dang-nhap/khong-tra-loi/ve?code=ma-bi-mat-cua-nguoi-ve&state=trang-thai-bi-mat";
    let got = Visitor::new(&range.scene.world).get(back).await;
    assert!((400..500).contains(&got.status), "{got:?}");
    range
        .secrets
        .extend(["ma-bi-mat-cua-nguoi-ve", "trang-thai-bi-mat"].map(str::to_owned));
    Box::pin(range.end()).await;
}

// ---------------------------------------------------------------------------------------------------------------------
// Letters and marks apart

/// `Nguyễn Thị Thử` with its marks apart, as some telephones send it.
const APART: &str = "Nguye\u{302}\u{303}n  Thi\u{323} Thu\u{31b}\u{309}";
const COMPOSED: &str = "Nguyễn Thị Thử";

#[tokio::test]
async fn names_with_their_marks_apart_are_stored_composed() {
    let range = Range::new().await;
    let world = &range.scene.world;
    let visitor = Visitor::new(world);
    let fields = [
        ("login", "moi-den"),
        ("password", PASSWORD),
        ("full_name", APART),
    ];
    assert_eq!(
        visitor.fill("/dang-ky", "/dang-ky", &fields).await.status,
        303
    );
    let body =
        serde_json::json!({ "login": "moi-den-2", "password": PASSWORD, "full_name": APART });
    world
        .call(Method::POST, "/api/v1/accounts", None, Some(body))
        .await
        .expect(201);
    let profile = [
        ("full_name", APART),
        ("login", "moi-den"),
        ("organisation-code", COMMUNE),
    ];
    assert_eq!(visitor.fill("/ho-so", "/ho-so", &profile).await.status, 303);
    let people = format!("SELECT COUNT(*) FROM account WHERE full_name = '{COMPOSED}'");
    assert_eq!(world.count(&people).await, 2);

    let entry = format!("/cuoc-thi/{}/du-thi", crate::support::CONTEST);
    let fields = [("full_name", APART), ("consent-du-lieu", "yes")];
    assert_eq!(visitor.fill(&entry, &entry, &fields).await.status, 303);
    let entries = format!("SELECT COUNT(*) FROM entry WHERE form LIKE '%{COMPOSED}%'");
    assert_eq!(world.count(&entries).await, 1);

    let desk = Visitor::of(
        world,
        &range
            .scene
            .token(Who::Administrator)
            .await
            .expect("signed in"),
    );
    let new = [
        ("tree", crate::support::scene::TREE),
        ("code", "NFD"),
        ("name", APART),
        ("kind", "Pho\u{300}ng"),
        ("parent-code", "nganh-thu.A1"),
        ("from", "1/7/2026"),
        ("reason", APART),
    ];
    let made = desk
        .fill("/quan-tri/don-vi/moi", "/quan-tri/don-vi/moi", &new)
        .await;
    assert_eq!(made.status, 303, "{}", made.text);
    let units = format!(
        "SELECT COUNT(*) FROM organisation_version WHERE name = '{COMPOSED}' AND reason = '{COMPOSED}'"
    );
    assert_eq!(world.count(&units).await, 1);
    range.scene.world.end().await;
}
