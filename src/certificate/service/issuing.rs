//! The job that issues: takes requests, gives numbers, writes certificates and mail, all in one transaction.
//!
//! Whatever happens around it, each person gets one certificate for an award, and the numbers of a series and year have neither gap nor
//! repeat: taking the request, the number and the certificate are one commit, nodes take turns by a row that each writes first, and unique
//! keys stand behind. A request that fails waits for itself alone.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::time::Duration;

use serde_json::json;
use uuid::Uuid;

use super::CertificateService;
use super::source::Found;
use crate::account::model::Account;
use crate::audit::service as audit;
use crate::certificate::model::{Award, Certificate, Due, Kind, State};
use crate::certificate::rules::{self, Template, Words};
use crate::certificate::store;
use crate::certificate::store::due::Key;
use crate::kernel::clock::Moment;
use crate::kernel::ids::new_id;
use crate::kernel::problem::{Kind as Problems, Outcome, Problem};
use crate::platform::db::Tx;
use crate::platform::i18n::Lang;
use crate::platform::lifecycle::Lifecycle;
use crate::platform::outbox::{self, Mail};

/// Requests taken at once.
pub const BATCH: u64 = 200;
/// How long to wait when nothing is due.
const IDLE: Duration = Duration::from_secs(1);
/// Longest error kept with a request, in characters.
const ERROR_MAX: usize = 500;

/// A request that can be issued.
#[derive(Clone)]
struct Ready {
    due: Due,
    award: Award,
    template: Template,
    mail: Option<(String, Lang)>,
}

impl Ready {
    fn key(&self) -> Key {
        (self.due.account, self.due.award.clone())
    }
}

/// What a batch did.
#[derive(Default)]
struct Done {
    issued: usize,
    /// Requests whose series is another issuer's.
    refused: Vec<Due>,
}

impl CertificateService {
    /// Issues until told to drain.
    pub fn start(&self, lifecycle: &Lifecycle) {
        let (service, drain) = (self.clone(), lifecycle.drain.clone());
        lifecycle.spawn(async move {
            while !drain.is_cancelled() {
                let handled = service.issue_due(BATCH).await.unwrap_or_else(|problem| {
                    tracing::warn!(%problem, "certificates cannot be issued");
                    0
                });
                if handled == 0 {
                    tokio::select! {
                        () = tokio::time::sleep(IDLE) => {}
                        () = drain.cancelled() => {}
                    }
                }
            }
        });
    }

    /// Handles up to `limit` requests that are due; returns how many were looked at, 0 when none is due.
    ///
    /// # Errors
    /// When the database fails; a request that fails waits and is tried again.
    pub async fn issue_due(&self, limit: u64) -> Outcome<usize> {
        let now = self.clock.now();
        let due = store::due::next(self.db.read(), now, limit).await?;
        if due.is_empty() {
            return Ok(0);
        }
        let looked_at = due.len();
        let (ready, gone, failed) = self.look(due).await?;
        for (one, problem) in failed {
            self.put_off(one, &problem).await?;
        }
        match self.issue(ready.clone(), gone.clone()).await {
            Ok(done) => self.finish(done).await?,
            // The database is away: everything is tried again soon.
            Err(problem) if problem.kind() == Problems::Unavailable => return Err(problem),
            Err(problem) => {
                tracing::warn!(%problem, "a batch of certificates failed and is issued one by one");
                self.issue(Vec::new(), gone).await?;
                self.one_by_one(ready).await?;
            }
        }
        Ok(looked_at)
    }

    async fn one_by_one(&self, ready: Vec<Ready>) -> Outcome<()> {
        for one in ready {
            let due = one.due.clone();
            match self.issue(vec![one], Vec::new()).await {
                Ok(done) => self.finish(done).await?,
                Err(problem) => self.put_off(due, &problem).await?,
            }
        }
        Ok(())
    }

    async fn finish(&self, done: Done) -> Outcome<()> {
        for due in done.refused {
            let problem = Problem::field("number", "certificate-series-taken");
            self.put_off(due, &problem).await?;
        }
        metrics::counter!("hocluat_certificates_issued_total").increment(done.issued as u64);
        Ok(())
    }

    /// A request that failed waits, longer each time.
    async fn put_off(&self, due: Due, problem: &Problem) -> Outcome<()> {
        tracing::error!(account = %due.account, award = due.award, %problem, "a certificate could not be issued and will be tried again");
        let retry_at = self.clock.now().plus(rules::wait_after(due.tries));
        let error: String = problem.to_string().chars().take(ERROR_MAX).collect();
        self.db
            .write(move |tx| {
                Box::pin(async move { store::due::fail(tx, &due, &error, retry_at).await })
            })
            .await
    }

    /// Asks who knows what each request will say: what can be issued, what is no longer due, and what failed.
    async fn look(&self, due: Vec<Due>) -> Outcome<(Vec<Ready>, Vec<Key>, Vec<(Due, Problem)>)> {
        let people = self.people(&due).await?;
        let mut by_kind: HashMap<Kind, Vec<Due>> = HashMap::new();
        for one in due {
            by_kind.entry(one.kind).or_default().push(one);
        }
        let (mut ready, mut gone, mut failed) = (Vec::new(), Vec::new(), Vec::new());
        for (kind, due) in by_kind {
            let Some(source) = self.sources.get(&kind) else {
                let unknown = |d| (d, Problem::internal(format!("nobody knows {kind:?}")));
                failed.extend(due.into_iter().map(unknown));
                continue;
            };
            let found = source.look(&due).await;
            for (one, found) in due.into_iter().zip(found) {
                let award = match found {
                    Ok(Found::Award(award)) => *award,
                    Ok(Found::Nothing) => {
                        gone.push((one.account, one.award));
                        continue;
                    }
                    Err(problem) => {
                        failed.push((one, problem));
                        continue;
                    }
                };
                match Template::parse(&award.template) {
                    Ok(template) => ready.push(Ready {
                        mail: people.get(&one.account).cloned(),
                        due: one,
                        award,
                        template,
                    }),
                    Err(error) => failed.push((one, Problem::field("number", error.key()))),
                }
            }
        }
        Ok((ready, gone, failed))
    }

    /// Where mail goes, and in which language, for those who left an address.
    async fn people(&self, due: &[Due]) -> Outcome<HashMap<Uuid, (String, Lang)>> {
        let ids: HashSet<Uuid> = due.iter().map(|d| d.account).collect();
        let ids: Vec<Uuid> = ids.into_iter().collect();
        let mut found = HashMap::new();
        let open = |a: &Account| a.closed_at.is_none();
        for account in self.accounts.accounts(&ids).await?.into_iter().filter(open) {
            if let Some(address) = account.email.filter(|a| !a.is_empty()) {
                let lang = self.accounts.language(account.id).await?;
                found.insert(account.id, (address, lang.unwrap_or_default()));
            }
        }
        Ok(found)
    }

    async fn issue(&self, ready: Vec<Ready>, gone: Vec<Key>) -> Outcome<Done> {
        if ready.is_empty() && gone.is_empty() {
            return Ok(Done::default());
        }
        let service = self.clone();
        let now = self.clock.now();
        self.db
            .write(move |tx| Box::pin(async move { service.issue_in(tx, ready, gone, now).await }))
            .await
    }

    async fn issue_in(
        &self,
        tx: &Tx,
        ready: Vec<Ready>,
        gone: Vec<Key>,
        now: Moment,
    ) -> Outcome<Done> {
        store::series::take_turn(tx).await?;
        let (ready, refused) = self.with_series(tx, ready).await?;
        let keys: Vec<Key> = ready.iter().map(Ready::key).chain(gone).collect();
        // What another node has issued meanwhile is no longer on the list; what was issued long ago and asked for again goes off it.
        let taken = store::due::take(tx, &keys).await?;
        let issued = store::due::issued(tx, &keys).await?;
        let fresh: Vec<Ready> = ready
            .into_iter()
            .filter(|r| taken.contains(&r.key()) && !issued.contains(&r.key()))
            .collect();
        let new = self.number(tx, &fresh, now).await?;
        store::insert(tx, &new).await?;
        self.record(tx, &new, now).await?;
        for (one, ready) in new.iter().zip(&fresh) {
            self.tell(tx, one, ready.mail.as_ref(), now).await?;
        }
        Ok(Done {
            issued: new.len(),
            refused: refused.into_iter().map(|r| r.due).collect(),
        })
    }

    /// Those whose series is their issuer's, in the order of series and names; and the others.
    async fn with_series(&self, tx: &Tx, ready: Vec<Ready>) -> Outcome<(Vec<Ready>, Vec<Ready>)> {
        let mut groups: BTreeMap<(String, Option<Uuid>), Vec<Ready>> = BTreeMap::new();
        for one in ready {
            let key = (one.template.series(), one.award.organisation);
            groups.entry(key).or_default().push(one);
        }
        let (mut ours, mut refused) = (Vec::new(), Vec::new());
        for ((series, issuer), group) in groups {
            match store::series::claim(tx, &series, issuer).await? {
                true => ours.extend(group),
                false => refused.extend(group),
            }
        }
        Ok((ours, refused))
    }

    /// Gives each its number and its place in the status lists, in order.
    async fn number(&self, tx: &Tx, fresh: &[Ready], now: Moment) -> Outcome<Vec<Certificate>> {
        if fresh.is_empty() {
            return Ok(Vec::new());
        }
        let mut place = store::series::places(tx, count(fresh.len())).await?;
        let mut new = Vec::with_capacity(fresh.len());
        for group in fresh.chunk_by(|a, b| a.template.series() == b.template.series()) {
            let Some(first) = group.first() else { continue };
            let (series, issuer) = (first.template.series(), first.award.organisation);
            let n = count(group.len());
            let mut seq = store::series::numbers(tx, &series, now.year(), issuer, n).await?;
            for one in group {
                new.push(self.certificate(one, seq, place, now)?);
                (seq, place) = (seq + 1, place + 1);
            }
        }
        Ok(new)
    }

    fn certificate(&self, one: &Ready, seq: i64, place: i64, now: Moment) -> Outcome<Certificate> {
        let seq = i32::try_from(seq).map_err(Problem::internal)?;
        let number = one.template.number(seq, now.year());
        let slug = rules::slug(&number);
        let address = self.address(&slug);
        Ok(Certificate {
            id: new_id(now, &*self.entropy),
            account: one.due.account,
            award: one.due.award.clone(),
            edition: 1,
            slug,
            series: one.template.series(),
            year: now.year(),
            seq,
            organisation: one.award.organisation,
            course: one.award.course,
            cohort: one.award.cohort,
            printed: rules::print(&one.award, &number, &address, &words(now)),
            state: State::Valid,
            ended_at: None,
            reason: String::new(),
            replaced_by: None,
            status_index: place,
            issued_at: now,
            revision: 1,
        })
    }

    /// Public address of a certificate's page.
    pub(super) fn address(&self, slug: &str) -> String {
        format!("{}/chung-nhan/{slug}", self.base_url)
    }

    /// A line of the trail for each run of numbers.
    async fn record(&self, tx: &Tx, new: &[Certificate], now: Moment) -> Outcome<()> {
        for group in new.chunk_by(|a, b| a.series == b.series) {
            let (Some(first), Some(last)) = (group.first(), group.last()) else {
                continue;
            };
            let detail = json!({
                "from": first.printed.number, "to": last.printed.number, "certificates": group.len(),
            });
            audit::record(
                tx,
                new_id(now, &*self.entropy),
                now,
                None,
                "certificate.issue",
                &format!("certificate-series/{}", first.series),
                &detail.to_string(),
            )
            .await?;
        }
        Ok(())
    }

    /// Writes to the person, if they left an address.
    pub(super) async fn tell(
        &self,
        tx: &Tx,
        one: &Certificate,
        to: Option<&(String, Lang)>,
        now: Moment,
    ) -> Outcome<()> {
        let Some((to, lang)) = to else { return Ok(()) };
        let args = [
            ("name", one.printed.full_name.clone()),
            ("title", one.printed.title.clone()),
            ("number", one.printed.number.clone()),
            ("url", one.printed.address.clone()),
        ];
        let mail = Mail {
            to: to.clone(),
            subject: lang.t_args("certificate-mail-subject", &args),
            body: lang.t_args("certificate-mail-body", &args),
            unsubscribe: None,
        };
        outbox::post(tx, new_id(now, &*self.entropy), mail, now).await
    }

    /// Where mail about a person's certificate goes.
    pub(super) async fn mail_of(&self, account: Uuid) -> Outcome<Option<(String, Lang)>> {
        let one = Due {
            account,
            award: String::new(),
            kind: Kind::Course,
            source: account,
            tries: 0,
        };
        Ok(self.people(&[one]).await?.remove(&account))
    }
}

/// The words that are the same on all certificates. An official paper is printed in Vietnamese whoever asks for it.
pub(super) fn words(now: Moment) -> Words {
    let (day, month, year) = rules::date_parts(now);
    let lang = Lang::Vi;
    Words {
        number: lang.t("certificate-print-number"),
        check: lang.t("certificate-print-check"),
        date: lang.t_args(
            "certificate-print-date",
            &[("day", day), ("month", month), ("year", year)],
        ),
    }
}

fn count(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}
