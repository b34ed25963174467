//! What the lines of a switchboard tell of its dialect, where nobody saw it agreed (§4).

use msnp::Command;
use std::fmt;

/// Dialects that look alike on a switchboard. An estimate, never what was agreed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Era {
    /// People come without capabilities.
    UpTo11,
    /// With one number of capabilities.
    From12To15,
    /// With two, `a:b`, or the client presents an endpoint: `email;{guid}`.
    From16,
}

impl Era {
    /// What it tells how a client presents its account.
    pub(super) fn of_account(account: &str) -> Option<Era> {
        account.contains(";{").then_some(Era::From16)
    }

    /// What it tells how the server names somebody: `IRO T i n email nick [caps]`, `JOI email nick [caps]` (§5.4, rows
    /// 110 and 111). `None` for what stands there and is no capabilities.
    pub(super) fn of_arrival(command: &Command<'_>) -> Option<Era> {
        let capabilities = match command.verb.as_bytes() {
            b"IRO" => command.arg(6),
            b"JOI" => command.arg(3),
            _ => return None,
        };
        let is_number = |word: &[u8]| !word.is_empty() && word.iter().all(u8::is_ascii_digit);
        let mut words = capabilities.unwrap_or_default().splitn(2, |byte| *byte == b':');
        match (words.next().unwrap_or_default(), words.next()) {
            (b"", None) => Some(Era::UpTo11),
            (one, None) => is_number(one).then_some(Era::From12To15),
            (one, Some(two)) => (is_number(one) && is_number(two)).then_some(Era::From16),
        }
    }
}

impl fmt::Display for Era {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Era::UpTo11 => "MSNP11 or earlier",
            Era::From12To15 => "MSNP12 to MSNP15",
            Era::From16 => "MSNP16 or later",
        })
    }
}
