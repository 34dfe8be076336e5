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
        // Joined to a list and not chained with `or`, which SQLite answers by reading a whole index.
        "select i.kind, i.person_id from (values ('prison_number', $1), ('crn', $2), \
         ('pnc_id', $3), ('cro_number', $4), ('ni_number', $5), ('nhs_number', $6)) as n \
         join person_identifier i on i.kind = n.column1 and i.value = n.column2 \
         order by i.kind, i.person_id limit 100",
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
