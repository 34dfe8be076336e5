//! What else is on record of who a person is: other names, addresses, ways to reach them; and what
//! an import needs to see whether a row says anything new.

use crate::error::{coded, parsed};
use crate::person::name_key;
use crate::{Conn, Inconsistent, StoreError, Tx};
use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    AddressKind, ContactKind, EpisodeId, NameKind, Person, PersonId, Postcode, PrisonNumber, Sex,
};
use policy::Authorised;
use uuid::Uuid;

/// Names, addresses or contacts of one person shown at once.
pub const LIST_LIMIT: i64 = 100;

/// Changes who a person is; who leads the case stays. An earlier name that is to be kept goes to
/// [`add_name`] in the same transaction.
///
/// # Errors
/// When the database fails.
pub async fn update_details(
    tx: &mut Tx,
    person: &Person,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    run!(
        tx,
        "update person set given_name = $2, family_name = $3, name_key = $4, \
         date_of_birth = $5, sex = $6, ethnicity = $7, language = $8, home_region = $9, \
         updated_at = $10 where id = $1",
        person.id.0,
        &person.given_name,
        &person.family_name,
        name_key(&person.given_name, &person.family_name),
        person.date_of_birth,
        person.sex.map(Sex::code),
        person.ethnicity.as_deref(),
        &person.language,
        person.home_region.as_deref(),
        now,
    )?;
    Ok(())
}

/// Ends an episode. Returns false when it had ended.
///
/// # Errors
/// When the database fails.
pub async fn end_episode(
    tx: &mut Tx,
    id: EpisodeId,
    ended_on: NaiveDate,
) -> Result<bool, StoreError> {
    let ended = run!(
        tx,
        "update episode set ended_on = $2 where id = $1 and ended_on is null",
        id.0,
        ended_on,
    )?;
    Ok(ended == 1)
}

/// A person who was imported before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imported {
    /// Who.
    pub person: PersonId,
    /// Hash of the row as it was last imported; `None` when they came another way.
    pub import_hash: Option<String>,
}

/// Finds who has a prison number, and what the last import said of them. Shows nothing of the
/// record, so it needs no clearance.
///
/// # Errors
/// When the database fails.
pub async fn imported(
    conn: &mut Conn,
    prison_number: &PrisonNumber,
) -> Result<Option<Imported>, StoreError> {
    let row = one!(
        conn,
        (Uuid, Option<String>),
        "select p.id, p.import_hash from person_identifier i join person p on p.id = i.person_id \
         where i.kind = 'prison_number' and i.value = $1",
        prison_number.as_str(),
    )?;
    Ok(row.map(|(id, import_hash)| Imported { person: PersonId(id), import_hash }))
}

/// Notes the hash of the row that was imported of a person.
///
/// # Errors
/// When the database fails.
pub async fn set_import_hash(
    tx: &mut Tx,
    person: PersonId,
    import_hash: &str,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    run!(
        tx,
        "update person set import_hash = $2, updated_at = $3 where id = $1",
        person.0,
        import_hash,
        now,
    )?;
    Ok(())
}

/// An earlier or other name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherName {
    /// Its id.
    pub id: Uuid,
    /// What it is.
    pub kind: NameKind,
    /// Given name or names, as written.
    pub given_name: String,
    /// Family name, as written.
    pub family_name: String,
}

/// Adds an earlier or other name.
///
/// # Errors
/// When the database fails.
pub async fn add_name(
    tx: &mut Tx,
    person: PersonId,
    name: &OtherName,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    put!(
        tx,
        "insert into person_name (id, person_id, kind, given_name, family_name, recorded_at) \
         values ($1, $2, $3, $4, $5, $6)",
        name.id,
        person.0,
        name.kind.code(),
        &name.given_name,
        &name.family_name,
        now,
    )?;
    Ok(())
}

/// Lists a person's earlier and other names, the latest recorded first.
///
/// # Errors
/// When the database fails.
pub async fn names(
    conn: &mut Conn,
    person: &Authorised<PersonId>,
) -> Result<Vec<OtherName>, StoreError> {
    let rows = all!(
        conn,
        (Uuid, String, String, String),
        "select id, kind, given_name, family_name from person_name where person_id = $1 \
         order by recorded_at desc, id desc limit $2",
        person.resource().0,
        LIST_LIMIT,
    )?;
    rows.into_iter()
        .map(|(id, kind, given_name, family_name)| {
            let kind = coded("person_name", id, "kind", &kind)?;
            Ok(OtherName { id, kind, given_name, family_name })
        })
        .collect()
}

/// An address, with the days from and to which it is one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// Its id.
    pub id: Uuid,
    /// What it is.
    pub kind: AddressKind,
    /// The address in lines, or "no fixed abode" and the like.
    pub words: String,
    /// The postcode, if there is one.
    pub postcode: Option<Postcode>,
    /// The first day, if known.
    pub from_on: Option<NaiveDate>,
    /// The last day, once ended.
    pub to_on: Option<NaiveDate>,
}

#[derive(sqlx::FromRow)]
struct AddressRow {
    id: Uuid,
    kind: String,
    words: String,
    postcode: Option<String>,
    from_on: Option<NaiveDate>,
    to_on: Option<NaiveDate>,
}

impl TryFrom<AddressRow> for Address {
    type Error = Inconsistent;

    fn try_from(row: AddressRow) -> Result<Self, Inconsistent> {
        let postcode = |text: String| parsed("person_address", row.id, "postcode", &text);
        Ok(Self {
            id: row.id,
            kind: coded("person_address", row.id, "kind", &row.kind)?,
            words: row.words,
            postcode: row.postcode.map(postcode).transpose()?,
            from_on: row.from_on,
            to_on: row.to_on,
        })
    }
}

/// Adds an address. Earlier ones stay.
///
/// # Errors
/// When the database fails.
pub async fn add_address(
    tx: &mut Tx,
    person: PersonId,
    address: &Address,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    put!(
        tx,
        "insert into person_address (id, person_id, kind, words, postcode, from_on, to_on, \
         recorded_at) values ($1, $2, $3, $4, $5, $6, $7, $8)",
        address.id,
        person.0,
        address.kind.code(),
        &address.words,
        address.postcode.as_ref().map(Postcode::as_str),
        address.from_on,
        address.to_on,
        now,
    )?;
    Ok(())
}

/// Ends an address of a person. Returns false when it had ended, or is not theirs.
///
/// # Errors
/// When the database fails.
pub async fn end_address(
    tx: &mut Tx,
    person: &Authorised<PersonId>,
    id: Uuid,
    to_on: NaiveDate,
) -> Result<bool, StoreError> {
    let ended = run!(
        tx,
        "update person_address set to_on = $3 \
         where id = $1 and person_id = $2 and to_on is null",
        id,
        person.resource().0,
        to_on,
    )?;
    Ok(ended == 1)
}

/// Lists a person's addresses, the latest recorded first.
///
/// # Errors
/// When the database fails.
pub async fn addresses(
    conn: &mut Conn,
    person: &Authorised<PersonId>,
) -> Result<Vec<Address>, StoreError> {
    let rows = all!(
        conn,
        AddressRow,
        "select id, kind, words, postcode, from_on, to_on from person_address \
         where person_id = $1 order by recorded_at desc, id desc limit $2",
        person.resource().0,
        LIST_LIMIT,
    )?;
    rows.into_iter().map(|row| Ok(Address::try_from(row)?)).collect()
}

/// A way to reach a person, with the days from and to which it works.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// Its id.
    pub id: Uuid,
    /// What it is.
    pub kind: ContactKind,
    /// The number or address.
    pub value: String,
    /// The first day, if known.
    pub from_on: Option<NaiveDate>,
    /// The last day, once ended.
    pub to_on: Option<NaiveDate>,
}

/// Adds a way to reach a person. Earlier ones stay.
///
/// # Errors
/// When the database fails.
pub async fn add_contact(
    tx: &mut Tx,
    person: PersonId,
    contact: &Contact,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    put!(
        tx,
        "insert into person_contact (id, person_id, kind, value, from_on, to_on, recorded_at) \
         values ($1, $2, $3, $4, $5, $6, $7)",
        contact.id,
        person.0,
        contact.kind.code(),
        &contact.value,
        contact.from_on,
        contact.to_on,
        now,
    )?;
    Ok(())
}

/// Ends a way to reach a person. Returns false when it had ended, or is not theirs.
///
/// # Errors
/// When the database fails.
pub async fn end_contact(
    tx: &mut Tx,
    person: &Authorised<PersonId>,
    id: Uuid,
    to_on: NaiveDate,
) -> Result<bool, StoreError> {
    let ended = run!(
        tx,
        "update person_contact set to_on = $3 \
         where id = $1 and person_id = $2 and to_on is null",
        id,
        person.resource().0,
        to_on,
    )?;
    Ok(ended == 1)
}

/// Lists the ways to reach a person, the latest recorded first.
///
/// # Errors
/// When the database fails.
pub async fn contacts(
    conn: &mut Conn,
    person: &Authorised<PersonId>,
) -> Result<Vec<Contact>, StoreError> {
    let rows = all!(
        conn,
        (Uuid, String, String, Option<NaiveDate>, Option<NaiveDate>),
        "select id, kind, value, from_on, to_on from person_contact \
         where person_id = $1 order by recorded_at desc, id desc limit $2",
        person.resource().0,
        LIST_LIMIT,
    )?;
    rows.into_iter()
        .map(|(id, kind, value, from_on, to_on)| {
            let kind = coded("person_contact", id, "kind", &kind)?;
            Ok(Contact { id, kind, value, from_on, to_on })
        })
        .collect()
}
