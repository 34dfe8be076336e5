//! The board's figures, and one of them opened.

use crate::figure::FigureRow;
use crate::problem::Problem;
use crate::visit::SignedIn;
use app::Error;
use app::board::MeasureFigure;
use app::figure::ShownFigure;
use axum::extract::Path;
use axum::response::Response;
use chrono::{Datelike, NaiveDate};
use domain::{Measure, Month, Priority};
use serde::Serialize;

#[derive(Serialize)]
struct Page {
    from: NaiveDate,
    to: NaiveDate,
    priorities: Vec<PriorityRow>,
}

#[derive(Serialize)]
struct PriorityRow {
    key: &'static str,
    measures: Vec<MeasureRow>,
}

/// A measure with its figure.
#[derive(Serialize)]
struct MeasureRow {
    code: &'static str,
    key: &'static str,
    /// The message key of its definition.
    definition: String,
    figure: FigureRow,
    is_empty: bool,
}

impl From<MeasureFigure> for MeasureRow {
    fn from(found: MeasureFigure) -> Self {
        Self {
            code: found.measure.code(),
            key: found.measure.key(),
            definition: format!("definition-{}", found.measure.code().replace('_', "-")),
            figure: found.figure.into(),
            is_empty: found.is_empty,
        }
    }
}

#[derive(Serialize)]
struct Opened {
    from: NaiveDate,
    to: NaiveDate,
    measure: MeasureRow,
    months: Vec<MonthRow>,
    regions: Vec<RegionRow>,
}

#[derive(Serialize)]
struct MonthRow {
    month: &'static str,
    year: i32,
    /// The figure, if anything was due.
    figure: Option<FigureRow>,
}

#[derive(Serialize)]
struct RegionRow {
    /// The message key of the region's name.
    region: String,
    figure: Option<FigureRow>,
}

/// Shows the board.
pub(crate) async fn show(page: SignedIn) -> Result<Response, Problem> {
    let board = app::board::view(&page.ctx).await?;
    let mut measures: Vec<MeasureFigure> = board.measures;
    let priorities = Priority::ALL
        .iter()
        .map(|priority| {
            let (own, rest) =
                measures.drain(..).partition(|found| found.measure.priority() == *priority);
            measures = rest;
            let own: Vec<MeasureFigure> = own;
            let measures = own.into_iter().map(MeasureRow::from).collect();
            PriorityRow { key: priority.key(), measures }
        })
        .collect();
    page.render("board/show.html", Page { from: board.from, to: board.to, priorities })
}

/// Shows one measure by month and region.
pub(crate) async fn open(page: SignedIn, Path(code): Path<String>) -> Result<Response, Problem> {
    let measure = Measure::from_code(&code).ok_or(Error::NotFound("measure"))?;
    let opened = app::board::open(&page.ctx, measure).await?;
    let month = |(first, figure): (NaiveDate, Option<ShownFigure>)| MonthRow {
        month: Month::from_number(first.month()).map_or("", Month::key),
        year: first.year(),
        figure: figure.map(FigureRow::from),
    };
    let region = |(region, figure): (Option<String>, Option<ShownFigure>)| RegionRow {
        region: region
            .map_or_else(|| "region-everywhere".to_owned(), |code| format!("region-{code}")),
        figure: figure.map(FigureRow::from),
    };
    let content = Opened {
        from: opened.from,
        to: opened.to,
        measure: opened.whole.into(),
        months: opened.months.into_iter().map(month).collect(),
        regions: opened.regions.into_iter().map(region).collect(),
    };
    page.render("board/measure.html", content)
}
