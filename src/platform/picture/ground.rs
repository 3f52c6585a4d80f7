//! What lies behind the texts of a share card.

use std::sync::OnceLock;

use resvg::tiny_skia::Pixmap;

use super::PictureError;
use super::raster::{draw, draw_over};
use super::sheet::{BAND, CARD_HEIGHT, CARD_WIDTH, DRUM_LINE, LACQUER, PAPER, STRIP, Sheet};

/// The same for every card of a kind, and most of the work: drawn once.
#[derive(Debug, Clone, Copy)]
pub enum Ground {
    /// A contest: lacquer above, a strip of paper below.
    Lacquer,
    /// A result: paper above, a band of lacquer below.
    Paper,
}

impl Ground {
    /// The whole picture without any text.
    pub fn pixels(self) -> &'static Pixmap {
        static LACQUER_GROUND: OnceLock<Pixmap> = OnceLock::new();
        static PAPER_GROUND: OnceLock<Pixmap> = OnceLock::new();
        let ground = match self {
            Self::Lacquer => &LACQUER_GROUND,
            Self::Paper => &PAPER_GROUND,
        };
        ground.get_or_init(|| self.drawn().expect("the embedded drawing is sound"))
    }

    fn drawn(self) -> Result<Pixmap, PictureError> {
        let (ground, line, middle) = match self {
            Self::Lacquer => (LACQUER, DRUM_LINE, 246.0),
            Self::Paper => (PAPER, LACQUER, 262.0),
        };
        let mut sheet = Sheet::new();
        let size = (f64::from(CARD_WIDTH), f64::from(CARD_HEIGHT));
        sheet.rect((0.0, 0.0), size, 0.0, ground);
        sheet.drum(ground, line, middle);
        let mut pixels = draw(&sheet.finish(), CARD_WIDTH, CARD_HEIGHT)?;
        fewer_shades(&mut pixels, ground, line);
        let mut sheet = Sheet::new();
        match self {
            Self::Lacquer => sheet.foot(STRIP, PAPER),
            Self::Paper => sheet.foot(BAND, LACQUER),
        }
        draw_over(&mut pixels, &sheet.finish())?;
        Ok(pixels)
    }
}

/// Every pixel of the drum lies between the ground's colour and the line's. This rounds where, to shades so close that
/// nobody sees it at the edge of a line: with a dozen colours instead of hundreds the file is a third smaller.
fn fewer_shades(pixels: &mut Pixmap, ground: &str, line: &str) {
    /// How many shades there are from the ground to a line that is quite opaque.
    const SHADES: i32 = 28;
    let (ground, line) = (rgb(ground), rgb(line));
    let span = |channel: usize| line[channel] - ground[channel];
    // Where colours differ most, rounding loses least.
    let Some(widest) = (0..3).max_by_key(|channel| span(*channel).abs()) else {
        return;
    };
    let whole = span(widest);
    for pixel in pixels.data_mut().chunks_exact_mut(4) {
        let away = i32::from(pixel[widest]) - ground[widest];
        let shade = (2 * away * SHADES + whole) / (2 * whole);
        for channel in 0..3 {
            let value = ground[channel] + span(channel) * shade / SHADES;
            pixel[channel] = u8::try_from(value).unwrap_or(pixel[channel]);
        }
    }
}

/// Red, green and blue of `#rrggbb`.
fn rgb(colour: &str) -> [i32; 3] {
    [1, 3, 5].map(|at| {
        let digits = colour.get(at..at + 2).unwrap_or_default();
        i32::from_str_radix(digits, 16).unwrap_or_default()
    })
}

#[cfg(test)]
mod tests {
    use resvg::tiny_skia::PremultipliedColorU8;

    use super::*;

    #[test]
    fn rounding_shades_leaves_ground_and_line_as_they_are() {
        for (ground, line) in [(LACQUER, DRUM_LINE), (PAPER, LACQUER)] {
            let mut pixels = Pixmap::new(2, 1).unwrap();
            for (pixel, colour) in pixels.pixels_mut().iter_mut().zip([ground, line]) {
                let [red, green, blue] = rgb(colour).map(|value| u8::try_from(value).unwrap());
                *pixel = PremultipliedColorU8::from_rgba(red, green, blue, 255).unwrap();
            }
            let before = pixels.clone();
            fewer_shades(&mut pixels, ground, line);
            assert_eq!(pixels, before);
        }
    }
}
