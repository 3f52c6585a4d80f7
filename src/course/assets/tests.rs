//! Files are what their bytes say.

use std::io::Write;

use super::*;

fn office(parts: &[&str]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for part in parts {
        zip.start_file(*part, zip::write::SimpleFileOptions::default())
            .expect("a part");
        zip.write_all(b"<x/>").expect("written");
    }
    zip.finish().expect("a zip").into_inner()
}

#[test]
fn a_file_is_what_its_bytes_say_and_its_name_must_agree() {
    let svg = b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>".to_vec();
    let docx = office(&["[Content_Types].xml", "word/document.xml"]);
    let macros = office(&[
        "[Content_Types].xml",
        "word/document.xml",
        "word/vbaProject.bin",
    ]);
    let cases: Vec<(&str, Vec<u8>, Option<&str>)> = vec![
        (
            "a.png",
            b"\x89PNG\r\n\x1a\nrest".to_vec(),
            Some("image/png"),
        ),
        (
            "a.png",
            b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>".to_vec(),
            None,
        ),
        ("a.jpg", b"\xff\xd8\xff\xe0".to_vec(), Some("image/jpeg")),
        ("a.jpg", b"<script>alert(1)</script>".to_vec(), None),
        ("a.gif", b"GIF89a/*<script>*/".to_vec(), Some("image/gif")),
        ("a.webp", b"RIFF\0\0\0\0WEBP".to_vec(), Some("image/webp")),
        ("a.svg", svg.clone(), Some("image/svg+xml")),
        ("a.svg", b"<html><svg xmlns='x'/></html>".to_vec(), None),
        ("a.pdf", b"%PDF-1.7 hello".to_vec(), Some("application/pdf")),
        (
            "a.pdf",
            b"%PDF-1.7 /OpenAction << /S /JavaScript >>".to_vec(),
            None,
        ),
        ("a.pdf", b"<html>".to_vec(), None),
        ("a.mp3", b"ID3\x04".to_vec(), Some("audio/mpeg")),
        ("a.mp3", b"\xff\xfb\x90".to_vec(), Some("audio/mpeg")),
        ("a.mp3", b"MZ\x90".to_vec(), None),
        ("a.wav", b"RIFF\0\0\0\0WAVEfmt ".to_vec(), Some("audio/wav")),
        ("a.mp4", b"\0\0\0\x18ftypmp42".to_vec(), Some("video/mp4")),
        ("a.vtt", b"WEBVTT\n".to_vec(), Some("text/vtt")),
        ("a.vtt", b"hello".to_vec(), None),
        (
            "a.md",
            "Lời thoại".as_bytes().to_vec(),
            Some("text/markdown"),
        ),
        ("a.md", b"\xff\xfe".to_vec(), None),
        (
            "a.docx",
            docx.clone(),
            Some("application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ),
        ("a.docx", macros, None),
        ("a.xlsx", docx, None),
        ("a.html", b"<html>".to_vec(), None),
        ("a.js", b"alert(1)".to_vec(), None),
        ("a.svg.html", svg.clone(), None),
        ("A B.svg", svg.clone(), None),
        ("../a.svg", svg.clone(), None),
        (".svg", svg.clone(), None),
        ("a\u{202e}gnp.svg", svg, None),
    ];
    for (name, bytes, expected) in cases {
        let got = accept(name, &bytes).ok().map(|a| a.media_type);
        assert_eq!(got, expected, "{name}");
    }
}

#[test]
fn a_file_that_is_too_large_is_refused() {
    let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
    png.resize(PICTURE_MAX + 1, 0);
    assert!(accept("a.png", &png).is_err());
    png.truncate(PICTURE_MAX);
    assert!(accept("a.png", &png).is_ok());
}
