//! Conversations without a switchboard: UUM and UBM (§5.4, rows 117 and 118), SDG (§6.6).

use super::*;

/// The header blocks of SDG, a message type and a body.
fn routed(to: &str, from: &str, about: &str, body: &str) -> String {
    let length = body.len();
    format!(
        r"{{len}}\r\nRouting: 1.0\r\nTo: {to}\r\nFrom: {from}\r\n\r\nReliability: 1.0\r\n\r\nMessaging: 2.0\r\n{about}\r\nContent-Length: {length}\r\n\r\n{body}"
    )
}

/// The accounts of those who take part, in order of appearance.
fn people(conversation: &Conversation) -> Vec<&str> {
    conversation.people().map(|person| &*person.account).collect()
}

/// Alice is signed in, speaking that.
fn signed_in(dialect: &str, said: &[String]) -> Story {
    let begin = format!(
        "2 opens\n2> VER 1 {dialect} CVR0\n2< VER 1 {dialect}\n2< USR 5 OK alice@example.org 1 0\n{}",
        said.join("\n")
    );
    Story::script(&begin)
}

#[test]
fn msnp14_speaks_with_other_networks_through_its_notification_server() {
    let text = r"{len}\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=UTF-8\r\n\r\n";
    let typing = r"{len}\r\nMIME-Version: 1.0\r\nContent-Type: text/x-msmsgscontrol\r\nTypingUser: bob@yahoo.example\r\n\r\n";
    let story = signed_in(
        "MSNP14",
        &[
            format!("2> UUM 6 bob@yahoo.example 32 1 {text}hi"),
            format!("2< UBM bob@yahoo.example 32 2 {typing}"),
            format!("2< UBM Bob@yahoo.example 32 1 {text}hello"),
            r"2< UBM bob@yahoo.example 32 3 {len}\r\n\r\n".to_owned(),
            format!("2> UUM 7 bob@yahoo.example 32 1 {text}lost"),
            "2< 204 7 0".to_owned(),
            "2 ends".to_owned(),
        ],
    );
    let insight = story.insight();
    assert_eq!(ids(&insight.conversations), ["2:32:bob@yahoo.example"]);
    let conversation = insight.conversations.find("2:32:bob@yahoo.example").unwrap();
    assert_eq!(
        lines(conversation),
        [
            "[5] text alice@example.org: hi",
            "[6] typing bob@yahoo.example",
            "[7] text bob@yahoo.example: hello",
            "[8] nudge bob@yahoo.example",
            "[9] text alice@example.org: lost",
        ]
    );
    assert_eq!(people(conversation), ["alice@example.org", "bob@yahoo.example"]);
    let told = delivered(&insight, "2:32:bob@yahoo.example");
    assert_eq!((told[0], told[1], told[4]), (Some(Delivered::NotAsked), None, Some(Delivered::Failed)));
    assert_eq!((conversation.is_open(), conversation.has_gap()), (false, false));
}

#[test]
fn from_msnp16_on_ubm_names_the_receiver_and_uum_reaches_who_is_offline() {
    let text = r"{len}\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=UTF-8\r\n";
    let story = signed_in(
        "MSNP18",
        &[
            format!(r"2> UUM 6 bob@example.org 1 1 {text}Dest-Agent: client\r\n\r\nare you there"),
            format!(r"2< UBM bob@example.org;{{b}} 1 alice@example.org 1 1 {text}\r\nnow I am"),
        ],
    );
    let insight = story.insight();
    let conversation = insight.conversations.find("2:bob@example.org").unwrap();
    let told: Vec<_> = conversation.items().map(|item| (line(item), item.offline)).collect();
    let expected = [
        ("[5] text alice@example.org: are you there".to_owned(), true),
        ("[6] text bob@example.org: now I am".to_owned(), false),
    ];
    assert_eq!(told, expected);
    assert!(conversation.is_open());
}

#[test]
fn in_a_circle_of_msnp18_everybody_speaks_in_one_conversation() {
    let circle = "9:00000000-0000-0000-0009-0123456789ab@live.com";
    let text = r"Message-Type: Text\r\nContent-Type: text/plain; charset=UTF-8";
    let typing = r"Message-Type: Control\r\nMessage-Subtype: Typing";
    let bob = format!("1:bob@example.org;via={circle}");
    let alice = "1:alice@example.org;epid={6f1d}";
    let story = signed_in(
        "MSNP18",
        &[
            format!("2> SDG 6 {}", routed(&format!("{circle};path=IM"), alice, text, "hi all")),
            format!("2< SDG 0 {}", routed("1:alice@example.org", &bob, typing, "")),
            format!("2< SDG 0 {}", routed("1:alice@example.org", &bob, text, "hi")),
            format!("2< SDG 0 {}", routed(circle, "1:carol@example.org", text, "hey")),
            format!("2< SDG 0 {}", routed("1:alice@example.org", "1:bob@example.org", text, "psst")),
        ],
    );
    let conversations = story.insight().conversations;
    let id = format!("2:{circle}");
    assert_eq!(ids(&conversations), [&*id, "2:bob@example.org"]);
    assert_eq!(
        lines(conversations.find(&id).unwrap()),
        [
            "[5] text alice@example.org: hi all",
            "[6] typing bob@example.org",
            "[7] text bob@example.org: hi",
            "[8] text carol@example.org: hey",
        ]
    );
    assert_eq!(lines(conversations.find("2:bob@example.org").unwrap()), ["[9] text bob@example.org: psst"]);
    let there = people(conversations.find(&id).unwrap());
    assert_eq!(there, ["alice@example.org", "bob@example.org", "carol@example.org"], "a circle is nobody");
}

#[test]
fn who_never_answers_takes_part_and_who_is_made_up_does_not() {
    let text = r"Message-Type: Text\r\nContent-Type: text/plain";
    let alone =
        format!("2> SDG 6 {}", routed("1:carol@example.org", "1:alice@example.org", text, "anybody?"));
    let story = signed_in("MSNP21", &[alone]);
    let insight = story.insight();
    let conversation = insight.conversations.find("2:carol@example.org").unwrap();
    assert_eq!(people(conversation), ["alice@example.org", "carol@example.org"]);
    let story = signed_in("MSNP21", &[]);
    let payload = "Routing: 1.0\r\nTo: 1:alice@example.org\r\nFrom: 1:mallory@example.org\r\n\r\nReliability: 1.0\r\n\r\n\
                   Messaging: 2.0\r\nMessage-Type: Nudge\r\n\r\n";
    let bytes = format!("SDG 0 {}\r\n{payload}", payload.len());
    story.passed(story.now(), 2, Passed::plain(ServerToClient, Origin::Person, bytes.as_bytes()));
    let insight = story.insight();
    let conversation = insight.conversations.find("2:mallory@example.org").unwrap();
    assert_eq!((lines(conversation).len(), people(conversation)), (1, Vec::new()));
}

#[test]
fn msnp21_says_everything_by_sdg() {
    let (alice, bob) = ("1:alice@example.org;epid={6f1d}", "1:bob@example.org;epid={b0b0}");
    let (to_bob, to_alice) = ("1:bob@example.org", "1:alice@example.org");
    let text = r"Message-Type: Text\r\nContent-Type: text/plain; charset=UTF-8\r\nX-MMS-IM-Format: FN=Segoe%20UI; EF=; CO=0; CS=1; PF=0";
    let story = signed_in(
        "MSNP21",
        &[
            format!("2> SDG 9 {}", routed(to_bob, alice, text, "hi")),
            "2< 801 9 5\\r\\n0 6 6".to_owned(),
            format!("2< SDG 0 {}", routed(to_alice, bob, r"Message-Type: Control/Typing", "")),
            format!("2< SDG 0 {}", routed(to_alice, bob, text, "☃")),
            format!("2< SDG 0 {}", routed(to_alice, bob, r"Message-Type: Nudge", "")),
            format!("2< SDG 0 {}", routed(to_alice, bob, r"Message-Type: Wink", "")),
            format!(
                "2< SDG 0 {}",
                routed(
                    to_alice,
                    bob,
                    r"Message-Type: CustomEmoticon\r\nContent-Type: text/x-mms-emoticon",
                    r":cat:\t<msnobj/>\t"
                )
            ),
            format!("2< SDG 0 {}", routed(to_alice, bob, r"Message-Type: Data\r\nPipe: 1", r"\x00\x01")),
            format!("2< SDG 0 {}", routed(to_alice, bob, r"Message-Type: Signal/CloseIMWindow", "")),
            // Another endpoint of Alice's says this.
            format!("2< SDG 0 {}", routed(to_bob, "1:alice@example.org;epid={a2}", text, "from my phone")),
        ],
    );
    let insight = story.insight();
    assert_eq!(ids(&insight.conversations), ["2:bob@example.org"]);
    let conversation = insight.conversations.find("2:bob@example.org").unwrap();
    assert_eq!(
        lines(conversation),
        [
            "[5] text alice@example.org: hi",
            "[7] typing bob@example.org",
            "[8] text bob@example.org: ☃",
            "[9] nudge bob@example.org",
            "[10] wink bob@example.org",
            "[11] emoticons bob@example.org: :cat:",
            "[13] other bob@example.org",
            "[14] text alice@example.org: from my phone",
        ]
    );
    assert_eq!(conversation.peer_to_peer(), 1);
    assert_eq!(delivered(&insight, "2:bob@example.org")[0], Some(Delivered::Failed), "801");
    let items: Vec<_> = conversation.items().collect();
    assert_eq!(&*items[0].font.as_ref().unwrap().name, "Segoe UI");
    assert_eq!(
        (&*items[1].content_type, &*items[6].content_type),
        ("Control/Typing", "Signal/CloseIMWindow")
    );
}

#[test]
fn what_names_nobody_says_nothing() {
    let story = signed_in(
        "MSNP21",
        &[
            "2< SDG 0 0".to_owned(),
            r"2< SDG 0 {len}\r\n\r\n\r\n".to_owned(),
            "2> UUM 6 bob@example.org 1 0".to_owned(),
            "2< UBM bob@example.org 32 0".to_owned(),
            "2< UBM bob@example.org 32 x 0".to_owned(),
        ],
    );
    assert_eq!(ids(&story.insight().conversations), Vec::<String>::new());
}
