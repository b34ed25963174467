//! Proving who one is: by a digest up to MSNP7, by the login server's ticket from MSNP8 on (§6.1, §6.2).

use super::{Answer, Session, Stage, grammar};
use crate::accounts;
use crate::outbox::Outbox;
use crate::person::Line;
use crate::refusal::Refusal;
use crate::request::Request;
use crate::tickets::Opens;
use crate::{now, seconds};
use md5::{Digest, Md5};
use msnp::Dialect;
use std::sync::Arc;

pub(super) fn usr(session: &mut Session, request: &Request<'_>, dialect: Dialect) -> Answer {
    let scheme = if dialect <= Dialect(7) { "MD5" } else { "TWN" };
    if request.want(2)? != scheme {
        return refuse(session, Refusal::AUTHENTICATION_FAILED);
    }
    match request.want(3)? {
        "I" => begin(session, request, dialect),
        "S" => prove(session, request, dialect),
        _ => Err(Refusal::INVALID_PARAMETER),
    }
}

/// Says no, and goodbye: what the real servers did.
fn refuse(session: &mut Session, refusal: Refusal) -> Answer {
    session.over = true;
    Err(refusal)
}

fn begin(session: &mut Session, request: &Request<'_>, dialect: Dialect) -> Answer {
    let trid = request.trid;
    let account = accounts::normal(request.want(4)?).ok_or(Refusal::INVALID_PARAMETER)?;
    let second = seconds();
    if dialect <= Dialect(7) {
        let salt = format!("{second}.{}", session.with(|world| world.chance.u16(..)));
        session.say(format!("USR {trid} MD5 S {salt}\r\n"));
        session.stage = Stage::Salted { account, salt };
    } else {
        let parameters = format!(
            "ct={second},rver=5.5.4177.0,wp=FS_40SEC_0_COMPACT,lc=1033,id=507,ru=http:%2F%2Fmessenger.msn.com,\
             tw=0,fs=1,kpp=1,kv=4,ver=2.1.6000.1,rn=sandbox,tpf=43f8a4c8"
        );
        session.say(format!("USR {trid} TWN S {parameters}\r\n"));
        session.stage = Stage::SentForTicket { account };
    }
    Ok(())
}

fn prove(session: &mut Session, request: &Request<'_>, dialect: Dialect) -> Answer {
    let proof = request.want(4)?;
    let account = match &session.stage {
        Stage::Salted { account, salt } => {
            let right = |password: &str| digest(salt, password).eq_ignore_ascii_case(proof);
            session.town.password_fits(account, right).then(|| account.clone())
        }
        Stage::SentForTicket { account } => session
            .with(|world| world.tickets.redeem(now(), ticket_in(proof), account, Opens::NotificationServer))
            .then(|| account.clone()),
        _ => return Err(Refusal::NOT_EXPECTED),
    };
    match account {
        Some(account) => admit(session, request.trid, &account, dialect),
        None => refuse(session, Refusal::AUTHENTICATION_FAILED),
    }
}

/// Lower-case hexadecimal MD5 of salt and password.
pub(crate) fn digest(salt: &str, password: &str) -> String {
    let hash: [u8; 16] = Md5::new().chain_update(salt).chain_update(password).finalize().into();
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The ticket within `t=…&p=…`, or all of it where a client took it out.
fn ticket_in(proof: &str) -> &str {
    let from = proof.strip_prefix("t=").unwrap_or(proof);
    from.split('&').next().unwrap_or(from)
}

fn admit(session: &mut Session, trid: u32, account: &str, dialect: Dialect) -> Answer {
    let outbox: Arc<Outbox> = session.outbox.clone();
    let line = Line { id: 0, dialect, outbox: outbox.clone(), reached: session.reached.ip() };
    let profile = profile(session, account);
    let admitted = session.with(|world| {
        if !world.directory.meet(account) {
            return None;
        }
        let line = world.directory.sign_in(account, line);
        // Said here, so that nothing others do comes before it.
        outbox.push(grammar::welcome(dialect, trid, world.directory.person(account)?));
        if dialect >= Dialect(11) {
            outbox.push("SBS 0 null\r\n");
        }
        outbox.push(profile);
        Some(line)
    });
    let Some(line) = admitted else { return refuse(session, Refusal::NO_NEW_USERS) };
    tracing::info!(account, %dialect, "signed in");
    session.stage = Stage::SignedIn { account: account.to_owned(), line };
    Ok(())
}

/// What the server knows of its user, all of it in the header.
fn profile(session: &Session, account: &str) -> String {
    let mut member = [0; 8];
    for (n, byte) in account.bytes().enumerate() {
        member[n % 8] ^= byte;
    }
    let [high, low] =
        [&member[..4], &member[4..]].map(|half| u32::from_be_bytes(half.try_into().unwrap_or_default()));
    let headers = [
        "MIME-Version: 1.0".to_owned(),
        "Content-Type: text/x-msmsgsprofile; charset=UTF-8".to_owned(),
        format!("LoginTime: {}", seconds()),
        "EmailEnabled: 0".to_owned(),
        format!("MemberIdHigh: {high}"),
        format!("MemberIdLow: {low}"),
        "lang_preference: 1033".to_owned(),
        format!("preferredEmail: {account}"),
        "Kid: 0".to_owned(),
        "Flags: 536872513".to_owned(),
        "sid: 507".to_owned(),
        "kv: 4".to_owned(),
        format!("ClientIP: {}", session.peer.ip()),
        // Its bytes are swapped on the wire, as they were on the real one.
        format!("ClientPort: {}", session.peer.port().swap_bytes()),
        "ABCHMigrated: 1".to_owned(),
    ];
    grammar::notice(&format!("{}\r\n\r\n", headers.join("\r\n")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_digest_is_the_one_of_the_wire_reference() {
        assert_eq!(digest("1190042501.19421", "hunter2"), "41c9739a068ed147562d51f190df20fc");
    }

    #[test]
    fn a_ticket_is_found_in_every_form_clients_send_it() {
        for proof in ["t=1.2&p=", "t=1.2&p=,ru=http://x", "1.2", "t=1.2"] {
            assert_eq!(ticket_in(proof), "1.2");
        }
    }
}
