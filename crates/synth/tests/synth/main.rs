//! What must be so of every invented region, whatever the seed.

#![expect(clippy::unwrap_used, reason = "a test crate: its checks fail by panicking")]

mod feed;
mod life_cycles;
mod proportions;
mod repeat;
mod sense;
mod sharing;
mod truth;

use chrono::NaiveDate;
use synth::{PersonHistory, Region, Settings, region};

/// The day it is in every test: a Monday in the first year of the second version of the instrument.
fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 23).unwrap()
}

fn region_of(seed: u64, people: u32) -> Region {
    region(&Settings::new(seed, people, today()).unwrap())
}

fn people_of(seed: u64, people: u32) -> Vec<PersonHistory> {
    region_of(seed, people).people().collect()
}
