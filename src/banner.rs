//! What a person is told on standard error: where to point a client, what to do next, what went wrong.

use crate::args::Settings;
use crate::listen::address_in_the_network;
use crate::sandbox::msnp_address;
use crate::web::Served;
use anstyle::{AnsiColor, Style};
use bytesize::ByteSize;
use msnp::Address;
use nudge_proxy::relay::Entrance;
use nudge_proxy::view::visible;
use nudge_sandbox::{Addresses, Sandbox};
use std::io::Write as _;
use std::net::{IpAddr, SocketAddr};
use std::path::Path;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::LevelFilter;

const BOLD: Style = Style::new().bold();
const ERROR: Style = AnsiColor::Red.on_default().bold();
const WARNING: Style = AnsiColor::Yellow.on_default().bold();

/// Sends logs to standard error: warnings, or what `RUST_LOG` asks for.
pub(crate) fn log_to_standard_error() {
    let filter = EnvFilter::builder().with_default_directive(LevelFilter::WARN.into()).from_env_lossy();
    let coloured = anstream::AutoStream::choice(&std::io::stderr()) != anstream::ColorChoice::Never;
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(coloured)
        .with_target(false)
        .init();
}

/// Says what listens where, for which server, and what to do next.
pub(crate) fn print(
    settings: &Settings,
    entrances: &[Entrance],
    sandbox: Option<&Sandbox>,
    page: Option<&Served>,
    kept: Option<&Path>,
) {
    let address =
        |entrance: &Entrance| Some((entrance.listener.local_addr().ok()?, entrance.upstream.clone()));
    let open: Vec<(SocketAddr, Address)> = entrances.iter().filter_map(address).collect();
    let around = Around { sandbox: sandbox.map(Sandbox::addresses), url: page.map(|page| &*page.url), kept };
    say(&banner(settings, &open, &around, address_in_the_network));
}

/// What else there is.
#[derive(Default)]
struct Around<'a> {
    sandbox: Option<Addresses>,
    /// The page's address, token included.
    url: Option<&'a str>,
    /// The file all is recorded in.
    kept: Option<&'a Path>,
}

fn banner(
    settings: &Settings,
    open: &[(SocketAddr, Address)],
    around: &Around<'_>,
    address_in_the_network: impl Fn(IpAddr) -> Option<IpAddr>,
) -> String {
    let mut text = format!("{BOLD}Nudge {}{BOLD:#}\n\n", env!("CARGO_PKG_VERSION"));
    for (listen, upstream) in open {
        let is_ours = around.sandbox.is_some_and(|at| *upstream == msnp_address(at.dispatch));
        let server = if is_ours { "the sandbox".to_owned() } else { upstream.to_string() };
        text += &format!("  {BOLD}{listen}{BOLD:#}  in place of  {server}\n");
    }
    text += "\n";
    if let Some(url) = around.url {
        text += &format!("Watch it in the browser:\n\n  {BOLD}{url}{BOLD:#}\n\n");
    }
    if let Some(at) = around.sandbox {
        text += &sandbox(settings, at);
    }
    if let Some(web) = settings.web.as_ref().filter(|web| !web.listen.ip().is_loopback()) {
        text += &format!(
            "{WARNING}warning:{WARNING:#} --web {}: whoever learns the address above can watch and change \
             everything,\nand it crosses the network unencrypted.\n\n",
            web.listen
        );
    }
    for (listen, _) in open.iter().filter(|(listen, _)| !listen.ip().is_loopback()) {
        text += &warning(settings, *listen);
    }
    let places: Vec<String> =
        open.iter().map(|(listen, _)| place(*listen, &address_in_the_network)).collect();
    let place = if places.len() > 2 { "one of these addresses".to_owned() } else { places.join(" or ") };
    text += &format!("Point a client at {BOLD}{place}{BOLD:#} in place of its server, and sign in.\n");
    text += "Where the server sends it from there leads through Nudge too.\n";
    text += match settings.reveal {
        true => "Passwords, tickets and cookies are shown as they are: mind who sees this.\n",
        false => "Passwords, tickets and cookies show as •••; --reveal shows them.\n",
    };
    if let Some(file) = around.kept {
        text += &format!(
            "All that passes is kept, secrets as they are, in {}\n",
            visible(&file.to_string_lossy())
        );
    }
    text + &format!("\nWaiting for a client on {place} … Ctrl-C ends.\n\n")
}

/// What the server of our own is for.
fn sandbox(settings: &Settings, at: Addresses) -> String {
    let who = match settings.sandbox.as_ref().and_then(|sandbox| sandbox.accounts.as_ref()) {
        Some(file) => format!("the accounts in {}", file.display()),
        None => "any account and password".to_owned(),
    };
    let play = if settings.demo { "Two scripted people chat in it now. " } else { "" };
    format!(
        "The sandbox is an MSN server of Nudge's own, for lack of --upstream: {who}\nwill do. {play}\
         Its Passport nexus is http://{}/rdr/pprdr.asp\n\n",
        at.http
    )
}

/// How a client names a listener.
fn place(listen: SocketAddr, address_in_the_network: impl Fn(IpAddr) -> Option<IpAddr>) -> String {
    match (listen.ip().is_unspecified(), address_in_the_network(listen.ip())) {
        (false, _) => listen.to_string(),
        (true, Some(ip)) => SocketAddr::new(ip, listen.port()).to_string(),
        (true, None) => format!("this machine's address, port {}", listen.port()),
    }
}

/// What who lets others in should know.
fn warning(settings: &Settings, listen: SocketAddr) -> String {
    let (first, last) = (settings.ports.start(), settings.ports.end());
    let ports = if *last == 0 { "any port".to_owned() } else { format!("ports {first}-{last}") };
    let firewall = format!("Redirects lead to {ports}: a firewall must let those through too.\n\n");
    if settings.allow.is_empty() {
        format!(
            "{WARNING}warning:{WARNING:#} {listen} is an open relay: whoever reaches it may use it.\n\
             Let in only those you mean, as in --allow 192.168.0.0/16\n{firewall}"
        )
    } else {
        let networks: Vec<String> = settings.allow.iter().map(ToString::to_string).collect();
        format!("{listen} lets in {}, and turns others away.\n{firewall}", networks.join(", "))
    }
}

/// Says what is shown, and where.
pub(crate) fn print_opened(names: &[&str], size: u64, page: &Served) {
    let (file, more) = (names.first().copied().unwrap_or_default(), names.len().saturating_sub(1));
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let (file, url) = (visible(file), &page.url);
    say(&format!(
        "{BOLD}Nudge {}{BOLD:#}\n\n  {BOLD}{file}{BOLD:#}{more}, {}\n\nLook at it in the browser:\n\n  \
         {BOLD}{url}{BOLD:#}\n\nIt was saved: all in it is over, and nothing is relayed. Ctrl-C ends.\n\n",
        env!("CARGO_PKG_VERSION"),
        ByteSize::b(size),
    ));
}

/// Says why the program ends.
pub(crate) fn error(why: &anyhow::Error) {
    say(&format!("{ERROR}error:{ERROR:#} {why:#}\n"));
}

fn say(text: &str) {
    // Who closed standard error wants to hear nothing, which is no reason to end.
    let _ = anstream::stderr().write_all(text.as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::args::{Door, Output};

    fn shown(listen: &[&str], allow: &[&str]) -> String {
        let open: Vec<_> =
            listen.iter().map(|listen| (listen.parse().unwrap(), Address::new("ds.example", 1863))).collect();
        let settings = Settings {
            doors: open
                .iter()
                .map(|(listen, upstream)| Door { listen: *listen, upstream: Some(upstream.clone()) })
                .collect(),
            sandbox: None,
            demo: false,
            web: None,
            ports: 21000..=21999,
            advertise: None,
            allow: allow.iter().map(|network| network.parse().unwrap()).collect(),
            max_sessions: None,
            memory: 0,
            record: None,
            output: Output::Notation,
            reveal: false,
        };
        let banner = banner(&settings, &open, &Around::default(), |_| "192.168.1.5".parse().ok());
        anstream::adapter::strip_str(&banner).to_string()
    }

    #[test]
    fn the_first_lines_say_where_to_point_a_client() {
        let expected = format!(
            "\
Nudge {}

  127.0.0.1:1863  in place of  ds.example:1863

Point a client at 127.0.0.1:1863 in place of its server, and sign in.
Where the server sends it from there leads through Nudge too.
Passwords, tickets and cookies show as •••; --reveal shows them.

Waiting for a client on 127.0.0.1:1863 … Ctrl-C ends.

",
            env!("CARGO_PKG_VERSION")
        );
        assert_eq!(shown(&["127.0.0.1:1863"], &[]), expected);
    }

    #[test]
    fn a_listener_for_other_machines_warns_unless_it_is_narrowed() {
        let open = shown(&["0.0.0.0:1863"], &[]);
        assert!(open.contains("open relay") && open.contains("--allow 192.168.0.0/16"), "{open}");
        assert!(open.contains("Point a client at 192.168.1.5:1863"), "{open}");
        let narrowed = shown(&["0.0.0.0:1863"], &["10.0.0.0/8"]);
        assert!(!narrowed.contains("open relay") && narrowed.contains("lets in 10.0.0.0/8"), "{narrowed}");
        assert!(!shown(&["127.0.0.1:1863", "[::1]:1863"], &[]).contains("warning"));
    }
}
