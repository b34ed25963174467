//! What MSNSLP says of transfers: offered, accepted, declined, over (§7.7).
//!
//! To remember: a picture is asked for and goes to who asked; a file is offered and goes to who is asked.

use super::heard::Heard;
use super::placing::Placing;
use super::shelf::Shelf;
use super::texts::Text;
use super::transfer::{Channel, Status, Transfer, Version, kept};
use msnp::Direction;
use msnp::object::Object;
use msnp::p2p::{Carries, Packet};
use msnp::slp::{self, File, Slp, Start};

/// Which way the bytes of a session go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Flow {
    /// To who invites.
    In,
    /// From who invites.
    Out,
    /// Either way.
    Both,
}

/// What sessions are for: the EUF-GUID, in words, which way the bytes go.
const PURPOSES: &[(&str, &str, Flow)] = &[
    (slp::OBJECT, "object", Flow::In),
    (slp::FILE, "file", Flow::Out),
    (slp::WEBCAM_SHOWN, "webcam", Flow::Both),
    (slp::WEBCAM_SEEN, "webcam", Flow::Both),
    (slp::ACTIVITY, "activity", Flow::Both),
    (slp::PHOTOS, "photo sharing", Flow::Both),
    (slp::CALL, "computer call", Flow::Both),
];

/// What application ids are for, in sessions that nothing better tells of (§7.5).
const APPLICATIONS: &[(u32, &str)] = &[
    (1, "object"),
    (2, "file"),
    (4, "webcam"),
    (11, "custom emoticon"),
    (12, "display picture"),
    (35, "photo sharing"),
];

/// A message of MSNSLP was heard. `version`: of the packets it came in.
pub(super) fn hear(shelf: &mut Shelf, heard: &Heard<'_>, text: &Text<'_>, version: Version) {
    let Some(slp) = Slp::read(&text.bytes) else { return };
    let kind = slp.kind();
    let is = |name: &str| kind.eq_ignore_ascii_case(name.as_bytes());
    match slp.start {
        Start::Request(b"INVITE") if slp.line("EUF-GUID").is_some() => {
            offer(shelf, heard, text, &slp, version);
        }
        Start::Request(b"BYE") => {
            tell(shelf, heard, &slp, |transfer| transfer.leave(Status::Cancelled, None));
        }
        _ if is("transrespbody") => tell(shelf, heard, &slp, |transfer| negotiated(transfer, &slp)),
        _ if is("session-failure-respbody") => tell(shelf, heard, &slp, |transfer| {
            transfer.end(Status::BrokenOff, Some(b"the session failed"));
        }),
        // About the transport, which fails without the transfer failing.
        _ if kind.get(..5).is_some_and(|kind| kind.eq_ignore_ascii_case(b"trans")) => {
            tell(shelf, heard, &slp, |_| {});
        }
        Start::Response(b"200", _) => tell(shelf, heard, &slp, Transfer::accept),
        Start::Response(status, words) => tell(shelf, heard, &slp, |transfer| {
            if matches!(transfer.status, Status::Offered | Status::Unknown) {
                transfer.end(Status::Declined, Some(&[status, b" ", words].concat()));
            }
        }),
        Start::Request(_) => {}
    }
}

/// A session is proposed, or proposed again.
fn offer(shelf: &mut Shelf, heard: &Heard<'_>, text: &Text<'_>, slp: &Slp<'_>, version: Version) {
    let Some(number) = slp.number("SessionID").filter(|&number| number > 0) else { return };
    let channel = Channel::P2p(number);
    let call = called(slp);
    if is_known(shelf, heard, channel, &call) {
        return;
    }
    let euf = slp.line("EUF-GUID").unwrap_or_default();
    let purpose = PURPOSES.iter().find(|(guid, ..)| guid.as_bytes().eq_ignore_ascii_case(euf));
    let (kind, flow) = purpose.map_or(("unknown", Flow::Both), |&(_, kind, flow)| (kind, flow));
    let account = |heard: Option<&str>, header| {
        let written = || slp.account(header).map(|account| kept(&String::from_utf8_lossy(account)));
        heard.map(kept).or_else(written)
    };
    let (inviter, invited) = (account(heard.from, "From"), account(heard.to, "To"));
    let (from, to, ways) = match flow {
        Flow::In => (invited, inviter, &[heard.way.reverse()][..]),
        Flow::Out => (inviter, invited, &[heard.way][..]),
        Flow::Both => (inviter, invited, &Direction::BOTH[..]),
    };
    let began = Heard { entry: text.first, at: text.began, ..*heard };
    let transfer = Transfer {
        kind,
        from,
        to,
        last: heard.entry,
        call: Some(call),
        way: (flow != Flow::Both).then_some(ways[0]),
        placing: match (purpose, flow) {
            (None, _) => Placing::Unknown,
            (_, Flow::Both) => Placing::stream(),
            _ => Placing::content(),
        },
        ..Transfer::new(&began, version, channel)
    };
    shelf.insert(described(transfer, slp), ways);
}

/// Whether a session was proposed before, in the same call. One of another call is over: its number is another's now.
fn is_known(shelf: &mut Shelf, heard: &Heard<'_>, channel: Channel, call: &str) -> bool {
    let before: Vec<u64> = shelf.on(heard.session, channel).collect();
    for id in before {
        let is_again = shelf.change(id, |transfer| {
            let is_again = transfer.call.as_deref() == Some(call);
            match is_again {
                true => transfer.hear(heard),
                false => transfer.leave(Status::BrokenOff, Some(b"another session has its number")),
            }
            is_again
        });
        if is_again == Some(true) {
            return true;
        }
    }
    shelf.release(heard.session, channel);
    false
}

/// With what the context says of the object or the file.
fn described(transfer: Transfer, slp: &Slp<'_>) -> Transfer {
    let named = |name: &str| Some(kept(name)).filter(|name| !name.is_empty());
    let context = slp.context().unwrap_or_default();
    match transfer.kind {
        "file" => match File::read(&context) {
            Some(file) => Transfer { name: named(&file.name), announced: Some(file.size), ..transfer },
            None => transfer,
        },
        "object" => match Object::read(&context) {
            Some(object) => Transfer {
                kind: object_words(&object),
                name: named(&object.friendly),
                announced: object.size,
                sha1d: object.sha1d,
                ..transfer
            },
            None => Transfer { kind: application(slp.number("AppID")).unwrap_or("object"), ..transfer },
        },
        _ => transfer,
    }
}

fn object_words(object: &Object) -> &'static str {
    match object.words() {
        Some("emoticon") => "custom emoticon",
        words => words.unwrap_or("object"),
    }
}

/// Something is said of a session, by its number or by its call.
fn tell(shelf: &mut Shelf, heard: &Heard<'_>, slp: &Slp<'_>, say: impl Fn(&mut Transfer)) {
    let numbered = slp.number("SessionID").filter(|&number| number > 0);
    let mut concerned: Vec<u64> = match numbered {
        Some(number) => shelf.on(heard.session, Channel::P2p(number)).collect(),
        None => Vec::new(),
    };
    if concerned.is_empty() {
        let call = called(slp);
        let is_it = |transfer: &&Transfer| transfer.call.as_ref() == Some(&call);
        concerned.extend(shelf.of_session(heard.session).filter(is_it).map(|transfer| transfer.id));
    }
    for id in concerned {
        shelf.change(id, |transfer| {
            transfer.hear(heard);
            say(transfer);
        });
    }
}

/// Where the bytes will go: when one side listens for the other, past us.
fn negotiated(transfer: &mut Transfer, slp: &Slp<'_>) {
    let is = |line, words: &[u8]| slp.line(line).is_some_and(|value| value.eq_ignore_ascii_case(words));
    if is("Listening", b"true") && !is("Bridge", b"SBBridge") {
        transfer.direct = true;
        if transfer.have() == 0 && !transfer.status.is_over() {
            transfer.status = Status::Outside;
        }
    }
}

/// What a transfer is whose invitation nobody saw, by what its packet says.
pub(super) fn unseen(packet: &Packet<'_>) -> &'static str {
    match (application(packet.application), packet.carries) {
        (Some(words), _) if words != "object" => words,
        (_, Carries::File) => "file",
        (_, Carries::Object) | (Some(_), _) => "object",
        _ => "unknown",
    }
}

fn application(id: Option<u32>) -> Option<&'static str> {
    APPLICATIONS.iter().find(|(known, _)| Some(*known) == id).map(|&(_, words)| words)
}

/// The call a message is of; empty where it does not say.
fn called(slp: &Slp<'_>) -> Box<str> {
    kept(&String::from_utf8_lossy(slp.header("Call-ID").unwrap_or_default()))
}
