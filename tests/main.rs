//! Tests of the whole program: the built binary, its two peers, and nothing of its inside.
//!
//! | module | shows |
//! |---|---|
//! | [`harness`] | the tools: the running program, its transcript, the peers at both ends |
//! | [`conversations`] | every redirect form, as text files played by both ends (`tests/conversations/`) |
//! | [`replay`] | recorded real traffic, cut in three ways (`tests/captures/`) |
//! | [`sdk`] | two people who chat at clients written by others, in the sandbox |
//! | [`hostile`] | peers that send what no client or server would |
//! | [`crowds`] | thousands of sessions, and more of them than there are descriptors |
//! | [`stalls`] | peers and readers that do not read |
//! | [`closing`] | how connections end, and how the program does |
//! | [`upstreams`] | servers that cannot be reached, and redirects nobody follows |
//! | [`loops`] | servers and names that lead back to the proxy itself |
//! | [`listening`] | listeners, who may use them, and what redirects say instead |
//! | [`command_line`] | arguments, help, exit codes, what goes to which stream |
//! | [`attached`] | another terminal that watches and steers a program that runs |
//! | [`one_liners`] | the README's lines that do so over HTTP |
//! | [`opening`] | the browser that opens by itself |
//! | [`saved`] | transcripts that were recorded: kept, shown again, linted, played |
//! | [`secrets`] | what is never shown unless asked for |
//! | [`browser`] | the page, in headless Chromium, with real traffic |
//! | [`notation`] | the transcript as people read it (`tests/golden/`) |
//!
//! To remember: nothing here sleeps. A test waits for a row of the transcript or for bytes at a peer, and every wait
//! ends after [`harness::PATIENCE`].

#![cfg(unix)] // The program is asked to end by a signal.

mod attached;
mod browser;
mod closing;
mod command_line;
mod conversations;
mod crowds;
mod harness;
mod hostile;
mod listening;
mod loops;
mod notation;
mod one_liners;
#[cfg(target_os = "linux")] // Elsewhere other programs open a browser.
mod opening;
mod replay;
mod saved;
mod sdk;
mod secrets;
mod stalls;
mod upstreams;
