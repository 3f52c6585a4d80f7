//! PostgreSQL and Redis for tests and measurements: those that `TEST_DATABASE_URL` and `TEST_REDIS_URL` name, else
//! servers of our own from the installed programs, on free ports, in a folder that the caller removes.
//!
//! Acknowledged data must survive, so `fsync` and `synchronous_commit` stay as PostgreSQL ships them: on.

use std::fs;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// Errors are sentences for whoever runs the tests.
pub type Outcome<T> = Result<T, String>;

/// A port on the loopback address that nobody listens on at this moment.
pub fn free_port() -> Outcome<u16> {
    let listener =
        TcpListener::bind(("127.0.0.1", 0)).map_err(|error| format!("no free port: {error}"))?;
    listener
        .local_addr()
        .map(|address| address.port())
        .map_err(|error| error.to_string())
}

/// A process that is stopped when this value goes out of scope: politely, then by force.
pub struct Running {
    child: Child,
    name: &'static str,
}

impl Running {
    /// Starts `command` with its output in `log`.
    pub fn start(name: &'static str, command: &mut Command, log: &Path) -> Outcome<Self> {
        let file = fs::File::create(log).map_err(|error| format!("{}: {error}", log.display()))?;
        let errors = file.try_clone().map_err(|error| error.to_string())?;
        let child = command
            .stdin(Stdio::null())
            .stdout(file)
            .stderr(errors)
            .spawn()
            .map_err(|error| format!("{name} could not be started: {error}"))?;
        Ok(Self { child, name })
    }

    /// Its process id.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Waits until `ready` holds, at most `seconds`; fails at once when the process ends before.
    pub fn wait_until(&mut self, seconds: u32, ready: impl Fn() -> bool) -> Outcome<()> {
        for _ in 0..seconds * 50 {
            if ready() {
                return Ok(());
            }
            if let Ok(Some(status)) = self.child.try_wait() {
                return Err(format!("{} ended at its start: {status}", self.name));
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        Err(format!("{} was not ready after {seconds} s", self.name))
    }

    /// Sends SIGINT and waits up to ten seconds before SIGKILL; nothing happens when it has ended already.
    pub fn stop(&mut self) {
        if self.has_ended() {
            return;
        }
        let asked = Command::new("kill")
            .args(["-INT", &self.pid().to_string()])
            .status()
            .is_ok_and(|status| status.success());
        for _ in 0..500 {
            if self.has_ended() {
                return;
            }
            if !asked {
                break;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    fn has_ended(&mut self) -> bool {
        !matches!(self.child.try_wait(), Ok(None))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.stop();
    }
}

/// A PostgreSQL server on which databases may be created.
pub struct Postgres {
    url: String,
    server: Option<Running>,
}

impl Postgres {
    /// The server of `TEST_DATABASE_URL`, else one of our own under `folder`.
    pub fn given_or_started(folder: &Path) -> Outcome<Self> {
        match std::env::var("TEST_DATABASE_URL") {
            Ok(url) if !url.is_empty() => Ok(Self { url, server: None }),
            _ => Self::started(folder),
        }
    }

    /// A new cluster under `folder`. Root hands it to the account `postgres`, since the server refuses to run as root.
    pub fn started(folder: &Path) -> Outcome<Self> {
        let home = folder.join("postgres");
        fs::create_dir_all(&home).map_err(|error| format!("{}: {error}", home.display()))?;
        let owner = server_account()?;
        if let Some((user, group)) = owner {
            open_path_to(&home)?;
            std::os::unix::fs::chown(&home, Some(user), Some(group))
                .map_err(|error| error.to_string())?;
        }
        let data = home.join("data");
        let made = as_account(Command::new(postgres_program("initdb")?), owner)
            .args([
                "--username=hocluat",
                "--auth=trust",
                "--encoding=UTF8",
                "--locale=C.UTF-8",
                "-D",
            ])
            .arg(&data)
            .current_dir(&home)
            .output()
            .map_err(|error| format!("initdb: {error}"))?;
        if !made.status.success() {
            return Err(format!("initdb: {}", String::from_utf8_lossy(&made.stderr)));
        }
        let port = free_port()?;
        let mut command = as_account(Command::new(postgres_program("postgres")?), owner);
        command
            .arg("-D")
            .arg(&data)
            .arg("-k")
            .arg(&home)
            .args(["-p", &port.to_string()])
            .current_dir(&home);
        for setting in [
            "listen_addresses=127.0.0.1",
            "max_connections=200",
            "shared_buffers=256MB",
            "max_wal_size=2GB",
        ] {
            command.args(["-c", setting]);
        }
        let log = folder.join("postgres.log");
        let mut server = Running::start("PostgreSQL", &mut command, &log)?;
        server.wait_until(30, || {
            fs::read_to_string(&log).is_ok_and(|text| text.contains("ready to accept connections"))
        })?;
        Ok(Self {
            url: format!("postgres://hocluat@127.0.0.1:{port}/postgres"),
            server: Some(server),
        })
    }

    /// The URL of the database `name` on this server.
    pub fn url_of(&self, name: &str) -> String {
        let (address, query) = self
            .url
            .split_once('?')
            .map_or((self.url.as_str(), None), |(a, q)| (a, Some(q)));
        let server = address
            .rsplit_once('/')
            .map_or(address, |(server, _)| server);
        query.map_or_else(
            || format!("{server}/{name}"),
            |query| format!("{server}/{name}?{query}"),
        )
    }

    /// Runs one statement in the maintenance database with `psql`.
    pub fn run(&self, statement: &str) -> Outcome<()> {
        let done = Command::new(postgres_program("psql")?)
            .args([
                "-X",
                "-q",
                "-v",
                "ON_ERROR_STOP=1",
                "-d",
                &self.url,
                "-c",
                statement,
            ])
            .output()
            .map_err(|error| format!("psql: {error}"))?;
        let said = String::from_utf8_lossy(&done.stderr);
        if done.status.success() {
            Ok(())
        } else {
            Err(format!("psql: {said}"))
        }
    }

    /// The process all its others come from: ours, or whoever listens on the URL's port on this machine.
    pub fn pid(&self) -> Option<u32> {
        self.server
            .as_ref()
            .map(Running::pid)
            .or_else(|| listener_pid(port_of(&self.url, 5432)))
    }
}

/// A Redis server.
pub struct Redis {
    url: String,
    server: Option<Running>,
}

impl Redis {
    /// The server of `TEST_REDIS_URL`, else one of our own under `folder`.
    pub fn given_or_started(folder: &Path) -> Outcome<Self> {
        match std::env::var("TEST_REDIS_URL") {
            Ok(url) if !url.is_empty() => Ok(Self { url, server: None }),
            _ => Self::started(folder),
        }
    }

    /// A server of our own that keeps nothing on disk: it is a mirror.
    pub fn started(folder: &Path) -> Outcome<Self> {
        let port = free_port()?;
        let mut command = Command::new("redis-server");
        command.args([
            "--port",
            &port.to_string(),
            "--bind",
            "127.0.0.1",
            "--save",
            "",
            "--appendonly",
            "no",
            "--dir",
        ]);
        command.arg(folder);
        let mut server = Running::start("Redis", &mut command, &folder.join("redis.log"))?;
        server.wait_until(15, || answers_ping(port))?;
        Ok(Self {
            url: format!("redis://127.0.0.1:{port}/0"),
            server: Some(server),
        })
    }

    /// Its URL.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Its process: ours, or whoever listens on the URL's port on this machine.
    pub fn pid(&self) -> Option<u32> {
        self.server
            .as_ref()
            .map(Running::pid)
            .or_else(|| listener_pid(port_of(&self.url, 6379)))
    }
}

fn answers_ping(port: u16) -> bool {
    let Ok(mut stream) = TcpStream::connect(("127.0.0.1", port)) else {
        return false;
    };
    let _ = stream.set_read_timeout(Some(Duration::from_secs(1)));
    let mut reply = [0; 5];
    stream.write_all(b"PING\r\n").is_ok()
        && stream.read_exact(&mut reply).is_ok()
        && &reply == b"+PONG"
}

/// A program of PostgreSQL: Debian keeps those of the server out of `PATH`.
fn postgres_program(name: &str) -> Outcome<PathBuf> {
    let version = |path: &PathBuf| -> u32 {
        path.file_name()
            .and_then(|name| name.to_str())
            .and_then(|name| name.parse().ok())
            .unwrap_or(0)
    };
    let mut versions: Vec<PathBuf> = fs::read_dir("/usr/lib/postgresql")
        .map(|entries| {
            entries
                .filter_map(Result::ok)
                .map(|entry| entry.path())
                .collect()
        })
        .unwrap_or_default();
    versions.sort_by_key(version);
    let installed = versions
        .into_iter()
        .rev()
        .map(|folder| folder.join("bin").join(name));
    let on_path = std::env::var_os("PATH").unwrap_or_default();
    let on_path = std::env::split_paths(&on_path)
        .map(|folder| folder.join(name))
        .collect::<Vec<_>>();
    installed
        .chain(on_path)
        .find(|path| path.is_file())
        .ok_or_else(|| {
            format!(
                "PostgreSQL's program `{name}` is not installed (Debian: apt install postgresql)"
            )
        })
}

/// The account under which root runs the server; `None` for everybody else, who runs it as themselves.
fn server_account() -> Outcome<Option<(u32, u32)>> {
    let me = fs::read_to_string("/proc/self/status")
        .map_err(|error| format!("/proc/self/status: {error}"))?;
    let is_root = me
        .lines()
        .any(|line| line.starts_with("Uid:") && line.split_whitespace().nth(2) == Some("0"));
    if !is_root {
        return Ok(None);
    }
    let accounts =
        fs::read_to_string("/etc/passwd").map_err(|error| format!("/etc/passwd: {error}"))?;
    let numbers = accounts.lines().find_map(|line| {
        let fields: Vec<&str> = line.split(':').collect();
        match fields.as_slice() {
            ["postgres", _, user, group, ..] => Some((user.parse().ok()?, group.parse().ok()?)),
            _ => None,
        }
    });
    numbers
        .map(Some)
        .ok_or_else(|| "root needs the account `postgres` to run PostgreSQL".to_owned())
}

fn as_account(mut command: Command, account: Option<(u32, u32)>) -> Command {
    if let Some((user, group)) = account {
        command.uid(user).gid(group);
    }
    command
}

/// Temporary folders are private; the server's account must be able to pass through its parent.
fn open_path_to(home: &Path) -> Outcome<()> {
    use std::os::unix::fs::PermissionsExt;
    let Some(parent) = home.parent() else {
        return Ok(());
    };
    fs::set_permissions(parent, fs::Permissions::from_mode(0o711))
        .map_err(|error| error.to_string())
}

/// The port of a URL, or `default`.
fn port_of(url: &str, default: u16) -> u16 {
    let address = url.split_once("://").map_or(url, |(_, rest)| rest);
    let host = address.split(['/', '?']).next().unwrap_or_default();
    host.rsplit_once(':')
        .and_then(|(_, port)| port.parse().ok())
        .unwrap_or(default)
}

/// The process on this machine that listens on `port`, as far as we may see it.
fn listener_pid(port: u16) -> Option<u32> {
    let wanted = format!(":{port:04X}");
    let inode = ["/proc/net/tcp", "/proc/net/tcp6"]
        .iter()
        .find_map(|table| {
            let text = fs::read_to_string(table).ok()?;
            text.lines().find_map(|line| {
                let fields: Vec<&str> = line.split_whitespace().collect();
                // 0A is the state LISTEN.
                let listens = fields.get(1)?.ends_with(&wanted) && *fields.get(3)? == "0A";
                listens.then(|| fields.get(9).map(|inode| format!("socket:[{inode}]")))?
            })
        })?;
    // A server's children inherit its socket: the lowest of several is the one they come from.
    process_ids()
        .into_iter()
        .filter(|pid| holds(*pid, &inode))
        .min()
}

fn holds(pid: u32, socket: &str) -> bool {
    let Ok(files) = fs::read_dir(format!("/proc/{pid}/fd")) else {
        return false;
    };
    files
        .filter_map(Result::ok)
        .filter_map(|file| fs::read_link(file.path()).ok())
        .any(|link| link == Path::new(socket))
}

/// Every process id on this machine.
pub fn process_ids() -> Vec<u32> {
    let Ok(entries) = fs::read_dir("/proc") else {
        return Vec::new();
    };
    entries
        .filter_map(Result::ok)
        .filter_map(|entry| entry.file_name().to_str()?.parse().ok())
        .collect()
}
