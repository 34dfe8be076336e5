//! Why an action did not happen, by who must act.

use chrono::TimeDelta;
use domain::Invalid;
use domain::life_cycle::IllegalMove;
use policy::Refusal;
use store::{Inconsistent, NotJournalled, StoreError};

/// What was wrong with a form, by field name.
pub type FieldErrors = Vec<(String, Invalid)>;

/// Why an action did not happen.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The user must mend the form.
    #[error("{} fields were refused", .0.len())]
    Invalid(FieldErrors),
    /// Policy refuses. Absent and not shared look the same outside.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// There is no such thing.
    #[error("there is no such {0}")]
    NotFound(&'static str),
    /// It has moved on since the page was opened.
    #[error(transparent)]
    Moved(#[from] IllegalMove),
    /// The same form was submitted before; it led to this path.
    #[error("this form was submitted before")]
    Repeated(String),
    /// Too many people's records were read within an hour; after this time there is room for one.
    #[error("too many people's records were read")]
    TooManyRecords(TimeDelta),
    /// Our fault: the database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Our fault: the read could not be journalled, so nothing is shown.
    #[error(transparent)]
    NotJournalled(#[from] NotJournalled),
    /// Our fault: something else.
    #[error("{0}")]
    Internal(&'static str),
}

impl From<Inconsistent> for Error {
    fn from(error: Inconsistent) -> Self {
        Self::Store(error.into())
    }
}

impl Error {
    /// Returns a refusal of one field.
    #[must_use]
    pub fn field(name: &str, why: Invalid) -> Self {
        Self::Invalid(vec![(name.to_owned(), why)])
    }
}
