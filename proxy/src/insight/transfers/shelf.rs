//! The transfers remembered.
//!
//! To remember: of too many, those that are over go first, the oldest of them before the others; each one that goes is
//! counted.

use super::heard::Heard;
use super::pieces::MOST_PIECES;
use super::transfer::{Channel, Status, Transfer, may_be_same};
use crate::transcript::SessionId;
use msnp::Direction;
use std::collections::{BTreeMap, BTreeSet};

/// Transfers remembered at most.
pub(super) const KEPT: usize = 1000;

/// Pieces remembered of all transfers together, at most.
pub(super) const KEPT_PIECES: usize = 64 * 1024;

/// How much of `--memory` there is for each transfer, which itself takes some 600 bytes without its pieces and never more
/// than 2.5 KiB: 0.5 to 2 percent.
const MEMORY_PER_TRANSFER: usize = 128 * 1024;

/// How much of `--memory` there is for each piece, which itself takes about 45 bytes: 2.2 percent.
const MEMORY_PER_PIECE: usize = 2048;

/// Room that is made at once when there is none for a piece: a part of it all.
const MADE_AT_ONCE: usize = 16;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Shelf {
    /// `transfers.len() <= room`.
    room: usize,
    /// `pieces <= room_for_pieces`.
    room_for_pieces: usize,
    /// By the entry they began with.
    transfers: BTreeMap<u64, Transfer>,
    /// Which transfer bytes going that way belong to. Each is in `transfers`.
    current: BTreeMap<(SessionId, Channel, usize), u64>,
    /// Those that are over.
    over: BTreeSet<u64>,
    /// All of them by their channel, to find twins.
    channels: BTreeSet<(Channel, u64)>,
    /// Pieces of all transfers.
    pieces: usize,
    /// Transfers that there was no room for.
    left_out: u64,
}

impl Shelf {
    pub(super) fn within(memory: usize) -> Shelf {
        Shelf {
            room: (memory / MEMORY_PER_TRANSFER).clamp(16, KEPT),
            room_for_pieces: (memory / MEMORY_PER_PIECE).clamp(1024, KEPT_PIECES),
            transfers: BTreeMap::new(),
            current: BTreeMap::new(),
            over: BTreeSet::new(),
            channels: BTreeSet::new(),
            pieces: 0,
            left_out: 0,
        }
    }

    pub(super) fn left_out(&self) -> u64 {
        self.left_out
    }

    pub(super) fn iter(&self) -> impl DoubleEndedIterator<Item = &Transfer> {
        self.transfers.values()
    }

    pub(super) fn get(&self, id: u64) -> Option<&Transfer> {
        self.transfers.get(&id)
    }

    /// Changes anything of a transfer but its pieces, which are counted ([`Shelf::take`]).
    pub(super) fn change<T>(&mut self, id: u64, change: impl FnOnce(&mut Transfer) -> T) -> Option<T> {
        let transfer = self.transfers.get_mut(&id)?;
        let changed = change(transfer);
        match transfer.status.is_over() {
            true => self.over.insert(id),
            false => self.over.remove(&id),
        };
        Some(changed)
    }

    /// The transfer that bytes on that channel, going that way, belong to.
    pub(super) fn current(&self, session: SessionId, channel: Channel, way: Direction) -> Option<u64> {
        self.current.get(&(session, channel, index(way))).copied()
    }

    /// The transfers of a channel, whichever way their bytes go.
    pub(super) fn on(&self, session: SessionId, channel: Channel) -> impl Iterator<Item = u64> {
        let [one, other] = Direction::BOTH.map(|way| self.current(session, channel, way));
        one.into_iter().chain(other.filter(|_| other != one))
    }

    /// The transfers of a session that are still known by their channel.
    pub(super) fn of_session(&self, session: SessionId) -> impl Iterator<Item = &Transfer> {
        let channels = (session, Channel::P2p(0), 0)..=(session, Channel::MsnFtp, 1);
        self.current.range(channels).filter_map(|(_, id)| self.transfers.get(id))
    }

    /// Remembers a transfer whose bytes go one of these ways on its channel.
    pub(super) fn insert(&mut self, mut transfer: Transfer, ways: &[Direction]) {
        if self.transfers.len() == self.room
            && let Some(oldest) = self.dispensable(transfer.id)
        {
            self.remove(oldest);
            self.left_out += 1;
        }
        let id = transfer.id;
        let others = self.channels.range((transfer.channel, 0)..=(transfer.channel, u64::MAX));
        let is_twin = |id: &u64| self.transfers.get(id).is_some_and(|known| are_twins(known, &transfer));
        transfer.twin = others.map(|&(_, id)| id).find(is_twin);
        if let Some(twin) = transfer.twin.and_then(|twin| self.transfers.get_mut(&twin)) {
            twin.twin = Some(id);
        }
        self.channels.insert((transfer.channel, id));
        for way in ways {
            self.current.insert((transfer.session, transfer.channel, index(*way)), id);
        }
        self.transfers.insert(id, transfer);
    }

    /// What comes on that channel from now on is of another transfer.
    pub(super) fn release(&mut self, session: SessionId, channel: Channel) {
        for way in Direction::BOTH.map(index) {
            self.current.remove(&(session, channel, way));
        }
    }

    /// A chunk of a transfer came, and this is where it belongs.
    pub(super) fn take(&mut self, id: u64, heard: &Heard<'_>, offset: u64, length: u32, at: u32) {
        self.make_room(id);
        let most = MOST_PIECES.min(self.room_for_pieces / 2);
        let left = self.room_for_pieces - self.pieces;
        let taken = self.change(id, |transfer| {
            let before = transfer.pieces.len();
            transfer.take(heard, offset, length, at, most.min(before + left));
            (transfer.pieces.len() - before, transfer.channel)
        });
        let Some((pieces, channel)) = taken else { return };
        self.pieces += pieces;
        // What goes the other way is another transfer.
        let other = (heard.session, channel, index(heard.way.reverse()));
        if self.current.get(&other) == Some(&id) {
            self.current.remove(&other);
        }
    }

    /// When there is no room for a piece of a transfer, others go.
    fn make_room(&mut self, id: u64) {
        if self.pieces < self.room_for_pieces {
            return;
        }
        let enough = self.room_for_pieces - self.room_for_pieces / MADE_AT_ONCE;
        while self.pieces > enough
            && let Some(oldest) = self.dispensable(id)
        {
            self.remove(oldest);
            self.left_out += 1;
        }
    }

    /// The transfer to go when one has to, and it is not this one.
    fn dispensable(&self, needed: u64) -> Option<u64> {
        let mut oldest = self.over.iter().chain(self.transfers.keys());
        oldest.find(|&&id| id != needed).copied()
    }

    fn remove(&mut self, id: u64) {
        let Some(gone) = self.transfers.remove(&id) else { return };
        self.pieces -= gone.pieces.len();
        self.over.remove(&id);
        self.channels.remove(&(gone.channel, id));
        for way in Direction::BOTH.map(index) {
            let channel = (gone.session, gone.channel, way);
            if self.current.get(&channel) == Some(&id) {
                self.current.remove(&channel);
            }
        }
        if let Some(twin) = gone.twin.and_then(|twin| self.transfers.get_mut(&twin)) {
            twin.twin = None;
        }
    }

    /// A session is over, and with it what is not complete.
    pub(super) fn close(&mut self, session: SessionId) {
        let channels = (session, Channel::P2p(0), 0)..=(session, Channel::MsnFtp, 1);
        let gone: Vec<_> = self.current.range(channels).map(|(&channel, &id)| (channel, id)).collect();
        for (channel, id) in gone {
            self.current.remove(&channel);
            self.change(id, |transfer| {
                transfer.leave(Status::BrokenOff, Some(b"the connection ended"));
            });
        }
    }

    /// Entries are missing.
    pub(super) fn lose_sight(&mut self) {
        self.transfers.values_mut().for_each(Transfer::lose_sight);
    }

    /// The transcript has forgotten what came before `first`. A transfer that is over goes with its last entry.
    pub(super) fn forget_before(&mut self, first: u64) {
        let over = |transfer: &&Transfer| transfer.last < first && !self.is_expected(transfer);
        let gone: Vec<u64> = self.transfers.values().filter(over).map(|transfer| transfer.id).collect();
        gone.into_iter().for_each(|id| self.remove(id));
        for transfer in self.transfers.values_mut() {
            transfer.pieces.forget_before(first);
        }
        self.pieces = self.transfers.values().map(|transfer| transfer.pieces.len()).sum();
    }

    /// Whether more of it may come.
    fn is_expected(&self, transfer: &Transfer) -> bool {
        let mut current = self.on(transfer.session, transfer.channel);
        !transfer.status.is_over() && current.any(|id| id == transfer.id)
    }

    #[cfg(test)]
    pub(super) fn remembered(&self) -> (usize, usize) {
        assert_eq!(self.pieces, self.transfers.values().map(|transfer| transfer.pieces.len()).sum::<usize>());
        assert!(self.current.values().all(|id| self.transfers.contains_key(id)));
        let over = self.transfers.values().filter(|transfer| transfer.status.is_over());
        assert!(over.map(|transfer| &transfer.id).eq(&self.over));
        assert_eq!(self.channels.len(), self.transfers.len());
        (self.transfers.len(), self.pieces)
    }
}

/// Whether they are the copies of one transfer that two clients of ours exchange: one goes up, the other down.
fn are_twins(known: &Transfer, other: &Transfer) -> bool {
    let is_other_way = known.way.zip(other.way).is_none_or(|(one, other)| one != other);
    known.channel == other.channel
        && known.twin.is_none()
        && known.session != other.session
        && known.channel != Channel::MsnFtp
        && is_other_way
        && known.from.is_some()
        && other.from.is_some()
        && may_be_same(known.call.as_deref(), other.call.as_deref())
        && may_be_same(known.from.as_deref(), other.from.as_deref())
        && may_be_same(known.to.as_deref(), other.to.as_deref())
}

fn index(way: Direction) -> usize {
    usize::from(way == Direction::ServerToClient)
}
