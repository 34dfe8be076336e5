//! Role requests: what waits for a second person, one of them, and asking for a change of role.

use crate::form::Form;
use crate::problem::Problem;
use crate::referral::Choice;
use crate::visit::{SignedIn, done};
use app::Error;
use app::role_request::{Change, Obstacle, View};
use axum::extract::Path;
use axum::response::Response;
use chrono::{DateTime, NaiveDate, Utc};
use domain::role_request::WAITS_DAYS;
use domain::{AccountId, Role, RoleRequestId, RoleStanding};
use serde::Serialize;
use store::role_request::Listed;

/// A request as pages show it.
#[derive(Serialize)]
struct Row {
    id: String,
    name: String,
    email: String,
    role: &'static str,
    /// Whether it changes the role of an account that is there.
    of_account: bool,
    asked_by: String,
    asked_at: DateTime<Utc>,
    ends_on: NaiveDate,
    standing: &'static str,
    colour: &'static str,
    waits: bool,
    answered_by: Option<String>,
    answered_at: Option<DateTime<Utc>>,
    reason: Option<String>,
}

impl Row {
    fn on(found: Listed, today: NaiveDate) -> Self {
        use RoleStanding as S;
        let standing = found.request.standing(today);
        let (by, at, reason) =
            found.answered.map_or((None, None, None), |one| (one.by, Some(one.at), one.reason));
        Self {
            id: found.request.id.to_string(),
            name: found.whom.name,
            email: found.whom.email,
            role: Role::key(found.request.role),
            of_account: found.request.account.is_some(),
            asked_by: found.asked_by,
            asked_at: found.request.asked_at,
            ends_on: found.request.ends_on,
            standing: S::key(standing),
            colour: match standing {
                S::Waiting => "yellow",
                S::Confirmed => "green",
                S::Refused => "red",
                S::Withdrawn | S::Lapsed => "grey",
            },
            waits: standing == S::Waiting,
            answered_by: by,
            answered_at: at,
            reason,
        }
    }
}

#[derive(Serialize)]
struct ListPage {
    waiting: Vec<Row>,
    over: Vec<Row>,
    days: u64,
}

/// Lists what waits for a second person, and what was answered.
pub(crate) async fn list(page: SignedIn) -> Result<Response, Problem> {
    let found = app::role_request::list(&page.ctx).await?;
    let today = page.ctx.today();
    let rows = found.into_iter().map(|one| Row::on(one, today));
    let (waiting, over) = rows.partition(|row| row.waits);
    page.render("role_request/list.html", ListPage { waiting, over, days: WAITS_DAYS })
}

#[derive(Serialize)]
struct Page {
    request: Row,
    role_now: Option<&'static str>,
    seconds: Vec<String>,
    /// What the operator types, where nobody else could confirm it.
    command: String,
    may_answer: bool,
    may_withdraw: bool,
    /// Things in the account's name that keep it from being confirmed.
    holds: i64,
    /// Whether it was overtaken by what happened since.
    gone: bool,
}

async fn content(page: &SignedIn, id: RoleRequestId) -> Result<Page, Error> {
    let view: View = app::role_request::view(&page.ctx, id).await?;
    Ok(Page {
        request: Row::on(view.found, page.ctx.today()),
        role_now: view.role_now.map(Role::key),
        seconds: view.seconds,
        command: format!("resettle confirm-role {id}"),
        may_answer: view.may_answer,
        may_withdraw: view.may_withdraw,
        holds: match view.obstacle {
            Some(Obstacle::Holds(count)) => count,
            _ => 0,
        },
        gone: view.obstacle == Some(Obstacle::Gone),
    })
}

/// Shows a request.
pub(crate) async fn show(
    page: SignedIn,
    Path(id): Path<RoleRequestId>,
) -> Result<Response, Problem> {
    let content = content(&page, id).await?;
    page.render("role_request/show.html", content)
}

/// Confirms a request, as the second person.
pub(crate) async fn confirm(
    page: SignedIn,
    Path(id): Path<RoleRequestId>,
    form: Form,
) -> Result<Response, Problem> {
    let path = format!("/role-requests/{id}");
    app::role_request::confirm(&page.once(&form, &path), id).await?;
    Ok(done(&path, "done-role-confirmed"))
}

/// Refuses a request, as the second person.
pub(crate) async fn refuse(
    page: SignedIn,
    Path(id): Path<RoleRequestId>,
    form: Form,
) -> Result<Response, Problem> {
    let path = format!("/role-requests/{id}");
    let mut fields = form.fields();
    let reason = fields.long_or("reason", "role-request-without-reason");
    let result = match fields.finish(reason) {
        Ok(reason) => app::role_request::refuse(&page.once(&form, &path), id, &reason).await,
        Err(error) => Err(error),
    };
    match result {
        Ok(()) => Ok(done(&path, "done-role-refused")),
        Err(Error::Invalid(errors)) => {
            let content = content(&page, id).await?;
            page.render_again("role_request/show.html", content, &form, &errors)
        }
        Err(error) => Err(error.into()),
    }
}

/// Takes back a request of one's own.
pub(crate) async fn withdraw(
    page: SignedIn,
    Path(id): Path<RoleRequestId>,
    form: Form,
) -> Result<Response, Problem> {
    let path = format!("/role-requests/{id}");
    app::role_request::withdraw(&page.once(&form, &path), id).await?;
    Ok(done(&path, "done-role-withdrawn"))
}

#[derive(Serialize)]
struct ChangePage {
    id: String,
    name: String,
    email: String,
    role_now: &'static str,
    roles: Vec<Choice>,
    /// Things in the account's name, which somebody else must have first.
    holds: i64,
    days: u64,
}

impl From<Change> for ChangePage {
    fn from(change: Change) -> Self {
        Self {
            id: change.account.id.to_string(),
            name: change.account.name,
            email: change.account.email,
            role_now: Role::key(change.account.role),
            roles: change.roles.into_iter().map(Choice::of).collect(),
            holds: change.held,
            days: WAITS_DAYS,
        }
    }
}

/// Shows the form that asks for another role of an account.
pub(crate) async fn changing(
    page: SignedIn,
    Path(id): Path<AccountId>,
) -> Result<Response, Problem> {
    let change = app::role_request::change(&page.ctx, id).await?;
    page.render("role_request/new.html", ChangePage::from(change))
}

/// Asks for another role of an account.
pub(crate) async fn ask(
    page: SignedIn,
    Path(account): Path<AccountId>,
    form: Form,
) -> Result<Response, Problem> {
    let id: RoleRequestId = page.ctx.new_id();
    let path = format!("/role-requests/{id}");
    let mut fields = form.fields();
    let role = fields.coded::<Role>("role", "role-request-choose-role");
    let result = match fields.finish(role) {
        Ok(role) => app::role_request::ask(&page.once(&form, &path), id, account, role).await,
        Err(error) => Err(error),
    };
    match result {
        Ok(()) => Ok(done(&path, "done-role-asked")),
        Err(Error::Invalid(errors)) => {
            let change = app::role_request::change(&page.ctx, account).await?;
            let content = ChangePage::from(change);
            page.render_again("role_request/new.html", content, &form, &errors)
        }
        Err(error) => Err(error.into()),
    }
}
