use std::io;
use tokio_util::sync::CancellationToken;

#[cfg(unix)]
use tokio::signal::unix::{Signal, SignalKind, signal};

/// The ways a person or the system asks the program to end: Ctrl-C everywhere, and SIGTERM where there is one.
#[derive(Debug)]
pub(crate) struct Signals {
    #[cfg(unix)]
    interrupt: Signal,
    #[cfg(unix)]
    terminate: Signal,
    #[cfg(windows)]
    ctrl_c: tokio::signal::windows::CtrlC,
}

impl Signals {
    /// From here on a signal waits to be obeyed instead of killing the program.
    #[cfg(unix)]
    pub(crate) fn new() -> io::Result<Signals> {
        Ok(Signals {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
        })
    }

    /// From here on a signal waits to be obeyed instead of killing the program.
    #[cfg(windows)]
    pub(crate) fn new() -> io::Result<Signals> {
        Ok(Signals { ctrl_c: tokio::signal::windows::ctrl_c()? })
    }

    /// The first signal begins the grace period, the second ends it.
    pub(crate) async fn obey(mut self, closing: CancellationToken, ending: CancellationToken) {
        self.next().await;
        closing.cancel();
        self.next().await;
        ending.cancel();
    }

    #[cfg(unix)]
    async fn next(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }

    #[cfg(windows)]
    async fn next(&mut self) {
        self.ctrl_c.recv().await;
    }
}
