//! How the words of the language read where they are shown.

use msnp::{Address, Dialect, Direction, Role, Stranger, Verb};

#[test]
fn words_are_shown_as_they_are_spoken() {
    assert_eq!(Direction::BOTH.map(Direction::short), ["c2s", "s2c"]);
    assert_eq!([Role::NotificationServer, Role::Switchboard].map(Role::short), ["NS", "SB"]);
    assert_eq!(Dialect(12).to_string(), "MSNP12");
    assert_eq!(Stranger::of(b"\x16\x03\x01").map(|stranger| stranger.to_string()).as_deref(), Some("TLS"));
}

#[test]
fn a_verb_is_three_letters_or_the_number_of_an_error() {
    let verb = Verb::at_start_of(b"XFR 1 NS a:1\r\n").expect("a verb");
    assert_eq!(
        (verb.as_str(), verb.to_string(), format!("{verb:?}")),
        ("XFR", "XFR".to_owned(), "XFR".to_owned())
    );
    assert_eq!(verb.error_number(), None);
    let error = Verb::at_start_of(b"715").expect("a verb");
    assert_eq!((error.as_str(), error.error_number()), ("715", Some(715)));
}

#[test]
fn an_address_knows_its_ip_and_nothing_may_follow_it() {
    assert_eq!(Address::new("::1", 5).ip(), Some("::1".parse().expect("an address")));
    assert_eq!(Address::new("127.0.0.1", 5).ip(), Some("127.0.0.1".parse().expect("an address")));
    assert_eq!(Address::new("sb.example", 5).ip(), None);
    assert_eq!(Address::parse("[::1]x"), None);
}
