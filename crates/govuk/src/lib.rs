//! GOV.UK Frontend 6.6.0 and MoJ Frontend 11.1.0 as MiniJinja templates.
//!
//! Official option names go in, official HTML comes out: `{{ govuk_button({"text": "Continue"}) }}`.
//! Every component is checked byte for byte against the fixtures its makers publish, so the
//! design system's own documentation is the documentation of these functions. This crate knows
//! nothing of our pages, and carries none of the GOV.UK identity (font, crest, blue header),
//! which services outside gov.uk may not use.

mod assets;
mod attributes;
mod components;
mod content;
mod dates;
mod escape;
mod install;

pub use assets::{Asset, asset_at, asset_url, assets};
pub use components::{COMPONENTS, Component};
pub use install::install;
