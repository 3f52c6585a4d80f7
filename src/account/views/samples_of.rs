//! Sample pages of accounts and their administration, for the tests.

use askama::Template;

use super::{
    AccountRow, AccountView, AccountsView, AdministrationView, AuditRow, AuditView, CodeView,
    ForgotView, HeldRow, ProfileView, ProviderLink, ResetView, RoleRow, RolesView, SessionRow,
    TrailRow,
};
use crate::kernel::actor::Role;
use crate::kernel::problem::Problem;
use crate::organisation::views::Picked;
use crate::platform::http::page::samples::{self, NOW};
use crate::platform::http::page::{Choice, Errors};
use crate::platform::i18n::Lang;

type Rendered = Vec<(&'static str, askama::Result<String>)>;

fn unit() -> Picked {
    Picked {
        text: "Phường Ba Đình, Thành phố Hà Nội".into(),
        code: "00004".into(),
        choices: Vec::new(),
    }
}

fn choices(lang: Lang) -> Vec<Choice> {
    let choice = |role: Role| Choice {
        value: role.as_str().into(),
        label: lang.t(&format!("role-{}", role.as_str())),
        selected: role == Role::Marker,
    };
    Role::ALL.map(choice).to_vec()
}

/// The person's own pages.
pub fn own(lang: Lang) -> Rendered {
    let signed_in = |path: &str| samples::page(lang, path, Some(&[]));
    let session = |current| SessionRow {
        key: "9f86d081".into(),
        name: "Chrome, Android".into(),
        created_at: NOW,
        seen_at: NOW,
        current,
    };
    let profile = |has_password: bool, errors: Errors| ProfileView {
        page: signed_in("/ho-so"),
        full_name: "Nguyễn Thị An".into(),
        login: "an.nguyen".into(),
        phone: "0912345678".into(),
        email: String::new(),
        day: "5".into(),
        month: "9".into(),
        year: "2012".into(),
        organisation: unit(),
        has_password,
        entry_code: (!has_password).then(|| "K7QM-2XPB-9RTB".into()),
        verified_by: has_password.then(|| "Tài khoản công vụ".into()),
        providers: vec![ProviderLink {
            key: "cong-vu".into(),
            label: "Tài khoản công vụ".into(),
        }],
        sessions: vec![session(true), session(false)],
        errors,
    };
    let forgot = |sent: bool| ForgotView {
        page: samples::page(lang, "/quen-mat-khau", None),
        login: String::new(),
        sent,
        errors: Errors::default(),
    };
    let reset = ResetView {
        page: samples::page(lang, "/dat-lai-mat-khau/x", None),
        token: "x".into(),
        full_name: "Nguyễn Thị An".into(),
        login: "an.nguyen".into(),
        errors: Errors::default(),
    };
    let code = CodeView {
        page: samples::page(lang, "/ma-du-thi", None),
        next: String::new(),
        code: "K7QM".into(),
        errors: Errors::of(lang, &Problem::field("code", "field-entry-code")),
    };
    let wrong = Errors::of(lang, &Problem::field("birth_date", "field-date"));
    vec![
        ("forgot", forgot(false).render()),
        ("forgot-sent", forgot(true).render()),
        ("reset", reset.render()),
        ("code", code.render()),
        ("profile", profile(true, Errors::default()).render()),
        ("profile-quick", profile(false, wrong).render()),
    ]
}

/// The administration's pages.
pub fn administration(lang: Lang) -> Rendered {
    let page = |path: &str| samples::page(lang, path, Some(&[Role::Administrator]));
    let overview = AdministrationView {
        page: page("/quan-tri"),
        places: vec![lang.t("place-everywhere")],
    };
    let accounts = |lines: Vec<AccountRow>| AccountsView {
        page: page("/quan-tri/tai-khoan"),
        text: "an".into(),
        organisation: unit(),
        roles: choices(lang),
        states: choices(lang),
        total: lang.t_args("accounts-total", &[("n", "1".into())]),
        next: Some("/quan-tri/tai-khoan?sau=x".into()),
        lines,
        errors: Errors::default(),
    };
    let line = AccountRow {
        id: "x".into(),
        name: "Nguyễn Thị An".into(),
        login: "an.nguyen".into(),
        organisation: String::new(),
        verified: true,
        since: NOW,
    };
    vec![
        ("administration", overview.render()),
        ("accounts", accounts(vec![line]).render()),
        ("accounts-none", accounts(Vec::new()).render()),
        ("account", account(lang, false).render()),
        ("account-closed", account(lang, true).render()),
        ("roles", roles(lang).render()),
        ("audit", audit(lang).render()),
    ]
}

fn account(lang: Lang, closed: bool) -> AccountView {
    AccountView {
        page: samples::page(lang, "/quan-tri/tai-khoan/x", Some(&[Role::Administrator])),
        id: "x".into(),
        name: "Nguyễn Thị An".into(),
        login: "an.nguyen".into(),
        facts: vec![(lang.t("label-login"), "an.nguyen".into())],
        verified_by: Some("Tài khoản công vụ".into()),
        closed,
        roles: vec![RoleRow {
            role: lang.t("role-organiser"),
            place: "Thành phố Hà Nội".into(),
            since: lang.date(NOW),
        }],
        sessions: 2,
        trail: vec![TrailRow {
            at: NOW,
            text: lang.t("audit-account-register"),
            who: lang.t("audit-program"),
        }],
        reset_link: closed.then(|| "https://hocluat.example/dat-lai-mat-khau/x".into()),
        problem: closed.then(|| lang.t("problem-own-role")),
    }
}

fn roles(lang: Lang) -> RolesView {
    RolesView {
        page: samples::page(lang, "/quan-tri/vai-tro", Some(&[Role::Administrator])),
        login: "an.nguyen".into(),
        given_roles: choices(lang),
        at: unit(),
        everywhere: false,
        errors: Errors::of(lang, &Problem::field("role", "field-required")),
        roles: choices(lang),
        filter_at: Picked::default(),
        no_errors: Errors::default(),
        lines: vec![HeldRow {
            account: "x".into(),
            name: "Nguyễn Thị An".into(),
            login: "an.nguyen".into(),
            role: lang.t("role-marker"),
            role_key: "marker".into(),
            place: lang.t("place-everywhere"),
            place_key: String::new(),
            since: NOW,
            by: lang.t("audit-program"),
        }],
        next: None,
    }
}

fn audit(lang: Lang) -> AuditView {
    AuditView {
        page: samples::page(lang, "/quan-tri/nhat-ky", Some(&[Role::Administrator])),
        who: String::new(),
        actions: choices(lang),
        from: "2026-11-01".into(),
        until: String::new(),
        lines: vec![AuditRow {
            at: NOW,
            who: "Nguyễn Thị An".into(),
            text: lang.t("audit-role-grant"),
            subject: "account/01234567".into(),
            subject_url: "/quan-tri/nhat-ky?doi-tuong=x".into(),
            detail: "{\"role\":\"marker\"}".into(),
        }],
        next: Some("/quan-tri/nhat-ky?sau=x".into()),
        errors: Errors::default(),
    }
}
