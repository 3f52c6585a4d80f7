//! The catalogue.

use poem::{IntoResponse, Response, handler};

use super::card;
use crate::course::service::{CourseService, Wanted};
use crate::course::views::CatalogueView;
use crate::platform::http::context::Context;
use crate::platform::http::form::Query;
use crate::platform::http::page::Choice;
use crate::platform::http::pager::{PARAMETER, Pager};
use crate::platform::http::services::Service;
use crate::platform::i18n::Lang;

/// Courses on a page.
const CARDS: u64 = 12;
/// Learning hours that can be chosen: name in the address, from and below in hundredths.
const HOURS: [(&str, u32, u32); 3] = [
    ("den-4", 0, 401),
    ("4-8", 401, 801),
    ("tren-8", 801, u32::MAX),
];

/// The catalogue: words, topic, audience, hours, agency.
#[handler]
pub async fn show_catalogue(
    context: Context,
    query: Query,
    courses: Service<CourseService>,
) -> poem::Result<Response> {
    let catalogue = courses.catalogue().await?;
    let hours = HOURS.iter().find(|(name, ..)| *name == query.get("gio"));
    let wanted = Wanted {
        text: query.get("q").chars().take(100).collect(),
        topic: query.get("chu-de").to_owned(),
        audience: query.get("doi-tuong").to_owned(),
        agency: query.get("don-vi").to_owned(),
        hours: hours.map(|(_, from, below)| (*from, *below)),
    };
    let found = catalogue.search(&wanted);
    let kept = [
        ("q", wanted.text.as_str()),
        ("chu-de", &wanted.topic),
        ("doi-tuong", &wanted.audience),
        ("gio", query.get("gio")),
        ("don-vi", &wanted.agency),
    ];
    let number = query.get(PARAMETER).parse().unwrap_or(1).max(1);
    let pager = Pager::new("/khoa-hoc", &kept, number, CARDS, found.len() as u64);
    let skipped = usize::try_from(pager.offset(CARDS)).unwrap_or(usize::MAX);
    let here = found.iter().skip(skipped).take(CARDS as usize);
    let choices = catalogue.choices();
    let lang = context.lang;
    let names = |map: &std::collections::BTreeMap<String, u32>| {
        map.iter()
            .map(|(name, count)| (name.clone(), format!("{name} ({})", lang.number(*count))))
            .collect::<Vec<_>>()
    };
    let view = CatalogueView {
        page: context.page(),
        topics: chosen(lang, names(&choices.topics), &wanted.topic),
        audiences: chosen(lang, names(&choices.audiences), &wanted.audience),
        hours: chosen(lang, hour_names(lang), hours.map_or("", |(name, ..)| *name)),
        agencies: chosen(lang, names(&choices.agencies), &wanted.agency),
        courses: here.map(|head| card(head)).collect(),
        pager,
        text: wanted.text,
    };
    Ok(view.into_response())
}

fn hour_names(lang: Lang) -> Vec<(String, String)> {
    let name = |name: &str| (name.to_owned(), lang.t(&format!("course-hours-{name}")));
    HOURS.iter().map(|(key, ..)| name(key)).collect()
}

/// A list to choose from, with everything in front.
fn chosen(lang: Lang, mut options: Vec<(String, String)>, value: &str) -> Vec<Choice> {
    // What an old link asks for stays chosen, though nothing fits it any more.
    if !value.is_empty() && !options.iter().any(|(option, _)| option == value) {
        options.push((value.to_owned(), value.to_owned()));
    }
    let all = (String::new(), lang.t("course-filter-all"));
    [all]
        .into_iter()
        .chain(options)
        .map(|(option, label)| Choice {
            selected: option == value,
            value: option,
            label,
        })
        .collect()
}
