//! The server of our own that takes the place of one nobody named, and the people who play in it.

use crate::args::SandboxSettings;
use crate::exit::{Exit, Stopped};
use anyhow::{Context as _, anyhow};
use nudge_proxy::relay::Entrance;
use nudge_sandbox::people::{self, Pace};
use nudge_sandbox::{Accounts, Config, Manner, Sandbox};
use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// Binds the sandbox, where it is wanted. Only this machine reaches it: others come through the proxy.
pub(crate) async fn bind(settings: Option<&SandboxSettings>, demo: bool) -> Result<Option<Sandbox>, Stopped> {
    let Some(settings) = settings else { return Ok(None) };
    let mut accounts = settings.accounts.as_deref().map(read_accounts).transpose()?;
    if let Some(accounts) = accounts.as_mut().filter(|_| demo) {
        people::CAST.iter().for_each(|(account, password)| accounts.admit(account, password));
    }
    let config = Config {
        host: Ipv4Addr::LOCALHOST.into(),
        ports: settings.ports,
        accounts,
        manner: Manner::default(),
    };
    Sandbox::start(config).await.map(Some).map_err(|error| Stopped {
        exit: Exit::CannotListen,
        why: anyhow!(
            "cannot open the sandbox's ports: {error}\n\nUse others, as in --sandbox-ports 1874,1875,1876,1880, or \
             leave that out for free ones"
        ),
    })
}

fn read_accounts(file: &Path) -> Result<Accounts, Stopped> {
    let read = || {
        let text = std::fs::read_to_string(file)?;
        Accounts::from_toml(&text).map_err(anyhow::Error::msg)
    };
    let wrong = |why| Stopped { exit: Exit::WrongArguments, why };
    read().with_context(|| format!("cannot use --accounts {}", file.display())).map_err(wrong)
}

/// Starts the sandbox, and in a demo the people who use it, until `closing`. All of it is over when the tasks are.
pub(crate) fn play(
    sandbox: Option<Sandbox>,
    demo: bool,
    entrances: &[Entrance],
    closing: CancellationToken,
) -> TaskTracker {
    let tasks = TaskTracker::new();
    if let Some(sandbox) = sandbox {
        let addresses = sandbox.addresses();
        let door = entrances.iter().find(|entrance| entrance.upstream == msnp_address(addresses.dispatch));
        if let Some(through) = door.filter(|_| demo).and_then(|door| door.listener.local_addr().ok()) {
            let through = reached_from_here(through);
            tasks.spawn(people::perform(through, addresses.http, Pace::default(), closing.clone()));
        }
        tasks.spawn(sandbox.run(closing));
    }
    tasks.close();
    tasks
}

/// How the relay names a server at this address.
pub(crate) fn msnp_address(at: SocketAddr) -> msnp::Address {
    msnp::Address::new(at.ip().to_string(), at.port())
}

/// A listener on every address is reached from this machine by loopback.
fn reached_from_here(listen: SocketAddr) -> SocketAddr {
    if listen.ip().is_unspecified() { (Ipv4Addr::LOCALHOST, listen.port()).into() } else { listen }
}
