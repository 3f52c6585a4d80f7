//! What can be tested without a real provider: decisions, and a provider that misbehaves.

use std::collections::HashMap;
use std::time::Duration;

use openidconnect::url::Url;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use super::discovery::{LIMITS, Limits, Web};
use super::provider::default_scopes;
use super::*;
use crate::kernel::clock::{HOUR, MINUTE};
use crate::kernel::entropy::SeededEntropy;

const NOW: Moment = Moment(1_782_867_600_000);
const BACK: &str = "http://127.0.0.1:8080/back";

fn provider(issuer: &str) -> Provider {
    Provider {
        key: "thu".into(),
        label: "Tài khoản thử".into(),
        issuer: issuer.into(),
        client_id: "hocluat".into(),
        client_secret: Some("very-secret".into()),
        scopes: default_scopes(),
    }
}

fn with_limits(limits: Limits) -> Oidc {
    Oidc {
        web: Web::new(limits),
    }
}

async fn started(oidc: &Oidc, provider: &Provider) -> Result<Started, Failure> {
    oidc.start(provider, BACK, &SeededEntropy::new(1), NOW)
        .await
}

/// What a made-up provider answers: path → the whole HTTP answer, in which `ISSUER` stands for its own address.
type Answers = HashMap<&'static str, String>;

fn json(body: &str) -> String {
    format!("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\n\r\n{body}")
}

const DOCUMENT: &str = r#"{"issuer":"ISSUER","authorization_endpoint":"ISSUER/auth","token_endpoint":"ISSUER/token",
    "jwks_uri":"ISSUER/jwks","response_types_supported":["code"],"subject_types_supported":["public"],
    "id_token_signing_alg_values_supported":["RS256"]}"#;

fn sound() -> Answers {
    HashMap::from([
        ("/.well-known/openid-configuration", json(DOCUMENT)),
        ("/jwks", json(r#"{"keys":[]}"#)),
    ])
}

/// A provider that says what it was told to; a path without an answer is left hanging. It counts nothing and ends with the test.
async fn made_up(answers: Answers) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let issuer = format!("http://{}", listener.local_addr().expect("an address"));
    let own = issuer.clone();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut head = vec![0; 8_192];
            let length = stream.read(&mut head).await.unwrap_or(0);
            let head = String::from_utf8_lossy(&head[..length]).into_owned();
            let path = head.split(' ').nth(1).unwrap_or_default().to_owned();
            match answers.get(path.as_str()) {
                Some(answer) => {
                    let answer = answer.replace("ISSUER", &own);
                    let _ = stream.write_all(answer.as_bytes()).await;
                }
                None => {
                    tokio::spawn(async move {
                        tokio::time::sleep(Duration::from_secs(60)).await;
                        drop(stream);
                    });
                }
            }
        }
    });
    issuer
}

#[test]
fn settings_that_cannot_work_are_named() {
    for issuer in [
        "https://id.example.vn",
        "http://127.0.0.1:9",
        "http://localhost:9/a",
        "http://[::1]:9",
    ] {
        assert_eq!(provider(issuer).check(), Ok(()), "{issuer}");
    }
    for issuer in [
        "http://id.example.vn",
        "http://127.0.0.1.example.vn",
        "http://localhost.example.vn",
        "ftp://127.0.0.1",
        "https://user:pass@id.example.vn",
        "https://id.example.vn/?a=b",
        "https://id.example.vn/#a",
        "id.example.vn",
    ] {
        let why = provider(issuer).check().expect_err(issuer);
        assert!(why.contains("issuer") && why.contains("thu"), "{why}");
    }
    type Change = fn(&mut Provider);
    let changes: [(&str, Change); 4] = [
        ("key", |p| p.key = "a/b".into()),
        ("label", |p| p.label = " ".into()),
        ("client_id", |p| p.client_id = String::new()),
        ("client_secret", |p| p.client_secret = Some(String::new())),
    ];
    for (setting, change) in changes {
        let mut wrong = provider("https://id.example.vn");
        change(&mut wrong);
        let why = wrong.check().expect_err(setting);
        assert!(why.contains(setting), "{why}");
    }
}

#[test]
fn settings_are_read_with_sensible_scopes_and_no_unknown_names() {
    let text = "key = 'a'\nlabel = 'A'\nissuer = 'https://a.vn'\nclient_id = 'b'\n";
    let read: Provider = toml::from_str(text).expect("read");
    assert_eq!((read.scopes, read.client_secret), (default_scopes(), None));
    assert!(toml::from_str::<Provider>(&format!("{text}secret = 'c'\n")).is_err());
}

#[test]
fn no_secret_is_shown_or_written() {
    let provider = provider("https://id.example.vn");
    let written = serde_json::to_string(&provider).expect("written");
    let pending = Pending {
        nonce: "very-secret".into(),
        pkce_verifier: "very-secret".into(),
    };
    let started = Started {
        url: "very-secret".into(),
        state: "very-secret".into(),
        nonce: "very-secret".into(),
        pkce_verifier: "very-secret".into(),
    };
    let shown = format!("{provider:?}{pending:?}{started:?}{written}");
    assert!(!shown.contains("very-secret"), "{shown}");
}

#[test]
fn a_callback_counts_only_with_its_own_state_and_issuer() {
    let provider = provider("https://id.example.vn");
    let callback = |state: Option<&str>,
                    code: Option<&str>,
                    error: Option<&str>,
                    iss: Option<&str>| Callback {
        code: code.map(str::to_owned),
        state: state.map(str::to_owned),
        error: error.map(str::to_owned),
        iss: iss.map(str::to_owned),
    };
    let good = callback(Some("s"), Some("c"), None, Some("https://id.example.vn"));
    assert_eq!(good.code(&provider, "s"), Ok("c"));
    let wrong = [
        (callback(Some("t"), Some("c"), None, None), "s"),
        (callback(None, Some("c"), None, None), "s"),
        // A sign-in that never began has no state to compare with.
        (callback(Some(""), Some("c"), None, None), ""),
        (callback(Some("t"), None, Some("access_denied"), None), "s"),
        (
            callback(Some("s"), Some("c"), None, Some("https://other.vn")),
            "s",
        ),
        (callback(Some("s"), None, None, None), "s"),
        (callback(Some("s"), Some(""), None, None), "s"),
    ];
    for (number, (callback, state)) in wrong.iter().enumerate() {
        let got = callback.code(&provider, state);
        assert!(matches!(got, Err(Failure::Invalid(_))), "{number}: {got:?}");
    }
    let refused = |error| {
        callback(Some("s"), None, Some(error), None)
            .code(&provider, "s")
            .map(str::to_owned)
    };
    assert_eq!(
        refused("access_denied"),
        Err(Failure::Refused(Refusal::ByPerson))
    );
    assert_eq!(
        refused("login_required"),
        Err(Failure::Refused(Refusal::ByProvider(
            "login_required".into()
        )))
    );
    let Err(Failure::Refused(Refusal::ByProvider(said))) = refused("x\n<b>forged line</b>") else {
        panic!("an unknown error is a refusal");
    };
    assert!(!said.contains("forged"), "{said}");
}

#[test]
fn an_address_and_whether_it_is_checked_stay_together() {
    let told = |name: Option<&str>, email: Option<&str>, email_verified| Told {
        name: name.map(str::to_owned),
        email: email.map(str::to_owned),
        email_verified,
    };
    let merged = told(None, Some("a@a.vn"), false).or(told(Some("B"), Some("b@b.vn"), true));
    assert_eq!(merged, told(Some("B"), Some("a@a.vn"), false));
    let merged = told(Some("A"), None, false).or(told(Some("B"), Some("b@b.vn"), true));
    assert_eq!(merged, told(Some("A"), Some("b@b.vn"), true));
    assert_eq!(
        Told::new(None, Some(&" ".to_owned()), Some(true)),
        Told::default()
    );
}

#[tokio::test]
async fn the_start_asks_for_a_code_with_s256_state_and_nonce_of_its_own() {
    let issuer = made_up(sound()).await;
    let (oidc, provider) = (with_limits(LIMITS), provider(&issuer));
    let entropy = SeededEntropy::new(1);
    let one = oidc
        .start(&provider, BACK, &entropy, NOW)
        .await
        .expect("started");
    let two = oidc
        .start(&provider, BACK, &entropy, NOW)
        .await
        .expect("started");
    assert!(
        one.state != two.state && one.nonce != two.nonce && one.pkce_verifier != two.pkce_verifier
    );
    let url = Url::parse(&one.url).expect("an address");
    let query: HashMap<_, _> = url.query_pairs().into_owned().collect();
    let is = |name: &str, value: &str| {
        assert_eq!(query.get(name).map(String::as_str), Some(value), "{name}")
    };
    is("response_type", "code");
    is("client_id", "hocluat");
    is("redirect_uri", BACK);
    is("scope", "openid profile email");
    is("state", &one.state);
    is("nonce", &one.nonce);
    is("code_challenge_method", "S256");
    let challenge = PkceCodeChallenge::from_code_verifier_sha256(&PkceCodeVerifier::new(
        one.pkce_verifier.clone(),
    ));
    is("code_challenge", challenge.as_str());
    for secret in [one.pkce_verifier.as_str(), "very-secret"] {
        assert!(!one.url.contains(secret));
    }
}

#[tokio::test]
async fn a_document_is_believed_for_an_hour() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let issuer = format!("http://{address}");
    let (oidc, provider) = (with_limits(LIMITS), provider(&issuer));
    let own = issuer.clone();
    // Answers twice (document, keys) and is gone.
    let served = tokio::spawn(async move {
        for body in [DOCUMENT, r#"{"keys":[]}"#] {
            let (mut stream, _) = listener.accept().await.expect("a request");
            let _ = stream.read(&mut [0; 8_192]).await;
            let _ = stream
                .write_all(json(body).replace("ISSUER", &own).as_bytes())
                .await;
        }
    });
    let entropy = SeededEntropy::new(1);
    assert!(oidc.start(&provider, BACK, &entropy, NOW).await.is_ok());
    served.await.expect("served");
    let later = NOW.plus(59 * MINUTE);
    assert!(oidc.start(&provider, BACK, &entropy, later).await.is_ok());
    for moment in [NOW.plus(HOUR), NOW.plus(-1)] {
        let got = oidc.start(&provider, BACK, &entropy, moment).await;
        assert!(matches!(got, Err(Failure::ProviderDown(_))), "{got:?}");
    }
}

#[tokio::test]
async fn a_provider_that_hangs_is_given_up() {
    let issuer = made_up(Answers::new()).await;
    let oidc = with_limits(Limits {
        whole: Duration::from_millis(200),
        ..LIMITS
    });
    let got = started(&oidc, &provider(&issuer)).await;
    assert!(matches!(got, Err(Failure::ProviderDown(_))), "{got:?}");
}

#[tokio::test]
async fn a_provider_that_fails_is_down_and_may_recover() {
    let mut answers = sound();
    answers.insert(
        "/jwks",
        "HTTP/1.1 503 Busy\r\nconnection: close\r\n\r\n".into(),
    );
    let got = started(&with_limits(LIMITS), &provider(&made_up(answers).await)).await;
    assert!(matches!(got, Err(Failure::ProviderDown(_))), "{got:?}");
}

#[tokio::test]
async fn what_a_provider_must_not_say_is_not_accepted() {
    const PATH: &str = "/.well-known/openid-configuration";
    let elsewhere = made_up(sound()).await;
    let moved =
        format!("HTTP/1.1 302 Found\r\nlocation: {elsewhere}{PATH}\r\nconnection: close\r\n\r\n");
    let too_long = " ".repeat(usize::try_from(LIMITS.body).expect("small") + 1);
    let documents = [
        ("a redirect", "302", moved),
        ("more than the limit", "too long", json(&too_long)),
        (
            "another issuer",
            "unexpected issuer",
            json(&DOCUMENT.replacen("ISSUER", &elsewhere, 1)),
        ),
        ("no JSON", "discovery", json("<html>")),
        (
            "a page of its own without https",
            "not https",
            json(&DOCUMENT.replace("ISSUER/auth", "http://id.example.vn/auth")),
        ),
        (
            "a page that is a script",
            "not https",
            json(&DOCUMENT.replace("ISSUER/auth", "javascript:alert(1)")),
        ),
        (
            "keys without https",
            "not https",
            json(&DOCUMENT.replace("ISSUER/jwks", "http://id.example.vn/jwks")),
        ),
    ];
    for (what, because, document) in documents {
        let mut answers = sound();
        answers.insert(PATH, document);
        let got = started(&with_limits(LIMITS), &provider(&made_up(answers).await)).await;
        let Err(Failure::Invalid(why)) = got else {
            panic!("{what}: {got:?}");
        };
        assert!(why.contains(because), "{what}: {why}");
    }
}

#[test]
fn a_provider_elsewhere_cannot_send_us_to_this_machine() {
    let far = provider("https://id.example.vn");
    let near = provider("http://127.0.0.1:9");
    let inside = Url::parse("http://127.0.0.1:5432/").expect("an address");
    assert!(!far.may_use(&inside) && near.may_use(&inside));
}

#[tokio::test]
async fn a_token_answer_is_never_quoted() {
    let mut answers = sound();
    answers.insert(
        "/token",
        json(r#"{"access_token":{"very-secret":1},"id_token":"very-secret"}"#),
    );
    let oidc = with_limits(LIMITS);
    let provider = provider(&made_up(answers).await);
    let pending = Pending {
        nonce: "n".into(),
        pkce_verifier: "v".repeat(43),
    };
    let got = oidc
        .finish(&provider, BACK, "code-very-secret", &pending, NOW)
        .await;
    let Err(Failure::Invalid(why)) = got else {
        panic!("{got:?}");
    };
    assert!(!why.contains("very-secret"), "{why}");
    let short = Pending {
        pkce_verifier: "v".repeat(42),
        ..pending
    };
    let got = oidc.finish(&provider, BACK, "c", &short, NOW).await;
    assert!(matches!(got, Err(Failure::Invalid(_))), "{got:?}");
}
