//! Steps of a plan: the forms that add one, close it and give it to an owner, and taking it on.

use crate::form::{Fields, Form};
use crate::person::Header;
use crate::problem::Problem;
use crate::referral::{Choice, choices};
use crate::visit::{SignedIn, done};
use app::Error;
use app::step::NewStep;
use axum::extract::Path;
use axum::response::Response;
use chrono::NaiveDate;
use domain::{
    AccountId, Actor, GoalId, Invalid, OrganisationId, Owner, PersonId, Step, StepClosure, StepId,
    StepState,
};
use serde::Serialize;
use store::plan::ListedStep;

/// A step on a list.
#[derive(Serialize)]
pub(crate) struct StepRow {
    id: String,
    words: String,
    actor: &'static str,
    organisation: String,
    worker: Option<String>,
    due_on: NaiveDate,
    days_late: i64,
    closed: Option<ClosedRow>,
    can_close: bool,
    can_take: bool,
    can_give: bool,
}

#[derive(Serialize)]
struct ClosedRow {
    how: &'static str,
    on: NaiveDate,
    note: Option<String>,
}

impl StepRow {
    /// Returns a step as it stands for a reader, who may lead the case.
    pub(crate) fn on(page: &SignedIn, listed: ListedStep, leads: bool) -> Self {
        let ListedStep { step, owner_organisation, owner_account } = listed;
        let actor = &page.ctx.actor;
        let open = step.state == StepState::Open;
        let owns = step.owner.organisation == actor.organisation;
        let closed = match step.state {
            StepState::Closed { how, on, note } => {
                Some(ClosedRow { how: StepClosure::key(how), on, note })
            }
            StepState::Open => None,
        };
        Self {
            id: step.id.to_string(),
            words: step.words,
            actor: Actor::key(step.actor),
            organisation: owner_organisation,
            worker: owner_account,
            due_on: step.due_on,
            days_late: (page.ctx.today() - step.due_on).num_days(),
            closed,
            can_close: open && (leads || owns),
            can_take: open && owns && step.owner.account != Some(actor.account),
            can_give: open && leads,
        }
    }

    /// Returns whether it is still to be done.
    pub(crate) const fn is_open(&self) -> bool {
        self.closed.is_none()
    }
}

/// What the fields of a step choose from.
#[derive(Serialize)]
pub(crate) struct Choices {
    organisations: Vec<(String, String)>,
    workers: Vec<(String, String)>,
    actors: Vec<Choice>,
    /// The reader's organisation and account, which are chosen at first.
    own_organisation: String,
    me: String,
}

impl Choices {
    /// Returns the choices for a reader.
    pub(crate) fn new(page: &SignedIn, from: app::step::Choices) -> Self {
        let named = |(id, name): (OrganisationId, String)| (id.to_string(), name);
        Self {
            organisations: from.organisations.into_iter().map(named).collect(),
            workers: from.workers.into_iter().map(|(id, name)| (id.to_string(), name)).collect(),
            actors: choices::<Actor>(),
            own_organisation: page.ctx.actor.organisation.to_string(),
            me: page.ctx.actor.account.to_string(),
        }
    }
}

#[derive(Serialize)]
struct AddPage {
    person: Header,
    goal_id: String,
    goal: String,
    choices: Choices,
}

#[derive(Serialize)]
struct ChangePage {
    person: Header,
    step_id: String,
    words: String,
    due_on: NaiveDate,
    owner: String,
    closures: Vec<Choice>,
    choices: Choices,
}

/// Shows the form for a step.
pub(crate) async fn show(page: SignedIn, Path(id): Path<GoalId>) -> Result<Response, Problem> {
    let content = add_page(&page, id).await?;
    page.render("plan/step.html", content)
}

async fn add_page(page: &SignedIn, id: GoalId) -> Result<AddPage, Error> {
    let adding = app::step::adding(&page.ctx, id).await?;
    Ok(AddPage {
        person: Header::on(adding.header, page.ctx.today(), "plan"),
        goal_id: id.to_string(),
        goal: adding.goal.words,
        choices: Choices::new(page, adding.choices),
    })
}

/// Adds a step towards a goal.
pub(crate) async fn add(
    page: SignedIn,
    Path(id): Path<GoalId>,
    form: Form,
) -> Result<Response, Problem> {
    let mut fields = form.fields();
    let step = read_step(&page, &mut fields);
    let result = match fields.finish(step) {
        Ok(step) => app::step::add(&page.once(&form, &leads_to(&form)), id, step).await,
        Err(error) => Err(error),
    };
    match result {
        Ok(person) => Ok(done(&format!("/people/{person}/plan"), "done-step-added")),
        Err(Error::Invalid(errors)) => {
            page.render_again("plan/step.html", add_page(&page, id).await?, &form, &errors)
        }
        Err(error) => Err(error.into()),
    }
}

/// Reads the fields of a step.
pub(crate) fn read_step(page: &SignedIn, fields: &mut Fields<'_>) -> Option<NewStep> {
    let words = fields.short("step-words");
    let actor = fields.coded("actor", "choose-actor");
    let owner = read_owner(fields);
    let due_on = fields.date("due").and_then(|on| {
        let checked = Step::due_day(on, page.ctx.today());
        checked.map_err(|why| fields.refuse("due-day", why)).ok()
    });
    Some(NewStep { words: words?, actor: actor?, owner: owner?, due_on: due_on? })
}

/// Reads the owning organisation and, if one is named, its worker.
fn read_owner(fields: &mut Fields<'_>) -> Option<Owner> {
    let organisation = fields.read("owner", |text| {
        text.parse::<OrganisationId>().map_err(|_| Invalid::new("choose-owner"))
    });
    let account = fields.read("worker", |text| match text {
        "" => Ok(None),
        text => text.parse::<AccountId>().map(Some).map_err(|_| Invalid::new("choose-worker")),
    });
    Some(Owner { organisation: organisation?, account: account? })
}

/// Returns where a second submit of a form about a step or a need leads: to the plan that the form
/// says it is from. The form names a person and not a path, so it can lead nowhere else.
pub(crate) fn leads_to(form: &Form) -> String {
    match form.text("person").parse::<PersonId>() {
        Ok(person) => format!("/people/{person}/plan"),
        Err(_) => "/my-people".to_owned(),
    }
}

fn change_page(page: &SignedIn, id: StepId, from: app::step::Changing) -> ChangePage {
    let owner = from.step.owner.organisation;
    let name = from.choices.organisations.iter().find(|(id, _)| *id == owner);
    ChangePage {
        owner: name.map(|(_, name)| name.clone()).unwrap_or_default(),
        person: Header::on(from.header, page.ctx.today(), "plan"),
        step_id: id.to_string(),
        words: from.step.words,
        due_on: from.step.due_on,
        closures: choices::<StepClosure>(),
        choices: Choices::new(page, from.choices),
    }
}

/// Shows the form that closes a step.
pub(crate) async fn closing(page: SignedIn, Path(id): Path<StepId>) -> Result<Response, Problem> {
    let content = change_page(&page, id, app::step::closing(&page.ctx, id).await?);
    page.render("plan/close_step.html", content)
}

/// Closes a step.
pub(crate) async fn close(
    page: SignedIn,
    Path(id): Path<StepId>,
    form: Form,
) -> Result<Response, Problem> {
    let mut fields = form.fields();
    let how = fields.coded::<StepClosure>("how", "choose-step-closure");
    let note = fields.long_or_empty("note");
    let result = match fields.finish(how.zip(note)) {
        Ok((how, note)) => {
            let note = Some(note).filter(|note| !note.is_empty());
            app::step::close(&page.once(&form, &leads_to(&form)), id, how, note).await
        }
        Err(error) => Err(error),
    };
    match result {
        Ok(person) => Ok(done(&format!("/people/{person}/plan"), "done-step-closed")),
        Err(Error::Invalid(errors)) => {
            let content = change_page(&page, id, app::step::closing(&page.ctx, id).await?);
            page.render_again("plan/close_step.html", content, &form, &errors)
        }
        Err(error) => Err(error.into()),
    }
}

/// Shows the form that gives a step to another owner.
pub(crate) async fn giving(page: SignedIn, Path(id): Path<StepId>) -> Result<Response, Problem> {
    let content = change_page(&page, id, app::step::giving(&page.ctx, id).await?);
    page.render("plan/owner.html", content)
}

/// Gives a step to another owner.
pub(crate) async fn give(
    page: SignedIn,
    Path(id): Path<StepId>,
    form: Form,
) -> Result<Response, Problem> {
    let mut fields = form.fields();
    let owner = read_owner(&mut fields);
    let result = match fields.finish(owner) {
        Ok(owner) => app::step::give(&page.once(&form, &leads_to(&form)), id, owner).await,
        Err(error) => Err(error),
    };
    match result {
        Ok(person) => Ok(done(&format!("/people/{person}/plan"), "done-step-given")),
        Err(Error::Invalid(errors)) => {
            let content = change_page(&page, id, app::step::giving(&page.ctx, id).await?);
            page.render_again("plan/owner.html", content, &form, &errors)
        }
        Err(error) => Err(error.into()),
    }
}

/// Takes a step on.
pub(crate) async fn take(
    page: SignedIn,
    Path(id): Path<StepId>,
    form: Form,
) -> Result<Response, Problem> {
    let person = app::step::take(&page.once(&form, &leads_to(&form)), id).await?;
    Ok(done(&format!("/people/{person}/plan"), "done-step-taken"))
}
