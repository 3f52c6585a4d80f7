//! What the account pages show.

use askama::Template;
use askama_web::WebTemplate;

use crate::kernel::clock::Moment;
use crate::organisation::views::Picked;
use crate::platform::http::page::{Choice, Errors, Page, query_value};

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
    /// Phone number as typed.
    pub phone: String,
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
    /// Other ways to sign in.
    pub providers: Vec<ProviderLink>,
    /// What is wrong, if the form comes back.
    pub errors: Errors,
}

/// A provider of identities that people may sign in with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProviderLink {
    /// Name in addresses.
    pub key: String,
    /// Name shown.
    pub label: String,
}

/// Names and labels of the account fields in the order of the forms, for the list of what to mend: a message alone does
/// not say which field it is about.
fn labels(page: &Page) -> Vec<(String, String)> {
    let fields = [
        "full_name",
        "login",
        "current",
        "password",
        "password_again",
        "phone",
        "email",
        "birth_date",
        "organisation",
        "code",
        "role",
    ];
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

/// The page on which a person who forgot the password asks for a link. Posts `login`, `csrf` to `/quen-mat-khau`.
#[derive(Debug, Template, WebTemplate)]
#[template(path = "account/templates/forgot.html", config = "src/askama.toml")]
pub struct ForgotView {
    /// Context.
    pub page: Page,
    /// Login as typed.
    pub login: String,
    /// Whether the letter is on its way, if there is somebody to write to.
    pub sent: bool,
    /// What is wrong, if the form comes back.
    pub errors: Errors,
}

/// The page of a link for a new password. Posts `password`, `password_again`, `csrf` to `/dat-lai-mat-khau/{token}`.
#[derive(Debug, Template, WebTemplate)]
#[template(path = "account/templates/reset.html", config = "src/askama.toml")]
pub struct ResetView {
    /// Context.
    pub page: Page,
    /// The one-time token of the link.
    pub token: String,
    /// Whose password it is.
    pub full_name: String,
    /// What they sign in with.
    pub login: String,
    /// What is wrong, if the form comes back.
    pub errors: Errors,
}

/// The page on which a person comes back with an entry code. Posts `code`, `next`, `csrf` to `/ma-du-thi`.
#[derive(Debug, Template, WebTemplate)]
#[template(path = "account/templates/code.html", config = "src/askama.toml")]
pub struct CodeView {
    /// Context.
    pub page: Page,
    /// Path to go to afterwards; empty for the person's own page.
    pub next: String,
    /// The code as typed.
    pub code: String,
    /// What is wrong, if the form comes back.
    pub errors: Errors,
}

impl ForgotView {
    /// Names and labels of the fields.
    #[must_use]
    pub fn labels(&self) -> Vec<(String, String)> {
        labels(&self.page)
    }
}

impl ResetView {
    /// Names and labels of the fields.
    #[must_use]
    pub fn labels(&self) -> Vec<(String, String)> {
        labels(&self.page)
    }
}

impl CodeView {
    /// Names and labels of the fields.
    #[must_use]
    pub fn labels(&self) -> Vec<(String, String)> {
        labels(&self.page)
    }
}

/// A session as the profile shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionRow {
    /// Names it in addresses.
    pub key: String,
    /// Browser and system in words.
    pub name: String,
    /// When it was opened.
    pub created_at: Moment,
    /// When it was last used.
    pub seen_at: Moment,
    /// Whether it is this one.
    pub current: bool,
}

/// The person's own page of details. Each section is a form of its own.
#[derive(Debug, Template, WebTemplate)]
#[template(path = "account/templates/profile.html", config = "src/askama.toml")]
pub struct ProfileView {
    /// Context.
    pub page: Page,
    /// Full name.
    pub full_name: String,
    /// Username.
    pub login: String,
    /// Phone number.
    pub phone: String,
    /// E-mail address.
    pub email: String,
    /// Day of birth, as typed.
    pub day: String,
    /// Month of birth, as typed.
    pub month: String,
    /// Year of birth, as typed.
    pub year: String,
    /// The organisation.
    pub organisation: Picked,
    /// Whether a password is set.
    pub has_password: bool,
    /// The entry code, for who has one.
    pub entry_code: Option<String>,
    /// Who vouches for the person.
    pub verified_by: Option<String>,
    /// Providers that could.
    pub providers: Vec<ProviderLink>,
    /// Open sessions.
    pub sessions: Vec<SessionRow>,
    /// What is wrong, if a form comes back.
    pub errors: Errors,
}

impl ProfileView {
    /// Names and labels of the fields.
    #[must_use]
    pub fn labels(&self) -> Vec<(String, String)> {
        labels(&self.page)
    }
}

/// The first page of the administration.
#[derive(Debug, Template, WebTemplate)]
#[template(
    path = "account/templates/administration.html",
    config = "src/askama.toml"
)]
pub struct AdministrationView {
    /// Context.
    pub page: Page,
    /// Where the person is an administrator.
    pub places: Vec<String>,
}

/// A line of the list of accounts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountRow {
    /// Names it in addresses.
    pub id: String,
    /// Full name.
    pub name: String,
    /// What they sign in with.
    pub login: String,
    /// Where they belong.
    pub organisation: String,
    /// Whether a provider vouches for them.
    pub verified: bool,
    /// When the account was made.
    pub since: Moment,
}

/// The list of accounts with its filters.
#[derive(Debug, Template, WebTemplate)]
#[template(path = "account/templates/accounts.html", config = "src/askama.toml")]
pub struct AccountsView {
    /// Context.
    pub page: Page,
    /// What is looked for.
    pub text: String,
    /// Organisation filter.
    pub organisation: Picked,
    /// Role filter.
    pub roles: Vec<Choice>,
    /// Open or closed accounts.
    pub states: Vec<Choice>,
    /// The list.
    pub lines: Vec<AccountRow>,
    /// How many there are, in words.
    pub total: String,
    /// Address of the next page.
    pub next: Option<String>,
    /// Nothing: a list has no form to refuse.
    pub errors: Errors,
}

/// A role in the list of an account's roles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleRow {
    /// Name of the role.
    pub role: String,
    /// Where it is held.
    pub place: String,
    /// Since when, in words.
    pub since: String,
}

/// A line of the audit trail about one account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrailRow {
    /// When.
    pub at: Moment,
    /// What was done.
    pub text: String,
    /// Who did it.
    pub who: String,
}

/// One account, as an administrator sees it.
#[derive(Debug, Template, WebTemplate)]
#[template(path = "account/templates/account.html", config = "src/askama.toml")]
pub struct AccountView {
    /// Context.
    pub page: Page,
    /// Names it in addresses.
    pub id: String,
    /// Full name.
    pub name: String,
    /// What they sign in with.
    pub login: String,
    /// Labels and values.
    pub facts: Vec<(String, String)>,
    /// Who vouches for the person.
    pub verified_by: Option<String>,
    /// Whether it is closed.
    pub closed: bool,
    /// Roles held.
    pub roles: Vec<RoleRow>,
    /// How many sessions are open.
    pub sessions: usize,
    /// What was done with the account.
    pub trail: Vec<TrailRow>,
    /// The link that was just made.
    pub reset_link: Option<String>,
    /// Why something was refused.
    pub problem: Option<String>,
}

/// A line of the list of roles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldRow {
    /// The account's id.
    pub account: String,
    /// Full name.
    pub name: String,
    /// What they sign in with.
    pub login: String,
    /// Name of the role.
    pub role: String,
    /// The role as the form sends it.
    pub role_key: String,
    /// Where it is held.
    pub place: String,
    /// The place as the form sends it; empty for the whole installation.
    pub place_key: String,
    /// Since when.
    pub since: Moment,
    /// Who granted it.
    pub by: String,
}

/// The list of roles with its filters, and the form that grants one.
#[derive(Debug, Template, WebTemplate)]
#[template(path = "account/templates/roles.html", config = "src/askama.toml")]
pub struct RolesView {
    /// Context.
    pub page: Page,
    /// Login as typed.
    pub login: String,
    /// Roles to choose from.
    pub given_roles: Vec<Choice>,
    /// Where the role is to be held.
    pub at: Picked,
    /// Whether it is to be held everywhere.
    pub everywhere: bool,
    /// What is wrong, if the form comes back.
    pub errors: Errors,
    /// Role filter.
    pub roles: Vec<Choice>,
    /// Organisation filter.
    pub filter_at: Picked,
    /// Nothing: the filters have no messages.
    pub no_errors: Errors,
    /// The list.
    pub lines: Vec<HeldRow>,
    /// Address of the next page.
    pub next: Option<String>,
}

impl RolesView {
    /// Names and labels of the fields.
    #[must_use]
    pub fn labels(&self) -> Vec<(String, String)> {
        labels(&self.page)
    }
}

/// A line of the audit trail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditRow {
    /// When.
    pub at: Moment,
    /// Who.
    pub who: String,
    /// What was done, in words.
    pub text: String,
    /// What it was done to, in short.
    pub subject: String,
    /// The trail of that alone.
    pub subject_url: String,
    /// Details as kept.
    pub detail: String,
}

/// The audit trail with its filters.
#[derive(Debug, Template, WebTemplate)]
#[template(path = "account/templates/audit.html", config = "src/askama.toml")]
pub struct AuditView {
    /// Context.
    pub page: Page,
    /// Whose acts are shown, as typed.
    pub who: String,
    /// Actions to choose from.
    pub actions: Vec<Choice>,
    /// First day, `yyyy-mm-dd`.
    pub from: String,
    /// Last day, `yyyy-mm-dd`.
    pub until: String,
    /// The lines.
    pub lines: Vec<AuditRow>,
    /// Address of the next page.
    pub next: Option<String>,
    /// What is wrong with the filters.
    pub errors: Errors,
}

impl AuditView {
    /// Names and labels of the filters.
    #[must_use]
    pub fn labels(&self) -> Vec<(String, String)> {
        [
            ("nguoi", "audit-who"),
            ("tu", "audit-from"),
            ("den", "audit-until"),
        ]
        .map(|(name, key)| (name.to_owned(), self.page.t(key)))
        .to_vec()
    }
}

#[cfg(test)]
mod samples_of;

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
            phone: String::new(),
            errors: Errors::of(lang, &too_short),
        };
        let sign_in = SignInView {
            page: samples::page(lang, "/dang-nhap", None),
            next: String::new(),
            login: "an.nguyen".to_owned(),
            providers: vec![ProviderLink {
                key: "cong-vu".to_owned(),
                label: "Tài khoản công vụ".to_owned(),
            }],
            errors: Errors::of(lang, &Problem::new(Code::SignInFailed)),
        };
        let first = FirstPasswordView {
            page: samples::page(lang, "/thiet-lap/x", None),
            token: "x".to_owned(),
            login: "quan-tri".to_owned(),
            full_name: String::new(),
            errors: Errors::default(),
        };
        let mut pages = vec![
            ("register", register.render()),
            ("sign-in", sign_in.render()),
            ("first-password", first.render()),
        ];
        pages.extend(samples_of::own(lang));
        pages.extend(samples_of::administration(lang));
        pages
            .into_iter()
            .map(|(name, html)| (name, html.expect("the sample renders")))
            .collect()
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
