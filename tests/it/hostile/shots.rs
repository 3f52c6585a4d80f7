//! What is sent to a route: what no route may take, made from the example of what it does take.

use hocluat::platform::http::access::{Access, Rule};
use serde_json::{Value, json};

use crate::support::scene::Body;
use crate::support::web::is_api;

/// Stands in raw bodies for the right protection token.
pub const CSRF: &str = "@CSRF@";
/// Ends an attribute, a tag and a script, and begins others.
pub const HTML: &str =
    "\"'></textarea></title><script>alert(7)</script><img src=x onerror=alert(7)>";
/// Ends a text and a statement.
pub const SQL: &str = "x'); DROP TABLE account; DELETE FROM entry WHERE 1=1 OR ''=' --";
/// A number below everything, and one beyond every type.
pub const NUMBERS: [&str; 3] = ["-1", "-99999999999999999999", "99999999999999999999999999"];
/// A type that no field of a body has, with something in it that must not be logged.
const SECRET_LIST: &str = "mot-bi-mat-sai-kieu";

/// What a shot's body is.
pub enum Sent {
    Body(Body),
    /// Content type and bytes.
    Raw(&'static str, Vec<u8>),
}

/// Which protection token goes with a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Token {
    Right,
    None,
    Wrong,
    /// That of another browser.
    Foreign,
}

/// One hostile request.
pub struct Shot {
    pub what: String,
    pub sent: Sent,
    pub token: Token,
    pub header: Option<(&'static str, &'static str)>,
    /// Presented instead of the caller's own session.
    pub session: Option<String>,
    /// Called instead of the route's own path.
    pub path: Option<String>,
    /// The status that must come; any 4xx without.
    pub status: Option<u16>,
}

impl Shot {
    pub fn new(what: impl Into<String>, sent: Sent) -> Self {
        Self {
            what: what.into(),
            sent,
            token: Token::Right,
            header: None,
            session: None,
            path: None,
            status: None,
        }
    }

    fn answered(mut self, status: u16) -> Self {
        self.status = Some(status);
        self
    }
}

const JSON: &str = "application/json";
const FILE: &str = "application/octet-stream";
const FORM: &str = "application/x-www-form-urlencoded";
const MULTIPART: &str = "multipart/form-data; boundary=ranh-gioi";

/// Everything that a route must refuse, whatever it is for.
pub fn refused(rule: &Rule, example: &Body) -> Vec<Shot> {
    let mut shots = match example {
        Body::Json(json) => broken_json(json),
        Body::Form(fields) => broken_form(fields),
        Body::Upload(fields, file) => broken_upload(fields, file),
        Body::File(_) => vec![Shot::new(
            "a file that says it is JSON",
            Sent::Raw(JSON, b"{}".to_vec()),
        )],
        Body::Nothing => Vec::new(),
    };
    if rule.body > 0 {
        let kind = match example {
            Body::Json(_) => JSON,
            Body::File(_) => FILE,
            Body::Upload(..) => MULTIPART,
            _ => FORM,
        };
        let large = Sent::Raw(kind, vec![b'a'; rule.body + 1]);
        shots.push(Shot::new("a body over the limit", large).answered(413));
    }
    shots.extend(forged(rule, example));
    shots
}

/// Sessions that are none, and forms that no page of ours gave out.
fn forged(rule: &Rule, example: &Body) -> Vec<Shot> {
    let shot = |what: &str| Shot::new(what, Sent::Body(example.clone()));
    if rule.one_click {
        // There the address alone counts, wherever the call comes from.
        return Vec::new();
    }
    let mut sessions = vec!["a".to_owned(), "' OR ''='".to_owned()];
    sessions.extend([43, 4_000].map(|length| "A".repeat(length)));
    if rule.access != Access::Public {
        // What looks like the token of an attempt is no session, and counts for nothing where anybody may come in.
        sessions.push("at1.gia.mao".to_owned());
    }
    let of = |session| Shot {
        session: Some(session),
        ..shot("a forged session")
    };
    let mut shots: Vec<Shot> = sessions.into_iter().map(of).collect();
    if is_api(rule) {
        return shots;
    }
    for (what, token) in [
        ("no form token", Token::None),
        ("a wrong form token", Token::Wrong),
        ("the form token of another browser", Token::Foreign),
    ] {
        let shot = shot(what).answered(403);
        shots.push(Shot { token, ..shot });
    }
    for header in [
        ("origin", "https://evil.example"),
        ("origin", "null"),
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
    ] {
        let shot = shot(&format!("{header:?}")).answered(403);
        shots.push(Shot {
            header: Some(header),
            ..shot
        });
    }
    shots
}

fn broken_json(example: &Value) -> Vec<Shot> {
    let text = example.to_string();
    let raw = |what: &str, bytes: Vec<u8>| Shot::new(what, Sent::Raw(JSON, bytes));
    let mut not_utf8 = text.clone().into_bytes();
    // Inside the first text, or before everything.
    let inside = text.find(":\"").map_or(0, |at| at + 2);
    not_utf8.splice(inside..inside, [0xff, 0xfe]);
    let mut shots = vec![
        raw("broken UTF-8", not_utf8),
        raw("half of JSON", text.as_bytes()[..text.len() / 2].to_vec()),
        raw("nothing", Vec::new()),
        raw("null", b"null".to_vec()),
        raw("a list", b"[]".to_vec()),
        raw("deep JSON", "[".repeat(15_000).into_bytes()),
    ];
    if inside > 0 {
        let surrogate = text.replacen(":\"", ":\"\\ud800", 1);
        shots.push(raw("half a surrogate", surrogate.into_bytes()));
    }
    let mut unknown = example.clone();
    unknown["la"] = json!("1");
    shots.push(Shot::new(
        "an unknown field",
        Sent::Body(Body::Json(unknown)),
    ));
    for place in leaves(example) {
        let is_list = example.pointer(&place).is_some_and(Value::is_array);
        let other = if is_list {
            json!(SECRET_LIST)
        } else {
            json!([SECRET_LIST])
        };
        for (what, value) in [
            ("NUL", json!("a\0b")),
            ("another type", other),
            ("an object", json!({ SECRET_LIST: SECRET_LIST })),
        ] {
            let body = Sent::Body(Body::Json(with(example, &place, value)));
            shots.push(Shot::new(format!("{what} in {place}"), body));
        }
        let leaf = example.pointer(&place).expect("a leaf");
        if leaf.is_number() {
            for number in [json!(-1), json!(1.5), json!(1e30), json!("1")] {
                let what = format!("{number} in {place}");
                let body = Sent::Body(Body::Json(with(example, &place, number)));
                shots.push(Shot::new(what, body));
            }
        }
    }
    shots
}

fn broken_form(fields: &[(&'static str, String)]) -> Vec<Shot> {
    let raw = |what: String, field: &str, value: &str| {
        let text = format!("csrf={CSRF}&{field}={value}");
        Shot::new(what, Sent::Raw(FORM, text.into_bytes()))
    };
    let mut shots = Vec::new();
    for (field, _) in fields {
        shots.push(raw(format!("NUL in {field}"), field, "a%00b"));
        shots.push(raw(format!("broken UTF-8 in {field}"), field, "%FF%FE"));
        shots.push(raw(format!("half a percent sign in {field}"), field, "%4"));
        let mut bytes = format!("csrf={CSRF}&{field}=").into_bytes();
        bytes.extend([0xc3, 0x28]);
        let what = format!("raw broken UTF-8 in {field}");
        shots.push(Shot::new(what, Sent::Raw(FORM, bytes)));
    }
    shots
}

fn broken_upload(
    fields: &[(&'static str, String)],
    file: &(&'static str, &'static str, Vec<u8>),
) -> Vec<Shot> {
    let part = |name: &str, value: &[u8]| {
        let mut bytes =
            format!("--ranh-gioi\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n")
                .into_bytes();
        bytes.extend(value);
        bytes.extend(b"\r\n");
        bytes
    };
    let mut shots = Vec::new();
    for (field, _) in fields {
        for (what, value) in [("NUL", &b"a\0b"[..]), ("broken UTF-8", &b"\xff\xfe"[..])] {
            let mut bytes = part("csrf", CSRF.as_bytes());
            bytes.extend(part(field, value));
            bytes.extend(b"--ranh-gioi--\r\n");
            let sent = Sent::Raw(MULTIPART, bytes);
            shots.push(Shot::new(format!("{what} in {field}"), sent));
        }
    }
    let unended = Sent::Raw(MULTIPART, part("csrf", CSRF.as_bytes()));
    shots.push(Shot::new("a form without an end", unended));
    let nothing = Sent::Raw("text/plain", b"x".to_vec());
    shots.push(Shot::new("no form", nothing));
    for (what, name, bytes) in [
        ("an empty file", "a.csv", vec![]),
        ("no table", "a.csv", b"\xff\xfe\x00x".to_vec()),
        (
            "a file that only says it is a workbook",
            "a.xlsx",
            b"PK\x03\x04".to_vec(),
        ),
        ("a program", "a.exe", b"MZ\x90\0\x03".to_vec()),
    ] {
        let sent = Body::Upload(fields.to_vec(), (file.0, name, bytes));
        shots.push(Shot::new(what, Sent::Body(sent)));
    }
    shots
}

/// The example with each field in turn replaced by what a text field may be sent: the route refuses it or keeps it as the text it is.
pub fn contents(example: &Body) -> Vec<(String, Body)> {
    let mut values = vec![
        ("HTML", HTML.to_owned()),
        ("SQL", SQL.to_owned()),
        ("10,000 letters", long("a")),
        ("10,000 letters of Vietnamese", long("ữ")),
    ];
    values.extend(NUMBERS.map(|n| ("a number", n.to_owned())));
    let mut made = Vec::new();
    for (what, value) in values {
        made.extend(
            replaced(example, &value)
                .into_iter()
                .map(|(field, body)| (format!("{what} in {field}"), body)),
        );
    }
    made
}

/// Ten thousand of a letter.
pub fn long(letter: &str) -> String {
    letter.repeat(10_000)
}

fn replaced(example: &Body, value: &str) -> Vec<(String, Body)> {
    let in_form =
        |fields: &[(&'static str, String)]| -> Vec<(String, Vec<(&'static str, String)>)> {
            let at = |index: usize| {
                let mut fields = fields.to_vec();
                fields[index].1 = value.to_owned();
                (fields[index].0.to_owned(), fields)
            };
            (0..fields.len()).map(at).collect()
        };
    match example {
        Body::Nothing => Vec::new(),
        Body::File(_) => vec![("the file".to_owned(), Body::File(value.into()))],
        Body::Json(json) => leaves(json)
            .into_iter()
            .map(|place| (place.clone(), Body::Json(with(json, &place, json!(value)))))
            .collect(),
        Body::Form(fields) => {
            let forms = in_form(fields).into_iter();
            forms
                .map(|(field, fields)| (field, Body::Form(fields)))
                .collect()
        }
        Body::Upload(fields, file) => {
            let forms = in_form(fields).into_iter();
            forms
                .map(|(field, fields)| (field, Body::Upload(fields, file.clone())))
                .collect()
        }
    }
}

/// JSON pointers of everything in a value that is neither object nor list.
fn leaves(value: &Value) -> Vec<String> {
    match value {
        Value::Object(members) => members
            .iter()
            .flat_map(|(name, inner)| {
                let below = leaves(inner).into_iter();
                below.map(move |place| format!("/{name}{place}"))
            })
            .collect(),
        _ => vec![String::new()],
    }
}

fn with(example: &Value, place: &str, value: Value) -> Value {
    let mut changed = example.clone();
    *changed.pointer_mut(place).expect("a leaf") = value;
    changed
}

/// What must never be logged although it was sent in the wrong place.
pub fn misplaced_secret() -> String {
    SECRET_LIST.to_owned()
}
