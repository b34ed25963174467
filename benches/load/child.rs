//! Processes of ours: started, looked at from outside, and never left behind.

use anyhow::{Context as _, Result, bail};
use std::fs::{self, File};
use std::io::{Read as _, Seek as _};
use std::process::{Command, Stdio};
use std::time::Duration;

/// Worker threads of every relay measured, so that a machine with more cores compares like with like.
const WORKERS: &str = "2";

/// Linux counts processor time for user space in hundredths of a second, on every architecture.
const TICKS_PER_SECOND: f64 = 100.0;

/// A process that is killed when this is dropped, also by a panic.
#[derive(Debug)]
pub(crate) struct Child {
    process: std::process::Child,
    complaints: File,
}

/// How much memory a process has, in bytes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Memory {
    /// All of it that is in memory.
    pub(crate) resident: f64,
    /// The part that no file stands behind.
    pub(crate) anonymous: f64,
}

impl Child {
    /// Starts a command. Its standard input stays open as long as this lives; what it says is kept for [`Child::check`].
    pub(crate) fn spawn(mut command: Command) -> Result<Child> {
        let complaints = tempfile::tempfile().context("cannot make a temporary file")?;
        let process = command
            .env("TOKIO_WORKER_THREADS", WORKERS)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(complaints.try_clone()?)
            .spawn()
            .with_context(|| format!("cannot start {}", command.get_program().display()))?;
        Ok(Child { process, complaints })
    }

    /// Starts this program again, to play a part.
    pub(crate) fn role(arguments: &[&str]) -> Result<Child> {
        let mut command = Command::new(std::env::current_exe().context("which program is this?")?);
        command.arg(crate::role::FLAG).args(arguments);
        Child::spawn(command)
    }

    /// An error when the process has ended, with what it said.
    pub(crate) fn check(&mut self) -> Result<()> {
        let Some(status) = self.process.try_wait()? else { return Ok(()) };
        let mut said = String::new();
        self.complaints.rewind()?;
        self.complaints.read_to_string(&mut said)?;
        bail!("the process ended early, {status}, saying: {}", said.trim_end())
    }

    /// The processor time it has used, in user space and in the kernel. `None` where there is no `/proc`.
    pub(crate) fn cpu(&self) -> Option<Duration> {
        let stat = fs::read_to_string(self.proc("stat")).ok()?;
        // The program's name, in parentheses, may contain anything; utime and stime are the 12th and 13th after it.
        let (_, numbers) = stat.rsplit_once(')')?;
        let numbers: Vec<&str> = numbers.split_whitespace().collect();
        let ticks = numbers.get(11)?.parse::<f64>().ok()? + numbers.get(12)?.parse::<f64>().ok()?;
        Some(Duration::from_secs_f64(ticks / TICKS_PER_SECOND))
    }

    /// Its memory now. `None` where there is no `/proc`.
    pub(crate) fn memory(&self) -> Option<Memory> {
        // The roll-up is exact; kernels from 6.2 to 6.16 show `status` up to 256 KiB late.
        let exact = fs::read_to_string(self.proc("smaps_rollup")).ok();
        let memory = exact.and_then(|text| read_memory(&text, "Rss:", "Anonymous:"));
        memory.or_else(|| read_memory(&fs::read_to_string(self.proc("status")).ok()?, "VmRSS:", "RssAnon:"))
    }

    /// The most memory it ever had, in bytes. `None` where there is no `/proc`.
    pub(crate) fn peak_memory(&self) -> Option<f64> {
        field(&fs::read_to_string(self.proc("status")).ok()?, "VmHWM:")
    }

    fn proc(&self, file: &str) -> String {
        format!("/proc/{}/{file}", self.process.id())
    }
}

impl Drop for Child {
    fn drop(&mut self) {
        // Both fail only when it has ended already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn read_memory(text: &str, resident: &str, anonymous: &str) -> Option<Memory> {
    Some(Memory { resident: field(text, resident)?, anonymous: field(text, anonymous)? })
}

/// The value of a line `name   1234 kB`, in bytes.
fn field(text: &str, name: &str) -> Option<f64> {
    let value = text.lines().find_map(|line| line.strip_prefix(name))?;
    Some(value.trim().strip_suffix(" kB")?.parse::<f64>().ok()? * 1024.0)
}
