//! `contest.toml`: a contest as a file. What it may contain is described in `courses/README.md`.

use std::collections::BTreeMap;

use super::model::{
    AgeRange, Attempts, Board, BoardShown, Certificates, Consent, Contact, DatePart, Division,
    EqualDistance, FieldKind, FormField, FreedPrize, Gate, Limit, NamesShown, OrganisationMeasure,
    OrganisationPrize, Paper, PaperPart, PaperSource, Per, Practice, Precision, PredictionFrom,
    PredictionOf, PredictionRule, PrizeGrade, PrizeScope, Prizes, Promotion, Purpose, RULES_FORMAT,
    RankStep, Ranking, Round, Rules, Scope, Sitting, Stage, ToldApart, Who, WrittenKind,
    WrittenPart,
};

use crate::assessment::model::{BlueprintPart, Closing, Counts, Review, Scoring};
use crate::course::model::{CertificateTerms, Shown};
use crate::kernel::clock::{MINUTE, Moment};
use crate::kernel::points::Points;
use crate::question_bank::model::{Difficulty, Finding};
use crate::question_bank::reading::{Item, Source, Table};

/// A contest as read from its package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContestPackage {
    /// File it was read from, for findings.
    pub file: String,
    /// Title.
    pub title: String,
    /// One or two sentences for lists and shared links.
    pub summary: String,
    /// Who runs it.
    pub issued_by: Option<String>,
    /// Code of the organisation the contest belongs to: whoever organises there, or above, runs it.
    pub organisation: Option<String>,
    /// Slug of the question bank.
    pub bank: String,
    /// Whether it is a demonstration.
    pub demo: bool,
    /// Why the rules differ from those published before; asked for when they change after launch.
    pub change_reason: Option<String>,
    /// Whether a window is relative to the time of reading, so that a later reading must not move it.
    pub relative_windows: bool,
    /// The rules.
    pub rules: Rules,
    /// Line of every value by its path, for findings.
    pub places: BTreeMap<String, usize>,
}

impl ContestPackage {
    /// Line of the value at `path`, or of the nearest thing around it; 0 when nothing around it is in the file.
    #[must_use]
    pub fn line(&self, path: &str) -> usize {
        let mut path = path;
        loop {
            if let Some(line) = self.places.get(path) {
                return *line;
            }
            match path.rfind(['.', '[']) {
                Some(end) => path = &path[..end],
                None => return 0,
            }
        }
    }
}

/// Reads `contest.toml`. Windows given relative to `now` are resolved. A package comes back only when nothing is wrong
/// with the file itself; whether its rules make sense is the business of [`super::check::check_contest`].
#[must_use]
pub fn read_contest(file: &str, text: &str, now: Moment) -> (Option<ContestPackage>, Vec<Finding>) {
    let source = Source::new(file, text);
    let parsed = source.parse(text);
    let package = parsed.as_ref().and_then(|table| {
        let package = read_package(&source.root(table), file, now);
        (!source.has_errors()).then_some(package)
    });
    let (findings, places) = source.into_parts();
    (
        package.map(|package| ContestPackage { places, ..package }),
        findings,
    )
}

fn read_package(root: &Table<'_, '_>, file: &str, now: Moment) -> ContestPackage {
    let (rounds, relative_windows) = read_rounds(root, now);
    let package = ContestPackage {
        file: file.to_owned(),
        title: root.needed_text("title"),
        summary: root.needed_text("summary"),
        issued_by: root.text("issued_by"),
        organisation: root.text("organisation"),
        bank: root.needed_text("bank"),
        demo: root.flag("demo").unwrap_or(false),
        change_reason: root.text("change_reason"),
        relative_windows,
        rules: read_rules(root, rounds, now),
        places: BTreeMap::new(),
    };
    root.done();
    package
}

fn read_rules(root: &Table<'_, '_>, rounds: Vec<Round>, now: Moment) -> Rules {
    let entry = read_entry(root);
    let paper = root.table("paper");
    if paper.is_none() && !root.has("paper") {
        root.missing("paper");
    }
    let (closing, complaint_days) = read_closing(root);
    let rules = Rules {
        format: RULES_FORMAT,
        who: root
            .table("who")
            .map(|table| read_who(&table))
            .unwrap_or_default(),
        form: entry.form,
        same_person: entry.same_person,
        divisions: entry.divisions,
        quick_entry: entry.quick,
        consents: entry.consents,
        contact: root.table("contact").map(|table| read_contact(&table)),
        certificates: root
            .table("certificate")
            .map(|table| read_certificates(&table)),
        rounds,
        rounds_may_overlap: root.flag("rounds_may_overlap").unwrap_or(false),
        stages: root.tables("stages").iter().map(read_stage).collect(),
        practice: root
            .table("practice")
            .and_then(|table| read_practice(&table, now)),
        length_ms: paper
            .as_ref()
            .map_or(0, |table| read_minutes(table, true).unwrap_or(0)),
        complete_only: paper
            .as_ref()
            .and_then(|table| table.flag("complete_only"))
            .unwrap_or(false),
        attempts: read_attempts(root),
        prediction: root
            .table("prediction")
            .and_then(|table| read_prediction(&table)),
        ranking: read_ranking(root),
        prizes: read_prizes(root),
        organisation_prizes: root
            .tables("organisation_prizes")
            .iter()
            .filter_map(read_organisation_prize)
            .collect(),
        referral_prizes: root
            .tables("referral_prizes")
            .iter()
            .filter_map(read_grade)
            .collect(),
        closing,
        complaint_days,
        board: read_board(root),
        review: read_review(root),
        paper: paper.as_ref().map_or_else(no_paper, read_paper),
    };
    if let Some(table) = paper {
        table.done();
    }
    rules
}

fn read_who(table: &Table<'_, '_>) -> Who {
    let age = table.table("age").and_then(|age| {
        let bound = |key| age.small(key, 0, 120).and_then(|n| u8::try_from(n).ok());
        let range = (bound("from"), bound("to"), age.date("on"));
        if !age.has("on") {
            age.missing("on");
        }
        age.done();
        range.2.map(|on| AgeRange {
            from: range.0,
            to: range.1,
            on,
        })
    });
    let who = Who {
        description: table.text("description"),
        age,
        territory: table.text("territory"),
        sector: table.text("sector"),
        roster: table.flag("roster").unwrap_or(false),
        pupils_only: table.flag("pupils_only").unwrap_or(false),
        excluded: table.text("excluded"),
        access_code: table.text("access_code"),
        by_link_only: table.flag("by_link_only").unwrap_or(false),
    };
    table.done();
    who
}

/// What `[entry]` says.
#[derive(Default)]
struct Entry {
    form: Vec<FormField>,
    same_person: Vec<String>,
    divisions: Vec<Division>,
    quick: bool,
    consents: Vec<Consent>,
}

fn read_entry(root: &Table<'_, '_>) -> Entry {
    let Some(table) = root.table("entry") else {
        if !root.has("entry") {
            root.missing("entry");
        }
        return Entry::default();
    };
    let entry = Entry {
        form: table
            .tables("fields")
            .iter()
            .filter_map(read_field)
            .collect(),
        same_person: table.texts("same_person").unwrap_or_default(),
        divisions: table
            .tables("divisions")
            .iter()
            .map(read_division)
            .collect(),
        quick: table.flag("quick").unwrap_or(false),
        consents: table
            .tables("consents")
            .iter()
            .filter_map(read_consent)
            .collect(),
    };
    table.done();
    entry
}

fn read_consent(table: &Table<'_, '_>) -> Option<Consent> {
    let purposes = Purpose::ALL.map(|purpose| (purpose.name(), purpose));
    let purpose = table.choice("purpose", &purposes);
    if !table.has("purpose") {
        table.missing("purpose");
    }
    let consent = (
        read_key(table),
        table.small("version", 1, 9_999).unwrap_or(1),
        table.text("text"),
        table.flag("required").unwrap_or(false),
    );
    table.done();
    let (key, version, text, required) = consent;
    Some(Consent {
        key,
        version,
        text,
        required,
        purpose: purpose?,
    })
}

fn read_certificates(table: &Table<'_, '_>) -> Certificates {
    let certificates = Certificates {
        prize: table.table("prize").map(|t| read_certificate(&t)),
        participation: table.table("participation").map(|t| read_certificate(&t)),
    };
    if certificates == Certificates::default() {
        table.missing("prize");
    }
    table.done();
    certificates
}

fn read_certificate(table: &Table<'_, '_>) -> CertificateTerms {
    let known = [
        ("birth_date", Shown::BirthDate),
        ("organisation", Shown::Organisation),
    ];
    let mut shows = Vec::new();
    for word in table.texts("shows").unwrap_or_default() {
        match known.iter().find(|(name, _)| *name == word) {
            Some((_, shown)) => shows.push(*shown),
            None => table.error(
                "shows",
                format!("không in được \"{word}\"; chỉ có: birth_date, organisation"),
            ),
        }
    }
    let terms = CertificateTerms {
        number: table.needed_text("number"),
        title: table.needed_text("title"),
        text: table.needed_text("text"),
        place: table.text("place"),
        signer: table.text("signer"),
        shows,
    };
    table.done();
    terms
}

fn read_contact(table: &Table<'_, '_>) -> Contact {
    let contact = Contact {
        name: table.needed_text("name"),
        phone: table.text("phone"),
        email: table.text("email"),
        address: table.text("address"),
        hours: table.text("hours"),
    };
    table.done();
    contact
}

fn read_division(table: &Table<'_, '_>) -> Division {
    let division = Division {
        key: read_key(table),
        title: table.needed_text("title"),
    };
    table.done();
    division
}

/// Stable keys are lower-case words with hyphens, fit for addresses.
fn read_key(table: &Table<'_, '_>) -> String {
    let key = table.needed_text("key");
    let fits = key
        .bytes()
        .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'_');
    if !fits || key.len() > 40 {
        table.error("key", "chỉ gồm chữ thường không dấu, chữ số và dấu gạch nối, nhiều nhất 40 ký tự, ví dụ \"ky-1\"");
    }
    key
}

fn read_field(table: &Table<'_, '_>) -> Option<FormField> {
    let kind = match table.needed_text("field").as_str() {
        "full_name" => Some(FieldKind::FullName {
            require_diacritics: table.flag("require_diacritics").unwrap_or(false),
        }),
        "birth_date" => {
            let parts = [
                ("year", DatePart::Year),
                ("month", DatePart::Month),
                ("day", DatePart::Day),
            ];
            Some(FieldKind::BirthDate {
                at_least: table.choice("at_least", &parts).unwrap_or(DatePart::Day),
            })
        }
        "sex" => Some(FieldKind::Sex),
        "phone" => Some(FieldKind::Phone),
        "email" => Some(FieldKind::Email),
        "id_number" => Some(FieldKind::IdNumber),
        "organisation" => Some(FieldKind::Organisation {
            within: table.text("within"),
            listed_only: table.flag("listed_only").unwrap_or(false),
        }),
        "address" => Some(FieldKind::Address),
        "occupation" => Some(FieldKind::Occupation),
        "division" => Some(FieldKind::Division),
        "choice" => Some(FieldKind::Choice {
            options: table.texts("options").unwrap_or_default(),
        }),
        "text" => Some(FieldKind::Text {
            max_chars: table.small("max_chars", 1, 200).unwrap_or(200),
        }),
        "" => None,
        other => {
            table.error(
                "field",
                format!(
                    "không có loại thông tin \"{other}\"; hãy ghi một trong: full_name, birth_date, sex, phone, email, id_number, \
                     organisation, address, occupation, division, choice, text"
                ),
            );
            None
        }
    }?;
    let custom = matches!(kind, FieldKind::Choice { .. } | FieldKind::Text { .. });
    let name = if custom {
        table.needed_text("name")
    } else {
        kind.name().to_owned()
    };
    let label = if custom {
        Some(table.needed_text("label"))
    } else {
        table.text("label")
    };
    let field = FormField {
        name,
        kind,
        label,
        required: table.flag("required").unwrap_or(false),
        required_in: table.texts("required_in").unwrap_or_default(),
        on_board: table.flag("on_board").unwrap_or(false),
    };
    table.done();
    Some(field)
}

fn read_rounds(root: &Table<'_, '_>, now: Moment) -> (Vec<Round>, bool) {
    let tables = root.tables("rounds");
    if tables.is_empty() && !root.has("rounds") {
        root.missing("rounds");
    }
    let mut relative = false;
    let rounds = tables.iter().filter_map(|table| {
        let (opens, closes) = (
            needed_moment(table, "opens", now),
            needed_moment(table, "closes", now),
        );
        let paper = table.table("paper");
        let round = Round {
            key: read_key(table),
            title: table.needed_text("title"),
            opens_at: opens?.0,
            closes_at: closes?.0,
            sittings: table
                .tables("sittings")
                .iter()
                .filter_map(read_sitting)
                .collect(),
            stage: table.text("stage"),
            length_ms: paper.as_ref().and_then(|table| read_minutes(table, false)),
            paper: paper.as_ref().map(read_paper),
            grades: table.has("prizes").then(|| {
                table
                    .tables("prizes")
                    .iter()
                    .filter_map(read_grade)
                    .collect()
            }),
        };
        relative |= opens?.1 || closes?.1;
        if let Some(paper) = paper {
            paper.done();
        }
        table.done();
        Some(round)
    });
    (rounds.collect(), relative)
}

fn needed_moment(table: &Table<'_, '_>, key: &'static str, now: Moment) -> Option<(Moment, bool)> {
    if !table.has(key) {
        table.missing(key);
    }
    table.moment(key, now)
}

fn read_sitting(table: &Table<'_, '_>) -> Option<Sitting> {
    const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let days = table.texts("days").unwrap_or_default();
    let number = |day: &String| {
        DAYS.iter()
            .zip(1u8..)
            .find(|(name, _)| *name == day)
            .map(|(_, number)| number)
    };
    let numbers: Option<Vec<u8>> = days.iter().map(number).collect();
    if numbers.as_ref().is_none_or(Vec::is_empty) {
        table.error(
            "days",
            "phải là danh sách thứ trong tuần: mon, tue, wed, thu, fri, sat, sun",
        );
    }
    let hours = (
        read_time_of_day(table, "from"),
        read_time_of_day(table, "to"),
    );
    table.done();
    Some(Sitting {
        days: numbers?,
        from_minute: hours.0?,
        to_minute: hours.1?,
    })
}

fn read_time_of_day(table: &Table<'_, '_>, key: &'static str) -> Option<u16> {
    let text = table.needed_text(key);
    let minutes = text.split_once(':').and_then(|(hour, minute)| {
        let (hour, minute) = (hour.parse::<u16>().ok()?, minute.parse::<u16>().ok()?);
        Some(hour.checked_mul(60)? + minute).filter(|total| minute < 60 && *total <= 1440)
    });
    if minutes.is_none() {
        table.error(key, "phải là giờ và phút như \"07:00\" hoặc \"24:00\"");
    }
    minutes
}

fn read_stage(table: &Table<'_, '_>) -> Stage {
    let count = table.whole("count", 1, 1_000_000).unwrap_or(1);
    let share = table
        .whole("share_percent", 1, 100)
        .and_then(|n| u16::try_from(n * 100).ok())
        .unwrap_or(10_000);
    let ways = [
        ("last", Promotion::Last),
        ("top", Promotion::Top { count }),
        ("top_or_share", Promotion::TopOrShare { count, share }),
        ("per_organisation", Promotion::PerOrganisation { count }),
        ("per_division", Promotion::PerDivision { count }),
    ];
    let stage = Stage {
        key: read_key(table),
        title: table.needed_text("title"),
        promotion: table.choice("promotion", &ways).unwrap_or(Promotion::Last),
    };
    table.done();
    stage
}

fn read_practice(table: &Table<'_, '_>, now: Moment) -> Option<Practice> {
    let (opens, closes) = (
        needed_moment(table, "opens", now),
        needed_moment(table, "closes", now),
    );
    let practice = Practice {
        opens_at: opens?.0,
        closes_at: closes?.0,
        max_attempts: table.whole("max_attempts", 1, 1000),
        answers_shown: table.flag("answers_shown").unwrap_or(true),
    };
    table.done();
    Some(practice)
}

fn no_paper() -> Paper {
    Paper {
        source: PaperSource::Blueprint(Vec::new()),
        written: Vec::new(),
        scoring: Scoring::default(),
        shuffle_questions: true,
        shuffle_options: true,
        question_seconds: None,
    }
}

fn read_minutes(table: &Table<'_, '_>, needed: bool) -> Option<i64> {
    if needed && !table.has("minutes") {
        table.missing("minutes");
    }
    table
        .whole("minutes", 1, 600)
        .map(|minutes| i64::from(minutes) * MINUTE)
}

/// The caller ends the table, since the length of an attempt stands in it too.
fn read_paper(table: &Table<'_, '_>) -> Paper {
    // Asked for here too, so that a round's own paper names them among the keys it knows.
    let (_, _) = (table.has("minutes"), table.has("complete_only"));
    let parts = table.tables("parts");
    let fixed = table.tables("fixed");
    let draw = read_blueprint(table);
    let source = if !parts.is_empty() {
        PaperSource::Parts(parts.iter().map(read_part).collect())
    } else if !fixed.is_empty() {
        let keys = |paper: &Table<'_, '_>| {
            let keys = paper.texts("questions").unwrap_or_default();
            paper.done();
            keys
        };
        PaperSource::Fixed(fixed.iter().map(keys).collect())
    } else {
        if draw.is_empty() && !table.has("draw") {
            table.missing("draw");
        }
        PaperSource::Blueprint(draw)
    };
    Paper {
        source,
        written: table
            .tables("written")
            .iter()
            .filter_map(read_written)
            .collect(),
        scoring: Scoring {
            right: table.points("points_right").unwrap_or(Points::whole(1)),
            wrong: table.points("points_wrong").unwrap_or_default(),
            blank: table.points("points_blank").unwrap_or_default(),
        },
        shuffle_questions: table.flag("shuffle_questions").unwrap_or(true),
        shuffle_options: table.flag("shuffle_options").unwrap_or(true),
        question_seconds: table.small("question_seconds", 5, 3600),
    }
}

fn read_part(table: &Table<'_, '_>) -> PaperPart {
    let part = PaperPart {
        title: table.needed_text("title"),
        blueprint: read_blueprint(table),
    };
    table.done();
    part
}

fn read_blueprint(table: &Table<'_, '_>) -> Vec<BlueprintPart> {
    let levels: Vec<(&str, Difficulty)> = Difficulty::ALL
        .iter()
        .map(|level| (level.vietnamese(), *level))
        .chain([
            ("recall", Difficulty::Recall),
            ("understand", Difficulty::Understand),
            ("apply", Difficulty::Apply),
        ])
        .collect();
    let read = |part: &Table<'_, '_>| {
        if !part.has("count") {
            part.missing("count");
        }
        let read = BlueprintPart {
            topic: part.text("topic"),
            difficulty: part.choice("difficulty", &levels),
            count: part.small("count", 1, 500).unwrap_or(0),
        };
        part.done();
        read
    };
    table.tables("draw").iter().map(read).collect()
}

fn read_written(table: &Table<'_, '_>) -> Option<WrittenPart> {
    let max_words = table.whole("max_words", 1, 100_000).unwrap_or(500);
    let max_megabytes = table.whole("max_megabytes", 1, 100).unwrap_or(5);
    let kinds = [
        ("short_text", WrittenKind::ShortText),
        ("numeric", WrittenKind::Numeric),
        ("matching", WrittenKind::Matching),
        ("ordering", WrittenKind::Ordering),
        ("essay", WrittenKind::Essay { max_words }),
        (
            "file",
            WrittenKind::File {
                max_bytes: max_megabytes * 1_048_576,
            },
        ),
    ];
    let kind = table.choice("kind", &kinds);
    if !table.has("kind") {
        table.missing("kind");
    }
    let part = (
        table.small("count", 1, 100).unwrap_or(1),
        table.points("points").unwrap_or(Points::whole(1)),
    );
    table.done();
    Some(WrittenPart {
        kind: kind?,
        count: part.0,
        points: part.1,
    })
}

fn read_attempts(root: &Table<'_, '_>) -> Attempts {
    let counts = [
        ("best", Counts::Best),
        ("best_then_earliest", Counts::BestThenEarliest),
        ("first", Counts::First),
        ("last", Counts::Last),
        (
            "most_correct_then_earliest",
            Counts::MostCorrectThenEarliest,
        ),
    ];
    let Some(table) = root.table("attempts") else {
        return Attempts {
            limits: vec![Limit {
                max: 1,
                per: Per::Round,
            }],
            counts: Counts::First,
        };
    };
    let unlimited = table.flag("unlimited").unwrap_or(false);
    let more = table.tables("also");
    let limits: Vec<Limit> = std::iter::once(&table)
        .chain(&more)
        .filter_map(read_limit)
        .collect();
    if unlimited && !limits.is_empty() {
        table.error("unlimited", "đã ghi không giới hạn thì không ghi `max`");
    }
    if !unlimited && limits.is_empty() && !table.has("max") {
        table.error(
            "max",
            "hãy ghi số lượt thi (`max = 3`) hoặc `unlimited = true` nếu không giới hạn",
        );
    }
    let attempts = Attempts {
        limits,
        counts: table.choice("counts", &counts).unwrap_or(Counts::Best),
    };
    if !table.has("counts") && attempts.limits.first().is_none_or(|limit| limit.max > 1) {
        table.missing("counts");
    }
    for limit in &more {
        limit.done();
    }
    table.done();
    attempts
}

fn read_limit(table: &Table<'_, '_>) -> Option<Limit> {
    let periods = [
        ("round", Per::Round),
        ("day", Per::Day),
        ("week", Per::Week),
        ("sitting", Per::Sitting),
        ("contest", Per::Contest),
    ];
    let per = table.choice("per", &periods).unwrap_or(Per::Round);
    Some(Limit {
        max: table.whole("max", 1, 100_000)?,
        per,
    })
}

fn read_prediction(table: &Table<'_, '_>) -> Option<PredictionRule> {
    let kinds = [
        ("people_taking_part", PredictionOf::PeopleTakingPart),
        ("people_all_correct", PredictionOf::PeopleAllCorrect),
        ("attempts_all_correct", PredictionOf::AttemptsAllCorrect),
        ("attempts", PredictionOf::Attempts),
        ("per_cent_all_correct", PredictionOf::PerCentAllCorrect),
    ];
    let from = [
        ("counted_attempt", PredictionFrom::CountedAttempt),
        ("first_attempt", PredictionFrom::FirstAttempt),
        ("last_attempt", PredictionFrom::LastAttempt),
    ];
    let equal = [
        ("equal", EqualDistance::Equal),
        ("lower_first", EqualDistance::LowerFirst),
        ("higher_first", EqualDistance::HigherFirst),
    ];
    if !table.has("of") {
        table.missing("of");
    }
    let of = table.choice("of", &kinds);
    let scope = table
        .choice(
            "scope",
            &[("round", Scope::Round), ("contest", Scope::Contest)],
        )
        .unwrap_or(Scope::Round);
    let rule = |of| PredictionRule {
        of,
        scope,
        optional: table.flag("optional").unwrap_or(false),
        taken_from: table
            .choice("taken_from", &from)
            .unwrap_or(PredictionFrom::CountedAttempt),
        equal_distance: table
            .choice("equal_distance", &equal)
            .unwrap_or(EqualDistance::Equal),
        question: table.text("question"),
    };
    // Read even when `of` is missing, so that one reading finds every mistake.
    let rule = rule(of.unwrap_or(PredictionOf::PeopleTakingPart));
    table.done();
    of.map(|_| rule)
}

fn read_ranking(root: &Table<'_, '_>) -> Ranking {
    let Some(table) = root.table("ranking") else {
        if !root.has("ranking") {
            root.missing("ranking");
        }
        return Ranking {
            steps: Vec::new(),
            gate: Gate::Everybody,
            shared_ranks: false,
            told_apart: ToldApart::AtPrizes,
        };
    };
    if !table.has("steps") {
        table.missing("steps");
    }
    let steps = table.items("steps").unwrap_or_default();
    let least = table.points("least_points");
    let gates = [
        ("everybody", Gate::Everybody),
        ("all_correct", Gate::AllCorrect),
        (
            "points",
            Gate::Points {
                least: least.unwrap_or_default(),
            },
        ),
    ];
    let gate = table.choice("winners", &gates).unwrap_or(Gate::Everybody);
    if matches!(gate, Gate::Points { .. }) != least.is_some() {
        table.error(
            "winners",
            "`winners = \"points\"` đi cùng `least_points` (mức điểm tối thiểu)",
        );
    }
    let told_apart = [
        ("at_prizes", ToldApart::AtPrizes),
        ("everywhere", ToldApart::Everywhere),
    ];
    let ranking = Ranking {
        steps: steps
            .iter()
            .filter_map(|item| read_step(&table, item))
            .collect(),
        gate,
        shared_ranks: table.flag("shared_ranks").unwrap_or(false),
        told_apart: table.choice("told_apart", &told_apart).unwrap_or_default(),
    };
    table.done();
    ranking
}

fn read_step(list: &Table<'_, '_>, item: &Item<'_, '_>) -> Option<RankStep> {
    let (name, precision) = match item {
        Item::Text(name) => (name.clone(), Precision::default()),
        Item::Table(table) => {
            let precisions = [
                ("millisecond", Precision::Millisecond),
                ("second", Precision::Second),
            ];
            let read = (
                table.needed_text("step"),
                table.choice("precision", &precisions).unwrap_or_default(),
            );
            table.done();
            read
        }
    };
    let step = match name.as_str() {
        "points" => RankStep::Points,
        "correct" => RankStep::Correct,
        "per_cent" => RankStep::PerCent,
        "duration" => RankStep::Duration { precision },
        "submission" => RankStep::Submission { precision },
        "start" => RankStep::Start { precision },
        "prediction_distance" => RankStep::PredictionDistance,
        "perfect_attempts" => RankStep::PerfectAttempts,
        "draw" => RankStep::Draw,
        "committee" => RankStep::Committee,
        other => {
            list.error(
                "steps",
                format!(
                    "không có tiêu chí \"{other}\"; hãy ghi một trong: points, correct, per_cent, duration, submission, start, \
                     prediction_distance, perfect_attempts, draw, committee"
                ),
            );
            return None;
        }
    };
    Some(step)
}

fn read_prizes(root: &Table<'_, '_>) -> Prizes {
    let none = Prizes {
        grades: Vec::new(),
        scope: PrizeScope::Round,
        cap: None,
        one_per_person: false,
        freed: FreedPrize::StaysEmpty,
        instant_gift: None,
    };
    let Some(table) = root.table("prizes") else {
        return none;
    };
    let scopes = [
        ("round", PrizeScope::Round),
        ("division", PrizeScope::Division),
        ("contest", PrizeScope::Contest),
    ];
    let freed = [
        ("stays_empty", FreedPrize::StaysEmpty),
        ("next_in_rank", FreedPrize::NextInRank),
    ];
    let prizes = Prizes {
        grades: table
            .tables("grades")
            .iter()
            .filter_map(read_grade)
            .collect(),
        scope: table.choice("scope", &scopes).unwrap_or(none.scope),
        cap: table
            .small("cap_percent", 1, 100)
            .map(|per_cent| per_cent * 100),
        one_per_person: table.flag("one_per_person").unwrap_or(false),
        freed: table.choice("freed", &freed).unwrap_or_default(),
        instant_gift: table.points("instant_gift_points"),
    };
    table.done();
    prizes
}

fn read_grade(table: &Table<'_, '_>) -> Option<PrizeGrade> {
    let name = table.needed_text("name");
    if !table.has("count") {
        table.missing("count");
    }
    let count = table.whole("count", 1, 100_000);
    table.done();
    Some(PrizeGrade {
        name,
        count: count?,
    })
}

fn read_organisation_prize(table: &Table<'_, '_>) -> Option<OrganisationPrize> {
    let per_cent = |key| table.small(key, 0, 100).map_or(0, |n| n * 100);
    let measures = [
        ("most_entrants", OrganisationMeasure::MostEntrants),
        ("participation_rate", OrganisationMeasure::ParticipationRate),
        (
            "threshold_then_mean",
            OrganisationMeasure::ThresholdThenMean {
                threshold: per_cent("threshold_percent"),
                rounded: table.flag("rounded").unwrap_or(false),
            },
        ),
        (
            "weighted",
            OrganisationMeasure::Weighted {
                mean: per_cent("mean_percent"),
                participation: per_cent("participation_percent"),
                pass: per_cent("pass_percent"),
                pass_mark: per_cent("pass_mark_percent"),
            },
        ),
        ("most_winners", OrganisationMeasure::MostWinners),
    ];
    if !table.has("by") {
        table.missing("by");
    }
    let by = table.choice("by", &measures);
    let grades = table
        .tables("grades")
        .iter()
        .filter_map(read_grade)
        .collect();
    table.done();
    Some(OrganisationPrize { by: by?, grades })
}

fn read_closing(root: &Table<'_, '_>) -> (Closing, u16) {
    let Some(table) = root.table("closing") else {
        return (Closing::CutOff, 0);
    };
    let own_time = table
        .choice("policy", &[("cut_off", false), ("own_time", true)])
        .unwrap_or(false);
    let overrun = table.span("max_overrun");
    // A value that could not be read has been complained of already.
    if own_time != overrun.is_some() && !(own_time && table.has("max_overrun")) {
        table.error("max_overrun", "chỉ dùng, và phải ghi, khi `policy = \"own_time\"`: lượt thi được kéo dài nhiều nhất bao lâu sau giờ đóng");
    }
    let complaint_days = table.small("complaint_days", 0, 60).unwrap_or(0);
    table.done();
    let closing = match overrun {
        Some(max_overrun_ms) if own_time => Closing::OwnTime { max_overrun_ms },
        _ => Closing::CutOff,
    };
    (closing, complaint_days)
}

fn read_board(root: &Table<'_, '_>) -> Board {
    let shown = Board {
        before_final: BoardShown::Provisional,
        names: NamesShown::Masked,
    };
    let Some(table) = root.table("board") else {
        return shown;
    };
    let before_close_ms = table.span("frozen_before_close");
    let kinds = [
        ("provisional", BoardShown::Provisional),
        (
            "frozen",
            BoardShown::Frozen {
                before_close_ms: before_close_ms.unwrap_or(0),
            },
        ),
        ("hidden", BoardShown::Hidden),
    ];
    let names = [
        ("masked", NamesShown::Masked),
        ("full_for_adults", NamesShown::FullForAdults),
    ];
    let before_final = table.choice("show", &kinds).unwrap_or(shown.before_final);
    if matches!(before_final, BoardShown::Frozen { .. }) != before_close_ms.is_some()
        && !table.has("frozen_before_close")
    {
        table.error(
            "show",
            "`show = \"frozen\"` đi cùng `frozen_before_close`, ví dụ \"1h\"",
        );
    }
    let board = Board {
        before_final,
        names: table.choice("names", &names).unwrap_or_default(),
    };
    table.done();
    board
}

fn read_review(root: &Table<'_, '_>) -> Review {
    let Some(table) = root.table("review") else {
        return Review::AfterFinal;
    };
    let kinds = [
        ("never", Review::Never),
        ("after_close", Review::AfterClose),
        ("after_final", Review::AfterFinal),
    ];
    let review = table
        .choice("answers", &kinds)
        .unwrap_or(Review::AfterFinal);
    table.done();
    review
}

#[cfg(test)]
mod tests {
    use super::super::check::{BankFacts, check_contest};
    use super::super::fixtures::{contest_file, package};
    use super::*;
    use crate::kernel::clock::DAY;
    use crate::question_bank::model::Kind;

    const DEMONSTRATION: &str = include_str!("../../courses/thi-tim-hieu-giao-thong/contest.toml");

    fn messages(text: &str) -> Vec<String> {
        let (package, findings) = read_contest("contest.toml", text, Moment(0));
        assert_eq!(package.is_none(), !findings.is_empty());
        findings.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn contact_consents_and_quick_entry_are_read() {
        let text = contest_file("[ranking]\nsteps = [\"points\"]\n[contact]\nname = \"Phòng Tư pháp\"\nphone = \"024\"\n")
            .replace("[entry]\n", "[entry]\nquick = true\n[[entry.consents]]\nkey = \"tin\"\nversion = 4\npurpose = \"news\"\n")
            .replace("bank =", "organisation = \"01\"\nbank =");
        let (package, findings) = read_contest("contest.toml", &text, Moment(0));
        assert_eq!(findings, []);
        let package = package.expect("read");
        assert_eq!(package.organisation.as_deref(), Some("01"));
        assert!(package.rules.quick_entry);
        assert_eq!(
            package.rules.contact.as_ref().map(|c| c.name.as_str()),
            Some("Phòng Tư pháp")
        );
        let consent = &package.rules.consents[0];
        assert_eq!(
            (consent.version, consent.purpose, consent.required),
            (4, Purpose::News, false)
        );
        let wrong = text.replace("\"news\"", "\"everything\"");
        assert_eq!(
            messages(&wrong).len(),
            1,
            "a purpose is one of a closed list"
        );
    }

    #[test]
    fn the_demonstration_contest_is_read_without_a_complaint_and_opens_now() {
        let now = Moment(1_790_000_000_000);
        let (package, findings) = read_contest("contest.toml", DEMONSTRATION, now);
        assert_eq!(findings, []);
        let package = package.expect("read");
        let round = &package.rules.rounds[0];
        assert_eq!((round.opens_at, round.closes_at), (now, now.plus(7 * DAY)));
        assert!(package.demo && package.relative_windows);

        let mut bank = BankFacts::default();
        let PaperSource::Blueprint(parts) = &package.rules.paper.source else {
            panic!("drawn by a blueprint")
        };
        assert_eq!(parts.iter().map(|part| part.count).sum::<u16>(), 10);
        for part in parts {
            for _ in 0..part.count {
                let level = part.difficulty.unwrap_or(Difficulty::Recall);
                bank.add(part.topic.as_deref().unwrap_or("…"), level, Kind::Single);
            }
        }
        assert_eq!(check_contest(&package, &bank), []);
    }

    #[test]
    fn rules_survive_the_way_through_json() {
        let rules = package("[ranking]\nsteps = [\"points\", { step = \"start\", precision = \"second\" }]\nwinners = \"all_correct\"").rules;
        let json = serde_json::to_string(&rules).expect("plain data");
        assert_eq!(
            serde_json::from_str::<Rules>(&json).expect("the same layout"),
            rules
        );
        assert!(
            serde_json::from_str::<Rules>(&json.replacen("\"form\"", "\"forms\"", 1)).is_err(),
            "unknown keys are refused"
        );
    }

    #[test]
    fn a_key_nobody_knows_is_named_with_its_line_and_what_may_stand_there() {
        let text = contest_file("[ranking]\nsteps = [\"points\"]\nshared_rank = true\n");
        let line = text
            .lines()
            .position(|line| line.starts_with("shared_rank"))
            .expect("there")
            + 1;
        let found = messages(&text);
        assert_eq!(
            found,
            [format!(
                "contest.toml:{line}: không có khoá `ranking.shared_rank`; ở đây chỉ dùng được: least_points, shared_ranks, steps, told_apart, winners"
            )]
        );
    }

    #[test]
    fn broken_syntax_is_told_in_vietnamese_with_its_line() {
        let found = messages("title = \"A\"\nsummary = B\n");
        assert!(
            found[0].starts_with("contest.toml:2: dòng này viết sai cú pháp"),
            "{found:?}"
        );
        let found = messages("title = \"A\"\ntitle = \"B\"\n");
        assert!(
            found[0].starts_with("contest.toml:2: khoá này đã có"),
            "{found:?}"
        );
    }

    #[test]
    fn every_mistake_is_found_at_once() {
        let found = messages(&contest_file(
            "[attempts]\nmax = \"ba\"\ncounts = \"bset\"\n[ranking]\nsteps = [\"điểm\"]\n[[rounds]]\nkey = \"Kỳ 1\"\ntitle = \"Kỳ 1\"\nopens = \"1/10\"\n",
        ));
        let wanted = [
            "`attempts.max`",
            "\"bset\"",
            "\"điểm\"",
            "chữ thường không dấu",
            "`rounds[0].opens`",
            "thiếu `rounds[0].closes`",
        ];
        for words in wanted {
            assert!(
                found.iter().any(|message| message.contains(words)),
                "{words}: {found:#?}"
            );
        }
    }

    #[test]
    fn every_line_is_found_from_its_path() {
        let text = contest_file("[ranking]\nsteps = [\n  \"points\",\n  \"draw\",\n]\n");
        let (package, _) = read_contest("contest.toml", &text, Moment(0));
        let package = package.expect("read");
        let at = |words: &str| {
            text.lines()
                .position(|line| line.contains(words))
                .map(|i| i + 1)
        };
        assert_eq!(Some(package.line("ranking.steps[1]")), at("\"draw\""));
        assert_eq!(Some(package.line("rounds[0].closes")), at("closes"));
        assert_eq!(Some(package.line("rounds[0].nothing")), at("[[rounds]]"));
        assert_eq!(package.line("prizes.cap"), 0);
    }
}
