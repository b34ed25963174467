//! An entry, read once for all folds.

use super::threads::{Member, Threads};
use crate::transcript::{Entry, Event, Passed, SessionId, What};
use msnp::message::Message;
use msnp::{Command, Direction};
use std::time::Duration;

/// An entry as the folds take it in.
#[derive(Clone, Copy, Debug)]
pub(super) struct Seen<'a> {
    /// Its number.
    pub(super) entry: u64,
    /// When, since the transcript began.
    pub(super) at: Duration,
    /// Of which session; `None` for what concerns the whole program.
    pub(super) session: Option<SessionId>,
    /// What is known of that session, this entry included.
    pub(super) member: Option<&'a Member>,
    /// The message in it ([`message_in`]).
    pub(super) message: Option<Message<'a>>,
    pub(super) what: Saw<'a>,
}

/// What an entry tells.
#[derive(Clone, Copy, Debug)]
pub(super) enum Saw<'a> {
    /// Bytes went through, or in.
    Frame {
        passed: Passed<'a>,
        /// The command in it as the server knows it: what a client's frame was when it was sent on, what the server's was
        /// when it came. `None` for opaque bytes, a frame the connection ended in, and an empty line.
        command: Option<Command<'a>>,
        trid: Option<u32>,
    },
    /// Something else.
    Event(&'a Event),
}

impl<'a> Seen<'a> {
    pub(super) fn of(entry: &'a Entry<'a>, threads: &'a Threads) -> Seen<'a> {
        let what = match &entry.what {
            What::Event(event) => Saw::Event(event),
            What::Frame(passed) => {
                let frame = match passed.direction {
                    Direction::ClientToServer => passed.sent_frame(),
                    Direction::ServerToClient => passed.frame(),
                };
                let command = Command::read(&frame).filter(|_| !passed.incomplete);
                let trid = command.and_then(|command| command.trid(passed.direction));
                Saw::Frame { passed: *passed, command, trid }
            }
        };
        let member = entry.session.and_then(|session| threads.member(session));
        let message = match &what {
            Saw::Frame { command: Some(command), .. } => message_in(command),
            Saw::Frame { .. } | Saw::Event(_) => None,
        };
        Seen { entry: entry.number, at: entry.at, session: entry.session, member, message, what }
    }
}

/// What a MSG, UUM or UBM carries.
pub(super) fn message_in<'a>(command: &Command<'a>) -> Option<Message<'a>> {
    matches!(command.verb.as_bytes(), b"MSG" | b"UUM" | b"UBM").then(|| Message::read(command.payload))
}
