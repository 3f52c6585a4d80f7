//! From SVG to pixels: the fonts, how wide a text is, PNG.

use std::fmt::Write as _;
use std::sync::{Arc, OnceLock};

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Node, Options, Tree, fontdb};

use super::PictureError;
use crate::platform::svg::Text;

/// The one family the pictures use; it has every letter of Vietnamese.
pub const FAMILY: &str = "Noto Sans";
/// Texts are measured at this size: font units of Noto Sans, so nothing is rounded.
const MEASURE: f64 = 1000.0;

/// How heavy a text is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// 400.
    Regular,
    /// 700.
    Bold,
}

impl Weight {
    /// The number of SVG's `font-weight`.
    pub fn number(self) -> u16 {
        match self {
            Self::Regular => 400,
            Self::Bold => 700,
        }
    }
}

/// A piece of text that stays together on a line, as it can be drawn.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Piece {
    /// What is drawn: the text without characters the font does not have.
    pub text: String,
    /// Width in em.
    pub width: f64,
}

/// Reading options with the two fonts of the binary and no others: a picture is the same on every server.
fn options() -> &'static Options<'static> {
    static OPTIONS: OnceLock<Options<'static>> = OnceLock::new();
    OPTIONS.get_or_init(|| {
        let mut fonts = fontdb::Database::new();
        fonts.load_font_data(notosans::REGULAR_TTF.to_vec());
        fonts.load_font_data(notosans::BOLD_TTF.to_vec());
        fonts.set_sans_serif_family(FAMILY);
        Options {
            font_family: FAMILY.to_owned(),
            fontdb: Arc::new(fonts),
            ..Options::default()
        }
    })
}

fn read(svg: &str) -> Result<Tree, PictureError> {
    Tree::from_str(svg, options()).map_err(|error| PictureError::Drawing(error.to_string()))
}

/// Draws `svg` on a canvas of `width` × `height` pixels, stretched to fill it.
///
/// # Errors
/// When `svg` cannot be read or there is no memory for the canvas.
pub fn draw(svg: &str, width: u32, height: u32) -> Result<Pixmap, PictureError> {
    let mut pixels = Pixmap::new(width, height)
        .ok_or_else(|| PictureError::Drawing(format!("a canvas of {width} × {height}")))?;
    draw_over(&mut pixels, svg)?;
    Ok(pixels)
}

/// Draws `svg` over what is on the canvas already, stretched to fill it.
///
/// # Errors
/// When `svg` cannot be read.
pub fn draw_over(pixels: &mut Pixmap, svg: &str) -> Result<(), PictureError> {
    let tree = read(svg)?;
    let size = tree.size();
    #[allow(
        clippy::cast_precision_loss,
        reason = "pictures have a few thousand pixels"
    )]
    let scale = Transform::from_scale(
        pixels.width() as f32 / size.width(),
        pixels.height() as f32 / size.height(),
    );
    resvg::render(&tree, scale, &mut pixels.as_mut());
    Ok(())
}

/// The canvas as a PNG file.
///
/// # Errors
/// When there is no memory for it.
pub fn png(pixels: &Pixmap) -> Result<Vec<u8>, PictureError> {
    pixels
        .encode_png()
        .map_err(|error| PictureError::Drawing(error.to_string()))
}

/// How wide each text is, without the characters the font does not have (emoji, scripts other than Latin, Greek and
/// Cyrillic); a text of which nothing is left is empty. Measured by the engine that draws, so kerning counts.
///
/// # Errors
/// When the engine cannot read its own input: a defect.
pub fn measure(texts: &[String], weight: Weight) -> Result<Vec<Piece>, PictureError> {
    let (pieces, missing) = shape(texts, weight)?;
    if missing.is_empty() {
        return Ok(pieces);
    }
    let known: Vec<String> = texts
        .iter()
        .map(|text| text.chars().filter(|c| !missing.contains(*c)).collect())
        .collect();
    Ok(shape(&known, weight)?.0)
}

/// The texts with their widths, and all characters for which there is no glyph.
fn shape(texts: &[String], weight: Weight) -> Result<(Vec<Piece>, String), PictureError> {
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 100 100\">\
         <g font-family=\"{FAMILY}\" font-size=\"{MEASURE}\" font-weight=\"{}\">",
        weight.number()
    );
    for (index, text) in texts.iter().enumerate() {
        // Writing to a string cannot fail.
        let _ = write!(svg, "<text id=\"t{index}\">{}</text>", Text(text));
    }
    svg.push_str("</g></svg>");
    let tree = read(&svg)?;
    let mut missing = String::new();
    let pieces = texts.iter().enumerate().map(|(index, text)| {
        // A text of nothing but spaces leaves no node.
        let Some(Node::Text(node)) = tree.node_by_id(&format!("t{index}")) else {
            return Piece::default();
        };
        for glyph in node.layouted().iter().flat_map(|s| &s.positioned_glyphs) {
            if glyph.id.0 == 0 {
                missing.push_str(&glyph.text);
            }
        }
        Piece {
            text: text.trim().to_owned(),
            width: f64::from(node.bounding_box().width()) / MEASURE,
        }
    });
    let pieces = pieces.collect();
    Ok((pieces, missing))
}

#[cfg(test)]
mod tests {
    use unicode_normalization::UnicodeNormalization as _;

    use super::*;

    fn alphabet() -> String {
        let marked = "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY".chars().flat_map(|vowel| {
            ["", "\u{300}", "\u{301}", "\u{303}", "\u{309}", "\u{323}"]
                .map(|tone| format!("{vowel}{tone}").nfc().collect::<String>())
        });
        marked.chain(["đĐ–—…·«»“”‘’§№₫½²".to_owned()]).collect()
    }

    #[test]
    fn both_weights_have_every_vietnamese_letter() {
        let alphabet = alphabet();
        assert_eq!(alphabet.chars().count(), 24 * 6 + 17);
        for weight in [Weight::Regular, Weight::Bold] {
            let texts: Vec<String> = alphabet.chars().map(String::from).collect();
            let (pieces, missing) = shape(&texts, weight).unwrap();
            assert_eq!(missing, "");
            assert!(pieces.iter().all(|p| p.width > 0.1));
        }
    }

    #[test]
    fn bold_is_wider_and_widths_add_up() {
        let width = |text: &str, weight| measure(&[text.to_owned()], weight).unwrap()[0].width;
        assert!(width("Luật", Weight::Bold) > width("Luật", Weight::Regular));
        let whole = width("Luật Luật", Weight::Bold);
        assert!(whole > 2.0 * width("Luật", Weight::Bold) + 0.2);
        assert!(whole < 2.0 * width("Luật", Weight::Bold) + 0.3);
    }

    #[test]
    fn characters_without_a_glyph_are_left_out() {
        let texts = ["Luật🎉".to_owned(), "🎉".to_owned(), "đẹp".to_owned()];
        let texts: Vec<String> = measure(&texts, Weight::Regular)
            .unwrap()
            .into_iter()
            .map(|piece| piece.text)
            .collect();
        assert_eq!(texts, ["Luật", "", "đẹp"]);
    }
}
