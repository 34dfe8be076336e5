//! Closing a need.

use crate::form::Form;
use crate::person::Header;
use crate::plan::NeedRow;
use crate::problem::Problem;
use crate::referral::{Choice, choices};
use crate::step::leads_to;
use crate::visit::{SignedIn, done};
use app::Error;
use app::need::Closing;
use axum::extract::Path;
use axum::response::Response;
use domain::{Invalid, LongText, NeedClosure, NeedId};
use serde::Serialize;

#[derive(Serialize)]
struct Page {
    person: Header,
    need: NeedRow,
    /// The steps that would be closed with it.
    open_steps: Vec<String>,
    closures: Vec<Choice>,
}

/// Shows the form that closes a need.
pub(crate) async fn closing(page: SignedIn, Path(id): Path<NeedId>) -> Result<Response, Problem> {
    let content = content(&page, id).await?;
    page.render("plan/close_need.html", content)
}

async fn content(page: &SignedIn, id: NeedId) -> Result<Page, Error> {
    let view = app::need::closing(&page.ctx, id).await?;
    let mut closures = choices::<NeedClosure>();
    // A death is recorded on the person, not on one need.
    closures.retain(|choice| choice.code != NeedClosure::Died.code());
    Ok(Page {
        person: Header::on(view.header, page.ctx.today(), "plan"),
        need: NeedRow::bare(&view.need),
        open_steps: view.open_steps.into_iter().map(|listed| listed.step.words).collect(),
        closures,
    })
}

/// Closes a need.
pub(crate) async fn close(
    page: SignedIn,
    Path(id): Path<NeedId>,
    form: Form,
) -> Result<Response, Problem> {
    let result = match read_closing(&form) {
        Ok(closing) => app::need::close(&page.once(&form, &leads_to(&form)), id, closing).await,
        Err(error) => Err(error),
    };
    match result {
        Ok(person) => Ok(done(&format!("/people/{person}/plan"), "done-need-closed")),
        Err(Error::Invalid(errors)) => {
            page.render_again("plan/close_need.html", content(&page, id).await?, &form, &errors)
        }
        Err(error) => Err(error.into()),
    }
}

fn read_closing(form: &Form) -> Result<Closing, Error> {
    let mut fields = form.fields();
    let how = fields.coded::<NeedClosure>("how", "choose-need-closure");
    let closing = match how {
        Some(NeedClosure::Met) => Some(Closing::Met),
        Some(NeedClosure::NoLongerThere) => Some(Closing::NoLongerThere),
        Some(NeedClosure::Declined) => fields
            .read("words", |text| {
                let words = LongText::parse_optional(text)?;
                words.ok_or_else(|| Invalid::new("need-declined-without-words"))
            })
            .map(|words| Closing::Declined { words: words.to_string() }),
        Some(NeedClosure::Died) => {
            fields.refuse("how", Invalid::new("choose-need-closure"));
            None
        }
        None => None,
    };
    fields.finish(closing)
}
