//! What people write becomes HTML that can do no harm, and keeps its shape.

use super::*;

fn assets() -> Vec<Asset> {
    vec![Asset {
        name: "so-do.svg".into(),
        digest: "abc".into(),
        media_type: "image/svg+xml".into(),
        size: 1,
    }]
}

fn html(markdown: &str) -> String {
    let assets = assets();
    to_html(markdown, &Addresses::course("khoa", &assets))
}

/// Attacks that are known from other places where people write Markdown.
pub(crate) const ATTACKS: &[&str] = &[
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x]( javascript:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](java&#10;script:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](&#x6A;avascript&colon;alert(1))",
    "[x](javascript&#58;alert(1))",
    "[x](\u{1}javascript:alert(1))",
    "[x](java\u{200b}script:alert(1))",
    "[x](vbscript:msgbox(1))",
    "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "[x](DATA:text/html,<script>alert(1)</script>)",
    "[x](file:///etc/passwd)",
    "[x](blob:https://evil.example/1)",
    "[x](//evil.example)",
    "[x](/\\evil.example)",
    "[x](https://hocluat.vn@evil.example/)",
    "[x](<javascript:alert(1)>)",
    "[x][y]\n\n[y]: javascript:alert(1)",
    "[x][y]\n\n[y]: <data:text/html,evil>",
    "<javascript:alert(1)>",
    "<data:text/html,evil>",
    "![x](javascript:alert(1))",
    "![x](https://evil.example/x.png)",
    "![x](data:image/svg+xml,<svg onload=alert(1)>)",
    "![x](//evil.example/x.png)",
    "![\" onerror=\"alert(1)](so-do.svg)",
    "![x](so-do.svg \"\\\" onerror=\\\"alert(1)\")",
    "![<img src=x onerror=alert(1)>](so-do.svg)",
    "![x](so-do.svg\" onload=\"alert(1))",
    "<script>alert(1)</script>",
    "<SCRIPT SRC=https://evil.example/x.js></SCRIPT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<iframe srcdoc=\"<script>alert(1)</script>\"></iframe>",
    "<object data=javascript:alert(1)></object>",
    "<embed src=javascript:alert(1)>",
    "<form action=javascript:alert(1)><button>x</button></form>",
    "<a href=javascript:alert(1)>x</a>",
    "<b onmouseover=alert(1)>x</b>",
    "<style>@import 'https://evil.example/x.css'</style>",
    "<p style=\"background:url(javascript:alert(1))\">x</p>",
    "<meta http-equiv=refresh content=\"0;url=https://evil.example\">",
    "<base href=https://evil.example/>",
    "<link rel=stylesheet href=https://evil.example/x.css>",
    "<!--<img src=\"--><img src=x onerror=alert(1)>//\">",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?php echo 1 ?>",
    "`<script>alert(1)</script>`",
    "```\n</code></pre><script>alert(1)</script>\n```",
    "```html\" onmouseover=\"alert(1)\nx\n```",
    "# <script>alert(1)</script> {#\" onclick=\"alert(1)\" .x}",
    "> <script>alert(1)</script>",
    "| a |\n|---|\n| <script>alert(1)</script> |",
    "| \" onfocus=\"alert(1) | `<img src=x onerror=alert(1)>` |\n|---|---|\n| a | b |",
    "- [x](javascript:alert(1))\n  - <img src=x onerror=alert(1)>",
    "**<script>alert(1)</script>**",
    "[![x](javascript:alert(1))](javascript:alert(1))",
    "[x](bai:\"onclick=alert(1))",
    "[x](bai:../../dang-xuat)",
    "[x](#\" onclick=\"alert(1))",
    "\u{ff1c}script\u{ff1e}alert(1)\u{ff1c}/script\u{ff1e}",
];

/// Every tag in the HTML, as written.
fn tags(html: &str) -> Vec<&str> {
    html.split('<')
        .skip(1)
        .map(|part| part.split_once('>').map_or(part, |(tag, _)| tag))
        .collect()
}

/// Whether nothing but plain tags with plain attributes is in it.
pub(crate) fn is_harmless(html: &str) -> Result<(), String> {
    const NAMES: &[&str] = &[
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
    ];
    const ATTRIBUTES: &[&str] = &[
        "href",
        "rel",
        "src",
        "alt",
        "loading",
        "class",
        "id",
        "start",
        "tabindex",
        "role",
        "aria-label",
    ];
    for tag in tags(html) {
        let name = tag
            .trim_start_matches('/')
            .split(' ')
            .next()
            .unwrap_or_default();
        if !NAMES.contains(&name) {
            return Err(format!("the tag <{tag}>"));
        }
        // Values are quoted: what stands outside quotes are names.
        for (place, outside) in tag.split('"').enumerate().filter(|(i, _)| i % 2 == 0) {
            let named = outside.rsplit(' ').next().unwrap_or_default();
            let attribute = named.strip_suffix('=');
            if place > 0 || outside.contains(' ') {
                match attribute {
                    Some(attribute) if ATTRIBUTES.contains(&attribute) => {}
                    None if outside.trim().is_empty()
                        || outside.trim() == "/"
                        || !outside.contains('=') => {}
                    _ => return Err(format!("an attribute in <{tag}>")),
                }
            }
        }
        for (start, fine) in [
            ("href=\"", &["https://", "http://", "/", "#"][..]),
            ("src=\"", &["/"][..]),
        ] {
            if let Some((_, value)) = tag.split_once(start) {
                let value = value.split('"').next().unwrap_or_default();
                if !fine.iter().any(|f| value.starts_with(f))
                    || value.starts_with("//")
                    || value.starts_with("/\\")
                {
                    return Err(format!("the address {value}"));
                }
            }
        }
    }
    Ok(())
}

#[test]
fn every_known_attack_comes_out_as_plain_text_or_not_at_all() {
    for attack in ATTACKS {
        let html = html(attack);
        assert_eq!(is_harmless(&html), Ok(()), "{attack} became {html}");
        assert!(
            !html.contains("evil.example/x.png\""),
            "{attack} became {html}"
        );
    }
}

#[test]
fn the_judge_of_harm_sees_harm() {
    for bad in [
        "<script>x</script>",
        "<p onclick=\"x\">",
        "<a href=\"javascript:x\">",
        "<img src=\"https://evil.example/x.png\">",
        "<p style=\"x\">",
        "<a href=\"//evil.example\">",
    ] {
        assert!(is_harmless(bad).is_err(), "{bad}");
    }
}

#[test]
fn a_lesson_becomes_pieces_with_its_self_checks_between() {
    let assets = assets();
    let text = "## Quyền\n\nXem [bài sau](bai:nghia-vu).\n\n```tu-kiem-tra\nCâu 1. A?\n```\n\n> **Tình huống.** Ông A …\n\n> **Lưu ý.** Không …\n\n\
        > Trích\n\n| a | b |\n|---|--:|\n| 1 | 2 |\n\n![Sơ đồ <ba> bước](so-do.svg)\n\n```tu-kiem-tra\nCâu 2. B?\n```\n\n## Quyền\n\n[luật](https://vbpl.vn/x?a=1&b=2) [trang](/don-vi)";
    let parts = parts(text, &Addresses::course("khoa", &assets));
    let [
        Part::Html(first),
        Part::Check(0),
        Part::Html(second),
        Part::Check(1),
        Part::Html(third),
    ] = &parts[..]
    else {
        panic!("{parts:?}");
    };
    assert_eq!(
        first,
        "<h2 id=\"muc-quyen\">Quyền</h2>\n<p>Xem <a href=\"/khoa-hoc/khoa/bai/nghia-vu\">bài sau</a>.</p>\n"
    );
    for piece in [
        "<blockquote class=\"situation\">",
        "<blockquote class=\"caution\">",
        "<blockquote>\n<p>Trích",
        "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Bảng: a, b\"><table>",
        "<img src=\"/khoa-hoc/khoa/tep/abc/so-do.svg\" alt=\"Sơ đồ &lt;ba&gt; bước\" loading=\"lazy\">",
    ] {
        assert!(second.contains(piece), "{piece} in {second}");
    }
    assert!(!second.contains("style="), "{second}");
    assert_eq!(
        third,
        "<h2 id=\"muc-quyen-2\">Quyền</h2>\n<p><a href=\"https://vbpl.vn/x?a=1&amp;b=2\" rel=\"noopener nofollow\">luật</a> <a href=\"/don-vi\">trang</a></p>\n"
    );
}

#[test]
fn a_heading_that_is_too_high_steps_down() {
    assert_eq!(html("# Tên"), "<h2 id=\"muc-ten\">Tên</h2>\n");
}
