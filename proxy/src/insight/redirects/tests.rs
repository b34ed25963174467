use super::*;
use crate::insight::story::Story;
use crate::transcript::{Ending, Forbidden, Origin, Party, Passed, Untouched, UpstreamFailure, Window};
use Direction::{ClientToServer, ServerToClient};
use msnp::Address;
use std::time::Duration;

mod bounds;
mod recordings;

/// A redirect in session 1 as the relay sends it on: to this port of ours.
fn rewritten(story: &Story, line: &str, port: u16) -> u64 {
    let bytes = format!("{line}\r\n");
    let frame = msnp::Frame { bytes: bytes.as_bytes(), opaque: false };
    let command = msnp::Command::read(&frame).unwrap();
    let redirect = msnp::Redirect::find(&command).unwrap();
    let sent = redirect.rewrite(bytes.as_bytes(), &Address::new("127.0.0.1", port), None);
    let plain = Passed::plain(ServerToClient, Origin::Server, bytes.as_bytes());
    story.passed(story.now(), 1, Passed { sent: Some(&sent), ..plain })
}

fn unfollowed(story: &Story, entry: u64) {
    let (address, told) = (Address::new("198.51.100.20", 1863), Address::new("127.0.0.1", 21_358));
    story.event(1, &Event::RedirectUnfollowed { entry, address, told });
}

/// Signed in as Alice in session 1.
fn alice() -> Story {
    Story::script("1 opens\n1> VER 1 MSNP12\n1< VER 1 MSNP12\n1> USR 2 TWN I alice@example.org")
}

/// Of a redirect: how it stands, the session that followed, and what became of that.
fn fate(story: &Story, entry: u64) -> (Fate, Option<u32>, Option<Became>) {
    let redirects = story.insight().redirects;
    let redirect = redirects.at(entry).unwrap();
    let follower = redirect.follower;
    (redirect.fate(), follower.map(|it| it.session.0), follower.map(|it| it.became))
}

#[test]
fn a_redirect_tells_what_was_named_what_was_told_and_who_came_when() {
    let story = alice();
    let entry = rewritten(&story, "XFR 12 SB 198.51.100.20:1863 CKI 17.10", 21_358);
    assert_eq!(fate(&story, entry), (Fate::Waiting, None, None));
    story.opened_following(2, Some(entry));
    assert_eq!(fate(&story, entry), (Fate::Followed, Some(2), Some(Became::Open)));
    story.said(2, ">USR 1 alice@example.org 17.10");
    let redirects = story.insight().redirects;
    let redirect = redirects.at(entry).unwrap();
    assert_eq!((redirect.session, redirect.kind), (SessionId(1), RedirectKind::Switchboard));
    assert_eq!((&*redirect.named, redirect.told.as_deref()), ("198.51.100.20:1863", Some("127.0.0.1:21358")));
    assert_eq!((redirect.injected, &redirect.unchanged), (false, &None));
    let follower = redirect.follower.unwrap();
    assert_eq!(follower.after, Some(Duration::from_millis(1)));
    assert_eq!(follower.role, Some(Role::Switchboard));
    story.closed(2);
    let closed = Became::Closed { ended_by: Party::Client, how: Ending::Finished };
    assert_eq!(fate(&story, entry), (Fate::Followed, Some(2), Some(closed)));
    assert_eq!((redirects.iter().len(), redirects.left_out(), redirects.at(entry + 1)), (1, 0, None));
}

#[test]
fn a_server_that_cannot_be_reached_is_told() {
    let story = alice();
    let entry = rewritten(&story, "XFR 2 NS 198.51.100.7", 21_358);
    story.opened_following(2, Some(entry));
    let (upstream, why) = (Address::new("198.51.100.7", 1863), UpstreamFailure::Refused);
    story.event(2, &Event::UpstreamFailed { upstream, why });
    story.closed(2);
    assert_eq!(fate(&story, entry), (Fate::Followed, Some(2), Some(Became::Failed)));
}

#[test]
fn the_ticket_corrects_who_followed() {
    let story = alice();
    let first = rewritten(&story, "XFR 3 SB 198.51.100.20 CKI 1.1", 21_358);
    let second = rewritten(&story, "XFR 4 SB 198.51.100.20 CKI 2.2", 21_358);
    story.opened_following(2, Some(first));
    story.opened_following(3, Some(second));
    story.said(2, ">USR 1 alice@example.org 2.2");
    assert_eq!(fate(&story, first), (Fate::Waiting, None, None), "it was only its turn");
    assert_eq!(fate(&story, second), (Fate::Followed, Some(2), Some(Became::Open)));
    story.said(3, ">USR 1 alice@example.org 1.1");
    assert_eq!(fate(&story, first), (Fate::Followed, Some(3), Some(Became::Open)));
    assert_eq!(fate(&story, second), (Fate::Followed, Some(2), Some(Became::Open)));
}

#[test]
fn who_presents_a_ticket_keeps_the_redirect_from_whose_turn_it_is() {
    let story = alice();
    let first = rewritten(&story, "XFR 3 SB 198.51.100.20 CKI 1.1", 21_358);
    let second = rewritten(&story, "XFR 4 SB 198.51.100.20 CKI 2.2", 21_358);
    story.opened_following(2, Some(first));
    story.said(2, ">USR 1 alice@example.org 2.2");
    story.opened_following(3, Some(second));
    assert_eq!(fate(&story, second), (Fate::Followed, Some(2), Some(Became::Open)));
    story.closed(3);
    assert_eq!(fate(&story, second), (Fate::Followed, Some(2), Some(Became::Open)));
}

#[test]
fn what_nobody_followed_is_told_of_the_redirect_it_is_true_of() {
    let story = alice();
    let [first, second, third] =
        [1, 2, 3].map(|n| rewritten(&story, &format!("XFR {n} SB 198.51.100.20 CKI {n}.{n}"), 21_358));
    // Who has the second ticket came at the first one's turn, who has the third at the second one's.
    story.opened_following(2, Some(first));
    story.said(2, ">USR 1 alice@example.org 2.2");
    story.opened_following(3, Some(second));
    story.said(3, ">USR 1 alice@example.org 3.3");
    unfollowed(&story, third);
    assert_eq!(fate(&story, first), (Fate::Unfollowed, None, None));
    assert_eq!([second, third].map(|entry| fate(&story, entry).0), [Fate::Followed; 2]);
}

#[test]
fn who_comes_late_has_followed_all_the_same() {
    let story = alice();
    let entry = rewritten(&story, "XFR 12 SB 198.51.100.20 CKI 17.10", 21_358);
    unfollowed(&story, entry);
    assert_eq!(fate(&story, entry), (Fate::Unfollowed, None, None));
    story.opened(2);
    story.said(2, ">USR 1 alice@example.org 17.10");
    assert_eq!(fate(&story, entry), (Fate::Followed, Some(2), Some(Became::Open)));
}

#[test]
fn what_passes_untouched_says_why() {
    let story = alice();
    let why = |entry| {
        let redirects = story.insight().redirects;
        let redirect = redirects.at(entry).unwrap().clone();
        assert_eq!((redirect.fate(), redirect.told), (Fate::Untouched, None));
        (redirect.kind, redirect.named, redirect.unchanged.unwrap())
    };
    let forbidden = story.said(1, "<XFR 3 SB 169.254.169.254:80 CKI 1.2");
    assert_eq!(fate(&story, forbidden).0, Fate::Waiting, "until the relay says so");
    let link_local = Untouched::Forbidden(Forbidden::LinkLocal);
    let address = "169.254.169.254:80".to_owned();
    story.event(1, &Event::RedirectUntouched { entry: forbidden, address, why: link_local.clone() });
    let (ns, sb, other) = (RedirectKind::NotificationServer, RedirectKind::Switchboard, RedirectKind::Other);
    assert_eq!(why(forbidden), (sb, "169.254.169.254:80".into(), Unchanged::Untouched(link_local)));
    for (line, expected) in [
        ("<XFR 3 NS 0", (ns, "0", Unchanged::StartsAgain)),
        ("<XFR 0 NS 0 U D", (ns, "0", Unchanged::StartsAgain)),
        (
            "<XFR 3 NS gw7.example:80 G D",
            (ns, "gw7.example:80", Unchanged::Untouched(Untouched::HttpGateway)),
        ),
        ("<XFR 3 NS a:99999", (ns, "a:99999", Unchanged::Untouched(Untouched::NotUnderstood))),
        ("<XFR 3 SB 0", (sb, "0", Unchanged::Untouched(Untouched::NotUnderstood))),
        ("<XFR 3 FS a:1", (other, "a:1", Unchanged::Untouched(Untouched::NotUnderstood))),
        (
            "<RNG 77 b\u{fc}cher.example CKI 1 a@b A",
            (RedirectKind::Invitation, "b\u{fc}cher.example", Unchanged::Untouched(Untouched::NotUnderstood)),
        ),
    ] {
        assert_eq!(why(story.said(1, line)), (expected.0, expected.1.into(), expected.2), "{line}");
    }
    for line in [">XFR 3 SB", ">XFR 1 NS", "<XFR 3", "<XFR 3 NS", "<RNG 77", "<VER 1 MSNP9"] {
        let entry = story.said(1, line);
        assert_eq!(story.insight().redirects.at(entry), None, "{line}");
    }
}

#[test]
fn a_persons_redirect_is_marked_and_one_that_never_left_is_none() {
    let story = alice();
    let entry = story.injected(ServerToClient, "XFR 3 SB 127.0.0.1:21358 CKI 1.2");
    let from_client = story.injected(ClientToServer, "XFR 3 SB 127.0.0.1:21358 CKI 1.2");
    let redirects = story.insight().redirects;
    let redirect = redirects.at(entry).unwrap();
    assert_eq!((redirect.injected, &redirect.unchanged), (true, &Some(Unchanged::Injected)));
    assert_eq!((redirect.fate(), &redirect.told), (Fate::Untouched, &None));
    assert_eq!(redirects.at(from_client), None);
    story.event(1, &Event::Undelivered { entry });
    assert_eq!(story.insight().redirects.iter().len(), 0);
}

#[test]
fn after_a_gap_what_waited_and_who_followed_is_unknown_until_they_show() {
    let story = alice();
    let [waits, open, silent] =
        [1, 2, 3].map(|n| rewritten(&story, &format!("XFR {n} SB 198.51.100.20 CKI {n}.{n}"), 21_358));
    story.opened_following(2, Some(open));
    story.opened_following(3, Some(silent));
    let mut insight = story.insight();
    story.said(1, ">PNG"); // nobody sees this
    let speaks = story.said(2, ">USR 1 alice@example.org 2.2");
    let late = rewritten(&story, "XFR 9 SB 198.51.100.20 CKI 9.9", 21_358);
    story.transcript.look(Window::From(speaks), 1 << 20).entries().for_each(|entry| insight.fold(&entry));
    let fate = |insight: &crate::insight::Insight, entry| {
        let redirect = insight.redirects.at(entry).unwrap();
        (redirect.fate(), redirect.follower.map(|it| it.became))
    };
    assert_eq!(fate(&insight, waits), (Fate::Unknown, None));
    assert_eq!(fate(&insight, open), (Fate::Followed, Some(Became::Open)));
    assert_eq!(fate(&insight, silent), (Fate::Followed, Some(Became::Unknown)));
    assert_eq!(fate(&insight, late), (Fate::Waiting, None));
    // Whose beginning was missed presents the ticket, and nobody knows when it came.
    let next = story.said(4, ">USR 1 alice@example.org 1.1");
    story.closed(3);
    story.transcript.look(Window::From(next), 1 << 20).entries().for_each(|entry| insight.fold(&entry));
    assert_eq!(fate(&insight, waits), (Fate::Followed, Some(Became::Open)));
    assert_eq!(insight.redirects.at(waits).unwrap().follower.unwrap().after, None);
    assert!(matches!(fate(&insight, silent).1, Some(Became::Closed { .. })));
}

#[test]
fn of_two_clients_sent_to_one_server_the_account_says_who_followed() {
    let story = alice();
    let alices = rewritten(&story, "XFR 2 NS 198.51.100.7", 21_358);
    story.opened(2);
    story.said(2, ">VER 1 MSNP12");
    story.said(2, ">USR 2 TWN I bob@example.org");
    let bobs = story.said(2, "<XFR 2 NS 198.51.100.7");
    story.opened_following(3, Some(alices));
    story.said(3, ">VER 1 MSNP12");
    story.opened_following(4, Some(bobs));
    story.said(4, ">VER 1 MSNP12");
    story.said(3, ">USR 2 TWN I bob@example.org");
    story.said(4, ">USR 2 TWN I alice@example.org");
    assert_eq!(fate(&story, alices), (Fate::Followed, Some(4), Some(Became::Open)));
    assert_eq!(fate(&story, bobs), (Fate::Followed, Some(3), Some(Became::Open)));
}
