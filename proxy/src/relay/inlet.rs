//! The way in for frames that neither client nor server sent.

use crate::transcript::Origin;
use std::collections::VecDeque;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard};
use thiserror::Error;
use tokio::sync::oneshot;

/// Injections that may wait for one direction of one session; a person types slower than this.
const WAITING: usize = 64;

/// Why a frame was not injected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum InjectError {
    /// No such session, or this direction of it has ended.
    #[error("the session is gone; pick one that is open")]
    Gone,
    /// Framing is lost: there is no place between two frames.
    #[error(
        "this direction is opaque, so that there is no place between two frames; inject in the other direction or reconnect the client"
    )]
    Opaque,
    /// Nothing was sent.
    #[error("the receiver has not been reading; nothing was sent, try again when it does")]
    Busy,
    /// The receiver took a part of it and stopped reading; the rest goes out when it reads on.
    #[error("the receiver stopped reading in the middle of entry {entry}; the rest follows when it reads on")]
    Stalled {
        /// The injected frame.
        entry: u64,
    },
    /// The client counts where our own transaction ids are.
    #[error(
        "the client itself uses transaction ids from 2,000,000,000 on, so that answers to ours cannot be told apart; inject without hiding the reply"
    )]
    IdsTaken,
    /// Its answer could not be told from others.
    #[error(
        "only the reply to a PNG, or to a command that goes to the server with {{trid}}, can be hidden; write {{trid}} where its transaction id stands, or do not hide the reply"
    )]
    NotHidable,
    /// Lists are coming, whose lines have no transaction id.
    #[error("lists are coming for another SYN, whose lines could not be told apart; try again in a moment")]
    ListsComing,
    /// Nothing to send, or more than a frame may have.
    #[error("an injection has 1 byte to {} bytes", msnp::MAX_LINE + msnp::MAX_PAYLOAD)]
    Size,
}

/// The answer to an injection: the number of its entry, once it was written whole.
pub(super) type Answer = Result<u64, InjectError>;

/// A frame on its way in.
#[derive(Debug)]
pub(super) struct Injection {
    /// Counted per inlet from 1.
    pub(super) id: u64,
    pub(super) bytes: Vec<u8>,
    pub(super) manner: Manner,
    pub(super) answer: oneshot::Sender<Answer>,
}

/// Who injects, and what for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Manner {
    /// [`Origin::Person`] or [`Origin::Nudge`].
    pub(super) origin: Origin,
    /// What the server answers is kept from the client.
    pub(super) hidden: bool,
    /// The held frame that it answers, which does not leave.
    pub(super) instead_of: Option<u64>,
}

impl Manner {
    /// As a person's own.
    pub(super) const PLAIN: Manner = Manner { origin: Origin::Person, hidden: false, instead_of: None };
    /// As a person's own, its reply hidden.
    pub(super) const HIDDEN: Manner = Manner { hidden: true, ..Manner::PLAIN };
}

/// The queue before a pump. An empty one owns no memory besides itself.
#[derive(Debug, Default)]
pub(super) struct Inlet {
    /// As many as `queue` holds: the pump looks here first, at every turn.
    waiting: AtomicUsize,
    /// The injection to take back, if none of it was sent; 0 for none.
    recalled: AtomicU64,
    queue: Mutex<Queue>,
}

#[derive(Debug, Default)]
struct Queue {
    injections: VecDeque<Injection>,
    last_id: u64,
    shut: bool,
}

impl Inlet {
    /// Queues a frame for the pump, whom the caller wakes. Returns its id and where its answer will come.
    pub(super) fn push(
        &self,
        bytes: Vec<u8>,
        manner: Manner,
    ) -> Result<(u64, oneshot::Receiver<Answer>), InjectError> {
        let mut queue = self.lock();
        if queue.shut {
            return Err(InjectError::Gone);
        }
        if queue.injections.len() >= WAITING {
            return Err(InjectError::Busy);
        }
        queue.last_id += 1;
        let id = queue.last_id;
        let (answer, answered) = oneshot::channel();
        queue.injections.push_back(Injection { id, bytes, manner, answer });
        self.waiting.store(queue.injections.len(), Ordering::Release);
        Ok((id, answered))
    }

    /// Queues the answer to a held frame that does not leave; nobody waits for it to be written.
    pub(super) fn answer_instead(&self, bytes: Vec<u8>, held: u64) -> Result<(), InjectError> {
        self.push(bytes, Manner { instead_of: Some(held), ..Manner::PLAIN }).map(drop)
    }

    /// The next frame to inject.
    pub(super) fn take(&self) -> Option<Injection> {
        if self.waiting.load(Ordering::Acquire) == 0 {
            return None;
        }
        let mut queue = self.lock();
        let next = queue.injections.pop_front();
        self.waiting.store(queue.injections.len(), Ordering::Release);
        next
    }

    /// Takes an injection back if it still waits; if the pump has taken it, asks the pump to.
    pub(super) fn recall(&self, id: u64) {
        let mut queue = self.lock();
        if let Some(at) = queue.injections.iter().position(|injection| injection.id == id) {
            let injection = queue.injections.remove(at).expect("just found");
            self.waiting.store(queue.injections.len(), Ordering::Release);
            injection.answer(Err(InjectError::Busy));
        } else {
            self.recalled.store(id, Ordering::Release);
        }
    }

    /// Whether this injection, being written, should be taken back if none of it was sent.
    pub(super) fn recalls(&self, id: u64) -> bool {
        self.recalled.load(Ordering::Acquire) == id
    }

    /// Ends it: nothing more is taken, and what waits is answered.
    pub(super) fn shut(&self) {
        let mut queue = self.lock();
        queue.shut = true;
        self.waiting.store(0, Ordering::Release);
        for injection in std::mem::take(&mut queue.injections) {
            injection.answer(Err(InjectError::Gone));
        }
    }

    fn lock(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().expect("nobody panics while queueing")
    }
}

impl Injection {
    /// Tells the person; who may have stopped waiting, which is fine.
    pub(super) fn answer(self, answer: Answer) {
        let _ = self.answer.send(answer);
    }
}
