//! Actions against a real database: one binary, a module for each noun.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops here")]

mod backup;
mod harness;
mod import;
mod retention;
mod single_sign_on;
