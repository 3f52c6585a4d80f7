//! What the tests of contests start from: rules written as a contest's file, and attempts in one line.

use uuid::Uuid;

use super::model::{AttemptRecord, Rules};
use super::package::{ContestPackage, read_contest};
use crate::assessment::model::{Finished, Grade, Prediction};
use crate::kernel::clock::{Moment, SECOND};
use crate::kernel::points::Points;

/// The part of a contest's file that most tests do not care about; `rest` adds tables such as `[ranking]`.
pub fn contest_file(rest: &str) -> String {
    let common = r#"
        title = "Cuộc thi"
        summary = "Tìm hiểu pháp luật."
        bank = "ngan-hang"

        [entry]
        [[entry.fields]]
        field = "full_name"
        required = true
    "#;
    let round = r#"
        [[rounds]]
        key = "ky-1"
        title = "Kỳ 1"
        opens = "2026-10-01 00:00"
        closes = "2026-10-06 24:00"
    "#;
    let paper = "[paper]\nminutes = 40\ndraw = [{ count = 40 }]\n";
    let contact = "[contact]\nname = \"Ban Tổ chức\"\nemail = \"thi@example.org\"\n";
    let given = |table: &str| rest.contains(table);
    [
        common,
        if given("[contact]") { "" } else { contact },
        if given("[paper]") { "" } else { paper },
        if given("[[rounds]]") { "" } else { round },
        rest,
    ]
    .join("\n")
}

/// A package read from [`contest_file`]; panics with the findings when it cannot be read.
pub fn package(rest: &str) -> ContestPackage {
    let (package, findings) = read_contest("contest.toml", &contest_file(rest), Moment(0));
    package.unwrap_or_else(|| panic!("{findings:#?}"))
}

/// Its rules.
pub fn rules(rest: &str) -> Rules {
    package(rest).rules
}

/// `2026-10-01 00:00` in Viet Nam: the opening of the round in [`contest_file`].
pub const OPENING: Moment = Moment(1_790_787_600_000);

/// The assessment of the round under test.
pub const ROUND: Uuid = Uuid::from_u128(0xA55E55);

/// A valid attempt of person `number`, all of whose questions are answered; builder methods change the rest.
#[derive(Debug, Clone, Copy)]
pub struct Sat(pub AttemptRecord);

/// Person `number`'s first attempt: nothing right, started at the opening, used no time.
pub fn sat(number: u32) -> Sat {
    let id = u128::from(number);
    let grade = Grade {
        points: Points(0),
        correct: 0,
        answered: 40,
        questions: 40,
        prediction: None,
        valid: true,
    };
    let finished = Finished {
        attempt: Uuid::from_u128(id << 16),
        assessment: ROUND,
        person: Uuid::from_u128(id),
        ordinal: 1,
        started_at: OPENING,
        finished_at: OPENING,
        grade,
    };
    Sat(AttemptRecord {
        finished,
        voided: false,
    })
}

impl Sat {
    /// Which attempt of the person it is.
    pub fn ordinal(mut self, ordinal: u16) -> Self {
        let finished = &mut self.0.finished;
        finished.ordinal = i32::from(ordinal);
        finished.attempt = Uuid::from_u128(finished.attempt.as_u128() | u128::from(ordinal));
        self
    }

    /// So many right answers of so many, a point each.
    pub fn correct(mut self, correct: u16, questions: u16) -> Self {
        let grade = &mut self.0.finished.grade;
        (grade.correct, grade.questions, grade.answered) = (correct, questions, questions);
        grade.points = Points::whole(i32::from(correct));
        self
    }

    /// So many points, whatever was right.
    pub fn points(mut self, points: i32) -> Self {
        self.0.finished.grade.points = Points::whole(points);
        self
    }

    /// What was predicted.
    pub fn predicted(mut self, number: i64) -> Self {
        self.0.finished.grade.prediction = Some(Prediction::whole(number));
        self
    }

    /// Started so many seconds after the opening.
    pub fn started(mut self, seconds: i64) -> Self {
        let duration = self.0.finished.duration_ms();
        self.0.finished.started_at = OPENING.plus(seconds * SECOND);
        self.took(duration)
    }

    /// Used so much time, ms.
    pub fn took(mut self, ms: i64) -> Self {
        self.0.finished.finished_at = self.0.finished.started_at.plus(ms);
        self
    }

    /// Ended so many seconds after the opening.
    pub fn submitted(mut self, seconds: i64) -> Self {
        self.0.finished.finished_at = OPENING.plus(seconds * SECOND);
        self
    }

    /// Does not count, because something was left blank.
    pub fn incomplete(mut self) -> Self {
        self.0.finished.grade.valid = false;
        self
    }

    /// Of another round.
    pub fn elsewhere(mut self) -> Self {
        self.0.finished.assessment = Uuid::from_u128(0x07E2);
        self.0.finished.attempt = Uuid::from_u128(self.0.finished.attempt.as_u128() | 1 << 80);
        self
    }
}

/// The number given to [`sat`] for a person.
pub fn number_of(person: Uuid) -> u32 {
    u32::try_from(person.as_u128()).expect("people in tests have small numbers")
}
