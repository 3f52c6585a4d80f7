//! What certificates of courses say, and how a completion becomes a request.

use futures_util::future::BoxFuture;

use super::CertificateService;
use super::source::{Found, Source};
use crate::certificate::model::{Award, Due, Fact, Kind};
use crate::course::model::{CertificateTerms, Shown};
use crate::course::service::{AwardFacts, Awarding, Completed, CourseService};
use crate::kernel::clock::Moment;
use crate::kernel::points::Points;
use crate::kernel::problem::Outcome;
use crate::platform::db::Tx;
use crate::platform::i18n::Lang;

/// Asks courses.
pub(super) struct OfCourses {
    pub(super) courses: CourseService,
}

impl Source for OfCourses {
    fn look<'a>(&'a self, due: &'a [Due]) -> BoxFuture<'a, Vec<Outcome<Found>>> {
        Box::pin(async move {
            let mut found = Vec::with_capacity(due.len());
            for one in due {
                let facts = self.courses.award_facts(one.source).await;
                found.push(facts.map(|facts| match facts.terms.clone() {
                    Some(terms) => Found::Award(Box::new(award(facts, terms))),
                    None => Found::Nothing,
                }));
            }
            found
        })
    }
}

fn award(facts: AwardFacts, terms: CertificateTerms) -> Award {
    let lang = Lang::Vi;
    let fact = |shown: &Shown| {
        let (key, value, person) = match shown {
            Shown::BirthDate => ("birth-date", facts.birth_date.clone()?, true),
            Shown::Organisation => ("organisation", facts.organisation_name.clone()?, true),
            Shown::Hours => {
                let hours = Points(i32::try_from(facts.hours).unwrap_or(i32::MAX));
                let n = [("n", lang.points(hours))];
                let value = lang.t_args("certificate-fact-hours-value", &n);
                ("hours", value, false)
            }
            Shown::Grade => {
                let score = facts.grade?;
                let args = [
                    ("right", score.right.to_string()),
                    ("of", score.of.to_string()),
                ];
                let value = lang.t_args("certificate-fact-grade-value", &args);
                ("grade", value, false)
            }
        };
        Some(Fact {
            label: lang.t(&format!("certificate-fact-{key}")),
            value,
            person,
        })
    };
    Award {
        template: terms.number,
        organisation: facts.issuer,
        issuer: facts.issued_by.clone().unwrap_or_default(),
        course: Some(facts.course),
        cohort: facts.cohort,
        heading: terms.title,
        lead: lang.t("certificate-print-lead"),
        full_name: facts.full_name.clone(),
        text: terms.text,
        title: facts.course_title.clone(),
        subtitle: String::new(),
        facts: terms.shows.iter().filter_map(fact).collect(),
        place: terms.place.unwrap_or_default(),
        signer: terms.signer.unwrap_or_default(),
    }
}

impl Awarding for CertificateService {
    fn completed<'a>(
        &'a self,
        tx: &'a Tx,
        completed: &'a Completed,
        now: Moment,
    ) -> BoxFuture<'a, Outcome<()>> {
        Box::pin(async move {
            let award = Kind::Course.award(completed.course);
            let (account, enrolment) = (completed.account, completed.enrolment);
            self.due(tx, account, &award, Kind::Course, enrolment, now)
                .await
        })
    }
}
