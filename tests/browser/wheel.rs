//! A person sends: from a beginning, hidden, again, one after the other, down to the bytes at both sockets.

use super::access::inspect;
use super::left_out;
use super::page::Page;
use super::watched::Watched;
use crate::harness::Session;
use serde_json::json;

pub(super) const FOCUS: &str = "(document.activeElement.id || document.activeElement.textContent)";
const TYPED: &str = "document.getElementById('typed').value";
const CHOSEN: &str = "document.getElementById('to-session').selectedOptions[0]?.textContent";

/// A chat of alice's with bob, which a page shows and its composer is for.
pub(super) fn chat(args: &[&str]) -> (Watched, Page, Session) {
    let watched = Watched::start(args);
    let page = watched.page();
    let session = begin_chat(&watched, &page);
    (watched, page, session)
}

fn begin_chat(watched: &Watched, page: &Page) -> Session {
    let mut session = watched.session();
    session.client.send("ANS 1 alice@example.org 1234.5678 9\r\n");
    session.server.expect("ANS 1 alice@example.org 1234.5678 9\r\n");
    session.server.send("IRO 1 1 1 bob@example.org bob\r\n");
    session.client.expect("IRO 1 1 1 bob@example.org bob\r\n");
    page.until(&format!("seen.verb('IRO') && {CHOSEN} === '{} SB alice → bob'", session.number));
    session
}

/// Alice at a notification server, with bob on her lists.
fn sign_in(watched: &Watched, page: &Page) -> Session {
    let mut session = watched.session();
    for (asks, answers) in [
        ("VER 1 MSNP12 CVR0\r\n", "VER 1 MSNP12\r\n"),
        ("USR 2 TWN S ticket\r\n", "USR 2 OK alice@example.org 1 0\r\n"),
        ("SYN 3 0 0\r\n", "SYN 3 1 1 1 0\r\nLST N=bob@example.org F=Bob 3\r\n"),
    ] {
        session.client.send(asks);
        session.server.expect(asks);
        session.server.send(answers);
        session.client.expect(answers);
    }
    page.until(&format!("seen.verb('LST') && {CHOSEN} === '{} NS alice'", session.number));
    session
}

/// What an element says, as part of an expression.
pub(super) fn text(id: &str) -> String {
    format!("document.getElementById('{id}').innerText")
}

/// Types into the composer in place of whatever stood there.
#[track_caller]
pub(super) fn compose(page: &Page, typed: &str, dir: &str) {
    page.click(&format!("input[name=dir][value={dir}]"));
    page.eval("document.getElementById('typed').select()");
    page.type_text(typed);
    page.until(&format!("{TYPED} === {}", json!(typed)));
}

/// Goes on from field to field, with a key, into an element.
#[track_caller]
pub(super) fn tab_to(page: &Page, key: &str, selector: &str) {
    let is_there = format!("!!document.activeElement.closest('{selector}')");
    for _ in 0..30 {
        if page.eval(&is_there) == json!(true) {
            return;
        }
        page.press(key);
    }
    panic!("{key} does not lead to {selector}");
}

#[test]
fn by_keyboard_alone_a_nudge_is_chosen_seen_and_sent_to_the_client() {
    if left_out() {
        return;
    }
    let (_watched, page, mut session) = chat(&[]);
    page.press("r");
    page.until(&format!("{FOCUS} === 'typed'"));
    tab_to(&page, "Shift+Tab", "#starts");
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
fn before_it_is_sent_its_exact_bytes_its_meaning_and_the_rules_it_breaks_are_shown() {
    if left_out() {
        return;
    }
    let (_watched, page, mut session) = chat(&[]);
    let typed = "MSG bob@example.org Bob {len}\nMIME-Version: 1.0\nContent-Type: text/plain\n\nhé";
    compose(&page, typed, "s2c");
    page.until(&format!(
        "{}.replace(/\\n/g, '') === '<<< MSG bob@example.org Bob 50\\\\r\\\\nMIME-Version: 1.0\\\\r\\\\nContent-Type: text/plain\\\\r\\\\n\\\\r\\\\nhé'",
        text("preview")
    ));
    page.until("document.querySelector('#remarks .says')?.textContent.includes('“hé”')");
    assert_eq!(page.eval("document.querySelectorAll('#remarks :not(.says)').length"), json!(0));
    page.until(&format!("{} === '78 bytes'", text("sum")));

    // The same with a wrong length, of which the linter speaks; it is sent as it was typed.
    let wrong = typed.replace("{len}", "4");
    compose(&page, &wrong, "s2c");
    page.until("document.querySelector('#remarks .error')");
    page.until(&format!("{}.includes('announces 4 bytes, the payload has 50')", text("remarks")));
    assert_eq!(page.eval("seen.verb('MSG') ?? null"), json!(null), "nothing was sent");
    page.press("Control+Enter");
    session.client.expect(wrong.replace('\n', "\r\n"));
}

#[test]
fn what_is_offered_to_begin_with_is_what_the_session_takes_filled_in_with_who_is_there() {
    if left_out() {
        return;
    }
    let watched = Watched::start(&[]);
    let page = watched.page();
    let mut session = sign_in(&watched, &page);
    let offers = |name: &str| page.eval(&format!("{}.includes({})", text("starts-items"), json!(name)));
    page.click("#starts");
    page.until(&format!("{FOCUS} === \"A contact's status\""));
    assert_eq!(offers("Add a contact"), json!(true));
    assert_eq!(offers("Nudge"), json!(false), "at a notification server");
    page.press("Enter");
    // As its dialect has it, about a contact.
    page.until(&format!("{}.includes('NLN BSY bob@example.org bob@example.org 268435492')", text("preview")));
    page.press("Control+Enter");
    session.client.expect("NLN BSY bob@example.org bob@example.org 268435492\r\n");

    page.press("Control+a");
    page.press("Delete");
    let _chat = begin_chat(&watched, &page);
    page.click("#starts");
    page.until(&format!("{FOCUS} === 'Nudge the client'"));
    assert_eq!(offers("A contact's status"), json!(false), "in a chat");
    page.press("Enter");
    page.until(&format!("{}.includes('MSG bob@example.org bob@example.org 69')", text("preview")));
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
fn what_hiding_the_reply_cannot_hide_is_said_before_it_is_sent() {
    if left_out() {
        return;
    }
    let watched = Watched::start(&[]);
    let page = watched.page();
    let mut session = sign_in(&watched, &page);
    compose(&page, "CHG {trid} BSY 0", "c2s");
    page.until("document.querySelector('#remarks .says')");
    assert_eq!(page.eval("document.querySelector('#remarks .noticed')"), json!(null), "not hidden yet");
    page.click("#hide-reply");
    page.until("document.querySelector('#remarks .noticed')?.textContent.includes('others see the status')");
    assert_eq!(page.eval("seen.verb('CHG') ?? null"), json!(null), "nothing was sent");
    page.click("#send");
    session.server.expect("CHG 2070000000 BSY 0\r\n");
    session.server.send("CHG 2070000000 BSY 0\r\nNLN NLN bob@example.org Bob 0\r\n");
    session.client.expect("NLN NLN bob@example.org Bob 0\r\n");
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
    page.until("seen.rows().at(-1).flags.includes('injected')");
    page.press("G");
    page.until("seen.rows().at(-1).selected");
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
    page.click("#save-snippet");
    page.until(&format!("{FOCUS} === 'snippet-name'"));
    page.type_text("Look busy");
    page.click("#forget-snippet");
    page.until(&format!("{}.startsWith('Look busy is forgotten')", text("result")));
    assert!(!std::fs::read_to_string(&file).expect("the file").contains("NLN BSY"));

    let (_watched, page, _session) = chat(&[]);
    page.forgive("status of 409");
    compose(&page, "PNG", "c2s");
    page.click("#save-snippet");
    page.type_text("Ping");
    page.press("Enter");
    page.until(&format!("{}.includes('--snippets FILE')", text("snippet-trouble")));
    page.press("Escape");
}
