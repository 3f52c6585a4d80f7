//! What an account may be called and what a password must be.

use chrono::{Datelike, NaiveDate};
use uuid::Uuid;

use crate::kernel::actor::{Actor, Grant, Role};
use crate::kernel::problem::FieldError;
use crate::platform::text::tidy;

use super::model::{Profile, Registration};

/// Shortest password, in characters (NIST SP 800-63B: at least eight, no rules about kinds of characters).
pub const PASSWORD_MIN: usize = 8;
/// Longest password, in characters; a bound on work, not on people.
pub const PASSWORD_MAX: usize = 200;
/// Longest username, in bytes; an e-mail address may serve as one.
const LOGIN_MAX: usize = 80;

/// Longest full name, in characters.
pub const NAME_MAX: usize = 120;
/// Longest e-mail address, in bytes.
const EMAIL_MAX: usize = 200;
/// Letters of an entry code: no vowels, which make words, and nothing that looks like something else (0/O, 1/I/L).
const CODE_LETTERS: &[u8; 28] = b"23456789BCDFGHJKMNPQRSTVWXYZ";
/// Length of an entry code without its separators: 12 letters of 28 are about 57 bits.
pub const CODE_LENGTH: usize = 12;

/// A phone number in its national form: separators and the country code go; `None` when it is none.
#[must_use]
pub fn normal_phone(text: &str) -> Option<String> {
    let digits: String = text
        .chars()
        .filter(|c| !matches!(c, ' ' | '.' | '-' | '(' | ')' | '\u{a0}'))
        .collect();
    let national = digits.strip_prefix("+84").map_or_else(
        || digits.clone(),
        |rest| format!("0{}", rest.trim_start_matches('0')),
    );
    let fits = national.starts_with('0')
        && (9..=11).contains(&national.len())
        && national.bytes().all(|b| b.is_ascii_digit());
    fits.then_some(national)
}

/// An e-mail address as it is stored and compared: lower case; `None` when it is none.
#[must_use]
pub fn normal_email(text: &str) -> Option<String> {
    let email = tidy(text).to_lowercase();
    (email.len() <= EMAIL_MAX && email.parse::<lettre::Address>().is_ok()).then_some(email)
}

/// A login as it is stored and compared: no white space, lower case, a phone number in its national form.
#[must_use]
pub fn normal_login(login: &str) -> String {
    normal_phone(login).unwrap_or_else(|| tidy(login).to_lowercase().replace(' ', ""))
}

/// What is wrong with a normal login: the message's key.
fn login_problem(login: &str) -> Option<&'static str> {
    let allowed = |c: char| {
        c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '_' | '-' | '@' | '+')
    };
    if login.is_empty() {
        Some("field-required")
    } else if !(3..=LOGIN_MAX).contains(&login.len()) || !login.chars().all(allowed) {
        Some("field-login")
    } else {
        None
    }
}

/// What is wrong with a tidy full name: the message's key.
pub fn name_problem(name: &str) -> Option<&'static str> {
    if name.is_empty() {
        Some("field-required")
    } else if name.chars().count() > NAME_MAX {
        Some("field-too-long")
    } else if !name.chars().any(char::is_alphabetic)
        || name
            .chars()
            .any(|c| c.is_control() || matches!(c, '<' | '>'))
    {
        Some("field-name-letters")
    } else {
        None
    }
}

/// Messages beside fields, as they are found.
#[derive(Default)]
struct Wrong(Vec<FieldError>);

impl Wrong {
    fn beside(&mut self, field: &str, message: Option<&'static str>) {
        let Some(message) = message else { return };
        let args = match (field, message) {
            (_, "field-password-short") => vec![("min", PASSWORD_MIN.to_string())],
            ("full_name", "field-too-long") => vec![("max", NAME_MAX.to_string())],
            (_, "field-too-long") => vec![("max", PASSWORD_MAX.to_string())],
            _ => Vec::new(),
        };
        self.0.push(FieldError {
            field: field.to_owned(),
            message,
            args,
        });
    }

    /// An optional address: empty, or in its normal form.
    fn optional(
        &mut self,
        field: &str,
        text: &str,
        normal: fn(&str) -> Option<String>,
        message: &'static str,
    ) -> String {
        if tidy(text).is_empty() {
            return String::new();
        }
        let value = normal(text);
        self.beside(field, value.is_none().then_some(message));
        value.unwrap_or_default()
    }
}

/// Checks and tidies what a person gave. A login that is a phone number or an e-mail address is also kept as such.
///
/// # Errors
/// The messages beside the fields.
pub fn check_registration(given: &Registration) -> Result<Registration, Vec<FieldError>> {
    let mut wrong = Wrong::default();
    let login = normal_login(&given.login);
    wrong.beside("login", login_problem(&login));
    let full_name = tidy(&given.full_name);
    wrong.beside("full_name", name_problem(&full_name));
    let mut email = wrong.optional("email", &given.email, normal_email, "field-email");
    let mut phone = wrong.optional("phone", &given.phone, normal_phone, "field-phone");
    wrong.beside("password", password_problem(&given.password));
    if email.is_empty() {
        email = normal_email(&login).unwrap_or_default();
    }
    if phone.is_empty() {
        phone = normal_phone(&login).unwrap_or_default();
    }
    if !wrong.0.is_empty() {
        return Err(wrong.0);
    }
    Ok(Registration {
        login,
        password: given.password.clone(),
        full_name,
        email,
        phone,
    })
}

/// Checks and tidies what a person wants to be known as. `today` bounds birth dates.
///
/// # Errors
/// The messages beside the fields.
pub fn check_profile(given: &Profile, today: NaiveDate) -> Result<Profile, Vec<FieldError>> {
    let mut wrong = Wrong::default();
    let full_name = tidy(&given.full_name);
    wrong.beside("full_name", name_problem(&full_name));
    let login = normal_login(&given.login);
    wrong.beside("login", login_problem(&login));
    let email = wrong.optional("email", &given.email, normal_email, "field-email");
    let phone = wrong.optional("phone", &given.phone, normal_phone, "field-phone");
    let birth = tidy(&given.birth_date);
    let birth_date = match birth_date(&birth, today) {
        _ if birth.is_empty() => String::new(),
        Ok(date) => date,
        Err(message) => {
            wrong.beside("birth_date", Some(message));
            String::new()
        }
    };
    if !wrong.0.is_empty() {
        return Err(wrong.0);
    }
    Ok(Profile {
        full_name,
        login,
        email,
        phone,
        birth_date,
        organisation: given.organisation,
    })
}

/// A birth date of which day and month may be unknown, in its normal form: `dd/mm/yyyy`, `mm/yyyy` or `yyyy`.
///
/// # Errors
/// The message beside the field.
pub fn birth_date(text: &str, today: NaiveDate) -> Result<String, &'static str> {
    let parts: Vec<u32> = text
        .split(['/', '-', '.'])
        .map(|part| part.trim().parse().map_err(|_| "field-date"))
        .collect::<Result<_, _>>()?;
    let (day, month, year) = match parts[..] {
        [year] => (None, None, year),
        [month, year] => (None, Some(month), year),
        [day, month, year] => (Some(day), Some(month), year),
        _ => return Err("field-date"),
    };
    let year = i32::try_from(year).map_err(|_| "field-date")?;
    let earliest = NaiveDate::from_ymd_opt(year, month.unwrap_or(1), day.unwrap_or(1));
    let earliest = earliest.filter(|_| year >= 1000).ok_or("field-date")?;
    if earliest > today {
        return Err("field-date-future");
    }
    if year < today.year() - 120 {
        return Err("field-date-past");
    }
    Ok(match (day, month) {
        (Some(day), Some(month)) => format!("{day:02}/{month:02}/{year:04}"),
        (_, Some(month)) => format!("{month:02}/{year:04}"),
        _ => format!("{year:04}"),
    })
}

/// A new password that is typed twice.
///
/// # Errors
/// The messages beside the fields `password` and `password_again`.
pub fn check_new_password(password: &str, again: &str) -> Result<(), Vec<FieldError>> {
    let mut wrong = Wrong::default();
    wrong.beside("password", password_problem(password));
    let differs = wrong.0.is_empty() && password != again;
    wrong.beside(
        "password_again",
        differs.then_some("field-passwords-differ"),
    );
    if wrong.0.is_empty() {
        Ok(())
    } else {
        Err(wrong.0)
    }
}

/// Writes twelve random bytes as an entry code in groups of four: `K7QM-2XPB-9RTB`.
#[must_use]
pub fn entry_code(random: &[u8]) -> String {
    // A byte taken modulo 28 favours four letters by one part in nine, which costs a small part of a bit.
    let letters = random
        .iter()
        .take(CODE_LENGTH)
        .map(|byte| char::from(CODE_LETTERS[usize::from(*byte) % CODE_LETTERS.len()]));
    let mut code = String::with_capacity(CODE_LENGTH + 2);
    for (place, letter) in letters.enumerate() {
        if place > 0 && place % 4 == 0 {
            code.push('-');
        }
        code.push(letter);
    }
    code
}

/// An entry code as it is compared: capital letters and digits alone; letters that people mistake are put right. `None` when it cannot
/// be one.
#[must_use]
pub fn normal_code(typed: &str) -> Option<String> {
    let letters: String = typed
        .to_uppercase()
        .chars()
        .filter(|c| c.is_alphanumeric())
        .collect();
    let fits = letters.len() == CODE_LENGTH && letters.bytes().all(|b| CODE_LETTERS.contains(&b));
    fits.then_some(letters)
}

/// Whether `actor` may administer an account: it must belong to an organisation within reach, and every role it holds must be one the
/// actor could have granted. Otherwise an administrator of a commune could take over the account of one of the whole province.
/// `home` is the lineage of the account's organisation (empty for none); `held` are its grants with the lineage of each place.
#[must_use]
pub fn may_administer(actor: &Actor, home: &[Uuid], held: &[(Grant, Vec<Uuid>)]) -> bool {
    actor.may(Role::Administrator, home)
        && held
            .iter()
            .all(|(grant, lineage)| may_grant(actor, *grant, lineage))
}

/// Whether `actor` may grant or revoke a role at the organisation of this lineage; the whole installation has none.
#[must_use]
pub fn may_grant(actor: &Actor, grant: Grant, lineage: &[Uuid]) -> bool {
    match grant.organisation {
        None => actor.is_everywhere(Role::Administrator),
        Some(_) => actor.may(Role::Administrator, lineage),
    }
}

/// Browser and system in two words, from what a browser says of itself: enough for people to recognise a device of theirs.
#[must_use]
pub fn device_name(user_agent: &str) -> (&'static str, &'static str) {
    let find = |table: &[(&str, &'static str)]| {
        table
            .iter()
            .find(|(mark, _)| user_agent.contains(mark))
            .map_or("", |(_, name)| *name)
    };
    // Order matters: every browser claims to be the ones before it, and Android says that it is Linux.
    let browser = find(&[
        ("Zalo", "Zalo"),
        ("FBAN", "Facebook"),
        ("FBAV", "Facebook"),
        ("coc_coc", "Cốc Cốc"),
        ("Edg", "Edge"),
        ("OPR/", "Opera"),
        ("SamsungBrowser", "Samsung Internet"),
        ("Firefox", "Firefox"),
        ("FxiOS", "Firefox"),
        ("CriOS", "Chrome"),
        ("Chrome", "Chrome"),
        ("Safari", "Safari"),
    ]);
    let system = find(&[
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("Windows", "Windows"),
        ("Mac OS", "Mac"),
        ("Linux", "Linux"),
    ]);
    (browser, system)
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
    fn a_login_that_is_a_phone_or_an_address_is_kept_as_such_too() {
        let register = |login: &str, phone: &str| {
            check_registration(&Registration {
                login: login.into(),
                password: "mat-khau-dai".into(),
                full_name: " Lò  Thị Mai ".into(),
                email: String::new(),
                phone: phone.into(),
            })
            .expect("fits")
        };
        let by_phone = register("+84 912 345 678", "");
        assert_eq!(
            (by_phone.login.as_str(), by_phone.phone.as_str()),
            ("0912345678", "0912345678")
        );
        assert_eq!(by_phone.full_name, "Lò Thị Mai");
        let by_mail = register("Mai.Lo@Example.vn", "");
        assert_eq!(by_mail.email, "mai.lo@example.vn");
        let child = register("mai.con", "0912 345 678");
        assert_eq!(
            (child.login.as_str(), child.phone.as_str()),
            ("mai.con", "0912345678")
        );
    }

    #[test]
    fn a_birth_date_may_lack_day_and_month_but_must_exist() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 22).expect("a date");
        for (typed, kept) in [
            ("5/3/2011", Ok("05/03/2011")),
            ("3-2011", Ok("03/2011")),
            ("1950", Ok("1950")),
            ("29.2.2024", Ok("29/02/2024")),
            ("29/2/2023", Err("field-date")),
            ("13/2011", Err("field-date")),
            ("1/1/2027", Err("field-date-future")),
            ("1899", Err("field-date-past")),
            ("-1", Err("field-date")),
            ("1/2/3/4", Err("field-date")),
            ("99999999999999999999", Err("field-date")),
            ("hôm qua", Err("field-date")),
        ] {
            assert_eq!(birth_date(typed, today), kept.map(str::to_owned), "{typed}");
        }
    }

    #[test]
    fn an_entry_code_reads_back_however_it_is_typed() {
        let code = entry_code(&[0, 1, 2, 30, 31, 255, 100, 7, 8, 9, 10, 11]);
        assert_eq!(code.len(), CODE_LENGTH + 2);
        let plain = code.replace('-', "");
        for typed in [
            code.clone(),
            code.to_lowercase(),
            format!(" {} ", code.replace('-', " ")),
            plain.clone(),
        ] {
            assert_eq!(normal_code(&typed), Some(plain.clone()));
        }
        for wrong in [
            "",
            "K7QM-2XPB",
            "K7QM-2XPB-9RT0",
            "K7QM-2XPB-9RTBX",
            "ÂÂÂÂ-ÂÂÂÂ-ÂÂÂÂ",
        ] {
            assert_eq!(normal_code(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn nobody_administers_an_account_that_reaches_further_than_they_do() {
        let [province, commune] = [1, 2].map(Uuid::from_u128);
        let at = |role, organisation| Grant { role, organisation };
        let person = |grants: Vec<Grant>| Actor {
            account: Uuid::nil(),
            name: String::new(),
            grants,
        };
        let local = person(vec![at(Role::Administrator, Some(commune))]);
        let site = person(vec![Grant::everywhere(Role::Administrator)]);
        let below = vec![commune, province];
        let organiser_here = (at(Role::Organiser, Some(commune)), below.clone());
        let organiser_above = (at(Role::Organiser, Some(province)), vec![province]);
        let site_role = (Grant::everywhere(Role::Author), Vec::new());
        for (actor, home, held, expected) in [
            (&local, &below[..], vec![], true),
            (&local, &below[..], vec![organiser_here.clone()], true),
            (
                &local,
                &below[..],
                vec![organiser_here.clone(), organiser_above.clone()],
                false,
            ),
            (&local, &below[..], vec![site_role.clone()], false),
            (&local, &[][..], vec![], false),
            (&local, &[province][..], vec![], false),
            (&site, &[][..], vec![site_role, organiser_above], true),
        ] {
            assert_eq!(
                may_administer(actor, home, &held),
                expected,
                "{home:?} {held:?}"
            );
        }
    }

    #[test]
    fn a_device_is_named_as_people_know_it() {
        for (agent, expected) in [
            (
                "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36",
                ("Chrome", "Android"),
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1",
                ("Safari", "iPhone"),
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36 Edg/130.0.0.0",
                ("Edge", "Windows"),
            ),
            ("curl/8", ("", "")),
        ] {
            assert_eq!(device_name(agent), expected);
        }
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
