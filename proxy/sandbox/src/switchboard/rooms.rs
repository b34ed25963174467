//! The conversations: who is in which, and what is said in them.

use crate::outbox::Outbox;
use msnp::Dialect;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Instant;

/// The most conversations at once.
const MOST_ROOMS: usize = 512;

/// The most people in one conversation.
const MOST_MEMBERS: usize = 50;

/// All conversations, by the number clients know as their session.
#[derive(Debug, Default)]
pub(crate) struct Rooms(BTreeMap<u32, Room>);

#[derive(Debug)]
struct Room {
    members: Vec<Member>,
    last_said: Instant,
}

/// Somebody in a conversation, as the others see them; a change of name is not seen until the next conversation.
#[derive(Clone, Debug)]
pub(crate) struct Member {
    pub account: String,
    pub name: String,
    pub capabilities: String,
    pub dialect: Dialect,
    pub outbox: Arc<Outbox>,
}

impl Member {
    /// `account name` and, from MSNP12 on, capabilities: the end of IRO and JOI.
    fn described_to(&self, dialect: Dialect) -> String {
        match dialect {
            Dialect(..12) => format!("{} {}", self.account, self.name),
            _ => format!("{} {} {}", self.account, self.name, self.capabilities),
        }
    }
}

impl Rooms {
    /// Begins a conversation. `None` when there are too many.
    pub(crate) fn open(&mut self, now: Instant, chance: &mut fastrand::Rng, first: Member) -> Option<u32> {
        if self.0.len() >= MOST_ROOMS {
            return None;
        }
        let mut session = chance.u32(10_000_000..100_000_000);
        while self.0.contains_key(&session) {
            session += 1;
        }
        self.0.insert(session, Room { members: vec![first], last_said: now });
        Some(session)
    }

    /// Lets somebody in, telling the others, and tells who was there: the roster for `IRO`, one line each.
    pub(crate) fn join(&mut self, session: u32, newcomer: Member) -> Option<Vec<String>> {
        let room = self.0.get_mut(&session)?;
        if room.members.len() >= MOST_MEMBERS || room.seat(&newcomer.account).is_some() {
            return None;
        }
        for member in &room.members {
            member.outbox.push(format!("JOI {}\r\n", newcomer.described_to(member.dialect)));
        }
        let roster = room.members.iter().map(|member| member.described_to(newcomer.dialect)).collect();
        room.members.push(newcomer);
        Some(roster)
    }

    /// Sees somebody out. An empty conversation is over.
    pub(crate) fn leave(&mut self, session: u32, account: &str, idle: bool) {
        let Some(room) = self.0.get_mut(&session) else { return };
        let Some(seat) = room.seat(account) else { return };
        room.members.remove(seat);
        let why = if idle { " 1" } else { "" };
        for member in &room.members {
            member.outbox.push(format!("BYE {account}{why}\r\n"));
        }
        if room.members.is_empty() {
            self.0.remove(&session);
        }
    }

    /// Passes a message on, untouched, to everybody else; says to how many.
    pub(crate) fn say(&mut self, now: Instant, session: u32, account: &str, payload: &[u8]) -> usize {
        let Some(room) = self.0.get_mut(&session) else { return 0 };
        let Some(speaker) = room.members.iter().find(|member| member.account == account) else { return 0 };
        let mut message = format!("MSG {account} {} {}\r\n", speaker.name, payload.len()).into_bytes();
        message.extend_from_slice(payload);
        room.last_said = now;
        let others = room.members.iter().filter(|member| member.account != account);
        others.map(|member| member.outbox.push(message.clone())).count()
    }

    pub(crate) fn holds(&self, session: u32, account: &str) -> bool {
        self.0.get(&session).is_some_and(|room| room.seat(account).is_some())
    }

    /// How many are in a conversation.
    pub(crate) fn members(&self, session: u32) -> usize {
        self.0.get(&session).map_or(0, |room| room.members.len())
    }

    pub(crate) fn is_full(&self, session: u32) -> bool {
        self.members(session) >= MOST_MEMBERS
    }

    /// When something was last said.
    pub(crate) fn last_said(&self, session: u32) -> Option<Instant> {
        self.0.get(&session).map(|room| room.last_said)
    }

    /// Everybody's outbox, to say something that concerns all.
    pub(crate) fn outboxes(&self) -> impl Iterator<Item = &Arc<Outbox>> {
        self.0.values().flat_map(|room| &room.members).map(|member| &member.outbox)
    }
}

impl Room {
    fn seat(&self, account: &str) -> Option<usize> {
        self.members.iter().position(|member| member.account == account)
    }
}
