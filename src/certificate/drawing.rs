//! What every drawn page is made of: the document and its metadata, colours, lines of text, boxes.

use chrono::{Datelike, Timelike};
use krilla::color::rgb;
use krilla::configure::{Archival, ConfigurationBuilder};
use krilla::geom::{PathBuilder, Point, Rect};
use krilla::metadata::DateTime;
use krilla::num::NormalizedF32;
use krilla::paint::{Fill, FillRule};
use krilla::surface::Surface;
use krilla::{Document, SerializeSettings};

use super::fonts::{Cut, loaded};
use super::typeset::{LINE, Set};
use crate::kernel::clock::Moment;

/// Red, green and blue.
pub type Colour = (u8, u8, u8);

/// Lacquer red.
pub const RED: Colour = (0x96, 0x18, 0x1d);
/// Ink.
pub const INK: Colour = (0x1f, 0x1a, 0x17);
/// Ink of small things.
pub const SOFT: Colour = (0x55, 0x4c, 0x45);

/// An empty document for keeping (PDF/A-2u).
///
/// # Errors
/// What the library refuses, for the log.
pub fn begin() -> Result<Document, String> {
    let configuration = ConfigurationBuilder::new()
        .with_archival_validator(Archival::A2_U)
        .finish()
        .map_err(|e| format!("{e:?}"))?;
    Ok(Document::new_with(SerializeSettings {
        configuration,
        enable_tagging: false,
        ..SerializeSettings::default()
    }))
}

/// The bytes of a document.
///
/// # Errors
/// What the library refuses, for the log.
pub fn finish(document: Document) -> Result<Vec<u8>, String> {
    document.finish().map_err(|e| format!("{e:?}"))
}

/// A moment as the metadata of a document write it, in the time of Viet Nam.
#[must_use]
pub fn date(moment: Moment) -> DateTime {
    let at = moment.local();
    let small = |n: u32| u8::try_from(n).unwrap_or(0);
    DateTime::new(u16::try_from(at.year()).unwrap_or(0))
        .month(small(at.month()))
        .day(small(at.day()))
        .hour(small(at.hour()))
        .minute(small(at.minute()))
        .second(small(at.second()))
        .utc_offset_hour(7)
        .utc_offset_minute(0)
}

/// A full colour.
#[must_use]
pub fn ink((r, g, b): Colour) -> Fill {
    Fill {
        paint: rgb::Color::new(r, g, b).into(),
        opacity: NormalizedF32::ONE,
        rule: FillRule::default(),
    }
}

/// Draws lines centred on `middle` below `top`; returns where the next would begin.
pub fn lines(
    surface: &mut Surface<'_>,
    set: &Set,
    cut: Cut,
    middle: f32,
    top: f32,
    colour: Colour,
) -> f32 {
    draw(surface, set, cut, top, colour, |width| middle - width / 2.0)
}

/// The same, beginning at `left`.
pub fn lines_from(
    surface: &mut Surface<'_>,
    set: &Set,
    cut: Cut,
    left: f32,
    top: f32,
    colour: Colour,
) -> f32 {
    draw(surface, set, cut, top, colour, |_| left)
}

/// The same, ending at `right`.
pub fn lines_to(
    surface: &mut Surface<'_>,
    set: &Set,
    cut: Cut,
    right: f32,
    top: f32,
    colour: Colour,
) -> f32 {
    draw(surface, set, cut, top, colour, |width| right - width)
}

fn draw(
    surface: &mut Surface<'_>,
    set: &Set,
    cut: Cut,
    top: f32,
    colour: Colour,
    start: impl Fn(f32) -> f32,
) -> f32 {
    surface.set_fill(Some(ink(colour)));
    surface.set_stroke(None);
    let mut at = top;
    for line in &set.lines {
        let baseline = at + set.size * 0.98;
        let from = Point::from_xy(start(line.width * set.size), baseline);
        let font = loaded(cut).font.clone();
        surface.draw_glyphs(from, &line.glyphs, font, &line.text, set.size, false);
        at += set.size * LINE;
    }
    at
}

/// Fills a box: left, top, width, height.
pub fn fill_rect(surface: &mut Surface<'_>, (x, y, w, h): (f32, f32, f32, f32), colour: Colour) {
    let mut path = PathBuilder::new();
    if let Some(rect) = Rect::from_xywh(x, y, w, h) {
        path.push_rect(rect);
    }
    if let Some(path) = path.finish() {
        surface.set_fill(Some(ink(colour)));
        surface.set_stroke(None);
        surface.draw_path(&path);
    }
}
