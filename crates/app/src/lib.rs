//! What people do: the only way anything is changed, or read for someone.
//!
//! Each action is one function: authorise → load → change → journal, in one transaction. A read of
//! a person's record waits until its journal entry is on the disk, so what was served was
//! journalled. Nothing here knows HTML.

pub mod account;
pub mod agreement;
pub mod appointment;
pub mod assessment;
pub mod backup;
pub mod board;
pub mod break_glass;
mod case;
pub mod claim;
pub mod concern;
pub mod consent;
mod context;
pub mod custody;
mod error;
pub mod evidence;
pub mod export;
pub mod feed;
pub mod figure;
pub mod first_sign_in;
pub mod handover;
pub mod health;
pub mod import;
pub mod invitation;
pub mod join;
pub mod join_sample;
pub mod journal;
pub mod life;
pub mod matrix;
pub mod my_people;
pub mod my_plan;
pub mod need;
pub mod outcome;
pub mod own_account;
pub mod person;
pub mod pilot;
pub mod plan;
pub mod read_alert;
pub mod record_use;
pub mod recovery;
pub mod referral;
pub mod release;
pub mod release_day;
pub mod retention;
pub mod role_request;
pub mod rules;
pub mod screening;
pub mod service;
mod sharing;
pub mod sign_in;
pub mod single_sign_on;
pub mod step;
pub mod step_up;
pub mod study_run;
pub mod upload;
pub mod worker;

pub use context::{App, Ctx, FormOnce, local_time, moment_of};
pub use error::{Error, FieldErrors};
