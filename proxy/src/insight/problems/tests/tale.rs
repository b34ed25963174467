//! Scripts as the relay would record them: bytes are cut into frames, and where they cannot be, an event says so.
//!
//! ```text
//! 1 opens, 1 ends, 1 shuts       the last: because the program ends
//! 1> VER 1 MSNP9                 the client says; `\r`, `\n`, `\xFF`, `{len}` as in a story's script
//! 1< VER 1 MSNP9                 the server says
//! 1+> CHG 9 NLN, 1+< …           a person injects, for the server or the client
//! 1 ! waits, withdrawn, unfollowed
//! {ns9} {sb}                     a session 1 that is signed in by MSNP9; a session 2 that is a switchboard with Bob in it
//! ```

use crate::insight::Insight;
use crate::insight::story::{Story, measured, unescaped};
use crate::transcript::{Ending, Event, Origin, Party, Passed, Tally};
use Direction::{ClientToServer, ServerToClient};
use msnp::{Address, Deframer, Direction, Stranger};
use std::collections::BTreeMap;

pub(super) struct Tale {
    pub(super) story: Story,
    lanes: BTreeMap<(u32, usize), Lane>,
}

/// One direction of a session.
struct Lane {
    deframer: Deframer,
    rest: Vec<u8>,
    opaque: bool,
    begun: bool,
}

impl Tale {
    pub(super) fn told(script: &str) -> Tale {
        let mut tale = Tale { story: Story::new(), lanes: BTreeMap::new() };
        tale.tell(script);
        tale
    }

    pub(super) fn insight(&self) -> Insight {
        self.story.insight()
    }

    pub(super) fn tell(&mut self, script: &str) {
        for line in prepared(script).lines().map(str::trim_start).filter(|line| !line.is_empty()) {
            let digits = line.find(|c: char| !c.is_ascii_digit()).unwrap();
            self.line(line[..digits].parse().unwrap(), &line[digits..]);
        }
    }

    fn line(&mut self, session: u32, said: &str) {
        match said {
            " opens" => {
                self.story.opened(session);
            }
            " ends" => self.end(session),
            " shuts" => {
                let (tally, how) = (Tally::default(), Ending::Shutdown);
                let closed = Event::Closed {
                    client_to_server: tally,
                    server_to_client: tally,
                    ended_by: Party::Nudge,
                    how,
                };
                self.story.event(session, &closed);
            }
            " ! waits" => {
                let waiting = Event::Waiting {
                    direction: ClientToServer,
                    verb: "MSG".into(),
                    have: 120,
                    want: Some(133),
                };
                self.story.event(session, &waiting);
            }
            " ! withdrawn" => {
                let entry = self.story.transcript.head() - 1;
                self.story.event(session, &Event::Undelivered { entry });
            }
            " ! unfollowed" => {
                let entry = self.story.transcript.head() - 1;
                let [address, told] = ["198.51.100.20", "127.0.0.1"].map(|host| Address::new(host, 1863));
                self.story.event(session, &Event::RedirectUnfollowed { entry, address, told });
            }
            said => {
                let (way, bytes) = said.split_once(' ').unwrap_or_else(|| panic!("what is {said}"));
                let bytes = measured(&unescaped(bytes));
                match way {
                    ">" => self.say(session, ClientToServer, &bytes),
                    "<" => self.say(session, ServerToClient, &bytes),
                    "+>" => self.inject(session, ClientToServer, &bytes),
                    "+<" => self.inject(session, ServerToClient, &bytes),
                    _ => panic!("what is {said}"),
                }
            }
        }
    }

    fn inject(&self, session: u32, direction: Direction, bytes: &[u8]) {
        self.story.passed(self.story.now(), session, Passed::plain(direction, Origin::Person, bytes));
    }

    fn say(&mut self, session: u32, direction: Direction, bytes: &[u8]) {
        let lane = self.lanes.entry((session, direction as usize)).or_insert_with(|| Lane {
            deframer: Deframer::new(direction),
            rest: Vec::new(),
            opaque: false,
            begun: false,
        });
        lane.rest.extend_from_slice(bytes);
        let rest = std::mem::take(&mut lane.rest);
        let mut at = 0;
        while let Some(frame) = lane.deframer.next_frame(&rest[at..]) {
            at += frame.bytes.len();
            if let Some(why) = lane.deframer.opacity()
                && frame.opaque
                && !lane.opaque
            {
                lane.opaque = true;
                let stranger = Stranger::of(&rest).filter(|_| !lane.begun);
                self.story.event(session, &Event::Opaque { direction, why, stranger });
            }
            lane.begun = true;
            let passed =
                Passed { opaque: frame.opaque, ..Passed::plain(direction, origin(direction), frame.bytes) };
            self.story.passed(self.story.now(), session, passed);
        }
        lane.rest = rest[at..].to_vec();
    }

    fn end(&mut self, session: u32) {
        for direction in Direction::BOTH {
            let lane = self.lanes.remove(&(session, direction as usize));
            if let Some(lane) = lane.filter(|lane| !lane.rest.is_empty()) {
                let plain = Passed::plain(direction, origin(direction), &lane.rest);
                self.story.passed(
                    self.story.now(),
                    session,
                    Passed { opaque: true, incomplete: true, ..plain },
                );
            }
        }
        self.story.closed(session);
    }
}

fn origin(direction: Direction) -> Origin {
    match direction {
        ClientToServer => Origin::Client,
        ServerToClient => Origin::Server,
    }
}

const SIGN_INS: [(&str, &str); 7] = [
    ("{ns2}", "1 opens\n1> VER 1 MSNP2\n1< VER 1 MSNP2\n1> USR 2 MD5 I alice@example.org\n1< USR 2 MD5 S 1190042501.19421
      1> USR 3 MD5 S 41c9739a068ed147562d51f190df20fc\n1< USR 3 OK alice@example.org Alice"),
    ("{ns7}", "1 opens\n1> VER 1 MSNP7\n1< VER 1 MSNP7\n1> USR 2 MD5 I alice@example.org\n1< USR 2 MD5 S 1190042501.19421
      1> USR 3 MD5 S 41c9739a068ed147562d51f190df20fc\n1< USR 3 OK alice@example.org Alice 1"),
    ("{ns9}", "1 opens\n1> VER 1 MSNP9 CVR0\n1< VER 1 MSNP9\n1> USR 2 TWN I alice@example.org\n1< USR 2 TWN S lc=1033,id=507
      1> USR 3 TWN S t=1&p=2\n1< USR 3 OK alice@example.org Alice 1 0"),
    ("{ns12}", "1 opens\n1> VER 1 MSNP12 CVR0\n1< VER 1 MSNP12\n1> USR 2 TWN I alice@example.org\n1< USR 2 TWN S lc=1033,id=507
      1> USR 3 TWN S t=1&p=2\n1< USR 3 OK alice@example.org 1 0"),
    ("{ns15}", "1 opens\n1> VER 1 MSNP15 CVR0\n1< VER 1 MSNP15\n1> USR 2 SSO I alice@example.org\n1< USR 2 SSO S MBI_KEY_OLD AAEC
      1> USR 3 SSO S t=1&p=2 HAAAAAEAAAADZgAABIAAAAgAAAAUAAAASAAAAAABAgMEBQYH5/b6UPUTyMkbVgyWJivzLXG/cLnbi6heZDPcDaN19raFPD126EaQQUkKltX7vdAMfHnoLDqagK3kpZIzyCXvzkmmW6IvHKU2tUFdVEJ4iq50Aoiu+mkP7WkXXvQ=
      1< USR 3 OK alice@example.org 1 0"),
    ("{ns18}", "1 opens\n1> VER 1 MSNP18 CVR0\n1< VER 1 MSNP18\n1> USR 2 SSO I alice@example.org\n1< USR 2 SSO S MBI_KEY_OLD AAEC
      1> USR 3 SHA A PD94bWwg
      1< USR 3 OK alice@example.org 1 0"),
    ("{sb}", "2 opens\n2> USR 1 alice@example.org 17.10\n2< USR 1 OK alice@example.org Alice\n2> CAL 2 bob@example.org
      2< CAL 2 RINGING 11752013\n2< JOI bob@example.org Bob"),
];

fn prepared(script: &str) -> String {
    SIGN_INS.iter().fold(script.to_owned(), |script, (name, lines)| script.replace(name, lines))
}
