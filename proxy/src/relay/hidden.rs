//! Requests of ours whose answers the client does not hear.
//!
//! To remember: transaction ids from 2,000,000,000 on are ours as long as the client does not use them itself; every line with
//! one that was given out for a hidden request is kept from the client, and so is the QNG to a PNG of ours, told by the order
//! of the PNGs, and the burst that a SYN of ours asked for (§1.3, §1.5).

use super::InjectError;
use msnp::exchange::{Answer, Needs, Rule, is_of_burst};
use msnp::{Command, Direction, Frame, Verb};
use std::collections::VecDeque;
use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard};
use std::time::{Duration, Instant};

/// The transaction ids of ours: above what clients count to, below 2³¹ for those that read signed numbers.
const OURS: Range<u32> = 2_000_000_000..0x8000_0000;

/// Those of them whose answers are hidden.
const HIDDEN: Range<u32> = 2_070_000_000..OURS.end;

/// The others.
const OPENLY: Range<u32> = OURS.start..HIDDEN.start;

/// Requests of one session that may be open at once; a person asks slower than this.
const OPEN: usize = 256;

/// PNGs of one session whose QNG may be due at once.
const PINGS: usize = 1024;

/// The requests of one session whose answers are hidden.
#[derive(Debug, Default)]
pub(super) struct Hidden {
    /// Whether the server's frames must be looked at.
    watching: AtomicBool,
    book: Mutex<Book>,
}

#[derive(Debug, Default)]
struct Book {
    /// How many ids were given out for hidden requests, and for others.
    given: u32,
    given_openly: u32,
    /// The client uses ids of that range, so that no more are given out.
    entered: bool,
    /// It used one that was given out before: lines with such an id are the client's.
    contested: bool,
    /// Whose PNGs are on their way, in order. `pings.len() <= PINGS`.
    pings: VecDeque<Owner>,
    /// More than [`PINGS`] were.
    lost_count: bool,
    /// The SYN whose burst is due or coming.
    burst: Option<Burst>,
    /// `open.len() <= OPEN`.
    open: Vec<Request>,
}

/// Who asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Owner {
    Client,
    /// The entry of the request.
    Us(u64),
}

#[derive(Debug)]
struct Burst {
    owner: Owner,
    trid: Option<u32>,
    /// The version that is known already.
    known: Box<[u8]>,
    answer: Answer,
    begun: bool,
    is_whole: bool,
    /// Whose lists came whole just before, as long as what describes their last contact may still come.
    before: Option<Owner>,
}

#[derive(Debug)]
struct Request {
    entry: u64,
    trid: Option<u32>,
    answer: Option<Answer>,
    /// Silence means that it was accepted.
    may_be_silent: bool,
    lines: u64,
    since: Instant,
}

/// A request that is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Over {
    /// Its entry.
    pub(super) request: u64,
    /// How many lines were hidden.
    pub(super) lines: u64,
    /// Whether silence means that it was accepted.
    pub(super) may_be_silent: bool,
}

impl Hidden {
    /// A transaction id of ours.
    pub(super) fn next_trid(&self, hidden: bool) -> Result<u32, InjectError> {
        let mut book = self.lock();
        let trid = book.coming_trid(hidden)?;
        match hidden {
            true => book.given += 1,
            false => book.given_openly += 1,
        }
        Ok(trid)
    }

    /// The one that comes next.
    pub(super) fn coming_trid(&self, hidden: bool) -> Result<u32, InjectError> {
        self.lock().coming_trid(hidden)
    }

    /// Whether the answer to a frame can be hidden.
    pub(super) fn judge(&self, bytes: &[u8]) -> Result<(), InjectError> {
        let book = self.lock();
        let command = read(bytes).ok_or(InjectError::NotHidable)?;
        let trid = command.trid(Direction::ClientToServer);
        if book.open.len() >= OPEN {
            return Err(InjectError::Busy);
        }
        match command.verb.as_bytes() {
            b"PNG" if book.lost_count || book.pings.len() >= PINGS => Err(InjectError::Busy),
            b"PNG" => Ok(()),
            _ if book.entered => Err(InjectError::IdsTaken),
            _ if !trid.is_some_and(|trid| book.is_ours(trid)) => Err(InjectError::NotHidable),
            b"SYN" if book.burst.as_ref().is_some_and(|burst| !burst.is_whole) => {
                Err(InjectError::ListsComing)
            }
            _ => Ok(()),
        }
    }

    /// A frame of ours is about to leave.
    pub(super) fn asks(&self, entry: u64, bytes: &[u8], now: Instant) {
        let Some(command) = read(bytes) else { return };
        let mut book = self.lock();
        let trid = command.trid(Direction::ClientToServer);
        let rule = Rule::of(Direction::ClientToServer, &command, trid);
        let is_ping = command.verb == "PNG";
        if is_ping {
            book.pings.push_back(Owner::Us(entry));
        }
        if command.verb == "SYN"
            && let Some(rule) = rule
        {
            book.expect_burst(Owner::Us(entry), rule, &command);
        }
        let may_be_silent = rule.is_none_or(|rule| rule.needs == Needs::Nothing);
        let answer = rule.filter(|_| command.verb != "SYN").map(Answer::to);
        let trid = trid.filter(|_| !is_ping);
        book.open.push(Request { entry, trid, answer, may_be_silent, lines: 0, since: now });
        self.watching.store(true, Ordering::Release);
    }

    /// A frame of the client's is about to leave.
    pub(super) fn leaves(&self, bytes: &[u8]) {
        let looks_like_ours = bytes.get(4) == Some(&b'2') && bytes.get(13).is_some_and(u8::is_ascii_digit);
        let is_told = bytes.starts_with(b"PNG") || bytes.starts_with(b"SYN");
        if !looks_like_ours && !is_told {
            return; // the common case costs no lock
        }
        let Some(command) = read(bytes) else { return };
        let trid = command.trid(Direction::ClientToServer);
        let mut book = self.lock();
        if let Some(trid) = trid.filter(|trid| OURS.contains(trid)) {
            book.contested |= book.is_ours(trid);
            book.entered = true;
        }
        if command.verb == "PNG" {
            book.lost_count |= book.pings.len() >= PINGS;
            if !book.lost_count {
                book.pings.push_back(Owner::Client);
            }
        } else if command.verb == "SYN"
            && let Some(rule) = Rule::of(Direction::ClientToServer, &command, trid)
            && book.burst.as_ref().is_none_or(|burst| burst.owner == Owner::Client || burst.is_whole)
        {
            book.expect_burst(Owner::Client, rule, &command);
            self.watching.store(true, Ordering::Release);
        }
    }

    /// Whether the server's frames must be looked at: QNGs always, which costs little.
    pub(super) fn may_hide(&self, bytes: &[u8]) -> bool {
        self.watching.load(Ordering::Acquire) || bytes.starts_with(b"QNG")
    }

    /// The server says something. Whether that is kept from the client, and the request that is over with it.
    pub(super) fn hears(&self, command: &Command<'_>) -> (bool, Option<Over>) {
        let mut book = self.lock();
        let trid = command.trid(Direction::ServerToClient);
        if command.verb == "QNG" {
            book.burst.take_if(|burst| burst.is_whole);
            return match book.pings.pop_front() {
                Some(Owner::Us(entry)) => {
                    (true, book.take_line(|request| request.entry == entry, command, true))
                }
                _ => (false, None),
            };
        }
        if let Some((owner, is_whole)) = book.hear_burst(command, trid) {
            let Owner::Us(entry) = owner else { return (false, None) };
            return (true, book.take_line(|request| request.entry == entry, command, is_whole));
        }
        match trid.filter(|&trid| book.is_ours(trid)) {
            None => (false, None),
            Some(ours) => (true, book.take_line(|request| request.trid == Some(ours), command, false)),
        }
    }

    /// Requests that have waited for so long: they are not waited for any more.
    pub(super) fn expire(&self, now: Instant, limit: Duration) -> Vec<Over> {
        if !self.watching.load(Ordering::Acquire) {
            return Vec::new();
        }
        self.lock().end(|request| now.saturating_duration_since(request.since) >= limit)
    }

    /// All requests that wait: nothing more will come.
    pub(super) fn close(&self) -> Vec<Over> {
        self.lock().end(|_| true)
    }

    fn lock(&self) -> MutexGuard<'_, Book> {
        self.book.lock().expect("nobody panics while keeping the book")
    }
}

impl Book {
    fn coming_trid(&self, hidden: bool) -> Result<u32, InjectError> {
        let (range, given) = if hidden { (HIDDEN, self.given) } else { (OPENLY, self.given_openly) };
        let trid = range.start.checked_add(given).filter(|trid| range.contains(trid));
        trid.filter(|_| !self.entered).ok_or(InjectError::IdsTaken)
    }

    /// Whether an id is one that we gave out for a hidden request.
    fn is_ours(&self, trid: u32) -> bool {
        !self.contested && (HIDDEN.start..HIDDEN.start + self.given).contains(&trid)
    }

    /// Counts a line of an answer. The request that is over with it, if one is.
    fn take_line(
        &mut self,
        is_it: impl Fn(&Request) -> bool,
        command: &Command<'_>,
        is_last: bool,
    ) -> Option<Over> {
        let at = self.open.iter().position(is_it)?;
        let request = &mut self.open[at];
        request.lines += 1;
        let is_whole = match &mut request.answer {
            Some(answer) => answer.take(command).is_some_and(|taken| taken.is_whole),
            None => command.verb.error_number().is_some(),
        };
        (is_last || is_whole).then(|| self.open.remove(at).over())
    }

    fn expect_burst(&mut self, owner: Owner, rule: &'static Rule, syn: &Command<'_>) {
        let before = self.burst.take().filter(|burst| burst.is_whole).map(|burst| burst.owner);
        self.burst = Some(Burst { before, ..Burst::due(owner, rule, syn) });
    }

    /// Whether a line is of the lists that a SYN asked for, whose SYN that is, and whether they are whole with it.
    fn hear_burst(&mut self, command: &Command<'_>, trid: Option<u32>) -> Option<(Owner, bool)> {
        let burst = self.burst.as_mut()?;
        if command.verb != "BPR" || trid.is_some() {
            burst.before = None;
        } else if let Some(before) = burst.before {
            return Some((before, false));
        }
        let is_numbered = trid.is_some() && trid == burst.trid;
        let is_refused = is_numbered && command.verb.error_number().is_some();
        let is_line = is_numbered || (burst.begun && trid.is_none() && is_of_burst(command.verb));
        // What describes the last contact follows it, when all that was announced has come.
        let trails = burst.is_whole && command.verb != "BPR";
        if !is_line || trails {
            if burst.is_whole {
                self.burst = None;
            }
            return None;
        }
        burst.begun = true;
        let was_whole = burst.is_whole;
        burst.is_whole |= burst.ends_with(command);
        let (owner, is_whole) = (burst.owner, burst.is_whole && !was_whole);
        if is_refused {
            self.burst = None;
        }
        Some((owner, is_whole || is_refused))
    }

    fn end(&mut self, is_over: impl Fn(&Request) -> bool) -> Vec<Over> {
        let (over, open) = std::mem::take(&mut self.open).into_iter().partition::<Vec<_>, _>(is_over);
        self.open = open;
        if let Some(Burst { owner: Owner::Us(entry), .. }) = self.burst
            && over.iter().any(|request| request.entry == entry)
        {
            self.burst = None;
        }
        over.iter().map(Request::over).collect()
    }
}

impl Burst {
    fn due(owner: Owner, rule: &'static Rule, syn: &Command<'_>) -> Burst {
        let known = syn.arg(2).unwrap_or_default().into();
        let trid = syn.trid(Direction::ClientToServer);
        Burst { owner, trid, known, answer: Answer::to(rule), begun: false, is_whole: false, before: None }
    }

    /// Whether a line of it is the last.
    fn ends_with(&mut self, command: &Command<'_>) -> bool {
        let is_whole = self.answer.take(command).is_some_and(|taken| taken.is_whole);
        // MSNP2 to 7 announce no counts: lists follow if the version is another one than is known.
        let args = command.args().filter(|arg| !arg.is_empty()).count();
        let announces_nothing = command.verb == "SYN" && args == 2;
        match announces_nothing {
            true => command.arg(2) == Some(&self.known),
            false => is_whole || is_last_list(command),
        }
    }
}

impl Request {
    fn over(&self) -> Over {
        let Request { entry: request, lines, may_be_silent, .. } = *self;
        Over { request, lines, may_be_silent }
    }
}

/// Whether a line ends the lists of MSNP2 to 7, which announce no counts: the last of the reverse list (§6.1).
fn is_last_list(command: &Command<'_>) -> bool {
    let number = |n| command.arg_str(n).and_then(|word| word.parse::<u32>().ok());
    let is_reverse = command.verb == "LST" && command.arg(2) == Some(b"RL");
    is_reverse && number(4).zip(number(5)).is_some_and(|(this, all)| this >= all)
}

fn read(bytes: &[u8]) -> Option<Command<'_>> {
    Verb::at_start_of(bytes)?;
    Command::read(&Frame { bytes, opaque: false })
}
