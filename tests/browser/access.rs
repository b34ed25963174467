//! What people need who do not see, do not see colours, or see little: in both themes, in every state worth the name.

use super::chromium::Person;
use super::left_out;
use super::page::Page;
use super::watched::Watched;
use serde_json::{Value, json};

/// Rules of our own, for those who have no axe-core.
const RULES: &str = include_str!("rules.js");

/// Roles that people act on, which must all have a name.
const ACTED_ON: [&str; 12] = [
    "button", "link", "textbox", "combobox", "checkbox", "radio", "tab", "treeitem", "grid", "tree",
    "dialog", "row",
];

#[test]
fn nothing_is_found_that_keeps_anybody_out_in_any_state_in_both_themes() {
    if left_out() {
        return;
    }
    let watched = Watched::start(&[]);
    let page = watched.page();
    inspect(&page, "waiting");
    let mut session = watched.session();
    session.client.send("VER 1 MSNP12 CVR0\r\nUSR 2 TWN I alice@example.org\r\n");
    session.server.send("VER 1 MSNP12\r\nUSR 2 OK alice@example.org Alice 1 0\r\n911 3\r\n");
    session.server.send("MSG bob@example.org Bob 39\r\nContent-Type: text/plain\r\n\r\nhello Alice");
    session.server.send(
        "XFR 10 NS nowhere..example:1863 0 10.9.8.7:1863\r\nNLN NLN bob@example.org \x1b[1m\u{202e}Bob 0\r\n",
    );
    page.until("seen.verb('NLN')");
    inspect(&page, "live");
    expect_grid(&page);

    page.press("r");
    page.type_text("MSG 1 N 4\nhello");
    page.until("document.querySelector('#remarks :is(.error, .warning, .doubt)')");
    page.press("Control+Enter");
    page.until("seen.rows().some(({flags}) => flags.includes('injected'))");
    page.press("Escape");
    page.press("k");
    page.press("Enter");
    for tab in ["fields", "text", "hex", "docs"] {
        page.show_tab(tab);
        inspect(&page, &format!("details, {tab}"));
    }
    page.press("p");
    session.server.send("QNG 50\r\n");
    page.until("seen.fresh() > 0");
    page.press("/");
    page.type_text("cmd:");
    page.until("document.getElementById('objection').textContent");
    inspect(&page, "paused, with a filter that is not understood");
    page.press("Escape");
    page.press("?");
    page.until("document.getElementById('help').open");
    inspect(&page, "help");

    let stranger = Person::new().open(&format!("http://{}/", watched.web()));
    stranger.forgive("401");
    stranger.until("document.body.innerText.includes('needs its token')");
    inspect(&stranger, "locked");
}

/// Looks for faults with everything there is, in both themes.
#[track_caller]
pub(super) fn inspect(page: &Page, state: &str) {
    for theme in ["light", "dark"] {
        page.theme(theme);
        let found = page.eval(&format!("({RULES})()"));
        assert_eq!(found, json!([]), "{state}, {theme}");
        if let Some(axe) = axe() {
            page.eval(&format!("void (globalThis.axe ?? (() => {{ {axe} }})())"));
            let found = page.eval(
                "axe.run().then(({violations}) => violations.map(({id, help, nodes}) => [id, help, nodes.map(({html}) => html)]))",
            );
            assert_eq!(found, json!([]), "{state}, {theme}, by axe-core");
        }
    }
    expect_names(page, state);
}

/// The source of axe-core, which `tests/run` fetches.
fn axe() -> Option<String> {
    let file = std::env::var_os("NUDGE_AXE")?;
    let source = std::fs::read_to_string(&file);
    Some(source.unwrap_or_else(|error| panic!("NUDGE_AXE={}: {error}", file.display())))
}

/// What the browser tells those who listen: everything they act on has a name.
#[track_caller]
fn expect_names(page: &Page, state: &str) {
    let tree = page.ask("Accessibility.getFullAXTree", &json!({}));
    let nodes = tree["nodes"].as_array().expect("a list of nodes");
    let heard = nodes.iter().filter(|node| node["ignored"] == json!(false));
    let acted_on: Vec<&Value> = heard
        .filter(|node| node["role"]["value"].as_str().is_some_and(|role| ACTED_ON.contains(&role)))
        .filter(|node| node["role"]["value"] != "row" || is_focusable(node))
        .collect();
    assert!(!acted_on.is_empty(), "{state}: nothing to act on");
    let nameless: Vec<&&Value> =
        acted_on.iter().filter(|node| node["name"]["value"].as_str().is_none_or(str::is_empty)).collect();
    assert!(nameless.is_empty(), "{state}: without a name: {nameless:#?}");
}

/// Rows of a plain table are read and not acted on.
fn is_focusable(node: &Value) -> bool {
    let properties = node["properties"].as_array();
    properties.is_some_and(|all| all.iter().any(|property| property["name"] == "focusable"))
}

/// The list is a grid that tells how many rows it has and which of them each is, with one place for the focus.
#[track_caller]
fn expect_grid(page: &Page) {
    let count = page.eval("Number(document.getElementById('grid').ariaRowCount)").as_u64().expect("a count");
    let rows = page.eval("[...document.querySelectorAll('#canvas > [role=row]')].map(seen.row)");
    let rows = rows.as_array().expect("a list");
    assert_eq!(count, rows.len() as u64 + 1, "all of these few rows are in the page, and the heading");
    for (row, index) in rows.iter().zip(2u64..) {
        assert_eq!(row["index"], json!(index), "{row}");
        let label = row["label"].as_str().unwrap_or_default();
        assert!(label.contains(", "), "a sentence: {row}");
    }
    assert_eq!(page.eval("document.querySelectorAll('#canvas > [tabindex=\"0\"]').length"), json!(1));
    // Whose session it is, is told apart from its rows.
    let label = "server to client, notification server of alice, MSG, Bob says “hello Alice”, 67 bytes";
    page.until(&format!("seen.verb('MSG').label.startsWith({})", json!(label)));
}
