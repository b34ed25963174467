//! The person's place: what they look at stays where it is, whatever arrives.

use super::left_out;
use super::page::Page;
use super::watched::Watched;
use crate::harness::{Peer, Session};
use serde_json::{Value, json};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// What arrives, in entries a second.
const RATE: u64 = 5_000;

/// How often some of it is sent.
const BEAT: Duration = Duration::from_millis(10);

/// One at a time: what is asked is whether the page keeps the place, not how much a small machine can carry.
static ALONE: Mutex<()> = Mutex::new(());

/// A server that talks at [`RATE`], and a client that reads all of it.
struct Flow {
    _alone: MutexGuard<'static, ()>,
    stop: SyncSender<()>,
    sending: JoinHandle<u64>,
    receiving: JoinHandle<()>,
}

impl Flow {
    /// Every second command is of the kind the person filters for.
    fn start(session: Session) -> Flow {
        let alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
        let (stop, stopped) = sync_channel(1);
        let Session { mut client, mut server, .. } = session;
        let sending = thread::spawn(move || {
            let (start, mut sent) = (Instant::now(), 0);
            // The time between beats passes in waiting for the end.
            while stopped.recv_timeout(BEAT).is_err() {
                let due = RATE * u64::try_from(start.elapsed().as_millis()).expect("a short time") / 1000;
                server.send((sent..due).map(command).collect::<String>());
                sent = due;
            }
            server.finish();
            sent
        });
        let receiving = thread::spawn(move || {
            drain(&mut client);
        });
        Flow { _alone: alone, stop, sending, receiving }
    }

    /// Ends it. Returns how many entries it made.
    fn stop(self) -> u64 {
        self.stop.send(()).expect("it goes on until it is stopped");
        self.receiving.join().expect("the client reads to the end");
        self.sending.join().expect("the server talks to the end")
    }
}

fn command(n: u64) -> String {
    match n % 2 {
        0 => format!("NLN NLN bob{n}@example.org Bob%20{n} 0\r\n"),
        _ => format!("FLN bob{n}@example.org\r\n"),
    }
}

fn drain(client: &mut Peer) {
    let mut buffer = [0; 16 * 1024];
    while client.receive(&mut buffer).expect("a connection that ends") > 0 {}
}

/// Starts the traffic, with nobody reading the printed transcript: that takes time from the browser.
fn flowing() -> (Watched, Page, Flow) {
    let watched = Watched::start(&[]);
    let page = watched.page();
    let session = watched.session();
    watched.proxy.stdout.pause();
    let flow = Flow::start(session);
    page.until("seen.rows().at(-1)?.n > 2_000");
    (watched, page, flow)
}

/// Looks in every animation frame whether the first row in view moves, until `done`.
#[track_caller]
fn expect_one_place(page: &Page, done: &str) {
    let seen = page.eval(&format!("seen.places(() => {done})"));
    assert_eq!(seen["late"], Value::Null, "never: {done}; {seen}");
    assert_eq!(seen["places"].as_array().map(Vec::len), Some(1), "the rows moved: {seen}");
}

#[test]
fn following_stays_at_the_newest_at_five_thousand_entries_a_second() {
    if left_out() {
        return;
    }
    let (_watched, page, flow) = flowing();
    // In every frame until 5,000 more have come and five newer ones stood last, the newest one is in view.
    let seen = page.eval(
        "(async () => {
            const last = new Set();
            let away = 0;
            const from = seen.rows().at(-1).n;
            const {late = false} = await seen.places(() => {
                last.add(seen.rows().at(-1).n);
                if (!seen.atEnd() || !seen.pressed('follow')) away += 1;
                return last.size > 5 && seen.rows().at(-1).n > from + 5_000;
            });
            return {away, late, newest: last.size};
        })()",
    );
    assert_eq!((&seen["away"], &seen["late"]), (&json!(0), &json!(false)), "{seen}");
    flow.stop();
}

#[test]
fn scrolling_back_under_a_filter_keeps_the_place_at_five_thousand_entries_a_second() {
    if left_out() {
        return;
    }
    let (_watched, page, flow) = flowing();
    page.press("/");
    page.type_text("cmd:NLN");
    page.press("Enter");
    page.until(
        "location.hash.includes('filter') && seen.rows().every(({verb}) => verb === 'NLN' || verb === '')",
    );
    page.wheel("#scroller", -1500);
    page.until("!seen.pressed('follow') && !seen.atEnd()");
    settled(&page);
    expect_one_place(&page, "seen.fresh() > 3_000");

    // Near the oldest rows that are there, older ones are fetched and put above them, which moves nothing either.
    let seen = page.eval(
        "(async () => {
            document.getElementById('scroller').scrollTop = 200;
            for (let frames = 0; frames < 2; frames += 1) await new Promise(requestAnimationFrame);
            const before = seen.rows()[0].index;
            return {before, ...await seen.places(() => seen.rows()[0].index > before + 100)};
        })()",
    );
    assert!(seen["before"].as_u64() < Some(50), "the older ones were there already: {seen}");
    assert_eq!(seen["late"], Value::Null, "no older rows came: {seen}");
    assert_eq!(seen["places"].as_array().map(Vec::len), Some(1), "the rows moved: {seen}");
    expect_one_place(&page, "(globalThis.newer ??= seen.fresh()) + 2_000 < seen.fresh()");

    // Back at the end it follows again.
    page.click("#fresh");
    page.until("seen.pressed('follow') && seen.atEnd() && seen.fresh() === 0");
    let total = flow.stop();
    page.until("seen.rows().at(-1).says.includes('bob')");
    let last = (total - 1) & !1;
    page.until(&format!("seen.rows().at(-1).says.includes('bob{last}@')"));
}

#[test]
fn a_pause_freezes_the_view_counts_what_came_and_shows_it_afterwards() {
    if left_out() {
        return;
    }
    let (_watched, page, flow) = flowing();
    page.press("p");
    page.until("seen.pressed('pause')");
    let last = page.until("seen.rows().at(-1).n").as_u64().expect("a number");
    expect_one_place(&page, "seen.fresh() > 3_000");
    assert_eq!(page.eval("seen.rows().at(-1).n").as_u64(), Some(last));
    let words = page.text("document.getElementById('fresh-words').textContent");
    assert!(words.starts_with("paused · ") && words.ends_with(" came meanwhile"), "{words}");

    let total = flow.stop();
    // The session has opened with three entries or so; what came since the pause is counted one by one.
    let newest = format!("bob{}@", total - 1);
    page.until("seen.fresh() > 0 && document.getElementById('clients').textContent");
    let head = "(await (await fetch('/api/status')).json()).head";
    page.until(&format!("(async () => seen.fresh() === {head} - 1 - {last})()"));
    page.press("p");
    page.until(&format!("seen.rows().some(({{says}}) => says.includes('{newest}'))"));
}

/// Waits until no scrolling moves the list any more.
fn settled(page: &Page) {
    page.eval(
        "(async () => {
            for (let still = 0, at = null; still < 10; still += 1) {
                await new Promise(requestAnimationFrame);
                if (seen.place() !== at) still = 0;
                at = seen.place();
            }
        })()",
    );
}
