//! Signatures with the installation's own secret: form protection and attempt tokens.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

/// The installation's secret. All nodes share it through the database.
#[derive(Clone)]
pub struct Signer {
    key: Hmac<Sha256>,
}

impl Signer {
    /// A signer with this secret.
    #[must_use]
    pub fn new(secret: &[u8]) -> Self {
        Self {
            key: Hmac::new_from_slice(secret).expect("HMAC takes a key of any length"),
        }
    }

    /// `text` with its signature for `purpose` behind the last dot.
    #[must_use]
    pub fn sign(&self, purpose: &str, text: &str) -> String {
        format!(
            "{text}.{}",
            URL_SAFE_NO_PAD.encode(self.mac(purpose, text).finalize().into_bytes())
        )
    }

    /// The text of a signed token, if its signature for `purpose` is right.
    #[must_use]
    pub fn open<'a>(&self, purpose: &str, token: &'a str) -> Option<&'a str> {
        let (text, signature) = token.rsplit_once('.')?;
        let signature = URL_SAFE_NO_PAD.decode(signature).ok()?;
        self.mac(purpose, text).verify_slice(&signature).ok()?;
        Some(text)
    }

    /// The signature alone, short, for form protection.
    #[must_use]
    pub fn tag(&self, purpose: &str, text: &str) -> String {
        URL_SAFE_NO_PAD.encode(&self.mac(purpose, text).finalize().into_bytes()[..24])
    }

    /// Whether `tag` is the short signature of `text`; takes the same time whatever differs.
    #[must_use]
    pub fn tag_matches(&self, purpose: &str, text: &str, tag: &str) -> bool {
        URL_SAFE_NO_PAD.decode(tag).is_ok_and(|tag| {
            tag.len() == 24 && self.mac(purpose, text).verify_truncated_left(&tag).is_ok()
        })
    }

    /// A seed for a key of its own, for `purpose`: the same on every node and after every start.
    #[must_use]
    pub fn seed(&self, purpose: &str) -> [u8; 32] {
        self.mac(purpose, "").finalize().into_bytes().into()
    }

    fn mac(&self, purpose: &str, text: &str) -> Hmac<Sha256> {
        let mut mac = self.key.clone();
        mac.update(purpose.as_bytes());
        mac.update(&[0]);
        mac.update(text.as_bytes());
        mac
    }
}

/// What is stored of a secret token.
#[must_use]
pub fn token_hash(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_opens_only_unchanged_and_for_its_purpose() {
        let signer = Signer::new(b"secret");
        let token = signer.sign("attempt", "a.b.c");
        assert_eq!(signer.open("attempt", &token), Some("a.b.c"));
        assert_eq!(signer.open("form", &token), None);
        assert_eq!(signer.open("attempt", &token.replace("a.b", "a.x")), None);
        assert_eq!(Signer::new(b"other").open("attempt", &token), None);
        assert!(signer.tag_matches("form", "x", &signer.tag("form", "x")));
        assert!(!signer.tag_matches("form", "y", &signer.tag("form", "x")));
        assert!(!signer.tag_matches("form", "x", ""));
    }
}
