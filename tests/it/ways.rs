//! Every page can be come to: none is known only to whoever types its address.

use std::collections::BTreeSet;

use hocluat::platform::http::access::Rule;
use hocluat::routes::RULES;

use crate::support::scene::{Scene, Who};
use crate::support::web::{Visitor, is_api};

/// Pages that people come to by something else than a link on a page, and by what.
const OTHERWISE: &[(&str, &str)] = &[
    ("/api/openapi.json", "programs"),
    ("/healthz", "programs"),
    ("/.well-known/did.json", "programs"),
    ("/chung-nhan/trang-thai/:list", "a badge names it"),
    ("/sw.js", "a script"),
    ("/ngoai-tuyen", "the service worker, without network"),
    ("/bieu-tuong/:name", "the manifest"),
    ("/cuoc-thi/:slug/anh.png", "the card that is shared"),
    ("/ket-qua/:attempt/anh.png", "the card that is shared"),
    ("/dang-nhap/:provider/ve", "the provider leads back"),
    ("/cuoc-thi/:slug/da-dang-ky", "entering leads there"),
    (
        "/cuoc-thi/:slug/:round/vao-thi",
        "a link of who has entered and has no attempt under way",
    ),
    ("/ket-qua/:attempt", "handing in leads there"),
    (
        "/bang-xep-hang/:slug/:round/tep-ket-qua.json",
        "a link of a final board",
    ),
    (
        "/khoa-hoc/:slug/bai/:lesson/nop-bai/:ordinal",
        "a link of who has handed in a file",
    ),
];

/// Whether an address is one of a rule's.
fn is_of(rule: &Rule, address: &str) -> bool {
    let (mut asked, mut known) = (address.split('/'), rule.path.split('/'));
    loop {
        match (asked.next(), known.next()) {
            (None, None) => return true,
            (Some(part), Some(name)) if part == name || name.starts_with(':') => {}
            _ => return false,
        }
    }
}

/// The addresses that a page links to, shows as a picture, or leads forms to that only ask.
fn addresses(page: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for mark in ["href=\"", "src=\"", "action=\""] {
        for part in page.split(mark).skip(1) {
            let end = part.find(['"', '?', '#']).unwrap_or(part.len());
            found.insert(part[..end].to_owned());
        }
    }
    found
}

/// The rule that serves an address: the one with the fewest variables, as the router chooses.
fn rule_of(address: &str) -> Option<&'static Rule> {
    let fits = RULES
        .iter()
        .filter(|rule| rule.method == "GET" && is_of(rule, address));
    fits.min_by_key(|rule| rule.path.matches(':').count())
}

#[tokio::test]
async fn nobody_needs_to_know_the_address_of_a_page() {
    let mut scene = Scene::new().await;
    let mut linked = BTreeSet::new();
    for rule in RULES.iter().filter(|r| r.method == "GET" && !is_api(r)) {
        if rule.path.contains(":provider") {
            continue;
        }
        for who in Who::ALL {
            scene.prepare(rule).await;
            let token = scene.token(who).await.unwrap_or_default();
            let browser = Visitor::of(&scene.world, &token);
            let got = browser.get(&scene.path(rule, who).await).await;
            if !got.header("content-type").starts_with("text/html") {
                continue;
            }
            let found = addresses(&got.text);
            linked.extend(found.iter().filter_map(|to| rule_of(to)).map(|to| to.path));
        }
    }
    let lonely: Vec<&str> = RULES
        .iter()
        .filter(|rule| rule.method == "GET" && !is_api(rule))
        .map(|rule| rule.path)
        .filter(|path| !linked.contains(path) && OTHERWISE.iter().all(|(other, _)| other != path))
        .collect();
    assert_eq!(lonely, Vec::<&str>::new(), "no page leads there");
    let needless: Vec<_> = OTHERWISE
        .iter()
        .filter(|(path, _)| linked.contains(path))
        .collect();
    assert!(needless.is_empty(), "{needless:?} are linked to");
    scene.world.end().await;
}
