//! Reports of small invented studies and of the worked example: what they look like, that figures
//! and tables say the same, and that nothing gets into them that should not.

#![expect(clippy::unwrap_used, reason = "a fixture that cannot be read is a failed test")]

mod drawn;
mod invented;
mod markup;
mod page;
#[cfg(feature = "pdf")]
mod pdf;
mod small_numbers;
