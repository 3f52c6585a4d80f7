//! Markdown as people write it, turned into HTML that can do no harm.

use pulldown_cmark::{Options, Parser, html};

/// HTML for a Markdown text; whatever could run or reach out is removed.
#[must_use]
pub fn to_html(markdown: &str) -> String {
    let mut unsafe_html = String::new();
    html::push_html(
        &mut unsafe_html,
        Parser::new_ext(
            markdown,
            Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH,
        ),
    );
    ammonia::Builder::default()
        .rm_tags(["img"])
        .link_rel(Some("noopener nofollow"))
        .clean(&unsafe_html)
        .to_string()
}

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
}
