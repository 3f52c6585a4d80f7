//! The course that the browser tests run on.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use crate::browser::Page;
use crate::film;

/// Slug of the course.
pub const COURSE: &str = "khoa-thu";
/// Length of its long recording, seconds.
pub const LONG_S: u32 = 40;
/// Length of its film, seconds.
pub const FILM_S: u32 = 6;
/// Another site's player in it.
pub const EMBED: &str = "https://www.youtube-nocookie.com/embed/khoa-thu";
/// Questions of the final examination.
pub const QUESTIONS: usize = 3;

const COURSE_TOML: &str = r#"title = "Khoá thử nghe, đọc và thi"
summary = "Khoá học nhỏ của các bài kiểm thử."
topic = "Kiểm thử"
audience = ["Người thử"]
issued_by = "Ban biên soạn thử"
changes = "Bản đầu tiên"

[enrolment]
mode = "open"

[[modules]]
title = "Học phần 1"
hours = 1.5
lessons = ["doc", "nghe", "nghe-dai"]

[[modules]]
title = "Học phần 2"
hours = 0.5
lessons = ["thi"]

[[modules]]
title = "Xem thêm"
hours = 0.5
lessons = ["xem", "nhung"]

[completion]
lessons = ["doc", "nghe", "thi"]
watch_percent = 60
exam_after_lessons = true

[certificate]
number = "{seq:04}/GCN-KT/{year}"
title = "GIẤY CHỨNG NHẬN"
text = "Đã hoàn thành khoá học"
"#;

const CAPTIONS: &str = "WEBVTT\n\n00:00.000 --> 00:03.000\nXin chào bà con.\n\n00:03.000 --> 00:06.000\nHôm nay ta nói về hoà giải.\n";

/// Writes the package of the course into a folder of packages.
pub fn write(packages: &Path) {
    let folder = packages.join(COURSE);
    for sub in ["lessons", "questions", "assets"] {
        fs::create_dir_all(folder.join(sub)).expect("a folder");
    }
    let put = |path: &str, bytes: &[u8]| fs::write(folder.join(path), bytes).expect("written");
    put("course.toml", COURSE_TOML.as_bytes());
    put(
        "page.md",
        "## Khoá học có gì\n\nĐọc, nghe, rồi thi.\n".as_bytes(),
    );
    put("SOURCES.md", "Luật số 35/2013/QH13.\n".as_bytes());
    put("questions/01-chung.txt", questions().as_bytes());
    put("assets/loi.md", "Lời của bài nghe.\n".as_bytes());
    put("assets/ngan.wav", &tone(5));
    put("assets/dai.wav", &tone(LONG_S));
    put("lessons/01-doc.md", reading().as_bytes());
    put(
        "lessons/02-nghe.md",
        listening("Bài nghe ngắn", "ngan.wav", 5).as_bytes(),
    );
    put(
        "lessons/03-nghe-dai.md",
        listening("Bài nghe dài", "dai.wav", LONG_S).as_bytes(),
    );
    put("lessons/04-thi.md", exam().as_bytes());
    put("assets/phim.webm", &film::webm(FILM_S));
    put("assets/phu-de.vtt", CAPTIONS.as_bytes());
    put("lessons/05-xem.md", watching().as_bytes());
    put("lessons/06-nhung.md", elsewhere().as_bytes());
}

/// The right answer is the author's A, and says so.
fn questions() -> String {
    let mut text = String::from("Chủ đề: Chung\nMức độ: Nhận biết\n\n");
    for number in 1..=8 {
        let _ = writeln!(
            text,
            "Mã: K-{number:03}\nCâu {number}. Câu hỏi số {number} của khoá thử?\nA. Phương án một (đúng)\nB. Phương án hai\nC. Phương án ba\n\
             Đáp án: A\nCăn cứ: khoản 1 Điều 3 Luật số 35/2013/QH13\nGiải thích: Vì là câu {number}.\n"
        );
    }
    text
}

fn head(title: &str, kind: &str, more: &str) -> String {
    format!(
        "+++\ntitle = \"{title}\"\nkind = \"{kind}\"\nminutes = 5\nobjectives = [\"Biết việc này\"]\n\
         references = [\"khoản 1 Điều 3 Luật số 35/2013/QH13\"]\n{more}+++\n"
    )
}

fn reading() -> String {
    let check = "```tu-kiem-tra\nCâu 1. Hoà giải ở cơ sở theo luật nào?\nA. Luật số 14/2012/QH13\nB. Luật số 35/2013/QH13\nC. Luật số 36/2024/QH15\n\
                 Đáp án: B\nCăn cứ: khoản 1 Điều 3 Luật số 35/2013/QH13\nGiải thích: Luật ấy nói về hoà giải.\n```\n";
    let paragraph = "Người dân có quyền được biết pháp luật, và người nói về pháp luật giúp quyền ấy thành sự thật. ".repeat(12);
    let text = format!(
        "## Mục một\n\n{paragraph}\n\n| Cột một | Cột hai | Cột ba |\n|---|---|---|\n| Một | Hai | Ba |\n\n> **Tình huống.** Một người hỏi.\n\n\
         ## Mục hai\n\n{paragraph}\n\n{check}\n## Việc làm ngay\n\n{paragraph}\n"
    );
    head("Bài đọc", "text", "") + text.as_str()
}

fn listening(title: &str, file: &str, seconds: u32) -> String {
    let media = format!(
        "\n[media]\nfile = \"{file}\"\nvideo = false\nseconds = {seconds}\ntranscript = \"loi.md\"\n"
    );
    let optional = if seconds == LONG_S {
        "optional = true\n"
    } else {
        ""
    };
    head(title, "text", &format!("{optional}{media}")) + "## Nghe\n\nHãy nghe hết.\n"
}

fn watching() -> String {
    let media = format!(
        "optional = true\n\n[media]\nfile = \"phim.webm\"\nvideo = true\nseconds = {FILM_S}\ncaptions = \"phu-de.vtt\"\ntranscript = \"loi.md\"\n"
    );
    head("Bài xem", "text", &media) + "## Xem\n\nHãy xem hết.\n"
}

fn elsewhere() -> String {
    let media = format!(
        "optional = true\n\n[media]\nembed = \"{EMBED}\"\nvideo = true\nseconds = 60\ntranscript = \"loi.md\"\n"
    );
    head("Bài xem ở trang khác", "text", &media) + "## Xem\n\nHãy xem hết.\n"
}

fn exam() -> String {
    let quiz = format!(
        "\n[quiz]\nminutes = 10\npass = 100\nattempts = 3\nwait_minutes = 0\nreview = \"after_attempt\"\ndraw = [ {{ topic = \"Chung\", count = {QUESTIONS} }} ]\n"
    );
    head("Thi cuối khoá", "exam", &quiz) + "Ba câu.\n"
}

/// A recording: a low hum, 8 kHz, a byte a sample.
fn tone(seconds: u32) -> Vec<u8> {
    let samples = seconds * 8_000;
    let mut wav = b"RIFF".to_vec();
    wav.extend((36 + samples).to_le_bytes());
    wav.extend(b"WAVEfmt ");
    wav.extend(16u32.to_le_bytes());
    wav.extend([1, 0, 1, 0]);
    wav.extend(8_000u32.to_le_bytes());
    wav.extend(8_000u32.to_le_bytes());
    wav.extend([1, 0, 8, 0]);
    wav.extend(b"data");
    wav.extend(samples.to_le_bytes());
    wav.extend((0..samples).map(|n| if n / 40 % 2 == 0 { 120u8 } else { 136 }));
    wav
}

/// Comes into the course through its page.
pub async fn enrol(page: &Page<'_>) {
    page.goto(&format!("/khoa-hoc/{COURSE}")).await;
    page.click("#ghi-danh form button").await;
    page.until("location.search.includes('enrolled')").await;
}

/// Opens a lesson.
pub async fn open(page: &Page<'_>, lesson: &str) {
    page.goto(&format!("/khoa-hoc/{COURSE}/bai/{lesson}")).await;
}
