//! Who is on whose lists: ADD, ADC, REM, and the names one gives others.

use super::{Answer, Caller, Session, grammar, presence};
use crate::accounts;
use crate::directory::MOST_PEOPLE;
use crate::person::{FL, LISTS, Person, RL, guid};
use crate::refusal::Refusal;
use crate::request::Request;
use crate::town::World;
use msnp::Dialect;

/// The longest name taken, encoded, in bytes.
const LONGEST_NAME: usize = 387;

/// A list clients may change.
fn list_bit(list: &str) -> Result<u8, Refusal> {
    let (_, bit) = LISTS.into_iter().find(|(name, _)| *name == list).ok_or(Refusal::INVALID_PARAMETER)?;
    if bit == RL { Err(Refusal::INVALID_PARAMETER) } else { Ok(bit) }
}

pub(super) fn checked_name(name: &str) -> Result<&str, Refusal> {
    if name.is_empty() || name.len() > LONGEST_NAME { Err(Refusal::NAME_NOT_ALLOWED) } else { Ok(name) }
}

/// `ADD T list account name [group]`
pub(super) fn add(session: &mut Session, request: &Request<'_>, caller: &Caller) -> Answer {
    let list = request.want(2)?;
    let bit = list_bit(list)?;
    let written = request.want(3)?;
    if !written.contains('@') {
        return Err(Refusal::DOMAIN_MISSING);
    }
    let account = existing(session, written).ok_or(Refusal::INVALID_USER)?;
    let name = request.arg(4).unwrap_or(&account).to_owned();
    let group = match request.arg(5).filter(|_| bit == FL) {
        Some(group) => Some(group.parse().map_err(|_| Refusal::INVALID_GROUP)?),
        None => None,
    };
    Addition { list, bit, account: &account, group }.answer(session, caller, request.trid, &name)
}

/// `ADC T list N=account [F=name]`, or `ADC T FL C=id group` to add to a group.
pub(super) fn adc(session: &mut Session, request: &Request<'_>, caller: &Caller) -> Answer {
    let list = request.want(2)?;
    let bit = list_bit(list)?;
    let who = request.want(3)?;
    if let Some(id) = who.strip_prefix("C=") {
        let group = request.want(4)?;
        session.with(|world| {
            let (account, number) = grouped(world, caller, id, group)?;
            Addition { list, bit, account: &account, group: Some(number) }.make(world, caller)?;
            session.say(format!("ADC {} FL C={id} {group}\r\n", request.trid));
            Ok(())
        })
    } else {
        let account = who.strip_prefix("N=").and_then(|who| existing(session, who));
        let account = account.ok_or(Refusal::INVALID_USER_NAME)?;
        let name = request.arg(4).and_then(|name| name.strip_prefix("F=")).unwrap_or(&account).to_owned();
        Addition { list, bit, account: &account, group: None }.answer(session, caller, request.trid, &name)
    }
}

/// An account, in its normal form, that exists or may.
fn existing(session: &Session, written: &str) -> Option<String> {
    let account = accounts::normal(written)?;
    let known = session.with(|world| world.directory.person(&account).is_some());
    (known || session.town.admits(&account)).then_some(account)
}

/// The account and the group number that MSNP10's ids stand for.
fn grouped(world: &World, caller: &Caller, id: &str, group: &str) -> Result<(String, u32), Refusal> {
    let person = world.directory.person(&caller.account).ok_or(Refusal::NOT_SIGNED_IN)?;
    let account = contact_by_id(person, id)?;
    let group = person.groups.iter().find(|known| known.id == group).ok_or(Refusal::INVALID_GROUP)?;
    Ok((account, group.number))
}

fn contact_by_id(person: &Person, id: &str) -> Result<String, Refusal> {
    person.contacts.keys().find(|account| guid(account) == id).cloned().ok_or(Refusal::INVALID_USER_NAME)
}

#[derive(Clone, Copy)]
struct Addition<'a> {
    list: &'a str,
    bit: u8,
    account: &'a str,
    group: Option<u32>,
}

impl Addition<'_> {
    /// Makes it, confirms it and, unless another group is all that is new, tells how they are.
    fn answer(&self, session: &Session, caller: &Caller, trid: u32, name: &str) -> Answer {
        let Addition { list, bit, account, group } = *self;
        session.with(|world| {
            let before = world.directory.person(&caller.account);
            let new = before.is_some_and(|person| !person.has(account, bit));
            let serial = self.make(world, caller)?;
            session.say(grammar::added(caller.dialect, trid, list, serial, account, name, group));
            if new {
                self.tell(session, world, caller, trid);
            }
            Ok(())
        })
    }

    /// Makes it, or says why not. Answers the new serial number.
    ///
    /// Being on the allow and the block list at once is let pass, as a published client that blocks somebody adds before
    /// it removes; blocked is what counts then.
    fn make(&self, world: &mut World, caller: &Caller) -> Result<u64, Refusal> {
        let Addition { bit, account, group, .. } = *self;
        let serial = world.directory.change(&caller.account, |directory| {
            let person = directory.person_mut(&caller.account).ok_or(Refusal::NOT_SIGNED_IN)?;
            let known_group =
                |number: u32| number == 0 || person.groups.iter().any(|known| known.number == number);
            if group.is_some_and(|group| !known_group(group)) {
                return Err(Refusal::INVALID_GROUP);
            }
            let full = person.contacts.len() >= MOST_PEOPLE && !person.contacts.contains_key(account);
            if full {
                return Err(Refusal::LIST_FULL);
            }
            let already = person.has(account, bit);
            let contact = person.contacts.entry(account.to_owned()).or_default();
            let new_group = group.is_some_and(|group| group != 0 && contact.groups.insert(group));
            if already && !new_group {
                return Err(Refusal::ALREADY_THERE);
            }
            contact.lists |= bit;
            person.serial += 1;
            Ok(person.serial)
        })?;
        if bit == FL {
            reverse(world, caller, account, true);
        }
        Ok(serial)
    }

    /// Tells how somebody is who just came onto the forward list.
    fn tell(&self, session: &Session, world: &World, caller: &Caller, trid: u32) {
        let present = world.directory.person(&caller.account).is_some_and(|person| person.presence.is_some());
        if self.list == "FL" && present {
            presence::tell(session, world, trid, caller, self.account);
        }
    }
}

/// Puts the caller on somebody's reverse list, or takes them off it, and tells them.
fn reverse(world: &mut World, caller: &Caller, account: &str, on: bool) {
    let name = world.directory.person(&caller.account).map(|person| person.name.clone()).unwrap_or_default();
    let Some(other) = world.directory.person_mut(account) else { return };
    if other.has(&caller.account, RL) == on {
        return;
    }
    other.serial += 1;
    let serial = other.serial;
    let contact = other.contacts.entry(caller.account.clone()).or_default();
    contact.lists ^= RL;
    if contact.lists == 0 {
        other.contacts.remove(&caller.account);
    }
    if let Some(line) = &other.line {
        line.outbox.push(if on {
            grammar::added(line.dialect, 0, "RL", serial, &caller.account, &name, None)
        } else {
            grammar::removed(line.dialect, "RL", serial, &caller.account)
        });
    }
}

/// `REM T list account [group]`; from MSNP10 on the forward list goes by id.
pub(super) fn rem(session: &mut Session, request: &Request<'_>, caller: &Caller) -> Answer {
    let list = request.want(2)?;
    let bit = list_bit(list)?;
    let (who, group) = (request.want(3)?, request.arg(4).filter(|_| bit == FL));
    session.with(|world| {
        let person = world.directory.person(&caller.account).ok_or(Refusal::NOT_SIGNED_IN)?;
        let by_id = bit == FL && caller.dialect >= Dialect(10);
        let account = if by_id {
            contact_by_id(person, who)?
        } else {
            accounts::normal(who).ok_or(Refusal::NOT_ON_LIST)?
        };
        let number = match group {
            Some(group) => {
                let known =
                    person.groups.iter().find(|known| known.id == group || known.number.to_string() == group);
                Some(known.ok_or(Refusal::INVALID_GROUP)?.number)
            }
            None => None,
        };
        let serial = remove(world, caller, &account, bit, number)?;
        let serial = grammar::serial(caller.dialect, serial);
        let group = group.map(|group| format!(" {group}")).unwrap_or_default();
        session.say(format!("REM {} {list} {serial}{who}{group}\r\n", request.trid));
        Ok(())
    })
}

fn remove(
    world: &mut World,
    caller: &Caller,
    account: &str,
    bit: u8,
    group: Option<u32>,
) -> Result<u64, Refusal> {
    let serial = world.directory.change(&caller.account, |directory| {
        let person = directory.person_mut(&caller.account).ok_or(Refusal::NOT_SIGNED_IN)?;
        let contact = person.contacts.get_mut(account).filter(|contact| contact.lists & bit != 0);
        let contact = contact.ok_or(Refusal::NOT_ON_LIST)?;
        match group {
            Some(group) if !contact.groups.remove(&group) => return Err(Refusal::NOT_IN_GROUP),
            Some(_) => {}
            None => contact.lists &= !bit,
        }
        if contact.lists & FL == 0 {
            contact.groups.clear();
        }
        if contact.lists == 0 {
            person.contacts.remove(account);
        }
        person.serial += 1;
        Ok(person.serial)
    })?;
    if bit == FL && group.is_none() {
        reverse(world, caller, account, false);
    }
    Ok(serial)
}

/// `REA T account name`: a new name for oneself, or for somebody else in one's own list.
pub(super) fn rea(session: &mut Session, request: &Request<'_>, caller: &Caller) -> Answer {
    let account = accounts::normal(request.want(2)?).ok_or(Refusal::INVALID_USER)?;
    let name = checked_name(request.want(3)?)?;
    session.with(|world| {
        let serial = rename(world, caller, &account, name)?;
        session.say(format!("REA {} {serial} {account} {name}\r\n", request.trid));
        Ok(())
    })
}

pub(super) fn rename(world: &mut World, caller: &Caller, account: &str, name: &str) -> Result<u64, Refusal> {
    world.directory.change(&caller.account, |directory| {
        let person = directory.person_mut(&caller.account).ok_or(Refusal::NOT_SIGNED_IN)?;
        if account == person.account {
            person.name = name.to_owned();
        } else {
            let contact = person.contacts.get_mut(account).ok_or(Refusal::NOT_ON_LIST)?;
            contact.name = Some(name.to_owned());
        }
        person.serial += 1;
        Ok(person.serial)
    })
}

/// `SBP T id key value`: something about a contact; the name given to them is kept, the rest only confirmed.
pub(super) fn sbp(session: &mut Session, request: &Request<'_>, caller: &Caller) -> Answer {
    let (id, key, value) = (request.want(2)?, request.want(3)?, request.arg(4).unwrap_or_default());
    session.with(|world| {
        let person = world.directory.person(&caller.account).ok_or(Refusal::NOT_SIGNED_IN)?;
        let account = contact_by_id(person, id)?;
        if key == "MFN" {
            rename(world, caller, &account, checked_name(value)?)?;
        }
        session.say(format!("SBP {} {id} {key} {value}\r\n", request.trid));
        Ok(())
    })
}
