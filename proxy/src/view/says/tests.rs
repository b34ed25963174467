use super::*;
use crate::transcript::{Forbidden, Refusal, Releaser, Untouched, UpstreamFailure};
use msnp::{Address, Opacity, Stranger};
use std::net::SocketAddr;

fn socket(text: &str) -> SocketAddr {
    text.parse().unwrap()
}

fn address(text: &str) -> Address {
    Address::parse(text).unwrap()
}

/// One of each, with every reason that has words of its own.
pub(crate) fn every_event() -> Vec<Event> {
    use Direction::{ClientToServer, ServerToClient};
    let (client, listen) = (socket("127.0.0.1:50122"), socket("127.0.0.1:1863"));
    let upstream = address("ds.example");
    let mut events = vec![
        Event::Listening { listen, upstream: upstream.clone() },
        Event::Opened { client, listen, upstream: upstream.clone(), followed: None },
        Event::Opened { client, listen, upstream: upstream.clone(), followed: Some(7) },
        Event::Connected { server: socket("[2001:db8::7]:1863") },
        Event::RouteOpened { address: upstream.clone(), listen },
        Event::RouteClosed { address: upstream.clone(), listen },
        Event::RedirectUnfollowed { entry: 7, address: upstream.clone(), told: address("127.0.0.1:21034") },
        Event::Waiting { direction: ClientToServer, verb: "MSG".to_owned(), have: 120, want: Some(1133) },
        Event::Waiting { direction: ServerToClient, verb: "\x1b[".to_owned(), have: 2, want: None },
        Event::Undelivered { entry: 12 },
        Event::ShuttingDown { sessions: 0 },
        Event::ShuttingDown { sessions: 2 },
        Event::Holding { filter: None },
        Event::Holding { filter: Some(String::new()) },
        Event::Holding { filter: Some("cmd:MSG".to_owned()) },
        Event::Held { entry: 12 },
        Event::Edited { entry: 12, by: 14 },
        Event::Dropped { entry: 12 },
        Event::Answered { entry: 12, by: 14 },
        Event::Missed { count: 1 },
        Event::Missed { count: 1234 },
    ];
    let releasers = [Releaser::Person, Releaser::HandsOff, Releaser::Time, Releaser::Ending];
    events.extend(releasers.map(|by| Event::Released { entry: 12, by }));
    for (lines, whole, may_be_silent) in
        [(3, true, false), (0, false, true), (0, false, false), (1, false, true)]
    {
        events.push(Event::HiddenOver { request: 12, lines, whole, may_be_silent });
    }
    let forbidden = [
        Forbidden::Ourselves,
        Forbidden::Unspecified,
        Forbidden::Multicast,
        Forbidden::Broadcast,
        Forbidden::LinkLocal,
        Forbidden::Private,
    ];
    let failures = [
        UpstreamFailure::Unresolved("no such host".to_owned()),
        UpstreamFailure::Refused,
        UpstreamFailure::NoAnswer,
        UpstreamFailure::Other("network is unreachable".to_owned()),
    ];
    let failures = failures.into_iter().chain(forbidden.map(UpstreamFailure::Forbidden));
    events.extend(failures.map(|why| Event::UpstreamFailed { upstream: upstream.clone(), why }));
    let untouched = [
        Untouched::HttpGateway,
        Untouched::RoutesFull,
        Untouched::NoPort("address in use".to_owned()),
        Untouched::NotUnderstood,
    ];
    let untouched = untouched.into_iter().chain(forbidden.map(Untouched::Forbidden));
    let redirect = |why| Event::RedirectUntouched { entry: 9, address: "10.0.0.1:80".to_owned(), why };
    events.extend(untouched.map(redirect));
    let refusals =
        [Refusal::NotAllowed, Refusal::TooManySessions, Refusal::Ourselves, Refusal::NoDescriptors];
    let refused = |why| Event::Refused { client, listen, why, count: 3 };
    events.extend(refusals.map(refused));
    let opaque = |why, stranger| Event::Opaque { direction: ServerToClient, why, stranger };
    events.extend(
        [Opacity::NotACommand, Opacity::LongLine, Opacity::HugePayload, Opacity::GivenUp]
            .map(|why| opaque(why, None)),
    );
    let strangers = [
        Stranger::Tls,
        Stranger::Http,
        Stranger::Socks,
        Stranger::MsnFtp,
        Stranger::PeerToPeer,
        Stranger::Webcam,
    ];
    events.extend(strangers.map(|stranger| opaque(Opacity::NotACommand, Some(stranger))));
    let endings =
        [Ending::Finished, Ending::Reset, Ending::Idle, Ending::Shutdown, Ending::Failed, Ending::Refused];
    events.extend(endings.map(|how| Event::Closed {
        client_to_server: Tally { frames: 1, bytes: 1204, undelivered: 0 },
        server_to_client: Tally { frames: 1202, bytes: 70_000, undelivered: 120 },
        ended_by: Party::Client,
        how,
    }));
    events
}

#[test]
fn every_event_is_one_sentence() {
    for event in every_event() {
        let sentence = says(&event);
        assert!(sentence.ends_with('.') || sentence.ends_with('?'), "{sentence}");
        assert!(!sentence.contains(". ") && !sentence.contains("  "), "{sentence}");
        assert!(sentence.len() < 420, "{sentence}");
    }
}

#[test]
fn what_went_wrong_comes_with_what_to_do() {
    let check = |event: Event, words: &[&str]| {
        let sentence = says(&event);
        for word in words {
            assert!(sentence.contains(word), "{word:?} in {sentence}");
        }
    };
    let failed = |upstream, why| Event::UpstreamFailed { upstream: address(upstream), why };
    check(failed("ds.example", UpstreamFailure::Unresolved("x".to_owned())), &["ds.example", "hosts file"]);
    check(failed("ds.example", UpstreamFailure::NoAnswer), &["running", "firewall", "port"]);
    check(
        failed("messenger.hotmail.com", UpstreamFailure::Forbidden(Forbidden::Ourselves)),
        &["messenger.hotmail.com resolves to this machine", "itself", "hosts file", "--upstream", "(an IP)"],
    );
    check(
        failed("127.0.0.1", UpstreamFailure::Forbidden(Forbidden::Ourselves)),
        &["127.0.0.1:1863", "itself"],
    );
    let refused = |why| Event::Refused {
        client: socket("192.168.1.7:5"),
        listen: socket("0.0.0.0:1863"),
        why,
        count: 1,
    };
    check(refused(Refusal::NotAllowed), &["--allow 192.168.1.7"]);
    check(refused(Refusal::TooManySessions), &["--max-sessions"]);
    let opaque = |stranger| Event::Opaque {
        direction: Direction::ClientToServer,
        why: Opacity::NotACommand,
        stranger,
    };
    check(opaque(Some(Stranger::Tls)), &["looks like TLS", "HTTPS"]);
    check(opaque(None), &["three capital letters", "length"]);
    let unfollowed = Event::RedirectUnfollowed { entry: 7, address: address("a"), told: address("b:2") };
    check(unfollowed, &["b:2", "--advertise", "firewall", "HTTP gateway", "gave up"]);
}

#[test]
fn a_frame_that_does_not_end_is_told_in_bytes() {
    let waiting = Event::Waiting {
        direction: Direction::ClientToServer,
        verb: "MSG".to_owned(),
        have: 120,
        want: Some(133),
    };
    assert_eq!(
        says(&waiting),
        "MSG from the client has 120 of 133 bytes and waits for the rest: a wrong length is the commonest cause; the length \
         counts bytes, not characters, and not the line before them."
    );
}

#[test]
fn the_end_of_a_session_says_what_went_through() {
    let closed = Event::Closed {
        client_to_server: Tally { frames: 12, bytes: 1204, undelivered: 0 },
        server_to_client: Tally { frames: 1, bytes: 70_000, undelivered: 120 },
        ended_by: Party::Client,
        how: Ending::Reset,
    };
    assert_eq!(
        says(&closed),
        "Closed by a reset; the client ended first; the client sent 12 frames (1,204 bytes), the server 1 frame (68.4 KiB); 120 \
         bytes did not reach the client, which stopped reading or was gone."
    );
}
