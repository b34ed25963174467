use crate::args::Door;
use crate::exit::{Exit, Stopped};
use crate::sandbox::msnp_address;
use anyhow::{Context as _, Error, anyhow};
use nudge_proxy::relay::Entrance;
use nudge_sandbox::Sandbox;
use std::io::{self, ErrorKind};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, UdpSocket};
use tokio::net::TcpListener;

/// Ports after a busy one that are tried to name a free one.
const NEIGHBOURS: u16 = 100;

/// Opens every door, or says which one cannot be opened and what to do.
pub(crate) async fn bind(doors: &[Door], sandbox: Option<&Sandbox>) -> Result<Vec<Entrance>, Stopped> {
    let dispatch = sandbox.map(|sandbox| msnp_address(sandbox.addresses().dispatch));
    let mut entrances = Vec::with_capacity(doors.len());
    for door in doors {
        let listener = TcpListener::bind(door.listen)
            .await
            .map_err(|error| cannot_listen("--listen", door.listen, &error))
            .map_err(|why| Stopped { exit: Exit::CannotListen, why })?;
        let upstream = door.upstream.as_ref().or(dispatch.as_ref()).context("a server for every listener")?;
        entrances.push(Entrance { listener, upstream: upstream.clone() });
    }
    Ok(entrances)
}

/// Says why an address cannot be listened on, and what to give for `flag` instead.
pub(crate) fn cannot_listen(flag: &str, at: SocketAddr, error: &io::Error) -> Error {
    let instead = free_neighbour(at).map_or_else(
        || format!("{flag} {}:PORT", bracketed(at.ip())),
        |neighbour| format!("{flag} {neighbour}"),
    );
    let advice = match error.kind() {
        ErrorKind::AddrInUse => format!(
            "Is another Nudge running, or a server of yours? End it, or use a free port:\n\n  {instead}"
        ),
        ErrorKind::AddrNotAvailable => format!(
            "This machine has no address {}. Use one it has, or every address at once:\n\n  {flag} {}",
            at.ip(),
            SocketAddr::new(unspecified(at.ip()), at.port())
        ),
        ErrorKind::PermissionDenied if at.port() < 1024 => {
            let port = SocketAddr::new(at.ip(), msnp::DEFAULT_PORT);
            format!("Ports below 1024 are for privileged programs. Use a higher one:\n\n  {flag} {port}")
        }
        _ => format!("Listen somewhere else:\n\n  {instead}"),
    };
    anyhow!("cannot listen on {at}: {error}\n\n{advice}")
}

/// A port above this one that is free now.
fn free_neighbour(at: SocketAddr) -> Option<SocketAddr> {
    let ports = at.port().saturating_add(1)..=at.port().saturating_add(NEIGHBOURS);
    ports
        .map(|port| SocketAddr::new(at.ip(), port))
        .find(|neighbour| std::net::TcpListener::bind(neighbour).is_ok())
}

fn unspecified(like: IpAddr) -> IpAddr {
    match like {
        IpAddr::V4(_) => Ipv4Addr::UNSPECIFIED.into(),
        IpAddr::V6(_) => Ipv6Addr::UNSPECIFIED.into(),
    }
}

fn bracketed(ip: IpAddr) -> String {
    match ip {
        IpAddr::V4(ip) => ip.to_string(),
        IpAddr::V6(ip) => format!("[{ip}]"),
    }
}

/// The address by which other machines most likely reach this one. Asks the system's routing table and sends nothing.
pub(crate) fn address_in_the_network(like: IpAddr) -> Option<IpAddr> {
    // Documentation addresses: nobody's, so that the default route answers.
    let anywhere: SocketAddr = match like {
        IpAddr::V4(_) => (Ipv4Addr::new(192, 0, 2, 1), 9).into(),
        IpAddr::V6(_) => (Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 1), 9).into(),
    };
    let socket = UdpSocket::bind((unspecified(like), 0)).ok()?;
    socket.connect(anywhere).ok()?;
    let ip = socket.local_addr().ok()?.ip();
    (!ip.is_loopback() && !ip.is_unspecified()).then_some(ip)
}
