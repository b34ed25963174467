//! What a person sets about themselves: prompting, privacy, telephone numbers, and from MSNP10 on their name.

use super::lists::{checked_name, rename};
use super::{Answer, Caller, Session, grammar};
use crate::refusal::Refusal;
use crate::request::Request;

/// The keys PRP takes.
const PROPERTIES: [&str; 8] = ["PHH", "PHW", "PHM", "MOB", "MBE", "MFN", "WWE", "HSB"];

/// The longest value of a property, in bytes.
const LONGEST_VALUE: usize = 95;

/// `GTC T A|N`: whether to be asked when added.
pub(super) fn gtc(session: &mut Session, request: &Request<'_>, caller: &Caller) -> Answer {
    let mode = request.want(2)?;
    if !["A", "N"].contains(&mode) {
        return Err(Refusal::INVALID_PARAMETER);
    }
    let serial = session.with_caller(caller, |person| {
        if person.prompt == mode {
            return Err(Refusal::ALREADY_IN_MODE);
        }
        person.prompt = mode.to_owned();
        person.serial += 1;
        Ok(person.serial)
    })??;
    session.say(format!("GTC {} {}{mode}\r\n", request.trid, grammar::serial(caller.dialect, serial)));
    Ok(())
}

/// `BLP T AL|BL`: whether those on neither list may see and call.
pub(super) fn blp(session: &mut Session, request: &Request<'_>, caller: &Caller) -> Answer {
    let mode = request.want(2)?;
    if !["AL", "BL"].contains(&mode) {
        return Err(Refusal::INVALID_PARAMETER);
    }
    session.with(|world| {
        let serial = world.directory.change(&caller.account, |directory| {
            let person = directory.person_mut(&caller.account).ok_or(Refusal::NOT_SIGNED_IN)?;
            if person.privacy == mode {
                return Err(Refusal::ALREADY_IN_MODE);
            }
            person.privacy = mode.to_owned();
            person.serial += 1;
            Ok(person.serial)
        })?;
        session.say(format!("BLP {} {}{mode}\r\n", request.trid, grammar::serial(caller.dialect, serial)));
        Ok(())
    })
}

/// `PRP T key [value]`
pub(super) fn prp(session: &mut Session, request: &Request<'_>, caller: &Caller) -> Answer {
    let (key, value) = (request.want(2)?, request.arg(3).unwrap_or_default());
    if !PROPERTIES.contains(&key) {
        return Err(Refusal::INVALID_PARAMETER);
    }
    let serial = if key == "MFN" {
        let name = checked_name(value)?;
        session.with(|world| rename(world, caller, &caller.account, name))?
    } else {
        if value.len() > LONGEST_VALUE {
            return Err(Refusal::INVALID_PARAMETER);
        }
        session.with_caller(caller, |person| {
            person.properties.insert(key.to_owned(), value.to_owned());
            person.serial += 1;
            person.serial
        })?
    };
    let serial = grammar::serial(caller.dialect, serial);
    session.say(format!("PRP {} {serial}{key} {value}\r\n", request.trid));
    Ok(())
}
