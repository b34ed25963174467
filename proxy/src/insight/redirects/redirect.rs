//! One redirect, and what became of it.

use super::arrivals::Arrival;
use crate::insight::seen::Seen;
use crate::transcript::{Ending, Party, Passed, SessionId, Untouched};
use msnp::{Command, Destination, Frame, Role};
use std::time::Duration;

/// How much is remembered of an address nobody can read, and of a reason in the operating system's words, in bytes.
const LONGEST: usize = 256;

/// A client was sent to another server, by XFR or RNG.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redirect {
    /// Its entry.
    pub entry: u64,
    /// When, since the transcript began.
    pub at: Duration,
    /// The session whose client was sent.
    pub session: SessionId,
    /// What it leads to.
    pub kind: RedirectKind,
    /// The address the server named: `host:port`; as written where that is none.
    pub named: Box<str>,
    /// The address the client was given instead.
    pub told: Option<Box<str>>,
    /// Neither client nor server made it.
    pub injected: bool,
    /// Why the client was given what the server named.
    pub unchanged: Option<Unchanged>,
    /// The session that followed.
    pub follower: Option<Follower>,
    /// The relay waited, and nobody came.
    unfollowed: bool,
    /// Entries that would tell may be missing.
    gap: bool,
    /// The last entry that told something of it.
    pub(super) newest: u64,
}

/// What a redirect leads to (§3.1 to §3.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RedirectKind {
    /// `XFR T NS`
    NotificationServer,
    /// `XFR T SB`
    Switchboard,
    /// `RNG`
    Invitation,
    /// `XFR` to something else.
    Other,
}

/// Why a redirect went to the client as it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unchanged {
    /// The relay could not or must not stand in for that server.
    Untouched(Untouched),
    /// `XFR T NS 0`: the client starts again where it is (§3.1).
    StartsAgain,
    /// A person made it, and chose where it leads.
    Injected,
}

/// How a redirect stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fate {
    /// Somebody may still come.
    Waiting,
    /// A session came from it.
    Followed,
    /// Nobody came in time.
    Unfollowed,
    /// It went to the client as it was, so that whoever follows it leaves us, or nobody does.
    Untouched,
    /// Entries that would tell were missed.
    Unknown,
}

/// The session that followed a redirect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Follower {
    /// Which.
    pub session: SessionId,
    /// What kind of server it talks to, once its first command told. Until then it follows because it was its turn.
    pub role: Option<Role>,
    /// How long after the redirect it began; `None` where nobody saw.
    pub after: Option<Duration>,
    /// What became of it.
    pub became: Became,
    /// The redirect it was taken for.
    expected: Option<u64>,
    /// Its ticket or its account says so.
    certain: bool,
}

/// What became of the session that followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Became {
    /// It is open.
    Open,
    /// It is over.
    Closed {
        /// Who ended it first.
        ended_by: Party,
        /// In what manner.
        how: Ending,
    },
    /// Its server could not be reached.
    Failed,
    /// Entries that would tell were missed.
    Unknown,
}

impl Redirect {
    /// How it stands.
    pub fn fate(&self) -> Fate {
        match self {
            Redirect { unchanged: Some(_), .. } => Fate::Untouched,
            Redirect { follower: Some(_), .. } => Fate::Followed,
            Redirect { unfollowed: true, .. } => Fate::Unfollowed,
            Redirect { gap: true, .. } => Fate::Unknown,
            _ => Fate::Waiting,
        }
    }

    /// Reads a command of the server's. `None` for one that names no place to go.
    pub(super) fn read(
        seen: &Seen<'_>,
        session: SessionId,
        passed: &Passed<'_>,
        command: &Command<'_>,
    ) -> Option<Redirect> {
        let found = msnp::Redirect::find(command);
        let (at, kind) = placed(command);
        let named = match &found {
            Some(redirect) => redirect.address.to_string().into(),
            None => {
                clipped(&String::from_utf8_lossy(command.args().filter(|word| !word.is_empty()).nth(at - 1)?))
            }
        };
        let told = passed.sent.filter(|_| !passed.injected()).and_then(told);
        let unchanged = match found.map(|redirect| redirect.destination) {
            _ if passed.injected() => Some(Unchanged::Injected),
            Some(Destination::HttpGateway) => Some(Unchanged::Untouched(Untouched::HttpGateway)),
            None if kind == RedirectKind::NotificationServer && &*named == "0" => {
                Some(Unchanged::StartsAgain)
            }
            None => Some(Unchanged::Untouched(Untouched::NotUnderstood)),
            Some(_) => None,
        };
        Some(Redirect {
            entry: seen.entry,
            at: seen.at,
            session,
            kind,
            named,
            told,
            injected: passed.injected(),
            unchanged,
            follower: None,
            unfollowed: false,
            gap: false,
            newest: seen.entry,
        })
    }

    pub(super) fn passes_untouched(&mut self, now: u64, why: &Untouched) {
        let why = match why {
            Untouched::NoPort(reason) => Untouched::NoPort(clipped(reason).into()),
            other => other.clone(),
        };
        (self.unchanged, self.newest) = (Some(Unchanged::Untouched(why)), now);
    }

    /// A session follows this redirect, for `certain` or because it was its turn: then another may turn out to.
    pub(super) fn is_followed_by(
        &mut self,
        now: u64,
        (session, role): (SessionId, Option<Role>),
        arrival: &Arrival,
        certain: bool,
    ) {
        match &mut self.follower {
            Some(known) if known.session == session => {
                (known.role, known.certain) = (role, known.certain || certain);
            }
            Some(known) if known.certain => {}
            _ => {
                let after = arrival.at.map(|at| at.saturating_sub(self.at));
                let (expected, became) = (arrival.expected, Became::Open);
                self.follower = Some(Follower { session, role, after, became, expected, certain });
                self.newest = now;
            }
        }
    }

    /// A session turns out to follow another redirect.
    pub(super) fn is_left_by(&mut self, now: u64, session: SessionId) {
        if self.follower.take_if(|follower| follower.session == session).is_some() {
            self.newest = now;
        }
    }

    pub(super) fn becomes(&mut self, now: u64, session: SessionId, became: Became) {
        let follower = self.follower.as_mut().filter(|follower| follower.session == session);
        if let Some(follower) = follower {
            self.newest = now;
            if follower.became != Became::Failed {
                follower.became = became;
            }
        }
    }

    /// The other redirect that its follower was taken to follow.
    pub(super) fn taken_for(&self) -> Option<u64> {
        self.follower?.expected.filter(|expected| *expected != self.entry)
    }

    pub(super) fn is_not_followed(&mut self, now: u64) {
        (self.unfollowed, self.newest) = (true, now);
    }

    /// Entries are missing.
    pub(super) fn lose_sight(&mut self) {
        self.gap = true;
        if let Some(follower) = &mut self.follower
            && follower.became == Became::Open
        {
            follower.became = Became::Unknown;
        }
    }
}

/// Which argument names the address, empty ones not counted, and what that leads to.
fn placed(command: &Command<'_>) -> (usize, RedirectKind) {
    let mut words = command.args().filter(|word| !word.is_empty());
    match (command.verb.as_bytes(), words.nth(1)) {
        (b"RNG", _) => (2, RedirectKind::Invitation),
        (_, Some(b"NS")) => (3, RedirectKind::NotificationServer),
        (_, Some(b"SB")) => (3, RedirectKind::Switchboard),
        _ => (3, RedirectKind::Other),
    }
}

/// The address in a redirect as it was sent on.
fn told(sent: &[u8]) -> Option<Box<str>> {
    let command = Command::read(&Frame { bytes: sent, opaque: false })?;
    Some(msnp::Redirect::find(&command)?.address.to_string().into())
}

fn clipped(text: &str) -> Box<str> {
    let end = (0..=LONGEST.min(text.len())).rev().find(|&end| text.is_char_boundary(end));
    text[..end.unwrap_or(0)].into()
}
