//! The relay with real sockets on this machine: what the whole program cannot show because it has no way in yet
//! (injection, fact sheets), and what needs limits compressed.

#![expect(clippy::unwrap_used, reason = "a test ends where it fails")]

mod endings;
mod harness;
mod hiding;
mod holding;
mod injection;
mod sheets;
mod unheard;
mod watched;
mod wheel;
