//! `curl -H "Authorization: Bearer $TOKEN" http://127.0.0.1:8863/api/views/transfers` tells of pictures and files,
//! `http://127.0.0.1:8863/api/transfers/117/content` gives the bytes of one.
//!
//! To remember: the bytes are a stranger's. Only what is a small enough PNG, GIF or JPEG by its own bytes is ever given as
//! an image; all else is to be saved, under a name of ours.

pub(super) mod content;
mod inspections;
pub(super) mod telling;

pub(crate) use content::content;
pub(crate) use inspections::Inspections;
pub(super) use telling::tell;
