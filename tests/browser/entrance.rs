//! Who gets in: the token in the address becomes a cookie that no script reads, and leaves the address bar.

use super::chromium::Person;
use super::left_out;
use super::watched::Watched;
use serde_json::json;

#[test]
fn the_token_becomes_a_cookie_of_this_address_only_and_leaves_the_address_bar() {
    if left_out() {
        return;
    }
    let watched = Watched::start(&[]);
    let person = Person::new();
    let page = person.open(&watched.url);
    page.until("seen.live()");
    assert_eq!(page.text("location.href"), format!("http://{}/", watched.web()));
    assert_eq!(page.text("document.cookie"), "");
    let everywhere = page
        .text("JSON.stringify([{...localStorage}, {...sessionStorage}, document.documentElement.outerHTML])");
    assert!(!everywhere.contains(watched.token()), "the token is in the page");
    let cookies = person.cookies();
    let [cookie] = &cookies[..] else { panic!("one cookie, not {cookies:?}") };
    assert_eq!(cookie["name"], json!(format!("nudge-{}", watched.web().port())));
    assert_eq!((&cookie["httpOnly"], &cookie["sameSite"]), (&json!(true), &json!("Strict")));

    page.go(&format!("http://{}/", watched.web()));
    page.until("seen.live()");
}

#[test]
fn two_programs_side_by_side_let_one_browser_into_both() {
    if left_out() {
        return;
    }
    let (one, other) = (Watched::start(&[]), Watched::start(&[]));
    let person = Person::new();
    let pages = [(&one, person.open(&one.url)), (&other, person.open(&other.url))];
    for (watched, page) in pages {
        page.until("seen.live()");
        page.go(&format!("http://{}/", watched.web()));
        page.until("seen.live()");
    }
}

#[test]
fn without_a_token_the_page_says_what_to_do() {
    if left_out() {
        return;
    }
    let watched = Watched::start(&[]);
    let page = Person::new().open(&format!("http://{}/", watched.web()));
    page.forgive("401");
    page.forgive("favicon.ico"); // which browsers ask for where an answer is no page
    page.until("document.body.innerText.includes('needs its token')");
    let says = page.text("document.body.innerText");
    for part in ["nudge demo", "/?token=", "--token-file"] {
        assert!(says.contains(part), "{part:?} is not in {says:?}");
    }
    assert_eq!(page.eval("document.getElementById('app').checkVisibility()"), json!(false));

    page.go(&format!("http://{}/?token=wrong", watched.web()));
    page.until("document.body.innerText.includes('needs its token')");

    page.go(&watched.url);
    page.until("seen.live()");
}
