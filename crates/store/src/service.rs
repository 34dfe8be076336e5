//! Services, and what is known of a person that decides which they can use.

use crate::error::{coded, whole};
use crate::{Conn, Inconsistent, StoreError, Tx, sentence};
use chrono::NaiveDate;
use domain::spent::{Recorded, recorded};
use domain::{
    Area, Candidate, Eligibility, OffenceGroup, OrganisationId, PersonId, Service, ServiceId, Sex,
};
use policy::Authorised;
use sqlx::types::Json;
use uuid::Uuid;

/// Services on one list.
pub const LIST_LIMIT: i64 = 500;
/// Services on one page of the directory.
pub const PAGE: i64 = 50;

/// A service on a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// The service.
    pub service: Service,
    /// The name of the organisation that offers it.
    pub organisation: String,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    organisation_id: Uuid,
    name: String,
    description: String,
    sex: Option<String>,
    min_age: Option<i64>,
    max_age: Option<i64>,
    regions: Json<Vec<String>>,
    excluded_offences: Json<Vec<OffenceGroup>>,
    capacity: i64,
    wait_days: i64,
    last_verified_on: NaiveDate,
    areas: Option<String>,
    serving: i64,
    organisation_name: String,
}

impl TryFrom<Row> for Listed {
    type Error = Inconsistent;

    fn try_from(row: Row) -> Result<Self, Inconsistent> {
        let number = |column, value| whole("service", row.id, column, value);
        let mut areas = row
            .areas
            .as_deref()
            .unwrap_or_default()
            .split_whitespace()
            .map(|code| coded::<Area>("service_area", row.id, "area", code))
            .collect::<Result<Vec<_>, _>>()?;
        areas.sort_unstable();
        let service = Service {
            id: ServiceId(row.id),
            organisation: OrganisationId(row.organisation_id),
            name: row.name,
            description: row.description,
            areas,
            eligibility: Eligibility {
                sex: row.sex.map(|sex| coded("service", row.id, "sex", &sex)).transpose()?,
                min_age: row.min_age.map(|age| number("min_age", age)).transpose()?,
                max_age: row.max_age.map(|age| number("max_age", age)).transpose()?,
                regions: row.regions.0,
                excluded_offences: row.excluded_offences.0,
            },
            capacity: number("capacity", row.capacity)?,
            serving: number("serving", row.serving)?,
            wait_days: number("wait_days", row.wait_days)?,
            last_verified_on: row.last_verified_on,
        };
        Ok(Self { service, organisation: row.organisation_name })
    }
}

// Who is being served is counted from the referrals and kept nowhere else, so it cannot be wrong.
macro_rules! select {
    ($rest:literal) => {
        concat!(
            "select s.id, s.organisation_id, s.name, s.description, s.sex, s.min_age, s.max_age, \
             s.regions, s.excluded_offences, s.capacity, s.wait_days, s.last_verified_on, \
             (select string_agg(x.area, ' ') from service_area x where x.service_id = s.id) \
             as areas, (select count(*) from referral r where r.service_id = s.id \
             and r.status in ('accepted', 'assigned', 'initial_contact', 'in_delivery')) \
             as serving, o.name as organisation_name from service s \
             join organisation o on o.id = s.organisation_id ",
            $rest
        )
    };
}

/// Adds a service or changes it. How many it serves is counted, not saved.
///
/// # Errors
/// When the database fails.
pub async fn save(tx: &mut Tx, service: &Service) -> Result<(), StoreError> {
    let rules = &service.eligibility;
    let organisation = crate::organisation::find(tx, service.organisation).await?;
    let organisation = organisation.map(|found| found.name).unwrap_or_default();
    run!(
        tx,
        "insert into service (id, organisation_id, name, description, sex, min_age, max_age, \
         regions, excluded_offences, capacity, wait_days, last_verified_on, search_key) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) \
         on conflict (id) do update set name = excluded.name, \
         description = excluded.description, sex = excluded.sex, min_age = excluded.min_age, \
         max_age = excluded.max_age, regions = excluded.regions, \
         excluded_offences = excluded.excluded_offences, capacity = excluded.capacity, \
         wait_days = excluded.wait_days, last_verified_on = excluded.last_verified_on, \
         search_key = excluded.search_key",
        service.id.0,
        service.organisation.0,
        &service.name,
        &service.description,
        rules.sex.map(Sex::code),
        rules.min_age.map(i64::from),
        rules.max_age.map(i64::from),
        Json(&rules.regions),
        Json(&rules.excluded_offences),
        i64::from(service.capacity),
        i64::from(service.wait_days),
        service.last_verified_on,
        search_key(&format!("{} {} {organisation}", service.name, service.description)),
    )?;
    run!(tx, "delete from service_area where service_id = $1", service.id.0)?;
    for area in &service.areas {
        run!(
            tx,
            "insert into service_area (service_id, area) values ($1, $2) \
             on conflict (service_id, area) do nothing",
            service.id.0,
            area.code(),
        )?;
    }
    Ok(())
}

/// Finds a service.
///
/// # Errors
/// When the database fails.
pub async fn find(conn: &mut Conn, id: ServiceId) -> Result<Option<Listed>, StoreError> {
    let row = one!(conn, Row, select!("where s.id = $1"), id.0)?;
    Ok(row.map(Listed::try_from).transpose()?)
}

/// Lists the services for an area of need, by name. Who can use them is for `Service::fit` to say:
/// what is left out is shown with its reason.
///
/// # Errors
/// When the database fails.
pub async fn of_area(conn: &mut Conn, area: Area) -> Result<Vec<Listed>, StoreError> {
    let rows = all!(
        conn,
        Row,
        select!(
            "join service_area f on f.service_id = s.id where f.area = $1 \
             order by s.name, s.id limit $2"
        ),
        area.code(),
        LIST_LIMIT,
    )?;
    listed(rows)
}

/// Lists all services by name, for somebody who sets up a pilot.
///
/// # Errors
/// When the database fails.
pub async fn list(conn: &mut Conn) -> Result<Vec<Listed>, StoreError> {
    let rows = all!(conn, Row, select!("order by s.name, s.id limit $1"), LIST_LIMIT)?;
    listed(rows)
}

/// What is looked for in the directory. Nothing given finds everything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Search {
    /// The area of need.
    pub area: Option<Area>,
    /// Words of the name, the description or the organisation's name; each must be there.
    pub words: String,
    /// The probation region where it must be on offer, by code.
    pub region: Option<String>,
}

/// Lists one page of the services that are looked for, by name, and one more than a page when there
/// is a next one. The first page is 0.
///
/// # Errors
/// When the database fails.
pub async fn search(
    conn: &mut Conn,
    search: &Search,
    page: u32,
) -> Result<Vec<Listed>, StoreError> {
    let [first, second, third, fourth] = patterns(&search.words);
    // Codes of regions have no character that means anything in a pattern.
    let region = search.region.as_ref().map_or("%".to_owned(), |code| format!("%\"{code}\"%"));
    let rows = all!(
        conn,
        Row,
        select!(
            "where ($1 = '' or exists (select 1 from service_area f where f.service_id = s.id \
             and f.area = $1)) and s.search_key like $2 escape '!' \
             and s.search_key like $3 escape '!' and s.search_key like $4 escape '!' \
             and s.search_key like $5 escape '!' \
             and (cast(s.regions as text) = '[]' or cast(s.regions as text) like $6) \
             order by s.name, s.id limit $7 offset $8"
        ),
        search.area.map_or("", Area::code),
        first,
        second,
        third,
        fourth,
        region,
        PAGE + 1,
        i64::from(page) * PAGE,
    )?;
    listed(rows)
}

/// Returns the patterns of the first four words; a word that was not given finds everything.
fn patterns(words: &str) -> [String; 4] {
    let key = search_key(words);
    let mut words = key.split_whitespace().map(|word| {
        let escaped = word.replace('!', "!!").replace('%', "!%").replace('_', "!_");
        format!("%{escaped}%")
    });
    std::array::from_fn(|_| words.next().unwrap_or_else(|| "%".to_owned()))
}

/// Returns text as words are looked for in it: in lower case, and with plain vowels, so that `ty`
/// finds `Tŷ` for whoever has no such key. SQLite knows no capitals beyond A to Z.
fn search_key(text: &str) -> String {
    let plain = |c: char| match c {
        'à' | 'á' | 'â' | 'ä' => 'a',
        'è' | 'é' | 'ê' | 'ë' => 'e',
        'ì' | 'í' | 'î' | 'ï' => 'i',
        'ò' | 'ó' | 'ô' | 'ö' => 'o',
        'ù' | 'ú' | 'û' | 'ü' => 'u',
        'ẁ' | 'ẃ' | 'ŵ' | 'ẅ' => 'w',
        'ỳ' | 'ý' | 'ŷ' | 'ÿ' => 'y',
        '’' => '\'',
        other => other,
    };
    text.to_lowercase().chars().map(plain).collect()
}

/// Lists the services of an organisation, by name.
///
/// # Errors
/// When the database fails.
pub async fn of_organisation(
    conn: &mut Conn,
    organisation: OrganisationId,
) -> Result<Vec<Listed>, StoreError> {
    let rows = all!(
        conn,
        Row,
        select!("where s.organisation_id = $1 order by s.name, s.id limit $2"),
        organisation.0,
        LIST_LIMIT,
    )?;
    listed(rows)
}

/// Returns what is known of a person that decides which services they can use, or `None` when there
/// is no such person.
///
/// # Errors
/// When the database fails.
pub async fn candidate(
    conn: &mut Conn,
    person: &Authorised<PersonId>,
    today: NaiveDate,
) -> Result<Option<Candidate>, StoreError> {
    let id = person.resource().0;
    let row = one!(
        conn,
        (Option<String>, Option<NaiveDate>, Option<String>),
        "select sex, date_of_birth, home_region from person where id = $1",
        id,
    )?;
    let Some((sex, born, region)) = row else {
        return Ok(None);
    };
    // Nobody is left out for a conviction that is spent: the law treats them as never convicted
    // (Rehabilitation of Offenders Act 1974 section 4(1)).
    let sentences = sentence::of_person(conn, person).await?;
    let facts: Vec<Recorded> = sentences.iter().map(Recorded::from).collect();
    let mut offences: Vec<OffenceGroup> = sentences
        .iter()
        .zip(recorded(&facts, born))
        .filter(|(_, spent)| !spent.is_spent(today))
        .filter_map(|(sentence, _)| sentence.offence_group)
        .collect();
    offences.sort_unstable();
    offences.dedup();
    let sex = sex.map(|sex| coded::<Sex>("person", id, "sex", &sex)).transpose()?;
    Ok(Some(Candidate {
        // "Not known" is recorded, and still is a thing to check.
        sex: sex.filter(|sex| *sex != Sex::NotKnown),
        age: born.and_then(|born| today.years_since(born)),
        region,
        offences,
    }))
}

fn listed(rows: Vec<Row>) -> Result<Vec<Listed>, StoreError> {
    rows.into_iter().map(|row| Ok(Listed::try_from(row)?)).collect()
}
