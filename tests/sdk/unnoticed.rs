//! Two clients that are not ours stay signed in and chatting through a hundred hidden injections, and through a hold many
//! signs of life long.

use super::evening::{ALICE, BOB};
use super::in_conversation;
use super::steered::{HELD, Place, ROUNDS, SIGNS_OF_LIFE, Steered, said};
use crate::harness::Row;
use serde_json::{Value, json};

/// From here on transaction ids are ours.
const OURS: u64 = 2_000_000_000;

#[test]
fn each_of_a_hundred_hidden_injections_ends_with_an_answer_of_its_own_and_says_so() {
    let evening = Steered::spent();
    assert_eq!(evening.hidden.len(), 100);
    for entry in &evening.hidden {
        let request = row(evening, *entry);
        assert_eq!((request.text("origin"), request.has_flag("injected")), ("person", true), "{request:?}");
        let over =
            evening.rows.iter().filter(|row| row.is("hidden_over") && row.number("request") == Some(*entry));
        let over: Vec<&Row> = over.collect();
        let [over] = over[..] else { panic!("{request:?}: {over:?}") };
        assert_eq!(over.get("whole"), Some(&json!(true)), "{over:?}");
        let lines = usize::try_from(over.number("lines").expect("a count")).expect("a count");
        assert!(lines >= 1, "{over:?}");
        let session = request.number("session").expect("a frame has a session");
        let answers =
            hidden_from(evening, session).filter(|answer| *entry < answer.n() && answer.n() < over.n());
        let is_its_own = |answer: &&Row| match request.text("cmd") {
            "PNG" => answer.text("cmd") == "QNG",
            _ => answer.number("trid") == request.number("trid"),
        };
        assert!(answers.filter(is_its_own).count() >= 1, "{request:?}");
    }
}

#[test]
fn what_is_refused_or_answered_at_length_is_hidden_too() {
    let evening = Steered::spent();
    let answers = |place: Place, command: &str| {
        let hidden = hidden_from(evening, evening.sessions[place as usize]);
        hidden.filter(|row| row.text("cmd") == command).count()
    };
    assert_eq!(answers(Place::Alice, "SYN"), ROUNDS);
    // Bob and the bot are on Alice's lists.
    assert!(answers(Place::Alice, "LST") >= 2 * ROUNDS, "{}", answers(Place::Alice, "LST"));
    for place in [Place::Alice, Place::Bob, Place::AlicesChat, Place::BobsChat] {
        let hidden = hidden_from(evening, evening.sessions[place as usize]);
        let refusals = hidden.filter(|row| row.text("cmd").parse::<u16>().is_ok()).count();
        assert_eq!(refusals, ROUNDS, "{place:?}");
    }
}

/// What the server sent in a session that the client did not get.
fn hidden_from(evening: &Steered, session: u64) -> impl Iterator<Item = &Row> {
    evening.frames(session, "s2c").filter(|row| row.has_flag("hidden"))
}

fn row(evening: &Steered, entry: u64) -> &Row {
    evening.rows.iter().find(|row| row.n() == entry).expect("nothing was forgotten")
}

#[test]
fn neither_client_gets_a_line_of_what_others_asked_for() {
    let evening = Steered::spent();
    for session in evening.sessions {
        let (mut pings, mut pongs, mut lists) = (0, 0, 0_i32);
        for row in evening.frames(session, "c2s").filter(|row| row.text("origin") == "client") {
            pings += usize::from(row.text("cmd") == "PNG");
            lists += i32::from(row.text("cmd") == "SYN");
        }
        let dropped: Vec<u64> = evening
            .rows
            .iter()
            .filter(|row| row.is("dropped"))
            .filter_map(|row| row.number("entry"))
            .collect();
        let came = evening.frames(session, "s2c").filter(|row| !dropped.contains(&row.n()));
        for row in came.filter(|row| !row.has_flag("hidden")) {
            assert!(row.number("trid").is_none_or(|trid| trid < OURS), "{row:?}");
            pongs += usize::from(row.text("cmd") == "QNG");
            lists -= i32::from(row.text("cmd") == "SYN");
        }
        assert_eq!((pongs, lists), (pings, 0), "session {session}");
        // The whole of a list is counted by its announcement: there is none but in answer to the client's own SYN.
        let syn = evening.frames(session, "s2c").find(|row| row.text("cmd") == "SYN");
        let announced = syn.and_then(|syn| syn.get("args")).and_then(|args| args[3].as_str()).unwrap_or("0");
        let listed =
            evening.frames(session, "s2c").filter(|row| row.text("cmd") == "LST" && !row.has_flag("hidden"));
        assert_eq!(listed.count().to_string(), announced, "session {session}");
    }
}

#[test]
fn all_that_either_says_before_during_and_after_reaches_the_other_in_order() {
    let evening = Steered::spent();
    let round = |who: &str, round: usize| {
        [
            json!({"event": "typing", "who": who}),
            json!({"event": "text", "who": who, "text": said(who, round)}),
            json!({"event": "nudge", "who": who}),
        ]
    };
    for (told, other) in [(&evening.alice, BOB), (&evening.bob, ALICE)] {
        let mut expected = vec![json!({"event": "joined", "who": other})];
        expected.extend((1..=ROUNDS).flat_map(|number| round(other, number)));
        if other == ALICE {
            expected.push(json!({"event": "text", "who": ALICE, "text": HELD}));
        }
        expected.extend(round(other, ROUNDS + 1));
        if other == ALICE {
            expected.push(json!({"event": "left", "who": ALICE}));
        }
        assert_eq!(in_conversation(told), expected);
    }
}

#[test]
fn a_hold_lasts_for_many_signs_of_life_that_nobody_hears_answered() {
    let evening = Steered::spent();
    let during = |row: &&Row| evening.held.contains(&row.n());
    let session = evening.sessions[Place::Bob as usize];
    let signs = evening.frames(session, "c2s").filter(during);
    let signs: Vec<&Row> =
        signs.filter(|row| row.text("cmd") == "PNG" && row.text("origin") == "nudge").collect();
    assert!(signs.len() >= SIGNS_OF_LIFE, "{signs:?}");
    let answers = hidden_from(evening, session).filter(during).filter(|row| row.text("cmd") == "QNG");
    assert!(answers.count() >= SIGNS_OF_LIFE);
    // The client's own are answered, though they would wait.
    let own = evening.frames(session, "c2s").filter(during).filter(|row| row.text("origin") == "client");
    let own: Vec<u64> = own.filter(|row| row.text("cmd") == "PNG").map(Row::n).collect();
    let answered = evening.rows.iter().filter(during).filter(|row| row.is_of(session, "answered"));
    assert_eq!(answered.filter_map(|row| row.number("entry")).collect::<Vec<_>>(), own);
    assert_eq!(own.len(), 1);
    // And the message stayed where it was.
    let chat = evening.sessions[Place::BobsChat as usize];
    let arrived =
        evening.frames(chat, "s2c").find(|row| String::from_utf8_lossy(&row.sent()).ends_with(HELD));
    assert!(arrived.expect("it arrived").n() > evening.held.end);
}

#[test]
fn both_stay_signed_in_until_they_sign_out() {
    let evening = Steered::spent();
    let last_said = evening.rows.iter().rfind(|row| row.text("cmd") == "MSG").expect("they chatted").n();
    for (session, who) in evening.sessions.into_iter().zip([ALICE, BOB, ALICE, BOB]) {
        let closed = evening.rows.iter().find(|row| row.is_of(session, "closed")).expect("over");
        // The client leaves, or says so, and the server may be faster. The crate does not always say it.
        let last = evening.frames(session, "c2s").last().expect("something was said");
        assert!(
            last.text("cmd") == "OUT" || closed.text("ended_by") == "client",
            "{who}: {last:?}, {closed:?}"
        );
        assert!(closed.n() > last_said, "{who}: {closed:?}");
        assert_eq!(closed.text("how"), "finished", "{closed:?}");
        for direction in ["client_to_server", "server_to_client"] {
            assert_eq!(closed.number(&format!("{direction}/undelivered")), Some(0), "{who}: {closed:?}");
        }
    }
    let told =
        |told: &[Value]| told.iter().filter(|told| told["event"] == "offline").cloned().collect::<Vec<_>>();
    let (alice, bob) = (told(&evening.alice), told(&evening.bob));
    assert_eq!((alice, bob), (vec![], vec![json!({"event": "offline", "who": ALICE})]));
}
