//! Basic screenings: the form with its clock, and the limits that were missed.

use crate::form::Form;
use crate::person::Header;
use crate::problem::Problem;
use crate::question::{self, AreaRow, FollowUpRow};
use crate::visit::{SignedIn, done};
use app::Error;
use app::screening::{Limits, Standing, View};
use axum::extract::{Path, Query};
use axum::response::Response;
use chrono::NaiveDate;
use domain::{Screening, ScreeningId, ScreeningStanding};
use serde::{Deserialize, Serialize};

/// A screening and its clock.
#[derive(Serialize)]
pub(crate) struct Row {
    id: String,
    standing: &'static str,
    standing_key: &'static str,
    due_on: NaiveDate,
    done_on: Option<NaiveDate>,
    /// Days to its limit; below 0 once it is over.
    days_left: i64,
    /// Days from its limit to the day it was done, or to today.
    days_late: i64,
}

impl Row {
    /// Returns a screening as it stands on a day.
    pub(crate) fn on(screening: &Screening, today: NaiveDate) -> Self {
        let standing = screening.standing(today);
        Self::new(screening.id, standing, (screening.due_on, screening.done_on), today)
    }

    fn new(
        id: ScreeningId,
        standing: ScreeningStanding,
        (due_on, done_on): (NaiveDate, Option<NaiveDate>),
        today: NaiveDate,
    ) -> Self {
        Self {
            id: id.to_string(),
            standing: standing.code(),
            standing_key: standing.key(),
            due_on,
            done_on,
            days_left: (due_on - today).num_days(),
            days_late: (done_on.unwrap_or(today) - due_on).num_days(),
        }
    }
}

#[derive(Serialize)]
struct Page {
    person: Header,
    title: String,
    clock: Row,
    areas: Vec<AreaRow>,
    follow_ups: Vec<FollowUpRow>,
    is_done: bool,
    may_screen: bool,
}

/// Shows one screening.
pub(crate) async fn show(page: SignedIn, Path(id): Path<ScreeningId>) -> Result<Response, Problem> {
    let content = content(&page, id).await?;
    page.render("screening/show.html", content)
}

async fn content(page: &SignedIn, id: ScreeningId) -> Result<Page, Error> {
    let View { header, screening, instrument, raised, may_screen, .. } =
        app::screening::view(&page.ctx, id).await?;
    let (today, language) = (page.ctx.today(), page.asked.language);
    let clock = Row::on(&screening, today);
    let answers = screening.answers.unwrap_or_default();
    Ok(Page {
        person: Header::on(header, today, "assessments"),
        title: instrument.title.in_language(language.code()).to_owned(),
        clock,
        areas: AreaRow::all(instrument, &answers, language),
        follow_ups: question::follow_ups(instrument, &raised, &answers, language),
        is_done: screening.done_on.is_some(),
        may_screen,
    })
}

/// Takes the answers to a screening.
pub(crate) async fn submit(
    page: SignedIn,
    Path(id): Path<ScreeningId>,
    form: Form,
) -> Result<Response, Problem> {
    let path = format!("/screenings/{id}");
    match app::screening::submit(&page.once(&form, &path), id, question::pairs(&form)).await {
        Ok(()) => Ok(done(&path, "done-screened")),
        Err(Error::Invalid(errors)) => {
            let content = content(&page, id).await?;
            page.render_again("screening/show.html", content, &form, &errors)
        }
        Err(error) => Err(error.into()),
    }
}

/// What the page of limits is asked for.
#[derive(Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    show: String,
    /// The due day and the id after which the page begins.
    after: Option<NaiveDate>,
    id: Option<ScreeningId>,
}

#[derive(Serialize)]
struct LimitsPage {
    /// How many stand where: code, message key and number.
    counts: Vec<(&'static str, &'static str, i64)>,
    lists: Vec<List>,
    /// The days for which something done is counted.
    days: u64,
    /// Whether one list was asked for.
    one: bool,
}

#[derive(Serialize)]
struct List {
    code: &'static str,
    key: &'static str,
    count: i64,
    rows: Vec<ListRow>,
    next: Option<String>,
}

#[derive(Serialize)]
struct ListRow {
    clock: Row,
    person: String,
    worker: Option<String>,
}

/// Lists the limits of the organisation.
pub(crate) async fn late(page: SignedIn, Query(asked): Query<Asked>) -> Result<Response, Problem> {
    let only = ScreeningStanding::from_code(&asked.show);
    let Limits { counts, lists } =
        app::screening::limits(&page.ctx, only, asked.after.zip(asked.id)).await?;
    let count_of = |standing| counts.iter().find(|(of, _)| *of == standing).map_or(0, |of| of.1);
    let today = page.ctx.today();
    let lists = lists.into_iter().map(|list| list_of(&list, count_of(list.standing), today));
    let content = LimitsPage {
        lists: lists.collect(),
        counts: counts.iter().map(|(of, count)| (of.code(), of.key(), *count)).collect(),
        days: store::screening::DAYS_LISTED,
        one: only.is_some(),
    };
    page.render("screening/late.html", content)
}

fn list_of(list: &Standing, count: i64, today: NaiveDate) -> List {
    let code = list.standing.code();
    let rows = list.rows.iter().map(|row| ListRow {
        clock: Row::new(row.id, list.standing, (row.due_on, row.done_on), today),
        person: row.person_name.clone(),
        worker: row.worker.clone(),
    });
    List {
        code,
        key: list.standing.key(),
        count,
        rows: rows.collect(),
        next: list
            .next
            .map(|(due_on, id)| format!("/screenings/late?show={code}&after={due_on}&id={id}")),
    }
}
