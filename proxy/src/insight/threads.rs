//! Which session belongs to which: dispatch → notification server → switchboards, and who takes part.
//!
//! To remember: a ticket is certain and a place in the queue is not. A session is first taken for the one its route
//! expected; the cookie it presents, or the account it signs in with, then says where it really came from.
//!
//! ```text
//! #1 dispatch ── XFR NS ──► #2 notification server ── XFR SB ──► #3 switchboard    thread 1: #1, #2, #3, #4
//!                                                  └─ RNG ─────► #4 switchboard    parents:  -   1   2   2
//! ```

use super::tickets::Tickets;
use crate::transcript::{Entry, Event, Passed, SessionId, What};
use halves::Calls;
use msnp::{Command, Direction, Role, Ticket, Verb};
use sign_ins::SignIns;
use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

mod client;
mod descent;
mod era;
mod halves;
mod member;
mod sign_ins;

pub use client::Client;
pub use era::Era;
pub use member::{CameFrom, Member, Participant, Presence};

/// Sessions remembered that are over, or that nothing has been heard of since a gap.
const PAST: usize = 1000;

/// Sessions that may be open at once. Nothing more is known of the one with the lowest number when one more opens.
const OPEN: usize = 64 * 1024;

/// How much of `--memory` there is for each person that is remembered, who takes 100 to 600 bytes: up to 3.7 percent.
const MEMORY_PER_PERSON: usize = 16 * 1024;

/// People remembered in all sessions together, however much memory there is.
const PEOPLE: usize = 64 * 1024;

/// The sessions, and how they belong together. Remembers those open and the last 1,000 others.
#[derive(Clone, Debug)]
pub struct Threads {
    /// The number of the entry to fold next.
    next: u64,
    missed: u64,
    /// `members.len() <= PAST + OPEN`.
    members: BTreeMap<SessionId, Member>,
    /// `past.len() <= PAST`, and each of them is a member.
    past: VecDeque<SessionId>,
    /// The participants of all members. `people <= room` between two entries.
    people: usize,
    room: usize,
    tickets: Tickets,
    calls: Calls,
    sign_ins: SignIns,
}

impl Default for Threads {
    fn default() -> Threads {
        Threads::within(usize::MAX)
    }
}

impl Threads {
    /// Remembers as many people as suit a transcript of that many bytes: one for each 16 KiB, at most 65,536. Those of
    /// sessions that are over make room, then newcomers are only counted.
    pub fn within(memory: usize) -> Threads {
        Threads {
            next: 1,
            missed: 0,
            members: BTreeMap::new(),
            past: VecDeque::new(),
            people: 0,
            room: (memory / MEMORY_PER_PERSON).clamp(1, PEOPLE),
            tickets: Tickets::default(),
            calls: Calls::default(),
            sign_ins: SignIns::default(),
        }
    }

    /// The number of the entry to fold next.
    pub fn next(&self) -> u64 {
        self.next
    }

    /// How many entries were never seen, because they were forgotten first.
    pub fn missed(&self) -> u64 {
        self.missed
    }

    /// What is known of a session.
    pub fn member(&self, session: SessionId) -> Option<&Member> {
        self.members.get(&session)
    }

    /// Takes in an entry. One that was taken in before changes nothing; one that is not the next one leaves a gap.
    pub fn fold(&mut self, entry: &Entry<'_>) {
        if entry.number < self.next {
            return;
        }
        if entry.number > self.next {
            self.lose_sight(entry.number - self.next, entry.at);
        }
        if entry.missed() > 0 {
            self.lose_sight(entry.missed(), entry.at);
        }
        self.next = entry.next();
        let Some(session) = entry.session else { return };
        match &entry.what {
            What::Event(event) => self.learn_from_event(entry.number, session, event),
            What::Frame(passed) => match telling(passed) {
                Some(command) => self.learn_from_command(entry, session, passed.direction, &command),
                None => {
                    if self.members.get(&session).is_none_or(|member| !member.open) {
                        self.see(session);
                    }
                }
            },
        }
    }

    /// Entries up to this time are missing: whatever is open may have changed or ended meanwhile.
    fn lose_sight(&mut self, missed: u64, at: Duration) {
        self.missed += missed;
        self.tickets.lose_sight(at);
        for (id, member) in &mut self.members {
            if member.open {
                member.lose_sight();
                self.past.push_back(*id);
            }
        }
        self.forget_past();
    }

    /// A session shows that it is open.
    fn see(&mut self, session: SessionId) -> &mut Member {
        if self.members.get(&session).is_none_or(|member| !member.open) {
            self.past.retain(|past| *past != session);
            if !self.members.contains_key(&session) {
                // Whose beginning nobody saw, something is unknown of.
                self.enter(session, Member { began: self.next - 1, ..Member::unknown(session) });
            }
        }
        let member = self.members.get_mut(&session).expect("just seen");
        (member.open, member.ended) = (true, None);
        member
    }

    /// A session of which something is being learnt: it has been seen.
    fn learner(&mut self, session: SessionId) -> &mut Member {
        self.members.get_mut(&session).expect("seen before anything is learnt of it")
    }

    fn enter(&mut self, session: SessionId, member: Member) {
        self.forget(session);
        if self.members.len() == PAST + OPEN
            && let Some((&lowest, _)) = self.members.first_key_value()
        {
            self.forget(lowest);
        }
        self.members.insert(session, member);
    }

    fn forget(&mut self, session: SessionId) {
        let Some(member) = self.members.remove(&session) else { return };
        self.people -= member.participants.len();
        if let Some(call) = &member.call {
            self.calls.forget(call, session);
        }
        if !member.open {
            self.past.retain(|past| *past != session);
        }
    }

    fn forget_past(&mut self) {
        while self.past.len() > PAST {
            self.forget_oldest();
        }
    }

    /// Forgets the session that has been over longest, if there is one.
    fn forget_oldest(&mut self) -> bool {
        let oldest = self.past.pop_front();
        oldest.inspect(|oldest| self.forget(*oldest)).is_some()
    }

    /// Counts who came to a session that had so many people before, and makes room for them.
    fn count_people(&mut self, session: SessionId, before: usize) {
        let Some(member) = self.members.get(&session) else { return };
        self.people = self.people + member.participants.len() - before;
        while self.people > self.room && self.forget_oldest() {}
        if self.people > self.room
            && let Some(member) = self.members.get_mut(&session)
            && member.participants.pop().is_some()
        {
            member.unnamed += 1;
            self.people -= 1;
        }
    }

    fn learn_from_event(&mut self, entry: u64, session: SessionId, event: &Event) {
        match event {
            Event::Opened { followed, upstream, .. } => {
                let host = Some(member::kept(&upstream.host));
                self.enter(session, Member { began: entry, host, ..Member::new(session) });
                self.expect(session, *followed);
            }
            Event::Connected { .. } => drop(self.see(session)),
            Event::Closed { .. } => {
                if let Some(member) = self.members.get_mut(&session).filter(|member| member.open) {
                    (member.open, member.ended) = (false, Some(entry));
                    self.past.push_back(session);
                    self.forget_past();
                }
            }
            _ => {}
        }
    }

    fn learn_from_command(
        &mut self,
        entry: &Entry<'_>,
        session: SessionId,
        way: Direction,
        command: &Command<'_>,
    ) {
        let people = self.see(session).participants.len();
        match way {
            Direction::ClientToServer => self.learn_from_client(entry.at, session, command),
            Direction::ServerToClient => self.learn_from_server((entry.number, entry.at), session, command),
        }
        self.count_people(session, people);
    }

    fn learn_from_client(&mut self, at: Duration, session: SessionId, command: &Command<'_>) {
        if self.learner(session).role.is_none()
            && let Some(role) = Role::of(command)
        {
            self.settle(session, at, role, command);
        }
        let account = Ticket::presented(command).map(|t| t.account).or_else(|| descent::signing_in(command));
        if let Some(account) = account {
            self.name(session, at, account);
        }
        match command.verb.as_bytes() {
            b"CVR" | b"CVQ" => self.learner(session).introduce(command),
            b"ANS" => self.learn_call(session, command.arg_str(4), false),
            b"CAL" => {
                let Some(who) = command.arg_str(2) else { return };
                self.learner(session).call(who, command.trid(Direction::ClientToServer));
                self.meets(session, who);
            }
            b"OUT" => self.signed_out(session, command),
            _ => {}
        }
    }

    fn learn_from_server(&mut self, (entry, at): (u64, Duration), session: SessionId, command: &Command<'_>) {
        self.learner(session).hear(command);
        match command.verb.as_bytes() {
            b"XFR" | b"RNG" => {
                let account = self.learner(session).account.as_deref().map(member::key);
                self.tickets.note((entry, at), session, account, command);
            }
            b"USR" => {
                let Some(account) = descent::let_in(command) else { return };
                self.name(session, at, account);
                self.signed_in(session, account);
            }
            b"CAL" if command.arg(2) == Some(b"RINGING") => {
                self.learn_call(session, command.arg_str(3), true);
            }
            b"IRO" => self.meets(session, command.arg_str(4).unwrap_or_default()),
            b"JOI" => self.meets(session, command.arg_str(1).unwrap_or_default()),
            b"OUT" => self.signed_out(session, command),
            _ => {}
        }
    }
}

/// The commands that tell of sessions; a person's are not what the peers said.
fn telling<'a>(passed: &Passed<'a>) -> Option<Command<'a>> {
    if passed.opaque || passed.incomplete || passed.injected() {
        return None;
    }
    let verb = Verb::at_start_of(passed.bytes)?;
    let tells = verb.error_number().is_some() || TELLING.contains(verb.as_bytes());
    if tells { Command::read(&passed.frame()) } else { None }
}

const TELLING: [[u8; 3]; 13] = [
    *b"VER", *b"CVR", *b"CVQ", *b"INF", *b"USR", *b"ANS", *b"XFR", *b"RNG", *b"CAL", *b"IRO", *b"JOI",
    *b"BYE", *b"OUT",
];

#[cfg(test)]
mod tests;
