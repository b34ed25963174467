//! Where a session came from: first as its route expected, then as its ticket or its account says.

use super::Threads;
use super::era::Era;
use super::member::{CameFrom, kept, key, person};
use crate::insight::tickets::Issued;
use crate::transcript::SessionId;
use msnp::{Command, Role, Ticket};
use std::time::Duration;

impl Threads {
    /// A client came, expected to follow that redirect.
    pub(super) fn expect(&mut self, session: SessionId, followed: Option<u64>) {
        let expected = followed.and_then(|entry| self.tickets.at(entry)).cloned();
        let member = self.learner(session);
        member.followed = followed;
        if followed.is_some() {
            member.origin = CameFrom::Unknown;
        }
        if let Some(issued) = expected {
            self.link(session, &issued);
        }
    }

    /// The client's first command told what kind of server this is: what was expected is confirmed or given up.
    pub(super) fn settle(&mut self, session: SessionId, at: Duration, role: Role, command: &Command<'_>) {
        let ticket = Ticket::presented(command);
        let account = ticket.map(|ticket| key(ticket.account)).unwrap_or_default();
        let presented = self.tickets.presented(command, &account).cloned();
        let expected =
            self.members.get(&session).and_then(|member| self.tickets.at(member.followed?)).cloned();
        let is_wrong = expected.is_some();
        // Without a cookie there is nothing to present.
        let came_from = presented.or(expected.filter(|issued| issued.to == role && !issued.has_cookie()));
        let would_know = ticket.is_some_and(|ticket| self.tickets.would_know(ticket.cookie, at));
        let member = self.learner(session);
        member.role = Some(role);
        member.era = ticket.and_then(|ticket| Era::of_account(ticket.account));
        match came_from {
            Some(issued) => return self.link(session, &issued),
            None if is_wrong => self.unlink(session, at),
            None => {}
        }
        let member = self.learner(session);
        member.misled = is_wrong;
        if role == Role::Switchboard {
            let is_unseen = would_know && member.followed.is_none() && !member.gap;
            member.origin = if is_unseen { CameFrom::Unseen } else { CameFrom::Unknown };
        }
    }

    /// Where it came from is unknown after all; of its own accord, if every redirect was seen.
    fn unlink(&mut self, session: SessionId, at: Duration) {
        let sees_all = self.tickets.would_know("", at);
        let member = self.learner(session);
        (member.followed, member.parent, member.thread) = (None, None, session);
        member.origin = if sees_all && !member.gap { CameFrom::First } else { CameFrom::Unknown };
        if !member.introduced {
            member.client = None;
        }
    }

    /// The client says who it is. The first time, that may tell whose redirect it follows.
    pub(super) fn name(&mut self, session: SessionId, at: Duration, account: &str) {
        let member = self.learner(session);
        if member.account.as_deref() != Some(person(account)) {
            member.account = Some(kept(person(account)));
        }
        if std::mem::replace(&mut member.named, true) || member.role != Some(Role::NotificationServer) {
            return;
        }
        let (parent, followed, misled) = (member.parent, member.followed, member.misled);
        let account = key(account);
        let parents = parent.and_then(|parent| self.members.get(&parent)?.account.as_deref().map(key));
        match parents {
            Some(parents) if parents == account => {
                if let Some(entry) = followed {
                    self.tickets.is_used(entry);
                }
            }
            // Two clients were sent to one server, and it was the other one's turn.
            Some(_) => self.look_for_another(session, at, &account),
            None if misled => self.look_for_another(session, at, &account),
            None => {}
        }
    }

    fn look_for_another(&mut self, session: SessionId, at: Duration, account: &str) {
        match self.tickets.newest_to_ns(account, session).cloned() {
            Some(issued) => {
                self.tickets.is_used(issued.entry);
                self.link(session, &issued);
            }
            None => self.unlink(session, at),
        }
    }

    fn link(&mut self, session: SessionId, issued: &Issued) {
        let parent = self.members.get(&issued.session);
        let thread = parent.map_or(issued.session, |parent| parent.thread);
        let dialect = parent.and_then(|parent| parent.dialect);
        let client = parent.and_then(|parent| parent.client.clone());
        let Some(member) = self.members.get_mut(&session) else { return };
        member.followed = Some(issued.entry);
        member.parent = Some(issued.session);
        member.thread = thread;
        member.origin = CameFrom::Redirect;
        if !member.introduced {
            member.client = client;
        }
        if member.role == Some(Role::Switchboard) {
            member.dialect = dialect; // a switchboard speaks what was agreed where its cookie came from (§4)
        }
    }
}

/// The account of `USR T SCHEME I account`, the first step of a sign-in (§5.1, rows 10, 14 and 17).
pub(super) fn signing_in<'a>(command: &Command<'a>) -> Option<&'a str> {
    let first_step = command.verb == "USR" && command.arg(3) == Some(b"I");
    command.arg_str(4).filter(|_| first_step)
}

/// The account of `USR T OK account …` (rows 22 to 25 and 107).
pub(super) fn let_in<'a>(command: &Command<'a>) -> Option<&'a str> {
    let is_done = command.verb == "USR" && command.arg(2) == Some(b"OK");
    command.arg_str(3).filter(|account| is_done && account.contains('@'))
}
