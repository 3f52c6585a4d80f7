//! What the leaderboard page shows.

use askama::Template;
use askama_web::WebTemplate;

use crate::kernel::clock::Moment;
use crate::kernel::points::Points;
use crate::platform::http::page::{Page, json_for_script};

/// How far a board can be relied on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BoardState {
    /// Changes while people sit.
    Provisional,
    /// Stands still before the result.
    Frozen,
    /// The result.
    Final,
}

impl BoardState {
    /// The word of the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Provisional => "provisional",
            Self::Frozen => "frozen",
            Self::Final => "final",
        }
    }
}

/// One line of a board.
#[derive(Debug, Clone)]
pub struct BoardRow {
    /// Rank.
    pub rank: i64,
    /// Name as it may be shown in public.
    pub name: String,
    /// Division or place; may be empty.
    pub division: String,
    /// Points.
    pub points: Points,
    /// Time used, ms.
    pub duration_ms: i64,
    /// When the attempt that counts ended.
    pub finished_at: Moment,
    /// Prize in words; empty for none or before the result.
    pub prize: String,
    /// Whether it is the person looking.
    pub mine: bool,
}

/// One choice in a filter.
#[derive(Debug, Clone)]
pub struct FilterLink {
    /// Address of the page with this choice.
    pub url: String,
    /// Words.
    pub label: String,
    /// Whether it is the present choice.
    pub current: bool,
}

/// The leaderboard of one round; the result once final.
#[derive(Debug, Template, WebTemplate)]
#[template(path = "leaderboard/templates/board.html", config = "src/askama.toml")]
pub struct LeaderboardView {
    /// Context.
    pub page: Page,
    /// Slug of the contest.
    pub slug: String,
    /// Title of the contest.
    pub title: String,
    /// Title of the round.
    pub round_title: String,
    /// How far the board can be relied on.
    pub state: BoardState,
    /// When it was worked out.
    pub updated_at: Moment,
    /// People on the board (in the chosen division).
    pub total: i64,
    /// The first rows.
    pub rows: Vec<BoardRow>,
    /// The person's own row, when they have one; shown apart when it is not among `rows`.
    pub me: Option<BoardRow>,
    /// Divisions to choose from, "all" first; empty when the contest has none.
    pub divisions: Vec<FilterLink>,
    /// Rounds to choose from; empty when there is one.
    pub rounds: Vec<FilterLink>,
    /// Address of the board as JSON with the same limit and division.
    pub api_url: String,
    /// Numbers people predicted and their values, once final: label and value.
    pub true_numbers: Vec<(String, String)>,
    /// Address of the result file for recounting, once final.
    pub result_file: Option<String>,
}

/// Texts the script puts on the page.
const SCRIPT_TEXTS: [&str; 5] = [
    "board-updated",
    "board-you",
    "board-connection-lost",
    "board-has-changed",
    "board-total",
];

impl LeaderboardView {
    /// Whether the person's own row has to be shown apart.
    #[must_use]
    pub fn own_row_apart(&self) -> Option<&BoardRow> {
        self.me
            .as_ref()
            .filter(|_| !self.rows.iter().any(|row| row.mine))
    }

    /// Whether the board is the final result.
    #[must_use]
    pub fn is_final(&self) -> bool {
        self.state == BoardState::Final
    }

    /// Whether the board stands still before the result.
    #[must_use]
    pub fn is_frozen(&self) -> bool {
        self.state == BoardState::Frozen
    }

    /// The JSON of the data block.
    #[must_use]
    pub fn data(&self) -> String {
        let blanks = ["n", "at"].map(|name| (name, format!("{{{name}}}")));
        let texts: Vec<(&str, String)> = SCRIPT_TEXTS
            .iter()
            .map(|key| (*key, self.page.lang.t_args(key, &blanks)))
            .collect();
        json_for_script(
            &serde_json::json!({ "url": self.api_url, "state": self.state.as_str(), "texts": texts }),
        )
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::platform::http::page::samples::{self, NOW};
    use crate::platform::i18n::Lang;

    fn row(rank: i64, name: &str, division: &str, points: i32, mine: bool) -> BoardRow {
        BoardRow {
            rank,
            name: name.to_owned(),
            division: division.to_owned(),
            points: Points(points),
            duration_ms: 300_000 + rank * 1_234,
            finished_at: NOW.plus(-rank * 60_000),
            prize: String::new(),
            mine,
        }
    }

    fn board(lang: Lang) -> LeaderboardView {
        let link = |url: &str, label: String, current| FilterLink {
            url: url.to_owned(),
            label,
            current,
        };
        LeaderboardView {
            page: samples::page(lang, "/bang-xep-hang/an-toan-giao-thong/ky-1", Some(&[])),
            slug: "an-toan-giao-thong".to_owned(),
            title: "Tìm hiểu Luật Trật tự, an toàn giao thông đường bộ".to_owned(),
            round_title: "Kỳ 1".to_owned(),
            state: BoardState::Provisional,
            updated_at: NOW,
            total: 12_670,
            rows: vec![
                row(1, "Trần T. B.", "Phường Ba Đình", 1000, false),
                row(2, "Lê V. H.", "Xã Phong Nha", 1000, false),
                row(3, "Phạm Ngọc Q.", "Phường Hải Châu", 1000, false),
                row(4, "Hoàng M.", "Xã Tam Thanh", 950, false),
                row(5, "Đỗ Thị Kim L.", "Phường Vỹ Dạ", 925, false),
            ],
            me: Some(row(1_204, "Nguyễn T. A.", "Phường Sơn Trà", 900, true)),
            divisions: vec![
                link("?", lang.t("board-all-divisions"), true),
                link("?division=hoc-sinh", "Học sinh".to_owned(), false),
            ],
            rounds: Vec::new(),
            api_url:
                "/api/v1/contests/an-toan-giao-thong/rounds/ky-1/leaderboard?limit=50&around=me"
                    .to_owned(),
            true_numbers: Vec::new(),
            result_file: None,
        }
    }

    /// Every view of this module with sample data.
    pub(crate) fn rendered(lang: Lang) -> Vec<(&'static str, String)> {
        let mut last = board(lang);
        last.state = BoardState::Final;
        for (row, prize) in last
            .rows
            .iter_mut()
            .zip(["Giải Nhất", "Giải Nhì", "Giải Nhì"])
        {
            row.prize = prize.to_owned();
        }
        last.rows[3].mine = true;
        last.true_numbers = vec![(
            "Số người trả lời đúng cả 10 câu".to_owned(),
            "7.171".to_owned(),
        )];
        last.result_file = Some("/ket-qua.json".to_owned());
        let mut empty = board(lang);
        (empty.rows, empty.me, empty.state) = (Vec::new(), None, BoardState::Frozen);
        [
            ("board", board(lang).render()),
            ("board-final", last.render()),
            ("board-empty", empty.render()),
        ]
        .map(|(name, html)| (name, html.expect("the sample renders")))
        .to_vec()
    }

    #[test]
    fn every_board_renders_in_every_language() {
        for lang in Lang::ALL {
            for (name, html) in rendered(lang) {
                samples::assert_clean(name, &html);
            }
        }
    }

    #[test]
    fn the_own_row_is_shown_once_wherever_it_stands() {
        for (name, html) in rendered(Lang::Vi) {
            let expected = usize::from(name != "board-empty");
            assert_eq!(html.matches("class=\"mine\"").count(), expected, "{name}");
        }
    }

    #[test]
    fn the_script_has_every_text_it_asks_for_and_no_other() {
        let script = include_str!("../platform/http/static/board.js");
        let mut asked: Vec<&str> = script
            .split("texts[\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .collect();
        asked.sort_unstable();
        let mut given = SCRIPT_TEXTS.to_vec();
        given.sort_unstable();
        assert_eq!(asked, given);
    }

    #[test]
    fn a_final_board_is_not_polled() {
        let pages = rendered(Lang::Vi);
        assert!(pages[0].1.contains("board.js"));
        assert!(!pages[1].1.contains("board.js"));
    }
}
