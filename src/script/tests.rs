use super::*;
use msnp::{Address, Direction, Opacity};
use nudge_proxy::transcript::{
    Draft, Ending, Event, Forbidden, LEAST_MEMORY, Origin, Party, Passed, Tally, Transcript, Untouched,
    Window,
};
use std::time::{Instant, SystemTime};

/// A transcript written by hand.
struct Tale(Transcript);

impl Tale {
    fn new() -> Tale {
        Tale(Transcript::new(LEAST_MEMORY, 1, (Instant::now(), SystemTime::UNIX_EPOCH)))
    }

    fn event(&self, session: u32, event: &Event) {
        self.0.record_event(Instant::now(), Some(SessionId(session)), event);
    }

    fn opened(&self, session: u32, upstream: &str, followed: Option<u64>) {
        let end = "127.0.0.1:1863".parse().unwrap();
        let upstream = Address::parse(upstream).unwrap();
        self.event(session, &Event::Opened { client: end, listen: end, upstream, followed });
        self.event(session, &Event::Connected { server: end });
    }

    /// Returns its number.
    fn passed(&self, session: u32, passed: Passed<'_>) -> u64 {
        self.0.record(Instant::now(), Some(SessionId(session)), [Draft::Frame(passed)]).start
    }

    fn client(&self, session: u32, bytes: &str) -> u64 {
        self.passed(session, Passed::plain(Direction::ClientToServer, Origin::Client, bytes.as_bytes()))
    }

    fn server(&self, session: u32, bytes: &str) -> u64 {
        self.passed(session, Passed::plain(Direction::ServerToClient, Origin::Server, bytes.as_bytes()))
    }

    fn rewritten(&self, session: u32, bytes: &str, sent: &str) -> u64 {
        let passed = Passed::plain(Direction::ServerToClient, Origin::Server, bytes.as_bytes());
        self.passed(session, Passed { sent: Some(sent.as_bytes()), ..passed })
    }

    fn closed(&self, session: u32, ended_by: Party, how: Ending) {
        let tally = Tally::default();
        self.event(
            session,
            &Event::Closed { client_to_server: tally, server_to_client: tally, ended_by, how },
        );
    }

    fn script(&self, session: u32, reveal: bool) -> Option<String> {
        let look = self.0.look(Window::From(1), usize::MAX);
        let mut outline = Outline::default();
        look.entries().for_each(|entry| outline.take(&entry));
        let mut conversation = Conversation::of(outline.plan(SessionId(session))?, reveal);
        look.entries().for_each(|entry| conversation.take(&entry));
        Some(conversation.text())
    }
}

/// A sign-in that is sent on, a conversation it leads to, and a stranger's session.
fn evening() -> Tale {
    let tale = Tale::new();
    tale.opened(1, "ds.example", None);
    tale.client(1, "VER 1 MSNP9\r\n");
    tale.opened(2, "elsewhere.example", None);
    tale.client(2, "VER 1 MSNP8\r\n");
    tale.server(1, "VER 1 MSNP9\r\n");
    tale.client(1, "USR 3 TWN I alice@example.org\r\n");
    let xfr = tale.rewritten(
        1,
        "XFR 3 NS 198.51.100.7:1863 0 ds.example:1863\r\n",
        "XFR 3 NS 127.0.0.1:21034 0 127.0.0.1:1863\r\n",
    );
    tale.closed(1, Party::Client, Ending::Finished);
    tale.opened(3, "198.51.100.7", Some(xfr));
    tale.client(3, "VER 1 MSNP9\r\n");
    tale.client(3, "USR 4 TWN S t=secret\r\n");
    tale.server(3, "USR 4 OK alice@example.org A{l}ice 1\r\n");
    let ring = tale.rewritten(
        3,
        "RNG 11752013 sb.example CKI 849102291.520491113 bob@example.org Bob\r\n",
        "RNG 11752013 127.0.0.1:21035 CKI 849102291.520491113 bob@example.org Bob\r\n",
    );
    tale.opened(4, "sb.example", Some(ring));
    tale.client(4, "ANS 1 alice@example.org 849102291.520491113 11752013\r\n");
    tale.passed(4, Passed::plain(Direction::ServerToClient, Origin::Person, b"BYE bob@example.org\r\n"));
    tale.passed(4, Passed::plain(Direction::ServerToClient, Origin::Server, b"MSG b B 2\r\n\xff\x00"));
    let cut = Passed::plain(Direction::ClientToServer, Origin::Client, b"MSG 2 N 100\r\nhalf");
    tale.passed(4, Passed { opaque: true, incomplete: true, ..cut });
    tale.closed(4, Party::Client, Ending::Finished);
    tale.closed(3, Party::Server, Ending::Reset);
    tale
}

#[test]
fn a_session_and_those_it_belongs_with_become_a_conversation() {
    let expected = r"# As recorded: sessions 1, 3, 4. Each byte of a secret is an x.
server ns2
server sb

C connects to {proxy}
C> VER 1 MSNP9\r\n
S< VER 1 MSNP9\r\n
S> VER 1 MSNP9\r\n
C< VER 1 MSNP9\r\n
C> USR 3 TWN I alice@example.org\r\n
S< USR 3 TWN I alice@example.org\r\n
S> XFR 3 NS {ns2} 0 {main}\r\n
C< XFR 3 NS {route:ns2} 0 {proxy}\r\n
C ends
S sees the end
S ends
C sees the end

C2 connects to {route:ns2}
C2> VER 1 MSNP9\r\n
S2< VER 1 MSNP9\r\n
C2> USR 4 TWN S xxxxxxxx\r\n
S2< USR 4 TWN S xxxxxxxx\r\n
S2> USR 4 OK alice@example.org A\{l}ice 1\r\n
C2< USR 4 OK alice@example.org A\{l}ice 1\r\n
S2> RNG 11752013 {sb} CKI xxxxxxxxxxxxxxxxxxx bob@example.org Bob\r\n
C2< RNG 11752013 {route:sb} CKI xxxxxxxxxxxxxxxxxxx bob@example.org Bob\r\n

C3 connects to {route:sb}
C3> ANS 1 alice@example.org xxxxxxxxxxxxxxxxxxx 11752013\r\n
S3< ANS 1 alice@example.org xxxxxxxxxxxxxxxxxxx 11752013\r\n
# Entry 20 was injected, to the client: it is left out.
S3> MSG b B 2\r\n\xff\x00
C3< MSG b B 2\r\n\xff\x00
C3> MSG 2 N 100\r\nhalf
C3 ends
S3< MSG 2 N 100\r\nhalf
S3 sees the end
S3 ends
C3 sees the end
S2 resets
C2 sees a reset
";
    let tale = evening();
    for session in [1, 3, 4] {
        assert_eq!(tale.script(session, false).unwrap(), expected);
    }
    assert!(tale.script(4, true).unwrap().contains("USR 4 TWN S t=secret"));
    let other = tale.script(2, false).unwrap();
    assert!(other.contains("C> VER 1 MSNP8") && !other.contains("C2"), "{other}");
    assert_eq!(tale.script(7, false), None);
}

#[test]
fn what_depends_on_where_the_proxy_ran_is_followed_and_what_does_not_is_left_as_it_is() {
    let tale = Tale::new();
    tale.opened(1, "ds.example", None);
    let untouched = |entry, why| Event::RedirectUntouched { entry, address: "a".to_owned(), why };
    let gateway = tale.server(1, "XFR 3 NS gateway.example:80 G\r\n");
    tale.event(1, &untouched(gateway, Untouched::HttpGateway));
    let private = tale.server(1, "XFR 4 NS 10.0.0.5 0 10.0.0.6\r\n");
    tale.event(1, &untouched(private, Untouched::Forbidden(Forbidden::Private)));
    tale.event(
        1,
        &Event::Opaque { direction: Direction::ServerToClient, why: Opacity::NotACommand, stranger: None },
    );
    let expected = r"# As recorded: session 1. Each byte of a secret is an x.
server ns2
server ns3

C connects to {proxy}
S> XFR 3 NS gateway.example:80 G\r\n
C< XFR 3 NS gateway.example:80 G\r\n
S> XFR 4 NS {ns2} 0 {ns3}\r\n
C< XFR 4 NS {route:ns2} 0 {ns3}\r\n
row session=1 event=redirect_untouched
row session=1 event=opaque dir=s2c
";
    assert_eq!(tale.script(1, false).unwrap(), expected);
}

#[test]
fn what_is_missing_is_said_and_who_was_told_no_route_is_left_out() {
    let tale = evening();
    tale.0.record_missed(std::time::Duration::ZERO, 7);
    let script = tale.script(4, false).unwrap();
    assert!(script.ends_with("# 7 entries are missing here.\n"), "{script}");
    // Recorded from the middle on: the redirect that led here is not there.
    let tale = Tale::new();
    let ring = tale.server(1, "RNG 1 127.0.0.1:21035 CKI 8.5 bob@example.org Bob\r\n");
    tale.opened(1, "ns.example", None);
    tale.opened(2, "sb.example", Some(ring));
    tale.client(2, "ANS 1 alice@example.org 8.5 1\r\n");
    let script = tale.script(1, false).unwrap();
    assert!(script.contains("# Session 2 is left out"), "{script}");
}
