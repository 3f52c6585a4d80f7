//! Making an SVG drawing harmless: it is read by a strict grammar, only known drawing elements and attributes are kept, and what is kept is
//! written out again. What the strict grammar cannot read is refused, so no browser can read it differently from us.
//!
//! A drawing in which nothing had to go keeps its bytes: what an author hands in comes out again as it was.

use std::collections::BTreeSet;

/// Largest drawing, bytes.
pub const MAX_BYTES: usize = 512 * 1024;
/// Most elements.
const MAX_ELEMENTS: usize = 20_000;
/// Deepest nesting.
const MAX_DEPTH: usize = 48;
/// Most copies (`use`).
const MAX_USES: usize = 500;

/// Elements that only draw, group, or describe.
const ELEMENTS: &[&str] = &[
    "svg",
    "g",
    "defs",
    "symbol",
    "use",
    "title",
    "desc",
    "path",
    "rect",
    "circle",
    "ellipse",
    "line",
    "polyline",
    "polygon",
    "text",
    "tspan",
    "textPath",
    "linearGradient",
    "radialGradient",
    "stop",
    "clipPath",
    "mask",
    "pattern",
    "marker",
    "style",
];

/// Attributes that only place, paint, or describe. `href`, `style` and `xmlns` have rules of their own.
const ATTRIBUTES: &[&str] = &[
    "alignment-baseline",
    "aria-hidden",
    "aria-label",
    "aria-labelledby",
    "aria-describedby",
    "baseline-shift",
    "class",
    "clip-path",
    "clip-rule",
    "clipPathUnits",
    "color",
    "cx",
    "cy",
    "d",
    "direction",
    "display",
    "dominant-baseline",
    "dx",
    "dy",
    "fill",
    "fill-opacity",
    "fill-rule",
    "focusable",
    "font-family",
    "font-size",
    "font-style",
    "font-variant",
    "font-weight",
    "fr",
    "fx",
    "fy",
    "gradientTransform",
    "gradientUnits",
    "height",
    "id",
    "lang",
    "lengthAdjust",
    "letter-spacing",
    "marker-end",
    "marker-mid",
    "marker-start",
    "markerHeight",
    "markerUnits",
    "markerWidth",
    "mask",
    "maskContentUnits",
    "maskUnits",
    "offset",
    "opacity",
    "orient",
    "overflow",
    "paint-order",
    "pathLength",
    "patternContentUnits",
    "patternTransform",
    "patternUnits",
    "points",
    "preserveAspectRatio",
    "r",
    "refX",
    "refY",
    "role",
    "rotate",
    "rx",
    "ry",
    "shape-rendering",
    "spreadMethod",
    "startOffset",
    "stop-color",
    "stop-opacity",
    "stroke",
    "stroke-dasharray",
    "stroke-dashoffset",
    "stroke-linecap",
    "stroke-linejoin",
    "stroke-miterlimit",
    "stroke-opacity",
    "stroke-width",
    "text-anchor",
    "text-decoration",
    "text-rendering",
    "textLength",
    "transform",
    "transform-origin",
    "vector-effect",
    "version",
    "viewBox",
    "visibility",
    "width",
    "word-spacing",
    "x",
    "x1",
    "x2",
    "xml:lang",
    "xml:space",
    "y",
    "y1",
    "y2",
];

/// Why a drawing is refused, with its line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// Line from 1; 0 when the whole file is meant.
    pub line: usize,
    /// What is wrong, in Vietnamese.
    pub message: String,
}

/// The drawing in its harmless form: byte for byte as given when nothing had to go.
///
/// # Errors
/// When it is no SVG that the strict grammar can read, or too large.
pub fn harmless(bytes: &[u8]) -> Result<Vec<u8>, Refused> {
    let refuse = |message: &str| Refused {
        line: 0,
        message: message.to_owned(),
    };
    if bytes.len() > MAX_BYTES {
        return Err(refuse("hình SVG lớn quá 512 kB; hãy rút gọn hình"));
    }
    let text = std::str::from_utf8(bytes).map_err(|_| refuse("hình SVG không phải UTF-8"))?;
    if let Some(at) = text.find(|c: char| {
        matches!(c, '\0'..='\u{8}' | '\u{b}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}') && c != '\r'
    }) {
        return Err(Refused {
            line: line_of(text, at),
            message: "hình SVG có ký tự điều khiển".to_owned(),
        });
    }
    let mut reader = Reader::new(text);
    reader.run().map_err(|(at, message)| Refused {
        line: line_of(text, at),
        message: message.to_owned(),
    })?;
    if reader.changed {
        Ok(reader.out.into_bytes())
    } else {
        Ok(bytes.to_vec())
    }
}

fn line_of(text: &str, at: usize) -> usize {
    text.as_bytes()[..at.min(text.len())]
        .iter()
        .filter(|b| **b == b'\n')
        .count()
        + 1
}

/// Offset and message of what stops the reading.
type Stop = (usize, &'static str);

const NOT_XML: &str =
    "hình SVG viết không đúng XML ở dòng này; hãy mở bằng phần mềm vẽ và lưu lại dạng “Plain SVG”";

/// One open element.
struct Open {
    name: String,
    /// Whether it is left out, with all that is in it.
    dropped: bool,
    id: Option<String>,
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    out: String,
    changed: bool,
    open: Vec<Open>,
    elements: usize,
    ended: bool,
    /// Ids of elements that hold a copy.
    holders: BTreeSet<String>,
    /// What is copied.
    copied: BTreeSet<String>,
    uses: usize,
    /// The text of a `style` element being read.
    style: Option<String>,
}

impl<'a> Reader<'a> {
    fn new(text: &'a str) -> Self {
        Self {
            text,
            at: 0,
            out: String::with_capacity(text.len()),
            changed: false,
            open: Vec::new(),
            elements: 0,
            ended: false,
            holders: BTreeSet::new(),
            copied: BTreeSet::new(),
            uses: 0,
            style: None,
        }
    }

    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn dropping(&self) -> bool {
        self.open.last().is_some_and(|o| o.dropped)
    }

    fn run(&mut self) -> Result<(), Stop> {
        if let Some(rest) = self.text.strip_prefix('\u{feff}') {
            self.at = self.text.len() - rest.len();
            self.changed = true;
        }
        self.declaration()?;
        while self.at < self.text.len() {
            self.step()?;
        }
        if !self.ended {
            return Err((self.text.len(), "hình SVG bị cụt: thiếu thẻ đóng </svg>"));
        }
        if self.copied.iter().any(|id| self.holders.contains(id)) {
            return Err((
                0,
                "hình SVG dùng <use> lồng trong <use>; hãy vẽ lại không lồng nhau",
            ));
        }
        Ok(())
    }

    /// `<?xml version="1.0" encoding="UTF-8"?>`, which must not name another encoding.
    fn declaration(&mut self) -> Result<(), Stop> {
        let Some(rest) = self.rest().strip_prefix("<?xml") else {
            return Ok(());
        };
        let end = rest.find("?>").ok_or((self.at, NOT_XML))?;
        let inside = rest[..end].to_ascii_lowercase();
        if inside.contains(['<', '>', '&'])
            || (inside.contains("encoding") && !inside.contains("utf-8"))
        {
            return Err((self.at, "hình SVG phải lưu ở mã UTF-8"));
        }
        let whole = &self.rest()[..5 + end + 2];
        self.out.push_str(whole);
        self.at += whole.len();
        Ok(())
    }

    fn step(&mut self) -> Result<(), Stop> {
        let rest = self.rest();
        if let Some(comment) = rest.strip_prefix("<!--") {
            return self.comment(comment);
        }
        if rest.starts_with("<!DOCTYPE") || rest.starts_with("<!doctype") {
            return self.doctype();
        }
        if rest.starts_with("<!") {
            return Err((
                self.at,
                "hình SVG có thực thể, CDATA hoặc khai báo DTD; không nhận",
            ));
        }
        if rest.starts_with("<?") {
            return Err((self.at, "hình SVG có chỉ thị xử lý (<?…?>); không nhận"));
        }
        if rest.starts_with("</") {
            return self.close();
        }
        if rest.starts_with('<') {
            return self.start();
        }
        self.characters()
    }

    /// A comment stays only where everybody agrees on what it is.
    fn comment(&mut self, comment: &str) -> Result<(), Stop> {
        let end = comment.find("-->").ok_or((self.at, NOT_XML))?;
        let inside = &comment[..end];
        let whole = &self.rest()[..4 + end + 3];
        let plain =
            !inside.contains(['<', '>', '&']) && !inside.contains("--") && !inside.ends_with('-');
        if plain && !self.dropping() && self.style.is_none() {
            self.out.push_str(whole);
        } else {
            self.changed = true;
        }
        self.at += whole.len();
        Ok(())
    }

    /// A plain document type is left out; one with declarations of its own is refused.
    fn doctype(&mut self) -> Result<(), Stop> {
        let rest = self.rest();
        let end = rest.find('>').ok_or((self.at, NOT_XML))?;
        if !self.open.is_empty() || self.elements > 0 || rest[..end].contains('[') {
            return Err((
                self.at,
                "hình SVG khai báo thực thể trong DOCTYPE; không nhận",
            ));
        }
        self.changed = true;
        self.at += end + 1;
        Ok(())
    }

    fn close(&mut self) -> Result<(), Stop> {
        let rest = self.rest();
        let end = rest.find('>').ok_or((self.at, NOT_XML))?;
        let name = rest[2..end].trim_end();
        let open = self.open.pop().ok_or((self.at, NOT_XML))?;
        if open.name != name {
            return Err((self.at, NOT_XML));
        }
        let whole = &rest[..=end];
        if let Some(style) = self.style.take() {
            self.end_style(&style);
        } else if !open.dropped {
            self.out.push_str(whole);
        }
        self.at += whole.len();
        self.ended = self.open.is_empty();
        Ok(())
    }

    /// The element was held back until its text was known.
    fn end_style(&mut self, style: &str) {
        if css_is_harmless(style) {
            self.out.push_str(style);
            self.out.push_str("</style>");
        } else {
            self.changed = true;
            if let Some(start) = self.out.rfind("<style") {
                self.out.truncate(start);
            }
        }
    }

    fn characters(&mut self) -> Result<(), Stop> {
        let rest = self.rest();
        let end = rest.find('<').unwrap_or(rest.len());
        let text = &rest[..end];
        if !entities_are_known(text) {
            return Err((self.at, "hình SVG dùng thực thể lạ (&…;)"));
        }
        let blank = text.chars().all(char::is_whitespace);
        if self.open.is_empty() && !blank {
            return Err((self.at, NOT_XML));
        }
        if let Some(style) = &mut self.style {
            style.push_str(text);
        } else if !self.dropping() {
            self.out.push_str(text);
        }
        self.at += end;
        Ok(())
    }

    fn start(&mut self) -> Result<(), Stop> {
        let tag = Tag::read(self.rest()).ok_or((self.at, NOT_XML))?;
        self.elements += 1;
        if self.elements > MAX_ELEMENTS || self.open.len() >= MAX_DEPTH {
            return Err((
                self.at,
                "hình SVG quá phức tạp (quá nhiều hình hoặc lồng quá sâu)",
            ));
        }
        if self.ended || (self.open.is_empty() && tag.name != "svg") || self.style.is_some() {
            return Err((
                self.at,
                "tệp này không phải hình SVG: thẻ ngoài cùng phải là <svg>",
            ));
        }
        if self.open.is_empty() && tag.value("xmlns") != Some(SVG) {
            return Err((
                self.at,
                "thẻ <svg> ngoài cùng phải có xmlns=\"http://www.w3.org/2000/svg\"",
            ));
        }
        let dropped = self.dropping() || !ELEMENTS.contains(&tag.name);
        let id = (!dropped)
            .then(|| tag.value("id").map(str::to_owned))
            .flatten();
        if !dropped {
            self.note_copy(&tag)?;
            self.write(&tag);
        } else {
            self.changed = true;
        }
        if !tag.empty {
            if tag.name == "style" && !dropped {
                self.style = Some(String::new());
            }
            self.open.push(Open {
                name: tag.name.to_owned(),
                dropped,
                id,
            });
        } else if self.open.is_empty() {
            self.ended = true;
        }
        self.at += tag.length;
        Ok(())
    }

    /// Copies of copies grow without bound: whoever is copied must hold none.
    fn note_copy(&mut self, tag: &Tag<'_>) -> Result<(), Stop> {
        let painted = tag
            .attributes
            .iter()
            .filter(|a| a.name != "href" && a.name != "xlink:href")
            .filter_map(|a| own_url(a.value));
        let inside = self
            .open
            .iter()
            .any(|o| matches!(o.name.as_str(), "pattern" | "mask" | "marker" | "clipPath"));
        let paints = inside && painted.count() > 0;
        if tag.name != "use" && !paints {
            return Ok(());
        }
        self.uses += 1;
        if self.uses > MAX_USES {
            return Err((self.at, "hình SVG dùng <use> quá nhiều lần"));
        }
        let target = tag
            .value("href")
            .or(tag.value("xlink:href"))
            .and_then(|h| h.strip_prefix('#'));
        self.copied.extend(target.map(str::to_owned));
        self.holders
            .extend(self.open.iter().filter_map(|o| o.id.clone()));
        self.holders.extend(tag.value("id").map(str::to_owned));
        if paints {
            let painted: Vec<String> = tag
                .attributes
                .iter()
                .filter_map(|a| own_url(a.value))
                .map(str::to_owned)
                .collect();
            self.copied.extend(painted);
        }
        Ok(())
    }

    fn write(&mut self, tag: &Tag<'_>) {
        let kept: Vec<bool> = tag.attributes.iter().map(attribute_is_harmless).collect();
        if kept.iter().all(|k| *k) {
            self.out.push_str(&self.text[self.at..self.at + tag.length]);
            return;
        }
        self.changed = true;
        self.out.push('<');
        self.out.push_str(tag.name);
        for attribute in tag
            .attributes
            .iter()
            .zip(kept)
            .filter(|(_, k)| *k)
            .map(|(a, _)| a)
        {
            let value = attribute.value.replace('"', "&quot;");
            self.out
                .push_str(&format!(" {}=\"{value}\"", attribute.name));
        }
        self.out.push_str(if tag.empty { "/>" } else { ">" });
    }
}

const SVG: &str = "http://www.w3.org/2000/svg";
const XLINK: &str = "http://www.w3.org/1999/xlink";

struct Attribute<'a> {
    name: &'a str,
    /// As written between the quotes, entities and all.
    value: &'a str,
}

/// A start tag.
struct Tag<'a> {
    name: &'a str,
    attributes: Vec<Attribute<'a>>,
    empty: bool,
    length: usize,
}

impl<'a> Tag<'a> {
    /// Reads `<name a="b" c='d'>`; nothing else is a tag here.
    fn read(text: &'a str) -> Option<Self> {
        let mut rest = text.strip_prefix('<')?;
        let name = leading_name(rest)?;
        rest = &rest[name.len()..];
        let mut attributes: Vec<Attribute<'a>> = Vec::new();
        loop {
            let trimmed = rest.trim_start_matches([' ', '\t', '\n', '\r']);
            let spaced = trimmed.len() < rest.len();
            rest = trimmed;
            for (end, empty) in [(">", false), ("/>", true)] {
                if let Some(after) = rest.strip_prefix(end) {
                    return Some(Self {
                        name,
                        attributes,
                        empty,
                        length: text.len() - after.len(),
                    });
                }
            }
            let attribute = leading_name(rest).filter(|_| spaced)?;
            rest = rest[attribute.len()..].strip_prefix('=')?;
            let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
            let inside = &rest[1..];
            let end = inside.find(quote)?;
            let value = &inside[..end];
            let twice = attributes.iter().any(|a| a.name == attribute);
            if twice || value.contains('<') || !entities_are_known(value) {
                return None;
            }
            attributes.push(Attribute {
                name: attribute,
                value,
            });
            rest = &inside[end + 1..];
        }
    }

    fn value(&self, name: &str) -> Option<&'a str> {
        let found = self.attributes.iter().find(|a| a.name == name)?;
        Some(found.value)
    }
}

fn leading_name(text: &str) -> Option<&str> {
    let end = text
        .find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':' | '.')))
        .unwrap_or(text.len());
    let name = &text[..end];
    name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        .then_some(name)
}

/// Only the five entities of XML and numbers of letters.
fn entities_are_known(text: &str) -> bool {
    text.split('&').skip(1).all(|part| {
        let Some((name, _)) = part.split_once(';') else {
            return false;
        };
        let number = name.strip_prefix("#x").map_or_else(
            || {
                name.strip_prefix('#')
                    .is_some_and(|d| !d.is_empty() && d.bytes().all(|b| b.is_ascii_digit()))
            },
            |h| !h.is_empty() && h.bytes().all(|b| b.is_ascii_hexdigit()),
        );
        number || matches!(name, "amp" | "lt" | "gt" | "quot" | "apos")
    })
}

fn attribute_is_harmless(attribute: &Attribute<'_>) -> bool {
    let value = attribute.value;
    match attribute.name {
        "xmlns" => value == SVG,
        "xmlns:xlink" => value == XLINK,
        "href" | "xlink:href" => value.strip_prefix('#').is_some_and(is_id),
        "style" => css_is_harmless(value),
        "id" => is_id(value),
        name if ATTRIBUTES.contains(&name) => value_is_harmless(value),
        _ => false,
    }
}

fn is_id(text: &str) -> bool {
    !text.is_empty()
        && text
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ':'))
}

/// A value that names nothing outside: `url(#id)` alone, or no address at all. Letters given as numbers could hide one.
fn value_is_harmless(value: &str) -> bool {
    let low = value.to_ascii_lowercase();
    if low.contains("url") {
        return own_url(value).is_some();
    }
    !low.contains("&#")
        && !low.contains("javascript")
        && !low.contains("data:")
        && !low.contains('\\')
}

/// The id in `url(#id)`, when the value is nothing else.
fn own_url(value: &str) -> Option<&str> {
    let id = value.trim().strip_prefix("url(#")?.strip_suffix(')')?;
    is_id(id).then_some(id)
}

/// Style without addresses, imports, escapes or comments.
fn css_is_harmless(css: &str) -> bool {
    const WORDS: [&str; 7] = [
        "url",
        "import",
        "expression",
        "javascript",
        "behavior",
        "-moz-binding",
        "image",
    ];
    let low = css.to_ascii_lowercase();
    !css.contains(['@', '\\', '<', '&'])
        && !css.contains("/*")
        && !WORDS.iter().any(|w| low.contains(w))
}

#[cfg(test)]
mod tests;
