//! Letters to people of a cohort: reminders that go out by themselves and stop with one click, and what an organiser writes to those behind.

use std::collections::HashMap;

use uuid::Uuid;

use super::CourseService;
use super::cohorts::{Organised, note};
use super::learning::look_at;
use super::members::{MemberFilter, MemberState};
use crate::account::model::Account;
use crate::course::model::{Cohort, Enrolment};
use crate::course::rules::{self, Reminder};
pub use crate::course::store::invitations::LetterRow as Letter;
use crate::course::store::invitations::{self as letters, LetterRow};
use crate::course::store::learning::{self, EnrolmentRow};
use crate::course::store::members as people;
use crate::course::store::{cohorts, learning as store};
use crate::kernel::actor::Actor;
use crate::kernel::clock::Moment;
use crate::kernel::problem::{Outcome, Problem};
use crate::platform::i18n::Lang;
use crate::platform::jobs;
use crate::platform::outbox::{self, Mail};
use crate::platform::text::tidy;

/// The job that sends an organiser's letter.
pub const JOB_LETTER: &str = "cohort-letter";
/// What the links that stop reminders are signed for.
const STOP: &str = "reminders";
/// Enrolments looked at in one transaction.
const LOOKED_AT: u64 = 200;
/// Longest subject and text of a letter, in characters.
const SUBJECT_MAX: usize = 150;
const BODY_MAX: usize = 5_000;

/// Whom a letter reaches.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Reached {
    /// People the filter lets through.
    pub people: u64,
    /// How many of them have an e-mail address.
    pub by_mail: u64,
}

impl Reached {
    /// People without an address.
    #[must_use]
    pub const fn without(self) -> u64 {
        self.people.saturating_sub(self.by_mail)
    }
}

/// What a letter says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Draft {
    /// Subject.
    pub subject: String,
    /// Plain text.
    pub body: String,
}

/// A reminder that is due, or only the next look.
struct Due {
    row: EnrolmentRow,
    reminded_at: Option<i64>,
    remind_at: Option<i64>,
    mail: Option<(Uuid, Mail)>,
}

impl CourseService {
    // -----------------------------------------------------------------------------------------------------------------
    // Reminders

    /// Sends the reminders that are due; `base_url` is the public address that letters lead to. Returns how many letters went out. Any number
    /// of nodes may do this at once: each reminder goes out once. Who has no address counts as reminded.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn remind_due(&self, base_url: &str) -> Outcome<usize> {
        let mut sent = 0;
        loop {
            let now = self.clock.now();
            let rows = store::to_remind(self.db.read(), now, LOOKED_AT).await?;
            let last = (rows.len() as u64) < LOOKED_AT;
            if !rows.is_empty() {
                let due = self.due(rows, base_url, now).await?;
                sent += self.send_due(due, now).await?;
            }
            if last {
                return Ok(sent);
            }
        }
    }

    async fn due(&self, rows: Vec<EnrolmentRow>, base_url: &str, now: Moment) -> Outcome<Vec<Due>> {
        let ids: Vec<Uuid> = rows.iter().map(|r| r.account_id).collect();
        let accounts = self.accounts.accounts(&ids).await?;
        let accounts: HashMap<Uuid, Account> = accounts.into_iter().map(|a| (a.id, a)).collect();
        let mut known: HashMap<Uuid, Option<Cohort>> = HashMap::new();
        let mut all = Vec::new();
        for row in rows {
            if let Some(id) = row.cohort_id
                && !known.contains_key(&id)
            {
                known.insert(id, cohorts::by_id(self.db.read(), id).await?);
            }
            let cohort = row.cohort_id.and_then(|id| known.get(&id)?.as_ref());
            let enrolment = store::enrolment_of(&row);
            let reminder = rules::reminder(&enrolment, cohort, row.reminded_at.map(Moment), now);
            let mut after = row.clone();
            if reminder.is_some() {
                after.reminded_at = Some(now.0);
            }
            let to = accounts.get(&row.account_id).and_then(|a| a.email.clone());
            let mail = match (reminder, to) {
                (Some(reminder), Some(to)) => {
                    let mail = self.reminder_mail(to, &enrolment, cohort, reminder, base_url);
                    Some((self.id(now), mail.await?))
                }
                _ => None,
            };
            all.push(Due {
                reminded_at: after.reminded_at,
                remind_at: look_at(&after, cohort, now),
                mail,
                row,
            });
        }
        Ok(all)
    }

    async fn send_due(&self, due: Vec<Due>, now: Moment) -> Outcome<usize> {
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let mut sent = 0;
                    for one in due {
                        // Whoever changed the enrolment meanwhile, another node that reminds or the person who came back, has set the next look.
                        let mine =
                            store::set_reminded(tx, &one.row, one.reminded_at, one.remind_at);
                        if mine.await?
                            && let Some((id, mail)) = one.mail
                        {
                            outbox::post(tx, id, mail, now).await?;
                            sent += 1;
                        }
                    }
                    Ok(sent)
                })
            })
            .await
    }

    async fn reminder_mail(
        &self,
        to: String,
        enrolment: &Enrolment,
        cohort: Option<&Cohort>,
        reminder: Reminder,
        base_url: &str,
    ) -> Outcome<Mail> {
        let head = self.by_id(enrolment.course).await?;
        let lang = self.accounts.language(enrolment.account).await?;
        let lang = lang.unwrap_or_default();
        let key = match reminder {
            Reminder::Idle => "idle",
            Reminder::Ending(_) => "ending",
        };
        let end = match reminder {
            Reminder::Ending(end) => Some(end),
            Reminder::Idle => rules::end(cohort, enrolment.extended_until),
        };
        let stop = format!("{base_url}/khoa-hoc/nhac/{}", self.stop_token(enrolment.id));
        let args = [
            ("course", head.title.clone()),
            ("done", enrolment.done.to_string()),
            ("total", enrolment.total.to_string()),
            (
                "until",
                end.map_or_else(String::new, |end| lang.date_time(end)),
            ),
            ("link", format!("{base_url}/khoa-hoc/{}", head.slug)),
            ("stop", stop.clone()),
        ];
        Ok(Mail {
            to,
            subject: lang.t_args(&format!("cohort-mail-{key}-subject"), &args),
            body: lang.t_args(&format!("cohort-mail-{key}-body"), &args),
            unsubscribe: Some(stop),
        })
    }

    /// The token that stops the reminders of an enrolment.
    #[must_use]
    pub fn stop_token(&self, enrolment: Uuid) -> String {
        self.signer.sign(STOP, &enrolment.simple().to_string())
    }

    /// The title of the course whose reminders a token stops, and whether they are wanted still.
    ///
    /// # Errors
    /// When the token is none of ours, or the database fails.
    pub async fn reminders_of(&self, token: &str) -> Outcome<(String, bool)> {
        let row = self.enrolment_of_token(token).await?;
        Ok((
            self.by_id(row.course_id).await?.title.clone(),
            row.reminders,
        ))
    }

    async fn enrolment_of_token(&self, token: &str) -> Outcome<EnrolmentRow> {
        let id = self.signer.open(STOP, token);
        let id = id.and_then(|id| Uuid::parse_str(id).ok());
        let id = id.ok_or_else(Problem::not_found)?;
        let row = learning::by_id(self.db.read(), id).await?;
        row.ok_or_else(Problem::not_found)
    }

    /// Stops the reminders of an enrolment (or lets them begin again) for who holds the token of its letters.
    ///
    /// # Errors
    /// When the token is none of ours, or the database fails.
    pub async fn set_reminders_by_token(
        &self,
        token: &str,
        wanted: bool,
        now: Moment,
    ) -> Outcome<()> {
        let id = self.enrolment_of_token(token).await?.id;
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let row = store::lock_quietly(tx, id).await?;
                    let mut row = row.ok_or_else(Problem::not_found)?;
                    row.reminders = wanted;
                    let cohort = match row.cohort_id {
                        Some(id) => cohorts::by_id(tx, id).await?,
                        None => None,
                    };
                    row.remind_at = look_at(&row, cohort.as_ref(), now);
                    store::put(tx, row).await
                })
            })
            .await
    }

    // -----------------------------------------------------------------------------------------------------------------
    // Letters of the organiser

    /// Whom a letter to the people of a filter would reach.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn reached(
        &self,
        organised: &Organised,
        filter: &MemberFilter,
        now: Moment,
    ) -> Outcome<Reached> {
        let Some(wanted) = self.wanted(organised, filter, now).await? else {
            return Ok(Reached::default());
        };
        let (people, by_mail) = match filter.state {
            MemberState::Invited => people::count_invited(self.db.read(), &wanted).await?,
            _ => people::count_enrolled(self.db.read(), &wanted).await?,
        };
        Ok(Reached { people, by_mail })
    }

    /// Checks and tidies a letter.
    ///
    /// # Errors
    /// The messages beside its fields.
    pub fn check_letter(&self, draft: &Draft) -> Outcome<Draft> {
        let (subject, body) = (
            tidy(&draft.subject),
            draft.body.trim().replace("\r\n", "\n"),
        );
        let mut problems = Vec::new();
        for (field, text, most) in [
            ("subject", &subject, SUBJECT_MAX),
            ("body", &body, BODY_MAX),
        ] {
            let message = match text.chars().count() {
                0 => "field-required",
                n if n > most => "cohort-field-long",
                _ => continue,
            };
            problems.push(crate::kernel::problem::FieldError {
                field: field.to_owned(),
                message,
                args: Vec::new(),
            });
        }
        if problems.is_empty() {
            Ok(Draft { subject, body })
        } else {
            Err(Problem::fields(problems))
        }
    }

    /// Writes to the people of a filter, by a job that sends each one letter. A second click sends nothing more: `key` names the letter.
    ///
    /// # Errors
    /// When a field needs mending, or the database fails.
    pub async fn write_letter(
        &self,
        organised: &Organised,
        filter: &MemberFilter,
        draft: &Draft,
        key: Uuid,
        actor: &Actor,
        now: Moment,
    ) -> Outcome<()> {
        let Draft { subject, body } = self.check_letter(draft)?;
        let cohort = organised.cohort.id;
        let row = LetterRow {
            id: key,
            cohort_id: cohort,
            subject: subject.clone(),
            body,
            wanted: serde_json::to_string(filter).map_err(Problem::internal)?,
            sent: 0,
            without_address: 0,
            after_key: None,
            after_id: None,
            done: false,
            step: 0,
            created_at: now.0,
            created_by: actor.account,
        };
        let detail =
            serde_json::json!({ "letter": key, "subject": subject, "to": filter.state.as_str() });
        let (audit_id, job_id, by) = (self.id(now), self.id(now), actor.account);
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    if !letters::add_letter(tx, row).await? {
                        return Ok(());
                    }
                    let (payload, unique) = (key.to_string(), format!("{JOB_LETTER}/{key}"));
                    jobs::enqueue(tx, job_id, JOB_LETTER, &payload, Some(&unique), now).await?;
                    note(
                        tx,
                        audit_id,
                        now,
                        by,
                        "cohort.letter",
                        cohort,
                        &detail.to_string(),
                    )
                    .await
                })
            })
            .await
    }

    /// The newest letters to a cohort.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn letters(&self, cohort: &Cohort, limit: u64) -> Outcome<Vec<LetterRow>> {
        letters::letters(self.db.read(), cohort.id, limit).await
    }

    /// A new key of a letter.
    #[must_use]
    pub fn letter_key(&self, now: Moment) -> Uuid {
        self.id(now)
    }

    /// The work of [`JOB_LETTER`]: goes on where the letter stands; each chunk and the note of how far it is are one transaction, so that nobody
    /// gets it twice, whoever repeats this.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn send_letter(&self, payload: &str) -> Outcome<()> {
        let id = Uuid::parse_str(payload).map_err(Problem::internal)?;
        loop {
            let Some(letter) = letters::letter(self.db.read(), id).await? else {
                return Ok(());
            };
            if letter.done {
                return Ok(());
            }
            self.send_some(letter).await?;
        }
    }

    async fn send_some(&self, mut letter: LetterRow) -> Outcome<()> {
        let now = self.clock.now();
        let cohort = cohorts::by_id(self.db.read(), letter.cohort_id).await?;
        let cohort = cohort.ok_or_else(|| Problem::internal("a letter's cohort is gone"))?;
        let head = self.by_id(cohort.course).await?;
        let organised = Organised { cohort, head };
        let mut filter: MemberFilter =
            serde_json::from_str(&letter.wanted).map_err(Problem::internal)?;
        filter.after = letter.after_key.clone().zip(letter.after_id);
        // "Idle" and "behind" are meant as they were when the letter was written.
        let then = Moment(letter.created_at);
        let addresses = self.addresses(&organised, &filter, then).await?;
        letter.step += 1;
        match addresses.last() {
            None => letter.done = true,
            Some((key, id, _)) => {
                letter.after_key = Some(key.clone());
                letter.after_id = Some(*id);
            }
        }
        let mut mails = Vec::new();
        for (_, _, to) in addresses {
            match to {
                None => letter.without_address += 1,
                Some(to) => {
                    letter.sent += 1;
                    let mail = Mail {
                        to,
                        subject: letter.subject.clone(),
                        body: letter_body(&letter.body, &organised),
                        unsubscribe: None,
                    };
                    mails.push((self.id(now), mail));
                }
            }
        }
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    if letters::put_letter(tx, letter).await? {
                        for (id, mail) in mails {
                            outbox::post(tx, id, mail, now).await?;
                        }
                    }
                    Ok(())
                })
            })
            .await
    }

    /// The next people of a filter: their place in the list, and where mail to them goes.
    async fn addresses(
        &self,
        organised: &Organised,
        filter: &MemberFilter,
        then: Moment,
    ) -> Outcome<Vec<(Vec<u8>, Uuid, Option<String>)>> {
        let Some(wanted) = self.wanted(organised, filter, then).await? else {
            return Ok(Vec::new());
        };
        if filter.state == MemberState::Invited {
            let rows = people::invited(self.db.read(), &wanted, LOOKED_AT).await?;
            let address = |row: letters::InvitationRow| (row.name_key, row.id, row.email);
            return Ok(rows.into_iter().map(address).collect());
        }
        let rows = people::enrolled(self.db.read(), &wanted, LOOKED_AT).await?;
        let ids: Vec<Uuid> = rows.iter().map(|r| r.account_id).collect();
        let accounts = self.accounts.accounts(&ids).await?;
        let mut mail: HashMap<Uuid, Option<String>> =
            accounts.into_iter().map(|a| (a.id, a.email)).collect();
        let address = |row: EnrolmentRow| {
            let to = mail.remove(&row.account_id).flatten();
            (row.name_key, row.id, to)
        };
        Ok(rows.into_iter().map(address).collect())
    }
}

/// The organiser's words, and from where they come.
fn letter_body(body: &str, organised: &Organised) -> String {
    let args = [
        ("course", organised.head.title.clone()),
        ("cohort", organised.cohort.title.clone()),
    ];
    format!(
        "{body}\n\n--\n{}",
        Lang::Vi.t_args("cohort-mail-letter-foot", &args)
    )
}
