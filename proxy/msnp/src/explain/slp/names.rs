//! The codes of MSNSLP in words (§7.7).

pub(super) use crate::slp::{ACTIVITY, CALL, FILE, OBJECT, PHOTOS, WEBCAM_SEEN, WEBCAM_SHOWN};

/// Codes and what they stand for.
type Words = &'static [(&'static str, &'static str)];

const METHODS: Words = &[
    ("INVITE", "invites to a session or a connection"),
    ("BYE", "ends a session"),
    ("ACK", "acknowledges, or tells addresses"),
];

const STATUSES: Words = &[
    ("200", "accepted"),
    ("404", "not found"),
    ("481", "no such call"),
    ("500", "internal error"),
    ("603", "declined"),
    ("606", "unacceptable"),
];

/// The kinds of body, without `application/x-msnmsgr-`. All have lines.
const BODIES: Words = &[
    ("sessionreqbody", "about a session"),
    ("transreqbody", "request for a direct connection"),
    ("transrespbody", "answer about a direct connection"),
    ("transdestaddrupdate", "addresses for a direct connection"),
    ("transudpswitch", "switch to UDP"),
    ("turnsetup", "relay (TURN) to use"),
    ("sessionclosebody", "end of a session"),
    ("session-failure-respbody", "failure of a session"),
];

const BODY_PREFIX: &str = "application/x-msnmsgr-";

/// What sessions are for.
const USES: Words = &[
    (OBJECT, "MSNObject"),
    (FILE, "file transfer"),
    (WEBCAM_SHOWN, "webcam, to be shown"),
    (WEBCAM_SEEN, "webcam, to be seen"),
    (ACTIVITY, "activity or game"),
    (PHOTOS, "photo sharing"),
    (CALL, "computer call"),
];

/// The values of lines, by the names of the lines.
const VALUES: &[(&str, Words)] = &[
    ("EUF-GUID", USES),
    ("Conn-Type", CONNECTIONS),
    ("TCP-Conn-Type", CONNECTIONS),
    ("Bridge", BRIDGES),
    ("Nat-Trav-Msg-Type", TRAVERSALS),
    ("Listening", &[("true", "waits to be connected to"), ("false", "does not wait to be connected to")]),
    (
        "NeedConnectingEndpointInfo",
        &[("true", "wants the other's addresses"), ("false", "wants no addresses")],
    ),
    ("UPnPNat", &[("true", "behind a NAT that speaks UPnP"), ("false", "no NAT that speaks UPnP")]),
    ("ICF", &[("true", "behind the Windows firewall"), ("false", "not behind the Windows firewall")]),
];

const CONNECTIONS: Words = &[
    ("Direct-Connect", "reachable from anywhere"),
    ("Port-Restrict-NAT", "behind a NAT that lets in only hosts and ports written to"),
    ("IP-Restrict-NAT", "behind a NAT that lets in only hosts written to"),
    ("Symmetric-NAT", "behind a NAT with a port for each peer"),
    ("Firewall", "behind a firewall"),
    ("Unknown-Connect", "not known"),
    ("Unknown-NAT", "behind a NAT of an unknown kind"),
];

/// The ways data can take.
const BRIDGES: Words = &[
    ("TRUDPv1", "UDP made reliable"),
    ("TCPv1", "TCP"),
    ("SBBridge", "through the switchboard"),
    ("TURNv1", "through a relay (TURN)"),
];

const TRAVERSALS: Words = &[
    ("WLX-Nat-Trav-Msg-Direct-Connect-Req", "asks for a direct connection"),
    ("WLX-Nat-Trav-Msg-Direct-Connect-Resp", "answers about a direct connection"),
    ("WLX-Nat-Trav-Msg-Updated-Connecting-Port", "tells a new port"),
];

fn look_up(table: Words, code: &str) -> Option<&'static str> {
    table.iter().find(|(known, _)| known.eq_ignore_ascii_case(code)).map(|&(_, words)| words)
}

/// What a method does.
pub(super) fn method(method: &str) -> Option<&'static str> {
    look_up(METHODS, method)
}

/// What a status means.
pub(super) fn status(status: &str) -> Option<&'static str> {
    look_up(STATUSES, status)
}

/// The kind of a body without what all kinds begin with; as it is where it is none of these.
pub(super) fn short(kind: &str) -> &str {
    kind.strip_prefix(BODY_PREFIX).unwrap_or(kind)
}

/// What a body is, by its content type in lower case.
pub(super) fn body(kind: &str) -> Option<&'static str> {
    look_up(BODIES, kind.strip_prefix(BODY_PREFIX)?)
}

/// Whether a body of that type consists of lines with names.
pub(super) fn has_lines(kind: &str) -> bool {
    kind.starts_with(BODY_PREFIX)
}

/// What the value of a line with that name stands for.
pub(super) fn value(name: &str, value: &str) -> Option<&'static str> {
    let (_, words) = VALUES.iter().find(|(known, _)| known.eq_ignore_ascii_case(name))?;
    look_up(words, value)
}

/// What a bridge is.
pub(super) fn bridge(bridge: &str) -> Option<&'static str> {
    look_up(BRIDGES, bridge)
}
