use super::chromium::Person;
use super::page::Page;
use crate::harness::{Nudge, Server, Session};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::Command;
use tempfile::TempDir;

/// The program between a scripted client and a scripted server, with its page.
#[derive(Debug)]
pub(super) struct Watched {
    pub(super) proxy: Nudge,
    pub(super) server: Server,
    /// The address that signs a browser in.
    pub(super) url: String,
    pub(super) folder: TempDir,
}

impl Watched {
    #[track_caller]
    pub(super) fn start(args: &[&str]) -> Watched {
        let (server, folder) = (Server::start(), tempfile::tempdir().expect("a temporary folder"));
        let (proxy, url) = Watched::run(&server, &folder, "127.0.0.1:0", args);
        Watched { proxy, server, url, folder }
    }

    /// Ends the program and starts it anew, with the same page address and the same token.
    #[track_caller]
    pub(super) fn restart(self) -> Watched {
        let web = self.web().to_string();
        let Watched { proxy, server, folder, url: before } = self;
        proxy.stop();
        let (proxy, url) = Watched::run(&server, &folder, &web, &[]);
        assert_eq!(url, before, "the address a person has kept");
        Watched { proxy, server, url, folder }
    }

    #[track_caller]
    fn run(server: &Server, folder: &TempDir, web: &str, args: &[&str]) -> (Nudge, String) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_nudge"));
        command.args([
            "--json",
            "--listen",
            "127.0.0.1:0",
            "--ports",
            "0-0",
            "--upstream",
            &server.address(),
        ]);
        command.args(["--web", web, "--no-open", "--token-file"]).arg(folder.path().join("token")).args(args);
        let proxy = Nudge::transcribing(command);
        let url = proxy.url();
        (proxy, url)
    }

    /// Where the page is.
    pub(super) fn web(&self) -> SocketAddr {
        let rest = self.url.strip_prefix("http://").expect("an HTTP address");
        rest.split('/').next().and_then(|address| address.parse().ok()).expect("an address")
    }

    pub(super) fn token(&self) -> &str {
        self.url.split_once("?token=").expect("an address with a token").1
    }

    /// A page of somebody new, which is live.
    #[track_caller]
    pub(super) fn page(&self) -> Page {
        let page = Person::new().open(&self.url);
        page.until("seen.live()");
        page
    }

    /// A connection from the client to the server.
    #[track_caller]
    pub(super) fn session(&self) -> Session {
        Session::open(&self.proxy, &self.server)
    }
}

/// A folder of this repository.
pub(super) fn here(path: &str) -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), path].iter().collect()
}
