use super::chromium::Person;
use super::complaints;
use super::keyboard::strokes;
use crate::harness::PATIENCE;
use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::thread;

/// A page in a real browser. When dropped, it must have had nothing to complain about: no exception, no error in the
/// console, no violation of its policy, no dialog, nothing fetched from elsewhere.
#[derive(Debug)]
pub(super) struct Page {
    person: Arc<Person>,
    target: Value,
    session: String,
    /// What belongs to the test, and is no complaint.
    forgiven: Mutex<Vec<&'static str>>,
    stalled: bool,
}

/// What tests ask of the page, as functions in it.
const SEEN: &str = include_str!("seen.js");

impl Page {
    pub(super) fn attach(person: Arc<Person>, target: &Value) -> Page {
        let attached =
            person.chromium.ask("Target.attachToTarget", &json!({ "targetId": target, "flatten": true }));
        let session = attached["sessionId"].as_str().expect("a page has a session").to_owned();
        let page =
            Page { person, target: target.clone(), session, forgiven: Mutex::default(), stalled: false };
        for domain in ["Page", "Runtime", "Log"] {
            page.ask(&format!("{domain}.enable"), &json!({}));
        }
        page.ask("Page.addScriptToEvaluateOnNewDocument", &json!({ "source": SEEN }));
        page.resize(1024, 700);
        page
    }

    /// Asks Chromium about this page.
    #[track_caller]
    pub(super) fn ask(&self, method: &str, params: &Value) -> Value {
        match self.person.chromium.wire.ask(Some(&self.session), method, params) {
            Ok(answer) => answer,
            Err(error) => {
                let last_words = self.person.chromium.last_words();
                panic!("{error}; heard meanwhile: {:?}{last_words}", self.complaints());
            }
        }
    }

    /// Goes to an address.
    #[track_caller]
    pub(super) fn go(&self, url: &str) {
        let went = self.ask("Page.navigate", &json!({ "url": url }));
        assert!(went["errorText"].is_null(), "{url}: {}", went["errorText"]);
        self.until("document.readyState === 'complete'");
    }

    /// What an expression is, promises waited for.
    #[track_caller]
    pub(super) fn eval(&self, expression: &str) -> Value {
        let asked = json!({ "expression": expression, "awaitPromise": true, "returnByValue": true });
        let mut answer = self.ask("Runtime.evaluate", &asked);
        let wrong = &answer["exceptionDetails"];
        assert!(wrong.is_null(), "{expression}: {wrong}");
        answer["result"]["value"].take()
    }

    /// The same as text.
    #[track_caller]
    pub(super) fn text(&self, expression: &str) -> String {
        match self.eval(expression) {
            Value::String(text) => text,
            other => panic!("{expression} is {other}"),
        }
    }

    /// Waits until an expression is true, looking once in every animation frame. Returns what it then is.
    #[track_caller]
    pub(super) fn until(&self, expression: &str) -> Value {
        let limit = PATIENCE.as_millis();
        let seen = self.eval(&format!(
            "(async () => {{
                for (const end = performance.now() + {limit}; performance.now() < end;) {{
                    const is = await ({expression});
                    if (is) return is;
                    await new Promise(requestAnimationFrame);
                }}
                return null;
            }})()"
        ));
        if seen.is_null() {
            let page = self.text("document.body.innerText.slice(0, 2000)");
            panic!("never: {expression}\nthe page says:\n{page}\nand heard: {:?}", self.complaints());
        }
        seen
    }

    /// Presses a key: `j`, `?`, `Enter`, `Control+Enter`.
    #[track_caller]
    pub(super) fn press(&self, key: &str) {
        for stroke in strokes(key) {
            self.ask("Input.dispatchKeyEvent", &stroke);
        }
    }

    /// Types a text, key by key.
    #[track_caller]
    pub(super) fn type_text(&self, text: &str) {
        for character in text.chars() {
            let mut bytes = [0; 4];
            self.press(if character == '\n' { "Enter" } else { character.encode_utf8(&mut bytes) });
        }
    }

    /// Turns the wheel over the middle of an element.
    #[track_caller]
    pub(super) fn wheel(&self, selector: &str, down: i32) {
        let at = self.middle(selector);
        self.ask(
            "Input.dispatchMouseEvent",
            &json!({ "type": "mouseWheel", "x": at.0, "y": at.1, "deltaX": 0, "deltaY": down }),
        );
    }

    /// Moves the pointer over the middle of an element.
    #[track_caller]
    pub(super) fn point(&self, selector: &str) {
        let at = self.middle(selector);
        self.ask("Input.dispatchMouseEvent", &json!({ "type": "mouseMoved", "x": at.0, "y": at.1 }));
    }

    /// Clicks on the middle of an element, scrolling to it as a person would.
    #[track_caller]
    pub(super) fn click(&self, selector: &str) {
        self.eval(&format!("document.querySelector({})?.scrollIntoViewIfNeeded(false)", json!(selector)));
        self.click_at(self.middle(selector));
    }

    /// Shows a tab of the details. What arrives meanwhile moves the tabs, so that a click may fall beside them and is made
    /// again, as a person would.
    #[track_caller]
    pub(super) fn show_tab(&self, tab: &str) {
        let shown = format!("document.getElementById('tab-{tab}').ariaSelected === 'true'");
        for _ in 0..10 {
            self.click(&format!("#tab-{tab}"));
            self.eval("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))");
            if self.eval(&shown) == json!(true) {
                return;
            }
        }
        panic!("the tab {tab} cannot be shown");
    }

    /// Clicks on a place.
    #[track_caller]
    pub(super) fn click_at(&self, at: (f64, f64)) {
        for kind in ["mousePressed", "mouseReleased"] {
            let button = json!({ "type": kind, "x": at.0, "y": at.1, "button": "left", "clickCount": 1 });
            self.ask("Input.dispatchMouseEvent", &button);
        }
    }

    #[track_caller]
    fn middle(&self, selector: &str) -> (f64, f64) {
        let middle = self.until(&format!("seen.middle({})", json!(selector)));
        (middle["x"].as_f64().expect("a number"), middle["y"].as_f64().expect("a number"))
    }

    /// Gives the page this size, in pixels.
    pub(super) fn resize(&self, width: u32, height: u32) {
        let size = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.ask("Emulation.setDeviceMetricsOverride", &size);
    }

    /// Shows the page `light` or `dark`.
    pub(super) fn theme(&self, theme: &str) {
        let features = json!([{ "name": "prefers-color-scheme", "value": theme }]);
        self.ask("Emulation.setEmulatedMedia", &json!({ "features": features }));
        self.until(&format!("matchMedia('(prefers-color-scheme: {theme})').matches"));
    }

    /// Takes a picture of the page.
    pub(super) fn picture(&self, file: &Path) {
        use base64::Engine as _;
        let taken = self.ask("Page.captureScreenshot", &json!({ "format": "png" }));
        let data = taken["data"].as_str().expect("a picture");
        let png = base64::engine::general_purpose::STANDARD.decode(data).expect("base64");
        fs::write(file, png).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    }

    /// Stops everything the page does, as a hung tab: it takes what it is sent and looks at none of it.
    pub(super) fn stall(&mut self) {
        self.stalled = true;
        self.ask("Debugger.enable", &json!({}));
        self.ask("Debugger.pause", &json!({}));
    }

    /// What the browser reports and this test brings about on purpose.
    pub(super) fn forgive(&self, part: &'static str) {
        self.forgiven.lock().expect("no panic while the lock is held").push(part);
    }

    fn complaints(&self) -> Vec<String> {
        let forgiven = self.forgiven.lock().expect("no panic while the lock is held");
        let events = self.person.chromium.wire.events(&self.session);
        let said = events.iter().filter_map(complaints::of);
        said.filter(|complaint| !forgiven.iter().any(|part| complaint.contains(part))).collect()
    }

    fn close(&self) {
        let _ =
            self.person.chromium.wire.ask(None, "Target.closeTarget", &json!({ "targetId": self.target }));
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        // A stalled page answers nothing any more.
        if thread::panicking() || self.stalled {
            return self.close();
        }
        let fetched = self.eval("seen.fetchedElsewhere()");
        let complaints = self.complaints();
        self.close();
        assert!(complaints.is_empty(), "the page complains: {complaints:#?}");
        assert_eq!(fetched, json!([]), "fetched from elsewhere");
    }
}
