//! Who may see and do what, and why.
//!
//! One question has one answer: may this [`Actor`] do this [`Action`] to a record to which they
//! stand in this [`Relation`]? The default is no. The answer yes is a value, [`Authorised`], and
//! the store reads a person's record only for such a value: a look-up that nobody cleared does not
//! compile.
//!
//! This is the first cut: a table in Rust. Sharing agreements, consent and the field matrix of
//! `domain.md` §8.3 replace the table behind the same three types, and nothing above changes.

mod action;
mod decide;
mod rules;

pub use action::Action;
pub use decide::{Actor, Authorised, Refusal, Relation, authorise};
pub use rules::RulesError;
