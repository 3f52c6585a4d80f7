//! Making a round final: which attempts count, the true number of the prediction, the order, ranks and prizes.
//!
//! Pure: the same attempts, seed and decisions give the same result, whatever the order in which they are handed over.

use std::collections::{BTreeMap, HashMap, HashSet};

use uuid::Uuid;

use super::model::{
    AttemptRecord, CommitteeDecision, FreedPrize, Gate, HeldPrize, PredictionOf, PredictionRule,
    PrizeGrade, RankStep, Rules, Scope, ToldApart,
};
use super::ranking::{self, AfterClosing, Distance};
use crate::assessment::model::{Finished, Prediction};

/// What finalisation starts from.
#[derive(Debug, Clone, Copy)]
pub struct Case<'a> {
    /// The rules in force.
    pub rules: &'a Rules,
    /// Key of the round.
    pub round: &'a str,
    /// The round's assessment.
    pub assessment: Uuid,
    /// Attempts of this round, all of them ended. When the prediction is counted over the contest
    /// ([`super::rules::needs_every_round`]), those of the other rounds too.
    pub attempts: &'a [AttemptRecord],
    /// The published seed of the draw; needed when the ranking has one.
    pub seed: Option<&'a str>,
    /// The committee's decisions.
    pub decisions: &'a [CommitteeDecision],
    /// Prizes people hold from rounds made final earlier; looked at when a person keeps only the highest.
    pub held: &'a [HeldPrize],
}

/// The final result of a round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Final {
    /// Everybody with a valid attempt, the best first.
    pub standings: Vec<Standing>,
    /// The number that was predicted, as it came true.
    pub true_number: Option<Prediction>,
    /// Prizes from earlier rounds given up for a higher one here.
    pub given_up: Vec<HeldPrize>,
}

/// One person's place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Rank from 1. Equal people share one, and the next rank is left out accordingly (1, 1, 3).
    pub rank: u32,
    /// The attempt that counts.
    pub finished: Finished,
    /// The final key.
    pub key: Vec<u8>,
    /// What the steps known only after closing compared.
    pub after: AfterClosing,
    /// Position of the prize grade won in the round's list.
    pub prize: Option<u16>,
}

/// Why a round cannot be made final.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CannotFinalise {
    /// The rules have no such round.
    NoSuchRound,
    /// The ranking has a draw, and no seed was given.
    SeedNeeded,
    /// These people are equal in every step and must be told apart: groups of counted attempts.
    DecisionNeeded(Vec<Vec<Finished>>),
}

/// Computes the final result of a round.
///
/// # Errors
///
/// [`CannotFinalise`] says what is missing.
pub fn finalise(case: &Case<'_>) -> Result<Final, CannotFinalise> {
    let round = case
        .rules
        .round(case.round)
        .ok_or(CannotFinalise::NoSuchRound)?;
    if case.seed.is_none() && case.rules.ranking.steps.contains(&RankStep::Draw) {
        return Err(CannotFinalise::SeedNeeded);
    }
    let grades = round.grades.as_ref().unwrap_or(&case.rules.prizes.grades);
    let true_number = case
        .rules
        .prediction
        .as_ref()
        .map(|rule| true_number(rule, case));
    let counted = counted(case);
    let people = counted.len();
    let mut standings = ordered(case, counted, true_number);
    let places = places(case.rules, grades, people);
    let equal = undecided(case.rules, &standings, places_at_stake(case, places));
    if !equal.is_empty() {
        return Err(CannotFinalise::DecisionNeeded(equal));
    }
    let given_up = award(case, grades, &mut standings, places);
    Ok(Final {
        standings,
        true_number,
        given_up,
    })
}

/// Attempts that count anywhere: closed properly and valid under the rules.
fn valid<'a>(case: &Case<'a>) -> impl Iterator<Item = &'a Finished> + use<'a> {
    case.attempts
        .iter()
        .filter(|record| !record.voided && record.finished.grade.valid)
        .map(|record| &record.finished)
}

fn valid_in_round<'a>(case: &Case<'a>) -> impl Iterator<Item = &'a Finished> + use<'a> {
    let assessment = case.assessment;
    valid(case).filter(move |finished| finished.assessment == assessment)
}

/// The counted attempt of each person, and how many of the person's attempts are all correct.
fn counted(case: &Case<'_>) -> Vec<(Finished, u32)> {
    let counts = case.rules.attempts.counts;
    let mut best: HashMap<Uuid, (Finished, u32)> = HashMap::new();
    for finished in valid_in_round(case) {
        let perfect = u32::from(finished.grade.all_correct());
        best.entry(finished.person)
            .and_modify(|(kept, perfect_attempts)| {
                *perfect_attempts += perfect;
                if ranking::by_count(counts, finished, kept).is_lt() {
                    *kept = *finished;
                }
            })
            .or_insert((*finished, perfect));
    }
    best.into_values().collect()
}

/// The number that was predicted, as it came true. Attempts that are not valid count nowhere.
fn true_number(rule: &PredictionRule, case: &Case<'_>) -> Prediction {
    let over = |finished: &&Finished| {
        rule.scope == Scope::Contest || finished.assessment == case.assessment
    };
    let all = || valid(case).filter(over);
    let perfect = || all().filter(|finished| finished.grade.all_correct());
    let people = || {
        count(
            all()
                .map(|finished| finished.person)
                .collect::<HashSet<_>>()
                .len(),
        )
    };
    let people_perfect = || {
        count(
            perfect()
                .map(|finished| finished.person)
                .collect::<HashSet<_>>()
                .len(),
        )
    };
    match rule.of {
        PredictionOf::PeopleTakingPart => Prediction::whole(people()),
        PredictionOf::PeopleAllCorrect => Prediction::whole(people_perfect()),
        PredictionOf::AttemptsAllCorrect => Prediction::whole(count(perfect().count())),
        PredictionOf::Attempts => Prediction::whole(count(all().count())),
        PredictionOf::PerCentAllCorrect => per_cent(people_perfect(), people()),
    }
}

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// `part` of `whole` in per cent, rounded half up to five decimals; 0 of 0 is 0.
fn per_cent(part: i64, whole: i64) -> Prediction {
    let scaled = part * 100 * Prediction::ONE;
    Prediction((2 * scaled + whole).checked_div(2 * whole).unwrap_or(0))
}

/// Everybody in the final order, ranks given, prizes not yet.
fn ordered(
    case: &Case<'_>,
    counted: Vec<(Finished, u32)>,
    truth: Option<Prediction>,
) -> Vec<Standing> {
    let ranking = &case.rules.ranking;
    let decided = decided(case.decisions);
    let mut standings: Vec<Standing> = counted
        .into_iter()
        .map(|(finished, perfect_attempts)| {
            let after = AfterClosing {
                distance: distance(case.rules, &finished, truth),
                perfect_attempts,
                lot: case
                    .seed
                    .map_or(0, |seed| ranking::lot(seed, finished.attempt)),
                committee: decided.get(&finished.attempt).copied(),
            };
            let key = ranking::final_key(ranking, &finished, &after);
            Standing {
                rank: 0,
                finished,
                key,
                after,
                prize: None,
            }
        })
        .collect();
    standings.sort_unstable_by(|a, b| a.key.cmp(&b.key));
    give_ranks(&mut standings);
    standings
}

fn distance(rules: &Rules, finished: &Finished, truth: Option<Prediction>) -> Option<Distance> {
    let rule = rules.prediction.as_ref()?;
    Some(Distance::of(
        finished.grade.prediction?,
        truth?,
        rule.equal_distance,
    ))
}

/// Place of each attempt in the decision that names it; a later decision replaces an earlier one.
fn decided(decisions: &[CommitteeDecision]) -> HashMap<Uuid, u32> {
    let mut sorted: Vec<&CommitteeDecision> = decisions.iter().collect();
    sorted.sort_by_key(|decision| decision.at);
    sorted
        .iter()
        .flat_map(|decision| decision.order.iter().copied().zip(0u32..))
        .collect()
}

fn give_ranks(standings: &mut [Standing]) {
    let mut rank = 0;
    for i in 0..standings.len() {
        if i == 0 || !ranking::same_rank(&standings[i - 1].key, &standings[i].key) {
            rank = u32::try_from(i + 1).unwrap_or(u32::MAX);
        }
        standings[i].rank = rank;
    }
}

/// How many prizes there are for so many people taking part.
#[must_use]
pub fn places(rules: &Rules, grades: &[PrizeGrade], people: usize) -> usize {
    let all: usize = grades
        .iter()
        .map(|grade| usize::try_from(grade.count).unwrap_or(usize::MAX))
        .sum();
    let cap = rules.prizes.cap.map_or(usize::MAX, |cap| {
        people.saturating_mul(usize::from(cap)) / 10_000
    });
    all.min(cap)
}

/// How far down prizes may reach: freed prizes that go to the next in rank reach past the number of prizes.
fn places_at_stake(case: &Case<'_>, places: usize) -> usize {
    match case.rules.prizes.freed {
        FreedPrize::NextInRank if places > 0 => places.saturating_add(highest_held(case).len()),
        _ => places,
    }
}

/// Groups of people who are equal in everything although the rules say that ranks are not shared where they stand.
fn undecided(rules: &Rules, standings: &[Standing], places: usize) -> Vec<Vec<Finished>> {
    if rules.ranking.shared_ranks {
        return Vec::new();
    }
    let matters = |group: &[Standing]| match rules.ranking.told_apart {
        ToldApart::Everywhere => true,
        ToldApart::AtPrizes => {
            let first = usize::try_from(group[0].rank).unwrap_or(usize::MAX);
            first <= places && ranking::passes(rules.ranking.gate, &group[0].finished.grade)
        }
    };
    standings
        .chunk_by(|a, b| a.rank == b.rank)
        .filter(|group| group.len() > 1 && matters(group))
        .map(|group| group.iter().map(|standing| standing.finished).collect())
        .collect()
}

/// Gives prizes from the top; returns the earlier prizes given up for a higher one.
///
/// The grade goes by the place at which a group of equal people begins, so that equal people win the same. Under a cap
/// a group that does not fit under it as a whole wins nothing, and nobody after it.
fn award(
    case: &Case<'_>,
    grades: &[PrizeGrade],
    standings: &mut [Standing],
    places: usize,
) -> Vec<HeldPrize> {
    let held = highest_held(case);
    let gate = case.rules.ranking.gate;
    let mut given_up = Vec::new();
    let mut place = 0;
    for group in standings.chunk_by_mut(|a, b| a.rank == b.rank) {
        let fits = case.rules.prizes.cap.is_none() || place + group.len() <= places;
        if place >= places || !fits || outside(gate, group) {
            break;
        }
        let grade = grade_at(grades, place);
        for standing in group {
            let better_held = held
                .get(&standing.finished.person)
                .filter(|prize| Some(prize.grade) <= grade);
            let taken = better_held.is_none();
            if taken {
                standing.prize = grade;
                given_up.extend(
                    held.get(&standing.finished.person)
                        .map(|prize| (*prize).clone()),
                );
            }
            if taken || case.rules.prizes.freed == FreedPrize::StaysEmpty {
                place += 1;
            }
        }
    }
    given_up
}

/// People outside the gate come last, all together: when the first of a group is outside, all the rest are.
fn outside(gate: Gate, group: &[Standing]) -> bool {
    group
        .first()
        .is_none_or(|standing| !ranking::passes(gate, &standing.finished.grade))
}

/// The highest prize each person holds, when only one may be kept.
fn highest_held<'a>(case: &Case<'a>) -> BTreeMap<Uuid, &'a HeldPrize> {
    let mut highest: BTreeMap<Uuid, &HeldPrize> = BTreeMap::new();
    if case.rules.prizes.one_per_person {
        for prize in case.held.iter().filter(|prize| prize.round != case.round) {
            let kept = highest.entry(prize.person).or_insert(prize);
            if prize.grade < kept.grade {
                *kept = prize;
            }
        }
    }
    highest
}

/// The grade of the prize at this place, from 0.
fn grade_at(grades: &[PrizeGrade], place: usize) -> Option<u16> {
    let mut end = 0usize;
    for (grade, index) in grades.iter().zip(0u16..) {
        end = end.saturating_add(usize::try_from(grade.count).unwrap_or(usize::MAX));
        if place < end {
            return Some(index);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::fixtures::{OPENING, ROUND, Sat, number_of, rules, sat};
    use super::*;
    use crate::kernel::points::Points;

    const A1: &str = r#"
        [prediction]
        of = "people_taking_part"
        optional = true
        [ranking]
        steps = ["points", "duration", "prediction_distance", "committee"]
        [prizes]
        grades = [{ name = "Nhất", count = 1 }, { name = "Nhì", count = 5 }, { name = "Ba", count = 10 }]
    "#;

    const A2: &str = r#"
        [attempts]
        max = 2
        counts = "best"
        [prediction]
        of = "people_taking_part"
        [ranking]
        steps = ["points", "prediction_distance", "duration", "start", "perfect_attempts"]
        [prizes]
        cap_percent = 50
        one_per_person = true
        grades = [{ name = "Nhất", count = 2 }, { name = "Nhì", count = 4 }, { name = "Ba", count = 10 }, { name = "Khuyến khích", count = 20 }]
    "#;

    const A3: &str = r#"
        [paper]
        minutes = 10
        draw = [{ count = 10 }]
        [attempts]
        unlimited = true
        counts = "most_correct_then_earliest"
        [prediction]
        of = "people_all_correct"
        [ranking]
        winners = "all_correct"
        steps = ["prediction_distance", { step = "submission", precision = "second" }]
        shared_ranks = true
        [prizes]
        grades = [{ name = "Nhất", count = 1 }, { name = "Nhì", count = 2 }]
    "#;

    const B3: &str = r#"
        [paper]
        minutes = 10
        draw = [{ count = 10 }]
        complete_only = true
        [attempts]
        max = 7
        per = "week"
        counts = "best_then_earliest"
        [prediction]
        of = "attempts_all_correct"
        [ranking]
        steps = ["points", "prediction_distance", "duration", "submission", "draw"]
    "#;

    fn case<'a>(rules: &'a Rules, attempts: &'a [AttemptRecord]) -> Case<'a> {
        Case {
            rules,
            round: "ky-1",
            assessment: ROUND,
            attempts,
            seed: Some("27182818"),
            decisions: &[],
            held: &[],
        }
    }

    fn records(attempts: &[Sat]) -> Vec<AttemptRecord> {
        attempts.iter().map(|attempt| attempt.0).collect()
    }

    fn result(rules: &Rules, attempts: &[Sat]) -> Final {
        finalise(&case(rules, &records(attempts))).expect("nothing is missing")
    }

    fn people(result: &Final) -> Vec<u32> {
        result
            .standings
            .iter()
            .map(|standing| number_of(standing.finished.person))
            .collect()
    }

    fn prizes(result: &Final) -> Vec<Option<u16>> {
        result
            .standings
            .iter()
            .map(|standing| standing.prize)
            .collect()
    }

    /// `first` and enough others, far below, that `total` people take part.
    fn among(total: u32, first: &[Sat]) -> Vec<Sat> {
        let others = (0..)
            .map(|i| sat(1_000_000 + i).points(-1).took(i64::from(i)))
            .take(total as usize - first.len());
        first.iter().copied().chain(others).collect()
    }

    #[test]
    fn a1_points_then_duration_to_the_millisecond_then_prediction_decide() {
        let given = [
            sat(1).points(38).took(1_200_000).predicted(900),
            sat(2).points(38).took(1_199_999).predicted(100),
            sat(3).points(38).took(1_200_000).predicted(1010),
            sat(4).points(38).took(1_200_000),
            sat(5).points(39).took(2_399_000),
        ];
        let result = result(&rules(A1), &among(1000, &given));
        assert_eq!(result.true_number, Some(Prediction::whole(1000)));
        assert_eq!(people(&result)[..5], [5, 2, 3, 1, 4]);
        let off: Vec<Option<u64>> = result.standings[2..5]
            .iter()
            .map(|s| s.after.distance.map(|d| d.off))
            .collect();
        assert_eq!(off, [Some(1_000_000), Some(10_000_000), None]);
    }

    #[test]
    fn a1_people_equal_in_everything_wait_for_a_committee_decision() {
        let rules = rules(A1);
        let given = [
            sat(1).points(30).took(600_000).predicted(990),
            sat(2).points(30).took(600_000).predicted(1010),
        ];
        let attempts = records(&among(1000, &given));
        let Err(CannotFinalise::DecisionNeeded(groups)) = finalise(&case(&rules, &attempts)) else {
            panic!("two equal people at the top were told apart by nothing")
        };
        assert_eq!(
            groups
                .iter()
                .map(|group| group.iter().map(|f| number_of(f.person)).collect())
                .collect::<Vec<Vec<_>>>(),
            [[1, 2]]
        );

        let decision = CommitteeDecision {
            order: vec![given[1].0.finished.attempt, given[0].0.finished.attempt],
            by: "Ban tổ chức".to_owned(),
            at: OPENING,
            reason: "Biên bản họp".to_owned(),
        };
        let decided = finalise(&Case {
            decisions: &[decision],
            ..case(&rules, &attempts)
        })
        .expect("decided");
        assert_eq!(people(&decided)[..2], [2, 1]);
        assert_eq!(prizes(&decided)[..2], [Some(0), Some(1)]);
    }

    #[test]
    fn a1_a_decision_that_names_only_one_of_three_equal_people_is_not_enough() {
        let rules = rules(A1);
        let given = [1, 2, 3].map(|n| sat(n).points(30).took(600_000));
        let order = vec![given[2].0.finished.attempt];
        let decision = CommitteeDecision {
            order,
            by: "BTC".to_owned(),
            at: OPENING,
            reason: "…".to_owned(),
        };
        let outcome = finalise(&Case {
            decisions: &[decision],
            ..case(&rules, &records(&given))
        });
        let Err(CannotFinalise::DecisionNeeded(groups)) = outcome else {
            panic!("two are still equal")
        };
        assert_eq!(groups[0].len(), 2);
    }

    #[test]
    fn people_equal_below_the_prizes_share_a_rank_and_hold_nothing_up() {
        let mut rules = rules(A1);
        rules.prizes.grades.truncate(1);
        let given = [
            sat(1).points(9),
            sat(2).points(5),
            sat(3).points(5),
            sat(4).points(1),
        ];
        let result = result(&rules, &given);
        assert_eq!(
            result.standings.iter().map(|s| s.rank).collect::<Vec<_>>(),
            [1, 2, 2, 4]
        );
        rules.ranking.told_apart = ToldApart::Everywhere;
        assert!(matches!(
            finalise(&case(&rules, &records(&given))),
            Err(CannotFinalise::DecisionNeeded(_))
        ));
    }

    #[test]
    fn a2_five_steps_decide_one_after_the_other() {
        let perfect = |number: u32, predicted, took, start, times: u16| {
            let one = move |ordinal| {
                sat(number)
                    .correct(300, 300)
                    .predicted(predicted)
                    .took(took)
                    .started(start + i64::from(ordinal) - 1)
                    .ordinal(ordinal)
            };
            (1..=times).map(one).collect::<Vec<_>>()
        };
        let hour = 3600;
        let mut given = [
            perfect(1, 5100, 180_000, 8 * hour, 1),
            perfect(2, 4900, 180_000, 8 * hour - 1, 1),
            perfect(3, 5050, 540_000, 20 * hour, 1),
            perfect(5, 4900, 180_000, 8 * hour, 2),
        ]
        .concat();
        given.push(
            sat(4)
                .correct(290, 300)
                .predicted(5000)
                .took(60_000)
                .started(7 * hour),
        );
        let mut all = among(5001, &given);
        // Nobody else may win, so that the five stand at the top; with P5's second attempt 5,000 people take part.
        all.iter_mut()
            .skip(given.len())
            .for_each(|other| *other = other.points(-2));
        let mut rules = rules(A2);
        rules.prizes.cap = None;
        rules.ranking.told_apart = ToldApart::AtPrizes;
        rules.prizes.grades.truncate(1);
        let result = result(&rules, &all);
        assert_eq!(result.true_number, Some(Prediction::whole(5000)));
        assert_eq!(people(&result)[..5], [3, 2, 5, 1, 4]);
    }

    #[test]
    fn a2_prizes_are_at_most_half_of_the_people_taking_part_given_from_the_top() {
        let mut rules = rules(A2);
        rules.attempts.limits.clear();
        let given: Vec<Sat> = (1..=41)
            .map(|n| sat(n).points(300 - i32::try_from(n).expect("small")))
            .collect();
        let result = result(&rules, &given);
        assert_eq!(prizes(&result).iter().flatten().count(), 20);
        assert!(
            result.standings[..20].iter().all(|s| s.prize.is_some()),
            "from the top"
        );
        assert_eq!(prizes(&result)[15..17], [Some(2), Some(3)]);
    }

    #[test]
    fn a2_who_won_before_keeps_the_higher_prize_and_the_freed_one_stays_empty_or_goes_on() {
        let mut rules = rules(A2);
        rules.prizes.cap = None;
        rules.prizes.grades = vec![
            PrizeGrade {
                name: "Nhất".to_owned(),
                count: 1,
            },
            PrizeGrade {
                name: "Nhì".to_owned(),
                count: 2,
            },
        ];
        let attempts =
            records(&[1, 2, 3, 4].map(|n| sat(n).points(10 - i32::try_from(n).expect("small"))));
        let held = |person: u128, grade| HeldPrize {
            person: Uuid::from_u128(person),
            round: "ky-0".to_owned(),
            grade,
        };
        // P1 holds a second prize, lower than the first won now; P2 holds a first prize, higher than the second.
        let held = [held(1, 1), held(2, 0)];
        let outcome = finalise(&Case {
            held: &held,
            ..case(&rules, &attempts)
        })
        .expect("complete");
        assert_eq!(prizes(&outcome), [Some(0), None, Some(1), None]);
        assert_eq!(outcome.given_up, [held[0].clone()]);

        rules.prizes.freed = FreedPrize::NextInRank;
        let outcome = finalise(&Case {
            held: &held,
            ..case(&rules, &attempts)
        })
        .expect("complete");
        assert_eq!(prizes(&outcome), [Some(0), None, Some(1), Some(1)]);
    }

    #[test]
    fn a3_the_nearer_prediction_wins_and_above_and_below_are_equal() {
        let day = 86_400;
        let given = [
            sat(1)
                .correct(10, 10)
                .predicted(7172)
                .submitted(4 * day + 28_805),
            sat(2)
                .correct(10, 10)
                .predicted(7170)
                .submitted(3 * day + 75_600),
            sat(3)
                .correct(10, 10)
                .predicted(7171)
                .submitted(6 * day + 86_399),
        ];
        let rest = (0..7168).map(|i| {
            sat(1000 + i)
                .correct(10, 10)
                .predicted(0)
                .submitted(i64::from(i))
        });
        let all: Vec<Sat> = given.into_iter().chain(rest).collect();
        let result = result(&rules(A3), &all);
        assert_eq!(result.true_number, Some(Prediction::whole(7171)));
        assert_eq!(people(&result)[..3], [3, 2, 1]);
        assert_eq!(prizes(&result)[..4], [Some(0), Some(1), Some(1), None]);
    }

    #[test]
    fn a3_the_prediction_of_the_earliest_perfect_attempt_counts() {
        let attempts = [
            sat(4).correct(9, 10).predicted(1).ordinal(1).submitted(10),
            sat(4)
                .correct(10, 10)
                .predicted(5000)
                .ordinal(2)
                .submitted(20),
            sat(4)
                .correct(10, 10)
                .predicted(7171)
                .ordinal(9)
                .submitted(90),
        ];
        let result = result(&rules(A3), &attempts);
        assert_eq!(result.standings.len(), 1);
        assert_eq!(result.standings[0].finished.ordinal, 2);
        assert_eq!(
            result.standings[0].finished.grade.prediction,
            Some(Prediction::whole(5000))
        );
        assert_eq!(result.standings[0].after.perfect_attempts, 2);
    }

    #[test]
    fn a3_the_moment_counts_to_the_second_and_equal_people_share_rank_and_prize() {
        let at = |n, ms| {
            let mut attempt = sat(n).correct(10, 10).predicted(3).submitted(50);
            attempt.0.finished.finished_at = attempt.0.finished.finished_at.plus(ms);
            attempt
        };
        let result = result(&rules(A3), &[at(1, 999), at(2, 0), at(3, 1000)]);
        assert_eq!(
            result.standings.iter().map(|s| s.rank).collect::<Vec<_>>(),
            [1, 1, 3]
        );
        assert_eq!(prizes(&result), [Some(0), Some(0), Some(1)]);
    }

    #[test]
    fn a3_only_people_with_everything_right_may_win() {
        let given = [
            sat(1).correct(10, 10).predicted(99).submitted(500),
            sat(2).correct(9, 10).predicted(1).submitted(5),
        ];
        let result = result(&rules(A3), &given);
        assert_eq!(people(&result), [1, 2]);
        assert_eq!(prizes(&result), [Some(0), None]);
    }

    #[test]
    fn b3_the_true_number_counts_attempts_not_people() {
        let perfect = |n, ordinal: u16| {
            sat(n)
                .correct(10, 10)
                .predicted(4)
                .ordinal(ordinal)
                .submitted(i64::from(ordinal))
        };
        let result = result(
            &rules(B3),
            &[perfect(1, 1), perfect(1, 2), perfect(1, 3), perfect(2, 1)],
        );
        assert_eq!(result.true_number, Some(Prediction::whole(4)));
        assert_eq!(result.standings.len(), 2);
    }

    #[test]
    fn b3_an_attempt_without_a_prediction_counts_nowhere() {
        let given = [
            sat(1).correct(10, 10).incomplete(),
            sat(2).correct(3, 10).predicted(0),
        ];
        let result = result(&rules(B3), &given);
        assert_eq!(result.true_number, Some(Prediction(0)));
        assert_eq!(people(&result), [2]);
    }

    #[test]
    fn an_attempt_taken_out_counts_nowhere_and_the_next_best_takes_its_place() {
        let mut out = sat(1).correct(10, 10).predicted(1).ordinal(1);
        out.0.voided = true;
        let result = result(
            &rules(B3),
            &[out, sat(1).correct(7, 10).predicted(1).ordinal(2)],
        );
        assert_eq!(result.true_number, Some(Prediction(0)));
        assert_eq!(result.standings[0].finished.ordinal, 2);
    }

    #[test]
    fn a_draw_needs_its_seed() {
        let rules = rules(B3);
        assert_eq!(
            finalise(&Case {
                seed: None,
                ..case(&rules, &[])
            }),
            Err(CannotFinalise::SeedNeeded)
        );
        let equal = records(&[1, 2, 3, 4, 5, 6].map(sat));
        let order = |seed: &str| {
            people(
                &finalise(&Case {
                    seed: Some(seed),
                    ..case(&rules, &equal)
                })
                .expect("drawn"),
            )
        };
        assert_eq!(order("1"), order("1"));
        assert!(
            (2..20).any(|seed| order(&seed.to_string()) != order("1")),
            "the seed decides"
        );
    }

    #[test]
    fn a_prediction_over_the_contest_counts_the_other_rounds_too() {
        let mut rules = rules(B3);
        let attempts = [
            sat(1).correct(10, 10).predicted(2),
            sat(1).correct(10, 10).predicted(2).elsewhere(),
        ];
        assert_eq!(
            result(&rules, &attempts).true_number,
            Some(Prediction::whole(1))
        );
        if let Some(prediction) = &mut rules.prediction {
            prediction.scope = Scope::Contest;
        }
        let over_all = result(&rules, &attempts);
        assert_eq!(over_all.true_number, Some(Prediction::whole(2)));
        assert_eq!(
            over_all.standings.len(),
            1,
            "people of other rounds are not ranked here"
        );
    }

    #[test]
    fn a_per_cent_is_exact_to_five_decimals_and_rounded_half_up() {
        assert_eq!(per_cent(1, 3), Prediction(3_333_333));
        assert_eq!(per_cent(2, 3), Prediction(6_666_667));
        assert_eq!(per_cent(1, 64), Prediction(156_250));
        assert_eq!(per_cent(0, 0), Prediction(0));
    }

    /// Attempts with few different values, so that ties are common; ids and people differ.
    fn some_attempts() -> impl Strategy<Value = Vec<Sat>> {
        let one = (
            1u32..12,
            0u16..=10,
            0i64..4,
            0i64..4,
            proptest::option::of(0i64..6),
        );
        proptest::collection::vec(one, 1..30).prop_map(|drawn| {
            let mut ordinals: HashMap<u32, u16> = HashMap::new();
            let make =
                |(person, correct, took, start, predicted): (u32, u16, i64, i64, Option<i64>)| {
                    let ordinal = ordinals.entry(person).or_default();
                    *ordinal += 1;
                    let attempt = sat(person)
                        .ordinal(*ordinal)
                        .correct(correct, 10)
                        .started(start)
                        .took(took * 500);
                    predicted.map_or(attempt, |number| attempt.predicted(number))
                };
            drawn.into_iter().map(make).collect()
        })
    }

    /// Ranks that share, so that nothing is refused, under each of the chains of the rule cases.
    fn chains() -> Vec<Rules> {
        [A1, A2, A3]
            .map(|text| {
                let mut rules = rules(text);
                rules.ranking.shared_ranks = true;
                rules.prizes.one_per_person = false;
                rules
            })
            .into()
    }

    fn ranks(result: &Final) -> BTreeMap<u32, (u32, Option<u16>)> {
        result
            .standings
            .iter()
            .map(|s| (number_of(s.finished.person), (s.rank, s.prize)))
            .collect()
    }

    proptest! {
        #[test]
        fn the_order_in_which_attempts_are_handed_over_does_not_matter(attempts in some_attempts(), turn in 0usize..30) {
            let mut turned = attempts.clone();
            turned.rotate_left(turn % attempts.len());
            turned.reverse();
            for rules in chains() {
                prop_assert_eq!(result(&rules, &attempts), result(&rules, &turned));
            }
        }

        #[test]
        fn renaming_people_and_attempts_changes_no_rank(attempts in some_attempts(), by in 1u32..9) {
            // Person n becomes 100 - n·by mod 101, and attempts' ids follow: every order of ids is turned about.
            let other = |n: u32| 100 - (n * by) % 101;
            let renamed: Vec<Sat> = attempts.iter().map(|attempt| {
                let mut attempt = *attempt;
                let finished = &mut attempt.0.finished;
                let number = other(number_of(finished.person));
                finished.person = Uuid::from_u128(u128::from(number));
                finished.attempt = Uuid::from_u128((u128::from(number) << 16) | u128::from(finished.ordinal.unsigned_abs()));
                attempt
            }).collect();
            for rules in chains() {
                let before: BTreeMap<u32, _> = ranks(&result(&rules, &attempts)).into_iter().map(|(n, rank)| (other(n), rank)).collect();
                prop_assert_eq!(before, ranks(&result(&rules, &renamed)));
            }
        }

        #[test]
        fn one_more_right_answer_in_the_attempt_that_counts_never_lowers_a_rank(attempts in some_attempts(), which in 0usize..12) {
            // Chains without a predicted number that right answers move.
            for text in [A1, A2] {
                let mut rules = rules(text);
                rules.ranking.shared_ranks = true;
                let before = result(&rules, &attempts);
                let standing = &before.standings[which % before.standings.len()];
                let counted = standing.finished;
                prop_assume!(counted.grade.correct < 10);
                let improve = |attempt: &Sat| if attempt.0.finished.attempt == counted.attempt { attempt.correct(counted.grade.correct + 1, 10) } else { *attempt };
                let improved: Vec<Sat> = attempts.iter().map(improve).collect();
                let after = ranks(&result(&rules, &improved))[&number_of(counted.person)].0;
                prop_assert!(after <= standing.rank);
            }
        }

        #[test]
        fn one_more_right_answer_in_any_attempt_never_lowers_a_rank_when_the_attempt_is_chosen_as_people_are_ranked(
            attempts in some_attempts(),
            which in 0usize..30,
        ) {
            // Where the choice goes by something else than the ranking, a second perfect but hasty attempt may replace one
            // with a nearer prediction: that is the rule, so the property is asked of rules that choose and rank alike.
            let mut rules = rules("[attempts]\nmax = 99\ncounts = \"best\"\n[ranking]\nsteps = [\"points\", \"duration\", \"submission\"]\nshared_ranks = true");
            rules.prizes.grades.clear();
            let which = which % attempts.len();
            let grade = attempts[which].0.finished.grade;
            prop_assume!(grade.correct < 10);
            let mut improved = attempts.clone();
            improved[which] = improved[which].correct(grade.correct + 1, 10);
            let person = number_of(attempts[which].0.finished.person);
            let rank = |attempts: &[Sat]| ranks(&result(&rules, attempts))[&person].0;
            prop_assert!(rank(&improved) <= rank(&attempts));
        }

        #[test]
        fn removing_someone_below_moves_nobody_above(attempts in some_attempts(), which in 0usize..12) {
            // Without the prediction of people taking part, which everybody moves.
            let mut rules = rules(A2);
            rules.ranking.shared_ranks = true;
            rules.ranking.steps.retain(|step| *step != RankStep::PredictionDistance);
            let whole = result(&rules, &attempts);
            let removed = &whole.standings[which % whole.standings.len()];
            let person = removed.finished.person;
            let rest: Vec<Sat> = attempts.iter().copied().filter(|a| a.0.finished.person != person).collect();
            let without = result(&rules, &rest);
            let above = |result: &Final| -> Vec<(u32, Uuid)> {
                let better = result.standings.iter().filter(|s| s.rank < removed.rank || s.rank == removed.rank && s.finished.person != person);
                better.map(|s| (s.rank, s.finished.person)).take(which % whole.standings.len()).collect()
            };
            prop_assert_eq!(above(&whole), above(&without));
        }

        #[test]
        fn nobody_wins_more_than_the_cap_and_never_past_somebody_better(attempts in some_attempts()) {
            for rules in chains() {
                let result = result(&rules, &attempts);
                let won: Vec<bool> = prizes(&result).iter().map(Option::is_some).collect();
                prop_assert!(won.is_sorted_by(|a, b| a >= b));
                if let Some(cap) = rules.prizes.cap {
                    let given = won.iter().filter(|won| **won).count();
                    prop_assert!(given * 10_000 <= result.standings.len() * usize::from(cap));
                }
                let better_first = result.standings.iter().filter_map(|s| s.prize).collect::<Vec<_>>();
                prop_assert!(better_first.is_sorted());
                prop_assert!(result.standings.iter().all(|s| s.prize.is_none() || ranking::passes(rules.ranking.gate, &s.finished.grade)));
            }
        }
    }

    #[test]
    fn a_perfect_score_is_not_needed_where_a_number_of_points_is_the_gate() {
        let mut rules = rules(A3);
        rules.ranking.gate = Gate::Points {
            least: Points::whole(8),
        };
        let result = result(
            &rules,
            &[
                sat(1).correct(8, 10).predicted(0),
                sat(2).correct(7, 10).predicted(0),
            ],
        );
        assert_eq!(prizes(&result), [Some(0), None]);
    }
}
