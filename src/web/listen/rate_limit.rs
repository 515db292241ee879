//! A fair share for every visitor: so many requests a minute, some at once, by the address they come from.
//!
//! Off unless an operator asks for it. An address is held in memory until its share is full again, at most a minute and
//! [`SWEEP`] after its last request, and is never written anywhere.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::http::HeaderMap;

/// How often those whose share is full again are forgotten.
pub(super) const SWEEP: Duration = Duration::from_secs(10);

/// How many visitors are remembered.
const MOST_VISITORS: usize = 65_536;

/// How many requests an address may make.
#[derive(Debug)]
pub struct RateLimit {
    per_minute: u32,
    /// Proxies whose `X-Forwarded-For` is believed.
    trusted: Vec<IpAddr>,
    visitors: Mutex<HashMap<IpAddr, Share>>,
}

/// What is left of a visitor's share.
#[derive(Debug, Clone, Copy)]
struct Share {
    left: f64,
    at: Instant,
}

impl RateLimit {
    /// Returns an limit of `per_minute` requests for each visitor, as many of which may come at once.
    ///
    /// Behind a proxy all visitors come from its address; the header in which it names them is believed from the
    /// `trusted` addresses alone, since anybody can send it.
    #[must_use]
    pub fn new(per_minute: u32, trusted: Vec<IpAddr>) -> Self {
        let trusted = trusted.iter().map(IpAddr::to_canonical).collect();
        Self { per_minute: per_minute.max(1), trusted, visitors: Mutex::default() }
    }

    /// Takes one request from the share of whoever sent it, or tells how long the next takes to come.
    pub(super) fn take(&self, peer: IpAddr, headers: &HeaderMap, now: Instant) -> Result<(), Duration> {
        let full = f64::from(self.per_minute);
        let visitor = self.visitor(peer, headers);
        let mut visitors = self.visitors.lock().unwrap_or_else(PoisonError::into_inner);
        if visitors.len() >= MOST_VISITORS && !visitors.contains_key(&visitor) {
            visitors.retain(|_, share| self.left(share, now) < full);
            if visitors.len() >= MOST_VISITORS {
                // So many at once is no longer about fairness: begin anew rather than grow.
                visitors.clear();
            }
        }
        let share = visitors.entry(visitor).or_insert(Share { left: full, at: now });
        let left = self.left(share, now);
        *share = Share { left: if left < 1.0 { left } else { left - 1.0 }, at: now };
        if left < 1.0 { Err(Duration::from_secs_f64((1.0 - left) / self.per_second())) } else { Ok(()) }
    }

    /// Forgets whoever has a full share again.
    pub(super) fn forget(&self, now: Instant) {
        let full = f64::from(self.per_minute);
        let mut visitors = self.visitors.lock().unwrap_or_else(PoisonError::into_inner);
        visitors.retain(|_, share| self.left(share, now) < full);
        if visitors.is_empty() {
            // Not even the room that a crowd took.
            visitors.shrink_to_fit();
        }
    }

    fn per_second(&self) -> f64 {
        f64::from(self.per_minute) / 60.0
    }

    /// Returns what is left of a share at a moment.
    fn left(&self, share: &Share, now: Instant) -> f64 {
        let refilled = now.saturating_duration_since(share.at).as_secs_f64() * self.per_second();
        (share.left + refilled).min(f64::from(self.per_minute))
    }

    /// Returns the address that counts: the last one in the header that is no proxy of ours, if the peer is one.
    fn visitor(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        // A listener of both families sees a peer of IPv4 as `::ffff:192.0.2.1`.
        let mut visitor = peer.to_canonical();
        let named = headers.get_all("x-forwarded-for").iter().rev().filter_map(|value| value.to_str().ok());
        let mut named = named.flat_map(|value| value.rsplit(','));
        while self.trusted.contains(&visitor)
            && let Some(before) = named.next().and_then(forwarded)
        {
            visitor = before;
        }
        network(visitor)
    }
}

/// Reads an address as proxies write it: alone, in brackets, or with a port.
fn forwarded(text: &str) -> Option<IpAddr> {
    let text = text.trim();
    let bare = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')).unwrap_or(text);
    let address = bare.parse().ok().or_else(|| Some(text.parse::<SocketAddr>().ok()?.ip()));
    address.map(|address: IpAddr| address.to_canonical())
}

/// Returns the address with what a visitor can choose freely set to nought: the lower half of an IPv6 address.
fn network(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(address) => IpAddr::V4(address),
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & !u128::from(u64::MAX))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> IpAddr {
        text.parse().expect("the table holds addresses")
    }

    fn header(names: &str) -> HeaderMap {
        HeaderMap::from_iter([("x-forwarded-for".parse().expect("a name"), names.parse().expect("a value"))])
    }

    #[test]
    fn a_share_empties_and_fills_again() {
        let limit = RateLimit::new(60, Vec::new());
        let (visitor, none, start) = (address("192.0.2.1"), HeaderMap::new(), Instant::now());
        for _ in 0..60 {
            assert_eq!(limit.take(visitor, &none, start), Ok(()));
        }
        let wait = limit.take(visitor, &none, start).expect_err("the share is empty");
        assert!(wait <= Duration::from_secs(1), "{wait:?}");
        assert_eq!(limit.take(address("192.0.2.2"), &none, start), Ok(()), "others have their own");
        assert_eq!(limit.take(visitor, &none, start + wait + Duration::from_millis(1)), Ok(()));
    }

    #[track_caller]
    fn check(trusted: &[&str], peer: &str, names: &str, expected: &str) {
        let limit = RateLimit::new(1, trusted.iter().map(|text| address(text)).collect());
        assert_eq!(limit.visitor(address(peer), &header(names)), address(expected), "{peer} {names}");
    }

    #[test]
    fn only_a_trusted_proxy_names_visitors() {
        check(&[], "192.0.2.1", "198.51.100.7", "192.0.2.1");
        check(&["192.0.2.1"], "192.0.2.1", "198.51.100.7", "198.51.100.7");
        check(&["192.0.2.1"], "192.0.2.1", "203.0.113.9, 198.51.100.7", "198.51.100.7");
        check(&["192.0.2.1", "192.0.2.2"], "192.0.2.1", "203.0.113.9, 198.51.100.7, 192.0.2.2", "198.51.100.7");
        check(&["192.0.2.1"], "192.0.2.1", "nobody", "192.0.2.1");
        check(&[], "2001:db8::1:2:3:4", "", "2001:db8::");
        check(&[], "::ffff:192.0.2.1", "", "192.0.2.1");
    }

    #[test]
    fn an_address_is_the_same_however_it_is_written() {
        check(&["192.0.2.1"], "::ffff:192.0.2.1", "198.51.100.7", "198.51.100.7");
        check(&["::ffff:192.0.2.1"], "192.0.2.1", "::ffff:198.51.100.7", "198.51.100.7");
        check(&["192.0.2.1", "::1"], "192.0.2.1", "198.51.100.7:4711, [::1]:80", "198.51.100.7");
        check(&["192.0.2.1"], "192.0.2.1", "[2001:db8::1:2:3:4]:4711", "2001:db8::");
        check(&["192.0.2.1"], "192.0.2.1", "[2001:db8::1]", "2001:db8::");
        check(&["192.0.2.1"], "192.0.2.1", "198.51.100.7:port", "192.0.2.1");
    }

    #[test]
    fn whoever_has_a_full_share_again_is_forgotten_and_nobody_else() {
        let limit = RateLimit::new(60, Vec::new());
        let (none, start) = (HeaderMap::new(), Instant::now());
        let remembered = || {
            let visitors = limit.visitors.lock().expect("not poisoned");
            let mut addresses: Vec<String> = visitors.keys().map(ToString::to_string).collect();
            addresses.sort();
            addresses
        };
        for _ in 0..30 {
            assert_eq!(limit.take(address("192.0.2.1"), &none, start), Ok(()));
        }
        assert_eq!(limit.take(address("2001:db8::7"), &none, start), Ok(()));
        limit.forget(start);
        assert_eq!(remembered(), ["192.0.2.1", "2001:db8::"]);
        limit.forget(start + Duration::from_secs(1));
        assert_eq!(remembered(), ["192.0.2.1"]);
        limit.forget(start + Duration::from_secs(30));
        assert!(remembered().is_empty());
    }

    #[test]
    fn a_crowd_does_not_fill_the_memory() {
        let limit = RateLimit::new(60, Vec::new());
        let now = Instant::now();
        for number in 0..200_000_u32 {
            let _ = limit.take(IpAddr::V4(number.into()), &HeaderMap::new(), now);
        }
        assert!(limit.visitors.lock().expect("not poisoned").len() <= MOST_VISITORS);
    }
}
