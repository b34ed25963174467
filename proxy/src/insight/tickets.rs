//! The redirects handed out, by number and by cookie: where a session may have come from.

use crate::transcript::SessionId;
use msnp::{Command, Destination, Direction, Redirect, Role, Ticket};
use std::collections::VecDeque;

/// Redirects remembered; the oldest is forgotten first. They are followed within seconds.
const REMEMBERED: usize = 4096;

/// A longer cookie is not remembered. Those seen have 5 to 40 bytes.
const LONGEST_COOKIE: usize = 256;

/// A redirect somebody was given.
#[derive(Clone, Debug)]
pub(super) struct Issued {
    pub(super) entry: u64,
    /// To whom.
    pub(super) session: SessionId,
    /// What kind of server it leads to.
    pub(super) to: Role,
    cookie: Option<Box<str>>,
    /// RNG's session id, to be presented with the cookie.
    call: Option<Box<str>>,
}

impl Issued {
    /// Whether who follows it has something to show.
    pub(super) fn has_cookie(&self) -> bool {
        self.cookie.is_some()
    }
}

/// The last redirects, oldest first.
#[derive(Clone, Debug, Default)]
pub(super) struct Tickets {
    issued: VecDeque<Issued>,
}

impl Tickets {
    /// Remembers a command of the server's, if it is a redirect.
    pub(super) fn note(&mut self, entry: u64, session: SessionId, command: &Command<'_>) {
        let Some(redirect) = Redirect::find(command) else { return };
        let (to, cookie, call) = match redirect.destination {
            Destination::NotificationServer => (Role::NotificationServer, None, None),
            Destination::Switchboard { cookie } => (Role::Switchboard, cookie, None),
            Destination::Invitation { session, cookie } => (Role::Switchboard, cookie, Some(session)),
            Destination::HttpGateway => return,
        };
        let kept = |word: &str| (word.len() <= LONGEST_COOKIE).then(|| word.into());
        let (cookie, call) = (cookie.and_then(kept), call.and_then(kept));
        if self.issued.len() == REMEMBERED {
            self.issued.pop_front();
        }
        self.issued.push_back(Issued { entry, session, to, cookie, call });
    }

    /// The redirect in this entry.
    pub(super) fn at(&self, entry: u64) -> Option<&Issued> {
        self.issued.binary_search_by_key(&entry, |issued| issued.entry).ok().map(|at| &self.issued[at])
    }

    /// The redirect whose ticket a client's command presents.
    ///
    /// Cookies are unique on most servers. Where one is not, the account decides (`is_theirs` says whether a session is
    /// of the account presented), then RNG's session id, then who came last (§4).
    pub(super) fn presented(
        &self,
        command: &Command<'_>,
        is_theirs: impl Fn(SessionId) -> bool,
    ) -> Option<&Issued> {
        let ticket = Ticket::presented(command)?;
        let call = command.arg_str(4).filter(|_| command.trid(Direction::ClientToServer).is_some());
        let same_cookie = self.issued.iter().filter(|issued| issued.cookie.as_deref() == Some(ticket.cookie));
        same_cookie
            .max_by_key(|issued| (is_theirs(issued.session), issued.call.as_deref() == call, issued.entry))
    }

    /// The last redirect to a notification server that was given to one of these sessions.
    pub(super) fn newest_to_ns(&self, given_to: impl Fn(SessionId) -> bool) -> Option<&Issued> {
        let mut newest_first = self.issued.iter().rev();
        newest_first.find(|issued| issued.to == Role::NotificationServer && given_to(issued.session))
    }

    #[cfg(test)]
    pub(super) fn remembered(&self) -> usize {
        self.issued.len()
    }
}
