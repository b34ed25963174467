//! What a busy proxy sees: what was recorded, over and over, and a hundred couples who chat.

use msnp::{Address, Deframer, Direction, Redirect};
use nudge_proxy::transcript::{Draft, Ending, Event, Origin, Party, Passed, SessionId, Tally, Transcript};
use serde_json::Value;
use std::path::Path;
use std::time::{Duration, Instant, SystemTime};

/// Enough that nothing is forgotten.
pub(crate) const MEMORY: usize = 256 * 1024 * 1024;

/// How often each recording is played.
const TIMES: u32 = 20;

/// Couples who chat, all at the same time. Either has a notification server and a switchboard.
const COUPLES: u32 = 100;

/// How often they do what is in [`CHAT`].
const ROUNDS: u32 = 40;

/// What each of a couple says to (`>`) and hears from (`<`) the notification server: `1` is hers, `2` his.
const SIGN_IN: &[&str] = &[
    "1>VER 1 MSNP12 CVR0",
    "1<VER 1 MSNP12",
    "1>CVR 2 0x0409 winnt 5.1 i386 MSNMSGR 7.5.0324 msmsgs {a}",
    "1<CVR 2 7.5.0324 7.5.0324 7.5.0324 http://messenger.example/ http://messenger.example/",
    "1>USR 3 TWN I {a}",
    "1<USR 3 TWN S ct=1190042501,rver=5.0.3270.0,wp=FS_40SEC_0_COMPACT,lc=1033,id=507",
    "1>USR 4 TWN S t=secret&p=",
    "1<USR 4 OK {a} 1 0",
    "1>SYN 5 0 0",
    "1<SYN 5 2004-07-01T00:00:00.0-07:00 2004-07-01T00:00:01.0-07:00 2 1",
    "1<GTC A",
    "1<BLP AL",
    "1<LSG Friends 1f2e3d4c-0000-4000-8000-000000000001",
    "1<LST N={b} F=Him C=aaaaaaaa-0000-4000-8000-0000000000b0 11 1 1f2e3d4c-0000-4000-8000-000000000001",
    "1<LST N=carol@example.org F=Carol C=aaaaaaaa-0000-4000-8000-0000000000c0 11 1 1f2e3d4c-0000-4000-8000-000000000001",
    "1>CHG 6 NLN 268435492 0",
    "1<CHG 6 NLN 268435492 0",
    "1<ILN 6 AWY {b} Him 268435492 0",
];

/// How they come together: `3` is her switchboard, `4` his.
const CALL: &[&str] = &[
    "1>XFR 7 SB",
    "1<XFR 7 SB 127.0.0.1:1865 CKI 17262740.1050826919.{n}",
    "3 follows",
    "3>USR 1 {a} 17262740.1050826919.{n}",
    "3<USR 1 OK {a} Her",
    "3>CAL 2 {b}",
    "3<CAL 2 RINGING {n}",
    "2<RNG {n} 127.0.0.1:1865 CKI 849102291.{n} {a} Her",
    "4 follows",
    "4>ANS 1 {b} 849102291.{n} {n}",
    "4<IRO 1 1 1 {a} Her 268435492",
    "4<ANS 1 OK",
    "3<JOI {b} Him 268435492",
];

/// What goes on all evening; `t` is a transaction id.
const CHAT: &[&str] = &[
    "3>MSG {t} U {len}|MIME-Version: 1.0|Content-Type: text/x-msmsgscontrol|TypingUser: {a}|||",
    "4<MSG {a} Her {len}|MIME-Version: 1.0|Content-Type: text/x-msmsgscontrol|TypingUser: {a}|||",
    "3>MSG {t} N {len}|MIME-Version: 1.0|Content-Type: text/plain; charset=UTF-8|X-MMS-IM-Format: FN=Segoe%20UI; EF=; CO=800000; CS=0; PF=22||did you see what happened to the tram today, they closed the whole line {r}",
    "4<MSG {a} Her {len}|MIME-Version: 1.0|Content-Type: text/plain; charset=UTF-8|X-MMS-IM-Format: FN=Segoe%20UI; EF=; CO=800000; CS=0; PF=22||did you see what happened to the tram today, they closed the whole line {r}",
    "4>MSG {t} U {len}|MIME-Version: 1.0|Content-Type: text/x-msmsgscontrol|TypingUser: {b}|||",
    "3<MSG {b} Him {len}|MIME-Version: 1.0|Content-Type: text/x-msmsgscontrol|TypingUser: {b}|||",
    "4>MSG {u} A {len}|MIME-Version: 1.0|Content-Type: text/plain; charset=UTF-8|X-MMS-IM-Format: FN=Tahoma; EF=B; CO=0; CS=0; PF=22||no {r}",
    "3<MSG {b} Him {len}|MIME-Version: 1.0|Content-Type: text/plain; charset=UTF-8|X-MMS-IM-Format: FN=Tahoma; EF=B; CO=0; CS=0; PF=22||no {r}",
    "4<ACK {u}",
    "1<NLN BSY {b} Him 268435492 0",
    "1<UBX carol@example.org {len}|<Data><PSM>song number {t}</PSM><CurrentMedia></CurrentMedia></Data>",
    "1>PNG",
    "1<QNG 50",
];

/// A transcript that is being written.
struct Diary {
    transcript: Transcript,
    began: Instant,
}

impl Diary {
    fn new() -> Diary {
        let began = Instant::now();
        Diary { transcript: Transcript::new(MEMORY, 1, (began, SystemTime::now())), began }
    }

    /// A millisecond to an entry.
    fn now(&self) -> Instant {
        self.began + Duration::from_millis(self.transcript.head())
    }

    fn opened(&self, session: u32, followed: Option<u64>) {
        let end = "127.0.0.1:1863".parse().expect("an address");
        let opened = Event::Opened {
            client: end,
            listen: end,
            upstream: Address::new("messenger.example", 1863),
            followed,
        };
        self.transcript.record_event(self.now(), Some(SessionId(session)), &opened);
    }

    fn closed(&self, session: u32) {
        let (tally, ended_by, how) = (Tally::default(), Party::Client, Ending::Finished);
        let closed = Event::Closed { client_to_server: tally, server_to_client: tally, ended_by, how };
        self.transcript.record_event(self.now(), Some(SessionId(session)), &closed);
    }

    fn passed(&self, session: u32, direction: Direction, bytes: &[u8]) -> u64 {
        let origin = match direction {
            Direction::ClientToServer => Origin::Client,
            Direction::ServerToClient => Origin::Server,
        };
        let frame = Draft::Frame(Passed::plain(direction, origin, bytes));
        self.transcript.record(self.now(), Some(SessionId(session)), [frame]).start
    }
}

/// The recordings, one after the other, as often as [`TIMES`] says.
pub(crate) fn recorded() -> Transcript {
    let (diary, mut session) = (Diary::new(), 0);
    let recordings = ["purple-p9", "amsn-msnp12", "purple-p15"].map(recording);
    for play in 0..TIMES {
        for connection in recordings.iter().flatten() {
            session += 1;
            diary.opened(session, None);
            for (direction, frame) in connection {
                diary.passed(session, *direction, &renumbered(frame, play));
            }
            diary.closed(session);
        }
    }
    diary.transcript
}

/// With packet numbers and a switchboard session of this play's own, as if the clients had chosen anew.
fn renumbered(frame: &[u8], play: u32) -> Vec<u8> {
    let mut frame = frame.to_vec();
    let find = |frame: &[u8], wanted: &[u8]| frame.windows(wanted.len()).position(|window| window == wanted);
    if let Some(head) = find(&frame, b"application/x-msnmsgrp2p")
        && let Some(end) = find(&frame[head..], b"\r\n\r\n")
    {
        let packet = head + end + 4;
        for at in [packet + 4, packet + 32] {
            let number = frame[at..at + 4].try_into().map_or(0, u32::from_le_bytes);
            frame[at..at + 4].copy_from_slice(&number.wrapping_add(play).to_le_bytes());
        }
    } else if [&b"CAL "[..], b"ANS ", b"RNG "].iter().any(|verb| frame.starts_with(verb)) {
        // The last digits of the longest number.
        let words =
            frame.split(|byte| b" \r".contains(byte)).filter(|word| word.iter().all(u8::is_ascii_digit));
        let id = words.max_by_key(|word| word.len()).filter(|word| word.len() > 4).map(<[u8]>::to_vec);
        if let Some(at) = id.and_then(|id| find(&frame, &id).map(|at| at + id.len() - 3)) {
            frame[at..at + 3].copy_from_slice(format!("{play:03}").as_bytes());
        }
    }
    frame
}

type Connection = Vec<(Direction, Vec<u8>)>;

/// Each connection's frames, in the order they ended in.
fn recording(name: &str) -> Vec<Connection> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/captures").join(name);
    let index = std::fs::read(folder.join("index.json")).expect("a recording");
    let index: Vec<Value> = serde_json::from_slice(&index).expect("JSON");
    index
        .iter()
        .filter(|connection| connection["kind"] != "http")
        .map(|told| connection(&folder, told))
        .collect()
}

fn connection(folder: &Path, told: &Value) -> Connection {
    let mut streams = Direction::BOTH.map(|direction| {
        let file = told[direction.short()]["file"].as_str().expect("a file");
        (Deframer::new(direction), std::fs::read(folder.join(file)).expect("bytes"), 0, 0)
    });
    let mut frames = Vec::new();
    for segment in told["segments"].as_array().expect("segments") {
        let Some(size) = segment[2].as_u64() else { continue };
        let way = usize::from(segment[1] == "s2c");
        let (deframer, bytes, arrived, framed) = &mut streams[way];
        *arrived += usize::try_from(size).expect("a size");
        while let Some(frame) = deframer.next_frame(&bytes[*framed..*arrived]) {
            *framed += frame.bytes.len();
            frames.push((Direction::BOTH[way], frame.bytes.to_vec()));
        }
    }
    frames
}

/// Couples who sign in, call each other and chat, taking turns.
pub(crate) fn chatting() -> Transcript {
    let mut evening = Evening { diary: Diary::new(), newest: vec![None; COUPLES as usize] };
    (0..COUPLES).for_each(|couple| (1..=2).for_each(|who| evening.diary.opened(couple * 4 + who, None)));
    evening.play(SIGN_IN, 0);
    // His is hers with the names the other way round.
    let his: Vec<String> = SIGN_IN.iter().map(|line| his(line)).collect();
    evening.play(&his.iter().map(String::as_str).collect::<Vec<_>>(), 0);
    evening.play(CALL, 0);
    (0..ROUNDS).for_each(|round| evening.play(CHAT, round));
    evening.diary.transcript
}

fn his(line: &str) -> String {
    let swapped = line.replace("{a}", "{c}").replace("{b}", "{a}").replace("{c}", "{b}");
    format!("2{}", &swapped[1..])
}

struct Evening {
    diary: Diary,
    /// Where each couple was sent last.
    newest: Vec<Option<u64>>,
}

impl Evening {
    /// Each line by each couple in turn.
    fn play(&mut self, lines: &[&str], round: u32) {
        for (line, trid) in lines.iter().zip(round * 20 + 10..) {
            (0..COUPLES).for_each(|couple| self.say(couple, line, trid));
        }
    }

    fn say(&mut self, couple: u32, line: &str, trid: u32) {
        let session = couple * 4 + u32::from(line.as_bytes()[0] - b'0');
        let newest = &mut self.newest[couple as usize];
        if line.ends_with(" follows") {
            return self.diary.opened(session, *newest);
        }
        let direction = match line.as_bytes()[1] {
            b'>' => Direction::ClientToServer,
            _ => Direction::ServerToClient,
        };
        let bytes = told(&line[2..], couple, trid);
        let entry = self.diary.passed(session, direction, &bytes);
        let frame = msnp::Frame { bytes: &bytes, opaque: false };
        if msnp::Command::read(&frame).is_some_and(|command| Redirect::find(&command).is_some()) {
            *newest = Some(entry);
        }
    }
}

/// A line with what stands for something filled in; `|` ends the command's line and those of its payload.
fn told(line: &str, couple: u32, trid: u32) -> Vec<u8> {
    let text = line
        .replace("{a}", &format!("alice{couple}@example.org"))
        .replace("{b}", &format!("bob{couple}@example.org"))
        .replace("{n}", &(10_000 + couple).to_string())
        .replace("{t}", &trid.to_string())
        // The same at both ends, and in what is said and what acknowledges it.
        .replace("{r}", &(trid / 20).to_string())
        .replace("{u}", &(trid / 20 * 20 + 1_000_000).to_string());
    match text.split_once('|') {
        None => format!("{text}\r\n").into_bytes(),
        Some((head, payload)) => {
            let payload = payload.replace('|', "\r\n");
            let head = head.replace("{len}", &payload.len().to_string());
            format!("{head}\r\n{payload}").into_bytes()
        }
    }
}
