//! The command line, in two steps: what was typed, and what it means.

mod attach;
mod help;
mod saved;
mod values;

pub(crate) use attach::{Attach, Deed, Hold, Inject, Release, Tail, Way, attach};
pub(crate) use saved::{CheckSettings, OpenSettings, ScriptSettings};

use crate::exit::Exit;
use clap::error::ErrorKind;
use clap::{ArgAction, ArgMatches, ColorChoice, CommandFactory as _, FromArgMatches as _, Parser, ValueEnum};
use ipnet::IpNet;
use msnp::Address;
use std::collections::HashSet;
use std::io::IsTerminal as _;
use std::net::SocketAddr;
use std::ops::RangeInclusive;
use std::path::PathBuf;
use values::{Listen, SandboxPorts};

/// What was typed.
#[derive(Debug, Parser)]
#[command(name = "nudge", version, override_help = help::TEXT, override_usage = help::USAGE)]
#[group(skip)]
struct Typed {
    #[arg(value_name = "demo")]
    verb: Option<Verb>,
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
    #[arg(long, value_name = "N", value_parser = values::session)]
    session: Option<u32>,
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
    #[arg(long, value_name = "SIZE", value_parser = values::memory)]
    memory: Option<usize>,
    #[arg(long, value_name = "FILE")]
    record: Option<PathBuf>,
    #[arg(long, value_name = "SIZE", requires = "record", default_value = "1GiB", value_parser = values::record_size)]
    record_size: u64,
    #[arg(long, value_name = "IP[:PORT]", default_value = "127.0.0.1:8863", value_parser = values::web)]
    web: SocketAddr,
    #[arg(long, action = ArgAction::SetTrue, conflicts_with_all = ["web", "token_file", "read_only", "snippets", "ui_dir"])]
    no_web: bool,
    #[arg(long, action = ArgAction::SetTrue)]
    no_open: bool,
    #[arg(long, value_name = "FILE")]
    token_file: Option<PathBuf>,
    #[arg(long, action = ArgAction::SetTrue)]
    read_only: bool,
    #[arg(long, value_name = "FILE")]
    snippets: Option<PathBuf>,
    #[arg(long, value_name = "DIR")]
    ui_dir: Option<PathBuf>,
    #[arg(long, value_name = "DS,NS,SB,HTTP", value_parser = values::sandbox_ports)]
    sandbox_ports: Option<SandboxPorts>,
    #[arg(long, value_name = "FILE")]
    accounts: Option<PathBuf>,
    #[arg(long, action = ArgAction::SetTrue)]
    print: bool,
    #[arg(long, action = ArgAction::SetTrue)]
    json: bool,
    #[arg(long, action = ArgAction::SetTrue)]
    quiet: bool,
    #[arg(long, action = ArgAction::SetTrue)]
    reveal: bool,
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    color: ColorChoice,
}

/// What is asked for, unless it is to relay and no more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Verb {
    /// Relays for two scripted people, in the sandbox.
    Demo,
    /// Shows a saved transcript.
    Open,
    /// Says what broke the rules in it.
    Check,
    /// Makes a conversation of it.
    Script,
}

impl Verb {
    fn name(self) -> &'static str {
        match self {
            Verb::Demo => "demo",
            Verb::Open => "open",
            Verb::Check => "check",
            Verb::Script => "script",
        }
    }
}

/// What it means.
#[derive(Clone, Debug)]
pub(crate) enum Asked {
    Relay(Box<Settings>),
    Open(OpenSettings),
    Check(CheckSettings),
    Script(ScriptSettings),
}

/// How much the transcript may take where nobody says, in bytes.
const MEMORY: usize = 128 * 1024 * 1024;

/// What it means to relay.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    /// Never empty.
    pub(crate) doors: Vec<Door>,
    /// The sandbox, where a door leads to it.
    pub(crate) sandbox: Option<SandboxSettings>,
    /// Two scripted people use it.
    pub(crate) demo: bool,
    /// The browser's view, unless it is not wanted.
    pub(crate) web: Option<WebSettings>,
    pub(crate) ports: RangeInclusive<u16>,
    pub(crate) advertise: Option<String>,
    pub(crate) allow: Vec<IpNet>,
    /// `None` for as many as make sense.
    pub(crate) max_sessions: Option<usize>,
    /// In bytes.
    pub(crate) memory: usize,
    /// Where it is kept, if it is.
    pub(crate) record: Option<RecordSettings>,
    pub(crate) output: Output,
    pub(crate) reveal: bool,
}

/// The files that all is kept in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RecordSettings {
    pub(crate) file: PathBuf,
    /// How long one may be, in bytes.
    pub(crate) size: u64,
}

/// An address to listen on, and the server whose place it takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Door {
    pub(crate) listen: SocketAddr,
    /// `None`: the sandbox.
    pub(crate) upstream: Option<Address>,
}

/// The sandbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SandboxSettings {
    pub(crate) ports: SandboxPorts,
    /// Who may sign in; everybody where there is no file.
    pub(crate) accounts: Option<PathBuf>,
}

/// The browser's view.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct WebSettings {
    pub(crate) listen: SocketAddr,
    /// Whether a browser is opened.
    pub(crate) open: bool,
    pub(crate) token_file: Option<PathBuf>,
    pub(crate) read_only: bool,
    pub(crate) snippets: Option<PathBuf>,
    pub(crate) ui_dir: Option<PathBuf>,
}

/// What standard output gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Output {
    Notation,
    Ndjson,
    Nothing,
}

/// Reads the command line. Where it makes no sense or asks for help, says so, and how the program ends.
pub(crate) fn read() -> Result<Asked, Exit> {
    let ending = |error: clap::Error| {
        // Who closed the stream wants to hear nothing.
        let _ = error.print();
        if error.use_stderr() { Exit::WrongArguments } else { Exit::AsAsked }
    };
    let matches = Typed::command().try_get_matches().map_err(ending)?;
    understand(&matches).map_err(|(kind, why)| ending(Typed::command().error(kind, why)))
}

fn understand(matches: &ArgMatches) -> Result<Asked, (ErrorKind, String)> {
    let typed = Typed::from_arg_matches(matches).map_err(|error| (error.kind(), error.to_string()))?;
    choose_colors(typed.color);
    if let Some(misfit) = saved::misfit(typed.verb, matches) {
        return Err(misfit);
    }
    Ok(match typed.verb {
        None | Some(Verb::Demo) => Asked::Relay(Box::new(typed.meaning()?)),
        Some(Verb::Open) => Asked::Open(typed.to_open()),
        Some(Verb::Check) => Asked::Check(typed.to_check()),
        Some(Verb::Script) => Asked::Script(typed.to_script()),
    })
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
        let demo = self.verb == Some(Verb::Demo);
        if demo && self.upstream.is_some() {
            let why = "the demo plays in a server of its own; leave out --upstream, or leave out demo";
            return Err((ErrorKind::ArgumentConflict, why.to_owned()));
        }
        let doors = doors(&self.listen, self.upstream.as_ref())?;
        let leads_to_sandbox = doors.iter().any(|door| door.upstream.is_none());
        if !leads_to_sandbox && let Some(why) = self.wants_sandbox(demo) {
            return Err((ErrorKind::ArgumentConflict, why));
        }
        let sandbox = leads_to_sandbox.then(|| SandboxSettings {
            ports: self.sandbox_ports.unwrap_or_default(),
            accounts: self.accounts.clone(),
        });
        let (output, web) = (self.output(), self.web_settings());
        let Typed { ports, advertise, allow, max_sessions, record_size: size, reveal, .. } = self;
        Ok(Settings {
            doors,
            sandbox,
            demo,
            web,
            ports,
            advertise,
            allow,
            max_sessions,
            memory: self.memory.unwrap_or(MEMORY),
            record: self.record.map(|file| RecordSettings { file, size }),
            output,
            reveal,
        })
    }

    /// Why every listener having a server of its own is not what was meant.
    fn wants_sandbox(&self, demo: bool) -> Option<String> {
        let asked = match () {
            () if demo => "demo",
            () if self.sandbox_ports.is_some() => "--sandbox-ports",
            () if self.accounts.is_some() => "--accounts",
            () => return None,
        };
        Some(format!(
            "{asked} is about the sandbox, and no listener leads there; leave a server out, or leave out {asked}"
        ))
    }

    /// A person at a terminal reads in the browser, where there is one; programs and files get the transcript.
    fn output(&self) -> Output {
        let wanted = self.print || self.json || self.no_web || !std::io::stdout().is_terminal();
        match (self.quiet || !wanted, self.json) {
            (true, _) => Output::Nothing,
            (false, true) => Output::Ndjson,
            (false, false) => Output::Notation,
        }
    }

    fn web_settings(&self) -> Option<WebSettings> {
        (!self.no_web).then(|| self.page())
    }

    fn page(&self) -> WebSettings {
        WebSettings {
            listen: self.web,
            open: !self.no_open,
            token_file: self.token_file.clone(),
            read_only: self.read_only,
            snippets: self.snippets.clone(),
            ui_dir: self.ui_dir.clone(),
        }
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
        doors.push(Door { listen: *at, upstream: own.as_ref().or(upstream).cloned() });
    }
    Ok(doors)
}

#[cfg(test)]
mod tests;
