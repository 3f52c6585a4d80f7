//! The decisions of an attempt: tables along the time line, and properties that hold whatever the pool, the seed and the saves.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;
use uuid::Uuid;

use super::answers::{
    Answers, MAX_SEQUENCE, NotPossible, SEQUENCE_WIDTH, Shape, Slot, letters, pack_paper,
    unpack_paper,
};
use super::model::{
    AttemptLimit, BlueprintPart, Closing, Counts, LimitPeriod, Paper, PaperQuestion, Pool,
    Prediction, Review, Scoring, Settings, State,
};
use super::paper_json::{self, PaperParts};
use super::rules::{
    Past, SaveRefusal, StartDecision, StartRefusal, apply_save, deadline, decide_start, draw,
    finish, grade, last_deadline, read_prediction, receipt_digest, shape, to_author_order,
    to_shown_order, write_prediction,
};
use super::token::{self, Grant};
use crate::kernel::clock::{DAY, HOUR, MINUTE, Moment, SECOND};
use crate::kernel::points::Points;
use crate::platform::signing::Signer;
use crate::question_bank::model::{Body, Difficulty, Kind, LegalReference, Revision, Shuffle};

/// Wednesday 1 July 2026, 08:00 in Viet Nam.
const OPEN: Moment = Moment(1_782_867_600_000);
const LENGTH: i64 = 10 * MINUTE;
const CLOSE: Moment = Moment(OPEN.0 + 4 * HOUR);
const OWN_TIME: Closing = Closing::OwnTime {
    max_overrun_ms: 5 * MINUTE,
};

fn settings() -> Settings {
    Settings {
        blueprint: vec![from_anywhere(5)],
        length_ms: LENGTH,
        opens_at: OPEN,
        closes_at: CLOSE,
        closing: Closing::CutOff,
        limit: AttemptLimit {
            max: None,
            per: LimitPeriod::Round,
        },
        counts: Counts::Best,
        prediction_text: None,
        complete_only: false,
        scoring: Scoring::default(),
        shuffle_questions: true,
        shuffle_options: true,
        review: Review::AfterFinal,
        wait_ms: 0,
    }
}

fn limited(max: u32, per: LimitPeriod) -> Settings {
    Settings {
        limit: AttemptLimit {
            max: Some(max),
            per,
        },
        closes_at: OPEN.plus(30 * DAY),
        ..settings()
    }
}

fn from_anywhere(count: u16) -> BlueprintPart {
    BlueprintPart {
        topic: None,
        difficulty: None,
        count,
    }
}

fn past(ordinal: i32, state: State, started_at: Moment, deadline: Moment) -> Past {
    Past {
        id: Uuid::from_u128(ordinal.unsigned_abs().into()),
        ordinal,
        state,
        started_at,
        deadline,
    }
}

/// A closed attempt that started then.
fn ended(ordinal: i32, started_at: Moment) -> Past {
    past(
        ordinal,
        State::Submitted,
        started_at,
        started_at.plus(LENGTH),
    )
}

fn body(kind: Kind, options: usize, shuffle: Shuffle) -> Body {
    Body {
        kind,
        stem: format!("Câu hỏi có \"{options}\" phương án?"),
        options: (1..=options).map(|n| format!("Phương án {n}")).collect(),
        right: 1,
        shuffle,
        topic: "Chung".into(),
        difficulty: Difficulty::Recall,
        explanation: "Lời giải thích bí mật".into(),
        references: vec![LegalReference {
            document: "36/2024/QH15".into(),
            article: Some(9),
            clause: None,
            point: None,
            text: "Căn cứ bí mật".into(),
        }],
    }
}

fn pool_of(bodies: Vec<Body>) -> Pool {
    let revision = |(n, body): (u128, Body)| Revision {
        id: Uuid::from_u128(n),
        question: Uuid::from_u128(n),
        body,
    };
    Pool {
        assessment: Uuid::from_u128(7),
        version: 1,
        revisions: (0u128..).zip(bodies).map(revision).collect(),
    }
}

// ---------------------------------------------------------------------------------------------------------------------
// The time line
// ---------------------------------------------------------------------------------------------------------------------

/// T1, T2: one computation from the start, the length, the person's extra time and the closing policy.
#[test]
fn the_deadline_is_own_time_cut_at_what_the_closing_policy_allows() {
    let minute = |n: i64| CLOSE.plus(n * MINUTE);
    // policy, start, extra time, expected
    let table = [
        (Closing::CutOff, OPEN, 0, OPEN.plus(LENGTH)),
        (
            Closing::CutOff,
            OPEN,
            3 * MINUTE,
            OPEN.plus(LENGTH + 3 * MINUTE),
        ),
        (Closing::CutOff, minute(-10), 0, CLOSE),
        (Closing::CutOff, minute(-10).plus(-1), 0, CLOSE.plus(-1)),
        (Closing::CutOff, minute(-10).plus(1), 0, CLOSE),
        (Closing::CutOff, CLOSE.plus(-1), 0, CLOSE),
        (Closing::CutOff, CLOSE.plus(-1), HOUR, CLOSE),
        (OWN_TIME, OPEN, 0, OPEN.plus(LENGTH)),
        (OWN_TIME, minute(-10), 0, CLOSE),
        (OWN_TIME, minute(-7), 0, minute(3)),
        (OWN_TIME, minute(-5), 0, minute(5)),
        (OWN_TIME, minute(-4), 0, minute(5)),
        (OWN_TIME, CLOSE.plus(-1), 0, minute(5)),
        (OWN_TIME, minute(-10), 4 * MINUTE, minute(4)),
        (OWN_TIME, minute(-10), HOUR, minute(5)),
        (
            Closing::OwnTime {
                max_overrun_ms: HOUR,
            },
            CLOSE.plus(-1),
            0,
            minute(10).plus(-1),
        ),
        (Closing::OwnTime { max_overrun_ms: 0 }, minute(-1), 0, CLOSE),
    ];
    for (closing, start, extra, expected) in table {
        let settings = Settings {
            closing,
            ..settings()
        };
        assert_eq!(
            deadline(&settings, start, extra),
            expected,
            "{closing:?} {start} +{extra}"
        );
    }
}

/// T1, T3: half open at both ends, whatever the policy.
#[test]
fn a_start_is_granted_from_the_opening_until_just_before_the_close() {
    for closing in [Closing::CutOff, OWN_TIME] {
        let settings = Settings {
            closing,
            ..settings()
        };
        let decide = |now| decide_start(&settings, &[], now);
        assert_eq!(
            decide(OPEN.plus(-1)),
            StartDecision::Refuse(StartRefusal::NotOpenYet)
        );
        assert_eq!(
            decide(OPEN),
            StartDecision::Start {
                ordinal: 1,
                deadline: OPEN.plus(LENGTH)
            }
        );
        let last = CLOSE.plus(-1);
        assert_eq!(
            decide(last),
            StartDecision::Start {
                ordinal: 1,
                deadline: deadline(&settings, last, 0)
            }
        );
        assert_eq!(decide(CLOSE), StartDecision::Refuse(StartRefusal::Closed));
        assert_eq!(
            decide(CLOSE.plus(MINUTE)),
            StartDecision::Refuse(StartRefusal::Closed),
            "not even inside the overrun"
        );
    }
}

/// T2, T9: the deadline is kept from the start; going away and coming back changes nothing, and at the deadline it is over.
#[test]
fn a_running_attempt_is_resumed_until_its_own_deadline_and_closed_from_then_on() {
    let settings = Settings {
        closing: OWN_TIME,
        ..limited(1, LimitPeriod::Round)
    };
    let settings = Settings {
        closes_at: CLOSE,
        ..settings
    };
    let due = CLOSE.plus(2 * MINUTE);
    let running = past(1, State::Open, CLOSE.plus(-8 * MINUTE), due);
    let table = [
        (CLOSE.plus(-8 * MINUTE), StartDecision::Resume(running.id)),
        (CLOSE.plus(-1), StartDecision::Resume(running.id)),
        (CLOSE, StartDecision::Resume(running.id)),
        (due.plus(-1), StartDecision::Resume(running.id)),
        (due, StartDecision::CloseFirst(running.id)),
        (due.plus(DAY), StartDecision::CloseFirst(running.id)),
    ];
    for (now, expected) in table {
        assert_eq!(decide_start(&settings, &[running], now), expected, "{now}");
    }
}

/// T11: a limit counts every attempt, however it ended.
#[test]
fn a_limit_per_round_counts_every_attempt_however_it_ended() {
    let settings = limited(3, LimitPeriod::Round);
    let now = OPEN.plus(20 * DAY);
    let all = [
        past(1, State::Submitted, OPEN, OPEN.plus(LENGTH)),
        past(2, State::Expired, OPEN.plus(DAY), OPEN.plus(DAY + LENGTH)),
        past(
            3,
            State::Voided,
            OPEN.plus(2 * DAY),
            OPEN.plus(2 * DAY + LENGTH),
        ),
    ];
    for used in 0..3 {
        let next = StartDecision::Start {
            ordinal: i32::try_from(used).expect("small") + 1,
            deadline: now.plus(LENGTH),
        };
        assert_eq!(decide_start(&settings, &all[..used], now), next);
    }
    assert_eq!(
        decide_start(&settings, &all, now),
        StartDecision::Refuse(StartRefusal::NoAttemptsLeft { next: None })
    );
}

#[test]
fn a_limit_per_day_is_renewed_at_midnight_in_viet_nam() {
    let settings = limited(2, LimitPeriod::Day);
    let midnight = OPEN.plus(16 * HOUR);
    let used = [ended(1, OPEN), ended(2, midnight.plus(-1))];
    let refused = StartDecision::Refuse(StartRefusal::NoAttemptsLeft {
        next: Some(midnight),
    });
    assert_eq!(decide_start(&settings, &used, midnight.plus(-1)), refused);
    assert_eq!(
        decide_start(&settings, &used, midnight),
        StartDecision::Start {
            ordinal: 3,
            deadline: midnight.plus(LENGTH)
        }
    );
    // The order in which earlier attempts are told does not matter.
    let reversed = [used[1], used[0]];
    assert_eq!(
        decide_start(&settings, &reversed, midnight.plus(-1)),
        refused
    );
    assert_eq!(
        decide_start(&settings, &used[1..], OPEN.plus(HOUR)),
        StartDecision::Start {
            ordinal: 3,
            deadline: OPEN.plus(HOUR + LENGTH)
        }
    );
}

#[test]
fn a_limit_per_week_is_renewed_on_monday_in_viet_nam() {
    let settings = limited(1, LimitPeriod::Week);
    // From Wednesday 08:00 to Monday 00:00.
    let monday = OPEN.plus(4 * DAY + 16 * HOUR);
    let used = [ended(1, OPEN)];
    let refused = StartDecision::Refuse(StartRefusal::NoAttemptsLeft { next: Some(monday) });
    assert_eq!(decide_start(&settings, &used, OPEN.plus(DAY)), refused);
    assert_eq!(decide_start(&settings, &used, monday.plus(-1)), refused);
    assert_eq!(
        decide_start(&settings, &used, monday),
        StartDecision::Start {
            ordinal: 2,
            deadline: monday.plus(LENGTH)
        }
    );
    let again = [used[0], ended(2, monday)];
    let next = StartDecision::Refuse(StartRefusal::NoAttemptsLeft {
        next: Some(monday.plus(7 * DAY)),
    });
    assert_eq!(decide_start(&settings, &again, monday.plus(6 * DAY)), next);
}

#[test]
fn nobody_is_told_of_a_next_attempt_that_the_close_makes_impossible() {
    let tonight = OPEN.plus(16 * HOUR);
    for per in [LimitPeriod::Day, LimitPeriod::Week] {
        let settings = Settings {
            closes_at: tonight,
            ..limited(1, per)
        };
        let decision = decide_start(&settings, &[ended(1, OPEN)], tonight.plus(-1));
        assert_eq!(
            decision,
            StartDecision::Refuse(StartRefusal::NoAttemptsLeft { next: None }),
            "{per:?}"
        );
    }
}

#[test]
fn without_a_limit_the_thousandth_attempt_starts_like_the_first() {
    let settings = Settings {
        closes_at: OPEN.plus(30 * DAY),
        ..settings()
    };
    let all: Vec<Past> = (1..1_000)
        .map(|n| ended(n, OPEN.plus(i64::from(n))))
        .collect();
    let now = OPEN.plus(DAY);
    assert_eq!(
        decide_start(&settings, &all, now),
        StartDecision::Start {
            ordinal: 1_000,
            deadline: now.plus(LENGTH)
        }
    );
}

/// T14, T18: whoever closes it, an attempt ends at the submission or at its deadline, never later.
#[test]
fn an_attempt_ends_when_it_is_submitted_but_never_after_its_deadline() {
    assert_eq!(
        finish(CLOSE, CLOSE.plus(-1)),
        (State::Submitted, CLOSE.plus(-1))
    );
    assert_eq!(finish(CLOSE, CLOSE), (State::Expired, CLOSE));
    assert_eq!(finish(CLOSE, CLOSE.plus(DAY)), (State::Expired, CLOSE));
}

fn closings() -> impl Strategy<Value = Closing> {
    prop_oneof![
        Just(Closing::CutOff),
        (0..3 * HOUR).prop_map(|max_overrun_ms| Closing::OwnTime { max_overrun_ms })
    ]
}

proptest! {
    /// T1, T20: every start that is granted gets a deadline after it, no longer than the length, and not past the round's last.
    #[test]
    fn no_granted_start_runs_past_the_last_deadline_of_its_round(closing in closings(), length in SECOND..2 * HOUR, at in 0i64..4 * HOUR) {
        let settings = Settings { closing, length_ms: length, ..settings() };
        let now = OPEN.plus(at);
        let StartDecision::Start { ordinal, deadline: due } = decide_start(&settings, &[], now) else {
            return Err(TestCaseError::fail("a start inside the window was refused"));
        };
        prop_assert_eq!(ordinal, 1);
        prop_assert_eq!(due, deadline(&settings, now, 0));
        prop_assert!(due > now && due.since(now) <= length && due <= last_deadline(&settings));
        if closing == Closing::CutOff {
            prop_assert!(due <= settings.closes_at);
        }
        // The same attempt, looked at again at any moment, is running exactly before its deadline.
        let running = past(1, State::Open, now, due);
        prop_assert_eq!(decide_start(&settings, &[running], due.plus(-1)), StartDecision::Resume(running.id));
        prop_assert_eq!(decide_start(&settings, &[running], due), StartDecision::CloseFirst(running.id));
    }
}

// ---------------------------------------------------------------------------------------------------------------------
// Drawing
// ---------------------------------------------------------------------------------------------------------------------

fn bodies() -> impl Strategy<Value = Body> {
    let kinds = prop_oneof![
        Just(Kind::Single),
        Just(Kind::Multiple),
        Just(Kind::TrueFalse)
    ];
    let shuffles = prop_oneof![
        Just(Shuffle::Free),
        Just(Shuffle::LastPinned),
        Just(Shuffle::Fixed)
    ];
    (
        kinds,
        shuffles,
        2usize..=8,
        1u16..=255,
        0usize..3,
        0usize..3,
    )
        .prop_map(|(kind, shuffle, options, right, topic, level)| {
            let (options, shuffle) = if kind == Kind::TrueFalse {
                (2, Shuffle::Fixed)
            } else {
                (options, shuffle)
            };
            let right = match kind {
                Kind::Multiple => (right & ((1 << options) - 1)).max(1),
                Kind::Single | Kind::TrueFalse => 1 << (usize::from(right) % options),
            };
            let topic = ["Quy tắc", "Giấy tờ", "Xử phạt"][topic].to_owned();
            Body {
                right,
                topic,
                difficulty: Difficulty::ALL[level],
                ..body(kind, options, shuffle)
            }
        })
}

fn parts() -> impl Strategy<Value = BlueprintPart> {
    let topics = prop::option::of(prop_oneof![
        Just("Quy tắc"),
        Just("Giấy tờ"),
        Just("Xử phạt")
    ]);
    (topics, prop::option::of(0usize..3), 0u16..5).prop_map(|(topic, level, count)| BlueprintPart {
        topic: topic.map(str::to_owned),
        difficulty: level.map(|l| Difficulty::ALL[l]),
        count,
    })
}

fn fits(part: &BlueprintPart, body: &Body) -> bool {
    part.topic.as_ref().is_none_or(|t| *t == body.topic)
        && part.difficulty.is_none_or(|d| d == body.difficulty)
}

/// Whether every set of parts finds as many questions as it asks for: then, and only then, all can be filled at once.
fn can_be_filled(pool: &Pool, parts: &[BlueprintPart]) -> bool {
    (1..1u32 << parts.len()).all(|set| {
        let chosen: Vec<&BlueprintPart> = parts
            .iter()
            .enumerate()
            .filter(|(i, _)| set & (1 << i) != 0)
            .map(|(_, p)| p)
            .collect();
        let wanted: usize = chosen.iter().map(|p| usize::from(p.count)).sum();
        pool.revisions
            .iter()
            .filter(|r| chosen.iter().any(|p| fits(p, &r.body)))
            .count()
            >= wanted
    })
}

/// Whether the questions drawn can be dealt out to the parts, each part getting exactly as many as it asks for.
fn fills(pool: &Pool, paper: &Paper, parts: &[BlueprintPart]) -> bool {
    let drawn = paper
        .questions
        .iter()
        .map(|q| pool.revisions[usize::from(q.pool_index)].clone())
        .collect();
    let wanted: usize = parts.iter().map(|p| usize::from(p.count)).sum();
    paper.questions.len() == wanted
        && can_be_filled(
            &Pool {
                revisions: drawn,
                ..pool.clone()
            },
            parts,
        )
}

fn is_permutation(order: &[u8], options: usize) -> bool {
    let mut sorted = order.to_vec();
    sorted.sort_unstable();
    sorted.iter().map(|a| usize::from(*a)).eq(0..options)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn a_paper_follows_from_pool_and_seed_fills_the_blueprint_and_repeats_no_question(
        bodies in vec(bodies(), 0..24), blueprint in vec(parts(), 1..5), seed: u64, shuffle_questions: bool, shuffle_options: bool,
    ) {
        let pool = pool_of(bodies);
        let settings = Settings { blueprint, shuffle_questions, shuffle_options, ..settings() };
        let drawn = draw(&pool, &settings, seed);
        prop_assert_eq!(&drawn, &draw(&pool.clone(), &settings.clone(), seed));
        prop_assert_eq!(drawn.is_ok(), can_be_filled(&pool, &settings.blueprint), "a paper is drawn exactly when there can be one");
        let Ok(paper) = drawn else { return Ok(()) };
        prop_assert!(fills(&pool, &paper, &settings.blueprint));
        let mut once: Vec<u16> = paper.questions.iter().map(|q| q.pool_index).collect();
        once.sort_unstable();
        once.dedup();
        prop_assert_eq!(once.len(), paper.questions.len(), "a question stands twice in the paper");
        for question in &paper.questions {
            let body = &pool.revisions[usize::from(question.pool_index)].body;
            let last = body.options.len() - 1;
            prop_assert!(is_permutation(&question.order, body.options.len()));
            if body.shuffle == Shuffle::Fixed || !shuffle_options {
                prop_assert!(question.order.is_sorted());
            }
            if body.shuffle == Shuffle::LastPinned {
                prop_assert_eq!(usize::from(question.order[last]), last);
            }
        }
    }

    #[test]
    fn a_paper_packs_into_bytes_and_back(bodies in vec(bodies(), 1..24), seed: u64) {
        let pool = pool_of(bodies);
        let count = u16::try_from(pool.revisions.len()).expect("small");
        let paper = draw(&pool, &Settings { blueprint: vec![from_anywhere(count)], ..settings() }, seed).expect("all questions fit");
        let packed = pack_paper(&paper);
        prop_assert_eq!(packed.len(), 6 * paper.questions.len());
        prop_assert_eq!(unpack_paper(&packed), paper);
    }

    #[test]
    fn shown_and_author_order_undo_each_other(options in 2usize..=8, seed: u64, mask: u16) {
        let pool = pool_of(vec![body(Kind::Multiple, options, Shuffle::Free)]);
        let paper = draw(&pool, &Settings { blueprint: vec![from_anywhere(1)], ..settings() }, seed).expect("one question");
        let mask = mask & ((1 << options) - 1);
        let question = &paper.questions[0];
        prop_assert_eq!(to_author_order(question, to_shown_order(question, mask)), mask);
        prop_assert_eq!(to_shown_order(question, mask).count_ones(), mask.count_ones());
    }
}

#[test]
fn parts_keep_their_order_when_questions_do_not_change_places() {
    let level = |difficulty| Body {
        difficulty,
        ..body(Kind::Single, 4, Shuffle::Free)
    };
    let pool = pool_of((0..30).map(|n| level(Difficulty::ALL[n % 3])).collect());
    let part = |difficulty| BlueprintPart {
        topic: None,
        difficulty: Some(difficulty),
        count: 3,
    };
    let blueprint = vec![
        from_anywhere(2),
        part(Difficulty::Apply),
        part(Difficulty::Recall),
    ];
    let settings = Settings {
        blueprint,
        shuffle_questions: false,
        ..settings()
    };
    for seed in 0..50 {
        let paper = draw(&pool, &settings, seed).expect("enough questions");
        let levels: Vec<Difficulty> = paper
            .questions
            .iter()
            .map(|q| pool.revisions[usize::from(q.pool_index)].body.difficulty)
            .collect();
        assert_eq!(levels[2..5], [Difficulty::Apply; 3]);
        assert_eq!(levels[5..], [Difficulty::Recall; 3]);
    }
}

/// A part must give up a question that only another part can use, whatever the seed, or a start would fail for some people and not for others.
#[test]
fn parts_that_draw_from_one_another_leave_each_other_what_they_need() {
    let question = |topic: &str, difficulty| Body {
        topic: topic.into(),
        difficulty,
        ..body(Kind::Single, 4, Shuffle::Free)
    };
    let bodies = [
        ("Giấy tờ", Difficulty::Recall),
        ("Giấy tờ", Difficulty::Apply),
        ("Quy tắc", Difficulty::Recall),
        ("Xử phạt", Difficulty::Apply),
    ];
    let pool = pool_of(
        bodies
            .into_iter()
            .map(|(topic, level)| question(topic, level))
            .collect(),
    );
    let part = |topic: Option<&str>, difficulty, count| BlueprintPart {
        topic: topic.map(str::to_owned),
        difficulty,
        count,
    };
    let blueprint = vec![
        part(Some("Giấy tờ"), None, 1),
        part(None, Some(Difficulty::Recall), 2),
        part(None, None, 1),
    ];
    let settings = Settings {
        blueprint,
        ..settings()
    };
    for seed in 0..200 {
        let paper =
            draw(&pool, &settings, seed).expect("there is exactly one way to fill the parts");
        assert!(fills(&pool, &paper, &settings.blueprint));
    }
}

#[test]
fn every_question_every_place_and_every_option_order_is_about_equally_likely() {
    let pool = pool_of(
        (0..10)
            .map(|_| body(Kind::Single, 4, Shuffle::Free))
            .collect(),
    );
    let settings = Settings {
        blueprint: vec![from_anywhere(5)],
        ..settings()
    };
    let (mut drawn, mut first, mut at) = ([0; 10], [0; 10], [0; 4]);
    for seed in 0..4_000 {
        let paper = draw(&pool, &settings, seed).expect("enough questions");
        first[usize::from(paper.questions[0].pool_index)] += 1;
        for question in &paper.questions {
            drawn[usize::from(question.pool_index)] += 1;
            at[question
                .order
                .iter()
                .position(|a| *a == 0)
                .expect("every option is shown")] += 1;
        }
    }
    // Five standard deviations around the mean; the seeds are fixed, so this holds always or never.
    assert!(
        drawn.iter().all(|n| (1_842..=2_158).contains(n)),
        "{drawn:?}"
    );
    assert!(first.iter().all(|n| (305..=495).contains(n)), "{first:?}");
    assert!(at.iter().all(|n| (4_694..=5_306).contains(n)), "{at:?}");
}

#[test]
fn a_paper_as_json_tells_nothing_but_texts_letters_and_numbers() {
    let pool = pool_of(vec![
        body(Kind::Single, 3, Shuffle::Free),
        body(Kind::TrueFalse, 2, Shuffle::Fixed),
    ]);
    let settings = Settings {
        blueprint: vec![from_anywhere(2)],
        prediction_text: Some("Bao nhiêu \"người\"?".into()),
        ..settings()
    };
    let paper = draw(&pool, &settings, 1).expect("two questions");
    let text = PaperParts::new(&pool).paper(&paper, settings.prediction_text.as_deref());
    assert!(!text.contains("bí mật"));
    let json: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let keys = |object: &serde_json::Value| {
        let mut keys: Vec<String> = object
            .as_object()
            .expect("an object")
            .keys()
            .cloned()
            .collect();
        keys.sort_unstable();
        keys
    };
    let questions = json["questions"].as_array().expect("a list");
    assert_eq!(questions.len(), 3);
    for (number, question) in (1..).zip(questions) {
        assert_eq!(keys(question), ["kind", "number", "options", "text"]);
        assert_eq!(question["number"], number);
        for (option, letter) in question["options"]
            .as_array()
            .expect("a list")
            .iter()
            .zip('A'..)
        {
            assert_eq!(keys(option), ["letter", "text"]);
            assert_eq!(option["letter"], letter.to_string());
        }
    }
    assert_eq!(questions[2]["text"], "Bao nhiêu \"người\"?");
}

// ---------------------------------------------------------------------------------------------------------------------
// Saving
// ---------------------------------------------------------------------------------------------------------------------

fn slots() -> impl Strategy<Value = (Shape, Vec<(Kind, usize)>)> {
    let kind = prop_oneof![
        (2usize..=8).prop_map(|n| (Kind::Single, n)),
        (2usize..=8).prop_map(|n| (Kind::Multiple, n)),
        Just((Kind::TrueFalse, 2)),
    ];
    (vec(kind, 0..12), any::<bool>())
        .prop_filter("something to answer", |(kinds, prediction)| {
            *prediction || !kinds.is_empty()
        })
        .prop_map(|(kinds, prediction)| (Shape::new(kinds.iter().copied(), prediction), kinds))
}

/// A response that fits the place, from arbitrary bits.
fn response(slot: Slot, bits: u32) -> String {
    match slot {
        Slot::Prediction if bits.is_multiple_of(7) => String::new(),
        Slot::Prediction => write_prediction(
            Prediction(i64::from(bits)),
            if bits & 1 == 0 { ',' } else { '.' },
        ),
        Slot::Choice(Kind::Multiple, options) => {
            letters(u16::try_from(bits % (1 << options)).expect("below 2^8"))
        }
        Slot::Choice(_, options) => {
            let place = bits as usize % (options + 1);
            if place == options {
                String::new()
            } else {
                letters(1 << place)
            }
        }
    }
}

proptest! {
    #[test]
    fn the_shape_in_a_token_is_the_shape_of_the_paper((shape, kinds) in slots()) {
        prop_assert_eq!(Shape::from_text(shape.as_str()), Some(shape.clone()));
        for (number, (kind, options)) in (1..).zip(&kinds) {
            prop_assert_eq!(shape.slot(number), Some(Slot::Choice(*kind, *options)));
        }
        prop_assert_eq!(shape.slot(0), None);
        prop_assert_eq!(shape.slot(shape.len() + 1), None);
        let signer = Signer::new(b"secret");
        let grant = Grant { attempt: Uuid::from_u128(1), person: Uuid::from_u128(2), shape };
        let text = token::write(&signer, &grant, CLOSE);
        prop_assert_eq!(token::read(&signer, &text, CLOSE.plus(DAY - 1)), Some(grant));
        prop_assert_eq!(token::read(&signer, &text, CLOSE.plus(DAY)), None, "expired");
        prop_assert_eq!(token::read(&Signer::new(b"other"), &text, CLOSE), None, "signed elsewhere");
    }

    #[test]
    fn what_is_saved_is_what_is_read_and_nothing_else_changes(
        (shape, _) in slots(), at: Index, bits: u32, sequence in 1..=MAX_SEQUENCE,
    ) {
        let number = at.index(shape.len()) + 1;
        let given = response(shape.slot(number).expect("a place"), bits);
        let save = shape.save(number, &given, sequence).expect("it fits");
        let stored = apply_save(State::Open, CLOSE, &shape.blank(), &save, OPEN).expect("the first save is accepted");
        prop_assert_eq!(stored.len(), shape.blank().len());
        prop_assert_eq!(shape.stored(&stored, number), Some((given.replace('.', ","), sequence)));
        prop_assert_eq!(shape.answered(&stored), usize::from(!given.is_empty()));
        for other in (1..=shape.len()).filter(|n| *n != number) {
            prop_assert_eq!(shape.stored(&stored, other), None);
        }
        let read = shape.read(&stored);
        match shape.slot(number).expect("a place") {
            Slot::Prediction => prop_assert_eq!(read.prediction, read_prediction(&given)),
            Slot::Choice(..) => prop_assert_eq!(letters(read.choices[number - 1]), given.clone()),
        }
        let json: serde_json::Value = serde_json::from_str(&paper_json::answers(&shape, &stored)).expect("JSON");
        prop_assert_eq!(json, serde_json::json!([{ "number": number, "response": given.replace('.', ","), "sequence": sequence }]));
    }

    /// T7, T12, T15: tabs, retries and networks may mix saves up as they like.
    #[test]
    fn any_order_and_any_repetition_of_a_set_of_saves_gives_the_same_stored_answers(
        (shape, _) in slots(), set in vec((any::<Index>(), any::<u32>()), 1..20), mixed in vec(any::<Index>(), 0..60), shuffle: u64,
    ) {
        // Sequences are unique in the set, as a client's counter makes them.
        let saves: Vec<_> = (1u64..)
            .zip(&set)
            .map(|(sequence, (at, bits))| {
                let number = at.index(shape.len()) + 1;
                shape.save(number, &response(shape.slot(number).expect("a place"), *bits), sequence).expect("it fits")
            })
            .collect();
        let fold = |order: &[usize]| {
            order.iter().fold(shape.blank(), |stored, i| {
                match apply_save(State::Open, CLOSE, &stored, &saves[*i], OPEN) {
                    Ok(changed) => changed,
                    Err(refusal) => {
                        assert_eq!(refusal, SaveRefusal::Outdated);
                        stored
                    }
                }
            })
        };
        let in_order: Vec<usize> = (0..saves.len()).collect();
        let mut other: Vec<usize> = in_order.iter().copied().chain(mixed.iter().map(|i| i.index(saves.len()))).collect();
        crate::kernel::entropy::Draw::new(shuffle).shuffle(&mut other);
        prop_assert_eq!(fold(&in_order), fold(&other));
    }

    #[test]
    fn a_later_sequence_always_wins_and_an_earlier_one_never(
        (shape, _) in slots(), at: Index, bits: [u32; 2], sequences in (1..MAX_SEQUENCE).prop_flat_map(|a| (Just(a), a + 1..=MAX_SEQUENCE)),
    ) {
        let number = at.index(shape.len()) + 1;
        let slot = shape.slot(number).expect("a place");
        let save = |bits, sequence| shape.save(number, &response(slot, bits), sequence).expect("it fits");
        let (early, late) = (save(bits[0], sequences.0), save(bits[1], sequences.1));
        let after_early = apply_save(State::Open, CLOSE, &shape.blank(), &early, OPEN).expect("accepted");
        let both = apply_save(State::Open, CLOSE, &after_early, &late, OPEN).expect("newer is accepted");
        prop_assert_eq!(shape.stored(&both, number), Some((response(slot, bits[1]).replace('.', ","), sequences.1)));
        prop_assert_eq!(apply_save(State::Open, CLOSE, &both, &early, OPEN), Err(SaveRefusal::Outdated));
        // A repetition is accepted and changes nothing; another answer under the same number is a stale tab's.
        prop_assert_eq!(apply_save(State::Open, CLOSE, &both, &late, OPEN), Ok(both.clone()));
        let rival = save(bits[1].wrapping_add(1), sequences.1);
        if rival != late {
            prop_assert_eq!(apply_save(State::Open, CLOSE, &both, &rival, OPEN), Err(SaveRefusal::Outdated));
        }
    }

    #[test]
    fn no_text_whatever_makes_a_save_that_does_not_fit_its_slot((shape, _) in slots(), number in 0usize..16, text in ".{0,20}", sequence: u64) {
        if let Ok(save) = shape.save(number, &text, sequence) {
            let stored = apply_save(State::Open, CLOSE, &shape.blank(), &save, OPEN).expect("a fitting save is accepted");
            prop_assert_eq!(stored.len(), shape.blank().len());
            prop_assert_eq!(shape.stored(&stored, number).map(|(_, s)| s), Some(sequence));
            prop_assert!(save.record[SEQUENCE_WIDTH..].bytes().all(|b| b.is_ascii_hexdigit()));
        }
    }
}

#[test]
fn letters_and_numbers_that_a_question_does_not_have_are_refused() {
    let shape = Shape::new(
        [(Kind::Single, 3), (Kind::Multiple, 4), (Kind::TrueFalse, 2)].into_iter(),
        true,
    );
    let table = [
        (1, "", true),
        (1, "A", true),
        (1, "c", true),
        (1, " B ", true),
        (1, "D", false),
        (1, "AB", false),
        (1, "1", false),
        (1, "Ạ", false),
        (2, "", true),
        (2, "D", true),
        (2, "ACD", true),
        (2, "DCA", true),
        (2, "E", false),
        (2, "AA", false),
        (2, "A C", false),
        (2, "A,C", false),
        (3, "A", true),
        (3, "B", true),
        (3, "C", false),
        (3, "Đúng", false),
        (4, "", true),
        (4, "  ", true),
        (4, "7171", true),
        (4, "12,5", true),
        (4, "A", false),
        (4, "-1", false),
    ];
    for (number, response, fits) in table {
        let saved = shape.save(number, response, 1);
        assert_eq!(saved.is_ok(), fits, "{number} {response:?}");
        if !fits {
            assert_eq!(saved, Err(NotPossible::Response));
        }
    }
    for number in [0, 5, usize::MAX] {
        assert_eq!(shape.save(number, "A", 1), Err(NotPossible::NoSuchQuestion));
    }
    for sequence in [0, MAX_SEQUENCE + 1, u64::MAX] {
        assert_eq!(shape.save(1, "A", sequence), Err(NotPossible::Sequence));
    }
    assert!(shape.save(1, "A", MAX_SEQUENCE).is_ok());
}

/// T6, T9: `[start, deadline)` is half open, and an ended attempt takes nothing.
#[test]
fn a_save_counts_before_the_deadline_and_only_while_the_attempt_is_open() {
    let shape = Shape::new([(Kind::Single, 4)].into_iter(), false);
    let save = shape.save(1, "B", 1).expect("it fits");
    let at = |state, moment| {
        apply_save(state, CLOSE, &shape.blank(), &save, moment)
            .map(|stored| shape.stored(&stored, 1))
    };
    assert_eq!(at(State::Open, CLOSE.plus(-1)), Ok(Some(("B".into(), 1))));
    assert_eq!(at(State::Open, CLOSE), Err(SaveRefusal::Late));
    for state in [State::Submitted, State::Expired, State::Voided] {
        assert_eq!(at(state, CLOSE.plus(-1)), Err(SaveRefusal::Ended));
    }
    // A save for a place that the stored text does not have (a token of another paper) changes nothing.
    let longer = Shape::new([(Kind::Single, 4), (Kind::Single, 4)].into_iter(), false);
    let beyond = longer.save(2, "B", 1).expect("it fits the longer shape");
    assert_eq!(
        apply_save(State::Open, CLOSE, &shape.blank(), &beyond, OPEN),
        Err(SaveRefusal::NoSuchQuestion)
    );
}

#[test]
fn texts_that_are_no_shape_are_refused() {
    for text in ["9", "1", "a", "i", "4x", "4 4", "Đ"] {
        assert_eq!(Shape::from_text(text), None, "{text:?}");
    }
    for (text, answers) in [("", 0), ("4", 1), ("48tbh#", 6)] {
        assert_eq!(Shape::from_text(text).map(|s| s.len()), Some(answers));
    }
}

// ---------------------------------------------------------------------------------------------------------------------
// Predictions
// ---------------------------------------------------------------------------------------------------------------------

#[test]
fn predictions_are_read_exactly_as_written_and_never_guessed_at() {
    let good = [
        ("7171", 717_100_000, "7171"),
        ("12,5", 1_250_000, "12,5"),
        ("12.5", 1_250_000, "12,5"),
        ("0,00001", 1, "0,00001"),
        ("0", 0, "0"),
        ("007", 700_000, "7"),
        (" 42 ", 4_200_000, "42"),
        ("99,10", 9_910_000, "99,1"),
        ("7.171", 717_100, "7,171"),
        ("999999999999", 99_999_999_999_900_000, "999999999999"),
    ];
    for (text, value, written) in good {
        assert_eq!(read_prediction(text), Some(Prediction(value)), "{text:?}");
        assert_eq!(write_prediction(Prediction(value), ','), written);
    }
    let bad = [
        "",
        " ",
        "-1",
        "+1",
        "1e3",
        "7 171",
        "1,2,3",
        "1.000.000",
        "12,",
        ",5",
        ".",
        "0,000001",
        "1000000000000",
        "０",
        "mười",
        "1\u{a0}000",
        "0x10",
    ];
    for text in bad {
        assert_eq!(read_prediction(text), None, "{text:?}");
    }
}

proptest! {
    #[test]
    fn a_prediction_survives_being_written_and_read(value in 0i64..100_000_000_000_000_000, point: bool) {
        let text = write_prediction(Prediction(value), if point { '.' } else { ',' });
        prop_assert_eq!(read_prediction(&text), Some(Prediction(value)));
    }
}

// ---------------------------------------------------------------------------------------------------------------------
// Marking
// ---------------------------------------------------------------------------------------------------------------------

proptest! {
    #[test]
    fn one_more_right_answer_never_lowers_points_and_adds_one_to_the_right_ones(
        bodies in vec(bodies(), 1..12), seed: u64, masks in vec(any::<u16>(), 12), at: Index,
        right in 0i32..1_000, wrong in -1_000i32..=0, blank in -1_000i32..=0, complete_only: bool,
    ) {
        let pool = pool_of(bodies);
        let count = u16::try_from(pool.revisions.len()).expect("small");
        let scoring = Scoring { right: Points(right), wrong: Points(wrong), blank: Points(blank) };
        let settings = Settings { blueprint: vec![from_anywhere(count)], scoring, complete_only, ..settings() };
        let paper = draw(&pool, &settings, seed).expect("all questions fit");
        let revision = |q: &PaperQuestion| &pool.revisions[usize::from(q.pool_index)].body;
        let mut answers = Answers {
            choices: paper.questions.iter().zip(&masks).map(|(q, m)| m & ((1 << revision(q).options.len()) - 1)).collect(),
            prediction: None,
        };
        let before = grade(&pool, &settings, &paper, &answers);
        let place = at.index(paper.questions.len());
        let key = to_shown_order(&paper.questions[place], revision(&paper.questions[place]).right);
        let was_right = answers.choices[place] == key;
        answers.choices[place] = key;
        let after = grade(&pool, &settings, &paper, &answers);
        prop_assert!(after.points >= before.points);
        prop_assert_eq!(after.correct, before.correct + u16::from(!was_right));
        prop_assert!(after.answered >= before.answered);
        prop_assert!(after.valid || !before.valid);
        prop_assert!(after.correct <= after.answered && after.answered <= after.questions);
        prop_assert_eq!(after.all_correct(), after.correct == count);
    }
}

#[test]
fn several_answers_count_all_or_nothing() {
    let question = Body {
        right: 0b0101,
        ..body(Kind::Multiple, 4, Shuffle::Fixed)
    };
    let pool = pool_of(vec![question]);
    let scoring = Scoring {
        right: Points(200),
        wrong: Points(-50),
        blank: Points(-10),
    };
    let settings = Settings {
        blueprint: vec![from_anywhere(1)],
        scoring,
        ..settings()
    };
    let paper = draw(&pool, &settings, 1).expect("one question");
    let points = |mask| {
        grade(
            &pool,
            &settings,
            &paper,
            &Answers {
                choices: vec![mask],
                prediction: None,
            },
        )
        .points
    };
    assert_eq!(points(0b0101), Points(200));
    for wrong in [0b0001, 0b0100, 0b0111, 0b1101, 0b1010, 0b1111] {
        assert_eq!(points(wrong), Points(-50), "{wrong:04b}");
    }
    assert_eq!(points(0), Points(-10));
}

#[test]
fn where_only_complete_papers_count_every_answer_and_the_prediction_are_needed() {
    let pool = pool_of(vec![
        body(Kind::Single, 4, Shuffle::Free),
        body(Kind::TrueFalse, 2, Shuffle::Fixed),
    ]);
    let valid =
        |complete_only, prediction_asked: bool, choices: [u16; 2], prediction: Option<i64>| {
            let prediction_text = prediction_asked.then(|| "Bao nhiêu người?".to_owned());
            let settings = Settings {
                blueprint: vec![from_anywhere(2)],
                complete_only,
                prediction_text,
                ..settings()
            };
            let paper = draw(&pool, &settings, 3).expect("two questions");
            grade(
                &pool,
                &settings,
                &paper,
                &Answers {
                    choices: choices.to_vec(),
                    prediction: prediction.map(Prediction),
                },
            )
            .valid
        };
    // complete_only, prediction asked, choices, prediction, valid
    let table = [
        (false, true, [0, 0], None, true),
        (true, false, [1, 1], None, true),
        (true, false, [1, 2], None, true),
        (true, false, [0, 1], None, false),
        (true, false, [1, 0], None, false),
        (true, true, [1, 1], None, false),
        (true, true, [1, 1], Some(0), true),
        (true, true, [1, 1], Some(717_100_000), true),
        (true, true, [1, 0], Some(0), false),
    ];
    for (complete_only, asked, choices, prediction, expected) in table {
        assert_eq!(
            valid(complete_only, asked, choices, prediction),
            expected,
            "{complete_only} {asked} {choices:?} {prediction:?}"
        );
    }
}

#[test]
fn the_shape_of_a_paper_lists_its_questions_in_the_order_shown_with_the_prediction_last() {
    let pool = pool_of(vec![
        body(Kind::Single, 4, Shuffle::Free),
        body(Kind::Multiple, 5, Shuffle::Free),
        body(Kind::TrueFalse, 2, Shuffle::Fixed),
    ]);
    let settings = Settings {
        blueprint: vec![from_anywhere(3)],
        shuffle_questions: true,
        prediction_text: Some("Bao nhiêu?".into()),
        ..settings()
    };
    let mut seen = std::collections::BTreeSet::new();
    for seed in 0..40 {
        let paper = draw(&pool, &settings, seed).expect("three questions");
        let shape = shape(&pool, &paper, &settings);
        let expected: String = paper
            .questions
            .iter()
            .map(|q| ['4', 'e', 't'][usize::from(q.pool_index)])
            .chain(['#'])
            .collect();
        assert_eq!(shape.as_str(), expected);
        seen.insert(expected);
    }
    assert_eq!(seen.len(), 6, "every order comes up");
}

/// T19: what a receipt says can be checked by whoever holds it.
#[test]
fn a_receipt_digest_changes_with_the_attempt_and_with_every_answer() {
    let shape = Shape::new([(Kind::Single, 4)].into_iter(), true);
    let blank = shape.blank();
    let saved = apply_save(
        State::Open,
        CLOSE,
        &blank,
        &shape.save(1, "A", 1).expect("fits"),
        OPEN,
    )
    .expect("accepted");
    let (one, two) = (Uuid::from_u128(1), Uuid::from_u128(2));
    let digests = [
        receipt_digest(one, &blank),
        receipt_digest(two, &blank),
        receipt_digest(one, &saved),
    ];
    assert!(
        digests
            .iter()
            .all(|d| d.len() == 64 && d.bytes().all(|b| b.is_ascii_hexdigit()))
    );
    assert!(digests[0] != digests[1] && digests[0] != digests[2] && digests[1] != digests[2]);
    assert_eq!(digests[0], receipt_digest(one, &blank));
}
