//! A pilot: a question about some services, and the people who started them.
//!
//! The cohort is who *started* a named service, never who finished it: counting only those still
//! in touch is the oldest way to make a scheme look as if it worked (`evaluation.md` §2).

use crate::{PilotId, ServiceId};
use chrono::NaiveDate;

/// A pilot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pilot {
    /// Its id.
    pub id: PilotId,
    /// Its name.
    pub name: String,
    /// What it asks.
    pub question: String,
    /// The services whose users are its cohort.
    pub services: Vec<ServiceId>,
    /// The first start that counts.
    pub starts_on: NaiveDate,
}
