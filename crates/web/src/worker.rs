//! Naming the worker of a person who has none.

use crate::form::Form;
use crate::person::Header;
use crate::problem::Problem;
use crate::visit::{SignedIn, done};
use app::Error;
use axum::extract::Path;
use axum::response::Response;
use domain::{AccountId, Invalid, PersonId};
use serde::Serialize;

#[derive(Serialize)]
struct Page {
    person: Header,
    /// Workers who can be named: id and name.
    workers: Vec<(String, String)>,
    has_worker: bool,
}

async fn content(page: &SignedIn, id: PersonId) -> Result<Page, Error> {
    let view = app::worker::view(&page.ctx, id).await?;
    Ok(Page {
        has_worker: view.header.person.lead.account.is_some(),
        person: Header::on(view.header, page.ctx.today(), "overview"),
        workers: view.workers.into_iter().map(|(id, name)| (id.to_string(), name)).collect(),
    })
}

/// Shows the form.
pub(crate) async fn show(page: SignedIn, Path(id): Path<PersonId>) -> Result<Response, Problem> {
    let content = content(&page, id).await?;
    page.render("worker/name.html", content)
}

/// Names the worker.
pub(crate) async fn name(
    page: SignedIn,
    Path(id): Path<PersonId>,
    form: Form,
) -> Result<Response, Problem> {
    let path = format!("/people/{id}");
    let mut fields = form.fields();
    let worker = fields.read("worker", |text| {
        text.parse::<AccountId>().map_err(|_| Invalid::new("choose-worker"))
    });
    let result = match fields.finish(worker) {
        Ok(worker) => app::worker::name(&page.once(&form, &path), id, worker).await,
        Err(error) => Err(error),
    };
    match result {
        Ok(()) => Ok(done(&path, "done-worker-named")),
        Err(Error::Invalid(errors)) => {
            let content = content(&page, id).await?;
            page.render_again("worker/name.html", content, &form, &errors)
        }
        Err(error) => Err(error.into()),
    }
}
