//! The transcript as a document: A4 portrait, as many pages as it takes, PDF/A-2u. It is a person's own print-out and no agency's paper, so
//! it carries neither the name of the state nor room for a signature.

use krilla::metadata::Metadata;
use krilla::page::PageSettings;
use krilla::surface::Surface;

use super::drawing::{
    Colour, INK, RED, SOFT, begin, date, fill_rect, finish, lines, lines_from, lines_to,
};
use super::fonts::Cut;
use super::typeset::{Room, Set, set};
use crate::kernel::clock::Moment;

/// Width and height of the page, pt.
const SIZE: (f32, f32) = (595.28, 841.89);
/// Where lines begin and end, pt.
const SIDES: (f32, f32) = (50.0, 545.28);
/// Where a page begins and ends, above its foot, pt.
const ENDS: (f32, f32) = (52.0, 778.0);
/// Where the foot stands, pt.
const FOOT: f32 = 796.0;
/// Where the columns of the table begin, pt; the fourth is set to its right edge.
const COLUMNS: [f32; 6] = [50.0, 74.0, 258.0, 324.0, 376.0, 462.0];
/// Space between two columns, pt.
const GUTTER: f32 = 10.0;
/// Space above and below what stands in a row, pt.
const AIR: f32 = 5.0;
/// The column of hours.
const HOURS: usize = 3;
/// Size of letters in the table and of small ones, pt.
const TEXT: f32 = 9.5;
const SMALL: f32 = 8.5;
/// Ground of the table's head, and the line below a row.
const GROUND: Colour = (0xf4, 0xec, 0xe2);
const LINE: Colour = (0xc9, 0xbd, 0xb0);

/// What a transcript says, in the words of its language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// Code of the language.
    pub lang: &'static str,
    /// Heading.
    pub heading: String,
    /// When and where it was made, in words.
    pub made: String,
    /// When it was made.
    pub made_at: Moment,
    /// Whose it is.
    pub full_name: String,
    /// What else is told about the person and all courses together: label and value.
    pub facts: Vec<(String, String)>,
    /// Heads of the columns.
    pub columns: [String; 6],
    /// The courses in order.
    pub rows: Vec<Row>,
    /// What stands in place of the table when there are none.
    pub none: String,
    /// Label and sum of the hours below the table.
    pub sum: (String, String),
    /// How hours and results are counted.
    pub note: String,
    /// The word for "page".
    pub page: String,
}

/// A course on a transcript.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Row {
    /// Title of the course.
    pub title: String,
    /// What stands below the title: the agency, the cohort.
    pub below: Vec<String>,
    /// From when to when.
    pub period: String,
    /// Hours earned and hours of the course.
    pub hours: String,
    /// What came of it, line by line.
    pub result: Vec<String>,
    /// Number of the certificate; empty without one.
    pub certificate: String,
}

/// Draws a transcript. The same one gives the same bytes.
///
/// # Errors
/// What the library refuses, for the log.
pub fn pdf(sheet: &Sheet) -> Result<Vec<u8>, String> {
    let mut document = begin()?;
    let pages = pages(sheet);
    for (number, bands) in pages.iter().enumerate() {
        let size = PageSettings::from_wh(SIZE.0, SIZE.1).ok_or("a page without size")?;
        let mut page = document.start_page_with(size);
        let mut surface = page.surface();
        let mut top = ENDS.0;
        for band in bands {
            band.draw(&mut surface, top);
            top += band.height;
        }
        let place = format!("{} {}/{}", sheet.page, number + 1, pages.len());
        foot(sheet, &place).draw(&mut surface, FOOT);
        surface.finish();
        page.finish();
    }
    document.set_metadata(
        Metadata::new()
            .title(format!("{} – {}", sheet.heading, sheet.full_name))
            .description(sheet.made.clone())
            .authors(vec![sheet.full_name.clone()])
            .language(sheet.lang.to_owned())
            .creator("Hocluat".to_owned())
            .creation_date(date(sheet.made_at)),
    );
    finish(document)
}

// ---------------------------------------------------------------------------------------------------------------------
// What stands on the pages
// ---------------------------------------------------------------------------------------------------------------------

/// Where a text stands in the width of the page.
#[derive(Debug, Clone, Copy)]
enum Align {
    /// It begins here.
    From(f32),
    /// It ends here.
    To(f32),
    /// It is in the middle.
    Middle,
}

/// A text in a band.
#[derive(Debug, Clone)]
struct Text {
    set: Set,
    cut: Cut,
    colour: Colour,
    align: Align,
    /// Below the top of its band, pt.
    down: f32,
}

impl Text {
    fn new(text: &str, cut: Cut, size: f32, width: f32, align: Align) -> Self {
        let room = Room {
            cut,
            width,
            lines: 14,
            largest: size,
            smallest: size,
        };
        Self {
            set: set(text, room),
            cut,
            colour: INK,
            align,
            down: 0.0,
        }
    }

    const fn coloured(mut self, colour: Colour) -> Self {
        self.colour = colour;
        self
    }
}

/// A piece of a page from side to side that is never cut.
#[derive(Debug, Clone, Default)]
struct Band {
    height: f32,
    texts: Vec<Text>,
    ground: Option<Colour>,
    line: Option<Colour>,
}

impl Band {
    /// A band of one text with space below it.
    fn of(text: Text, below: f32) -> Self {
        Self {
            height: text.set.height() + below,
            texts: vec![text],
            ..Self::default()
        }
    }

    /// A band of columns, each of them texts one below the other.
    fn columns(columns: Vec<Vec<Text>>) -> Self {
        let mut band = Self::default();
        for column in columns {
            let mut down = AIR;
            for text in column.into_iter().filter(|t| !t.set.lines.is_empty()) {
                let height = text.set.height();
                band.texts.push(Text { down, ..text });
                down += height;
            }
            band.height = band.height.max(down + AIR);
        }
        band
    }

    fn draw(&self, surface: &mut Surface<'_>, top: f32) {
        let (left, right) = SIDES;
        if let Some(colour) = self.ground {
            fill_rect(surface, (left, top, right - left, self.height), colour);
        }
        if let Some(colour) = self.line {
            let at = top + self.height - 0.3;
            fill_rect(surface, (left, at, right - left, 0.6), colour);
        }
        for text in &self.texts {
            let (set, cut, colour, at) = (&text.set, text.cut, text.colour, top + text.down);
            match text.align {
                Align::From(x) => lines_from(surface, set, cut, x, at, colour),
                Align::To(x) => lines_to(surface, set, cut, x, at, colour),
                Align::Middle => lines(surface, set, cut, SIZE.0 / 2.0, at, colour),
            };
        }
    }
}

/// Where a column begins and how wide it is, pt.
fn column(number: usize) -> (f32, f32) {
    let from = COLUMNS[number];
    let to = COLUMNS.get(number + 1).copied().unwrap_or(SIDES.1 + 2.0);
    (from + 2.0, to - from - GUTTER)
}

fn cell(number: usize, text: &str, cut: Cut, size: f32) -> Text {
    let (from, width) = column(number);
    let align = if number == HOURS {
        Align::To(from + width)
    } else {
        Align::From(from)
    };
    Text::new(text, cut, size, width, align)
}

/// The bands of each page.
fn pages(sheet: &Sheet) -> Vec<Vec<Band>> {
    let mut pages = vec![head(sheet)];
    let mut left = ENDS.1 - ENDS.0 - height(&pages[0]);
    let columns = columns(sheet);
    let mut rows: Vec<Band> = sheet.rows.iter().enumerate().map(row).collect();
    if rows.is_empty() {
        let none = Text::new(
            &sheet.none,
            Cut::Italic,
            11.0,
            width(),
            Align::From(SIDES.0),
        );
        pages[0].push(Band::of(none, 0.0));
        return pages;
    }
    // The sum never stands on a page of its own: it goes with the last course.
    let last = rows.pop().unwrap_or_default();
    let mut groups: Vec<Vec<Band>> = rows.into_iter().map(|row| vec![row]).collect();
    groups.push([vec![last], end(sheet)].concat());
    // The first course stands below the head of the table.
    groups[0].insert(0, columns.clone());
    for (number, mut group) in groups.into_iter().enumerate() {
        if height(&group) > left {
            if number > 0 {
                group.insert(0, columns.clone());
            }
            pages.push(Vec::new());
            left = ENDS.1 - ENDS.0;
        }
        left -= height(&group);
        if let Some(page) = pages.last_mut() {
            page.extend(group);
        }
    }
    pages
}

fn height(bands: &[Band]) -> f32 {
    bands.iter().map(|b| b.height).sum()
}

const fn width() -> f32 {
    SIDES.1 - SIDES.0
}

/// Heading, when it was made, and whose it is.
fn head(sheet: &Sheet) -> Vec<Band> {
    let heading = sheet.heading.to_uppercase();
    let heading = Text::new(&heading, Cut::Bold, 22.0, width(), Align::Middle).coloured(RED);
    let made = Text::new(&sheet.made, Cut::Italic, 10.5, width(), Align::Middle).coloured(SOFT);
    let name = Text::new(
        &sheet.full_name,
        Cut::Bold,
        15.0,
        width(),
        Align::From(SIDES.0),
    );
    let mut bands = vec![
        Band::of(heading, 1.0),
        Band::of(made, 20.0),
        Band::of(name, 4.0),
    ];
    for (label, value) in &sheet.facts {
        let at = SIDES.0 + 112.0;
        let label = Text::new(label, Cut::Regular, 10.5, 106.0, Align::From(SIDES.0));
        let value = Text::new(value, Cut::Regular, 10.5, SIDES.1 - at, Align::From(at));
        bands.push(Band {
            height: label.set.height().max(value.set.height()) + 1.0,
            texts: vec![label.coloured(SOFT), value],
            ..Band::default()
        });
    }
    bands.push(Band {
        height: 14.0,
        ..Band::default()
    });
    bands
}

fn columns(sheet: &Sheet) -> Band {
    let named = sheet.columns.iter().enumerate();
    let cells = named.map(|(at, name)| vec![cell(at, name, Cut::Bold, SMALL)]);
    Band {
        ground: Some(GROUND),
        line: Some(RED),
        ..Band::columns(cells.collect())
    }
}

fn row((number, row): (usize, &Row)) -> Band {
    let small = |column, text: &String| cell(column, text, Cut::Regular, SMALL);
    let mut course = vec![cell(1, &row.title, Cut::Bold, TEXT)];
    course.extend(row.below.iter().map(|b| small(1, b).coloured(SOFT)));
    let result = row.result.iter().map(|r| small(4, r)).collect();
    let cells = vec![
        vec![cell(0, &(number + 1).to_string(), Cut::Regular, TEXT)],
        course,
        vec![small(2, &row.period)],
        vec![cell(HOURS, &row.hours, Cut::Regular, TEXT)],
        result,
        vec![small(5, &row.certificate)],
    ];
    Band {
        line: Some(LINE),
        ..Band::columns(cells)
    }
}

/// The sum below the table, and how things are counted.
fn end(sheet: &Sheet) -> Vec<Band> {
    let (label, sum) = &sheet.sum;
    let (from, to) = (COLUMNS[1] + 2.0, column(HOURS).0 + column(HOURS).1);
    let label = Text::new(label, Cut::Bold, TEXT, to - from - 60.0, Align::From(from));
    let sum = Text::new(sum, Cut::Bold, TEXT, 58.0, Align::To(to));
    let note = Text::new(
        &sheet.note,
        Cut::Italic,
        SMALL,
        width(),
        Align::From(SIDES.0),
    );
    let gap = Band {
        height: 10.0,
        ..Band::default()
    };
    let sums = Band {
        line: Some(RED),
        ..Band::columns(vec![vec![label], vec![sum]])
    };
    vec![sums, gap, Band::of(note.coloured(SOFT), 0.0)]
}

/// Whose transcript this is, and which page of how many.
fn foot(sheet: &Sheet, place: &str) -> Band {
    let whose = format!("{} – {}", sheet.heading, sheet.full_name);
    let room = width() - 90.0;
    let whose = Text::new(&whose, Cut::Regular, SMALL, room, Align::From(SIDES.0));
    let place = Text::new(place, Cut::Regular, SMALL, 80.0, Align::To(SIDES.1));
    Band {
        texts: vec![whose.coloured(SOFT), place.coloured(SOFT)],
        ..Band::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(rows: usize) -> Sheet {
        let long = "Bồi dưỡng kiến thức pháp luật, kỹ năng phổ biến, giáo dục pháp luật và hoà giải ở cơ sở cho tuyên truyền viên pháp luật các xã, phường, đặc khu năm 2026";
        let row = |number: usize| Row {
            title: if number.is_multiple_of(3) {
                long.into()
            } else {
                format!("Khoá học số {}", number + 1)
            },
            below: vec![
                "Sở Tư pháp tỉnh Lào Cai".into(),
                "Lớp: Đợt 2 năm 2026".into(),
            ],
            period: "05/02/2026 – 28/11/2026".into(),
            hours: "1,5/2".into(),
            result: vec!["Hoàn thành".into(), "Thi cuối khoá: 17/20".into()],
            certificate: "0001/GCN-STP/2026".into(),
        };
        Sheet {
            lang: "vi",
            heading: "Hồ sơ học tập".into(),
            made: "Lập ngày 28/11/2026 09:30 tại hocluat.example.vn".into(),
            made_at: Moment(1_795_223_100_000),
            full_name: "Nguyễn Thị Hoà Bình".into(),
            facts: vec![
                ("Đơn vị".into(), "Xã Bắc Hà, tỉnh Lào Cai".into()),
                ("Tổng số giờ học".into(), "24,5 giờ học".into()),
            ],
            columns: ["STT", "Khoá học", "Thời gian", "Giờ học", "Kết quả", "Số giấy chứng nhận"]
                .map(str::to_owned),
            rows: (0..rows).map(row).collect(),
            none: "Hồ sơ chưa có gì".into(),
            sum: ("Tổng số giờ học".into(), "24,5".into()),
            note: "Giờ học được tính theo học phần đã xong. Kết quả thi là số câu đúng của lượt tốt nhất.".into(),
            page: "Trang".into(),
        }
    }

    #[test]
    fn no_page_is_fuller_than_it_can_be_and_no_course_is_lost() {
        for rows in 0..60 {
            let pages = pages(&sheet(rows));
            for page in &pages {
                assert!(height(page) <= ENDS.1 - ENDS.0, "{rows} rows");
                assert!(!page.is_empty());
            }
            let numbered = pages.iter().flatten().filter(|b| b.line == Some(LINE));
            assert_eq!(numbered.count(), rows);
            let sums = pages.last().expect("a page").iter();
            let sums = sums.filter(|b| b.line == Some(RED) && b.ground.is_none());
            assert_eq!(sums.count(), usize::from(rows > 0));
        }
    }

    #[test]
    fn the_same_transcript_gives_the_same_bytes_and_an_absurd_one_is_drawn_all_the_same() {
        let draw = || pdf(&sheet(20)).expect("drawn");
        assert_eq!(draw(), draw());
        let mut absurd = sheet(3);
        absurd.rows[0].title = "Ư".repeat(900);
        absurd.rows[1].certificate = "漢字 🎉 \u{7} Sở".repeat(40);
        absurd.full_name = "Rất dài ".repeat(60);
        pdf(&absurd).expect("drawn");
    }

    #[test]
    #[ignore = "writes pages to look at into the folder LOOK_AT"]
    fn pages_to_look_at() {
        let folder = std::env::var("LOOK_AT").expect("LOOK_AT");
        for rows in [0, 1, 20] {
            let bytes = pdf(&sheet(rows)).expect("drawn");
            std::fs::write(format!("{folder}/transcript-{rows}.pdf"), bytes).expect("written");
        }
    }
}
