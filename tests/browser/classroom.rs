//! Courses and the people in them, as they are before a browser test begins: who learns, who is through and certified, who asked and handed
//! in, a cohort with guests, drafts of authors. It is set up behind the program's back, on its own database, so that days can have passed.

use std::collections::BTreeMap;
use std::path::Path;

use hocluat::account::model::Registration;
use hocluat::app::App;
use hocluat::content;
use hocluat::course::package::{Files, read_course};
use hocluat::course::service::{CohortDraft, FileChange, HandedFile, Organised};
use hocluat::kernel::actor::{Actor, Grant, Role};
use hocluat::kernel::clock::{Clock as _, DAY, HOUR, Moment, SystemClock};
use hocluat::platform::config::Config;
use uuid::Uuid;

use crate::package::{COURSE, course_files};

/// A course with pictures, tables, situations and many questions, as it comes with the program.
pub const LONG: &str = "hoa-giai-o-co-so";
/// A course of one lesson that certifies.
const SHORT: &str = "khoa-ngan";
/// A course that an author has just begun.
const BEGUN: &str = "khoa-dang-soan";

/// What the pages lead to, and the sessions of who looks at them.
pub struct Classroom {
    /// Is half through a course, in its cohort.
    pub learner: String,
    /// Completed a course and holds its certificate.
    pub graduate: String,
    /// Writes courses.
    pub author: String,
    /// Runs courses, marks and answers.
    pub teacher: String,
    /// What names in addresses stand for.
    pub names: Vec<(&'static str, String)>,
}

/// Sets everything up in the database of a program that does not run yet.
pub async fn open(config: Config) -> Classroom {
    let app = App::build(config).await.expect("the database opens");
    let room = Room {
        now: SystemClock.now(),
        app,
    };
    room.furnish().await
}

struct Room {
    app: App,
    now: Moment,
}

/// Somebody with an account.
struct Person {
    actor: Actor,
    session: String,
}

fn everywhere(role: Role) -> Actor {
    Actor {
        account: Uuid::from_u128(7),
        name: "Quản trị".into(),
        grants: vec![Grant::everywhere(role)],
    }
}

fn root() -> Actor {
    everywhere(Role::Administrator)
}

fn short() -> Files {
    let course = r#"title = "Khoá ngắn"
summary = "Một bài đọc, đọc xong là hoàn thành."
topic = "Kiểm thử"
audience = ["Người thử"]
issued_by = "Sở Tư pháp"

[enrolment]
mode = "open"

[[modules]]
title = "Học phần"
hours = 1
lessons = ["doc"]

[completion]
lessons = "all"
watch_percent = 90
exam_after_lessons = true

[certificate]
number = "{seq:04}/GCN-KN/{year}"
title = "GIẤY CHỨNG NHẬN"
text = "Đã hoàn thành khoá học"
place = "Hà Nội"
shows = ["hours"]
"#;
    let lesson = "+++\ntitle = \"Bài đọc\"\nminutes = 1\nobjectives = [\"Biết việc này\"]\n+++\n## Mục một\n\nNội dung bài đọc.\n";
    let files = [
        ("course.toml", course),
        ("page.md", "Giới thiệu khoá ngắn.\n"),
        ("lessons/01-doc.md", lesson),
    ];
    files
        .map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec()))
        .into()
}

impl Room {
    async fn furnish(self) -> Classroom {
        self.publish(COURSE, course_files()).await;
        self.publish(SHORT, short()).await;
        self.publish_from_its_folder(LONG).await;
        let learner = self.person("Đỗ Thị Hạnh", "hanh", None).await;
        let graduate = self.person("Nguyễn Thị Phương Thảo", "thao", None).await;
        let author = self.person("Trịnh Thu Hà", "ha", Some(Role::Author)).await;
        let teacher = self.person("Lý Văn Tổ", "to", Some(Role::Organiser)).await;
        let cohort = self.cohort().await;
        let enrolment = self.learn(&learner.actor).await;
        let submission = self.classmates(&learner.actor, &teacher.actor).await;
        let invitation = self.invite(cohort).await;
        let revoked = self.certified("Bùi Văn Quyết", "quyet").await;
        self.revoke(&revoked).await;
        let certificate = self.complete_short(&graduate.actor).await;
        let (digest, picture) = self.write(&author.actor).await;
        let names = vec![
            ("course", COURSE.to_owned()),
            ("cohort", cohort.to_string()),
            ("enrolment", enrolment.to_string()),
            ("submission", submission.to_string()),
            ("invitation", invitation),
            ("stop", self.app.courses.stop_token(enrolment)),
            ("revoked", revoked),
            ("so", certificate),
            ("digest", digest),
            ("picture", picture),
        ];
        Classroom {
            learner: learner.session,
            graduate: graduate.session,
            author: author.session,
            teacher: teacher.session,
            names,
        }
    }

    /// So many days ago.
    fn ago(&self, days: i64) -> Moment {
        self.now.plus(-days * DAY)
    }

    async fn publish(&self, slug: &str, files: Files) {
        let (package, findings) = read_course(slug, &files);
        let package = package.unwrap_or_else(|| panic!("{findings:?}"));
        let published = self
            .app
            .courses
            .publish(package, None, None, self.ago(30))
            .await;
        published.expect("published");
    }

    async fn publish_from_its_folder(&self, slug: &str) {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("courses")
            .join(slug);
        let read = content::read(&folder, self.ago(30));
        assert!(!read.has_errors(), "{:#?}", read.findings);
        let imported = content::import(&self.app, read, self.ago(30)).await;
        imported.expect("imported");
    }

    async fn person(&self, full_name: &str, login: &str, role: Option<Role>) -> Person {
        let given = Registration {
            login: format!("lop.{login}"),
            password: "một câu dễ nhớ".into(),
            full_name: full_name.into(),
            email: String::new(),
            phone: String::new(),
        };
        let accounts = &self.app.accounts;
        let made = accounts.register(&given, "127.0.0.1", self.ago(20)).await;
        let made = made.expect("registered");
        let mut grants = Vec::new();
        if let Some(role) = role {
            let grant = Grant::everywhere(role);
            let granted = accounts
                .grant(&root(), &given.login, grant, self.ago(20))
                .await;
            granted.expect("granted");
            grants.push(grant);
        }
        let session = accounts.open_session(made.id, "", self.now).await;
        Person {
            actor: Actor {
                account: made.id,
                name: full_name.into(),
                grants,
            },
            session: session.expect("opened").token,
        }
    }

    async fn cohort(&self) -> Uuid {
        let province = self.app.organisations.by_code("01").await.expect("read");
        let draft = CohortDraft {
            title: "Lớp báo cáo viên pháp luật quý IV".into(),
            organisation: Some(province.expect("a province").id),
            opens_at: Some(self.ago(14)),
            closes_at: Some(self.now.plus(20 * DAY)),
            exam: None,
            code: "lopquy4".into(),
            organisations: Vec::new(),
        };
        let (courses, by) = (&self.app.courses, root());
        let made = courses.create_cohort(COURSE, &draft, &by, self.ago(14));
        made.await.expect("a cohort")
    }

    async fn organised(&self, cohort: Uuid) -> Organised {
        let organised = self.app.courses.organised(cohort, &root()).await;
        organised.expect("the cohort")
    }

    /// One has read the first lesson, made a note, and begun another course.
    async fn learn(&self, actor: &Actor) -> Uuid {
        let courses = &self.app.courses;
        let enrolment = courses.enrol(COURSE, "lopquy4", actor, self.ago(9)).await;
        let enrolment = enrolment.expect("enrolled");
        self.read_first_lesson(actor).await;
        let noted = courses.put_note(
            COURSE,
            "vai-tro",
            "Hỏi lại tổ về phần này.",
            actor,
            self.ago(8),
        );
        noted.await.expect("noted");
        let begun = courses.enrol(LONG, "", actor, self.ago(3)).await;
        begun.expect("enrolled");
        enrolment
    }

    async fn read_first_lesson(&self, actor: &Actor) {
        let (courses, then) = (&self.app.courses, self.ago(8));
        let opened = courses.open_lesson(COURSE, "vai-tro", actor, then).await;
        opened.expect("opened");
        let checked = courses.answer_check(COURSE, "vai-tro", 0, "B", actor, then);
        checked.await.expect("answered");
        let finished = courses.finish_lesson(COURSE, "vai-tro", actor, then);
        finished.await.expect("finished");
    }

    async fn hand_in(&self, actor: &Actor, days_ago: i64) {
        let file = HandedFile {
            name: "de-cuong.pdf".into(),
            bytes: b"%PDF-1.4\n%%EOF\n".to_vec(),
        };
        let text = "Phần một: vì sao cần nói chuyện này.\n\nPhần hai: ba điều người nghe cần nhớ.";
        let at = self.ago(days_ago);
        let handed = self
            .app
            .courses
            .hand_in(COURSE, "bai-tap", text, file, actor, at);
        handed.await.expect("handed in");
    }

    /// Others are in the cohort as well: they ask, answer the survey, hand in. Returns what waits to be marked.
    async fn classmates(&self, learner: &Actor, teacher: &Actor) -> Uuid {
        let courses = &self.app.courses;
        let mut classmates = Vec::new();
        for (name, login) in [
            ("Vũ Đức Anh", "anh"),
            ("Hoàng Thị Bích Ngọc", "ngoc"),
            ("Y Moan Niê", "moan"),
        ] {
            let person = self.person(name, login, None).await;
            let enrolled = courses.enrol(COURSE, "lopquy4", &person.actor, self.ago(10));
            enrolled.await.expect("enrolled");
            classmates.push(person.actor);
        }
        let [anh, ngoc, _] = classmates.as_slice() else {
            unreachable!("three were made")
        };
        self.read_first_lesson(anh).await;
        self.read_first_lesson(ngoc).await;
        self.survey(anh).await;
        self.hand_in(anh, 4).await;
        self.hand_in(learner, 2).await;
        let answered = "Tờ gấp phát cho người nghe có cần xin phép không?";
        let asked = courses
            .ask(COURSE, "vai-tro", answered, ngoc, self.ago(6))
            .await;
        let asked = asked.expect("asked");
        let answer = "Không cần, nhưng nội dung phải đúng văn bản đang có hiệu lực.";
        let answered = courses
            .answer_question(asked, answer, teacher, self.ago(5))
            .await;
        answered.expect("answered");
        let waits = "Nói chuyện ở chợ thì chuẩn bị thế nào ạ?";
        let asked = courses
            .ask(COURSE, "vai-tro", waits, learner, self.ago(1))
            .await;
        asked.expect("asked");
        let waiting = courses.waiting(&root(), None, 10).await.expect("read");
        let first = waiting.iter().find(|w| w.row.account_id == anh.account);
        first.expect("what was handed in").row.id
    }

    async fn survey(&self, actor: &Actor) {
        let answers = [
            ("huu-ich", "4"),
            ("hinh-thuc", "Điện thoại"),
            ("gop-y", "Thêm tình huống ở nông thôn."),
        ];
        let answers: BTreeMap<String, String> = answers
            .map(|(key, answer)| (key.to_owned(), answer.to_owned()))
            .into();
        let courses = &self.app.courses;
        let answered = courses.answer_survey(COURSE, "khao-sat", &answers, actor, self.ago(2));
        answered.await.expect("answered");
    }

    /// Three are invited; the code of the first.
    async fn invite(&self, cohort: Uuid) -> String {
        let roster = "Họ và tên,Ngày sinh,Đơn vị\nLò Thị Mai,02/09/1990,Phường Ba Đình\nPhan Văn Đức,,\nTrần Thị Kim Ngân,1985,Phường Hoàn Kiếm\n";
        let file = ("danh-sach.csv".to_owned(), roster.as_bytes().to_vec());
        let (courses, organised) = (&self.app.courses, self.organised(cohort).await);
        let imported = courses
            .import_roster(&organised, file, "http://x", &root(), self.ago(7))
            .await;
        imported.expect("imported");
        let slips = courses.slips(&organised, 10, &root(), self.now).await;
        let slips = slips.expect("slips");
        slips.first().expect("a guest").code.clone()
    }

    async fn certified(&self, name: &str, login: &str) -> String {
        let person = self.person(name, login, None).await;
        self.complete_short(&person.actor).await
    }

    /// Completes the short course; the certificate.
    async fn complete_short(&self, actor: &Actor) -> String {
        let (courses, certificates) = (&self.app.courses, &self.app.certificates);
        let enrolled = courses.enrol(SHORT, "", actor, self.now).await;
        enrolled.expect("enrolled");
        let finished = courses.finish_lesson(SHORT, "doc", actor, self.now).await;
        finished.expect("finished");
        certificates.issue_due(10).await.expect("issued");
        let own = certificates.of_account(actor.account).await.expect("read");
        own.first().expect("a certificate").slug.clone()
    }

    async fn revoke(&self, certificate: &str) {
        let certificates = &self.app.certificates;
        let one = certificates.find(certificate).await.expect("found");
        let (reason, by) = ("Cấp nhầm người", root());
        let revoked = certificates.revoke(certificate, one.revision, reason, &by);
        revoked.await.expect("revoked");
    }

    /// One draft is written in, one waits for another person's review, one course is just begun. Returns a picture of the first.
    async fn write(&self, author: &Actor) -> (String, String) {
        let courses = &self.app.courses;
        let other = Actor {
            account: Uuid::from_u128(9),
            ..everywhere(Role::Author)
        };
        let text = "## Khoá học này dành cho ai\n\nNgười nói chuyện pháp luật với bà con.\n";
        for (slug, by) in [(COURSE, author), (LONG, &other)] {
            let opened = courses.open_draft(slug, by, self.ago(3)).await;
            opened.expect("opened");
            let put = vec![FileChange::Put("page.md".into(), text.as_bytes().to_vec())];
            let revision = self.revision(slug).await;
            let changed = courses.change_draft(slug, revision, put, by, self.ago(2));
            changed.await.expect("changed");
        }
        let revision = self.revision(LONG).await;
        let note = "Viết lại lời giới thiệu";
        let asked = courses.submit_draft(LONG, revision, note, &other, self.ago(1));
        asked.await.expect("asked");
        let title = "Khoá đang soạn";
        let at = self.now.plus(-HOUR);
        let begun = courses.create(BEGUN, title, "", author, at).await;
        begun.expect("begun");
        let head = courses.find(COURSE).await.expect("the course");
        let content = courses.content(head.id, head.version).await;
        let content = content.expect("its content");
        let picture = content.asset("so-do.svg").expect("a picture");
        (picture.digest.clone(), picture.name.clone())
    }

    async fn revision(&self, slug: &str) -> i32 {
        let draft = self.app.courses.draft(slug, &root()).await;
        draft.expect("a draft").facts.revision
    }
}
