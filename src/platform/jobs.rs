//! Work that must happen after a transaction, exactly because it committed: our own table, on both engines.

use std::collections::HashMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use entity::job;
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};
use uuid::Uuid;

use super::db::{Db, Tx, failed};
use super::lifecycle::Lifecycle;
use crate::kernel::clock::{Clock, MINUTE, Moment, SECOND};
use crate::kernel::problem::{Outcome, Problem};

/// How long a node may work on a job before another takes it over, ms.
const LEASE_MS: i64 = 5 * MINUTE;
/// After this many tries a job waits for an operator.
const MAX_TRIES: i32 = 20;

type Handler =
    Arc<dyn Fn(String) -> Pin<Box<dyn Future<Output = Outcome<()>> + Send>> + Send + Sync>;

/// Asks for work in the transaction of what causes it. A waiting job with the same `unique_key` makes this a no-op.
///
/// # Errors
/// When the database fails.
pub async fn enqueue(
    tx: &Tx,
    id: Uuid,
    kind: &str,
    payload: &str,
    unique_key: Option<&str>,
    run_at: Moment,
) -> Outcome<()> {
    let row = job::ActiveModel {
        id: Set(id),
        kind: Set(kind.to_owned()),
        payload: Set(payload.to_owned()),
        unique_key: Set(unique_key.map(str::to_owned)),
        run_at: Set(run_at.0),
        leased_until: Set(None),
        attempts: Set(0),
        last_error: Set(None),
    };
    job::Entity::insert(row)
        .on_conflict(
            OnConflict::column(job::Column::UniqueKey)
                .do_nothing()
                .to_owned(),
        )
        .exec_without_returning(tx)
        .await
        .map_err(failed)?;
    Ok(())
}

/// Does the work of the table.
#[derive(Clone)]
pub struct Jobs {
    db: Db,
    clock: Arc<dyn Clock>,
    handlers: Arc<HashMap<&'static str, Handler>>,
}

impl Jobs {
    /// A worker without handlers.
    #[must_use]
    pub fn new(db: Db, clock: Arc<dyn Clock>) -> Self {
        Self {
            db,
            clock,
            handlers: Arc::default(),
        }
    }

    /// The same worker that also does jobs of this kind. A handler must be safe to repeat.
    #[must_use]
    pub fn handle<F, Fut>(mut self, kind: &'static str, work: F) -> Self
    where
        F: Fn(String) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Outcome<()>> + Send + 'static,
    {
        let mut handlers = HashMap::clone(&self.handlers);
        handlers.insert(kind, Arc::new(move |payload| Box::pin(work(payload))));
        self.handlers = Arc::new(handlers);
        self
    }

    /// Works until told to drain.
    pub fn start(self, lifecycle: &Lifecycle) {
        let drain = lifecycle.drain.clone();
        lifecycle.spawn(async move {
            while !drain.is_cancelled() {
                let busy = match self.run_one().await {
                    Ok(busy) => busy,
                    Err(problem) => {
                        tracing::warn!(%problem, "jobs cannot be read");
                        false
                    }
                };
                if !busy {
                    tokio::select! {
                        () = tokio::time::sleep(Duration::from_millis(500)) => {}
                        () = drain.cancelled() => {}
                    }
                }
            }
        });
    }

    /// Does one due job, if there is one that no other node holds. Says whether there was.
    ///
    /// # Errors
    /// When the database fails; a failing handler is recorded in the job instead.
    pub async fn run_one(&self) -> Outcome<bool> {
        let now = self.clock.now();
        let free = Condition::any()
            .add(job::Column::LeasedUntil.is_null())
            .add(job::Column::LeasedUntil.lt(now.0));
        let due = job::Entity::find()
            .filter(job::Column::RunAt.lte(now.0))
            .filter(job::Column::Attempts.lt(MAX_TRIES))
            .filter(free)
            .order_by_asc(job::Column::RunAt)
            .limit(1)
            .one(self.db.read())
            .await
            .map_err(failed)?;
        let Some(due) = due else { return Ok(false) };
        if !self.lease(&due, now).await? {
            return Ok(true); // Another node was quicker; look again at once.
        }
        let outcome = match self.handlers.get(due.kind.as_str()) {
            Some(work) => work(due.payload.clone()).await,
            None => Err(Problem::internal(format!(
                "no handler for jobs of kind {}",
                due.kind
            ))),
        };
        self.settle(due, outcome).await?;
        Ok(true)
    }

    async fn lease(&self, due: &job::Model, now: Moment) -> Outcome<bool> {
        let (id, tries) = (due.id, due.attempts);
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let changed = job::Entity::update_many()
                        .col_expr(job::Column::LeasedUntil, now.plus(LEASE_MS).0.into())
                        .col_expr(job::Column::Attempts, (tries + 1).into())
                        .filter(job::Column::Id.eq(id))
                        .filter(job::Column::Attempts.eq(tries))
                        .exec(tx)
                        .await
                        .map_err(failed)?;
                    Ok(changed.rows_affected == 1)
                })
            })
            .await
    }

    async fn settle(&self, due: job::Model, outcome: Outcome<()>) -> Outcome<()> {
        let now = self.clock.now();
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let Err(problem) = outcome else {
                        job::Entity::delete_by_id(due.id).exec(tx).await.map_err(failed)?;
                        return Ok(());
                    };
                    tracing::error!(kind = due.kind, job = %due.id, %problem, "a job failed and will be tried again");
                    let wait = SECOND << due.attempts.clamp(0, 9);
                    job::Entity::update_many()
                        .col_expr(job::Column::LeasedUntil, sea_orm::sea_query::Expr::value(Option::<i64>::None))
                        .col_expr(job::Column::RunAt, now.plus(wait).0.into())
                        .col_expr(job::Column::LastError, problem.to_string().into())
                        .filter(job::Column::Id.eq(due.id))
                        .exec(tx)
                        .await
                        .map_err(failed)?;
                    Ok(())
                })
            })
            .await
    }
}
