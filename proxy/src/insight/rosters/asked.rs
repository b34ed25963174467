//! Requests whose payload changes something once the server agrees: it only says OK (§5.2, row 69).
//!
//! To remember: what was asked and is not remembered may be granted all the same, and then what is so is unknown.

use msnp::Verb;
use std::collections::VecDeque;

/// Requests remembered in one session, and the bytes of their payloads. The oldest are forgotten first.
pub(super) const ASKED: usize = 32;
pub(super) const ASKED_BYTES: usize = 64 * 1024;

/// The requests of a session that wait.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Asked {
    /// In order. `requests.len() <= ASKED`.
    requests: VecDeque<Request>,
    /// The bytes of their payloads. `bytes <= ASKED_BYTES`.
    bytes: usize,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Request {
    entry: u64,
    trid: u32,
    verb: Verb,
    payload: Box<[u8]>,
}

impl Asked {
    pub(super) fn ask(&mut self, entry: u64, trid: u32, verb: Verb, payload: &[u8]) {
        if payload.len() > ASKED_BYTES {
            return;
        }
        while self.requests.len() >= ASKED || self.bytes + payload.len() > ASKED_BYTES {
            self.remove(0);
        }
        self.bytes += payload.len();
        self.requests.push_back(Request { entry, trid, verb, payload: payload.into() });
    }

    /// The payload of the oldest request of this kind and number, which is granted.
    pub(super) fn granted(&mut self, trid: u32, verb: Verb) -> Option<Box<[u8]>> {
        let at = self.requests.iter().position(|asked| asked.trid == trid && asked.verb == verb)?;
        self.remove(at)
    }

    /// The oldest request of this number is refused.
    pub(super) fn refused(&mut self, trid: u32) {
        if let Some(at) = self.requests.iter().position(|asked| asked.trid == trid) {
            self.remove(at);
        }
    }

    /// A request never left.
    pub(super) fn withdraw(&mut self, entry: u64) {
        if let Some(at) = self.requests.iter().position(|asked| asked.entry == entry) {
            self.remove(at);
        }
    }

    fn remove(&mut self, at: usize) -> Option<Box<[u8]>> {
        let request = self.requests.remove(at)?;
        self.bytes -= request.payload.len();
        Some(request.payload)
    }

    /// What it weighs, in bytes.
    pub(super) fn weight(&self) -> usize {
        self.bytes + self.requests.len() * size_of::<Request>()
    }
}
