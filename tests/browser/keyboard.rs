use serde_json::{Value, json};

/// Keys that are no characters: their names, the numbers by which the browser knows them, and what they type.
const NAMED: [(&str, u32, &str); 12] = [
    ("Enter", 13, "\r"),
    ("Escape", 27, ""),
    ("Tab", 9, ""),
    ("Delete", 46, ""),
    ("Home", 36, ""),
    ("End", 35, ""),
    ("PageUp", 33, ""),
    ("PageDown", 34, ""),
    ("ArrowLeft", 37, ""),
    ("ArrowUp", 38, ""),
    ("ArrowRight", 39, ""),
    ("ArrowDown", 40, ""),
];

/// The events of pressing a key and letting it go: `j`, `Enter`, `Control+Enter`, `Shift+Tab`.
pub(super) fn strokes(key: &str) -> [Value; 2] {
    let (held, key) = match key.split_once('+') {
        Some(("Control", key)) => (2, key),
        Some(("Shift", key)) => (8, key),
        _ => (0, key),
    };
    let named = NAMED.iter().find(|(name, ..)| *name == key);
    let (code, number, types) = match named {
        Some(&(name, number, types)) => (name.to_owned(), number, types),
        None => {
            let character = key.chars().next().expect("a key").to_ascii_uppercase();
            let is_letter = character.is_ascii_alphabetic();
            let code = if is_letter { format!("Key{character}") } else { String::new() };
            (code, if is_letter { u32::from(character) } else { 0 }, key)
        }
    };
    let types = if held == 2 { "" } else { types };
    let kind = if types.is_empty() { "rawKeyDown" } else { "keyDown" };
    let event = |kind: &str, types: &str| json!({ "type": kind, "modifiers": held, "key": key, "code": code, "windowsVirtualKeyCode": number, "text": types });
    [event(kind, types), event("keyUp", "")]
}
