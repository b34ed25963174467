//! Which switchboard sessions are one conversation: those of each of its people that come through us.
//!
//! To remember: the server's session id joins them, which the caller hears with `CAL T RINGING id` and who is called
//! presents with `ANS T account cookie id` (§4). A server may use an id again, so that only those belong together that
//! were there at the same time and whose people fit.
//!
//! ```text
//! #3 alice  >>> CAL 2 bob   <<< CAL 2 RINGING 77 ─┐
//! #4 bob    >>> ANS 1 bob 84.52 77 ───────────────┴─ conversation 3: #3, #4
//! ```

use super::Threads;
use super::member::{Member, kept, same};
use crate::transcript::SessionId;
use std::collections::{BTreeMap, VecDeque};

/// Sessions with one id that are remembered together, more than people fit in a switchboard. The oldest is then no longer
/// joined by others.
const TOGETHER: usize = 64;

/// A longer session id joins nothing. Those seen have up to 32 bytes.
const LONGEST_ID: usize = 64;

/// A server's switchboard session.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Call {
    host: Box<str>,
    id: Box<str>,
}

/// The sessions that know their server's session id. As many as there are members with a call, but for [`TOGETHER`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Calls {
    sessions: BTreeMap<Call, VecDeque<SessionId>>,
}

impl Calls {
    fn of(&self, call: &Call) -> impl Iterator<Item = SessionId> {
        self.sessions.get(call).into_iter().flatten().copied()
    }

    fn note(&mut self, call: Call, session: SessionId) {
        let sessions = self.sessions.entry(call).or_default();
        if sessions.len() == TOGETHER {
            sessions.pop_front();
        }
        sessions.push_back(session);
    }

    /// A session is forgotten.
    pub(super) fn forget(&mut self, call: &Call, session: SessionId) {
        if let Some(sessions) = self.sessions.get_mut(call) {
            sessions.retain(|known| *known != session);
            if sessions.is_empty() {
                self.sessions.remove(call);
            }
        }
    }

    #[cfg(test)]
    pub(super) fn remembered(&self) -> (usize, usize) {
        (self.sessions.len(), self.sessions.values().map(VecDeque::len).sum())
    }
}

impl Threads {
    /// The conversation a session is of, by the lowest number among the sessions that are one conversation; its own where
    /// it is alone.
    pub fn conversation(&self, session: SessionId) -> SessionId {
        self.member(session).map_or(session, |member| member.conversation)
    }

    /// The sessions that are one conversation with this one, itself among them, lowest first: of those remembered, at most
    /// 64.
    pub fn halves(&self, session: SessionId) -> Vec<SessionId> {
        let conversation = self.conversation(session);
        let call = self.member(session).and_then(|member| member.call.as_ref());
        let with_its_id = call.into_iter().flat_map(|call| self.calls.of(call));
        let others = with_its_id.filter(|other| self.conversation(*other) == conversation);
        let mut halves: Vec<SessionId> = others.filter(|other| *other != session).collect();
        halves.push(session);
        halves.sort_unstable();
        halves
    }

    /// A session learns the id its server has for it: by calling somebody, or by having been called.
    pub(super) fn learn_call(&mut self, session: SessionId, id: Option<&str>, rang: bool) {
        let Some(id) = id.filter(|id| !id.is_empty() && id.len() <= LONGEST_ID) else { return };
        let Some(member) = self.members.get_mut(&session).filter(|member| member.call.is_none()) else {
            return;
        };
        let Some(host) = member.host.clone() else { return };
        let call = Call { host, id: kept(id) };
        (member.call, member.rang) = (Some(call.clone()), rang);
        let others: Vec<SessionId> = self.calls.of(&call).collect();
        self.calls.note(call, session);
        for other in others {
            self.join_if_together(session, other);
        }
    }

    /// Somebody is called to a session or appears there: if they come through us too, the sessions may be one.
    pub(super) fn meets(&mut self, session: SessionId, who: &str) {
        let call = self.member(session).and_then(|member| member.call.as_ref());
        let Some(call) = call else { return };
        let is_theirs = |other: &SessionId| {
            let account = self.member(*other).and_then(|member| member.account.as_deref());
            *other != session && account.is_some_and(|account| same(account, who))
        };
        let theirs: Vec<SessionId> = self.calls.of(call).filter(is_theirs).collect();
        for other in theirs {
            self.join_if_together(session, other);
        }
    }

    fn join_if_together(&mut self, one: SessionId, other: SessionId) {
        let (Some(a), Some(b)) = (self.members.get(&one), self.members.get(&other)) else { return };
        let (to, from) = (a.conversation.min(b.conversation), a.conversation.max(b.conversation));
        let (Some(call), false) = (&a.call, to == from) else { return };
        if !(a.is_with(b) && b.is_with(a)) {
            return;
        }
        for session in self.calls.of(call).collect::<Vec<_>>() {
            if let Some(member) = self.members.get_mut(&session).filter(|member| member.conversation == from)
            {
                member.conversation = to;
            }
        }
    }
}

impl Member {
    /// Whether another session may be of this one's conversation: it was there before this one ended, and where this one
    /// called people, they were among them or have come since.
    fn is_with(&self, other: &Member) -> bool {
        // Who was invited is expected from then on.
        let begins = other.followed.map_or(other.began, |invited| invited.min(other.began));
        let meets = self.open || self.ended.is_some_and(|ended| begins < ended);
        let may_be_unnamed = self.unnamed > 0 || self.gap || !self.rang;
        let fits = |account: &str| may_be_unnamed || self.knows(account);
        meets && other.account.as_deref().is_none_or(fits)
    }
}
