//! The catalogue.

use askama::Template;
use askama_web::WebTemplate;

use super::CourseCard;
use crate::platform::http::page::{Choice, Page};
use crate::platform::http::pager::Pager;

/// The catalogue, `/khoa-hoc`.
#[derive(Debug, Template, WebTemplate)]
#[template(path = "course/templates/catalogue.html", config = "src/askama.toml")]
pub struct CatalogueView {
    /// Context.
    pub page: Page,
    /// Words looked for.
    pub text: String,
    /// Topics.
    pub topics: Vec<Choice>,
    /// For whom.
    pub audiences: Vec<Choice>,
    /// Learning hours.
    pub hours: Vec<Choice>,
    /// Agencies.
    pub agencies: Vec<Choice>,
    /// This page of what was found.
    pub courses: Vec<CourseCard>,
    /// The other pages.
    pub pager: Pager,
}

impl CatalogueView {
    /// How many of the filters beside the words are set.
    #[must_use]
    pub fn filters_set(&self) -> usize {
        let lists = [&self.topics, &self.audiences, &self.hours, &self.agencies];
        let set = |list: &&&Vec<Choice>| list.iter().any(|c| c.selected && !c.value.is_empty());
        lists.iter().filter(set).count()
    }

    /// Whether anything was asked for.
    #[must_use]
    pub fn filtered(&self) -> bool {
        !self.text.is_empty() || self.filters_set() > 0
    }
}
