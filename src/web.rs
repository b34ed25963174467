//! The browser's view: where it is bound, who is let in, and the browser that opens by itself.

use crate::args::{Settings, WebSettings};
use crate::exit::{Exit, Stopped};
use crate::listen;
use anyhow::Context as _;
use nudge_proxy::relay::Entrance;
use nudge_proxy::transcript::Transcript;
use nudge_sandbox::Sandbox;
use nudge_web_ui::{
    About, Config, Listening, SandboxAddresses, Snippets, Source, Token, Web, open_in_browser, serve_apart,
};
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::thread::JoinHandle;
use tokio_util::sync::CancellationToken;

/// The page, bound and not served yet.
#[derive(Debug)]
pub(crate) struct Page {
    settings: WebSettings,
    token: Token,
    snippets: Arc<Snippets>,
    listener: TcpListener,
    address: SocketAddr,
}

/// The page, served on a thread of its own.
#[derive(Debug)]
pub(crate) struct Served {
    /// The address that signs a browser in. Holds the token: for the person's eyes only.
    pub(crate) url: String,
    thread: JoinHandle<()>,
}

/// Binds the page, where it is wanted, and makes or finds its token.
pub(crate) fn bind(settings: Option<&WebSettings>) -> Result<Option<Page>, Stopped> {
    let Some(settings) = settings else { return Ok(None) };
    let cannot_listen = |error| Stopped {
        exit: Exit::CannotListen,
        why: listen::cannot_listen("--web", settings.listen, &error),
    };
    let listener = TcpListener::bind(settings.listen).map_err(cannot_listen)?;
    let address = listener.local_addr().map_err(cannot_listen)?;
    let token = match &settings.token_file {
        Some(file) => {
            Token::kept_in(file).with_context(|| format!("cannot use --token-file {}", file.display()))?
        }
        None => Token::random().context("cannot make a token")?,
    };
    let snippets = match &settings.snippets {
        Some(file) => {
            Snippets::kept_in(file).with_context(|| format!("cannot use --snippets {}", file.display()))?
        }
        None => Snippets::default(),
    };
    let (settings, snippets) = (settings.clone(), Arc::new(snippets));
    Ok(Some(Page { settings, token, snippets, listener, address }))
}

/// What the page tells about the program around it.
pub(crate) fn about(settings: &Settings, entrances: &[Entrance], sandbox: Option<&Sandbox>) -> Surroundings {
    let listening = |entrance: &Entrance| {
        let listen = entrance.listener.local_addr().ok()?;
        Some(Listening { listen, upstream: entrance.upstream.clone() })
    };
    let sandbox = sandbox.map(Sandbox::addresses).map(|at| SandboxAddresses {
        dispatch: at.dispatch,
        notification: at.notification,
        switchboard: at.switchboard,
        http: at.http,
    });
    Surroundings {
        listeners: entrances.iter().filter_map(listening).collect(),
        sandbox,
        demo: settings.demo,
        memory: settings.memory,
        reveal: settings.reveal,
    }
}

/// The same where a saved transcript is shown in so many bytes: there is nothing else.
pub(crate) fn about_saved(memory: usize, reveal: bool) -> Surroundings {
    Surroundings { listeners: Vec::new(), sandbox: None, demo: false, memory, reveal }
}

/// The program around the page.
#[derive(Debug)]
pub(crate) struct Surroundings {
    listeners: Vec<Listening>,
    sandbox: Option<SandboxAddresses>,
    demo: bool,
    memory: usize,
    reveal: bool,
}

impl Page {
    /// Where browsers connect, and no redirect may lead.
    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Serves it until `closing`, and opens a browser where one is wanted and there is a screen.
    pub(crate) fn serve(
        self,
        around: Surroundings,
        source: impl Into<Source>,
        transcript: &Arc<Transcript>,
        closing: CancellationToken,
    ) -> anyhow::Result<Served> {
        let Page { settings, token, snippets, listener, address } = self;
        let Surroundings { listeners, sandbox, demo, memory, reveal } = around;
        let version = env!("CARGO_PKG_VERSION");
        let about = About { version, listeners, web: address, sandbox, demo, memory };
        let WebSettings { read_only, ui_dir, open, .. } = settings;
        let config = Config { token, read_only, reveal, ui_dir, hosts: Vec::new(), snippets, about };
        let web = Web::new(config, source, transcript.clone());
        let url = web.url();
        let thread = serve_apart(listener, web, closing.clone()).context("cannot serve the page")?;
        if open {
            tokio::spawn(open_until(closing, url.clone()));
        }
        Ok(Served { url, thread })
    }
}

async fn open_until(closing: CancellationToken, url: String) {
    let opening = Box::pin(open_in_browser(&url));
    if let Some(Err(error)) = closing.run_until_cancelled(opening).await {
        tracing::info!(%error, "no browser was opened; open the printed address");
    }
}

impl Served {
    /// Waits until it is no longer served, which follows soon on `closing`.
    pub(crate) async fn ended(self) {
        // A thread that panicked has said so.
        let _ = tokio::task::spawn_blocking(|| self.thread.join()).await;
    }
}
