//! Charts over time, with a scale: standing columns and lines.

use std::fmt::Write as _;

use super::scale::{count, every, largest, sound, ticks};
use super::{LETTER, Options, Sheet, Tone, guessed_width, shortened};
use crate::platform::svg::Num;

/// An amount of a span of time, e.g. the attempts begun in one hour.
#[derive(Debug, Clone, PartialEq)]
pub struct Point {
    /// When, as short as it can be, e.g. "20h" or "30/11".
    pub label: String,
    /// How much; what is negative or no number is drawn as 0.
    pub value: f64,
}

/// A line: one value per label, `None` where nothing is known.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// What it is, for the legend.
    pub name: String,
    /// Its values, in the order of the labels.
    pub values: Vec<Option<f64>>,
    /// Its colour.
    pub tone: Tone,
}

/// Equal spans of time as columns beside one another; the highest is named with its figure.
#[must_use]
pub fn columns_over_time(points: &[Point], options: &Options<'_>) -> String {
    if points.is_empty() {
        return Sheet::nothing(options);
    }
    let mut sheet = Sheet::new();
    let plot = Plot::new(
        largest(points.iter().map(|p| p.value)),
        points.len(),
        30.0,
        options,
    );
    plot.scale(&mut sheet, options);
    let gap = if plot.slot > 5.0 {
        (plot.slot * 0.22).min(10.0)
    } else {
        0.0
    };
    // One path however many columns there are: a month of hours is 720.
    let mut path = String::new();
    for (index, point) in points.iter().enumerate() {
        let top = plot.y(point.value);
        if top < plot.bottom {
            // Writing to a string cannot fail.
            let _ = write!(
                path,
                "M{} {}V{}h{}V{}z",
                Num(plot.left + count(index) * plot.slot + gap / 2.0),
                Num(plot.bottom),
                Num(top),
                Num(plot.slot - gap),
                Num(plot.bottom)
            );
        }
    }
    if !path.is_empty() {
        sheet.add(format_args!(
            "<path class=\"{}\" d=\"{path}\"/>",
            Tone::Lacquer.class()
        ));
    }
    plot.base(&mut sheet);
    plot.dates(
        &mut sheet,
        points.iter().map(|point| point.label.as_str()),
        options,
    );
    peak(&mut sheet, points, &plot, options);
    sheet.finish(plot.height, options)
}

/// The figure of the highest column, above it; the first of equals.
fn peak(sheet: &mut Sheet, points: &[Point], plot: &Plot, options: &Options<'_>) {
    let mut highest: Option<(usize, f64)> = None;
    for (index, point) in points.iter().enumerate() {
        let value = sound(point.value);
        if value > highest.map_or(0.0, |(_, value)| value) {
            highest = Some((index, value));
        }
    }
    if let Some((index, value)) = highest {
        let text = (options.number)(value);
        let x = plot.inside(plot.x(index), guessed_width(&text) * 1.08, options);
        sheet.text("chart-strong", (x, plot.y(value) - 6.0), "middle", &text);
    }
}

/// Lines over the same labels, told apart by colour and by the kind of line. Where a value is unknown the line breaks.
#[must_use]
pub fn lines(labels: &[String], series: &[Series], options: &Options<'_>) -> String {
    let known = |series: &Series| series.values.iter().take(labels.len()).any(Option::is_some);
    if !series.iter().any(known) {
        return Sheet::nothing(options);
    }
    let mut sheet = Sheet::new();
    let legend = legend(&mut sheet, series, options);
    let values = series
        .iter()
        .flat_map(|s| s.values.iter().take(labels.len()));
    let plot = Plot::new(
        largest(values.flatten().copied()),
        labels.len(),
        legend + 30.0,
        options,
    );
    plot.scale(&mut sheet, options);
    plot.base(&mut sheet);
    for (index, series) in series.iter().enumerate() {
        line(&mut sheet, index, series, labels.len(), &plot);
    }
    plot.dates(&mut sheet, labels.iter().map(String::as_str), options);
    sheet.finish(plot.height, options)
}

/// The kind of line of each series, as a `stroke-dasharray`.
const DASHES: [&str; 4] = ["none", "9 5", "2 5", "12 4 2 4"];

fn line(sheet: &mut Sheet, index: usize, series: &Series, labels: usize, plot: &Plot) {
    let mut path = String::new();
    let mut alone = Vec::new();
    let values: Vec<Option<f64>> = series.values.iter().take(labels).copied().collect();
    let known = |at: Option<usize>| {
        at.and_then(|at| values.get(at))
            .is_some_and(Option::is_some)
    };
    for (at, value) in values.iter().enumerate() {
        let Some(value) = value else { continue };
        let (x, y) = (plot.x(at), plot.y(*value));
        let (before, after) = (known(at.checked_sub(1)), known(Some(at + 1)));
        if before || after {
            let command = if before { 'L' } else { 'M' };
            // Writing to a string cannot fail.
            let _ = write!(path, "{command}{} {}", Num(x), Num(y));
        } else {
            alone.push((x, y));
        }
    }
    let class = series.tone.class();
    if !path.is_empty() {
        let dash = DASHES[index % DASHES.len()];
        sheet.add(format_args!(
            "<path class=\"chart-line {class}-line\" fill=\"none\" stroke-dasharray=\"{dash}\" d=\"{path}\"/>"
        ));
    }
    // A value between two unknown ones has no line to lie on.
    for (x, y) in alone {
        sheet.add(format_args!(
            "<circle class=\"{class}\" cx=\"{}\" cy=\"{}\" r=\"3.5\"/>",
            Num(x),
            Num(y)
        ));
    }
}

/// Names the lines; returns how much room that took. A single line is named by the chart's title.
fn legend(sheet: &mut Sheet, series: &[Series], options: &Options<'_>) -> f64 {
    const ROW: f64 = 26.0;
    const SAMPLE: f64 = 34.0;
    if series.len() < 2 {
        return 0.0;
    }
    let width = options.width.units();
    let (mut x, mut y) = (0.0, 14.0);
    for (index, series) in series.iter().enumerate() {
        let name = shortened(&series.name, width - SAMPLE - LETTER);
        let room = SAMPLE + LETTER + guessed_width(&name);
        if x > 0.0 && x + room > width {
            (x, y) = (0.0, y + ROW);
        }
        sheet.add(format_args!(
            "<path class=\"chart-line {}-line\" fill=\"none\" stroke-dasharray=\"{}\" d=\"M{} {}h26\"/>",
            series.tone.class(),
            DASHES[index % DASHES.len()],
            Num(x),
            Num(y)
        ));
        sheet.text("chart-label", (x + SAMPLE, y + 5.0), "start", &name);
        x += room + LETTER;
    }
    y + ROW / 2.0 + 6.0
}

/// The place between the axes.
struct Plot {
    left: f64,
    top: f64,
    right: f64,
    bottom: f64,
    /// The whole drawing's height.
    height: f64,
    /// The room of one label or column.
    slot: f64,
    marks: Vec<f64>,
}

impl Plot {
    /// Room for `slots` labels beside one another and for values up to `largest`, below `top`.
    fn new(largest: f64, slots: usize, top: f64, options: &Options<'_>) -> Self {
        let marks = ticks(largest, options.width.choose(4, 5), options.whole);
        let widths = marks
            .iter()
            .map(|mark| guessed_width(&(options.number)(*mark)));
        let left = widths.fold(0.0, f64::max) + 8.0;
        let right = options.width.units() - 2.0;
        // An axis of very long numbers must not push the drawing out of the picture.
        let left = left.min(right / 2.0);
        let bottom = top + options.width.choose(160.0, 220.0);
        Self {
            left,
            top,
            right,
            bottom,
            height: bottom + 30.0,
            slot: (right - left) / count(slots.max(1)),
            marks,
        }
    }

    /// The middle of a slot.
    fn x(&self, slot: usize) -> f64 {
        self.left + (count(slot) + 0.5) * self.slot
    }

    fn y(&self, value: f64) -> f64 {
        let whole = self.marks.last().copied().unwrap_or(1.0);
        self.bottom - (self.bottom - self.top) * (sound(value) / whole).min(1.0)
    }

    /// `x`, moved so that a text of this width in its middle stays in the picture.
    fn inside(&self, x: f64, width: f64, options: &Options<'_>) -> f64 {
        let most = options.width.units() - width / 2.0;
        x.min(most).max((width / 2.0).min(most))
    }

    /// The marks of the scale with their lines, and what is counted.
    fn scale(&self, sheet: &mut Sheet, options: &Options<'_>) {
        for mark in &self.marks {
            let y = self.y(*mark);
            sheet.add(format_args!(
                "<path class=\"chart-grid\" d=\"M{} {}H{}\"/>",
                Num(self.left),
                Num(y),
                Num(self.right)
            ));
            let number = (options.number)(*mark);
            sheet.text("chart-soft", (self.left - 8.0, y + 4.5), "end", &number);
        }
        if !options.unit.is_empty() {
            sheet.text("chart-soft", (0.0, self.top - 18.0), "start", options.unit);
        }
    }

    /// The line everything stands on.
    fn base(&self, sheet: &mut Sheet) {
        sheet.add(format_args!(
            "<path class=\"chart-axis\" d=\"M{} {}H{}\"/>",
            Num(self.left),
            Num(self.bottom),
            Num(self.right)
        ));
    }

    /// As many of the labels as have room, evenly spaced from the first.
    fn dates<'a>(
        &self,
        sheet: &mut Sheet,
        labels: impl ExactSizeIterator<Item = &'a str> + Clone,
        options: &Options<'_>,
    ) {
        let most = options.width.units() / 2.0;
        let widest = labels
            .clone()
            .map(guessed_width)
            .fold(0.0, f64::max)
            .min(most);
        let step = every(labels.len(), self.slot, widest + LETTER);
        for (index, label) in labels.enumerate().step_by(step) {
            let label = shortened(label, most);
            let x = self.inside(self.x(index), guessed_width(&label), options);
            sheet.text("chart-soft", (x, self.bottom + 20.0), "middle", &label);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Width;
    use super::super::tests::{assert_sound, options};
    use super::*;

    fn points(values: &[f64]) -> Vec<Point> {
        let point = |(hour, value): (usize, &f64)| Point {
            label: format!("<{hour}h>"),
            value: *value,
        };
        values.iter().enumerate().map(point).collect()
    }

    #[test]
    fn columns_are_sound_whatever_the_data() {
        let month: Vec<f64> = (0..720_i32)
            .map(|hour| f64::from(hour * 37 % 101))
            .collect();
        for width in [Width::Narrow, Width::Wide] {
            for values in [
                &[][..],
                &[0.0],
                &[0.0; 24],
                &[-1.0, f64::NAN, f64::INFINITY],
                &[1e300, 3.0],
                &month,
            ] {
                assert_sound(&columns_over_time(&points(values), &options(width)));
            }
        }
    }

    #[test]
    fn a_month_of_hours_stays_small() {
        let month: Vec<f64> = (0..720_i32)
            .map(|hour| f64::from(hour * 37 % 101))
            .collect();
        let svg = columns_over_time(&points(&month), &options(Width::Wide));
        assert!(svg.len() < 32_000, "{}", svg.len());
        assert!(svg.matches("<text").count() < 40);
    }

    #[test]
    fn the_highest_column_is_named_and_reaches_its_mark() {
        let svg = columns_over_time(&points(&[5.0, 20.0, 10.0]), &options(Width::Wide));
        assert_eq!(svg.matches("class=\"chart-strong\"").count(), 1);
        assert!(svg.contains(">20</text>"));
        // The plot is 220 high below 30: the highest begins at its top, half of it in the middle.
        let path = svg.split("class=\"chart-lacquer\" d=\"").nth(1).unwrap();
        let path = path.split('"').next().unwrap();
        let tops: Vec<&str> = path
            .split('M')
            .skip(1)
            .map(|c| c.split(['V', 'h']).nth(1).unwrap())
            .collect();
        assert_eq!(tops, ["195", "30", "140"]);
    }

    #[test]
    fn lines_are_sound_and_break_where_nothing_is_known() {
        let labels: Vec<String> = (1..=6).map(|day| format!("{day}/11")).collect();
        let series = |values: &[Option<f64>]| Series {
            name: "Bảng <A> & \"B\"".to_owned(),
            values: values.to_vec(),
            tone: Tone::Jade,
        };
        let known = Some(4.0);
        let broken = series(&[known, known, None, Some(f64::NAN), None, known, known]);
        for width in [Width::Narrow, Width::Wide] {
            let options = options(width);
            assert_sound(&lines(&[], &[], &options));
            assert_sound(&lines(&labels, &[series(&[None; 6])], &options));
            let svg = lines(&labels, &[broken.clone(), series(&[known; 6])], &options);
            assert_sound(&svg);
            assert_eq!(
                svg.matches("<circle").count(),
                2,
                "two values stand alone; the seventh has no label"
            );
            assert_eq!(
                svg.matches("stroke-dasharray=\"9 5\"").count(),
                2,
                "a line and its sample"
            );
        }
    }

    #[test]
    fn no_label_leaves_the_picture() {
        let points = points(&[1_000_000.0, 2.0, 3.0]);
        for width in [Width::Narrow, Width::Wide] {
            let options = options(width);
            let plot = Plot::new(1e6, points.len(), 30.0, &options);
            for x in [-5.0, 0.0, 100.0, 2_000.0] {
                let x = plot.inside(x, 60.0, &options);
                assert!(x >= 30.0 && x <= width.units() - 30.0);
            }
        }
    }
}
