use super::line::{Header, write_entry, write_header};
use super::volumes::Volumes;
use crate::insight::Sheets;
use crate::transcript::{Entry, Event, Transcript, What, Window};
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

/// How much of the ring is taken at once, in bytes.
const BATCH: usize = 128 * 1024;

/// What the buffer of a batch keeps for the next, in bytes.
const KEPT: usize = 512 * 1024;

/// Writes what happens into files, a step at a time. It has no clock and no thread: whoever calls it has.
///
/// Whatever fails, nothing is lost that the transcript still has: the next step goes on with the byte that was refused.
#[derive(Debug)]
pub struct Recorder {
    transcript: Arc<Transcript>,
    volumes: Volumes,
    /// No file is longer than this, in bytes, unless a single entry is.
    limit: u64,
    /// The number of the entry to be taken next.
    next: u64,
    /// The entries before this one are in a file, or were missed.
    recorded: u64,
    missed: u64,
    /// What is known of the sessions of all entries before `next`.
    sheets: Sheets,
    /// Lines, the first `taken` bytes of which the file has.
    lines: Vec<u8>,
    taken: usize,
    /// The file has no entry yet, nor do the lines.
    is_fresh: bool,
    /// The next entry belongs into the next file.
    is_full: bool,
}

impl Recorder {
    /// Begins with the first entry.
    pub fn new(transcript: Arc<Transcript>, volumes: Volumes, limit: u64) -> Recorder {
        let first = transcript.look(Window::From(1), 0).first;
        let mut recorder = Recorder {
            next: first,
            recorded: first,
            transcript,
            volumes,
            limit,
            missed: 0,
            sheets: Sheets::default(),
            lines: Vec::new(),
            taken: 0,
            is_fresh: true,
            is_full: false,
        };
        recorder.begin_volume();
        recorder
    }

    /// Writes what is due, or some of it. Says whether more may be due.
    ///
    /// # Errors
    ///
    /// The system's, when it takes no more. The next step tries again.
    pub fn step(&mut self) -> io::Result<bool> {
        while self.taken < self.lines.len() {
            match self.volumes.write(&self.lines[self.taken..]) {
                Ok(count) => self.taken += count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        self.recorded = self.next;
        self.lines.clear();
        self.lines.shrink_to(KEPT);
        self.taken = 0;
        if self.is_full {
            self.volumes.turn()?;
            self.is_full = false;
            self.begin_volume();
            return Ok(true);
        }
        if self.next >= self.transcript.head() {
            return Ok(false);
        }
        self.take_batch();
        Ok(true)
    }

    /// Waits until the disk has all that was written.
    ///
    /// # Errors
    ///
    /// The system's.
    pub fn sync(&self) -> io::Result<()> {
        self.volumes.sync()
    }

    /// The file that is written.
    pub fn path(&self) -> &Path {
        self.volumes.path()
    }

    /// How many entries were forgotten before they could be taken.
    pub fn missed(&self) -> u64 {
        self.missed
    }

    /// How many entries there are that no file has for certain.
    pub fn left(&self) -> u64 {
        self.transcript.head() - self.recorded
    }

    fn begin_volume(&mut self) {
        let began = self.transcript.wall_clock(Duration::ZERO);
        let open = self.sheets.open().cloned().collect();
        write_header(&Header::new(self.transcript.run(), began, self.next, open), &mut self.lines);
        self.is_fresh = true;
    }

    /// Turns what comes next into lines, until there is enough or the file is full.
    fn take_batch(&mut self) {
        let transcript = self.transcript.clone();
        let look = transcript.look(Window::From(self.next), BATCH);
        let mut entries = look.entries().peekable();
        if look.missed > 0
            && let Some(at) = entries.peek().map(|entry| entry.at)
        {
            let what = What::Event(Event::Missed { count: look.missed });
            self.take(&Entry { number: self.next, at, session: None, what });
            if !self.is_full {
                self.missed += look.missed;
            }
        }
        while !self.is_full
            && let Some(entry) = entries.next()
        {
            self.take(&entry);
        }
    }

    /// Appends an entry to the lines, unless the file would be too long with it.
    fn take(&mut self, entry: &Entry<'_>) {
        let before = self.lines.len();
        write_entry(entry, &mut self.lines);
        let length = self.volumes.written() + self.lines.len() as u64;
        if length > self.limit && !self.is_fresh && self.volumes.can_turn() {
            self.lines.truncate(before);
            self.is_full = true;
            return;
        }
        self.is_fresh = false;
        self.sheets.fold(entry);
        self.next = entry.next();
    }
}
