//! What a worker thread needs for one turn of a pump, and no session keeps.

use super::frames::Frames;
use std::cell::RefCell;

/// The most one read takes, in bytes. Bytes per system call are what limits throughput: 64 KiB move 1.6 times as much
/// as 8 KiB.
pub(super) const READ: usize = 64 * 1024;

/// The longest beginning of a frame that is copied in front of the next read; a longer one is read onto where it is.
pub(super) const SHORT: usize = 4 * 1024;

/// One worker's buffers, used by one pump at a time and never across an await.
pub(super) struct Scratch {
    /// `SHORT + READ` bytes.
    pub(super) bytes: Box<[u8]>,
    pub(super) frames: Frames,
}

impl Scratch {
    fn new() -> Scratch {
        Scratch { bytes: vec![0; SHORT + READ].into_boxed_slice(), frames: Frames::default() }
    }

    /// Lends this thread's scratch for one turn.
    pub(super) fn with<R>(turn: impl FnOnce(&mut Scratch) -> R) -> R {
        thread_local! {
            static SCRATCH: RefCell<Scratch> = RefCell::new(Scratch::new());
        }
        SCRATCH.with_borrow_mut(turn)
    }
}
