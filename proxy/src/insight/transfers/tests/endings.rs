//! How transfers end, and what that is called.

use super::*;
use msnp::Direction;

/// Alice offers a file of 100 bytes; Bob answers this; 50 bytes come where `moves`; then this is heard from Alice.
fn ends(answer: &[u8], moves: bool, then: &[u8]) -> Transfer {
    let story = switchboards(1);
    packet(&story, 1, ClientToServer, &text(1, &file(7, "a.txt", 100)));
    packet(&story, 1, ServerToClient, &text(2, answer));
    if moves {
        packet(&story, 1, ClientToServer, &chunk(7, &sample(100), 0, 50));
    }
    if !then.is_empty() {
        packet(&story, 1, ClientToServer, then);
    }
    only(&story)
}

fn told_end(transfer: &Transfer) -> (Status, Option<&str>) {
    (transfer.status, transfer.why.as_deref())
}

#[test]
fn an_answer_accepts_or_declines() {
    let (ok, no) = (response("200 OK", "F1", 7), response("603 Decline", "F1", 7));
    assert_eq!(told_end(&ends(&ok, false, b"")), (Status::Accepted, None));
    assert_eq!(told_end(&ends(&no, false, b"")), (Status::Declined, Some("603 Decline")));
    assert!(ends(&no, false, b"").says().ends_with(": declined; 603 Decline"));
    let failed = response("500 Internal Error", "F1", 7);
    assert_eq!(told_end(&ends(&failed, false, b"")), (Status::Declined, Some("500 Internal Error")));
    let by_call = slp("MSNSLP/1.0 603 Decline", "F1", "null", "");
    assert_eq!(ends(&by_call, false, b"").status, Status::Declined, "by its call alone");
    let strange = response("603 Decline", "XX", 8);
    assert_eq!(ends(&strange, false, b"").status, Status::Offered, "of another call");
}

#[test]
fn who_leaves_in_the_middle_cancels() {
    let ok = response("200 OK", "F1", 7);
    assert_eq!(ends(&ok, false, &text(3, &bye("F1"))).status, Status::Cancelled);
    assert_eq!(ends(&ok, true, &text(3, &bye("F1"))).status, Status::Cancelled);
    let close = |flags| One { session: 7, message: 8, offset: 0, total: 0, flags }.bytes(b"");
    assert_eq!(ends(&ok, true, &close(0x40)).status, Status::Cancelled);
    assert_eq!(told_end(&ends(&ok, true, &close(0x80))), (Status::BrokenOff, Some("an error in P2P")));
    let story = switchboards(1);
    accepted(&story, 1, 50);
    packet(&story, 1, ClientToServer, &chunk(7, &sample(50), 0, 50));
    packet(&story, 1, ServerToClient, &text(3, &bye("F1")));
    assert_eq!(only(&story).status, Status::Complete, "a picture that came is there");
}

#[test]
fn a_connection_that_ends_breaks_off_what_is_not_complete() {
    let story = switchboards(1);
    accepted(&story, 1, 100);
    packet(&story, 1, ClientToServer, &chunk(7, &sample(100), 50, 50));
    story.closed(1);
    let transfer = only(&story);
    assert_eq!(told_end(&transfer), (Status::BrokenOff, Some("the connection ended")));
    assert_eq!(gaps(&transfer), [(0, 50)]);
}

#[test]
fn a_direct_connection_leads_past_us_unless_the_bytes_come_after_all() {
    let listens = |listening: &str, bridge: &str| {
        let body = format!("Bridge: {bridge}\r\nListening: {listening}\r\n\r\n");
        text(4, &slp("MSNSLP/1.0 200 OK", "F1", "transrespbody", &body))
    };
    let ok = response("200 OK", "F1", 7);
    let outside = ends(&ok, false, &listens("true", "TCPv1"));
    assert_eq!((outside.status, outside.direct), (Status::Outside, true));
    assert!(outside.says().ends_with("it goes over a connection of its own, past us"));
    assert_eq!(ends(&ok, false, &listens("false", "TCPv1")).status, Status::Accepted);
    assert_eq!(ends(&ok, false, &listens("true", "SBBridge")).status, Status::Accepted);
    let refused = slp("MSNSLP/1.0 603 Decline", "F1", "transrespbody", "Listening: false\r\n\r\n");
    assert_eq!(
        ends(&ok, false, &text(4, &refused)).status,
        Status::Accepted,
        "only the transport is declined"
    );
    let story = switchboards(1);
    accepted(&story, 1, 100);
    packet(&story, 1, ServerToClient, &listens("true", "TCPv1"));
    packet(&story, 1, ClientToServer, &chunk(7, &sample(100), 0, 50));
    assert_eq!(only(&story).status, Status::Moving);
    packet(&story, 1, ClientToServer, &chunk(7, &sample(100), 50, 50));
    assert_eq!(only(&story).status, Status::Complete);
}

#[test]
fn an_offer_made_again_is_the_same_and_another_call_is_another() {
    let story = switchboards(1);
    accepted(&story, 1, 100);
    let again = packet(&story, 1, ClientToServer, &text(5, &file(7, "a.txt", 100)));
    assert_eq!((only(&story).last, only(&story).status), (again, Status::Accepted));
    let mut other = file(7, "b.txt", 100);
    let call = memchr::memmem::find(&other, b"{F1}").unwrap();
    other[call..call + 4].copy_from_slice(b"{F2}");
    packet(&story, 1, ClientToServer, &text(6, &other));
    packet(&story, 1, ClientToServer, &chunk(7, &sample(100), 0, 100));
    let transfers = told(&story);
    let all: Vec<_> = transfers.iter().map(|t| (t.name.as_deref().unwrap(), t.status)).collect();
    assert_eq!(all, [("a.txt", Status::BrokenOff), ("b.txt", Status::Complete)]);
}

#[test]
fn what_a_person_injects_moves_nothing() {
    let story = switchboards(1);
    accepted(&story, 1, 100);
    let payload = [
        &b"MIME-Version: 1.0\r\nContent-Type: application/x-msnmsgrp2p\r\n\r\n"[..],
        &chunk(7, &sample(100), 0, 100),
    ]
    .concat();
    let bytes = [format!("MSG 5 D {}\r\n", payload.len()).as_bytes(), &payload].concat();
    story.passed(story.now(), 1, Passed::plain(ClientToServer, Origin::Person, &bytes));
    assert_eq!((only(&story).status, only(&story).have()), (Status::Accepted, 0));
}

#[test]
fn what_was_sent_on_in_place_of_what_came_is_what_counts() {
    let story = switchboards(1);
    accepted(&story, 1, 100);
    let message = |data: &[u8]| {
        let head = b"MIME-Version: 1.0\r\nContent-Type: application/x-msnmsgrp2p\r\n\r\n";
        let payload = [&head[..], &chunk(7, data, 0, 100)].concat();
        [format!("MSG 5 D {}\r\n", payload.len()).as_bytes(), &payload].concat()
    };
    let (came, sent) = (message(&[1; 100]), message(&[2; 100]));
    let passed = Passed { sent: Some(&sent), ..Passed::plain(ClientToServer, Origin::Client, &came) };
    story.passed(story.now(), 1, passed);
    assert_eq!(assembled(&story, &only(&story)), [2; 100]);
}

#[test]
fn after_a_gap_nothing_is_taken_for_certain() {
    let story = switchboards(1);
    accepted(&story, 1, 100);
    let mut insight = story.insight();
    packet(&story, 1, ClientToServer, &chunk(7, &sample(100), 0, 50));
    let after = packet(&story, 1, ClientToServer, &chunk(7, &sample(100), 50, 50));
    let look = story.transcript.look(Window::From(after), 1 << 20);
    insight.lose_sight();
    let unknown = insight.transfers.iter().next().unwrap().clone();
    assert_eq!((unknown.status, unknown.gap), (Status::Unknown, true));
    assert!(unknown.says().contains("what became of it is unknown"), "{}", unknown.says());
    look.entries().for_each(|entry| insight.fold(&entry));
    let transfer = insight.transfers.iter().next().unwrap();
    assert_eq!((transfer.status, transfer.have(), transfer.gap), (Status::Moving, 50, true));
    assert_eq!(gaps(transfer), [(0, 50)]);
    assert!(
        transfer.says().ends_with("50 bytes so far; entries of its time are missing"),
        "{}",
        transfer.says()
    );
}

#[test]
fn half_an_offer_before_a_gap_is_no_offer() {
    let story = switchboards(1);
    let offer = file(7, "a.txt", 100);
    let total = offer.len() as u64;
    let place = |offset| One { session: 0, message: 4, offset, total, flags: 0 };
    packet(&story, 1, ClientToServer, &place(0).bytes(&offer[..400]));
    let mut insight = story.insight();
    story.said(1, ">PNG");
    let after = packet(&story, 1, ClientToServer, &place(400).bytes(&offer[400..]));
    story.transcript.look(Window::From(after), 1 << 20).entries().for_each(|entry| insight.fold(&entry));
    assert_eq!((insight.transfers.iter().count(), insight.transfers.unread()), (0, 1));
}

/// Names are text, whatever they say.
#[test]
fn a_name_is_shown_in_one_line_and_means_nothing() {
    let story = switchboards(1);
    let name = "../../<img src=x onerror=alert(1)>\r\n\u{202e}\0x";
    packet(&story, 1, ClientToServer, &text(1, &file(7, name, 100)));
    let transfer = only(&story);
    assert_eq!(transfer.name.as_deref(), Some("../../<img src=x onerror=alert(1)>\r\n\u{202e}"));
    assert!(!transfer.says().contains(char::is_control));
    let long = "x".repeat(255) + "\u{1f600}";
    let story = switchboards(1);
    packet(&story, 1, ClientToServer, &text(1, &file(7, &long, 100)));
    assert_eq!(only(&story).name.as_deref().map(str::len), Some(255), "cut between letters");
}

/// One direction of the session is not this one's business.
#[test]
fn bytes_that_come_back_in_a_files_session_are_another_transfer() {
    let story = switchboards(1);
    accepted(&story, 1, 100);
    for way in Direction::BOTH {
        packet(&story, 1, way, &chunk(7, &sample(100), 0, 60));
    }
    let transfers = told(&story);
    let all: Vec<_> =
        transfers.iter().map(|t| (t.from.as_deref().unwrap(), t.have(), t.duplicates)).collect();
    assert_eq!(all, [(ALICE, 60, 0), (BOB, 60, 0)]);
}
