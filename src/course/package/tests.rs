//! Courses as files: a sound one, and one thing wrong at a time.

#[path = "../../../tests/it/support/course.rs"]
mod fixture;

use chrono::NaiveDate;
use fixture::{COURSE, course_files};

use super::write::{HeadFields, LessonFields};
use super::*;
use crate::course::model::{LessonKind, MediaSource};

fn shown(findings: &[Finding]) -> Vec<String> {
    findings.iter().map(ToString::to_string).collect()
}

#[test]
fn a_sound_course_is_read_whole_and_its_files_are_kept_byte_for_byte() {
    let files = course_files();
    let (package, findings) = read_course(COURSE, &files);
    assert_eq!(shown(&findings), Vec::<String>::new());
    let package = package.expect("a course");
    assert_eq!(package.files, files);
    assert_eq!(package.note, "Bản đầu tiên");
    let content = &package.content;
    assert_eq!(content.hours(), 350);
    let kinds: Vec<&str> = content.lessons().map(|(_, l)| l.kind.as_str()).collect();
    assert_eq!(
        kinds,
        ["text", "text", "quiz", "assignment", "exam", "survey"]
    );
    let first = content.lesson("vai-tro").expect("a lesson");
    assert_eq!(first.checks.len(), 1);
    assert_eq!(first.checks[0].right, 0b10);
    assert_eq!(first.references[0].document, "14/2012/QH13");
    let media = content.lesson("nghe").and_then(|l| l.media.clone());
    let media = media.expect("media");
    assert_eq!(media.source, MediaSource::File("noi-chuyen.wav".into()));
    assert_eq!(media.length_ms, 20_000);
    assert!(media.transcript.starts_with("Xin chào"));
    let LessonKind::Exam(exam) = &content.lesson("thi").expect("an examination").kind else {
        panic!("no examination");
    };
    assert_eq!(
        (exam.max_attempts, exam.wait_ms, exam.shows_answers),
        (Some(3), 3_600_000, false)
    );
    assert_eq!(package.bank.expect("a bank").questions.len(), 14);
}

/// One thing put in the place of another: file, what, by what, and what must be said with its line.
type Case = (&'static str, &'static str, &'static str, &'static str);

const CASES: &[Case] = &[
    (
        "course.toml",
        "title = \"Khoá học nhỏ\"\n",
        "",
        "course.toml:1: thiếu `title`",
    ),
    (
        "course.toml",
        "summary = ",
        "sumary = ",
        "course.toml:2: không có khoá `sumary`",
    ),
    (
        "course.toml",
        "hours = 1.5",
        "hours = \"nhiều\"",
        "course.toml:14: `modules[0].hours`: phải là số giờ",
    ),
    (
        "course.toml",
        "hours = 1.5\n",
        "",
        "course.toml:12: thiếu `modules[0].hours`",
    ),
    (
        "course.toml",
        "\"nghe\", ",
        "",
        "lessons/02-nghe.md:0: Bài này không thuộc học phần nào",
    ),
    (
        "course.toml",
        "\"thi\", ",
        "\"thi\", \"nghe\", ",
        "course.toml:20: Bài “nghe” đã có ở dòng 15",
    ),
    (
        "course.toml",
        "\"thi\", ",
        "\"thi\", \"la\", ",
        "course.toml:20: Không có bài “la”",
    ),
    (
        "course.toml",
        "lessons = \"all\"",
        "lessons = [\"vai-tro\", \"khong-co\"]",
        "course.toml:23: Điều kiện hoàn thành nêu bài “khong-co”",
    ),
    (
        "course.toml",
        "lessons = \"all\"",
        "lessons = [\"khao-sat\"]",
        "course.toml:23: Bài “khao-sat” là bài tự chọn",
    ),
    (
        "course.toml",
        "mode = \"open\"",
        "mode = \"moi-nguoi\"",
        "course.toml:10: `enrolment.mode`: không có giá trị",
    ),
    (
        "course.toml",
        "mode = \"open\"",
        "mode = \"code\"",
        "course.toml:9: thiếu `enrolment.code`",
    ),
    (
        "course.toml",
        "{seq:04}/GCN-HL/{year}",
        "GCN/{year}",
        "course.toml:28: `certificate.number`: phải có {seq:04}",
    ),
    (
        "course.toml",
        "{seq:04}/GCN-HL/{year}",
        "{so}/{year}",
        "course.toml:28: `certificate.number`: không có “{so}”",
    ),
    (
        "course.toml",
        "\"grade\"",
        "\"mark\"",
        "course.toml:32: `certificate.shows`: chỉ nhận",
    ),
    (
        "course.toml",
        "cover = \"bia.svg\"",
        "cover = \"la.svg\"",
        "course.toml:6: Không có tệp assets/la.svg",
    ),
    (
        "course.toml",
        "cover = \"bia.svg\"\n",
        "",
        "assets/bia.svg:0: (lưu ý) Không bài nào dùng tệp này",
    ),
    (
        "course.toml",
        "audience = [",
        "audience [",
        "course.toml:4: dòng này viết sai cú pháp",
    ),
    (
        "page.md",
        "## Khoá",
        "# Khoá",
        "page.md:1: (lưu ý) Đề mục trong bài nên bắt đầu từ ##",
    ),
    (
        "page.md",
        "Người làm",
        "<b>Người</b> làm",
        "page.md:3: Không dùng thẻ HTML",
    ),
    (
        "lessons/01-vai-tro.md",
        "title = \"Vai trò của báo cáo viên\"\n",
        "",
        "lessons/01-vai-tro.md:1: thiếu `title`",
    ),
    (
        "lessons/01-vai-tro.md",
        "minutes = 12\n",
        "",
        "lessons/01-vai-tro.md:1: thiếu `minutes`",
    ),
    (
        "lessons/01-vai-tro.md",
        "objectives = [\"Nêu được vai trò của báo cáo viên pháp luật\"]\n",
        "",
        "lessons/01-vai-tro.md:1: thiếu `objectives`",
    ),
    (
        "lessons/01-vai-tro.md",
        "minutes = 12",
        "minutes = \"mười hai\"",
        "lessons/01-vai-tro.md:3: `minutes`: phải là số nguyên",
    ),
    (
        "lessons/01-vai-tro.md",
        "minutes = 12",
        "minutes = 12\nphut = 3",
        "lessons/01-vai-tro.md:4: không có khoá `phut`",
    ),
    (
        "lessons/01-vai-tro.md",
        "minutes = 12",
        "minutes = 12\nkind = \"bai-doc\"",
        "lessons/01-vai-tro.md:4: `kind`: không có giá trị",
    ),
    (
        "lessons/01-vai-tro.md",
        "+++\ntitle",
        "title",
        "lessons/01-vai-tro.md:1: Bài học phải bắt đầu bằng phần khai báo",
    ),
    (
        "lessons/01-vai-tro.md",
        "giáo dục pháp luật số 14/2012/QH13\"]",
        "giáo dục pháp luật\"]",
        "lessons/01-vai-tro.md:5: Không đọc được căn cứ",
    ),
    (
        "lessons/01-vai-tro.md",
        "pháp luật số 14/2012/QH13\"]",
        "pháp luật số 99/2012/QH13\"]",
        "lessons/01-vai-tro.md:5: Văn bản “99/2012/QH13” không có trong danh sách",
    ),
    (
        "lessons/01-vai-tro.md",
        "file = \"to-gap.pdf\"",
        "file = \"la.pdf\"",
        "lessons/01-vai-tro.md:6: Không có tệp assets/la.pdf",
    ),
    (
        "lessons/01-vai-tro.md",
        "![Sơ đồ ba bước chuẩn bị một buổi nói chuyện]",
        "![]",
        "lessons/01-vai-tro.md:13: Hình chưa có lời mô tả",
    ),
    (
        "lessons/01-vai-tro.md",
        "(so-do.svg)",
        "(khac.svg)",
        "lessons/01-vai-tro.md:13: Không có tệp assets/khac.svg",
    ),
    (
        "lessons/01-vai-tro.md",
        "(so-do.svg)",
        "(https://x.vn/a.png)",
        "lessons/01-vai-tro.md:13: Hình “https://x.vn/a.png” phải là tên một tệp",
    ),
    (
        "lessons/01-vai-tro.md",
        "(bai:kiem-tra)",
        "(bai:khong-co)",
        "lessons/01-vai-tro.md:11: Liên kết “bai:khong-co” không dẫn tới bài nào",
    ),
    (
        "lessons/01-vai-tro.md",
        "[tờ gấp](to-gap.pdf)",
        "[tờ gấp](to-gap-2.pdf)",
        "lessons/01-vai-tro.md:11: Không có tệp assets/to-gap-2.pdf",
    ),
    (
        "lessons/01-vai-tro.md",
        "(https://pbgdpl.gov.vn)",
        "(javascript:alert(1))",
        "lessons/01-vai-tro.md:11: Liên kết “javascript:alert(1)” không dùng được",
    ),
    (
        "lessons/01-vai-tro.md",
        "(https://pbgdpl.gov.vn)",
        "(#khong-co)",
        "lessons/01-vai-tro.md:11: Liên kết “#khong-co” không dẫn tới đề mục nào",
    ),
    (
        "lessons/01-vai-tro.md",
        "[cổng thông tin](https://pbgdpl.gov.vn)",
        "[cổng][tin]",
        "lessons/01-vai-tro.md:11: Liên kết [tin] không có địa chỉ",
    ),
    (
        "lessons/01-vai-tro.md",
        "## Báo",
        "# Báo",
        "lessons/01-vai-tro.md:9: (lưu ý) Đề mục",
    ),
    (
        "lessons/01-vai-tro.md",
        "> **Lưu ý.**",
        "> <i>Lưu ý.</i>",
        "lessons/01-vai-tro.md:27: Không dùng thẻ HTML",
    ),
    (
        "lessons/01-vai-tro.md",
        "Đáp án: B",
        "Đáp án: D",
        "lessons/01-vai-tro.md:20: Đáp án ghi D nhưng câu này không có phương án D",
    ),
    (
        "lessons/01-vai-tro.md",
        "Căn cứ: khoản 2 Điều 35 Luật số 14/2012/QH13\nGiải",
        "Giải",
        "lessons/01-vai-tro.md:16: Câu 1 chưa có căn cứ",
    ),
    (
        "lessons/01-vai-tro.md",
        "```tu-kiem-tra\nCâu 1.",
        "```tu-kiem-tra\nChủ đề: A\nCâu 1.",
        "lessons/01-vai-tro.md:16: Câu tự kiểm tra không ghi",
    ),
    (
        "lessons/01-vai-tro.md",
        "```tu-kiem-tra\n",
        "```tu-kiem-tra\n```\n\n```tu-kiem-tra\n",
        "lessons/01-vai-tro.md:16: ",
    ),
    (
        "lessons/02-nghe.md",
        "transcript = \"noi-chuyen.md\"\n",
        "",
        "lessons/02-nghe.md:6: `media.transcript`: âm thanh và phim phải có lời thoại",
    ),
    (
        "lessons/02-nghe.md",
        "file = \"noi-chuyen.wav\"",
        "embed = \"https://www.youtube-nocookie.com/embed/abc\"",
        "lessons/02-nghe.md:7: Không đếm được thời gian xem",
    ),
    (
        "lessons/02-nghe.md",
        "file = \"noi-chuyen.wav\"",
        "embed = \"https://video.example/1\"",
        "lessons/02-nghe.md:7: `media.embed`: chỉ nhúng được từ",
    ),
    (
        "lessons/02-nghe.md",
        "file = \"noi-chuyen.wav\"",
        "embed = \"https://www.youtube-nocookie.com/embed/a\\\"onload\"",
        "lessons/02-nghe.md:7: `media.embed`: chỉ nhúng được từ",
    ),
    (
        "lessons/02-nghe.md",
        "file = \"noi-chuyen.wav\"",
        "file = \"so-do.svg\"",
        "lessons/02-nghe.md:7: Tệp assets/so-do.svg không đúng loại",
    ),
    (
        "lessons/02-nghe.md",
        "seconds = 20\n",
        "",
        "lessons/02-nghe.md:6: thiếu `media.seconds`",
    ),
    (
        "lessons/03-kiem-tra.md",
        "count = 3",
        "count = 9",
        "lessons/03-kiem-tra.md:9: Đề cần 9 câu chủ đề “Vai trò” nhưng ngân hàng chỉ có 8 câu",
    ),
    (
        "lessons/03-kiem-tra.md",
        "count = 3",
        "count = 5",
        "lessons/03-kiem-tra.md:9: (lưu ý) Đề lấy 5 câu",
    ),
    (
        "lessons/03-kiem-tra.md",
        "topic = \"Vai trò\"",
        "topic = \"Khác\"",
        "lessons/03-kiem-tra.md:9: Đề cần 3 câu chủ đề “Khác”",
    ),
    (
        "lessons/03-kiem-tra.md",
        "draw = [ { topic = \"Vai trò\", count = 3 } ]",
        "draw = [ { topic = \"Vai trò\", count = 8 }, { count = 7 } ]",
        "lessons/03-kiem-tra.md:9: Không rút được đề",
    ),
    (
        "lessons/03-kiem-tra.md",
        "[quiz]\n",
        "[khac]\n",
        "lessons/03-kiem-tra.md:1: thiếu `quiz`",
    ),
    (
        "lessons/04-bai-tap.md",
        "points = 6",
        "points = 0",
        "lessons/04-bai-tap.md:14: `assignment.rubric[0].points`: phải là số nguyên",
    ),
    (
        "lessons/05-thi.md",
        "kind = \"exam\"",
        "kind = \"quiz\"",
        "",
    ),
    (
        "lessons/06-khao-sat.md",
        "options = [\"Điện thoại\", \"Máy tính\"]",
        "options = [\"Điện thoại\"]",
        "lessons/06-khao-sat.md:16: `survey[1].options`: câu hỏi chọn một",
    ),
    (
        "lessons/06-khao-sat.md",
        "key = \"gop-y\"",
        "key = \"huu-ich\"",
        "lessons/06-khao-sat.md:19: Mã câu khảo sát “huu-ich” đã dùng",
    ),
    (
        "questions/01-vai-tro.txt",
        "Đáp án: A",
        "Đáp án: E",
        "questions/01-vai-tro.txt:9: Đáp án ghi E",
    ),
    (
        "assets/so-do.svg",
        "<rect ",
        "<rect x=1 ",
        "assets/so-do.svg:3: Không nhận hình này",
    ),
    (
        "assets/to-gap.pdf",
        "%PDF-1.4",
        "<html>",
        "assets/to-gap.pdf:0: Nội dung của “to-gap.pdf” không đúng",
    ),
    (
        "assets/noi-chuyen.md",
        "Xin chào",
        "<script>Xin</script> chào",
        "assets/noi-chuyen.md:1: Không dùng thẻ HTML",
    ),
];

#[test]
fn each_thing_wrong_is_said_with_file_and_line() {
    let mut missed = Vec::new();
    for (file, what, by, said) in CASES {
        let mut files = course_files();
        let text = String::from_utf8(files[*file].clone()).expect("a text");
        assert!(text.contains(what), "{file} does not hold {what}");
        let changed = text.replacen(what, by, 1);
        files.insert((*file).to_owned(), changed.into_bytes());
        let (package, findings) = read_course(COURSE, &files);
        let lines = shown(&findings);
        let stops = !said.is_empty() && !said.contains("(lưu ý)");
        let heard = said.is_empty() || lines.iter().any(|line| line.starts_with(said));
        if !heard || package.is_none() != stops {
            missed.push(format!(
                "{file}: {what} → {by}: expected {said}, got {lines:#?}"
            ));
        }
    }
    assert!(missed.is_empty(), "{}", missed.join("\n"));
}

#[test]
fn files_that_do_not_belong_and_names_that_are_taken_are_said() {
    let with = |path: &str, bytes: &[u8]| {
        let mut files = course_files();
        files.insert(path.to_owned(), bytes.to_vec());
        shown(&read_course(COURSE, &files).1)
    };
    let said = |lines: Vec<String>, start: &str| {
        assert!(
            lines.iter().any(|l| l.starts_with(start)),
            "{start}: {lines:#?}"
        );
    };
    said(
        with("bank.toml", b""),
        "bank.toml:0: Gói khoá học không dùng tệp này",
    );
    said(
        with("lessons/a/b.md", b""),
        "lessons/a/b.md:0: Gói khoá học không dùng tệp này",
    );
    said(
        with("assets/x.exe", b"MZ"),
        "assets/x.exe:0: Không nhận loại tệp",
    );
    said(
        with("assets/Tờ gấp.pdf", b"%PDF-"),
        "assets/Tờ gấp.pdf:0: Tên tệp",
    );
    said(
        with("lessons/07_ten.md", b"+++"),
        "lessons/07_ten.md:0: Tên tệp bài học",
    );
    said(
        with("lessons/09-thi.md", &course_files()["lessons/05-thi.md"]),
        "lessons/09-thi.md:0: Mã bài “thi” trùng",
    );
    said(
        with("page.md", b"\xff\xfe"),
        "page.md:0: Tệp không phải UTF-8",
    );
    said(
        with("assets/b.svg", &vec![b' '; 600 * 1024]),
        "assets/b.svg:0: ",
    );
    let mut files = course_files();
    files.remove("page.md");
    said(
        shown(&read_course(COURSE, &files).1),
        "page.md:0: Không có tệp page.md",
    );
    said(
        shown(&read_course("Tên Khoá", &course_files()).1),
        "course.toml:0: Tên thư mục",
    );
    assert!(read_course(COURSE, &Files::new()).0.is_none());
}

#[test]
fn a_document_out_of_force_on_the_day_of_checking_is_a_warning() {
    let mut files = course_files();
    let text = String::from_utf8(files["lessons/01-vai-tro.md"].clone()).expect("a text");
    let changed = text.replacen(
        "số 14/2012/QH13\"",
        "số 14/2012/QH13; Điều 2 Nghị định số 13/2023/NĐ-CP\"",
        1,
    );
    files.insert("lessons/01-vai-tro.md".into(), changed.into_bytes());
    let on = |y, m, d| {
        let day = NaiveDate::from_ymd_opt(y, m, d);
        shown(&read_course_on(COURSE, &files, day).1)
    };
    assert_eq!(on(2025, 12, 31), Vec::<String>::new());
    assert_eq!(
        on(2026, 1, 1),
        [
            "lessons/01-vai-tro.md:5: (lưu ý) Văn bản 13/2023/NĐ-CP đã hết hiệu lực từ ngày 01/01/2026."
        ]
    );
}

#[test]
fn what_a_form_writes_says_the_same_as_what_was_written_by_hand() {
    let files = course_files();
    let (before, _) = read_course(COURSE, &files);
    let mut written = files.clone();
    for (path, bytes) in &files {
        let text = std::str::from_utf8(bytes).unwrap_or_default();
        if path.starts_with("lessons/") {
            let fields = LessonFields::read(text).expect("readable");
            let again = fields.write();
            assert_eq!(
                LessonFields::read(&again).expect("readable").write(),
                again,
                "{path}"
            );
            written.insert(path.clone(), again.into_bytes());
        }
        if path == head::FILE {
            let again = HeadFields::read(text).expect("readable").write();
            written.insert(path.clone(), again.into_bytes());
        }
    }
    let (after, findings) = read_course(COURSE, &written);
    assert_eq!(shown(&findings), Vec::<String>::new());
    let trimmed = |package: Option<CoursePackage>| {
        let mut content = package.expect("a course").content;
        for lesson in content.modules.iter_mut().flat_map(|m| &mut m.lessons) {
            lesson.body = lesson.body.trim().to_owned();
        }
        content
    };
    assert_eq!(trimmed(after), trimmed(before));
}

#[test]
fn what_was_typed_is_kept_however_wrong_and_the_check_says_so() {
    let fields = LessonFields {
        title: "Tên \"có ngoặc\" \\ và\ttab".into(),
        kind: "quiz".into(),
        minutes: "mười".into(),
        quiz_minutes: "5".into(),
        pass: "60".into(),
        draw: vec![write::DrawField {
            topic: "Vai trò".into(),
            difficulty: String::new(),
            count: "ba".into(),
        }],
        body: "+++\nkhông phải khai báo".into(),
        ..LessonFields::default()
    };
    let text = fields.write();
    let again = LessonFields::read(&text).expect("readable");
    assert_eq!((again.title, again.minutes), (fields.title, fields.minutes));
    assert_eq!(again.draw[0].count, "ba");
    assert_eq!(again.body.trim(), fields.body);
    let (_, findings) = read_one_lesson("lessons/01-a.md", &text);
    let lines = shown(&findings);
    assert!(lines.iter().any(|l| l.contains("`minutes`")), "{lines:?}");
    assert!(
        lines.iter().any(|l| l.contains("`quiz.draw[0].count`")),
        "{lines:?}"
    );
}

#[test]
fn lessons_move_within_and_between_modules() {
    let text = String::from_utf8(course_files()[head::FILE].clone()).expect("a text");
    let mut fields = HeadFields::read(&text).expect("readable");
    let keys =
        |f: &HeadFields| -> Vec<String> { f.modules.iter().map(|m| m.lessons.join(",")).collect() };
    fields.move_lesson("nghe", true);
    assert_eq!(
        keys(&fields),
        ["nghe,vai-tro,kiem-tra", "bai-tap,thi,khao-sat"]
    );
    fields.move_lesson("nghe", true);
    fields.move_lesson("bai-tap", true);
    assert_eq!(
        keys(&fields),
        ["nghe,vai-tro,kiem-tra,bai-tap", "thi,khao-sat"]
    );
    fields.move_lesson("bai-tap", false);
    fields.move_lesson("khao-sat", false);
    assert_eq!(
        keys(&fields),
        ["nghe,vai-tro,kiem-tra", "bai-tap,thi,khao-sat"]
    );
    fields.move_module(1, true);
    fields.remove_module(0);
    assert_eq!(
        keys(&fields),
        ["bai-tap,thi,khao-sat,nghe,vai-tro,kiem-tra"]
    );
    fields.remove_module(0);
    fields.forget_lesson("thi");
    assert_eq!(keys(&fields), ["bai-tap,khao-sat,nghe,vai-tro,kiem-tra"]);
}

#[test]
fn a_new_lesson_gets_a_number_and_a_key_of_its_own() {
    let files = course_files();
    let (path, key) = arrange::new_lesson(&files, "Bài tập: Đề cương!");
    assert_eq!(
        (path.as_str(), key.as_str()),
        ("lessons/07-bai-tap-de-cuong.md", "bai-tap-de-cuong")
    );
    assert_eq!(arrange::new_lesson(&files, "Thi").1, "thi-2");
    assert_eq!(arrange::new_lesson(&files, "5 bước").1, "bai-5-buoc");
    assert_eq!(arrange::new_lesson(&files, "???").1, "bai");
}

#[test]
fn differences_tell_what_became_of_each_line() {
    let mut after = course_files();
    let page = String::from_utf8(after[PAGE].clone()).expect("a text");
    after.insert(
        PAGE.into(),
        page.replace("Người làm", "Mọi người làm").into_bytes(),
    );
    after.remove("assets/to-gap.pdf");
    after.insert("assets/moi.md".into(), b"a\n".to_vec());
    let all = arrange::differences(&course_files(), &after);
    let told: Vec<(&str, arrange::FileState, String)> = all
        .iter()
        .map(|f| {
            let lines: Vec<String> = f
                .lines
                .iter()
                .map(|l| format!("{}{}", l.sign, l.text))
                .collect();
            (f.path.as_str(), f.state, lines.join("|"))
        })
        .collect();
    assert_eq!(
        told,
        [
            ("assets/moi.md", arrange::FileState::Added, "+a".to_owned()),
            ("assets/to-gap.pdf", arrange::FileState::Removed, String::new()),
            (
                PAGE,
                arrange::FileState::Changed,
                " ## Khoá học này dành cho ai| |-Người làm công tác phổ biến pháp luật.|+Mọi người làm công tác phổ biến pháp luật.".to_owned()
            ),
        ]
    );
}
