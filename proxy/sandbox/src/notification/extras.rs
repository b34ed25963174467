//! What clients ask for on the side, with the least that satisfies them.

use super::{Answer, Caller, Session};
use crate::refusal::Refusal;
use crate::request::Request;

/// The one configuration file there was: which words to block. None.
const SHIELDS: (&str, &str) = ("Shields.xml", "<config><shield/><block/></config>");

/// `GCF T Shields.xml`, refused before SYN as the revival server does.
pub(super) fn gcf(session: &mut Session, request: &Request<'_>, _: &Caller) -> Answer {
    let (name, text) = SHIELDS;
    if !session.synchronised {
        return Err(Refusal::NOT_EXPECTED);
    }
    if request.want(2)? != name {
        return Err(Refusal::FILE_FAILED);
    }
    session.say(format!("GCF {} {name} {}\r\n{text}", request.trid, text.len()));
    Ok(())
}

/// `GSB T`: no mobile subscription.
pub(super) fn gsb(session: &mut Session, request: &Request<'_>, _: &Caller) -> Answer {
    session.say(format!("SBS {} null\r\n", request.trid));
    Ok(())
}

/// `URL T kind`: a page of ours, whatever was asked for.
pub(super) fn url(session: &mut Session, request: &Request<'_>, _: &Caller) -> Answer {
    let kind = request.want(2)?;
    let (host, port) = (session.reached.ip(), session.town.addresses.http.port());
    session.say(format!("URL {} /{} http://{host}:{port}/ 2\r\n", request.trid, kind.to_ascii_lowercase()));
    Ok(())
}

/// `SND`, `SDC`: an invitation by mail, which goes nowhere.
pub(super) fn snd(session: &mut Session, request: &Request<'_>, _: &Caller) -> Answer {
    request.want(2)?;
    session.say(format!("{} {} OK\r\n", request.command.verb, request.trid));
    Ok(())
}

/// `FND`: the directory finds nobody.
pub(super) fn fnd(session: &mut Session, request: &Request<'_>, _: &Caller) -> Answer {
    session.say(format!("FND {} 0 0\r\n", request.trid));
    Ok(())
}

/// `IMS T ON|OFF`, echoed and otherwise ignored.
pub(super) fn ims(session: &mut Session, request: &Request<'_>, _: &Caller) -> Answer {
    match request.want(2)? {
        mode @ ("ON" | "OFF") => session.say(format!("IMS {} 0 {mode}\r\n", request.trid)),
        _ => return Err(Refusal::INVALID_PARAMETER),
    }
    Ok(())
}
