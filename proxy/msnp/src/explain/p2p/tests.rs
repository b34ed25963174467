//! Packets made by hand from §7.5 and §7.6, and all that were recorded.

mod captures;
mod version_one;
mod version_two;

use super::*;
use proptest::prelude::*;

/// Where the packets stand in their frames.
const AT: usize = 1000;

fn explain(body: &[u8]) -> Content {
    content(&Located::at(AT, body))
}

/// What the sender does.
fn does(body: &[u8]) -> String {
    explain(body).does.expect("every packet does something")
}

/// The field on that path of names.
fn field<'c>(content: &'c Content, path: &[&str]) -> &'c Field {
    let mut fields = &content.fields;
    let mut found = None;
    for name in path {
        let field = fields.iter().find(|field| field.name == *name);
        let field = field.unwrap_or_else(|| panic!("no {name} of {path:?} in {content:#?}"));
        fields = &field.fields;
        found = Some(field);
    }
    found.expect("a path has a name")
}

/// The first thing that is wrong.
fn trouble(body: &[u8]) -> Option<String> {
    explain(body).fields.iter().find_map(Field::first_trouble).map(str::to_owned)
}

/// Whether all fields point into the packet.
fn inside(fields: &[Field], length: usize) -> bool {
    fields.iter().all(|field| {
        let span = &field.span;
        span.start <= span.end && span.start >= AT && span.end <= AT + length && inside(&field.fields, length)
    })
}

#[test]
fn what_fits_neither_version_is_shown_as_bytes_and_says_so() {
    let mut packet = [0xee; 60];
    packet[28..32].fill(0xff);
    let content = explain(&packet);
    assert_eq!(&*field(&content, &["P2P packet"]).value, "60 bytes");
    assert_eq!(
        trouble(&packet).as_deref(),
        Some("fits neither version of P2P: its lengths are not those of the packet")
    );
}

#[test]
fn a_hint_decides_where_lengths_do_not() {
    let packet = [0xee; 20];
    assert!(explain(&packet).fields.iter().any(|field| field.name == "P2P packet"));
    let hinted = content_of(&Located::at(AT, &packet), Some(Version::One));
    assert_eq!(field(&hinted, &["header"]).trouble.as_deref(), Some("ends after 20 of 48 header bytes"));
    assert_eq!(field(&hinted, &["version"]).spoken(), "told by the message: its length fields do not fit");
    let hinted = content_of(&Located::at(AT, &packet), Some(Version::Two));
    assert_eq!(
        field(&hinted, &["transport header"]).trouble.as_deref(),
        Some("ends after 20 of 238 header bytes")
    );
}

proptest! {
    #[test]
    fn any_bytes_are_explained_and_every_field_points_at_some(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        for hint in [None, Some(Version::One), Some(Version::Two)] {
            let content = content_of(&Located::at(AT, &bytes), hint);
            prop_assert!(inside(&content.fields, bytes.len()));
        }
    }

    #[test]
    fn a_packet_that_is_damaged_is_explained(
        which in 0..4usize,
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6),
        end in any::<prop::sample::Index>(),
    ) {
        let mut packet = match which {
            0 => version_one::invitation(),
            1 => version_two::invitation(),
            2 => version_two::acknowledgement(),
            _ => version_one::picture(),
        };
        for (at, byte) in changes {
            let at = at.index(packet.len());
            packet[at] = byte;
        }
        packet.truncate(end.index(packet.len() + 1));
        prop_assert!(inside(&explain(&packet).fields, packet.len()));
    }
}
