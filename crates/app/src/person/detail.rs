//! Other names, addresses, ways to reach a person, licence conditions and risk flags: each is
//! added or ended, and none is overwritten.

use super::edit::cleared;
use crate::{Ctx, Error};
use chrono::NaiveDate;
use domain::{DetailChange, Event, Invalid, PersonDetail, PersonId};
use store::licence_condition::{self, Listed};
use store::person_detail::{self, Address, Contact, OtherName};
use store::risk_flag::{self, Flag};
use uuid::Uuid;

/// Something to add to a person's record.
#[derive(Clone, Debug)]
pub enum Added {
    /// An earlier or other name.
    Name(OtherName),
    /// An address.
    Address(Address),
    /// A way to reach them.
    Contact(Contact),
    /// A condition of their licence, as printed.
    LicenceCondition(Listed),
    /// A risk flag.
    RiskFlag(Flag),
}

/// Something on a person's record that may end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// An address.
    Address(Uuid),
    /// A way to reach them.
    Contact(Uuid),
    /// A risk flag.
    RiskFlag(Uuid),
}

impl Added {
    /// Returns its first and its last day.
    const fn days(&self) -> (Option<NaiveDate>, Option<NaiveDate>) {
        match self {
            Self::Name(_) => (None, None),
            Self::Address(address) => (address.from_on, address.to_on),
            Self::Contact(contact) => (contact.from_on, contact.to_on),
            Self::LicenceCondition(listed) => (listed.from_on, listed.to_on),
            Self::RiskFlag(flag) => (Some(flag.from_on), flag.to_on),
        }
    }

    const fn detail(&self) -> PersonDetail {
        match self {
            Self::Name(_) => PersonDetail::OtherName,
            Self::Address(_) => PersonDetail::Address,
            Self::Contact(_) => PersonDetail::Contact,
            Self::LicenceCondition(_) => PersonDetail::LicenceCondition,
            Self::RiskFlag(_) => PersonDetail::RiskFlag,
        }
    }
}

/// Adds to a person's record.
///
/// # Errors
/// When the days contradict each other, policy refuses, or the database fails.
pub async fn add_detail(ctx: &Ctx, id: PersonId, added: &Added) -> Result<(), Error> {
    let (from, to) = added.days();
    if from.is_some_and(|from| to.is_some_and(|to| to < from)) {
        return Err(Error::field("to-day", Invalid::new("person-to-before-from")));
    }
    let mut tx = ctx.begin().await?;
    cleared(ctx, &mut tx, id).await?;
    match added {
        Added::Name(name) => person_detail::add_name(&mut tx, id, name, ctx.now).await?,
        Added::Address(address) => {
            person_detail::add_address(&mut tx, id, address, ctx.now).await?;
        }
        Added::Contact(contact) => {
            person_detail::add_contact(&mut tx, id, contact, ctx.now).await?;
        }
        Added::LicenceCondition(listed) => {
            licence_condition::add(&mut tx, id, listed, ctx.now).await?;
        }
        Added::RiskFlag(flag) => risk_flag::add(&mut tx, id, flag, ctx.now).await?,
    }
    let changes = vec![DetailChange::added(added.detail())];
    ctx.journal(&mut tx, Event::PersonChanged { changes }, Some(id), None);
    Ok(tx.commit().await?)
}

/// Ends something on a person's record today. It stays on the record with its last day.
///
/// # Errors
/// When it is not theirs or has ended, policy refuses, or the database fails.
pub async fn end_detail(ctx: &Ctx, id: PersonId, ended: Ended) -> Result<(), Error> {
    let mut tx = ctx.begin().await?;
    let allowed = cleared(ctx, &mut tx, id).await?;
    let today = ctx.today();
    let (was_open, detail) = match ended {
        Ended::Address(part) => (
            person_detail::end_address(&mut tx, &allowed, part, today).await?,
            PersonDetail::Address,
        ),
        Ended::Contact(part) => (
            person_detail::end_contact(&mut tx, &allowed, part, today).await?,
            PersonDetail::Contact,
        ),
        Ended::RiskFlag(part) => {
            (risk_flag::end(&mut tx, &allowed, part, today).await?, PersonDetail::RiskFlag)
        }
    };
    if !was_open {
        return Err(Error::NotFound("detail"));
    }
    let changes = vec![DetailChange::added(detail)];
    ctx.journal(&mut tx, Event::PersonChanged { changes }, Some(id), None);
    Ok(tx.commit().await?)
}
