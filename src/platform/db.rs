//! The database: two engines behind one door.
//!
//! Reads go to a pool. Writes go through [`Db::write`] and nowhere else: it runs the whole transaction in a task of its own, because a
//! cancelled request must not leave a half-begun transaction in the pool (sqlx up to 0.9.0 does that on PostgreSQL).

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DatabaseTransaction, DbBackend,
    DbErr, SqliteTransactionMode, Statement, TransactionOptions, TransactionTrait, Value,
};

use super::config::{Config, Engine};
use crate::kernel::problem::{Outcome, Problem};

/// A running write transaction.
pub type Tx = DatabaseTransaction;

/// What a transaction's work returns.
pub type Work<'a, T> = Pin<Box<dyn Future<Output = Outcome<T>> + Send + 'a>>;

/// The door to the database. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Db(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    engine: Engine,
    readers: DatabaseConnection,
    writer: DatabaseConnection,
    batches: DatabaseConnection,
}

impl Db {
    /// Connects, creating the file and its folder on SQLite.
    ///
    /// # Errors
    /// What an operator should read.
    pub async fn connect(config: &Config) -> Result<Self, String> {
        let explain = |e: DbErr| {
            format!(
                "The database at {} cannot be opened: {e}",
                without_password(&config.database_url)
            )
        };
        let inner = match config.engine()? {
            Engine::Sqlite => {
                let path = config
                    .database_url
                    .trim_start_matches("sqlite:")
                    .trim_start_matches("//");
                if let Some(folder) = std::path::Path::new(path).parent() {
                    std::fs::create_dir_all(folder)
                        .map_err(|e| format!("{} cannot be created: {e}", folder.display()))?;
                }
                let writer = sqlite(&config.database_url, 1).await.map_err(explain)?;
                let readers = sqlite(&config.database_url, 4).await.map_err(explain)?;
                Inner {
                    engine: Engine::Sqlite,
                    readers,
                    batches: writer.clone(),
                    writer,
                }
            }
            Engine::Postgres => {
                let pool = postgres(&config.database_url, 10, &[])
                    .await
                    .map_err(explain)?;
                // The batcher joins small arrays with large tables, always by key. Without statistics (a fresh table) the planner would
                // read the whole table, so that is switched off on these connections only; and one plan serves every batch.
                const STEER: &[(&str, &str)] = &[
                    ("enable_seqscan", "off"),
                    ("enable_hashjoin", "off"),
                    ("enable_mergejoin", "off"),
                    ("enable_bitmapscan", "off"),
                    ("plan_cache_mode", "force_generic_plan"),
                ];
                let batches = postgres(&config.database_url, 2, STEER)
                    .await
                    .map_err(explain)?;
                Inner {
                    engine: Engine::Postgres,
                    readers: pool.clone(),
                    writer: pool,
                    batches,
                }
            }
        };
        Ok(Self(Arc::new(inner)))
    }

    /// Which engine this is.
    #[must_use]
    pub fn engine(&self) -> Engine {
        self.0.engine
    }

    /// Connections for reading outside a transaction.
    #[must_use]
    pub fn read(&self) -> &DatabaseConnection {
        &self.0.readers
    }

    /// Runs `work` in one write transaction and commits it when it succeeds. Returns only after the commit.
    ///
    /// # Errors
    /// What `work` returned, or that the database does not answer; nothing is stored then.
    pub async fn write<T, F>(&self, work: F) -> Outcome<T>
    where
        T: Send + 'static,
        F: for<'a> FnOnce(&'a Tx) -> Work<'a, T> + Send + 'static,
    {
        run(self.0.writer.clone(), work).await
    }

    /// Like [`Db::write`], on the connections that are tuned for shared batches.
    ///
    /// # Errors
    /// As [`Db::write`].
    pub async fn write_batch<T, F>(&self, work: F) -> Outcome<T>
    where
        T: Send + 'static,
        F: for<'a> FnOnce(&'a Tx) -> Work<'a, T> + Send + 'static,
    {
        run(self.0.batches.clone(), work).await
    }

    /// Applies outstanding migrations.
    ///
    /// # Errors
    /// What an operator should read.
    pub async fn migrate(&self) -> Result<(), String> {
        use migration_api::MigratorTrait as _;
        let explain = |e: DbErr| format!("A migration failed: {e}");
        // Nodes that start together take turns. The lock ends with its transaction, even if this process is killed.
        let turn = match self.0.engine {
            Engine::Sqlite => None,
            Engine::Postgres => {
                #[allow(clippy::disallowed_methods, reason = "holds a lock and writes nothing")]
                let tx = self.0.readers.begin().await.map_err(explain)?;
                let wait = "SET LOCAL idle_in_transaction_session_timeout = 0; SET LOCAL statement_timeout = 0; \
                    SELECT pg_advisory_xact_lock(7225031)";
                tx.execute_unprepared(wait).await.map_err(explain)?;
                Some(tx)
            }
        };
        migration::Migrator::up(&self.0.writer, None)
            .await
            .map_err(explain)?;
        match turn {
            Some(tx) => tx.rollback().await.map_err(explain),
            None => Ok(()),
        }
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// When it does not.
    pub async fn ping(&self) -> Outcome<()> {
        self.0.readers.ping().await.map_err(failed)
    }

    /// Closes all connections; on SQLite this also folds the write-ahead log back into the file.
    pub async fn close(&self) {
        for pool in [&self.0.batches, &self.0.writer, &self.0.readers] {
            if let Err(error) = pool.clone().close().await {
                tracing::warn!(%error, "a database connection did not close cleanly");
            }
        }
    }
}

async fn run<T, F>(pool: DatabaseConnection, work: F) -> Outcome<T>
where
    T: Send + 'static,
    F: for<'a> FnOnce(&'a Tx) -> Work<'a, T> + Send + 'static,
{
    #[allow(
        clippy::disallowed_methods,
        reason = "the one place where a transaction begins"
    )]
    let task = tokio::spawn(async move {
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        let tx = pool.begin_with_options(options).await.map_err(failed)?;
        match work(&tx).await {
            Ok(value) => tx.commit().await.map(|()| value).map_err(failed),
            Err(problem) => {
                if let Err(error) = tx.rollback().await {
                    tracing::warn!(%error, "rollback failed; the connection is dropped");
                }
                Err(problem)
            }
        }
    });
    task.await.unwrap_or_else(|e| {
        Err(Problem::internal(format!(
            "a transaction's task ended early: {e}"
        )))
    })
}

/// A database error as a problem: connection trouble is temporary, everything else a fault of the program.
#[must_use]
pub fn failed(error: DbErr) -> Problem {
    match error {
        DbErr::ConnectionAcquire(_) | DbErr::Conn(_) => Problem::unavailable(error),
        DbErr::Exec(ref e) | DbErr::Query(ref e) if lost_connection(&e.to_string()) => {
            Problem::unavailable(error)
        }
        _ => Problem::internal(error),
    }
}

fn lost_connection(text: &str) -> bool {
    [
        "error communicating",
        "terminating connection",
        "the database system is",
        "connection",
        "Connection",
        "broken pipe",
        "database is locked",
    ]
    .iter()
    .any(|sign| text.contains(sign))
}

/// Whether the error says that a unique key stands in the way.
#[must_use]
pub fn is_duplicate(error: &DbErr) -> bool {
    matches!(
        error.sql_err(),
        Some(sea_orm::SqlErr::UniqueConstraintViolation(_))
    )
}

/// A statement of our own, in the words of each engine.
#[must_use]
pub fn statement(
    tx: &impl ConnectionTrait,
    postgres: &str,
    sqlite: &str,
    values: Vec<Value>,
) -> Statement {
    let backend = tx.get_database_backend();
    let sql = if backend == DbBackend::Postgres {
        postgres
    } else {
        sqlite
    };
    Statement::from_sql_and_values(backend, sql, values)
}

/// A statement written once with `?` for every value, for SQL that is put together from parts. A `?` stands nowhere else in it.
#[must_use]
pub fn numbered(db: &impl ConnectionTrait, sql: &str, values: Vec<Value>) -> Statement {
    let backend = db.get_database_backend();
    if backend != DbBackend::Postgres {
        return Statement::from_sql_and_values(backend, sql, values);
    }
    let mut parts = sql.split('?');
    let mut text = parts.next().unwrap_or_default().to_owned();
    for (number, part) in parts.enumerate() {
        text.push_str(&format!("${}{part}", number + 1));
    }
    Statement::from_sql_and_values(backend, text, values)
}

async fn sqlite(url: &str, connections: u32) -> Result<DatabaseConnection, DbErr> {
    let url = if url.contains('?') {
        url.to_owned()
    } else {
        format!("{url}?mode=rwc")
    };
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(connections)
        .min_connections(1)
        .sqlx_logging(false)
        .test_before_acquire(false);
    options
        .acquire_timeout(Duration::from_secs(30))
        .idle_timeout(None)
        .max_lifetime(None);
    options.map_sqlx_sqlite_opts(|o| {
        o.foreign_keys(true)
            .busy_timeout(Duration::from_secs(10))
            .pragma("journal_mode", "WAL")
            // An acknowledged answer must survive a power cut: every commit reaches the disk.
            .pragma("synchronous", "FULL")
            .pragma("temp_store", "MEMORY")
            .pragma("cache_size", "-16000")
            .statement_cache_capacity(200)
    });
    Database::connect(options).await
}

async fn postgres(
    url: &str,
    connections: u32,
    settings: &'static [(&'static str, &'static str)],
) -> Result<DatabaseConnection, DbErr> {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(connections)
        .min_connections(1)
        .sqlx_logging(false)
        .test_before_acquire(false);
    options
        .acquire_timeout(Duration::from_secs(10))
        .connect_timeout(Duration::from_secs(5));
    options.map_sqlx_postgres_opts(move |o| {
        o.application_name("hocluat")
            .options([
                ("idle_in_transaction_session_timeout", "30s"),
                ("statement_timeout", "120s"),
                // Every statement here is short. PostgreSQL compiles one that it takes for costly, which takes it a fifth of a
                // second; a condition looked up row by row under a `LIMIT` looks costly and is not.
                ("jit", "off"),
            ])
            .options(settings.iter().copied())
    });
    Database::connect(options).await
}

/// A database URL fit for a log.
#[must_use]
pub fn without_password(url: &str) -> String {
    match (url.find("://"), url.rfind('@')) {
        (Some(scheme), Some(at)) if at > scheme => format!("{}://…{}", &url[..scheme], &url[at..]),
        _ => url.to_owned(),
    }
}

/// The trait that runs migrations, under a name of its own.
mod migration_api {
    pub use migration::MigratorTrait;
}
