//! Outcomes, and the board's figures that are counted from them.

use crate::clock;
use crate::error::coded;
use crate::{Conn, Inconsistent, StoreError, Tx};
use chrono::NaiveDate;
use domain::{
    HomeKind, Measure, Outcome, OutcomeId, OutcomeSource, OutcomeStatus, PersonId, Recorded,
    ReleaseId, Subject,
};
use policy::Authorised;
use uuid::Uuid;

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    person_id: Uuid,
    release_id: Uuid,
    measure: String,
    day: NaiveDate,
    owner_organisation_id: Uuid,
    owner_account_id: Option<Uuid>,
    status: Option<String>,
    source: Option<String>,
    home: Option<String>,
    recorded_on: Option<NaiveDate>,
}

impl TryFrom<Row> for Outcome {
    type Error = Inconsistent;

    fn try_from(row: Row) -> Result<Self, Inconsistent> {
        let home = |code: &String| coded("outcome", row.id, "home", code);
        let home: Option<HomeKind> = row.home.as_ref().map(home).transpose()?;
        let recorded = match (row.status, row.source, row.recorded_on) {
            (Some(status), Some(source), Some(on)) => Some(Recorded {
                status: coded("outcome", row.id, "status", &status)?,
                source: coded("outcome", row.id, "source", &source)?,
                home,
                on,
            }),
            _ => None,
        };
        Ok(Self {
            id: OutcomeId(row.id),
            person: PersonId(row.person_id),
            release: ReleaseId(row.release_id),
            measure: coded("outcome", row.id, "measure", &row.measure)?,
            day: row.day,
            owner: clock::owner(row.owner_organisation_id, row.owner_account_id),
            recorded,
        })
    }
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "select id, person_id, release_id, measure, day, owner_organisation_id, \
             owner_account_id, status, source, home, recorded_on from outcome ",
            $rest
        )
    };
}

/// Adds an outcome or changes it, with its clock.
///
/// # Errors
/// When the database fails, also when the release has another outcome for that measure.
pub async fn save(tx: &mut Tx, outcome: &Outcome) -> Result<(), StoreError> {
    let recorded = outcome.recorded.as_ref();
    put!(
        tx,
        "insert into outcome (id, person_id, release_id, measure, day, owner_organisation_id, \
         owner_account_id, status, source, home, recorded_on) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict (id) do update set \
         day = excluded.day, owner_organisation_id = excluded.owner_organisation_id, \
         owner_account_id = excluded.owner_account_id, status = excluded.status, \
         source = excluded.source, home = excluded.home, recorded_on = excluded.recorded_on",
        outcome.id.0,
        outcome.person.0,
        outcome.release.0,
        outcome.measure.code(),
        outcome.day,
        outcome.owner.organisation.0,
        outcome.owner.account.map(|id| id.0),
        recorded.map(|recorded| OutcomeStatus::code(recorded.status)),
        recorded.map(|recorded| OutcomeSource::code(recorded.source)),
        recorded.and_then(|recorded| recorded.home).map(HomeKind::code),
        recorded.map(|recorded| recorded.on),
    )?;
    clock::set(tx, outcome.person, Subject::Outcome, outcome.id.0, outcome.clock()).await
}

/// Finds an outcome, for policy to decide on.
///
/// # Errors
/// When the database fails.
pub async fn find(conn: &mut Conn, id: OutcomeId) -> Result<Option<Outcome>, StoreError> {
    let row = one!(conn, Row, select!("where id = $1"), id.0)?;
    Ok(row.map(Outcome::try_from).transpose()?)
}

/// Lists a person's outcomes, due or recorded, the latest day first.
///
/// # Errors
/// When the database fails.
pub async fn of_person(
    conn: &mut Conn,
    person: &Authorised<PersonId>,
) -> Result<Vec<Outcome>, StoreError> {
    let rows = all!(
        conn,
        Row,
        select!("where person_id = $1 order by day desc, id desc limit 200"),
        person.resource().0,
    )?;
    outcomes(rows)
}

/// Lists a person's outcomes that nobody has recorded yet, the earliest day first: what a handover
/// passes on.
///
/// # Errors
/// When the database fails.
pub async fn due_of_person(
    conn: &mut Conn,
    person: &Authorised<PersonId>,
) -> Result<Vec<Outcome>, StoreError> {
    let rows = all!(
        conn,
        Row,
        select!("where person_id = $1 and status is null order by day, id limit 1000"),
        person.resource().0,
    )?;
    outcomes(rows)
}

/// Lists the outcomes of one release, the earliest day first.
///
/// # Errors
/// When the database fails.
pub async fn of_release(
    conn: &mut Conn,
    person: &Authorised<PersonId>,
    release: ReleaseId,
) -> Result<Vec<Outcome>, StoreError> {
    let rows = all!(
        conn,
        Row,
        select!("where release_id = $1 and person_id = $2 order by day, id limit 20"),
        release.0,
        person.resource().0,
    )?;
    outcomes(rows)
}

/// What came of one measure. Each outcome is counted once, in one of the five.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Figure {
    /// What is measured.
    pub measure: Measure,
    /// Yes on the day: the numerator.
    pub yes: i64,
    /// No on the day.
    pub no: i64,
    /// Recorded as not known. Outside the denominator, and shown beside it.
    pub unknown: i64,
    /// Out of scope. Outside the denominator, and shown beside it.
    pub not_applicable: i64,
    /// Nobody has recorded anything yet. Outside the denominator, and shown beside it.
    pub not_recorded: i64,
}

impl Figure {
    /// Returns the figure of a measure that nothing was counted for.
    #[must_use]
    pub const fn none(measure: Measure) -> Self {
        Self { measure, yes: 0, no: 0, unknown: 0, not_applicable: 0, not_recorded: 0 }
    }

    /// Returns how many are known to be yes or no.
    #[must_use]
    pub const fn denominator(&self) -> i64 {
        self.yes + self.no
    }
}

#[derive(sqlx::FromRow)]
pub(crate) struct FigureRow {
    region: Option<String>,
    measure: String,
    yes: i64,
    no: i64,
    unknown: i64,
    not_applicable: i64,
    not_recorded: i64,
}

impl TryFrom<FigureRow> for Figure {
    type Error = Inconsistent;

    fn try_from(row: FigureRow) -> Result<Self, Inconsistent> {
        Ok(Self {
            measure: coded("outcome", "(figures)", "measure", &row.measure)?,
            yes: row.yes,
            no: row.no,
            unknown: row.unknown,
            not_applicable: row.not_applicable,
            not_recorded: row.not_recorded,
        })
    }
}

/// The five counts of a figure over the rows of `o`, then the rest of the statement.
macro_rules! select_figures {
    ($before:literal, $rest:literal) => {
        concat!(
            $before,
            "o.measure, count(*) filter (where o.status = 'yes') as yes, \
             count(*) filter (where o.status = 'no') as no, \
             count(*) filter (where o.status = 'unknown') as unknown, \
             count(*) filter (where o.status = 'not_applicable') as not_applicable, \
             count(*) filter (where o.status is null) as not_recorded ",
            $rest
        )
    };
}
pub(crate) use select_figures;

/// Returns the figures of every measure, for the outcomes whose day is from a day to another, both
/// included.
///
/// # Errors
/// When the database fails.
pub async fn figures(
    conn: &mut Conn,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<Figure>, StoreError> {
    let rows = all!(
        conn,
        FigureRow,
        select_figures!(
            "select null as region, ",
            "from outcome o where o.day >= $1 and o.day <= $2 \
             group by o.measure order by o.measure limit 50"
        ),
        from,
        to,
    )?;
    every_measure(rows)
}

/// Returns the figures of every measure in each region, by the region of the organisation that
/// answers for recording them; `None` stands for organisations that work everywhere.
///
/// # Errors
/// When the database fails.
pub async fn figures_by_region(
    conn: &mut Conn,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<(Option<String>, Figure)>, StoreError> {
    let rows = all!(
        conn,
        FigureRow,
        select_figures!(
            "select v.region, ",
            "from outcome o join organisation v on v.id = o.owner_organisation_id \
             where o.day >= $1 and o.day <= $2 group by v.region, o.measure \
             order by coalesce(v.region, ''), o.measure limit 1000"
        ),
        from,
        to,
    )?;
    rows.into_iter().map(|mut row| Ok((row.region.take(), Figure::try_from(row)?))).collect()
}

/// Gives every measure a figure, in the order of the list.
pub(crate) fn every_measure(rows: Vec<FigureRow>) -> Result<Vec<Figure>, StoreError> {
    let found = rows.into_iter().map(Figure::try_from).collect::<Result<Vec<_>, _>>()?;
    Ok(Measure::ALL
        .iter()
        .map(|measure| {
            let figure = found.iter().find(|figure| figure.measure == *measure);
            figure.copied().unwrap_or(Figure::none(*measure))
        })
        .collect())
}

fn outcomes(rows: Vec<Row>) -> Result<Vec<Outcome>, StoreError> {
    rows.into_iter().map(|row| Ok(Outcome::try_from(row)?)).collect()
}
