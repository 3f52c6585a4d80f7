//! How organisations stand: pure, so that a table of them can be counted again by hand.

use std::collections::HashMap;

use uuid::Uuid;

use super::model::{OrganisationLine, OrganisationSum};
use crate::kernel::points::Points;

/// Adds up what people of each organisation did for the unit that answers for it on the board (`unit_of`; `None` leaves it out), and
/// orders the units: more people taking part first, then the higher mean. Units equal in both share a place.
#[must_use]
pub fn organisation_board(
    sums: &[OrganisationSum],
    unit_of: impl Fn(Uuid) -> Option<Uuid>,
) -> Vec<OrganisationLine> {
    let mut units: HashMap<Uuid, OrganisationSum> = HashMap::new();
    for sum in sums {
        let Some(unit) = unit_of(sum.organisation) else {
            continue;
        };
        let total = units.entry(unit).or_insert(OrganisationSum {
            organisation: unit,
            people: 0,
            points: 0,
            perfect: 0,
        });
        total.people += sum.people;
        total.points += sum.points;
        total.perfect += sum.perfect;
    }
    let mut units: Vec<OrganisationSum> = units.into_values().filter(|u| u.people > 0).collect();
    // Means are compared as fractions, exactly: a/b > c/d as a·d > c·b. Identifiers only make the order the same every time.
    let mean = |a: &OrganisationSum, b: &OrganisationSum| {
        (i128::from(b.points) * i128::from(a.people))
            .cmp(&(i128::from(a.points) * i128::from(b.people)))
    };
    units.sort_by(|a, b| {
        b.people
            .cmp(&a.people)
            .then_with(|| mean(a, b))
            .then_with(|| a.organisation.cmp(&b.organisation))
    });
    let mut lines: Vec<OrganisationLine> = Vec::with_capacity(units.len());
    for (index, unit) in units.iter().enumerate() {
        let shared = index.checked_sub(1).filter(|before| {
            let before = &units[*before];
            before.people == unit.people && mean(before, unit).is_eq()
        });
        let rank = shared.map_or(index as u64 + 1, |before| lines[before].rank);
        lines.push(line(rank, unit));
    }
    lines
}

fn line(rank: u64, unit: &OrganisationSum) -> OrganisationLine {
    let people = i64::try_from(unit.people).unwrap_or(i64::MAX).max(1);
    // Half up, for points that may be negative too.
    let mean = (2 * unit.points + people).div_euclid(2 * people);
    let share = u128::from(unit.perfect) * 10_000 / u128::from(unit.people.max(1));
    OrganisationLine {
        rank,
        organisation: unit.organisation,
        people: unit.people,
        mean: Points(i32::try_from(mean).unwrap_or(i32::MAX)),
        perfect_share: u32::try_from(share).unwrap_or(10_000),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sum(id: u128, people: u64, points: i64, perfect: u64) -> OrganisationSum {
        OrganisationSum {
            organisation: Uuid::from_u128(id),
            people,
            points,
            perfect,
        }
    }

    #[test]
    fn more_people_come_first_then_the_higher_mean_and_equal_units_share_a_place() {
        let sums = [
            sum(1, 2, 1_500, 0),
            sum(2, 3, 900, 1),
            sum(3, 2, 1_600, 1),
            sum(4, 2, 1_500, 2),
            sum(5, 0, 0, 0),
        ];
        let board = organisation_board(&sums, Some);
        let seen: Vec<(u64, u128, i32, u32)> = board
            .iter()
            .map(|l| (l.rank, l.organisation.as_u128(), l.mean.0, l.perfect_share))
            .collect();
        assert_eq!(
            seen,
            [
                (1, 2, 300, 3_333),
                (2, 3, 800, 5_000),
                (3, 1, 750, 0),
                (3, 4, 750, 10_000)
            ]
        );
    }

    #[test]
    fn units_below_count_for_the_unit_above_and_foreign_ones_not_at_all() {
        let sums = [sum(10, 1, 100, 0), sum(11, 2, 300, 1), sum(20, 9, 900, 9)];
        let above = |id: Uuid| (id.as_u128() / 10 == 1).then(|| Uuid::from_u128(1));
        let board = organisation_board(&sums, above);
        assert_eq!(board.len(), 1);
        assert_eq!((board[0].people, board[0].mean.0), (3, 133));
    }

    proptest! {
        #[test]
        fn nobody_is_lost_and_one_more_person_never_lowers_a_unit(
            counts in proptest::collection::vec((1_u64..50, -500_i64..5_000), 1..12), lucky in 0_usize..12
        ) {
            let lucky = lucky % counts.len();
            let mut sums: Vec<OrganisationSum> = counts.iter().zip(1..)
                .map(|((people, points), id)| sum(id, *people, *points, 0)).collect();
            let before = organisation_board(&sums, Some);
            prop_assert_eq!(before.iter().map(|l| l.people).sum::<u64>(), counts.iter().map(|c| c.0).sum::<u64>());
            let rank = |board: &[OrganisationLine], id: Uuid| board.iter().find(|l| l.organisation == id).map(|l| l.rank);
            let id = sums[lucky].organisation;
            sums[lucky].people += 1;
            let after = organisation_board(&sums, Some);
            prop_assert!(rank(&after, id) <= rank(&before, id));
        }
    }
}
