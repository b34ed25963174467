//! The page in a real browser: headless Chromium, driven as a person drives it, with real traffic on the wire.
//!
//! | module | shows |
//! |---|---|
//! | [`chromium`], [`wire`], [`page`], [`keyboard`], [`complaints`] | the tools: a browser, people in it, their pages |
//! | [`watched`] | the program between a scripted client and server, with its page |
//! | [`watching`] | traffic appears, hostile text stays text, a restart resumes |
//! | [`acting`] | injecting, and doing everything from the keyboard |
//! | [`composing`] | beginnings to start from, and what becomes of them when a session ends |
//! | [`wheel`] | what is sent: shown beforehand, offered, hidden, repeated, and what came back |
//! | [`holding`] | what is held: edited, dropped, answered, and taking the hands off all of it |
//! | [`layout`] | what is shown fits, and nothing covers anything, on a small screen and with many sessions |
//! | [`explaining`] | every frame says what it is, down to each field's bytes, and what its command is for |
//! | [`evening`], [`understanding`] | what belongs together has views of its own, which lead to every entry and back |
//! | [`pictures`] | pictures and files are shown and saved byte for byte as they passed |
//! | [`place`] | follow, pause and scrolling back while 5,000 entries a second arrive |
//! | [`entrance`] | the token, the cookie, and who comes without |
//! | [`access`] | what people need who do not see, or see differently (axe-core, and rules of our own) |
//! | [`crowd`] | many pages, some of them hung |
//! | [`pure`] | the page's pure modules, tested by a page that imports them (`tests/browser/pure/`) |
//! | [`demo`] | `nudge demo` shows a chat; pictures of it with `NUDGE_PICTURES=FOLDER` |
//!
//! To remember: a page that is dropped must have had nothing to complain about. Waiting happens in the page, in
//! animation frames.

mod access;
mod acting;
mod chromium;
mod complaints;
mod composing;
mod crowd;
mod demo;
mod entrance;
mod evening;
mod explaining;
mod holding;
mod keyboard;
mod layout;
mod page;
mod pictures;
mod place;
mod pure;
mod understanding;
mod watched;
mod watching;
mod wheel;
mod wire;

/// Whether the person who runs the tests has no browser, and has said so.
fn left_out() -> bool {
    std::env::var_os("NUDGE_WITHOUT_BROWSER").is_some_and(|value| value == "1")
}
