//! The commands of the program.
#![allow(clippy::print_stdout, reason = "commands answer on standard output")]

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use tokio::net::TcpListener;

use crate::account::model::Registration;
use crate::app::{App, serve_admin};
use crate::content;
use crate::contest::recount::{ResultFile, recount};
use crate::kernel::actor::Role;
use crate::kernel::clock::{Clock, SystemClock};
use crate::platform::config::Config;
use crate::platform::db::{Db, without_password};
use crate::platform::lifecycle::Lifecycle;
use crate::platform::redis::Redis;
use crate::platform::{telemetry, text};

/// Training courses and legal-knowledge contests in one service.
#[derive(Parser)]
#[command(name = "hocluat", version)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Run the service (also without any command)
    Serve,
    /// Bring the database up to date
    Migrate,
    /// Report every problem of a content package, a folder of packages or a question file
    Check {
        /// Folder or file
        path: PathBuf,
    },
    /// Import a content package or a folder of packages; repeating it changes nothing
    Import {
        /// Folder
        path: PathBuf,
    },
    /// Write the files of a published course into a folder, as they were imported or edited
    Export {
        /// Slug of the course
        slug: String,
        /// Folder: new or empty
        folder: PathBuf,
    },
    /// Make an administrator; the password is read from HOCLUAT_PASSWORD
    CreateAdmin {
        /// Username, e-mail address or phone number
        #[arg(long)]
        login: String,
        /// Full name
        #[arg(long)]
        name: String,
    },
    /// Build the Redis mirror of all leaderboards anew from the database
    RebuildLeaderboards,
    /// Count a result file again from scratch and compare
    Recount {
        /// The file, as downloaded from the result page
        file: PathBuf,
    },
    /// Look whether this deployment is in order
    Doctor,
    /// Print the OpenAPI document
    Openapi,
    /// Make people with open sessions who have entered a contest, for load tests
    #[command(hide = true)]
    BenchPrepare {
        /// Slug of the contest
        #[arg(long)]
        contest: String,
        /// How many
        #[arg(long)]
        people: usize,
    },
}

/// Runs the command that was asked for.
pub async fn run() -> ExitCode {
    let arguments = Arguments::parse();
    // On the heap: it holds the whole program.
    match Box::pin(execute(arguments.command.unwrap_or(Command::Serve))).await {
        Ok(code) => code,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

async fn execute(command: Command) -> Result<ExitCode, String> {
    match command {
        Command::Serve => serve().await,
        Command::Migrate => {
            let config = quiet_config()?;
            let db = Db::connect(&config).await?;
            db.migrate().await?;
            db.close().await;
            println!("Cơ sở dữ liệu đã ở phiên bản mới nhất.");
            Ok(ExitCode::SUCCESS)
        }
        Command::Check { path } => Ok(check(&path)),
        Command::Import { path } => import(&path).await,
        Command::Export { slug, folder } => export(&slug, &folder).await,
        Command::CreateAdmin { login, name } => create_admin(login, name).await,
        Command::RebuildLeaderboards => rebuild().await,
        Command::Recount { file } => recount_file(&file),
        Command::Doctor => doctor().await,
        Command::Openapi => {
            println!("{}", crate::routes::api().spec());
            Ok(ExitCode::SUCCESS)
        }
        Command::BenchPrepare { contest, people } => bench_prepare(&contest, people).await,
    }
}

/// Settings for commands that end: only warnings are logged.
fn quiet_config() -> Result<Config, String> {
    let config = Config::load()?;
    telemetry::start_logging(config.log_json);
    Ok(config)
}

async fn serve() -> Result<ExitCode, String> {
    let config = Config::load()?;
    telemetry::start_logging(config.log_json);
    telemetry::metrics_handle();
    let app = App::build(config.clone()).await?;
    let now = app.clock.now();
    if config.content_dir.is_dir() {
        let content = content::read(&config.content_dir, now);
        for finding in &content.findings {
            tracing::warn!("{finding}");
        }
        // A package that cannot be imported must not keep a contest that runs from running.
        match content::import(&app, content, now).await {
            Ok(lines) => lines.iter().for_each(|line| tracing::info!("{line}")),
            Err(message) => tracing::error!("{message}"),
        }
    }
    app.tidy().await;
    let lifecycle = Lifecycle::default();
    let listener = TcpListener::bind(config.listen)
        .await
        .map_err(|e| format!("LISTEN {} cannot be used: {e}", config.listen))?;
    serve_admin(config.admin_listen, &lifecycle).await?;
    app.start(&lifecycle)?;
    greet(&app).await?;
    tokio::spawn(lifecycle.clone().stop_on_signal());
    app.serve(listener, &lifecycle).await?;
    Ok(ExitCode::SUCCESS)
}

/// Tells whoever started the program where to go.
async fn greet(app: &App) -> Result<(), String> {
    let (now, url) = (app.clock.now(), app.config.public_url());
    let mut lines = vec![format!("Học Luật đang chạy tại       {url}")];
    for contest in app.contests.all().await.map_err(|p| p.to_string())? {
        if contest
            .rounds
            .iter()
            .any(|r| r.phase(now) == crate::contest::model::Phase::Open)
        {
            lines.push(format!(
                "Cuộc thi đang mở             {url}/cuoc-thi/{}",
                contest.slug
            ));
        }
    }
    let courses = app.courses.catalogue().await.map_err(|p| p.to_string())?;
    if courses.courses.iter().any(|course| course.is_listed()) {
        lines.push(format!("Khoá học                     {url}/khoa-hoc"));
    }
    if let Some(path) = app
        .accounts
        .setup_path(now)
        .await
        .map_err(|p| p.to_string())?
    {
        lines.push(format!("Đặt mật khẩu quản trị (1 lần)  {url}{path}"));
    }
    lines.push(format!("Tài liệu API                 {url}/api"));
    lines.push(format!(
        "Số liệu vận hành             http://{}/metrics",
        app.config.admin_listen
    ));
    println!("\n{}\n\nDừng: Ctrl-C\n", lines.join("\n"));
    Ok(())
}

fn check(path: &Path) -> ExitCode {
    let content = content::read(path, SystemClock.now());
    for finding in &content.findings {
        println!("{finding}");
    }
    let of_courses = content.courses.iter().filter_map(|c| c.bank.as_ref());
    let banks = content.banks.iter().chain(of_courses);
    let questions: usize = banks.clone().map(|b| b.questions.len()).sum();
    let courses = match content.courses.len() {
        0 => String::new(),
        n => format!(", {n} khoá học"),
    };
    let errors = content.findings.iter().filter(|f| f.error).count();
    println!(
        "Đã kiểm tra {} ngân hàng ({questions} câu hỏi), {} cuộc thi{courses}: {errors} lỗi, {} lưu ý.",
        banks.count(),
        content.contests.len(),
        content.findings.len() - errors
    );
    if content.has_errors() {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    }
}

async fn import(path: &Path) -> Result<ExitCode, String> {
    let app = App::build(quiet_config()?).await?;
    let now = app.clock.now();
    let content = content::read(path, now);
    for finding in &content.findings {
        println!("{finding}");
    }
    for line in content::import(&app, content, now).await? {
        println!("{line}");
    }
    app.db.close().await;
    Ok(ExitCode::SUCCESS)
}

async fn export(slug: &str, folder: &Path) -> Result<ExitCode, String> {
    let app = App::build(quiet_config()?).await?;
    let failed = |p: crate::kernel::problem::Problem| format!("{slug}: {p}");
    let head = app.courses.find(slug).await.map_err(failed)?;
    let files = app.courses.package(&head).await.map_err(failed)?;
    let count = content::write_files(folder, &files)?;
    println!(
        "Đã ghi {count} tệp của khoá học {slug} vào {}.",
        folder.display()
    );
    app.db.close().await;
    Ok(ExitCode::SUCCESS)
}

async fn create_admin(login: String, name: String) -> Result<ExitCode, String> {
    let password = std::env::var("HOCLUAT_PASSWORD")
        .map_err(|_| "Hãy đặt mật khẩu vào biến môi trường HOCLUAT_PASSWORD.".to_owned())?;
    let app = App::build(quiet_config()?).await?;
    let given = Registration {
        login,
        password,
        full_name: text::tidy(&name),
        email: String::new(),
        phone: String::new(),
    };
    let account = app
        .accounts
        .create_with_role(&given, Role::Administrator, app.clock.now())
        .await
        .map_err(|p| p.to_string())?;
    println!("Đã tạo tài khoản quản trị {}.", account.login);
    app.db.close().await;
    Ok(ExitCode::SUCCESS)
}

async fn rebuild() -> Result<ExitCode, String> {
    let app = App::build(quiet_config()?).await?;
    if app.config.redis_url.is_none() {
        return Err("Chưa đặt REDIS_URL: bảng xếp hạng đang lấy thẳng từ cơ sở dữ liệu, không cần dựng lại.".to_owned());
    }
    let mut whole = true;
    for (round, people) in app.boards.rebuild_all().await.map_err(|p| p.to_string())? {
        whole &= people.is_some();
        match people {
            Some(people) => println!("{round}: đã dựng lại, {people} người."),
            None => {
                println!("{round}: chưa dựng được (Redis không trả lời, hoặc máy khác đang dựng).")
            }
        }
    }
    app.db.close().await;
    Ok(if whole {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn recount_file(path: &Path) -> Result<ExitCode, String> {
    let text = std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
    let file: ResultFile = serde_json::from_str(&text)
        .map_err(|e| format!("{}: không phải tệp kết quả: {e}", path.display()))?;
    let differences = recount(&file);
    for difference in &differences {
        println!("{difference}");
    }
    if differences.is_empty() {
        println!(
            "Đếm lại {} lượt thi của {} / {}: khớp hoàn toàn.",
            file.attempts.len(),
            file.contest,
            file.round
        );
        return Ok(ExitCode::SUCCESS);
    }
    println!("Có {} chỗ không khớp.", differences.len());
    Ok(ExitCode::FAILURE)
}

async fn doctor() -> Result<ExitCode, String> {
    let mut healthy = true;
    let mut say = |good: bool, text: String| {
        healthy &= good;
        println!("{} {text}", if good { "✓" } else { "✗" });
    };
    let config = quiet_config()?;
    say(true, "Các thiết đặt đọc được.".to_owned());
    match Db::connect(&config).await {
        Ok(db) => {
            say(
                db.ping().await.is_ok(),
                format!(
                    "Cơ sở dữ liệu {} trả lời.",
                    without_password(&config.database_url)
                ),
            );
            db.close().await;
        }
        Err(error) => say(false, error),
    }
    match config.redis_url.as_deref() {
        None => say(
            true,
            "Không dùng Redis: bảng xếp hạng lấy từ cơ sở dữ liệu.".to_owned(),
        ),
        Some(url) => {
            let clock = std::sync::Arc::new(SystemClock);
            let answers = match Redis::open(url, clock) {
                Ok(redis) => redis
                    .attempt(|mut c| async move {
                        redis::cmd("PING").query_async::<String>(&mut c).await
                    })
                    .await
                    .is_some(),
                Err(_) => false,
            };
            say(answers, "Redis trả lời.".to_owned());
        }
    }
    let https = config.public_url().starts_with("https://") || config.listen.ip().is_loopback();
    say(
        https,
        format!(
            "Địa chỉ công khai {} dùng HTTPS (hoặc chỉ phục vụ máy này).",
            config.public_url()
        ),
    );
    say(
        config.admin_listen.ip().is_loopback(),
        format!(
            "Địa chỉ vận hành {} không mở ra mạng ngoài.",
            config.admin_listen
        ),
    );
    Ok(if healthy {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

async fn bench_prepare(contest: &str, people: usize) -> Result<ExitCode, String> {
    let app = App::build(quiet_config()?).await?;
    let now = app.clock.now();
    let made = app
        .accounts
        .make_many(people, now)
        .await
        .map_err(|p| p.to_string())?;
    let ids: Vec<uuid::Uuid> = made.iter().map(|(id, _)| *id).collect();
    app.contests
        .enter_many(contest, &ids, now)
        .await
        .map_err(|p| p.to_string())?;
    for (id, token) in made {
        println!("{id} {token}");
    }
    app.db.close().await;
    Ok(ExitCode::SUCCESS)
}
