//! The part of the scene that is about courses: a course of the province, its cohort, its authors' draft, and a certificate; for each of their
//! routes what its `:name`s stand for, what it is sent, and how its example can be done once more.

use hocluat::course::service::{CohortDraft, FileChange, HandedFile, Organised, SHOWN};
use hocluat::kernel::actor::{Actor, Grant, Role};
use hocluat::kernel::clock::DAY;
use hocluat::platform::http::access::Rule;
use reqwest::Method;
use serde_json::json;
use uuid::Uuid;

use super::course::{COURSE, course_files};
use super::scene::{Body, COMMUNE, PROVINCE, root, unit};
use super::{Person, World};

/// A course of one short lesson that certifies.
const SHORT: &str = "khoa-ngan";
/// The shortest document that is one.
const PDF: &[u8] = b"%PDF-1.4\n%%EOF\n";

/// What there is in the classroom.
#[derive(Debug, Default)]
pub struct Classroom {
    cohort: Uuid,
    enrolment: Uuid,
    invitation: String,
    submission: Uuid,
    question: Uuid,
    /// A question that was answered, and its answer.
    answered: (Uuid, Uuid),
    certificate: String,
    certificate_revision: i32,
    stop: String,
    asset: (String, String),
    numbers: u32,
}

fn form(fields: &[(&'static str, &str)]) -> Body {
    Body::Form(fields.iter().map(|(n, v)| (*n, (*v).to_owned())).collect())
}

fn learner(person: &Person) -> Actor {
    Actor {
        account: person.id,
        name: "Người học".into(),
        grants: Vec::new(),
    }
}

/// Another author than the one who calls.
fn other_author() -> Actor {
    Actor {
        account: Uuid::from_u128(9),
        name: "Người soạn".into(),
        grants: vec![Grant::everywhere(Role::Author)],
    }
}

fn owned(mut files: hocluat::course::package::Files) -> hocluat::course::package::Files {
    let toml = String::from_utf8(files["course.toml"].clone()).expect("UTF-8");
    let toml = format!("organisation = \"{PROVINCE}\"\n{toml}");
    files.insert("course.toml".into(), toml.into_bytes());
    files
}

fn short() -> hocluat::course::package::Files {
    let toml = "title = \"Khoá ngắn\"\nsummary = \"Một bài.\"\ntopic = \"Thử\"\naudience = [\"Người thử\"]\n[enrolment]\nmode = \"open\"\n\
        [[modules]]\ntitle = \"Học phần\"\nhours = 1\nlessons = [\"doc\"]\n[completion]\nlessons = \"all\"\nwatch_percent = 90\n\
        exam_after_lessons = true\n[certificate]\nnumber = \"{seq:04}/GCN-KN/{year}\"\ntitle = \"GIẤY CHỨNG NHẬN\"\ntext = \"Đã hoàn thành khoá học\"\n";
    let lesson = "+++\ntitle = \"Đọc\"\nminutes = 1\nobjectives = [\"Biết\"]\n+++\nĐọc.\n";
    [
        ("course.toml", toml),
        ("page.md", "Giới thiệu.\n"),
        ("lessons/01-doc.md", lesson),
    ]
    .into_iter()
    .map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec()))
    .collect()
}

async fn publish(world: &World, slug: &str, files: hocluat::course::package::Files) {
    let (package, findings) = hocluat::course::package::read_course(slug, &owned(files));
    let package = package.unwrap_or_else(|| panic!("{findings:?}"));
    let courses = &world.node.app.courses;
    courses
        .publish(package, None, None, world.now())
        .await
        .expect("published");
}

impl Classroom {
    /// Sets everything up.
    pub async fn open(world: &World, contestant: &Person) -> Self {
        publish(world, COURSE, course_files()).await;
        publish(world, SHORT, short()).await;
        let courses = &world.node.app.courses;
        let draft = CohortDraft {
            title: "Lớp thử".into(),
            organisation: Some(unit(world, PROVINCE).await),
            opens_at: Some(world.now()),
            closes_at: Some(world.now().plus(60 * DAY)),
            exam: None,
            code: "lop-thu".into(),
            organisations: Vec::new(),
        };
        let cohort = courses
            .create_cohort(COURSE, &draft, &root(), world.now())
            .await
            .expect("a cohort");
        let head = courses.find(COURSE).await.expect("the course");
        let content = courses
            .content(head.id, head.version)
            .await
            .expect("its content");
        let asset = content.asset("so-do.svg").expect("a picture");
        let mut room = Self {
            cohort,
            asset: (asset.digest.clone(), asset.name.clone()),
            ..Self::default()
        };
        room.enrol(world, contestant).await;
        room.invite(world).await;
        room.hand_in(world).await;
        room.ask(world).await;
        room.certify(world).await;
        room.edit(world).await;
        // What the contestant has to take away again.
        let actor = learner(contestant);
        let file = HandedFile {
            name: "bai.pdf".into(),
            bytes: PDF.to_vec(),
        };
        let handed = courses.hand_in(COURSE, "bai-tap", "Bài làm", file, &actor, world.now());
        handed.await.expect("handed in");
        room
    }

    async fn organised(&self, world: &World) -> Organised {
        let courses = &world.node.app.courses;
        courses
            .organised(self.cohort, &root())
            .await
            .expect("the cohort")
    }

    /// Sees to it that the contestant is in the course and its cohort, and has opened the lessons that are called.
    async fn enrol(&mut self, world: &World, contestant: &Person) {
        let call = |method, rest: &str, body| {
            let path = format!("/api/v1/courses/{COURSE}{rest}");
            let token = contestant.token.clone();
            async move { world.call(method, &path, Some(&token), body).await }
        };
        let body = Some(json!({ "code": "lop-thu" }));
        let state = call(Method::POST, "/enrolment", body).await.expect(201);
        self.enrolment = state["id"]
            .as_str()
            .and_then(|id| id.parse().ok())
            .expect("an id");
        self.stop = world.node.app.courses.stop_token(self.enrolment);
        // Opening a lesson notes that it was opened; the second time changes nothing that is counted.
        for lesson in ["vai-tro", "nghe", "kiem-tra", "bai-tap", "khao-sat"] {
            call(Method::GET, &format!("/lessons/{lesson}"), None)
                .await
                .expect(200);
        }
    }

    fn number(&mut self) -> u32 {
        self.numbers += 1;
        self.numbers
    }

    async fn invite(&mut self, world: &World) {
        let name = format!("Khách {}", self.number());
        let file = (
            "moi.csv".to_owned(),
            format!("Họ và tên\n{name}\n").into_bytes(),
        );
        let organised = self.organised(world).await;
        let courses = &world.node.app.courses;
        let imported = courses
            .import_roster(&organised, file, "http://x", &root(), world.now())
            .await;
        imported.expect("imported");
        let slips = courses
            .slips(&organised, 1_000, &root(), world.now())
            .await
            .expect("slips");
        let slip = slips
            .iter()
            .find(|slip| slip.row.full_name == name)
            .expect("the guest");
        self.invitation = slip.code.clone();
    }

    /// Somebody new hands in an assignment, which waits for marks.
    async fn hand_in(&mut self, world: &World) {
        let person = world.person().await;
        let actor = learner(&person);
        let courses = &world.node.app.courses;
        courses
            .enrol(COURSE, "lop-thu", &actor, world.now())
            .await
            .expect("enrolled");
        let file = HandedFile {
            name: "bai.pdf".into(),
            bytes: PDF.to_vec(),
        };
        courses
            .hand_in(COURSE, "bai-tap", "Bài làm", file, &actor, world.now())
            .await
            .expect("handed in");
        let waiting = courses.waiting(&root(), None, 100).await.expect("waiting");
        let own = waiting.iter().find(|w| w.row.account_id == person.id);
        self.submission = own.expect("the one handed in").row.id;
    }

    async fn ask(&mut self, world: &World) {
        let person = world.person().await;
        let actor = learner(&person);
        let courses = &world.node.app.courses;
        courses
            .enrol(COURSE, "", &actor, world.now())
            .await
            .expect("enrolled");
        let ask = || courses.ask(COURSE, "vai-tro", "Tôi hỏi?", &actor, world.now());
        self.question = ask().await.expect("asked");
        let other = ask().await.expect("asked");
        let by = root();
        let answered = courses.answer_question(other, "Trả lời.", &by, world.now());
        answered.await.expect("answered");
        let shown = courses.asked(&by, SHOWN, 100).await.expect("read");
        let own = shown.iter().find(|q| q.row.id == other);
        self.answered = (other, own.expect("shown").answers[0].id);
    }

    /// Sees to it that the trainee may hand something in: they did before (first a file, which can be taken away again), and it does not pass.
    async fn let_hand_in(&self, world: &World, trainee: &Person) {
        let courses = &world.node.app.courses;
        let (actor, marker) = (learner(trainee), root());
        let enrolled = courses.enrol(COURSE, "", &actor, world.now()).await;
        enrolled.expect("enrolled");
        let opened = courses.open_lesson(COURSE, "bai-tap", &actor, world.now());
        opened.await.expect("opened");
        let file = HandedFile {
            name: "bai.pdf".into(),
            bytes: PDF.to_vec(),
        };
        let handed = courses.hand_in(COURSE, "bai-tap", "", file, &actor, world.now());
        // Refused while something waits, which is as good.
        let _ = handed.await;
        let waiting = courses.waiting(&marker, None, 1_000).await.expect("read");
        for one in waiting.iter().filter(|w| w.row.account_id == trainee.id) {
            let handed = courses.handed(one.row.id, &marker).await.expect("read");
            let points = [Some(0), Some(0)];
            let revision = handed.row.revision;
            let marked = courses.mark(&handed, revision, &points, "", "", &marker, world.now());
            marked.await.expect("marked");
        }
    }

    /// Somebody new completes the short course and gets a certificate.
    async fn certify(&mut self, world: &World) {
        let person = world.person().await;
        let actor = learner(&person);
        let (courses, certificates) = (&world.node.app.courses, &world.node.app.certificates);
        courses
            .enrol(SHORT, "", &actor, world.now())
            .await
            .expect("enrolled");
        courses
            .finish_lesson(SHORT, "doc", &actor, world.now())
            .await
            .expect("finished");
        certificates.issue_due(100).await.expect("issued");
        let own = certificates.of_account(person.id).await.expect("read");
        let one = own.first().expect("a certificate");
        (self.certificate, self.certificate_revision) = (one.slug.clone(), one.revision);
    }

    /// Another author has a draft open, written in and not asked to be reviewed.
    async fn edit(&self, world: &World) {
        let (courses, by) = (&world.node.app.courses, other_author());
        if courses
            .draft_if_open(COURSE, &by)
            .await
            .expect("read")
            .1
            .is_none()
        {
            courses
                .open_draft(COURSE, &by, world.now())
                .await
                .expect("opened");
        }
        self.write_in_the_draft(world).await;
    }

    async fn revision(&self, world: &World) -> i32 {
        let draft = world
            .node
            .app
            .courses
            .draft_if_open(COURSE, &root())
            .await
            .expect("read");
        draft.1.map_or(0, |draft| draft.facts.revision)
    }

    async fn write_in_the_draft(&self, world: &World) {
        let text = format!(
            "Lời giới thiệu {}.\n",
            Uuid::from_u128(rand::random()).simple()
        );
        let change = vec![FileChange::Put("page.md".into(), text.into_bytes())];
        let revision = self.revision(world).await;
        let courses = &world.node.app.courses;
        let changed = courses
            .change_draft(COURSE, revision, change, &other_author(), world.now())
            .await;
        changed.expect("changed");
    }

    /// Throws an open draft away.
    async fn close_the_draft(&self, world: &World) {
        let (courses, by) = (&world.node.app.courses, root());
        let open = courses.draft_if_open(COURSE, &by).await.expect("read").1;
        if let Some(draft) = open {
            let revision = draft.facts.revision;
            let discarded = courses.discard_draft(COURSE, revision, &by, world.now());
            discarded.await.expect("discarded");
        }
    }

    /// Throws the draft away, so that a fresh one is written in by the other author alone.
    async fn start_anew(&self, world: &World) {
        self.close_the_draft(world).await;
        let courses = &world.node.app.courses;
        courses
            .open_draft(COURSE, &other_author(), world.now())
            .await
            .expect("opened");
        self.write_in_the_draft(world).await;
    }

    async fn ask_for_review(&self, world: &World) {
        let courses = &world.node.app.courses;
        let revision = self.revision(world).await;
        let asked = courses
            .submit_draft(COURSE, revision, "Sửa lời", &other_author(), world.now())
            .await;
        asked.expect("asked");
    }

    /// Sees to it that the example of a route can be done once more.
    pub async fn prepare(
        &mut self,
        world: &World,
        rule: &Rule,
        contestant: &Person,
        trainee: &Person,
    ) {
        match (rule.method, rule.path) {
            (
                "POST",
                "/khoa-hoc/:slug/bai/:lesson/nop-bai"
                | "/api/v1/courses/:slug/lessons/:lesson/submissions"
                | "/api/v1/courses/:slug/lessons/:lesson/submissions/file",
            ) => self.let_hand_in(world, trainee).await,
            (_, path) if path.contains("/chung-nhan") || path.contains("giay-chung-nhan") => {
                self.certify(world).await
            }
            ("POST", "/khoa-hoc/moi" | "/khoa-hoc/moi/:token") => self.invite(world).await,
            ("POST", "/to-chuc/cham-bai/:submission")
            | ("PUT", "/api/v1/teaching/submissions/:submission/marks") => {
                self.hand_in(world).await;
            }
            ("POST", "/soan/:slug/mo" | "/api/v1/authoring/courses/:slug/draft") => {
                self.close_the_draft(world).await;
            }
            (_, "/soan/:slug/duyet") | ("PUT", "/api/v1/authoring/courses/:slug/draft/review") => {
                self.edit(world).await;
                self.start_anew(world).await;
                self.ask_for_review(world).await;
            }
            ("POST", "/soan/:slug/tep/xoa")
            | ("DELETE", "/api/v1/authoring/courses/:slug/draft/file") => {
                self.edit(world).await;
                self.add_a_spare_file(world).await;
            }
            (_, path)
                if path.starts_with("/soan/:slug")
                    || path.starts_with("/api/v1/authoring/courses/:slug") =>
            {
                self.edit(world).await;
            }
            (_, path) if path.contains("khoa-hoc/:slug") || path.contains("courses/:slug") => {
                self.enrol(world, contestant).await;
            }
            _ => {}
        }
    }

    async fn add_a_spare_file(&self, world: &World) {
        let change = vec![FileChange::Put("assets/thua.pdf".into(), PDF.to_vec())];
        let revision = self.revision(world).await;
        let courses = &world.node.app.courses;
        let changed = courses
            .change_draft(COURSE, revision, change, &other_author(), world.now())
            .await;
        changed.expect("changed");
    }

    /// What `:name` stands for in a route of courses; `None` when it is none.
    pub fn value(&self, rule: &Rule, name: &str) -> Option<String> {
        let about_courses = [
            "/courses/:slug",
            "/khoa-hoc/:slug",
            "/soan/:slug",
            "/lop-moi/:slug",
        ]
        .iter()
        .any(|part| rule.path.contains(part));
        let last = rule.path.rsplit('/').next().unwrap_or_default();
        Some(match name {
            "slug" if about_courses => COURSE.to_owned(),
            "lesson" => match last {
                "progress" | "da-xem" => "nghe",
                "attempts" | "lam-bai" => "kiem-tra",
                "nop-bai" | ":ordinal" | "assignment" | "submissions" | "file" => "bai-tap",
                "khao-sat" | "survey" => "khao-sat",
                _ => "vai-tro",
            }
            .to_owned(),
            "ordinal" => "1".to_owned(),
            "digest" => self.asset.0.clone(),
            "name" if about_courses => self.asset.1.clone(),
            "cohort" => self.cohort.to_string(),
            "enrolment" => self.enrolment.to_string(),
            "submission" => self.submission.to_string(),
            "question" if rule.path.contains(":answer") => self.answered.0.to_string(),
            "answer" => self.answered.1.to_string(),
            "question" => self.question.to_string(),
            "so" => self.certificate.clone(),
            "number" if rule.path.contains("certificates") => self.certificate.clone(),
            "list" => "0".to_owned(),
            "token" if rule.path.starts_with("/khoa-hoc/moi/") => self.invitation.clone(),
            "token" if rule.path.starts_with("/khoa-hoc/nhac/") => self.stop.clone(),
            _ => return None,
        })
    }

    /// What an API route of courses is asked in its query; `None` when nothing.
    pub async fn query(&self, world: &World, rule: &Rule) -> Option<String> {
        let path = rule.path.strip_prefix("/api/v1/")?;
        Some(match (rule.method, path) {
            (_, "courses/:slug/lessons/:lesson/submissions/file") => "name=bai.pdf".to_owned(),
            ("DELETE", "authoring/courses/:slug/draft") => {
                format!("revision={}", self.revision(world).await)
            }
            (method, "authoring/courses/:slug/draft/file") => {
                let file = match method {
                    "DELETE" => "assets/thua.pdf",
                    _ => "page.md",
                };
                let seen = self.digest(world, file).await;
                match method {
                    "GET" => format!("path={file}"),
                    _ => format!("path={file}&seen={seen}"),
                }
            }
            _ => return None,
        })
    }

    /// An example of what an API route of courses is sent.
    pub async fn json(&self, world: &World, rule: &Rule) -> Option<Body> {
        let cohort = |code: String| {
            json!({
                "title": "Lớp thử", "organisation": PROVINCE, "opens_at": "2026-07-01T08:00:00+07:00",
                "closes_at": "2026-09-01T00:00:00+07:00", "code": code, "organisations": [COMMUNE]
            })
        };
        let unique = || {
            format!(
                "ma{}",
                &Uuid::from_u128(rand::random()).simple().to_string()[..12]
            )
        };
        Some(Body::Json(match (rule.method, rule.path) {
            ("DELETE", "/api/v1/courses/:slug/enrolment")
            | (
                _,
                "/api/v1/courses/:slug/enrolment/version"
                | "/api/v1/courses/:slug/lessons/:lesson/attempts"
                | "/api/v1/authoring/courses/:slug/draft",
            )
            | ("DELETE", "/api/v1/authoring/courses/:slug/draft/file") => {
                return Some(Body::Nothing);
            }
            (_, "/api/v1/courses/:slug/enrolment") => json!({ "code": "" }),
            (_, "/api/v1/courses/:slug/enrolment/reminders") => json!({ "wanted": true }),
            (_, "/api/v1/courses/:slug/lessons/:lesson/progress") => {
                json!({ "watched": [[0, 1_000]], "finished": false })
            }
            (_, "/api/v1/courses/:slug/lessons/:lesson/checks/:number") => {
                json!({ "response": "B" })
            }
            (_, "/api/v1/courses/:slug/lessons/:lesson/note") => json!({ "text": "Điều cần nhớ" }),
            (_, "/api/v1/courses/:slug/lessons/:lesson/questions") => json!({ "text": "Tôi hỏi?" }),
            (_, "/api/v1/courses/:slug/lessons/:lesson/submissions") => {
                json!({ "text": "Bài làm" })
            }
            (_, "/api/v1/courses/:slug/lessons/:lesson/submissions/file") => {
                return Some(Body::File(PDF.to_vec()));
            }
            (_, "/api/v1/courses/:slug/lessons/:lesson/survey") => json!({
                "answers": { "huu-ich": "4", "hinh-thuc": "Điện thoại", "gop-y": "Hay" }
            }),
            (_, "/api/v1/teaching/submissions/:submission/marks") => {
                json!({ "revision": 1, "points": [6, 4], "comment": "Tốt" })
            }
            (_, "/api/v1/teaching/questions/:question/answers") => json!({ "text": "Trả lời." }),
            (_, path) if path.starts_with("/api/v1/teaching/questions/") => {
                json!({ "shown": true })
            }
            (_, "/api/v1/authoring/courses") => {
                json!({ "slug": format!("khoa-{}", unique()), "title": "Khoá mới", "organisation": "" })
            }
            (_, "/api/v1/authoring/courses/:slug/draft/file") => {
                return Some(Body::File("Lời giới thiệu.\n".into()));
            }
            ("POST", "/api/v1/authoring/courses/:slug/draft/review") => {
                json!({ "revision": self.revision(world).await, "note": "Sửa lời" })
            }
            (_, "/api/v1/authoring/courses/:slug/draft/review") => {
                json!({ "revision": self.revision(world).await, "verdict": "publish", "words": "" })
            }
            (_, "/api/v1/organiser/cohorts") => {
                json!({ "course": COURSE, "cohort": cohort(unique()) })
            }
            (_, "/api/v1/organiser/cohorts/:cohort") => {
                json!({ "revision": self.organised(world).await.cohort.revision, "cohort": cohort("lop-thu".into()) })
            }
            (_, "/api/v1/organiser/cohorts/:cohort/invitations") => {
                json!({ "people": [{ "full_name": format!("Khách {}", unique()) }] })
            }
            (_, "/api/v1/organiser/cohorts/:cohort/members/:enrolment/extension") => {
                json!({ "until": "2026-12-01T00:00:00+07:00", "reason": "Nghỉ ốm" })
            }
            _ => return None,
        }))
    }

    /// The digest of a file of the draft; empty when there is none.
    async fn digest(&self, world: &World, path: &str) -> String {
        let courses = &world.node.app.courses;
        let open = courses.draft_if_open(COURSE, &root()).await.expect("read");
        open.1.map_or_else(String::new, |draft| draft.digest(path))
    }

    async fn seen(&self, world: &World, path: &str) -> String {
        self.digest(world, path).await[..16].to_owned()
    }

    /// An example of what a page of courses is sent.
    pub async fn form(&self, world: &World, rule: &Rule) -> Option<Body> {
        let upload = |fields: Vec<(&'static str, String)>, name: &'static str, bytes: &[u8]| {
            Body::Upload(fields, ("file", name, bytes.to_vec()))
        };
        let multipart = |fields: &[(&'static str, &str)]| form(fields);
        let certificate = self.certificate_revision.to_string();
        Some(match rule.path {
            "/khoa-hoc/:slug/ghi-danh" => form(&[("code", "")]),
            "/khoa-hoc/:slug/roi" => form(&[("chac", "1")]),
            "/khoa-hoc/:slug/nhac" => form(&[("muon", "1")]),
            "/khoa-hoc/:slug/bai/:lesson/tu-kiem-tra" => form(&[("cau", "1"), ("chon", "B")]),
            "/khoa-hoc/:slug/bai/:lesson/da-xem" => form(&[("doan", "0-1000")]),
            "/khoa-hoc/:slug/bai/:lesson/ghi-chu" => multipart(&[("ghi-chu", "Điều cần nhớ")]),
            "/khoa-hoc/:slug/bai/:lesson/hoi" => multipart(&[("cau-hoi", "Tôi hỏi?")]),
            "/khoa-hoc/:slug/bai/:lesson/khao-sat" => multipart(&[
                ("tra-loi-huu-ich", "4"),
                ("tra-loi-hinh-thuc", "Điện thoại"),
                ("tra-loi-gop-y", "Hay"),
            ]),
            "/khoa-hoc/:slug/bai/:lesson/nop-bai" => {
                upload(vec![("bai-lam", String::new())], "bai.pdf", PDF)
            }
            "/khoa-hoc/:slug/ban-moi"
            | "/khoa-hoc/:slug/bai/:lesson/xong"
            | "/khoa-hoc/:slug/bai/:lesson/lam-bai"
            | "/to-chuc/khoa-hoc/lop/:cohort/phien-ban" => Body::Nothing,
            "/khoa-hoc/moi" => form(&[("code", &self.invitation)]),
            "/khoa-hoc/moi/:token" => form(&[("how", "")]),
            "/khoa-hoc/nhac/:token" => form(&[("wanted", "yes")]),
            "/to-chuc/khoa-hoc/lop-moi/:slug" => self.cohort_form(None),
            "/to-chuc/khoa-hoc/lop/:cohort/sua" => {
                self.cohort_form(Some(self.organised(world).await.cohort.revision))
            }
            "/to-chuc/khoa-hoc/lop/:cohort/nguoi/:enrolment" => form(&[
                ("form", "extend"),
                ("until", "01/12/2026"),
                ("until-time", "17:00"),
                ("reason", "Nghỉ ốm"),
            ]),
            "/to-chuc/khoa-hoc/lop/:cohort/moi" => upload(
                vec![],
                "moi.csv",
                format!(
                    "Họ và tên\nKhách {}\n",
                    Uuid::from_u128(rand::random()).simple()
                )
                .as_bytes(),
            ),
            "/to-chuc/khoa-hoc/lop/:cohort/thu" => form(&[
                ("subject", "Nhắc học"),
                ("body", "Mời bạn học tiếp."),
                ("trang-thai", "behind"),
            ]),
            "/to-chuc/cham-bai/:submission" => form(&[
                ("points-0", "6"),
                ("points-1", "4"),
                ("comment", "Tốt"),
                ("revision", "1"),
            ]),
            "/to-chuc/hoi-dap/:question" => form(&[("form", "answer"), ("text", "Trả lời.")]),
            "/soan/moi" => {
                let slug = format!(
                    "khoa-{}",
                    &Uuid::from_u128(rand::random()).simple().to_string()[..10]
                );
                form(&[("slug", &slug), ("title", "Khoá mới"), ("organisation", "")])
            }
            "/soan/:slug/mo" => Body::Nothing,
            "/soan/:slug/huy" => form(&[("revision", &self.revision(world).await.to_string())]),
            "/soan/:slug/gui" => form(&[
                ("revision", &self.revision(world).await.to_string()),
                ("note", "Sửa lời"),
            ]),
            "/soan/:slug/hoc-phan" => form(&[
                ("op", "them-hoc-phan"),
                ("title", "Học phần thêm"),
                ("seen", &self.seen(world, "course.toml").await),
            ]),
            "/soan/:slug/khoa-hoc" => form(&[
                ("title", "Khoá học nhỏ"),
                ("summary", "Một khoá học ngắn."),
                ("topic", "Thử"),
                ("audience", "Người thử"),
                ("organisation", PROVINCE),
                ("mode", "open"),
                ("watch_percent", "90"),
                ("seen", &self.seen(world, "course.toml").await),
            ]),
            "/soan/:slug/bai/:lesson" => form(&[
                ("title", "Vai trò"),
                ("kind", "text"),
                ("minutes", "12"),
                ("objectives", "Nêu được vai trò"),
                ("tep", "lessons/01-vai-tro.md"),
                ("body", "Lời mới."),
                ("seen", &self.seen(world, "lessons/01-vai-tro.md").await),
            ]),
            "/soan/:slug/xem-truoc" => {
                form(&[("tep", "lessons/01-vai-tro.md"), ("text", "Lời **mới**.")])
            }
            "/soan/:slug/van-ban" => form(&[
                ("tep", "page.md"),
                ("text", "Lời giới thiệu."),
                ("seen", &self.seen(world, "page.md").await),
            ]),
            "/soan/:slug/tep" => upload(vec![], "them.pdf", PDF),
            "/soan/:slug/tep/xoa" => form(&[("name", "thua.pdf")]),
            "/soan/:slug/duyet" => form(&[
                ("do", "cong-bo"),
                ("words", ""),
                ("revision", &self.revision(world).await.to_string()),
            ]),
            "/to-chuc/giay-chung-nhan/:so/thu-hoi" => {
                form(&[("reason", "Cấp nhầm"), ("revision", &certificate)])
            }
            "/to-chuc/giay-chung-nhan/:so/cap-lai" => form(&[
                ("full_name", "Nguyễn Thị An"),
                ("reason", "Sai tên"),
                ("revision", &certificate),
            ]),
            "/to-chuc/giay-chung-nhan/:so/ban-ky-so" => {
                upload(vec![("revision", certificate.clone())], "giay.pdf", PDF)
            }
            _ => return None,
        })
    }

    fn cohort_form(&self, revision: Option<i32>) -> Body {
        let code = match revision {
            Some(_) => "lop-thu".to_owned(),
            None => format!(
                "ma{}",
                &Uuid::from_u128(rand::random()).simple().to_string()[..12]
            ),
        };
        form(&[
            ("title", "Lớp thử"),
            ("organisation", ""),
            ("organisation-code", PROVINCE),
            ("from", "01/07/2026"),
            ("from-time", "08:00"),
            ("until", "01/09/2026"),
            ("until-time", "24:00"),
            ("exam-from", ""),
            ("exam-until", ""),
            ("code", &code),
            ("unit", ""),
            ("unit-code", COMMUNE),
            ("revision", &revision.unwrap_or(0).to_string()),
        ])
    }

    /// What must never be in a log.
    pub fn secrets(&self) -> Vec<String> {
        vec![self.invitation.clone(), self.stop.clone()]
    }
}
