//! What an organisation may read of a person: under which agreements with who leads the case, and with
//! which consents.

use crate::error::coded;
use crate::{Conn, StoreError, consent, organisation as organisations};
use chrono::NaiveDate;
use domain::consent::asked_of;
use domain::{AgreementId, FieldGroup, FieldGroups, OrganisationId, PersonId, Purpose};
use policy::{Relation, Standing};
use uuid::Uuid;

/// That an agreement `a` is in force on the day `$3`, once it is signed.
macro_rules! lasts {
    () => {
        "a.starts_on <= $3 and a.ends_on >= $3 and (a.ended_on is null or a.ended_on > $3)"
    };
}
/// The agreements `a` in force on the day `$3` of the organisation `$1` with each other party, `them`, for the
/// purpose `$2`, and what else is joined with them.
macro_rules! parties {
    ($more:literal) => {
        concat!(
            " from agreement_party us \
             join agreement_party them on them.agreement_id = us.agreement_id \
             join agreement a on a.id = us.agreement_id \
             join agreement_purpose u on u.agreement_id = a.id",
            $more,
            " where us.organisation_id = $1 and u.purpose = $2 \
             and us.signed_at is not null and them.signed_at is not null and ",
            $crate::sharing::lasts!()
        )
    };
}
/// The groups `g` that agreements in force on the day `$3` let the organisation `$1` be told by another
/// party, `them`, for the purpose `$2`: here for one person, and in [`crate::visible`] for a list.
macro_rules! agreed {
    () => {
        $crate::sharing::parties!(" join agreement_group g on g.agreement_id = a.id")
    };
}
pub(crate) use {agreed, lasts, parties};

/// Agreements between two organisations shown at once.
const AGREEMENTS_SHOWN: i64 = 50;

/// Returns how an organisation stands to a person on a day, for a purpose, by its relation.
///
/// # Errors
/// When the database fails.
pub async fn standing(
    conn: &mut Conn,
    relation: Relation,
    (organisation, purpose): (OrganisationId, Purpose),
    person: PersonId,
    today: NaiveDate,
) -> Result<Standing, StoreError> {
    // The lead and the person need neither; without a relation nothing is read whatever is agreed.
    if matches!(relation, Relation::Lead | Relation::Own) {
        return Ok(relation.into());
    }
    // At most one row for each group, and one for the organisation itself.
    let rows = all!(
        conn,
        (String, String),
        concat!(
            "select 'ours', '' from person p where p.id = $4 and p.lead_organisation_id = $1 \
             union select 'agreed', g.field_group",
            agreed!(),
            " and them.organisation_id = (select lead_organisation_id from person where id = $4)"
        ),
        organisation.0,
        purpose.code(),
        today,
        person.0,
    )?;
    let mut consented = consent::granted(conn, person, organisation, purpose, today).await?;
    // What nobody is asked for needs no answer: in Wales a council is no matter of choice.
    let reader = organisations::find(conn, organisation).await?;
    if reader.is_some_and(|reader| !asked_of(&reader).contains(&FieldGroup::Accommodation)) {
        consented.insert(FieldGroup::Accommodation);
    }
    let mut standing = Standing { consented, ..Standing::from(relation) };
    for (kind, group) in rows {
        // A service worker of the organisation that leads the case is told by colleagues.
        if kind == "ours" {
            standing.agreed = FieldGroups::ALL;
            continue;
        }
        standing.agreed.insert(coded("agreement", person, "field_group", &group)?);
    }
    Ok(standing)
}

/// An agreement that stands behind a disclosure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Behind {
    /// The agreement.
    pub id: AgreementId,
    /// What it is called.
    pub title: String,
    /// Its last day.
    pub ends_on: NaiveDate,
    /// Whether it is in force between the two on the day.
    pub in_force: bool,
    /// What it is about.
    pub groups: FieldGroups,
}

/// Returns the agreements of two organisations for a purpose, those in force on a day first.
///
/// # Errors
/// When the database fails.
pub async fn behind(
    conn: &mut Conn,
    (one, other): (OrganisationId, OrganisationId),
    purpose: Purpose,
    today: NaiveDate,
) -> Result<Vec<Behind>, StoreError> {
    let rows = all!(
        conn,
        (Uuid, String, NaiveDate, bool, String),
        concat!(
            "select a.id, a.title, a.ends_on, cast(",
            lasts!(),
            " and them.signed_at is not null and us.signed_at is not null as boolean) as in_force, \
             (select string_agg(g.field_group, ' ') from agreement_group g \
             where g.agreement_id = a.id) \
             from agreement_party us \
             join agreement_party them on them.agreement_id = us.agreement_id \
             join agreement a on a.id = us.agreement_id \
             join agreement_purpose u on u.agreement_id = a.id \
             where us.organisation_id = $1 and them.organisation_id = $4 and u.purpose = $2 \
             order by in_force desc, a.ends_on desc, a.id limit $5"
        ),
        one.0,
        purpose.code(),
        today,
        other.0,
        AGREEMENTS_SHOWN,
    )?;
    rows.into_iter()
        .map(|(id, title, ends_on, in_force, groups)| {
            let groups = groups
                .split(' ')
                .map(|group| coded("agreement", id, "field_group", group))
                .collect::<Result<_, _>>()?;
            Ok(Behind { id: AgreementId(id), title, ends_on, in_force, groups })
        })
        .collect()
}
