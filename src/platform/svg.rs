//! What the makers of SVG share: text as text, numbers as numbers.

use std::fmt;

/// Shown, it is text inside an element or a quoted attribute, whatever it holds: markup becomes letters, and
/// characters that XML does not know (control characters, non-characters) are left out.
#[derive(Debug, Clone, Copy)]
pub struct Text<'a>(pub &'a str);

impl fmt::Display for Text<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for c in self.0.chars() {
            match c {
                '&' => out.write_str("&amp;")?,
                '<' => out.write_str("&lt;")?,
                '>' => out.write_str("&gt;")?,
                '"' => out.write_str("&quot;")?,
                '\'' => out.write_str("&#39;")?,
                '\t' | '\n' | '\r' => out.write_str(" ")?,
                '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}' => {}
                c => write!(out, "{c}")?,
            }
        }
        Ok(())
    }
}

/// Shown, it is a length or coordinate with two decimals at most. What is no number is 0, so that one bad figure
/// cannot make a browser drop the whole drawing.
#[derive(Debug, Clone, Copy)]
pub struct Num(pub f64);

impl fmt::Display for Num {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let value = if self.0.is_finite() { self.0 } else { 0.0 };
        // Adding 0.0 turns −0 into 0.
        write!(out, "{}", (value * 100.0).round() / 100.0 + 0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_becomes_letters_and_control_characters_vanish() {
        assert_eq!(
            Text("<script>\"a\" & 'b'</script>\u{0}\u{1b}\n").to_string(),
            "&lt;script&gt;&quot;a&quot; &amp; &#39;b&#39;&lt;/script&gt; "
        );
        assert_eq!(Text("Luật Đất đai").to_string(), "Luật Đất đai");
    }

    #[test]
    fn numbers_are_short_and_always_numbers() {
        for (value, shown) in [
            (0.1 + 0.2, "0.3"),
            (12.0, "12"),
            (-0.001, "0"),
            (f64::NAN, "0"),
            (f64::INFINITY, "0"),
            (-3.456, "-3.46"),
        ] {
            assert_eq!(Num(value).to_string(), shown);
        }
    }
}
