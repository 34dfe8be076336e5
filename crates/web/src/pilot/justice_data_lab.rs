//! The file for the Justice Data Lab: what it is, who would be in it, and the making of it.

use super::report::file;
use crate::form::Form;
use crate::problem::Problem;
use crate::visit::SignedIn;
use app::Error;
use app::pilot::{FEWEST_PEOPLE, LAB_FILE, Lab, LabFile};
use axum::extract::Path;
use axum::response::Response;
use chrono::{DateTime, Utc};
use domain::{Invalid, PilotId, ShortText};
use serde::Serialize;

/// Where the page is, and where its form is sent to.
pub(crate) const PATH: &str = "/pilots/{id}/justice-data-lab";

#[derive(Serialize)]
struct Page {
    id: String,
    name: String,
    fewest: usize,
    people: usize,
    /// How many more there have to be.
    lacks: usize,
    without_number: usize,
    no_date_of_birth: usize,
    no_sex: usize,
    withheld: usize,
    /// Whether the organisation helped anybody yet.
    is_empty: bool,
    files: Vec<FileRow>,
}

/// A file that was made.
#[derive(Serialize)]
struct FileRow {
    at: DateTime<Utc>,
    by: Option<String>,
    people: u32,
    agreement: String,
    hash: String,
}

impl From<LabFile> for FileRow {
    fn from(made: LabFile) -> Self {
        let LabFile { at, by, people, agreement, hash } = made;
        Self { at, by, people, agreement, hash }
    }
}

/// Shows who would be in the file, and the form.
pub(crate) async fn show(page: SignedIn, Path(id): Path<PilotId>) -> Result<Response, Problem> {
    let content = content(&page, id).await?;
    page.render("pilot/justice_data_lab.html", content)
}

async fn content(page: &SignedIn, id: PilotId) -> Result<Page, Error> {
    let Lab { pilot, ready, files } = app::pilot::lab(&page.ctx, id).await?;
    let left_out = ready.no_date_of_birth + ready.no_sex + ready.withheld;
    Ok(Page {
        id: id.to_string(),
        name: pilot.name,
        fewest: FEWEST_PEOPLE,
        people: ready.people,
        lacks: ready.lacks(),
        without_number: ready.without_number,
        no_date_of_birth: ready.no_date_of_birth,
        no_sex: ready.no_sex,
        withheld: ready.withheld,
        is_empty: ready.people + left_out == 0,
        files: files.into_iter().map(FileRow::from).collect(),
    })
}

/// Makes the file and answers with it, or with the form and what is wrong.
pub(crate) async fn make(
    page: SignedIn,
    Path(id): Path<PilotId>,
    form: Form,
) -> Result<Response, Problem> {
    let ctx = page.once(&form, &format!("/pilots/{id}/justice-data-lab"));
    let made = match read(&form) {
        Ok(agreement) => app::pilot::make_lab_file(&ctx, id, agreement).await,
        Err(error) => Err(error),
    };
    match made {
        Ok(csv) => Ok(file("text/csv; charset=utf-8", LAB_FILE, csv)),
        Err(Error::Invalid(errors)) => {
            let content = content(&page, id).await?;
            page.render_again("pilot/justice_data_lab.html", content, &form, &errors)
        }
        Err(error) => Err(error.into()),
    }
}

fn read(form: &Form) -> Result<ShortText, Error> {
    let mut fields = form.fields();
    let agreement = if form.text("agreement").is_empty() {
        fields.refuse("agreement", Invalid::new("justice-data-lab-agreement-missing"));
        None
    } else {
        fields.read("agreement", ShortText::parse)
    };
    let told = form.all("told").any(|value| value == "yes");
    if !told {
        fields.refuse("told", Invalid::new("justice-data-lab-confirm"));
    }
    fields.finish(agreement.filter(|_| told))
}
