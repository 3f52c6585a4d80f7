//! Decisions about questions: which options may change places, when two questions are the same, what an import changes.
//! Reading and writing the text format is in [`super::format`], legal references in [`super::reference`].

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::model::{Body, Difficulty, Finding, Kind, LegalReference, Parsed, Shuffle};
use super::text::{comparable, folded_words, nearly_equal};

pub use super::format::{read_questions, write_question, write_questions};
pub use super::reference::{read_reference, reference_texts};

// ---------------------------------------------------------------------------------------------------------------------
// Which options may change places

/// Whether the options of a question may change places.
///
/// An option that speaks of all the others ("Tất cả các phương án trên", "Không có đáp án nào đúng") must stay last; one
/// that names others by letter or place ("Cả A và B", "A đúng, B sai", "Hai phương án đầu") forbids any change. Spelling,
/// case and marks are taken loosely: not shuffling a question that could be costs little, shuffling one that must not be
/// changes its meaning.
#[must_use]
pub fn shuffle_of(kind: Kind, options: &[String]) -> Shuffle {
    if kind == Kind::TrueFalse
        || options
            .iter()
            .any(|o| names_another_option(o, options.len()))
    {
        return Shuffle::Fixed;
    }
    let speaks_of_all: Vec<bool> = options.iter().map(|o| speaks_of_all_options(o)).collect();
    match speaks_of_all.split_last() {
        Some((_, rest)) if rest.contains(&true) => Shuffle::Fixed,
        Some((true, _)) => Shuffle::LastPinned,
        _ => Shuffle::Free,
    }
}

/// Words for "option" in Vietnamese papers: number of syllables, and the syllables without marks and spaces.
const OPTION_NOUNS: [(usize, &str); 8] = [
    (3, "cautraloi"),
    (2, "phuongan"),
    (2, "dapan"),
    (2, "luachon"),
    (2, "traloi"),
    (2, "ykien"),
    (1, "cau"),
    (1, "y"),
];

/// Length in words of a noun for "option" at the start of `words`; 0 if there is none. One letter may be wrong
/// ("đáp áp") in nouns of several syllables.
fn option_noun(words: &[String]) -> usize {
    OPTION_NOUNS
        .iter()
        .find(|(length, noun)| {
            let joined = words.get(..*length).map(<[String]>::concat);
            joined.is_some_and(|joined| {
                *noun == joined || (*length > 1 && nearly_equal(noun, &joined))
            })
        })
        .map_or(0, |(length, _)| *length)
}

fn has_option_noun(words: &[String]) -> bool {
    (0..words.len()).any(|i| option_noun(&words[i..]) > 0)
}

/// How many words at the start mean "all", "both", "these", "one of", or a number.
fn quantifier(words: &[String]) -> usize {
    const ALL: [&str; 3] = ["tatca", "toanbo", "hetthay"];
    const ONE: [&str; 12] = [
        "ca", "moi", "cac", "nhung", "hai", "ba", "bon", "tu", "nam", "sau", "bay", "tam",
    ];
    let two = words.get(..2).map(<[String]>::concat).unwrap_or_default();
    if ALL.iter().any(|all| nearly_equal(all, &two)) || two == "mottrong" {
        return 2;
    }
    let one = words.first().map_or("", String::as_str);
    usize::from(ONE.contains(&one) || (!one.is_empty() && one.bytes().all(|b| b.is_ascii_digit())))
}

/// Whether the words end by pointing back: "… trên", "… nêu trên", "… ở trên đều đúng".
fn points_back(words: &[String]) -> bool {
    const TAIL: [&str; 9] = [
        "deu", "dung", "sai", "khong", "day", "la", "ca", "chinh", "xac",
    ];
    let end = words
        .iter()
        .rposition(|w| !TAIL.contains(&w.as_str()))
        .map_or(0, |last| last + 1);
    end > 0 && words[end - 1] == "tren"
}

fn speaks_of_all_options(option: &str) -> bool {
    let words = folded_words(option);
    let starts_with = |word: &str| words.first().is_some_and(|w| w == word);
    let ends_with = |tail: &[&str]| {
        words.len() >= tail.len()
            && words[words.len() - tail.len()..]
                .iter()
                .zip(tail)
                .all(|(a, b)| a == b)
    };
    let negated = starts_with("khong") || starts_with("chua");
    if negated {
        let none = words.iter().any(|w| w == "nao");
        let short = words.len() <= 6
            && (ends_with(&["nao"]) || ends_with(&["nao", "dung"]) || ends_with(&["nao", "sai"]));
        return points_back(&words) || (none && has_option_noun(&words)) || (none && short);
    }
    let other = ends_with(&["khac"]) && option_noun(&words) + 1 == words.len();
    let quantity = quantifier(&words);
    if quantity == 0 {
        let noun = option_noun(&words);
        return other || (noun > 0 && points_back(&words));
    }
    let rest = &words[quantity..];
    let judged = ends_with(&["dung"]) || ends_with(&["sai"]);
    let whole = matches!(words[0].as_str(), "tat" | "toan" | "het") || quantity == 2;
    points_back(&words)
        || (judged
            && rest
                .first()
                .is_some_and(|w| matches!(w.as_str(), "deu" | "dung" | "sai")))
        || (judged && has_option_noun(rest))
        || names_only_options(rest)
        || (whole && rest.is_empty())
}

/// Whether nothing but "(the) three options" is left: "Cả ba phương án", "Tất cả các ý".
fn names_only_options(words: &[String]) -> bool {
    let start = words
        .iter()
        .position(|w| {
            !matches!(w.as_str(), "cac" | "nhung") && quantifier(std::slice::from_ref(w)) == 0
        })
        .unwrap_or(words.len());
    let noun = option_noun(&words[start..]);
    noun > 0 && start + noun == words.len()
}

/// One piece of an option, as the search for letters sees it.
#[derive(PartialEq, Eq)]
enum Piece {
    /// A single letter that some option of the question bears.
    Letter,
    /// A comma, `&`, `+`, `/`, or a word that joins ("và", "hoặc", "với").
    Joint,
    /// "đúng", "sai", "đều".
    Verdict,
    /// A noun for "option".
    Noun,
    /// "cả", "chỉ", "chọn".
    Only,
    /// A noun after which a letter names something else: a licence class, a point of the law, a group.
    OtherNoun,
    /// "đầu", "cuối", "thứ …": a place.
    Place,
    /// Anything else.
    Other,
}

/// Whether an option refers to others by letter or by place.
fn names_another_option(option: &str, count: usize) -> bool {
    let pieces = pieces(option, count);
    let mut excused = false;
    for (index, piece) in pieces.iter().enumerate() {
        let before = index.checked_sub(1).map(|i| &pieces[i]);
        let next = pieces.get(index + 1);
        match piece {
            Piece::OtherNoun => excused = true,
            Piece::Letter | Piece::Joint => {}
            _ => excused = false,
        }
        if *piece == Piece::Noun && next == Some(&Piece::Place) {
            return true;
        }
        if *piece != Piece::Letter || excused {
            continue;
        }
        let joined = next == Some(&Piece::Joint)
            && pieces[index + 1..]
                .iter()
                .find(|p| !matches!(p, Piece::Joint | Piece::Noun))
                .is_some_and(|p| *p == Piece::Letter);
        if joined
            || next == Some(&Piece::Verdict)
            || matches!(before, Some(Piece::Noun | Piece::Only))
        {
            return true;
        }
    }
    false
}

fn pieces(option: &str, count: usize) -> Vec<Piece> {
    let spaced: String = option
        .chars()
        .flat_map(|c| match c {
            ',' | ';' | '&' | '+' | '/' => vec![' ', ',', ' '],
            c if c.is_alphanumeric() => vec![c],
            _ => vec![' '],
        })
        .collect();
    let raw: Vec<&str> = spaced.split_whitespace().collect();
    let words: Vec<String> = raw.iter().map(|w| folded_words(w).concat()).collect();
    let mut pieces = Vec::new();
    let mut index = 0;
    while index < raw.len() {
        let noun = option_noun(&words[index..]);
        if noun > 0 && !is_option_letter(raw[index], count) {
            pieces.push(Piece::Noun);
            index += noun;
            continue;
        }
        pieces.push(piece(raw[index], &words[index], count));
        index += 1;
    }
    pieces
}

fn is_option_letter(word: &str, count: usize) -> bool {
    matches!(word.as_bytes(), [b] if b.is_ascii_alphabetic() && usize::from(b.to_ascii_lowercase() - b'a') < count)
}

fn piece(raw: &str, folded: &str, count: usize) -> Piece {
    if is_option_letter(raw, count) {
        return Piece::Letter;
    }
    match folded {
        "" | "va" | "hoac" | "hay" | "voi" | "lan" | "cung" => Piece::Joint,
        "dung" | "sai" | "deu" => Piece::Verdict,
        "ca" | "chi" | "chon" => Piece::Only,
        "hang" | "diem" | "khoan" | "nhom" | "bang" | "khoi" | "loai" | "cap" => Piece::OtherNoun,
        "dau" | "cuoi" | "thu" => Piece::Place,
        _ => Piece::Other,
    }
}

// ---------------------------------------------------------------------------------------------------------------------
// When two questions are the same

/// SHA-256 over everything a body says, in lower-case hexadecimal. Two bodies have the same digest exactly when they are
/// equal; the form is fixed, so digests kept in a database stay comparable.
#[must_use]
pub fn digest(body: &Body) -> String {
    let mut canonical = Canonical(Sha256::new());
    canonical.text("hocluat question body 1");
    canonical.number(match body.kind {
        Kind::Single => 0,
        Kind::Multiple => 1,
        Kind::TrueFalse => 2,
    });
    canonical.text(&body.stem);
    canonical.list(&body.options, |c, option| c.text(option));
    canonical.number(body.right.into());
    canonical.number(match body.shuffle {
        Shuffle::Free => 0,
        Shuffle::LastPinned => 1,
        Shuffle::Fixed => 2,
    });
    canonical.text(&body.topic);
    canonical.number(match body.difficulty {
        Difficulty::Recall => 0,
        Difficulty::Understand => 1,
        Difficulty::Apply => 2,
    });
    canonical.text(&body.explanation);
    canonical.list(&body.references, Canonical::reference);
    canonical.finish()
}

/// Length-prefixed bytes, so that no two different bodies are written alike.
struct Canonical(Sha256);

impl Canonical {
    fn number(&mut self, number: u64) {
        self.0.update(number.to_be_bytes());
    }

    fn text(&mut self, text: &str) {
        // usize is at most 64 bits on every platform Rust runs on.
        self.number(text.len() as u64);
        self.0.update(text);
    }

    fn list<T>(&mut self, items: &[T], write: impl Fn(&mut Self, &T)) {
        self.number(items.len() as u64);
        for item in items {
            write(self, item);
        }
    }

    fn reference(&mut self, reference: &LegalReference) {
        self.text(&reference.document);
        self.list(reference.article.as_slice(), |c, article| {
            c.number((*article).into())
        });
        self.list(reference.clause.as_slice(), |c, clause| c.text(clause));
        self.list(reference.point.as_slice(), |c, point| c.text(point));
        self.text(&reference.text);
    }

    fn finish(self) -> String {
        self.0
            .finalize()
            .iter()
            .fold(String::new(), |mut hex, byte| {
                // Writing to a string cannot fail.
                let _ = write!(hex, "{byte:02x}");
                hex
            })
    }
}

/// How alike two questions are, for an author to look at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Likeness {
    /// The same question and the same options, perhaps in another order.
    Identical,
    /// The same question but for filler words, marks or case.
    Near,
}

/// A body prepared for comparing it with many others.
pub(super) struct Fingerprint {
    stem: String,
    words: Vec<String>,
    options: Vec<String>,
    open: bool,
}

impl Fingerprint {
    pub(super) fn of(body: &Body) -> Self {
        let words = folded_words(&body.stem);
        let open = words
            .windows(2)
            .any(|w| (w[0] == "sau" || w[0] == "duoi") && w[1] == "day");
        let mut options: Vec<String> = body.options.iter().map(|o| comparable(o)).collect();
        options.sort_unstable();
        Self {
            stem: comparable(&body.stem),
            words: words.into_iter().filter(|w| !is_filler(w)).collect(),
            options,
            open,
        }
    }

    pub(super) fn likeness(&self, other: &Self) -> Option<Likeness> {
        if self.stem == other.stem && self.options == other.options {
            return Some(Likeness::Identical);
        }
        if self.words.is_empty() || self.words != other.words {
            return None;
        }
        let shared = self.options.iter().any(|o| other.options.contains(o));
        // "Hành vi nào sau đây bị nghiêm cấm?" may be asked many times, each time about other things.
        (shared || !(self.open && other.open)).then_some(Likeness::Near)
    }
}

/// Words that change nothing in what is asked.
fn is_filler(word: &str) -> bool {
    const FILLER: [&str; 22] = [
        "theo", "quy", "dinh", "cua", "phap", "luat", "hien", "hanh", "thi", "la", "nao", "sau",
        "day", "duoi", "hay", "cho", "biet", "anh", "chi", "ban", "nhu", "the",
    ];
    FILLER.contains(&word)
}

// ---------------------------------------------------------------------------------------------------------------------
// A bank as a whole

/// What is wrong between the files of one bank: the same stable name in two files (an error), the same question in two
/// files (an error), nearly the same question (a warning). What is wrong inside one file is found when it is read.
#[must_use]
pub fn check_bank(parsed: &[(String, Parsed)]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut keys: HashMap<&str, &(String, Parsed)> = HashMap::new();
    for item in parsed {
        let (file, question) = item;
        match keys.get(question.key.as_str()) {
            Some((other, first)) if other != file => findings.push(Finding {
                file: file.clone(),
                line: question.line,
                message: format!(
                    "Mã “{}” đã dùng cho câu hỏi ở {other}:{}. Mỗi câu trong ngân hàng phải có mã riêng: hãy đổi dòng \
                     “Mã: …” của một trong hai câu, hoặc đổi tên tệp.",
                    question.key, first.line
                ),
                error: true,
            }),
            Some(_) => {}
            None => {
                keys.insert(&question.key, item);
            }
        }
    }
    findings.extend(alike_across_files(parsed));
    findings
}

fn alike_across_files(parsed: &[(String, Parsed)]) -> Vec<Finding> {
    let prints: Vec<Fingerprint> = parsed
        .iter()
        .map(|(_, q)| Fingerprint::of(&q.body))
        .collect();
    let mut findings = Vec::new();
    for (index, (file, question)) in parsed.iter().enumerate() {
        let earlier = parsed[..index].iter().zip(&prints);
        let twin =
            earlier
                .filter(|((other, _), _)| other != file)
                .find_map(|((other, first), print)| {
                    Some((other, first, print.likeness(&prints[index])?))
                });
        if let Some((other, first, likeness)) = twin {
            findings.push(alike(
                file,
                question.line,
                &format!("{other}:{}", first.line),
                likeness,
            ));
        }
    }
    findings
}

/// The finding for a question like the one at `place`.
pub(super) fn alike(file: &str, line: usize, place: &str, likeness: Likeness) -> Finding {
    let message = match likeness {
        Likeness::Identical => {
            format!("Câu hỏi này trùng hoàn toàn với câu ở {place}. Hãy xoá một trong hai câu.")
        }
        Likeness::Near => format!(
            "Câu hỏi này gần giống câu ở {place}. Nếu là cùng một câu, hãy xoá bớt; nếu khác nhau, có thể bỏ qua lưu ý này."
        ),
    };
    Finding {
        file: file.to_owned(),
        line,
        message,
        error: likeness == Likeness::Identical,
    }
}

// ---------------------------------------------------------------------------------------------------------------------
// What an import changes

/// A question already in the bank, with its newest revision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Existing {
    /// The question.
    pub question: Uuid,
    /// Its stable name.
    pub key: String,
    /// [`digest`] of its newest revision.
    pub digest: String,
    /// Whether it was taken out of use.
    pub retired: bool,
}

/// One change an import makes. `parsed` is a position in the list given to [`plan_import`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// Give an existing question another stable name.
    Rename {
        /// The question.
        question: Uuid,
        /// Its new name.
        key: String,
    },
    /// Put a retired question back into use.
    Restore {
        /// The question.
        question: Uuid,
    },
    /// Publish a new revision of an existing question.
    Revise {
        /// The question.
        question: Uuid,
        /// What it now says.
        parsed: usize,
    },
    /// Add a question with its first revision.
    Create {
        /// What it says.
        parsed: usize,
    },
    /// Take a question out of use; its revisions stay for the attempts that hold them.
    Retire {
        /// The question.
        question: Uuid,
    },
}

/// What an import changes, in the order in which it is to be done. Empty if the files say what the bank holds.
///
/// After the renames all keys are different; between them two questions may bear the same key for a moment (two
/// questions may swap names), so a unique index needs the renames done in one statement or through a temporary name.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Plan {
    /// The changes: renames, restorations, revisions, new questions, retirements.
    pub changes: Vec<Change>,
    /// How many questions stay as they are.
    pub unchanged: usize,
}

impl Plan {
    /// Whether nothing changes.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }
}

/// Decides what importing `parsed` (the whole bank, in order, without errors in [`check_bank`]) changes.
///
/// A question in the files is the existing one with the same digest, in use rather than retired, with the same key if
/// several have it; else the one with the same key, which gets a new revision; else it is new. So a question that was
/// only renumbered or moved to another file keeps its history and gets the new key. Existing questions that are no
/// longer in the files are retired; if another question now has their key, theirs gets a suffix with `~`, which no key in
/// a file can hold.
#[must_use]
pub fn plan_import(existing: &[Existing], parsed: &[Parsed]) -> Plan {
    let matches = Matches::find(existing, parsed);
    let mut plan = Plan::default();
    let (mut renames, mut restored, mut revised, mut created) = (vec![], vec![], vec![], vec![]);
    for (index, question) in parsed.iter().enumerate() {
        let Some(old) = matches.of_parsed[index].map(|at| &existing[at]) else {
            created.push(Change::Create { parsed: index });
            continue;
        };
        let same = old.digest == matches.digests[index];
        if old.key != question.key {
            renames.push(Change::Rename {
                question: old.question,
                key: question.key.clone(),
            });
        }
        if old.retired {
            restored.push(Change::Restore {
                question: old.question,
            });
        }
        if !same {
            revised.push(Change::Revise {
                question: old.question,
                parsed: index,
            });
        }
        plan.unchanged += usize::from(same && old.key == question.key && !old.retired);
    }
    let mut retired = Vec::new();
    let taken: HashSet<&str> = parsed.iter().map(|p| p.key.as_str()).collect();
    for old in matches.unmatched(existing) {
        if taken.contains(old.key.as_str()) {
            let key = format!("{}~{}", old.key, old.question.simple());
            renames.push(Change::Rename {
                question: old.question,
                key,
            });
        }
        if !old.retired {
            retired.push(Change::Retire {
                question: old.question,
            });
        }
    }
    plan.changes = [renames, restored, revised, created, retired].concat();
    plan
}

/// Which existing question each parsed one is.
struct Matches {
    of_parsed: Vec<Option<usize>>,
    digests: Vec<String>,
}

impl Matches {
    fn find(existing: &[Existing], parsed: &[Parsed]) -> Self {
        let mut order: Vec<usize> = (0..existing.len()).collect();
        order.sort_by_key(|at| {
            let e = &existing[*at];
            (e.retired, e.key.as_str(), e.question)
        });
        let mut matches = Self {
            of_parsed: vec![None; parsed.len()],
            digests: parsed.iter().map(|p| digest(&p.body)).collect(),
        };
        let digests = matches.digests.clone();
        let mut used = vec![false; existing.len()];
        // Each pass is tried on all questions before the next: a sure match is never lost to a weaker one.
        matches.pass(
            &order,
            &mut used,
            |at| (existing[at].digest.as_str(), existing[at].key.as_str()),
            |index| (digests[index].as_str(), parsed[index].key.as_str()),
        );
        matches.pass(
            &order,
            &mut used,
            |at| existing[at].digest.as_str(),
            |index| digests[index].as_str(),
        );
        matches.pass(
            &order,
            &mut used,
            |at| existing[at].key.as_str(),
            |index| parsed[index].key.as_str(),
        );
        matches
    }

    /// Matches what is left by equal `old` and `new` traits; of several existing questions the first in `order`.
    fn pass<T: Ord>(
        &mut self,
        order: &[usize],
        used: &mut [bool],
        old: impl Fn(usize) -> T,
        new: impl Fn(usize) -> T,
    ) {
        let mut free: BTreeMap<T, Vec<usize>> = BTreeMap::new();
        for at in order.iter().rev().copied().filter(|at| !used[*at]) {
            free.entry(old(at)).or_default().push(at);
        }
        for (index, matched) in self.of_parsed.iter_mut().enumerate() {
            if matched.is_none() {
                *matched = free.get_mut(&new(index)).and_then(Vec::pop);
                if let Some(at) = *matched {
                    used[at] = true;
                }
            }
        }
    }

    /// The existing questions that no parsed one is, in the order of their keys.
    fn unmatched<'a>(&self, existing: &'a [Existing]) -> Vec<&'a Existing> {
        let matched: HashSet<usize> = self.of_parsed.iter().flatten().copied().collect();
        let mut rest: Vec<&Existing> = existing
            .iter()
            .enumerate()
            .filter_map(|(at, e)| (!matched.contains(&at)).then_some(e))
            .collect();
        rest.sort_by_key(|e| (e.key.as_str(), e.question));
        rest
    }
}
