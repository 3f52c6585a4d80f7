//! The sheet a share card is drawn on: its measures and colours, and what stands on it.

use std::fmt::Write as _;

use super::Fact;
use super::PictureError;
use super::icons::SEAL;
use super::raster::{FAMILY, Weight};
use super::wrap::{LINE_HEIGHT, Room, Setting, set};
use crate::platform::svg::{Num, Text};

/// The width Facebook and Zalo ask for, px (1.91 : 1).
pub const CARD_WIDTH: u32 = 1200;
/// The height Facebook and Zalo ask for, px.
pub const CARD_HEIGHT: u32 = 630;

/// The middle of the picture.
pub const MIDDLE: f64 = 600.0;
/// The text of the middle column: the square without its margins.
pub const COLUMN: f64 = 588.0;
/// Where the strip at the bottom begins.
pub const STRIP: f64 = 486.0;
/// Where a result's band of lacquer begins.
pub const BAND: f64 = 540.0;

/// The ground of a contest; the figure of a result.
pub const LACQUER: &str = "#8a151a";
/// Letters on gold.
pub const LACQUER_DEEP: &str = "#6d0f14";
/// The ground of a result.
pub const PAPER: &str = "#f9f5ee";
/// Letters on lacquer.
pub const CREAM: &str = "#fff6ea";
/// Quieter letters on lacquer.
pub const BLUSH: &str = "#f6d9cc";
/// Rims.
pub const BRONZE: &str = "#c79a4b";
/// The ground of a label.
pub const GOLD_TINT: &str = "#f8edd3";
/// Letters on paper.
pub const INK: &str = "#1d1916";
/// Quieter letters on paper.
pub const SOFT: &str = "#5f564e";

/// The drum's drawing as the pages have it: lines in [`DRUM_LINE`], 640 units wide.
const DRUM: &str = include_str!("../http/static/drum.svg");
/// The colour of the drum's lines in the file.
pub const DRUM_LINE: &str = "#ffeeda";

/// The colours of the seal in its file.
const SEAL_GROUND: &str = "#96181d";
const SEAL_SIGN: &str = "#fff8f0";

/// A text of the middle column.
pub struct Part<'a> {
    text: &'a str,
    colour: &'a str,
    /// The room above it, px, unless it is the first.
    gap: f64,
    room: Room,
}

/// A text of the middle column, `sizes` the largest and smallest font size; one line unless [`Part::room`] says more.
pub fn line<'a>(text: &'a str, weight: Weight, colour: &'a str, sizes: (f64, f64)) -> Part<'a> {
    Part {
        text,
        colour,
        gap: 0.0,
        room: single(weight, COLUMN, sizes),
    }
}

impl Part<'_> {
    pub fn room(mut self, lines: usize, height: f64) -> Self {
        self.room.lines = lines;
        self.room.height = height;
        self
    }

    pub fn gap(mut self, gap: f64) -> Self {
        self.gap = gap;
        self
    }
}

/// The drawing as it grows.
pub struct Sheet(String);

impl Sheet {
    pub fn new() -> Self {
        Self(format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {CARD_WIDTH} {CARD_HEIGHT}\" \
             font-family=\"{FAMILY}\">"
        ))
    }

    pub fn finish(mut self) -> String {
        self.0.push_str("</svg>");
        self.0
    }

    pub fn add(&mut self, svg: std::fmt::Arguments<'_>) {
        // Writing to a string cannot fail.
        let _ = self.0.write_fmt(svg);
    }

    pub fn rect(
        &mut self,
        (x, y): (f64, f64),
        (width, height): (f64, f64),
        round: f64,
        fill: &str,
    ) {
        self.add(format_args!(
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"{}\" fill=\"{fill}\"/>",
            Num(x),
            Num(y),
            Num(width),
            Num(height),
            Num(round)
        ));
    }

    /// The drum, so large that its rings fill the sides, and faint behind the text in the middle.
    pub fn drum(&mut self, ground: &str, line: &str, y: f64) {
        const HALF: f64 = 650.0;
        let placed = format!(
            "<svg x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" ",
            Num(MIDDLE - HALF),
            Num(y - HALF),
            Num(2.0 * HALF),
            Num(2.0 * HALF)
        );
        let drum = DRUM.replacen("<svg ", &placed, 1).replace(DRUM_LINE, line);
        // The inner rings are muted by a flat disc that ends at a ring of the drum: no seam to see, and unlike a
        // gradient it costs nothing in the file.
        self.add(format_args!(
            "{drum}<circle cx=\"{MIDDLE}\" cy=\"{}\" r=\"{}\" fill=\"{ground}\" fill-opacity=\".62\"/>",
            Num(y),
            Num(HALF * 152.0 / 320.0)
        ));
    }

    /// What the picture stands on, with a bronze rim.
    pub fn foot(&mut self, top: f64, colour: &str) {
        let width = f64::from(CARD_WIDTH);
        self.rect(
            (0.0, top),
            (width, f64::from(CARD_HEIGHT) - top),
            0.0,
            colour,
        );
        self.rect((0.0, top - 5.0), (width, 5.0), 0.0, BRONZE);
    }

    pub fn text(&mut self, (x, y): (f64, f64), size: f64, weight: Weight, fill: &str, text: &str) {
        self.add(format_args!(
            "<text x=\"{}\" y=\"{}\" font-size=\"{}\" font-weight=\"{}\" fill=\"{fill}\" text-anchor=\"middle\">{}</text>",
            Num(x),
            Num(y),
            Num(size),
            weight.number(),
            Text(text)
        ));
    }

    /// Lines below one another, the first one's top at `top`.
    pub fn lines(&mut self, x: f64, top: f64, setting: &Setting, weight: Weight, fill: &str) {
        // The letters of Noto Sans stand so far below the top of their line, em.
        const ASCENT: f64 = 0.97;
        let mut y = top + setting.size * ASCENT;
        for line in &setting.lines {
            self.text((x, y), setting.size, weight, fill, line);
            y += setting.size * LINE_HEIGHT;
        }
    }

    /// The parts below one another, together in the middle between `top` and `bottom`.
    pub fn stack(
        &mut self,
        (top, bottom): (f64, f64),
        parts: &[Part<'_>],
    ) -> Result<(), PictureError> {
        let mut placed = Vec::new();
        let mut height = 0.0;
        for part in parts {
            let setting = set(part.text, &part.room)?;
            if setting.lines.is_empty() {
                continue;
            }
            if !placed.is_empty() {
                height += part.gap;
            }
            placed.push((height, setting, part));
            height += placed
                .last()
                .map_or(0.0, |(_, setting, _)| setting.height());
        }
        let start = top + (bottom - top - height) / 2.0;
        for (y, setting, part) in &placed {
            self.lines(MIDDLE, start + y, setting, part.room.weight, part.colour);
        }
        Ok(())
    }

    /// The seal and the name of the service, centred on `y`.
    pub fn brand(&mut self, name: &str, y: f64, colour: &str) -> Result<(), PictureError> {
        const SIDE: f64 = 44.0;
        let name = set(name, &single(Weight::Bold, 400.0, (30.0, 20.0)))?;
        let width = SIDE + 14.0 + name.width;
        let left = MIDDLE - width / 2.0;
        let placed = format!(
            "<svg x=\"{}\" y=\"{}\" width=\"{SIDE}\" height=\"{SIDE}\" ",
            Num(left),
            Num(y - SIDE / 2.0)
        );
        // The sign in lacquer on cream: the seal's own red would drown in the ground.
        let seal = SEAL
            .replacen("<svg ", &placed, 1)
            .replace(SEAL_GROUND, CREAM)
            .replace(SEAL_SIGN, LACQUER);
        self.add(format_args!("{seal}"));
        let x = left + SIDE + 14.0 + name.width / 2.0;
        for line in &name.lines {
            self.text(
                (x, y + name.size * 0.36),
                name.size,
                Weight::Bold,
                colour,
                line,
            );
        }
        Ok(())
    }

    /// A label centred on `y` that stands out from what is behind it.
    pub fn pill(&mut self, text: &str, y: f64) -> Result<(), PictureError> {
        const HEIGHT: f64 = 58.0;
        let label = set(text, &single(Weight::Bold, COLUMN - 60.0, (28.0, 22.0)))?;
        if label.lines.is_empty() {
            return Ok(());
        }
        let width = label.width + 60.0;
        let (left, top) = (MIDDLE - width / 2.0, y - HEIGHT / 2.0);
        self.rect(
            (left - 4.0, top - 4.0),
            (width + 8.0, HEIGHT + 8.0),
            33.0,
            BRONZE,
        );
        self.rect((left, top), (width, HEIGHT), 29.0, GOLD_TINT);
        for line in &label.lines {
            let at = (MIDDLE, y + label.size * 0.36);
            self.text(at, label.size, Weight::Bold, LACQUER_DEEP, line);
        }
        Ok(())
    }

    /// The facts on the strip. One stands in the middle, two beside each other in the square, three with the outer two
    /// outside the square: a cut loses them whole.
    pub fn facts(&mut self, facts: &[Fact<'_>]) -> Result<(), PictureError> {
        let places: &[(f64, f64)] = match facts.len() {
            0 => &[],
            1 => &[(600.0, COLUMN)],
            2 => &[(446.0, 280.0), (754.0, 280.0)],
            _ => &[(150.0, 230.0), (600.0, 560.0), (1050.0, 230.0)],
        };
        for (fact, (x, width)) in facts.iter().zip(places) {
            let label = set(fact.label, &single(Weight::Regular, *width, (24.0, 20.0)))?;
            let value = set(fact.value, &single(Weight::Bold, *width, (36.0, 22.0)))?;
            for line in &label.lines {
                self.text((*x, 554.0), label.size, Weight::Regular, SOFT, line);
            }
            for line in &value.lines {
                self.text((*x, 600.0), value.size, Weight::Bold, INK, line);
            }
        }
        Ok(())
    }
}

/// Room for one line, `sizes` the largest and smallest font size.
pub fn single(weight: Weight, width: f64, (largest, smallest): (f64, f64)) -> Room {
    Room {
        weight,
        width,
        height: 2.0 * largest,
        lines: 1,
        largest,
        smallest,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_colours_and_frames_that_are_replaced_are_in_the_files() {
        assert!(DRUM.starts_with("<svg ") && DRUM.contains(DRUM_LINE));
        assert!(
            SEAL.starts_with("<svg ") && SEAL.contains(SEAL_GROUND) && SEAL.contains(SEAL_SIGN)
        );
    }
}
