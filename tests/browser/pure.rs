//! The page's pure modules: a page imports them, checks them and reports (`tests/browser/pure/`).

use super::chromium::Person;
use super::left_out;
use super::watched::{Watched, here};
use std::fs;
use std::os::unix::fs::symlink;

#[test]
fn the_pure_modules_of_the_page_do_what_they_say() {
    if left_out() {
        return;
    }
    let folder = tempfile::tempdir().expect("a temporary folder");
    for file in fs::read_dir(here("web-ui/assets")).expect("the page's files") {
        let file = file.expect("a file");
        symlink(file.path(), folder.path().join(file.file_name())).expect("a new link");
    }
    symlink(here("tests/browser/pure"), folder.path().join("pure")).expect("a new link");

    let watched = Watched::start(&["--ui-dir", folder.path().to_str().expect("a path of plain text")]);
    let person = Person::new();
    person.open(&watched.url).until("seen.live()");
    let page = person.open(&format!("http://{}/assets/pure/index.html", watched.web()));
    let report = page.until("document.body.dataset.done && document.body.innerText");
    let report = report.as_str().expect("a report");
    let count = |word: &str| report.lines().filter(|line| line.starts_with(word)).count();
    assert_eq!(count("FAILED"), 0, "{report}");
    let written: usize = fs::read_dir(here("tests/browser/pure"))
        .expect("the tests")
        .map(|file| {
            let text = fs::read_to_string(file.expect("a file").path()).expect("a text");
            text.lines().filter(|line| line.starts_with("test(")).count()
        })
        .sum();
    assert_eq!(count("passed"), written, "{report}");
}
