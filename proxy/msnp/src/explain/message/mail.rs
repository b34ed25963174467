//! Notices about mail. What they say is in the body, or in the headers.

use super::Message;
use super::names::{Codes, Means, Names, Read, Words, counted, number};
use super::{Lines, words};
use crate::explain::Field;
use crate::explain::amounts;
use crate::explain::content::{Content, quoted};
use crate::explain::headers::Header;

const FOLDER: Means = Codes(&[("ACTIVE", "inbox"), ("trAsH", "trash"), (".!!trAsH", "trash")]);

#[rustfmt::skip]
pub(super) const NAMES: Names = &[
    ("From", Read(words::field)),
    ("Subject", Read(words::field)),
    ("From-Addr", Words("the writer's address")),
    ("Inbox-Unread", Read(messages)),
    ("Folders-Unread", Read(messages)),
    ("Inbox-URL", Words("the page of the inbox")),
    ("Folders-URL", Words("the page of the folders")),
    ("Message-URL", Words("the page of the message")),
    ("Post-URL", Words("the page that signs in")),
    ("Src-Folder", FOLDER),
    ("Dest-Folder", FOLDER),
    ("Message-Delta", Read(number)),
    ("id", Words("the site of the pages")),
];

/// `text/x-msmsgsinitialemailnotification`.
pub(super) fn unread(message: &Message<'_>) -> Content {
    let lines = message.lines();
    let does = unread_in(lines.number("Inbox-Unread"), lines.number("Folders-Unread"));
    Content::fields(lines.fields_with(NAMES, "Inbox-Unread")).does(does)
}

/// How a sentence says how much mail is unread.
pub(super) fn unread_in(inbox: Option<u64>, folders: Option<u64>) -> String {
    let inbox = match inbox {
        None => return "tells about your mailbox".to_owned(),
        Some(0) => "no unread messages".to_owned(),
        Some(count) => amounts::counted(count, "unread message"),
    };
    match folders {
        None | Some(0) => format!("tells that you have {inbox}"),
        Some(folders) => {
            format!(
                "tells that you have {inbox} in the inbox and {} in other folders",
                amounts::grouped(folders)
            )
        }
    }
}

/// `text/x-msmsgsemailnotification`.
pub(super) fn new(message: &Message<'_>) -> Content {
    let lines = message.lines();
    let mut does = "tells of new mail".to_owned();
    if let Some(from) = said(&lines, "From").or_else(|| said(&lines, "From-Addr")) {
        does.extend([" from ", &from]);
    }
    if let Some(subject) = said(&lines, "Subject") {
        does.extend([" about ", &quoted(&subject)]);
    }
    Content::fields(lines.fields_with(NAMES, "From")).does(does)
}

/// `text/x-msmsgsactivemailnotification`.
pub(super) fn moved(message: &Message<'_>) -> Content {
    let lines = message.lines();
    let folder = |name| lines.text(name).unwrap_or_else(|| "an unnamed folder".to_owned());
    let (from, to) = (folder("Src-Folder"), folder("Dest-Folder"));
    let count =
        lines.number("Message-Delta").map(|count| format!(", {}", amounts::counted(count, "message")));
    let does = match from == to {
        true => format!("tells of mail read or changed in {from}"),
        false => format!("tells of mail moved from {from} to {to}"),
    };
    Content::fields(lines.fields_with(NAMES, "Src-Folder")).does(does + &count.unwrap_or_default())
}

/// A line as a person reads it.
fn said(lines: &Lines<'_, '_>, name: &str) -> Option<String> {
    let written = lines.text(name)?;
    Some(words::decoded(&written).map_or(written, |(decoded, _)| decoded))
}

fn messages(header: &Header<'_>) -> Field {
    counted(header, |count| Some(amounts::counted(count, "unread message")))
}
