//! Mail: written into the outbox in the transaction that causes it, delivered afterwards, tried again when delivery fails.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use entity::outbox;
use lettre::message::Mailbox;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::{AsyncFileTransport, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::config::Config;
use super::db::{Db, Tx, failed};
use super::lifecycle::Lifecycle;
use crate::kernel::clock::{Clock, MINUTE, Moment};
use crate::kernel::problem::Outcome;

/// After this many tries a message waits for an operator.
const MAX_TRIES: i32 = 12;

/// A message to a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    /// E-mail address.
    pub to: String,
    /// Subject line.
    pub subject: String,
    /// Plain text.
    pub body: String,
    /// Address at which one `POST` stops letters of this kind (RFC 8058); letters that somebody waits for have none.
    pub unsubscribe: Option<String>,
}

/// Puts a message into the outbox, in the transaction of what causes it.
///
/// # Errors
/// When the database fails.
pub async fn post(tx: &Tx, id: Uuid, mail: Mail, now: Moment) -> Outcome<()> {
    let row = outbox::ActiveModel {
        id: Set(id),
        recipient: Set(mail.to),
        subject: Set(mail.subject),
        body: Set(mail.body),
        created_at: Set(now.0),
        next_at: Set(now.0),
        attempts: Set(0),
        last_error: Set(None),
        unsubscribe: Set(mail.unsubscribe),
    };
    outbox::Entity::insert(row)
        .exec_without_returning(tx)
        .await
        .map_err(failed)?;
    Ok(())
}

enum Transport {
    Files(PathBuf),
    Smtp(Box<AsyncSmtpTransport<Tokio1Executor>>),
}

/// Delivers what is in the outbox.
pub struct Postman {
    db: Db,
    clock: Arc<dyn Clock>,
    from: Mailbox,
    transport: Transport,
}

impl Postman {
    /// A postman as the settings say: SMTP, or files in `data_dir/mail`.
    ///
    /// # Errors
    /// When a setting cannot be used.
    pub fn new(db: Db, clock: Arc<dyn Clock>, config: &Config) -> Result<Self, String> {
        let from = config
            .mail_from
            .parse()
            .map_err(|e| format!("MAIL_FROM cannot be used: {e}"))?;
        let transport = match &config.smtp_url {
            Some(url) => Transport::Smtp(Box::new(
                AsyncSmtpTransport::<Tokio1Executor>::from_url(url)
                    .map_err(|e| format!("SMTP_URL cannot be used: {e}"))?
                    .build(),
            )),
            None => Transport::Files(config.data_dir.join("mail")),
        };
        Ok(Self {
            db,
            clock,
            from,
            transport,
        })
    }

    /// Delivers until told to drain.
    pub fn start(self, lifecycle: &Lifecycle) {
        let drain = lifecycle.drain.clone();
        lifecycle.spawn(async move {
            while !drain.is_cancelled() {
                let delivered = self.deliver_due().await.unwrap_or_else(|problem| {
                    tracing::warn!(%problem, "the outbox cannot be read");
                    0
                });
                if delivered == 0 {
                    tokio::select! {
                        () = tokio::time::sleep(Duration::from_secs(1)) => {}
                        () = drain.cancelled() => {}
                    }
                }
            }
        });
    }

    /// Tries each due message once; returns how many were delivered.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn deliver_due(&self) -> Outcome<usize> {
        let now = self.clock.now();
        let due = outbox::Entity::find()
            .filter(outbox::Column::NextAt.lte(now.0))
            .filter(outbox::Column::Attempts.lt(MAX_TRIES))
            .order_by_asc(outbox::Column::NextAt)
            .limit(50)
            .all(self.db.read())
            .await
            .map_err(failed)?;
        let mut delivered = 0;
        for message in due {
            if !self.claim(&message, now).await? {
                continue;
            }
            match self.deliver(&message).await {
                Ok(()) => {
                    delivered += 1;
                    let id = message.id;
                    self.db
                        .write(move |tx| {
                            Box::pin(async move {
                                outbox::Entity::delete_by_id(id)
                                    .exec(tx)
                                    .await
                                    .map_err(failed)?;
                                Ok(())
                            })
                        })
                        .await?;
                }
                Err(error) => {
                    tracing::error!(message = %message.id, %error, "mail was not delivered and will be tried again")
                }
            }
        }
        Ok(delivered)
    }

    /// Marks a message as being tried, so that no other node sends it too; the next try follows if this one does not finish.
    async fn claim(&self, message: &outbox::Model, now: Moment) -> Outcome<bool> {
        let (id, tries) = (message.id, message.attempts);
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let changed = outbox::Entity::update_many()
                        .col_expr(outbox::Column::Attempts, (tries + 1).into())
                        .col_expr(
                            outbox::Column::NextAt,
                            now.plus(MINUTE << tries.clamp(0, 10)).0.into(),
                        )
                        .filter(outbox::Column::Id.eq(id))
                        .filter(outbox::Column::Attempts.eq(tries))
                        .exec(tx)
                        .await
                        .map_err(failed)?;
                    Ok(changed.rows_affected == 1)
                })
            })
            .await
    }

    async fn deliver(&self, message: &outbox::Model) -> Result<(), String> {
        let to: Mailbox = message
            .recipient
            .parse()
            .map_err(|e| format!("recipient: {e}"))?;
        let mut mail = Message::builder()
            .from(self.from.clone())
            .to(to)
            .subject(&message.subject)
            .header(ContentType::TEXT_PLAIN);
        if let Some(address) = &message.unsubscribe {
            let one_click = "List-Unsubscribe=One-Click";
            mail = mail
                .raw_header(raw("List-Unsubscribe", format!("<{address}>")))
                .raw_header(raw("List-Unsubscribe-Post", one_click.to_owned()));
        }
        let mail = mail.body(message.body.clone()).map_err(|e| e.to_string())?;
        match &self.transport {
            Transport::Smtp(smtp) => smtp.send(mail).await.map(drop).map_err(|e| e.to_string()),
            Transport::Files(folder) => {
                tokio::fs::create_dir_all(folder)
                    .await
                    .map_err(|e| e.to_string())?;
                let files = AsyncFileTransport::<Tokio1Executor>::new(folder);
                files.send(mail).await.map(drop).map_err(|e| e.to_string())
            }
        }
    }
}

/// A header without a type of its own.
fn raw(name: &'static str, value: String) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value)
}
