//! The rank key: a byte string whose plain byte order is the rank order.
//!
//! The ranking chain is written as big-endian numbers, those where more is better complemented, then the attempt's id, so that no
//! two keys are the same. SQL stores and indexes the bytes (both databases compare them bytewise). Redis gets the first
//! six bytes as an integer score, which a double holds exactly, and the rest as the beginning of the member, by which equal
//! scores are ordered. Only this module knows the layout.

use std::cmp::Ordering;

use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::model::{EqualDistance, Gate, Precision, RankStep, Ranking};
use crate::assessment::model::{Counts, Finished, Grade, Prediction};
use crate::kernel::clock::{Moment, SECOND};

/// Bytes of the attempt's id at the end of a key.
const ID_BYTES: usize = 16;
/// Bytes of a key that become the Redis score: 48 bits, exact in a double.
const SCORE_BYTES: usize = 6;
/// Bytes of a moment in ms since 1970: enough until the year 10 000.
const MOMENT_BYTES: usize = 6;
/// Bytes of a duration in ms: enough for 34 years.
const DURATION_BYTES: usize = 5;
/// Bytes of a share of right answers; see [`share`].
const SHARE_BYTES: usize = 5;

/// What the steps known only after closing compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct AfterClosing {
    /// How far the prediction is off; `None` when nothing was predicted.
    pub distance: Option<Distance>,
    /// How many valid attempts of the person are all correct.
    pub perfect_attempts: u32,
    /// Lot of the attempt; see [`lot`].
    pub lot: u64,
    /// Place given by a committee decision, from 0; `None` when there is none.
    pub committee: Option<u32>,
}

/// How far a prediction is off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Distance {
    /// Distance in the unit of [`Prediction`].
    pub off: u64,
    /// 1 when the prediction lies on the side that comes second at equal distance, else 0.
    pub second: u8,
}

impl Distance {
    /// The distance of `predicted` from the true number.
    #[must_use]
    pub fn of(predicted: Prediction, truth: Prediction, equal: EqualDistance) -> Self {
        let second = match equal {
            EqualDistance::Equal => false,
            EqualDistance::LowerFirst => predicted > truth,
            EqualDistance::HigherFirst => predicted < truth,
        };
        Self {
            off: predicted.0.abs_diff(truth.0),
            second: u8::from(second),
        }
    }
}

/// The key while the round is not final: steps known only after closing are left out.
#[must_use]
pub fn provisional_key(ranking: &Ranking, finished: &Finished) -> Vec<u8> {
    write_key(ranking, finished, None)
}

/// The key of the final order, with every step.
#[must_use]
pub fn final_key(ranking: &Ranking, finished: &Finished, after: &AfterClosing) -> Vec<u8> {
    write_key(ranking, finished, Some(after))
}

fn write_key(ranking: &Ranking, finished: &Finished, after: Option<&AfterClosing>) -> Vec<u8> {
    let mut key = Vec::with_capacity(48);
    match ranking.gate {
        Gate::Everybody => {}
        gate => key.push(u8::from(!passes(gate, &finished.grade))),
    }
    for step in &ranking.steps {
        write_step(&mut key, *step, finished, after);
    }
    key.extend_from_slice(finished.attempt.as_bytes());
    key
}

fn write_step(
    key: &mut Vec<u8>,
    step: RankStep,
    finished: &Finished,
    after: Option<&AfterClosing>,
) {
    match (step, after) {
        (RankStep::Points, _) => descending(key, sortable(finished.grade.points.0), 4),
        (RankStep::Correct, _) => descending(key, u64::from(finished.grade.correct), 2),
        (RankStep::PerCent, _) => descending(key, share(&finished.grade), SHARE_BYTES),
        (RankStep::Duration { precision }, _) => {
            ascending(
                key,
                coarse(finished.duration_ms(), precision),
                DURATION_BYTES,
            );
        }
        (RankStep::Submission { precision }, _) => moment(key, finished.finished_at, precision),
        (RankStep::Start { precision }, _) => moment(key, finished.started_at, precision),
        (_, None) => {}
        (RankStep::PredictionDistance, Some(after)) => match after.distance {
            Some(distance) => {
                ascending(key, distance.off, 8);
                key.push(distance.second);
            }
            // A whole prediction is never followed by 255, so this comes after every prediction.
            None => key.extend_from_slice(&[0xFF; 9]),
        },
        (RankStep::PerfectAttempts, Some(after)) => {
            descending(key, u64::from(after.perfect_attempts), 4)
        }
        (RankStep::Draw, Some(after)) => ascending(key, after.lot, 8),
        (RankStep::Committee, Some(after)) => {
            ascending(key, u64::from(after.committee.unwrap_or(u32::MAX)), 4)
        }
    }
}

/// Whether a result passes the gate, so that its person may win.
#[must_use]
pub const fn passes(gate: Gate, grade: &Grade) -> bool {
    match gate {
        Gate::Everybody => true,
        Gate::AllCorrect => grade.all_correct(),
        Gate::Points { least } => grade.points.0 >= least.0,
    }
}

/// The lot drawn for an attempt: the first eight bytes of the SHA-256 of the published seed, a line feed and the
/// attempt's id in hexadecimal with hyphens. The smallest comes first. Ids are fixed before the seed is known.
#[must_use]
pub fn lot(seed: &str, attempt: Uuid) -> u64 {
    let mut hash = Sha256::new();
    hash.update(seed.as_bytes());
    hash.update(b"\n");
    hash.update(attempt.hyphenated().to_string().as_bytes());
    let digest = hash.finalize();
    digest
        .iter()
        .take(8)
        .fold(0, |number, byte| (number << 8) | u64::from(*byte))
}

/// The key's part that the rules decide: everything before the attempt's id.
#[must_use]
pub fn chain(key: &[u8]) -> &[u8] {
    &key[..key.len().saturating_sub(ID_BYTES)]
}

/// Whether two keys of the same kind are equal in every step, so that only the attempts' ids tell them apart.
#[must_use]
pub fn same_rank(a: &[u8], b: &[u8]) -> bool {
    chain(a) == chain(b)
}

/// The attempt whose key it is.
#[must_use]
pub fn attempt_of(key: &[u8]) -> Option<Uuid> {
    Uuid::from_slice(&key[chain(key).len()..]).ok()
}

/// Redis score of a key, read ascending: its first 48 bits. Every integer of that size is exact in a double.
#[must_use]
pub fn redis_score(key: &[u8]) -> u64 {
    (0..SCORE_BYTES).fold(0, |score, i| {
        (score << 8) | u64::from(key.get(i).copied().unwrap_or(0))
    })
}

/// What the Redis member begins with: the rest of the key. Redis orders members of equal score bytewise.
#[must_use]
pub fn redis_member(key: &[u8]) -> &[u8] {
    key.get(SCORE_BYTES..).unwrap_or_default()
}

/// Orders a person's valid attempts: the one with the smallest key counts, so that an upsert that keeps the smaller key
/// keeps the attempt that counts, in whatever order attempts arrive.
#[must_use]
pub fn count_key(counts: Counts, finished: &Finished) -> Vec<u8> {
    let mut key = Vec::with_capacity(20);
    match counts {
        Counts::Best => {
            descending(&mut key, sortable(finished.grade.points.0), 4);
            ascending(
                &mut key,
                coarse(finished.duration_ms(), Precision::Millisecond),
                DURATION_BYTES,
            );
            moment(&mut key, finished.finished_at, Precision::Millisecond);
        }
        Counts::BestThenEarliest => {
            descending(&mut key, sortable(finished.grade.points.0), 4);
            moment(&mut key, finished.finished_at, Precision::Millisecond);
        }
        Counts::MostCorrectThenEarliest => {
            descending(&mut key, u64::from(finished.grade.correct), 2);
            moment(&mut key, finished.finished_at, Precision::Millisecond);
        }
        Counts::First => {}
        Counts::Last => descending(&mut key, sortable(finished.ordinal), 4),
    }
    ascending(&mut key, sortable(finished.ordinal), 4);
    key
}

/// Orders two attempts of one person by [`count_key`]; the smaller one counts.
#[must_use]
pub fn by_count(counts: Counts, a: &Finished, b: &Finished) -> Ordering {
    count_key(counts, a).cmp(&count_key(counts, b))
}

/// Appends the lowest `width` bytes of `number`, big end first; a number that needs more is taken as the largest.
fn ascending(key: &mut Vec<u8>, number: u64, width: usize) {
    let largest = if width >= 8 {
        u64::MAX
    } else {
        (1 << (8 * width)) - 1
    };
    let bytes = number.min(largest).to_be_bytes();
    key.extend_from_slice(&bytes[8 - width..]);
}

/// The same for numbers of which more is better.
fn descending(key: &mut Vec<u8>, number: u64, width: usize) {
    let start = key.len();
    ascending(key, number, width);
    for byte in &mut key[start..] {
        *byte = !*byte;
    }
}

fn moment(key: &mut Vec<u8>, moment: Moment, precision: Precision) {
    ascending(key, coarse(moment.0, precision), MOMENT_BYTES);
}

/// A time in the precision in which it is compared; parts of a second are dropped, times before zero are zero.
fn coarse(ms: i64, precision: Precision) -> u64 {
    let unit = match precision {
        Precision::Millisecond => 1,
        Precision::Second => SECOND,
    };
    u64::try_from(ms.div_euclid(unit)).unwrap_or(0)
}

/// A signed number moved so that the smallest is 0 and the order stays.
fn sortable(number: i32) -> u64 {
    u64::from(number.cast_unsigned() ^ (1 << 31))
}

/// The share of right answers as a whole number of 2⁻³². Two different fractions with denominators below 2¹⁶ differ by
/// more than 2⁻³², so their whole numbers differ too, in the same direction: the comparison is exact.
fn share(grade: &Grade) -> u64 {
    (u64::from(grade.correct) << 32)
        .checked_div(u64::from(grade.questions))
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::points::Points;
    use proptest::prelude::*;
    use rand::{RngExt, SeedableRng};
    use rand_chacha::ChaCha20Rng;

    use super::super::model::ToldApart;

    const MS: Precision = Precision::Millisecond;
    const SECOND_PRECISION: Precision = Precision::Second;

    fn ranking(steps: &[RankStep], gate: Gate) -> Ranking {
        Ranking {
            steps: steps.to_vec(),
            gate,
            shared_ranks: false,
            told_apart: ToldApart::AtPrizes,
        }
    }

    fn result(
        id: u128,
        points: i32,
        correct: u16,
        questions: u16,
        start: i64,
        duration: i64,
    ) -> Finished {
        Finished {
            attempt: Uuid::from_u128(id),
            assessment: Uuid::nil(),
            person: Uuid::from_u128(id),
            ordinal: 1,
            started_at: Moment(start),
            finished_at: Moment(start + duration),
            grade: Grade {
                points: Points(points),
                correct,
                answered: questions,
                questions,
                prediction: None,
                valid: true,
            },
        }
    }

    /// The order said step by step, without any key.
    fn plainly(
        ranking: &Ranking,
        a: &(Finished, AfterClosing),
        b: &(Finished, AfterClosing),
    ) -> Ordering {
        let (one, two) = (&a.0, &b.0);
        let seconds = |ms: i64, p: Precision| if p == MS { ms } else { ms.div_euclid(1000) };
        let inside = |f: &Finished| match ranking.gate {
            Gate::Everybody => true,
            Gate::AllCorrect => f.grade.correct == f.grade.questions && f.grade.questions > 0,
            Gate::Points { least } => f.grade.points >= least,
        };
        let mut order = inside(two).cmp(&inside(one));
        for step in &ranking.steps {
            order = order.then_with(|| match *step {
                RankStep::Points => two.grade.points.cmp(&one.grade.points),
                RankStep::Correct => two.grade.correct.cmp(&one.grade.correct),
                RankStep::PerCent => (u32::from(two.grade.correct)
                    * u32::from(one.grade.questions))
                .cmp(&(u32::from(one.grade.correct) * u32::from(two.grade.questions))),
                RankStep::Duration { precision } => seconds(one.duration_ms(), precision)
                    .cmp(&seconds(two.duration_ms(), precision)),
                RankStep::Submission { precision } => seconds(one.finished_at.0, precision)
                    .cmp(&seconds(two.finished_at.0, precision)),
                RankStep::Start { precision } => {
                    seconds(one.started_at.0, precision).cmp(&seconds(two.started_at.0, precision))
                }
                RankStep::PredictionDistance => match (a.1.distance, b.1.distance) {
                    (Some(x), Some(y)) => x.off.cmp(&y.off).then(x.second.cmp(&y.second)),
                    (Some(_), None) => Ordering::Less,
                    (None, Some(_)) => Ordering::Greater,
                    (None, None) => Ordering::Equal,
                },
                RankStep::PerfectAttempts => b.1.perfect_attempts.cmp(&a.1.perfect_attempts),
                RankStep::Draw => a.1.lot.cmp(&b.1.lot),
                RankStep::Committee => {
                    a.1.committee
                        .unwrap_or(u32::MAX)
                        .cmp(&b.1.committee.unwrap_or(u32::MAX))
                }
            });
        }
        order.then_with(|| one.attempt.cmp(&two.attempt))
    }

    fn sorted_by_key(ranking: &Ranking, results: &[(Finished, AfterClosing)]) -> Vec<Uuid> {
        let mut keys: Vec<Vec<u8>> = results
            .iter()
            .map(|(f, a)| final_key(ranking, f, a))
            .collect();
        keys.sort_unstable();
        keys.iter()
            .map(|key| attempt_of(key).expect("a key ends with an id"))
            .collect()
    }

    fn sorted_plainly(ranking: &Ranking, results: &[(Finished, AfterClosing)]) -> Vec<Uuid> {
        let mut sorted = results.to_vec();
        sorted.sort_by(|a, b| plainly(ranking, a, b));
        sorted.iter().map(|(f, _)| f.attempt).collect()
    }

    /// A hundred thousand results; `spread` 0: everything anywhere, 1: nearly all perfect within one evening,
    /// 2: a handful of different values only, so that ties are everywhere.
    fn hundred_thousand(spread: u8) -> Vec<(Finished, AfterClosing)> {
        let mut random = ChaCha20Rng::seed_from_u64(u64::from(spread) + 7);
        let evening = 1_759_600_000_000;
        (0..100_000u32)
            .map(|_| {
                let (correct, start, duration) = match spread {
                    0 => (
                        random.random_range(0..=40),
                        random.random_range(0..=evening),
                        random.random_range(0..=2_400_000),
                    ),
                    1 => (
                        40 - random.random_range(0..=1),
                        evening + random.random_range(0..3_600_000),
                        random.random_range(60_000..90_000),
                    ),
                    _ => (
                        39 + random.random_range(0..=1),
                        evening + 1_000 * random.random_range(0..3),
                        500 * random.random_range(0..4),
                    ),
                };
                let questions = if spread == 0 {
                    random.random_range(correct.max(1)..=45)
                } else {
                    40
                };
                let finished = result(
                    random.random(),
                    i32::from(correct) * 25 - 100,
                    correct,
                    questions,
                    start,
                    duration,
                );
                let distance = random.random_bool(0.9).then(|| Distance {
                    off: if spread == 0 {
                        random.random()
                    } else {
                        random.random_range(0..5)
                    },
                    second: random.random_range(0..=1),
                });
                let after = AfterClosing {
                    distance,
                    perfect_attempts: random.random_range(0..3),
                    lot: if spread == 0 {
                        random.random()
                    } else {
                        random.random_range(0..9)
                    },
                    committee: random.random_bool(0.5).then(|| random.random_range(0..4)),
                };
                (finished, after)
            })
            .collect()
    }

    #[test]
    fn a_hundred_thousand_results_stand_in_the_order_of_a_plain_sort() {
        let every_step = [
            RankStep::PerCent,
            RankStep::Points,
            RankStep::Correct,
            RankStep::PredictionDistance,
            RankStep::Duration {
                precision: SECOND_PRECISION,
            },
            RankStep::PerfectAttempts,
            RankStep::Start {
                precision: SECOND_PRECISION,
            },
            RankStep::Submission { precision: MS },
            RankStep::Committee,
            RankStep::Draw,
        ];
        let usual = [
            RankStep::Points,
            RankStep::Duration { precision: MS },
            RankStep::Submission { precision: MS },
        ];
        for spread in 0..3 {
            let results = hundred_thousand(spread);
            for ranking in [
                ranking(&usual, Gate::Everybody),
                ranking(&every_step, Gate::AllCorrect),
                ranking(&every_step, Gate::Points { least: Points(0) }),
            ] {
                assert!(
                    sorted_by_key(&ranking, &results) == sorted_plainly(&ranking, &results),
                    "distribution {spread}"
                );
            }
        }
    }

    #[test]
    fn the_provisional_key_leaves_out_what_is_known_only_after_closing() {
        let full = ranking(
            &[
                RankStep::Points,
                RankStep::PredictionDistance,
                RankStep::Duration { precision: MS },
                RankStep::Draw,
            ],
            Gate::Everybody,
        );
        let known = ranking(
            &[RankStep::Points, RankStep::Duration { precision: MS }],
            Gate::Everybody,
        );
        let finished = result(5, 800, 8, 10, 1_000, 60_000);
        assert_eq!(
            provisional_key(&full, &finished),
            final_key(&known, &finished, &AfterClosing::default())
        );
    }

    #[test]
    fn people_outside_the_gate_come_after_everybody_inside() {
        let ranking = ranking(&[RankStep::Submission { precision: MS }], Gate::AllCorrect);
        let late_perfect = provisional_key(&ranking, &result(1, 1000, 10, 10, 9_000_000, 1));
        let early_imperfect = provisional_key(&ranking, &result(2, 900, 9, 10, 1, 1));
        assert!(late_perfect < early_imperfect);
    }

    #[test]
    fn a_time_to_the_second_hides_milliseconds_and_nothing_more() {
        let ranking = ranking(
            &[RankStep::Submission {
                precision: SECOND_PRECISION,
            }],
            Gate::Everybody,
        );
        let at = |ms: i64| provisional_key(&ranking, &result(1, 0, 0, 1, 0, ms));
        assert!(same_rank(&at(5_000), &at(5_999)));
        assert!(at(5_999) < at(6_000));
    }

    #[test]
    fn predictions_equally_far_above_and_below_compare_as_the_rules_say() {
        let truth = Prediction::whole(1000);
        let off = |n, equal| Distance::of(Prediction::whole(n), truth, equal);
        assert_eq!(
            off(990, EqualDistance::Equal),
            off(1010, EqualDistance::Equal)
        );
        assert!(off(990, EqualDistance::LowerFirst) < off(1010, EqualDistance::LowerFirst));
        assert!(off(990, EqualDistance::HigherFirst) > off(1010, EqualDistance::HigherFirst));
    }

    #[test]
    fn the_attempt_that_counts_has_the_smallest_key() {
        let attempt = |ordinal: i32, points: i32, start: i64, duration: i64| Finished {
            ordinal,
            ..result(
                u128::from(ordinal.unsigned_abs()),
                points,
                u16::try_from(points / 100).expect("few"),
                10,
                start,
                duration,
            )
        };
        // Three attempts: a quick middling one, a slow good one, a quick good one that was finished last.
        let attempts = [
            attempt(1, 500, 0, 10_000),
            attempt(2, 900, 100_000, 60_000),
            attempt(3, 900, 200_000, 20_000),
        ];
        let counted = |counts| {
            attempts
                .iter()
                .min_by_key(|a| count_key(counts, a))
                .map(|a| a.ordinal)
        };
        assert_eq!(counted(Counts::First), Some(1));
        assert_eq!(counted(Counts::Last), Some(3));
        assert_eq!(counted(Counts::Best), Some(3));
        assert_eq!(counted(Counts::BestThenEarliest), Some(2));
        assert_eq!(counted(Counts::MostCorrectThenEarliest), Some(2));
    }

    #[test]
    fn the_lot_depends_on_the_seed_and_on_the_attempt() {
        let (a, b) = (Uuid::from_u128(1), Uuid::from_u128(2));
        assert_eq!(lot("27182", a), lot("27182", a));
        assert_ne!(lot("27182", a), lot("27182", b));
        assert_ne!(lot("27182", a), lot("31415", a));
    }

    proptest! {
        #[test]
        fn redis_orders_score_and_member_as_sql_orders_the_key(
            a in proptest::collection::vec(any::<u8>(), 16..60),
            b in proptest::collection::vec(any::<u8>(), 16..60),
            shared in 0usize..16,
        ) {
            let mut b = b;
            b[..shared].copy_from_slice(&a[..shared]);
            let redis = redis_score(&a).cmp(&redis_score(&b)).then_with(|| redis_member(&a).cmp(redis_member(&b)));
            prop_assert_eq!(redis, a.cmp(&b));
        }

        #[test]
        fn a_score_survives_a_double(key in proptest::collection::vec(any::<u8>(), 16..40)) {
            let score = redis_score(&key);
            #[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)]
            let back = score as f64 as u64;
            prop_assert_eq!(back, score);
        }
    }
}
