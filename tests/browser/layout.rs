//! What is shown fits, and nothing covers anything, on a small screen and with many sessions.

use super::left_out;
use super::page::Page;
use super::watched::Watched;
use serde_json::json;

/// Sessions that are over: more than fit into the sidebar.
const OVER: usize = 40;

#[track_caller]
fn expect_no_page_to_scroll(page: &Page) {
    page.until("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))");
    assert_eq!(page.eval("[document.scrollingElement.scrollHeight, innerHeight]"), json!([700, 700]));
}

#[test]
fn many_closed_sessions_scroll_in_their_sidebar_and_fold_into_one_line() {
    if left_out() {
        return;
    }
    let watched = Watched::start(&[]);
    let page = watched.page();
    for _ in 0..OVER {
        let mut session = watched.session();
        session.client.send("VER 1 MSNP12 CVR0\r\nUSR 2 TWN I alice@example.org\r\n");
        session.server.send("USR 2 OK alice@example.org Alice 1 0\r\n");
        session.client.expect("USR 2 OK alice@example.org Alice 1 0\r\n");
    }
    // Of one account without an open session the latest is shown, the others are a line.
    let more = "[...document.querySelectorAll('.node.more .name')].map(({textContent}) => textContent)";
    page.until(&format!("{more}.join() === '{} closed — show'", OVER - 1));
    assert_eq!(page.eval("document.querySelectorAll('.node.thread').length"), json!(1));
    expect_no_page_to_scroll(&page);
    page.click(".node.more");
    page.until(&format!("document.querySelectorAll('.node.thread').length === {OVER}"));
    expect_no_page_to_scroll(&page);
    page.click(".node.more");
    page.until("document.querySelectorAll('.node.thread').length === 1");
}

#[test]
fn on_a_small_screen_labels_and_flags_are_whole_and_an_error_in_the_filter_covers_nothing() {
    if left_out() {
        return;
    }
    let watched = Watched::start(&[]);
    let page = watched.page();
    let mut session = watched.session();
    session.client.send("ANS 1 alice@example.org 1234.5678 9\r\n");
    session.server.expect("ANS 1 alice@example.org 1234.5678 9\r\n");
    session.server.send("IRO 1 1 1 bob@example.org Bob\r\nXFR 9 SB 10.9.8.7:1863 CKI 12.34\r\n");
    page.until("seen.verb('XFR')?.flags.includes('masked')");
    for (width, shown) in [(1024, "1 alice → bob"), (1600, "1 SB alice → bob")] {
        page.resize(width, 700);
        let cell = "document.querySelector('#canvas > .s2c > .session')";
        page.until(&format!("{cell}.innerText === '{shown}'"));
        // With room for three digits more.
        let room = page.eval(&format!(
            "(() => {{
                const text = document.createRange();
                text.selectNodeContents({cell});
                return {cell}.clientWidth - text.getBoundingClientRect().width;
            }})()"
        ));
        assert!(room.as_f64() >= Some(22.0), "{width}: {room}");
        assert_eq!(page.eval(&format!("{cell}.title")), json!("1 SB alice → bob"));
        let flags = "[...document.querySelectorAll('.flag')].filter((flag) => flag.checkVisibility()).map(({innerText}) => innerText)";
        let flags = page.eval(&format!("{flags}.slice(-2)"));
        assert_eq!(flags, json!(["rewritten", "masked"]), "{width}");
    }
    assert_eq!(
        page.text("seen.verb('IRO').label.split(', ')[1]"),
        "switchboard of alice with bob",
        "whose it is, and with whom"
    );
    assert!(page.text("document.querySelector('.node.chat, [data-key=s1]').innerText").contains("→ bob"));

    page.resize(1024, 700);
    page.press("/");
    page.type_text("cmd:");
    page.until("document.getElementById('objection').textContent");
    let covered = "(() => {
        const box = (id) => document.getElementById(id).getBoundingClientRect();
        const [error, ...others] = ['objection', 'sessions', 'transcript', 'filter', 'lens-transcript', 'clear'].map(box);
        return others.some(({left, right, top, bottom}) => left < error.right && right > error.left && top < error.bottom && bottom > error.top);
    })()";
    assert_eq!(page.eval(covered), json!(false));

    // What is counted stands in lines that begin alike.
    page.resize(700, 700);
    let first = "(() => {
        const [all, ...items] = [document.getElementById('counts'), ...document.querySelectorAll('#counts > li:not([hidden])')];
        const boxes = items.map((item) => item.getBoundingClientRect());
        const lines = Map.groupBy(boxes, ({top}) => top);
        return new Set([...lines.values()].map(([{left}]) => left)).size;
    })()";
    assert_eq!(page.eval(first), json!(1));
}

#[test]
fn beside_the_list_no_word_of_the_documentation_is_broken_and_the_flags_are_read() {
    if left_out() {
        return;
    }
    let watched = Watched::start(&[]);
    let page = watched.page();
    let mut session = watched.session();
    session.server.send("XFR 9 SB 10.9.8.7:1863 CKI 12.34\r\n");
    page.until("seen.verb('XFR')?.flags.includes('rewritten')");
    page.resize(1600, 1000);
    page.press("k");
    page.press("4");
    page.until("document.querySelector('.forms td.arguments')");
    // A word that is broken stands on two lines, so that it has two boxes.
    let broken = "(() => {
        const found = [];
        for (const cell of document.querySelectorAll('.forms :is(th, td)')) {
            const texts = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
            while (texts.nextNode()) {
                for (const word of texts.currentNode.data.matchAll(/\\S+/g)) {
                    const range = document.createRange();
                    range.setStart(texts.currentNode, word.index);
                    range.setEnd(texts.currentNode, word.index + word[0].length);
                    if (new Set([...range.getClientRects()].map(({top}) => top)).size > 1) found.push(word[0]);
                }
            }
        }
        return found;
    })()";
    assert_eq!(page.eval(broken), json!([]));
    let room = page.eval(
        "(() => {
            const [panel, all] = ['#details-panel', '.forms'].map((one) => document.querySelector(one));
            const least = Math.min(...[...all.querySelectorAll('td.arguments')].map(({clientWidth}) => clientWidth));
            return [least > panel.clientWidth * 0.8, all.scrollWidth <= all.parentElement.clientWidth];
        })()",
    );
    assert_eq!(room, json!([true, true]), "the arguments have the width of the pane, which does not scroll");
    let about = "(({innerText, scrollWidth, clientWidth, scrollHeight, clientHeight}) =>
        [innerText.includes('rewritten'), scrollWidth <= clientWidth, scrollHeight <= clientHeight])
        (document.getElementById('details-about'))";
    assert_eq!(page.eval(about), json!([true, true, true]));
}

#[test]
fn nothing_stands_before_a_row_and_a_small_window_does_not_scroll_sideways() {
    if left_out() {
        return;
    }
    let watched = Watched::start(&[]);
    let page = watched.page();
    let mut session = watched.session();
    session.server.send("QNG 50\r\n".repeat(100));
    page.until("seen.atEnd() && seen.rows().at(-1)?.n > 100");
    page.press("k");
    page.until("!seen.pressed('follow')");
    session.server.send("QNG 50\r\n".repeat(10));
    page.until("seen.fresh() === 10");
    for (width, height) in [(800, 600), (1024, 700), (1600, 1000)] {
        page.resize(width, height);
        page.until(&format!("innerWidth === {width}"));
        let sideways = page.eval(
            "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => {
                const {scrollWidth, clientWidth} = document.scrollingElement;
                done(scrollWidth - clientWidth);
            })))",
        );
        assert_eq!(sideways, json!(0), "{width}");
        let covered = page.eval(
            "(() => {
                const box = document.getElementById('fresh').getBoundingClientRect();
                const text = document.createRange();
                text.selectNodeContents(document.querySelector('#columns > .says'));
                const heads = text.getBoundingClientRect();
                const upper = document.getElementById('columns').getBoundingClientRect().bottom;
                return [box.bottom <= upper, box.left > heads.right];
            })()",
        );
        assert_eq!(covered, json!([true, true]), "{width}");
    }
}
