//! What the account pages show.

use askama::Template;
use askama_web::WebTemplate;

use crate::platform::http::page::{Errors, Page, query_value};

/// The page on which a new person makes an account. Posts `login`, `password`, `full_name`, `email`, `next`, `csrf`
/// to `/dang-ky`.
#[derive(Debug, Template, WebTemplate)]
#[template(path = "account/templates/register.html", config = "src/askama.toml")]
pub struct RegisterView {
    /// Context.
    pub page: Page,
    /// Path to go to afterwards; empty for the home page.
    pub next: String,
    /// Login as typed.
    pub login: String,
    /// Full name as typed.
    pub full_name: String,
    /// E-mail address as typed.
    pub email: String,
    /// What is wrong, if the form comes back.
    pub errors: Errors,
}

/// The sign-in page. Posts `login`, `password`, `next`, `csrf` to `/dang-nhap`.
#[derive(Debug, Template, WebTemplate)]
#[template(path = "account/templates/sign_in.html", config = "src/askama.toml")]
pub struct SignInView {
    /// Context.
    pub page: Page,
    /// Path to go to afterwards; empty for the home page.
    pub next: String,
    /// Login as typed.
    pub login: String,
    /// What is wrong, if the form comes back.
    pub errors: Errors,
}

/// Names and labels of the account fields in the order of the forms, for the list of what to mend: a message alone does
/// not say which field it is about.
fn labels(page: &Page) -> Vec<(String, String)> {
    let fields = ["full_name", "login", "password", "password_again", "email"];
    fields
        .map(|name| {
            let key = format!("label-{}", name.replace('_', "-"));
            (name.to_owned(), page.t(key))
        })
        .to_vec()
}

impl RegisterView {
    /// Names and labels of the fields.
    #[must_use]
    pub fn labels(&self) -> Vec<(String, String)> {
        labels(&self.page)
    }

    /// Where to go afterwards, as the value of a query parameter.
    #[must_use]
    pub fn next_in_query(&self) -> String {
        query_value(&self.next)
    }
}

impl SignInView {
    /// Names and labels of the fields.
    #[must_use]
    pub fn labels(&self) -> Vec<(String, String)> {
        labels(&self.page)
    }

    /// Where to go afterwards, as the value of a query parameter.
    #[must_use]
    pub fn next_in_query(&self) -> String {
        query_value(&self.next)
    }
}

/// The page of the one-time link with which the first administrator sets a password. Posts `full_name`, `login`,
/// `password`, `password_again`, `csrf` to `/thiet-lap/{token}`.
#[derive(Debug, Template, WebTemplate)]
#[template(
    path = "account/templates/first_password.html",
    config = "src/askama.toml"
)]
pub struct FirstPasswordView {
    /// Context.
    pub page: Page,
    /// The one-time token of the link.
    pub token: String,
    /// Login as typed or proposed.
    pub login: String,
    /// Full name as typed.
    pub full_name: String,
    /// What is wrong, if the form comes back.
    pub errors: Errors,
}

impl FirstPasswordView {
    /// Names and labels of the fields.
    #[must_use]
    pub fn labels(&self) -> Vec<(String, String)> {
        labels(&self.page)
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::kernel::problem::{Code, Problem};
    use crate::platform::http::page::samples;
    use crate::platform::i18n::Lang;

    /// Every view of this module with sample data.
    pub(crate) fn rendered(lang: Lang) -> Vec<(&'static str, String)> {
        let mut too_short = Problem::field("password", "field-password-short");
        too_short.fields[0].args = vec![("min", "8".to_owned())];
        let register = RegisterView {
            page: samples::page(lang, "/dang-ky?next=/cuoc-thi/an-toan-giao-thong", None),
            next: "/cuoc-thi/an-toan-giao-thong".to_owned(),
            login: "an".to_owned(),
            full_name: "Nguyễn Thị An".to_owned(),
            email: String::new(),
            errors: Errors::of(lang, &too_short),
        };
        let sign_in = SignInView {
            page: samples::page(lang, "/dang-nhap", None),
            next: String::new(),
            login: "an.nguyen".to_owned(),
            errors: Errors::of(lang, &Problem::new(Code::SignInFailed)),
        };
        let first = FirstPasswordView {
            page: samples::page(lang, "/thiet-lap/x", None),
            token: "x".to_owned(),
            login: "quan-tri".to_owned(),
            full_name: String::new(),
            errors: Errors::default(),
        };
        [
            ("register", register.render()),
            ("sign-in", sign_in.render()),
            ("first-password", first.render()),
        ]
        .map(|(name, html)| (name, html.expect("the sample renders")))
        .to_vec()
    }

    #[test]
    fn every_account_page_renders_in_every_language() {
        for lang in Lang::ALL {
            for (name, html) in rendered(lang) {
                samples::assert_clean(name, &html);
            }
        }
    }

    #[test]
    fn the_list_of_what_to_mend_names_each_field() {
        let (_, html) = rendered(Lang::Vi).remove(0);
        assert!(html.contains("<a href=\"#password\">Mật khẩu: Mật khẩu cần"));
    }

    #[test]
    fn a_form_that_comes_back_keeps_what_was_typed_but_never_a_password() {
        let (_, html) = rendered(Lang::Vi).remove(0);
        assert!(html.contains("value=\"Nguyễn Thị An\""));
        assert!(
            html.contains(
                "aria-invalid=\"true\" aria-describedby=\"password-hint password-error\""
            )
        );
        for input in html
            .split("<input")
            .filter(|i| i.contains("type=\"password\""))
        {
            assert!(
                !input
                    .split('>')
                    .next()
                    .unwrap_or_default()
                    .contains("value=")
            );
        }
    }
}
