//! Every statement of the store, on both databases: one binary, so that it links once.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[macro_use]
mod harness;

mod accounts;
mod agreement;
mod assessment;
mod backup;
mod build;
mod candidate;
mod consent;
mod export;
mod figures;
mod nobody_is_dropped;
mod open;
mod people;
mod plan;
mod referral;
mod release;
mod retention;
mod schema;
mod screening;
mod sealed;
mod sharing;
