//! How a pilot goes before its outcomes are known: who was asked for, who was not served and why, who is
//! back in custody, and when it will be known who reoffended. For safety and for giving up early only:
//! none of it says whether the services work.

use super::cohort::Cohort;
use crate::Error;
use crate::figure::{SMALLEST, Shown, parts_of_a_whole};
use chrono::{Days, NaiveDate};
use domain::referral::{DeclineReason, WithdrawReason};
use domain::{PersonId, Pilot, PilotId, ReferralState};
use std::collections::{BTreeMap, HashMap};
use store::Conn;
use store::pilot::{self, Asked, Stay};

/// How somebody for whom a service was asked and who has not started stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct NotStarted {
    /// The day on which their last referral was written.
    pub(super) on: NaiveDate,
    /// The message key of why they were not served; `None` where they may still be.
    pub(super) why: Option<&'static str>,
}

/// Message keys of every reason for which somebody was not served.
pub(super) fn reasons() -> impl Iterator<Item = &'static str> {
    let declined = DeclineReason::ALL.iter().map(|reason| reason.key());
    declined.chain(WithdrawReason::ALL.iter().map(|reason| reason.key()))
}

/// Returns everybody for whom a service was asked and who is not in the cohort, each once, by their last
/// referral that was sent.
pub(super) async fn not_started(
    conn: &mut Conn,
    id: PilotId,
    cohort: &Cohort,
) -> Result<BTreeMap<PersonId, NotStarted>, Error> {
    let mut found = BTreeMap::new();
    for Asked { person, on, state } in pilot::asked(conn, id).await? {
        let why = match state {
            ReferralState::Withdrawn { sent: false, .. } => continue,
            ReferralState::Declined { reason } => Some(reason.key()),
            ReferralState::Withdrawn { reason, .. } => Some(reason.key()),
            _ => None,
        };
        found.insert(person, NotStarted { on, why });
    }
    for (person, _) in &cohort.people {
        found.remove(person);
    }
    Ok(found)
}

/// How a pilot goes.
#[derive(Clone, Debug)]
pub struct Progress {
    /// People who wait for a service to begin.
    pub waiting: Shown,
    /// People for whom a service was asked and who were not served.
    pub not_served: Shown,
    /// Why, by message key, those that were ever given; empty where too few were not served.
    pub reasons: Vec<(&'static str, Shown)>,
    /// People in the cohort who came into custody after their start.
    pub returned: Shown,
    /// The day on which as many will have started as are expected, at the pace until now; `None` where
    /// they have, or too few have for a pace.
    pub complete_on: Option<NaiveDate>,
    /// When it is known who reoffended.
    pub calendar: Calendar,
}

/// When it is known who reoffended: a year after each person's start, or after they left prison where they
/// were inside, and half a year more for the courts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Calendar {
    /// People of whom it can be known today.
    pub known: Shown,
    /// People who have not left prison since their start, for whom no time runs yet.
    pub inside: Shown,
    /// From when on it is known of somebody, of half of those for whom time runs, and of all of them;
    /// `None` where those are too few.
    pub days: Option<[NaiveDate; 3]>,
}

/// Returns how a pilot goes, of which so many people were expected, if a number was planned.
pub(super) async fn load(
    conn: &mut Conn,
    pilot: &Pilot,
    cohort: &Cohort,
    expected: Option<u32>,
    today: NaiveDate,
) -> Result<Progress, Error> {
    let not_started = not_started(conn, pilot.id, cohort).await?;
    let count =
        |why: Option<&str>| not_started.values().filter(|one| one.why == why).count() as u64;
    let given: Vec<(&'static str, u64)> =
        reasons().map(|why| (why, count(Some(why)))).filter(|(_, count)| *count > 0).collect();
    let not_served = Shown::of(given.iter().map(|(_, count)| count).sum());
    let parts = parts_of_a_whole(&given.iter().map(|(_, count)| *count).collect::<Vec<_>>());
    let stays = pilot::stays(conn, pilot.id).await?;
    Ok(Progress {
        waiting: Shown::of(count(None)),
        not_served,
        reasons: match not_served {
            Shown::Count(_) => given.iter().map(|(why, _)| *why).zip(parts).collect(),
            Shown::Few | Shown::Withheld => Vec::new(),
        },
        returned: part_of(returned(cohort, &stays), cohort.people.len()),
        complete_on: expected.and_then(|expected| complete_on(pilot, cohort, expected, today)),
        calendar: Calendar::of(&index_days(cohort, &stays), today),
    })
}

/// Returns a part of a group whose size is shown.
fn part_of(part: usize, whole: usize) -> Shown {
    parts_of_a_whole(&[part as u64, whole.saturating_sub(part) as u64])[0]
}

fn returned(cohort: &Cohort, stays: &[Stay]) -> usize {
    let started: HashMap<PersonId, NaiveDate> = cohort.people.iter().copied().collect();
    let later = |stay: &&Stay| started.get(&stay.person).is_some_and(|on| stay.began_on > *on);
    let mut people: Vec<PersonId> = stays.iter().filter(later).map(|stay| stay.person).collect();
    // Stays come person by person.
    people.dedup();
    people.len()
}

/// Returns the day from which each person's time runs; `None` while they are inside.
fn index_days(cohort: &Cohort, stays: &[Stay]) -> Vec<Option<NaiveDate>> {
    let mut inside: HashMap<PersonId, Vec<&Stay>> = HashMap::new();
    for stay in stays {
        inside.entry(stay.person).or_default().push(stay);
    }
    let index = |(person, started_on): &(PersonId, NaiveDate)| {
        let at_start = inside.get(person).and_then(|stays| {
            stays.iter().find(|stay| {
                stay.began_on <= *started_on && stay.ended_on.is_none_or(|end| end > *started_on)
            })
        });
        at_start.map_or(Some(*started_on), |stay| stay.ended_on)
    };
    cohort.people.iter().map(index).collect()
}

fn complete_on(
    pilot: &Pilot,
    cohort: &Cohort,
    expected: u32,
    today: NaiveDate,
) -> Option<NaiveDate> {
    let (started, expected) = (cohort.people.len() as u64, u64::from(expected));
    let passed =
        u64::try_from((today - pilot.starts_on).num_days()).ok().filter(|days| *days > 0)?;
    if started < SMALLEST || started >= expected {
        return None;
    }
    pilot.starts_on.checked_add_days(Days::new(passed * expected / started))
}

impl Calendar {
    fn of(index_days: &[Option<NaiveDate>], today: NaiveDate) -> Self {
        let mut known: Vec<NaiveDate> =
            index_days.iter().flatten().map(|day| Pilot::known_on(*day)).collect();
        known.sort_unstable();
        let passed = known.iter().filter(|day| **day <= today).count();
        let whole = index_days.len();
        let days = (known.len() as u64 >= SMALLEST)
            .then(|| [known[0], known[known.len().div_ceil(2) - 1], known[known.len() - 1]]);
        Self { known: part_of(passed, whole), inside: part_of(whole - known.len(), whole), days }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn it_is_known_a_year_and_a_half_after_each_left() {
        let mut index: Vec<_> = (1..=12).map(|on| Some(day(&format!("2025-01-{on:02}")))).collect();
        index.push(None);
        let found = Calendar::of(&index, day("2026-07-11"));
        assert_eq!(found.days, Some([day("2026-07-01"), day("2026-07-06"), day("2026-07-12")]));
        // Eleven of thirteen are known and two are not, so neither is shown.
        assert_eq!((found.known, found.inside), (Shown::Withheld, Shown::Few));
        assert_eq!(Calendar::of(&index[..5], day("2026-07-11")).days, None, "too few");
    }
}
