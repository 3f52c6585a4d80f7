//! What holds between the files of a course: every lesson in one module, every quiz drawable, every name known.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use super::head::{FILE, Head, line_of};
use super::lesson::LessonFile;
use super::report::Report;
use crate::assessment::model::{BlueprintPart, Pool};
use crate::assessment::rules::draw;
use crate::course::assets::{Use, named_use};
use crate::course::model::{
    Assignment, Completion, LessonKind, MediaSource, Module, Quiz, RequiredLessons, Survey,
};
use crate::course::rules;
use crate::question_bank::model::{Parsed, Revision};

/// The modules with their lessons; every lesson file must stand in exactly one.
pub fn modules(head: &Head, lessons: &[LessonFile], report: &mut Report) -> Vec<Module> {
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    let mut modules = Vec::new();
    for (number, module) in head.modules.iter().enumerate() {
        let mut own = Vec::new();
        for (place, key) in module.lessons.iter().enumerate() {
            let line = line_of(&head.places, &format!("modules[{number}].lessons[{place}]"));
            let file = lessons.iter().find(|l| l.lesson.key == *key);
            if let Some(first) = seen.insert(key, line) {
                report.error(
                    FILE,
                    line,
                    format!("Bài “{key}” đã có ở dòng {first}; mỗi bài chỉ thuộc một học phần."),
                );
            } else if let Some(file) = file {
                own.push(file.lesson.clone());
            } else {
                report.error(
                    FILE,
                    line,
                    format!("Không có bài “{key}”: cần tệp lessons/…-{key}.md."),
                );
            }
        }
        modules.push(Module {
            title: module.title.clone(),
            hours: module.hours,
            framework: module.framework.clone(),
            lessons: own,
        });
    }
    for file in lessons {
        if !seen.contains_key(file.lesson.key.as_str()) {
            report.error(
                &file.path,
                0,
                format!(
                    "Bài này không thuộc học phần nào. Hãy thêm \"{}\" vào lessons của một học phần trong course.toml.",
                    file.lesson.key
                ),
            );
        }
    }
    modules
}

/// Keys that two files share.
pub fn twice(lessons: &[LessonFile], report: &mut Report) {
    let mut seen: BTreeMap<&str, &str> = BTreeMap::new();
    for file in lessons {
        if let Some(first) = seen.insert(&file.lesson.key, &file.path) {
            report.error(
                &file.path,
                0,
                format!("Mã bài “{}” trùng với tệp {first}.", file.lesson.key),
            );
        }
    }
}

/// What completes the course: lessons it names, the examination, what is watched.
pub fn completion(head: &Head, lessons: &[LessonFile], report: &mut Report) {
    if let RequiredLessons::These(keys) = &head.completion.lessons {
        for (place, key) in keys.iter().enumerate() {
            let line = line_of(&head.places, &format!("completion.lessons[{place}]"));
            match lessons.iter().find(|l| l.lesson.key == *key) {
                None => report.error(FILE, line, format!("Điều kiện hoàn thành nêu bài “{key}” nhưng không có bài này.")),
                Some(file) if file.lesson.optional => report.error(
                    FILE,
                    line,
                    format!("Bài “{key}” là bài tự chọn (optional = true), không thể là điều kiện hoàn thành."),
                ),
                Some(_) => {}
            }
        }
        if keys.is_empty() {
            let line = line_of(&head.places, "completion.lessons");
            report.error(FILE, line, "Điều kiện hoàn thành chưa nêu bài nào.");
        }
    } else if !lessons.is_empty() && lessons.iter().all(|l| l.lesson.optional) {
        report.error(
            FILE,
            1,
            "Mọi bài đều là tự chọn nên không có gì để hoàn thành.",
        );
    }
    exams(head, lessons, report);
    for file in lessons {
        watching(head, file, report);
    }
}

fn exams(head: &Head, lessons: &[LessonFile], report: &mut Report) {
    let mut exams = lessons
        .iter()
        .filter(|l| matches!(l.lesson.kind, LessonKind::Exam(_)));
    let Some(exam) = exams.next() else { return };
    for second in exams {
        report.error(
            &second.path,
            second.line("kind"),
            format!(
                "Khoá học chỉ có một bài thi cuối khoá; đã có ở {}.",
                exam.path
            ),
        );
    }
    if head.certificate.is_none() {
        report.warning(
            &exam.path,
            exam.line("kind"),
            "Khoá học có bài thi cuối khoá nhưng không có mục [certificate]: người học sẽ không nhận được giấy chứng nhận.",
        );
    }
    if !is_required(&head.completion, exam) {
        report.warning(
            &exam.path,
            exam.line("kind"),
            "Điều kiện hoàn thành không nêu bài thi cuối khoá: ai không thi cũng hoàn thành.",
        );
    }
}

fn is_required(completion: &Completion, file: &LessonFile) -> bool {
    !file.lesson.optional
        && match &completion.lessons {
            RequiredLessons::All => true,
            RequiredLessons::These(keys) => keys.contains(&file.lesson.key),
        }
}

/// A player of another site tells nobody how long it ran.
fn watching(head: &Head, file: &LessonFile, report: &mut Report) {
    let embedded = file
        .lesson
        .media
        .as_ref()
        .is_some_and(|m| matches!(m.source, MediaSource::Embed(_)));
    if embedded && head.completion.watch_percent > 0 && is_required(&head.completion, file) {
        report.error(
            &file.path,
            file.line("media.embed"),
            format!(
                "Không đếm được thời gian xem phim nhúng từ trang khác, mà khoá học đòi xem {} %. Hãy đưa tệp vào assets, hoặc đặt \
                 optional = true cho bài này, hoặc watch_percent = 0 trong course.toml.",
                head.completion.watch_percent
            ),
        );
    }
}

/// Whether every quiz can be drawn from the bank, and how often its questions would come again.
pub fn quizzes(lessons: &[LessonFile], questions: &[(String, Parsed)], report: &mut Report) {
    let pool = Pool {
        assessment: Uuid::nil(),
        version: 1,
        revisions: questions
            .iter()
            .map(|(_, parsed)| Revision {
                id: Uuid::nil(),
                question: Uuid::nil(),
                body: parsed.body.clone(),
            })
            .collect(),
    };
    for file in lessons {
        if let Some(quiz) = file.lesson.kind.quiz() {
            quiz_can_be_drawn(file, quiz, &pool, report);
        }
    }
}

fn quiz_can_be_drawn(file: &LessonFile, quiz: &Quiz, pool: &Pool, report: &mut Report) {
    let mut short = false;
    for (number, part) in quiz.blueprint.iter().enumerate() {
        let line = file.line(&format!("quiz.draw[{number}]"));
        let found = fitting(part, pool);
        let wanted = usize::from(part.count);
        if found < wanted {
            short = true;
            report.error(
                &file.path,
                line,
                format!(
                    "Đề cần {wanted} câu {} nhưng ngân hàng chỉ có {found} câu.",
                    part_in_words(part)
                ),
            );
        } else if found < 2 * wanted {
            report.warning(
                &file.path,
                line,
                format!(
                    "Đề lấy {wanted} câu {} trong {found} câu: các lượt làm sẽ gặp nhiều câu trùng. Nên có ít nhất {} câu.",
                    part_in_words(part),
                    2 * wanted
                ),
            );
        }
    }
    if short || quiz.blueprint.is_empty() {
        return;
    }
    if let Err(too_few) = draw(pool, &rules::settings(quiz), 1) {
        report.error(
            &file.path,
            file.line("quiz.draw"),
            format!(
                "Không rút được đề: các phần của ma trận tranh nhau cùng một số câu; phần {} chỉ còn {} câu.",
                part_in_words(&too_few.part),
                too_few.found
            ),
        );
    }
}

fn fitting(part: &BlueprintPart, pool: &Pool) -> usize {
    let fits = |r: &&Revision| {
        part.topic.as_ref().is_none_or(|t| *t == r.body.topic)
            && part.difficulty.is_none_or(|d| d == r.body.difficulty)
    };
    pool.revisions.iter().filter(fits).count()
}

fn part_in_words(part: &BlueprintPart) -> String {
    match (&part.topic, part.difficulty) {
        (Some(topic), Some(level)) => {
            format!("chủ đề “{topic}”, mức độ {}", level.vietnamese())
        }
        (Some(topic), None) => format!("chủ đề “{topic}”"),
        (None, Some(level)) => format!("mức độ {}", level.vietnamese()),
        (None, None) => "bất kỳ".to_owned(),
    }
}

/// What one lesson's settings say beyond single values: two questions of a survey under one key, a rubric nobody can fill.
pub fn settings_of(file: &LessonFile, report: &mut Report) {
    match &file.lesson.kind {
        LessonKind::Survey(Survey { questions }) => {
            let mut keys = BTreeSet::new();
            for (number, question) in questions.iter().enumerate() {
                if !keys.insert(&question.key) {
                    report.error(
                        &file.path,
                        file.line(&format!("survey[{number}].key")),
                        format!("Mã câu khảo sát “{}” đã dùng ở trên.", question.key),
                    );
                }
            }
        }
        LessonKind::Assignment(Assignment { rubric, .. }) if rubric.is_empty() => report.error(
            &file.path,
            file.line("assignment"),
            "Bài tập phải có ít nhất một tiêu chí chấm: [[assignment.rubric]].",
        ),
        _ => {}
    }
    let empty = file.lesson.body.trim().is_empty();
    if empty && matches!(file.lesson.kind, LessonKind::Text) && file.lesson.media.is_none() {
        report.error(&file.path, file.body_line, "Bài học chưa có nội dung.");
    }
}

/// The assets that a lesson's settings name, each with its line and what it must be.
pub fn named_by(file: &LessonFile) -> Vec<(String, usize, &'static [Use])> {
    let mut named: Vec<(String, usize, &'static [Use])> = Vec::new();
    for (number, download) in file.lesson.downloads.iter().enumerate() {
        let line = file.line(&format!("downloads[{number}].file"));
        named.push((
            download.asset.clone(),
            line,
            &[Use::Document, Use::Picture, Use::Audio],
        ));
    }
    if let Some(media) = &file.lesson.media {
        if let MediaSource::File(name) = &media.source {
            let used: &'static [Use] = if media.video {
                &[Use::Video]
            } else {
                &[Use::Audio]
            };
            named.push((name.clone(), file.line("media.file"), used));
        }
        if let Some(name) = &media.captions {
            named.push((name.clone(), file.line("media.captions"), &[Use::Captions]));
        }
    }
    if let Some(name) = &file.transcript {
        named.push((
            name.clone(),
            file.line("media.transcript"),
            &[Use::Transcript],
        ));
    }
    named
}

/// Says so when a name is no asset, or not of the kind that is needed.
pub fn asset_is_there(
    names: &BTreeSet<String>,
    file: &str,
    line: usize,
    name: &str,
    uses: &[Use],
    report: &mut Report,
) {
    if !names.contains(name) {
        report.error(file, line, format!("Không có tệp assets/{name}."));
    } else if !uses.is_empty() && !named_use(name).is_some_and(|u| uses.contains(&u)) {
        report.error(
            file,
            line,
            format!("Tệp assets/{name} không đúng loại cần ở đây."),
        );
    }
}
