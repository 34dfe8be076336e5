//! The published and reference answers, the invariants, and the command as a whole.

#![expect(clippy::unwrap_used, reason = "a fixture that cannot be read is a failed test")]

mod cohort;
mod cps;
mod example;
mod fixture;
mod hard;
mod matchit;
mod nsw;
mod properties;
mod weights;
