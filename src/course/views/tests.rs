//! Every view of the trainee's pages with sample data.

use askama::Template as _;
use uuid::Uuid;

use super::*;
use crate::course::model::{Score, SurveyKind};
use crate::course::service::Start;
use crate::kernel::clock::{DAY, HOUR, MINUTE, Moment};
use crate::kernel::problem::{Code, Problem};
use crate::platform::http::page::samples::{self, NOW};
use crate::platform::http::page::{Choice, Errors};
use crate::platform::http::pager::Pager;
use crate::platform::i18n::Lang;

const COURSE: &str = "Kỹ năng của báo cáo viên, tuyên truyền viên pháp luật";

/// A course in a list.
pub(crate) fn card() -> CourseCard {
    CourseCard {
        slug: "ky-nang".to_owned(),
        title: COURSE.to_owned(),
        summary: "Chuẩn bị, trình bày và trả lời câu hỏi.".to_owned(),
        topic: "Phổ biến, giáo dục pháp luật".to_owned(),
        agency: "Sở Tư pháp".to_owned(),
        audience: "Báo cáo viên pháp luật".to_owned(),
        hours: Points(650),
        lessons: 18,
        cover: Some("/khoa-hoc/ky-nang/tep/0/bia.svg".to_owned()),
    }
}

fn link(title: &str) -> LessonLink {
    LessonLink {
        href: "/khoa-hoc/ky-nang/bai/vai-tro".to_owned(),
        title: title.to_owned(),
    }
}

/// A course that the person is in.
pub(crate) fn learning() -> LearningCard {
    LearningCard {
        slug: "ky-nang".to_owned(),
        title: COURSE.to_owned(),
        bar: Bar { done: 7, total: 17 },
        next: Some(link("Hiểu người nghe trước khi mở văn bản")),
        completed_at: None,
        cohort: "Lớp tháng 11".to_owned(),
        ends_at: Some(NOW.plus(9 * DAY)),
        opens_at: None,
        over: false,
        left: false,
        seen_at: NOW.plus(-DAY),
    }
}

fn modules() -> Vec<MapModule> {
    let lesson = |key: &str, kind, mark, current| MapLesson {
        key: key.to_owned(),
        title: "Quyền, nghĩa vụ và những điều không được làm".to_owned(),
        kind,
        minutes: 18,
        optional: kind == "survey",
        mark,
        current,
    };
    vec![MapModule {
        title: "Học phần 1. Người báo cáo viên".to_owned(),
        hours: Points(150),
        framework: "Chuyên đề 1".to_owned(),
        bar: Some(Bar { done: 1, total: 3 }),
        lessons: vec![
            lesson("a", "text", Mark::Passed, false),
            lesson("b", "assignment", Mark::Opened, true),
            lesson("c", "survey", Mark::None, false),
            lesson("d", "exam", Mark::Locked, false),
        ],
    }]
}

fn version(number: i32) -> VersionLine {
    VersionLine {
        version: number,
        published_at: NOW.plus(-DAY),
        note: "Sửa căn cứ theo luật mới".to_owned(),
        changes: vec!["Thêm bài “Kênh số”.".to_owned()],
    }
}

fn course(lang: Lang, entry: Entry, place: Option<PlaceInCourse>) -> CourseView {
    let caller: Option<&[crate::kernel::actor::Role]> = place.is_some().then_some(&[]);
    CourseView {
        page: samples::page(lang, "/khoa-hoc/ky-nang", caller),
        slug: "ky-nang".to_owned(),
        title: COURSE.to_owned(),
        agency: "Sở Tư pháp".to_owned(),
        summary: card().summary,
        topic: card().topic,
        audience: vec!["Báo cáo viên pháp luật".to_owned()],
        hours: Points(600),
        lessons: 18,
        length_ms: 6 * HOUR,
        framework: "Tham khảo một quyết định.".to_owned(),
        intro_html: "<h2 id=\"muc-a\">Khoá học có gì</h2><p>Bốn học phần.</p>".to_owned(),
        objectives: vec!["Nêu được ba nhóm tiêu chuẩn".to_owned()],
        modules: modules(),
        prerequisites: vec![Prerequisite {
            slug: "truoc".to_owned(),
            title: "Khoá trước".to_owned(),
        }],
        completion: vec!["Học xong 17 bài bắt buộc.".to_owned()],
        certificate: true,
        versions: vec![version(2), version(1)],
        entry,
        code: String::new(),
        place,
        errors: Errors::default(),
    }
}

fn place(fresh: bool) -> PlaceInCourse {
    PlaceInCourse {
        bar: Bar { done: 7, total: 17 },
        next: fresh.then(|| link("Vai trò")),
        fresh,
        completed_at: (!fresh).then_some(NOW),
        cohort: Some(CohortLine {
            title: "Lớp tháng 11".to_owned(),
            opens_at: NOW.plus(-DAY),
            closes_at: NOW.plus(9 * DAY),
            waits: false,
            over: !fresh,
            extended: true,
            exam: Some((NOW, NOW.plus(DAY))),
        }),
        reminders: fresh,
        newer: vec![version(3)],
    }
}

fn outcome(right: Option<bool>) -> Outcome {
    Outcome {
        right,
        answers: vec![('B', "Được công nhận để kiêm nhiệm".to_owned())],
        explanation: "Vì luật nói vậy.".to_owned(),
        references: vec!["khoản 1 Điều 35 Luật số 14/2012/QH13".to_owned()],
    }
}

fn check(number: usize, mark: Option<bool>, now: bool) -> Piece {
    Piece::Check(Box::new(CheckView {
        number,
        stem: "Nhận xét nào đúng?".to_owned(),
        multiple: number == 2,
        options: vec![('A', "Một".to_owned(), false), ('B', "Hai".to_owned(), now)],
        mark,
        outcome: now.then(|| outcome(mark)),
        key: (mark.is_some() && !now).then(|| outcome(None)),
        error: String::new(),
    }))
}

fn media(embed: &str) -> MediaView {
    let file = if embed.is_empty() {
        "/khoa-hoc/ky-nang/tep/0/a.webm"
    } else {
        ""
    };
    MediaView {
        video: true,
        file: file.to_owned(),
        embed: embed.to_owned(),
        site: "player.vimeo.com".to_owned(),
        captions: "/khoa-hoc/ky-nang/tep/0/a.vtt".to_owned(),
        transcript_html: "<p>Lời.</p>".to_owned(),
        length_ms: 10 * MINUTE,
        resume_ms: 65_000,
        percent: 45,
        needed: 90,
    }
}

fn lesson(lang: Lang, work: WorkView, wait: Wait, media: Option<MediaView>) -> LessonView {
    let problem = Problem::new(Code::LessonNotDone)
        .with("why", "watch")
        .with("percent", 45)
        .with("needed", 90);
    LessonView {
        page: samples::page(lang, "/khoa-hoc/ky-nang/bai/b", Some(&[])),
        slug: "ky-nang".to_owned(),
        course: COURSE.to_owned(),
        key: "b".to_owned(),
        title: "Quyền và nghĩa vụ".to_owned(),
        module: "Học phần 1".to_owned(),
        kind: "text",
        number: 2,
        of: 18,
        minutes: 18,
        optional: false,
        mark: Mark::Opened,
        wait,
        objectives: vec!["Kể được ba nhóm tiêu chuẩn".to_owned()],
        references: vec!["khoản 1 Điều 35 Luật số 14/2012/QH13".to_owned()],
        pieces: vec![
            Piece::Html("<h2 id=\"muc-a\">Vì sao</h2><p>Vì thế.</p>".to_owned()),
            check(1, None, false),
            check(2, Some(false), true),
            check(3, Some(true), false),
        ],
        media,
        downloads: vec![FileLink {
            href: "/khoa-hoc/ky-nang/tep/0/to-gap.pdf".to_owned(),
            label: "Tờ gấp".to_owned(),
            detail: "PDF, 120 kB".to_owned(),
        }],
        work,
        previous: Some(link("Vai trò")),
        next: Some(link("Nguyên tắc")),
        note: NoteView {
            text: "Xem lại <b>khoản 2</b>".to_owned(),
            saved_at: Some(NOW),
        },
        questions: vec![QuestionLine {
            author: "Lê Văn Bình".to_owned(),
            own: false,
            waiting: true,
            text: "Vì sao?\nXin thầy giải thích.".to_owned(),
            at: NOW,
            answers: vec![AnswerLine {
                author: "Trần Thị Giảng".to_owned(),
                teacher: true,
                text: "Vì luật nói vậy.".to_owned(),
                at: NOW,
            }],
        }],
        asked: String::new(),
        modules: modules(),
        bar: Bar { done: 7, total: 17 },
        errors: Errors::of(lang, &problem),
    }
}

fn quiz(start: Start) -> WorkView {
    let score = Score { right: 12, of: 20 };
    WorkView::Quiz(QuizView {
        exam: true,
        questions: 20,
        length_ms: 30 * MINUTE,
        pass_percent: 70,
        max: Some(3),
        left: Some(1),
        wait_ms: HOUR,
        window: Some((NOW, NOW.plus(DAY))),
        shows_answers: false,
        start,
        past: vec![AttemptLine {
            id: Uuid::nil(),
            ordinal: 1,
            finished_at: NOW,
            score,
            passed: false,
        }],
        passed_at: (start == Start::Passed).then_some(NOW),
    })
}

fn assignment(open: bool) -> WorkView {
    WorkView::Assignment(AssignmentView {
        words_max: 600,
        upload: true,
        pass_percent: 50,
        rubric: vec![CriterionLine {
            name: "Đúng căn cứ".to_owned(),
            description: "Có điều, khoản.".to_owned(),
            points: 10,
        }],
        handed: vec![HandedLine {
            ordinal: 1,
            text: "Bài làm".to_owned(),
            file: "Đề cương.pdf".to_owned(),
            handed_in_at: NOW,
            marks: open.then(|| MarksLine {
                scores: vec![("Đúng căn cứ".to_owned(), 4, 10)],
                points: 4,
                of: 10,
                passed: false,
                comment: "Thiếu số văn bản.".to_owned(),
                marked_at: NOW,
            }),
        }],
        open,
        text: String::new(),
        passed_at: None,
    })
}

fn survey(answered_at: Option<Moment>) -> WorkView {
    let question = |field: &str, kind, options: &[&str]| SurveyQuestionView {
        field: field.to_owned(),
        text: "Hữu ích ở mức nào?".to_owned(),
        kind,
        options: options
            .iter()
            .map(|label| SurveyOption {
                label: (*label).to_owned(),
                selected: *label == "2",
            })
            .collect(),
        value: String::new(),
    };
    WorkView::Survey(SurveyView {
        answered_at,
        questions: vec![
            question("tra-loi-a", SurveyKind::Scale, &["1", "2", "3", "4", "5"]),
            question(
                "tra-loi-b",
                SurveyKind::Choice,
                &["Học phần 1", "Học phần 2"],
            ),
            question("tra-loi-c", SurveyKind::Text, &[]),
        ],
    })
}

fn finish(passed: bool) -> WorkView {
    WorkView::Finish(FinishView {
        passed_at: passed.then_some(NOW),
        missing: "Còn 2 câu.".to_owned(),
    })
}

fn catalogue(lang: Lang, courses: Vec<CourseCard>, text: &str) -> CatalogueView {
    let choices = |value: &str| {
        vec![Choice {
            value: value.to_owned(),
            label: format!("{value} (3)"),
            selected: true,
        }]
    };
    CatalogueView {
        page: samples::page(lang, "/khoa-hoc", None),
        text: text.to_owned(),
        topics: choices(text),
        audiences: choices(""),
        hours: choices(""),
        agencies: choices(""),
        pager: Pager::new("/khoa-hoc", &[("q", text)], 2, 12, 40),
        courses,
    }
}

fn transcript(lang: Lang, lines: Vec<TranscriptLine>) -> TranscriptView {
    TranscriptView {
        page: samples::page(lang, "/khoa-hoc/ho-so-hoc-tap", Some(&[])),
        full_name: "Nguyễn Thị An".to_owned(),
        organisation: "Phường Ba Đình".to_owned(),
        lines,
    }
}

fn transcript_line() -> TranscriptLine {
    TranscriptLine {
        slug: "ky-nang".to_owned(),
        title: COURSE.to_owned(),
        agency: "Sở Tư pháp".to_owned(),
        cohort: "Lớp Ba Đình".to_owned(),
        enrolled_at: NOW,
        completed_at: Some(NOW),
        left: false,
        hours: Points(450),
        of: Points(600),
        exam: Some(Score { right: 17, of: 20 }),
        certificate: Some(("01/GCN".to_owned(), "01-GCN".to_owned())),
        bar: Bar { done: 7, total: 17 },
    }
}

/// Every view of these pages with sample data.
pub(crate) fn rendered(lang: Lang) -> Vec<(&'static str, String)> {
    let own = |courses: Vec<LearningCard>| LearningView {
        page: samples::page(lang, "/khoa-hoc/cua-toi", Some(&[])),
        pager: Pager::new("/khoa-hoc/cua-toi", &[], 1, 10, 1),
        offered: vec![card()],
        courses,
    };
    let running = Start::Resume {
        attempt: Uuid::nil(),
        remaining_ms: 9 * MINUTE,
    };
    let later = NOW.plus(HOUR);
    let embed = media("https://player.vimeo.com/video/1");
    let open = |work| lesson(lang, work, Wait::No, None).render();
    vec![
        (
            "catalogue",
            catalogue(lang, vec![card()], "hoa giai").render(),
        ),
        ("catalogue-none", catalogue(lang, Vec::new(), "").render()),
        (
            "catalogue-none-fits",
            catalogue(lang, Vec::new(), "x").render(),
        ),
        ("course", course(lang, Entry::Open, None).render()),
        ("course-code", course(lang, Entry::Code, None).render()),
        ("course-closed", course(lang, Entry::Closed, None).render()),
        (
            "course-in",
            course(lang, Entry::Invitation, Some(place(true))).render(),
        ),
        (
            "course-done",
            course(lang, Entry::Open, Some(place(false))).render(),
        ),
        (
            "lesson",
            lesson(lang, finish(false), Wait::No, Some(media(""))).render(),
        ),
        (
            "lesson-done",
            lesson(lang, finish(true), Wait::No, Some(embed)).render(),
        ),
        (
            "lesson-later",
            lesson(lang, WorkView::Later, Wait::Until(later), None).render(),
        ),
        (
            "lesson-over",
            lesson(lang, finish(false), Wait::Over(NOW), None).render(),
        ),
        (
            "lesson-locked",
            lesson(
                lang,
                quiz(Start::Ready),
                Wait::Lessons(vec![link("Vai trò")]),
                None,
            )
            .render(),
        ),
        ("quiz", open(quiz(Start::Ready))),
        ("quiz-running", open(quiz(running))),
        ("quiz-wait", open(quiz(Start::Wait(later)))),
        ("quiz-not-yet", open(quiz(Start::NotYet(later)))),
        ("quiz-over", open(quiz(Start::Over(NOW)))),
        ("quiz-used", open(quiz(Start::Used))),
        ("quiz-passed", open(quiz(Start::Passed))),
        ("assignment", open(assignment(true))),
        ("assignment-waits", open(assignment(false))),
        ("survey", open(survey(None))),
        ("survey-done", open(survey(Some(NOW)))),
        ("learning", own(vec![learning()]).render()),
        ("learning-none", own(Vec::new()).render()),
        (
            "transcript",
            transcript(lang, vec![transcript_line()]).render(),
        ),
        ("transcript-none", transcript(lang, Vec::new()).render()),
    ]
    .into_iter()
    .map(|(name, html)| (name, html.expect("the sample renders")))
    .collect()
}

#[test]
fn every_page_renders_in_every_language() {
    for lang in Lang::ALL {
        for (name, html) in rendered(lang) {
            samples::assert_clean(name, &html);
        }
    }
}

#[test]
fn what_people_write_is_shown_as_letters() {
    let html = lesson(Lang::Vi, finish(false), Wait::No, None).render();
    let html = html.expect("the sample renders");
    assert!(html.contains("&#60;b&#62;khoản 2") && !html.contains("<b>khoản 2"));
}

#[test]
fn the_answer_of_a_self_check_is_told_to_who_has_answered_and_to_nobody_before() {
    let html = lesson(Lang::Vi, finish(false), Wait::No, None).render();
    let html = html.expect("the sample renders");
    let of = |number: usize| {
        let (_, rest) = html
            .split_once(&format!("id=\"tu-kiem-tra-{number}\""))
            .expect("there");
        rest.split("</form>").next().unwrap_or_default().to_owned()
    };
    assert!(!of(1).contains("Vì luật nói vậy."));
    assert!(of(2).contains("Vì luật nói vậy.") && of(2).contains("Chưa đúng"));
    assert!(of(3).contains("Xem đáp án và giải thích"));
}
