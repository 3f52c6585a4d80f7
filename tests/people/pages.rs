//! What is asked for.

use hocluat::platform::http::page::query_value;
use hocluat::platform::text::fold;

use crate::content::{CONTEST, ROUND};
use crate::names::{COMMON, RARE};
use crate::seed::Seeded;

/// A page, or one way to filter it.
pub struct Page {
    /// In the table.
    pub name: &'static str,
    /// Its addresses, asked for one after the other.
    pub paths: Vec<String>,
    /// Asked for by the administrator; else by somebody who has not signed in.
    pub signed_in: bool,
    /// Whether it is no error when this version answers 404.
    pub may_be_missing: bool,
}

/// Letters typed into the type-ahead, at most.
const TYPED: usize = 12;

/// What people type when they look for their place: with and without marks, whole and in part.
const SEARCHES: [&str; 30] = [
    "Hà Nội",
    "ha noi",
    "Thanh Hoá",
    "Thanh Hóa",
    "thanh hoa",
    "hồ chí minh",
    "hcm",
    "Đà Nẵng",
    "da nang",
    "cần thơ",
    "phường ba đình",
    "phuong ba dinh",
    "xã tân",
    "tan",
    "xa long",
    "long xuyên",
    "Huế",
    "hue",
    "lang son",
    "Điện Biên",
    "dien bien phu",
    "phú quốc",
    "phu quoc",
    "bắc ninh",
    "bac",
    "an giang",
    "Đắk Lắk",
    "dak lak",
    "khong co noi nay",
    "vinh",
];

fn page(name: &'static str, signed_in: bool, paths: Vec<String>) -> Page {
    Page {
        name,
        paths,
        signed_in,
        may_be_missing: false,
    }
}

/// Every list page, the type-ahead, and the pages of a contest with many people.
pub fn all(seeded: &Seeded) -> Vec<Page> {
    let mut pages = accounts(seeded);
    pages.extend(roles_and_trail(seeded));
    pages.extend(units(seeded));
    pages.extend(public(seeded));
    pages.extend(organiser(seeded));
    pages
}

fn accounts(seeded: &Seeded) -> Vec<Page> {
    let at = |name, query: &str| page(name, true, vec![format!("/quan-tri/tai-khoan{query}")]);
    let (province, commune) = (&seeded.province, &seeded.commune);
    let [middle, common] = seeded.middle;
    vec![
        at("accounts", ""),
        at("accounts, a common word", &format!("?q={COMMON}")),
        at("accounts, a rare word", &format!("?q={RARE}")),
        at("accounts, two common words", &format!("?q={COMMON}+thi")),
        at("accounts, three words", &format!("?q={COMMON}+van+hung")),
        at("accounts, no hit", "?q=khongcoaitenthe"),
        at(
            "accounts, words that never meet",
            &format!("?q={RARE}+thi+hung"),
        ),
        at(
            "accounts of a province",
            &format!("?don-vi-code={province}"),
        ),
        at("accounts of a commune", &format!("?don-vi-code={commune}")),
        at(
            "accounts of a commune, a word",
            &format!("?don-vi-code={commune}&q={COMMON}"),
        ),
        at("accounts with a role", "?vai-tro=author"),
        at(
            "accounts with a role, a word",
            &format!("?vai-tro=author&q={COMMON}"),
        ),
        at("accounts that are closed", "?trang-thai=dong"),
        at("accounts, far down", &format!("?sau={middle}")),
        at(
            "accounts, a word, far down",
            &format!("?q={COMMON}&sau={common}"),
        ),
        page(
            "an account",
            true,
            vec![format!("/quan-tri/tai-khoan/{middle}")],
        ),
    ]
}

fn roles_and_trail(seeded: &Seeded) -> Vec<Page> {
    let roles = |name, query: &str| page(name, true, vec![format!("/quan-tri/vai-tro{query}")]);
    let trail = |name, query: &str| page(name, true, vec![format!("/quan-tri/nhat-ky{query}")]);
    let (province, busy) = (&seeded.province, &seeded.busy);
    let ((at, id), [from, until]) = (seeded.middle_line, &seeded.days);
    vec![
        roles("roles", ""),
        roles("roles of a kind", "?loc-vai-tro=marker"),
        roles("roles in a province", &format!("?tai-code={province}")),
        roles("roles, far down", "?trang=60"),
        trail("audit", ""),
        trail("audit of a person", &format!("?nguoi={busy}")),
        trail("audit of an action", "?viec=contest.export"),
        trail(
            "audit of an action and a person",
            &format!("?viec=contest.export&nguoi={busy}"),
        ),
        trail("audit of some days", &format!("?tu={from}&den={until}")),
        trail(
            "audit of some days and a person",
            &format!("?tu={from}&den={until}&nguoi={busy}"),
        ),
        trail("audit, far down", &format!("?sau={at}.{id}")),
    ]
}

fn units(seeded: &Seeded) -> Vec<Page> {
    let province = &seeded.province;
    let searches = SEARCHES.map(|q| format!("/don-vi?q={}", query_value(q)));
    vec![
        page(
            "units, administration",
            true,
            vec![
                "/quan-tri/don-vi".into(),
                "/quan-tri/don-vi?trang=20".into(),
            ],
        ),
        page(
            "units, administration, search",
            true,
            vec![
                "/quan-tri/don-vi?q=tan".into(),
                "/quan-tri/don-vi?q=th%C3%A0nh&loai=phuong".into(),
            ],
        ),
        page(
            "a unit, administration",
            true,
            vec![format!("/quan-tri/don-vi/{province}")],
        ),
        page(
            "units",
            false,
            vec!["/don-vi".into(), format!("/don-vi?trong={province}")],
        ),
        page("units, search", false, searches.to_vec()),
        page(
            "a unit",
            false,
            vec![
                format!("/don-vi/{province}"),
                format!("/don-vi/{}", seeded.commune),
            ],
        ),
        page("type-ahead", false, typed(&seeded.units)),
    ]
}

/// Each name typed letter by letter, every other one without marks and without its kind.
fn typed(names: &[String]) -> Vec<String> {
    let one = |(number, name): (usize, &String)| {
        let text = match number % 2 {
            0 => name.clone(),
            _ => fold(name.split_once(' ').map_or(name, |(_, rest)| rest)),
        };
        let letters: Vec<char> = text.chars().collect();
        (1..=letters.len().min(TYPED))
            .map(|length| letters[..length].iter().collect::<String>())
            .map(|typed| format!("/api/v1/organisations?q={}", query_value(&typed)))
            .collect::<Vec<_>>()
    };
    names.iter().enumerate().flat_map(one).collect()
}

fn public(seeded: &Seeded) -> Vec<Page> {
    let board = format!("/bang-xep-hang/{CONTEST}/{ROUND}");
    let (province, commune) = (&seeded.province, &seeded.commune);
    vec![
        page("home", false, vec!["/".into()]),
        page("contests", false, vec!["/cuoc-thi".into()]),
        page("contest", false, vec![format!("/cuoc-thi/{CONTEST}")]),
        page("leaderboard", false, vec![board.clone()]),
        page(
            "leaderboard of a province",
            false,
            vec![format!("{board}?don-vi={province}")],
        ),
        page(
            "leaderboard of a commune",
            false,
            vec![format!("{board}?don-vi={commune}")],
        ),
        page(
            "organisations in the leaderboard",
            false,
            vec![
                format!("{board}/don-vi"),
                format!("{board}/don-vi?trong={province}"),
            ],
        ),
        page("home, signed in", true, vec!["/".into()]),
        page(
            "contest, signed in",
            true,
            vec![format!("/cuoc-thi/{CONTEST}")],
        ),
        Page {
            may_be_missing: true,
            ..page("own contests", true, vec!["/cua-toi".into()])
        },
    ]
}

fn organiser(seeded: &Seeded) -> Vec<Page> {
    let people = |name, query: &str| Page {
        may_be_missing: true,
        ..page(
            name,
            true,
            vec![format!("/to-chuc/cuoc-thi/{CONTEST}/thi-sinh{query}")],
        )
    };
    let (province, commune) = (&seeded.province, &seeded.commune);
    vec![
        page("organiser's contests", true, vec!["/to-chuc".into()]),
        page(
            "organiser's contest",
            true,
            vec![format!("/to-chuc/cuoc-thi/{CONTEST}")],
        ),
        page(
            "organiser's live figures",
            true,
            vec![format!("/api/v1/organiser/contests/{CONTEST}/live")],
        ),
        people("people of a contest", ""),
        people(
            "people of a contest, a common word",
            &format!("?q={COMMON}"),
        ),
        people(
            "people of a contest, two words",
            &format!("?q={COMMON}+lan"),
        ),
        people("people of a contest, no hit", "?q=khongcoaitenthe"),
        people(
            "people of a contest, of a province",
            &format!("?don-vi-code={province}"),
        ),
        people(
            "people of a contest, of a commune",
            &format!("?don-vi-code={commune}"),
        ),
        people(
            "people of a contest, far down",
            &format!("?sau={}", seeded.middle_entry),
        ),
    ]
}
