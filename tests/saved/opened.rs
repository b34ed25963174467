//! `nudge open`, and what its API answers.

use crate::harness::{Api, PATIENCE, Program, Reply};
use serde_json::Value;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

/// The program, showing a saved transcript of which it has read everything.
pub(super) struct Opened {
    program: Program<String>,
    pub(super) url: String,
}

impl Opened {
    #[track_caller]
    pub(super) fn of(files: &[&Path], args: &[&str]) -> Opened {
        let mut command = Command::new(env!("CARGO_BIN_EXE_nudge"));
        command.arg("open").args(files).args(["--web", "127.0.0.1:0", "--no-open"]).args(args);
        let program = Program::printing(command);
        let line = program.stderr.first(|line| line.contains("/?token="));
        let opened = Opened { program, url: line.trim().to_owned() };
        let began = Instant::now();
        while opened.get("/api/status")["saved"]["reading"] != false {
            assert!(began.elapsed() < PATIENCE, "it is still being read");
        }
        opened
    }

    #[track_caller]
    pub(super) fn get(&self, path: &str) -> Value {
        Api::at(&self.url).get(path)
    }

    pub(super) fn post(&self, path: &str, body: &Value) -> Reply {
        Api::at(&self.url).ask("POST", path, body)
    }

    /// It ends as it is asked to, and has printed nothing.
    #[track_caller]
    pub(super) fn stop(self) {
        self.program.interrupt();
        let ended = self.program.wait();
        assert_eq!((ended.code, ended.stdout.len()), (Some(0), 0), "{}", ended.stderr);
    }
}

/// What is answered, whatever the status.
#[track_caller]
pub(super) fn get(url: &str, path: &str) -> Reply {
    Api::at(url).ask("GET", path, &Value::Null)
}
