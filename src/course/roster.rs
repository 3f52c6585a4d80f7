//! A roster: the people an agency sends to a cohort, as a spreadsheet. What becomes of each row is decided here, before anything is written.

use std::collections::HashMap;

use chrono::NaiveDate;
use uuid::Uuid;

use crate::account::rules::{birth_date, name_problem, normal_email, normal_phone};
use crate::platform::sheet::{self, Dates, Line, Unreadable};
use crate::platform::text::{fold, tidy};

/// Longest name of a unit that is kept as it stands, in characters.
const UNIT_MAX: usize = 300;

/// A row as it stands in the file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    /// Its line in the file, from 1.
    pub line: u32,
    /// Full name.
    pub full_name: String,
    /// Birth date; may be empty.
    pub birth_date: String,
    /// E-mail address; may be empty.
    pub email: String,
    /// Telephone; may be empty.
    pub phone: String,
    /// Name or code of the unit; may be empty.
    pub unit: String,
}

/// Which column holds what.
#[derive(Debug, Clone, Copy, Default)]
struct Columns {
    full_name: Option<usize>,
    birth_date: Option<usize>,
    email: Option<usize>,
    phone: Option<usize>,
    unit: Option<usize>,
}

impl Columns {
    fn read(cells: &[String]) -> Option<Self> {
        let mut columns = Self::default();
        for (place, cell) in cells.iter().enumerate() {
            let column = match sheet::heading(cell).as_str() {
                "ho va ten" | "ho ten" | "ho, ten" | "ho va ten hoc vien" | "ten hoc vien"
                | "full name" | "name" => &mut columns.full_name,
                "ngay sinh"
                | "ngay thang nam sinh"
                | "ngay, thang, nam sinh"
                | "nam sinh"
                | "birth date"
                | "date of birth" => &mut columns.birth_date,
                "thu dien tu"
                | "email"
                | "e mail"
                | "dia chi email"
                | "dia chi thu dien tu"
                | "hop thu" => &mut columns.email,
                "dien thoai" | "so dien thoai" | "sdt" | "di dong" | "phone" | "mobile" => {
                    &mut columns.phone
                }
                "don vi" | "don vi cong tac" | "co quan" | "ma don vi" | "ten don vi"
                | "noi cong tac" | "organisation" | "organization" | "unit" => &mut columns.unit,
                _ => continue,
            };
            column.get_or_insert(place);
        }
        columns.full_name.is_some().then_some(columns)
    }

    fn row(self, line: u32, cells: &[String]) -> Row {
        let text = |column: Option<usize>| {
            let cell = column.and_then(|c| cells.get(c));
            cell.cloned().unwrap_or_default()
        };
        Row {
            line,
            full_name: text(self.full_name),
            birth_date: text(self.birth_date),
            email: text(self.email),
            phone: text(self.phone),
            unit: text(self.unit),
        }
    }
}

/// Reads the rows of a file.
///
/// # Errors
/// Why it cannot be read.
pub fn read(file_name: &str, bytes: &[u8]) -> Result<Vec<Row>, Unreadable> {
    let lines = sheet::read(file_name, bytes, Dates::Written)?;
    let (columns, lines) = sheet::below_heading(&lines, Columns::read)?;
    let row = |(line, cells): &Line| columns.row(*line, cells);
    let has_text = |r: &Row| {
        [&r.full_name, &r.birth_date, &r.email, &r.phone, &r.unit]
            .iter()
            .any(|cell| !cell.is_empty())
    };
    sheet::bounded(lines.iter().map(row).filter(has_text).collect())
}

/// What the unit of a row turned out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// This one.
    Known(Uuid),
    /// One that the cohort is not run for.
    Outside,
    /// Several fit.
    Unclear,
    /// None is known under this name; the name is kept.
    Unknown,
}

/// A person who is invited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guest {
    /// Line of the file.
    pub line: u32,
    /// Full name.
    pub full_name: String,
    /// `dd/mm/yyyy`, `mm/yyyy` or `yyyy`.
    pub birth_date: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
    /// Telephone in its national form.
    pub phone: Option<String>,
    /// The unit.
    pub organisation: Option<Uuid>,
    /// The unit as the file has it.
    pub unit: Option<String>,
    /// Who counts as the same person.
    pub key: String,
}

/// What becomes of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum End {
    /// The person is invited.
    Invited,
    /// The person is invited; something of the row is not used: the Fluent key of what.
    InvitedWith(&'static str),
    /// The person was invited before.
    Before,
    /// The same person stands further up, at this line.
    Twice(u32),
    /// The row is left out: the Fluent key of the reason.
    Refused(&'static str),
}

/// A row of the report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reported {
    /// Line of the file.
    pub line: u32,
    /// The name as the file has it.
    pub name: String,
    /// What becomes of it.
    pub end: End,
}

/// Everything that an import does.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// Row by row, in the order of the file.
    pub report: Vec<Reported>,
    /// Who is invited, in the order of the file.
    pub guests: Vec<Guest>,
}

/// Who counts as the same person in a roster: the same name and birth date; where no birth date is given, the same name and e-mail address,
/// else telephone, else unit. A father and a son of one name have different years of birth; colleagues share a telephone, not a name.
#[must_use]
pub fn person_key(
    name: &str,
    birth: Option<&str>,
    email: Option<&str>,
    phone: Option<&str>,
    unit: &str,
) -> String {
    let second = match (birth, email, phone) {
        (Some(birth), _, _) => format!("b:{birth}"),
        (_, Some(email), _) => format!("e:{email}"),
        (_, _, Some(phone)) => format!("p:{phone}"),
        _ => format!("u:{unit}"),
    };
    format!("{}|{second}", fold(name))
}

/// Plans an import. `units` says what the text in the column of units means; `known` are the people invited before, by
/// [`person_key`].
#[must_use]
pub fn plan(
    rows: &[Row],
    units: &HashMap<String, Unit>,
    known: impl Fn(&str) -> bool,
    today: NaiveDate,
) -> Plan {
    let mut plan = Plan::default();
    let mut seen: HashMap<String, u32> = HashMap::new();
    for row in rows {
        let end = match guest(row, units, today) {
            Err(why) => End::Refused(why),
            Ok((guest, _)) if known(&guest.key) => End::Before,
            Ok((guest, remark)) => match seen.get(&guest.key) {
                Some(line) => End::Twice(*line),
                None => {
                    seen.insert(guest.key.clone(), guest.line);
                    plan.guests.push(guest);
                    remark.map_or(End::Invited, End::InvitedWith)
                }
            },
        };
        plan.report.push(Reported {
            line: row.line,
            name: row.full_name.clone(),
            end,
        });
    }
    plan
}

/// The person of a row, and what of it is not used.
fn guest(
    row: &Row,
    units: &HashMap<String, Unit>,
    today: NaiveDate,
) -> Result<(Guest, Option<&'static str>), &'static str> {
    let full_name = tidy(&row.full_name);
    if let Some(problem) = name_problem(&full_name) {
        return Err(match problem {
            "field-required" => "cohort-row-no-name",
            _ => "cohort-row-name",
        });
    }
    let birth = match row.birth_date.is_empty() {
        true => None,
        false => Some(birth_date(&row.birth_date, today).map_err(|_| "cohort-row-birth")?),
    };
    let email = match row.email.is_empty() {
        true => None,
        false => Some(normal_email(&row.email).ok_or("cohort-row-email")?),
    };
    let phone = match row.phone.is_empty() {
        true => None,
        // A spreadsheet that takes a telephone for a number drops the 0 in front.
        false => Some(
            normal_phone(&row.phone)
                .or_else(|| normal_phone(&format!("0{}", row.phone)))
                .ok_or("cohort-row-phone")?,
        ),
    };
    let unit = tidy(&row.unit);
    let found = units.get(&row.unit).copied();
    let (organisation, remark) = match found {
        Some(Unit::Known(id)) => (Some(id), None),
        Some(Unit::Outside) => return Err("cohort-row-outside"),
        Some(Unit::Unclear) => (None, Some("cohort-row-unit-unclear")),
        Some(Unit::Unknown) => (None, Some("cohort-row-unit-unknown")),
        None => (None, None),
    };
    let key = person_key(
        &full_name,
        birth.as_deref(),
        email.as_deref(),
        phone.as_deref(),
        &organisation.map_or_else(|| fold(&unit), |id| id.to_string()),
    );
    let guest = Guest {
        line: row.line,
        full_name,
        birth_date: birth,
        email,
        phone,
        organisation,
        unit: (!unit.is_empty()).then(|| unit.chars().take(UNIT_MAX).collect()),
        key,
    };
    Ok((guest, remark))
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "DANH SÁCH HỌC VIÊN,,,,\nSTT,Họ và tên *,Ngày sinh,Email,Số điện thoại,Đơn vị công tác\n\
        1,Nguyễn Thị An,02/09/1990,An@Example.VN,0912 345 678,Phường Ba Đình\n\
        2,Trần Văn Bình,1985,,912345679,Không rõ\n\
        3,nguyễn thị an,2/9/1990,,,\n\
        4,,1/1/1990,,,\n\
        5,Lê Hoa,31/02/1990,,,\n\
        6,Lê Hoa,,hoa@@x,,\n\
        7,Lê Hoa,,,12,\n\
        8,Lê Hoa,,,,Nơi khác\n\
        9,Đỗ Cũ,,,,\n";

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 7, 1).expect("a day")
    }

    #[test]
    fn good_rows_are_kept_and_each_bad_one_says_why() {
        let rows = read("a.csv", FILE.as_bytes()).expect("read");
        let unit = Uuid::from_u128(9);
        let units = HashMap::from([
            ("Phường Ba Đình".to_owned(), Unit::Known(unit)),
            ("Không rõ".to_owned(), Unit::Unknown),
            ("Nơi khác".to_owned(), Unit::Outside),
        ]);
        let before = person_key("Đỗ Cũ", None, None, None, "");
        let plan = plan(&rows, &units, |key| key == before, today());
        let ends: Vec<(u32, End)> = plan
            .report
            .iter()
            .map(|r| (r.line, r.end.clone()))
            .collect();
        assert_eq!(
            ends,
            [
                (3, End::Invited),
                (4, End::InvitedWith("cohort-row-unit-unknown")),
                (5, End::Twice(3)),
                (6, End::Refused("cohort-row-no-name")),
                (7, End::Refused("cohort-row-birth")),
                (8, End::Refused("cohort-row-email")),
                (9, End::Refused("cohort-row-phone")),
                (10, End::Refused("cohort-row-outside")),
                (11, End::Before),
            ]
        );
        assert_eq!(plan.guests.len(), 2);
        let an = &plan.guests[0];
        assert_eq!(
            (
                an.email.as_deref(),
                an.phone.as_deref(),
                an.birth_date.as_deref(),
                an.organisation
            ),
            (
                Some("an@example.vn"),
                Some("0912345678"),
                Some("02/09/1990"),
                Some(unit)
            )
        );
        let binh = &plan.guests[1];
        assert_eq!(
            (
                binh.phone.as_deref(),
                binh.birth_date.as_deref(),
                binh.unit.as_deref()
            ),
            (Some("0912345679"), Some("1985"), Some("Không rõ"))
        );
    }

    #[test]
    fn a_date_of_a_workbook_is_a_birth_date() {
        let mut book = rust_xlsxwriter::Workbook::new();
        let sheet = book.add_worksheet();
        let date = rust_xlsxwriter::ExcelDateTime::from_ymd(1990, 9, 2).expect("a date");
        let format = rust_xlsxwriter::Format::new().set_num_format("dd/mm/yyyy");
        for (column, heading) in (0u16..).zip(["Họ tên", "Ngày tháng năm sinh", "SĐT"]) {
            sheet.write(0, column, heading).expect("written");
        }
        sheet.write(1, 0, "Nguyễn Thị An").expect("written");
        sheet
            .write_with_format(1, 1, &date, &format)
            .expect("written");
        sheet.write(1, 2, 912_345_678).expect("written");
        let bytes = book.save_to_buffer().expect("written");
        let rows = read("danh-sach.xlsx", &bytes).expect("read");
        assert_eq!(
            (rows[0].birth_date.as_str(), rows[0].phone.as_str()),
            ("02/09/1990", "912345678")
        );
        let plan = plan(&rows, &HashMap::new(), |_| false, today());
        assert_eq!(plan.guests[0].phone.as_deref(), Some("0912345678"));
    }

    #[test]
    fn files_that_are_no_rosters_are_refused_with_their_reason() {
        for (name, bytes, why) in [
            (
                "a.csv",
                b"Don vi,Ngay sinh\nx,y\n".to_vec(),
                Unreadable::NoHeading,
            ),
            (
                "a.csv",
                "Họ và tên\n\n".as_bytes().to_vec(),
                Unreadable::NoRows,
            ),
            ("a.xlsx", b"PK\x03\x04 half".to_vec(), Unreadable::Broken),
            ("a.xlsm", b"x".to_vec(), Unreadable::Macros),
            ("a.pdf", b"%PDF-1.7".to_vec(), Unreadable::OtherKind),
        ] {
            assert_eq!(read(name, &bytes), Err(why), "{name}");
        }
    }

    #[test]
    fn the_same_name_is_another_person_with_another_birth_date() {
        let key = |birth| person_key("Lê Hoà", birth, Some("a@b.vn"), None, "");
        assert_ne!(key(Some("1990")), key(Some("1991")));
        assert_eq!(
            key(None),
            person_key("LÊ HÒA", None, Some("a@b.vn"), Some("09"), "x")
        );
        assert_ne!(
            person_key("Lê Hoà", None, None, None, "a"),
            person_key("Lê Hoà", None, None, None, "b")
        );
    }
}
