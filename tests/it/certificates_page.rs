//! The page of a certificate as an image, compared with the one that was looked at.

use std::path::PathBuf;
use std::process::Command;

use hocluat::certificate::document::pdf;
use hocluat::certificate::model::{Fact, Printed};
use hocluat::kernel::clock::Moment;
use resvg::tiny_skia::Pixmap;

use crate::certificates::text_of;

/// Part of the pixels that may differ by more than a shade: versions of poppler smooth edges differently.
const TOLERANCE: f64 = 0.02;

fn fact(label: &str, value: &str, person: bool) -> Fact {
    Fact {
        label: label.into(),
        value: value.into(),
        person,
    }
}

fn usual() -> Printed {
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
            fact("Ngày sinh", "05/02/1990", true),
            fact("Đơn vị", "Xã Bắc Hà, tỉnh Lào Cai", true),
            fact("Thời lượng", "24 giờ", false),
            fact("Kết quả kiểm tra cuối khoá", "18/20 câu đúng", false),
        ],
        place: "Lào Cai".into(),
        place_and_date: "Lào Cai, ngày 28 tháng 11 năm 2026".into(),
        signer: "Giám đốc".into(),
        check: "Tra cứu tại:".into(),
        address: "https://hocluat.example.vn/chung-nhan/0001-GCN-STP-2026".into(),
    }
}

fn drawn(printed: &Printed) -> Vec<u8> {
    pdf(printed, Moment(1_795_830_000_000)).expect("drawn")
}

/// The page at 60 dots an inch, by poppler.
fn image(bytes: &[u8]) -> Vec<u8> {
    let folder = tempfile::tempdir().expect("a folder");
    let (page, image) = (folder.path().join("page.pdf"), folder.path().join("page"));
    std::fs::write(&page, bytes).expect("written");
    let done = Command::new("pdftoppm")
        .args(["-r", "60", "-png", "-singlefile"])
        .args([&page, &image])
        .status()
        .expect("pdftoppm is installed (Debian: poppler-utils)");
    assert!(done.success());
    std::fs::read(image.with_extension("png")).expect("an image")
}

#[test]
fn the_page_looks_as_it_was_looked_at() {
    let name = "certificate.png";
    let kept = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests/it/snapshots")
        .join(name);
    let png = image(&drawn(&usual()));
    if std::env::var_os("UPDATE_CERTIFICATE").is_some() {
        std::fs::write(&kept, &png).expect("written");
    }
    let expected = std::fs::read(&kept).expect("the image that was looked at");
    assert!(expected.len() < 150_000);
    let read = |bytes: &[u8]| Pixmap::decode_png(bytes).expect("an image");
    let (now, then) = (read(&png), read(&expected));
    assert_eq!((now.width(), now.height()), (then.width(), then.height()));
    let pairs = now.data().iter().zip(then.data());
    let other = pairs.filter(|(a, b)| a.abs_diff(**b) > 48).count();
    #[allow(
        clippy::cast_precision_loss,
        reason = "a page has half a million values"
    )]
    let share = other as f64 / now.data().len() as f64;
    assert!(
        share < TOLERANCE,
        "{share} of the page looks different; look at it, and run with UPDATE_CERTIFICATE=1 if it is right"
    );
}

#[test]
fn names_come_out_of_the_file_as_they_went_in() {
    for name in [
        "Nguyễn Thị Hoà Bình",
        "Đặng Ỷ Lan",
        "Phạm Ngữ Tưởng Phượng Quỳnh",
        "Công Tằng Tôn Nữ Thị Hoàng Phương Nguyễn Đình Bảo Quỳnh Như Thuỳ Dương",
        "H'Bơ\u{306} Niê Kđăm",
        "K'Brêl Thị Ẵm Ẫy Ẩn Ậu Ắt",
        "Fioffi Thành Tffi",
    ] {
        let mut printed = usual();
        printed.full_name = name.into();
        let text = text_of(&drawn(&printed));
        let joined = text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(joined.contains(name), "{name} is not in {joined}");
    }
}

#[test]
fn every_letter_comes_out_of_the_file_as_it_went_in() {
    for letter in hocluat::certificate::fonts::letters().chars() {
        let mut printed = usual();
        printed.full_name = format!("x{letter}x");
        printed.title = format!("y{letter}y");
        printed.text = format!("z{letter}z");
        let text = text_of(&drawn(&printed));
        for found in [&printed.full_name, &printed.title, &printed.text] {
            assert!(
                text.lines().any(|line| line.trim() == found),
                "{found} is not in {text}"
            );
        }
    }
}

#[test]
fn the_file_says_that_it_is_for_keeping() {
    let bytes = drawn(&usual());
    let text = String::from_utf8_lossy(&bytes);
    assert!(text.contains("pdfaid:part>2<") && text.contains("pdfaid:conformance>U<"));
    let info = Command::new("pdfinfo").arg("-v").output();
    assert!(info.is_ok(), "pdfinfo is installed (Debian: poppler-utils)");
    assert!(bytes.len() < 60_000, "{} bytes", bytes.len());
}
