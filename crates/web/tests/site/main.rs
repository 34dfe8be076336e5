//! The site over HTTP, on both databases: one binary, a module for each noun.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops here")]

mod harness;

mod referral;
mod routes;
mod sign_in;
