//! What the person says they need, in their own plain words.

use crate::form::Form;
use crate::problem::Problem;
use crate::question::{self, AreaRow, BUTTON, FollowUpRow};
use crate::visit::{SignedIn, done};
use app::Error;
use app::assessment::Own;
use axum::extract::Query;
use axum::response::Response;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// What the page is asked for.
#[derive(Deserialize)]
pub(crate) struct Asked {
    /// Whether the person wants to answer again.
    #[serde(default)]
    again: String,
}

#[derive(Serialize)]
struct Page {
    title: String,
    /// Whether answers were saved and not yet sent.
    is_draft: bool,
    areas: Vec<AreaRow>,
    /// The day the person last told us.
    said_on: Option<NaiveDate>,
    /// What they told us then.
    said: Vec<AreaRow>,
    follow_ups: Vec<FollowUpRow>,
}

/// Shows what the person told us, or the questions.
pub(crate) async fn show(page: SignedIn, Query(asked): Query<Asked>) -> Result<Response, Problem> {
    let content = content(&page).await?;
    let told = content.said_on.is_some() && !content.is_draft && asked.again.is_empty();
    page.render(if told { "my_needs/said.html" } else { "my_needs/ask.html" }, content)
}

async fn content(page: &SignedIn) -> Result<Page, Error> {
    let Own { instrument, draft, said, raised } = app::assessment::own(&page.ctx).await?;
    let language = page.asked.language;
    let is_draft = draft.is_some();
    let (said_on, said, follow_ups) = match said {
        Some((on, asked, answers)) => (
            Some(on),
            AreaRow::all(asked, &answers, language),
            question::follow_ups(asked, &raised, &answers, language),
        ),
        None => (None, Vec::new(), Vec::new()),
    };
    Ok(Page {
        title: instrument.title.in_language(language.code()).to_owned(),
        is_draft,
        areas: AreaRow::all(instrument, &draft.unwrap_or_default(), language),
        said_on,
        said,
        follow_ups,
    })
}

/// Saves what the person says, or sends it.
pub(crate) async fn say(page: SignedIn, form: Form) -> Result<Response, Problem> {
    let send = form.text(BUTTON) != "save";
    let ctx = page.once(&form, "/my-needs");
    match app::assessment::say(&ctx, question::pairs(&form), send).await {
        Ok(()) if send => Ok(done("/my-needs", "done-my-needs-sent")),
        Ok(()) => Ok(done("/my-needs", "done-my-needs-saved")),
        Err(Error::Invalid(errors)) => {
            let content = content(&page).await?;
            page.render_again("my_needs/ask.html", content, &form, &errors)
        }
        Err(error) => Err(error.into()),
    }
}
