//! The entry form, what follows it, and what is read before an attempt.

use askama::Template;
use askama_web::WebTemplate;

use super::{Action, Fact};
use crate::assessment::model::Closing;
use crate::kernel::clock::Moment;
use crate::organisation::views::Picked;
use crate::platform::http::page::{Errors, Page};

/// How a field of the entry form is filled in.
#[derive(Debug, Clone)]
pub enum Control {
    /// One line of text.
    Text {
        /// As typed.
        value: String,
        /// HTML `type`: `text`, `tel` or `email`.
        kind: &'static str,
        /// HTML `autocomplete` token; empty for none.
        autocomplete: &'static str,
    },
    /// A date in three boxes, posted as `NAME-d`, `NAME-m` and `NAME-y`.
    Date {
        /// Day as typed.
        day: String,
        /// Month as typed.
        month: String,
        /// Year as typed.
        year: String,
        /// Whether day and month may be left empty.
        partial: bool,
    },
    /// An organisation, posted as `NAME` (what was typed) and `NAME-code` (what was chosen).
    Unit {
        /// What was typed and chosen.
        picked: Picked,
        /// Code of the organisation at or below which it must be; empty for anywhere.
        within: String,
        /// Whether it must be one that is known.
        listed_only: bool,
    },
    /// One of several.
    Choice {
        /// What can be chosen.
        options: Vec<ChoiceOption>,
    },
}

/// One thing that can be chosen in a field.
#[derive(Debug, Clone)]
pub struct ChoiceOption {
    /// Value posted.
    pub value: String,
    /// Words shown.
    pub label: String,
    /// Whether it is chosen.
    pub selected: bool,
}

/// One question of the entry form.
#[derive(Debug, Clone)]
pub struct EntryField {
    /// Name posted.
    pub name: String,
    /// Label in the page's language.
    pub label: String,
    /// How to fill it in; may be empty.
    pub hint: String,
    /// Why it is asked; may be empty.
    pub why: String,
    /// Whether it must be filled in.
    pub required: bool,
    /// How it is filled in, with what was typed.
    pub control: Control,
}

/// Something to consent to, posted as `NAME=yes`.
#[derive(Debug, Clone)]
pub struct ConsentBox {
    /// Name posted: `consent-KEY`.
    pub name: String,
    /// What it is about, in a few words.
    pub purpose: String,
    /// What is agreed to.
    pub text: String,
    /// Version of the text.
    pub version: u16,
    /// Whether one can enter only with it.
    pub required: bool,
    /// Whether the person ticked it before the form came back.
    pub ticked: bool,
}

/// Joins the three boxes of a date field into the one value services read: `dd/mm/yyyy`, `mm/yyyy` or `yyyy`; empty
/// when all boxes are. Days and months get a leading zero; nothing is checked here.
#[must_use]
pub fn join_date(day: &str, month: &str, year: &str) -> String {
    [day, month, year]
        .iter()
        .map(|part| part.trim())
        .filter(|part| !part.is_empty())
        .map(|part| format!("{part:0>2}"))
        .collect::<Vec<_>>()
        .join("/")
}

/// The entry form. Posts its fields, its consents and `csrf` to `/cuoc-thi/{slug}/du-thi`.
#[derive(Debug, Template, WebTemplate)]
#[template(path = "contest/templates/entry.html", config = "src/askama.toml")]
pub struct EntryView {
    /// Context.
    pub page: Page,
    /// Slug of the contest.
    pub slug: String,
    /// Title of the contest.
    pub title: String,
    /// Who runs it, and so who receives the details.
    pub organiser: String,
    /// The questions.
    pub fields: Vec<EntryField>,
    /// What is asked to consent to.
    pub consents: Vec<ConsentBox>,
    /// What is wrong, if the form comes back.
    pub errors: Errors,
    /// Whether somebody with these details has entered already.
    pub same_person: bool,
    /// Whether the form itself makes the person, who has not signed in.
    pub quick: bool,
}

impl EntryView {
    /// Names and labels in the order of the form, for the list of what to mend.
    #[must_use]
    pub fn labels(&self) -> Vec<(String, String)> {
        let label = |field: &EntryField| (field.name.clone(), field.label.clone());
        let consent = |consent: &ConsentBox| (consent.name.clone(), consent.purpose.clone());
        self.fields
            .iter()
            .map(label)
            .chain(self.consents.iter().map(consent))
            .collect()
    }

    /// Questions when they are asked one at a time; the consents are the last.
    #[must_use]
    pub fn steps(&self) -> usize {
        self.fields.len() + 1
    }
}

/// A consent that was given.
#[derive(Debug, Clone)]
pub struct ConsentGiven {
    /// What it is about, in a few words.
    pub purpose: String,
    /// Version of the text.
    pub version: u16,
    /// When.
    pub at: Moment,
}

/// What a person sees after entering: what is kept of them, their entry code, and what comes next.
#[derive(Debug, Template, WebTemplate)]
#[template(path = "contest/templates/entered.html", config = "src/askama.toml")]
pub struct EnteredView {
    /// Context.
    pub page: Page,
    /// Slug of the contest.
    pub slug: String,
    /// Title of the contest.
    pub title: String,
    /// Full name.
    pub name: String,
    /// Name as boards show it.
    pub shown_name: String,
    /// What was filled in.
    pub values: Vec<Fact>,
    /// What was consented to.
    pub consents: Vec<ConsentGiven>,
    /// The code to come back with; `None` for people who sign in with a password.
    pub code: Option<String>,
    /// What can be done next.
    pub action: Action,
}

/// What the person reads before time starts to run. Posts `csrf` to `/cuoc-thi/{slug}/{round}/vao-thi`.
#[derive(Debug, Template, WebTemplate)]
#[template(path = "contest/templates/start.html", config = "src/askama.toml")]
pub struct StartView {
    /// Context.
    pub page: Page,
    /// Slug of the contest.
    pub slug: String,
    /// Title of the contest.
    pub title: String,
    /// Slug of the round.
    pub round: String,
    /// Title of the round.
    pub round_title: String,
    /// Questions drawn (the prediction not counted).
    pub questions: u16,
    /// Whether a prediction question stands at the end.
    pub prediction: bool,
    /// Whether an attempt counts only if everything is answered.
    pub complete_only: bool,
    /// Length of a full attempt, ms.
    pub length_ms: i64,
    /// Length of an attempt that starts now, ms: shorter than the full one when the close comes first.
    pub available_ms: i64,
    /// When the round closes.
    pub closes_at: Moment,
    /// What happens to attempts running at the close.
    pub closing: Closing,
    /// Which of the person's attempts this would be, from 1.
    pub ordinal: u32,
    /// Highest number of attempts; `None` when unlimited.
    pub max_attempts: Option<u32>,
    /// Which attempt counts, in words.
    pub counts: String,
}

impl StartView {
    /// Longest time past the close, when attempts keep their own time.
    #[must_use]
    pub const fn overrun_ms(&self) -> Option<i64> {
        match self.closing {
            Closing::CutOff => None,
            Closing::OwnTime { max_overrun_ms } => Some(max_overrun_ms),
        }
    }
}
