//! Who may call what, and what the gate does with requests that are forged, too large, unreadable or too many.

use std::collections::BTreeSet;

use hocluat::kernel::actor::Role;
use hocluat::platform::config::Config;
use hocluat::platform::http::access::{Access, Rule};
use hocluat::platform::http::page::query_value;
use hocluat::platform::i18n::Lang;
use hocluat::routes::RULES;
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::scene::{Scene, Who};
use crate::support::web::{
    Answer, PASSWORD, account, answer, browser, client, csrf, csrf_in, headers, is_api, send, url,
};
use crate::support::{CONTEST, USUAL, World, simple_contest};

async fn world() -> World {
    World::with_contest(&simple_contest(5, USUAL), 12).await
}

// ---------------------------------------------------------------------------------------------------------------------------------
// The table

/// Calls a route with the example of its body, as a browser or a client of the API would.
async fn call(scene: &Scene, rule: &Rule, who: Who) -> Answer {
    let method: Method = rule.method.parse().expect("a method");
    let token = scene.token(who).await;
    let path = url(&scene.world, &scene.path(rule, who).await);
    let mut request = client().request(method.clone(), path);
    let writes = method != Method::GET;
    if is_api(rule) {
        if let Some(token) = &token {
            request = request.bearer_auth(token);
        }
    } else {
        let cookie = match &token {
            Some(token) => format!("hocluat_session={token}"),
            None => "hocluat_visitor=khach".to_owned(),
        };
        request = request.header("cookie", cookie);
    }
    let csrf = csrf(&scene.world, token.as_deref().unwrap_or("khach"));
    if writes {
        request = send(request, scene.body(rule).await, is_api(rule), csrf);
    }
    answer(request).await
}

/// How a route received somebody.
#[derive(Debug, PartialEq, Eq)]
enum Received {
    In,
    SignInFirst,
    DoesNotExist,
}

/// Routes of people who come from a provider of identities: here the provider is silent, and nobody comes from it.
const PROVIDER_ROUTES: [(&str, u16); 2] = [
    ("/dang-nhap/:provider", 503),
    ("/dang-nhap/:provider/ve", 403),
];

fn received(rule: &Rule, got: &Answer) -> Received {
    let asks = got.status == 303 && got.header("location").starts_with("/dang-nhap?next=");
    match got.status {
        status if PROVIDER_ROUTES.contains(&(rule.path, status)) => Received::In,
        404 if is_api(rule) => {
            got.assert_problem(404, "not-found");
            Received::DoesNotExist
        }
        404 => {
            assert!(
                got.text.contains("<html"),
                "{}: a page for a person",
                rule.path
            );
            Received::DoesNotExist
        }
        401 if is_api(rule) || rule.method != "GET" => Received::SignInFirst,
        303 if asks && rule.method == "GET" => Received::SignInFirst,
        401 | 403 | 500.. => panic!("{} {}: {got:?}", rule.method, rule.path),
        _ => Received::In,
    }
}

/// What a route is about, where the rule alone does not say who may see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum About {
    /// Nothing in particular, or the caller's own affairs.
    Nothing,
    /// The contestant's attempt, or the entry code that only they have.
    Contestant,
    /// A contest of the province.
    Contest,
    /// A course of the province, for whoever has the role that the route asks for.
    Course,
    /// A unit or a person of the province.
    Province,
    /// The whole installation.
    Everything,
}

fn about(rule: &Rule) -> About {
    let path = rule.path;
    if path.contains(":attempt") || path.contains("/attempts/:id") || path == "/ho-so/ma-du-thi" {
        About::Contestant
    } else if path.starts_with("/to-chuc/khoa-hoc/lop-moi/") {
        // Anybody who organises runs any published course for their own people.
        About::Nothing
    } else if path.contains("/lop/:cohort")
        || path.contains("/cohorts/:cohort")
        || path == "/to-chuc/giay-chung-nhan/tat-ca.zip"
        || [
            ":submission",
            ":question",
            "/soan/:slug",
            "/authoring/courses/:slug",
            "/to-chuc/giay-chung-nhan/:so",
        ]
        .iter()
        .any(|part| path.contains(part))
    {
        About::Course
    } else if rule.access == Access::Organiser && path.contains(":slug") {
        About::Contest
    } else if path == "/quan-tri/don-vi/cay"
        || (path, rule.method) == ("/quan-tri/don-vi/:code", "POST")
    {
        // Trees are planted for the whole installation; the unit that the scene changes stands outside the territory.
        About::Everything
    } else if path == "/quan-tri/vai-tro/thu-hoi"
        || (path.starts_with("/quan-tri/") && path.contains("/:"))
    {
        About::Province
    } else {
        About::Nothing
    }
}

fn declared(rule: &Rule, who: Who) -> Received {
    let organises = matches!(who, Who::Organiser | Who::OrganiserElsewhere);
    let administers = matches!(
        who,
        Who::AdministratorHere | Who::AdministratorElsewhere | Who::Administrator
    );
    let by_rule = match rule.access {
        Access::Public => return Received::In,
        _ if who == Who::Nobody => return Received::SignInFirst,
        Access::Attempt | Access::SignedIn => true,
        Access::Organiser => organises || administers,
        Access::Author => who == Who::Author || administers,
        Access::Teacher => matches!(who, Who::Author | Who::Marker) || organises || administers,
        Access::Marker => who == Who::Marker || organises || administers,
        Access::Administrator => administers,
        Access::Installation => who == Who::Administrator,
    };
    let by_matter = match about(rule) {
        About::Nothing => true,
        About::Contestant => who == Who::Contestant,
        About::Course | About::Contest | About::Province if administers => {
            who != Who::AdministratorElsewhere
        }
        About::Course => who != Who::OrganiserElsewhere,
        About::Contest => who == Who::Organiser,
        About::Province => false,
        About::Everything => who == Who::Administrator,
    };
    if by_rule && by_matter {
        Received::In
    } else {
        Received::DoesNotExist
    }
}

#[tokio::test]
async fn every_route_receives_everybody_as_its_rule_declares() {
    let mut scene = Scene::new().await;
    let mut differences = Vec::new();
    for rule in RULES {
        if rule.path.contains(":provider") && !cfg!(feature = "oidc") {
            continue;
        }
        for who in Who::ALL {
            scene.prepare(rule).await;
            let got = call(&scene, rule, who).await;
            let (is, should) = (received(rule, &got), declared(rule, who));
            if is != should {
                differences.push(format!(
                    "{} {} as {who:?}: {is:?}, declared {should:?} ({})",
                    rule.method, rule.path, got.status
                ));
            }
        }
    }
    assert_eq!(differences, Vec::<String>::new());
    scene.world.end().await;
}

#[test]
fn every_kind_of_access_is_declared_for_somebody_and_refused_to_somebody() {
    for rule in RULES.iter().filter(|r| r.access != Access::Public) {
        let of = |expected: &Received| {
            Who::ALL
                .iter()
                .filter(|w| declared(rule, **w) == *expected)
                .count()
        };
        assert_eq!(
            of(&Received::SignInFirst),
            1,
            "{}: nobody signs in first",
            rule.path
        );
        assert!(
            of(&Received::In) > 0,
            "{} {}: nobody may call it",
            rule.method,
            rule.path
        );
        let everybody = matches!(rule.access, Access::SignedIn | Access::Attempt);
        assert!(
            everybody || of(&Received::DoesNotExist) >= 2,
            "{}",
            rule.path
        );
    }
}

fn documented() -> Value {
    serde_json::from_str(&hocluat::routes::api().spec()).expect("JSON")
}

#[test]
fn every_operation_of_the_api_has_a_rule_and_every_rule_an_operation() {
    let document = documented();
    let mut operations = BTreeSet::new();
    for (path, methods) in document["paths"].as_object().expect("paths") {
        for method in methods.as_object().expect("methods").keys() {
            let path = path.split('/').map(|p| {
                p.strip_prefix('{')
                    .map_or(p.to_owned(), |n| format!(":{}", n.trim_end_matches('}')))
            });
            operations.insert(format!(
                "{} {}",
                method.to_uppercase(),
                path.collect::<Vec<_>>().join("/")
            ));
        }
    }
    let rules: BTreeSet<String> = RULES
        .iter()
        .filter(|r| is_api(r))
        .map(|r| format!("{} {}", r.method, r.path))
        .collect();
    assert_eq!(operations, rules);
}

#[test]
fn every_page_in_the_route_table_has_a_rule_and_every_rule_a_page() {
    let source = include_str!("../../src/routes.rs");
    let mut pages = BTreeSet::new();
    for entry in source.split(".at(").skip(1) {
        let mut parts = entry.splitn(3, '"');
        let (path, handlers) = (
            parts.nth(1).expect("a path"),
            parts.next().unwrap_or_default(),
        );
        // The handlers of this path stand before the next one, or before the end of the function.
        let handlers = handlers.split("\n}").next().unwrap_or_default();
        for (method, mark) in [("GET", "get("), ("POST", "post(")] {
            if handlers.contains(mark) {
                pages.insert(format!("{method} {path}"));
            }
        }
    }
    let rules: BTreeSet<String> = RULES
        .iter()
        .filter(|r| !is_api(r))
        .map(|r| format!("{} {}", r.method, r.path))
        .collect();
    assert!(
        pages.len() > 20,
        "the source is read differently now: {pages:?}"
    );
    assert_eq!(pages, rules);
}

#[tokio::test]
async fn what_has_no_rule_does_not_exist() {
    let world = world().await;
    let administrator = account(&world, "quan-tri-vien", Some(Role::Administrator)).await;
    for path in [
        "/khong-co",
        "/to-chuc/khac",
        "/cuoc-thi/x/y/z",
        "/api/v1/khac",
        "/api/v1",
        "/api/v1/",
        "/api/v1/organiser",
        "/static/x",
        "//",
        "/metrics",
        "/..%2f",
    ] {
        for token in [None, Some(administrator.token.as_str())] {
            let got = world.call(Method::GET, path, token, None).await;
            assert_eq!(got.status, 404, "{path}: {}", got.text);
        }
    }
    assert_eq!(
        world
            .call(Method::DELETE, "/cuoc-thi", None, None)
            .await
            .status,
        404,
        "a method without a rule neither"
    );
    world
        .call(
            Method::PUT,
            "/api/v1/contests",
            Some(&administrator.token),
            None,
        )
        .await
        .expect_problem(404, "not-found");
    world.end().await;
}

// ---------------------------------------------------------------------------------------------------------------------------------
// Requests that somebody else's page sends

#[tokio::test]
async fn a_form_is_taken_only_with_the_token_of_the_browser_it_was_given_to() {
    let world = world().await;
    let person = world.person().await;
    let other = world.person().await;
    let path = url(&world, &format!("/cuoc-thi/{CONTEST}/du-thi"));
    let cookie = format!("hocluat_session={}", person.token);
    let post = async |token: Option<String>, more: &[(&'static str, &str)]| {
        let mut fields = vec![
            ("full_name", "Lê Văn Tám".to_owned()),
            ("consent-du-lieu", "yes".to_owned()),
        ];
        fields.extend(token.map(|t| ("csrf", t)));
        answer(
            client()
                .post(&path)
                .header("cookie", &cookie)
                .headers(headers(more))
                .form(&fields),
        )
        .await
    };
    let right = csrf(&world, &person.token);
    for (what, got) in [
        ("no token", post(None, &[]).await),
        ("an empty token", post(Some(String::new()), &[]).await),
        ("a wrong token", post(Some("sai".into()), &[]).await),
        (
            "somebody else's token",
            post(Some(csrf(&world, &other.token)), &[]).await,
        ),
        (
            "a page of another site",
            post(Some(right.clone()), &[("sec-fetch-site", "cross-site")]).await,
        ),
        (
            "a page of a sister site",
            post(Some(right.clone()), &[("sec-fetch-site", "same-site")]).await,
        ),
        (
            "a foreign origin",
            post(Some(right.clone()), &[("origin", "https://evil.example")]).await,
        ),
        (
            "an origin without a name",
            post(Some(right.clone()), &[("origin", "null")]).await,
        ),
    ] {
        assert_eq!(got.status, 403, "{what}: {}", got.text);
        assert!(got.text.contains("<html"), "{what}: a page for a person");
    }
    assert_eq!(world.count("SELECT COUNT(*) FROM entry").await, 0);
    let got = post(
        Some(right),
        &[
            ("sec-fetch-site", "same-origin"),
            ("origin", &world.node.url),
        ],
    )
    .await;
    assert_eq!(got.status, 303, "{}", got.text);
    assert_eq!(world.count("SELECT COUNT(*) FROM entry").await, 1);
    world.end().await;
}

#[tokio::test]
async fn an_api_call_by_cookie_needs_the_token_in_a_header_and_one_by_bearer_does_not() {
    let world = world().await;
    let person = world.person().await;
    let path = url(&world, &format!("/api/v1/contests/{CONTEST}/entries"));
    let cookie = format!("hocluat_session={}", person.token);
    let body = json!({ "fields": { "full_name": "Lê Văn Tám" } });
    let post = async |more: &[(&'static str, &str)]| {
        answer(client().post(&path).headers(headers(more)).json(&body)).await
    };
    let right = csrf(&world, &person.token);
    post(&[("cookie", &cookie)])
        .await
        .assert_problem(403, "form-expired");
    post(&[("cookie", &cookie), ("x-csrf-token", "sai")])
        .await
        .assert_problem(403, "form-expired");
    post(&[
        ("cookie", &cookie),
        ("x-csrf-token", &right),
        ("sec-fetch-site", "cross-site"),
    ])
    .await
    .assert_problem(403, "form-expired");
    post(&[
        ("cookie", &cookie),
        ("x-csrf-token", &right),
        ("origin", "https://evil.example"),
    ])
    .await
    .assert_problem(403, "form-expired");
    assert_eq!(world.count("SELECT COUNT(*) FROM entry").await, 0);
    assert_eq!(
        post(&[("cookie", &cookie), ("x-csrf-token", &right)])
            .await
            .status,
        201
    );
    let other = world.person().await;
    let bearer = format!("Bearer {}", other.token);
    let other_body = answer(
        client()
            .post(&path)
            .header("authorization", bearer)
            .json(&json!({ "fields": { "full_name": "Lê Thị Chín" } })),
    )
    .await;
    assert_eq!(other_body.status, 201, "{}", other_body.text);
    // Reading needs no token.
    assert_eq!(
        answer(
            client()
                .get(url(&world, "/api/v1/me"))
                .header("cookie", &cookie)
        )
        .await
        .status,
        200
    );
    world.end().await;
}

// ---------------------------------------------------------------------------------------------------------------------------------
// Bodies

#[tokio::test]
async fn a_body_over_the_limit_is_refused_whichever_way_it_comes() {
    let world = world().await;
    let person = world.person().await;
    let large = "a".repeat(17 * 1024);
    let body = json!({ "fields": { "full_name": large } });
    let path = format!("/api/v1/contests/{CONTEST}/entries");
    world
        .call(Method::POST, &path, Some(&person.token), Some(body))
        .await
        .expect_problem(413, "body-too-large");
    let form = [
        ("csrf", csrf(&world, &person.token)),
        ("full_name", large.clone()),
    ];
    let cookie = format!("hocluat_session={}", person.token);
    let got = answer(
        client()
            .post(url(&world, &format!("/cuoc-thi/{CONTEST}/du-thi")))
            .header("cookie", &cookie)
            .form(&form),
    )
    .await;
    assert_eq!(got.status, 413, "{}", got.text);
    // Where no body is expected a large one does no harm.
    assert!(
        answer(client().get(url(&world, "/")).body(large))
            .await
            .status
            < 500
    );
    world.end().await;
}

#[tokio::test]
async fn whatever_is_sent_to_the_api_is_answered_with_a_problem_and_never_with_a_fault() {
    let world = world().await;
    let person = world.contestant().await;
    let attempt = world.start(&person, "ky-1").await.expect(201);
    let answers = format!(
        "/api/v1/attempts/{}/answers/1",
        attempt["id"].as_str().expect("id")
    );
    let entries = format!("/api/v1/contests/{CONTEST}/entries");
    let new = world.person().await;
    let account = |field: &str, value: Value| {
        let mut body =
            json!({ "login": "dang-ky", "password": PASSWORD, "full_name": "Lê Văn Tám" });
        body[field] = value;
        body.to_string().into_bytes()
    };
    let save = |response: Value, sequence: Value| {
        json!({ "response": response, "sequence": sequence })
            .to_string()
            .into_bytes()
    };
    let huge = json!(1_000_000_000_000_000_000_000_000_f64);
    let cases: Vec<(&str, Method, &str, Vec<u8>)> = vec![
        ("nothing", Method::POST, "/api/v1/accounts", vec![]),
        (
            "no JSON",
            Method::POST,
            "/api/v1/accounts",
            b"login=a".to_vec(),
        ),
        (
            "half of JSON",
            Method::POST,
            "/api/v1/accounts",
            b"{\"login\": ".to_vec(),
        ),
        (
            "another kind of JSON",
            Method::POST,
            "/api/v1/accounts",
            b"[1, 2]".to_vec(),
        ),
        ("null", Method::POST, "/api/v1/accounts", b"null".to_vec()),
        (
            "deep JSON",
            Method::POST,
            "/api/v1/accounts",
            "[".repeat(15_000).into_bytes(),
        ),
        (
            "broken UTF-8",
            Method::POST,
            "/api/v1/accounts",
            b"{\"login\": \"\xff\xfe\"}".to_vec(),
        ),
        (
            "half a surrogate",
            Method::POST,
            "/api/v1/accounts",
            br#"{"login": "\ud800"}"#.to_vec(),
        ),
        (
            "a missing field",
            Method::POST,
            "/api/v1/accounts",
            b"{\"login\": \"dang-ky\"}".to_vec(),
        ),
        (
            "an unknown field",
            Method::POST,
            "/api/v1/accounts",
            account("role", json!("administrator")),
        ),
        (
            "a number for a text",
            Method::POST,
            "/api/v1/accounts",
            account("login", json!(5)),
        ),
        (
            "null for a text",
            Method::POST,
            "/api/v1/accounts",
            account("login", Value::Null),
        ),
        (
            "NUL in the login",
            Method::POST,
            "/api/v1/accounts",
            account("login", json!("dang\0ky")),
        ),
        (
            "NUL in the name",
            Method::POST,
            "/api/v1/accounts",
            account("full_name", json!("Lê\0Tám")),
        ),
        (
            "NUL in the address",
            Method::POST,
            "/api/v1/accounts",
            account("email", json!("a\0@example.vn")),
        ),
        (
            "a short password",
            Method::POST,
            "/api/v1/accounts",
            account("password", json!("ngan")),
        ),
        (
            "a very long password",
            Method::POST,
            "/api/v1/accounts",
            account("password", json!("x".repeat(5_000))),
        ),
        (
            "NUL when signing in",
            Method::POST,
            "/api/v1/sessions",
            json!({ "login": "a\0b", "password": "x\0y" })
                .to_string()
                .into_bytes(),
        ),
        (
            "a long login",
            Method::POST,
            "/api/v1/sessions",
            json!({ "login": "a".repeat(9_000), "password": "x" })
                .to_string()
                .into_bytes(),
        ),
        (
            "nothing but NUL in a form field",
            Method::POST,
            &entries,
            json!({ "fields": { "full_name": "\0" } })
                .to_string()
                .into_bytes(),
        ),
        (
            "a field the form does not have",
            Method::POST,
            &entries,
            json!({ "fields": { "full_name": "Lê Tám", "x": "1" } })
                .to_string()
                .into_bytes(),
        ),
        (
            "a field named NUL",
            Method::POST,
            &entries,
            json!({ "fields": { "\0": "1" } }).to_string().into_bytes(),
        ),
        (
            "fields that are no texts",
            Method::POST,
            &entries,
            b"{\"fields\": {\"full_name\": [1]}}".to_vec(),
        ),
        (
            "a letter the question has not",
            Method::PUT,
            &answers,
            save(json!("Z"), json!(1)),
        ),
        (
            "a control character",
            Method::PUT,
            &answers,
            save(json!("\0"), json!(1)),
        ),
        (
            "a response that is a number",
            Method::PUT,
            &answers,
            save(json!(1), json!(1)),
        ),
        (
            "sequence 0",
            Method::PUT,
            &answers,
            save(json!("A"), json!(0)),
        ),
        (
            "a negative sequence",
            Method::PUT,
            &answers,
            save(json!("A"), json!(-1)),
        ),
        (
            "a sequence with decimals",
            Method::PUT,
            &answers,
            save(json!("A"), json!(1.5)),
        ),
        (
            "the largest sequence there is",
            Method::PUT,
            &answers,
            save(json!("A"), json!(u64::MAX)),
        ),
        (
            "a sequence beyond all numbers",
            Method::PUT,
            &answers,
            save(json!("A"), huge),
        ),
        (
            "a sequence as text",
            Method::PUT,
            &answers,
            save(json!("A"), json!("1")),
        ),
    ];
    for (what, method, path, body) in cases {
        let token = if path == answers {
            attempt["token"].as_str().expect("token")
        } else {
            new.token.as_str()
        };
        let send = |lang: &'static str| {
            let request = client()
                .request(method.clone(), url(&world, path))
                .bearer_auth(token)
                .header("accept-language", lang);
            answer(
                request
                    .header("content-type", "application/json")
                    .body(body.clone()),
            )
        };
        let (vi, en) = (send("vi").await, send("en").await);
        assert!(
            (400..500).contains(&vi.status),
            "{what}: {} {}",
            vi.status,
            vi.text
        );
        assert_eq!(
            vi.header("content-type"),
            "application/problem+json",
            "{what}"
        );
        let (vi, en) = (vi.json(), en.json());
        assert_eq!(vi["code"], en["code"], "{what}");
        assert!(
            vi["code"].as_str().is_some_and(|c| !c.is_empty()),
            "{what}: {vi}"
        );
        assert_ne!(vi["detail"], en["detail"], "{what}: each in its language");
        assert_ne!(vi["title"], en["title"], "{what}");
        for field in ["type", "title", "detail", "request_id"] {
            assert!(
                vi[field].as_str().is_some_and(|t| !t.is_empty()),
                "{what}: {field} in {vi}"
            );
        }
    }
    assert_eq!(
        world
            .count("SELECT COUNT(*) FROM account WHERE login = 'dang-ky'")
            .await,
        0
    );
    assert_eq!(world.count("SELECT COUNT(*) FROM entry").await, 1);
    world.end().await;
}

#[tokio::test]
async fn odd_addresses_and_parameters_are_refused_and_never_a_fault() {
    let world = world().await;
    let person = world.contestant().await;
    let attempt = world.start(&person, "ky-1").await.expect(201);
    let id = attempt["id"].as_str().expect("id");
    let board = format!("/api/v1/contests/{CONTEST}/rounds/ky-1/leaderboard");
    let long = "x".repeat(4_000);
    let paths = [
        "/api/v1/contests/%00".to_owned(),
        "/api/v1/contests/%FF".to_owned(),
        "/api/v1/contests/%F0%9F%98%80".to_owned(),
        "/api/v1/contests/'%20OR%20'1'='1".to_owned(),
        format!("/api/v1/contests/{long}"),
        format!("/api/v1/contests/{CONTEST}/rounds/%00/leaderboard"),
        format!("{board}?limit=-1"),
        format!("{board}?limit=abc"),
        format!("{board}?limit=99999999999999999999999"),
        format!("{board}?division=%00"),
        format!("{board}?division=%FF"),
        format!("{board}?around=you"),
        "/api/v1/contests?state=khong-co".to_owned(),
        "/api/v1/attempts/khong-phai-ma".to_owned(),
        "/api/v1/attempts/00000000-0000-0000-0000-000000000000".to_owned(),
        format!("/api/v1/attempts/{id}x"),
        "/cuoc-thi/%00".to_owned(),
        "/cuoc-thi/%FF".to_owned(),
        format!("/cuoc-thi/{CONTEST}/%00/vao-thi"),
        "/bang-xep-hang/%00/%00".to_owned(),
        format!("/bang-xep-hang/{CONTEST}/ky-1?bang=%00"),
        format!("/bang-xep-hang/{CONTEST}/ky-1?bang=khong-co"),
        "/lam-bai/%00".to_owned(),
        "/ket-qua/khong-phai-ma".to_owned(),
        "/thiet-lap/%00".to_owned(),
        "/static/%00/%00".to_owned(),
        "/static/..%2f..%2fCargo.toml/x".to_owned(),
    ];
    for path in &paths {
        let got = world
            .call(Method::GET, path, Some(&person.token), None)
            .await;
        assert!(
            (400..500).contains(&got.status),
            "{path}: {} {}",
            got.status,
            got.text
        );
        if path.starts_with("/api/") {
            assert!(!got.code().is_empty(), "{path}: {}", got.text);
        }
    }
    for number in ["0", "7", "-1", "x", "99999999999999999999999", "%00"] {
        let body = json!({ "response": "A", "sequence": 1 });
        let path = format!("/api/v1/attempts/{id}/answers/{number}");
        let got = world
            .call(Method::PUT, &path, attempt["token"].as_str(), Some(body))
            .await;
        assert!(
            (400..500).contains(&got.status) && !got.code().is_empty(),
            "{number}: {} {}",
            got.status,
            got.text
        );
    }
    // More than there is, and things that mean nothing, are simply taken as they are.
    world
        .get(&format!("{board}?limit=1000000"))
        .await
        .expect(200);
    world
        .get(&format!("{board}?limit=0&khac=1"))
        .await
        .expect(200);
    for page in [
        "/?bao=%00",
        "/?bao=khong-co",
        "/dang-nhap?next=%00",
        "/dang-nhap?next=%FF",
    ] {
        let got = world.get(page).await;
        assert_eq!(got.status, 200, "{page}");
    }
    world.end().await;
}

#[tokio::test]
async fn an_unreadable_form_is_refused() {
    let world = world().await;
    let csrf = csrf(&world, "khach");
    for body in [
        format!("csrf={csrf}&login=%FF"),
        format!("csrf={csrf}&login=a%00b"),
        format!("csrf={csrf}&login=%4"),
    ] {
        let request = client()
            .post(url(&world, "/dang-nhap"))
            .header("cookie", "hocluat_visitor=khach");
        let got = answer(
            request
                .header("content-type", "application/x-www-form-urlencoded")
                .body(body.clone()),
        )
        .await;
        assert_eq!(got.status, 422, "{body}: {}", got.text);
    }
    let request = client()
        .post(url(&world, "/dang-nhap"))
        .header("cookie", "hocluat_visitor=khach")
        .body(vec![0xff, 0xfe]);
    assert_eq!(answer(request).await.status, 422);
    world.end().await;
}

// ---------------------------------------------------------------------------------------------------------------------------------
// Sessions, cookies, headers

#[tokio::test]
async fn a_forged_or_ended_session_is_nobody() {
    let world = world().await;
    let person = world.person().await;
    for token in [
        "",
        "x",
        "at1.x.y",
        "at1.",
        &"a".repeat(3_000),
        &person.token[1..],
        &format!("{}x", person.token),
    ] {
        let got = world
            .call(Method::GET, "/api/v1/me", Some(token), None)
            .await;
        got.expect_problem(401, "sign-in-needed");
    }
    for cookie in [
        "hocluat_session=x".to_owned(),
        format!("hocluat_session={}x", person.token),
        "hocluat_session".to_owned(),
    ] {
        let with = |path: &str| client().get(url(&world, path)).header("cookie", &cookie);
        assert_eq!(
            answer(with("/")).await.status,
            200,
            "public pages stay readable"
        );
        let page = answer(with(&format!("/cuoc-thi/{CONTEST}/ky-1/vao-thi"))).await;
        assert_eq!(page.status, 303);
        assert!(
            page.header("location")
                .starts_with("/dang-nhap?next=%2Fcuoc-thi")
                || page
                    .header("location")
                    .starts_with("/dang-nhap?next=/cuoc-thi"),
            "{page:?}"
        );
        answer(with("/api/v1/me"))
            .await
            .assert_problem(401, "sign-in-needed");
    }
    world
        .call(Method::GET, "/api/v1/me", Some(&person.token), None)
        .await
        .expect(200);
    world
        .call(
            Method::DELETE,
            "/api/v1/sessions/current",
            Some(&person.token),
            None,
        )
        .await
        .expect(204);
    world
        .call(Method::GET, "/api/v1/me", Some(&person.token), None)
        .await
        .expect_problem(401, "sign-in-needed");
    let other = world.person().await;
    world.advance(31 * hocluat::kernel::clock::DAY);
    world
        .call(Method::GET, "/api/v1/me", Some(&other.token), None)
        .await
        .expect_problem(401, "sign-in-needed");
    world.end().await;
}

#[tokio::test]
async fn an_attempt_token_opens_its_attempt_and_nothing_else() {
    let world = world().await;
    let (person, other) = (world.contestant().await, world.contestant().await);
    let mine = world.start(&person, "ky-1").await.expect(201);
    let theirs = world.start(&other, "ky-1").await.expect(201);
    let token = mine["token"].as_str().expect("token");
    let path =
        |attempt: &Value| format!("/api/v1/attempts/{}", attempt["id"].as_str().expect("id"));
    world
        .call(Method::GET, &path(&mine), Some(token), None)
        .await
        .expect(200);
    for (method, path, body) in [
        (Method::GET, path(&theirs), None),
        (
            Method::PUT,
            path(&theirs) + "/answers/1",
            Some(json!({ "response": "A", "sequence": 1 })),
        ),
        (Method::POST, path(&theirs) + "/submission", None),
        (Method::GET, path(&theirs) + "/result", None),
    ] {
        world
            .call(method, &path, Some(token), body)
            .await
            .expect_problem(404, "not-found");
    }
    for path in ["/api/v1/me", "/api/v1/contests/cuoc-thi/entries/mine"] {
        world
            .call(Method::GET, path, Some(token), None)
            .await
            .expect_problem(401, "sign-in-needed");
    }
    let broken = format!(
        "{}{}",
        &token[..token.len() - 1],
        if token.ends_with('A') { "B" } else { "A" }
    );
    world
        .call(Method::GET, &path(&mine), Some(&broken), None)
        .await
        .expect_problem(401, "sign-in-needed");
    world.end().await;
}

#[tokio::test]
async fn every_answer_carries_the_security_headers() {
    let world = world().await;
    for path in [
        "/",
        "/cuoc-thi",
        "/dang-nhap",
        "/khong-co",
        &format!("/cuoc-thi/{CONTEST}"),
    ] {
        let got = answer(client().get(url(&world, path))).await;
        let policy = got.header("content-security-policy");
        assert!(
            policy.contains("default-src 'self'") && policy.contains("frame-ancestors 'none'"),
            "{path}: {policy}"
        );
        assert!(!policy.contains("unsafe"), "{path}: {policy}");
        assert!(
            !got.text.contains("<script>") && !got.text.contains(" onclick="),
            "{path} runs nothing inline"
        );
        assert_eq!(got.header("x-frame-options"), "DENY", "{path}");
        assert_eq!(got.header("referrer-policy"), "same-origin", "{path}");
        assert_eq!(
            (
                got.header("x-content-type-options"),
                got.header("cache-control")
            ),
            ("nosniff", "no-store"),
            "{path}"
        );
    }
    for path in [
        "/api/v1/contests",
        "/api/v1/me",
        "/api/v1/khong-co",
        "/healthz",
    ] {
        let got = answer(client().get(url(&world, path))).await;
        assert_eq!(
            (
                got.header("x-content-type-options"),
                got.header("cache-control")
            ),
            ("nosniff", "no-store"),
            "{path}"
        );
        assert!(!got.header("x-request-id").is_empty(), "{path}");
    }
    let home = world.get("/").await.text;
    let asset = home
        .split("/static/")
        .nth(1)
        .and_then(|rest| rest.split('"').next())
        .expect("a static file");
    let got = answer(client().get(url(&world, &format!("/static/{asset}")))).await;
    assert_eq!(
        (got.status, got.header("cache-control")),
        (200, "public, max-age=31536000, immutable")
    );
    assert_eq!(got.header("x-content-type-options"), "nosniff");
    world.end().await;
}

#[tokio::test]
async fn head_answers_like_get_without_a_body() {
    let world = world().await;
    for path in [
        "/",
        "/cuoc-thi",
        &format!("/bang-xep-hang/{CONTEST}/ky-1"),
        "/dang-nhap",
        "/healthz",
        "/api",
    ] {
        let got = answer(client().head(url(&world, path))).await;
        assert_eq!((got.status, got.text.as_str()), (200, ""), "{path}");
    }
    assert_eq!(
        answer(client().head(url(&world, "/khong-co"))).await.status,
        404
    );
    assert_eq!(
        answer(client().head(url(&world, "/to-chuc"))).await.status,
        303
    );
    world.end().await;
}

#[tokio::test]
async fn people_register_and_sign_in_on_pages_and_mistakes_keep_what_was_typed() {
    let world = world().await;
    let browser = browser();
    let page = answer(browser.get(url(&world, "/dang-ky?next=/cuoc-thi"))).await;
    let visitor = page.header("set-cookie").to_owned();
    assert!(
        visitor.contains("HttpOnly")
            && visitor.contains("SameSite=Lax")
            && visitor.contains("Path=/"),
        "{visitor}"
    );
    let token = csrf_in(&page.text);
    let form = |login: &str, password: &str, name: &str| {
        [
            ("csrf", token.clone()),
            ("next", "/cuoc-thi".into()),
            ("login", login.into()),
            ("password", password.into()),
            ("full_name", name.into()),
        ]
    };
    let wrong = answer(browser.post(url(&world, "/dang-ky")).form(&form(
        "hoa-pham",
        "ngan",
        "Phạm <b>Hoa",
    )))
    .await;
    assert_eq!(wrong.status, 422);
    assert!(
        wrong.text.contains("value=\"hoa-pham\""),
        "the login is kept"
    );
    assert!(
        wrong
            .text
            .contains(&Lang::Vi.t_args("field-password-short", &[("min", "8".to_owned())])),
        "{}",
        wrong.text
    );
    assert!(
        !wrong.text.contains("ngan\""),
        "a password is never sent back"
    );
    assert!(
        !wrong.text.contains("<b>Hoa"),
        "what was typed is not markup"
    );
    let made = answer(browser.post(url(&world, "/dang-ky")).form(&form(
        "hoa-pham",
        PASSWORD,
        "Phạm Thị Hoa",
    )))
    .await;
    assert_eq!(
        (made.status, made.header("location")),
        (303, "/cuoc-thi"),
        "{}",
        made.text
    );
    let session = made.header("set-cookie");
    assert!(
        session.starts_with("hocluat_session=")
            && session.contains("HttpOnly")
            && session.contains("SameSite=Lax"),
        "{session}"
    );
    assert!(
        !session.contains("Secure"),
        "this installation is not on HTTPS"
    );
    let home = answer(browser.get(url(&world, "/"))).await;
    assert!(
        home.text.contains("Phạm Thị Hoa") || home.text.contains(&Lang::Vi.t("nav-sign-out")),
        "signed in"
    );

    let out = answer(
        browser
            .post(url(&world, "/dang-xuat"))
            .form(&[("csrf", csrf_in(&home.text))]),
    )
    .await;
    assert_eq!(out.status, 303, "{}", out.text);
    let page = answer(browser.get(url(&world, "/dang-nhap"))).await;
    let token = csrf_in(&page.text);
    let sign_in = |password: &str| {
        [
            ("csrf", token.clone()),
            ("login", "hoa-pham".into()),
            ("password", password.to_owned()),
            ("next", String::new()),
        ]
    };
    let wrong = answer(
        browser
            .post(url(&world, "/dang-nhap"))
            .form(&sign_in("mat-khau-khac")),
    )
    .await;
    assert_eq!(wrong.status, 401);
    assert!(
        wrong.text.contains(&Lang::Vi.t("problem-sign-in-failed"))
            && wrong.text.contains("value=\"hoa-pham\""),
        "{}",
        wrong.text
    );
    let stranger = [
        ("csrf", token.clone()),
        ("login", "khong-co-ai".into()),
        ("password", PASSWORD.into()),
    ];
    let unknown = answer(browser.post(url(&world, "/dang-nhap")).form(&stranger)).await;
    assert_eq!(unknown.status, 401);
    assert!(
        unknown.text.contains(&Lang::Vi.t("problem-sign-in-failed")),
        "an unknown login is answered like a wrong password"
    );
    let right = answer(
        browser
            .post(url(&world, "/dang-nhap"))
            .form(&sign_in(PASSWORD)),
    )
    .await;
    assert_eq!((right.status, right.header("location")), (303, "/"));
    assert!(right.header("set-cookie").starts_with("hocluat_session="));
    world.end().await;
}

#[tokio::test]
async fn on_https_every_cookie_is_marked_secure() {
    let world = World::with_config(|config| Config {
        public_url: Some("https://hocluat.example".into()),
        ..config
    })
    .await;
    account(&world, "hoa-pham", None).await;
    let page = answer(client().get(url(&world, "/dang-nhap"))).await;
    assert!(page.header("set-cookie").contains("; Secure"), "{page:?}");
    let form = [
        ("csrf", csrf(&world, "khach")),
        ("login", "hoa-pham".into()),
        ("password", PASSWORD.into()),
    ];
    let got = answer(
        client()
            .post(url(&world, "/dang-nhap"))
            .header("cookie", "hocluat_visitor=khach")
            .form(&form),
    )
    .await;
    assert_eq!(got.status, 303, "{}", got.text);
    assert!(got.header("set-cookie").contains("; Secure"), "{got:?}");
    world.end().await;
}

#[tokio::test]
async fn no_form_leads_off_this_site() {
    let world = world().await;
    account(&world, "hoa-pham", None).await;
    let evil = [
        "//evil.example",
        "https://evil.example/x",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "/\r\nset-cookie: a=b",
        "/\t/evil.example",
        " //evil.example",
    ];
    for next in evil {
        let sign_in = [
            ("csrf", csrf(&world, "khach")),
            ("login", "hoa-pham".into()),
            ("password", PASSWORD.into()),
            ("next", next.to_owned()),
        ];
        let language = [
            ("csrf", csrf(&world, "khach")),
            ("lang", "en".into()),
            ("next", next.to_owned()),
        ];
        let register = [
            ("csrf", csrf(&world, "khach")),
            ("login", format!("moi-{}", next.len())),
            ("password", PASSWORD.into()),
            ("full_name", "Lê Tám".into()),
            ("next", next.to_owned()),
        ];
        let post = |path: &str| {
            client()
                .post(url(&world, path))
                .header("cookie", "hocluat_visitor=khach")
        };
        for got in [
            answer(post("/dang-nhap").form(&sign_in)).await,
            answer(post("/ngon-ngu").form(&language)).await,
            answer(post("/dang-ky").form(&register)).await,
        ] {
            let to = got.header("location");
            // A browser drops tabs and line ends from an address before it reads it.
            let seen: String = to
                .chars()
                .filter(|c| !matches!(c, '\t' | '\r' | '\n'))
                .collect();
            let inside = to.is_empty()
                || (seen.starts_with('/') && !seen.starts_with("//") && !seen.contains('\\'));
            assert!(
                inside && got.status < 500,
                "{next:?} leads to {to:?} ({})",
                got.status
            );
            assert!(!got.header("set-cookie").starts_with("a=b"));
        }
        let page = answer(client().get(url(
            &world,
            &format!("/dang-nhap?next={}", query_value(next)),
        )))
        .await;
        // The hidden field of the sign-in form; the language form before it leads back to this very page.
        let carried = page
            .text
            .rsplit("name=\"next\" value=\"")
            .next()
            .and_then(|rest| rest.split('"').next())
            .expect("a field");
        assert!(
            !carried.contains("evil") && !carried.contains("javascript"),
            "{next:?} is carried on as {carried:?}"
        );
    }
    world.end().await;
}

// ---------------------------------------------------------------------------------------------------------------------------------
// Limits

#[tokio::test]
async fn too_many_requests_from_one_address_are_told_when_to_try_again() {
    let world = World::with_config(|config| Config {
        requests_per_second: 1,
        ..config
    })
    .await;
    let mut limited = None;
    for _ in 0..40 {
        let got = answer(client().get(url(&world, "/api/v1/contests"))).await;
        match got.status {
            200 => {}
            429 => {
                limited = Some(got);
                break;
            }
            _ => panic!("{got:?}"),
        }
    }
    let got = limited.expect("ten at once and one a second are allowed");
    got.assert_problem(429, "too-many-requests");
    assert!(
        got.header("retry-after")
            .parse::<u32>()
            .is_ok_and(|s| s > 0),
        "{got:?}"
    );
    let page = answer(client().get(url(&world, "/"))).await;
    assert_eq!(page.status, 429);
    assert!(
        !page.header("retry-after").is_empty() && page.text.contains("<html"),
        "a page for a person"
    );
    world.end().await;
}

#[tokio::test]
async fn passwords_cannot_be_tried_without_end() {
    let world = World::with_config(|config| Config {
        requests_per_second: 500,
        ..config
    })
    .await;
    account(&world, "hoa-pham", None).await;
    let mut statuses = Vec::new();
    for n in 0..12 {
        let body = json!({ "login": "hoa-pham", "password": format!("doan-thu-{n}") });
        let got = world
            .call(Method::POST, "/api/v1/sessions", None, Some(body))
            .await;
        if got.status == 429 {
            assert!(got.headers.contains_key("retry-after"), "{:?}", got.headers);
        }
        statuses.push(got.status);
    }
    assert!(
        statuses.starts_with(&[401, 401, 401]) && statuses.ends_with(&[429]),
        "{statuses:?}"
    );
    world.end().await;
}
