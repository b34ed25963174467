//! What recording costs: batches as a pump makes them, into a ring that is already full.
//!
//! Beside it, in the same run, the least a recorder could do: copying the bytes into one buffer. With readers, what
//! they cost the writer.

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use msnp::Direction;
use nudge_proxy::transcript::{Draft, LEAST_MEMORY, Origin, Passed, SessionId, Transcript, Window};
use std::hint::black_box;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant, SystemTime};

/// The bytes of a batch: one full read.
const BATCH: usize = 64 * 1024;

/// A viewer looks this often, for at most this many bytes.
const PACE: Duration = Duration::from_millis(33);
const ANSWER: usize = 128 * 1024;

fn frame(length: usize) -> Passed<'static> {
    let bytes: &'static [u8] = vec![b'x'; length].leak();
    Passed::plain(Direction::ServerToClient, Origin::Server, bytes)
}

fn full_transcript() -> Transcript {
    let transcript = Transcript::new(LEAST_MEMORY, 1, (Instant::now(), SystemTime::now()));
    let filler = frame(BATCH);
    for _ in 0..4 * LEAST_MEMORY / BATCH {
        transcript.record(Instant::now(), None, [Draft::Frame(filler)]);
    }
    transcript
}

fn recording(criterion: &mut Criterion) {
    for length in [32, 120, 1400] {
        let frame = frame(length);
        let frames = BATCH / length;
        let mut group = criterion.benchmark_group(format!("batches of {frames} frames of {length} bytes"));
        group.throughput(Throughput::Elements(frames as u64));
        let transcript = full_transcript();
        group.bench_function("recorded", |bencher| {
            bencher.iter(|| {
                let drafts = (0..frames).map(|_| Draft::Frame(frame));
                transcript.record(Instant::now(), Some(SessionId(1)), drafts)
            });
        });
        group.bench_function("copied only", |bencher| {
            let copy = || Vec::with_capacity(BATCH);
            bencher.iter_batched_ref(
                copy,
                |copy| (0..frames).for_each(|_| copy.extend_from_slice(black_box(frame.bytes))),
                BatchSize::LargeInput,
            );
        });
        group.finish();
    }
}

fn recording_while_read(criterion: &mut Criterion) {
    let frame = frame(120);
    let frames = BATCH / 120;
    let mut group =
        criterion.benchmark_group(format!("batches of {frames} frames of 120 bytes, with viewers"));
    group.throughput(Throughput::Elements(frames as u64));
    for viewers in [0, 1, 4] {
        let transcript = full_transcript();
        let over = AtomicBool::new(false);
        std::thread::scope(|scope| {
            for _ in 0..viewers {
                scope.spawn(|| view_until(&transcript, &over));
            }
            group.bench_function(format!("{viewers}"), |bencher| {
                bencher.iter(|| {
                    let drafts = (0..frames).map(|_| Draft::Frame(frame));
                    transcript.record(Instant::now(), Some(SessionId(1)), drafts)
                });
            });
            over.store(true, Ordering::Relaxed);
        });
    }
    group.finish();
}

/// Reads as a viewer does, without showing anything.
fn view_until(transcript: &Transcript, over: &AtomicBool) {
    let mut next = 1;
    while !over.load(Ordering::Relaxed) {
        let look = transcript.look(Window::Follow(next), ANSWER);
        next = look.range.end;
        black_box(look.entries().count());
        std::thread::park_timeout(PACE);
    }
}

criterion_group!(benches, recording, recording_while_read);
criterion_main!(benches);
