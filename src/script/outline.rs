//! Which sessions a conversation is made of, and for which servers they were.

use msnp::Address;
use nudge_proxy::insight::{Sheet, Threads};
use nudge_proxy::transcript::{Entry, Event, Forbidden, SessionId, Untouched, What};
use std::collections::{BTreeMap, HashSet};

/// What is known of the sessions once everything was read.
#[derive(Debug, Default)]
pub(super) struct Outline {
    threads: Threads,
    sessions: BTreeMap<SessionId, Known>,
    /// Redirects that would not be followed elsewhere either.
    untouched: HashSet<u64>,
}

#[derive(Clone, Debug, Default)]
struct Known {
    upstream: Option<Address>,
    /// It had a server to talk to.
    is_connected: bool,
    thread: Option<SessionId>,
    /// The first entry of it.
    began: u64,
}

/// What a conversation is made of.
#[derive(Debug)]
pub(super) struct Plan {
    /// The sessions and their servers, in the order in which they opened: the first has the number 1. Never empty.
    pub(super) sessions: Vec<(SessionId, Address)>,
    /// Redirects that would not be followed elsewhere either.
    pub(super) untouched: HashSet<u64>,
}

impl Outline {
    /// What is known of a session from before the first entry.
    pub(super) fn introduce(&mut self, sheet: &Sheet) {
        let known = self.sessions.entry(sheet.id).or_default();
        known.upstream = known.upstream.take().or_else(|| sheet.upstream.clone());
    }

    pub(super) fn take(&mut self, entry: &Entry<'_>) {
        self.threads.fold(entry);
        let Some(session) = entry.session else { return };
        let known = self.sessions.entry(session).or_default();
        if known.began == 0 {
            known.began = entry.number;
        }
        known.thread = self.threads.member(session).map(|member| member.thread).or(known.thread);
        match &entry.what {
            What::Frame(_) | What::Event(Event::Connected { .. }) => known.is_connected = true,
            What::Event(Event::Opened { upstream, .. }) => known.upstream = Some(upstream.clone()),
            What::Event(Event::RedirectUntouched { entry, why, .. }) if stays_untouched(why) => {
                self.untouched.insert(*entry);
            }
            What::Event(_) => {}
        }
    }

    /// The session and those of its thread. `None` where it had no server, or none that is known.
    pub(super) fn plan(self, session: SessionId) -> Option<Plan> {
        let asked = self.sessions.get(&session).filter(|known| known.is_connected)?;
        asked.upstream.as_ref()?;
        let belongs = |known: &Known| known.is_connected && known.thread == asked.thread;
        let mut sessions: Vec<(&SessionId, &Known)> =
            self.sessions.iter().filter(|(_, known)| belongs(known)).collect();
        sessions.sort_by_key(|(_, known)| known.began);
        let sessions =
            sessions.into_iter().filter_map(|(id, known)| Some((*id, known.upstream.clone()?))).collect();
        Some(Plan { sessions, untouched: self.untouched })
    }
}

/// Whether the reason lies in the redirect itself, and not in where the proxy ran.
fn stays_untouched(why: &Untouched) -> bool {
    match why {
        Untouched::HttpGateway | Untouched::NotUnderstood => true,
        Untouched::Forbidden(forbidden) => match forbidden {
            Forbidden::Unspecified | Forbidden::Multicast | Forbidden::Broadcast | Forbidden::LinkLocal => {
                true
            }
            Forbidden::Ourselves | Forbidden::Private => false,
        },
        Untouched::RoutesFull | Untouched::NoPort(_) => false,
    }
}
