//! The plan of a person: needs with their goals and steps, what is dropped, what the person says.

use crate::form::Form;
use crate::person::Header;
use crate::problem::Problem;
use crate::step::{Choices, StepRow};
use crate::visit::{SignedIn, done};
use app::Error;
use app::plan::{PlannedGoal, PlannedNeed, Shared, Whole};
use axum::extract::Path;
use axum::response::Response;
use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    Area, Invalid, LongText, Need, NeedClosure, NeedState, PersonId, PlanStatus, PlanView, Rating,
};
use policy::{Action, Relation};
use serde::Serialize;
use store::plan_view::Answer;

#[derive(Serialize)]
struct Page {
    person: Header,
    lead: String,
    /// The whole plan, for those with whom it is shared.
    whole: Option<WholePlan>,
    /// Otherwise the steps that the reader's organisation owns.
    own_steps: Vec<StepRow>,
}

#[derive(Serialize)]
struct WholePlan {
    status: Option<&'static str>,
    challenged_on: Option<NaiveDate>,
    answer_by: Option<NaiveDate>,
    dropped: Vec<NeedRow>,
    open: Vec<NeedRow>,
    closed: Vec<NeedRow>,
    views: Vec<ViewRow>,
    /// Whether the reader can change the plan.
    leads: bool,
    choices: Choices,
}

/// A need with its goals.
#[derive(Serialize)]
pub(crate) struct NeedRow {
    id: String,
    area: &'static str,
    rating: &'static str,
    rating_code: &'static str,
    opened_on: NaiveDate,
    closed: Option<ClosedRow>,
    pub(crate) goals: Vec<GoalRow>,
}

#[derive(Serialize)]
struct ClosedRow {
    how: &'static str,
    on: NaiveDate,
    words: Option<String>,
}

/// A goal with its steps.
#[derive(Serialize)]
pub(crate) struct GoalRow {
    id: String,
    words: String,
    pub(crate) steps: Vec<StepRow>,
}

impl NeedRow {
    /// Returns a need without its goals.
    pub(crate) fn bare(need: &Need) -> Self {
        let closed = match &need.state {
            NeedState::Closed { how, on, words } => {
                Some(ClosedRow { how: NeedClosure::key(*how), on: *on, words: words.clone() })
            }
            _ => None,
        };
        Self {
            id: need.id.to_string(),
            area: Area::key(need.area),
            rating: Rating::key(need.rating),
            rating_code: need.rating.code(),
            opened_on: need.opened_on,
            closed,
            goals: Vec::new(),
        }
    }

    /// Returns a need with its goals and steps, as they stand for a reader.
    pub(crate) fn with_goals(page: &SignedIn, planned: PlannedNeed, leads: bool) -> Self {
        let goal = |PlannedGoal { goal, steps }| GoalRow {
            id: goal.id.to_string(),
            words: goal.words,
            steps: steps.into_iter().map(|listed| StepRow::on(page, listed, leads)).collect(),
        };
        Self { goals: planned.goals.into_iter().map(goal).collect(), ..Self::bare(&planned.need) }
    }
}

/// What the person said of the plan, and what was answered.
#[derive(Serialize)]
pub(crate) struct ViewRow {
    pub(crate) agrees: bool,
    words: Option<String>,
    pub(crate) at: DateTime<Utc>,
    answer: Option<AnswerRow>,
    /// Whether it is a challenge that still waits for its answer.
    waits: bool,
}

#[derive(Serialize)]
struct AnswerRow {
    words: String,
    by: String,
    at: DateTime<Utc>,
}

/// Returns what the person said, the latest first. A challenge waits until it is answered, or the
/// person agrees after all.
pub(crate) fn view_rows(views: Vec<Answer>) -> Vec<ViewRow> {
    let mut agreed_since = false;
    let row = |view: Answer| {
        agreed_since |= view.view == PlanView::Agree;
        ViewRow {
            agrees: view.view == PlanView::Agree,
            waits: !agreed_since && view.reply.is_none(),
            words: view.words,
            at: view.at,
            answer: view.reply.map(|reply| AnswerRow {
                words: reply.words,
                by: reply.by,
                at: reply.at,
            }),
        }
    };
    views.into_iter().map(row).collect()
}

/// Shows a person's plan.
pub(crate) async fn show(page: SignedIn, Path(id): Path<PersonId>) -> Result<Response, Problem> {
    let content = content(&page, id).await?;
    page.render("plan/show.html", content)
}

async fn content(page: &SignedIn, id: PersonId) -> Result<Page, Error> {
    let view = app::plan::view(&page.ctx, id).await?;
    let leads = view.header.relation == Relation::Lead;
    let lead = view.header.lead_organisation.clone();
    let (whole, own_steps) = match view.shared {
        Shared::Whole(whole) => (Some(whole_plan(page, *whole, leads)), Vec::new()),
        Shared::OwnSteps(steps) => {
            (None, steps.into_iter().map(|listed| StepRow::on(page, listed, false)).collect())
        }
    };
    let person = Header::on(view.header, page.ctx.today(), "plan");
    Ok(Page { person, lead, whole, own_steps })
}

fn whole_plan(page: &SignedIn, whole: Whole, leads: bool) -> WholePlan {
    let (closed, open): (Vec<_>, Vec<_>) =
        whole.needs.into_iter().partition(|planned| app::plan::is_closed(&planned.need));
    let (dropped, open): (Vec<_>, Vec<_>) =
        open.into_iter().partition(|planned| planned.need.is_dropped());
    let rows = |needs: Vec<PlannedNeed>| {
        needs.into_iter().map(|planned| NeedRow::with_goals(page, planned, leads)).collect()
    };
    let plan = whole.plan.as_ref();
    WholePlan {
        status: plan.map(|plan| PlanStatus::key(plan.status)),
        challenged_on: plan.and_then(|plan| plan.challenged_on),
        answer_by: plan.and_then(|plan| plan.clock()).map(|clock| clock.due_on),
        dropped: rows(dropped),
        open: rows(open),
        closed: rows(closed),
        views: view_rows(whole.views),
        leads,
        choices: Choices::new(page, whole.choices),
    }
}

/// Answers the person's challenge of the plan.
pub(crate) async fn answer_challenge(
    page: SignedIn,
    Path(id): Path<PersonId>,
    form: Form,
) -> Result<Response, Problem> {
    let path = format!("/people/{id}/plan");
    let mut fields = form.fields();
    let words = fields.read("answer", |text| match LongText::parse_optional(text)? {
        Some(words) => Ok(words.to_string()),
        None => Err(Invalid::new("challenge-answer-missing")),
    });
    let result = match fields.finish(words) {
        Ok(words) => app::plan::answer_challenge(&page.once(&form, &path), id, &words).await,
        Err(error) => Err(error),
    };
    match result {
        Ok(()) => Ok(done(&path, "done-challenge-answered")),
        Err(Error::Invalid(errors)) => {
            page.ctx.may(Action::EditPlan, id).await?;
            page.render_again("plan/show.html", content(&page, id).await?, &form, &errors)
        }
        Err(error) => Err(error.into()),
    }
}
