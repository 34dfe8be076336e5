//! Where a request comes from: the other end of its connection, or what a proxy that the settings name
//! says of whom it asks for.
//!
//! Anybody can write a forwarded header. It is read only when the connection itself comes from a named
//! proxy, and from its end: what a proxy adds stands last, what the client wrote stands first. Nothing
//! but counting rests on it; who somebody is never does.

use axum::extract::ConnectInfo;
use axum::http::HeaderMap;
use axum::http::request::Parts;
use serde::Deserialize;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::str::FromStr;

/// The header in which proxies say whom they ask for; one entry for each, the last by the nearest.
const FORWARDED_FOR: &str = "x-forwarded-for";
/// Entries of it that are looked at: no real chain of proxies is longer.
const FORWARDED_MOST: usize = 16;
/// Bits of an IPv6 address that name a place: each home or office has at least a network of this size
/// (RFC 6177), and with it so many addresses that counting each for itself would count nothing.
const IPV6_PLACE_BITS: u32 = 64;

/// An address, or a network of them: `10.0.0.7` or `10.0.0.0/8`.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(try_from = "String")]
pub struct Network {
    address: IpAddr,
    bits: u32,
}

/// A text that names no address and no network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotANetwork;

impl std::fmt::Display for NotANetwork {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("this is no address and no network, such as 10.0.0.7 or 10.0.0.0/8")
    }
}

impl std::error::Error for NotANetwork {}

impl FromStr for Network {
    type Err = NotANetwork;

    fn from_str(text: &str) -> Result<Self, NotANetwork> {
        let (address, bits) = text.split_once('/').map_or((text, None), |(a, b)| (a, Some(b)));
        let address: IpAddr = address.parse().map_err(|_| NotANetwork)?;
        let most = if address.is_ipv4() { 32 } else { 128 };
        let bits = match bits {
            Some(bits) if bits.bytes().all(|byte| byte.is_ascii_digit()) => {
                bits.parse().map_err(|_| NotANetwork)?
            }
            Some(_) => return Err(NotANetwork),
            None => most,
        };
        if bits > most {
            return Err(NotANetwork);
        }
        Ok(Self { address, bits })
    }
}

impl TryFrom<String> for Network {
    type Error = NotANetwork;

    fn try_from(text: String) -> Result<Self, NotANetwork> {
        text.parse()
    }
}

impl Network {
    /// Returns whether an address is in this network.
    #[must_use]
    pub fn holds(&self, address: IpAddr) -> bool {
        self.address.is_ipv4() == address.is_ipv4()
            && network(address, self.bits) == network(self.address, self.bits)
    }
}

/// Returns an address with all but its first bits cleared.
fn network(address: IpAddr, bits: u32) -> IpAddr {
    match address {
        IpAddr::V4(address) => {
            let mask = u32::MAX.checked_shl(32_u32.saturating_sub(bits)).unwrap_or(0);
            Ipv4Addr::from_bits(address.to_bits() & mask).into()
        }
        IpAddr::V6(address) => {
            let mask = u128::MAX.checked_shl(128_u32.saturating_sub(bits)).unwrap_or(0);
            Ipv6Addr::from_bits(address.to_bits() & mask).into()
        }
    }
}

/// Returns where a request comes from, as the place that is counted: an address, or the network of an
/// IPv6 address. What came by no connection that is known is all one place.
pub(crate) fn place(parts: &Parts, trusted: &[Network]) -> IpAddr {
    let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
    let peer = peer.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |peer| peer.0.ip().to_canonical());
    let client = client(peer, &parts.headers, trusted);
    if client.is_ipv6() { network(client, IPV6_PLACE_BITS) } else { client }
}

/// Returns the client that a request comes from: the last address that no trusted proxy has.
fn client(peer: IpAddr, headers: &HeaderMap, trusted: &[Network]) -> IpAddr {
    let is_trusted = |address: IpAddr| trusted.iter().any(|network| network.holds(address));
    let mut client = peer;
    if !is_trusted(client) {
        return client;
    }
    let lines = headers.get_all(FORWARDED_FOR).iter().rev();
    let entries = lines.flat_map(|line| line.as_bytes().rsplit(|byte| *byte == b','));
    for entry in entries.take(FORWARDED_MOST) {
        // Whoever stands before what cannot be read may have written anything.
        let Some(address) = std::str::from_utf8(entry).ok().and_then(entry_address) else { break };
        client = address;
        if !is_trusted(client) {
            break;
        }
    }
    client
}

/// Reads one entry: an address, or one with a port, as some proxies write it.
fn entry_address(entry: &str) -> Option<IpAddr> {
    let entry = entry.trim();
    let bare = entry.parse::<IpAddr>().or_else(|_| entry.parse::<SocketAddr>().map(|at| at.ip()));
    bare.ok().map(|address| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn networks(texts: &[&str]) -> Vec<Network> {
        texts.iter().map(|text| text.parse().unwrap()).collect()
    }

    fn client_of(peer: &str, lines: &[&str], trusted: &[&str]) -> String {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(FORWARDED_FOR, line.parse().unwrap());
        }
        client(peer.parse().unwrap(), &headers, &networks(trusted)).to_string()
    }

    #[test]
    fn a_forwarded_header_counts_only_from_a_named_proxy_and_from_its_end() {
        let proxy = &["10.0.0.0/8"][..];
        for (peer, lines, trusted, client) in [
            ("203.0.113.9", &["198.51.100.1"][..], &[][..], "203.0.113.9"),
            ("203.0.113.9", &["198.51.100.1"], proxy, "203.0.113.9"),
            ("10.1.2.3", &[], proxy, "10.1.2.3"),
            ("10.1.2.3", &["198.51.100.1"], proxy, "198.51.100.1"),
            ("10.1.2.3", &["127.0.0.1, 198.51.100.1"], proxy, "198.51.100.1"),
            ("10.1.2.3", &["127.0.0.1", "198.51.100.1, 10.9.9.9"], proxy, "198.51.100.1"),
            ("10.1.2.3", &["198.51.100.1:4711"], proxy, "198.51.100.1"),
            ("10.1.2.3", &["[2001:db8::1]:4711"], proxy, "2001:db8::1"),
            ("10.1.2.3", &["::ffff:198.51.100.1"], proxy, "198.51.100.1"),
            // What cannot be read is nobody, and whoever stands before it is not believed.
            ("10.1.2.3", &["198.51.100.1, nobody"], proxy, "10.1.2.3"),
            ("10.1.2.3", &["198.51.100.1,"], proxy, "10.1.2.3"),
        ] {
            assert_eq!(client_of(peer, lines, trusted), client, "{peer} {lines:?} {trusted:?}");
        }
        let long = vec!["10.0.0.1"; 1_000].join(",");
        assert_eq!(client_of("10.1.2.3", &["198.51.100.1", &long], proxy), "10.0.0.1");
    }

    #[test]
    fn a_network_is_read_or_refused() {
        for (text, address, held) in [
            ("10.0.0.7", "10.0.0.7", true),
            ("10.0.0.7", "10.0.0.8", false),
            ("10.0.0.0/8", "10.255.0.1", true),
            ("10.0.0.0/8", "11.0.0.1", false),
            ("0.0.0.0/0", "203.0.113.9", true),
            ("0.0.0.0/0", "2001:db8::1", false),
            ("2001:db8::/32", "2001:db8:9::1", true),
            ("::/0", "2001:db8::1", true),
        ] {
            let network: Network = text.parse().unwrap();
            assert_eq!(network.holds(address.parse().unwrap()), held, "{text} {address}");
        }
        for text in ["", "proxy", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/+8", "::/129", "10.0.0/8"] {
            assert_eq!(text.parse::<Network>(), Err(NotANetwork), "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_stops_the_reader(text in ".{0,80}", peer in any::<u32>()) {
            let _ = text.parse::<Network>();
            let mut headers = HeaderMap::new();
            if let Ok(value) = axum::http::HeaderValue::from_bytes(text.as_bytes()) {
                headers.insert(FORWARDED_FOR, value);
            }
            let peer = IpAddr::V4(Ipv4Addr::from_bits(peer));
            prop_assert_eq!(client(peer, &headers, &[]), peer);
            let _ = client(peer, &headers, &networks(&["0.0.0.0/0"]));
        }
    }
}
