//! What the pages of certificates show.

use askama::Template;
use askama_web::WebTemplate;

use super::model::{Certificate, Fact, State};
use super::service::{Organised, Trail};
use crate::kernel::clock::Moment;
use crate::platform::http::page::{Choice, Errors, Page};

/// The form in which a number is typed. Sends `so` to `/chung-nhan`.
#[derive(Debug, Template, WebTemplate)]
#[template(path = "certificate/templates/check.html", config = "src/askama.toml")]
pub struct CheckView {
    /// Context.
    pub page: Page,
    /// What was typed.
    pub typed: String,
    /// Why nothing is shown, in words; empty before anything was typed.
    pub problem: String,
}

/// A certificate as pages show it.
#[derive(Debug, Clone)]
pub struct Shown {
    /// Number.
    pub number: String,
    /// Number in addresses.
    pub slug: String,
    /// What became of it.
    pub state: State,
    /// Heading.
    pub heading: String,
    /// Who issued it.
    pub issuer: String,
    /// Whose it is.
    pub full_name: String,
    /// What stands before the title.
    pub text: String,
    /// What it is for.
    pub title: String,
    /// A second line; may be empty.
    pub subtitle: String,
    /// Facts as printed.
    pub facts: Vec<Fact>,
    /// When it was issued.
    pub issued_at: Moment,
    /// When it ended.
    pub ended_at: Option<Moment>,
    /// Public address.
    pub address: String,
}

impl Shown {
    /// The certificate as pages show it: what is printed and what became of it, nothing else.
    #[must_use]
    pub fn of(one: &Certificate) -> Self {
        let printed = one.printed.clone();
        Self {
            number: printed.number,
            slug: one.slug.clone(),
            state: one.state,
            heading: printed.heading,
            issuer: printed.issuer,
            full_name: printed.full_name,
            text: printed.text,
            title: printed.title,
            subtitle: printed.subtitle,
            facts: printed.facts,
            issued_at: one.issued_at,
            ended_at: one.ended_at,
            address: printed.address,
        }
    }

    /// Whether it holds.
    #[must_use]
    pub const fn is_valid(&self) -> bool {
        matches!(self.state, State::Valid)
    }

    /// Fluent key of its state.
    #[must_use]
    pub fn state_key(&self) -> String {
        format!("certificate-state-{}", self.state.as_str())
    }

    /// Fluent key of the sentence that says whether it holds.
    #[must_use]
    pub fn standing_key(&self) -> String {
        format!("certificate-is-{}", self.state.as_str())
    }

    /// Tone of the tag that shows its state.
    #[must_use]
    pub const fn tone(&self) -> &'static str {
        match self.state {
            State::Valid => "jade",
            State::Revoked => "alarm",
            State::Replaced => "gold",
        }
    }
}

/// The public page of a certificate.
#[derive(Debug, Template, WebTemplate)]
#[template(
    path = "certificate/templates/certificate.html",
    config = "src/askama.toml"
)]
pub struct CertificateView {
    /// Context.
    pub page: Page,
    /// The certificate.
    pub one: Shown,
    /// Number and slug of the one in its place.
    pub successor: Option<(String, String)>,
    /// Since when the file is the one that the agency signed.
    pub signed_at: Option<Moment>,
}

/// A person's own certificates.
#[derive(Debug, Template, WebTemplate)]
#[template(path = "certificate/templates/own.html", config = "src/askama.toml")]
pub struct OwnView {
    /// Context.
    pub page: Page,
    /// The certificates, the newest first, each with why it ended; empty for a valid one.
    pub certificates: Vec<(Shown, String)>,
}

/// The organiser's list. Filters are `q`, `nam`, `trang-thai`, `khoa-hoc`, `lop`.
#[derive(Debug, Template, WebTemplate)]
#[template(path = "certificate/templates/list.html", config = "src/askama.toml")]
pub struct ListView {
    /// Context.
    pub page: Page,
    /// Words of a name, or a number.
    pub text: String,
    /// Year as typed.
    pub year: String,
    /// States to choose from.
    pub states: Vec<Choice>,
    /// Courses to choose from; the first is all.
    pub courses: Vec<Choice>,
    /// The cohort, kept while one filters; empty for none.
    pub cohort: String,
    /// Its title.
    pub cohort_title: String,
    /// This page of it.
    pub certificates: Vec<Shown>,
    /// Address of the next page.
    pub next: Option<String>,
    /// Address of the archive with what is listed.
    pub archive: String,
}

/// The organiser's page of one certificate. Posts to `…/thu-hoi` (`reason`, `revision`), `…/cap-lai` (`full_name`, `reason`,
/// `revision`) and `…/ban-ky-so` (a file `file`, `revision`).
#[derive(Debug, Template, WebTemplate)]
#[template(
    path = "certificate/templates/organised.html",
    config = "src/askama.toml"
)]
pub struct OrganisedView {
    /// Context.
    pub page: Page,
    /// The certificate.
    pub one: Shown,
    /// Why it ended.
    pub reason: String,
    /// Number and slug of the one in its place.
    pub successor: Option<(String, String)>,
    /// Number and slug of the one it replaced.
    pub before: Option<(String, String)>,
    /// Name, digest and moment of the signed file.
    pub signed: Option<(String, String, Moment)>,
    /// What became of it.
    pub trail: Vec<Trail>,
    /// The revision that was looked at.
    pub revision: i32,
    /// Which form came back: `revoke`, `again`, `file`, or nothing.
    pub form: &'static str,
    /// Name as typed.
    pub typed_name: String,
    /// Reason as typed.
    pub typed_reason: String,
    /// What is wrong with the form that came back.
    pub errors: Errors,
}

/// Number and slug of a certificate, for a link.
fn link(one: &Certificate) -> (String, String) {
    (one.printed.number.clone(), one.slug.clone())
}

impl CertificateView {
    /// The page of a certificate.
    #[must_use]
    pub fn of(page: Page, seen: &super::service::Checked) -> Self {
        Self {
            page,
            one: Shown::of(&seen.certificate),
            successor: seen.successor.as_ref().map(link),
            signed_at: seen.signed.as_ref().map(|f| f.uploaded_at),
        }
    }
}

impl OrganisedView {
    /// The page without any form come back.
    #[must_use]
    pub fn of(page: Page, organised: &Organised) -> Self {
        let one = &organised.seen.certificate;
        let signed = organised.seen.signed.clone();
        Self {
            page,
            one: Shown::of(one),
            reason: one.reason.clone(),
            successor: organised.seen.successor.as_ref().map(link),
            before: organised.before.as_ref().map(link),
            signed: signed.map(|f| (f.name, f.digest, f.uploaded_at)),
            trail: organised.trail.clone(),
            revision: one.revision,
            form: "",
            typed_name: one.printed.full_name.clone(),
            typed_reason: String::new(),
            errors: Errors::default(),
        }
    }

    /// What is wrong with one of the forms.
    #[must_use]
    pub fn wrong(&self, form: &str) -> Errors {
        if self.form == form {
            self.errors.clone()
        } else {
            Errors::default()
        }
    }

    /// The reason typed into one of the forms.
    #[must_use]
    pub fn reason_in(&self, form: &str) -> &str {
        if self.form == form {
            &self.typed_reason
        } else {
            ""
        }
    }

    /// Fields with their labels, for the list of what to mend.
    #[must_use]
    pub fn labels(&self) -> Vec<(String, String)> {
        let label = |name: &str, key: &str| (name.to_owned(), self.page.t(key));
        vec![
            label("full_name", "certificate-label-name"),
            label("reason", "certificate-label-reason"),
            label("file", "certificate-label-file"),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::certificate::document::samples::usual;
    use crate::certificate::model::SignedFile;
    use crate::certificate::service::Checked;
    use crate::kernel::actor::Role;
    use crate::platform::http::page::samples::{NOW, assert_clean, page};
    use crate::platform::i18n::Lang;
    use uuid::Uuid;

    fn certificate(state: State) -> Certificate {
        Certificate {
            id: Uuid::from_u128(1),
            account: Uuid::from_u128(2),
            award: "course/1".into(),
            edition: 1,
            slug: "0001-GCN-STP-2026".into(),
            series: "0SEQ0-GCN-STP-0YEAR0".into(),
            year: 2026,
            seq: 1,
            organisation: None,
            course: None,
            cohort: None,
            printed: usual(),
            state,
            ended_at: (state != State::Valid).then_some(NOW),
            reason: if state == State::Valid {
                ""
            } else {
                "Sai họ tên"
            }
            .into(),
            replaced_by: None,
            status_index: 0,
            issued_at: NOW,
            revision: 1,
        }
    }

    fn checked(state: State) -> Checked {
        Checked {
            certificate: certificate(state),
            successor: (state == State::Replaced).then(|| certificate(State::Valid)),
            signed: (state == State::Valid).then(|| SignedFile {
                name: "ban-ky.pdf".into(),
                digest: "ab".repeat(32),
                uploaded_at: NOW,
            }),
        }
    }

    fn organised(state: State) -> Organised {
        let line = |action: &str| Trail {
            at: NOW,
            action: action.into(),
            reason: "Sai họ tên".into(),
            by: "Nguyễn Thị An".into(),
        };
        Organised {
            seen: checked(state),
            before: Some(certificate(State::Replaced)),
            trail: [
                "certificate.revoke",
                "certificate.reissue",
                "certificate.file",
            ]
            .map(line)
            .into(),
        }
    }

    #[test]
    fn every_page_renders_in_every_language() {
        for lang in Lang::ALL {
            for problem in ["", "Không tìm thấy"] {
                let view = CheckView {
                    page: page(lang, "/chung-nhan", None),
                    typed: "1/GCN".into(),
                    problem: problem.into(),
                };
                assert_clean("check", &view.render().expect("renders"));
            }
            for state in State::ALL {
                let public = page(lang, "/chung-nhan/0001-GCN-STP-2026", None);
                let view = CertificateView::of(public, &checked(state));
                let html = view.render().expect("renders");
                assert_clean("certificate", &html);
                assert!(
                    !html.contains("Sai họ tên"),
                    "reasons are not for everybody"
                );
                let console = page(lang, "/to-chuc/giay-chung-nhan/x", Some(&[Role::Organiser]));
                let mut view = OrganisedView::of(console, &organised(state));
                assert_clean("organised", &view.render().expect("renders"));
                view.form = "again";
                view.errors.form = Some("x".into());
                assert_clean("organised again", &view.render().expect("renders"));
            }
        }
    }

    #[test]
    fn lists_render_empty_and_full() {
        for lang in Lang::ALL {
            let states = State::ALL.map(certificate);
            let all: Vec<Shown> = states.iter().map(Shown::of).collect();
            for shown in [Vec::new(), all] {
                let own = OwnView {
                    page: page(lang, "/giay-chung-nhan", Some(&[])),
                    certificates: shown.iter().map(|s| (s.clone(), "Lý do".into())).collect(),
                };
                assert_clean("own", &own.render().expect("renders"));
                let list = ListView {
                    page: page(
                        lang,
                        "/to-chuc/giay-chung-nhan?q=a",
                        Some(&[Role::Organiser]),
                    ),
                    text: "a".into(),
                    year: String::new(),
                    states: Vec::new(),
                    courses: Vec::new(),
                    cohort: "1".into(),
                    cohort_title: "Lớp của thành phố".into(),
                    certificates: shown,
                    next: Some("?sau=1".into()),
                    archive: "/to-chuc/giay-chung-nhan/tat-ca.zip".into(),
                };
                assert_clean("list", &list.render().expect("renders"));
            }
        }
    }
}
