//! Recorded real traffic through the built program: what leaves is what came, but for the addresses of redirects.

use crate::harness::{Nudge, Peer, Recording, Row, Segment, Server, Session, escaped};
use msnp::{Deframer, Direction};
use std::net::TcpStream;
use std::thread;

/// Promises 1, 2, 3 and 8: both ends send what was recorded, piece by piece in the recorded order.
#[test]
fn libpurple_msnp9_as_recorded() {
    replay("purple-p9", as_recorded);
}

/// Promises 1, 2, 3 and 8.
#[test]
fn libpurple_msnp15_as_recorded() {
    replay("purple-p15", as_recorded);
}

/// Promises 1, 2, 3 and 8.
#[test]
fn amsn_msnp12_as_recorded() {
    replay("amsn-msnp12", as_recorded);
}

/// Promises 1, 2, 3 and 8: both ends send at once, one byte per write.
#[test]
fn libpurple_msnp9_byte_by_byte() {
    replay("purple-p9", |talk, recording| at_once(talk, recording, 1));
}

/// Promises 1, 2, 3 and 8.
#[test]
fn libpurple_msnp15_byte_by_byte() {
    replay("purple-p15", |talk, recording| at_once(talk, recording, 1));
}

/// Promises 1, 2, 3 and 8.
#[test]
fn amsn_msnp12_byte_by_byte() {
    replay("amsn-msnp12", |talk, recording| at_once(talk, recording, 1));
}

/// Promises 1, 2, 3 and 8: both ends send at once, all in one write.
#[test]
fn libpurple_msnp9_whole() {
    replay("purple-p9", |talk, recording| at_once(talk, recording, usize::MAX));
}

/// Promises 1, 2, 3 and 8.
#[test]
fn libpurple_msnp15_whole() {
    replay("purple-p15", |talk, recording| at_once(talk, recording, usize::MAX));
}

/// Promises 1, 2, 3 and 8.
#[test]
fn amsn_msnp12_whole() {
    replay("amsn-msnp12", |talk, recording| at_once(talk, recording, usize::MAX));
}

/// What arrived where.
pub(crate) struct Delivered {
    at_server: Vec<u8>,
    at_client: Vec<u8>,
}

/// Plays every connection of a capture at the same time through one proxy, each by a listener of its own.
fn replay(capture: &str, play: fn(Session, &Recording) -> Delivered) {
    let recordings = Recording::all(capture);
    let servers: Vec<Server> = recordings.iter().map(|_| Server::start()).collect();
    let upstream = servers[0].address();
    let listeners: Vec<String> =
        servers.iter().map(|server| format!("127.0.0.1:0={}", server.address())).collect();
    let mut arguments = vec!["--reveal", "--upstream", &upstream];
    arguments.extend(listeners.iter().flat_map(|listener| ["--listen", listener]));
    let proxy = Nudge::spawn(&arguments);
    let told: Vec<String> = thread::scope(|scope| {
        let proxy = &proxy;
        let playing: Vec<_> = recordings
            .iter()
            .zip(servers)
            .map(|(recording, server)| scope.spawn(move || play_one(proxy, &server, recording, play)))
            .collect();
        playing.into_iter().flat_map(|played| played.join().expect("a replay without difference")).collect()
    });
    assert!(!told.is_empty(), "a sign-in leads to a switchboard");
    for address in told {
        TcpStream::connect(&address).unwrap_or_else(|error| panic!("nothing listens at {address}: {error}"));
    }
    proxy.stop();
}

/// Plays a connection, compares, and returns the addresses that the client was sent to.
fn play_one(
    proxy: &Nudge,
    server: &Server,
    recording: &Recording,
    play: fn(Session, &Recording) -> Delivered,
) -> Vec<String> {
    let upstream = server.address();
    let listening = proxy.row(|row| row.is("listening") && row.text("upstream") == upstream);
    let client = Peer::connect(listening.text("listen"));
    let number = proxy.session_of(client.address());
    let server = server.accept();
    let delivered = play(Session { client, server, number }, recording);
    let closed = proxy.row(|row| row.is_of(number, "closed"));
    assert_eq!(closed.text("how"), "finished", "{}", recording.name);
    for direction in ["client_to_server", "server_to_client"] {
        assert_eq!(closed.number(&format!("{direction}/undelivered")), Some(0), "{closed:?}");
    }
    let rows = proxy.stdout.all();
    let told = check(&recording.client, &delivered.at_server, &rows, |row| row.is_frame(number, "c2s"));
    assert_eq!(told, [""; 0], "what a client says is never changed");
    assert!(delivered.at_server == recording.client, "{}", recording.name);
    let told = check(&recording.server, &delivered.at_client, &rows, |row| row.is_frame(number, "s2c"));
    let address = b" 127.0.0.1:21864 CKI ";
    let named = recording.server.windows(address.len()).filter(|bytes| bytes == address).count();
    assert_eq!(told.len(), named, "every redirect is found, wherever it stands: {}", recording.name);
    told
}

/// The rows hold what was recorded and what arrived, which differ in the addresses of redirects only: the new ones are
/// returned.
fn check(
    recorded: &[u8],
    delivered: &[u8],
    rows: &[Row],
    of_direction: impl Fn(&Row) -> bool,
) -> Vec<String> {
    let frames: Vec<&Row> = rows.iter().filter(|row| of_direction(row)).collect();
    let received: Vec<u8> = frames.iter().flat_map(|row| row.received()).collect();
    let sent: Vec<u8> = frames.iter().flat_map(|row| row.sent()).collect();
    assert!(received == recorded, "recorded {}\nin the rows {}", escaped(recorded), escaped(&received));
    assert!(sent == delivered, "delivered {}\nin the rows {}", escaped(delivered), escaped(&sent));
    let rewritten = frames.iter().filter(|row| row.has_flag("rewritten"));
    let unflagged = frames.iter().find(|row| row.sent() != row.received() && !row.has_flag("rewritten"));
    assert!(unflagged.is_none(), "{unflagged:?}");
    rewritten.map(|row| new_address(&row.received(), &row.sent())).collect()
}

/// The one word in which two lines differ: argument 3 of XFR or argument 2 of RNG.
fn new_address(received: &[u8], sent: &[u8]) -> String {
    let words = |line: &[u8]| line.split(|&byte| byte == b' ').map(<[u8]>::to_vec).collect::<Vec<_>>();
    let (mut before, after) = (words(received), words(sent));
    let place = match before[0].as_slice() {
        b"XFR" => 3,
        b"RNG" => 2,
        _ => panic!("{} was rewritten", escaped(received)),
    };
    before[place].clone_from(&after[place]);
    assert_eq!(before, after, "only the address differs");
    String::from_utf8(after[place].clone()).expect("an address")
}

/// Both ends send everything at the same time, in writes of this size, and then end.
fn at_once(session: Session, recording: &Recording, size: usize) -> Delivered {
    let send = |mut peer: Peer, bytes: &[u8]| {
        let size = size.min(bytes.len()).max(1);
        for piece in bytes.chunks(size) {
            peer.send(piece);
            thread::yield_now(); // so that the proxy reads it before the next one comes
        }
        peer.finish();
    };
    let (client, server) = (session.client.split(), session.server.split());
    let (mut at_client, mut at_server) = (session.client, session.server);
    thread::scope(|scope| {
        scope.spawn(|| send(client, &recording.client));
        scope.spawn(|| send(server, &recording.server));
        let at_server = scope.spawn(move || at_server.receive_all());
        Delivered {
            at_client: at_client.receive_all(),
            at_server: at_server.join().expect("an end at the server"),
        }
    })
}

/// The ends send the recorded pieces in the recorded order: each leaves once what came before it has arrived.
pub(crate) fn as_recorded(session: Session, recording: &Recording) -> Delivered {
    let mut to_server = Way::new(Direction::ClientToServer, session.client.split(), session.server.split());
    let mut to_client = Way::new(Direction::ServerToClient, session.server, session.client);
    for &Segment { from_client, length } in &recording.segments {
        let (way, bytes) = match from_client {
            true => (&mut to_server, &recording.client),
            false => (&mut to_client, &recording.server),
        };
        match length {
            Some(length) => way.pass(&bytes[way.sent..way.sent + length]),
            None => way.finish(),
        }
    }
    // Some recordings stop before the server's end.
    to_server.finish();
    to_client.finish();
    Delivered { at_server: to_server.arrived, at_client: to_client.arrived }
}

/// One direction of a connection, from one end through the proxy to the other.
struct Way {
    from: Peer,
    to: Peer,
    /// Counts the frames sent, whose lengths before rewriting are known.
    departing: Frames,
    /// Counts the frames that arrived.
    arriving: Frames,
    sent: usize,
    arrived: Vec<u8>,
    finished: bool,
}

impl Way {
    fn new(direction: Direction, from: Peer, to: Peer) -> Way {
        Way {
            from,
            to,
            departing: Frames::new(direction),
            arriving: Frames::new(direction),
            sent: 0,
            arrived: Vec::new(),
            finished: false,
        }
    }

    /// Sends these bytes and waits until every frame that they complete has arrived.
    fn pass(&mut self, bytes: &[u8]) {
        self.from.send(bytes);
        self.sent += bytes.len();
        self.departing.read(bytes);
        let mut buffer = [0; 8192];
        while self.arriving.count < self.departing.count {
            let count = self.to.receive(&mut buffer).expect("more frames");
            assert_ne!(count, 0, "an end after {} of {} frames", self.arriving.count, self.departing.count);
            self.arriving.read(&buffer[..count]);
            self.arrived.extend_from_slice(&buffer[..count]);
        }
    }

    fn finish(&mut self) {
        if !self.finished {
            self.from.finish();
            self.arrived.extend(self.to.receive_all());
        }
        self.finished = true;
    }
}

/// Counts the frames in a stream of bytes.
struct Frames {
    deframer: Deframer,
    begun: Vec<u8>,
    count: usize,
}

impl Frames {
    fn new(direction: Direction) -> Frames {
        Frames { deframer: Deframer::new(direction), begun: Vec::new(), count: 0 }
    }

    fn read(&mut self, bytes: &[u8]) {
        self.begun.extend_from_slice(bytes);
        while let Some(frame) = self.deframer.next_frame(&self.begun) {
            let length = frame.bytes.len();
            self.begun.drain(..length);
            self.count += 1;
        }
    }
}
