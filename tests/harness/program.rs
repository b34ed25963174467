use super::{Feed, Row};
use std::fmt::Debug;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;

/// The built program, running with any arguments. Killed when dropped.
#[derive(Debug)]
pub(crate) struct Program<T> {
    child: Child,
    /// Standard output, line by line.
    pub(crate) stdout: Arc<Feed<T>>,
    /// Standard error, line by line.
    pub(crate) stderr: Arc<Feed<String>>,
}

/// What a program that has ended left behind.
#[derive(Debug)]
pub(crate) struct Ended<T> {
    /// `None` when a signal ended it.
    pub(crate) code: Option<i32>,
    /// All of standard output.
    pub(crate) stdout: Vec<T>,
    /// All of standard error.
    pub(crate) stderr: String,
}

/// The built program, about to be started without its page, whose port only one program at a time can have.
pub(crate) fn nudge() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_nudge"));
    command.arg("--no-web");
    command
}

impl Program<String> {
    /// Starts the program with exactly these arguments.
    pub(crate) fn spawn(args: &[&str]) -> Program<String> {
        let mut command = nudge();
        command.args(args);
        Program::printing(command)
    }

    /// Starts a command that prints lines of text.
    pub(crate) fn printing(command: Command) -> Program<String> {
        Program::start(command, str::to_owned)
    }

    /// Runs the program with exactly these arguments until it ends by itself.
    #[track_caller]
    pub(crate) fn run(args: &[&str]) -> Ended<String> {
        Program::spawn(args).wait()
    }
}

impl Program<Row> {
    /// Starts a command that prints a transcript in NDJSON.
    pub(crate) fn transcribing(command: Command) -> Program<Row> {
        Program::start(command, Row::parse)
    }
}

impl<T: Clone + Debug + Send + 'static> Program<T> {
    fn start(mut command: Command, parse: fn(&str) -> T) -> Program<T> {
        // A RUST_LOG of the person who runs the tests must not change what they see.
        command.env_remove("RUST_LOG").stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap_or_else(|error| panic!("cannot run {command:?}: {error}"));
        let stdout = Feed::of(child.stdout.take().expect("a pipe"), parse);
        let stderr = Feed::of(child.stderr.take().expect("a pipe"), str::to_owned);
        Program { child, stdout, stderr }
    }

    /// Asks it to end, as Ctrl-C does.
    pub(crate) fn interrupt(&self) {
        self.signal("INT");
    }

    /// Sends it a signal by name.
    pub(crate) fn signal(&self, name: &str) {
        let id = self.id().to_string();
        let sent = Command::new("kill").args(["-s", name, &id]).status();
        assert!(sent.is_ok_and(|status| status.success()), "cannot send {name} to {id}");
    }

    /// Its process id.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Waits until it has ended by itself.
    #[track_caller]
    pub(crate) fn wait(mut self) -> Ended<T> {
        self.stdout.wait_for_end();
        self.stderr.wait_for_end();
        let status = self.child.wait().expect("a child can be waited for");
        Ended { code: status.code(), stdout: self.stdout.all(), stderr: self.stderr.all().join("\n") }
    }
}

impl<T> Drop for Program<T> {
    fn drop(&mut self) {
        // It has already ended, or its test has failed.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
