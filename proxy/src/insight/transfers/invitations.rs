//! Invitations to what is not P2P (§7.4): the file then comes on a connection of its own, mostly past us.

use super::heard::Heard;
use super::shelf::Shelf;
use super::transfer::{Channel, Status, Transfer, Version, kept};
use msnp::message::Message;
use msnp::{Direction, slp};

/// The body of a `text/x-msmsgsinvite` message: its lines read like headers.
pub(super) fn hear(shelf: &mut Shelf, heard: &Heard<'_>, body: &[u8]) {
    let lines = Message::read(body);
    let number = lines.text("Invitation-Cookie").and_then(|cookie| cookie.parse().ok());
    let Some(cookie) = number else { return };
    let channel = Channel::Invitation(cookie);
    let known = shelf.on(heard.session, channel).next();
    let command = lines.header("Invitation-Command").unwrap_or_default();
    if let Some(id) = known {
        shelf.change(id, |transfer| answered(transfer, heard, command, &lines));
    } else if command == b"INVITE" && is_of_a_file(&lines) {
        let text = |name| lines.text(name).filter(|text| !text.is_empty());
        let transfer = Transfer {
            kind: "file",
            from: heard.from.map(kept),
            to: heard.to.map(kept),
            name: text("Application-File").map(|name| kept(&name)),
            announced: text("Application-FileSize").and_then(|size| size.parse().ok()),
            way: Some(heard.way),
            ..Transfer::new(heard, Version::MsnFtp, channel)
        };
        shelf.insert(transfer, &Direction::BOTH);
    }
}

fn answered(transfer: &mut Transfer, heard: &Heard<'_>, command: &[u8], lines: &Message<'_>) {
    transfer.hear(heard);
    match command {
        b"ACCEPT" => accept(transfer, heard, lines),
        b"CANCEL" => {
            let code = lines.header("Cancel-Code");
            let is_refused = code.is_some_and(|code| code.starts_with(b"REJECT"));
            transfer.end(if is_refused { Status::Declined } else { Status::Cancelled }, code);
        }
        _ => {}
    }
}

/// Both sides accept; the one that will be connected to says where, and what proves the other.
fn accept(transfer: &mut Transfer, heard: &Heard<'_>, lines: &Message<'_>) {
    if transfer.to.is_none() && Some(heard.way) != transfer.way {
        transfer.to = heard.from.map(kept);
    }
    if let Some(cookie) = lines.text("AuthCookie") {
        transfer.cookie = Some(kept(&cookie));
    }
    if !transfer.status.is_over() {
        transfer.status = Status::Outside;
    }
}

fn is_of_a_file(lines: &Message<'_>) -> bool {
    let is_file = |guid: &[u8]| guid.eq_ignore_ascii_case(slp::FILE.as_bytes());
    lines.header("Application-GUID").is_some_and(is_file) || lines.header("Application-File").is_some()
}
