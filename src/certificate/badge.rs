//! The same award as an Open Badge 3.0: a W3C verifiable credential (data model 2.0) with a Data Integrity proof of the cryptosuite
//! `eddsa-jcs-2022`, and the status lists (W3C Bitstring Status List 1.0) that tell which were revoked.
//!
//! Why this suite: what is signed is the plain JSON in canonical form (RFC 8785), so signing needs no RDF and verifying no network.
//! The issuer is the installation, `did:web:HOST` with the document at `/.well-known/did.json`; the agency's name stands beside it.

use std::io::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ed25519_dalek::{Signer as _, SigningKey};
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::model::Certificate;
use super::rules::utc;
use crate::kernel::clock::Moment;

/// Contexts of a badge, in this order.
const CONTEXTS: [&str; 2] = [
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
];
/// Places in one status list: the least the standard allows, so that a place tells little about whose it is.
pub const LIST: i64 = 131_072;
/// What the public key begins with: Ed25519 in the table of multicodec.
const ED25519: [u8; 2] = [0xed, 0x01];

/// Who signs, and under which address.
#[derive(Clone)]
pub struct Issuer {
    key: SigningKey,
    base_url: String,
    did: String,
}

impl Issuer {
    /// The issuer at `base_url` (without a slash at its end) with a key made from `seed`.
    #[must_use]
    pub fn new(seed: &[u8; 32], base_url: &str) -> Self {
        let host = base_url
            .split_once("://")
            .map_or(base_url, |(_, host)| host);
        Self {
            key: SigningKey::from_bytes(seed),
            base_url: base_url.to_owned(),
            // A port is written with its colon encoded (did:web, "Method-specific identifier").
            did: format!("did:web:{}", host.replace(':', "%3A")),
        }
    }

    fn key_id(&self) -> String {
        format!("{}#huy-hieu", self.did)
    }

    /// Its document: who it is and with which key it signs.
    #[must_use]
    pub fn document(&self) -> Value {
        let public = [&ED25519[..], self.key.verifying_key().as_bytes()].concat();
        json!({
            "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"],
            "id": self.did,
            "verificationMethod": [{
                "id": self.key_id(),
                "type": "Multikey",
                "controller": self.did,
                "publicKeyMultibase": multibase(&public),
            }],
            "assertionMethod": [self.key_id()],
        })
    }

    /// The badge of a certificate.
    #[must_use]
    pub fn badge(&self, one: &Certificate) -> Value {
        let printed = &one.printed;
        let page = format!("{}/chung-nhan/{}", self.base_url, one.slug);
        let list = format!(
            "{}/chung-nhan/trang-thai/{}",
            self.base_url,
            one.status_index / LIST
        );
        let place = one.status_index % LIST;
        let narrative: Vec<String> = [&printed.text, &printed.title, &printed.subtitle]
            .into_iter()
            .filter(|t| !t.is_empty())
            .cloned()
            .collect();
        let credential = json!({
            "@context": CONTEXTS,
            "id": format!("{page}/huy-hieu.json"),
            "type": ["VerifiableCredential", "OpenBadgeCredential"],
            "name": format!("{} {}", printed.heading, printed.number),
            "issuer": { "id": self.did, "type": ["Profile"], "name": printed.issuer, "url": self.base_url },
            "validFrom": utc(one.issued_at),
            "credentialSubject": {
                "type": ["AchievementSubject"],
                "identifier": [{
                    "type": "IdentityObject",
                    "hashed": false,
                    "identityHash": printed.full_name,
                    "identityType": "name",
                }],
                "achievement": {
                    "id": format!("{}/chung-nhan#{}", self.base_url, one.award.replace('/', "-")),
                    "type": ["Achievement"],
                    "name": printed.title,
                    "description": narrative.join(" "),
                    "criteria": { "narrative": narrative.join(" ") },
                },
            },
            "evidence": [{ "id": page, "type": ["Evidence"], "name": printed.number }],
            "credentialStatus": {
                "id": format!("{list}#{place}"),
                "type": "BitstringStatusListEntry",
                "statusPurpose": "revocation",
                "statusListIndex": place.to_string(),
                "statusListCredential": list,
            },
        });
        self.secured(credential, one.issued_at)
    }

    /// The status list with this number; `ended` are the places (over all lists) of certificates that no longer hold.
    ///
    /// # Errors
    /// When it cannot be packed, for the log.
    pub fn status_list(&self, list: i64, ended: &[i64], now: Moment) -> Result<Value, String> {
        let address = format!("{}/chung-nhan/trang-thai/{list}", self.base_url);
        let credential = json!({
            "@context": [CONTEXTS[0]],
            "id": address,
            "type": ["VerifiableCredential", "BitstringStatusListCredential"],
            "issuer": self.did,
            "validFrom": utc(now),
            "credentialSubject": {
                "id": format!("{address}#list"),
                "type": "BitstringStatusList",
                "statusPurpose": "revocation",
                "encodedList": packed(list, ended)?,
            },
        });
        Ok(self.secured(credential, now))
    }

    /// A document with its proof (Data Integrity EdDSA Cryptosuites 1.0, section 3.3.1).
    fn secured(&self, mut document: Value, created: Moment) -> Value {
        let mut proof = json!({
            "@context": document["@context"],
            "type": "DataIntegrityProof",
            "cryptosuite": "eddsa-jcs-2022",
            "created": utc(created),
            "verificationMethod": self.key_id(),
            "proofPurpose": "assertionMethod",
        });
        let hash = |value: &Value| Sha256::digest(canonical(value).as_bytes());
        let signed = [hash(&proof), hash(&document)].concat();
        let signature = self.key.sign(&signed).to_bytes();
        proof["proofValue"] = multibase(&signature).into();
        document["proof"] = proof;
        document
    }
}

/// Base 58 in the alphabet of Bitcoin, with the letter that says so.
fn multibase(bytes: &[u8]) -> String {
    format!("z{}", bs58::encode(bytes).into_string())
}

/// A bit for each place, the first at the left of the first byte, packed and in multibase.
fn packed(list: i64, ended: &[i64]) -> Result<String, String> {
    let mut bits = vec![0_u8; usize::try_from(LIST / 8).unwrap_or(0)];
    let own = ended.iter().filter(|place| *place / LIST == list);
    for place in own {
        let place = usize::try_from(place % LIST).unwrap_or(0);
        if let Some(byte) = bits.get_mut(place / 8) {
            *byte |= 0x80 >> (place % 8);
        }
    }
    let mut packer = GzEncoder::new(Vec::new(), Compression::default());
    packer.write_all(&bits).map_err(|e| e.to_string())?;
    let bytes = packer.finish().map_err(|e| e.to_string())?;
    Ok(format!("u{}", URL_SAFE_NO_PAD.encode(bytes)))
}

/// JSON in canonical form (RFC 8785). Numbers here are whole and small, where its rule for numbers is the usual way of writing them.
#[must_use]
pub fn canonical(value: &Value) -> String {
    match value {
        Value::Object(members) => {
            let mut names: Vec<&String> = members.keys().collect();
            // Names are in the order of their UTF-16 units.
            names.sort_by(|a, b| a.encode_utf16().cmp(b.encode_utf16()));
            let written: Vec<String> = names
                .into_iter()
                .map(|name| {
                    format!(
                        "{}:{}",
                        Value::from(name.as_str()),
                        canonical(&members[name])
                    )
                })
                .collect();
            format!("{{{}}}", written.join(","))
        }
        Value::Array(items) => {
            let written: Vec<String> = items.iter().map(canonical).collect();
            format!("[{}]", written.join(","))
        }
        plain => plain.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use ed25519_dalek::{Signature, Verifier as _, VerifyingKey};
    use flate2::read::GzDecoder;

    use super::*;

    #[test]
    fn json_is_canonical_as_rfc_8785_shows_it() {
        // Section 3.2.3, the order of names; 3.2.2.2, how strings are written.
        let value = json!({
            "\u{20ac}": "Euro Sign", "\r": "Carriage Return", "\u{fb33}": "Hebrew", "1": "One",
            "\u{1f600}": "Emoji", "\u{80}": "Control", "\u{f6}": "Latin",
        });
        assert_eq!(
            canonical(&value),
            "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u{80}\":\"Control\",\"ö\":\"Latin\",\"€\":\"Euro Sign\",\"😀\":\"Emoji\",\"\u{fb33}\":\"Hebrew\"}"
        );
        let text = json!({ "b": [true, null, 12], "a": "\u{20ac}$\u{f}\nA'B\"\\/" });
        assert_eq!(
            canonical(&text),
            r#"{"a":"€$\u000f\nA'B\"\\/","b":[true,null,12]}"#
        );
    }

    #[test]
    fn a_place_is_one_bit_from_the_left() {
        let packed = packed(1, &[0, LIST, LIST + 9, 3 * LIST]).expect("packed");
        let bytes = URL_SAFE_NO_PAD.decode(&packed[1..]).expect("base 64");
        let mut bits = Vec::new();
        GzDecoder::new(&bytes[..])
            .read_to_end(&mut bits)
            .expect("gzip");
        assert_eq!((packed.starts_with('u'), bits.len()), (true, 16_384));
        assert_eq!(bits[..3], [0b1000_0000, 0b0100_0000, 0]);
        assert!(bits[3..].iter().all(|b| *b == 0));
    }

    #[test]
    fn a_proof_holds_for_exactly_what_was_signed() {
        let issuer = Issuer::new(&[7; 32], "https://hocluat.example:8443");
        assert_eq!(issuer.did, "did:web:hocluat.example%3A8443");
        let list = issuer.status_list(0, &[5], Moment(0)).expect("made");
        let key = issuer.document()["verificationMethod"][0]["publicKeyMultibase"].clone();
        let key = bs58::decode(&key.as_str().expect("text")[1..])
            .into_vec()
            .expect("base 58");
        let key = VerifyingKey::from_bytes(&key[2..].try_into().expect("32")).expect("a key");
        let holds = |document: &Value| {
            let (mut document, mut proof) = (document.clone(), document["proof"].clone());
            document.as_object_mut().expect("object").remove("proof");
            let value = proof.as_object_mut().expect("object").remove("proofValue");
            let value = value.expect("a value");
            let bytes = bs58::decode(&value.as_str().expect("text")[1..]).into_vec();
            let bytes: [u8; 64] = bytes.expect("base 58").try_into().expect("64");
            let hash = |v: &Value| Sha256::digest(canonical(v).as_bytes());
            let signed = [hash(&proof), hash(&document)].concat();
            key.verify(&signed, &Signature::from_bytes(&bytes)).is_ok()
        };
        assert!(holds(&list));
        let mut changed = list.clone();
        changed["issuer"] = "did:web:elsewhere.example".into();
        assert!(!holds(&changed));
        changed = list;
        changed["proof"]["created"] = "2030-01-01T00:00:00Z".into();
        assert!(!holds(&changed));
    }
}
