//! The fonts of certificates: Libertinus Serif (SIL Open Font License), from the crate `typst-assets`, so that no font file lies in the
//! repository and every server draws the same page.

use std::sync::OnceLock;

use krilla::text::Font;
use rustybuzz::Face;
use rustybuzz::ttf_parser::name_id;

/// A cut of the family.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Cut {
    /// Regular.
    Regular,
    /// Bold.
    Bold,
    /// Italic.
    Italic,
}

impl Cut {
    /// Every cut that is used.
    pub const ALL: [Self; 3] = [Self::Regular, Self::Bold, Self::Italic];

    /// Its PostScript name.
    const fn name(self) -> &'static str {
        match self {
            Self::Regular => "LibertinusSerif-Regular",
            Self::Bold => "LibertinusSerif-Bold",
            Self::Italic => "LibertinusSerif-Italic",
        }
    }
}

/// A font as it is embedded and as it is measured.
pub struct Loaded {
    /// For the document.
    pub font: Font,
    /// For shaping.
    pub face: Face<'static>,
}

/// The font of a cut; read once.
#[must_use]
pub fn loaded(cut: Cut) -> &'static Loaded {
    static FONTS: OnceLock<Vec<Loaded>> = OnceLock::new();
    let all = FONTS.get_or_init(|| Cut::ALL.map(load).into());
    &all[cut as usize]
}

fn load(cut: Cut) -> Loaded {
    typst_assets::fonts()
        .find_map(|data| {
            let face = Face::from_slice(data, 0)?;
            let mut names = face.names().into_iter();
            let named = names.any(|n| {
                n.name_id == name_id::POST_SCRIPT_NAME
                    && n.to_string().as_deref() == Some(cut.name())
            });
            let font = named.then(|| Font::new(data.into(), 0)).flatten()?;
            Some(Loaded { font, face })
        })
        .expect("the fonts are built in")
}

/// Every letter of Vietnamese in both cases, composed: the Latin letters that are used, and each vowel with each tone.
#[must_use]
pub fn letters() -> String {
    const PLAIN: &str = "abcdđeghiklmnopqrstuvxyfjwz";
    const VOWELS: &str = "àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ";
    let lower = format!("{PLAIN}{VOWELS}");
    format!("{lower}{}", lower.to_uppercase())
}

#[cfg(test)]
mod tests {
    use unicode_normalization::UnicodeNormalization as _;

    use super::*;

    #[test]
    fn every_vietnamese_letter_is_in_every_font() {
        let letters = letters();
        let marked = letters.chars().filter(|c| !c.is_ascii()).count();
        assert_eq!(marked, 134, "67 letters with marks, in both cases");
        assert_eq!(letters, letters.nfc().collect::<String>());
        for cut in Cut::ALL {
            let face = &loaded(cut).face;
            for letter in letters.chars().chain("0123456789/-.,:()“”‘’–…".chars()) {
                let glyph = face.glyph_index(letter).filter(|g| g.0 != 0);
                assert!(glyph.is_some(), "{cut:?} lacks {letter}");
                let drawn = glyph.and_then(|g| face.glyph_bounding_box(g));
                assert!(drawn.is_some(), "{cut:?} draws nothing for {letter}");
            }
        }
    }
}
