//! Which addresses may be asked: `http` and `https`, on hosts of the public internet.
//!
//! Hosts are judged by what their names resolve to at the moment of connecting, so that no redirect and no change of a
//! name leads into the operator's own network.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;
use url::Url;

use crate::import::Error;

/// Which hosts may be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// Those of the public internet.
    Public,
    /// This machine too: for tests, whose server runs on it.
    ThisMachine,
}

/// Returns an address that may be asked.
pub(super) fn checked(address: &str) -> Result<Url, Error> {
    let wrong = || Error::Address(address.to_owned());
    let url = Url::parse(address).map_err(|_| wrong())?;
    let web = ["http", "https"].contains(&url.scheme()) && url.host().is_some();
    let secretive = !url.username().is_empty() || url.password().is_some();
    if web && !secretive { Ok(url) } else { Err(wrong()) }
}

/// Resolves names, and refuses those that lead off the public internet.
#[derive(Debug)]
pub(super) struct Guarded {
    pub(super) reach: Reach,
}

/// Told apart from a name that does not resolve by these words.
pub(super) const PRIVATE: &str = "the host is not on the public internet";

impl Resolver for Guarded {
    fn resolve(&self, uri: &Uri, config: &Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let found = DefaultResolver::default().resolve(uri, config, timeout)?;
        let mut allowed = self.empty();
        for address in found.iter().filter(|address| allows(self.reach, address)) {
            allowed.push(*address);
        }
        if allowed.is_empty() { Err(ureq::Error::Other(PRIVATE.into())) } else { Ok(allowed) }
    }
}

fn allows(reach: Reach, address: &SocketAddr) -> bool {
    let ip = match address.ip() {
        IpAddr::V6(ip) => ip.to_ipv4_mapped().map_or(IpAddr::V6(ip), IpAddr::V4),
        ip => ip,
    };
    let public = match ip {
        IpAddr::V4(ip) => is_public_v4(ip),
        IpAddr::V6(ip) => is_public_v6(ip),
    };
    public || (reach == Reach::ThisMachine && ip.is_loopback())
}

/// Tells addresses of the internet at large, by the special-purpose registry of RFC 6890 and its successors.
fn is_public_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    let shared = a == 100 && (64..128).contains(&b);
    let protocols = a == 192 && b == 0 && c == 0;
    let benchmarks = a == 198 && (b == 18 || b == 19);
    !(ip.is_private() || ip.is_loopback() || ip.is_link_local() || ip.is_documentation() || ip.is_broadcast())
        && !(a == 0 || a >= 224 || shared || protocols || benchmarks)
}

/// Tells global unicast (2000::/3) without what is set aside in it or carries another address inside.
fn is_public_v6(ip: Ipv6Addr) -> bool {
    let [a, b, ..] = ip.segments();
    let documentation = a == 0x2001 && b == 0x0db8;
    // Teredo, benchmarking and other protocols below 2001:200::, and 6to4.
    let special = (a == 0x2001 && b < 0x0200) || a == 0x2002 || a == 0x3fff;
    (a & 0xe000) == 0x2000 && !documentation && !special
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_web_addresses_are_asked() {
        for good in ["https://a.example/x", "http://a.example"] {
            assert!(checked(good).is_ok(), "{good}");
        }
        for bad in
            ["file:///etc/passwd", "ftp://a.example", "gopher://x", "javascript:1", "", "x", "http://u:p@a.example/"]
        {
            assert!(checked(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn no_address_of_a_network_at_home_is_public() {
        for ip in [
            "127.0.0.1",
            "10.0.0.1",
            "172.16.3.4",
            "192.168.1.1",
            "169.254.169.254",
            "0.0.0.0",
            "100.64.0.1",
            "224.0.0.1",
            "255.255.255.255",
            "198.18.0.1",
            "192.0.0.8",
            "::1",
            "::",
            "fe80::1",
            "fd00::1",
            "::ffff:10.0.0.1",
            "2001:db8::1",
            "2002:7f00:1::",
            "64:ff9b::a00:1",
            "ff02::1",
        ] {
            assert!(!allows(Reach::Public, &SocketAddr::new(ip.parse().unwrap(), 80)), "{ip}");
        }
        for ip in ["1.1.1.1", "172.32.0.1", "2606:4700::1111", "2a00:1450::1"] {
            assert!(allows(Reach::Public, &SocketAddr::new(ip.parse().unwrap(), 80)), "{ip}");
        }
        assert!(allows(Reach::ThisMachine, &"127.0.0.1:1".parse().unwrap()));
        assert!(!allows(Reach::ThisMachine, &"10.0.0.1:1".parse().unwrap()));
    }
}
