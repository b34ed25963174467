//! Frames a person puts between two frames.

use super::super::inlet::{InjectError, Injection};
use super::{Pump, Unsent};
use crate::transcript::{Draft, Event, Origin, Passed};
use std::task::Context;
use std::time::Instant;

impl Pump<'_> {
    /// Puts a person's frame between two frames.
    pub(super) fn inject(&mut self, injection: Injection, cx: &mut Context<'_>) {
        if self.deframer.opacity().is_some() {
            return injection.answer(Err(InjectError::Opaque));
        }
        let (bytes, manner) = (&injection.bytes[..], injection.manner);
        if manner.hidden
            && let Err(why) = self.session.hidden.judge(bytes)
        {
            return injection.answer(Err(why));
        }
        let waits = |held| self.session.lane(self.direction.reverse()).hold.answer(held);
        if manner.instead_of.is_some_and(|held| !waits(held)) {
            return injection.answer(Err(InjectError::Gone)); // what it answers has left
        }
        let entry = self.record_own(bytes, manner.origin);
        if let Some(held) = manner.instead_of {
            self.tell(&Event::Answered { entry: held, by: entry });
        }
        if manner.hidden {
            self.session.hidden.asks(entry, bytes, Instant::now());
        }
        self.write(bytes, cx);
        if self.unsent.bytes.is_empty() {
            return injection.answer(Ok(entry));
        }
        let gone = injection.bytes.len() - self.unsent.bytes.len();
        self.unsent =
            Unsent { bytes: injection.bytes.clone(), gone, injection: Some(Box::new((injection, entry))) };
        self.account();
    }

    /// Records a frame that neither client nor server sent.
    pub(super) fn record_own(&self, bytes: &[u8], origin: Origin) -> u64 {
        let passed = Passed::plain(self.direction, origin, bytes);
        self.relay.transcript.record(Instant::now(), Some(self.session.id), [Draft::Frame(passed)]).start
    }

    /// Whether the injection being written was taken back; if some of it is gone, it is only told so.
    pub(super) fn recalled(&mut self) -> bool {
        let recalled = |taken: &(Injection, u64)| self.lane().inlet.recalls(taken.0.id);
        if !self.unsent.injection.as_deref().is_some_and(recalled) {
            return false;
        }
        let (injection, entry) = *self.unsent.injection.take().expect("just seen");
        if self.unsent.gone > 0 {
            injection.answer(Err(InjectError::Stalled { entry }));
            return false;
        }
        self.unsent = Unsent::default();
        self.account();
        self.tell(&Event::Undelivered { entry });
        injection.answer(Err(InjectError::Busy));
        true
    }
}
