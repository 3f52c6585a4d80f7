//! A small course and what trainees do in it over the API.
#![allow(dead_code, reason = "each test uses the part it needs")]

use std::collections::BTreeMap;
use std::fmt::Write as _;

use hocluat::course::package::{Files, read_course};
use hocluat::course::service::Published;
use hocluat::kernel::clock::SECOND;
use reqwest::Method;
use serde_json::{Value, json};

use super::{Person, Reply, World};

/// Slug of the course of these tests.
pub const COURSE: &str = "khoa-thu";

/// Twelve questions; the right answer is the author's A.
fn questions() -> String {
    let mut text = String::from("Chủ đề: Chung\nMức độ: Nhận biết\n\n");
    for number in 1..=12 {
        let _ = writeln!(
            text,
            "Mã: K-{number:03}\nCâu {number}. Câu hỏi số {number} của khoá thử?\nA. Phương án một của câu {number} (đúng)\nB. Phương án hai của câu {number}\nC. Phương án ba của câu {number}\nĐáp án: A\nCăn cứ: khoản 1 Điều 3 Luật số 35/2013/QH13\nGiải thích: Vì là câu {number}.\n"
        );
    }
    text
}

/// A recording of a hundred seconds: silence, a byte for each tenth of a second is more than enough for these tests.
fn recording() -> Vec<u8> {
    let samples = 1_000u32;
    let mut wav = b"RIFF".to_vec();
    wav.extend((36 + samples).to_le_bytes());
    wav.extend(b"WAVEfmt ");
    wav.extend(16u32.to_le_bytes());
    wav.extend([1, 0, 1, 0]);
    wav.extend(10u32.to_le_bytes());
    wav.extend(10u32.to_le_bytes());
    wav.extend([1, 0, 8, 0]);
    wav.extend(b"data");
    wav.extend(samples.to_le_bytes());
    wav.extend(std::iter::repeat_n(128u8, samples as usize));
    wav
}

/// A course of four lessons: a text with a self-check, a recording, a quiz, the examination.
pub fn files() -> Files {
    let course = r#"title = "Khoá thử"
summary = "Khoá học của các bài kiểm thử."
topic = "Kiểm thử"
audience = ["Người thử"]
changes = "Bản đầu tiên"

[enrolment]
mode = "open"

[[modules]]
title = "Học phần 1"
hours = 1.5
lessons = ["doc", "nghe", "kiem-tra"]

[[modules]]
title = "Học phần 2"
hours = 0.5
lessons = ["thi"]

[completion]
lessons = "all"
watch_percent = 90
exam_after_lessons = true
"#;
    let head = |title: &str, kind: &str, more: &str| {
        format!(
            "+++\ntitle = \"{title}\"\nkind = \"{kind}\"\nminutes = 5\nobjectives = [\"Biết việc này\"]\nreferences = [\"khoản 1 Điều 3 Luật số 35/2013/QH13\"]\n{more}+++\n"
        )
    };
    let check = "```tu-kiem-tra\nCâu 1. Chọn phương án hai?\nA. Một\nB. Hai\nĐáp án: B\nCăn cứ: khoản 1 Điều 3 Luật số 35/2013/QH13\nGiải thích: Hai là hai.\n```\n";
    let draw = "draw = [ { topic = \"Chung\", count = 3 } ]\n";
    let quiz = format!(
        "\n[quiz]\nminutes = 5\npass = 66\nattempts = 0\nreview = \"after_attempt\"\n{draw}"
    );
    let exam = format!(
        "\n[quiz]\nminutes = 10\npass = 100\nattempts = 3\nwait_minutes = 60\nreview = \"never\"\n{draw}"
    );
    let media =
        "\n[media]\nfile = \"loi.wav\"\nvideo = false\nseconds = 100\ntranscript = \"loi.md\"\n";
    let mut files: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    let mut put = |path: &str, text: String| files.insert(path.to_owned(), text.into_bytes());
    put("course.toml", course.to_owned());
    put("page.md", "Giới thiệu khoá thử.\n".to_owned());
    put(
        "lessons/01-doc.md",
        head("Bài đọc", "text", "") + "## Mục một\n\nNội dung bài đọc.\n\n" + check,
    );
    put(
        "lessons/02-nghe.md",
        head("Bài nghe", "text", media) + "## Nghe\n\nHãy nghe hết.\n",
    );
    put(
        "lessons/03-kiem-tra.md",
        head("Kiểm tra", "quiz", &quiz) + "Ba câu.\n",
    );
    put(
        "lessons/04-thi.md",
        head("Thi cuối khoá", "exam", &exam) + "Ba câu.\n",
    );
    put("questions/01-chung.txt", questions());
    put("assets/loi.md", "Lời của bài nghe.\n".to_owned());
    put("SOURCES.md", "Luật số 35/2013/QH13.\n".to_owned());
    files.insert("assets/loi.wav".to_owned(), recording());
    files
}

/// Publishes a package, which has no errors, under [`COURSE`].
pub async fn publish(world: &World, files: &Files) -> Published {
    let (package, findings) = read_course(COURSE, files);
    let errors: Vec<String> = findings
        .iter()
        .filter(|f| f.error)
        .map(ToString::to_string)
        .collect();
    assert!(errors.is_empty(), "{errors:#?}");
    let package = package.expect("readable");
    let published = world
        .node
        .app
        .courses
        .publish(package, None, None, world.now());
    published.await.expect("published")
}

/// An installation with the course.
pub async fn with_course() -> World {
    let world = World::new().await;
    assert_eq!(publish(&world, &files()).await, Published::Created);
    world
}

impl World {
    pub async fn course(
        &self,
        method: Method,
        rest: &str,
        person: &Person,
        body: Option<Value>,
    ) -> Reply {
        let path = format!("/api/v1/courses/{COURSE}{rest}");
        self.call(method, &path, Some(&person.token), body).await
    }

    /// A person who is in the course.
    pub async fn learner(&self) -> Person {
        let person = self.person().await;
        self.course(Method::POST, "/enrolment", &person, Some(json!({})))
            .await
            .expect(201);
        person
    }

    /// Says that they are through with a lesson.
    pub async fn finish(&self, person: &Person, lesson: &str) -> Reply {
        let body = json!({ "finished": true });
        self.course(
            Method::PUT,
            &format!("/lessons/{lesson}/progress"),
            person,
            Some(body),
        )
        .await
    }

    /// Reports a piece of the recording as played, ms.
    pub async fn watch(&self, person: &Person, from: i64, to: i64) -> Reply {
        let body = json!({ "watched": [[from, to]] });
        self.course(Method::PUT, "/lessons/nghe/progress", person, Some(body))
            .await
    }

    /// Answers the self-check of the first lesson right, and says one is through.
    pub async fn read(&self, person: &Person) {
        self.course(Method::GET, "/lessons/doc", person, None)
            .await
            .expect(200);
        let body = json!({ "response": "B" });
        self.course(Method::PUT, "/lessons/doc/checks/1", person, Some(body))
            .await
            .expect(200);
        self.finish(person, "doc").await.expect(200);
    }

    /// Hears the whole recording in real time, and says one is through.
    pub async fn listen(&self, person: &Person) {
        self.course(Method::GET, "/lessons/nghe", person, None)
            .await
            .expect(200);
        for piece in 0..10 {
            self.advance(10 * SECOND);
            self.watch(person, piece * 10_000, (piece + 1) * 10_000)
                .await
                .expect(200);
        }
        self.finish(person, "nghe").await.expect(200);
    }

    /// Sits a quiz with so many right answers; the attempt.
    pub async fn sit_quiz(&self, person: &Person, lesson: &str, right: usize) -> Value {
        let path = format!("/lessons/{lesson}/attempts");
        let attempt = self
            .course(Method::POST, &path, person, None)
            .await
            .expect(201);
        let letters = self
            .right_letters(attempt["id"].as_str().expect("id"))
            .await;
        for (index, letter) in letters.iter().enumerate() {
            let wrong = if letter == "A" { "B" } else { "A" };
            let response = if index < right { letter } else { wrong };
            self.save(&attempt, index + 1, response, 1)
                .await
                .expect(200);
        }
        self.submit(&attempt).await.expect(200);
        attempt
    }

    /// Where the person is.
    pub async fn enrolment(&self, person: &Person) -> Value {
        self.course(Method::GET, "/enrolment", person, None)
            .await
            .expect(200)
    }
}
