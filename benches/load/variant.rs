//! The ways from client to server that are compared: straight, through a plain relay, through this proxy.

use crate::child::Child;
use crate::wire::{Upstream, within};
use anyhow::{Context as _, Result};
use serde_json::Value;
use std::fs;
use std::net::{Ipv4Addr, SocketAddr, TcpListener as StdListener};
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;
use tempfile::TempDir;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::sleep;

/// The names of the variants, as tables show them.
pub(crate) const DIRECT: &str = "no relay";
pub(crate) const PLAIN: &str = "plain relay";
pub(crate) const NUDGE: &str = "nudge";

/// How long a relay may take until it listens.
const START: Duration = Duration::from_secs(10);

/// One way to the server.
#[derive(Debug)]
pub(crate) struct Variant {
    pub(crate) name: String,
    /// Where a client connects.
    pub(crate) address: SocketAddr,
    /// The process in between, if there is one.
    pub(crate) relay: Option<Child>,
}

impl Variant {
    /// No relay.
    pub(crate) fn direct(upstream: &Upstream) -> Variant {
        Variant { name: DIRECT.to_owned(), address: upstream.address, relay: None }
    }

    /// A relay that looks at nothing.
    pub(crate) async fn plain(upstream: SocketAddr) -> Result<Variant> {
        let role = |listen: SocketAddr| Child::role(&["plain", &listen.to_string(), &upstream.to_string()]);
        Variant::relay(PLAIN, role).await
    }

    /// This proxy, the built program.
    pub(crate) async fn nudge(upstream: SocketAddr, arguments: &[&str]) -> Result<Variant> {
        Variant::program(NUDGE, upstream, &[&["--no-web"], arguments].concat()).await
    }

    /// This proxy with its page, under a name of its own.
    pub(crate) async fn nudge_with_page(name: &str, upstream: SocketAddr, page: &Page) -> Result<Variant> {
        let token_file = page.token_file();
        let token_file = token_file.to_str().context("the folder for temporary files has an odd name")?;
        let web = page.address.to_string();
        Variant::program(name, upstream, &["--web", &web, "--no-open", "--token-file", token_file]).await
    }

    async fn program(name: &str, upstream: SocketAddr, arguments: &[&str]) -> Result<Variant> {
        let program = |listen: SocketAddr| {
            let mut command = Command::new(env!("CARGO_BIN_EXE_nudge"));
            command
                .args(["--listen", &listen.to_string(), "--upstream", &upstream.to_string()])
                .args(["--ports", "0-0", "--quiet"])
                .args(arguments)
                .env("RUST_LOG", "warn");
            Child::spawn(command)
        };
        Variant::relay(name, program).await
    }

    /// This proxy in a process that also has so many readers of its transcript.
    pub(crate) async fn with_readers(upstream: SocketAddr, readers: usize) -> Result<Variant> {
        let plural = if readers == 1 { "" } else { "s" };
        let role = |listen: SocketAddr| {
            Child::role(&["readers", &listen.to_string(), &upstream.to_string(), &readers.to_string()])
        };
        Variant::relay(&format!("{NUDGE}, {readers} reader{plural}"), role).await
    }

    async fn relay(name: &str, program: impl FnOnce(SocketAddr) -> Result<Child>) -> Result<Variant> {
        let (address, child) = start(name, program).await?;
        Ok(Variant { name: name.to_owned(), address, relay: Some(child) })
    }

    /// All three, in this order.
    pub(crate) async fn all(upstream: &Upstream) -> Result<Vec<Variant>> {
        Ok(vec![
            Variant::direct(upstream),
            Variant::plain(upstream.address).await?,
            Variant::nudge(upstream.address, &[]).await?,
        ])
    }

    /// The process in between.
    pub(crate) fn process(&self) -> Result<&Child> {
        self.relay.as_ref().context("there is no relay here")
    }
}

/// Where a browser finds the program, and what lets it in.
#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) address: SocketAddr,
    /// Holds the token's file, and is removed with it.
    folder: TempDir,
}

impl Page {
    /// At a free port.
    pub(crate) fn somewhere() -> Result<Page> {
        let folder = tempfile::tempdir().context("cannot make a temporary folder")?;
        Ok(Page { address: free_address()?, folder })
    }

    /// The token, which the program has made up and written down by the time a connection passes through it.
    pub(crate) fn token(&self) -> Result<String> {
        let token = fs::read_to_string(self.token_file()).context("cannot read the token")?;
        Ok(token.trim_end().to_owned())
    }

    /// How many entries the program says it has not understood in time.
    pub(crate) async fn behind(&self) -> Result<f64> {
        let (address, token) = (self.address, self.token()?);
        let mut stream = TcpStream::connect(address).await?;
        let request = format!(
            "GET /api/status HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {token}\r\nConnection: close\r\n\r\n"
        );
        stream.write_all(request.as_bytes()).await?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await?;
        let (_, body) = answer.split_once("\r\n\r\n").context("the page answers without a body")?;
        let status: Value = serde_json::from_str(body).context("the status is no JSON")?;
        status["behind"].as_f64().with_context(|| format!("the page does not say how it is doing: {body}"))
    }

    fn token_file(&self) -> PathBuf {
        self.folder.path().join("token")
    }
}

/// Starts a program that listens, and waits until it does. The connection that finds out carries nothing.
pub(crate) async fn start(
    name: &str,
    program: impl FnOnce(SocketAddr) -> Result<Child>,
) -> Result<(SocketAddr, Child)> {
    let address = free_address()?;
    let mut child = program(address)?;
    let listening = async {
        while TcpStream::connect(address).await.is_err() {
            child.check()?;
            sleep(Duration::from_millis(10)).await;
        }
        Ok(())
    };
    within(START, &format!("starting {name}"), listening).await?;
    Ok((address, child))
}

/// The order in which `count` variants take their turns in this pass: each comes first, second and last in turn.
pub(crate) fn turns(count: usize, pass: usize) -> impl Iterator<Item = usize> {
    (0..count).map(move |turn| (turn + pass) % count)
}

/// A port nobody has, given back at once for the relay to take: with `--quiet` it could not tell us one of its own.
fn free_address() -> Result<SocketAddr> {
    let listener = StdListener::bind((Ipv4Addr::LOCALHOST, 0)).context("no free port")?;
    Ok(listener.local_addr()?)
}
