//! Who is on whose list, and how they are: at any entry.
//!
//! To remember: what the server says is so, and what a client asked is so once the server agrees. There is one present
//! state of each session and one journal of what changed, so that the state at an entry is the present one with the
//! changes after it undone.
//!
//! ```text
//! 17  <<< LST bob@example.org Bob 11 0     contact Bob, on FL AL RL         journal: 17 no Bob
//! 21  >>> CHG 9 NLN                        asked: nothing changes
//! 22  <<< CHG 9 NLN                        own status NLN                            22 own status unknown
//! 23  <<< NLN BSY bob@example.org Bob      Bob is busy                               23 Bob, how he is unknown
//! ```

mod asked;
mod groups;
mod heard;
mod journal;
mod lists;
mod presence;
mod publications;
mod roster;
mod scene;
mod session;
mod settings;
mod signing;
mod state;
mod text;
mod words;

#[cfg(test)]
mod tests;

pub use roster::{Appearance, Contact, Endpoint, Group, Lists, Own, Prompt, Roster, Strangers};

use super::seen::{Saw, Seen};
use crate::transcript::{Event, Passed, SessionId};
use heard::Tell;
use journal::Journal;
use msnp::{Command, Direction, Role};
use scene::{Around, Scene};
use session::Session;
use std::cmp::Reverse;
use std::collections::{BTreeMap, VecDeque};

/// Sessions remembered that are over, or that nothing has been heard of since a gap.
const PAST: usize = 1000;

/// What part of `--memory` all present states together may take: 3.1 percent. One session may take half of it.
const MEMORY_PER_STATES: usize = 32;

/// What part of `--memory` the journal may take: 1.6 percent.
const MEMORY_PER_JOURNAL: usize = 64;

/// The most memory anything suits, in bytes: 4 GiB.
const MEMORY: usize = 1 << 32;

/// The rosters of notification-server sessions: of those open and the last 1,000 others, as long as their entries are
/// kept and there is room.
#[derive(Clone, Debug)]
pub struct Rosters {
    /// The newest entry taken in.
    newest: u64,
    sessions: BTreeMap<SessionId, Session>,
    /// `past.len() <= PAST`, and each of them is a session.
    past: VecDeque<SessionId>,
    journal: Journal,
    /// How much all sessions may weigh, in bytes.
    room: usize,
    /// How much they weigh. `weight <= room`.
    weight: usize,
    /// For looking somebody up.
    key: String,
}

impl Default for Rosters {
    fn default() -> Rosters {
        Rosters::within(usize::MAX)
    }
}

/// Why there is no roster.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Absent {
    /// Nothing is known of such a session, or it talks to a switchboard.
    Unknown,
    /// It had not begun.
    NotYet {
        /// The entry it began with.
        began: u64,
    },
    /// What was so at that entry has been forgotten.
    Forgotten {
        /// The oldest entry it can still be asked about.
        since: u64,
    },
}

impl Rosters {
    /// As many as suit a transcript of that many bytes.
    pub fn within(memory: usize) -> Rosters {
        let memory = memory.min(MEMORY);
        Rosters {
            newest: 0,
            sessions: BTreeMap::new(),
            past: VecDeque::new(),
            journal: Journal::with_room(memory / MEMORY_PER_JOURNAL),
            room: memory / MEMORY_PER_STATES,
            weight: 0,
            key: String::new(),
        }
    }

    /// The state of a session as of an entry, that entry included; without one, as it is now.
    pub fn at(&self, session: SessionId, entry: Option<u64>) -> Result<Roster, Absent> {
        let known = self.sessions.get(&session).ok_or(Absent::Unknown)?;
        let since = known.began.max(self.journal.since());
        let entry = entry.unwrap_or(u64::MAX);
        if entry < since {
            let is_before = !known.unseen && entry < known.began;
            return Err(match is_before {
                true => Absent::NotYet { began: known.began },
                false => Absent::Forgotten { since },
            });
        }
        let mut state = known.state.clone();
        self.journal.undo(session, entry, &mut state);
        Ok(state.told(since))
    }

    /// Takes in the next entry.
    pub(super) fn fold(&mut self, seen: &Seen<'_>) {
        self.newest = seen.entry;
        let Some(session) = seen.session else { return };
        match &seen.what {
            Saw::Frame { passed, command: Some(command), trid } => {
                if let Some(tell) = heard::of(passed.direction, command.verb)
                    && !is_faked(passed)
                {
                    self.hear(seen, session, (command, *trid), tell);
                }
            }
            Saw::Frame { passed, command: None, .. } => {
                if passed.opaque && passed.direction == Direction::ServerToClient {
                    self.change(seen.entry, session, |scene| scene.lose_sight());
                }
            }
            Saw::Event(Event::Opened { .. }) => self.open(seen.entry, session),
            Saw::Event(Event::Closed { .. }) => self.close(seen.entry, session),
            Saw::Event(Event::Undelivered { entry }) => {
                self.change(seen.entry, session, |scene| scene.session.asked.withdraw(*entry));
            }
            Saw::Event(_) => {}
        }
    }

    /// Entries are missing: whatever is open may have changed or ended meanwhile.
    pub(super) fn lose_sight(&mut self) {
        let missing = self.newest + 1;
        let open = self.sessions.iter().filter(|(_, session)| session.open);
        for id in open.map(|(id, _)| *id).collect::<Vec<_>>() {
            self.change(missing, id, |scene| {
                scene.session.forget_what_is_due();
                scene.lose_sight();
                scene.session.open = false;
            });
            self.past.push_back(id);
        }
        self.make_room();
    }

    /// Nobody will ask about entries before `first`, which the transcript has forgotten.
    pub(super) fn forget_before(&mut self, first: u64) {
        self.journal.forget_before(first);
        let is_over = |session: &Session| session.closed.is_some_and(|closed| closed < first);
        while let Some(oldest) = self.past.front().copied() {
            if !self.sessions.get(&oldest).is_none_or(is_over) {
                break;
            }
            self.past.pop_front();
            self.forget(oldest);
        }
    }

    fn open(&mut self, entry: u64, id: SessionId) {
        self.past.retain(|past| *past != id);
        self.forget(id);
        let session = Session::begun(entry);
        self.weight += session.weight();
        self.sessions.insert(id, session);
        self.make_room();
    }

    fn close(&mut self, entry: u64, id: SessionId) {
        let Some(was_open) = self.sessions.get(&id).map(|session| session.open) else { return };
        self.change(entry, id, |scene| {
            scene.head(|head| head.ended = head.ended.or(Some(entry)));
            scene.session.forget_what_is_due();
            (scene.session.open, scene.session.closed) = (false, Some(entry));
        });
        if was_open {
            self.past.push_back(id);
        }
        self.make_room();
    }

    fn hear(
        &mut self,
        seen: &Seen<'_>,
        id: SessionId,
        (command, trid): (&Command<'_>, Option<u32>),
        tell: Tell,
    ) {
        let role = seen.member.and_then(|member| member.role);
        if role == Some(Role::Switchboard) {
            self.past.retain(|past| *past != id);
            return self.forget(id);
        }
        match self.sessions.get_mut(&id) {
            Some(session) if session.open => {}
            Some(session) => {
                session.open = true;
                self.past.retain(|past| *past != id);
            }
            None if role.is_none() && heard::is_of_both(command.verb) => return,
            None => {
                let session = Session::unseen(seen.entry);
                self.weight += session.weight();
                self.sessions.insert(id, session);
            }
        }
        let dialect = seen.member.and_then(|member| member.dialect);
        let account = seen.member.and_then(|member| member.account.as_deref());
        let around = Around { dialect, trid, account };
        self.change_around(seen.entry, id, around, |scene| tell(scene, command));
        self.make_room();
    }

    /// Changes a session that is known.
    fn change(&mut self, entry: u64, id: SessionId, change: impl FnOnce(&mut Scene<'_>)) {
        self.change_around(entry, id, Around::default(), change);
    }

    fn change_around(
        &mut self,
        entry: u64,
        id: SessionId,
        around: Around<'_>,
        change: impl FnOnce(&mut Scene<'_>),
    ) {
        let Rosters { sessions, journal, room, weight, key, .. } = self;
        let Some(session) = sessions.get_mut(&id) else { return };
        *weight -= session.weight();
        let limit = *room / 2;
        change(&mut Scene { entry, id, around, session, journal, limit, key });
        *weight += session.weight();
    }

    fn make_room(&mut self) {
        while self.past.len() > PAST || (self.weight > self.room && !self.past.is_empty()) {
            let oldest = self.past.pop_front().expect("more than none");
            self.forget(oldest);
        }
        if self.weight <= self.room {
            return;
        }
        // Some at once, so that not every change has to look for the heaviest.
        let mut heaviest: Vec<_> =
            self.sessions.iter().map(|(id, session)| (Reverse(session.weight()), *id)).collect();
        heaviest.sort_unstable();
        for (_, id) in heaviest {
            if self.weight <= self.room - self.room / 8 {
                break;
            }
            self.forget(id);
        }
    }

    fn forget(&mut self, id: SessionId) {
        if let Some(session) = self.sessions.remove(&id) {
            self.weight -= session.weight();
        }
    }
}

/// Whether a person put the words into the server's mouth. What they ask in the client's place the server may grant.
fn is_faked(passed: &Passed<'_>) -> bool {
    passed.injected() && passed.direction == Direction::ServerToClient
}
