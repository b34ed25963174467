//! Frames a person holds: which, and what becomes of them.
//!
//! To remember: nothing held is lost or overtaken by what came behind it in its direction. Each waits for a person's word, or
//! for the end of a time, and then leaves, or is said not to.
//!
//! ```text
//!            rule fits               released ──► leaves as it came
//! pump ─► frame ─────► queue of ──►  edited   ──► another frame leaves in its place
//!                      the lane      dropped  ──► an entry says so
//!                        ▲           answered ──► by us, the other way
//!            whatever follows it waits behind it
//! ```

mod prove;
mod queue;

pub(super) use queue::{Fate, Item, Queue};

use super::{Relay, session::Session};
use crate::filter::Filter;
use crate::transcript::{Entry, Event, Origin, Passed, Releaser, SessionId, What};
use msnp::{Direction, Verb};
use std::ops::RangeInclusive;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, Instant};
use thiserror::Error;

/// What one direction of one session holds at most before its sender is no longer read, in bytes. A frame more is held whole.
const IN_A_LANE: usize = 4 * 1024 * 1024;

/// What all of them hold together before none of those that hold are read, in bytes.
const IN_ALL: usize = 64 * 1024 * 1024;

/// The longest time a frame may be held.
pub const LONGEST_HOLD: Duration = Duration::from_secs(24 * 60 * 60);

/// The shortest and the longest time between two signs of life for a server whose client's frames are held: it is not looked
/// more often, and servers forget a client sooner.
pub const KEEP_ALIVE: RangeInclusive<Duration> = super::watch::PACE..=Duration::from_secs(10 * 60);

/// What is held, in all sessions.
#[derive(Debug, Default)]
pub(super) struct Holding {
    /// Whether there is a rule: a pump looks here at every batch.
    on: AtomicBool,
    rule: Mutex<Option<Arc<Rule>>>,
    /// The bytes in all queues.
    bytes: AtomicUsize,
    /// How long a frame is held, in milliseconds; 0 for as long as the configuration says.
    limit: AtomicU64,
    /// The time between two signs of life, in milliseconds; 0 for what the configuration says.
    keep_alive: AtomicU64,
}

/// Which frames are held.
#[derive(Debug)]
pub(super) struct Rule {
    filter: Filter,
    text: Box<str>,
    /// Challenges that would wait are answered by us.
    pub(super) proves: bool,
}

/// A frame that waits for a person.
#[derive(Clone, Debug)]
pub struct Held {
    /// Its entry.
    pub entry: u64,
    /// Whose.
    pub session: SessionId,
    /// Which way it goes.
    pub direction: Direction,
    /// Since when it waits.
    pub since: Instant,
    /// How many frames wait behind it in its direction.
    pub behind: usize,
    /// The bytes it would leave with.
    pub bytes: Vec<u8>,
}

/// What a person wants done with a frame that is held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Release {
    /// It leaves as it is.
    AsItIs,
    /// These bytes leave in its place, as they are: one whole command is for the caller to see to.
    Edited(Vec<u8>),
    /// It does not leave.
    Dropped,
    /// It does not leave, and these bytes go back to who sent it.
    Answered(Vec<u8>),
    /// It is a challenge (CHL): it does not leave, and the server gets the answer of this product, or of the one the client
    /// named last, or of one that speaks the dialect. The server's confirmation is kept from the client.
    Proven(Option<String>),
}

/// Why nothing was released.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum ReleaseError {
    /// It is not held, or was released a moment ago.
    #[error("entry {0} is not held; it may just have been released, and /api/held says what is")]
    NotHeld(u64),
    /// Nothing, or more than a frame may have.
    #[error("a frame has 1 byte to {} bytes", msnp::MAX_LINE + msnp::MAX_PAYLOAD)]
    Size,
    /// It is no challenge, or nobody knows the key that goes with the product.
    #[error(
        "entry {0} is no challenge whose answer is known: name a product id that has a published key, or answer by hand"
    )]
    NotProvable(u64),
    /// Who sent it cannot be answered.
    #[error("who sent it cannot be answered now: {0}")]
    NoWayBack(super::InjectError),
}

impl Rule {
    /// Whether it wants a frame held. Secrets are found in it: the person asks for it, and it shows nothing.
    pub(super) fn wants(&self, session: &Session, passed: &Passed<'_>) -> bool {
        let entry =
            Entry { number: 0, at: Duration::ZERO, session: Some(session.id), what: What::Frame(*passed) };
        !passed.opaque && self.filter.wants(&entry, |_| session.role(), true)
    }

    /// Whether it asks for this command by name, so that nothing is done about it by ourselves.
    pub(super) fn names(&self, verb: &str) -> bool {
        Verb::at_start_of(verb.as_bytes()).is_some_and(|verb| self.filter.names(verb))
    }
}

impl Holding {
    /// The rule, if there is one.
    pub(super) fn rule(&self) -> Option<Arc<Rule>> {
        if !self.on.load(Ordering::Acquire) {
            return None; // the common case costs no lock
        }
        self.locked().clone()
    }

    fn replace(&self, rule: Option<Rule>) {
        let mut place = self.locked();
        self.on.store(rule.is_some(), Ordering::Release);
        *place = rule.map(Arc::new);
    }

    fn locked(&self) -> MutexGuard<'_, Option<Arc<Rule>>> {
        self.rule.lock().expect("nobody panics while changing a rule")
    }

    /// Whether a lane that holds so many bytes may hold more.
    pub(super) fn has_room(&self, in_lane: usize) -> bool {
        in_lane < IN_A_LANE && (in_lane == 0 || self.bytes.load(Ordering::Relaxed) < IN_ALL)
    }

    pub(super) fn more(&self, bytes: usize) {
        self.bytes.fetch_add(bytes, Ordering::Relaxed);
    }

    pub(super) fn less(&self, bytes: usize) {
        self.bytes.fetch_sub(bytes, Ordering::Relaxed);
    }
}

impl Relay {
    /// Holds whatever the filter wants from now on. What is held already stays held. If it `proves`, challenges of the server
    /// that would wait are answered by us, as [`Release::Proven`] says.
    pub fn hold(&self, filter: Filter, text: &str, proves: bool) {
        self.holding.replace(Some(Rule { filter, text: text.into(), proves }));
        let event = Event::Holding { filter: Some(text.to_owned()) };
        self.transcript.record_event(Instant::now(), None, &event);
    }

    /// Holds nothing more. What is held already stays held.
    pub fn hold_no_more(&self) {
        if self.holding.rule().is_some() {
            self.holding.replace(None);
            self.transcript.record_event(Instant::now(), None, &Event::Holding { filter: None });
        }
    }

    /// Holds nothing more and lets go of all that is held, in order.
    pub fn hands_off(&self) {
        self.hold_no_more();
        self.release_all(Releaser::HandsOff);
    }

    /// The filter that says what is held, as it was given.
    pub fn holding(&self) -> Option<String> {
        self.holding.rule().map(|rule| rule.text.to_string())
    }

    /// Whether challenges that would wait are answered by us.
    pub fn proves(&self) -> bool {
        self.holding.rule().is_some_and(|rule| rule.proves)
    }

    /// How long a frame is held before it leaves by itself.
    pub fn hold_limit(&self) -> Duration {
        or_configured(&self.holding.limit, self.config.limits.hold)
    }

    /// Sets how long a frame is held before it leaves by itself, at most [`LONGEST_HOLD`].
    pub fn set_hold_limit(&self, limit: Duration) {
        let millis = limit.min(LONGEST_HOLD).as_millis().max(1);
        self.holding.limit.store(u64::try_from(millis).unwrap_or(u64::MAX), Ordering::Relaxed);
    }

    /// The time between two signs of life for a server whose client's frames are held.
    pub fn keep_alive(&self) -> Duration {
        or_configured(&self.holding.keep_alive, self.config.limits.keep_alive)
    }

    /// Sets that time; it is brought into [`KEEP_ALIVE`].
    pub fn set_keep_alive(&self, every: Duration) {
        let millis = every.clamp(*KEEP_ALIVE.start(), *KEEP_ALIVE.end()).as_millis();
        self.holding.keep_alive.store(u64::try_from(millis).unwrap_or(u64::MAX), Ordering::Relaxed);
    }

    /// The frames that wait for a person, by entry.
    pub fn held(&self) -> Vec<Held> {
        let mut held = Vec::new();
        for session in self.registry.all_open() {
            for direction in Direction::BOTH {
                session.lane(direction).hold.list(session.id, direction, &mut held);
            }
        }
        held.sort_by_key(|frame| frame.entry);
        held
    }

    /// Decides about a frame that is held. It leaves when all that came before it has.
    ///
    /// # Errors
    ///
    /// [`ReleaseError`] says what is in the way; nothing has happened then.
    pub fn release(&self, entry: u64, how: &Release) -> Result<(), ReleaseError> {
        if let Release::Edited(bytes) | Release::Answered(bytes) = how
            && (bytes.is_empty() || bytes.len() > msnp::MAX_LINE + msnp::MAX_PAYLOAD)
        {
            return Err(ReleaseError::Size);
        }
        for session in self.registry.all_open() {
            for direction in Direction::BOTH {
                let queue = &session.lane(direction).hold;
                let is_decided = match how {
                    Release::AsItIs => queue.decide(entry, Fate::Goes(Releaser::Person)),
                    Release::Edited(bytes) => queue.decide(entry, Fate::Edited(bytes.clone())),
                    Release::Dropped => queue.decide(entry, Fate::Dropped),
                    // Decided when the answer leaves: should that fail, it is held on.
                    Release::Answered(bytes) => {
                        let back = &session.lane(direction.reverse()).inlet;
                        queue.is_undecided(entry) && {
                            back.answer_instead(bytes.clone(), entry).map_err(ReleaseError::NoWayBack)?;
                            true
                        }
                    }
                    Release::Proven(product) => match queue.undecided(entry) {
                        Some(challenge) => {
                            let product = product.as_deref();
                            session.prove(entry, &challenge, product, Origin::Person)?;
                            true
                        }
                        None => false,
                    },
                };
                if is_decided {
                    session.bell.wake();
                    return Ok(());
                }
            }
        }
        Err(ReleaseError::NotHeld(entry))
    }

    /// Lets go of all that is held, in order; what the rule wants is held on.
    pub fn release_all(&self, by: Releaser) {
        self.let_go(by, |_| true);
    }

    /// Lets go of what has waited for too long.
    pub(super) fn release_expired(&self, now: Instant) {
        let limit = self.hold_limit();
        self.let_go(Releaser::Time, |since| now.saturating_duration_since(since) >= limit);
    }

    fn let_go(&self, by: Releaser, which: impl Fn(Instant) -> bool) {
        for session in self.registry.all_open() {
            for direction in Direction::BOTH {
                if session.lane(direction).hold.let_go(by, &which) {
                    session.bell.wake();
                }
            }
        }
    }
}

/// A time that a person set, in milliseconds, or where nobody did the one of the configuration.
fn or_configured(set: &AtomicU64, configured: Duration) -> Duration {
    match set.load(Ordering::Relaxed) {
        0 => configured,
        millis => Duration::from_millis(millis),
    }
}
