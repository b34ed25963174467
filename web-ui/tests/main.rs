//! The web server with real sockets on this machine: the controls of the threat model that a server can show, the API,
//! and the pace of its readers. Requests are written by hand, so that what no client library would send can be.

#![expect(clippy::unwrap_used, reason = "a test ends where it fails")]

mod admission;
mod apart;
mod api;
mod bounds;
mod caps;
mod conversations;
mod explained;
mod feed;
mod files;
mod harness;
mod injection;
mod openapi;
mod pairs;
mod problems;
mod reading;
mod redirects;
mod rosters;
mod secrets;
mod threads;
mod tokens;
mod transfers;
mod wheel;
mod wire;
