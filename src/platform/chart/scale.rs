//! Axes with round numbers.

/// Larger values than this are drawn as this: a drawing has a few hundred pixels, and sums stay exact.
const LARGEST: f64 = 1e15;
/// Smaller values than this are nothing.
const SMALLEST: f64 = 1e-6;

/// What can be drawn of a value: what is negative, tiny or no number is 0.
pub fn sound(value: f64) -> f64 {
    if value.is_finite() && value >= SMALLEST {
        value.min(LARGEST)
    } else if value == f64::INFINITY {
        LARGEST
    } else {
        0.0
    }
}

/// The largest of the values that can be drawn.
pub fn largest(values: impl Iterator<Item = f64>) -> f64 {
    values.map(sound).fold(0.0, f64::max)
}

/// The marks of an axis from 0 to at least `largest`: at most `most` steps of 1, 2 or 5 times a power of ten.
/// With `whole` only whole numbers, for what is counted in people. An axis without data goes from 0 to 1.
pub fn ticks(largest: f64, most: usize, whole: bool) -> Vec<f64> {
    let largest = sound(largest);
    if largest <= 0.0 {
        return vec![0.0, 1.0];
    }
    let most = count(most.max(1));
    let exact = largest / most;
    #[allow(
        clippy::cast_possible_truncation,
        reason = "between -7 and 15 after `sound`"
    )]
    let mut power = exact.log10().floor() as i32;
    // The logarithm of a power of ten may be a hair too small; 10 stands for 1 of the next power.
    let mantissas = [1.0, 2.0, 5.0, 10.0];
    let enough = |mantissa: &f64| times(*mantissa, power) * most >= largest;
    let mut mantissa = mantissas.into_iter().find(enough).unwrap_or(10.0);
    if whole && power < 0 {
        (mantissa, power) = (1.0, 0);
    }
    let mut marks = vec![0.0];
    let mut step = 0.0;
    while marks.last().is_some_and(|mark| *mark < largest) {
        step += 1.0;
        marks.push(times(step * mantissa, power));
    }
    marks
}

/// `number` × 10^`power`. Dividing by a whole power of ten gives 0.3 where multiplying by 0.1 gives 0.30000000000000004.
fn times(number: f64, power: i32) -> f64 {
    if power < 0 {
        number / 10_f64.powi(-power)
    } else {
        number * 10_f64.powi(power)
    }
}

/// How many of `labels` labels to leave out so that those that stay do not touch: every n-th is shown. The steps are
/// those of hours and days.
pub fn every(labels: usize, slot: f64, label_width: f64) -> usize {
    [1, 2, 3, 4, 6, 7, 12, 14, 24, 28, 48, 72, 168, 336]
        .into_iter()
        .find(|step| count(*step) * slot >= label_width)
        .unwrap_or(labels.max(1))
}

/// A number of things as a length.
#[allow(clippy::cast_precision_loss, reason = "a chart has no 2^52 marks")]
pub fn count(n: usize) -> f64 {
    n as f64
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn axes_have_the_marks_a_person_would_choose() {
        for (largest, most, whole, marks) in [
            (0.0, 5, true, &[0.0, 1.0][..]),
            (1.0, 5, true, &[0.0, 1.0]),
            (3.0, 5, true, &[0.0, 1.0, 2.0, 3.0]),
            (1.0, 5, false, &[0.0, 0.2, 0.4, 0.6, 0.8, 1.0]),
            (0.3, 3, false, &[0.0, 0.1, 0.2, 0.3]),
            (47.0, 5, true, &[0.0, 10.0, 20.0, 30.0, 40.0, 50.0]),
            (1_204.0, 4, true, &[0.0, 500.0, 1_000.0, 1_500.0]),
            (
                1_000_000.0,
                5,
                true,
                &[0.0, 200_000.0, 400_000.0, 600_000.0, 800_000.0, 1_000_000.0],
            ),
            (f64::NAN, 5, false, &[0.0, 1.0]),
            (-5.0, 5, false, &[0.0, 1.0]),
        ] {
            assert_eq!(ticks(largest, most, whole), marks, "{largest}");
        }
    }

    proptest! {
        #[test]
        fn marks_are_even_round_and_reach_just_beyond_the_data(
            mantissa in 1.0..10.0_f64, power in -5..14_i32, most in 1..12_usize, whole: bool,
        ) {
            let largest = mantissa * 10_f64.powi(power);
            let marks = ticks(largest, most, whole);
            let (first, step, last) = (marks[0], marks[1], marks[marks.len() - 1]);
            prop_assert_eq!(first, 0.0);
            prop_assert!(last >= largest && last - step < largest);
            prop_assert!(marks.len() <= most + 1);
            let digit = step / 10_f64.powf(step.log10().floor());
            prop_assert!([1.0, 2.0, 5.0, 10.0].iter().any(|d| (digit - d).abs() < 1e-6), "{step}");
            for (index, mark) in marks.iter().enumerate() {
                prop_assert!((mark - count(index) * step).abs() <= 1e-9 * last);
                prop_assert!(!whole || mark.fract() == 0.0);
            }
        }

        #[test]
        fn any_value_at_all_can_be_drawn(value: f64, most in 0..9_usize, whole: bool) {
            let marks = ticks(value, most, whole);
            prop_assert!(marks.len() >= 2 && marks.iter().all(|mark| mark.is_finite()));
            prop_assert!(sound(value) <= marks[marks.len() - 1]);
        }

        #[test]
        fn labels_that_stay_do_not_touch(labels in 1..400_usize, slot in 0.5..60.0_f64, width in 5.0..160.0_f64) {
            let step = every(labels, slot, width);
            prop_assert!(step >= labels || count(step) * slot >= width);
        }
    }
}
