//! Forms of pages that bring a file: read within the route's limit, and only with the protection token of the browser they were given to.

use poem::web::Multipart;
use poem::{FromRequest, Request, RequestBody};

use super::context::Context;
use super::form::Form;
use crate::kernel::problem::{Code, Problem};

/// Most parts a form may have.
const PARTS_MAX: usize = 40;
/// Longest text field, in bytes.
const TEXT_MAX: usize = 128 * 1024;

/// A file as the browser sent it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct File {
    /// Its name without folders; empty when none was chosen.
    pub name: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// A posted form with at most one file. Reading one checks the hidden field `csrf`.
#[derive(Debug, Clone, Default)]
pub struct UploadForm {
    /// The other fields.
    pub form: Form,
    /// The file; empty when none was chosen.
    pub file: File,
}

impl<'a> FromRequest<'a> for UploadForm {
    async fn from_request(request: &'a Request, body: &mut RequestBody) -> poem::Result<Self> {
        let unreadable = || poem::Error::from(Problem::new(Code::RequestUnreadable));
        // The gate has bounded the body by the route's limit.
        let mut parts = Multipart::from_request(request, body)
            .await
            .map_err(|_| unreadable())?;
        let (mut fields, mut file) = (Vec::new(), File::default());
        for _ in 0..PARTS_MAX {
            let Some(part) = parts.next_field().await.map_err(|_| unreadable())? else {
                return checked(request, fields, file);
            };
            let name = part.name().unwrap_or_default().to_owned();
            let file_name = part.file_name().map(base_name);
            let bytes = part.bytes().await.map_err(|_| unreadable())?;
            match file_name {
                Some(file_name) => {
                    file = File {
                        name: file_name,
                        bytes,
                    }
                }
                None if bytes.len() > TEXT_MAX => return Err(unreadable()),
                None => {
                    let text = String::from_utf8(bytes).map_err(|_| unreadable())?;
                    if text.contains('\0') {
                        return Err(unreadable());
                    }
                    fields.push((name, text));
                }
            }
        }
        Err(unreadable())
    }
}

fn checked(
    request: &Request,
    fields: Vec<(String, String)>,
    file: File,
) -> poem::Result<UploadForm> {
    let form = Form::of(fields);
    let context = request
        .extensions()
        .get::<Context>()
        .ok_or_else(|| Problem::internal("a form came past the gate"))?;
    if context.csrf.is_empty() || form.get("csrf") != context.csrf {
        return Err(Problem::new(Code::FormExpired).into());
    }
    Ok(UploadForm { form, file })
}

/// The last part of a path in either style, without what a header or a log must not hold.
fn base_name(path: &str) -> String {
    let name = path.rsplit(['/', '\\']).next().unwrap_or_default();
    name.chars().filter(|c| !c.is_control()).take(200).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_name_is_never_a_path() {
        assert_eq!(base_name("C:\\Users\\an\\Đơn vị.xlsx"), "Đơn vị.xlsx");
        assert_eq!(base_name("../../etc/passwd"), "passwd");
        assert_eq!(base_name("a\r\nb.csv"), "ab.csv");
        assert_eq!(base_name(""), "");
    }
}
