//! How an entry is shown: the one place where it becomes notation for people or a row of NDJSON for programs.
//!
//! To remember: what a peer sent is text and nothing but text here. No control character, no character that reorders
//! or hides its neighbours, and unless it is asked for no secret comes out of this module.
//!
//! ```text
//! Entry ──► Shown (secrets found) ──► notation ──► Row    styled text: terminal, plain text, later HTML
//!                                └──► ndjson   ──► bytes  one line, nothing lost: programs, exports
//! ```
//!
//! Everything here is a pure function of the entry. Opaque bytes that continue the line of the entry before them cannot
//! be judged alone, so that while secrets are masked such an entry is one mask and a byte count.

mod amount;
mod explained;
mod json;
mod lines;
mod ndjson;
mod notation;
mod row;
mod says;
mod shown;
mod told;
mod visible;

pub use json::write_json;
pub use row::{Row, Style};
pub use says::says;
pub use told::{plain, told, told_held};
pub use visible::{is_deceptive, visible};

use crate::transcript::{Entry, Passed};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use msnp::explain::{Context, Explanation};
use msnp::{Dialect, Role};
use shown::Shown;
use std::borrow::Cow;
use std::time::{Duration, SystemTime};

/// How the entries of one transcript are shown.
#[derive(Clone, Debug)]
pub struct View {
    /// When the transcript began: entries count from there.
    began: Timestamp,
    zone: TimeZone,
    reveal: bool,
}

impl View {
    /// A view of a transcript that began at `began`, which shows secrets only to `reveal` them, and times of day as
    /// UTC.
    pub fn new(began: SystemTime, reveal: bool) -> View {
        let began = Timestamp::try_from(began).expect("the clock stands between the years -9999 and 9999");
        View { began, zone: TimeZone::UTC, reveal }
    }

    /// The same with times of day as they are where the program runs. NDJSON stays UTC.
    pub fn in_local_time(self) -> View {
        View { zone: TimeZone::system(), ..self }
    }

    /// An entry in the notation of those who study the protocol: `>>>` before what the client sends, `<<<` before what
    /// the server sends. Lines are wrapped at `columns`, where a terminal shows them.
    pub fn notation(&self, entry: &Entry<'_>, columns: Option<usize>) -> Row {
        notation::row(self, entry, columns)
    }

    /// Says in notation that so many entries were forgotten before they could be shown.
    pub fn missed(&self, count: u64, columns: Option<usize>) -> Row {
        notation::missed(count, columns)
    }

    /// Appends an entry as a line of NDJSON.
    pub fn ndjson(&self, entry: &Entry<'_>, into: &mut Vec<u8>) {
        ndjson::line(self, entry, into);
    }

    /// Says in NDJSON that so many entries were forgotten before they could be shown.
    pub fn ndjson_missed(&self, count: u64, into: &mut Vec<u8>) {
        ndjson::missed(count, into);
    }

    /// What a frame means on a connection of this role and dialect, as far as they are known. Secrets are masked unless
    /// they are revealed; fields point into [`shown_bytes`](View::shown_bytes). `None` for what is no frame of MSNP:
    /// opaque bytes, and a frame the connection ended in.
    pub fn explain(
        &self,
        passed: &Passed<'_>,
        role: Option<Role>,
        dialect: Option<Dialect>,
    ) -> Option<Explanation> {
        if passed.opaque || passed.incomplete {
            return None;
        }
        let context = Context { direction: passed.direction, role, dialect };
        Some(explained::explained(&Shown::received(passed, self.reveal), &context))
    }

    /// The bytes of a frame as they may be shown: with a mask in place of each secret, unless they are revealed.
    pub fn shown_bytes<'a>(&self, passed: &Passed<'a>) -> Cow<'a, [u8]> {
        match Shown::received(passed, self.reveal).masked() {
            Cow::Borrowed(_) => Cow::Borrowed(passed.bytes),
            Cow::Owned(masked) => Cow::Owned(masked),
        }
    }

    fn time(&self, at: Duration) -> Timestamp {
        self.began.checked_add(at).unwrap_or(Timestamp::MAX)
    }
}

#[cfg(test)]
mod properties;
#[cfg(test)]
pub(crate) use says::tests;
