//! People and their accounts, through the pages as they meet them: registering, coming back, forgetting, being helped, and who may help.

use std::path::Path;
use std::time::{Duration, Instant};

use hocluat::account::model::Registration;
use hocluat::kernel::actor::Role;
use hocluat::kernel::clock::{DAY, HOUR};
use hocluat::platform::config::Config;
use hocluat::platform::i18n::Lang;
use reqwest::Method;
use rstest::rstest;
use serde_json::json;

use crate::support::scene::{quick_person, root};
use crate::support::web::{Answer, PASSWORD, Visitor, account, csrf_in};
use crate::support::{Person, World};

const PHONE: &str = "0912345678";
const ANOTHER: &str = "mat-khau-moi-hon";
const CHROME_ON_ANDROID: &str = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Mobile Safari/537.36";
const FIREFOX_ON_WINDOWS: &str =
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:127.0) Gecko/20100101 Firefox/127.0";

async fn register(visitor: &Visitor, login: &str, name: &str, more: &[(&str, &str)]) -> Answer {
    let mut fields = vec![
        ("login", login),
        ("password", PASSWORD),
        ("full_name", name),
    ];
    fields.extend(more);
    visitor.fill("/dang-ky", "/dang-ky", &fields).await
}

/// An account with a password and these addresses, made behind the pages.
async fn somebody(world: &World, login: &str, email: &str, phone: &str) -> Person {
    let given = Registration {
        login: login.into(),
        password: PASSWORD.into(),
        full_name: format!("Người {login}"),
        email: email.into(),
        phone: phone.into(),
    };
    let accounts = &world.node.app.accounts;
    let made = accounts.register(&given, "127.0.0.1", world.now()).await;
    let id = made.expect("made").id;
    let session = accounts.open_session(id, "", world.now()).await;
    Person {
        id,
        login: login.into(),
        token: session.expect("opened").token,
    }
}

#[track_caller]
fn assert_signed_in(got: &Answer) {
    assert_eq!(got.status, 303, "{}", got.text);
    let cookies = got.headers.get_all("set-cookie");
    let session = cookies
        .iter()
        .filter_map(|c| c.to_str().ok())
        .any(|c| c.starts_with("hocluat_session="));
    assert!(session, "{:?}", got.headers);
}

/// What the page says went wrong, without what changes from page to page.
fn refusal(got: &Answer) -> (u16, Vec<String>) {
    let after = |mark: &str| -> Vec<String> {
        let parts = got.text.split(mark).skip(1);
        parts
            .filter_map(|p| p.split('<').next())
            .map(str::to_owned)
            .collect()
    };
    let mut said = after("role=\"alert\"");
    said.extend(after("class=\"error\""));
    (got.status, said)
}

// ---------------------------------------------------------------------------------------------------------------------
// Registering and signing in

#[rstest]
#[case::a_phone_number(PHONE, &["0912 345 678", "+84 912.345.678", "0912-345-678"])]
#[case::an_email_address("Hoa.Pham@Example.vn", &["hoa.pham@example.vn", " HOA.PHAM@EXAMPLE.VN "])]
#[case::a_username("hoa-pham", &["Hoa-Pham", " hoa-pham"])]
#[tokio::test]
async fn people_register_with_what_they_have_and_come_back_however_they_type_it(
    #[case] login: &str,
    #[case] spellings: &[&str],
) {
    let world = World::new().await;
    let first = Visitor::new(&world);
    assert_signed_in(&register(&first, login, "Phạm Thị Hoa", &[]).await);
    assert!(first.get("/ho-so").await.text.contains("Phạm Thị Hoa"));
    for spelling in spellings.iter().chain([&login]) {
        let visitor = Visitor::new(&world);
        assert_signed_in(&visitor.sign_in(spelling, PASSWORD).await);
        assert!(visitor.is_signed_in().await, "{spelling}");
    }
    let taken = register(&Visitor::new(&world), spellings[0], "Người khác", &[]).await;
    assert_eq!(
        taken.status, 409,
        "the same login in another spelling is the same"
    );
    world.end().await;
}

#[tokio::test]
async fn a_phone_that_somebody_signs_in_with_leaves_the_next_a_username() {
    let world = World::new().await;
    let (mother, child) = (Visitor::new(&world), Visitor::new(&world));
    assert_signed_in(&register(&mother, PHONE, "Nguyễn Thị Mẹ", &[]).await);
    let refused = register(&child, PHONE, "Nguyễn Văn Con", &[]).await;
    assert_eq!(refused.status, 409, "{}", refused.text);
    assert!(
        refused
            .text
            .contains(&Lang::Vi.t("field-login-taken-phone")),
        "{}",
        refused.text
    );
    let shared = [("phone", PHONE)];
    assert_signed_in(&register(&child, "con-8-tuoi", "Nguyễn Văn Con", &shared).await);
    for login in [PHONE, "con-8-tuoi"] {
        assert_signed_in(&Visitor::new(&world).sign_in(login, PASSWORD).await);
    }
    assert_eq!(
        world
            .count(&format!(
                "SELECT COUNT(*) FROM account WHERE phone = '{PHONE}'"
            ))
            .await,
        2
    );
    world.end().await;
}

#[tokio::test]
async fn with_a_phone_that_two_people_share_only_their_usernames_lead_in() {
    let world = World::new().await;
    let shared = [("phone", "0912 345 678")];
    for (login, name) in [("anh-trai", "Lê Anh"), ("em-gai", "Lê Em")] {
        assert_signed_in(&register(&Visitor::new(&world), login, name, &shared).await);
    }
    let right = Visitor::new(&world).sign_in(PHONE, PASSWORD).await;
    let wrong = Visitor::new(&world).sign_in(PHONE, ANOTHER).await;
    let unknown = Visitor::new(&world).sign_in("0987654321", PASSWORD).await;
    assert_eq!(right.status, 401, "{}", right.text);
    assert!(right.text.contains(&Lang::Vi.t("problem-sign-in-failed")));
    assert_eq!(
        refusal(&right),
        refusal(&wrong),
        "who guesses a password learns nothing"
    );
    assert_eq!(
        refusal(&right),
        refusal(&unknown),
        "nor who asks for a number"
    );
    for (login, name) in [("anh-trai", "Lê Anh"), ("em-gai", "Lê Em")] {
        let visitor = Visitor::new(&world);
        assert_signed_in(&visitor.sign_in(login, PASSWORD).await);
        assert!(
            visitor.get("/ho-so").await.text.contains(name),
            "{login} is themselves"
        );
    }
    // Once one of them has another number, the number means the other alone.
    let left = Visitor::new(&world);
    assert_signed_in(&left.sign_in("anh-trai", PASSWORD).await);
    let fields = [
        ("full_name", "Lê Anh"),
        ("login", "anh-trai"),
        ("phone", "0987654321"),
    ];
    assert_eq!(left.fill("/ho-so", "/ho-so", &fields).await.status, 303);
    assert_signed_in(&Visitor::new(&world).sign_in(PHONE, PASSWORD).await);
    world.end().await;
}

/// Medians of fifteen tries each, taken in turns so that what else the machine does falls on all of them alike. On a busy machine one
/// round may still be uneven by chance; a refusal without the work of a hash would be faster tenfold in every round.
#[tokio::test]
async fn an_unknown_login_is_refused_no_faster_than_a_known_one() {
    let world = World::new().await;
    somebody(&world, "co-mat-khau", "", "").await;
    let (quick, _) = quick_person(&world, "Nguyễn Thị Nhanh", None).await;
    let logins = [
        "co-mat-khau",
        "khong-co-ai",
        quick.login.as_str(),
        "0912000000",
    ];
    let mut rounds = Vec::new();
    for _ in 0..6 {
        let medians = medians(&world, &logins).await;
        let least = medians.iter().min().expect("some").as_secs_f64();
        let most = medians.iter().max().expect("some").as_secs_f64();
        rounds.push(medians);
        if most <= least * 1.4 {
            return world.end().await;
        }
    }
    panic!("{logins:?}: {rounds:?}");
}

/// How long each of these logins takes to be refused.
async fn medians(world: &World, logins: &[&str]) -> Vec<Duration> {
    let mut took: Vec<Vec<Duration>> = vec![Vec::new(); logins.len()];
    for _ in 0..15 {
        for (login, took) in logins.iter().zip(&mut took) {
            let body = json!({ "login": login, "password": "mat-khau-doan-mo" });
            let begin = Instant::now();
            let got = world
                .call(Method::POST, "/api/v1/sessions", None, Some(body))
                .await;
            took.push(begin.elapsed());
            got.expect_problem(401, "sign-in-failed");
        }
    }
    let median = |times: &mut Vec<Duration>| {
        times.sort();
        times[times.len() / 2]
    };
    took.iter_mut().map(median).collect()
}

// ---------------------------------------------------------------------------------------------------------------------
// Passwords and sessions

#[tokio::test]
async fn a_new_password_ends_the_old_one_and_every_other_session() {
    let world = World::new().await;
    somebody(&world, "hoa-pham", "", "").await;
    let (here, there) = (Visitor::new(&world), Visitor::new(&world));
    for visitor in [&here, &there] {
        assert_signed_in(&visitor.sign_in("hoa-pham", PASSWORD).await);
    }
    let change = async |current: &str, password: &str, again: &str| {
        let fields = [
            ("current", current),
            ("password", password),
            ("password_again", again),
        ];
        here.fill("/ho-so", "/ho-so/mat-khau", &fields).await
    };
    for (got, message) in [
        (
            change("sai-mat-khau", ANOTHER, ANOTHER).await,
            "field-password-wrong",
        ),
        (change("", ANOTHER, ANOTHER).await, "field-password-wrong"),
        (
            change(PASSWORD, ANOTHER, "khac-di-mot-chut").await,
            "field-passwords-differ",
        ),
    ] {
        assert_eq!(got.status, 422);
        assert!(
            got.text.contains(&Lang::Vi.t(message)),
            "{message}: {}",
            got.text
        );
    }
    assert!(
        there.is_signed_in().await,
        "a change that was refused ends nothing"
    );
    let changed = change(PASSWORD, ANOTHER, ANOTHER).await;
    assert_eq!(
        changed.header("location"),
        "/ho-so?bao=password-changed",
        "{}",
        changed.text
    );
    assert!(here.is_signed_in().await, "who changed it stays");
    assert!(!there.is_signed_in().await);
    assert_eq!(
        Visitor::new(&world)
            .sign_in("hoa-pham", PASSWORD)
            .await
            .status,
        401
    );
    assert_signed_in(&Visitor::new(&world).sign_in("hoa-pham", ANOTHER).await);
    world.end().await;
}

#[tokio::test]
async fn who_entered_quickly_sets_a_first_password_without_an_old_one() {
    let world = World::new().await;
    let (person, _) = quick_person(&world, "Trần Văn Nhanh", Some(PHONE)).await;
    assert_eq!(
        Visitor::new(&world).sign_in(PHONE, "").await.status,
        401,
        "no password opens nothing"
    );
    let visitor = Visitor::of(&world, &person.token);
    let page = visitor.get("/ho-so").await.text;
    assert!(
        !page.contains("name=\"current\""),
        "there is no old one to ask for"
    );
    let fields = [("password", PASSWORD), ("password_again", PASSWORD)];
    let set = visitor.fill("/ho-so", "/ho-so/mat-khau", &fields).await;
    assert_eq!(set.status, 303, "{}", set.text);
    let again = visitor.fill("/ho-so", "/ho-so/mat-khau", &fields).await;
    assert_eq!(again.status, 422, "from now on the old one is asked for");
    for login in [PHONE, person.login.as_str()] {
        assert_signed_in(&Visitor::new(&world).sign_in(login, PASSWORD).await);
    }
    world.end().await;
}

#[tokio::test]
async fn sessions_are_listed_by_device_and_end_one_by_one_or_together() {
    let world = World::new().await;
    let person = somebody(&world, "hoa-pham", "", "").await;
    let stranger = somebody(&world, "nguoi-la", "", "").await;
    let phone = Visitor::with(&world, CHROME_ON_ANDROID, "vi");
    let office = Visitor::with(&world, FIREFOX_ON_WINDOWS, "vi");
    for visitor in [&phone, &office] {
        assert_signed_in(&visitor.sign_in("hoa-pham", PASSWORD).await);
    }
    let page = phone.get("/ho-so").await.text;
    for words in [
        "Chrome, Android",
        "Firefox, Windows",
        &Lang::Vi.t("device-unknown"),
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    let this = Lang::Vi.t("session-this");
    let mine = page
        .split("<li>")
        .find(|line| line.contains(&this))
        .expect("marked");
    assert!(
        mine.contains("Chrome, Android") && !mine.contains("/ho-so/phien/"),
        "{mine}"
    );
    let line = page
        .split("<li>")
        .find(|line| line.contains("Firefox"))
        .expect("listed");
    let end = line
        .split("action=\"")
        .nth(1)
        .and_then(|a| a.split('"').next())
        .expect("a form");

    // Somebody else cannot end it, and learns nothing from trying.
    let key = end.rsplit('/').next().expect("a key");
    let api = format!("/api/v1/me/sessions/{key}");
    let tried = world
        .call(Method::DELETE, &api, Some(&stranger.token), None)
        .await;
    tried.expect_problem(404, "not-found");
    let theirs = Visitor::of(&world, &stranger.token);
    theirs
        .post(end, &csrf_in(&theirs.get("/ho-so").await.text), &[])
        .await;
    assert!(office.is_signed_in().await);

    assert_eq!(phone.fill("/ho-so", end, &[]).await.status, 303);
    assert!(phone.is_signed_in().await && !office.is_signed_in().await);
    assert_signed_in(&office.sign_in("hoa-pham", PASSWORD).await);
    assert_eq!(phone.fill("/ho-so", "/ho-so/phien", &[]).await.status, 303);
    assert!(phone.is_signed_in().await && !office.is_signed_in().await);
    let me = world
        .call(Method::GET, "/api/v1/me", Some(&person.token), None)
        .await;
    me.expect_problem(401, "sign-in-needed");
    world.end().await;
}

// ---------------------------------------------------------------------------------------------------------------------
// Entry codes

#[tokio::test]
async fn an_entry_code_leads_back_from_any_browser_however_it_is_typed() {
    let world = World::new().await;
    let (person, code) = quick_person(&world, "Trần Thị Mã", None).await;
    assert!(
        Visitor::of(&world, &person.token)
            .get("/ho-so")
            .await
            .text
            .contains(&code)
    );
    let plain = code.replace('-', "");
    let spellings = [
        code.clone(),
        code.to_lowercase(),
        plain.clone(),
        format!("  {}  ", plain.to_lowercase()),
        code.replace('-', " "),
        code.replace('-', " – "),
        plain.chars().flat_map(|c| [c, ' ']).collect(),
    ];
    for typed in &spellings {
        let visitor = Visitor::new(&world);
        assert_signed_in(
            &visitor
                .fill("/ma-du-thi", "/ma-du-thi", &[("code", typed)])
                .await,
        );
        assert!(
            visitor.get("/ho-so").await.text.contains("Trần Thị Mã"),
            "{typed}"
        );
        let body = json!({ "code": typed });
        world
            .call(
                Method::POST,
                "/api/v1/sessions/entry-code",
                None,
                Some(body),
            )
            .await
            .expect(201);
    }
    for typed in [
        "",
        &plain[1..],
        &format!("{plain}2"),
        "2222-2222-2222",
        "không phải mã",
    ] {
        let got = Visitor::new(&world)
            .fill("/ma-du-thi", "/ma-du-thi", &[("code", typed)])
            .await;
        assert_eq!(got.status, 422, "{typed}");
        assert!(
            got.text.contains(&Lang::Vi.t("field-entry-code")),
            "{typed}: {}",
            got.text
        );
    }
    world.end().await;
}

#[tokio::test]
async fn another_entry_code_makes_the_old_one_useless_and_ends_other_sessions() {
    let world = World::new().await;
    let (person, old) = quick_person(&world, "Trần Thị Mã", None).await;
    let (mine, lost) = (Visitor::of(&world, &person.token), Visitor::new(&world));
    let enter = async |visitor: &Visitor, code: &str| {
        visitor
            .fill("/ma-du-thi", "/ma-du-thi", &[("code", code)])
            .await
    };
    assert_signed_in(&enter(&lost, &old).await);
    assert_eq!(
        mine.fill("/ho-so", "/ho-so/ma-du-thi", &[]).await.status,
        303
    );
    assert!(mine.is_signed_in().await && !lost.is_signed_in().await);
    assert_eq!(enter(&lost, &old).await.status, 422);
    let page = mine.get("/ho-so").await.text;
    let new = page
        .split("<code>")
        .nth(1)
        .and_then(|c| c.split('<').next())
        .expect("shown");
    assert_ne!(new, old);
    assert_signed_in(&enter(&lost, new).await);
    world.end().await;
}

#[tokio::test]
async fn entry_codes_cannot_be_tried_without_end() {
    let world = World::with_config(|config| Config {
        requests_per_second: 500,
        ..config
    })
    .await;
    let (_, right) = quick_person(&world, "Trần Thị Mã", None).await;
    let mut statuses = Vec::new();
    for _ in 0..70 {
        let body = json!({ "code": "2222-2222-2222" });
        let got = world
            .call(
                Method::POST,
                "/api/v1/sessions/entry-code",
                None,
                Some(body),
            )
            .await;
        statuses.push(got.status);
    }
    assert!(
        statuses.starts_with(&[422; 20]) && statuses.ends_with(&[429]),
        "{statuses:?}"
    );
    let visitor = Visitor::new(&world);
    let got = visitor
        .fill("/ma-du-thi", "/ma-du-thi", &[("code", &right)])
        .await;
    assert_eq!(got.status, 429, "then not even the right one");
    assert!(
        got.text.contains(&Lang::Vi.t("problem-too-many-requests")),
        "{}",
        got.text
    );
    world.end().await;
}

// ---------------------------------------------------------------------------------------------------------------------
// Passwords forgotten

/// Letters that were sent, oldest first, with their bodies readable.
fn letters(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).map(|entries| entries.filter_map(Result::ok).collect());
    let files: Vec<std::fs::DirEntry> = entries.unwrap_or_default();
    let mut files: Vec<_> = files.iter().map(std::fs::DirEntry::path).collect();
    files.retain(|path| path.extension().is_some_and(|e| e == "eml"));
    files.sort_by_key(|path| {
        std::fs::metadata(path)
            .and_then(|m| m.modified())
            .expect("a time")
    });
    files
        .iter()
        .map(|path| readable(&std::fs::read_to_string(path).expect("a letter")))
        .collect()
}

/// A letter without its transfer encoding.
fn readable(letter: &str) -> String {
    use base64::Engine as _;
    let letter = letter.replace("\r\n", "\n");
    let (head, body) = letter.split_once("\n\n").expect("a body");
    let bytes = if head.contains("base64") {
        let engine = base64::engine::general_purpose::STANDARD;
        engine.decode(body.replace('\n', "")).expect("base64")
    } else {
        unquoted(&body.replace("=\n", ""))
    };
    format!("{head}\n\n{}", String::from_utf8(bytes).expect("UTF-8"))
}

/// Quoted-printable text without its quotes.
fn unquoted(text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        let code = std::str::from_utf8(tail.get(..2).unwrap_or_default()).unwrap_or_default();
        match u8::from_str_radix(code, 16) {
            Ok(byte) if *first == b'=' => {
                bytes.push(byte);
                rest = &tail[2..];
            }
            _ => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    bytes
}

/// The links for a new password in a letter, as paths.
fn links(letter: &str) -> Vec<String> {
    let words = letter.split_whitespace();
    let found = words.filter_map(|w| w.find("/dat-lai-mat-khau/").map(|at| w[at..].to_owned()));
    found.collect()
}

async fn forgot(world: &World, login: &str) -> Answer {
    let visitor = Visitor::new(world);
    visitor
        .fill("/quen-mat-khau", "/quen-mat-khau", &[("login", login)])
        .await
}

async fn set_new(visitor: &Visitor, link: &str) -> Answer {
    let fields = [("password", ANOTHER), ("password_again", ANOTHER)];
    visitor.fill(link, link, &fields).await
}

#[tokio::test]
async fn a_forgotten_password_is_set_anew_by_a_link_that_works_once() {
    let world = World::new().await;
    somebody(&world, "hoa-pham", "hoa@example.vn", "").await;
    let elsewhere = Visitor::new(&world);
    assert_signed_in(&elsewhere.sign_in("hoa-pham", PASSWORD).await);
    forgot(&world, "hoa-pham").await;
    forgot(&world, "HOA@example.vn").await;
    world.settle().await;
    let sent = letters(&world.letters());
    assert_eq!(sent.len(), 2);
    let of: Vec<String> = sent.iter().flat_map(|l| links(l)).collect();
    assert_eq!(of.len(), 2, "{sent:#?}");
    for letter in &sent {
        assert!(
            letter.contains("To: hoa@example.vn") && letter.contains("hoa-pham"),
            "{letter}"
        );
    }
    let visitor = Visitor::new(&world);
    // Only the newer of two letters works; which of the files that is does not matter.
    let mut opened = Vec::new();
    for link in &of {
        opened.push(visitor.get(link).await.status);
    }
    opened.sort_unstable();
    assert_eq!(opened, [200, 409]);
    let mut link = "";
    for candidate in &of {
        if visitor.get(candidate).await.status == 200 {
            link = candidate;
        }
    }
    let differing = [("password", ANOTHER), ("password_again", PASSWORD)];
    assert_eq!(
        visitor.fill(link, link, &differing).await.status,
        422,
        "a slip does not use it up"
    );
    assert_signed_in(&set_new(&visitor, link).await);
    assert!(visitor.is_signed_in().await && !elsewhere.is_signed_in().await);
    let again = Visitor::new(&world).get(link).await;
    assert_eq!(again.status, 409, "once");
    assert!(again.text.contains(&Lang::Vi.t("problem-link-expired")));
    assert_eq!(
        Visitor::new(&world)
            .sign_in("hoa-pham", PASSWORD)
            .await
            .status,
        401
    );
    assert_signed_in(&Visitor::new(&world).sign_in("hoa-pham", ANOTHER).await);
    world.end().await;
}

#[tokio::test]
async fn a_mailed_link_expires_after_an_hour_and_a_handed_one_after_three_days() {
    let world = World::new().await;
    let person = somebody(&world, "hoa-pham", "hoa@example.vn", "").await;
    let visitor = Visitor::new(&world);
    forgot(&world, "hoa-pham").await;
    world.settle().await;
    let mailed = links(&letters(&world.letters())[0]).remove(0);
    world.advance(HOUR - 1);
    assert_eq!(visitor.get(&mailed).await.status, 200);
    world.advance(1);
    assert_eq!(visitor.get(&mailed).await.status, 409);
    let page = visitor.get("/dang-nhap").await.text;
    let late = [("password", ANOTHER), ("password_again", ANOTHER)];
    assert_eq!(
        visitor.post(&mailed, &csrf_in(&page), &late).await.status,
        409
    );

    let accounts = &world.node.app.accounts;
    let handed = accounts
        .make_reset_path(&root(), person.id, world.now())
        .await
        .expect("a link");
    world.advance(3 * DAY - 1);
    assert_eq!(visitor.get(&handed).await.status, 200);
    world.advance(1);
    assert_eq!(visitor.get(&handed).await.status, 409);
    assert_signed_in(&visitor.sign_in("hoa-pham", PASSWORD).await);
    world.end().await;
}

#[tokio::test]
async fn who_asks_for_a_link_learns_nothing_of_who_has_an_account() {
    let world = World::new().await;
    somebody(&world, "co-thu", "hoa@example.vn", "").await;
    somebody(&world, "khong-thu", "", PHONE).await;
    let mut said = Vec::new();
    for login in [
        "co-thu",
        "khong-thu",
        PHONE,
        "hoa@example.vn",
        "khong-co-ai",
        "la@example.vn",
    ] {
        let got = forgot(&world, login).await;
        said.push((got.status, got.header("location").to_owned(), got.text));
    }
    assert!(said.windows(2).all(|pair| pair[0] == pair[1]), "{said:?}");
    assert_eq!(
        (said[0].0, said[0].1.as_str()),
        (303, "/quen-mat-khau?da-gui=1")
    );
    world.settle().await;
    let to: Vec<String> = letters(&world.letters());
    assert_eq!(
        to.len(),
        2,
        "by username and by address, and to nobody else"
    );
    assert!(
        to.iter()
            .all(|letter| letter.contains("To: hoa@example.vn"))
    );
    world.end().await;
}

#[tokio::test]
async fn people_who_share_an_address_find_all_their_names_in_one_letter() {
    let world = World::new().await;
    for login in ["me", "con-lon", "con-be"] {
        somebody(
            &world,
            &format!("{login}-nha-hoa"),
            "nha.hoa@example.vn",
            "",
        )
        .await;
    }
    forgot(&world, "nha.hoa@example.vn").await;
    world.settle().await;
    let sent = letters(&world.letters());
    assert_eq!(sent.len(), 1);
    let of = links(&sent[0]);
    assert_eq!(of.len(), 3, "{}", sent[0]);
    for login in ["me-nha-hoa", "con-lon-nha-hoa", "con-be-nha-hoa"] {
        assert!(sent[0].contains(login), "{login}: {}", sent[0]);
    }
    // Each link is one person's.
    for link in &of {
        let page = Visitor::new(&world).get(link).await;
        assert_eq!(page.status, 200);
        assert_signed_in(&set_new(&Visitor::new(&world), link).await);
    }
    for login in ["me-nha-hoa", "con-lon-nha-hoa", "con-be-nha-hoa"] {
        assert_signed_in(&Visitor::new(&world).sign_in(login, ANOTHER).await);
    }
    world.end().await;
}

#[tokio::test]
async fn an_administrator_hands_over_a_link_that_is_shown_once() {
    let world = World::new().await;
    let citizen = somebody(&world, "cong-dan", "", "").await;
    let administrator = account(&world, "quan-tri-vien", Some(Role::Administrator)).await;
    let desk = Visitor::of(&world, &administrator.token);
    let page = format!("/quan-tri/tai-khoan/{}", citizen.id);
    let shown = desk.fill(&page, &format!("{page}/mat-khau"), &[]).await;
    assert_eq!(shown.status, 200);
    let link = links(&shown.text.replace(['"', '<', '>'], " ")).remove(0);
    assert!(
        !desk.get(&page).await.text.contains("/dat-lai-mat-khau/"),
        "once"
    );
    assert_signed_in(&set_new(&Visitor::new(&world), &link).await);
    assert_signed_in(&Visitor::new(&world).sign_in("cong-dan", ANOTHER).await);
    let trail =
        "SELECT COUNT(*) FROM audit WHERE action IN ('account.reset-link', 'account.reset')";
    assert_eq!(
        world.count(trail).await,
        2,
        "who made it and that it was used"
    );
    world.end().await;
}

// ---------------------------------------------------------------------------------------------------------------------
// Language

#[tokio::test]
async fn a_language_that_was_chosen_follows_the_person_to_the_next_device() {
    let world = World::new().await;
    somebody(&world, "hoa-pham", "", "").await;
    let (here, there) = (Visitor::new(&world), Visitor::new(&world));
    assert_signed_in(&here.sign_in("hoa-pham", PASSWORD).await);
    assert!(here.get("/").await.text.contains("<html lang=\"vi\""));
    let chosen = here
        .fill("/", "/ngon-ngu", &[("lang", "en"), ("next", "/cuoc-thi")])
        .await;
    assert_eq!(
        (chosen.status, chosen.header("location")),
        (303, "/cuoc-thi")
    );
    assert!(here.get("/").await.text.contains("<html lang=\"en\""));
    assert!(
        there.get("/").await.text.contains("<html lang=\"vi\""),
        "until they sign in"
    );
    assert_signed_in(&there.sign_in("hoa-pham", PASSWORD).await);
    assert!(there.get("/").await.text.contains("<html lang=\"en\""));
    // A visitor's choice is the browser's alone.
    let visitor = Visitor::new(&world);
    visitor
        .fill("/", "/ngon-ngu", &[("lang", "en"), ("next", "/")])
        .await;
    assert!(visitor.get("/").await.text.contains("<html lang=\"en\""));
    world.end().await;
}
