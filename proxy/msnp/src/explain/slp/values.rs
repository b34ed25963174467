//! What stands behind the name of a header or a line.

use super::{addresses, names, start};
use crate::explain::Field;
use crate::explain::headers::Header;
use crate::explain::located::Located;
use crate::explain::p2p;
use std::net::Ipv4Addr;

/// Adds to a field that has the text of a value what that value means.
type Reader = fn(Field, &Located<'_>) -> Field;

/// By name; lines that are not here are shown as they are, codes with their words.
const READERS: &[(&str, Reader)] = &[
    ("To", person),
    ("From", person),
    ("Via", via),
    ("CSeq", number),
    ("Call-ID", guid),
    ("Max-Forwards", number),
    ("Content-Length", number),
    ("Content-Type", content_type),
    ("EUF-GUID", guid),
    ("SessionID", number),
    ("AppID", application),
    ("Bridges", bridges),
    ("NetID", net_id),
    ("Nonce", guid),
    ("Hashed-Nonce", hashed),
];

/// How many bridges are told apart; there are four.
const MOST_BRIDGES: usize = 16;

/// The positions of the hyphens of a GUID.
const HYPHENS: [usize; 4] = [8, 13, 18, 23];

/// One header or line.
pub(super) fn field(header: &Header<'_>) -> Field {
    let Some(name) = header.name.map(|name| name.text()) else { return header.field() };
    if let Some(field) = addresses::field(header) {
        return field;
    }
    let field = header.field();
    let meaning = names::value(&name, &field.value);
    let field = field.stands_for(meaning);
    match READERS.iter().find(|(known, _)| known.eq_ignore_ascii_case(&name)) {
        Some((_, read)) => read(field, &header.value),
        None => field,
    }
}

fn person(field: Field, value: &Located<'_>) -> Field {
    let whom = start::address("address", value);
    let spoken = whom.spoken().to_owned();
    field.meaning(Some(spoken.into())).of(vec![whom])
}

fn via(field: Field, value: &Located<'_>) -> Field {
    let mut parts = value.split(b';').map(|part| part.trimmed());
    let transport = parts.next().map(|part| Field::text("transport", &part));
    let branch = parts.find_map(|part| {
        let (name, value) = part.split_once(b'=')?;
        name.bytes.eq_ignore_ascii_case(b"branch").then(|| Field::text("branch", &value))
    });
    field.of(transport.into_iter().chain(branch).collect())
}

fn number(field: Field, value: &Located<'_>) -> Field {
    if value.number().is_some() { field } else { field.trouble("not a number") }
}

fn content_type(field: Field, value: &Located<'_>) -> Field {
    field.stands_for(names::body(&value.text().to_ascii_lowercase()))
}

fn application(field: Field, value: &Located<'_>) -> Field {
    let Some(id) = value.number() else { return number(field, value) };
    field.stands_for(p2p::named(p2p::APPLICATIONS, id))
}

fn bridges(field: Field, value: &Located<'_>) -> Field {
    let bridges = value.split(b' ').filter(|part| !part.bytes.is_empty()).take(MOST_BRIDGES);
    field.of(bridges
        .map(|part| Field::text("bridge", &part).stands_for(names::bridge(&part.text())))
        .collect())
}

/// The address as seen from outside, as one number: its first octet is the lowest byte, and the sign means nothing.
fn net_id(field: Field, value: &Located<'_>) -> Field {
    match value.text().parse::<i64>() {
        Ok(0) => field.stands_for(Some("no address")),
        Ok(id) if (i64::from(i32::MIN)..=i64::from(u32::MAX)).contains(&id) => {
            let [a, b, c, d, ..] = id.to_le_bytes();
            field.meaning(Some(Ipv4Addr::new(a, b, c, d).to_string().into()))
        }
        _ => field.trouble("not an IPv4 address as a number"),
    }
}

fn hashed(field: Field, value: &Located<'_>) -> Field {
    guid(field.stands_for(Some("the first 16 bytes of SHA-1 of the nonce")), value)
}

fn guid(field: Field, value: &Located<'_>) -> Field {
    if is_guid(value.bytes) { field } else { field.trouble("not a GUID") }
}

/// `{8-4-4-4-12}` hexadecimal digits.
fn is_guid(text: &[u8]) -> bool {
    let Some(inner) = text.strip_prefix(b"{").and_then(|rest| rest.strip_suffix(b"}")) else { return false };
    let right = |(at, byte): (usize, &u8)| match HYPHENS.contains(&at) {
        true => *byte == b'-',
        false => byte.is_ascii_hexdigit(),
    };
    inner.len() == 36 && inner.iter().enumerate().all(right)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::explain::headers::Headers;

    fn read(line: &str) -> Field {
        let headers = Headers::read(&Located::at(100, line.as_bytes()));
        field(headers.headers.first().expect("a line"))
    }

    #[test]
    fn people_are_shown_by_their_accounts() {
        let field = read("To: <msnmsgr:bob@example.org;{6f1d2c3b-0000-4000-8000-000000000001}>");
        assert_eq!((&*field.name, field.spoken()), ("To", "bob@example.org"));
        let endpoint = &field.fields[0].fields[1];
        assert_eq!((&*endpoint.name, endpoint.span.clone()), ("endpoint", 129..167));
    }

    #[test]
    fn codes_have_words_whatever_the_case_of_their_names() {
        for (line, words) in [
            ("eUF-guid: {a4268eec-fec5-49e5-95c3-f126696bdbf6}", "MSNObject"),
            ("AppID: 12", "display picture"),
            ("Conn-Type: Firewall", "behind a firewall"),
            ("Listening: true", "waits to be connected to"),
            ("NetID: -1409177408", "192.168.1.172"),
            ("NetID: 2885789888", "192.168.1.172"),
            ("NetID: 0", "no address"),
            ("Content-Type: application/x-msnmsgr-transreqbody", "request for a direct connection"),
        ] {
            assert_eq!(read(line).spoken(), words, "{line}");
        }
    }

    #[test]
    fn a_list_of_bridges_is_told_apart() {
        let field = read("Bridges: TRUDPv1 TCPv1 SBBridge TURNv1");
        let words: Vec<_> = field.fields.iter().map(Field::spoken).collect();
        assert_eq!(words, ["UDP made reliable", "TCP", "through the switchboard", "through a relay (TURN)"]);
        assert_eq!(field.fields[1].span, 117..122);
    }

    #[test]
    fn via_has_a_transport_and_a_branch() {
        let field = read("Via: MSNSLP/1.0/TLP ;branch={33517CE4-02FC-4428-B6F4-39927229B722}");
        let parts: Vec<_> = field.fields.iter().map(|part| &*part.value).collect();
        assert_eq!(parts, ["MSNSLP/1.0/TLP", "{33517CE4-02FC-4428-B6F4-39927229B722}"]);
    }

    #[test]
    fn values_that_are_wrong_say_how() {
        for (line, trouble) in [
            ("Call-ID: {9D79AE57-1BD5-444B-B14E}", "not a GUID"),
            ("Nonce: 9D79AE57", "not a GUID"),
            ("SessionID: many", "not a number"),
            ("AppID: x", "not a number"),
            ("NetID: 99999999999", "not an IPv4 address as a number"),
            ("no colon", "no colon in this header"),
        ] {
            assert_eq!(read(line).trouble.as_deref(), Some(trouble), "{line}");
        }
        assert_eq!(read("X-New: anything").trouble, None);
    }
}
