//! Samples of joins: drawing one, the pairs that wait for a worker, and one pair, at which they look without being told
//! how it stands.

use crate::figure::{Cell, IntervalRow};
use crate::form::Form;
use crate::join::{SideRow, side_rows};
use crate::problem::Problem;
use crate::referral::{Choice, choices};
use crate::visit::{SignedIn, done};
use app::Error;
use app::join_sample::{Estimates, Row, View};
use axum::extract::Path;
use axum::response::Response;
use chrono::NaiveDate;
use domain::{EthnicGroup, SampleAnswer, SamplePairId, SampleSize, Sex};
use serde::Serialize;

/// The page that shows how good the joins are, and has the form of the drawing.
pub(crate) const QUALITY: &str = "/joins/quality";

#[derive(Serialize)]
struct GroupRow {
    label: &'static str,
    told_of_joined: Cell,
    false_joins: Option<IntervalRow>,
    told_of_others: Cell,
    missed_joins: Option<IntervalRow>,
}

impl GroupRow {
    fn on<T>(row: Row<T>, label: impl FnOnce(T) -> &'static str) -> Self {
        Self {
            label: label(row.group),
            told_of_joined: row.told_of_joined.into(),
            false_joins: row.false_joins.map(IntervalRow::from),
            told_of_others: row.told_of_others.into(),
            missed_joins: row.missed_joins.map(IntervalRow::from),
        }
    }
}

#[derive(Serialize)]
struct LastSample {
    drawn_on: NaiveDate,
    due_on: NaiveDate,
    seed: String,
    pairs: u64,
    answers: Vec<(&'static str, Cell)>,
    some_looked_through: bool,
    groups: Vec<(&'static str, Vec<GroupRow>)>,
}

impl From<Estimates> for LastSample {
    fn from(found: Estimates) -> Self {
        let labels = [
            SampleAnswer::Same.key(),
            SampleAnswer::Different.key(),
            SampleAnswer::CannotTell.key(),
            "sample-not-answered",
            "sample-erased",
        ];
        let sexes = found.sexes.into_iter().map(|row| GroupRow::on(row, Sex::key));
        let ethnic = found.ethnic_groups.into_iter().map(|row| GroupRow::on(row, EthnicGroup::key));
        let groups = vec![
            ("sample-all", vec![GroupRow::on(found.all, |()| "sample-everybody")]),
            ("sample-by-sex", sexes.collect()),
            ("sample-by-ethnic-group", ethnic.collect()),
        ];
        Self {
            drawn_on: found.drawn_on,
            due_on: found.due_on,
            seed: found.seed.to_string(),
            pairs: found.pairs,
            answers: labels.into_iter().zip(found.answers.map(Cell::from)).collect(),
            some_looked_through: found.some_looked_through,
            groups,
        }
    }
}

/// What the page of quality shows of samples.
#[derive(Serialize)]
pub(crate) struct SampleRow {
    last: Option<LastSample>,
    may_draw: bool,
    counts: Vec<Choice>,
}

impl From<View> for SampleRow {
    fn from(view: View) -> Self {
        Self {
            last: view.last.map(LastSample::from),
            may_draw: view.may_draw,
            counts: choices::<SampleSize>(),
        }
    }
}

/// Draws a sample.
pub(crate) async fn take(page: SignedIn, form: Form) -> Result<Response, Problem> {
    let mut fields = form.fields();
    let size = fields.coded::<SampleSize>("size", "sample-choose-size");
    let result = match fields.finish(size) {
        Ok(size) => app::join_sample::take(&page.once(&form, QUALITY), size).await,
        Err(error) => Err(error),
    };
    match result {
        Ok(()) => Ok(done(QUALITY, "done-sample-drawn")),
        Err(Error::Invalid(errors)) => {
            app::join_sample::may_draw(&page.ctx).await?;
            let content = crate::join::quality_content(&page).await?;
            page.render_again("join/quality.html", content, &form, &errors)
        }
        Err(error) => Err(error.into()),
    }
}

#[derive(Serialize)]
struct WaitingRow {
    id: String,
    person: String,
    agency: String,
}

#[derive(Serialize)]
struct ListPage {
    waiting: Vec<WaitingRow>,
    due_on: Option<NaiveDate>,
    late: bool,
}

/// Shows the pairs that wait for the reader.
pub(crate) async fn list(page: SignedIn) -> Result<Response, Problem> {
    let found = app::join_sample::list(&page.ctx).await?;
    let row = |one: store::join_sample::Waiting| WaitingRow {
        id: one.id.to_string(),
        person: one.person,
        agency: one.agency,
    };
    let content = ListPage {
        waiting: found.waiting.into_iter().map(row).collect(),
        late: found.due_on.is_some_and(|due| due < page.ctx.today()),
        due_on: found.due_on,
    };
    page.render("join_sample/list.html", content)
}

#[derive(Serialize)]
struct ShowPage {
    id: String,
    agency: String,
    rows: Vec<SideRow>,
    due_on: NaiveDate,
    answers: Vec<Choice>,
}

async fn content(page: &SignedIn, id: SamplePairId) -> Result<ShowPage, Error> {
    let look = app::join_sample::look(&page.ctx, id).await?;
    Ok(ShowPage {
        id: look.id.to_string(),
        rows: side_rows(&look.compared),
        agency: look.agency,
        due_on: look.due_on,
        answers: choices::<SampleAnswer>(),
    })
}

/// Shows the two records of a pair.
pub(crate) async fn show(
    page: SignedIn,
    Path(id): Path<SamplePairId>,
) -> Result<Response, Problem> {
    page.render("join_sample/show.html", content(&page, id).await?)
}

/// Keeps what somebody says of a pair.
pub(crate) async fn answer(
    page: SignedIn,
    Path(id): Path<SamplePairId>,
    form: Form,
) -> Result<Response, Problem> {
    let path = "/join-samples";
    let mut fields = form.fields();
    let answer = fields.coded::<SampleAnswer>("answer", "sample-choose-answer");
    let result = match fields.finish(answer) {
        Ok(answer) => app::join_sample::answer(&page.once(&form, path), id, answer).await,
        Err(error) => Err(error),
    };
    match result {
        Ok(()) => Ok(done(path, "done-sample-answered")),
        Err(Error::Invalid(errors)) => {
            let content = content(&page, id).await?;
            page.render_again("join_sample/show.html", content, &form, &errors)
        }
        Err(error) => Err(error.into()),
    }
}
