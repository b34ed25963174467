//! Which bytes of a transfer came, and where each lies in the transcript.
//!
//! To remember: no byte is kept here. Pieces never overlap; what comes again finds its place taken.
//!
//! ```text
//! offset 0        1,202      2,404      3,606            size
//!        │ #117   │ #119     │ missing  │ #121  │ …      │
//! ```

use std::collections::BTreeMap;
use std::ops::Range;

/// Pieces remembered of one transfer: 78 MB in chunks of the usual size. Of more, how many bytes is said.
pub(super) const MOST_PIECES: usize = 64 * 1024;

/// Where a piece's bytes lie: in which entry, and how far behind the beginning of its frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Source {
    pub(super) entry: u64,
    pub(super) at: u32,
}

/// Consecutive bytes of a transfer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) length: u32,
    at: u32,
    /// 0: the transcript forgot it. Entries count from 1.
    entry: u64,
}

impl Piece {
    /// Where its bytes lie; `None` when they are forgotten.
    pub(super) fn source(&self) -> Option<Source> {
        (self.entry > 0).then_some(Source { entry: self.entry, at: self.at })
    }
}

/// All that came of a transfer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Pieces {
    /// By offset. `offset + length <=` the next offset, and never more than [`MOST_PIECES`].
    pieces: BTreeMap<u64, Piece>,
    /// Bytes in all pieces.
    have: u64,
    /// Bytes in those of them that are forgotten.
    forgotten: u64,
    /// No piece that is not forgotten is of an entry before this one.
    oldest: u64,
}

/// What became of a chunk.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Added {
    /// Some of it, or all, had come before.
    pub(super) again: bool,
    /// Bytes that are new and for which there is no room.
    pub(super) left_out: u64,
}

impl Pieces {
    pub(super) fn len(&self) -> usize {
        self.pieces.len()
    }

    /// Bytes that came, forgotten ones included, each counted once.
    pub(super) fn have(&self) -> u64 {
        self.have
    }

    /// Bytes that came and that the transcript has forgotten since.
    pub(super) fn forgotten(&self) -> u64 {
        self.forgotten
    }

    /// Where the last piece ends.
    pub(super) fn end(&self) -> u64 {
        self.pieces.last_key_value().map_or(0, |(offset, piece)| offset + u64::from(piece.length))
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (u64, Piece)> {
        self.pieces.iter().map(|(&offset, &piece)| (offset, piece))
    }

    /// The pieces that hold some of these bytes.
    pub(super) fn within(&self, bytes: Range<u64>) -> impl Iterator<Item = (u64, Piece)> {
        let before = self.pieces.range(..bytes.start).next_back();
        let start = match before {
            Some((&offset, piece)) if offset + u64::from(piece.length) > bytes.start => offset,
            _ => bytes.start,
        };
        self.pieces.range(start..bytes.end.max(start)).map(|(&offset, &piece)| (offset, piece))
    }

    /// What is missing of so many bytes, in order.
    pub(super) fn gaps(&self, size: u64) -> impl Iterator<Item = Range<u64>> {
        let ends = self.iter().map(|(offset, _)| offset).chain([size]);
        let starts =
            [0].into_iter().chain(self.iter().map(|(offset, piece)| offset + u64::from(piece.length)));
        starts.zip(ends).map(move |(start, end)| start..end.min(size)).filter(|gap| gap.start < gap.end)
    }

    /// A chunk came: those of its bytes that are new become pieces, as long as there are fewer than `most`. The caller
    /// sees to it that `offset + length` is a number.
    pub(super) fn add(&mut self, offset: u64, length: u32, source: Source, most: usize) -> Added {
        let end = offset + u64::from(length);
        let mut added = Added::default();
        let mut next = offset;
        for known in self.taken(offset..end) {
            added.again = true;
            added.left_out += self.put(next..known.start, offset, source, most);
            next = known.end;
        }
        added.left_out += self.put(next..end, offset, source, most);
        added
    }

    /// The places in it that are taken.
    fn taken(&self, bytes: Range<u64>) -> Vec<Range<u64>> {
        let clip = |(start, piece): (u64, Piece)| {
            start.max(bytes.start)..(start + u64::from(piece.length)).min(bytes.end)
        };
        self.within(bytes.clone()).map(clip).collect()
    }

    /// Remembers these bytes of the chunk that begins at `from`, and returns how many there is no room for.
    fn put(&mut self, bytes: Range<u64>, from: u64, source: Source, most: usize) -> u64 {
        if bytes.is_empty() {
            return 0;
        }
        let length = bytes.end - bytes.start;
        if self.len() >= most {
            return length;
        }
        let within = |place: u64| u32::try_from(place).expect("a chunk is shorter than a frame");
        let at = source.at + within(bytes.start - from);
        if self.have == self.forgotten {
            self.oldest = source.entry;
        }
        self.pieces.insert(bytes.start, Piece { length: within(length), at, entry: source.entry });
        self.have += length;
        0
    }

    /// The transcript has forgotten what came before `first`. What is forgotten takes little room: runs of it are one.
    pub(super) fn forget_before(&mut self, first: u64) {
        if self.oldest >= first || self.have == self.forgotten {
            return;
        }
        self.oldest = first;
        let mut kept: Vec<(u64, Piece)> = Vec::with_capacity(self.len());
        for (offset, mut piece) in std::mem::take(&mut self.pieces) {
            if piece.entry > 0 && piece.entry < first {
                piece.entry = 0;
                self.forgotten += u64::from(piece.length);
            }
            match kept.last_mut() {
                Some((start, run)) if piece.entry == 0 && run.continues_to(*start, offset, piece.length) => {
                    run.length += piece.length;
                }
                _ => kept.push((offset, piece)),
            }
        }
        self.pieces = kept.into_iter().collect();
    }
}

impl Piece {
    /// Whether it is forgotten, ends at that offset, and can take in so many bytes more.
    fn continues_to(&self, start: u64, offset: u64, more: u32) -> bool {
        let ends = start + u64::from(self.length) == offset;
        self.entry == 0 && ends && self.length.checked_add(more).is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn source(entry: u64) -> Source {
        Source { entry, at: 100 }
    }

    #[test]
    fn a_chunk_fills_what_is_missing_and_nothing_twice() {
        let mut pieces = Pieces::default();
        for (entry, offset) in [(1, 10), (2, 30)] {
            assert_eq!(pieces.add(offset, 10, source(entry), 9), Added::default());
        }
        assert_eq!(pieces.gaps(50).collect::<Vec<_>>(), [0..10, 20..30, 40..50]);
        let across = pieces.add(5, 40, source(3), 9);
        assert_eq!(across, Added { again: true, left_out: 0 });
        let found: Vec<_> =
            pieces.iter().map(|(offset, piece)| (offset, piece.length, piece.entry, piece.at)).collect();
        assert_eq!(
            found,
            [(5, 5, 3, 100), (10, 10, 1, 100), (20, 10, 3, 115), (30, 10, 2, 100), (40, 5, 3, 135)]
        );
        assert_eq!((pieces.have(), pieces.end()), (40, 45));
        assert_eq!(pieces.within(12..31).map(|(offset, _)| offset).collect::<Vec<_>>(), [10, 20, 30]);
    }

    #[test]
    fn what_there_is_no_room_for_is_counted() {
        let mut pieces = Pieces::default();
        pieces.add(0, 10, source(1), 2);
        pieces.add(20, 10, source(2), 2);
        assert_eq!(pieces.add(0, 50, source(3), 2), Added { again: true, left_out: 30 });
        assert_eq!((pieces.len(), pieces.have()), (2, 20));
    }

    #[test]
    fn what_is_forgotten_came_all_the_same_and_becomes_one() {
        let mut pieces = Pieces::default();
        for entry in 1..=4 {
            pieces.add(entry * 10, 10, source(entry), 9);
        }
        pieces.forget_before(4);
        let found: Vec<_> =
            pieces.iter().map(|(offset, piece)| (offset, piece.length, piece.source())).collect();
        assert_eq!(found, [(10, 30, None), (40, 10, Some(source(4)))]);
        assert_eq!((pieces.have(), pieces.forgotten()), (40, 30));
        pieces.forget_before(5);
        assert_eq!((pieces.len(), pieces.forgotten()), (1, 40));
        pieces.add(50, 10, source(9), 9);
        pieces.forget_before(9);
        assert_eq!((pieces.len(), pieces.forgotten()), (2, 40));
    }

    proptest! {
        #[test]
        fn pieces_are_what_a_map_of_single_bytes_would_be(
            chunks in prop::collection::vec((0..60_u64, 1..20_u32), 0..30),
            first in 0..30_u64,
        ) {
            let (mut pieces, mut bytes) = (Pieces::default(), BTreeMap::new());
            for (entry, (offset, length)) in (1..).zip(chunks) {
                pieces.add(offset, length, source(entry), 1000);
                for place in 0..length {
                    bytes.entry(offset + u64::from(place)).or_insert((entry, 100 + place));
                }
            }
            pieces.forget_before(first);
            let mut found = BTreeMap::new();
            for (offset, piece) in pieces.iter() {
                for place in 0..piece.length {
                    let source = piece.source().map(|source| (source.entry, source.at + place));
                    prop_assert!(found.insert(offset + u64::from(place), source).is_none());
                }
            }
            let expected: BTreeMap<_, _> =
                bytes.iter().map(|(&at, &source)| (at, Some(source).filter(|(entry, _)| *entry >= first))).collect();
            prop_assert_eq!(&found, &expected);
            prop_assert_eq!(pieces.have(), bytes.len() as u64);
            prop_assert_eq!(pieces.forgotten(), expected.values().filter(|source| source.is_none()).count() as u64);
            let missing: u64 = pieces.gaps(100).map(|gap| gap.end - gap.start).sum();
            prop_assert_eq!(missing, 100 - pieces.have());
        }
    }
}
