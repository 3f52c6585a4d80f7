//! What the leaderboard page shows.

use askama::Template;
use askama_web::WebTemplate;

use crate::kernel::clock::Moment;
use crate::kernel::points::Points;
use crate::platform::http::page::{Page, json_for_script};
use crate::platform::http::pager::Pager;

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

/// An organisation by its code and name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// Code, as in addresses.
    pub code: String,
    /// Name.
    pub name: String,
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
    /// Key of the chosen division; empty for all.
    pub division: String,
    /// The chosen organisation; the board then shows its people alone.
    pub organisation: Option<Named>,
    /// What stands in the field for an organisation.
    pub organisation_typed: String,
    /// Why that leads to no organisation; empty when it does, or when nothing was typed.
    pub organisation_problem: String,
    /// Address of the board of organisations; none when the contest does not ask for the organisation.
    pub by_organisation: Option<String>,
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
const SCRIPT_TEXTS: [&str; 6] = [
    "board-updated",
    "board-you",
    "board-connection-lost",
    "board-has-changed",
    "board-total",
    "board-own",
];

impl LeaderboardView {
    /// Whether the person's own row has to be shown apart.
    #[must_use]
    pub fn own_row_apart(&self) -> Option<&BoardRow> {
        self.me
            .as_ref()
            .filter(|_| !self.rows.iter().any(|row| row.mine))
    }

    /// Path of this page.
    #[must_use]
    pub fn path(&self) -> &str {
        self.page.plain_path()
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
        let blanks = ["n", "at", "rank", "total"].map(|name| (name, format!("{{{name}}}")));
        let texts: Vec<(&str, String)> = SCRIPT_TEXTS
            .iter()
            .map(|key| (*key, self.page.lang.t_args(key, &blanks)))
            .collect();
        json_for_script(
            &serde_json::json!({ "url": self.api_url, "state": self.state.as_str(), "texts": texts }),
        )
    }
}

/// One line of the board of organisations.
#[derive(Debug, Clone)]
pub struct OrganisationRow {
    /// Rank.
    pub rank: i64,
    /// Code of the organisation.
    pub code: String,
    /// Its name.
    pub name: String,
    /// People of it who took part.
    pub people: i64,
    /// Whether units below it have a board of their own.
    pub below: bool,
    /// Mean of the points that count for each of them.
    pub mean: Points,
    /// How many of them reached full marks, in hundredths of a per cent.
    pub perfect_share: i32,
    /// Whether it is the organisation of the person looking.
    pub mine: bool,
}

impl OrganisationRow {
    /// The share of full marks in words: `12,5 %`.
    #[must_use]
    pub fn perfect(&self, page: &Page) -> String {
        // Hundredths are what points are, so they are written the same way.
        format!("{} %", page.points(Points(self.perfect_share)))
    }
}

/// How the organisations stand in one round.
#[derive(Debug, Template, WebTemplate)]
#[template(
    path = "leaderboard/templates/organisations.html",
    config = "src/askama.toml"
)]
pub struct OrganisationBoardView {
    /// Context.
    pub page: Page,
    /// Slug of the contest.
    pub slug: String,
    /// Code of the round.
    pub round: String,
    /// Title of the contest.
    pub title: String,
    /// Title of the round.
    pub round_title: String,
    /// How far the board can be relied on.
    pub state: BoardState,
    /// The unit whose parts are compared; the tops of all trees when absent.
    pub within: Option<Named>,
    /// What decides the order, in words.
    pub ranked_by: String,
    /// When it was worked out.
    pub updated_at: Moment,
    /// Lines in order.
    pub rows: Vec<OrganisationRow>,
    /// Pages of the board.
    pub pager: Pager,
    /// Rounds to choose from; empty when there is one.
    pub rounds: Vec<FilterLink>,
}

impl OrganisationBoardView {
    /// Whether the board is the final result.
    #[must_use]
    pub fn is_final(&self) -> bool {
        self.state == BoardState::Final
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
            division: String::new(),
            organisation: None,
            organisation_typed: String::new(),
            organisation_problem: String::new(),
            by_organisation: Some("/bang-xep-hang/an-toan-giao-thong/ky-1/don-vi".to_owned()),
            rounds: Vec::new(),
            api_url:
                "/api/v1/contests/an-toan-giao-thong/rounds/ky-1/leaderboard?limit=50&around=me"
                    .to_owned(),
            true_numbers: Vec::new(),
            result_file: None,
        }
    }

    fn organisations(lang: Lang) -> OrganisationBoardView {
        let row = |rank: i64, name: &str, mine| OrganisationRow {
            rank,
            code: format!("{rank:05}"),
            name: name.to_owned(),
            people: 1_900 / rank,
            below: rank == 1,
            mean: Points(950 - i32::try_from(rank).unwrap_or(0) * 25),
            perfect_share: 1_250,
            mine,
        };
        let path = "/bang-xep-hang/an-toan-giao-thong/ky-1/don-vi";
        OrganisationBoardView {
            page: samples::page(lang, path, Some(&[])),
            slug: "an-toan-giao-thong".to_owned(),
            round: "ky-1".to_owned(),
            title: "Tìm hiểu Luật Trật tự, an toàn giao thông đường bộ".to_owned(),
            round_title: "Kỳ 1".to_owned(),
            state: BoardState::Provisional,
            within: None,
            ranked_by: "Đơn vị có nhiều người dự thi hơn xếp trên.".to_owned(),
            updated_at: NOW,
            rows: vec![
                row(1, "Phường Ba Đình, Thành phố Hà Nội", false),
                row(2, "Xã Phong Nha, Tỉnh Quảng Trị", true),
                row(3, "Phường Hải Châu, Thành phố Đà Nẵng", false),
            ],
            pager: Pager::new(path, &[], 1, 50, 312),
            rounds: Vec::new(),
        }
    }

    /// Every view of this module with sample data.
    pub(crate) fn rendered(lang: Lang) -> Vec<(&'static str, String)> {
        let mut no_organisation = organisations(lang);
        no_organisation.rows = Vec::new();
        let mut of_one = board(lang);
        of_one.organisation = Some(Named {
            code: "00004".to_owned(),
            name: "Phường Ba Đình".to_owned(),
        });
        of_one.organisation_typed = "Phường Ba Đình".to_owned();
        of_one.division = "hoc-sinh".to_owned();
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
            ("board-of-an-organisation", of_one.render()),
            ("organisations", organisations(lang).render()),
            ("organisations-empty", no_organisation.render()),
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
            let expected = usize::from(!name.ends_with("-empty"));
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
    fn filtering_by_organisation_keeps_the_division() {
        let pages = rendered(Lang::Vi);
        let html = &pages[3].1;
        assert!(html.contains("name=\"bang\" value=\"hoc-sinh\""));
        assert!(html.contains("name=\"don-vi\" value=\"Phường Ba Đình\""));
    }

    #[test]
    fn shares_are_written_with_the_decimal_mark_of_the_language() {
        let page = |lang| samples::page(lang, "/", None);
        let row = &organisations(Lang::Vi).rows[0];
        assert_eq!(row.perfect(&page(Lang::Vi)), "12,5 %");
        assert_eq!(row.perfect(&page(Lang::En)), "12.5 %");
    }

    #[test]
    fn a_final_board_is_not_polled() {
        let pages = rendered(Lang::Vi);
        assert!(pages[0].1.contains("board.js"));
        assert!(!pages[1].1.contains("board.js"));
    }
}
