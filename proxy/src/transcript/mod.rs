//! What happened, in order, within a memory budget.
//!
//! To remember: an entry never changes once it is recorded, numbers have no gaps but where an entry says so, and reading
//! never delays recording.
//!
//! ```text
//!            oldest                                            newest
//!   evicted ┊ [ segment ] [ segment ] [ segment ] [ segment ] [ open segment ──► ]   one short lock per batch
//!   whole   ┊      ▲ handles, read outside the lock                  ▲ copied under it, a little at a time
//! ```

mod entry;
mod event;
mod look;
mod ring;
mod segment;

pub use entry::{Draft, Entry, Origin, Passed, SessionId, What};
pub use event::{Ending, Event, Forbidden, Party, Refusal, Releaser, Tally, Untouched, UpstreamFailure};
pub use look::{Look, Window};
pub use ring::{LEAST_MEMORY, Transcript};
pub use segment::LARGEST;
