//! Known attacks on who looks at a drawing, and drawings that must come through as they are.

use super::*;

/// A drawing with this inside.
fn drawing(inside: &str) -> String {
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 10 10\">{inside}<rect width=\"1\" height=\"1\"/></svg>"
    )
}

/// What must never be in a drawing that was let through.
const EVIL: &[&str] = &[
    "script",
    "javascript",
    "onload",
    "onclick",
    "onerror",
    "onbegin",
    "onmouseover",
    "foreignobject",
    "<iframe",
    "<embed",
    "<object",
    "<image",
    "<animate",
    "<set",
    "<a ",
    "<a>",
    "http://evil",
    "https://evil",
    "//evil",
    "data:",
    "@import",
    "expression",
    "<!doctype",
    "<!entity",
    "<![cdata",
    "<?php",
    "<?xml-stylesheet",
    "<handler",
    "<listener",
    "<feimage",
    "<link",
    "<meta",
    "<base",
    "<form",
    "<input",
    "<video",
    "<audio",
    "xlink:actuate",
    "ev:event",
    "srcdoc",
    "xml:base",
];

/// Each is either refused or comes out without anything that runs or reaches out; the drawing beside it stays.
const ATTACKS: &[&str] = &[
    "<script>alert(1)</script>",
    "<script href=\"https://evil.example/x.js\"/>",
    "<script xlink:href=\"data:text/javascript,alert(1)\"/>",
    "<SCRIPT>alert(1)</SCRIPT>",
    "<svg:script xmlns:svg=\"http://www.w3.org/2000/svg\">alert(1)</svg:script>",
    "<x:script xmlns:x=\"http://www.w3.org/1999/xhtml\">alert(1)</x:script>",
    "<script xmlns=\"http://www.w3.org/1999/xhtml\">alert(1)</script>",
    "<g><g><g><script>alert(1)</script></g></g></g>",
    "<rect onload=\"alert(1)\" width=\"1\"/>",
    "<rect onclick='alert(1)'/>",
    "<rect ONMOUSEOVER=\"alert(1)\"/>",
    "<circle r=\"1\" onfocus=\"alert(1)\" tabindex=\"0\" autofocus=\"autofocus\"/>",
    "<a href=\"javascript:alert(1)\"><rect/></a>",
    "<a xlink:href=\"java&#115;cript:alert(1)\"><text>x</text></a>",
    "<a href=\"https://evil.example\"><text>x</text></a>",
    "<animate attributeName=\"href\" values=\"javascript:alert(1)\"/>",
    "<animate onbegin=\"alert(1)\" attributeName=\"x\" dur=\"1s\"/>",
    "<set attributeName=\"onmouseover\" to=\"alert(1)\"/>",
    "<animateTransform onbegin=\"alert(1)\" attributeName=\"transform\"/>",
    "<foreignObject><body xmlns=\"http://www.w3.org/1999/xhtml\"><img src=\"x\" onerror=\"alert(1)\"/></body></foreignObject>",
    "<foreignObject><iframe src=\"javascript:alert(1)\"/></foreignObject>",
    "<use href=\"https://evil.example/x.svg#a\"/>",
    "<use xlink:href=\"data:image/svg+xml;base64,PHN2Zz4=#a\"/>",
    "<use href=\"//evil.example/x.svg#a\"/>",
    "<image href=\"https://evil.example/x.png\"/>",
    "<image xlink:href=\"data:image/svg+xml,&lt;svg onload='alert(1)'/&gt;\"/>",
    "<feImage href=\"https://evil.example/x\"/>",
    "<style>@import url(https://evil.example/x.css);</style>",
    "<style>rect{background:url('https://evil.example/')}</style>",
    "<style>rect{fill:u\\72l(https://evil.example/)}</style>",
    "<style>/*<![CDATA[*/rect{fill:red}/*]]>*/</style>",
    "<rect style=\"fill:url(https://evil.example/x)\"/>",
    "<rect style=\"background:url(javascript:alert(1))\"/>",
    "<rect style=\"width:expression(alert(1))\"/>",
    "<rect style=\"fill:&#117;rl(https://evil.example)\"/>",
    "<rect fill=\"url(https://evil.example/x.svg#p)\"/>",
    "<rect fill=\"url(&#104;ttps://evil.example/x.svg#p)\"/>",
    "<rect filter=\"url(https://evil.example/f.svg#f)\"/>",
    "<rect xml:base=\"https://evil.example/\"/>",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<!--><script>alert(1)</script>-->",
    "<!-- --!><script>alert(1)</script> -->",
    "<?xml-stylesheet href=\"https://evil.example/x.css\"?>",
    "<?php echo 1 ?>",
    "<text>&evil;</text>",
    "<text>&#0;</text><script/>",
    "<handler type=\"application/ecmascript\">alert(1)</handler>",
    "<listener event=\"click\" handler=\"#h\"/>",
    "<iframe src=\"https://evil.example\"/>",
    "<video src=\"https://evil.example/x.mp4\"/>",
    "<embed src=\"https://evil.example\"/>",
    "<meta http-equiv=\"refresh\" content=\"0;url=https://evil.example\"/>",
    "<link rel=\"stylesheet\" href=\"https://evil.example/x.css\"/>",
    "<rect width=\"1\"onload=\"alert(1)\"/>",
    "<rect width=1 onload=alert(1)/>",
    "<rect width=\"1\" width=\"2\" onload=\"alert(1)\"/>",
    "<rect/ onload=\"alert(1)\"/>",
    "<rect\u{b}onload=\"alert(1)\"/>",
    "<title><script>alert(1)</script></title>",
    "<desc>&lt;img src=x onerror=alert(1)&gt;</desc>",
    "<g id=\"x\" onload=\"alert(1)\"><use href=\"#y\"/></g>",
    "</svg><script>alert(1)</script><svg>",
];

#[test]
fn every_known_attack_is_refused_or_made_harmless() {
    for attack in ATTACKS {
        let Ok(kept) = harmless(drawing(attack).as_bytes()) else {
            continue;
        };
        let again = harmless(&kept).expect("what came out once comes out again");
        assert_eq!(again, kept, "{attack}");
        let text = String::from_utf8(kept).expect("UTF-8").to_lowercase();
        // Letters that only show markup are no markup.
        let markup = text.replace("&lt;img src=x onerror=alert(1)&gt;", "");
        for evil in EVIL {
            assert!(!markup.contains(evil), "{attack} left {evil}: {text}");
        }
        assert!(
            text.contains("<rect width=\"1\" height=\"1\"/></svg>"),
            "{attack}: {text}"
        );
    }
}

#[test]
fn entities_and_types_of_its_own_are_refused() {
    for head in [
        "<!DOCTYPE svg [<!ENTITY x \"<script>alert(1)</script>\">]>",
        "<!DOCTYPE svg [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>",
        "<!DOCTYPE svg [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;\">]>",
        "<!ENTITY x \"y\">",
        "<?xml version=\"1.0\" encoding=\"UTF-7\"?>",
        "<html xmlns=\"http://www.w3.org/1999/xhtml\"/>",
        "text",
    ] {
        let text = format!("{head}{}", drawing(""));
        assert!(harmless(text.as_bytes()).is_err(), "{head}");
    }
    for whole in [
        "",
        "<svg/>",
        "<svg xmlns=\"http://www.w3.org/1999/xhtml\"></svg>",
        "<svg xmlns=\"http://www.w3.org/2000/svg\">",
        "<svg xmlns=\"http://www.w3.org/2000/svg\"><g></svg></g>",
        "<html><svg xmlns=\"http://www.w3.org/2000/svg\"/></html>",
    ] {
        assert!(harmless(whole.as_bytes()).is_err(), "{whole}");
    }
    assert!(harmless(b"\xff\xfe<\0s\0v\0g\0").is_err());
}

#[test]
fn a_drawing_that_grows_without_bound_is_refused() {
    let copies = "<g id=\"a\"><rect/></g><g id=\"b\"><use href=\"#a\"/><use href=\"#a\"/></g><g id=\"c\"><use href=\"#b\"/><use href=\"#b\"/></g>";
    assert!(harmless(drawing(copies).as_bytes()).is_err());
    let own = "<g id=\"a\"><use href=\"#a\"/></g>";
    assert!(harmless(drawing(own).as_bytes()).is_err());
    let deep = format!("{}{}", "<g>".repeat(60), "</g>".repeat(60));
    assert!(harmless(drawing(&deep).as_bytes()).is_err());
    assert!(harmless(drawing(&"<rect/>".repeat(MAX_ELEMENTS)).as_bytes()).is_err());
    assert!(harmless(drawing(&" ".repeat(MAX_BYTES)).as_bytes()).is_err());
    let once =
        "<defs><g id=\"a\"><rect/></g></defs><use href=\"#a\"/><use xlink:href=\"#a\" x=\"2\"/>";
    assert!(harmless(drawing(once).as_bytes()).is_ok());
}

#[test]
fn a_plain_drawing_keeps_every_byte() {
    let plain = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- Vẽ tay -->\n<svg xmlns=\"http://www.w3.org/2000/svg\"\n     viewBox='0 0 400 200' role=\"img\">\n  \
        <title>Sơ đồ &amp; chú giải</title>\n  <defs><linearGradient id=\"g\"><stop offset=\"0\" stop-color=\"#a11\"/></linearGradient>\
        <style>.a{fill:#222;font:14px sans-serif}</style></defs>\n  <rect class=\"a\" x=\"1\" y=\"2\" width=\"3\" height=\"4\" fill=\"url(#g)\" \
        style=\"stroke:#333;stroke-width:2\"/>\n  <text x=\"10\" y=\"20\">Bước 1 &lt; bước 2</text>\n</svg>\n";
    assert_eq!(harmless(plain.as_bytes()), Ok(plain.as_bytes().to_vec()));
}

#[test]
fn what_is_wrong_is_said_with_its_line() {
    let refused = harmless(b"<svg xmlns=\"http://www.w3.org/2000/svg\">\n<rect x=1/>\n</svg>");
    assert_eq!(refused.expect_err("no XML").line, 2);
}
