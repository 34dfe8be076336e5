//! The nouns of resettlement and their life cycles.
//!
//! This room knows no clock, randomness, file, SQL or HTTP: today's date, new ids and reference
//! data come in as arguments. Values are parsed at the edge into types that cannot be wrong
//! (`PrisonNumber::parse`), and life cycles are enums whose moves say who, when, for which
//! organisation and why.

mod coded;
mod invalid;
#[cfg(test)]
mod messages;

pub use coded::{Coded, ascii, kebab};
pub use invalid::Invalid;
