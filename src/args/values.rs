//! One reader for each kind of value; its error says what to write instead.

use bytesize::ByteSize;
use ipnet::IpNet;
use msnp::{Address, DEFAULT_PORT};
use nudge_proxy::transcript::LEAST_MEMORY;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::ops::RangeInclusive;

/// The value of `--listen`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Listen {
    pub(super) at: SocketAddr,
    /// Its own server, if it has one.
    pub(super) upstream: Option<Address>,
}

impl Default for Listen {
    fn default() -> Listen {
        Listen { at: (Ipv4Addr::LOCALHOST, DEFAULT_PORT).into(), upstream: None }
    }
}

/// Where the sandbox listens: dispatch server, notification server, switchboard, HTTP; 0 takes a free port.
pub(crate) type SandboxPorts = [u16; 4];

pub(super) fn sandbox_ports(text: &str) -> Result<SandboxPorts, String> {
    let ports: Option<Vec<u16>> = text.split(',').map(|port| port.trim().parse().ok()).collect();
    ports.and_then(|ports| ports.try_into().ok()).ok_or_else(|| {
        "write four ports, for dispatch server, notification server, switchboard and HTTP, as in \
         1864,1865,1866,1880; 0 takes a free one"
            .to_owned()
    })
}

/// Where browsers connect.
pub(super) fn web(text: &str) -> Result<SocketAddr, String> {
    socket_or(text, WEB_PORT, "127.0.0.1:8864")
}

const WEB_PORT: u16 = 8863;

pub(super) fn server(text: &str) -> Result<Address, String> {
    // A lone IPv6 address needs no brackets here: there is nothing behind it.
    match text.parse::<IpAddr>() {
        Ok(ip) => Ok(Address::new(ip.to_string(), DEFAULT_PORT)),
        Err(_) => Address::parse(text).ok_or_else(|| {
            "write a name or an IP, and a port unless it is 1863: messenger.example.org, 203.0.113.5:1864"
                .to_owned()
        }),
    }
}

pub(super) fn listen(text: &str) -> Result<Listen, String> {
    let (at, own) = text.split_once('=').map_or((text, None), |(at, own)| (at, Some(own)));
    Ok(Listen { at: socket(at)?, upstream: own.map(server).transpose()? })
}

fn socket(text: &str) -> Result<SocketAddr, String> {
    socket_or(text, DEFAULT_PORT, "127.0.0.1:1864, 0.0.0.0, [::1]:1863")
}

fn socket_or(text: &str, port: u16, examples: &str) -> Result<SocketAddr, String> {
    let unbracketed = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(text);
    match unbracketed.parse::<IpAddr>() {
        Ok(ip) => Ok(SocketAddr::new(ip, port)),
        Err(_) => text
            .parse()
            .map_err(|_| format!("write an IP of this machine, and a port unless it is {port}: {examples}")),
    }
}

pub(super) fn ports(text: &str) -> Result<RangeInclusive<u16>, String> {
    let read = || {
        let (first, last) = text.split_once('-')?;
        Some(first.trim().parse().ok()?..=last.trim().parse().ok()?)
    };
    let makes_sense =
        |ports: &RangeInclusive<u16>| *ports == (0..=0) || (*ports.start() > 0 && !ports.is_empty());
    read().filter(makes_sense).ok_or_else(|| {
        "write the first and the last port, as in 21000-21999, or 0-0 for any free port".to_owned()
    })
}

pub(super) fn host(text: &str) -> Result<String, String> {
    let is_host =
        text.parse::<IpAddr>().is_ok() || (!text.contains(['[', ':']) && Address::parse(text).is_some());
    if is_host { Ok(text.to_owned()) } else { Err("write a name or an IP without a port".to_owned()) }
}

pub(super) fn network(text: &str) -> Result<IpNet, String> {
    text.parse::<IpAddr>()
        .map(IpNet::from)
        .or_else(|_| text.parse())
        .map_err(|_| "write a network or an IP, as in 192.168.0.0/16 or 192.168.1.7".to_owned())
}

pub(super) fn sessions(text: &str) -> Result<usize, String> {
    text.parse().ok().filter(|&sessions| sessions > 0).ok_or_else(|| "write a number, at least 1".to_owned())
}

pub(super) fn session(text: &str) -> Result<u32, String> {
    text.parse().ok().filter(|&session| session > 0).ok_or_else(|| "write its number, as in 1".to_owned())
}

fn size(text: &str) -> Result<u64, String> {
    let size = text.parse::<ByteSize>().map_err(|_| "write a size, as in 128MiB or 1GiB".to_owned())?;
    Ok(size.as_u64())
}

/// The least a file may be asked to be long, in bytes: a smaller one would hold little but its first line.
const LEAST_FILE: u64 = 64 * 1024;

pub(super) fn record_size(text: &str) -> Result<u64, String> {
    let least = |size: &u64| *size >= LEAST_FILE;
    Some(size(text)?).filter(least).ok_or_else(|| format!("write at least {}", ByteSize::b(LEAST_FILE)))
}

pub(super) fn memory(text: &str) -> Result<usize, String> {
    usize::try_from(size(text)?)
        .ok()
        .filter(|&bytes| bytes >= LEAST_MEMORY)
        .ok_or_else(|| format!("write at least {}", ByteSize::b(LEAST_MEMORY as u64)))
}
