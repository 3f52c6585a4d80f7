//! Setting text: shaped, measured, broken into lines, as large as its room allows.

use krilla::text::{GlyphId, KrillaGlyph};
use rustybuzz::ttf_parser::Tag;
use rustybuzz::{Direction, Feature, UnicodeBuffer};

use super::fonts::{Cut, loaded};

/// From one baseline to the next, in em: Vietnamese capitals carry two marks above and one below.
pub const LINE: f32 = 1.28;
/// Below this size nothing is legible, pt; only a text that no honest certificate has is cut.
const TINY: f32 = 6.0;

/// A line ready to be drawn.
#[derive(Debug, Clone)]
pub struct Line {
    /// Its text.
    pub text: String,
    /// Its glyphs, in em.
    pub glyphs: Vec<KrillaGlyph>,
    /// Its width, em.
    pub width: f32,
}

/// The room a text has.
#[derive(Debug, Clone, Copy)]
pub struct Room {
    /// The cut.
    pub cut: Cut,
    /// The longest line, pt.
    pub width: f32,
    /// At most so many lines, as long as the text is legible.
    pub lines: usize,
    /// The size to begin with, pt.
    pub largest: f32,
    /// The size below which more lines are better than smaller letters, pt.
    pub smallest: f32,
}

/// A text in its room.
#[derive(Debug, Clone, Default)]
pub struct Set {
    /// The lines from top to bottom; none for an empty text.
    pub lines: Vec<Line>,
    /// The size, pt.
    pub size: f32,
}

impl Set {
    /// All lines together, pt.
    #[must_use]
    pub fn height(&self) -> f32 {
        count(self.lines.len()) * self.size * LINE
    }

    /// The longest line, pt.
    #[must_use]
    pub fn width(&self) -> f32 {
        self.lines.iter().fold(0.0, |w, l| l.width.max(w)) * self.size
    }
}

/// Numbers of lines and letters as lengths.
#[allow(clippy::cast_precision_loss, reason = "a page has few lines")]
pub fn count(n: usize) -> f32 {
    n as f32
}

/// Shapes a line. What the font does not have becomes a question mark: a page for keeping may hold no empty box.
#[must_use]
pub fn shape(text: &str, cut: Cut) -> Line {
    let face = &loaded(cut).face;
    let known = |c: char| face.glyph_index(c).is_some_and(|g| g.0 != 0);
    let text: String = text
        .chars()
        .filter(|c| !c.is_control())
        .map(|c| if known(c) { c } else { '?' })
        .collect();
    let mut buffer = UnicodeBuffer::new();
    buffer.push_str(&text);
    buffer.set_direction(Direction::LeftToRight);
    // No ligatures: each letter stays a letter of its own for whoever copies the text.
    let off = |tag: &[u8; 4]| Feature::new(Tag::from_bytes(tag), 0, ..);
    let features = [off(b"liga"), off(b"clig"), off(b"dlig")];
    let shaped = rustybuzz::shape(face, &features, buffer);
    #[allow(clippy::cast_precision_loss, reason = "units of a font are small")]
    let em = |units: i32| units as f32 / face.units_per_em() as f32;
    let infos = shaped.glyph_infos();
    let end_of = |at: usize| {
        let own = infos[at].cluster;
        let next = infos[at..].iter().find(|i| i.cluster != own);
        next.map_or(text.len(), |i| i.cluster as usize)
    };
    let glyphs: Vec<KrillaGlyph> = infos
        .iter()
        .zip(shaped.glyph_positions())
        .enumerate()
        .map(|(at, (info, place))| {
            KrillaGlyph::new(
                GlyphId::new(info.glyph_id),
                em(place.x_advance),
                em(place.x_offset),
                em(place.y_offset),
                em(place.y_advance),
                info.cluster as usize..end_of(at),
                None,
            )
        })
        .collect();
    let width = glyphs.iter().map(|g| g.x_advance).sum();
    Line {
        text,
        glyphs,
        width,
    }
}

/// Sets a text about as large as its room allows; it never leaves its width.
#[must_use]
pub fn set(text: &str, room: Room) -> Set {
    if text.trim().is_empty() {
        return Set::default();
    }
    let words = words(text, room);
    let mut size = room.largest;
    loop {
        // Where the smallest pleasant size is not enough, more lines are allowed before letters shrink further.
        let lines = room.lines + if size < room.smallest { 2 } else { 0 };
        let filled = fill(&words, room.width / size, room.cut);
        if filled.len() <= lines || size <= TINY {
            let mut kept = balance(&words, room, size, filled.len());
            kept.truncate(lines);
            let lines = kept.iter().map(|l| shape(l, room.cut)).collect();
            return Set { lines, size };
        }
        size = (size - 0.5).max(TINY);
    }
}

/// A word with its width.
struct Word {
    text: String,
    width: f32,
    /// Whether a space stands before it.
    spaced: bool,
}

/// The words; an endless one in pieces that fit a line at the smallest size.
fn words(text: &str, room: Room) -> Vec<Word> {
    let mut words = Vec::new();
    for word in text.split_whitespace() {
        let width = shape(word, room.cut).width;
        if width <= room.width / room.largest {
            let text = word.to_owned();
            words.push(Word {
                text,
                width,
                spaced: true,
            });
            continue;
        }
        let letters: Vec<char> = word.chars().collect();
        for (at, piece) in letters.chunks(8).enumerate() {
            let text: String = piece.iter().collect();
            words.push(Word {
                width: shape(&text, room.cut).width,
                text,
                spaced: at == 0,
            });
        }
    }
    words
}

/// Lines no longer than `limit` em, each as full as it can be.
fn fill(words: &[Word], limit: f32, cut: Cut) -> Vec<String> {
    let space = shape(" ", cut).width;
    let (mut lines, mut line, mut width) = (Vec::new(), String::new(), 0.0);
    for word in words {
        let gap = if word.spaced && !line.is_empty() {
            space
        } else {
            0.0
        };
        // Kerning over a space moves the edge by a hair.
        if !line.is_empty() && width + gap + word.width > limit * 0.995 {
            lines.push(std::mem::take(&mut line));
            width = 0.0;
        } else if gap > 0.0 {
            line.push(' ');
            width += gap;
        }
        line.push_str(&word.text);
        width += word.width;
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

/// The same number of lines, about equally long: a single word under a full line looks like an accident.
fn balance(words: &[Word], room: Room, size: f32, lines: usize) -> Vec<String> {
    let (mut narrow, mut wide) = (0.0, room.width / size);
    let widest = words.iter().fold(0.0, |w: f32, word| w.max(word.width));
    for _ in 0..12 {
        let middle = f32::midpoint(narrow, wide);
        if middle > widest && fill(words, middle, room.cut).len() <= lines {
            wide = middle;
        } else {
            narrow = middle;
        }
    }
    fill(words, wide, room.cut)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ROOM: Room = Room {
        cut: Cut::Bold,
        width: 640.0,
        lines: 2,
        largest: 36.0,
        smallest: 22.0,
    };

    #[test]
    fn a_short_name_is_large_and_a_long_one_smaller_and_then_on_two_lines() {
        let short = set("Lê Thị Ý", ROOM);
        assert_eq!((short.lines.len(), short.size), (1, 36.0));
        let long = set(
            "Công Tằng Tôn Nữ Thị Hoàng Phương Nguyễn Đình Bảo Quỳnh Như Thuỳ Dương Khánh Linh",
            ROOM,
        );
        assert_eq!(long.lines.len(), 2);
        assert!(long.width() <= ROOM.width);
        let [first, second] = &long.lines[..] else {
            panic!()
        };
        assert!(
            second.width > 0.7 * first.width,
            "lines of about one length"
        );
    }

    #[test]
    fn letters_with_two_marks_of_another_language_stay_one_cluster() {
        let line = shape("H'Bơ\u{306} Niê", Cut::Bold);
        let covered: usize = line.glyphs.iter().map(|g| g.text_range.len()).sum();
        assert!(covered >= line.text.len());
        assert!(!line.text.contains('?'));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(60))]
        #[test]
        fn no_text_leaves_its_room(text in "\\PC{0,80}|[A-ZĐƯ]{0,400}|([A-ZĐa-zà-ỹ0-9]{1,9} ){0,90}") {
            let set = set(&text, ROOM);
            prop_assert!(set.width() <= ROOM.width, "{}", set.width());
            prop_assert!(set.lines.len() <= ROOM.lines + 2);
        }
    }
}
