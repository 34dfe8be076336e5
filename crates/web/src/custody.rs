//! Leaving prison, and being received again: forms on the page of the release.

use crate::form::Form;
use crate::problem::Problem;
use crate::release::answer;
use crate::visit::SignedIn;
use app::custody::Reception;
use axum::extract::Path;
use axum::response::Response;
use domain::{Invalid, OrganisationId, PersonId};

/// Records that the person has left prison.
pub(crate) async fn released(
    page: SignedIn,
    Path(id): Path<PersonId>,
    form: Form,
) -> Result<Response, Problem> {
    let mut fields = form.fields();
    let on = fields.date("released");
    let result = match fields.finish(on) {
        Ok(on) => {
            let ctx = page.once(&form, &format!("/people/{id}/release"));
            app::custody::released(&ctx, id, on).await
        }
        Err(error) => Err(error),
    };
    answer(&page, id, &form, result, "done-released").await
}

/// Records that the person was received into prison.
pub(crate) async fn received(
    page: SignedIn,
    Path(id): Path<PersonId>,
    form: Form,
) -> Result<Response, Problem> {
    let mut fields = form.fields();
    let on = fields.date("received");
    let reason = fields.coded("reason", "choose-reception-reason");
    let prison = fields.read("prison", |text| {
        text.parse::<OrganisationId>().map_err(|_| Invalid::new("choose-prison"))
    });
    let summary = fields.long_or("summary", "received-summary-missing");
    let whole = match (on, reason, prison, summary) {
        (Some(on), Some(reason), Some(prison), Some(summary)) => {
            Some(Reception { on, prison, reason, summary })
        }
        _ => None,
    };
    let result = match fields.finish(whole) {
        Ok(reception) => {
            let ctx = page.once(&form, &format!("/people/{id}/release"));
            app::custody::received(&ctx, id, reception).await
        }
        Err(error) => Err(error),
    };
    answer(&page, id, &form, result, "done-received").await
}
