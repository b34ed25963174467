//! The browser that opens by itself: what it is given, and when there is none.
//!
//! A script in a browser's place tells through a pipe what it was started with, so that a test waits for its words.

use crate::harness::{Feed, Nudge, Peer, Server, Session};
use std::fs::{self, File, OpenOptions};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use tempfile::TempDir;

const A_DISPLAY: Option<&str> = Some("DISPLAY=:99");

/// What the program logs then, for those who ask for more than warnings.
const NOT_OPENED: &str = "no browser was opened";

/// A machine with a browser, or without one.
struct Machine {
    /// Its programs and its temporary files.
    folder: TempDir,
    /// What the browser was started with, one argument a line, then the page, then `read`.
    told: Arc<Feed<String>>,
    server: Server,
}

impl Machine {
    fn without_a_browser() -> Machine {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let pipe = folder.path().join("told");
        let made = Command::new("mkfifo").arg(&pipe).status();
        assert!(made.is_ok_and(|status| status.success()), "no pipe at {}", pipe.display());
        // For writing too, so that neither end waits for the other to open it.
        let told: File = OpenOptions::new().read(true).write(true).open(&pipe).expect("the pipe opens");
        Machine { folder, told: Feed::of(told, str::to_owned), server: Server::start() }
    }

    /// The browser is the launcher that is tried first. The shell does all of it, because nothing else can be found.
    fn with_a_browser() -> Machine {
        let machine = Machine::without_a_browser();
        let (browser, pipe) = (machine.path("xdg-open"), machine.path("told"));
        let script = format!(
            "#!/bin/sh\nread -r page <\"$1\"\nprintf '%s\\n' \"$@\" \"$page\" read >'{}'\n",
            pipe.display()
        );
        fs::write(&browser, script).expect("a script can be written");
        fs::set_permissions(&browser, fs::Permissions::from_mode(0o755))
            .expect("a script can be made a program");
        machine
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Starts the program where there is nothing but this machine has, and maybe a display.
    fn start(&self, display: Option<&str>, args: &[&str]) -> Nudge {
        let folder = self.folder.path().display();
        let mut command = Command::new("env");
        command.args(["-u", "DISPLAY", "-u", "WAYLAND_DISPLAY"]).args(display);
        command.args([
            format!("PATH={folder}"),
            format!("TMPDIR={folder}"),
            "RUST_LOG=nudge=info".to_owned(),
        ]);
        command.arg(env!("CARGO_BIN_EXE_nudge"));
        command.args(["--json", "--listen", "127.0.0.1:0", "--ports", "0-0", "--web", "127.0.0.1:0"]);
        command.args(["--upstream", &self.server.address()]).args(args);
        Nudge::transcribing(command)
    }
}

/// What a server at a printed address answers to a request for it.
fn answer(url: &str) -> String {
    let (host, path) = url.strip_prefix("http://").and_then(|rest| rest.split_once('/')).expect("an address");
    let mut browser = Peer::connect(host);
    browser.send(format!("GET /{path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"));
    String::from_utf8(browser.receive_all()).expect("an answer in text")
}

#[test]
fn a_browser_opens_by_itself_at_a_page_that_leads_to_the_printed_address() {
    for display in [A_DISPLAY, Some("WAYLAND_DISPLAY=wayland-0")] {
        let machine = Machine::with_a_browser();
        let proxy = machine.start(display, &[]);
        let url = proxy.url();
        machine.told.first(|line| line == "read");
        let told = machine.told.all();
        let [argument, page, _] = &told[..] else { panic!("one argument and a page, not {told:?}") };

        // Every user of the machine can read an argument.
        let token = url.split_once("?token=").expect("an address with a token").1;
        assert!(!argument.contains(token), "{argument}");
        assert!(argument.ends_with(".html") && Path::new(argument).is_absolute(), "{argument}");
        assert!(page.contains(&format!("content=\"0;url={url}\"")), "{page}");
        let answer = answer(&url);
        assert!(answer.starts_with("HTTP/1.1 303 ") && answer.contains("set-cookie: nudge-"), "{answer}");

        proxy.stop();
        assert!(!Path::new(argument).exists(), "what holds the token is left behind");
    }
}

#[test]
fn without_a_display_none_is_opened() {
    let machine = Machine::with_a_browser();
    for nowhere in [None, Some("DISPLAY="), Some("WAYLAND_DISPLAY=")] {
        let proxy = machine.start(nowhere, &[]);
        let why = proxy.stderr.first(|line| line.contains(NOT_OPENED));
        assert!(why.contains("no display"), "{why}");
        proxy.stop();
    }
    assert_eq!(machine.told.all(), [""; 0]);
}

/// Where every attempt fails, and is told of, silence is the evidence that there was none.
#[test]
fn who_wants_no_browser_gets_none() {
    let machine = Machine::without_a_browser();
    let attempted = machine.start(A_DISPLAY, &[]);
    attempted.stderr.first(|line| line.contains(NOT_OPENED));
    attempted.stop();

    let proxy = machine.start(A_DISPLAY, &["--no-open"]);
    // By the time it has answered everybody it has long done what it does when it starts.
    assert!(answer(&proxy.url()).starts_with("HTTP/1.1 303 "));
    Session::open(&proxy, &machine.server).finish(&proxy);
    proxy.interrupt();
    let ended = proxy.wait();
    assert_eq!(ended.code, Some(0), "{}", ended.stderr);
    assert!(!ended.stderr.contains(NOT_OPENED), "{}", ended.stderr);
}
