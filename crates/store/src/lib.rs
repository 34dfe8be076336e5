//! SQLite (built in) and PostgreSQL from one SQL text; the only room that knows SQL.
//!
//! How to add a noun: a table in `migrations/{sqlite,postgres}` under the same number and name, a
//! file here named for the noun with its statements as literals (`one!`, `all!`, `run!`, `put!`), a row
//! type that turns into the domain type by `TryFrom`, and a test in `tests/` which the harness runs
//! on both databases. Time and ids are arguments. A look-up returns `Option`, not an error.
//!
//! What both engines accept: `on conflict … do update`, `returning`, common table expressions,
//! window functions, `filter (where …)`, `string_agg`, partial indexes. What shared SQL must not use: date
//! arithmetic, `ilike`, arrays, `now()`, and `limit` without `order by`.

#[macro_use]
mod statement;

pub mod account;
pub mod agreement;
pub mod appointment;
pub mod assessment;
pub mod assessment_override;
pub mod backup;
pub mod break_glass;
pub mod candidate;
pub mod clock;
pub mod concern;
mod connect;
pub mod consent;
mod error;
pub mod evidence;
pub mod export;
mod fault;
pub mod feed;
pub mod handover;
mod held;
pub mod import;
pub mod invitation;
pub mod join;
pub mod join_sample;
pub mod journal;
pub mod licence_condition;
mod many;
pub mod need;
mod new_file;
pub mod organisation;
pub mod outcome;
pub mod person;
pub mod person_detail;
pub mod pilot;
pub mod plan;
pub mod plan_view;
pub mod read_alert;
mod reader_journal;
pub mod record_use;
pub mod recovery;
pub mod referral;
pub mod relation;
pub mod release;
pub mod retention;
pub mod risk_flag;
pub mod role_request;
pub mod rules;
pub mod screening;
pub mod sealed;
pub mod sentence;
pub mod service;
pub mod session;
pub mod setting;
pub mod sharing;
pub mod single_sign_on;
pub mod submission;
pub mod visible;

pub use connect::{Conn, Db, OpenError, Tx, create_database};
pub use error::{Inconsistent, StoreError};
#[cfg(debug_assertions)]
pub use fault::Fault;
pub use new_file::NewFile;
pub use reader_journal::{NotJournalled, ReadJournal};
