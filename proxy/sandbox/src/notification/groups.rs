//! The groups people sort their contacts into: numbers up to MSNP9, ids from MSNP10 on.

use super::{Answer, Caller, Session};
use crate::person::Person;
use crate::refusal::Refusal;
use crate::request::Request;
use msnp::Dialect;

/// The most groups, and the longest name of one, encoded, in bytes.
const MOST_GROUPS: usize = 30;
const LONGEST_NAME: usize = 61;

/// From MSNP10 on the place of the serial number is kept, and this stands in it.
const NO_SERIAL: u64 = 1;

/// `ADG T name [0]`
pub(super) fn adg(session: &mut Session, request: &Request<'_>, caller: &Caller) -> Answer {
    let name = request.want(2)?;
    let (serial, number, id) = session.with_caller(caller, |person| {
        check_name(person, name)?;
        if person.groups.len() >= MOST_GROUPS {
            return Err(Refusal::TOO_MANY_GROUPS);
        }
        let number = person.groups.iter().map(|group| group.number).max().unwrap_or(0) + 1;
        person.add_group(number, name);
        person.serial += 1;
        let id = person.groups.last().map(|group| group.id.clone()).unwrap_or_default();
        Ok((person.serial, number, id))
    })??;
    let trid = request.trid;
    session.say(match caller.dialect {
        Dialect(..=9) => format!("ADG {trid} {serial} {name} {number} 0\r\n"),
        _ => format!("ADG {trid} {NO_SERIAL} {name} {id}\r\n"),
    });
    Ok(())
}

/// `REG T group name [0]`
pub(super) fn reg(session: &mut Session, request: &Request<'_>, caller: &Caller) -> Answer {
    let (group, name) = (request.want(2)?, request.want(3)?);
    let serial = session.with_caller(caller, |person| {
        let at = find(person, group)?;
        check_name(person, name)?;
        person.groups[at].name = name.to_owned();
        person.serial += 1;
        Ok(person.serial)
    })??;
    let trid = request.trid;
    session.say(match caller.dialect {
        Dialect(..=9) => format!("REG {trid} {serial} {group} {name} 0\r\n"),
        _ => format!("REG {trid} {NO_SERIAL} {name} {group} 0\r\n"),
    });
    Ok(())
}

/// `RMG T group`: its contacts stay, in no group or in group 0.
pub(super) fn rmg(session: &mut Session, request: &Request<'_>, caller: &Caller) -> Answer {
    let group = request.want(2)?;
    let serial = session.with_caller(caller, |person| {
        let removed = person.groups.remove(find(person, group)?);
        for contact in person.contacts.values_mut() {
            contact.groups.remove(&removed.number);
        }
        person.serial += 1;
        Ok(person.serial)
    })??;
    let serial = if caller.dialect <= Dialect(9) { serial } else { NO_SERIAL };
    session.say(format!("RMG {} {serial} {group}\r\n", request.trid));
    Ok(())
}

/// Where a group is, by number, id or, since a client of the time sent that, by name, encoded once more than it is.
fn find(person: &Person, group: &str) -> Result<usize, Refusal> {
    if group == "0" {
        return Err(Refusal::GROUP_ZERO);
    }
    let once_less = group.replace("%25", "%");
    let is_it = |known: &crate::person::Group| {
        known.id == group
            || known.number.to_string() == group
            || known.name == group
            || known.name == once_less
    };
    person.groups.iter().position(is_it).ok_or(Refusal::INVALID_GROUP)
}

fn check_name(person: &Person, name: &str) -> Result<(), Refusal> {
    if name.len() > LONGEST_NAME {
        return Err(Refusal::GROUP_NAME_TOO_LONG);
    }
    if name.is_empty() {
        return Err(Refusal::INVALID_PARAMETER);
    }
    if person.groups.iter().any(|group| group.name == name) { Err(Refusal::GROUP_EXISTS) } else { Ok(()) }
}
