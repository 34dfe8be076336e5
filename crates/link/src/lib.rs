//! Who is who.

pub mod read;
pub mod records;
pub mod refusal;
pub mod similarity;
mod sql;
pub mod settings;
mod value;
