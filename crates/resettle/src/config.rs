//! `resettle.toml`: the settings of a site. What stands on the command line or in the environment
//! goes before it; a name that is not known is refused, so that a slip cannot switch anything off.

use anyhow::{Context, anyhow};
use app::upload::Scanner;
use domain::{LONGEST_MONTHS, ReadLimits, RetentionKind, Schedule};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use web::{Limits, Network};

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
    /// File of the certificate for TLS, in PEM: the site's own, then those above it. A proxy does TLS when left out.
    pub(crate) tls_certificate: Option<PathBuf>,
    /// File of the certificate's key, in PEM and without a password.
    pub(crate) tls_key: Option<PathBuf>,
    /// How much is let through; what is left out stays as it is.
    pub(crate) limits: Option<Limits>,
    /// How many people's records an account may read in an hour; what is left out stays as it is.
    pub(crate) read_limits: Option<ReadLimits>,
    /// The proxies that are believed when they say whom they ask for.
    pub(crate) trusted_proxies: Option<Vec<Network>>,
    /// For how many months each kind of record is kept, by its name: `[retention]`.
    #[serde(default)]
    pub(crate) retention: BTreeMap<RetentionKind, u32>,
    /// Where `clamd` looks at uploads before they are read: the path of its socket, or `HOST:PORT`.
    pub(crate) scanner: Option<Scanner>,
    /// Address of the site as people's browsers have it, such as `https://resettle.example.org`. Single
    /// sign-on leads back to it.
    pub(crate) site: Option<String>,
    /// The organisations whose people sign in through their own provider.
    #[serde(default)]
    pub(crate) single_sign_on: Vec<Through>,
}

/// The provider of one organisation (OpenID Connect).
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub(crate) struct Through {
    /// The organisation's name here.
    pub(crate) organisation: String,
    /// The provider's address, to the letter as it calls itself.
    pub(crate) issuer: String,
    /// What the provider calls this site.
    pub(crate) client_id: String,
    /// File that holds the secret by which the provider knows this site.
    pub(crate) client_secret_file: Option<PathBuf>,
    /// Variable of the environment that holds it, where it is in no file.
    pub(crate) client_secret_env: Option<String>,
    /// Hosts that the provider sends to beside its own.
    #[serde(default)]
    pub(crate) hosts: Vec<String>,
    /// Whether the provider may stand in a private network or on this machine.
    #[serde(default)]
    pub(crate) private: bool,
    /// Classes of authentication (`acr`) that stand for two factors.
    #[serde(default)]
    pub(crate) two_factor_classes: Vec<String>,
}

impl Config {
    /// Returns the retention schedule: what is set here, and what the program comes with otherwise.
    pub(crate) fn schedule(&self) -> anyhow::Result<Schedule> {
        let mut schedule = Schedule::default();
        for (kind, months) in &self.retention {
            schedule.set(*kind, *months).map_err(|_| {
                anyhow!("{kind} = {months} under [retention] is no period; give months, from 1 to {LONGEST_MONTHS}")
            })?;
        }
        Ok(schedule)
    }

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
        let error = toml::from_str::<Config>("[limits]\nacount.burst = 1").unwrap_err().to_string();
        assert!(error.contains("unknown field `acount`"), "{error}");
    }

    #[test]
    fn a_limit_is_changed_alone_and_never_to_none() {
        let config = "trusted_proxies = ['10.0.0.0/8', '::1']\n[limits]\ndoor = { burst = 5, per_minute = 1 }";
        let config: Config = toml::from_str(config).unwrap();
        assert_eq!(config.trusted_proxies.map(|all| all.len()), Some(2));
        let expected = Limits { door: domain::Rate::new(5, 1), ..Limits::default() };
        assert_eq!(config.limits, Some(expected));
        for (wrong, said) in [
            ("limits.door = { burst = 0, per_minute = 1 }", "nonzero"),
            ("limits.door.burst = 5", "per_minute"),
            ("trusted_proxies = ['proxy']", "no address and no network"),
            ("scanner = 'clamd'", "is no address of a scanner"),
        ] {
            let error = toml::from_str::<Config>(wrong).unwrap_err().to_string();
            assert!(error.contains(said), "{wrong}: {error}");
        }
    }

    #[test]
    fn a_period_is_set_by_its_name() {
        let config: Config = toml::from_str("[retention]\ncase = 120").unwrap();
        let schedule = config.schedule().unwrap();
        assert_eq!(schedule.period(RetentionKind::Case).0, 120);
        assert_eq!(schedule.period(RetentionKind::Invitation).0, 3);
        let wrong: Config = toml::from_str("[retention]\ncase = 0").unwrap();
        assert!(wrong.schedule().unwrap_err().to_string().contains("from 1 to 1200"));
        assert!(toml::from_str::<Config>("[retention]\ncases = 12").is_err());
    }
}
