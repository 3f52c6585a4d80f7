//! Setting a text into a box: as large as fits, lines about equally long, an ellipsis when nothing else helps.

use super::PictureError;
use super::raster::{Piece, Weight, measure};
use crate::platform::text::tidy;

/// More than this is cut before anything is measured: nobody reads a picture of ten thousand letters.
const MOST_CHARACTERS: usize = 400;
/// A longer run without spaces (an address, a prank) may be broken anywhere.
const LONGEST_WORD: usize = 20;
/// The length of the parts of a run that is broken: as capitals they still fit a line of the narrowest box.
const PART: usize = 8;

/// The room a text has, in pixels.
#[derive(Debug, Clone, Copy)]
pub struct Room {
    /// How heavy it is set.
    pub weight: Weight,
    /// The longest line.
    pub width: f64,
    /// All lines together.
    pub height: f64,
    /// At most so many lines.
    pub lines: usize,
    /// The font size to begin with.
    pub largest: f64,
    /// The font size below which the text is cut instead.
    pub smallest: f64,
}

/// A text set into its room.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Setting {
    /// The lines, from top to bottom; none for an empty text.
    pub lines: Vec<String>,
    /// The font size, px.
    pub size: f64,
    /// The longest line, px.
    pub width: f64,
}

/// From one baseline to the next, in em. Vietnamese capitals carry two marks above and one below.
pub const LINE_HEIGHT: f64 = 1.26;
/// Fewer lines are better than larger letters as long as they keep this share of the size: "Luật Đất đai" on one line
/// reads better than a little larger on two.
const ENOUGH: f64 = 0.8;
/// The space of Noto Sans in both weights, em.
const SPACE: f64 = 0.26;

impl Setting {
    /// All lines together, px.
    pub fn height(&self) -> f64 {
        count(self.lines.len()) * self.size * LINE_HEIGHT
    }
}

/// A piece of the text, and whether a space stands before it.
#[derive(Debug, Clone, PartialEq)]
struct Word {
    piece: Piece,
    spaced: bool,
}

/// Sets `text` about as large as `room` allows.
///
/// # Errors
/// When it cannot be measured.
pub fn set(text: &str, room: &Room) -> Result<Setting, PictureError> {
    let words = words(text, room.weight)?;
    if words.is_empty() {
        return Ok(Setting::default());
    }
    let settings = (1..=room.lines).map(|lines| largest(&words, room, lines));
    let settings: Vec<Setting> = settings.flatten().collect();
    let best = settings.iter().map(|s| s.size).fold(0.0, f64::max);
    match settings.into_iter().find(|s| s.size >= ENOUGH * best) {
        Some(setting) => Ok(setting),
        None => cut(&fill(&words, room.width / room.smallest), room),
    }
}

/// The words in `lines` lines or fewer, as large as the room allows; none when they do not fit at the smallest size.
fn largest(words: &[Word], room: &Room, lines: usize) -> Option<Setting> {
    let mut size = room.largest;
    loop {
        let limit = room.width / size;
        let filled = fill(words, limit);
        if filled.len() <= lines
            && count(filled.len()) * size * LINE_HEIGHT <= room.height
            && filled.iter().all(|line| width(line) <= limit)
        {
            return Some(setting(&balance(words, limit, filled.len()), size));
        }
        if size <= room.smallest {
            return None;
        }
        size = (size - 2.0).max(room.smallest);
    }
}

/// The text's words, measured. A number stays with the word before it: "năm 2026", "Điều 8".
fn words(text: &str, weight: Weight) -> Result<Vec<Word>, PictureError> {
    let short: String = text
        .chars()
        .filter(|c| !matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'))
        .take(MOST_CHARACTERS)
        .collect();
    let mut texts: Vec<(String, bool)> = Vec::new();
    for word in tidy(&short).split(' ').filter(|word| !word.is_empty()) {
        let numeric = word.starts_with(|c: char| c.is_ascii_digit());
        match texts.last_mut() {
            Some((before, _)) if numeric && before.chars().count() + word.len() < LONGEST_WORD => {
                before.push(' ');
                before.push_str(word);
            }
            _ => texts.extend(parts(word)),
        }
    }
    let (texts, spaced): (Vec<String>, Vec<bool>) = texts.into_iter().unzip();
    Ok(measure(&texts, weight)?
        .into_iter()
        .zip(spaced)
        .map(|(piece, spaced)| Word { piece, spaced })
        .filter(|word| !word.piece.text.is_empty())
        .collect())
}

/// A word as it is, or an endless one in parts that may stand on different lines.
fn parts(word: &str) -> Vec<(String, bool)> {
    let letters: Vec<char> = word.chars().collect();
    if letters.len() <= LONGEST_WORD {
        return vec![(word.to_owned(), true)];
    }
    let part = |(index, part): (usize, &[char])| (part.iter().collect(), index == 0);
    letters.chunks(PART).enumerate().map(part).collect()
}

/// Lines no longer than `limit` (em), each as full as it can be. A word that is longer has a line of its own.
fn fill(words: &[Word], limit: f64) -> Vec<&[Word]> {
    let mut lines = Vec::new();
    let mut start = 0;
    for end in 1..words.len() {
        if words
            .get(start..=end)
            .is_some_and(|line| width(line) > limit)
        {
            lines.extend(words.get(start..end));
            start = end;
        }
    }
    lines.extend(words.get(start..));
    lines
}

/// The same number of lines, as equally long as filling makes them: the narrowest limit that still needs no more
/// lines. A single word under three full lines looks like an accident.
fn balance(words: &[Word], limit: f64, lines: usize) -> Vec<&[Word]> {
    let (mut narrow, mut wide) = (0.0, limit);
    for _ in 0..16 {
        let middle = f64::midpoint(narrow, wide);
        let filled = fill(words, middle);
        if filled.len() <= lines && filled.iter().all(|line| width(line) <= middle) {
            wide = middle;
        } else {
            narrow = middle;
        }
    }
    fill(words, wide)
}

/// As many lines as there is room for at the smallest size, the last one ending in an ellipsis.
fn cut(lines: &[&[Word]], room: &Room) -> Result<Setting, PictureError> {
    let size = room.smallest;
    let mark: f64 = measure(&["…".to_owned()], room.weight)?
        .iter()
        .map(|piece| piece.width)
        .sum();
    let by_height = (1..=room.lines)
        .take_while(|lines| count(*lines) * size * LINE_HEIGHT <= room.height)
        .count()
        .max(1);
    let kept = lines.get(..by_height.min(lines.len())).unwrap_or(lines);
    let mut setting = setting(kept, size);
    let Some(last) = kept.last() else {
        return Ok(setting);
    };
    let limit = room.width / size;
    let words = (1..=last.len())
        .rev()
        .find(|words| last.get(..*words).is_some_and(|l| width(l) + mark <= limit))
        .unwrap_or(1);
    if let (Some(line), Some(words)) = (setting.lines.last_mut(), last.get(..words)) {
        let text = joined(words);
        let text = text.trim_end_matches([',', '.', ';', ':', '-', '–', '(', '"', '“']);
        *line = format!("{text}…");
    }
    setting.width = setting.width.min(room.width);
    Ok(setting)
}

fn setting(lines: &[&[Word]], size: f64) -> Setting {
    let widest = lines.iter().map(|line| width(line)).fold(0.0, f64::max);
    Setting {
        lines: lines.iter().map(|line| joined(line)).collect(),
        size,
        width: widest * size,
    }
}

fn joined(line: &[Word]) -> String {
    let mut text = String::new();
    for word in line {
        if word.spaced && !text.is_empty() {
            text.push(' ');
        }
        text.push_str(&word.piece.text);
    }
    text
}

/// The width of a line, em.
fn width(line: &[Word]) -> f64 {
    let words: f64 = line.iter().map(|word| word.piece.width).sum();
    let spaces = line.iter().skip(1).filter(|word| word.spaced).count();
    words + count(spaces) * SPACE
}

#[allow(
    clippy::cast_precision_loss,
    reason = "lines and words of a short text"
)]
fn count(n: usize) -> f64 {
    n as f64
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use unicode_normalization::UnicodeNormalization as _;

    use super::*;

    const ROOM: Room = Room {
        weight: Weight::Bold,
        width: 590.0,
        height: 260.0,
        lines: 4,
        largest: 76.0,
        smallest: 38.0,
    };

    /// How wide the engine itself finds the longest line.
    fn drawn_width(setting: &Setting) -> f64 {
        let pieces = measure(&setting.lines, ROOM.weight).unwrap();
        pieces
            .iter()
            .map(|piece| piece.width * setting.size)
            .fold(0.0, f64::max)
    }

    #[test]
    fn a_short_title_is_set_large_and_a_long_one_smaller() {
        let short = set("Luật Đất đai", &ROOM).unwrap();
        assert_eq!((short.lines.len(), short.size), (1, 76.0));
        let long = set(
            "Thi tìm hiểu Luật Trật tự, an toàn giao thông đường bộ và Luật Phòng, chống tác hại của thuốc lá năm 2026",
            &ROOM,
        )
        .unwrap();
        assert_eq!(long.lines.len(), 4);
        assert!(long.size < 52.0 && long.size >= ROOM.smallest);
        assert!(!long.lines.concat().contains('…'));
        assert!(long.lines.iter().any(|line| line.contains("năm 2026")));
    }

    #[test]
    fn lines_are_about_equally_long() {
        let text = "Tìm hiểu pháp luật về phòng, chống ma tuý học đường";
        let setting = set(text, &ROOM).unwrap();
        let pieces = measure(&setting.lines, ROOM.weight).unwrap();
        let widths: Vec<f64> = pieces.iter().map(|piece| piece.width).collect();
        let shortest = widths.iter().copied().fold(f64::MAX, f64::min);
        let longest = widths.iter().copied().fold(0.0, f64::max);
        assert!(shortest > 0.6 * longest, "{:?}", setting.lines);
    }

    #[test]
    fn what_does_not_fit_ends_in_an_ellipsis() {
        let setting = set(&"phổ biến, giáo dục pháp luật ".repeat(40), &ROOM).unwrap();
        assert!((setting.size - ROOM.smallest).abs() < f64::EPSILON);
        assert_eq!(setting.lines.len(), 4);
        assert!(setting.lines[3].ends_with('…'));
        assert!(drawn_width(&setting) <= ROOM.width + 1.0);
    }

    #[test]
    fn decomposed_letters_are_set_as_composed_ones() {
        let decomposed: String = "Luật Đường sắt".nfd().collect();
        assert_eq!(set(&decomposed, &ROOM), set("Luật Đường sắt", &ROOM));
    }

    #[test]
    fn nothing_is_set_for_an_empty_text_or_one_that_cannot_be_drawn() {
        for text in ["", "   ", "🎉", "\u{202e}\u{200b}"] {
            assert_eq!(set(text, &ROOM).unwrap(), Setting::default());
        }
        assert_eq!(set("🎉 Luật 🎉 mới", &ROOM).unwrap().lines, ["Luật mới"]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(40))]
        #[test]
        fn no_text_leaves_its_room(text in "\\PC{0,60}|[A-ZĐWỄ]{0,500}|([a-zà-ỹ0-9]{1,9} ){0,80}") {
            let setting = set(&text, &ROOM).unwrap();
            prop_assert!(setting.lines.len() <= ROOM.lines);
            prop_assert!(setting.height() <= ROOM.height);
            // Kerning across a joined space moves the edge by a hair.
            prop_assert!(drawn_width(&setting) <= ROOM.width * 1.02, "{setting:?}");
        }
    }
}
