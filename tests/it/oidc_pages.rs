//! Signing in with a real OpenID Connect provider through the pages: the button, the provider's own page, the way back, the account.

use hocluat::kernel::clock::{Clock as _, MINUTE, SystemClock};
use hocluat::platform::config::Config;
use hocluat::platform::i18n::Lang;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::support::World;
use crate::support::oidc_provider::{OidcProvider, Typed, modules, visit};
use crate::support::scene::root;
use crate::support::web::{Answer, Visitor, account};

const KEY: &str = "thu";
const LABEL: &str = "Tài khoản thử";
const BACK: &str = "/dang-nhap/thu/ve";
const ACCOUNTS: &str = "SELECT COUNT(*) FROM account";
const IDENTITIES: &str = "SELECT COUNT(*) FROM identity";
const SESSIONS: &str = "SELECT COUNT(*) FROM session";

const PERSON: Typed<'static> = Typed {
    login: "nguoi-thu",
    name: "Nguyễn Thị Thử Nghiệm",
    email: "nguoi-thu@example.vn",
    agrees: true,
};

/// The service with the provider among its settings.
struct Scene {
    world: World,
    _provider: OidcProvider,
    _folder: TempDir,
}

impl Scene {
    /// `None` when the provider's modules are not there.
    async fn new() -> Option<Self> {
        let modules = modules()?;
        let folder = tempfile::tempdir().expect("a temporary folder");
        let back = format!("--redirect-path={BACK}");
        let provider = OidcProvider::started(&modules, folder.path(), &[&back]).expect("provider");
        let known = provider.settings();
        let mut settings = serde_json::to_value(&known).expect("JSON");
        // What is never written anywhere must be said once more.
        settings["client_secret"] = json!(known.client_secret);
        assert_eq!(
            (&settings["key"], &settings["label"]),
            (&json!(KEY), &json!(LABEL))
        );
        let world = World::with_config(|config| with_provider(config, settings)).await;
        // The provider reads the machine's clock, so the service must read about the same.
        world.clock.set(SystemClock.now());
        Some(Self {
            world,
            _provider: provider,
            _folder: folder,
        })
    }

    fn visitor(&self) -> Visitor {
        Visitor::new(&self.world)
    }

    /// Follows the button to the provider, types there, and returns the address to which the provider sends the browser back.
    async fn at_the_provider(&self, visitor: &Visitor, typed: &Typed<'_>, next: &str) -> String {
        let leaves = visitor.get(&format!("/dang-nhap/{KEY}?next={next}")).await;
        assert_eq!(leaves.status, 303, "{}", leaves.text);
        let back = format!("{}{BACK}", self.world.node.url);
        let address = visit(leaves.header("location"), &back, typed).await;
        format!("{}?{}", address.path(), address.query().unwrap_or_default())
    }

    /// The whole way.
    async fn signs_in(&self, visitor: &Visitor, typed: &Typed<'_>, next: &str) -> Answer {
        let back = self.at_the_provider(visitor, typed, next).await;
        visitor.get(&back).await
    }

    async fn counts(&self) -> [i64; 3] {
        let world = &self.world;
        [
            world.count(ACCOUNTS).await,
            world.count(IDENTITIES).await,
            world.count(SESSIONS).await,
        ]
    }
}

fn with_provider(config: Config, settings: Value) -> Config {
    Config {
        oidc: vec![settings],
        ..config
    }
}

#[track_caller]
fn assert_refused(got: &Answer, status: u16, key: &str) {
    assert_eq!(got.status, status, "{}", got.text);
    assert!(got.text.contains(&Lang::Vi.t(key)), "{key}: {}", got.text);
    let cookies = got.headers.get_all("set-cookie").iter();
    let mut cookies = cookies.filter_map(|c| c.to_str().ok());
    assert!(
        !cookies.any(|c| c.starts_with("hocluat_session=")),
        "{got:?}"
    );
}

#[tokio::test]
async fn a_person_goes_to_the_provider_and_comes_back_with_an_account_that_the_next_time_is_found()
{
    let Some(scene) = Scene::new().await else {
        return;
    };
    let first = scene.visitor();
    let page = first.get("/dang-nhap?next=/cuoc-thi").await.text;
    assert!(
        page.contains(LABEL) && page.contains(&format!("/dang-nhap/{KEY}?next=")),
        "{page}"
    );
    let got = scene.signs_in(&first, &PERSON, "/cuoc-thi").await;
    assert_eq!(
        (got.status, got.header("location")),
        (303, "/cuoc-thi"),
        "{}",
        got.text
    );
    let profile = first.get("/ho-so").await.text;
    assert!(profile.contains(PERSON.name), "{profile}");
    assert!(profile.contains(&verified()), "{profile}");
    assert_eq!(scene.counts().await, [1, 1, 1]);

    let second = scene.visitor();
    let got = scene
        .signs_in(&second, &PERSON, "https://evil.example/")
        .await;
    assert_eq!(
        (got.status, got.header("location")),
        (303, "/"),
        "no way off this site"
    );
    assert!(second.get("/ho-so").await.text.contains(PERSON.name));
    assert_eq!(scene.counts().await, [1, 1, 2], "the same account");

    let other = Typed {
        login: "nguoi-khac",
        name: "",
        ..PERSON
    };
    assert_eq!(
        scene.signs_in(&scene.visitor(), &other, "/").await.status,
        303
    );
    assert_eq!(
        scene.counts().await,
        [2, 2, 3],
        "the same address is not the same person"
    );
    scene.world.end().await;
}

fn verified() -> String {
    Lang::Vi.t_args("profile-verified", &[("by", LABEL.to_owned())])
}

#[tokio::test]
async fn an_identity_is_tied_to_the_account_that_is_signed_in_and_to_no_other() {
    let Some(scene) = Scene::new().await else {
        return;
    };
    let mine = account(&scene.world, "hoa-pham", None).await;
    let theirs = account(&scene.world, "nguoi-khac", None).await;
    let (me, other) = (
        Visitor::of(&scene.world, &mine.token),
        Visitor::of(&scene.world, &theirs.token),
    );
    assert!(!me.get("/ho-so").await.text.contains(&verified()));
    let got = scene.signs_in(&me, &PERSON, "/ho-so").await;
    assert_eq!(
        (got.status, got.header("location")),
        (303, "/ho-so?bao=verified"),
        "{}",
        got.text
    );
    assert!(me.get("/ho-so").await.text.contains(&verified()));
    let line = format!(
        "SELECT COUNT(*) FROM audit WHERE action = 'account.verified' AND subject = 'account/{}'",
        mine.id
    );
    assert_eq!(scene.world.count(&line).await, 1);
    // Once more changes nothing.
    assert_eq!(scene.signs_in(&me, &PERSON, "/ho-so").await.status, 303);
    assert_eq!(scene.world.count(&line).await, 1);

    let before = scene.counts().await;
    let taken = scene.signs_in(&other, &PERSON, "/ho-so").await;
    assert_refused(&taken, 409, "problem-identity-taken");
    assert!(!other.get("/ho-so").await.text.contains(&verified()));
    assert_eq!(scene.counts().await, before);

    // From now on the identity leads into the account.
    let elsewhere = scene.visitor();
    assert_eq!(scene.signs_in(&elsewhere, &PERSON, "/").await.status, 303);
    assert!(elsewhere.get("/ho-so").await.text.contains("hoa-pham"));
    scene.world.end().await;
}

#[tokio::test]
async fn who_comes_back_without_having_left_from_this_browser_is_not_let_in() {
    let Some(scene) = Scene::new().await else {
        return;
    };
    let refused = "problem-identity-refused";
    let (mine, theirs) = (scene.visitor(), scene.visitor());
    let before = scene.counts().await;
    // A link with somebody's answer, opened in a browser that never left, or left for another sign-in.
    let back = scene.at_the_provider(&theirs, &PERSON, "/").await;
    assert_refused(&mine.get(&back).await, 403, refused);
    let own = scene.at_the_provider(&mine, &PERSON, "/").await;
    assert_refused(&mine.get(&back).await, 403, refused);
    let forged = scene.visitor();
    forged.keep("hocluat_provider=gia.mao; Path=/");
    assert_refused(&forged.get(&back).await, 403, refused);
    for bare in [
        BACK.to_owned(),
        format!("{BACK}?code=x"),
        format!("{BACK}?state=x"),
        format!("{BACK}?error=server_error"),
    ] {
        assert_refused(&mine.get(&bare).await, 403, refused);
    }
    assert_eq!(
        mine.get("/dang-nhap/khac/ve?code=x&state=y").await.status,
        404
    );
    assert_eq!(mine.get("/dang-nhap/khac").await.status, 404);
    assert_eq!(scene.counts().await, before, "nobody came in");
    assert_eq!(
        mine.get(&own).await.status,
        303,
        "the right answer still counts"
    );
    assert_eq!(theirs.get(&back).await.status, 303);
    // Each answer counts once: its cookie is gone.
    assert_refused(&theirs.get(&back).await, 403, refused);
    scene.world.end().await;
}

#[tokio::test]
async fn who_says_no_or_takes_too_long_or_is_closed_is_told_so() {
    let Some(scene) = Scene::new().await else {
        return;
    };
    let visitor = scene.visitor();
    let no = Typed {
        agrees: false,
        ..PERSON
    };
    let got = scene.signs_in(&visitor, &no, "/").await;
    assert_refused(&got, 403, "problem-identity-refused");
    let back = scene.at_the_provider(&visitor, &PERSON, "/").await;
    scene.world.advance(15 * MINUTE);
    assert_refused(&visitor.get(&back).await, 403, "problem-identity-refused");
    scene.world.clock.set(SystemClock.now());
    assert_eq!(scene.counts().await, [0, 0, 0]);

    assert_eq!(scene.signs_in(&visitor, &PERSON, "/").await.status, 303);
    let accounts = &scene.world.node.app.accounts;
    let id = scene
        .world
        .texts("SELECT subject FROM audit WHERE action = 'account.verified'")
        .await;
    let id = id[0].trim_start_matches("account/").parse().expect("an id");
    let closed = accounts
        .set_closed(&root(), id, true, scene.world.now())
        .await;
    closed.expect("closed");
    assert!(!visitor.is_signed_in().await);
    let got = scene.signs_in(&scene.visitor(), &PERSON, "/").await;
    assert_refused(&got, 401, "problem-sign-in-failed");
    assert_eq!(scene.counts().await, [1, 1, 0]);
    scene.world.end().await;
}
