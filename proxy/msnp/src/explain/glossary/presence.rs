//! Presence (§5.3).

use super::Payload::{Blocks, Withdrawal, Xml};
use super::{NS, Row, client, server};

#[rustfmt::skip] // a table: one row, one line
pub(super) const ROWS: &[Row] = &[
    client((87, "CHG"), (2, 7), "T status", "Status to set", "The client sets its status to {status}.").on(NS),
    server((87, "CHG"), (2, 7), "T=0 status", "Status forced", "The server sets your status to {status}.").on(NS),
    server((87, "CHG"), (2, 7), "T status", "Status set", "The server confirms status {status}.").on(NS),
    client((88, "CHG"), (8, 15), "T status caps object?", "Status to set", "The client sets its status to {status}.").on(NS),
    client((88, "CHG"), (16, 18), "T status caps2 object?", "Status to set", "The client sets its status to {status}.").on(NS),
    server((88, "CHG"), (8, 15), "T=0 status caps object?", "Status forced", "The server sets your status to {status}.").on(NS),
    server((88, "CHG"), (8, 15), "T status caps object?", "Status set", "The server confirms status {status}.").on(NS),
    server((88, "CHG"), (16, 18), "T=0 status caps2 object?", "Status forced", "The server sets your status to {status}.").on(NS),
    server((88, "CHG"), (16, 18), "T status caps2 object?", "Status set", "The server confirms status {status}.").on(NS),
    server((89, "ILN"), (2, 7), "T status account nick", "Initial presence", "{who} is {status} (initial presence).").on(NS),
    server((90, "ILN"), (8, 13), "T status account nick caps object?", "Initial presence", "{who} is {status} (initial presence).").on(NS),
    server((91, "ILN"), (14, 16), "T status account network nick caps object? icon?", "Initial presence", "{who} is {status} (initial presence).").on(NS),
    server((92, "NLN"), (2, 7), "status account nick", "Presence", "{who} is now {status}.").on(NS),
    server((92, "NLN"), (8, 13), "status account nick caps object?", "Presence", "{who} is now {status}.").on(NS),
    server((92, "NLN"), (14, 17), "status account network nick caps object? icon?", "Presence", "{who} is now {status}.").on(NS),
    server((93, "NLN"), (17, 18), "status netaccount nick caps2 object? icon?", "Presence", "{who} is now {status}[ in circle {netaccount.via}].").on(NS),
    server((94, "FLN"), (2, 13), "account", "Offline", "{account} went offline.").on(NS),
    server((94, "FLN"), (14, 17), "account network caps? icon?", "Offline", "{account} went offline.").on(NS),
    server((94, "FLN"), (17, 18), "netaccount caps?", "Offline", "{netaccount} went offline.").on(NS),
    client((95, "UUX"), (11, 18), "T length", "Own details", "The client sets its personal message to “{psm}”.|The client shows the {media}.|The client clears its {cleared}.|The client names its place of sign-in “{endpoint}”.|The client {does}.|The client publishes its details.").on(NS).with(Xml),
    server((95, "UUX"), (11, 18), "T length", "Own details accepted", "The server confirms the client's personal data.").on(NS).with(Xml),
    server((96, "UBX"), (11, 13), "account length=0", "Contact's details", "{account} has no personal message.").on(NS),
    server((96, "UBX"), (11, 13), "account length", "Contact's details", "The personal message of {account} is “{psm}”.|{account} shows the {media}.|{account} has no {cleared}.|{account} {does}.|{account} publishes details.").on(NS).with(Xml),
    server((96, "UBX"), (14, 17), "account network length=0", "Contact's details", "{account} has no personal message.").on(NS),
    server((96, "UBX"), (14, 17), "account network length", "Contact's details", "The personal message of {account} is “{psm}”.|{account} shows the {media}.|{account} has no {cleared}.|{account} {does}.|{account} publishes details.").on(NS).with(Xml),
    server((96, "UBX"), (17, 18), "netaccount length=0", "Contact's details", "{netaccount} has no personal message.").on(NS),
    server((96, "UBX"), (17, 18), "netaccount length", "Contact's details", "The personal message of {netaccount} is “{psm}”.|{netaccount} shows the {media}.|{netaccount} has no {cleared}.|{netaccount} {does}.|{netaccount} publishes details.").on(NS).with(Xml),
    client((97, "PUT"), (18, 21), "T length", "Publish", "The client {does}[ to {to}].|The client publishes something.").on(NS).with(Blocks),
    server((98, "PUT"), (18, 21), "T ok=OK length?", "Published", "The server accepts what the client published.").on(NS).with(Blocks),
    client((99, "DEL"), (18, 21), "T length", "Withdraw", "The client {does}[ from {to}].|The client withdraws something.").on(NS).with(Withdrawal),
    server((99, "DEL"), (18, 21), "T ok=OK length?", "Withdrawn", "The server accepts what the client withdrew.").on(NS).with(Blocks),
    server((100, "NFY"), (18, 21), "published=PUT length", "Published by somebody", "{from} {does}.|Somebody publishes something.").on(NS).with(Blocks),
    server((100, "NFY"), (18, 21), "published=DEL length", "Withdrawn by somebody", "{from} {does}.|Somebody withdraws something.").on(NS).with(Withdrawal),
];
