//! The trainee's pages without a script: finding a course, coming in, lessons and what is done in them, files, the transcript.

use hocluat::account::model::Profile;
use hocluat::certificate::fonts::letters;
use hocluat::course::package::{Files, read_course};
use hocluat::course::service::Published;
use hocluat::kernel::actor::Actor;
use hocluat::kernel::clock::{DAY, MINUTE, SECOND};
use reqwest::Method;
use reqwest::multipart::{Form, Part};

use crate::certificates::text_of;
use crate::support::trainees::{COURSE, files, publish};
use crate::support::web::{Answer, Visitor, answer, browser, csrf_in, url};
use crate::support::{Person, World};

/// The course of the other tests with an assignment, a survey and a picture.
fn whole() -> Files {
    let mut files = files();
    let course = String::from_utf8(files["course.toml"].clone()).expect("text");
    let course = course.replace(
        "lessons = [\"thi\"]",
        "lessons = [\"bai-tap\", \"khao-sat\", \"thi\"]",
    );
    files.insert("course.toml".to_owned(), course.into_bytes());
    let head = |title: &str, kind: &str, more: &str| {
        format!(
            "+++\ntitle = \"{title}\"\nkind = \"{kind}\"\nminutes = 5\nobjectives = [\"Biết việc này\"]\n\
             references = [\"khoản 1 Điều 3 Luật số 35/2013/QH13\"]\n{more}+++\nHãy làm.\n"
        )
    };
    let assignment = "\n[assignment]\nwords_max = 10\nupload = true\npass = 50\n[[assignment.rubric]]\nname = \"Đúng căn cứ\"\npoints = 10\ndescription = \"Có điều, khoản.\"\n";
    let survey = "\n[[survey]]\nkey = \"huu-ich\"\ntext = \"Hữu ích ở mức nào?\"\nkind = \"scale\"\n\n[[survey]]\nkey = \"gop-y\"\ntext = \"Góp ý?\"\nkind = \"text\"\n";
    files.insert(
        "lessons/05-bai-tap.md".to_owned(),
        head("Bài tập", "assignment", assignment).into_bytes(),
    );
    files.insert(
        "lessons/06-khao-sat.md".to_owned(),
        head("Khảo sát", "survey", survey).into_bytes(),
    );
    files
}

async fn with_whole() -> World {
    let world = World::new().await;
    assert_eq!(publish(&world, &whole()).await, Published::Created);
    world
}

fn course() -> String {
    format!("/khoa-hoc/{COURSE}")
}

fn lesson(key: &str) -> String {
    format!("/khoa-hoc/{COURSE}/bai/{key}")
}

/// Somebody who is in the course, with their browser.
async fn learner(world: &World) -> (Person, Visitor) {
    let person = world.learner().await;
    let visitor = Visitor::of(world, &person.token);
    (person, visitor)
}

/// Sends a form with a file or long texts, as a browser does.
async fn send_parts(
    world: &World,
    person: &Person,
    page: &str,
    action: &str,
    fields: &[(&str, &str)],
    file: Option<(&str, Vec<u8>)>,
) -> Answer {
    let url = |path: &str| format!("{}{path}", world.node.url);
    let session = format!("hocluat_session={}", person.token);
    let http = browser();
    let shown = answer(http.get(url(page)).header("cookie", &session)).await;
    let csrf = csrf_in(&shown.text);
    if !action.ends_with("/nop-bai") {
        let token = [("csrf", csrf.as_str())];
        let form: Vec<(&str, &str)> = token.into_iter().chain(fields.iter().copied()).collect();
        let request = http.post(url(action)).header("cookie", &session);
        return answer(request.form(&form)).await;
    }
    let mut form = Form::new().text("csrf", csrf);
    for (name, value) in fields {
        form = form.text((*name).to_owned(), (*value).to_owned());
    }
    if let Some((name, bytes)) = file {
        form = form.part("tep", Part::bytes(bytes).file_name(name.to_owned()));
    }
    let request = http.post(url(action)).header("cookie", &session);
    answer(request.multipart(form)).await
}

#[tokio::test]
async fn a_course_is_found_without_diacritics_and_by_its_filters() {
    let world = with_whole().await;
    let visitor = Visitor::new(&world);
    let found = visitor.get("/khoa-hoc?q=khoa%20THU").await;
    assert!(found.text.contains("Khoá thử") && found.text.contains("2 giờ học"));
    for nothing in [
        "/khoa-hoc?q=khong-co-gi",
        "/khoa-hoc?gio=tren-8",
        "/khoa-hoc?chu-de=Kh%C3%A1c",
        "/khoa-hoc?doi-tuong=Ai",
    ] {
        let page = visitor.get(nothing).await;
        assert!(
            page.text.contains("Không có khoá học nào như vậy"),
            "{nothing}"
        );
    }
    let filtered = visitor.get("/khoa-hoc?gio=den-4&trang=99").await;
    assert!(filtered.text.contains("Khoá thử"));
    let home = visitor.get("/").await;
    assert!(
        home.text.contains(&course()),
        "the start page shows courses"
    );
    world.end().await;
}

#[tokio::test]
async fn who_signs_in_enrols_learns_and_is_led_on_lesson_by_lesson() {
    let world = with_whole().await;
    let stranger = Visitor::new(&world);
    let page = stranger.get(&course()).await;
    assert!(page.text.contains("Đăng nhập để ghi danh") && page.text.contains("og:title"));
    assert_eq!(
        stranger.get(&lesson("doc")).await.status,
        303,
        "to the sign-in"
    );

    let person = world.person().await;
    let visitor = Visitor::of(&world, &person.token);
    let first = visitor.get(&lesson("doc")).await;
    assert_eq!(
        first.header("location"),
        format!("{}?bao=enrol-first", course())
    );
    let action = format!("{}/ghi-danh", course());
    let enrolled = visitor.fill(&course(), &action, &[]).await;
    assert_eq!(enrolled.status, 303, "{}", enrolled.text);
    let page = visitor.get(enrolled.header("location")).await;
    assert!(page.text.contains("Bắt đầu: Bài đọc") && page.text.contains("Đã xong 0/6 bài"));
    let home = visitor.get("/").await;
    assert!(
        home.text.contains("Học tiếp: Bài đọc"),
        "the start page says what to do"
    );

    // The self-check comes first, and says what is right once it is answered.
    let (read, done) = (lesson("doc"), format!("{}/xong", lesson("doc")));
    let page = visitor.get(&read).await;
    assert!(!page.text.contains("Hai là hai."));
    let refused = visitor.fill(&read, &done, &[]).await;
    assert_eq!(refused.status, 409);
    assert!(refused.text.contains("Còn 1 câu tự kiểm tra"));
    let check = format!("{read}/tu-kiem-tra");
    let nothing = visitor.fill(&read, &check, &[("cau", "1")]).await;
    assert_eq!(nothing.status, 422, "no option was chosen");
    let wrong = visitor
        .fill(&read, &check, &[("cau", "1"), ("chon", "A")])
        .await;
    let page = visitor
        .get(
            wrong
                .header("location")
                .split('#')
                .next()
                .expect("an address"),
        )
        .await;
    assert!(page.text.contains("Chưa đúng") && page.text.contains("Hai là hai."));
    let right = visitor
        .fill(&read, &check, &[("cau", "1"), ("chon", "B")])
        .await;
    let page = visitor
        .get(
            right
                .header("location")
                .split('#')
                .next()
                .expect("an address"),
        )
        .await;
    assert!(page.text.contains("Đúng rồi"));
    let next = visitor.fill(&read, &done, &[]).await;
    assert_eq!(
        next.header("location"),
        format!("{}?bao=lesson-done", lesson("nghe"))
    );

    world.listen(&person).await;
    world.sit_quiz(&person, "kiem-tra", 3).await;
    let locked = visitor.get(&lesson("thi")).await;
    assert!(
        locked
            .text
            .contains("Bài này mở khi bạn đã xong các bài sau")
    );
    let started = format!("{}/lam-bai", lesson("thi"));
    let csrf = csrf_in(&locked.text);
    assert_eq!(visitor.post(&started, &csrf, &[]).await.status, 409);
    world.end().await;
}

#[tokio::test]
async fn what_is_watched_by_seeking_is_only_what_was_watched_and_the_lesson_waits_for_it() {
    let world = with_whole().await;
    let (_, visitor) = learner(&world).await;
    let page = visitor.get(&lesson("nghe")).await;
    assert!(page.text.contains("data-media") && page.text.contains("cần 90\u{a0}%"));
    let csrf = csrf_in(&page.text);
    let action = format!("{}/da-xem", lesson("nghe"));
    let report = async |pieces: &str| {
        let reply = visitor.post(&action, &csrf, &[("doan", pieces)]).await;
        assert_eq!(reply.status, 200, "{}", reply.text);
        reply.json()["percent"].as_i64().expect("a number")
    };
    world.advance(10 * SECOND);
    assert_eq!(report("0-10000").await, 10);
    world.advance(10 * SECOND);
    // Dragged to the end: the last ten seconds were played, and the ninety before them were not.
    assert_eq!(report("90000-100000").await, 20);
    let done = format!("{}/xong", lesson("nghe"));
    let refused = visitor.fill(&lesson("nghe"), &done, &[]).await;
    assert_eq!(refused.status, 409);
    assert!(
        refused.text.contains("20\u{a0}%"),
        "it says how much is watched"
    );
    for odd in ["", "abc", "1-2-3", "5"] {
        let reply = visitor.post(&action, &csrf, &[("doan", odd)]).await;
        assert_eq!(reply.status, 422, "{odd:?}");
    }
    // A minute of silence on the line, then everything at once, twice: the answer to the first was lost.
    world.advance(MINUTE);
    assert_eq!(report("10000-90000").await, 100);
    assert_eq!(report("10000-90000").await, 100);
    let finished = visitor.fill(&lesson("nghe"), &done, &[]).await;
    assert_eq!(finished.status, 303, "{}", finished.text);
    world.end().await;
}

#[tokio::test]
async fn notes_are_the_persons_own_and_questions_wait_for_a_teacher() {
    let world = with_whole().await;
    let (person, visitor) = learner(&world).await;
    let (_, other) = learner(&world).await;
    let read = lesson("doc");
    let noted = format!("{read}/ghi-chu");
    let text = "Xem lại <script>alert(1)</script> khoản 2";
    let reply = send_parts(&world, &person, &read, &noted, &[("ghi-chu", text)], None).await;
    assert_eq!(reply.status, 303, "{}", reply.text);
    let page = visitor.get(&read).await;
    assert!(page.text.contains("khoản 2") && !page.text.contains("<script>alert"));
    assert!(!other.get(&read).await.text.contains("khoản 2</textarea>"));
    let long = "x".repeat(4_001);
    let reply = send_parts(&world, &person, &read, &noted, &[("ghi-chu", &long)], None).await;
    assert_eq!(reply.status, 422);

    let asked = format!("{read}/hoi");
    let empty = send_parts(&world, &person, &read, &asked, &[("cau-hoi", " ")], None).await;
    assert_eq!(empty.status, 422);
    let question = [("cau-hoi", "Vì sao chọn phương án hai?")];
    let reply = send_parts(&world, &person, &read, &asked, &question, None).await;
    assert_eq!(reply.status, 303, "{}", reply.text);
    let page = visitor.get(&read).await;
    assert!(
        page.text.contains("Vì sao chọn phương án hai?") && page.text.contains("Chờ giảng viên")
    );
    assert!(
        !other
            .get(&read)
            .await
            .text
            .contains("Vì sao chọn phương án hai?")
    );
    world.run("UPDATE lesson_question SET state = 1").await;
    assert!(
        other
            .get(&read)
            .await
            .text
            .contains("Vì sao chọn phương án hai?")
    );
    world.end().await;
}

#[tokio::test]
async fn an_assignment_is_handed_in_once_at_a_time_and_only_as_what_it_may_be() {
    let world = with_whole().await;
    let (person, visitor) = learner(&world).await;
    let (other, _) = learner(&world).await;
    let page = lesson("bai-tap");
    let action = format!("{page}/nop-bai");
    let send = async |fields: &[(&str, &str)], file: Option<(&str, Vec<u8>)>| {
        send_parts(&world, &person, &page, &action, fields, file).await
    };
    assert_eq!(send(&[("bai-lam", "")], None).await.status, 422, "nothing");
    let long = send(
        &[(
            "bai-lam",
            "một hai ba bốn năm sáu bảy tám chín mười mười-một",
        )],
        None,
    )
    .await;
    assert!(long.status == 422 && long.text.contains("Bài có 11 chữ, nhiều nhất 10 chữ."));
    for (name, bytes) in [
        ("bai.pdf", b"MZ\x90\x00 a program".to_vec()),
        ("bai.svg", b"<svg onload='alert(1)'/>".to_vec()),
        ("bai.docx", b"PK\x03\x04 no document".to_vec()),
        ("bai.html", b"<script>alert(1)</script>".to_vec()),
    ] {
        let refused = send(&[("bai-lam", "")], Some((name, bytes))).await;
        assert_eq!(refused.status, 422, "{name}");
        assert!(refused.text.contains("Không nhận tệp này"), "{name}");
    }
    let mut large = b"%PDF-1.7\n".to_vec();
    large.resize(5 * 1024 * 1024 + 1, b' ');
    assert_eq!(
        send(&[("bai-lam", "")], Some(("to.pdf", large)))
            .await
            .status,
        422
    );
    assert_eq!(world.count("SELECT COUNT(*) FROM submission").await, 0);

    let pdf = b"%PDF-1.7\n% a small paper".to_vec();
    let handed = send(
        &[("bai-lam", "Đúng căn cứ.")],
        Some(("Đề cương.exe", pdf.clone())),
    )
    .await;
    assert_eq!(handed.status, 303, "{}", handed.text);
    assert_eq!(
        send(&[("bai-lam", "Lần nữa.")], None).await.status,
        409,
        "it waits for marks"
    );
    let shown = visitor.get(&page).await;
    assert!(shown.text.contains("Đang chờ chấm") && shown.text.contains("Đề cương.pdf"));
    let file = visitor.get(&format!("{action}/1")).await;
    assert_eq!((file.status, file.text.as_bytes()), (200, pdf.as_slice()));
    assert!(file.header("content-disposition").starts_with("attachment"));
    let foreign = Visitor::of(&world, &other.token)
        .get(&format!("{action}/1"))
        .await;
    assert_eq!(foreign.status, 404, "nobody takes what another handed in");

    world
        .run("UPDATE submission SET scores = '[4]', points = 4, points_of = 10, passed = FALSE, comment = 'Thiếu số văn bản.', marked_at = 1")
        .await;
    let shown = visitor.get(&page).await;
    assert!(shown.text.contains("4/10 điểm") && shown.text.contains("Thiếu số văn bản."));
    assert_eq!(
        send(&[("bai-lam", "Lần hai, đủ căn cứ.")], None)
            .await
            .status,
        303
    );
    assert_eq!(
        world
            .count("SELECT CAST(MAX(ordinal) AS BIGINT) FROM submission")
            .await,
        2
    );
    world.end().await;
}

#[tokio::test]
async fn a_survey_is_answered_once_and_passes_its_lesson() {
    let world = with_whole().await;
    let (person, visitor) = learner(&world).await;
    let page = lesson("khao-sat");
    let action = format!("{page}/khao-sat");
    let send = async |fields: &[(&str, &str)]| {
        send_parts(&world, &person, &page, &action, fields, None).await
    };
    let missing = send(&[("tra-loi-gop-y", "Rất hay")]).await;
    assert_eq!(missing.status, 422);
    assert!(missing.text.contains("Hãy chọn một câu trả lời.") && missing.text.contains("Rất hay"));
    assert_eq!(send(&[("tra-loi-huu-ich", "6")]).await.status, 422);
    let sent = send(&[("tra-loi-huu-ich", "5"), ("tra-loi-gop-y", "Rất hay")]).await;
    assert_eq!(sent.status, 303, "{}", sent.text);
    assert!(
        visitor
            .get(&page)
            .await
            .text
            .contains("Cảm ơn bạn đã trả lời")
    );
    assert_eq!(world.enrolment(&person).await["done"], 1);
    let kept = world.texts("SELECT answers FROM survey_answer").await;
    assert!(kept[0].contains("\"huu-ich\":\"5\""), "{kept:?}");
    world.end().await;
}

#[tokio::test]
async fn a_new_version_says_what_it_changes_and_moving_keeps_what_is_done() {
    let world = with_whole().await;
    let (person, visitor) = learner(&world).await;
    world.read(&person).await;
    world.advance(DAY);
    let mut newer = whole();
    let text = String::from_utf8(newer["lessons/02-nghe.md"].clone()).expect("text");
    newer.insert(
        "lessons/02-nghe.md".to_owned(),
        text.replace("Hãy nghe hết.", "Hãy nghe đến hết.")
            .into_bytes(),
    );
    let changed = publish(&world, &newer).await;
    assert!(matches!(changed, Published::Changed(2, _)), "{changed:?}");
    world.advance(2 * SECOND);
    let page = visitor.get(&course()).await;
    assert!(page.text.contains("Khoá học có bản mới") && page.text.contains("Sửa bài “Bài nghe”."));
    let moved = visitor
        .fill(&course(), &format!("{}/ban-moi", course()), &[])
        .await;
    assert_eq!(moved.status, 303);
    let page = visitor.get(&course()).await;
    assert!(!page.text.contains("Khoá học có bản mới") && page.text.contains("Đã xong 1/6 bài"));
    assert!(
        visitor
            .get(&lesson("nghe"))
            .await
            .text
            .contains("Hãy nghe đến hết.")
    );
    world.end().await;
}

#[tokio::test]
async fn reminders_are_switched_and_a_course_is_left_only_when_one_is_sure() {
    let world = with_whole().await;
    let (person, visitor) = learner(&world).await;
    let (remind, leave) = (format!("{}/nhac", course()), format!("{}/roi", course()));
    assert_eq!(
        visitor
            .fill(&course(), &remind, &[("muon", "0")])
            .await
            .status,
        303
    );
    assert!(visitor.get(&course()).await.text.contains("Bật thư nhắc"));
    assert_eq!(
        visitor
            .fill(&course(), &remind, &[("muon", "1")])
            .await
            .status,
        303
    );
    assert!(visitor.get(&course()).await.text.contains("Tắt thư nhắc"));
    assert_eq!(visitor.fill(&course(), &leave, &[]).await.status, 422);
    assert_eq!(
        visitor
            .fill(&course(), &leave, &[("chac", "1")])
            .await
            .status,
        303
    );
    assert!(
        visitor
            .get(&course())
            .await
            .text
            .contains("id=\"ghi-danh\"")
    );
    let mine = visitor.get("/khoa-hoc/cua-toi").await;
    assert!(mine.text.contains("Đã rời khoá học"));
    drop(person);
    world.end().await;
}

#[tokio::test]
async fn a_quiz_says_what_it_asks_and_the_result_leads_back_to_the_lesson_and_on() {
    let world = with_whole().await;
    let (person, visitor) = learner(&world).await;
    let page = lesson("kiem-tra");
    let before = visitor.get(&page).await;
    assert!(before.text.contains("đúng từ 66\u{a0}%") && before.text.contains("không giới hạn"));
    let start = format!("{page}/lam-bai");
    let started = visitor.fill(&page, &start, &[]).await;
    let sitting = started.header("location").to_owned();
    assert!(sitting.starts_with("/lam-bai/"), "{sitting}");
    let running = visitor.get(&page).await;
    assert!(running.text.contains("Bạn đang làm dở một lượt"));
    let csrf = csrf_in(&visitor.get(&sitting).await.text);
    let submitted = visitor.post(&sitting, &csrf, &[("action", "submit")]).await;
    let result = visitor.get(submitted.header("location")).await;
    assert!(result.text.contains("Bạn chưa đạt") && result.text.contains("Về bài học"));
    assert!(!result.text.contains("cuộc thi</a>") && !result.text.contains("anh.png"));
    let after = visitor.get(&page).await;
    assert!(after.text.contains("Các lượt đã làm") && after.text.contains("0/3"));
    let attempt = world.sit_quiz(&person, "kiem-tra", 3).await;
    let passed = format!("/ket-qua/{}", attempt["id"].as_str().expect("an id"));
    let result = visitor.get(&passed).await;
    assert!(result.text.contains("Bạn đã đạt") && result.text.contains("Sang bài: Bài đọc"));
    assert!(visitor.get(&page).await.text.contains("Bạn đã đạt bài này"));
    world.end().await;
}

#[tokio::test]
async fn files_are_sent_in_parts_kept_for_ever_and_can_do_nothing() {
    let world = with_whole().await;
    let (_, visitor) = learner(&world).await;
    let page = visitor.get(&lesson("nghe")).await;
    let (_, rest) = page
        .text
        .split_once("<audio controls preload=\"metadata\" src=\"")
        .expect("a recording");
    let path = rest.split('"').next().expect("an address").to_owned();
    let url = format!("{}{path}", world.node.url);
    let http = browser();
    let get =
        async |name: &'static str, value: &str| answer(http.get(&url).header(name, value)).await;
    let all = answer(http.get(&url)).await;
    assert_eq!((all.status, all.header("content-type")), (200, "audio/wav"));
    assert_eq!(
        all.header("cache-control"),
        "public, max-age=31536000, immutable"
    );
    assert_eq!(all.header("x-content-type-options"), "nosniff");
    assert!(all.header("content-security-policy").contains("sandbox"));
    assert_eq!(
        all.header("set-cookie"),
        "",
        "what caches keep carries no cookie"
    );
    assert_eq!(all.header("accept-ranges"), "bytes");
    let part = get("range", "bytes=0-99").await;
    assert_eq!(part.status, 206);
    assert_eq!(part.header("content-range"), "bytes 0-99/1044");
    let end = get("range", "bytes=-44").await;
    assert_eq!(
        (end.status, end.header("content-range")),
        (206, "bytes 1000-1043/1044")
    );
    let packed = answer(
        http.get(&url)
            .header("range", "bytes=10-19")
            .header("accept-encoding", "gzip"),
    )
    .await;
    assert_eq!(
        (packed.status, packed.header("content-encoding")),
        (206, "")
    );
    let beyond = get("range", "bytes=5000-").await;
    assert_eq!(
        (beyond.status, beyond.header("content-range")),
        (416, "bytes */1044")
    );
    let known = get("if-none-match", all.header("etag")).await;
    assert_eq!((known.status, known.text.len()), (304, 0));
    let nothing = format!("/khoa-hoc/{COURSE}/tep/{}/loi.wav", "0".repeat(64));
    assert_eq!(visitor.get(&nothing).await.status, 404);
    assert_eq!(
        visitor
            .get(&format!("/khoa-hoc/{COURSE}/tep/abc/loi.wav"))
            .await
            .status,
        404
    );

    // The questions of the package are in the same store, and are nobody's to take.
    let digest = world
        .texts("SELECT digest FROM course_file WHERE path LIKE 'questions/%'")
        .await;
    let secret = format!("/khoa-hoc/{COURSE}/tep/{}/01-chung.txt", digest[0]);
    assert_eq!(visitor.get(&secret).await.status, 404);
    world.end().await;
}

#[tokio::test]
async fn the_transcript_tells_hours_and_results() {
    let world = with_whole().await;
    let (person, visitor) = learner(&world).await;
    world.read(&person).await;
    world.listen(&person).await;
    world.sit_quiz(&person, "kiem-tra", 3).await;
    let page = visitor.get("/khoa-hoc/ho-so-hoc-tap").await;
    assert!(page.text.contains("1,5 giờ học") && page.text.contains("1,5/2"));
    assert!(visitor.get("/cua-toi").await.text.contains("Khoá thử"));
    let empty = Visitor::of(&world, &world.person().await.token);
    assert!(
        empty
            .get("/khoa-hoc/ho-so-hoc-tap")
            .await
            .text
            .contains("Hồ sơ chưa có gì")
    );
    assert!(
        empty
            .get("/khoa-hoc/cua-toi")
            .await
            .text
            .contains("Có thể bạn quan tâm")
    );
    world.end().await;
}

/// Publishes the course of these tests under another name and title.
async fn publish_as(world: &World, slug: &str, title: &str) {
    let mut files = files();
    let toml = String::from_utf8(files["course.toml"].clone()).expect("text");
    let toml = toml.replace("\"Khoá thử\"", &format!("\"{title}\""));
    files.insert("course.toml".to_owned(), toml.into_bytes());
    let (package, findings) = read_course(slug, &files);
    let package = package.unwrap_or_else(|| panic!("{findings:?}"));
    let courses = &world.node.app.courses;
    let done = courses.publish(package, None, None, world.now()).await;
    done.expect("published");
}

#[tokio::test]
async fn the_transcript_as_a_file_holds_every_course_with_every_letter_on_as_many_pages_as_it_takes()
 {
    let world = World::new().await;
    let (person, name) = (world.person().await, "Nguyễn Thị Hoà Bình");
    let visitor = Visitor::of(&world, &person.token);
    let file = "/khoa-hoc/ho-so-hoc-tap.pdf";
    let text_of_file = async || {
        let cookie = format!("hocluat_session={}", person.token);
        let request = browser().get(url(&world, file)).header("cookie", cookie);
        let answer = request.send().await.expect("answered");
        assert_eq!(answer.headers()["content-type"], "application/pdf");
        text_of(&answer.bytes().await.expect("a body"))
    };
    let empty = text_of_file().await;
    assert!(
        empty.contains("Hồ sơ chưa có gì") && empty.contains("Trang 1/1"),
        "{empty}"
    );

    let accounts = &world.node.app.accounts;
    let known = accounts.find(person.id).await.expect("known");
    let profile = Profile {
        full_name: name.into(),
        login: known.login,
        ..Default::default()
    };
    let actor = Actor {
        account: person.id,
        name: name.into(),
        grants: Vec::new(),
    };
    let changed = accounts.change_profile(&actor, &profile, world.now()).await;
    changed.expect("changed");
    // Every letter of Vietnamese in the titles of the courses, four in each.
    let letters: Vec<char> = letters().chars().collect();
    let words: Vec<String> = letters
        .chunks(4)
        .map(|word| word.iter().collect())
        .collect();
    for (number, word) in words.iter().enumerate() {
        let slug = format!("khoa-{number}");
        publish_as(&world, &slug, &format!("Khoá học {word}")).await;
        let path = format!("/api/v1/courses/{slug}/enrolment");
        let body = Some(serde_json::json!({}));
        let came = world
            .call(Method::POST, &path, Some(&person.token), body)
            .await;
        came.expect(201);
    }
    let text = text_of_file().await;
    assert!(
        text.contains("HỒ SƠ HỌC TẬP") && text.contains(name),
        "{text}"
    );
    for word in &words {
        assert!(
            text.contains(&format!("Khoá học {word}")),
            "{word} is not in {text}"
        );
    }
    assert!(
        words.len() > 40 && text.contains("Trang 1/2") && text.contains("Trang 2/2"),
        "{text}"
    );
    assert_eq!(text.matches('\u{c}').count(), 2, "two pages");
    let page = visitor.get("/khoa-hoc/ho-so-hoc-tap").await;
    assert!(page.text.contains(&format!("href=\"{file}\"")));
    let english = visitor.get(&format!("{file}?lang=en")).await;
    assert_eq!(english.status, 200);
    let nobody = Visitor::new(&world).get(file).await;
    assert_eq!(nobody.status, 303, "who has not signed in has none");
    world.end().await;
}
