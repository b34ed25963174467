use super::program::nudge;
use super::{Api, Ended, Peer, Program, Row};
use std::net::SocketAddr;
use std::ops::Deref;
use std::process::Command;

/// The program, listening on a free port and printing its transcript in NDJSON.
#[derive(Debug)]
pub(crate) struct Nudge {
    program: Program<Row>,
    listen: SocketAddr,
}

impl Nudge {
    /// Starts the program with these arguments. Unless they say otherwise it listens on a free port of 127.0.0.1 and
    /// opens its routes on free ports too, so that any number of them run side by side.
    #[track_caller]
    pub(crate) fn spawn(args: &[&str]) -> Nudge {
        let mut command = nudge();
        command.arg("--json").args(args);
        for (flag, value) in [("--listen", "127.0.0.1:0"), ("--ports", "0-0")] {
            if !args.contains(&flag) {
                command.args([flag, value]);
            }
        }
        Nudge::transcribing(command)
    }

    /// The same with its page, at a free port.
    #[track_caller]
    pub(crate) fn with_page(args: &[&str]) -> Nudge {
        let mut command = Command::new(env!("CARGO_BIN_EXE_nudge"));
        command.args(["--json", "--listen", "127.0.0.1:0", "--ports", "0-0"]);
        command.args(["--web", "127.0.0.1:0", "--no-open"]).args(args);
        Nudge::transcribing(command)
    }

    /// Starts the program by a command of the caller's, which must print NDJSON, and waits until it listens.
    #[track_caller]
    pub(crate) fn transcribing(command: Command) -> Nudge {
        let program = Program::transcribing(command);
        let listening = program.stdout.first(|row| row.is("listening"));
        let listen = listening.text("listen").parse().expect("an address");
        Nudge { program, listen }
    }

    /// The first listener.
    pub(crate) fn listen(&self) -> SocketAddr {
        self.listen
    }

    /// The address it prints for the person to watch at, which signs a browser in.
    #[track_caller]
    pub(crate) fn url(&self) -> String {
        let line = self.stderr.first(|line| line.contains("/?token="));
        let url = line.split_whitespace().find(|word| word.contains("/?token="));
        url.expect("an address").to_owned()
    }

    /// Its API.
    #[track_caller]
    pub(crate) fn api(&self) -> Api {
        Api::at(&self.url())
    }

    /// A client's connection to the first listener.
    #[track_caller]
    pub(crate) fn connect(&self) -> Peer {
        Peer::connect(self.listen)
    }

    /// The first row that `wanted` accepts, as soon as there is one.
    #[track_caller]
    pub(crate) fn row(&self, wanted: impl Fn(&Row) -> bool) -> Row {
        self.stdout.first(wanted)
    }

    /// The first `count` rows that `wanted` accepts, as soon as there are so many.
    #[track_caller]
    pub(crate) fn rows(&self, count: usize, wanted: impl Fn(&Row) -> bool) -> Vec<Row> {
        self.stdout.several(count, wanted)
    }

    /// The number of the session that this client opened.
    #[track_caller]
    pub(crate) fn session_of(&self, client: SocketAddr) -> u64 {
        let client = client.to_string();
        let opened = self.row(|row| row.is("opened") && row.text("client") == client);
        opened.number("session").expect("an opened session has a number")
    }

    /// Ends the program by the signal that Ctrl-C sends, and returns its whole transcript. It ends without complaint,
    /// and its rows are numbered from 1 without a gap, but for those it says were missed.
    #[track_caller]
    pub(crate) fn stop(self) -> Vec<Row> {
        self.program.interrupt();
        let Ended { code, stdout, stderr } = self.program.wait();
        assert_eq!(code, Some(0), "{stderr}");
        let mut next = 1;
        for row in &stdout {
            match row.number("missed") {
                Some(missed) => next += missed,
                None => {
                    assert_eq!(row.n(), next, "{row:?}");
                    next += 1;
                }
            }
        }
        stdout
    }

    /// Waits until the program has ended by itself.
    #[track_caller]
    pub(crate) fn wait(self) -> Ended<Row> {
        self.program.wait()
    }
}

impl Deref for Nudge {
    type Target = Program<Row>;

    fn deref(&self) -> &Program<Row> {
        &self.program
    }
}
