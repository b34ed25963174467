//! The words for who attaches to a program that runs: `nudge tail`, `inject`, `hold`, `release`.

use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;
use std::time::Duration;

/// What is said below every help: the examples, and what goes for all four.
macro_rules! after {
    ($examples:literal) => {
        concat!(
            "Examples:\n",
            $examples,
            "\nThe token comes from NUDGE_URL, the address that Nudge printed, from NUDGE_TOKEN\n\
             or from --token-file; never from here, where other users could read it.\n\
             Exit codes: 0 done, 1 refused or out of reach, 2 wrong arguments."
        )
    };
}

/// Attach to a Nudge that runs, over its HTTP API.
#[derive(Clone, Debug, Parser)]
#[command(name = "nudge", version, max_term_width = 80)]
pub(crate) struct Attach {
    #[command(subcommand)]
    pub(crate) deed: Deed,
    /// Where the program's page is [default: NUDGE_URL, else 127.0.0.1:8863]
    #[arg(long, global = true, value_name = "HOST:PORT")]
    pub(crate) at: Option<String>,
    /// The file that the program was given as --token-file
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) token_file: Option<PathBuf>,
}

/// What is to be done.
#[derive(Clone, Debug, Subcommand)]
pub(crate) enum Deed {
    /// Prints what passes, as it passes
    #[command(after_help = after!("  nudge tail cmd:MSG role:SB\n"))]
    Tail(Tail),
    /// Puts a command into a session
    #[command(after_help = after!(
        "  nudge inject SB s2c $'MSG {peer} {peer} {len}\\nContent-Type: text/plain\\n\\nhi'\n\
         \x20 nudge inject 1 c2s 'URL {trid} INBOX' --hide-reply\n"
    ))]
    Inject(Inject),
    /// Holds what fits a filter; without one, lists what is held
    #[command(after_help = after!("  nudge hold cmd:MSG dir:c2s\n  nudge hold --off\n"))]
    Hold(Hold),
    /// Lets go of a held command, or of all of them
    #[command(after_help = after!(
        "  nudge release 117\n  nudge release 117 --edit $'MSG {trid} N {len}\\n\\nlonger'\n  nudge release all\n"
    ))]
    Release(Release),
}

/// `nudge tail`
#[derive(Clone, Debug, Args)]
pub(crate) struct Tail {
    /// Terms that must all fit, as in the page: cmd:MSG dir:c2s session:3 role:SB text:"hello" -cmd:PNG
    pub(crate) filter: Vec<String>,
    /// The entry to begin with; otherwise only what happens from now on
    #[arg(long, value_name = "N")]
    pub(crate) from: Option<u64>,
    /// Ends after so many rows
    #[arg(long, value_name = "N")]
    pub(crate) count: Option<u64>,
    /// One JSON object a row
    #[arg(long)]
    pub(crate) json: bool,
    /// Shows passwords, tickets and cookies
    #[arg(long)]
    pub(crate) reveal: bool,
}

/// Which way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Way {
    /// To the server
    C2s,
    /// To the client
    S2c,
}

/// `nudge inject`
#[derive(Clone, Debug, Args)]
pub(crate) struct Inject {
    /// A session's number, or NS or SB for the newest open one of that kind
    pub(crate) session: String,
    /// c2s to the server, s2c to the client
    #[arg(hide_possible_values = true)]
    pub(crate) way: Way,
    /// The command, its payload on the lines below; {trid} {len} {me} {peer} {ticket} {now} {guid} and \xNN are filled in.
    /// Lines that begin with --- stand between several: --- wait 200 ms, --- wait for cmd:QRY, --- to client
    #[arg(allow_hyphen_values = true)]
    pub(crate) typed: String,
    /// Keeps what the server answers from the client
    #[arg(long)]
    pub(crate) hide_reply: bool,
    /// Plays it so many times
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) times: u32,
    /// Begins again after so many milliseconds
    #[arg(long, value_name = "MS", default_value_t = 0)]
    pub(crate) every: u64,
}

/// `nudge hold`
#[derive(Clone, Debug, Args)]
pub(crate) struct Hold {
    /// What is held from now on; "" for everything
    pub(crate) filter: Vec<String>,
    /// Answers challenges of the server in the client's place
    #[arg(long)]
    pub(crate) prove: bool,
    /// Holds nothing more, lets go of all that is held, and stops what repeats
    #[arg(long, conflicts_with_all = ["filter", "prove"])]
    pub(crate) off: bool,
}

/// `nudge release`
#[derive(Clone, Debug, Args)]
pub(crate) struct Release {
    /// The entry that is held, or all
    pub(crate) what: String,
    #[command(flatten)]
    pub(crate) how: How,
    /// Leaves a wrong length as it is typed
    #[arg(long, requires = "edit")]
    pub(crate) as_typed: bool,
}

/// Otherwise than as it is.
#[derive(Clone, Debug, Default, Args)]
#[group(multiple = false)]
pub(crate) struct How {
    /// Sends this in its place
    #[arg(long, value_name = "TYPED")]
    pub(crate) edit: Option<String>,
    /// Drops it
    #[arg(long)]
    pub(crate) drop: bool,
    /// Drops it, and sends this back to who sent it
    #[arg(long, value_name = "TYPED")]
    pub(crate) answer: Option<String>,
    /// Answers a challenge in the client's place
    #[arg(long)]
    pub(crate) prove: bool,
}

impl Inject {
    /// Whether it is more than one frame at once.
    pub(crate) fn is_sequence(&self) -> bool {
        self.times > 1 || self.typed.lines().any(|line| line.starts_with("--- "))
    }

    /// Between two beginnings.
    pub(crate) fn every(&self) -> Duration {
        Duration::from_millis(self.every)
    }
}

/// What the command line asks for, if it begins with one of these words. Where it makes no sense or asks for help, says so.
pub(crate) fn attach() -> Option<Result<Attach, clap::Error>> {
    const WORDS: [&str; 4] = ["tail", "inject", "hold", "release"];
    let first = std::env::args().nth(1)?;
    WORDS.contains(&first.as_str()).then(Attach::try_parse)
}
