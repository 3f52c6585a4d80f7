//! QR codes as SVG.

use std::fmt::Write as _;

use qrcode::{Color, EcLevel, QrCode};

use super::PictureError;
use crate::platform::svg::Text;

/// The light margin every reader needs, in modules (ISO/IEC 18004 asks for four).
const QUIET: usize = 4;

/// A QR code of `text` as an `<svg>` element that fills the width it is given. `title` says what it leads to; a screen
/// reader reads it and a mouse shows it.
///
/// Always black on white, in dark mode too: many readers cannot see an inverted code. Level Q, so that a quarter of a
/// poster's code may be torn or dirty.
///
/// # Errors
/// [`PictureError::TooLong`] when `text` has more bytes than a code of this level holds (about 1,660).
pub fn qr_svg(text: &str, title: &str) -> Result<String, PictureError> {
    let code = QrCode::with_error_correction_level(text, EcLevel::Q)
        .map_err(|_| PictureError::TooLong(text.len()))?;
    let side = code.width() + 2 * QUIET;
    Ok(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"qr\" role=\"img\" viewBox=\"0 0 {side} {side}\" \
         shape-rendering=\"crispEdges\"><title>{}</title><rect width=\"{side}\" height=\"{side}\" fill=\"#fff\"/>\
         <path fill=\"#000\" d=\"{}\"/></svg>",
        Text(title),
        outline(&code)
    ))
}

/// One bar per run of dark modules in a row.
fn outline(code: &QrCode) -> String {
    let width = code.width();
    let mut path = String::new();
    for (row, modules) in code.to_colors().chunks(width).enumerate() {
        let mut column = 0;
        for run in modules.chunk_by(|a, b| a == b) {
            if run.first() == Some(&Color::Dark) {
                let length = run.len();
                // Writing to a string cannot fail.
                let _ = write!(
                    path,
                    "M{} {}h{length}v1h-{length}z",
                    column + QUIET,
                    row + QUIET
                );
            }
            column += run.len();
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    const ADDRESS: &str = "https://hocluat.example/cuoc-thi/an-toan-giao-thong-2026";

    /// Reads the bars back into modules.
    fn modules(svg: &str, side: usize) -> Vec<bool> {
        let path = svg.split(" d=\"").nth(1).unwrap();
        let mut dark = vec![false; side * side];
        for bar in path.split('M').skip(1) {
            let numbers: Vec<usize> = bar
                .split(|c: char| !c.is_ascii_digit())
                .filter_map(|n| n.parse().ok())
                .collect();
            let start = numbers[1] * side + numbers[0];
            dark[start..start + numbers[2]].fill(true);
        }
        dark
    }

    #[test]
    fn every_module_of_the_code_is_drawn_inside_a_quiet_margin() {
        let svg = qr_svg(ADDRESS, "Trang cuộc thi").unwrap();
        let code = QrCode::with_error_correction_level(ADDRESS, EcLevel::Q).unwrap();
        let side = code.width() + 2 * QUIET;
        assert!(svg.contains(&format!("viewBox=\"0 0 {side} {side}\"")));
        let dark = modules(&svg, side);
        for y in 0..side {
            for x in 0..side {
                let inside =
                    (QUIET..side - QUIET).contains(&x) && (QUIET..side - QUIET).contains(&y);
                let expected = inside && code[(x - QUIET, y - QUIET)] == Color::Dark;
                assert_eq!(dark[y * side + x], expected, "module {x}, {y}");
            }
        }
    }

    #[test]
    fn the_title_is_text_and_no_style_or_script_gets_in() {
        let svg = qr_svg(ADDRESS, "<script>alert(\"1\")</script>").unwrap();
        assert!(svg.contains("<title>&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;</title>"));
        assert!(!svg.contains("<script") && !svg.contains("style="));
    }

    #[test]
    fn what_is_too_long_for_a_code_is_refused() {
        assert_eq!(
            qr_svg(&"a".repeat(5_000), "x"),
            Err(PictureError::TooLong(5_000))
        );
    }
}
