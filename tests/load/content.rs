//! The contest that is measured: 20 questions drawn of 60, an hour long, as many attempts as anybody wants.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// Address of the contest.
pub const CONTEST: &str = "do-tai";
/// Address of its only round.
pub const ROUND: &str = "ky-1";
/// Questions in one paper.
pub const DRAWN: usize = 20;

const BANK: &str = "do-tai-ngan-hang";
const IN_BANK: usize = 60;

const BANK_TOML: &str = r#"title = "Ngân hàng câu hỏi đo tải"
summary = "Câu hỏi được tạo tự động để đo sức chịu tải của hệ thống."
"#;

const PAGE: &str = "Cuộc thi được tạo tự động để đo sức chịu tải của hệ thống.\n";

fn contest_toml() -> String {
    format!(
        r#"title = "Cuộc thi đo tải"
summary = "Cuộc thi được tạo tự động để đo sức chịu tải của hệ thống."
bank = "{BANK}"

[entry]
same_person = []

[[entry.fields]]
field = "full_name"
required = true

[[entry.fields]]
field = "organisation"
required = false

[[rounds]]
key = "{ROUND}"
title = "Kỳ thi đo tải"
opens = "2020-01-01 00:00"
closes = "2099-12-31 24:00"

[paper]
minutes = 60

[[paper.draw]]
count = {DRAWN}

[attempts]
unlimited = true
counts = "best_then_earliest"

[ranking]
steps = ["points", "duration", "submission"]

[board]
show = "provisional"

[review]
answers = "after_final"
"#
    )
}

fn questions() -> String {
    let mut text = "Chủ đề: Đo tải\nMức độ: Nhận biết\n".to_owned();
    for number in 1..=IN_BANK {
        let right = ["A", "B", "C", "D"][number % 4];
        // Writing into a String cannot fail. Lengths are those of real questions.
        let _ = write!(
            text,
            "\nMã: DT-{number:03}\n\
             Câu {number}. Trong tình huống số {number}, người tham gia giao thông phải thực hiện quy định nào sau đây \
             để bảo đảm an toàn cho mình và cho người khác trên đường?\n\
             A. Giảm tốc độ, quan sát và nhường đường theo báo hiệu (trường hợp {number})\n\
             B. Giữ khoảng cách an toàn với phương tiện đi phía trước (trường hợp {number})\n\
             C. Báo hiệu trước khi chuyển hướng và chỉ chuyển hướng khi an toàn (trường hợp {number})\n\
             D. Dừng lại trước vạch dừng khi đèn tín hiệu có màu đỏ (trường hợp {number})\n\
             Đáp án: {right}\n\
             Căn cứ: khoản 1 Điều 10 Luật số 36/2024/QH15\n\
             Giải thích: Câu hỏi được tạo tự động.\n"
        );
    }
    text
}

/// Writes the bank and the contest as content packages into `folder`.
pub fn write(folder: &Path) -> Result<(), String> {
    let files = [
        (format!("{BANK}/bank.toml"), BANK_TOML.to_owned()),
        (format!("{BANK}/questions/do-tai.txt"), questions()),
        (format!("{BANK}/SOURCES.md"), PAGE.to_owned()),
        (format!("{CONTEST}/contest.toml"), contest_toml()),
        (format!("{CONTEST}/page.md"), PAGE.to_owned()),
    ];
    for (name, text) in files {
        let path = folder.join(name);
        let parent = path.parent().unwrap_or(folder);
        fs::create_dir_all(parent).map_err(|error| format!("{}: {error}", parent.display()))?;
        fs::write(&path, text).map_err(|error| format!("{}: {error}", path.display()))?;
    }
    Ok(())
}
