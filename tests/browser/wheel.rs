//! A person steers: sends, repeats, hides, holds, rewrites, and lets go, down to the bytes at both sockets.

use super::access::inspect;
use super::chromium::Person;
use super::left_out;
use super::page::Page;
use super::watched::Watched;
use crate::harness::{Program, Session};
use serde_json::json;
use std::process::Command;

const FOCUS: &str = "document.activeElement.id || document.activeElement.textContent";
const TYPED: &str = "document.getElementById('typed').value";

/// A chat of alice's with bob, which a page shows.
fn chat(args: &[&str]) -> (Watched, Page, Session) {
    let watched = Watched::start(args);
    let page = watched.page();
    let mut session = watched.session();
    session.client.send("ANS 1 alice@example.org 1234.5678 9\r\n");
    session.server.expect("ANS 1 alice@example.org 1234.5678 9\r\n");
    session.server.send("IRO 1 1 1 bob@example.org bob\r\n");
    session.client.expect("IRO 1 1 1 bob@example.org bob\r\n");
    page.until("seen.verb('IRO') && document.getElementById('to-session').value");
    (watched, page, session)
}

/// What an element says, as part of an expression.
fn text(id: &str) -> String {
    format!("document.getElementById('{id}').innerText")
}

/// Types into the composer in place of whatever stood there.
#[track_caller]
fn compose(page: &Page, typed: &str, dir: &str) {
    page.click(&format!("input[name=dir][value={dir}]"));
    page.eval("document.getElementById('typed').select()");
    page.type_text(typed);
    page.until(&format!("{TYPED} === {}", json!(typed)));
}

/// Has frames held, with the keyboard.
#[track_caller]
fn hold(page: &Page, filter: &str) {
    page.press("i");
    page.until(&format!("{FOCUS} === 'hold-filter'"));
    page.type_text(filter);
    page.press("Enter");
    page.until("seen.pressed('hold-on')");
    page.press("Escape");
    page.until("document.activeElement.closest('#canvas')");
}

#[test]
fn by_keyboard_alone_a_nudge_is_chosen_seen_and_sent_to_the_client() {
    if left_out() {
        return;
    }
    let (_watched, page, mut session) = chat(&[]);
    page.press("r");
    page.until(&format!("{FOCUS} === 'typed'"));
    for _ in 0..8 {
        if page.text(FOCUS) == "starts" {
            break;
        }
        page.press("Shift+Tab");
    }
    page.press("Enter");
    page.until(&format!("{FOCUS} === 'Nudge the client'"));
    page.until(&format!("{}.includes('window shakes')", text("starts-says")));
    inspect(&page, "beginnings");
    // What it is for is read without leaving the menu.
    page.press("ArrowRight");
    page.until(&format!(
        "document.getElementById('about').open && {}.startsWith('MSG: ')",
        text("about-words")
    ));
    inspect(&page, "documentation");
    page.press("Escape");
    page.until(&format!("!document.getElementById('about').open && {FOCUS} === 'Nudge the client'"));
    page.press("Enter");
    page.until(&format!("{FOCUS} === 'typed' && {}.includes('ID: 1\\\\r\\\\n')", text("preview")));
    page.until(&format!("{}.includes('bob@example.org sends a nudge')", text("remarks")));
    page.press("Control+Enter");
    session.client.expect(
        "MSG bob@example.org bob@example.org 69\r\nMIME-Version: 1.0\r\nContent-Type: text/x-msnmsgr-datacast\r\n\r\nID: 1\r\n\r\n",
    );
    page.until("seen.verb('MSG')?.flags.includes('injected')");
}

#[test]
fn a_held_message_is_edited_to_a_longer_text_and_received_whole() {
    if left_out() {
        return;
    }
    let (_watched, page, mut session) = chat(&[]);
    hold(&page, "cmd:MSG dir:c2s");
    session.client.send("MSG 2 N 5\r\nhelloMSG 3 N 2\r\nso");
    page.until(&format!("{} === 'held 2'", text("held")));
    page.until("seen.rows().filter(({looks}) => looks.includes('waiting')).length === 2");
    page.until(&format!("/ left/.test({}) && /1 behind it/.test({0})", text("held-list")));
    let row = page.until("seen.rows().find(({label}) => label.includes(', held'))");
    assert!(row["flags"].as_str().is_some_and(|flags| flags.contains("held")), "{row}");

    page.press("e");
    page.until("document.activeElement.id === 'rewritten'");
    assert_eq!(page.text("document.activeElement.value"), "MSG 2 N 5\nhello");
    page.type_text(", hé and more");
    page.until(&format!("{}.includes('MSG 2 N 19')", text("rewrite-preview")));
    inspect(&page, "rewriting");
    page.press("Control+Enter");
    session.server.expect("MSG 2 N 19\r\nhello, hé and more");
    page.until("seen.rows().some(({flags}) => flags.includes('edited'))");
    page.until(&format!("{} === 'held 1' && document.getElementById('rewrite').hidden", text("held")));

    // The other is dropped, which its row says; what came in place of the first is a step away.
    page.press("x");
    page.until("seen.rows().some(({flags}) => flags.includes('dropped'))");
    page.press("I");
    page.until("!seen.pressed('hold-on')");
    session.client.send("MSG 4 N 2\r\nok");
    session.server.expect("MSG 4 N 2\r\nok");
    let at = page
        .until("seen.rows().findIndex(({flags}) => flags.includes('edited')) + 1")
        .as_u64()
        .expect("a number");
    page.press("g");
    for _ in 1..at {
        page.press("j");
    }
    page.press("Enter");
    page.until(&format!(
        "{}.startsWith('It was held, and another left in its place: ')",
        text("details-fate")
    ));
    page.click("#details-fate button");
    page.until(&format!(
        "{}.includes('injected') && {}.includes('hé and more')",
        text("details-about"),
        text("details-says")
    ));
}

#[test]
fn with_the_length_left_as_it_was_typed_the_wrong_one_leaves() {
    if left_out() {
        return;
    }
    let (_watched, page, mut session) = chat(&[]);
    hold(&page, "cmd:MSG");
    session.client.send("MSG 2 N 5\r\nhello");
    page.until(&format!("{} === 'held 1'", text("held")));
    page.press("e");
    page.until("document.activeElement.id === 'rewritten'");
    page.type_text("!!");
    page.click("#measure");
    page.until(&format!("{}.includes('MSG 2 N 5')", text("rewrite-preview")));
    page.until(&format!("{}.includes('announces 5 bytes, the payload has 7')", text("rewrite-remarks")));
    page.click("#rewrite-send");
    session.server.expect("MSG 2 N 5\r\nhello!!");
}

#[test]
fn a_hidden_reply_is_not_received_by_the_client_and_is_listed_under_its_command() {
    if left_out() {
        return;
    }
    let (_watched, page, mut session) = chat(&[]);
    compose(&page, "CAL {trid} carol@example.org", "c2s");
    page.click("#hide-reply");
    page.until(&format!("{}.includes('CAL 2070000000 carol@example.org')", text("preview")));
    page.until(&format!("{}.includes('Only its own reply is hidden')", text("remarks")));
    page.click("#send");
    session.server.expect("CAL 2070000000 carol@example.org\r\n");
    page.until(&format!("{}.includes('Waits for its answer')", text("outcome")));
    session.server.send("CAL 2070000000 RINGING 7\r\nBYE bob@example.org\r\n");
    session.client.expect("BYE bob@example.org\r\n");
    page.until(&format!(
        "/Answered in \\d+, after [\\d.]+ m?s/.test({0}) && /CAL .*kept from the client/.test({0})",
        text("outcome")
    ));
    page.until("seen.rows().some(({verb, flags, label}) => verb === 'CAL' && flags.includes('kept from the client') && label.includes('kept from the client'))");
    // The next one has an id of its own.
    page.until(&format!("{}.includes('CAL 2070000001 ')", text("preview")));
    // What goes to the client has no reply to hide.
    page.click("input[name=dir][value=s2c]");
    page.until("document.getElementById('hide-reply').disabled");
}

#[test]
fn hands_off_lets_everything_go_and_ends_what_repeats() {
    if left_out() {
        return;
    }
    let (_watched, page, mut session) = chat(&[]);
    assert_eq!(page.eval("document.getElementById('hands-off').hidden"), json!(true));
    hold(&page, "cmd:MSG");
    session.client.send("MSG 2 N 5\r\nhello");
    page.until(&format!("{} === 'held 1'", text("held")));
    compose(&page, "QNG 7", "s2c");
    page.click("#repeat");
    page.eval("Object.assign(document.getElementById('every'), {value: 600000})");
    page.until(&format!("{} === 'Begin'", text("send-words")));
    page.eval("document.getElementById('typed').focus()");
    page.press("Control+Enter");
    session.client.expect("QNG 7\r\n");
    page.until(&format!("{}.includes('round 1 of 5: 1 frame sent')", text("running")));
    inspect(&page, "holding and repeating");
    page.press("Escape");
    page.until("document.activeElement.id !== 'typed'");
    page.press("H");
    session.server.expect("MSG 2 N 5\r\nhello");
    page.until(&format!(
        "{} === 'held 0' && {}.includes('stopped') && document.getElementById('hands-off').hidden",
        text("held"),
        text("running")
    ));
    page.until("document.getElementById('hold').hidden");
    session.client.send("MSG 3 N 0\r\n");
    session.server.expect("MSG 3 N 0\r\n");
}

#[test]
fn a_sequence_waits_for_what_it_is_told_to_and_is_stopped_on_its_own() {
    if left_out() {
        return;
    }
    let (_watched, page, mut session) = chat(&[]);
    let typed = "BYE bob@example.org\n--- wait for cmd:MSG\n--- to server\nXYZ 1 {me}\n--- wait 600 s";
    compose(&page, typed, "s2c");
    page.until(&format!(
        "{0}.includes('--- wait for cmd:MSG') && {0}.includes('XYZ 1 alice@example.org')",
        text("preview")
    ));
    page.press("Control+Enter");
    session.client.expect("BYE bob@example.org\r\n");
    session.client.send("MSG 2 N 0\r\n");
    session.server.expect("MSG 2 N 0\r\nXYZ 1 alice@example.org\r\n");
    page.until(&format!("{}.includes('2 frames sent')", text("running")));
    page.click("#running .stop");
    page.until(&format!("{}.includes('2 frames sent, stopped')", text("running")));
    page.until("!document.querySelector('#running .stop')");
}

#[test]
fn a_challenge_that_waits_counts_down_and_is_answered_from_here() {
    if left_out() {
        return;
    }
    let (_watched, page, mut session) = chat(&[]);
    session.client.send("VER 1 MSNP12 CVR0\r\n");
    session.server.send("VER 1 MSNP12\r\n");
    session.client.expect("VER 1 MSNP12\r\n");
    hold(&page, "cmd:CHL");
    session.server.send("CHL 0 15570131571988941333\r\n");
    page.until(&format!("/CHL .* left/s.test({})", text("held-list")));
    // With the keyboard: into the list, and along what can be done.
    page.eval("document.querySelector('#held-list .go').focus()");
    for _ in 0..5 {
        page.press("ArrowRight");
    }
    page.until(&format!("{FOCUS} === 'Prove'"));
    page.press("Enter");
    session.server.expect("VER 1 MSNP12 CVR0\r\n");
    assert!(session.server.receive_line().starts_with("QRY 20"), "the answer");
    page.until("seen.rows().some(({verb, flags}) => verb === 'CHL' && flags.includes('answered'))");
}

#[test]
fn a_row_is_sent_again_or_taken_into_the_composer_as_it_would_be_typed() {
    if left_out() {
        return;
    }
    let (_watched, page, mut session) = chat(&[]);
    session.client.send("MSG 41 N 6\r\né\r\n{\u{1b}");
    session.server.expect("MSG 41 N 6\r\né\r\n{\u{1b}");
    page.until("seen.verb('MSG')");
    page.press("G");
    page.until("seen.verb('MSG').selected");
    page.press("R");
    session.server.expect("MSG 2000000000 N 6\r\né\r\n{\u{1b}");
    page.until(&format!("/^Entry \\d+ sent again: entry \\d+/.test({})", text("result")));
    page.press("g");
    page.press("G");
    page.press("k");
    page.until("seen.verb('MSG').selected");
    page.press("r");
    page.until(&format!("{TYPED} === 'MSG {{trid}} N {{len}}\\né\\n{{\\\\x1b' && {FOCUS} === 'typed'"));
    assert_eq!(page.eval("document.querySelector('input[value=c2s]').checked"), json!(true));
    page.until(&format!("{}.includes('MSG 2000000001 N 6')", text("preview")));
    // What stood there before comes back as after any typing.
    page.press("Control+z");
    page.until(&format!("{TYPED} === ''"));
}

#[test]
fn what_cannot_be_read_is_said_with_its_place_and_any_byte_can_be_typed() {
    if left_out() {
        return;
    }
    let (_watched, page, mut session) = chat(&[]);
    page.forgive("status of 400");
    compose(&page, "XYZ 1\nä\\q", "s2c");
    page.until(&format!("{}.startsWith('Line 2, column 2: a backslash begins')", text("remarks")));
    assert_eq!(page.text("document.querySelector('#preview mark').textContent"), "\\q");
    inspect(&page, "unreadable");
    compose(&page, "XYZ \\xff\\x00{guid", "s2c");
    page.until(&format!("{}.includes('XYZ \\\\xff\\\\x00{{guid\\\\r\\\\n')", text("preview")));
    page.press("Control+Enter");
    session.client.expect(b"XYZ \xff\0{guid\r\n");
}

#[test]
fn a_snippet_is_offered_on_top_and_where_no_file_is_named_that_is_said() {
    if left_out() {
        return;
    }
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("mine.toml");
    let (_watched, page, _session) = chat(&["--snippets", file.to_str().expect("a path of plain text")]);
    compose(&page, "NLN BSY {peer} Bob", "s2c");
    page.click("#save-snippet");
    page.until(&format!("{FOCUS} === 'snippet-name'"));
    page.type_text("Look busy");
    inspect(&page, "a snippet");
    page.press("Enter");
    page.until(&format!("{}.startsWith('Saved as Look busy') && {FOCUS} === 'typed'", text("result")));
    assert!(std::fs::read_to_string(&file).expect("the file").contains("NLN BSY {peer} Bob"));
    page.click("#starts");
    page.until(&format!("{FOCUS} === 'Look busy'"));
    page.press("Enter");
    page.until(&format!(
        "{FOCUS} === 'typed' && {}.includes('NLN BSY bob@example.org Bob')",
        text("preview")
    ));

    let (_watched, page, _session) = chat(&[]);
    page.forgive("status of 409");
    compose(&page, "PNG", "c2s");
    page.click("#save-snippet");
    page.type_text("Ping");
    page.press("Enter");
    page.until(&format!("{}.includes('--snippets FILE')", text("snippet-trouble")));
    page.press("Escape");
}

#[test]
fn where_nothing_can_be_done_it_is_said_why() {
    if left_out() {
        return;
    }
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("evening.ndjson");
    let file = file.to_str().expect("a path of plain text");
    let (watched, page, session) = chat(&["--read-only", "--record", file]);
    expect_nothing_to_steer(&page, "runs with --read-only");
    assert_eq!(page.eval("document.getElementById('send').disabled"), json!(true));
    drop((page, session));
    watched.proxy.stop();

    let mut command = Command::new(env!("CARGO_BIN_EXE_nudge"));
    command.args(["open", file, "--web", "127.0.0.1:0", "--no-open"]);
    let program = Program::printing(command);
    let url = program.stderr.first(|line| line.contains("/?token="));
    let page = Person::new().open(url.trim());
    page.until("seen.verb('IRO')");
    expect_nothing_to_steer(&page, "is a saved transcript");
    page.until(&format!("{}.includes('nothing can be sent')", text("composer")));
    drop(page);
    program.interrupt();
    program.wait();
}

#[track_caller]
fn expect_nothing_to_steer(page: &Page, why: &str) {
    page.press("k");
    page.until("document.activeElement.closest('#canvas')");
    for key in ["i", "I", "R", "A", "H"] {
        page.press(key);
        page.until(&format!("{}.includes('{why}')", text("notices")));
        page.click(".notice button");
        page.until("!document.querySelector('.notice')");
        page.press("k");
    }
    assert_eq!(
        page.eval("[document.getElementById('hold').hidden, document.getElementById('hands-off').hidden]"),
        json!([true, true])
    );
}
