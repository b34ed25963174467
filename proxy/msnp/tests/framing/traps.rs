//! The traps of §10 that concern framing and arguments, each by its number, and the example of §2.5.

use crate::check::{End, check};
use Direction::{ClientToServer, ServerToClient};
use msnp::{
    Command, Deframer, Direction, Frame, MAX_LINE, MAX_PAYLOAD, Opacity, Redirect, Role, Stranger, Ticket,
};

/// Asserts that the stream is cut into exactly these, in any reads.
fn check_frames(direction: Direction, frames: &[&str]) {
    let bytes = frames.concat().into_bytes();
    for reads in [&[][..], &[2], &[3, 5], &[7, 1], &[64]] {
        let framed = check(direction, &bytes, reads);
        let commands: Vec<_> = framed.commands.iter().map(|bytes| String::from_utf8_lossy(bytes)).collect();
        assert_eq!(commands, frames);
        assert_eq!(framed.end, End::Whole);
    }
}

/// Asserts that the stream is understood up to `from` and not from there on.
fn check_opaque(direction: Direction, understood: &str, rest: &str, why: Opacity) {
    let bytes = [understood, rest].concat().into_bytes();
    for reads in [&[][..], &[3, 5], &[64]] {
        let framed = check(direction, &bytes, reads);
        assert_eq!(framed.end, End::Opaque(understood.len(), why), "{rest:?}");
    }
}

fn command(bytes: &str) -> Command<'_> {
    Command::read(&Frame { bytes: bytes.as_bytes(), opaque: false }).expect("a command")
}

fn redirects_to(line: &str) -> Option<String> {
    Redirect::find(&command(line)).map(|redirect| redirect.address.to_string())
}

#[test]
fn example_of_2_5_finds_the_command_behind_an_errors_payload() {
    check_frames(
        ServerToClient,
        &["241 9 51\r\n<ml><d n=\"example.org\"><c n=\"bob\" t=\"1\" /></d></ml>", "ADL 10 OK\r\n"],
    );
}

#[test]
fn trap_1_a_payload_may_hold_any_byte() {
    let payload = b"\r\n\n\0MSG a b 5\r\nOUT\r\n\xe2\x98\x83\xff\xfe<<< ";
    let mut wire = format!("MSG bob@example.org Bob {}\r\n", payload.len()).into_bytes();
    wire.extend_from_slice(payload);
    let first = wire.len();
    wire.extend_from_slice(b"BYE bob@example.org\r\n");
    for at in 1..wire.len() {
        let framed = check(ServerToClient, &wire, &[at, 0]);
        assert_eq!(framed.commands, [&wire[..first], &wire[first..]]);
    }
}

#[test]
fn trap_2_one_read_holds_many_commands_and_one_command_takes_many_reads() {
    let wire = "ACK 1\r\nACK 2\r\nMSG a@b A 12\r\nhello\r\nworldACK 3\r\n";
    for size in 1..wire.len() {
        let framed = check(ServerToClient, wire.as_bytes(), &[size]);
        assert_eq!(framed.commands.len(), 4);
        assert_eq!(framed.commands[2], b"MSG a@b A 12\r\nhello\r\nworld");
    }
}

#[test]
fn trap_3_nothing_stands_between_a_payload_and_the_next_command() {
    check_frames(ClientToServer, &["MSG 1 N 2\r\nhi", "MSG 2 N 2\r\nhi", "OUT\r\n"]);
}

#[test]
fn trap_4_after_a_framing_error_nothing_is_taken_for_a_command_again() {
    check_opaque(ServerToClient, "ACK 1\r\n", "</ml>XFR 1 NS a:1\r\nXFR 2 NS a:1\r\n", Opacity::NotACommand);
}

#[test]
fn trap_5_a_payload_may_be_empty() {
    check_frames(ServerToClient, &["UBX bob@example.org 0\r\n", "UBX bob@example.org 1 0\r\n", "ACK 1\r\n"]);
    check_frames(ServerToClient, &["UUX 10 0\r\n", "PUT 8 OK 0\r\n", "MSG a@b A 0\r\n", "ACK 1\r\n"]);
    check_frames(ClientToServer, &["SDC 11 bob@b 0x0409 MSMSGS MSMSGR X X A 0\r\n", "OUT\r\n"]);
}

#[test]
fn trap_6_the_reply_that_says_ok_carries_none() {
    check_frames(
        ServerToClient,
        &[
            "ADL 9 OK\r\n",
            "RML 9 OK\r\n",
            "UUN 9 OK\r\n",
            "SDC 9 OK\r\n",
            "SND 9 OK\r\n",
            "PUT 9 OK 2\r\nhi",
            "ACK 1\r\n",
        ],
    );
}

#[test]
fn traps_7_and_42_lengths_are_found_from_the_end() {
    check_frames(ServerToClient, &["GCF 0 2\r\nhi", "GCF 9 Shields.xml 2\r\nhi", "ACK 1\r\n"]);
    check_frames(ServerToClient, &["UBX bob@b 2\r\nhi", "UBX bob@b 1 2\r\nhi", "ACK 1\r\n"]);
}

#[test]
fn trap_8_a_length_in_characters_loses_the_framing_and_no_byte() {
    // `ünïcö` has five characters, and its first five bytes are `ünï`.
    check_opaque(ClientToServer, "MSG 1 N 5\r\nünï", "cöMSG 2 N 2\r\nhi", Opacity::NotACommand);
}

#[test]
fn trap_9_an_error_carries_a_payload_only_with_a_second_number() {
    check_frames(ServerToClient, &["241 9\r\n", "241 9 2\r\nhi", "715\r\n", "911 0\r\n", "ACK 1\r\n"]);
}

#[test]
fn trap_10_tickets_make_long_lines_and_the_limits_are_exact() {
    assert_eq!((MAX_LINE, MAX_PAYLOAD), (65_536, 1_048_576));
    let ticket = format!("USR 4 SSO S t={} blob\r\n", "x".repeat(9000));
    check_frames(ClientToServer, &[&ticket, "OUT\r\n"]);
    let line = |length| format!("USR {}\n", "x".repeat(length - 5));
    check_frames(ClientToServer, &[&line(MAX_LINE), "OUT\r\n"]);
    check_opaque(ClientToServer, "PNG\r\n", &line(MAX_LINE + 1), Opacity::LongLine);
    let huge = format!("MSG 1 N {}\r\nhi", MAX_PAYLOAD + 1);
    check_opaque(ClientToServer, "PNG\r\n", &huge, Opacity::HugePayload);
    check_opaque(ClientToServer, "PNG\r\n", "MSG 1 N 4294967295\r\nhi", Opacity::HugePayload);
}

#[test]
fn trap_11_bare_line_feeds_and_surplus_spaces_are_kept() {
    check_frames(
        ClientToServer,
        &["VER 1  MSNP9\n", "MSG  1  N  2 \nhi", "UUX 10 2   \r\nhi", "\n", "\r\n", "PNG \n", "OUT\n"],
    );
}

#[test]
fn trap_12_a_client_need_not_wait_for_replies() {
    check_frames(ClientToServer, &["VER 1 MSNP9 CVR0\r\n", "CVR 2 0x0409 winnt\r\n", "USR 3 TWN I a@b\r\n"]);
}

#[test]
fn trap_13_nicknames_may_be_anything() {
    check_frames(
        ServerToClient,
        &[
            "NLN NLN bob@b ünï ☃ 268435492\r\n",
            "NLN NLN bob@b %0A%%2520 0 \r\n",
            "MSG bob@b % 2\r\nhi",
            "MSG bob@b  2\r\nhi",
            "MSG bob@b 7 days 2\r\nhi",
            "ILN 9 NLN bob@b  268435492 \r\n",
            "ACK 1\r\n",
        ],
    );
}

#[test]
fn traps_35_and_36_a_redirect_glued_to_a_payload_and_beside_a_raw_name_is_found() {
    let rng = "RNG 11 198.51.100.20:1863 CKI 8.4 bob@b Bøb ☃\r\n";
    let xfr = "XFR 14 SB 198.51.100.20:1863 CKI 1.2 U messenger.msn.com 1\r\n";
    check_frames(ServerToClient, &["UBX bob@b 1 13\r\n<Data></Data>", xfr, "UBX a 2\r\nhi", rng]);
    assert_eq!(redirects_to(xfr).as_deref(), Some("198.51.100.20:1863"));
    assert_eq!(redirects_to(rng).as_deref(), Some("198.51.100.20:1863"));
    let latin = b"RNG 11 a:1 CKI 8.4 bob@b B\xf8b\r\n";
    let frame = Frame { bytes: latin, opaque: false };
    assert!(Redirect::find(&Command::read(&frame).expect("a command")).is_some());
}

#[test]
fn trap_37_a_missing_argument_leaves_its_space() {
    check_frames(ServerToClient, &["LST N=carol@example.com F=Carol C=836e7bd0 11 1 \r\n", "208 338\r\n"]);
    check_frames(ClientToServer, &["CAL 338 \r\n", "OUT\r\n"]);
    assert_eq!(command("CAL 338 \r\n").arg(2), Some(&b""[..]));
}

#[test]
fn trap_38_a_switchboard_is_known_whatever_its_first_transaction_id() {
    for line in ["USR 10 alice@b 1.2\r\n", "ANS 11 alice@b 1.2 44\r\n", "USR 1 alice@b 1.2\r\n"] {
        assert_eq!(Role::of(&command(line)), Some(Role::Switchboard));
        assert_eq!(Ticket::presented(&command(line)).map(|ticket| ticket.cookie), Some("1.2"));
    }
}

#[test]
fn trap_38_what_only_resembles_a_switchboards_first_command_is_none() {
    for (line, role) in [
        ("USR 3 TWN I\r\n", Some(Role::NotificationServer)),
        ("USR 3 alice@b\r\n", Some(Role::NotificationServer)),
        ("USR 3 alice@b 1.2 4\r\n", Some(Role::NotificationServer)),
        ("ANS 1 OK\r\n", None),
        ("XFR 1 SB\r\n", None),
        ("USR alice@b 4242\r\n", None),
    ] {
        assert_eq!(Role::of(&command(line)), role, "{line:?}");
        assert_eq!(Ticket::presented(&command(line)), None, "{line:?}");
    }
}

#[test]
fn trap_39_a_frame_comes_whole_or_not_at_all() {
    let wire = b"MSG bob@example.org Bob 5\r\nhello";
    for end in 0..wire.len() {
        let framed = check(ServerToClient, &wire[..end], &[4]);
        assert!(framed.commands.is_empty());
        assert_eq!(framed.end, if end == 0 { End::Whole } else { End::Incomplete(0) });
    }
}

#[test]
fn trap_40_the_old_redirect_names_two_addresses() {
    let line = "XFR 3 NS 198.51.100.7:1863 0 198.51.100.2:1863\r\n";
    check_frames(ServerToClient, &[line]);
    let command = command(line);
    let redirect = Redirect::find(&command).expect("a redirect");
    assert_eq!(redirect.address.to_string(), "198.51.100.7:1863");
    assert_eq!(redirect.current.map(|address| address.to_string()).as_deref(), Some("198.51.100.2:1863"));
}

#[test]
fn trap_41_an_absolute_uri_is_http_and_not_ours() {
    let request =
        "POST http://gateway.example/gateway/gateway.dll?Action=open&Server=NS&IP=a HTTP/1.1\r\n\r\n";
    check_opaque(ClientToServer, "", request, Opacity::NotACommand);
    assert_eq!(Stranger::of(request.as_bytes()), Some(Stranger::Http));
}

#[test]
fn a_caller_may_give_up_on_a_frame_too_large_to_keep() {
    let mut deframer = Deframer::new(ClientToServer);
    let begun = b"MSG 1 N 100\r\nXFR 1 NS a:1\r\n";
    assert_eq!(deframer.next_frame(begun), None);
    deframer.give_up();
    assert_eq!(deframer.opacity(), Some(Opacity::GivenUp));
    let first = deframer.next_frame(begun).expect("opaque bytes never wait");
    assert_eq!((first.bytes, first.opaque), (&b"MSG 1 N 100\r\n"[..], true));
    deframer.give_up();
    assert_eq!(deframer.opacity(), Some(Opacity::GivenUp));
}
