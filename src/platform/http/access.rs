//! Who may call what: one rule per route, matched before any handler runs. What has no rule does not exist.

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
    /// Organisers and administrators; for others it does not exist.
    Organiser,
    /// Administrators; for others it does not exist.
    Administrator,
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
    }
}

/// What the table says of a request.
#[derive(Debug, Clone, Copy)]
pub enum Found {
    /// This rule.
    Rule(Rule),
    /// The path exists, but not with this method.
    OtherMethod,
    /// Nothing at this path.
    Nothing,
}

/// The rules, ready to be searched.
#[derive(Debug)]
pub struct Table(Vec<(Vec<&'static str>, Rule)>);

impl Table {
    /// A table of these rules; fixed segments win over variable ones, so order does not matter.
    #[must_use]
    pub fn new(rules: &[Rule]) -> Self {
        let mut rows: Vec<_> = rules
            .iter()
            .map(|r| (r.path.split('/').collect::<Vec<_>>(), *r))
            .collect();
        rows.sort_by_key(|(segments, _)| segments.iter().filter(|s| s.starts_with(':')).count());
        Self(rows)
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
        for (segments, rule) in &self.0 {
            if matches(segments, path) {
                if rule.method == method {
                    return Found::Rule(*rule);
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
            Found::Rule(rule) => Some(rule.access),
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
