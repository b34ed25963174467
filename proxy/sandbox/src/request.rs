use crate::refusal::Refusal;
use msnp::{Command, Direction};

/// A client's command that wants an answer: one with a transaction id.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Request<'a> {
    pub command: &'a Command<'a>,
    pub trid: u32,
}

impl<'a> Request<'a> {
    /// Reads a command as a request; `None` when its transaction id is missing or no number.
    pub(crate) fn read(command: &'a Command<'a>) -> Option<Request<'a>> {
        Some(Request { command, trid: command.trid(Direction::ClientToServer)? })
    }

    /// Argument `n`, counted as in the wire reference: the transaction id is 1.
    pub(crate) fn arg(&self, n: usize) -> Option<&'a str> {
        self.command.arg_str(n)
    }

    /// Argument `n`, which must be there, though it may be empty.
    pub(crate) fn want(&self, n: usize) -> Result<&'a str, Refusal> {
        self.arg(n).ok_or(Refusal::SYNTAX)
    }

    /// Everything from argument `n` on, as written.
    pub(crate) fn rest(&self, n: usize) -> Vec<&'a str> {
        self.command.args().skip(n - 1).map_while(|arg| std::str::from_utf8(arg).ok()).collect()
    }

    /// The error, as the answer to this request.
    pub(crate) fn refused(&self, Refusal(number): Refusal) -> String {
        format!("{number} {}\r\n", self.trid)
    }
}
