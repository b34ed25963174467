//! How many frames a second one core explains, beside merely framing and reading the same bytes.
//!
//! `cargo bench -p msnp --bench explain` prints criterion's figures, elements a second included. Short commands are what
//! a sign-in and presence bring; messages have a payload.

use criterion::{Criterion, Throughput};
use msnp::explain::{Context, explain};
use msnp::{Command, Deframer, Dialect, Direction, Frame, Role};
use std::hint::black_box;
use std::path::Path;
use std::time::Duration;

fn main() {
    let mut criterion = Criterion::default()
        .sample_size(20)
        .warm_up_time(Duration::from_secs(1))
        .measurement_time(Duration::from_secs(3))
        .configure_from_args();
    let mixes = [
        ("short commands", short_commands(), Role::NotificationServer),
        ("messages with payload", messages(), Role::Switchboard),
        ("presence with details", details(), Role::NotificationServer),
        ("recorded switchboards", recorded(), Role::Switchboard),
    ];
    for (name, wire, role) in &mixes {
        let frames = frames(wire);
        let context =
            Context { direction: Direction::ServerToClient, role: Some(*role), dialect: Some(Dialect(15)) };
        let mut group = criterion.benchmark_group(*name);
        group.throughput(Throughput::ElementsAndBytes {
            elements: frames.len() as u64,
            bytes: wire.len() as u64,
        });
        group.bench_function("read", |bencher| {
            bencher.iter(|| {
                for frame in &frames {
                    black_box(Command::read(black_box(frame)));
                }
            });
        });
        group.bench_function("explain", |bencher| {
            bencher.iter(|| {
                for frame in &frames {
                    black_box(explain(black_box(frame), &context));
                }
            });
        });
        group.finish();
    }
    criterion.final_summary();
}

fn frames(wire: &[u8]) -> Vec<Frame<'_>> {
    let mut deframer = Deframer::new(Direction::ServerToClient);
    let (mut frames, mut at) = (Vec::new(), 0);
    while let Some(frame) = deframer.next_frame(&wire[at..]) {
        at += frame.bytes.len();
        frames.push(frame);
    }
    frames
}

/// What passes without a payload while somebody is signed in.
fn short_commands() -> Vec<u8> {
    let mut wire = String::new();
    for contact in 0..100 {
        let who = format!("contact{contact}@example.org");
        wire += &format!("ILN 9 NLN {who} 1 Contact%20{contact} 1074004004 0\r\n");
        wire += &format!("NLN AWY {who} 1 Contact%20{contact} 1074004004 0\r\nFLN {who} 1 0\r\nQNG 60\r\n");
        wire += &format!(
            "RNG 11752013 198.51.100.20:1863 CKI 849102291.5 {who} Contact U messenger.msn.com 1\r\n"
        );
        wire += "CHG 12 BSY 1074004004 0\r\nADL 14 OK\r\nQRY 15\r\n913 16\r\nXFR 17 SB 198.51.100.20:1863 CKI 17.1 U messenger.msn.com 1\r\n";
    }
    wire.into_bytes()
}

/// What people say, with its font.
fn messages() -> Vec<u8> {
    let text = "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=UTF-8\r\n\
                X-MMS-IM-Format: FN=Tahoma; EF=B; CO=800000; CS=0; PF=22\r\n\r\nhello bob, how are you?";
    let typing = "MIME-Version: 1.0\r\nContent-Type: text/x-msmsgscontrol\r\nTypingUser: alice@example.org\r\n\r\n\r\n";
    let nudge = "MIME-Version: 1.0\r\nContent-Type: text/x-msnmsgr-datacast\r\n\r\nID: 1\r\n\r\n";
    let message = |text: &str| format!("MSG alice@example.org Alice {}\r\n{text}", text.len());
    [message(text), message(typing), message(nudge)].concat().repeat(100).into_bytes()
}

/// Personal messages.
fn details() -> Vec<u8> {
    let psm = "<Data><PSM>song number 5 &amp; more</PSM><CurrentMedia></CurrentMedia></Data>";
    format!("UBX bob@example.org 1 {}\r\n{psm}", psm.len()).repeat(100).into_bytes()
}

/// P2P, for the most part.
fn recorded() -> Vec<u8> {
    let captures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/captures");
    let files = ["purple-p9/08-sb-s2c.bin", "purple-p15/09-sb-s2c.bin", "amsn-msnp12/06-sb-s2c.bin"];
    files.map(|file| std::fs::read(captures.join(file)).expect("recordings are committed")).concat()
}
