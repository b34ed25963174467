//! What dispatch and notification servers have in common: agreeing on a dialect, before anybody signs in.

use crate::refusal::Refusal;
use crate::request::Request;
use msnp::Dialect;

/// The dialects spoken here.
const SPOKEN: std::ops::RangeInclusive<Dialect> = Dialect(2)..=Dialect(12);

/// What CVR recommends to those who do not say which version they are.
const UNKNOWN_VERSION: &str = "1.0.0000";

/// Where a client in want of an update is sent.
const MORE: &str = "http://messenger.example/";

/// The answer to VER, CVR, CVQ or INF; the dialect VER settled on is put into `agreed`.
pub(crate) fn answer(request: &Request<'_>, agreed: &mut Option<Dialect>) -> Result<String, Refusal> {
    let trid = request.trid;
    match request.command.verb.as_bytes() {
        b"VER" if agreed.is_some() => Err(Refusal::NOT_EXPECTED),
        b"VER" => {
            let offered = request.rest(2);
            *agreed = offered
                .iter()
                .filter_map(|dialect| Dialect::parse(dialect.as_bytes()))
                .filter(|dialect| SPOKEN.contains(dialect))
                .max();
            Ok(match agreed {
                Some(dialect) => format!("VER {trid} {dialect}\r\n"),
                // Who offers nothing but this wants to know about updates, not to sign in.
                None if offered == ["CVR0"] => format!("VER {trid} CVR0\r\n"),
                None => format!("VER {trid} 0\r\n"),
            })
        }
        b"CVR" | b"CVQ" => {
            let version = request.arg(7).unwrap_or(UNKNOWN_VERSION);
            Ok(format!("{} {trid} {version} {version} {version} {MORE} {MORE}\r\n", request.command.verb))
        }
        b"INF" => match *agreed {
            Some(Dialect(2..=7)) => Ok(format!("INF {trid} MD5\r\n")),
            Some(_) => Err(Refusal::DISABLED),
            None => Err(Refusal::NOT_EXPECTED),
        },
        _ => Err(Refusal::NOT_SIGNED_IN),
    }
}

/// Whether VER was asked and nothing agreed on, so that there is nothing left to say.
pub(crate) fn refused(answer: &str) -> bool {
    answer.starts_with("VER ") && answer.ends_with(" 0\r\n")
}
