//! What the protocol says is said, item by item. Expected outcomes are worked out from the wire reference by hand.

use super::*;
use crate::insight::Insight;
use crate::insight::story::Story;
use crate::transcript::{Origin, Window};
use msnp::Direction::{ClientToServer, ServerToClient};

mod bounds;
mod joined;
mod long;
mod networks;
mod recordings;

/// One conversation as lines: `entries kind from: words`.
fn lines(conversation: &Conversation) -> Vec<String> {
    conversation.items().map(line).collect()
}

fn line(item: &Item) -> String {
    let kind = serde_json::to_value(item.kind).unwrap();
    let text = item.text().map(|text| format!(": {text}")).unwrap_or_default();
    let to = item.to.as_deref().map(|to| format!(" {to}")).unwrap_or_default();
    format!("{:?} {} {}{to}{text}", item.entries, kind.as_str().unwrap(), item.from)
}

/// The only conversation of a story, as lines.
fn only(story: &Story) -> Vec<String> {
    let insight = story.insight();
    let all: Vec<_> = insight.conversations.iter().collect();
    assert_eq!(all.len(), 1, "{all:#?}");
    lines(all[0])
}

fn ids(conversations: &Conversations) -> Vec<String> {
    conversations.iter().map(Conversation::id).collect()
}

/// What became of each item of a conversation.
fn delivered(insight: &Insight, id: &str) -> Vec<Option<Delivered>> {
    insight.conversations.find(id).unwrap().items().map(|item| item.delivered(&insight.pairs)).collect()
}

/// A payload of a content type.
fn message(content_type: &str, body: &str) -> String {
    format!(r"MIME-Version: 1.0\r\nContent-Type: {content_type}\r\n\r\n{body}")
}

#[test]
fn who_comes_is_called_speaks_and_goes_is_told_in_order() {
    let story = Story::script(
        r"1 opens
        1> USR 1 alice@example.org 17262740.1050826919.32308
        1< USR 1 OK alice@example.org Alice%20A
        1> CAL 2 bob@example.org
        1< CAL 2 RINGING 11752013
        1< JOI bob@example.org Bob
        1> MSG 3 N {len}\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=UTF-8\r\nX-MMS-IM-Format: FN=Tahoma; EF=B; CO=800000; CS=0; PF=22\r\n\r\nhello bob
        1< MSG bob@example.org Bob {len}\r\nMIME-Version: 1.0\r\nContent-Type: text/plain\r\nP4-Context: Bobby\r\n\r\nhi
        1< BYE bob@example.org
        1> OUT
        1 ends",
    );
    let insight = story.insight();
    let conversation = insight.conversations.find("1").unwrap();
    assert_eq!(
        lines(conversation),
        [
            "[3] joined alice@example.org",
            "[4] called alice@example.org bob@example.org",
            "[6] joined bob@example.org",
            "[7] text alice@example.org: hello bob",
            "[8] text bob@example.org: hi",
            "[9] left bob@example.org",
            "[10] left alice@example.org",
        ]
    );
    let items: Vec<_> = conversation.items().collect();
    assert_eq!((&*items[3].name, &*items[4].name), ("Alice A", "Bob"));
    assert_eq!(items[4].shown_as.as_deref(), Some("Bobby"));
    let font = items[3].font.as_deref().unwrap();
    assert_eq!((&*font.name, font.bold, font.italic, font.colour), ("Tahoma", true, false, [0, 0, 0x80]));
    assert_eq!((items[4].font.as_deref(), &*items[4].content_type), (None, "text/plain"));
    assert_eq!((conversation.first(), conversation.last()), (3, 10));
    assert_eq!((conversation.is_open(), conversation.has_gap()), (false, false));
    assert_eq!((conversation.texts(), conversation.total()), (2, 7));
    assert_eq!(conversation.last_text().map(line).as_deref(), Some("[8] text bob@example.org: hi"));
    let people: Vec<_> = conversation.people().map(|person| (&*person.account, &*person.name)).collect();
    assert_eq!(people, [("alice@example.org", "Alice A"), ("bob@example.org", "Bob")]);
}

#[test]
fn each_content_type_is_a_kind_of_its_own() {
    let says = [
        ("text/plain; charset=UTF-8", "hi"),
        ("text/x-msmsgscontrol", r"TypingUser: bob@example.org\r\n\r\n"),
        ("text/x-msnmsgr-datacast", r"ID: 1\r\n\r\n"),
        ("text/x-msnmsgr-datacast", r#"ID: 2\r\nData: <msnobj Type="8"/>\r\n\r\n"#),
        ("text/x-msnmsgr-datacast", r#"ID: 3\r\nData: <msnobj Type="11"/>\r\n\r\n"#),
        ("text/x-msnmsgr-datacast", r"ID: 4\r\nData: waves\r\n\r\n"),
        ("image/gif", "base64:R0lGODlh"),
        ("application/x-ms-ink", "base64:AAEC"),
        ("text/x-mms-emoticon", r#":cat:\t<msnobj Type="2"/>\t:dog:\t<msnobj Type="2"/>\t"#),
        (
            "text/x-msmsgsinvite; charset=UTF-8",
            r"Application-Name: File Transfer\r\nInvitation-Command: INVITE\r\nApplication-File: notes.txt\r\n\r\n",
        ),
        ("text/x-keepalive", ""),
        ("text/x-clientcaps", r"Client-Name: Purple/2.6.6\r\n"),
        ("text/x-msnmsgr-datacast", r"ID: 9\r\n"),
    ];
    let said: Vec<_> = says
        .iter()
        .map(|(content_type, body)| {
            format!(r"1< MSG bob@example.org Bob {{len}}\r\n{}", message(content_type, body))
        })
        .collect();
    let p2p = r"1< MSG bob@example.org Bob {len}\r\nContent-Type: application/x-msnmsgrp2p\r\n\r\n\x00\x01";
    let script = [
        &["1 opens", "1> ANS 1 alice@example.org 84.52 11752013"],
        &*said.iter().map(String::as_str).collect::<Vec<_>>(),
        &[p2p],
    ]
    .concat();
    let story = Story::script(&script.join("\n"));
    assert_eq!(
        only(&story),
        [
            "[3] text bob@example.org: hi",
            "[4] typing bob@example.org",
            "[5] nudge bob@example.org",
            "[6] wink bob@example.org",
            "[7] voice_clip bob@example.org",
            "[8] action bob@example.org: waves",
            "[9] ink bob@example.org",
            "[10] ink bob@example.org",
            "[11] emoticons bob@example.org: :cat: :dog:",
            "[12] invitation bob@example.org: INVITE notes.txt",
            "[13] keep_alive bob@example.org",
            "[14] other bob@example.org",
            "[15] other bob@example.org",
        ]
    );
    let insight = story.insight();
    let conversation = insight.conversations.find("1").unwrap();
    assert_eq!((conversation.peer_to_peer(), conversation.last()), (1, 16));
    assert_eq!(&*conversation.items().nth(11).unwrap().content_type, "text/x-clientcaps");
}

#[test]
fn text_is_read_in_its_charset_whatever_it_is_written_in() {
    let story = Story::script(
        r"1 opens
        1> ANS 1 alice@example.org 84.52 11752013
        1< MSG bob@example.org Bob {len}\r\nContent-Type: text/plain; charset=ISO-8859-1\r\n\r\nB\xe9la
        1< MSG bob@example.org Bob {len}\r\nContent-Type: text/plain\r\n\r\nB\xe9la
        1< MSG bob@example.org Bob {len}\r\nContent-Type: text/plain; charset=UTF-8\r\n\r\n👋🏽 שלום \xe2\x80\xae
        1< MSG bob@example.org Bob {len}\r\nContent-Type: text/plain; charset=UTF-8\r\n\r\nB\xe9la
        1< MSG bob@example.org \xd7\xa9%0a%20 {len}\r\nContent-Type: text/plain\r\nX-MMS-IM-Format: FN=Arial; RL=1\r\n\r\n",
    );
    assert_eq!(
        only(&story),
        [
            "[3] text bob@example.org: Béla",
            "[4] text bob@example.org: Béla",
            "[5] text bob@example.org: 👋🏽 שלום \u{202e}",
            "[6] text bob@example.org: B\u{fffd}la",
            "[7] text bob@example.org: ",
        ]
    );
    let insight = story.insight();
    let last = insight.conversations.find("1").unwrap().items().next_back().unwrap();
    assert_eq!((&*last.name, last.font.as_ref().unwrap().right_to_left), ("ש\n ", true));
}

#[test]
fn typing_on_and_on_is_one_item_until_something_else_comes() {
    let typing = |who: &str| {
        format!(
            r"1< MSG {who}@example.org X {{len}}\r\n{}",
            message("text/x-msmsgscontrol", &format!(r"TypingUser: {who}@example.org\r\n\r\n"))
        )
    };
    let (bob, carol) = (typing("bob"), typing("carol"));
    let hi = r"1< MSG bob@example.org X {len}\r\nContent-Type: text/plain\r\n\r\nhi".to_owned();
    let begin = ["1 opens".to_owned(), "1> ANS 1 alice@example.org 84.52 1".to_owned()];
    let said = [&begin[..], &[bob.clone(), bob.clone(), bob.clone(), carol, bob.clone(), hi, bob]].concat();
    let story = Story::script(&said.join("\n"));
    assert_eq!(
        only(&story),
        [
            "[3, 4, 5] typing bob@example.org",
            "[6] typing carol@example.org",
            "[7] typing bob@example.org",
            "[8] text bob@example.org: hi",
            "[9] typing bob@example.org",
        ]
    );
    let insight = story.insight();
    let counts: Vec<_> = insight.conversations.iter().next().unwrap().items().map(Item::count).collect();
    assert_eq!(counts, [3, 1, 1, 1, 1]);
}

#[test]
fn what_became_of_a_message_is_what_its_letter_asks_and_the_server_says() {
    let say = |trid: u32, letter: &str| {
        format!(r"1> MSG {trid} {letter} {{len}}\r\nContent-Type: text/plain\r\n\r\n{letter}{trid}")
    };
    let script = [
        "1 opens".to_owned(),
        "1> USR 1 alice@example.org 1.2".to_owned(),
        say(2, "A"),
        say(3, "A"),
        say(4, "N"),
        say(5, "N"),
        say(6, "U"),
        say(7, "D"),
        "1< ACK 2".to_owned(),
        "1< NAK 3".to_owned(),
        "1< NAK 4".to_owned(),
        "1> CAL 8 bob@example.org".to_owned(),
        "1> CAL 9 carol@example.org".to_owned(),
        "1> CAL 10 dave@example.org".to_owned(),
        "1< CAL 8 RINGING 1".to_owned(),
        "1< 217 9".to_owned(),
    ];
    let insight = Story::script(&script.join("\n")).insight();
    use super::Delivered::{Delivered, Failed, NotAsked, Unknown, Waiting};
    let expected = [Delivered, Failed, Failed, NotAsked, NotAsked, Waiting, Delivered, Failed, Waiting];
    assert_eq!(delivered(&insight, "1"), expected.map(Some));
    let over = [&script[..], &["1 ends".to_owned()]].concat();
    let insight = Story::script(&over.join("\n")).insight();
    let told = delivered(&insight, "1");
    assert_eq!((told[5], told[8]), (Some(Unknown), Some(Unknown)), "nobody will ever know");
}

#[test]
fn from_msnp16_on_endpoints_come_and_go_without_their_people() {
    let story = Story::script(
        r"1 opens
        1> USR 1 alice@example.org;{a} 1.2
        1< USR 1 OK alice@example.org;{a} Alice
        1> CAL 2 alice@example.org
        1< CAL 2 RINGING 5
        1< JOI alice@example.org;{a2} Alice 2788999228:48
        1< JOI bob@example.org;{b} Bob 2788999228:48
        1< JOI bob@example.org Bob 2788999228:48
        1< JOI BOB@example.org;{c} Bob 2788999228:48
        1< MSG bob@example.org;{b} Bob {len}\r\nContent-Type: text/plain\r\n\r\nhi
        1< BYE bob@example.org;{b}
        1< BYE alice@example.org;{a2}
        1< BYE bob@example.org
        1< BYE carol@example.org;{d}",
    );
    assert_eq!(
        only(&story),
        [
            "[3] joined alice@example.org",
            "[4] called alice@example.org alice@example.org",
            "[7, 8, 9] joined bob@example.org",
            "[10] text bob@example.org: hi",
            "[13] left bob@example.org",
            "[14] left carol@example.org",
        ]
    );
}

#[test]
fn a_client_that_is_gone_without_a_word_has_left() {
    let story = Story::script(
        r"1 opens
        1> ANS 1 alice@example.org 84.52 11752013
        1< IRO 1 1 1 bob@example.org Bob
        1< ANS 1 OK
        1 ends",
    );
    let expected =
        ["[3] joined bob@example.org", "[4] joined alice@example.org", "[5] left alice@example.org"];
    assert_eq!(only(&story), expected);
}

#[test]
fn what_a_person_injects_is_marked_and_makes_nobody_come_or_go() {
    let story = Story::script(
        r"1 opens
        1> USR 1 alice@example.org 1.2
        1< USR 1 OK alice@example.org Alice
        1< JOI bob@example.org Bob",
    );
    let inject = |direction, bytes: &str| {
        let passed = Passed::plain(direction, Origin::Person, bytes.as_bytes());
        story.passed(story.now(), 1, passed);
    };
    inject(ServerToClient, "BYE bob@example.org\r\n");
    inject(ServerToClient, "JOI mallory@example.org Mallory\r\n");
    inject(ServerToClient, "MSG bob@example.org Fake 30\r\nContent-Type: text/plain\r\n\r\nhi");
    inject(ClientToServer, "MSG 9 A 30\r\nContent-Type: text/plain\r\n\r\nyo");
    story.said(1, "<BYE bob@example.org");
    let insight = story.insight();
    let conversation = insight.conversations.find("1").unwrap();
    let told: Vec<_> = conversation.items().map(|item| (line(item), item.injected)).collect();
    let expected = [
        ("[3] joined alice@example.org", false),
        ("[4] joined bob@example.org", false),
        ("[5] left bob@example.org", true),
        ("[6] joined mallory@example.org", true),
        ("[7] text bob@example.org: hi", true),
        ("[8] text alice@example.org: yo", true),
        ("[9] left bob@example.org", false),
    ];
    assert_eq!(told, expected.map(|(line, injected)| (line.to_owned(), injected)));
    let people: Vec<_> = conversation.people().map(|person| (&*person.account, &*person.name)).collect();
    assert_eq!(people, [("alice@example.org", "Alice"), ("bob@example.org", "Bob")]);
}

#[test]
fn what_was_injected_and_never_left_was_not_delivered() {
    let story = Story::script("1 opens\n1> USR 1 alice@example.org 1.2\n1< USR 1 OK alice@example.org Alice");
    let hi =
        Passed::plain(ClientToServer, Origin::Person, b"MSG 9 U 30\r\nContent-Type: text/plain\r\n\r\nhi");
    let entries = [(); 2].map(|()| story.passed(story.now(), 1, hi));
    story.event(1, &Event::Undelivered { entry: entries[1] });
    let told = delivered(&story.insight(), "1");
    assert_eq!(told, [None, Some(Delivered::NotAsked), Some(Delivered::Failed)]);
}

#[test]
fn where_a_direction_is_not_understood_any_more_something_may_be_missing() {
    let story = Story::script("1 opens\n1> USR 1 alice@example.org 1.2\n1< USR 1 OK alice@example.org Alice");
    assert!(!story.insight().conversations.find("1").unwrap().has_gap());
    let why = msnp::Opacity::HugePayload;
    story.event(1, &Event::Opaque { direction: ServerToClient, why, stranger: None });
    assert!(story.insight().conversations.find("1").unwrap().has_gap());
}

#[test]
fn after_a_gap_what_is_known_goes_on_and_says_so() {
    let story = Story::script(
        r"1 opens
        1> USR 1 alice@example.org 1.2
        1< USR 1 OK alice@example.org Alice
        1< JOI bob@example.org Bob
        2 opens
        2> USR 1 carol@example.org 1.3
        2< USR 1 OK carol@example.org Carol
        2 ends",
    );
    let mut insight = story.insight();
    story.said(1, "<BYE bob@example.org");
    let after = story.said(1, "<JOI bob@example.org Bob");
    story.transcript.look(Window::From(after), 1 << 20).entries().for_each(|entry| insight.fold(&entry));
    let (one, two) = (insight.conversations.find("1").unwrap(), insight.conversations.find("2").unwrap());
    assert_eq!((one.is_open(), one.has_gap()), (true, true));
    assert_eq!((two.is_open(), two.has_gap()), (false, false), "it was over");
    assert_eq!(lines(one).last().unwrap(), "[10] joined bob@example.org", "that he left was missed");
}

#[test]
fn a_conversation_whose_beginning_was_missed_says_so() {
    let story = Story::new();
    story.said(3, "<JOI bob@example.org Bob");
    let insight = story.insight();
    let conversation = insight.conversations.find("3").unwrap();
    assert_eq!(
        (lines(conversation), conversation.has_gap()),
        (vec!["[1] joined bob@example.org".into()], true)
    );
}

#[test]
fn what_a_notification_server_says_is_no_conversation() {
    let story = Story::script(
        r"1 opens
        1> VER 1 MSNP12 CVR0
        1< USR 4 OK alice@example.org 1 0
        1< MSG Hotmail Hotmail {len}\r\nContent-Type: text/x-msmsgsprofile\r\n\r\n
        1< MSG bob@example.org Bob {len}\r\nContent-Type: text/plain\r\n\r\nhi
        1> MSG 5 N {len}\r\nContent-Type: text/plain\r\n\r\nhi
        1< CAL 5 RINGING 1
        1> ANS 6 a b c
        1> OUT
        1 ends",
    );
    assert_eq!(ids(&story.insight().conversations), Vec::<String>::new());
}
