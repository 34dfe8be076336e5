//! Who is who.

pub mod accuracy;
mod block;
pub mod cluster;
mod compile;
mod derive;
pub mod linker;
mod measure;
mod predicate;
mod program;
pub mod read;
pub mod records;
pub mod refusal;
pub mod similarity;
mod sql;
pub mod settings;
mod stream;
pub mod train;
mod value;
