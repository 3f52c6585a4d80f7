//! The one error type that crosses a service's boundary.

use std::fmt;

/// What kind of failure it is; decides the HTTP status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// It does not exist, or the caller may not know that it does.
    NotFound,
    /// The caller has not signed in.
    Unauthenticated,
    /// The caller may see it but not do this.
    Forbidden,
    /// The state of things does not allow it now.
    Conflict,
    /// What was sent cannot be understood or accepted.
    Invalid,
    /// Too many requests.
    TooMany,
    /// The body is too large.
    TooLarge,
    /// A part this depends on does not answer; trying again later may help.
    Unavailable,
    /// A fault of the program.
    Internal,
}

impl Kind {
    /// The HTTP status of this kind.
    #[must_use]
    pub const fn status(self) -> u16 {
        match self {
            Self::NotFound => 404,
            Self::Unauthenticated => 401,
            Self::Forbidden => 403,
            Self::Conflict => 409,
            Self::Invalid => 422,
            Self::TooMany => 429,
            Self::TooLarge => 413,
            Self::Unavailable => 503,
            Self::Internal => 500,
        }
    }
}

macro_rules! codes {
    ($($(#[$meta:meta])* $name:ident = $text:literal => $kind:ident,)+) => {
        /// The closed list of problem codes. Each has a text in every language under the Fluent key `problem-CODE`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Code { $($(#[$meta])* $name,)+ }

        impl Code {
            /// Every code, for documentation and tests.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// The stable name that clients may rely on.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text,)+ }
            }

            /// The kind this code belongs to.
            #[must_use]
            pub const fn kind(self) -> Kind {
                match self { $(Self::$name => Kind::$kind,)+ }
            }
        }
    };
}

codes! {
    /// Nothing at this address for this caller.
    NotFound = "not-found" => NotFound,
    /// Sign in first.
    SignInNeeded = "sign-in-needed" => Unauthenticated,
    /// Login or password wrong.
    SignInFailed = "sign-in-failed" => Unauthenticated,
    /// The role does not allow it.
    NotAllowed = "not-allowed" => Forbidden,
    /// The form's protection token is missing or wrong.
    FormExpired = "form-expired" => Forbidden,
    /// One or more fields need mending.
    FieldsInvalid = "fields-invalid" => Invalid,
    /// The request could not be read.
    RequestUnreadable = "request-unreadable" => Invalid,
    /// The body is larger than allowed.
    BodyTooLarge = "body-too-large" => TooLarge,
    /// Too many requests from here.
    TooManyRequests = "too-many-requests" => TooMany,
    /// The service is busy or a part of it is down.
    Unavailable = "unavailable" => Unavailable,
    /// A fault of the program.
    Internal = "internal" => Internal,
    /// That login is taken.
    LoginTaken = "login-taken" => Conflict,
    /// The sign-in provider's identity belongs to another account.
    IdentityTaken = "identity-taken" => Conflict,
    /// The sign-in provider refused, or what it said cannot be trusted.
    IdentityRefused = "identity-refused" => Forbidden,
    /// Nobody takes their own administration away or closes their own account.
    OwnRole = "own-role" => Conflict,
    /// This one-time link was used or has expired.
    LinkExpired = "link-expired" => Conflict,
    /// Entry to the contest is needed first.
    EntryNeeded = "entry-needed" => Conflict,
    /// Somebody with these details has entered already.
    SamePersonEntered = "same-person-entered" => Conflict,
    /// The person does not meet the contest's conditions.
    NotEligible = "not-eligible" => Conflict,
    /// The contest or round is not open yet.
    NotOpenYet = "not-open-yet" => Conflict,
    /// The round has closed.
    RoundClosed = "round-closed" => Conflict,
    /// All attempts are used.
    NoAttemptsLeft = "no-attempts-left" => Conflict,
    /// The waiting time after the earlier attempt is not over.
    AttemptTooSoon = "attempt-too-soon" => Conflict,
    /// The attempt has ended.
    AttemptEnded = "attempt-ended" => Conflict,
    /// The time of the attempt is over.
    TimeIsUp = "time-is-up" => Conflict,
    /// A newer answer is stored already.
    AnswerOutdated = "answer-outdated" => Conflict,
    /// The paper has no such question.
    NoSuchQuestion = "no-such-question" => NotFound,
    /// The answer is not one of those the question allows.
    AnswerNotPossible = "answer-not-possible" => Invalid,
    /// The result is not shown yet.
    ResultNotYet = "result-not-yet" => Conflict,
    /// The leaderboard is not public now.
    BoardHidden = "board-hidden" => Conflict,
    /// The round cannot be finalised yet.
    NotReadyToFinalise = "not-ready-to-finalise" => Conflict,
    /// The round is final already.
    AlreadyFinal = "already-final" => Conflict,
    /// People are equal in everything; a committee decision is needed.
    DecisionNeeded = "decision-needed" => Conflict,
    /// Enrolment in the course is needed first.
    EnrolmentNeeded = "enrolment-needed" => Conflict,
    /// The course takes nobody in this way, or not now.
    EnrolmentClosed = "enrolment-closed" => Conflict,
    /// Another course must be completed before.
    PrerequisiteMissing = "prerequisite-missing" => Conflict,
    /// The lesson opens later: other lessons come first, or its time has not come.
    LessonLocked = "lesson-locked" => Conflict,
    /// The lesson asks for more before it is passed: watch more, answer more.
    LessonNotDone = "lesson-not-done" => Conflict,
    /// The cohort is over for this person.
    CohortOver = "cohort-over" => Conflict,
    /// Somebody came by this invitation already.
    InvitationUsed = "invitation-used" => Conflict,
    /// The certificate was revoked or replaced already.
    CertificateEnded = "certificate-ended" => Conflict,
    /// Whoever wrote a draft does not review it.
    OwnReview = "own-review" => Conflict,
    /// Somebody else changed it in between.
    ChangedMeanwhile = "changed-meanwhile" => Conflict,
}

/// A message that belongs to one field of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// Name of the field as sent.
    pub field: String,
    /// Fluent key of the message.
    pub message: &'static str,
    /// Values to put into the message.
    pub args: Vec<(&'static str, String)>,
}

/// A failure as the caller is told of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Which problem.
    pub code: Code,
    /// Values to put into the text.
    pub args: Vec<(&'static str, String)>,
    /// Messages beside fields.
    pub fields: Vec<FieldError>,
    /// What an operator should read in the log; never shown to the caller.
    pub cause: Option<String>,
    /// Seconds after which trying again makes sense.
    pub retry_after_s: Option<u32>,
}

/// Shorthand for results of services.
pub type Outcome<T> = Result<T, Problem>;

impl Problem {
    /// A problem with this code.
    #[must_use]
    pub const fn new(code: Code) -> Self {
        Self {
            code,
            args: Vec::new(),
            fields: Vec::new(),
            cause: None,
            retry_after_s: None,
        }
    }

    /// Nothing at this address for this caller.
    #[must_use]
    pub const fn not_found() -> Self {
        Self::new(Code::NotFound)
    }

    /// A fault of the program, with what the operator should read.
    #[must_use]
    pub fn internal(cause: impl fmt::Display) -> Self {
        Self {
            cause: Some(cause.to_string()),
            ..Self::new(Code::Internal)
        }
    }

    /// A part this depends on does not answer.
    #[must_use]
    pub fn unavailable(cause: impl fmt::Display) -> Self {
        Self {
            cause: Some(cause.to_string()),
            retry_after_s: Some(2),
            ..Self::new(Code::Unavailable)
        }
    }

    /// One field needs mending.
    #[must_use]
    pub fn field(field: impl Into<String>, message: &'static str) -> Self {
        Self::fields(vec![FieldError {
            field: field.into(),
            message,
            args: Vec::new(),
        }])
    }

    /// Several fields need mending.
    #[must_use]
    pub fn fields(fields: Vec<FieldError>) -> Self {
        Self {
            fields,
            ..Self::new(Code::FieldsInvalid)
        }
    }

    /// The same problem with a value for its text.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl fmt::Display) -> Self {
        self.args.push((name, value.to_string()));
        self
    }

    /// The kind of failure.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        self.code.kind()
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code.as_str())?;
        for (name, value) in &self.args {
            write!(f, " {name}={value}")?;
        }
        for field in &self.fields {
            write!(f, " {}:{}", field.field, field.message)?;
        }
        if let Some(cause) = &self.cause {
            write!(f, " ({cause})")?;
        }
        Ok(())
    }
}

impl std::error::Error for Problem {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_a_name_of_its_own() {
        let mut names: Vec<&str> = Code::ALL.iter().map(|c| c.as_str()).collect();
        names.sort_unstable();
        let all = names.len();
        names.dedup();
        assert_eq!(names.len(), all);
    }
}
