//! Guides, privacy, the web app's manifest and icons, the service worker, the page for when there is no network.

use poem::web::Path;
use poem::{IntoResponse, Response, handler};
use serde_json::json;

use super::views::{GuideView, OfflineView, OrganiserGuideView, PrivacyView};
use crate::kernel::problem::Problem;
use crate::platform::http::assets;
use crate::platform::http::context::Context;
use crate::platform::picture::AppIcon;

/// How long a browser may keep an icon, seconds: its address has no hash, so it must ask again some day.
const ICON_AGE: &str = "public, max-age=86400";

/// The guide for contestants.
#[handler]
pub async fn show_guide(context: Context) -> Response {
    let page = context.page();
    GuideView { page }.into_response()
}

/// The guide for organisers.
#[handler]
pub async fn show_organiser_guide(context: Context) -> Response {
    let page = context.page();
    OrganiserGuideView { page }.into_response()
}

/// What is kept of people and why.
#[handler]
pub async fn show_privacy(context: Context) -> Response {
    let page = context.page();
    PrivacyView { page }.into_response()
}

/// What a phone without network shows.
#[handler]
pub async fn show_offline(context: Context) -> Response {
    let page = context.page();
    OfflineView { page }.into_response()
}

/// The service worker, at the root, because it may only look after what lies below it. It has no hash in its address: a browser asks for
/// it again and again to learn of a new one.
#[handler]
pub async fn download_service_worker() -> Result<Response, Problem> {
    let (content_type, bytes) =
        assets::named("sw.js").ok_or_else(|| Problem::internal("sw.js is embedded"))?;
    Ok(Response::builder()
        .content_type(content_type)
        .header("cache-control", "no-cache")
        .header("service-worker-allowed", "/")
        .body(bytes)
        .into_response())
}

/// The manifest with which a phone puts the site among its apps.
#[handler]
pub async fn download_manifest(context: Context) -> Response {
    let lang = context.lang;
    let icon = |icon: AppIcon, purpose: &str| {
        json!({
            "src": format!("/bieu-tuong/{}", icon.file_name()),
            "sizes": format!("{0}x{0}", icon.size()),
            "type": "image/png",
            "purpose": purpose,
        })
    };
    let manifest = json!({
        "name": lang.t("brand"),
        "short_name": lang.t("brand"),
        "description": lang.t("home-lead"),
        "lang": lang.code(),
        "id": "/",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": "#f9f5ee",
        "theme_color": "#96181d",
        "icons": [
            icon(AppIcon::Small, "any"),
            icon(AppIcon::Large, "any"),
            icon(AppIcon::Maskable, "maskable"),
        ],
    });
    Response::builder()
        .content_type("application/manifest+json")
        .header("cache-control", "no-cache")
        .body(manifest.to_string())
}

/// An icon of the web app.
#[handler]
pub async fn download_icon(Path(name): Path<String>) -> Result<Response, Problem> {
    let icon = AppIcon::find(&name).ok_or_else(Problem::not_found)?;
    let drawn = tokio::task::spawn_blocking(move || icon.png());
    let bytes = drawn.await.map_err(Problem::internal)?;
    Ok(Response::builder()
        .content_type("image/png")
        .header("cache-control", ICON_AGE)
        .body(bytes))
}
