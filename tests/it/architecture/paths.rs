//! Reads Rust source: as much of it as finding the paths in it needs.

use std::collections::HashMap;

/// One token; numbers and literals are left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Token {
    Name(String),
    /// `::`
    Sep,
    Mark(char),
}

/// The tokens of a source with the line each stands on, without comments, literals and `#[cfg(test)]` items.
pub fn tokens(source: &str) -> Vec<(usize, Token)> {
    without_test_items(
        &Lexer {
            rest: source,
            line: 1,
            out: Vec::new(),
        }
        .run(),
    )
}

struct Lexer<'a> {
    rest: &'a str,
    line: usize,
    out: Vec<(usize, Token)>,
}

impl Lexer<'_> {
    fn run(mut self) -> Vec<(usize, Token)> {
        while let Some(c) = self.rest.chars().next() {
            if self.rest.starts_with("//") {
                self.skip(self.rest.find('\n').unwrap_or(self.rest.len()));
            } else if self.rest.starts_with("/*") {
                self.skip(block_comment(self.rest));
            } else if let Some(length) = literal(self.rest) {
                self.skip(length);
            } else if c.is_alphabetic() || c == '_' {
                let length = self
                    .rest
                    .find(|c: char| !c.is_alphanumeric() && c != '_')
                    .unwrap_or(self.rest.len());
                self.push(Token::Name(self.rest[..length].to_owned()), length);
            } else if self.rest.starts_with("::") {
                self.push(Token::Sep, 2);
            } else if c.is_whitespace() || c.is_ascii_digit() {
                self.skip(c.len_utf8());
            } else {
                self.push(Token::Mark(c), c.len_utf8());
            }
        }
        self.out
    }

    fn push(&mut self, token: Token, length: usize) {
        self.out.push((self.line, token));
        self.skip(length);
    }

    fn skip(&mut self, length: usize) {
        self.line += self.rest[..length].matches('\n').count();
        self.rest = &self.rest[length..];
    }
}

/// Length of the (possibly nested) block comment at the start of `text`.
fn block_comment(text: &str) -> usize {
    let (mut depth, mut at) = (0usize, 0usize);
    while at < text.len() {
        if text[at..].starts_with("/*") {
            depth += 1;
            at += 2;
        } else if text[at..].starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += text[at..].chars().next().map_or(1, char::len_utf8);
        }
    }
    text.len()
}

/// Length of the string, byte string, raw string or character at the start of `text`, if one stands there.
fn literal(text: &str) -> Option<usize> {
    let body = text.strip_prefix(['b', 'c']).unwrap_or(text);
    let prefix = text.len() - body.len();
    if let Some(raw) = body.strip_prefix('r') {
        let hashes = raw.len() - raw.trim_start_matches('#').len();
        if raw[hashes..].starts_with('"') {
            let end = format!("\"{}", "#".repeat(hashes));
            let from = hashes + 1;
            let length = raw[from..]
                .find(&end)
                .map_or(raw.len(), |at| from + at + end.len());
            return Some(prefix + 1 + length);
        }
    }
    if body.starts_with('"') {
        return Some(prefix + quoted(body, '"'));
    }
    if let Some(after) = body.strip_prefix('\'') {
        let mut after = after.chars();
        let (first, second) = (after.next(), after.next());
        // 'x' and '\n' are characters; 'x without a closing quote is a lifetime.
        if first == Some('\\') || second == Some('\'') {
            return Some(prefix + quoted(body, '\''));
        }
    }
    None
}

/// Length of the quoted text at the start of `text`, closing quote included.
fn quoted(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        if escaped {
            escaped = false;
        } else if c == '\\' {
            escaped = true;
        } else if c == quote {
            return at + 1;
        }
    }
    text.len()
}

/// Leaves out each item that stands behind `#[cfg(test)]`.
fn without_test_items(all: &[(usize, Token)]) -> Vec<(usize, Token)> {
    let cfg_test = ["#", "[", "cfg", "(", "test", ")", "]"];
    let mut kept = Vec::with_capacity(all.len());
    let mut at = 0;
    while at < all.len() {
        let here = all[at..]
            .iter()
            .take(cfg_test.len())
            .map(|(_, token)| spelled(token));
        if here.eq(cfg_test.iter().map(|part| (*part).to_owned())) {
            at = end_of_item(all, at + cfg_test.len());
        } else {
            kept.push(all[at].clone());
            at += 1;
        }
    }
    kept
}

fn spelled(token: &Token) -> String {
    match token {
        Token::Name(name) => name.clone(),
        Token::Sep => "::".to_owned(),
        Token::Mark(mark) => mark.to_string(),
    }
}

/// Index behind the item that starts at `at`: behind its `;`, or behind the brace that closes its body.
fn end_of_item(all: &[(usize, Token)], mut at: usize) -> usize {
    let mut depth = 0usize;
    while at < all.len() {
        match all[at].1 {
            Token::Mark('{') => depth += 1,
            Token::Mark('}') => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return at + 1;
                }
            }
            Token::Mark(';') if depth == 0 => return at + 1,
            _ => {}
        }
        at += 1;
    }
    at
}

/// A path that a file names, spelled out from `crate` or from another crate's name.
#[derive(Debug, Clone)]
pub struct Named {
    pub line: usize,
    pub path: String,
    /// The name that a `use` binds; `None` for a path in an expression.
    pub alias: Option<String>,
}

impl Named {
    /// The parts between the `::`.
    pub fn segments(&self) -> Vec<&str> {
        self.path.split("::").collect()
    }
}

/// Every path in `tokens`: the leaves of `use` trees and the paths in expressions, types and attributes.
pub fn paths_in(tokens: &[(usize, Token)], module: &[String]) -> Vec<Named> {
    let children = child_modules(tokens, module);
    let mut reader = PathReader {
        tokens,
        at: 0,
        modules: Vec::new(),
        module,
        children: &children,
        found: Vec::new(),
        inline: Vec::new(),
    };
    reader.run();
    let (mut found, inline) = (reader.found, reader.inline);
    let mut aliases = children;
    aliases.extend(
        found
            .iter()
            .filter_map(|named| Some((named.alias.clone()?, named.path.clone()))),
    );
    for (line, written, inner) in inline {
        let path = absolute(&written, module, &inner, &aliases);
        found.push(Named {
            line,
            path,
            alias: None,
        });
    }
    found.sort_by_key(|named| named.line);
    found
}

/// The modules that the file declares: `mod prizes;` lets it write `prizes::cap` without `self::`.
fn child_modules(tokens: &[(usize, Token)], module: &[String]) -> HashMap<String, String> {
    let own = std::iter::once("crate")
        .chain(module.iter().map(String::as_str))
        .collect::<Vec<_>>()
        .join("::");
    tokens
        .windows(2)
        .filter_map(|pair| match (&pair[0].1, &pair[1].1) {
            (Token::Name(word), Token::Name(name)) if word == "mod" => {
                Some((name.clone(), format!("{own}::{name}")))
            }
            _ => None,
        })
        .collect()
}

/// `super::x`, `self::x`, `alias::x` spelled out in full.
fn absolute(
    written: &[String],
    module: &[String],
    inner: &[String],
    aliases: &HashMap<String, String>,
) -> String {
    let mut base: Vec<String> = module.iter().chain(inner).cloned().collect();
    let mut rest = written;
    match written[0].as_str() {
        "crate" => written.join("::"),
        "self" | "super" => {
            while let Some(first) = rest.first() {
                match first.as_str() {
                    "super" => drop(base.pop()),
                    "self" => {}
                    _ => break,
                }
                rest = &rest[1..];
            }
            let mut path = vec!["crate".to_owned()];
            path.extend(base);
            path.extend(rest.iter().cloned());
            path.join("::")
        }
        first => match aliases.get(first) {
            Some(target) => {
                let mut path = vec![target.clone()];
                path.extend(written[1..].iter().cloned());
                path.join("::")
            }
            None => written.join("::"),
        },
    }
}

struct PathReader<'a> {
    tokens: &'a [(usize, Token)],
    at: usize,
    module: &'a [String],
    /// Modules declared in this file, with their full paths.
    children: &'a HashMap<String, String>,
    /// Inline modules that are open, with the brace depth at which each began.
    modules: Vec<(usize, String)>,
    found: Vec<Named>,
    /// Paths in expressions: line, segments as written, inline modules around it.
    inline: Vec<(usize, Vec<String>, Vec<String>)>,
}

impl PathReader<'_> {
    fn run(&mut self) {
        let mut depth = 0usize;
        while self.at < self.tokens.len() {
            match self.token(0) {
                Some(Token::Mark('{')) => {
                    depth += 1;
                    if let (Some(Token::Name(word)), Some(Token::Name(name))) =
                        (self.before(2), self.before(1))
                        && word == "mod"
                    {
                        self.modules.push((depth, name.clone()));
                    }
                    self.at += 1;
                }
                Some(Token::Mark('}')) => {
                    self.modules.retain(|(opened, _)| *opened != depth);
                    depth = depth.saturating_sub(1);
                    self.at += 1;
                }
                Some(Token::Name(word))
                    if word == "use" && self.token(1) != Some(&Token::Mark('<')) =>
                {
                    self.at += 1;
                    self.use_tree(&[]);
                }
                Some(Token::Name(_)) => self.expression_path(),
                _ => self.at += 1,
            }
        }
    }

    fn token(&self, ahead: usize) -> Option<&Token> {
        self.tokens.get(self.at + ahead).map(|(_, token)| token)
    }

    fn before(&self, back: usize) -> Option<&Token> {
        self.at
            .checked_sub(back)
            .and_then(|at| self.tokens.get(at))
            .map(|(_, token)| token)
    }

    fn line(&self) -> usize {
        self.tokens.get(self.at).map_or(0, |(line, _)| *line)
    }

    fn inner_modules(&self) -> Vec<String> {
        self.modules.iter().map(|(_, name)| name.clone()).collect()
    }

    /// `a::b`, `a::{b, c as d}`, `a::*`, from behind `use` or behind a `{` or `,` inside it.
    fn use_tree(&mut self, prefix: &[String]) {
        let mut path = prefix.to_vec();
        let mut line = self.line();
        loop {
            match self.token(0).cloned() {
                Some(Token::Sep) => self.at += 1,
                Some(Token::Mark('{')) => {
                    self.at += 1;
                    self.use_branches(&path);
                    return;
                }
                Some(Token::Name(word)) if word == "as" => {
                    let alias = self.token(1).map(spelled);
                    self.at += 2;
                    self.bind(&path, line, alias);
                    return;
                }
                Some(Token::Name(name)) => {
                    line = self.line();
                    path.push(name);
                    self.at += 1;
                }
                Some(Token::Mark('*')) => {
                    path.push("*".to_owned());
                    self.at += 1;
                }
                _ => {
                    self.bind(&path, line, None);
                    return;
                }
            }
        }
    }

    fn use_branches(&mut self, prefix: &[String]) {
        while let Some(token) = self.token(0) {
            match token {
                Token::Mark('}') => {
                    self.at += 1;
                    return;
                }
                Token::Mark(',') => self.at += 1,
                Token::Mark(';') => return,
                _ => {
                    let start = self.at;
                    self.use_tree(prefix);
                    if self.at == start {
                        self.at += 1;
                    }
                }
            }
        }
    }

    fn bind(&mut self, written: &[String], line: usize, alias: Option<String>) {
        // `use a::{self}` names `a` itself.
        let own = written.len() > 1 && written.last().is_some_and(|last| last == "self");
        let written = if own {
            &written[..written.len() - 1]
        } else {
            written
        };
        let Some(last) = written.last() else { return };
        let alias = alias.unwrap_or_else(|| last.clone());
        let path = absolute(written, self.module, &self.inner_modules(), self.children);
        self.found.push(Named {
            line,
            path,
            alias: Some(alias),
        });
    }

    /// A path of two or more segments that is not the tail of another path or a field.
    fn expression_path(&mut self) {
        let continues = matches!(self.before(1), Some(Token::Sep | Token::Mark('.')));
        let line = self.line();
        let mut written = Vec::new();
        while let Some(Token::Name(name)) = self.token(0).cloned() {
            written.push(name);
            self.at += 1;
            if self.token(0) != Some(&Token::Sep) || !matches!(self.token(1), Some(Token::Name(_)))
            {
                break;
            }
            self.at += 1;
        }
        if !continues && written.len() > 1 {
            let inner = self.inner_modules();
            self.inline.push((line, written, inner));
        }
    }
}
