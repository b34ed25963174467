//! What understanding the wire costs, beside merely finding its line ends in the same bytes.
//!
//! `cargo bench -p msnp` prints criterion's figures per step, then one table of all steps measured in turn in the same
//! run, whose ratios hold on any machine.

use criterion::{Criterion, Throughput};
use msnp::{Command, Deframer, Direction, Frame, Redirect, secret};
use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

/// What the relay reads at once.
const BUFFER: usize = 64 * 1024;
/// Enough that no cache holds all of it.
const MIX: usize = 8 * 1024 * 1024;
/// Passes of the table; odd, so that one is in the middle.
const PASSES: usize = 15;

type Step = fn(&[u8]) -> usize;

/// Each does what the one before does, and one thing more. All return how many frames or lines there were.
const STEPS: &[(&str, Step)] = &[
    ("find every LF", find_lines),
    ("deframe", |wire| each_frame(wire, |_| {})),
    ("and read commands", |wire| {
        each_frame(wire, |frame| {
            black_box(Command::read(frame));
        })
    }),
    ("and judge redirects", |wire| each_frame(wire, judge)),
    ("and find secrets", |wire| {
        each_frame(wire, |frame| {
            judge(frame);
            black_box(secret::secrets(Direction::ServerToClient, frame));
        })
    }),
];

fn main() {
    let mixes = [("conversation", conversation()), ("presence", presence())];
    let mut criterion = Criterion::default()
        .sample_size(20)
        .warm_up_time(Duration::from_secs(1))
        .measurement_time(Duration::from_secs(3))
        .configure_from_args();
    for (mix, wire) in &mixes {
        let mut group = criterion.benchmark_group(*mix);
        let (elements, bytes) = (each_frame(wire, |_| {}) as u64, wire.len() as u64);
        group.throughput(Throughput::ElementsAndBytes { elements, bytes });
        for (name, step) in STEPS {
            group.bench_function(*name, |bencher| bencher.iter(|| step(black_box(wire))));
        }
        group.finish();
    }
    criterion.final_summary();
    if std::env::args().any(|argument| argument == "--bench") {
        for (mix, wire) in &mixes {
            print_table(mix, wire);
        }
    }
}

/// All steps in turn, so that what else the machine does falls on all alike, and the medians.
#[allow(clippy::print_stdout, reason = "the table is what this program is for")]
fn print_table(mix: &str, wire: &[u8]) {
    let mut times = vec![Vec::new(); STEPS.len()];
    for _ in 0..PASSES {
        for ((_, step), times) in STEPS.iter().zip(&mut times) {
            let start = Instant::now();
            black_box(step(black_box(wire)));
            times.push(start.elapsed());
        }
    }
    let medians: Vec<f64> = times.iter_mut().map(|times| median(times)).collect();
    let frames = each_frame(wire, |_| {});
    println!(
        "\n{mix}: {frames} frames of {} bytes on average, {BUFFER} bytes at a time",
        wire.len() / frames
    );
    for ((name, _), seconds) in STEPS.iter().zip(&medians) {
        println!(
            "  {name:20} {:7.1} ns/frame  {:6.3} ns/byte  {:5.2} times finding line ends",
            seconds * 1e9 / frames as f64,
            seconds * 1e9 / wire.len() as f64,
            seconds / medians[0],
        );
    }
}

fn median(times: &mut [Duration]) -> f64 {
    times.sort_unstable();
    times[times.len() / 2].as_secs_f64()
}

fn find_lines(wire: &[u8]) -> usize {
    wire.chunks(BUFFER).map(|read| memchr::memchr_iter(b'\n', black_box(read)).map(black_box).count()).sum()
}

/// Cuts the wire into frames as the relay does: what a read left over is looked at again with the next one.
fn each_frame(wire: &[u8], mut look_at: impl FnMut(&Frame<'_>)) -> usize {
    let mut deframer = Deframer::new(Direction::ServerToClient);
    let (mut at, mut frames) = (0, 0);
    let mut received = 0;
    while received < wire.len() {
        received = wire.len().min(received + BUFFER);
        while let Some(frame) = deframer.next_frame(&wire[at..received]) {
            at += frame.bytes.len();
            frames += 1;
            look_at(black_box(&frame));
        }
    }
    frames
}

/// What the relay asks of every frame from a server.
fn judge(frame: &Frame<'_>) {
    if let Some(command) = Command::read(frame) {
        black_box(Redirect::find(&command));
    }
}

/// What a client receives while people talk: the recorded switchboards, with text between.
fn conversation() -> Vec<u8> {
    let captures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/captures");
    let files = [
        "purple-p9/06-sb-s2c.bin",
        "purple-p9/08-sb-s2c.bin",
        "purple-p9/09-sb-s2c.bin",
        "purple-p15/09-sb-s2c.bin",
        "amsn-msnp12/06-sb-s2c.bin",
        "purple-p15/00-ns-s2c.bin",
    ];
    let recorded = files.map(|file| std::fs::read(captures.join(file)).expect("recordings are committed"));
    let text = "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=UTF-8\r\n\
                X-MMS-IM-Format: FN=Tahoma; EF=B; CO=800000; CS=0; PF=22\r\n\r\nhello bob, how are you?";
    let talk = format!("MSG alice@example.org Alice {}\r\n{text}ACK 7\r\n", text.len()).repeat(40);
    repeated(&[recorded.concat(), talk.into_bytes()].concat())
}

/// What a client receives when it signs in or idles: presence, personal messages, now and then an invitation.
fn presence() -> Vec<u8> {
    let mut wire = String::new();
    for contact in 0..100 {
        let who = format!("contact{contact}@example.org");
        let psm = format!("<Data><PSM>song number {contact}</PSM><CurrentMedia></CurrentMedia></Data>");
        wire += &format!("NLN NLN {who} 1 Contact%20{contact} 1074004004 0\r\n");
        wire += &format!("UBX {who} 1 {}\r\n{psm}", psm.len());
        wire += &format!("NLN AWY {who} 1 Contact%20{contact} 1074004004 0\r\nFLN {who} 1 0\r\nQNG 60\r\n");
        if contact % 20 == 0 {
            wire += &format!("RNG 11752013 198.51.100.20:1863 CKI 849102291.520491113 {who} Contact\r\n");
        }
    }
    repeated(wire.as_bytes())
}

fn repeated(wire: &[u8]) -> Vec<u8> {
    wire.repeat(MIX.div_ceil(wire.len()))
}
