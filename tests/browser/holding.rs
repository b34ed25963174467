//! A person holds what passes: edits it, drops it, answers it, and takes the hands off, down to the bytes at both sockets.

use super::access::inspect;
use super::chromium::Person;
use super::left_out;
use super::page::Page;
use super::wheel::{FOCUS, chat, compose, tab_to, text};
use crate::harness::Program;
use serde_json::json;
use std::process::Command;

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
fn by_keyboard_alone_a_held_message_is_edited_to_a_longer_text_with_an_accent_and_received_whole() {
    if left_out() {
        return;
    }
    let (_watched, page, mut session) = chat(&[]);
    hold(&page, "cmd:MSG dir:c2s");
    const HEAD: &str = "MIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\n";
    session.client.send(format!("MSG 2 N 52\r\n{HEAD}helloMSG 3 N 2\r\nso"));
    page.until(&format!("{} === 'held 2'", text("held")));
    page.until("seen.rows().filter(({looks}) => looks.includes('waiting')).length === 2");
    page.until(&format!("/ left/.test({}) && /1 behind it/.test({0})", text("held-list")));
    let row = page.until("seen.rows().find(({label}) => label.includes(', held'))");
    assert!(row["flags"].as_str().is_some_and(|flags| flags.contains("held")), "{row}");

    page.press("e");
    page.until("document.activeElement.id === 'rewritten'");
    assert_eq!(
        page.text("document.activeElement.value"),
        format!("MSG 2 N 52\n{}hello", HEAD.replace("\r\n", "\n"))
    );
    page.type_text(", hé and more");
    page.until(&format!("{}.includes('MSG 2 N 66')", text("rewrite-preview")));
    inspect(&page, "rewriting");
    page.press("Control+Enter");
    session.server.expect(format!("MSG 2 N 66\r\n{HEAD}hello, hé and more"));
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
    tab_to(&page, "Tab", "#details-fate button");
    page.press("Enter");
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
    page.until("document.querySelector('#rewrite-remarks :is(.error, .warning, .doubt)')");
    page.click("#rewrite-send");
    session.server.expect("MSG 2 N 5\r\nhello!!");
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
    page.until(&format!("/CHL.* left/s.test({})", text("held-list")));
    let first = page.text("document.querySelector('#held-list .left').textContent");
    page.until(&format!("document.querySelector('#held-list .left').textContent !== '{first}'"));
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
fn hands_off_lets_everything_go_and_ends_what_repeats() {
    if left_out() {
        return;
    }
    let (_watched, page, mut session) = chat(&[]);
    assert_eq!(page.eval("document.getElementById('hands-off').hidden"), json!(true));
    hold(&page, "cmd:MSG");
    session.client.send("MSG 2 N 5\r\nhello");
    page.until(&format!("{} === 'held 1'", text("held")));
    page.until("!document.getElementById('hands-off').hidden");
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
