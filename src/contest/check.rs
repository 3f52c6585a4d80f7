//! Does a contest's rule set make sense? Every complaint is a sentence an official understands, with the line it is about.

use std::collections::{BTreeMap, BTreeSet};

use super::model::{
    BoardShown, FieldKind, Gate, Limit, NamesShown, Paper, PaperSource, Per, Precision, PrizeScope,
    RankStep, Round, Rules,
};
use super::package::ContestPackage;
use super::rules::{blueprint, unsupported};
use crate::assessment::model::{BlueprintPart, Closing, Counts};
use crate::course::model::Shown;
use crate::kernel::clock::{DAY, HOUR, MINUTE, Moment};
use crate::question_bank::model::{Difficulty, Finding, Kind};

/// What a check needs to know of the question bank.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BankFacts {
    /// How many published questions there are under each topic and difficulty, of each kind.
    pub counts: BTreeMap<(String, Difficulty, Kind), usize>,
}

impl BankFacts {
    /// Counts one more question.
    pub fn add(&mut self, topic: &str, difficulty: Difficulty, kind: Kind) {
        *self
            .counts
            .entry((topic.to_owned(), difficulty, kind))
            .or_default() += 1;
    }

    fn topics(&self) -> BTreeSet<&str> {
        self.counts
            .keys()
            .map(|(topic, _, _)| topic.as_str())
            .collect()
    }

    /// How many questions at least one of the parts may draw.
    fn fitting(&self, parts: &[&BlueprintPart]) -> usize {
        let fits = |topic: &str, difficulty: Difficulty| {
            parts.iter().any(|part| {
                part.topic.as_deref().is_none_or(|wanted| wanted == topic)
                    && part.difficulty.is_none_or(|wanted| wanted == difficulty)
            })
        };
        self.counts
            .iter()
            .filter(|((topic, difficulty, _), _)| fits(topic, *difficulty))
            .map(|(_, count)| count)
            .sum()
    }
}

/// Finds what cannot work, or will surprise people, in a contest's rules.
#[must_use]
pub fn check_contest(package: &ContestPackage, bank: &BankFacts) -> Vec<Finding> {
    let mut check = Check {
        package,
        rules: &package.rules,
        findings: Vec::new(),
    };
    check.unsupported();
    check.rounds();
    check.papers(bank);
    check.attempts();
    check.prediction();
    check.ranking();
    check.prizes();
    check.certificates();
    check.form();
    check.privacy();
    check.consents();
    check.contact();
    let mut findings = check.findings;
    findings.sort_by_key(|finding| finding.line);
    findings
}

struct Check<'a> {
    package: &'a ContestPackage,
    rules: &'a Rules,
    findings: Vec<Finding>,
}

impl Check<'_> {
    fn note(&mut self, error: bool, path: &str, message: impl Into<String>) {
        let line = self.package.line(path);
        self.findings.push(Finding {
            file: self.package.file.clone(),
            line,
            message: message.into(),
            error,
        });
    }

    fn error(&mut self, path: &str, message: impl Into<String>) {
        self.note(true, path, message);
    }

    fn warn(&mut self, path: &str, message: impl Into<String>) {
        self.note(false, path, message);
    }

    fn unsupported(&mut self) {
        for found in unsupported(self.rules) {
            self.error(
                found.path,
                format!("phiên bản phần mềm này chưa chạy được: {}", found.what),
            );
        }
    }

    fn rounds(&mut self) {
        let rounds = &self.rules.rounds;
        if rounds.is_empty() {
            self.error(
                "rounds",
                "cuộc thi chưa có kỳ thi nào; hãy thêm ít nhất một mục [[rounds]]",
            );
        }
        if self.rules.closing == (Closing::OwnTime { max_overrun_ms: 0 }) {
            self.warn(
                "closing.max_overrun",
                "kéo dài 0 giây sau giờ đóng cũng như cắt đúng giờ (`policy = \"cut_off\"`)",
            );
        }
        for (i, round) in rounds.iter().enumerate() {
            self.window(i, round);
            if let Some(same) = rounds[..i].iter().find(|other| other.key == round.key) {
                self.error(
                    &format!("rounds[{i}].key"),
                    format!("mã kỳ thi \"{}\" đã dùng cho \"{}\"", round.key, same.title),
                );
            }
        }
        if self.rules.rounds_may_overlap {
            return;
        }
        for (i, round) in rounds.iter().enumerate() {
            let overlaps = |other: &&Round| {
                other.opens_at < round.closes_at && round.opens_at < other.closes_at
            };
            if let Some(other) = rounds[..i].iter().find(overlaps) {
                let message = format!(
                    "\"{}\" ({} – {}) trùng thời gian với \"{}\" ({} – {}); hãy sửa giờ, hoặc ghi `rounds_may_overlap = true` nếu đó là chủ ý",
                    round.title,
                    clock(round.opens_at),
                    clock(round.closes_at),
                    other.title,
                    clock(other.opens_at),
                    clock(other.closes_at)
                );
                self.error(&format!("rounds[{i}].opens"), message);
            }
        }
    }

    fn window(&mut self, i: usize, round: &Round) {
        let path = format!("rounds[{i}].closes");
        let window = round.closes_at.since(round.opens_at);
        let length = round.length_ms.unwrap_or(self.rules.length_ms);
        if window <= 0 {
            let (closes, opens) = (clock(round.closes_at), clock(round.opens_at));
            self.error(
                &path,
                format!(
                    "\"{}\" đóng lúc {closes}, không sau lúc mở {opens}",
                    round.title
                ),
            );
        } else if window < length {
            self.warn(
                &path,
                format!(
                    "\"{}\" chỉ mở {} trong khi một lượt thi dài {}: không ai có đủ thời gian làm bài",
                    round.title,
                    long(window),
                    long(length)
                ),
            );
        }
        if let BoardShown::Frozen { before_close_ms } = self.rules.board.before_final
            && before_close_ms >= window
            && window > 0
        {
            self.warn(
                "board.frozen_before_close",
                format!(
                    "bảng xếp hạng của \"{}\" đứng yên ngay từ lúc mở",
                    round.title
                ),
            );
        }
    }

    fn papers(&mut self, bank: &BankFacts) {
        self.paper("paper", &self.rules.paper, bank);
        for (i, round) in self.rules.rounds.iter().enumerate() {
            if let Some(paper) = &round.paper {
                self.paper(&format!("rounds[{i}].paper"), paper, bank);
            }
        }
    }

    fn paper(&mut self, path: &str, paper: &Paper, bank: &BankFacts) {
        let parts = blueprint(&paper.source);
        let drawn: u32 = parts.iter().map(|part| u32::from(part.count)).sum();
        if drawn == 0 && !matches!(paper.source, PaperSource::Fixed(_)) {
            self.error(path, "đề thi không có câu hỏi nào");
        }
        if drawn > 200 {
            self.error(
                &format!("{path}.draw"),
                format!("đề thi có {drawn} câu; nhiều nhất là 200 câu"),
            );
        }
        if paper.scoring.right.0 <= 0 {
            self.error(
                &format!("{path}.points_right"),
                "điểm cho câu trả lời đúng phải lớn hơn 0",
            );
        }
        for (key, points) in [
            ("points_wrong", paper.scoring.wrong),
            ("points_blank", paper.scoring.blank),
        ] {
            if points.0 > 0 {
                self.error(
                    &format!("{path}.{key}"),
                    "câu sai hoặc bỏ trống không được cộng điểm: hãy ghi 0 hoặc số âm",
                );
            }
        }
        self.blueprint_fits(path, &parts, bank);
    }

    /// Every set of parts must find as many questions as it draws (Hall's condition: then, and only then, all parts can be
    /// filled without drawing a question twice). Beyond a dozen parts only single parts and the whole are looked at.
    fn blueprint_fits(&mut self, path: &str, parts: &[BlueprintPart], bank: &BankFacts) {
        let mut short = false;
        for (i, part) in parts.iter().enumerate() {
            let there = bank.fitting(&[part]);
            if there < usize::from(part.count) {
                short = true;
                let known = self.unknown_topic(part, bank);
                let message = format!(
                    "ma trận cần {} câu {}, ngân hàng chỉ có {there} câu{known}",
                    part.count,
                    from_where(part)
                );
                self.error(&format!("{path}.draw[{i}]"), message);
            }
        }
        if short || parts.len() < 2 {
            return;
        }
        let sets = if parts.len() <= 12 {
            1..1u32 << parts.len()
        } else {
            0..0
        };
        let chosen = |set: u32| -> Vec<&BlueprintPart> {
            parts
                .iter()
                .enumerate()
                .filter(|(i, _)| set & (1 << i) != 0)
                .map(|(_, part)| part)
                .collect()
        };
        let lacking = sets
            .map(chosen)
            .chain([parts.iter().collect()])
            .find(|set| {
                let wanted: usize = set.iter().map(|part| usize::from(part.count)).sum();
                bank.fitting(set) < wanted
            });
        if let Some(set) = lacking {
            let wanted: usize = set.iter().map(|part| usize::from(part.count)).sum();
            let names: Vec<String> = set
                .iter()
                .map(|part| format!("{} câu {}", part.count, from_where(part)))
                .collect();
            let message = format!(
                "các dòng ma trận lấy chung câu hỏi của nhau: {} cộng lại cần {wanted} câu khác nhau, ngân hàng chỉ có {} câu",
                names.join(" và "),
                bank.fitting(&set)
            );
            self.error(&format!("{path}.draw"), message);
        }
    }

    fn unknown_topic(&self, part: &BlueprintPart, bank: &BankFacts) -> String {
        match &part.topic {
            Some(topic) if !bank.topics().contains(topic.as_str()) => {
                let names: Vec<String> = bank
                    .topics()
                    .iter()
                    .map(|name| format!("\"{name}\""))
                    .collect();
                format!("; ngân hàng có các chủ đề: {}", names.join(", "))
            }
            _ => String::new(),
        }
    }

    fn attempts(&mut self) {
        let attempts = &self.rules.attempts;
        let single = matches!(
            attempts.limits[..],
            [Limit {
                max: 1,
                per: Per::Round | Per::Contest
            }]
        );
        if !single && attempts.counts == Counts::First {
            self.warn(
                "attempts.counts",
                "cho thi nhiều lượt nhưng chỉ tính lượt đầu: các lượt sau không có ý nghĩa",
            );
        }
        if attempts.limits.is_empty() && attempts.counts == Counts::Last {
            self.warn("attempts.counts", "không giới hạn lượt thi và tính lượt cuối: thí sinh có thể tự làm giảm điểm của mình");
        }
    }

    fn prediction(&mut self) {
        let used = self
            .rules
            .ranking
            .steps
            .contains(&RankStep::PredictionDistance);
        let Some(rule) = &self.rules.prediction else {
            if used {
                self.error(
                    "ranking.steps",
                    "xếp hạng theo câu dự đoán (prediction_distance) nhưng cuộc thi không có câu dự đoán; hãy thêm mục [prediction]",
                );
            }
            return;
        };
        if !used {
            self.warn("prediction", "có câu dự đoán nhưng không dùng để xếp hạng; hãy thêm \"prediction_distance\" vào ranking.steps");
        }
        if rule.optional && self.rules.complete_only {
            self.error(
                "prediction.optional",
                "câu dự đoán được bỏ trống, nhưng `complete_only` đòi trả lời hết mọi câu, kể cả câu dự đoán; hãy chọn một",
            );
        }
        if !rule.optional && !self.rules.complete_only {
            self.warn(
                "prediction.optional",
                "câu dự đoán ghi là bắt buộc, nhưng bài bỏ trống câu này vẫn được tính (xếp sau mọi người có dự đoán); \
                 hãy ghi `optional = true`, hoặc `complete_only = true` trong [paper]",
            );
        }
    }

    fn ranking(&mut self) {
        let ranking = &self.rules.ranking;
        let steps = &ranking.steps;
        if steps.is_empty() {
            self.error("ranking.steps", "chưa có tiêu chí xếp hạng nào");
            return;
        }
        for (i, step) in steps.iter().enumerate() {
            if steps[..i].iter().any(|earlier| same_thing(*earlier, *step)) {
                self.warn(
                    &format!("ranking.steps[{i}]"),
                    "tiêu chí này đã có ở trên nên không phân định thêm được ai",
                );
            }
            if matches!(step, RankStep::Draw | RankStep::Committee) && i + 1 < steps.len() {
                self.error(
                    &format!("ranking.steps[{i}]"),
                    "bốc thăm hoặc quyết định của ban tổ chức phải là tiêu chí cuối cùng",
                );
            }
        }
        self.ranking_decides();
        if steps.contains(&RankStep::PerfectAttempts)
            && matches!(
                self.rules.attempts.limits[..],
                [Limit {
                    max: 1,
                    per: Per::Round
                }]
            )
        {
            self.warn(
                "ranking.steps",
                "số lượt đúng hết không phân định được khi mỗi người chỉ có một lượt",
            );
        }
        if self.rules.paper.scoring.right.0 > 0
            && let Gate::Points { least } = ranking.gate
            && let Some(most) = self.most_points().filter(|most| *most < i64::from(least.0))
        {
            let message = format!(
                "mức điểm tối thiểu để được giải là {} nhưng đề chỉ có {} điểm",
                least.to_text(','),
                most / 100
            );
            self.error("ranking.least_points", message);
        }
    }

    /// Warns or refuses when nothing in the chain is sure to tell two people apart.
    fn ranking_decides(&mut self) {
        let ranking = &self.rules.ranking;
        let last_word = ranking
            .steps
            .iter()
            .any(|step| matches!(step, RankStep::Draw | RankStep::Committee));
        if ranking.shared_ranks && last_word {
            self.warn("ranking.shared_ranks", "đã bốc thăm hoặc ban tổ chức quyết định thì không còn ai đồng hạng; hãy bỏ một trong hai");
        }
        if ranking.shared_ranks || last_word {
            return;
        }
        let moment = |step: &RankStep| {
            matches!(
                step,
                RankStep::Submission {
                    precision: Precision::Millisecond
                } | RankStep::Start {
                    precision: Precision::Millisecond
                } | RankStep::Duration {
                    precision: Precision::Millisecond
                }
            )
        };
        if ranking.steps.iter().any(moment) {
            self.warn(
                "ranking.steps",
                "hai người vẫn có thể bằng nhau ở mọi tiêu chí (cùng tới từng phần nghìn giây); nên thêm \"draw\" (bốc thăm) vào cuối, \
                 nếu không sẽ không chốt được kết quả khi điều đó xảy ra ở vị trí có giải",
            );
        } else {
            self.error(
                "ranking.steps",
                "các tiêu chí này không phân định được người bằng nhau; hãy thêm thời gian làm bài (\"duration\") hoặc thời điểm nộp bài \
                 (\"submission\"), kết thúc bằng bốc thăm (\"draw\"), hoặc cho đồng hạng (`shared_ranks = true`)",
            );
        }
    }

    /// Most points of the general paper, in hundredths.
    fn most_points(&self) -> Option<i64> {
        let paper = &self.rules.paper;
        let drawn: i64 = blueprint(&paper.source)
            .iter()
            .map(|part| i64::from(part.count))
            .sum();
        (paper.written.is_empty() && drawn > 0).then(|| drawn * i64::from(paper.scoring.right.0))
    }

    fn prizes(&mut self) {
        let prizes = &self.rules.prizes;
        let own = self.rules.rounds.iter().any(|round| {
            round
                .grades
                .as_ref()
                .is_some_and(|grades| !grades.is_empty())
        });
        if prizes.grades.is_empty() && !own {
            if self.rules.ranking.gate != Gate::Everybody {
                self.warn(
                    "ranking.winners",
                    "có điều kiện được giải nhưng cuộc thi không có giải nào",
                );
            }
            if prizes.cap.is_some() || prizes.one_per_person {
                self.warn(
                    "prizes",
                    "có quy định về giải nhưng không có giải nào trong [[prizes.grades]]",
                );
            }
        }
        if !prizes.grades.is_empty() && self.rules.ranking.steps.is_empty() {
            self.error(
                "prizes",
                "có giải thưởng nhưng không có tiêu chí xếp hạng để trao",
            );
        }
        if prizes.one_per_person && self.rules.rounds.len() < 2 {
            self.warn(
                "prizes.one_per_person",
                "chỉ có một kỳ thi nên mỗi người đương nhiên chỉ nhận một giải",
            );
        }
        if prizes.scope == PrizeScope::Division && self.rules.divisions.is_empty() {
            self.error(
                "prizes.scope",
                "trao giải theo bảng nhưng cuộc thi không chia bảng ([[entry.divisions]])",
            );
        }
    }

    fn certificates(&mut self) {
        let Some(certificates) = &self.rules.certificates else {
            return;
        };
        let own = |round: &Round| round.grades.as_ref().is_some_and(|g| !g.is_empty());
        let prizes = !self.rules.prizes.grades.is_empty() || self.rules.rounds.iter().any(own);
        if certificates.prize.is_some() && !prizes {
            self.error(
                "certificate.prize",
                "có giấy chứng nhận đạt giải nhưng cuộc thi không có giải nào",
            );
        }
        let kinds = [
            ("certificate.prize", &certificates.prize),
            ("certificate.participation", &certificates.participation),
        ];
        for (path, terms) in kinds {
            for shown in terms.iter().flat_map(|t| &t.shows) {
                let field = match shown {
                    Shown::BirthDate => "birth_date",
                    _ => "organisation",
                };
                if self.rules.field_of(field).is_none() {
                    self.error(
                        &format!("{path}.shows"),
                        format!("giấy chứng nhận in \"{field}\" nhưng phiếu đăng ký không hỏi mục này ([[entry.fields]])"),
                    );
                }
            }
        }
    }

    fn form(&mut self) {
        let rules = self.rules;
        for (i, field) in rules.form.iter().enumerate() {
            let path = format!("entry.fields[{i}]");
            if rules.form[..i]
                .iter()
                .any(|earlier| earlier.name == field.name)
            {
                self.error(
                    &path,
                    format!("phiếu đăng ký hỏi \"{}\" hai lần", field.name),
                );
            }
            for division in field
                .required_in
                .iter()
                .filter(|key| !rules.divisions.iter().any(|d| d.key == **key))
            {
                self.error(
                    &format!("{path}.required_in"),
                    format!("không có bảng \"{division}\" trong [[entry.divisions]]"),
                );
            }
            if let FieldKind::Choice { options } = &field.kind
                && options.len() < 2
            {
                self.error(
                    &path,
                    "câu hỏi chọn phải có ít nhất hai lựa chọn trong `options`",
                );
            }
        }
        if !rules
            .form
            .iter()
            .any(|field| matches!(field.kind, FieldKind::FullName { .. }) && field.required)
        {
            self.error(
                "entry.fields",
                "phiếu đăng ký phải hỏi họ và tên (field = \"full_name\", required = true)",
            );
        }
        self.same_person();
        self.divisions();
        self.age();
    }

    fn same_person(&mut self) {
        for name in &self.rules.same_person {
            match self.rules.field(name) {
                None => self.error(
                    "entry.same_person",
                    format!("nhận ra một người qua \"{name}\" nhưng phiếu đăng ký không hỏi thông tin này"),
                ),
                Some(field) if !field.required => self.error(
                    "entry.same_person",
                    format!("nhận ra một người qua \"{name}\" nhưng phiếu cho bỏ trống; hãy ghi `required = true` cho thông tin này"),
                ),
                Some(_) => {}
            }
        }
        if self.rules.same_person.len() == 1 && self.rules.same_person[0] == "full_name" {
            self.warn("entry.same_person", "chỉ nhận ra một người qua họ tên: hai người trùng họ tên sẽ không cùng đăng ký được");
        }
    }

    fn divisions(&mut self) {
        let asks = self
            .rules
            .form
            .iter()
            .any(|field| field.kind == FieldKind::Division && field.required);
        if !self.rules.divisions.is_empty() && !asks {
            self.error("entry.divisions", "cuộc thi chia bảng nên phiếu đăng ký phải hỏi bảng (field = \"division\", required = true)");
        }
        if self.rules.divisions.is_empty()
            && self
                .rules
                .form
                .iter()
                .any(|field| field.kind == FieldKind::Division)
        {
            self.error(
                "entry.fields",
                "phiếu đăng ký hỏi bảng thi nhưng cuộc thi không chia bảng ([[entry.divisions]])",
            );
        }
        for (i, division) in self.rules.divisions.iter().enumerate() {
            if self.rules.divisions[..i]
                .iter()
                .any(|earlier| earlier.key == division.key)
            {
                self.error(
                    &format!("entry.divisions[{i}].key"),
                    format!("mã bảng \"{}\" bị dùng hai lần", division.key),
                );
            }
        }
    }

    fn age(&mut self) {
        let Some(range) = self.rules.who.age else {
            return;
        };
        let asked = self
            .rules
            .form
            .iter()
            .any(|field| matches!(field.kind, FieldKind::BirthDate { .. }) && field.required);
        if !asked {
            self.error("who.age", "có giới hạn tuổi nên phiếu đăng ký phải hỏi ngày sinh (field = \"birth_date\", required = true)");
        }
        match (range.from, range.to) {
            (Some(from), Some(to)) if from > to => self.error(
                "who.age",
                format!("tuổi từ {from} đến {to}: không ai đủ điều kiện"),
            ),
            (None, None) => self.warn(
                "who.age",
                "không ghi tuổi thấp nhất (`from`) lẫn cao nhất (`to`) nên không giới hạn gì",
            ),
            _ => {}
        }
    }

    /// Children enter contests: what the public board shows of people is held to the least.
    fn privacy(&mut self) {
        for (i, field) in self
            .rules
            .form
            .iter()
            .enumerate()
            .filter(|(_, field)| field.on_board)
        {
            let path = format!("entry.fields[{i}].on_board");
            match field.kind {
                FieldKind::FullName { .. }
                | FieldKind::Organisation { .. }
                | FieldKind::Division
                | FieldKind::Occupation => {}
                FieldKind::Phone
                | FieldKind::Email
                | FieldKind::IdNumber
                | FieldKind::Address
                | FieldKind::BirthDate { .. }
                | FieldKind::Sex => {
                    self.error(&path, format!("không được đưa \"{}\" lên bảng xếp hạng công khai: đó là dữ liệu cá nhân", field.name));
                }
                FieldKind::Choice { .. } | FieldKind::Text { .. } => {
                    self.warn(&path, "mọi người sẽ thấy câu trả lời này trên bảng xếp hạng, kể cả của trẻ em; hãy chắc rằng đó không phải dữ liệu riêng tư");
                }
            }
        }
        let birth_date = self
            .rules
            .form
            .iter()
            .any(|field| matches!(field.kind, FieldKind::BirthDate { .. }));
        if self.rules.board.names == NamesShown::FullForAdults && !birth_date {
            self.error(
                "board.names",
                "muốn hiện đủ họ tên người từ 18 tuổi thì phiếu đăng ký phải hỏi ngày sinh; nếu không, không phân biệt được với trẻ em",
            );
        }
    }
}

impl Check<'_> {
    /// Consent is given for one purpose at a time, and of a child with care.
    fn consents(&mut self) {
        let rules = self.rules;
        for (i, consent) in rules.consents.iter().enumerate() {
            let path = format!("entry.consents[{i}]");
            let earlier = &rules.consents[..i];
            if earlier.iter().any(|other| other.key == consent.key) {
                self.error(
                    &format!("{path}.key"),
                    format!("mã đồng ý \"{}\" bị dùng hai lần", consent.key),
                );
            }
            if earlier.iter().any(|other| other.purpose == consent.purpose) {
                self.error(
                    &format!("{path}.purpose"),
                    "mỗi mục đích sử dụng dữ liệu chỉ được hỏi một lần; hãy bỏ bớt hoặc chọn mục đích khác",
                );
            }
        }
        let asked = |kind: &str| rules.field_of(kind).is_some();
        let personal = ["phone", "email", "id_number", "address", "birth_date"]
            .into_iter()
            .any(asked);
        let adults_only = rules
            .who
            .age
            .is_some_and(|age| age.from.is_some_and(|from| from >= 18));
        let has_required = rules.consents_asked().iter().any(|c| c.required);
        if personal && !adults_only && !has_required {
            self.warn(
                "entry.consents",
                "phiếu hỏi dữ liệu cá nhân, trẻ em cũng dự thi được, mà không có mục đồng ý nào bắt buộc; hãy ghi `required = true` cho mục đồng ý \
                 phục vụ cuộc thi (`purpose = \"contest\"`)",
            );
        }
        if rules.quick_entry && rules.same_person.is_empty() {
            self.warn(
                "entry.quick",
                "đăng ký nhanh không cần tài khoản mà `same_person` để trống: một người có thể đăng ký nhiều lần",
            );
        }
    }

    /// People who are stuck need somebody to ask.
    fn contact(&mut self) {
        match &self.rules.contact {
            None => self.warn(
                "title",
                "chưa ghi người liên hệ; thí sinh gặp khó sẽ không biết hỏi ai. Hãy thêm mục [contact] với `name` và `phone` hoặc `email`",
            ),
            Some(contact) if contact.phone.is_none() && contact.email.is_none() => self.warn(
                "contact",
                "mục [contact] chưa có số điện thoại (`phone`) hay thư điện tử (`email`) để liên hệ",
            ),
            Some(_) => {}
        }
    }
}

fn same_thing(a: RankStep, b: RankStep) -> bool {
    std::mem::discriminant(&a) == std::mem::discriminant(&b) && (a == b || is_exact(a))
}

/// Whether a time step is already compared to the millisecond, so that the same thing to the second adds nothing.
const fn is_exact(step: RankStep) -> bool {
    !matches!(
        step,
        RankStep::Duration {
            precision: Precision::Second
        } | RankStep::Submission {
            precision: Precision::Second
        } | RankStep::Start {
            precision: Precision::Second
        }
    )
}

/// Where a line of the blueprint draws from, in words.
fn from_where(part: &BlueprintPart) -> String {
    match (&part.topic, part.difficulty) {
        (Some(topic), Some(level)) => format!("chủ đề \"{topic}\" mức \"{}\"", level.vietnamese()),
        (Some(topic), None) => format!("chủ đề \"{topic}\""),
        (None, Some(level)) => format!("mức \"{}\"", level.vietnamese()),
        (None, None) => "của mọi chủ đề".to_owned(),
    }
}

fn clock(moment: Moment) -> String {
    moment.local().format("%H:%M ngày %d/%m/%Y").to_string()
}

/// A length of time in the largest unit that fits whole.
fn long(ms: i64) -> String {
    match ms {
        _ if ms % DAY == 0 => format!("{} ngày", ms / DAY),
        _ if ms % HOUR == 0 => format!("{} giờ", ms / HOUR),
        _ if ms % MINUTE == 0 => format!("{} phút", ms / MINUTE),
        _ => format!("{} giây", ms / 1000),
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::package;
    use super::*;

    /// Forty questions on rules of the road (20 easy, 12 middling, 8 hard) and ten on papers, all easy.
    fn bank() -> BankFacts {
        let mut bank = BankFacts::default();
        let cells = [
            ("Quy tắc", Difficulty::Recall, 20),
            ("Quy tắc", Difficulty::Understand, 12),
            ("Quy tắc", Difficulty::Apply, 8),
            ("Giấy tờ", Difficulty::Recall, 10),
        ];
        for (topic, level, count) in cells {
            (0..count).for_each(|_| bank.add(topic, level, Kind::Single));
        }
        bank
    }

    fn found(rest: &str) -> Vec<String> {
        let ranking = if rest.contains("[ranking]") {
            ""
        } else {
            "[ranking]\nsteps = [\"points\", \"duration\", \"draw\"]\n"
        };
        let mark = |finding: Finding| {
            if finding.error {
                finding.message
            } else {
                format!("lưu ý: {}", finding.message)
            }
        };
        check_contest(&package(&format!("{ranking}{rest}")), &bank())
            .into_iter()
            .map(mark)
            .collect()
    }

    fn only(rest: &str, words: &str) {
        let found = found(rest);
        assert!(
            found.len() == 1 && found[0].contains(words),
            "{rest}\n{found:#?}"
        );
    }

    fn paper(draw: &str) -> String {
        format!("[paper]\nminutes = 10\ndraw = [{draw}]\n")
    }

    #[test]
    fn a_contest_that_makes_sense_is_left_in_peace() {
        assert_eq!(found(""), Vec::<String>::new());
    }

    #[test]
    fn a_blueprint_larger_than_the_bank_says_where_how_many_and_how_many_there_are() {
        only(
            &paper("{ topic = \"Quy tắc\", difficulty = \"Vận dụng\", count = 9 }"),
            "cần 9 câu chủ đề \"Quy tắc\" mức \"Vận dụng\", ngân hàng chỉ có 8 câu",
        );
        only(
            &paper("{ topic = \"Quy tác\", count = 1 }"),
            "chỉ có 0 câu; ngân hàng có các chủ đề: \"Giấy tờ\", \"Quy tắc\"",
        );
        only(
            &paper("{ count = 51 }"),
            "cần 51 câu của mọi chủ đề, ngân hàng chỉ có 50 câu",
        );
    }

    #[test]
    fn parts_that_draw_from_one_another_are_added_up() {
        let two = "{ topic = \"Giấy tờ\", count = 8 }, { difficulty = \"Nhận biết\", count = 22 }";
        assert_eq!(found(&paper(two)), Vec::<String>::new());
        let three = "{ topic = \"Giấy tờ\", count = 8 }, { difficulty = \"Nhận biết\", count = 23 }, { topic = \"Quy tắc\", count = 1 }";
        only(
            &paper(three),
            "cộng lại cần 31 câu khác nhau, ngân hàng chỉ có 30 câu",
        );
    }

    #[test]
    fn rounds_that_overlap_are_refused_unless_it_is_meant() {
        let rounds = |second: &str| {
            format!(
                "[[rounds]]\nkey = \"a\"\ntitle = \"Tuần 1\"\nopens = \"2026-10-01 00:00\"\ncloses = \"2026-10-07 24:00\"\n\
                 [[rounds]]\nkey = \"b\"\ntitle = \"Tuần 2\"\nopens = \"{second}\"\ncloses = \"2026-10-14 24:00\"\n"
            )
        };
        assert_eq!(found(&rounds("2026-10-08 00:00")), Vec::<String>::new());
        only(
            &rounds("2026-10-07 23:59"),
            "trùng thời gian với \"Tuần 1\"",
        );
        let earlier_second = |closes: &str| {
            format!(
                "[[rounds]]\nkey = \"b\"\ntitle = \"Tuần 2\"\nopens = \"2026-10-08 00:00\"\ncloses = \"2026-10-14 24:00\"\n\
                 [[rounds]]\nkey = \"a\"\ntitle = \"Tuần 1\"\nopens = \"2026-10-01 00:00\"\ncloses = \"{closes}\"\n"
            )
        };
        assert_eq!(
            found(&earlier_second("2026-10-07 24:00")),
            Vec::<String>::new()
        );
        only(
            &earlier_second("2026-10-08 00:01"),
            "trùng thời gian với \"Tuần 2\"",
        );
    }

    #[test]
    fn windows_that_close_too_early_are_named() {
        let round = |closes: &str| {
            format!(
                "[[rounds]]\nkey = \"a\"\ntitle = \"Kỳ 1\"\nopens = \"2026-10-02 07:00\"\ncloses = \"{closes}\"\n"
            )
        };
        only(&round("2026-10-02 07:00"), "không sau lúc mở");
        only(
            &round("2026-10-02 07:30"),
            "lưu ý: \"Kỳ 1\" chỉ mở 30 phút trong khi một lượt thi dài 40 phút",
        );
    }

    #[test]
    fn a_ranking_that_cannot_decide_is_refused() {
        only("[ranking]\nsteps = [\"points\"]\n", "không phân định được");
        only(
            "[ranking]\nsteps = [\"points\", { step = \"submission\", precision = \"second\" }]\n",
            "không phân định được",
        );
        only(
            "[ranking]\nsteps = [\"points\", \"submission\"]\n",
            "lưu ý: hai người vẫn có thể bằng nhau",
        );
        only(
            "[ranking]\nsteps = [\"draw\", \"points\"]\n",
            "phải là tiêu chí cuối cùng",
        );
        assert_eq!(
            found("[ranking]\nsteps = [\"points\"]\nshared_ranks = true\n"),
            Vec::<String>::new()
        );
        only(
            "[ranking]\nsteps = [\"points\", \"points\", \"draw\"]\n",
            "lưu ý: tiêu chí này đã có ở trên",
        );
    }

    #[test]
    fn prediction_and_ranking_must_fit_together() {
        only(
            "[ranking]\nsteps = [\"points\", \"prediction_distance\", \"draw\"]\n",
            "không có câu dự đoán",
        );
        only(
            "[prediction]\nof = \"attempts\"\noptional = true\n",
            "lưu ý: có câu dự đoán nhưng không dùng",
        );
        let ranked = "[ranking]\nsteps = [\"points\", \"prediction_distance\", \"draw\"]\n[prediction]\nof = \"attempts\"\n";
        only(ranked, "lưu ý: câu dự đoán ghi là bắt buộc");
        let complete = "[paper]\nminutes = 10\ndraw = [{ count = 10 }]\ncomplete_only = true\n";
        assert_eq!(found(&format!("{ranked}{complete}")), Vec::<String>::new());
        only(
            &format!("{ranked}optional = true\n{complete}"),
            "hãy chọn một",
        );
    }

    #[test]
    fn a_gate_that_nobody_can_pass_or_that_leads_to_no_prize_is_named() {
        let least = |points: u32| {
            format!(
                "[ranking]\nsteps = [\"points\", \"draw\"]\nwinners = \"points\"\nleast_points = {points}\n[prizes]\ngrades = [{{ name = \"Nhất\", count = 1 }}]\n"
            )
        };
        assert_eq!(found(&least(40)), Vec::<String>::new());
        only(
            &least(41),
            "mức điểm tối thiểu để được giải là 41 nhưng đề chỉ có 40 điểm",
        );
        only(
            "[ranking]\nsteps = [\"points\", \"draw\"]\nwinners = \"all_correct\"\n",
            "không có giải nào",
        );
    }

    #[test]
    fn what_tells_people_apart_must_be_asked_for() {
        let mut package = package("[ranking]\nsteps = [\"points\", \"draw\"]\n");
        let messages = |package: &ContestPackage| {
            check_contest(package, &bank())
                .into_iter()
                .map(|f| f.message)
                .collect::<Vec<_>>()
        };
        package.rules.same_person = vec!["full_name".to_owned(), "phone".to_owned()];
        assert!(messages(&package)[0].contains("\"phone\" nhưng phiếu đăng ký không hỏi"));
        package.rules.same_person.clear();
        package.rules.board.names = NamesShown::FullForAdults;
        assert!(messages(&package)[0].contains("phải hỏi ngày sinh"));
    }

    #[test]
    fn personal_data_stays_off_the_board() {
        let mut package = package("[ranking]\nsteps = [\"points\", \"draw\"]\n");
        let mut phone = package.rules.form[0].clone();
        (phone.name, phone.kind, phone.on_board) = ("phone".to_owned(), FieldKind::Phone, true);
        package.rules.form.push(phone);
        let findings = check_contest(&package, &bank());
        assert!(
            findings.len() == 1
                && findings[0].error
                && findings[0].message.contains("dữ liệu cá nhân"),
            "{findings:?}"
        );
    }

    #[test]
    fn each_purpose_is_consented_to_once_and_somebody_can_be_asked() {
        let mut package = package("[ranking]\nsteps = [\"points\", \"draw\"]\n");
        let consent = super::super::model::Consent::for_contest();
        package.rules.consents = vec![consent.clone(), consent];
        package.rules.contact = None;
        package.rules.quick_entry = true;
        let findings = check_contest(&package, &bank());
        let said = |part: &str, error| {
            let found = findings.iter().find(|f| f.message.contains(part));
            assert_eq!(found.map(|f| f.error), Some(error), "{part}: {findings:?}");
        };
        said("bị dùng hai lần", true);
        said("chỉ được hỏi một lần", true);
        said("chưa ghi người liên hệ", false);
        said("một người có thể đăng ký nhiều lần", false);
    }

    #[test]
    fn personal_data_of_children_without_a_required_consent_is_advised_against() {
        let mut package = package("[ranking]\nsteps = [\"points\", \"draw\"]\n");
        let mut phone = package.rules.form[0].clone();
        (phone.name, phone.kind) = ("phone".to_owned(), FieldKind::Phone);
        package.rules.form.push(phone);
        assert_eq!(
            check_contest(&package, &bank()),
            [],
            "the usual consent is required"
        );
        package.rules.consents = vec![super::super::model::Consent {
            required: false,
            ..super::super::model::Consent::for_contest()
        }];
        let findings = check_contest(&package, &bank());
        assert!(
            findings.len() == 1
                && !findings[0].error
                && findings[0].message.contains("required = true"),
            "{findings:?}"
        );
    }

    #[test]
    fn an_age_range_needs_a_birth_date_and_somebody_inside() {
        only(
            "[who]\nage = { from = 9, to = 15, on = \"2026-10-01\" }\n",
            "phải hỏi ngày sinh",
        );
        let both = found("[who]\nage = { from = 16, to = 15, on = \"2026-10-01\" }\n");
        assert!(
            both.iter()
                .any(|message| message.contains("không ai đủ điều kiện")),
            "{both:?}"
        );
    }

    #[test]
    fn what_cannot_be_run_yet_is_an_error() {
        only("[who]\nroster = true\n", "chưa chạy được");
    }
}
