//! What an organiser does with the people of a cohort: one person, files, rosters, letters, surveys.

use std::collections::HashMap;

use poem::web::Path;
use poem::{IntoResponse, Response, handler};
use uuid::Uuid;

use super::cohorts::{
    as_float, bar_chart, filter_of, filter_query, mendable, name_of, organised, state_choices,
    status_of,
};
use crate::course::civil;
use crate::course::export;
use crate::course::model::{MediaSource, SurveyKind};
use crate::course::roster::{End, Reported};
use crate::course::rules;
use crate::course::service::{
    CourseService, Exported, FILE_MAX, Imported, Letter, LetterDraft, MemberFilter, MemberState,
    Organised, Person, Slip, SurveyResult,
};
use crate::course::survey;
use crate::course::views::cohorts::{
    AttemptRow, LessonRow, LetterRow, LetterView, PersonView, Report, ReportRow, RosterView,
    SlipRow, SlipsView, SurveyBox, SurveysView,
};
use crate::kernel::clock::Moment;
use crate::kernel::problem::{Outcome, Problem};
use crate::organisation::model::Organisation;
use crate::organisation::pages::only_looks;
use crate::organisation::service::OrganisationService;
use crate::platform::chart::Bar;
use crate::platform::http::context::Context;
use crate::platform::http::form::{Form, Query};
use crate::platform::http::page::Errors;
use crate::platform::http::reply::{download, readable, see_other};
use crate::platform::http::services::Service;
use crate::platform::http::upload::UploadForm;
use crate::platform::i18n::Lang;

/// Largest body of the form for a roster: the largest file and the fields around it.
pub const BODY_MAX: usize = 5 * 1024 * 1024;
/// Rows of a report that a page shows.
const REPORTED: usize = 1_000;
/// Most slips on one page for printing.
const PRINTED: usize = 1_000;
/// Letters shown below the form.
const LETTERS: u64 = 20;

// ---------------------------------------------------------------------------------------------------------------------
// One person

fn lesson_rows(person: &Person, lang: Lang) -> Vec<LessonRow> {
    let content = &person.journey.content;
    let row = |lesson: &crate::course::model::Lesson| {
        let progress = person.journey.done.get(&lesson.key);
        let media = lesson
            .media
            .as_ref()
            .filter(|m| matches!(m.source, MediaSource::File(_)));
        let watched = media.map(|media| {
            let percent = progress.map_or(0, |p| rules::watched_percent(p, media.length_ms));
            let ms = progress.map_or(0, |p| p.watched.total_ms());
            format!("{percent} % · {}", lang.duration(ms))
        });
        let best = progress.and_then(|p| p.best);
        LessonRow {
            title: lesson.title.clone(),
            kind: lesson.kind.as_str(),
            opened_at: progress.and_then(|p| p.opened_at),
            passed_at: progress.and_then(|p| p.passed_at),
            watched: watched.unwrap_or_default(),
            best: best.map_or_else(String::new, |b| format!("{}/{}", b.right, b.of)),
        }
    };
    content.lessons().map(|(_, lesson)| row(lesson)).collect()
}

fn attempt_rows(person: &Person) -> Vec<AttemptRow> {
    let title = |key: &String| {
        let lesson = person.journey.content.lesson(key);
        lesson.map_or_else(|| key.clone(), |l| l.title.clone())
    };
    let all = person
        .attempts
        .iter()
        .flat_map(|(key, attempts)| attempts.iter().map(move |attempt| (title(key), attempt)));
    all.map(|(lesson, attempt)| AttemptRow {
        lesson,
        ordinal: attempt.ordinal,
        started_at: attempt.started_at,
        finished_at: attempt.finished_at,
        score: attempt
            .grade
            .map_or_else(String::new, |g| format!("{}/{}", g.correct, g.questions)),
    })
    .collect()
}

fn facts(person: &Person, unit: String, lang: Lang) -> Vec<(String, String)> {
    let account = &person.account;
    let enrolment = &person.journey.enrolment;
    let some = |moment: Option<Moment>| moment.map_or_else(String::new, |m| lang.date_time(m));
    let known = |value: &Option<String>| value.clone().unwrap_or_default();
    let end = rules::end(person.journey.cohort.as_ref(), enrolment.extended_until);
    let facts = [
        ("column-unit", unit),
        ("fact-birth", known(&account.birth_date)),
        ("fact-email", known(&account.email)),
        ("fact-phone", known(&account.phone)),
        ("fact-enrolled", lang.date_time(enrolment.enrolled_at)),
        ("column-seen", lang.date_time(enrolment.seen_at)),
        ("fact-completed", some(enrolment.completed_at)),
        ("fact-end", some(end)),
        ("fact-extended", known(&person.extended_reason)),
        ("fact-version", enrolment.version.to_string()),
    ];
    let shown = facts.into_iter().filter(|(_, value)| !value.is_empty());
    shown
        .map(|(key, value)| (lang.t(&format!("cohort-{key}")), value))
        .collect()
}

async fn person_view(
    context: &Context,
    found: &Organised,
    enrolment: &str,
    services: (&CourseService, &OrganisationService),
    typed: Option<(&Form, &Problem)>,
) -> Outcome<PersonView> {
    let (courses, organisations) = services;
    let id = enrolment.parse().map_err(|_| Problem::not_found())?;
    let person = courses.member(found, id).await?;
    let unit = match person.journey.enrolment.organisation {
        Some(id) => organisations.find(id).await?.map(|u| u.full_name),
        None => None,
    };
    let standing = person.journey.standing();
    let lang = context.lang;
    Ok(PersonView {
        page: context.page(),
        id: found.cohort.id,
        title: found.cohort.title.clone(),
        enrolment: id,
        name: person.full_name.clone(),
        facts: facts(&person, unit.unwrap_or_default(), lang),
        state: person.journey.enrolment.state.as_str(),
        done: standing.done,
        total: standing.total,
        lessons: lesson_rows(&person, lang),
        attempts: attempt_rows(&person),
        until: typed.map_or_else(Default::default, |(form, _)| {
            (
                form.get("until").to_owned(),
                form.get("until-time").to_owned(),
            )
        }),
        reason: typed.map_or_else(String::new, |(form, _)| form.get("reason").to_owned()),
        errors: typed.map_or_else(Errors::default, |(_, p)| {
            Errors::of(lang, &readable(p, lang))
        }),
    })
}

/// One person of a cohort.
#[handler]
pub async fn show_member(
    context: Context,
    Path((cohort, enrolment)): Path<(String, String)>,
    courses: Service<CourseService>,
    organisations: Service<OrganisationService>,
) -> poem::Result<Response> {
    let found = organised(&context, &courses, &cohort).await?;
    let services = (&*courses, &*organisations);
    let view = person_view(&context, &found, &enrolment, services, None).await?;
    Ok(view.into_response())
}

/// Gives a person a later end, takes them out, or lets them back in.
#[handler]
pub async fn post_member(
    context: Context,
    Path((cohort, enrolment)): Path<(String, String)>,
    form: Form,
    courses: Service<CourseService>,
    organisations: Service<OrganisationService>,
) -> poem::Result<Response> {
    let found = organised(&context, &courses, &cohort).await?;
    let id = enrolment.parse().map_err(|_| Problem::not_found())?;
    let (actor, reason, now) = (context.actor()?, form.get("reason"), context.now);
    let (done, said) = match form.get("form") {
        "remove" => {
            let done = courses.set_member_out(&found, id, true, reason, actor, now);
            (done.await, "cohort-removed")
        }
        "return" => {
            let done = courses.set_member_out(&found, id, false, reason, actor, now);
            (done.await, "cohort-returned")
        }
        _ => {
            let until = civil::moment(form.get("until"), form.get("until-time"), true);
            let done = courses.extend(&found, id, until, reason, actor, now);
            (done.await, "cohort-extended")
        }
    };
    match done {
        Ok(()) => {
            let to = format!("/to-chuc/khoa-hoc/lop/{cohort}/nguoi/{enrolment}?bao={said}");
            Ok(see_other(&to))
        }
        Err(problem) => {
            let problem = mendable(problem)?;
            let services = (&*courses, &*organisations);
            let typed = Some((&form, &problem));
            let view = person_view(&context, &found, &enrolment, services, typed).await?;
            Ok(view.with_status(status_of(&problem)).into_response())
        }
    }
}

/// Moves everybody to the newest version of the course.
#[handler]
pub async fn post_newest_version(
    context: Context,
    Path(cohort): Path<String>,
    _form: Form,
    courses: Service<CourseService>,
) -> poem::Result<Response> {
    let found = organised(&context, &courses, &cohort).await?;
    courses
        .move_cohort(&found, context.actor()?, context.now)
        .await?;
    Ok(see_other(&format!(
        "/to-chuc/khoa-hoc/lop/{cohort}?bao=cohort-moving"
    )))
}

/// The people with their results as an Excel workbook, under the same filters as the list.
#[handler]
pub async fn download_members(
    context: Context,
    Path(cohort): Path<String>,
    query: Query,
    courses: Service<CourseService>,
    organisations: Service<OrganisationService>,
) -> poem::Result<Response> {
    let found = organised(&context, &courses, &cohort).await?;
    let (filter, _, problem) = filter_of(&query, &found.cohort, &courses, &organisations).await?;
    if let Some(problem) = problem {
        return Err(problem.into());
    }
    let people = courses
        .export_members(&found, &filter, context.actor()?, context.now)
        .await?;
    let people: Vec<Exported> = match query.get("khong-thu") {
        "" => people,
        _ => people.into_iter().filter(without_address).collect(),
    };
    let units: Vec<Uuid> = people
        .iter()
        .filter_map(|p| p.row.organisation_id)
        .collect();
    let names = organisations.named(&units).await?;
    let head = &found.head;
    let content = courses.content(head.id, head.version).await?;
    let unit = |one: &Exported| name_of(one.row.organisation_id, &names);
    let bytes = export::members(&content, &people, unit, context.lang)?;
    Ok(download(
        &format!("{}-hoc-vien.xlsx", head.slug),
        export::XLSX,
        bytes,
    ))
}

fn without_address(one: &Exported) -> bool {
    one.account.as_ref().is_none_or(|a| a.email.is_none())
}

// ---------------------------------------------------------------------------------------------------------------------
// Rosters

fn report_row(row: &Reported, lang: Lang) -> Option<ReportRow> {
    let (end, tone, words) = match &row.end {
        End::Invited => return None,
        End::InvitedWith(key) => ("invited", "jade", lang.t(key)),
        End::Before => ("repeated", "gold", lang.t("cohort-row-before")),
        End::Twice(line) => {
            let args = [("line", line.to_string())];
            ("repeated", "gold", lang.t_args("cohort-row-twice", &args))
        }
        End::Refused(key) => ("refused", "alarm", lang.t(key)),
    };
    Some(ReportRow {
        line: row.line,
        name: row.name.clone(),
        words,
        tone,
        end,
    })
}

fn report(imported: &Imported, lang: Lang) -> Report {
    let mut rows: Vec<ReportRow> = imported
        .report
        .iter()
        .filter_map(|row| report_row(row, lang))
        .collect();
    // What needs the person's attention first.
    rows.sort_by_key(|row| row.end != "refused");
    let hidden = rows.len().saturating_sub(REPORTED);
    rows.truncate(REPORTED);
    Report {
        invited: imported.invited,
        mailed: imported.mailed,
        repeated: imported.repeated(),
        refused: imported.refused(),
        rows,
        hidden,
    }
}

async fn roster_view(
    context: &Context,
    found: &Organised,
    courses: &CourseService,
    report: Option<Report>,
    errors: Errors,
) -> Outcome<RosterView> {
    let (all, came) = courses.invitation_counts(&found.cohort).await?;
    Ok(RosterView {
        page: context.page(),
        id: found.cohort.id,
        title: found.cohort.title.clone(),
        all,
        came,
        report,
        errors,
    })
}

/// The form for a roster, and who is invited.
#[handler]
pub async fn show_roster(
    context: Context,
    Path(cohort): Path<String>,
    courses: Service<CourseService>,
) -> poem::Result<Response> {
    let found = organised(&context, &courses, &cohort).await?;
    let view = roster_view(&context, &found, &courses, None, Errors::default()).await?;
    Ok(view.into_response())
}

/// Reads a roster, invites whom it names, and reports row by row. Sending the same file again invites nobody twice.
#[handler]
pub async fn post_roster(
    context: Context,
    Path(cohort): Path<String>,
    sent: UploadForm,
    courses: Service<CourseService>,
) -> poem::Result<Response> {
    let found = organised(&context, &courses, &cohort).await?;
    let file = (sent.file.name, sent.file.bytes);
    let (actor, now) = (context.actor()?, context.now);
    match courses
        .import_roster(&found, file, &context.base_url, actor, now)
        .await
    {
        Ok(imported) => {
            let report = Some(report(&imported, context.lang));
            let view = roster_view(&context, &found, &courses, report, Errors::default()).await?;
            Ok(view.into_response())
        }
        Err(problem) => {
            let problem = mendable(problem)?;
            let errors = Errors::of(context.lang, &problem);
            let view = roster_view(&context, &found, &courses, None, errors).await?;
            Ok(view.with_status(status_of(&problem)).into_response())
        }
    }
}

async fn slip_units(
    slips: &[Slip],
    organisations: &OrganisationService,
) -> Outcome<HashMap<Uuid, Organisation>> {
    let units: Vec<Uuid> = slips.iter().filter_map(|s| s.row.organisation_id).collect();
    organisations.named(&units).await
}

fn slip_unit(slip: &Slip, names: &HashMap<Uuid, Organisation>) -> String {
    let known = name_of(slip.row.organisation_id, names);
    match known.is_empty() {
        true => slip.row.organisation_name.clone().unwrap_or_default(),
        false => known,
    }
}

/// Invitations with their codes as an Excel workbook.
#[handler]
pub async fn download_invitations(
    context: Context,
    Path(cohort): Path<String>,
    courses: Service<CourseService>,
    organisations: Service<OrganisationService>,
) -> poem::Result<Response> {
    let found = organised(&context, &courses, &cohort).await?;
    let slips = courses
        .slips(&found, FILE_MAX, context.actor()?, context.now)
        .await?;
    let names = slip_units(&slips, &organisations).await?;
    let unit = |slip: &Slip| slip_unit(slip, &names);
    let bytes = export::invitations(&slips, unit, &context.base_url, context.lang)?;
    let name = format!("{}-giay-moi.xlsx", found.head.slug);
    Ok(download(&name, export::XLSX, bytes))
}

/// Invitations to be printed and cut.
#[handler]
pub async fn show_slips(
    context: Context,
    Path(cohort): Path<String>,
    courses: Service<CourseService>,
    organisations: Service<OrganisationService>,
) -> poem::Result<Response> {
    let found = organised(&context, &courses, &cohort).await?;
    let slips = courses
        .slips(&found, PRINTED, context.actor()?, context.now)
        .await?;
    let names = slip_units(&slips, &organisations).await?;
    let row = |slip: &Slip| SlipRow {
        name: slip.row.full_name.clone(),
        organisation: slip_unit(slip, &names),
        code: slip.code.clone(),
    };
    let view = SlipsView {
        page: context.page(),
        id: found.cohort.id,
        title: found.cohort.title.clone(),
        course: found.head.title.clone(),
        closes_at: found.cohort.closes_at,
        slips: slips.iter().map(row).collect(),
        address: format!("{}/khoa-hoc/moi", context.base_url),
    };
    Ok(view.into_response())
}

// ---------------------------------------------------------------------------------------------------------------------
// Letters

/// To whom letters are written.
const WRITTEN_TO: [MemberState; 7] = [
    MemberState::Behind,
    MemberState::Idle,
    MemberState::NotBegun,
    MemberState::Invited,
    MemberState::Failed,
    MemberState::Active,
    MemberState::Completed,
];

async fn letter_view(
    context: &Context,
    found: &Organised,
    form: &Form,
    services: (&CourseService, &OrganisationService),
    reached: Option<(u64, u64)>,
    problem: Option<&Problem>,
) -> Outcome<LetterView> {
    let (courses, organisations) = services;
    let (filter, picked, _) = filter_of(form, &found.cohort, courses, organisations).await?;
    let lang = context.lang;
    let state = match filter.state {
        MemberState::All => MemberState::Behind,
        state => state,
    };
    let words = |state: MemberState| lang.t(&format!("cohort-filter-{}", state.as_str()));
    let letters = courses.letters(&found.cohort, LETTERS).await?;
    let row = |letter: Letter| {
        let wanted: MemberFilter = serde_json::from_str(&letter.wanted).unwrap_or_default();
        LetterRow {
            subject: letter.subject,
            to: words(wanted.state),
            at: Moment(letter.created_at),
            sent: letter.sent,
            without: letter.without_address,
            done: letter.done,
        }
    };
    let problem = problem.map(|p| readable(p, lang));
    Ok(LetterView {
        page: context.page(),
        id: found.cohort.id,
        title: found.cohort.title.clone(),
        states: state_choices(&WRITTEN_TO, state, lang),
        to: words(state),
        picked,
        subject: form.get("subject").to_owned(),
        body: form.get("body").to_owned(),
        key: form
            .get("key")
            .parse()
            .unwrap_or_else(|_| courses.letter_key(context.now)),
        reached,
        query: format!("{}&khong-thu=1", filter_query(form)),
        letters: letters.into_iter().map(row).collect(),
        errors: problem.map_or_else(Errors::default, |p| Errors::of(lang, &p)),
    })
}

/// The form of a letter.
#[handler]
pub async fn show_letter(
    context: Context,
    Path(cohort): Path<String>,
    query: Query,
    courses: Service<CourseService>,
    organisations: Service<OrganisationService>,
) -> poem::Result<Response> {
    let found = organised(&context, &courses, &cohort).await?;
    let services = (&*courses, &*organisations);
    let view = letter_view(&context, &found, &query, services, None, None).await?;
    Ok(view.into_response())
}

/// Tells whom a letter reaches, or sends it.
#[handler]
pub async fn post_letter(
    context: Context,
    Path(cohort): Path<String>,
    form: Form,
    courses: Service<CourseService>,
    organisations: Service<OrganisationService>,
) -> poem::Result<Response> {
    let found = organised(&context, &courses, &cohort).await?;
    let services = (&*courses, &*organisations);
    if only_looks(&form) {
        let view = letter_view(&context, &found, &form, services, None, None).await?;
        return Ok(view.into_response());
    }
    let (filter, _, problem) = filter_of(&form, &found.cohort, &courses, &organisations).await?;
    let draft = LetterDraft {
        subject: form.get("subject").to_owned(),
        body: form.get("body").to_owned(),
    };
    let checked = match problem {
        Some(problem) => Err(problem),
        None => courses.check_letter(&draft),
    };
    if let Err(problem) = checked {
        let problem = mendable(problem)?;
        let view = letter_view(&context, &found, &form, services, None, Some(&problem)).await?;
        return Ok(view.with_status(status_of(&problem)).into_response());
    }
    if form.get("send") == "yes" {
        let key = form.get("key").parse().map_err(|_| Problem::not_found())?;
        let actor = context.actor()?;
        let written = courses.write_letter(&found, &filter, &draft, key, actor, context.now);
        written.await?;
        let to = format!("/to-chuc/khoa-hoc/lop/{cohort}/thu?bao=cohort-letter-sent");
        return Ok(see_other(&to));
    }
    let reached = courses.reached(&found, &filter, context.now).await?;
    let counts = Some((reached.people, reached.without()));
    let view = letter_view(&context, &found, &form, services, counts, None).await?;
    Ok(view.into_response())
}

// ---------------------------------------------------------------------------------------------------------------------
// Surveys

fn survey_boxes(result: SurveyResult, place: usize, lang: Lang) -> (String, u64, Vec<SurveyBox>) {
    let one = |(number, (question, tally)): (
        usize,
        (crate::course::model::SurveyQuestion, survey::Tally),
    )| {
        let labels = survey::options(&question);
        let pairs: Vec<(String, u64)> = labels.into_iter().zip(tally.counts).collect();
        let chart = (question.kind != SurveyKind::Text).then(|| {
            let drawn: Vec<Bar> = pairs
                .iter()
                .map(|(label, count)| Bar::new(label.clone(), as_float(*count)))
                .collect();
            let rows = pairs
                .iter()
                .map(|(label, count)| (label.clone(), vec![lang.number(*count)]));
            bar_chart(
                &format!("khao-sat-{place}-{number}"),
                question.text.clone(),
                &drawn,
                vec![
                    lang.t("cohort-surveys-option"),
                    lang.t("cohort-column-people"),
                ],
                rows.collect(),
                lang,
            )
        });
        SurveyBox {
            text: question.text,
            answered: tally.answered,
            chart,
            texts: tally.texts,
        }
    };
    let questions = result.questions.into_iter().enumerate().map(one).collect();
    (result.title, result.people, questions)
}

/// What the surveys say.
#[handler]
pub async fn show_surveys(
    context: Context,
    Path(cohort): Path<String>,
    query: Query,
    courses: Service<CourseService>,
) -> poem::Result<Response> {
    let found = organised(&context, &courses, &cohort).await?;
    let whole = !query.get("tat-ca").is_empty();
    let results = courses.surveys(&found, whole).await?;
    let view = SurveysView {
        page: context.page(),
        id: found.cohort.id,
        title: found.cohort.title.clone(),
        whole,
        surveys: results
            .into_iter()
            .enumerate()
            .map(|(place, result)| survey_boxes(result, place, context.lang))
            .collect(),
    };
    Ok(view.into_response())
}
