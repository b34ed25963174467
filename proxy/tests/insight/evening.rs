//! One evening: its transcript, from a script or from a recording.

use super::recording;
use super::script::{self, Does, Line};
use msnp::Direction::{ClientToServer, ServerToClient};
use msnp::{Address, Command, Direction, Redirect};
use nudge_proxy::insight::Insight;
use nudge_proxy::transcript::{
    Draft, Ending, Entry, Event, Origin, Party, Passed, SessionId, Tally, Transcript, What, Window,
};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime};

/// More than any evening has.
const MEMORY: usize = 16 * 1024 * 1024;

/// An evening.
pub(crate) struct Evening {
    /// As its files are called, without ending.
    pub(crate) name: String,
    transcript: Transcript,
    began: Instant,
    newest_redirect: Option<u64>,
}

impl Evening {
    /// All of them, by name.
    pub(crate) fn all() -> Vec<Evening> {
        let entries = std::fs::read_dir(directory()).unwrap().map(|entry| entry.unwrap().file_name());
        let mut names: Vec<String> = entries
            .filter_map(|name| Some(name.to_str()?.strip_suffix(".expected.txt")?.to_owned()))
            .collect();
        names.sort();
        names.iter().map(|name| Evening::named(name)).collect()
    }

    fn named(name: &str) -> Evening {
        if recording::NAMES.contains(&name) {
            return recording::played(name);
        }
        let text = std::fs::read_to_string(directory().join(name).with_extension("txt")).unwrap();
        Evening::scripted(name, &text)
    }

    pub(crate) fn new(name: &str) -> Evening {
        let began = Instant::now();
        let transcript = Transcript::new(MEMORY, 1, (began, SystemTime::now()));
        Evening { name: name.to_owned(), transcript, began, newest_redirect: None }
    }

    /// A script, a millisecond to a line.
    pub(crate) fn scripted(name: &str, text: &str) -> Evening {
        let mut evening = Evening::new(name);
        for line in script::read(text) {
            evening.play(line);
        }
        evening
    }

    fn play(&mut self, Line { session, does }: Line) {
        let at = Duration::from_millis(self.transcript.head());
        match does {
            Does::Opens => self.opened(at, session, None),
            Does::Follows(redirect) => self.opened(at, session, redirect.or(self.newest_redirect)),
            Does::Ends => self.ended(at, session),
            Does::ClientSays(bytes) => self.said(at, session, ClientToServer, &bytes, None),
            Does::ServerSays(bytes, sent) => self.said(at, session, ServerToClient, &bytes, sent.as_deref()),
        }
    }

    pub(crate) fn opened(&self, at: Duration, session: u32, followed: Option<u64>) {
        let end = "127.0.0.1:1863".parse().unwrap();
        let upstream = Address::new("messenger.example", 1863);
        self.event(at, session, &Event::Opened { client: end, listen: end, upstream, followed });
    }

    pub(crate) fn ended(&self, at: Duration, session: u32) {
        let (tally, ended_by, how) = (Tally::default(), Party::Client, Ending::Finished);
        let closed = Event::Closed { client_to_server: tally, server_to_client: tally, ended_by, how };
        self.event(at, session, &closed);
    }

    fn event(&self, at: Duration, session: u32, event: &Event) {
        self.transcript.record_event(self.began + at, Some(SessionId(session)), event);
    }

    pub(crate) fn said(
        &mut self,
        at: Duration,
        session: u32,
        way: Direction,
        bytes: &[u8],
        sent: Option<&[u8]>,
    ) {
        let origin = match way {
            ClientToServer => Origin::Client,
            ServerToClient => Origin::Server,
        };
        let passed = Passed { sent, ..Passed::plain(way, origin, bytes) };
        let command = Command::read(&passed.frame()).filter(|_| way == ServerToClient);
        let draft = Draft::Frame(passed);
        let entry = self.transcript.record(self.began + at, Some(SessionId(session)), [draft]).start;
        if command.is_some_and(|command| Redirect::find(&command).is_some()) {
            self.newest_redirect = Some(entry);
        }
    }

    /// What the folds say, after looks of this many bytes.
    pub(crate) fn insight(&self, budget: usize) -> Insight {
        let mut insight = Insight::default();
        while insight.next() < self.transcript.head() {
            let look = self.transcript.look(Window::From(insight.next()), budget);
            look.entries().for_each(|entry| insight.fold(&entry));
        }
        insight
    }

    pub(crate) fn transcript(&self) -> &Transcript {
        &self.transcript
    }

    /// Tells of each entry.
    pub(crate) fn each(&self, tell: impl FnMut(Entry<'_>)) {
        self.transcript.look(Window::From(1), usize::MAX).entries().for_each(tell);
    }

    /// The sessions, by number.
    pub(crate) fn sessions(&self) -> Vec<SessionId> {
        let mut sessions = Vec::new();
        self.each(|entry| {
            if matches!(entry.what, What::Event(Event::Opened { .. })) {
                sessions.extend(entry.session);
            }
        });
        sessions.sort();
        sessions
    }
}

/// Where evenings and expectations are.
pub(crate) fn directory() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/insight/evenings")
}
