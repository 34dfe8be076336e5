//! The whole program over HTTP, as `resettle demo` runs it: one binary, a module for each concern.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops here")]

mod crawl;
mod kill;
mod load;
mod server;
