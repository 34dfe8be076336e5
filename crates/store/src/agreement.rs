//! Sharing agreements: who the parties are, what they agreed, and who signed.

use crate::error::{coded, whole};
use crate::{Conn, Inconsistent, StoreError, Tx};
use chrono::{DateTime, NaiveDate, Utc};
use domain::agreement::Signature;
use domain::{AccountId, Agreement, AgreementId, OrganisationId};
use std::collections::HashMap;
use uuid::Uuid;

/// Agreements on one list.
pub const LIST_LIMIT: i64 = 200;
/// Parties, or groups, of all the agreements that are read at once: every organisation of a list on
/// every agreement of a list.
const PARTS_LIMIT: i64 = 100_000;

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    title: String,
    route: String,
    retention_months: i64,
    starts_on: NaiveDate,
    review_on: NaiveDate,
    ends_on: NaiveDate,
    ended_on: Option<NaiveDate>,
}

#[derive(sqlx::FromRow)]
struct PartyRow {
    agreement_id: Uuid,
    organisation_id: Uuid,
    signed_by: Option<Uuid>,
    signed_at: Option<DateTime<Utc>>,
}

/// What agreements consist of besides their row, by the id of the agreement.
#[derive(Default)]
struct Parts {
    parties: HashMap<Uuid, Vec<PartyRow>>,
    purposes: HashMap<Uuid, Vec<String>>,
    groups: HashMap<Uuid, Vec<String>>,
}

impl Row {
    fn with(self, parts: &mut Parts) -> Result<Agreement, Inconsistent> {
        let id = self.id;
        let parties = parts.parties.remove(&id).unwrap_or_default();
        let purposes = parts.purposes.remove(&id).unwrap_or_default();
        let groups = parts.groups.remove(&id).unwrap_or_default();
        let signature = |party: &PartyRow| {
            let (account, at) = party.signed_by.zip(party.signed_at)?;
            let organisation = OrganisationId(party.organisation_id);
            Some(Signature { organisation, account: AccountId(account), at })
        };
        Ok(Agreement {
            id: AgreementId(id),
            route: coded("agreement", id, "route", &self.route)?,
            retention_months: whole("agreement", id, "retention_months", self.retention_months)?,
            purposes: purposes
                .iter()
                .map(|code| coded("agreement_purpose", id, "purpose", code))
                .collect::<Result<_, _>>()?,
            groups: groups
                .iter()
                .map(|code| coded("agreement_group", id, "field_group", code))
                .collect::<Result<_, _>>()?,
            signatures: parties.iter().filter_map(signature).collect(),
            parties: parties.iter().map(|row| OrganisationId(row.organisation_id)).collect(),
            title: self.title,
            starts_on: self.starts_on,
            review_on: self.review_on,
            ends_on: self.ends_on,
            ended_on: self.ended_on,
        })
    }
}

/// Loads the rows of the agreements whose ids a condition on `$1` names.
macro_rules! rows {
    ($conn:expr, $condition:literal, $bind:expr) => {
        all!(
            $conn,
            Row,
            concat!(
                "select id, title, route, retention_months, starts_on, review_on, ends_on, \
                 ended_on from agreement where id ",
                $condition,
                " order by ends_on desc, id desc limit $2"
            ),
            $bind,
            LIST_LIMIT,
        )
    };
}

/// Loads what those agreements consist of besides their rows.
macro_rules! parts {
    ($conn:expr, $condition:literal, $bind:expr) => {{
        let parties = all!(
            $conn,
            PartyRow,
            concat!(
                "select agreement_id, organisation_id, signed_by, signed_at from agreement_party \
                 where agreement_id ",
                $condition,
                " order by agreement_id, organisation_id limit $2"
            ),
            $bind,
            PARTS_LIMIT + 1,
        )?;
        let purposes = all!(
            $conn,
            (Uuid, String),
            concat!(
                "select agreement_id, purpose from agreement_purpose where agreement_id ",
                $condition,
                " order by agreement_id, purpose limit $2"
            ),
            $bind,
            PARTS_LIMIT + 1,
        )?;
        let groups = all!(
            $conn,
            (Uuid, String),
            concat!(
                "select agreement_id, field_group from agreement_group where agreement_id ",
                $condition,
                " order by agreement_id, field_group limit $2"
            ),
            $bind,
            PARTS_LIMIT + 1,
        )?;
        Parts::of(parties, purposes, groups)
    }};
}

async fn parts_of(conn: &mut Conn, id: AgreementId) -> Result<Parts, StoreError> {
    parts!(conn, "= $1", id.0)
}

async fn parts_of_all(conn: &mut Conn, party: OrganisationId) -> Result<Parts, StoreError> {
    parts!(
        conn,
        "in (select agreement_id from agreement_party where organisation_id = $1)",
        party.0
    )
}

impl Parts {
    fn of(
        parties: Vec<PartyRow>,
        purposes: Vec<(Uuid, String)>,
        groups: Vec<(Uuid, String)>,
    ) -> Result<Self, StoreError> {
        // An agreement without some of its parties or groups would be another agreement.
        let most = parties.len().max(purposes.len()).max(groups.len());
        if i64::try_from(most).is_ok_and(|most| most > PARTS_LIMIT) {
            let rows = "parties and groups of agreements";
            return Err(StoreError::TooMany { rows, limit: PARTS_LIMIT });
        }
        let mut parts = Self::default();
        for party in parties {
            parts.parties.entry(party.agreement_id).or_default().push(party);
        }
        for (agreement, purpose) in purposes {
            parts.purposes.entry(agreement).or_default().push(purpose);
        }
        for (agreement, group) in groups {
            parts.groups.entry(agreement).or_default().push(group);
        }
        Ok(parts)
    }
}

/// Adds an agreement with its parties, purposes, groups and the signatures that it has.
///
/// # Errors
/// When the database fails.
pub async fn add(tx: &mut Tx, agreement: &Agreement, now: DateTime<Utc>) -> Result<(), StoreError> {
    run!(
        tx,
        "insert into agreement (id, title, route, retention_months, starts_on, review_on, ends_on, \
         ended_on, created_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        agreement.id.0,
        &agreement.title,
        agreement.route.code(),
        i64::from(agreement.retention_months),
        agreement.starts_on,
        agreement.review_on,
        agreement.ends_on,
        agreement.ended_on,
        now,
    )?;
    for party in &agreement.parties {
        let signature = agreement.signatures.iter().find(|one| one.organisation == *party);
        run!(
            tx,
            "insert into agreement_party (agreement_id, organisation_id, signed_by, signed_at) \
             values ($1, $2, $3, $4)",
            agreement.id.0,
            party.0,
            signature.map(|signature| signature.account.0),
            signature.map(|signature| signature.at),
        )?;
    }
    add_terms(tx, agreement).await
}

async fn add_terms(tx: &mut Tx, agreement: &Agreement) -> Result<(), StoreError> {
    for purpose in &agreement.purposes {
        run!(
            tx,
            "insert into agreement_purpose (agreement_id, purpose) values ($1, $2)",
            agreement.id.0,
            purpose.code(),
        )?;
    }
    for group in &agreement.groups {
        run!(
            tx,
            "insert into agreement_group (agreement_id, field_group) values ($1, $2)",
            agreement.id.0,
            group.code(),
        )?;
    }
    Ok(())
}

/// Finds an agreement.
///
/// # Errors
/// When the database fails.
pub async fn find(conn: &mut Conn, id: AgreementId) -> Result<Option<Agreement>, StoreError> {
    let Some(row) = rows!(conn, "= $1", id.0)?.pop() else { return Ok(None) };
    Ok(Some(row.with(&mut parts_of(conn, id).await?)?))
}

/// Lists the agreements to which an organisation is a party, the last to end first.
///
/// # Errors
/// When the database fails.
pub async fn of_organisation(
    conn: &mut Conn,
    organisation: OrganisationId,
) -> Result<Vec<Agreement>, StoreError> {
    let rows = rows!(
        conn,
        "in (select agreement_id from agreement_party where organisation_id = $1)",
        organisation.0
    )?;
    let mut parts = parts_of_all(conn, organisation).await?;
    rows.into_iter().map(|row| Ok(row.with(&mut parts)?)).collect()
}

/// A party by name, with who signed for it and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    /// The organisation.
    pub organisation: OrganisationId,
    /// Its name.
    pub name: String,
    /// The name of who signed for it, and when.
    pub signed: Option<(String, DateTime<Utc>)>,
}

#[derive(sqlx::FromRow)]
struct NamedRow {
    organisation_id: Uuid,
    organisation: String,
    account: Option<String>,
    signed_at: Option<DateTime<Utc>>,
}

/// Lists the parties of an agreement by name.
///
/// # Errors
/// When the database fails.
pub async fn parties(conn: &mut Conn, id: AgreementId) -> Result<Vec<Party>, StoreError> {
    let rows = all!(
        conn,
        NamedRow,
        "select p.organisation_id, o.name as organisation, a.name as account, p.signed_at \
         from agreement_party p join organisation o on o.id = p.organisation_id \
         left join account a on a.id = p.signed_by \
         where p.agreement_id = $1 order by o.name, o.id limit $2",
        id.0,
        PARTS_LIMIT,
    )?;
    let party = |row: NamedRow| Party {
        organisation: OrganisationId(row.organisation_id),
        name: row.organisation,
        signed: row.account.zip(row.signed_at),
    };
    Ok(rows.into_iter().map(party).collect())
}

/// Keeps other changes of an agreement waiting until the transaction ends.
///
/// # Errors
/// When the database fails.
pub async fn hold(tx: &mut Tx, id: AgreementId) -> Result<(), StoreError> {
    // `select … for update` is not in both databases; a change of nothing is.
    run!(tx, "update agreement set title = title where id = $1", id.0)?;
    Ok(())
}

/// Signs an agreement for a party; returns whether the party could still sign.
///
/// # Errors
/// When the database fails.
pub async fn sign(tx: &mut Tx, id: AgreementId, signature: &Signature) -> Result<bool, StoreError> {
    let rows = run!(
        tx,
        "update agreement_party set signed_by = $3, signed_at = $4 \
         where agreement_id = $1 and organisation_id = $2 and signed_by is null",
        id.0,
        signature.organisation.0,
        signature.account.0,
        signature.at,
    )?;
    Ok(rows == 1)
}

/// Ends an agreement; returns whether it had not been ended before.
///
/// # Errors
/// When the database fails.
pub async fn end(tx: &mut Tx, id: AgreementId, on: NaiveDate) -> Result<bool, StoreError> {
    let rows = run!(
        tx,
        "update agreement set ended_on = $2 where id = $1 and ended_on is null",
        id.0,
        on,
    )?;
    Ok(rows == 1)
}
