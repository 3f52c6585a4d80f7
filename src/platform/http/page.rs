//! What every page has in common: the context its template reads, messages beside form fields, and the error page.

use std::borrow::Borrow;
use std::fmt::Display;

use askama::Template;
use askama_web::WebTemplate;
use serde::Serialize;

use super::assets;
use crate::kernel::actor::{Actor, Role};
use crate::kernel::clock::Moment;
use crate::kernel::points::Points;
use crate::kernel::problem::Problem;
use crate::platform::i18n::{Count, Lang};

/// Whether a message is good news.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Something was done.
    Good,
    /// Something needs the person's attention.
    Warning,
}

/// A message shown once at the top of the next page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flash {
    /// Whether it is good news.
    pub tone: Tone,
    /// The message, already in the page's language.
    pub text: String,
}

impl Flash {
    /// Whether it is good news.
    #[must_use]
    pub const fn is_good(&self) -> bool {
        matches!(self.tone, Tone::Good)
    }
}

/// What every view holds and every template reads as `page`.
#[derive(Debug, Clone)]
pub struct Page {
    /// Language of the page.
    pub lang: Lang,
    /// Who is signed in.
    pub caller: Option<Actor>,
    /// Token that forms send back in the hidden field `csrf`.
    pub csrf: String,
    /// Path and query of this page, for coming back to it after signing in or changing the language.
    pub path: String,
    /// Public address of the service without a slash at its end, for Open Graph tags.
    pub base_url: String,
    /// Message to show once.
    pub flash: Option<Flash>,
    /// Whether the service has more to do than it does at once, so that pages say so.
    pub busy: bool,
    /// The moment of the request: every "time left" on the page is counted from it.
    pub now: Moment,
}

impl Page {
    /// The text under `key`.
    #[must_use]
    pub fn t(&self, key: impl AsRef<str>) -> String {
        self.lang.t(key.as_ref())
    }

    /// The text under `key` with one value put in.
    #[must_use]
    pub fn t1(&self, key: impl AsRef<str>, name: &str, value: impl Display) -> String {
        self.lang.t_args(key.as_ref(), &[(name, value.to_string())])
    }

    /// The text under `key` with two values put in.
    #[must_use]
    pub fn t2(
        &self,
        key: impl AsRef<str>,
        name: &str,
        value: impl Display,
        name2: &str,
        value2: impl Display,
    ) -> String {
        self.lang.t_args(
            key.as_ref(),
            &[(name, value.to_string()), (name2, value2.to_string())],
        )
    }

    /// The text under `key` with a whole number `n` put in: the number chooses the plural form when it is below a
    /// thousand, and is written in groups of three above.
    #[must_use]
    pub fn tn(&self, key: impl AsRef<str>, n: impl Count) -> String {
        self.t1(key, "n", self.lang.number(n))
    }

    /// A whole number in groups of three.
    #[must_use]
    pub fn number(&self, number: impl Count) -> String {
        self.lang.number(number)
    }

    /// Points with the language's decimal mark.
    #[must_use]
    pub fn points(&self, points: impl Borrow<Points>) -> String {
        self.lang.points(points)
    }

    /// The civil date in Viet Nam.
    #[must_use]
    pub fn date(&self, moment: impl Borrow<Moment>) -> String {
        self.lang.date(moment)
    }

    /// Date and time of day in Viet Nam.
    #[must_use]
    pub fn date_time(&self, moment: impl Borrow<Moment>) -> String {
        self.lang.date_time(moment)
    }

    /// The end of a window: midnight is 24:00 of the day that ends.
    #[must_use]
    pub fn end_time(&self, moment: impl Borrow<Moment>) -> String {
        self.lang.end_time(moment)
    }

    /// Date and time to the millisecond.
    #[must_use]
    pub fn exact_time(&self, moment: impl Borrow<Moment>) -> String {
        self.lang.exact_time(moment)
    }

    /// RFC 3339, for `datetime` attributes.
    #[must_use]
    pub fn iso(&self, moment: impl Borrow<Moment>) -> String {
        moment.borrow().to_string()
    }

    /// A length of time (ms) in words.
    #[must_use]
    pub fn duration(&self, ms: impl Count) -> String {
        self.lang.duration(ms)
    }

    /// How long it is from now until `moment`, in words: `còn 3 ngày 04 giờ`.
    #[must_use]
    pub fn until(&self, moment: impl Borrow<Moment>) -> String {
        self.lang.left(moment.borrow().since(self.now))
    }

    /// A clock face for what is left (ms).
    #[must_use]
    pub fn clock(&self, ms: impl Count) -> String {
        self.lang.clock(ms)
    }

    /// Time used (ms) to the millisecond.
    #[must_use]
    pub fn board_time(&self, ms: impl Count) -> String {
        self.lang.board_time(ms)
    }

    /// The address of a static file.
    #[must_use]
    pub fn asset(&self, name: &str) -> String {
        assets::asset_url(name)
    }

    /// The language the switch in the header offers.
    #[must_use]
    pub const fn other_lang(&self) -> Lang {
        match self.lang {
            Lang::Vi => Lang::En,
            Lang::En => Lang::Vi,
        }
    }

    /// Whether the caller may see the organiser's console.
    #[must_use]
    pub fn is_organiser(&self) -> bool {
        self.caller
            .as_ref()
            .is_some_and(|c| c.is_somewhere(Role::Organiser))
    }

    /// Whether the caller teaches somewhere: writes, marks or organises.
    #[must_use]
    pub fn is_teacher(&self) -> bool {
        let roles = [Role::Author, Role::Marker, Role::Organiser];
        let caller = self.caller.as_ref();
        caller.is_some_and(|c| roles.into_iter().any(|role| c.is_somewhere(role)))
    }

    /// Whether the caller writes courses somewhere.
    #[must_use]
    pub fn is_author(&self) -> bool {
        self.caller
            .as_ref()
            .is_some_and(|c| c.is_somewhere(Role::Author))
    }

    /// Whether the caller marks somewhere.
    #[must_use]
    pub fn is_marker(&self) -> bool {
        let roles = [Role::Marker, Role::Organiser];
        let caller = self.caller.as_ref();
        caller.is_some_and(|c| roles.into_iter().any(|role| c.is_somewhere(role)))
    }

    /// Whether the caller may see the administration.
    #[must_use]
    pub fn is_administrator(&self) -> bool {
        self.caller
            .as_ref()
            .is_some_and(|c| c.is_somewhere(Role::Administrator))
    }

    /// Whether the caller administers the whole installation.
    #[must_use]
    pub fn is_installation_administrator(&self) -> bool {
        self.caller
            .as_ref()
            .is_some_and(|c| c.is_everywhere(Role::Administrator))
    }

    /// The path of this page without its query.
    #[must_use]
    pub fn plain_path(&self) -> &str {
        self.path.split('?').next().unwrap_or_default()
    }

    /// Whether the page was asked for with a query, such as a filter.
    #[must_use]
    pub fn has_query(&self) -> bool {
        self.path.contains('?')
    }

    /// Whether this is the page at `href`.
    #[must_use]
    pub fn is_at(&self, href: &str) -> bool {
        self.plain_path() == href
    }

    /// Whether this page lies below the one at `href`.
    #[must_use]
    pub fn is_within(&self, href: &str) -> bool {
        self.plain_path()
            .strip_prefix(href)
            .is_some_and(|rest| rest.starts_with('/'))
    }

    /// The address of this page without its query, as the canonical one.
    #[must_use]
    pub fn canonical(&self) -> String {
        format!("{}{}", self.base_url, self.plain_path())
    }

    /// `text` as the value of a query parameter.
    #[must_use]
    pub fn query_value(&self, text: &str) -> String {
        query_value(text)
    }

    /// The path of this page as the value of a query parameter, for coming back to it after signing in. The account
    /// pages themselves are nothing to come back to.
    #[must_use]
    pub fn next(&self) -> String {
        if self.path.starts_with("/dang-") {
            return "/".to_owned();
        }
        query_value(&self.path)
    }
}

/// `text` as the value of a query parameter: everything but letters, digits and `-._~/` is percent-encoded.
#[must_use]
pub fn query_value(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

/// `value` as JSON that may stand inside a `<script type="application/json">` block: no `<` is left in it, so nothing a
/// person typed can end the block.
#[must_use]
pub fn json_for_script(value: &impl Serialize) -> String {
    serde_json::to_string(value)
        .unwrap_or_else(|_| "{}".to_owned())
        .replace('<', "\\u003c")
}

/// One choice of a list in a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What is shown.
    pub label: String,
    /// Whether it is the present choice.
    pub selected: bool,
}

/// Messages beside the fields of a form, and one for the form as a whole.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Errors {
    /// What is wrong with the form as a whole, in the page's language.
    pub form: Option<String>,
    /// Field name and message, in the order of the form.
    pub fields: Vec<(String, String)>,
}

impl Errors {
    /// The messages of a problem in the page's language.
    #[must_use]
    pub fn of(lang: Lang, problem: &Problem) -> Self {
        let fields: Vec<(String, String)> = problem
            .fields
            .iter()
            .map(|e| (e.field.clone(), lang.t_args(e.message, &e.args)))
            .collect();
        Self {
            form: Some(problem_text(lang, problem)),
            fields,
        }
    }

    /// The message beside `field`.
    #[must_use]
    pub fn get(&self, field: &str) -> Option<&str> {
        self.fields
            .iter()
            .find(|(name, _)| name == field)
            .map(|(_, message)| message.as_str())
    }

    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.form.is_none() && self.fields.is_empty()
    }
}

/// A problem in words. The value `moment` (milliseconds, as in [`Moment`]) is shown as date and time; texts that can do
/// without it see `none`.
#[must_use]
pub fn problem_text(lang: Lang, problem: &Problem) -> String {
    let mut args = problem.args.clone();
    match args.iter_mut().find(|(name, _)| *name == "moment") {
        Some((_, value)) => {
            if let Ok(ms) = value.parse() {
                *value = lang.date_time(Moment(ms));
            }
        }
        None => args.push(("moment", "none".to_owned())),
    }
    lang.t_args(&format!("problem-{}", problem.code.as_str()), &args)
}

/// The page shown when something cannot be done: what happened, and a way back.
#[derive(Debug, Template, WebTemplate)]
#[template(
    path = "platform/http/templates/error.html",
    config = "src/askama.toml"
)]
pub struct ErrorView {
    /// Context.
    pub page: Page,
    /// HTTP status, shown small.
    pub status: u16,
    /// The problem in words.
    pub text: String,
    /// Messages that belong to single values, when there are any.
    pub details: Vec<String>,
    /// Identifier of the request, to quote when asking for help.
    pub request_id: String,
    /// Address of the way back.
    pub back: String,
    /// Whether signing in would help.
    pub sign_in: bool,
}

impl ErrorView {
    /// The page for `problem`; `back` is the address to return to.
    #[must_use]
    pub fn of(page: Page, problem: &Problem, request_id: String, back: String) -> Self {
        let errors = Errors::of(page.lang, problem);
        Self {
            status: problem.kind().status(),
            text: problem_text(page.lang, problem),
            details: errors
                .fields
                .into_iter()
                .map(|(_, message)| message)
                .collect(),
            request_id,
            back,
            sign_in: problem.kind() == crate::kernel::problem::Kind::Unauthenticated,
            page,
        }
    }
}

/// Sample pages for the tests of every noun's views.
#[cfg(test)]
pub(crate) mod samples {
    use super::*;
    use crate::kernel::actor::Grant;
    use uuid::Uuid;

    /// The moment at which sample pages are looked at: 21/11/2026 08:05 in Viet Nam.
    pub(crate) const NOW: Moment = Moment(1_795_223_100_000);

    /// A context; `role` signs somebody in who holds it.
    pub(crate) fn page(lang: Lang, path: &str, caller: Option<&[Role]>) -> Page {
        Page {
            lang,
            caller: caller.map(|roles| Actor {
                account: Uuid::nil(),
                name: "Nguyễn Thị An".to_owned(),
                grants: roles.iter().map(|r| Grant::everywhere(*r)).collect(),
            }),
            csrf: "sample-token".to_owned(),
            path: path.to_owned(),
            base_url: "https://hocluat.example".to_owned(),
            flash: None,
            busy: false,
            now: NOW,
        }
    }

    /// Fails when a page shows a missing text or value, or has what the content security policy forbids.
    pub(crate) fn assert_clean(name: &str, html: &str) {
        for mark in ["⟦", "{$", " style=\"", "<style", " onclick="] {
            assert!(
                !html.contains(mark),
                "{name} contains {mark:?}: {}",
                around(html, mark)
            );
        }
        assert!(
            html.contains("<main id=\"main\""),
            "{name} has no main part"
        );
        assert_eq!(
            html.matches("<h1").count(),
            1,
            "{name} has one main heading"
        );
    }

    fn around(html: &str, mark: &str) -> String {
        let at = html.find(mark).unwrap_or_default();
        html[at..].chars().take(80).collect()
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::kernel::problem::Code;

    /// Every view of this module with sample data.
    pub(crate) fn rendered(lang: Lang) -> Vec<(&'static str, String)> {
        let page = samples::page(lang, "/ket-qua/1", None);
        let internal = ErrorView::of(
            page.clone(),
            &Problem::internal("x"),
            "01J-SAMPLE".to_owned(),
            "/".to_owned(),
        );
        let signed_out = ErrorView::of(
            page,
            &Problem::new(Code::SignInNeeded),
            String::new(),
            "/cuoc-thi".to_owned(),
        );
        [
            ("error", internal.render()),
            ("error-sign-in", signed_out.render()),
        ]
        .map(|(name, html)| (name, html.expect("the sample renders")))
        .to_vec()
    }

    #[test]
    fn the_error_page_renders_in_every_language() {
        for lang in Lang::ALL {
            for (name, html) in rendered(lang) {
                samples::assert_clean(name, &html);
            }
        }
    }

    #[test]
    fn nothing_a_person_typed_can_end_a_script_block() {
        let json = json_for_script(&"</script><!--");
        assert_eq!(json, "\"\\u003c/script>\\u003c!--\"");
    }

    #[test]
    fn addresses_in_a_query_keep_their_meaning() {
        assert_eq!(
            query_value("/cuoc-thi/a?x=1&y=ế"),
            "/cuoc-thi/a%3Fx%3D1%26y%3D%E1%BA%BF"
        );
    }

    #[test]
    fn a_page_knows_the_links_that_lead_to_it_and_above_it() {
        let page = samples::page(Lang::Vi, "/to-chuc/cuoc-thi/a?trang=2", None);
        assert!(page.is_at("/to-chuc/cuoc-thi/a") && page.has_query());
        assert!(page.is_within("/to-chuc") && page.is_within("/to-chuc/cuoc-thi"));
        assert!(
            !page.is_within("/to-chuc/cuoc-thi/a"),
            "a page is not below itself"
        );
        assert!(!page.is_within("/to-ch"), "half a name is not a page above");
        assert_eq!(
            page.canonical(),
            "https://hocluat.example/to-chuc/cuoc-thi/a"
        );
    }

    #[test]
    fn a_problem_says_when_if_it_knows() {
        let known = Problem::new(Code::NotOpenYet).with("moment", samples::NOW.0);
        assert!(problem_text(Lang::Vi, &known).contains("21/11/2026 08:05"));
        let unknown = problem_text(Lang::Vi, &Problem::new(Code::NotOpenYet));
        assert_eq!(unknown, "Chưa đến giờ mở.");
    }

    #[test]
    fn problem_fields_become_messages_beside_their_fields() {
        let errors = Errors::of(Lang::Vi, &Problem::field("login", "field-required"));
        assert_eq!(
            errors.get("login"),
            Some(Lang::Vi.t("field-required").as_str())
        );
        assert_eq!(errors.get("password"), None);
    }
}
