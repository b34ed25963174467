use super::line::{Header, Line, Mark, VERSION};
use super::lines::{Lines, Piece};
use super::notice::Notice;
use crate::insight::Sheet;
use crate::transcript::{Entry, Event, Transcript, What};
use std::fs::File;
use std::io::{self, BufReader};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime};
use thiserror::Error;

/// How much is read from a file at once, in bytes.
const BUFFER: usize = 256 * 1024;

/// Damaged lines and gaps that are told one by one, of each file; more are counted.
const TOLD: u64 = 20;

/// The files of one run of the program, of which nothing but the headers was read yet.
#[derive(Debug)]
pub struct Archive {
    /// In order of their first entry. Never empty.
    volumes: Vec<Volume>,
    /// The names of those in which nothing was recorded.
    empty: Vec<String>,
}

/// A file.
#[derive(Debug)]
struct Volume {
    name: String,
    size: u64,
    header: Header,
    lines: Lines<BufReader<File>>,
}

/// What reading tells, in order.
#[derive(Debug)]
pub enum Told<'a> {
    /// A session was open before the next entry.
    Session(Sheet),
    /// The next entry. Its number is that of the [`next`](Entry::next) of the one before: what is not there is an
    /// [`Event::Missed`].
    Entry(Entry<'a>),
    /// Something is not as it should be.
    Notice(Notice),
}

/// Why files cannot be opened, and the next step.
#[derive(Debug, Error)]
pub enum OpenError {
    /// There is no file.
    #[error("no file was named; name one that --record has written")]
    Nothing,
    /// The system would not.
    #[error("cannot read {}: {error}", file.display())]
    Unreadable {
        /// Which.
        file: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// Something else is in it.
    #[error(
        "{} is no saved transcript: its first line does not begin with {{\"nudge\":\"transcript\"; name a file that \
         --record has written", file.display()
    )]
    Other {
        /// Which.
        file: PathBuf,
    },
    /// The program was killed before it had written the first line, and there is no other file.
    #[error("{} ends inside its first line: nothing was recorded in it; leave it out", file.display())]
    Torn {
        /// Which.
        file: PathBuf,
    },
    /// A later program wrote it.
    #[error(
        "{} has version {version} of the format, and this Nudge reads version {VERSION}; open it with the Nudge that \
         recorded it, or a newer one", file.display()
    )]
    Version {
        /// Which.
        file: PathBuf,
        /// As it says.
        version: u32,
    },
    /// The first line was changed.
    #[error("the first line of {} cannot be understood: {why}", file.display())]
    Header {
        /// Which.
        file: PathBuf,
        /// Why.
        why: String,
    },
    /// The files do not belong together.
    #[error("{one} and {other} are of two runs of the program; open them one at a time")]
    Runs {
        /// A file.
        one: String,
        /// One of another run.
        other: String,
    },
    /// A file is given twice.
    #[error("{one} and {other} begin with the same entry; give each part once")]
    Twice {
        /// A file.
        one: String,
        /// One that begins like it.
        other: String,
    },
}

impl Archive {
    /// Opens the files of one run, in whatever order they are given, and reads their headers.
    ///
    /// # Errors
    ///
    /// [`OpenError`] says what to do.
    pub fn open(files: &[PathBuf]) -> Result<Archive, OpenError> {
        let (mut volumes, mut torn) = (Vec::new(), Vec::new());
        for file in files {
            match Volume::open(file) {
                Ok(volume) => volumes.push(volume),
                Err(OpenError::Torn { file }) => torn.push(file),
                Err(error) => return Err(error),
            }
        }
        volumes.sort_by_key(|volume| volume.header.first);
        if volumes.is_empty() {
            return Err(torn.pop().map_or(OpenError::Nothing, |file| OpenError::Torn { file }));
        }
        let empty = torn.iter().map(|file| name(file)).collect();
        for pair in volumes.windows(2) {
            let names = || (pair[0].name.clone(), pair[1].name.clone());
            if pair[0].header.run != pair[1].header.run {
                let (one, other) = names();
                return Err(OpenError::Runs { one, other });
            }
            if pair[0].header.first == pair[1].header.first {
                let (one, other) = names();
                return Err(OpenError::Twice { one, other });
            }
        }
        Ok(Archive { volumes, empty })
    }

    /// The names of the files, without the way to them, in order of their first entry.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.volumes.iter().map(|volume| &*volume.name)
    }

    /// What the files have together, in bytes.
    pub fn size(&self) -> u64 {
        self.volumes.iter().map(|volume| volume.size).sum()
    }

    /// A transcript for these entries: of their run and time, beginning with the first of them, in so many bytes.
    pub fn transcript(&self, memory: usize) -> Transcript {
        let Header { first, run, began, .. } = self.first_header();
        Transcript::beginning_at(*first, memory, *run, (Instant::now(), *began))
    }

    /// When the transcript began.
    pub fn began(&self) -> SystemTime {
        self.first_header().began
    }

    /// Reads everything.
    pub fn read(self, mut tell: impl FnMut(Told<'_>)) {
        let mut next = self.first_header().first;
        for volume in self.volumes {
            next = volume.read(next, &mut tell);
        }
        self.empty.into_iter().for_each(|file| tell(Told::Notice(Notice::Empty { file })));
    }

    fn first_header(&self) -> &Header {
        &self.volumes.first().expect("never empty").header
    }
}

impl Volume {
    fn open(path: &Path) -> Result<Volume, OpenError> {
        let file = || path.to_owned();
        let unreadable = |error| OpenError::Unreadable { file: file(), error };
        let source = File::open(path).map_err(unreadable)?;
        let size = source.metadata().map_err(unreadable)?.len();
        let mut lines = Lines::new(BufReader::with_capacity(BUFFER, source));
        let header = match lines.next().map_err(unreadable)? {
            None => return Err(OpenError::Torn { file: file() }),
            Some(Piece::TooLong) => return Err(OpenError::Other { file: file() }),
            Some(Piece::Rest(line)) if is_beginning_of_header(line) => {
                read_header(line).ok_or_else(|| OpenError::Torn { file: file() })?
            }
            Some(Piece::Whole(line) | Piece::Rest(line)) => {
                read_header(line).ok_or_else(|| OpenError::Other { file: file() })?
            }
        };
        let header = header.map_err(|unknown| unknown.of(file()))?;
        Ok(Volume { name: name(path), size, header, lines })
    }

    /// Tells what is in it, given the number of the entry that comes next. Returns what comes next then.
    fn read(mut self, next: u64, tell: &mut impl FnMut(Told<'_>)) -> u64 {
        self.header.open.drain(..).for_each(|sheet| tell(Told::Session(sheet)));
        let mut reading = Reading { name: &self.name, next, latest: Duration::ZERO, damaged: 0, absences: 0 };
        loop {
            let number = self.lines.number + 1;
            let (line, is_rest) = match self.lines.next() {
                Ok(None) => break,
                Ok(Some(Piece::Whole(line))) => (Line::read(line), false),
                Ok(Some(Piece::Rest(line))) => (Line::read(line), true),
                Ok(Some(Piece::TooLong)) => (Err("it is longer than any entry".to_owned()), false),
                Err(error) => {
                    tell(Told::Notice(Notice::Unreadable {
                        file: self.name.clone(),
                        line: number - 1,
                        error,
                    }));
                    break;
                }
            };
            match line {
                Ok(line) => reading.take(number, &line, tell),
                Err(_) if is_rest => {
                    tell(Told::Notice(Notice::Torn { file: self.name.clone(), entry: reading.next }));
                }
                Err(why) => reading.leave_out(number, why, tell),
            }
        }
        reading.end(tell)
    }
}

/// What people call a file.
fn name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

/// How far a file was read.
struct Reading<'a> {
    name: &'a str,
    /// The number of the entry that comes next.
    next: u64,
    /// When the entry before it happened.
    latest: Duration,
    /// Lines left out.
    damaged: u64,
    /// Times that entries were missing.
    absences: u64,
}

impl Reading<'_> {
    fn take(&mut self, number: u64, line: &Line<'_>, tell: &mut impl FnMut(Told<'_>)) {
        let Some(entry) = line.entry().filter(|entry| entry.number >= self.next) else {
            let why = format!("entry {} comes before it, and {} again", self.next - 1, line.n);
            return self.leave_out(number, why, tell);
        };
        if entry.number > self.next {
            self.say_absent(entry.number - self.next, entry.at, tell);
        }
        (self.next, self.latest) = (entry.next(), entry.at);
        tell(Told::Entry(entry));
    }

    fn say_absent(&mut self, count: u64, at: Duration, tell: &mut impl FnMut(Told<'_>)) {
        self.absences += 1;
        if self.absences <= TOLD {
            let (first, file) = (self.next, self.name.to_owned());
            tell(Told::Notice(Notice::Absent { first, count, file }));
        }
        let what = What::Event(Event::Missed { count });
        tell(Told::Entry(Entry { number: self.next, at: at.max(self.latest), session: None, what }));
    }

    fn leave_out(&mut self, line: u64, why: String, tell: &mut impl FnMut(Told<'_>)) {
        self.damaged += 1;
        if self.damaged <= TOLD {
            tell(Told::Notice(Notice::Damaged { file: self.name.to_owned(), line, why }));
        }
    }

    fn end(self, tell: &mut impl FnMut(Told<'_>)) -> u64 {
        if let Some(count @ 1..) = self.damaged.checked_sub(TOLD) {
            tell(Told::Notice(Notice::MoreDamaged { file: self.name.to_owned(), count }));
        }
        if let Some(count @ 1..) = self.absences.checked_sub(TOLD) {
            tell(Told::Notice(Notice::MoreAbsent { file: self.name.to_owned(), count }));
        }
        self.next
    }
}

/// Why a header is not understood.
enum Unknown {
    Version(u32),
    Header(String),
}

impl Unknown {
    fn of(self, file: PathBuf) -> OpenError {
        match self {
            Unknown::Version(version) => OpenError::Version { file, version },
            Unknown::Header(why) => OpenError::Header { file, why },
        }
    }
}

/// Reads a header; `None` for what is none.
fn read_header(line: &[u8]) -> Option<Result<Header, Unknown>> {
    let mark: Mark = serde_json::from_slice(line).ok()?;
    Some(match mark {
        Mark { nudge, .. } if nudge != "transcript" => return None,
        Mark { version: VERSION, .. } => match serde_json::from_slice::<Header>(line) {
            Ok(header) if header.first > 0 => Ok(header),
            Ok(_) => Err(Unknown::Header("entries are numbered from 1".to_owned())),
            Err(error) => Err(Unknown::Header(error.to_string())),
        },
        Mark { version, .. } => Err(Unknown::Version(version)),
    })
}

/// Whether a header may have begun so.
fn is_beginning_of_header(line: &[u8]) -> bool {
    const BEGINNING: &[u8] = b"{\"nudge\":\"transcript\"";
    line.iter().zip(BEGINNING).all(|(one, other)| one == other)
}
