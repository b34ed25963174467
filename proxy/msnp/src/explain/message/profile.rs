//! The account's profile, sent at the end of every login.

use super::Message;
use super::names::{Codes, Names, Read, Words, counted, number, percent};
use super::other;
use crate::explain::Field;
use crate::explain::content::Content;
use crate::explain::headers::Header;
use std::borrow::Cow;

#[rustfmt::skip]
pub(super) const NAMES: Names = &[
    ("LoginTime", Read(login_time)),
    ("EmailEnabled", Codes(&[("0", "e-mail off"), ("1", "e-mail on")])),
    ("MemberIdHigh", Read(number)),
    ("MemberIdLow", Read(number)),
    ("lang_preference", Words("language, by the number Windows has for it")),
    ("preferredEmail", Words("e-mail address")),
    ("country", Words("country")),
    ("PostalCode", Words("postal code")),
    ("Gender", Codes(&[("m", "male"), ("f", "female")])),
    ("Kid", Codes(&[("0", "not a child's account"), ("1", "a child's account")])),
    ("Age", Words("age")),
    ("Wallet", Words("has a wallet")),
    ("sid", Words("number of the site the ticket is for")),
    ("kv", Words("version of the key of the ticket")),
    ("MSPAuth", Words("ticket for web sites")),
    ("ClientIP", Words("where the server sees the client")),
    ("ClientPort", Read(port)),
    ("ABCHMigrated", Codes(&[("0", "contacts are kept by this server"), ("1", "contacts are kept by the address book service")])),
    ("MPOPEnabled", Codes(&[("0", "signed in at one place at a time"), ("1", "may be signed in at several places")])),
    ("Nickname", Read(percent)),
];

/// `text/x-msmsgsprofile`: everything is in the headers.
pub(super) fn content(message: &Message<'_>) -> Content {
    let mut said = Vec::new();
    match message.number("EmailEnabled") {
        Some(0) => said.push("e-mail off".to_owned()),
        Some(_) => said.push("e-mail on".to_owned()),
        None => {}
    }
    if let Some(address) = message.headers.get("ClientIP").filter(|address| !address.bytes.is_empty()) {
        let port = message.number("ClientPort").and_then(swapped);
        let port = port.filter(|port| *port != 0).map(|port| format!(" port {port}"));
        said.push(format!("seen at {}{}", address.text(), port.unwrap_or_default()));
    }
    let does = match said.is_empty() {
        true => "sends your profile".to_owned(),
        false => format!("sends your profile: {}", said.join(", ")),
    };
    let fields = cid(message).into_iter().chain(other::rest("body", &message.body()));
    Content::fields(fields.collect()).does(does)
}

/// The account's number, whose halves two headers hold.
fn cid(message: &Message<'_>) -> Option<Field> {
    let half =
        |name| message.headers.get(name).zip(message.number(name).and_then(|half| u32::try_from(half).ok()));
    let ((high, high_half), (low, low_half)) = half("MemberIdHigh").zip(half("MemberIdLow"))?;
    let cid = u64::from(high_half) << 32 | u64::from(low_half);
    let (high, low) = (high.span(), low.span());
    let span = high.start.min(low.start)..high.end.max(low.end);
    let field = Field { name: "CID".into(), value: cid.to_string(), span, ..Field::default() };
    Some(field.meaning(Some(Cow::Owned(format!("the number of the account, {cid:016x}")))))
}

fn login_time(header: &Header<'_>) -> Field {
    counted(header, |_| Some("seconds since 1970".to_owned()))
}

/// The two bytes of the port are the wrong way round.
fn port(header: &Header<'_>) -> Field {
    let field = number(header);
    match header.value.number().map(swapped) {
        Some(Some(0)) | None => field,
        Some(Some(port)) => field.meaning(Some(Cow::Owned(format!("port {port}, its two bytes swapped")))),
        Some(None) => field.trouble("a port is below 65536"),
    }
}

fn swapped(port: u64) -> Option<u16> {
    u16::try_from(port).ok().map(u16::swap_bytes)
}
