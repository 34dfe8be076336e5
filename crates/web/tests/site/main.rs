//! The site over HTTP, on both databases: one binary, a module for each noun.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops here")]

mod form_filler;
mod harness;
mod kept;
mod rich;

mod account;
mod agreement;
mod appointment;
mod assessment;
mod board;
mod cohort;
mod concern;
mod consent;
mod csp_report;
mod export;
mod first_sign_in;
mod handover;
mod headers;
mod hostile;
mod import;
mod invitation;
mod malformed;
mod matrix;
mod my_needs;
mod my_plan;
mod needs_of_assessment;
mod nobody_is_dropped;
mod outcome;
mod own_account;
mod peers;
mod person;
mod pilot;
mod plan;
mod plan_walk;
mod rate_limit;
mod read_alert;
mod record_use;
mod recovery;
mod referral;
mod referral_new;
mod release;
mod role_request;
mod routes;
mod screening;
mod secrets;
mod service;
mod sharing;
mod sign_in;
mod smuggling;
mod step_up;
mod who_sees;
mod worker;
