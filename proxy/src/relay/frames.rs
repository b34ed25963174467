//! How a batch of bytes is cut into frames, and what of it leaves changed.

/// A frame in a batch.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cut {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) opaque: bool,
    pub(super) incomplete: bool,
    pub(super) continued: bool,
}

/// Reused from batch to batch.
#[derive(Default)]
pub(super) struct Frames {
    pub(super) cuts: Vec<Cut>,
    /// In the order of `cuts`, whose index comes first.
    pub(super) rewritten: Vec<(usize, Vec<u8>)>,
    /// What leaves, where something was rewritten.
    pub(super) out: Vec<u8>,
}

impl Frames {
    pub(super) fn clear(&mut self) {
        self.cuts.clear();
        self.rewritten.clear();
    }

    /// The bytes that leave in place of one frame.
    pub(super) fn outgoing_of<'a>(&'a self, batch: &'a [u8], index: usize) -> &'a [u8] {
        match self.rewritten.binary_search_by_key(&index, |(at, _)| *at) {
            Ok(at) => &self.rewritten[at].1,
            Err(_) => &batch[self.cuts[index].start..self.cuts[index].end],
        }
    }

    /// What leaves in place of `batch`, the bytes of the first cuts or of all: that itself, where nothing was rewritten.
    pub(super) fn outgoing<'a>(&'a mut self, batch: &'a [u8]) -> &'a [u8] {
        if self.rewritten.is_empty() {
            return batch;
        }
        self.out.clear();
        let mut copied = 0;
        for (index, sent) in &self.rewritten {
            let cut = self.cuts[*index];
            if cut.start >= batch.len() {
                break;
            }
            self.out.extend_from_slice(&batch[copied..cut.start]);
            self.out.extend_from_slice(sent);
            copied = cut.end;
        }
        self.out.extend_from_slice(&batch[copied..]);
        &self.out
    }
}
