//! The site over HTTP, on both databases: one binary, a module for each noun.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops here")]

mod harness;

mod account;
mod appointment;
mod assessment;
mod board;
mod cohort;
mod concern;
mod export;
mod handover;
mod import;
mod invitation;
mod my_needs;
mod my_plan;
mod needs_of_assessment;
mod nobody_is_dropped;
mod outcome;
mod person;
mod pilot;
mod plan;
mod plan_walk;
mod record_use;
mod referral;
mod referral_new;
mod release;
mod routes;
mod screening;
mod service;
mod sign_in;
mod worker;
