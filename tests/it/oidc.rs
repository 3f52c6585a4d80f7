//! Signing in with a real OpenID Connect provider, without pages and accounts: from the address to which the person is
//! sent to who they are.

use hocluat::account::oidc::{
    Callback, Failure, Identity, Oidc, Pending, Provider, Refusal, Started,
};
use hocluat::kernel::clock::{Clock, HOUR, Moment, SystemClock};
use hocluat::kernel::entropy::SystemEntropy;
use tempfile::TempDir;

use crate::support::oidc_provider::{BACK_PATH, OidcProvider, Typed, callback, modules, visit};

/// Nobody listens there: the browser's part ends before it.
const BACK: &str = "http://127.0.0.1:9/callback";

const PERSON: Typed<'static> = Typed {
    login: "nguoi-thu",
    name: "Nguyễn Thị Thử Nghiệm",
    email: "nguoi-thu@example.vn",
    agrees: true,
};

/// The provider and this service's part, as one test has them.
struct Scene {
    oidc: Oidc,
    process: OidcProvider,
    provider: Provider,
    _folder: TempDir,
}

/// A person who has been at the provider and stands before the service again.
struct Returned {
    started: Started,
    callback: Callback,
}

impl Returned {
    fn pending(&self) -> Pending {
        Pending {
            nonce: self.started.nonce.clone(),
            pkce_verifier: self.started.pkce_verifier.clone(),
        }
    }
}

/// The provider reads the machine's clock, so this part must read the same.
fn now() -> Moment {
    SystemClock.now()
}

impl Scene {
    /// `None` when the provider's modules are not there.
    fn with(options: &[&str]) -> Option<Self> {
        let modules = modules()?;
        let folder = tempfile::tempdir().expect("a temporary folder");
        let process = OidcProvider::started(&modules, folder.path(), options).expect("provider");
        assert!(BACK.ends_with(BACK_PATH));
        Some(Self {
            oidc: Oidc::new(),
            provider: process.settings(),
            process,
            _folder: folder,
        })
    }

    async fn start(&self) -> Result<Started, Failure> {
        self.oidc
            .start(&self.provider, BACK, &SystemEntropy, now())
            .await
    }

    async fn returned(&self, typed: &Typed<'_>) -> Returned {
        let started = self.start().await.expect("started");
        let address = visit(&started.url, BACK, typed).await;
        Returned {
            callback: callback(&address),
            started,
        }
    }

    async fn finish(&self, code: &str, pending: &Pending) -> Result<Identity, Failure> {
        self.oidc
            .finish(&self.provider, BACK, code, pending, now())
            .await
    }

    /// Everything a callback page does.
    async fn completed(&self, returned: &Returned) -> Result<Identity, Failure> {
        let code = returned
            .callback
            .code(&self.provider, &returned.started.state)?;
        self.finish(code, &returned.pending()).await
    }

    fn person(&self) -> Identity {
        Identity {
            issuer: self.process.issuer.clone(),
            subject: PERSON.login.into(),
            name: Some(PERSON.name.into()),
            email: Some(PERSON.email.into()),
            email_verified: true,
        }
    }
}

#[track_caller]
fn assert_invalid(got: &Result<Identity, Failure>, because: &str) {
    let Err(Failure::Invalid(why)) = got else {
        panic!("{got:?}");
    };
    assert!(why.contains(because), "{why}");
}

#[tokio::test]
async fn a_person_signs_in_with_a_provider_that_tells_names_at_its_userinfo_endpoint() {
    let Some(scene) = Scene::with(&[]) else {
        return;
    };
    let returned = scene.returned(&PERSON).await;
    assert_eq!(
        returned.callback.iss.as_deref(),
        Some(scene.process.issuer.as_str())
    );
    assert_eq!(scene.completed(&returned).await, Ok(scene.person()));
}

#[tokio::test]
async fn a_person_signs_in_with_a_provider_that_tells_names_in_the_id_token() {
    let Some(scene) = Scene::with(&["--claims-in-id-token"]) else {
        return;
    };
    let returned = scene.returned(&PERSON).await;
    assert_eq!(scene.completed(&returned).await, Ok(scene.person()));
}

#[tokio::test]
async fn a_public_client_signs_people_in_by_pkce_alone() {
    let Some(mut scene) = Scene::with(&[]) else {
        return;
    };
    scene.provider.client_id = "hocluat-public".into();
    scene.provider.client_secret = None;
    let returned = scene.returned(&PERSON).await;
    assert_eq!(scene.completed(&returned).await, Ok(scene.person()));
}

#[tokio::test]
async fn names_are_composed_and_a_person_without_name_and_address_is_known_all_the_same() {
    let Some(scene) = Scene::with(&[]) else {
        return;
    };
    // The same name as some telephones send it: letters and marks apart (NFD), and spaces too many.
    let apart = "  Nguye\u{302}\u{303}n Thi\u{323}  Thu\u{31b}\u{309} Nghie\u{323}\u{302}m ";
    let typed = Typed {
        name: apart,
        ..PERSON
    };
    let returned = scene.returned(&typed).await;
    assert_eq!(scene.completed(&returned).await, Ok(scene.person()));
    let bare = Typed {
        login: "an-danh",
        name: "",
        email: "",
        agrees: true,
    };
    let returned = scene.returned(&bare).await;
    let expected = Identity {
        subject: "an-danh".into(),
        name: None,
        email: None,
        email_verified: false,
        ..scene.person()
    };
    assert_eq!(scene.completed(&returned).await, Ok(expected));
}

#[tokio::test]
async fn a_person_who_says_no_is_told_apart_from_a_failure() {
    let Some(scene) = Scene::with(&[]) else {
        return;
    };
    let typed = Typed {
        agrees: false,
        ..PERSON
    };
    let returned = scene.returned(&typed).await;
    assert_eq!(
        scene.completed(&returned).await,
        Err(Failure::Refused(Refusal::ByPerson))
    );
}

#[tokio::test]
async fn an_answer_to_somebody_elses_sign_in_is_not_accepted() {
    let Some(scene) = Scene::with(&[]) else {
        return;
    };
    let mine = scene.returned(&PERSON).await;
    // A link with another person's code, opened in this person's browser.
    let theirs = scene.returned(&PERSON).await;
    let mixed = Returned {
        callback: theirs.callback.clone(),
        started: mine.started.clone(),
    };
    assert_invalid(&scene.completed(&mixed).await, "state");
    // Even with the state guessed, the code belongs to another PKCE verifier.
    let code = theirs.callback.code.as_deref().expect("a code");
    assert_invalid(&scene.finish(code, &mine.pending()).await, "invalid_grant");
    assert_eq!(scene.completed(&mine).await, Ok(scene.person()));
}

#[tokio::test]
async fn an_id_token_with_another_nonce_is_not_accepted() {
    let Some(scene) = Scene::with(&[]) else {
        return;
    };
    let returned = scene.returned(&PERSON).await;
    let pending = Pending {
        nonce: scene.start().await.expect("started").nonce,
        ..returned.pending()
    };
    let code = returned.callback.code.as_deref().expect("a code");
    assert_invalid(&scene.finish(code, &pending).await, "nonce");
}

#[tokio::test]
async fn a_code_counts_once_and_only_as_it_was_given() {
    let Some(scene) = Scene::with(&[]) else {
        return;
    };
    let returned = scene.returned(&PERSON).await;
    let code = returned.callback.code.clone().expect("a code");
    let mut tampered = code.clone();
    let last = tampered.pop().expect("not empty");
    tampered.push(if last == 'A' { 'B' } else { 'A' });
    let pending = returned.pending();
    assert_invalid(&scene.finish(&tampered, &pending).await, "invalid_grant");
    assert_eq!(scene.finish(&code, &pending).await, Ok(scene.person()));
    assert_invalid(&scene.finish(&code, &pending).await, "invalid_grant");
}

#[tokio::test]
async fn a_wrong_secret_is_for_the_log_and_does_not_appear_in_it() {
    let Some(mut scene) = Scene::with(&[]) else {
        return;
    };
    let returned = scene.returned(&PERSON).await;
    scene.provider.client_secret = Some("a-wrong-secret".into());
    let got = scene.completed(&returned).await;
    assert_invalid(&got, "invalid_client");
    assert!(!format!("{got:?}").contains("a-wrong-secret"));
}

#[tokio::test]
async fn an_id_token_counts_until_it_expires_by_the_services_own_clock() {
    let Some(scene) = Scene::with(&[]) else {
        return;
    };
    for (offset, accepted) in [(HOUR - 60_000, true), (HOUR + 60_000, false)] {
        let returned = scene.returned(&PERSON).await;
        let code = returned.callback.code.as_deref().expect("a code");
        let got = scene
            .oidc
            .finish(
                &scene.provider,
                BACK,
                code,
                &returned.pending(),
                now().plus(offset),
            )
            .await;
        if accepted {
            assert_eq!(got, Ok(scene.person()));
        } else {
            assert_invalid(&got, "xpired");
        }
    }
}

#[tokio::test]
async fn new_keys_of_the_provider_are_fetched_when_a_token_names_them() {
    let Some(mut scene) = Scene::with(&[]) else {
        return;
    };
    // Now the old keys are known, and they stay so for an hour.
    scene.start().await.expect("started");
    scene.process.change_keys().expect("new keys");
    let returned = scene.returned(&PERSON).await;
    assert_eq!(scene.completed(&returned).await, Ok(scene.person()));
}

#[tokio::test]
async fn a_provider_that_is_gone_is_down_at_the_start_and_at_the_end() {
    let Some(mut scene) = Scene::with(&[]) else {
        return;
    };
    let returned = scene.returned(&PERSON).await;
    scene.process.stop();
    let got = scene.completed(&returned).await;
    assert!(matches!(got, Err(Failure::ProviderDown(_))), "{got:?}");
    let fresh = Oidc::new();
    let got = fresh
        .start(&scene.provider, BACK, &SystemEntropy, now())
        .await;
    assert!(matches!(got, Err(Failure::ProviderDown(_))), "{got:?}");
}
