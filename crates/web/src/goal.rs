//! Adding a goal to a plan, with its first step where that is known.

use crate::form::Form;
use crate::person::Header;
use crate::plan::NeedRow;
use crate::problem::Problem;
use crate::step::{Choices, read_step};
use crate::visit::{SignedIn, done};
use app::Error;
use app::plan::NewGoal;
use axum::extract::{Path, Query};
use axum::response::Response;
use domain::{Invalid, NeedId, PersonId};
use serde::{Deserialize, Serialize};

/// What the link to the form has chosen already.
#[derive(Default, Deserialize)]
pub(crate) struct Chosen {
    #[serde(default)]
    need: String,
}

#[derive(Serialize)]
struct Page {
    person: Header,
    needs: Vec<NeedRow>,
    chosen: String,
    choices: Choices,
}

/// Shows the form for a goal.
pub(crate) async fn show(
    page: SignedIn,
    Path(id): Path<PersonId>,
    Query(chosen): Query<Chosen>,
) -> Result<Response, Problem> {
    let content = content(&page, id, chosen).await?;
    page.render("plan/goal.html", content)
}

async fn content(page: &SignedIn, id: PersonId, chosen: Chosen) -> Result<Page, Error> {
    let adding = app::plan::adding(&page.ctx, id).await?;
    Ok(Page {
        person: Header::on(adding.header, page.ctx.today(), "plan"),
        needs: adding.needs.iter().map(NeedRow::bare).collect(),
        chosen: chosen.need,
        choices: Choices::new(page, adding.choices),
    })
}

/// Adds a goal.
pub(crate) async fn add(
    page: SignedIn,
    Path(id): Path<PersonId>,
    form: Form,
) -> Result<Response, Problem> {
    let path = format!("/people/{id}/plan");
    let result = match read_goal(&page, &form) {
        Ok(goal) => app::plan::add_goal(&page.once(&form, &path), id, goal).await,
        Err(error) => Err(error),
    };
    match result {
        Ok(()) => Ok(done(&path, "done-goal-added")),
        Err(Error::Invalid(errors)) => {
            let content = content(&page, id, Chosen::default()).await?;
            page.render_again("plan/goal.html", content, &form, &errors)
        }
        Err(error) => Err(error.into()),
    }
}

fn read_goal(page: &SignedIn, form: &Form) -> Result<NewGoal, Error> {
    let mut fields = form.fields();
    let need =
        fields.read("need", |text| text.parse::<NeedId>().map_err(|_| Invalid::new("choose-need")));
    let words = fields.short("words");
    let first_step =
        if has_step(form) { read_step(page, &mut fields).map(Some) } else { Some(None) };
    let goal = match (need, words, first_step) {
        (Some(need), Some(words), Some(first_step)) => Some(NewGoal { need, words, first_step }),
        _ => None,
    };
    fields.finish(goal)
}

/// Returns whether the form has a step in it: when anything of one was filled in, or where the
/// form is there to mend a dropped need. Owner and worker are filled in from the start.
fn has_step(form: &Form) -> bool {
    let parts = ["step-words", "actor", "due-day", "due-month", "due-year", "first-step"];
    parts.iter().any(|part| !form.text(part).is_empty())
}
