//! Pilots: the list, a new one, its figures, and the rows they are counted from.

pub(crate) mod justice_data_lab;
pub(crate) mod plan;
pub(crate) mod pool;
pub(crate) mod reoffending;
pub(crate) mod report;
pub(crate) mod study_run;

use crate::figure::{Cell, FigureRow, ShareRow, decimal};
use crate::form::Form;
use crate::problem::Problem;
use crate::visit::{SignedIn, done};
use app::Error;
use app::pilot::{AreaChange, AreaFigure, Calendar, Figures, NewPilot, Progress, Topic};
use axum::extract::{Path, Query};
use axum::response::Response;
use chrono::NaiveDate;
use domain::{Area, LongText, Measure, Pilot, PilotId, ServiceId, ShortText};
use plan::{DecisionRow, PlanRow};
use pool::PoolRow;
use reoffending::FileRow;
use serde::{Deserialize, Serialize};

/// A pilot as pages show it.
#[derive(Serialize)]
struct PilotRow {
    id: String,
    name: String,
    question: String,
    starts_on: NaiveDate,
}

impl From<Pilot> for PilotRow {
    fn from(pilot: Pilot) -> Self {
        Self {
            id: pilot.id.to_string(),
            name: pilot.name,
            question: pilot.question,
            starts_on: pilot.starts_on,
        }
    }
}

#[derive(Serialize)]
struct ListPage {
    pilots: Vec<PilotRow>,
    may_add: bool,
}

#[derive(Serialize)]
struct NewPage {
    /// The services that can be named: id, name and organisation.
    services: Vec<(String, String, String)>,
}

#[derive(Serialize)]
struct Page {
    pilot: PilotRow,
    services: Vec<(String, String)>,
    cohort: Cell,
    is_empty: bool,
    plan: Option<PlanRow>,
    progress: ProgressRows,
    figures: Option<FigureRows>,
    may_compare: bool,
    /// Whether people in a file are compared with, and which files there were.
    takes_pool: bool,
    pools: Vec<PoolRow>,
    /// Whether a file of who reoffended can be added, and which there were.
    takes_reoffending: bool,
    reoffending: Vec<FileRow>,
    decisions: Vec<DecisionRow>,
    may_edit: bool,
    may_decide: bool,
    may_send: bool,
}

/// How a pilot goes, before anything is known of its outcomes.
#[derive(Serialize)]
struct ProgressRows {
    waiting: Cell,
    not_served: Cell,
    reasons: Vec<(&'static str, Cell)>,
    returned: Cell,
    complete_on: Option<NaiveDate>,
    known: Cell,
    inside: Cell,
    /// From when on it is known of somebody, of half and of all.
    known_on: Option<[NaiveDate; 3]>,
}

impl From<Progress> for ProgressRows {
    fn from(progress: Progress) -> Self {
        let Calendar { known, inside, days } = progress.calendar;
        let reason = |(key, shown): (&'static str, app::figure::Shown)| (key, shown.into());
        Self {
            waiting: progress.waiting.into(),
            not_served: progress.not_served.into(),
            reasons: progress.reasons.into_iter().map(reason).collect(),
            returned: progress.returned.into(),
            complete_on: progress.complete_on,
            known: known.into(),
            inside: inside.into(),
            known_on: days,
        }
    }
}

/// What is known of outcomes.
#[derive(Serialize)]
struct FigureRows {
    directions: Vec<&'static str>,
    areas: Vec<AreaRow>,
    changes: Vec<ChangeRow>,
    outcomes: Vec<OutcomeRow>,
}

impl From<Figures> for FigureRows {
    fn from(figures: Figures) -> Self {
        let outcome = |(measure, figure): (Measure, app::figure::ShownFigure)| OutcomeRow {
            code: measure.code(),
            key: measure.key(),
            figure: figure.into(),
        };
        Self {
            directions: domain::Direction::ALL.iter().map(|direction| direction.key()).collect(),
            areas: figures.areas.into_iter().map(AreaRow::from).collect(),
            changes: figures.changes.into_iter().map(ChangeRow::from).collect(),
            outcomes: figures.outcomes.into_iter().map(outcome).collect(),
        }
    }
}

#[derive(Serialize)]
struct AreaRow {
    code: &'static str,
    key: &'static str,
    directions: Vec<Cell>,
    better: Option<ShareRow>,
    change: Option<Change>,
}

/// A mean change of the need score with its interval, with one decimal.
#[derive(Serialize)]
struct Change {
    mean: String,
    low: String,
    high: String,
}

/// Whose change in an area is more than the measure's own error.
#[derive(Serialize)]
struct ChangeRow {
    key: &'static str,
    told: Option<ToldRow>,
}

#[derive(Serialize)]
struct ToldRow {
    groups: [Cell; 4],
    /// In points of the need score, with one decimal.
    drift: Option<String>,
    smallest: String,
    /// How well the questions agree, with its interval, two decimals; and of how many people.
    alpha: [String; 3],
    people: usize,
}

impl From<AreaChange> for ChangeRow {
    fn from(change: AreaChange) -> Self {
        let told = |told: app::pilot::Told| ToldRow {
            groups: told.groups.map(Cell::from),
            drift: told.drift.map(|drift| decimal(drift, 1)),
            smallest: decimal(told.smallest, 1),
            alpha: [
                told.alpha.interval.estimate,
                told.alpha.interval.low,
                told.alpha.interval.high,
            ]
            .map(|share| decimal(share, 2)),
            people: told.alpha.people,
        };
        Self { key: change.area.key(), told: change.told.map(told) }
    }
}

#[derive(Serialize)]
struct OutcomeRow {
    code: &'static str,
    key: &'static str,
    figure: FigureRow,
}

#[derive(Serialize)]
struct RecordsPage {
    pilot: PilotRow,
    topic: &'static str,
    code: String,
    rows: Vec<RecordRow>,
    totals: Vec<(&'static str, usize)>,
    count: usize,
    too_few: bool,
    next: Option<usize>,
}

#[derive(Serialize)]
struct RecordRow {
    number: usize,
    week: NaiveDate,
    status: &'static str,
}

/// Lists the pilots.
pub(crate) async fn list(page: SignedIn) -> Result<Response, Problem> {
    let listing = app::pilot::list(&page.ctx).await?;
    let pilots = listing.pilots.into_iter().map(PilotRow::from).collect();
    page.render("pilot/list.html", ListPage { pilots, may_add: listing.may_add })
}

/// Shows the form for a new pilot.
pub(crate) async fn show_new(page: SignedIn) -> Result<Response, Problem> {
    let content = new_page(&page).await?;
    page.render("pilot/new.html", content)
}

async fn new_page(page: &SignedIn) -> Result<NewPage, Error> {
    let services = app::pilot::services(&page.ctx).await?.into_iter();
    let row = |(id, name, organisation): (ServiceId, String, String)| {
        (id.to_string(), name, organisation)
    };
    Ok(NewPage { services: services.map(row).collect() })
}

/// Sets up a pilot.
pub(crate) async fn add(page: SignedIn, form: Form) -> Result<Response, Problem> {
    let id: PilotId = page.ctx.new_id();
    let path = format!("/pilots/{id}");
    let result = match read(&form) {
        Ok(new) => app::pilot::add(&page.once(&form, &path), id, new).await,
        Err(error) => Err(error),
    };
    match result {
        Ok(()) => Ok(done(&path, "done-pilot-added")),
        Err(Error::Invalid(errors)) => {
            let content = new_page(&page).await?;
            page.render_again("pilot/new.html", content, &form, &errors)
        }
        Err(error) => Err(error.into()),
    }
}

fn read(form: &Form) -> Result<NewPilot, Error> {
    let mut fields = form.fields();
    let name = fields.read("name", ShortText::parse);
    let question = fields.read("question", LongText::parse);
    let starts_on = fields.date("starts");
    // An id that is no id is a service that is not there, which the action refuses.
    let services: Vec<ServiceId> =
        form.all("services").filter_map(|text| text.parse().ok()).collect();
    if services.is_empty() {
        let limit = app::pilot::MOST_SERVICES;
        fields.refuse("services", domain::Invalid::new("choose-services").with("limit", limit));
    }
    let whole =
        (|| Some(NewPilot { name: name?, question: question?, services, starts_on: starts_on? }))();
    fields.finish(whole)
}

/// Shows a pilot's figures.
pub(crate) async fn show(page: SignedIn, Path(id): Path<PilotId>) -> Result<Response, Problem> {
    let view = app::pilot::view(&page.ctx, id).await?;
    let language = page.asked.language;
    let content = Page {
        pilot: view.pilot.into(),
        services: view.services,
        cohort: view.cohort.into(),
        is_empty: view.is_empty,
        plan: view.plan.map(|plan| PlanRow::of(plan, view.power, language)),
        progress: view.progress.into(),
        figures: view.figures.map(FigureRows::from),
        may_compare: view.may_compare,
        takes_pool: view.takes_pool,
        pools: view.pools.into_iter().map(PoolRow::from).collect(),
        takes_reoffending: view.takes_reoffending,
        reoffending: view.reoffending.into_iter().map(FileRow::from).collect(),
        decisions: view.decisions.into_iter().map(DecisionRow::from).collect(),
        may_edit: view.may_edit,
        may_decide: view.may_decide,
        may_send: view.may_send,
    };
    page.render("pilot/show.html", content)
}

impl From<AreaFigure> for AreaRow {
    // A fall of the need score is an improvement, so a minus sign is good news.
    fn from(figure: AreaFigure) -> Self {
        Self {
            code: Area::code(figure.area),
            key: figure.area.key(),
            directions: figure.directions.into_iter().map(|(_, shown)| shown.into()).collect(),
            better: figure.better.map(ShareRow::from),
            change: figure.change.map(|change| Change {
                mean: decimal(change.estimate, 1),
                low: decimal(change.low, 1),
                high: decimal(change.high, 1),
            }),
        }
    }
}

#[derive(Deserialize)]
pub(crate) struct Turn {
    #[serde(default)]
    page: usize,
}

/// Shows the rows that a figure is counted from.
pub(crate) async fn records(
    page: SignedIn,
    Path((id, code)): Path<(PilotId, String)>,
    Query(from): Query<Turn>,
) -> Result<Response, Problem> {
    let topic = Topic::from_code(&code).ok_or(Error::NotFound("measure"))?;
    let records = app::pilot::records(&page.ctx, id, topic, from.page).await?;
    let row = |(number, record): (usize, app::pilot::Record)| RecordRow {
        number,
        week: record.week,
        status: record.status,
    };
    let content = RecordsPage {
        pilot: records.pilot.into(),
        topic: topic.key(),
        code,
        rows: (records.first..).zip(records.rows).map(row).collect(),
        totals: records.totals,
        count: records.count,
        too_few: records.too_few,
        next: records.next,
    };
    page.render("pilot/records.html", content)
}
