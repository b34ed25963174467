//! What is known of each session from what the transcript says of it: its fact sheet.
//!
//! To remember: the relay keeps such sheets of its own while it runs; these are for transcripts that were saved. A fact no
//! entry told is `None`, and tallies count what was seen until the closing entry says what there was.

use crate::transcript::{Entry, Event, Passed, SessionId, Tally, What};
use msnp::{Address, Direction};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, VecDeque};
use std::net::SocketAddr;
use std::time::Duration;

/// Sheets kept of sessions that are over, as many as the relay keeps.
const CLOSED: usize = 1000;

/// Sheets kept of sessions that are not known to be over; beyond it the oldest is given up.
const OPEN: usize = 64 * 1024;

/// The sessions of a transcript: those open and the last 1,000 closed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sheets {
    /// `open.len() <= OPEN`.
    open: BTreeMap<SessionId, Sheet>,
    /// In the order in which they ended. `closed.len() <= CLOSED`.
    closed: VecDeque<Sheet>,
}

/// A session's fact sheet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sheet {
    /// Its number.
    pub id: SessionId,
    /// The client's end.
    pub client: Option<SocketAddr>,
    /// The address by which the client reached us.
    pub listen: Option<SocketAddr>,
    /// The server it is for, as named.
    pub upstream: Option<Address>,
    /// The server's end, once connected.
    pub server: Option<SocketAddr>,
    /// When the client connected, since the transcript began.
    pub opened: Option<Duration>,
    /// The number of the redirect it was expected to follow.
    pub followed: Option<u64>,
    /// Whether it is over.
    pub closed: bool,
    /// Whether framing is lost, from client to server and from server to client.
    pub opaque: [bool; 2],
    /// What went through, likewise.
    pub tallies: [Tally; 2],
}

impl Sheets {
    /// Takes in an entry; each once, and in order.
    pub fn fold(&mut self, entry: &Entry<'_>) {
        let Some(session) = entry.session else { return };
        match &entry.what {
            What::Frame(passed) => self.of(session).count(passed),
            What::Event(event) => self.learn(session, entry.at, event),
        }
    }

    /// Takes over what is known of a session from before the first entry, unless something is known already.
    pub fn introduce(&mut self, sheet: Sheet) {
        self.open.entry(sheet.id).or_insert(sheet);
        self.give_up_the_oldest();
    }

    /// Those that are not known to be over, oldest first.
    pub fn open(&self) -> impl Iterator<Item = &Sheet> {
        self.open.values()
    }

    /// All of them, those that are over first.
    pub fn all(&self) -> impl Iterator<Item = &Sheet> {
        self.closed.iter().chain(self.open.values())
    }

    fn learn(&mut self, session: SessionId, at: Duration, event: &Event) {
        match event {
            Event::Opened { client, listen, upstream, followed } => {
                let opened = Sheet {
                    client: Some(*client),
                    listen: Some(*listen),
                    upstream: Some(upstream.clone()),
                    opened: Some(at),
                    followed: *followed,
                    ..Sheet::unknown(session)
                };
                self.open.insert(session, opened);
                self.give_up_the_oldest();
            }
            Event::Connected { server } => self.of(session).server = Some(*server),
            Event::Opaque { direction, .. } => self.of(session).opaque[index(*direction)] = true,
            Event::Closed { client_to_server, server_to_client, .. } => {
                let mut sheet = self.open.remove(&session).unwrap_or_else(|| Sheet::unknown(session));
                (sheet.closed, sheet.tallies) = (true, [*client_to_server, *server_to_client]);
                if self.closed.len() == CLOSED {
                    self.closed.pop_front();
                }
                self.closed.push_back(sheet);
            }
            // What is still told of a session that is over does not open it again.
            _ => {}
        }
    }

    fn of(&mut self, session: SessionId) -> &mut Sheet {
        if !self.open.contains_key(&session) && self.open.len() == OPEN {
            self.open.pop_first();
        }
        self.open.entry(session).or_insert_with(|| Sheet::unknown(session))
    }

    fn give_up_the_oldest(&mut self) {
        if self.open.len() > OPEN {
            self.open.pop_first();
        }
    }
}

impl Sheet {
    /// Of a session whose beginning nobody saw.
    fn unknown(id: SessionId) -> Sheet {
        Sheet {
            id,
            client: None,
            listen: None,
            upstream: None,
            server: None,
            opened: None,
            followed: None,
            closed: false,
            opaque: [false; 2],
            tallies: [Tally::default(); 2],
        }
    }

    /// Counts what was received; what was injected was not.
    fn count(&mut self, passed: &Passed<'_>) {
        if !passed.injected() {
            let tally = &mut self.tallies[index(passed.direction)];
            tally.frames += 1;
            tally.bytes += passed.bytes.len() as u64;
        }
    }
}

/// The place of a direction in every pair: client to server first.
fn index(direction: Direction) -> usize {
    usize::from(direction == Direction::ServerToClient)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::story::Story;
    use crate::transcript::Window;

    fn sheets(story: &Story) -> Sheets {
        let mut sheets = Sheets::default();
        story.transcript.look(Window::From(1), usize::MAX).entries().for_each(|entry| sheets.fold(&entry));
        sheets
    }

    #[test]
    fn a_session_is_known_by_what_its_entries_said() {
        let story = Story::begun();
        story.event(1, &Event::Connected { server: "198.51.100.7:1863".parse().unwrap() });
        story.tell(&[">VER 1 MSNP9", "<VER 1 MSNP9", "<QNG 50"]);
        story.injected(Direction::ClientToServer, "PNG");
        story.event(
            1,
            &Event::Opaque {
                direction: Direction::ServerToClient,
                why: msnp::Opacity::NotACommand,
                stranger: None,
            },
        );
        let sheets = sheets(&story);
        let [sheet] = &sheets.open().collect::<Vec<_>>()[..] else { panic!("{sheets:?}") };
        assert_eq!(sheet.client, Some("127.0.0.1:1863".parse().unwrap()));
        assert_eq!(sheet.upstream, Some(Address::new("messenger.example", 1863)));
        assert_eq!(sheet.server, Some("198.51.100.7:1863".parse().unwrap()));
        assert_eq!(sheet.opened, Some(Duration::from_millis(1)));
        assert_eq!(sheet.opaque, [false, true]);
        let tally = |frames, bytes| Tally { frames, bytes, undelivered: 0 };
        assert_eq!(sheet.tallies, [tally(1, 13), tally(2, 21)]);
        assert!(!sheet.closed);
    }

    #[test]
    fn the_closing_entry_has_the_last_word_and_what_follows_it_opens_nothing() {
        let story = Story::begun();
        story.tell(&[">VER 1 MSNP9"]);
        story.closed(1);
        let address = Address::new("a", 1);
        story.event(1, &Event::RedirectUnfollowed { entry: 1, address: address.clone(), told: address });
        let sheets = sheets(&story);
        assert_eq!((sheets.open().count(), sheets.all().count()), (0, 1));
        let sheet = sheets.all().next().unwrap();
        assert!(sheet.closed);
        assert_eq!(sheet.tallies, [Tally::default(); 2], "as the entry said");
    }

    #[test]
    fn what_no_entry_told_is_unknown_and_may_be_introduced() {
        let story = Story::new();
        story.said(7, ">PNG");
        let mut sheets = sheets(&story);
        assert_eq!(sheets.open().next().unwrap().client, None);
        let known = Sheet { client: Some("127.0.0.1:5".parse().unwrap()), ..Sheet::unknown(SessionId(3)) };
        sheets.introduce(known.clone());
        sheets.introduce(Sheet::unknown(SessionId(3)));
        assert_eq!(sheets.open().next(), Some(&known));
    }

    #[test]
    fn as_many_sheets_are_kept_as_there_is_room_for() {
        let mut sheets = Sheets::default();
        let passed = Passed::plain(Direction::ClientToServer, crate::transcript::Origin::Client, b"PNG\r\n");
        let mut number = 0;
        let mut entry = |session, what| {
            number += 1;
            Entry { number, at: Duration::ZERO, session: Some(SessionId(session)), what }
        };
        (1..70_000).for_each(|session| sheets.fold(&entry(session, What::Frame(passed))));
        assert_eq!(sheets.open().count(), OPEN);
        assert_eq!(sheets.open().last().unwrap().id, SessionId(69_999));
        let closed = Event::Closed {
            client_to_server: Tally::default(),
            server_to_client: Tally::default(),
            ended_by: crate::transcript::Party::Client,
            how: crate::transcript::Ending::Finished,
        };
        (1..5000).for_each(|session| sheets.fold(&entry(session, What::Event(closed.clone()))));
        assert_eq!(sheets.all().count() - sheets.open().count(), CLOSED);
    }
}
