//! What an import compares a row with. Nothing of it is shown to anybody, so it needs no
//! clearance: whether a row may change a record is decided by who leads it.

use crate::error::coded;
use crate::{Conn, Inconsistent, StoreError, person, release};
use chrono::NaiveDate;
use domain::{Episode, EpisodeId, EpisodeKind, IdentifierKind, Person, PersonId, Release};
use uuid::Uuid;

/// Finds who has any of these numbers, each under its kind; an empty number is nobody's.
///
/// # Errors
/// When the database fails.
pub async fn holders(
    conn: &mut Conn,
    numbers: impl Fn(IdentifierKind) -> String + Send,
) -> Result<Vec<(IdentifierKind, PersonId)>, StoreError> {
    use IdentifierKind as K;
    let rows = all!(
        conn,
        (String, Uuid),
        "select kind, person_id from person_identifier \
         where (kind = 'prison_number' and value = $1) or (kind = 'crn' and value = $2) \
         or (kind = 'pnc_id' and value = $3) or (kind = 'cro_number' and value = $4) \
         or (kind = 'ni_number' and value = $5) or (kind = 'nhs_number' and value = $6) \
         order by kind, person_id limit 100",
        numbers(K::PrisonNumber),
        numbers(K::Crn),
        numbers(K::PncId),
        numbers(K::CroNumber),
        numbers(K::NiNumber),
        numbers(K::NhsNumber),
    )?;
    rows.into_iter()
        .map(|(kind, id)| Ok((coded("person_identifier", id, "kind", &kind)?, PersonId(id))))
        .collect()
}

/// Returns the hash of the row that was last imported of a person, or `None` when they came
/// another way.
///
/// # Errors
/// When the database fails.
pub async fn hash(conn: &mut Conn, person: PersonId) -> Result<Option<String>, StoreError> {
    let row =
        one!(conn, (Option<String>,), "select import_hash from person where id = $1", person.0,)?;
    Ok(row.and_then(|row| row.0))
}

/// How somebody stands whom a row is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Who they are.
    pub person: Person,
    /// Their latest time in custody.
    pub custody: Option<Episode>,
    /// Their latest time under supervision.
    pub community: Option<Episode>,
    /// Their planned release.
    pub release: Option<Release>,
    /// Their latest sentence, and the group of its offence by code.
    pub sentence: Option<(Uuid, Option<String>)>,
    /// Whether they are being offered to another organisation.
    pub offered: bool,
}

/// Returns how a person stands, or `None` when there is no such person.
///
/// # Errors
/// When the database fails.
pub async fn standing(conn: &mut Conn, id: PersonId) -> Result<Option<Standing>, StoreError> {
    let Some(person) = person::row(conn, id).await? else {
        return Ok(None);
    };
    let sentence = one!(
        conn,
        (Uuid, Option<String>),
        "select id, offence_group from sentence where person_id = $1 \
         order by recorded_at desc, id desc limit 1",
        id.0,
    )?;
    let offered = one!(
        conn,
        (i64,),
        "select count(*) from handover where person_id = $1 and status = 'created'",
        id.0,
    )?;
    Ok(Some(Standing {
        custody: latest(conn, id, EpisodeKind::Custody).await?,
        community: latest(conn, id, EpisodeKind::Community).await?,
        release: release::planned_of(conn, id).await?,
        sentence,
        offered: offered.is_some_and(|row| row.0 > 0),
        person,
    }))
}

async fn latest(
    conn: &mut Conn,
    id: PersonId,
    kind: EpisodeKind,
) -> Result<Option<Episode>, StoreError> {
    type Row = (Uuid, Uuid, NaiveDate, String, Option<NaiveDate>);
    let row = one!(
        conn,
        Row,
        "select id, organisation_id, started_on, reason, ended_on from episode \
         where person_id = $1 and kind = $2 order by started_on desc, id desc limit 1",
        id.0,
        kind.code(),
    )?;
    let episode = row.map(|(episode, organisation, started_on, reason, ended_on)| {
        Ok::<_, Inconsistent>(Episode {
            id: EpisodeId(episode),
            person: id,
            kind,
            organisation: domain::OrganisationId(organisation),
            started_on,
            reason: coded("episode", episode, "reason", &reason)?,
            ended_on,
        })
    });
    Ok(episode.transpose()?)
}
