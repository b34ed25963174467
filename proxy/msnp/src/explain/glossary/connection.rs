//! Redirects, challenges, keep-alive, notices, the end (§5.1).

use super::Payload::{Digest, Text, Xml};
use super::{NS, Row, SB, client, server};

#[rustfmt::skip] // a table: one row, one line
pub(super) const ROWS: &[Row] = &[
    server((26, "XFR"), (2, 12), "T kind=NS address=0 constant=0? current?", "Redirect to the same server", "The server tells the client to log in again on this same server.").on(NS),
    server((26, "XFR"), (2, 2), "T kind=NS address", "Redirect to a notification server", "The server sends you to the notification server {address}.").on(NS),
    server((26, "XFR"), (3, 6), "T kind=NS address constant=0", "Redirect to a notification server", "The server sends you to the notification server {address}.").on(NS),
    server((26, "XFR"), (7, 12), "T kind=NS address constant=0 current?", "Redirect to a notification server", "The server sends you to the notification server {address}.").on(NS),
    server((26, "XFR"), (13, 21), "T kind=NS address way=U domainflag=D hop?", "Redirect to a notification server", "The server sends you to the notification server {address}.").on(NS),
    server((26, "XFR"), (13, 21), "T kind=NS address way=G domainflag=D hop?", "Redirect to the HTTP gateway", "The server sends you to the notification server {address}, through the HTTP gateway.").on(NS),
    client((26, "XFR"), (2, 2), "T kind=NS", "Notification server wanted", "The client asks for a notification server.").on(NS),
    client((27, "XFR"), (2, 18), "T kind=SB", "Switchboard wanted", "The client asks for a switchboard.").on(NS),
    server((28, "XFR"), (2, 10), "T kind=SB address scheme=MD5 salt", "Redirect to a switchboard", "The server sends you to the switchboard {address}.").on(NS),
    server((28, "XFR"), (2, 12), "T kind=SB address scheme? cookie?", "Redirect to a switchboard", "The server sends you to the switchboard {address}.").on(NS),
    server((28, "XFR"), (13, 18), "T kind=SB address scheme cookie way=U|G domain flag?", "Redirect to a switchboard", "The server sends you to the switchboard {address}.").on(NS),
    server((29, "CHL"), (6, 21), "T challenge", "Challenge", "The server asks: prove you are a genuine client.").on(NS),
    client((30, "QRY"), (6, 21), "T product length", "Answer to the challenge", "The client answers the server's challenge as {product}.").on(NS).with(Digest),
    server((31, "QRY"), (6, 21), "T", "Challenge passed", "The server accepts the answer to its challenge.").on(NS),
    client((32, "PNG"), (2, 21), "", "Keep-alive", "The client asks whether the connection still works."),
    server((33, "QNG"), (2, 21), "seconds?", "Keep-alive answered", "The server answers that the connection works[; the next question is due in {seconds:second}]."),
    client((34, "OUT"), (2, 21), "", "End of the conversation", "The client leaves the conversation.").on(SB),
    client((34, "OUT"), (2, 21), "", "Sign out", "The client signs out.").on(NS),
    client((34, "OUT"), (2, 21), "", "End", "The client ends the connection."),
    server((35, "OUT"), (2, 21), "", "Disconnected", "The server ends the connection."),
    server((35, "OUT"), (11, 21), "reason=RCT minutes", "Disconnected", "The server ends the connection: sign in again in {minutes:minute}."),
    server((35, "OUT"), (2, 21), "reason=OTH|SSD|MIG|TOU", "Disconnected", "The server ends the connection: {reason}."),
    server((35, "OUT"), (2, 21), "reason minutes?", "Disconnected", "The server ends the connection ({reason})."),
    server((36, "SBS"), (11, 18), "T state*", "Mobile subscription", "The server tells the state of your mobile subscription.").on(NS),
    client((37, "GSB"), (11, 18), "T", "Mobile subscription wanted", "The client asks for the state of its mobile subscription.").on(NS),
    client((38, "GCF"), (11, 12), "T filename", "File wanted", "The client asks for the file {filename}.").on(NS),
    server((39, "GCF"), (11, 12), "T filename length", "File", "The server sends the file {filename}.").on(NS).with(Xml),
    server((40, "GCF"), (13, 21), "T length", "Policies", "The server sends its policies.").on(NS).with(Xml),
    client((41, "VAS"), (18, 18), "T account third fourth length", "Abuse report", "The client reports {account} for abuse.").on(NS).with(Text),
    client((42, "FSL"), (21, 21), "T second? third?", "Not described", "The client sends FSL, whose meaning is not known.").on(NS),
    server((42, "FSL"), (21, 21), "T second? third?", "Not described", "The server answers FSL, whose meaning is not known.").on(NS),
    client((43, "IMS"), (3, 7), "T invitations=ON", "Invitations accepted", "The client accepts invitations to conversations.").on(NS),
    client((43, "IMS"), (3, 7), "T invitations=OFF", "Invitations refused", "The client refuses invitations to conversations.").on(NS),
    server((44, "IMS"), (3, 7), "T constant=0 invitations=ON|OFF", "Invitations switched", "The server confirms: invitations to conversations are {invitations}.").on(NS),
];
