//! The route table: path, handler, who may call. What is not in it does not exist.

use std::sync::Arc;

use poem::endpoint::BoxEndpoint;
use poem::web::{CompressionAlgo, Data, Path};
use poem::{EndpointExt, IntoResponse, Response, Route, get, handler, post};
use poem_openapi::OpenApiService;

use crate::account::api::AccountApi;
use crate::account::pages as account;
use crate::account::pages::{administration, own};
use crate::assessment::api::AttemptApi;
use crate::assessment::pages as assessment;
use crate::certificate::api::CertificateApi;
use crate::certificate::pages as certificate;
use crate::contest::api::ContestApi;
use crate::contest::pages as contest;
use crate::course::api::CourseApi;
use crate::course::api::authoring::{self as authoring_api, AuthoringApi};
use crate::course::api::doing::DoingApi;
use crate::course::api::lesson::LessonApi;
use crate::course::api::marking::TeachingApi;
use crate::course::api::surveys::SurveyApi;
use crate::course::handed;
use crate::course::organiser_api::{self, CohortApi};
use crate::course::pages as course;
use crate::course::pages::authoring;
use crate::design::pages as design;
use crate::help::pages as help;
use crate::kernel::problem::Problem;
use crate::leaderboard::api::LeaderboardApi;
use crate::leaderboard::pages as leaderboard;
use crate::organisation::api::OrganisationApi;
use crate::organisation::pages as organisation;
use crate::platform::db::Db;
use crate::platform::http::access::Access::{
    Administrator, Attempt, Author, Installation, Marker, Organiser, Public, SignedIn, Teacher,
};
use crate::platform::http::access::{self, Rule};
use crate::platform::http::assets;
use crate::platform::http::form;
use crate::platform::http::services::Service;

/// Every route: method, path, who may call it.
pub const RULES: &[Rule] = &[
    // The hot path.
    access::put("/api/v1/attempts/:id/answers/:number", Attempt),
    access::post("/api/v1/attempts/:id/submission", Attempt),
    access::get("/api/v1/attempts/:id", Attempt),
    access::get("/api/v1/attempts/:id/result", Attempt),
    access::post("/api/v1/contests/:slug/rounds/:round/attempts", SignedIn),
    access::get("/api/v1/contests/:slug/rounds/:round/leaderboard", Public),
    // The rest of the API.
    access::post("/api/v1/accounts", Public),
    access::post("/api/v1/sessions", Public),
    access::delete("/api/v1/sessions/current", SignedIn),
    access::post("/api/v1/sessions/entry-code", Public),
    access::get("/api/v1/me", SignedIn),
    access::get("/api/v1/me/sessions", SignedIn),
    access::delete("/api/v1/me/sessions/:key", SignedIn),
    access::get("/api/v1/organisations", Public),
    access::get("/api/v1/organisations/:code", Public),
    access::get("/api/v1/contests", Public),
    access::get("/api/v1/contests/:slug", Public),
    access::post("/api/v1/contests/:slug/entries", SignedIn),
    access::post("/api/v1/contests/:slug/quick-entries", Public),
    access::get("/api/v1/contests/:slug/entries/mine", SignedIn),
    access::get("/api/v1/organiser/contests/:slug/live", Organiser),
    access::get("/api/v1/organiser/cohorts", Organiser),
    access::post("/api/v1/organiser/cohorts", Organiser),
    access::get("/api/v1/organiser/cohorts/:cohort", Organiser),
    access::put("/api/v1/organiser/cohorts/:cohort", Organiser),
    access::get("/api/v1/organiser/cohorts/:cohort/members", Organiser),
    access::upload(
        "/api/v1/organiser/cohorts/:cohort/invitations",
        Organiser,
        organiser_api::BODY_MAX,
    ),
    access::put(
        "/api/v1/organiser/cohorts/:cohort/members/:enrolment/extension",
        Organiser,
    ),
    access::get("/api/v1/courses", Public),
    access::get("/api/v1/courses/:slug", Public),
    access::get("/api/v1/courses/:slug/versions", Public),
    access::post("/api/v1/courses/:slug/enrolment", SignedIn),
    access::get("/api/v1/courses/:slug/enrolment", SignedIn),
    access::delete("/api/v1/courses/:slug/enrolment", SignedIn),
    access::post("/api/v1/courses/:slug/enrolment/version", SignedIn),
    access::put("/api/v1/courses/:slug/enrolment/reminders", SignedIn),
    access::get("/api/v1/courses/:slug/lessons/:lesson", SignedIn),
    access::put("/api/v1/courses/:slug/lessons/:lesson/progress", SignedIn),
    access::put(
        "/api/v1/courses/:slug/lessons/:lesson/checks/:number",
        SignedIn,
    ),
    access::post("/api/v1/courses/:slug/lessons/:lesson/attempts", SignedIn),
    access::get("/api/v1/me/courses", SignedIn),
    access::get("/api/v1/courses/:slug/lessons/:lesson/note", SignedIn),
    access::put_large(
        "/api/v1/courses/:slug/lessons/:lesson/note",
        SignedIn,
        course::TEXT_BODY_MAX,
    ),
    access::get("/api/v1/courses/:slug/lessons/:lesson/questions", SignedIn),
    access::post("/api/v1/courses/:slug/lessons/:lesson/questions", SignedIn),
    access::get("/api/v1/courses/:slug/lessons/:lesson/assignment", SignedIn),
    access::upload(
        "/api/v1/courses/:slug/lessons/:lesson/submissions",
        SignedIn,
        course::TEXT_BODY_MAX,
    ),
    access::upload(
        "/api/v1/courses/:slug/lessons/:lesson/submissions/file",
        SignedIn,
        handed::FILE_MAX,
    ),
    access::get(
        "/api/v1/courses/:slug/lessons/:lesson/submissions/:ordinal/file",
        SignedIn,
    ),
    access::put_large(
        "/api/v1/courses/:slug/lessons/:lesson/survey",
        SignedIn,
        course::TEXT_BODY_MAX,
    ),
    access::get("/api/v1/organiser/cohorts/:cohort/surveys", Organiser),
    access::get("/api/v1/teaching/submissions", Marker),
    access::get("/api/v1/teaching/submissions/:submission", Marker),
    access::get("/api/v1/teaching/submissions/:submission/file", Marker),
    access::put_large(
        "/api/v1/teaching/submissions/:submission/marks",
        Marker,
        course::TEXT_BODY_MAX,
    ),
    access::get("/api/v1/teaching/questions", Teacher),
    access::put("/api/v1/teaching/questions/:question/shown", Teacher),
    access::upload(
        "/api/v1/teaching/questions/:question/answers",
        Teacher,
        course::TEXT_BODY_MAX,
    ),
    access::put(
        "/api/v1/teaching/questions/:question/answers/:answer/shown",
        Teacher,
    ),
    access::get("/api/v1/authoring/courses", Author),
    access::post("/api/v1/authoring/courses", Author),
    access::post("/api/v1/authoring/courses/:slug/draft", Author),
    access::get("/api/v1/authoring/courses/:slug/draft", Author),
    access::delete("/api/v1/authoring/courses/:slug/draft", Author),
    access::get("/api/v1/authoring/courses/:slug/draft/file", Author),
    access::put_large(
        "/api/v1/authoring/courses/:slug/draft/file",
        Author,
        authoring_api::FILE_MAX,
    ),
    access::delete("/api/v1/authoring/courses/:slug/draft/file", Author),
    access::get("/api/v1/authoring/courses/:slug/draft/findings", Author),
    access::get("/api/v1/authoring/courses/:slug/draft/differences", Author),
    access::post("/api/v1/authoring/courses/:slug/draft/review", Author),
    access::put("/api/v1/authoring/courses/:slug/draft/review", Author),
    access::get("/api/v1/authoring/courses/:slug/package", Author),
    access::get("/api/v1/certificates/:number", Public),
    access::get("/api/openapi.json", Public),
    access::get("/api", Public),
    // Health.
    access::get("/healthz", Public),
    access::get("/readyz", Public),
    // The site itself.
    access::get("/huong-dan", Public),
    access::get("/huong-dan/to-chuc", Public),
    access::get("/quyen-rieng-tu", Public),
    access::get("/ngoai-tuyen", Public),
    access::get("/giao-dien", Public),
    access::get("/sw.js", Public),
    access::get("/manifest.webmanifest", Public),
    access::get("/bieu-tuong/:name", Public),
    // Pages.
    access::get("/static/:hash/:name", Public),
    access::get("/", Public),
    access::get("/cuoc-thi", Public),
    access::get("/cuoc-thi/:slug", Public),
    access::get("/cuoc-thi/:slug/du-thi", Public),
    access::post("/cuoc-thi/:slug/du-thi", Public),
    access::get("/cuoc-thi/:slug/da-dang-ky", SignedIn),
    access::get("/cuoc-thi/:slug/in", Public),
    access::get("/cuoc-thi/:slug/qr.svg", Public),
    access::get("/cuoc-thi/:slug/anh.png", Public),
    access::get("/cua-toi", SignedIn),
    access::get("/cuoc-thi/:slug/:round/vao-thi", SignedIn),
    access::post("/cuoc-thi/:slug/:round/vao-thi", SignedIn),
    access::get("/lam-bai/:attempt", SignedIn),
    access::post("/lam-bai/:attempt", SignedIn),
    access::get("/ket-qua/:attempt", SignedIn),
    access::get("/ket-qua/:attempt/anh.png", SignedIn),
    access::get("/bang-xep-hang/:slug/:round", Public),
    access::get("/bang-xep-hang/:slug/:round/don-vi", Public),
    access::get("/bang-xep-hang/:slug/:round/tep-ket-qua.json", Public),
    // Courses.
    access::get("/khoa-hoc", Public),
    access::get("/khoa-hoc/cua-toi", SignedIn),
    access::get("/khoa-hoc/ho-so-hoc-tap", SignedIn),
    access::get("/khoa-hoc/ho-so-hoc-tap.pdf", SignedIn),
    access::get("/khoa-hoc/:slug", Public),
    access::post("/khoa-hoc/:slug/ghi-danh", SignedIn),
    access::post("/khoa-hoc/:slug/roi", SignedIn),
    access::post("/khoa-hoc/:slug/nhac", SignedIn),
    access::post("/khoa-hoc/:slug/ban-moi", SignedIn),
    access::get("/khoa-hoc/:slug/tep/:digest/:name", Public),
    access::get("/khoa-hoc/:slug/bai/:lesson", SignedIn),
    access::post("/khoa-hoc/:slug/bai/:lesson/xong", SignedIn),
    access::post("/khoa-hoc/:slug/bai/:lesson/tu-kiem-tra", SignedIn),
    access::post("/khoa-hoc/:slug/bai/:lesson/da-xem", SignedIn),
    access::post("/khoa-hoc/:slug/bai/:lesson/lam-bai", SignedIn),
    access::upload(
        "/khoa-hoc/:slug/bai/:lesson/ghi-chu",
        SignedIn,
        course::TEXT_BODY_MAX,
    ),
    access::upload(
        "/khoa-hoc/:slug/bai/:lesson/hoi",
        SignedIn,
        course::TEXT_BODY_MAX,
    ),
    access::upload(
        "/khoa-hoc/:slug/bai/:lesson/khao-sat",
        SignedIn,
        course::TEXT_BODY_MAX,
    ),
    access::upload(
        "/khoa-hoc/:slug/bai/:lesson/nop-bai",
        SignedIn,
        course::SUBMISSION_BODY_MAX,
    ),
    access::get("/khoa-hoc/:slug/bai/:lesson/nop-bai/:ordinal", SignedIn),
    // Accounts.
    access::get("/dang-ky", Public),
    access::post("/dang-ky", Public),
    access::get("/dang-nhap", Public),
    access::post("/dang-nhap", Public),
    access::post("/dang-xuat", Public),
    access::post("/ngon-ngu", Public),
    access::get("/dang-nhap/:provider", Public),
    access::get("/dang-nhap/:provider/ve", Public),
    access::get("/quen-mat-khau", Public),
    access::post("/quen-mat-khau", Public),
    access::get("/dat-lai-mat-khau/:token", Public),
    access::post("/dat-lai-mat-khau/:token", Public),
    access::get("/ma-du-thi", Public),
    access::post("/ma-du-thi", Public),
    access::get("/thiet-lap/:token", Public),
    access::post("/thiet-lap/:token", Public),
    access::get("/ho-so", SignedIn),
    access::post("/ho-so", SignedIn),
    access::post("/ho-so/mat-khau", SignedIn),
    access::post("/ho-so/ma-du-thi", SignedIn),
    access::post("/ho-so/phien", SignedIn),
    access::post("/ho-so/phien/:key", SignedIn),
    access::get("/quan-tri", Administrator),
    access::get("/quan-tri/tai-khoan", Administrator),
    access::get("/quan-tri/tai-khoan/:account", Administrator),
    access::post("/quan-tri/tai-khoan/:account/mat-khau", Administrator),
    access::post("/quan-tri/tai-khoan/:account/phien", Administrator),
    access::post("/quan-tri/tai-khoan/:account/dong", Administrator),
    access::get("/quan-tri/vai-tro", Administrator),
    access::post("/quan-tri/vai-tro", Administrator),
    access::post("/quan-tri/vai-tro/thu-hoi", Administrator),
    access::get("/quan-tri/nhat-ky", Installation),
    // Organisations.
    access::get("/don-vi", Public),
    access::get("/don-vi/:code", Public),
    access::get("/quan-tri/don-vi", Administrator),
    access::get("/quan-tri/don-vi/moi", Administrator),
    access::post("/quan-tri/don-vi/moi", Administrator),
    access::post("/quan-tri/don-vi/cay", Administrator),
    access::get("/quan-tri/don-vi/nhap", Administrator),
    access::upload(
        "/quan-tri/don-vi/nhap",
        Administrator,
        organisation::imports::BODY_MAX,
    ),
    access::get("/quan-tri/don-vi/nhap/:import", Administrator),
    access::post("/quan-tri/don-vi/nhap/:import", Administrator),
    access::get("/quan-tri/don-vi/nhap/:import/bao-cao.csv", Administrator),
    access::get("/quan-tri/don-vi/:code", Administrator),
    access::post("/quan-tri/don-vi/:code", Administrator),
    // Courses, for those who organise, mark and teach, and for who is invited.
    access::get("/to-chuc/khoa-hoc", Organiser),
    access::get("/to-chuc/khoa-hoc/lop-moi/:slug", Organiser),
    access::post("/to-chuc/khoa-hoc/lop-moi/:slug", Organiser),
    access::get("/to-chuc/khoa-hoc/lop/:cohort", Organiser),
    access::get("/to-chuc/khoa-hoc/lop/:cohort/sua", Organiser),
    access::post("/to-chuc/khoa-hoc/lop/:cohort/sua", Organiser),
    access::get("/to-chuc/khoa-hoc/lop/:cohort/nguoi/:enrolment", Organiser),
    access::post("/to-chuc/khoa-hoc/lop/:cohort/nguoi/:enrolment", Organiser),
    access::post("/to-chuc/khoa-hoc/lop/:cohort/phien-ban", Organiser),
    access::get("/to-chuc/khoa-hoc/lop/:cohort/danh-sach.xlsx", Organiser),
    access::get("/to-chuc/khoa-hoc/lop/:cohort/moi", Organiser),
    access::upload(
        "/to-chuc/khoa-hoc/lop/:cohort/moi",
        Organiser,
        course::BODY_MAX,
    ),
    access::get("/to-chuc/khoa-hoc/lop/:cohort/moi/giay-moi.xlsx", Organiser),
    access::get("/to-chuc/khoa-hoc/lop/:cohort/moi/in", Organiser),
    access::get("/to-chuc/khoa-hoc/lop/:cohort/thu", Organiser),
    access::post("/to-chuc/khoa-hoc/lop/:cohort/thu", Organiser),
    access::get("/to-chuc/khoa-hoc/lop/:cohort/khao-sat", Organiser),
    access::get("/to-chuc/cham-bai", Marker),
    access::get("/to-chuc/cham-bai/:submission", Marker),
    access::post("/to-chuc/cham-bai/:submission", Marker),
    access::get("/to-chuc/cham-bai/:submission/tep", Marker),
    access::get("/to-chuc/hoi-dap", Teacher),
    access::post("/to-chuc/hoi-dap/:question", Teacher),
    access::get("/khoa-hoc/moi", Public),
    access::post("/khoa-hoc/moi", Public),
    access::get("/khoa-hoc/moi/:token", Public),
    access::post("/khoa-hoc/moi/:token", Public),
    access::get("/khoa-hoc/nhac/:token", Public),
    access::one_click("/khoa-hoc/nhac/:token"),
    // Writing courses.
    access::get("/soan", Author),
    access::get("/soan/moi", Author),
    access::post("/soan/moi", Author),
    access::get("/soan/:slug", Author),
    access::post("/soan/:slug/mo", Author),
    access::post("/soan/:slug/huy", Author),
    access::post("/soan/:slug/gui", Author),
    access::post("/soan/:slug/hoc-phan", Author),
    access::get("/soan/:slug/khoa-hoc", Author),
    access::upload("/soan/:slug/khoa-hoc", Author, form::LONG),
    access::get("/soan/:slug/bai/:lesson", Author),
    access::upload("/soan/:slug/bai/:lesson", Author, form::LONG),
    access::upload("/soan/:slug/xem-truoc", Author, form::LONG),
    access::get("/soan/:slug/van-ban", Author),
    access::upload("/soan/:slug/van-ban", Author, form::LONG),
    access::get("/soan/:slug/tep", Author),
    access::upload("/soan/:slug/tep", Author, authoring::BODY_MAX),
    access::post("/soan/:slug/tep/xoa", Author),
    access::get("/soan/:slug/tep/:digest/:name", Author),
    access::get("/soan/:slug/duyet", Author),
    access::post("/soan/:slug/duyet", Author),
    access::get("/soan/:slug/goi.zip", Author),
    access::get("/to-chuc", Organiser),
    access::get("/to-chuc/cuoc-thi/:slug", Organiser),
    access::get("/to-chuc/cuoc-thi/:slug/thi-sinh", Organiser),
    access::get("/to-chuc/cuoc-thi/:slug/thi-sinh.csv", Organiser),
    access::get("/to-chuc/cuoc-thi/:slug/thi-sinh.xlsx", Organiser),
    access::get("/to-chuc/cuoc-thi/:slug/thi-sinh/:entry", Organiser),
    access::get("/to-chuc/cuoc-thi/:slug/tai-ve", Organiser),
    access::post("/to-chuc/cuoc-thi/:slug/:round/cong-bo", Organiser),
    access::get("/to-chuc/cuoc-thi/:slug/:round/:file", Organiser),
    // Certificates.
    access::get("/chung-nhan", Public),
    access::get("/chung-nhan/:so", Public),
    access::get("/chung-nhan/:so/giay.pdf", Public),
    access::get("/chung-nhan/:so/huy-hieu.json", Public),
    access::get("/chung-nhan/trang-thai/:list", Public),
    access::get("/.well-known/did.json", Public),
    access::get("/giay-chung-nhan", SignedIn),
    access::get("/to-chuc/giay-chung-nhan", Organiser),
    access::get("/to-chuc/giay-chung-nhan/tat-ca.zip", Organiser),
    access::get("/to-chuc/giay-chung-nhan/:so", Organiser),
    access::post("/to-chuc/giay-chung-nhan/:so/thu-hoi", Organiser),
    access::post("/to-chuc/giay-chung-nhan/:so/cap-lai", Organiser),
    access::upload(
        "/to-chuc/giay-chung-nhan/:so/ban-ky-so",
        Organiser,
        certificate::BODY_MAX,
    ),
];

type Courses = (
    CourseApi,
    LessonApi,
    DoingApi,
    SurveyApi,
    TeachingApi,
    AuthoringApi,
);

type Api = (
    AccountApi,
    OrganisationApi,
    Courses,
    CohortApi,
    ContestApi,
    AttemptApi,
    LeaderboardApi,
    CertificateApi,
);

/// The API with its documentation.
#[must_use]
pub fn api() -> OpenApiService<Api, ()> {
    let courses = (
        CourseApi,
        LessonApi,
        DoingApi,
        SurveyApi,
        TeachingApi,
        AuthoringApi,
    );
    OpenApiService::new((AccountApi, OrganisationApi, courses, CohortApi, ContestApi, AttemptApi, LeaderboardApi, CertificateApi), "Học Luật", env!("CARGO_PKG_VERSION"))
        .summary("Courses and contests on legal knowledge: learn, enter, sit a paper, see the board.")
        .description(
            "Sign in with `POST /api/v1/sessions` and send the token as `Authorization: Bearer TOKEN`. A started attempt comes with a token \
             of its own, with which saving and submitting are cheapest. Every error is `application/problem+json` (RFC 9457) with a stable \
             `code`. Moments are RFC 3339 in the time of Viet Nam, lengths of time are integers in milliseconds, points are decimal strings.",
        )
}

/// Every path with its handler. The gate in front decides who may come in.
#[must_use]
pub fn route() -> BoxEndpoint<'static, Response> {
    let api = api();
    let openapi = Arc::new(api.spec());
    let swagger = api.swagger_ui_html();
    let areas = [
        site_pages,
        account_pages,
        administration_pages,
        organisation_pages,
        course_pages,
        cohort_pages,
        authoring_pages,
        contest_pages,
        certificate_pages,
    ];
    let pages = areas
        .into_iter()
        .fold(Route::new(), |route, area| area(route))
        .at("/", get(contest::show_home))
        .at(
            "/lam-bai/:attempt",
            get(assessment::show_sitting).post(assessment::post_sitting),
        )
        .at("/ket-qua/:attempt", get(assessment::show_result))
        .at(
            "/ket-qua/:attempt/anh.png",
            get(assessment::download_share_card),
        )
        .at("/bang-xep-hang/:slug/:round", get(leaderboard::show_board))
        .at(
            "/bang-xep-hang/:slug/:round/don-vi",
            get(leaderboard::show_organisation_board),
        )
        .at(
            "/bang-xep-hang/:slug/:round/tep-ket-qua.json",
            get(leaderboard::download_result_file),
        )
        .at(
            "/to-chuc/cuoc-thi/:slug",
            get(leaderboard::show_organiser_contest),
        )
        .at(
            "/to-chuc/cuoc-thi/:slug/:round/cong-bo",
            post(leaderboard::post_final),
        )
        .at(
            "/to-chuc/cuoc-thi/:slug/:round/:file",
            get(leaderboard::download_standings),
        )
        .at("/static/:hash/:name", get(static_file))
        .at("/api", get(documentation).data(Documentation(swagger)))
        // Brotli would come first when browsers offer it, and as quick as it has to be here it packs worse: 14 kB for a stylesheet
        // that gzip packs into 9.
        .with(poem::middleware::Compression::new().algorithms([CompressionAlgo::GZIP]));
    Route::new()
        .at("/healthz", get(healthz))
        .at("/readyz", get(readyz))
        .at("/api/openapi.json", get(openapi_json).data(openapi))
        .nest_no_strip("/api/v1", api)
        // Parts of files are sent as they are kept: a packed part fits to no other.
        .at(
            "/khoa-hoc/:slug/tep/:digest/:name",
            get(course::download_course_file),
        )
        .nest_no_strip("/", pages)
        .map_to_response()
        .boxed()
}

/// Guides, and what makes an app of the site.
fn site_pages(route: Route) -> Route {
    route
        .at("/huong-dan", get(help::show_guide))
        .at("/huong-dan/to-chuc", get(help::show_organiser_guide))
        .at("/quyen-rieng-tu", get(help::show_privacy))
        .at("/ngoai-tuyen", get(help::show_offline))
        .at("/giao-dien", get(design::show_design))
        .at("/sw.js", get(help::download_service_worker))
        .at("/manifest.webmanifest", get(help::download_manifest))
        .at("/bieu-tuong/:name", get(help::download_icon))
}

/// Signing in and a person's own affairs.
fn account_pages(route: Route) -> Route {
    route
        .at(
            "/dang-ky",
            get(account::register_form).post(account::register),
        )
        .at(
            "/dang-nhap",
            get(account::sign_in_form).post(account::sign_in),
        )
        .at("/dang-xuat", post(account::sign_out))
        .at("/ngon-ngu", post(account::choose_language))
        .at(
            "/thiet-lap/:token",
            get(account::set_up_form).post(account::set_up),
        )
        .at("/dang-nhap/:provider", get(own::show_provider))
        .at("/dang-nhap/:provider/ve", get(own::show_provider_back))
        .at(
            "/quen-mat-khau",
            get(own::show_forgot).post(own::post_forgot),
        )
        .at(
            "/dat-lai-mat-khau/:token",
            get(own::show_reset).post(own::post_reset),
        )
        .at("/ma-du-thi", get(own::show_code).post(own::post_code))
        .at("/ho-so", get(own::show_profile).post(own::post_profile))
        .at("/ho-so/mat-khau", post(own::post_password))
        .at("/ho-so/ma-du-thi", post(own::post_entry_code))
        .at("/ho-so/phien", post(own::post_end_others))
        .at("/ho-so/phien/:key", post(own::post_end_session))
}

/// What administrators do.
fn administration_pages(route: Route) -> Route {
    route
        .at("/quan-tri", get(administration::show_administration))
        .at("/quan-tri/tai-khoan", get(administration::show_accounts))
        .at(
            "/quan-tri/tai-khoan/:account",
            get(administration::show_account),
        )
        .at(
            "/quan-tri/tai-khoan/:account/mat-khau",
            post(administration::post_reset_link),
        )
        .at(
            "/quan-tri/tai-khoan/:account/phien",
            post(administration::post_account_sessions),
        )
        .at(
            "/quan-tri/tai-khoan/:account/dong",
            post(administration::post_account_closed),
        )
        .at(
            "/quan-tri/vai-tro",
            get(administration::show_roles).post(administration::post_role),
        )
        .at(
            "/quan-tri/vai-tro/thu-hoi",
            post(administration::post_role_revoked),
        )
        .at("/quan-tri/nhat-ky", get(administration::show_audit))
}

/// Contests, for everybody and for who organises them.
fn contest_pages(route: Route) -> Route {
    route
        .at("/cuoc-thi", get(contest::show_list))
        .at("/cuoc-thi/:slug", get(contest::show_contest))
        .at(
            "/cuoc-thi/:slug/du-thi",
            get(contest::show_entry_form).post(contest::post_entry),
        )
        .at("/cuoc-thi/:slug/da-dang-ky", get(contest::show_entered))
        .at("/cuoc-thi/:slug/in", get(contest::show_poster))
        .at("/cuoc-thi/:slug/qr.svg", get(contest::download_qr))
        .at("/cuoc-thi/:slug/anh.png", get(contest::download_picture))
        .at("/cua-toi", get(contest::show_mine))
        .at(
            "/cuoc-thi/:slug/:round/vao-thi",
            get(contest::show_start).post(contest::post_start),
        )
        .at("/to-chuc", get(contest::show_organiser_list))
        .at(
            "/to-chuc/cuoc-thi/:slug/thi-sinh",
            get(contest::show_people),
        )
        .at(
            "/to-chuc/cuoc-thi/:slug/thi-sinh.csv",
            get(contest::download_people_csv),
        )
        .at(
            "/to-chuc/cuoc-thi/:slug/thi-sinh.xlsx",
            get(contest::download_people_xlsx),
        )
        .at(
            "/to-chuc/cuoc-thi/:slug/thi-sinh/:entry",
            get(contest::show_person),
        )
        .at("/to-chuc/cuoc-thi/:slug/tai-ve", get(contest::show_exports))
}

/// Courses, for those who organise, mark and teach, and for who is invited.
fn cohort_pages(route: Route) -> Route {
    use course::{cohorts, inviting, marking};
    route
        .at("/to-chuc/khoa-hoc", get(cohorts::show_cohorts))
        .at(
            "/to-chuc/khoa-hoc/lop-moi/:slug",
            get(cohorts::show_new_cohort).post(cohorts::post_new_cohort),
        )
        .at("/to-chuc/khoa-hoc/lop/:cohort", get(cohorts::show_cohort))
        .at(
            "/to-chuc/khoa-hoc/lop/:cohort/sua",
            get(cohorts::show_edit_cohort).post(cohorts::post_edit_cohort),
        )
        .at(
            "/to-chuc/khoa-hoc/lop/:cohort/nguoi/:enrolment",
            get(course::show_member).post(course::post_member),
        )
        .at(
            "/to-chuc/khoa-hoc/lop/:cohort/phien-ban",
            post(course::post_newest_version),
        )
        .at(
            "/to-chuc/khoa-hoc/lop/:cohort/danh-sach.xlsx",
            get(course::download_members),
        )
        .at(
            "/to-chuc/khoa-hoc/lop/:cohort/moi",
            get(course::show_roster).post(course::post_roster),
        )
        .at(
            "/to-chuc/khoa-hoc/lop/:cohort/moi/giay-moi.xlsx",
            get(course::download_invitations),
        )
        .at(
            "/to-chuc/khoa-hoc/lop/:cohort/moi/in",
            get(course::show_slips),
        )
        .at(
            "/to-chuc/khoa-hoc/lop/:cohort/thu",
            get(course::show_letter).post(course::post_letter),
        )
        .at(
            "/to-chuc/khoa-hoc/lop/:cohort/khao-sat",
            get(course::show_surveys),
        )
        .at("/to-chuc/cham-bai", get(marking::show_marking))
        .at(
            "/to-chuc/cham-bai/:submission",
            get(marking::show_mark).post(marking::post_mark),
        )
        .at(
            "/to-chuc/cham-bai/:submission/tep",
            get(marking::download_handed),
        )
        .at("/to-chuc/hoi-dap", get(marking::show_questions))
        .at("/to-chuc/hoi-dap/:question", post(marking::post_question))
        .at(
            "/khoa-hoc/moi",
            get(inviting::show_code).post(inviting::post_code),
        )
        .at(
            "/khoa-hoc/moi/:token",
            get(inviting::show_invitation).post(inviting::post_invitation),
        )
        .at(
            "/khoa-hoc/nhac/:token",
            get(inviting::show_stop).post(inviting::post_stop),
        )
}

/// Writing courses.
fn authoring_pages(route: Route) -> Route {
    route
        .at("/soan", get(authoring::show_list))
        .at(
            "/soan/moi",
            get(authoring::show_new).post(authoring::post_new),
        )
        .at("/soan/:slug", get(authoring::show_course))
        .at("/soan/:slug/mo", post(authoring::post_open))
        .at("/soan/:slug/huy", post(authoring::post_discard))
        .at("/soan/:slug/gui", post(authoring::post_submit))
        .at("/soan/:slug/hoc-phan", post(authoring::post_structure))
        .at(
            "/soan/:slug/khoa-hoc",
            get(authoring::show_settings).post(authoring::post_settings),
        )
        .at(
            "/soan/:slug/bai/:lesson",
            get(authoring::show_lesson).post(authoring::post_lesson),
        )
        .at("/soan/:slug/xem-truoc", post(authoring::post_preview))
        .at(
            "/soan/:slug/van-ban",
            get(authoring::show_text).post(authoring::post_text),
        )
        .at(
            "/soan/:slug/tep",
            get(authoring::show_assets).post(authoring::post_asset),
        )
        .at("/soan/:slug/tep/xoa", post(authoring::post_asset_removed))
        .at(
            "/soan/:slug/tep/:digest/:name",
            get(authoring::download_asset),
        )
        .at(
            "/soan/:slug/duyet",
            get(authoring::show_review).post(authoring::post_review),
        )
        .at("/soan/:slug/goi.zip", get(authoring::download_zip))
}

/// Certificates, for everybody, for their holders and for who organises.
fn certificate_pages(route: Route) -> Route {
    route
        .at("/chung-nhan", get(certificate::show_check))
        .at("/chung-nhan/:so", get(certificate::show_certificate))
        .at(
            "/chung-nhan/:so/giay.pdf",
            get(certificate::download_certificate),
        )
        .at(
            "/chung-nhan/:so/huy-hieu.json",
            get(certificate::download_badge),
        )
        .at(
            "/chung-nhan/trang-thai/:list",
            get(certificate::download_status_list),
        )
        .at("/.well-known/did.json", get(certificate::download_issuer))
        .at("/giay-chung-nhan", get(certificate::show_own))
        .at("/to-chuc/giay-chung-nhan", get(certificate::show_list))
        .at(
            "/to-chuc/giay-chung-nhan/tat-ca.zip",
            get(certificate::download_archive),
        )
        .at(
            "/to-chuc/giay-chung-nhan/:so",
            get(certificate::show_organised),
        )
        .at(
            "/to-chuc/giay-chung-nhan/:so/thu-hoi",
            post(certificate::post_revoked),
        )
        .at(
            "/to-chuc/giay-chung-nhan/:so/cap-lai",
            post(certificate::post_again),
        )
        .at(
            "/to-chuc/giay-chung-nhan/:so/ban-ky-so",
            post(certificate::post_signed_file),
        )
}

/// Courses, for those who learn.
fn course_pages(route: Route) -> Route {
    route
        .at("/khoa-hoc", get(course::show_catalogue))
        .at("/khoa-hoc/cua-toi", get(course::show_learning))
        .at("/khoa-hoc/ho-so-hoc-tap", get(course::show_transcript))
        .at(
            "/khoa-hoc/ho-so-hoc-tap.pdf",
            get(certificate::download_transcript),
        )
        .at("/khoa-hoc/:slug", get(course::show_course))
        .at("/khoa-hoc/:slug/ghi-danh", post(course::post_enrol))
        .at("/khoa-hoc/:slug/roi", post(course::post_leave))
        .at("/khoa-hoc/:slug/nhac", post(course::post_reminders))
        .at("/khoa-hoc/:slug/ban-moi", post(course::post_newest))
        .at("/khoa-hoc/:slug/bai/:lesson", get(course::show_lesson))
        .at(
            "/khoa-hoc/:slug/bai/:lesson/xong",
            post(course::post_finish),
        )
        .at(
            "/khoa-hoc/:slug/bai/:lesson/tu-kiem-tra",
            post(course::post_answer),
        )
        .at(
            "/khoa-hoc/:slug/bai/:lesson/da-xem",
            post(course::post_watched),
        )
        .at(
            "/khoa-hoc/:slug/bai/:lesson/lam-bai",
            post(course::post_start),
        )
        .at(
            "/khoa-hoc/:slug/bai/:lesson/ghi-chu",
            post(course::post_note),
        )
        .at(
            "/khoa-hoc/:slug/bai/:lesson/hoi",
            post(course::post_question),
        )
        .at(
            "/khoa-hoc/:slug/bai/:lesson/khao-sat",
            post(course::post_survey),
        )
        .at(
            "/khoa-hoc/:slug/bai/:lesson/nop-bai",
            post(course::post_submission),
        )
        .at(
            "/khoa-hoc/:slug/bai/:lesson/nop-bai/:ordinal",
            get(course::download_handed),
        )
}

/// Organisations, for everybody and for who administers them.
fn organisation_pages(route: Route) -> Route {
    use organisation::{admin, imports};
    route
        .at("/don-vi", get(organisation::show_organisations))
        .at("/don-vi/:code", get(organisation::show_organisation))
        .at("/quan-tri/don-vi", get(admin::show_admin_organisations))
        .at(
            "/quan-tri/don-vi/moi",
            get(admin::show_new_organisation).post(admin::post_new_organisation),
        )
        .at("/quan-tri/don-vi/cay", post(admin::post_new_tree))
        .at(
            "/quan-tri/don-vi/nhap",
            get(imports::show_import).post(imports::post_import),
        )
        .at(
            "/quan-tri/don-vi/nhap/:import",
            get(imports::show_import_report).post(imports::post_apply_import),
        )
        .at(
            "/quan-tri/don-vi/nhap/:import/bao-cao.csv",
            get(imports::download_import_report),
        )
        .at(
            "/quan-tri/don-vi/:code",
            get(admin::show_admin_organisation).post(admin::post_organisation),
        )
}

#[derive(Clone)]
struct Documentation(String);

#[handler]
fn documentation(page: Data<&Documentation>) -> Response {
    // This page alone runs inline scripts: those of the documentation viewer that is built in.
    Response::builder()
        .content_type("text/html; charset=utf-8")
        .header(
            "content-security-policy",
            "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'",
        )
        .body(page.0.0.clone())
}

#[handler]
fn openapi_json(spec: Data<&Arc<String>>) -> Response {
    Response::builder()
        .content_type("application/json; charset=utf-8")
        .body(spec.as_str().to_owned())
}

#[handler]
fn static_file(Path((hash, name)): Path<(String, String)>) -> Result<Response, Problem> {
    let (content_type, bytes) = assets::find(&hash, &name).ok_or_else(Problem::not_found)?;
    Ok(Response::builder()
        .content_type(content_type)
        .header("cache-control", "public, max-age=31536000, immutable")
        .body(bytes)
        .into_response())
}

/// The process runs.
#[handler]
fn healthz() -> &'static str {
    "ok\n"
}

/// The process can serve: the database answers.
#[handler]
async fn readyz(db: Service<Db>) -> Result<&'static str, Problem> {
    db.ping().await?;
    Ok("ok\n")
}
