//! Putting modules and lessons in order, and comparing two sets of files.

use std::collections::BTreeSet;

use super::Files;
use super::lesson::key_of;
use super::write::{HeadFields, ModuleFields};
use crate::platform::text::fold;

impl HeadFields {
    /// The module and place of a lesson.
    fn place_of(&self, key: &str) -> Option<(usize, usize)> {
        self.modules
            .iter()
            .enumerate()
            .find_map(|(number, module)| {
                let place = module.lessons.iter().position(|k| k == key)?;
                Some((number, place))
            })
    }

    /// Moves a lesson one step up or down; past the edge of its module it goes into the neighbour.
    pub fn move_lesson(&mut self, key: &str, up: bool) {
        let Some((module, place)) = self.place_of(key) else {
            return;
        };
        let lessons = self.modules[module].lessons.len();
        if up && place > 0 {
            self.modules[module].lessons.swap(place, place - 1);
        } else if up && module > 0 {
            let key = self.modules[module].lessons.remove(place);
            self.modules[module - 1].lessons.push(key);
        } else if !up && place + 1 < lessons {
            self.modules[module].lessons.swap(place, place + 1);
        } else if !up && module + 1 < self.modules.len() {
            let key = self.modules[module].lessons.remove(place);
            self.modules[module + 1].lessons.insert(0, key);
        }
    }

    /// Moves a module one step up or down.
    pub fn move_module(&mut self, number: usize, up: bool) {
        let other = if up {
            number.checked_sub(1)
        } else {
            number.checked_add(1)
        };
        if let Some(other) =
            other.filter(|o| *o < self.modules.len() && number < self.modules.len())
        {
            self.modules.swap(number, other);
        }
    }

    /// Takes a lesson out of its module, and out of what completion asks for.
    pub fn forget_lesson(&mut self, key: &str) {
        for module in &mut self.modules {
            module.lessons.retain(|k| k != key);
        }
        let kept: Vec<&str> = self.required.lines().filter(|k| k.trim() != key).collect();
        self.required = kept.join("\n");
    }

    /// Takes a module away; its lessons go to the one before it, or after it when it is the first. The last module stays.
    pub fn remove_module(&mut self, number: usize) {
        if number >= self.modules.len() || self.modules.len() < 2 {
            return;
        }
        let ModuleFields { lessons, .. } = self.modules.remove(number);
        let heir = number.saturating_sub(1);
        if number == 0 {
            self.modules[heir].lessons.splice(0..0, lessons);
        } else {
            self.modules[heir].lessons.extend(lessons);
        }
    }
}

/// The file of a lesson.
#[must_use]
pub fn path_of_lesson<'f>(files: &'f Files, key: &str) -> Option<&'f str> {
    files
        .keys()
        .map(String::as_str)
        .find(|path| key_of(path) == Some(key))
}

/// A path for a new lesson with this title: the next number, and a key that no other lesson has.
#[must_use]
pub fn new_lesson(files: &Files, title: &str) -> (String, String) {
    let keys: BTreeSet<&str> = files.keys().filter_map(|p| key_of(p)).collect();
    let folded: String = fold(title)
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
        .collect();
    let parts: Vec<&str> = folded
        .split('-')
        .filter(|p| !p.is_empty())
        .take(8)
        .collect();
    let mut stem = parts.join("-");
    // A key must not begin with digits: they would be read as the lesson's number.
    if stem.is_empty() || stem.starts_with(|c: char| c.is_ascii_digit()) {
        stem = format!("bai-{stem}").trim_end_matches('-').to_owned();
    }
    let key = (1..)
        .map(|n| match n {
            1 => stem.clone(),
            n => format!("{stem}-{n}"),
        })
        .find(|key| !keys.contains(key.as_str()))
        .unwrap_or(stem);
    let number = files
        .keys()
        .filter_map(|p| p.strip_prefix("lessons/"))
        .filter_map(|n| n.split('-').next()?.parse::<u32>().ok())
        .max()
        .map_or(1, |n| n.saturating_add(1));
    (format!("lessons/{number:02}-{key}.md"), key)
}

/// What became of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileState {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// It says something else.
    Changed,
}

/// One line of a comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DiffLine {
    /// `+` for a new line, `-` for one that is gone, a blank for one that stayed, `…` for some that stayed and are left out.
    pub sign: char,
    /// The line.
    pub text: String,
}

/// A file that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileDiff {
    /// Its path.
    pub path: String,
    /// What became of it.
    pub state: FileState,
    /// Line by line; empty for what is no text.
    pub lines: Vec<DiffLine>,
}

/// The files that differ, in the order of their paths.
#[must_use]
pub fn differences(before: &Files, after: &Files) -> Vec<FileDiff> {
    let paths: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let mut all = Vec::new();
    for path in paths {
        let (old, new) = (before.get(path), after.get(path));
        let state = match (old, new) {
            (None, _) => FileState::Added,
            (_, None) => FileState::Removed,
            (old, new) if old == new => continue,
            _ => FileState::Changed,
        };
        let text = |bytes: Option<&Vec<u8>>| match bytes {
            Some(bytes) => std::str::from_utf8(bytes).ok().map(str::to_owned),
            None => Some(String::new()),
        };
        let drawn =
            path.starts_with("assets/") && !path.ends_with(".md") && !path.ends_with(".vtt");
        let lines = match (text(old), text(new)) {
            (Some(old), Some(new)) if !drawn => compare(&old, &new),
            _ => Vec::new(),
        };
        all.push(FileDiff {
            path: path.clone(),
            state,
            lines,
        });
    }
    all
}

/// Lines of two texts that both have this many are compared; longer ones are shown as taken away and written anew.
const COMPARED_MAX: usize = 3_000;
/// Unchanged lines shown around a change.
const AROUND: usize = 2;

/// Compares two texts line by line, by their longest common sequence.
fn compare(old: &str, new: &str) -> Vec<DiffLine> {
    let (old, new): (Vec<&str>, Vec<&str>) = (old.lines().collect(), new.lines().collect());
    let start = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let rest = old.len().min(new.len()) - start;
    let end = old
        .iter()
        .rev()
        .zip(new.iter().rev())
        .take(rest)
        .take_while(|(a, b)| a == b)
        .count();
    let line = |sign: char, text: &str| DiffLine {
        sign,
        text: text.to_owned(),
    };
    let mut lines: Vec<DiffLine> = old[..start].iter().map(|l| line(' ', l)).collect();
    let (a, b) = (&old[start..old.len() - end], &new[start..new.len() - end]);
    if a.len().max(b.len()) > COMPARED_MAX {
        lines.extend(a.iter().map(|l| line('-', l)));
        lines.extend(b.iter().map(|l| line('+', l)));
    } else {
        let width = b.len() + 1;
        let mut longest = vec![0_u16; (a.len() + 1) * width];
        for i in (0..a.len()).rev() {
            for j in (0..b.len()).rev() {
                longest[i * width + j] = if a[i] == b[j] {
                    longest[(i + 1) * width + j + 1] + 1
                } else {
                    longest[(i + 1) * width + j].max(longest[i * width + j + 1])
                };
            }
        }
        let (mut i, mut j) = (0, 0);
        while i < a.len() || j < b.len() {
            if i < a.len() && j < b.len() && a[i] == b[j] {
                lines.push(line(' ', a[i]));
                (i, j) = (i + 1, j + 1);
            } else if j == b.len()
                || (i < a.len() && longest[(i + 1) * width + j] >= longest[i * width + j + 1])
            {
                lines.push(line('-', a[i]));
                i += 1;
            } else {
                lines.push(line('+', b[j]));
                j += 1;
            }
        }
    }
    lines.extend(old[old.len() - end..].iter().map(|l| line(' ', l)));
    folded(lines)
}

/// Leaves out what is far from any change.
fn folded(lines: Vec<DiffLine>) -> Vec<DiffLine> {
    let changed: Vec<usize> = (0..lines.len()).filter(|i| lines[*i].sign != ' ').collect();
    let near = |i: usize| {
        let at = changed.partition_point(|c| c + AROUND < i);
        changed.get(at).is_some_and(|c| c.abs_diff(i) <= AROUND)
    };
    let mut shown: Vec<DiffLine> = Vec::new();
    for (i, line) in lines.into_iter().enumerate() {
        if near(i) {
            shown.push(line);
        } else if shown.last().is_none_or(|l| l.sign != '…') {
            shown.push(DiffLine {
                sign: '…',
                text: String::new(),
            });
        }
    }
    shown
}
