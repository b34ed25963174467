//! What a pump makes of a batch: cut into frames, judged, recorded.

use super::super::frames::{Cut, Frames};
use super::super::judge::{self, Rewritten, Verdict};
use super::{HELD, Pump};
use crate::transcript::{Draft, Event, Origin, Passed};
use msnp::{Command, Direction, Frame, Stranger};
use std::ops::Range;
use std::sync::atomic::Ordering;

impl Pump<'_> {
    pub(super) fn cut(&mut self, batch: &[u8], frames: &mut Frames) -> usize {
        let mut at = 0;
        while let Some(frame) = self.deframer.next_frame(&batch[at..]) {
            let (start, opaque) = (at, frame.opaque);
            at += frame.bytes.len();
            let continued = opaque && self.mid_line;
            self.mid_line = opaque && !frame.bytes.ends_with(b"\n");
            frames.cuts.push(Cut { start, end: at, opaque, incomplete: false, continued });
        }
        let rest = batch.len() - at;
        if rest > 0 && self.relay.held.load(Ordering::Relaxed) + rest > HELD {
            self.deframer.give_up();
            return at + self.cut_from(batch, at, frames);
        }
        at
    }

    /// Cuts on behind a change of mind; returns the bytes cut.
    fn cut_from(&mut self, batch: &[u8], from: usize, frames: &mut Frames) -> usize {
        let known = frames.cuts.len();
        let taken = self.cut(&batch[from..], frames);
        for cut in &mut frames.cuts[known..] {
            cut.start += from;
            cut.end += from;
        }
        taken
    }

    /// Cuts what remains when the connection ends inside a frame.
    pub(super) fn cut_rest(&mut self, batch: &[u8], from: usize, frames: &mut Frames) {
        if self.deframer.finish(&batch[from..]).is_some() {
            let end = batch.len();
            frames.cuts.push(Cut { start: from, end, opaque: true, incomplete: true, continued: false });
        }
    }

    /// Learns what the commands tell of the session, and judges redirects.
    pub(super) fn judge(&self, batch: &[u8], frames: &mut Frames) -> Vec<(usize, Verdict)> {
        let mut verdicts = Vec::new();
        let first_ever = self.lane().tally().frames == 0;
        for (index, cut) in frames.cuts.iter().enumerate() {
            let bytes = &batch[cut.start..cut.end];
            let telling = tells(self.direction, bytes) || (first_ever && index == 0);
            let is_hidden = frames.rewritten.binary_search_by_key(&index, |(at, _)| *at).is_ok();
            if cut.opaque || !telling || is_hidden {
                continue;
            }
            let Some(command) = Command::read(&Frame { bytes, opaque: false }) else {
                continue;
            };
            if let Some(ticket) = self.session.learn(self.direction, &command)
                && let Some(redirect) = self.relay.routes.giver_of(ticket.cookie)
            {
                self.session.came_from(redirect);
            }
            if self.direction == Direction::ServerToClient {
                let verdict =
                    judge::judge(self.relay, self.session, self.server, &command, bytes, self.latest);
                verdicts.extend(verdict.map(|verdict| (index, verdict)));
            }
        }
        let hidden = frames.rewritten.len();
        for (index, verdict) in &mut verdicts {
            if let Verdict::Rewritten(Rewritten { sent, .. }) = verdict {
                frames.rewritten.push((*index, std::mem::take(sent)));
            }
        }
        if hidden > 0 {
            frames.rewritten.sort_by_key(|(at, _)| *at);
        }
        verdicts
    }

    /// Records the batch and returns the number of its first frame. Where framing is lost in it, an entry between the
    /// last frame and the first opaque bytes says so.
    pub(super) fn record(&self, batch: &[u8], frames: &Frames) -> u64 {
        let bytes =
            frames.cuts.last().map_or(0, |cut| cut.end) - frames.cuts.first().map_or(0, |cut| cut.start);
        self.lane().received(frames.cuts.len(), bytes);
        let newly_opaque = self.deframer.opacity().filter(|_| !self.lane().opaque.load(Ordering::Relaxed));
        let Some(why) = newly_opaque else {
            return self.record_cuts(batch, frames, 0..frames.cuts.len());
        };
        self.lane().opaque.store(true, Ordering::Relaxed);
        let lost_at = frames.cuts.iter().position(|cut| cut.opaque).unwrap_or(frames.cuts.len());
        let first = self.record_cuts(batch, frames, 0..lost_at);
        let first_batch = self.lane().tally().frames == frames.cuts.len() as u64;
        let stranger = Stranger::of(batch).filter(|_| first_batch);
        let event = Event::Opaque { direction: self.direction, why, stranger };
        self.relay.transcript.record_event(self.latest, Some(self.session.id), &event);
        self.record_cuts(batch, frames, lost_at..frames.cuts.len());
        first
    }

    fn record_cuts(&self, batch: &[u8], frames: &Frames, range: Range<usize>) -> u64 {
        let (direction, origin) = (self.direction, sender(self.direction));
        let mut rewritten = frames.rewritten.iter().peekable();
        let cuts = frames.cuts[range.clone()].iter().zip(range);
        let drafts = cuts.map(|(cut, index)| {
            let sent = rewritten.next_if(|(at, _)| *at == index).map(|(_, sent)| &sent[..]);
            let Cut { start, end, opaque, incomplete, continued } = *cut;
            let bytes = &batch[start..end];
            Draft::Frame(Passed { direction, origin, opaque, incomplete, continued, bytes, sent })
        });
        self.relay.transcript.record(self.latest, Some(self.session.id), drafts).start
    }

    /// Does what the verdicts ask for, now that their redirects have numbers, and before they leave.
    pub(super) fn carry_out(&self, verdicts: Vec<(usize, Verdict)>, first: u64) {
        for (index, verdict) in verdicts {
            let entry = first + index as u64;
            match verdict {
                Verdict::Rewritten(rewritten) => {
                    rewritten.expect(self.relay, self.session, entry, self.latest);
                }
                Verdict::Untouched { address, why } => {
                    let event = Event::RedirectUntouched { entry, address, why };
                    self.relay.transcript.record_event(self.latest, Some(self.session.id), &event);
                }
            }
        }
    }
}

/// Whether a command tells the relay something: a redirect, or a fact about the session.
fn tells(direction: Direction, bytes: &[u8]) -> bool {
    let telling: &[&[u8]] = match direction {
        Direction::ClientToServer => &[b"USR", b"ANS", b"QRY"],
        Direction::ServerToClient => &[b"XFR", b"RNG", b"VER"],
    };
    telling.iter().any(|verb| bytes.starts_with(verb))
}

pub(super) fn sender(direction: Direction) -> Origin {
    match direction {
        Direction::ClientToServer => Origin::Client,
        Direction::ServerToClient => Origin::Server,
    }
}
