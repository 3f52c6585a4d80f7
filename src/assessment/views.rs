//! What a person sees of an attempt: the sitting and its result.

use askama::Template;
use askama_web::WebTemplate;
use serde::Serialize;
use uuid::Uuid;

use super::model::State;
use super::service::Verdict;
use crate::kernel::clock::Moment;
use crate::kernel::points::Points;
use crate::platform::http::page::{Page, json_for_script};

/// How a question of a paper is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QuestionKind {
    /// One option.
    Single,
    /// One or more options.
    Multiple,
    /// A statement that is true or false.
    TrueFalse,
    /// A number.
    Prediction,
}

/// One option, as shown.
#[derive(Debug, Clone)]
pub struct SittingOption {
    /// Shown letter.
    pub letter: char,
    /// Words.
    pub text: String,
}

/// One question, as shown, with what is saved for it. Never carries which option is right.
#[derive(Debug, Clone)]
pub struct SittingQuestion {
    /// Number in the paper, from 1.
    pub number: u16,
    /// How it is answered.
    pub kind: QuestionKind,
    /// The question.
    pub text: String,
    /// Options; none for a prediction.
    pub options: Vec<SittingOption>,
    /// The saved response as in the API; empty when there is none.
    pub response: String,
    /// Sequence of the saved response; 0 when there is none.
    pub sequence: i64,
    /// What is wrong with what was sent without JavaScript; empty when nothing is.
    pub error: String,
}

impl SittingQuestion {
    /// Whether the option with this letter is in the saved response.
    #[must_use]
    pub fn chosen(&self, letter: &char) -> bool {
        self.kind != QuestionKind::Prediction && self.response.contains(*letter)
    }

    /// Whether several options may be chosen.
    #[must_use]
    pub const fn is_multiple(&self) -> bool {
        matches!(self.kind, QuestionKind::Multiple)
    }

    /// Whether a number is asked for.
    #[must_use]
    pub const fn is_prediction(&self) -> bool {
        matches!(self.kind, QuestionKind::Prediction)
    }
}

/// The page on which a paper is answered. Without JavaScript it posts `a1`, `a2`, … (repeated for several options),
/// `action` (`save` or `submit`), `sequence` (the newest one the page was made with) and `csrf` to its own address.
#[derive(Debug, Template, WebTemplate)]
#[template(path = "assessment/templates/sitting.html", config = "src/askama.toml")]
pub struct SittingView {
    /// Context.
    pub page: Page,
    /// The attempt.
    pub attempt: Uuid,
    /// Its readable code.
    pub code: String,
    /// Title of the contest or course.
    pub title: String,
    /// Questions in the order shown.
    pub questions: Vec<SittingQuestion>,
    /// Time left at the moment of the request, ms.
    pub remaining_ms: i64,
    /// Length of the attempt, ms.
    pub length_ms: i64,
    /// Attempt token for the API.
    pub token: String,
}

/// What the script of the sitting page starts from.
#[derive(Serialize)]
struct SittingData<'a> {
    id: Uuid,
    token: &'a str,
    /// When this page was made, ms: a page that comes from the browser's own store is known by it.
    made_at: i64,
    remaining_ms: i64,
    length_ms: i64,
    api: String,
    result: String,
    answers: Vec<SavedAnswer<'a>>,
    texts: Vec<(&'static str, String)>,
}

#[derive(Serialize)]
struct SavedAnswer<'a> {
    number: u16,
    response: &'a str,
    sequence: i64,
}

/// Texts the script puts on the page; `{n}` and the like are filled in by the script.
const SCRIPT_TEXTS: [&str; 33] = [
    "js-all-saved",
    "js-saving",
    "js-unsent",
    "js-offline",
    "js-offline-short",
    "js-back-online",
    "js-saved",
    "js-not-saved-yet",
    "js-newer-elsewhere",
    "js-newer-elsewhere-blank",
    "js-answer-not-possible",
    "js-question-of",
    "js-map-label",
    "js-map-answered",
    "js-map-waiting",
    "js-map-empty",
    "js-map-look-again",
    "js-saved-at",
    "js-left-exact",
    "js-answered-of",
    "js-answered-of-words",
    "js-link-good",
    "js-link-ready",
    "js-link-lost",
    "js-left-minutes",
    "js-left-seconds",
    "js-time-up",
    "js-time-up-offline",
    "js-submitting",
    "js-submit-failed",
    "js-all-answered",
    "js-some-unanswered",
    "js-signed-out",
];

impl SittingView {
    /// The newest sequence the page was made with, which the form sends back without JavaScript: whatever is saved with
    /// a newer one in the meantime is newer than what the form says.
    #[must_use]
    pub fn newest_sequence(&self) -> i64 {
        self.questions.iter().map(|q| q.sequence).max().unwrap_or(0)
    }

    /// How many questions have a saved response.
    #[must_use]
    pub fn answered(&self) -> usize {
        self.questions
            .iter()
            .filter(|q| !q.response.is_empty())
            .count()
    }

    /// The JSON of the data block.
    #[must_use]
    pub fn data(&self) -> String {
        json_for_script(&SittingData {
            id: self.attempt,
            token: &self.token,
            made_at: self.page.now.0,
            remaining_ms: self.remaining_ms,
            length_ms: self.length_ms,
            api: format!("/api/v1/attempts/{}", self.attempt),
            result: format!("/ket-qua/{}", self.attempt),
            answers: self
                .questions
                .iter()
                .filter(|q| q.sequence > 0)
                .map(|q| SavedAnswer {
                    number: q.number,
                    response: &q.response,
                    sequence: q.sequence,
                })
                .collect(),
            texts: SCRIPT_TEXTS
                .iter()
                .map(|key| (*key, script_text(&self.page, key)))
                .collect(),
        })
    }
}

/// The text under `key` with its values left as `{n}`, `{response}`, … for the script.
fn script_text(page: &Page, key: &str) -> String {
    let names = [
        "n", "total", "number", "response", "numbers", "minutes", "seconds", "at",
    ];
    let blanks = names.map(|name| (name, format!("{{{name}}}")));
    page.lang.t_args(key, &blanks)
}

/// What is recorded of a finished attempt.
#[derive(Debug, Clone)]
pub struct ReceiptFacts {
    /// Readable code of the attempt.
    pub code: String,
    /// How it ended.
    pub state: State,
    /// When it started.
    pub started_at: Moment,
    /// When it ended.
    pub finished_at: Moment,
    /// Time used, ms.
    pub duration_ms: i64,
    /// Questions answered.
    pub answered: u16,
    /// Questions in the paper (the prediction not counted).
    pub questions: u16,
    /// Digest of the saved answers, hexadecimal.
    pub digest: String,
}

/// Marks, when the policy allows them to be shown.
#[derive(Debug, Clone, Copy)]
pub struct Score {
    /// Points.
    pub points: Points,
    /// Right answers.
    pub correct: u16,
}

/// The person's place on the board.
#[derive(Debug, Clone, Copy)]
pub struct Place {
    /// Rank.
    pub rank: i64,
    /// People on the board.
    pub total: i64,
    /// Whether it is final.
    pub is_final: bool,
}

/// One option in the review.
#[derive(Debug, Clone)]
pub struct ReviewOption {
    /// Letter as it was shown.
    pub letter: char,
    /// Words.
    pub text: String,
    /// Whether it is right.
    pub right: bool,
    /// Whether the person chose it.
    pub chosen: bool,
}

/// One question in the review.
#[derive(Debug, Clone)]
pub struct ReviewQuestion {
    /// Number in the paper, from 1.
    pub number: u16,
    /// The question.
    pub text: String,
    /// Options in the order shown.
    pub options: Vec<ReviewOption>,
    /// Whether the answer was right.
    pub correct: bool,
    /// Why; may be empty.
    pub explanation: String,
    /// Legal references as the author wrote them.
    pub references: Vec<String>,
}

impl ReviewQuestion {
    /// Whether the person chose anything.
    #[must_use]
    pub fn answered(&self) -> bool {
        self.options.iter().any(|o| o.chosen)
    }
}

/// The result of one attempt, with its receipt.
#[derive(Debug, Template, WebTemplate)]
#[template(path = "assessment/templates/result.html", config = "src/askama.toml")]
pub struct ResultView {
    /// Context.
    pub page: Page,
    /// Title of the contest or course.
    pub title: String,
    /// Address to go back to.
    pub back: String,
    /// What is recorded.
    pub receipt: ReceiptFacts,
    /// Whether the attempt counts at all; false when the rules ask for every question and some were left.
    pub valid: bool,
    /// Marks, when they may be shown.
    pub score: Option<Score>,
    /// The predicted number as recorded; empty when none.
    pub prediction: String,
    /// Place, when known.
    pub place: Option<Place>,
    /// Address of the board, when it may be seen.
    pub board: Option<String>,
    /// Right answers, when the policy allows.
    pub review: Option<Vec<ReviewQuestion>>,
    /// Why something is not shown yet and when it will be, in words; empty when everything is shown.
    pub not_yet: String,
    /// Address and title of what comes next once a lesson is passed.
    pub onward: Option<(String, String)>,
    /// Address of the next attempt, when one is left.
    pub again: Option<String>,
    /// Whether a lesson's quiz or examination was passed; `None` for a contest.
    pub verdict: Option<Verdict>,
    /// The attempt.
    pub attempt: Uuid,
    /// Whether the person chose to have their name on the picture of the result.
    pub named: bool,
}

impl ResultView {
    /// Path of the picture of the result, which people pass on: when there is something to be shown.
    #[must_use]
    pub fn picture(&self) -> Option<String> {
        // A mark in a lesson is the person's own affair, and nothing to pass on.
        let shown = self.valid
            && !self.voided()
            && self.verdict.is_none()
            && (self.score.is_some() || self.place.is_some());
        let name = if self.named { "?ten=1" } else { "" };
        shown.then(|| format!("/ket-qua/{}/anh.png{name}", self.attempt))
    }

    /// Whether it belongs to a lesson, and to no contest.
    #[must_use]
    pub const fn is_lesson(&self) -> bool {
        self.verdict.is_some()
    }

    /// Whether a lesson was passed.
    #[must_use]
    pub fn passed(&self) -> bool {
        self.verdict.as_ref().is_some_and(|verdict| verdict.passed)
    }

    /// Whether the time ran out.
    #[must_use]
    pub fn expired(&self) -> bool {
        self.receipt.state == State::Expired
    }

    /// Whether the attempt was taken out.
    #[must_use]
    pub fn voided(&self) -> bool {
        self.receipt.state == State::Voided
    }

    /// The digest in groups of eight, for reading aloud and comparing.
    #[must_use]
    pub fn digest_groups(&self) -> Vec<String> {
        let digits: Vec<char> = self.receipt.digest.chars().collect();
        digits
            .chunks(8)
            .map(|group| group.iter().collect())
            .collect()
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::platform::http::page::samples::{self, NOW};
    use crate::platform::i18n::Lang;

    fn options(texts: &[&str]) -> Vec<SittingOption> {
        ('A'..)
            .zip(texts)
            .map(|(letter, text)| SittingOption {
                letter,
                text: (*text).to_owned(),
            })
            .collect()
    }

    fn questions() -> Vec<SittingQuestion> {
        let licence = "Người điều khiển xe mô tô phải có giấy phép lái xe hạng nào để được điều khiển xe có dung tích \
                       xi-lanh trên 125 cm³?";
        let lanes =
            "Trên đường một chiều có vạch kẻ phân làn, người điều khiển xe thô sơ phải đi ở đâu?";
        let statement = "Người đi bộ được qua đường ở bất kỳ nơi nào có tầm nhìn tốt.";
        let papers =
            "Khi lái xe, người lái phải mang theo những giấy tờ nào? (Chọn mọi phương án đúng)";
        let make = |number, kind, text: &str, options, response: &str| SittingQuestion {
            number,
            kind,
            text: text.to_owned(),
            options,
            response: response.to_owned(),
            sequence: i64::from(!response.is_empty()) * i64::from(number),
            error: String::new(),
        };
        let single = [
            "Hạng A1",
            "Hạng A",
            "Hạng B",
            "Không cần giấy phép nếu đã đủ 18 tuổi",
        ];
        let mut all = vec![
            make(1, QuestionKind::Single, licence, options(&single), "B"),
            make(
                2,
                QuestionKind::TrueFalse,
                statement,
                options(&["Đúng", "Sai"]),
                "B",
            ),
            make(
                3,
                QuestionKind::Multiple,
                papers,
                options(&[
                    "Giấy phép lái xe",
                    "Chứng nhận đăng ký xe",
                    "Sổ hộ khẩu",
                    "Chứng nhận bảo hiểm bắt buộc",
                ]),
                "AB",
            ),
        ];
        all.extend((4..=10).map(|n| {
            make(
                n,
                QuestionKind::Single,
                lanes,
                options(&[
                    "Làn bên phải trong cùng",
                    "Làn bên trái",
                    "Làn giữa",
                    "Làn nào cũng được",
                ]),
                "",
            )
        }));
        all.push(make(
            11,
            QuestionKind::Prediction,
            "Theo bạn, có bao nhiêu người trả lời đúng cả 10 câu trong kỳ này?",
            Vec::new(),
            "",
        ));
        all
    }

    fn sitting(lang: Lang) -> SittingView {
        SittingView {
            page: samples::page(lang, "/lam-bai/1", Some(&[])),
            attempt: Uuid::nil(),
            code: "7K2M-9QXD".to_owned(),
            title: "Tìm hiểu Luật Trật tự, an toàn giao thông đường bộ".to_owned(),
            questions: questions(),
            remaining_ms: 372_000,
            length_ms: 600_000,
            token: "sample".to_owned(),
        }
    }

    fn review() -> Vec<ReviewQuestion> {
        questions()
            .into_iter()
            .filter(|q| !q.is_prediction())
            .take(3)
            .map(|q| ReviewQuestion {
                number: q.number,
                text: q.text.clone(),
                options: q
                    .options
                    .iter()
                    .map(|o| ReviewOption { letter: o.letter, text: o.text.clone(), right: o.letter == 'B', chosen: q.chosen(&o.letter) })
                    .collect(),
                correct: q.number < 3,
                explanation: "Hạng A cho phép điều khiển xe mô tô hai bánh có dung tích xi-lanh trên 125 cm³.".to_owned(),
                references: vec!["điểm b khoản 1 Điều 57 Luật số 36/2024/QH15".to_owned()],
            })
            .collect()
    }

    fn result(lang: Lang) -> ResultView {
        ResultView {
            page: samples::page(lang, "/ket-qua/1", Some(&[])),
            title: "Tìm hiểu Luật Trật tự, an toàn giao thông đường bộ".to_owned(),
            back: "/cuoc-thi/an-toan-giao-thong".to_owned(),
            receipt: ReceiptFacts {
                code: "7K2M-9QXD".to_owned(),
                state: State::Submitted,
                started_at: NOW.plus(-600_000),
                finished_at: NOW.plus(-47_655),
                duration_ms: 552_345,
                answered: 10,
                questions: 10,
                digest: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
                    .to_owned(),
            },
            valid: true,
            score: Some(Score {
                points: Points(900),
                correct: 9,
            }),
            prediction: "7.171".to_owned(),
            place: Some(Place {
                rank: 1_204,
                total: 12_670,
                is_final: false,
            }),
            board: Some("/bang-xep-hang/an-toan-giao-thong/ky-1".to_owned()),
            review: None,
            not_yet: lang.t_args(
                "result-review-after-close",
                &[("at", lang.date_time(NOW.plus(276_000_000)))],
            ),
            onward: None,
            again: Some("/cuoc-thi/an-toan-giao-thong/ky-1/vao-thi".to_owned()),
            verdict: None,
            attempt: Uuid::nil(),
            named: false,
        }
    }

    /// Every view of this module with sample data.
    pub(crate) fn rendered(lang: Lang) -> Vec<(&'static str, String)> {
        let mut reviewed = result(lang);
        reviewed.review = Some(review());
        reviewed.not_yet = String::new();
        reviewed.again = None;
        let mut expired = result(lang);
        expired.receipt.state = State::Expired;
        (expired.valid, expired.score, expired.place) = (false, None, None);
        [
            ("sitting", sitting(lang).render()),
            ("result", result(lang).render()),
            ("result-review", reviewed.render()),
            ("result-expired", expired.render()),
        ]
        .map(|(name, html)| (name, html.expect("the sample renders")))
        .to_vec()
    }

    #[test]
    fn every_attempt_page_renders_in_every_language() {
        for lang in Lang::ALL {
            for (name, html) in rendered(lang) {
                samples::assert_clean(name, &html);
            }
        }
    }

    #[test]
    fn saved_answers_are_ticked_and_the_form_says_how_new_it_is() {
        let view = sitting(Lang::Vi);
        let html = view.render().expect("the sample renders");
        assert_eq!(
            html.matches(" checked").count(),
            4,
            "B, Sai, and two of several"
        );
        assert_eq!(view.newest_sequence(), 3);
        assert!(html.contains("name=\"sequence\" value=\"3\""));
    }

    #[test]
    fn the_picture_carries_a_name_only_when_the_person_chose_so() {
        let mut view = result(Lang::Vi);
        let html = view.render().expect("the sample renders");
        let bare = "/ket-qua/00000000-0000-0000-0000-000000000000/anh.png";
        assert!(html.contains(&format!("src=\"{bare}\"")));
        assert!(!html.contains("?ten=1"));
        view.named = true;
        let html = view.render().expect("the sample renders");
        assert!(html.contains(&format!("src=\"{bare}?ten=1\"")));
        view.valid = false;
        assert_eq!(
            view.picture(),
            None,
            "what does not count is nothing to show"
        );
    }

    #[test]
    fn the_data_block_is_json_that_carries_every_text_and_no_question() {
        let json: serde_json::Value =
            serde_json::from_str(&sitting(Lang::Vi).data()).expect("it is JSON");
        assert_eq!(json["remaining_ms"], 372_000);
        assert_eq!(json["made_at"], NOW.0);
        assert_eq!(json["answers"].as_array().map(Vec::len), Some(3));
        assert_eq!(
            json["texts"].as_array().map(Vec::len),
            Some(SCRIPT_TEXTS.len())
        );
        assert!(!json.to_string().contains("xi-lanh"));
    }

    #[test]
    fn the_script_has_every_text_it_asks_for_and_no_other() {
        let script = include_str!("../platform/http/static/sitting.js");
        let mut asked: Vec<&str> = script
            .split('"')
            .filter(|part| part.starts_with("js-") && !part.contains(' '))
            .collect();
        asked.sort_unstable();
        asked.dedup();
        let mut given = SCRIPT_TEXTS.to_vec();
        given.sort_unstable();
        assert_eq!(asked, given);
    }

    #[test]
    fn the_digest_is_shown_in_groups_that_lose_nothing() {
        let view = result(Lang::Vi);
        assert_eq!(view.digest_groups().concat(), view.receipt.digest);
        assert_eq!(view.digest_groups().len(), 8);
    }
}
