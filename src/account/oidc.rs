//! Signing in with an OpenID Connect provider: the exchange itself, without database, pages or sessions.
//!
//! It is the authorisation code flow (OpenID Connect Core 1.0, section 3.1) with PKCE (RFC 7636, only S256), state and
//! nonce. [`Oidc::start`] says where to send the person and what to remember; when the person comes back,
//! [`Callback::code`] decides whether that is an answer to what was asked, and [`Oidc::finish`] turns the code into an
//! [`Identity`]. Whoever calls keeps `state`, `nonce` and `pkce_verifier` where only the same browser can bring them
//! back, and uses them once.
//!
//! What the provider says about a person is as trustworthy as the provider: names and addresses go through the same
//! rules as typed ones. Tokens, codes and secrets appear in no error and no log.

mod discovery;
mod provider;
#[cfg(test)]
mod tests;

use std::fmt;

use openidconnect::core::{
    CoreAuthenticationFlow, CoreClient, CoreClientAuthMethod, CoreIdToken, CoreIdTokenClaims,
    CoreIdTokenVerifier, CoreJwsSigningAlgorithm, CoreTokenResponse, CoreUserInfoClaims,
};
use openidconnect::{
    AccessTokenHash, AuthType, AuthorizationCode, ClaimsVerificationError, ClientId, ClientSecret,
    CsrfToken, EndUserName, EndpointMaybeSet, EndpointNotSet, EndpointSet, LanguageTag,
    LocalizedClaim, Nonce, OAuth2TokenResponse, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl,
    RequestTokenError, Scope, SignatureVerificationError, TokenResponse, UserInfoError,
};
use serde::Deserialize;
use sha2::{Digest, Sha256};

use self::discovery::{Known, Web};
pub use self::provider::Provider;
use crate::kernel::clock::Moment;
use crate::kernel::entropy::Entropy;
use crate::kernel::ids::new_token;
use crate::platform::text;

/// A sign-in that has begun. All but `url` is to be remembered until the person comes back.
#[derive(Clone, PartialEq, Eq)]
pub struct Started {
    /// Where to send the person.
    pub url: String,
    /// Must come back with the person.
    pub state: String,
    /// Must stand in the id token.
    pub nonce: String,
    /// Proves to the provider that whoever brings the code is who asked for it.
    pub pkce_verifier: String,
}

impl fmt::Debug for Started {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Started { .. }")
    }
}

/// What [`Oidc::finish`] needs of what [`Oidc::start`] gave.
#[derive(Clone, PartialEq, Eq)]
pub struct Pending {
    /// [`Started::nonce`].
    pub nonce: String,
    /// [`Started::pkce_verifier`].
    pub pkce_verifier: String,
}

impl fmt::Debug for Pending {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pending { .. }")
    }
}

/// The query with which the person comes back. Providers may send more than this; it is not looked at.
#[derive(Clone, Default, Deserialize)]
pub struct Callback {
    /// The code to exchange.
    pub code: Option<String>,
    /// [`Started::state`].
    pub state: Option<String>,
    /// Why there is no code (RFC 6749, section 4.1.2.1).
    pub error: Option<String>,
    /// Who answers (RFC 9207), where the provider says it.
    pub iss: Option<String>,
}

impl Callback {
    /// The code, if this answers the sign-in that was begun with `state` at `provider`.
    ///
    /// # Errors
    /// [`Failure::Invalid`] when it does not, [`Failure::Refused`] when the provider gives no code.
    pub fn code(&self, provider: &Provider, state: &str) -> Result<&str, Failure> {
        // Digests: how long the comparison takes tells nothing about the state. An error counts only with the right
        // state too, or any page could end somebody's sign-in.
        let same = |given: &String| Sha256::digest(given) == Sha256::digest(state);
        if state.is_empty() || !self.state.as_ref().is_some_and(same) {
            return Err(Failure::invalid("the state is not the one that was sent"));
        }
        if self.iss.as_ref().is_some_and(|iss| *iss != provider.issuer) {
            return Err(Failure::invalid("another issuer answered than was asked"));
        }
        if let Some(error) = &self.error {
            return Err(Failure::Refused(Refusal::of(error)));
        }
        self.code
            .as_deref()
            .filter(|code| !code.is_empty())
            .ok_or_else(|| Failure::invalid("neither code nor error"))
    }
}

/// Who a provider says the person is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// The provider's issuer.
    pub issuer: String,
    /// The person's identifier there: with the issuer, the only thing that says who it is. E-mail addresses change owners.
    pub subject: String,
    /// Full name, tidied (NFC, single spaces); not checked against the rules for names.
    pub name: Option<String>,
    /// E-mail address as given.
    pub email: Option<String>,
    /// Whether the provider has checked that the address is the person's.
    pub email_verified: bool,
}

/// Why a sign-in did not happen. The texts are for the log and hold nothing secret.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// The provider does not answer, or answers that it cannot; later it may work.
    #[error("the provider does not answer: {0}")]
    ProviderDown(String),
    /// The provider sent the person back without a code.
    #[error("no code: {0}")]
    Refused(Refusal),
    /// What came back is not to be believed, or the provider and the settings do not agree.
    #[error("not accepted: {0}")]
    Invalid(String),
}

impl Failure {
    fn invalid(reason: impl fmt::Display) -> Self {
        Self::Invalid(for_log(&reason.to_string()))
    }

    fn down(reason: impl fmt::Display) -> Self {
        Self::ProviderDown(for_log(&reason.to_string()))
    }
}

/// Why there is no code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The person, or a rule of the provider, said no (`access_denied`).
    #[error("the person said no")]
    ByPerson,
    /// Another error of RFC 6749, section 4.1.2.1, or OpenID Connect Core, section 3.1.2.6.
    #[error("the provider said {0}")]
    ByProvider(String),
}

impl Refusal {
    /// Anybody can write the address with which a person comes back: only what looks like a code is kept.
    fn of(error: &str) -> Self {
        match error {
            "access_denied" => Self::ByPerson,
            _ => Self::ByProvider(error_code(error)),
        }
    }
}

fn error_code(text: &str) -> String {
    let in_code = |c: char| c.is_ascii_alphanumeric() || "_-.".contains(c);
    if !text.is_empty() && text.len() <= 60 && text.chars().all(in_code) {
        text.to_owned()
    } else {
        "something that is no error code".to_owned()
    }
}

/// Texts from outside stay short and on one line.
fn for_log(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .take(300)
        .collect()
}

/// Signs people in with providers. Made once: it keeps connections and what it knows of each provider.
pub struct Oidc {
    web: Web,
}

type Client = CoreClient<
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

impl Default for Oidc {
    fn default() -> Self {
        Self::new()
    }
}

impl Oidc {
    /// Ready to ask; asks nobody yet.
    #[must_use]
    pub fn new() -> Self {
        Self {
            web: Web::new(discovery::LIMITS),
        }
    }

    /// Begins a sign-in that will come back to `redirect_uri`.
    ///
    /// # Errors
    /// [`Failure::ProviderDown`] or, when provider and settings do not agree, [`Failure::Invalid`].
    pub async fn start(
        &self,
        provider: &Provider,
        redirect_uri: &str,
        entropy: &dyn Entropy,
        now: Moment,
    ) -> Result<Started, Failure> {
        let (state, nonce, pkce_verifier) =
            (new_token(entropy), new_token(entropy), new_token(entropy));
        let known = self.web.in_time(self.web.known(provider, now)).await?;
        let client = client(provider, &known, redirect_uri)?;
        if !provider.may_use(client.auth_uri().url()) {
            return Err(Failure::invalid("the authorisation endpoint is not https"));
        }
        let challenge = PkceCodeChallenge::from_code_verifier_sha256(&PkceCodeVerifier::new(
            pkce_verifier.clone(),
        ));
        let (sent_state, sent_nonce) = (CsrfToken::new(state.clone()), Nonce::new(nonce.clone()));
        let scopes = provider.scopes.iter().filter(|scope| *scope != "openid");
        let (url, _, _) = client
            .authorize_url(
                CoreAuthenticationFlow::AuthorizationCode,
                move || sent_state,
                move || sent_nonce,
            )
            .add_scopes(scopes.cloned().map(Scope::new))
            .set_pkce_challenge(challenge)
            .url();
        Ok(Started {
            url: url.into(),
            state,
            nonce,
            pkce_verifier,
        })
    }

    /// Exchanges the code and finds out who it is. `redirect_uri` is the one given to [`Oidc::start`].
    ///
    /// # Errors
    /// [`Failure::ProviderDown`]; [`Failure::Invalid`] when the code is not accepted or the id token not to be believed.
    pub async fn finish(
        &self,
        provider: &Provider,
        redirect_uri: &str,
        code: &str,
        pending: &Pending,
        now: Moment,
    ) -> Result<Identity, Failure> {
        // On the heap: the exchange is a large future, and sign-ins are rare.
        let work = Box::pin(self.exchange(provider, redirect_uri, code, pending, now));
        self.web.in_time(work).await
    }

    async fn exchange(
        &self,
        provider: &Provider,
        redirect_uri: &str,
        code: &str,
        pending: &Pending,
        now: Moment,
    ) -> Result<Identity, Failure> {
        // RFC 7636, section 4.1; the library panics at less than 43.
        if !(43..=128).contains(&pending.pkce_verifier.len()) {
            return Err(Failure::invalid("the PKCE verifier has the wrong length"));
        }
        let known = self.web.known(provider, now).await?;
        let client = client(provider, &known, redirect_uri)?;
        let caller = self.web.caller(provider);
        let tokens: CoreTokenResponse = client
            .exchange_code(AuthorizationCode::new(code.to_owned()))
            .map_err(|_| Failure::invalid("the provider names no token endpoint"))?
            .set_pkce_verifier(PkceCodeVerifier::new(pending.pkce_verifier.clone()))
            .request_async(&caller)
            .await
            .map_err(of_exchange)?;
        let claims = self
            .verified(provider, known, &tokens, pending, now)
            .await?;
        let subject = claims.subject().as_str();
        // OpenID Connect Core, section 2: at most 255 ASCII characters.
        if subject.is_empty() || subject.len() > 255 || !subject.is_ascii() {
            return Err(Failure::invalid("the subject is empty or too long"));
        }
        let mut told = Told::by_id_token(&claims);
        if told.name.is_none() || told.email.is_none() {
            told = told.or(ask_user_info(&client, &caller, &tokens, &claims).await?);
        }
        Ok(Identity {
            issuer: provider.issuer.clone(),
            subject: subject.to_owned(),
            name: told.name,
            email: told.email,
            email_verified: told.email_verified,
        })
    }

    /// The claims of the id token, if it is to be believed. A key that is not known may be a new one: then the keys are
    /// fetched again, once.
    async fn verified(
        &self,
        provider: &Provider,
        known: Known,
        tokens: &CoreTokenResponse,
        pending: &Pending,
        now: Moment,
    ) -> Result<CoreIdTokenClaims, Failure> {
        let token = tokens
            .id_token()
            .ok_or_else(|| Failure::invalid("the provider gave no id token"))?;
        let nonce = Nonce::new(pending.nonce.clone());
        let verifier = verifier(provider, &known, now);
        match token.claims(&verifier, &nonce) {
            Err(ClaimsVerificationError::SignatureVerification(
                SignatureVerificationError::NoMatchingKey,
            )) => {
                let known = self.web.known_afresh(provider, now).await?;
                believe(
                    token,
                    &self::verifier(provider, &known, now),
                    &nonce,
                    tokens,
                )
            }
            _ => believe(token, &verifier, &nonce, tokens),
        }
    }
}

fn client(provider: &Provider, known: &Known, redirect_uri: &str) -> Result<Client, Failure> {
    let redirect = RedirectUrl::new(redirect_uri.to_owned())
        .map_err(|_| Failure::invalid("the redirect address is no address"))?;
    let secret = provider.client_secret.clone().map(ClientSecret::new);
    let id = ClientId::new(provider.client_id.clone());
    // OpenID Connect Discovery, section 3: HTTP Basic is understood unless the document says otherwise.
    let by_basic = known
        .token_endpoint_auth_methods_supported()
        .is_none_or(|known| known.contains(&CoreClientAuthMethod::ClientSecretBasic));
    Ok(
        CoreClient::from_provider_metadata((**known).clone(), id, secret)
            .set_redirect_uri(redirect)
            .set_auth_type(if by_basic {
                AuthType::BasicAuth
            } else {
                AuthType::RequestBody
            }),
    )
}

/// Checks issuer, audience, signature, and expiry at `now`. Only signatures with the provider's published keys count:
/// one with the client's secret could be made by whoever reads the settings.
fn verifier(provider: &Provider, known: &Known, now: Moment) -> CoreIdTokenVerifier<'static> {
    use CoreJwsSigningAlgorithm as Algorithm;
    let published = |algorithm: &&Algorithm| {
        !matches!(
            algorithm,
            Algorithm::HmacSha256 | Algorithm::HmacSha384 | Algorithm::HmacSha512 | Algorithm::None
        )
    };
    let supported = known.id_token_signing_alg_values_supported();
    CoreIdTokenVerifier::new_public_client(
        ClientId::new(provider.client_id.clone()),
        known.issuer().clone(),
        known.jwks().clone(),
    )
    .set_allowed_algs(
        supported
            .iter()
            .filter(published)
            .cloned()
            .collect::<Vec<_>>(),
    )
    .set_time_fn(move || now.local().to_utc())
}

fn believe(
    token: &CoreIdToken,
    verifier: &CoreIdTokenVerifier<'_>,
    nonce: &Nonce,
    tokens: &CoreTokenResponse,
) -> Result<CoreIdTokenClaims, Failure> {
    let claims = token.claims(verifier, nonce).map_err(of_claims)?;
    // OpenID Connect Core, section 3.1.3.8: the access token must be the one this id token was issued with.
    if let Some(said) = claims.access_token_hash() {
        let algorithm = token.signing_alg().map_err(Failure::invalid)?;
        let key = token.signing_key(verifier).map_err(Failure::invalid)?;
        let hash = AccessTokenHash::from_token(tokens.access_token(), algorithm, key)
            .map_err(Failure::invalid)?;
        if hash != *said {
            return Err(Failure::invalid("the access token is another"));
        }
    }
    Ok(claims.clone())
}

/// What is said about a person, in the id token or at the userinfo endpoint.
#[derive(Debug, Default, PartialEq, Eq)]
struct Told {
    name: Option<String>,
    email: Option<String>,
    email_verified: bool,
}

impl Told {
    fn new(
        name: Option<&LocalizedClaim<EndUserName>>,
        email: Option<&String>,
        verified: Option<bool>,
    ) -> Self {
        let email = email.map(|e| e.trim().to_owned()).filter(|e| !e.is_empty());
        Self {
            name: name.and_then(name_of),
            email_verified: email.is_some() && verified == Some(true),
            email,
        }
    }

    fn by_id_token(claims: &CoreIdTokenClaims) -> Self {
        Self::new(
            claims.name(),
            claims.email().map(|email| &**email),
            claims.email_verified(),
        )
    }

    fn by_user_info(claims: &CoreUserInfoClaims) -> Self {
        Self::new(
            claims.name(),
            claims.email().map(|email| &**email),
            claims.email_verified(),
        )
    }

    /// What is missing, from `other`. An address and whether it is checked stay together.
    fn or(self, other: Self) -> Self {
        let name = self.name.or(other.name);
        let (email, email_verified) = match self.email {
            None => (other.email, other.email_verified),
            own => (own, self.email_verified),
        };
        Self {
            name,
            email,
            email_verified,
        }
    }
}

/// The Vietnamese name where there are names in several languages, else the one without a language, else any.
fn name_of(claim: &LocalizedClaim<EndUserName>) -> Option<String> {
    let vietnamese = LanguageTag::new("vi".to_owned());
    claim
        .get(Some(&vietnamese))
        .or_else(|| claim.get(None))
        .or_else(|| claim.iter().next().map(|(_, name)| name))
        .map(|name| text::tidy(name))
        .filter(|name| !name.is_empty())
}

/// Name and address from the userinfo endpoint. Without them a person can still sign in, so that an endpoint which fails
/// is only noted; one that speaks of somebody else is not to be believed.
async fn ask_user_info(
    client: &Client,
    caller: &discovery::Caller<'_>,
    tokens: &CoreTokenResponse,
    claims: &CoreIdTokenClaims,
) -> Result<Told, Failure> {
    let Ok(request) = client.user_info(
        tokens.access_token().clone(),
        Some(claims.subject().clone()),
    ) else {
        return Ok(Told::default());
    };
    let answer: Result<CoreUserInfoClaims, _> = request.request_async(caller).await;
    match answer {
        Ok(info) => Ok(Told::by_user_info(&info)),
        Err(UserInfoError::ClaimsVerification(error)) => Err(of_claims(error)),
        Err(error) => {
            let why = match error {
                UserInfoError::Request(failure) => failure.to_string(),
                UserInfoError::Response(status, ..) => format!("status {status}"),
                // Its text may quote what the endpoint said about the person.
                _ => "not the JSON that was expected".to_owned(),
            };
            tracing::warn!(issuer = %client_issuer(claims), why, "userinfo cannot be used");
            Ok(Told::default())
        }
    }
}

fn client_issuer(claims: &CoreIdTokenClaims) -> &str {
    claims.issuer().as_str()
}

fn of_exchange(
    error: RequestTokenError<
        Failure,
        openidconnect::StandardErrorResponse<openidconnect::core::CoreErrorResponseType>,
    >,
) -> Failure {
    match error {
        RequestTokenError::Request(failure) => failure,
        RequestTokenError::ServerResponse(said) => {
            let code = error_code(said.error().as_ref());
            Failure::invalid(format_args!("the token endpoint said {code}"))
        }
        // The texts of the others may quote the answer, and with it tokens.
        RequestTokenError::Parse(error, _) => Failure::invalid(format_args!(
            "the token endpoint's answer is not as expected at {}",
            error.path()
        )),
        RequestTokenError::Other(_) => {
            Failure::invalid("the token endpoint's answer is not as expected")
        }
    }
}

fn of_claims(error: ClaimsVerificationError) -> Failure {
    match error {
        ClaimsVerificationError::InvalidSubject(_) => {
            Failure::invalid("userinfo speaks of another person than the id token")
        }
        ClaimsVerificationError::SignatureVerification(error) => {
            Failure::invalid(format_args!("signature of the id token: {error}"))
        }
        error => Failure::invalid(format_args!("id token: {error}")),
    }
}
