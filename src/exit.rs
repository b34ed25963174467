use crate::banner;
use std::process::ExitCode;

/// How the program ends. Documented in `--help`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// By a signal, or because nobody reads standard output any more.
    AsAsked = 0,
    /// Something failed while running.
    Failed = 1,
    /// The arguments make no sense.
    WrongArguments = 2,
    /// An address cannot be listened on.
    CannotListen = 3,
    /// `check` found something at or above a warning.
    ProblemsFound = 4,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(exit as u8)
    }
}

/// Why the program ended otherwise than asked.
#[derive(Debug)]
pub(crate) struct Stopped {
    pub(crate) exit: Exit,
    pub(crate) why: anyhow::Error,
}

impl Stopped {
    /// Says why, and gives the code to end with.
    pub(crate) fn report(self) -> ExitCode {
        banner::error(&self.why);
        self.exit.into()
    }
}

impl From<anyhow::Error> for Stopped {
    fn from(why: anyhow::Error) -> Stopped {
        Stopped { exit: Exit::Failed, why }
    }
}
