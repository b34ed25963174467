//! Pictures and files, put together from their packets.
//!
//! To remember: no byte of them is kept here. What is known is which bytes came and in which entry each lies; whoever wants
//! them has them read from the transcript ([`Recipe`]). The numbers in packets are the peers': nothing is believed.
//!
//! ```text
//!          ┌ session 0 ─► texts: MSNSLP, whole ─► offers ─┐
//! MSG ─────┤                                              ├─► shelf: transfers ─► recipe ─► bytes, SHA-1, media
//!          └ session n ─► placing: which offset ──► pieces┤
//! MSG invitation ─► invitations ──────────────────────────┤
//! VER MSNFTP … blocks ─► msnftp ──────────────────────────┘
//! ```

use super::seen::{Saw, Seen};
use crate::transcript::{Event, Passed, SessionId};
use heard::{Heard, told};
use msnftp::Streams;
use msnp::Command;
use msnp::message::Message;
use msnp::p2p::{self, End, Packet};
use shelf::Shelf;
use texts::Texts;
use transfer::{Channel, kept};

mod heard;
mod inspect;
mod invitations;
mod msnftp;
mod offers;
mod pieces;
mod placing;
mod recipe;
mod says;
mod shelf;
mod texts;
mod transfer;

pub use inspect::{Inspected, Media};
pub use recipe::{LARGEST, Portion, Recipe};
pub use transfer::{Status, Transfer, Version};

/// Pictures and files, put together from their packets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transfers {
    shelf: Shelf,
    texts: Texts,
    streams: Streams,
    /// The oldest entry anybody can ask about.
    first: u64,
}

impl Default for Transfers {
    fn default() -> Transfers {
        Transfers::within(usize::MAX)
    }
}

impl Transfers {
    /// As many as suit a transcript of that many bytes: one for each 128 KiB and at most 1,000, with a piece for each 2 KiB
    /// and at most 65,536 in all.
    pub fn within(memory: usize) -> Transfers {
        let (shelf, texts) = (Shelf::within(memory), Texts::within(memory));
        Transfers { shelf, texts, streams: Streams::default(), first: 0 }
    }

    /// All that are remembered, by the entry they began with.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Transfer> {
        self.shelf.iter()
    }

    /// The one that began with that entry.
    pub fn get(&self, id: u64) -> Option<&Transfer> {
        self.shelf.get(id)
    }

    /// How many there was no room for.
    pub fn left_out(&self) -> u64 {
        self.shelf.left_out()
    }

    /// Messages of MSNSLP that were never read, because they are too long or did not come as a whole.
    pub fn unread(&self) -> u64 {
        self.texts.left_out()
    }

    /// Takes in the next entry.
    pub(super) fn fold(&mut self, seen: &Seen<'_>) {
        let Some(session) = seen.session else { return };
        match seen.what {
            Saw::Event(Event::Closed { .. }) => self.close(session),
            // What a person injects says nothing of what the peers did.
            Saw::Frame { passed, .. } if passed.injected() => {}
            Saw::Frame { passed, command: Some(command), .. } => match command.verb.as_bytes() {
                b"MSG" => {
                    if let Some(message) = &seen.message {
                        self.hear(seen, session, &passed, (&command, message));
                    }
                }
                b"VER" | b"USR" | b"FIL" | b"TFR" | b"BYE" | b"CCL" => {
                    let heard = Heard::of(seen, session, passed.direction);
                    self.streams.hear(&mut self.shelf, &heard, &command);
                }
                _ => {}
            },
            Saw::Frame { passed, command: None, .. } if passed.opaque => {
                let heard = Heard::of(seen, session, passed.direction);
                self.streams.read(&mut self.shelf, &heard, &passed);
            }
            Saw::Event(_) | Saw::Frame { .. } => {}
        }
    }

    fn close(&mut self, session: SessionId) {
        self.shelf.close(session);
        self.texts.close(session);
        self.streams.close(session);
    }

    /// A message: perhaps of one client to another.
    fn hear(
        &mut self,
        seen: &Seen<'_>,
        session: SessionId,
        passed: &Passed<'_>,
        (command, message): (&Command<'_>, &Message<'_>),
    ) {
        let heard = Heard::of(seen, session, passed.direction);
        if message.is("application/x-msnmsgrp2p") {
            let heard = heard.message(seen, command, message);
            let Some(packet) = Packet::read(message.body(), Some(hinted(message))) else { return };
            // The body ends where the frame does.
            let at = told(passed).len() - message.body().len() + packet.at;
            self.packet(&heard, &packet, at);
        } else if message.is("text/x-msmsgsinvite") {
            let heard = heard.message(seen, command, message);
            invitations::hear(&mut self.shelf, &heard, message.body());
        }
    }

    /// A packet whose data begins at that byte of its frame.
    fn packet(&mut self, heard: &Heard<'_>, packet: &Packet<'_>, at: usize) {
        let version = Version::P2p(packet.version);
        if packet.session == 0 {
            if let Some(text) = self.texts.take(heard, packet) {
                offers::hear(&mut self.shelf, heard, &text, version);
            }
            return;
        }
        let channel = Channel::P2p(packet.session);
        if !packet.data.is_empty() {
            let known = self.shelf.current(heard.session, channel, heard.way);
            let id = known.unwrap_or_else(|| self.begin(heard, packet, channel));
            self.data(id, heard, packet, at);
        }
        if let Some(end) = packet.ends {
            let (status, why) = match end {
                End::Closed => (Status::Cancelled, None),
                End::Failed => (Status::BrokenOff, Some(&b"an error in P2P"[..])),
            };
            let concerned: Vec<u64> = self.shelf.on(heard.session, channel).collect();
            for id in concerned {
                self.shelf.change(id, |transfer| {
                    transfer.hear(heard);
                    transfer.leave(status, why);
                });
            }
        }
    }

    /// Bytes in a session that nobody was seen to propose, or that go the other way than those proposed.
    fn begin(&mut self, heard: &Heard<'_>, packet: &Packet<'_>, channel: Channel) -> u64 {
        let other = self.shelf.current(heard.session, channel, heard.way.reverse());
        let other = other.and_then(|id| self.shelf.get(id));
        let mut transfer = Transfer {
            from: heard.from.map(kept),
            to: heard.to.map(kept),
            status: Status::Accepted,
            way: Some(heard.way),
            ..Transfer::new(heard, Version::P2p(packet.version), channel)
        };
        if let Some(other) = other {
            (transfer.kind, transfer.call) = (other.kind, other.call.clone());
        }
        let id = transfer.id;
        self.shelf.insert(transfer, &[heard.way]);
        id
    }

    /// Data of a transfer.
    fn data(&mut self, id: u64, heard: &Heard<'_>, packet: &Packet<'_>, at: usize) {
        let place = self.shelf.change(id, |transfer| {
            transfer.hear(heard);
            if packet.is_preparation() {
                transfer.accept();
                return None;
            }
            if transfer.kind == "unknown" {
                transfer.kind = offers::unseen(packet);
            }
            let place = transfer.placing.place(packet, transfer.announced);
            transfer.strays += u64::from(place.is_none());
            place
        });
        let narrow = |number: usize| u32::try_from(number).expect("a frame is shorter than 4 GiB");
        if let Some(offset) = place.flatten() {
            self.shelf.take(id, heard, offset, narrow(packet.data.len()), narrow(at));
        }
    }

    /// Entries are missing.
    pub(super) fn lose_sight(&mut self) {
        self.shelf.lose_sight();
        self.texts.lose_sight();
        self.streams.lose_sight();
    }

    /// Nobody will ask about entries before `first`, which the transcript has forgotten.
    pub(super) fn forget_before(&mut self, first: u64) {
        if first > self.first {
            self.first = first;
            self.shelf.forget_before(first);
        }
    }
}

/// Which version the message around a packet suggests: from MSNP16 on it names endpoints (§7.6).
fn hinted(message: &Message<'_>) -> p2p::Version {
    let names_endpoint = |value: &[u8]| value.contains(&b';');
    let is_two =
        message.header("P2P-Dest").is_some_and(names_endpoint) || message.header("P2P-Src").is_some();
    if is_two { p2p::Version::Two } else { p2p::Version::One }
}

#[cfg(test)]
mod tests;
