use super::entry::{Draft, Entry, Origin, Passed, SessionId, What};
use msnp::{Direction, MAX_LINE, MAX_PAYLOAD};
use std::ops::Range;
use std::time::Duration;

/// Entries one after the other: their bytes in one run, a header for each.
///
/// `headers[i].offset + len(i) <= headers[i + 1].offset`, and both vectors never grow beyond the capacity they began
/// with, so that a recycled segment costs no allocation.
#[derive(Debug)]
pub(super) struct Segment {
    /// The number of the first entry.
    pub(super) first: u64,
    headers: Vec<Header>,
    bytes: Vec<u8>,
}

/// What is kept of an entry besides its bytes: 32 bytes.
#[derive(Clone, Copy, Debug)]
struct Header {
    at: u64,
    session: u32,
    offset: u32,
    received: u32,
    sent: u32,
    kind: Kind,
    marks: u8,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Event,
    Frame(Direction, Origin),
}

const OPAQUE: u8 = 1;
const INCOMPLETE: u8 = 2;
const CONTINUED: u8 = 4;
const REWRITTEN: u8 = 8;

/// A segment's bytes: room for the largest frame, whole.
pub(super) const SEGMENT_BYTES: usize = MAX_PAYLOAD + 2 * MAX_LINE;
const _: () = assert!(SEGMENT_BYTES > MAX_PAYLOAD + MAX_LINE, "a frame of any size fits an empty segment");

/// The most an entry may have, in bytes, received and sent together: more than any frame has.
pub const LARGEST: usize = SEGMENT_BYTES;

/// A segment's entries: enough that frames of 72 bytes and more fill the bytes first.
const SEGMENT_ENTRIES: usize = 16 * 1024;

/// What a full segment occupies.
pub(super) const SEGMENT_FOOTPRINT: usize = SEGMENT_BYTES + SEGMENT_ENTRIES * HEADER;

/// The least a segment is counted as: its vectors' own headers, its place in the ring, and the allocator's share.
const LEAST_FOOTPRINT: usize = 256;

/// What an entry costs besides its bytes.
pub(super) const HEADER: usize = size_of::<Header>();

impl Segment {
    pub(super) fn new(first: u64) -> Segment {
        Segment::with_capacity(first, SEGMENT_ENTRIES, SEGMENT_BYTES)
    }

    pub(super) fn with_capacity(first: u64, entries: usize, bytes: usize) -> Segment {
        Segment { first, headers: Vec::with_capacity(entries), bytes: Vec::with_capacity(bytes) }
    }

    /// Empties it for another use, keeping its memory.
    pub(super) fn recycle(&mut self, first: u64) {
        self.first = first;
        self.headers.clear();
        self.bytes.clear();
    }

    /// What it occupies, in bytes.
    pub(super) fn footprint(&self) -> usize {
        (self.headers.capacity() * HEADER + self.bytes.capacity()).max(LEAST_FOOTPRINT)
    }

    /// The number after its last entry.
    pub(super) fn end(&self) -> u64 {
        self.first + self.headers.len() as u64
    }

    /// Appends an entry, or says `false` when there is no room for it.
    pub(super) fn append(&mut self, at: Duration, session: Option<SessionId>, draft: &Draft<'_>) -> bool {
        match draft {
            Draft::Frame(passed) => {
                let marks = mark(passed.opaque, OPAQUE)
                    | mark(passed.incomplete, INCOMPLETE)
                    | mark(passed.continued, CONTINUED)
                    | mark(passed.sent.is_some(), REWRITTEN);
                let kind = Kind::Frame(passed.direction, passed.origin);
                self.push(at, session, kind, marks, passed.bytes, passed.sent.unwrap_or_default())
            }
            Draft::Event(event) => {
                let encoded =
                    postcard::to_stdvec(event).expect("events are plain data, which always encodes");
                self.push(at, session, Kind::Event, 0, &encoded, &[])
            }
        }
    }

    fn push(
        &mut self,
        at: Duration,
        session: Option<SessionId>,
        kind: Kind,
        marks: u8,
        received: &[u8],
        sent: &[u8],
    ) -> bool {
        let free = self.bytes.capacity() - self.bytes.len();
        if received.len() + sent.len() > free || self.headers.len() == self.headers.capacity() {
            return false;
        }
        self.headers.push(Header {
            at: u64::try_from(at.as_nanos()).expect("584 years have not passed"),
            session: session.map_or(0, |session| session.0),
            offset: narrow(self.bytes.len()),
            received: narrow(received.len()),
            sent: narrow(sent.len()),
            kind,
            marks,
        });
        self.bytes.extend_from_slice(received);
        self.bytes.extend_from_slice(sent);
        true
    }

    /// The entry with this number, which must be one of the segment's.
    pub(super) fn entry(&self, number: u64) -> Entry<'_> {
        let header = &self.headers[self.index(number)];
        let received = header.offset as usize..header.offset as usize + header.received as usize;
        let sent = received.end..received.end + header.sent as usize;
        let bytes = &self.bytes[received];
        let marked = |mark| header.marks & mark != 0;
        let what = match header.kind {
            Kind::Event => What::Event(postcard::from_bytes(bytes).expect("encoded by append")),
            Kind::Frame(direction, origin) => What::Frame(Passed {
                direction,
                origin,
                opaque: marked(OPAQUE),
                incomplete: marked(INCOMPLETE),
                continued: marked(CONTINUED),
                bytes,
                sent: marked(REWRITTEN).then(|| &self.bytes[sent]),
            }),
        };
        let session = (header.session != 0).then_some(SessionId(header.session));
        Entry { number, at: Duration::from_nanos(header.at), session, what }
    }

    /// The longest run of entries from `from` on that costs at most `budget` bytes, and at least one entry.
    pub(super) fn run_from(&self, from: u64, budget: usize) -> Range<u64> {
        let start = self.index(from);
        let end = first_where(start + 1..self.headers.len(), |last| self.cost_of(start..last + 1) > budget);
        from..self.first + end as u64
    }

    /// The longest run of entries up to, not including, `end` that costs at most `budget` bytes, and at least one.
    pub(super) fn run_before(&self, end: u64, budget: usize) -> Range<u64> {
        let last = self.index(end);
        let start = first_where(0..last - 1, |start| self.cost_of(start..last) <= budget);
        self.first + start as u64..end
    }

    /// What these entries cost, in bytes.
    pub(super) fn cost(&self, run: &Range<u64>) -> usize {
        self.cost_of(self.index(run.start)..self.index(run.end))
    }

    fn cost_of(&self, run: Range<usize>) -> usize {
        self.offset(run.end) - self.offset(run.start) + run.len() * HEADER
    }

    /// A copy of these entries.
    pub(super) fn copy(&self, run: &Range<u64>) -> Segment {
        let (start, end) = (self.index(run.start), self.index(run.end));
        let base = self.offset(start);
        let mut copy = Segment::with_capacity(run.start, end - start, self.offset(end) - base);
        copy.bytes.extend_from_slice(&self.bytes[base..self.offset(end)]);
        copy.headers.extend_from_slice(&self.headers[start..end]);
        for header in &mut copy.headers {
            header.offset -= narrow(base);
        }
        copy
    }

    fn index(&self, number: u64) -> usize {
        usize::try_from(number - self.first).expect("entries of a segment are few")
    }

    /// Where the bytes of entry `index` begin; one behind the last entry, where the bytes end.
    fn offset(&self, index: usize) -> usize {
        self.headers.get(index).map_or(self.bytes.len(), |header| header.offset as usize)
    }
}

/// The first of `range` that `is`, given that all after it are too; the range's end when there is none.
fn first_where(range: Range<usize>, is: impl Fn(usize) -> bool) -> usize {
    let (mut low, mut high) = (range.start, range.end);
    while low < high {
        let middle = low + (high - low) / 2;
        if is(middle) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    low
}

fn mark(is: bool, mark: u8) -> u8 {
    if is { mark } else { 0 }
}

fn narrow(length: usize) -> u32 {
    u32::try_from(length).expect("a segment is smaller than 4 GiB")
}
