//! Who used a person's record and what for, as the person themself may see it.
//!
//! Organisation, role and purpose are shown, and no worker's name: for the safety of staff, and because
//! a log of look-ups is data about the workers too. The right of access gives dates and purposes, and
//! names only where they are needed to use one's rights (Court of Justice, C-579/21 Pankki S, 22 June
//! 2023, which courts here may regard; ICO guidance on the right of access, "information about other
//! people"). Whoever needs a name asks the lead organisation, which weighs it.
//!
//! Nothing is left out by law today but what is no use of a record: an attempt that policy refused
//! showed nothing. The page says all the same that the law may leave some out (Data Protection Act 2018,
//! schedule 2, paragraph 2): were it to say so only where something is, it would tell what it must not.

use crate::my_plan::own;
use crate::{Ctx, Error, moment_of};
use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};
use domain::{Event, PersonId, Purpose, Role};
use policy::{Action, Authorised};
use store::Conn;
use store::record_use::{Used, between, last_before};

/// The codes of the events of a read, of a copy, of an emergency and of what was given to the Justice Data Lab; a test compares them with the events' own.
const READ: &str = "person_read";
const COPY: &str = "record_exported";
const OPENED: &str = "glass_broken";
const GIVEN: &str = "given_to_justice_data_lab";
/// Before this day there was no journal. A day that somebody types may lie before any calendar.
const EARLIEST: NaiveDate = NaiveDate::from_ymd_opt(2000, 1, 1).expect("a day of the calendar");
/// Days of one page that something happened on.
const PAGE_DAYS: usize = 14;

/// The uses of one day.
#[derive(Clone, Debug)]
pub struct Day {
    /// The day, in England and Wales.
    pub on: NaiveDate,
    /// Who used the record, by organisation.
    pub uses: Vec<Use>,
}

/// How one organisation used a record on a day, in one role and for one purpose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Use {
    /// The organisation's name; `None` where nobody had signed in for one.
    pub organisation: Option<String>,
    /// In what role.
    pub role: Option<Role>,
    /// For what purpose.
    pub purpose: Purpose,
    /// How often they looked at it.
    pub looked: i64,
    /// How often they took a copy of all of it.
    pub copied: i64,
    /// How often they opened, in an emergency, what is withheld from them.
    pub opened: i64,
    /// How often they gave name and date of birth, and the numbers that they have, to the Justice Data Lab.
    pub given: i64,
    /// How often they wrote something.
    pub wrote: i64,
}

/// A page of uses.
#[derive(Clone, Debug)]
pub struct Uses {
    /// Days on which something happened, the latest first.
    pub days: Vec<Day>,
    /// The day before which the next page begins, if there is one.
    pub next: Option<NaiveDate>,
}

/// Returns who used the actor's own record before a day, or up to now.
///
/// # Errors
/// When policy refuses, or the read could not be journalled.
pub async fn own_reads(ctx: &Ctx, before: Option<NaiveDate>) -> Result<Uses, Error> {
    let mut conn = ctx.read().await?;
    let allowed = own(ctx, &mut conn, Action::ViewOwnReads).await?;
    let tomorrow = ctx.today() + Days::new(1);
    let before = before.map_or(tomorrow, |before| before.clamp(EARLIEST, tomorrow));
    let uses = page(&mut conn, &allowed, before).await?;
    drop(conn);
    let event = Event::person_read("/my-record/reads");
    ctx.journal_read(event, Some(allowed.into_resource())).await?;
    Ok(uses)
}

pub(crate) async fn page(
    conn: &mut Conn,
    person: &Authorised<PersonId>,
    before: NaiveDate,
) -> Result<Uses, Error> {
    let mut days = Vec::with_capacity(PAGE_DAYS);
    let mut until = midnight(before)?;
    // A look-up in the index for each day that is shown: days without use cost nothing, and a day with
    // thousands of reads is counted by the database.
    while let Some(last) = last_before(conn, person, until).await? {
        if days.len() == PAGE_DAYS {
            let next = days.last().map(|day: &Day| day.on);
            return Ok(Uses { days, next });
        }
        let on = crate::local_time(last).date();
        let from = midnight(on)?;
        let end = midnight(on + Days::new(1))?;
        days.push(Day { on, uses: by_purpose(between(conn, person, from, end).await?) });
        until = from;
    }
    Ok(Uses { days, next: None })
}

/// Returns the moment at which a day begins in England and Wales.
fn midnight(day: NaiveDate) -> Result<DateTime<Utc>, Error> {
    // Clocks go forward and back at one o'clock and later, so that every day has its midnight once.
    moment_of(day.and_time(NaiveTime::MIN)).map_err(|_| Error::Internal("a day without midnight"))
}

/// Adds up what was done by one organisation, in one role, for one purpose: rows of these stand
/// together.
fn by_purpose(used: Vec<Used>) -> Vec<Use> {
    let mut uses: Vec<Use> = Vec::new();
    for Used { organisation, role, purpose, event, times } in used {
        let new = Use {
            organisation,
            role,
            purpose,
            looked: 0,
            copied: 0,
            opened: 0,
            given: 0,
            wrote: 0,
        };
        let is_new = uses.last().is_none_or(|last| {
            (&last.organisation, last.role, last.purpose)
                != (&new.organisation, new.role, new.purpose)
        });
        if is_new {
            uses.push(new);
        }
        if let Some(last) = uses.last_mut() {
            let count = match &*event {
                READ => &mut last.looked,
                COPY => &mut last.copied,
                OPENED => &mut last.opened,
                GIVEN => &mut last.given,
                _ => &mut last.wrote,
            };
            *count += times;
        }
    }
    uses
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{BreakGlassReason, ExportForm};

    #[test]
    fn a_read_is_known_by_its_code() {
        assert_eq!(Event::person_read("").code(), READ);
        assert_eq!(Event::RecordExported { form: ExportForm::File }.code(), COPY);
        let (organisation, reason) = (String::new(), BreakGlassReason::LifeAtRisk);
        let broken = Event::GlassBroken { organisation, reason, groups: Vec::new() };
        assert_eq!(broken.code(), OPENED);
        let (organisation, agreement) = (String::new(), String::new());
        assert_eq!(Event::GivenToJusticeDataLab { organisation, agreement }.code(), GIVEN);
    }

    #[test]
    fn reads_and_changes_are_counted_apart_for_each_role_and_purpose() {
        let used = |role, event: &str, times| Used {
            organisation: Some("HMP Cardiff".to_owned()),
            role: Some(role),
            purpose: Purpose::Resettlement,
            event: event.to_owned(),
            times,
        };
        let uses = by_purpose(vec![
            used(Role::ResettlementWorker, "goal_added", 1),
            used(Role::ResettlementWorker, "person_read", 3),
            used(Role::ResettlementWorker, "step_added", 2),
            used(Role::ServiceWorker, "person_read", 5),
            used(Role::ServiceWorker, "record_exported", 1),
        ]);
        let counts: Vec<_> = uses.iter().map(|row| (row.role, row.looked, row.wrote)).collect();
        let expected = [(Some(Role::ResettlementWorker), 3, 3), (Some(Role::ServiceWorker), 5, 0)];
        assert_eq!(counts, expected);
    }
}
