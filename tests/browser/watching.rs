//! What comes over the wire stands in the list, as text and as nothing else.

use super::left_out;
use super::page::Page;
use super::watched::Watched;
use crate::harness::Session;
use serde_json::{Value, json};

#[test]
fn traffic_appears_in_the_list_in_order_with_direction_and_meaning() {
    if left_out() {
        return;
    }
    let watched = Watched::start(&[]);
    let page = watched.page();
    page.until("document.getElementById('empty').innerText.includes('Waiting on')");
    let mut session = watched.session();
    session.client.send("VER 1 MSNP12 CVR0\r\n");
    session.server.expect("VER 1 MSNP12 CVR0\r\n");
    session.server.send("VER 1 MSNP12\r\n911 1\r\n");
    session.client.expect("VER 1 MSNP12\r\n911 1\r\n");
    page.until("seen.verb('911')");
    let frames =
        page.eval("seen.rows().filter(({verb}) => verb).map(({verb, direction}) => `${verb} ${direction}`)");
    assert_eq!(frames, json!(["VER >>> to server", "VER <<< to client", "911 <<< to client"]));
    let refused = page.eval("seen.verb('911')");
    assert!(refused["looks"].as_str().is_some_and(|looks| looks.contains("problem")), "{refused}");
    assert!(
        refused["says"].as_str().is_some_and(|says| says.to_lowercase().contains("authentication")),
        "{refused}"
    );
    page.until("document.getElementById('clients').textContent === '1 client'");
    session.finish(&watched.proxy);
    page.until("seen.rows().some(({says}) => says.startsWith('Closed'))");
}

/// What a hostile peer would have the browser do.
const TRAP: &str = "<img/src=x/onerror=document.title='caught'>";

/// The same with spaces, as nicknames and the like write it.
const ENCODED: &str = "%3Cimg%20src%3Dx%20onerror%3Ddocument.title%3D'caught'%3E";

/// What a notification server may say, with a trap in every kind of text. The names are for who reads a failure.
fn traps() -> Vec<(&'static str, String)> {
    let ubx = format!("<Data><PSM>{TRAP}</PSM><CurrentMedia>{TRAP}</CurrentMedia></Data>");
    let escaped = "<Data><PSM>&lt;img src=x onerror=document.title='caught'&gt;</PSM></Data>";
    vec![
        ("account and nickname", format!("USR 4 OK {TRAP}@example.org {ENCODED} 1 0\r\n")),
        ("nickname", format!("NLN NLN bob@example.org {ENCODED} 0\r\n")),
        ("raw nickname", format!("NLN BSY bob@example.org {TRAP} 0\r\n")),
        (
            "MSNObject",
            format!("NLN AWY bob@example.org Bob 0 %3Cmsnobj%20Creator%3D%22{ENCODED}%22%2F%3E\r\n"),
        ),
        ("personal message", format!("UBX bob@example.org {}\r\n{ubx}", ubx.len())),
        ("escaped personal message", format!("UBX bob@example.org {}\r\n{escaped}", escaped.len())),
        ("group name", format!("LSG 0 {ENCODED} 0\r\n")),
        ("ticket", format!("XFR 9 SB 10.9.8.7:1863 CKI {TRAP}\r\n")),
        ("error text", format!("500 7 {TRAP}\r\n")),
        ("address in a problem", format!("XFR 10 NS {TRAP}:1863 0 10.9.8.7:1863\r\n")),
        ("no command at all", format!("{TRAP}\r\n")),
    ]
}

/// The same for a switchboard.
fn traps_of_a_switchboard() -> Vec<(&'static str, String)> {
    let message = |kind: &str, rest: &str| {
        let payload = format!("MIME-Version: 1.0\r\nContent-Type: {kind}\r\n{rest}");
        format!("MSG {TRAP}@example.org {ENCODED} {}\r\n{payload}", payload.len())
    };
    vec![
        ("who is there", format!("IRO 1 1 1 {TRAP}@example.org {ENCODED}\r\n")),
        ("who joins", format!("JOI {TRAP}@example.org {TRAP}\r\n")),
        ("font name", message("text/plain", &format!("X-MMS-IM-Format: FN={TRAP}; EF=; CO=0\r\n\r\n{TRAP}"))),
        (
            "file name",
            message(
                "text/x-msmsgsinvite",
                &format!("\r\nInvitation-Command: INVITE\r\nApplication-File: {TRAP}\r\n"),
            ),
        ),
        ("content type", message(TRAP, "\r\n")),
        ("header name", message("text/plain", &format!("{TRAP}: {TRAP}\r\n\r\n"))),
    ]
}

/// Elements that only a trap could have made, and whether one has sprung.
const CAUGHT: &str =
    "[document.querySelectorAll('img, [onerror], iframe, object, svg').length, document.title]";

/// Control 9 of SECURITY.md, with the policy that would stop what slipped through: it must have had nothing to stop.
#[test]
fn hostile_names_messages_objects_fonts_groups_files_tickets_and_errors_are_text() {
    if left_out() {
        return;
    }
    let watched = Watched::start(&["--reveal"]);
    let page = watched.page();
    // The last of these is no command, so that nothing is understood after it.
    let _notification = spring(&watched, &page, "VER 1 MSNP12\r\n", &traps());
    let greeting = "ANS 1 alice@example.org 1234.5678 9\r\n";
    let _switchboard = spring(&watched, &page, greeting, &traps_of_a_switchboard());
    for lens in ["conversation", "contacts", "transfers", "redirects", "problems", "transcript"] {
        page.click(&format!("#lens-{lens}"));
        let drawn = if lens == "transcript" { "seen.rows().length > 0" } else { "seen.view()" };
        page.until(&format!("seen.pressed('lens-{lens}') && {drawn}"));
        assert_eq!(page.eval(CAUGHT), json!([0, "Nudge"]), "{lens}");
    }
    // Who is named in the tree, the composer and what is read aloud is text there, too.
    page.until("document.getElementById('tree').innerText.includes('onerror')");
    page.until("document.getElementById('to-session').innerText.includes('onerror')");
    page.until("seen.rows().some(({label}) => label.includes('<img'))");
}

/// Has a server say all of these, and looks at each as a person would who wonders what it is.
fn spring(watched: &Watched, page: &Page, greeting: &str, traps: &[(&str, String)]) -> Session {
    let mut session = watched.session();
    session.client.send(greeting);
    session.server.expect(greeting);
    for (_, bytes) in traps {
        session.server.send(bytes);
    }
    let frames = watched.proxy.rows(traps.len(), |row| row.is_frame(session.number, "s2c"));
    let last = frames.last().expect("several").n();
    page.go(&format!("http://{}/", watched.web()));
    page.until(&format!("seen.rows().at(-1)?.n >= {last}"));
    for (row, (what, _)) in frames.iter().zip(traps) {
        let details = every_tab_of(page, row.n());
        let shown = details.iter().any(|text| text.contains("onerror"));
        assert!(shown, "{what} is not shown as text: {details:#?}");
        assert_eq!(page.eval(CAUGHT), json!([0, "Nudge"]), "{what}");
    }
    session
}

/// The texts of the row and of its details, in each of their tabs.
fn every_tab_of(page: &Page, n: u64) -> Vec<String> {
    page.eval(&format!("location.hash = '#row={n}'"));
    page.until(&format!("seen.rows().some((row) => row.n === {n} && row.selected)"));
    page.until(&format!("document.getElementById('details-title').textContent === 'Entry {n}'"));
    let mut texts = vec![page.text(&format!("seen.rows().find((row) => row.n === {n}).says"))];
    for tab in ["fields", "text", "hex", "docs"] {
        page.show_tab(tab);
        texts.push(page.text("document.getElementById('details').innerText"));
    }
    texts
}

/// Control 10.
#[test]
fn a_javascript_address_in_a_cvr_is_text_and_no_link() {
    if left_out() {
        return;
    }
    let watched = Watched::start(&[]);
    let page = watched.page();
    let session = &mut watched.session();
    let cvr = "CVR 2 8.0.0812 8.0.0812 6.2.0205 javascript:document.title='caught' http://example.org/\r\n";
    session.server.send(cvr);
    page.until("seen.verb('CVR')");
    page.press("k");
    page.press("Enter");
    page.until("document.getElementById('details-panel').innerText.includes('javascript:')");
    let says = page.text("seen.verb('CVR').says");
    assert!(says.contains("javascript:document.title='caught' http://example.org/"), "{says}");
    let links =
        page.eval("[...document.querySelectorAll('[href], [src]')].map((one) => one.href ?? one.src)");
    let own = format!("http://{}/", watched.web());
    let foreign: Vec<&Value> = links
        .as_array()
        .expect("a list")
        .iter()
        .filter(|link| !link.as_str().is_some_and(|link| link.starts_with(&own)))
        .collect();
    assert!(foreign.is_empty(), "{foreign:?}");
    assert_eq!(page.text("document.title"), "Nudge");
}

#[test]
fn after_a_restart_with_the_same_token_the_page_says_so_and_shows_the_new_run() {
    if left_out() {
        return;
    }
    let watched = Watched::start(&[]);
    let page = watched.page();
    page.forgive("ERR_CONNECTION_REFUSED");
    page.forgive("WebSocket connection");
    let mut session = watched.session();
    session.server.send("NLN NLN before@example.org Before 0\r\n");
    page.until("seen.verb('NLN')?.says.includes('before')");
    let Session { client, server, .. } = session;
    drop((client, server));

    let watched = watched.restart();
    page.until("seen.live() && document.getElementById('notices').innerText.includes('started anew')");
    let mut session = watched.session();
    session.server.send("NLN NLN after@example.org After 0\r\n");
    page.until("seen.verb('NLN')?.says.includes('after')");
    assert_eq!(page.eval("seen.rows().some(({says}) => says.includes('before'))"), json!(false));
    assert_eq!(page.eval("seen.rows()[0].n"), json!(1));
}
