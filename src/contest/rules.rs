//! What the rules mean: the assessment of a round, where a round stands, and what this version cannot run yet.

use super::model::{
    BoardShown, Limit, PaperSource, Per, Phase, PredictionFrom, PredictionOf, PredictionRule,
    PrizeScope, RankStep, Round, Rules, Scope,
};
use crate::assessment::model::{AttemptLimit, BlueprintPart, LimitPeriod, Settings};
use crate::kernel::clock::Moment;

/// The assessment of one round; `None` when there is no such round. Meaningful for rules of which [`unsupported`] says nothing.
#[must_use]
pub fn settings(rules: &Rules, round: &str) -> Option<Settings> {
    let round = rules.round(round)?;
    let paper = round.paper.as_ref().unwrap_or(&rules.paper);
    Some(Settings {
        blueprint: blueprint(&paper.source),
        length_ms: round.length_ms.unwrap_or(rules.length_ms),
        opens_at: round.opens_at,
        closes_at: round.closes_at,
        closing: rules.closing,
        limit: rules.attempts.limits.first().map_or(
            AttemptLimit {
                max: None,
                per: LimitPeriod::Round,
            },
            limit,
        ),
        counts: rules.attempts.counts,
        prediction_text: rules.prediction.as_ref().map(prediction_text),
        complete_only: rules.complete_only,
        scoring: paper.scoring,
        shuffle_questions: paper.shuffle_questions,
        shuffle_options: paper.shuffle_options,
        review: rules.review,
        wait_ms: 0,
    })
}

/// The prediction question as it stands in the paper: the organiser's own words, or else those the contest's language has
/// for what is predicted. Papers, like the questions in them, are in Vietnamese whatever language the page is read in.
#[must_use]
pub fn prediction_text(rule: &PredictionRule) -> String {
    if let Some(question) = &rule.question {
        return question.clone();
    }
    let over = match rule.scope {
        Scope::Round => "kỳ này",
        Scope::Contest => "cả cuộc thi",
    };
    let what = match rule.of {
        PredictionOf::PeopleTakingPart => "bao nhiêu người dự thi",
        PredictionOf::PeopleAllCorrect => "bao nhiêu người trả lời đúng tất cả các câu",
        PredictionOf::AttemptsAllCorrect => "bao nhiêu lượt thi đúng tất cả các câu",
        PredictionOf::Attempts => "bao nhiêu lượt thi",
        PredictionOf::PerCentAllCorrect => {
            "bao nhiêu phần trăm số người dự thi trả lời đúng tất cả các câu"
        }
    };
    format!("Theo bạn, {over} có {what}?")
}

/// What a paper draws, all parts together; nothing for fixed papers.
#[must_use]
pub fn blueprint(source: &PaperSource) -> Vec<BlueprintPart> {
    match source {
        PaperSource::Blueprint(parts) => parts.clone(),
        PaperSource::Parts(parts) => parts
            .iter()
            .flat_map(|part| part.blueprint.clone())
            .collect(),
        PaperSource::Fixed(_) => Vec::new(),
    }
}

fn limit(limit: &Limit) -> AttemptLimit {
    let per = match limit.per {
        Per::Day | Per::Sitting => LimitPeriod::Day,
        Per::Week => LimitPeriod::Week,
        Per::Round | Per::Contest => LimitPeriod::Round,
    };
    AttemptLimit {
        max: Some(limit.max),
        per,
    }
}

pub use crate::assessment::rules::last_deadline;

/// Where a round stands at `now`; `finalised` says whether its result has been made final.
#[must_use]
pub fn phase(settings: &Settings, finalised: bool, now: Moment) -> Phase {
    if finalised {
        Phase::Final
    } else if now < settings.opens_at {
        Phase::Upcoming
    } else if now < settings.closes_at {
        Phase::Open
    } else if now < last_deadline(settings) {
        Phase::Closing
    } else {
        Phase::Closed
    }
}

/// The round that is open at `now`, or else the next one to open: what a person who comes now is told.
#[must_use]
pub fn round_at(rules: &Rules, now: Moment) -> Option<&Round> {
    let open = rules
        .rounds
        .iter()
        .find(|round| round.opens_at <= now && now < round.closes_at);
    open.or_else(|| next_round(rules, now))
}

/// The next round to open after `now`.
#[must_use]
pub fn next_round(rules: &Rules, now: Moment) -> Option<&Round> {
    rules
        .rounds
        .iter()
        .filter(|round| round.opens_at > now)
        .min_by_key(|round| round.opens_at)
}

/// Whether a round can only be made final when every round has closed, because its prediction is counted over the contest.
#[must_use]
pub fn needs_every_round(rules: &Rules) -> bool {
    rules
        .prediction
        .as_ref()
        .is_some_and(|prediction| prediction.scope == Scope::Contest)
}

/// Something the rules ask for that this version of the program cannot run yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unsupported {
    /// Where in the rules, in the path notation of [`super::reading`].
    pub path: &'static str,
    /// What cannot be run, in Vietnamese.
    pub what: &'static str,
}

/// Names everything in the rules that this version cannot run yet. Rules with anything in this list are not launched.
#[must_use]
pub fn unsupported(rules: &Rules) -> Vec<Unsupported> {
    let mut found = Vec::new();
    let mut note = |asked: bool, path: &'static str, what: &'static str| {
        if asked {
            found.push(Unsupported { path, what });
        }
    };
    let who = &rules.who;
    note(
        matches!(rules.board.before_final, BoardShown::Frozen { .. }),
        "board.show",
        "bảng xếp hạng đứng yên trước giờ đóng (hãy chọn provisional hoặc hidden)",
    );
    note(
        who.roster,
        "who.roster",
        "chỉ nhận người có tên trong danh sách đã chốt của từng đơn vị",
    );
    note(
        who.territory.is_some(),
        "who.territory",
        "kiểm tra địa bàn cư trú, làm việc hoặc học tập",
    );
    note(
        who.sector.is_some(),
        "who.sector",
        "kiểm tra ngành công tác",
    );
    note(
        who.pupils_only,
        "who.pupils_only",
        "kiểm tra người dự thi là học sinh",
    );
    note(
        who.access_code.is_some(),
        "who.access_code",
        "mã dự thi dùng chung khi đăng ký",
    );
    note(
        who.by_link_only,
        "who.by_link_only",
        "chỉ đăng ký qua đường dẫn hoặc mã QR riêng",
    );
    note(
        !rules.stages.is_empty(),
        "stages",
        "nhiều vòng thi có chọn người vào vòng sau",
    );
    note(rules.practice.is_some(), "practice", "thời gian thi thử");
    note(
        rules.rounds.iter().any(|r| !r.sittings.is_empty()),
        "rounds.sittings",
        "ca thi trong một kỳ (chỉ mở vào một số ngày, giờ)",
    );
    unsupported_in_papers(rules, &mut note);
    unsupported_in_attempts(rules, &mut note);
    unsupported_in_prizes(rules, &mut note);
    found
}

type Note<'a> = dyn FnMut(bool, &'static str, &'static str) + 'a;

fn unsupported_in_papers(rules: &Rules, note: &mut Note<'_>) {
    let papers = || {
        std::iter::once(&rules.paper)
            .chain(rules.rounds.iter().filter_map(|round| round.paper.as_ref()))
    };
    note(
        papers().any(|p| matches!(p.source, PaperSource::Fixed(_))),
        "paper.fixed",
        "đề soạn sẵn (chỉ rút đề theo ma trận)",
    );
    note(
        papers().any(|p| matches!(p.source, PaperSource::Parts(_))),
        "paper.parts",
        "đề chia thành nhiều phần có tiêu đề riêng",
    );
    note(
        papers().any(|p| !p.written.is_empty()),
        "paper.written",
        "câu trả lời viết: trả lời ngắn, điền số, ghép đôi, sắp xếp, tự luận, nộp tệp",
    );
    note(
        papers().any(|p| p.question_seconds.is_some()),
        "paper.question_seconds",
        "đồng hồ riêng cho từng câu hỏi",
    );
}

fn unsupported_in_attempts(rules: &Rules, note: &mut Note<'_>) {
    let limits = &rules.attempts.limits;
    note(
        limits.len() > 1,
        "attempts",
        "nhiều giới hạn số lượt thi cùng lúc",
    );
    note(
        limits.iter().any(|l| l.per == Per::Contest),
        "attempts.per",
        "giới hạn số lượt thi trong cả cuộc thi (hiện chỉ tính theo kỳ, ngày hoặc tuần)",
    );
    note(
        limits.iter().any(|l| l.per == Per::Sitting),
        "attempts.per",
        "giới hạn số lượt thi theo ca thi",
    );
    let elsewhere = |p: &PredictionRule| p.taken_from != PredictionFrom::CountedAttempt;
    note(
        rules.prediction.as_ref().is_some_and(elsewhere),
        "prediction.taken_from",
        "lấy số dự đoán của lượt thi đầu hoặc lượt thi cuối (hiện chỉ lấy của lượt thi được tính)",
    );
    note(
        rules.ranking.steps.contains(&RankStep::Committee),
        "ranking.steps",
        "ghi quyết định của ban tổ chức để phân định người bằng nhau; hãy dùng bốc thăm (\"draw\") hoặc đồng hạng",
    );
    note(
        rules.complaint_days > 0,
        "closing.complaint_days",
        "thời hạn nhận khiếu nại trước khi công bố kết quả",
    );
}

fn unsupported_in_prizes(rules: &Rules, note: &mut Note<'_>) {
    note(
        rules.prizes.scope == PrizeScope::Contest,
        "prizes.scope",
        "giải chung của cả cuộc thi (hiện chỉ trao giải theo từng kỳ)",
    );
    note(
        rules.prizes.scope == PrizeScope::Division,
        "prizes.scope",
        "giải riêng cho từng bảng",
    );
    note(
        rules.prizes.instant_gift.is_some(),
        "prizes.instant_gift",
        "quà tặng ngay khi đạt mức điểm",
    );
    note(
        !rules.organisation_prizes.is_empty(),
        "organisation_prizes",
        "giải tập thể cho đơn vị",
    );
    note(
        !rules.referral_prizes.is_empty(),
        "referral_prizes",
        "giải cho người giới thiệu nhiều người dự thi",
    );
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::{OPENING, rules};
    use super::*;
    use crate::kernel::clock::{DAY, HOUR, MINUTE, SECOND};

    const RANKING: &str = "[ranking]\nsteps = [\"points\", \"draw\"]\n";
    /// `2026-10-07 00:00`, the close of the round in the fixtures.
    const CLOSE: Moment = OPENING.plus(6 * DAY);

    fn settings_of(rest: &str) -> Settings {
        settings(&rules(&format!("{RANKING}{rest}")), "ky-1").expect("the round is there")
    }

    #[test]
    fn a1_the_window_ends_at_midnight_after_its_last_day() {
        let settings = settings_of("");
        assert_eq!((settings.opens_at, settings.closes_at), (OPENING, CLOSE));
        let phases = [OPENING.plus(-1), OPENING, CLOSE.plus(-1), CLOSE]
            .map(|now| phase(&settings, false, now));
        assert_eq!(
            phases,
            [Phase::Upcoming, Phase::Open, Phase::Open, Phase::Closed]
        );
        assert_eq!(phase(&settings, true, CLOSE), Phase::Final);
    }

    #[test]
    fn b1_an_attempt_may_run_at_most_sixty_seconds_past_the_close() {
        let settings = settings_of("[closing]\npolicy = \"own_time\"\nmax_overrun = \"60s\"");
        let phases = [
            CLOSE.plus(-1),
            CLOSE,
            CLOSE.plus(MINUTE - 1),
            CLOSE.plus(MINUTE),
        ]
        .map(|now| phase(&settings, false, now));
        assert_eq!(
            phases,
            [Phase::Open, Phase::Closing, Phase::Closing, Phase::Closed]
        );
    }

    #[test]
    fn no_attempt_runs_longer_past_the_close_than_it_may_run_at_all() {
        let settings = settings_of("[closing]\npolicy = \"own_time\"\nmax_overrun = \"2h\"");
        assert_eq!(last_deadline(&settings), CLOSE.plus(40 * MINUTE));
    }

    #[test]
    fn a3_in_the_gap_between_two_rounds_the_next_one_is_named() {
        let rules = rules(&format!(
            "{RANKING}
            [[rounds]]
            key = \"tuan-1\"
            title = \"Tuần 1\"
            opens = \"2026-10-05 10:00\"
            closes = \"2026-10-12 09:00\"
            [[rounds]]
            key = \"tuan-2\"
            title = \"Tuần 2\"
            opens = \"2026-10-12 10:00\"
            closes = \"2026-10-19 09:00\""
        ));
        let close = rules.rounds[0].closes_at;
        let at = |now: Moment| round_at(&rules, now).map(|round| round.key.as_str());
        assert_eq!(at(close.plus(-1)), Some("tuan-1"));
        assert_eq!(at(close), Some("tuan-2"));
        assert_eq!(at(close.plus(HOUR / 2)), Some("tuan-2"));
        assert_eq!(
            next_round(&rules, close.plus(HOUR / 2)).map(|round| round.opens_at),
            Some(close.plus(HOUR))
        );
        assert_eq!(at(rules.rounds[1].closes_at), None);
    }

    #[test]
    fn limits_and_a_round_of_its_own_kind_reach_the_assessment() {
        let settings = settings_of(
            "[attempts]
            max = 7
            per = \"week\"
            counts = \"best\"
            [[rounds]]
            key = \"ky-1\"
            title = \"Kỳ 1\"
            opens = \"2026-10-01 00:00\"
            closes = \"2026-10-02 00:00\"
            [rounds.paper]
            minutes = 5
            draw = [{ count = 3 }]
            points_right = \"0,5\"",
        );
        assert_eq!(
            settings.limit,
            AttemptLimit {
                max: Some(7),
                per: LimitPeriod::Week
            }
        );
        assert_eq!(
            (
                settings.length_ms,
                settings.blueprint[0].count,
                settings.scoring.right.0
            ),
            (300 * SECOND, 3, 50)
        );
        assert_eq!(settings.prediction_text, None);
    }

    #[test]
    fn the_prediction_question_is_in_the_organisers_words_or_else_in_ours() {
        let asked = |question: &str| {
            let prediction = format!("[prediction]\nof = \"attempts_all_correct\"\n{question}");
            settings_of(&prediction).prediction_text
        };
        let ours = "Theo bạn, kỳ này có bao nhiêu lượt thi đúng tất cả các câu?";
        assert_eq!(asked("").as_deref(), Some(ours));
        assert_eq!(
            asked("question = \"Bao nhiêu?\"").as_deref(),
            Some("Bao nhiêu?")
        );
        assert_eq!(settings_of("").prediction_text, None);
    }

    #[test]
    fn what_cannot_be_run_yet_is_named_and_what_can_is_not() {
        let everything = rules(
            "[who]
            roster = true
            access_code = \"280729\"
            [paper]
            minutes = 30
            draw = [{ count = 10 }]
            written = [{ kind = \"essay\", max_words = 500 }]
            [attempts]
            max = 5
            per = \"contest\"
            counts = \"best\"
            [ranking]
            steps = [\"points\", \"committee\"]
            [practice]
            opens = \"2026-09-01 00:00\"
            closes = \"2026-09-02 00:00\"
            [[organisation_prizes]]
            by = \"most_entrants\"
            [[referral_prizes]]
            name = \"Giải lan toả\"
            count = 10
            [[rounds]]
            key = \"ky-1\"
            title = \"Kỳ 1\"
            opens = \"2026-10-01 00:00\"
            closes = \"2026-10-02 00:00\"
            sittings = [{ days = [\"tue\", \"sun\"], from = \"07:00\", to = \"21:00\" }]",
        );
        let paths: Vec<&str> = unsupported(&everything)
            .iter()
            .map(|found| found.path)
            .collect();
        assert_eq!(
            paths,
            [
                "who.roster",
                "who.access_code",
                "practice",
                "rounds.sittings",
                "paper.written",
                "attempts.per",
                "ranking.steps",
                "organisation_prizes",
                "referral_prizes"
            ]
        );
        assert_eq!(unsupported(&rules(RANKING)), []);
    }
}
