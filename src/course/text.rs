//! Texts of a course as pages show them: Markdown to harmless HTML, with the self-checks of a lesson between its pieces.

use std::collections::HashMap;

use pulldown_cmark::{CodeBlockKind, CowStr, Event, HeadingLevel, Parser, Tag, TagEnd, html};

use super::model::Asset;
use crate::platform::markdown::{OPTIONS, clean_rich, escape};
use crate::platform::text::fold;

/// The word after the fence that makes a block a self-check.
pub const CHECK: &str = "tu-kiem-tra";
/// What begins a worked situation.
pub const SITUATION: &str = "Tình huống.";
/// What begins a warning.
pub const CAUTION: &str = "Lưu ý.";

/// A piece of a lesson's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// Harmless HTML.
    Html(String),
    /// The self-check with this number, from 0 in the order of the text.
    Check(usize),
}

/// Where the pages and files are that a text names.
#[derive(Debug, Clone)]
pub struct Addresses<'a> {
    /// What stands before a lesson's key.
    lessons: String,
    /// What stands before a file's digest and name.
    files: String,
    assets: &'a [Asset],
}

impl<'a> Addresses<'a> {
    /// Those of a published course.
    #[must_use]
    pub fn course(slug: &str, assets: &'a [Asset]) -> Self {
        Self {
            lessons: format!("/khoa-hoc/{slug}/bai/"),
            files: format!("/khoa-hoc/{slug}/tep/"),
            assets,
        }
    }

    /// Those of a draft, which only its authors open.
    #[must_use]
    pub fn draft(slug: &str, assets: &'a [Asset]) -> Self {
        Self {
            lessons: format!("/soan/{slug}/bai/"),
            files: format!("/soan/{slug}/tep/"),
            assets,
        }
    }

    /// The address of an asset, if there is one with this name.
    #[must_use]
    pub fn asset(&self, name: &str) -> Option<String> {
        let asset = self.assets.iter().find(|a| a.name == name)?;
        Some(format!("{}{}/{}", self.files, asset.digest, asset.name))
    }

    fn resolve(&self, target: Target<'_>) -> Option<String> {
        match target {
            Target::Lesson(key) => Some(format!("{}{key}", self.lessons)),
            Target::Asset(name) => self.asset(name),
            Target::Site(path) => Some(path.to_owned()),
            Target::Web(url) => Some(url.to_owned()),
            Target::Heading(id) => Some(format!("#{id}")),
        }
    }
}

/// What a link in a text leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target<'a> {
    /// `bai:key`: a lesson of the same course.
    Lesson(&'a str),
    /// `to-gap.pdf`: a file of the course.
    Asset(&'a str),
    /// `/don-vi`: a page of this site.
    Site(&'a str),
    /// `https://…`.
    Web(&'a str),
    /// `#muc-…`: a heading of the same text.
    Heading(&'a str),
}

/// What an address in a text leads to; `None` for every other kind of address.
#[must_use]
pub fn target(address: &str) -> Option<Target<'_>> {
    let plain = |text: &str| {
        !text.is_empty()
            && text
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'))
    };
    let odd = |c: char| {
        c.is_control()
            || c.is_whitespace()
            || matches!(c, '\\' | '<' | '>' | '"' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{feff}')
    };
    if address.contains(odd) {
        return None;
    }
    if let Some(key) = address.strip_prefix("bai:") {
        return plain(key).then_some(Target::Lesson(key));
    }
    if let Some(id) = address.strip_prefix('#') {
        return plain(id).then_some(Target::Heading(id));
    }
    if address.starts_with('/') {
        return (!address.starts_with("//")).then_some(Target::Site(address));
    }
    let low = address.to_ascii_lowercase();
    let host = ["https://", "http://"]
        .iter()
        .find_map(|scheme| low.strip_prefix(scheme));
    if let Some(host) = host {
        let named = host.starts_with(|c: char| c.is_alphanumeric());
        let signed_in = host.split('/').next().is_some_and(|h| h.contains('@'));
        return (named && !signed_in).then_some(Target::Web(address));
    }
    plain(address).then_some(Target::Asset(address))
}

/// The pieces of a lesson's text in order.
#[must_use]
pub fn parts(markdown: &str, addresses: &Addresses<'_>) -> Vec<Part> {
    let mut writer = Writer::new(addresses);
    let events: Vec<Event<'_>> = Parser::new_ext(markdown, OPTIONS).collect();
    let mut check = None;
    for (place, event) in events.iter().enumerate() {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info)))
                if writer.depth == 0 && is_check(info) =>
            {
                writer.flush();
                check = Some(writer.checks);
            }
            Event::End(TagEnd::CodeBlock) if check.is_some() => {
                writer.parts.extend(check.take().map(Part::Check));
                writer.checks += 1;
            }
            _ if check.is_some() => {}
            event => writer.event(event.clone(), &events[place + 1..]),
        }
    }
    writer.flush();
    writer.parts
}

/// A text without self-checks (an introduction, a transcript) as harmless HTML.
#[must_use]
pub fn to_html(markdown: &str, addresses: &Addresses<'_>) -> String {
    let html = |part| match part {
        Part::Html(html) => html,
        Part::Check(_) => String::new(),
    };
    parts(markdown, addresses).into_iter().map(html).collect()
}

/// Whether the words after a fence make it a self-check.
#[must_use]
pub fn is_check(info: &str) -> bool {
    info.split_whitespace().next() == Some(CHECK)
}

/// Turns events into HTML, piece by piece.
struct Writer<'e, 'a> {
    addresses: &'a Addresses<'a>,
    parts: Vec<Part>,
    events: Vec<Event<'e>>,
    depth: usize,
    checks: usize,
    /// For each open link, whether it is shown as one.
    links: Vec<bool>,
    /// The picture whose alternative text is being read.
    picture: Option<(Option<String>, String)>,
    nested_pictures: usize,
    ids: HashMap<String, usize>,
    /// Where the open heading's event stands, and its words.
    heading: Option<(usize, String)>,
}

impl<'e, 'a> Writer<'e, 'a> {
    fn new(addresses: &'a Addresses<'a>) -> Self {
        Self {
            addresses,
            parts: Vec::new(),
            events: Vec::new(),
            depth: 0,
            checks: 0,
            links: Vec::new(),
            picture: None,
            nested_pictures: 0,
            ids: HashMap::new(),
            heading: None,
        }
    }

    fn flush(&mut self) {
        if self.events.is_empty() {
            return;
        }
        let mut unsafe_html = String::new();
        html::push_html(&mut unsafe_html, self.events.drain(..));
        let html = clean_rich(&unsafe_html);
        if !html.trim().is_empty() {
            self.parts.push(Part::Html(html));
        }
    }

    fn raw(&mut self, html: String) {
        self.events.push(Event::InlineHtml(CowStr::from(html)));
    }

    /// Takes one event; `rest` is what follows it.
    fn event(&mut self, event: Event<'e>, rest: &[Event<'e>]) {
        match &event {
            Event::Start(_) => self.depth += 1,
            Event::End(_) => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
        if self.picture.is_some() {
            return self.in_picture(&event);
        }
        match event {
            Event::Start(Tag::Image { dest_url, .. }) => {
                let asset = match target(&dest_url) {
                    Some(Target::Asset(name)) => self.addresses.asset(name),
                    _ => None,
                };
                self.picture = Some((asset, String::new()));
            }
            Event::Start(Tag::Link { dest_url, .. }) => self.open_link(&dest_url),
            Event::End(TagEnd::Link) => {
                if self.links.pop() == Some(true) {
                    self.raw("</a>".to_owned());
                }
            }
            Event::Start(Tag::BlockQuote(_)) => {
                let class = quote_class(rest);
                self.events.push(Event::Html(CowStr::from(match class {
                    Some(class) => format!("<blockquote class=\"{class}\">\n"),
                    None => "<blockquote>\n".to_owned(),
                })));
            }
            Event::End(TagEnd::BlockQuote(_)) => {
                self.events
                    .push(Event::Html(CowStr::from("</blockquote>\n")));
            }
            Event::Start(Tag::Table(alignments)) => {
                // A wide table is moved sideways by keyboard too: its box takes the focus and says what it holds.
                self.events.push(Event::Html(CowStr::from(format!(
                    "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{}\">",
                    escape(&table_name(rest))
                ))));
                self.events.push(Event::Start(Tag::Table(alignments)));
            }
            Event::End(TagEnd::Table) => {
                self.events.push(Event::End(TagEnd::Table));
                self.events.push(Event::Html(CowStr::from("</div>\n")));
            }
            Event::Start(Tag::Heading { level, .. }) => self.open_heading(level),
            Event::End(TagEnd::Heading(level)) => self.close_heading(level),
            // Markup typed by hand is shown as the letters it is.
            Event::Html(text) | Event::InlineHtml(text) => self.words(text),
            Event::Text(text) => self.words(text),
            Event::Code(code) => {
                if let Some((_, words)) = &mut self.heading {
                    words.push_str(&code);
                }
                self.events.push(Event::Code(code));
            }
            other => self.events.push(other),
        }
    }

    fn words(&mut self, text: CowStr<'e>) {
        if let Some((_, words)) = &mut self.heading {
            words.push_str(&text);
        }
        self.events.push(Event::Text(text));
    }

    fn in_picture(&mut self, event: &Event<'_>) {
        let Some((_, alt)) = &mut self.picture else {
            return;
        };
        match event {
            Event::Text(text) | Event::Code(text) | Event::Html(text) | Event::InlineHtml(text) => {
                alt.push_str(text)
            }
            Event::SoftBreak | Event::HardBreak => alt.push(' '),
            Event::Start(Tag::Image { .. }) => self.nested_pictures += 1,
            Event::End(TagEnd::Image) if self.nested_pictures > 0 => self.nested_pictures -= 1,
            Event::End(TagEnd::Image) => {
                let (address, alt) = self.picture.take().unwrap_or_default();
                let alt = escape(alt.trim());
                match address {
                    Some(src) => self.raw(format!(
                        "<img src=\"{}\" alt=\"{alt}\" loading=\"lazy\">",
                        escape(&src)
                    )),
                    None => self.raw(alt),
                }
            }
            _ => {}
        }
    }

    fn open_link(&mut self, address: &str) {
        let found = target(address);
        let outside = matches!(found, Some(Target::Web(_)));
        let href = found.and_then(|t| self.addresses.resolve(t));
        self.links.push(href.is_some());
        if let Some(href) = href {
            let rel = if outside {
                " rel=\"noopener nofollow\""
            } else {
                ""
            };
            self.raw(format!("<a href=\"{}\"{rel}>", escape(&href)));
        }
    }

    fn open_heading(&mut self, level: HeadingLevel) {
        self.heading = Some((self.events.len(), String::new()));
        self.events.push(Event::Start(Tag::Heading {
            level: below_title(level),
            id: None,
            classes: Vec::new(),
            attrs: Vec::new(),
        }));
    }

    fn close_heading(&mut self, level: HeadingLevel) {
        let level = below_title(level);
        if let Some((place, words)) = self.heading.take() {
            let name = self.heading_id(&words);
            if let Some(Event::Start(Tag::Heading { id, .. })) = self.events.get_mut(place) {
                *id = Some(CowStr::from(name));
            }
        }
        self.events.push(Event::End(TagEnd::Heading(level)));
    }

    /// A name of its own for each heading; the beginning keeps it apart from every other name on the page.
    fn heading_id(&mut self, words: &str) -> String {
        let name = heading_name(words);
        let count = self.ids.entry(name.clone()).or_default();
        *count += 1;
        match *count {
            1 => name,
            n => format!("{name}-{n}"),
        }
    }
}

/// The name a heading has in addresses, before it is told apart from others of the same words.
#[must_use]
pub fn heading_name(words: &str) -> String {
    let folded: String = fold(words)
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
        .collect();
    let parts: Vec<&str> = folded
        .split('-')
        .filter(|p| !p.is_empty())
        .take(12)
        .collect();
    format!("muc-{}", parts.join("-"))
}

/// The page has its title as h1.
const fn below_title(level: HeadingLevel) -> HeadingLevel {
    match level {
        HeadingLevel::H1 => HeadingLevel::H2,
        other => other,
    }
}

/// The class of a quote, which its first bold words tell.
fn quote_class(inside: &[Event<'_>]) -> Option<&'static str> {
    let [
        Event::Start(Tag::Paragraph),
        Event::Start(Tag::Strong),
        Event::Text(words),
        ..,
    ] = inside
    else {
        return None;
    };
    match words.trim() {
        SITUATION => Some("situation"),
        CAUTION => Some("caution"),
        _ => None,
    }
}

/// What a table is about, for who hears it: the words of its first row.
fn table_name(inside: &[Event<'_>]) -> String {
    let mut cells = vec![String::new()];
    let head = inside
        .iter()
        .take_while(|event| !matches!(event, Event::End(TagEnd::TableHead)));
    for event in head {
        match event {
            Event::Text(text) | Event::Code(text) => {
                if let Some(cell) = cells.last_mut() {
                    cell.push_str(text);
                }
            }
            Event::End(TagEnd::TableCell) => cells.push(String::new()),
            _ => {}
        }
    }
    cells.retain(|cell| !cell.trim().is_empty());
    // Signs of markup say nothing to who hears them.
    let heads = cells.join(", ").replace(['<', '>', '"'], " ");
    format!("Bảng: {heads}")
}

#[cfg(test)]
mod tests;
