//! Languages: every word a person reads comes from the Fluent files beside this module, under the same keys in each
//! language. Vietnamese is the default, English the second.

mod format;

use std::borrow::Cow;
use std::sync::OnceLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};

pub use format::Count;

/// A language of the pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Lang {
    /// Vietnamese.
    #[default]
    Vi,
    /// English.
    En,
}

/// The texts of a language, a file for each area: the pages' own words first, then those of nouns.
macro_rules! texts {
    ($lang:literal) => {
        [
            include_str!(concat!($lang, ".ftl")),
            include_str!(concat!("rules-", $lang, ".ftl")),
            include_str!(concat!("account-", $lang, ".ftl")),
            include_str!(concat!("organisation-", $lang, ".ftl")),
            include_str!(concat!("contest-", $lang, ".ftl")),
            include_str!(concat!("design-", $lang, ".ftl")),
            include_str!(concat!("sitting-", $lang, ".ftl")),
            include_str!(concat!("help-", $lang, ".ftl")),
            include_str!(concat!("course-", $lang, ".ftl")),
            include_str!(concat!("lesson-", $lang, ".ftl")),
            include_str!(concat!("cohort-", $lang, ".ftl")),
            include_str!(concat!("authoring-", $lang, ".ftl")),
            include_str!(concat!("certificate-", $lang, ".ftl")),
        ]
    };
}

/// The texts of Vietnamese.
const VI: [&str; 13] = texts!("vi");
/// The texts of English, file by file as for Vietnamese.
const EN: [&str; 13] = texts!("en");

type Bundle = FluentBundle<FluentResource>;

impl Lang {
    /// Every language, the default first.
    pub const ALL: [Self; 2] = [Self::Vi, Self::En];

    /// The BCP 47 code, as in the `lang` attribute and in the language cookie.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Vi => "vi",
            Self::En => "en",
        }
    }

    /// The language as Open Graph writes it, with its country.
    #[must_use]
    pub const fn locale(self) -> &'static str {
        match self {
            Self::Vi => "vi_VN",
            Self::En => "en_GB",
        }
    }

    /// The language with this code; a region is allowed (`en-GB`).
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        let primary = code.trim().split(['-', '_']).next().unwrap_or_default();
        Self::ALL
            .into_iter()
            .find(|l| l.code().eq_ignore_ascii_case(primary))
    }

    /// The best language for an `Accept-Language` header: the known one with the highest weight, the first named when
    /// weights are equal, and Vietnamese when none is known.
    #[must_use]
    pub fn from_accept_language(header: &str) -> Self {
        let mut best: Option<(Self, f32)> = None;
        for range in header.split(',') {
            let mut parts = range.split(';');
            let Some(lang) = parts.next().and_then(Self::from_code) else {
                continue;
            };
            let weight = parts
                .find_map(|p| p.trim().strip_prefix("q=")?.parse().ok())
                .unwrap_or(1.0);
            if weight > best.map_or(0.0, |(_, w)| w) {
                best = Some((lang, weight));
            }
        }
        best.map_or(Self::Vi, |(lang, _)| lang)
    }

    /// The language of one request: what the person chose before (`cookie`), else what the browser asks for.
    #[must_use]
    pub fn choose(cookie: Option<&str>, accept_language: Option<&str>) -> Self {
        cookie
            .and_then(Self::from_code)
            .unwrap_or_else(|| accept_language.map_or(Self::Vi, Self::from_accept_language))
    }

    /// The text under `key`. A missing key shows as `⟦key⟧`, so that nobody overlooks it and no page fails for it.
    #[must_use]
    pub fn t(self, key: &str) -> String {
        self.render(key, None)
    }

    /// The text under `key` with values put in. A value that is a plain whole number chooses the plural form.
    #[must_use]
    pub fn t_args(self, key: &str, args: &[(&str, String)]) -> String {
        let mut values = FluentArgs::with_capacity(args.len());
        for (name, value) in args {
            values.set((*name).to_owned(), fluent_value(value));
        }
        self.render(key, Some(&values))
    }

    /// Whether the language has a text under `key`.
    #[must_use]
    pub fn has(self, key: &str) -> bool {
        self.bundle().has_message(key)
    }

    fn render(self, key: &str, args: Option<&FluentArgs<'_>>) -> String {
        let bundle = self.bundle();
        let Some(pattern) = bundle.get_message(key).and_then(|m| m.value()) else {
            return format!("⟦{key}⟧");
        };
        // A missing value shows as its name in braces: visible, and no reason to fail a page.
        let mut errors = Vec::new();
        bundle
            .format_pattern(pattern, args, &mut errors)
            .into_owned()
    }

    fn bundle(self) -> &'static Bundle {
        static BUNDLES: OnceLock<[Bundle; 2]> = OnceLock::new();
        let [vi, en] = BUNDLES.get_or_init(|| [build(Self::Vi, &VI), build(Self::En, &EN)]);
        match self {
            Self::Vi => vi,
            Self::En => en,
        }
    }
}

/// A plain whole number becomes a number, so that plural forms work; anything else (a formatted number, a code with
/// leading zeros, a telephone number) is put in as it stands.
fn fluent_value(text: &str) -> FluentValue<'static> {
    match text.parse::<i32>() {
        Ok(number) if number.to_string() == text => FluentValue::from(number),
        _ => FluentValue::String(Cow::Owned(text.to_owned())),
    }
}

fn build(lang: Lang, files: &[&str]) -> Bundle {
    let language = lang
        .code()
        .parse()
        .expect("the codes of our languages are valid");
    let mut bundle = FluentBundle::new_concurrent(vec![language]);
    // Isolation marks are for mixed writing directions; ours both run left to right, and the marks would end up in
    // e-mails, file names and copied text.
    bundle.set_use_isolating(false);
    for file in files {
        // A file with a mistake still yields every message that can be read; the test below finds the mistake.
        let resource =
            FluentResource::try_new((*file).to_owned()).unwrap_or_else(|(partial, _)| partial);
        bundle.add_resource_overriding(resource);
    }
    bundle
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::kernel::problem::Code;

    fn keys(file: &str) -> Vec<String> {
        FluentResource::try_new(file.to_owned()).expect("the file is valid Fluent");
        // In Fluent only a message's own line starts in the first column with a letter.
        file.lines()
            .filter(|l| l.starts_with(|c: char| c.is_ascii_alphabetic()))
            .filter_map(|l| l.split_once('=').map(|(key, _)| key.trim().to_owned()))
            .collect()
    }

    #[test]
    fn both_languages_have_the_same_keys_in_every_file() {
        for (vi, en) in VI.iter().zip(EN) {
            let (vi, en): (BTreeSet<_>, BTreeSet<_>) = (
                keys(vi).into_iter().collect(),
                keys(en).into_iter().collect(),
            );
            let lacking: Vec<_> = vi.symmetric_difference(&en).collect();
            assert!(lacking.is_empty(), "only in one language: {lacking:?}");
        }
    }

    #[test]
    fn no_key_stands_twice() {
        for files in [VI, EN] {
            let all: Vec<String> = files.iter().flat_map(|f| keys(f)).collect();
            let distinct: BTreeSet<&String> = all.iter().collect();
            assert_eq!(all.len(), distinct.len());
        }
    }

    #[test]
    fn a_number_and_its_per_cent_sign_are_never_on_two_lines() {
        for file in VI {
            let number = |before: &str| before.ends_with(|c: char| c.is_ascii_digit() || c == '}');
            let breaks = |line: &&str| {
                let mut places = line.match_indices(" %");
                places.any(|(at, _)| number(&line[..at]))
            };
            let broken: Vec<&str> = file.lines().filter(breaks).collect();
            assert!(
                broken.is_empty(),
                "write U+00A0 before the sign: {broken:#?}"
            );
        }
    }

    #[test]
    fn every_problem_has_words_in_every_language() {
        for lang in Lang::ALL {
            for code in Code::ALL {
                let key = format!("problem-{}", code.as_str());
                assert!(lang.has(&key), "{key} in {}", lang.code());
            }
        }
    }

    #[test]
    fn a_missing_key_shows_itself() {
        assert_eq!(Lang::Vi.t("no-such-key"), "⟦no-such-key⟧");
    }

    #[test]
    fn the_cookie_wins_over_the_browser_and_vietnamese_over_nothing() {
        for (cookie, header, expected) in [
            (None, None, Lang::Vi),
            (None, Some("en-GB,en;q=0.9"), Lang::En),
            (None, Some("fr-FR, en;q=0.4, vi;q=0.5"), Lang::Vi),
            (None, Some("fr"), Lang::Vi),
            (None, Some("en;q=0"), Lang::Vi),
            (None, Some("vi-VN,vi;q=0.9,en;q=0.8"), Lang::Vi),
            (None, Some(";;,q=,en;q=x"), Lang::En),
            (Some("vi"), Some("en"), Lang::Vi),
            (Some("nonsense"), Some("en"), Lang::En),
        ] {
            assert_eq!(
                Lang::choose(cookie, header),
                expected,
                "{cookie:?} {header:?}"
            );
        }
    }

    #[test]
    fn values_choose_plural_forms_and_keep_their_writing() {
        let one = Lang::En.t_args("count-attempts", &[("n", "1".to_owned())]);
        let many = Lang::En.t_args("count-attempts", &[("n", "3".to_owned())]);
        assert_eq!((one.as_str(), many.as_str()), ("1 attempt", "3 attempts"));
        let formatted = Lang::En.t_args("count-attempts", &[("n", "12,670".to_owned())]);
        assert_eq!(formatted, "12,670 attempts");
        assert_eq!(
            fluent_value("0912"),
            FluentValue::String(Cow::Borrowed("0912"))
        );
    }
}
