//! Attempts at quizzes and examinations that have ended, and what an attempt's page tells of the lesson it belongs to.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use futures_util::future::BoxFuture;
use uuid::Uuid;

use super::CourseService;
use super::learning::Settling;
use crate::assessment::model::Finished;
use crate::assessment::rules::{self as attempts, Past, StartDecision};
use crate::assessment::service::{Host, Hosting};
use crate::course::model::{EnrolmentState, LessonKind, Score};
use crate::course::rules;
use crate::course::store::{self, cohorts, learning};
use crate::kernel::clock::Moment;
use crate::kernel::problem::{Outcome, Problem};
use crate::platform::db::Tx;

impl CourseService {
    /// The course and lesson that an assessment belongs to; `None` when it belongs to no course.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn lesson_of(&self, assessment: Uuid) -> Outcome<Option<(Uuid, Arc<str>)>> {
        let known = self
            .lessons
            .read()
            .expect("no holder panics")
            .get(&assessment)
            .cloned();
        if let Some(known) = known {
            return Ok(known);
        }
        let found = store::of_assessment(self.db.read(), assessment).await?;
        let found = found.map(|(course, lesson)| (course, Arc::from(lesson)));
        self.lessons
            .write()
            .expect("no holder panics")
            .insert(assessment, found.clone());
        Ok(found)
    }

    /// Takes note of closed attempts inside the transaction that closes them. Attempts that belong to no course are left alone and returned.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn note_closed(
        &self,
        tx: &Tx,
        closed: &[Finished],
        now: Moment,
    ) -> Outcome<Vec<Finished>> {
        let mut others = Vec::new();
        let mut by_course: BTreeMap<Uuid, Vec<(Arc<str>, Finished)>> = BTreeMap::new();
        for finished in closed {
            match self.lesson_of(finished.assessment).await? {
                Some((course, lesson)) => {
                    by_course
                        .entry(course)
                        .or_default()
                        .push((lesson, *finished));
                }
                None => others.push(*finished),
            }
        }
        for (course, finished) in by_course {
            let people: BTreeSet<Uuid> = finished.iter().map(|(_, f)| f.person).collect();
            let people: Vec<Uuid> = people.into_iter().collect();
            // In the order of their ids, so that two nodes take row locks in the same order.
            for chunk in people.chunks(500) {
                for enrolment in learning::of_people(tx, course, chunk).await? {
                    let own = finished
                        .iter()
                        .filter(|(_, f)| f.person == enrolment.account_id);
                    self.note_attempts(tx, enrolment.id, own, now).await?;
                }
            }
        }
        Ok(others)
    }

    async fn note_attempts(
        &self,
        tx: &Tx,
        enrolment: Uuid,
        finished: impl Iterator<Item = &(Arc<str>, Finished)>,
        now: Moment,
    ) -> Outcome<()> {
        let Some(mut settling) = Settling::begin(self, tx, enrolment, now).await? else {
            return Ok(());
        };
        for (lesson, finished) in finished {
            let score = Score {
                right: u32::from(finished.grade.correct),
                of: u32::from(finished.grade.questions),
            };
            let passes = settling
                .content
                .lesson(lesson)
                .and_then(|l| l.kind.quiz())
                .is_some_and(|quiz| rules::passes(quiz.pass_percent, score));
            settling
                .change(lesson, |row| {
                    let known = row.best_right.zip(row.best_of).map(|(right, of)| Score {
                        right: u32::try_from(right).unwrap_or(0),
                        of: u32::try_from(of).unwrap_or(0),
                    });
                    let best = rules::better(known, score);
                    row.best_right = i32::try_from(best.right).ok();
                    row.best_of = i32::try_from(best.of).ok();
                    if passes {
                        row.passed_at.get_or_insert(finished.finished_at.0);
                    }
                })
                .await?;
        }
        settling.end().await
    }
}

impl Host for CourseService {
    fn describe<'a>(
        &'a self,
        assessment: Uuid,
        person: Uuid,
        now: Moment,
    ) -> BoxFuture<'a, Outcome<Hosting>> {
        Box::pin(async move {
            let (course, key) = self
                .lesson_of(assessment)
                .await?
                .ok_or_else(Problem::not_found)?;
            let head = self.by_id(course).await?;
            let enrolment = learning::of_person(self.db.read(), course, person)
                .await?
                .ok_or_else(Problem::not_found)?;
            let content = self.content(course, enrolment.version).await?;
            let past = self.assessments.attempts_of(assessment, person).await?;
            let quiz = content.lesson(&key).and_then(|l| l.kind.quiz());
            let pass_percent = quiz.map(|quiz| quiz.pass_percent);
            let progress = learning::progress(self.db.read(), enrolment.id).await?;
            let done = learning::done_of(&progress);
            let cohort = match enrolment.cohort_id {
                Some(id) => cohorts::by_id(self.db.read(), id).await?,
                None => None,
            };
            let back = format!("/khoa-hoc/{}/bai/{key}", head.slug);
            let onward = rules::next_lesson(&content, &done, None)
                .filter(|next| rules::is_passed(&done, &key) && next.key != *key)
                .map(|next| {
                    let path = format!("/khoa-hoc/{}/bai/{}", head.slug, next.key);
                    (path, next.title.clone())
                });
            let (title, again) = match content.lesson(&key) {
                Some(lesson) => {
                    let extended = enrolment.extended_until.map(Moment);
                    let live = self.assessments.live(assessment).await?;
                    let own = rules::terms(&lesson.kind, cohort.as_ref(), extended)
                        .applied(&live.settings);
                    let past: Vec<Past> = past.iter().map(Past::from).collect();
                    let may = !matches!(
                        attempts::decide_start(&own, &past, now),
                        StartDecision::Refuse(_)
                    ) && enrolment.state != EnrolmentState::Withdrawn.code();
                    let exam_passed =
                        matches!(lesson.kind, LessonKind::Exam(_)) && rules::is_passed(&done, &key);
                    let again = (may && !exam_passed).then(|| back.clone());
                    (format!("{} · {}", head.title, lesson.title), again)
                }
                None => (head.title.clone(), None),
            };
            Ok(Hosting {
                title,
                back,
                shows_score: true,
                place: None,
                board: None,
                onward,
                again,
                pass_percent,
            })
        })
    }
}
