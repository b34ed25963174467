//! Where the proxy may connect to: a pure judgement (egress guard).
//!
//! To remember: a hostile server chooses the target of a redirect, so that it must never choose something the server
//! itself could not reach, and never ourselves.

use crate::transcript::Forbidden;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

/// Judges a target.
///
/// `named_by` is the connected address of the server that named it, `None` where a person did. `own` are our
/// listeners; `here` says whether the target's IP is one of this machine's, which matters for listeners on every
/// address.
pub(super) fn judge(
    named_by: Option<IpAddr>,
    target: SocketAddr,
    own: &[SocketAddr],
    here: bool,
) -> Result<(), Forbidden> {
    let plain = target.ip().to_canonical();
    let is_own = |listener: &SocketAddr| {
        let same_ip = listener.ip().to_canonical() == plain;
        listener.port() == target.port() && (same_ip || (listener.ip().is_unspecified() && here))
    };
    if own.iter().any(is_own) {
        return Err(Forbidden::Ourselves);
    }
    let from_outside = named_by.is_some_and(is_public);
    for ip in [Some(plain), embedded(plain)].into_iter().flatten() {
        match reach(ip) {
            Reach::Never(why) => return Err(why),
            Reach::Private if from_outside => return Err(Forbidden::Private),
            Reach::Private | Reach::Public => {}
        }
    }
    Ok(())
}

/// Whether an address is one of the internet's, whose servers must not send us into our own network.
pub(super) fn is_public(ip: IpAddr) -> bool {
    reach(ip) == Reach::Public
}

/// Whether an IP address is one of this machine's. Asks the system: only those can be bound.
pub(super) fn is_here(ip: IpAddr) -> bool {
    ip.is_loopback() || std::net::UdpSocket::bind((ip, 0)).is_ok()
}

/// From where an address can be reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reach {
    Public,
    /// Loopback, RFC 1918, carrier NAT (RFC 6598), unique local (RFC 4193).
    Private,
    Never(Forbidden),
}

fn reach(ip: IpAddr) -> Reach {
    match ip.to_canonical() {
        IpAddr::V4(ip) => reach_v4(ip),
        IpAddr::V6(ip) => reach_v6(ip),
    }
}

fn reach_v4(ip: Ipv4Addr) -> Reach {
    let [a, b, ..] = ip.octets();
    match (a, b) {
        (0, _) => Reach::Never(Forbidden::Unspecified),
        _ if ip.is_broadcast() => Reach::Never(Forbidden::Broadcast),
        _ if ip.is_multicast() => Reach::Never(Forbidden::Multicast),
        _ if ip.is_link_local() => Reach::Never(Forbidden::LinkLocal),
        (100, 64..=127) => Reach::Private,
        _ if ip.is_loopback() || ip.is_private() => Reach::Private,
        _ => Reach::Public,
    }
}

fn reach_v6(ip: Ipv6Addr) -> Reach {
    match ip {
        _ if ip.is_unspecified() => Reach::Never(Forbidden::Unspecified),
        _ if ip.is_multicast() => Reach::Never(Forbidden::Multicast),
        _ if ip.is_unicast_link_local() => Reach::Never(Forbidden::LinkLocal),
        _ if ip.is_loopback() || ip.is_unique_local() => Reach::Private,
        _ => Reach::Public,
    }
}

/// The IPv4 address a translator would take out of an IPv6 one: NAT64 (RFC 6052), 6to4 (RFC 3056), IPv4-compatible.
fn embedded(ip: IpAddr) -> Option<IpAddr> {
    let IpAddr::V6(ip) = ip else { return None };
    let v4 = |high: u16, low: u16| {
        let [a, b] = high.to_be_bytes();
        let [c, d] = low.to_be_bytes();
        Some(IpAddr::V4(Ipv4Addr::new(a, b, c, d)))
    };
    match ip.segments() {
        [0x64, 0xff9b, 0, 0, 0, 0, high, low] | [0x2002, high, low, ..] => v4(high, low),
        [0, 0, 0, 0, 0, 0, high, low] if high != 0 => v4(high, low),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PUBLIC: &str = "203.0.113.9";
    const PRIVATE: &str = "192.168.1.2";
    const LOOPBACK: &str = "127.0.0.1";

    /// What each kind of server, and a person, may send us to.
    const TABLE: &[(&str, Option<Forbidden>, Option<Forbidden>)] = &[
        // target, from a server on the internet, from a private one or a person
        ("198.51.100.7:1863", None, None),
        ("[2001:db8::7]:1863", None, None),
        ("127.0.0.1:80", Some(Forbidden::Private), None),
        ("127.9.9.9:80", Some(Forbidden::Private), None),
        ("10.1.2.3:1863", Some(Forbidden::Private), None),
        ("172.16.0.1:1863", Some(Forbidden::Private), None),
        ("172.32.0.1:1863", None, None),
        ("192.168.0.1:1863", Some(Forbidden::Private), None),
        ("100.64.0.1:1863", Some(Forbidden::Private), None),
        ("100.128.0.1:1863", None, None),
        ("[::1]:80", Some(Forbidden::Private), None),
        ("[fd00::1]:80", Some(Forbidden::Private), None),
        ("[::ffff:127.0.0.1]:80", Some(Forbidden::Private), None),
        ("[::ffff:10.0.0.1]:80", Some(Forbidden::Private), None),
        ("[64:ff9b::7f00:1]:80", Some(Forbidden::Private), None),
        ("[2002:7f00:1::]:80", Some(Forbidden::Private), None),
        ("[::127.0.0.1]:80", Some(Forbidden::Private), None),
        ("0.0.0.0:80", Some(Forbidden::Unspecified), Some(Forbidden::Unspecified)),
        ("0.1.2.3:80", Some(Forbidden::Unspecified), Some(Forbidden::Unspecified)),
        ("[::]:80", Some(Forbidden::Unspecified), Some(Forbidden::Unspecified)),
        ("[::ffff:0.0.0.0]:80", Some(Forbidden::Unspecified), Some(Forbidden::Unspecified)),
        ("224.0.0.1:80", Some(Forbidden::Multicast), Some(Forbidden::Multicast)),
        ("[ff02::1]:80", Some(Forbidden::Multicast), Some(Forbidden::Multicast)),
        ("255.255.255.255:80", Some(Forbidden::Broadcast), Some(Forbidden::Broadcast)),
        ("169.254.169.254:80", Some(Forbidden::LinkLocal), Some(Forbidden::LinkLocal)),
        ("[fe80::1]:80", Some(Forbidden::LinkLocal), Some(Forbidden::LinkLocal)),
        ("[64:ff9b::a9fe:a9fe]:80", Some(Forbidden::LinkLocal), Some(Forbidden::LinkLocal)),
    ];

    #[test]
    fn every_class_of_address_is_judged_by_who_named_it() {
        for &(target, outside, inside) in TABLE {
            let judged = |named_by: Option<&str>| {
                judge(named_by.map(|ip| ip.parse().unwrap()), target.parse().unwrap(), &[], false).err()
            };
            assert_eq!(judged(Some(PUBLIC)), outside, "{target} from a public server");
            for named_by in [Some(PRIVATE), Some(LOOPBACK), None] {
                assert_eq!(judged(named_by), inside, "{target} from {named_by:?}");
            }
        }
    }

    #[test]
    fn our_own_listeners_are_refused_by_every_address_that_reaches_them() {
        let check = |own: &str, target: &str, here, ours: bool| {
            let judged = judge(None, target.parse().unwrap(), &[own.parse().unwrap()], here);
            assert_eq!(judged == Err(Forbidden::Ourselves), ours, "{target} against {own}");
        };
        check("127.0.0.1:1863", "127.0.0.1:1863", true, true);
        check("127.0.0.1:1863", "[::ffff:127.0.0.1]:1863", true, true);
        check("127.0.0.1:1863", "127.0.0.1:1864", true, false);
        check("127.0.0.1:1863", "127.0.0.2:1863", true, false); // a server may live beside us
        check("0.0.0.0:1863", "192.168.1.5:1863", true, true);
        check("0.0.0.0:1863", "127.0.0.2:1863", true, true);
        check("0.0.0.0:1863", "192.168.1.6:1863", false, false);
        check("[::]:1863", "127.0.0.1:1863", true, true);
    }

    #[test]
    fn this_machine_knows_its_own_addresses() {
        assert!(is_here("127.0.0.1".parse().unwrap()));
        assert!(!is_here("203.0.113.9".parse().unwrap()));
    }
}
