//! Markdown as people write it, turned into HTML that can do no harm.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use pulldown_cmark::{Options, Parser, html};

/// The Markdown that is understood everywhere: tables and struck-out text beyond the plain kind.
pub const OPTIONS: Options = Options::ENABLE_TABLES.union(Options::ENABLE_STRIKETHROUGH);

/// HTML for a Markdown text; whatever could run or reach out is removed.
#[must_use]
pub fn to_html(markdown: &str) -> String {
    let mut unsafe_html = String::new();
    html::push_html(&mut unsafe_html, Parser::new_ext(markdown, OPTIONS));
    ammonia::Builder::default()
        .rm_tags(["img"])
        .link_rel(Some("noopener nofollow"))
        .clean(&unsafe_html)
        .to_string()
}

/// Letters as they stand between tags and in quoted attributes.
#[must_use]
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;")
}

/// HTML of a long text (headings, lists, tables, quotes, pictures), with nothing left that is not on a short list: no
/// script, style, form, frame, event or foreign address of a picture, whatever made the HTML.
#[must_use]
pub fn clean_rich(html: &str) -> String {
    RICH.clean(html).to_string()
}

static RICH: LazyLock<ammonia::Builder<'static>> = LazyLock::new(|| {
    let tags: HashSet<&str> = HashSet::from([
        "a",
        "blockquote",
        "br",
        "code",
        "del",
        "div",
        "em",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "img",
        "li",
        "ol",
        "p",
        "pre",
        "strong",
        "table",
        "tbody",
        "td",
        "th",
        "thead",
        "tr",
        "ul",
    ]);
    let attributes: HashMap<&str, HashSet<&str>> = HashMap::from([
        ("a", HashSet::from(["href", "rel"])),
        ("img", HashSet::from(["src", "alt", "loading"])),
        ("ol", HashSet::from(["start"])),
        ("div", HashSet::from(["tabindex", "role", "aria-label"])),
        ("h2", HashSet::from(["id"])),
        ("h3", HashSet::from(["id"])),
        ("h4", HashSet::from(["id"])),
        ("h5", HashSet::from(["id"])),
        ("h6", HashSet::from(["id"])),
    ]);
    let classes: HashMap<&str, HashSet<&str>> = HashMap::from([
        ("blockquote", HashSet::from(["situation", "caution"])),
        ("div", HashSet::from(["scroll"])),
    ]);
    let mut builder = ammonia::Builder::empty();
    builder
        .tags(tags)
        .clean_content_tags(HashSet::from(["script", "style"]))
        .tag_attributes(attributes)
        .allowed_classes(classes)
        .url_schemes(HashSet::from(["http", "https"]))
        .link_rel(None)
        .strip_comments(true)
        .attribute_filter(|element, attribute, value| match (element, attribute) {
            // Pictures come from this site alone.
            ("img", "src") if !value.starts_with('/') || value.starts_with("//") => None,
            _ => Some(value.into()),
        });
    builder
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_kept_and_scripts_are_not() {
        let html = to_html(
            "# Thể lệ\n\n[x](javascript:alert(1)) <script>alert(1)</script> **đậm** <b onclick=x>y</b>",
        );
        assert!(html.contains("<h1>Thể lệ</h1>") && html.contains("<strong>đậm</strong>"));
        assert!(
            !html.contains("script") && !html.contains("onclick"),
            "{html}"
        );
    }

    #[test]
    fn a_long_text_keeps_its_shape_and_nothing_that_runs() {
        let html = clean_rich(
            "<h2 id=\"a\" onclick=\"x\">A</h2><img src=\"https://x.example/a.png\"><img src=\"/khoa-hoc/a.png\" alt=\"b\" style=\"x\">\
             <div class=\"scroll evil\" style=\"position:fixed\">c</div><iframe src=\"/x\"></iframe><form action=\"/x\">d</form>",
        );
        assert_eq!(
            html,
            "<h2 id=\"a\">A</h2><img><img src=\"/khoa-hoc/a.png\" alt=\"b\"><div class=\"scroll\">c</div>d"
        );
    }
}
