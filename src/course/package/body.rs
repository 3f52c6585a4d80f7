//! The texts of a course: pictures, links, headings, self-checks.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use pulldown_cmark::{
    BrokenLink, CodeBlockKind, Event, HeadingLevel, LinkType, Parser, Tag, TagEnd,
};

use super::report::Report;
use crate::course::assets::{Use, named_use};
use crate::course::text::{CHECK, Target, heading_name, is_check, target};
use crate::platform::markdown::OPTIONS;
use crate::question_bank::format::read_questions;
use crate::question_bank::model::Body;

/// A text and where it stands.
pub struct Text<'a> {
    /// File inside the package.
    pub file: &'a str,
    /// Line of the file on which the text begins.
    pub first_line: usize,
    /// The text.
    pub markdown: &'a str,
    /// Topic under which its self-checks are read; none where there can be none.
    pub topic: Option<&'a str>,
}

impl Text<'_> {
    fn line(&self, offset: usize) -> usize {
        let before = &self.markdown.as_bytes()[..offset.min(self.markdown.len())];
        self.first_line + before.iter().filter(|b| **b == b'\n').count()
    }
}

/// What a text names.
#[derive(Debug, Default)]
pub struct Named {
    /// Assets, each with its line.
    pub assets: Vec<(String, usize)>,
    /// Keys of lessons, each with its line.
    pub lessons: Vec<(String, usize)>,
    /// The self-checks in order.
    pub checks: Vec<Body>,
}

/// Reads a text: what is wrong goes to the report, what it names comes back.
pub fn read_text(text: &Text<'_>, report: &mut Report) -> Named {
    let mut unknown: Vec<(Range<usize>, String)> = Vec::new();
    let mut note = |link: BrokenLink<'_>| {
        if matches!(
            link.link_type,
            LinkType::Reference | LinkType::ReferenceUnknown
        ) {
            unknown.push((link.span, link.reference.to_string()));
        }
        None
    };
    let parser = Parser::new_with_broken_link_callback(text.markdown, OPTIONS, Some(&mut note));
    let events: Vec<(Event<'_>, Range<usize>)> = parser.into_offset_iter().collect();
    let mut reader = TextReader {
        text,
        report,
        named: Named::default(),
        depth: 0,
        pictures: Vec::new(),
        check: None,
        heading: None,
        headings: BTreeSet::new(),
        anchors: BTreeMap::new(),
    };
    for (event, range) in events {
        reader.event(event, &range);
    }
    for (range, name) in unknown {
        let line = reader.text.line(range.start);
        reader.report.error(
            reader.text.file,
            line,
            format!("Liên kết [{name}] không có địa chỉ. Hãy viết [chữ](địa chỉ)."),
        );
    }
    reader.end()
}

struct TextReader<'r, 'a> {
    text: &'r Text<'a>,
    report: &'r mut Report,
    named: Named,
    depth: usize,
    /// Alternative texts of the pictures being read, with their line.
    pictures: Vec<(usize, String)>,
    /// The self-check being read, with the line of its first line.
    check: Option<(usize, String)>,
    heading: Option<String>,
    headings: BTreeSet<String>,
    anchors: BTreeMap<String, usize>,
}

impl TextReader<'_, '_> {
    fn error(&mut self, line: usize, message: impl Into<String>) {
        self.report.error(self.text.file, line, message);
    }

    fn event(&mut self, event: Event<'_>, range: &Range<usize>) {
        let line = self.text.line(range.start);
        let outermost = self.depth == 0;
        match &event {
            Event::Start(_) => self.depth += 1,
            Event::End(_) => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) if is_check(&info) => {
                if outermost {
                    self.check = Some((line + 1, String::new()));
                } else {
                    self.error(
                        line,
                        "Câu tự kiểm tra phải đứng riêng, không nằm trong danh sách hay trích dẫn.",
                    );
                }
            }
            Event::End(TagEnd::CodeBlock) => self.end_check(),
            Event::Start(Tag::Heading { level, .. }) => {
                if level == HeadingLevel::H1 {
                    self.report.warning(
                        self.text.file,
                        line,
                        "Đề mục trong bài nên bắt đầu từ ## (tên bài đã là đề mục lớn nhất của trang).",
                    );
                }
                self.heading = Some(String::new());
            }
            Event::End(TagEnd::Heading(_)) => {
                let name = self.heading.take().map(|words| heading_name(&words));
                self.headings.extend(name);
            }
            Event::Start(Tag::Image { dest_url, .. }) => self.picture(line, &dest_url),
            Event::End(TagEnd::Image) => {
                if let Some((line, alt)) = self.pictures.pop()
                    && alt.trim().is_empty()
                {
                    self.error(
                        line,
                        "Hình chưa có lời mô tả. Hãy viết ![hình cho thấy điều gì](ten-hinh.svg).",
                    );
                }
            }
            Event::Start(Tag::Link { dest_url, .. }) => self.link(line, &dest_url),
            Event::Html(_) | Event::InlineHtml(_) => {
                self.error(line, "Không dùng thẻ HTML trong bài. Hãy dùng cách viết của Markdown; muốn hiện dấu < thì viết \\<.");
            }
            Event::Text(words) | Event::Code(words) => self.words(&words),
            Event::SoftBreak => self.words(" "),
            _ => {}
        }
    }

    fn words(&mut self, words: &str) {
        if let Some((_, block)) = &mut self.check {
            block.push_str(words);
        }
        if let Some((_, alt)) = self.pictures.last_mut() {
            alt.push_str(words);
        }
        if let Some(heading) = &mut self.heading {
            heading.push_str(words);
        }
    }

    fn picture(&mut self, line: usize, address: &str) {
        self.pictures.push((line, String::new()));
        match target(address) {
            Some(Target::Asset(name)) if named_use(name) == Some(Use::Picture) => {
                self.named.assets.push((name.to_owned(), line));
            }
            _ => self.error(
                line,
                format!("Hình “{address}” phải là tên một tệp hình trong assets, ví dụ so-do.svg."),
            ),
        }
    }

    fn link(&mut self, line: usize, address: &str) {
        match target(address) {
            Some(Target::Asset(name)) => self.named.assets.push((name.to_owned(), line)),
            Some(Target::Lesson(key)) => self.named.lessons.push((key.to_owned(), line)),
            Some(Target::Heading(id)) => {
                self.anchors.entry(id.to_owned()).or_insert(line);
            }
            Some(Target::Site(_) | Target::Web(_)) => {}
            None => self.error(
                line,
                format!(
                    "Liên kết “{address}” không dùng được. Hãy ghi https://…, bai:ma-bai-hoc, tên tệp trong assets, hoặc /địa-chỉ-trong-trang-này."
                ),
            ),
        }
    }

    fn end_check(&mut self) {
        let Some((line, block)) = self.check.take() else {
            return;
        };
        let Some(topic) = self.text.topic else {
            return self.error(line, "Câu tự kiểm tra chỉ đặt được trong bài học.");
        };
        if let Some(body) = read_check(self.text.file, line, topic, &block, self.report) {
            self.report.look_up(self.text.file, line, &body.references);
            self.named.checks.push(body);
        }
    }

    fn end(mut self) -> Named {
        for (id, line) in std::mem::take(&mut self.anchors) {
            if !self.headings.contains(&id) {
                self.error(
                    line,
                    format!("Liên kết “#{id}” không dẫn tới đề mục nào của bài."),
                );
            }
        }
        self.named
    }
}

/// Reads one self-check: one question, whose findings carry the lines of the lesson's file.
fn read_check(
    file: &str,
    line: usize,
    topic: &str,
    block: &str,
    report: &mut Report,
) -> Option<Body> {
    // Topic and difficulty stand on the first two lines and blank ones follow, so that every line of the block keeps its number.
    let padding = "\n".repeat(line.saturating_sub(3));
    let topic = match topic.trim() {
        "" => "Tự kiểm tra".to_owned(),
        topic => topic.replace('\n', " "),
    };
    let text = format!("Chủ đề: {topic}\nMức độ: Nhận biết\n{padding}{block}");
    let (questions, findings) = read_questions(file, CHECK, &text);
    let wrong = findings.iter().any(|f| f.error);
    // What is said about the two lines put in front is none of the author's business.
    let shown: Vec<_> = findings.into_iter().filter(|f| f.line >= line).collect();
    if wrong && !shown.iter().any(|f| f.error) {
        report.error(file, line, "Không đọc được câu tự kiểm tra này.");
    }
    report.findings.extend(shown);
    let headed = block.lines().any(|l| {
        let start = l.trim_start().to_lowercase();
        start.starts_with("chủ đề:") || start.starts_with("mức độ:")
    });
    if headed {
        report.error(
            file,
            line,
            "Câu tự kiểm tra không ghi “Chủ đề:” và “Mức độ:”.",
        );
        return None;
    }
    if wrong {
        return None;
    }
    if questions.len() != 1 {
        report.error(
            file,
            line,
            format!(
                "Mỗi khối {CHECK} phải có đúng một câu hỏi; ở đây có {}.",
                questions.len()
            ),
        );
        return None;
    }
    questions.into_iter().next().map(|q| q.body)
}
