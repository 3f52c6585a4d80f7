//! What the page of components shows. The values are made up; nothing comes from the database.

use askama::Template;
use askama_web::WebTemplate;

use crate::kernel::clock::Moment;
use crate::platform::http::page::{Choice, Errors, Page};
use crate::platform::http::pager::Pager;

/// A square of 21 × 21 fields with the three corners of a QR code: enough to show the frame around a real one.
const QR: &str = concat!(
    "<svg viewBox=\"0 0 29 29\" role=\"img\" aria-label=\"QR\"><path fill=\"none\" stroke=\"#000\" d=\"M4 4.500h7M18 4.500h7M4 7.500h1M10 7.500h1",
    "M18 7.500h1M24 7.500h1M4 10.500h7M18 10.500h7M4.5 5v5M10.5 5v5M18.5 5v5M24.5 5v5M4 18.500h7M4 24.500h7M4.5 18v6M10.5 18v6\"/>",
    "<path fill=\"#000\" d=\"M6 6h3v3H6zM20 6h3v3h-3zM6 20h3v3H6zM13 5h2v3h-2zM14 12h3v2h-3zM19 14h2v4h-2zM13 18h4v2h-4zM22 20h3v2h-3zM16 23h3v2h-3z\"/></svg>"
);

/// Three columns.
const CHART: &str = concat!(
    "<svg class=\"chart\" viewBox=\"0 0 300 120\" width=\"300\" height=\"120\" aria-hidden=\"true\"><path class=\"grid\" d=\"M0 .5h300M0 50.5h300M0 100.5h300\"/>",
    "<rect class=\"bar-fill\" x=\"20\" y=\"60\" width=\"60\" height=\"40\" rx=\"3\"/><rect class=\"bar-fill\" x=\"120\" y=\"20\" width=\"60\" height=\"80\" rx=\"3\"/>",
    "<rect class=\"bar-fill\" x=\"220\" y=\"40\" width=\"60\" height=\"60\" rx=\"3\"/></svg>"
);

/// Every component in every state.
#[derive(Debug, Template, WebTemplate)]
#[template(path = "design/templates/design.html", config = "src/askama.toml")]
pub struct DesignView {
    /// Context.
    pub page: Page,
    /// Name of a colour's class and the key of what it is for.
    pub colours: Vec<(&'static str, &'static str)>,
    /// A form in which nothing is wrong.
    pub fine: Errors,
    /// A form with a message beside each kind of field.
    pub wrong: Errors,
    /// Choices of a list, one of them long.
    pub choices: Vec<Choice>,
    /// A long list.
    pub pager: Pager,
    /// The moment sample events happened.
    pub now: Moment,
    /// A picture that stands for a QR code.
    pub qr: &'static str,
    /// A chart.
    pub chart: &'static str,
    /// Days and numbers of the chart.
    pub days: Vec<(Moment, u32)>,
}

/// Length of a day, ms.
const DAY_MS: i64 = 86_400_000;

impl DesignView {
    /// The page with its samples.
    #[must_use]
    pub fn new(page: Page) -> Self {
        let choice = |value: &str, key: &str| Choice {
            value: value.to_owned(),
            label: page.t(key),
            selected: value == "b",
        };
        let fields = [
            "wrong", "reason", "list", "one", "agree", "born", "paper", "secret",
        ];
        let message = page.t("field-number");
        Self {
            colours: vec![
                ("paper", "design-colour-paper"),
                ("deep", "design-colour-deep"),
                ("card", "design-colour-card"),
                ("ink", "design-colour-ink"),
                ("soft", "design-colour-soft"),
                ("line", "design-colour-line"),
                ("edge", "design-colour-edge"),
                ("lacquer", "design-colour-lacquer"),
                ("gold", "design-colour-gold"),
                ("jade", "design-colour-jade"),
            ],
            fine: Errors::default(),
            wrong: Errors {
                form: Some(page.t("problem-fields-invalid")),
                fields: fields
                    .map(|name| (name.to_owned(), message.clone()))
                    .to_vec(),
            },
            choices: vec![
                choice("a", "design-option-a"),
                choice("b", "design-option-b"),
                choice("c", "design-option-long"),
            ],
            pager: Pager::new("/giao-dien", &[], 7, 20, 280),
            now: page.now,
            qr: QR,
            chart: CHART,
            days: vec![
                (page.now.plus(-2 * DAY_MS), 1_204),
                (page.now.plus(-DAY_MS), 2_410),
                (page.now, 1_806),
            ],
            page,
        }
    }

    /// Labels of the fields in the summary of what is wrong.
    #[must_use]
    pub fn labels(&self) -> Vec<(&'static str, String)> {
        [
            ("wrong", "design-field-error"),
            ("reason", "design-field-textarea"),
        ]
        .map(|(name, key)| (name, self.page.t(key)))
        .to_vec()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::http::page::samples;
    use crate::platform::i18n::Lang;

    #[test]
    fn every_component_renders_in_every_language() {
        for lang in Lang::ALL {
            let mut page = samples::page(lang, "/giao-dien?loc=1", Some(&[]));
            page.busy = true;
            let html = DesignView::new(page).render().expect("the sample renders");
            samples::assert_clean("design", &html);
            assert_eq!(
                html.matches("aria-current=\"page\"").count(),
                5,
                "crumbs, pills, tabs, subnav, pager"
            );
        }
    }

    #[test]
    fn every_field_with_a_message_names_it_to_a_screen_reader() {
        let html = DesignView::new(samples::page(Lang::Vi, "/giao-dien", None))
            .render()
            .expect("the sample renders");
        for name in ["wrong", "reason", "list", "one", "born", "paper", "secret"] {
            let id = format!("{name}-error");
            assert!(
                html.contains(&format!("id=\"{id}\"")),
                "{name} has a message"
            );
            let described = html
                .match_indices("aria-describedby=\"")
                .any(|(at, start)| {
                    let ids = html[at + start.len()..]
                        .split('"')
                        .next()
                        .unwrap_or_default();
                    ids.split(' ').any(|part| part == id)
                });
            assert!(described, "{name} is described by its message");
        }
    }
}
