//! The settings of a provider, and which addresses they allow.

use std::fmt;

use openidconnect::url::{Host, Url};
use serde::{Deserialize, Serialize};

/// A provider people may sign in with; one `[[oidc]]` of the settings.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Provider {
    /// Its name in addresses: lower-case letters, digits and hyphens.
    pub key: String,
    /// What its button says, for example "Tài khoản công vụ".
    pub label: String,
    /// The issuer, letter for letter as its discovery document gives it.
    pub issuer: String,
    /// Who this installation is at the provider.
    pub client_id: String,
    /// The secret that goes with it; none for a public client, which PKCE alone protects. Never written anywhere.
    #[serde(default, skip_serializing)]
    pub client_secret: Option<String>,
    /// What to ask for; `openid` is always asked for.
    #[serde(default = "default_scopes")]
    pub scopes: Vec<String>,
}

pub(super) fn default_scopes() -> Vec<String> {
    ["openid", "profile", "email"].map(str::to_owned).into()
}

impl fmt::Debug for Provider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Provider")
            .field("key", &self.key)
            .field("issuer", &self.issuer)
            .field("client_id", &self.client_id)
            .finish_non_exhaustive()
    }
}

impl Provider {
    /// Checks what types cannot.
    ///
    /// # Errors
    /// A message for the system administrator, naming the provider and the setting.
    pub fn check(&self) -> Result<(), String> {
        let wrong = |what: &str| Err(format!("[[oidc]] {:?}: {what}", self.key));
        let in_address = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if self.key.is_empty() || self.key.len() > 40 || !self.key.chars().all(in_address) {
            return wrong("key must be 1 to 40 lower-case letters, digits and hyphens");
        }
        if self.label.trim().is_empty() {
            return wrong("label is what the button says and must not be empty");
        }
        if self.client_id.trim().is_empty() {
            return wrong("client_id must not be empty");
        }
        if self.client_secret.as_deref().is_some_and(str::is_empty) {
            return wrong("client_secret must not be empty; leave it out for a public client");
        }
        self.issuer_url().map(|_| ()).or_else(|why| wrong(&why))
    }

    fn issuer_url(&self) -> Result<Url, String> {
        let url = Url::parse(&self.issuer).map_err(|e| format!("issuer is no address: {e}"))?;
        if url.query().is_some() || url.fragment().is_some() || has_user(&url) {
            return Err("issuer must have no user, query or fragment".to_owned());
        }
        if url.scheme() == "https" || is_plain_loopback(&url) {
            Ok(url)
        } else {
            Err("issuer must start with https:// (http:// only on this machine)".to_owned())
        }
    }

    /// Whether an address that the provider names may be used: everything is https, except at a provider on this machine.
    pub(super) fn may_use(&self, url: &Url) -> bool {
        let at_home = || self.issuer_url().is_ok_and(|own| is_plain_loopback(&own));
        !has_user(url) && (url.scheme() == "https" || (is_plain_loopback(url) && at_home()))
    }
}

fn has_user(url: &Url) -> bool {
    !url.username().is_empty() || url.password().is_some()
}

fn is_plain_loopback(url: &Url) -> bool {
    url.scheme() == "http"
        && match url.host() {
            Some(Host::Ipv4(address)) => address.is_loopback(),
            Some(Host::Ipv6(address)) => address.is_loopback(),
            Some(Host::Domain(name)) => name == "localhost",
            None => false,
        }
}
