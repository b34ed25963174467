use super::*;
use crate::transcript::{Draft, Ending, LEAST_MEMORY, Origin, Party, Tally, Transcript, Window};
use Direction::{ClientToServer, ServerToClient};
use msnp::{Address, Dialect};
use std::time::{Instant, SystemTime};

mod bounds;
mod dialects;
mod halves;
mod origins;
mod recordings;
mod sign_ins;

/// A transcript written by hand.
struct Story(Transcript);

impl Story {
    fn new() -> Story {
        Story(Transcript::new(LEAST_MEMORY, 1, (Instant::now(), SystemTime::now())))
    }

    fn event(&self, session: u32, event: &Event) -> u64 {
        self.0.record_event(Instant::now(), Some(SessionId(session)), event)
    }

    fn opened(&self, session: u32, followed: Option<u64>) {
        let end = "127.0.0.1:1863".parse().unwrap();
        let upstream = Address::new("messenger.example", 1863);
        self.event(session, &Event::Opened { client: end, listen: end, upstream, followed });
    }

    fn closed(&self, session: u32) {
        let (tally, ended_by, how) = (Tally::default(), Party::Client, Ending::Finished);
        self.event(
            session,
            &Event::Closed { client_to_server: tally, server_to_client: tally, ended_by, how },
        );
    }

    fn frame(&self, session: u32, direction: Direction, origin: Origin, line: &str) -> u64 {
        let bytes = format!("{line}\r\n");
        let passed = Passed::plain(direction, origin, bytes.as_bytes());
        self.0.record(Instant::now(), Some(SessionId(session)), [Draft::Frame(passed)]).start
    }

    fn client(&self, session: u32, line: &str) -> u64 {
        self.frame(session, ClientToServer, Origin::Client, line)
    }

    fn server(&self, session: u32, line: &str) -> u64 {
        self.frame(session, ServerToClient, Origin::Server, line)
    }

    /// Folded in looks of these sizes, over and over.
    fn folded(&self, sizes: &[usize]) -> Threads {
        self.folded_within(usize::MAX, sizes)
    }

    fn folded_within(&self, memory: usize, sizes: &[usize]) -> Threads {
        let mut threads = Threads::within(memory);
        for size in sizes.iter().cycle() {
            let look = self.0.look(Window::From(threads.next()), *size);
            look.entries().for_each(|entry| threads.fold(&entry));
            if look.range.end == self.0.head() {
                break;
            }
        }
        threads
    }

    fn threads(&self) -> Threads {
        self.folded(&[1 << 20])
    }
}

/// Alice signs in through a dispatch server (1, 2), talks to Bob (3), and is invited by Carol (4).
fn an_evening() -> Story {
    let story = Story::new();
    story.opened(1, None);
    story.client(1, "VER 1 MSNP12 CVR0");
    story.server(1, "VER 1 MSNP12");
    story.client(1, "USR 3 TWN I alice@example.org");
    let to_ns = story.server(1, "XFR 3 NS 198.51.100.7:1863 0 198.51.100.1:1863");
    story.closed(1);
    story.opened(2, Some(to_ns));
    story.client(2, "VER 4 MSNP12");
    story.server(2, "VER 4 MSNP12");
    story.client(2, "USR 6 TWN I alice@example.org");
    story.server(2, "USR 6 OK alice@example.org 1 0");
    let to_sb = story.server(2, "XFR 12 SB 198.51.100.20:1863 CKI 17.10");
    story.server(2, "RNG 77 198.51.100.20:1863 CKI 84.52 carol@example.org Carol");
    story.opened(3, Some(to_sb));
    story.client(3, "USR 1 Alice@example.org 17.10");
    story.client(3, "CAL 2 bob@example.org");
    story.client(3, "CAL 3 nobody@example.org");
    story.server(3, "217 3");
    story.server(3, "JOI Bob@example.org Bob%20B 1");
    story.opened(4, None);
    story.client(4, "ANS 1 alice@example.org 84.52 77");
    story.server(4, "IRO 1 1 1 carol@example.org Carol");
    story.server(4, "BYE carol@example.org");
    story
}

#[test]
fn a_sign_in_and_its_switchboards_are_one_thread() {
    let threads = an_evening().threads();
    let member = |id| threads.member(SessionId(id)).unwrap();
    let thread = |id| (member(id).thread.0, member(id).parent.map(|parent| parent.0));
    assert_eq!([1, 2, 3, 4].map(thread), [(1, None), (1, Some(1)), (1, Some(2)), (1, Some(2))]);
    assert_eq!(
        [1, 2, 3, 4].map(|id| member(id).role.map(Role::short)),
        [Some("NS"), Some("NS"), Some("SB"), Some("SB")]
    );
    assert_eq!([1, 3].map(|id| member(id).open), [false, true]);
    for id in [1, 2, 3, 4] {
        assert_eq!(member(id).dialect, Some(Dialect(12)), "a switchboard's is its notification server's");
        assert!(member(id).account.as_deref().unwrap().eq_ignore_ascii_case("alice@example.org"));
    }
}

#[test]
fn people_come_and_go() {
    let threads = an_evening().threads();
    let people = |id| {
        let participants = &threads.member(SessionId(id)).unwrap().participants;
        participants.iter().map(|who| (&*who.account, &*who.name, who.presence)).collect::<Vec<_>>()
    };
    assert_eq!(
        people(3),
        [("bob@example.org", "Bob%20B", Presence::Here)],
        "who could not be called is gone"
    );
    assert_eq!(people(4), [("carol@example.org", "Carol", Presence::Left)]);
}

#[test]
fn an_endpoint_that_leaves_does_not_take_its_person_along() {
    let story = Story::new();
    story.opened(1, None);
    story.client(1, "USR 1 alice@example.org;{a} 1.2");
    for line in ["JOI alice@example.org;{b} A 1", "JOI bob@example.org B 1", "JOI bob@example.org;{c} B 1"] {
        story.server(1, line);
    }
    story.server(1, "BYE bob@example.org;{c}");
    let present = |story: &Story| {
        let threads = story.threads();
        let participants = threads.member(SessionId(1)).unwrap().participants.iter();
        participants.map(|who| (who.account.to_string(), who.presence)).collect::<Vec<_>>()
    };
    assert_eq!(present(&story), [("bob@example.org".to_owned(), Presence::Here)]);
    story.server(1, "BYE bob@example.org 1");
    assert_eq!(present(&story), [("bob@example.org".to_owned(), Presence::Left)]);
}

#[test]
fn the_ticket_corrects_what_the_queue_suggested() {
    let story = Story::new();
    for (id, account) in [(1, "alice@example.org"), (2, "bob@example.org")] {
        story.opened(id, None);
        story.client(id, &format!("USR 1 MD5 I {account}"));
    }
    let alices = story.server(1, "XFR 2 SB 198.51.100.20 CKI 1.1");
    let bobs = story.server(2, "XFR 2 SB 198.51.100.20 CKI 2.2");
    story.opened(3, Some(alices));
    story.client(3, "USR 1 bob@example.org 2.2");
    let member = story.threads().member(SessionId(3)).cloned().unwrap();
    assert_eq!((member.parent, member.followed), (Some(SessionId(2)), Some(bobs)));
    story.opened(4, Some(alices));
    story.client(4, "USR 1 mallory@example.org 3.3");
    let member = story.threads().member(SessionId(4)).cloned().unwrap();
    assert_eq!((member.parent, member.followed, member.thread), (None, None, SessionId(4)));
}

#[test]
fn a_cookie_given_twice_goes_by_its_account() {
    let story = Story::new();
    for (id, account) in [(1, "alice@example.org"), (2, "bob@example.org")] {
        story.opened(id, None);
        story.client(id, &format!("USR 1 MD5 I {account}"));
        story.server(id, "XFR 2 SB 198.51.100.20 CKI 0");
    }
    for (id, account, parent) in [(3, "alice@example.org", 1), (4, "bob@example.org", 2)] {
        story.opened(id, None);
        story.client(id, &format!("USR 1 {account} 0"));
        assert_eq!(story.threads().member(SessionId(id)).unwrap().parent, Some(SessionId(parent)));
    }
}

#[test]
fn of_two_clients_sent_to_one_server_each_finds_its_own_dispatch() {
    let story = Story::new();
    let mut redirects = Vec::new();
    for (id, account) in [(1, "alice@example.org"), (2, "bob@example.org")] {
        story.opened(id, None);
        story.client(id, &format!("USR 1 MD5 I {account}"));
        redirects.push(story.server(id, "XFR 1 NS 198.51.100.7"));
    }
    for (id, account, expected, parent) in
        [(3, "bob@example.org", redirects[0], 2), (4, "alice@example.org", redirects[1], 1)]
    {
        story.opened(id, Some(expected));
        story.client(id, "VER 1 MSNP9");
        story.client(id, &format!("USR 2 MD5 I {account}"));
        assert_eq!(story.threads().member(SessionId(id)).unwrap().parent, Some(SessionId(parent)));
    }
}

#[test]
fn what_a_person_injects_tells_nothing_of_the_peers() {
    let story = Story::new();
    story.opened(1, None);
    story.client(1, "USR 1 alice@example.org 1.2");
    story.frame(1, ServerToClient, Origin::Person, "JOI mallory@example.org M");
    assert!(story.threads().member(SessionId(1)).unwrap().participants.is_empty());
}

#[test]
fn after_a_gap_what_was_open_may_be_over_and_what_speaks_is_open() {
    let story = an_evening();
    let mut threads = story.threads();
    let before = threads.next();
    story.closed(2);
    let speaks = story.server(3, "BYE bob@example.org");
    let look = story.0.look(Window::From(speaks), 1 << 20);
    look.entries().for_each(|entry| threads.fold(&entry));
    assert_eq!((threads.missed(), threads.next()), (1, before + 2));
    let open = |id| threads.member(SessionId(id)).map(|member| (member.open, member.gap)).unwrap();
    assert_eq!([1, 2, 3, 4].map(open), [(false, false), (false, true), (true, true), (false, true)]);
    assert_eq!(threads.member(SessionId(3)).unwrap().participants[0].presence, Presence::Left);
}

#[test]
fn a_session_first_heard_of_in_its_middle_is_known_to_have_a_gap() {
    let story = Story::new();
    story.server(7, "JOI bob@example.org Bob");
    let threads = story.threads();
    let member = threads.member(SessionId(7)).unwrap();
    assert!(member.open && member.gap && member.role.is_none());
}
