use super::page::Page;
use super::wire::Wire;
use serde_json::{Value, json};
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;
use tempfile::TempDir;

/// A headless Chromium, shared by the tests that run at the same time. Ends with the last of them.
#[derive(Debug)]
pub(super) struct Chromium {
    child: Mutex<Child>,
    pub(super) wire: Arc<Wire>,
    /// Removed after it has ended.
    profile: TempDir,
}

static SHARED: Mutex<Weak<Chromium>> = Mutex::new(Weak::new());

/// What it may be called, in the order of preference. `NUDGE_CHROMIUM` names another.
const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];

const FLAGS: &[&str] = &[
    "--headless",
    "--remote-debugging-pipe",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-extensions",
    "--disable-sync",
    "--disable-dev-shm-usage",
    // Every page counts as looked at, however many there are.
    "--disable-backgrounding-occluded-windows",
    "--disable-background-timer-throttling",
    "--disable-renderer-backgrounding",
    "--hide-scrollbars",
    "--lang=en-US",
];

/// What it says to nobody in particular, in its profile.
const LOG: &str = "nudge-tests.log";

/// The protocol goes over descriptors 3 and 4, which the standard library cannot hand over but a shell can. When this
/// process ends, however it does, they close, and Chromium ends too.
const WITH_PIPES: &str = r#"log=$1; shift; exec "$@" 3<&0 4>&1 </dev/null >/dev/null 2>"$log""#;

impl Chromium {
    /// The one that runs, or a new one.
    pub(super) fn shared() -> Arc<Chromium> {
        let mut shared = SHARED.lock().unwrap_or_else(PoisonError::into_inner);
        shared.upgrade().unwrap_or_else(|| {
            let chromium = Arc::new(Chromium::start());
            *shared = Arc::downgrade(&chromium);
            chromium
        })
    }

    fn start() -> Chromium {
        let program = found().unwrap_or_else(|| {
            panic!(
                "these tests need Chromium and found none. Install it (Debian: apt-get install chromium; tests/run \
                 does that when it may), or name one in NUDGE_CHROMIUM, or leave the browser out with \
                 NUDGE_WITHOUT_BROWSER=1."
            )
        });
        let profile = tempfile::tempdir().expect("a temporary folder");
        let mut command = Command::new("sh");
        command.args(["-c", WITH_PIPES, "sh"]).arg(profile.path().join(LOG)).arg(&program).args(FLAGS);
        command.arg(format!("--user-data-dir={}", profile.path().display()));
        if is_root() {
            command.arg("--no-sandbox"); // which it refuses to set up for root
        }
        let mut child =
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("every Unix has a sh");
        let wire = Wire::on(child.stdin.take().expect("a pipe"), child.stdout.take().expect("a pipe"));
        let chromium = Chromium { child: Mutex::new(child), wire, profile };
        chromium.ask("Browser.getVersion", &json!({}));
        chromium
    }

    #[track_caller]
    pub(super) fn ask(&self, method: &str, params: &Value) -> Value {
        match self.wire.ask(None, method, params) {
            Ok(answer) => answer,
            Err(error) => panic!("{error}{}", self.last_words()),
        }
    }

    /// How it ended, if it did without being asked, and what it said last.
    pub(super) fn last_words(&self) -> String {
        if !self.wire.ends_within(Duration::ZERO) {
            return String::new();
        }
        let status = self.child.lock().map(|mut child| child.wait());
        let log = fs::read_to_string(self.profile.path().join(LOG)).unwrap_or_default();
        let lines: Vec<&str> = log.lines().collect();
        format!("; Chromium: {status:?}\n{}", lines[lines.len().saturating_sub(20)..].join("\n"))
    }
}

impl Drop for Chromium {
    fn drop(&mut self) {
        // Asked first, so that it can end the processes it has started.
        let _ = self.wire.ask(None, "Browser.close", &json!({}));
        let ended = self.wire.ends_within(Duration::from_secs(5));
        let child = self.child.get_mut().unwrap_or_else(PoisonError::into_inner);
        if !ended {
            let _ = child.kill();
        }
        let _ = child.wait();
    }
}

fn found() -> Option<PathBuf> {
    if let Some(named) = env::var_os("NUDGE_CHROMIUM") {
        return Some(PathBuf::from(named)).filter(|path| path.is_file());
    }
    let folders: Vec<PathBuf> = env::split_paths(&env::var_os("PATH")?).collect();
    NAMES
        .iter()
        .flat_map(|name| folders.iter().map(move |folder| folder.join(name)))
        .find(|path| path.is_file())
}

/// Whether this runs as root: only root owns `/proc/self` of a process of root's.
fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt as _;
    Path::new("/proc/self").metadata().is_ok_and(|process| process.uid() == 0)
}

/// Somebody with a browser of their own: cookies, storage and windows shared with nobody.
#[derive(Debug)]
pub(super) struct Person {
    pub(super) chromium: Arc<Chromium>,
    context: String,
}

impl Person {
    pub(super) fn new() -> Arc<Person> {
        let chromium = Chromium::shared();
        let made = chromium.ask("Target.createBrowserContext", &json!({}));
        let context = made["browserContextId"].as_str().expect("a context has a name").to_owned();
        Arc::new(Person { chromium, context })
    }

    /// A window with this address in it.
    #[track_caller]
    pub(super) fn open(self: &Arc<Person>, url: &str) -> Page {
        let target = json!({ "url": "about:blank", "browserContextId": self.context, "newWindow": true });
        let target = self.chromium.ask("Target.createTarget", &target);
        let page = Page::attach(Arc::clone(self), &target["targetId"]);
        page.go(url);
        page
    }

    /// What is saved from now on is put into that folder, without a question.
    pub(super) fn saves_to(&self, folder: &Path) {
        let params = json!({ "behavior": "allow", "browserContextId": self.context, "downloadPath": folder });
        self.chromium.ask("Browser.setDownloadBehavior", &params);
    }

    /// The cookies of this browser.
    pub(super) fn cookies(&self) -> Vec<Value> {
        let answer = self.chromium.ask("Storage.getCookies", &json!({ "browserContextId": self.context }));
        answer["cookies"].as_array().expect("a list of cookies").clone()
    }
}

impl Drop for Person {
    fn drop(&mut self) {
        let whose = json!({ "browserContextId": self.context });
        let _ = self.chromium.wire.ask(None, "Target.disposeBrowserContext", &whose);
    }
}
