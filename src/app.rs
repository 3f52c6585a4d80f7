//! The composition root: builds every part once and puts them together.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use futures_util::future::BoxFuture;
use poem::Server;
use poem::listener::TcpAcceptor;
use sea_orm::{ActiveValue::Set, EntityTrait, sea_query::OnConflict};
use tokio::net::TcpListener;
use uuid::Uuid;

use crate::account::providers::Providers;
use crate::account::service::AccountService;
use crate::assessment::batcher::{AfterCommit, ClosedSink};
use crate::assessment::model::Finished;
use crate::assessment::service::{AssessmentService, Host, Hosting};
use crate::certificate::service::{CertificateService, Parts};
use crate::contest::service::{Boards, ContestService};
use crate::course::held::Held;
use crate::course::service::{CourseService, JOB_INVITE, JOB_LETTER, JOB_NEWEST};
use crate::kernel::clock::{Clock, Moment, SystemClock};
use crate::kernel::entropy::{Entropy, SystemEntropy};
use crate::kernel::problem::Outcome;
use crate::leaderboard::service::{JOB_AFTER_FINAL, LeaderboardService};
use crate::organisation::service::OrganisationService;
use crate::platform::config::Config;
use crate::platform::db::{Db, Tx, failed};
use crate::platform::http::access::Table;
use crate::platform::http::gate::{Gate, Gated};
use crate::platform::http::limits::Limit;
use crate::platform::http::listener::NoDelay;
use crate::platform::http::services::Services;
use crate::platform::jobs::Jobs;
use crate::platform::lifecycle::Lifecycle;
use crate::platform::outbox::Postman;
use crate::platform::redis::Redis;
use crate::platform::signing::Signer;
use crate::platform::telemetry::metrics_handle;
use crate::question_bank::service::QuestionBankService;
use crate::routes;

/// How long background work may take to finish what it holds.
const PATIENCE: Duration = Duration::from_secs(20);
/// How long a connection may be silent: longer than a contestant thinks about one question, so that phones keep theirs.
const IDLE: Duration = Duration::from_secs(120);
/// How often a node looks whether reminders are due.
const REMIND_EVERY: Duration = Duration::from_secs(60);
/// How often expired sessions are cleared away.
const TIDY_EVERY: Duration = Duration::from_secs(600);

/// Everything the program consists of.
#[derive(Clone)]
pub struct App {
    /// Settings.
    pub config: Arc<Config>,
    /// The database.
    pub db: Db,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub entropy: Arc<dyn Entropy>,
    /// The installation's signatures.
    pub signer: Signer,
    /// Organisations.
    pub organisations: OrganisationService,
    /// Accounts.
    pub accounts: AccountService,
    /// Providers of identities.
    pub providers: Arc<Providers>,
    /// Question banks.
    pub banks: QuestionBankService,
    /// Assessments and attempts.
    pub assessments: AssessmentService,
    /// Courses.
    pub courses: CourseService,
    /// Contests.
    pub contests: ContestService,
    /// Leaderboards.
    pub boards: LeaderboardService,
    /// Certificates.
    pub certificates: CertificateService,
}

impl App {
    /// Builds everything on the machine's clock and randomness.
    ///
    /// # Errors
    /// What an operator should read.
    pub async fn build(config: Config) -> Result<Self, String> {
        Self::build_with(config, Arc::new(SystemClock), Arc::new(SystemEntropy)).await
    }

    /// Builds everything on a given clock and randomness. Migrates the database.
    ///
    /// # Errors
    /// What an operator should read.
    pub async fn build_with(
        config: Config,
        clock: Arc<dyn Clock>,
        entropy: Arc<dyn Entropy>,
    ) -> Result<Self, String> {
        let db = Db::connect(&config).await?;
        db.migrate().await?;
        let secret = secret(&db, &*entropy)
            .await
            .map_err(|p| format!("The installation's secret cannot be read: {p}"))?;
        let signer = Signer::new(&secret);
        let redis = config
            .redis_url
            .as_deref()
            .map(|url| Redis::open(url, clock.clone()))
            .transpose()?;
        let base_url: Arc<str> = config.public_url().into();
        let limited = config.requests_per_second > 0;
        let organisations = OrganisationService::new(db.clone(), clock.clone(), entropy.clone());
        organisations
            .seed(clock.now())
            .await
            .map_err(|p| format!("The provinces and communes cannot be stored: {p}"))?;
        let accounts = AccountService::new(
            db.clone(),
            entropy.clone(),
            signer.clone(),
            organisations.clone(),
            limited,
        );
        let providers = Providers::new(&config.oidc, &config.public_url(), signer.clone())?;
        let banks = QuestionBankService::new(db.clone(), entropy.clone());
        let assessments = AssessmentService::new(
            db.clone(),
            clock.clone(),
            entropy.clone(),
            signer.clone(),
            banks.clone(),
        );
        let courses = CourseService::new(
            db.clone(),
            clock.clone(),
            entropy.clone(),
            signer.clone(),
            organisations.clone(),
            accounts.clone(),
            banks.clone(),
            assessments.clone(),
        );
        let contests = ContestService::new(
            db.clone(),
            clock.clone(),
            entropy.clone(),
            organisations.clone(),
            accounts.clone(),
            banks.clone(),
            assessments.clone(),
        );
        let boards = LeaderboardService::new(
            db.clone(),
            clock.clone(),
            entropy.clone(),
            redis,
            contests.clone(),
            assessments.clone(),
            base_url.clone(),
        );
        let certificates = CertificateService::new(Parts {
            db: db.clone(),
            clock: clock.clone(),
            entropy: entropy.clone(),
            signer: signer.clone(),
            organisations: organisations.clone(),
            accounts: accounts.clone(),
            courses: courses.clone(),
            contests: contests.clone(),
            boards: boards.clone(),
            base_url,
            limited,
        });
        courses.set_awarding(Arc::new(certificates.clone()));
        Ok(Self {
            config: Arc::new(config),
            db,
            clock,
            entropy,
            signer,
            organisations,
            accounts,
            providers: Arc::new(providers),
            banks,
            assessments,
            courses,
            contests,
            boards,
            certificates,
        })
    }

    /// Starts background work: the batcher and sweep, the reconciler, jobs, mail, tidying.
    ///
    /// # Errors
    /// What an operator should read.
    pub fn start(&self, lifecycle: &Lifecycle) -> Result<(), String> {
        let owners = Arc::new(Owners {
            courses: self.courses.clone(),
            boards: self.boards.clone(),
        });
        self.assessments.start(owners.clone(), owners, lifecycle);
        self.boards.start(lifecycle);
        self.certificates.start(lifecycle);
        self.jobs().start(lifecycle);
        Postman::new(self.db.clone(), self.clock.clone(), &self.config)?.start(lifecycle);
        let (app, stop) = (self.clone(), lifecycle.stop.clone());
        lifecycle.spawn(async move {
            loop {
                tokio::select! {
                    () = tokio::time::sleep(REMIND_EVERY) => {}
                    () = stop.cancelled() => break,
                }
                if let Err(problem) = app.courses.remind_due(&app.config.public_url()).await {
                    tracing::warn!(%problem, "reminders could not be sent");
                }
            }
        });
        let (app, stop) = (self.clone(), lifecycle.stop.clone());
        lifecycle.spawn(async move {
            while !stop.is_cancelled() {
                app.tidy().await;
                tokio::select! {
                    () = tokio::time::sleep(TIDY_EVERY) => {}
                    () = stop.cancelled() => {}
                }
            }
        });
        Ok(())
    }

    /// What is done now and then: clears expired sessions and files of no course away, and opens demonstrations again.
    pub async fn tidy(&self) {
        let now = self.clock.now();
        if let Err(problem) = self.accounts.give_places().await {
            tracing::warn!(%problem, "older accounts could not be put in order");
        }
        if let Err(problem) = self.accounts.tidy(now).await {
            tracing::warn!(%problem, "old sessions could not be cleared away");
        }
        if let Err(problem) = self.courses.tidy().await {
            tracing::warn!(%problem, "files that no course has any longer could not be cleared away");
        }
        if self.config.keeps_demo_open()
            && let Err(problem) = self.contests.keep_demo_open(now).await
        {
            tracing::warn!(%problem, "a demonstration contest could not be opened again");
        }
    }

    /// The worker with every kind of job.
    #[must_use]
    pub fn jobs(&self) -> Jobs {
        let (boards, certificates) = (self.boards.clone(), self.certificates.clone());
        let [invites, letters, newest] = [(); 3].map(|()| self.courses.clone());
        Jobs::new(self.db.clone(), self.clock.clone())
            .handle(JOB_AFTER_FINAL, move |payload| {
                let (boards, certificates) = (boards.clone(), certificates.clone());
                async move {
                    boards.after_final(&payload).await?;
                    certificates.after_final(&payload).await
                }
            })
            .handle(JOB_INVITE, move |payload| {
                let courses = invites.clone();
                async move { courses.send_invitations(&payload).await }
            })
            .handle(JOB_LETTER, move |payload| {
                let courses = letters.clone();
                async move { courses.send_letter(&payload).await }
            })
            .handle(JOB_NEWEST, move |payload| {
                let courses = newest.clone();
                async move { courses.move_to_version(&payload).await }
            })
    }

    /// The whole HTTP surface behind its gate.
    #[must_use]
    pub fn endpoint(&self) -> impl poem::Endpoint<Output = poem::Response> + use<> {
        let boards: Arc<dyn Boards> = Arc::new(self.boards.clone());
        let held: Arc<dyn Held> = Arc::new(self.certificates.clone());
        let gate = Gate {
            table: Table::new(routes::RULES),
            authenticator: Arc::new(self.accounts.clone()),
            clock: self.clock.clone(),
            entropy: self.entropy.clone(),
            signer: self.signer.clone(),
            base_url: self.config.public_url().into(),
            services: Services::default()
                .with(self.db.clone())
                .with(self.organisations.clone())
                .with(self.accounts.clone())
                .with(self.providers.clone())
                .with(self.entropy.clone())
                .with(self.assessments.clone())
                .with(self.courses.clone())
                .with(self.contests.clone())
                .with(self.boards.clone())
                .with(self.certificates.clone())
                .with(held)
                .with(boards),
            limit: Limit::per_second(
                self.config.requests_per_second,
                self.config.requests_per_second.saturating_mul(10),
            ),
            behind_proxy: self.config.behind_proxy,
            attempt_purpose: crate::assessment::token::PURPOSE,
            node: std::sync::OnceLock::new(),
            requests: std::sync::atomic::AtomicU64::new(0),
            load: Default::default(),
        };
        let inner = routes::route();
        Gated::new(Arc::new(gate), inner)
    }

    /// Serves until told to stop, in two stages: no new requests, then the rest.
    ///
    /// # Errors
    /// What an operator should read.
    pub async fn serve(&self, listener: TcpListener, lifecycle: &Lifecycle) -> Result<(), String> {
        let acceptor = TcpAcceptor::from_tokio(listener).map_err(|e| e.to_string())?;
        let stop = lifecycle.stop.clone();
        let served = Server::new_with_acceptor(NoDelay(acceptor))
            .name("hocluat")
            .idle_timeout(IDLE)
            .run_with_graceful_shutdown(
                self.endpoint(),
                async move { stop.cancelled().await },
                Some(Duration::from_secs(10)),
            )
            .await;
        lifecycle.finish(PATIENCE).await;
        self.db.close().await;
        served.map_err(|e| format!("The server stopped: {e}"))
    }
}

/// Those to whom assessments belong: a course's lessons, a contest's rounds.
struct Owners {
    courses: CourseService,
    boards: LeaderboardService,
}

impl ClosedSink for Owners {
    fn closed<'a>(
        &'a self,
        tx: &'a Tx,
        closed: &'a [Finished],
        now: Moment,
    ) -> BoxFuture<'a, Outcome<AfterCommit>> {
        Box::pin(async move {
            let others = self.courses.note_closed(tx, closed, now).await?;
            self.boards.closed(tx, &others, now).await
        })
    }
}

impl Host for Owners {
    fn describe<'a>(
        &'a self,
        assessment: Uuid,
        person: Uuid,
        now: Moment,
    ) -> BoxFuture<'a, Outcome<Hosting>> {
        Box::pin(async move {
            match self.courses.lesson_of(assessment).await? {
                Some(_) => self.courses.describe(assessment, person, now).await,
                None => self.boards.describe(assessment, person, now).await,
            }
        })
    }
}

/// Serves metrics and health to operators.
///
/// # Errors
/// When the address cannot be used.
pub async fn serve_admin(address: SocketAddr, lifecycle: &Lifecycle) -> Result<(), String> {
    use poem::{Route, get, handler};

    #[handler]
    fn metrics() -> String {
        metrics_handle().run_upkeep();
        metrics_handle().render()
    }
    #[handler]
    fn healthz() -> &'static str {
        "ok\n"
    }
    let listener = TcpListener::bind(address)
        .await
        .map_err(|e| format!("ADMIN_LISTEN {address} cannot be used: {e}"))?;
    let acceptor = TcpAcceptor::from_tokio(listener).map_err(|e| e.to_string())?;
    let stop = lifecycle.stop.clone();
    lifecycle.spawn(async move {
        let routes = Route::new()
            .at("/metrics", get(metrics))
            .at("/healthz", get(healthz));
        let server = Server::new_with_acceptor(NoDelay(acceptor));
        let stopped = async move { stop.cancelled().await };
        if let Err(error) = server
            .run_with_graceful_shutdown(routes, stopped, Some(Duration::from_secs(1)))
            .await
        {
            tracing::error!(%error, "the operators' server stopped");
        }
    });
    Ok(())
}

/// The installation's secret: made once, shared by all nodes through the database.
async fn secret(db: &Db, entropy: &dyn Entropy) -> Outcome<Vec<u8>> {
    use entity::setting;
    const KEY: &str = "secret";
    let fresh = crate::kernel::ids::new_token(entropy);
    db.write(move |tx| {
        Box::pin(async move {
            let row = setting::ActiveModel {
                key: Set(KEY.into()),
                value: Set(fresh),
            };
            setting::Entity::insert(row)
                .on_conflict(
                    OnConflict::column(setting::Column::Key)
                        .do_nothing()
                        .to_owned(),
                )
                .exec_without_returning(tx)
                .await
                .map_err(failed)?;
            let kept = setting::Entity::find_by_id(KEY)
                .one(tx)
                .await
                .map_err(failed)?;
            Ok(kept.map(|row| row.value.into_bytes()).unwrap_or_default())
        })
    })
    .await
}
