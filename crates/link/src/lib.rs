//! Who is who: which records are one person.
//!
//! [`records`] holds what was read, as codes of distinct values; [`settings`] is the model, as Splink
//! writes it; [`linker`] scores pairs, [`train`] learns, [`cluster`] makes people of pairs, and
//! [`accuracy`] says how right that is where the truth is known; [`explain`] shows why.
#![doc = include_str!("../README.md")]

pub mod accuracy;
mod block;
pub mod cluster;
mod compile;
mod derive;
pub mod explain;
pub mod linker;
mod measure;
mod predicate;
mod program;
pub mod read;
pub mod records;
pub mod refusal;
pub mod settings;
pub mod similarity;
mod sql;
mod stream;
pub mod train;
mod value;
