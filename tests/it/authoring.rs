//! Courses as files and in the browser of their authors: in, changed, reviewed, published, out again; and what is tried against the pages.

use std::path::Path;

use hocluat::content;
use hocluat::course::package::{Files, read_course, slug_is_plain, slug_is_reserved};
use hocluat::course::service::HandedFile;
use hocluat::kernel::actor::{Actor, Role};
use hocluat::routes::RULES;
use reqwest::multipart::{Form, Part};

use crate::support::course::{COURSE, course_files};
use crate::support::scene::grant;
use crate::support::web::{Answer, Visitor, account, csrf};
use crate::support::{Person, World};

/// Writes files into a folder of the course's name.
fn folder(parent: &Path, files: &Files) -> std::path::PathBuf {
    let folder = parent.join(COURSE);
    content::write_files(&folder, files).expect("written");
    folder
}

async fn import(world: &World, path: &Path) -> Vec<String> {
    let read = content::read(path, world.now());
    assert!(!read.has_errors(), "{:?}", read.findings);
    let done = content::import(&world.node.app, read, world.now()).await;
    world.advance(1_001);
    done.expect("imported")
}

async fn exported(world: &World) -> Files {
    let courses = &world.node.app.courses;
    let head = courses.find(COURSE).await.expect("the course");
    courses.package(&head).await.expect("its files")
}

/// Somebody with the role of author at the unit with this code, or everywhere, and their browser.
async fn author(world: &World, login: &str, code: Option<&str>) -> (Person, Visitor) {
    let person = account(world, login, None).await;
    grant(world, login, Role::Author, code).await;
    let browser = Visitor::of(world, &person.token);
    (person, browser)
}

/// The value of a hidden field in a page.
fn hidden(page: &str, name: &str) -> String {
    let mark = format!("name=\"{name}\" value=\"");
    let at = page
        .find(&mark)
        .unwrap_or_else(|| panic!("no field {name}"))
        + mark.len();
    page[at..].split('"').next().expect("a value").to_owned()
}

/// Sends a form of a page with its token, and with what it saw.
async fn send(
    world: &World,
    of: &(Person, Visitor),
    page: &str,
    action: &str,
    fields: &[(&str, &str)],
) -> Answer {
    let shown = of.1.get(page).await;
    assert_eq!(shown.status, 200, "{page}: {}", shown.text);
    let token = csrf(world, &of.0.token);
    let mut all = fields.to_vec();
    let (seen, revision);
    if shown.text.contains("name=\"seen\"") {
        seen = hidden(&shown.text, "seen");
        all.push(("seen", &seen));
    }
    if shown.text.contains("name=\"revision\"") {
        revision = hidden(&shown.text, "revision");
        all.push(("revision", &revision));
    }
    of.1.post(action, &token, &all).await
}

async fn upload(world: &World, of: &Person, name: &str, bytes: &[u8]) -> reqwest::Response {
    let form = Form::new().text("csrf", csrf(world, &of.token)).part(
        "file",
        Part::bytes(bytes.to_vec()).file_name(name.to_owned()),
    );
    reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .expect("a client")
        .post(format!("{}/soan/{COURSE}/tep", world.node.url))
        .header("cookie", format!("hocluat_session={}", of.token))
        .multipart(form)
        .send()
        .await
        .expect("an answer")
}

#[tokio::test]
async fn what_goes_in_comes_out_byte_for_byte_and_in_again_unchanged() {
    let world = World::new().await;
    let place = tempfile::tempdir().expect("a folder");
    let given = folder(place.path(), &course_files());
    assert_eq!(
        import(&world, &given).await,
        [format!("Khoá học {COURSE}: đã tạo.")]
    );
    assert_eq!(exported(&world).await, course_files());
    let elsewhere = tempfile::tempdir().expect("a folder");
    let taken = folder(elsewhere.path(), &exported(&world).await);
    assert!(
        content::write_files(&taken, &course_files()).is_err(),
        "a folder with files"
    );
    assert_eq!(
        import(&world, &taken).await,
        [format!("Khoá học {COURSE}: không thay đổi.")]
    );
    world.end().await;
}

#[tokio::test]
async fn the_courses_of_this_repository_come_out_as_they_went_in() {
    let world = World::new().await;
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("courses");
    let read = content::read(&root, world.now());
    let mut expected = Vec::new();
    for course in &read.courses {
        let folder = root.join(&course.slug);
        for (path, bytes) in &course.files {
            let on_disk = std::fs::read(folder.join(path)).expect("the file");
            assert!(
                on_disk == *bytes,
                "{}/{path} is changed by making it harmless",
                course.slug
            );
        }
        expected.push((course.slug.clone(), course.files.clone()));
    }
    assert!(expected.len() >= 2, "there are courses");
    content::import(&world.node.app, read, world.now())
        .await
        .expect("imported");
    world.advance(1_001);
    for (slug, files) in expected {
        let head = world
            .node
            .app
            .courses
            .find(&slug)
            .await
            .expect("the course");
        assert_eq!(
            world.node.app.courses.package(&head).await.expect("files"),
            files
        );
    }
    world.end().await;
}

#[tokio::test]
async fn a_draft_is_written_by_one_reviewed_by_another_published_and_taken_out() {
    let world = World::new().await;
    let place = tempfile::tempdir().expect("a folder");
    import(&world, &folder(place.path(), &course_files())).await;
    let (writer, reviewer) = (
        author(&world, "nguoi-viet", None).await,
        author(&world, "nguoi-duyet", None).await,
    );
    let home = format!("/soan/{COURSE}");
    let open = send(&world, &writer, &home, &format!("{home}/mo"), &[]).await;
    assert_eq!(open.status, 303, "{}", open.text);

    // A lesson is changed, and shown beforehand without being kept.
    let lesson = format!("{home}/bai/vai-tro");
    let fields = [
        ("title", "Vai trò mới"),
        ("kind", "text"),
        ("minutes", "15"),
        ("objectives", "Nêu được vai trò"),
        ("references", "khoản 2 Điều 35 Luật số 14/2012/QH13"),
        ("download-file", "to-gap.pdf"),
        ("download-label", "Tờ gấp"),
        ("tep", "lessons/01-vai-tro.md"),
        (
            "body",
            "## Mở đầu\r\n\r\n![Ba bước](so-do.svg)\r\n\r\nLời **mới**.",
        ),
    ];
    let shown = send(
        &world,
        &writer,
        &lesson,
        &lesson,
        &[&fields[..], &[("do", "xem")]].concat(),
    )
    .await;
    assert_eq!(shown.status, 200);
    assert!(
        shown.text.contains("Lời <strong>mới</strong>.") && shown.text.contains("loading=\"lazy\""),
        "{}",
        shown.text
    );
    let kept = send(
        &world,
        &writer,
        &lesson,
        &lesson,
        &[&fields[..], &[("do", "luu")]].concat(),
    )
    .await;
    assert_eq!(kept.status, 303, "{}", kept.text);
    // Lessons change places; a question file is added.
    let moved = send(
        &world,
        &writer,
        &home,
        &format!("{home}/hoc-phan"),
        &[("op", "len"), ("key", "nghe")],
    )
    .await;
    assert_eq!(moved.status, 303, "{}", moved.text);
    assert_eq!(
        exported(&world).await,
        course_files(),
        "nothing of a draft is published"
    );

    let asked = send(
        &world,
        &writer,
        &home,
        &format!("{home}/gui"),
        &[("note", "Sửa bài mở đầu")],
    )
    .await;
    assert_eq!(asked.status, 303, "{}", asked.text);
    let review = format!("{home}/duyet");
    let token = csrf(&world, &writer.0.token);
    let page = reviewer.1.get(&review).await;
    let revision = hidden(&page.text, "revision");
    let own = writer
        .1
        .post(
            &review,
            &token,
            &[("do", "cong-bo"), ("revision", &revision)],
        )
        .await;
    assert_eq!(own.status, 409, "nobody reviews what they wrote");
    assert!(
        page.text.contains("lessons/01-vai-tro.md") && page.text.contains("Sửa bài mở đầu"),
        "{}",
        page.text
    );
    let stale = reviewer
        .1
        .post(
            &review,
            &csrf(&world, &reviewer.0.token),
            &[("do", "cong-bo"), ("revision", "1")],
        )
        .await;
    assert_eq!(stale.status, 409);
    let done = send(&world, &reviewer, &review, &review, &[("do", "cong-bo")]).await;
    assert_eq!(done.status, 303, "{}", done.text);
    world.advance(1_001);

    let files = exported(&world).await;
    assert!(String::from_utf8_lossy(&files["lessons/01-vai-tro.md"]).contains("Vai trò mới"));
    assert_eq!(
        files["lessons/02-nghe.md"],
        course_files()["lessons/02-nghe.md"]
    );
    let course = world
        .node
        .app
        .courses
        .find(COURSE)
        .await
        .expect("the course");
    let content = world
        .node
        .app
        .courses
        .content(course.id, course.version)
        .await
        .expect("content");
    assert_eq!(
        (course.version, content.modules[0].lessons[0].key.as_str()),
        (2, "nghe")
    );
    let elsewhere = tempfile::tempdir().expect("a folder");
    let taken = folder(elsewhere.path(), &files);
    assert_eq!(
        import(&world, &taken).await,
        [format!("Khoá học {COURSE}: không thay đổi.")]
    );
    let other = World::new().await;
    assert_eq!(
        import(&other, &taken).await,
        [format!("Khoá học {COURSE}: đã tạo.")]
    );
    assert_eq!(exported(&other).await, files);
    other.end().await;

    let trail = world
        .texts("SELECT action FROM audit WHERE action LIKE 'course.%' ORDER BY at, id")
        .await;
    for action in [
        "course.draft-open",
        "course.draft",
        "course.draft-submit",
        "course.publish",
    ] {
        assert!(trail.iter().any(|a| a == action), "{action} in {trail:?}");
    }
    assert_eq!(world.count("SELECT COUNT(*) FROM course_draft").await, 0);
    assert_eq!(
        world
            .count("SELECT COUNT(*) FROM course_file WHERE version = 0")
            .await,
        0
    );
    world.end().await;
}

#[tokio::test]
async fn a_draft_given_back_says_why_and_two_authors_lose_nothing_of_each_other() {
    let world = World::new().await;
    let (writer, other) = (
        author(&world, "nguoi-viet", None).await,
        author(&world, "nguoi-khac", None).await,
    );
    let made = send(
        &world,
        &writer,
        "/soan/moi",
        "/soan/moi",
        &[
            ("title", "Khoá học nhỏ"),
            ("slug", COURSE),
            ("organisation", ""),
        ],
    )
    .await;
    assert_eq!(made.status, 303, "{}", made.text);
    world.advance(1_001);
    let taken = send(
        &world,
        &other,
        "/soan/moi",
        "/soan/moi",
        &[("title", "Khác"), ("slug", COURSE), ("organisation", "")],
    )
    .await;
    assert_eq!(taken.status, 422, "{}", taken.text);
    let home = format!("/soan/{COURSE}");
    let early = send(
        &world,
        &writer,
        &home,
        &format!("{home}/gui"),
        &[("note", "")],
    )
    .await;
    assert_eq!(early.status, 422, "a draft with errors is not reviewed");
    assert_eq!(
        writer.1.get(&format!("/khoa-hoc/{COURSE}")).await.status,
        404
    );

    // Both have the same lesson open; the second to save is told and sees what they typed.
    let lesson = format!("{home}/bai/bai-1");
    let seen = hidden(&writer.1.get(&lesson).await.text, "seen");
    let fields = |body: &'static str| {
        [
            ("title", "Bài 1"),
            ("kind", "text"),
            ("minutes", "10"),
            ("body", body),
            ("do", "luu"),
        ]
    };
    let first = send(
        &world,
        &other,
        &lesson,
        &lesson,
        &fields("Lời của người khác"),
    )
    .await;
    assert_eq!(first.status, 303);
    let token = csrf(&world, &writer.0.token);
    let late = writer
        .1
        .post(
            &lesson,
            &token,
            &[&fields("Lời của tôi")[..], &[("seen", &seen)]].concat(),
        )
        .await;
    assert_eq!(late.status, 409);
    assert!(late.text.contains("Lời của tôi"), "nothing typed is lost");
    let again = hidden(&late.text, "seen");
    let now = writer
        .1
        .post(
            &lesson,
            &token,
            &[&fields("Lời của tôi")[..], &[("seen", &again)]].concat(),
        )
        .await;
    assert_eq!(now.status, 303, "{}", now.text);

    // Written as text, with what is wrong said by its line.
    for (path, bytes) in course_files() {
        if path.starts_with("assets/") && !path.ends_with(".md") {
            let name = path.trim_start_matches("assets/");
            let sent = upload(&world, &writer.0, name, &bytes).await;
            assert_eq!(sent.status(), 303, "{path}");
        } else {
            let page = format!("{home}/van-ban?tep={path}");
            let text = String::from_utf8(bytes).expect("a text");
            let kept = send(
                &world,
                &writer,
                &page,
                &format!("{home}/van-ban"),
                &[("tep", &path), ("text", &text), ("do", "luu")],
            )
            .await;
            assert_eq!(kept.status, 303, "{path}: {}", kept.text);
        }
    }
    let gone = send(
        &world,
        &writer,
        &home,
        &format!("{home}/hoc-phan"),
        &[("op", "xoa-bai"), ("key", "bai-1")],
    )
    .await;
    assert_eq!(gone.status, 303, "{}", gone.text);
    let asked = send(
        &world,
        &writer,
        &home,
        &format!("{home}/gui"),
        &[("note", "Mới")],
    )
    .await;
    assert_eq!(asked.status, 303, "{}", asked.text);
    let review = format!("{home}/duyet");
    let own = send(&world, &other, &review, &review, &[("do", "cong-bo")]).await;
    assert_eq!(
        own.status, 409,
        "whoever wrote a part does not review it either"
    );
    let third = author(&world, "nguoi-ba", None).await;
    let mute = send(
        &world,
        &third,
        &review,
        &review,
        &[("do", "tra-lai"), ("words", " ")],
    )
    .await;
    assert_eq!(mute.status, 422);
    let back = send(
        &world,
        &third,
        &review,
        &review,
        &[("do", "tra-lai"), ("words", "Thiếu nguồn")],
    )
    .await;
    assert_eq!(back.status, 303, "{}", back.text);
    assert!(writer.1.get(&home).await.text.contains("Thiếu nguồn"));
    let asked = send(
        &world,
        &writer,
        &home,
        &format!("{home}/gui"),
        &[("note", "Mới")],
    )
    .await;
    assert_eq!(asked.status, 303);
    let done = send(&world, &third, &review, &review, &[("do", "cong-bo")]).await;
    assert_eq!(done.status, 303, "{}", done.text);
    world.advance(1_001);
    let files = exported(&world).await;
    let expected = course_files();
    for (path, bytes) in &files {
        if path != "course.toml" {
            assert_eq!(Some(bytes), expected.get(path), "{path}");
        }
    }
    let zip = writer.1.get(&format!("{home}/goi.zip")).await;
    assert_eq!(
        (zip.status, zip.header("content-type")),
        (200, "application/zip")
    );
    world.end().await;
}

#[tokio::test]
async fn an_author_elsewhere_finds_nothing() {
    let world = World::new().await;
    let near = author(&world, "nguoi-gan", Some("01")).await;
    let far = author(&world, "nguoi-xa", Some("79")).await;
    let made = send(
        &world,
        &near,
        "/soan/moi",
        "/soan/moi",
        &[("title", "Khoá"), ("slug", COURSE), ("organisation", "01")],
    )
    .await;
    assert_eq!(made.status, 303, "{}", made.text);
    world.advance(1_001);
    let home = format!("/soan/{COURSE}");
    assert!(near.1.get("/soan").await.text.contains(&home));
    assert!(!far.1.get("/soan").await.text.contains(&home));
    let token = csrf(&world, &far.0.token);
    for page in [
        "",
        "/khoa-hoc",
        "/bai/bai-1",
        "/van-ban?tep=page.md",
        "/tep",
        "/duyet",
        "/goi.zip",
    ] {
        assert_eq!(
            near.1.get(&format!("{home}{page}")).await.status,
            200,
            "{page}"
        );
        assert_eq!(
            far.1.get(&format!("{home}{page}")).await.status,
            404,
            "{page}"
        );
    }
    for action in [
        "/mo",
        "/huy",
        "/gui",
        "/hoc-phan",
        "/khoa-hoc",
        "/bai/bai-1",
        "/xem-truoc",
        "/van-ban",
        "/tep/xoa",
        "/duyet",
    ] {
        let fields = [("do", "cong-bo"), ("tep", "page.md"), ("revision", "1")];
        let answer = far
            .1
            .post(&format!("{home}{action}"), &token, &fields)
            .await;
        assert_eq!(answer.status, 404, "{action}");
    }
    assert_eq!(upload(&world, &far.0, "a.md", b"x").await.status(), 404);
    let stolen = send(
        &world,
        &far,
        "/soan/moi",
        "/soan/moi",
        &[("title", "Khoá"), ("slug", "khac"), ("organisation", "01")],
    )
    .await;
    assert_eq!(
        stolen.status, 422,
        "nobody writes for an organisation that is not theirs"
    );
    let given = send(
        &world,
        &near,
        &format!("{home}/khoa-hoc"),
        &format!("{home}/khoa-hoc"),
        &[("title", "Khoá"), ("mode", "open"), ("organisation", "79")],
    )
    .await;
    assert_eq!(given.status, 422, "nor gives a course away");
    world.end().await;
}

/// Attacks on the preview, each with what must not be in the answer.
const PREVIEWS: &[(&str, &str)] = &[
    ("<script>alert(1)</script>", "<script>alert"),
    ("<img src=x onerror=alert(1)>", "<img src=x"),
    ("[x](javascript:alert(1))", "href=\"javascript:"),
    ("[x](JAVASCRIPT:alert(1))", "href=\"JAVASCRIPT:"),
    ("[x](data:text/html,evil)", "href=\"data:"),
    ("![x](https://evil.example/a.png)", "src=\"https://evil"),
    ("![\" onerror=\"alert(1)](so-do.svg)", "alt=\"\" onerror="),
    ("<svg onload=alert(1)>", "<svg onload"),
    (
        "<meta http-equiv=refresh content=0>",
        "<meta http-equiv=refresh",
    ),
    ("<iframe srcdoc=x></iframe>", "<iframe srcdoc"),
    (
        "</textarea><script>alert(1)</script>",
        "</textarea><script>",
    ),
    (
        "```tu-kiem-tra\nCâu 1. <script>alert(1)</script>\nA. <b>a</b>\nB. b\nĐáp án: A\nCăn cứ: Điều 1 Luật số 14/2012/QH13\n```",
        "<script>alert",
    ),
];

/// Files that are refused, or come out harmless.
fn uploads() -> Vec<(&'static str, Vec<u8>, bool)> {
    let svg = |inside: &str| {
        format!("<svg xmlns=\"http://www.w3.org/2000/svg\">{inside}</svg>").into_bytes()
    };
    vec![
        ("a1.svg", svg("<script>alert(1)</script><rect/>"), true),
        ("a2.svg", svg("<rect onload=\"alert(1)\"/>"), true),
        (
            "a3.svg",
            svg(
                "<foreignObject><body xmlns=\"http://www.w3.org/1999/xhtml\" onload=\"alert(1)\"/></foreignObject>",
            ),
            true,
        ),
        (
            "a4.svg",
            svg("<a href=\"javascript:alert(1)\"><rect/></a>"),
            true,
        ),
        (
            "a5.svg",
            svg("<use href=\"https://evil.example/x.svg#a\"/>"),
            true,
        ),
        (
            "a6.svg",
            svg("<style>@import url(https://evil.example)</style>"),
            true,
        ),
        (
            "a7.svg",
            [b"<!DOCTYPE svg [<!ENTITY x \"y\">]>".to_vec(), svg("&x;")].concat(),
            false,
        ),
        (
            "a8.svg",
            b"<html><script>alert(1)</script></html>".to_vec(),
            false,
        ),
        ("a9.png", b"<script>alert(1)</script>".to_vec(), false),
        ("a10.html", b"<script>alert(1)</script>".to_vec(), false),
        ("a11.svg.html", svg(""), false),
        ("a12.pdf", b"%PDF-1.4 /JavaScript".to_vec(), false),
        ("a13.docx", b"PK\x03\x04 broken".to_vec(), false),
        ("a14.xlsx", b"\xd0\xcf\x11\xe0 old office".to_vec(), false),
        ("../../course.toml", b"title = 1".to_vec(), false),
    ]
}

#[tokio::test]
async fn neither_what_is_written_nor_what_is_uploaded_can_run() {
    let world = World::new().await;
    let writer = author(&world, "nguoi-viet", None).await;
    let made = send(
        &world,
        &writer,
        "/soan/moi",
        "/soan/moi",
        &[("title", "Khoá"), ("slug", COURSE), ("organisation", "")],
    )
    .await;
    assert_eq!(made.status, 303, "{}", made.text);
    world.advance(1_001);
    let home = format!("/soan/{COURSE}");
    let token = csrf(&world, &writer.0.token);
    for (attack, evil) in PREVIEWS {
        for path in ["lessons/01-bai-1.md", "page.md"] {
            let fields = [("tep", path), ("text", attack)];
            let answer = writer
                .1
                .post(&format!("{home}/xem-truoc"), &token, &fields)
                .await;
            assert_eq!(answer.status, 200, "{attack}: {}", answer.text);
            assert!(!answer.text.contains(evil), "{attack}: {}", answer.text);
        }
        let lesson = format!("{home}/bai/bai-1");
        let fields = [
            ("title", *attack),
            ("kind", "text"),
            ("minutes", *attack),
            ("body", *attack),
            ("do", "xem"),
        ];
        let answer = send(&world, &writer, &lesson, &lesson, &fields).await;
        assert_eq!(answer.status, 200, "{attack}");
        assert!(!answer.text.contains(evil), "{attack}: {}", answer.text);
    }
    for (name, bytes, taken) in uploads() {
        let answer = upload(&world, &writer.0, name, &bytes).await;
        assert_eq!(
            answer.status().as_u16(),
            if taken { 303 } else { 422 },
            "{name}"
        );
    }
    let page = writer.1.get(&format!("{home}/tep")).await;
    let mut seen = 0;
    for part in page.text.split("<a href=\"").skip(1) {
        let href = part.split('"').next().unwrap_or_default();
        if !href.starts_with(&format!("{home}/tep/")) {
            continue;
        }
        let served = writer.1.get(href).await;
        assert_eq!(
            (served.status, served.header("content-type")),
            (200, "image/svg+xml"),
            "{href}"
        );
        assert!(
            served.header("content-security-policy").contains("sandbox"),
            "{href}"
        );
        for evil in [
            "script",
            "onload",
            "foreignObject",
            "javascript",
            "evil.example",
        ] {
            assert!(
                !served.text.contains(evil),
                "{href} holds {evil}: {}",
                served.text
            );
        }
        seen += 1;
    }
    assert_eq!(seen, 6, "{}", page.text);
    world.end().await;
}

// ---------------------------------------------------------------------------------------------------------------------
// Names, numbers, and what is left behind

#[tokio::test]
async fn no_course_takes_the_address_of_another_page() {
    for rule in RULES {
        let mut parts = rule.path.split('/').skip(1);
        let (first, second) = (parts.next(), parts.next().unwrap_or_default());
        let beside_courses = matches!(first, Some("khoa-hoc" | "soan")) && slug_is_plain(second);
        assert!(!beside_courses || slug_is_reserved(second), "{}", rule.path);
    }
    let world = World::new().await;
    let writer = author(&world, "nguoi-viet", None).await;
    for slug in ["moi", "nhac", "cua-toi", "ho-so-hoc-tap"] {
        let (package, findings) = read_course(slug, &course_files());
        assert!(package.is_none());
        let said = findings
            .iter()
            .any(|f| f.message.contains("địa chỉ của một trang khác"));
        assert!(said, "{findings:?}");
        let fields = [("slug", slug), ("title", "Khoá mới"), ("organisation", "")];
        let refused = send(&world, &writer, "/soan/moi", "/soan/moi", &fields).await;
        assert_eq!(refused.status, 422, "{}", refused.text);
        assert!(refused.text.contains("địa chỉ của một trang khác"));
    }
    assert_eq!(world.count("SELECT COUNT(*) FROM course").await, 0);
    world.end().await;
}

#[tokio::test]
async fn who_writes_courses_finds_the_way_there_in_the_menu() {
    let world = World::new().await;
    let (_, writer) = author(&world, "nguoi-viet", None).await;
    let way = "<a href=\"/soan\"";
    assert!(writer.get("/cua-toi").await.text.contains(way));
    let other = account(&world, "nguoi-hoc", None).await;
    let learner = Visitor::of(&world, &other.token);
    assert!(!learner.get("/cua-toi").await.text.contains(way));
    world.end().await;
}

#[tokio::test]
async fn hours_are_written_with_a_comma_and_read_either_way() {
    let world = World::new().await;
    let place = tempfile::tempdir().expect("a folder");
    import(&world, &folder(place.path(), &course_files())).await;
    let writer = author(&world, "nguoi-viet", None).await;
    let home = format!("/soan/{COURSE}");
    send(&world, &writer, &home, &format!("{home}/mo"), &[]).await;
    for hours in ["1,5", "1.5"] {
        let fields = [
            ("op", "sua-hoc-phan"),
            ("module", "0"),
            ("title", "Một"),
            ("hours", hours),
        ];
        let action = format!("{home}/hoc-phan");
        let kept = send(&world, &writer, &home, &action, &fields).await;
        assert_eq!(kept.status, 303, "{}", kept.text);
        let page = writer.1.get(&home).await.text;
        assert!(
            page.contains("1,5 giờ") && page.contains("value=\"1,5\""),
            "{page}"
        );
        let actor = crate::support::scene::root();
        let draft = world
            .node
            .app
            .courses
            .draft(COURSE, &actor)
            .await
            .expect("a draft");
        assert!(
            draft
                .text("course.toml")
                .expect("text")
                .contains("hours = 1.5")
        );
    }
    world.end().await;
}

#[tokio::test]
async fn bytes_that_no_version_draft_or_submission_has_are_cleared_away() {
    let world = World::new().await;
    let place = tempfile::tempdir().expect("a folder");
    import(&world, &folder(place.path(), &course_files())).await;
    let writer = author(&world, "nguoi-viet", None).await;
    let home = format!("/soan/{COURSE}");
    let blobs = "SELECT COUNT(*) FROM course_blob";
    let published = world.count(blobs).await;
    send(&world, &writer, &home, &format!("{home}/mo"), &[]).await;
    for bytes in [&b"%PDF-1.4\n1\n%%EOF\n"[..], b"%PDF-1.4\n2\n%%EOF\n"] {
        let sent = upload(&world, &writer.0, "them.pdf", bytes).await;
        assert_eq!(sent.status(), 303);
    }
    assert_eq!(world.count(blobs).await, published + 2);
    world.node.app.tidy().await;
    assert_eq!(
        world.count(blobs).await,
        published + 1,
        "the replaced file went"
    );
    // What a learner handed in stays, though it stands in no package.
    hand_in(&world, b"%PDF-1.4\n3\n%%EOF\n").await;
    let left = send(&world, &writer, &home, &format!("{home}/huy"), &[]).await;
    assert_eq!(left.status, 303, "{}", left.text);
    let courses = &world.node.app.courses;
    let other = world.another_node().await;
    let (here, there) = tokio::join!(courses.tidy(), other.app.courses.tidy());
    assert_eq!(
        here.expect("tidied") + there.expect("tidied"),
        1,
        "once on two nodes"
    );
    other.stop().await;
    assert_eq!(world.count(blobs).await, published + 1);
    assert_eq!(exported(&world).await, course_files());
    world.end().await;
}

/// Somebody hands in a file.
async fn hand_in(world: &World, bytes: &[u8]) {
    let person = world.person().await;
    let actor = Actor {
        account: person.id,
        name: "Học viên".into(),
        grants: Vec::new(),
    };
    let courses = &world.node.app.courses;
    let enrolled = courses.enrol(COURSE, "", &actor, world.now()).await;
    enrolled.expect("enrolled");
    let file = HandedFile {
        name: "bai.pdf".into(),
        bytes: bytes.to_vec(),
    };
    let handed = courses.hand_in(COURSE, "bai-tap", "Bài làm", file, &actor, world.now());
    handed.await.expect("handed in");
}
