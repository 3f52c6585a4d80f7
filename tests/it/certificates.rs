//! Certificates from the award to the public check: contests here, since a contest is quickly held.

use std::collections::BTreeSet;
use std::io::{Cursor, Read as _, Write as _};
use std::process::{Command, Stdio};

use hocluat::certificate::model::State;
use hocluat::certificate::rules::FILE_MAX;
use hocluat::kernel::actor::{Actor, Grant, Role};
use hocluat::kernel::clock::HOUR;
use hocluat::kernel::problem::Code;
use hocluat::platform::config::Config;
use reqwest::Method;
use reqwest::multipart::{Form, Part};
use uuid::Uuid;

use crate::support::scene::{grant, root, unit};
use crate::support::web::{Visitor, account, answer, browser, client, csrf, url};
use crate::support::{CONTEST, Person, START, USUAL, World, on_postgres, simple_contest};

/// Number templates of the contest's certificates.
const CERTIFICATES: &str = r#"
[certificate.prize]
number = "{seq:03}/GCN-ĐG/{year}"
title = "Giấy chứng nhận"
text = "Đã đạt"
place = "Lào Cai"
signer = "Trưởng ban tổ chức"
shows = ["birth_date"]

[certificate.participation]
number = "{seq:04}/GCN-TG/{year}"
title = "Giấy chứng nhận"
text = "Đã tham gia"
"#;

const PRIZE: &str = "\n[prizes]\ngrades = [{ name = \"Giải Nhất\", count = 1 }]\n";

/// The province whose contest it is.
const PROVINCE: &str = "01";

fn contest() -> String {
    let usual = format!("{USUAL}{PRIZE}{CERTIFICATES}");
    simple_contest(3, &usual)
        .replacen(
            "bank = ",
            &format!("organisation = \"{PROVINCE}\"\nissued_by = \"Sở Tư pháp\"\nbank = "),
            1,
        )
        .replacen(
            "[[rounds]]",
            "[[entry.fields]]\nfield = \"birth_date\"\n\n[[rounds]]",
            1,
        )
}

/// An installation whose contest is over: two people, the first of whom won.
async fn held(world: &World) -> [Person; 2] {
    world.publish(&contest(), 8).await;
    let people = [
        account(world, "nguyen.thi.hoa", None).await,
        account(world, "tran.van.duc", None).await,
    ];
    let names = ["Nguyễn Thị Hoà Bình", "Trần Văn Đức"];
    for (person, name) in people.iter().zip(names) {
        let fields = serde_json::json!({ "full_name": name, "birth_date": "05/02/2011" });
        let path = format!("/api/v1/contests/{CONTEST}/entries");
        let body = Some(serde_json::json!({ "fields": fields }));
        let entered = world.call(Method::POST, &path, Some(&person.token), body);
        entered.await.expect(201);
    }
    let path = "UPDATE account SET email = 'hoa@example.vn', phone = '0912345678' WHERE login = 'nguyen.thi.hoa'".to_owned();
    world.run(&path).await;
    world.sit(&people[0], "ky-1", 3, None, 60_000).await;
    world.sit(&people[1], "ky-1", 1, None, 60_000).await;
    world.clock.set(START.plus(2 * HOUR));
    world.finalise("ky-1").await.expect("final");
    world.settle().await;
    issue_all(world).await;
    people
}

/// Issues until nothing is due, beside the node's own loop.
async fn issue_all(world: &World) {
    for _ in 0..500 {
        world
            .node
            .app
            .certificates
            .issue_due(50)
            .await
            .expect("issued");
        if world.count("SELECT COUNT(*) FROM certificate_due").await == 0 {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    let errors = world.texts("SELECT COALESCE(last_error, '') FROM certificate_due");
    panic!("certificates stay due: {:?}", errors.await);
}

fn organiser(at: Option<Uuid>) -> Actor {
    Actor {
        account: Uuid::from_u128(11),
        name: "Người tổ chức".into(),
        grants: vec![Grant {
            role: Role::Organiser,
            organisation: at,
        }],
    }
}

#[tokio::test]
async fn winners_and_participants_receive_numbered_certificates_and_letters() {
    let world = World::new().await;
    let [first, second] = held(&world).await;
    let numbers = world
        .texts("SELECT number FROM certificate ORDER BY number")
        .await;
    assert_eq!(
        numbers,
        ["0001/GCN-TG/2026", "0002/GCN-TG/2026", "001/GCN-ĐG/2026"]
    );
    let own = world.node.app.certificates.of_account(first.id).await;
    let own = own.expect("read");
    assert_eq!(own.len(), 2);
    let prize = own.iter().find(|c| c.slug == "001-GCN-DG-2026");
    let prize = &prize.expect("a prize").printed;
    assert_eq!(prize.full_name, "Nguyễn Thị Hoà Bình");
    assert_eq!(
        (prize.title.as_str(), prize.subtitle.as_str()),
        ("Giải Nhất", "Cuộc thi thử")
    );
    let facts: Vec<String> = prize
        .facts
        .iter()
        .map(|f| format!("{}: {}", f.label, f.value))
        .collect();
    assert_eq!(facts, ["Ngày sinh: 05/02/2011", "Xếp hạng: 1"]);
    assert_eq!(prize.place_and_date, "Lào Cai, ngày 01 tháng 7 năm 2026");
    // On their own pages they find them.
    for path in ["/cua-toi", "/giay-chung-nhan"] {
        let page = Visitor::of(&world, &first.token).get(path).await;
        assert!(page.text.contains("/chung-nhan/001-GCN-DG-2026"), "{path}");
        let page = Visitor::of(&world, &second.token).get(path).await;
        assert!(!page.text.contains("/chung-nhan/001-GCN-DG-2026"), "{path}");
        assert!(page.text.contains("GCN-TG-2026"), "{path}");
    }
    world.settle().await;
    let letters = std::fs::read_dir(world.letters()).expect("letters").count();
    assert_eq!(
        letters, 3,
        "one about the result, and one about each certificate"
    );
    world.end().await;
}

#[tokio::test]
async fn the_check_shows_what_is_printed_and_nothing_else() {
    let world = World::new().await;
    let [first, _] = held(&world).await;
    let visitor = Visitor::new(&world);
    for typed in ["001/GCN-ĐG/2026", "1/gcn-dg/2026", "001-GCN-DG-2026"] {
        let query = typed.replace('/', "%2F").replace('Đ', "%C4%90");
        let found = visitor.get(&format!("/chung-nhan?so={query}")).await;
        assert_eq!(
            (found.status, found.header("location")),
            (303, "/chung-nhan/001-GCN-DG-2026"),
            "{typed}"
        );
    }
    let elsewhere = visitor.get("/chung-nhan/1-gcn-dg-2026").await;
    assert_eq!(elsewhere.header("location"), "/chung-nhan/001-GCN-DG-2026");
    let unknown = visitor.get("/chung-nhan?so=9999%2FGCN-TG%2F2026").await;
    assert_eq!(unknown.status, 404);
    assert!(
        unknown
            .text
            .contains("Không có giấy chứng nhận nào mang số này")
    );
    assert_eq!(visitor.get("/chung-nhan/khong-co").await.status, 404);

    let prize = visitor.get("/chung-nhan/001-GCN-DG-2026").await;
    let taking_part = {
        let own = world
            .node
            .app
            .certificates
            .of_account(first.id)
            .await
            .expect("read");
        own.into_iter()
            .find(|c| c.slug.contains("TG"))
            .expect("one")
            .slug
    };
    let api = visitor
        .get("/api/v1/certificates/001%2FGCN-%C4%90G%2F2026")
        .await;
    assert_eq!(api.json()["state"], "valid", "{}", api.text);
    assert_eq!(api.json()["full_name"], "Nguyễn Thị Hoà Bình");
    let badge = visitor
        .get(&format!("/chung-nhan/{taking_part}/huy-hieu.json"))
        .await;
    let plain = visitor.get(&format!("/chung-nhan/{taking_part}")).await;
    assert!(prize.text.contains("noindex") && prize.text.contains("Nguyễn Thị Hoà Bình"));
    assert!(prize.text.contains("05/02/2011"), "printed on this one");
    let id = first.id.to_string();
    for (name, text) in [
        ("page", &prize.text),
        ("api", &api.text),
        ("badge", &badge.text),
        ("plain", &plain.text),
    ] {
        for secret in [
            "hoa@example.vn",
            "0912345678",
            "nguyen.thi.hoa",
            id.as_str(),
        ] {
            assert!(!text.contains(secret), "{name} tells {secret}");
        }
    }
    for (name, text) in [("badge", &badge.text), ("plain", &plain.text)] {
        assert!(
            !text.contains("2011"),
            "{name} tells the birth date, which is not printed"
        );
    }
    world.end().await;
}

#[tokio::test]
async fn guessing_numbers_is_throttled() {
    let world = World::with_config(|config| Config {
        requests_per_second: 1_000,
        ..config
    })
    .await;
    let visitor = Visitor::new(&world);
    let mut refused = None;
    for n in 1..200 {
        let answer = visitor.get(&format!("/chung-nhan/{n}-GCN-TG-2026")).await;
        if answer.status == 429 {
            refused = Some((n, answer));
            break;
        }
        assert_eq!(answer.status, 404);
    }
    let (tries, answer) = refused.expect("refused in the end");
    assert!((50..100).contains(&tries), "{tries}");
    assert_eq!(answer.header("retry-after"), "60");
    assert!(answer.text.contains("quá nhiều số"));
    let api = visitor.get("/api/v1/certificates/1-GCN-TG-2026").await;
    api.assert_problem(429, "too-many-requests");
    assert_eq!(
        visitor.get("/chung-nhan").await.status,
        200,
        "the form itself is open"
    );
    world.end().await;
}

#[tokio::test]
async fn the_file_holds_the_name_with_all_its_marks() {
    let world = World::new().await;
    held(&world).await;
    let file = reqwest::get(url(&world, "/chung-nhan/001-GCN-DG-2026/giay.pdf")).await;
    let bytes = file.expect("answered").bytes().await.expect("a body");
    let text = text_of(&bytes);
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    for line in [
        "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "GIẤY CHỨNG NHẬN",
        "Số: 001/GCN-ĐG/2026",
        "Nguyễn Thị Hoà Bình",
        "Giải Nhất",
        "Lào Cai, ngày 01 tháng 7 năm 2026",
    ] {
        assert!(lines.contains(&line), "{line} is not a line of {lines:#?}");
    }
    world.end().await;
}

/// The text of a PDF, by poppler.
pub fn text_of(pdf: &[u8]) -> String {
    let mut reader = Command::new("pdftotext")
        .args(["-", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("pdftotext is installed (Debian: poppler-utils)");
    reader
        .stdin
        .take()
        .expect("a pipe")
        .write_all(pdf)
        .expect("written");
    let done = reader.wait_with_output().expect("read");
    assert!(done.status.success());
    String::from_utf8(done.stdout).expect("UTF-8")
}

#[tokio::test]
async fn a_revoked_certificate_says_so_and_is_not_handed_out() {
    let world = World::new().await;
    let [first, _] = held(&world).await;
    let certificates = &world.node.app.certificates;
    let actor = organiser(Some(unit(&world, PROVINCE).await));
    let slug = "001-GCN-DG-2026";
    let refused = certificates.revoke(slug, 1, " ", &actor).await;
    assert_eq!(refused.expect_err("no reason").code, Code::FieldsInvalid);
    let stale = certificates.revoke(slug, 9, "Cấp nhầm", &actor).await;
    assert_eq!(stale.expect_err("stale").code, Code::ChangedMeanwhile);
    certificates
        .revoke(slug, 1, "Cấp nhầm người", &actor)
        .await
        .expect("revoked");
    let again = certificates.revoke(slug, 2, "Cấp nhầm người", &actor).await;
    assert_eq!(again.expect_err("ended").code, Code::CertificateEnded);

    let visitor = Visitor::new(&world);
    let page = visitor.get(&format!("/chung-nhan/{slug}")).await;
    assert!(page.text.contains("đã bị thu hồi"));
    assert!(
        !page.text.contains("Cấp nhầm"),
        "the reason is not for everybody"
    );
    let api = visitor
        .get(&format!("/api/v1/certificates/{slug}"))
        .await
        .json();
    assert_eq!(api["state"], "revoked");
    assert_eq!(
        visitor
            .get(&format!("/chung-nhan/{slug}/giay.pdf"))
            .await
            .status,
        409
    );
    let own = Visitor::of(&world, &first.token)
        .get("/giay-chung-nhan")
        .await;
    assert!(own.text.contains("Cấp nhầm người"), "the holder learns why");
    // A request made again does not bring it back.
    ask_again(&world, first.id, slug).await;
    issue_all(&world).await;
    assert_eq!(world.count("SELECT COUNT(*) FROM certificate").await, 3);
    let lines = world
        .count("SELECT COUNT(*) FROM audit WHERE action = 'certificate.revoke'")
        .await;
    assert_eq!(lines, 1);
    world.end().await;
}

async fn ask_again(world: &World, account: Uuid, slug: &str) {
    let app = &world.node.app;
    let one = app.certificates.find(slug).await.expect("known");
    let (service, now) = (app.certificates.clone(), world.now());
    let round = one
        .award
        .split('/')
        .nth(1)
        .and_then(|r| r.parse().ok())
        .expect("a round");
    let kind = hocluat::certificate::model::Kind::Prize;
    app.db
        .write(move |tx| {
            Box::pin(async move { service.due(tx, account, &one.award, kind, round, now).await })
        })
        .await
        .expect("asked");
}

#[tokio::test]
async fn a_certificate_issued_again_has_a_new_number_and_the_old_one_leads_to_it() {
    let world = World::new().await;
    let [first, _] = held(&world).await;
    let person = account(&world, "to-chuc-01", None).await;
    grant(&world, "to-chuc-01", Role::Organiser, Some(PROVINCE)).await;
    let organiser = Visitor::of(&world, &person.token);
    let page = "/to-chuc/giay-chung-nhan/001-GCN-DG-2026";
    let action = format!("{page}/cap-lai");
    let bad = organiser
        .fill(
            page,
            &action,
            &[
                ("revision", "1"),
                ("full_name", "<b>"),
                ("reason", "Sai họ tên"),
            ],
        )
        .await;
    assert_eq!(bad.status, 422);
    assert!(bad.text.contains("chỉ gồm chữ cái") && bad.text.contains("Sai họ tên"));
    let given = [
        ("revision", "1"),
        ("full_name", "Nguyễn Thị Hoà Bình An"),
        ("reason", "Sai họ tên"),
    ];
    let done = organiser.fill(page, &action, &given).await;
    assert_eq!(
        done.header("location"),
        "/to-chuc/giay-chung-nhan/002-GCN-DG-2026?bao=certificate-again",
        "{}",
        done.text
    );
    let twice = organiser
        .post(&action, &csrf(&world, &person.token), &given)
        .await;
    assert_eq!(twice.status, 409, "a second click issues nothing");

    let old = Visitor::new(&world)
        .get("/chung-nhan/001-GCN-DG-2026")
        .await;
    assert!(old.text.contains("đã được thay bằng giấy khác"));
    assert!(old.text.contains("href=\"/chung-nhan/002-GCN-DG-2026\""));
    let new = world
        .node
        .app
        .certificates
        .find("002-GCN-DG-2026")
        .await
        .expect("known");
    assert_eq!(
        (new.edition, new.state, new.account),
        (2, State::Valid, first.id)
    );
    assert_eq!(new.printed.full_name, "Nguyễn Thị Hoà Bình An");
    let shown = organiser
        .get("/to-chuc/giay-chung-nhan/001-GCN-DG-2026")
        .await;
    assert!(shown.text.contains("Đã cấp lại") && shown.text.contains("Sai họ tên"));
    let mine = Visitor::of(&world, &first.token).get("/cua-toi").await;
    assert!(mine.text.contains("002-GCN-DG-2026") && !mine.text.contains("001-GCN-DG-2026"));
    world.end().await;
}

#[tokio::test]
async fn organisers_elsewhere_find_nothing() {
    let world = World::new().await;
    held(&world).await;
    let person = account(&world, "to-chuc-79", None).await;
    grant(&world, "to-chuc-79", Role::Organiser, Some("79")).await;
    let stranger = Visitor::of(&world, &person.token);
    let list = stranger.get("/to-chuc/giay-chung-nhan").await;
    assert_eq!(list.status, 200);
    assert!(!list.text.contains("GCN-"), "{}", list.text);
    for path in [
        "/to-chuc/giay-chung-nhan?q=001%2FGCN-DG%2F2026",
        "/to-chuc/giay-chung-nhan?q=hoa",
    ] {
        assert!(!stranger.get(path).await.text.contains("001-GCN-DG-2026"));
    }
    assert_eq!(
        stranger
            .get("/to-chuc/giay-chung-nhan/tat-ca.zip")
            .await
            .status,
        404
    );
    let page = "/to-chuc/giay-chung-nhan/001-GCN-DG-2026";
    assert_eq!(stranger.get(page).await.status, 404);
    let token = csrf(&world, &person.token);
    for action in ["thu-hoi", "cap-lai"] {
        let given = [
            ("revision", "1"),
            ("reason", "Không phải của tôi"),
            ("full_name", "A B"),
        ];
        let answer = stranger
            .post(&format!("{page}/{action}"), &token, &given)
            .await;
        assert_eq!(answer.status, 404, "{action}");
    }
    assert_eq!(
        upload(&world, &person, b"%PDF-1.7 %%EOF".to_vec())
            .await
            .status,
        404
    );
    // Who organises there finds them by name, by number and by state.
    let here = account(&world, "to-chuc-01", None).await;
    grant(&world, "to-chuc-01", Role::Organiser, Some(PROVINCE)).await;
    let here = Visitor::of(&world, &here.token);
    for (query, found) in [
        ("", 3),
        ("?q=hoa+binh", 2),
        ("?q=1%2Fgcn-dg%2F2026", 1),
        ("?q=binh+duc", 0),
        ("?trang-thai=valid&nam=2026", 3),
        ("?trang-thai=revoked", 0),
        ("?nam=2025", 0),
    ] {
        let list = here
            .get(&format!("/to-chuc/giay-chung-nhan{query}"))
            .await
            .text;
        assert_eq!(
            list.matches("href=\"/to-chuc/giay-chung-nhan/0").count(),
            found,
            "{query}"
        );
    }
    world.end().await;
}

async fn upload(world: &World, person: &Person, bytes: Vec<u8>) -> crate::support::web::Answer {
    let form = Form::new()
        .text("csrf", csrf(world, &person.token))
        .text("revision", "1")
        .part("file", Part::bytes(bytes).file_name("ban ky.pdf"));
    let path = "/to-chuc/giay-chung-nhan/001-GCN-DG-2026/ban-ky-so";
    let request = browser().post(url(world, path)).multipart(form);
    let cookie = format!("hocluat_session={}", person.token);
    answer(request.header("cookie", cookie)).await
}

#[tokio::test]
async fn the_signed_file_takes_the_place_of_the_drawn_one_and_the_archive_has_it() {
    let world = World::new().await;
    held(&world).await;
    let person = account(&world, "to-chuc-01", None).await;
    grant(&world, "to-chuc-01", Role::Organiser, Some(PROVINCE)).await;
    for (bytes, says) in [
        (b"PK\x03\x04".to_vec(), "không phải PDF"),
        (Vec::new(), "Hãy chọn tệp PDF"),
        (
            [
                b"%PDF-1.7".to_vec(),
                vec![b' '; FILE_MAX],
                b"%%EOF".to_vec(),
            ]
            .concat(),
            "lớn quá 5 MB",
        ),
    ] {
        let refused = upload(&world, &person, bytes).await;
        assert!(
            refused.status == 422 && refused.text.contains(says),
            "{says}: {}",
            refused.status
        );
    }
    let signed = b"%PDF-1.7\n% signed by the agency\n%%EOF\n".to_vec();
    let done = upload(&world, &person, signed.clone()).await;
    assert_eq!(done.status, 303, "{}", done.text);
    let file = reqwest::get(url(&world, "/chung-nhan/001-GCN-DG-2026/giay.pdf")).await;
    assert_eq!(
        file.expect("answered")
            .bytes()
            .await
            .expect("bytes")
            .to_vec(),
        signed
    );
    let page = Visitor::new(&world)
        .get("/chung-nhan/001-GCN-DG-2026")
        .await;
    assert!(
        page.text
            .contains("đã được thay bằng bản ký số của cơ quan")
    );

    let request = browser().get(url(&world, "/to-chuc/giay-chung-nhan/tat-ca.zip"));
    let cookie = format!("hocluat_session={}", person.token);
    let archive = request
        .header("cookie", cookie)
        .send()
        .await
        .expect("answered");
    assert_eq!(archive.status(), 200);
    let bytes = archive.bytes().await.expect("whole");
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("an archive");
    let names: BTreeSet<String> = archive.file_names().map(str::to_owned).collect();
    assert_eq!(names.len(), 3, "{names:?}");
    for name in &names {
        let mut bytes = Vec::new();
        archive
            .by_name(name)
            .expect("there")
            .read_to_end(&mut bytes)
            .expect("read");
        assert!(bytes.starts_with(b"%PDF-"), "{name}");
        assert_eq!(
            bytes == signed,
            name == "NGUYEN-THI-HOA-BINH-001-GCN-DG-2026.pdf",
            "{name}"
        );
    }
    let noted = world
        .count("SELECT COUNT(*) FROM audit WHERE action = 'certificate.export'")
        .await;
    assert_eq!(noted, 1);
    world.end().await;
}

#[tokio::test]
async fn a_prize_taken_back_takes_its_certificate_back() {
    let world = World::new().await;
    held(&world).await;
    world.run("UPDATE result SET prize = NULL").await;
    let round = world
        .node
        .app
        .contests
        .find(CONTEST)
        .await
        .expect("known")
        .rounds[0]
        .id;
    let payload = serde_json::json!({ "round": round }).to_string();
    let certificates = &world.node.app.certificates;
    for _ in 0..2 {
        certificates.after_final(&payload).await.expect("done");
    }
    issue_all(&world).await;
    let prize = certificates.find("001-GCN-DG-2026").await.expect("known");
    assert_eq!(prize.state, State::Revoked);
    assert!(prize.reason.contains("giải cao nhất"));
    let valid = world
        .count("SELECT COUNT(*) FROM certificate WHERE state = 0")
        .await;
    assert_eq!(valid, 2, "taking part is not taken back");
    world.end().await;
}

#[tokio::test]
async fn a_template_of_numbers_belongs_to_who_used_it_first() {
    let world = World::new().await;
    let certificates = &world.node.app.certificates;
    let (here, there) = (unit(&world, PROVINCE).await, unit(&world, "79").await);
    let claim = |template: &'static str, issuer| certificates.claim_series(template, issuer);
    claim("{seq:04}/GCN-STP/{year}", Some(here))
        .await
        .expect("free");
    claim("{seq}/gcn-stp/{year}", Some(here))
        .await
        .expect("theirs");
    for issuer in [Some(there), None] {
        let refused = claim("{seq:05}/GCN-STP/{year}", issuer)
            .await
            .expect_err("another's");
        assert_eq!(refused.fields[0].message, "certificate-series-taken");
    }
    let wrong = claim("GCN/{year}", Some(here))
        .await
        .expect_err("no number");
    assert_eq!(wrong.fields[0].message, "certificate-template-seq");
    world.end().await;
}

/// Makes a final round whose results are written by hand: so many people, each due a certificate for taking part.
pub async fn many(world: &World, people: usize) -> Uuid {
    world.publish(&contest(), 8).await;
    world.clock.set(START.plus(2 * HOUR));
    world.finalise("ky-1").await.expect("final");
    world.settle().await;
    let round = world
        .node
        .app
        .contests
        .find(CONTEST)
        .await
        .expect("known")
        .rounds[0]
        .id;
    let accounts: Vec<Uuid> = world.people(people).await.iter().map(|p| p.id).collect();
    world.clock.set(START);
    let entered = world
        .node
        .app
        .contests
        .enter_many(CONTEST, &accounts, world.now());
    entered.await.expect("entered");
    world.clock.set(START.plus(2 * HOUR));
    for statement in due_statements() {
        world.run(&statement).await;
    }
    round
}

/// A result for every entry, and a request for each.
pub fn due_statements() -> [String; 2] {
    let key = if on_postgres() {
        "decode(replace(e.account_id::text, '-', ''), 'hex')"
    } else {
        "e.account_id"
    };
    let round = if on_postgres() {
        "r.id::text".to_owned()
    } else {
        let h = "lower(hex(r.id))";
        format!(
            "substr({h},1,8)||'-'||substr({h},9,4)||'-'||substr({h},13,4)||'-'||substr({h},17,4)||'-'||substr({h},21)"
        )
    };
    [
        format!(
            "INSERT INTO result (round_id, person_id, attempt_id, count_key, rank_key, points, correct, duration_ms, finished_at, changed_at, final_rank) \
             SELECT r.id, e.account_id, e.id, {key}, {key}, 0, 0, 0, 0, 0, 1 FROM entry e JOIN round r ON r.contest_id = e.contest_id"
        ),
        format!(
            "INSERT INTO certificate_due (account_id, award, kind, source_id, asked_at, tries, retry_at) \
             SELECT e.account_id, 'round/' || {round} || '/participation', 'participation', r.id, 0, 0, 0 \
             FROM entry e JOIN round r ON r.contest_id = e.contest_id"
        ),
    ]
}

#[tokio::test]
async fn two_nodes_and_fast_clicks_make_one_certificate_each() {
    const PEOPLE: usize = 700;
    let world = World::new().await;
    many(&world, PEOPLE).await;
    let other = world.another_node().await;
    let due = world
        .texts("SELECT DISTINCT award FROM certificate_due")
        .await;
    let round = world
        .node
        .app
        .contests
        .find(CONTEST)
        .await
        .expect("known")
        .rounds[0]
        .id;
    // Both nodes' loops run already; calls and repeated requests come on top.
    let mut work = Vec::new();
    for n in 0..12 {
        let app = if n % 2 == 0 {
            &world.node.app
        } else {
            &other.app
        };
        let (service, now) = (app.certificates.clone(), world.now());
        let (db, award) = (app.db.clone(), format!("round/{round}/participation"));
        let person = world.texts(&first_person()).await[0]
            .parse::<Uuid>()
            .expect("an id");
        work.push(tokio::spawn(async move {
            let asked = service.clone();
            let kind = hocluat::certificate::model::Kind::Participation;
            db.write(move |tx| {
                Box::pin(async move { asked.due(tx, person, &award, kind, round, now).await })
            })
            .await
            .expect("asked");
            service.issue_due(50).await.expect("issued");
        }));
    }
    for one in work {
        one.await.expect("no panic");
    }
    issue_all(&world).await;
    assert!(due.len() <= 1);
    assert_no_gap(&world, PEOPLE).await;
    other.stop().await;
    world.end().await;
}

/// The account of the first entry, as text.
fn first_person() -> String {
    if on_postgres() {
        "SELECT account_id::text FROM entry ORDER BY account_id LIMIT 1".into()
    } else {
        "SELECT lower(hex(account_id)) FROM entry ORDER BY account_id LIMIT 1".into()
    }
}

async fn assert_no_gap(world: &World, people: usize) {
    let people = i64::try_from(people).expect("few");
    for (what, sql) in [
        ("certificates", "SELECT COUNT(*) FROM certificate"),
        (
            "people",
            "SELECT COUNT(DISTINCT account_id) FROM certificate",
        ),
        ("numbers", "SELECT COUNT(DISTINCT seq) FROM certificate"),
        (
            "the highest number",
            "SELECT CAST(MAX(seq) AS BIGINT) FROM certificate",
        ),
        (
            "places in the list",
            "SELECT COUNT(DISTINCT status_index) FROM certificate",
        ),
        (
            "the last place and one",
            "SELECT CAST(MAX(status_index) + 1 AS BIGINT) FROM certificate",
        ),
    ] {
        assert_eq!(world.count(sql).await, people, "{what}");
    }
    assert_eq!(
        world
            .count("SELECT CAST(MIN(seq) AS BIGINT) FROM certificate")
            .await,
        1
    );
}

#[tokio::test]
async fn one_bad_request_blocks_nobody_and_is_tried_again_later() {
    let world = World::new().await;
    many(&world, 5).await;
    issue_all(&world).await;
    let nobody = "INSERT INTO certificate_due (account_id, award, kind, source_id, asked_at, tries, retry_at) \
                  SELECT account_id, 'round/none/prize', 'prize', account_id, 0, 0, 0 FROM entry";
    world.run(nobody).await;
    // A request that can be issued stands behind five that cannot.
    world.run("DELETE FROM certificate").await;
    world.run(&due_statements()[1]).await;
    for _ in 0..200 {
        world
            .node
            .app
            .certificates
            .issue_due(3)
            .await
            .expect("goes on");
        if world.count("SELECT COUNT(*) FROM certificate").await == 5 {
            break;
        }
    }
    assert_eq!(world.count("SELECT COUNT(*) FROM certificate").await, 5);
    let waits = "SELECT COUNT(*) FROM certificate_due WHERE tries = 1 AND last_error IS NOT NULL AND retry_at > 0";
    for _ in 0..100 {
        if world.count(waits).await == 5 {
            break;
        }
        world
            .node
            .app
            .certificates
            .issue_due(50)
            .await
            .expect("goes on");
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    assert_eq!(world.count(waits).await, 5);
    world.end().await;
}

#[tokio::test]
async fn a_completed_course_brings_one_certificate_however_often_it_is_finished() {
    use crate::support::trainees::{files, publish, with_course};
    let world = with_course().await;
    let mut shorter = files();
    let toml = String::from_utf8(shorter["course.toml"].clone()).expect("UTF-8");
    let toml = toml.replace("lessons = \"all\"", "lessons = [\"nghe\"]");
    let head = toml
        .split("\n[certificate]")
        .next()
        .expect("a head")
        .to_owned();
    let terms = "\n[certificate]\nnumber = \"{seq:04}/GCN-THU/{year}\"\ntitle = \"Giấy chứng nhận\"\n\
                 text = \"Đã hoàn thành khoá học\"\nshows = [\"hours\", \"grade\", \"birth_date\"]\n";
    shorter.insert("course.toml".into(), format!("{head}{terms}").into_bytes());
    publish(&world, &shorter).await;
    let person = world.learner().await;
    for piece in 0..10 {
        let watched = world.watch(&person, piece * 10_000, (piece + 1) * 10_000);
        watched.await.expect(200);
        world.advance(10_000);
    }
    for _ in 0..3 {
        assert_eq!(world.finish(&person, "nghe").await.status, 200);
    }
    issue_all(&world).await;
    let own = world
        .node
        .app
        .certificates
        .of_account(person.id)
        .await
        .expect("read");
    assert_eq!(own.len(), 1);
    let printed = &own[0].printed;
    assert_eq!(printed.number, "0001/GCN-THU/2026");
    let facts: Vec<String> = printed
        .facts
        .iter()
        .map(|f| format!("{}: {}", f.label, f.value))
        .collect();
    // Without an examination and a birth date there is nothing else to print.
    assert_eq!(facts, ["Thời lượng: 2 giờ"]);
    assert!(own[0].course.is_some() && !printed.title.is_empty());
    // The transcript names it, as a page and as a file; once revoked, no longer.
    let transcript = async || {
        let page = "/khoa-hoc/ho-so-hoc-tap";
        let shown = Visitor::of(&world, &person.token).get(page).await;
        let cookie = format!("hocluat_session={}", person.token);
        let file = client().get(url(&world, &format!("{page}.pdf")));
        let file = file.header("cookie", cookie).send().await;
        let file = file.expect("answered").bytes().await.expect("a body");
        let named = [shown.text, text_of(&file)].map(|t| t.contains("0001/GCN-THU/2026"));
        (named[0], named[1])
    };
    assert_eq!(transcript().await, (true, true));
    let certificates = &world.node.app.certificates;
    let revoked = certificates
        .revoke(&own[0].slug, 1, "Cấp nhầm", &root())
        .await;
    revoked.expect("revoked");
    assert_eq!(transcript().await, (false, false));
    world.end().await;
}
