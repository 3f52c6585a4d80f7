//! The page of components.

use poem::{IntoResponse, Response, handler};

use super::views::DesignView;
use crate::platform::http::context::Context;

/// Every component in every state.
#[handler]
pub async fn show_design(context: Context) -> Response {
    DesignView::new(context.page()).into_response()
}
