//! `resettle.toml`: the settings of a site. What stands on the command line or in the environment
//! goes before it; a name that is not known is refused, so that a slip cannot switch anything off.

use anyhow::Context;
use serde::Deserialize;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

/// The settings of a site.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub(crate) struct Config {
    /// Address of the database: `sqlite:FILE` or `postgres://USER@HOST/NAME`.
    pub(crate) database: Option<String>,
    /// Address and port to listen on.
    pub(crate) listen: Option<SocketAddr>,
    /// Address and port for metrics, kept apart from the site; none when left out.
    pub(crate) metrics: Option<SocketAddr>,
    /// File of the key that signs the journal; beside the database when left out.
    pub(crate) journal_key: Option<PathBuf>,
    /// Whether cookies go over TLS only. Leave it on unless the site is on your own machine.
    pub(crate) secure_cookies: Option<bool>,
}

impl Config {
    /// Reads a file; one that was not named may be absent.
    pub(crate) fn read(named: Option<&Path>) -> anyhow::Result<Self> {
        let path = named.unwrap_or_else(|| Path::new("resettle.toml"));
        if named.is_none() && !path.exists() {
            return Ok(Self::default());
        }
        let text = std::fs::read_to_string(path)
            .with_context(|| format!("the settings file {} cannot be read", path.display()))?;
        toml::from_str(&text)
            .with_context(|| format!("the settings file {} has a mistake", path.display()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_in_a_name_is_refused() {
        let error = toml::from_str::<Config>("secure_cookie = false").unwrap_err().to_string();
        assert!(error.contains("unknown field `secure_cookie`"), "{error}");
    }
}
