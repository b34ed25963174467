//! Chunks, however they come.

use super::*;

const WHOLE: usize = 5000;

/// Alice offers a file in session 7 and sends these chunks of it (offset, length).
fn sent(chunks: &[(usize, usize)]) -> (Story, Transfer, u64) {
    let story = switchboards(1);
    accepted(&story, 1, WHOLE as u64);
    let first = story.transcript.head();
    for &(offset, length) in chunks {
        packet(&story, 1, ClientToServer, &chunk(7, &sample(WHOLE), offset, length));
    }
    let transfer = only(&story);
    (story, transfer, first)
}

#[test]
fn chunks_in_any_order_are_the_file() {
    let (story, transfer, first) = sent(&[(2400, 1200), (0, 1200), (4800, 200), (1200, 1200), (3600, 1200)]);
    assert_eq!(
        (transfer.status, transfer.kind, transfer.name.as_deref()),
        (Status::Complete, "file", Some("a.txt"))
    );
    assert_eq!((transfer.id, transfer.last), (first - 2, first + 4));
    assert_eq!(transfer.took(), Some(std::time::Duration::from_millis(6)));
    assert_eq!(assembled(&story, &transfer), sample(WHOLE));
}

#[test]
fn a_chunk_that_comes_again_is_counted_named_and_changes_nothing() {
    let (story, transfer, first) = sent(&[(0, 3000), (0, 3000), (2000, 3000), (3000, 2000)]);
    assert_eq!((transfer.status, transfer.duplicates), (Status::Complete, 3));
    assert_eq!(transfer.repeated().collect::<Vec<_>>(), [first + 1, first + 2, first + 3]);
    assert_eq!(assembled(&story, &transfer), sample(WHOLE));
    assert_eq!(inspected(&story, &transfer).differing, Vec::<u64>::new(), "the same bytes");
    assert!(transfer.says().ends_with("complete; 3 chunks came again"), "{}", transfer.says());
}

#[test]
fn a_chunk_that_comes_again_with_other_bytes_is_told() {
    let story = switchboards(1);
    accepted(&story, 1, 300);
    let (one, mut other) = (sample(300), sample(300));
    other[150] ^= 1;
    packet(&story, 1, ClientToServer, &chunk(7, &one, 0, 200));
    let differs = packet(&story, 1, ClientToServer, &chunk(7, &other, 100, 200));
    packet(&story, 1, ClientToServer, &chunk(7, &one, 0, 300));
    let transfer = only(&story);
    assert_eq!(assembled(&story, &transfer), one, "what came first counts");
    assert_eq!(inspected(&story, &transfer).differing, [differs]);
}

#[test]
fn what_is_missing_is_named() {
    let (story, transfer, _) = sent(&[(100, 900), (2000, 1000)]);
    assert_eq!((transfer.status, transfer.have()), (Status::Moving, 1900));
    assert_eq!(gaps(&transfer), [(0, 100), (1000, 2000), (3000, 5000)]);
    let bytes = assembled(&story, &transfer);
    assert_eq!(
        (bytes.len(), &bytes[1000..2000], &bytes[2000..]),
        (3000, &[0; 1000][..], &sample(3000)[2000..])
    );
    assert_eq!(transfer.recipe().inspect(&story.transcript), None);
    packet(&story, 1, ServerToClient, &text(3, &bye("F1")));
    assert_eq!(
        only(&story).says(),
        "alice@example.org sends bob@example.org the file \u{201c}a.txt\u{201d}, 5,000 bytes: cancelled after 1,900 bytes; \
         3,100 bytes never came"
    );
}

#[test]
fn sessions_that_take_turns_are_told_apart() {
    let story = switchboards(2);
    let picture = [b"GIF89a\x13\0\x13\0", &sample(3000)[..]].concat();
    accepted(&story, 1, WHOLE as u64);
    packet(&story, 1, ClientToServer, &text(3, &object(8, 2, &picture)));
    packet(&story, 2, ClientToServer, &text(3, &object(7, 3, &picture)));
    for at in [0, 1000, 2000] {
        packet(&story, 1, ClientToServer, &chunk(7, &sample(WHOLE), at * 2, 1000));
        packet(&story, 2, ServerToClient, &chunk(7, &picture, at, 1000));
        packet(&story, 1, ServerToClient, &chunk(8, &picture, at, 1000));
    }
    let last = picture.len() - 10;
    packet(&story, 1, ServerToClient, &chunk(8, &picture, last, 10));
    packet(&story, 1, ClientToServer, &chunk(7, &sample(WHOLE), 1000, 4000));
    let transfers = told(&story);
    let all: Vec<_> =
        transfers.iter().map(|transfer| (transfer.kind, transfer.status, transfer.have())).collect();
    let expected = [
        ("file", Status::Complete, 5000),
        ("custom emoticon", Status::Complete, 3010),
        ("display picture", Status::Moving, 3000),
    ];
    assert_eq!(all, expected);
    let emoticon = transfers.iter().nth(1).unwrap();
    assert_eq!((emoticon.from.as_deref(), emoticon.to.as_deref()), (Some(BOB), Some(ALICE)));
    assert_eq!(emoticon.name.as_deref(), Some("Hi"));
    let found = inspected(&story, emoticon);
    assert_eq!((found.sha1d, found.shown), (Some(true), true));
}

#[test]
fn what_is_not_what_was_promised_is_told() {
    let story = switchboards(1);
    packet(&story, 1, ClientToServer, &text(1, &object(7, 8, &sample(100))));
    packet(&story, 1, ServerToClient, &chunk(7, &[7; 90], 0, 90));
    let transfer = only(&story);
    assert_eq!((transfer.kind, transfer.status, transfer.announced), ("wink", Status::Complete, Some(100)));
    assert_eq!(inspected(&story, &transfer).sha1d, Some(false));
    assert!(transfer.says().ends_with("a wink \u{201c}Hi\u{201d}, 90 bytes: complete; 100 were announced"));
}

#[test]
fn an_offer_in_several_packets_is_read_when_the_last_has_come() {
    let offer = file(7, "a.txt", 10);
    for order in [[0, 1, 2], [2, 0, 1], [1, 2, 0]] {
        let story = switchboards(1);
        let begins = story.transcript.head();
        for part in order {
            let at = part * 400;
            let end = if part == 2 { offer.len() } else { at + 400 };
            let place =
                One { session: 0, message: 4, offset: at as u64, total: offer.len() as u64, flags: 0 };
            packet(&story, 1, ClientToServer, &place.bytes(&offer[at..end]));
        }
        let transfer = only(&story);
        assert_eq!(
            (transfer.id, transfer.last, transfer.announced),
            (begins, begins + 2, Some(10)),
            "{order:?}"
        );
    }
}

#[test]
fn version_two_counts_from_the_end() {
    let offer = file(7, "a.txt", WHOLE as u64);
    let whole = sample(WHOLE);
    let piece = |at: usize, length: usize| {
        let kind = if at == 0 { 7 } else { 6 };
        two(7, kind, 3, (WHOLE - at - length) as u64, &whole[at..at + length])
    };
    for order in [[(0, 1222), (1222, 1222), (2444, 2556)], [(2444, 2556), (0, 1222), (1222, 1222)]] {
        let story = switchboards(1);
        packet(&story, 1, ClientToServer, &two(0, 1, 1, (offer.len() - 600) as u64, &offer[..600]));
        packet(&story, 1, ClientToServer, &two(0, 0, 1, 0, &offer[600..]));
        let prepares = [&[8, 0, 0, 12, 0, 0, 1, 0][..], &[8, 1, 0, 2, 0, 0, 0, 7], &[0; 8]].concat();
        packet(&story, 1, ClientToServer, &prepares);
        assert_eq!((only(&story).status, only(&story).have()), (Status::Accepted, 0));
        for (at, length) in order.into_iter().chain([(1222, 1222)]) {
            packet(&story, 1, ClientToServer, &piece(at, length));
        }
        let transfer = only(&story);
        assert_eq!((transfer.status, transfer.duplicates), (Status::Complete, 1));
        assert_eq!(transfer.version, Version::P2p(p2p::Version::Two));
        assert_eq!(assembled(&story, &transfer), whole);
    }
}

#[test]
fn of_version_two_whose_beginning_nobody_saw_the_rest_is_there() {
    let story = switchboards(1);
    let whole = sample(WHOLE);
    for at in [2000, 1000, 4000] {
        packet(&story, 1, ClientToServer, &two(7, 4, 3, (WHOLE - at - 1000) as u64, &whole[at..at + 1000]));
    }
    let transfer = only(&story);
    assert_eq!((transfer.kind, transfer.size(), transfer.have(), transfer.strays), ("object", None, 2000, 1));
    assert_eq!(gaps(&transfer), [(1000, 2000)]);
    assert_eq!(assembled(&story, &transfer)[2000..], whole[4000..]);
}

#[test]
fn a_transfer_that_nobody_was_seen_to_offer_is_one_all_the_same() {
    let story = switchboards(1);
    packet(
        &story,
        1,
        ServerToClient,
        &One { session: 7, message: 1, offset: 0, total: 4, flags: 0 }.bytes(&[0; 4]),
    );
    assert_eq!(only(&story).kind, "unknown");
    packet(&story, 1, ServerToClient, &chunk(7, &sample(100), 0, 100));
    let transfer = only(&story);
    assert_eq!((transfer.kind, transfer.status), ("file", Status::Complete));
    assert_eq!((transfer.from.as_deref(), transfer.to.as_deref()), (Some(BOB), Some(ALICE)));
    assert!(transfer.says().ends_with("complete; its invitation was not seen"), "{}", transfer.says());
}

#[test]
fn what_streams_is_one_message_after_the_other_each_way_for_itself() {
    let story = switchboards(1);
    packet(&story, 1, ClientToServer, &text(1, &webcam(7)));
    let say = |way, message, offset: u64, total, data: &[u8]| {
        packet(&story, 1, way, &One { session: 7, message, offset, total, flags: 0 }.bytes(data));
    };
    say(ClientToServer, 1, 0, 3, b"syn");
    say(ServerToClient, 5, 0, 3, b"ack");
    say(ClientToServer, 2, 0, 6, b"fra");
    say(ClientToServer, 2, 0, 6, b"fra");
    say(ClientToServer, 2, 3, 6, b"mes");
    let transfers = told(&story);
    let all: Vec<_> =
        transfers.iter().map(|t| (t.kind, t.from.as_deref().unwrap(), assembled(&story, t))).collect();
    assert_eq!(all, [("webcam", ALICE, b"synframes".to_vec()), ("webcam", BOB, b"ack".to_vec())]);
    assert_eq!(transfers.iter().map(|t| t.status).collect::<Vec<_>>(), [Status::Moving; 2]);
    packet(&story, 1, ClientToServer, &text(9, &bye("W1")));
    let ended = told(&story);
    assert_eq!(
        ended.iter().map(|t| (t.status, t.duplicates)).collect::<Vec<_>>(),
        [(Status::Complete, 1), (Status::Complete, 0)]
    );
}
