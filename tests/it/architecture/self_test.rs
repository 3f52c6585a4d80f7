//! Shows that the import test catches what it must and lets pass what it must.

use super::*;

/// What the table says about `text` at `file`, in a crate that also has a few other files.
fn judged(file: &str, text: &str) -> Vec<String> {
    let mut sources: Vec<(String, String)> = [
        (
            "account/mod.rs",
            "pub mod model; pub mod store; pub use model::Account; pub use store::find;",
        ),
        ("account/model.rs", ""),
        ("account/store.rs", ""),
        ("account/service.rs", ""),
        ("assessment/model.rs", ""),
        ("assessment/rules.rs", ""),
        ("assessment/service.rs", ""),
        ("assessment/store.rs", ""),
        ("contest/model.rs", ""),
        ("contest/rules.rs", ""),
        ("contest/service.rs", ""),
        ("contest/store.rs", ""),
        ("leaderboard/service.rs", ""),
        ("help/views.rs", ""),
        ("design/views.rs", ""),
        ("organisation/service.rs", ""),
    ]
    .map(|(file, text)| (file.to_owned(), text.to_owned()))
    .to_vec();
    sources.push((file.to_owned(), text.to_owned()));
    Crate::read(&sources)
        .violations(file, text)
        .iter()
        .map(ToString::to_string)
        .collect()
}

#[test]
fn forbidden_imports_are_found_with_their_line_and_rule() {
    let cases = [
        (
            "kernel/ids.rs",
            "use crate::platform::db::Db;",
            "kernel → nothing",
        ),
        (
            "kernel/ids.rs",
            "use tokio::sync::Mutex;",
            "kernel → nothing",
        ),
        ("kernel/ids.rs", "use crate::account;", "kernel → nothing"),
        (
            "platform/db.rs",
            "use crate::account::model::Account;",
            "platform → kernel",
        ),
        (
            "platform/http/mod.rs",
            "fn f() { crate::app::state() }",
            "platform → kernel",
        ),
        (
            "contest/model.rs",
            "use sea_orm::entity::prelude::*;",
            "model and rules are pure",
        ),
        (
            "contest/model.rs",
            "use crate::contest::rules::rank;",
            "model → kernel",
        ),
        (
            "assessment/model.rs",
            "use crate::contest::model::Rules;",
            "order of nouns",
        ),
        (
            "contest/rules.rs",
            "use std::time::{Duration, SystemTime};",
            "model and rules are pure",
        ),
        (
            "contest/rules.rs",
            "use chrono::Utc; fn f() { Utc::now(); }",
            "model and rules are pure",
        ),
        (
            "contest/rules.rs",
            "use crate::kernel::clock::{Clock, Moment};",
            "model and rules are pure",
        ),
        (
            "contest/rules.rs",
            "use crate::platform::db::Db;",
            "rules → kernel",
        ),
        (
            "contest/ranking.rs",
            "fn f() { tokio::spawn(async {}); }",
            "model and rules are pure",
        ),
        (
            "contest/draw.rs",
            "use rand::rngs::{StdRng, SysRng};",
            "model and rules are pure",
        ),
        (
            "contest/rules.rs",
            "use super::store::load;",
            "rules → kernel",
        ),
        (
            "contest/rules/prizes.rs",
            "use super::super::service;\nfn f() { service::run() }",
            "rules → kernel",
        ),
        (
            "contest/store.rs",
            "use crate::contest::service::start;",
            "store → ",
        ),
        ("contest/store.rs", "use crate::account::store;", "store → "),
        (
            "contest/store.rs",
            "use crate::platform::http::Page;",
            "store → ",
        ),
        ("contest/store.rs", "use redis::AsyncCommands;", "store → "),
        (
            "contest/service.rs",
            "use crate::account::store::find;",
            "never their store",
        ),
        (
            "contest/service.rs",
            "use crate::account::find;",
            "never their store",
        ),
        (
            "contest/service.rs",
            "use crate::account::{self, model};\nfn f() { account::store::find(); }",
            "never",
        ),
        (
            "contest/service.rs",
            "use crate::account as people;\nfn f() { people::find(); }",
            "never their store",
        ),
        (
            "contest/service.rs",
            "use crate::leaderboard::service as boards;",
            "order of nouns",
        ),
        (
            "contest/service.rs",
            "use sea_orm::EntityTrait;",
            "a service calls its store",
        ),
        (
            "contest/service/close.rs",
            "use poem::http::StatusCode;",
            "neither web nor database",
        ),
        (
            "contest/jobs.rs",
            "use crate::app::App;",
            "composition root",
        ),
        (
            "contest/pages.rs",
            "use crate::contest::store;\nfn f() { store::find() }",
            "api, pages, views",
        ),
        (
            "contest/api.rs",
            "use entity::contest::Entity;",
            "never touch entity",
        ),
        (
            "contest/views.rs",
            "fn f() -> redis::Client { todo() }",
            "never touch entity",
        ),
        (
            "contest/api.rs",
            "use crate::platform::{db::Db, http::Caller};",
            "api, pages, views",
        ),
        (
            "contest/api.rs",
            "use crate::assessment::store::attempt;",
            "api, pages, views",
        ),
        (
            "organisation/service.rs",
            "use crate::account::service::find;",
            "order of nouns",
        ),
        (
            "help/pages.rs",
            "use crate::contest::service::start;",
            "pages about no noun",
        ),
        (
            "help/pages.rs",
            "use crate::design::views::DesignView;",
            "pages about no noun",
        ),
        (
            "design/views.rs",
            "use crate::platform::db::Db;",
            "pages about no noun",
        ),
        (
            "contest/pages.rs",
            "use crate::help::views::GuideView;",
            "nothing names the pages",
        ),
        (
            "audit/service.rs",
            "use crate::account::model::Account;",
            "order of nouns",
        ),
        (
            "novelty/service.rs",
            "use crate::kernel::ids;",
            "no place in the order",
        ),
        (
            "contest/mod.rs",
            "use crate::account::model::Account;",
            "mod.rs declares",
        ),
    ];
    for (file, text, rule) in cases {
        let found = judged(file, text);
        assert!(
            found
                .iter()
                .any(|line| line.starts_with(&format!("src/{file}:")) && line.contains(rule)),
            "{file} with {text:?}: expected {rule:?}, found {found:#?}"
        );
    }
}

#[test]
fn allowed_imports_pass() {
    let cases = [
        (
            "kernel/ids.rs",
            "use super::clock::Moment; use uuid::Uuid; use chrono::Utc; fn f() { Utc::now(); }",
        ),
        (
            "platform/jobs.rs",
            "use crate::kernel::clock::Clock; use sea_orm::Statement; use entity::job;",
        ),
        (
            "contest/model.rs",
            "use crate::assessment::model::Paper; use crate::account::Account; use serde::Serialize;",
        ),
        (
            "contest/rules.rs",
            "use super::model::Rules; use crate::assessment::rules::grade; use rand::Rng;",
        ),
        (
            "contest/rules.rs",
            "use crate::kernel::{clock::Moment, points::Points}; use std::time::Duration;",
        ),
        (
            "contest/ranking/key.rs",
            "use super::super::model::Rules; use super::compare;",
        ),
        (
            "contest/store.rs",
            "use super::model::Rules; use sea_orm::EntityTrait; use crate::platform::db::Tx;",
        ),
        (
            "contest/service.rs",
            "use super::{model::Rules, rules, store}; use crate::assessment::service::start;",
        ),
        (
            "contest/service.rs",
            "use crate::audit::service::record; use crate::platform::jobs::enqueue;",
        ),
        (
            "contest/service.rs",
            "use crate::account::Account; use tokio::sync::oneshot;",
        ),
        (
            "contest/pages.rs",
            "use super::service; use crate::platform::http::Page; use poem::web::Html;",
        ),
        (
            "account/service.rs",
            "use crate::organisation::service::lineage;",
        ),
        (
            "help/pages.rs",
            "use super::views::GuideView; use crate::kernel::problem::Problem; use crate::platform::{http::page::Page, picture::AppIcon}; use poem::handler;",
        ),
        (
            "leaderboard/mirror.rs",
            "use redis::AsyncCommands; use crate::platform::redis::Cache;",
        ),
        (
            "app.rs",
            "use crate::contest::store::find; use sea_orm::Database;",
        ),
    ];
    for (file, text) in cases {
        assert!(
            judged(file, text).is_empty(),
            "{file} with {text:?}: {:#?}",
            judged(file, text)
        );
    }
}

#[test]
fn comments_strings_and_test_items_are_not_code() {
    let text = r##"
//! See [`crate::platform::db`] and sea_orm::EntityTrait.
/* use tokio::spawn; /* nested: use redis::Client; */ use poem::get; */
const A: &str = "use sea_orm::*; \" crate::platform::db::Db";
const B: &str = r#"tokio::spawn("x")"#;
const C: (char, char) = ('"', '\'');
fn f<'a>(x: &'a str) -> impl Iterator<Item = char> + use<'a> { x.chars() }
#[cfg(test)]
use crate::platform::db::Db;
#[cfg(test)]
mod tests {
    use super::*;
    fn g() { tokio::spawn(async { if true { sea_orm::x() } }) }
}
"##;
    assert!(
        judged("contest/rules.rs", text).is_empty(),
        "{:#?}",
        judged("contest/rules.rs", text)
    );
}

#[test]
fn code_behind_a_test_item_is_read_and_lines_are_counted() {
    let text = "#[cfg(test)]\nmod tests { fn f() {} }\n\nuse crate::{\n    kernel::clock::Moment,\n    platform::db::Db,\n};\n";
    let found = judged("contest/rules.rs", text);
    assert_eq!(found.len(), 1, "{found:#?}");
    assert!(
        found[0].starts_with("src/contest/rules.rs:6: `crate::platform::db::Db`"),
        "{found:#?}"
    );
}

#[test]
fn an_inline_module_counts_as_one_level_for_super() {
    let inside = "mod inner { use super::super::store::load; }";
    assert_eq!(judged("contest/rules.rs", inside).len(), 1);
    let harmless = "mod inner { use super::load; }";
    assert!(judged("contest/rules.rs", harmless).is_empty());
}

#[test]
fn dependencies_are_read_from_one_section_only() {
    let manifest = "[package]\nname = \"x\"\n[dependencies]\na = \"1\"\nb.workspace = true\n[dev-dependencies]\nc = \"1\"\n";
    assert_eq!(dependencies(manifest), ["a", "b"]);
}
