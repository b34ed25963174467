use super::*;
use crate::explain::Rendering;

/// Where the payload begins in its frame.
const AT: usize = 10;

const ROUTING: &str = "Routing: 1.0\r\nTo: 1:bob@example.org\r\nFrom: 1:alice@example.org;epid={6f1d}\r\n\r\nReliability: 1.0\r\n\r\n";

fn text(last: &str) -> String {
    format!("{ROUTING}{last}")
}

fn explained(last: &str) -> Content {
    content(&Located::at(AT, text(last).as_bytes()))
}

fn trouble(content: &Content) -> Option<&str> {
    content.fields.iter().find_map(Field::first_trouble)
}

fn find<'f>(fields: &'f [Field], path: &str) -> &'f Field {
    let (name, rest) = path.split_once('/').unwrap_or((path, ""));
    let field =
        fields.iter().find(|field| field.name == name).unwrap_or_else(|| panic!("{name} in {fields:?}"));
    if rest.is_empty() { field } else { find(&field.fields, rest) }
}

fn does(last: &str, expected: &str) {
    let content = explained(last);
    assert_eq!(content.does.as_deref(), Some(expected), "{last}");
    assert_eq!(trouble(&content), None, "{last}");
}

/// A message of that type without a body.
fn message(kind: &str) -> String {
    format!(
        "Messaging: 2.0\r\nMessage-Type: {kind}\r\nContent-Type: text/plain; charset=UTF-8\r\nContent-Length: 0\r\n\r\n"
    )
}

const SAID: &str = "Messaging: 2.0\r\nMessage-Type: Text\r\nContent-Type: text/plain; charset=UTF-8\r\n\
    Content-Length: 2\r\nX-MMS-IM-Format: FN=Segoe%20UI; EF=B; CO=0; CS=1; PF=0\r\n\r\nhi";

fn published(block: &str, content_type: &str, body: &str) -> String {
    let length = body.len();
    format!(
        "{block}: 1.0\r\nUri: /user\r\nContent-Type: {content_type}\r\nContent-Length: {length}\r\n\r\n{body}"
    )
}

#[test]
fn blocks_name_who_writes_to_whom_and_the_body_says_what() {
    let content = explained(SAID);
    assert_eq!(content.does.as_deref(), Some("says “hi”"));
    assert_eq!(
        (content.subject.as_deref(), content.fact("to")),
        (Some("alice@example.org"), Some("bob@example.org"))
    );
    assert_eq!(find(&content.fields, "Routing/From/endpoint").value, "{6f1d}");
    assert_eq!(find(&content.fields, "Messaging/Message-Type").spoken(), "what somebody writes");
    assert!(!find(&content.fields, "Messaging/X-MMS-IM-Format").fields.is_empty());
    assert!(matches!(&content.renderings[..], [Rendering::Said { text, font: Some(_) }] if text == "hi"));
    assert_eq!(trouble(&content), None);
}

#[test]
fn every_part_points_at_its_bytes() {
    let (text, content) = (text(SAID), explained(SAID));
    for (path, bytes) in [
        ("Routing/To", "1:bob@example.org"),
        ("Reliability", "Reliability: 1.0\r\n\r\n"),
        ("Messaging/Content-Length", "2"),
        ("text", "hi"),
    ] {
        let field = find(&content.fields, path);
        assert_eq!(&text[field.span.start - AT..field.span.end - AT], bytes, "{path}");
    }
}

#[test]
fn blocks_with_other_line_ends_are_blocks_too() {
    for line_end in ["\n", "\r"] {
        let text = text(SAID).replace("\r\n", line_end);
        let content = content(&Located::at(AT, text.as_bytes()));
        assert_eq!((content.does.as_deref(), trouble(&content)), (Some("says “hi”"), None), "{line_end:?}");
    }
}

#[test]
fn message_types_say_what_they_do() {
    does(&message("Nudge"), "sends a nudge");
    does(&message("Wink"), "sends a wink");
    does(&message("CustomEmoticon"), "sends custom emoticons");
    does(&message("Control/Typing"), "is typing");
    does(&message("Control\r\nMessage-Subtype: Typing"), "is typing");
    does(&message("Signal/Turn"), "sends Signal/Turn");
    does(&message("Signal/CloseIMWindow"), "sends Signal/CloseIMWindow");
    does(&message("Something"), "sends Something");
}

#[test]
fn data_is_as_many_packets_as_its_offsets_say() {
    let data = |offsets: &str| {
        let packet = "\u{8}\0\0\0\0\0\0\0";
        format!(
            "Messaging: 2.0\r\nMessage-Type: Data\r\nPipe: PacketChannel\r\nBridging-Offsets: {offsets}\r\n\
             Content-Type: application/octet-stream\r\nContent-Length: 16\r\n\r\n{packet}{packet}"
        )
    };
    let content = explained(&data("0,8"));
    assert!(
        content.does.as_deref().is_some_and(|does| does.ends_with(", and 1 more packet")),
        "{:?}",
        content.does
    );
    let text = text(&data("0,8"));
    assert_eq!(find(&content.fields, "packet 2").span, text.len() + AT - 8..text.len() + AT);
    assert_eq!(trouble(&content), None);
    for offsets in ["0,16", "8,0", "8", "0,x", ""] {
        let wrong = explained(&data(offsets));
        let expected = Some("not ascending numbers from 0 on within the body");
        assert_eq!(find(&wrong.fields, "Messaging/Bridging-Offsets").first_trouble(), expected, "{offsets}");
        assert_eq!(
            wrong.fields.iter().filter(|field| field.name.starts_with("packet")).count(),
            1,
            "{offsets}"
        );
    }
}

#[test]
fn signals_carry_msnslp() {
    let body = "ACK MSNMSGR:bob@example.org MSNSLP/1.0\r\nContent-Type: null\r\nContent-Length: 0\r\n\r\n";
    let length = body.len();
    let content = explained(&format!(
        "Messaging: 2.0\r\nMessage-Type: Signal/P2P\r\nContent-Type: text/plain\r\nContent-Length: {length}\r\n\r\n{body}"
    ));
    assert_eq!(content.does.as_deref(), Some("sends Signal/P2P"));
    assert!(content.fields.len() > 3, "{:?}", content.fields);
}

#[test]
fn what_is_published_is_said_by_who_publishes_and_by_who_tells() {
    let online = "<user><s n=\"IM\"><Status>BSY</Status></s></user>";
    does(&published("Publication", "application/user+xml", online), "sets its status to busy");
    does(&published("Notification", "application/user+xml", online), "is now busy");
    let psm = "<user><s n=\"PE\"><PSM>hi</PSM></s></user>";
    does(&published("Publication", "application/user+xml", psm), "sets its personal message to “hi”");
    does(&published("Notification", "application/user+xml", psm), "has the personal message “hi”");
    does(
        &published("Publication", "application/circles+xml", "<circle/>"),
        "publishes application/circles+xml",
    );
    does(
        &published("Notification", "application/multiparty+xml", ""),
        "publishes application/multiparty+xml",
    );
    let content = explained(&published("Notification", "application/user+xml", online));
    assert_eq!(find(&content.fields, "user/s/Status").spoken(), "busy");
    assert!(matches!(&content.renderings[..], [Rendering::Xml(_)]));
}

#[test]
fn what_is_withdrawn_is_not_published() {
    let text = text(&published("Publication", "application/circles+xml; charset=UTF-8", ""));
    let content = withdrawal(&Located::at(AT, text.as_bytes()));
    assert_eq!(content.does.as_deref(), Some("withdraws application/circles+xml"));
}

#[test]
fn who_publishes_for_themselves_does_so_to_nobody() {
    let text = "Routing: 1.0\r\nTo: 1:alice@example.org\r\nFrom: 1:Alice@example.org;epid={1}\r\n\r\n";
    let content = content(&Located::at(AT, text.as_bytes()));
    assert_eq!((content.fact("to"), content.subject.as_deref()), (None, Some("Alice@example.org")));
    assert_eq!((content.does, trouble(&Content::fields(content.fields))), (None, None));
}

#[test]
fn what_does_not_hold_is_said() {
    let check = |last: &str, expected: &str| assert_eq!(trouble(&explained(last)), Some(expected), "{last}");
    check(&SAID.replace("Length: 2", "Length: 3"), "the body has 2 bytes");
    check(&SAID.replace("Length: 2", "Length: two"), "not a number");
    check("Messaging: 2.0\r\nMessage-Type: Nudge", "no empty line after the headers");
    check(
        &published("Publication", "application/user+xml", "<user><s n="),
        "tag not closed: `>` not found before end of input at byte 202",
    );
    let cut = explained(&SAID[..60]);
    assert!(trouble(&cut).is_some());
}

#[test]
fn bytes_that_are_no_blocks_are_shown_as_they_are() {
    for text in ["", "\r\n", "\r\n\r\nx", "no block", "0 6 6", "A: 1\n\n"] {
        let content = content(&Located::at(AT, text.as_bytes()));
        assert_eq!((content.does, content.subject), (None, None), "{text:?}");
    }
    let flood = content(&Located::at(AT, "A: 1\n\n".repeat(1_000).as_bytes()));
    assert!(flood.fields.len() <= MOST_BLOCKS + 1);
}

#[test]
fn a_payload_cut_anywhere_is_decoded_as_far_as_it_goes() {
    let text = text(&published(
        "Notification",
        "application/user+xml",
        "<user><s n=\"IM\"><Status>BSY</Status></s></user>",
    ));
    for end in 0..text.len() {
        let content = content(&Located::at(AT, &text.as_bytes()[..end]));
        assert!(end < 40 || content.fact("to") == Some("bob@example.org"), "{end}");
        for field in &content.fields {
            assert!(field.span.start >= AT && field.span.end <= AT + end, "{end}: {field:?}");
        }
    }
}
