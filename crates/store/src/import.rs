//! What an import compares a row with. Nothing of it is shown to anybody, so it needs no
//! clearance: whether a row may change a record is decided by who leads it.

use crate::error::coded;
use crate::{Conn, Inconsistent, StoreError, person, release};
use chrono::NaiveDate;
use domain::{Episode, EpisodeId, EpisodeKind, IdentifierKind, Person, PersonId, Release};
use std::collections::HashMap;
use uuid::Uuid;

/// Who has a number, and what the last import said of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// Who.
    pub person: PersonId,
    /// Hash of the row as it was last imported; `None` when they came another way.
    pub hash: Option<String>,
}

/// Finds who has each of these numbers, of kinds that are never shared: prison numbers and CRNs.
///
/// # Errors
/// When the database fails.
pub async fn holders(
    conn: &mut Conn,
    numbers: &[(IdentifierKind, &str)],
) -> Result<HashMap<(IdentifierKind, String), Holder>, StoreError> {
    let rows: Vec<(String, String, Uuid, Option<String>)> = conn
        .find_each(
            "select i.kind, i.value, i.person_id, p.import_hash from (values ($1, $2)) as n \
             join person_identifier i on i.kind = n.column1 and i.value = n.column2 \
             join person p on p.id = i.person_id order by i.kind, i.value, i.person_id limit 1000",
            numbers,
            |values, (kind, value)| {
                values.add(kind.code())?;
                values.add(*value)
            },
        )
        .await?;
    rows.into_iter()
        .map(|(kind, value, id, hash)| {
            let kind = coded("person_identifier", id, "kind", &kind)?;
            Ok(((kind, value), Holder { person: PersonId(id), hash }))
        })
        .collect()
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
