//! How to read the bytes of a transfer from the transcript.
//!
//! To remember: a copy of what is known, so that reading holds up nobody who folds. What the transcript has forgotten by
//! then is zeros, and counted.

use super::heard::told;
use super::pieces::{Piece, Source};
use super::transfer::{Repeat, Status, Transfer};
use crate::transcript::{Transcript, What, Window};
use std::ops::Range;

/// The largest transfer that is looked into, or given with zeros where bytes are missing.
pub const LARGEST: u64 = 64 * 1024 * 1024;

/// Which bytes of a transfer there are, and where.
#[derive(Clone, Debug)]
pub struct Recipe {
    whole: bool,
    size: u64,
    /// By offset; they do not overlap.
    pieces: Vec<(u64, Piece)>,
    pub(super) repeats: Vec<Repeat>,
    pub(super) sha1d: Option<[u8; 20]>,
}

/// Some bytes of a transfer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Portion {
    /// As many as were asked for and exist; zeros where nothing came, or nothing is left.
    pub bytes: Vec<u8>,
    /// How many of them came and are forgotten.
    pub forgotten: u64,
}

impl Recipe {
    pub(super) fn of(transfer: &Transfer) -> Recipe {
        Recipe {
            whole: transfer.status == Status::Complete,
            size: transfer.pieces.end(),
            pieces: transfer.pieces.iter().collect(),
            repeats: transfer.repeats.clone(),
            sha1d: transfer.sha1d,
        }
    }

    /// How many bytes there are up to the last one that came.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Whether all bytes came, forgotten or not.
    pub fn is_whole(&self) -> bool {
        self.whole
    }

    /// Reads these bytes. Ask for a few hundred KiB at a time: that much is allocated.
    pub fn read(&self, bytes: Range<u64>, transcript: &Transcript) -> Portion {
        let bytes = bytes.start..bytes.end.min(self.size).max(bytes.start);
        let place = |offset: u64| usize::try_from(offset - bytes.start).expect("a portion fits the memory");
        let mut portion = Portion { bytes: vec![0; place(bytes.end)], forgotten: 0 };
        let end = |(offset, piece): &(u64, Piece)| offset + u64::from(piece.length);
        let first = self.pieces.partition_point(|piece| end(piece) <= bytes.start);
        for piece in self.pieces[first..].iter().take_while(|(offset, _)| *offset < bytes.end) {
            let part = piece.0.max(bytes.start)..end(piece).min(bytes.end);
            let skipped = u32::try_from(part.start - piece.0).expect("within a piece");
            let into = &mut portion.bytes[place(part.start)..place(part.end)];
            let source = piece.1.source().map(|source| Source { at: source.at + skipped, ..source });
            if source.and_then(|source| copy(transcript, source, into)).is_none() {
                portion.forgotten += part.end - part.start;
            }
        }
        portion
    }
}

/// Copies as many bytes from there. `None`: they are forgotten.
pub(super) fn copy(transcript: &Transcript, source: Source, into: &mut [u8]) -> Option<()> {
    let look = transcript.look(Window::From(source.entry), 1);
    let entry = look.entries().next().filter(|entry| entry.number == source.entry)?;
    let What::Frame(passed) = entry.what else { return None };
    let start = usize::try_from(source.at).ok()?;
    into.copy_from_slice(told(&passed).get(start..start.checked_add(into.len())?)?);
    Some(())
}
