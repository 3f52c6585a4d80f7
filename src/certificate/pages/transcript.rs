//! The transcript of hours and results as a file.

use std::sync::Arc;

use poem::{Response, handler};

use crate::account::service::AccountService;
use crate::certificate::service::CertificateService;
use crate::certificate::transcript::{Row, Sheet};
use crate::course::held::Held;
use crate::course::pages::transcript;
use crate::course::service::CourseService;
use crate::course::views::{TranscriptLine, TranscriptView};
use crate::organisation::service::OrganisationService;
use crate::platform::http::context::Context;
use crate::platform::http::page::Page;
use crate::platform::http::reply::download;
use crate::platform::http::services::Service;

/// The person's transcript, to keep or to print.
#[handler]
pub async fn download_transcript(
    context: Context,
    accounts: Service<AccountService>,
    organisations: Service<OrganisationService>,
    courses: Service<CourseService>,
    held: Service<Arc<dyn Held>>,
    certificates: Service<CertificateService>,
) -> poem::Result<Response> {
    let view = transcript(&context, &accounts, &organisations, &courses, &**held).await?;
    let bytes = certificates.transcript(sheet(&view)).await?;
    Ok(download("ho-so-hoc-tap.pdf", "application/pdf", bytes))
}

fn sheet(view: &TranscriptView) -> Sheet {
    let page = &view.page;
    let column = |name: &str| page.t(format!("course-column-{name}"));
    let hours = page.points(view.hours());
    let mut facts = vec![
        (
            page.t("course-transcript-hours"),
            page.t1("course-hours", "n", &hours),
        ),
        (
            page.t("course-transcript-completed"),
            page.tn("course-count", view.completed()),
        ),
    ];
    if !view.organisation.is_empty() {
        let label = page.t("course-transcript-organisation");
        facts.insert(0, (label, view.organisation.clone()));
    }
    Sheet {
        lang: page.lang.code(),
        heading: page.t("course-transcript"),
        made: page.t2(
            "course-transcript-made",
            "at",
            page.date_time(page.now),
            "site",
            &page.base_url,
        ),
        made_at: page.now,
        full_name: view.full_name.clone(),
        facts,
        columns: [
            "number",
            "course",
            "period",
            "hours",
            "result",
            "certificate",
        ]
        .map(column),
        rows: view.lines.iter().map(|line| row(page, line)).collect(),
        none: page.t("course-transcript-none"),
        sum: (page.t("course-transcript-hours"), hours),
        note: page.t("course-transcript-note"),
        page: page.t("course-transcript-page"),
    }
}

fn row(page: &Page, line: &TranscriptLine) -> Row {
    let from = page.date(line.enrolled_at);
    let mut below = Vec::new();
    if !line.agency.is_empty() {
        below.push(line.agency.clone());
    }
    if !line.cohort.is_empty() {
        below.push(page.t1("course-transcript-cohort", "title", &line.cohort));
    }
    let mut result = vec![match line.completed_at {
        Some(_) => page.t("course-transcript-done"),
        None if line.left => page.t("course-state-left"),
        None => page.t2(
            "course-progress-of",
            "done",
            line.bar.done,
            "total",
            line.bar.total,
        ),
    }];
    result.extend(line.exam.map(|score| {
        page.t2(
            "course-transcript-exam",
            "right",
            score.right,
            "of",
            score.of,
        )
    }));
    Row {
        title: line.title.clone(),
        below,
        period: match line.completed_at {
            Some(at) => format!("{from} – {}", page.date(at)),
            None => page.t1("course-transcript-since", "at", from),
        },
        hours: format!("{}/{}", page.points(line.hours), page.points(line.of)),
        result,
        certificate: line
            .certificate
            .as_ref()
            .map_or_else(String::new, |(number, _)| number.clone()),
    }
}
