//! What came of a pilot: the report as a file, and the rows it rests on.

use crate::language::Language;
use crate::problem::Problem;
use crate::visit::SignedIn;
use app::Error;
use app::pilot::{Analysis, COHORT_FILE};
use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use domain::PilotId;
use report::said::{Said, said};
use serde::Serialize;

#[derive(Serialize)]
struct RefusedPage {
    id: String,
    why: Said,
    hint: Said,
}

/// Returns the report, as a file; or says why there is none.
pub(crate) async fn show(page: SignedIn, Path(id): Path<PilotId>) -> Result<Response, Problem> {
    let language = page.asked.language;
    let name = |measure: domain::Measure| language.text(measure.key(), &[]);
    let (language, name_of_file) = match language {
        Language::En => (report::Language::En, "report.html"),
        Language::Cy => (report::Language::Cy, "report.cy.html"),
    };
    match app::pilot::analyse(&page.ctx, id, name).await? {
        Analysis::Found(findings) => {
            let files = report::write(&findings, language).map_err(|error| {
                tracing::error!(error = format!("{error:#}"), "report cannot be written");
                Error::Internal("the report cannot be written")
            })?;
            let html = files.into_iter().find(|file| file.name == name_of_file);
            let html = html.ok_or(Error::Internal("the report has no page"))?.bytes;
            Ok(file("text/html; charset=utf-8", name_of_file, html))
        }
        Analysis::Refused(refusal) => {
            let why = said(&refusal.to_string(), language);
            let hint = said(&refusal.hint(), language);
            page.render("pilot/refused.html", RefusedPage { id: id.to_string(), why, hint })
        }
    }
}

/// Returns the rows, as a file for `resettle evaluate`.
pub(crate) async fn cohort(page: SignedIn, Path(id): Path<PilotId>) -> Result<Response, Problem> {
    let csv = app::pilot::cohort_file(&page.ctx, id).await?;
    Ok(file("text/csv; charset=utf-8", COHORT_FILE, csv))
}

fn file(kind: &'static str, name: &str, bytes: Vec<u8>) -> Response {
    let disposition = format!("attachment; filename=\"{name}\"");
    let headers =
        [(header::CONTENT_TYPE, kind.to_owned()), (header::CONTENT_DISPOSITION, disposition)];
    (headers, bytes).into_response()
}
