//! A course (modules, lessons, what completes it), cohorts, enrolments and progress.

pub mod watched;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use watched::Watched;

use crate::assessment::model::BlueprintPart;
use crate::kernel::clock::Moment;
use crate::question_bank::model::{Body, LegalReference};

/// The format of [`Content`] that this program writes.
pub const CONTENT_FORMAT: u16 = 1;

/// What one published version of a course says; never changes once published. Read from the package's files, and kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// [`CONTENT_FORMAT`] at the time of writing.
    pub format: u16,
    /// Title.
    pub title: String,
    /// One or two sentences for lists and shared links.
    pub summary: String,
    /// What it is about, in one phrase; the catalogue filters by it.
    pub topic: String,
    /// For whom it is.
    pub audience: Vec<String>,
    /// The agency that issues it, in words.
    #[serde(default)]
    pub issued_by: Option<String>,
    /// Code of the organisation it belongs to.
    #[serde(default)]
    pub organisation: Option<String>,
    /// The training framework it refers to, in words.
    #[serde(default)]
    pub framework: Option<String>,
    /// Picture on its card.
    #[serde(default)]
    pub cover: Option<Picture>,
    /// Introduction on its page, Markdown.
    pub intro: String,
    /// Slugs of courses to be completed before.
    #[serde(default)]
    pub prerequisites: Vec<String>,
    /// How people come in.
    pub enrolment: EnrolmentMode,
    /// Modules in order.
    pub modules: Vec<Module>,
    /// What completes it.
    pub completion: Completion,
    /// What is certified; nothing when absent.
    #[serde(default)]
    pub certificate: Option<CertificateTerms>,
    /// Files that pages show or offer, by name.
    #[serde(default)]
    pub assets: Vec<Asset>,
}

impl Content {
    /// Every lesson in order, with the number of its module from 0.
    pub fn lessons(&self) -> impl Iterator<Item = (usize, &Lesson)> {
        self.modules
            .iter()
            .enumerate()
            .flat_map(|(number, module)| module.lessons.iter().map(move |l| (number, l)))
    }

    /// The lesson with this key.
    #[must_use]
    pub fn lesson(&self, key: &str) -> Option<&Lesson> {
        self.lessons().map(|(_, l)| l).find(|l| l.key == key)
    }

    /// The asset with this name.
    #[must_use]
    pub fn asset(&self, name: &str) -> Option<&Asset> {
        self.assets.iter().find(|a| a.name == name)
    }

    /// Estimated minutes of all lessons.
    #[must_use]
    pub fn minutes(&self) -> u32 {
        self.lessons().map(|(_, l)| u32::from(l.minutes)).sum()
    }

    /// Learning hours of all modules, in hundredths of an hour.
    #[must_use]
    pub fn hours(&self) -> u32 {
        self.modules.iter().map(|m| m.hours).sum()
    }
}

/// A picture with what it shows, in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Picture {
    /// Name of the asset.
    pub asset: String,
    /// Alternative text; empty for a picture that only decorates.
    pub alt: String,
}

/// How people come into a course.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "mode")]
pub enum EnrolmentMode {
    /// Anybody who has signed in.
    Open,
    /// Whoever knows the code (compared without regard to case and spaces).
    Code {
        /// The code.
        code: String,
    },
    /// Only members of a cohort, invited by its organiser.
    Invitation,
}

/// A module (học phần).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Module {
    /// Title.
    pub title: String,
    /// Learning hours on the transcript, in hundredths of an hour.
    pub hours: u32,
    /// The topic of the training framework it stands for, in words.
    #[serde(default)]
    pub framework: Option<String>,
    /// Lessons in order.
    pub lessons: Vec<Lesson>,
}

/// A lesson (bài học).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lesson {
    /// Stable name inside the course: progress is kept under it.
    pub key: String,
    /// Title.
    pub title: String,
    /// Estimated minutes.
    pub minutes: u16,
    /// What one can do afterwards.
    pub objectives: Vec<String>,
    /// The law it rests on.
    pub references: Vec<LegalReference>,
    /// Whether completion never asks for it.
    #[serde(default)]
    pub optional: bool,
    /// Text, Markdown; a self-check stands in it as a fenced block `tu-kiem-tra`.
    pub body: String,
    /// The self-checks in the text, in order.
    #[serde(default)]
    pub checks: Vec<Body>,
    /// Video or audio.
    #[serde(default)]
    pub media: Option<Media>,
    /// Files to take away.
    #[serde(default)]
    pub downloads: Vec<Download>,
    /// What is to be done in it.
    pub kind: LessonKind,
}

/// What is to be done in a lesson.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum LessonKind {
    /// Read (and watch); the person says when they are through.
    Text,
    /// A quiz, passed at its mark.
    Quiz(Quiz),
    /// The final examination: a quiz that opens late and is counted on the certificate.
    Exam(Quiz),
    /// A written or uploaded answer, marked by a person.
    Assignment(Assignment),
    /// Questions about the course; answered once.
    Survey(Survey),
}

impl LessonKind {
    /// The quiz of a quiz or examination.
    #[must_use]
    pub const fn quiz(&self) -> Option<&Quiz> {
        match self {
            Self::Quiz(quiz) | Self::Exam(quiz) => Some(quiz),
            _ => None,
        }
    }

    /// The name in packages, in the API and at the end of Fluent keys.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Quiz(_) => "quiz",
            Self::Exam(_) => "exam",
            Self::Assignment(_) => "assignment",
            Self::Survey(_) => "survey",
        }
    }
}

/// How a lesson's quiz or the final examination runs: an assessment like a contest's round.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quiz {
    /// What to draw from the course's bank.
    pub blueprint: Vec<BlueprintPart>,
    /// Length of an attempt, ms.
    pub length_ms: i64,
    /// Right answers needed to pass, in whole per cent of the questions.
    pub pass_percent: u8,
    /// Highest number of attempts; `None` is unlimited.
    #[serde(default)]
    pub max_attempts: Option<u32>,
    /// How long one waits after the deadline of the earlier attempt, ms.
    #[serde(default)]
    pub wait_ms: i64,
    /// Whether right answers are shown once the attempt has ended.
    pub shows_answers: bool,
}

/// A written or uploaded answer, marked against a rubric.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assignment {
    /// Most words of the written answer.
    pub words_max: u32,
    /// Whether a file may be handed in.
    pub upload: bool,
    /// Points needed to pass, in whole per cent of the rubric's.
    pub pass_percent: u8,
    /// What is looked at.
    pub rubric: Vec<Criterion>,
}

impl Assignment {
    /// The rubric's points together.
    #[must_use]
    pub fn points(&self) -> u32 {
        self.rubric.iter().map(|c| u32::from(c.points)).sum()
    }
}

/// One line of a rubric.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Criterion {
    /// What is looked at.
    pub name: String,
    /// Most whole points for it.
    pub points: u16,
    /// What full points take.
    #[serde(default)]
    pub description: String,
}

/// Questions about the course.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Survey {
    /// The questions.
    pub questions: Vec<SurveyQuestion>,
}

/// One question of a survey.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SurveyQuestion {
    /// Stable name inside the survey.
    pub key: String,
    /// The question.
    pub text: String,
    /// How it is answered.
    pub kind: SurveyKind,
    /// Options, with [`SurveyKind::Choice`].
    #[serde(default)]
    pub options: Vec<String>,
}

/// How a survey's question is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SurveyKind {
    /// From 1 to 5.
    Scale,
    /// One of the options.
    Choice,
    /// In words.
    Text,
}

/// Video or audio of a lesson.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Media {
    /// Whether there is something to see.
    pub video: bool,
    /// Where it comes from.
    pub source: MediaSource,
    /// Length, ms; what is watched is counted against it.
    pub length_ms: i64,
    /// Captions (WebVTT), name of the asset.
    #[serde(default)]
    pub captions: Option<String>,
    /// Everything that is said, Markdown.
    pub transcript: String,
}

/// Where video or audio comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MediaSource {
    /// A file of the package, name of the asset; time watched is counted.
    File(String),
    /// A player of another site that is allowed; time watched cannot be counted.
    Embed(String),
}

/// A file to take away.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Download {
    /// Name of the asset.
    pub asset: String,
    /// What it is, in words.
    pub label: String,
}

/// A file of the package that pages show or offer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asset {
    /// Its name under `assets/`.
    pub name: String,
    /// SHA-256 of its bytes as they are served, in hexadecimal: its address.
    pub digest: String,
    /// Media type as it is served.
    pub media_type: String,
    /// Bytes.
    pub size: u64,
}

/// What completes a course.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Completion {
    /// Which lessons.
    pub lessons: RequiredLessons,
    /// How much of each file of video or audio must have been watched, in whole per cent.
    pub watch_percent: u8,
    /// Whether the final examination opens only after the other required lessons.
    pub exam_after_lessons: bool,
}

/// Which lessons completion asks for; optional ones never.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RequiredLessons {
    /// All that are not optional.
    All,
    /// Those with these keys.
    These(Vec<String>),
}

/// What is certified and how the certificate is numbered and worded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CertificateTerms {
    /// Template of the number, such as `{seq:04}/GCN-STP/{year}`.
    pub number: String,
    /// Heading.
    pub title: String,
    /// What stands before the course's title.
    pub text: String,
    /// Place before the date.
    #[serde(default)]
    pub place: Option<String>,
    /// Title of who signs.
    #[serde(default)]
    pub signer: Option<String>,
    /// What else is printed.
    #[serde(default)]
    pub shows: Vec<Shown>,
}

/// A fact that a certificate may print beside the name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shown {
    /// Date of birth.
    BirthDate,
    /// The person's organisation.
    Organisation,
    /// Learning hours.
    Hours,
    /// Mark of the final examination.
    Grade,
}

// ---------------------------------------------------------------------------------------------------------------------
// People in a course

/// State of an enrolment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EnrolmentState {
    /// Learning.
    Active,
    /// The completion rule was met.
    Completed,
    /// Left by the person or taken out by an organiser.
    Withdrawn,
}

impl EnrolmentState {
    /// The number kept in the database.
    #[must_use]
    pub const fn code(self) -> i16 {
        match self {
            Self::Active => 0,
            Self::Completed => 1,
            Self::Withdrawn => 2,
        }
    }

    /// The state with the number kept in the database.
    #[must_use]
    pub const fn from_code(code: i16) -> Self {
        match code {
            0 => Self::Active,
            1 => Self::Completed,
            _ => Self::Withdrawn,
        }
    }

    /// The name in the API and at the end of Fluent keys.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Completed => "completed",
            Self::Withdrawn => "withdrawn",
        }
    }
}

/// A person in a course.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enrolment {
    /// Identifier.
    pub id: Uuid,
    /// The course.
    pub course: Uuid,
    /// The person.
    pub account: Uuid,
    /// The cohort, if any.
    pub cohort: Option<Uuid>,
    /// The person's organisation when it is known.
    pub organisation: Option<Uuid>,
    /// Version of the course the person learns by.
    pub version: i32,
    /// State.
    pub state: EnrolmentState,
    /// Required lessons passed.
    pub done: u32,
    /// Required lessons.
    pub total: u32,
    /// Key of the lesson opened last.
    pub last_lesson: Option<String>,
    /// When it began.
    pub enrolled_at: Moment,
    /// When the person last did something in it.
    pub seen_at: Moment,
    /// When the completion rule was met.
    pub completed_at: Option<Moment>,
    /// A later end than the cohort's, given to this person.
    pub extended_until: Option<Moment>,
    /// Whether reminders are wanted.
    pub reminders: bool,
}

/// A course run for named organisations between two dates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cohort {
    /// Identifier.
    pub id: Uuid,
    /// The course.
    pub course: Uuid,
    /// The organisation that runs it.
    pub organisation: Option<Uuid>,
    /// Title.
    pub title: String,
    /// With which people join by themselves; none when they are only invited.
    pub code: Option<String>,
    /// First moment.
    pub opens_at: Moment,
    /// Moment from which nothing more is accepted (half open).
    pub closes_at: Moment,
    /// Window of the final examination; the cohort's own when absent.
    pub exam: Option<Window>,
    /// The organisations it is run for; empty for everybody.
    pub organisations: Vec<Uuid>,
    /// Counts changes.
    pub revision: i32,
}

/// From when until when (half open).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Window {
    /// First moment.
    pub opens_at: Moment,
    /// Moment from which it is over.
    pub closes_at: Moment,
}

/// What one person has done in one lesson.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Progress {
    /// Key of the lesson.
    pub lesson: String,
    /// When it was first opened.
    pub opened_at: Option<Moment>,
    /// When it was passed; never taken back.
    pub passed_at: Option<Moment>,
    /// What was watched of its video or audio.
    pub watched: Watched,
    /// Best attempt: right answers and questions.
    pub best: Option<Score>,
}

/// Right answers out of questions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Score {
    /// Right answers (or points of a rubric).
    pub right: u32,
    /// Questions (or points possible).
    pub of: u32,
}

/// One thing that a new version of a course changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "change")]
pub enum ContentChange {
    /// A lesson that was not there before.
    Added {
        /// Its title.
        title: String,
    },
    /// A lesson that is no longer there; who passed it keeps that.
    Removed {
        /// Its title.
        title: String,
    },
    /// A lesson that says something else.
    Changed {
        /// Its title.
        title: String,
    },
    /// What completes the course.
    Completion,
}

/// A version of a course and what it changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VersionNote {
    /// Version, from 1.
    pub version: i32,
    /// In the author's words.
    pub note: String,
    /// What was found by comparing.
    pub changes: Vec<ContentChange>,
    /// When it was published.
    pub published_at: Moment,
}
