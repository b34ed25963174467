//! Every frame says what it is: in a sentence, in fields with their bytes, and with what its command is for.

use super::access::inspect;
use super::left_out;
use super::page::Page;
use super::watched::Watched;
use crate::harness::Session;
use serde_json::json;

/// A message from Bob.
fn message(payload: &[u8]) -> Vec<u8> {
    let mut frame = format!("MSG bob@example.org Bob%20B {}\r\n", payload.len()).into_bytes();
    frame.extend_from_slice(payload);
    frame
}

/// Words in bold blue Tahoma: colours are written with blue first.
fn styled() -> Vec<u8> {
    message(
        b"MIME-Version: 1.0\r\nContent-Type: text/plain; charset=UTF-8\r\n\
        X-MMS-IM-Format: FN=Tahoma; EF=B; CO=ff0000; CS=0; PF=22\r\n\r\nhello Alice",
    )
}

/// A dot, drawn by hand.
fn ink() -> Vec<u8> {
    message(
        b"MIME-Version: 1.0\r\nContent-Type: image/gif\r\n\r\n\
        base64:R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7",
    )
}

/// Bob's client asks for Alice's picture.
fn invitation() -> Vec<u8> {
    use base64::Engine as _;
    let object = "<msnobj Creator=\"alice@example.org\" Size=\"22731\" Type=\"3\" Location=\"TFR2C.tmp\" \
        Friendly=\"AAA=\" SHA1D=\"bPgUpDnFUt8jzsaB1v0Q1Wf9dKQ=\"/>\0";
    let context = base64::engine::general_purpose::STANDARD.encode(object);
    let body = format!(
        "EUF-GUID: {{A4268EEC-FEC5-49E5-95C3-F126696BDBF6}}\r\nSessionID: 1980589\r\nAppID: 1\r\nContext: {context}\r\n\r\n\0"
    );
    let slp = format!(
        "INVITE MSNMSGR:alice@example.org MSNSLP/1.0\r\nTo: <msnmsgr:alice@example.org>\r\n\
        From: <msnmsgr:bob@example.org>\r\nVia: MSNSLP/1.0/TLP ;branch={{33517CE4-02FC-4428-B6F4-39927229B722}}\r\n\
        CSeq: 0 \r\nCall-ID: {{9D79AE57-1BD5-444B-B14E-3FC9BB2B5D58}}\r\nMax-Forwards: 0\r\n\
        Content-Type: application/x-msnmsgr-sessionreqbody\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    let length = u32::try_from(slp.len()).expect("a short text");
    let mut payload =
        b"MIME-Version: 1.0\r\nContent-Type: application/x-msnmsgrp2p\r\nP2P-Dest: alice@example.org\r\n\r\n"
            .to_vec();
    for (number, size) in
        [(0, 4), (0x00b3_5ffd, 4), (0, 8), (length, 8), (length, 4), (0, 4), (0x0105_cf1e, 4), (0, 4), (0, 8)]
    {
        payload.extend(u64::from(number).to_le_bytes().into_iter().take(size));
    }
    payload.extend(slp.as_bytes());
    payload.extend([0; 4]);
    message(&payload)
}

/// A page with a notification server and a switchboard, and what they have said.
fn a_chat() -> (Watched, Page, [Session; 2]) {
    let watched = Watched::start(&[]);
    let page = watched.page();
    page.resize(1600, 1000);
    let mut notification = watched.session();
    notification.client.send("VER 1 MSNP12 CVR0\r\n");
    notification.server.expect("VER 1 MSNP12 CVR0\r\n");
    notification.server.send("VER 1 MSNP12\r\nCHL 0 22210219642164014968\r\n913 11\r\n");
    let contacts = "<ml l=\"1\"><d n=\"example.org\"><c n=\"bob\" l=\"3\" t=\"1\"/></d></ml>";
    notification.client.send(format!("ADL 6 {}\r\n{contacts}", contacts.len()));
    notification.server.send("NLN BSY bob@example.org Bob%20B 268435492\r\n");
    let mut switchboard = watched.session();
    switchboard.client.send("ANS 1 alice@example.org 849102291.520491113 11752013\r\n");
    switchboard.server.expect("ANS 1 alice@example.org 849102291.520491113 11752013\r\n");
    let nudge = message(b"MIME-Version: 1.0\r\nContent-Type: text/x-msnmsgr-datacast\r\n\r\nID: 1\r\n\r\n");
    for frame in [nudge, styled(), invitation(), ink()] {
        switchboard.server.send(frame);
    }
    watched.proxy.rows(5, |row| row.is_frame(switchboard.number, "s2c") || row.text("cmd") == "NLN");
    page.until("seen.rows().filter(({verb}) => verb === 'MSG').length === 4 && seen.verb('NLN')");
    (watched, page, [notification, switchboard])
}

/// Opens the details of the frame whose sentence has these words, at a tab, and returns the sentence.
#[track_caller]
fn open(page: &Page, words: &str, tab: &str) -> String {
    let n = page.until(&format!("seen.rows().find(({{says}}) => says.includes({}))?.n", json!(words)));
    page.eval(&format!("location.hash = '#row={n}'"));
    page.until(&format!("document.getElementById('details-title').textContent === 'Entry {n}'"));
    page.show_tab(tab);
    page.until(&format!("document.querySelector('#details-panel.in-{tab}')?.childElementCount > 0"));
    page.text("document.getElementById('details-says').textContent")
}

/// A field as a person reads it: its name, then everything that is said about it.
#[track_caller]
fn field(page: &Page, name: &str) -> String {
    let row = format!(
        "[...document.querySelectorAll('[data-path]')].find((row) => row.querySelector('.name').innerText.trim() === {})",
        json!(name)
    );
    page.until(&format!("{row} && 'there'"));
    page.text(&format!("{row}.querySelector('.value').innerText.replace(/\\s+/g, ' ').trim()"))
}

#[test]
fn every_frame_is_said_in_a_sentence_a_person_would_use() {
    if left_out() {
        return;
    }
    let (_watched, page, _sessions) = a_chat();
    for (verb, sentence) in [
        ("CHL", "The server asks: prove you are a genuine client."),
        ("913", "The server refuses request 11: not allowed while hidden or offline (913)."),
        ("NLN", "Bob B is now busy."),
        ("ADL", "The client sends its contact list: 1 contact."),
    ] {
        let says = page.text(&format!("seen.verb('{verb}').says"));
        assert!(says.starts_with(sentence), "{verb}: {says}");
    }
    for words in [
        "Bob B sends a nudge.",
        "Bob B says “hello Alice”",
        "Bob B asks for the display picture of alice@example.org.",
        "Bob B sends handwriting.",
    ] {
        page.until(&format!("seen.rows().some(({{says}}) => says.startsWith({}))", json!(words)));
    }
    let label = page.text("seen.verb('NLN').label");
    assert!(
        label.starts_with("server to client, notification server 1, NLN, Bob B is now busy, 43 bytes"),
        "{label}"
    );
    let line = page.text("document.querySelector('.says[title^=NLN]').title");
    assert_eq!(line, "NLN BSY bob@example.org Bob%20B 268435492\\r\\n");
}

#[test]
fn a_message_stands_in_its_own_font_and_a_field_is_seen_as_it_was_sent() {
    if left_out() {
        return;
    }
    let (_watched, page, _sessions) = a_chat();
    assert!(open(&page, "hello Alice", "fields").starts_with("Bob B says “hello Alice”"));
    page.until("document.querySelector('.words')?.textContent === 'hello Alice'");
    let looks = page.eval(
        "(({fontFamily, fontWeight, color}) => [fontFamily.split(',')[0], fontWeight, color])(getComputedStyle(document.querySelector('.words')))",
    );
    assert_eq!(looks, json!(["Tahoma", "700", "rgb(0, 0, 255)"]));
    assert_eq!(page.text("document.querySelector('figcaption').innerText"), "Tahoma, bold\n#0000ff");
    assert_eq!(field(&page, "nickname"), "Bob B percent-encoded");
    page.click("[data-path='a1'] .spelled");
    page.until("document.querySelector('[data-path=a1] .original')?.textContent === 'Bob%20B'");
    page.press("Enter");
    page.until("!document.querySelector('[data-path=a1] .original')");
}

#[test]
fn a_picture_is_asked_for_by_a_packet_whose_numbers_stand_in_a_table() {
    if left_out() {
        return;
    }
    let (_watched, page, _sessions) = a_chat();
    open(&page, "asks for the display picture", "fields");
    assert_eq!(field(&page, "unique id"), "17157918");
    let table = page.eval(
        "[...document.querySelectorAll('.in-table:not(.heading)')].slice(0, 3).map(({innerText}) => innerText.split(/\\s*\\n\\s*/))",
    );
    assert_eq!(table[1], json!(["4", "message id", "11755517"]), "{table}");
    assert!(
        field(&page, "SHA1D").starts_with("bPgUpDnFUt8jzsaB1v0Q1Wf9dKQ="),
        "of the object in the context"
    );

    // Groups fold and unfold with the arrow keys, as trees do.
    let group = "[...document.querySelectorAll('[aria-expanded=true]')].find(({innerText}) => innerText.startsWith('header'))";
    let path = page.text(&format!("{group}.dataset.path"));
    page.eval(&format!("{group}.focus()"));
    let before = page.eval("document.querySelectorAll('[data-path]').length").as_u64();
    page.press("ArrowLeft");
    page.until(&format!("document.querySelectorAll('[data-path]').length < {}", before.expect("a count")));
    page.until(&format!("document.activeElement.dataset.path === '{path}'"));
    page.press("ArrowRight");
    page.until(&format!("document.querySelectorAll('[data-path]').length === {}", before.expect("a count")));
    page.press("ArrowDown");
    page.until(&format!("document.activeElement.dataset.path === '{path}.0'"));
}

/// What is marked in the hex that is in the page.
const MARKED: &str = "[...document.querySelectorAll('.hex .bytes mark')].map(({textContent}) => textContent).join(' ').replaceAll(/ +/g, ' ')";

#[test]
fn a_field_points_at_its_bytes_and_a_byte_at_its_field() {
    if left_out() {
        return;
    }
    let (_watched, page, _sessions) = a_chat();
    open(&page, "Bob B is now busy", "fields");
    page.until("document.querySelectorAll('[data-path]').length > 4");
    page.point("[data-path='a2'] .name");
    page.until(&format!("{MARKED} === '42 6f 62 25 32 30 42'"));
    page.point("#details-title");
    page.until(&format!("{MARKED} === ''"));
    page.click("[data-path='a0'] .name");
    page.until(&format!("{MARKED} === '42 53 59'"));
    page.press("ArrowDown");
    page.until(&format!("{MARKED}.startsWith('62 6f 62 40')"));

    for tab in ["fields", "hex"] {
        page.show_tab(tab);
        page.until(&format!("document.querySelector('#details-panel.in-{tab} .hex')"));
        page.click_at(middle_of_byte(&page, 26));
        page.until("document.querySelector('.byte').textContent.includes('nickname: Bob B')");
        page.until(&format!("{MARKED} === '42 6f 62 25 32 30 42'"));
        assert_eq!(page.text("document.querySelector('.bytes .cursor').textContent"), "62");
    }
    // The keyboard goes from byte to byte.
    page.eval("document.querySelector('.hex').focus()");
    page.press("Home");
    page.press("ArrowUp");
    page.press("ArrowUp");
    page.until("document.querySelector('.byte').textContent.includes('account: bob@example.org') || document.querySelector('.byte').textContent.includes('byte 0')");
    page.press("1");
    page.until(
        "document.querySelector('#details-panel.in-fields .pointed, #details-panel.in-fields .cursor')",
    );
}

/// Where a byte stands in the hex, on the page: lines have eight or sixteen.
#[track_caller]
fn middle_of_byte(page: &Page, byte: usize) -> (f64, f64) {
    let at = page.eval(&format!(
        "(() => {{
            const lines = [...document.querySelectorAll('.hex .bytes')];
            const width = lines[0].textContent.length > 24 ? 16 : 8;
            const column = ({byte} % width) * 3 + ({byte} % width >= width / 2 ? 1 : 0) + 1;
            const box = lines[Math.floor({byte} / width)].getBoundingClientRect();
            return {{x: box.left + (column * box.width) / (width * 3), y: box.top + box.height / 2}};
        }})()"
    ));
    (at["x"].as_f64().expect("a number"), at["y"].as_f64().expect("a number"))
}

#[test]
fn where_secrets_are_masked_the_bytes_are_those_that_are_shown() {
    if left_out() {
        return;
    }
    let (_watched, page, _sessions) = a_chat();
    open(&page, "accepts the invitation", "hex");
    page.until("document.getElementById('details-panel').innerText.includes('Secrets are masked')");
    page.show_tab("fields");
    page.until("document.querySelectorAll('[data-path]').length > 3");
    page.point("[data-path='a3'] .name");
    page.until(&format!("{MARKED} === '31 31 37 35 32 30 31 33'"));
    assert!(!page.text("document.body.innerText").contains("849102291"));
    page.click("#reveal");
    page.until(
        "[...document.querySelectorAll('.value')].some(({innerText}) => innerText.includes('849102291'))",
    );
}

#[test]
fn the_documentation_of_a_command_is_one_key_away() {
    if left_out() {
        return;
    }
    let (_watched, page, _sessions) = a_chat();
    open(&page, "Bob B is now busy", "fields");
    page.eval("document.activeElement.blur()");
    page.press("4");
    page.until("document.querySelector('.subject')?.textContent === 'NLN: Presence'");
    let doc = page.text("document.getElementById('details-panel').innerText");
    for words in ["What for", "Who and when", "Nothing answers it", "Traps", "Rests on §5.3"] {
        assert!(doc.contains(words), "{words}: {doc}");
    }
    let this = page.text("document.querySelector('[aria-current=true]').innerText");
    assert!(this.contains("MSNP8–13") && this.contains("this one"), "{this}");

    open(&page, "The server refuses request 11", "docs");
    page.until("document.querySelector('.subject')?.textContent === 'Error 913: not allowed while hidden or offline'");
    // Errors of a command lead to what they mean, and back.
    open(&page, "sends its contact list", "docs");
    page.until("document.querySelector('.errors button')");
    page.click(".errors button");
    page.until("document.querySelector('.subject')?.textContent.startsWith('Error ')");
    page.click("#details-panel p button");
    page.until("document.querySelector('.subject')?.textContent.startsWith('ADL: ')");
}

#[test]
fn a_challenge_is_answered_for_the_products_that_are_known_and_for_one_that_is_typed_in() {
    if left_out() {
        return;
    }
    let (_watched, page, _sessions) = a_chat();
    open(&page, "prove you are a genuine client", "fields");
    page.until("document.querySelector('.answers')?.innerText.includes('85ecb0db8f32113df79ce0892b9a102c')");
    page.click("[name=product]");
    page.type_text("PROD0090YUAUV{2B");
    page.click("[name=key]");
    page.type_text("YMM8C_H7KCQ2S_KL");
    page.press("Enter");
    page.until("document.querySelector('output').textContent === '85ecb0db8f32113df79ce0892b9a102c'");
}

#[test]
fn what_is_drawn_by_hand_is_shown_as_a_picture() {
    if left_out() {
        return;
    }
    let (_watched, page, _sessions) = a_chat();
    open(&page, "sends handwriting", "fields");
    page.until("document.querySelector('.picture img')?.naturalWidth > 0");
    page.until("document.querySelector('.picture').innerText.includes('1 × 1 pixels, image/gif')");
    let (address, alt) = (
        page.text("document.querySelector('.picture img').src"),
        page.text("document.querySelector('.picture img').alt"),
    );
    assert!(address.starts_with("blob:") && alt.contains("image/gif"), "{address} {alt}");
    open(&page, "hello Alice", "fields");
    assert_eq!(page.eval("document.querySelectorAll('img').length"), json!(0), "gone with its message");
}

/// What a hostile peer would have the browser do.
const TRAP: &str = "<img/src=x/onerror=document.title='caught'>";

#[test]
fn what_pretends_to_be_a_page_stays_text_in_every_field() {
    if left_out() {
        return;
    }
    let (_watched, page, [mut notification, mut switchboard]) = a_chat();
    let psm = "<Data><PSM>&lt;img/src=x/onerror=document.title='caught'&gt;</PSM></Data>";
    notification.server.send(format!("UBX eve@example.org {}\r\n{psm}", psm.len()));
    notification.server.send(format!("CHL 0 {TRAP}\r\n"));
    switchboard.server.send(message(
        format!(
            "Content-Type: text/plain; charset={TRAP}\r\n{TRAP}: {TRAP}\r\nX-MMS-IM-Format: FN={TRAP}; EF={TRAP}; CO={TRAP}\r\n\r\n{TRAP}"
        )
        .as_bytes(),
    ));
    for (words, tab) in [("eve@example.org", "fields"), ("says “<img", "fields"), ("says “<img", "docs")]
    {
        open(&page, words, tab);
        page.until("document.getElementById('details').innerText.includes('onerror')");
        page.eval("document.querySelectorAll('.spelled').forEach((button) => button.click())");
        page.eval("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))");
        assert_eq!(
            page.eval("[document.querySelectorAll('img').length, document.title]"),
            json!([0, "Nudge"])
        );
    }
    // The second of two that say the same: which rows the list has drawn, and when, is not asked.
    let hostile = page.until(
        "fetch('/api/entries?from=1&filter=cmd:CHL').then((answer) => answer.json())
            .then(({entries}) => entries.find(({received}) => received.includes('onerror'))?.n)",
    );
    page.eval(&format!("location.hash = '#row={hostile}'"));
    page.until(&format!("document.getElementById('details-title').textContent === 'Entry {hostile}'"));
    page.show_tab("fields");
    page.until("document.getElementById('details-panel').innerText.includes('onerror')");
    assert_eq!(page.eval("[document.querySelectorAll('img').length, document.title]"), json!([0, "Nudge"]));
}

#[test]
fn a_list_without_end_is_unfolded_when_it_is_asked_for() {
    if left_out() {
        return;
    }
    let (_watched, page, [mut notification, _switchboard]) = a_chat();
    let contacts: String = (0..450).map(|n| format!("<c n=\"bob{n}\" l=\"3\" t=\"1\"/>")).collect();
    let list = format!("<ml><d n=\"example.org\">{contacts}</d></ml>");
    notification.client.send(format!("ADL 7 {}\r\n{list}", list.len()));
    open(&page, "450 contacts", "fields");
    page.until("document.querySelectorAll('.more button').length > 0");
    let few = page.eval("document.querySelectorAll('[data-path]').length").as_u64().expect("a count");
    page.eval("document.querySelector('.more button').click()");
    page.until(&format!("document.querySelectorAll('[data-path]').length > {}", few + 200));
}

#[test]
fn the_details_keep_nobody_out() {
    if left_out() {
        return;
    }
    let (_watched, page, _sessions) = a_chat();
    let states: [(&str, &[&str]); 4] = [
        ("hello Alice", &["fields", "text", "hex", "docs"]),
        ("asks for the display picture", &["fields", "hex"]),
        ("prove you are a genuine client", &["fields"]),
        ("sends handwriting", &["fields"]),
    ];
    for (words, tabs) in states {
        for tab in tabs {
            open(&page, words, tab);
            page.until("document.querySelector('.field, .notation, .hex, .subject')");
            inspect(&page, &format!("{words}, {tab}"));
        }
    }
}
