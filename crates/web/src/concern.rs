//! Concerns: the person's page to say what is wrong or to complain, and the lead's pages to answer.

use crate::form::Form;
use crate::person::Header;
use crate::problem::Problem;
use crate::referral::{Choice, choices};
use crate::visit::{SignedIn, done};
use app::Error;
use axum::extract::Path;
use axum::response::Response;
use chrono::{DateTime, NaiveDate, Utc};
use domain::{ConcernId, ConcernKind, PersonId};
use serde::Serialize;
use store::concern::Said;

/// A concern, and what came of it.
#[derive(Serialize)]
struct ConcernRow {
    id: String,
    kind: &'static str,
    words: String,
    at: DateTime<Utc>,
    due_on: NaiveDate,
    /// Whether its day is past without an answer.
    late: bool,
    answer: Option<String>,
    answered_at: Option<DateTime<Utc>>,
}

impl ConcernRow {
    fn on(said: Said, today: NaiveDate) -> Self {
        let due_on = said.concern.kind.due(said.concern.said_on);
        let (answer, answered_at) = said.answer.unzip();
        Self {
            id: said.concern.id.to_string(),
            kind: ConcernKind::key(said.concern.kind),
            words: said.words,
            at: said.at,
            due_on,
            late: answer.is_none() && due_on < today,
            answer,
            answered_at,
        }
    }
}

#[derive(Serialize)]
struct OwnPage {
    kinds: Vec<Choice>,
    said: Vec<ConcernRow>,
}

async fn own_content(page: &SignedIn) -> Result<OwnPage, Error> {
    let said = app::concern::own_concerns(&page.ctx).await?;
    let today = page.ctx.today();
    let said = said.into_iter().map(|said| ConcernRow::on(said, today)).collect();
    Ok(OwnPage { kinds: choices::<ConcernKind>(), said })
}

/// Shows the person what they said, and the form.
pub(crate) async fn show_own(page: SignedIn) -> Result<Response, Problem> {
    page.render("concern/own.html", own_content(&page).await?)
}

/// Takes what the person says.
pub(crate) async fn raise(page: SignedIn, form: Form) -> Result<Response, Problem> {
    let mut fields = form.fields();
    let kind = fields.coded::<ConcernKind>("kind", "choose-concern-kind");
    let words = fields.long_or("words", "concern-without-words");
    let result = match fields.finish(kind.zip(words)) {
        Ok((kind, words)) => {
            app::concern::raise(&page.once(&form, "/my-record/wrong"), kind, &words).await
        }
        Err(error) => Err(error),
    };
    match result {
        Ok(()) => Ok(done("/my-record/wrong", "done-concern-raised")),
        Err(Error::Invalid(errors)) => {
            let content = own_content(&page).await?;
            page.render_again("concern/own.html", content, &form, &errors)
        }
        Err(error) => Err(error.into()),
    }
}

#[derive(Serialize)]
struct ListPage {
    person: Header,
    said: Vec<ConcernRow>,
}

/// Shows the lead what a person said.
pub(crate) async fn list(page: SignedIn, Path(id): Path<PersonId>) -> Result<Response, Problem> {
    let view = app::concern::view(&page.ctx, id).await?;
    let today = page.ctx.today();
    let content = ListPage {
        person: Header::on(view.header, today, "concerns"),
        said: view.said.into_iter().map(|said| ConcernRow::on(said, today)).collect(),
    };
    page.render("concern/list.html", content)
}

#[derive(Serialize)]
struct OnePage {
    person: Header,
    said: ConcernRow,
}

async fn content(page: &SignedIn, person: PersonId, id: ConcernId) -> Result<OnePage, Error> {
    let one = app::concern::one(&page.ctx, person, id).await?;
    let today = page.ctx.today();
    let said = ConcernRow::on(one.said, today);
    Ok(OnePage { person: Header::on(one.header, today, "concerns"), said })
}

/// Shows the lead one concern, with the form to answer it.
pub(crate) async fn show(
    page: SignedIn,
    Path((person, id)): Path<(PersonId, ConcernId)>,
) -> Result<Response, Problem> {
    page.render("concern/show.html", content(&page, person, id).await?)
}

/// Takes the answer.
pub(crate) async fn answer(
    page: SignedIn,
    Path((person, id)): Path<(PersonId, ConcernId)>,
    form: Form,
) -> Result<Response, Problem> {
    let path = format!("/people/{person}/concerns");
    let mut fields = form.fields();
    let words = fields.long_or("answer", "concern-without-answer");
    let result = match fields.finish(words) {
        Ok(words) => app::concern::answer(&page.once(&form, &path), person, id, &words).await,
        Err(error) => Err(error),
    };
    match result {
        Ok(()) => Ok(done(&path, "done-concern-answered")),
        Err(Error::Invalid(errors)) => {
            let content = content(&page, person, id).await?;
            page.render_again("concern/show.html", content, &form, &errors)
        }
        Err(error) => Err(error.into()),
    }
}
