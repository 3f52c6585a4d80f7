//! Asking providers: one HTTP client with limits, and what it has learnt of each provider.

use std::collections::HashMap;
use std::future::Future;
use std::ops::Deref;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use openidconnect::core::CoreProviderMetadata;
use openidconnect::http::StatusCode;
use openidconnect::url::Url;
use openidconnect::{AsyncHttpClient, DiscoveryError, HttpRequest, HttpResponse, IssuerUrl};
use tokio::sync::Semaphore;

use super::{Failure, Provider};
use crate::kernel::clock::{HOUR, Moment};

/// How long a discovery document and its keys are believed, in milliseconds.
const BELIEVED: i64 = HOUR;

/// What a provider may cost.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    /// Until there is a connection.
    pub(super) connect: Duration,
    /// For everything one page asks of the provider together, so that no page hangs longer.
    pub(super) whole: Duration,
    /// Bytes of one answer.
    pub(super) body: u64,
    /// Requests under way at the same time; more wait.
    pub(super) at_once: usize,
}

/// The limits of the service. Discovery documents and key sets have some ten kilobytes.
pub(super) const LIMITS: Limits = Limits {
    connect: Duration::from_secs(3),
    whole: Duration::from_secs(8),
    body: 256 * 1024,
    at_once: 32,
};

/// A discovery document with its keys.
#[derive(Clone)]
pub(super) struct Known {
    metadata: Arc<CoreProviderMetadata>,
    at: Moment,
}

impl Deref for Known {
    type Target = CoreProviderMetadata;
    fn deref(&self) -> &CoreProviderMetadata {
        &self.metadata
    }
}

impl Known {
    /// A clock that was set back must not make a document valid for longer.
    fn is_fresh(&self, now: Moment) -> bool {
        (0..BELIEVED).contains(&now.since(self.at))
    }
}

/// The HTTP client, and what is known of each issuer.
pub(super) struct Web {
    http: ureq::Agent,
    limits: Limits,
    /// Places for requests under way. The client blocks a thread for each, and the threads are for everybody.
    places: Arc<Semaphore>,
    known: Mutex<HashMap<String, Known>>,
}

impl Web {
    pub(super) fn new(limits: Limits) -> Self {
        let http = ureq::Agent::config_builder()
            .timeout_connect(Some(limits.connect))
            .timeout_global(Some(limits.whole))
            // An address that a redirect names has been checked by nobody.
            .max_redirects(0)
            .max_redirects_will_error(false)
            .http_status_as_error(false)
            // Servers close what is idle; a code sent into a closing connection would be lost.
            .max_idle_age(Duration::from_secs(2))
            .user_agent(concat!("hocluat/", env!("CARGO_PKG_VERSION")))
            .build()
            .new_agent();
        Self {
            http,
            limits,
            places: Arc::new(Semaphore::new(limits.at_once)),
            known: Mutex::default(),
        }
    }

    /// `work`, given up when it takes too long altogether.
    pub(super) async fn in_time<T>(
        &self,
        work: impl Future<Output = Result<T, Failure>>,
    ) -> Result<T, Failure> {
        tokio::time::timeout(self.limits.whole, work)
            .await
            .unwrap_or_else(|_| Err(Failure::down("it takes too long")))
    }

    /// Whoever speaks with `provider`.
    pub(super) fn caller<'a>(&'a self, provider: &'a Provider) -> Caller<'a> {
        Caller {
            web: self,
            provider,
        }
    }

    /// The provider's document and keys, at most an hour old.
    pub(super) async fn known(&self, provider: &Provider, now: Moment) -> Result<Known, Failure> {
        let kept = self.kept().get(&provider.issuer).cloned();
        match kept.filter(|known| known.is_fresh(now)) {
            Some(known) => Ok(known),
            None => self.known_afresh(provider, now).await,
        }
    }

    /// The provider's document and keys as they are now.
    pub(super) async fn known_afresh(
        &self,
        provider: &Provider,
        now: Moment,
    ) -> Result<Known, Failure> {
        provider.check().map_err(Failure::invalid)?;
        let issuer = IssuerUrl::new(provider.issuer.clone())
            .map_err(|_| Failure::invalid("the issuer is no address"))?;
        let metadata = CoreProviderMetadata::discover_async(issuer, &self.caller(provider))
            .await
            .map_err(of_discovery)?;
        let known = Known {
            metadata: Arc::new(metadata),
            at: now,
        };
        self.kept().insert(provider.issuer.clone(), known.clone());
        Ok(known)
    }

    fn kept(&self) -> std::sync::MutexGuard<'_, HashMap<String, Known>> {
        // Nothing that holds this lock can leave the map half changed.
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn of_discovery(error: DiscoveryError<Failure>) -> Failure {
    match error {
        DiscoveryError::Request(failure) => failure,
        DiscoveryError::Response(status, _, why) => {
            Failure::invalid(format_args!("discovery: status {status}: {why}"))
        }
        DiscoveryError::Parse(error) => Failure::invalid(format_args!("discovery: {error}")),
        error => Failure::invalid(format_args!("discovery: {error}")),
    }
}

/// The HTTP client as the library wants it, speaking with one provider only at addresses that may be used.
pub(super) struct Caller<'a> {
    web: &'a Web,
    provider: &'a Provider,
}

impl Caller<'_> {
    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, Failure> {
        let url = Url::parse(&request.uri().to_string())
            .map_err(|_| Failure::invalid("the provider names an address that is none"))?;
        if !self.provider.may_use(&url) {
            return Err(Failure::invalid(
                "the provider names an address that is not https",
            ));
        }
        let places = Arc::clone(&self.web.places);
        let place = places.acquire_owned().await.map_err(Failure::down)?;
        let (http, limit) = (self.web.http.clone(), self.web.limits.body);
        let answer = tokio::task::spawn_blocking(move || {
            // Whoever asked may have given up: the place is free only when the thread is.
            let _place = place;
            send(&http, limit, request)
        });
        answer.await.map_err(Failure::down)?
    }
}

fn send(http: &ureq::Agent, limit: u64, request: HttpRequest) -> Result<HttpResponse, Failure> {
    let (parts, body) = http.run(request).map_err(of_request)?.into_parts();
    if parts.status.is_server_error() || parts.status == StatusCode::TOO_MANY_REQUESTS {
        return Err(Failure::down(format_args!("status {}", parts.status)));
    }
    let body = body.into_with_config().limit(limit).read_to_vec();
    let body = body.map_err(of_request)?;
    Ok(HttpResponse::from_parts(parts, body))
}

/// What went wrong, without the address: it may hold what is nobody's business.
fn of_request(error: ureq::Error) -> Failure {
    match error {
        ureq::Error::BodyExceedsLimit(_) => Failure::invalid("the provider's answer is too long"),
        ureq::Error::BadUri(_) => Failure::invalid("the provider names an address that is none"),
        error => Failure::down(error),
    }
}

impl<'c> AsyncHttpClient<'c> for Caller<'_> {
    type Error = Failure;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, Failure>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(self.send(request))
    }
}
