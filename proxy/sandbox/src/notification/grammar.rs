//! How the notification server says things, dialect by dialect (§5). Pure: people in, commands out.

use crate::person::{Person, Presence, guid};
use msnp::Dialect;

/// `NLN`: how somebody is now.
pub(crate) fn now(dialect: Dialect, person: &Person, presence: &Presence) -> String {
    format!("NLN {}\r\n", seen(dialect, person, presence))
}

/// `ILN`: how somebody was already when the client asked.
pub(crate) fn initially(dialect: Dialect, trid: u32, person: &Person, presence: &Presence) -> String {
    format!("ILN {trid} {}\r\n", seen(dialect, person, presence))
}

fn seen(dialect: Dialect, person: &Person, presence: &Presence) -> String {
    let Presence { status, object, .. } = presence;
    let capabilities = presence.capabilities.split(':').next().unwrap_or("0");
    match dialect {
        Dialect(..=7) => format!("{status} {} {}", person.account, person.name),
        Dialect(8) => format!("{status} {} {} {capabilities}", person.account, person.name),
        _ => format!("{status} {} {} {capabilities} {object}", person.account, person.name),
    }
}

/// What a client of this dialect may know of somebody's personal message.
pub(crate) fn personal_of(dialect: Dialect, person: &Person) -> &[u8] {
    if dialect >= Dialect(11) { &person.personal } else { &[] }
}

/// `UBX`: somebody's personal message.
pub(crate) fn personal(account: &str, personal: &[u8]) -> Vec<u8> {
    let mut command = format!("UBX {account} {}\r\n", personal.len()).into_bytes();
    command.extend_from_slice(personal);
    command
}

/// Signed in.
pub(crate) fn welcome(dialect: Dialect, trid: u32, person: &Person) -> String {
    let Person { account, name, .. } = person;
    match dialect {
        Dialect(..=5) => format!("USR {trid} OK {account} {name}\r\n"),
        Dialect(6..=7) => format!("USR {trid} OK {account} {name} 1\r\n"),
        Dialect(8..=9) => format!("USR {trid} OK {account} {name} 1 0\r\n"),
        _ => format!("USR {trid} OK {account} 1 0\r\n"),
    }
}

/// Somebody was put on a list, by the client (its `trid`) or by others (0).
pub(crate) fn added(
    dialect: Dialect,
    trid: u32,
    list: &str,
    serial: u64,
    account: &str,
    name: &str,
    group: Option<u32>,
) -> String {
    match (dialect, list) {
        (Dialect(..=9), _) => {
            let group = group.map(|group| format!(" {group}")).unwrap_or_default();
            format!("ADD {trid} {list} {serial} {account} {name}{group}\r\n")
        }
        (_, "FL") => format!("ADC {trid} FL N={account} F={name} C={}\r\n", guid(account)),
        (_, "RL") => format!("ADC {trid} RL N={account} F={name}\r\n"),
        _ => format!("ADC {trid} {list} N={account}\r\n"),
    }
}

/// Somebody was taken off a list by others.
pub(crate) fn removed(dialect: Dialect, list: &str, serial: u64, account: &str) -> String {
    match dialect {
        Dialect(..=9) => format!("REM 0 {list} {serial} {account}\r\n"),
        _ => format!("REM 0 {list} {account}\r\n"),
    }
}

/// A newcomer is put on the lists of somebody signed in. On the reverse list last: a client asks its user about those
/// it finds there and nowhere else.
pub(crate) fn befriended(
    dialect: Dialect,
    watcher: &Person,
    newcomer: &Person,
) -> impl Iterator<Item = String> {
    ["AL", "FL", "RL"].into_iter().map(move |list| {
        let group = watcher.first_group().filter(|_| list == "FL" && dialect >= Dialect(7));
        added(dialect, 0, list, watcher.serial, &newcomer.account, &newcomer.name, group)
    })
}

/// The serial number, where the dialect has it in front of what it numbers.
pub(crate) fn serial(dialect: Dialect, serial: u64) -> String {
    if dialect <= Dialect(9) { format!("{serial} ") } else { String::new() }
}

/// A `MSG` from the server itself.
pub(crate) fn notice(payload: &str) -> String {
    format!("MSG Hotmail Hotmail {}\r\n{payload}", payload.len())
}
