//! Identifiers: time-ordered UUIDs for rows, short codes for people, opaque tokens for secrets.

use uuid::{Builder, Uuid};

use super::clock::Moment;
use super::entropy::Entropy;

/// A new UUIDv7: unique on every node, and ordered by time so that B-trees grow at one end.
#[must_use]
pub fn new_id(now: Moment, entropy: &dyn Entropy) -> Uuid {
    let mut random = [0; 10];
    entropy.fill(&mut random);
    let millis = u64::try_from(now.0).unwrap_or(0);
    Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
}

/// Letters and digits that are not mistaken for one another when read aloud or copied by hand (Crockford's base 32).
const READABLE: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// A short code a person can read over the telephone, from the random end of `id`: `XXXX-XXXX`.
#[must_use]
pub fn readable_code(id: Uuid) -> String {
    let bits = id.as_u128();
    let mut code = String::with_capacity(9);
    for i in 0..8u32 {
        if i == 4 {
            code.push('-');
        }
        let index = (bits >> (5 * (7 - i))) & 31;
        code.push(char::from(READABLE[usize::try_from(index).unwrap_or(0)]));
    }
    code
}

/// A fresh secret of 256 bits as URL-safe text.
#[must_use]
pub fn new_token(entropy: &dyn Entropy) -> String {
    use base64::Engine as _;
    let mut bytes = [0; 32];
    entropy.fill(&mut bytes);
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes)
}

#[cfg(test)]
mod tests {
    use super::super::entropy::SeededEntropy;
    use super::*;

    #[test]
    fn identifiers_grow_with_time_and_codes_are_nine_characters() {
        let entropy = SeededEntropy::new(1);
        let a = new_id(Moment(1_000), &entropy);
        let b = new_id(Moment(1_001), &entropy);
        assert!(a < b);
        assert_eq!(a.get_version_num(), 7);
        let code = readable_code(a);
        assert_eq!(code.len(), 9);
        assert!(
            code.chars()
                .all(|c| c == '-' || READABLE.contains(&(c as u8)))
        );
    }
}
