//! Whole sites, before and after: for pilots in which everyone at a prison or in an area is served,
//! so that nobody there can be a comparison.
//!
//! Sites and not people are what was chosen, so sites are what is counted.

pub mod differences;
mod simplex;
pub mod synthetic;

pub use differences::{DifferenceInDifferences, Row, difference_in_differences};
pub use synthetic::{Placebo, Series, Synthetic, synthetic_control};
