//! What is asked for.

use hocluat::platform::http::page::query_value;

use crate::names::{COMMON, RARE};
use crate::seed::{COURSES, Seeded};

/// A page, or one way to filter it.
pub struct Page {
    /// In the table.
    pub name: &'static str,
    /// Its addresses, asked for one after the other.
    pub paths: Vec<String>,
    /// Asked for by the organiser who also learns; else by somebody who has not signed in.
    pub signed_in: bool,
    /// Whether it is no error when this version answers 404.
    pub may_be_missing: bool,
}

fn page(name: &'static str, signed_in: bool, paths: Vec<String>) -> Page {
    Page {
        name,
        paths,
        signed_in,
        may_be_missing: false,
    }
}

/// Lists, home and progress pages.
pub fn all(seeded: &Seeded) -> Vec<Page> {
    let mut pages = catalogue(seeded);
    pages.extend(own(seeded));
    pages.extend(organiser(seeded));
    pages
}

fn catalogue(seeded: &Seeded) -> Vec<Page> {
    let at = |name, query: &str| page(name, false, vec![format!("/khoa-hoc{query}")]);
    let topic = query_value("Chủ đề 7");
    let agency = query_value("Cơ quan 12");
    vec![
        at("catalogue", ""),
        at("catalogue, page 40", "?trang=40"),
        at("catalogue, words", "?q=hoa+giai+co+so"),
        at("catalogue, nothing found", "?q=khong+co+khoa+nay"),
        at(
            "catalogue, topic and agency",
            &format!("?chu-de={topic}&don-vi={agency}"),
        ),
        page(
            "course",
            false,
            (1..50)
                .map(|n| format!("/khoa-hoc/khoa-{}", n * COURSES / 50))
                .collect(),
        ),
        page(
            "one course",
            false,
            vec![format!("/khoa-hoc/{}", seeded.middle)],
        ),
        page("home, nobody", false, vec!["/".to_owned()]),
        page(
            "API: courses",
            false,
            vec!["/api/v1/courses?q=hoa%20giai".to_owned()],
        ),
    ]
}

fn own(seeded: &Seeded) -> Vec<Page> {
    let (slug, lesson) = &seeded.own;
    let at = |name, path: &str| page(name, true, vec![path.to_owned()]);
    vec![
        at("home, twelve courses", "/"),
        at("my courses", "/khoa-hoc/cua-toi"),
        at("my page", "/cua-toi"),
        at("transcript", "/khoa-hoc/ho-so-hoc-tap"),
        at("course, enrolled", &format!("/khoa-hoc/{slug}")),
        at("lesson", &format!("/khoa-hoc/{slug}/bai/{lesson}")),
        at(
            "API: enrolment",
            &format!("/api/v1/courses/{slug}/enrolment"),
        ),
        at("API: my courses", "/api/v1/me/courses"),
    ]
}

fn organiser(seeded: &Seeded) -> Vec<Page> {
    let (cohort, member) = (seeded.cohort, seeded.member);
    let at = |name, query: &str| {
        page(
            name,
            true,
            vec![format!("/to-chuc/khoa-hoc/lop/{cohort}{query}")],
        )
    };
    vec![
        page("courses to run", true, vec!["/to-chuc/khoa-hoc".to_owned()]),
        at("cohort of 10,000", ""),
        at("cohort, behind", "?trang-thai=behind"),
        at("cohort, completed", "?trang-thai=completed"),
        at("cohort, a common name", &format!("?q={COMMON}")),
        at("cohort, a rare name", &format!("?q={RARE}")),
        at(
            "cohort, two words",
            &format!("?q={}", query_value("nguyen lan")),
        ),
        at(
            "cohort, a province",
            &format!("?don-vi={}", seeded.province),
        ),
        page(
            "a person of a cohort",
            true,
            vec![format!("/to-chuc/khoa-hoc/lop/{cohort}/nguoi/{member}")],
        ),
    ]
}
