use crate::transcript::Passed;
use msnp::Frame;
use std::borrow::Cow;
use std::ops::Range;

/// What stands for a secret, whatever its length.
pub(super) const MASK: &str = "•••";

/// A frame's bytes, and which of them nobody should see.
#[derive(Debug)]
pub(super) struct Shown<'a> {
    pub(super) frame: Frame<'a>,
    /// In order, apart, none empty, all within the frame.
    hidden: Vec<Range<usize>>,
    /// Its line began in another entry.
    continues: bool,
}

/// A stretch of a frame: bytes to show, or a secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) range: Range<usize>,
    pub(super) secret: bool,
}

impl<'a> Shown<'a> {
    /// The frame as received.
    pub(super) fn received(passed: &Passed<'a>, reveal: bool) -> Shown<'a> {
        Shown::of(passed, passed.frame(), reveal)
    }

    /// The frame as sent, where that differs.
    pub(super) fn sent(passed: &Passed<'a>, reveal: bool) -> Option<Shown<'a>> {
        passed.sent.map(|_| Shown::of(passed, passed.sent_frame(), reveal))
    }

    fn of(passed: &Passed<'a>, frame: Frame<'a>, reveal: bool) -> Shown<'a> {
        let hidden = match passed {
            _ if reveal || frame.bytes.is_empty() => Vec::new(),
            // The start of its line, where the name of a secret may stand, is in another entry.
            Passed { continued: true, .. } => std::iter::once(0..frame.bytes.len()).collect(),
            _ => msnp::secret::secrets(passed.direction, &frame),
        };
        Shown { frame, hidden, continues: passed.continued }
    }

    /// Whether something is hidden.
    pub(super) fn is_masked(&self) -> bool {
        !self.hidden.is_empty()
    }

    /// Whether all of it is hidden because its line began in another entry.
    pub(super) fn is_continuation(&self) -> bool {
        self.continues && self.is_masked()
    }

    /// Where the secrets are: in order, apart, none empty, all within the frame.
    pub(super) fn hidden(&self) -> &[Range<usize>] {
        &self.hidden
    }

    /// The bytes with masks in place of secrets.
    pub(super) fn masked(&self) -> Cow<'a, [u8]> {
        if self.hidden.is_empty() {
            return Cow::Borrowed(self.frame.bytes);
        }
        let bytes_of = |part: Part| if part.secret { MASK.as_bytes() } else { &self.frame.bytes[part.range] };
        let masked: Vec<&[u8]> = self.parts(self.frame.bytes.len()).map(bytes_of).collect();
        Cow::Owned(masked.concat())
    }

    /// The stretches of the frame up to `end`, which is not inside a secret.
    pub(super) fn parts(&self, end: usize) -> impl Iterator<Item = Part> {
        let (mut start, mut secrets) = (0, self.hidden.iter().peekable());
        std::iter::from_fn(move || {
            let next = secrets.peek().map_or(end, |secret| secret.start.min(end));
            let part = if start < next {
                Part { range: start..next, secret: false }
            } else {
                let secret = secrets.next().filter(|secret| secret.end <= end)?;
                Part { range: secret.clone(), secret: true }
            };
            start = part.range.end;
            Some(part)
        })
    }

    /// Where the frame is cut so that so many bytes of it, secrets not counted, are left. Not inside a character.
    pub(super) fn cut_after(&self, visible: usize) -> usize {
        let (mut start, mut left) = (0, visible);
        for secret in &self.hidden {
            let before = secret.start - start;
            if before >= left {
                break;
            }
            left -= before;
            start = secret.end;
        }
        let bytes = self.frame.bytes;
        let mut cut = (start + left).min(bytes.len());
        let continues_a_character = |at: usize| bytes.get(at).is_some_and(|byte| byte & 0xc0 == 0x80);
        while cut > start && continues_a_character(cut) {
            cut -= 1;
        }
        cut
    }

    /// Whether a secret holds this byte.
    pub(super) fn hides(&self, at: usize) -> bool {
        self.hidden.iter().any(|secret| secret.contains(&at))
    }
}
