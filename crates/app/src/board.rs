//! The board's first cut: three priorities, each by its measures, over the last twelve months.
//!
//! Figures are of what was recorded, and say nothing of why. Each opens down to months and regions.

use crate::figure::{ShownFigure, counts, rows_of_a_whole};
use crate::{Ctx, Error};
use chrono::{Datelike, Days, Months, NaiveDate};
use domain::{Event, Measure};
use policy::Action;
use store::Conn;
use store::outcome::{self, Figure};

/// Months that a figure covers.
const MONTHS: u32 = 12;

/// A measure's figure.
#[derive(Clone, Debug)]
pub struct MeasureFigure {
    /// The measure.
    pub measure: Measure,
    /// The figure.
    pub figure: ShownFigure,
    /// Whether nothing was due at all.
    pub is_empty: bool,
}

/// The first page of the board.
#[derive(Clone, Debug)]
pub struct Board {
    /// The first day whose outcomes are counted.
    pub from: NaiveDate,
    /// The last day.
    pub to: NaiveDate,
    /// Every measure, in the order of the list.
    pub measures: Vec<MeasureFigure>,
}

/// One measure, opened.
#[derive(Clone, Debug)]
pub struct Opened {
    /// The first day whose outcomes are counted.
    pub from: NaiveDate,
    /// The last day.
    pub to: NaiveDate,
    /// The whole.
    pub whole: MeasureFigure,
    /// By month, the earliest first: the first day of each and its figure, if anything was due.
    pub months: Vec<(NaiveDate, Option<ShownFigure>)>,
    /// By region of the organisation that answers for the outcome; `None` works everywhere.
    pub regions: Vec<(Option<String>, Option<ShownFigure>)>,
}

/// Returns the first page.
///
/// # Errors
/// When policy refuses, or the read could not be journalled.
pub async fn view(ctx: &Ctx) -> Result<Board, Error> {
    ctx.allow(Action::ViewBoard).await?;
    let (from, to) = period(ctx.today());
    let figures = outcome::figures(&mut ctx.read().await?, from, to).await?;
    let measures = figures.iter().map(shown).collect();
    ctx.journal_read(Event::FiguresRead { page: "/board".to_owned() }, None).await?;
    Ok(Board { from, to, measures })
}

/// Returns one measure by month and by region.
///
/// # Errors
/// When policy refuses, or the read could not be journalled.
pub async fn open(ctx: &Ctx, measure: Measure) -> Result<Opened, Error> {
    ctx.allow(Action::ViewBoard).await?;
    let (from, to) = period(ctx.today());
    let mut conn = ctx.read().await?;
    let whole = of_measure(outcome::figures(&mut conn, from, to).await?, measure);
    let months = by_month(&mut conn, measure, from, to).await?;
    let by_region = outcome::figures_by_region(&mut conn, from, to).await?;
    drop(conn);
    let regions: Vec<_> =
        by_region.into_iter().filter(|(_, figure)| figure.measure == measure).collect();
    let cells: Vec<_> = regions.iter().map(|(_, figure)| counts(figure)).collect();
    let regions =
        regions.into_iter().map(|(region, _)| region).zip(rows_of_a_whole(&cells)).collect();
    ctx.journal_read(Event::FiguresRead { page: "/board/{measure}".to_owned() }, None).await?;
    Ok(Opened { from, to, whole: shown(&whole), months, regions })
}

async fn by_month(
    conn: &mut Conn,
    measure: Measure,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<(NaiveDate, Option<ShownFigure>)>, Error> {
    let (mut starts, mut cells) = (Vec::new(), Vec::new());
    for (first, last) in months(from, to) {
        let figure = of_measure(outcome::figures(conn, first, last).await?, measure);
        starts.push(first);
        cells.push(counts(&figure));
    }
    Ok(starts.into_iter().zip(rows_of_a_whole(&cells)).collect())
}

fn of_measure(figures: Vec<Figure>, measure: Measure) -> Figure {
    let found = figures.into_iter().find(|figure| figure.measure == measure);
    found.unwrap_or(Figure::none(measure))
}

fn shown(figure: &Figure) -> MeasureFigure {
    let counts = counts(figure);
    MeasureFigure {
        measure: figure.measure,
        figure: ShownFigure::each(counts),
        is_empty: counts.iter().all(|count| *count == 0),
    }
}

/// Returns the twelve whole months before the month of a day: a month that is still going on would
/// look worse only because less of it has been recorded.
fn period(today: NaiveDate) -> (NaiveDate, NaiveDate) {
    let this_month = today.with_day(1).unwrap_or(today);
    (this_month - Months::new(MONTHS), this_month - Days::new(1))
}

/// Returns the first and the last day of each month of a period of whole months.
fn months(from: NaiveDate, to: NaiveDate) -> impl Iterator<Item = (NaiveDate, NaiveDate)> {
    (0..MONTHS)
        .map(move |nth| from + Months::new(nth))
        .take_while(move |first| *first <= to)
        .map(|first| (first, first + Months::new(1) - Days::new(1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_is_twelve_whole_months() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let (from, to) = period(day("2026-11-25"));
        assert_eq!((from, to), (day("2025-11-01"), day("2026-10-31")));
        let all: Vec<_> = months(from, to).collect();
        assert_eq!(all.len(), 12);
        assert_eq!(all[3], (day("2026-02-01"), day("2026-02-28")));
        assert_eq!(all[11].1, to);
        for pair in all.windows(2) {
            assert_eq!(pair[0].1 + Days::new(1), pair[1].0, "no day is in two months or in none");
        }
    }
}
