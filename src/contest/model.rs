//! Contests: the rules (thể lệ) as versioned data, entries, and what becomes of attempts when a round is ranked.
//!
//! [`Rules`] can say everything a real rule text says. What this version of the program cannot run yet is named by
//! [`super::rules::unsupported`], so that nobody launches a contest on a promise that is not kept.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::assessment::model::{BlueprintPart, Closing, Counts, Finished, Review, Scoring};
use crate::course::model::CertificateTerms;
use crate::kernel::clock::Moment;
use crate::kernel::points::Points;

/// Layout of [`Rules`] as stored; raised when an older reader would misunderstand.
pub const RULES_FORMAT: u16 = 1;

/// The rules of one contest. A change after launch makes a new version; each attempt keeps the version it ran under.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    /// Layout of this data: [`RULES_FORMAT`].
    pub format: u16,
    /// Who may take part.
    pub who: Who,
    /// The entry form, field by field, in the order shown.
    pub form: Vec<FormField>,
    /// Names of the fields that together tell whether two entries are the same person. Any subset, so that children
    /// may share a parent's telephone. Empty: one entry per account and nothing more.
    pub same_person: Vec<String>,
    /// Divisions (bảng); empty when all compete together.
    pub divisions: Vec<Division>,
    /// Rounds (kỳ thi) in order.
    pub rounds: Vec<Round>,
    /// Whether rounds may overlap on purpose (a month and its weeks).
    pub rounds_may_overlap: bool,
    /// Stages with promotion; empty when everybody may enter every round.
    pub stages: Vec<Stage>,
    /// A window for practice before the real one.
    pub practice: Option<Practice>,
    /// The paper.
    pub paper: Paper,
    /// Length of an attempt, ms.
    pub length_ms: i64,
    /// How many attempts, and which counts.
    pub attempts: Attempts,
    /// Whether an attempt is valid only if everything (prediction included) is answered.
    pub complete_only: bool,
    /// The prediction question, if there is one.
    pub prediction: Option<PredictionRule>,
    /// How people are ranked.
    pub ranking: Ranking,
    /// What people win.
    pub prizes: Prizes,
    /// What organisations win.
    pub organisation_prizes: Vec<OrganisationPrize>,
    /// What people win for bringing others.
    pub referral_prizes: Vec<PrizeGrade>,
    /// What happens to attempts running at the close.
    pub closing: Closing,
    /// Days after the close in which complaints are heard before a round becomes final; 0 when the rules set none.
    pub complaint_days: u16,
    /// The leaderboard.
    pub board: Board,
    /// When right answers are shown.
    pub review: Review,
    /// Whether the entry form alone makes the person, who gets an entry code to come back with.
    #[serde(default, skip_serializing_if = "is_false")]
    pub quick_entry: bool,
    /// What people are asked to consent to at entry, one purpose each; see [`Rules::consents_asked`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub consents: Vec<Consent>,
    /// Whom people ask when something is unclear.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<Contact>,
    /// What is certified once a round is final; nothing when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certificates: Option<Certificates>,
}

/// What is certified once a round is final.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Certificates {
    /// For whoever wins a prize.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prize: Option<CertificateTerms>,
    /// For everybody with a result that counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub participation: Option<CertificateTerms>,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde hands over a reference"
)]
const fn is_false(value: &bool) -> bool {
    !*value
}

impl Rules {
    /// What people are asked to consent to: what the rules say, or, where they say nothing, the use of their details for the contest.
    #[must_use]
    pub fn consents_asked(&self) -> Vec<Consent> {
        if self.consents.is_empty() {
            vec![Consent::for_contest()]
        } else {
            self.consents.clone()
        }
    }

    /// The first form field of a kind.
    #[must_use]
    pub fn field_of(&self, kind: &str) -> Option<&FormField> {
        self.form.iter().find(|field| field.kind.name() == kind)
    }

    /// The round with this key.
    #[must_use]
    pub fn round(&self, key: &str) -> Option<&Round> {
        self.rounds.iter().find(|round| round.key == key)
    }

    /// The form field with this name.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&FormField> {
        self.form.iter().find(|field| field.name == name)
    }
}

/// Who may take part. Everything left out is no condition.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Who {
    /// The condition in the organiser's own words, shown to people; the conditions below are those that are checked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Age.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub age: Option<AgeRange>,
    /// Living, working or studying in this territory.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub territory: Option<String>,
    /// Working in this sector.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sector: Option<String>,
    /// Only people on a frozen list per organisation.
    #[serde(default)]
    pub roster: bool,
    /// Only pupils.
    #[serde(default)]
    pub pupils_only: bool,
    /// People who may not take part (the organisers' own staff).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub excluded: Option<String>,
    /// A shared code asked for at entry.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub access_code: Option<String>,
    /// Whether people enter only through a link or QR code that is handed out.
    #[serde(default)]
    pub by_link_only: bool,
}

/// Age in completed years at a stated date, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AgeRange {
    /// Youngest age; no lower bound when absent.
    pub from: Option<u8>,
    /// Oldest age; no upper bound when absent.
    pub to: Option<u8>,
    /// The date at which age is counted.
    pub on: NaiveDate,
}

/// Something people are asked to consent to. Each is a tick box of its own that nobody has ticked beforehand (Law on Personal Data
/// Protection 91/2025/QH15, Article 9: consent is given for each purpose, by an act of the person).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Consent {
    /// Stable key; the evidence is kept under it.
    pub key: String,
    /// Raised whenever the text changes its meaning, so that the evidence says what was agreed to.
    pub version: u16,
    /// What is agreed to, in the organiser's words; there is a text for each purpose when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Whether one can enter only with it.
    pub required: bool,
    /// What the details are used for.
    pub purpose: Purpose,
}

impl Consent {
    /// The consent that is asked for where the rules name none.
    #[must_use]
    pub fn for_contest() -> Self {
        Self {
            key: "du-lieu".to_owned(),
            version: 1,
            text: None,
            required: true,
            purpose: Purpose::Contest,
        }
    }
}

/// What personal details are used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// Running the contest: telling people apart, ranking, prizes.
    Contest,
    /// Telling people of other contests and courses.
    News,
    /// Publishing a winner's name and picture.
    Publicity,
    /// Handing the list of who took part to the person's organisation.
    Organisation,
}

impl Purpose {
    /// Every purpose.
    pub const ALL: [Self; 4] = [
        Self::Contest,
        Self::News,
        Self::Publicity,
        Self::Organisation,
    ];

    /// Stable name, in files and at the end of the Fluent keys `consent-text-…` and `consent-purpose-…`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Contest => "contest",
            Self::News => "news",
            Self::Publicity => "publicity",
            Self::Organisation => "organisation",
        }
    }
}

/// Evidence that somebody consented: kept with the entry, by the consent's key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consented {
    /// Version of the text.
    pub version: u16,
    /// When.
    pub at: Moment,
}

/// Whom people ask when something is unclear. Shown to everybody.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contact {
    /// The person or office.
    pub name: String,
    /// Telephone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// E-mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Where the office is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// When somebody answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours: Option<String>,
}

/// One field of the entry form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FormField {
    /// Name as sent and stored; for the known fields the name of their kind, for custom ones the organiser's.
    pub name: String,
    /// What it asks for.
    pub kind: FieldKind,
    /// Label in the organiser's words; the known fields have one of their own when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// Whether it must be filled in.
    pub required: bool,
    /// Divisions in which alone it must be filled in; empty when `required` holds for everybody.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub required_in: Vec<String>,
    /// Whether the leaderboard shows it beside the name.
    #[serde(default)]
    pub on_board: bool,
}

/// What a form field asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "type", deny_unknown_fields)]
pub enum FieldKind {
    /// Family, middle and given name in one field.
    FullName {
        /// Whether a name written without any Vietnamese mark is sent back with a question.
        require_diacritics: bool,
    },
    /// Birth date, of which the day or the month may be unknown.
    BirthDate {
        /// The least that must be given.
        at_least: DatePart,
    },
    /// Sex as in the person's papers.
    Sex,
    /// Telephone number.
    Phone,
    /// E-mail address.
    Email,
    /// Personal identification number (12 digits; the old card had 9).
    IdNumber,
    /// The organisation the person belongs to: chosen among those known, or written freely.
    Organisation {
        /// Code of the organisation at or below which it must be.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        within: Option<String>,
        /// Whether it must be one that is known.
        #[serde(default, skip_serializing_if = "is_false")]
        listed_only: bool,
    },
    /// Address.
    Address,
    /// Occupation.
    Occupation,
    /// The division the person competes in.
    Division,
    /// One of the organiser's own choices.
    Choice {
        /// The choices.
        options: Vec<String>,
    },
    /// The organiser's own question, answered in one line.
    Text {
        /// Most characters.
        max_chars: u16,
    },
}

impl FieldKind {
    /// Stable name of the kind; also the name of the field for all kinds but `choice` and `text`.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::FullName { .. } => "full_name",
            Self::BirthDate { .. } => "birth_date",
            Self::Sex => "sex",
            Self::Phone => "phone",
            Self::Email => "email",
            Self::IdNumber => "id_number",
            Self::Organisation { .. } => "organisation",
            Self::Address => "address",
            Self::Occupation => "occupation",
            Self::Division => "division",
            Self::Choice { .. } => "choice",
            Self::Text { .. } => "text",
        }
    }
}

/// How much of a date is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DatePart {
    /// The year alone.
    Year,
    /// Month and year.
    Month,
    /// The whole date.
    Day,
}

/// A birth date of which the day or the month may be unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct BirthDate {
    /// Year.
    pub year: i32,
    /// Month, 1 to 12.
    pub month: Option<u8>,
    /// Day, 1 to 31; only with a month.
    pub day: Option<u8>,
}

/// A division (bảng).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Division {
    /// Stable key.
    pub key: String,
    /// Name shown.
    pub title: String,
}

/// One round (kỳ thi): a window, and what differs from the contest's general rules.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Round {
    /// Stable key, part of addresses.
    pub key: String,
    /// Name shown.
    pub title: String,
    /// First moment an attempt may start.
    pub opens_at: Moment,
    /// Moment from which none may start (half open).
    pub closes_at: Moment,
    /// Sittings inside the window; empty when attempts may start at any time in it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sittings: Vec<Sitting>,
    /// Stage it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<String>,
    /// A paper of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paper: Option<Paper>,
    /// A length of its own, ms.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub length_ms: Option<i64>,
    /// Prize grades of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grades: Option<Vec<PrizeGrade>>,
}

/// Days and hours in which attempts may start inside a round.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sitting {
    /// Days of the week, 1 (Monday) to 7 (Sunday).
    pub days: Vec<u8>,
    /// First minute of the day.
    pub from_minute: u16,
    /// Minute of the day from which none may start; 1440 is the end of the day.
    pub to_minute: u16,
}

/// A stage whose best go on to the next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stage {
    /// Stable key.
    pub key: String,
    /// Name shown.
    pub title: String,
    /// Who goes on.
    pub promotion: Promotion,
}

/// Who goes on to the next stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "by", deny_unknown_fields)]
pub enum Promotion {
    /// Nobody: this is the last stage.
    Last,
    /// The first `count`.
    Top {
        /// How many.
        count: u32,
    },
    /// The first `count`, or this share of those taking part if that is fewer.
    TopOrShare {
        /// How many.
        count: u32,
        /// Share in hundredths of a per cent.
        share: u16,
    },
    /// So many from each organisation.
    PerOrganisation {
        /// How many from each.
        count: u32,
    },
    /// So many from each division.
    PerDivision {
        /// How many from each.
        count: u32,
    },
}

/// A practice window; its attempts never count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Practice {
    /// First moment.
    pub opens_at: Moment,
    /// End (half open).
    pub closes_at: Moment,
    /// How many attempts; unlimited when absent.
    pub max_attempts: Option<u32>,
    /// Whether right answers are shown at once.
    pub answers_shown: bool,
}

/// The paper (đề).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Paper {
    /// Where its questions come from.
    pub source: PaperSource,
    /// Parts that are not answered by choosing options.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub written: Vec<WrittenPart>,
    /// Points per question.
    pub scoring: Scoring,
    /// Whether questions change places.
    pub shuffle_questions: bool,
    /// Whether options change places (where the question allows it).
    pub shuffle_options: bool,
    /// A clock for each question, seconds, with the next one shown when it runs out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub question_seconds: Option<u16>,
}

/// Where the questions of a paper come from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "from", content = "what")]
pub enum PaperSource {
    /// Drawn by a blueprint (ma trận đề).
    Blueprint(Vec<BlueprintPart>),
    /// One of these papers, each a list of question keys.
    Fixed(Vec<Vec<String>>),
    /// Several parts, each with a heading and a blueprint.
    Parts(Vec<PaperPart>),
}

/// A part of a paper under a heading of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaperPart {
    /// Heading.
    pub title: String,
    /// What to draw.
    pub blueprint: Vec<BlueprintPart>,
}

/// Questions that are not answered by choosing options.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WrittenPart {
    /// How they are answered.
    pub kind: WrittenKind,
    /// How many.
    pub count: u16,
    /// Most points for each.
    pub points: Points,
}

/// Ways of answering other than choosing options.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "type", deny_unknown_fields)]
pub enum WrittenKind {
    /// A few words compared with accepted answers.
    ShortText,
    /// A number.
    Numeric,
    /// Pairs.
    Matching,
    /// Things put into order.
    Ordering,
    /// Free text marked by people.
    Essay {
        /// Most words; words are runs of characters between white space.
        max_words: u32,
    },
    /// A file marked by people.
    File {
        /// Largest size, bytes.
        max_bytes: u32,
    },
}

/// How many attempts one person may make, and which counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Attempts {
    /// Limits that all hold at once; empty is unlimited.
    pub limits: Vec<Limit>,
    /// Which valid attempt counts.
    pub counts: Counts,
}

/// One limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limit {
    /// Highest number of attempts.
    pub max: u32,
    /// Over what it counts.
    pub per: Per,
}

/// Over what a limit counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Per {
    /// Each round.
    Round,
    /// Each civil day in Viet Nam.
    Day,
    /// Each civil week (from Monday) in Viet Nam.
    Week,
    /// Each sitting inside a round.
    Sitting,
    /// The whole contest.
    Contest,
}

/// The prediction question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PredictionRule {
    /// What is predicted.
    pub of: PredictionOf,
    /// Over what it is counted.
    pub scope: Scope,
    /// Whether it may be left blank.
    pub optional: bool,
    /// Which of a person's predictions is compared.
    pub taken_from: PredictionFrom,
    /// How two predictions equally far off, one above and one below, compare.
    pub equal_distance: EqualDistance,
    /// The question in the organiser's words; there is a text for each kind when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub question: Option<String>,
}

/// What is predicted. Only valid attempts count anywhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PredictionOf {
    /// People with at least one valid attempt.
    PeopleTakingPart,
    /// People with at least one valid attempt in which everything is right.
    PeopleAllCorrect,
    /// Valid attempts in which everything is right.
    AttemptsAllCorrect,
    /// Valid attempts.
    Attempts,
    /// People all correct as a per cent of people taking part, rounded half up to five decimals.
    PerCentAllCorrect,
}

/// Over what something is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// The round.
    Round,
    /// The whole contest.
    Contest,
}

/// Which of a person's predictions is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PredictionFrom {
    /// The one in the attempt that counts.
    CountedAttempt,
    /// The one in the first valid attempt.
    FirstAttempt,
    /// The one in the last valid attempt.
    LastAttempt,
}

/// How two predictions equally far off compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EqualDistance {
    /// They are equal; the next step decides.
    Equal,
    /// The lower one is better.
    LowerFirst,
    /// The higher one is better.
    HigherFirst,
}

/// How people are ranked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ranking {
    /// What is compared, in this order.
    pub steps: Vec<RankStep>,
    /// Who may win at all.
    pub gate: Gate,
    /// Whether people equal in every step share a rank (1, 1, 3).
    pub shared_ranks: bool,
    /// Where people equal in every step must be told apart when ranks are not shared.
    pub told_apart: ToldApart,
}

/// One step of the ranking. The better direction is fixed by what is compared: many points, little time, early.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "step", deny_unknown_fields)]
pub enum RankStep {
    /// More points first.
    Points,
    /// More right answers first.
    Correct,
    /// Higher share of right answers first; compared exactly, as a fraction.
    PerCent,
    /// Less time used first.
    Duration {
        /// How exactly it is compared; parts of a second are dropped.
        precision: Precision,
    },
    /// Earlier end (submission, or the deadline) first.
    Submission {
        /// How exactly it is compared.
        precision: Precision,
    },
    /// Earlier start first.
    Start {
        /// How exactly it is compared.
        precision: Precision,
    },
    /// Nearer prediction first; no prediction comes after every prediction.
    PredictionDistance,
    /// More attempts with everything right first.
    PerfectAttempts,
    /// Drawn by lot with a published seed.
    Draw,
    /// Decided by the committee, recorded with who and why.
    Committee,
}

impl RankStep {
    /// Whether the step can only be known once the round is over.
    #[must_use]
    pub const fn after_closing(self) -> bool {
        matches!(
            self,
            Self::PredictionDistance | Self::PerfectAttempts | Self::Draw | Self::Committee
        )
    }
}

/// How exactly a time is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Precision {
    /// To the millisecond.
    #[default]
    Millisecond,
    /// To the whole second.
    Second,
}

/// Who may win at all. People outside come after everybody inside and get no prize.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "only", deny_unknown_fields)]
pub enum Gate {
    /// Everybody.
    Everybody,
    /// Only those whose counted attempt is all correct.
    AllCorrect,
    /// Only those with at least so many points.
    Points {
        /// The least.
        least: Points,
    },
}

/// Where people equal in every step must be told apart when ranks are not shared. The rule texts say "never shared" and
/// mean the prizes; telling hundreds of equal people at place 40 000 apart by a committee helps nobody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ToldApart {
    /// Where a prize is at stake; below, equal people have the same rank.
    #[default]
    AtPrizes,
    /// Everywhere.
    Everywhere,
}

/// What people win.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Prizes {
    /// Grades from the highest.
    pub grades: Vec<PrizeGrade>,
    /// Among whom they are given.
    pub scope: PrizeScope,
    /// Prizes are at most this share of the people taking part, in hundredths of a per cent (5 000 = 50 %), rounded down.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cap: Option<u16>,
    /// Whether a person keeps only the highest prize over all rounds.
    pub one_per_person: bool,
    /// What becomes of a prize that its winner cannot hold.
    pub freed: FreedPrize,
    /// A gift at once for everybody with at least so many points.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instant_gift: Option<Points>,
}

/// A grade of prizes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PrizeGrade {
    /// Name shown (`Giải Nhất`).
    pub name: String,
    /// How many.
    pub count: u32,
}

/// Among whom prizes are given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PrizeScope {
    /// In each round.
    Round,
    /// In each division of each round.
    Division,
    /// Once over the whole contest.
    Contest,
}

/// What becomes of a prize that its winner cannot hold beside a higher one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FreedPrize {
    /// It stays empty.
    #[default]
    StaysEmpty,
    /// It goes to the next in rank.
    NextInRank,
}

/// A prize for organisations.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OrganisationPrize {
    /// What they are compared by.
    pub by: OrganisationMeasure,
    /// Grades from the highest.
    pub grades: Vec<PrizeGrade>,
}

/// What organisations are compared by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "measure", deny_unknown_fields)]
pub enum OrganisationMeasure {
    /// Most people taking part.
    MostEntrants,
    /// Share of a frozen roster that completed.
    ParticipationRate,
    /// Those over a participation threshold, by their mean.
    ThresholdThenMean {
        /// Threshold in hundredths of a per cent.
        threshold: u16,
        /// Whether the rate is rounded to two decimals before it is compared.
        rounded: bool,
    },
    /// A weighted sum, weights in hundredths of a per cent.
    Weighted {
        /// Weight of the mean per cent.
        mean: u16,
        /// Weight of the participation rate.
        participation: u16,
        /// Weight of the pass rate.
        pass: u16,
        /// Least per cent that passes, in hundredths of a per cent.
        pass_mark: u16,
    },
    /// Most winners.
    MostWinners,
}

/// The leaderboard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Board {
    /// What is shown before the result is final.
    pub before_final: BoardShown,
    /// How names are shown.
    pub names: NamesShown,
}

/// What the leaderboard shows before the result is final.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "show", deny_unknown_fields)]
pub enum BoardShown {
    /// The provisional order, always.
    Provisional,
    /// The provisional order up to this long before a round closes; then it stands still.
    Frozen {
        /// How long before the close, ms.
        before_close_ms: i64,
    },
    /// Nothing.
    Hidden,
}

/// How names are shown to the public.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NamesShown {
    /// Family name and initials for everybody (`Trần T. B.`).
    #[default]
    Masked,
    /// Full names of people who are certainly 18 or older; family name and initials of everybody else.
    FullForAdults,
}

/// What a person gave at entry, checked and in one canonical spelling.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryData {
    /// Field name → value, without the fields left blank.
    pub values: BTreeMap<String, String>,
    /// Full name; empty when the form does not ask for it.
    pub full_name: String,
    /// Birth date.
    pub birth_date: Option<BirthDate>,
    /// Key of the division.
    pub division: Option<String>,
}

/// Where a round stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// Not open yet.
    Upcoming,
    /// Attempts may start.
    Open,
    /// None may start; some may still run.
    Closing,
    /// Every attempt has ended.
    Closed,
    /// The result is final.
    Final,
}

/// A closed attempt as finalisation sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AttemptRecord {
    /// The attempt.
    pub finished: Finished,
    /// Taken out by the organiser: counts nowhere.
    pub voided: bool,
}

/// A committee's decision on people equal in everything else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CommitteeDecision {
    /// Counted attempts of the people concerned, the best first.
    pub order: Vec<Uuid>,
    /// Who decided.
    pub by: String,
    /// When.
    pub at: Moment,
    /// Why.
    pub reason: String,
}

/// A prize a person holds from an earlier round.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HeldPrize {
    /// The person.
    pub person: Uuid,
    /// The round it was won in.
    pub round: String,
    /// Position of its grade in that round's list, 0 the highest.
    pub grade: u16,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_for_an_organisation_stored_before_it_had_options_still_reads() {
        let stored = r#"{"name":"organisation","kind":{"type":"organisation"},"required":false}"#;
        let field: FormField = serde_json::from_str(stored).expect("read");
        let plain = FieldKind::Organisation {
            within: None,
            listed_only: false,
        };
        assert_eq!(field.kind, plain);
        let written = serde_json::to_string(&field.kind).expect("written");
        assert_eq!(
            written, r#"{"type":"organisation"}"#,
            "and is written as it was"
        );
    }

    #[test]
    fn rules_stored_before_consents_and_contact_still_read() {
        let rules = super::super::fixtures::rules(
            "[ranking]\nsteps = [\"points\"]\n[contact]\nname = \"A\"",
        );
        let mut stored = serde_json::to_value(&rules).expect("written");
        let members = stored.as_object_mut().expect("an object");
        for new in ["quick_entry", "consents", "contact"] {
            members.remove(new);
        }
        let read: Rules = serde_json::from_value(stored).expect("read");
        assert!(!read.quick_entry && read.contact.is_none());
        assert_eq!(read.consents_asked(), [Consent::for_contest()]);
    }
}
