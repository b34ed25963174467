use super::PATIENCE;
use std::fmt::Debug;
use std::io::{BufRead, BufReader, Read};
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::thread;
use std::time::{Duration, Instant};

/// The lines a program has printed so far, each parsed as it arrives, and a way to wait for the one that matters.
#[derive(Debug)]
pub(crate) struct Feed<T> {
    state: Mutex<State<T>>,
    changed: Condvar,
}

#[derive(Debug)]
struct State<T> {
    items: Vec<T>,
    paused: bool,
    ended: bool,
}

impl<T: Clone + Debug + Send + 'static> Feed<T> {
    /// Reads `source` to its end in a thread of its own.
    pub(crate) fn of(source: impl Read + Send + 'static, parse: fn(&str) -> T) -> Arc<Feed<T>> {
        let feed = Arc::new(Feed {
            state: Mutex::new(State { items: Vec::new(), paused: false, ended: false }),
            changed: Condvar::new(),
        });
        let filled = Arc::clone(&feed);
        thread::spawn(move || filled.fill(BufReader::new(source), parse));
        feed
    }

    fn fill(&self, mut source: impl BufRead, parse: fn(&str) -> T) {
        // A parser that panics on a line the program must not print ends the feed, and with it every wait.
        let _end = EndWhenDropped(self);
        let mut line = Vec::new();
        while source.read_until(b'\n', &mut line).is_ok_and(|count| count > 0) {
            let text = String::from_utf8(std::mem::take(&mut line)).expect("the program prints UTF-8 only");
            let item = parse(text.strip_suffix('\n').unwrap_or(&text));
            let mut state = self.lock();
            state.items.push(item);
            self.changed.notify_all();
            let resumed = self.changed.wait_while(state, |state| state.paused);
            drop(resumed.expect("no panic while the lock is held"));
        }
    }

    /// Stops reading, as a terminal does whose user scrolls up. What the program prints then fills the pipe.
    pub(crate) fn pause(&self) {
        self.lock().paused = true;
    }

    /// Reads on.
    pub(crate) fn resume(&self) {
        self.lock().paused = false;
        self.changed.notify_all();
    }

    /// Everything so far.
    pub(crate) fn all(&self) -> Vec<T> {
        self.lock().items.clone()
    }

    /// The first item that `wanted` accepts, as soon as there is one.
    #[track_caller]
    pub(crate) fn first(&self, wanted: impl Fn(&T) -> bool) -> T {
        self.wait(PATIENCE, 1, wanted).remove(0)
    }

    /// The same for what takes its time.
    #[track_caller]
    pub(crate) fn first_within(&self, limit: Duration, wanted: impl Fn(&T) -> bool) -> T {
        self.wait(limit, 1, wanted).remove(0)
    }

    /// The first `count` items that `wanted` accepts, as soon as there are so many.
    #[track_caller]
    pub(crate) fn several(&self, count: usize, wanted: impl Fn(&T) -> bool) -> Vec<T> {
        self.wait(PATIENCE, count, wanted)
    }

    #[track_caller]
    fn wait(&self, limit: Duration, count: usize, wanted: impl Fn(&T) -> bool) -> Vec<T> {
        let deadline = Instant::now() + limit;
        let (mut found, mut looked) = (Vec::new(), 0);
        let mut state = self.lock();
        loop {
            let new = &state.items[looked..];
            found.extend(new.iter().filter(|item| wanted(item)).take(count - found.len()).cloned());
            looked = state.items.len();
            if found.len() == count {
                return found;
            }
            let left = deadline.saturating_duration_since(Instant::now());
            if state.ended || left.is_zero() {
                let why = if state.ended { "the program said its last" } else { "time is over" };
                let items = state.items.clone();
                drop(state);
                panic!("{why}: {} of {count} found in {}", found.len(), listing(&items));
            }
            let waited = self.changed.wait_timeout(state, left);
            state = waited.expect("no panic while the lock is held").0;
        }
    }

    /// Waits until the program has closed the stream.
    #[track_caller]
    pub(crate) fn wait_for_end(&self) {
        let waited = self.changed.wait_timeout_while(self.lock(), PATIENCE, |state| !state.ended);
        let (state, timeout) = waited.expect("no panic while the lock is held");
        let items = state.items.clone();
        drop(state);
        assert!(!timeout.timed_out(), "the program does not end; it printed {}", listing(&items));
    }

    fn lock(&self) -> MutexGuard<'_, State<T>> {
        self.state.lock().expect("no panic while the lock is held")
    }
}

/// The newest items, one a line.
fn listing<T: Debug>(items: &[T]) -> String {
    const SHOWN: usize = 60;
    let newest = &items[items.len().saturating_sub(SHOWN)..];
    let lines: Vec<String> = newest.iter().map(|item| format!("\n  {item:?}")).collect();
    format!("{} items, the newest:{}", items.len(), lines.concat())
}

struct EndWhenDropped<'a, T>(&'a Feed<T>);

impl<T> Drop for EndWhenDropped<'_, T> {
    fn drop(&mut self) {
        if let Ok(mut state) = self.0.state.lock() {
            state.ended = true;
        }
        self.0.changed.notify_all();
    }
}
