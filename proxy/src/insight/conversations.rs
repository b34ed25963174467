//! What was said, by whom, and whether it arrived.
//!
//! To remember: a conversation is what people say to each other, not a connection. Where both their clients come through
//! us, two sessions show one conversation, and each thing said is one item that points at the entries of both.
//!
//! ```text
//!               ┌► halves  which sessions are ends of one switchboard session
//! seen ─► heard ┤
//!               └► conversation ─► seats   a session each: whom it met, how far it heard them
//!                               ─► people  who they are, what each of them did
//!                               ─► items   what was said ─► words, put together from parts
//! ```

use super::seen::{Saw, Seen};
use crate::transcript::{Event, Passed, SessionId};
use halves::Halves;
use heard::{Adds, Heard, Place, Says, Side, TELLING, heard};
use msnp::{Command, Role};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap, VecDeque};

mod conversation;
mod halves;
mod heard;
mod item;
mod kind;
mod people;
mod seat;
mod words;

pub use conversation::Conversation;
pub use item::{Delivered, Item};
pub use kind::Kind;
pub use people::Person;

/// Conversations remembered; beyond it the one over longest is forgotten, or else the oldest.
const MOST_CONVERSATIONS: usize = 1000;

/// What part of `--memory` conversations may take: 3.1 percent.
const SHARE: usize = 32;

/// The most they take, whatever memory there is, and the least.
const ROOM: (usize, usize) = (64 * 1024, 64 * 1024 * 1024);

/// The longest words kept of one item, in bytes; of little room only an eighth.
const LONGEST_WORDS: usize = 64 * 1024;

/// The session a conversation was begun for, and the other party where there is no switchboard.
type Key = (SessionId, Option<Box<str>>);

/// What was said: of what the transcript keeps, the latest.
#[derive(Clone, Debug, PartialEq)]
pub struct Conversations {
    /// `all.len() <= MOST_CONVERSATIONS`.
    all: BTreeMap<Key, Conversation>,
    /// Whose conversation each switchboard session shows: each is a seat of one in `all`.
    homes: BTreeMap<SessionId, SessionId>,
    /// Those of `all` that are over, the longest first.
    over: VecDeque<Key>,
    halves: Halves,
    /// What they cost, in bytes, and how much they may.
    cost: usize,
    room: usize,
    left_out: u64,
    /// The entry taken in last.
    latest: u64,
    /// The first entry after the last gap.
    fence: u64,
    /// The oldest entry anybody can ask about.
    first: u64,
}

impl Default for Conversations {
    fn default() -> Conversations {
        Conversations::within(usize::MAX)
    }
}

impl Conversations {
    /// As many as suit a transcript of that many bytes: at most 1,000, in at most a thirty-second of its memory.
    pub fn within(memory: usize) -> Conversations {
        Conversations {
            all: BTreeMap::new(),
            homes: BTreeMap::new(),
            over: VecDeque::new(),
            halves: Halves::default(),
            cost: 0,
            room: (memory / SHARE).clamp(ROOM.0, ROOM.1),
            left_out: 0,
            latest: 0,
            fence: 0,
            first: 0,
        }
    }

    /// All that are remembered, in the order of their sessions.
    pub fn iter(&self) -> impl Iterator<Item = &Conversation> {
        self.all.values()
    }

    /// The one of that id, or of another of its sessions.
    pub fn find(&self, id: &str) -> Option<&Conversation> {
        let (session, party) = match id.split_once(':') {
            Some((session, party)) => (session, Some(party)),
            None => (id, None),
        };
        let session = SessionId(session.parse().ok()?);
        let session = match party {
            Some(_) => session,
            None => *self.homes.get(&session)?,
        };
        self.all.get(&(session, party.map(Into::into)))
    }

    /// How many were forgotten because there was no room.
    pub fn left_out(&self) -> u64 {
        self.left_out
    }

    /// Takes in the next entry.
    pub(super) fn fold(&mut self, seen: &Seen<'_>) {
        self.latest = seen.entry;
        let Some(session) = seen.session else { return };
        match &seen.what {
            Saw::Frame { passed, command: Some(command), .. }
                if TELLING.contains(&command.verb.as_bytes()) =>
            {
                self.learn(seen, session, passed, command);
            }
            Saw::Event(Event::Closed { .. }) => self.close(seen, session),
            Saw::Event(Event::Opaque { .. }) => self.change_of(session, Conversation::miss),
            Saw::Event(Event::Undelivered { entry }) => {
                self.change_of(session, |conversation| conversation.withdraw(*entry));
            }
            Saw::Frame { .. } | Saw::Event(_) => {}
        }
    }

    /// Entries are missing: what is open may have ended, and what was said cannot be told from what is said again.
    pub(super) fn lose_sight(&mut self) {
        self.fence = self.latest + 1;
        for (key, conversation) in &mut self.all {
            if conversation.is_open() {
                self.over.push_back(key.clone());
            }
            conversation.lose_sight();
        }
    }

    /// Nobody will ask about entries before `first`, which the transcript has forgotten.
    pub(super) fn forget_before(&mut self, first: u64) {
        if first == self.first {
            return;
        }
        self.first = first;
        let mut empty = Vec::new();
        for (key, conversation) in &mut self.all {
            self.cost -= conversation.cost();
            conversation.drop_while(|item| item.last() < first);
            self.cost += conversation.cost();
            if conversation.is_empty() && !conversation.is_open() && conversation.last() < first {
                empty.push(key.clone());
            }
        }
        for key in &empty {
            self.forget(key);
        }
    }

    fn learn(&mut self, seen: &Seen<'_>, session: SessionId, passed: &Passed<'_>, command: &Command<'_>) {
        let role = seen.member.and_then(|member| member.role);
        if role != Some(Role::NotificationServer) && self.halves.learn(session, passed, command) {
            let ends: Vec<_> = self.halves.ends(session).collect();
            ends.into_iter().for_each(|end| self.unite(end));
        }
        let Some((place, adds)) = heard(seen, session, passed, command) else { return };
        let key = match place {
            Place::Switchboard => {
                let begins = matches!(command.verb.as_bytes(), b"USR" | b"IRO" | b"ANS");
                self.home(seen, session, begins)
            }
            Place::With(party) => self.with_party(seen, (session, Some(party))),
        };
        let fence = self.fence;
        self.change(&key, |conversation| match &adds {
            Adds::Item(heard) => conversation.hear(heard, fence),
            Adds::PeerToPeer => conversation.count_peer_to_peer(seen.entry, session),
        });
        self.make_room();
    }

    /// Changes one, and keeps count of what it costs.
    fn change(&mut self, key: &Key, change: impl FnOnce(&mut Conversation)) {
        let Some(conversation) = self.all.get_mut(key) else { return };
        self.cost -= conversation.cost();
        let was_open = conversation.is_open();
        change(conversation);
        self.cost += conversation.cost();
        match (was_open, conversation.is_open()) {
            (true, false) => self.over.push_back(key.clone()),
            (false, true) => self.over.retain(|over| over != key),
            _ => {}
        }
    }

    /// Changes all that a session shows.
    fn change_of(&mut self, session: SessionId, change: impl Fn(&mut Conversation)) {
        for key in self.keys_of(session) {
            self.change(&key, &change);
        }
    }

    /// The conversation a switchboard session shows. One that is not its beginning has a gap.
    fn home(&mut self, seen: &Seen<'_>, session: SessionId, begins: bool) -> Key {
        if !self.homes.contains_key(&session) {
            self.begin(&(session, None), seen, !begins);
            self.homes.insert(session, session);
            self.unite(session);
        }
        (self.homes.get(&session).copied().unwrap_or(session), None)
    }

    /// Makes one of the conversations of a session and of the other end of its switchboard session.
    fn unite(&mut self, session: SessionId) {
        let other = self.conversation(session);
        let homes = self.homes.get(&session).zip(self.homes.get(&other));
        let Some((here, there)) = homes.filter(|(here, there)| here != there) else { return };
        let (here, there) = ((*here, None), (*there, None));
        let Some((one, two)) = self.all.get(&here).zip(self.all.get(&there)) else { return };
        let (stays, goes) = match (two.has_place_for(one), one.has_place_for(two)) {
            (true, _) => (there, here),
            (false, true) => (here, there),
            (false, false) => return,
        };
        if let Some(conversation) = self.take(&goes) {
            self.homes.extend(conversation.sessions().into_iter().map(|session| (session, stays.0)));
            self.change(&stays, |stays| stays.adopt(conversation));
        }
    }

    /// The session a session's conversation is called after: the lowest of those that are ends of one switchboard session.
    fn conversation(&self, session: SessionId) -> SessionId {
        self.halves.conversation(session)
    }

    fn with_party(&mut self, seen: &Seen<'_>, key: Key) -> Key {
        if !self.all.contains_key(&key) {
            self.begin(&key, seen, seen.member.is_some_and(|member| member.gap));
        }
        key
    }

    fn begin(&mut self, key: &Key, seen: &Seen<'_>, gap: bool) {
        if self.all.len() >= MOST_CONVERSATIONS {
            let oldest = self.over.pop_front().or_else(|| self.all.keys().next().cloned());
            self.left_out += u64::from(oldest.is_some_and(|key| self.forget(&key)));
        }
        let words = LONGEST_WORDS.min(self.room / 8);
        let mut conversation = Conversation::new(key.0, key.1.clone(), seen.entry, words);
        if gap {
            conversation.miss();
        }
        self.cost += conversation.cost();
        self.all.insert(key.clone(), conversation);
    }

    fn close(&mut self, seen: &Seen<'_>, session: SessionId) {
        self.unite(session);
        let fence = self.fence;
        self.change_of(session, |conversation| {
            if conversation.is_in(session) {
                conversation.hear(&leaving(seen, session), fence);
            }
            conversation.close(session);
        });
        self.make_room();
    }

    /// The conversations a session shows.
    fn keys_of(&self, session: SessionId) -> Vec<Key> {
        let home = self.homes.get(&session).map(|home| (*home, None));
        let parties = self.all.range((session, None)..).take_while(|((of, _), _)| *of == session);
        let parties = parties.map(|(key, _)| key.clone()).filter(|(_, party)| party.is_some());
        home.into_iter().chain(parties).collect()
    }

    fn take(&mut self, key: &Key) -> Option<Conversation> {
        let conversation = self.all.remove(key)?;
        self.cost -= conversation.cost();
        self.over.retain(|over| over != key);
        Some(conversation)
    }

    /// Forgets one. Whether there was one.
    fn forget(&mut self, key: &Key) -> bool {
        let Some(conversation) = self.take(key) else { return false };
        conversation.sessions().iter().filter(|_| key.1.is_none()).for_each(|session| {
            self.homes.remove(session);
        });
        true
    }

    /// Where they cost too much, drops the oldest items of all until there is room for some more.
    fn make_room(&mut self) {
        if self.cost <= self.room {
            return;
        }
        let oldest = self.all.iter().map(|(key, conversation)| Reverse((conversation.oldest(), key.clone())));
        let mut oldest: BinaryHeap<_> = oldest.collect();
        while self.cost > self.room - self.room / 16
            && let Some(Reverse((_, key))) = oldest.pop()
        {
            let next = oldest.peek().map_or(u64::MAX, |Reverse((item, _))| *item);
            let too_much = self.cost - (self.room - self.room / 16);
            let mut freed = 0;
            self.change(&key, |conversation| {
                conversation.drop_while(|item| {
                    let is_next = item.id <= next && freed < too_much;
                    freed += if is_next { item.cost() } else { 0 };
                    is_next
                });
            });
            match self.all.get(&key) {
                Some(conversation) if conversation.is_empty() => {
                    self.left_out += u64::from(self.forget(&key));
                }
                Some(conversation) => oldest.push(Reverse((conversation.oldest(), key))),
                None => {}
            }
        }
    }
}

/// The client is gone, without a word.
fn leaving<'a>(seen: &Seen<'a>, session: SessionId) -> Heard<'a> {
    let own = seen.member.and_then(|member| member.account.as_deref()).unwrap_or_default();
    Heard {
        entry: seen.entry,
        at: seen.at,
        session,
        who: own.into(),
        name: "".into(),
        side: Side::Own(None),
        injected: false,
        kind: Kind::Left,
        says: Says::Goes(own),
    }
}

#[cfg(test)]
mod tests;
