//! My plan: the person's own pages, in plain words, and the passport that they carry.

use crate::form::Form;
use crate::plan::{NeedRow, ViewRow, view_rows};
use crate::problem::Problem;
use crate::referral::{Choice, choices};
use crate::visit::{SignedIn, done};
use app::Error;
use app::my_plan::View;
use axum::extract::Path;
use axum::response::Response;
use chrono::{DateTime, NaiveDate, Utc};
use domain::{MeetingKind, PersonId, PlanStatus, PlanView};
use serde::Serialize;
use store::appointment;

/// Appointments and steps on the passport at most: with more it is not one sheet.
const PASSPORT_ROWS: usize = 8;

#[derive(Serialize)]
struct Page {
    name: String,
    date_of_birth: Option<NaiveDate>,
    lead: String,
    lead_worker: Option<String>,
    /// Where the plan stands, once there is one.
    status: Option<&'static str>,
    answer_by: Option<NaiveDate>,
    needs: Vec<NeedRow>,
    views: Vec<ViewRow>,
    /// When the person agreed with the plan as it is, if they did.
    agreed_at: Option<DateTime<Utc>>,
    appointments: Vec<AppointmentRow>,
    /// Appointments that the page leaves out.
    more: usize,
    release_on: Option<NaiveDate>,
    going_to: Option<String>,
    referrals: Vec<ReferralRow>,
    conditions: Vec<String>,
    choices: Vec<Choice>,
    today: NaiveDate,
    printed_by: String,
    /// The page to go back to.
    back: String,
}

#[derive(Serialize)]
struct AppointmentRow {
    at: DateTime<Utc>,
    kind: &'static str,
    place: String,
    organisation: String,
    worker: Option<String>,
}

#[derive(Serialize)]
struct ReferralRow {
    service: String,
    provider: String,
    /// What the state means to the person, by message key.
    status: String,
}

impl From<appointment::Listed> for AppointmentRow {
    fn from(listed: appointment::Listed) -> Self {
        Self {
            at: listed.appointment.at,
            kind: MeetingKind::key(listed.appointment.kind),
            place: listed.appointment.place,
            organisation: listed.organisation,
            worker: listed.worker,
        }
    }
}

fn content(page: &SignedIn, view: View, back: String) -> Page {
    let plan = view.plan.as_ref();
    let agreed = plan.is_some_and(|plan| plan.status == PlanStatus::Agreed);
    let views = view_rows(view.views);
    let needs = view.needs.into_iter().map(|planned| NeedRow::with_goals(page, planned, false));
    let referral = |listed: store::referral::Listed| ReferralRow {
        service: listed.service_name,
        provider: listed.provider_name,
        status: format!("my-referral-{}", listed.status.replace('_', "-")),
    };
    let going_to = view.release.as_ref().map(|release| release.going_to.clone());
    Page {
        name: view.header.person.full_name(),
        date_of_birth: view.header.person.date_of_birth,
        lead: view.header.lead_organisation,
        lead_worker: view.header.lead_worker,
        status: plan.map(|plan| PlanStatus::key(plan.status)),
        answer_by: plan.and_then(|plan| plan.clock()).map(|clock| clock.due_on),
        needs: needs.collect(),
        agreed_at: views.first().filter(|_| agreed).map(|view| view.at),
        views,
        appointments: view.appointments.into_iter().map(AppointmentRow::from).collect(),
        more: 0,
        release_on: view.release.map(|release| release.release_on),
        going_to: going_to.filter(|place| !place.is_empty()),
        referrals: view.referrals.into_iter().map(referral).collect(),
        conditions: view.conditions.iter().map(|row| row.condition.text.to_string()).collect(),
        choices: choices::<PlanView>(),
        today: page.ctx.today(),
        printed_by: page.ctx.actor.name.clone(),
        back,
    }
}

/// Leaves on the passport what is still to come, and what one sheet holds.
fn on_one_sheet(mut page: Page) -> Page {
    page.more = page.appointments.len().saturating_sub(PASSPORT_ROWS);
    page.appointments.truncate(PASSPORT_ROWS);
    let mut room = PASSPORT_ROWS;
    for goal in page.needs.iter_mut().flat_map(|need| &mut need.goals) {
        goal.steps.retain(crate::step::StepRow::is_open);
        goal.steps.truncate(room);
        room -= goal.steps.len();
    }
    page
}

/// Shows the person their plan.
pub(crate) async fn show(page: SignedIn) -> Result<Response, Problem> {
    let view = app::my_plan::view(&page.ctx, "/my-plan").await?;
    page.render("my_plan/show.html", content(&page, view, "/home".to_owned()))
}

/// Shows the person their passport.
pub(crate) async fn passport(page: SignedIn) -> Result<Response, Problem> {
    let view = app::my_plan::view(&page.ctx, "/my-plan/passport").await?;
    let content = on_one_sheet(content(&page, view, "/my-plan".to_owned()));
    page.render("my_plan/passport.html", content)
}

/// Shows a worker the passport of a person, to print.
pub(crate) async fn passport_of(
    page: SignedIn,
    Path(id): Path<PersonId>,
) -> Result<Response, Problem> {
    let view = app::my_plan::passport(&page.ctx, id).await?;
    let content = on_one_sheet(content(&page, view, format!("/people/{id}/plan")));
    page.render("my_plan/passport.html", content)
}

/// Takes what the person says of their plan.
pub(crate) async fn answer(page: SignedIn, form: Form) -> Result<Response, Problem> {
    let mut fields = form.fields();
    let view = fields.coded::<PlanView>("view", "choose-view");
    let words = fields.long_or_empty("words");
    let result = match fields.finish(view.zip(words)) {
        Ok((view, words)) => {
            let words = Some(words.as_str()).filter(|words| !words.is_empty());
            app::my_plan::answer(&page.once(&form, "/my-plan"), view, words).await
        }
        Err(error) => Err(error),
    };
    match result {
        Ok(()) => Ok(done("/my-plan", "done-plan-answered")),
        Err(Error::Invalid(errors)) => {
            let view = app::my_plan::view(&page.ctx, "/my-plan").await?;
            let content = content(&page, view, "/home".to_owned());
            page.render_again("my_plan/show.html", content, &form, &errors)
        }
        Err(error) => Err(error.into()),
    }
}
