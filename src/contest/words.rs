//! The rules in plain words. What is said is generated from the same data the service runs on, so the page can never
//! promise something else. The result is message keys with values: pages put them into the reader's language.
//!
//! Values that must be translated themselves (the kind of a field, of a prediction) are passed as stable words on which the
//! messages select.

use super::entry::age_kind;
use super::model::{
    Board, BoardShown, Consent, DatePart, FieldKind, FormField, FreedPrize, Gate, NamesShown,
    Paper, Per, Precision, PredictionOf, PredictionRule, PrizeGrade, PrizeScope, RankStep, Round,
    Rules, Scope, ToldApart,
};
use super::rules::blueprint;
use crate::assessment::model::{Closing, Counts, Review};
use crate::kernel::clock::{DAY, HOUR, MINUTE, Moment, SECOND};
use crate::question_bank::model::Difficulty;

/// Every message key this module can say, headings included; each has a text in every language.
pub const KEYS: &[&str] = &[
    "rules-heading-who",
    "rules-heading-form",
    "rules-heading-rounds",
    "rules-heading-paper",
    "rules-heading-time",
    "rules-heading-attempts",
    "rules-heading-prediction",
    "rules-heading-ranking",
    "rules-heading-equal",
    "rules-heading-prizes",
    "rules-heading-board",
    "rules-heading-review",
    "rules-who-own",
    "rules-who-everybody",
    "rules-who-age",
    "rules-who-excluded",
    "rules-form-field",
    "rules-same-person",
    "rules-same-person-field",
    "rules-divisions",
    "rules-entry-quick",
    "rules-entry-account",
    "rules-consent-needed",
    "rules-consent-free",
    "rules-window",
    "rules-paper-count",
    "rules-paper-part",
    "rules-paper-points",
    "rules-paper-shuffled",
    "rules-complete-only",
    "rules-time-length",
    "rules-time-server",
    "rules-time-saved",
    "rules-closing-cut-off",
    "rules-closing-own-time",
    "rules-attempts-limit",
    "rules-attempts-unlimited",
    "rules-attempts-counts",
    "prediction-question-own",
    "prediction-question",
    "rules-prediction-true-number",
    "rules-prediction-distance",
    "rules-prediction-missing",
    "rules-prediction-counted",
    "rules-gate-all-correct",
    "rules-gate-points",
    "rules-rank-points",
    "rules-rank-correct",
    "rules-rank-per-cent",
    "rules-rank-duration",
    "rules-rank-submission",
    "rules-rank-start",
    "rules-rank-prediction",
    "rules-rank-perfect-attempts",
    "rules-rank-draw",
    "rules-rank-committee",
    "rules-equal-shared",
    "rules-equal-at-prizes",
    "rules-equal-everywhere",
    "rules-prizes-scope",
    "rules-prizes-own",
    "rules-prize-grade",
    "rules-prizes-cap",
    "rules-prizes-one-per-person",
    "rules-prizes-certificates",
    "rules-board-provisional",
    "rules-board-frozen",
    "rules-board-hidden",
    "rules-board-names",
    "rules-review",
];

/// One sentence: a Fluent key and its arguments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// Fluent key.
    pub key: &'static str,
    /// Arguments.
    pub args: Vec<(&'static str, String)>,
}

impl Said {
    const fn plain(key: &'static str) -> Self {
        Self {
            key,
            args: Vec::new(),
        }
    }

    fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.args.push((name, value.to_string()));
        self
    }
}

/// Sentences under one heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// Fluent key of the heading.
    pub heading: &'static str,
    /// Stable name, for anchors.
    pub name: &'static str,
    /// Whether the order of the sentences matters, so that they are numbered (the steps of the ranking).
    pub ordered: bool,
    /// The sentences.
    pub said: Vec<Said>,
}

/// The whole rules in plain words, section by section; sections with nothing to say are left out.
#[must_use]
pub fn rules_in_words(rules: &Rules) -> Vec<Section> {
    let section = |heading, name, said| Section {
        heading,
        name,
        ordered: false,
        said,
    };
    let sections = [
        section("rules-heading-who", "who", who(rules)),
        section("rules-heading-form", "form", form(rules)),
        section(
            "rules-heading-rounds",
            "rounds",
            rules.rounds.iter().map(window).collect(),
        ),
        section("rules-heading-paper", "paper", paper(rules, &rules.paper)),
        section("rules-heading-time", "time", time(rules, rules.length_ms)),
        section("rules-heading-attempts", "attempts", attempts(rules)),
        section(
            "rules-heading-prediction",
            "prediction",
            rules.prediction.iter().flat_map(prediction).collect(),
        ),
        Section {
            ordered: true,
            ..section("rules-heading-ranking", "ranking", steps(rules))
        },
        section("rules-heading-equal", "equal", equal(rules)),
        section("rules-heading-prizes", "prizes", prizes(rules)),
        section("rules-heading-board", "board", board(rules.board)),
        section("rules-heading-review", "review", review(rules.review)),
    ];
    sections
        .into_iter()
        .filter(|section| !section.said.is_empty())
        .collect()
}

/// What a contestant must know before pressing start: the paper, the time, what happens at the close, and how many attempts.
#[must_use]
pub fn before_start(rules: &Rules, round: &Round) -> Vec<Said> {
    let sheet = round.paper.as_ref().unwrap_or(&rules.paper);
    let count: u32 = blueprint(&sheet.source)
        .iter()
        .map(|part| u32::from(part.count))
        .sum();
    let mut said = vec![
        Said::plain("rules-paper-count").with("count", count),
        window(round),
    ];
    said.extend(time(rules, round.length_ms.unwrap_or(rules.length_ms)));
    said.extend(attempts(rules));
    said.extend(rules.prediction.iter().map(prediction_asks));
    said
}

/// What the prediction question asks, for the sitting page; the organiser's own words come first where there are any.
#[must_use]
pub fn prediction_asks(rule: &PredictionRule) -> Said {
    match &rule.question {
        Some(question) => Said::plain("prediction-question-own").with("question", question),
        None => Said::plain("prediction-question")
            .with("of", prediction_word(rule.of))
            .with("scope", scope_word(rule.scope)),
    }
}

fn who(rules: &Rules) -> Vec<Said> {
    let who = &rules.who;
    let mut said = Vec::new();
    match &who.description {
        Some(description) => said.push(Said::plain("rules-who-own").with("text", description)),
        None if who.age.is_none() => said.push(Said::plain("rules-who-everybody")),
        None => {}
    }
    if let Some(age) = who.age {
        let bound = |age: Option<u8>| age.map(|n| n.to_string()).unwrap_or_default();
        let on = age.on.format("%d/%m/%Y");
        said.push(
            Said::plain("rules-who-age")
                .with("kind", age_kind(age))
                .with("from", bound(age.from))
                .with("to", bound(age.to))
                .with("on", on),
        );
    }
    said.extend(
        who.excluded
            .iter()
            .map(|text| Said::plain("rules-who-excluded").with("text", text)),
    );
    said
}

fn form(rules: &Rules) -> Vec<Said> {
    let mut said: Vec<Said> = rules.form.iter().map(field).collect();
    let same: Vec<&FormField> = rules
        .same_person
        .iter()
        .filter_map(|name| rules.field(name))
        .collect();
    if !same.is_empty() {
        said.push(Said::plain("rules-same-person"));
        said.extend(
            same.into_iter()
                .map(|field| named("rules-same-person-field", field)),
        );
    }
    if !rules.divisions.is_empty() {
        let titles: Vec<&str> = rules
            .divisions
            .iter()
            .map(|division| division.title.as_str())
            .collect();
        said.push(Said::plain("rules-divisions").with("titles", titles.join("; ")));
    }
    said.push(Said::plain(if rules.quick_entry {
        "rules-entry-quick"
    } else {
        "rules-entry-account"
    }));
    said.extend(rules.consents_asked().iter().map(consent));
    said
}

fn consent(consent: &Consent) -> Said {
    let key = if consent.required {
        "rules-consent-needed"
    } else {
        "rules-consent-free"
    };
    Said::plain(key)
        .with("purpose", consent.purpose.name())
        .with("version", consent.version)
}

fn field(field: &FormField) -> Said {
    let detail = match &field.kind {
        FieldKind::FullName {
            require_diacritics: true,
        } => "diacritics",
        FieldKind::BirthDate {
            at_least: DatePart::Year,
        } => "year",
        FieldKind::BirthDate {
            at_least: DatePart::Month,
        } => "month",
        FieldKind::Organisation {
            listed_only: true, ..
        } => "listed",
        _ => "none",
    };
    let required = if field.required {
        "yes"
    } else if field.required_in.is_empty() {
        "no"
    } else {
        "some"
    };
    let board = if field.on_board { "yes" } else { "no" };
    named("rules-form-field", field)
        .with("detail", detail)
        .with("required", required)
        .with("board", board)
}

/// A message about a field; it selects on `field`, and `label` is the organiser's own label (`own` then is `yes`).
fn named(key: &'static str, field: &FormField) -> Said {
    let own = if field.label.is_some() {
        "own"
    } else {
        field.kind.name()
    };
    Said::plain(key)
        .with("field", own)
        .with("label", field.label.as_deref().unwrap_or_default())
}

fn window(round: &Round) -> Said {
    Said::plain("rules-window")
        .with("title", &round.title)
        .with("opens", at(round.opens_at))
        .with("closes", until(round.closes_at))
}

/// A moment on Vietnamese clocks, as people write it: `07:00 01/10/2026`.
#[must_use]
pub fn at(moment: Moment) -> String {
    moment.local().format("%H:%M %d/%m/%Y").to_string()
}

/// The same for the end of a window: midnight is 24:00 of the day that ends.
#[must_use]
pub fn until(moment: Moment) -> String {
    let text = moment.local().format("%H:%M:%S").to_string();
    if text == "00:00:00" {
        moment.plus(-1).local().format("24:00 %d/%m/%Y").to_string()
    } else {
        at(moment)
    }
}

fn paper(rules: &Rules, paper: &Paper) -> Vec<Said> {
    let parts = blueprint(&paper.source);
    let count: u32 = parts.iter().map(|part| u32::from(part.count)).sum();
    let mut said = vec![Said::plain("rules-paper-count").with("count", count)];
    if parts
        .iter()
        .any(|part| part.topic.is_some() || part.difficulty.is_some())
    {
        said.extend(parts.iter().map(|part| {
            let level = match part.difficulty {
                None => "any",
                Some(Difficulty::Recall) => "recall",
                Some(Difficulty::Understand) => "understand",
                Some(Difficulty::Apply) => "apply",
            };
            let has_topic = if part.topic.is_some() { "yes" } else { "no" };
            Said::plain("rules-paper-part")
                .with("count", part.count)
                .with("level", level)
                .with("has_topic", has_topic)
                .with("topic", part.topic.as_deref().unwrap_or_default())
        }));
    }
    let scoring = paper.scoring;
    said.push(
        Said::plain("rules-paper-points")
            .with("right", scoring.right.to_text(','))
            .with("wrong", scoring.wrong.to_text(','))
            .with("blank", scoring.blank.to_text(',')),
    );
    let shuffled = match (paper.shuffle_questions, paper.shuffle_options) {
        (true, true) => "both",
        (true, false) => "questions",
        (false, true) => "options",
        (false, false) => "none",
    };
    said.push(Said::plain("rules-paper-shuffled").with("what", shuffled));
    if rules.complete_only {
        let prediction = if rules.prediction.is_some() {
            "yes"
        } else {
            "no"
        };
        said.push(Said::plain("rules-complete-only").with("prediction", prediction));
    }
    said
}

fn time(rules: &Rules, length_ms: i64) -> Vec<Said> {
    let closing = match rules.closing {
        Closing::CutOff => Said::plain("rules-closing-cut-off"),
        Closing::OwnTime { max_overrun_ms } => {
            span(Said::plain("rules-closing-own-time"), max_overrun_ms)
        }
    };
    vec![
        span(Said::plain("rules-time-length"), length_ms),
        Said::plain("rules-time-server"),
        Said::plain("rules-time-saved"),
        closing,
    ]
}

/// Adds a length of time as a number and a unit: `amount` and `unit` (second, minute, hour, day).
fn span(said: Said, ms: i64) -> Said {
    let (size, unit) = match ms {
        _ if ms == 0 || ms % MINUTE != 0 => (SECOND, "second"),
        _ if ms % DAY == 0 => (DAY, "day"),
        _ if ms % HOUR == 0 => (HOUR, "hour"),
        _ => (MINUTE, "minute"),
    };
    said.with("amount", ms / size).with("unit", unit)
}

fn attempts(rules: &Rules) -> Vec<Said> {
    let limits = &rules.attempts.limits;
    let period = |per| match per {
        Per::Round => "round",
        Per::Day => "day",
        Per::Week => "week",
        Per::Sitting => "sitting",
        Per::Contest => "contest",
    };
    let mut said: Vec<Said> = limits
        .iter()
        .map(|limit| {
            Said::plain("rules-attempts-limit")
                .with("max", limit.max)
                .with("per", period(limit.per))
        })
        .collect();
    if limits.is_empty() {
        said.push(Said::plain("rules-attempts-unlimited"));
    }
    let single = limits
        .iter()
        .any(|limit| limit.max == 1 && matches!(limit.per, Per::Round | Per::Contest));
    if !single {
        let counts = match rules.attempts.counts {
            Counts::Best => "best",
            Counts::BestThenEarliest => "best_then_earliest",
            Counts::First => "first",
            Counts::Last => "last",
            Counts::MostCorrectThenEarliest => "most_correct_then_earliest",
        };
        said.push(Said::plain("rules-attempts-counts").with("counts", counts));
    }
    said
}

const fn prediction_word(of: PredictionOf) -> &'static str {
    match of {
        PredictionOf::PeopleTakingPart => "people_taking_part",
        PredictionOf::PeopleAllCorrect => "people_all_correct",
        PredictionOf::AttemptsAllCorrect => "attempts_all_correct",
        PredictionOf::Attempts => "attempts",
        PredictionOf::PerCentAllCorrect => "per_cent_all_correct",
    }
}

const fn scope_word(scope: Scope) -> &'static str {
    match scope {
        Scope::Round => "round",
        Scope::Contest => "contest",
    }
}

fn prediction(rule: &PredictionRule) -> Vec<Said> {
    use super::model::EqualDistance;
    let equal = match rule.equal_distance {
        EqualDistance::Equal => "equal",
        EqualDistance::LowerFirst => "lower_first",
        EqualDistance::HigherFirst => "higher_first",
    };
    let optional = if rule.optional { "yes" } else { "no" };
    vec![
        prediction_asks(rule),
        Said::plain("rules-prediction-true-number")
            .with("of", prediction_word(rule.of))
            .with("scope", scope_word(rule.scope)),
        Said::plain("rules-prediction-distance").with("equal", equal),
        Said::plain("rules-prediction-missing").with("optional", optional),
        Said::plain("rules-prediction-counted"),
    ]
}

fn steps(rules: &Rules) -> Vec<Said> {
    let gate = match rules.ranking.gate {
        Gate::Everybody => None,
        Gate::AllCorrect => Some(Said::plain("rules-gate-all-correct")),
        Gate::Points { least } => {
            Some(Said::plain("rules-gate-points").with("least", least.to_text(',')))
        }
    };
    gate.into_iter()
        .chain(rules.ranking.steps.iter().map(|step| rank_step(*step)))
        .collect()
}

fn rank_step(step: RankStep) -> Said {
    let precise = |key, precision| {
        let word = match precision {
            Precision::Millisecond => "millisecond",
            Precision::Second => "second",
        };
        Said::plain(key).with("precision", word)
    };
    match step {
        RankStep::Points => Said::plain("rules-rank-points"),
        RankStep::Correct => Said::plain("rules-rank-correct"),
        RankStep::PerCent => Said::plain("rules-rank-per-cent"),
        RankStep::Duration { precision } => precise("rules-rank-duration", precision),
        RankStep::Submission { precision } => precise("rules-rank-submission", precision),
        RankStep::Start { precision } => precise("rules-rank-start", precision),
        RankStep::PredictionDistance => Said::plain("rules-rank-prediction"),
        RankStep::PerfectAttempts => Said::plain("rules-rank-perfect-attempts"),
        RankStep::Draw => Said::plain("rules-rank-draw"),
        RankStep::Committee => Said::plain("rules-rank-committee"),
    }
}

fn equal(rules: &Rules) -> Vec<Said> {
    let last_word = rules
        .ranking
        .steps
        .iter()
        .any(|step| matches!(step, RankStep::Draw | RankStep::Committee));
    match (rules.ranking.shared_ranks, rules.ranking.told_apart) {
        (true, _) => vec![Said::plain("rules-equal-shared")],
        (false, _) if last_word => Vec::new(),
        (false, ToldApart::AtPrizes) => vec![Said::plain("rules-equal-at-prizes")],
        (false, ToldApart::Everywhere) => vec![Said::plain("rules-equal-everywhere")],
    }
}

fn prizes(rules: &Rules) -> Vec<Said> {
    let prizes = &rules.prizes;
    let grade = |grade: &PrizeGrade| {
        Said::plain("rules-prize-grade")
            .with("name", &grade.name)
            .with("count", grade.count)
    };
    let mut said: Vec<Said> = Vec::new();
    if !prizes.grades.is_empty() {
        let scope = match prizes.scope {
            PrizeScope::Round => "round",
            PrizeScope::Division => "division",
            PrizeScope::Contest => "contest",
        };
        said.push(Said::plain("rules-prizes-scope").with("scope", scope));
        said.extend(prizes.grades.iter().map(grade));
    }
    for round in &rules.rounds {
        if let Some(own) = round.grades.as_ref().filter(|grades| !grades.is_empty()) {
            said.push(Said::plain("rules-prizes-own").with("title", &round.title));
            said.extend(own.iter().map(grade));
        }
    }
    let certified = certified(rules);
    if said.is_empty() {
        return certified;
    }
    said.extend(
        prizes
            .cap
            .map(|cap| Said::plain("rules-prizes-cap").with("per_cent", cap / 100)),
    );
    if prizes.one_per_person {
        let freed = match prizes.freed {
            FreedPrize::StaysEmpty => "stays_empty",
            FreedPrize::NextInRank => "next_in_rank",
        };
        said.push(Said::plain("rules-prizes-one-per-person").with("freed", freed));
    }
    said.extend(certified);
    said
}

/// Who receives a certificate.
fn certified(rules: &Rules) -> Vec<Said> {
    let Some(certificates) = &rules.certificates else {
        return Vec::new();
    };
    let who = match (&certificates.prize, &certificates.participation) {
        (Some(_), Some(_)) => "both",
        (Some(_), None) => "winners",
        (None, Some(_)) => "everybody",
        (None, None) => return Vec::new(),
    };
    vec![Said::plain("rules-prizes-certificates").with("who", who)]
}

fn board(board: Board) -> Vec<Said> {
    let shown = match board.before_final {
        BoardShown::Provisional => Said::plain("rules-board-provisional"),
        BoardShown::Frozen { before_close_ms } => {
            span(Said::plain("rules-board-frozen"), before_close_ms)
        }
        BoardShown::Hidden => Said::plain("rules-board-hidden"),
    };
    let names = match board.names {
        NamesShown::Masked => "masked",
        NamesShown::FullForAdults => "full_for_adults",
    };
    vec![shown, Said::plain("rules-board-names").with("names", names)]
}

fn review(review: Review) -> Vec<Said> {
    let word = match review {
        Review::Never | Review::AfterAttempt => "never",
        Review::AfterClose => "after_close",
        Review::AfterFinal => "after_final",
    };
    vec![Said::plain("rules-review").with("answers", word)]
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::rules;
    use super::*;

    fn keys(rules: &Rules) -> Vec<&'static str> {
        rules_in_words(rules)
            .iter()
            .flat_map(|section| {
                std::iter::once(section.heading).chain(section.said.iter().map(|s| s.key))
            })
            .collect()
    }

    fn said(rules: &Rules, key: &str) -> Vec<Vec<(&'static str, String)>> {
        let sections = rules_in_words(rules);
        sections
            .iter()
            .flat_map(|section| &section.said)
            .filter(|said| said.key == key)
            .map(|said| said.args.clone())
            .collect()
    }

    fn args(pairs: &[(&'static str, &str)]) -> Vec<(&'static str, String)> {
        pairs
            .iter()
            .map(|(name, value)| (*name, (*value).to_owned()))
            .collect()
    }

    #[test]
    fn the_ranking_is_said_step_by_step_with_its_gate_first() {
        let rules = rules(
            "[prediction]
            of = \"people_all_correct\"
            [ranking]
            winners = \"all_correct\"
            steps = [\"prediction_distance\", { step = \"submission\", precision = \"second\" }, \"draw\"]",
        );
        let sections = rules_in_words(&rules);
        let ranking = sections
            .iter()
            .find(|section| section.name == "ranking")
            .expect("there is a ranking");
        assert!(ranking.ordered);
        let keys: Vec<&str> = ranking.said.iter().map(|said| said.key).collect();
        assert_eq!(
            keys,
            [
                "rules-gate-all-correct",
                "rules-rank-prediction",
                "rules-rank-submission",
                "rules-rank-draw"
            ]
        );
        assert_eq!(
            said(&rules, "rules-rank-submission"),
            [args(&[("precision", "second")])]
        );
    }

    #[test]
    fn t1_what_happens_at_the_close_is_said_before_the_start() {
        let cut = rules("[ranking]\nsteps = [\"points\", \"draw\"]");
        let keys = |rules: &Rules| {
            before_start(rules, &rules.rounds[0])
                .iter()
                .map(|said| said.key)
                .collect::<Vec<_>>()
        };
        assert!(keys(&cut).contains(&"rules-closing-cut-off"));
        let own = rules(
            "[ranking]\nsteps = [\"points\", \"draw\"]\n[closing]\npolicy = \"own_time\"\nmax_overrun = \"60s\"",
        );
        assert!(keys(&own).contains(&"rules-closing-own-time"));
        assert_eq!(
            said(&own, "rules-closing-own-time"),
            [args(&[("amount", "1"), ("unit", "minute")])]
        );
    }

    #[test]
    fn the_end_of_a_day_is_written_as_officials_write_it() {
        let rules = rules("[ranking]\nsteps = [\"points\", \"draw\"]");
        assert_eq!(
            said(&rules, "rules-window"),
            [args(&[
                ("title", "Kỳ 1"),
                ("opens", "00:00 01/10/2026"),
                ("closes", "24:00 06/10/2026")
            ])]
        );
    }

    #[test]
    fn nothing_is_said_of_what_the_rules_do_not_have() {
        let rules = rules("[ranking]\nsteps = [\"points\", \"draw\"]");
        let keys = keys(&rules);
        for absent in [
            "rules-heading-prediction",
            "rules-heading-prizes",
            "rules-heading-equal",
            "rules-attempts-counts",
            "rules-complete-only",
        ] {
            assert!(!keys.contains(&absent), "{absent}");
        }
        assert!(keys.iter().all(|key| KEYS.contains(key)));
    }

    #[test]
    fn every_key_said_by_full_rules_is_in_the_list() {
        let rules = rules(
            "[who]
            age = { from = 9, on = \"2026-10-01\" }
            excluded = \"thành viên ban tổ chức\"
            [paper]
            minutes = 30
            draw = [{ topic = \"Quy tắc\", difficulty = \"Vận dụng\", count = 4 }]
            complete_only = true
            [attempts]
            unlimited = true
            counts = \"best\"
            [prediction]
            of = \"attempts\"
            [ranking]
            winners = \"points\"
            least_points = 5
            steps = [\"points\", \"correct\", \"per_cent\", \"duration\", \"start\", \"perfect_attempts\"]
            [prizes]
            cap_percent = 50
            one_per_person = true
            grades = [{ name = \"Giải Nhất\", count = 1 }]
            [board]
            show = \"frozen\"
            frozen_before_close = \"1h\"",
        );
        let keys = keys(&rules);
        assert!(keys.iter().all(|key| KEYS.contains(key)), "{keys:?}");
        for expected in [
            "rules-who-age",
            "rules-paper-part",
            "rules-prizes-cap",
            "rules-board-frozen",
            "rules-equal-at-prizes",
            "rules-gate-points",
        ] {
            assert!(keys.contains(&expected), "{expected}");
        }
    }
}
