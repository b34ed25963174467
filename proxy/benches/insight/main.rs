//! What understanding costs: all folds, and two of them alone, over what a busy proxy sees; and what it costs to keep that in
//! a file and to read it again.

mod busy;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use nudge_proxy::insight::{Insight, Pairs, Sheets, Threads};
use nudge_proxy::saved::{Archive, Recorder, Told, Volumes};
use nudge_proxy::transcript::{Entry, Window};
use std::sync::Arc;

/// All that is understood, over each kind of evening: at once, and read from the ring where it was recorded.
fn understanding(criterion: &mut Criterion) {
    for (name, transcript) in [("recordings", busy::recorded()), ("chat", busy::chatting())] {
        let look = transcript.look(Window::From(1), usize::MAX);
        let entries: Vec<Entry<'_>> = look.entries().collect();
        let mut insight = Insight::within(busy::MEMORY);
        entries.iter().for_each(|entry| insight.fold(entry));
        // A mix that breaks rules would measure how problems are told.
        let broken: Vec<_> = insight.problems.counts(1).map(|(rule, n)| format!("{} {n}", rule.id)).collect();
        assert!(broken.is_empty(), "{name}: {}", broken.join(", "));
        let mut group = criterion.benchmark_group(format!("understanding {name}"));
        group.throughput(Throughput::Elements(entries.len() as u64));
        group.sample_size(10);
        group.bench_function("in memory", |bencher| {
            bencher.iter_with_large_drop(|| {
                let mut insight = Insight::within(busy::MEMORY);
                entries.iter().for_each(|entry| insight.fold(entry));
                insight
            });
        });
        group.bench_function("read from the ring", |bencher| {
            bencher.iter_with_large_drop(|| {
                let mut insight = Insight::within(busy::MEMORY);
                look.entries().for_each(|entry| insight.fold(&entry));
                insight
            });
        });
        group.bench_function("threads alone", |bencher| {
            bencher.iter_with_large_drop(|| {
                let mut threads = Threads::default();
                entries.iter().for_each(|entry| threads.fold(entry));
                threads
            });
        });
        group.bench_function("pairs alone", |bencher| {
            bencher.iter_with_large_drop(|| {
                let mut pairs = Pairs::default();
                entries.iter().for_each(|entry| pairs.fold(entry));
                pairs
            });
        });
        group.finish();
    }
}

/// A saved transcript, from its files to what is understood of it, and to a ring that can be shown.
fn reading(criterion: &mut Criterion) {
    let (transcript, folder) = (Arc::new(busy::chatting()), tempfile::tempdir().expect("a temporary folder"));
    let file = folder.path().join("busy.ndjson");
    let entries = transcript.head() - 1;
    let mut group = criterion.benchmark_group("saved");
    group.throughput(Throughput::Elements(entries));
    group.bench_function("recording", |bencher| {
        bencher.iter_with_large_drop(|| {
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
        bencher.iter_with_large_drop(|| {
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
        bencher.iter_with_large_drop(|| {
            let mut insight = Insight::within(busy::MEMORY);
            archive().read(|told| {
                if let Told::Entry(entry) = told {
                    insight.fold(&entry);
                }
            });
            assert_eq!(insight.next(), transcript.head());
        });
    });
    group.bench_function("reading into a ring, with the sessions' sheets", |bencher| {
        bencher.iter_with_large_drop(|| {
            let archive = archive();
            let (restored, mut sheets) = (archive.transcript(busy::MEMORY), Sheets::default());
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

criterion_group!(benches, understanding, reading);
criterion_main!(benches);
