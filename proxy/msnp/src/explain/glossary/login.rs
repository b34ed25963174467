//! Signing in, redirects, challenges, keep-alive (§5.1).

use super::Payload::{Digest, Xml};
use super::{NS, Row, SB, client, server};

pub(super) const ROWS: &[Row] = &[
    client(
        (1, "VER"),
        (2, 21),
        "T dialects*",
        "Versions offered",
        "The client offers to speak {dialects}.|The client asks for a version and offers none.",
    )
    .on(NS),
    server(
        (2, "VER"),
        (2, 21),
        "T refused=0",
        "Versions refused",
        "The server speaks none of the versions the client offers.",
    )
    .on(NS),
    server((2, "VER"), (2, 21), "T dialect", "Version chosen", "The server chooses {dialect}.").on(NS),
    server(
        (2, "VER"),
        (2, 21),
        "T dialects*",
        "Version chosen",
        "The server can speak {dialects}; the highest is used.|The server names no version.",
    )
    .on(NS),
    client((3, "INF"), (2, 7), "T", "Ways to sign in wanted", "The client asks how it can sign in.").on(NS),
    server(
        (4, "INF"),
        (2, 7),
        "T packages",
        "Ways to sign in",
        "The server lets clients sign in with {packages}.",
    )
    .on(NS),
    client(
        (5, "CVR"),
        (2, 7),
        "T locale system osversion processor client version brand?",
        "Client version",
        "The client is {client} {version} on {system} {osversion}[, {locale}].",
    )
    .on(NS),
    client(
        (6, "CVR"),
        (8, 18),
        "T locale system osversion processor client version brand account",
        "Client version",
        "The client of {account} is {client} {version} on {system} {osversion}[, {locale}].",
    )
    .on(NS),
    client(
        (7, "CVR"),
        (21, 21),
        "T locale system osversion processor client version brand account hop",
        "Client version",
        "The client of {account} is {client} {version} on {system} {osversion}[, {locale}].",
    )
    .on(NS),
    server(
        (8, "CVR"),
        (2, 18),
        "T recommended recommended2? minimum? download? info?",
        "Version advice",
        "The server recommends client version {recommended}[ and accepts {minimum} and later].",
    )
    .on(NS),
    client(
        (9, "CVQ"),
        (2, 21),
        "T locale system osversion processor client version brand? account?",
        "Version check without sign-in",
        "The client asks, without signing in, whether {client} {version} is up to date.",
    )
    .on(NS),
    server(
        (9, "CVQ"),
        (2, 21),
        "T recommended recommended2? minimum? download? info?",
        "Version advice",
        "The server recommends client version {recommended}[ and accepts {minimum} and later].",
    )
    .on(NS),
    client(
        (10, "USR"),
        (2, 7),
        "T scheme=MD5 step=I account",
        "Sign-in begins (MD5)",
        "The client starts to sign in as {account} with a digest of the password (MD5).",
    )
    .on(NS),
    server(
        (11, "USR"),
        (2, 7),
        "T scheme=MD5 step=S salt",
        "Sign-in challenge (MD5)",
        "The server asks for the password, digested with the salt {salt}.",
    )
    .on(NS),
    client(
        (12, "USR"),
        (2, 7),
        "T scheme=MD5 step=S digest",
        "Sign-in answer (MD5)",
        "The client answers with the digest of its password.",
    )
    .on(NS),
    client(
        (13, "USR"),
        (2, 2),
        "T scheme=CTP step words*",
        "Sign-in in clear text",
        "The client signs in with its password in clear text.",
    )
    .on(NS),
    client(
        (14, "USR"),
        (8, 14),
        "T scheme=TWN step=I account",
        "Sign-in begins (Passport)",
        "The client starts to sign in as {account} with Passport (TWN).",
    )
    .on(NS),
    server(
        (15, "USR"),
        (8, 14),
        "T scheme=TWN step=S parameters",
        "Sign-in challenge (Passport)",
        "The server asks for a Passport ticket made with these parameters.",
    )
    .on(NS),
    client(
        (16, "USR"),
        (8, 14),
        "T scheme=TWN step=S ticket",
        "Sign-in answer (Passport)",
        "The client shows its Passport ticket.",
    )
    .on(NS),
    client(
        (17, "USR"),
        (15, 21),
        "T scheme=SSO step=I account",
        "Sign-in begins (SSO)",
        "The client starts to sign in as {account} with single sign-on (SSO).",
    )
    .on(NS),
    server(
        (18, "USR"),
        (15, 21),
        "T scheme=SSO step=S policy nonce?",
        "Sign-in challenge (SSO)",
        "The server asks for a ticket under policy {policy} and a proof made with its nonce.",
    )
    .on(NS),
    client(
        (19, "USR"),
        (15, 15),
        "T scheme=SSO step=S ticket proof",
        "Sign-in answer (SSO)",
        "The client shows its ticket and the proof that it is its own.",
    )
    .on(NS),
    client(
        (20, "USR"),
        (16, 21),
        "T scheme=SSO step=S ticket proof machine",
        "Sign-in answer (SSO)",
        "The client shows its ticket and the proof that it is its own, from machine {machine}.",
    )
    .on(NS),
    client(
        (21, "USR"),
        (18, 18),
        "T scheme=SHA step=A circleticket",
        "Circles authorised",
        "The client shows its circle ticket.",
    )
    .on(NS),
    server(
        (22, "USR"),
        (2, 5),
        "T ok=OK account nick",
        "Signed in",
        "You are signed in as {account}[, called {nick}].",
    )
    .on(NS),
    server(
        (23, "USR"),
        (6, 7),
        "T ok=OK account nick verified",
        "Signed in",
        "You are signed in as {account}[, called {nick}].",
    )
    .on(NS),
    server(
        (24, "USR"),
        (8, 9),
        "T ok=OK account nick verified restricted",
        "Signed in",
        "You are signed in as {account}[, called {nick}].",
    )
    .on(NS),
    server(
        (25, "USR"),
        (10, 21),
        "T ok=OK account verified=0|1 restricted=0|1",
        "Signed in",
        "You are signed in as {account}.",
    )
    .on(NS),
    server(
        (26, "XFR"),
        (2, 2),
        "T kind=NS address",
        "Redirect to a notification server",
        "The server sends the client on to notification server {address}.",
    )
    .on(NS),
    server(
        (26, "XFR"),
        (3, 6),
        "T kind=NS address zero=0",
        "Redirect to a notification server",
        "The server sends the client on to notification server {address}.",
    )
    .on(NS),
    server(
        (26, "XFR"),
        (7, 12),
        "T kind=NS address zero=0 current?",
        "Redirect to a notification server",
        "The server sends the client on to notification server {address}.",
    )
    .on(NS),
    server(
        (26, "XFR"),
        (13, 21),
        "T kind=NS address way=U domainflag=D hop?",
        "Redirect to a notification server",
        "The server sends the client on to notification server {address}.",
    )
    .on(NS),
    server(
        (26, "XFR"),
        (13, 21),
        "T kind=NS address way=G domainflag=D hop?",
        "Redirect to the HTTP gateway",
        "The server sends the client to the HTTP gateway at {address}.",
    )
    .on(NS),
    client((27, "XFR"), (2, 18), "T kind=SB", "Switchboard wanted", "The client asks for a switchboard.")
        .on(NS),
    client(
        (27, "XFR"),
        (2, 2),
        "T kind=NS",
        "Notification server wanted",
        "The client asks for a notification server.",
    )
    .on(NS),
    server(
        (28, "XFR"),
        (2, 12),
        "T kind=SB address cookiescheme? cookie?",
        "Redirect to a switchboard",
        "The server gives the client switchboard {address}.",
    )
    .on(NS),
    server(
        (28, "XFR"),
        (13, 18),
        "T kind=SB address cookiescheme cookie way=U|G domain flag?",
        "Redirect to a switchboard",
        "The server gives the client switchboard {address}.",
    )
    .on(NS),
    server(
        (29, "CHL"),
        (6, 21),
        "T challenge",
        "Challenge",
        "The server asks: prove you are a genuine client.",
    )
    .on(NS),
    client(
        (30, "QRY"),
        (6, 21),
        "T product length",
        "Answer to the challenge",
        "The client answers the server's challenge as {product}.",
    )
    .on(NS)
    .with(Digest),
    server(
        (31, "QRY"),
        (6, 21),
        "T",
        "Challenge passed",
        "The server accepts the client's answer to its challenge.",
    )
    .on(NS),
    client((32, "PNG"), (2, 21), "", "Keep-alive", "The client asks whether the server is still there."),
    server(
        (33, "QNG"),
        (2, 21),
        "seconds?",
        "Keep-alive answered",
        "The server is still there[; it wants to be asked again in {seconds} seconds].",
    ),
    client((34, "OUT"), (2, 21), "", "Sign out", "The client leaves the switchboard.").on(SB),
    client((34, "OUT"), (2, 21), "", "Sign out", "The client signs out.").on(NS),
    server((35, "OUT"), (2, 21), "", "Disconnected", "The switchboard ends the connection.").on(SB),
    server((35, "OUT"), (2, 21), "", "Disconnected", "The server ends the connection.").on(NS),
    server(
        (35, "OUT"),
        (2, 21),
        "reason=RCT minutes",
        "Disconnected",
        "The server ends the connection: sign in again in {minutes} minutes.",
    ),
    server(
        (35, "OUT"),
        (2, 21),
        "reason minutes?",
        "Disconnected",
        "The server ends the connection: {reason}.",
    ),
    server(
        (36, "SBS"),
        (11, 18),
        "T text*",
        "Mobile subscription",
        "The server tells the state of the mobile subscription: {text}.",
    )
    .on(NS),
    client(
        (37, "GSB"),
        (11, 18),
        "T",
        "Mobile subscription wanted",
        "The client asks for the state of its mobile subscription.",
    )
    .on(NS),
    client(
        (38, "GCF"),
        (11, 12),
        "T filename",
        "Configuration wanted",
        "The client asks for the configuration file {filename}.",
    )
    .on(NS),
    server(
        (39, "GCF"),
        (11, 12),
        "T filename length",
        "Configuration",
        "The server sends the configuration file {filename}.",
    )
    .on(NS)
    .with(Xml),
    server((40, "GCF"), (13, 18), "T length", "Policies", "The server sends its policies.").on(NS).with(Xml),
    client(
        (41, "VAS"),
        (18, 18),
        "T account x y length",
        "Abuse report",
        "The client reports {account} for abuse.",
    )
    .on(NS)
    .with(super::Payload::Text),
    client(
        (42, "FSL"),
        (21, 21),
        "T x* ",
        "Not described",
        "The client sends FSL, whose meaning is not known.",
    )
    .on(NS),
    server(
        (42, "FSL"),
        (21, 21),
        "T x*",
        "Not described",
        "The server answers FSL, whose meaning is not known.",
    )
    .on(NS),
    client(
        (43, "IMS"),
        (3, 7),
        "T onoff=ON",
        "Invitations on",
        "The client lets others invite it to switchboards.",
    )
    .on(NS),
    client(
        (43, "IMS"),
        (3, 7),
        "T onoff=OFF",
        "Invitations off",
        "The client lets nobody invite it to switchboards.",
    )
    .on(NS),
    server(
        (44, "IMS"),
        (3, 7),
        "T zero=0 onoff=ON|OFF",
        "Invitations switched",
        "The server confirms: invitations to switchboards are {onoff}.",
    )
    .on(NS),
];
