//! The providers of identities that people may sign in with, and the way there and back.

use serde::{Deserialize, Serialize};

use super::model::Vouched;
use crate::kernel::clock::{MINUTE, Moment};
use crate::kernel::entropy::Entropy;
use crate::kernel::problem::{Code, Outcome, Problem};
use crate::platform::signing::Signer;

#[cfg(feature = "oidc")]
use super::oidc::{Callback, Failure, Oidc, Pending, Provider};

/// For what the state of a sign-in that has begun is signed.
const PURPOSE: &str = "identity-provider";
/// How long a person may take at the provider, ms.
pub const PATIENCE_MS: i64 = 15 * MINUTE;

/// The providers of this installation; none where the settings name none.
pub struct Providers {
    #[cfg(feature = "oidc")]
    all: Vec<Provider>,
    #[cfg(feature = "oidc")]
    oidc: Oidc,
    signer: Signer,
    base_url: String,
}

/// A sign-in that has begun: where the person goes, and what their browser keeps meanwhile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Departure {
    /// The provider's page.
    pub url: String,
    /// Signed; comes back in a cookie.
    pub kept: String,
}

/// What a browser keeps while its person is at the provider.
#[cfg_attr(
    not(feature = "oidc"),
    allow(dead_code, reason = "there is no provider to go to")
)]
#[derive(Debug, Serialize, Deserialize)]
struct Kept {
    provider: String,
    state: String,
    nonce: String,
    verifier: String,
    next: String,
    until: i64,
}

/// A person who came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Return {
    /// Who it is.
    pub who: Vouched,
    /// Path the person wanted.
    pub next: String,
}

/// The query with which a provider sends a person back.
#[derive(Debug, Clone, Default)]
pub struct Answer {
    /// The code to exchange.
    pub code: String,
    /// The state that was sent.
    pub state: String,
    /// Why there is no code.
    pub error: String,
    /// Who answers.
    pub issuer: String,
}

#[cfg(not(feature = "oidc"))]
impl Providers {
    /// No providers: this program was built without them.
    ///
    /// # Errors
    /// When the settings name some.
    pub fn new(
        settings: &[serde_json::Value],
        base_url: &str,
        signer: Signer,
    ) -> Result<Self, String> {
        if !settings.is_empty() {
            return Err("[[oidc]] needs a program built with the feature `oidc`.".to_owned());
        }
        Ok(Self {
            signer,
            base_url: base_url.to_owned(),
        })
    }

    /// Name in addresses and label of each provider: none.
    pub fn names(&self) -> impl Iterator<Item = (&str, &str)> {
        std::iter::empty()
    }

    /// Begins a sign-in.
    ///
    /// # Errors
    /// Always: there is no provider.
    pub async fn depart(&self, _: &str, _: &str, _: &dyn Entropy, _: Moment) -> Outcome<Departure> {
        Err(Problem::not_found())
    }

    /// Ends a sign-in.
    ///
    /// # Errors
    /// Always: there is no provider.
    pub async fn arrive(&self, _: &str, _: &Answer, _: &str, _: Moment) -> Outcome<Return> {
        let _ = (&self.signer, &self.base_url);
        Err(Problem::not_found())
    }
}

#[cfg(feature = "oidc")]
impl Providers {
    /// The providers that the settings name under `[[oidc]]`.
    ///
    /// # Errors
    /// What an operator should read.
    pub fn new(
        settings: &[serde_json::Value],
        base_url: &str,
        signer: Signer,
    ) -> Result<Self, String> {
        let mut all: Vec<Provider> = Vec::new();
        for setting in settings {
            let provider: Provider =
                serde_json::from_value(setting.clone()).map_err(|e| format!("[[oidc]]: {e}"))?;
            provider.check()?;
            if all.iter().any(|p| p.key == provider.key) {
                return Err(format!("[[oidc]] {:?} is there twice.", provider.key));
            }
            all.push(provider);
        }
        Ok(Self {
            all,
            oidc: Oidc::new(),
            signer,
            base_url: base_url.to_owned(),
        })
    }

    /// Name in addresses and label of each provider.
    pub fn names(&self) -> impl Iterator<Item = (&str, &str)> {
        self.all.iter().map(|p| (p.key.as_str(), p.label.as_str()))
    }

    fn named(&self, key: &str) -> Outcome<&Provider> {
        let found = self.all.iter().find(|p| p.key == key);
        found.ok_or_else(Problem::not_found)
    }

    fn back_to(&self, provider: &Provider) -> String {
        format!("{}/dang-nhap/{}/ve", self.base_url, provider.key)
    }

    /// Begins a sign-in that leads to the path `next` afterwards.
    ///
    /// # Errors
    /// When there is no such provider, or it does not answer.
    pub async fn depart(
        &self,
        key: &str,
        next: &str,
        entropy: &dyn Entropy,
        now: Moment,
    ) -> Outcome<Departure> {
        let provider = self.named(key)?;
        let started = self
            .oidc
            .start(provider, &self.back_to(provider), entropy, now)
            .await
            .map_err(refused)?;
        let kept = Kept {
            provider: key.to_owned(),
            state: started.state,
            nonce: started.nonce,
            verifier: started.pkce_verifier,
            next: next.to_owned(),
            until: now.plus(PATIENCE_MS).0,
        };
        let text = serde_json::to_string(&kept).map_err(Problem::internal)?;
        Ok(Departure {
            url: started.url,
            kept: self.signer.sign(PURPOSE, &readable(text.as_bytes())),
        })
    }

    /// Ends a sign-in: finds out who it is.
    ///
    /// # Errors
    /// When the answer does not belong to what this browser began, the provider refused, or it does not answer.
    pub async fn arrive(
        &self,
        key: &str,
        answer: &Answer,
        kept: &str,
        now: Moment,
    ) -> Outcome<Return> {
        let provider = self.named(key)?;
        let kept = self
            .open(kept)
            .filter(|k| k.provider == key && now.0 < k.until)
            .ok_or_else(|| Problem::new(Code::IdentityRefused))?;
        let some = |text: &str| Some(text.to_owned()).filter(|t| !t.is_empty());
        let callback = Callback {
            code: some(&answer.code),
            state: some(&answer.state),
            error: some(&answer.error),
            iss: some(&answer.issuer),
        };
        let code = callback.code(provider, &kept.state).map_err(refused)?;
        let pending = Pending {
            nonce: kept.nonce,
            pkce_verifier: kept.verifier,
        };
        let identity = self
            .oidc
            .finish(provider, &self.back_to(provider), code, &pending, now)
            .await
            .map_err(refused)?;
        Ok(Return {
            who: Vouched {
                issuer: identity.issuer,
                subject: identity.subject,
                label: provider.label.clone(),
                name: identity.name,
                email: identity.email.filter(|_| identity.email_verified),
            },
            next: kept.next,
        })
    }

    fn open(&self, kept: &str) -> Option<Kept> {
        use base64::Engine as _;
        let text = self.signer.open(PURPOSE, kept)?;
        let bytes = base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(text);
        serde_json::from_slice(&bytes.ok()?).ok()
    }
}

/// As a cookie may hold it.
#[cfg(feature = "oidc")]
fn readable(bytes: &[u8]) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes)
}

#[cfg(feature = "oidc")]
fn refused(failure: Failure) -> Problem {
    match failure {
        Failure::ProviderDown(_) => Problem::unavailable(failure),
        Failure::Refused(_) | Failure::Invalid(_) => Problem {
            cause: Some(failure.to_string()),
            ..Problem::new(Code::IdentityRefused)
        },
    }
}
