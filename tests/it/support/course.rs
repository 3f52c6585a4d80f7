//! A small course with one lesson of every kind, as the files of its package.

use std::collections::BTreeMap;

/// The slug under which tests publish it.
pub const COURSE: &str = "khoa-hoc-nho";

const HEAD: &str = r#"title = "Khoá học nhỏ"
summary = "Một khoá học ngắn để kiểm thử."
topic = "Phổ biến, giáo dục pháp luật"
audience = ["Báo cáo viên pháp luật", "Hoà giải viên ở cơ sở"]
issued_by = "Sở Tư pháp"
cover = "bia.svg"
changes = "Bản đầu tiên"

[enrolment]
mode = "open"

[[modules]]
title = "Học phần 1. Vai trò"
hours = 1.5
lessons = ["vai-tro", "nghe", "kiem-tra"]

[[modules]]
title = "Học phần 2. Thực hành"
hours = 2
lessons = ["bai-tap", "thi", "khao-sat"]

[completion]
lessons = "all"
watch_percent = 90
exam_after_lessons = true

[certificate]
number = "{seq:04}/GCN-HL/{year}"
title = "GIẤY CHỨNG NHẬN"
text = "Đã hoàn thành khoá học"
place = "Hà Nội"
shows = ["organisation", "hours", "grade"]
"#;

const TEXT: &str = r#"+++
title = "Vai trò của báo cáo viên"
minutes = 12
objectives = ["Nêu được vai trò của báo cáo viên pháp luật"]
references = ["khoản 2 Điều 35 Luật Phổ biến, giáo dục pháp luật số 14/2012/QH13"]
downloads = [ { file = "to-gap.pdf", label = "Tờ gấp (PDF)" } ]
+++

## Báo cáo viên là ai

Xem thêm [bài kiểm tra](bai:kiem-tra), [tờ gấp](to-gap.pdf) và [cổng thông tin](https://pbgdpl.gov.vn).

![Sơ đồ ba bước chuẩn bị một buổi nói chuyện](so-do.svg)

```tu-kiem-tra
Câu 1. Khi chuẩn bị một buổi nói chuyện, việc nào làm trước?
A. In tài liệu
B. Tìm hiểu người nghe
C. Mượn hội trường
Đáp án: B
Căn cứ: khoản 2 Điều 35 Luật số 14/2012/QH13
Giải thích: Biết người nghe cần gì thì mới chọn được nội dung.
```

> **Tình huống.** Một người hỏi điều bạn không chắc.

> **Lưu ý.** Không trả lời khi chưa tra cứu.

| Bước | Việc |
|---|---|
| 1 | Tìm hiểu |
"#;

const SOUND: &str = r#"+++
title = "Nghe một buổi nói chuyện"
minutes = 5
objectives = ["Nhận ra cách mở đầu một buổi nói chuyện"]

[media]
file = "noi-chuyen.wav"
video = false
seconds = 20
transcript = "noi-chuyen.md"
+++

Nghe đoạn ghi âm.
"#;

const QUIZ: &str = r#"+++
title = "Kiểm tra học phần 1"
kind = "quiz"
minutes = 5

[quiz]
minutes = 5
pass = 60
draw = [ { topic = "Vai trò", count = 3 } ]
+++

Bài kiểm tra có ba câu.
"#;

const EXAM: &str = r#"+++
title = "Thi cuối khoá"
kind = "exam"
minutes = 10

[quiz]
minutes = 10
pass = 60
attempts = 3
wait_minutes = 60
review = "never"
draw = [ { topic = "Vai trò", difficulty = "Nhận biết", count = 3 }, { topic = "Kỹ năng", count = 2 } ]
+++

Bài thi có năm câu.
"#;

const ASSIGNMENT: &str = r#"+++
title = "Viết đề cương"
kind = "assignment"
minutes = 30
objectives = ["Viết được đề cương một buổi nói chuyện"]

[assignment]
words_max = 600
upload = true
pass = 50

[[assignment.rubric]]
name = "Đúng căn cứ pháp luật"
points = 6
description = "Nêu đúng điều, khoản."

[[assignment.rubric]]
name = "Dễ hiểu"
points = 4
+++

Viết đề cương cho buổi nói chuyện 30 phút.
"#;

const SURVEY: &str = r#"+++
title = "Ý kiến của bạn"
kind = "survey"
minutes = 3
optional = true

[[survey]]
key = "huu-ich"
text = "Khoá học hữu ích ở mức nào?"
kind = "scale"

[[survey]]
key = "hinh-thuc"
text = "Bạn học bằng gì?"
kind = "choice"
options = ["Điện thoại", "Máy tính"]

[[survey]]
key = "gop-y"
text = "Bạn góp ý gì?"
kind = "text"
+++

Vài câu hỏi ngắn.
"#;

/// A drawing; its bytes come through unchanged.
pub const DRAWING: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 120 40\">\n  <title>Ba bước</title>\n  \
    <rect x=\"2\" y=\"2\" width=\"36\" height=\"36\" fill=\"#fff\" stroke=\"#333\"/>\n  <text x=\"20\" y=\"24\" text-anchor=\"middle\">1</text>\n</svg>\n";

const TOPICS: [(&str, u32); 2] = [("Vai trò", 8), ("Kỹ năng", 6)];

/// Questions of one topic.
pub fn questions(topic: &str, count: u32, code: &str) -> String {
    let subjects = [
        "quả cam",
        "dòng sông",
        "con tàu",
        "cánh đồng",
        "mái trường",
        "ngọn núi",
        "chiếc cầu",
        "khu chợ",
    ];
    let mut text = format!("Chủ đề: {topic}\nMức độ: Nhận biết\n");
    for number in 1..=count {
        let subject = subjects[(number as usize - 1) % subjects.len()];
        text.push_str(&format!(
            "\nMã: {code}-{number:03}\nCâu {number}. Điều gì đúng với {subject} khi nói về {topic}?\nA. Điều đúng về {subject}\nB. Điều sai thứ nhất về {subject}\n\
             C. Điều sai thứ hai về {subject}\nĐáp án: A\nCăn cứ: khoản 1 Điều {number} Luật số 14/2012/QH13\nGiải thích: Điều {number} nói về {subject}.\n"
        ));
    }
    text
}

/// Twenty seconds of silence: mono, 8 bits, 800 samples a second.
pub fn sound() -> Vec<u8> {
    const SAMPLES: u32 = 20 * 800;
    let mut wav = Vec::new();
    wav.extend(b"RIFF");
    wav.extend((36 + SAMPLES).to_le_bytes());
    wav.extend(b"WAVEfmt ");
    wav.extend(16_u32.to_le_bytes());
    wav.extend(1_u16.to_le_bytes());
    wav.extend(1_u16.to_le_bytes());
    wav.extend(800_u32.to_le_bytes());
    wav.extend(800_u32.to_le_bytes());
    wav.extend(1_u16.to_le_bytes());
    wav.extend(8_u16.to_le_bytes());
    wav.extend(b"data");
    wav.extend(SAMPLES.to_le_bytes());
    wav.extend(std::iter::repeat_n(128_u8, SAMPLES as usize));
    wav
}

/// The files of the course: a text with picture and self-check, a recording, a quiz, an examination, an assignment, a survey.
pub fn course_files() -> BTreeMap<String, Vec<u8>> {
    let texts = [
        ("course.toml", HEAD.to_owned()),
        (
            "page.md",
            "## Khoá học này dành cho ai\n\nNgười làm công tác phổ biến pháp luật.\n".to_owned(),
        ),
        (
            "SOURCES.md",
            "# Nguồn\n\nLuật số 14/2012/QH13.\n".to_owned(),
        ),
        ("lessons/01-vai-tro.md", TEXT.to_owned()),
        ("lessons/02-nghe.md", SOUND.to_owned()),
        ("lessons/03-kiem-tra.md", QUIZ.to_owned()),
        ("lessons/04-bai-tap.md", ASSIGNMENT.to_owned()),
        ("lessons/05-thi.md", EXAM.to_owned()),
        ("lessons/06-khao-sat.md", SURVEY.to_owned()),
        (
            "questions/01-vai-tro.txt",
            questions(TOPICS[0].0, TOPICS[0].1, "VT"),
        ),
        (
            "questions/02-ky-nang.txt",
            questions(TOPICS[1].0, TOPICS[1].1, "KN"),
        ),
        ("assets/bia.svg", DRAWING.replace("Ba bước", "Bìa")),
        ("assets/so-do.svg", DRAWING.to_owned()),
        (
            "assets/noi-chuyen.md",
            "Xin chào các bác, các cô, các chú.\n".to_owned(),
        ),
        ("assets/to-gap.pdf", "%PDF-1.4\n%%EOF\n".to_owned()),
    ];
    let files = texts.map(|(path, text)| (path.to_owned(), text.into_bytes()));
    files
        .into_iter()
        .chain([("assets/noi-chuyen.wav".to_owned(), sound())])
        .collect()
}
