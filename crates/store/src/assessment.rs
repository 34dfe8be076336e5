//! Assessments: a draft while it is being answered, and from submission on never changed.

use crate::error::{coded, whole};
use crate::{Conn, Inconsistent, StoreError, Tx};
use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    AccountId, Answers, AreaRating, AreaReading, Assessment, AssessmentId, InstrumentRef,
    OrganisationId, PersonId, RatedAssessment, RatingOverride, Voice,
};
use policy::Authorised;
use sqlx::types::Json;
use std::collections::BTreeMap;
use uuid::Uuid;

/// Submitted assessments of one person shown at once.
pub const LIST_LIMIT: i64 = 100;

/// What a submitted assessment found in one area.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RatedArea {
    /// The rating as computed, and the worker's where it differs.
    pub rating: AreaRating,
    /// The need score of the answers, 0 to 100, more being a greater need.
    pub need_score: Option<u8>,
}

/// A submitted assessment with what it found.
#[derive(Clone, Debug, PartialEq)]
pub struct Submitted {
    /// The assessment.
    pub assessment: Assessment,
    /// When it was submitted.
    pub at: DateTime<Utc>,
    /// The areas, in the order of [`domain::Area::ALL`].
    pub areas: Vec<RatedArea>,
}

impl Submitted {
    /// Returns what distance travelled is worked out from. The day is passed in because it is the
    /// day in England and Wales, which the moment alone does not say.
    #[must_use]
    pub fn rated_on(&self, on: NaiveDate) -> RatedAssessment {
        RatedAssessment {
            on,
            instrument: InstrumentRef {
                id: self.assessment.instrument.clone(),
                version: self.assessment.version,
            },
            areas: self
                .areas
                .iter()
                .map(|area| AreaReading {
                    area: area.rating.area,
                    rating: area.rating.rating(),
                    need_score: area.need_score,
                })
                .collect(),
        }
    }
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    person_id: Uuid,
    voice: String,
    instrument: String,
    version: i64,
    answers: Json<Answers>,
    account_id: Uuid,
    organisation_id: Uuid,
    started_on: NaiveDate,
    submitted_at: Option<DateTime<Utc>>,
}

impl TryFrom<Row> for Assessment {
    type Error = Inconsistent;

    fn try_from(row: Row) -> Result<Self, Inconsistent> {
        Ok(Self {
            id: AssessmentId(row.id),
            person: PersonId(row.person_id),
            voice: coded("assessment", row.id, "voice", &row.voice)?,
            instrument: row.instrument,
            version: whole("assessment", row.id, "version", row.version)?,
            answers: row.answers.0,
            by: (AccountId(row.account_id), OrganisationId(row.organisation_id)),
            started_on: row.started_on,
            submitted_at: row.submitted_at,
        })
    }
}

#[derive(sqlx::FromRow)]
struct AreaRow {
    assessment_id: Uuid,
    area: String,
    computed: Option<String>,
    rating: Option<String>,
    override_reason: Option<String>,
    note: Option<String>,
    need_score: Option<i64>,
}

impl TryFrom<AreaRow> for RatedArea {
    type Error = Inconsistent;

    fn try_from(row: AreaRow) -> Result<Self, Inconsistent> {
        const TABLE: &str = "assessment_rating";
        let id = row.assessment_id;
        let computed = row.computed.map(|code| coded(TABLE, id, "computed", &code)).transpose()?;
        let overridden = match (row.override_reason, row.rating) {
            (Some(reason), Some(rating)) => Some(RatingOverride {
                rating: coded(TABLE, id, "rating", &rating)?,
                reason: coded(TABLE, id, "override_reason", &reason)?,
                note: row.note,
            }),
            _ => None,
        };
        let area = coded(TABLE, id, "area", &row.area)?;
        Ok(Self {
            rating: AreaRating { area, computed, overridden },
            need_score: row.need_score.map(|score| need_score(id, score)).transpose()?,
        })
    }
}

/// Reads a need score.
pub(crate) fn need_score(id: Uuid, value: i64) -> Result<u8, Inconsistent> {
    u8::try_from(value).map_err(|_| Inconsistent {
        table: "assessment_rating",
        id: id.to_string(),
        column: "need_score",
        value: value.to_string(),
    })
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "select id, person_id, voice, instrument, version, answers, account_id, \
             organisation_id, started_on, submitted_at from assessment ",
            $rest
        )
    };
}

/// Starts an assessment. Returns false when one of the same voice is open already.
///
/// # Errors
/// When the database fails.
pub async fn start(tx: &mut Tx, assessment: &Assessment) -> Result<bool, StoreError> {
    let started = run!(
        tx,
        "insert into assessment (id, person_id, voice, instrument, version, answers, account_id, \
         organisation_id, started_on) values ($1, $2, $3, $4, $5, $6, $7, $8, $9) \
         on conflict do nothing",
        assessment.id.0,
        assessment.person.0,
        assessment.voice.code(),
        &assessment.instrument,
        i64::from(assessment.version),
        Json(&assessment.answers),
        assessment.by.0.0,
        assessment.by.1.0,
        assessment.started_on,
    )?;
    Ok(started == 1)
}

/// Finds an assessment, for policy to decide on.
///
/// # Errors
/// When the database fails.
pub async fn find(conn: &mut Conn, id: AssessmentId) -> Result<Option<Assessment>, StoreError> {
    let row = one!(conn, Row, select!("where id = $1"), id.0)?;
    Ok(row.map(Assessment::try_from).transpose()?)
}

/// Finds the open assessment of a voice, if there is one.
///
/// # Errors
/// When the database fails.
pub async fn open_of_person(
    conn: &mut Conn,
    person: &Authorised<PersonId>,
    voice: Voice,
) -> Result<Option<Assessment>, StoreError> {
    let row = one!(
        conn,
        Row,
        select!("where person_id = $1 and voice = $2 and submitted_at is null"),
        person.resource().0,
        voice.code(),
    )?;
    Ok(row.map(Assessment::try_from).transpose()?)
}

/// Keeps a draft for this transaction, so that two people who save at once do not undo each other:
/// read it again after this. Returns false once it is submitted.
///
/// # Errors
/// When the database fails.
pub async fn hold(tx: &mut Tx, id: AssessmentId) -> Result<bool, StoreError> {
    let held = run!(
        tx,
        "update assessment set started_on = started_on where id = $1 and submitted_at is null",
        id.0,
    )?;
    Ok(held == 1)
}

/// Saves the answers so far. Returns false, and changes nothing, once it is submitted.
///
/// # Errors
/// When the database fails.
pub async fn save_answers(
    tx: &mut Tx,
    id: AssessmentId,
    answers: &Answers,
) -> Result<bool, StoreError> {
    let saved = run!(
        tx,
        "update assessment set answers = $2 where id = $1 and submitted_at is null",
        id.0,
        Json(answers),
    )?;
    Ok(saved == 1)
}

/// Submits an assessment with what it found. Returns false, and changes nothing, when it was
/// submitted before.
///
/// # Errors
/// When the database fails.
pub async fn submit(
    tx: &mut Tx,
    id: AssessmentId,
    areas: &[RatedArea],
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let submitted = run!(
        tx,
        "update assessment set submitted_at = $2 where id = $1 and submitted_at is null",
        id.0,
        now,
    )?;
    if submitted == 0 {
        return Ok(false);
    }
    for area in areas {
        let by_worker = area.rating.overridden.as_ref();
        run!(
            tx,
            "insert into assessment_rating (assessment_id, person_id, area, computed, rating, \
             override_reason, note, need_score) \
             select id, person_id, $2, $3, $4, $5, $6, $7 from assessment where id = $1",
            id.0,
            area.rating.area.code(),
            area.rating.computed.map(domain::Rating::code),
            area.rating.rating().map(domain::Rating::code),
            by_worker.map(|by_worker| by_worker.reason.code()),
            by_worker.and_then(|by_worker| by_worker.note.as_deref()),
            area.need_score.map(i64::from),
        )?;
    }
    run!(tx, "delete from assessment_override where assessment_id = $1", id.0)?;
    Ok(true)
}

/// Loads an assessment of an imported or invented history, with its areas once it was submitted.
///
/// # Errors
/// When the database fails.
pub async fn load(
    tx: &mut Tx,
    assessment: &Assessment,
    areas: &[RatedArea],
) -> Result<(), StoreError> {
    put!(
        tx,
        "insert into assessment (id, person_id, voice, instrument, version, answers, account_id, \
         organisation_id, started_on, submitted_at) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        assessment.id.0,
        assessment.person.0,
        assessment.voice.code(),
        &assessment.instrument,
        i64::from(assessment.version),
        Json(&assessment.answers),
        assessment.by.0.0,
        assessment.by.1.0,
        assessment.started_on,
        assessment.submitted_at,
    )?;
    for area in areas {
        let by_worker = area.rating.overridden.as_ref();
        put!(
            tx,
            "insert into assessment_rating (assessment_id, person_id, area, computed, rating, \
             override_reason, note, need_score) values ($1, $2, $3, $4, $5, $6, $7, $8)",
            assessment.id.0,
            assessment.person.0,
            area.rating.area.code(),
            area.rating.computed.map(domain::Rating::code),
            area.rating.rating().map(domain::Rating::code),
            by_worker.map(|by_worker| by_worker.reason.code()),
            by_worker.and_then(|by_worker| by_worker.note.as_deref()),
            area.need_score.map(i64::from),
        )?;
    }
    Ok(())
}

/// Returns what a submitted assessment found, in the order of [`domain::Area::ALL`].
///
/// # Errors
/// When the database fails.
pub async fn rated(
    conn: &mut Conn,
    person: &Authorised<PersonId>,
    id: AssessmentId,
) -> Result<Vec<RatedArea>, StoreError> {
    let rows = all!(
        conn,
        AreaRow,
        "select assessment_id, area, computed, rating, override_reason, note, need_score \
         from assessment_rating where assessment_id = $1 and person_id = $2 \
         order by area limit $3",
        id.0,
        person.resource().0,
        LIST_LIMIT,
    )?;
    let mut areas: Vec<_> = rows.into_iter().map(RatedArea::try_from).collect::<Result<_, _>>()?;
    areas.sort_by_key(|area| area.rating.area);
    Ok(areas)
}

/// Lists who started each of a person's assessments, by name and organisation, the latest first.
///
/// # Errors
/// When the database fails.
pub async fn assessors(
    conn: &mut Conn,
    person: &Authorised<PersonId>,
) -> Result<Vec<(AssessmentId, String, String)>, StoreError> {
    let rows = all!(
        conn,
        (Uuid, String, String),
        "select s.id, a.name, o.name from assessment s join account a on a.id = s.account_id \
         join organisation o on o.id = s.organisation_id where s.person_id = $1 \
         order by s.id desc limit $2",
        person.resource().0,
        LIST_LIMIT * 2,
    )?;
    Ok(rows
        .into_iter()
        .map(|(id, account, organisation)| (AssessmentId(id), account, organisation))
        .collect())
}

/// Lists a person's submitted assessments of both voices with what they found, the oldest first;
/// the latest [`LIST_LIMIT`] of them.
///
/// # Errors
/// When the database fails.
pub async fn submitted_of_person(
    conn: &mut Conn,
    person: &Authorised<PersonId>,
) -> Result<Vec<Submitted>, StoreError> {
    let rows = all!(
        conn,
        Row,
        select!(
            "where person_id = $1 and submitted_at is not null \
             order by submitted_at desc, id desc limit $2"
        ),
        person.resource().0,
        LIST_LIMIT,
    )?;
    let area_rows = all!(
        conn,
        AreaRow,
        "select assessment_id, area, computed, rating, override_reason, note, need_score \
         from assessment_rating where person_id = $1 order by assessment_id desc, area limit $2",
        person.resource().0,
        LIST_LIMIT * 2 * domain::Area::ALL.len() as i64,
    )?;
    let mut areas = BTreeMap::<Uuid, Vec<RatedArea>>::new();
    for row in area_rows {
        areas.entry(row.assessment_id).or_default().push(RatedArea::try_from(row)?);
    }
    let mut submitted = Vec::with_capacity(rows.len());
    for row in rows.into_iter().rev() {
        let mut areas = areas.remove(&row.id).unwrap_or_default();
        areas.sort_by_key(|area| area.rating.area);
        if let Some(at) = row.submitted_at {
            submitted.push(Submitted { at, areas, assessment: Assessment::try_from(row)? });
        }
    }
    Ok(submitted)
}
