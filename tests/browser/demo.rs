//! What a newcomer sees first.

use super::chromium::Person;
use super::left_out;
use super::page::Page;
use crate::harness::Nudge;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A person who starts `nudge demo` and looks five seconds later sees a chat. Measured on the clock of the transcript, so that
/// a busy machine which starts its browser late does not count.
#[test]
fn five_seconds_after_its_start_the_demo_shows_a_chat() {
    if left_out() {
        return;
    }
    let mut command = Command::new(env!("CARGO_BIN_EXE_nudge"));
    command.args([
        "demo",
        "--json",
        "--listen",
        "127.0.0.1:0",
        "--ports",
        "0-0",
        "--web",
        "127.0.0.1:0",
        "--no-open",
    ]);
    command.args(["--sandbox-ports", "0,0,0,0"]);
    let proxy = Nudge::transcribing(command);
    let page = Person::new().open(&proxy.url());
    page.resize(1600, 900);
    page.until("seen.live() && seen.rows().some(({verb, says}) => verb === 'MSG' && says.includes('“'))");
    let first_said = "(async () => {
        const {entries} = await (await fetch('/api/entries?from=1&limit=1000')).json();
        const said = entries.find(({cmd, received}) => cmd === 'MSG' && /text\\/plain/.test(received));
        return Date.parse(said.at) - Date.parse(entries[0].at);
    })()";
    let took = page.eval(first_said).as_f64().expect("a time");
    assert!(took < 5000.0, "the first words came after {took} ms");
    let folder = std::env::var_os("NUDGE_PICTURES").map(PathBuf::from);
    expect_a_nudge_to_land(&page);
    if let Some(folder) = &folder {
        page.resize(1600, 1000);
        page.theme("light");
        take_picture(&page, &folder.join("nudge.png"));
    }
    page.eval("document.getElementById('typed').value = ''");
    page.press("Escape");
    if let Some(folder) = &folder {
        take_pictures(&page, folder);
    }
    drop(page);
    proxy.stop();
}

/// As the README says it is done; whoever is nudged says so.
fn expect_a_nudge_to_land(page: &Page) {
    page.until(
        "document.getElementById('to-session').selectedOptions[0].textContent.includes('SB bob → alice')",
    );
    page.click("#starts");
    page.until("document.activeElement.role === 'menuitem'");
    page.press("Enter");
    page.until("document.activeElement.id === 'typed' && !document.getElementById('send').disabled");
    page.press("Control+Enter");
    page.until("seen.rows().some(({verb, flags}) => verb === 'MSG' && flags.includes('injected'))");
    page.until("seen.rows().some(({says}) => says.includes('“(I felt that nudge!'))");
}

/// What is drawn is looked at a frame later. The first of them is the README's.
fn take_picture(page: &Page, file: &Path) {
    page.eval("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))");
    page.picture(file);
}

/// The main states in both themes and at two sizes, for people to look at.
fn take_pictures(page: &Page, folder: &Path) {
    page.until(
        "[...document.querySelectorAll('.node')].filter((node) => node.innerText.includes('SB')).length > 0",
    );
    page.until("seen.rows().filter(({verb}) => verb === 'MSG').length > 8");
    for theme in ["light", "dark"] {
        page.theme(theme);
        for (width, height) in [(1024, 700), (1600, 900)] {
            page.resize(width, height);
            let take = |state: &str| take_picture(page, &folder.join(format!("{state}-{width}-{theme}.png")));
            page.press("G");
            take("live");
            page.press("/");
            page.eval("document.getElementById('filter').select()");
            page.type_text("cmd:MSG");
            page.press("Enter");
            page.until(
                "seen.rows().length > 0 && seen.rows().every(({verb}) => verb === 'MSG' || verb === '')",
            );
            page.press("k");
            page.press("Enter");
            page.until("!document.getElementById('details').hidden");
            page.click("#tab-fields");
            take("details");
            page.click("#tab-text");
            take("text");
            page.click("#tab-hex");
            take("hex");
            page.click("#tab-docs");
            take("docs");
            page.press("Escape");
            page.click("#unfilter");
            for lens in ["conversation", "contacts", "transfers", "redirects", "problems"] {
                page.click(&format!("#lens-{lens}"));
                page.until(&format!("seen.pressed('lens-{lens}') && seen.view()"));
                take(lens);
            }
            page.click("#lens-transcript");
            page.until("seen.pressed('lens-transcript')");
            page.press("r");
            page.click("#starts");
            page.until("document.activeElement.role === 'menuitem'");
            take("menu");
            page.press("Enter");
            take("composer");
            page.eval("document.getElementById('typed').value = ''");
            page.press("Escape");
            page.press("?");
            take("help");
            page.press("Escape");
        }
    }
}
