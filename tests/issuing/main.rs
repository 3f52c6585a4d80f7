//! How fast certificates are issued and drawn: `cargo bench --bench certificates -- --people 10000`.
//!
//! Issuing is what the job does: requests are taken, numbered, written, two nodes at once on one database (SQLite in a temporary folder, or
//! the PostgreSQL of `DATABASE_URL`, which must be empty). Drawing is one page after another on one core. What a certificate says is made up,
//! so that only this part is measured.
#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a measurement reads the machine's clock and prints"
)]

use std::sync::Arc;
use std::time::{Duration, Instant};

use clap::Parser;
use futures_util::future::BoxFuture;
use hocluat::app::App;
use hocluat::certificate::document::pdf;
use hocluat::certificate::model::{Award, Certificate, Due, Fact, Kind};
use hocluat::certificate::service::CertificateService;
use hocluat::certificate::service::source::{Found, Source};
use hocluat::kernel::clock::Moment;
use hocluat::kernel::problem::Outcome;
use hocluat::platform::config::Config;
use uuid::Uuid;

#[derive(Parser)]
#[command(about = "Measures issuing and drawing certificates")]
struct Options {
    /// Certificates to issue.
    #[arg(long, default_value_t = 10_000)]
    people: usize,
    /// Pages to draw.
    #[arg(long, default_value_t = 2_000)]
    pages: usize,
    /// Given by cargo.
    #[arg(long, hide = true)]
    bench: bool,
}

/// Says of everybody that they completed a course.
struct MadeUp;

impl Source for MadeUp {
    fn look<'a>(&'a self, due: &'a [Due]) -> BoxFuture<'a, Vec<Outcome<Found>>> {
        let award = |one: &Due| Award {
            template: "{seq:05}/GCN-STP/{year}".into(),
            organisation: None,
            issuer: "Sở Tư pháp tỉnh Lào Cai".into(),
            course: Some(one.source),
            cohort: None,
            heading: "Giấy chứng nhận".into(),
            lead: "Chứng nhận ông (bà)".into(),
            full_name: "Nguyễn Thị Hoà Bình".into(),
            text: "Đã hoàn thành khoá học".into(),
            title: "Kỹ năng của báo cáo viên, tuyên truyền viên pháp luật".into(),
            subtitle: String::new(),
            facts: vec![Fact {
                label: "Thời lượng".into(),
                value: "24 giờ".into(),
                person: false,
            }],
            place: "Lào Cai".into(),
            signer: "Giám đốc".into(),
        };
        let found = due.iter().map(|one| Ok(Found::Award(Box::new(award(one)))));
        let found = found.collect();
        Box::pin(async move { found })
    }
}

/// Processor time of this process so far.
fn processor() -> Duration {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap();
    let after_name: Vec<&str> = stat
        .rsplit(')')
        .next()
        .unwrap()
        .split_whitespace()
        .collect();
    let ticks: u64 = after_name[11..13]
        .iter()
        .map(|n| n.parse::<u64>().unwrap())
        .sum();
    Duration::from_millis(ticks * 10)
}

/// The most memory this process ever had, MiB.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|l| l.starts_with("VmHWM")).unwrap();
    line.split_whitespace()
        .nth(1)
        .unwrap()
        .parse::<u64>()
        .unwrap()
        / 1024
}

async fn ask(app: &App, service: &CertificateService, people: usize) {
    let now = app.clock.now();
    let made = app.accounts.make_many(people, now).await.unwrap();
    let course = Uuid::from_u128(1);
    for chunk in made.chunks(1_000) {
        let ids: Vec<Uuid> = chunk.iter().map(|(id, _)| *id).collect();
        let asked = service.clone();
        let work = app.db.write(move |tx| {
            Box::pin(async move {
                for id in ids {
                    let award = Kind::Course.award(course);
                    asked.due(tx, id, &award, Kind::Course, course, now).await?;
                }
                Ok(())
            })
        });
        work.await.unwrap();
    }
}

/// Two nodes issue until nothing is due.
async fn issue(nodes: [CertificateService; 2]) {
    let work = nodes
        .map(|node| tokio::spawn(async move { while node.issue_due(200).await.unwrap() > 0 {} }));
    for one in work {
        one.await.unwrap();
    }
}

fn report(what: &str, number: usize, took: Duration, processor: Duration) {
    #[allow(clippy::cast_precision_loss, reason = "a few thousand")]
    let number = number as f64;
    println!(
        "{what:<8} {number:>6}  {:>8.1} s  {:>8.0} a second  {:>8.0} a second and core",
        took.as_secs_f64(),
        number / took.as_secs_f64(),
        number / processor.as_secs_f64().max(0.01),
    );
}

async fn build(url: &str) -> (App, CertificateService) {
    let config = Config {
        database_url: url.to_owned(),
        requests_per_second: 0,
        ..Config::default()
    };
    let app = App::build(config).await.unwrap();
    let service = app.certificates.clone();
    let service = service.with_source(Kind::Course, Arc::new(MadeUp));
    (app, service)
}

#[tokio::main]
async fn main() {
    let options = Options::parse();
    let folder = tempfile::tempdir().unwrap();
    let file = format!("sqlite://{}/bench.db", folder.path().display());
    let url = std::env::var("DATABASE_URL").unwrap_or(file);
    let (app, first) = build(&url).await;
    let (_other, second) = build(&url).await;
    ask(&app, &first, options.people).await;
    println!("peak before {} MiB", peak());
    let (began, used) = (Instant::now(), processor());
    issue([first.clone(), second]).await;
    report("issue", options.people, began.elapsed(), processor() - used);
    println!("peak after issuing {} MiB", peak());
    let last = format!("{:05}/GCN-STP/{}", options.people, app.clock.now().year());
    let one: Certificate = first
        .find(&last)
        .await
        .expect("numbers without a gap end here");
    let (began, used) = (Instant::now(), processor());
    let mut bytes = 0;
    for n in 0..options.pages {
        bytes += pdf(&one.printed, Moment(i64::try_from(n).unwrap()))
            .unwrap()
            .len();
    }
    report("draw", options.pages, began.elapsed(), processor() - used);
    println!(
        "{} bytes a page; peak in the end {} MiB",
        bytes / options.pages.max(1),
        peak()
    );
}
