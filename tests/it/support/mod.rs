//! The ground every integration test stands on: the whole program in this process, on a real database of its own, with a clock that the
//! test moves and, on PostgreSQL, a real Redis.
#![allow(dead_code, reason = "each test uses the part it needs")]

pub mod course;
#[cfg(feature = "oidc")]
pub mod oidc_provider;
pub mod scene;
pub mod servers;
pub mod trainees;
pub mod web;

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, OnceLock};

use hocluat::app::App;
use hocluat::content;
use hocluat::kernel::clock::{Clock, ManualClock, Moment};
use hocluat::kernel::entropy::SystemEntropy;
use hocluat::platform::config::Config;
use hocluat::platform::lifecycle::Lifecycle;
use reqwest::{Method, StatusCode};
use sea_orm::{ConnectionTrait, DbBackend, QueryResult, Statement};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::net::TcpListener;

/// The slug of the contest that [`World::with_contest`] publishes.
pub const CONTEST: &str = "cuoc-thi";
/// Its question bank.
pub const BANK: &str = "ngan-hang";
/// When tests begin: Wednesday 1 July 2026, 08:00 in Viet Nam.
pub const START: Moment = Moment(1_782_867_600_000);

/// Whether this run is on PostgreSQL and Redis (`HOCLUAT_TEST_ENGINE=postgres`), else SQLite.
pub fn on_postgres() -> bool {
    std::env::var("HOCLUAT_TEST_ENGINE").is_ok_and(|e| e == "postgres")
}

struct Servers {
    postgres: servers::Postgres,
    redis: servers::Redis,
    _folder: TempDir,
}

fn servers() -> &'static Servers {
    static SERVERS: OnceLock<Servers> = OnceLock::new();
    SERVERS.get_or_init(|| {
        let folder = tempfile::tempdir().expect("a temporary folder");
        Servers {
            postgres: servers::Postgres::given_or_started(folder.path()).expect("PostgreSQL"),
            redis: servers::Redis::given_or_started(folder.path()).expect("Redis"),
            _folder: folder,
        }
    })
}

/// One running node.
pub struct Node {
    /// The program.
    pub app: App,
    /// Where it listens: `http://127.0.0.1:PORT`.
    pub url: String,
    lifecycle: Lifecycle,
    served: tokio::task::JoinHandle<Result<(), String>>,
}

impl Node {
    async fn start(config: Config, clock: Arc<ManualClock>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address: SocketAddr = listener.local_addr().expect("an address");
        let config = Config {
            listen: address,
            ..config
        };
        let app = App::build_with(config, clock, Arc::new(SystemEntropy))
            .await
            .expect("the program starts");
        let lifecycle = Lifecycle::default();
        app.start(&lifecycle).expect("background work starts");
        let (served_app, served_lifecycle) = (app.clone(), lifecycle.clone());
        let served =
            tokio::spawn(async move { served_app.serve(listener, &served_lifecycle).await });
        Self {
            app,
            url: format!("http://{address}"),
            lifecycle,
            served,
        }
    }

    /// Stops the node in order and waits for it.
    pub async fn stop(self) {
        self.lifecycle.stop.cancel();
        self.served
            .await
            .expect("the server's task ends")
            .expect("the server stops cleanly");
    }
}

/// A test's own installation.
pub struct World {
    /// The clock of every node; stands still until moved.
    pub clock: Arc<ManualClock>,
    /// The first node.
    pub node: Node,
    /// Settings, for more nodes.
    pub config: Config,
    http: reqwest::Client,
    database: Option<String>,
    _folder: TempDir,
}

/// An answer of the API.
#[derive(Debug)]
pub struct Reply {
    /// HTTP status.
    pub status: u16,
    /// Body as JSON; null when it is none.
    pub json: Value,
    /// Body as text.
    pub text: String,
    /// Headers, names in lower case.
    pub headers: BTreeMap<String, String>,
}

impl Reply {
    /// The code of a problem.
    pub fn code(&self) -> &str {
        self.json["code"].as_str().unwrap_or_default()
    }

    /// Asserts the status and hands the body over.
    #[track_caller]
    pub fn expect(self, status: u16) -> Value {
        assert_eq!(self.status, status, "{}", self.text);
        self.json
    }

    /// Asserts a problem.
    #[track_caller]
    pub fn expect_problem(self, status: u16, code: &str) -> Value {
        assert_eq!((self.status, self.code()), (status, code), "{}", self.text);
        self.json
    }
}

/// A person with a session.
#[derive(Debug, Clone)]
pub struct Person {
    /// Account.
    pub id: uuid::Uuid,
    /// Login.
    pub login: String,
    /// Session token.
    pub token: String,
}

impl World {
    /// An empty installation at [`START`].
    pub async fn new() -> Self {
        Self::with_config(|c| c).await
    }

    /// An empty installation with other settings (for example another Redis).
    pub async fn with_config(change: impl FnOnce(Config) -> Config) -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mut config = Config {
            database_url: format!("sqlite://{}/test.db", folder.path().display()),
            data_dir: folder.path().join("data"),
            content_dir: folder.path().join("courses"),
            requests_per_second: 0,
            ..Config::default()
        };
        let mut database = None;
        if on_postgres() {
            let name = format!(
                "t{}_{}",
                std::process::id(),
                NUMBER.fetch_add(1, Ordering::Relaxed)
            );
            servers()
                .postgres
                .run(&format!("CREATE DATABASE {name}"))
                .expect("a database");
            config.database_url = servers().postgres.url_of(&name);
            config.redis_url = Some(servers().redis.url().to_owned());
            database = Some(name);
        }
        let config = change(config);
        let clock = Arc::new(ManualClock::at(START));
        let node = Node::start(config.clone(), clock.clone()).await;
        let http = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .expect("a client");
        Self {
            clock,
            node,
            config,
            http,
            database,
            _folder: folder,
        }
    }

    /// An installation with the contest `CONTEST`, whose `contest.toml` is `toml` and whose bank has `questions` single-choice questions
    /// of four options under the topic `Chung`, right answer always the author's `A`.
    pub async fn with_contest(toml: &str, questions: usize) -> Self {
        let world = Self::new().await;
        world.publish(toml, questions).await;
        world
    }

    /// Publishes (again) the contest `CONTEST`.
    pub async fn publish(&self, toml: &str, questions: usize) {
        let folder = self.content_folder(toml, &bank_text(questions));
        let content = content::read(&folder, self.now());
        let errors: Vec<String> = content
            .findings
            .iter()
            .filter(|f| f.error)
            .map(ToString::to_string)
            .collect();
        assert!(errors.is_empty(), "{errors:#?}");
        content::import(&self.node.app, content, self.now())
            .await
            .expect("imported");
    }

    /// Writes the packages of a contest and its bank and returns their folder.
    pub fn content_folder(&self, toml: &str, questions: &str) -> PathBuf {
        let folder = self._folder.path().join("packages");
        let (bank, contest) = (folder.join(BANK), folder.join(CONTEST));
        std::fs::create_dir_all(bank.join("questions")).expect("a folder");
        std::fs::create_dir_all(&contest).expect("a folder");
        std::fs::write(bank.join("bank.toml"), "title = \"Ngân hàng thử\"\n").expect("written");
        std::fs::write(bank.join("questions/01.txt"), questions).expect("written");
        std::fs::write(contest.join("contest.toml"), toml).expect("written");
        std::fs::write(contest.join("page.md"), "Trang của cuộc thi thử.\n").expect("written");
        folder
    }

    /// Another node on the same database and Redis.
    pub async fn another_node(&self) -> Node {
        Node::start(self.config.clone(), self.clock.clone()).await
    }

    /// The test's present.
    pub fn now(&self) -> Moment {
        self.clock.now()
    }

    /// Moves the clock.
    pub fn advance(&self, ms: i64) {
        self.clock.advance(ms);
    }

    /// Calls the first node.
    pub async fn call(
        &self,
        method: Method,
        path: &str,
        token: Option<&str>,
        body: Option<Value>,
    ) -> Reply {
        self.call_at(&self.node.url, method, path, token, body)
            .await
    }

    /// Calls a node.
    pub async fn call_at(
        &self,
        url: &str,
        method: Method,
        path: &str,
        token: Option<&str>,
        body: Option<Value>,
    ) -> Reply {
        let mut request = self.http.request(method, format!("{url}{path}"));
        if let Some(token) = token {
            request = request.bearer_auth(token);
        }
        if let Some(body) = body {
            request = request.json(&body);
        }
        reply_of(request.send().await.expect("the node answers")).await
    }

    /// `GET` without a token.
    pub async fn get(&self, path: &str) -> Reply {
        self.call(Method::GET, path, None, None).await
    }

    /// A person with an account and a session, without the cost of a password.
    pub async fn person(&self) -> Person {
        self.people(1).await.remove(0)
    }

    /// Many people.
    pub async fn people(&self, count: usize) -> Vec<Person> {
        let made = self
            .node
            .app
            .accounts
            .make_many(count, self.now())
            .await
            .expect("made");
        made.into_iter()
            .map(|(id, token)| Person {
                id,
                login: String::new(),
                token,
            })
            .collect()
    }

    /// A person who has entered the contest with a form that needs nothing but `full_name`.
    pub async fn contestant(&self) -> Person {
        let person = self.person().await;
        self.enter(&person, &format!("Nguyễn Thị {}", letters(person.id)))
            .await;
        person
    }

    /// Enters the contest under a name; the entry's id.
    pub async fn enter(&self, person: &Person, full_name: &str) -> uuid::Uuid {
        let body = json!({ "fields": { "full_name": full_name } });
        let path = format!("/api/v1/contests/{CONTEST}/entries");
        let entry = self
            .call(Method::POST, &path, Some(&person.token), Some(body))
            .await
            .expect(201);
        let id = entry["id"].as_str().and_then(|id| id.parse().ok());
        id.expect("an id")
    }

    /// An organiser with a session (an administrator may do all an organiser may).
    pub async fn organiser(&self) -> Person {
        let given = hocluat::account::model::Registration {
            login: format!(
                "to-chuc-{}",
                uuid::Uuid::from_u128(u128::from(rand_number())).simple()
            )
            .chars()
            .take(30)
            .collect(),
            password: "mat-khau-rat-dai".into(),
            full_name: "Người tổ chức".into(),
            email: String::new(),
            phone: String::new(),
        };
        let account = self
            .node
            .app
            .accounts
            .create_with_role(&given, hocluat::kernel::actor::Role::Organiser, self.now())
            .await
            .expect("made");
        let session = self
            .node
            .app
            .accounts
            .open_session(account.id, "", self.now())
            .await
            .expect("opened");
        Person {
            id: account.id,
            login: account.login,
            token: session.token,
        }
    }

    /// Starts (or resumes) an attempt in a round and returns the reply.
    pub async fn start(&self, person: &Person, round: &str) -> Reply {
        let path = format!("/api/v1/contests/{CONTEST}/rounds/{round}/attempts");
        self.call(Method::POST, &path, Some(&person.token), None)
            .await
    }

    /// Saves an answer with the attempt's own token.
    pub async fn save(
        &self,
        attempt: &Value,
        number: usize,
        response: &str,
        sequence: u64,
    ) -> Reply {
        let (id, token) = (
            attempt["id"].as_str().expect("id"),
            attempt["token"].as_str().expect("token"),
        );
        let body = json!({ "response": response, "sequence": sequence });
        self.call(
            Method::PUT,
            &format!("/api/v1/attempts/{id}/answers/{number}"),
            Some(token),
            Some(body),
        )
        .await
    }

    /// Submits with the attempt's own token.
    pub async fn submit(&self, attempt: &Value) -> Reply {
        let (id, token) = (
            attempt["id"].as_str().expect("id"),
            attempt["token"].as_str().expect("token"),
        );
        self.call(
            Method::POST,
            &format!("/api/v1/attempts/{id}/submission"),
            Some(token),
            None,
        )
        .await
    }

    /// Reads an attempt as its person.
    pub async fn attempt(&self, person: &Person, id: &str) -> Value {
        self.call(
            Method::GET,
            &format!("/api/v1/attempts/{id}"),
            Some(&person.token),
            None,
        )
        .await
        .expect(200)
    }

    /// Right letters of an attempt's questions as shown, prediction left out: in the test bank the right option's text ends with `(đúng)`
    /// only in the database, so this looks there, not at what contestants receive.
    pub async fn right_letters(&self, attempt_id: &str) -> Vec<String> {
        let id = uuid::Uuid::parse_str(attempt_id).expect("id");
        let found = hocluat::assessment::store::attempt(self.node.app.db.read(), id)
            .await
            .expect("read")
            .expect("exists");
        let live = self
            .node
            .app
            .assessments
            .live_at(found.assessment, found.pool_version)
            .await
            .expect("known");
        found
            .paper
            .questions
            .iter()
            .map(|q| {
                let right = live.pool.revisions[usize::from(q.pool_index)].body.right;
                hocluat::assessment::answers::letters(hocluat::assessment::rules::to_shown_order(
                    q, right,
                ))
            })
            .collect()
    }

    /// Sits a whole attempt: starts, answers the first `right` questions right and the rest wrong, predicts, lets `ms` pass, submits.
    /// Returns the started attempt.
    pub async fn sit(
        &self,
        person: &Person,
        round: &str,
        right: usize,
        prediction: Option<&str>,
        ms: i64,
    ) -> Value {
        let attempt = self.start(person, round).await;
        assert!(attempt.status < 300, "{}", attempt.text);
        let attempt = attempt.json;
        let letters = self
            .right_letters(attempt["id"].as_str().expect("id"))
            .await;
        for (index, letter) in letters.iter().enumerate() {
            let wrong = if letter == "A" { "B" } else { "A" };
            let response = if index < right { letter } else { wrong };
            self.save(&attempt, index + 1, response, 1)
                .await
                .expect(200);
        }
        if let Some(prediction) = prediction {
            self.save(&attempt, letters.len() + 1, prediction, 1)
                .await
                .expect(200);
        }
        self.advance(ms);
        self.submit(&attempt).await.expect(200);
        attempt
    }

    /// The folder in which letters lie once they are sent.
    pub fn letters(&self) -> PathBuf {
        self.config.data_dir.join("mail")
    }

    /// The board of a round as JSON, looked up afresh.
    pub async fn board(&self, round: &str) -> Value {
        self.advance(300);
        self.get(&format!(
            "/api/v1/contests/{CONTEST}/rounds/{round}/leaderboard?limit=100"
        ))
        .await
        .expect(200)
    }

    /// Makes a round final as an organiser, through the service.
    pub async fn finalise(&self, round: &str) -> hocluat::kernel::problem::Outcome<()> {
        let organiser = self.organiser().await;
        let actor = hocluat::kernel::actor::Actor {
            account: organiser.id,
            name: "Người tổ chức".into(),
            grants: vec![hocluat::kernel::actor::Grant::everywhere(
                hocluat::kernel::actor::Role::Organiser,
            )],
        };
        self.node
            .app
            .boards
            .finalise(CONTEST, round, &actor, self.now())
            .await
    }

    /// The rows of a query, for what no API tells.
    async fn rows(&self, sql: &str) -> Vec<QueryResult> {
        let backend = if on_postgres() {
            DbBackend::Postgres
        } else {
            DbBackend::Sqlite
        };
        let statement = Statement::from_string(backend, sql);
        let rows = self.node.app.db.read().query_all_raw(statement).await;
        rows.expect("read")
    }

    /// Counts rows.
    pub async fn count(&self, sql: &str) -> i64 {
        let rows = self.rows(sql).await;
        rows[0].try_get_by_index::<i64>(0).expect("a number")
    }

    /// The first column of a query, as texts.
    pub async fn texts(&self, sql: &str) -> Vec<String> {
        let rows = self.rows(sql).await;
        let text = |row: &QueryResult| row.try_get_by_index::<String>(0).expect("a text");
        rows.iter().map(text).collect()
    }

    /// Every table of the database.
    pub async fn tables(&self) -> Vec<String> {
        self.texts(if on_postgres() {
            "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
        } else {
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY 1"
        })
        .await
    }

    /// The columns of a table that hold text.
    pub async fn text_columns(&self, table: &str) -> Vec<String> {
        self.texts(&if on_postgres() {
            format!("SELECT column_name::text FROM information_schema.columns WHERE table_name = '{table}' AND data_type IN ('text', 'character varying')")
        } else {
            format!("SELECT name FROM pragma_table_info('{table}') WHERE lower(type) LIKE '%text%' OR lower(type) LIKE '%char%'")
        })
        .await
    }

    /// Changes rows, for what no page does.
    pub async fn run(&self, sql: &str) {
        let done = self.node.app.db.read().execute_unprepared(sql).await;
        done.expect("done");
    }

    /// Does every job and delivers every letter that waits.
    pub async fn settle(&self) {
        let postman = hocluat::platform::outbox::Postman::new(
            self.node.app.db.clone(),
            self.clock.clone(),
            &self.config,
        )
        .expect("a postman");
        // The node itself may be at a job or a letter this very moment: it is given time to finish.
        for _ in 0..250 {
            while self.node.app.jobs().run_one().await.expect("jobs run") {}
            while postman.deliver_due().await.expect("mail is delivered") > 0 {}
            if self
                .count("SELECT (SELECT COUNT(*) FROM job) + (SELECT COUNT(*) FROM outbox)")
                .await
                == 0
            {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    }

    /// Ends the test: does waiting jobs and mail, and asserts that none is left.
    pub async fn end(self) {
        self.settle().await;
        assert_eq!(
            self.count("SELECT COUNT(*) FROM job").await,
            0,
            "jobs are left"
        );
        assert_eq!(
            self.count("SELECT COUNT(*) FROM outbox").await,
            0,
            "mail is left"
        );
        self.node.stop().await;
        if let Some(database) = &self.database {
            servers()
                .postgres
                .run(&format!("DROP DATABASE {database} WITH (FORCE)"))
                .expect("dropped");
        }
    }
}

async fn reply_of(response: reqwest::Response) -> Reply {
    let status = response.status();
    let headers = response
        .headers()
        .iter()
        .map(|(n, v)| {
            (
                n.as_str().to_owned(),
                v.to_str().unwrap_or_default().to_owned(),
            )
        })
        .collect();
    let text = response.text().await.expect("a body");
    let json = serde_json::from_str(&text).unwrap_or(Value::Null);
    Reply {
        status: StatusCode::as_u16(&status),
        json,
        text,
        headers,
    }
}

fn rand_number() -> u64 {
    use hocluat::kernel::entropy::Entropy as _;
    SystemEntropy.next_u64()
}

/// A name made of letters, different for each person.
fn letters(id: uuid::Uuid) -> String {
    let letters: String = id
        .simple()
        .to_string()
        .bytes()
        .map(|b| char::from(b'a' + (b % 23)))
        .collect();
    format!("N{}", &letters[8..])
}

/// A bank of `count` questions whose right answer is the author's `A`.
pub fn bank_text(count: usize) -> String {
    use std::fmt::Write as _;
    let mut text = String::from("Chủ đề: Chung\nMức độ: Nhận biết\n");
    for n in 1..=count {
        let _ = write!(
            text,
            "\nMã: T-{n:03}\nCâu {n}. Nội dung câu hỏi kiểm thử số {n} là gì?\nA. Phương án một của câu {n}\nB. Phương án hai của câu {n}\n\
             C. Phương án ba của câu {n}\nD. Phương án bốn của câu {n}\nĐáp án: A\nCăn cứ: khoản 1 Điều {n} Luật số 36/2024/QH15\n\
             Giải thích: Đây là lời giải thích bí mật số {n}.\n"
        );
    }
    text
}

/// A contest of one round `ky-1`, open from [`START`] for an hour: `questions` drawn, 10 minutes, `more` appended.
pub fn simple_contest(questions: usize, more: &str) -> String {
    format!(
        r#"title = "Cuộc thi thử"
summary = "Cuộc thi dùng để kiểm thử."
bank = "{BANK}"

[entry]
same_person = []

[[entry.fields]]
field = "full_name"
required = true

[[rounds]]
key = "ky-1"
title = "Kỳ 1"
opens = "2026-07-01 08:00"
closes = "2026-07-01 09:00"

[paper]
minutes = 10

[[paper.draw]]
count = {questions}
{more}"#
    )
}

/// The parts that [`simple_contest`] needs besides: three attempts, best counts, points then duration then submission, cut off at the close.
pub const USUAL: &str = r#"
[attempts]
max = 3
per = "round"
counts = "best_then_earliest"

[closing]
policy = "cut_off"

[ranking]
steps = ["points", "duration", "submission"]
shared_ranks = true

[board]
show = "provisional"

[review]
answers = "after_final"
"#;
