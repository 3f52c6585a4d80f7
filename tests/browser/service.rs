//! The program itself, as an operator starts it, on a fresh database.

use std::path::PathBuf;
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};

use hocluat::platform::config::Config;
use reqwest::{Client, Method};
use serde_json::Value;
use tempfile::TempDir;

use crate::classroom::{self, Classroom};
use crate::contest::{Timing, write_packages};
use crate::servers::{Postgres, Redis, Running, free_port};

/// One running installation. Everything it started ends with it.
pub struct Service {
    /// Where people reach it.
    pub url: String,
    http: Client,
    log: PathBuf,
    _process: Running,
    _servers: Option<(Postgres, Redis)>,
    _folder: TempDir,
}

/// Where an installation is, before the program runs.
struct Place {
    folder: TempDir,
    packages: PathBuf,
    port: u16,
    database_url: String,
    servers: Option<(Postgres, Redis)>,
}

impl Place {
    /// A fresh database and the packages of the test contest.
    fn new(timing: &Timing) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let packages = folder.path().join("courses");
        write_packages(&packages, timing);
        let servers = on_postgres().then(|| {
            let postgres = Postgres::given_or_started(folder.path()).expect("PostgreSQL");
            let redis = Redis::given_or_started(folder.path()).expect("Redis");
            (postgres, redis)
        });
        let database_url = match &servers {
            Some((postgres, _)) => new_database(postgres),
            None => format!("sqlite://{}/data/hocluat.db", folder.path().display()),
        };
        Self {
            packages,
            port: free_port().expect("a port"),
            database_url,
            servers,
            folder,
        }
    }

    /// Settings for what a test sets up itself.
    fn config(&self) -> Config {
        Config {
            listen: ([127, 0, 0, 1], self.port).into(),
            database_url: self.database_url.clone(),
            data_dir: self.folder.path().join("data"),
            requests_per_second: 0,
            ..Config::default()
        }
    }
}

impl Service {
    /// Starts the program with the test contest.
    pub fn start(timing: &Timing) -> Self {
        Self::start_with(timing, |_| ())
    }

    /// Starts the program with the test contest and what `more` writes beside its packages.
    pub fn start_with(timing: &Timing, more: impl FnOnce(&std::path::Path)) -> Self {
        let place = Place::new(timing);
        more(&place.packages);
        Self::run(place)
    }

    /// Starts the program with the test contest, courses, and people in them.
    pub async fn start_with_courses(timing: &Timing) -> (Self, Classroom) {
        let place = Place::new(timing);
        let classroom = classroom::open(place.config()).await;
        (Self::run(place), classroom)
    }

    fn run(place: Place) -> Self {
        let Place {
            folder,
            packages,
            port,
            database_url,
            servers,
        } = place;
        let admin = free_port().expect("a port");
        let mut command = Command::new(env!("CARGO_BIN_EXE_hocluat"));
        command
            .current_dir(folder.path())
            .env("LISTEN", format!("127.0.0.1:{port}"))
            .env("ADMIN_LISTEN", format!("127.0.0.1:{admin}"))
            .env("CONTENT_DIR", &packages)
            .env("DATABASE_URL", database_url)
            .env_remove("REDIS_URL");
        if let Some((_, redis)) = &servers {
            command.env("REDIS_URL", redis.url());
        }
        let log = folder.path().join("hocluat.log");
        let mut process =
            Running::start("hocluat", &mut command, &log).expect("the program starts");
        let ready = process.wait_until(60, || read(&log).contains("Tài liệu API"));
        ready.unwrap_or_else(|error| panic!("{error}\n{}", read(&log)));
        let url = format!("http://127.0.0.1:{port}");
        Self {
            url,
            http: Client::new(),
            log,
            _process: process,
            _servers: servers,
            _folder: folder,
        }
    }

    /// The path of the one-time link with which the first administrator sets a password.
    pub fn setup_path(&self) -> String {
        let text = read(&self.log);
        let (_, token) = text.split_once("/thiet-lap/").expect("the link is printed");
        format!(
            "/thiet-lap/{}",
            token.split_whitespace().next().expect("a token")
        )
    }

    /// Calls the API with a token and returns status and body.
    pub async fn call(
        &self,
        method: Method,
        path: &str,
        token: &str,
        body: Option<Value>,
    ) -> (u16, Value) {
        let mut request = self
            .http
            .request(method, format!("{}{path}", self.url))
            .bearer_auth(token);
        if let Some(body) = body {
            request = request.json(&body);
        }
        let reply = request.send().await.expect("the program answers");
        let status = reply.status().as_u16();
        (status, reply.json().await.unwrap_or(Value::Null))
    }
}

fn read(path: &PathBuf) -> String {
    std::fs::read_to_string(path).unwrap_or_default()
}

fn on_postgres() -> bool {
    std::env::var("HOCLUAT_TEST_ENGINE").is_ok_and(|engine| engine == "postgres")
}

fn new_database(postgres: &Postgres) -> String {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let name = format!("browser_{}_{number}", std::process::id());
    postgres
        .run(&format!("CREATE DATABASE {name}"))
        .expect("a database");
    postgres.url_of(&name)
}
