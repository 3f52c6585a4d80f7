//! The picture a link shows when it is shared: a contest, or a person's result in one.
//!
//! Facebook and Zalo show it whole in a post and cut it to the square in the middle in a list of messages. So all that
//! must be read stands in the middle column; the two sides hold the drum and what may be lost.

use super::PictureError;
use super::ground::Ground;
use super::raster::{Weight, draw_over, png};
use super::sheet::{BAND, BLUSH, CARD_HEIGHT, CREAM, INK, LACQUER, SOFT, STRIP, Sheet, line};

/// What is drawn. All texts are in the reader's language already; an empty text leaves its place to the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ShareCard<'a> {
    /// A contest, for everybody.
    Contest(ContestCard<'a>),
    /// What one person reached, for them to show.
    Result(ResultCard<'a>),
}

/// A contest's picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ContestCard<'a> {
    /// The name of the service.
    pub brand: &'a str,
    /// Who holds the contest.
    pub organiser: &'a str,
    /// Its title; four lines at most.
    pub title: &'a str,
    /// Whether one can enter now and until when, e.g. "Đang mở · đến 30/11/2026 20:00".
    pub state: &'a str,
    /// At most three are shown. The second stands in the middle and stays when the picture is cut to a square.
    pub facts: &'a [Fact<'a>],
}

/// A figure with its name, e.g. "Thời gian" "20 phút".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fact<'a> {
    /// What it is.
    pub label: &'a str,
    /// The figure with its unit.
    pub value: &'a str,
}

/// A person's result. The person is named only when they chose so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ResultCard<'a> {
    /// The name of the service.
    pub brand: &'a str,
    /// The title of the contest; three lines at most.
    pub contest: &'a str,
    /// What was reached, e.g. "9,5 điểm" or "Hạng 12 trên 1.204"; two lines at most.
    pub result: &'a str,
    /// The person's name, when they want it shown.
    pub name: Option<&'a str>,
    /// The day, e.g. "30/11/2026".
    pub date: &'a str,
}

/// The picture as a PNG file of [`super::CARD_WIDTH`] × [`super::CARD_HEIGHT`] pixels.
///
/// This computes for some tens of milliseconds, the first time of each kind for a few hundred: call it where blocking
/// is allowed, and keep what it returns.
///
/// # Errors
/// When the drawing engine fails, which no text should make it do.
pub fn share_card(card: &ShareCard<'_>) -> Result<Vec<u8>, PictureError> {
    let (ground, svg) = match card {
        ShareCard::Contest(contest) => (Ground::Lacquer, contest_svg(contest)?),
        ShareCard::Result(result) => (Ground::Paper, result_svg(result)?),
    };
    let mut pixels = ground.pixels().clone();
    draw_over(&mut pixels, &svg)?;
    png(&pixels)
}

fn contest_svg(card: &ContestCard<'_>) -> Result<String, PictureError> {
    let mut sheet = Sheet::new();
    sheet.brand(card.brand, 66.0, CREAM)?;
    let organiser = line(card.organiser, Weight::Regular, BLUSH, (28.0, 24.0));
    let title = line(card.title, Weight::Bold, CREAM, (78.0, 38.0));
    let bottom = if card.state.is_empty() { 470.0 } else { 440.0 };
    sheet.stack(
        (112.0, bottom),
        &[
            organiser.room(2, 76.0).gap(0.0),
            title.room(4, 240.0).gap(12.0),
        ],
    )?;
    sheet.pill(card.state, STRIP)?;
    sheet.facts(card.facts)?;
    Ok(sheet.finish())
}

fn result_svg(card: &ResultCard<'_>) -> Result<String, PictureError> {
    let mut sheet = Sheet::new();
    let name = card.name.unwrap_or_default();
    let contest = line(card.contest, Weight::Bold, INK, (36.0, 28.0));
    let result = line(card.result, Weight::Bold, LACQUER, (124.0, 54.0));
    let name = line(name, Weight::Bold, INK, (40.0, 26.0));
    let date = line(card.date, Weight::Regular, SOFT, (28.0, 22.0));
    sheet.stack(
        (36.0, 512.0),
        &[
            contest.room(3, 116.0).gap(0.0),
            result.room(2, 220.0).gap(10.0),
            name.room(2, 72.0).gap(14.0),
            date.room(1, 40.0).gap(6.0),
        ],
    )?;
    sheet.brand(
        card.brand,
        f64::midpoint(BAND, f64::from(CARD_HEIGHT)),
        CREAM,
    )?;
    Ok(sheet.finish())
}

#[cfg(test)]
mod tests {
    use resvg::tiny_skia::Pixmap;

    use super::super::sheet::CARD_WIDTH;
    use super::*;

    const LONG: &str = "Thi tìm hiểu Luật Trật tự, an toàn giao thông đường bộ và Luật Phòng, chống tác hại của thuốc lá năm 2026";

    fn contest<'a>(title: &'a str, facts: &'a [Fact<'a>]) -> ContestCard<'a> {
        ContestCard {
            brand: "Học Luật",
            organiser: "Sở Tư pháp",
            title,
            state: "Đang mở · đến 30/11/2026 20:00",
            facts,
        }
    }

    fn fact(label: &'static str, value: &'static str) -> Fact<'static> {
        Fact { label, value }
    }

    fn decoded(card: &ShareCard<'_>) -> (usize, Pixmap) {
        let file = share_card(card).unwrap();
        (file.len(), Pixmap::decode_png(&file).unwrap())
    }

    /// Whether anything but the ground is drawn in these columns.
    fn drawn_in(pixels: &Pixmap, ground: Ground, columns: std::ops::Range<u32>) -> bool {
        let ground = ground.pixels();
        (0..CARD_HEIGHT)
            .flat_map(|y| columns.clone().map(move |x| (x, y)))
            .any(|(x, y)| pixels.pixel(x, y) != ground.pixel(x, y))
    }

    #[test]
    fn a_card_has_the_size_the_networks_ask_for_and_loads_fast() {
        let facts = [
            fact("Số câu", "20"),
            fact("Thời gian", "30 phút"),
            fact("Giải", "45 giải"),
        ];
        let result = ResultCard {
            brand: "Học Luật",
            contest: LONG,
            result: "Hạng 12 trên 1.204",
            name: Some("Đỗ Thị Hồng Nhung"),
            date: "30/11/2026",
        };
        for card in [
            ShareCard::Contest(contest(LONG, &facts)),
            ShareCard::Result(result),
        ] {
            let (size, pixels) = decoded(&card);
            assert_eq!((pixels.width(), pixels.height()), (CARD_WIDTH, CARD_HEIGHT));
            assert!(size < 150_000, "{size} bytes");
        }
    }

    #[test]
    fn what_must_be_read_stands_in_the_square_in_the_middle() {
        let (left, right) = (285, 915);
        let two = [
            fact("Số câu", "20 câu hỏi"),
            fact("Thời gian", "01/11 – 30/11/2026"),
        ];
        let (_, pixels) = decoded(&ShareCard::Contest(contest(LONG, &two)));
        assert!(drawn_in(&pixels, Ground::Lacquer, left..right));
        assert!(!drawn_in(&pixels, Ground::Lacquer, 0..left));
        assert!(!drawn_in(&pixels, Ground::Lacquer, right..CARD_WIDTH));
    }

    #[test]
    fn of_three_facts_the_cut_to_the_square_halves_none() {
        let wide = fact(
            "Bảng Trung học cơ sở và tương đương",
            "1.250.000.000 đồng và quà",
        );
        let (_, pixels) = decoded(&ShareCard::Contest(contest("Luật", &[wide, wide, wide])));
        assert!(drawn_in(&pixels, Ground::Lacquer, 0..280));
        assert!(!drawn_in(&pixels, Ground::Lacquer, 280..290));
        assert!(!drawn_in(&pixels, Ground::Lacquer, 910..920));
    }

    #[test]
    fn markup_in_a_text_is_drawn_as_text() {
        let title = "<script>alert(\"1\")</script> & </text></svg> 'x' &#0; &bad;";
        let svg = contest_svg(&contest(title, &[])).unwrap();
        assert!(!svg.contains("<script") && svg.ends_with("</svg>"));
        assert_eq!(svg.matches("</svg>").count(), 2, "the sheet and the seal");
        let (_, pixels) = decoded(&ShareCard::Contest(contest(title, &[])));
        assert!(drawn_in(&pixels, Ground::Lacquer, 400..800));
        for hostile in [
            "\u{0}\u{8}\u{ffff}",
            "]]>",
            "<!--",
            "\u{202e}abc",
            &"A".repeat(10_000),
        ] {
            share_card(&ShareCard::Contest(contest(hostile, &[]))).unwrap();
        }
    }

    #[test]
    fn the_person_is_named_only_when_they_chose_so() {
        let name = "Nguyễn Thị Minh Khuê";
        let card = |name| ResultCard {
            contest: "Luật Đất đai",
            result: "9,5 điểm",
            name,
            ..ResultCard::default()
        };
        assert!(result_svg(&card(Some(name))).unwrap().contains(name));
        assert!(!result_svg(&card(None)).unwrap().contains("Khuê"));
    }
}
