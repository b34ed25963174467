//! Beginnings to start from, and what becomes of a text when its session ends.

use super::left_out;
use super::page::Page;
use super::watched::Watched;
use crate::harness::Session;

/// What is typed, and which session it is for.
const TYPED: &str = "document.getElementById('typed').value";
const PREVIEW: &str = "document.getElementById('preview').innerText";
const CHOSEN: &str = "document.getElementById('to-session').selectedOptions[0].textContent";
const FOCUS: &str = "(document.activeElement.id || document.activeElement.textContent)";

/// A chat of alice's with somebody, whose label in the page ends in `alice → somebody`.
fn chat(watched: &Watched, page: &Page, with: &str) -> Session {
    let mut session = watched.session();
    session.client.send("ANS 1 alice@example.org 1234.5678 9\r\n");
    session.server.expect("ANS 1 alice@example.org 1234.5678 9\r\n");
    session.server.send(format!("IRO 1 1 1 {with}@example.org {with}\r\n"));
    let label = label(&session, with);
    page.until(&format!("document.getElementById('to-session').textContent.includes('{label}')"));
    session
}

fn label(session: &Session, with: &str) -> String {
    format!("{} SB alice → {with}", session.number)
}

/// Both ends hang up.
fn end(page: &Page, session: Session) {
    let key = format!("[data-key=s{}].closed, #tree:not(:has([data-key=s{0}]))", session.number);
    drop((session.client, session.server));
    page.until(&format!("document.querySelector('{key}')"));
}

#[track_caller]
fn expect_chosen(page: &Page, label: &str) {
    page.until(&format!("{CHOSEN} === '{label}'"));
}

#[test]
fn a_beginning_is_filled_in_when_it_is_chosen_and_not_before() {
    if left_out() {
        return;
    }
    let watched = Watched::start(&[]);
    let page = watched.page();
    let mut session = chat(&watched, &page, "bob");
    page.eval("document.getElementById('starts').focus()");
    page.press("ArrowDown");
    page.until(&format!("{FOCUS} === 'Nudge the client'"));
    page.press("ArrowDown");
    page.until(&format!("{FOCUS} === 'Message to the client'"));
    page.press("n");
    page.until(&format!("{FOCUS} === 'Nudge the others'"));
    assert_eq!(page.text(TYPED), "", "nothing is chosen yet");
    page.press("Escape");
    page.until(&format!("document.getElementById('starts-menu').hidden && {FOCUS} === 'starts'"));

    page.press("Enter");
    page.until(&format!("{FOCUS} === 'Nudge the client'"));
    page.press("n");
    page.press("n");
    page.press("Enter");
    page.until("document.activeElement.id === 'typed'");
    let nudge = "MIME-Version: 1.0\nContent-Type: text/x-msnmsgr-datacast\n\nID: 1\n\n";
    assert_eq!(page.text(TYPED), format!("MSG {{peer}} {{peer}} {{len}}\n{nudge}"));
    page.until(&format!("{PREVIEW}.includes('MSG bob@example.org bob@example.org 69')"));
    page.press("Control+Enter");
    session.client.expect("IRO 1 1 1 bob@example.org bob\r\nMSG bob@example.org bob@example.org 69\r\n");
    page.until("document.getElementById('result').innerText.startsWith('Sent: entry')");

    // For whom it is: another choice of session is another name.
    let other = chat(&watched, &page, "carol");
    let choose = |session: &Session| {
        page.eval(&format!(
            "(() => {{
                const picker = document.getElementById('to-session');
                picker.value = '{}';
                for (const kind of ['input', 'change']) picker.dispatchEvent(new Event(kind, {{bubbles: true}}));
            }})()",
            session.number
        ))
    };
    choose(&other);
    page.until(&format!("{PREVIEW}.includes('MSG carol@example.org carol@example.org 69')"));
    page.eval("document.getElementById('typed').focus()");
    page.type_text("x");
    choose(&session);
    expect_chosen(&page, &label(&session, "bob"));
    page.until(&format!(
        "{PREVIEW}.includes('MSG bob@example.org bob@example.org 70') && {TYPED}.endsWith('x')"
    ));
}

#[test]
fn when_a_session_ends_what_nobody_wrote_goes_on_in_a_like_one_and_what_somebody_wrote_is_offered_it() {
    if left_out() {
        return;
    }
    let watched = Watched::start(&[]);
    let page = watched.page();
    let first = chat(&watched, &page, "bob");
    let _bystander = chat(&watched, &page, "carol");
    page.eval(&format!("document.getElementById('to-session').value = '{}'", first.number));
    page.eval("document.getElementById('to-session').dispatchEvent(new Event('change', {bubbles: true}))");
    page.click("#starts");
    page.until(&format!("{FOCUS} === 'Nudge the client'"));
    page.press("Enter");
    page.until(&format!("{PREVIEW}.includes('MSG bob@example.org ')"));
    let second = chat(&watched, &page, "bob");
    expect_chosen(&page, &label(&first, "bob"));
    end(&page, first);
    expect_chosen(&page, &label(&second, "bob"));
    page.eval("document.getElementById('typed').select()");
    page.type_text("QNG 1");

    let closed = format!("{} (closed)", label(&second, "bob"));
    end(&page, second);
    expect_chosen(&page, &closed);
    let mut third = chat(&watched, &page, "bob");
    expect_chosen(&page, &closed);
    page.until(&format!("document.getElementById('like').textContent === 'Use {}'", label(&third, "bob")));
    page.until("document.getElementById('doubt').textContent.includes('closed: choose another')");
    page.press("Control+Enter");
    expect_chosen(&page, &label(&third, "bob"));
    page.until("document.getElementById('like').hidden && !document.getElementById('send').disabled");
    page.press("Control+Enter");
    third.client.expect("IRO 1 1 1 bob@example.org bob\r\nQNG 1\r\n");

    // With nothing written at all it moves by itself, too.
    page.eval("document.getElementById('typed').select()");
    page.press("Delete");
    page.until(&format!("{TYPED} === ''"));
    let fourth = chat(&watched, &page, "bob");
    end(&page, third);
    expect_chosen(&page, &label(&fourth, "bob"));
}
