//! The day on which a person due for release leaves prison, and why it is that day.
//!
//! A due date at a weekend or on a bank holiday moves back to the working day before (Criminal Justice
//! Act 1961 s.23(3)). Then, so that nobody has to find a home, a script and money with everything
//! shut, someone who would leave on a Friday or the eve of a bank holiday leaves earlier (s.23(3B), put
//! in by the Offenders (Day of Release from Detention) Act 2023) on an *eligible working day*: one that
//! is not itself followed by a day without services. The due date is as supplied; it is never computed
//! here.

use chrono::{Datelike, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

use crate::working_day::is_weekend;
use crate::{BankHolidays, Invalid};

crate::coded_enum! {
    /// How a release comes about: the early day is not for every route.
    pub enum ReleaseRoute("release-route") {
        /// At the point that the law sets in a determinate sentence.
        Automatic = "automatic",
        /// Home detention curfew: early already.
        HomeDetentionCurfew = "hdc",
        /// Directed by the Parole Board.
        ParoleBoard = "parole-board",
        /// From a life or other indeterminate sentence.
        Indeterminate = "indeterminate",
    }
}

crate::coded_enum! {
    /// One step of the working; its message takes the days it moved `from` and `to`.
    pub enum ReleaseDateReason("release-date") {
        /// Due at a weekend: moved to the working day before.
        Weekend = "weekend",
        /// Due on a bank holiday: moved to the working day before.
        BankHoliday = "bank-holiday",
        /// On a Friday: moved to the eligible working day before.
        Friday = "friday",
        /// On the eve of a bank holiday: moved to the eligible working day before.
        BankHolidayEve = "bank-holiday-eve",
        /// Not moved: home detention curfew.
        NotForHdc = "not-for-hdc",
        /// Not moved: directed by the Parole Board.
        NotForParoleBoard = "not-for-parole-board",
        /// Not moved: indeterminate sentence.
        NotForIndeterminate = "not-for-indeterminate",
        /// Not moved: fewer days served than the scheme asks.
        ServedTooFewDays = "served-too-few-days",
        /// Not moved: due before the scheme began.
        BeforeScheme = "before-scheme",
        /// Nothing to move for: services are open on the day and the day after.
        Unchanged = "unchanged",
    }
}

/// What the law and policy set from a day on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EarlyReleasePolicy {
    /// First due day that it is for.
    pub valid_from: NaiveDate,
    /// Fewest days served in custody.
    pub minimum_days_served: u32,
    /// Most eligible working days that a governor may go back; by default it is one.
    pub most_days_back: u32,
    /// Where it says so.
    pub source: &'static str,
}

/// Policies by first day, earliest first. The statute's own annotations give 12 December 2023 as the
/// day s.23(3B) came into force; the scheme's guidance, 30 November, is followed.
pub const EARLY_RELEASE_POLICIES: [EarlyReleasePolicy; 1] = [EarlyReleasePolicy {
    valid_from: NaiveDate::from_ymd_opt(2023, 11, 30).expect("30 November is in the calendar"),
    minimum_days_served: 28,
    most_days_back: 2,
    source: "Offenders (Day of Release from Detention) Act 2023; Friday releases policy framework",
}];

/// What the day of release is worked out from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReleaseCase {
    /// Due date, as supplied by the prison.
    pub due: NaiveDate,
    /// How the release comes about.
    pub route: ReleaseRoute,
    /// Days in custody by the due date.
    pub days_served: u32,
}

/// One step of the working.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReleaseDateStep {
    /// Why.
    pub reason: ReleaseDateReason,
    /// The day before the step.
    pub from: NaiveDate,
    /// The day after the step; the same where nothing moved.
    pub to: NaiveDate,
}

/// The day of release with its working.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReleaseDate {
    /// Due date, as supplied.
    pub due: NaiveDate,
    /// Due date after the weekend and bank holiday rule.
    pub effective_due: NaiveDate,
    /// Day of release by default.
    pub release: NaiveDate,
    /// Earliest day that the governor may choose (for an adult a second eligible day needs their
    /// decision; for a child either day may be taken).
    pub earliest: NaiveDate,
    /// The working, in order; never empty.
    pub steps: Vec<ReleaseDateStep>,
}

impl ReleaseDate {
    /// Works out the day of release.
    ///
    /// # Errors
    /// `invalid-date-beyond-calendar` where the bank holidays around the due date are not known.
    pub fn work_out(case: &ReleaseCase, calendar: &BankHolidays) -> Result<Self, Invalid> {
        let due = case.due;
        let mut steps = Vec::new();
        let mut effective_due = due;
        if !calendar.is_working_day(due)? {
            effective_due = calendar.working_day_before(due)?;
            let reason = if is_weekend(due) {
                ReleaseDateReason::Weekend
            } else {
                ReleaseDateReason::BankHoliday
            };
            steps.push(ReleaseDateStep { reason, from: due, to: effective_due });
        }
        let mut found =
            Self { due, effective_due, release: effective_due, earliest: effective_due, steps };
        let Some(closing) = services_close_after(effective_due, calendar)? else {
            if found.steps.is_empty() {
                found.stay(ReleaseDateReason::Unchanged);
            }
            return Ok(found);
        };
        match early_release(case, effective_due) {
            Err(reason) => found.stay(reason),
            Ok(policy) => {
                let release = eligible_day_before(effective_due, calendar)?;
                found.earliest = (1..policy.most_days_back)
                    .try_fold(release, |day, _| eligible_day_before(day, calendar))?;
                found.release = release;
                found.steps.push(ReleaseDateStep {
                    reason: closing,
                    from: effective_due,
                    to: release,
                });
            }
        }
        Ok(found)
    }

    fn stay(&mut self, reason: ReleaseDateReason) {
        self.steps.push(ReleaseDateStep {
            reason,
            from: self.effective_due,
            to: self.effective_due,
        });
    }
}

/// Returns why services are shut the day after a working day, or `None` where they are open.
fn services_close_after(
    day: NaiveDate,
    calendar: &BankHolidays,
) -> Result<Option<ReleaseDateReason>, Invalid> {
    if day.weekday() == Weekday::Fri {
        return Ok(Some(ReleaseDateReason::Friday));
    }
    let open = day.succ_opt().map_or(Ok(true), |next| calendar.is_working_day(next))?;
    Ok((!open).then_some(ReleaseDateReason::BankHolidayEve))
}

/// Returns the policy under which someone leaves early, or why they do not.
fn early_release(
    case: &ReleaseCase,
    effective_due: NaiveDate,
) -> Result<EarlyReleasePolicy, ReleaseDateReason> {
    match case.route {
        ReleaseRoute::HomeDetentionCurfew => return Err(ReleaseDateReason::NotForHdc),
        ReleaseRoute::ParoleBoard => return Err(ReleaseDateReason::NotForParoleBoard),
        ReleaseRoute::Indeterminate => return Err(ReleaseDateReason::NotForIndeterminate),
        ReleaseRoute::Automatic => {}
    }
    let in_force = |policy: &&EarlyReleasePolicy| policy.valid_from <= effective_due;
    let policy = EARLY_RELEASE_POLICIES
        .iter()
        .rev()
        .find(in_force)
        .ok_or(ReleaseDateReason::BeforeScheme)?;
    if case.days_served < policy.minimum_days_served {
        return Err(ReleaseDateReason::ServedTooFewDays);
    }
    Ok(*policy)
}

/// Returns the last working day before a day that is not itself followed by a closed day.
fn eligible_day_before(day: NaiveDate, calendar: &BankHolidays) -> Result<NaiveDate, Invalid> {
    let mut earlier = calendar.working_day_before(day)?;
    while services_close_after(earlier, calendar)?.is_some() {
        earlier = calendar.working_day_before(earlier)?;
    }
    Ok(earlier)
}

#[cfg(test)]
#[path = "release_date_tests.rs"]
mod tests;
