//! The recordings of tests/captures, read by hand: both clients of each conversation were recorded, one after the other.

use super::*;

/// What is said in a recording's conversations, as lines, without what is long.
fn recorded(name: &str, id: &str) -> Vec<String> {
    let insight = Story::recorded(name).insight();
    let conversation = insight.conversations.find(id).unwrap();
    let short = |line: String| line.chars().take(80).collect();
    lines(conversation).into_iter().map(short).collect()
}

/// A burst of Bob's: 15 messages, at these entries of Alice's session and of his own.
fn burst(hers: u64, his: [u64; 15]) -> Vec<String> {
    let line = |(n, (hers, his))| format!("[{hers}, {his}] text bob@example.com: burst {n}!");
    (hers..).zip(his).enumerate().map(line).collect()
}

#[test]
fn both_halves_of_a_conversation_in_msnp9_are_one() {
    let digits = "[150, 237] text alice@example.com: 0123456789abcdef0123456789abcdef0123456789abcd";
    let expected = [
        vec![
            "[141, 230] joined alice@example.com".into(),
            "[142] called alice@example.com bob@example.com".into(),
            "[144, 231] joined bob@example.com".into(),
            "[145, 232] text alice@example.com: hello bob, this is alice <ünïcödé>".into(),
            "[147, 233] other alice@example.com".into(),
            "[148, 234] typing bob@example.com".into(),
            "[149, 235] text bob@example.com: hi alice!\r\nsecond line".into(),
            digits.chars().take(80).collect(),
            "[152, 238] nudge alice@example.com".into(),
        ],
        burst(153, [239, 241, 242, 243, 244, 245, 246, 247, 248, 249, 250, 251, 252, 254, 255]),
        vec![
            "[168, 269] text alice@example.com: :-) smile".into(),
            "[225, 302] left alice@example.com".into(),
            "[304] left bob@example.com".into(),
        ],
    ];
    assert_eq!(recorded("purple-p9", "5"), expected.concat());
    assert_eq!(
        recorded("purple-p9", "4"),
        [
            "[67, 99] joined bob@example.com",
            "[68] called bob@example.com alice@example.com",
            "[70, 100] joined alice@example.com",
            "[73, 102] other bob@example.com",
            "[94, 136] left bob@example.com",
            "[137] left alice@example.com",
        ],
        "found by the other session, too"
    );
}

#[test]
fn both_halves_of_a_conversation_in_msnp15_are_one() {
    let lines = recorded("purple-p15", "5");
    assert_eq!(
        lines[..7],
        [
            "[148, 239] joined alice@example.com",
            "[149] called alice@example.com bob@example.com",
            "[151, 240] joined bob@example.com",
            "[152, 241] text alice@example.com: hello bob, this is alice <ünïcödé>",
            "[154, 242] other alice@example.com",
            "[155, 243] typing bob@example.com",
            "[156, 244] text bob@example.com: hi alice!\r\nsecond line",
        ]
    );
    let his = [248, 250, 251, 252, 253, 254, 255, 256, 257, 259, 260, 261, 262, 263, 264];
    assert_eq!(lines[8], "[159, 247] nudge alice@example.com");
    assert_eq!(lines[9..24], burst(160, his));
    assert_eq!(
        lines[24..],
        [
            "[175, 278] text alice@example.com: :-) smile",
            "[235, 311] left alice@example.com",
            "[312] left bob@example.com",
        ]
    );
}

#[test]
fn both_halves_of_a_conversation_of_amsns_are_one() {
    let digits = |line: &str| line.chars().take(80).collect::<String>();
    assert_eq!(
        recorded("amsn-msnp12", "3"),
        [
            "[77, 194] joined alice@example.com",
            "[78] called alice@example.com bob@example.com",
            "[80, 195] joined bob@example.com",
            "[81, 196] other bob@example.com",
            "[83, 199] other alice@example.com",
            "[180, 308] text alice@example.com: hello from aMSN ☃ ünïcödé",
            "[182, 309] text bob@example.com: hi back\r\nwith two lines",
            "[183, 311] text alice@example.com: second from first",
            &digits("[185, 312] text alice@example.com: 0123456789abcdef0123456789abcdef0123456789abcdef"),
            &digits("[187, 313] text alice@example.com: 456789abcdef0123456789abcdef0123456789abcdef0123"),
            "[189, 314] text bob@example.com: done please",
            "[190, 316] left bob@example.com",
            "[191] left alice@example.com",
        ]
    );
    assert_eq!(
        recorded("amsn-msnp12", "5"),
        [
            "[319] joined alice@example.com",
            "[320] called alice@example.com 0",
            "[322] left alice@example.com"
        ]
    );
}

#[test]
fn what_was_said_in_the_recordings_arrived_in_the_font_it_was_said_in() {
    let insight = Story::recorded("purple-p9").insight();
    assert_eq!(ids(&insight.conversations), ["3", "5"]);
    let conversation = insight.conversations.find("5").unwrap();
    let sessions: Vec<_> = conversation.sessions().iter().map(|session| session.0).collect();
    assert_eq!((sessions, conversation.texts(), conversation.total()), (vec![5, 6], 19, 27));
    assert!(!conversation.is_open() && !conversation.has_gap());
    for item in conversation.items().filter(|item| item.kind == Kind::Text) {
        assert_eq!(item.delivered(&insight.pairs), Some(Delivered::Delivered));
        let font = item.font.as_ref().unwrap();
        let (bold, italic) = (item.id == 145, item.id == 168);
        assert_eq!((&*font.name, font.bold, font.italic), ("MS Sans Serif", bold, italic));
        let name = if &*item.from == "bob@example.com" { "Bob" } else { "Alice" };
        assert_eq!(&*item.name, name);
    }
    let failed = Story::recorded("amsn-msnp12").insight();
    assert_eq!(delivered(&failed, "5"), [None, Some(Delivered::Failed), None]);
    assert_eq!(ids(&failed.conversations), ["3", "5"]);
}
