//! What every life cycle shares: who moved it, and the refusal of a move that is not allowed.
//!
//! A life cycle is an enum whose variants hold only their own data. Moves are a second enum. The
//! one function `after(&self, move)` is the whole table of what is allowed; anything else is an
//! [`IllegalMove`], which a page shows as "this has moved on since you opened it", never a panic.

use crate::{AccountId, OrganisationId};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// Who made a move, for which organisation, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct By {
    /// The account that acted.
    pub account: AccountId,
    /// The organisation it acted for.
    pub organisation: OrganisationId,
    /// The moment, from the caller's clock.
    pub at: DateTime<Utc>,
}

/// A move that the life cycle does not allow from where it stands.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{noun} cannot {attempted} when it is {from}")]
pub struct IllegalMove {
    /// The noun, for example `referral`.
    pub noun: &'static str,
    /// The state it is in.
    pub from: &'static str,
    /// The move that was tried.
    pub attempted: &'static str,
}
