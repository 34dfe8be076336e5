//! Joins: who here is meant by what another agency knows. The weight alone joins where nothing stands against it;
//! otherwise somebody of the organisation that leads the case decides, and their decision stands over every later
//! run. A join writes nothing over: undone, everything is as it was.

mod decide;
mod quality;
mod run;
mod view;
mod weigh;

pub use decide::decide;
pub use quality::{Found, OfAgency, Quality, quality};
pub(crate) use run::{Hand, look_up, people_added, person_added, propose_seen, unproposed};
pub use run::{run_all, run_nightly};
pub use view::{Compared, HeldElsewhere, Made, NumberShown, Queue, Review, Side, queue, review};
pub(crate) use view::{compared, held_elsewhere};
pub use weigh::{Bar, Comparison, Level, Part, Weighed, weigh};
