//! The proxy without its user interfaces.
//!
//! | module | is |
//! |---|---|
//! | [`compose`] | what a person types becomes the bytes of a frame |
//! | [`filter`] | which entries a person wants to see |
//! | [`insight`] | the understanding: folds over the transcript |
//! | [`relay`] | the movement: listeners, sessions, pumps, routes, injection |
//! | [`saved`] | transcripts in files: recorded, and read again |
//! | [`templates`] | beginnings for whatever a person may want to send |
//! | [`transcript`] | the memory: what happened, in order, within a budget |
//! | [`view`] | how an entry is shown: notation, NDJSON |
//!
//! Arrows point one way: `relay → transcript ← {view ← filter, insight ← saved}`. The transcript knows no sockets and no JSON; readers never slow the relay.

pub mod compose;
pub mod filter;
pub mod insight;
mod octets;
pub mod relay;
pub mod saved;
pub mod templates;
pub mod transcript;
pub mod view;
