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
        let (direction, origin, bytes) = (self.direction, Origin::Person, &injection.bytes[..]);
        let passed = Passed::plain(direction, origin, bytes);
        let entry =
            self.relay.transcript.record(Instant::now(), Some(self.session.id), [Draft::Frame(passed)]).start;
        self.write(bytes, cx);
        if self.unsent.bytes.is_empty() {
            return injection.answer(Ok(entry));
        }
        let gone = injection.bytes.len() - self.unsent.bytes.len();
        self.unsent =
            Unsent { bytes: injection.bytes.clone(), gone, injection: Some(Box::new((injection, entry))) };
        self.account();
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
        let event = Event::Undelivered { entry };
        self.relay.transcript.record_event(Instant::now(), Some(self.session.id), &event);
        injection.answer(Err(InjectError::Busy));
        true
    }
}
