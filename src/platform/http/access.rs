//! Who may call what: one rule per route, matched before any handler runs. What has no rule does not exist.

use std::sync::OnceLock;

use metrics::Histogram;
use poem::http::Method;

/// Who may call a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Anybody.
    Public,
    /// The person who sits the attempt: by attempt token, or signed in. The handler checks whose it is.
    Attempt,
    /// Anybody who has signed in.
    SignedIn,
    /// Who holds the role of organiser or administrator at some organisation; for others it does not exist. The service decides whether
    /// it reaches what is asked for.
    Organiser,
    /// Who holds the role of author or administrator at some organisation; for others it does not exist. The service decides as above.
    Author,
    /// Who holds the role of marker, organiser or administrator at some organisation; for others it does not exist. The service decides as
    /// above.
    Marker,
    /// Who holds any role that teaches at some organisation: author, marker, organiser or administrator; for others it does not exist. The
    /// service decides as above.
    Teacher,
    /// Who holds the role of administrator at some organisation; for others it does not exist. The service decides as above.
    Administrator,
    /// Administrators of the whole installation; for others it does not exist.
    Installation,
}

/// One route: method, path with `:name` for a variable segment, who may call it, and the largest body it takes.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// HTTP method.
    pub method: &'static str,
    /// Path, such as `/cuoc-thi/:slug`.
    pub path: &'static str,
    /// Who may call it.
    pub access: Access,
    /// Largest body in bytes; 0 takes none.
    pub body: usize,
    /// Whether the address alone gives the right to call it, so that the call may come from anywhere.
    pub one_click: bool,
}

/// Bodies of small forms and API calls.
pub const SMALL: usize = 16 * 1024;

/// A rule for reading.
#[must_use]
pub const fn get(path: &'static str, access: Access) -> Rule {
    Rule {
        method: "GET",
        path,
        access,
        body: 0,
        one_click: false,
    }
}

/// A rule for a form or call that changes something.
#[must_use]
pub const fn post(path: &'static str, access: Access) -> Rule {
    Rule {
        method: "POST",
        path,
        access,
        body: SMALL,
        one_click: false,
    }
}

/// A rule for a form whose address holds a token that only a letter tells: that is all the right it takes, so it may also come from the
/// button of a mail program, which knows neither cookies nor our pages (RFC 8058).
#[must_use]
pub const fn one_click(path: &'static str) -> Rule {
    Rule {
        one_click: true,
        ..post(path, Access::Public)
    }
}

/// A rule for a form or call that brings a file of at most `body` bytes, what stands around it included.
#[must_use]
pub const fn upload(path: &'static str, access: Access, body: usize) -> Rule {
    Rule {
        body,
        ..post(path, access)
    }
}

/// A rule for an API call that puts something in its place.
#[must_use]
pub const fn put(path: &'static str, access: Access) -> Rule {
    Rule {
        method: "PUT",
        path,
        access,
        body: SMALL,
        one_click: false,
    }
}

/// A rule for an API call that puts a long text or a file of at most `body` bytes in its place.
#[must_use]
pub const fn put_large(path: &'static str, access: Access, body: usize) -> Rule {
    Rule {
        body,
        ..put(path, access)
    }
}

/// A rule for an API call that takes something away.
#[must_use]
pub const fn delete(path: &'static str, access: Access) -> Rule {
    Rule {
        method: "DELETE",
        path,
        access,
        body: 0,
        one_click: false,
    }
}

/// What the table says of a request.
#[derive(Debug, Clone, Copy)]
pub enum Found {
    /// This rule, and its place in the table.
    Rule(Rule, usize),
    /// The path exists, but not with this method.
    OtherMethod,
    /// Nothing at this path.
    Nothing,
}

/// The rules, ready to be searched.
pub struct Table(Vec<Row>);

struct Row {
    segments: Vec<&'static str>,
    rule: Rule,
    /// How long requests took, by the first digit of the status; looked up once, since it is recorded for every request.
    seconds: [OnceLock<Histogram>; 6],
}

impl Table {
    /// A table of these rules; fixed segments win over variable ones, so order does not matter.
    #[must_use]
    pub fn new(rules: &[Rule]) -> Self {
        let row = |rule: &Rule| Row {
            segments: rule.path.split('/').collect(),
            rule: *rule,
            seconds: Default::default(),
        };
        let mut rows: Vec<Row> = rules.iter().map(row).collect();
        rows.sort_by_key(|row| row.segments.iter().filter(|s| s.starts_with(':')).count());
        Self(rows)
    }

    /// Notes how long a request took, ms.
    pub fn record(&self, found: Found, status: u16, took_ms: i64) {
        let seconds =
            std::time::Duration::from_millis(took_ms.max(0).cast_unsigned()).as_secs_f64();
        let class = usize::from(status / 100).min(5);
        let of = |route: &'static str, method: &'static str| metrics::histogram!("hocluat_request_seconds", "method" => method, "route" => route, "status" => format!("{class}xx"));
        match found {
            Found::Rule(rule, index) => {
                self.0[index].seconds[class]
                    .get_or_init(|| of(rule.path, rule.method))
                    .record(seconds);
            }
            Found::OtherMethod | Found::Nothing => of("none", "any").record(seconds),
        }
    }

    /// What the table says of a request. `HEAD` is treated as `GET`.
    #[must_use]
    pub fn find(&self, method: &Method, path: &str) -> Found {
        let method = if method == Method::HEAD {
            "GET"
        } else {
            method.as_str()
        };
        let mut other = false;
        for (index, row) in self.0.iter().enumerate() {
            if matches(&row.segments, path) {
                if row.rule.method == method {
                    return Found::Rule(row.rule, index);
                }
                other = true;
            }
        }
        if other {
            Found::OtherMethod
        } else {
            Found::Nothing
        }
    }
}

fn matches(segments: &[&str], path: &str) -> bool {
    let mut rest = path.split('/');
    for segment in segments {
        match rest.next() {
            Some(part) if segment.starts_with(':') && !part.is_empty() => {}
            Some(part) if part == *segment => {}
            _ => return false,
        }
    }
    rest.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fixed_segment_wins_and_a_missing_one_does_not_match() {
        let table = Table::new(&[
            get("/a/:x", Access::Public),
            get("/a/b", Access::Organiser),
            post("/a/b", Access::SignedIn),
        ]);
        let rule = |m: Method, p: &str| match table.find(&m, p) {
            Found::Rule(rule, _) => Some(rule.access),
            _ => None,
        };
        assert_eq!(rule(Method::GET, "/a/b"), Some(Access::Organiser));
        assert_eq!(rule(Method::HEAD, "/a/c"), Some(Access::Public));
        assert_eq!(rule(Method::GET, "/a/"), None);
        assert_eq!(rule(Method::GET, "/a/b/c"), None);
        assert!(matches!(
            table.find(&Method::DELETE, "/a/b"),
            Found::OtherMethod
        ));
    }
}
