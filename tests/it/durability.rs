//! The real program as a process of its own, killed in the middle of traffic: what it acknowledged is there when it comes back.

mod learning;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use futures_util::future::join_all;
use reqwest::Method;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::support::servers::{Postgres, Redis, free_port};
use crate::support::{BANK, CONTEST, bank_text, on_postgres};

const ROUND: &str = "ky-1";
const QUESTIONS: usize = 8;
const PEOPLE: usize = 20;
/// After so many saves a contestant submits and starts anew.
const SAVES: u64 = 24;

/// The service and what it stands on.
struct Service {
    child: Child,
    address: SocketAddr,
    variables: Vec<(&'static str, String)>,
    starts: u32,
    database: Option<(Postgres, String)>,
    _redis: Option<Redis>,
    folder: TempDir,
}

impl Service {
    /// A running service with one open round, and people who have entered it, by session token.
    fn prepared() -> (Self, Vec<String>) {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let at = |name: &str| folder.path().join(name).display().to_string();
        let (listen, admin) = (free_port().expect("a port"), free_port().expect("a port"));
        let mut variables = vec![
            ("LISTEN", format!("127.0.0.1:{listen}")),
            ("ADMIN_LISTEN", format!("127.0.0.1:{admin}")),
            ("CONTENT_DIR", at("nothing-to-import")),
            ("DATA_DIR", at("data")),
            ("REQUESTS_PER_SECOND", "0".to_owned()),
        ];
        let (mut database, mut redis) = (None, None);
        if on_postgres() {
            let server = Postgres::given_or_started(folder.path()).expect("PostgreSQL");
            let name = format!("kill{}_{listen}", std::process::id());
            server
                .run(&format!("CREATE DATABASE {name}"))
                .expect("a database");
            variables.push(("DATABASE_URL", server.url_of(&name)));
            let mirror = Redis::given_or_started(folder.path()).expect("Redis");
            variables.push(("REDIS_URL", mirror.url().to_owned()));
            (database, redis) = (Some((server, name)), Some(mirror));
        } else {
            variables.push(("DATABASE_URL", format!("sqlite://{}", at("data/test.db"))));
        }
        let packages = folder.path().join("packages");
        write_packages(&packages);
        run(
            &folder,
            &variables,
            &["import", &packages.display().to_string()],
        );
        let people = run(
            &folder,
            &variables,
            &[
                "bench-prepare",
                "--contest",
                CONTEST,
                "--people",
                &PEOPLE.to_string(),
            ],
        );
        let people: Vec<String> = people
            .lines()
            .filter_map(|l| l.split_once(' '))
            .map(|(_, session)| session.to_owned())
            .collect();
        assert_eq!(people.len(), PEOPLE);
        let child = spawn(&folder, &variables, 0);
        let address = SocketAddr::from(([127, 0, 0, 1], listen));
        let mut service = Self {
            child,
            address,
            variables,
            starts: 1,
            database,
            _redis: redis,
            folder,
        };
        service.wait_until_ready();
        (service, people)
    }

    fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    fn wait_until_ready(&mut self) {
        let until = Instant::now() + Duration::from_secs(60);
        while !is_ready(self.address) {
            let ended = self.child.try_wait().expect("the process can be asked");
            assert!(
                ended.is_none() && Instant::now() < until,
                "the service did not come up: {ended:?}\n{}",
                self.log()
            );
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Sends a signal to the process and waits for its end.
    async fn end(&mut self, signal: &str) -> ExitStatus {
        let pid = self.child.id().to_string();
        let sent = Command::new("kill")
            .args([signal, &pid])
            .status()
            .expect("kill runs");
        assert!(sent.success());
        let until = Instant::now() + Duration::from_secs(40);
        loop {
            if let Some(status) = self.child.try_wait().expect("the process can be asked") {
                return status;
            }
            assert!(
                Instant::now() < until,
                "the service did not end\n{}",
                self.log()
            );
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    fn start_again(&mut self) {
        self.child = spawn(&self.folder, &self.variables, self.starts);
        self.starts += 1;
        self.wait_until_ready();
    }

    fn log(&self) -> String {
        (0..self.starts)
            .map(|n| {
                std::fs::read_to_string(self.folder.path().join(format!("service-{n}.log")))
                    .unwrap_or_default()
            })
            .collect()
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        if let Some((server, name)) = &self.database {
            let _ = server.run(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
        }
    }
}

fn command(folder: &TempDir, variables: &[(&'static str, String)], arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hocluat"));
    command
        .args(arguments)
        .current_dir(folder.path())
        .env_remove("DATABASE_URL")
        .env_remove("REDIS_URL");
    command.envs(variables.iter().map(|(name, value)| (*name, value)));
    command
}

/// Runs a command to its end and returns what it printed.
fn run(folder: &TempDir, variables: &[(&'static str, String)], arguments: &[&str]) -> String {
    let done = command(folder, variables, arguments)
        .output()
        .expect("the program runs");
    let (printed, complaints) = (
        String::from_utf8_lossy(&done.stdout),
        String::from_utf8_lossy(&done.stderr),
    );
    assert!(
        done.status.success(),
        "hocluat {arguments:?}: {}\n{printed}{complaints}",
        done.status
    );
    printed.into_owned()
}

fn spawn(folder: &TempDir, variables: &[(&'static str, String)], number: u32) -> Child {
    let log =
        std::fs::File::create(folder.path().join(format!("service-{number}.log"))).expect("a log");
    let errors = log.try_clone().expect("a second handle");
    command(folder, variables, &["serve"])
        .stdin(Stdio::null())
        .stdout(log)
        .stderr(errors)
        .spawn()
        .expect("the service starts")
}

fn is_ready(address: SocketAddr) -> bool {
    let Ok(mut stream) = TcpStream::connect_timeout(&address, Duration::from_millis(500)) else {
        return false;
    };
    let _ = stream.set_read_timeout(Some(Duration::from_secs(2)));
    let mut start = [0; 12];
    stream
        .write_all(b"GET /readyz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
        .is_ok()
        && stream.read_exact(&mut start).is_ok()
        && start.ends_with(b" 200")
}

/// A bank and a contest that is open for as long as this program may live, with as many attempts as anybody wants.
fn write_packages(folder: &std::path::Path) {
    let mut toml = format!(
        "title = \"Cuộc thi thử\"\nsummary = \"Cuộc thi dùng để kiểm thử.\"\nbank = \"{BANK}\"\n"
    );
    let _ = write!(
        toml,
        "[entry]\nsame_person = []\n[[entry.fields]]\nfield = \"full_name\"\nrequired = true\n\
         [[rounds]]\nkey = \"{ROUND}\"\ntitle = \"Kỳ 1\"\nopens = \"2020-01-01 00:00\"\ncloses = \"2099-12-31 24:00\"\n\
         [paper]\nminutes = 60\n[[paper.draw]]\ncount = {QUESTIONS}\n\
         [attempts]\nunlimited = true\ncounts = \"best_then_earliest\"\n\
         [ranking]\nsteps = [\"points\", \"duration\", \"submission\"]\nshared_ranks = true\n"
    );
    let files = [
        (
            format!("{BANK}/bank.toml"),
            "title = \"Ngân hàng thử\"\n".to_owned(),
        ),
        (format!("{BANK}/questions/01.txt"), bank_text(2 * QUESTIONS)),
        (format!("{CONTEST}/contest.toml"), toml),
        (
            format!("{CONTEST}/page.md"),
            "Trang của cuộc thi thử.\n".to_owned(),
        ),
    ];
    for (name, text) in files.into_iter().chain(learning::course()) {
        let path = folder.join(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        std::fs::write(path, text).expect("written");
    }
}

/// How the service ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ended {
    Killed,
    InOrder,
}

/// What a request came to.
enum Answer {
    Good(Value),
    /// Told to come back; nothing was done.
    Busy,
    /// Nobody listens any more: it was not even sent.
    Refused,
    /// Sent, but not answered: whether it was done is unknown.
    None,
}

/// What one contestant was promised about one attempt.
struct Promised {
    id: String,
    token: String,
    /// Acknowledged: number → (sequence, response).
    answers: BTreeMap<u64, (u64, String)>,
    /// Sent without an answer, so it may be stored or not: number, sequence, response.
    in_doubt: Option<(u64, u64, String)>,
    receipt: Option<Value>,
    /// A submission was sent without an answer.
    perhaps_submitted: bool,
}

/// A contestant who saves as fast as the service answers.
struct Contestant {
    session: String,
    http: reqwest::Client,
    attempts: Vec<Promised>,
    sequence: u64,
    /// Answers acknowledged to all contestants together.
    saved: Arc<AtomicU64>,
}

impl Contestant {
    fn new(session: String, saved: Arc<AtomicU64>) -> Self {
        let http = reqwest::Client::builder()
            .timeout(Duration::from_secs(20))
            .build()
            .expect("a client");
        Self {
            session,
            http,
            attempts: Vec::new(),
            sequence: 0,
            saved,
        }
    }

    async fn call(&self, method: Method, url: String, token: &str, body: Option<Value>) -> Answer {
        let mut request = self.http.request(method, &url).bearer_auth(token);
        if let Some(body) = body {
            request = request.json(&body);
        }
        let reply = match request.send().await {
            Ok(reply) => reply,
            Err(error) if error.is_connect() => return Answer::Refused,
            Err(_) => return Answer::None,
        };
        let (status, text) = (reply.status().as_u16(), reply.text().await);
        match (status, text) {
            (200 | 201, Ok(text)) => {
                Answer::Good(serde_json::from_str(&text).expect("a whole answer is JSON"))
            }
            (200 | 201, Err(_)) => Answer::None,
            (429 | 503, _) => Answer::Busy,
            (status, text) => panic!("{url}: {status} {text:?}"),
        }
    }

    /// Sits attempts one after another until the service is gone. `ending` is set before it is killed: until then it must answer.
    async fn sit(&mut self, url: &str, ending: &AtomicBool) {
        loop {
            let answered = match self.attempts.last() {
                Some(attempt)
                    if attempt.receipt.is_none()
                        && !attempt.perhaps_submitted
                        && self.sequence < SAVES =>
                {
                    self.save(url).await
                }
                Some(attempt) if attempt.receipt.is_none() && !attempt.perhaps_submitted => {
                    self.submit(url).await
                }
                _ => self.start(url).await,
            };
            if !answered {
                assert!(
                    ending.load(Ordering::SeqCst),
                    "a request was not answered while the service ran"
                );
                return;
            }
        }
    }

    async fn start(&mut self, url: &str) -> bool {
        let path = format!("{url}/api/v1/contests/{CONTEST}/rounds/{ROUND}/attempts");
        match self.call(Method::POST, path, &self.session, None).await {
            Answer::Good(attempt) => {
                let text = |name: &str| attempt[name].as_str().expect("text").to_owned();
                self.sequence = 0;
                self.attempts.push(Promised {
                    id: text("id"),
                    token: text("token"),
                    answers: BTreeMap::new(),
                    in_doubt: None,
                    receipt: None,
                    perhaps_submitted: false,
                });
                true
            }
            Answer::Busy => true,
            Answer::Refused | Answer::None => false,
        }
    }

    async fn save(&mut self, url: &str) -> bool {
        let sequence = self.sequence + 1;
        let number = sequence % QUESTIONS as u64 + 1;
        let response = ["A", "B", "C", "D", ""]
            [usize::try_from((sequence + sequence / 7) % 5).expect("small")]
        .to_owned();
        let attempt = self.attempts.last().expect("one has started");
        let path = format!("{url}/api/v1/attempts/{}/answers/{number}", attempt.id);
        let answer = self
            .call(
                Method::PUT,
                path,
                &attempt.token,
                Some(json!({ "response": response, "sequence": sequence })),
            )
            .await;
        let attempt = self.attempts.last_mut().expect("one has started");
        match answer {
            Answer::Good(saved) => {
                assert_eq!(saved["sequence"], sequence);
                attempt.answers.insert(number, (sequence, response));
                self.sequence = sequence;
                self.saved.fetch_add(1, Ordering::SeqCst);
                true
            }
            Answer::Busy => true,
            Answer::Refused => false,
            Answer::None => {
                attempt.in_doubt = Some((number, sequence, response));
                false
            }
        }
    }

    async fn submit(&mut self, url: &str) -> bool {
        let attempt = self.attempts.last().expect("one has started");
        let answer = self
            .call(
                Method::POST,
                format!("{url}/api/v1/attempts/{}/submission", attempt.id),
                &attempt.token,
                None,
            )
            .await;
        let attempt = self.attempts.last_mut().expect("one has started");
        match answer {
            Answer::Good(receipt) => {
                attempt.receipt = Some(receipt);
                true
            }
            Answer::Busy => true,
            Answer::Refused => false,
            Answer::None => {
                attempt.perhaps_submitted = true;
                false
            }
        }
    }

    /// Looks for everything that was promised, and settles what was in doubt. After a killing what was not answered may have been done or not; a
    /// service that stops in order answers whatever it does, so what it did not answer must not have been done.
    async fn check(&mut self, url: &str, ended: Ended) {
        for index in 0..self.attempts.len() {
            let attempt = &self.attempts[index];
            let path = format!("{url}/api/v1/attempts/{}", attempt.id);
            let Answer::Good(read) = self
                .call(Method::GET, path.clone(), &self.session, None)
                .await
            else {
                panic!("the attempt {} that was started is gone", attempt.id)
            };
            let stored: BTreeMap<u64, (u64, String)> = read["answers"]
                .as_array()
                .expect("a list")
                .iter()
                .map(|a| {
                    let number = |name: &str| a[name].as_u64().expect("a number");
                    (
                        number("number"),
                        (
                            number("sequence"),
                            a["response"].as_str().expect("text").to_owned(),
                        ),
                    )
                })
                .collect();
            let mut possible = vec![attempt.answers.clone()];
            if let (Ended::Killed, Some((number, sequence, response))) = (ended, &attempt.in_doubt)
            {
                let mut with = attempt.answers.clone();
                with.insert(*number, (*sequence, response.clone()));
                possible.push(with);
            }
            assert!(
                possible.contains(&stored),
                "acknowledged {:?}, in doubt {:?}, stored {stored:?}",
                attempt.answers,
                attempt.in_doubt
            );
            if let Some(receipt) = &attempt.receipt {
                assert_eq!(read["state"], "submitted");
                let Answer::Good(again) = self
                    .call(
                        Method::POST,
                        format!("{path}/submission"),
                        &self.session,
                        None,
                    )
                    .await
                else {
                    panic!("the receipt of {} is gone", attempt.id)
                };
                assert_eq!(again, *receipt);
            } else if ended == Ended::InOrder || !attempt.perhaps_submitted {
                assert_eq!(read["state"], "open");
            }
            let attempt = &mut self.attempts[index];
            attempt.perhaps_submitted &= read["state"] != "open";
            attempt.in_doubt = None;
            attempt.answers = stored;
        }
        let newest = self
            .attempts
            .last()
            .and_then(|a| a.answers.values().map(|(sequence, _)| *sequence).max());
        self.sequence = newest.unwrap_or(0);
    }
}

/// Lets everybody sit until `saves` more answers have been acknowledged, then ends the service in the middle of it. Counted in answers and not in
/// seconds, so that a slow machine is interrupted at the same place as a fast one.
async fn interrupted(
    service: &mut Service,
    contestants: &mut [Contestant],
    saves: u64,
    signal: &str,
) -> (ExitStatus, Duration) {
    let (url, ending) = (service.url(), AtomicBool::new(false));
    let saved = contestants[0].saved.clone();
    let enough = saved.load(Ordering::SeqCst) + saves;
    let traffic = join_all(contestants.iter_mut().map(|c| c.sit(&url, &ending)));
    let end = async {
        let until = Instant::now() + Duration::from_secs(60);
        while saved.load(Ordering::SeqCst) < enough {
            assert!(
                Instant::now() < until,
                "fewer than {saves} answers in a minute"
            );
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        ending.store(true, Ordering::SeqCst);
        let asked = Instant::now();
        (service.end(signal).await, asked.elapsed())
    };
    tokio::join!(traffic, end).1
}

async fn everything_is_there(service: &Service, contestants: &mut [Contestant], ended: Ended) {
    let url = service.url();
    join_all(contestants.iter_mut().map(|c| c.check(&url, ended))).await;
}

/// Every attempt that is stored as ended stands for its person on the board: the two are written together or not at all.
async fn the_board_agrees(service: &Service, contestants: &[Contestant]) {
    let submitted = contestants
        .iter()
        .filter(|c| {
            c.attempts
                .iter()
                .any(|a| a.receipt.is_some() || a.perhaps_submitted)
        })
        .count();
    let path = format!(
        "{}/api/v1/contests/{CONTEST}/rounds/{ROUND}/leaderboard?limit=100",
        service.url()
    );
    let until = Instant::now() + Duration::from_secs(20);
    loop {
        let Answer::Good(board) = contestants[0]
            .call(Method::GET, path.clone(), &contestants[0].session, None)
            .await
        else {
            panic!("the board does not answer")
        };
        if board["total"] == submitted
            && board["rows"]
                .as_array()
                .is_some_and(|rows| rows.len() == submitted)
        {
            return;
        }
        assert!(
            Instant::now() < until,
            "{submitted} people have submitted, the board says {}",
            board["total"]
        );
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}

fn seated(people: Vec<String>) -> Vec<Contestant> {
    let saved = Arc::new(AtomicU64::new(0));
    people
        .into_iter()
        .map(|session| Contestant::new(session, saved.clone()))
        .collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_acknowledged_answer_is_there_after_the_process_is_killed_in_mid_traffic() {
    let (mut service, people) = Service::prepared();
    let mut contestants = seated(people);
    for saves in [210, 530, 870] {
        let (status, _) = interrupted(&mut service, &mut contestants, saves, "-KILL").await;
        assert!(status.code().is_none(), "killed, not stopped: {status}");
        service.start_again();
        everything_is_there(&service, &mut contestants, Ended::Killed).await;
    }
    assert!(
        contestants
            .iter()
            .any(|c| c.attempts.iter().any(|a| a.receipt.is_some())),
        "somebody submitted"
    );
    the_board_agrees(&service, &contestants).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stop_on_request_unlike_a_crash_ends_cleanly_and_loses_nothing_either() {
    let (mut service, people) = Service::prepared();
    let mut contestants = seated(people);
    for saves in [330, 710] {
        let (status, took) = interrupted(&mut service, &mut contestants, saves, "-TERM").await;
        assert!(status.success(), "{status}\n{}", service.log());
        assert!(took < Duration::from_secs(10), "stopping took {took:?}");
        service.start_again();
        everything_is_there(&service, &mut contestants, Ended::InOrder).await;
    }
    let log = service.log();
    assert!(!log.contains("panicked") && !log.contains("ERROR"), "{log}");
    the_board_agrees(&service, &contestants).await;
}
