//! A ministry's worth of courses and trainees in the database, written in large statements. The same on every run: the names come from a fixed
//! seed, and every number follows from its row.

use std::path::Path;
use std::process::Command;

use hocluat::kernel::clock::{Clock as _, DAY, Moment, SystemClock};
use hocluat::platform::collate::person_key;
use hocluat::platform::text::fold;
use rand::SeedableRng;
use rand_chacha::ChaCha20Rng;
use sea_orm::{ConnectionTrait, Database, DatabaseConnection, DbBackend, Statement, Value};
use uuid::Uuid;

use crate::names;

/// Courses, copies of a real one under other names.
pub const COURSES: i64 = 1_000;
/// The course that is copied.
const COPIED: &str = "hoa-giai-o-co-so";
/// Different names among the people.
const NAMES: usize = 20_000;
/// Courses that one person is in.
const EACH: i64 = 5;
/// People in the large cohort.
const LARGE: i64 = 10_000;
/// Courses that are run for a cohort.
const COHORTS: i64 = 100;

/// What there is to ask for.
pub struct Seeded {
    /// Slug of a course in the middle of the catalogue.
    pub middle: String,
    /// Slug of a course that the person asking is in, and the key of a lesson of it.
    pub own: (String, String),
    /// The large cohort.
    pub cohort: Uuid,
    /// An enrolment in the middle of the large cohort.
    pub member: Uuid,
    /// Code of an organisation of the large cohort's people.
    pub province: String,
}

/// Publishes the course that is copied, through the program itself.
pub fn import(binary: &Path, url: &str) -> Result<(), String> {
    let folder = format!("{}/courses/{COPIED}", env!("CARGO_MANIFEST_DIR"));
    let done = Command::new(binary)
        .args(["import", &folder])
        .env("DATABASE_URL", url)
        .output()
        .map_err(|error| error.to_string())?;
    if done.status.success() {
        return Ok(());
    }
    Err(format!(
        "hocluat import {folder}: {}",
        String::from_utf8_lossy(&done.stderr)
    ))
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
        let statement = Statement::from_string(DbBackend::Postgres, sql);
        let row = self.db.query_one_raw(statement).await;
        let row = row.map_err(|error| format!("{sql}: {error}"))?;
        let row = row.ok_or_else(|| format!("{sql}: nothing"))?;
        row.try_get_by_index(0).map_err(|error| error.to_string())
    }
}

/// Fills the database at `url`, in which one course is and one account with a session: that one organises everywhere and is in twelve courses.
pub async fn fill(url: &str, enrolments: usize) -> Result<Seeded, String> {
    let mut options = sea_orm::ConnectOptions::new(url.to_owned());
    options
        .max_connections(1)
        .min_connections(1)
        .sqlx_logging(false);
    let db = Database::connect(options)
        .await
        .map_err(|error| format!("{url}: {error}"))?;
    let base = Base { db };
    let now = SystemClock.now();
    let people = i64::try_from(enrolments).map_err(|error| error.to_string())? / EACH;
    base.run("CREATE TABLE bench_own AS SELECT id FROM account", vec![])
        .await?;
    for role in ["organiser", "author"] {
        base.run(
            "INSERT INTO role (account_id, kind, organisation_id, granted_at) \
             SELECT id, $2, '00000000-0000-0000-0000-000000000000', $1 FROM bench_own",
            vec![now.0.into(), role.into()],
        )
        .await?;
    }
    accounts(&base, people, now).await?;
    courses(&base, now).await?;
    learning(&base, people, now).await?;
    base.run("VACUUM (ANALYZE)", vec![]).await?;
    let seeded = what_to_ask(&base).await?;
    base.db.close().await.map_err(|error| error.to_string())?;
    Ok(seeded)
}

async fn accounts(base: &Base, people: i64, now: Moment) -> Result<(), String> {
    let mut random = ChaCha20Rng::seed_from_u64(1);
    let names: Vec<String> = (0..NAMES).map(|_| names::name(&mut random)).collect();
    let keys: Vec<Vec<u8>> = names.iter().map(|name| person_key(name)).collect();
    let folded: Vec<String> = names.iter().map(|name| fold(name)).collect();
    base.run(
        "CREATE TABLE bench_name AS SELECT * FROM unnest($1::text[], $2::bytea[], $3::text[]) WITH ORDINALITY AS n(name, key, folded, number)",
        vec![names.into(), keys.into(), folded.into()],
    )
    .await?;
    base.run(
        "CREATE TABLE bench_unit AS SELECT id, code, row_number() OVER (ORDER BY code) - 1 AS number FROM organisation WHERE parent_id IS NOT NULL",
        vec![],
    )
    .await?;
    base.run(
        "CREATE TABLE bench_person AS \
         SELECT gen_random_uuid() AS id, p AS number, n.name, n.key, n.folded, u.id AS unit \
         FROM generate_series(0, $1::bigint - 1) p \
         JOIN bench_name n ON n.number = 1 + (p * 7919) % $2::bigint \
         JOIN bench_unit u ON u.number = (p * 31) % (SELECT count(*) FROM bench_unit)",
        vec![people.into(), i64::try_from(NAMES).unwrap_or(1).into()],
    )
    .await?;
    base.run(
        "INSERT INTO account (id, login, full_name, name_key, birth_date, organisation_id, search_text, created_at) \
         SELECT id, 'nguoi' || number, name, key, '01/01/1980', unit, folded, $1 - number * 1000 FROM bench_person",
        vec![now.0.into()],
    )
    .await
}

async fn courses(base: &Base, now: Moment) -> Result<(), String> {
    // Number 0 is the one that was imported.
    let copied = format!("(SELECT * FROM course WHERE slug = '{COPIED}')");
    base.run(
        &format!(
            "CREATE TABLE bench_course AS \
             SELECT gen_random_uuid() AS id, n AS number FROM generate_series(1::bigint, {COURSES} - 1) n \
             UNION ALL SELECT id, 0 FROM {copied} c"
        ),
        vec![],
    )
    .await?;
    base.run(
        &format!(
            "INSERT INTO course (id, slug, title, summary, topic, audience, issued_by, cover, minutes, hours, lessons, enrolment, version, \
                                 search_text, created_at, published_at, stamp, revision) \
             SELECT b.id, 'khoa-' || b.number, c.title || ' ' || b.number, c.summary, 'Chủ đề ' || b.number % 20, c.audience, 'Cơ quan ' || b.number % 34, \
                    c.cover, c.minutes, 200 + b.number % 12 * 100, c.lessons, c.enrolment, 1, c.search_text || ' ' || b.number, $1, \
                    $1 - b.number * 3600000, $1 - b.number, 1 \
             FROM bench_course b, {copied} c WHERE b.number > 0"
        ),
        vec![now.0.into()],
    )
    .await?;
    base.run(
        "INSERT INTO course_version (course_id, version, content, digest, note, published_at) \
         SELECT b.id, 1, v.content, v.digest, v.note, v.published_at FROM bench_course b, \
                (SELECT v.* FROM course_version v JOIN bench_course o ON o.id = v.course_id AND o.number = 0) v \
         WHERE b.number > 0",
        vec![],
    )
    .await?;
    base.run(
        "INSERT INTO course_assessment (assessment_id, course_id, lesson) \
         SELECT gen_random_uuid(), b.id, a.lesson FROM bench_course b, \
                (SELECT a.lesson FROM course_assessment a JOIN bench_course o ON o.id = a.course_id AND o.number = 0) a \
         WHERE b.number > 0",
        vec![],
    )
    .await?;
    base.run(
        &format!(
            "INSERT INTO cohort (id, course_id, organisation_id, title, code, opens_at, closes_at, created_at, revision) \
             SELECT gen_random_uuid(), b.id, NULL, 'Lớp ' || b.number, 'lop' || b.number, $1 - {month}, $1 + {month}, $1, 1 \
             FROM bench_course b WHERE b.number < {COHORTS}",
            month = 30 * DAY
        ),
        vec![now.0.into()],
    )
    .await?;
    // The large one is run for every province, as a ministry's is.
    base.run(
        "INSERT INTO cohort_organisation (cohort_id, organisation_id) SELECT h.id, o.id FROM organisation o, \
         cohort h JOIN bench_course b ON b.id = h.course_id AND b.number = 0 WHERE o.parent_id IS NULL",
        vec![],
    )
    .await
}

async fn learning(base: &Base, people: i64, now: Moment) -> Result<(), String> {
    base.run(
        "CREATE TABLE bench_lesson AS \
         SELECT l.lesson ->> 'key' AS key, row_number() OVER (ORDER BY m.place, l.place) AS number \
         FROM course_version v JOIN bench_course o ON o.id = v.course_id AND o.number = 0, \
              jsonb_array_elements(v.content::jsonb -> 'modules') WITH ORDINALITY AS m(module, place), \
              jsonb_array_elements(m.module -> 'lessons') WITH ORDINALITY AS l(lesson, place) \
         WHERE NOT COALESCE((l.lesson ->> 'optional')::boolean, false)",
        vec![],
    )
    .await?;
    let lessons: i64 = base.one("SELECT count(*) FROM bench_lesson").await?;
    let enrol = |from: &str| {
        format!(
            "INSERT INTO enrolment (id, course_id, account_id, cohort_id, organisation_id, full_name, name_key, version, state, done, total, \
                                    last_lesson, enrolled_at, seen_at, completed_at, reminders, remind_at, revision) \
             SELECT gen_random_uuid(), c.id, p.id, h.id, p.unit, p.name, p.key, 1, CASE WHEN p.done = {lessons} THEN 1 ELSE 0 END, p.done, {lessons}, \
                    (SELECT key FROM bench_lesson WHERE number = LEAST(p.done + 1, {lessons})), $1 - p.number % 90 * {DAY}, $1 - p.number % 30 * {DAY}, \
                    CASE WHEN p.done = {lessons} THEN $1 - p.number % 20 * {DAY} END, true, $1 + {DAY}, 1 \
             FROM ({from}) p JOIN bench_course c ON c.number = p.course LEFT JOIN cohort h ON h.course_id = c.id \
             ON CONFLICT DO NOTHING"
        )
    };
    let done = format!("(number * 13 + 7 * course) % ({lessons} + 1)");
    // Everybody in five courses; course 0 is left to the large cohort and to the person asking.
    let everybody = format!(
        "SELECT *, {done} AS done FROM (SELECT p.*, 1 + (p.number + j * 199) % {rest} AS course FROM bench_person p, generate_series(0, {EACH} - 1) j) q",
        rest = COURSES - 1
    );
    base.run(&enrol(&everybody), vec![now.0.into()]).await?;
    let large = format!(
        "SELECT *, {done} AS done FROM (SELECT p.*, 0 AS course FROM bench_person p WHERE number < {}) q",
        LARGE.min(people)
    );
    base.run(&enrol(&large), vec![now.0.into()]).await?;
    let own = format!(
        "SELECT *, {done} AS done FROM (SELECT o.id, j AS number, 'Nguyễn Thị An' AS name, '\\x00'::bytea AS key, NULL::uuid AS unit, j AS course \
         FROM bench_own o, generate_series(0, 11) j) q"
    );
    base.run(&enrol(&own), vec![now.0.into()]).await?;
    // What was done, lesson by lesson: of a fifth of the people, of the large cohort, and of the person asking.
    base.run(
        "INSERT INTO lesson_progress (enrolment_id, lesson, opened_at, passed_at, watched, watched_ms, checks) \
         SELECT e.id, l.key, e.enrolled_at, e.enrolled_at, '', 0, '' \
         FROM enrolment e LEFT JOIN bench_person p ON p.id = e.account_id JOIN bench_course c ON c.id = e.course_id \
              JOIN bench_lesson l ON l.number <= e.done \
         WHERE p.id IS NULL OR p.number % 5 = 0 OR c.number = 0",
        vec![],
    )
    .await?;
    // Words as `platform::words` keeps them, for those in cohorts.
    base.run(
        "INSERT INTO search_word (scope, word, sort_key, subject_id) \
         SELECT e.cohort_id, w.word, e.name_key, e.id FROM enrolment e JOIN bench_person p ON p.id = e.account_id, \
                LATERAL (SELECT DISTINCT regexp_split_to_table(p.folded, '[^[:alnum:]]+') AS word) w \
         WHERE e.cohort_id IS NOT NULL AND w.word <> '' ON CONFLICT DO NOTHING",
        vec![],
    )
    .await
}

async fn what_to_ask(base: &Base) -> Result<Seeded, String> {
    let in_large = "FROM enrolment e JOIN bench_course c ON c.id = e.course_id AND c.number = 0";
    Ok(Seeded {
        middle: format!("khoa-{}", COURSES / 2),
        own: (
            "khoa-1".to_owned(),
            base.one("SELECT key FROM bench_lesson WHERE number = 2").await?,
        ),
        cohort: base
            .one("SELECT h.id FROM cohort h JOIN bench_course c ON c.id = h.course_id AND c.number = 0")
            .await?,
        member: base
            .one(&format!(
                "SELECT e.id {in_large} ORDER BY e.name_key OFFSET (SELECT count(*) / 2 {in_large}) LIMIT 1"
            ))
            .await?,
        province: base
            .one(&format!(
                "SELECT o.code {in_large} JOIN organisation u ON u.id = e.organisation_id JOIN organisation o ON o.id = u.parent_id LIMIT 1"
            ))
            .await?,
    })
}
