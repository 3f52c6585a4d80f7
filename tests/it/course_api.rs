//! What people do in lessons, how it is marked, and how courses are written: all over the API.

use hocluat::course::assets::digest;
use hocluat::course::package::read_course;
use hocluat::course::service::CohortDraft;
use hocluat::kernel::actor::Role;
use hocluat::kernel::clock::DAY;
use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::course::{COURSE, course_files};
use crate::support::scene::{grant, root, unit};
use crate::support::web::{Answer, account, answer, client, url};
use crate::support::{Person, Reply, World};

const PDF: &[u8] = b"%PDF-1.4\n%%EOF\n";

/// An installation with the course, and a cohort of it.
async fn classroom() -> (World, Uuid) {
    let world = World::new().await;
    let (package, findings) = read_course(COURSE, &course_files());
    let package = package.unwrap_or_else(|| panic!("{findings:?}"));
    let courses = &world.node.app.courses;
    let published = courses.publish(package, None, None, world.now()).await;
    published.expect("published");
    let draft = CohortDraft {
        title: "Lớp của thành phố".into(),
        organisation: Some(unit(&world, "01").await),
        opens_at: Some(world.now()),
        closes_at: Some(world.now().plus(30 * DAY)),
        code: "lop-thu".into(),
        ..CohortDraft::default()
    };
    let by = root();
    let cohort = courses.create_cohort(COURSE, &draft, &by, world.now());
    let cohort = cohort.await.expect("a cohort");
    (world, cohort)
}

/// Somebody in the course, in the cohort of this code or in none.
async fn learner(world: &World, code: &str) -> Person {
    let person = world.person().await;
    let body = Some(json!({ "code": code }));
    let path = format!("/api/v1/courses/{COURSE}/enrolment");
    let token = Some(person.token.as_str());
    let came = world.call(Method::POST, &path, token, body).await;
    came.expect(201);
    person
}

/// Calls an operation of a lesson.
async fn lesson(
    world: &World,
    person: &Person,
    method: Method,
    rest: &str,
    body: Option<Value>,
) -> Reply {
    let path = format!("/api/v1/courses/{COURSE}/lessons/{rest}");
    world.call(method, &path, Some(&person.token), body).await
}

/// Calls an operation of those who mark, teach and write.
async fn desk(
    world: &World,
    person: &Person,
    method: Method,
    rest: &str,
    body: Option<Value>,
) -> Reply {
    let path = format!("/api/v1/{rest}");
    world.call(method, &path, Some(&person.token), body).await
}

/// Sends a file's bytes.
async fn send(
    world: &World,
    person: &Person,
    method: Method,
    path: &str,
    bytes: impl Into<Vec<u8>>,
) -> Answer {
    let request = client()
        .request(method, url(world, path))
        .bearer_auth(&person.token)
        .header("content-type", "application/octet-stream")
        .body(bytes.into());
    answer(request).await
}

/// Takes a file's bytes.
async fn take(world: &World, person: &Person, path: &str) -> Vec<u8> {
    let request = client()
        .get(url(world, path))
        .bearer_auth(&person.token)
        .send();
    let response = request.await.expect("the node answers");
    assert_eq!(response.status(), 200, "{path}");
    let header = |name: &str| response.headers()[name].to_str().expect("text").to_owned();
    assert_eq!(header("content-type"), "application/octet-stream");
    assert_eq!(header("content-disposition"), "attachment");
    response.bytes().await.expect("bytes").to_vec()
}

/// The field that a problem has its only message beside.
#[track_caller]
fn field(problem: &Value) -> &str {
    let fields = problem["fields"].as_array().expect("fields");
    assert_eq!(fields.len(), 1, "{problem}");
    fields[0]["field"].as_str().expect("a name")
}

#[tokio::test]
async fn a_note_is_kept_for_its_author_alone_and_taken_away_by_an_empty_one() {
    let (world, _) = classroom().await;
    let (person, other) = (learner(&world, "").await, learner(&world, "").await);
    let note = "vai-tro/note";
    let none = lesson(&world, &person, Method::GET, note, None).await;
    assert_eq!(none.expect(200), json!({ "text": "", "saved_at": null }));
    let body = Some(json!({ "text": " Hỏi lại khoản 2. " }));
    let kept = lesson(&world, &person, Method::PUT, note, body).await;
    assert_eq!(kept.expect(200)["text"], "Hỏi lại khoản 2.");
    let own = lesson(&world, &person, Method::GET, note, None).await;
    assert!(own.expect(200)["saved_at"].is_string());
    let foreign = lesson(&world, &other, Method::GET, note, None).await;
    assert_eq!(foreign.expect(200)["text"], "");

    let long = Some(json!({ "text": "ữ".repeat(4_001) }));
    let refused = lesson(&world, &person, Method::PUT, note, long).await;
    let refused = refused.expect_problem(422, "fields-invalid");
    assert_eq!(field(&refused), "text");
    let empty = Some(json!({ "text": "" }));
    let gone = lesson(&world, &person, Method::PUT, note, empty).await;
    assert_eq!(gone.expect(200), json!({ "text": "", "saved_at": null }));

    let stranger = world.person().await;
    let refused = lesson(&world, &stranger, Method::GET, note, None).await;
    refused.expect_problem(409, "enrolment-needed");
    let nowhere = lesson(&world, &person, Method::GET, "khong-co/note", None).await;
    nowhere.expect_problem(404, "not-found");
    world.end().await;
}

#[tokio::test]
async fn a_question_waits_for_its_teacher_and_is_seen_by_all_once_it_is_answered() {
    let (world, _) = classroom().await;
    let (person, other) = (learner(&world, "").await, learner(&world, "").await);
    let teacher = account(&world, "giao-vien", Some(Role::Author)).await;
    let asked = Some(json!({ "text": "Tôi hỏi?" }));
    let asked = lesson(&world, &person, Method::POST, "vai-tro/questions", asked).await;
    let id = asked.expect(201)["id"].as_str().expect("an id").to_owned();
    let seen = async |by: &Person| {
        let list = lesson(&world, by, Method::GET, "vai-tro/questions", None).await;
        list.expect(200)
    };
    assert_eq!(seen(&person).await[0]["waiting"], true);
    assert_eq!(seen(&other).await, json!([]));

    let call = async |method, rest: &str, body| {
        let path = format!("teaching/questions{rest}");
        desk(&world, &teacher, method, &path, body).await
    };
    let waiting = call(Method::GET, "", None).await.expect(200);
    assert_eq!(
        (&waiting[0]["id"], &waiting[0]["state"]),
        (&json!(id), &json!("waiting"))
    );
    call(
        Method::POST,
        &format!("/{id}/answers"),
        Some(json!({ "text": " " })),
    )
    .await
    .expect_problem(422, "fields-invalid");
    let body = Some(json!({ "text": "Trả lời." }));
    call(Method::POST, &format!("/{id}/answers"), body)
        .await
        .expect(204);
    let shown = seen(&other).await;
    assert_eq!(shown[0]["own"], false);
    assert_eq!(shown[0]["answers"][0]["text"], "Trả lời.");
    assert_eq!(shown[0]["answers"][0]["teacher"], true);

    let shown = call(Method::GET, "?state=shown", None).await.expect(200);
    let answer = shown[0]["answers"][0]["id"].as_str().expect("an id");
    let hide = Some(json!({ "shown": false }));
    let path = format!("/{id}/answers/{answer}/shown");
    call(Method::PUT, &path, hide.clone()).await.expect(204);
    assert_eq!(seen(&other).await[0]["answers"], json!([]));
    call(Method::PUT, &format!("/{id}/shown"), hide.clone())
        .await
        .expect(204);
    assert_eq!(seen(&other).await, json!([]));
    call(Method::GET, "?state=moi", None)
        .await
        .expect_problem(422, "request-unreadable");

    // Who teaches nothing here knows of nothing.
    let path = format!("teaching/questions/{id}/shown");
    for (login, role, place) in [
        ("hoc-vien", None, None),
        ("noi-khac", Some(Role::Organiser), Some("79")),
    ] {
        let stranger = account(&world, login, None).await;
        if let Some(role) = role {
            grant(&world, login, role, place).await;
        }
        let refused = desk(&world, &stranger, Method::PUT, &path, hide.clone()).await;
        refused.expect_problem(404, "not-found");
    }
    world.end().await;
}

#[tokio::test]
async fn an_assignment_is_handed_in_marked_handed_in_again_as_a_file_and_passed() {
    let (world, _) = classroom().await;
    let person = learner(&world, "lop-thu").await;
    let marker = account(&world, "nguoi-cham", Some(Role::Marker)).await;
    let state = async || {
        let state = lesson(&world, &person, Method::GET, "bai-tap/assignment", None).await;
        state.expect(200)
    };
    let fresh = state().await;
    assert_eq!(
        (&fresh["open"], &fresh["upload"]),
        (&json!(true), &json!(true))
    );
    assert_eq!(fresh["rubric"][0]["points"], 6);
    let written = Some(json!({ "text": "Đề cương của tôi." }));
    let path = "bai-tap/submissions";
    let handed = lesson(&world, &person, Method::POST, path, written.clone()).await;
    assert_eq!(handed.expect(201)["open"], false);
    lesson(&world, &person, Method::POST, path, written)
        .await
        .expect_problem(409, "changed-meanwhile");
    lesson(&world, &person, Method::GET, "vai-tro/assignment", None)
        .await
        .expect_problem(404, "not-found");

    let mark = async |points: Value, revision: i32| {
        let list = desk(&world, &marker, Method::GET, "teaching/submissions", None).await;
        let list = list.expect(200);
        let id = list[0]["id"].as_str().expect("something waits").to_owned();
        let body = json!({ "revision": revision, "points": points, "comment": "Xem lại." });
        let path = format!("teaching/submissions/{id}/marks");
        (
            id,
            desk(&world, &marker, Method::PUT, &path, Some(body)).await,
        )
    };
    let (id, refused) = mark(json!([7, 1]), 1).await;
    let refused = refused.expect_problem(422, "fields-invalid");
    assert_eq!(field(&refused), "points-0");
    let (_, refused) = mark(json!([1, 1, 1]), 1).await;
    refused.expect_problem(422, "request-unreadable");
    let (_, stale) = mark(json!([1, 1]), 7).await;
    stale.expect_problem(409, "changed-meanwhile");
    let one = format!("teaching/submissions/{id}");
    let looked = desk(&world, &marker, Method::GET, &one, None)
        .await
        .expect(200);
    assert_eq!(looked["text"], "Đề cương của tôi.");
    assert_eq!(
        (&looked["marks"], &looked["revision"]),
        (&Value::Null, &json!(1))
    );
    let (_, marked) = mark(json!([1, 1]), 1).await;
    assert_eq!(marked.expect(200)["marks"]["passed"], false);

    let told = state().await;
    assert_eq!(told["open"], true);
    assert_eq!(told["submissions"][0]["marks"]["comment"], "Xem lại.");
    let path =
        format!("/api/v1/courses/{COURSE}/lessons/bai-tap/submissions/file?name=de-cuong.pdf");
    let program = send(&world, &person, Method::POST, &path, *b"MZ\x90\0").await;
    program.assert_problem(422, "fields-invalid");
    assert_eq!(field(&program.json()), "file");
    let handed = send(&world, &person, Method::POST, &path, PDF).await;
    assert_eq!(handed.status, 201, "{}", handed.text);
    assert_eq!(handed.json()["submissions"][0]["file_name"], "de-cuong.pdf");
    let own = format!("/api/v1/courses/{COURSE}/lessons/bai-tap/submissions/2/file");
    assert_eq!(take(&world, &person, &own).await, PDF);
    let (id, marked) = mark(json!([6, 4]), 1).await;
    assert_eq!(marked.expect(200)["marks"]["points"], 10);
    let file = format!("/api/v1/teaching/submissions/{id}/file");
    assert_eq!(take(&world, &marker, &file).await, PDF);
    let passed = state().await;
    assert_eq!(passed["open"], false);
    assert_eq!(passed["submissions"][0]["marks"]["passed"], true);
    let waiting = desk(&world, &marker, Method::GET, "teaching/submissions", None).await;
    assert_eq!(waiting.expect(200), json!([]));
    world.end().await;
}

#[tokio::test]
async fn a_survey_is_answered_once_and_its_answers_are_counted_without_names() {
    let (world, cohort) = classroom().await;
    let (person, alone) = (learner(&world, "lop-thu").await, learner(&world, "").await);
    let shown = lesson(&world, &person, Method::GET, "khao-sat", None).await;
    let asked = shown.expect(200)["survey"].clone();
    assert_eq!(asked[0]["options"], json!(["1", "2", "3", "4", "5"]));
    assert_eq!(asked[1]["options"], json!(["Điện thoại", "Máy tính"]));
    let give = async |by: &Person, answers: Value| {
        let body = Some(json!({ "answers": answers }));
        lesson(&world, by, Method::PUT, "khao-sat/survey", body).await
    };
    let missing = give(&person, json!({ "huu-ich": "4" })).await;
    let missing = missing.expect_problem(422, "fields-invalid");
    assert_eq!(field(&missing), "hinh-thuc");
    let all = json!({ "huu-ich": "4", "hinh-thuc": "Điện thoại", "gop-y": "Hay" });
    let mut odd = all.clone();
    odd["la"] = json!("1");
    give(&person, odd)
        .await
        .expect_problem(422, "request-unreadable");
    let state = give(&person, all.clone()).await.expect(200);
    let own = state["progress"].as_array().expect("lessons");
    let own = own.iter().find(|l| l["lesson"] == "khao-sat");
    assert!(own.is_some_and(|l| l["passed_at"].is_string()), "{state}");
    let mut other = all;
    other["huu-ich"] = json!("1");
    give(&person, other.clone()).await.expect(200);
    give(&alone, other).await.expect(200);

    let organiser = account(&world, "to-chuc", Some(Role::Organiser)).await;
    let path = format!("organiser/cohorts/{cohort}/surveys");
    let results = desk(&world, &organiser, Method::GET, &path, None).await;
    let results = results.expect(200);
    assert_eq!(results[0]["people"], 1);
    assert_eq!(results[0]["questions"][0]["counts"][3]["people"], 1);
    assert_eq!(results[0]["questions"][2]["texts"], json!(["Hay"]));
    let path = format!("{path}?everybody=true");
    let results = desk(&world, &organiser, Method::GET, &path, None).await;
    assert_eq!(results.expect(200)[0]["people"], 2);
    world.end().await;
}

/// A course's draft over the API, of one person.
struct Desk<'a> {
    world: &'a World,
    person: Person,
}

impl Desk<'_> {
    async fn call(&self, method: Method, rest: &str, body: Option<Value>) -> Reply {
        let path = format!("authoring/courses/{COURSE}/{rest}");
        desk(self.world, &self.person, method, &path, body).await
    }

    async fn put(&self, path: &str, seen: &str, bytes: impl Into<Vec<u8>>) -> Answer {
        let path = format!("{}?path={path}&seen={seen}", self.file());
        send(self.world, &self.person, Method::PUT, &path, bytes).await
    }

    fn file(&self) -> String {
        format!("/api/v1/authoring/courses/{COURSE}/draft/file")
    }

    async fn take(&self, path: &str) -> Vec<u8> {
        let path = format!("{}?path={path}", self.file());
        take(self.world, &self.person, &path).await
    }

    async fn revision(&self) -> Value {
        let draft = self.call(Method::GET, "draft", None).await.expect(200);
        draft["draft"]["revision"].clone()
    }

    async fn ask(&self) -> Value {
        let body = json!({ "revision": self.revision().await, "note": "Sửa bài mở đầu" });
        let asked = self.call(Method::POST, "draft/review", Some(body)).await;
        asked.expect(200)
    }

    async fn decide(&self, verdict: &str, words: &str) -> Reply {
        let body = json!({ "revision": self.revision().await, "verdict": verdict, "words": words });
        self.call(Method::PUT, "draft/review", Some(body)).await
    }
}

async fn author<'a>(world: &'a World, login: &str) -> Desk<'a> {
    let person = account(world, login, Some(Role::Author)).await;
    Desk { world, person }
}

#[tokio::test]
async fn a_draft_is_written_checked_reviewed_by_another_and_published_to_trainees() {
    let (world, _) = classroom().await;
    let (writer, reviewer) = (
        author(&world, "nguoi-viet").await,
        author(&world, "nguoi-duyet").await,
    );
    let path = "lessons/01-vai-tro.md";
    let list = desk(
        &world,
        &writer.person,
        Method::GET,
        "authoring/courses",
        None,
    )
    .await;
    assert_eq!(list.expect(200)[0]["draft"], Value::Null);
    writer
        .call(Method::GET, "draft", None)
        .await
        .expect_problem(404, "not-found");
    let draft = writer.call(Method::POST, "draft", None).await.expect(201);
    let files = draft["files"].as_array().expect("files");
    assert_eq!(files.len(), course_files().len());
    let seen = digest(&course_files()[path]);
    assert!(
        files
            .iter()
            .any(|f| f["path"] == path && f["digest"] == seen)
    );

    // Who saw another content than there is now writes over nobody's work.
    let text = writer.take(path).await;
    assert_eq!(text, course_files()[path]);
    let text = String::from_utf8(text).expect("UTF-8");
    let better = text.replace("Báo cáo viên là ai", "Ai là báo cáo viên");
    let kept = writer.put(path, &seen, better.as_str()).await;
    assert_eq!(kept.status, 200, "{}", kept.text);
    assert_eq!(kept.json()["digest"], digest(better.as_bytes()));
    for stale in [seen.as_str(), ""] {
        let refused = reviewer.put(path, stale, "Lời khác").await;
        refused.assert_problem(409, "changed-meanwhile");
    }
    assert_eq!(writer.take(path).await, better.as_bytes());

    // The check names file and line; with an error nobody is asked for review.
    let seen = digest(better.as_bytes());
    let broken = better.replace("![Sơ đồ ba bước chuẩn bị một buổi nói chuyện]", "![]");
    writer.put(path, &seen, broken.as_str()).await;
    let found = writer.call(Method::GET, "draft/findings", None).await;
    let found = found.expect(200);
    let found = found
        .as_array()
        .expect("a list")
        .iter()
        .find(|f| f["error"] == true);
    let found = found.expect("an error");
    let line = broken
        .lines()
        .position(|l| l.starts_with("![]"))
        .expect("a line")
        + 1;
    assert_eq!(
        (&found["file"], &found["line"]),
        (&json!(path), &json!(line))
    );
    let body = json!({ "revision": writer.revision().await });
    let refused = writer.call(Method::POST, "draft/review", Some(body)).await;
    refused.expect_problem(422, "fields-invalid");
    writer
        .put(path, &digest(broken.as_bytes()), better.as_str())
        .await;

    let changed = reviewer.call(Method::GET, "draft/differences", None).await;
    let changed = changed.expect(200);
    assert_eq!(changed.as_array().map(Vec::len), Some(1), "{changed}");
    assert_eq!(
        (&changed[0]["path"], &changed[0]["state"]),
        (&json!(path), &json!("changed"))
    );
    let new = changed[0]["lines"].as_array().expect("lines").iter();
    let new: Vec<&Value> = new.filter(|line| line["sign"] == "+").collect();
    assert_eq!(new.len(), 1, "{changed}");
    assert_eq!(new[0]["text"], "## Ai là báo cáo viên");

    // Given back with words, then published by the same other person.
    assert_eq!(writer.ask().await["draft"]["state"], "in_review");
    let own = writer.decide("publish", "").await;
    own.expect_problem(409, "own-review");
    let wordless = reviewer.decide("return", " ").await;
    assert_eq!(
        field(&wordless.expect_problem(422, "fields-invalid")),
        "words"
    );
    let back = reviewer.decide("return", "Thêm căn cứ.").await.expect(200);
    assert_eq!(back["published"], false);
    let told = writer.call(Method::GET, "draft", None).await.expect(200);
    assert_eq!(told["draft"]["state"], "returned");
    assert_eq!(told["draft"]["review_note"], "Thêm căn cứ.");
    writer.ask().await;
    let done = reviewer.decide("publish", "").await.expect(200);
    assert_eq!(
        (&done["published"], &done["version"]),
        (&json!(true), &json!(2))
    );
    assert_eq!(done["changes"][0]["change"], "changed", "{done}");
    world.advance(1_001);

    let versions = world
        .get(&format!("/api/v1/courses/{COURSE}/versions"))
        .await;
    assert_eq!(versions.expect(200)[0]["note"], "Sửa bài mở đầu");
    let person = learner(&world, "").await;
    let shown = lesson(&world, &person, Method::GET, "vai-tro", None).await;
    assert!(shown.text.contains("Ai là báo cáo viên"), "{}", shown.text);
    shown.expect(200);
    let path = format!("/api/v1/authoring/courses/{COURSE}/package");
    let package = take(&world, &writer.person, &path).await;
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(package)).expect("a ZIP file");
    assert_eq!(zip.len(), course_files().len());
    zip.by_name(&format!("{COURSE}/course.toml"))
        .expect("in a folder");
    world.end().await;
}

#[tokio::test]
async fn a_draft_keeps_only_what_a_package_has_and_pictures_made_harmless() {
    let (world, _) = classroom().await;
    let writer = author(&world, "nguoi-viet").await;
    writer.call(Method::POST, "draft", None).await.expect(201);
    for (path, bytes) in [
        ("lessons/../x.md", "x"),
        ("khac.md", "x"),
        ("lessons/01-moi.txt", "x"),
        ("lessons/07-moi.md", "a\0b"),
        ("assets/anh.png", "<svg/>"),
        ("assets/chay.exe", "MZ"),
    ] {
        let refused = writer.put(path, "", bytes).await;
        refused.assert_problem(422, "fields-invalid");
        assert_eq!(field(&refused.json()), "file", "{path}");
    }
    let seen = digest(&course_files()["page.md"]);
    let huge = writer.put("page.md", &seen, "a".repeat(1_100_000)).await;
    huge.assert_problem(422, "fields-invalid");

    let drawing = "<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"><script>alert(1)</script><rect width=\"1\" height=\"1\"/></svg>";
    let kept = writer.put("assets/hinh.svg", "", drawing).await;
    assert_eq!(kept.status, 200, "{}", kept.text);
    let bytes = writer.take("assets/hinh.svg").await;
    let harmless = digest(&bytes);
    assert_eq!(kept.json()["digest"], harmless);
    assert!(!String::from_utf8_lossy(&bytes).contains("alert"));
    // What looks like an escape in JSON is nothing in a file.
    let text = "+++\\u0000";
    let kept = writer.put("lessons/07-moi.md", "", text).await;
    assert_eq!(kept.status, 200, "{}", kept.text);

    let remove = async |path: &str, seen: &str| {
        let rest = format!("draft/file?path={path}&seen={seen}");
        writer.call(Method::DELETE, &rest, None).await
    };
    remove("assets/hinh.svg", &digest(drawing.as_bytes()))
        .await
        .expect_problem(409, "changed-meanwhile");
    remove("assets/hinh.svg", &harmless).await.expect(204);
    remove("assets/hinh.svg", &harmless)
        .await
        .expect_problem(404, "not-found");
    let head = digest(&course_files()["course.toml"]);
    let refused = remove("course.toml", &head).await;
    refused.expect_problem(422, "fields-invalid");

    let discard = |revision: &Value| format!("draft?revision={revision}");
    writer
        .call(Method::DELETE, &discard(&json!(1)), None)
        .await
        .expect_problem(409, "changed-meanwhile");
    let revision = writer.revision().await;
    let gone = writer.call(Method::DELETE, &discard(&revision), None).await;
    gone.expect(204);
    world.end().await;
}

#[tokio::test]
async fn a_new_course_begins_as_a_draft_for_an_organisation_one_writes_for() {
    let (world, _) = classroom().await;
    let person = account(&world, "nguoi-viet", None).await;
    grant(&world, "nguoi-viet", Role::Author, Some("01")).await;
    let create = async |slug: &str, organisation: &str| {
        let body = json!({ "slug": slug, "title": "Khoá mới", "organisation": organisation });
        let path = "authoring/courses";
        desk(&world, &person, Method::POST, path, Some(body)).await
    };
    for (slug, organisation, beside) in [
        ("Khoá mới", "01", "slug"),
        (COURSE, "01", "slug"),
        ("khoa-moi", "79", "organisation"),
        ("khoa-moi", "", "organisation"),
    ] {
        let refused = create(slug, organisation).await;
        let refused = refused.expect_problem(422, "fields-invalid");
        assert_eq!(field(&refused), beside, "{slug} {organisation}");
    }
    let draft = create("khoa-moi", "01").await.expect(201);
    assert_eq!(
        (&draft["title"], &draft["version"]),
        (&json!("Khoá mới"), &json!(0))
    );
    let list = desk(&world, &person, Method::GET, "authoring/courses", None).await;
    let list = list.expect(200);
    assert_eq!(list.as_array().map(Vec::len), Some(1), "{list}");
    assert_eq!(list[0]["organisation"], "01");
    // The course of the whole installation is none of theirs.
    let path = format!("authoring/courses/{COURSE}/draft");
    let refused = desk(&world, &person, Method::POST, &path, None).await;
    refused.expect_problem(404, "not-found");
    world.get("/api/v1/courses/khoa-moi").await.expect(404);
    world.end().await;
}
