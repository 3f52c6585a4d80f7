//! A province's worth of people in the database, written in large statements. The same on every run: the names come from
//! a fixed seed.

use hocluat::assessment::model::{Counts, Finished, Grade};
use hocluat::contest::model::{Gate, Precision, RankStep, Ranking, ToldApart};
use hocluat::contest::ranking;
use hocluat::kernel::clock::{Clock as _, DAY, Moment, SystemClock};
use hocluat::kernel::points::Points;
use hocluat::platform::collate::person_key;
use hocluat::platform::text::fold;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha20Rng;
use sea_orm::{ConnectionTrait, Database, DatabaseConnection, DbBackend, Statement, Value};
use uuid::Uuid;

use crate::content::{CONTEST, DRAWN, ROUND};
use crate::names;

/// Rows in one statement.
const CHUNK: usize = 20_000;
/// Roles that are granted.
const ROLES: usize = 5_000;
/// Lines of the audit trail.
const LINES: usize = 200_000;
/// People who do most of what the audit trail tells.
const BUSY: usize = 300;
/// How far back everything reaches.
const DAYS: i64 = 400;

/// What there is to ask for.
pub struct Seeded {
    /// An account in the middle of the list, and one in the middle of those with the common family name.
    pub middle: [Uuid; 2],
    /// An entry in the middle of the contest's people.
    pub middle_entry: Uuid,
    /// Login of somebody with many lines in the audit trail.
    pub busy: String,
    /// A line in the middle of the trail: moment (ms) and id.
    pub middle_line: (i64, Uuid),
    /// Codes of a province and of a commune with people in them.
    pub province: String,
    /// The commune.
    pub commune: String,
    /// Names of fifty units, spread over the list.
    pub units: Vec<String>,
    /// A day (`yyyy-mm-dd`) some months ago, and one a week later.
    pub days: [String; 2],
}

struct Base {
    db: DatabaseConnection,
}

impl Base {
    async fn run(&self, sql: &str, values: Vec<Value>) -> Result<(), String> {
        let statement = Statement::from_sql_and_values(DbBackend::Postgres, sql, values);
        let done = self.db.execute_raw(statement).await;
        done.map(drop).map_err(|error| format!("{sql}: {error}"))
    }

    async fn one<T: sea_orm::TryGetable>(&self, sql: &str) -> Result<T, String> {
        let mut all = self.all(sql).await?;
        if all.is_empty() {
            return Err(format!("{sql}: nothing"));
        }
        Ok(all.swap_remove(0))
    }

    async fn all<T: sea_orm::TryGetable>(&self, sql: &str) -> Result<Vec<T>, String> {
        let statement = Statement::from_string(DbBackend::Postgres, sql);
        let rows = self.db.query_all_raw(statement).await;
        let rows = rows.map_err(|error| format!("{sql}: {error}"))?;
        rows.iter()
            .map(|row| row.try_get_by_index(0).map_err(|error| error.to_string()))
            .collect()
    }
}

/// Fills the database at `url`, in which the contest is and one account with a session: that one becomes an administrator.
pub async fn fill(url: &str, accounts: usize) -> Result<Seeded, String> {
    let db = Database::connect(url)
        .await
        .map_err(|error| format!("{url}: {error}"))?;
    let base = Base { db };
    let now = SystemClock.now();
    base.run(
        "INSERT INTO role (account_id, kind, organisation_id, granted_at) \
         SELECT id, 'administrator', '00000000-0000-0000-0000-000000000000', $1 FROM account",
        vec![now.0.into()],
    )
    .await?;
    people(&base, accounts, now).await?;
    roles(&base, now).await?;
    entries(&base, now).await?;
    results(&base, now).await?;
    trail(&base, now).await?;
    // As the server does by itself after a while.
    base.run("VACUUM (ANALYZE)", vec![]).await?;
    let seeded = what_to_ask(&base, now).await?;
    base.db.close().await.map_err(|error| error.to_string())?;
    Ok(seeded)
}

fn id_at(moment: Moment, random: &mut ChaCha20Rng) -> Uuid {
    let millis = u64::try_from(moment.0).unwrap_or(0);
    uuid::Builder::from_unix_timestamp_millis(millis, &random.random()).into_uuid()
}

/// Some moment of the last [`DAYS`], the later the likelier.
fn some_time(now: Moment, random: &mut ChaCha20Rng) -> Moment {
    let (one, two) = (
        random.random_range(0..DAYS * DAY),
        random.random_range(0..DAYS * DAY),
    );
    now.plus(-one.min(two))
}

/// Columns of accounts on their way.
#[derive(Default)]
struct Columns {
    ids: Vec<Uuid>,
    logins: Vec<String>,
    emails: Vec<String>,
    phones: Vec<String>,
    names: Vec<String>,
    keys: Vec<Vec<u8>>,
    births: Vec<String>,
    units: Vec<Uuid>,
    texts: Vec<String>,
    since: Vec<i64>,
}

async fn people(base: &Base, accounts: usize, now: Moment) -> Result<(), String> {
    let mut random = ChaCha20Rng::seed_from_u64(1);
    let units: Vec<Uuid> = base
        .all("SELECT id FROM organisation WHERE parent_id IS NOT NULL ORDER BY code")
        .await?;
    let mut done = 0;
    while done < accounts {
        let mut columns = Columns::default();
        for number in done..accounts.min(done + CHUNK) {
            columns.push(number, &units, now, &mut random);
        }
        done += columns.ids.len();
        columns.write(base).await?;
    }
    // Words as `platform::words` keeps them; the texts are folded already.
    base.run(
        "INSERT INTO search_word (scope, word, sort_key, subject_id) \
         SELECT '00000000-0000-0000-0000-000000000000', word, a.name_key, a.id \
         FROM account a, LATERAL (SELECT DISTINCT regexp_split_to_table(a.search_text, '[^[:alnum:]]+') AS word) w \
         WHERE word <> '' ON CONFLICT DO NOTHING",
        vec![],
    )
    .await
}

impl Columns {
    fn push(&mut self, number: usize, units: &[Uuid], now: Moment, random: &mut ChaCha20Rng) {
        let name = names::name(random);
        let folded = fold(&name).replace('\'', "");
        let words: Vec<&str> = folded.split(' ').collect();
        let login = format!("{}.{}{number}", words[words.len() - 1], words[0]);
        // A phone in five is that of a family: several people have it.
        let phone = match random.random_range(0..10) {
            0..2 => format!("09{:08}", random.random_range(0..3_000)),
            2..9 => format!("03{number:08}"),
            _ => String::new(),
        };
        let born = format!(
            "{:02}/{:02}/{}",
            random.random_range(1..29),
            random.random_range(1..13),
            random.random_range(1945..2017)
        );
        // Some units are far larger than others.
        let unit = match random.random_range(0..10) {
            0 => Uuid::nil(),
            1..4 => units[random.random_range(0..units.len() / 20)],
            _ => units[random.random_range(0..units.len())],
        };
        let since = some_time(now, random);
        self.ids.push(id_at(since, random));
        self.emails.push(match random.random_bool(0.3) {
            true => format!("{login}@example.vn"),
            false => String::new(),
        });
        self.keys.push(person_key(&name));
        self.texts.push(fold(&format!("{name} {login}")));
        self.names.push(name);
        self.logins.push(login);
        self.phones.push(phone);
        self.births.push(born);
        self.units.push(unit);
        self.since.push(since.0);
    }

    async fn write(self, base: &Base) -> Result<(), String> {
        let sql = "INSERT INTO account (id, login, email, phone, full_name, name_key, birth_date, organisation_id, search_text, created_at) \
            SELECT u.id, u.login, NULLIF(u.email, ''), NULLIF(u.phone, ''), u.name, u.key, u.birth, \
                   NULLIF(u.unit, '00000000-0000-0000-0000-000000000000'), u.text, u.since \
            FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::bytea[], $7::text[], $8::uuid[], $9::text[], $10::int8[]) \
              AS u(id, login, email, phone, name, key, birth, unit, text, since)";
        base.run(
            sql,
            vec![
                self.ids.into(),
                self.logins.into(),
                self.emails.into(),
                self.phones.into(),
                self.names.into(),
                self.keys.into(),
                self.births.into(),
                self.units.into(),
                self.texts.into(),
                self.since.into(),
            ],
        )
        .await
    }
}

async fn roles(base: &Base, now: Moment) -> Result<(), String> {
    let sql = format!(
        "INSERT INTO role (account_id, kind, organisation_id, granted_at, granted_by) \
         SELECT a.id, (ARRAY['organiser', 'organiser', 'author', 'marker', 'administrator'])[1 + a.number % 5], \
                COALESCE(a.organisation_id, '00000000-0000-0000-0000-000000000000'), $1 - a.number * 3600000, \
                (SELECT account_id FROM role WHERE kind = 'administrator' LIMIT 1) \
         FROM (SELECT id, organisation_id, row_number() OVER (ORDER BY id DESC) AS number FROM account ORDER BY id DESC LIMIT {ROLES}) a \
         WHERE a.organisation_id IS NOT NULL ON CONFLICT DO NOTHING"
    );
    base.run(&sql, vec![now.0.into()]).await
}

/// Everybody enters the contest.
async fn entries(base: &Base, now: Moment) -> Result<(), String> {
    let everybody = format!(
        "INSERT INTO entry (id, contest_id, account_id, identity_key, form, display_name, organisation_id, name_key, consents, created_at) \
         SELECT gen_random_uuid(), c.id, a.id, 'account:' || a.id, jsonb_build_object('full_name', a.full_name)::text, \
                split_part(a.full_name, ' ', 1) || ' ' || left(split_part(a.full_name, ' ', 2), 1) || '.', a.organisation_id, a.name_key, '{{}}', \
                $1 - (a.created_at % {})\
         FROM account a, contest c WHERE c.slug = '{CONTEST}' ON CONFLICT DO NOTHING",
        60 * DAY
    );
    base.run(&everybody, vec![now.0.into()]).await?;
    let words = format!(
        "INSERT INTO search_word (scope, word, sort_key, subject_id) SELECT c.id, w.word, w.sort_key, e.id \
         FROM contest c JOIN entry e ON e.contest_id = c.id JOIN search_word w ON w.subject_id = e.account_id \
         WHERE c.slug = '{CONTEST}' AND w.scope = '00000000-0000-0000-0000-000000000000' ON CONFLICT DO NOTHING"
    );
    base.run(&words, vec![]).await
}

/// Everybody but one in ten has sat it once.
async fn results(base: &Base, now: Moment) -> Result<(), String> {
    let round: Uuid = base
        .one(&format!("SELECT r.id FROM round r JOIN contest c ON c.id = r.contest_id WHERE c.slug = '{CONTEST}' AND r.code = '{ROUND}'"))
        .await?;
    let people: Vec<Uuid> = base
        .all("SELECT account_id FROM entry ORDER BY account_id")
        .await?;
    // That of the contest in `content`.
    let rules = Ranking {
        steps: vec![
            RankStep::Points,
            RankStep::Duration {
                precision: Precision::Millisecond,
            },
            RankStep::Submission {
                precision: Precision::Millisecond,
            },
        ],
        gate: Gate::Everybody,
        shared_ranks: false,
        told_apart: ToldApart::AtPrizes,
    };
    let mut random = ChaCha20Rng::seed_from_u64(2);
    for chunk in people.chunks(CHUNK) {
        let sat = chunk.iter().filter(|_| random.random_bool(0.9));
        let sat: Vec<Uuid> = sat.copied().collect();
        let finished: Vec<Finished> = sat
            .iter()
            .map(|person| one_sitting(round, *person, now, &mut random))
            .collect();
        write_results(base, &rules, &finished).await?;
    }
    Ok(())
}

fn one_sitting(round: Uuid, person: Uuid, now: Moment, random: &mut ChaCha20Rng) -> Finished {
    let drawn = u16::try_from(DRAWN).unwrap_or(u16::MAX);
    // Most know most of it, as in real contests.
    let wrong = random
        .random_range(0..=drawn)
        .min(random.random_range(0..=drawn));
    let correct = drawn - wrong;
    let finished_at = now.plus(-random.random_range(0..60 * DAY));
    Finished {
        attempt: id_at(finished_at, random),
        assessment: round,
        person,
        ordinal: 1,
        started_at: finished_at.plus(-random.random_range(120_000..3_600_000)),
        finished_at,
        grade: Grade {
            points: Points(i32::from(correct) * 100),
            correct,
            answered: drawn,
            questions: drawn,
            prediction: None,
            valid: true,
        },
    }
}

async fn write_results(base: &Base, rules: &Ranking, finished: &[Finished]) -> Result<(), String> {
    fn of<T>(all: &[Finished], value: impl Fn(&Finished) -> T) -> Vec<T> {
        all.iter().map(value).collect()
    }
    let Some(round) = finished.first().map(|one| one.assessment) else {
        return Ok(());
    };
    let values = || -> Vec<Value> {
        vec![
            round.into(),
            of(finished, |f| f.person).into(),
            of(finished, |f| f.attempt).into(),
            of(finished, |f| {
                ranking::count_key(Counts::BestThenEarliest, f)
            })
            .into(),
            of(finished, |f| ranking::provisional_key(rules, f)).into(),
            of(finished, |f| f.grade.points.0).into(),
            of(finished, |f| f.grade.correct.cast_signed()).into(),
            of(finished, |f| f.started_at.0).into(),
            of(finished, |f| f.finished_at.0).into(),
        ]
    };
    let from = "FROM unnest($2::uuid[], $3::uuid[], $4::bytea[], $5::bytea[], $6::int4[], $7::int2[], $8::int8[], $9::int8[]) \
        AS u(person, attempt, count_key, rank_key, points, correct, started, finished)";
    let attempts = format!(
        "INSERT INTO attempt (id, assessment_id, person_id, ordinal, state, seed, pool_version, rules_version, started_at, deadline, finished_at, \
                              paper, answers, points, correct, answered, valid) \
         SELECT u.attempt, $1, u.person, 1, 1, 7, 1, 1, u.started, u.started + 3600000, u.finished, substring(u.rank_key || u.count_key, 1, 32), \
                repeat('0000000100000001', {DRAWN}), u.points, u.correct, {DRAWN}, true {from}"
    );
    base.run(&attempts, values()).await?;
    let results = format!(
        "INSERT INTO result (round_id, person_id, attempt_id, organisation_id, count_key, rank_key, points, correct, duration_ms, finished_at, changed_at) \
         SELECT $1, u.person, u.attempt, a.organisation_id, u.count_key, u.rank_key, u.points, u.correct, u.finished - u.started, u.finished, u.finished \
         {from} JOIN account a ON a.id = u.person"
    );
    base.run(&results, values()).await
}

/// Half of the trail tells what a few busy people did, the rest what everybody did once.
async fn trail(base: &Base, now: Moment) -> Result<(), String> {
    let sql = format!(
        "WITH everybody AS (SELECT array_agg(id ORDER BY id) AS ids FROM account) \
         INSERT INTO audit (id, at, actor, action, subject, detail) \
         SELECT gen_random_uuid(), $1 - n.number * {}, \
                ids[1 + CASE WHEN n.number % 2 = 0 THEN (n.number / 2) % {BUSY} ELSE n.number % cardinality(ids) END], \
                (ARRAY['contest.enter', 'contest.enter', 'contest.enter', 'account.register', 'account.change', 'account.password', 'role.grant', \
                       'organisation.change', 'contest.export', 'session.end'])[1 + (n.number / 7) % 10], \
                'account/' || ids[1 + (n.number * 31) % cardinality(ids)], jsonb_build_object('so', n.number)::text \
         FROM generate_series(1::bigint, {LINES}) AS n(number), everybody",
        DAYS * DAY / 200_000
    );
    base.run(&sql, vec![now.0.into()]).await
}

async fn what_to_ask(base: &Base, now: Moment) -> Result<Seeded, String> {
    let middle = "SELECT id FROM account ORDER BY name_key, id OFFSET (SELECT count(*) / 2 FROM account) LIMIT 1";
    let common = format!(
        "SELECT subject_id FROM search_word WHERE scope = '00000000-0000-0000-0000-000000000000' AND word = '{}' \
         ORDER BY sort_key OFFSET 15000 LIMIT 1",
        names::COMMON
    );
    let line =
        "FROM audit ORDER BY at DESC, id DESC OFFSET (SELECT count(*) / 2 FROM audit) LIMIT 1";
    let middle: Uuid = base.one(middle).await?;
    let largest = |what: &str| {
        format!(
            "SELECT {what}.code FROM organisation o JOIN organisation p ON p.id = o.parent_id \
             JOIN account a ON a.organisation_id = o.id GROUP BY {what}.code ORDER BY count(*) DESC, 1 LIMIT 1"
        )
    };
    let day = |days: i64| now.plus(-days * DAY).date().format("%Y-%m-%d").to_string();
    Ok(Seeded {
        middle: [middle, base.one(&common).await.unwrap_or(middle)],
        middle_entry: base
            .one("SELECT id FROM entry ORDER BY name_key, id OFFSET (SELECT count(*) / 2 FROM entry) LIMIT 1")
            .await?,
        busy: base
            .one("SELECT login FROM account WHERE id = (SELECT actor FROM audit GROUP BY actor ORDER BY count(*) DESC LIMIT 1)")
            .await?,
        middle_line: (
            base.one(&format!("SELECT at {line}")).await?,
            base.one(&format!("SELECT id {line}")).await?,
        ),
        province: base.one(&largest("p")).await?,
        commune: base.one(&largest("o")).await?,
        units: base
            .all("SELECT name FROM (SELECT name, row_number() OVER (ORDER BY code) AS number FROM organisation) o WHERE number % 67 = 5 LIMIT 50")
            .await?,
        days: [day(100), day(93)],
    })
}
