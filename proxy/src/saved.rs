//! Transcripts in files: what happened is kept while it happens, and read again as if it happened now.
//!
//! To remember: every line stands for itself, so that a file cut at any byte loses its last entry and no other. Numbers
//! stay what they were, because entries name each other by number; what is not there is an entry that says so.
//!
//! ```text
//! transcript ──► Recorder ──► evening.ndjson, evening.2.ndjson …      at its own pace; the relay never waits
//!                                  │
//!  folds, ring ◄── entries ◄── Archive (the files of one run, in order of their first entry)
//! ```
//!
//! The format is documented in `docs/saved-transcripts.md`.

mod archive;
mod line;
mod lines;
mod notice;
mod recorder;
mod volumes;

pub use archive::{Archive, OpenError, Told};
pub use notice::Notice;
pub use recorder::Recorder;
pub use volumes::Volumes;

#[cfg(test)]
mod tests;
