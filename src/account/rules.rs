//! What an account may be called and what a password must be.

use crate::kernel::problem::FieldError;
use crate::platform::text::tidy;

use super::model::Registration;

/// Shortest password, in characters (NIST SP 800-63B: at least eight, no rules about kinds of characters).
pub const PASSWORD_MIN: usize = 8;
/// Longest password, in characters; a bound on work, not on people.
pub const PASSWORD_MAX: usize = 200;

/// A login as it is stored and compared: no white space, lower case. A phone number loses its separators and its country code.
#[must_use]
pub fn normal_login(login: &str) -> String {
    let login = tidy(login).to_lowercase().replace(' ', "");
    let digits: String = login
        .chars()
        .filter(|c| !matches!(c, '.' | '-' | '(' | ')'))
        .collect();
    let phone = digits
        .strip_prefix("+84")
        .map(|rest| format!("0{rest}"))
        .unwrap_or(digits);
    let is_phone = phone.starts_with('0')
        && (9..=11).contains(&phone.len())
        && phone.bytes().all(|b| b.is_ascii_digit());
    if is_phone { phone } else { login }
}

/// Checks and tidies what a person gave.
///
/// # Errors
/// The messages beside the fields.
pub fn check_registration(given: &Registration) -> Result<Registration, Vec<FieldError>> {
    let mut errors = Vec::new();
    let mut wrong = |field: &str, message: &'static str| {
        let args = match message {
            "field-password-short" => vec![("min", PASSWORD_MIN.to_string())],
            "field-too-long" => vec![("max", PASSWORD_MAX.to_string())],
            _ => Vec::new(),
        };
        errors.push(FieldError {
            field: field.to_owned(),
            message,
            args,
        });
    };
    let login = normal_login(&given.login);
    let login_ok = |c: char| {
        c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '_' | '-' | '@' | '+')
    };
    if login.is_empty() {
        wrong("login", "field-required");
    } else if !(3..=40).contains(&login.len()) || !login.chars().all(login_ok) {
        wrong("login", "field-login");
    }
    let full_name = tidy(&given.full_name);
    if full_name.is_empty() {
        wrong("full_name", "field-required");
    } else if full_name.chars().count() > 120
        || !full_name.chars().any(char::is_alphabetic)
        || full_name.contains(['<', '>', '\0'])
    {
        wrong("full_name", "field-name-letters");
    }
    let email = tidy(&given.email);
    if !email.is_empty() && (email.len() > 200 || email.parse::<lettre::Address>().is_err()) {
        wrong("email", "field-email");
    }
    if let Some(message) = password_problem(&given.password) {
        wrong("password", message);
    }
    if errors.is_empty() {
        Ok(Registration {
            login,
            password: given.password.clone(),
            full_name,
            email,
            phone: given.phone.clone(),
        })
    } else {
        Err(errors)
    }
}

/// Fluent key of what is wrong with a password.
#[must_use]
pub fn password_problem(password: &str) -> Option<&'static str> {
    let length = password.chars().count();
    if length < PASSWORD_MIN {
        Some("field-password-short")
    } else if length > PASSWORD_MAX {
        Some("field-too-long")
    } else {
        None
    }
}

/// Where a form may lead afterwards: a path on this site, nothing else.
#[must_use]
pub fn safe_next(next: &str) -> &str {
    // Browsers drop tabs and line ends from an address, so `/<tab>/host` would lead elsewhere too.
    let inside = next.starts_with('/')
        && !next.starts_with("//")
        && !next.contains(|c: char| c == '\\' || c.is_control());
    if inside { next } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_phone_number_written_in_four_ways_is_one_login() {
        for login in [
            "0912345678",
            "+84 912 345 678",
            "0912.345.678",
            "0912-345-678",
        ] {
            assert_eq!(normal_login(login), "0912345678");
        }
        assert_eq!(normal_login(" An.Nguyen "), "an.nguyen");
    }

    #[test]
    fn every_wrong_field_gets_its_own_message() {
        let given = Registration {
            login: "ă".into(),
            password: "short".into(),
            full_name: "  ".into(),
            email: "x@".into(),
            phone: String::new(),
        };
        let errors = check_registration(&given).expect_err("all wrong");
        let fields: Vec<&str> = errors.iter().map(|e| e.field.as_str()).collect();
        assert_eq!(fields, ["login", "full_name", "email", "password"]);
    }

    #[test]
    fn a_form_never_leads_off_this_site() {
        for (next, expected) in [
            ("/cuoc-thi/a?x=1", "/cuoc-thi/a?x=1"),
            ("//evil.example", "/"),
            ("https://evil.example", "/"),
            ("/\\evil", "/"),
            ("", "/"),
        ] {
            assert_eq!(safe_next(next), expected);
        }
    }
}
