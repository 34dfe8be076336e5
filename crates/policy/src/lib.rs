//! Who may see and do what, and why.
//!
//! One question has one answer: may this [`Actor`] do this [`Action`] to a record to which they
//! stand in this [`Relation`]? The default is no. The answer yes is a value, [`Authorised`], and
//! the store reads a person's record only for such a value: a look-up that nobody cleared does not
//! compile.
//!
//! The rules are Cedar policies under `policies/`, one file a topic. Sharing agreements, consent and
//! the groups of fields of a record are to come behind the same types.

mod action;
mod decide;
mod rules;

pub use action::Action;
pub use decide::{Actor, Authorised, Refusal, Relation, authorise};
pub use rules::RulesError;
