//! A claim about reoffending, taken apart. It asks nothing of the database and is nobody's record, so
//! there is nothing to authorise or to journal.

use crate::Error;
use domain::{ClaimCounted, ClaimMeasured};
use evaluate::claim::{Claim, Counted, Measured};

pub use evaluate::claim::{Described, MODEST_FALL, MONTHS_TO_MEASURE, Reason, Standing};

/// What somebody claims, in the units in which it is said.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Said {
    /// People whom the rate is of.
    pub people: u32,
    /// Per cent of them that reoffended.
    pub rate: f64,
    /// The published per cent that it is held against.
    pub compared_with: f64,
    /// People besides, of whom nobody knows.
    pub untraced: u32,
    /// What it cost, in pounds.
    pub cost: Option<f64>,
    /// Months for which everybody was followed.
    pub months: Option<u32>,
    /// How it is known.
    pub measured: ClaimMeasured,
    /// Who is counted.
    pub counted: ClaimCounted,
}

/// Takes a claim apart.
///
/// # Errors
/// A claim that makes no sense, which its fields have ruled out before.
pub fn describe(said: &Said) -> Result<Described, Error> {
    let claim = Claim {
        people: said.people.into(),
        rate: said.rate / 100.0,
        compared_with: said.compared_with / 100.0,
        untraced: said.untraced.into(),
        cost: said.cost,
        months: said.months,
        measured: match said.measured {
            ClaimMeasured::Unsaid => Measured::Unsaid,
            ClaimMeasured::PoliceRecord => Measured::PoliceRecord,
            ClaimMeasured::OwnRecord => Measured::OwnRecord,
        },
        counted: match said.counted {
            ClaimCounted::Unsaid => Counted::Unsaid,
            ClaimCounted::Started => Counted::Started,
            ClaimCounted::Stayed => Counted::Stayed,
        },
    };
    claim.describe().map_err(|_| Error::Internal("a claim was let through that makes no sense"))
}
