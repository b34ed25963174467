//! Packets made by hand from §7.5 and §7.6, and all that were recorded.

mod captures;
mod version_one;
mod version_two;

use super::*;
use proptest::prelude::*;

/// Where the packets stand in their frames.
const AT: usize = 1000;

fn explain(body: &[u8]) -> Content {
    content_of(&Located::at(AT, body), None)
}

/// What the sender does.
fn does(body: &[u8]) -> String {
    explain(body).does.expect("every packet does something")
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
    assert_eq!(&*content.field(&["P2P packet"]).value, "60 bytes");
    assert_eq!(
        trouble(&packet).as_deref(),
        Some("fits neither version of P2P: its lengths are not those of the packet")
    );
}

#[test]
fn a_hint_decides_where_a_packet_is_too_short_to_tell() {
    let told = |packet: &[u8], hint| {
        let content = content_of(&Located::at(AT, packet), hint);
        let version = content.field(&["version"]);
        (version.spoken().to_owned(), content.fields[1].trouble.as_deref().unwrap_or_default().to_owned())
    };
    let one = ("likely: told by the message".to_owned(), "ends after 16 of 48 header bytes".to_owned());
    assert_eq!(told(&[0xee; 16], Some(Version::One)), one);
    let two = ("likely: it begins like version 2".to_owned(), "ends after 16 of 20 header bytes".to_owned());
    let packet = [&[20, 3, 0, 0], &[0xee; 12][..]].concat();
    assert_eq!(told(&packet, None), two);
    assert_eq!(told(&packet, Some(Version::One)), two);
}

#[test]
fn a_hint_does_not_make_sense_of_what_makes_none() {
    let packet = [0xee; 60];
    for hint in [Version::One, Version::Two] {
        let content = content_of(&Located::at(AT, &packet), Some(hint));
        assert!(content.field(&["P2P packet"]).trouble.is_some());
    }
}

#[test]
fn lengths_that_fit_count_for_more_than_a_hint() {
    let packet = version_two::invitation();
    let content = content_of(&Located::at(AT, &packet), Some(Version::One));
    assert_eq!(content.field(&["version"]).value, "2");
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
