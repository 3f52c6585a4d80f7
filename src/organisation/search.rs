//! Every unit in memory, to be found by what people type: with or without diacritics, with the usual abbreviations, by code.
//!
//! An installation has some thousands of units, so reading along all of them costs less than asking a database, and finds parts of words
//! as well.

use std::collections::HashMap;

use unicode_normalization::UnicodeNormalization;
use uuid::Uuid;

use super::model::{Found, Organisation, Resolved, Search};
use super::rules::DEEPEST;
use crate::platform::text::{fold, tidy};

/// Longest text that is looked at, in characters.
pub const TEXT_MAX: usize = 100;

/// Words that say what a unit is and stand before its name, longest first.
const KIND_WORDS: [&str; 5] = [" thanh pho", " dac khu", " phuong", " tinh", " xa"];

/// Abbreviations and what they stand for; those with `true` only when a full stop follows, since they also begin words.
const SHORT: [(&str, bool, &str); 8] = [
    ("tp", false, "thanh pho"),
    ("tphcm", false, "thanh pho ho chi minh"),
    ("hcm", false, "ho chi minh"),
    ("hn", false, "ha noi"),
    ("p", true, "phuong"),
    ("x", true, "xa"),
    ("t", true, "tinh"),
    ("dk", true, "dac khu"),
];

/// A unit, ready to be found.
struct Entry {
    unit: Organisation,
    /// Folded words of the name, each after one space: ` phuong ba dinh`.
    name: String,
    /// Where in `name` the words after the kind begin.
    bare: usize,
    /// Folded words of the names above, each after one space.
    above: String,
    /// The code in small letters.
    code: String,
}

impl Entry {
    fn new(unit: Organisation) -> Self {
        let name = spaced(&fold(&unit.name));
        let bare = KIND_WORDS
            .iter()
            .find(|kind| {
                name.strip_prefix(**kind)
                    .is_some_and(|r| r.starts_with(' '))
            })
            .map_or(0, |kind| kind.len());
        let above = unit.full_name.strip_prefix(&unit.name).unwrap_or_default();
        Self {
            name,
            bare,
            above: spaced(&fold(above)),
            code: unit.code.to_lowercase(),
            unit,
        }
    }

    /// How well it answers the query, best first; `None` when it does not.
    fn rank(&self, query: &Query) -> Option<Rank> {
        let bare = &self.name[self.bare..];
        let (class, exact) = if self.code == query.typed {
            (0, true)
        } else if bare.starts_with(&query.whole) || self.name.starts_with(&query.whole) {
            (1, bare == query.whole || self.name == query.whole)
        } else if query.starts.iter().all(|w| self.name.contains(w)) {
            (2, false)
        } else if query
            .starts
            .iter()
            .all(|w| self.name.contains(w) || self.above.contains(w))
        {
            (3, false)
        } else if self.code.starts_with(&query.typed)
            || query.starts.iter().all(|w| self.holds(w.trim_start()))
        {
            (4, false)
        } else {
            return None;
        };
        let marks_differ = class == 1
            && query
                .marked
                .as_ref()
                .is_some_and(|marked| !marked_words(&self.unit.name).ends_with(marked));
        Some(Rank {
            class,
            part: !exact,
            marks_differ,
        })
    }

    /// Whether it holds this part of a word; a single letter or digit says too little.
    fn holds(&self, part: &str) -> bool {
        part.len() > 1
            && (self.name.contains(part) || self.above.contains(part) || self.code.contains(part))
    }
}

/// How well a unit answers; smaller is better. Equal ones stand in the order of the list: what is higher up first, then by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Rank {
    /// 0 the code, 1 the name begins with the query, 2 words of the name do, 3 words of the names above help, 4 elsewhere.
    class: u8,
    /// The name goes on after the query.
    part: bool,
    /// The query has diacritics, and the name has others: `Thanh Hoà` is not `Thanh Hoá`.
    marks_differ: bool,
}

/// What a person typed, ready to be compared.
#[derive(Debug, PartialEq, Eq)]
struct Query {
    /// In small letters, as typed.
    typed: String,
    /// The folded words, each after one space, abbreviations written out.
    whole: String,
    /// The same, one by one.
    starts: Vec<String>,
    /// The words with their marks, when there are any.
    marked: Option<String>,
}

impl Query {
    /// `None` when there is nothing to look for.
    fn read(text: &str) -> Option<Self> {
        let text: String = tidy(text).chars().take(TEXT_MAX).collect();
        let words = written_out(&fold(&text));
        if words.is_empty() {
            return None;
        }
        let starts: Vec<String> = words.iter().map(|w| format!(" {w}")).collect();
        Some(Self {
            typed: text.to_lowercase(),
            whole: starts.concat(),
            starts,
            marked: (!text.is_ascii()).then(|| marked_words(&text)),
        })
    }
}

/// The words of a folded text, each after one space.
fn spaced(folded: &str) -> String {
    let mut spaced = String::with_capacity(folded.len() + 1);
    for word in words(folded) {
        spaced.push(' ');
        spaced.push_str(word);
    }
    spaced
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
}

/// The words of a folded query with abbreviations written out: `tp.hcm` becomes `thanh pho ho chi minh`.
fn written_out(folded: &str) -> Vec<String> {
    let mut all = Vec::new();
    for piece in folded.split_inclusive(|c: char| !c.is_alphanumeric()) {
        let word = piece.trim_end_matches(|c: char| !c.is_alphanumeric());
        let dotted = piece.ends_with('.');
        let short = SHORT
            .iter()
            .find(|(short, needs_dot, _)| *short == word && (dotted || !needs_dot));
        let long = short.map_or(word, |(_, _, long)| long);
        all.extend(words(long).map(str::to_owned));
    }
    all
}

/// The words of a text in small letters with their marks, wherever in the syllable the tone was typed: `hoá` and `hóa` become the same.
fn marked_words(text: &str) -> String {
    let mut all = String::new();
    for word in words(&tidy(text).to_lowercase()) {
        let mut tones = String::new();
        all.push(' ');
        for c in word.nfd() {
            let is_tone = matches!(c, '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}');
            if is_tone { &mut tones } else { &mut all }.push(c);
        }
        all.push_str(&tones);
    }
    all
}

/// Every unit of an installation at one moment.
#[derive(Default)]
pub struct Index {
    /// In the order of lists: what is higher up first, then by name.
    entries: Vec<Entry>,
    by_id: HashMap<Uuid, usize>,
    by_code: HashMap<String, usize>,
    /// Living units by the unit above.
    below: HashMap<Uuid, Vec<usize>>,
}

impl Index {
    /// An index of these units, each with the key of its name in lists.
    #[must_use]
    pub fn new(units: Vec<(Organisation, Vec<u8>)>) -> Self {
        let parents: HashMap<Uuid, Option<Uuid>> =
            units.iter().map(|(u, _)| (u.id, u.parent)).collect();
        let mut keyed: Vec<(usize, Vec<u8>, Organisation)> = units
            .into_iter()
            .map(|(unit, key)| (depth(&parents, unit.id), key, unit))
            .collect();
        keyed.sort_by(|a, b| (a.0, &a.1, &a.2.code).cmp(&(b.0, &b.1, &b.2.code)));
        let mut this = Self::default();
        for (place, (_, _, unit)) in keyed.into_iter().enumerate() {
            this.by_id.insert(unit.id, place);
            this.by_code.insert(unit.code.clone(), place);
            if let Some(parent) = unit.parent.filter(|_| unit.closed_on.is_none()) {
                this.below.entry(parent).or_default().push(place);
            }
            this.entries.push(Entry::new(unit));
        }
        this
    }

    /// The unit with this id.
    #[must_use]
    pub fn get(&self, id: Uuid) -> Option<&Organisation> {
        self.by_id.get(&id).map(|place| &self.entries[*place].unit)
    }

    /// The unit with this code.
    #[must_use]
    pub fn by_code(&self, code: &str) -> Option<&Organisation> {
        self.by_code
            .get(code)
            .map(|place| &self.entries[*place].unit)
    }

    /// The unit and those that answer for it, nearest first; empty when it is not known.
    #[must_use]
    pub fn lineage(&self, id: Uuid) -> Vec<Uuid> {
        let mut lineage = Vec::with_capacity(4);
        let mut next = self.get(id);
        while let Some(unit) = next.filter(|u| !lineage.contains(&u.id)) {
            lineage.push(unit.id);
            next = unit.answers_to().and_then(|id| self.get(id));
        }
        lineage
    }

    /// Living units directly below one, in the order of lists.
    pub fn children(&self, id: Uuid) -> impl ExactSizeIterator<Item = &Organisation> {
        let places = self.below.get(&id).map_or(&[][..], Vec::as_slice);
        places.iter().map(|place| &self.entries[*place].unit)
    }

    /// Units that were split from one or merged into it, in the order of lists.
    pub fn related(&self, id: Uuid) -> impl Iterator<Item = &Organisation> {
        let units = self.entries.iter().map(|e| &e.unit);
        units.filter(move |u| u.origin == Some(id) || u.successor == Some(id))
    }

    /// How many units there are, those that are no more included.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is no unit.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// What a search finds: every word of the text must occur. First what begins like the whole text, then where words do, then the rest.
    #[must_use]
    pub fn search(&self, search: &Search) -> Found {
        let wanted = self.entries.iter().filter(|e| self.is_wanted(e, search));
        let mut found: Vec<(Option<Rank>, &Entry)> = match Query::read(&search.text) {
            None if search.text.trim().is_empty() => wanted.map(|e| (None, e)).collect(),
            None => Vec::new(),
            Some(query) => wanted
                .filter_map(|e| Some((Some(e.rank(&query)?), e)))
                .collect(),
        };
        // Stable: equal ones keep the order of the list.
        found.sort_by_key(|(rank, _)| *rank);
        Found {
            total: found.len(),
            items: found
                .into_iter()
                .skip(search.offset)
                .take(search.limit)
                .map(|(_, e)| e.unit.clone())
                .collect(),
        }
    }

    fn is_wanted(&self, entry: &Entry, search: &Search) -> bool {
        let unit = &entry.unit;
        (search.include_closed || unit.closed_on.is_none())
            && search.tree.as_ref().is_none_or(|tree| *tree == unit.tree)
            && (search.kinds.is_empty() || search.kinds.contains(&unit.kind))
            && search
                .within
                .is_none_or(|above| self.is_within(unit, above))
    }

    fn is_within(&self, unit: &Organisation, above: Uuid) -> bool {
        let mut next = Some(unit);
        for _ in 0..=2 * DEEPEST {
            match next {
                Some(unit) if unit.id == above => return true,
                Some(unit) => next = unit.answers_to().and_then(|id| self.get(id)),
                None => return false,
            }
        }
        false
    }
}

/// Which unit a form means; see the service. Of several, at most `choices` are told.
#[must_use]
pub fn resolve(index: &Index, text: &str, code: &str, choices: usize) -> Resolved {
    let fits = |unit: &&Organisation| match Query::read(text) {
        Some(query) => Entry::new((*unit).clone()).rank(&query).is_some(),
        None => text.trim().is_empty(),
    };
    let living = |unit: &&Organisation| unit.closed_on.is_none();
    if let Some(unit) = index.by_code(code.trim()).filter(living).filter(fits) {
        return Resolved::One(unit.clone());
    }
    if text.trim().is_empty() {
        return Resolved::None;
    }
    let typed = fold(text);
    let mut found = index.search(&Search {
        text: text.to_owned(),
        limit: choices,
        ..Search::default()
    });
    let named = |unit: &Organisation| fold(&unit.full_name) == typed;
    let mut exactly = found.items.iter().filter(|u| named(u));
    match (exactly.next(), exactly.next(), found.total) {
        (Some(unit), None, _) => Resolved::One(unit.clone()),
        (_, _, 0) => Resolved::None,
        (_, _, 1) => found.items.pop().map_or(Resolved::None, Resolved::One),
        _ => Resolved::Several(found.items),
    }
}

fn depth(parents: &HashMap<Uuid, Option<Uuid>>, unit: Uuid) -> usize {
    let mut depth = 0;
    let mut next = parents.get(&unit).copied().flatten();
    while let Some(id) = next.filter(|_| depth <= DEEPEST) {
        depth += 1;
        next = parents.get(&id).copied().flatten();
    }
    depth
}

#[cfg(test)]
mod tests;
