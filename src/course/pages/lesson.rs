//! A lesson's page.

use std::collections::BTreeMap;

use poem::http::header;
use poem::web::Path;
use poem::{IntoResponse, Response, handler};

use super::work::work;
use super::{lesson_link, map, mark};
use crate::course::model::{Lesson, Media, MediaSource, Progress};
use crate::course::package::lesson::EMBED_HOSTS;
use crate::course::rules::{self, Time};
use crate::course::service::{Asked, CourseService, Journey, address};
use crate::course::text::{self, Addresses, Part};
use crate::course::views::{
    AnswerLine, CheckView, FileLink, LessonLink, LessonView, MediaView, NoteView, Outcome, Piece,
    QuestionLine, Wait,
};
use crate::kernel::problem::{Code, Outcome as Result};
use crate::platform::http::context::Context;
use crate::platform::http::form::Query;
use crate::platform::http::gate::page_policy;
use crate::platform::http::page::Errors;
use crate::platform::http::reply::see_other;
use crate::platform::http::services::Service;
use crate::question_bank::model::{Body, Kind};

/// Where a recording goes on that was watched to within this of its end, ms: at its beginning.
const END_MS: i64 = 3_000;

/// What was sent just now, to be shown again with what is wrong with it.
#[derive(Debug, Default)]
pub(super) struct Sent {
    /// Messages beside fields.
    pub errors: Errors,
    /// Number of the self-check from 1, and the letters chosen.
    pub check: Option<(usize, String)>,
    /// Whether that choice was not possible.
    pub check_error: String,
    /// What was typed as a note.
    pub note: Option<String>,
    /// What was typed as a question.
    pub question: String,
    /// What was typed for an assignment.
    pub text: String,
    /// What was answered in a survey.
    pub survey: BTreeMap<String, String>,
}

/// A lesson.
#[handler]
pub async fn show_lesson(
    context: Context,
    Path((slug, key)): Path<(String, String)>,
    query: Query,
    courses: Service<CourseService>,
) -> poem::Result<Response> {
    // A browser without a script comes back from a self-check with what was chosen in the address.
    let number = query.get("cau").parse().unwrap_or(0);
    let chosen: String = query.get("chon").chars().take(8).collect();
    let sent = Sent {
        check: (number > 0).then_some((number, chosen)),
        ..Sent::default()
    };
    match lesson_view(&context, &courses, &slug, &key, sent).await {
        Ok(view) => Ok(lesson_page(view)),
        Err(problem) if problem.code == Code::EnrolmentNeeded => {
            Ok(see_other(&format!("/khoa-hoc/{slug}?bao=enrol-first")))
        }
        Err(problem) => Err(problem.into()),
    }
}

/// The page as an answer: with another site's player its host may be framed.
pub(super) fn lesson_page(view: LessonView) -> Response {
    let embeds = view.media.as_ref().is_some_and(|m| !m.embed.is_empty());
    let mut response = view.into_response();
    if embeds {
        let hosts = EMBED_HOSTS.map(|host| format!("https://{host}")).join(" ");
        if let Ok(policy) = page_policy(&format!("frame-src {hosts}")).try_into() {
            response
                .headers_mut()
                .insert(header::CONTENT_SECURITY_POLICY, policy);
        }
    }
    response
}

/// Opens the lesson, and says why nothing can be done in it when that is so.
async fn opened(
    context: &Context,
    courses: &CourseService,
    slug: &str,
    key: &str,
) -> Result<(Journey, Wait)> {
    let (actor, now) = (context.actor()?, context.now);
    match courses.open_lesson(slug, key, actor, now).await {
        Ok(journey) => {
            let wait = match journey.time(now) {
                Time::Over(at) => Wait::Over(at),
                _ => Wait::No,
            };
            Ok((journey, wait))
        }
        Err(problem) if problem.code == Code::LessonLocked => {
            let journey = courses.journey(slug, actor).await?;
            let wait = match journey.time(now) {
                Time::NotYet(at) => Wait::Until(at),
                _ => Wait::Lessons(missing(&journey, key)),
            };
            Ok((journey, wait))
        }
        Err(problem) => Err(problem),
    }
}

/// The lessons that come before a locked one and are not passed.
fn missing(journey: &Journey, key: &str) -> Vec<LessonLink> {
    let open = rules::required(&journey.content).filter(|lesson| {
        lesson.key != key
            && lesson.kind.as_str() != "exam"
            && !rules::is_passed(&journey.done, &lesson.key)
    });
    open.map(|l| lesson_link(&journey.head.slug, l)).collect()
}

/// Everything a lesson's page shows.
pub(super) async fn lesson_view(
    context: &Context,
    courses: &CourseService,
    slug: &str,
    key: &str,
    sent: Sent,
) -> Result<LessonView> {
    let (journey, wait) = opened(context, courses, slug, key).await?;
    let lesson = journey.lesson(key)?;
    let readable = matches!(wait, Wait::No | Wait::Over(_));
    let note = courses.note_on(&journey, key).await?;
    let asked = courses.questions_about(&journey, key).await?;
    let work = work(context, courses, &journey, lesson, &wait, &sent).await?;
    let all: Vec<&Lesson> = journey.content.lessons().map(|(_, l)| l).collect();
    let at = all.iter().position(|l| l.key == key).unwrap_or(0);
    let link = |place: Option<usize>| place.and_then(|p| all.get(p)).map(|l| lesson_link(slug, l));
    let module = journey.content.modules.iter();
    let module = module
        .clone()
        .find(|m| m.lessons.iter().any(|l| l.key == key));
    let saved_at = note.as_ref().map(|note| note.saved_at);
    let noted = note.map(|note| note.text);
    Ok(LessonView {
        page: context.page(),
        slug: slug.to_owned(),
        course: journey.content.title.clone(),
        key: key.to_owned(),
        title: lesson.title.clone(),
        module: module.map_or_else(String::new, |m| m.title.clone()),
        kind: lesson.kind.as_str(),
        number: at + 1,
        of: all.len(),
        minutes: lesson.minutes,
        optional: lesson.optional,
        mark: mark(&journey.content, lesson, &journey.done),
        objectives: lesson.objectives.clone(),
        references: lesson.references.iter().map(|r| r.text.clone()).collect(),
        pieces: if readable {
            pieces(&journey, lesson, &sent)
        } else {
            Vec::new()
        },
        media: lesson
            .media
            .as_ref()
            .filter(|_| readable)
            .map(|media| media_view(&journey, lesson, media)),
        downloads: if readable {
            downloads(&journey, lesson)
        } else {
            Vec::new()
        },
        work,
        previous: link(at.checked_sub(1)),
        next: link(Some(at + 1)),
        note: NoteView {
            text: sent.note.or(noted).unwrap_or_default(),
            saved_at,
        },
        questions: asked.into_iter().map(question_line).collect(),
        asked: sent.question,
        modules: map(&journey.content, Some(&journey.done), key),
        bar: journey.standing().into(),
        wait,
        errors: sent.errors,
    })
}

fn question_line(asked: Asked) -> QuestionLine {
    let answers = asked.answers.into_iter().map(|answer| AnswerLine {
        author: answer.author,
        teacher: answer.teacher,
        text: answer.text,
        at: answer.answered_at,
    });
    QuestionLine {
        author: asked.author,
        own: asked.own,
        waiting: asked.waiting,
        text: asked.text,
        at: asked.asked_at,
        answers: answers.collect(),
    }
}

// ---------------------------------------------------------------------------------------------------------------------
// The text and its self-checks

fn pieces(journey: &Journey, lesson: &Lesson, sent: &Sent) -> Vec<Piece> {
    let addresses = Addresses::course(&journey.head.slug, &journey.content.assets);
    let marks = journey.checks.get(&lesson.key).map_or("", String::as_str);
    let parts = text::parts(&lesson.body, &addresses).into_iter();
    parts
        .filter_map(|part| match part {
            Part::Html(html) => Some(Piece::Html(html)),
            Part::Check(place) => {
                let body = lesson.checks.get(place)?;
                let check = check_view(place, body, marks, sent);
                Some(Piece::Check(Box::new(check)))
            }
        })
        .collect()
}

fn check_view(place: usize, body: &Body, marks: &str, sent: &Sent) -> CheckView {
    let answered = marks.chars().nth(place).filter(|m| *m != '-');
    let sent_here = sent.check.as_ref().filter(|(n, _)| *n == place + 1);
    let chosen = sent_here.map_or("", |(_, letters)| letters.as_str());
    let error = sent_here.map_or("", |_| sent.check_error.as_str());
    // What is right is told to who has answered, and to nobody before.
    let just_now = answered.is_some() && !chosen.is_empty() && error.is_empty();
    let letters = ('A'..='H').zip(&body.options);
    CheckView {
        number: place + 1,
        stem: body.stem.clone(),
        multiple: body.kind == Kind::Multiple,
        options: letters
            .map(|(letter, text)| (letter, text.clone(), chosen.contains(letter)))
            .collect(),
        mark: answered.map(|m| m == '1'),
        outcome: just_now.then(|| outcome(body, Some(right_of(body, chosen)))),
        key: (answered.is_some() && !just_now).then(|| outcome(body, None)),
        error: error.to_owned(),
    }
}

/// Whether these letters are exactly the right ones.
fn right_of(body: &Body, letters: &str) -> bool {
    let bits = ('A'..='H').enumerate();
    let chosen = bits
        .filter(|(_, letter)| letters.contains(*letter))
        .fold(0u16, |mask, (place, _)| mask | 1 << place);
    chosen == body.right
}

/// What is right in a self-check, and why.
pub(super) fn outcome(body: &Body, right: Option<bool>) -> Outcome {
    let options = ('A'..='H').zip(&body.options).enumerate();
    Outcome {
        right,
        answers: options
            .filter(|(place, _)| body.right & (1 << place) != 0)
            .map(|(_, (letter, text))| (letter, text.clone()))
            .collect(),
        explanation: body.explanation.clone(),
        references: body.references.iter().map(|r| r.text.clone()).collect(),
    }
}

// ---------------------------------------------------------------------------------------------------------------------
// Recordings and files

fn media_view(journey: &Journey, lesson: &Lesson, media: &Media) -> MediaView {
    let file = |name: &str| {
        let asset = journey.content.asset(name);
        asset.map_or_else(String::new, |asset| address(&journey.head.slug, asset))
    };
    let none = Progress::default();
    let progress = journey.done.get(&lesson.key).unwrap_or(&none);
    let (file_address, embed) = match &media.source {
        MediaSource::File(name) => (file(name), String::new()),
        MediaSource::Embed(url) => (String::new(), url.clone()),
    };
    let host = embed.strip_prefix("https://").unwrap_or_default();
    let addresses = Addresses::course(&journey.head.slug, &journey.content.assets);
    MediaView {
        video: media.video,
        file: file_address,
        site: host.split('/').next().unwrap_or_default().to_owned(),
        embed,
        captions: media.captions.as_deref().map_or_else(String::new, file),
        transcript_html: text::to_html(&media.transcript, &addresses),
        length_ms: media.length_ms,
        resume_ms: resume(progress, media.length_ms),
        percent: rules::watched_percent(progress, media.length_ms),
        needed: journey.content.completion.watch_percent,
    }
}

/// Where to go on: at the first moment that was not watched.
fn resume(progress: &Progress, length_ms: i64) -> i64 {
    let first = progress.watched.pieces().first();
    let end = first
        .filter(|(from, _)| *from < END_MS)
        .map_or(0, |(_, to)| *to);
    if end > length_ms - END_MS { 0 } else { end }
}

fn downloads(journey: &Journey, lesson: &Lesson) -> Vec<FileLink> {
    let link = |download: &crate::course::model::Download| {
        let asset = journey.content.asset(&download.asset)?;
        let ending = asset.name.rsplit_once('.').map_or("", |(_, ending)| ending);
        let kilobytes = asset.size.div_ceil(1024);
        Some(FileLink {
            href: address(&journey.head.slug, asset),
            label: download.label.clone(),
            detail: format!("{}, {kilobytes} kB", ending.to_uppercase()),
        })
    };
    lesson.downloads.iter().filter_map(link).collect()
}
