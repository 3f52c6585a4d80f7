//! Ten thousand certificates by two processes of the real program, one of which is killed in the middle.

use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use sea_orm::{ConnectionTrait, Database, DatabaseConnection, Statement};
use tempfile::TempDir;

use crate::certificates::due_statements;
use crate::support::servers::{Postgres, free_port};
use crate::support::{BANK, CONTEST, bank_text, on_postgres};

const PEOPLE: i64 = 10_000;

/// What the processes stand on.
struct Ground {
    variables: Vec<(&'static str, String)>,
    url: String,
    database: Option<(Postgres, String)>,
    folder: TempDir,
}

impl Ground {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let at = |name: &str| folder.path().join(name).display().to_string();
        let mut database = None;
        let url = if on_postgres() {
            let server = Postgres::given_or_started(folder.path()).expect("PostgreSQL");
            let name = format!("issue{}", std::process::id());
            server
                .run(&format!("CREATE DATABASE {name}"))
                .expect("a database");
            let url = server.url_of(&name);
            database = Some((server, name));
            url
        } else {
            format!("sqlite://{}", at("data/test.db"))
        };
        let variables = vec![
            ("CONTENT_DIR", at("nothing-to-import")),
            ("DATA_DIR", at("data")),
            ("DATABASE_URL", url.clone()),
        ];
        Self {
            variables,
            url,
            database,
            folder,
        }
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_hocluat"));
        command
            .args(arguments)
            .current_dir(self.folder.path())
            .env_remove("REDIS_URL");
        command.envs(self.variables.iter().map(|(name, value)| (*name, value)));
        command
    }

    fn run(&self, arguments: &[&str]) {
        let done = self.command(arguments).output().expect("the program runs");
        let complaints = String::from_utf8_lossy(&done.stderr);
        assert!(done.status.success(), "hocluat {arguments:?}: {complaints}");
    }

    fn node(&self, name: &str) -> Node {
        let log = std::fs::File::create(self.folder.path().join(name)).expect("a log");
        let mut command = self.command(&["serve"]);
        for variable in ["LISTEN", "ADMIN_LISTEN"] {
            let port = free_port().expect("a port");
            command.env(variable, format!("127.0.0.1:{port}"));
        }
        let errors = log.try_clone().expect("a second handle");
        let child = command
            .stdin(Stdio::null())
            .stdout(log)
            .stderr(errors)
            .spawn();
        Node(child.expect("the program starts"))
    }

    async fn connect(&self) -> DatabaseConnection {
        Database::connect(&self.url)
            .await
            .expect("the database opens")
    }
}

impl Drop for Ground {
    fn drop(&mut self) {
        if let Some((server, name)) = &self.database {
            let _ = server.run(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
        }
    }
}

/// A process; killed when it goes out of scope.
struct Node(Child);

impl Node {
    fn kill(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        self.kill();
    }
}

async fn number(db: &DatabaseConnection, sql: &str) -> i64 {
    let statement = Statement::from_string(db.get_database_backend(), sql);
    // A process that writes may keep a reader of SQLite waiting for a moment.
    for _ in 0..50 {
        if let Ok(Some(row)) = db.query_one_raw(statement.clone()).await {
            return row.try_get_by_index(0).expect("a number");
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("{sql} is not answered");
}

fn write_packages(ground: &Ground) {
    let toml = format!(
        "title = \"Cuộc thi thử\"\nsummary = \"Để kiểm thử.\"\nbank = \"{BANK}\"\n\
         [entry]\nsame_person = []\n[[entry.fields]]\nfield = \"full_name\"\nrequired = true\n\
         [[rounds]]\nkey = \"ky-1\"\ntitle = \"Kỳ 1\"\nopens = \"2020-01-01 00:00\"\ncloses = \"2099-12-31 24:00\"\n\
         [paper]\nminutes = 60\n[[paper.draw]]\ncount = 4\n\
         [ranking]\nsteps = [\"points\", \"duration\", \"submission\"]\nshared_ranks = true\n\
         [certificate.participation]\nnumber = \"{{seq:05}}/GCN-TG/{{year}}\"\ntitle = \"Giấy chứng nhận\"\ntext = \"Đã tham gia\"\n"
    );
    let files = [
        (
            format!("{BANK}/bank.toml"),
            "title = \"Ngân hàng thử\"\n".to_owned(),
        ),
        (format!("{BANK}/questions/01.txt"), bank_text(8)),
        (format!("{CONTEST}/contest.toml"), toml),
        (
            format!("{CONTEST}/page.md"),
            "Trang của cuộc thi thử.\n".to_owned(),
        ),
    ];
    for (name, text) in files {
        let path = ground.folder.path().join("packages").join(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        std::fs::write(path, text).expect("written");
    }
}

/// A final round in which everybody has a result, and a request for each of them.
async fn prepare(ground: &Ground) -> DatabaseConnection {
    write_packages(ground);
    let packages = ground.folder.path().join("packages").display().to_string();
    ground.run(&["import", &packages]);
    let people = PEOPLE.to_string();
    ground.run(&["bench-prepare", "--contest", CONTEST, "--people", &people]);
    let db = ground.connect().await;
    let final_data =
        r#"{"true_number":null,"seed":null,"people":10000,"attempts":0,"rules_version":1}"#;
    let closed = format!("UPDATE round SET final_at = 1, final_data = '{final_data}'");
    for statement in [closed].into_iter().chain(due_statements()) {
        db.execute_unprepared(&statement).await.expect("done");
    }
    assert_eq!(
        number(&db, "SELECT COUNT(*) FROM certificate_due").await,
        PEOPLE
    );
    db
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_thousand_certificates_have_no_gap_and_no_repeat_though_a_node_is_killed() {
    let ground = Ground::new();
    let db = prepare(&ground).await;
    let (mut first, mut second) = (ground.node("first.log"), ground.node("second.log"));
    let began = Instant::now();
    let mut killed = 0;
    loop {
        let left = number(&db, "SELECT COUNT(*) FROM certificate_due").await;
        if left == 0 {
            break;
        }
        // One is killed early and the other later; each time a new one comes.
        if killed == 0 && left < PEOPLE - 500 {
            first.kill();
            killed += 1;
            first = ground.node("third.log");
        } else if killed == 1 && left < PEOPLE / 2 {
            second.kill();
            killed += 1;
            second = ground.node("fourth.log");
        }
        assert!(
            began.elapsed() < Duration::from_secs(240),
            "{left} certificates are left"
        );
        tokio::time::sleep(Duration::from_millis(15)).await;
    }
    assert_eq!(killed, 2, "both were killed while there was work");
    for (what, sql, expected) in [
        ("certificates", "SELECT COUNT(*) FROM certificate", PEOPLE),
        (
            "people",
            "SELECT COUNT(DISTINCT account_id) FROM certificate",
            PEOPLE,
        ),
        (
            "numbers",
            "SELECT COUNT(DISTINCT number) FROM certificate",
            PEOPLE,
        ),
        (
            "places",
            "SELECT COUNT(DISTINCT seq) FROM certificate",
            PEOPLE,
        ),
        (
            "the first",
            "SELECT CAST(MIN(seq) AS BIGINT) FROM certificate",
            1,
        ),
        (
            "the last",
            "SELECT CAST(MAX(seq) AS BIGINT) FROM certificate",
            PEOPLE,
        ),
        (
            "series",
            "SELECT COUNT(DISTINCT series) FROM certificate",
            1,
        ),
        (
            "places in lists",
            "SELECT COUNT(DISTINCT status_index) FROM certificate",
            PEOPLE,
        ),
        (
            "the last place",
            "SELECT CAST(MAX(status_index) AS BIGINT) FROM certificate",
            PEOPLE - 1,
        ),
    ] {
        assert_eq!(number(&db, sql).await, expected, "{what}");
    }
    drop((first, second));
    db.close().await.expect("closed");
}
