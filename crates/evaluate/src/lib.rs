//! Did it work? Matching, balance and honest estimates, as a pure library.
//!
//! The order of work is fixed by types: a [`Design`] knows who took part and what was known
//! before; [`Design::compare`] gives a [`Matched`] comparison; [`Matched::seal`] freezes it; only
//! a [`Sealed`] one may look at [`Outcomes`], and what comes out is [`Analysed`]. So nobody can
//! choose the comparison group that gives the answer they like.
//!
//! No clock, no files and no randomness but what a study's seed gives: readers and tables come in as
//! arguments.
#![doc = include_str!("../README.md")]

pub mod abadie_imbens;
mod arms;
pub mod augmented;
pub mod balance;
pub mod bundle;
mod caveats;
mod censored;
pub mod claim;
pub mod coarsened;
mod compared;
pub mod cost;
pub mod decision;
pub mod design;
mod distribution;
pub mod estimate;
pub mod findings;
mod followed;
pub mod frequency;
pub mod histogram;
pub mod init;
pub mod interval;
mod line;
mod linear;
mod lots;
pub mod matching;
pub mod outcome;
pub mod panel;
pub mod payment;
pub mod plan;
pub mod power;
pub mod progress;
pub mod published;
pub mod randomised;
pub mod rating;
pub mod read;
mod records;
pub mod refusal;
mod regression;
pub mod reliable_change;
pub mod run;
pub mod score;
pub mod secondary;
pub mod sensitivity;
pub mod sequential;
pub mod sets;
pub mod study;
pub mod survival;
pub mod table;
pub mod text;
mod tree;
pub mod values;
pub mod verdict;
pub mod weighting;

pub use coarsened::{Coarsened, Cuts};
pub use design::{Assignment, Design, Matched, Sealed};
pub use estimate::Analysed;
pub use findings::Findings;
pub use interval::{Interval, against_known_rate, mean_interval, newcombe, wilson};
pub use matching::{Method, Nearest, Radius, Scale, Ties};
pub use outcome::{FollowUp, Kind, Outcome};
pub use plan::Plan;
pub use progress::{Progress, Stage};
pub use refusal::Refusal;
pub use run::{run, run_watched};
pub use study::Study;
pub use table::{Outcomes, Table};
pub use values::Values;
