//! Long messages, in parts (§7.3).

use super::*;

/// A part of Bob's message `{1}`, heard by Alice.
fn part(headers: &str, body: &str) -> String {
    format!(r"1< MSG bob@example.org Bob {{len}}\r\nMessage-ID: {{1}}\r\n{headers}\r\n\r\n{body}")
}

fn first(of: u32, body: &str) -> String {
    let headers =
        format!(r"Content-Type: text/plain; charset=UTF-8\r\nX-MMS-IM-Format: FN=Arial\r\nChunks: {of}");
    part(&headers, body)
}

fn later(chunk: u32, body: &str) -> String {
    part(&format!("Chunk: {chunk}"), body)
}

fn heard(parts: &[String]) -> Conversation {
    let script = format!("1 opens\n1> ANS 1 alice@example.org 8.9 1\n{}", parts.join("\n"));
    Story::script(&script).insight().conversations.find("1").unwrap().clone()
}

fn check(parts: &[String], text: &str, have: (u32, Option<u32>), missing: &[u32], count: u32) {
    let conversation = heard(parts);
    let items: Vec<_> = conversation.items().collect();
    assert_eq!(items.len(), 1);
    assert_eq!(items[0].text().as_deref(), Some(text));
    assert_eq!(
        (items[0].parts(), items[0].missing(), items[0].count()),
        (Some(have), missing.to_vec(), count)
    );
    assert_eq!(items[0].entries.len(), parts.len());
}

#[test]
fn parts_are_put_together_in_their_order_however_they_come() {
    let parts = [first(3, r"one \xe2\x98"), later(1, r"\x83 two "), later(2, "three")];
    for order in [[0, 1, 2], [2, 1, 0], [1, 0, 2], [1, 2, 0]] {
        let parts = order.map(|part| parts[part].clone());
        check(&parts, "one ☃ two three", (3, Some(3)), &[], 3);
        let conversation = heard(&parts);
        let item = conversation.items().next().unwrap();
        assert_eq!((item.kind, &*item.content_type), (Kind::Text, "text/plain"));
        assert_eq!(&*item.font.as_ref().unwrap().name, "Arial");
        assert_eq!((conversation.texts(), conversation.last_text()), (1, Some(item)));
    }
}

#[test]
fn parts_that_are_missing_are_named() {
    check(&[first(4, "a"), later(2, "c")], "ac", (2, Some(4)), &[2, 4], 2);
    check(&[later(2, "c")], "c", (1, None), &[1, 2], 1);
    check(&[first(4_294_967_295, "a")], "a", (1, Some(4_294_967_295)), &(2..=64).collect::<Vec<_>>(), 1);
}

#[test]
fn parts_that_come_again_or_late_change_nothing_and_are_counted() {
    check(&[first(2, "a"), first(2, "x"), later(1, "b"), later(1, "y")], "ab", (2, Some(2)), &[], 4);
    let other = r"1< MSG bob@example.org Bob {len}\r\nContent-Type: text/plain\r\n\r\nmeanwhile".to_owned();
    let conversation = heard(&[first(2, "a"), other, later(1, "b")]);
    assert_eq!(
        lines(&conversation),
        ["[3, 5] text bob@example.org: ab", "[4] text bob@example.org: meanwhile"]
    );
}

#[test]
fn parts_nobody_could_have_meant_are_counted_and_not_kept() {
    let conversation = heard(&[first(2, "a"), later(64, "b"), later(4_294_967_295, "cc")]);
    let item = conversation.items().next().unwrap();
    assert_eq!((item.text().as_deref(), item.cut(), item.missing()), (Some("a"), 3, vec![2]));
}

#[test]
fn long_messages_of_different_people_and_ids_are_different() {
    let of_carol = first(2, "c").replace("bob", "carol");
    let of_id = |id: &str| first(2, "d").replace("{1}", id);
    let conversation = heard(&[first(2, "a"), of_carol, of_id("{2}"), later(1, "b")]);
    assert_eq!(
        lines(&conversation),
        ["[3, 6] text bob@example.org: ab", "[4] text carol@example.org: c", "[5] text bob@example.org: d",]
    );
}

#[test]
fn both_ends_of_a_long_message_are_one_item() {
    let said = |line: &str| {
        let (session, rest) = line.split_at(1);
        let (parts, rest) = rest.split_at(2);
        let way = if session == "1" { "> MSG 9 A {len}" } else { "< MSG alice@example.org Alice {len}" };
        let headers = match parts.trim() {
            "0" => r"Content-Type: text/plain; charset=UTF-8\r\nChunks: 2".to_owned(),
            chunk => format!("Chunk: {chunk}"),
        };
        format!(r"{session}{way}\r\nMessage-ID: {{1}}\r\n{headers}\r\n\r\n{}", rest.trim())
    };
    let script = format!(
        "1 opens
        1> USR 1 alice@example.org 1.2
        1< CAL 2 RINGING 77
        2 opens
        2> ANS 1 bob@example.org 3.4 77
        {}",
        ["1 0 a", "2 0 a", "1 1 b", "2 1 b"].map(said).join("\n")
    );
    let insight = Story::script(&script).insight();
    let conversation = insight.conversations.find("1").unwrap();
    assert_eq!(lines(conversation), ["[6, 7, 8, 9] text alice@example.org: ab"]);
    let item = conversation.items().next().unwrap();
    assert_eq!((item.count(), item.parts()), (2, Some((2, Some(2)))));
}
