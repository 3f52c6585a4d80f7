//! Tables and properties of the rules of learning.

use std::collections::BTreeMap;

use proptest::prelude::*;
use rstest::rstest;
use uuid::Uuid;

use super::model::{
    Cohort, Completion, Content, ContentChange, Enrolment, EnrolmentMode, EnrolmentState, Lesson,
    LessonKind, Media, MediaSource, Module, Progress, Quiz, RequiredLessons, Score, Window,
};
use super::rules::{
    self, Done, ENDING_MS, IDLE_MS, NotDone, Reminder, Time, better, changes, end, is_unlocked,
    may_finish, next_lesson, next_look, passes, reminder, standing, terms, time,
};
use crate::kernel::clock::{DAY, HOUR, MINUTE, Moment};

const NOW: Moment = Moment(1_800_000_000_000);

fn quiz() -> Quiz {
    Quiz {
        blueprint: Vec::new(),
        length_ms: 10 * MINUTE,
        pass_percent: 70,
        max_attempts: Some(3),
        wait_ms: HOUR,
        shows_answers: false,
    }
}

fn lesson(key: &str, kind: LessonKind) -> Lesson {
    Lesson {
        key: key.into(),
        title: format!("Bài {key}"),
        minutes: 10,
        objectives: Vec::new(),
        references: Vec::new(),
        optional: false,
        body: String::new(),
        checks: Vec::new(),
        media: None,
        downloads: Vec::new(),
        kind,
    }
}

fn content(modules: Vec<Vec<Lesson>>) -> Content {
    Content {
        format: 1,
        title: "Khoá thử".into(),
        summary: String::new(),
        topic: String::new(),
        audience: Vec::new(),
        issued_by: None,
        organisation: None,
        framework: None,
        cover: None,
        intro: String::new(),
        prerequisites: Vec::new(),
        enrolment: EnrolmentMode::Open,
        modules: modules
            .into_iter()
            .map(|lessons| Module {
                title: "Học phần".into(),
                hours: 150,
                framework: None,
                lessons,
            })
            .collect(),
        completion: Completion {
            lessons: RequiredLessons::All,
            watch_percent: 90,
            exam_after_lessons: true,
        },
        certificate: None,
        assets: Vec::new(),
    }
}

/// Two modules: a and b, then c and the examination.
fn course() -> Content {
    content(vec![
        vec![
            lesson("a", LessonKind::Text),
            lesson("b", LessonKind::Quiz(quiz())),
        ],
        vec![
            lesson("c", LessonKind::Text),
            lesson("thi", LessonKind::Exam(quiz())),
        ],
    ])
}

fn passed(keys: &[&str]) -> Done {
    let one = |key: &&str| {
        let progress = Progress {
            lesson: (*key).into(),
            passed_at: Some(NOW),
            ..Progress::default()
        };
        ((*key).to_owned(), progress)
    };
    keys.iter().map(one).collect()
}

fn cohort() -> Cohort {
    Cohort {
        id: Uuid::nil(),
        course: Uuid::nil(),
        organisation: None,
        title: "Lớp".into(),
        code: None,
        opens_at: NOW,
        closes_at: NOW.plus(30 * DAY),
        exam: None,
        organisations: Vec::new(),
        revision: 1,
    }
}

fn enrolment() -> Enrolment {
    Enrolment {
        id: Uuid::nil(),
        course: Uuid::nil(),
        account: Uuid::nil(),
        cohort: None,
        organisation: None,
        version: 1,
        state: EnrolmentState::Active,
        done: 0,
        total: 4,
        last_lesson: None,
        enrolled_at: NOW,
        seen_at: NOW,
        completed_at: None,
        extended_until: None,
        reminders: true,
    }
}

#[test]
fn a_course_is_complete_when_every_required_lesson_is_passed_and_not_before() {
    let mut course = course();
    assert!(!standing(&course, &passed(&["a", "b", "c"])).is_complete());
    assert!(standing(&course, &passed(&["a", "b", "c", "thi"])).is_complete());
    assert_eq!(standing(&course, &passed(&["a", "c"])).percent(), 50);
    course.modules[1].lessons[0].optional = true;
    assert!(
        standing(&course, &passed(&["a", "b", "thi"])).is_complete(),
        "an optional lesson is not asked for"
    );
    course.completion.lessons = RequiredLessons::These(vec!["thi".into()]);
    assert_eq!(standing(&course, &passed(&["a"])).total, 1);
    course.completion.lessons = RequiredLessons::These(vec![]);
    assert!(
        !standing(&course, &passed(&["a"])).is_complete(),
        "what asks for nothing is never complete"
    );
}

#[test]
fn the_examination_waits_for_the_other_lessons_and_nothing_else_waits() {
    let course = course();
    let exam = course.lesson("thi").expect("there");
    for key in ["a", "b", "c"] {
        assert!(is_unlocked(
            &course,
            course.lesson(key).expect("there"),
            &Done::new()
        ));
    }
    assert!(!is_unlocked(&course, exam, &passed(&["a", "b"])));
    assert!(is_unlocked(&course, exam, &passed(&["a", "b", "c"])));
    let mut free = course.clone();
    free.completion.exam_after_lessons = false;
    assert!(is_unlocked(&free, exam, &Done::new()));
}

#[test]
fn one_goes_on_where_one_stopped_and_then_with_what_is_open() {
    let course = course();
    let next = |done: &Done, last| next_lesson(&course, done, last).map(|l| l.key.as_str());
    assert_eq!(next(&Done::new(), None), Some("a"));
    assert_eq!(
        next(&passed(&["a"]), Some("c")),
        Some("c"),
        "the lesson opened last"
    );
    assert_eq!(
        next(&passed(&["a", "c"]), Some("c")),
        Some("b"),
        "it is passed: the first that is not"
    );
    assert_eq!(
        next(&passed(&["a"]), Some("thi")),
        Some("b"),
        "a locked lesson is no place to go on"
    );
    assert_eq!(next(&passed(&["a", "b", "c"]), None), Some("thi"));
    assert_eq!(next(&passed(&["a", "b", "c", "thi"]), Some("a")), None);
}

#[test]
fn a_lesson_with_a_recording_and_checks_is_finished_when_both_are_done() {
    let mut course = course();
    let media = Media {
        video: true,
        source: MediaSource::File("x.webm".into()),
        length_ms: 100_000,
        captions: None,
        transcript: String::new(),
    };
    course.modules[0].lessons[0].media = Some(media);
    let lesson = course.modules[0].lessons[0].clone();
    let mut progress = Progress::default();
    progress.watched.add(0, 10_000);
    progress.watched.add(95_000, 100_000);
    let expected = NotDone::Watch {
        percent: 15,
        needed: 90,
    };
    assert_eq!(may_finish(&course, &lesson, &progress, 0), Err(expected));
    progress.watched.add(0, 89_999);
    assert!(
        may_finish(&course, &lesson, &progress, 0).is_ok(),
        "94,999 of 100,000"
    );
    let mut checked = lesson.clone();
    checked.checks = vec![check(), check()];
    assert_eq!(
        may_finish(&course, &checked, &progress, 1),
        Err(NotDone::Checks { open: 1 })
    );
    assert!(may_finish(&course, &checked, &progress, 2).is_ok());
    let quiz = course.lesson("b").expect("there");
    assert_eq!(
        may_finish(&course, quiz, &progress, 0),
        Err(NotDone::OtherMeans)
    );
}

fn check() -> crate::question_bank::model::Body {
    use crate::question_bank::model::{Body, Difficulty, Kind, Shuffle};
    Body {
        kind: Kind::Single,
        stem: "?".into(),
        options: vec!["a".into(), "b".into()],
        right: 1,
        shuffle: Shuffle::Fixed,
        topic: String::new(),
        difficulty: Difficulty::Recall,
        explanation: String::new(),
        references: Vec::new(),
    }
}

#[test]
fn marks_of_self_checks_keep_their_places() {
    assert_eq!(rules::with_check("", 1, 3, true), "-1-");
    assert_eq!(rules::with_check("-1-", 0, 3, false), "01-");
    assert_eq!(rules::with_check("01-", 9, 3, true), "01-");
    assert_eq!(rules::checks_answered("01-"), 2);
    assert_eq!(rules::checks_answered(""), 0);
}

#[rstest]
#[case(70, 7, 10, true)]
#[case(70, 6, 10, false)]
#[case(67, 2, 3, false)]
#[case(66, 2, 3, true)]
#[case(100, 9, 10, false)]
#[case(0, 0, 10, true)]
#[case(50, 0, 0, false)]
fn the_mark_is_compared_in_whole_numbers(
    #[case] percent: u8,
    #[case] right: u32,
    #[case] of: u32,
    #[case] expected: bool,
) {
    assert_eq!(passes(percent, Score { right, of }), expected);
}

#[test]
fn the_window_of_a_cohort_bounds_quizzes_and_its_own_window_the_examination() {
    let (quiz_kind, exam_kind) = (LessonKind::Quiz(quiz()), LessonKind::Exam(quiz()));
    assert_eq!(terms(&exam_kind, None, None).window, None);
    let mut cohort = cohort();
    let whole = Some((cohort.opens_at, cohort.closes_at));
    assert_eq!(terms(&exam_kind, Some(&cohort), None).window, whole);
    let exam = Window {
        opens_at: NOW.plus(20 * DAY),
        closes_at: NOW.plus(22 * DAY),
    };
    cohort.exam = Some(exam);
    assert_eq!(terms(&quiz_kind, Some(&cohort), None).window, whole);
    assert_eq!(
        terms(&exam_kind, Some(&cohort), None).window,
        Some((exam.opens_at, exam.closes_at))
    );
    let later = NOW.plus(40 * DAY);
    assert_eq!(
        terms(&exam_kind, Some(&cohort), Some(later)).window,
        Some((exam.opens_at, later))
    );
    let earlier = NOW.plus(DAY);
    assert_eq!(
        terms(&exam_kind, Some(&cohort), Some(earlier)).window,
        Some((exam.opens_at, exam.closes_at)),
        "an extension never shortens"
    );
}

#[test]
fn a_cohort_is_open_from_its_beginning_until_its_end_and_an_extension_moves_the_end() {
    let cohort = cohort();
    let close = cohort.closes_at;
    assert_eq!(time(None, None, NOW), Time::Open);
    assert_eq!(time(Some(&cohort), None, NOW.plus(-1)), Time::NotYet(NOW));
    assert_eq!(time(Some(&cohort), None, NOW), Time::Open);
    assert_eq!(time(Some(&cohort), None, close.plus(-1)), Time::Open);
    assert_eq!(time(Some(&cohort), None, close), Time::Over(close));
    let own = close.plus(DAY);
    assert_eq!(time(Some(&cohort), Some(own), close), Time::Open);
    assert_eq!(time(Some(&cohort), Some(own), own), Time::Over(own));
    assert_eq!(end(Some(&cohort), Some(close.plus(-DAY))), Some(close));
}

#[test]
fn one_reminder_goes_out_for_each_time_of_idleness_and_one_before_the_end() {
    let (person, cohort) = (enrolment(), cohort());
    let idle = NOW.plus(IDLE_MS);
    assert_eq!(reminder(&person, None, None, idle.plus(-1)), None);
    assert_eq!(reminder(&person, None, None, idle), Some(Reminder::Idle));
    assert_eq!(
        reminder(&person, None, Some(idle), idle.plus(10 * DAY)),
        None,
        "once"
    );
    let back = Enrolment {
        seen_at: idle.plus(DAY),
        ..enrolment()
    };
    assert_eq!(
        reminder(&back, None, Some(idle), idle.plus(DAY + IDLE_MS)),
        Some(Reminder::Idle),
        "idle again"
    );
    let soon = cohort.closes_at.plus(-ENDING_MS);
    assert_eq!(
        reminder(&person, Some(&cohort), Some(idle), soon.plus(-1)),
        None
    );
    assert_eq!(
        reminder(&person, Some(&cohort), Some(idle), soon),
        Some(Reminder::Ending(cohort.closes_at))
    );
    assert_eq!(
        reminder(&person, Some(&cohort), Some(soon), soon.plus(DAY)),
        None,
        "once"
    );
    assert_eq!(
        reminder(&person, Some(&cohort), None, cohort.closes_at),
        None,
        "it is over"
    );
    for other in [
        Enrolment {
            reminders: false,
            ..enrolment()
        },
        Enrolment {
            state: EnrolmentState::Completed,
            ..enrolment()
        },
        Enrolment {
            state: EnrolmentState::Withdrawn,
            ..enrolment()
        },
    ] {
        assert_eq!(reminder(&other, Some(&cohort), None, soon), None);
        assert_eq!(next_look(&other, Some(&cohort), None, NOW), None);
    }
}

#[test]
fn it_is_looked_for_a_reminder_when_one_may_be_due() {
    let (person, cohort) = (enrolment(), cohort());
    let (idle, soon) = (NOW.plus(IDLE_MS), cohort.closes_at.plus(-ENDING_MS));
    assert_eq!(next_look(&person, None, None, NOW), Some(idle));
    assert_eq!(next_look(&person, None, Some(idle), idle), None);
    assert_eq!(next_look(&person, Some(&cohort), None, NOW), Some(idle));
    assert_eq!(
        next_look(&person, Some(&cohort), Some(idle), idle),
        Some(soon)
    );
    assert_eq!(next_look(&person, Some(&cohort), Some(soon), soon), None);
    let waiting = Cohort {
        opens_at: NOW.plus(10 * DAY),
        ..cohort
    };
    assert_eq!(
        next_look(&person, Some(&waiting), None, NOW),
        Some(NOW.plus(10 * DAY + IDLE_MS)),
        "nobody is idle before the beginning"
    );
}

#[test]
fn a_version_says_what_it_changes() {
    let old = course();
    assert_eq!(changes(&old, &old), []);
    let mut new = old.clone();
    new.modules[0].lessons[0].body = "khác".into();
    new.modules[0].lessons.remove(1);
    new.modules[1]
        .lessons
        .insert(0, lesson("d", LessonKind::Text));
    let title = |key: &str| format!("Bài {key}");
    assert_eq!(
        changes(&old, &new),
        [
            ContentChange::Changed { title: title("a") },
            ContentChange::Added { title: title("d") },
            ContentChange::Removed { title: title("b") },
            ContentChange::Completion,
        ]
    );
}

proptest! {
    #[test]
    fn the_best_attempt_does_not_depend_on_the_order_and_never_gets_worse(
        scores in prop::collection::vec((0u32..=20, 1u32..=20).prop_map(|(r, of)| Score { right: r.min(of), of }), 1..8),
        turn in 0usize..8,
    ) {
        let best = |scores: &[Score]| scores.iter().fold(None, |known, s| Some(better(known, *s))).expect("one");
        let once = best(&scores);
        let mut turned = scores.clone();
        let places = turned.len();
        turned.rotate_left(turn % places);
        prop_assert_eq!(rules::share(best(&turned)), rules::share(once));
        prop_assert!(scores.iter().all(|s| rules::share(*s) <= rules::share(once)));
        prop_assert_eq!(scores.iter().any(|s| passes(70, *s)), passes(70, once));
    }

    #[test]
    fn passing_one_more_lesson_never_takes_anything_away(keys in prop::collection::btree_set(0usize..4, 0..4), more in 0usize..4) {
        let names = ["a", "b", "c", "thi"];
        let course = course();
        let before: Vec<&str> = keys.iter().map(|k| names[*k]).collect();
        let mut after = before.clone();
        after.push(names[more]);
        let (was, is) = (standing(&course, &passed(&before)), standing(&course, &passed(&after)));
        prop_assert!(is.done >= was.done && is.total == was.total);
        for (_, lesson) in course.lessons() {
            prop_assert!(!is_unlocked(&course, lesson, &passed(&before)) || is_unlocked(&course, lesson, &passed(&after)));
        }
    }

    #[test]
    fn moving_to_another_version_never_loses_a_passed_lesson(kept in prop::collection::btree_set(0usize..4, 0..4)) {
        let names = ["a", "b", "c", "thi"];
        let old = course();
        let done = passed(&names);
        let mut new = old.clone();
        for module in &mut new.modules {
            module.lessons.retain(|l| kept.iter().any(|k| names[*k] == l.key));
        }
        new.modules[0].lessons.push(lesson("moi", LessonKind::Text));
        let now = standing(&new, &done);
        prop_assert_eq!(now.done as usize, kept.len());
        prop_assert_eq!(now.total as usize, kept.len() + 1);
    }

    #[test]
    fn whenever_a_reminder_is_due_somebody_looked_by_then(
        seen in 0i64..40, last in prop::option::of(0i64..40), now in 0i64..40, length in 1i64..60,
    ) {
        let day = |n: i64| NOW.plus(n * DAY);
        let cohort = Cohort { closes_at: day(length), ..cohort() };
        let person = Enrolment { seen_at: day(seen), ..enrolment() };
        let last = last.map(day);
        let due = |at: i64| reminder(&person, Some(&cohort), last, day(at)).is_some();
        let look = next_look(&person, Some(&cohort), last, day(now));
        if let Some(first) = (now..80).find(|at| due(*at)) {
            prop_assert!(look.is_some_and(|look| look <= day(first)), "{look:?} {first}");
        }
        if let Some(look) = look {
            prop_assert!(reminder(&person, Some(&cohort), last, look).is_some());
        }
    }
}

#[test]
fn hours_are_earned_module_by_module() {
    let mut course = course();
    assert_eq!(rules::hours_done(&course, &passed(&["a"])), 0);
    assert_eq!(rules::hours_done(&course, &passed(&["a", "b"])), 150);
    assert_eq!(
        rules::hours_done(&course, &passed(&["a", "b", "c", "thi"])),
        300
    );
    for lesson in &mut course.modules[0].lessons {
        lesson.optional = true;
    }
    assert_eq!(rules::hours_done(&course, &passed(&["c"])), 0);
    assert_eq!(
        rules::hours_done(&course, &passed(&["c", "thi"])),
        300,
        "a module that asks for nothing"
    );
}

#[test]
fn the_examination_counts_by_its_best_attempt() {
    let course = course();
    assert_eq!(rules::exam_score(&course, &passed(&["thi"])), None);
    let mut done = passed(&["thi"]);
    let score = Score { right: 15, of: 20 };
    done.get_mut("thi").expect("there").best = Some(score);
    assert_eq!(rules::exam_score(&course, &done), Some(score));
}

#[test]
fn what_was_done_is_known_by_the_key_of_the_lesson() {
    let done: BTreeMap<String, Progress> = passed(&["a"]);
    assert!(rules::is_passed(&done, "a") && !rules::is_passed(&done, "b"));
}

#[test]
fn a_code_is_known_in_every_spelling() {
    for spelling in [
        "Hoà Giải-2026",
        "HOA GIAI 2026",
        " hòa-giải 2026 ",
        "hoagiai2026",
    ] {
        assert_eq!(rules::plain_code(spelling), "hoagiai2026");
    }
}
