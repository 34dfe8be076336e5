//! Who is who: which records are one person.
//!
//! [`records`] holds what was read, as codes of distinct values; [`settings`] is the model, as Splink
//! writes it; [`linker`] scores pairs, [`train`] learns, [`cluster`] makes people of pairs, and
//! [`accuracy`] says how right that is where the truth is known; [`explain`] shows why; [`index`] finds
//! whoever a new record may be; [`kept`] holds pairs, on disk where memory does not ([`bytes`]). [`model`] has
//! a model that is ready for people in the United Kingdom, [`clean`] writes their values in one way,
//! [`plan`] says what to train on, [`profile`] what a file is like, [`doubts`] what is odd about a
//! model; [`table`] writes what was found.
#![doc = include_str!("../README.md")]

mod abreast;
pub mod accuracy;
mod agreement;
mod block;
pub mod bytes;
pub mod clean;
pub mod cluster;
mod compile;
mod derive;
pub mod doubts;
mod entry;
pub mod explain;
mod explode;
mod first_name;
pub mod index;
pub mod kept;
mod lanes;
pub mod linker;
mod measure;
pub mod model;
pub mod plan;
mod predicate;
pub mod profile;
mod program;
pub mod read;
pub mod records;
pub mod refusal;
pub mod settings;
mod sieve;
pub mod similarity;
mod sql;
mod stream;
pub mod table;
pub mod train;
mod value;
