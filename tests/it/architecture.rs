//! The import table of `ARCHITECTURE.md`, held by a test: who may name whom.
//!
//! It reads every Rust file of the workspace, finds each path in it (in a `use` or in the middle of an expression), and
//! compares where the file stands with where the path leads. Comments, strings and `#[cfg(test)]` items do not count.
//! It knows names, not types: a name that a noun re-exports is followed to the file it comes from; what a macro writes
//! is not seen.

mod paths;
mod self_test;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use self::paths::{paths_in, tokens};

/// The nouns, each with its height: a noun may use those below it, never one beside or above it.
/// `audit` stands under everything, so that every service can use it.
const NOUNS: &[(&str, u8)] = &[
    ("audit", 0),
    ("organisation", 1),
    ("account", 2),
    ("question_bank", 3),
    ("assessment", 4),
    ("course", 5),
    ("contest", 6),
    ("leaderboard", 7),
    ("certificate", 8),
];

/// Folders of pages that are about no noun: a guide, the components on show. They name no noun, and no noun names them.
const PAGES_ONLY: &[&str] = &["design", "help"];

/// Files directly under `src/` that put the program together and may therefore name everything.
const ROOT_FILES: &[&str] = &["main", "lib", "cli", "app", "content", "routes"];

/// What each kind of file must not name from other crates. A path matches when it starts with one of these.
const WEB: &[&str] = &["poem", "poem_openapi", "askama", "askama_web"];
const DATABASE: &[&str] = &[
    "sea_orm",
    "sea_orm_migration",
    "entity",
    "migration",
    "redis",
];
const TOKIO: &[&str] = &["tokio", "tokio_util"];
const TIME: &[&str] = &[
    "std::time::SystemTime",
    "std::time::Instant",
    "chrono::Utc::now",
    "chrono::Local",
    "crate::kernel::clock::Clock",
    "crate::kernel::clock::SystemClock",
    "crate::kernel::clock::ManualClock",
];
const RANDOMNESS: &[&str] = &[
    "rand::rng",
    "rand::random",
    "rand::make_rng",
    "rand::rngs::SysRng",
    "rand::rngs::ThreadRng",
    "uuid::Uuid::new_v4",
    "uuid::Uuid::now_v7",
    "crate::kernel::entropy::Entropy",
    "crate::kernel::entropy::SystemEntropy",
    "crate::kernel::entropy::SeededEntropy",
];

/// What a pure file must not name.
const PURE: &[&[&str]] = &[WEB, DATABASE, TOKIO, TIME, RANDOMNESS];

/// The parts of `platform` that pages and API handlers may use.
const PLATFORM_FOR_EDGES: &[&str] = &["chart", "http", "i18n", "markdown", "picture", "text"];
/// The parts of `platform` that a store may use.
const PLATFORM_FOR_STORES: &[&str] = &["db", "text", "words", "collate"];
/// The parts of `platform` that are pure themselves (held by the same test), so that rules may use them.
const PURE_PLATFORM: &[&str] = &["markdown", "sheet", "text"];
/// The parts of `platform` that the Redis mirror of a noun may use.
const PLATFORM_FOR_MIRRORS: &[&str] = &["redis", "db"];

/// What a file of a noun is for, told by its name. A name that is not known is a rule file: the strictest kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    /// `mod.rs`: declares and re-exports its own files.
    Front,
    Model,
    /// `rules.rs` and the pure files beside it: `format`, `reference`, `ranking`, `words`, `recount`, `draw` …
    Rules,
    Store,
    /// A copy of stored data in Redis.
    Mirror,
    /// `service.rs`, `jobs.rs`, and what a service is made of when it is long: `batcher.rs`,
    /// `oidc.rs`, `passwords.rs`, `providers.rs`, `token.rs`.
    Service,
    /// `api.rs`, `pages.rs`, `views.rs`.
    Edge,
}

impl Role {
    fn of(file: &str) -> Self {
        match file {
            "mod" => Self::Front,
            "model" => Self::Model,
            "store" => Self::Store,
            "mirror" => Self::Mirror,
            "service" | "jobs" | "batcher" | "oidc" | "passwords" | "providers" | "token" => {
                Self::Service
            }
            "api" | "organiser_api" | "pages" | "views" | "export" => Self::Edge,
            _ => Self::Rules,
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Front => "mod",
            Self::Model => "model",
            Self::Rules => "rules",
            Self::Store => "store",
            Self::Mirror => "mirror",
            Self::Service => "service",
            Self::Edge => "api, pages, views",
        })
    }
}

/// Where a file stands, or where a path leads.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Place {
    Kernel,
    /// With the part named first after `platform`.
    Platform(String),
    Noun(String, Role),
    /// A folder of [`PAGES_ONLY`].
    Pages(String),
    /// The composition root.
    Root,
    /// A folder that the table does not know.
    Unknown(String),
    /// Another crate.
    Outside,
}

/// A path that the table forbids.
#[derive(Debug)]
struct Violation {
    file: String,
    line: usize,
    path: String,
    rule: String,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}:{}: `{}`: {}",
            self.file, self.line, self.path, self.rule
        )
    }
}

// ---------------------------------------------------------------------------------------------------------------------
// The table
// ---------------------------------------------------------------------------------------------------------------------

fn height(noun: &str) -> Option<u8> {
    NOUNS
        .iter()
        .find(|(name, _)| *name == noun)
        .map(|(_, height)| *height)
}

fn names_any(path: &str, prefixes: &[&str]) -> bool {
    prefixes.iter().any(|prefix| {
        path.strip_prefix(prefix)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
    })
}

/// The rule that `path`, which leads to `target`, breaks in a file that stands at `here`.
fn broken_rule(here: &Place, target: &Place, path: &str) -> Option<String> {
    match here {
        Place::Root | Place::Outside => None,
        Place::Unknown(folder) => Some(format!(
            "the folder `{folder}` has no place in the order of nouns; give it one"
        )),
        Place::Kernel => kernel_rule(target, path),
        Place::Platform(part) => platform_rule(part, target, path),
        Place::Noun(noun, role) => common_noun_rule(noun, *role, target)
            .or_else(|| outside_rule(*role, path))
            .or_else(|| role_rule(noun, *role, target)),
        Place::Pages(own) => pages_rule(own, target, path),
    }
}

fn kernel_rule(target: &Place, path: &str) -> Option<String> {
    let foreign = names_any(path, WEB) || names_any(path, DATABASE) || names_any(path, TOKIO);
    match target {
        Place::Kernel => None,
        Place::Outside if !foreign => None,
        _ => Some(
            "kernel → nothing: it knows neither the field, the web nor the database".to_owned(),
        ),
    }
}

fn platform_rule(part: &str, target: &Place, path: &str) -> Option<String> {
    let pure = PURE_PLATFORM.contains(&part);
    match target {
        Place::Outside if pure && PURE.iter().any(|forbidden| names_any(path, forbidden)) => {
            Some(format!(
                "platform::{part} is used by rules and therefore pure: no database, web, clock, randomness or tokio"
            ))
        }
        Place::Platform(other) if pure && !PURE_PLATFORM.contains(&other.as_str()) => Some(
            format!("platform::{part} is used by rules and therefore pure"),
        ),
        Place::Kernel | Place::Platform(_) | Place::Outside => None,
        _ => Some("platform → kernel: plumbing knows no noun".to_owned()),
    }
}

/// Pages about no noun show what is there without asking anybody.
fn pages_rule(own: &str, target: &Place, path: &str) -> Option<String> {
    let fine = match target {
        Place::Kernel => true,
        Place::Platform(part) => PLATFORM_FOR_EDGES.contains(&part.as_str()),
        Place::Pages(other) => other == own,
        Place::Outside => !names_any(path, DATABASE),
        _ => false,
    };
    let rule = "pages about no noun name kernel and platform::{http, i18n, text, markdown, picture, chart} only";
    (!fine).then(|| rule.to_owned())
}

/// What holds for every file of a noun.
fn common_noun_rule(noun: &str, role: Role, target: &Place) -> Option<String> {
    match target {
        Place::Root => {
            Some("nothing names the composition root; it hands down what is needed".to_owned())
        }
        Place::Unknown(folder) => Some(format!("`{folder}` has no place in the order of nouns")),
        Place::Pages(folder) => Some(format!("nothing names the pages of `{folder}`")),
        Place::Noun(other, _) if other != noun => {
            if height(other) < height(noun) {
                return None;
            }
            Some(format!(
                "order of nouns: `{noun}` stands below or beside `{other}` (file of kind {role})"
            ))
        }
        _ => None,
    }
}

/// What a file of this kind must not name from other crates.
fn outside_rule(role: Role, path: &str) -> Option<String> {
    let (forbidden, why): (&[&[&str]], &str) = match role {
        Role::Model | Role::Rules => (
            PURE,
            "model and rules are pure: no database, web, clock, randomness or tokio",
        ),
        Role::Front => (
            PURE,
            "mod.rs declares the files of its noun and re-exports names, nothing else",
        ),
        Role::Store => (
            &[WEB, TIME, RANDOMNESS, &["redis"]],
            "store → entity, sea_orm, platform::db: moments and identifiers are handed to it",
        ),
        Role::Mirror => (
            &[WEB, &["sea_orm", "entity"]],
            "a mirror speaks with Redis only; SQL is the store's",
        ),
        Role::Service => (
            &[WEB, DATABASE],
            "a service calls its store; it knows neither web nor database",
        ),
        Role::Edge => (
            &[DATABASE],
            "api, pages, views never touch entity, sea_orm or redis",
        ),
    };
    forbidden
        .iter()
        .any(|prefixes| names_any(path, prefixes))
        .then(|| why.to_owned())
}

/// What a file of this kind may name inside the crate, once the order of nouns holds.
fn role_rule(noun: &str, role: Role, target: &Place) -> Option<String> {
    let platform_parts = |allowed: &[&str]| match target {
        Place::Platform(part) => allowed.contains(&part.as_str()),
        _ => true,
    };
    let kinds = |own: &[Role], others: &[Role]| match target {
        Place::Noun(other, kind) => if other == noun { own } else { others }.contains(kind),
        _ => true,
    };
    let pure = [Role::Model, Role::Rules];
    let (allowed, rule) = match role {
        Role::Front => (
            matches!(target, Place::Noun(other, _) if other == noun) || *target == Place::Outside,
            "mod.rs declares the files of its noun and re-exports names, nothing else",
        ),
        Role::Model => (
            platform_parts(&[]) && kinds(&[Role::Model], &[Role::Model]),
            "model → kernel, and models of nouns below",
        ),
        Role::Rules => (
            platform_parts(PURE_PLATFORM) && kinds(&pure, &pure),
            "rules → kernel, and models and rules of its noun and those below; platform::{text, markdown}",
        ),
        Role::Store => (
            platform_parts(PLATFORM_FOR_STORES)
                && kinds(&[Role::Model, Role::Rules, Role::Store], &[Role::Model]),
            "store → own model and pure files, models of nouns below, entity, sea_orm, platform::db",
        ),
        Role::Mirror => (
            platform_parts(PLATFORM_FOR_MIRRORS)
                && kinds(&[Role::Model, Role::Rules, Role::Mirror], &pure),
            "mirror → model, rules, platform::redis",
        ),
        Role::Service => (
            kinds(
                &[
                    Role::Front,
                    Role::Model,
                    Role::Rules,
                    Role::Store,
                    Role::Mirror,
                    Role::Service,
                ],
                &[Role::Front, Role::Model, Role::Rules, Role::Service],
            ),
            "service → its own files, and models, rules and services of nouns below (never their store)",
        ),
        Role::Edge => (
            platform_parts(PLATFORM_FOR_EDGES)
                && kinds(
                    &[
                        Role::Front,
                        Role::Model,
                        Role::Rules,
                        Role::Service,
                        Role::Edge,
                    ],
                    &[
                        Role::Front,
                        Role::Model,
                        Role::Rules,
                        Role::Service,
                        Role::Edge,
                    ],
                ),
            "api, pages, views → services, models and pages of the own noun and of nouns below, platform::{http, i18n, text, markdown, picture, chart}",
        ),
    };
    (!allowed).then(|| rule.to_owned())
}

// ---------------------------------------------------------------------------------------------------------------------
// Where files stand and paths lead
// ---------------------------------------------------------------------------------------------------------------------

/// The module path of a file under `src/`: `contest/service/finalise.rs` is `[contest, service, finalise]`.
fn module_path(file: &str) -> Vec<String> {
    let mut parts: Vec<String> = file
        .trim_end_matches(".rs")
        .split('/')
        .map(str::to_owned)
        .collect();
    if parts.last().is_some_and(|last| last == "mod") || parts == ["lib"] {
        parts.pop();
    }
    parts
}

/// Where the file `file` (relative to `src/`) stands.
fn place_of_file(file: &str) -> Place {
    let parts: Vec<&str> = file.trim_end_matches(".rs").split('/').collect();
    match parts.as_slice() {
        [single] if ROOT_FILES.contains(single) => Place::Root,
        [folder, ..] if ROOT_FILES.contains(folder) => Place::Root,
        ["kernel", ..] => Place::Kernel,
        ["platform", rest @ ..] => {
            Place::Platform(rest.first().copied().unwrap_or_default().to_owned())
        }
        [folder, _, ..] if PAGES_ONLY.contains(folder) => Place::Pages((*folder).to_owned()),
        [noun, file, ..] if height(noun).is_some() => {
            Place::Noun((*noun).to_owned(), Role::of(file))
        }
        _ => Place::Unknown(parts[0].to_owned()),
    }
}

/// Tests may use everything.
fn is_test_file(file: &str) -> bool {
    file.trim_end_matches(".rs")
        .split('/')
        .any(|part| part == "tests" || part.ends_with("_tests"))
}

/// The files of the crate as far as resolving names needs them.
#[derive(Default)]
struct Crate {
    /// `noun/file` for each file or folder of a noun.
    files: BTreeSet<String>,
    /// Names that a noun's `mod.rs` re-exports: (noun, name) → the file it comes from.
    exports: BTreeMap<(String, String), String>,
}

impl Crate {
    fn read(sources: &[(String, String)]) -> Self {
        let mut this = Self::default();
        for (file, _) in sources {
            if let [noun, name, ..] = module_path(file).as_slice() {
                this.files.insert(format!("{noun}/{name}"));
            }
        }
        for (file, text) in sources {
            if let [noun] = module_path(file).as_slice() {
                this.read_exports(noun, file, text);
            }
        }
        this
    }

    fn read_exports(&mut self, noun: &str, file: &str, text: &str) {
        for import in paths_in(&tokens(text), &module_path(file)) {
            if let (Some(alias), ["crate", owner, origin, ..]) =
                (&import.alias, import.segments().as_slice())
                && *owner == noun
            {
                self.exports
                    .insert((noun.to_owned(), alias.clone()), (*origin).to_owned());
            }
        }
    }

    /// Where a path leads that is spelled out from `crate` or from the name of another crate.
    fn place_of_path(&self, segments: &[&str]) -> Place {
        match segments {
            ["crate"] | ["crate", "*"] => Place::Root,
            ["crate", "kernel", ..] => Place::Kernel,
            ["crate", "platform", rest @ ..] => {
                Place::Platform(rest.first().copied().unwrap_or_default().to_owned())
            }
            ["crate", noun, rest @ ..] if height(noun).is_some() => {
                let role = rest
                    .first()
                    .map_or(Role::Front, |name| self.role_of_name(noun, name));
                Place::Noun((*noun).to_owned(), role)
            }
            ["crate", folder, ..] if ROOT_FILES.contains(folder) => Place::Root,
            ["crate", folder, ..] if PAGES_ONLY.contains(folder) => {
                Place::Pages((*folder).to_owned())
            }
            ["crate", other, ..] => Place::Unknown((*other).to_owned()),
            _ => Place::Outside,
        }
    }

    fn role_of_name(&self, noun: &str, name: &str) -> Role {
        if self.files.contains(&format!("{noun}/{name}")) {
            return Role::of(name);
        }
        let origin = self.exports.get(&(noun.to_owned(), name.to_owned()));
        origin.map_or(Role::Front, |file| Role::of(file))
    }

    /// Everything in one file that the table forbids.
    fn violations(&self, file: &str, text: &str) -> Vec<Violation> {
        let here = place_of_file(file);
        let mut found: Vec<Violation> = Vec::new();
        for import in paths_in(&tokens(text), &module_path(file)) {
            let target = self.place_of_path(&import.segments());
            // `use crate::account;` alone reaches nothing: what is named through it is looked at where it is named.
            if import.alias.is_some() && is_bare_noun(&import.segments()) && here != Place::Kernel {
                continue;
            }
            // What is named through an import that was reported is the same mistake.
            if found
                .iter()
                .any(|known| names_any(&import.path, &[known.path.as_str()]))
            {
                continue;
            }
            if let Some(rule) = broken_rule(&here, &target, &import.path) {
                found.push(Violation {
                    file: format!("src/{file}"),
                    line: import.line,
                    path: import.path,
                    rule,
                });
            }
        }
        found
    }
}

fn is_bare_noun(segments: &[&str]) -> bool {
    matches!(segments, ["crate", noun] if height(noun).is_some())
}

// ---------------------------------------------------------------------------------------------------------------------
// The tests
// ---------------------------------------------------------------------------------------------------------------------

fn rust_files(folder: &Path, into: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .map(|entry| entry.expect("a readable folder").path())
        .collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            rust_files(&path, into);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            into.push(path);
        }
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every file under `src/` that is not a test: path relative to `src/`, text.
fn sources() -> Vec<(String, String)> {
    let folder = root().join("src");
    let mut files = Vec::new();
    rust_files(&folder, &mut files);
    files
        .iter()
        .map(|path| {
            let name = path
                .strip_prefix(&folder)
                .expect("found under it")
                .to_string_lossy()
                .replace('\\', "/");
            (name, fs::read_to_string(path).expect("a readable source"))
        })
        .filter(|(name, _)| !is_test_file(name))
        .collect()
}

/// The names under `[dependencies]` of a manifest.
fn dependencies(manifest: &str) -> Vec<String> {
    manifest
        .lines()
        .skip_while(|line| line.trim() != "[dependencies]")
        .skip(1)
        .take_while(|line| !line.starts_with('['))
        .filter_map(|line| line.split_once('='))
        .map(|(name, _)| name.trim().split('.').next().unwrap_or_default().to_owned())
        .collect()
}

#[test]
fn every_file_imports_only_what_its_place_allows() {
    let sources = sources();
    for expected in [
        "kernel/problem.rs",
        "assessment/model.rs",
        "question_bank/model.rs",
    ] {
        assert!(
            sources.iter().any(|(file, _)| file == expected),
            "the walk over src/ did not meet {expected}"
        );
    }
    let files = Crate::read(&sources);
    let found: Vec<String> = sources
        .iter()
        .flat_map(|(file, text)| files.violations(file, text))
        .map(|violation| violation.to_string())
        .collect();
    assert!(
        found.is_empty(),
        "{} imports break the table:\n{}",
        found.len(),
        found.join("\n")
    );
}

#[test]
fn the_tables_and_the_migrations_know_nothing_but_their_library() {
    for (member, library) in [("entity", "sea-orm"), ("migration", "sea-orm-migration")] {
        let manifest =
            fs::read_to_string(root().join(member).join("Cargo.toml")).expect("a manifest");
        // `async-trait` only spells out the library's own traits.
        let named: Vec<String> = dependencies(&manifest)
            .into_iter()
            .filter(|name| name != "async-trait")
            .collect();
        assert_eq!(named, [library], "dependencies of `{member}`");
    }
}
