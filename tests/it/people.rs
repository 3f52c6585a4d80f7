//! People and contests: entering with and without an account, coming back, who may organise what, and the lists of people.

use std::collections::BTreeMap;

use hocluat::account::model::{Profile, Registration};
use hocluat::contest::service::PeopleFilter;
use hocluat::kernel::actor::{Actor, Grant, Role};
use reqwest::{Client, Method, redirect};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::{CONTEST, Person, USUAL, World, simple_contest};

/// A form as schools use it: children are told apart by name and birth date, and may share a parent's telephone.
const SCHOOL: &str = r#"
title = "Cuộc thi của trường"
summary = "Cuộc thi dùng để kiểm thử."
bank = "ngan-hang"
organisation = "01"

[contact]
name = "Phòng Tư pháp"
phone = "024 3733 0000"

[entry]
quick = true
same_person = ["full_name", "birth_date"]

[[entry.fields]]
field = "full_name"
required = true

[[entry.fields]]
field = "birth_date"
at_least = "year"
required = true

[[entry.fields]]
field = "phone"

[[entry.fields]]
field = "organisation"

[[entry.consents]]
key = "du-lieu"
version = 3
purpose = "contest"
required = true

[[entry.consents]]
key = "tin"
purpose = "news"

[[rounds]]
key = "ky-1"
title = "Kỳ 1"
opens = "2026-07-01 08:00"
closes = "2026-07-01 09:00"

[paper]
minutes = 10

[[paper.draw]]
count = 3
"#;

async fn school() -> World {
    World::with_contest(&format!("{SCHOOL}{USUAL}"), 6).await
}

/// A browser: it keeps cookies and shows redirects as they are.
struct Browser {
    http: Client,
    base: String,
}

impl Browser {
    fn new(world: &World) -> Self {
        let http = Client::builder()
            .redirect(redirect::Policy::none())
            .cookie_store(true)
            .build()
            .expect("a client");
        Self {
            http,
            base: world.node.url.clone(),
        }
    }

    async fn get(&self, path: &str) -> (u16, String) {
        let answer = self.http.get(format!("{}{path}", self.base)).send().await;
        let answer = answer.expect("the node answers");
        (
            answer.status().as_u16(),
            answer.text().await.expect("a body"),
        )
    }

    /// Posts a form as the page at `from` would: status, where it leads, and the body.
    async fn post(&self, from: &str, to: &str, fields: &[(&str, &str)]) -> (u16, String, String) {
        let (status, page) = self.get(from).await;
        assert_eq!(status, 200, "{from}: {page}");
        let mark = "name=\"csrf\" value=\"";
        let at = page.find(mark).expect("a form") + mark.len();
        let csrf = page[at..].split('"').next().expect("a token").to_owned();
        let mut fields: BTreeMap<&str, &str> = fields.iter().copied().collect();
        fields.insert("csrf", &csrf);
        let request = self.http.post(format!("{}{to}", self.base));
        let request = request.header("origin", &self.base).form(&fields);
        let answer = request.send().await.expect("the node answers");
        let to = answer.headers().get("location");
        let to = to.map_or("", |v| v.to_str().unwrap_or_default()).to_owned();
        (
            answer.status().as_u16(),
            to,
            answer.text().await.expect("a body"),
        )
    }

    async fn enter(&self, fields: &[(&str, &str)]) -> (u16, String, String) {
        let path = format!("/cuoc-thi/{CONTEST}/du-thi");
        self.post(&path, &path, fields).await
    }
}

const AN: [(&str, &str); 5] = [
    ("full_name", "Nguyễn Thị An"),
    ("birth_date-y", "2015"),
    ("phone", "0912 345 678"),
    ("consent-du-lieu", "yes"),
    ("organisation", ""),
];

fn but<'a>(name: &'a str, value: &'a str) -> Vec<(&'a str, &'a str)> {
    let mut fields: BTreeMap<&str, &str> = AN.into_iter().collect();
    fields.insert(name, value);
    fields.into_iter().collect()
}

fn code_in(page: &str) -> String {
    let at = page.find("<code>").expect("a code") + "<code>".len();
    page[at..].split('<').next().expect("a code").to_owned()
}

async fn text(world: &World, sql: &str) -> String {
    use sea_orm::{ConnectionTrait, Statement};
    let db = world.node.app.db.read();
    let query = Statement::from_string(db.get_database_backend(), sql);
    let row = db.query_one_raw(query).await.expect("read").expect("a row");
    row.try_get_by_index::<String>(0).expect("a text")
}

#[tokio::test]
async fn the_form_alone_makes_a_person_who_comes_back_with_the_code_from_another_device() {
    let world = school().await;
    let phone = Browser::new(&world);
    let (status, to, body) = phone.enter(&AN).await;
    assert_eq!(
        (status, to.as_str()),
        (303, "/cuoc-thi/cuoc-thi/da-dang-ky"),
        "{body}"
    );
    let (status, page) = phone.get("/cuoc-thi/cuoc-thi/da-dang-ky").await;
    assert_eq!(status, 200, "{page}");
    assert!(
        page.contains("Nguyễn Thị An") && page.contains("0912345678"),
        "{page}"
    );
    let code = code_in(&page);

    let library = Browser::new(&world);
    let typed = code.to_lowercase().replace('-', " ");
    let (status, _, body) = library
        .post("/ma-du-thi", "/ma-du-thi", &[("code", &typed)])
        .await;
    assert_eq!(status, 303, "{body}");
    let (status, page) = library.get("/cua-toi").await;
    assert_eq!(status, 200);
    assert!(
        page.contains("Cuộc thi của trường") && page.contains(&code),
        "{page}"
    );
    let (status, _, _) = library
        .post(
            "/cuoc-thi/cuoc-thi/ky-1/vao-thi",
            "/cuoc-thi/cuoc-thi/ky-1/vao-thi",
            &[],
        )
        .await;
    assert_eq!(status, 303, "and the attempt starts");
    let hashed = world
        .count("SELECT COUNT(*) FROM account WHERE password_hash IS NOT NULL")
        .await;
    assert_eq!(hashed, 0, "no password was hashed on the way");
    world.end().await;
}

#[tokio::test]
async fn two_children_with_one_phone_both_enter_and_the_same_child_does_not_enter_twice() {
    let world = school().await;
    let (status, ..) = Browser::new(&world).enter(&AN).await;
    assert_eq!(status, 303);
    let brother = but("full_name", "Nguyễn Văn Bình");
    let (status, _, body) = Browser::new(&world).enter(&brother).await;
    assert_eq!(status, 303, "{body}");

    // Spelling and case do not make another child of her.
    let again = but("full_name", "NGUYỄN THỊ AN");
    let (status, _, body) = Browser::new(&world).enter(&again).await;
    assert_eq!(status, 409, "{body}");
    assert!(body.contains("href=\"/ma-du-thi\"") && body.contains("href=\"/dang-nhap?next="));
    assert!(
        body.contains("value=\"NGUYỄN THỊ AN\""),
        "what was typed is still there"
    );
    let made = world
        .count("SELECT (SELECT COUNT(*) FROM entry) * 10 + (SELECT COUNT(*) FROM account)")
        .await;
    assert_eq!(made, 22, "the refused form made neither entry nor person");

    for path in ["/", "/cuoc-thi/cuoc-thi", "/bang-xep-hang/cuoc-thi/ky-1"] {
        let (_, page) = Browser::new(&world).get(path).await;
        assert!(
            !page.contains("Nguyễn Thị An"),
            "{path} shows a child's full name"
        );
    }
    world.end().await;
}

#[tokio::test]
async fn consents_are_kept_with_version_and_moment_and_a_missing_one_is_said_beside_it() {
    let world = school().await;
    let (status, _, body) = Browser::new(&world)
        .enter(&but("consent-du-lieu", ""))
        .await;
    assert_eq!(status, 422, "{body}");
    assert!(body.contains("id=\"consent-du-lieu-error\""), "{body}");
    assert!(
        !body.contains("id=\"consent-tin-error\""),
        "the other is free"
    );
    assert_eq!(world.count("SELECT COUNT(*) FROM account").await, 0);

    let (status, ..) = Browser::new(&world).enter(&AN).await;
    assert_eq!(status, 303);
    let kept: Value =
        serde_json::from_str(&text(&world, "SELECT consents FROM entry").await).expect("JSON");
    let at = world.now().0;
    assert_eq!(kept, json!({ "du-lieu": { "version": 3, "at": at } }));

    let unknown = but("consent-anh", "yes");
    let mut unknown = unknown;
    unknown.push(("full_name", "Lê Thị Hoa"));
    let (status, _, _) = Browser::new(&world).enter(&unknown).await;
    assert_eq!(status, 422, "what was not asked for is not taken");
    world.end().await;
}

#[tokio::test]
async fn where_an_account_is_needed_nobody_enters_without_one() {
    let world = World::with_contest(&simple_contest(3, USUAL), 6).await;
    let quick = format!("/api/v1/contests/{CONTEST}/quick-entries");
    let body = json!({ "fields": { "full_name": "Lê Thị Hoa" }, "consents": ["du-lieu"] });
    world
        .call(Method::POST, &quick, None, Some(body))
        .await
        .expect_problem(401, "sign-in-needed");
    let (status, to, _) = Browser::new(&world)
        .post(
            "/dang-nhap",
            &format!("/cuoc-thi/{CONTEST}/du-thi"),
            &[("full_name", "Lê Thị Hoa"), ("consent-du-lieu", "yes")],
        )
        .await;
    assert_eq!(status, 303);
    assert!(to.starts_with("/dang-nhap?next="), "{to}");
    assert_eq!(world.count("SELECT COUNT(*) FROM entry").await, 0);
    world.end().await;
}

#[tokio::test]
async fn the_api_tells_what_is_asked_and_enters_with_organisation_and_consents() {
    let world = school().await;
    let contest = world
        .get(&format!("/api/v1/contests/{CONTEST}"))
        .await
        .expect(200);
    assert_eq!(contest["quick_entry"], true);
    assert_eq!(contest["organisation"], "01");
    assert_eq!(contest["contact"]["phone"], "024 3733 0000");
    assert_eq!(contest["consents"][0]["name"], "du-lieu");
    assert_eq!(contest["consents"][0]["version"], 3);

    let path = format!("/api/v1/contests/{CONTEST}/quick-entries");
    let body = |name: &str, unit: &str| json!({ "fields": { "full_name": name, "birth_date": "2015" }, "organisation": unit, "consents": ["du-lieu", "tin"] });
    let made = world
        .call(Method::POST, &path, None, Some(body("Lê Thị Hoa", "00004")))
        .await
        .expect(201);
    assert_eq!(made["entry"]["organisation"], "00004");
    assert_eq!(made["entry"]["consents"], json!({ "du-lieu": 3, "tin": 1 }));
    let token = made["token"].as_str().expect("a token");
    let mine = world
        .call(
            Method::GET,
            &format!("/api/v1/contests/{CONTEST}/entries/mine"),
            Some(token),
            None,
        )
        .await
        .expect(200);
    assert_eq!(mine["id"], made["entry"]["id"]);

    let missing =
        json!({ "fields": { "full_name": "Lê Văn Hải", "birth_date": "2015" }, "consents": [] });
    let problem = world
        .call(Method::POST, &path, None, Some(missing))
        .await
        .expect_problem(422, "fields-invalid");
    assert_eq!(problem["fields"][0]["field"], "consent-du-lieu");
    world.end().await;
}

#[tokio::test]
async fn a_name_that_several_units_have_is_asked_back_and_may_be_kept_as_typed() {
    let world = school().await;
    let browser = Browser::new(&world);
    let (status, _, body) = browser.enter(&but("organisation", "Tân Phú")).await;
    assert_eq!(status, 422, "{body}");
    assert!(body.contains("name=\"organisation-code\""), "{body}");
    assert!(body.contains("value=\"-\""), "it may be none of them");

    let mut kept = but("organisation", "Tân Phú");
    kept.push(("organisation-code", "-"));
    let (status, ..) = browser.enter(&kept).await;
    assert_eq!(status, 303);
    let without = world
        .count("SELECT COUNT(*) FROM entry WHERE organisation_id IS NULL")
        .await;
    assert_eq!(without, 1);
    world.end().await;
}

#[tokio::test]
async fn who_has_signed_in_finds_the_form_filled_in_from_their_profile() {
    let world = school().await;
    let given = Registration {
        login: "binh".into(),
        password: "mat-khau-rat-dai".into(),
        full_name: "Trần Văn Bình".into(),
        email: String::new(),
        phone: "0987654321".into(),
    };
    let accounts = &world.node.app.accounts;
    let account = accounts
        .register(&given, "127.0.0.1", world.now())
        .await
        .expect("made");
    let unit = world.node.app.organisations.by_code("00004").await;
    let unit = unit.expect("read").expect("known");
    let profile = Profile {
        full_name: given.full_name.clone(),
        login: given.login.clone(),
        phone: given.phone.clone(),
        birth_date: "5/1990".into(),
        organisation: Some(unit.id),
        ..Profile::default()
    };
    let actor = actor(account.id, &[]);
    accounts
        .change_profile(&actor, &profile, world.now())
        .await
        .expect("changed");
    let token = session(&world, account.id).await;
    let page = world
        .call(
            Method::GET,
            &format!("/cuoc-thi/{CONTEST}/du-thi"),
            Some(&token),
            None,
        )
        .await;
    assert_eq!(page.status, 200, "{}", page.text);
    for value in [
        "Trần Văn Bình",
        "0987654321",
        "1990",
        "00004",
        &unit.full_name,
    ] {
        assert!(
            page.text.contains(&format!("value=\"{value}\"")),
            "{value} in {}",
            page.text
        );
    }
    assert!(
        !page.text.contains("checked"),
        "a consent is never filled in"
    );
    world.end().await;
}

fn actor(account: Uuid, grants: &[Grant]) -> Actor {
    Actor {
        account,
        name: "Người tổ chức".into(),
        grants: grants.to_vec(),
    }
}

async fn session(world: &World, account: Uuid) -> String {
    let accounts = &world.node.app.accounts;
    let opened = accounts.open_session(account, "", world.now()).await;
    opened.expect("opened").token
}

/// Somebody who organises at the unit with this code.
async fn organiser_at(world: &World, code: &str) -> Person {
    let person = world.person().await;
    let app = &world.node.app;
    let unit = app.organisations.by_code(code).await.expect("read");
    let grant = Grant {
        role: Role::Organiser,
        organisation: unit.map(|u| u.id),
    };
    assert!(grant.organisation.is_some(), "{code} is a unit");
    let site = actor(person.id, &[Grant::everywhere(Role::Administrator)]);
    let login = app.accounts.find(person.id).await.expect("read").login;
    app.accounts
        .grant(&site, &login, grant, world.now())
        .await
        .expect("granted");
    person
}

#[tokio::test]
async fn organisers_of_other_organisations_find_nothing_and_the_right_ones_everything() {
    let world = school().await;
    Browser::new(&world).enter(&AN).await;
    let entry = text(&world, "SELECT CAST(created_at AS TEXT) FROM entry").await;
    assert!(!entry.is_empty());
    let contest = world.node.app.contests.find(CONTEST).await.expect("known");
    let everybody = PeopleFilter::default();
    let page = world
        .node
        .app
        .contests
        .people(&contest, &everybody, 10)
        .await;
    let entry = page.expect("read").entries[0].id;
    let paths = [
        format!("/to-chuc/cuoc-thi/{CONTEST}"),
        format!("/to-chuc/cuoc-thi/{CONTEST}/thi-sinh"),
        format!("/to-chuc/cuoc-thi/{CONTEST}/thi-sinh/{entry}"),
        format!("/to-chuc/cuoc-thi/{CONTEST}/thi-sinh.csv"),
        format!("/to-chuc/cuoc-thi/{CONTEST}/thi-sinh.xlsx"),
        format!("/to-chuc/cuoc-thi/{CONTEST}/tai-ve"),
        format!("/to-chuc/cuoc-thi/{CONTEST}/ky-1/xep-hang.csv"),
        format!("/api/v1/organiser/contests/{CONTEST}/live"),
    ];
    // The contest belongs to Ha Noi: a ward below it and another province organise beside it.
    for (code, expected) in [("01", 200), ("00004", 404), ("79", 404)] {
        let person = organiser_at(&world, code).await;
        for path in &paths {
            let answer = world
                .call(Method::GET, path, Some(&person.token), None)
                .await;
            assert_eq!(
                answer.status, expected,
                "{path} for {code}: {}",
                answer.text
            );
        }
        let list = world
            .call(Method::GET, "/to-chuc", Some(&person.token), None)
            .await;
        assert_eq!(list.status, 200);
        assert_eq!(
            list.text.contains("Cuộc thi của trường"),
            expected == 200,
            "{code}"
        );

        let unit = world.node.app.organisations.by_code(code).await;
        let grant = Grant {
            role: Role::Organiser,
            organisation: unit.expect("read").map(|u| u.id),
        };
        let boards = &world.node.app.boards;
        let refused = boards
            .finalise(CONTEST, "ky-1", &actor(person.id, &[grant]), world.now())
            .await
            .expect_err("the round is open");
        let wanted = if expected == 200 {
            "not-ready-to-finalise"
        } else {
            "not-found"
        };
        assert_eq!(refused.code.as_str(), wanted, "{code}");
    }
    world.end().await;
}

#[tokio::test]
async fn people_are_found_by_words_and_listed_by_given_name_a_page_at_a_time() {
    let world = school().await;
    let people = [
        ("Nguyễn Văn Đức", "00004"),
        ("Trần Thị Ân", "00004"),
        ("Lê Văn An", "79"),
        ("Nguyễn Thị Bình", "01"),
        ("Đỗ Thị An", "00004"),
    ];
    let path = format!("/api/v1/contests/{CONTEST}/quick-entries");
    for (number, (name, unit)) in people.iter().enumerate() {
        let phone = format!("091234567{number}");
        let body = json!({ "fields": { "full_name": name, "birth_date": "2015", "phone": phone }, "organisation": unit, "consents": ["du-lieu"] });
        world
            .call(Method::POST, &path, None, Some(body))
            .await
            .expect(201);
    }
    let contests = &world.node.app.contests;
    let contest = contests.find(CONTEST).await.expect("known");
    let names = async |filter: &PeopleFilter, limit| {
        let page = contests
            .people(&contest, filter, limit)
            .await
            .expect("read");
        let name = |form: &str| {
            let values: BTreeMap<String, String> = serde_json::from_str(form).expect("JSON");
            values["full_name"].clone()
        };
        let names: Vec<String> = page.entries.iter().map(|e| name(&e.form)).collect();
        (names, page.next)
    };
    let by_given_name = [
        "Lê Văn An",
        "Đỗ Thị An",
        "Trần Thị Ân",
        "Nguyễn Thị Bình",
        "Nguyễn Văn Đức",
    ];
    let mut filter = PeopleFilter::default();
    let (mut all, mut next) = names(&filter, 2).await;
    while let Some(after) = next {
        filter.after = Some(after);
        let (more, then) = names(&filter, 2).await;
        assert!(!more.is_empty());
        all.extend(more);
        next = then;
    }
    let mut sorted = all.clone();
    sorted.sort_by_key(|name| hocluat::platform::collate::person_key(name));
    assert_eq!(
        all, sorted,
        "pages follow one another in the order of names"
    );
    let mut expected = by_given_name.map(str::to_owned);
    let mut seen = all.clone();
    expected.sort();
    seen.sort();
    assert_eq!(seen, expected, "nobody is left out or shown twice");
    assert!(
        all[..2].iter().all(|n| n.ends_with(" An")),
        "given names come first: {all:?}"
    );

    let words = |text: &str| PeopleFilter {
        text: text.to_owned(),
        ..PeopleFilter::default()
    };
    assert_eq!(names(&words("nguyen"), 9).await.0.len(), 2);
    assert_eq!(names(&words("THI binh"), 9).await.0, ["Nguyễn Thị Bình"]);
    assert_eq!(names(&words("0912345672"), 9).await.0, ["Lê Văn An"]);
    assert_eq!(names(&words("khong-ai"), 9).await.0, [""; 0]);
    assert_eq!(
        names(&words(" -- "), 9).await.0,
        [""; 0],
        "no word finds nobody"
    );

    let organisations = &world.node.app.organisations;
    let below = async |code: &str| {
        let unit = organisations.by_code(code).await.expect("read");
        let filter = PeopleFilter {
            organisation: unit.map(|u| u.id),
            ..PeopleFilter::default()
        };
        names(&filter, 9).await.0.len()
    };
    assert_eq!(below("01").await, 4, "a province with its wards");
    assert_eq!(below("00004").await, 3);
    assert_eq!(below("79").await, 1);
    world.end().await;
}

#[tokio::test]
async fn whoever_takes_the_list_of_people_away_is_written_down() {
    let world = school().await;
    Browser::new(&world).enter(&AN).await;
    let organiser = organiser_at(&world, "01").await;
    let path = format!("/to-chuc/cuoc-thi/{CONTEST}/thi-sinh.csv");
    let file = world
        .call(Method::GET, &path, Some(&organiser.token), None)
        .await;
    assert_eq!(file.status, 200);
    assert!(
        file.text.contains("Nguyễn Thị An") && file.text.contains("0912345678"),
        "{}",
        file.text
    );
    let noted = world
        .count("SELECT COUNT(*) FROM audit WHERE action = 'contest.people-export'")
        .await;
    assert_eq!(noted, 1);
    let page = format!("/to-chuc/cuoc-thi/{CONTEST}");
    let page = world
        .call(Method::GET, &page, Some(&organiser.token), None)
        .await;
    assert!(
        page.text.contains("Tải danh sách 1 người đăng ký"),
        "{}",
        page.text
    );
    world.end().await;
}

#[tokio::test]
async fn a_contest_has_a_picture_a_code_to_scan_and_a_poster() {
    let world = school().await;
    let page = world.get(&format!("/cuoc-thi/{CONTEST}")).await;
    assert_eq!(page.status, 200);
    assert!(page.text.contains("Phòng Tư pháp"), "whom to ask");
    let at = page.text.find("anh.png?").expect("a picture");
    let query = page.text[at..].split('"').next().expect("its address");
    let query = query.replace("&amp;", "&").replace("&#38;", "&");
    let picture = world.get(&format!("/cuoc-thi/{CONTEST}/{query}")).await;
    assert_eq!(picture.status, 200);
    assert_eq!(picture.headers["content-type"], "image/png");
    let qr = world.get(&format!("/cuoc-thi/{CONTEST}/qr.svg")).await;
    assert!(
        qr.status == 200 && qr.text.starts_with("<svg"),
        "{}",
        qr.text
    );
    let poster = world.get(&format!("/cuoc-thi/{CONTEST}/in")).await;
    assert_eq!(poster.status, 200);
    assert!(poster.text.contains("<svg") && poster.text.contains("024 3733 0000"));
    world.end().await;
}

#[tokio::test]
async fn the_list_of_contests_finds_titles_without_marks() {
    let world = school().await;
    for (query, found) in [
        ("?q=truong", true),
        ("?q=thue", false),
        ("?tinh-trang=dang-mo", true),
        ("?tinh-trang=da-dong", false),
        ("?trang=99", true),
    ] {
        let page = world.get(&format!("/cuoc-thi{query}")).await;
        assert_eq!(page.status, 200);
        let shown = page.text.contains("href=\"/cuoc-thi/cuoc-thi\"");
        assert_eq!(shown, found, "{query}");
    }
    world.end().await;
}

#[tokio::test]
async fn a_contest_of_an_organisation_that_does_not_exist_is_not_published() {
    let world = World::new().await;
    let bank = crate::support::bank_text(6);
    for (code, found_by_check) in [("99999", true), ("nganh.khong-co", false)] {
        let toml = format!("{SCHOOL}{USUAL}").replace("\"01\"", &format!("\"{code}\""));
        let folder = world.content_folder(&toml, &bank);
        let content = hocluat::content::read(&folder, world.now());
        assert_eq!(
            content.has_errors(),
            found_by_check,
            "{:#?}",
            content.findings
        );
        let imported = hocluat::content::import(&world.node.app, content, world.now()).await;
        let refused = imported.expect_err("refused");
        assert!(found_by_check || refused.contains(code), "{refused}");
    }
    assert_eq!(world.count("SELECT COUNT(*) FROM contest").await, 0);
    world.end().await;
}
