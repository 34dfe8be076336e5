//! Pages in English and Welsh.
//!
//! The way of one page: the route table (path, action, journal event and handler on one line) →
//! layers (request id, security headers, cross-site protection, language) → a handler of one
//! screen, which calls one action of `app` and hands what it returns to a template. No SQL, no
//! policy text and no arithmetic here. How to add a page: `docs/adding-a-page.md`.

mod address;
mod asset;
mod csp_report;
mod form;
mod join;
mod join_sample;
mod journal;
mod language;
mod layers;
mod openapi;
mod problem;
mod rate_limit;
mod routes;
mod state;
mod template;
mod upload;
mod visit;

mod account;
mod agreement;
mod appointment;
mod assessment;
mod board;
mod break_glass;
mod claim;
mod concern;
mod consent;
mod custody;
mod evidence;
mod export;
mod feed;
mod figure;
mod first_sign_in;
mod goal;
mod handover;
mod import;
mod invitation;
mod matrix;
mod my_needs;
mod my_people;
mod my_plan;
mod need;
mod outcome;
mod own_account;
mod person;
mod pilot;
mod plan;
mod question;
mod read_alert;
mod record_use;
mod recovery;
mod referral;
mod referral_new;
mod release;
mod release_day;
mod retention;
mod role_request;
mod screening;
mod service;
mod service_edit;
mod sign_in;
mod single_sign_on;
mod start;
mod step;
mod step_up;
mod worker;

pub use address::{Network, NotANetwork};
pub use language::Language;
pub use openapi::{fields, openapi};
pub use rate_limit::Limits;
pub use routes::{Access, NEVER_LOGGED, Route, path_of, router, table};
pub use state::{InventedEffect, PATIENCE, Settings, Site};
