//! What can be done with certificates: asked for, issued, checked, printed. How they are issued is in [`issuing`], what they say comes from
//! [`course`] and [`contest`], what organisers do is in [`changes`] and [`organising`].

mod bundle;
mod changes;
mod contest;
mod course;
mod issuing;
mod organising;
mod printing;
pub mod source;

use std::collections::HashMap;
use std::sync::Arc;

use futures_util::future::BoxFuture;
use serde_json::Value;
use uuid::Uuid;

pub use bundle::Bundle;
pub use changes::Again;
pub use organising::{Organised, Trail};
pub use source::Source;

use super::badge::{Issuer, LIST};
use super::model::{Certificate, Due, Kind, SignedFile, State};
use super::rules::{self, Template};
use super::transcript::{self, Sheet};
use super::{document, store};
use crate::account::service::AccountService;
use crate::contest::service::ContestService;
use crate::course::held::{Held, HeldCertificate};
use crate::course::service::CourseService;
use crate::kernel::clock::{Clock, Moment};
use crate::kernel::entropy::Entropy;
use crate::kernel::problem::{Outcome, Problem};
use crate::leaderboard::service::LeaderboardService;
use crate::organisation::service::OrganisationService;
use crate::platform::db::{Db, Tx};
use crate::platform::http::limits::Limit;
use crate::platform::signing::Signer;

/// What the key of badges is derived for.
const BADGE_KEY: &str = "open-badges";
/// Certificates of one person that are shown to them; nobody has more.
const OWN: u64 = 500;
/// Seconds after which somebody who checked too many numbers may go on.
const REST_S: u32 = 60;

/// What certificates stand on.
pub struct Parts {
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
    /// Courses.
    pub courses: CourseService,
    /// Contests.
    pub contests: ContestService,
    /// Leaderboards.
    pub boards: LeaderboardService,
    /// Public address of the service without a slash at its end.
    pub base_url: Arc<str>,
    /// False only where a load test checks many numbers from one address.
    pub limited: bool,
}

/// Certificates. Cheap to clone.
#[derive(Clone)]
pub struct CertificateService {
    db: Db,
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
    issuer: Arc<Issuer>,
    organisations: OrganisationService,
    accounts: AccountService,
    contests: ContestService,
    boards: LeaderboardService,
    sources: Arc<HashMap<Kind, Arc<dyn Source>>>,
    base_url: Arc<str>,
    checks: Arc<Limit>,
    printer: printing::Printer,
}

/// A certificate as anybody may see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// The certificate.
    pub certificate: Certificate,
    /// The one that stands in its place.
    pub successor: Option<Certificate>,
    /// The signed file in place of the drawn page.
    pub signed: Option<SignedFile>,
}

impl CertificateService {
    /// The service.
    #[must_use]
    pub fn new(parts: Parts) -> Self {
        let seed = parts.signer.seed(BADGE_KEY);
        let issuer = Arc::new(Issuer::new(&seed, &parts.base_url));
        let of_contests: Arc<dyn Source> = Arc::new(contest::OfContests {
            contests: parts.contests.clone(),
            boards: parts.boards.clone(),
            organisations: parts.organisations.clone(),
        });
        let of_courses: Arc<dyn Source> = Arc::new(course::OfCourses {
            courses: parts.courses,
        });
        let sources = HashMap::from([
            (Kind::Course, of_courses),
            (Kind::Prize, of_contests.clone()),
            (Kind::Participation, of_contests),
        ]);
        Self {
            db: parts.db,
            clock: parts.clock,
            entropy: parts.entropy,
            issuer,
            organisations: parts.organisations,
            accounts: parts.accounts,
            contests: parts.contests,
            boards: parts.boards,
            sources: Arc::new(sources),
            base_url: parts.base_url,
            // A personnel office checks a handful of papers; who goes through numbers needs thousands.
            checks: Arc::new(Limit::per_minute(if parts.limited { 30 } else { 0 }, 60)),
            printer: printing::Printer::default(),
        }
    }

    /// The same service, which asks somebody else what certificates of a kind say; for measurements.
    #[must_use]
    pub fn with_source(mut self, kind: Kind, source: Arc<dyn Source>) -> Self {
        let mut sources = HashMap::clone(&self.sources);
        sources.insert(kind, source);
        self.sources = Arc::new(sources);
        self
    }

    /// Asks for a certificate, in the transaction in which the person earned it. Asking again changes nothing.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn due(
        &self,
        tx: &Tx,
        account: Uuid,
        award: &str,
        kind: Kind,
        source: Uuid,
        now: Moment,
    ) -> Outcome<()> {
        let one = Due {
            account,
            award: award.to_owned(),
            kind,
            source,
            tries: 0,
        };
        store::due::put(tx, &[one], now).await
    }

    /// Makes the numbers of a template an issuer's own, before anybody earns one; an import calls this.
    ///
    /// # Errors
    /// When the template cannot be used, or its numbers are another issuer's.
    pub async fn claim_series(&self, template: &str, issuer: Option<Uuid>) -> Outcome<()> {
        let template = Template::parse(template).map_err(|e| Problem::field("number", e.key()))?;
        let series = template.series();
        let ours = self
            .db
            .write(move |tx| {
                Box::pin(async move { store::series::claim(tx, &series, issuer).await })
            })
            .await?;
        if ours {
            Ok(())
        } else {
            Err(Problem::field("number", "certificate-series-taken"))
        }
    }

    /// Counts a look at a number from `address`.
    ///
    /// # Errors
    /// When there were too many.
    pub fn count_check(&self, address: &str) -> Outcome<()> {
        self.checks.check(address).map_err(|problem| Problem {
            retry_after_s: Some(REST_S),
            ..problem
        })
    }

    /// The certificate with a number, however it is typed.
    ///
    /// # Errors
    /// When there is none, or the database fails.
    pub async fn find(&self, number: &str) -> Outcome<Certificate> {
        let place = rules::read_number(number).ok_or_else(Problem::not_found)?;
        store::by_place(self.db.read(), &place)
            .await?
            .ok_or_else(Problem::not_found)
    }

    /// The certificate with a number as anybody may see it. The caller has counted the look.
    ///
    /// # Errors
    /// When there is none, or the database fails.
    pub async fn check(&self, number: &str) -> Outcome<Checked> {
        let certificate = self.find(number).await?;
        let successor = match certificate.replaced_by {
            Some(id) => store::by_id(self.db.read(), id).await?,
            None => None,
        };
        let signed = store::files::about(self.db.read(), certificate.id).await?;
        Ok(Checked {
            certificate,
            successor,
            signed,
        })
    }

    /// The file of a certificate: the signed one where there is one, else the page as it is drawn.
    ///
    /// # Errors
    /// When it cannot be drawn, too many wait to be drawn, or the database fails.
    pub async fn paper(&self, one: &Certificate) -> Outcome<Vec<u8>> {
        if let Some(bytes) = store::files::bytes(self.db.read(), one.id).await? {
            return Ok(bytes);
        }
        let (printed, at) = (one.printed.clone(), one.issued_at);
        self.printer
            .print(move || document::pdf(&printed, at))
            .await
    }

    /// The file of a transcript.
    ///
    /// # Errors
    /// When it cannot be drawn, or too many pages wait to be drawn.
    pub async fn transcript(&self, sheet: Sheet) -> Outcome<Vec<u8>> {
        self.printer.print(move || transcript::pdf(&sheet)).await
    }

    /// A person's certificates, the newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn of_account(&self, account: Uuid) -> Outcome<Vec<Certificate>> {
        store::of_account(self.db.read(), account, OWN).await
    }

    /// The badge of a certificate: it says whether it still holds through its status list.
    #[must_use]
    pub fn badge(&self, one: &Certificate) -> Value {
        self.issuer.badge(one)
    }

    /// The document of who signs badges, with the public key.
    #[must_use]
    pub fn issuer_document(&self) -> Value {
        self.issuer.document()
    }

    /// The status list with this number.
    ///
    /// # Errors
    /// When no certificate can be on it, or the database fails.
    pub async fn status_list(&self, list: i64) -> Outcome<Value> {
        let from = list
            .checked_mul(LIST)
            .filter(|_| (0..100_000).contains(&list));
        let from = from.ok_or_else(Problem::not_found)?;
        let ended = store::ended_between(self.db.read(), from, from + LIST).await?;
        self.issuer
            .status_list(list, &ended, self.clock.now())
            .map_err(Problem::internal)
    }
}

impl Held for CertificateService {
    fn held<'a>(&'a self, account: Uuid) -> BoxFuture<'a, Outcome<Vec<HeldCertificate>>> {
        Box::pin(async move {
            let own = self.of_account(account).await?;
            // What was replaced is found from what stands in its place.
            let shown = own.into_iter().filter(|c| c.state != State::Replaced);
            Ok(shown
                .map(|c| HeldCertificate {
                    valid: c.is_valid(),
                    number: c.printed.number,
                    slug: c.slug,
                    title: c.printed.title,
                    course: c.course,
                    issued_at: c.issued_at,
                })
                .collect())
        })
    }
}
