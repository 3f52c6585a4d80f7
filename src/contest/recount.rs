//! The result file, and recounting it from scratch.
//!
//! The file holds everything a stranger needs to compute the result again: the rules, what each attempt was asked and
//! answered, and what came out. People appear under codes. The recount shares with the service only what the rules *are*; marking,
//! choosing the attempt that counts, the true number, the order, ranks and prizes are written here a second time, in the plainest way
//! and without the rank key, so that a fault on either side shows as a difference. The key itself is computed again too.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::finalise::Final;
use super::model::{
    CommitteeDecision, EqualDistance, FreedPrize, Gate, HeldPrize, Paper as PaperRule, Precision,
    PredictionOf, PrizeGrade, RankStep, Rules, Scope, ToldApart,
};
use super::ranking::{AfterClosing, Distance, final_key, lot};
use crate::assessment::model::{Counts, Finished, Grade, Paper, Prediction};
use crate::kernel::clock::Moment;
use crate::kernel::points::Points;

/// Layout of [`ResultFile`].
pub const RESULT_FORMAT: u16 = 1;

/// The result of one round with all it was computed from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ResultFile {
    /// Layout of this file: [`RESULT_FORMAT`].
    pub format: u16,
    /// Slug of the contest.
    pub contest: String,
    /// Title of the contest.
    pub title: String,
    /// Key of the round.
    pub round: String,
    /// When the round was made final.
    pub finalised_at: Moment,
    /// Version of the rules.
    pub rules_version: i32,
    /// The rules.
    pub rules: Rules,
    /// Published seed of the draw.
    pub seed: Option<String>,
    /// Decisions of the committee.
    pub decisions: Vec<CommitteeDecision>,
    /// Prizes people held from earlier rounds; `person` is the code of [`AttemptLine`].
    pub held: Vec<HeldLine>,
    /// What papers were drawn from.
    pub pools: Vec<PoolLine>,
    /// Every attempt that ended in this round; of the other rounds too when the prediction is counted over the contest.
    pub attempts: Vec<AttemptLine>,
    /// The number that was predicted, as it came true.
    pub true_number: Option<Prediction>,
}

/// One version of a round's pool.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PoolLine {
    /// Key of the round.
    pub round: String,
    /// Version of the pool.
    pub version: i32,
    /// Its questions, in the stored order.
    pub questions: Vec<QuestionLine>,
}

/// One question of a pool.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuestionLine {
    /// The revision.
    pub revision: Uuid,
    /// Number of options.
    pub options: u8,
    /// Bit `i` set: option `i` in the author's order is right.
    pub right: u16,
    /// SHA-256 of the revision's body, hexadecimal: whoever has the bank can see that nothing was changed afterwards.
    pub digest: String,
}

/// A prize held from an earlier round.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HeldLine {
    /// Code of the person in this file.
    pub person: String,
    /// The round it was won in.
    pub round: String,
    /// Position of its grade in that round's list, 0 the highest.
    pub grade: u16,
}

/// One attempt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AttemptLine {
    /// Identifier; ends the key and is drawn by lot.
    pub id: Uuid,
    /// The code on the contestant's receipt, so that each finds their own line.
    pub code: String,
    /// Key of the round.
    pub round: String,
    /// Code of the person in this file only.
    pub person: String,
    /// Which of the person's attempts it is.
    pub ordinal: i32,
    /// When it started.
    pub started_at: Moment,
    /// When it ended.
    pub finished_at: Moment,
    /// Taken out by the organiser.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub voided: bool,
    /// Version of the pool its paper was drawn from.
    pub pool: i32,
    /// Its paper.
    pub paper: Paper,
    /// For each question of the paper, the options chosen as bits in the author's order; 0 is no answer.
    pub answers: Vec<u16>,
    /// What was predicted.
    pub prediction: Option<Prediction>,
    /// Its marks.
    pub grade: Grade,
    /// Place in the result, when this is the attempt that counts.
    pub place: Option<PlaceLine>,
}

/// A place in the result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlaceLine {
    /// Rank.
    pub rank: u32,
    /// The final key, hexadecimal.
    pub key: String,
    /// Name of the prize grade.
    pub prize: Option<String>,
}

/// An attempt as the service hands it over; the person is still known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RawAttempt {
    /// What ranking knew.
    pub finished: Finished,
    /// Taken out by the organiser.
    pub voided: bool,
    /// Code on the receipt.
    pub code: String,
    /// Key of the round.
    pub round: String,
    /// Version of the pool.
    pub pool: i32,
    /// The paper.
    pub paper: Paper,
    /// Options chosen, as [`AttemptLine::answers`].
    pub answers: Vec<u16>,
}

/// The head of a result file: all but the attempts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// Slug of the contest.
    pub contest: String,
    /// Title of the contest.
    pub title: String,
    /// Key of the round.
    pub round: String,
    /// When the round was made final.
    pub finalised_at: Moment,
    /// Version of the rules.
    pub rules_version: i32,
    /// The rules.
    pub rules: Rules,
    /// Published seed of the draw.
    pub seed: Option<String>,
    /// Decisions of the committee.
    pub decisions: Vec<CommitteeDecision>,
    /// Prizes held from earlier rounds.
    pub held: Vec<HeldPrize>,
    /// What papers were drawn from.
    pub pools: Vec<PoolLine>,
}

/// Puts a result file together. People get codes by rank (`P1` is the first), those without a valid attempt after them.
#[must_use]
pub fn result_file(head: Head, attempts: Vec<RawAttempt>, result: &Final) -> ResultFile {
    let grades = grades(&head.rules, &head.round).to_vec();
    let mut codes: HashMap<Uuid, String> = HashMap::new();
    let code_of = |codes: &mut HashMap<Uuid, String>, person: Uuid| {
        let next = codes.len() + 1;
        codes
            .entry(person)
            .or_insert_with(|| format!("P{next}"))
            .clone()
    };
    let mut places = HashMap::new();
    for standing in &result.standings {
        code_of(&mut codes, standing.finished.person);
        let prize = standing
            .prize
            .and_then(|grade| grades.get(usize::from(grade)))
            .map(|grade| grade.name.clone());
        let place = PlaceLine {
            rank: standing.rank,
            key: hex(&standing.key),
            prize,
        };
        places.insert(standing.finished.attempt, place);
    }
    let line = |raw: RawAttempt| AttemptLine {
        id: raw.finished.attempt,
        code: raw.code,
        round: raw.round,
        person: code_of(&mut codes, raw.finished.person),
        ordinal: raw.finished.ordinal,
        started_at: raw.finished.started_at,
        finished_at: raw.finished.finished_at,
        voided: raw.voided,
        pool: raw.pool,
        paper: raw.paper,
        answers: raw.answers,
        prediction: raw.finished.grade.prediction,
        grade: raw.finished.grade,
        place: places.remove(&raw.finished.attempt),
    };
    let attempts: Vec<AttemptLine> = attempts.into_iter().map(line).collect();
    let held = head.held.iter().filter_map(|prize| {
        let person = codes.get(&prize.person)?.clone();
        Some(HeldLine {
            person,
            round: prize.round.clone(),
            grade: prize.grade,
        })
    });
    ResultFile {
        format: RESULT_FORMAT,
        held: held.collect(),
        contest: head.contest,
        title: head.title,
        round: head.round,
        finalised_at: head.finalised_at,
        rules_version: head.rules_version,
        rules: head.rules,
        seed: head.seed,
        decisions: head.decisions,
        pools: head.pools,
        attempts,
        true_number: result.true_number,
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn grades<'a>(rules: &'a Rules, round: &str) -> &'a [PrizeGrade] {
    rules
        .round(round)
        .and_then(|round| round.grades.as_deref())
        .unwrap_or(&rules.prizes.grades)
}

/// Something in a result file that a recount does not confirm.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Code of the attempt concerned; `None` when it is about the file as a whole.
    pub attempt: Option<String>,
    /// What differs, in Vietnamese.
    pub message: String,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.attempt {
            Some(code) => write!(f, "Lượt thi {code}: {}", self.message),
            None => f.write_str(&self.message),
        }
    }
}

/// Computes a result again from the papers and answers, and lists every difference. An empty list confirms the result.
#[must_use]
pub fn recount(file: &ResultFile) -> Vec<Difference> {
    if file.format != RESULT_FORMAT {
        return vec![whole(format!(
            "Tệp có định dạng {}, phần mềm này chỉ kiểm được định dạng {RESULT_FORMAT}",
            file.format
        ))];
    }
    if file.rules.round(&file.round).is_none() {
        return vec![whole(format!(
            "Thể lệ trong tệp không có kỳ thi \"{}\"",
            file.round
        ))];
    }
    let mut found = Vec::new();
    let marked = mark_all(file, &mut found);
    repeated(file, &mut found);
    outside_window(file, &mut found);
    let truth = file
        .rules
        .prediction
        .as_ref()
        .map(|rule| count_true_number(file, rule.of, rule.scope, &marked));
    if truth != file.true_number {
        let text = |number: Option<Prediction>| {
            number.map_or_else(|| "không có".to_owned(), prediction_text)
        };
        let (written, counted) = (text(file.true_number), text(truth));
        found.push(whole(format!(
            "Số đúng của câu dự đoán: tệp ghi {written}, đếm lại được {counted}"
        )));
    }
    let mut places = order(file, &marked, truth);
    rank(file, &mut places);
    award(file, &mut places);
    compare(file, &places, &mut found);
    found
}

fn whole(message: String) -> Difference {
    Difference {
        attempt: None,
        message,
    }
}

fn about(line: &AttemptLine, message: String) -> Difference {
    Difference {
        attempt: Some(line.code.clone()),
        message,
    }
}

/// An attempt, marked again.
struct Marked<'a> {
    line: &'a AttemptLine,
    grade: Grade,
}

impl Marked<'_> {
    const fn counts(&self) -> bool {
        self.grade.valid && !self.line.voided
    }

    const fn perfect(&self) -> bool {
        self.grade.questions > 0 && self.grade.correct == self.grade.questions
    }

    fn duration(&self) -> i64 {
        self.line.finished_at.since(self.line.started_at)
    }
}

fn mark_all<'a>(file: &'a ResultFile, found: &mut Vec<Difference>) -> Vec<Marked<'a>> {
    let pools: HashMap<(&str, i32), &PoolLine> = file
        .pools
        .iter()
        .map(|pool| ((pool.round.as_str(), pool.version), pool))
        .collect();
    let mut marked = Vec::with_capacity(file.attempts.len());
    for line in &file.attempts {
        let pool = pools.get(&(line.round.as_str(), line.pool)).copied();
        match pool.and_then(|pool| mark(&file.rules, line, pool)) {
            Some(grade) => {
                if grade != line.grade {
                    found.push(about(line, grades_differ(&line.grade, &grade)));
                }
                marked.push(Marked { line, grade });
            }
            None => found.push(about(
                line,
                "đề hoặc câu trả lời không khớp với kho câu hỏi trong tệp".to_owned(),
            )),
        }
    }
    marked
}

/// Marks one attempt; `None` when its paper does not fit the pool.
fn mark(rules: &Rules, line: &AttemptLine, pool: &PoolLine) -> Option<Grade> {
    if line.paper.questions.len() != line.answers.len() {
        return None;
    }
    let scoring = paper_of(rules, &line.round)?.scoring;
    let (mut points, mut correct, mut answered) = (0i32, 0u16, 0u16);
    let mut asked = BTreeSet::new();
    for (question, chosen) in line.paper.questions.iter().zip(&line.answers) {
        let known = pool.questions.get(usize::from(question.pool_index))?;
        let mut order = question.order.clone();
        order.sort_unstable();
        let outside = known.options < 16 && chosen >> known.options != 0;
        if !asked.insert(question.pool_index)
            || order != (0..known.options).collect::<Vec<u8>>()
            || outside
        {
            return None;
        }
        points += match *chosen {
            0 => scoring.blank.0,
            chosen if chosen == known.right => scoring.right.0,
            _ => scoring.wrong.0,
        };
        answered += u16::from(*chosen != 0);
        correct += u16::from(*chosen != 0 && *chosen == known.right);
    }
    let questions = u16::try_from(line.answers.len()).ok()?;
    let complete =
        answered == questions && (rules.prediction.is_none() || line.prediction.is_some());
    Some(Grade {
        points: Points(points),
        correct,
        answered,
        questions,
        prediction: line.prediction,
        valid: complete || !rules.complete_only,
    })
}

fn paper_of<'a>(rules: &'a Rules, round: &str) -> Option<&'a PaperRule> {
    rules
        .round(round)
        .map(|round| round.paper.as_ref().unwrap_or(&rules.paper))
}

fn grades_differ(written: &Grade, counted: &Grade) -> String {
    let text = |grade: &Grade| {
        let valid = if grade.valid {
            "hợp lệ"
        } else {
            "không hợp lệ"
        };
        let (points, correct, questions) =
            (grade.points.to_text(','), grade.correct, grade.questions);
        format!(
            "{points} điểm, đúng {correct}/{questions} câu, trả lời {} câu, {valid}",
            grade.answered
        )
    };
    format!("tệp ghi {}; chấm lại được {}", text(written), text(counted))
}

fn repeated(file: &ResultFile, found: &mut Vec<Difference>) {
    let mut ids = BTreeSet::new();
    let mut ordinals = BTreeSet::new();
    for line in &file.attempts {
        if !ids.insert(line.id)
            || !ordinals.insert((line.round.as_str(), line.person.as_str(), line.ordinal))
        {
            found.push(about(
                line,
                "lượt thi này xuất hiện hai lần trong tệp".to_owned(),
            ));
        }
    }
}

/// Attempts that could not have started then.
fn outside_window(file: &ResultFile, found: &mut Vec<Difference>) {
    for line in &file.attempts {
        let inside = file
            .rules
            .round(&line.round)
            .is_some_and(|r| r.opens_at <= line.started_at && line.started_at < r.closes_at);
        if !inside || line.finished_at < line.started_at {
            found.push(about(
                line,
                "thời điểm bắt đầu hoặc kết thúc không hợp với thời gian của kỳ thi".to_owned(),
            ));
        }
    }
}

fn count_true_number(
    file: &ResultFile,
    of: PredictionOf,
    scope: Scope,
    marked: &[Marked<'_>],
) -> Prediction {
    let (mut attempts, mut perfect_attempts) = (0i64, 0i64);
    let (mut people, mut perfect_people) = (BTreeSet::new(), BTreeSet::new());
    for attempt in marked
        .iter()
        .filter(|m| m.counts() && (scope == Scope::Contest || m.line.round == file.round))
    {
        attempts += 1;
        people.insert(attempt.line.person.as_str());
        if attempt.perfect() {
            perfect_attempts += 1;
            perfect_people.insert(attempt.line.person.as_str());
        }
    }
    let number = |set: &BTreeSet<&str>| i64::try_from(set.len()).unwrap_or(i64::MAX);
    let (people, perfect_people) = (number(&people), number(&perfect_people));
    match of {
        PredictionOf::PeopleTakingPart => Prediction::whole(people),
        PredictionOf::PeopleAllCorrect => Prediction::whole(perfect_people),
        PredictionOf::AttemptsAllCorrect => Prediction::whole(perfect_attempts),
        PredictionOf::Attempts => Prediction::whole(attempts),
        PredictionOf::PerCentAllCorrect if people == 0 => Prediction(0),
        PredictionOf::PerCentAllCorrect => {
            let hundred_thousandths = 10_000_000 * perfect_people;
            let (whole, rest) = (hundred_thousandths / people, hundred_thousandths % people);
            Prediction(whole + i64::from(2 * rest >= people))
        }
    }
}

/// A predicted or true number as people write it.
fn prediction_text(number: Prediction) -> String {
    let (whole, rest) = (
        number.0 / Prediction::ONE,
        (number.0 % Prediction::ONE).abs(),
    );
    let decimals = format!("{rest:05}");
    match decimals.trim_end_matches('0') {
        "" => whole.to_string(),
        decimals => format!("{whole},{decimals}"),
    }
}

/// A person's place, counted again.
struct Place<'a> {
    line: &'a AttemptLine,
    finished: Finished,
    after: AfterClosing,
    rank: u32,
    prize: Option<usize>,
}

/// Everybody with a valid attempt in the round, the best first.
fn order<'a>(
    file: &ResultFile,
    marked: &[Marked<'a>],
    truth: Option<Prediction>,
) -> Vec<Place<'a>> {
    let mut people: BTreeMap<&str, Vec<&Marked<'a>>> = BTreeMap::new();
    for attempt in marked
        .iter()
        .filter(|m| m.counts() && m.line.round == file.round)
    {
        people
            .entry(attempt.line.person.as_str())
            .or_default()
            .push(attempt);
    }
    let decided: HashMap<Uuid, u32> = committee(file);
    let mut places: Vec<Place<'a>> = people
        .into_values()
        .filter_map(|attempts| {
            let best = attempts
                .iter()
                .min_by(|a, b| better_attempt(file.rules.attempts.counts, a, b))?;
            let perfect = attempts.iter().filter(|attempt| attempt.perfect()).count();
            Some(Place {
                line: best.line,
                finished: finished(best),
                after: AfterClosing {
                    distance: distance(file, best, truth),
                    perfect_attempts: u32::try_from(perfect).unwrap_or(u32::MAX),
                    lot: file
                        .seed
                        .as_deref()
                        .map_or(0, |seed| lot(seed, best.line.id)),
                    committee: decided.get(&best.line.id).copied(),
                },
                rank: 0,
                prize: None,
            })
        })
        .collect();
    places.sort_by(|a, b| better(&file.rules, a, b).then(a.line.id.cmp(&b.line.id)));
    places
}

fn committee(file: &ResultFile) -> HashMap<Uuid, u32> {
    let mut decisions: Vec<&CommitteeDecision> = file.decisions.iter().collect();
    decisions.sort_by_key(|decision| decision.at);
    let mut places = HashMap::new();
    for decision in decisions {
        places.extend(decision.order.iter().copied().zip(0u32..));
    }
    places
}

/// What the key is computed from. The person plays no part in it.
fn finished(attempt: &Marked<'_>) -> Finished {
    Finished {
        attempt: attempt.line.id,
        assessment: Uuid::nil(),
        person: Uuid::nil(),
        ordinal: attempt.line.ordinal,
        started_at: attempt.line.started_at,
        finished_at: attempt.line.finished_at,
        grade: attempt.grade,
    }
}

fn distance(
    file: &ResultFile,
    attempt: &Marked<'_>,
    truth: Option<Prediction>,
) -> Option<Distance> {
    let rule = file.rules.prediction.as_ref()?;
    let (predicted, truth) = (attempt.line.prediction?.0, truth?.0);
    let second = match rule.equal_distance {
        EqualDistance::Equal => 0,
        EqualDistance::LowerFirst => u8::from(predicted > truth),
        EqualDistance::HigherFirst => u8::from(predicted < truth),
    };
    Some(Distance {
        off: predicted.abs_diff(truth),
        second,
    })
}

/// Which of one person's attempts counts: the lesser one.
fn better_attempt(counts: Counts, a: &Marked<'_>, b: &Marked<'_>) -> Ordering {
    let points = || b.grade.points.cmp(&a.grade.points);
    let earliest = || a.line.finished_at.cmp(&b.line.finished_at);
    let order = match counts {
        Counts::Best => points()
            .then_with(|| a.duration().cmp(&b.duration()))
            .then_with(earliest),
        Counts::BestThenEarliest => points().then_with(earliest),
        Counts::MostCorrectThenEarliest => {
            b.grade.correct.cmp(&a.grade.correct).then_with(earliest)
        }
        Counts::First => Ordering::Equal,
        Counts::Last => b.line.ordinal.cmp(&a.line.ordinal),
    };
    order.then(a.line.ordinal.cmp(&b.line.ordinal))
}

/// Who stands before whom, step by step as the rules say it.
fn better(rules: &Rules, a: &Place<'_>, b: &Place<'_>) -> Ordering {
    let mut order = may_win(rules, b).cmp(&may_win(rules, a));
    for step in &rules.ranking.steps {
        order = order.then_with(|| by_step(*step, a, b));
    }
    order
}

fn by_step(step: RankStep, a: &Place<'_>, b: &Place<'_>) -> Ordering {
    let (one, two) = (&a.finished, &b.finished);
    let time = |ms: i64, precision: Precision| {
        if precision == Precision::Second {
            ms.div_euclid(1000)
        } else {
            ms
        }
    };
    match step {
        RankStep::Points => two.grade.points.cmp(&one.grade.points),
        RankStep::Correct => two.grade.correct.cmp(&one.grade.correct),
        RankStep::PerCent => {
            let (mine, theirs) = (u64::from(one.grade.correct), u64::from(two.grade.correct));
            (theirs * u64::from(one.grade.questions)).cmp(&(mine * u64::from(two.grade.questions)))
        }
        RankStep::Duration { precision } => {
            time(one.duration_ms(), precision).cmp(&time(two.duration_ms(), precision))
        }
        RankStep::Submission { precision } => {
            time(one.finished_at.0, precision).cmp(&time(two.finished_at.0, precision))
        }
        RankStep::Start { precision } => {
            time(one.started_at.0, precision).cmp(&time(two.started_at.0, precision))
        }
        RankStep::PredictionDistance => {
            let missing_last = |distance: Option<Distance>| (distance.is_none(), distance);
            missing_last(a.after.distance).cmp(&missing_last(b.after.distance))
        }
        RankStep::PerfectAttempts => b.after.perfect_attempts.cmp(&a.after.perfect_attempts),
        RankStep::Draw => a.after.lot.cmp(&b.after.lot),
        RankStep::Committee => {
            let undecided_last = |place: Option<u32>| (place.is_none(), place);
            undecided_last(a.after.committee).cmp(&undecided_last(b.after.committee))
        }
    }
}

fn may_win(rules: &Rules, place: &Place<'_>) -> bool {
    let grade = &place.finished.grade;
    match rules.ranking.gate {
        Gate::Everybody => true,
        Gate::AllCorrect => grade.questions > 0 && grade.correct == grade.questions,
        Gate::Points { least } => grade.points >= least,
    }
}

fn rank(file: &ResultFile, places: &mut [Place<'_>]) {
    let mut ranks: Vec<u32> = Vec::with_capacity(places.len());
    for (i, place) in places.iter().enumerate() {
        let shared = i
            .checked_sub(1)
            .filter(|before| better(&file.rules, &places[*before], place).is_eq());
        ranks.push(shared.map_or_else(
            || u32::try_from(i + 1).unwrap_or(u32::MAX),
            |before| ranks[before],
        ));
    }
    for (place, rank) in places.iter_mut().zip(ranks) {
        place.rank = rank;
    }
}

/// Prizes from the top: one group of equal people after the other, until there are no more prizes or nobody may win.
fn award(file: &ResultFile, places: &mut [Place<'_>]) {
    let prizes = &file.rules.prizes;
    // The grade of each prize in turn: 0, 1, 1, 2, 2, 2, …
    let mut ladder: Vec<usize> = Vec::new();
    for (grade, index) in grades(&file.rules, &file.round).iter().zip(0..) {
        ladder.extend((0..grade.count).map(|_| index));
    }
    if let Some(cap) = prizes.cap {
        ladder.truncate(places.len() * usize::from(cap) / 10_000);
    }
    let (mut given, mut next) = (0, 0);
    while next < places.len() && given < ladder.len() && may_win(&file.rules, &places[next]) {
        let end = (next..places.len())
            .find(|i| places[*i].rank != places[next].rank)
            .unwrap_or(places.len());
        if prizes.cap.is_some() && given + (end - next) > ladder.len() {
            break;
        }
        let grade = ladder[given];
        for place in &mut places[next..end] {
            let keeps_other = prizes.one_per_person
                && file.held.iter().any(|held| {
                    held.person == place.line.person
                        && held.round != file.round
                        && usize::from(held.grade) <= grade
                });
            if !keeps_other {
                place.prize = Some(grade);
            }
            given += usize::from(!keeps_other || prizes.freed == FreedPrize::StaysEmpty);
        }
        next = end;
    }
}

fn compare(file: &ResultFile, places: &[Place<'_>], found: &mut Vec<Difference>) {
    let grades = grades(&file.rules, &file.round);
    let counted: HashMap<Uuid, &Place<'_>> =
        places.iter().map(|place| (place.line.id, place)).collect();
    for line in &file.attempts {
        match (&line.place, counted.get(&line.id)) {
            (None, None) => {}
            (Some(_), None) => found.push(about(
                line,
                "tệp xếp hạng lượt này, nhưng theo thể lệ lượt này không được tính".to_owned(),
            )),
            (None, Some(place)) => {
                found.push(about(
                    line,
                    format!(
                        "theo thể lệ lượt này được tính và đứng hạng {}, nhưng tệp không xếp hạng",
                        place.rank
                    ),
                ));
            }
            (Some(written), Some(place)) => {
                compare_place(file, grades, line, written, place, found)
            }
        }
    }
    for group in places
        .chunk_by(|a, b| a.rank == b.rank)
        .filter(|group| group.len() > 1)
    {
        let prize = group.iter().any(|place| place.prize.is_some());
        let apart = !file.rules.ranking.shared_ranks
            && (prize || file.rules.ranking.told_apart == ToldApart::Everywhere);
        if apart {
            let codes: Vec<&str> = group.iter().map(|place| place.line.code.as_str()).collect();
            found.push(whole(format!(
                "Các lượt thi {} bằng nhau ở mọi tiêu chí mà thể lệ không cho đồng hạng: cần quyết định của ban tổ chức",
                codes.join(", ")
            )));
        }
    }
}

fn compare_place(
    file: &ResultFile,
    grades: &[PrizeGrade],
    line: &AttemptLine,
    written: &PlaceLine,
    place: &Place<'_>,
    found: &mut Vec<Difference>,
) {
    if written.rank != place.rank {
        found.push(about(
            line,
            format!(
                "tệp ghi hạng {}, tính lại được hạng {}",
                written.rank, place.rank
            ),
        ));
    }
    let prize = place
        .prize
        .and_then(|index| grades.get(index))
        .map(|grade| grade.name.as_str());
    if written.prize.as_deref() != prize {
        let text = |prize: Option<&str>| prize.unwrap_or("không có giải").to_owned();
        found.push(about(
            line,
            format!(
                "tệp ghi {}, tính lại được {}",
                text(written.prize.as_deref()),
                text(prize)
            ),
        ));
    }
    let key = hex(&final_key(
        &file.rules.ranking,
        &place.finished,
        &place.after,
    ));
    if written.key != key {
        found.push(about(
            line,
            format!(
                "khoá xếp hạng trong tệp là {}, tính lại được {key}",
                written.key
            ),
        ));
    }
}

#[cfg(test)]
mod tests {
    use super::super::finalise::{Case, finalise};
    use super::super::fixtures::{OPENING, ROUND, rules};
    use super::super::model::AttemptRecord;
    use super::*;
    use crate::assessment::model::PaperQuestion;
    use proptest::prelude::*;
    use rand::seq::SliceRandom;
    use rand::{RngExt, SeedableRng};
    use rand_chacha::ChaCha20Rng;

    const QUESTIONS: u16 = 12;
    const ASKED: u16 = 5;

    /// Rules under which everything there is takes part: gate, cap, prediction, draw, points taken off.
    fn demanding() -> Rules {
        rules(
            "[paper]
            minutes = 40
            draw = [{ count = 5 }]
            points_right = 2
            points_wrong = \"-0,5\"
            complete_only = true
            [attempts]
            max = 3
            counts = \"best\"
            [prediction]
            of = \"attempts_all_correct\"
            equal_distance = \"lower_first\"
            [ranking]
            winners = \"points\"
            least_points = 1
            steps = [\"points\", \"prediction_distance\", \"perfect_attempts\", { step = \"duration\", precision = \"second\" }, \"draw\"]
            [prizes]
            cap_percent = 40
            one_per_person = true
            freed = \"next_in_rank\"
            grades = [{ name = \"Nhất\", count = 1 }, { name = \"Nhì\", count = 3 }, { name = \"Ba\", count = 90 }]",
        )
    }

    fn pool() -> PoolLine {
        let question = |i: u16| QuestionLine {
            revision: Uuid::from_u128(u128::from(i)),
            options: 4,
            right: if i.is_multiple_of(3) {
                0b0101
            } else {
                1 << (i % 4)
            },
            digest: String::new(),
        };
        PoolLine {
            round: "ky-1".to_owned(),
            version: 1,
            questions: (0..QUESTIONS).map(question).collect(),
        }
    }

    /// An attempt with a paper of five questions, each answered rightly three times out of four; one in ten leaves something out.
    fn sit(random: &mut ChaCha20Rng, pool: &PoolLine, person: u128, ordinal: i32) -> RawAttempt {
        let mut numbers: Vec<u16> = (0..QUESTIONS).collect();
        numbers.shuffle(random);
        numbers.truncate(usize::from(ASKED));
        let (mut paper, mut answers, mut correct, mut points, mut answered) =
            (Paper::default(), Vec::new(), 0, 0, 0);
        for pool_index in numbers {
            let mut order = vec![0, 1, 2, 3];
            order.shuffle(random);
            paper.questions.push(PaperQuestion { pool_index, order });
            let right = pool.questions[usize::from(pool_index)].right;
            let (answer, is_right) = match random.random_range(0..100) {
                0..75 => (right, true),
                75..98 => (right ^ 0b1000, false),
                _ => (0, false),
            };
            let blank = answer == 0;
            answers.push(answer);
            answered += u16::from(!blank);
            correct += u16::from(is_right);
            points += if is_right {
                200
            } else if blank {
                0
            } else {
                -50
            };
        }
        let prediction = random
            .random_bool(0.95)
            .then(|| Prediction::whole(random.random_range(0..40)));
        let valid = answered == ASKED && prediction.is_some();
        let started_at = OPENING.plus(random.random_range(0..100_000));
        let finished = Finished {
            attempt: Uuid::from_u128((person << 8) | u128::from(ordinal.unsigned_abs())),
            assessment: ROUND,
            person: Uuid::from_u128(person),
            ordinal,
            started_at,
            finished_at: started_at.plus(random.random_range(0..4_000)),
            grade: Grade {
                points: Points(points),
                correct,
                answered,
                questions: ASKED,
                prediction,
                valid,
            },
        };
        let code = format!("{person}-{ordinal}");
        RawAttempt {
            finished,
            voided: random.random_bool(0.03),
            code,
            round: "ky-1".to_owned(),
            pool: 1,
            paper,
            answers,
        }
    }

    fn file_of(rules: Rules, seed: u64) -> ResultFile {
        let mut random = ChaCha20Rng::seed_from_u64(seed);
        let pool = pool();
        let mut attempts = Vec::new();
        for person in 1..=60 {
            for ordinal in 1..=random.random_range(1..=3) {
                attempts.push(sit(&mut random, &pool, person, ordinal));
            }
        }
        let held: Vec<HeldPrize> = (1..=6u16)
            .map(|n| HeldPrize {
                person: Uuid::from_u128(u128::from(n) * 7),
                round: "ky-0".to_owned(),
                grade: n % 3,
            })
            .collect();
        let records: Vec<AttemptRecord> = attempts
            .iter()
            .map(|raw| AttemptRecord {
                finished: raw.finished,
                voided: raw.voided,
            })
            .collect();
        let case = Case {
            rules: &rules,
            round: "ky-1",
            assessment: ROUND,
            attempts: &records,
            seed: Some("31415926"),
            decisions: &[],
            held: &held,
        };
        let result = finalise(&case).expect("the draw tells everybody apart");
        let head = Head {
            contest: "cuoc-thi".to_owned(),
            title: "Cuộc thi".to_owned(),
            round: "ky-1".to_owned(),
            finalised_at: OPENING,
            rules_version: 1,
            rules,
            seed: Some("31415926".to_owned()),
            decisions: Vec::new(),
            held,
            pools: vec![pool],
        };
        result_file(head, attempts, &result)
    }

    /// The line of the attempt on this rank.
    fn on_rank(file: &mut ResultFile, rank: u32) -> &mut AttemptLine {
        file.attempts
            .iter_mut()
            .find(|line| line.place.as_ref().is_some_and(|place| place.rank == rank))
            .expect("that many")
    }

    fn place(line: &mut AttemptLine) -> &mut PlaceLine {
        line.place.as_mut().expect("ranked")
    }

    #[test]
    fn a_true_result_is_confirmed_after_the_way_through_json() {
        for seed in 0..20 {
            let file = file_of(demanding(), seed);
            let json = serde_json::to_string(&file).expect("plain data");
            let read: ResultFile = serde_json::from_str(&json).expect("the same layout");
            assert_eq!(read, file);
            assert_eq!(recount(&read), []);
        }
    }

    #[test]
    fn prizes_ranks_and_held_prizes_all_occur_in_what_is_recounted() {
        let files: Vec<ResultFile> = (0..20).map(|seed| file_of(demanding(), seed)).collect();
        let any = |what: &dyn Fn(&AttemptLine) -> bool| {
            files.iter().any(|file| file.attempts.iter().any(what))
        };
        assert!(any(&|line| line.voided) && any(&|line| !line.grade.valid));
        assert!(any(&|line| line
            .place
            .as_ref()
            .is_some_and(|place| place.prize.as_deref() == Some("Ba"))));
        assert!(files.iter().all(
            |file| file.true_number.is_some_and(|number| number.0 > 0) && !file.held.is_empty()
        ));
        assert!(
            !serde_json::to_string(&files[0])
                .expect("plain data")
                .contains("full_name\":\""),
            "no name leaves the house"
        );
    }

    #[test]
    fn whatever_is_changed_afterwards_is_found() {
        type Change = fn(&mut ResultFile);
        let changes: [(&str, Change); 16] = [
            ("an answer", |f| on_rank(f, 1).answers[0] ^= 0b1000),
            ("points", |f| on_rank(f, 2).grade.points.0 += 50),
            ("a right answer", |f| {
                f.pools[0]
                    .questions
                    .iter_mut()
                    .for_each(|q| q.right ^= 0b1000)
            }),
            ("a rank", |f| place(on_rank(f, 3)).rank = 2),
            ("a prize", |f| {
                place(on_rank(f, 1)).prize = Some("Nhì".to_owned())
            }),
            ("a prize for nobody", |f| {
                place(on_rank(f, 40)).prize = Some("Ba".to_owned())
            }),
            ("a key", |f| {
                place(on_rank(f, 5)).key.replace_range(0..1, "f")
            }),
            ("the true number", |f| {
                f.true_number = f.true_number.map(|n| Prediction(n.0 + 1))
            }),
            ("a prediction", |f| {
                on_rank(f, 4).prediction = Some(Prediction::whole(39))
            }),
            ("the seed", |f| f.seed = Some("27182818".to_owned())),
            ("a time", |f| on_rank(f, 6).finished_at.0 += 60_000),
            ("the rules", |f| f.rules.paper.scoring.right = Points(100)),
            ("an attempt twice", |f| {
                f.attempts.push(f.attempts[0].clone())
            }),
            ("an attempt taken out silently", |f| {
                on_rank(f, 1).voided = true
            }),
            ("a place taken away", |f| on_rank(f, 1).place = None),
            ("a start before the opening", |f| {
                on_rank(f, 1).started_at = OPENING.plus(-1)
            }),
        ];
        for (what, change) in changes {
            let mut file = file_of(demanding(), 3);
            change(&mut file);
            assert!(
                !recount(&file).is_empty(),
                "{what} was changed and nobody noticed"
            );
        }
    }

    #[test]
    fn a3_part_of_several_right_options_earns_nothing() {
        let file = file_of(demanding(), 1);
        let asked = |line: &&AttemptLine| {
            line.paper.questions[0].pool_index == 3 && line.grade.correct == ASKED
        };
        let mut line = file
            .attempts
            .iter()
            .find(asked)
            .expect("somebody was asked question 3 and knew everything")
            .clone();
        assert_eq!(line.answers[0], 0b0101);
        line.answers[0] = 0b0001;
        let grade = mark(&file.rules, &line, &file.pools[0]).expect("it fits");
        assert_eq!(
            (grade.correct, grade.points),
            (ASKED - 1, Points(4 * 200 - 50))
        );
    }

    #[test]
    fn a_difference_names_the_receipt_and_both_values() {
        let mut file = file_of(demanding(), 1);
        let line = on_rank(&mut file, 3);
        let code = line.code.clone();
        place(line).rank = 77;
        let found: Vec<String> = recount(&file).iter().map(ToString::to_string).collect();
        assert_eq!(
            found,
            [format!(
                "Lượt thi {code}: tệp ghi hạng 77, tính lại được hạng 3"
            )]
        );
    }

    #[test]
    fn a_file_of_another_layout_or_without_its_round_is_not_guessed_at() {
        let mut file = file_of(demanding(), 1);
        file.format = 9;
        assert_eq!(recount(&file).len(), 1);
        let mut file = file_of(demanding(), 1);
        file.round = "ky-9".to_owned();
        assert_eq!(recount(&file).len(), 1);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn the_recount_agrees_under_every_way_of_counting_and_ranking(seed in any::<u64>(), way in 0usize..5, of in 0usize..5, gate in 0usize..3, shared in any::<bool>()) {
            let mut rules = demanding();
            rules.attempts.counts = [Counts::Best, Counts::BestThenEarliest, Counts::First, Counts::Last, Counts::MostCorrectThenEarliest][way];
            rules.ranking.gate = [Gate::Everybody, Gate::AllCorrect, Gate::Points { least: Points(500) }][gate];
            rules.complete_only = true;
            if let Some(prediction) = &mut rules.prediction {
                prediction.of = [
                    PredictionOf::PeopleTakingPart,
                    PredictionOf::PeopleAllCorrect,
                    PredictionOf::AttemptsAllCorrect,
                    PredictionOf::Attempts,
                    PredictionOf::PerCentAllCorrect,
                ][of];
            }
            if shared {
                rules.ranking.shared_ranks = true;
                rules.ranking.steps = vec![RankStep::PerCent, RankStep::Start { precision: Precision::Second }];
            }
            prop_assert_eq!(recount(&file_of(rules, seed)), []);
        }
    }
}
