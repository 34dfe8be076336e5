//! The published and reference answers, the invariants, and the command as a whole.

#![expect(clippy::unwrap_used, reason = "a fixture that cannot be read is a failed test")]

mod bundle;
mod censored;
mod cohort;
mod cps;
mod decision;
mod documents;
mod example;
mod fixture;
mod frequency;
mod hard;
mod lots;
mod matchit;
mod nsw;
mod panel;
mod parquet;
mod power;
mod power_answer;
mod properties;
mod randomised;
mod secondary;
mod sensitivity;
mod sequential;
mod survival;
mod weights;
