//! The command line, in two steps: what was typed, and what it means.

mod help;
mod values;

use crate::exit::Exit;
use clap::error::ErrorKind;
use clap::{ArgAction, ColorChoice, CommandFactory as _, Parser};
use ipnet::IpNet;
use msnp::Address;
use std::collections::HashSet;
use std::net::SocketAddr;
use std::ops::RangeInclusive;
use values::Listen;

/// What was typed.
#[derive(Debug, Parser)]
#[command(name = "nudge", version, override_help = help::TEXT, override_usage = help::USAGE)]
struct Typed {
    #[arg(long, value_name = "HOST[:PORT]", value_parser = values::server)]
    upstream: Option<Address>,
    #[arg(long, value_name = "IP[:PORT][=HOST[:PORT]]", value_parser = values::listen)]
    listen: Vec<Listen>,
    #[arg(long, value_name = "A-B", default_value = "21000-21999", value_parser = values::ports)]
    ports: RangeInclusive<u16>,
    #[arg(long, value_name = "HOST", value_parser = values::host)]
    advertise: Option<String>,
    #[arg(long, value_name = "CIDR", value_parser = values::network)]
    allow: Vec<IpNet>,
    #[arg(long, value_name = "N", value_parser = values::sessions)]
    max_sessions: Option<usize>,
    #[arg(long, value_name = "SIZE", default_value = "128MiB", value_parser = values::memory)]
    memory: usize,
    #[arg(long, action = ArgAction::SetTrue)]
    json: bool,
    #[arg(long, action = ArgAction::SetTrue)]
    quiet: bool,
    #[arg(long, action = ArgAction::SetTrue)]
    reveal: bool,
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    color: ColorChoice,
}

/// What it means.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    /// Never empty.
    pub(crate) doors: Vec<Door>,
    pub(crate) ports: RangeInclusive<u16>,
    pub(crate) advertise: Option<String>,
    pub(crate) allow: Vec<IpNet>,
    /// `None` for as many as make sense.
    pub(crate) max_sessions: Option<usize>,
    /// In bytes.
    pub(crate) memory: usize,
    pub(crate) output: Output,
    pub(crate) reveal: bool,
}

/// An address to listen on, and the server whose place it takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Door {
    pub(crate) listen: SocketAddr,
    pub(crate) upstream: Address,
}

/// What standard output gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Output {
    Notation,
    Ndjson,
    Nothing,
}

/// Reads the command line. Where it makes no sense or asks for help, says so, and how the program ends.
pub(crate) fn read() -> Result<Settings, Exit> {
    let ending = |error: clap::Error| {
        // Who closed the stream wants to hear nothing.
        let _ = error.print();
        if error.use_stderr() { Exit::WrongArguments } else { Exit::AsAsked }
    };
    let typed = Typed::try_parse().map_err(ending)?;
    choose_colors(typed.color);
    typed.meaning().map_err(|(kind, why)| ending(Typed::command().error(kind, why)))
}

fn choose_colors(color: ColorChoice) {
    let choice = match color {
        ColorChoice::Auto => anstream::ColorChoice::Auto,
        ColorChoice::Always => anstream::ColorChoice::Always,
        ColorChoice::Never => anstream::ColorChoice::Never,
    };
    choice.write_global();
}

impl Typed {
    fn meaning(mut self) -> Result<Settings, (ErrorKind, String)> {
        if self.listen.is_empty() {
            self.listen.push(Listen::default());
        }
        Ok(Settings {
            doors: doors(&self.listen, self.upstream.as_ref())?,
            ports: self.ports,
            advertise: self.advertise,
            allow: self.allow,
            max_sessions: self.max_sessions,
            memory: self.memory,
            output: match (self.quiet, self.json) {
                (true, _) => Output::Nothing,
                (false, true) => Output::Ndjson,
                (false, false) => Output::Notation,
            },
            reveal: self.reveal,
        })
    }
}

fn doors(listen: &[Listen], upstream: Option<&Address>) -> Result<Vec<Door>, (ErrorKind, String)> {
    let mut taken = HashSet::new();
    let mut doors = Vec::with_capacity(listen.len());
    for Listen { at, upstream: own } in listen {
        if at.port() != 0 && !taken.insert(*at) {
            let why = format!("--listen {at} is given twice; give each listener an address of its own");
            return Err((ErrorKind::ArgumentConflict, why));
        }
        let upstream =
            own.as_ref().or(upstream).ok_or_else(|| (ErrorKind::MissingRequiredArgument, no_server(*at)))?;
        doors.push(Door { listen: *at, upstream: upstream.clone() });
    }
    Ok(doors)
}

fn no_server(at: SocketAddr) -> String {
    format!(
        "which server do the clients that connect to {at} want? Name it with --upstream HOST[:PORT], as in\n\n  \
         nudge --upstream messenger.example.org"
    )
}

#[cfg(test)]
mod tests;
