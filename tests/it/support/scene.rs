//! An installation in which every route has something to show, the people who call it, and for every call that changes something an
//! example of how it is sent. A new route must be taught here what its `:name`s stand for and what its body looks like; until then
//! the tests that walk the route table fail and say so.

use std::collections::BTreeMap;

use hocluat::account::service::{NewPerson, add_quick};
use hocluat::kernel::actor::{Actor, Grant, Role};
use hocluat::kernel::clock::HOUR;
use hocluat::organisation::service::Upload;
use hocluat::platform::config::Config;
use hocluat::platform::http::access::{Access, Rule};
use hocluat::platform::signing::token_hash;
use serde_json::{Value, json};
use uuid::Uuid;

use super::classroom::Classroom;
use super::web::{PASSWORD, account, fresh_token};
use super::{CONTEST, Person, START, USUAL, World, simple_contest};

/// A province, where the local roles of the scene are held.
pub const PROVINCE: &str = "01";
/// A commune of it.
pub const COMMUNE: &str = "00004";
/// A province beside it, whose people have no business in the other.
pub const ELSEWHERE: &str = "79";
/// A round that is open.
pub const ROUND: &str = "ky-1";
/// A tree of a sector, with the unit `A1`.
pub const TREE: &str = "nganh-thu";
/// A provider of identities that never answers (only where the program knows providers at all).
pub const PROVIDER: &str = "khong-tra-loi";

/// Who calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Who {
    /// Nobody signed in.
    Nobody,
    /// Somebody who entered the contest by its form alone and sits an attempt.
    Contestant,
    /// Somebody with an account and nothing else.
    Trainee,
    Author,
    Marker,
    /// Organiser over the installation.
    Organiser,
    /// Organiser of a province that owns nothing here.
    OrganiserElsewhere,
    /// Administrator of the province.
    AdministratorHere,
    /// Administrator of another province.
    AdministratorElsewhere,
    /// Administrator of the installation.
    Administrator,
}

impl Who {
    /// Everybody.
    pub const ALL: [Self; 10] = [
        Self::Nobody,
        Self::Contestant,
        Self::Trainee,
        Self::Author,
        Self::Marker,
        Self::Organiser,
        Self::OrganiserElsewhere,
        Self::AdministratorHere,
        Self::AdministratorElsewhere,
        Self::Administrator,
    ];

    /// The role held, and the code of the place (none: the installation).
    fn grant(self) -> Option<(Role, Option<&'static str>)> {
        match self {
            Self::Nobody | Self::Contestant | Self::Trainee => None,
            Self::Author => Some((Role::Author, None)),
            Self::Marker => Some((Role::Marker, None)),
            Self::Organiser => Some((Role::Organiser, None)),
            Self::OrganiserElsewhere => Some((Role::Organiser, Some(ELSEWHERE))),
            Self::AdministratorHere => Some((Role::Administrator, Some(PROVINCE))),
            Self::AdministratorElsewhere => Some((Role::Administrator, Some(ELSEWHERE))),
            Self::Administrator => Some((Role::Administrator, None)),
        }
    }
}

/// What a call sends.
#[derive(Debug, Clone)]
pub enum Body {
    /// Nothing, or of a form only its protection token.
    Nothing,
    Json(Value),
    /// Fields of a form without its protection token.
    Form(Vec<(&'static str, String)>),
    /// A file's bytes and nothing around them.
    File(Vec<u8>),
    /// The same as a form, with a file: name of the field, name of the file, content.
    Upload(
        Vec<(&'static str, String)>,
        (&'static str, &'static str, Vec<u8>),
    ),
}

/// The installation and its people.
pub struct Scene {
    pub world: World,
    people: BTreeMap<Who, Person>,
    /// Somebody of the commune, whom administrators look after.
    pub citizen: Person,
    /// The contestant's running attempt, as the API gave it.
    pub attempt: Value,
    /// The running attempt of somebody else.
    pub foreign: Value,
    /// The entry code of the contestant.
    pub entry_code: String,
    setup: String,
    entry: Uuid,
    import: Uuid,
    asset: (String, String),
    /// Courses and what belongs to them.
    pub classroom: Classroom,
}

fn form(fields: &[(&'static str, &str)]) -> Body {
    Body::Form(fields.iter().map(|(n, v)| (*n, (*v).to_owned())).collect())
}

/// A name that nothing else has.
fn unique() -> String {
    let id = Uuid::from_u128(rand::random::<u128>()).simple().to_string();
    format!("u{}", &id[..16])
}

/// An administrator of everything, for what a test sets up behind the pages.
pub fn root() -> Actor {
    Actor {
        account: Uuid::from_u128(7),
        name: "Quản trị".into(),
        grants: vec![Grant::everywhere(Role::Administrator)],
    }
}

/// The unit with this code.
pub async fn unit(world: &World, code: &str) -> Uuid {
    let organisations = &world.node.app.organisations;
    let found = organisations.by_code(code).await.expect("read");
    found.unwrap_or_else(|| panic!("no unit {code}")).id
}

/// Grants a role at the unit with this code, or over the installation.
pub async fn grant(world: &World, login: &str, role: Role, code: Option<&str>) {
    let organisation = match code {
        Some(code) => Some(unit(world, code).await),
        None => None,
    };
    let grant = Grant { role, organisation };
    let accounts = &world.node.app.accounts;
    let granted = accounts.grant(&root(), login, grant, world.now()).await;
    granted.expect("granted");
}

/// Puts a person into the unit with this code.
pub async fn settle(world: &World, person: &Person, code: &str) {
    let accounts = &world.node.app.accounts;
    let known = accounts.find(person.id).await.expect("known");
    let profile = hocluat::account::model::Profile {
        full_name: known.full_name,
        login: known.login,
        email: known.email.unwrap_or_default(),
        phone: known.phone.unwrap_or_default(),
        birth_date: known.birth_date.unwrap_or_default(),
        organisation: Some(unit(world, code).await),
    };
    let actor = Actor {
        account: person.id,
        name: String::new(),
        grants: Vec::new(),
    };
    let changed = accounts.change_profile(&actor, &profile, world.now()).await;
    changed.expect("changed");
}

/// A person made by an entry form alone, and their entry code.
pub async fn quick_person(world: &World, name: &str, phone: Option<&str>) -> (Person, String) {
    let person = NewPerson {
        full_name: name.into(),
        phone: phone.map(str::to_owned),
        ..NewPerson::default()
    };
    let (app, now) = (&world.node.app, world.now());
    let quick = app.accounts.quick(person, "", "127.0.0.1", now);
    let quick = quick.expect("prepared");
    let made = quick.clone();
    app.db
        .write(move |tx| Box::pin(async move { add_quick(tx, &made, now).await }))
        .await
        .expect("made");
    let person = Person {
        id: quick.account.id,
        login: quick.account.login,
        token: quick.session.token,
    };
    (person, quick.code)
}

impl Scene {
    /// Sets everything up.
    pub async fn new() -> Self {
        let world = World::with_config(|config| Config {
            oidc: silent_provider(),
            ..config
        })
        .await;
        world.publish(&contest(), 12).await;
        let setup = world.node.app.accounts.setup_path(world.now()).await;
        let setup = setup.expect("read").expect("no administrator yet");
        let mut people = BTreeMap::new();
        for who in Who::ALL {
            if matches!(who, Who::Nobody | Who::Contestant) {
                continue;
            }
            let login = format!("{who:?}").to_lowercase();
            let person = account(&world, &login, None).await;
            if let Some((role, code)) = who.grant() {
                grant(&world, &login, role, code).await;
            }
            people.insert(who, person);
        }
        let (contestant, entry_code) = quick_person(&world, "Nguyễn Văn Tám", None).await;
        let entry = world.enter(&contestant, "Nguyễn Văn Tám").await;
        let attempt = world.start(&contestant, ROUND).await.expect(201);
        people.insert(Who::Contestant, contestant);
        let other = world.contestant().await;
        let foreign = world.start(&other, ROUND).await.expect(201);
        let citizen = account(&world, "cong-dan", None).await;
        settle(&world, &citizen, COMMUNE).await;
        let asset = first_asset(&world.get("/").await.text);
        let mut scene = Self {
            world,
            people,
            citizen,
            attempt,
            foreign,
            entry_code,
            setup: setup.rsplit('/').next().expect("a token").to_owned(),
            entry,
            import: Uuid::nil(),
            asset,
            classroom: Classroom::default(),
        };
        scene.plant_a_tree().await;
        scene.classroom = Classroom::open(&scene.world, &scene.people[&Who::Contestant]).await;
        scene
    }

    async fn plant_a_tree(&mut self) {
        let (organisations, now) = (&self.world.node.app.organisations, self.world.now());
        let root = root();
        let tree = organisations.create_tree(TREE, "Ngành thử", &root, now);
        assert_eq!(tree.await.as_deref(), Ok(TREE));
        let new = hocluat::organisation::model::NewOrganisation {
            tree: TREE.into(),
            code: "A1".into(),
            name: "Sở Thử nghiệm".into(),
            kind: "Sở".into(),
            parent: None,
            origin: None,
            from: now.date(),
            reason: "Quyết định 1".into(),
        };
        let made = organisations.create(new, &root, now).await;
        made.expect("a unit");
        self.stage_an_import().await;
    }

    async fn stage_an_import(&mut self) {
        let upload = Upload {
            tree: TREE.into(),
            file_name: "nganh.csv".into(),
            bytes: sheet(&unique()),
            from: "1/7/2026".into(),
            reason: "Quyết định 2".into(),
        };
        let (organisations, now) = (&self.world.node.app.organisations, self.world.now());
        let by = Actor {
            account: self.people[&Who::AdministratorHere].id,
            ..root()
        };
        let staged = organisations.stage(upload, &by, now).await;
        self.import = staged.expect("staged");
    }

    /// Somebody who calls; `None` for nobody.
    pub fn person(&self, who: Who) -> Option<&Person> {
        self.people.get(&who)
    }

    /// Who calls a route when nothing else is said: somebody who may.
    pub fn caller(&self, rule: &Rule) -> Who {
        match (rule.access, rule.path) {
            // Entering is for who has not entered, and a password is changed by who has one.
            (_, "/api/v1/contests/:slug/entries" | "/ho-so" | "/ho-so/mat-khau") => Who::Trainee,
            (
                _,
                "/khoa-hoc/:slug/bai/:lesson/nop-bai"
                | "/api/v1/courses/:slug/lessons/:lesson/submissions"
                | "/api/v1/courses/:slug/lessons/:lesson/submissions/file",
            ) => Who::Trainee,
            (Access::Public, _) => Who::Nobody,
            (Access::Attempt | Access::SignedIn, _) => Who::Contestant,
            (Access::Organiser | Access::Marker | Access::Teacher, _) => Who::Organiser,
            (Access::Author, _) => Who::Author,
            (_, "/quan-tri/don-vi/nhap/:import") => Who::AdministratorHere,
            (Access::Administrator | Access::Installation, _) => Who::Administrator,
        }
    }

    /// A session of its own for one call (a route may end the session it is called with).
    pub async fn token(&self, who: Who) -> Option<String> {
        match self.person(who) {
            Some(person) => Some(fresh_token(&self.world, person.id).await),
            None => None,
        }
    }

    /// What `:name` stands for in a route, for this caller.
    pub async fn value(&self, rule: &Rule, name: &str, who: Who) -> String {
        if let Some(value) = self.classroom.value(rule, name) {
            return value;
        }
        let id = self.attempt["id"].as_str().expect("id");
        let (hash, asset) = &self.asset;
        let known = match name {
            "slug" => CONTEST,
            "round" => ROUND,
            "id" | "attempt" => id,
            "number" => "1",
            "hash" => hash,
            "name" if rule.path.starts_with("/bieu-tuong/") => "icon-192.png",
            "name" => asset,
            "file" => "xep-hang.csv",
            "provider" => PROVIDER,
            "code" if rule.method == "POST" => "nganh-thu.A1",
            "code" => COMMUNE,
            "token" if rule.path.starts_with("/thiet-lap/") => &self.setup,
            "token" => return self.reset_token().await,
            "account" => return self.citizen.id.to_string(),
            "import" => return self.import.to_string(),
            "entry" => return self.entry.to_string(),
            "key" => return self.session_key(who).await,
            other => panic!("{}: teach Scene::value what :{other} stands for", rule.path),
        };
        known.to_owned()
    }

    /// The key of a session that the caller does not call with.
    async fn session_key(&self, who: Who) -> String {
        let token = self.token(who).await.unwrap_or_default();
        let hash = token_hash(&token);
        hash.iter().take(8).map(|b| format!("{b:02x}")).collect()
    }

    async fn reset_token(&self) -> String {
        let (accounts, now) = (&self.world.node.app.accounts, self.world.now());
        let path = accounts
            .make_reset_path(&root(), self.citizen.id, now)
            .await
            .expect("a link");
        path.rsplit('/').next().expect("a token").to_owned()
    }

    /// The path of a route with its variables filled in.
    pub async fn path(&self, rule: &Rule, who: Who) -> String {
        let mut parts = Vec::new();
        for part in rule.path.split('/') {
            parts.push(match part.strip_prefix(':') {
                Some(name) => self.value(rule, name, who).await,
                None => part.to_owned(),
            });
        }
        let path = parts.join("/");
        match (rule.method, rule.path) {
            // Which text of the draft is told in the query.
            ("GET", "/soan/:slug/van-ban") => format!("{path}?tep=page.md"),
            _ => match self.classroom.query(&self.world, rule).await {
                Some(query) => format!("{path}?{query}"),
                None => path,
            },
        }
    }

    /// Sees to it that the example of a route can be done once more.
    pub async fn prepare(&mut self, rule: &Rule) {
        match rule.path {
            "/quan-tri/vai-tro/thu-hoi" => {
                grant(&self.world, "cong-dan", Role::Author, Some(COMMUNE)).await;
            }
            "/quan-tri/don-vi/nhap/:import" => self.stage_an_import().await,
            _ => {}
        }
        let (contestant, trainee) = (&self.people[&Who::Contestant], &self.people[&Who::Trainee]);
        let classroom = &mut self.classroom;
        classroom
            .prepare(&self.world, rule, contestant, trainee)
            .await;
    }

    /// Turns the clock to where the example of a route succeeds.
    pub async fn set_the_time(&self, rule: &Rule) {
        if rule.path.ends_with("/cong-bo") {
            self.world.clock.set(START.plus(2 * HOUR));
            self.world
                .node
                .app
                .assessments
                .sweep()
                .await
                .expect("swept");
        }
    }

    /// An example of what a route is sent.
    pub async fn body(&self, rule: &Rule) -> Body {
        let of_courses = match rule.path.starts_with("/api/") {
            true => self.classroom.json(&self.world, rule).await,
            false => self.classroom.form(&self.world, rule).await,
        };
        if let Some(body) = of_courses {
            return body;
        }
        match rule.path {
            path if path.starts_with("/api/") => self.json(rule),
            path if path.starts_with("/quan-tri/don-vi") => self.organisation_form(rule).await,
            path if path.starts_with("/quan-tri/") => self.administration_form(rule).await,
            _ => self.page_form(rule),
        }
    }

    fn json(&self, rule: &Rule) -> Body {
        Body::Json(match rule.path {
            "/api/v1/accounts" => json!({
                "login": unique(), "password": PASSWORD, "full_name": "Lê Văn Tám", "email": "tam@example.vn", "phone": "0912345678"
            }),
            "/api/v1/sessions" => json!({ "login": "trainee", "password": PASSWORD }),
            "/api/v1/sessions/entry-code" => json!({ "code": self.entry_code }),
            "/api/v1/contests/:slug/entries" => json!({ "fields": { "full_name": "Lê Văn Tám" } }),
            "/api/v1/contests/:slug/quick-entries" => json!({
                "fields": { "full_name": "Lê Văn Tám" }, "organisation": COMMUNE, "consents": ["du-lieu"]
            }),
            "/api/v1/attempts/:id/answers/:number" => json!({ "response": "A", "sequence": 1 }),
            "/api/v1/attempts/:id/submission"
            | "/api/v1/contests/:slug/rounds/:round/attempts"
            | "/api/v1/sessions/current"
            | "/api/v1/me/sessions/:key" => return Body::Nothing,
            path => panic!("{path}: teach Scene::json its body"),
        })
    }

    fn page_form(&self, rule: &Rule) -> Body {
        let passwords = [("password", PASSWORD), ("password_again", PASSWORD)];
        match rule.path {
            "/cuoc-thi/:slug/du-thi" => form(&[
                ("full_name", "Lê Văn Tám"),
                ("organisation", ""),
                ("organisation-code", COMMUNE),
                ("consent-du-lieu", "yes"),
            ]),
            "/lam-bai/:attempt" => form(&[("a1", "B"), ("sequence", "5")]),
            "/dang-ky" => form(&[
                ("login", &unique()),
                ("password", PASSWORD),
                ("full_name", "Lê Văn Tám"),
                ("email", "tam@example.vn"),
                ("phone", "0912345678"),
                ("next", "/cuoc-thi"),
            ]),
            "/dang-nhap" => form(&[("login", "trainee"), ("password", PASSWORD), ("next", "/")]),
            "/ngon-ngu" => form(&[("lang", "vi"), ("next", "/cuoc-thi")]),
            "/quen-mat-khau" => form(&[("login", "trainee")]),
            "/dat-lai-mat-khau/:token" => form(&passwords),
            "/ma-du-thi" => form(&[("code", &self.entry_code), ("next", "/cuoc-thi")]),
            "/thiet-lap/:token" => {
                let who = [("full_name", "Quản trị viên"), ("login", "quan-tri-vien")];
                form(&[who[0], who[1], passwords[0], passwords[1]])
            }
            "/ho-so" => form(&[
                ("full_name", "Lê Văn Tám"),
                ("login", "trainee"),
                ("email", ""),
                ("phone", "0912345678"),
                ("birth_date-d", "1"),
                ("birth_date-m", "2"),
                ("birth_date-y", "1990"),
                ("organisation", ""),
                ("organisation-code", COMMUNE),
            ]),
            "/ho-so/mat-khau" => form(&[("current", PASSWORD), passwords[0], passwords[1]]),
            "/to-chuc/cuoc-thi/:slug/:round/cong-bo" => form(&[("confirm", "yes")]),
            "/cuoc-thi/:slug/:round/vao-thi"
            | "/dang-xuat"
            | "/ho-so/ma-du-thi"
            | "/ho-so/phien"
            | "/ho-so/phien/:key" => Body::Nothing,
            path => panic!("{path}: teach Scene::page_form its fields"),
        }
    }

    async fn administration_form(&self, rule: &Rule) -> Body {
        match rule.path {
            "/quan-tri/tai-khoan/:account/dong" => form(&[("dong", "0")]),
            "/quan-tri/vai-tro" => form(&[
                ("login", "cong-dan"),
                ("role", "marker"),
                ("organisation", ""),
                ("organisation-code", COMMUNE),
                ("everywhere", ""),
            ]),
            "/quan-tri/vai-tro/thu-hoi" => form(&[
                ("account", &self.citizen.id.to_string()),
                ("role", "author"),
                (
                    "organisation",
                    &unit(&self.world, COMMUNE).await.to_string(),
                ),
            ]),
            "/quan-tri/tai-khoan/:account/mat-khau" | "/quan-tri/tai-khoan/:account/phien" => {
                Body::Nothing
            }
            path => panic!("{path}: teach Scene::administration_form its fields"),
        }
    }

    async fn organisation_form(&self, rule: &Rule) -> Body {
        let dated = [("from", "1/7/2026"), ("reason", "Quyết định 3")];
        match rule.path {
            "/quan-tri/don-vi/moi" => form(&[
                ("tree", TREE),
                ("code", &unique()),
                ("name", "Phòng Thử nghiệm"),
                ("kind", "Phòng"),
                ("parent", ""),
                ("parent-code", "nganh-thu.A1"),
                ("origin", ""),
                ("origin-code", ""),
                dated[0],
                dated[1],
            ]),
            "/quan-tri/don-vi/cay" => form(&[("title", &format!("Ngành {}", unique()))]),
            "/quan-tri/don-vi/nhap" => {
                let fields = [("tree", TREE), dated[0], dated[1]];
                let fields = fields.iter().map(|(n, v)| (*n, (*v).to_owned())).collect();
                Body::Upload(fields, ("file", "nganh.csv", sheet(&unique())))
            }
            "/quan-tri/don-vi/nhap/:import" => Body::Nothing,
            "/quan-tri/don-vi/:code" => {
                let unit = self
                    .world
                    .node
                    .app
                    .organisations
                    .by_code("nganh-thu.A1")
                    .await;
                let unit = unit.expect("read").expect("a unit");
                form(&[
                    ("form", "rename"),
                    ("revision", &unit.revision.to_string()),
                    ("rename-name", &format!("Sở {}", unique())),
                    ("rename-kind", "Sở"),
                    ("rename-from", "1/7/2026"),
                    ("rename-reason", "Quyết định 4"),
                ])
            }
            path => panic!("{path}: teach Scene::organisation_form its fields"),
        }
    }
}

/// A contest of the province, for which its form alone is enough.
fn contest() -> String {
    simple_contest(5, USUAL)
        .replacen(
            "bank = ",
            &format!("organisation = \"{PROVINCE}\"\nbank = "),
            1,
        )
        .replacen("[entry]\n", "[entry]\nquick = true\n", 1)
        .replacen(
            "[[rounds]]",
            "[[entry.fields]]\nfield = \"organisation\"\n\n[[rounds]]",
            1,
        )
}

/// A provider's settings; nobody listens there.
fn silent_provider() -> Vec<Value> {
    if cfg!(feature = "oidc") {
        let issuer = "http://127.0.0.1:9";
        vec![
            json!({ "key": PROVIDER, "label": "Không trả lời", "issuer": issuer, "client_id": "x" }),
        ]
    } else {
        Vec::new()
    }
}

fn sheet(code: &str) -> Vec<u8> {
    format!("Mã,Mã cấp trên,Tên,Loại\n{code},A1,Phòng {code},Phòng\n").into_bytes()
}

/// Hash and name of the first static file that a page names.
fn first_asset(page: &str) -> (String, String) {
    let asset = page
        .split("/static/")
        .nth(1)
        .and_then(|rest| rest.split(['"', '#']).next())
        .and_then(|asset| asset.split_once('/'));
    let (hash, name) = asset.expect("a static file");
    (hash.to_owned(), name.to_owned())
}
