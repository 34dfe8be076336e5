//! When a conviction is spent: the Rehabilitation of Offenders Act 1974 ("the Act") for England and Wales, as
//! amended by section 193 of the Police, Crime, Sentencing and Courts Act 2022. In force since 28 October 2023
//! for convictions of any day, so everything is worked out anew and nothing is kept. Not legal advice.
//!
//! A pure function of the facts. A fact that is missing and needed gives "not known", never a guess: what is
//! not known to be spent is treated as unspent by nobody here and as spent by nobody here.
//!
//! Days are counted as the Ministry of Justice's own tool does (ministryofjustice/disclosure-checker): the
//! length is added to the day that the sentence began and the buffer to that, in months of the calendar.
//! "Beginning with" read strictly ends a day sooner; a page says "on or about".

use crate::{OffenceGroup, age_on, coded_enum};
use chrono::{Months, NaiveDate};

/// Age from which somebody is sentenced as an adult: halved periods are for "under 18 at the date of
/// conviction" (section 5(2)(b) of the Act).
const ADULT: u32 = 18;
/// Days of a month where lengths in days are compared with lengths in months: 365.2425 / 12.
const HUNDREDTHS_OF_A_DAY_A_MONTH: u64 = 3_044;
/// A sentence of more than so many months in custody has the middle period (section 5(2)).
const SHORT_CUSTODY_MONTHS: u32 = 12;
/// A sentence of more than so many months in custody has the long period, or is never spent (section 5(1)(b)
/// and (2)).
const LONG_CUSTODY_MONTHS: u32 = 48;

coded_enum! {
    /// What a court gave.
    pub enum Disposal("disposal") {
        /// Prison, or a young offender institution, for a fixed time.
        Custody = "custody",
        /// The same, suspended: the term counts, and not the time for which it is suspended.
        Suspended = "suspended",
        /// A detention and training order.
        DetentionAndTraining = "detention_and_training",
        /// Service detention.
        ServiceDetention = "service_detention",
        /// Life, imprisonment for public protection, an extended sentence and the like (section 5(1)).
        Excluded = "excluded",
        /// A fine.
        Fine = "fine",
        /// A compensation order.
        Compensation = "compensation",
        /// A community or youth rehabilitation order.
        Community = "community",
        /// A conditional discharge or a bind over.
        ConditionalDischarge = "conditional_discharge",
        /// A referral order: until the last day of the contract.
        Referral = "referral",
        /// A hospital order.
        Hospital = "hospital",
        /// A driving licence was endorsed by a court.
        Endorsement = "endorsement",
        /// Removal from His Majesty's service, or a severe reprimand.
        Service = "service",
        /// Another order that disqualifies, prohibits, requires or regulates (section 5(8)(g)): it lengthens
        /// no other period (section 6(5)).
        OtherOrder = "other_order",
        /// An absolute discharge, a reparation order, and whatever the table does not name (section 5(4)).
        Immediate = "immediate",
    }
}

/// A length as a court says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Length {
    /// Days.
    Days(u32),
    /// Months of the calendar.
    Months(u32),
}

impl Length {
    fn after(self, day: NaiveDate) -> Option<NaiveDate> {
        match self {
            Self::Days(days) => day.checked_add_days(chrono::Days::new(days.into())),
            Self::Months(months) => day.checked_add_months(Months::new(months)),
        }
    }

    fn is_over(self, months: u32) -> bool {
        match self {
            Self::Days(days) => {
                u64::from(days) * 100 > u64::from(months) * HUNDREDTHS_OF_A_DAY_A_MONTH
            }
            Self::Months(own) => own > months,
        }
    }
}

/// How an order ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ends {
    /// After a length.
    After(Length),
    /// When a court says so, and it has not (section 5(6) of the Act: while it has effect).
    UntilFurtherOrder,
    /// On a day: it ceased, or was paid in full.
    On(NaiveDate),
    /// The order says nothing of an end (section 5(3)(b)).
    NoProvision,
    /// Nobody wrote down what it says.
    NotRecorded,
}

/// A sentence of a conviction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Passed {
    /// What it is.
    pub disposal: Disposal,
    /// How it ends. Terms that follow each other are added up before (section 5(7)(a)).
    pub ends: Ends,
    /// The day that it began, where that is not the day of the conviction.
    pub began_on: Option<NaiveDate>,
    /// Whether the offence is in Schedule 18 to the Sentencing Code (serious violent, sexual or terrorist) and
    /// one single term is over four years (section 5(7A)). Needed of custody of more than four years only.
    pub schedule_18: Option<bool>,
}

/// A conviction, with everything that was passed for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conviction {
    /// The day.
    pub on: NaiveDate,
    /// The sentences; more than one may be passed (section 6(2): the longest period counts).
    pub sentences: Vec<Passed>,
}

coded_enum! {
    /// A fact without which it is not known when a conviction is spent.
    pub enum Missing("spent-missing") {
        /// The day of birth: periods are halved for who was under 18.
        DateOfBirth = "date_of_birth",
        /// What the court gave.
        Disposal = "disposal",
        /// How long it is, or when it ended.
        Length = "length",
        /// Whether the offence is in Schedule 18.
        Schedule18 = "schedule_18",
        /// The day of the conviction, or of another of the same person.
        Day = "day",
        /// Whether there was a conviction at all.
        Conviction = "conviction",
    }
}

/// When a conviction is spent. Never kept as a day that is far away: "never" is not a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spent {
    /// From the day it is given.
    Immediately,
    /// From about this day on.
    On(NaiveDate),
    /// When a compensation order is paid in full (section 5(2), the table).
    WhenPaid,
    /// When an order ceases, for which there is no day yet.
    WhenItCeases,
    /// A fact is missing.
    NotKnown(Missing),
    /// Never (section 5(1), and section 1(1)(b) by a later sentence).
    Never,
}

impl Spent {
    /// Returns whether it is spent on a day. What is not known is not.
    #[must_use]
    pub fn is_spent(self, on: NaiveDate) -> bool {
        match self {
            Self::Immediately => true,
            Self::On(day) => on > day,
            Self::WhenPaid | Self::WhenItCeases | Self::NotKnown(_) | Self::Never => false,
        }
    }

    /// Never is longest, then what nobody knows, then what has no day, then the latest day.
    fn rank(self) -> (u8, NaiveDate) {
        match self {
            Self::Immediately => (0, NaiveDate::MIN),
            Self::On(day) => (1, day),
            Self::WhenPaid => (2, NaiveDate::MAX),
            Self::WhenItCeases => (3, NaiveDate::MAX),
            Self::NotKnown(_) => (4, NaiveDate::MAX),
            Self::Never => (5, NaiveDate::MAX),
        }
    }

    fn longer(self, other: Self) -> Self {
        if other.rank() > self.rank() { other } else { self }
    }
}

/// A sentence as a record has it: anything may be unknown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    /// What sort of sentence, in the words of its source.
    pub kind: Option<String>,
    /// The group of the offence.
    pub offence: Option<OffenceGroup>,
    /// The day on which it was imposed.
    pub on: Option<NaiveDate>,
    /// Its length in days.
    pub days: Option<u32>,
}

impl Recorded {
    fn disposal(&self) -> Option<Disposal> {
        let kind = self.kind.as_deref()?;
        Disposal::from_code(kind).or(match kind {
            "standard_determinate" => Some(Disposal::Custody),
            "life" | "ipp" | "extended" => Some(Disposal::Excluded),
            _ => None,
        })
    }

    /// Returns the conviction of a day. The groups of which no offence is in Schedule 18 are told apart;
    /// burglary is not one (with intent to injure it is listed), nor are vehicle offences (causing death is).
    fn conviction(&self, on: NaiveDate) -> Conviction {
        let never_listed = [OffenceGroup::Theft, OffenceGroup::Fraud, OffenceGroup::Drug];
        let is_listed = self.offence.filter(|group| never_listed.contains(group)).map(|_| false);
        let passed = |disposal| Passed {
            disposal,
            ends: self.days.map_or(Ends::NotRecorded, |days| Ends::After(Length::Days(days))),
            began_on: None,
            schedule_18: is_listed,
        };
        Conviction { on, sentences: self.disposal().map(passed).into_iter().collect() }
    }
}

/// Returns when each sentence of a record is spent. A sentence without its day may lengthen any other, so
/// that then none is known to be spent.
#[must_use]
pub fn recorded(sentences: &[Recorded], born: Option<NaiveDate>) -> Vec<Spent> {
    // A remand is no conviction: it is not spent, and lengthens nothing.
    let is_remand = |one: &Recorded| one.kind.as_deref() == Some("remand");
    let dated = |one: &Recorded| if is_remand(one) { None } else { one.on };
    let convictions: Vec<Conviction> =
        sentences.iter().filter_map(|one| Some(one.conviction(dated(one)?))).collect();
    let is_whole = sentences.iter().all(|one| is_remand(one) || one.on.is_some());
    let mut found = spent(&convictions, born).into_iter();
    let each = sentences.iter().map(|one| {
        if is_remand(one) {
            return Spent::NotKnown(Missing::Conviction);
        }
        let known = dated(one).and_then(|_| found.next());
        match known {
            Some(Spent::Never) => Spent::Never,
            Some(known) if is_whole => known,
            _ => Spent::NotKnown(Missing::Day),
        }
    });
    each.collect()
}

/// Returns when each conviction is spent, in the order given. All of a person's convictions belong in it: a
/// later one lengthens the period of an earlier one that is still running.
#[must_use]
pub fn spent(convictions: &[Conviction], born: Option<NaiveDate>) -> Vec<Spent> {
    // What takes part in lengthening, and what does not (section 6(5)).
    let mut core: Vec<Spent> = convictions.iter().map(|one| period(one, born, true)).collect();
    let other = convictions.iter().map(|one| period(one, born, false));
    let mut order: Vec<usize> = (0..convictions.len()).collect();
    order.sort_by_key(|at| convictions[*at].on);
    for (place, &at) in order.iter().enumerate() {
        // Still running on the day of this conviction, lengthened as it may be by then.
        let on = convictions[at].on;
        let earlier = order[..place].iter().copied();
        let running: Vec<usize> = earlier.filter(|before| !is_over(core[*before], on)).collect();
        match core[at] {
            // Section 1(1)(b): a sentence that excludes rehabilitation takes the earlier ones with it.
            Spent::Never => running.iter().for_each(|&before| core[before] = Spent::Never),
            Spent::Immediately => {}
            later => {
                // Section 6(4): the period that would end earlier ends with the later one. One that never ends
                // lengthens no other.
                let all = running.iter().map(|before| core[*before]);
                let ends = all.filter(|one| *one != Spent::Never).fold(later, Spent::longer);
                core[at] = ends;
                for &before in &running {
                    core[before] = core[before].longer(ends);
                }
            }
        }
    }
    core.into_iter().zip(other).map(|(core, other)| core.longer(other)).collect()
}

fn is_over(spent: Spent, on: NaiveDate) -> bool {
    match spent {
        Spent::Immediately => true,
        Spent::On(day) => day < on,
        _ => false,
    }
}

/// Returns the longest period of a conviction's own sentences that lengthen others, or that do not.
fn period(conviction: &Conviction, born: Option<NaiveDate>, lengthens: bool) -> Spent {
    if conviction.sentences.is_empty() {
        return if lengthens { Spent::NotKnown(Missing::Disposal) } else { Spent::Immediately };
    }
    let is_adult = born.and_then(|born| age_on(born, conviction.on)).map(|age| age >= ADULT);
    let takes_part = |passed: &&Passed| {
        let alone = matches!(passed.disposal, Disposal::OtherOrder | Disposal::Immediate);
        alone != lengthens
    };
    let of = conviction.sentences.iter().filter(takes_part);
    of.map(|passed| own_period(passed, conviction.on, is_adult))
        .fold(Spent::Immediately, Spent::longer)
}

/// Returns the period of one sentence: the table in section 5(2) of the Act.
fn own_period(passed: &Passed, convicted_on: NaiveDate, is_adult: Option<bool>) -> Spent {
    let began = passed.began_on.unwrap_or(convicted_on);
    let aged =
        |adult: u32, young: u32| is_adult.map(|is_adult| if is_adult { adult } else { young });
    let from = |day: NaiveDate, months: Option<u32>| {
        let Some(months) = months else { return Spent::NotKnown(Missing::DateOfBirth) };
        day.checked_add_months(Months::new(months)).map_or(Spent::Never, Spent::On)
    };
    match passed.disposal {
        Disposal::Excluded => Spent::Never,
        Disposal::Immediate => Spent::Immediately,
        Disposal::Custody | Disposal::Suspended | Disposal::DetentionAndTraining => {
            let Ends::After(length) = passed.ends else { return Spent::NotKnown(Missing::Length) };
            let Some(end) = length.after(began) else { return Spent::Never };
            if length.is_over(LONG_CUSTODY_MONTHS) {
                match passed.schedule_18 {
                    Some(true) => Spent::Never,
                    Some(false) => from(end, aged(84, 42)),
                    None => Spent::NotKnown(Missing::Schedule18),
                }
            } else if length.is_over(SHORT_CUSTODY_MONTHS) {
                from(end, aged(48, 24))
            } else {
                from(end, aged(12, 6))
            }
        }
        Disposal::ServiceDetention => match passed.ends {
            Ends::After(length) => {
                length.after(began).map_or(Spent::Never, |end| from(end, aged(12, 6)))
            }
            _ => Spent::NotKnown(Missing::Length),
        },
        Disposal::Fine | Disposal::Service => from(convicted_on, aged(12, 6)),
        // The table as it was before 2014 is kept for these (section 5(2), the entry of the Road Traffic
        // Offenders Act 1988).
        Disposal::Endorsement => from(convicted_on, aged(60, 30)),
        Disposal::Compensation => match passed.ends {
            Ends::On(paid) => Spent::On(paid),
            _ => Spent::WhenPaid,
        },
        Disposal::Community
        | Disposal::ConditionalDischarge
        | Disposal::Referral
        | Disposal::Hospital
        | Disposal::OtherOrder => match passed.ends {
            Ends::After(length) => length.after(began).map_or(Spent::Never, Spent::On),
            Ends::On(day) => Spent::On(day),
            Ends::UntilFurtherOrder => Spent::WhenItCeases,
            // Section 5(3)(b): 24 months from the day of the conviction, at any age.
            Ends::NoProvision => from(convicted_on, Some(24)),
            Ends::NotRecorded => Spent::NotKnown(Missing::Length),
        },
    }
}

#[cfg(test)]
#[path = "spent_tests.rs"]
mod tests;
