//! Finding a person by name or number.

use crate::my_people::PersonRow;
use crate::problem::Problem;
use crate::visit::SignedIn;
use axum::extract::Query;
use axum::response::Response;
use serde::{Deserialize, Serialize};

#[derive(Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    q: String,
}

#[derive(Serialize)]
struct Page {
    asked: String,
    found: Vec<PersonRow>,
    may_break_glass: bool,
}

/// Finds people.
pub(crate) async fn find(page: SignedIn, Query(asked): Query<Asked>) -> Result<Response, Problem> {
    let found = app::person::find(&page.ctx, &asked.q).await?;
    let found = found.into_iter().map(PersonRow::from).collect();
    let may_break_glass = app::break_glass::may_begin(&page.ctx);
    let asked = asked.q.trim().to_owned();
    page.render("person/find.html", Page { asked, found, may_break_glass })
}
