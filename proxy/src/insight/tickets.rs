//! The redirects handed out, by number and by cookie: where a session may have come from.
//!
//! To remember: what is not here was not given out only as long as nothing was missed or forgotten meanwhile.

use crate::transcript::SessionId;
use msnp::{Command, Destination, Direction, Redirect, Role, Ticket};
use std::collections::{BTreeSet, VecDeque};
use std::time::Duration;

/// Redirects remembered; the oldest is forgotten first. They are followed within seconds.
const REMEMBERED: usize = 4096;

/// A longer cookie is not remembered. Those seen have 5 to 40 bytes.
const LONGEST_COOKIE: usize = 256;

/// How many redirects with one cookie are compared, the latest. On most servers there is one.
const ALIKE: usize = 64;

/// No server takes a ticket for longer: they are good for one or two minutes (§3.2).
const LIFE: Duration = Duration::from_secs(600);

/// A redirect somebody was given.
#[derive(Clone, Debug)]
pub(super) struct Issued {
    pub(super) entry: u64,
    at: Duration,
    /// To whom.
    pub(super) session: SessionId,
    /// Whose client that is, in lower case.
    account: Option<Box<str>>,
    /// What kind of server it leads to.
    pub(super) to: Role,
    cookie: Option<Box<str>>,
    /// RNG's session id, to be presented with the cookie.
    call: Option<Box<str>>,
    /// Somebody of that account came by it.
    used: bool,
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
    /// The entries that gave out a cookie. As many as there are cookies in `issued`.
    by_cookie: BTreeSet<(Box<str>, u64)>,
    /// Since when none was missed and none is forgotten; `None`: since the beginning.
    sight: Option<Duration>,
}

impl Tickets {
    /// Remembers a command of the server's, said to the client of this account, if it is a redirect.
    pub(super) fn note(
        &mut self,
        (entry, at): (u64, Duration),
        session: SessionId,
        account: Option<Box<str>>,
        command: &Command<'_>,
    ) {
        let Some(redirect) = Redirect::find(command) else { return };
        let (to, cookie, call) = match redirect.destination {
            Destination::NotificationServer => (Role::NotificationServer, None, None),
            Destination::Switchboard { cookie } => (Role::Switchboard, cookie, None),
            Destination::Invitation { session, cookie } => (Role::Switchboard, cookie, Some(session)),
            Destination::HttpGateway => return,
        };
        let kept = |word: &str| (word.len() <= LONGEST_COOKIE).then(|| word.into());
        let (cookie, call): (Option<Box<str>>, _) = (cookie.and_then(kept), call.and_then(kept));
        if self.issued.len() == REMEMBERED {
            self.forget_oldest();
        }
        self.by_cookie.extend(cookie.clone().map(|cookie| (cookie, entry)));
        self.issued.push_back(Issued { entry, at, session, account, to, cookie, call, used: false });
    }

    fn forget_oldest(&mut self) {
        let Some(oldest) = self.issued.pop_front() else { return };
        self.sight = self.sight.max(Some(oldest.at));
        if let Some(cookie) = oldest.cookie {
            self.by_cookie.remove(&(cookie, oldest.entry));
        }
    }

    /// Entries up to this time are missing.
    pub(super) fn lose_sight(&mut self, at: Duration) {
        self.sight = self.sight.max(Some(at));
    }

    /// Whether a ticket that is not here can only be one that nobody was seen to be given: what was missed or is
    /// forgotten has run out by `at`.
    pub(super) fn would_know(&self, cookie: &str, at: Duration) -> bool {
        let has_run_out = |since: Duration| at.saturating_sub(since) >= LIFE;
        cookie.len() <= LONGEST_COOKIE && self.sight.is_none_or(has_run_out)
    }

    /// The redirect in this entry.
    pub(super) fn at(&self, entry: u64) -> Option<&Issued> {
        self.place(entry).map(|at| &self.issued[at])
    }

    fn place(&self, entry: u64) -> Option<usize> {
        self.issued.binary_search_by_key(&entry, |issued| issued.entry).ok()
    }

    /// The redirect whose ticket a client of this account presents.
    ///
    /// Cookies are unique on most servers. Where one is not, the account decides, then RNG's session id, then who came
    /// last (§4).
    pub(super) fn presented(&self, command: &Command<'_>, account: &str) -> Option<&Issued> {
        let cookie = Ticket::presented(command)?.cookie;
        let call = command.arg_str(4).filter(|_| command.trid(Direction::ClientToServer).is_some());
        let same_cookie = self.by_cookie.range((cookie.into(), 0)..=(cookie.into(), u64::MAX));
        let latest = same_cookie.rev().take(ALIKE).filter_map(|(_, entry)| self.at(*entry));
        latest.max_by_key(|issued| {
            (issued.account.as_deref() == Some(account), issued.call.as_deref() == call, issued.entry)
        })
    }

    /// The last redirect to a notification server that a client of this account was given, on another session than this,
    /// and that none of them is known to have used.
    pub(super) fn newest_to_ns(&self, account: &str, session: SessionId) -> Option<&Issued> {
        let is_theirs = |issued: &&Issued| {
            let is_free = issued.to == Role::NotificationServer && !issued.used && issued.session != session;
            is_free && issued.account.as_deref() == Some(account)
        };
        self.issued.iter().rev().find(is_theirs)
    }

    /// Who came by this redirect is of the account it was given to.
    pub(super) fn is_used(&mut self, entry: u64) {
        if let Some(at) = self.place(entry) {
            self.issued[at].used = true;
        }
    }

    #[cfg(test)]
    pub(super) fn remembered(&self) -> (usize, usize) {
        (self.issued.len(), self.by_cookie.len())
    }
}
