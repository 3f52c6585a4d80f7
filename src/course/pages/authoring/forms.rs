//! Between forms and what they are about: fields as typed, and the choices beside them.

use std::collections::BTreeSet;

use crate::course::assets::{Use, named_use};
use crate::course::package::write::{
    CriterionField, DownloadField, DrawField, HeadFields, LessonFields, SurveyField,
};
use crate::course::service::Draft;
use crate::course::views::authoring::{DownloadRow, DraftHead, DrawRow, LessonView, SurveyRow};
use crate::platform::http::context::Context;
use crate::platform::http::form::Form;
use crate::platform::http::page::{Choice, Errors};
use crate::platform::i18n::Lang;
use crate::question_bank::format::read_questions;
use crate::question_bank::model::Difficulty;

/// Most rows of a table in a form.
const ROWS_MAX: usize = 60;

/// Choices from values and labels; a chosen value that is not among them stands at the end, so that nothing typed by hand is lost.
pub fn options(pairs: Vec<(String, String)>, chosen: &str) -> Vec<Choice> {
    let known = pairs.iter().any(|(value, _)| value == chosen);
    let more = (!known).then(|| (chosen.to_owned(), chosen.to_owned()));
    pairs
        .into_iter()
        .chain(more)
        .map(|(value, label)| Choice {
            selected: value == chosen,
            value,
            label,
        })
        .collect()
}

fn worded(lang: Lang, prefix: &str, values: &[&str], chosen: &str) -> Vec<Choice> {
    let pair = |v: &&str| {
        (
            (*v).to_owned(),
            lang.t(&format!("{prefix}-{}", v.replace('_', "-"))),
        )
    };
    options(values.iter().map(pair).collect(), chosen)
}

/// The files of a draft that are for these uses, to choose from, with none first.
pub fn picked_files(draft: &Draft, uses: &[Use], chosen: &str) -> Vec<Choice> {
    let names = draft.files.keys().filter_map(|p| p.strip_prefix("assets/"));
    let fitting = names.filter(|n| named_use(n).is_some_and(|u| uses.contains(&u)));
    let none = (String::new(), "–".to_owned());
    let pairs = fitting.map(|n| (n.to_owned(), n.to_owned()));
    options(std::iter::once(none).chain(pairs).collect(), chosen)
}

/// The topics of the draft's questions, as far as they can be read.
pub fn topics(draft: &Draft) -> Vec<String> {
    let mut topics = BTreeSet::new();
    for path in draft.files.keys().filter(|p| p.starts_with("questions/")) {
        let text = draft.text(path).unwrap_or_default();
        let (questions, _) = read_questions(path, path, text);
        topics.extend(questions.into_iter().map(|q| q.body.topic));
    }
    topics.into_iter().collect()
}

/// Ways of coming in, and what a certificate may print.
pub fn settings_choices(lang: Lang, fields: &HeadFields) -> (Vec<Choice>, Vec<Choice>) {
    let modes = worded(
        lang,
        "authoring-mode",
        &["open", "code", "invitation"],
        &fields.mode,
    );
    let show = |value: &str| Choice {
        selected: fields.shows.iter().any(|s| s == value),
        value: value.to_owned(),
        label: lang.t(&format!("authoring-shows-{}", value.replace('_', "-"))),
    };
    let shows = ["birth_date", "organisation", "hours", "grade"].map(show);
    (modes, shows.to_vec())
}

/// What the form of the settings says; modules stay as they are.
pub fn head_fields(form: &Form, before: HeadFields) -> HeadFields {
    let text = |name: &str| form.get(name).replace("\r\n", "\n");
    HeadFields {
        title: text("title"),
        summary: text("summary"),
        topic: text("topic"),
        audience: text("audience"),
        issued_by: text("issued_by"),
        organisation: text("organisation"),
        framework: text("framework"),
        cover: text("cover"),
        cover_alt: text("cover_alt"),
        prerequisites: text("prerequisites"),
        changes: text("changes"),
        mode: text("mode"),
        code: text("code"),
        modules: before.modules,
        required: text("required"),
        watch_percent: text("watch_percent"),
        exam_after_lessons: form.get("exam_after_lessons") == "1",
        certificate: form.get("certificate") == "1",
        number: text("number"),
        certificate_title: text("certificate_title"),
        certificate_text: text("certificate_text"),
        place: text("place"),
        signer: text("signer"),
        shows: form.all("shows").map(str::to_owned).collect(),
    }
}

/// Rows of fields that repeat: the values of each name at the same place belong together.
fn table<const N: usize>(form: &Form, names: [&str; N]) -> Vec<[String; N]> {
    let columns: Vec<Vec<&str>> = names.iter().map(|n| form.all(n).collect()).collect();
    let count = columns.iter().map(Vec::len).max().unwrap_or(0);
    (0..count.min(ROWS_MAX))
        .map(|row| {
            std::array::from_fn(|column| {
                let value = columns[column].get(row).copied().unwrap_or_default();
                value.trim().replace("\r\n", "\n")
            })
        })
        .collect()
}

/// What the form of a lesson says.
pub fn lesson_fields(form: &Form) -> LessonFields {
    let text = |name: &str| form.get(name).replace("\r\n", "\n");
    let body = form.all("body").next().unwrap_or_default();
    LessonFields {
        title: text("title"),
        kind: text("kind"),
        minutes: text("minutes"),
        objectives: text("objectives"),
        references: text("references"),
        optional: form.get("optional") == "1",
        downloads: table(form, ["download-file", "download-label"])
            .into_iter()
            .map(|[file, label]| DownloadField { file, label })
            .filter(|d| !d.file.is_empty())
            .collect(),
        media_file: text("media_file"),
        media_embed: text("media_embed"),
        media_video: form.get("media_video") == "1",
        media_seconds: text("media_seconds"),
        media_captions: text("media_captions"),
        media_transcript: text("media_transcript"),
        quiz_minutes: text("quiz_minutes"),
        pass: text("pass"),
        attempts: text("attempts"),
        wait_minutes: text("wait_minutes"),
        review: text("review"),
        draw: table(form, ["draw-topic", "draw-level", "draw-count"])
            .into_iter()
            .map(|[topic, difficulty, count]| DrawField {
                topic,
                difficulty,
                count,
            })
            .filter(|d| !d.count.is_empty())
            .collect(),
        words_max: text("words_max"),
        upload: form.get("upload") == "1",
        rubric: table(form, ["rubric-name", "rubric-points", "rubric-description"])
            .into_iter()
            .map(|[name, points, description]| CriterionField {
                name,
                points,
                description,
            })
            .filter(|c| *c != CriterionField::default())
            .collect(),
        survey: table(
            form,
            ["survey-key", "survey-text", "survey-kind", "survey-options"],
        )
        .into_iter()
        .map(|[key, text, kind, options]| SurveyField {
            key,
            text,
            kind,
            options,
        })
        .filter(|q| !q.text.is_empty())
        .collect(),
        body: body.replace("\r\n", "\n"),
    }
}

/// A question that makes a survey whole: the preview of a text alone needs some kind of lesson around it.
pub fn any_question() -> SurveyField {
    SurveyField {
        key: "a".into(),
        text: "…".into(),
        kind: "text".into(),
        options: String::new(),
    }
}

/// The page of a lesson with its choices; head, findings and preview are the caller's.
pub fn lesson_view(
    context: &Context,
    draft: &Draft,
    path: &str,
    mut fields: LessonFields,
    topics: Vec<String>,
) -> LessonView {
    let lang = context.lang;
    let kinds = ["text", "quiz", "exam", "assignment", "survey"];
    // Empty rows to fill in; a form without scripts grows by saving.
    let empty = |n: usize| std::iter::repeat_n((), n);
    fields
        .rubric
        .extend(empty(2).map(|()| CriterionField::default()));
    let mut draw = fields.draw.clone();
    draw.extend(empty(3).map(|()| DrawField::default()));
    let mut survey = fields.survey.clone();
    survey.extend(empty(2).map(|()| SurveyField {
        kind: "scale".into(),
        ..SurveyField::default()
    }));
    let mut downloads = fields.downloads.clone();
    downloads.push(DownloadField::default());
    let files = [Use::Document, Use::Picture, Use::Audio];
    LessonView {
        page: context.page(),
        head: DraftHead {
            slug: String::new(),
            title: String::new(),
            version: 0,
            state: String::new(),
        },
        key: crate::course::package::lesson::key_of(path)
            .unwrap_or_default()
            .to_owned(),
        path: path.to_owned(),
        seen: String::new(),
        kinds: worded(lang, "authoring-kind", &kinds, &fields.kind),
        reviews: worded(
            lang,
            "authoring-review",
            &["after_attempt", "never"],
            if fields.review.is_empty() {
                "after_attempt"
            } else {
                &fields.review
            },
        ),
        media: picked_files(draft, &[Use::Audio, Use::Video], &fields.media_file),
        captions: picked_files(draft, &[Use::Captions], &fields.media_captions),
        transcripts: picked_files(draft, &[Use::Transcript], &fields.media_transcript),
        downloads: downloads
            .into_iter()
            .map(|d| DownloadRow {
                files: picked_files(draft, &files, &d.file),
                label: d.label,
            })
            .collect(),
        draw: draw
            .into_iter()
            .map(|row| draw_row(lang, row, &topics))
            .collect(),
        survey: survey
            .into_iter()
            .map(|q| SurveyRow {
                kinds: worded(
                    lang,
                    "authoring-answered",
                    &["scale", "choice", "text"],
                    &q.kind,
                ),
                key: q.key,
                text: q.text,
                options: q.options,
            })
            .collect(),
        fields,
        preview: Vec::new(),
        findings: Vec::new(),
        errors: Errors::default(),
    }
}

fn draw_row(lang: Lang, row: DrawField, topics: &[String]) -> DrawRow {
    let any = (String::new(), lang.t("authoring-any"));
    let named = topics.iter().map(|t| (t.clone(), t.clone()));
    let levels = Difficulty::ALL.map(|d| (d.vietnamese().to_owned(), d.vietnamese().to_owned()));
    DrawRow {
        topics: options(
            std::iter::once(any.clone()).chain(named).collect(),
            &row.topic,
        ),
        levels: options(
            std::iter::once(any).chain(levels).collect(),
            &row.difficulty,
        ),
        count: row.count,
    }
}
