//! The certificate as a page: A4 landscape in the manner of Vietnamese administrative documents (Decree 30/2020/NĐ-CP, Appendix I: name of
//! the agency at the left, of the state at the right, place and date in italics above who signs), as PDF/A-2u.
//!
//! There is room for signature and seal. The program never draws a seal: a page is official when the agency signs it.

use krilla::color::rgb;
use krilla::geom::{PathBuilder, Rect};
use krilla::metadata::Metadata;
use krilla::page::PageSettings;
use krilla::paint::Stroke;
use krilla::surface::Surface;
use qrcode::{Color, EcLevel, QrCode};

use super::drawing::{
    Colour, INK, RED, SOFT, begin, date, fill_rect, finish, ink, lines, lines_from,
};
use super::fonts::Cut;
use super::model::{Fact, Printed};
use super::typeset::{Room, Set, count, set};
use crate::kernel::clock::Moment;

/// Width of the page, pt.
const WIDTH: f32 = 841.89;
/// Height of the page, pt.
const HEIGHT: f32 = 595.28;
/// Name of the state, as every document carries it.
const STATE: &str = "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM";
/// Its motto.
const MOTTO: &str = "Độc lập - Tự do - Hạnh phúc";
/// Middle of the left column, where the agency stands, pt.
const LEFT: f32 = 232.0;
/// Middle of the right column, pt.
const RIGHT: f32 = 608.0;
/// Where the middle part begins and ends, pt.
const MIDDLE: (f32, f32) = (212.0, 438.0);
/// Width of texts in the middle, pt.
const BODY: f32 = 690.0;
/// Side of the QR code, pt.
const QR: f32 = 74.0;

/// Draws a certificate. The same certificate gives the same bytes.
///
/// # Errors
/// What the library refuses, for the log.
pub fn pdf(printed: &Printed, issued_at: Moment) -> Result<Vec<u8>, String> {
    let mut document = begin()?;
    let size = PageSettings::from_wh(WIDTH, HEIGHT).ok_or("a page without size")?;
    let mut page = document.start_page_with(size);
    let mut surface = page.surface();
    border(&mut surface);
    head(&mut surface, printed);
    middle(&mut surface, printed);
    foot(&mut surface, printed)?;
    surface.finish();
    page.finish();
    document.set_metadata(metadata(printed, issued_at));
    finish(document)
}

fn metadata(printed: &Printed, issued_at: Moment) -> Metadata {
    Metadata::new()
        .title(format!("{} {}", printed.heading, printed.number))
        .description(format!("{}: {}", printed.full_name, printed.title))
        .authors(vec![printed.issuer.clone()])
        .language("vi".to_owned())
        .creator("Hocluat".to_owned())
        .document_id(printed.address.clone())
        .creation_date(date(issued_at))
}

// ---------------------------------------------------------------------------------------------------------------------
// Parts of the page
// ---------------------------------------------------------------------------------------------------------------------

/// A double line in lacquer red with small squares at its corners.
fn border(surface: &mut Surface<'_>) {
    frame(surface, 24.0, 2.2);
    frame(surface, 30.5, 0.6);
    for (x, y) in [
        (36.0, 36.0),
        (WIDTH - 41.0, 36.0),
        (36.0, HEIGHT - 41.0),
        (WIDTH - 41.0, HEIGHT - 41.0),
    ] {
        fill_rect(surface, (x, y, 5.0, 5.0), RED);
    }
}

/// Agency and state, each with its rule, and the heading with the number.
fn head(surface: &mut Surface<'_>, printed: &Printed) {
    let room = Room {
        cut: Cut::Bold,
        width: 330.0,
        lines: 2,
        largest: 13.0,
        smallest: 10.0,
    };
    let issuer = set(&printed.issuer.to_uppercase(), room);
    let below = lines(surface, &issuer, Cut::Bold, LEFT, 62.0, INK);
    let length = (issuer.width() * 0.45).clamp(60.0, 130.0);
    rule(surface, LEFT, below + 3.0, length);
    let one = |text: &str, size: f32| {
        set(
            text,
            Room {
                lines: 1,
                largest: size,
                smallest: size,
                ..room
            },
        )
    };
    let state = one(STATE, 13.0);
    let below = lines(surface, &state, Cut::Bold, RIGHT, 62.0, INK);
    let motto = one(MOTTO, 14.0);
    let below = lines(surface, &motto, Cut::Bold, RIGHT, below + 1.0, INK);
    rule(surface, RIGHT, below + 3.0, motto.width());
    let heading = set(
        &printed.heading.to_uppercase(),
        Room {
            cut: Cut::Bold,
            width: BODY,
            lines: 2,
            largest: 40.0,
            smallest: 26.0,
        },
    );
    let below = lines(surface, &heading, Cut::Bold, WIDTH / 2.0, 128.0, RED);
    let number = set(&printed.number_line, plain(13.5, 400.0));
    lines(
        surface,
        &number,
        Cut::Regular,
        WIDTH / 2.0,
        below - 1.0,
        INK,
    );
}

const fn plain(size: f32, width: f32) -> Room {
    Room {
        cut: Cut::Regular,
        width,
        lines: 1,
        largest: size,
        smallest: 9.0,
    }
}

/// A text of the middle part: its cut, what it looks like, and the space above it, pt.
struct Block {
    set: Set,
    cut: Cut,
    colour: Colour,
    above: f32,
}

/// Who, what for, and the facts: set as large as they fit together.
fn middle(surface: &mut Surface<'_>, printed: &Printed) {
    let (top, bottom) = MIDDLE;
    let room = bottom - top;
    let mut scale = 1.0;
    let mut blocks = blocks(printed, scale);
    while height(&blocks) > room && scale > 0.3 {
        scale -= 0.04;
        blocks = self::blocks(printed, scale);
    }
    // What is left stands above and between, so that a short certificate is not crowded under its heading.
    let left = (room - height(&blocks)).max(0.0);
    let gap = (left / (count(blocks.len()) + 1.0)).min(9.0);
    let mut at = top + (left - gap * count(blocks.len())) / 2.0;
    for block in blocks.iter().filter(|b| !b.set.lines.is_empty()) {
        at += block.above + gap;
        at = lines(
            surface,
            &block.set,
            block.cut,
            WIDTH / 2.0,
            at,
            block.colour,
        );
    }
}

fn height(blocks: &[Block]) -> f32 {
    let shown = blocks.iter().filter(|b| !b.set.lines.is_empty());
    shown.map(|b| b.set.height() + b.above).sum()
}

fn blocks(printed: &Printed, scale: f32) -> Vec<Block> {
    let block = |text: &str, cut, (largest, smallest, lines): (f32, f32, usize), colour, above| {
        // Name and title give way first; what is small already must stay legible.
        let scale = if largest < 20.0 {
            scale.max(0.86)
        } else {
            scale
        };
        let room = Room {
            cut,
            width: BODY,
            lines,
            largest: largest * scale,
            smallest: smallest * scale,
        };
        Block {
            set: set(text, room),
            cut,
            colour,
            above: above * scale,
        }
    };
    vec![
        block(&printed.lead, Cut::Italic, (15.0, 11.0, 1), INK, 0.0),
        block(&printed.full_name, Cut::Bold, (38.0, 24.0, 2), INK, 0.0),
        block(
            &facts(&printed.facts, true),
            Cut::Regular,
            (13.5, 11.0, 2),
            INK,
            1.0,
        ),
        block(&printed.text, Cut::Italic, (15.0, 11.5, 2), INK, 6.0),
        block(&printed.title, Cut::Bold, (25.0, 15.0, 3), RED, 1.0),
        block(&printed.subtitle, Cut::Regular, (14.5, 11.5, 2), INK, 1.0),
        block(
            &facts(&printed.facts, false),
            Cut::Regular,
            (13.5, 11.0, 2),
            INK,
            2.0,
        ),
    ]
}

/// Facts on one line; spaces that do not break keep each together as far as it goes.
fn facts(all: &[Fact], person: bool) -> String {
    let told: Vec<String> = all
        .iter()
        .filter(|f| f.person == person)
        .map(|f| format!("{}: {}", f.label, f.value))
        .collect();
    told.join("  ·  ")
}

/// The QR code with number and address at the left; place, date and who signs at the right, with room for signature and seal.
fn foot(surface: &mut Surface<'_>, printed: &Printed) -> Result<(), String> {
    let (x, y) = (56.0, HEIGHT - 56.0 - QR);
    qr(surface, &printed.address, (x, y))?;
    let texts = [
        (printed.number.as_str(), Cut::Bold, INK, 10.0),
        (printed.check.as_str(), Cut::Regular, SOFT, 9.0),
        (printed.address.as_str(), Cut::Regular, SOFT, 9.0),
    ];
    let mut at = y + 12.0;
    for (text, cut, colour, size) in texts {
        let set = set(
            text,
            Room {
                cut,
                width: 250.0,
                lines: 1,
                largest: size,
                smallest: 7.0,
            },
        );
        at = lines_from(surface, &set, cut, x + QR + 8.0, at, colour);
    }
    let date = set(
        &printed.place_and_date,
        Room {
            cut: Cut::Italic,
            ..plain(14.0, 330.0)
        },
    );
    let below = lines(surface, &date, Cut::Italic, RIGHT, 444.0, INK);
    let signer = set(
        &printed.signer.to_uppercase(),
        Room {
            cut: Cut::Bold,
            width: 330.0,
            lines: 2,
            largest: 13.5,
            smallest: 10.0,
        },
    );
    lines(surface, &signer, Cut::Bold, RIGHT, below + 1.0, INK);
    Ok(())
}

// ---------------------------------------------------------------------------------------------------------------------
// Drawing
// ---------------------------------------------------------------------------------------------------------------------

fn rule(surface: &mut Surface<'_>, middle: f32, y: f32, length: f32) {
    fill_rect(surface, (middle - length / 2.0, y, length, 0.9), INK);
}

fn frame(surface: &mut Surface<'_>, inset: f32, width: f32) {
    let mut path = PathBuilder::new();
    let rect = Rect::from_xywh(inset, inset, WIDTH - 2.0 * inset, HEIGHT - 2.0 * inset);
    if let Some(rect) = rect {
        path.push_rect(rect);
    }
    if let Some(path) = path.finish() {
        surface.set_fill(None);
        surface.set_stroke(Some(Stroke {
            paint: rgb::Color::new(RED.0, RED.1, RED.2).into(),
            width,
            ..Stroke::default()
        }));
        surface.draw_path(&path);
    }
}

/// A code of the address, its dark modules as one path.
fn qr(surface: &mut Surface<'_>, address: &str, (x, y): (f32, f32)) -> Result<(), String> {
    let code = QrCode::with_error_correction_level(address, EcLevel::M)
        .map_err(|e| format!("the address does not fit a code: {e}"))?;
    let side = code.width();
    let module = QR / count(side);
    let mut path = PathBuilder::new();
    for (row, modules) in code.to_colors().chunks(side).enumerate() {
        let mut column = 0;
        for run in modules.chunk_by(|a, b| a == b) {
            let length = run.len();
            let rect = Rect::from_xywh(
                x + count(column) * module,
                y + count(row) * module,
                count(length) * module,
                module,
            );
            if let (Some(Color::Dark), Some(rect)) = (run.first(), rect) {
                path.push_rect(rect);
            }
            column += length;
        }
    }
    if let Some(path) = path.finish() {
        surface.set_fill(Some(ink((0, 0, 0))));
        surface.set_stroke(None);
        surface.draw_path(&path);
    }
    Ok(())
}

/// Certificates of several kinds and lengths, for tests.
#[cfg(test)]
pub(crate) mod samples {
    use super::*;

    pub(crate) fn usual() -> Printed {
        let fact = |label: &str, value: &str, person| Fact {
            label: label.into(),
            value: value.into(),
            person,
        };
        Printed {
            format: 1,
            template: "{seq:04}/GCN-STP/{year}".into(),
            number: "0001/GCN-STP/2026".into(),
            number_line: "Số: 0001/GCN-STP/2026".into(),
            issuer: "Sở Tư pháp tỉnh Lào Cai".into(),
            heading: "Giấy chứng nhận".into(),
            lead: "Chứng nhận ông (bà)".into(),
            full_name: "Nguyễn Thị Hoà Bình".into(),
            text: "Đã hoàn thành khoá học".into(),
            title: "Kỹ năng của báo cáo viên, tuyên truyền viên pháp luật".into(),
            subtitle: String::new(),
            facts: vec![
                fact("Sinh ngày", "05/02/1990", true),
                fact("Đơn vị", "Xã Bắc Hà, tỉnh Lào Cai", true),
                fact("Thời lượng", "24 giờ", false),
                fact("Kết quả kiểm tra cuối khoá", "18/20", false),
            ],
            place: "Lào Cai".into(),
            place_and_date: "Lào Cai, ngày 28 tháng 11 năm 2026".into(),
            signer: "Giám đốc".into(),
            check: "Tra cứu tại:".into(),
            address: "https://hocluat.example.vn/chung-nhan/0001-GCN-STP-2026".into(),
        }
    }

    pub(crate) fn long() -> Printed {
        let mut long = usual();
        long.issuer = "Hội đồng phối hợp phổ biến, giáo dục pháp luật thành phố Hồ Chí Minh".into();
        long.full_name =
            "Công Tằng Tôn Nữ Thị Hoàng Phương Nguyễn Đình Bảo Quỳnh Như Thuỳ Dương".into();
        long.title = "Bồi dưỡng kiến thức pháp luật, kỹ năng phổ biến, giáo dục pháp luật, hoà giải ở cơ sở và kỹ năng số cho báo cáo viên, \
            tuyên truyền viên pháp luật, hoà giải viên, công chức tư pháp - hộ tịch các xã, phường, đặc khu năm 2026".into();
        long.subtitle =
            "Lớp thứ 3 dành cho các xã vùng đồng bào dân tộc thiểu số và miền núi".into();
        long.signer = "Thường trực Hội đồng phối hợp phổ biến, giáo dục pháp luật thành phố".into();
        long.facts[1].value =
            "Trung tâm Phục vụ hành chính công phường Tân Sơn Nhất, thành phố Hồ Chí Minh".into();
        long
    }

    pub(crate) fn prize() -> Printed {
        let mut prize = usual();
        prize.full_name = "Lê Ý".into();
        prize.text = "Đã đạt".into();
        prize.title = "Giải Nhất".into();
        prize.subtitle =
            "Cuộc thi trực tuyến tìm hiểu Luật Trật tự, an toàn giao thông đường bộ".into();
        prize.facts.clear();
        prize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_certificate_gives_the_same_bytes() {
        let draw = || pdf(&samples::usual(), Moment(1_795_223_100_000)).expect("drawn");
        let first = draw();
        assert!(
            first.starts_with(b"%PDF-1.7") && first.len() < 80_000,
            "{}",
            first.len()
        );
        assert_eq!(first, draw());
    }

    #[test]
    fn a_certificate_that_says_far_too_much_is_drawn_all_the_same() {
        let mut absurd = samples::long();
        absurd.title = "Rất dài ".repeat(200);
        absurd.full_name = "Ư".repeat(300);
        absurd.issuer = "漢字 🎉 \u{7} Sở".repeat(30);
        absurd.facts[0].value = "x".repeat(500);
        pdf(&absurd, Moment(0)).expect("drawn");
    }

    #[test]
    #[ignore = "writes pages to look at into the folder LOOK_AT"]
    fn pages_to_look_at() {
        let folder = std::env::var("LOOK_AT").expect("LOOK_AT");
        for (name, printed) in [
            ("usual", samples::usual()),
            ("long", samples::long()),
            ("prize", samples::prize()),
        ] {
            let bytes = pdf(&printed, Moment(1_795_223_100_000)).expect("drawn");
            std::fs::write(format!("{folder}/{name}.pdf"), bytes).expect("written");
        }
    }
}
