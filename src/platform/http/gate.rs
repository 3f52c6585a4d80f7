//! The gate: every request passes it, in and out. It finds the route's rule, the caller, the language; bounds the body; refuses what
//! the rule does not allow; and turns whatever went wrong into one answer and one line in the log.

use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::pin::Pin;
use std::sync::atomic::{AtomicI64, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

use futures_util::FutureExt as _;
use poem::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use poem::web::RemoteAddr;
use poem::{Endpoint, IntoResponse, Request, Response};

use super::access::{Access, Found, Rule, Table};
use super::context::{Context, Seen};
use super::file_body::FILE;
use super::limits::Limit;
use super::page::query_value;
use super::reply::{problem_json, problem_page, see_other};
use super::services::Services;
use crate::kernel::actor::{Actor, Role};
use crate::kernel::clock::{Clock, Moment};
use crate::kernel::entropy::Entropy;
use crate::kernel::ids::new_id;
use crate::kernel::problem::{Code, Kind, Outcome, Problem};
use crate::platform::i18n::Lang;
use crate::platform::signing::Signer;

/// Cookie with the session token.
pub const SESSION_COOKIE: &str = "hocluat_session";
/// Cookie of a browser that has not signed in, to which its forms are bound.
const VISITOR_COOKIE: &str = "hocluat_visitor";
/// Cookie with the chosen language.
pub const LANG_COOKIE: &str = "hocluat_lang";
/// Most characters kept of what a browser says of itself.
const DEVICE_MAX: usize = 200;
/// What pages may load and do: nothing that is not this site's own.
const PAGE_POLICY: &str = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
/// How attempt tokens begin.
const ATTEMPT_TOKEN: &str = "at1.";

/// Whoever can tell a person from a session token: the account noun.
pub trait Authenticator: Send + Sync {
    /// The person of a valid session token.
    fn authenticate<'a>(
        &'a self,
        token: &'a str,
        now: Moment,
    ) -> Pin<Box<dyn Future<Output = Outcome<Option<Actor>>> + Send + 'a>>;
}

/// The content security policy of a page that needs one thing more, such as `frame-src https://player.example`.
#[must_use]
pub fn page_policy(more: &str) -> String {
    format!("{PAGE_POLICY}; {more}")
}

/// What the gate works with.
pub struct Gate {
    /// The route table.
    pub table: Table,
    /// Who knows sessions.
    pub authenticator: Arc<dyn Authenticator>,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// Randomness for request ids and visitor cookies.
    pub entropy: Arc<dyn Entropy>,
    /// The installation's signatures.
    pub signer: Signer,
    /// Public address.
    pub base_url: Arc<str>,
    /// What handlers work with.
    pub services: Services,
    /// Requests per address.
    pub limit: Limit,
    /// Trust `X-Forwarded-For`.
    pub behind_proxy: bool,
    /// For what attempt tokens are signed.
    pub attempt_purpose: &'static str,
    /// This node's part of request ids.
    pub node: OnceLock<String>,
    /// How many requests there were.
    pub requests: AtomicU64,
    /// How busy this node is.
    pub load: Load,
}

/// How many requests may be under way before pages tell people that it is busy: a few batches of saves wait at once in a good minute.
const BUSY_FROM: usize = 400;
/// How long pages go on saying so after somebody was turned away, ms.
const BUSY_AFTER_REFUSAL_MS: i64 = 10_000;

/// How busy a node is, as pages tell it.
#[derive(Debug, Default)]
pub struct Load {
    under_way: AtomicUsize,
    turned_away_at: AtomicI64,
}

impl Load {
    fn is_busy(&self, now: Moment) -> bool {
        self.under_way.load(Ordering::Relaxed) > BUSY_FROM
            || now.since(Moment(self.turned_away_at.load(Ordering::Relaxed)))
                < BUSY_AFTER_REFUSAL_MS
    }
}

/// Counts a request as under way for as long as it lives, also when it is dropped half-way.
struct UnderWay<'a>(&'a AtomicUsize);

impl<'a> UnderWay<'a> {
    fn new(count: &'a AtomicUsize) -> Self {
        count.fetch_add(1, Ordering::Relaxed);
        Self(count)
    }
}

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// The gate in front of an endpoint.
pub struct Gated<E> {
    gate: Arc<Gate>,
    inner: E,
}

impl<E> Gated<E> {
    /// Puts the gate in front of `inner`.
    #[must_use]
    pub const fn new(gate: Arc<Gate>, inner: E) -> Self {
        Self { gate, inner }
    }
}

impl<E: Endpoint> Endpoint for Gated<E> {
    type Output = Response;

    async fn call(&self, request: Request) -> poem::Result<Response> {
        Ok(self.gate.handle(request, &self.inner).await)
    }
}

/// What a request showed of itself.
struct Arrival {
    is_api: bool,
    by_cookie: bool,
    new_visitor: Option<String>,
}

impl Gate {
    async fn handle<E: Endpoint>(&self, mut request: Request, inner: &E) -> Response {
        let now = self.clock.now();
        let _under_way = UnderWay::new(&self.load.under_way);
        let (mut seen, arrival) = self.look_at(&request, now);
        let method = request.method().clone();
        let route = self.table.find(&method, request.uri().path());
        let entered = self.enter(&mut request, &mut seen, &arrival, route).await;
        let context = Context(Arc::new(seen));
        let outcome = match entered {
            Err(problem) => Err(problem.into()),
            Ok(_) => {
                request.extensions_mut().insert(context.clone());
                request.extensions_mut().insert(self.services.clone());
                AssertUnwindSafe(inner.call(request))
                    .catch_unwind()
                    .await
                    .unwrap_or_else(|panic| Err(Problem::internal(panic_text(&*panic)).into()))
                    .map(IntoResponse::into_response)
            }
        };
        let mut response = match outcome {
            Ok(response) => response,
            Err(error) => self.refuse(error, &context, &arrival, &method, route),
        };
        self.leave(&mut response, &context, &arrival);
        self.table.record(
            route,
            response.status().as_u16(),
            self.clock.now().since(now),
        );
        response
    }

    fn look_at(&self, request: &Request, now: Moment) -> (Seen, Arrival) {
        let headers = request.headers();
        let bearer = text(headers, header::AUTHORIZATION)
            .and_then(|v| v.strip_prefix("Bearer "))
            .map(str::trim);
        let session_cookie = cookie(headers, SESSION_COOKIE);
        let visitor = cookie(headers, VISITOR_COOKIE);
        let path = request.uri().path();
        let is_api = path.starts_with("/api/")
            || path.starts_with("/healthz")
            || path.starts_with("/readyz");
        let by_cookie = bearer.is_none() && session_cookie.is_some();
        let is_page = !is_api && !path.starts_with("/static/");
        let new_visitor = (is_page && session_cookie.is_none() && visitor.is_none())
            .then(|| new_id(now, &*self.entropy).simple().to_string());
        let bound_to = session_cookie
            .or(visitor)
            .or(new_visitor.as_deref())
            .filter(|_| is_page || by_cookie);
        let is_attempt = bearer.is_some_and(|b| b.starts_with(ATTEMPT_TOKEN));
        let context = Seen {
            now,
            request_id: self.request_id(),
            lang: Lang::choose(
                cookie(headers, LANG_COOKIE),
                text(headers, header::ACCEPT_LANGUAGE),
            ),
            caller: None,
            session_token: bearer
                .filter(|b| !b.starts_with(ATTEMPT_TOKEN))
                .or(session_cookie.filter(|_| bearer.is_none()))
                .map(str::to_owned),
            attempt_token: bearer
                .filter(|b| b.starts_with(ATTEMPT_TOKEN))
                .map(str::to_owned),
            csrf: bound_to.map_or_else(String::new, |to| self.signer.tag("form", to)),
            path: request
                .uri()
                .path_and_query()
                .map_or_else(|| "/".to_owned(), |p| p.as_str().to_owned()),
            base_url: self.base_url.clone(),
            address: self.address(request),
            device: text(headers, header::USER_AGENT)
                .filter(|_| !is_attempt)
                .unwrap_or_default()
                .chars()
                .take(DEVICE_MAX)
                .collect(),
            busy: is_page && self.load.is_busy(now),
            secure: self.base_url.starts_with("https://"),
        };
        (
            context,
            Arrival {
                is_api,
                by_cookie,
                new_visitor,
            },
        )
    }

    /// The sitter of an attempt is limited by who they are, not by an address that a whole school may share; but only with a token of ours.
    fn limited_as<'a>(&self, context: &'a Seen) -> &'a str {
        let sitter = context.attempt_token.as_deref();
        let genuine = sitter
            .filter(|t| self.limit.is_on() && self.signer.open(self.attempt_purpose, t).is_some());
        genuine.unwrap_or(&context.address)
    }

    /// Unique over all nodes: the node's random part and a count. Cheaper than fresh randomness, which the hot path has no need of.
    fn request_id(&self) -> String {
        let node = self
            .node
            .get_or_init(|| format!("{:012x}", self.entropy.next_u64() >> 16));
        format!("{node}-{:x}", self.requests.fetch_add(1, Ordering::Relaxed))
    }

    fn address(&self, request: &Request) -> String {
        // The proxy in front wrote the last line, and in it the last address; what stands before is the caller's own claim.
        let lines = request.headers().get_all("x-forwarded-for");
        let forwarded = lines
            .iter()
            .next_back()
            .and_then(|v| v.to_str().ok())
            .filter(|_| self.behind_proxy)
            .and_then(|list| list.rsplit(',').next())
            .map(|a| a.trim().to_owned());
        forwarded.unwrap_or_else(|| match request.remote_addr() {
            RemoteAddr(poem::Addr::SocketAddr(address)) => address.ip().to_string(),
            other => other.to_string(),
        })
    }

    /// Everything that is decided before a handler runs.
    async fn enter(
        &self,
        request: &mut Request,
        context: &mut Seen,
        arrival: &Arrival,
        route: Found,
    ) -> Outcome<Rule> {
        let rule = match route {
            // Nothing is named with a NUL character, and PostgreSQL refuses even to look for it.
            Found::Rule(_, _) if request.uri().path().contains("%00") => {
                return Err(Problem::not_found());
            }
            Found::Rule(rule, _) => rule,
            Found::OtherMethod | Found::Nothing => return Err(Problem::not_found()),
        };
        self.limit.check(self.limited_as(context))?;
        let is_static = rule.path.starts_with("/static/");
        if let Some(token) = context.session_token.clone().filter(|_| !is_static) {
            context.caller = self.authenticator.authenticate(&token, context.now).await?;
            if context.caller.is_none() && !arrival.by_cookie {
                return Err(Problem::new(Code::SignInNeeded));
            }
        }
        allow(rule.access, context)?;
        let writes = !matches!(*request.method(), Method::GET | Method::HEAD);
        if writes && !rule.one_click {
            self.same_origin(request, context, arrival)?;
        }
        let body = request.take_body();
        // A file's bytes may hold anything; what reads a text out of them looks at it.
        let is_file = request.content_type() == Some(FILE);
        if rule.body > 0 {
            let bytes = body
                .into_bytes_limit(rule.body)
                .await
                .map_err(|e| match e {
                    poem::error::ReadBodyError::PayloadTooLarge => Problem::new(Code::BodyTooLarge),
                    _ => Problem::new(Code::RequestUnreadable),
                })?;
            if arrival.is_api && !is_file && names_nul(&bytes) {
                return Err(Problem::new(Code::RequestUnreadable));
            }
            request.set_body(bytes);
        }
        Ok(rule)
    }

    /// A browser that brings a session by itself must also show that one of our pages sent it. Callers with a token of their own need not.
    fn same_origin(&self, request: &Request, context: &Seen, arrival: &Arrival) -> Outcome<()> {
        if arrival.is_api && !arrival.by_cookie {
            return Ok(());
        }
        let headers = request.headers();
        let foreign_site = text(headers, header::HeaderName::from_static("sec-fetch-site"))
            .is_some_and(|site| !matches!(site, "same-origin" | "none"));
        let host = text(headers, header::HOST).unwrap_or_default();
        let foreign_origin = text(headers, header::ORIGIN).is_some_and(|origin| {
            origin != &*self.base_url && origin.split_once("://").map(|(_, h)| h) != Some(host)
        });
        let token_missing = arrival.is_api
            && text(headers, header::HeaderName::from_static("x-csrf-token"))
                != Some(context.csrf.as_str());
        if foreign_site || foreign_origin || token_missing {
            return Err(Problem::new(Code::FormExpired));
        }
        Ok(())
    }

    /// Turns whatever went wrong into an answer, and logs what an operator must know, once.
    fn refuse(
        &self,
        error: poem::Error,
        context: &Context,
        arrival: &Arrival,
        method: &Method,
        route: Found,
    ) -> Response {
        let path = loggable(route, &context.path);
        let problem = match error.downcast_ref::<Problem>() {
            Some(problem) => problem.clone(),
            None => foreign(&error),
        };
        match problem.kind() {
            Kind::Internal => {
                tracing::error!(request = context.request_id, path, %problem, "a request failed")
            }
            Kind::Unavailable => {
                self.load
                    .turned_away_at
                    .store(context.now.0, Ordering::Relaxed);
                tracing::warn!(request = context.request_id, path, %problem, "a request was turned away")
            }
            _ => {
                tracing::debug!(request = context.request_id, path, %problem, "a request was refused")
            }
        }
        if arrival.is_api {
            return problem_json(&problem, context.lang, &context.request_id);
        }
        if problem.code == Code::SignInNeeded && matches!(*method, Method::GET | Method::HEAD) {
            return see_other(&format!("/dang-nhap?next={}", query_value(&context.path)));
        }
        problem_page(&problem, context)
    }

    fn leave(&self, response: &mut Response, context: &Context, arrival: &Arrival) {
        let headers = response.headers_mut();
        let set = |headers: &mut HeaderMap, name: &'static str, value: &'static str| {
            headers
                .entry(name)
                .or_insert(HeaderValue::from_static(value));
        };
        set(headers, "x-content-type-options", "nosniff");
        set(headers, "cache-control", "no-store");
        if !arrival.is_api {
            set(headers, "referrer-policy", "same-origin");
            set(headers, "x-frame-options", "DENY");
            set(headers, "content-security-policy", PAGE_POLICY);
            set(headers, "vary", "Cookie, Accept-Language");
        }
        if let Ok(id) = HeaderValue::from_str(&context.request_id) {
            headers.insert("x-request-id", id);
        }
        // What caches on the way may keep for everybody carries nobody's cookie.
        let is_shared = text(response.headers(), header::CACHE_CONTROL)
            .is_some_and(|policy| policy.starts_with("public"));
        if let Some(visitor) = &arrival.new_visitor
            && response.status() != StatusCode::NOT_FOUND
            && !is_shared
        {
            add_cookie(
                response,
                VISITOR_COOKIE,
                visitor,
                30 * 86_400,
                context.secure,
            );
        }
    }
}

/// Adds a cookie for this site only, out of reach of scripts. An age of 0 removes it.
pub fn add_cookie(response: &mut Response, name: &str, value: &str, max_age_s: i64, secure: bool) {
    let secure = if secure { "; Secure" } else { "" };
    let text =
        format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={max_age_s}{secure}");
    if let Ok(value) = HeaderValue::from_str(&text) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
}

/// Whether a JSON text writes the character NUL in one of its strings. Nobody types it, PostgreSQL cannot keep it, and forms of pages
/// refuse it as well.
fn names_nul(json: &[u8]) -> bool {
    let mut rest = json;
    while let Some(at) = rest.iter().position(|byte| *byte == b'\\') {
        let after = rest.get(at + 1..).unwrap_or_default();
        if after.starts_with(b"u0000") {
            return true;
        }
        // What is escaped is no escape itself.
        rest = after.get(1..).unwrap_or_default();
    }
    false
}

/// Whether the caller may use a route with this rule.
fn allow(access: Access, context: &Seen) -> Outcome<()> {
    let one_of = |roles: &[Role]| match &context.caller {
        None => Err(Problem::new(Code::SignInNeeded)),
        Some(actor) if roles.iter().any(|r| actor.is_somewhere(*r)) => Ok(()),
        // For those who may not see it, it does not exist.
        Some(_) => Err(Problem::not_found()),
    };
    let role = |role: Role| one_of(&[role]);
    match access {
        Access::Public => Ok(()),
        Access::Attempt if context.attempt_token.is_some() => Ok(()),
        Access::Attempt | Access::SignedIn => context.actor().map(drop),
        Access::Organiser => role(Role::Organiser),
        Access::Author => role(Role::Author),
        Access::Marker => one_of(&[Role::Marker, Role::Organiser]),
        Access::Teacher => one_of(&[Role::Author, Role::Marker, Role::Organiser]),
        Access::Administrator => role(Role::Administrator),
        Access::Installation => match &context.caller {
            Some(actor) if !actor.is_everywhere(Role::Administrator) => Err(Problem::not_found()),
            _ => role(Role::Administrator),
        },
    }
}

/// A path as the log may know it: without its query, which may hold the code with which a provider sends a person back, and without the
/// tokens of one-time links. Of an address that no route has, only where it begins: it may be a mistyped link.
fn loggable(route: Found, path: &str) -> String {
    let path = path.split('?').next().unwrap_or_default();
    let Found::Rule(rule, _) = route else {
        return path.split('/').take(2).collect::<Vec<_>>().join("/");
    };
    let shown = |(pattern, part)| if pattern == ":token" { pattern } else { part };
    let parts = rule.path.split('/').zip(path.split('/')).map(shown);
    parts.collect::<Vec<_>>().join("/")
}

/// What poem itself refuses, as one of our problems.
fn foreign(error: &poem::Error) -> Problem {
    match error.status() {
        StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED => Problem::not_found(),
        StatusCode::PAYLOAD_TOO_LARGE => Problem::new(Code::BodyTooLarge),
        // What poem says of it quotes what was sent, which may be a password in the wrong place: not for the log.
        status if status.is_client_error() => Problem::new(Code::RequestUnreadable),
        _ => Problem::internal(error),
    }
}

fn panic_text(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic
        .downcast_ref::<&str>()
        .map(|s| (*s).to_owned())
        .or_else(|| panic.downcast_ref::<String>().cloned());
    format!("a handler panicked: {}", text.unwrap_or_default())
}

fn text<K: header::AsHeaderName>(headers: &HeaderMap, name: K) -> Option<&str> {
    headers.get(name)?.to_str().ok()
}

/// The value of a cookie the browser sent.
pub fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|v| v.to_str().ok())
        .flat_map(|v| v.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(n, v)| *n == name && !v.is_empty())
        .map(|(_, v)| v)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::http::access::get;

    #[test]
    fn a_nul_is_found_however_many_backslashes_stand_before_it_and_nothing_else_is_taken_for_one() {
        for nul in [
            r#"{"a":"\u0000"}"#,
            r#"{"a":"x\\\u0000y"}"#,
            r#"["\n\u0000"]"#,
        ] {
            assert!(names_nul(nul.as_bytes()), "{nul}");
        }
        for plain in [
            r#"{"a":"\\u0000"}"#,
            r#"{"a":"u0000\u0001"}"#,
            "",
            "\\",
            r#""\u00"#,
        ] {
            assert!(!names_nul(plain.as_bytes()), "{plain}");
        }
    }

    #[test]
    fn the_log_learns_neither_queries_nor_one_time_tokens() {
        let rule = |path| Found::Rule(get(path, Access::Public), 0);
        let reset = rule("/dat-lai-mat-khau/:token");
        assert_eq!(
            loggable(reset, "/dat-lai-mat-khau/bi-mat?a=b"),
            "/dat-lai-mat-khau/:token"
        );
        let contest = rule("/cuoc-thi/:slug");
        assert_eq!(
            loggable(contest, "/cuoc-thi/an-toan?q=1"),
            "/cuoc-thi/an-toan"
        );
        assert_eq!(
            loggable(Found::Nothing, "/dat-lai-mat-khau/bi-mat/"),
            "/dat-lai-mat-khau"
        );
        assert_eq!(loggable(Found::OtherMethod, "/"), "/");
    }
}
