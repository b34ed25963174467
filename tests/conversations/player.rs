//! Plays a conversation: both ends through the program, and what must hold in every conversation.

use super::script::{Act, End, Piece, Place, Script, Text};
use crate::harness::{Nudge, Peer, Row, Server, escaped};
use std::collections::HashMap;
use std::thread;

/// What a conversation without a `row` line about it must not bring about.
const UNASKED: [&str; 6] =
    ["redirect_untouched", "redirect_unfollowed", "refused", "upstream_failed", "opaque", "undelivered"];

/// Plays a conversation to its end; panics where it differs from what is written.
pub(crate) fn play(name: &str, text: &str) {
    let script = Script::parse(text);
    let Some(mut player) = Player::set_up(&script) else {
        return; // This machine lacks an address that the conversation needs.
    };
    for step in &script.steps {
        let _here = Here { name, line: step.line };
        player.act(&step.act);
    }
    let _here = Here { name, line: text.lines().count() + 1 };
    player.end(&script);
}

struct Player {
    proxy: Nudge,
    /// By name, with the address as written.
    servers: HashMap<String, (String, Server)>,
    /// What clients were told, by what they would have been told.
    routes: HashMap<String, String>,
    sessions: Vec<Session>,
}

struct Session {
    client: Side,
    server: Side,
}

/// One end, with all that it said and heard.
struct Side {
    /// `None` once the connection broke.
    peer: Option<Peer>,
    sent: Vec<u8>,
    heard: Vec<u8>,
    finished: bool,
    saw_end: bool,
}

impl Player {
    fn set_up(script: &Script) -> Option<Player> {
        let main = Server::start();
        let upstream = main.address();
        let mut servers = HashMap::from([("main".to_owned(), (upstream.clone(), main))]);
        for (name, host) in &script.servers {
            let ip = if host.eq_ignore_ascii_case("localhost") { "127.0.0.1" } else { host };
            let server = Server::at(&format!("{ip}:0")).ok()?;
            let written = format!("{host}:{}", server.socket().port());
            servers.insert(name.clone(), (written, server));
        }
        let mut arguments = vec!["--reveal", "--upstream", &upstream];
        arguments.extend(script.arguments.iter().map(String::as_str));
        Some(Player {
            proxy: Nudge::spawn(&arguments),
            servers,
            routes: HashMap::new(),
            sessions: Vec::new(),
        })
    }

    fn act(&mut self, act: &Act) {
        match act {
            Act::Connect(end, place) => self.connect(*end, place),
            Act::Send(end, text) => {
                let bytes = self.fill_in(text);
                let side = self.side(*end);
                side.peer().send(&bytes);
                side.sent.extend(bytes);
            }
            Act::Expect(end, text) => text.iter().for_each(|piece| self.expect(*end, piece)),
            Act::Finish(end) => self.side(*end).finish(),
            Act::ExpectEnd(end) => self.side(*end).expect_end(),
            Act::Reset(end) => self.side(*end).peer.take().expect("still connected").reset(),
            Act::ExpectReset(end) => {
                let side = self.side(*end);
                side.peer().expect_reset();
                side.peer = None;
            }
            Act::Row(fields) => {
                let fields = self.fill_in_fields(fields);
                self.proxy.row(|row| matches(row, &fields));
            }
            Act::NoRow(_) => {} // Known at the end only.
        }
    }

    fn connect(&mut self, end: End, place: &Place) {
        assert_eq!(
            end.session,
            self.sessions.len() + 1,
            "clients are numbered in the order in which they connect"
        );
        let server = match place {
            Place::Proxy => "main",
            Place::Route(server) => server,
            Place::Server(name) => panic!("{name} is no address of the proxy's"),
        };
        let address = self.address(place);
        let client = Side::new(Peer::connect(&address));
        let (_, server) = self.servers.get(server).expect("a server that was declared");
        let server = Side::new(server.accept());
        self.sessions.push(Session { client, server });
    }

    fn expect(&mut self, end: End, piece: &Piece) {
        let told = match piece {
            Piece::Place(Place::Route(server)) if !self.routes.contains_key(server) => {
                let told = self.side(end).peer().receive_until(|byte| byte.is_ascii_whitespace());
                let told = String::from_utf8(told).expect("an address");
                self.check_route(server, &told);
                self.routes.insert(server.clone(), told.clone());
                told.into_bytes()
            }
            _ => {
                let bytes = self.fill_in(std::slice::from_ref(piece));
                self.side(end).peer().expect(&bytes);
                bytes
            }
        };
        self.side(end).heard.extend(told);
    }

    /// What a client was told instead of `server` is another port of the proxy's, which the transcript knew before.
    fn check_route(&self, server: &str, told: &str) {
        let here = self.proxy.listen();
        let port =
            told.strip_prefix(&format!("{}:", here.ip())).expect("the host by which clients reach the proxy");
        assert_ne!(port, here.port().to_string(), "a route of its own");
        let written = self.servers.get(server).map_or(server, |(written, _)| written).to_lowercase();
        let has_port = written.rsplit(']').next().is_some_and(|rest| rest.contains(':'));
        let address = if has_port { written } else { format!("{written}:1863") };
        let opened = self.proxy.row(|row| row.is("route_opened") && row.text("address") == address);
        assert_eq!(opened.text("listen"), told);
    }

    fn fill_in(&self, text: &[Piece]) -> Vec<u8> {
        let bytes = text.iter().map(|piece| match piece {
            Piece::Bytes(bytes) => bytes.clone(),
            Piece::Place(place) => self.address(place).into_bytes(),
        });
        bytes.collect::<Vec<_>>().concat()
    }

    fn fill_in_fields(&self, fields: &[(String, Text)]) -> Vec<(String, String)> {
        let value = |text: &Text| String::from_utf8(self.fill_in(text)).expect("fields are text");
        fields.iter().map(|(name, text)| (name.clone(), value(text))).collect()
    }

    fn address(&self, place: &Place) -> String {
        match place {
            Place::Proxy => self.proxy.listen().to_string(),
            Place::Server(name) => self.servers.get(name).expect("a server that was declared").0.clone(),
            Place::Route(name) => self.routes.get(name).expect("a client was told before").clone(),
        }
    }

    fn side(&mut self, end: End) -> &mut Side {
        let session = self.sessions.get_mut(end.session - 1).expect("a client that has connected");
        if end.is_client { &mut session.client } else { &mut session.server }
    }

    /// Ends what still stands, and checks what holds for every conversation.
    fn end(mut self, script: &Script) {
        for session in &mut self.sessions {
            session.end();
        }
        self.proxy.rows(self.sessions.len(), |row| row.is("closed"));
        let unwanted = script.steps.iter().filter_map(|step| match &step.act {
            Act::NoRow(fields) => Some(self.fill_in_fields(fields)),
            _ => None,
        });
        let unwanted: Vec<_> = unwanted.collect();
        let rows = self.proxy.stop();
        for (number, session) in (1..).zip(&self.sessions) {
            session.check(number, &rows);
        }
        for row in &rows {
            assert!(!UNASKED.contains(&row.text("event")) || script.asks_for(row.text("event")), "{row:?}");
            assert!(!unwanted.iter().any(|fields| matches(row, fields)), "{row:?}");
        }
    }
}

fn matches(row: &Row, fields: &[(String, String)]) -> bool {
    fields.iter().all(|(name, value)| match name.as_str() {
        "flags" => row.has_flag(value),
        name => {
            row.text(name) == value || row.number(name).is_some_and(|number| number.to_string() == *value)
        }
    })
}

impl Script {
    fn asks_for(&self, event: &str) -> bool {
        let wanted = ("event".to_owned(), vec![Piece::Bytes(event.into())]);
        self.steps.iter().any(|step| matches!(&step.act, Act::Row(fields) if fields.contains(&wanted)))
    }
}

impl Session {
    /// The client says its last byte, then the server, unless they have or the connection broke.
    fn end(&mut self) {
        if self.client.peer.is_some() && self.server.peer.is_some() {
            self.client.finish();
            self.server.expect_end();
            self.server.finish();
            self.client.expect_end();
        }
    }

    /// The rows hold exactly what came from each end and what went to it.
    fn check(&self, number: u64, rows: &[Row]) {
        for (direction, from, to) in
            [("c2s", &self.client, &self.server), ("s2c", &self.server, &self.client)]
        {
            let frames: Vec<&Row> = rows.iter().filter(|row| row.is_frame(number, direction)).collect();
            let received: Vec<u8> = frames.iter().flat_map(|row| row.received()).collect();
            let sent: Vec<u8> = frames.iter().flat_map(|row| row.sent()).collect();
            assert_eq!(escaped(&received), escaped(&from.sent), "session {number}, {direction}");
            assert_eq!(escaped(&sent), escaped(&to.heard), "session {number}, {direction}");
        }
    }
}

impl Side {
    fn new(peer: Peer) -> Side {
        Side { peer: Some(peer), sent: Vec::new(), heard: Vec::new(), finished: false, saw_end: false }
    }

    fn peer(&mut self) -> &mut Peer {
        self.peer.as_mut().expect("still connected")
    }

    fn finish(&mut self) {
        if !self.finished {
            self.peer().finish();
        }
        self.finished = true;
    }

    fn expect_end(&mut self) {
        if !self.saw_end {
            self.peer().expect_end();
        }
        self.saw_end = true;
    }
}

/// Tells, when the test fails, at which line of which conversation that was.
struct Here<'a> {
    name: &'a str,
    line: usize,
}

impl Drop for Here<'_> {
    #[expect(clippy::print_stderr, reason = "the test harness shows it with the failure")]
    fn drop(&mut self) {
        if thread::panicking() {
            eprintln!("in tests/conversations/{}.txt, line {}", self.name, self.line);
        }
    }
}
