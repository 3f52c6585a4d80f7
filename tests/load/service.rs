//! The real service with servers of its own, ready to be measured.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use tempfile::TempDir;

use crate::content;
use crate::engine::Engine;
use crate::servers::{Postgres, Redis, Running, free_port};
use crate::usage::Watched;

/// One prepared contestant.
#[derive(Debug, Clone)]
pub struct Person {
    /// Session token.
    pub session: String,
}

/// A running service. Fields are dropped in order: the service before the servers, the folder last.
pub struct Service {
    process: Running,
    postgres: Option<(Postgres, String)>,
    redis: Option<Redis>,
    /// Where it listens.
    pub address: SocketAddr,
    /// Who may take part.
    pub people: Vec<Person>,
    folder: TempDir,
}

/// What every command of the service is told.
struct Settings {
    binary: PathBuf,
    folder: PathBuf,
    variables: Vec<(&'static str, String)>,
}

impl Settings {
    fn database_url(&self) -> &str {
        let found = self
            .variables
            .iter()
            .find(|(name, _)| *name == "DATABASE_URL");
        found.map_or("", |(_, url)| url)
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(&self.binary);
        command
            .args(arguments)
            .current_dir(&self.folder)
            .env_remove("DATABASE_URL")
            .env_remove("REDIS_URL");
        command.envs(self.variables.iter().map(|(name, value)| (*name, value)));
        command
    }

    /// Runs a command to its end and returns what it printed.
    fn run(&self, arguments: &[&str]) -> Result<String, String> {
        let what = arguments.join(" ");
        let done = self
            .command(arguments)
            .output()
            .map_err(|error| format!("hocluat {what}: {error}"))?;
        let printed = String::from_utf8_lossy(&done.stdout).into_owned();
        if done.status.success() {
            return Ok(printed);
        }
        Err(format!(
            "hocluat {what}: {}\n{printed}{}",
            done.status,
            String::from_utf8_lossy(&done.stderr)
        ))
    }
}

impl Service {
    /// Starts servers, prepares the contest and `people` contestants, and starts the service.
    pub fn start(binary: &Path, engine: Engine, people: usize) -> Result<Self, String> {
        Self::start_on(binary, engine, people, |_| Ok(()))
    }

    /// As [`Self::start`]; `fill` puts more into the database, whose URL it is given, before the service starts.
    pub fn start_on(
        binary: &Path,
        engine: Engine,
        people: usize,
        fill: impl FnOnce(&str) -> Result<(), String>,
    ) -> Result<Self, String> {
        let folder = TempDir::with_prefix("hocluat-load.").map_err(|error| error.to_string())?;
        let (listen, admin) = (free_port()?, free_port()?);
        let mut variables = vec![
            ("LISTEN", format!("127.0.0.1:{listen}")),
            ("ADMIN_LISTEN", format!("127.0.0.1:{admin}")),
            ("PUBLIC_URL", format!("http://127.0.0.1:{listen}")),
            (
                "CONTENT_DIR",
                folder.path().join("content").display().to_string(),
            ),
            ("DATA_DIR", folder.path().join("data").display().to_string()),
            // All contestants share one address here; a school's limit is not what is measured.
            ("REQUESTS_PER_SECOND", "0".to_owned()),
        ];
        let (mut postgres, mut redis) = (None, None);
        match engine {
            Engine::Sqlite => {
                std::fs::create_dir_all(folder.path().join("data"))
                    .map_err(|error| error.to_string())?;
                variables.push((
                    "DATABASE_URL",
                    format!("sqlite://{}", folder.path().join("data/load.db").display()),
                ));
            }
            Engine::Postgres => {
                let (server, name) = (Postgres::given_or_started(folder.path())?, database_name());
                server.run(&format!("CREATE DATABASE {name}"))?;
                variables.push(("DATABASE_URL", server.url_of(&name)));
                let mirror = Redis::given_or_started(folder.path())?;
                variables.push(("REDIS_URL", mirror.url().to_owned()));
                (postgres, redis) = (Some((server, name)), Some(mirror));
            }
        }
        let settings = Settings {
            binary: binary.to_owned(),
            folder: folder.path().to_owned(),
            variables,
        };
        let people = prepare(&settings, people)?;
        fill(settings.database_url())?;
        let mut process = Running::start(
            "the service",
            &mut settings.command(&["serve"]),
            &folder.path().join("service.log"),
        )?;
        let address = SocketAddr::from(([127, 0, 0, 1], listen));
        let admin = SocketAddr::from(([127, 0, 0, 1], admin));
        process
            .wait_until(60, || is_ready(address) || is_ready(admin))
            .map_err(|error| {
                format!(
                    "{error}\n{}",
                    last_lines(&folder.path().join("service.log"))
                )
            })?;
        Ok(Self {
            process,
            postgres,
            redis,
            address,
            people,
            folder,
        })
    }

    /// The processes to be measured.
    pub fn watched(&self) -> Watched {
        Watched {
            service: self.process.pid(),
            database: self.postgres.as_ref().and_then(|(server, _)| server.pid()),
            redis: self.redis.as_ref().and_then(Redis::pid),
        }
    }

    /// The end of its log, to explain failures.
    pub fn last_log_lines(&self) -> String {
        last_lines(&self.folder.path().join("service.log"))
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        self.process.stop();
        if let Some((server, name)) = &self.postgres {
            // Of no use to anybody when the server was ours; a kindness when it was given.
            let _ = server.run(&format!("DROP DATABASE IF EXISTS {name}"));
        }
    }
}

fn database_name() -> String {
    format!("hocluat_load_{}", std::process::id())
}

/// Creates the tables, imports the contest, and enters `people` accounts, each with a session.
fn prepare(settings: &Settings, people: usize) -> Result<Vec<Person>, String> {
    let folder = settings.folder.join("content");
    content::write(&folder)?;
    settings.run(&["migrate"])?;
    settings.run(&["import", &folder.display().to_string()])?;
    let printed = settings.run(&[
        "bench-prepare",
        "--contest",
        content::CONTEST,
        "--people",
        &people.to_string(),
    ])?;
    let prepared: Vec<Person> = printed
        .lines()
        .filter_map(|line| line.split_once(' '))
        .map(|(_, session)| Person {
            session: session.trim().to_owned(),
        })
        .collect();
    if prepared.len() != people {
        return Err(format!(
            "hocluat bench-prepare printed {} people instead of {people}",
            prepared.len()
        ));
    }
    Ok(prepared)
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

fn last_lines(path: &Path) -> String {
    let text = std::fs::read_to_string(path).unwrap_or_default();
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(15)..].join("\n")
}
