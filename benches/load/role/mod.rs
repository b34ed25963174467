//! The parts this program plays in processes of its own.

mod plain;
mod readers;
mod server;

use anyhow::{Context as _, Result, bail};
use std::io::{Read as _, stdin};
use std::net::SocketAddr;
use std::process::{ExitCode, exit};
use std::thread;

/// The first argument of a process that plays a part.
pub(crate) const FLAG: &str = "--role";

/// Plays the part these arguments name, until it is killed or its parent is gone.
pub(crate) fn play(arguments: &[String]) -> Result<ExitCode> {
    end_with_parent();
    rlimit::increase_nofile_limit(u64::MAX)?;
    let runtime = tokio::runtime::Runtime::new()?;
    let address = |at: usize| -> Result<SocketAddr> {
        let text = arguments.get(at).context("an address is missing")?;
        text.parse().with_context(|| format!("{text} is not an address"))
    };
    match arguments.first().map(String::as_str) {
        Some("plain") => runtime.block_on(plain::relay(address(1)?, address(2)?))?,
        Some("readers") => {
            let readers = arguments.get(3).context("how many readers?")?.parse()?;
            runtime.block_on(readers::relay(readers, address(1)?, address(2)?))?;
        }
        Some("server") => runtime.block_on(server::serve(address(1)?))?,
        _ => bail!("there is no such part"),
    }
    Ok(ExitCode::SUCCESS)
}

/// Our standard input is a pipe from the parent: it ends when the parent does, however that happened.
fn end_with_parent() {
    thread::spawn(|| {
        let _ = stdin().read(&mut [0]);
        exit(0);
    });
}
