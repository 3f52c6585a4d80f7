//! Charts as SVG, made by the server: no script, no picture to load, readable on paper and in the dark.
//!
//! Colours come from classes (`css/40-charts.css`), so a chart follows the theme. Each is one image for a screen
//! reader, with a title and a description in words; a page puts a table of the same figures beside it, which is where
//! figures are read one by one. Texts are in the reader's language already.
//!
//! An SVG shrinks with its letters. So each chart comes in two layouts, [`Width::Narrow`] for phones and
//! [`Width::Wide`]; [`both`] draws them and the stylesheet shows one.

mod bars;
mod plot;
mod scale;

use std::fmt::Write as _;

pub use bars::{Bar, bars, progress, share_bar};
pub use plot::{Point, Series, columns_over_time, lines};

use crate::platform::svg::{Num, Text};

/// The letters of a chart, in units of its view box (about a pixel).
const LETTER: f64 = 14.0;

/// How wide a chart's view box is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Width {
    /// 328 units: a phone of 360 pixels without margins, letters as large as in the text around.
    Narrow,
    /// 720 units: a column of text on a desk.
    #[default]
    Wide,
}

impl Width {
    fn units(self) -> f64 {
        match self {
            Self::Narrow => 328.0,
            Self::Wide => 720.0,
        }
    }

    fn class(self) -> &'static str {
        match self {
            Self::Narrow => "chart-narrow",
            Self::Wide => "chart-wide",
        }
    }

    fn choose<T>(self, narrow: T, wide: T) -> T {
        match self {
            Self::Narrow => narrow,
            Self::Wide => wide,
        }
    }
}

/// Which colour of the theme something has. Never the only difference: words, order or the kind of line say it too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tone {
    /// The main figure.
    #[default]
    Lacquer,
    /// A second one; what is pending.
    Gold,
    /// A third one; what is right or done.
    Jade,
    /// The rest.
    Soft,
}

impl Tone {
    fn class(self) -> &'static str {
        match self {
            Self::Lacquer => "chart-lacquer",
            Self::Gold => "chart-gold",
            Self::Jade => "chart-jade",
            Self::Soft => "chart-rest",
        }
    }
}

/// What a chart is told besides its data.
#[derive(Clone, Copy)]
pub struct Options<'a> {
    /// The start of its element ids: once in a page, letters, digits and hyphens.
    pub id: &'a str,
    /// What it shows, e.g. "Lượt thi theo giờ".
    pub title: &'a str,
    /// What is to be seen, in a sentence, e.g. "Nhiều nhất lúc 20 giờ: 1.204 lượt".
    pub description: &'a str,
    /// What is counted, e.g. "lượt"; empty when the numbers say it.
    pub unit: &'a str,
    /// Shown instead of a drawing when there is nothing to draw, e.g. "Chưa có lượt thi nào".
    pub empty: &'a str,
    /// Whether only whole numbers make sense on an axis.
    pub whole: bool,
    /// The layout.
    pub width: Width,
    /// How the reader's language writes a number.
    pub number: &'a dyn Fn(f64) -> String,
}

impl Options<'_> {
    /// A value as it is written, with its unit.
    fn value(&self, value: f64) -> String {
        let number = (self.number)(value);
        if self.unit.is_empty() {
            number
        } else {
            format!("{number} {}", self.unit)
        }
    }
}

/// The chart in both layouts, of which the stylesheet shows the one that suits the room it has: `both(&options, |options| bars(&data, options))`.
#[must_use]
pub fn both(options: &Options<'_>, chart: impl Fn(&Options<'_>) -> String) -> String {
    let layout = |suffix: &str, width| {
        let id = format!("{}-{suffix}", options.id);
        chart(&Options {
            id: &id,
            width,
            ..*options
        })
    };
    format!(
        "<div class=\"chart-box\">{}{}</div>",
        layout("narrow", Width::Narrow),
        layout("wide", Width::Wide)
    )
}

/// A chart as it grows.
struct Sheet(String);

impl Sheet {
    fn new() -> Self {
        Self(String::new())
    }

    fn add(&mut self, svg: std::fmt::Arguments<'_>) {
        // Writing to a string cannot fail.
        let _ = self.0.write_fmt(svg);
    }

    fn rect(&mut self, class: &str, at: (f64, f64), size: (f64, f64), round: f64) {
        self.add(format_args!(
            "<rect class=\"{class}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"{}\"/>",
            Num(at.0),
            Num(at.1),
            Num(size.0.max(0.0)),
            Num(size.1.max(0.0)),
            Num(round)
        ));
    }

    /// A text whose `anchor` (`start`, `middle`, `end`) is at `at`.
    fn text(&mut self, class: &str, at: (f64, f64), anchor: &str, text: &str) {
        self.add(format_args!(
            "<text class=\"{class}\" x=\"{}\" y=\"{}\" text-anchor=\"{anchor}\">{}</text>",
            Num(at.0),
            Num(at.1),
            Text(text)
        ));
    }

    /// The whole element, `height` units high.
    fn finish(self, height: f64, options: &Options<'_>) -> String {
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"chart {}\" role=\"img\" \
             aria-labelledby=\"{id}-title {id}-desc\" viewBox=\"0 0 {} {}\">\
             <title id=\"{id}-title\">{}</title><desc id=\"{id}-desc\">{}</desc>{}</svg>",
            options.width.class(),
            Num(options.width.units()),
            Num(height),
            Text(options.title),
            Text(options.description),
            self.0,
            id = Text(options.id),
        )
    }

    /// The element when there is nothing to draw.
    fn nothing(options: &Options<'_>) -> String {
        let mut sheet = Self::new();
        let mut lines = vec![String::new()];
        for word in options.empty.split_whitespace() {
            match lines.last_mut() {
                Some(line)
                    if guessed_width(line) + guessed_width(word)
                        < options.width.units() - LETTER =>
                {
                    line.push_str(if line.is_empty() { "" } else { " " });
                    line.push_str(word);
                }
                _ => lines.push(word.to_owned()),
            }
        }
        let middle = options.width.units() / 2.0;
        let mut y = 32.0;
        for line in &lines {
            sheet.text("chart-soft", (middle, y), "middle", line);
            y += 1.5 * LETTER;
        }
        sheet.finish(y + LETTER, options)
    }
}

/// About how wide a text is. The page's font is the reader's own, so this is a guess, on the safe side.
fn guessed_width(text: &str) -> f64 {
    scale::count(text.chars().count()) * LETTER * 0.58
}

/// The text, cut with an ellipsis when it would be wider than `room`.
fn shortened(text: &str, room: f64) -> String {
    if guessed_width(text) <= room {
        return text.to_owned();
    }
    let mut kept = String::new();
    for c in text.chars() {
        kept.push(c);
        if guessed_width(&kept) + LETTER > room {
            break;
        }
    }
    kept.truncate(kept.trim_end().len());
    kept + "…"
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A number as Vietnamese writes it, as the page's closure would.
    pub fn number(value: f64) -> String {
        format!("{value}").replace('.', ",")
    }

    /// Options for a test.
    pub fn options(width: Width) -> Options<'static> {
        Options {
            id: "c",
            title: "Lượt thi <theo> \"giờ\"",
            description: "Nhiều nhất lúc 20 giờ & 21 giờ",
            unit: "lượt",
            empty: "Chưa có lượt thi nào",
            whole: true,
            width,
            number: &number,
        }
    }

    /// What every chart must be: sound XML that names itself, without numbers that are none and without styles.
    pub fn assert_sound(svg: &str) {
        let document = resvg::usvg::roxmltree::Document::parse(svg).unwrap();
        let root = document.root_element();
        let labels = root.attribute("aria-labelledby").unwrap();
        for id in labels.split(' ') {
            assert!(
                root.children()
                    .any(|child| child.attribute("id") == Some(id)),
                "{id}"
            );
        }
        assert_eq!(root.attribute("role"), Some("img"));
        for node in document.descendants() {
            assert!(node.attribute("style").is_none() && node.tag_name().name() != "style");
            for name in [
                "x", "y", "width", "height", "cx", "cy", "x1", "x2", "y1", "y2",
            ] {
                let number = node.attribute(name).map_or(Ok(0.0), str::parse::<f64>);
                assert!(number.unwrap().is_finite());
            }
        }
        for wrong in ["NaN", "inf", "<script"] {
            assert!(!svg.contains(wrong), "{wrong} in {svg}");
        }
    }

    #[test]
    fn both_layouts_have_ids_of_their_own() {
        let options = options(Width::Wide);
        let data = [Bar::new("Thanh Hoá", 3.0)];
        let svg = both(&options, |options| bars(&data, options));
        for id in [
            "c-narrow-title",
            "c-narrow-desc",
            "c-wide-title",
            "c-wide-desc",
        ] {
            assert_eq!(svg.matches(&format!("id=\"{id}\"")).count(), 1, "{id}");
        }
        assert_eq!(svg.matches("<svg ").count(), 2);
    }

    #[test]
    fn every_class_a_chart_uses_is_in_the_stylesheet() {
        let css = include_str!("../http/static/css/40-charts.css");
        let options = options(Width::Wide);
        let tones = [Tone::Lacquer, Tone::Gold, Tone::Jade, Tone::Soft];
        let data = tones.map(|tone| Bar {
            note: "1 %".to_owned(),
            tone,
            ..Bar::new("a", 1.0)
        });
        let series = tones.map(|tone| Series {
            name: "a".to_owned(),
            values: vec![Some(1.0), Some(2.0), None, Some(3.0)],
            tone,
        });
        let labels = ["1", "2", "3", "4"].map(String::from);
        let point = Point {
            label: "1".to_owned(),
            value: 1.0,
        };
        let svg = [
            both(&options, |options| bars(&data, options)),
            share_bar(&data, &options),
            lines(&labels, &series, &options),
            columns_over_time(&[point], &options),
        ];
        let svg = svg.concat();
        let classes = svg.split("class=\"").skip(1);
        let classes = classes.flat_map(|rest| rest.split('"').next().unwrap().split(' '));
        for class in classes {
            let rule = |next: char| css.contains(&format!(".{class}{next}"));
            assert!([' ', ',', '.', ':'].into_iter().any(rule), "{class}");
        }
    }

    #[test]
    fn a_long_sentence_for_nothing_is_wrapped() {
        let empty = "Chưa có lượt thi nào. Số liệu hiện ra khi có người dự thi đầu tiên.";
        let narrow = Options {
            empty,
            ..options(Width::Narrow)
        };
        let svg = bars(&[], &narrow);
        assert_sound(&svg);
        assert!(svg.matches("<text").count() >= 2);
        assert_sound(&bars(
            &[],
            &Options {
                empty: "",
                ..narrow
            },
        ));
    }

    #[test]
    fn a_long_label_is_cut_and_a_short_one_is_not() {
        assert_eq!(shortened("Thanh Hoá", 200.0), "Thanh Hoá");
        let long = shortened("Hội đồng phối hợp phổ biến, giáo dục pháp luật", 200.0);
        assert!(long.ends_with('…') && long.chars().count() > 15);
        assert!(guessed_width(&long) <= 200.0);
        assert_eq!(shortened("", 10.0), "");
    }
}
