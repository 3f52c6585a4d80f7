//! Forms of pages: read within the route's limit, and only with the protection token of the browser they were given to, unless the address
//! alone gives the right to send them.

use std::ops::Deref;

use poem::{FromRequest, Request, RequestBody};

use super::context::Context;
use super::page::query_value;
use crate::kernel::problem::{Code, Problem};

/// The fields of a posted form in order; a name may repeat. Reading one checks the hidden field `csrf`.
#[derive(Debug, Clone, Default)]
pub struct Form(Vec<(String, String)>);

impl Form {
    /// A form with these fields, read elsewhere.
    #[must_use]
    pub fn of(fields: Vec<(String, String)>) -> Self {
        Self(fields)
    }

    /// The first value of `name`, trimmed; empty when there is none.
    #[must_use]
    pub fn get(&self, name: &str) -> &str {
        self.0
            .iter()
            .find(|(n, _)| n == name)
            .map_or("", |(_, v)| v.trim())
    }

    /// Every value of `name`.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0
            .iter()
            .filter(move |(n, _)| n == name)
            .map(|(_, v)| v.as_str())
    }

    /// All names and values.
    #[must_use]
    pub fn fields(&self) -> &[(String, String)] {
        &self.0
    }
}

impl<'a> FromRequest<'a> for Form {
    async fn from_request(request: &'a Request, body: &mut RequestBody) -> poem::Result<Self> {
        read(request, body, super::access::SMALL).await
    }
}

/// Largest body of a [`LongForm`]: letters with marks take up to nine bytes each on their way.
pub const LONG: usize = 4 * 1024 * 1024;

/// A form with long texts, such as a lesson's. Its route must allow as much: `access::upload(…, LONG)`.
#[derive(Debug, Clone, Default)]
pub struct LongForm(pub Form);

impl<'a> FromRequest<'a> for LongForm {
    async fn from_request(request: &'a Request, body: &mut RequestBody) -> poem::Result<Self> {
        read(request, body, LONG).await.map(Self)
    }
}

/// A form that may come from anywhere: its route is an `access::one_click(…)`. Mail programs send one of several parts or of pairs, or
/// nothing; what is no form of pairs says nothing.
#[derive(Debug, Clone, Default)]
pub struct OneClickForm(pub Form);

impl<'a> FromRequest<'a> for OneClickForm {
    async fn from_request(request: &'a Request, body: &mut RequestBody) -> poem::Result<Self> {
        let pairs = request
            .content_type()
            .is_some_and(|kind| kind.starts_with("application/x-www-form-urlencoded"));
        if !pairs {
            return Ok(Self::default());
        }
        fields(body, super::access::SMALL).await.map(Form).map(Self)
    }
}

async fn read(request: &Request, body: &mut RequestBody, limit: usize) -> poem::Result<Form> {
    let form = Form(fields(body, limit).await?);
    let context = request
        .extensions()
        .get::<Context>()
        .ok_or_else(|| Problem::internal("a form came past the gate"))?;
    if context.csrf.is_empty() || form.get("csrf") != context.csrf {
        return Err(Problem::new(Code::FormExpired).into());
    }
    Ok(form)
}

async fn fields(body: &mut RequestBody, limit: usize) -> poem::Result<Vec<(String, String)>> {
    let unreadable = || poem::Error::from(Problem::new(Code::RequestUnreadable));
    let bytes = body
        .take()?
        .into_bytes_limit(limit)
        .await
        .map_err(|_| unreadable())?;
    serde_urlencoded(&bytes).ok_or_else(unreadable)
}

/// The query of an address: `?q=…`, read like a form. What cannot be read counts as not given.
#[derive(Debug, Clone, Default)]
pub struct Query(Form);

impl Deref for Query {
    type Target = Form;

    fn deref(&self) -> &Form {
        &self.0
    }
}

impl Query {
    /// The query with `name` set to `value`, for the address of another page of the same list.
    #[must_use]
    pub fn with(&self, name: &str, value: &str) -> String {
        let kept = self
            .fields()
            .iter()
            .filter(|(n, v)| n != name && n != "bao" && !v.is_empty())
            .map(|(n, v)| (n.as_str(), v.as_str()));
        let pairs: Vec<String> = kept
            .chain([(name, value)])
            .map(|(n, v)| format!("{}={}", query_value(n), query_value(v)))
            .collect();
        format!("?{}", pairs.join("&"))
    }
}

impl<'a> FromRequest<'a> for Query {
    async fn from_request(request: &'a Request, _body: &mut RequestBody) -> poem::Result<Self> {
        let query = request.uri().query().unwrap_or_default();
        let fields = serde_urlencoded(query.as_bytes()).unwrap_or_default();
        Ok(Self(Form(fields)))
    }
}

/// Reads `a=1&b=2`; `None` when it is not UTF-8 or holds a NUL character (which PostgreSQL cannot store).
fn serde_urlencoded(bytes: &[u8]) -> Option<Vec<(String, String)>> {
    let text = std::str::from_utf8(bytes).ok()?;
    text.split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            Some((decode(name)?, decode(value)?))
        })
        .collect()
}

fn decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => {
                let digits = [rest.next()?, rest.next()?];
                u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()?
            }
            other => other,
        });
    }
    String::from_utf8(bytes).ok().filter(|t| !t.contains('\0'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_decoded_and_broken_ones_refused() {
        let fields =
            serde_urlencoded("a=1&b=H%E1%BB%8Dc+lu%E1%BA%ADt&a=2&c".as_bytes()).expect("valid");
        let form = Form(fields);
        assert_eq!(form.get("b"), "Học luật");
        assert_eq!(form.all("a").collect::<Vec<_>>(), ["1", "2"]);
        assert_eq!(form.get("c"), "");
        assert!(serde_urlencoded(b"a=%FF").is_none());
        assert!(serde_urlencoded(b"a=%0").is_none());
        assert!(serde_urlencoded(b"a=x%00y").is_none());
        assert!(serde_urlencoded(&[0xff, b'=']).is_none());
    }
}
