//! Whatever people do with what passes, nothing is lost, doubled or out of order that they did not mean to.

use crate::harness::{Bench, rest, send};
use msnp::Direction::{ClientToServer, ServerToClient};
use msnp::{Deframer, Direction};
use nudge_proxy::filter::Filter;
use nudge_proxy::relay::{Limits, Release};
use nudge_proxy::transcript::{Event, Origin, Releaser, SessionId, Transcript, What, Window};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;

const SESSION: SessionId = SessionId(1);

/// How many sequences are played.
const SEQUENCES: u32 = 500;

/// What people and peers do.
#[derive(Clone, Debug)]
enum Act {
    /// The client or the server sends so many frames, in pieces of so many bytes.
    Send(Direction, usize, usize),
    Hold(&'static str),
    /// The n-th of what is held.
    Decide(usize, Deed),
    ReleaseAll,
    HandsOff,
    Inject(Direction),
    InjectHidden,
    /// No more is said from this end.
    End(Direction),
}

#[derive(Clone, Copy, Debug)]
enum Deed {
    Release,
    Edit,
    Drop,
    Answer,
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let direction = || prop_oneof![Just(ClientToServer), Just(ServerToClient)];
    let filter = prop_oneof![Just(""), Just("dir:c2s"), Just("cmd:MSG"), Just("text:7"), Just("session:2")];
    let deed = prop_oneof![Just(Deed::Release), Just(Deed::Edit), Just(Deed::Drop), Just(Deed::Answer)];
    let act = prop_oneof![
        6 => (direction(), 1..6_usize, 1..40_usize).prop_map(|(way, count, cut)| Act::Send(way, count, cut)),
        2 => filter.prop_map(Act::Hold),
        10 => (0..8_usize, deed).prop_map(|(at, deed)| Act::Decide(at, deed)),
        1 => Just(Act::HandsOff),
        2 => direction().prop_map(Act::Inject),
        1 => Just(Act::InjectHidden),
        1 => prop_oneof![9 => Just(Act::ReleaseAll), 1 => direction().prop_map(Act::End)],
    ];
    prop::collection::vec(act, 20..60)
}

#[test]
fn whatever_is_done_nothing_is_lost_doubled_or_out_of_order() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let mut runner =
        TestRunner::new(Config { cases: SEQUENCES, failure_persistence: None, ..Config::default() });
    let outcome = runner.run(&acts(), |acts| runtime.block_on(play(acts)));
    outcome.unwrap_or_else(|failure| panic!("{failure}"));
    let decided = DECIDED.load(Ordering::Relaxed);
    assert!(decided > 2 * SEQUENCES as usize, "only {decided} decisions met something held");
}

/// One end of the session, as the test plays it.
struct Peer {
    stream: TcpStream,
    verb: [&'static str; 2],
    said: usize,
    ended: bool,
}

impl Peer {
    async fn say(&mut self, count: usize, cut: usize) {
        if self.ended {
            return;
        }
        let frames: Vec<u8> = (0..count).flat_map(|at| self.frame(self.said + at)).collect();
        self.said += count;
        for piece in frames.chunks(cut) {
            send(&mut self.stream, piece).await;
        }
    }

    /// Some with a payload that looks like a command.
    fn frame(&self, number: usize) -> Vec<u8> {
        match number % 3 {
            0 => format!("{} {number} N 8\r\nOUT\r\n 77", self.verb[0]).into_bytes(),
            _ => format!("{} {number}\r\n", self.verb[1]).into_bytes(),
        }
    }
}

async fn play(acts: Vec<Act>) -> Result<(), TestCaseError> {
    let limits = Limits { half_closed: Duration::from_secs(20), ..Limits::default() };
    let bench = Bench::start(limits).await;
    let (client, server) = bench.connect().await;
    for stream in [&client, &server] {
        stream.set_nodelay(true).unwrap();
    }
    let mut client = Peer { stream: client, verb: ["MSG", "XYZ"], said: 0, ended: false };
    let mut server = Peer { stream: server, verb: ["MSG", "NLN"], said: 0, ended: false };
    let mut injected: HashMap<Direction, usize> = HashMap::new();
    let mut decided = 0;
    bench.relay.hold(Filter::parse("").unwrap(), "", false);
    for act in acts {
        match act {
            Act::Send(way, count, cut) => {
                let peer = if way == ClientToServer { &mut client } else { &mut server };
                peer.say(count, cut).await;
                bench.came(way, peer.said).await;
            }
            Act::Hold(filter) => bench.relay.hold(Filter::parse(filter).unwrap(), filter, false),
            Act::Decide(at, deed) => {
                let held = bench.relay.held();
                if let Some(frame) = held.get(at % held.len().max(1)) {
                    let release = match deed {
                        Deed::Release => Release::AsItIs,
                        Deed::Edit => Release::Edited(b"EDT 1\r\n".to_vec()),
                        Deed::Drop => Release::Dropped,
                        Deed::Answer => Release::Answered(b"ANS 1\r\n".to_vec()),
                    };
                    // It may be gone a moment later, or its sender may have no ear left.
                    decided += usize::from(bench.relay.release(frame.entry, &release).is_ok());
                }
            }
            Act::ReleaseAll => bench.relay.release_all(Releaser::Person),
            Act::HandsOff => bench.relay.hands_off(),
            Act::Inject(way) => {
                if bench.relay.inject(SESSION, way, b"INJ 1\r\n".to_vec()).await.is_ok() {
                    *injected.entry(way).or_default() += 1;
                }
            }
            Act::InjectHidden => {
                if bench.relay.inject_hidden(SESSION, b"PNG\r\n".to_vec()).await.is_ok() {
                    *injected.entry(ClientToServer).or_default() += 1;
                }
            }
            Act::End(ClientToServer) => end(&mut client).await,
            Act::End(ServerToClient) => end(&mut server).await,
        }
    }
    end(&mut client).await;
    end(&mut server).await;
    bench.relay.hands_off();
    let reading = async { (rest(&mut server.stream).await, rest(&mut client.stream).await) };
    let (to_server, to_client) = tokio::select! {
        read = reading => read,
        () = let_go_on(&bench) => unreachable!("it goes on"),
    };
    let transcript = bench.end().await;
    for (way, received) in [(ClientToServer, to_server), (ServerToClient, to_client)] {
        let expected = expected(&transcript, way);
        let (own, theirs): (Vec<_>, Vec<_>) = frames(way, &received)
            .into_iter()
            .partition(|frame| frame.starts_with(b"INJ") || frame == b"PNG\r\n");
        prop_assert_eq!(
            own.len(),
            injected.get(&way).copied().unwrap_or_default(),
            "injected {}",
            way.short()
        );
        let theirs: Vec<_> = theirs.into_iter().filter(|frame| !frame.starts_with(b"ANS")).collect();
        prop_assert_eq!(shown(&theirs), shown(&expected), "{}", way.short());
    }
    DECIDED.fetch_add(decided, Ordering::Relaxed);
    Ok(())
}

/// Decisions that were taken in all sequences: without any, nothing is shown.
static DECIDED: AtomicUsize = AtomicUsize::new(0);

/// What was read a moment before hands were taken off may be held a moment after.
async fn let_go_on(bench: &Bench) {
    loop {
        bench.relay.hands_off();
        tokio::task::yield_now().await;
    }
}

async fn end(peer: &mut Peer) {
    if !std::mem::replace(&mut peer.ended, true) {
        peer.stream.shutdown().await.unwrap();
    }
}

/// What should have arrived of what the peer sent: all of it in order, but for what people did.
fn expected(transcript: &Transcript, way: Direction) -> Vec<Vec<u8>> {
    let look = transcript.look(Window::From(1), usize::MAX);
    let mut bytes: HashMap<u64, Vec<u8>> = HashMap::new();
    let mut instead: HashMap<u64, Option<u64>> = HashMap::new();
    let mut order = Vec::new();
    for entry in look.entries() {
        match entry.what {
            What::Frame(passed) => {
                bytes.insert(entry.number, passed.bytes.to_vec());
                if passed.direction == way && matches!(passed.origin, Origin::Client | Origin::Server) {
                    order.push(entry.number);
                }
            }
            What::Event(Event::Edited { entry, by }) => drop(instead.insert(entry, Some(by))),
            What::Event(Event::Dropped { entry } | Event::Answered { entry, .. }) => {
                instead.insert(entry, None);
            }
            What::Event(_) => {}
        }
    }
    let leaves = |entry: u64| match instead.get(&entry) {
        None => Some(bytes[&entry].clone()),
        Some(by) => by.map(|by| bytes[&by].clone()),
    };
    order.into_iter().filter_map(leaves).collect()
}

fn frames(direction: Direction, bytes: &[u8]) -> Vec<Vec<u8>> {
    let mut deframer = Deframer::new(direction);
    let (mut at, mut frames) = (0, Vec::new());
    while let Some(frame) = deframer.next_frame(&bytes[at..]) {
        at += frame.bytes.len();
        frames.push(frame.bytes.to_vec());
    }
    frames.extend((at < bytes.len()).then(|| bytes[at..].to_vec()));
    frames
}

fn shown(frames: &[Vec<u8>]) -> Vec<String> {
    frames.iter().map(|frame| String::from_utf8_lossy(frame).into_owned()).collect()
}
