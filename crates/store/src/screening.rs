//! Basic screenings on reception, and the limits that were missed.

use crate::clock;
use crate::error::{coded, whole};
use crate::{Conn, Inconsistent, StoreError, Tx};
use chrono::{Days, NaiveDate};
use domain::{
    Answers, EpisodeId, InstrumentRef, OrganisationId, PersonId, Screening, ScreeningId,
    ScreeningStanding, Subject,
};
use policy::Authorised;
use sqlx::types::Json;
use uuid::Uuid;

/// Screenings on one page of a list.
pub const PAGE: i64 = 50;
/// Days for which a screening that was done stays on the lists: about a quarter, the period for
/// which establishments account for themselves.
pub const DAYS_LISTED: u64 = 90;

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    person_id: Uuid,
    episode_id: Uuid,
    owner_organisation_id: Uuid,
    owner_account_id: Option<Uuid>,
    due_on: NaiveDate,
    status: String,
    done_on: Option<NaiveDate>,
    answers: Option<Json<Answers>>,
}

impl TryFrom<Row> for Screening {
    type Error = Inconsistent;

    fn try_from(row: Row) -> Result<Self, Inconsistent> {
        Ok(Self {
            id: ScreeningId(row.id),
            person: PersonId(row.person_id),
            episode: EpisodeId(row.episode_id),
            owner: clock::owner(row.owner_organisation_id, row.owner_account_id),
            due_on: row.due_on,
            status: coded("screening", row.id, "status", &row.status)?,
            done_on: row.done_on,
            answers: row.answers.map(|answers| answers.0),
        })
    }
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "select id, person_id, episode_id, owner_organisation_id, owner_account_id, due_on, \
             status, done_on, answers from screening ",
            $rest
        )
    };
}

/// Adds a screening or changes it, with its clock. The instrument is given with the answers, and
/// stays as it was when none is given.
///
/// # Errors
/// When the database fails.
pub async fn save(
    tx: &mut Tx,
    screening: &Screening,
    instrument: Option<&InstrumentRef>,
) -> Result<(), StoreError> {
    put!(
        tx,
        "insert into screening (id, person_id, episode_id, owner_organisation_id, \
         owner_account_id, due_on, status, done_on, instrument, version, answers) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict (id) do update set \
         owner_organisation_id = excluded.owner_organisation_id, \
         owner_account_id = excluded.owner_account_id, due_on = excluded.due_on, \
         status = excluded.status, done_on = excluded.done_on, \
         instrument = coalesce(excluded.instrument, screening.instrument), \
         version = coalesce(excluded.version, screening.version), answers = excluded.answers",
        screening.id.0,
        screening.person.0,
        screening.episode.0,
        screening.owner.organisation.0,
        screening.owner.account.map(|id| id.0),
        screening.due_on,
        screening.status.code(),
        screening.done_on,
        instrument.map(|instrument| instrument.id.as_str()),
        instrument.map(|instrument| i64::from(instrument.version)),
        screening.answers.as_ref().map(Json),
    )?;
    clock::set(tx, screening.person, Subject::Screening, screening.id.0, screening.clock()).await
}

/// Finds a screening, for policy to decide on.
///
/// # Errors
/// When the database fails.
pub async fn find(conn: &mut Conn, id: ScreeningId) -> Result<Option<Screening>, StoreError> {
    let row = one!(conn, Row, select!("where id = $1"), id.0)?;
    Ok(row.map(Screening::try_from).transpose()?)
}

/// Keeps a screening for this transaction, so that two workers who do it at once do not overwrite
/// each other: read it again after this. Returns false once it is done.
///
/// # Errors
/// When the database fails.
pub async fn hold(tx: &mut Tx, id: ScreeningId) -> Result<bool, StoreError> {
    let held =
        run!(tx, "update screening set due_on = due_on where id = $1 and status = 'due'", id.0,)?;
    Ok(held == 1)
}

/// Returns the version of the instrument that a screening's answers are to, once it has some.
///
/// # Errors
/// When the database fails.
pub async fn instrument(
    conn: &mut Conn,
    screening: &Authorised<ScreeningId>,
) -> Result<Option<InstrumentRef>, StoreError> {
    let row = one!(
        conn,
        (String, i64),
        "select instrument, version from screening where id = $1 and instrument is not null",
        screening.resource().0,
    )?;
    row.map(|(id, version)| {
        let version = whole("screening", screening.resource(), "version", version)?;
        Ok(InstrumentRef { id, version })
    })
    .transpose()
}

/// Lists a person's screenings, the latest due first.
///
/// # Errors
/// When the database fails.
pub async fn of_person(
    conn: &mut Conn,
    person: &Authorised<PersonId>,
) -> Result<Vec<Screening>, StoreError> {
    let rows = all!(
        conn,
        Row,
        select!("where person_id = $1 order by due_on desc, id desc limit 100"),
        person.resource().0,
    )?;
    rows.into_iter().map(|row| Ok(Screening::try_from(row)?)).collect()
}

/// Finds the screening of a reception.
///
/// # Errors
/// When the database fails.
pub async fn of_episode(
    conn: &mut Conn,
    person: &Authorised<PersonId>,
    episode: EpisodeId,
) -> Result<Option<Screening>, StoreError> {
    let row = one!(
        conn,
        Row,
        select!("where episode_id = $1 and person_id = $2 order by due_on desc, id desc limit 1"),
        episode.0,
        person.resource().0,
    )?;
    Ok(row.map(Screening::try_from).transpose()?)
}

/// A screening on the list of an organisation's limits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// The screening.
    pub id: ScreeningId,
    /// Whose it is.
    pub person: PersonId,
    /// The person's name, family name first.
    pub person_name: String,
    /// The worker who answers for it, once named.
    pub worker: Option<String>,
    /// The last day on which it is in time.
    pub due_on: NaiveDate,
    /// The day it was done.
    pub done_on: Option<NaiveDate>,
}

#[derive(sqlx::FromRow)]
struct ListedRow {
    id: Uuid,
    person_id: Uuid,
    given_name: String,
    family_name: String,
    worker: Option<String>,
    due_on: NaiveDate,
    done_on: Option<NaiveDate>,
}

// What is counted and what is listed is the same: the screenings for which organisation $1 answers,
// that are still to be done, or were done (or due, where the person left) on day $2 or later. How
// each stands on day $3 is `Screening::standing` in SQL.
macro_rules! accounted {
    ($what:literal, $rest:literal) => {
        concat!(
            "select ",
            $what,
            " from (select id, person_id, owner_account_id, due_on, done_on, \
             case when status = 'due' and due_on < $3 then 'overdue' \
             when status = 'due' then 'due' \
             when status = 'left_before' then 'left_before' \
             when done_on > due_on then 'done_late' else 'in_time' end as standing \
             from screening where owner_organisation_id = $1 \
             and (status = 'due' or coalesce(done_on, due_on) >= $2)) s ",
            $rest
        )
    };
}

/// Returns the first day on which something done is still on the list.
fn since(today: NaiveDate) -> NaiveDate {
    today - Days::new(DAYS_LISTED)
}

/// Lists the screenings of an organisation that stand in one place, the longest due first, from a
/// due day and an id on: at most [`PAGE`] and one more, which says that there is another page.
///
/// # Errors
/// When the database fails.
pub async fn standing(
    conn: &mut Conn,
    organisation: OrganisationId,
    standing: ScreeningStanding,
    after: Option<(NaiveDate, ScreeningId)>,
    today: NaiveDate,
) -> Result<Vec<Listed>, StoreError> {
    // 1970: nothing here was due before.
    let after = after.unwrap_or((NaiveDate::default(), ScreeningId(Uuid::nil())));
    let rows = all!(
        conn,
        ListedRow,
        accounted!(
            "s.id, s.person_id, p.given_name, p.family_name, a.name as worker, s.due_on, s.done_on",
            "join person p on p.id = s.person_id left join account a on a.id = s.owner_account_id \
             where s.standing = $4 and (s.due_on, s.id) > ($5, $6) \
             order by s.due_on, s.id limit $7"
        ),
        organisation.0,
        since(today),
        today,
        standing.code(),
        after.0,
        after.1.0,
        PAGE + 1,
    )?;
    Ok(rows
        .into_iter()
        .map(|row| Listed {
            id: ScreeningId(row.id),
            person: PersonId(row.person_id),
            person_name: format!("{}, {}", row.family_name, row.given_name),
            worker: row.worker,
            due_on: row.due_on,
            done_on: row.done_on,
        })
        .collect())
}

/// Counts how many of the same screenings stand where. A place where none stands is left out.
///
/// # Errors
/// When the database fails.
pub async fn counts(
    conn: &mut Conn,
    organisation: OrganisationId,
    today: NaiveDate,
) -> Result<Vec<(ScreeningStanding, i64)>, StoreError> {
    let rows = all!(
        conn,
        (String, i64),
        accounted!("s.standing, count(*)", "group by s.standing"),
        organisation.0,
        since(today),
        today,
    )?;
    rows.into_iter()
        .map(|(code, count)| Ok((coded("screening", organisation, "standing", &code)?, count)))
        .collect()
}
