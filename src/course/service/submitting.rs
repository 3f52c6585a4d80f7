//! Handing in an assignment, and what came back.

use uuid::Uuid;

use super::learning::{Journey, Settling};
use super::notes::too_long;
use super::{CourseService, digest_of};
use crate::course::handed;
use crate::course::model::{Assignment, LessonKind};
use crate::course::store;
use crate::course::store::writing::{self, SubmissionRow};
use crate::kernel::actor::Actor;
use crate::kernel::clock::Moment;
use crate::kernel::problem::{Code, Outcome, Problem};

/// Longest text that is looked at at all, in characters; the limit in words is the assignment's.
const TEXT_MAX: usize = 40_000;

/// What a person handed in, with its marks once it has some.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandedIn {
    /// Which of the person's, from 1.
    pub ordinal: i32,
    /// The written answer; empty when only a file was handed in.
    pub text: String,
    /// Name of the file, if there is one.
    pub file_name: Option<String>,
    /// When it was handed in.
    pub handed_in_at: Moment,
    /// Its marks.
    pub marks: Option<Marks>,
}

/// The marks of what was handed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Marks {
    /// Points for each criterion, in the order of the rubric.
    pub scores: Vec<u32>,
    /// Points together.
    pub points: u32,
    /// Points possible.
    pub of: u32,
    /// Whether they pass the lesson.
    pub passed: bool,
    /// What the marker wrote.
    pub comment: String,
    /// When it was marked.
    pub marked_at: Moment,
}

/// A file as it is handed in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HandedFile {
    /// Its name; empty when none was chosen.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// A file that was handed in, to take it away again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakenFile {
    /// Its name.
    pub name: String,
    /// Its media type.
    pub media_type: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl HandedIn {
    pub(in crate::course) fn of(row: SubmissionRow) -> Self {
        let count = |n: Option<i32>| n.and_then(|n| u32::try_from(n).ok()).unwrap_or(0);
        let marks = row.marked_at.map(|at| Marks {
            scores: row
                .scores
                .as_deref()
                .and_then(|s| serde_json::from_str(s).ok())
                .unwrap_or_default(),
            points: count(row.points),
            of: count(row.points_of),
            passed: row.passed.unwrap_or(false),
            comment: row.comment.clone().unwrap_or_default(),
            marked_at: Moment(at),
        });
        Self {
            ordinal: row.ordinal,
            text: row.text,
            file_name: row.file_name,
            handed_in_at: Moment(row.submitted_at),
            marks,
        }
    }
}

/// Whether something may be handed in, given what was handed in before (the newest first): one at a time, and none after one that passes.
#[must_use]
pub fn may_hand_in(before: &[HandedIn]) -> bool {
    match before.first() {
        None => true,
        Some(newest) => newest.marks.as_ref().is_some_and(|m| !m.passed),
    }
}

impl CourseService {
    /// What the person handed in for a lesson, the newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn handed_in(&self, journey: &Journey, key: &str) -> Outcome<Vec<HandedIn>> {
        let rows = writing::submissions(self.db.read(), journey.enrolment.id, key).await?;
        Ok(rows.into_iter().map(HandedIn::of).collect())
    }

    /// A file that the person handed in for a lesson.
    ///
    /// # Errors
    /// When there is none, or the database fails.
    pub async fn handed_file(
        &self,
        slug: &str,
        key: &str,
        ordinal: i32,
        actor: &Actor,
    ) -> Outcome<TakenFile> {
        let journey = self.journey(slug, actor).await?;
        let rows = writing::submissions(self.db.read(), journey.enrolment.id, key).await?;
        let row = rows.into_iter().find(|row| row.ordinal == ordinal);
        let row = row.ok_or_else(Problem::not_found)?;
        let (Some(name), Some(media_type), Some(digest)) =
            (row.file_name, row.file_type, row.file_digest)
        else {
            return Err(Problem::not_found());
        };
        let bytes = store::blob(self.db.read(), &digest).await?;
        Ok(TakenFile {
            name,
            media_type,
            bytes: bytes.ok_or_else(Problem::not_found)?,
        })
    }

    /// Hands in a written answer, a file, or both, for an assignment. One at a time: another may follow when the earlier one was marked and
    /// does not pass. Returns its ordinal.
    ///
    /// # Errors
    /// When the lesson is no assignment or not open, nothing is handed in, it is too long, the file is not what may be handed in, or the
    /// earlier one still waits or passes already ([`Code::ChangedMeanwhile`]).
    pub async fn hand_in(
        &self,
        slug: &str,
        key: &str,
        text: &str,
        file: HandedFile,
        actor: &Actor,
        now: Moment,
    ) -> Outcome<i32> {
        let journey = self.journey(slug, actor).await?;
        self.in_time(&journey, key, now)?;
        let LessonKind::Assignment(assignment) = &journey.lesson(key)?.kind else {
            return Err(Problem::not_found());
        };
        let (text, file) = checked(assignment, text, file)?;
        let row = SubmissionRow {
            id: self.id(now),
            course_id: journey.head.id,
            enrolment_id: journey.enrolment.id,
            account_id: actor.account,
            lesson: key.to_owned(),
            ordinal: 1,
            text,
            file_name: file.as_ref().map(|f| f.name.clone()),
            file_type: file.as_ref().map(|f| f.media_type.clone()),
            file_digest: file.as_ref().map(|f| digest_of(&f.bytes)),
            submitted_at: now.0,
            scores: None,
            points: None,
            points_of: None,
            passed: None,
            comment: None,
            marked_by: None,
            marked_at: None,
            revision: 1,
        };
        let service = self.clone();
        self.db
            .write(move |tx| {
                Box::pin(async move { service.put_submission(tx, row, file, now).await })
            })
            .await
    }

    async fn put_submission(
        &self,
        tx: &crate::platform::db::Tx,
        mut row: SubmissionRow,
        file: Option<TakenFile>,
        now: Moment,
    ) -> Outcome<i32> {
        let (enrolment, lesson): (Uuid, String) = (row.enrolment_id, row.lesson.clone());
        let mut settling = Settling::begin(self, tx, enrolment, now)
            .await?
            .ok_or_else(Problem::not_found)?;
        let before = writing::submissions(tx, enrolment, &lesson).await?;
        row.ordinal = before.first().map_or(0, |newest| newest.ordinal) + 1;
        let before: Vec<HandedIn> = before.into_iter().map(HandedIn::of).collect();
        if !may_hand_in(&before) {
            return Err(Problem::new(Code::ChangedMeanwhile));
        }
        if let (Some(file), Some(digest)) = (file, &row.file_digest) {
            store::put_blob(tx, digest, file.bytes, now).await?;
        }
        let ordinal = row.ordinal;
        if !writing::add_submission(tx, row).await? {
            return Err(Problem::new(Code::ChangedMeanwhile));
        }
        settling
            .change(&lesson, |row| {
                row.opened_at.get_or_insert(now.0);
            })
            .await?;
        settling.end().await?;
        Ok(ordinal)
    }
}

/// What is handed in as it will be kept, or what is wrong with it.
fn checked(
    assignment: &Assignment,
    text: &str,
    file: HandedFile,
) -> Outcome<(String, Option<TakenFile>)> {
    let text = text.trim().replace("\r\n", "\n");
    let words_max = usize::try_from(assignment.words_max).unwrap_or(usize::MAX);
    let has_file = !file.name.is_empty() || !file.bytes.is_empty();
    if text.is_empty() && !has_file {
        return Err(Problem::field("bai-lam", "field-hand-in-something"));
    }
    if text.chars().count() > TEXT_MAX {
        return Err(too_long("bai-lam", TEXT_MAX));
    }
    let words = handed::words(&text);
    if words > words_max {
        let mut problem = Problem::field("bai-lam", "field-too-many-words");
        for error in &mut problem.fields {
            error.args.push(("words", words.to_string()));
            error.args.push(("max", words_max.to_string()));
        }
        return Err(problem);
    }
    if !has_file {
        return Ok((text, None));
    }
    if !assignment.upload {
        return Err(Problem::field("tep", "field-no-file-here"));
    }
    if file.bytes.len() > handed::FILE_MAX {
        return Err(Problem::field("tep", "field-file-too-large"));
    }
    let (ending, media_type) =
        handed::kind_of(&file.bytes).ok_or_else(|| Problem::field("tep", "field-file-kind"))?;
    let file = TakenFile {
        name: handed::file_name(&file.name, ending),
        media_type: media_type.to_owned(),
        bytes: file.bytes,
    };
    Ok((text, Some(file)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn handed(passed: Option<bool>) -> HandedIn {
        HandedIn {
            ordinal: 1,
            text: "Bài làm".into(),
            file_name: None,
            handed_in_at: Moment(0),
            marks: passed.map(|passed| Marks {
                scores: Vec::new(),
                points: 1,
                of: 2,
                passed,
                comment: String::new(),
                marked_at: Moment(1),
            }),
        }
    }

    #[test]
    fn one_is_handed_in_at_a_time_and_none_after_one_that_passes() {
        assert!(may_hand_in(&[]));
        assert!(!may_hand_in(&[handed(None)]), "it waits for its marks");
        assert!(may_hand_in(&[handed(Some(false))]));
        assert!(!may_hand_in(&[handed(Some(true))]));
        assert!(!may_hand_in(&[handed(None), handed(Some(false))]));
    }
}
