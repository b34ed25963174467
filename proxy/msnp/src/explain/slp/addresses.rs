//! Where a client can be reached directly, also where name and value are written back to front (§3.5).

use crate::explain::headers::Header;
use crate::explain::located::Located;
use crate::explain::{Field, Spelling};
use std::net::{IpAddr, SocketAddr};

/// What a value lists.
#[derive(Clone, Copy)]
enum Kind {
    /// Addresses.
    Hosts,
    /// A port.
    Port,
    /// Addresses with ports.
    Endpoints,
    /// Addresses in forms nobody described.
    Any,
}

const NAMES: &[(&str, Kind)] = &[
    ("IPv4Internal-Addrs", Kind::Hosts),
    ("IPv4Internal-Port", Kind::Port),
    ("IPv4External-Addrs", Kind::Hosts),
    ("IPv4External-Port", Kind::Port),
    ("IPv4InternalAddrsAndPorts", Kind::Endpoints),
    ("IPv4ExternalAddrsAndPorts", Kind::Endpoints),
    ("IPv6-global", Kind::Any),
    ("IPv6-Addrs", Kind::Any),
    ("IPv6-Port", Kind::Port),
    ("IPv6AddrsAndPorts", Kind::Any),
];

/// How many addresses are told apart; a computer has a handful.
const MOST: usize = 32;

/// The line if it is one with addresses, whichever way round.
pub(super) fn field(header: &Header<'_>) -> Option<Field> {
    let name = header.name?;
    if let Some(&(_, kind)) = known(&name) {
        return Some(of(Field::value(name.text(), header.text(), &header.value), &header.value, kind));
    }
    let reversed = name.reversed();
    let &(known, kind) = known(&reversed.view())?;
    let value = header.value.reversed();
    let field = Field::value(known, value.view().text(), &header.value).spelled(Spelling::Reversed);
    let mut field = of(field, &value.view(), kind);
    field.fields.push(Field::text("name as written", &name));
    field.fields.push(Field::text("value as written", &header.value));
    Some(field)
}

fn known(name: &Located<'_>) -> Option<&'static (&'static str, Kind)> {
    NAMES.iter().find(|(known, _)| name.bytes.eq_ignore_ascii_case(known.as_bytes()))
}

/// The field with the parts of its value.
fn of(field: Field, value: &Located<'_>, kind: Kind) -> Field {
    let mut parts: Vec<Field> = value
        .split(b' ')
        .filter(|part| !part.bytes.is_empty())
        .take(MOST)
        .map(|part| checked(Field::text("address", &part), kind))
        .collect();
    match parts.len() {
        0 => field,
        1 => Field { trouble: parts.swap_remove(0).trouble, ..field },
        _ => field.of(parts),
    }
}

/// The field with what is wrong with its value.
fn checked(field: Field, kind: Kind) -> Field {
    let (right, trouble) = match kind {
        Kind::Hosts => (field.value.parse::<IpAddr>().is_ok(), "not an IP address"),
        Kind::Port => (field.value.parse::<u16>().is_ok(), "not a port"),
        Kind::Endpoints => (field.value.parse::<SocketAddr>().is_ok(), "not an IP address with a port"),
        Kind::Any => (true, ""),
    };
    if right { field } else { field.trouble(trouble) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::explain::headers::Headers;

    fn read(line: &str) -> Field {
        let headers = Headers::read(&Located::at(100, line.as_bytes()));
        field(headers.headers.first().expect("a line")).expect("an address")
    }

    #[test]
    fn what_is_written_back_to_front_is_read_and_shown_both_ways() {
        for (line, name, value) in [
            ("srddA-lanretnI4vPI: 001.2.861.291", "IPv4Internal-Addrs", "192.168.2.100"),
            ("troP-lanretnI4vPI: 0435", "IPv4Internal-Port", "5340"),
            ("srddA-lanretxE4vPI: 5.311.0.302", "IPv4External-Addrs", "203.0.113.5"),
            ("troP-lanretxE4vPI: 0435", "IPv4External-Port", "5340"),
            (
                "stroPdnAsrddAlanretnI4vPI: 0435:001.2.861.291",
                "IPv4InternalAddrsAndPorts",
                "192.168.2.100:5340",
            ),
            ("stroPdnAsrddAlanretxE4vPI: 0435:5.311.0.302", "IPv4ExternalAddrsAndPorts", "203.0.113.5:5340"),
        ] {
            let field = read(line);
            assert_eq!((&*field.name, &*field.value), (name, value));
            assert_eq!((field.spelling, field.first_trouble()), (Some(Spelling::Reversed), None));
            let written: Vec<_> = field.fields.iter().map(|part| &*part.value).collect();
            assert_eq!(written, line.split(": ").collect::<Vec<_>>());
            assert_eq!(field.span, 100 + line.find(' ').unwrap() + 1..100 + line.len());
        }
    }

    #[test]
    fn several_addresses_are_told_apart_where_they_stand() {
        let field = read("IPv4Internal-Addrs: 10.0.0.1 192.168.2.100");
        let parts: Vec<_> = field.fields.iter().map(|part| (&*part.value, part.span.clone())).collect();
        assert_eq!(parts, [("10.0.0.1", 120..128), ("192.168.2.100", 129..142)]);
        let field = read("srddA-lanretnI4vPI: 1.0.0.01 001.2.861.291");
        assert_eq!(field.fields[0].value, "192.168.2.100");
        assert_eq!(field.fields[0].span, 129..142);
    }

    #[test]
    fn what_is_no_address_says_so() {
        assert_eq!(read("IPv4Internal-Addrs: here").trouble.as_deref(), Some("not an IP address"));
        assert_eq!(read("troP-lanretnI4vPI: 99999").trouble.as_deref(), Some("not a port"));
        let endpoints = read("IPv4ExternalAddrsAndPorts: 203.0.113.5");
        assert_eq!(endpoints.trouble.as_deref(), Some("not an IP address with a port"));
        assert_eq!(read("IPv4External-Addrs:").trouble, None);
    }
}
