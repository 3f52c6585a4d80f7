//! What a certificate of a course says of the person.

use uuid::Uuid;

use super::CourseService;
use crate::course::model::{CertificateTerms, Score};
use crate::course::rules;
use crate::course::store::learning;
use crate::kernel::clock::Moment;
use crate::kernel::problem::{Outcome, Problem};

/// What there is to certify about a completed course.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AwardFacts {
    /// The person.
    pub account: Uuid,
    /// Their full name, as their account has it now.
    pub full_name: String,
    /// `dd/mm/yyyy`, `mm/yyyy` or `yyyy`.
    pub birth_date: Option<String>,
    /// Name of their organisation.
    pub organisation_name: Option<String>,
    /// The course.
    pub course: Uuid,
    /// Its name in addresses.
    pub course_slug: String,
    /// Its title.
    pub course_title: String,
    /// The agency that issues it, in words.
    pub issued_by: Option<String>,
    /// The organisation the course belongs to.
    pub issuer: Option<Uuid>,
    /// The cohort, if any.
    pub cohort: Option<Uuid>,
    /// Learning hours, hundredths.
    pub hours: u32,
    /// The best attempt at the final examination; `None` when the course has none.
    pub grade: Option<Score>,
    /// When the completion rule was met.
    pub completed_at: Moment,
    /// What is certified; `None` when the course certifies nothing.
    pub terms: Option<CertificateTerms>,
}

impl CourseService {
    /// What there is to certify about an enrolment.
    ///
    /// # Errors
    /// When the course was not completed, or the database fails.
    pub async fn award_facts(&self, enrolment: Uuid) -> Outcome<AwardFacts> {
        let row = learning::by_id(self.db.read(), enrolment)
            .await?
            .ok_or_else(Problem::not_found)?;
        let completed_at = row.completed_at.ok_or_else(Problem::not_found)?;
        let head = self.by_id(row.course_id).await?;
        let content = self.content(row.course_id, row.version).await?;
        let account = self.accounts.find(row.account_id).await?;
        let organisation = account.organisation.or(row.organisation_id);
        let organisation_name = match organisation {
            Some(id) => self
                .organisations
                .find(id)
                .await?
                .map(|unit| unit.full_name),
            None => None,
        };
        let done = learning::done_of(&learning::progress(self.db.read(), row.id).await?);
        let grade = rules::exam_score(&content, &done);
        Ok(AwardFacts {
            account: account.id,
            full_name: account.full_name,
            birth_date: account.birth_date,
            organisation_name,
            course: head.id,
            course_slug: head.slug.clone(),
            course_title: content.title.clone(),
            issued_by: content.issued_by.clone(),
            issuer: head.organisation,
            cohort: row.cohort_id,
            hours: content.hours(),
            grade,
            completed_at: Moment(completed_at),
            terms: content.certificate.clone(),
        })
    }
}
