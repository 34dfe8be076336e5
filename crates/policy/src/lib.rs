//! Who may see and do what, and why.
//!
//! One question has one answer: may this [`Actor`] do this [`Action`] to a record to which they
//! stand in this [`Relation`]? The default is no. The answer yes is a value, [`Authorised`], and
//! the store reads a person's record only for such a value: a look-up that nobody cleared does not
//! compile.
//!
//! A record is read by groups of fields: each is shown in full, as a summary, or withheld with the
//! reason ([`disclosure`]). Outside the organisation that leads the case, that rests on a sharing
//! agreement in force; where there is a real choice, on the person's consent.
//!
//! The rules are Cedar policies under `policies/`, one file a topic.

mod action;
mod condition;
mod decide;
mod disclosure;
mod rules;
mod standing;

pub use action::Action;
pub use condition::{Condition, Fact, Facts};
pub use decide::{Actor, Authorised, Refusal, authorise};
pub use disclosure::{Disclosure, Shown, Withheld, disclosure, disclosures};
pub use rules::{Rule, RulesError, topics};
pub use standing::{Relation, Standing};
