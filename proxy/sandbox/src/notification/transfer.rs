use super::{Answer, Caller, Session};
use crate::now;
use crate::refusal::Refusal;
use crate::request::Request;
use crate::tickets::Opens;
use crate::town::at;

/// `XFR T SB`: the way to a conversation of one's own.
pub(super) fn xfr(session: &mut Session, request: &Request<'_>, caller: &Caller) -> Answer {
    if request.want(2)? != "SB" {
        return Err(Refusal::INVALID_PARAMETER);
    }
    let cookie = session.with(|world| {
        let person = world.directory.person(&caller.account).ok_or(Refusal::NOT_SIGNED_IN)?;
        person.shown().ok_or(Refusal::NOT_WHILE_HIDDEN)?;
        let cookie = world.tickets.issue(now(), &mut world.chance, &caller.account, Opens::NewSwitchboard);
        cookie.ok_or(Refusal::SWITCHBOARD_FAILED)
    })?;
    let switchboard = at(session.reached.ip(), session.town.addresses.switchboard.port());
    session.say(format!("XFR {} SB {switchboard} CKI {cookie}\r\n", request.trid));
    Ok(())
}
