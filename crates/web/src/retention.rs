//! How long what is held is kept, for whoever answers for it; and legal holds, placed and lifted.

use crate::form::Form;
use crate::problem::Problem;
use crate::visit::{SignedIn, done};
use app::Error;
use app::retention::{Period, View};
use axum::extract::Path;
use axum::response::Response;
use chrono::{DateTime, Utc};
use domain::{HoldId, Invalid};
use serde::Serialize;
use store::retention::Hold;

const PAGE: &str = "/retention";

/// A line of the schedule.
#[derive(Serialize)]
struct PeriodRow {
    kind: &'static str,
    /// The message that says from when on, and what is done then.
    from: String,
    months: u32,
    source: &'static str,
}

impl From<Period> for PeriodRow {
    fn from(period: Period) -> Self {
        Self {
            kind: period.kind.key(),
            from: format!("{}-from", period.kind.key()),
            months: period.months,
            source: period.source.key(),
        }
    }
}

/// A legal hold.
#[derive(Serialize)]
struct HoldRow {
    id: String,
    number: String,
    reason: String,
    placed_at: DateTime<Utc>,
    lifted_reason: Option<String>,
    lifted_at: Option<DateTime<Utc>>,
}

impl From<Hold> for HoldRow {
    fn from(hold: Hold) -> Self {
        let (lifted_reason, lifted_at) = hold.lifted.unzip();
        Self {
            id: hold.id.to_string(),
            number: hold.number,
            reason: hold.reason,
            placed_at: hold.placed_at,
            lifted_reason,
            lifted_at,
        }
    }
}

#[derive(Serialize)]
struct Page {
    periods: Vec<PeriodRow>,
    holds: Vec<HoldRow>,
    may_hold: bool,
}

impl From<View> for Page {
    fn from(view: View) -> Self {
        Self {
            periods: view.periods.into_iter().map(PeriodRow::from).collect(),
            holds: view.holds.into_iter().map(HoldRow::from).collect(),
            may_hold: view.may_hold,
        }
    }
}

/// Shows the schedule, and the legal holds of the organisation.
pub(crate) async fn show(page: SignedIn) -> Result<Response, Problem> {
    let view = app::retention::view(&page.ctx).await?;
    page.render("retention/show.html", Page::from(view))
}

/// Places a legal hold.
pub(crate) async fn place(page: SignedIn, form: Form) -> Result<Response, Problem> {
    let mut fields = form.fields();
    let number = fields.read("number", |text| match text {
        "" => Err(Invalid::new("hold-number-form")),
        text => Ok(text.to_owned()),
    });
    let reason = fields.long_or("reason", "hold-without-reason");
    let result = match fields.finish(number.zip(reason)) {
        Ok((number, reason)) => {
            app::retention::place(&page.once(&form, PAGE), &number, &reason).await
        }
        Err(error) => Err(error),
    };
    match result {
        Ok(()) => Ok(done(PAGE, "done-hold-placed")),
        Err(Error::Invalid(errors)) => {
            let view = app::retention::view_to_hold(&page.ctx).await?;
            page.render_again("retention/show.html", Page::from(view), &form, &errors)
        }
        Err(error) => Err(error.into()),
    }
}

#[derive(Serialize)]
struct LiftPage {
    hold: HoldRow,
}

/// Shows a legal hold, with the form to lift it.
pub(crate) async fn lifting(page: SignedIn, Path(id): Path<HoldId>) -> Result<Response, Problem> {
    let hold = app::retention::view_before(&page.ctx, id).await?.into();
    page.render("retention/lift.html", LiftPage { hold })
}

/// Lifts a legal hold.
pub(crate) async fn lift(
    page: SignedIn,
    Path(id): Path<HoldId>,
    form: Form,
) -> Result<Response, Problem> {
    let mut fields = form.fields();
    let reason = fields.long_or("reason", "hold-without-reason-to-lift");
    let result = match fields.finish(reason) {
        Ok(reason) => app::retention::lift(&page.once(&form, PAGE), id, &reason).await,
        Err(error) => Err(error),
    };
    match result {
        Ok(()) => Ok(done(PAGE, "done-hold-lifted")),
        Err(Error::Invalid(errors)) => {
            let hold = app::retention::view_before(&page.ctx, id).await?.into();
            page.render_again("retention/lift.html", LiftPage { hold }, &form, &errors)
        }
        Err(error) => Err(error.into()),
    }
}
