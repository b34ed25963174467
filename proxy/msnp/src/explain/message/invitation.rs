//! Invitations to what is not P2P: files and calls as older clients arrange them (§7.4).

use super::Message;
use super::names::{Codes, Means, Names, Read, Words, base64, counted};
use crate::explain::Field;
use crate::explain::amounts;
use crate::explain::content::{Content, quoted};
use crate::explain::headers::Header;

const APPLICATIONS: &[(&str, &str)] = &[
    ("{5D3E02AB-6190-11D3-BBBB-00C04F795683}", "file transfer"),
    ("{02D3C01F-BF30-4825-A83A-DE7AF41648AA}", "voice"),
    ("{44BBA842-CC51-11CF-AAFA-00AA00B6015C}", "NetMeeting"),
];

const CANCEL_CODES: &[(&str, &str)] = &[
    ("REJECT", "declined"),
    ("REJECT_NOT_INSTALLED", "the application is not installed"),
    ("TIMEOUT", "nobody answered in time"),
    ("FTTIMEOUT", "the file transfer did not begin in time"),
    ("OUTBANDCANCEL", "cancelled from outside the conversation"),
];

const YES_OR_NO: Means = Codes(&[("TRUE", "yes"), ("FALSE", "no"), ("Y", "yes"), ("N", "no")]);

#[rustfmt::skip]
pub(super) const NAMES: Names = &[
    ("Invitation-Command", Codes(&[("INVITE", "invites"), ("ACCEPT", "accepts"), ("CANCEL", "cancels")])),
    ("Invitation-Cookie", Words("the same in every message about this invitation")),
    ("Application-Name", Words("what it is to, in the sender's language")),
    ("Application-GUID", Codes(APPLICATIONS)),
    ("Application-File", Words("the file's name")),
    ("Application-FileSize", Read(size)),
    ("Session-ID", Words("the session it is about")),
    ("Session-Protocol", Words("how the session is arranged")),
    ("Context-Data", Words("what the application is told")),
    ("Cancel-Code", Codes(CANCEL_CODES)),
    ("Launch-Application", YES_OR_NO),
    ("Request-Data", Words("what the answer shall hold")),
    ("IP-Address", Words("where to connect")),
    ("IP-Address-Internal", Words("where to connect from the same network")),
    ("IP-Address-Enc64", Read(base64)),
    ("Port", Read(port)),
    ("PortX", Read(port)),
    ("PortX-Internal", Read(port)),
    ("AuthCookie", Words("proves the one who connects to be the one invited")),
    ("Conn-Type", Words("how the sender is connected")),
    ("Sip-Capability", Words("whether the sender can arrange calls by SIP")),
    ("Connectivity", YES_OR_NO),
    ("Sender-Connect", YES_OR_NO),
];

/// `text/x-msmsgsinvite`.
pub(super) fn content(message: &Message<'_>) -> Content {
    let lines = message.lines();
    let command = lines.text("Invitation-Command");
    let does = match command.as_deref() {
        Some("INVITE") => match (lines.text("Application-File"), lines.number("Application-FileSize")) {
            (Some(file), Some(size)) => {
                format!("offers the file {}, {}", quoted(&file), amounts::counted(size, "byte"))
            }
            (Some(file), None) => format!("offers the file {}", quoted(&file)),
            (None, _) => format!("invites to {}", application(&lines)),
        },
        Some("ACCEPT") => "accepts the invitation".to_owned(),
        Some("CANCEL") => match lines.text("Cancel-Code") {
            Some(code) => format!("cancels the invitation ({code})"),
            None => "cancels the invitation".to_owned(),
        },
        Some(command) => format!("answers an invitation with {command}, which is not described"),
        None => "sends an invitation that says neither INVITE, ACCEPT nor CANCEL".to_owned(),
    };
    Content::fields(lines.fields_with(NAMES, "Invitation-Command")).does(does)
}

/// What the invitation is to: by its GUID, else by the name the sender gives it.
fn application(lines: &super::Lines<'_, '_>) -> String {
    let guid = lines.text("Application-GUID").unwrap_or_default();
    let known = APPLICATIONS.iter().find(|(known, _)| known.eq_ignore_ascii_case(&guid));
    match (lines.text("Application-Name"), known) {
        (Some(name), _) => quoted(&name),
        (None, Some((_, words))) => (*words).to_owned(),
        (None, None) => "an application that is not named".to_owned(),
    }
}

fn size(header: &Header<'_>) -> Field {
    counted(header, |size| Some(amounts::counted(size, "byte")))
}

fn port(header: &Header<'_>) -> Field {
    match header.value.number() {
        Some(65536..) => header.field().trouble("a port is below 65536"),
        _ => counted(header, |_| None),
    }
}
