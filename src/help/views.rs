//! What the pages of the site itself show: nothing but their texts.

use askama::Template;
use askama_web::WebTemplate;

use crate::platform::http::page::Page;

/// The guide for contestants, `/huong-dan`.
#[derive(Debug, Template, WebTemplate)]
#[template(path = "help/templates/guide.html", config = "src/askama.toml")]
pub struct GuideView {
    /// Context.
    pub page: Page,
}

/// The guide for organisers, `/huong-dan/to-chuc`.
#[derive(Debug, Template, WebTemplate)]
#[template(
    path = "help/templates/guide_organiser.html",
    config = "src/askama.toml"
)]
pub struct OrganiserGuideView {
    /// Context.
    pub page: Page,
}

/// What is kept of people and why, `/quyen-rieng-tu`.
#[derive(Debug, Template, WebTemplate)]
#[template(path = "help/templates/privacy.html", config = "src/askama.toml")]
pub struct PrivacyView {
    /// Context.
    pub page: Page,
}

/// What a phone without network shows, `/ngoai-tuyen`. The service worker keeps it, so it holds nothing of anybody.
#[derive(Debug, Template, WebTemplate)]
#[template(path = "help/templates/offline.html", config = "src/askama.toml")]
pub struct OfflineView {
    /// Context.
    pub page: Page,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::http::page::samples;
    use crate::platform::i18n::Lang;

    #[test]
    fn every_page_of_the_site_renders_in_every_language() {
        for lang in Lang::ALL {
            let page = |path: &str| samples::page(lang, path, None);
            let rendered = [
                GuideView {
                    page: page("/huong-dan"),
                }
                .render(),
                OrganiserGuideView {
                    page: page("/huong-dan/to-chuc"),
                }
                .render(),
                PrivacyView {
                    page: page("/quyen-rieng-tu"),
                }
                .render(),
                OfflineView {
                    page: page("/ngoai-tuyen"),
                }
                .render(),
            ];
            for html in rendered {
                samples::assert_clean("help", &html.expect("the sample renders"));
            }
        }
    }
}
