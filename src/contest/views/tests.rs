//! Every view of the contest pages with sample data.

use askama::Template as _;
use uuid::Uuid;

use super::*;
use crate::assessment::model::Closing;
use crate::course::held::HeldCertificate;
use crate::course::views::tests as course;
use crate::kernel::actor::Role;
use crate::kernel::clock::{DAY, HOUR, MINUTE};
use crate::kernel::points::Points;
use crate::kernel::problem::Problem;
use crate::organisation::views::{Choice as Unit, Picked};
use crate::platform::http::page::samples::{self, NOW};
use crate::platform::http::page::{Choice, Errors};
use crate::platform::http::pager::Pager;
use crate::platform::i18n::Lang;

const TITLE: &str = "Tìm hiểu Luật Trật tự, an toàn giao thông đường bộ";
const ORGANISER: &str = "Sở Tư pháp";

const QR: &str = "<svg viewBox=\"0 0 1 1\" role=\"img\"><title>QR</title></svg>";

fn contact() -> ContactView {
    ContactView {
        name: "Phòng Phổ biến, giáo dục pháp luật".to_owned(),
        phone: "024 3733 0000".to_owned(),
        email: "thi@example.vn".to_owned(),
        address: "Phường Ba Đình, Thành phố Hà Nội".to_owned(),
        hours: "7:30–17:00, thứ Hai đến thứ Sáu".to_owned(),
    }
}

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
        ticking: matches!(stage, Stage::Open | Stage::Upcoming).then_some(Ticking {
            until: NOW.plus(3 * DAY + 4 * HOUR),
            left_ms: 3 * DAY + 4 * HOUR,
            label: if stage == Stage::Open { "clock-until-close" } else { "clock-until-opening" },
        }),
        contact: Some(contact()),
        url: "https://hocluat.example/cuoc-thi/an-toan-giao-thong".to_owned(),
        picture: "/cuoc-thi/an-toan-giao-thong/anh.png?v=1".to_owned(),
        qr: QR.to_owned(),
        quick: true,
    }
}

fn entry(lang: Lang) -> EntryView {
    let field = |name: &str, label: &str, hint: &str, required, control| EntryField {
        name: name.to_owned(),
        label: label.to_owned(),
        hint: hint.to_owned(),
        why: "Để mỗi người chỉ dự thi dưới một tên.".to_owned(),
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
    let consent = |key: &str, required| ConsentBox {
        name: format!("consent-{key}"),
        purpose: "Tổ chức cuộc thi".to_owned(),
        text: "Tôi đồng ý.".to_owned(),
        version: 2,
        required,
        ticked: !required,
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
            field(
                "organisation",
                "Đơn vị",
                "",
                true,
                Control::Unit {
                    picked: Picked {
                        text: "Ba Đình".to_owned(),
                        code: String::new(),
                        choices: vec![Unit {
                            code: "00004".to_owned(),
                            label: "Phường Ba Đình, Thành phố Hà Nội".to_owned(),
                        }],
                    },
                    within: "01".to_owned(),
                    listed_only: false,
                },
            ),
        ],
        consents: vec![consent("du-lieu", true), consent("tin", false)],
        errors: Errors::of(lang, &Problem::field("birth_date", "field-date")),
        same_person: false,
        quick: true,
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
    (ready.slug, ready.title, ready.can_finalise) = ("ky-0".to_owned(), "Kỳ thử".to_owned(), true);
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
        organisation: "Thành phố Hà Nội".to_owned(),
        charts: vec![
            ChartBox {
                title: "Lượt bắt đầu theo giờ".to_owned(),
                svg: QR.to_owned(),
                what: "Giờ".to_owned(),
                how_many: "Lượt".to_owned(),
                rows: vec![("08h".to_owned(), "1.204".to_owned())],
                note: "Nhiều nhất: 1.204 lượt.".to_owned(),
            },
            ChartBox {
                title: "Đơn vị".to_owned(),
                svg: QR.to_owned(),
                what: "Đơn vị".to_owned(),
                how_many: "Người".to_owned(),
                rows: Vec::new(),
                note: String::new(),
            },
        ],
        charts_at: NOW,
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

fn mine(action: Action, place: Option<Place>) -> MineLine {
    MineLine {
        slug: "an-toan-giao-thong".to_owned(),
        title: TITLE.to_owned(),
        round_title: "Kỳ 1".to_owned(),
        round: "ky-1".to_owned(),
        stage: Stage::Open,
        opens_at: NOW.plus(-DAY),
        closes_at: NOW.plus(DAY),
        action,
        result: place.map(|_| Uuid::nil()),
        place,
        entered_at: NOW,
    }
}

fn pager(total: u64) -> Pager {
    Pager::new("/cuoc-thi", &[], 1, 10, total)
}

fn lists(lang: Lang) -> Vec<(&'static str, askama::Result<String>)> {
    let open = vec![card("an-toan-giao-thong", TITLE, Stage::Open)];
    let finished = vec![
        card("hoa-giai", "Hoà giải viên giỏi", Stage::Final),
        card(
            "tiep-can",
            "Tìm hiểu Luật Tiếp cận thông tin",
            Stage::Closed,
        ),
    ];
    let place = Place {
        rank: 12,
        of: 1_204,
        points: Points(950),
        is_final: true,
    };
    let own = vec![
        mine(Action::Used, Some(place)),
        mine(
            Action::Wait {
                opens_at: NOW.plus(DAY),
            },
            None,
        ),
    ];
    let home = HomeView {
        page: samples::page(lang, "/", None),
        mine: Vec::new(),
        learning: Vec::new(),
        courses: vec![course::card()],
        open: open.clone(),
        open_total: 9,
        upcoming: vec![card("can-cuoc", "Tìm hiểu Luật Căn cước", Stage::Upcoming)],
        finished,
    };
    let home_own = HomeView {
        page: samples::page(lang, "/", Some(&[])),
        mine: own.clone(),
        learning: vec![course::learning()],
        courses: Vec::new(),
        open: Vec::new(),
        open_total: 0,
        upcoming: Vec::new(),
        finished: Vec::new(),
    };
    let tab = |label: &str, current| TabLink {
        url: "/cuoc-thi".to_owned(),
        label: label.to_owned(),
        current,
    };
    let list = ContestListView {
        page: samples::page(lang, "/cuoc-thi", None),
        tabs: vec![tab("Tất cả (3)", true), tab("Đang mở (1)", false)],
        part: String::new(),
        text: String::new(),
        contests: open,
        pager: pager(40),
    };
    let nothing = |text: &str| ContestListView {
        page: list.page.clone(),
        tabs: Vec::new(),
        part: "dang-mo".to_owned(),
        text: text.to_owned(),
        contests: Vec::new(),
        pager: pager(0),
    };
    let my_page = MineView {
        page: samples::page(lang, "/cua-toi", Some(&[])),
        learning: vec![course::learning()],
        contests: own,
        pager: pager(2),
        code: Some("K7QM-2XPB-9RTB".to_owned()),
        certificates: [true, false]
            .map(|valid| HeldCertificate {
                course: None,
                number: "0001/GCN-STP/2026".to_owned(),
                slug: "0001-GCN-STP-2026".to_owned(),
                title: "Giải Nhất".to_owned(),
                issued_at: Moment(0),
                valid,
            })
            .into(),
    };
    let my_empty = MineView {
        page: my_page.page.clone(),
        learning: Vec::new(),
        contests: Vec::new(),
        pager: pager(0),
        code: None,
        certificates: Vec::new(),
    };
    vec![
        ("home", home.render()),
        ("home-own", home_own.render()),
        ("list", list.render()),
        ("list-empty", nothing("").render()),
        ("list-not-found", nothing("thuế").render()),
        ("mine", my_page.render()),
        ("mine-empty", my_empty.render()),
    ]
}

fn choice(value: &str, label: &str) -> Choice {
    Choice {
        value: value.to_owned(),
        label: label.to_owned(),
        selected: value.is_empty(),
    }
}

fn desk(lang: Lang) -> Vec<(&'static str, askama::Result<String>)> {
    let page = |path: &str| samples::page(lang, path, Some(&[Role::Organiser]));
    let row = |next| OrganiserRow {
        slug: "an-toan-giao-thong".to_owned(),
        title: TITLE.to_owned(),
        organisation: "Thành phố Hà Nội".to_owned(),
        stage: Stage::Open,
        opens_at: NOW,
        closes_at: NOW.plus(DAY),
        entries: 12_670,
        running: 312,
        finished: 20_118,
        next,
    };
    let steps = vec![
        NextStep::Opens(NOW),
        NextStep::Watch(NOW),
        NextStep::Running,
        NextStep::Finalise {
            round: "ky-1".to_owned(),
            title: "Kỳ 1".to_owned(),
        },
        NextStep::Done,
    ];
    let list = |contests: Vec<OrganiserRow>, any| OrganiserListView {
        page: page("/to-chuc"),
        text: "giao thông".to_owned(),
        states: vec![choice("", "Mọi trạng thái"), choice("dang-mo", "Đang mở")],
        organisations: vec![
            choice("", "Mọi đơn vị"),
            choice("01", "Hà Nội"),
            choice("79", "TP. HCM"),
        ],
        pager: pager(contests.len() as u64),
        contests,
        any,
    };
    let person = PersonRow {
        entry: Uuid::nil(),
        name: "Nguyễn Thị An".to_owned(),
        organisation: "Phường Ba Đình, Thành phố Hà Nội".to_owned(),
        division: "Học sinh".to_owned(),
        phone: "0912345678".to_owned(),
        entered_at: NOW,
        attempts: 2,
    };
    let people = |people: Vec<PersonRow>, query: &str| PeopleView {
        page: page("/to-chuc/cuoc-thi/an-toan-giao-thong/thi-sinh"),
        slug: "an-toan-giao-thong".to_owned(),
        title: TITLE.to_owned(),
        text: "an".to_owned(),
        picked: Picked::default(),
        errors: Errors::default(),
        divisions: vec![choice("", "Mọi bảng"), choice("hoc-sinh", "Học sinh")],
        people,
        total: 12_670,
        next: Some("/to-chuc".to_owned()),
        first: Some("/to-chuc".to_owned()),
        query: query.to_owned(),
    };
    let consent = || ConsentGiven {
        purpose: "Tổ chức cuộc thi".to_owned(),
        version: 2,
        at: NOW,
    };
    let value = || Fact {
        label: "Họ và tên".to_owned(),
        value: "Nguyễn Thị An".to_owned(),
    };
    let attempt = PersonAttempt {
        round: "Kỳ 1".to_owned(),
        ordinal: 1,
        state: "Đã nộp".to_owned(),
        started_at: NOW,
        finished_at: None,
        points: Some(Points(950)),
    };
    let one = PersonView {
        page: page("/to-chuc/cuoc-thi/an-toan-giao-thong/thi-sinh/1"),
        slug: "an-toan-giao-thong".to_owned(),
        title: TITLE.to_owned(),
        name: "Nguyễn Thị An".to_owned(),
        shown_name: "Nguyễn T. A.".to_owned(),
        entered_at: NOW,
        values: vec![value()],
        consents: vec![consent()],
        attempts: vec![attempt],
        others: vec![("can-cuoc".to_owned(), "Căn cước".to_owned(), Uuid::nil())],
    };
    let file = DownloadLine {
        title: "Danh sách".to_owned(),
        words: "Mọi mục trong phiếu.".to_owned(),
        personal: true,
        files: vec![Download {
            url: "/x".to_owned(),
            label: "CSV".to_owned(),
        }],
    };
    let exports = ExportsView {
        page: page("/to-chuc/cuoc-thi/an-toan-giao-thong/tai-ve"),
        slug: "an-toan-giao-thong".to_owned(),
        title: TITLE.to_owned(),
        files: vec![file.clone()],
        rounds: vec![("Kỳ 1".to_owned(), vec![file])],
    };
    let entered = EnteredView {
        page: samples::page(lang, "/cuoc-thi/an-toan-giao-thong/da-dang-ky", Some(&[])),
        slug: "an-toan-giao-thong".to_owned(),
        title: TITLE.to_owned(),
        name: "Nguyễn Thị An".to_owned(),
        shown_name: "Nguyễn T. A.".to_owned(),
        values: vec![value()],
        consents: vec![consent()],
        code: Some("K7QM-2XPB-9RTB".to_owned()),
        action: Action::Start {
            round: "ky-1".to_owned(),
            left: Some(3),
        },
    };
    let sample = contest(lang, Stage::Open, Action::Enter);
    let poster = PosterView {
        page: samples::page(lang, "/cuoc-thi/an-toan-giao-thong/in", None),
        slug: sample.slug,
        title: sample.title,
        organiser: sample.organiser,
        summary: sample.summary,
        facts: sample.facts,
        rounds: sample.rounds,
        prizes: sample.prizes,
        url: sample.url,
        qr: sample.qr,
        contact: sample.contact,
    };
    vec![
        (
            "organiser-list",
            list(steps.into_iter().map(row).collect(), true).render(),
        ),
        ("organiser-list-filtered", list(Vec::new(), true).render()),
        ("organiser-list-empty", list(Vec::new(), false).render()),
        ("people", people(vec![person], "").render()),
        ("people-filtered", people(Vec::new(), "q=an").render()),
        ("people-empty", people(Vec::new(), "").render()),
        ("person", one.render()),
        ("exports", exports.render()),
        ("entered", entered.render()),
        ("poster", poster.render()),
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
    pages.extend(desk(lang));
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
fn a_same_person_is_shown_the_ways_back_and_no_other_message() {
    let mut view = entry(Lang::Vi);
    view.same_person = true;
    let html = view.render().expect("the sample renders");
    assert!(html.contains("href=\"/ma-du-thi\"") && html.contains("href=\"/dang-nhap?next="));
    assert_eq!(html.matches("role=\"alert\"").count(), 1);
}

#[test]
fn nothing_is_consented_to_before_the_person_does() {
    let html = entry(Lang::Vi).render().expect("the sample renders");
    let at = html.find("name=\"consent-du-lieu\"").expect("the box");
    let boxed = &html[at..at + html[at..].find('>').expect("its end")];
    assert!(!boxed.contains("checked"), "{boxed}");
}

#[test]
fn the_clock_counts_days_hours_minutes_and_seconds() {
    let clock = Ticking {
        until: NOW,
        left_ms: 2 * DAY + 3 * HOUR + 4 * MINUTE + 5_999,
        label: "clock-until-close",
    };
    assert_eq!(clock.parts().map(|(n, _)| n), [2, 3, 4, 5]);
}
