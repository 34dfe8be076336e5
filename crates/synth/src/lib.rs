//! An invented region to try, test and load the product with, whose true effects are known.
//!
//! [`region`] makes the organisations, services and workers and the [`Truth`]; [`Region::people`]
//! then gives the people one by one, so that 300,000 of them need no more memory than one. Nobody is
//! real: names are drawn from lists of common names, numbers from ranges that are not issued where
//! such a range exists, and every organisation but the prisons and probation regions is invented.
//!
//! # Person by person
//!
//! Everything random about person *i* comes from streams of ChaCha numbered by *i* alone, so
//! person *i* is the same whoever else is generated: a region of 300 people is the beginning of a
//! region of 300,000. Only what counts people differs with the size: how many workers there are,
//! the capacity of services, and the averages in the truth.
//!
//! # Order of loading
//!
//! 1. [`Region::organisations`] and [`Region::services`];
//! 2. [`Region::workers`], but those with a `person` after that person, and [`Region::agreements`];
//! 3. for each [`PersonHistory`], its fields in the order of the struct: every row refers only to
//!    rows before it. Clocks are what `clock()` of each row gives; the journal is `events`.
//!
//! Ids are UUIDs of version 7 that carry the moment their row was recorded; those of people,
//! organisations, services and workers carry the moment at which the region was set up.
//!
//! Everything lies before the first minute of `today`: the region is as it stands that morning.

mod agreement;
mod assessment;
mod choice;
mod consent;
mod course;
mod custody;
mod feed;
mod handover;
mod history;
mod identity;
mod lists;
mod meeting;
mod name;
mod need;
mod organisation;
mod outcome;
mod outlook;
mod pilot;
mod plan;
mod profile;
mod referral;
mod region;
mod release;
mod screening;
mod sentence;
mod service;
mod settings;
mod stream;
mod timeline;
mod truth;
mod worker;
mod world;
mod writer;

pub use feed::{AgencyFeed, FEED_ROWS, FeedRow};
pub use history::{
    Address, Assessed, Contact, Dated, Entry, Flag, Identifier, LicenceTerm, Message, OtherName,
    PersonHistory, RatedArea, Routed, SentenceDate, SentenceRow, View,
};
pub use region::{Region, region};
pub use settings::{MOST_PEOPLE, Settings, SettingsError};
pub use truth::{EffectTruth, Endpoint, ServiceTruth, Truth};
pub use worker::Worker;
