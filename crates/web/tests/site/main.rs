//! The site over HTTP, on both databases: one binary, a module for each noun.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops here")]

mod harness;

mod assessment;
mod my_needs;
mod my_plan;
mod needs_of_assessment;
mod plan;
mod plan_walk;
mod referral;
mod routes;
mod screening;
mod sign_in;
