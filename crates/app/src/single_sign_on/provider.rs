//! A provider, and the few calls that are made to it.
//!
//! This is the only place that calls another machine. It calls the hosts that the settings name, by TLS,
//! follows no redirect, takes no proxy from the environment, reads a bounded answer in a bounded time, and
//! never connects to an address of a private network or of this machine unless the settings say that the
//! provider stands there (OWASP ASVS 5.0 1.3.6).

use super::token::Keys;
use domain::OrganisationId;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::time::Duration;
use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};
use ureq::{Agent, Body, http::Response};

/// Seconds for one call, with everything in it: somebody waits for the page meanwhile.
const CALL_SECONDS: u64 = 8;
/// Bytes of an answer at most: descriptions and lists of keys have some thousands.
const ANSWER_BYTES: u64 = 256 * 1024;
/// Where a provider describes itself (OpenID Connect Discovery 1.0 §4).
const DESCRIPTION: &str = "/.well-known/openid-configuration";

/// The provider of one organisation, as the settings have it.
#[derive(Clone)]
pub struct Provider {
    /// Whose people sign in through it.
    pub organisation: OrganisationId,
    /// The organisation's name.
    pub name: String,
    /// The provider's name for itself, to the letter.
    pub issuer: String,
    /// This site, as the provider knows it.
    pub client_id: String,
    /// What proves to the provider that it is this site.
    pub client_secret: String,
    /// Hosts that are called beside the issuer's own.
    pub hosts: Vec<String>,
    /// Whether it may stand in a private network or on this machine, and be called without TLS there.
    pub private: bool,
    /// Classes of authentication (`acr`) that stand for two factors.
    pub two_factor_classes: Vec<String>,
}

impl std::fmt::Debug for Provider {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Provider").field("issuer", &self.issuer).finish_non_exhaustive()
    }
}

/// Why a provider could not be used.
#[derive(Debug, thiserror::Error)]
pub enum ProviderError {
    /// It could not be called, or answered too late or with too much.
    #[error("the provider cannot be reached")]
    Call(#[from] Box<ureq::Error>),
    /// It answered with an error.
    #[error("the provider answered {0}")]
    Status(u16),
    /// Its answer cannot be read.
    #[error("the provider's {0} cannot be read")]
    Answer(&'static str),
    /// It sends to where the settings do not let it.
    #[error("the provider sends to a host that the settings do not name")]
    Host,
    /// It calls itself something else.
    #[error("the provider calls itself another name than the settings do")]
    Name,
    /// It does not give the token that was asked for.
    #[error("the provider gave no token")]
    NoToken,
}

/// How a provider describes itself.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Description {
    issuer: String,
    pub(crate) authorization_endpoint: String,
    token_endpoint: String,
    jwks_uri: String,
    #[serde(default)]
    token_endpoint_auth_methods_supported: Vec<String>,
}

/// What a code is exchanged with.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Exchange<'a> {
    pub(crate) code: &'a str,
    pub(crate) verifier: &'a str,
    pub(crate) redirect_uri: &'a str,
}

impl Provider {
    /// Asks the provider how it describes itself.
    pub(crate) fn describe(&self) -> Result<Description, ProviderError> {
        let address = format!("{}{DESCRIPTION}", self.issuer.trim_end_matches('/'));
        self.check(&address)?;
        let found: Description = self.get(&address, "description")?;
        if found.issuer != self.issuer {
            return Err(ProviderError::Name);
        }
        for end in [&found.authorization_endpoint, &found.token_endpoint, &found.jwks_uri] {
            self.check(end)?;
        }
        Ok(found)
    }

    /// Exchanges a code for an ID token, and asks for the keys that it is checked by.
    pub(crate) fn exchange(
        &self,
        at: &Description,
        exchange: Exchange<'_>,
    ) -> Result<(String, Keys), ProviderError> {
        #[derive(Deserialize)]
        struct Tokens {
            id_token: Option<String>,
        }
        let Exchange { code, verifier, redirect_uri } = exchange;
        let mut form = vec![
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", redirect_uri),
            ("code_verifier", verifier),
        ];
        let request = self.agent().post(&at.token_endpoint).header("accept", "application/json");
        // The header is what every provider has to take; the form, what some take alone.
        let methods = &at.token_endpoint_auth_methods_supported;
        let in_form =
            !methods.is_empty() && !methods.iter().any(|one| one == "client_secret_basic");
        let response = if in_form {
            form.extend([("client_id", &*self.client_id), ("client_secret", &*self.client_secret)]);
            request.send_form(form)
        } else {
            request.header("authorization", self.basic()).send_form(form)
        };
        let tokens: Tokens = read(response.map_err(Box::new)?, "token")?;
        let token = tokens.id_token.ok_or(ProviderError::NoToken)?;
        let keys: serde_json::Value = self.get(&at.jwks_uri, "list of keys")?;
        let keys = Keys::read(keys.to_string().as_bytes());
        Ok((token, keys.map_err(|_| ProviderError::Answer("list of keys"))?))
    }

    /// Proves who asks (RFC 6749 §2.3.1: both parts are encoded like the values of a form).
    fn basic(&self) -> String {
        use base64::Engine;
        let encoded = |text: &str| {
            let pair = serde_urlencoded::to_string([("", text)]).unwrap_or_default();
            pair.trim_start_matches('=').to_owned()
        };
        let pair = format!("{}:{}", encoded(&self.client_id), encoded(&self.client_secret));
        format!("Basic {}", base64::engine::general_purpose::STANDARD.encode(pair))
    }

    fn get<T: DeserializeOwned>(
        &self,
        address: &str,
        what: &'static str,
    ) -> Result<T, ProviderError> {
        let request = self.agent().get(address).header("accept", "application/json");
        read(request.call().map_err(Box::new)?, what)
    }

    /// Whether the settings let this address be called or sent to.
    fn check(&self, address: &str) -> Result<(), ProviderError> {
        let uri: Uri = address.parse().map_err(|_| ProviderError::Host)?;
        let own: Uri = self.issuer.parse().map_err(|_| ProviderError::Host)?;
        let scheme =
            uri.scheme_str() == Some("https") || self.private && uri.scheme_str() == Some("http");
        // A name before an @ is there to mislead.
        let plain = uri.authority().is_some_and(|authority| !authority.as_str().contains('@'));
        let host = uri.host().is_some_and(|host| {
            let named = self.hosts.iter().any(|one| one.eq_ignore_ascii_case(host));
            named || own.host().is_some_and(|own| own.eq_ignore_ascii_case(host))
        });
        if scheme && plain && host { Ok(()) } else { Err(ProviderError::Host) }
    }

    fn agent(&self) -> Agent {
        let config = Config::builder()
            .https_only(!self.private)
            .proxy(None)
            .max_redirects(0)
            .http_status_as_error(false)
            .timeout_global(Some(Duration::from_secs(CALL_SECONDS)))
            .user_agent("resettle")
            .build();
        let resolver = PublicOnly { private: self.private, inner: DefaultResolver::default() };
        Agent::with_parts(config, DefaultConnector::default(), resolver)
    }
}

fn read<T: DeserializeOwned>(
    mut response: Response<Body>,
    what: &'static str,
) -> Result<T, ProviderError> {
    let status = response.status();
    if !status.is_success() {
        return Err(ProviderError::Status(status.as_u16()));
    }
    let body = response.body_mut().with_config().limit(ANSWER_BYTES).read_to_vec();
    serde_json::from_slice(&body.map_err(Box::new)?).map_err(|_| ProviderError::Answer(what))
}

/// Looks names up, and hands on only addresses that may be connected to: the address that was looked at
/// is the one that is used, so that a name cannot mean another one a moment later.
#[derive(Debug)]
struct PublicOnly {
    private: bool,
    inner: DefaultResolver,
}

impl Resolver for PublicOnly {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let found = self.inner.resolve(uri, config, timeout)?;
        // A name with one address that may not be connected to is not tried with its others.
        let allowed = self.private || found.iter().all(|one| is_public(one.ip()));
        if allowed { Ok(found) } else { Err(ureq::Error::HostNotFound) }
    }
}

/// Returns whether an address is one of the public internet, by the registries of special addresses
/// (IANA; RFC 6890).
fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => is_public_v4(v4),
        IpAddr::V6(v6) => is_public_v6(v6),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    !(address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_documentation()
        || a == 0
        || a >= 224
        // Shared by carriers, for the protocols themselves, and for measuring networks.
        || (a == 100 && (64..128).contains(&b))
        || (a, b, c) == (192, 0, 0)
        || (a == 198 && (18..20).contains(&b)))
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let parts = address.segments();
    let [.., high, low] = parts;
    let [a, b] = high.to_be_bytes();
    let [c, d] = low.to_be_bytes();
    let last = Ipv4Addr::new(a, b, c, d);
    match parts {
        // An address of version 4 in another dress.
        [0, 0, 0, 0, 0, 0xffff, ..] | [0x64, 0xff9b, 0, 0, 0, 0, ..] => is_public_v4(last),
        [0x2002, high, low, ..] => {
            let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
            is_public_v4(Ipv4Addr::new(a, b, c, d))
        }
        // Only this eighth of all is given out; of it, not what is for documents and for tunnels.
        [0x2001, 0xdb8, ..] | [0x2001, 0, ..] => false,
        [first, ..] => first & 0xe000 == 0x2000,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn provider(private: bool) -> Provider {
        Provider {
            organisation: OrganisationId(uuid::Uuid::from_u128(1)),
            name: "The Office".to_owned(),
            issuer: "https://login.office.example/tenant".to_owned(),
            client_id: "resettle".to_owned(),
            client_secret: "a:b c".to_owned(),
            hosts: vec!["keys.office.example".to_owned()],
            private,
            two_factor_classes: Vec::new(),
        }
    }

    #[test]
    fn only_addresses_of_the_public_internet_are_connected_to() {
        for (address, public) in [
            ("1.1.1.1", true),
            ("100.63.255.255", true),
            ("172.32.0.1", true),
            ("2606:4700::1111", true),
            ("::ffff:1.1.1.1", true),
            ("0.0.0.0", false),
            ("10.0.0.1", false),
            ("100.64.0.1", false),
            ("127.0.0.1", false),
            ("127.255.0.1", false),
            ("169.254.169.254", false),
            ("172.16.0.1", false),
            ("192.0.0.1", false),
            ("192.168.1.1", false),
            ("198.18.0.1", false),
            ("198.51.100.1", false),
            ("224.0.0.1", false),
            ("255.255.255.255", false),
            ("::", false),
            ("::1", false),
            ("::ffff:127.0.0.1", false),
            ("::ffff:169.254.169.254", false),
            ("::7f00:1", false),
            ("64:ff9b::a00:1", false),
            ("2002:7f00:1::", false),
            ("2001:db8::1", false),
            ("fc00::1", false),
            ("fd12::1", false),
            ("fe80::1", false),
            ("ff02::1", false),
        ] {
            assert_eq!(is_public(address.parse().unwrap()), public, "{address}");
        }
    }

    #[test]
    fn only_hosts_that_the_settings_name_are_called() {
        for (address, ours, private) in [
            ("https://login.office.example/token", true, true),
            ("https://LOGIN.office.example:8443/token", true, true),
            ("https://keys.office.example/keys", true, true),
            ("http://login.office.example/token", false, true),
            ("https://office.example/token", false, false),
            ("https://login.office.example.evil.example/token", false, false),
            ("https://login.office.example@evil.example/token", false, false),
            ("https://evil.example/login.office.example", false, false),
            ("https://x@login.office.example/token", false, false),
            ("file:///etc/passwd", false, false),
            ("/token", false, false),
            ("", false, false),
        ] {
            assert_eq!(provider(false).check(address).is_ok(), ours, "{address}");
            assert_eq!(provider(true).check(address).is_ok(), private, "{address}");
        }
    }

    #[test]
    fn this_machine_is_not_called_by_any_name() {
        for host in ["127.0.0.1", "localhost", "[::1]", "2130706433", "0"] {
            let issuer = format!("https://{host}");
            let error = Provider { issuer, ..provider(false) }.describe().unwrap_err();
            assert!(matches!(error, ProviderError::Call(_)), "{host}: {error}");
        }
    }

    #[test]
    fn both_parts_of_the_proof_are_encoded() {
        use base64::Engine;
        let header = provider(false).basic();
        let pair = base64::engine::general_purpose::STANDARD
            .decode(header.trim_start_matches("Basic "))
            .unwrap();
        assert_eq!(pair, b"resettle:a%3Ab+c");
        assert!(!format!("{:?}", provider(false)).contains("a:b"), "the secret is in no log");
    }
}
