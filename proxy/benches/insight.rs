//! What understanding costs: a fold of each kind alone, and all of them, over what a busy proxy sees; and what it costs to
//! keep that in a file and to read it again.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use msnp::{Address, Direction};
use nudge_proxy::insight::{Insight, Pairs, Sheets, Threads};
use nudge_proxy::saved::{Archive, Recorder, Told, Volumes};
use nudge_proxy::transcript::{Draft, Entry, Event, Origin, Passed, SessionId, Transcript, Window};
use std::hint::black_box;
use std::sync::Arc;
use std::time::{Instant, SystemTime};

/// Enough that nothing is forgotten.
const MEMORY: usize = 64 * 1024 * 1024;

/// Connections open at once, taking turns.
const SESSIONS: u32 = 200;

/// How often each of them says all of it.
const ROUNDS: usize = 20;

/// What a client (`>`) and its server (`<`) say.
const SAID: &[&str] = &[
    ">VER 1 MSNP12 CVR0",
    "<VER 1 MSNP12",
    ">CVR 2 0x0409 winnt 5.1 i386 MSNMSGR 8.0.0812 msmsgs alice@example.org",
    "<CVR 2 8.0.0812 8.0.0812 8.0.0812 http://dl.example.net/a http://info.example.net/",
    ">USR 3 TWN I alice@example.org",
    "<USR 3 TWN S ct=1190042501,rver=5.0.3270.0,wp=FS_40SEC_0_COMPACT,lc=1033,id=507",
    ">SYN 5 0 0",
    "<SYN 5 2004-07-01T00:00:00.0-07:00 2004-07-01T00:00:01.0-07:00 2 1",
    "<GTC A",
    "<LSG Friends 1f2e3d4c-0000-4000-8000-000000000001",
    "<LST N=bob@example.org F=Bob C=aaaaaaaa-0000-4000-8000-0000000000b0 11 1",
    "<LST N=carol@example.org F=Carol C=aaaaaaaa-0000-4000-8000-0000000000c0 11 1",
    ">CHG 9 NLN 268435492 0",
    "<CHG 9 NLN 268435492 0",
    "<ILN 9 AWY bob@example.org Bob 268435492",
    "<NLN BSY bob@example.org Bob 268435492",
    "<NLN NLN bob@example.org Bob 268435492",
    ">PNG",
    "<QNG 50",
    ">MSG 10 N 0",
    ">MSG 11 A 0",
    "<MSG bob@example.org Bob 0",
    "<ACK 11",
    "<MSG bob@example.org Bob 0",
    ">MSG 12 U 0",
];

fn busy() -> Transcript {
    let transcript = Transcript::new(MEMORY, 1, (Instant::now(), SystemTime::now()));
    let end = "127.0.0.1:1863".parse().expect("an address");
    for session in 1..=SESSIONS {
        let upstream = Address::new("messenger.example", 1863);
        let opened = Event::Opened { client: end, listen: end, upstream, followed: None };
        transcript.record_event(Instant::now(), Some(SessionId(session)), &opened);
    }
    for line in (0..ROUNDS).flat_map(|_| SAID) {
        let (direction, origin) = match line.starts_with('>') {
            true => (Direction::ClientToServer, Origin::Client),
            false => (Direction::ServerToClient, Origin::Server),
        };
        let bytes = format!("{}\r\n", &line[1..]);
        for session in 1..=SESSIONS {
            let passed = Passed::plain(direction, origin, bytes.as_bytes());
            transcript.record(Instant::now(), Some(SessionId(session)), [Draft::Frame(passed)]);
        }
    }
    transcript
}

fn folding(criterion: &mut Criterion) {
    let transcript = busy();
    let look = transcript.look(Window::From(1), usize::MAX);
    let entries: Vec<Entry<'_>> = look.entries().collect();
    let mut group = criterion.benchmark_group("folding");
    group.throughput(Throughput::Elements(entries.len() as u64));
    group.bench_function("threads", |bencher| {
        bencher.iter(|| {
            let mut threads = Threads::default();
            entries.iter().for_each(|entry| threads.fold(entry));
            black_box(threads.next())
        });
    });
    group.bench_function("pairs", |bencher| {
        bencher.iter(|| {
            let mut pairs = Pairs::default();
            entries.iter().for_each(|entry| pairs.fold(entry));
            black_box(pairs.next())
        });
    });
    group.bench_function("threads and pairs, read from the ring", |bencher| {
        bencher.iter(|| {
            let (mut threads, mut pairs) = (Threads::default(), Pairs::default());
            for entry in look.entries() {
                threads.fold(&entry);
                pairs.fold(&entry);
            }
            black_box((threads.next(), pairs.next()))
        });
    });
    group.finish();
}

/// A saved transcript, from its files to what is understood of it, and to a ring that can be shown.
fn reading(criterion: &mut Criterion) {
    let (transcript, folder) = (Arc::new(busy()), tempfile::tempdir().expect("a temporary folder"));
    let file = folder.path().join("busy.ndjson");
    let entries = transcript.head() - 1;
    let mut group = criterion.benchmark_group("saved");
    group.throughput(Throughput::Elements(entries));
    group.bench_function("recording", |bencher| {
        bencher.iter(|| {
            // Where there is one already, it is made anew.
            let _ = std::fs::remove_file(&file);
            let volumes = Volumes::create(&file).expect("a file");
            let mut recorder = Recorder::new(transcript.clone(), volumes, u64::MAX);
            while recorder.step().expect("a disk with room") {}
        });
    });
    let files = [file];
    let archive = || Archive::open(&files).expect("a saved transcript");
    group.bench_function("reading", |bencher| {
        bencher.iter(|| {
            let mut next = 0;
            archive().read(|told| {
                if let Told::Entry(entry) = told {
                    next = entry.next();
                }
            });
            assert_eq!(next, transcript.head());
        });
    });
    group.bench_function("reading and folding", |bencher| {
        bencher.iter(|| {
            let mut insight = Insight::within(MEMORY);
            archive().read(|told| {
                if let Told::Entry(entry) = told {
                    insight.fold(&entry);
                }
            });
            assert_eq!(insight.next(), transcript.head());
        });
    });
    group.bench_function("reading into a ring, with the sessions' sheets", |bencher| {
        bencher.iter(|| {
            let archive = archive();
            let (restored, mut sheets) = (archive.transcript(MEMORY), Sheets::default());
            archive.read(|told| {
                if let Told::Entry(entry) = told {
                    sheets.fold(&entry);
                    restored.restore(&entry);
                }
            });
            assert_eq!(restored.head(), transcript.head());
        });
    });
    group.finish();
}

criterion_group!(benches, folding, reading);
criterion_main!(benches);
