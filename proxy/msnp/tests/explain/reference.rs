//! The printed reference says what the code says.

use std::path::Path;

#[test]
fn the_reference_is_what_the_docs_and_the_glossary_say() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/commands.md");
    let made = msnp::docs::reference();
    if std::env::var_os("NUDGE_GOLDEN").is_some_and(|wish| wish == "write") {
        std::fs::write(&file, &made).expect("the reference can be written");
    }
    let printed = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(
        printed == made,
        "docs/commands.md is not up to date: NUDGE_GOLDEN=write cargo test -p msnp reference"
    );
}
