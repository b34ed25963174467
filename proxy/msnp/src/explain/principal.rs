//! Whom an address means: an account, perhaps with its network, one of its endpoints, and the way there (§6.6).
//!
//! ```text
//! bob@example.org
//! bob@example.org;{6f1d2c3b-…}
//! 1:bob@example.org;via=9:…@live.com;epid={6f1d2c3b-…};path=IM
//! └┬┘└──────┬─────┘ └──────┬───────┘ └───────┬───────┘
//! network  address        via             endpoint
//! ```

use super::Field;
use super::located::Located;
use crate::codes;
use std::borrow::Cow;

/// How many parts of an address are told apart; real ones have four.
const MAX_PARTS: usize = 16;

/// A field that holds an address in any of its forms. A sentence speaks of it by the plain address.
pub(crate) fn principal(name: impl Into<Cow<'static, str>>, value: &Located<'_>) -> Field {
    let field = Field::text(name, value);
    let mut parts = value.split(b';');
    let first = parts.next().unwrap_or(*value);
    let (network, address) = without_network(&first);
    let field = if address.bytes.is_empty() { field.trouble("names no address") } else { field };
    if address.bytes.len() == value.bytes.len() {
        return field;
    }
    let mut fields: Vec<Field> = network.iter().map(network_id).collect();
    fields.push(Field::text("address", &address));
    fields.extend(parts.take(MAX_PARTS).filter(|part| !part.bytes.is_empty()).map(|part| parameter(&part)));
    field.meaning(Some(Cow::Owned(address.text()))).of(fields)
}

/// The network id and its name.
pub(crate) fn network_id(value: &Located<'_>) -> Field {
    Field::text("network", value).stands_for(value.number().and_then(codes::network))
}

/// The network id, if there is one in front, and the address behind it.
fn without_network<'a>(value: &Located<'a>) -> (Option<Located<'a>>, Located<'a>) {
    match value.split_once(b':') {
        Some((network, address)) if network.number().is_some() => (Some(network), address),
        _ => (None, *value),
    }
}

/// What follows a `;`: a bare GUID names the endpoint, anything else says its name.
fn parameter(part: &Located<'_>) -> Field {
    match part.split_once(b'=') {
        Some((name, value)) if name.bytes.eq_ignore_ascii_case(b"epid") => Field::text("endpoint", &value),
        Some((name, value)) if name.bytes.eq_ignore_ascii_case(b"via") => via(&value),
        Some((name, value)) => Field::text(name.text(), &value),
        None => Field::text("endpoint", part),
    }
}

/// The circle, group or network an address is reached through. It has no parameters of its own.
fn via(value: &Located<'_>) -> Field {
    let field = Field::text("via", value);
    match without_network(value) {
        (Some(network), address) => field
            .meaning(Some(Cow::Owned(address.text())))
            .of(vec![network_id(&network), Field::text("address", &address)]),
        (None, _) => field,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, spoken: &str, parts: &[(&str, &str)]) {
        let field = principal("to", &Located::at(100, text.as_bytes()));
        assert_eq!((field.value.as_str(), field.spoken()), (text, spoken));
        let found: Vec<_> =
            field.fields.iter().map(|part| (part.name.as_ref(), part.value.as_str())).collect();
        assert_eq!(found, parts);
        for part in &field.fields {
            assert_eq!(&text[part.span.start - 100..part.span.end - 100], part.value);
        }
    }

    #[test]
    fn every_form_of_an_address_is_spoken_of_by_the_account() {
        check("bob@example.org", "bob@example.org", &[]);
        check(
            "bob@example.org;{6f1d}",
            "bob@example.org",
            &[("address", "bob@example.org"), ("endpoint", "{6f1d}")],
        );
        check(
            "1:bob@example.org;via=9:0-9-1@live.com;epid={6f1d};path=IM",
            "bob@example.org",
            &[
                ("network", "1"),
                ("address", "bob@example.org"),
                ("via", "9:0-9-1@live.com"),
                ("endpoint", "{6f1d}"),
                ("path", "IM"),
            ],
        );
        check("tel:+15551234", "tel:+15551234", &[]);
    }

    #[test]
    fn the_way_there_has_a_network_of_its_own() {
        let field = principal("to", &Located::at(0, b"13:42;via=14:fb"));
        let via = &field.fields[2];
        assert_eq!((via.spoken(), &via.span), ("fb", &(10..15)));
        assert_eq!((via.fields[0].value.as_str(), &via.fields[0].span), ("14", &(10..12)));
    }

    #[test]
    fn an_address_without_an_address_says_so() {
        for text in ["", "1:", ";{6f1d}", "1:;epid="] {
            assert!(principal("to", &Located::at(0, text.as_bytes())).trouble.is_some(), "{text}");
        }
    }
}
