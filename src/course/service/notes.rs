//! A person's own notes on lessons.

use super::CourseService;
use super::learning::Journey;
use crate::course::store::writing;
use crate::kernel::actor::Actor;
use crate::kernel::clock::Moment;
use crate::kernel::problem::{Outcome, Problem};

/// Longest note, in characters.
pub const NOTE_MAX: usize = 4_000;

/// A note on a lesson.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// What was noted.
    pub text: String,
    /// When it was changed last.
    pub saved_at: Moment,
}

impl CourseService {
    /// The person's note on a lesson, if there is one.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn note_on(&self, journey: &Journey, key: &str) -> Outcome<Option<Note>> {
        let note = writing::note(self.db.read(), journey.enrolment.id, key).await?;
        Ok(note.map(|(text, saved_at)| Note { text, saved_at }))
    }

    /// Keeps the person's note on a lesson in place of the one before; an empty one is taken away. Notes may be written after the end of a
    /// cohort too: they are the person's own.
    ///
    /// # Errors
    /// When they are not in the course, there is no such lesson, or the note is too long.
    pub async fn put_note(
        &self,
        slug: &str,
        key: &str,
        text: &str,
        actor: &Actor,
        now: Moment,
    ) -> Outcome<()> {
        let journey = self.journey(slug, actor).await?;
        let lesson = journey.lesson(key)?.key.clone();
        let text = text.trim().replace("\r\n", "\n");
        if text.chars().count() > NOTE_MAX {
            return Err(too_long("ghi-chu", NOTE_MAX));
        }
        let id = journey.enrolment.id;
        self.db
            .write(move |tx| {
                Box::pin(async move { writing::put_note(tx, id, &lesson, &text, now).await })
            })
            .await
    }
}

/// A text is longer than it may be.
pub(super) fn too_long(field: &str, max: usize) -> Problem {
    let mut problem = Problem::field(field, "field-lesson-too-long");
    for error in &mut problem.fields {
        error.args.push(("max", max.to_string()));
    }
    problem
}
