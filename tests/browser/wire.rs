use crate::harness::PATIENCE;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write};
use std::process::{ChildStdin, ChildStdout};
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::thread;
use std::time::Duration;

/// A conversation with Chromium in its DevTools protocol: questions with numbers, answers to them, and events, each a
/// JSON object that ends with a zero byte.
#[derive(Debug)]
pub(super) struct Wire {
    /// The number of the last question, and where questions go.
    asking: Mutex<(u64, ChildStdin)>,
    heard: Mutex<Heard>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct Heard {
    answers: HashMap<u64, Value>,
    /// Of each page, by its session.
    events: HashMap<String, Vec<Value>>,
    ended: bool,
}

/// How long an answer may take: longer than a page waits for something by itself, so that it is the page that tells.
const ANSWER: Duration = PATIENCE.saturating_add(Duration::from_secs(10));

impl Wire {
    /// Reads all answers in a thread of its own.
    pub(super) fn on(stdin: ChildStdin, stdout: ChildStdout) -> Arc<Wire> {
        let wire = Arc::new(Wire {
            asking: Mutex::new((0, stdin)),
            heard: Mutex::default(),
            changed: Condvar::new(),
        });
        let reading = Arc::clone(&wire);
        thread::spawn(move || reading.read(BufReader::new(stdout)));
        wire
    }

    fn read(&self, mut stdout: BufReader<ChildStdout>) {
        let mut bytes = Vec::new();
        while stdout.read_until(0, &mut bytes).is_ok_and(|count| count > 0) {
            bytes.pop();
            let message = serde_json::from_slice(&bytes).expect("Chromium speaks JSON");
            bytes.clear();
            self.take(message);
        }
        self.lock().ended = true;
        self.changed.notify_all();
    }

    fn take(&self, message: Value) {
        let mut heard = self.lock();
        if let Some(id) = message["id"].as_u64() {
            heard.answers.insert(id, message);
            self.changed.notify_all();
        } else if let Some(session) = message["sessionId"].as_str() {
            let session = session.to_owned();
            heard.events.entry(session).or_default().push(message);
        }
    }

    /// Asks, and waits for the answer. An error is what Chromium says of the question.
    pub(super) fn ask(&self, session: Option<&str>, method: &str, params: &Value) -> Result<Value, String> {
        let id = self.say(session, method, params)?;
        let over = |heard: &mut Heard| !heard.ended && !heard.answers.contains_key(&id);
        let waited = self.changed.wait_timeout_while(self.lock(), ANSWER, over);
        let (mut heard, _) = waited.expect("no panic while the lock is held");
        match heard.answers.remove(&id) {
            Some(mut answer) if answer["error"].is_null() => Ok(answer["result"].take()),
            Some(answer) => Err(format!("{method}: {}", answer["error"])),
            None if heard.ended => Err(format!("{method}: Chromium has ended")),
            None => Err(format!("{method}: no answer within {ANSWER:?}")),
        }
    }

    fn say(&self, session: Option<&str>, method: &str, params: &Value) -> Result<u64, String> {
        let mut asking = self.asking.lock().expect("no panic while the lock is held");
        asking.0 += 1;
        let mut question = json!({ "id": asking.0, "method": method, "params": params });
        if let Some(session) = session {
            question["sessionId"] = session.into();
        }
        let bytes = format!("{question}\0").into_bytes();
        asking.1.write_all(&bytes).map_err(|error| format!("{method}: {error}"))?;
        Ok(asking.0)
    }

    /// The events of a page since this was last asked for.
    pub(super) fn events(&self, session: &str) -> Vec<Value> {
        self.lock().events.remove(session).unwrap_or_default()
    }

    /// Whether Chromium has hung up within `limit`.
    pub(super) fn ends_within(&self, limit: Duration) -> bool {
        let waited = self.changed.wait_timeout_while(self.lock(), limit, |heard| !heard.ended);
        waited.expect("no panic while the lock is held").0.ended
    }

    fn lock(&self) -> MutexGuard<'_, Heard> {
        self.heard.lock().expect("no panic while the lock is held")
    }
}
