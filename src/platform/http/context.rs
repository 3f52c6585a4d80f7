//! What a handler knows of the request besides its body.

use std::ops::Deref;
use std::sync::Arc;

use poem::{FromRequest, Request, RequestBody};

use super::page::{Flash, Page, Tone};
use crate::kernel::actor::Actor;
use crate::kernel::clock::Moment;
use crate::kernel::problem::{Code, Outcome, Problem};
use crate::platform::i18n::Lang;

/// The request as the gate let it in, shared by whoever handles it. One `now` for the whole request.
#[derive(Debug, Clone)]
pub struct Context(pub(super) Arc<Seen>);

impl Deref for Context {
    type Target = Seen;

    fn deref(&self) -> &Seen {
        &self.0
    }
}

/// What the gate saw of a request.
#[derive(Debug)]
pub struct Seen {
    /// The moment the request arrived.
    pub now: Moment,
    /// Identifier of the request, in the log and on error pages.
    pub request_id: String,
    /// Language for the answer.
    pub lang: Lang,
    /// Who is signed in.
    pub caller: Option<Actor>,
    /// The session token by which they are signed in.
    pub session_token: Option<String>,
    /// An attempt token, unread.
    pub attempt_token: Option<String>,
    /// Protection token for the forms of this browser.
    pub csrf: String,
    /// Path and query.
    pub path: String,
    /// Public address of the service.
    pub base_url: Arc<str>,
    /// Where the request came from, for limits.
    pub address: String,
    /// What the browser says of itself, shortened; people recognise their sessions by it.
    pub device: String,
    /// Whether the service has more to do than it does at once.
    pub busy: bool,
    /// Whether the visitor's cookie must travel over HTTPS only.
    pub secure: bool,
}

impl Seen {
    /// The signed-in person.
    ///
    /// # Errors
    /// When nobody is signed in.
    pub fn actor(&self) -> Outcome<&Actor> {
        self.caller
            .as_ref()
            .ok_or_else(|| Problem::new(Code::SignInNeeded))
    }

    /// What a page's template needs.
    #[must_use]
    pub fn page(&self) -> Page {
        Page {
            lang: self.lang,
            caller: self.caller.clone(),
            csrf: self.csrf.clone(),
            path: self.path.clone(),
            base_url: self.base_url.to_string(),
            flash: self.flash(),
            busy: self.busy,
            now: self.now,
        }
    }

    /// The message a redirect asked for: `?bao=KEY` shows the text `flash-KEY`. Only texts of ours can be shown that way.
    fn flash(&self) -> Option<Flash> {
        let query = self.path.split_once('?')?.1;
        let name = query
            .split('&')
            .find_map(|pair| pair.strip_prefix("bao="))?;
        let key = format!("flash-{name}");
        let known =
            name.bytes().all(|b| b.is_ascii_lowercase() || b == b'-') && self.lang.has(&key);
        known.then(|| Flash {
            tone: Tone::Good,
            text: self.lang.t(&key),
        })
    }
}

impl<'a> FromRequest<'a> for Context {
    async fn from_request(request: &'a Request, _body: &mut RequestBody) -> poem::Result<Self> {
        request
            .extensions()
            .get::<Self>()
            .cloned()
            .ok_or_else(|| Problem::internal("a request came past the gate").into())
    }
}
