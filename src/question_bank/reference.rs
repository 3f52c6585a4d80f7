//! Reading legal references (căn cứ pháp lý) as people write them.
//!
//! `điểm a, khoản 2, Điều 11 Luật Trật tự, an toàn giao thông đường bộ số 36/2024/QH15 (sửa đổi năm 2025)` names one
//! provision of one document. The document is known by its number; what else the author wrote is kept as text.

use super::model::LegalReference;
use super::text::{clean, fold_char, folded_words, squeeze};

/// Reads one or several references separated by `;`.
///
/// Each names `[điểm x] [khoản n] [Điều m] … <number>/<year>/<SYMBOL>`, the parts in any order, with or without
/// commas; `khoản 2 và khoản 3` or `điểm a, b` gives one reference for each, all with the same text. A part that names
/// no document takes the document of the others if they all name the same one. The Constitution, which has no number,
/// is known by its name and year.
///
/// `None` if anything in the text cannot be read: a wrong reference under a question is worse than none.
#[must_use]
pub fn read_reference(text: &str) -> Option<Vec<LegalReference>> {
    let text = strip_wrapping(&squeeze(&clean(text))).to_owned();
    let parts: Vec<Provision> = split_outside_parentheses(&text)
        .into_iter()
        .map(read_part)
        .collect::<Option<_>>()?;
    let mut documents: Vec<&String> = parts.iter().filter_map(|p| p.document.as_ref()).collect();
    documents.sort_unstable();
    documents.dedup();
    let only = match documents.as_slice() {
        [] => return None,
        [one] => Some((*one).clone()),
        _ => None,
    };
    let mut references = Vec::new();
    for part in &parts {
        let document = part.document.clone().or_else(|| only.clone())?;
        add_new(&mut references, part.references(&document));
    }
    Some(references)
}

/// Adds the references that are not there yet.
pub(super) fn add_new(references: &mut Vec<LegalReference>, more: Vec<LegalReference>) {
    for reference in more {
        if !references.contains(&reference) {
            references.push(reference);
        }
    }
}

/// The texts to show for `references`, each once and in order; several provisions written in one breath share a text.
#[must_use]
pub fn reference_texts(references: &[LegalReference]) -> Vec<&str> {
    let mut texts: Vec<&str> = Vec::new();
    for reference in references {
        if texts.last() != Some(&reference.text.as_str()) {
            texts.push(&reference.text);
        }
    }
    texts
}

/// What one part between semicolons names.
struct Provision {
    document: Option<String>,
    article: Option<u16>,
    clauses: Vec<String>,
    points: Vec<String>,
    text: String,
}

impl Provision {
    const fn is_empty(&self) -> bool {
        self.article.is_none() && self.clauses.is_empty() && self.points.is_empty()
    }

    fn references(&self, document: &str) -> Vec<LegalReference> {
        let one = |clause: Option<&String>, point: Option<&String>| LegalReference {
            document: document.to_owned(),
            article: self.article,
            clause: clause.cloned(),
            point: point.cloned(),
            text: self.text.clone(),
        };
        match (self.clauses.as_slice(), self.points.as_slice()) {
            ([], []) => vec![one(None, None)],
            (clauses, []) => clauses.iter().map(|c| one(Some(c), None)).collect(),
            (clauses, points) => points
                .iter()
                .map(|p| one(clauses.first(), Some(p)))
                .collect(),
        }
    }
}

fn strip_wrapping(text: &str) -> &str {
    let text = text.trim_matches([' ', '.', ',', ';', ':']);
    let inner = text.strip_prefix('(').and_then(|t| t.strip_suffix(')'));
    match inner {
        Some(inner) if !inner.contains(['(', ')']) => inner.trim(),
        _ => text,
    }
}

fn split_outside_parentheses(text: &str) -> Vec<&str> {
    let mut depth = 0_usize;
    text.split(|c| {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        c == ';' && depth == 0
    })
    .map(str::trim)
    .filter(|part| !part.is_empty())
    .collect()
}

/// Where the number of a document stands in a text.
struct Found {
    document: String,
    start: usize,
    end: usize,
}

fn read_part(part: &str) -> Option<Provision> {
    let text = part.trim_end_matches(['.', ',', ' ']).to_owned();
    let found = find_document(&text);
    let (before, after) = match &found {
        Some(found) => (&text[..found.start], &text[found.end..]),
        None => (text.as_str(), ""),
    };
    // Whatever follows the document (who amended it, a quotation) is the author's text; only if the document came
    // first does the provision follow it.
    let mut provision = read_provision(outside_parentheses(before).as_str())?;
    if provision.is_empty() && !mentions_article(before) {
        provision = read_provision(outside_parentheses(after).as_str())?;
    }
    // A whole document may be meant, but a clause without its article means nothing.
    let whole_document = found.is_some() && provision.is_empty();
    if !whole_document && !mentions_article(&text) {
        return None;
    }
    if provision.clauses.len() > 1 && !provision.points.is_empty() {
        // Which clause the points belong to is anybody's guess.
        return None;
    }
    Some(Provision {
        document: found.map(|f| f.document),
        text,
        ..provision
    })
}

/// Whether an article is named at all; articles put in later (`Điều 9a`) have no plain number.
pub(super) fn mentions_article(text: &str) -> bool {
    folded_words(text)
        .windows(2)
        .any(|pair| pair[0] == "dieu" && pair[1].starts_with(|c: char| c.is_ascii_digit()))
}

fn outside_parentheses(text: &str) -> String {
    let mut depth = 0_usize;
    text.chars()
        .filter(|c| {
            match c {
                '(' => depth += 1,
                ')' => depth = depth.saturating_sub(1),
                _ => return depth == 0,
            }
            false
        })
        .collect()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Unit {
    Point,
    Clause,
    Article,
}

/// Reads the provision a text names. `None` if a unit is named without a value, twice with different articles between,
/// or as a range (`điểm a–đ`), which does not name single provisions.
fn read_provision(text: &str) -> Option<Provision> {
    let spaced = text.replace([',', ':'], " ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut provision = Provision {
        document: None,
        article: None,
        clauses: Vec::new(),
        points: Vec::new(),
        text: String::new(),
    };
    let mut unit = None;
    let mut valued = true;
    for (index, word) in words.iter().enumerate() {
        let folded: String = word.chars().map(fold_char).collect();
        let named = match (folded.as_str(), words.get(index + 1)) {
            ("diem", Some(next)) if read_point(next).is_some() || is_range(next) => {
                Some(Unit::Point)
            }
            ("khoan", Some(next)) if starts_with_digit(next) => Some(Unit::Clause),
            ("dieu", Some(next)) if starts_with_digit(next) => Some(Unit::Article),
            _ => None,
        };
        if named.is_some() {
            if !valued {
                return None;
            }
            unit = named;
            valued = false;
            continue;
        }
        if matches!(folded.as_str(), "va" | "hoac") {
            continue;
        }
        if is_dash(word) || folded == "den" {
            if unit.is_some() && (folded == "den" || joins_values(&words[index + 1..], unit)) {
                return None;
            }
            unit = None;
            continue;
        }
        match (unit, take_value(&mut provision, unit, word)) {
            (None, _) => {}
            (Some(_), Value::Taken) => valued = true,
            (Some(_), Value::Range) => return None,
            // The first word that is no value ends the list; the article's unit ends with its number.
            (Some(_), Value::Other) if valued => unit = None,
            (Some(_), Value::Other) => return None,
        }
    }
    Some(provision)
}

enum Value {
    Taken,
    Range,
    Other,
}

fn take_value(provision: &mut Provision, unit: Option<Unit>, word: &str) -> Value {
    let bare = word.trim_matches(['.', ')', '"', '“', '”']);
    match unit {
        Some(Unit::Point) => match read_point(bare) {
            Some(point) => provision.points.push(point),
            None if is_range(bare) => return Value::Range,
            None => return Value::Other,
        },
        Some(Unit::Clause) => match read_clause(bare) {
            Some(clause) => provision.clauses.push(clause),
            None if is_range(bare) => return Value::Range,
            None => return Value::Other,
        },
        Some(Unit::Article) if provision.article.is_none() => match bare.parse() {
            Ok(article) if article > 0 => provision.article = Some(article),
            _ if is_range(bare) => return Value::Range,
            // `Điều 9a`: named, but not a number.
            _ if starts_with_digit(bare) => {}
            _ => return Value::Other,
        },
        Some(Unit::Article) if starts_with_digit(bare) => return Value::Range,
        Some(Unit::Article) | None => return Value::Other,
    }
    Value::Taken
}

fn is_dash(word: &str) -> bool {
    matches!(word, "-" | "–" | "—")
}

/// Whether a dash stands between two values of `unit` (`khoản 2 - 4`) rather than between two units.
fn joins_values(following: &[&str], unit: Option<Unit>) -> bool {
    following.first().is_some_and(|next| {
        let folded: String = next.chars().map(fold_char).collect();
        let again = match unit {
            Some(Unit::Point) => "diem",
            Some(Unit::Clause) => "khoan",
            Some(Unit::Article) | None => "dieu",
        };
        folded == again || starts_with_digit(next) || read_point(next).is_some()
    })
}

fn starts_with_digit(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit())
}

fn is_range(word: &str) -> bool {
    word.split_once(['-', '–', '—'])
        .is_some_and(|(from, to)| !from.is_empty() && !to.is_empty() && from.chars().count() <= 3)
}

/// A point: one letter (đ included), perhaps with a number added by an amendment (`a1`), perhaps in quotes.
fn read_point(word: &str) -> Option<String> {
    let bare = word.trim_matches(['.', ')', '"', '“', '”']);
    let mut chars = bare.chars();
    let letter = chars
        .next()
        .filter(|c| c.is_ascii_alphabetic() || matches!(c, 'đ' | 'Đ'))?;
    let digits = chars.as_str();
    (digits.len() <= 2 && digits.chars().all(|c| c.is_ascii_digit()))
        .then(|| letter.to_lowercase().chain(digits.chars()).collect())
}

/// A clause: a number, perhaps with a letter added by an amendment (`1a`).
fn read_clause(word: &str) -> Option<String> {
    let digits = word.chars().take_while(char::is_ascii_digit).count();
    let mut rest = word.chars().skip(digits);
    let letter = rest.next();
    let letter_fits = letter.is_none_or(|c| c.is_ascii_lowercase() || c == 'đ');
    ((1..=3).contains(&digits) && letter_fits && rest.next().is_none()).then(|| word.to_owned())
}

/// The first document number in a text, outside parentheses if there is one there.
fn find_document(text: &str) -> Option<Found> {
    let mut inside = None;
    let mut depth = 0_usize;
    let mut previous = ' ';
    for (start, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        let word_start = !previous.is_alphanumeric() && previous != '/';
        previous = c;
        if !word_start {
            continue;
        }
        if let Some((document, length)) =
            read_number(&text[start..]).or_else(|| read_constitution(&text[start..]))
        {
            let found = Found {
                document,
                start,
                end: start + length,
            };
            if depth == 0 {
                return Some(found);
            }
            // `Bộ luật Hình sự (100/2015/QH13)`: the number may stand in parentheses.
            inside.get_or_insert(found);
        }
    }
    inside
}

/// `36/2024/QH15`, `168/2024/NĐ-CP`, `55/VBHN-VPQH` at the start of a text, and its length in bytes.
fn read_number(text: &str) -> Option<(String, usize)> {
    let number = leading_digits(text);
    let rest = text[number..].strip_prefix('/')?;
    let year = leading_digits(rest);
    let (year, rest) = match year {
        0 => ("", rest),
        4 => (&rest[..4], rest[4..].strip_prefix('/')?),
        _ => return None,
    };
    let (symbol, symbol_length) = read_symbol(rest)?;
    if number == 0 || number > 4 || (year.is_empty() && !symbol.contains('-')) {
        return None;
    }
    let number_text = &text[..number];
    let document = match year {
        "" => format!("{number_text}/{symbol}"),
        year => format!("{number_text}/{year}/{symbol}"),
    };
    let start = text.len() - rest.len();
    Some((document, start + symbol_length))
}

fn leading_digits(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}

/// The letters after the year, with spaces around hyphens taken out (`NĐ - CP`), in capitals.
fn read_symbol(text: &str) -> Option<(String, usize)> {
    let first = leading_word(text);
    if !first.starts_with(|c: char| c.is_alphabetic()) {
        return None;
    }
    let in_capitals = !first.contains(char::is_lowercase);
    let mut symbol = first.to_uppercase();
    let mut length = first.len();
    while let Some((word, more)) = next_of_symbol(&text[length..], in_capitals) {
        symbol.push('-');
        symbol.push_str(&word.to_uppercase());
        length += more;
    }
    Some((symbol, length))
}

fn leading_word(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_alphanumeric());
    &text[..end.unwrap_or(text.len())]
}

/// The next hyphen and word of a symbol, and how many bytes they take. A dash with spaces around it may also begin the
/// name of the law, which is not in capitals.
fn next_of_symbol(text: &str, in_capitals: bool) -> Option<(&str, usize)> {
    let rest = text.trim_start().strip_prefix(['-', '–', '—', '‑'])?;
    let word = leading_word(rest.trim_start());
    let consumed = text.len() - rest.trim_start().len() + word.len();
    let spaced = text.starts_with(' ') || rest.starts_with(' ');
    let letter_first = word.starts_with(|c: char| c.is_alphabetic());
    let capitals = !word.contains(char::is_lowercase);
    let fits = if spaced {
        capitals && word.chars().count() >= 2
    } else {
        // `QĐ-TTg`: the Prime Minister's symbol ends in a small letter.
        capitals || !in_capitals || word == "TTg"
    };
    (letter_first && fits).then_some((word, consumed))
}

/// `Hiến pháp 2013`, `Hiến pháp nước … năm 2013` at the start of a text, and its length in bytes.
fn read_constitution(text: &str) -> Option<(String, usize)> {
    let words = folded_words(text);
    if words.first().is_none_or(|w| w != "hien") || words.get(1).is_none_or(|w| w != "phap") {
        return None;
    }
    let year = words
        .iter()
        .skip(2)
        .take(12)
        .find(|w| matches!(w.as_str(), "1946" | "1959" | "1980" | "1992" | "2013"))?;
    let end = text.find(year.as_str())? + year.len();
    Some((format!("Hiến pháp {year}"), end))
}
