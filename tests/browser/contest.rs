//! The content that the browser tests run on.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// Slug of the contest.
pub const CONTEST: &str = "thi-thu";
/// Code of its only round.
pub const ROUND: &str = "ky-1";
/// Questions drawn; the prediction stands behind them.
pub const QUESTIONS: usize = 5;
/// Number of the prediction on the paper.
pub const PREDICTION: usize = QUESTIONS + 1;

/// What differs between the tests.
pub struct Timing {
    /// Length of an attempt, minutes.
    pub minutes: u32,
    /// When the round closes after the start of the program, as `contest.toml` says it: `90s`, `1h`.
    pub closes: &'static str,
}

impl Timing {
    /// Nothing ends while the test runs.
    pub const LONG: Self = Self {
        minutes: 20,
        closes: "2h",
    };
}

/// Writes a bank of single-choice, multiple and true/false questions and a contest on it.
pub fn write_packages(folder: &Path, timing: &Timing) {
    let (bank, contest) = (folder.join("ngan-hang"), folder.join(CONTEST));
    fs::create_dir_all(bank.join("questions")).expect("a folder");
    fs::create_dir_all(&contest).expect("a folder");
    fs::write(bank.join("bank.toml"), "title = \"Ngân hàng thử\"\n").expect("written");
    fs::write(bank.join("questions/01.txt"), questions()).expect("written");
    fs::write(contest.join("contest.toml"), rules(timing)).expect("written");
    let page = "## Liên hệ\n\nBan Tổ chức cuộc thi thử, điện thoại 0912 345 678.\n";
    fs::write(contest.join("page.md"), page).expect("written");
}

/// A question of each kind is always drawn: the parts of the paper are the topics.
fn questions() -> String {
    let mut text = String::from("Chủ đề: Một lựa chọn\nMức độ: Nhận biết\n");
    for n in 1..=6 {
        let _ = write!(
            text,
            "\nMã: M-{n}\nCâu {n}. Khi tham gia giao thông đường bộ, người đi bộ trong tình huống số {n} phải làm gì?\n\
             A. Đi trên hè phố, lề đường\nB. Đi giữa đường\nC. Chạy nhanh qua đường\nD. Đi theo xe máy\n\
             Đáp án: A\nCăn cứ: khoản 1 Điều {n} Luật số 36/2024/QH15\nGiải thích: Hè phố là nơi dành cho người đi bộ.\n"
        );
    }
    text.push_str(
        "\nChủ đề: Nhiều đáp án\n\nMã: N-1\nCâu 7. Người có mặt tại nơi xảy ra tai nạn có những trách nhiệm nào?\nLoại: Nhiều đáp án\n\
         A. Giúp đỡ người bị nạn\nB. Quyết định ai phải bồi thường\nC. Báo tin về vụ tai nạn\nD. Tham gia bảo vệ hiện trường\n\
         Đáp án: A, C, D\nCăn cứ: khoản 2 Điều 80 Luật số 36/2024/QH15\nGiải thích: Giúp đỡ, báo tin, bảo vệ hiện trường.\n\
         \nChủ đề: Đúng sai\n\nMã: D-1\nCâu 8. Giấy phép lái xe hạng A1 không có thời hạn.\nLoại: Đúng/Sai\n\
         Đáp án: Đúng\nCăn cứ: khoản 5 Điều 57 Luật số 36/2024/QH15\nGiải thích: Hạng A1 không có thời hạn.\n",
    );
    text
}

fn rules(timing: &Timing) -> String {
    let Timing { minutes, closes } = timing;
    format!(
        r#"title = "Cuộc thi thử tìm hiểu pháp luật"
summary = "Năm câu hỏi và một dự đoán, dùng để kiểm thử."
bank = "ngan-hang"
issued_by = "Ban Tổ chức thử"
demo = true

[entry]
same_person = ["full_name", "birth_date"]

[[entry.fields]]
field = "full_name"
required = true

[[entry.fields]]
field = "birth_date"
required = true
at_least = "year"

[[entry.fields]]
field = "organisation"
required = false

[paper]
minutes = {minutes}
shuffle_questions = false
draw = [
    {{ topic = "Một lựa chọn", count = 3 }},
    {{ topic = "Nhiều đáp án", count = 1 }},
    {{ topic = "Đúng sai", count = 1 }},
]

[attempts]
max = 3
per = "round"
counts = "best_then_earliest"

[prediction]
of = "people_all_correct"
optional = true

[ranking]
steps = ["points", "prediction_distance", "duration", "submission", "draw"]

[[prizes.grades]]
name = "Giải Nhất"
count = 1

[closing]
policy = "cut_off"

[board]
show = "provisional"
names = "masked"

[review]
answers = "after_close"

[[rounds]]
key = "{ROUND}"
title = "Kỳ 1"
opens = "+0m"
closes = "+{closes}"
"#
    )
}
