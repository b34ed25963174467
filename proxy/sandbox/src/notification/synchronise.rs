//! The lists, as a client that has none or old ones gets them: the burst after SYN (§5.2).

use super::{Answer, Caller, Session};
use crate::directory::Directory;
use crate::person::{Contact, FL, LISTS, Person, guid};
use crate::refusal::Refusal;
use crate::request::Request;
use msnp::Dialect;

/// The group every numbered dialect has and nobody can change.
const GROUP_ZERO: &str = "Other%20Contacts";

/// `SYN`: the serial number or stamps, and all the lists unless the client has them already.
pub(super) fn syn(session: &mut Session, request: &Request<'_>, caller: &Caller) -> Answer {
    let known = request.rest(2).join(" ");
    let commands = session.with(|world| {
        let person = world.directory.person(&caller.account)?;
        Some(
            Burst { directory: &world.directory, person, trid: request.trid, dialect: caller.dialect }
                .commands(&known),
        )
    });
    session.synchronised = true;
    for command in commands.ok_or(Refusal::NOT_SIGNED_IN)? {
        session.say(command);
    }
    Ok(())
}

/// `LST T list`: one list, as the burst would tell it.
pub(super) fn lst(session: &mut Session, request: &Request<'_>, caller: &Caller) -> Answer {
    let list = request.want(2)?;
    let (_, bit) = LISTS.into_iter().find(|(name, _)| *name == list).ok_or(Refusal::INVALID_PARAMETER)?;
    let commands = session.with(|world| {
        let person = world.directory.person(&caller.account)?;
        let burst =
            Burst { directory: &world.directory, person, trid: request.trid, dialect: caller.dialect };
        let mut commands = Vec::new();
        burst.numbered_list(list, bit, &mut commands);
        Some(commands)
    });
    for command in commands.ok_or(Refusal::NOT_SIGNED_IN)? {
        session.say(command);
    }
    Ok(())
}

struct Burst<'a> {
    directory: &'a Directory,
    person: &'a Person,
    trid: u32,
    dialect: Dialect,
}

impl Burst<'_> {
    fn commands(&self, known: &str) -> Vec<String> {
        let Burst { person, trid, .. } = *self;
        let serial = person.serial;
        let (contacts, groups) = (person.contacts.len(), person.groups.len());
        let mut commands = Vec::new();
        match self.dialect {
            Dialect(..=7) => {
                commands.push(format!("SYN {trid} {serial}\r\n"));
                if known != serial.to_string() {
                    self.numbered(&mut commands);
                }
            }
            Dialect(8..=9) => {
                commands.push(format!("SYN {trid} {serial} {contacts} {}\r\n", groups + 1));
                if known != serial.to_string() {
                    self.counted(&mut commands);
                }
            }
            _ => {
                let stamps = format!("{} {}", stamp(serial), stamp(serial));
                if known == stamps {
                    commands.push(format!("SYN {trid} {stamps}\r\n"));
                } else {
                    commands.push(format!("SYN {trid} {stamps} {contacts} {groups}\r\n"));
                    self.counted(&mut commands);
                }
            }
        }
        commands
    }

    /// MSNP2 to 7: every line with transaction id and serial number, list by list.
    fn numbered(&self, commands: &mut Vec<String>) {
        let Burst { person, trid, dialect, .. } = *self;
        let Person { serial, prompt, privacy, groups, .. } = person;
        commands.push(format!("GTC {trid} {serial} {prompt}\r\n"));
        commands.push(format!("BLP {trid} {serial} {privacy}\r\n"));
        if dialect >= Dialect(7) {
            let count = groups.len() + 1;
            commands.push(format!("LSG {trid} {serial} 1 {count} 0 {GROUP_ZERO} 0\r\n"));
            for (n, group) in groups.iter().enumerate() {
                let (n, number, name) = (n + 2, group.number, &group.name);
                commands.push(format!("LSG {trid} {serial} {n} {count} {number} {name} 0\r\n"));
            }
        }
        for (list, bit) in &LISTS[..4] {
            self.numbered_list(list, *bit, commands);
        }
    }

    fn numbered_list(&self, list: &str, bit: u8, commands: &mut Vec<String>) {
        let Burst { person, trid, dialect, .. } = *self;
        let on_it: Vec<_> = person.contacts.iter().filter(|(_, contact)| contact.lists & bit != 0).collect();
        let (serial, count) = (person.serial, on_it.len());
        if on_it.is_empty() {
            commands.push(format!("LST {trid} {list} {serial} 0 0\r\n"));
        }
        for (n, (account, contact)) in on_it.into_iter().enumerate() {
            let (n, name) = (n + 1, self.name_of(account, contact));
            let groups = if dialect >= Dialect(7) && bit == FL {
                format!(" {}", numbers(contact))
            } else {
                String::new()
            };
            commands.push(format!("LST {trid} {list} {serial} {n} {count} {account} {name}{groups}\r\n"));
        }
    }

    /// MSNP8 to 12: the counts came with SYN, the lines belong to it by their order.
    fn counted(&self, commands: &mut Vec<String>) {
        let Burst { person, dialect, .. } = *self;
        commands.push(format!("GTC {}\r\n", person.prompt));
        commands.push(format!("BLP {}\r\n", person.privacy));
        if dialect >= Dialect(10) {
            commands.push(format!("PRP MFN {}\r\n", person.name));
        }
        for (key, value) in &person.properties {
            commands.push(format!("PRP {key} {value}\r\n"));
        }
        if dialect <= Dialect(9) {
            commands.push(format!("LSG 0 {GROUP_ZERO} 0\r\n"));
        }
        for group in &person.groups {
            commands.push(match dialect {
                Dialect(..=9) => format!("LSG {} {} 0\r\n", group.number, group.name),
                _ => format!("LSG {} {}\r\n", group.name, group.id),
            });
        }
        for (account, contact) in &person.contacts {
            commands.push(self.contact(account, contact));
        }
    }

    fn contact(&self, account: &str, contact: &Contact) -> String {
        let (name, lists) = (self.name_of(account, contact), contact.lists);
        match self.dialect {
            Dialect(..=9) => format!("LST {account} {name} {lists} {}\r\n", numbers(contact)),
            dialect => {
                let kind = if dialect >= Dialect(12) { " 1" } else { "" };
                let groups = self.ids(contact);
                // Where there is no group its space remains in MSNP12, as recorded.
                let space = if groups.is_empty() && dialect <= Dialect(11) { "" } else { " " };
                format!("LST N={account} F={name} C={} {lists}{kind}{space}{groups}\r\n", guid(account))
            }
        }
    }

    fn ids(&self, contact: &Contact) -> String {
        let groups = self.person.groups.iter().filter(|group| contact.groups.contains(&group.number));
        groups.map(|group| group.id.as_str()).collect::<Vec<_>>().join(",")
    }

    fn name_of<'n>(&'n self, account: &'n str, contact: &'n Contact) -> &'n str {
        let chosen = || self.directory.person(account).map(|person| person.name.as_str());
        contact.name.as_deref().or_else(chosen).unwrap_or(account)
    }
}

fn numbers(contact: &Contact) -> String {
    if contact.groups.is_empty() {
        return "0".to_owned();
    }
    contact.groups.iter().map(u32::to_string).collect::<Vec<_>>().join(",")
}

/// A serial number as MSNP10 and later write it: the second since 1970 it stands for.
fn stamp(serial: u64) -> String {
    let second = i64::try_from(serial).ok().and_then(|second| jiff::Timestamp::from_second(second).ok());
    second.unwrap_or_default().strftime("%Y-%m-%dT%H:%M:%S.0-00:00").to_string()
}
