//! Certificates: what is printed on them, what became of them, and what is asked for but not issued yet.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::kernel::clock::Moment;

/// The format of [`Printed`] that this program writes.
pub const PRINTED_FORMAT: u16 = 1;

/// Everything that a certificate says, frozen when it is issued: rendering it again next year gives the same page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Printed {
    /// [`PRINTED_FORMAT`] at the time of writing.
    pub format: u16,
    /// Template of the number; a re-issue takes its number by the same one.
    pub template: String,
    /// The number.
    pub number: String,
    /// The number with what stands before it (`Số: …`).
    pub number_line: String,
    /// The agency that issues it.
    pub issuer: String,
    /// Heading (`Giấy chứng nhận`).
    pub heading: String,
    /// What stands between heading and name (`Chứng nhận`).
    pub lead: String,
    /// Full name of the person.
    pub full_name: String,
    /// What stands before the title.
    pub text: String,
    /// What it is for: the course, the prize, the contest.
    pub title: String,
    /// A second line below the title; empty for none.
    pub subtitle: String,
    /// Facts about the person and what they did, in order.
    pub facts: Vec<Fact>,
    /// Place before the date; empty for none.
    pub place: String,
    /// Place and date of issue as one line.
    pub place_and_date: String,
    /// Title of who signs; empty for none.
    pub signer: String,
    /// What stands above the address at the QR code (`Tra cứu tại`).
    pub check: String,
    /// Address of the public page.
    pub address: String,
}

/// A fact with its label.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    /// What it tells.
    pub label: String,
    /// What it is.
    pub value: String,
    /// Whether it is about the person and stands below the name; else it stands below what the certificate is for.
    pub person: bool,
}

/// What a certificate will say, before it has a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Award {
    /// Template of the number.
    pub template: String,
    /// The organisation that issues it.
    pub organisation: Option<Uuid>,
    /// Its name as printed.
    pub issuer: String,
    /// The course, if it is for one.
    pub course: Option<Uuid>,
    /// The cohort in which the course was completed.
    pub cohort: Option<Uuid>,
    /// Heading.
    pub heading: String,
    /// What stands between heading and name.
    pub lead: String,
    /// Full name of the person.
    pub full_name: String,
    /// What stands before the title.
    pub text: String,
    /// What it is for.
    pub title: String,
    /// A second line below the title; empty for none.
    pub subtitle: String,
    /// Facts in order.
    pub facts: Vec<Fact>,
    /// Place before the date; empty for none.
    pub place: String,
    /// Title of who signs; empty for none.
    pub signer: String,
}

/// What became of a certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum State {
    /// It holds.
    Valid,
    /// It was taken back.
    Revoked,
    /// Another one stands in its place.
    Replaced,
}

impl State {
    /// Every state.
    pub const ALL: [Self; 3] = [Self::Valid, Self::Revoked, Self::Replaced];

    /// The number kept in the database.
    #[must_use]
    pub const fn code(self) -> i16 {
        match self {
            Self::Valid => 0,
            Self::Revoked => 1,
            Self::Replaced => 2,
        }
    }

    /// The state with the number kept in the database.
    #[must_use]
    pub const fn from_code(code: i16) -> Self {
        match code {
            0 => Self::Valid,
            1 => Self::Revoked,
            _ => Self::Replaced,
        }
    }

    /// The name in the API, in addresses, and at the end of Fluent keys.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Valid => "valid",
            Self::Revoked => "revoked",
            Self::Replaced => "replaced",
        }
    }

    /// The state with this name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.as_str() == name)
    }
}

/// A certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificate {
    /// Identifier.
    pub id: Uuid,
    /// Whose it is.
    pub account: Uuid,
    /// What it is for, such as `course/ID`; one valid certificate for each person and award.
    pub award: String,
    /// Which one for the same award, from 1.
    pub edition: i32,
    /// The number in addresses.
    pub slug: String,
    /// The series its number is from.
    pub series: String,
    /// Year of the number, on the calendar of Viet Nam.
    pub year: i32,
    /// Running number in series and year, from 1.
    pub seq: i32,
    /// The organisation that issued it.
    pub organisation: Option<Uuid>,
    /// The course.
    pub course: Option<Uuid>,
    /// The cohort.
    pub cohort: Option<Uuid>,
    /// What it says.
    pub printed: Printed,
    /// What became of it.
    pub state: State,
    /// When it was revoked or replaced.
    pub ended_at: Option<Moment>,
    /// Why it was revoked or replaced.
    pub reason: String,
    /// The certificate in its place.
    pub replaced_by: Option<Uuid>,
    /// Its place in the status lists of badges.
    pub status_index: i64,
    /// When it was issued.
    pub issued_at: Moment,
    /// Counts changes.
    pub revision: i32,
}

impl Certificate {
    /// Whether it holds.
    #[must_use]
    pub const fn is_valid(&self) -> bool {
        matches!(self.state, State::Valid)
    }
}

/// A certificate that is asked for and not issued yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// The person.
    pub account: Uuid,
    /// What it is for.
    pub award: String,
    /// Who knows what it will say.
    pub kind: Kind,
    /// Of what: the enrolment, the round.
    pub source: Uuid,
    /// How often issuing it failed.
    pub tries: i32,
}

/// Who knows what a certificate says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A course was completed; the source is the enrolment.
    Course,
    /// A prize was won; the source is the round.
    Prize,
    /// Somebody took part; the source is the round.
    Participation,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Course, Self::Prize, Self::Participation];

    /// The name kept in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Course => "course",
            Self::Prize => "prize",
            Self::Participation => "participation",
        }
    }

    /// The kind with this name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.as_str() == name)
    }

    /// What is awarded for the course or round `of`.
    #[must_use]
    pub fn award(self, of: Uuid) -> String {
        match self {
            Self::Course => format!("course/{of}"),
            Self::Prize => format!("round/{of}/prize"),
            Self::Participation => format!("round/{of}/participation"),
        }
    }
}

/// A file that stands in place of the page this program draws: the one the agency signed digitally.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedFile {
    /// Its name as uploaded.
    pub name: String,
    /// SHA-256 of its bytes, in hexadecimal.
    pub digest: String,
    /// When it was uploaded.
    pub uploaded_at: Moment,
}

/// What somebody looks for among certificates.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filter {
    /// Words of the name, or a number.
    pub text: String,
    /// Only for this course.
    pub course: Option<Uuid>,
    /// Only of this cohort.
    pub cohort: Option<Uuid>,
    /// Only with a number of this year.
    pub year: Option<i32>,
    /// Only in this state.
    pub state: Option<State>,
    /// Only of this person.
    pub account: Option<Uuid>,
    /// Go on after this one.
    pub after: Option<Uuid>,
}

/// A page of certificates.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Listed {
    /// In the order of names.
    pub certificates: Vec<Certificate>,
    /// What to go on after; nothing on the last page.
    pub next: Option<Uuid>,
}
