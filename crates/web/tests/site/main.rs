//! The site over HTTP, on both databases: one binary, a module for each noun.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops here")]

mod harness;

mod assessment;
mod my_needs;
mod needs_of_assessment;
mod referral;
mod routes;
mod screening;
mod sign_in;
