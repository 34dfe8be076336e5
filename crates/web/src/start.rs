//! The public start page, and the health of the service.

use crate::problem::Problem;
use crate::visit::Visit;
use axum::response::{IntoResponse, Response};
use minijinja::context;

/// Shows what this is, to anybody.
pub(crate) async fn show(visit: Visit) -> Result<Response, Problem> {
    visit.render("start/show.html", context! {})
}

/// Says whether the service can answer: it can read its database.
pub(crate) async fn health(visit: Visit) -> Result<Response, Problem> {
    app::health::check(&visit.site.app).await?;
    Ok("ok\n".into_response())
}
