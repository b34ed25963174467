//! MSNFTP: a file on a connection of its own (§5.5, §2.6).
//!
//! To remember: where its blocks are cut into entries means nothing. They are read as one stream.
//!
//! ```text
//! receiver: VER MSNFTP      sender: VER MSNFTP
//!           USR bob… 1234           FIL 30000
//!           TFR                     0 len len data │ 0 len len data │ … │ 1 0 0
//!           BYE 16777989
//! ```

use super::heard::{Heard, told};
use super::shelf::Shelf;
use super::transfer::{Channel, Status, Transfer, Version, kept};
use crate::transcript::{Passed, SessionId};
use msnp::{Command, Direction};
use std::collections::BTreeMap;

/// Connections that may be open at once; of more, the oldest is not read any further.
const STREAMS: usize = 256;

/// What the receiver says when it has all of it.
const DONE: &[u8] = b"16777989";

/// The MSNFTP connections under way.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Streams {
    /// `streams.len() <= STREAMS`.
    streams: BTreeMap<SessionId, Stream>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Stream {
    transfer: u64,
    /// Whose the blocks are.
    sender: Option<Direction>,
    blocks: Blocks,
}

/// The blocks of a sender, read as far as they came.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Blocks {
    /// Bytes of the file so far.
    offset: u64,
    /// As much of the next block's header as there is.
    header: [u8; 3],
    have: usize,
    /// Bytes of the block that have not come.
    left: u32,
    /// How it ended.
    over: Option<Over>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Over {
    /// With a block that says so.
    Ended,
    /// With something that is no block.
    Broken,
}

impl Streams {
    /// A line that may be of such a connection.
    pub(super) fn hear(&mut self, shelf: &mut Shelf, heard: &Heard<'_>, command: &Command<'_>) {
        if command.verb == "VER" {
            if command.arg(1) == Some(b"MSNFTP") && !self.streams.contains_key(&heard.session) {
                self.begin(shelf, heard);
            }
            return;
        }
        let Some(stream) = self.streams.get_mut(&heard.session) else { return };
        let invitation = (command.verb == "USR").then(|| invited(shelf, command)).flatten();
        match command.verb.as_bytes() {
            b"USR" => stream.sender = Some(heard.way.reverse()),
            b"FIL" => stream.sender = Some(heard.way),
            _ => {}
        }
        shelf.change(stream.transfer, |transfer| {
            transfer.hear(heard);
            told_by(transfer, command, invitation);
        });
    }

    fn begin(&mut self, shelf: &mut Shelf, heard: &Heard<'_>) {
        let transfer = Transfer {
            kind: "file",
            status: Status::Accepted,
            ..Transfer::new(heard, Version::MsnFtp, Channel::MsnFtp)
        };
        let stream = Stream { transfer: transfer.id, sender: None, blocks: Blocks::default() };
        shelf.insert(transfer, &Direction::BOTH);
        if self.streams.len() == STREAMS
            && let Some((_, oldest)) = self.streams.pop_first()
        {
            shelf.change(oldest.transfer, Transfer::lose_sight);
        }
        self.streams.insert(heard.session, stream);
    }

    /// Bytes that are no line.
    pub(super) fn read(&mut self, shelf: &mut Shelf, heard: &Heard<'_>, passed: &Passed<'_>) {
        let Some(stream) = self.streams.get_mut(&heard.session) else { return };
        if stream.blocks.over.is_some() || *stream.sender.get_or_insert(heard.way) != heard.way {
            return;
        }
        let id = stream.transfer;
        shelf.change(id, |transfer| transfer.hear(heard));
        stream.blocks.read(told(passed), |offset, length, at| shelf.take(id, heard, offset, length, at));
        let (status, why) = match stream.blocks.over {
            Some(Over::Ended) => (Status::Cancelled, &b"the sender ended it early"[..]),
            Some(Over::Broken) => (Status::BrokenOff, &b"what follows is no block of MSNFTP"[..]),
            None => return,
        };
        shelf.change(id, |transfer| transfer.end(status, Some(why)));
    }

    pub(super) fn close(&mut self, session: SessionId) {
        self.streams.remove(&session);
    }

    /// Entries are missing: where the next block begins nobody knows.
    pub(super) fn lose_sight(&mut self) {
        self.streams.clear();
    }
}

/// What a line of the connection tells of its file.
fn told_by(transfer: &mut Transfer, command: &Command<'_>, invitation: Option<Invited>) {
    match command.verb.as_bytes() {
        b"USR" => {
            transfer.to = command.arg_str(1).map(kept);
            if let Some((id, from, name)) = invitation {
                (transfer.invitation, transfer.from, transfer.name) = (Some(id), from, name);
            }
        }
        b"FIL" => transfer.announced = command.arg_str(1).and_then(|size| size.parse().ok()),
        b"BYE" if command.arg(1) == Some(DONE) => match transfer.size() {
            None => transfer.end(Status::Complete, None),
            Some(_) => transfer.end(Status::BrokenOff, Some(b"the receiver has all of it, not all was seen")),
        },
        b"BYE" => transfer.end(Status::BrokenOff, Some(command.line)),
        b"CCL" => transfer.end(Status::Cancelled, None),
        _ => {}
    }
}

/// The invitation that the one who connects was given, whose file it is of, and what that is called.
type Invited = (u64, Option<Box<str>>, Option<Box<str>>);

fn invited(shelf: &Shelf, command: &Command<'_>) -> Option<Invited> {
    let cookie = command.arg_str(2)?;
    let invitation = shelf.iter().rev().find(|transfer| transfer.cookie.as_deref() == Some(cookie))?;
    Some((invitation.id, invitation.from.clone(), invitation.name.clone()))
}

impl Blocks {
    /// Reads on. `piece` is told of bytes of the file: their offset, how many, and where in `bytes` they are.
    pub(super) fn read(&mut self, bytes: &[u8], mut piece: impl FnMut(u64, u32, u32)) {
        let mut at = 0;
        while at < bytes.len() && self.over.is_none() {
            if self.left == 0 {
                self.header[self.have] = bytes[at];
                self.have += 1;
                at += 1;
                if self.have == self.header.len() {
                    self.begin();
                }
                continue;
            }
            let there = u32::try_from(bytes.len() - at).unwrap_or(u32::MAX);
            let length = self.left.min(there);
            piece(self.offset, length, u32::try_from(at).unwrap_or(u32::MAX));
            self.offset += u64::from(length);
            self.left -= length;
            at += usize::try_from(length).expect("no more than there are bytes");
        }
    }

    /// A header is complete.
    fn begin(&mut self) {
        let [kind, low, high] = std::mem::take(&mut self.header);
        self.have = 0;
        match kind {
            0 => self.left = u16::from_le_bytes([low, high]).into(),
            1 => self.over = Some(Over::Ended),
            _ => self.over = Some(Over::Broken),
        }
    }
}
