//! A file, line by line: bounded memory, whatever is in it.

use std::io::{self, BufRead};

/// The longest line that is read, in bytes. A frame takes at most 14 MiB, all its bytes escaped; a header has room for the
/// sheets of 100,000 open sessions.
const LONGEST: usize = 64 * 1024 * 1024;

/// What a line may leave behind in the buffer, in bytes.
const KEPT: usize = 1024 * 1024;

/// The lines of a file.
#[derive(Debug)]
pub(super) struct Lines<R> {
    source: R,
    buffer: Vec<u8>,
    /// The number of the line read last, from 1.
    pub(super) number: u64,
}

/// What was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    /// A line, without its end.
    Whole(&'a [u8]),
    /// What stands behind the last line end.
    Rest(&'a [u8]),
    /// A line of more than [`LONGEST`] bytes.
    TooLong,
}

impl<R: BufRead> Lines<R> {
    pub(super) fn new(source: R) -> Lines<R> {
        Lines { source, buffer: Vec::new(), number: 0 }
    }

    /// The next line; `None` at the end.
    pub(super) fn next(&mut self) -> io::Result<Option<Piece<'_>>> {
        self.buffer.clear();
        self.buffer.shrink_to(KEPT);
        let (mut is_too_long, mut has_ended, mut is_empty) = (false, false, true);
        while !has_ended {
            let read = match self.source.fill_buf() {
                Ok(read) => read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            if read.is_empty() {
                break;
            }
            is_empty = false;
            let end = memchr::memchr(b'\n', read);
            let line = &read[..end.unwrap_or(read.len())];
            is_too_long |= self.buffer.len() + line.len() > LONGEST;
            if !is_too_long {
                self.buffer.extend_from_slice(line);
            }
            has_ended = end.is_some();
            let taken = line.len() + usize::from(has_ended);
            self.source.consume(taken);
        }
        if is_empty {
            return Ok(None);
        }
        self.number += 1;
        Ok(Some(match has_ended {
            _ if is_too_long => Piece::TooLong,
            true => Piece::Whole(&self.buffer),
            false => Piece::Rest(&self.buffer),
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::BufReader;

    #[test]
    fn lines_are_read_whatever_the_reads_were_cut_into() {
        for capacity in [1, 2, 3, 64] {
            let mut lines = Lines::new(BufReader::with_capacity(capacity, &b"one\n\nthree\r\nre"[..]));
            let mut expected =
                [Piece::Whole(b"one"), Piece::Whole(b""), Piece::Whole(b"three\r"), Piece::Rest(b"re")]
                    .into_iter();
            while let Some(piece) = lines.next().unwrap() {
                assert_eq!(Some(piece), expected.next(), "{capacity}");
            }
            assert_eq!((lines.number, expected.next()), (4, None));
        }
    }

    #[test]
    fn a_line_without_end_takes_no_more_memory_than_there_is() {
        let endless = io::Read::take(io::repeat(b'x'), 3 * LONGEST as u64);
        let source = io::Read::chain(endless, &b"\nafter"[..]);
        let mut lines = Lines::new(BufReader::with_capacity(1 << 16, source));
        assert_eq!(lines.next().unwrap(), Some(Piece::TooLong));
        assert!(lines.buffer.capacity() <= 2 * LONGEST);
        assert_eq!(lines.next().unwrap(), Some(Piece::Rest(b"after")));
        assert!(lines.buffer.capacity() <= KEPT);
        assert_eq!(lines.next().unwrap(), None);
    }
}
