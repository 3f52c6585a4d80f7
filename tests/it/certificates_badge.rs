//! Badges under the eyes of a public verifier (tests/badges/verify.mjs, run by node).

use std::path::{Path, PathBuf};
use std::process::Command;

use hocluat::kernel::actor::{Actor, Grant, Role};
use serde_json::Value;
use uuid::Uuid;

use crate::certificates::many;
use crate::support::World;

/// The folder with the verifier's modules, as for the provider of identities; without it the test is skipped unless `CI_STRICT` is set.
fn modules() -> Option<PathBuf> {
    let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
    let folder = set("HOCLUAT_TEST_OIDC").map(PathBuf::from);
    let there = |f: &PathBuf| f.join("node_modules/@digitalbazaar/vc").is_dir();
    if folder.as_ref().is_some_and(there) {
        return folder;
    }
    let missing =
        "HOCLUAT_TEST_OIDC names no folder in which `npm ci` was run with tests/npm/package.json";
    assert!(
        set("CI_STRICT").is_none(),
        "{missing}, and CI_STRICT allows no test to be skipped"
    );
    eprintln!("SKIPPED: {missing}; nothing was tested");
    None
}

async fn verify(modules: &Path, service: &str, badge: &str, change: Option<&str>) -> Value {
    let program = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/badges/verify.mjs");
    let mut command = Command::new("node");
    command.arg(program).arg(modules).args([service, badge]);
    command.args(change.map(|field| format!("--change={field}")));
    // The service answers from this very process.
    let done = tokio::task::spawn_blocking(move || command.output().expect("node runs")).await;
    let done = done.expect("no panic");
    let (said, complained) = (
        String::from_utf8_lossy(&done.stdout).into_owned(),
        String::from_utf8_lossy(&done.stderr).into_owned(),
    );
    serde_json::from_str(&said).unwrap_or_else(|_| panic!("{said}{complained}"))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_public_verifier_accepts_a_badge_and_refuses_a_changed_or_revoked_one() {
    let Some(modules) = modules() else { return };
    let world = World::new().await;
    many(&world, 2).await;
    for _ in 0..200 {
        world
            .node
            .app
            .certificates
            .issue_due(10)
            .await
            .expect("issued");
        if world.count("SELECT COUNT(*) FROM certificate").await == 2 {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    let service = world.node.url.clone();
    // The verifier looks at the machine's clock: what is issued in its future is refused.
    let badge = "/chung-nhan/0001-GCN-TG-2026/huy-hieu.json";
    let good = verify(&modules, &service, badge, None).await;
    assert_eq!(
        (&good["verified"], &good["revoked"]),
        (&true.into(), &false.into()),
        "{good}"
    );
    for field in ["name", "encodedList"] {
        let changed = verify(&modules, &service, badge, Some(field)).await;
        assert_eq!(changed["verified"], false, "{field}: {changed}");
    }
    let actor = Actor {
        account: Uuid::from_u128(5),
        name: String::new(),
        grants: vec![Grant::everywhere(Role::Organiser)],
    };
    let revoked = world
        .node
        .app
        .certificates
        .revoke("0001-GCN-TG-2026", 1, "Cấp nhầm", &actor);
    revoked.await.expect("revoked");
    let gone = verify(&modules, &service, badge, None).await;
    assert_eq!(
        (&gone["verified"], &gone["revoked"]),
        (&true.into(), &true.into()),
        "{gone}"
    );
    let other = verify(
        &modules,
        &service,
        "/chung-nhan/0002-GCN-TG-2026/huy-hieu.json",
        None,
    )
    .await;
    assert_eq!(
        (&other["verified"], &other["revoked"]),
        (&true.into(), &false.into()),
        "{other}"
    );
    world.end().await;
}
