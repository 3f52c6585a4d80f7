//! What the contest pages show, to contestants and to the organiser.

use askama::Template;
use askama_web::WebTemplate;
use uuid::Uuid;

use crate::assessment::model::Closing;
use crate::kernel::clock::Moment;
use crate::kernel::points::Points;
use crate::platform::http::page::{Errors, Page};

/// Where a contest or a round stands, as people are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Not open yet.
    Upcoming,
    /// Open now.
    Open,
    /// Closed, the result is being worked out.
    Closed,
    /// The result is final.
    Final,
}

impl Stage {
    /// Fluent key of its name.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Upcoming => "stage-upcoming",
            Self::Open => "stage-open",
            Self::Closed => "stage-closed",
            Self::Final => "stage-final",
        }
    }

    /// Class of its tag.
    #[must_use]
    pub const fn class(self) -> &'static str {
        match self {
            Self::Upcoming => "tag gold",
            Self::Open => "tag jade",
            Self::Closed => "tag",
            Self::Final => "tag ink",
        }
    }
}

/// One contest in a list.
#[derive(Debug, Clone)]
pub struct ContestCard {
    /// Slug.
    pub slug: String,
    /// Title.
    pub title: String,
    /// Who runs it.
    pub organiser: String,
    /// One or two sentences.
    pub summary: String,
    /// Where it stands.
    pub stage: Stage,
    /// First opening.
    pub opens_at: Moment,
    /// Last close.
    pub closes_at: Moment,
    /// People who have entered.
    pub entered: i64,
}

impl ContestCard {
    /// Whether it is open now.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.stage == Stage::Open
    }

    /// Whether it opens later.
    #[must_use]
    pub fn is_upcoming(&self) -> bool {
        self.stage == Stage::Upcoming
    }
}

/// The home page.
#[derive(Debug, Template, WebTemplate)]
#[template(path = "contest/templates/home.html", config = "src/askama.toml")]
pub struct HomeView {
    /// Context.
    pub page: Page,
    /// Contests open now, the one that closes first in front.
    pub open: Vec<ContestCard>,
    /// Contests that open soon.
    pub upcoming: Vec<ContestCard>,
    /// Contests with a result, newest first; a few.
    pub finished: Vec<ContestCard>,
}

/// The list of contests.
#[derive(Debug, Template, WebTemplate)]
#[template(path = "contest/templates/list.html", config = "src/askama.toml")]
pub struct ContestListView {
    /// Context.
    pub page: Page,
    /// Contests open now.
    pub open: Vec<ContestCard>,
    /// Contests that open later.
    pub upcoming: Vec<ContestCard>,
    /// Contests that have closed.
    pub finished: Vec<ContestCard>,
}

/// One fact in the head of the contest page, already in the page's language.
#[derive(Debug, Clone)]
pub struct Fact {
    /// What it is about ("Thời gian").
    pub label: String,
    /// What it is ("10 phút").
    pub value: String,
}

/// One section of the rules in plain words, already in the page's language.
#[derive(Debug, Clone)]
pub struct RuleSection {
    /// Heading.
    pub title: String,
    /// What it says.
    pub lines: Vec<RuleLine>,
}

/// One sentence of the rules, already in the page's language.
#[derive(Debug, Clone)]
pub struct RuleLine {
    /// The sentence.
    pub text: String,
    /// What it lists; often empty.
    pub parts: Vec<String>,
}

/// One step of the ranking, already in the page's language.
#[derive(Debug, Clone)]
pub struct RankingStep {
    /// Who ranks higher.
    pub title: String,
    /// How exactly; may be empty.
    pub detail: String,
}

/// One line of the prizes, already in the page's language.
#[derive(Debug, Clone)]
pub struct PrizeLine {
    /// Name of the prize.
    pub name: String,
    /// How many there are.
    pub quantity: i64,
    /// What the winner receives; may be empty.
    pub what: String,
}

/// One round in the contest page.
#[derive(Debug, Clone)]
pub struct RoundLine {
    /// Slug.
    pub slug: String,
    /// Title.
    pub title: String,
    /// First moment an attempt may start.
    pub opens_at: Moment,
    /// Moment from which none may start.
    pub closes_at: Moment,
    /// Where it stands.
    pub stage: Stage,
    /// Whether its board may be looked at.
    pub board: bool,
    /// The person's newest attempt in it.
    pub mine: Option<Uuid>,
    /// Whether the person can start (or go on with) an attempt in it now.
    pub start: bool,
}

/// What the person looking at the contest can do next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// Enter the contest (signing in or making an account on the way when needed).
    Enter,
    /// Start an attempt in a round.
    Start {
        /// The round's slug.
        round: String,
        /// Attempts left; `None` when unlimited.
        left: Option<u32>,
    },
    /// Go back to the running attempt.
    Resume {
        /// The attempt.
        attempt: Uuid,
        /// Time left, ms.
        remaining_ms: i64,
    },
    /// Entered; wait for the opening.
    Wait {
        /// The opening.
        opens_at: Moment,
    },
    /// All attempts are used.
    Used,
    /// Closed; the result is not final yet.
    Closed,
    /// See the final result of a round.
    Result {
        /// The round's slug.
        round: String,
    },
}

/// One line of the small board on the contest page.
#[derive(Debug, Clone)]
pub struct BoardLine {
    /// Rank.
    pub rank: i64,
    /// Name as it may be shown in public.
    pub name: String,
    /// Division or place; may be empty.
    pub division: String,
    /// Points.
    pub points: Points,
    /// Whether it is the person looking.
    pub mine: bool,
}

/// The top of a round's board.
#[derive(Debug, Clone)]
pub struct BoardTop {
    /// The round's slug.
    pub round: String,
    /// Whether it is final.
    pub is_final: bool,
    /// The first few, and the person's own line if it is further down.
    pub lines: Vec<BoardLine>,
    /// People on the board.
    pub total: i64,
}

/// The page of one contest.
#[derive(Debug, Template, WebTemplate)]
#[template(path = "contest/templates/contest.html", config = "src/askama.toml")]
pub struct ContestView {
    /// Context.
    pub page: Page,
    /// Slug.
    pub slug: String,
    /// Title.
    pub title: String,
    /// Who runs it.
    pub organiser: String,
    /// One or two sentences: what it is and for whom.
    pub summary: String,
    /// Where it stands.
    pub stage: Stage,
    /// Opening of the current or next round.
    pub opens_at: Moment,
    /// Close of the current or next round.
    pub closes_at: Moment,
    /// Facts in the head; four read best.
    pub facts: Vec<Fact>,
    /// What can be done next.
    pub action: Action,
    /// The person's latest finished attempt.
    pub my_attempt: Option<Uuid>,
    /// Sentence before the ranking steps; may be empty.
    pub ranking_intro: String,
    /// Ranking in order.
    pub ranking: Vec<RankingStep>,
    /// Rules in plain words.
    pub rules: Vec<RuleSection>,
    /// Prizes.
    pub prizes: Vec<PrizeLine>,
    /// Rounds.
    pub rounds: Vec<RoundLine>,
    /// The organiser's own text, sanitised HTML made from Markdown. The caller answers for the sanitising.
    pub body_html: String,
    /// Top of the board, when it may be shown.
    pub board: Option<BoardTop>,
}

impl ContestView {
    /// Whether the next thing to do is a button (else it is words alone).
    #[must_use]
    pub const fn has_button(&self) -> bool {
        matches!(
            self.action,
            Action::Enter | Action::Start { .. } | Action::Resume { .. } | Action::Result { .. }
        )
    }
}

/// How a field of the entry form is filled in.
#[derive(Debug, Clone)]
pub enum Control {
    /// One line of text.
    Text {
        /// As typed.
        value: String,
        /// HTML `type`: `text`, `tel` or `email`.
        kind: &'static str,
        /// HTML `autocomplete` token; empty for none.
        autocomplete: &'static str,
    },
    /// A date in three boxes, posted as `NAME-d`, `NAME-m` and `NAME-y`.
    Date {
        /// Day as typed.
        day: String,
        /// Month as typed.
        month: String,
        /// Year as typed.
        year: String,
        /// Whether day and month may be left empty.
        partial: bool,
    },
    /// One of several.
    Choice {
        /// What can be chosen.
        options: Vec<ChoiceOption>,
    },
}

/// One thing that can be chosen in a field.
#[derive(Debug, Clone)]
pub struct ChoiceOption {
    /// Value posted.
    pub value: String,
    /// Words shown.
    pub label: String,
    /// Whether it is chosen.
    pub selected: bool,
}

/// One field of the entry form.
#[derive(Debug, Clone)]
pub struct EntryField {
    /// Name posted.
    pub name: String,
    /// Label in the page's language.
    pub label: String,
    /// What is asked and why; may be empty.
    pub hint: String,
    /// Whether it must be filled in.
    pub required: bool,
    /// How it is filled in, with what was typed.
    pub control: Control,
}

/// Joins the three boxes of a date field into the one value services read: `dd/mm/yyyy`, `mm/yyyy` or `yyyy`; empty
/// when all boxes are. Days and months get a leading zero; nothing is checked here.
#[must_use]
pub fn join_date(day: &str, month: &str, year: &str) -> String {
    [day, month, year]
        .iter()
        .map(|part| part.trim())
        .filter(|part| !part.is_empty())
        .map(|part| format!("{part:0>2}"))
        .collect::<Vec<_>>()
        .join("/")
}

/// The entry form. Posts its fields, `consent` (`yes`) and `csrf` to `/cuoc-thi/{slug}/du-thi`.
#[derive(Debug, Template, WebTemplate)]
#[template(path = "contest/templates/entry.html", config = "src/askama.toml")]
pub struct EntryView {
    /// Context.
    pub page: Page,
    /// Slug of the contest.
    pub slug: String,
    /// Title of the contest.
    pub title: String,
    /// Who runs it, and so who receives the details.
    pub organiser: String,
    /// The fields.
    pub fields: Vec<EntryField>,
    /// What is wrong, if the form comes back.
    pub errors: Errors,
    /// Whether consent was given before the form came back.
    pub consent: bool,
}

impl EntryView {
    /// Names and labels in the order of the form, for the list of what to mend; consent says enough by itself.
    #[must_use]
    pub fn labels(&self) -> Vec<(String, String)> {
        let label = |field: &EntryField| (field.name.clone(), field.label.clone());
        let consent = ("consent".to_owned(), String::new());
        self.fields
            .iter()
            .map(label)
            .chain(std::iter::once(consent))
            .collect()
    }

    /// Whether the form asks how to reach the person.
    #[must_use]
    pub fn asks_contact(&self) -> bool {
        let reaches = |control: &Control| {
            matches!(
                control,
                Control::Text {
                    kind: "tel" | "email",
                    ..
                }
            )
        };
        self.fields.iter().any(|field| reaches(&field.control))
    }
}

/// What the person reads before time starts to run. Posts `csrf` to `/cuoc-thi/{slug}/{round}/vao-thi`.
#[derive(Debug, Template, WebTemplate)]
#[template(path = "contest/templates/start.html", config = "src/askama.toml")]
pub struct StartView {
    /// Context.
    pub page: Page,
    /// Slug of the contest.
    pub slug: String,
    /// Title of the contest.
    pub title: String,
    /// Slug of the round.
    pub round: String,
    /// Title of the round.
    pub round_title: String,
    /// Questions drawn (the prediction not counted).
    pub questions: u16,
    /// Whether a prediction question stands at the end.
    pub prediction: bool,
    /// Whether an attempt counts only if everything is answered.
    pub complete_only: bool,
    /// Length of a full attempt, ms.
    pub length_ms: i64,
    /// Length of an attempt that starts now, ms: shorter than the full one when the close comes first.
    pub available_ms: i64,
    /// When the round closes.
    pub closes_at: Moment,
    /// What happens to attempts running at the close.
    pub closing: Closing,
    /// Which of the person's attempts this would be, from 1.
    pub ordinal: u32,
    /// Highest number of attempts; `None` when unlimited.
    pub max_attempts: Option<u32>,
    /// Which attempt counts, in words.
    pub counts: String,
}

impl StartView {
    /// Longest time past the close, when attempts keep their own time.
    #[must_use]
    pub const fn overrun_ms(&self) -> Option<i64> {
        match self.closing {
            Closing::CutOff => None,
            Closing::OwnTime { max_overrun_ms } => Some(max_overrun_ms),
        }
    }
}

/// One contest in the organiser's list.
#[derive(Debug, Clone)]
pub struct OrganiserRow {
    /// Slug.
    pub slug: String,
    /// Title.
    pub title: String,
    /// Where it stands.
    pub stage: Stage,
    /// First opening.
    pub opens_at: Moment,
    /// Last close.
    pub closes_at: Moment,
    /// People who have entered.
    pub entries: i64,
    /// Attempts running now.
    pub running: i64,
    /// Attempts that have ended.
    pub finished: i64,
}

/// The organiser's list of contests.
#[derive(Debug, Template, WebTemplate)]
#[template(
    path = "contest/templates/organiser_list.html",
    config = "src/askama.toml"
)]
pub struct OrganiserListView {
    /// Context.
    pub page: Page,
    /// The contests.
    pub contests: Vec<OrganiserRow>,
}

/// Live counts of a contest. The JSON at [`OrganiserContestView::live_url`] has the same names.
#[derive(Debug, Clone, Copy, Default, serde::Serialize)]
pub struct LiveCounts {
    /// People who have entered.
    pub entries: i64,
    /// Attempts running now.
    pub running: i64,
    /// Attempts submitted.
    pub submitted: i64,
    /// Attempts ended by the deadline.
    pub expired: i64,
}

/// Attempts in one hour.
#[derive(Debug, Clone)]
pub struct HourCount {
    /// Start of the hour.
    pub hour: Moment,
    /// Attempts started in it.
    pub started: i64,
    /// Attempts ended in it; 0 in every hour when that is not counted.
    pub finished: i64,
}

/// A number people predicted.
#[derive(Debug, Clone)]
pub struct TrueNumber {
    /// What was predicted, in words.
    pub label: String,
    /// Its value, formatted; `None` until it is frozen.
    pub value: Option<String>,
}

/// Something that must hold before a round can be made final.
#[derive(Debug, Clone)]
pub struct Precondition {
    /// Whether it holds.
    pub met: bool,
    /// What it is, in words.
    pub text: String,
}

/// A file to take away.
#[derive(Debug, Clone)]
pub struct Download {
    /// Address.
    pub url: String,
    /// Words of the link.
    pub label: String,
}

/// One round on the organiser's page.
#[derive(Debug, Clone)]
pub struct OrganiserRound {
    /// Slug.
    pub slug: String,
    /// Title.
    pub title: String,
    /// Where it stands.
    pub stage: Stage,
    /// First moment an attempt may start.
    pub opens_at: Moment,
    /// Moment from which none may start.
    pub closes_at: Moment,
    /// People with at least one attempt.
    pub people: i64,
    /// Attempts running now.
    pub running: i64,
    /// Attempts that have ended.
    pub finished: i64,
    /// Numbers people predicted.
    pub true_numbers: Vec<TrueNumber>,
    /// What must hold before it can be made final.
    pub preconditions: Vec<Precondition>,
    /// Whether it can be made final now.
    pub can_finalise: bool,
    /// Address the finalise form posts `csrf` and `confirm` (`yes`) to.
    pub finalise_url: String,
    /// When it was made final.
    pub final_at: Option<Moment>,
    /// Files to take away.
    pub downloads: Vec<Download>,
    /// Why finalising was refused just now; empty when it was not.
    pub problem: String,
}

/// One line of the audit trail.
#[derive(Debug, Clone)]
pub struct AuditLine {
    /// When.
    pub at: Moment,
    /// Who.
    pub who: String,
    /// What, in words.
    pub what: String,
}

/// The organiser's page of one contest.
#[derive(Debug, Template, WebTemplate)]
#[template(
    path = "contest/templates/organiser_contest.html",
    config = "src/askama.toml"
)]
pub struct OrganiserContestView {
    /// Context.
    pub page: Page,
    /// Slug.
    pub slug: String,
    /// Title.
    pub title: String,
    /// Where it stands.
    pub stage: Stage,
    /// Counts at the moment of the request.
    pub counts: LiveCounts,
    /// Address of the same counts as JSON.
    pub live_url: String,
    /// Attempts by hour, oldest first; at most about 72 read well.
    pub hours: Vec<HourCount>,
    /// Rounds.
    pub rounds: Vec<OrganiserRound>,
    /// Audit trail, newest first.
    pub audit: Vec<AuditLine>,
}

/// One bar of the chart, in the units of its `viewBox`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bar {
    /// Left edge.
    pub x: i64,
    /// Top edge.
    pub y: i64,
    /// Height.
    pub height: i64,
}

impl OrganiserContestView {
    /// Height of the chart's drawing area.
    pub const CHART_HEIGHT: i64 = 160;
    /// Distance from one bar to the next.
    pub const BAR_STEP: i64 = 20;

    /// Width of the chart; at least twelve hours wide, so that few bars do not become walls.
    #[must_use]
    pub fn chart_width(&self) -> i64 {
        i64::try_from(self.hours.len().max(12)).unwrap_or(12) * Self::BAR_STEP
    }

    /// The highest number of attempts started in an hour.
    #[must_use]
    pub fn busiest(&self) -> i64 {
        self.hours.iter().map(|h| h.started).max().unwrap_or(0)
    }

    /// The bars of the attempts started. A count above zero is never drawn as nothing.
    #[must_use]
    pub fn bars(&self) -> Vec<Bar> {
        let top = self.busiest().max(1);
        self.hours
            .iter()
            .zip(0..)
            .map(|(hour, i)| {
                let height =
                    (hour.started * Self::CHART_HEIGHT / top).max(i64::from(hour.started > 0) * 2);
                Bar {
                    x: i * Self::BAR_STEP + 2,
                    y: Self::CHART_HEIGHT - height,
                    height,
                }
            })
            .collect()
    }

    /// Whether the endings were counted too; when not, the table leaves them out instead of showing noughts.
    #[must_use]
    pub fn has_endings(&self) -> bool {
        self.hours.iter().any(|h| h.finished > 0)
    }

    /// Label of an hour under the chart: the hour of the day in Viet Nam.
    #[must_use]
    pub fn hour_label(&self, hour: &HourCount) -> String {
        hour.hour.local().format("%Hh").to_string()
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::kernel::actor::Role;
    use crate::kernel::clock::{DAY, HOUR, MINUTE};
    use crate::kernel::problem::Problem;
    use crate::platform::http::page::samples::{self, NOW};
    use crate::platform::i18n::Lang;

    const TITLE: &str = "Tìm hiểu Luật Trật tự, an toàn giao thông đường bộ";
    const ORGANISER: &str = "Sở Tư pháp";

    fn card(slug: &str, title: &str, stage: Stage) -> ContestCard {
        ContestCard {
            slug: slug.to_owned(),
            title: title.to_owned(),
            organiser: ORGANISER.to_owned(),
            summary:
                "Dành cho mọi người từ đủ 14 tuổi đang sống, học tập và làm việc trên địa bàn tỉnh."
                    .to_owned(),
            stage,
            opens_at: NOW.plus(-DAY),
            closes_at: NOW.plus(3 * DAY + 4 * HOUR),
            entered: 12_670,
        }
    }

    fn contest(lang: Lang, stage: Stage, action: Action) -> ContestView {
        let texts = |list: &[&str]| {
            list.iter()
                .map(|t| RuleLine {
                    text: (*t).to_owned(),
                    parts: vec!["thứ nhất".to_owned(), "thứ hai".to_owned()],
                })
                .collect::<Vec<RuleLine>>()
        };
        let fact = |label: &str, value: &str| Fact {
            label: label.to_owned(),
            value: value.to_owned(),
        };
        let step = |title: &str, detail: &str| RankingStep {
            title: title.to_owned(),
            detail: detail.to_owned(),
        };
        let prize = |name: &str, quantity, what: &str| PrizeLine {
            name: name.to_owned(),
            quantity,
            what: what.to_owned(),
        };
        let line = |rank, name: &str, division: &str, points, mine| BoardLine {
            rank,
            name: name.to_owned(),
            division: division.to_owned(),
            points: Points(points),
            mine,
        };
        ContestView {
            page: samples::page(lang, "/cuoc-thi/an-toan-giao-thong", None),
            slug: "an-toan-giao-thong".to_owned(),
            title: TITLE.to_owned(),
            organiser: ORGANISER.to_owned(),
            summary: card("", "", stage).summary,
            stage,
            opens_at: NOW.plus(2 * DAY),
            closes_at: NOW.plus(3 * DAY + 4 * HOUR),
            facts: vec![
                fact("Câu hỏi", "10 + 1 dự đoán"),
                fact("Thời gian", "10 phút"),
                fact("Số lượt", "3 lượt, tính lượt tốt nhất"),
                fact("Đã đăng ký", "12.670 người"),
            ],
            action,
            my_attempt: Some(Uuid::nil()),
            ranking_intro: "Ai được nhiều điểm hơn thì xếp trên. Nếu bằng nhau, xét lần lượt:".to_owned(),
            ranking: vec![
                step("Dự đoán gần nhất", "Số người trả lời đúng cả 10 câu trong kỳ này; đoán dư và đoán thiếu bằng nhau được coi như nhau."),
                step("Nộp bài sớm hơn", "Theo đồng hồ máy chủ, tính đến phần nghìn giây."),
            ],
            rules: vec![
                RuleSection { title: "Ai được dự thi".to_owned(), lines: texts(&["Công dân Việt Nam từ đủ 14 tuổi.", "Thành viên Ban Tổ chức không dự thi."]) },
                RuleSection { title: "Lượt thi".to_owned(), lines: texts(&["Mỗi người có 3 lượt.", "Lượt nhiều điểm nhất được tính; nếu bằng nhau thì lượt nộp sớm hơn."]) },
            ],
            prizes: vec![prize("Giải Nhất", 1, "5.000.000 đồng"), prize("Giải Nhì", 2, "3.000.000 đồng"), prize("Giải Ba", 5, "")],
            rounds: vec![
                RoundLine { slug: "ky-1".to_owned(), title: "Kỳ 1".to_owned(), opens_at: NOW.plus(-DAY), closes_at: NOW.plus(3 * DAY), stage, board: true, mine: Some(Uuid::nil()), start: true },
                RoundLine { slug: "ky-2".to_owned(), title: "Kỳ 2".to_owned(), opens_at: NOW.plus(4 * DAY), closes_at: NOW.plus(9 * DAY), stage: Stage::Upcoming, board: false, mine: None, start: false },
            ],
            body_html: "<h2>Mục đích</h2><p>Cuộc thi giúp mọi người nắm được những điểm mới của Luật.</p><ul><li>Đi đúng làn.</li><li>Đội mũ bảo hiểm.</li></ul>".to_owned(),
            board: Some(BoardTop {
                round: "ky-1".to_owned(),
                is_final: stage == Stage::Final,
                total: 12_670,
                lines: vec![
                    line(1, "Trần T. B.", "Phường Ba Đình", 1000, false),
                    line(2, "Lê V. H.", "Xã Phong Nha", 1000, false),
                    line(3, "Phạm Ngọc Q.", "", 975, false),
                    line(1_204, "Nguyễn T. A.", "Phường Sơn Trà", 900, true),
                ],
            }),
        }
    }

    fn entry(lang: Lang) -> EntryView {
        let field = |name: &str, label: &str, hint: &str, required, control| EntryField {
            name: name.to_owned(),
            label: label.to_owned(),
            hint: hint.to_owned(),
            required,
            control,
        };
        let text = |value: &str, kind, autocomplete| Control::Text {
            value: value.to_owned(),
            kind,
            autocomplete,
        };
        let option = |value: &str, label: &str, selected| ChoiceOption {
            value: value.to_owned(),
            label: label.to_owned(),
            selected,
        };
        EntryView {
            page: samples::page(lang, "/cuoc-thi/an-toan-giao-thong/du-thi", Some(&[])),
            slug: "an-toan-giao-thong".to_owned(),
            title: TITLE.to_owned(),
            organiser: ORGANISER.to_owned(),
            fields: vec![
                field(
                    "full_name",
                    "Họ và tên",
                    "Viết đủ dấu, như trên giấy tờ.",
                    true,
                    text("Nguyễn Thị An", "text", "name"),
                ),
                field(
                    "birth_date",
                    "Ngày sinh",
                    "",
                    true,
                    Control::Date {
                        day: String::new(),
                        month: "13".to_owned(),
                        year: "2008".to_owned(),
                        partial: true,
                    },
                ),
                field(
                    "phone",
                    "Số điện thoại",
                    "Để báo khi bạn đạt giải.",
                    true,
                    text("", "tel", "tel"),
                ),
                field(
                    "division",
                    "Bảng",
                    "",
                    true,
                    Control::Choice {
                        options: vec![
                            option("hoc-sinh", "Học sinh", true),
                            option("nguoi-lon", "Người lớn", false),
                        ],
                    },
                ),
                field("occupation", "Nghề nghiệp", "", false, text("", "text", "")),
            ],
            errors: Errors::of(lang, &Problem::field("birth_date", "field-date")),
            consent: false,
        }
    }

    fn start(lang: Lang, closing: Closing, available_ms: i64) -> StartView {
        StartView {
            page: samples::page(lang, "/cuoc-thi/an-toan-giao-thong/ky-1/vao-thi", Some(&[])),
            slug: "an-toan-giao-thong".to_owned(),
            title: TITLE.to_owned(),
            round: "ky-1".to_owned(),
            round_title: "Kỳ 1".to_owned(),
            questions: 10,
            prediction: true,
            complete_only: true,
            length_ms: 10 * MINUTE,
            available_ms,
            closes_at: NOW.plus(available_ms),
            closing,
            ordinal: 2,
            max_attempts: Some(3),
            counts: "Tính lượt nhiều điểm nhất; nếu bằng nhau, tính lượt nộp sớm hơn.".to_owned(),
        }
    }

    fn organiser_contest(lang: Lang) -> OrganiserContestView {
        let condition = |met, text: &str| Precondition {
            met,
            text: text.to_owned(),
        };
        let round = OrganiserRound {
            slug: "ky-1".to_owned(),
            title: "Kỳ 1".to_owned(),
            stage: Stage::Closed,
            opens_at: NOW.plus(-3 * DAY),
            closes_at: NOW.plus(-HOUR),
            people: 11_904,
            running: 0,
            finished: 20_118,
            true_numbers: vec![TrueNumber {
                label: "Số người trả lời đúng cả 10 câu".to_owned(),
                value: None,
            }],
            preconditions: vec![
                condition(true, "Kỳ thi đã đóng lúc 21/11/2026 07:05."),
                condition(false, "Còn 2 lượt thi chưa kết thúc."),
            ],
            can_finalise: false,
            finalise_url: "/to-chuc/cuoc-thi/an-toan-giao-thong/ky-1/cong-bo".to_owned(),
            final_at: None,
            downloads: Vec::new(),
            problem: String::new(),
        };
        let mut ready = round.clone();
        (ready.slug, ready.title, ready.can_finalise) =
            ("ky-0".to_owned(), "Kỳ thử".to_owned(), true);
        ready.preconditions.truncate(1);
        ready.problem = "Có người bằng nhau ở mọi tiêu chí.".to_owned();
        let mut done = round.clone();
        (done.slug, done.title, done.stage, done.final_at) = (
            "ky-2".to_owned(),
            "Kỳ 2".to_owned(),
            Stage::Final,
            Some(NOW),
        );
        done.true_numbers[0].value = Some("7.171".to_owned());
        let file = |label: &str| Download {
            url: "/x".to_owned(),
            label: label.to_owned(),
        };
        done.downloads = vec![file("CSV"), file("XLSX"), file("JSON")];
        OrganiserContestView {
            page: samples::page(
                lang,
                "/to-chuc/cuoc-thi/an-toan-giao-thong",
                Some(&[Role::Organiser]),
            ),
            slug: "an-toan-giao-thong".to_owned(),
            title: TITLE.to_owned(),
            stage: Stage::Open,
            counts: LiveCounts {
                entries: 12_670,
                running: 312,
                submitted: 18_402,
                expired: 1_716,
            },
            live_url: "/api/v1/organiser/contests/an-toan-giao-thong/live".to_owned(),
            hours: (0..24)
                .map(|h| HourCount {
                    hour: NOW.plus((h - 24) * HOUR),
                    started: (h * 37 + h * h * 3) % 400,
                    finished: h * 20,
                })
                .collect(),
            rounds: vec![round, ready, done],
            audit: vec![
                AuditLine {
                    at: NOW.plus(-MINUTE),
                    who: "Nguyễn Thị An".to_owned(),
                    what: "Tải tệp kết quả Kỳ 2".to_owned(),
                },
                AuditLine {
                    at: NOW.plus(-HOUR),
                    who: "Hệ thống".to_owned(),
                    what: "Đóng Kỳ 1".to_owned(),
                },
            ],
        }
    }

    fn lists(lang: Lang) -> [(&'static str, askama::Result<String>); 4] {
        let open = vec![card("an-toan-giao-thong", TITLE, Stage::Open)];
        let upcoming = vec![card("can-cuoc", "Tìm hiểu Luật Căn cước", Stage::Upcoming)];
        let finished = vec![
            card("hoa-giai", "Hoà giải viên giỏi", Stage::Final),
            card(
                "tiep-can",
                "Tìm hiểu Luật Tiếp cận thông tin",
                Stage::Closed,
            ),
        ];
        let home = HomeView {
            page: samples::page(lang, "/", None),
            open: open.clone(),
            upcoming: upcoming.clone(),
            finished: finished.clone(),
        };
        let list = ContestListView {
            page: samples::page(lang, "/cuoc-thi", None),
            open,
            upcoming,
            finished,
        };
        let empty = ContestListView {
            page: list.page.clone(),
            open: Vec::new(),
            upcoming: Vec::new(),
            finished: Vec::new(),
        };
        let row = OrganiserRow {
            slug: "an-toan-giao-thong".to_owned(),
            title: TITLE.to_owned(),
            stage: Stage::Open,
            opens_at: NOW,
            closes_at: NOW.plus(DAY),
            entries: 12_670,
            running: 312,
            finished: 20_118,
        };
        let organiser = OrganiserListView {
            page: samples::page(lang, "/to-chuc", Some(&[Role::Administrator])),
            contests: vec![row],
        };
        [
            ("home", home.render()),
            ("list", list.render()),
            ("list-empty", empty.render()),
            ("organiser-list", organiser.render()),
        ]
    }

    /// Every view of this module with sample data.
    pub(crate) fn rendered(lang: Lang) -> Vec<(&'static str, String)> {
        let actions = [
            (
                "contest",
                Stage::Open,
                Action::Start {
                    round: "ky-1".to_owned(),
                    left: Some(2),
                },
            ),
            ("contest-enter", Stage::Open, Action::Enter),
            (
                "contest-unlimited",
                Stage::Open,
                Action::Start {
                    round: "ky-1".to_owned(),
                    left: None,
                },
            ),
            (
                "contest-resume",
                Stage::Open,
                Action::Resume {
                    attempt: Uuid::nil(),
                    remaining_ms: 372_000,
                },
            ),
            (
                "contest-wait",
                Stage::Upcoming,
                Action::Wait {
                    opens_at: NOW.plus(2 * DAY),
                },
            ),
            ("contest-used", Stage::Open, Action::Used),
            ("contest-closed", Stage::Closed, Action::Closed),
            (
                "contest-final",
                Stage::Final,
                Action::Result {
                    round: "ky-1".to_owned(),
                },
            ),
        ];
        let mut pages: Vec<_> = actions
            .into_iter()
            .map(|(name, stage, action)| (name, contest(lang, stage, action).render()))
            .collect();
        pages.extend(lists(lang));
        pages.push(("entry", entry(lang).render()));
        pages.push(("start", start(lang, Closing::CutOff, 4 * MINUTE).render()));
        pages.push((
            "start-own-time",
            start(
                lang,
                Closing::OwnTime {
                    max_overrun_ms: 10 * MINUTE,
                },
                10 * MINUTE,
            )
            .render(),
        ));
        pages.push(("organiser-contest", organiser_contest(lang).render()));
        pages
            .into_iter()
            .map(|(name, html)| (name, html.expect("the sample renders")))
            .collect()
    }

    #[test]
    fn every_contest_page_renders_in_every_language() {
        for lang in Lang::ALL {
            for (name, html) in rendered(lang) {
                samples::assert_clean(name, &html);
            }
        }
    }

    #[test]
    fn the_start_page_tells_the_closing_policy_and_a_shortened_length() {
        let lang = Lang::Vi;
        let cut = start(lang, Closing::CutOff, 4 * MINUTE)
            .render()
            .expect("the sample renders");
        assert!(cut.contains(&lang.t("start-closing-cut-off")));
        assert!(
            cut.contains("4 phút"),
            "the length of an attempt that starts now"
        );
        let own = start(
            lang,
            Closing::OwnTime {
                max_overrun_ms: 10 * MINUTE,
            },
            10 * MINUTE,
        );
        assert!(
            !own.render()
                .expect("the sample renders")
                .contains(&lang.t("start-closing-cut-off"))
        );
    }

    #[test]
    fn dates_in_three_boxes_become_one_value() {
        for (day, month, year, expected) in [
            ("5", "9", "2012", "05/09/2012"),
            ("", "09", "2012", "09/2012"),
            ("", "", " 2012 ", "2012"),
            ("", "", "", ""),
        ] {
            assert_eq!(join_date(day, month, year), expected);
        }
    }

    #[test]
    fn the_highest_bar_fills_the_chart_and_a_lone_attempt_is_seen() {
        let mut view = organiser_contest(Lang::Vi);
        view.hours = [0, 1, 10_000]
            .map(|started| HourCount {
                hour: NOW,
                started,
                finished: 0,
            })
            .to_vec();
        let heights: Vec<i64> = view.bars().iter().map(|b| b.height).collect();
        assert_eq!(heights, [0, 2, OrganiserContestView::CHART_HEIGHT]);
    }
}
