//! The thread of an evening in each dialect, as the wire reference writes its redirects (§3.1 to §3.3, §6).

use super::super::*;
use crate::insight::story::Story;

/// Tells a script, and of each session: its thread, its parent, its role, its dialect, its account.
#[track_caller]
fn check(script: &str, expected: &[&str]) {
    let threads = Story::script(script).insight().threads;
    for (session, expected) in (1..).zip(expected) {
        let member = threads.member(SessionId(session)).unwrap();
        let parent = member.parent.map_or_else(|| "-".to_owned(), |parent| parent.to_string());
        let role = member.role.map_or("-", Role::short);
        let dialect = member.dialect.map_or_else(|| "-".to_owned(), |dialect| dialect.to_string());
        let account = member.account.as_deref().unwrap_or("-");
        assert_eq!(format!("{} {parent} {role} {dialect} {account}", member.thread), *expected, "{session}");
    }
}

/// The same in each of these dialects, where the script says `MSNPn`, of Alice alone.
#[track_caller]
fn check_each(dialects: std::ops::RangeInclusive<u8>, script: &str, places: &[&str]) {
    for dialect in dialects {
        let dialect = format!("MSNP{dialect}");
        let of = |place: &&str| format!("1 {place} {dialect} alice@example.org");
        let expected: Vec<String> = places.iter().map(of).collect();
        let expected: Vec<&str> = expected.iter().map(String::as_str).collect();
        check(&script.replace("MSNPn", &dialect), &expected);
    }
}

#[test]
fn in_msnp7_a_dispatch_server_names_two_addresses() {
    check_each(
        7..=7,
        "1 opens
        1> VER 1 MSNPn MSNP6 MSNP5 MSNP4 CVR0
        1< VER 1 MSNPn
        1> INF 2
        1< INF 2 MD5
        1> USR 3 MD5 I alice@example.org
        1< XFR 3 NS 198.51.100.7:1863 0 198.51.100.2:1863
        1 ends
        2 follows
        2> VER 4 MSNPn MSNP6 MSNP5 MSNP4 CVR0
        2< VER 4 MSNPn
        2> USR 6 MD5 I alice@example.org
        2< USR 7 OK alice@example.org Alice%20A 1
        2> XFR 12 SB
        2< XFR 12 SB 198.51.100.20:1863 CKI 17262740.1050826919.32308
        3 follows
        3> USR 1 alice@example.org 17262740.1050826919.32308
        3< USR 1 OK alice@example.org Alice%20A
        2< RNG 11752013 198.51.100.20:1863 CKI 849102291.520491113 bob@example.org Bob
        4 follows
        4> ANS 1 alice@example.org 849102291.520491113 11752013
        4< IRO 1 1 1 bob@example.org Bob",
        &["- NS", "1 NS", "2 SB", "2 SB"],
    );
}

#[test]
fn in_msnp8_to_12_cookies_tie_switchboards_to_the_server_that_gave_them() {
    check_each(
        8..=12,
        "1 opens
        1> VER 1 MSNPn CVR0
        1< VER 1 MSNPn
        1> CVR 2 0x0409 winnt 5.1 i386 MSNMSGR 6.2.0137 MSMSGS alice@example.org
        1> USR 3 TWN I alice@example.org
        1< USR 4 OK alice@example.org 1 0
        1> XFR 9 SB
        1< RNG 77 198.51.100.20:1863 CKI 84.52 carol@example.org Carol
        1< XFR 9 SB 198.51.100.20:1863 CKI 40d6888650415a328b37
        2 opens
        2> ANS 10 alice@example.org 84.52 77
        3 opens
        3> USR 11 alice@example.org 40d6888650415a328b37",
        &["- NS", "1 SB", "1 SB"],
    );
}

#[test]
fn in_msnp13_to_16_redirects_have_tails() {
    check_each(
        13..=16,
        "1 opens
        1> VER 1 MSNPn CVR0
        1< VER 1 MSNPn
        1> USR 3 SSO I alice@example.org
        1< XFR 3 NS 198.51.100.7:1863 U D
        1 ends
        2 follows
        2> VER 1 MSNPn CVR0
        2< VER 1 MSNPn
        2> USR 3 SSO I alice@example.org
        2< GCF 0 3\\r\\nabc
        2< USR 4 OK alice@example.org 1 0
        2< XFR 12 SB 198.51.100.20:1863 CKI 1726.42.99 U messenger.msn.com 1
        2< RNG 77 198.51.100.20:1863 CKI 84.52 bob@example.org Bob U messenger.hotmail.com 1
        3 opens
        3> USR 1 alice@example.org 1726.42.99
        4 opens
        4> ANS 1 alice@example.org 84.52 77",
        &["- NS", "1 NS", "2 SB", "2 SB"],
    );
}

#[test]
fn in_msnp18_who_is_at_two_places_is_one_person() {
    let script = "1 opens
        1> VER 1 MSNP18 CVR0
        1< VER 1 MSNP18
        1> USR 3 SSO I alice@example.org
        1< USR 4 OK alice@example.org 1 0
        1< XFR 12 SB 198.51.100.20:1863 CKI 17.10 U messenger.msn.com 1
        2 follows
        2> USR 1 alice@example.org;{aaaaaaaa-0000-4000-8000-000000000001} 17.10
        2> CAL 2 alice@example.org
        2< CAL 2 RINGING 77
        2< JOI alice@example.org;{aaaaaaaa-0000-4000-8000-000000000002} Alice 2789003324:48
        2> CAL 3 bob@example.org
        2< CAL 3 RINGING 77
        2< JOI bob@example.org Bob 2789003324:48
        2< JOI bob@example.org;{bbbbbbbb-0000-4000-8000-000000000001} Bob 2789003324:48
        2< BYE bob@example.org;{bbbbbbbb-0000-4000-8000-000000000001}";
    check(script, &["1 - NS MSNP18 alice@example.org", "1 1 SB MSNP18 alice@example.org"]);
    let threads = Story::script(script).insight().threads;
    let people = &threads.member(SessionId(2)).unwrap().participants;
    let people: Vec<_> = people.iter().map(|who| (&*who.account, who.presence)).collect();
    assert_eq!(people, [("bob@example.org", Presence::Here)], "and one's own other place is nobody else");
}

#[test]
fn in_msnp21_the_redirect_answers_cvr_and_there_are_no_switchboards() {
    check_each(
        21..=21,
        "1 opens
        1> VER 1 MSNPn CVR0
        1< VER 1 MSNPn
        1> CVR 2 0x0409 winnt 6.1.1 i386 MSNMSGR 15.4.3502.0922 MSNMSGR alice@example.org 0
        1< XFR 2 NS 198.51.100.7:1863 U D VmVyc2lvbjogMQ0KWGZyQ291bnQ6IDENCg==
        1 ends
        2 follows
        2> VER 1 MSNPn CVR0
        2< VER 1 MSNPn
        2> CVR 2 0x0409 winnt 6.1.1 i386 MSNMSGR 15.4.3502.0922 MSNMSGR alice@example.org VmVyc2lvbjogMQ0K
        2> USR 3 SSO I alice@example.org
        2< USR 4 OK alice@example.org 1 0
        2< SDG 0 0",
        &["- NS", "1 NS"],
    );
}

#[test]
fn a_chain_of_notification_servers_is_one_thread() {
    check(
        "1 opens
        1> VER 1 MSNP12 CVR0
        1< VER 1 MSNP12
        1> USR 3 TWN I alice@example.org
        1< XFR 3 NS 198.51.100.7:1863 0 198.51.100.2:1863
        1 ends
        2 follows
        2> VER 1 MSNP12 CVR0
        2< VER 1 MSNP12
        2> USR 3 TWN I alice@example.org
        2< USR 4 OK alice@example.org 1 0
        2< XFR 0 NS 198.51.100.8:1863
        3 follows
        3> VER 1 MSNP11 CVR0
        3< VER 1 MSNP11
        3> USR 3 TWN I alice@example.org
        2 ends
        3< USR 4 OK alice@example.org 1 0
        3< XFR 5 SB 198.51.100.20 CKI 1.2
        4 follows
        4> USR 1 alice@example.org 1.2",
        &[
            "1 - NS MSNP12 alice@example.org",
            "1 1 NS MSNP12 alice@example.org",
            "1 2 NS MSNP11 alice@example.org",
            "1 3 SB MSNP11 alice@example.org",
        ],
    );
}

#[test]
fn a_switchboard_has_the_client_of_the_session_that_was_given_its_cookie() {
    let threads = Story::script(
        "1 opens
        1> VER 1 MSNP9 CVR0
        1> CVR 2 0x0409 winnt 5.1 i386 MSNMSGR 6.0.0602 MSMSGS alice@example.org
        1> USR 3 TWN I alice@example.org
        1< XFR 9 SB 198.51.100.20:1863 CKI 17.10
        2 follows
        2> USR 1 alice@example.org 17.10
        3 opens
        3> USR 1 alice@example.org 0.0
        4 opens
        4> CVR 1 0x0409 macos 9.2.2 ppc MSMSGS
        5 opens
        5> CVQ 1 0x0409 winnt 5.1",
    )
    .insight()
    .threads;
    let client = |session| {
        let client = threads.member(SessionId(session)).unwrap().client.as_ref()?;
        Some((&*client.name, &*client.version, &*client.os))
    };
    let messenger = Some(("MSNMSGR", "6.0.0602", "winnt 5.1"));
    assert_eq!([1, 2].map(client), [messenger; 2]);
    assert_eq!([3, 4, 5].map(client), [None, Some(("MSMSGS", "", "macos 9.2.2")), None]);
}

#[test]
fn a_long_introduction_is_kept_short() {
    let long = "\u{20ac}".repeat(1000);
    let threads = Story::script(&format!("1 opens\n1> CVR 1 0x0409 {long} {long} i386 {long} {long}"))
        .insight()
        .threads;
    let client = threads.member(SessionId(1)).unwrap().client.clone().unwrap();
    assert_eq!([&client.name, &client.version, &client.os].map(|word| word.len()), [63; 3]);
}

#[test]
fn where_nobody_saw_it_agreed_a_switchboard_is_told_by_how_it_names_people() {
    let guess = |lines: &str| {
        let threads = Story::script(&format!("1 opens\n{lines}")).insight().threads;
        let member = threads.member(SessionId(1)).unwrap();
        assert_eq!(member.dialect, None, "an estimate is never what was agreed");
        member.dialect_guess()
    };
    for (lines, expected) in [
        ("1> USR 1 a@b 1.2", None),
        ("1> USR 1 a@b;{aaaaaaaa-0000-4000-8000-000000000001} 1.2", Some(Era::From16)),
        ("1> ANS 1 a@b;{aaaaaaaa-0000-4000-8000-000000000001} 1.2 77", Some(Era::From16)),
        ("1> USR 1 a@b 1.2\n1< JOI b@b Bob", Some(Era::UpTo11)),
        ("1> USR 1 a@b 1.2\n1< JOI b@b Bob ", Some(Era::UpTo11)),
        ("1> USR 1 a@b 1.2\n1< JOI b@b Bob 1074004004", Some(Era::From12To15)),
        ("1> USR 1 a@b 1.2\n1< JOI b@b Bob 2789003324:48", Some(Era::From16)),
        ("1> ANS 1 a@b 1.2 77\n1< IRO 1 1 1 b@b Bob", Some(Era::UpTo11)),
        ("1> ANS 1 a@b 1.2 77\n1< IRO 1 1 1 b@b Bob 1074004004", Some(Era::From12To15)),
        ("1> ANS 1 a@b 1.2 77\n1< IRO 1 1 1 b@b Bob 2789003324:48", Some(Era::From16)),
        ("1> USR 1 a@b 1.2\n1< JOI b@b Bob 1:2\n1< JOI c@b Carol", Some(Era::From16)),
        ("1> USR 1 a@b 1.2\n1< JOI b@b Bob the Builder", None),
        ("1> VER 1 MSNP9\n1< JOI b@b Bob", None),
    ] {
        assert_eq!(guess(lines), expected, "{lines}");
    }
    let eras = [Era::UpTo11, Era::From12To15, Era::From16].map(|era| era.to_string());
    assert_eq!(eras, ["MSNP11 or earlier", "MSNP12 to MSNP15", "MSNP16 or later"]);
}
