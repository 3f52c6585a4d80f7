//! Requests as browsers and scripts send them, whole answers with their headers, and people with passwords.

use std::sync::Arc;

use hocluat::account::model::Registration;
use hocluat::kernel::actor::Role;
use hocluat::platform::http::access::Rule;
use reqwest::cookie::Jar;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use reqwest::multipart::{Form, Part};
use reqwest::{Client, RequestBuilder, Url, redirect};
use serde_json::Value;
use uuid::Uuid;

use super::scene::Body;
use super::{Person, World};

/// The password of everybody made by [`account`].
pub const PASSWORD: &str = "mat-khau-rat-dai";

pub fn client() -> Client {
    Client::builder()
        .redirect(redirect::Policy::none())
        .build()
        .expect("a client")
}

/// A browser: it keeps cookies and shows redirects as they are.
pub fn browser() -> Client {
    Client::builder()
        .redirect(redirect::Policy::none())
        .cookie_store(true)
        .build()
        .expect("a client")
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub text: String,
}

impl Answer {
    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .and_then(|v| v.to_str().ok())
            .unwrap_or_default()
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or(Value::Null)
    }

    pub fn code(&self) -> String {
        self.json()["code"].as_str().unwrap_or_default().to_owned()
    }

    #[track_caller]
    pub fn assert_problem(&self, status: u16, code: &str) {
        assert_eq!(
            (self.status, self.code().as_str()),
            (status, code),
            "{}",
            self.text
        );
        assert_eq!(self.header("content-type"), "application/problem+json");
    }
}

pub async fn answer(request: reqwest::RequestBuilder) -> Answer {
    let response = request.send().await.expect("the node answers");
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    Answer {
        status,
        headers,
        text: response.text().await.expect("a body"),
    }
}

pub fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
    pairs
        .iter()
        .map(|(n, v)| {
            (
                HeaderName::from_static(n),
                HeaderValue::from_str(v).expect("a value"),
            )
        })
        .collect()
}

pub fn url(world: &World, path: &str) -> String {
    format!("{}{path}", world.node.url)
}

pub async fn account(world: &World, login: &str, role: Option<Role>) -> Person {
    let given = Registration {
        login: login.into(),
        password: PASSWORD.into(),
        full_name: "Phạm Thị Hoa".into(),
        email: String::new(),
        phone: String::new(),
    };
    let accounts = &world.node.app.accounts;
    let account = match role {
        Some(role) => accounts.create_with_role(&given, role, world.now()).await,
        None => accounts.register(&given, "127.0.0.1", world.now()).await,
    }
    .expect("made");
    Person {
        id: account.id,
        login: account.login,
        token: fresh_token(world, account.id).await,
    }
}

pub async fn fresh_token(world: &World, account: Uuid) -> String {
    world
        .node
        .app
        .accounts
        .open_session(account, "", world.now())
        .await
        .expect("opened")
        .token
}

/// The protection token of forms given to the browser with this session.
pub fn csrf(world: &World, session: &str) -> String {
    world.node.app.signer.tag("form", session)
}

/// The protection token in a page.
pub fn csrf_in(page: &str) -> String {
    let at = page.find("name=\"csrf\" value=\"").expect("a form") + "name=\"csrf\" value=\"".len();
    page[at..].split('"').next().expect("a value").to_owned()
}

/// Whether a route is an operation of the API, not a page.
pub fn is_api(rule: &Rule) -> bool {
    rule.path.starts_with("/api/v1/")
}

/// Puts a body into a request; forms get their protection token.
pub fn send(request: RequestBuilder, body: Body, is_api: bool, csrf: String) -> RequestBuilder {
    match body {
        Body::Nothing if is_api => request,
        Body::Nothing => request.form(&[("csrf", csrf)]),
        Body::Json(json) => request.json(&json),
        Body::File(bytes) => request
            .header("content-type", "application/octet-stream")
            .body(bytes),
        Body::Form(mut fields) => {
            fields.push(("csrf", csrf));
            request.form(&fields)
        }
        Body::Upload(fields, (field, file_name, bytes)) => {
            let mut form = Form::new().text("csrf", csrf);
            for (name, value) in fields {
                form = form.text(name, value);
            }
            let file = Part::bytes(bytes).file_name(file_name);
            request.multipart(form.part(field, file))
        }
    }
}

/// Somebody's browser: keeps cookies, says what it is, and fills in forms as their pages gave them out.
pub struct Visitor {
    http: Client,
    base: String,
    jar: Arc<Jar>,
}

impl Visitor {
    /// A browser that was never here.
    pub fn new(world: &World) -> Self {
        Self::with(world, "Mozilla/5.0", "vi")
    }

    /// The browser that has this session.
    pub fn of(world: &World, token: &str) -> Self {
        let this = Self::new(world);
        this.keep(&format!("hocluat_session={token}; Path=/"));
        this
    }

    /// A browser that says this of itself and prefers this language.
    pub fn with(world: &World, user_agent: &str, language: &str) -> Self {
        let jar = Arc::new(Jar::default());
        let mut preferred = HeaderMap::new();
        let language = HeaderValue::from_str(language).expect("a language");
        preferred.insert("accept-language", language);
        let http = Client::builder()
            .redirect(redirect::Policy::none())
            .cookie_provider(jar.clone())
            .user_agent(user_agent)
            .default_headers(preferred)
            .build()
            .expect("a client");
        Self {
            http,
            base: world.node.url.clone(),
            jar,
        }
    }

    /// Puts a cookie into the browser.
    pub fn keep(&self, cookie: &str) {
        let site: Url = self.base.parse().expect("an address");
        self.jar.add_cookie_str(cookie, &site);
    }

    /// Opens a page.
    pub async fn get(&self, path: &str) -> Answer {
        answer(self.http.get(format!("{}{path}", self.base))).await
    }

    /// Opens `page`, whose form leads to `action`, and sends these fields there.
    pub async fn fill(&self, page: &str, action: &str, fields: &[(&str, &str)]) -> Answer {
        let shown = self.get(page).await;
        assert_eq!(shown.status, 200, "{page}: {}", shown.text);
        let form = format!("action=\"{action}\"");
        assert!(
            shown.text.contains(&form),
            "{page} has no form for {action}"
        );
        self.post(action, &csrf_in(&shown.text), fields).await
    }

    /// Sends a form with this protection token.
    pub async fn post(&self, action: &str, csrf: &str, fields: &[(&str, &str)]) -> Answer {
        let fields: Vec<(&str, &str)> = fields.iter().copied().chain([("csrf", csrf)]).collect();
        let request = self.http.post(format!("{}{action}", self.base));
        answer(request.form(&fields)).await
    }

    /// Fills in the sign-in page.
    pub async fn sign_in(&self, login: &str, password: &str) -> Answer {
        let fields = [("login", login), ("password", password)];
        self.fill("/dang-nhap", "/dang-nhap", &fields).await
    }

    /// Whether somebody is signed in here.
    pub async fn is_signed_in(&self) -> bool {
        self.get("/ho-so").await.status == 200
    }
}
