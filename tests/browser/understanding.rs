//! What was understood of an evening is shown in views, and every item of them leads to its entries and back.

use super::access::inspect;
use super::evening::Evening;
use super::left_out;
use super::page::Page;
use serde_json::{Value, json};

/// The number of the selected row, once it is in view in the transcript.
const SELECTED: &str = "seen.pressed('lens-transcript') && seen.rows().find(({selected}) => selected)?.n";

/// Jumps from a control to the entry it names, sees it, and comes back to the very control: by key, and as browsers go back.
#[track_caller]
fn expect_there_and_back(page: &Page, control: &str, lens: &str) {
    let control = format!("document.querySelector({})", json!(control));
    page.until(&format!("!!{control}"));
    let entry = page.eval(&format!("Number({control}.dataset.entry)"));
    for back in ["key", "history"] {
        page.eval(&format!("{control}.focus()"));
        page.press("Enter");
        page.until(&format!("({SELECTED}) === {entry}"));
        page.until("document.activeElement.closest('#canvas')");
        page.until(&format!(
            "document.getElementById('details-title').textContent.replace(',', '') === 'Entry {entry}'"
        ));
        match back {
            "key" => page.press("b"),
            _ => drop(page.eval("history.back()")),
        }
        page.until(&format!("seen.pressed('lens-{lens}') && location.hash.includes('view={lens}')"));
        page.until(&format!("Number(document.activeElement.dataset.entry) === {entry}"));
    }
}

#[test]
fn a_conversation_is_read_as_it_was_had_and_each_thing_said_leads_to_its_entries() {
    if left_out() {
        return;
    }
    let mut evening = Evening::start();
    evening.show("conversation", "hello bob");
    let page = &evening.page;
    // Both ends of it are one conversation, in which everything was said once.
    page.until("document.querySelectorAll('#conversation-list .item').length === 1");
    let said =
        "[...document.querySelectorAll('.said-item')].find((item) => item.innerText.includes('hello bob'))";
    page.until(&format!("{said}.innerText.includes('✓ delivered')"));
    assert_eq!(page.eval(&format!("{said}.querySelectorAll('.go').length")), json!(2), "hers and his");
    let looks = page.eval(&format!(
        "(({{fontFamily, fontWeight, color}}) => [fontFamily.split(',')[0], fontWeight, color])(getComputedStyle({said}.querySelector('.words')))"
    ));
    assert_eq!(looks, json!(["Tahoma", "700", "rgb(0, 0, 128)"]));
    for words in ["Alice is typing", "Bob B sends a nudge", "Bob B joins", "✗ not delivered"] {
        page.until(&format!("seen.view().replace(/\\s+/g, ' ').includes({})", json!(words)));
    }
    expect_there_and_back(page, ".said-item.text .go", "conversation");
    expect_there_and_back(page, ".said-item.text .go:nth-child(2)", "conversation");

    // At the end it follows what is said.
    page.eval("document.getElementById('talk-scroller').scrollTop = 1e9");
    let payload = "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=UTF-8\r\n\r\nstill here";
    evening.his.server.send(format!("MSG alice@example.org Alice {}\r\n{payload}", payload.len()));
    let page = &evening.page;
    page.until("[...document.querySelectorAll('.said-item')].at(-1).innerText.includes('still here')");
    page.until("(({scrollHeight, scrollTop, clientHeight}) => scrollHeight - scrollTop - clientHeight < 3)(document.getElementById('talk-scroller'))");
}

#[test]
fn contacts_are_shown_as_of_now_and_as_of_any_entry() {
    if left_out() {
        return;
    }
    let mut evening = Evening::start();
    let (alice, before) = (evening.alice.number, evening.entry(&evening.alice, "SYN"));
    evening.page.click(&format!(".node[data-key=s{alice}]"));
    evening.show("contacts", "Friends (1)");
    let page = &evening.page;
    let row = "document.querySelector('.contact')?.innerText.replace(/\\s+/g, ' ')";
    page.until(&format!(
        "{row}.includes('busy') && {row}.includes('Bob B bob@example.org') && {row}.includes('gone fishing')"
    ));
    assert!(page.text(row).contains("FL AL RL"), "{}", page.text(row));
    expect_there_and_back(page, ".contact .go", "contacts");

    evening.alice.server.send("NLN AWY bob@example.org Bob%20B 268435492\r\n");
    let page = &evening.page;
    page.until(&format!("{row}.includes('away')"));
    // As of an entry before any of it.
    page.eval(&format!(
        "(() => {{
            const at = new URLSearchParams(location.hash.slice(1));
            at.set('row', {before});
            location.hash = at;
        }})()"
    ));
    page.until(&format!("document.getElementById('as-selected').innerText.includes('entry {before}')"));
    page.until("!document.getElementById('as-selected').disabled");
    page.click("#as-selected");
    page.until(&format!("document.getElementById('as-of').innerText.includes('As of entry {before};')"));
    page.until("document.querySelectorAll('.contact').length === 0");
    page.click("#as-now");
    page.until(&format!("{row}?.includes('away')"));
}

#[test]
fn a_picture_that_passed_is_shown_and_a_transfer_leads_to_its_entries() {
    if left_out() {
        return;
    }
    let evening = Evening::start();
    evening.show("transfers", "display picture");
    let page = &evening.page;
    page.until("document.querySelector('img.thumb')?.naturalWidth === 1");
    let card = page.text("document.querySelector('.transfer').innerText.replace(/\\s+/g, ' ')");
    for words in ["alice → bob", "42 of 42 bytes", "✓ complete", "SHA1D right", "P2P version 1"] {
        assert!(card.contains(words), "{words}: {card}");
    }
    let link = page
        .eval("(({href, download}) => [new URL(href).pathname, download])(document.querySelector('.save'))");
    let id = page.eval("document.querySelector('.transfer').dataset.entry");
    let id = id.as_str().expect("a number");
    assert_eq!(link, json!([format!("/api/transfers/{id}/content"), format!("nudge-transfer-{id}.bin")]));
    expect_there_and_back(page, ".transfer .go", "transfers");
    expect_there_and_back(page, ".transfer .go:nth-of-type(2)", "transfers");
}

#[test]
fn redirects_say_what_the_server_named_what_the_client_was_told_and_who_came() {
    if left_out() {
        return;
    }
    let mut evening = Evening::start();
    evening.alice.server.send("XFR 13 SB 169.254.169.254:80 CKI 1.2\r\n");
    evening.show("redirects", "passed on as it came");
    let page = &evening.page;
    let hers = evening.hers.number;
    page.until(&format!("[...document.querySelectorAll('.fate')].some(({{innerText}}) => innerText.includes('followed after') && innerText.includes('session {hers}'))"));
    let kinds = page.eval("[...document.querySelectorAll('.kind')].map(({innerText}) => innerText)");
    assert_eq!(kinds, json!(["SB", "RNG", "SB"]), "the newest first");
    expect_there_and_back(page, "#redirect-list .go", "redirects");
    page.eval(&format!("document.querySelector('.fate [data-session=\"{hers}\"]').click()"));
    page.until(&format!(
        "seen.pressed('lens-transcript') && location.hash.includes('filter=session%3A{hers}')"
    ));
    page.until("seen.rows().some(({says, selected}) => selected && says.includes('following a redirect'))");
    page.press("b");
    page.until("seen.pressed('lens-redirects')");
}

#[test]
fn problems_are_counted_told_with_their_rule_and_marked_in_the_transcript() {
    if left_out() {
        return;
    }
    let evening = Evening::start();
    let wrong = evening.entry(&evening.alice, "QRY");
    let page = &evening.page;
    page.until("Number(document.getElementById('problem-count').textContent) > 0");
    page.eval(&format!("location.hash = '#row={wrong}'"));
    page.until("seen.verb('QRY')?.flags.includes('✖ error')");
    page.until("seen.verb('QRY').label.endsWith('has an error')");
    page.until("document.querySelector('#details-problems .severity.error') && !document.getElementById('details-problems').hidden");

    evening.show("problems", "error");
    page.click("#sift-error");
    page.until("document.querySelectorAll('#problem-list .severity').length === document.querySelectorAll('#problem-list .severity.error').length");
    let item = format!("#problem-list .item:has([data-entry=\"{wrong}\"])");
    page.eval(&format!("document.querySelector({}).click()", json!(format!("{item} summary"))));
    page.until(&format!(
        "document.querySelector({}).innerText.includes('Rests on §')",
        json!(format!("{item} .about"))
    ));
    expect_there_and_back(page, &format!("{item} .go"), "problems");
}

#[test]
fn the_other_half_of_a_pair_and_the_rest_of_a_session_are_one_key_away() {
    if left_out() {
        return;
    }
    let evening = Evening::start();
    let page = &evening.page;
    let [asks, next] = ["CVR", "USR"].map(|verb| evening.entry(&evening.alice, verb));
    page.eval(&format!("location.hash = '#row={asks}'"));
    page.until(&format!("({SELECTED}) === {asks}"));
    page.until("document.getElementById('details-pair').innerText.startsWith('Answered in ')");
    page.eval("document.activeElement.blur()");
    page.press("=");
    page.until(&format!("({SELECTED}) === {}", asks + 1));
    page.until(&format!("document.getElementById('details-pair').innerText.startsWith('Answers {asks},')"));
    page.press("=");
    page.until(&format!("({SELECTED}) === {asks}"));
    page.click("#details-pair button");
    page.until(&format!("({SELECTED}) === {}", asks + 1));
    page.press("]");
    page.until(&format!("({SELECTED}) === {next}"));
    page.press("[");
    page.press("[");
    page.until(&format!("({SELECTED}) === {asks}"));

    // Between two rows of a session others may pass.
    let mine = page.eval(&format!("fetch('/api/entries?from=1&limit=500&filter=session:{}').then((answer) => answer.json()).then(({{entries}}) => entries.map(({{n}}) => n))", evening.alice.number));
    let mine: Vec<u64> = mine.as_array().expect("a list").iter().filter_map(Value::as_u64).collect();
    let apart = mine.windows(2).find(|pair| pair[1] > pair[0] + 1).expect("others spoke between");
    page.eval(&format!("location.hash = '#row={}'", apart[0]));
    page.until(&format!("({SELECTED}) === {}", apart[0]));
    page.eval("document.activeElement.blur()");
    page.press("]");
    page.until(&format!("({SELECTED}) === {}", apart[1]));
}

#[test]
fn a_request_that_waits_says_for_how_long_until_it_is_answered() {
    if left_out() {
        return;
    }
    let mut evening = Evening::start();
    evening.bob.client.send("CHG 9 BSY 268435492\r\n");
    let page = &evening.page;
    page.until("seen.verb('CHG')");
    let cell = "[...document.querySelectorAll('#canvas > .row')].findLast((row) => row.querySelector('.verb').textContent === 'CHG').querySelector('.ms')";
    page.until(&format!("/^\\d+ s …$/.test({cell}.textContent) && {cell}.classList.contains('pending')"));
    page.until(&format!("/^[1-9]\\d* s …$/.test({cell}.textContent)"));
    page.press("k");
    page.press("Enter");
    page.until("document.getElementById('details-pair').innerText === 'Waits for its answer.'");
    evening.bob.server.send("CHG 9 BSY 268435492\r\n");
    let page = &evening.page;
    page.until("document.getElementById('details-pair').innerText.startsWith('Answered in ')");
    page.until("[...document.querySelectorAll('#canvas > .row .ms.pending')].every(({textContent}) => textContent === '')");
}

#[test]
fn an_answer_to_a_challenge_is_judged_and_one_made_of_a_password_when_it_is_typed_in() {
    if left_out() {
        return;
    }
    let evening = Evening::start();
    let answer = evening.entry(&evening.alice, "QRY");
    evening.page.eval(&format!("location.hash = '#row={answer}'"));
    evening.page.until("document.querySelector('.judged .state b')?.textContent === 'wrong'");
    let right = "85ecb0db8f32113df79ce0892b9a102c";
    evening.page.until(&format!("document.querySelector('.judged').innerText.includes('{right}')"));

    // §6.1: the digest is that of the salt and the password `hunter2`.
    let mut old = evening.watched.session();
    old.client.send("VER 1 MSNP7 CVR0\r\n");
    old.server.send("VER 1 MSNP7\r\n");
    old.client.send("USR 4 MD5 I carol@example.org\r\n");
    old.server.expect("VER 1 MSNP7 CVR0\r\nUSR 4 MD5 I carol@example.org\r\n");
    old.server.send("USR 4 MD5 S 1013928519.693957190\r\n");
    old.client.expect("VER 1 MSNP7\r\nUSR 4 MD5 S 1013928519.693957190\r\n");
    let digest = "USR 5 MD5 S 00000000000000000000000000000000\r\n";
    old.client.send(digest);
    old.server.expect(digest);
    let row = evening
        .watched
        .proxy
        .rows(3, |row| row.number("session") == Some(old.number) && row.text("cmd") == "USR");
    let page = &evening.page;
    page.eval(&format!("location.hash = '#row={}'", row.last().expect("three").n()));
    page.until("document.querySelector('.judged .state b')?.textContent === 'needs the password'");
    page.eval("document.querySelector('[name=password]').focus()");
    page.type_text("hunter2");
    page.press("Enter");
    page.until("document.querySelector('.judged .state b')?.textContent === 'wrong'");
    assert!(!page.text("location.href").contains("hunter2"));
    old.finish(&evening.watched.proxy);
}

#[test]
fn the_session_chosen_in_the_tree_narrows_every_view() {
    if left_out() {
        return;
    }
    let mut evening = Evening::start();
    let (alice, bob, hers, his) =
        (evening.alice.number, evening.bob.number, evening.hers.number, evening.his.number);
    evening.show("redirects", "RNG");
    let page = &evening.page;
    page.click(&format!(".node[data-key=s{bob}]"));
    page.until("[...document.querySelectorAll('.kind')].map(({innerText}) => innerText).join() === 'RNG'");
    page.until("document.getElementById('scope').innerText.includes('bob’s 2 sessions')");
    assert_eq!(page.eval("document.getElementById('filter').disabled"), json!(true), "it is for rows");
    page.click("#whole");
    page.until("[...document.querySelectorAll('.kind')].length === 2");

    // The halves of a conversation note each other, and the right arrow key leads across.
    page.until(&format!("document.querySelector('.node[data-key=s{hers}]').innerText.includes('⇄{his}')"));
    page.click(&format!(".node[data-key=s{hers}]"));
    page.until(&format!("location.hash.includes('session%3A{hers}')"));
    page.eval(&format!("document.querySelector('.node[data-key=s{hers}]').focus()"));
    page.press("ArrowRight");
    page.until(&format!("document.activeElement.dataset.key === 's{his}'"));
    let title = page.text(&format!("document.querySelector('.node[data-key=s{alice}]').title"));
    assert!(title.contains("MSNMSGR 7.5.0324") && title.contains("MSNP12"), "{title}");

    // Someone unrelated has no part in it.
    evening.bob.server.send("OUT OTH\r\n");
    let stranger = evening.watched.session();
    let page = &evening.page;
    page.until(&format!("document.querySelector('.node[data-key=s{}]')", stranger.number));
    page.click(&format!(".node[data-key=s{}]", stranger.number));
    page.until("seen.view().includes('No redirect in ')");
    // The filter's key leads to where the filter is.
    page.press("/");
    page.until("seen.pressed('lens-transcript') && document.activeElement.id === 'filter'");
}

#[test]
fn the_views_are_walked_through_with_the_keyboard_alone() {
    if left_out() {
        return;
    }
    let evening = Evening::start();
    let page = &evening.page;
    evening.show("conversation", "hello bob");
    page.until("document.querySelectorAll('.said-item').length > 4");
    page.eval("document.activeElement.blur()");
    let at =
        "[...document.querySelectorAll('.said-item')].indexOf(document.activeElement.closest('.said-item'))";
    page.press("k");
    page.until(&format!("{at} === document.querySelectorAll('.said-item').length - 1"));
    page.press("Home");
    page.until(&format!("{at} === 0"));
    page.press("j");
    page.press("ArrowDown");
    page.until(&format!("{at} === 2"));
    page.press("v");
    page.until("seen.pressed('lens-contacts')");
    page.press("V");
    page.until("seen.pressed('lens-conversation')");
    // A list is one stop of the Tab key.
    assert_eq!(page.eval("document.querySelectorAll('#talk-list [tabindex=\"0\"]').length"), json!(1));
}

/// What a hostile peer would have the browser do.
const TRAP: &str = "<img/src=x/onerror=document.title='caught'>";

#[test]
fn what_pretends_to_be_a_page_stays_text_in_every_view() {
    if left_out() {
        return;
    }
    let mut evening = Evening::start();
    let psm = "<Data><PSM>&lt;img/src=x/onerror=document.title='caught'&gt;</PSM></Data>";
    evening
        .alice
        .server
        .send(format!("UBX bob@example.org {}\r\n{psm}NLN NLN bob@example.org {TRAP} 0\r\n", psm.len()));
    evening.alice.server.send(format!("XFR 14 SB {TRAP} CKI 1.2\r\n{TRAP}\r\n"));
    let payload = format!(
        "MIME-Version: 1.0\r\nContent-Type: text/plain\r\nX-MMS-IM-Format: FN={TRAP}; EF={TRAP}; CO={TRAP}\r\n\r\n{TRAP}"
    );
    evening.hers.server.send(format!("MSG bob@example.org {TRAP} {}\r\n{payload}", payload.len()));
    evening.page.click(&format!(".node[data-key=s{}]", evening.alice.number));
    let shown = [
        ("conversation", "onerror"),
        ("contacts", "onerror"),
        ("redirects", "onerror"),
        ("problems", "error"),
        ("transfers", "display picture"),
    ];
    for (lens, words) in shown {
        evening.show(lens, words);
        let page = &evening.page;
        page.eval("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))");
        let caught = page.eval("[document.querySelectorAll('img:not(.thumb), [onerror], iframe, object, svg').length, document.title]");
        assert_eq!(caught, json!([0, "Nudge"]), "{lens}");
    }
}

#[test]
fn the_views_keep_nobody_out_and_fit_a_small_window() {
    if left_out() {
        return;
    }
    let evening = Evening::start();
    let shown = [
        ("conversation", "hello bob"),
        ("contacts", "Friends"),
        ("transfers", "SHA1D right"),
        ("redirects", "followed after"),
        ("problems", "error"),
    ];
    evening.page.click(&format!(".node[data-key=s{}]", evening.alice.number));
    for (width, height) in [(1024, 700), (1600, 1000)] {
        evening.page.resize(width, height);
        for (lens, words) in shown {
            evening.show(lens, words);
            inspect(&evening.page, &format!("{lens}, {width}"));
            let row = evening.page.eval("new Set([...document.querySelectorAll('#lenses button')].map((button) => button.getBoundingClientRect().top)).size");
            assert_eq!(row, json!(1), "{width}: the views stand in one line");
        }
    }
}
