//! How one is seen: status, picture, personal message; and the proof of being a genuine client.

use super::{Answer, Caller, Session, grammar};
use crate::bot;
use crate::person::Presence;
use crate::refusal::Refusal;
use crate::request::Request;
use crate::town::World;
use msnp::{Dialect, challenge};

/// What CHG takes. `FLN` is not among them: one signs out for that.
const STATUSES: [&str; 8] = ["NLN", "BSY", "IDL", "BRB", "AWY", "PHN", "LUN", "HDN"];

/// The longest personal message, with its XML, in bytes.
const LONGEST_PERSONAL: usize = 4000;

/// Digits in a challenge.
const CHALLENGE_LENGTH: usize = 20;

/// `CHG T status [capabilities [object]]`, echoed as it came. The first one of a sign-in is followed by how everybody
/// is.
pub(super) fn chg(session: &mut Session, request: &Request<'_>, caller: &Caller) -> Answer {
    let presence = read_presence(request)?;
    let mail = caller.dialect >= Dialect(11);
    let challenge: String = session.with(|world| {
        let digits = std::iter::repeat_with(|| char::from(b'0' + world.chance.u8(..10)));
        digits.take(CHALLENGE_LENGTH).collect()
    });
    let first = session.with(|world| {
        session.say(format!("CHG {} {}\r\n", request.trid, request.rest(2).join(" ")));
        let first = world.directory.person(&caller.account).is_some_and(|person| person.presence.is_none());
        world.directory.change(&caller.account, |directory| {
            if let Some(person) = directory.person_mut(&caller.account) {
                person.presence = Some(presence);
            }
        });
        if first {
            tell_everybody(session, world, request.trid, caller);
        }
        first
    });
    if first && mail {
        session.say(grammar::notice(NO_MAIL));
    }
    if first && caller.dialect >= challenge::FIRST_DIALECT {
        session.say(format!("CHL 0 {challenge}\r\n"));
        session.challenge = Some(challenge);
    }
    if first {
        bot::ring_once(&session.town, &caller.account);
    }
    Ok(())
}

const NO_MAIL: &str = "MIME-Version: 1.0\r\n\
    Content-Type: text/x-msmsgsinitialmdatanotification; charset=UTF-8\r\n\r\n\
    Mail-Data: <MD><E><I>0</I><IU>0</IU><O>0</O><OU>0</OU></E>\
    <Q><QTM>409600</QTM><QNM>204800</QNM></Q></MD>\r\n";

fn read_presence(request: &Request<'_>) -> Result<Presence, Refusal> {
    let status = request.want(2)?;
    let capabilities = request.arg(3).unwrap_or("0");
    let digits = capabilities.bytes().all(|byte| byte.is_ascii_digit() || byte == b':');
    if !STATUSES.contains(&status) || !digits {
        return Err(Refusal::INVALID_PARAMETER);
    }
    let object = request.arg(4).filter(|object| !object.is_empty()).unwrap_or("0");
    Ok(Presence {
        status: status.to_owned(),
        capabilities: if capabilities.is_empty() { "0" } else { capabilities }.to_owned(),
        object: object.to_owned(),
    })
}

fn tell_everybody(session: &Session, world: &World, trid: u32, caller: &Caller) {
    let Some(watcher) = world.directory.person(&caller.account) else { return };
    for account in watcher.contacts.keys() {
        tell(session, world, trid, caller, account);
    }
}

/// Tells the caller how somebody is, if they are to be seen at all.
pub(super) fn tell(session: &Session, world: &World, trid: u32, caller: &Caller, account: &str) {
    let Some(watcher) = world.directory.person(&caller.account) else { return };
    if let Some((person, presence)) = world.directory.seen(watcher, account) {
        session.say(grammar::initially(caller.dialect, trid, person, presence));
        let personal = grammar::personal_of(caller.dialect, person);
        if !personal.is_empty() {
            session.say(grammar::personal(account, personal));
        }
    }
}

/// `UUX T len`: the personal message, passed on as it is.
pub(super) fn uux(session: &mut Session, request: &Request<'_>, caller: &Caller) -> Answer {
    let personal = request.command.payload;
    if personal.len() > LONGEST_PERSONAL {
        return Err(Refusal::NOT_EXPECTED);
    }
    session.with(|world| {
        session.say(format!("UUX {} 0\r\n", request.trid));
        world.directory.change(&caller.account, |directory| {
            if let Some(person) = directory.person_mut(&caller.account) {
                person.personal = personal.to_vec();
            }
        });
    });
    Ok(())
}

/// `QRY T product 32`: right, or the end. Who never answers is left alone: some clients do not know how.
pub(super) fn qry(session: &mut Session, request: &Request<'_>, caller: &Caller) -> Answer {
    let product = request.want(2)?;
    let expected =
        session.challenge.take().and_then(|challenge| challenge::answer(caller.dialect, &challenge, product));
    if expected.is_some_and(|expected| expected.as_bytes() == request.command.payload) {
        session.say(format!("QRY {}\r\n", request.trid));
        return Ok(());
    }
    session.over = true;
    Err(Refusal::WRONG_ANSWER)
}
