//! Charts of lying bars: amounts beside one another, shares of a whole, how far something has come.

use super::scale::{count, largest, sound};
use super::{LETTER, Options, Sheet, Tone, Width, guessed_width, shortened};
use crate::platform::svg::{Num, Text};

/// A named amount.
#[derive(Debug, Clone, PartialEq)]
pub struct Bar {
    /// What it is, e.g. an organisation's name.
    pub label: String,
    /// The amount; what is negative or no number is drawn as 0.
    pub value: f64,
    /// A few words after the figure, e.g. "42 %"; may be empty.
    pub note: String,
    /// Its colour.
    pub tone: Tone,
}

impl Bar {
    /// An amount without a note in the main colour.
    #[must_use]
    pub fn new(label: impl Into<String>, value: f64) -> Self {
        Self {
            label: label.into(),
            value,
            note: String::new(),
            tone: Tone::default(),
        }
    }
}

/// Amounts as bars below one another, in the order given; the longest fills its place.
#[must_use]
pub fn bars(bars: &[Bar], options: &Options<'_>) -> String {
    if bars.is_empty() {
        return Sheet::nothing(options);
    }
    let whole = largest(bars.iter().map(|bar| bar.value));
    let mut sheet = Sheet::new();
    let row = options.width.choose(STACKED, 38.0);
    for (index, bar) in bars.iter().enumerate() {
        let top = count(index) * row;
        match options.width {
            Width::Narrow => stacked(&mut sheet, top, bar, whole, options),
            Width::Wide => beside(
                &mut sheet,
                top,
                bar,
                whole,
                figures_width(bars, options),
                options,
            ),
        }
    }
    sheet.finish(count(bars.len()) * row - LETTER / 2.0, options)
}

/// How far something has come: one bar in a track that stands for `whole`.
#[must_use]
pub fn progress(bar: &Bar, whole: f64, options: &Options<'_>) -> String {
    let mut sheet = Sheet::new();
    stacked(&mut sheet, 0.0, bar, whole, options);
    sheet.finish(STACKED - LETTER / 2.0, options)
}

/// The height of a row with its words above its bar.
const STACKED: f64 = 50.0;

fn stacked(sheet: &mut Sheet, top: f64, bar: &Bar, whole: f64, options: &Options<'_>) {
    let width = options.width.units();
    let room = width - figures_width(std::slice::from_ref(bar), options) - LETTER;
    let label = shortened(&bar.label, room);
    sheet.text("chart-label", (0.0, top + 17.0), "start", &label);
    figures(sheet, (width, top + 17.0), bar, options);
    track(sheet, (0.0, top + 26.0), (width, 12.0), bar, whole);
}

fn beside(
    sheet: &mut Sheet,
    top: f64,
    bar: &Bar,
    whole: f64,
    figures_room: f64,
    options: &Options<'_>,
) {
    const LABEL: f64 = 236.0;
    let width = options.width.units();
    let label = shortened(&bar.label, LABEL - LETTER);
    sheet.text("chart-label", (0.0, top + 24.0), "start", &label);
    let room = (width - LABEL - figures_room - LETTER).max(80.0);
    track(sheet, (LABEL, top + 10.0), (room, 18.0), bar, whole);
    figures(sheet, (width, top + 24.0), bar, options);
}

/// The figure and its note, ending at `at`.
fn figures(sheet: &mut Sheet, at: (f64, f64), bar: &Bar, options: &Options<'_>) {
    sheet.add(format_args!(
        "<text x=\"{}\" y=\"{}\" text-anchor=\"end\"><tspan class=\"chart-strong\">{}</tspan>",
        Num(at.0),
        Num(at.1),
        Text(&options.value(sound(bar.value)))
    ));
    if !bar.note.is_empty() {
        sheet.add(format_args!(
            "<tspan class=\"chart-soft\"> · {}</tspan>",
            Text(&bar.note)
        ));
    }
    sheet.add(format_args!("</text>"));
}

/// The room the widest figure with its note takes.
fn figures_width(bars: &[Bar], options: &Options<'_>) -> f64 {
    let width = |bar: &Bar| {
        let note = if bar.note.is_empty() {
            0.0
        } else {
            guessed_width(&bar.note) + 1.2 * LETTER
        };
        // Bold figures are a little wider.
        guessed_width(&options.value(sound(bar.value))) * 1.08 + note
    };
    bars.iter().map(width).fold(0.0, f64::max)
}

/// The bar in a track that stands for `whole`. What is not nothing is never drawn as nothing.
fn track(sheet: &mut Sheet, at: (f64, f64), size: (f64, f64), bar: &Bar, whole: f64) {
    let round = size.1 / 2.0;
    sheet.rect("chart-track", at, size, round);
    let (value, whole) = (sound(bar.value), sound(whole));
    if value > 0.0 && whole > 0.0 {
        let length = (size.0 * (value / whole).min(1.0)).max(3.0);
        let round = round.min(length / 2.0);
        sheet.rect(bar.tone.class(), at, (length, size.1), round);
    }
}

/// Shares of a whole as one bar, with a line of words for each below.
#[must_use]
pub fn share_bar(parts: &[Bar], options: &Options<'_>) -> String {
    const HEIGHT: f64 = 30.0;
    const ROW: f64 = 30.0;
    let widths = shares(parts, options.width.units());
    if widths.iter().sum::<f64>() <= 0.0 {
        return Sheet::nothing(options);
    }
    let mut sheet = Sheet::new();
    let width = options.width.units();
    let id = Text(options.id);
    sheet.add(format_args!(
        "<clipPath id=\"{id}-clip\"><rect width=\"{}\" height=\"{HEIGHT}\" rx=\"8\"/></clipPath><g clip-path=\"url(#{id}-clip)\">",
        Num(width)
    ));
    let mut left = 0.0;
    for (part, share) in parts.iter().zip(&widths) {
        let class = format!("chart-part {}", part.tone.class());
        sheet.rect(&class, (left, 0.0), (*share, HEIGHT), 0.0);
        left += share;
    }
    sheet.add(format_args!("</g>"));
    for (index, part) in parts.iter().enumerate() {
        let y = HEIGHT + 14.0 + count(index) * ROW;
        sheet.rect(part.tone.class(), (0.0, y + 3.0), (14.0, 14.0), 4.0);
        let room = width - 24.0 - figures_width(std::slice::from_ref(part), options) - LETTER;
        sheet.text(
            "chart-label",
            (24.0, y + 15.0),
            "start",
            &shortened(&part.label, room),
        );
        figures(&mut sheet, (width, y + 15.0), part, options);
    }
    sheet.finish(HEIGHT + 14.0 + count(parts.len()) * ROW, options)
}

/// The width of each part, in hundredths of a unit; together exactly `width`, or nothing at all. Each edge is rounded,
/// not each width, so that errors do not add up.
fn shares(parts: &[Bar], width: f64) -> Vec<f64> {
    let whole: f64 = parts.iter().map(|part| sound(part.value)).sum();
    let mut before = 0.0;
    let mut edge = 0.0;
    let share = |part: &Bar| {
        before += sound(part.value);
        let next = if whole > 0.0 {
            (before / whole * width * 100.0).round() / 100.0
        } else {
            0.0
        };
        let share = next - edge;
        edge = next;
        share
    };
    parts.iter().map(share).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::tests::{assert_sound, options};
    use super::*;

    fn data(values: &[f64]) -> Vec<Bar> {
        let bar = |(index, value): (usize, &f64)| Bar {
            note: "<b>42 %</b>".to_owned(),
            tone: [Tone::Lacquer, Tone::Gold, Tone::Jade, Tone::Soft][index % 4],
            ..Bar::new("Sở \"Tư pháp\" <script>alert(1)</script> & Công an", *value)
        };
        values.iter().enumerate().map(bar).collect()
    }

    #[test]
    fn every_layout_of_every_bar_chart_is_sound_whatever_the_data() {
        for width in [Width::Narrow, Width::Wide] {
            let options = options(width);
            for values in [
                &[][..],
                &[0.0],
                &[0.0, 0.0],
                &[-1.0, f64::NAN, f64::INFINITY],
                &[3.0, 1e300, 1e-300],
            ] {
                let data = data(values);
                assert_sound(&bars(&data, &options));
                assert_sound(&share_bar(&data, &options));
                for bar in &data {
                    assert_sound(&progress(bar, 0.0, &options));
                    assert_sound(&progress(bar, 10.0, &options));
                }
            }
        }
    }

    #[test]
    fn without_data_the_chart_says_so() {
        for svg in [
            bars(&[], &options(Width::Wide)),
            share_bar(&data(&[0.0]), &options(Width::Wide)),
        ] {
            assert!(svg.contains("Chưa có lượt thi nào"));
        }
    }

    #[test]
    fn the_longest_bar_fills_the_track_and_half_of_it_half() {
        let svg = bars(&data(&[50.0, 100.0, 0.0]), &options(Width::Narrow));
        let widths = |class: &str| -> Vec<f64> {
            let rects = svg
                .split("<rect ")
                .skip(1)
                .filter(|r| r.starts_with(&format!("class=\"{class}\"")));
            rects
                .map(|r| {
                    r.split("width=\"")
                        .nth(1)
                        .unwrap()
                        .split('"')
                        .next()
                        .unwrap()
                        .parse()
                        .unwrap()
                })
                .collect()
        };
        assert_eq!(widths("chart-track"), [328.0; 3]);
        assert_eq!(
            (widths("chart-lacquer"), widths("chart-gold")),
            (vec![164.0], vec![328.0])
        );
        assert!(widths("chart-jade").is_empty(), "nothing is drawn for 0");
    }

    proptest! {
        #[test]
        fn shares_fill_the_bar_exactly(values in proptest::collection::vec(0.0..1e9_f64, 1..9)) {
            let widths = shares(&data(&values), 328.0);
            prop_assert!(widths.iter().all(|width| *width >= 0.0));
            let sum: f64 = widths.iter().sum();
            let expected = if values.iter().any(|value| sound(*value) > 0.0) { 328.0 } else { 0.0 };
            prop_assert!((sum - expected).abs() < 1e-6, "{sum}");
        }
    }
}
