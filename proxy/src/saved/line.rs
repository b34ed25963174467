//! The two kinds of line in a file: the header, which is the first, and an entry.

use crate::insight::Sheet;
use crate::octets::Octets;
use crate::transcript::{Entry, Event, LARGEST, Origin, Passed, SessionId, What};
use crate::view::{is_deceptive, write_json};
use jiff::Timestamp;
use msnp::{Direction, MAX_PAYLOAD};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::time::{Duration, SystemTime};

/// The version written, and the only one read.
pub(super) const VERSION: u32 = 1;

/// The largest number an entry may have: beyond it other programs that read JSON count no longer one by one.
const LAST_NUMBER: u64 = 1 << 53;

/// How a header begins, whatever its version.
#[derive(Deserialize)]
pub(super) struct Mark {
    pub(super) nudge: String,
    pub(super) version: u32,
}

/// The first line of a file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Header {
    /// Always `transcript`.
    nudge: String,
    version: u32,
    /// Of the program, as 16 hexadecimal digits: the same in all files of one run.
    #[serde(with = "hexadecimal")]
    pub(super) run: u64,
    /// When the transcript began: entries count their time from there.
    #[serde(with = "moment")]
    pub(super) began: SystemTime,
    /// The number of the first entry there may be here.
    pub(super) first: u64,
    /// The sessions that were open before that entry.
    #[serde(default)]
    pub(super) open: Vec<Sheet>,
}

impl Header {
    pub(super) fn new(run: u64, began: SystemTime, first: u64, open: Vec<Sheet>) -> Header {
        Header { nudge: "transcript".to_owned(), version: VERSION, run, began, first, open }
    }
}

/// An entry.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Line<'a> {
    /// Its number.
    pub(super) n: u64,
    /// When, in nanoseconds since the transcript began.
    t: u64,
    /// The session.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    s: Option<SessionId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    dir: Option<Direction>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    by: Option<Origin>,
    #[serde(default, borrow, skip_serializing_if = "Option::is_none")]
    got: Option<Octets<'a>>,
    #[serde(default, borrow, skip_serializing_if = "Option::is_none")]
    sent: Option<Octets<'a>>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    opaque: bool,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    incomplete: bool,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    continued: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    event: Option<Cow<'a, Event>>,
}

impl<'a> Line<'a> {
    fn of(entry: &'a Entry<'_>) -> Line<'a> {
        let t = u64::try_from(entry.at.as_nanos()).expect("584 years have not passed");
        let blank = Line {
            n: entry.number,
            t,
            s: entry.session,
            dir: None,
            by: None,
            got: None,
            sent: None,
            opaque: false,
            incomplete: false,
            continued: false,
            event: None,
        };
        let octets = |bytes: &'a [u8]| Octets(Cow::Borrowed(bytes));
        match &entry.what {
            What::Event(event) => Line { event: Some(Cow::Borrowed(event)), ..blank },
            What::Frame(passed) => Line {
                dir: Some(passed.direction),
                by: Some(passed.origin),
                got: Some(octets(passed.bytes)),
                sent: passed.sent.map(octets),
                opaque: passed.opaque,
                incomplete: passed.incomplete,
                continued: passed.continued,
                ..blank
            },
        }
    }

    /// Reads a line, or says why it is none.
    pub(super) fn read(line: &'a [u8]) -> Result<Line<'a>, String> {
        let read: Line<'a> = serde_json::from_slice(line).map_err(|error| error.to_string())?;
        if read.n == 0 || read.n > LAST_NUMBER {
            return Err(format!("no entry has the number {}", read.n));
        }
        let size = |octets: &Option<Octets<'_>>| octets.as_ref().map_or(0, |octets| octets.0.len());
        if size(&read.got) + size(&read.sent) > LARGEST || (read.event.is_some() && line.len() > MAX_PAYLOAD)
        {
            return Err("it is longer than any entry".to_owned());
        }
        match (&read.event, &read.got, read.dir, read.by) {
            (Some(Cow::Owned(Event::Missed { count })), ..) if *count > LAST_NUMBER - read.n => {
                Err(format!("no {count} entries follow entry {}", read.n))
            }
            (Some(_), None, None, None) | (None, Some(_), Some(_), Some(_)) => Ok(read),
            _ => Err("it is neither a frame (dir, by and got) nor an event".to_owned()),
        }
    }

    /// The entry it tells.
    pub(super) fn entry(&self) -> Option<Entry<'_>> {
        let what = match (&self.event, &self.got) {
            (Some(event), _) => What::Event(event.clone().into_owned()),
            (None, Some(got)) => What::Frame(Passed {
                direction: self.dir?,
                origin: self.by?,
                opaque: self.opaque,
                incomplete: self.incomplete,
                continued: self.continued,
                bytes: &got.0,
                sent: self.sent.as_ref().map(|sent| &*sent.0),
            }),
            (None, None) => return None,
        };
        let session = self.s.filter(|session| session.0 > 0);
        Some(Entry { number: self.n, at: Duration::from_nanos(self.t), session, what })
    }
}

/// Appends an entry as a line.
pub(super) fn write_entry(entry: &Entry<'_>, into: &mut Vec<u8>) {
    write(&Line::of(entry), into);
}

/// Appends a header as a line.
pub(super) fn write_header(header: &Header, into: &mut Vec<u8>) {
    write(header, into);
}

/// Whoever looks at the file in a terminal is not deceived by what it holds.
fn write(value: &impl Serialize, into: &mut Vec<u8>) {
    write_json(value, into, is_deceptive);
    into.push(b'\n');
}

mod hexadecimal {
    use serde::de::Error as _;
    use serde::{Deserialize as _, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(number: &u64, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("{number:016x}"))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u64, D::Error> {
        let digits = String::deserialize(deserializer)?;
        u64::from_str_radix(&digits, 16).map_err(|_| D::Error::custom("a run is 16 hexadecimal digits"))
    }
}

mod moment {
    use super::{SystemTime, Timestamp};
    use serde::de::Error as _;
    use serde::{Deserialize as _, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(moment: &SystemTime, serializer: S) -> Result<S::Ok, S::Error> {
        let moment = Timestamp::try_from(*moment).expect("the clock stands between the years -9999 and 9999");
        serializer.collect_str(&moment)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<SystemTime, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse::<Timestamp>().map(SystemTime::from).map_err(D::Error::custom)
    }
}
