//! Every page of the route table, in both languages, on three screens, by day and by night: it fits, its console is
//! silent, axe-core finds nothing serious, and the Tab key reaches every control in order.
//!
//! A page that is new fails [`every_page_of_the_route_table_is_looked_at`] until it stands in [`PAGES`].

use hocluat::platform::http::access::Rule;
use hocluat::routes::RULES;
use serde_json::{Value, json};

use crate::browser::{Page, in_browser};
use crate::classroom::{Classroom, LONG};
use crate::contest::{CONTEST, ROUND, Timing};
use crate::look::{Look, set_cookie};
use crate::package::COURSE;
use crate::service::Service;

/// Whoever looks at a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Who {
    Nobody,
    /// Has entered the contest.
    Entered,
    /// Has begun an attempt.
    Running,
    /// Has handed it in.
    Finished,
    Organiser,
    Administrator,
    /// Is half through a course.
    Learner,
    /// Holds a certificate.
    Graduate,
    /// Writes courses.
    Author,
    /// Runs courses, marks and answers.
    Teacher,
}
use Who::{
    Administrator, Author, Entered, Finished, Graduate, Learner, Nobody, Organiser, Running,
    Teacher,
};

/// What is done about one rule of the route table.
enum Seen {
    /// Looked at: by whom, and where. An empty address is the rule's own, with the names in braces filled in.
    By(&'static [(Who, &'static str)]),
    /// Not looked at, and why.
    Not(&'static str),
}
use Seen::{By, Not};

const FILE: &str = "a file, not a page";
const MACHINES: &str = "for machines";

/// Every rule for GET outside the API.
const PAGES: &[(&str, Seen)] = &[
    (
        "/api",
        Not("the documentation viewer of poem-openapi, built in as it comes"),
    ),
    ("/healthz", Not(MACHINES)),
    ("/readyz", Not(MACHINES)),
    ("/static/:hash/:name", Not(FILE)),
    ("/sw.js", Not(FILE)),
    ("/manifest.webmanifest", Not(FILE)),
    ("/bieu-tuong/:name", Not(FILE)),
    ("/ket-qua/:attempt/anh.png", Not(FILE)),
    ("/cuoc-thi/:slug/anh.png", Not(FILE)),
    ("/cuoc-thi/:slug/qr.svg", Not(FILE)),
    ("/bang-xep-hang/:slug/:round/tep-ket-qua.json", Not(FILE)),
    ("/to-chuc/cuoc-thi/:slug/:round/:file", Not(FILE)),
    ("/to-chuc/cuoc-thi/:slug/thi-sinh.csv", Not(FILE)),
    ("/to-chuc/cuoc-thi/:slug/thi-sinh.xlsx", Not(FILE)),
    ("/quan-tri/don-vi/nhap/:import/bao-cao.csv", Not(FILE)),
    (
        "/dang-nhap/:provider",
        Not("leads to a provider at once; tests/it signs in with a real one"),
    ),
    (
        "/dang-nhap/:provider/ve",
        Not("leads on at once; tests/it comes back from a real provider"),
    ),
    (
        "/",
        By(&[
            (Nobody, ""),
            (Entered, ""),
            (Running, ""),
            (Finished, ""),
            (Learner, ""),
        ]),
    ),
    ("/huong-dan", By(&[(Nobody, "")])),
    ("/huong-dan/to-chuc", By(&[(Nobody, "")])),
    ("/quyen-rieng-tu", By(&[(Nobody, "")])),
    ("/ngoai-tuyen", By(&[(Nobody, "")])),
    ("/giao-dien", By(&[(Nobody, "")])),
    ("/cuoc-thi", By(&[(Nobody, "")])),
    (
        "/cuoc-thi/:slug",
        By(&[(Nobody, ""), (Entered, ""), (Finished, "")]),
    ),
    ("/cuoc-thi/:slug/du-thi", By(&[(Administrator, "")])),
    ("/cuoc-thi/:slug/da-dang-ky", By(&[(Entered, "")])),
    ("/cuoc-thi/:slug/in", By(&[(Nobody, "")])),
    ("/cuoc-thi/:slug/:round/vao-thi", By(&[(Entered, "")])),
    (
        "/cua-toi",
        By(&[(Administrator, ""), (Entered, ""), (Finished, "")]),
    ),
    (
        "/lam-bai/:attempt",
        By(&[(Running, ""), (Learner, "/lam-bai/{sitting}")]),
    ),
    (
        "/ket-qua/:attempt",
        By(&[(Finished, ""), (Learner, "/ket-qua/{quiz}")]),
    ),
    (
        "/bang-xep-hang/:slug/:round",
        By(&[(Nobody, ""), (Finished, "")]),
    ),
    ("/bang-xep-hang/:slug/:round/don-vi", By(&[(Finished, "")])),
    ("/dang-ky", By(&[(Nobody, "")])),
    ("/dang-nhap", By(&[(Nobody, "")])),
    ("/quen-mat-khau", By(&[(Nobody, "")])),
    (
        "/dat-lai-mat-khau/:token",
        By(&[(Administrator, "{reset}")]),
    ),
    ("/ma-du-thi", By(&[(Nobody, "")])),
    ("/thiet-lap/:token", By(&[(Nobody, "{setup}")])),
    ("/ho-so", By(&[(Entered, "")])),
    ("/quan-tri", By(&[(Administrator, "")])),
    (
        "/quan-tri/tai-khoan",
        By(&[
            (Administrator, ""),
            (Administrator, "/quan-tri/tai-khoan?q=khong+co"),
        ]),
    ),
    ("/quan-tri/tai-khoan/:account", By(&[(Administrator, "")])),
    ("/quan-tri/vai-tro", By(&[(Administrator, "")])),
    ("/quan-tri/nhat-ky", By(&[(Administrator, "")])),
    (
        "/don-vi",
        By(&[
            (Nobody, ""),
            (Nobody, "/don-vi?q=ha+noi"),
            (Nobody, "/don-vi?q=khong+co"),
        ]),
    ),
    ("/don-vi/:code", By(&[(Nobody, "")])),
    ("/quan-tri/don-vi", By(&[(Administrator, "")])),
    ("/quan-tri/don-vi/moi", By(&[(Administrator, "")])),
    ("/quan-tri/don-vi/nhap", By(&[(Administrator, "")])),
    (
        "/quan-tri/don-vi/nhap/:import",
        By(&[(Administrator, "{import}")]),
    ),
    ("/quan-tri/don-vi/:code", By(&[(Administrator, "")])),
    ("/to-chuc", By(&[(Organiser, "")])),
    ("/to-chuc/cuoc-thi/:slug", By(&[(Organiser, "")])),
    (
        "/to-chuc/cuoc-thi/:slug/thi-sinh",
        By(&[
            (Organiser, ""),
            (Organiser, "/to-chuc/cuoc-thi/{slug}/thi-sinh?q=khong+co"),
        ]),
    ),
    (
        "/to-chuc/cuoc-thi/:slug/thi-sinh/:entry",
        By(&[(Organiser, "{entry}")]),
    ),
    ("/to-chuc/cuoc-thi/:slug/tai-ve", By(&[(Organiser, "")])),
    // Courses, for those who learn.
    ("/khoa-hoc/:slug/tep/:digest/:name", Not(FILE)),
    ("/khoa-hoc/:slug/bai/:lesson/nop-bai/:ordinal", Not(FILE)),
    (
        "/khoa-hoc",
        By(&[
            (Nobody, ""),
            (Nobody, "/khoa-hoc?q=khong+co"),
            (Learner, ""),
        ]),
    ),
    ("/khoa-hoc/cua-toi", By(&[(Learner, ""), (Graduate, "")])),
    (
        "/khoa-hoc/ho-so-hoc-tap",
        By(&[(Learner, ""), (Graduate, "")]),
    ),
    ("/khoa-hoc/ho-so-hoc-tap.pdf", Not(FILE)),
    (
        "/khoa-hoc/:slug",
        By(&[
            (Nobody, "/khoa-hoc/hoa-giai-o-co-so"),
            (Learner, ""),
            (Graduate, "/khoa-hoc/khoa-ngan"),
            (Author, ""),
        ]),
    ),
    (
        "/khoa-hoc/:slug/bai/:lesson",
        By(&[
            (Learner, "/khoa-hoc/{course}/bai/vai-tro"),
            (Learner, "/khoa-hoc/{course}/bai/nghe"),
            (Learner, "/khoa-hoc/{course}/bai/kiem-tra"),
            (Learner, "/khoa-hoc/{course}/bai/bai-tap"),
            (Learner, "/khoa-hoc/{course}/bai/thi"),
            (Learner, "/khoa-hoc/{course}/bai/khao-sat"),
            (
                Learner,
                "/khoa-hoc/hoa-giai-o-co-so/bai/viec-nao-duoc-hoa-giai",
            ),
            (Graduate, "/khoa-hoc/khoa-ngan/bai/doc"),
        ]),
    ),
    ("/khoa-hoc/moi", By(&[(Nobody, "")])),
    (
        "/khoa-hoc/moi/:token",
        By(&[
            (Nobody, "/khoa-hoc/moi/{invitation}"),
            (Graduate, "/khoa-hoc/moi/{invitation}"),
        ]),
    ),
    (
        "/khoa-hoc/nhac/:token",
        By(&[(Nobody, "/khoa-hoc/nhac/{stop}")]),
    ),
    // Courses, for those who organise, mark and teach.
    ("/to-chuc/khoa-hoc/lop/:cohort/danh-sach.xlsx", Not(FILE)),
    ("/to-chuc/khoa-hoc/lop/:cohort/moi/giay-moi.xlsx", Not(FILE)),
    ("/to-chuc/cham-bai/:submission/tep", Not(FILE)),
    (
        "/to-chuc/khoa-hoc",
        By(&[(Teacher, ""), (Teacher, "/to-chuc/khoa-hoc?q=khong+co")]),
    ),
    ("/to-chuc/khoa-hoc/lop-moi/:slug", By(&[(Teacher, "")])),
    (
        "/to-chuc/khoa-hoc/lop/:cohort",
        By(&[
            (Teacher, ""),
            (Teacher, "/to-chuc/khoa-hoc/lop/{cohort}?q=khong+co"),
        ]),
    ),
    ("/to-chuc/khoa-hoc/lop/:cohort/sua", By(&[(Teacher, "")])),
    (
        "/to-chuc/khoa-hoc/lop/:cohort/nguoi/:enrolment",
        By(&[(Teacher, "")]),
    ),
    ("/to-chuc/khoa-hoc/lop/:cohort/moi", By(&[(Teacher, "")])),
    ("/to-chuc/khoa-hoc/lop/:cohort/moi/in", By(&[(Teacher, "")])),
    ("/to-chuc/khoa-hoc/lop/:cohort/thu", By(&[(Teacher, "")])),
    (
        "/to-chuc/khoa-hoc/lop/:cohort/khao-sat",
        By(&[(Teacher, "")]),
    ),
    ("/to-chuc/cham-bai", By(&[(Teacher, "")])),
    ("/to-chuc/cham-bai/:submission", By(&[(Teacher, "")])),
    (
        "/to-chuc/hoi-dap",
        By(&[
            (Teacher, ""),
            (Teacher, "/to-chuc/hoi-dap?trang-thai=shown"),
        ]),
    ),
    // Writing courses.
    ("/soan/:slug/tep/:digest/:name", Not(FILE)),
    ("/soan/:slug/goi.zip", Not(FILE)),
    ("/soan", By(&[(Author, "")])),
    ("/soan/moi", By(&[(Author, "")])),
    (
        "/soan/:slug",
        By(&[
            (Author, ""),
            (Author, "/soan/khoa-dang-soan"),
            (Author, "/soan/khoa-ngan"),
        ]),
    ),
    ("/soan/:slug/khoa-hoc", By(&[(Author, "")])),
    (
        "/soan/:slug/bai/:lesson",
        By(&[
            (Author, "/soan/{course}/bai/vai-tro"),
            (Author, "/soan/{course}/bai/thi"),
        ]),
    ),
    (
        "/soan/:slug/van-ban",
        By(&[(Author, "/soan/{course}/van-ban?tep=page.md")]),
    ),
    ("/soan/:slug/tep", By(&[(Author, "")])),
    (
        "/soan/:slug/duyet",
        By(&[(Author, ""), (Author, "/soan/hoa-giai-o-co-so/duyet")]),
    ),
    // Certificates.
    ("/chung-nhan/:so/giay.pdf", Not(FILE)),
    ("/chung-nhan/:so/huy-hieu.json", Not(MACHINES)),
    ("/chung-nhan/trang-thai/:list", Not(MACHINES)),
    ("/.well-known/did.json", Not(MACHINES)),
    ("/to-chuc/giay-chung-nhan/tat-ca.zip", Not(FILE)),
    ("/chung-nhan", By(&[(Nobody, "")])),
    (
        "/chung-nhan/:so",
        By(&[
            (Nobody, ""),
            (Nobody, "/chung-nhan/{revoked}"),
            (Graduate, ""),
        ]),
    ),
    ("/giay-chung-nhan", By(&[(Learner, ""), (Graduate, "")])),
    (
        "/to-chuc/giay-chung-nhan",
        By(&[
            (Teacher, ""),
            (Teacher, "/to-chuc/giay-chung-nhan?q=khong+co"),
        ]),
    ),
    (
        "/to-chuc/giay-chung-nhan/:so",
        By(&[
            (Teacher, ""),
            (Teacher, "/to-chuc/giay-chung-nhan/{revoked}"),
        ]),
    ),
];

/// The rules for pages: what is read, and not through the API.
fn rules() -> impl Iterator<Item = &'static Rule> {
    RULES
        .iter()
        .filter(|rule| rule.method == "GET" && !rule.path.starts_with("/api/"))
}

fn is_served(path: &str) -> bool {
    rules().any(|rule| rule.path == path)
}

#[test]
fn every_page_of_the_route_table_is_looked_at() {
    let listed = |path: &str| PAGES.iter().filter(|(rule, _)| *rule == path).count();
    let wrong: Vec<String> = rules()
        .filter(|rule| listed(rule.path) != 1)
        .map(|rule| format!("{} stands {} times in PAGES", rule.path, listed(rule.path)))
        .chain(
            PAGES
                .iter()
                .filter(|(path, _)| !is_served(path))
                .map(|(path, _)| format!("{path} stands in PAGES and is not served")),
        )
        .chain(PAGES.iter().filter_map(|(path, seen)| match seen {
            Not("") => Some(format!("{path} is left out without a reason")),
            By([]) => Some(format!("{path} is looked at by nobody")),
            _ => None,
        }))
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// What the names in the rules and in braces stand for.
struct Names(Vec<(&'static str, String)>);

impl Names {
    fn new() -> Self {
        Self(vec![
            ("slug", CONTEST.to_owned()),
            ("round", ROUND.to_owned()),
            ("code", "01".to_owned()),
        ])
    }

    /// Those of an installation with courses.
    fn with(classroom: &Classroom) -> Self {
        let mut names = Self::new();
        names.0.extend(classroom.names.iter().cloned());
        names
    }

    fn put(&mut self, name: &'static str, value: String) {
        self.0.push((name, value));
    }

    /// The address of a rule: that of the example, else the rule's own.
    fn address(&self, rule: &str, example: &str) -> String {
        let mut address = if example.is_empty() { rule } else { example }.to_owned();
        if ["/khoa-hoc/", "/soan/"].iter().any(|of| rule.contains(of)) {
            address = address.replace(":slug", COURSE);
        }
        for (name, value) in &self.0 {
            address = address
                .replace(&format!("{{{name}}}"), value)
                .replace(&format!(":{name}"), value);
        }
        assert!(
            !address.contains([':', '{']),
            "{address}: somebody must say what the name in it stands for"
        );
        address
    }
}

/// Looks at every page that is `who`'s.
async fn look_as(who: Who, page: &Page<'_>, look: &mut Look, names: &Names) {
    for (rule, seen) in PAGES.iter().filter(|(rule, _)| is_served(rule)) {
        let By(examples) = seen else { continue };
        for (number, (_, example)) in examples
            .iter()
            .enumerate()
            .filter(|(_, (by, _))| *by == who)
        {
            let plain: String = rule.replace(':', "").replace('/', "-");
            let name = format!("{who:?}{plain}-{number}").to_lowercase();
            look.at(page, &name, &names.address(rule, example), 200)
                .await;
        }
    }
}

/// Lets the browser be nobody again.
async fn leave(page: &Page<'_>) {
    page.cdp("Network.clearBrowserCookies", json!({})).await;
}

/// The text that a JavaScript expression in the page gives.
async fn text(page: &Page<'_>, expression: &str) -> String {
    let value = page.js(expression).await;
    value.as_str().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn every_page_of_nobody_fits_is_silent_and_is_open_to_all() {
    let (service, classroom) = Service::start_with_courses(&Timing::LONG).await;
    in_browser(&service, async |page| {
        let (mut look, mut names) = (Look::new(), Names::with(&classroom));
        names.put("setup", service.setup_path());
        look_as(Nobody, page, &mut look, &names).await;
        look.at(page, "nobody-not-found", "/khong-co", 404).await;
        let unknown = "/chung-nhan/9999-GCN-KN-2020";
        look.at(page, "nobody-no-certificate", unknown, 404).await;
        look.conclude();
    })
    .await;
}

#[tokio::test]
async fn every_page_of_a_learner_fits_is_silent_and_is_open_to_all() {
    let (service, classroom) = Service::start_with_courses(&Timing::LONG).await;
    let failed = sit_quiz(&service, &classroom.learner, COURSE, "kiem-tra").await;
    let handed_in = format!("/api/v1/attempts/{}/submission", id_of(&failed));
    let token = failed["token"].as_str().expect("a token");
    let (status, receipt) = service
        .call(reqwest::Method::POST, &handed_in, token, None)
        .await;
    assert_eq!(status, 200, "{receipt}");
    let sitting = sit_quiz(&service, &classroom.learner, LONG, "kiem-tra-1").await;
    in_browser(&service, async |page| {
        let (mut look, mut names) = (Look::new(), Names::with(&classroom));
        names.put("quiz", id_of(&failed));
        names.put("sitting", id_of(&sitting));
        set_cookie(page, "hocluat_session", &classroom.learner).await;
        look_as(Learner, page, &mut look, &names).await;
        look.conclude();
    })
    .await;
}

#[tokio::test]
async fn every_page_of_a_graduate_fits_is_silent_and_is_open_to_all() {
    let (service, classroom) = Service::start_with_courses(&Timing::LONG).await;
    look_with_session(Graduate, &service, &classroom, &classroom.graduate).await;
}

#[tokio::test]
async fn every_page_of_an_author_fits_is_silent_and_is_open_to_all() {
    let (service, classroom) = Service::start_with_courses(&Timing::LONG).await;
    look_with_session(Author, &service, &classroom, &classroom.author).await;
}

#[tokio::test]
async fn every_page_of_who_runs_courses_fits_is_silent_and_is_open_to_all() {
    let (service, classroom) = Service::start_with_courses(&Timing::LONG).await;
    look_with_session(Teacher, &service, &classroom, &classroom.teacher).await;
}

/// Looks at every page of somebody of the classroom.
async fn look_with_session(who: Who, service: &Service, classroom: &Classroom, session: &str) {
    in_browser(service, async |page| {
        let (mut look, names) = (Look::new(), Names::with(classroom));
        set_cookie(page, "hocluat_session", session).await;
        look_as(who, page, &mut look, &names).await;
        look.conclude();
    })
    .await;
}

/// Starts the quiz of a lesson; the attempt.
async fn sit_quiz(service: &Service, session: &str, course: &str, lesson: &str) -> Value {
    let path = format!("/api/v1/courses/{course}/lessons/{lesson}/attempts");
    let (status, attempt) = service
        .call(reqwest::Method::POST, &path, session, None)
        .await;
    assert_eq!(status, 201, "{attempt}");
    attempt
}

fn id_of(attempt: &Value) -> String {
    attempt["id"].as_str().expect("an identifier").to_owned()
}

#[tokio::test]
async fn every_page_of_a_contestant_fits_is_silent_and_is_open_to_all() {
    let service = Service::start(&Timing::LONG);
    in_browser(&service, async |page| {
        let (mut look, mut names) = (Look::new(), Names::new());
        page.register("Đỗ Thị Hạnh", "hanh.do").await;
        page.enter_contest().await;
        look_as(Entered, page, &mut look, &names).await;

        let sitting = page.start_attempt().await;
        let (api, token) = page.attempt_access().await;
        names.put("attempt", sitting.replace("/lam-bai/", ""));
        look_as(Running, page, &mut look, &names).await;

        page.goto("/huong-dan").await;
        let handed_in = format!("{api}/submission");
        let (status, receipt) = service
            .call(reqwest::Method::POST, &handed_in, &token, None)
            .await;
        assert_eq!(status, 200, "{receipt}");
        look_as(Finished, page, &mut look, &names).await;
        look.conclude();
    })
    .await;
}

#[tokio::test]
async fn every_page_of_an_administrator_fits_is_silent_and_is_open_to_all() {
    let service = Service::start(&Timing::LONG);
    in_browser(&service, async |page| {
        let (mut look, mut names) = (Look::new(), Names::new());
        page.register("Đỗ Thị Hạnh", "hanh.do").await;
        page.sign_out().await;
        become_administrator(page).await;
        page.goto("/quan-tri/tai-khoan?q=hanh").await;
        let link = "document.querySelector('main table a[href^=\"/quan-tri/tai-khoan/\"]')";
        let account = text(page, &format!("{link}.pathname.split('/').pop()")).await;
        names.put("reset", reset_link(page, &account).await);
        names.put("account", account);
        names.put("import", import(page).await);
        page.errors().await;
        look_as(Administrator, page, &mut look, &names).await;
        look.conclude();
    })
    .await;
}

#[tokio::test]
async fn every_page_of_an_organiser_fits_is_silent_and_is_open_to_all() {
    let service = Service::start(&Timing::LONG);
    in_browser(&service, async |page| {
        let (mut look, mut names) = (Look::new(), Names::new());
        page.register("Đỗ Thị Hạnh", "hanh.do").await;
        page.enter_contest().await;
        leave(page).await;
        page.register("Lý Văn Tổ", "to.ly").await;
        let organiser = session(page).await;
        leave(page).await;
        become_administrator(page).await;
        grant(page, "to.ly", "organiser").await;
        leave(page).await;
        set_cookie(page, "hocluat_session", &organiser).await;
        if is_served("/to-chuc/cuoc-thi/:slug/thi-sinh/:entry") {
            page.goto(&format!("/to-chuc/cuoc-thi/{CONTEST}/thi-sinh"))
                .await;
            let first = "document.querySelector('main a[href*=\"/thi-sinh/\"]').pathname";
            names.put("entry", text(page, first).await);
        }
        page.errors().await;
        look_as(Organiser, page, &mut look, &names).await;
        look.conclude();
    })
    .await;
}

/// Uses the first administrator's link.
async fn become_administrator(page: &Page<'_>) {
    page.goto(&page.service().setup_path()).await;
    page.type_account("Trần Văn Bình", "quan-tri").await;
    page.fill("#password_again", "một câu dễ nhớ").await;
    page.click("main form button[type=submit]").await;
    page.until("document.querySelector('.menu')").await;
}

/// The token of the session the browser has.
async fn session(page: &Page<'_>) -> String {
    let kept = page.cdp("Network.getCookies", json!({})).await;
    let kept = kept["cookies"].as_array().cloned().unwrap_or_default();
    let found = kept
        .iter()
        .find(|cookie| cookie["name"] == "hocluat_session");
    let token = found.and_then(|cookie| cookie["value"].as_str());
    token.expect("somebody is signed in").to_owned()
}

/// Lets a form of the page be sent with these values.
async fn send(page: &Page<'_>, form: &str, values: &[(&str, &str)]) {
    page.js(&format!(
        "(() => {{
            const form = document.querySelector({});
            for (const [name, value] of {}) {{
                const field = form.elements[name];
                if (field.type === 'checkbox') field.checked = true;
                else field.value = value;
            }}
            form.requestSubmit();
        }})()",
        json!(form),
        json!(values)
    ))
    .await;
}

/// A link for a new password of an account, as the administrator hands it over.
async fn reset_link(page: &Page<'_>, account: &str) -> String {
    page.goto(&format!("/quan-tri/tai-khoan/{account}")).await;
    send(
        page,
        &format!("form[action='/quan-tri/tai-khoan/{account}/mat-khau']"),
        &[],
    )
    .await;
    page.until("document.body.textContent.includes('/dat-lai-mat-khau/')")
        .await;
    text(
        page,
        "document.querySelector('main').innerHTML.match(/\\/dat-lai-mat-khau\\/[\\w-]+/)[0]",
    )
    .await
}

/// Sends a file of organisations in and returns where its report is.
async fn import(page: &Page<'_>) -> String {
    page.goto("/quan-tri/don-vi/moi").await;
    let tree = [("title", "Ngành thử")];
    send(page, "form[action='/quan-tri/don-vi/cay']", &tree).await;
    page.until("location.search.includes('bao=')").await;
    page.goto("/quan-tri/don-vi/nhap").await;
    page.js(
        "(() => {
            const files = new DataTransfer();
            files.items.add(new File(['Mã,Mã cấp trên,Tên,Loại\\nH26,,Sở Tư pháp,Sở\\nH26,,Trùng mã,Sở\\n'], 'nganh.csv'));
            document.querySelector('#file').files = files.files;
        })()",
    )
    .await;
    let day = [("from", "01/07/2026"), ("reason", "Quyết định thử")];
    send(page, "form[action='/quan-tri/don-vi/nhap']", &day).await;
    page.arrives("/quan-tri/don-vi/nhap/").await;
    page.path().await
}

/// Gives a role over the whole installation.
async fn grant(page: &Page<'_>, login: &str, role: &str) {
    page.goto("/quan-tri/vai-tro").await;
    let values = [("login", login), ("role", role), ("everywhere", "1")];
    send(
        page,
        "main form[method=post][action='/quan-tri/vai-tro']",
        &values,
    )
    .await;
    page.until("location.search.includes('bao=')").await;
}

#[tokio::test]
async fn a_refused_form_says_everything_at_once_and_leads_to_each_field() {
    let service = Service::start(&Timing::LONG);
    in_browser(&service, async |page| {
        page.goto("/dang-ky").await;
        page.click("main form button[type=submit]").await;
        page.until("document.querySelector('[role=alert]')").await;
        let focused = page.js("document.activeElement.getAttribute('role')").await;
        assert_eq!(focused, "alert", "what to mend is read first");
        let summary = page.text("[role=alert]").await;
        for label in ["Họ và tên:", "Tên đăng nhập:", "Mật khẩu:"] {
            assert!(summary.contains(label), "{summary}");
        }
        page.shot("register-errors").await;
        page.click("[role=alert] a[href='#login']").await;
        assert_eq!(page.js("location.hash").await, "#login");
        page.errors().await;

        page.register("Ngô Thị Lan", "lan.ngo").await;
        // At a desk the entry form asks everything at once.
        page.screen(1024, 740).await;
        page.goto(&format!("/cuoc-thi/{CONTEST}/du-thi")).await;
        page.click("[data-step-submit]").await;
        page.until("document.querySelector('[role=alert]')").await;
        let links = page.js("[...document.querySelectorAll('[role=alert] a')].map((a) => a.hash)");
        assert_eq!(links.await, json!(["#birth_date", "#consent-du-lieu"]));
        page.shot("entry-errors").await;
    })
    .await;
}
