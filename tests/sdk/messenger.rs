use super::part;
use crate::harness::Feed;
use serde_json::{Value, json};
use std::cell::Cell;
use std::io::Write as _;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::Arc;

/// A client that is not ours, in a process of its own, which is this test program again. Killed when dropped.
#[derive(Debug)]
pub(crate) struct Messenger {
    account: &'static str,
    child: Child,
    /// `None` once it was told that nothing more comes.
    commands: Option<ChildStdin>,
    asked: Cell<u64>,
    told: Arc<Feed<Value>>,
}

impl Messenger {
    /// Starts the client of this account's owner.
    pub(crate) fn start(account: &'static str) -> Messenger {
        let program = std::env::current_exe().expect("this program has a path");
        let mut command = Command::new(program);
        command.args(["--exact", part::TEST, "--ignored", "--nocapture"]).env(part::ACCOUNT, account);
        // The client would ask a web proxy of this machine's for the nexus.
        command.env("NO_PROXY", "127.0.0.1");
        let child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
        let mut child = child.expect("this program can be run again");
        // What the test runner says is no JSON.
        let told = Feed::of(child.stdout.take().expect("a pipe"), |line| {
            serde_json::from_str(line).unwrap_or_default()
        });
        Messenger { account, commands: child.stdin.take(), child, asked: Cell::new(0), told }
    }

    /// Who uses it.
    pub(super) fn account(&self) -> &'static str {
        self.account
    }

    /// Has it do something, and waits until it has: `messenger.asked(json!({"do": "nudge"}))`.
    #[track_caller]
    pub(crate) fn does(&self, command: Value) {
        self.has_done(self.begins(command));
    }

    /// Has it do something that takes its time, and returns the number for [`has_done`](Messenger::has_done).
    pub(super) fn begins(&self, mut command: Value) -> u64 {
        let id = self.asked.get() + 1;
        self.asked.set(id);
        command["id"] = json!(id);
        let mut commands = self.commands.as_ref().expect("taken only by the end");
        commands.write_all(format!("{command}\n").as_bytes()).expect("the client reads its commands");
        id
    }

    /// Waits until it has done what it began.
    #[track_caller]
    pub(super) fn has_done(&self, id: u64) {
        let answer = self.told.first(|told| told["id"] == id);
        assert_eq!(answer["failure"], Value::Null, "{} cannot do the {id}. thing", self.account);
    }

    /// Waits until it tells of an event with these fields, and returns all of it.
    #[track_caller]
    pub(crate) fn hears(&self, fields: &Value) -> Value {
        let fields = fields.as_object().expect("an object");
        self.told.first(|told| fields.iter().all(|(name, value)| told[name] == *value))
    }

    /// Waits until it has told of so many events with these fields.
    #[track_caller]
    pub(super) fn hears_so_often(&self, count: usize, fields: &Value) {
        let fields = fields.as_object().expect("an object");
        self.told.several(count, |told| fields.iter().all(|(name, value)| told[name] == *value));
    }

    /// Waits until it has ended by itself, and returns the events it told of.
    #[track_caller]
    pub(super) fn end(mut self) -> Vec<Value> {
        drop(self.commands.take());
        self.told.wait_for_end();
        let status = self.child.wait().expect("a child can be waited for");
        assert!(status.success(), "{}: {status}", self.account);
        self.told.all().into_iter().filter(|told| !told["event"].is_null()).collect()
    }
}

impl Drop for Messenger {
    fn drop(&mut self) {
        // It has already ended, or its test has failed.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
