//! Which session belongs to which: dispatch → notification server → switchboards, and who takes part.
//!
//! To remember: a ticket is certain and a place in the queue is not. A session is first taken for the one its route
//! expected; the cookie it presents, or the account it signs in with, then says where it really came from.
//!
//! ```text
//! #1 dispatch ── XFR NS ──► #2 notification server ── XFR SB ──► #3 switchboard    thread 1: #1, #2, #3, #4
//!                                                  └─ RNG ─────► #4 switchboard    parents:  -   1   2   2
//! ```

use super::tickets::{Issued, Tickets};
use crate::transcript::{Entry, Event, Passed, SessionId, What};
use msnp::{Command, Direction, Role, Ticket, Verb};
use std::collections::{BTreeMap, VecDeque};

mod member;
pub use member::{Member, Participant, Presence};

/// Sessions remembered that are over, or that nothing has been heard of since a gap.
const PAST: usize = 1000;

/// The sessions, and how they belong together. Remembers those open and the last 1,000 others.
#[derive(Clone, Debug)]
pub struct Threads {
    /// The number of the entry to fold next.
    next: u64,
    missed: u64,
    members: BTreeMap<SessionId, Member>,
    /// `past.len() <= PAST`, and each of them is a member.
    past: VecDeque<SessionId>,
    tickets: Tickets,
}

impl Default for Threads {
    fn default() -> Threads {
        Threads {
            next: 1,
            missed: 0,
            members: BTreeMap::new(),
            past: VecDeque::new(),
            tickets: Tickets::default(),
        }
    }
}

impl Threads {
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
            self.lost_sight(entry.number - self.next);
        }
        if entry.missed() > 0 {
            self.lost_sight(entry.missed());
        }
        self.next = entry.next();
        let Some(session) = entry.session else { return };
        match &entry.what {
            What::Event(event) => self.learn_from_event(session, event),
            What::Frame(passed) => {
                self.see(session);
                if let Some(command) = telling(passed) {
                    self.learn_from_command(entry.number, session, passed.direction, &command);
                }
            }
        }
    }

    /// Entries are missing: whatever is open may have changed or ended meanwhile.
    fn lost_sight(&mut self, missed: u64) {
        self.missed += missed;
        for (id, member) in &mut self.members {
            if member.open {
                (member.open, member.gap) = (false, true);
                self.past.push_back(*id);
            }
        }
        self.forget();
    }

    /// A session shows that it is open.
    fn see(&mut self, session: SessionId) -> &mut Member {
        if self.members.get(&session).is_none_or(|member| !member.open) {
            self.past.retain(|past| *past != session);
            // Whose beginning nobody saw, something is unknown of.
            let member = self.members.entry(session).or_insert_with(|| Member::unknown(session));
            member.open = true;
        }
        self.members.get_mut(&session).expect("just seen")
    }

    fn forget(&mut self) {
        while self.past.len() > PAST {
            let oldest = self.past.pop_front().expect("more than none");
            self.members.remove(&oldest);
        }
    }

    fn learn_from_event(&mut self, session: SessionId, event: &Event) {
        match event {
            Event::Opened { followed, .. } => {
                self.members.insert(session, Member::new(session));
                let expected = followed.and_then(|entry| self.tickets.at(entry)).cloned();
                if let Some(member) = self.members.get_mut(&session) {
                    member.followed = *followed;
                }
                if let Some(issued) = expected {
                    self.link(session, &issued);
                }
            }
            Event::Connected { .. } => drop(self.see(session)),
            Event::Closed { .. } => {
                let was_open = self.members.get_mut(&session).is_some_and(|m| std::mem::take(&mut m.open));
                if was_open {
                    self.past.push_back(session);
                    self.forget();
                }
            }
            _ => {}
        }
    }

    fn learn_from_command(&mut self, entry: u64, session: SessionId, way: Direction, command: &Command<'_>) {
        match way {
            Direction::ClientToServer => {
                if self.see(session).role.is_none()
                    && let Some(role) = Role::of(command)
                {
                    self.settle(session, role, command);
                }
                let account = Ticket::presented(command).map(|t| t.account).or_else(|| signing_in(command));
                if let Some(account) = account {
                    self.sign_in(session, account);
                }
                if command.verb == "CAL"
                    && let Some(who) = command.arg_str(2)
                {
                    self.see(session).call(who, command.trid(way));
                }
            }
            Direction::ServerToClient => {
                self.tickets.note(entry, session, command);
                if let Some(account) = signed_in(command) {
                    self.sign_in(session, account);
                }
                self.see(session).hear(command);
            }
        }
    }

    /// The client's first command told what kind of server this is: what was expected is confirmed or given up.
    fn settle(&mut self, session: SessionId, role: Role, command: &Command<'_>) {
        let account = Ticket::presented(command).map(|ticket| ticket.account);
        let presented = self.tickets.presented(command, |id| self.is_of(id, account)).cloned();
        let expected =
            self.members.get(&session).and_then(|member| self.tickets.at(member.followed?)).cloned();
        let is_wrong = expected.is_some();
        // Without a cookie there is nothing to present.
        let came_from = presented.or(expected.filter(|issued| issued.to == role && !issued.has_cookie()));
        let member = self.see(session);
        member.role = Some(role);
        match came_from {
            Some(issued) => self.link(session, &issued),
            None if is_wrong => member.unlink(session),
            None => {}
        }
    }

    fn sign_in(&mut self, session: SessionId, account: &str) {
        self.see(session).account = Some(member::kept(member::person(account)));
        let Some(member) = self.members.get(&session) else { return };
        let Some(parent) = member.parent.filter(|_| member.role == Some(Role::NotificationServer)) else {
            return;
        };
        let parents = self.members.get(&parent).and_then(|parent| parent.account.as_deref());
        if parents.is_some_and(|parents| !member::same(parents, account)) {
            // Two clients were sent to one server, and it was the other one's turn.
            let theirs =
                self.tickets.newest_to_ns(|id| id != session && self.is_of(id, Some(account))).cloned();
            match theirs {
                Some(issued) => self.link(session, &issued),
                None => self.see(session).unlink(session),
            }
        }
    }

    fn is_of(&self, session: SessionId, account: Option<&str>) -> bool {
        let known = self.members.get(&session).and_then(|member| member.account.as_deref());
        known.zip(account).is_some_and(|(known, account)| member::same(known, account))
    }

    fn link(&mut self, session: SessionId, issued: &Issued) {
        let parent = self.members.get(&issued.session);
        let thread = parent.map_or(issued.session, |parent| parent.thread);
        let dialect = parent.and_then(|parent| parent.dialect);
        let Some(member) = self.members.get_mut(&session) else { return };
        member.followed = Some(issued.entry);
        member.parent = Some(issued.session);
        member.thread = thread;
        if member.role == Some(Role::Switchboard) {
            member.dialect = dialect; // a switchboard speaks what was agreed where its cookie came from (§4)
        }
    }
}

/// The commands that tell of sessions; a person's are not what the peers said.
fn telling<'a>(passed: &Passed<'a>) -> Option<Command<'a>> {
    if passed.opaque || passed.incomplete || passed.injected() {
        return None;
    }
    let verb = Verb::at_start_of(passed.bytes)?;
    let tells = verb.error_number().is_some() || TELLING.contains(&verb.as_bytes());
    Command::read(&passed.frame()).filter(|_| tells)
}

const TELLING: &[&[u8; 3]] =
    &[b"VER", b"CVR", b"CVQ", b"INF", b"USR", b"ANS", b"XFR", b"RNG", b"CAL", b"IRO", b"JOI", b"BYE"];

/// The account of `USR T SCHEME I account`, the first step of a sign-in (§5.1, rows 10, 14 and 17).
fn signing_in<'a>(command: &Command<'a>) -> Option<&'a str> {
    let first_step = command.verb == "USR" && command.arg(3) == Some(b"I");
    command.arg_str(4).filter(|_| first_step)
}

/// The account of `USR T OK account …` (rows 22 to 25 and 107).
fn signed_in<'a>(command: &Command<'a>) -> Option<&'a str> {
    let is_done = command.verb == "USR" && command.arg(2) == Some(b"OK");
    command.arg_str(3).filter(|account| is_done && account.contains('@'))
}

#[cfg(test)]
mod tests;
