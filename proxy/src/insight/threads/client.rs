//! The program at the client's end, as it introduces itself.

use super::member::clipped_to;
use msnp::Command;
use serde::Serialize;

/// The longest word of an introduction that is remembered, in bytes.
const LONGEST: usize = 64;

/// A client program and where it runs, as it says itself (§5.1, rows 5 to 7). Words are kept as written, at most 64 bytes
/// of each; what it left out is empty.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Client {
    /// `MSNMSGR`: also many that are not.
    pub name: Box<str>,
    /// `6.2.0137`
    pub version: Box<str>,
    /// The system and its version: `winnt 5.1`.
    pub os: Box<str>,
}

impl Client {
    /// Reads `CVR T lcid os osver arch client ver …` or the same in CVQ. `None` where no program is named.
    pub(super) fn introduced(command: &Command<'_>) -> Option<Client> {
        let word = |n: usize| String::from_utf8_lossy(command.arg(n).unwrap_or_default());
        let kept = |word: &str| clipped_to(LONGEST, word).into();
        let (name, os) = (word(6), [word(3), word(4)].join(" "));
        let is_named = !name.is_empty();
        is_named.then(|| Client { name: kept(&name), version: kept(&word(7)), os: kept(os.trim()) })
    }
}
