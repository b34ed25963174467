//! Where what is shown comes from: a relay at work, or files.

use crate::api::Trouble;
use axum::http::StatusCode;
use msnp::{Address, Dialect, Role};
use nudge_proxy::insight::{self, Sheets};
use nudge_proxy::relay::{self, Incomplete, Relay};
use nudge_proxy::saved::{Archive, Notice, Told};
use nudge_proxy::transcript::{SessionId, Tally, Transcript};
use serde::Serialize;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::SystemTime;
use utoipa::ToSchema;

/// Notices kept for the status; more are counted.
const NOTICES: usize = 100;

/// Where what is shown comes from.
#[derive(Clone, Debug)]
pub enum Source {
    /// It happens now.
    Live(Arc<Relay>),
    /// It was saved.
    Saved(Arc<Saved>),
}

impl From<Arc<Relay>> for Source {
    fn from(relay: Arc<Relay>) -> Source {
        Source::Live(relay)
    }
}

impl From<Arc<Saved>> for Source {
    fn from(saved: Arc<Saved>) -> Source {
        Source::Saved(saved)
    }
}

/// A saved transcript, as far as it was read.
#[derive(Debug)]
pub struct Saved {
    /// The names of the files, without the way to them.
    names: Vec<String>,
    read: Mutex<Read>,
}

#[derive(Debug)]
struct Read {
    sheets: Sheets,
    /// `notices.len() <= NOTICES`
    notices: Vec<String>,
    more: usize,
    is_whole: bool,
}

/// The files, as the status tells of them.
#[derive(Serialize, ToSchema)]
pub(crate) struct Files {
    /// The name of the first.
    file: String,
    /// How many there are.
    files: usize,
    /// More entries are about to come.
    reading: bool,
    /// What is missing or could not be read, in words.
    notices: Vec<String>,
    /// Notices besides those.
    more: usize,
}

impl Saved {
    /// Of these files, nothing of which was read yet.
    pub fn of(archive: &Archive) -> Arc<Saved> {
        let read = Read { sheets: Sheets::default(), notices: Vec::new(), more: 0, is_whole: false };
        Arc::new(Saved { names: archive.names().map(str::to_owned).collect(), read: Mutex::new(read) })
    }

    /// Reads all of it into the transcript, which may be shown meanwhile, and tells what is missing as it is found.
    pub fn read(&self, archive: Archive, transcript: &Transcript, mut notice: impl FnMut(&Notice)) {
        archive.read(|told| match told {
            Told::Session(sheet) => self.lock().sheets.introduce(sheet),
            Told::Entry(entry) => {
                self.lock().sheets.fold(&entry);
                transcript.restore(&entry);
            }
            Told::Notice(told) => {
                notice(&told);
                self.lock().note(&told);
            }
        });
        self.lock().is_whole = true;
    }

    fn files(&self) -> Files {
        let read = self.lock();
        Files {
            file: self.names.first().cloned().unwrap_or_default(),
            files: self.names.len(),
            reading: !read.is_whole,
            notices: read.notices.clone(),
            more: read.more,
        }
    }

    fn lock(&self) -> MutexGuard<'_, Read> {
        self.read.lock().expect("nobody panics while noting what was read")
    }
}

impl Read {
    fn note(&mut self, notice: &Notice) {
        if self.notices.len() < NOTICES {
            self.notices.push(notice.to_string());
        } else {
            self.more += 1;
        }
    }
}

/// What is known of a session besides what the folds understood.
pub(crate) struct Facts {
    pub(crate) id: SessionId,
    pub(crate) client: Option<SocketAddr>,
    pub(crate) listen: Option<SocketAddr>,
    pub(crate) upstream: Option<Address>,
    pub(crate) server: Option<SocketAddr>,
    pub(crate) opened: Option<SystemTime>,
    pub(crate) role: Option<Role>,
    pub(crate) dialect: Option<Dialect>,
    pub(crate) account: Option<Box<str>>,
    pub(crate) followed: Option<u64>,
    pub(crate) closed: bool,
    pub(crate) opaque: [bool; 2],
    pub(crate) tallies: [Tally; 2],
    pub(crate) incomplete: [Option<Incomplete>; 2],
}

impl Source {
    /// The sessions that are open and the last 1,000 closed.
    pub(crate) fn sessions(&self, transcript: &Transcript) -> Vec<Facts> {
        match self {
            Source::Live(relay) => {
                relay.sessions().into_iter().map(|sheet| Facts::live(sheet, transcript)).collect()
            }
            Source::Saved(saved) => {
                saved.lock().sheets.all().map(|sheet| Facts::saved(sheet.clone(), transcript)).collect()
            }
        }
    }

    /// The relay, for what can be done only while things happen.
    pub(crate) fn relay(&self) -> Result<&Arc<Relay>, Trouble> {
        match self {
            Source::Live(relay) => Ok(relay),
            Source::Saved(_) => Err(is_over("there is nobody to send anything to")),
        }
    }

    /// What the session presented to its server: a secret.
    pub(crate) fn ticket(&self, session: SessionId) -> Option<Box<str>> {
        let sheet = self.relay().ok()?.sessions().into_iter().find(|sheet| sheet.id == session);
        sheet.and_then(|sheet| sheet.cookie)
    }

    /// Refuses what makes sense only while things happen.
    pub(crate) fn must_go_on(&self) -> Result<(), Trouble> {
        match self {
            Source::Live(_) => Ok(()),
            Source::Saved(_) => Err(is_over("nothing would be left to see")),
        }
    }

    /// The files, where it was saved.
    pub(crate) fn files(&self) -> Option<Files> {
        match self {
            Source::Live(_) => None,
            Source::Saved(saved) => Some(saved.files()),
        }
    }
}

fn is_over(why: &str) -> Trouble {
    Trouble::new(
        StatusCode::CONFLICT,
        format!(
            "this is a saved transcript, and all in it is over: {why}; start nudge without open for that"
        ),
    )
}

impl Facts {
    fn live(sheet: relay::Sheet, transcript: &Transcript) -> Facts {
        Facts {
            id: sheet.id,
            client: Some(sheet.client),
            listen: Some(sheet.listen),
            upstream: Some(sheet.upstream),
            server: sheet.server,
            opened: Some(transcript.wall_clock(transcript.since_began(sheet.opened))),
            role: sheet.role,
            dialect: sheet.dialect,
            account: sheet.account,
            followed: sheet.followed,
            closed: sheet.closed,
            opaque: sheet.opaque,
            tallies: sheet.tallies,
            incomplete: sheet.incomplete,
        }
    }

    /// Role, dialect and account are what the folds say.
    fn saved(sheet: insight::Sheet, transcript: &Transcript) -> Facts {
        Facts {
            id: sheet.id,
            client: sheet.client,
            listen: sheet.listen,
            upstream: sheet.upstream,
            server: sheet.server,
            opened: sheet.opened.map(|at| transcript.wall_clock(at)),
            role: None,
            dialect: None,
            account: None,
            followed: sheet.followed,
            closed: sheet.closed,
            opaque: sheet.opaque,
            tallies: sheet.tallies,
            incomplete: [None, None],
        }
    }
}
