//! What a pump holds back, hides, and lets out.

use super::super::frames::Frames;
use super::super::hidden::Over;
use super::super::hold::{Fate, Item};
use super::super::inlet::Manner;
use super::Pump;
use crate::transcript::{Event, Origin, Passed, Releaser};
use msnp::{Command, Dialect, Direction, Frame};
use std::task::Context;

/// What a client is told instead of a server whose sign of life waits: when to ask again, in seconds (§1.5).
const QNG: &[u8] = b"QNG 50\r\n";

/// The same up to MSNP8.
const QNG_BARE: &[u8] = b"QNG\r\n";

impl Pump<'_> {
    /// Keeps from the client what answers requests of ours: such frames leave as nothing. Returns the requests that are
    /// over with it.
    pub(super) fn hide(&self, batch: &[u8], frames: &mut Frames) -> Vec<Over> {
        let mut over = Vec::new();
        if self.direction == Direction::ClientToServer {
            return over;
        }
        for (index, cut) in frames.cuts.iter().enumerate() {
            let bytes = &batch[cut.start..cut.end];
            if cut.opaque || !self.session.hidden.may_hide(bytes) {
                continue;
            }
            let Some(command) = Command::read(&Frame { bytes, opaque: false }) else { continue };
            let (is_hidden, ended) = self.session.hidden.hears(&command);
            if is_hidden {
                frames.rewritten.push((index, Vec::new()));
            }
            over.extend(ended);
        }
        over
    }

    /// Says that the answer to a request of ours is whole, or is not waited for any more.
    pub(super) fn tell_over(&self, over: &Over, whole: bool) {
        let Over { request, lines, may_be_silent } = *over;
        self.tell(&Event::HiddenOver { request, lines, whole, may_be_silent });
    }

    /// The first frame of a batch that does not leave at once.
    pub(super) fn held_from(&self, batch: &[u8], frames: &Frames) -> Option<usize> {
        if self.lane().hold.is_waiting() {
            return Some(0);
        }
        let rule = self.relay.holding.rule();
        let held = rule.and_then(|rule| {
            let mut passed = (0..frames.cuts.len()).map(|index| self.passed(batch, frames, index));
            passed.position(|passed| passed.is_some_and(|passed| rule.wants(self.session, &passed)))
        });
        if self.direction == Direction::ClientToServer {
            for cut in &frames.cuts[..held.unwrap_or(frames.cuts.len())] {
                self.session.hidden.leaves(&batch[cut.start..cut.end]);
            }
        }
        held
    }

    /// A frame of the batch; `None` for one that leaves as nothing.
    fn passed<'b>(&self, batch: &'b [u8], frames: &'b Frames, index: usize) -> Option<Passed<'b>> {
        let cut = frames.cuts[index];
        let bytes = &batch[cut.start..cut.end];
        let sent = Some(frames.outgoing_of(batch, index)).filter(|sent| *sent != bytes);
        let origin = super::batch::sender(self.direction);
        let passed = Passed { opaque: cut.opaque, sent, ..Passed::plain(self.direction, origin, bytes) };
        (sent != Some(&[])).then_some(passed)
    }

    /// Lets the frames before `index` leave, and has the others wait.
    pub(super) fn hold_back(
        &mut self,
        batch: &[u8],
        frames: &mut Frames,
        index: usize,
        first: u64,
        cx: &mut Context<'_>,
    ) {
        let rule = self.relay.holding.rule();
        for index in index..frames.cuts.len() {
            let Some(passed) = self.passed(batch, frames, index) else { continue };
            let entry = first + index as u64;
            let is_ping = passed.bytes.starts_with(b"PNG") && self.direction == Direction::ClientToServer;
            let is_ours = is_ping && !rule.as_ref().is_some_and(|rule| rule.names("PNG"));
            let is_challenge =
                passed.bytes.starts_with(b"CHL") && rule.as_ref().is_some_and(|rule| rule.proves);
            let is_held = !is_ours && rule.as_ref().is_some_and(|rule| rule.wants(self.session, &passed));
            let bytes = passed.sent_frame().bytes.to_vec();
            self.relay.holding.more(bytes.len());
            let item = Item { entry, bytes, held: is_held.then_some(self.latest), fate: Fate::Open };
            self.lane().hold.push(item, self.latest);
            if is_held {
                self.tell(&Event::Held { entry });
            } else if is_ours {
                self.answer_ping(entry);
            }
            if is_challenge {
                // One that cannot be answered waits for the person.
                let _ = self.session.prove(entry, passed.bytes, None, Origin::Nudge);
            }
        }
        if index > 0 {
            self.write(frames.outgoing(&batch[..frames.cuts[index].start]), cx);
        }
    }

    /// Answers a PNG that waits, so that the client does not take its server for gone.
    fn answer_ping(&self, entry: u64) {
        let is_old = self.session.dialect().is_some_and(|dialect| dialect <= Dialect(8));
        let answer = if is_old { QNG_BARE } else { QNG };
        let manner = Manner { origin: Origin::Nudge, instead_of: Some(entry), hidden: false };
        // A client that cannot be told waits, and the PNG with it.
        let _ = self.session.lane(Direction::ServerToClient).inlet.push(answer.to_vec(), manner);
        self.session.bell.wake();
    }

    /// Has the end of what came wait behind what is held.
    pub(super) fn wait_behind(&self, entry: u64, bytes: Vec<u8>) {
        self.relay.holding.more(bytes.len());
        self.lane().hold.push(Item { entry, bytes, held: None, fate: Fate::Open }, self.latest);
    }

    /// What waited and does not any more leaves, or is said not to.
    pub(super) fn let_out(&mut self, item: Item, cx: &mut Context<'_>) {
        let Item { entry, bytes, held, fate } = item;
        self.relay.holding.less(bytes.len());
        match fate {
            Fate::Dropped => self.tell(&Event::Dropped { entry }),
            Fate::Answered => {}
            Fate::Edited(edited) => {
                let by = self.record_own(&edited, Origin::Person);
                self.tell(&Event::Edited { entry, by });
                self.leave(&edited, cx);
            }
            Fate::Open | Fate::Goes(_) => {
                if held.is_some() {
                    let by = if let Fate::Goes(by) = fate { by } else { Releaser::Ending };
                    self.tell(&Event::Released { entry, by });
                }
                self.leave(&bytes, cx);
            }
        }
    }

    fn leave(&mut self, bytes: &[u8], cx: &mut Context<'_>) {
        if self.direction == Direction::ClientToServer {
            self.session.hidden.leaves(bytes);
        }
        self.write(bytes, cx);
    }

    /// Whether more may be read: what is held is bounded, and beyond it the sender waits.
    pub(super) fn has_room(&self) -> bool {
        let hold = &self.lane().hold;
        !hold.is_waiting() || self.relay.holding.has_room(hold.bytes())
    }

    /// Counts what was held and will not leave.
    pub(super) fn drop_held(&self) {
        let bytes = self.lane().hold.clear();
        self.relay.holding.less(bytes);
        self.lane().not_delivered(bytes);
    }
}
