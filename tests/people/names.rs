//! Names as a list of Vietnamese people has them: a few family names that most share, so that a search for one of them
//! finds a third of the country.

use rand::RngExt;
use rand_chacha::ChaCha20Rng;

/// Family names with their share, in thousandths.
const FAMILY: [(&str, u32); 24] = [
    ("Nguyễn", 380),
    ("Trần", 110),
    ("Lê", 95),
    ("Phạm", 70),
    ("Hoàng", 35),
    ("Huỳnh", 16),
    ("Phan", 45),
    ("Vũ", 25),
    ("Võ", 14),
    ("Đặng", 21),
    ("Bùi", 20),
    ("Đỗ", 14),
    ("Hồ", 13),
    ("Ngô", 13),
    ("Dương", 10),
    ("Lý", 5),
    ("Đinh", 10),
    ("Trương", 12),
    ("Mai", 8),
    ("Đoàn", 8),
    ("Giàng", 4),
    ("Lò", 6),
    ("H'", 1),
    ("Quách", 2),
];

/// Middle names of women and of men, each as common as the next; the first of each is far more common.
const MIDDLE: [&[&str]; 2] = [
    &[
        "Thị",
        "Thị",
        "Thị",
        "Thị",
        "Ngọc",
        "Thu",
        "Thanh",
        "Kim",
        "Thuỳ",
        "Bảo",
        "Khánh",
        "Thị Mỹ",
        "Thị Thanh",
    ],
    &[
        "Văn",
        "Văn",
        "Văn",
        "Đức",
        "Minh",
        "Quốc",
        "Hữu",
        "Công",
        "Xuân",
        "Thành",
        "Gia",
        "Tuấn",
        "Văn Quốc",
    ],
];

/// Given names of women and of men.
const GIVEN: [&[&str]; 2] = [
    &[
        "Lan", "Hương", "Hoa", "Mai", "Linh", "Trang", "Hà", "Thảo", "Nhung", "Hằng", "Thuỷ",
        "Yến", "Ngân", "Phương", "Anh", "Vy", "Trâm", "Quỳnh", "Loan", "Nga", "Oanh", "Hạnh",
        "Dung", "Tuyết", "Xuân", "Hiền", "Ánh", "Châu", "Diệp", "My",
    ],
    &[
        "Hùng", "Dũng", "Nam", "Tuấn", "Minh", "Hải", "Long", "Sơn", "Quân", "Đức", "Hoà", "Bình",
        "An", "Thắng", "Cường", "Phúc", "Khang", "Khoa", "Đạt", "Trung", "Kiên", "Tâm", "Việt",
        "Hiếu", "Lâm", "Phong", "Thịnh", "Tài", "Vinh", "Ý",
    ],
];

/// A family name that a third bears.
pub const COMMON: &str = "nguyen";
/// A family name of which a few hundred of 100,000 are.
pub const RARE: &str = "quach";

fn one_of<'a>(list: &[&'a str], random: &mut ChaCha20Rng) -> &'a str {
    list[random.random_range(0..list.len())]
}

/// A full name.
pub fn name(random: &mut ChaCha20Rng) -> String {
    let sex = usize::from(random.random_bool(0.5));
    let whole: u32 = FAMILY.iter().map(|(_, share)| share).sum();
    let mut place = random.random_range(0..whole);
    let found = FAMILY.iter().find(|(_, share)| {
        let here = place < *share;
        place = place.wrapping_sub(*share);
        here
    });
    let family = found.map_or("Nguyễn", |(family, _)| family);
    let (middle, given) = (one_of(MIDDLE[sex], random), one_of(GIVEN[sex], random));
    format!("{family} {middle} {given}")
}
