//! Cleaning and comparing text that was typed, pasted from Word or pulled out of a PDF.
//!
//! Question files come from many hands. Before any rule looks at a line, spaces that only look like spaces, letters
//! that only look like Vietnamese letters and marks written apart from their letter are put right here, so that the
//! rules can be simple.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// One line of a file after cleaning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    /// Number of the line in the file as an editor shows it, from 1.
    pub number: usize,
    /// Its text, trimmed; tabs and runs of spaces inside are kept, since they separate options.
    pub text: String,
}

/// Cyrillic letters that look like a Latin one.
const LOOK_ALIKE: [(char, char); 25] = [
    ('А', 'A'),
    ('В', 'B'),
    ('С', 'C'),
    ('Е', 'E'),
    ('Н', 'H'),
    ('І', 'I'),
    ('Ј', 'J'),
    ('К', 'K'),
    ('М', 'M'),
    ('О', 'O'),
    ('Р', 'P'),
    ('Ѕ', 'S'),
    ('Т', 'T'),
    ('У', 'Y'),
    ('Х', 'X'),
    ('а', 'a'),
    ('с', 'c'),
    ('е', 'e'),
    ('һ', 'h'),
    ('і', 'i'),
    ('о', 'o'),
    ('р', 'p'),
    ('ѕ', 's'),
    ('у', 'y'),
    ('х', 'x'),
];

/// The Latin letter that a Cyrillic letter is mistaken for.
pub(super) fn latin_twin(c: char) -> Option<char> {
    LOOK_ALIKE
        .iter()
        .find_map(|(cyrillic, latin)| (*cyrillic == c).then_some(*latin))
}

/// Characters that are invisible and carry no meaning in Vietnamese text.
const fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}'
    )
}

/// Line breaks inside a line as editors count lines: Word's soft break, form feed and the Unicode separators.
const fn is_soft_break(c: char) -> bool {
    matches!(c, '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

fn mend(c: char) -> Option<char> {
    if let Some(latin) = latin_twin(c) {
        return Some(latin);
    }
    match c {
        '\t' => Some('\t'),
        c if is_invisible(c) => None,
        c if c.is_whitespace() => Some(' '),
        c if c.is_control() => None,
        // Old fonts and scanned text put the letter OI where ư belongs, and eth where đ belongs.
        'ƣ' => Some('ư'),
        'Ƣ' => Some('Ư'),
        'ð' => Some('đ'),
        'Ð' => Some('Đ'),
        '﹕' | '︓' | '꞉' | '∶' => Some(':'),
        // Full-width forms of ASCII stand at a fixed distance.
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0),
        c => Some(c),
    }
}

/// The text with look-alike characters put right, invisible ones taken out, marks joined to their letters (NFC) and
/// ends trimmed. Tabs and runs of spaces stay.
pub(super) fn clean(raw: &str) -> String {
    let mended: String = raw.chars().filter_map(mend).nfc().collect();
    mended.trim().to_owned()
}

/// The text with every run of white space turned into one space.
pub(super) fn squeeze(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The cleaned lines of a file. A line that holds soft breaks gives several entries with the same number.
pub(super) fn lines(text: &str) -> Vec<Line> {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut lines = Vec::new();
    for (index, physical) in text.split('\n').enumerate() {
        for part in physical.split(is_soft_break) {
            // Bold marks of Markdown carry no meaning here: a bold option is not an answer.
            let part = clean(&part.replace("**", ""));
            lines.push(Line {
                number: index + 1,
                text: part,
            });
        }
    }
    lines
}

/// The letter without marks, in lower case (`Đ` → `d`, `ớ` → `o`).
pub(super) fn fold_char(c: char) -> char {
    let base = std::iter::once(c).nfd().next().unwrap_or(c);
    match base {
        'đ' | 'Đ' => 'd',
        c => c.to_lowercase().next().unwrap_or(c),
    }
}

/// The words of a text in lower case without marks, everything but letters and digits taken as a space.
pub(super) fn folded_words(text: &str) -> Vec<String> {
    let plain: String = text
        .nfd()
        .filter(|c| !is_combining_mark(*c))
        .map(|c| {
            if c.is_alphanumeric() {
                fold_char(c)
            } else {
                ' '
            }
        })
        .collect();
    plain.split_whitespace().map(str::to_owned).collect()
}

/// A form under which two texts that differ only in case, spacing, quotes and closing punctuation are the same.
/// Marks are kept: "định" and "đình" are different words.
pub(super) fn comparable(text: &str) -> String {
    let plain: String = text
        .chars()
        .filter(|c| !matches!(c, '"' | '\'' | '“' | '”' | '‘' | '’' | '«' | '»'))
        .flat_map(char::to_lowercase)
        .collect();
    let plain = squeeze(&plain);
    plain
        .trim_end_matches(['.', ',', ';', ':', '!', '?', ' '])
        .to_owned()
}

/// Whether two words are equal or one letter typed wrong, left out, put in, or swapped with its neighbour apart.
pub(super) fn nearly_equal(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let head = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[head..], &b[head..]);
    let tail = a
        .iter()
        .rev()
        .zip(b.iter().rev())
        .take_while(|(x, y)| x == y)
        .count();
    let (a, b) = (&a[..a.len() - tail], &b[..b.len() - tail]);
    match (a, b) {
        ([x, y], [z, w]) => x == w && y == z,
        _ => a.len() <= 1 && b.len() <= 1,
    }
}

/// How a file's characters were spoilt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Damage {
    /// Bytes that are no text in UTF-8 were replaced on reading.
    Lost,
    /// Written in a TCVN3 (`.VnTime`) font.
    Tcvn3,
    /// Written in a VNI font.
    Vni,
    /// UTF-8 read as if it were a Western code page.
    Mojibake,
}

/// How many signs of an old encoding make it certain; fewer may be a foreign name or a stray symbol.
const CERTAIN: usize = 3;

/// Whether the text was spoilt by an old font or a wrong code page, and the first line that shows it.
/// Only signs that Vietnamese in Unicode never has are counted.
pub(super) fn damage(text: &str) -> Option<(usize, Damage)> {
    let lines = || text.lines().enumerate();
    if let Some((index, _)) = lines().find(|(_, line)| line.contains('\u{fffd}')) {
        return Some((index + 1, Damage::Lost));
    }
    [
        (Damage::Tcvn3, tcvn3_signs as fn(&str) -> usize),
        (Damage::Vni, vni_signs),
        (Damage::Mojibake, mojibake_signs),
    ]
    .into_iter()
    .find_map(|(damage, signs)| {
        let total: usize = lines().map(|(_, line)| signs(line)).sum();
        let first = lines().find(|(_, line)| signs(line) > 0)?.0 + 1;
        (total >= CERTAIN).then_some((first, damage))
    })
}

fn pairs(line: &str) -> impl Iterator<Item = (char, char)> {
    line.chars().zip(line.chars().skip(1))
}

fn tcvn3_signs(line: &str) -> usize {
    const SYMBOLS: &str = "¸µ¶·¹¨©ª¬®¼½¾¦§\u{ad}×÷";
    let letterlike = |c: char| c.is_alphabetic() || SYMBOLS.contains(c);
    let sign = |c: char, neighbour: char| SYMBOLS.contains(c) && letterlike(neighbour);
    // A soft hyphen alone may come from a web page, and a middle dot or × from a list or a measure: they count beside
    // another sign only.
    let strong = line
        .chars()
        .any(|c| SYMBOLS.contains(c) && !matches!(c, '\u{ad}' | '·' | '×' | '÷' | '§'));
    if !strong {
        return 0;
    }
    pairs(line)
        .filter(|(a, b)| sign(*a, *b) || sign(*b, *a))
        .count()
}

fn vni_signs(line: &str) -> usize {
    // In a VNI font a mark is a letter of its own after the vowel: "aù", "eâ", "oä". Pairs that Unicode Vietnamese
    // has too ("oà", "oé", "uý") are left out.
    pairs(line)
        .filter(|(a, b)| match fold_char(*a) {
            'a' if a.is_ascii() => "ùøûõïâáàåãäêéèúüëÙØÛÕÏÂÁÀÅÃÄÊÉÈÚÜË".contains(*b),
            'e' if a.is_ascii() => "ùøûõïâáàåãäÙØÛÕÏÂÁÀÅÃÄ".contains(*b),
            'o' if a.is_ascii() => "ùøûõïâåäÙØÛÕÏÂÅÄ".contains(*b),
            _ => false,
        })
        .count()
}

fn mojibake_signs(line: &str) -> usize {
    pairs(line)
        .filter(|(a, b)| match a {
            'Ã' | 'Â' => ('\u{80}'..='\u{bf}').contains(b),
            'á' => matches!(b, 'º' | '»'),
            'Ä' => matches!(b, '‘' | '\u{91}' | '\u{90}' | 'ƒ' | '\u{83}' | '©'),
            'Æ' => matches!(b, '°' | '¡' | '¯' | '\u{a0}'),
            'â' => matches!(b, '€' | '\u{80}'),
            _ => false,
        })
        .count()
}
