//! Who may be meant by a record: each statement finds people by one index, and none reads a whole table. What is
//! loaded is compared and shown to nobody, so it needs no clearance.

use crate::error::{coded, parsed};
use crate::many::Values;
use crate::sharing::{agreed, parties};
use crate::{Conn, Inconsistent, StoreError, clock, person};
use chrono::{Datelike, NaiveDate};
use domain::{
    FieldGroup, FieldGroups, IdentifierKind, OrganisationId, Owner, PersonId, Postcode, Purpose,
    Sex, SourceId, SourceRecord,
};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// People whom one statement finds at most. See [`START_LETTERS`].
const FOUND_LIMIT: i64 = 100;
/// Organisations with which one has an agreement at most.
const AGREED_LIMIT: i64 = 20_000;
/// Letters of a name by which people are found beside a date of birth or a postcode: one alone, as the second may be an
/// apostrophe of either kind, an accent or a slip. Among twelve million people some sixty share a day and a letter.
const START_LETTERS: usize = 1;

/// Returns the organisations that lead cases here and have an agreement in force on a day with an agency, which
/// lets them be told who somebody is; and of each the groups that it covers.
///
/// # Errors
/// When the database fails.
pub async fn agreed_with(
    conn: &mut Conn,
    agency: OrganisationId,
    today: NaiveDate,
) -> Result<Vec<(OrganisationId, FieldGroups)>, StoreError> {
    // The parties and the groups apart: together they would be as many rows as the two multiplied.
    let parties = all!(
        conn,
        (Uuid, Uuid),
        concat!(
            "select them.organisation_id, a.id",
            parties!(""),
            " and them.organisation_id <> $1 and exists (select 1 from person p \
             where p.lead_organisation_id = them.organisation_id) \
             order by them.organisation_id, a.id limit $4"
        ),
        agency.0,
        Purpose::Resettlement.code(),
        today,
        AGREED_LIMIT,
    )?;
    let covered = all!(
        conn,
        (Uuid, String),
        concat!(
            "select a.id, g.field_group",
            agreed!(),
            " and them.organisation_id = $1 order by a.id, g.field_group limit $4"
        ),
        agency.0,
        Purpose::Resettlement.code(),
        today,
        AGREED_LIMIT,
    )?;
    let mut groups: BTreeMap<Uuid, Vec<FieldGroup>> = BTreeMap::new();
    for (id, group) in covered {
        let group = coded("agreement", id, "field_group", &group)?;
        groups.entry(id).or_default().push(group);
    }
    let mut agreed: BTreeMap<OrganisationId, FieldGroups> = BTreeMap::new();
    for (organisation, id) in parties {
        let all = agreed.entry(OrganisationId(organisation)).or_insert(FieldGroups::NONE);
        for group in groups.get(&id).into_iter().flatten() {
            all.insert(*group);
        }
    }
    agreed.retain(|_, groups| groups.contains(FieldGroup::Identity));
    Ok(agreed.into_iter().collect())
}

/// Counts the organisations that lead cases here, but for one.
///
/// # Errors
/// When the database fails.
pub async fn leads(conn: &mut Conn, but: OrganisationId) -> Result<i64, StoreError> {
    let row = one!(
        conn,
        (i64,),
        "select count(*) from organisation o where o.id <> $1 and exists (select 1 from person p \
         where p.lead_organisation_id = o.id)",
        but.0,
    )?;
    Ok(row.map_or(0, |(count,)| count))
}

/// Returns what an agreement in force on a day lets one organisation be told by another.
///
/// # Errors
/// When the database fails.
pub async fn agreed_between(
    conn: &mut Conn,
    (reader, teller): (OrganisationId, OrganisationId),
    purpose: Purpose,
    today: NaiveDate,
) -> Result<FieldGroups, StoreError> {
    if reader == teller {
        return Ok(FieldGroups::ALL);
    }
    let rows = all!(
        conn,
        (String,),
        concat!(
            "select distinct g.field_group",
            agreed!(),
            " and them.organisation_id = $4 order by g.field_group limit $5"
        ),
        reader.0,
        purpose.code(),
        today,
        teller.0,
        AGREED_LIMIT,
    )?;
    let group = |(group,): (String,)| Ok(coded("agreement", reader, "field_group", &group)?);
    rows.into_iter().map(group).collect()
}

/// The bounds of what starts with a text, in the order of bytes.
fn starting(text: &str) -> (String, String) {
    let start: String = text.to_lowercase().chars().take(START_LETTERS).collect();
    let end = format!("{start}\u{10ffff}");
    (start, end)
}

/// That a person is led by an organisation that an agreement in force lets be told by the agency `$1` who
/// somebody is.
macro_rules! may_be_compared {
    () => {
        concat!(
            " and p.lead_organisation_id <> $1 and p.lead_organisation_id in \
             (select them.organisation_id",
            agreed!(),
            " and g.field_group = 'identity')"
        )
    };
}

macro_rules! found {
    ($conn:expr, $asked:expr, $from:literal, $end:literal $(, $bind:expr)* $(,)?) => {
        all!(
            $conn,
            (Uuid,),
            concat!("select p.id from ", $from, may_be_compared!(), $end),
            $asked.agency.0,
            Purpose::Resettlement.code(),
            $asked.today,
            $($bind,)*
            FOUND_LIMIT,
        )
    };
}

/// Whom to look for.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// The agency whose record it is.
    pub agency: OrganisationId,
    /// What it says.
    pub record: &'a SourceRecord,
    /// The day on which an agreement is in force.
    pub today: NaiveDate,
}

/// Finds the people here who may be meant by a record: by a number; by the date of birth with the start of a
/// name, either way round, or with another name; by names and year of birth; by postcode and family name.
///
/// # Errors
/// When the database fails.
pub async fn people(conn: &mut Conn, asked: Asked<'_>) -> Result<BTreeSet<PersonId>, StoreError> {
    let mut rows = by_number(conn, asked).await?;
    rows.extend(by_birth(conn, asked).await?);
    rows.extend(by_year(conn, asked).await?);
    rows.extend(by_postcode(conn, asked).await?);
    Ok(rows.into_iter().map(|(id,)| PersonId(id)).collect())
}

async fn by_number(conn: &mut Conn, asked: Asked<'_>) -> Result<Vec<(Uuid,)>, StoreError> {
    let mut rows = Vec::new();
    for (kind, value) in &asked.record.numbers {
        rows.extend(found!(
            conn,
            asked,
            "person_identifier i join person p on p.id = i.person_id \
             where i.kind = $4 and i.value = $5",
            " order by p.id limit $6",
            kind.code(),
            value,
        )?);
    }
    Ok(rows)
}

/// Returns the date of birth that a record says something by.
fn born(record: &SourceRecord) -> Option<NaiveDate> {
    record.date_of_birth.filter(|born| !domain::feed::is_placeholder(*born))
}

async fn by_birth(conn: &mut Conn, asked: Asked<'_>) -> Result<Vec<(Uuid,)>, StoreError> {
    let mut rows = Vec::new();
    let Some(born) = born(asked.record) else { return Ok(rows) };
    let (given, family) = (asked.record.given_name.as_str(), asked.record.family_name.as_str());
    for name in [family, given] {
        let (start, end) = starting(name);
        rows.extend(found!(
            conn,
            asked,
            "person p where p.date_of_birth = $4 and p.name_key >= $5 and p.name_key < $6",
            " order by p.id limit $7",
            born,
            start,
            end,
        )?);
    }
    // A cross join is taken in the order in which it is written: of each who was born on the day it is asked whether
    // they are among those of the name, who lie together in the index.
    rows.extend(found!(
        conn,
        asked,
        "person p cross join person_name n \
         where p.date_of_birth = $4 and n.family_name = $5 and n.person_id = p.id",
        " order by p.id limit $6",
        born,
        family,
    )?);
    Ok(rows)
}

async fn by_year(conn: &mut Conn, asked: Asked<'_>) -> Result<Vec<(Uuid,)>, StoreError> {
    let Some(born) = born(asked.record) else { return Ok(Vec::new()) };
    let year = |month, day| NaiveDate::from_ymd_opt(born.year(), month, day).unwrap_or(born);
    let names = (asked.record.given_name.as_str(), asked.record.family_name.as_str());
    found!(
        conn,
        asked,
        "person p where p.name_key = $4 and p.date_of_birth between $5 and $6",
        " order by p.id limit $7",
        person::name_key(names.0, names.1),
        year(1, 1),
        year(12, 31),
    )
}

async fn by_postcode(conn: &mut Conn, asked: Asked<'_>) -> Result<Vec<(Uuid,)>, StoreError> {
    let Some(postcode) = &asked.record.postcode else { return Ok(Vec::new()) };
    let (start, end) = starting(asked.record.family_name.as_str());
    found!(
        conn,
        asked,
        "person_address a join person p on p.id = a.person_id \
         where a.postcode = $4 and p.name_key >= $5 and p.name_key < $6",
        " order by p.id limit $7",
        postcode.as_str(),
        start,
        end,
    )
}

/// Finds the sources that may mean a person who is new here: by a number, by the date of birth with the start of
/// the name, or by name. Whoever is found by less is found the night after.
///
/// # Errors
/// When the database fails.
pub async fn sources(
    conn: &mut Conn,
    person: &Candidate,
) -> Result<BTreeSet<SourceId>, StoreError> {
    let mut found = BTreeSet::new();
    let mut keep = |rows: Vec<(Uuid,)>| found.extend(rows.into_iter().map(|(id,)| SourceId(id)));
    for (kind, value) in &person.numbers {
        keep(all!(
            conn,
            (Uuid,),
            "select r.source_id from source_number n join source_record r on r.id = n.record_id \
             where n.kind = $1 and n.value = $2 and r.superseded_at is null \
             order by r.source_id limit $3",
            kind.code(),
            value,
            FOUND_LIMIT,
        )?);
    }
    for (given, family) in &person.names {
        let (start, end) = starting(family);
        if let Some(born) = person.date_of_birth {
            keep(all!(
                conn,
                (Uuid,),
                "select source_id from source_record where date_of_birth = $1 \
                 and name_key >= $2 and name_key < $3 and superseded_at is null \
                 order by source_id limit $4",
                born,
                start,
                end,
                FOUND_LIMIT,
            )?);
        }
        keep(all!(
            conn,
            (Uuid,),
            "select source_id from source_record where name_key = $1 and superseded_at is null \
             order by source_id limit $2",
            person::name_key(given, family),
            FOUND_LIMIT,
        )?);
    }
    Ok(found)
}

/// A person as far as records are compared with them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Who.
    pub person: PersonId,
    /// Who leads their case.
    pub lead: Owner,
    /// Their names, given and family: that which every page shows first, then others.
    pub names: Vec<(String, String)>,
    /// Date of birth.
    pub date_of_birth: Option<NaiveDate>,
    /// Sex.
    pub sex: Option<Sex>,
    /// Postcodes where they live, lived or will live.
    pub postcodes: Vec<Postcode>,
    /// Their numbers.
    pub numbers: Vec<(IdentifierKind, String)>,
}

/// Loads a person as far as records are compared with them.
///
/// # Errors
/// When the database fails.
pub async fn load(conn: &mut Conn, id: PersonId) -> Result<Option<Candidate>, StoreError> {
    Ok(load_all(conn, &[id]).await?.pop())
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    given_name: String,
    family_name: String,
    date_of_birth: Option<NaiveDate>,
    sex: Option<String>,
    lead_organisation_id: Uuid,
    lead_account_id: Option<Uuid>,
}

impl TryFrom<Row> for Candidate {
    type Error = Inconsistent;

    fn try_from(row: Row) -> Result<Self, Inconsistent> {
        let sex = row.sex.map(|sex| coded("person", row.id, "sex", &sex)).transpose()?;
        Ok(Self {
            person: PersonId(row.id),
            lead: clock::owner(row.lead_organisation_id, row.lead_account_id),
            names: vec![(row.given_name, row.family_name)],
            date_of_birth: row.date_of_birth,
            sex,
            postcodes: Vec::new(),
            numbers: Vec::new(),
        })
    }
}

/// Loads people as far as records are compared with them, by id: many with one statement, as each statement costs
/// more than what it reads, and up to a hundred names, addresses and numbers of each. A cross join is taken in the
/// order in which it is written: by way of the ids.
///
/// # Errors
/// When the database fails.
pub async fn load_all(conn: &mut Conn, ids: &[PersonId]) -> Result<Vec<Candidate>, StoreError> {
    let id = |values: &mut Values, id: &PersonId| values.add(id.0);
    let rows: Vec<Row> = conn
        .find_each(
            "select p.id, p.given_name, p.family_name, p.date_of_birth, p.sex, \
             p.lead_organisation_id, p.lead_account_id from (values ($1)) as n \
             cross join person p where p.id = n.column1 order by p.id limit 64",
            ids,
            id,
        )
        .await?;
    let others: Vec<(Uuid, String, String)> = conn
        .find_each(
            "select d.person_id, d.given_name, d.family_name from (values ($1)) as n \
             cross join person_name d where d.person_id = n.column1 \
             order by d.person_id, d.recorded_at desc, d.id desc limit 6400",
            ids,
            id,
        )
        .await?;
    let postcodes: Vec<(Uuid, String)> = conn
        .find_each(
            "select distinct d.person_id, d.postcode from (values ($1)) as n \
             cross join person_address d where d.person_id = n.column1 \
             and d.postcode is not null order by d.person_id, d.postcode limit 6400",
            ids,
            id,
        )
        .await?;
    let numbers: Vec<(Uuid, String, String)> = conn
        .find_each(
            "select d.person_id, d.kind, d.value from (values ($1)) as n \
             cross join person_identifier d where d.person_id = n.column1 \
             order by d.person_id, d.kind, d.value limit 6400",
            ids,
            id,
        )
        .await?;
    let mut people = rows
        .into_iter()
        .map(|row| Ok((row.id, Candidate::try_from(row)?)))
        .collect::<Result<BTreeMap<_, _>, Inconsistent>>()?;
    for (id, given, family) in others {
        people.entry(id).and_modify(|one| one.names.push((given, family)));
    }
    for (id, text) in postcodes {
        let postcode = parsed("person_address", id, "postcode", &text)?;
        people.entry(id).and_modify(|one| one.postcodes.push(postcode));
    }
    for (id, kind, value) in numbers {
        let kind = coded("person_identifier", id, "kind", &kind)?;
        people.entry(id).and_modify(|one| one.numbers.push((kind, value)));
    }
    Ok(people.into_values().collect())
}
