//! Marking what was handed in, and what surveys say.

use std::collections::BTreeMap;
use std::sync::Arc;

use uuid::Uuid;

use super::cohorts::Organised;
use super::learning::Settling;
use super::{CourseService, Head};
use crate::audit::service as audit;
use crate::course::model::{
    Assignment, Cohort, Content, Lesson, LessonKind, Score, Survey, SurveyQuestion,
};
use crate::course::rules;
use crate::course::store::learning::EnrolmentRow;
pub use crate::course::store::marking::SubmissionRow;
use crate::course::store::{cohorts, learning, marking as store};
use crate::course::survey::{Counter, Tally};
use crate::kernel::actor::{Actor, Role};
use crate::kernel::clock::Moment;
use crate::kernel::problem::{FieldError, Outcome, Problem};
use crate::platform::outbox::{self, Mail};

/// Longest comment, in characters.
const COMMENT_MAX: usize = 5_000;
/// Survey answers read at once.
const PAGE: u64 = 2_000;
/// Who marks.
const MARKERS: [Role; 2] = [Role::Marker, Role::Organiser];

/// Something handed in that waits to be marked, in a list.
#[derive(Debug, Clone)]
pub struct Waiting {
    /// What was handed in.
    pub row: SubmissionRow,
    /// The course.
    pub head: Arc<Head>,
    /// Title of the lesson.
    pub lesson: String,
    /// Name of who handed it in.
    pub name: String,
    /// Title of the cohort; may be empty.
    pub cohort: String,
}

/// Something handed in, with everything a marker needs.
#[derive(Debug, Clone)]
pub struct Handed {
    /// What was handed in.
    pub row: SubmissionRow,
    /// The course.
    pub head: Arc<Head>,
    /// The lesson of the version by which the person learns.
    pub lesson: Lesson,
    /// What is asked for.
    pub assignment: Assignment,
    /// Name of who handed it in.
    pub name: String,
    /// The cohort, if any.
    pub cohort: Option<Cohort>,
    enrolment: Uuid,
    account: Uuid,
}

/// What a survey says.
#[derive(Debug, Clone)]
pub struct SurveyResult {
    /// Title of the lesson.
    pub title: String,
    /// How many answered.
    pub people: u64,
    /// Each question with its answers together.
    pub questions: Vec<(SurveyQuestion, Tally)>,
}

impl CourseService {
    /// Where a person may mark: places and what is below; `None` for everywhere.
    fn marking_reach(actor: &Actor) -> Option<Vec<Uuid>> {
        let mut places = Vec::new();
        for role in MARKERS {
            places.extend(actor.reach(role)?);
        }
        places.sort_unstable();
        places.dedup();
        Some(places)
    }

    /// What waits to be marked within the person's reach, the oldest first, at most `limit`; of one course if wanted.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn waiting(
        &self,
        actor: &Actor,
        course: Option<Uuid>,
        limit: u64,
    ) -> Outcome<Vec<Waiting>> {
        let db = self.db.read();
        let reach = Self::marking_reach(actor);
        let rows = store::waiting(db, reach.as_deref(), course, limit).await?;
        let mut waiting = Vec::new();
        for row in rows {
            let Some(enrolment) = learning::by_id(db, row.enrolment_id).await? else {
                continue;
            };
            let head = self.by_id(row.course_id).await?;
            let content = self.content(head.id, enrolment.version).await?;
            let lesson = title_of(&content, &row.lesson);
            let cohort = match enrolment.cohort_id {
                Some(id) => cohorts::by_id(db, id)
                    .await?
                    .map_or_else(String::new, |c| c.title),
                None => String::new(),
            };
            waiting.push(Waiting {
                row,
                head,
                lesson,
                name: enrolment.full_name,
                cohort,
            });
        }
        Ok(waiting)
    }

    /// Something handed in, for who may mark it.
    ///
    /// # Errors
    /// When there is none within reach, or the database fails.
    pub async fn handed(&self, id: Uuid, actor: &Actor) -> Outcome<Handed> {
        let db = self.db.read();
        let row = store::submission(db, id).await?;
        let row = row.ok_or_else(Problem::not_found)?;
        let enrolment = learning::by_id(db, row.enrolment_id).await?;
        let enrolment = enrolment.ok_or_else(Problem::not_found)?;
        let cohort = match enrolment.cohort_id {
            Some(id) => cohorts::by_id(db, id).await?,
            None => None,
        };
        let head = self.by_id(row.course_id).await?;
        if !self.may_mark(actor, &head, cohort.as_ref()).await? {
            return Err(Problem::not_found());
        }
        self.handed_of(row, head, cohort, enrolment).await
    }

    async fn handed_of(
        &self,
        row: SubmissionRow,
        head: Arc<Head>,
        cohort: Option<Cohort>,
        enrolment: EnrolmentRow,
    ) -> Outcome<Handed> {
        let content = self.content(head.id, enrolment.version).await?;
        let lesson = content.lesson(&row.lesson).cloned();
        let lesson = lesson.ok_or_else(Problem::not_found)?;
        let LessonKind::Assignment(assignment) = lesson.kind.clone() else {
            return Err(Problem::not_found());
        };
        Ok(Handed {
            account: enrolment.account_id,
            enrolment: enrolment.id,
            name: enrolment.full_name,
            row,
            head,
            lesson,
            assignment,
            cohort,
        })
    }

    async fn may_mark(&self, actor: &Actor, head: &Head, cohort: Option<&Cohort>) -> Outcome<bool> {
        let mut lineages = vec![self.lineage(head).await?];
        if let Some(at) = cohort.and_then(|c| c.organisation) {
            lineages.push(self.organisations.lineage(at).await?);
        }
        let may = |lineage: &Vec<Uuid>| MARKERS.iter().any(|role| actor.may(*role, lineage));
        Ok(lineages.iter().any(may))
    }

    /// The file of something handed in.
    ///
    /// # Errors
    /// When there is none, or the database fails.
    pub async fn file_to_mark(&self, handed: &Handed) -> Outcome<Vec<u8>> {
        let digest = handed.row.file_digest.as_deref();
        let digest = digest.ok_or_else(Problem::not_found)?;
        let bytes = store::file(self.db.read(), digest).await?;
        bytes.ok_or_else(Problem::not_found)
    }

    /// Gives marks: points for each criterion in the rubric's order (`None` for what could not be read), and a comment. When that passes,
    /// the lesson is passed, and perhaps the course completed. The person is told by mail.
    ///
    /// # Errors
    /// When a field needs mending, or somebody else marked it since `revision`.
    #[allow(clippy::too_many_arguments, reason = "what, by whom, when")]
    pub async fn mark(
        &self,
        handed: &Handed,
        revision: i32,
        points: &[Option<u16>],
        comment: &str,
        base_url: &str,
        actor: &Actor,
        now: Moment,
    ) -> Outcome<()> {
        let given = read_points(&handed.assignment, points)?;
        let comment = comment.trim().replace("\r\n", "\n");
        if comment.chars().count() > COMMENT_MAX {
            return Err(Problem::field("comment", "cohort-field-long"));
        }
        let marked = rules::mark(&handed.assignment, &given)
            .map_err(|place| Problem::field(format!("points-{place}"), "marking-field-points"))?;
        let number = |n: u32| i32::try_from(n).unwrap_or(i32::MAX);
        let row = SubmissionRow {
            scores: Some(serde_json::to_string(&given).map_err(Problem::internal)?),
            points: Some(number(marked.score.right)),
            points_of: Some(number(marked.score.of)),
            passed: Some(marked.passed),
            comment: (!comment.is_empty()).then_some(comment),
            marked_by: Some(actor.account),
            marked_at: Some(now.0),
            revision: revision.saturating_add(1),
            ..handed.row.clone()
        };
        let mail = self
            .marked_mail(handed, &row, marked.score, base_url)
            .await?;
        let mail = mail.map(|mail| (self.id(now), mail));
        let (service, enrolment, by) = (self.clone(), handed.enrolment, actor.account);
        let audit_id = self.id(now);
        let detail = serde_json::json!({
            "lesson": row.lesson, "points": row.points, "of": row.points_of, "passed": marked.passed,
        });
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let settling = Settling::begin_quietly(&service, tx, enrolment, now).await?;
                    let mut settling = settling.ok_or_else(Problem::not_found)?;
                    let (subject, lesson) = (format!("submission/{}", row.id), row.lesson.clone());
                    store::put_marks(tx, row).await?;
                    let note = |row: &mut learning::ProgressRow| {
                        let known = learning::progress_of(row).best;
                        let best = rules::better(known, marked.score);
                        row.best_right = i32::try_from(best.right).ok();
                        row.best_of = i32::try_from(best.of).ok();
                        if marked.passed {
                            row.passed_at.get_or_insert(now.0);
                        }
                    };
                    settling.change(&lesson, note).await?;
                    settling.end().await?;
                    if let Some((id, mail)) = mail {
                        outbox::post(tx, id, mail, now).await?;
                    }
                    let (action, detail) = ("course.mark", detail.to_string());
                    audit::record(tx, audit_id, now, Some(by), action, &subject, &detail).await
                })
            })
            .await
    }

    async fn marked_mail(
        &self,
        handed: &Handed,
        row: &SubmissionRow,
        score: Score,
        base_url: &str,
    ) -> Outcome<Option<Mail>> {
        let account = self.accounts.find(handed.account).await?;
        let Some(to) = account.email else {
            return Ok(None);
        };
        let lang = self.accounts.language(handed.account).await?;
        let lang = lang.unwrap_or_default();
        let result = if row.passed == Some(true) {
            "yes"
        } else {
            "no"
        };
        let args = [
            ("course", handed.head.title.clone()),
            ("lesson", handed.lesson.title.clone()),
            ("passed", result.to_owned()),
            ("points", score.right.to_string()),
            ("of", score.of.to_string()),
            ("comment", row.comment.clone().unwrap_or_default()),
            (
                "link",
                format!(
                    "{base_url}/khoa-hoc/{}/bai/{}",
                    handed.head.slug, row.lesson
                ),
            ),
        ];
        Ok(Some(Mail {
            to,
            subject: lang.t_args("marking-mail-subject", &args),
            body: lang.t_args("marking-mail-body", &args),
            unsubscribe: None,
        }))
    }

    // -----------------------------------------------------------------------------------------------------------------
    // Surveys

    /// What the surveys of a course say, all together or those of one cohort; never who said it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn surveys(&self, organised: &Organised, whole: bool) -> Outcome<Vec<SurveyResult>> {
        let head = &organised.head;
        let content = self.content(head.id, head.version).await?;
        let cohort = (!whole).then_some(organised.cohort.id);
        let mut results = Vec::new();
        for (_, lesson) in content.lessons() {
            if let LessonKind::Survey(survey) = &lesson.kind {
                results.push(self.survey(head.id, lesson, survey, cohort).await?);
            }
        }
        Ok(results)
    }

    async fn survey(
        &self,
        course: Uuid,
        lesson: &Lesson,
        survey: &Survey,
        cohort: Option<Uuid>,
    ) -> Outcome<SurveyResult> {
        let mut counter = Counter::new(survey.clone());
        let mut after = None;
        loop {
            let db = self.db.read();
            let rows = store::survey_answers(db, course, &lesson.key, cohort, after, PAGE).await?;
            let Some((last, _)) = rows.last() else { break };
            after = Some(*last);
            for (_, answers) in &rows {
                let answers: BTreeMap<String, serde_json::Value> =
                    serde_json::from_str(answers).unwrap_or_default();
                counter.add(&answers);
            }
        }
        let (people, questions) = counter.finish();
        Ok(SurveyResult {
            title: lesson.title.clone(),
            people,
            questions,
        })
    }
}

/// The points as whole numbers.
fn read_points(assignment: &Assignment, points: &[Option<u16>]) -> Outcome<Vec<u16>> {
    let mut given = Vec::new();
    let mut problems = Vec::new();
    for (place, criterion) in assignment.rubric.iter().enumerate() {
        match points.get(place).copied().flatten() {
            Some(points) if points <= criterion.points => given.push(points),
            _ => problems.push(FieldError {
                field: format!("points-{place}"),
                message: "marking-field-points",
                args: vec![("max", criterion.points.to_string())],
            }),
        }
    }
    if problems.is_empty() {
        Ok(given)
    } else {
        Err(Problem::fields(problems))
    }
}

fn title_of(content: &Content, lesson: &str) -> String {
    let found = content.lesson(lesson);
    found.map_or_else(|| lesson.to_owned(), |l| l.title.clone())
}
