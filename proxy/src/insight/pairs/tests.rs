use super::*;
use crate::insight::story::Story;
use crate::transcript::{Origin, Window};
use Direction::{ClientToServer, ServerToClient};
use Status::{Answered, Failed, Pending, Unanswered, Unknown, Unsolicited};

mod bounds;
mod recordings;

/// Tells these lines in a new session, and of each whose request (counted from 0) it is of and how that stands.
fn check(lines: &[(&str, Option<(usize, Status)>)]) {
    let story = Story::begun();
    let first = story.tell(&lines.iter().map(|(line, _)| *line).collect::<Vec<_>>());
    let pairs = story.pairs();
    for (entry, (line, expected)) in (first..).zip(lines) {
        let pair = pairs.of(entry).map(|pair| (pair.request, pair.status));
        let expected = expected.map(|(request, status)| {
            let is_stray = request == STRAY;
            ((!is_stray).then(|| first + u64::try_from(request).unwrap()), status)
        });
        assert_eq!(pair, expected, "{line}");
    }
}

/// Of no request.
const STRAY: usize = usize::MAX;

#[test]
fn a_reply_finds_its_request_and_its_request_finds_it() {
    let story = Story::begun();
    let ver = story.tell(&[">VER 1 MSNP9 CVR0", ">CVR 2 0x0409", "<VER 1 MSNP9", "<CVR 2 1 1 1 a b"]);
    let pairs = story.pairs();
    let expected = Pair {
        request: Some(ver),
        first: Some(ver + 2),
        last: Some(ver + 2),
        count: 1,
        status: Answered,
        latency: Some(Duration::from_millis(2)),
        whole: Some(Duration::from_millis(2)),
    };
    assert_eq!((pairs.of(ver), pairs.of(ver + 2)), (Some(expected), Some(expected)));
    assert_eq!(pairs.of(ver + 3).unwrap().request, Some(ver + 1), "in whatever order they come");
    assert_eq!((pairs.of(ver - 1), pairs.of(ver + 4), pairs.of(0)), (None, None, None));
}

#[test]
fn signing_in_is_answered_by_the_next_step_or_by_another_server() {
    check(&[
        (">INF 2", Some((0, Answered))),
        ("<INF 2 MD5", Some((0, Answered))),
        (">USR 3 MD5 I a@b", Some((2, Answered))),
        ("<GCF 0 4", Some((STRAY, Unsolicited))),
        ("<USR 3 MD5 S 119", Some((2, Answered))),
        (">USR 4 MD5 S 41c9", Some((5, Answered))),
        ("<XFR 4 NS 198.51.100.7", Some((5, Answered))),
        (">CVR 5 0", Some((7, Answered))),
        ("<XFR 5 NS 198.51.100.7 U D", Some((7, Answered))),
    ]);
}

#[test]
fn several_requests_for_a_switchboard_are_told_apart_by_their_number() {
    check(&[
        (">XFR 12 SB", Some((0, Answered))),
        (">XFR 13 SB", Some((1, Answered))),
        (">XFR 14 SB", Some((2, Pending))),
        ("<XFR 13 SB 198.51.100.20 CKI 2", Some((1, Answered))),
        ("<XFR 12 SB 198.51.100.20 CKI 1", Some((0, Answered))),
    ]);
}

#[test]
fn who_is_there_comes_after_the_status_was_changed() {
    let story = Story::begun();
    let chg = story.tell(&[
        ">CHG 9 NLN",
        ">CHG 10 BSY",
        "<CHG 9 NLN",
        "<ILN 9 AWY bob@b B",
        "<NLN AWY c@b C",
        "<CHG 10 BSY",
        "<ILN 9 AWY d@b D",
    ]);
    let pair = story.pairs().of(chg).unwrap();
    assert_eq!((pair.first, pair.last, pair.count), (Some(chg + 2), Some(chg + 6), 3));
    assert_eq!(pair.latency.zip(pair.whole), Some((Duration::from_millis(2), Duration::from_millis(6))));
    assert_eq!(story.pairs().of(chg + 4), None, "NLN answers nothing");
}

#[test]
fn lists_are_whole_when_what_was_announced_has_come() {
    for syn in ["SYN 5 27 2 1", "SYN 5 2004-07-01 2004-07-01 2 1"] {
        let syn = format!("<{syn}");
        let lines = [
            ">SYN 5 0",
            &syn,
            "<GTC A",
            "<BLP AL",
            "<PRP MFN A",
            "<LSG 0 Friends 0",
            "<LST bob@b B 11 0",
            "<BPR PHH 555",
            "<NLN NLN bob@b B",
            "<LST c@b C 11 0",
            "<BPR PHM 556",
            "<MSG Hotmail Hotmail 0",
            "<BPR 28 bob@b PHH 557",
        ];
        let story = Story::begun();
        let first = story.tell(&lines[..9]);
        assert_eq!(story.pairs().of(first).unwrap().status, Pending, "a contact is missing");
        story.tell(&lines[9..]);
        let pairs = story.pairs();
        let pair = pairs.of(first).unwrap();
        assert_eq!((pair.status, pair.count, pair.last), (Answered, 9, Some(first + 10)));
        let of = |at: u64| pairs.of(first + at).map(|pair| pair.status);
        assert_eq!((of(8), of(12)), (None, Some(Unsolicited)), "what is said later is not of it");
    }
}

#[test]
fn lists_that_are_as_known_are_whole_at_once() {
    check(&[(">SYN 5 27", Some((0, Answered))), ("<SYN 5 27", Some((0, Answered)))]);
    check(&[(">SYN 5 1 2", Some((0, Answered))), ("<SYN 5 1 2 0 0", Some((0, Answered)))]);
    check(&[(">SYN 5 1 2", Some((0, Pending))), ("<SYN 5 1 2 1 0", Some((0, Pending)))]);
}

#[test]
fn the_lists_of_old_dialects_carry_the_number_of_the_request() {
    let syn = Some((0, Answered));
    check(&[
        (">SYN 8 0", syn),
        ("<SYN 8 27", syn),
        ("<GTC 8 27 A", syn),
        ("<LSG 8 27 1 1 0 Other 0", syn),
        ("<LST 8 FL 27 1 1 bob@b Bob 0", syn),
        ("<BPR 27 bob@b PHH 555", syn),
        (">GTC 9 N", Some((6, Answered))),
        ("<LST 8 BL 27 0 0", syn),
        ("<GTC 9 28 N", Some((6, Answered))),
    ]);
}

#[test]
fn answers_of_many_lines_end_with_the_last_one() {
    let check_pair = |lines: &[&str], before_last: Status| {
        let story = Story::begun();
        let first = story.tell(&lines[..lines.len() - 1]);
        assert_eq!(story.pairs().of(first).unwrap().status, before_last, "{lines:?}");
        story.tell(&lines[lines.len() - 1..]);
        let pair = story.pairs().of(first).unwrap();
        assert_eq!((pair.status, pair.count as usize), (Answered, lines.len() - 1), "{lines:?}");
    };
    check_pair(&[">ANS 1 b@b 8.5 7", "<IRO 1 1 2 a@b A", "<IRO 1 2 2 c@b C", "<ANS 1 OK"], Pending);
    check_pair(&[">FND 7 fname=A", "<FND 7 1 2 fname=A", "<FND 7 2 2 fname=A"], Pending);
    check_pair(&[">FND 7 fname=A", "<FND 7 0 0"], Pending);
    check_pair(&[">LST 8 RL", "<LST 8 RL 27 1 2 a@b A", "<LST 8 RL 27 2 2 b@b B"], Pending);
    check_pair(&[">LST 8 BL", "<LST 8 BL 27 0 0"], Pending);
    check_pair(&[">FQY 9 0", "<FQY 9 0", "<FQY 9 0"], Answered);
}

#[test]
fn an_error_refuses_the_request_it_names() {
    check(&[
        (">CAL 2 nobody@b", Some((0, Failed))),
        (">ADL 3 0", Some((1, Failed))),
        ("<217 2", Some((0, Failed))),
        ("<241 3 0", Some((1, Failed))),
        ("<500", Some((STRAY, Unsolicited))),
        ("<217 2", Some((STRAY, Unsolicited))),
        (">XYZ 4", Some((6, Failed))),
        ("<200 4", Some((6, Failed))),
    ]);
}

#[test]
fn a_message_waits_for_what_its_letter_asks_for() {
    check(&[
        (">MSG 1 U 0", None),
        (">MSG 2 N 0", None),
        (">MSG 3 N 0", Some((2, Failed))),
        (">MSG 4 A 0", Some((3, Answered))),
        (">MSG 5 A 0", Some((4, Failed))),
        (">MSG 6 D 0", Some((5, Failed))),
        (">MSG 7 D 0", Some((6, Pending))),
        (">MSG 8 S 0", None),
        ("<NAK 3", Some((2, Failed))),
        ("<ACK 4", Some((3, Answered))),
        ("<NAK 5", Some((4, Failed))),
        ("<282 6", Some((5, Failed))),
    ]);
}

#[test]
fn what_has_no_positive_answer_is_not_missed() {
    let lines = ["PAG 1 a@b 0", "PGD 2 a@b 1 0", "UUM 3 a@b 32 1 0", "SDG 4 0", "OUT", "XYZ 5"];
    for line in lines {
        let story = Story::begun();
        let first = story.tell(&[&format!(">{line}")]);
        story.closed(1);
        assert_eq!(story.pairs().of(first), None, "{line}");
    }
    check(&[(">UUM 3 a@b 32 1 0", Some((0, Failed))), ("<508 3", Some((0, Failed)))]);
}

#[test]
fn pings_are_answered_in_turn() {
    check(&[
        (">PNG", Some((0, Answered))),
        (">PNG", Some((1, Answered))),
        ("<QNG 50", Some((0, Answered))),
        ("<QNG", Some((1, Answered))),
        ("<QNG 50", Some((STRAY, Unsolicited))),
    ]);
}

#[test]
fn a_challenge_is_the_servers_request_and_its_answer_is_a_request_itself() {
    let story = Story::begun();
    let chl = story.tell(&["<CHL 0 1557", ">QRY 10 msmsgs@msnmsgr.com 32", "<QRY 10", "<CHL 0 1558"]);
    let pairs = story.pairs();
    let of = |entry| pairs.of(entry).map(|pair| (pair.request, pair.first, pair.status)).unwrap();
    assert_eq!(of(chl), (Some(chl), Some(chl + 1), Answered));
    assert_eq!(of(chl + 1), (Some(chl + 1), Some(chl + 2), Answered));
    assert_eq!(of(chl + 2), of(chl + 1));
    assert_eq!(of(chl + 3), (Some(chl + 3), None, Pending));
}

#[test]
fn an_id_used_again_while_it_waits_goes_to_the_oldest_first() {
    check(&[
        (">CHG 5 NLN", Some((0, Answered))),
        (">CHG 5 BSY", Some((1, Answered))),
        (">BLP 5 AL", Some((2, Failed))),
        ("<CHG 5 NLN", Some((0, Answered))),
        ("<ILN 5 NLN bob@b B", Some((0, Answered))),
        ("<CHG 5 BSY", Some((1, Answered))),
        ("<ILN 5 NLN bob@b B", Some((1, Answered))),
        ("<218 5", Some((2, Failed))),
    ]);
}

#[test]
fn zero_is_an_id_for_who_uses_it_and_otherwise_means_unasked() {
    check(&[
        ("<SBS 0 null", Some((STRAY, Unsolicited))),
        (">VER 0 MSNP9", Some((1, Answered))),
        ("<VER 0 MSNP9", Some((1, Answered))),
        ("<ADC 0 RL N=a@b", Some((STRAY, Unsolicited))),
        ("<XFR 0 NS 198.51.100.7", Some((STRAY, Unsolicited))),
        ("<SDG 0 0", Some((STRAY, Unsolicited))),
    ]);
}

#[test]
fn large_ids_are_ids() {
    check(&[
        (">CHG 2147483648 NLN", Some((0, Answered))),
        (">CHG 4294967295 NLN", Some((1, Answered))),
        (">CHG 4294967296 NLN", None),
        ("<CHG 4294967295 NLN", Some((1, Answered))),
        ("<CHG 2147483648 NLN", Some((0, Answered))),
    ]);
}

#[test]
fn connections_count_for_themselves() {
    let story = Story::begun();
    story.opened(2);
    let [one, two] = [story.said(1, ">USR 10 a@b 1.2"), story.said(2, ">USR 10 b@b 3.4")];
    let answer = story.said(2, "<USR 10 OK b@b B");
    let pairs = story.pairs();
    assert_eq!(pairs.of(answer).unwrap().request, Some(two));
    assert_eq!(pairs.of(one).unwrap().status, Pending);
}

#[test]
fn what_waits_when_the_connection_ends_is_unanswered() {
    let story = Story::begun();
    let first = story.tell(&[">CHG 1 NLN", ">SYN 2 0", "<CHG 1 NLN", "<SYN 2 1 5 0"]);
    story.closed(1);
    let pairs = story.pairs();
    assert_eq!([first, first + 1].map(|entry| pairs.of(entry).unwrap().status), [Answered, Unanswered]);
    assert_eq!(pairs.waiting, 0);
    assert!(pairs.conversations.is_empty());
}

#[test]
fn after_a_gap_what_waited_is_unknown_and_so_is_what_was_asked() {
    let story = Story::begun();
    let first = story.tell(&[">CHG 1 NLN", ">CHG 2 NLN", "<CHG 1 NLN"]);
    let mut pairs = story.pairs();
    story.tell(&["<CHG 2 NLN"]);
    let after = story.tell(&["<UUX 3 0", "<SBS 0 null", ">CHG 4 NLN", "<CHG 4 NLN"]);
    story.transcript.look(Window::From(after), 1 << 20).entries().for_each(|entry| pairs.fold(&entry));
    let status = |entry| pairs.of(entry).unwrap().status;
    assert_eq!([first, first + 1].map(status), [Answered, Unknown]);
    assert_eq!([after, after + 1, after + 2, after + 3].map(status), [Unknown, Unknown, Answered, Answered]);
    assert_eq!(pairs.waiting, 0);
}

#[test]
fn where_a_direction_is_not_understood_nothing_is_said_to_be_missing() {
    let story = Story::begun();
    let first = story.tell(&[">CHG 1 NLN", "<CHL 0 15"]);
    story.opaque(ServerToClient);
    let after = story.tell(&[">CHG 2 NLN", ">QRY 3 a 0"]);
    story.closed(1);
    let pairs = story.pairs();
    let status = |entry| pairs.of(entry).unwrap().status;
    assert_eq!([first, first + 1, after, after + 1].map(status), [Unknown, Answered, Unknown, Unknown]);
}

#[test]
fn what_a_person_injects_asks_and_does_not_answer() {
    let story = Story::begun();
    let first = story.injected(ClientToServer, "CHG 99 BSY");
    story.injected(ServerToClient, "CHG 99 NLN");
    let faked = story.pairs();
    assert_eq!((faked.of(first).unwrap().status, faked.of(first + 1)), (Pending, None));
    story.tell(&["<CHG 99 BSY"]);
    assert_eq!(story.pairs().of(first).unwrap().first, Some(first + 2));
    let withdrawn = story.injected(ClientToServer, "CHG 100 BSY");
    story.event(1, &Event::Undelivered { entry: withdrawn });
    let pairs = story.pairs();
    assert_eq!((pairs.of(withdrawn).unwrap().status, pairs.waiting), (Unanswered, 0));
}

#[test]
fn a_request_that_was_held_and_did_not_leave_waits_for_nothing() {
    let story = Story::begun();
    let first = story.tell(&[">CHG 1 NLN", ">CHG 2 BSY", ">PNG", ">CHG 4 AWY"]);
    story.event(1, &Event::Dropped { entry: first });
    let edited = story.injected(ClientToServer, "CHG 2 AWY");
    story.event(1, &Event::Edited { entry: first + 1, by: edited });
    let answer = story.injected(ServerToClient, "QNG 50");
    story.event(1, &Event::Answered { entry: first + 2, by: answer });
    story.tell(&["<CHG 2 AWY", "<CHG 4 AWY"]);
    let pairs = story.pairs();
    let status = |entry| pairs.of(entry).map(|pair| pair.status);
    assert_eq!(
        [first, first + 1, edited, first + 2, first + 3].map(status),
        [Unanswered, Unanswered, Answered, Answered, Answered].map(Some)
    );
    assert_eq!(pairs.of(answer).unwrap().request, Some(first + 2));
    assert_eq!(pairs.waiting, 0);
}
