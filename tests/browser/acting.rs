//! A person acts: with the keyboard alone, down to the bytes at the client's socket.

use super::left_out;
use super::page::Page;
use super::watched::Watched;
use serde_json::json;

/// A page that shows a few rows of one session.
fn some_traffic() -> (Watched, Page, crate::harness::Session) {
    let watched = Watched::start(&[]);
    let page = watched.page();
    let mut session = watched.session();
    session.client.send("VER 1 MSNP12 CVR0\r\nPNG\r\n");
    session.server.expect("VER 1 MSNP12 CVR0\r\nPNG\r\n");
    session.server.send("VER 1 MSNP12\r\nQNG 50\r\nNLN NLN bob@example.org Bob 0\r\n");
    session.client.expect("VER 1 MSNP12\r\nQNG 50\r\nNLN NLN bob@example.org Bob 0\r\n");
    page.until("seen.verb('NLN')");
    (watched, page, session)
}

#[test]
fn a_command_typed_in_the_composer_reaches_the_client_and_is_marked_as_injected() {
    if left_out() {
        return;
    }
    let (watched, page, mut session) = some_traffic();
    page.press("r");
    page.until("document.activeElement.id === 'typed'");
    page.type_text("MSG bob@example.org Bob {len}\nMIME-Version: 1.0\nContent-Type: text/plain\n\nhäl o");
    let payload = "MIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\nhäl o";
    let exact = format!("MSG bob@example.org Bob {}\r\n{payload}", payload.len());
    page.until(&format!("document.getElementById('preview').innerText.includes('Bob {}')", payload.len()));
    page.until(&format!("document.getElementById('sum').textContent === '{} bytes'", exact.len()));
    page.press("Control+Enter");
    session.client.expect(&exact);

    let row = page.until("seen.verb('MSG')");
    let says = |field: &str| row[field].as_str().unwrap_or_default().to_owned();
    assert!(says("looks").contains("injected") && says("flags").contains("injected"), "{row}");
    assert!(says("label").contains(", injected") && says("direction").contains("to client"), "{row}");
    assert!(says("says").contains("“häl o”"), "{row}");
    let outline = page.text("getComputedStyle(document.querySelector('.row.injected')).outlineStyle");
    assert_eq!(outline, "dashed");
    let entry = watched.proxy.row(|row| row.has_flag("injected"));
    assert_eq!((entry.text("origin"), entry.sent()), ("person", exact.into_bytes()));
    page.until("document.getElementById('result').innerText.startsWith('Sent: entry')");
}

#[test]
fn a_transaction_id_is_filled_in_that_the_client_does_not_use_or_that_of_its_latest_request() {
    if left_out() {
        return;
    }
    let (_watched, page, mut session) = some_traffic();
    session.client.send("SYN 41 0\r\n");
    session.server.expect("SYN 41 0\r\n");
    page.until("seen.verb('SYN')");
    page.press("r");
    page.type_text("CHG {trid} BSY 0");
    page.click("input[name=dir][value=c2s]");
    page.until("document.getElementById('preview').innerText.includes('CHG 2000000000 BSY 0')");
    page.click("#send");
    session.server.expect("CHG 2000000000 BSY 0\r\n");
    page.until("seen.verb('CHG')?.flags.includes('injected')");
    page.click("input[name=dir][value=s2c]");
    page.until("document.getElementById('preview').innerText.includes('CHG 41 BSY 0')");
}

#[test]
fn the_keyboard_alone_suffices() {
    if left_out() {
        return;
    }
    let (_watched, page, mut session) = some_traffic();
    let selected = "seen.rows().find(({selected}) => selected)";

    page.press("/");
    page.until("document.activeElement.id === 'filter'");
    page.type_text("-cmd:PNG");
    page.press("Enter");
    page.until("location.hash.includes('filter=-cmd%3APNG') && !seen.verb('PNG') && seen.verb('NLN')");

    page.press("k");
    page.until(&format!("{selected}?.verb === 'QNG' || {selected}?.verb === 'NLN'"));
    page.until("document.activeElement.closest('#canvas')");
    assert_eq!(page.eval("seen.pressed('follow')"), json!(false), "who selects a row stays there");
    page.press("g");
    page.until(&format!("{selected}?.n === 1"));
    page.press("j");
    page.until(&format!("{selected}?.n === 2"));
    page.press("ArrowDown");
    page.until(&format!("{selected}?.n === 3"));
    page.press("k");
    page.until(&format!("{selected}?.n === 2"));
    page.press("G");
    page.until(&format!("{selected}?.verb === 'NLN' && seen.pressed('follow')"));

    page.press("Enter");
    page.until("!document.getElementById('details').hidden");
    page.until("document.getElementById('details-panel').innerText.includes('bob@example.org')");
    page.press("Escape");
    page.until("document.getElementById('details').hidden");

    // With a row selected it would be taken into the composer.
    page.press("Escape");
    page.until(&format!("!{selected}"));
    page.press("r");
    page.until("document.activeElement.id === 'typed'");
    page.type_text("QNG 7");
    page.until("document.getElementById('preview').innerText.includes('QNG 7') && !document.getElementById('send').disabled");
    page.press("Control+Enter");
    session.client.expect("QNG 7\r\n");
    page.press("Escape");
    page.until("document.activeElement.id !== 'typed'");

    page.press("?");
    page.until("document.getElementById('help').open");
    page.press("Escape");
    page.until("!document.getElementById('help').open");

    page.press("p");
    page.until("seen.pressed('pause') && document.getElementById('link-words').textContent === 'paused'");
    page.press("p");
    page.until("!seen.pressed('pause')");
    let following = page.eval("seen.pressed('follow')");
    page.press("f");
    page.until(&format!("seen.pressed('follow') !== {following}"));
}

#[test]
fn every_stop_of_the_tab_key_shows_the_focus_and_the_way_leads_to_the_composer_and_out() {
    if left_out() {
        return;
    }
    let (_watched, page, _session) = some_traffic();
    let mut stops = Vec::new();
    // Twice as many as there are, if nothing is a trap.
    for _ in 0..60 {
        page.press("Tab");
        let stop = page.eval(
            "(() => {
                const {activeElement: at} = document;
                if (!at || at === document.body) return null;
                const looks = getComputedStyle(at);
                const shown = looks.outlineStyle !== 'none' && parseFloat(looks.outlineWidth) >= 1;
                return {name: at.id || at.getAttribute('role') || at.outerHTML.slice(0, 80), shown};
            })()",
        );
        if stop.is_null() || (stops.len() > 2 && stop == stops[0]) {
            break;
        }
        assert_eq!(stop["shown"], json!(true), "the focus is not seen at {stop}");
        stops.push(stop);
    }
    let reached = |name: &str| stops.iter().any(|stop| stop["name"] == name);
    for name in ["filter", "pause", "follow", "treeitem", "row", "to-session", "typed"] {
        assert!(reached(name), "{name} is not reached: {stops:#?}");
    }
    assert!(stops.len() < 59, "the Tab key never leaves: {stops:#?}");
}

#[test]
fn single_letters_are_typed_where_something_is_typed_and_can_be_switched_off() {
    if left_out() {
        return;
    }
    let (_watched, page, _session) = some_traffic();
    page.press("r");
    page.type_text("fpj?/");
    page.until("document.getElementById('typed').value === 'fpj?/'");
    assert_eq!(page.eval("seen.pressed('pause') || document.getElementById('help').open"), json!(false));
    page.press("Escape");
    page.press("?");
    page.click("#setting-letters");
    page.press("Escape");
    // The focus leaves what is hidden a frame later.
    page.until("!document.getElementById('help').open && !document.activeElement.closest('dialog')");
    page.press("p");
    page.press("ArrowUp");
    page.until("seen.rows().some(({selected}) => selected)");
    assert_eq!(page.eval("seen.pressed('pause')"), json!(false));
}

#[test]
fn a_wish_made_while_another_is_being_fulfilled_does_not_undo_it() {
    if left_out() {
        return;
    }
    let (_watched, page, _session) = some_traffic();
    page.eval("location.hash = '#filter=cmd:VER'");
    page.until("seen.rows().length === 2 && location.hash.includes('VER')");
    let both =
        "document.getElementById('unfilter').click(); document.getElementById('lens-redirects').click()";
    page.eval(both);
    page.until("seen.pressed('lens-redirects') && location.hash === '#view=redirects'");
    page.eval("location.hash = '#filter=cmd:PNG'"); // checked by the program first
    page.eval("document.getElementById('lens-transcript').click()");
    page.until("seen.pressed('lens-transcript') && seen.rows().length === 1 && seen.verb('PNG')");
}

#[test]
fn whoever_does_not_follow_stays_where_they_are_in_every_view() {
    if left_out() {
        return;
    }
    let (_watched, page, mut session) = some_traffic();
    session.server.send("QNG 50\r\n".repeat(300));
    page.until("seen.atEnd() && seen.rows().at(-1).verb === 'QNG' && seen.rows()[0].n > 100");
    page.press("f");
    page.wheel("#scroller", -2200);
    page.until("!seen.atEnd() && !seen.pressed('follow')");
    page.until("(globalThis.place === seen.place()) || void (globalThis.place = seen.place())");
    let place = page.text("seen.place().split(' at ')[0]");
    page.press("v");
    page.until("seen.pressed('lens-conversation')");
    page.press("v");
    page.until("seen.pressed('lens-contacts')");
    assert_eq!(page.eval("seen.pressed('follow')"), json!(false));
    page.press("V");
    page.press("V");
    page.until("seen.pressed('lens-transcript') && seen.rows().length > 10");
    page.until(&format!("seen.place().split(' at ')[0] === '{place}'"));
    assert_eq!(page.eval("seen.pressed('follow')"), json!(false));

    // Who follows goes on following, and a pause stays one.
    page.press("f");
    page.until("seen.atEnd()");
    page.press("v");
    page.until("seen.pressed('lens-conversation') && seen.pressed('follow')");
    page.press("p");
    page.press("V");
    page.until("seen.pressed('lens-transcript') && seen.pressed('pause')");
    session.server.send("LAST 1\r\n");
    page.until("seen.fresh() > 0 && !seen.verb('LAS')");
}

#[test]
fn no_key_is_lost_after_the_help() {
    if left_out() {
        return;
    }
    let (_watched, page, _session) = some_traffic();
    for key in ["Escape", "?"] {
        page.press("?");
        page.click("#setting-letters");
        page.click("#setting-letters");
        // Both at once, as quickly as anybody can.
        let at_once = format!(
            "(() => {{
                const press = (key) => document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {{key, bubbles: true, cancelable: true}}));
                press('{key}');
                press('p');
                return [document.getElementById('help').open];
            }})()"
        );
        page.until("document.activeElement.id === 'setting-letters'");
        assert_eq!(page.eval(&at_once), json!([false]), "{key}");
        page.until("seen.pressed('pause')");
        page.press("p");
        page.until("!seen.pressed('pause')");
    }
    let says = page.text("document.getElementById('help').textContent");
    for part in [
        "Ctrl Enter",
        "v V",
        "[ ]",
        "to its answer",
        "back from there",
        "send what is composed",
        "in the bytes as they passed",
    ] {
        assert!(says.contains(part), "{part}: {says}");
    }
}

#[test]
fn all_that_there_is_is_counted_and_under_a_filter_how_much_of_it_matches() {
    if left_out() {
        return;
    }
    let (_watched, page, mut session) = some_traffic();
    session.server.send("QNG 50\r\n".repeat(2_000));
    let count = "document.getElementById('kept').textContent";
    page.until("seen.rows().at(-1)?.n > 2_000");
    page.go(&page.text("location.href"));
    page.until(&format!("/^2,0\\d\\d entries$/.test({count})"));
    page.eval("location.hash = '#filter=cmd:VER'");
    page.until(&format!("/^2 of 2,0\\d\\d entries$/.test({count})"));
}

#[test]
fn a_filter_that_is_not_understood_stays_in_its_box_and_changes_nothing() {
    if left_out() {
        return;
    }
    let (_watched, page, _session) = some_traffic();
    // While the page connects anew for another filter, it is told over HTTP.
    page.forgive("status of 400");
    page.press("/");
    page.type_text("cmd:VER");
    page.press("Enter");
    page.until("seen.rows().length === 2 && document.activeElement.id !== 'filter'");
    page.press("/");
    page.press("Control+a");
    // At once: its beginning alone would be a filter that is understood.
    page.ask("Input.insertText", &json!({ "text": "bogus:zzz" }));
    page.press("Enter");
    page.until("document.getElementById('objection').textContent");
    page.eval("new Promise((done) => setTimeout(done, 400))");
    let box_says = "(({value, ariaInvalid}) => [value, ariaInvalid])(document.getElementById('filter'))";
    assert_eq!(page.eval(box_says), json!(["bogus:zzz", "true"]));
    assert_eq!(page.eval("document.activeElement.id"), json!("filter"));
    assert_eq!(page.eval("seen.rows().map(({verb}) => verb)"), json!(["VER", "VER"]));

    // Neither does it go when the person does, and what is mended is in force.
    page.press("Escape");
    page.until("document.activeElement.id !== 'filter'");
    assert_eq!(page.eval(box_says), json!(["bogus:zzz", "true"]));
    page.press("/");
    page.press("Control+a");
    page.type_text("cmd:QNG");
    page.press("Enter");
    page.until("seen.rows().length === 1 && seen.verb('QNG') && document.activeElement.closest('#canvas')");
    assert_eq!(page.eval(box_says), json!(["cmd:QNG", null]));
}

#[test]
fn only_the_person_turns_following_on_or_off_never_the_size_of_the_window_or_the_details() {
    if left_out() {
        return;
    }
    let (_watched, page, mut session) = some_traffic();
    session.server.send("QNG 50\r\n".repeat(300));
    page.until("seen.atEnd() && seen.rows().at(-1).verb === 'QNG' && seen.rows()[0].n > 100");
    let settled = "new Promise((done) => setTimeout(done, 300))";
    page.press("k");
    page.press("k");
    page.press("k");
    page.press("Enter");
    page.until("!document.getElementById('details').hidden && !seen.pressed('follow')");
    page.eval(settled);
    page.resize(1600, 1000);
    page.until("innerHeight === 1000");
    page.eval(settled);
    assert_eq!(page.eval("seen.pressed('follow')"), json!(false), "enlarged");
    assert_eq!(page.eval("seen.rows().some(({selected}) => selected)"), json!(true));
    page.resize(1024, 700);
    page.until("innerHeight === 700");
    page.eval(settled);
    page.press("Escape");
    page.until("document.getElementById('details').hidden");
    page.eval(settled);
    assert_eq!(page.eval("seen.pressed('follow')"), json!(false), "details closed");
    // The wheel does.
    page.wheel("#scroller", -1000);
    page.until("!seen.atEnd()");
    page.wheel("#scroller", 4000);
    page.until("seen.atEnd() && seen.pressed('follow')");
    page.resize(1600, 1000);
    page.eval(settled);
    assert_eq!(page.eval("seen.pressed('follow') && seen.atEnd()"), json!(true), "followed all along");
}

#[test]
fn a_filter_set_far_back_reads_on_until_the_screen_is_full() {
    if left_out() {
        return;
    }
    let (_watched, page, mut session) = some_traffic();
    for _ in 0..6 {
        session.server.send("XFR 9 SB 10.9.8.7:1863 CKI 12.34\r\n");
        session.server.send("QNG 50\r\n".repeat(700));
    }
    page.until("seen.atEnd() && seen.rows().at(-1).n > 4_200");
    page.press("g");
    page.until("!seen.pressed('follow') && seen.rows()[0].n === 1");
    page.eval("location.hash = '#filter=cmd:XFR'");
    page.until("seen.rows().filter(({verb}) => verb === 'XFR').length === 6");
    page.until("!seen.rows().some(({says}) => says.includes('further on'))");
    assert_eq!(page.eval("seen.pressed('follow')"), json!(false));
}
