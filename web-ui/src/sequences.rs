//! Frames that leave one after the other, again and again if that is wanted, until they are stopped.
//!
//! To remember: a sequence is a person at the keyboard who types fast: every frame of it is an injection like any other, and
//! hands off ends all of them.

use crate::Web;
use crate::api::Trouble;
use crate::understanding::PACE;
use axum::http::StatusCode;
use nudge_proxy::compose::Step;
use nudge_proxy::filter::Filter;
use nudge_proxy::transcript::{SessionId, Window};
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;
use tokio::time::{Instant, sleep, sleep_until};
use tokio_util::sync::CancellationToken;
use utoipa::ToSchema;

/// Sequences that may run at once.
const RUNNING: usize = 16;

/// Sequences that are over and still told of.
const OVER: usize = 32;

/// How long something is waited for.
const PATIENCE: Duration = Duration::from_secs(60);

/// How much of the ring is looked at while something is waited for, in bytes.
const LOOK: usize = 256 * 1024;

/// How often a sequence is played at most.
pub(crate) const TIMES: u32 = 10_000;

/// All sequences.
#[derive(Debug, Default)]
pub(crate) struct Sequences {
    book: Mutex<Book>,
}

#[derive(Debug, Default)]
struct Book {
    last: u64,
    all: BTreeMap<u64, Sequence>,
}

#[derive(Debug)]
struct Sequence {
    told: Told,
    stop: CancellationToken,
}

/// How far a sequence is.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Sequence)]
pub(crate) struct Told {
    id: u64,
    #[schema(value_type = u32)]
    session: SessionId,
    /// Counted from 1: which time it is played, and of how many.
    round: u32,
    times: u32,
    /// Frames that left.
    sent: u64,
    /// The last of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    entry: Option<u64>,
    state: State,
    /// What was in the way.
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
}

/// How a sequence stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = SequenceState)]
#[serde(rename_all = "snake_case")]
enum State {
    Running,
    Done,
    Stopped,
    Failed,
}

/// What is to be played.
#[derive(Clone, Debug)]
pub(crate) struct Wanted {
    pub(crate) session: SessionId,
    pub(crate) steps: Vec<Step>,
    pub(crate) hide_reply: bool,
    pub(crate) times: u32,
    /// Between two beginnings.
    pub(crate) every: Duration,
}

impl Sequences {
    /// Begins to play, and says under which number.
    pub(crate) fn begin(&self, web: &Arc<Web>, wanted: Wanted) -> Result<u64, Trouble> {
        let mut book = self.lock();
        let running = book.all.values().filter(|one| one.told.state == State::Running).count();
        if running >= RUNNING {
            let says = "as many sequences as there may be are running; stop one";
            return Err(Trouble::new(StatusCode::SERVICE_UNAVAILABLE, says));
        }
        book.last += 1;
        let (id, stop) = (book.last, CancellationToken::new());
        let told = Told {
            id,
            session: wanted.session,
            round: 0,
            times: wanted.times,
            sent: 0,
            entry: None,
            state: State::Running,
            error: None,
        };
        book.all.insert(id, Sequence { told, stop: stop.clone() });
        book.forget();
        drop(book);
        let web = web.clone();
        tokio::spawn(async move {
            let (state, error) = match stop.run_until_cancelled(play(&web, id, wanted)).await {
                None => (State::Stopped, None),
                Some(Ok(())) => (State::Done, None),
                Some(Err(trouble)) => (State::Failed, Some(trouble.to_string())),
            };
            web.sequences.note(id, |told| (told.state, told.error) = (state, error));
        });
        Ok(id)
    }

    /// Stops one, if it runs.
    pub(crate) fn stop(&self, id: u64) -> bool {
        self.lock().all.get(&id).map(|one| one.stop.cancel()).is_some()
    }

    /// Stops all.
    pub(crate) fn stop_all(&self) {
        self.lock().all.values().for_each(|one| one.stop.cancel());
    }

    /// How far they are, oldest first.
    pub(crate) fn told(&self) -> Vec<Told> {
        self.lock().all.values().map(|one| one.told.clone()).collect()
    }

    fn note(&self, id: u64, note: impl FnOnce(&mut Told)) {
        if let Some(one) = self.lock().all.get_mut(&id) {
            note(&mut one.told);
        }
    }

    fn lock(&self) -> MutexGuard<'_, Book> {
        self.book.lock().expect("nobody panics while keeping the book")
    }
}

impl Book {
    fn forget(&mut self) {
        let over: Vec<u64> =
            self.all.values().filter(|one| one.told.state != State::Running).map(|one| one.told.id).collect();
        for id in over.iter().take(over.len().saturating_sub(OVER)) {
            self.all.remove(id);
        }
    }
}

async fn play(web: &Arc<Web>, id: u64, wanted: Wanted) -> Result<(), Trouble> {
    let Wanted { session, steps, hide_reply, times, every } = wanted;
    let began = Instant::now();
    for round in 0..times {
        sleep_until(began + every * round).await;
        web.sequences.note(id, |told| told.round = round + 1);
        // What a step waits for may come before the step begins, but not before the frame that causes it.
        let mut since = web.transcript.head();
        for step in &steps {
            match step {
                Step::Send(dir, typed) => {
                    since = web.transcript.head();
                    let entry = web.send_typed(session, *dir, typed, hide_reply).await?;
                    web.sequences.note(id, |told| (told.sent, told.entry) = (told.sent + 1, Some(entry)));
                }
                Step::Wait(time) => sleep(*time).await,
                Step::WaitFor(filter) => since = wait_for(web, session, filter, since).await?,
            }
        }
    }
    Ok(())
}

/// Waits until the session has an entry that fits, from `since` on. Returns the number behind it.
async fn wait_for(web: &Web, session: SessionId, filter: &Filter, since: u64) -> Result<u64, Trouble> {
    let (mut next, end) = (since, Instant::now() + PATIENCE);
    loop {
        if next < web.transcript.head() {
            let look = web.transcript.look(Window::From(next), LOOK);
            web.understanding.catch_up(&web.transcript);
            let mut own = look.entries().filter(|entry| entry.session == Some(session));
            let role = |session| web.understanding.role(session);
            if let Some(found) = own.find(|entry| filter.wants(entry, role, true)) {
                return Ok(found.number + 1);
            }
            next = look.range.end;
            continue;
        }
        if Instant::now() >= end {
            let says = format!("what was waited for did not come in {} s", PATIENCE.as_secs());
            return Err(Trouble::new(StatusCode::REQUEST_TIMEOUT, says));
        }
        sleep(PACE).await;
    }
}
