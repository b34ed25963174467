//! Conversations with the sandbox, as clients hold them: bytes over sockets.

mod bot;
mod conversations;
mod dialects;
mod errors;
mod harness;
mod limits;
mod lists;
mod people;
mod presence;
mod recordings;
mod sign_in;
mod transcripts;
