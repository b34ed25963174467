//! Every row of the payload tables (§2.2 to §2.4), cut at every position, with a command glued behind it that must
//! still be found; and the commands that only look as if they carried a payload.

use crate::check::{End, check, cut};
use Direction::{ClientToServer, ServerToClient};
use msnp::{Command, Direction, Frame, Redirect};

/// What follows from the server: lost, a client leaves the proxy behind.
const XFR: &str = "XFR 14 SB 198.51.100.20:1863 CKI 1.2.3\r\n";
const PNG: &str = "PNG\r\n";

/// A payload that hurts when its bytes are read as commands.
const DECOY: &str = "XFR 9 SB 203.0.113.9:1 CKI decoy\r\nMSG a b 9\r\n\r\nOUT";

/// §2.2. `LEN` stands for the payload's length.
const CLIENT_ROWS: &[(&str, &str)] = &[
    ("MSG 3 N LEN", "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=UTF-8\r\n\r\nhello bob ☃"),
    ("MSG 4 D LEN", "MIME-Version: 1.0\r\nContent-Type: application/x-msnmsgrp2p\r\n\r\n\0\0\0\n\r\n\0"),
    ("QRY 10 msmsgs@msnmsgr.com LEN", "8f2f5a91b72102cd28355e9fc9000d6e"),
    ("SDC 11 bob@example.org 0x0409 MSMSGS MSMSGR X X Alice%20A LEN", "Come and chat with me"),
    ("PAG 12 bob@example.org LEN", "<TEXT>call me</TEXT>"),
    ("PGD 13 bob@example.org 1 LEN", "<TEXT>call me</TEXT>"),
    ("UUX 10 LEN", "<Data><PSM>gone fishing</PSM><CurrentMedia></CurrentMedia></Data>"),
    ("ADL 9 LEN", "<ml l=\"1\"><d n=\"example.org\"><c n=\"bob\" l=\"3\" t=\"1\"/></d></ml>"),
    ("RML 9 LEN", "<ml><d n=\"example.org\"><c n=\"bob\" l=\"2\" t=\"1\"/></d></ml>"),
    (
        "UUN 14 bob@example.org 3 LEN",
        "INVITE MSNMSGR:bob@example.org MSNSLP/1.0\r\nTo: <msnmsgr:bob>\r\n\r\n\0",
    ),
    ("UUN 14 bob@example.org;{6f1d2c3b-0000-4000-8000-00000000a11c} 4 LEN", "goawyplzthxbye"),
    ("FQY 15 LEN", "<ml><d n=\"example.org\"><c n=\"bob\" /></d></ml>"),
    ("UUM 16 bob@yahoo.example 32 1 LEN", "MIME-Version: 1.0\r\n\r\nhi"),
    ("PUT 8 LEN", "Routing: 1.0\r\nTo: 1:alice@example.org\r\n\r\nReliability: 1.0\r\n\r\n<user/>"),
    ("DEL 9 LEN", "Routing: 1.0\r\nTo: 10:00000000-0000-0000-0000-000000000000@live.com\r\n\r\n"),
    ("SDG 9 LEN", "Routing: 1.0\r\nTo: 1:bob@example.org\r\n\r\nMessaging: 2.0\r\n\r\nhi"),
    ("VAS 17 bob@example.org 1 2 LEN", "<Report/>"),
    ("GET 18 presence LEN", "<get/>"),
];

/// §2.3.
const SERVER_ROWS: &[(&str, &str)] = &[
    (
        "MSG Hotmail Hotmail LEN",
        "MIME-Version: 1.0\r\nContent-Type: text/x-msmsgsprofile; charset=UTF-8\r\n\r\n",
    ),
    ("MSG bob@example.org Bob LEN", "MIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\nhi"),
    ("MSG bob@example.org Bob the builder LEN", "hello"),
    ("MSG bob@example.org  LEN", "hello"),
    ("MSG bob@example.org LEN", "hello"),
    ("NOT LEN", "<NOTIFICATION ver=\"1\" id=\"0\" siteid=\"0\" siteurl=\"http://a.example\"></NOTIFICATION>"),
    ("IPG LEN", "<NOTIFICATION id=\"2\"><TEXT>on my way</TEXT></NOTIFICATION>"),
    ("GCF 9 Shields.xml LEN", "<config><shield/><block/></config>"),
    ("GCF 0 LEN", "<Policies>\r\n\t<Policy type=\"SHIELDS\"><config/></Policy></Policies>"),
    ("UBX bob@example.org LEN", "<Data><PSM></PSM><CurrentMedia></CurrentMedia></Data>"),
    ("UBX bob@example.org 1 LEN", "<Data><PSM>☃</PSM><CurrentMedia></CurrentMedia></Data>"),
    ("UBX 1:bob@example.org LEN", "<Data><PSM>1</PSM></Data>"),
    ("UBX 1:bob@example.org;via=9:0000@live.com LEN", "<Data><PSM>1</PSM></Data>"),
    ("UUX 10 LEN", "<Data/>"),
    ("ADL 0 LEN", "<ml><d n=\"example.org\"><c n=\"bob\" t=\"1\" f=\"Bob\" l=\"8\"/></d></ml>"),
    ("RML 0 LEN", "<ml><d n=\"example.org\"><c n=\"bob\" t=\"1\" l=\"8\"/></d></ml>"),
    ("FQY 15 LEN", "<ml><d n=\"example.org\"><c n=\"bob\" t=\"1\" /></d></ml>"),
    ("UBN bob@example.org 3 LEN", "INVITE MSNMSGR:alice@example.org MSNSLP/1.0\r\n\r\n\0"),
    ("UBN bob@example.org;{6f1d2c3b-0000-4000-8000-00000000a11c} 10 LEN", "SessionPassword: x\r\n"),
    ("UUN 14 LEN", "<SNM opcode=\"SNM\"/>"),
    ("UBM bob@yahoo.example 32 1 LEN", "MIME-Version: 1.0\r\n\r\nhi"),
    ("UBM bob@yahoo.example 32 alice@example.org 1 3 LEN", "MIME-Version: 1.0\r\n\r\n"),
    ("NFY PUT LEN", "Routing: 1.0\r\nTo: 1:alice@example.org\r\n\r\nReliability: 1.0\r\n\r\n"),
    ("NFY DEL LEN", "Routing: 1.0\r\nTo: 1:alice@example.org\r\n\r\n"),
    ("SDG 0 LEN", "Routing: 1.0\r\nTo: 1:alice@example.org\r\n\r\nMessaging: 2.0\r\n\r\nhi"),
    ("PUT 8 OK LEN", "Routing: 1.0\r\nTo: 1:alice@example.org\r\n\r\n"),
    ("DEL 9 OK LEN", "Routing: 1.0\r\n\r\n"),
    ("GET 18 LEN", "<get/>"),
    ("FSL 5 LEN", "<fsl/>"),
    ("PAG 12 bob@example.org LEN", "<TEXT>call me</TEXT>"),
];

/// §2.4.
const ERRORS: &[(u16, &str)] = &[
    (241, "<ml><d n=\"example.org\"><c n=\"bob\" t=\"1\" /></d></ml>"),
    (509, "<Error/>"),
    (508, "<Error/>"),
    (203, "<ml/>"),
    (204, "<ml/>"),
    (205, "<ml/>"),
    (210, "x"),
    (234, "x"),
    (511, "<detail/>"),
    (933, "x"),
    (201, "x"),
    (591, "x"),
    (731, "x"),
    (801, "0 6 6"),
];

/// The commands of §2.1 and §2.2 that never carry one, whatever they end with.
const CLIENT_LINES: &[&str] = &[
    "GCF 9 Shields.xml",
    "GCF 9 42",
    "URL 9 INBOX",
    "URL 9 PROFILE 0x0409 2",
    "SND 9 bob@example.org 0x0409 MSMSGS 5",
    "FND 9 fname=bob lname=* city=* state=* country=US",
    "CVR 2 0x0409 winnt 5.1 i386 MSNMSGR 6.0.0602 7",
    "CVQ 1 0x0409 winnt 5 1",
    "XFR 8 SB",
    "XFR 1 NS 1",
    "USR 3 TWN I alice@example.org",
    "USR 1 a@b 17262740",
    "USR 4 SSO S t=EX&p= 5",
    "GSB 9",
    "PRP 10 PHH 5551234",
    "SBP 11 29630b0e MFN 12",
    "ADC 12 FL N=bob@example.org F=7",
    "CAL 2 bob@example.org",
    "CAL 338 ",
    "ANS 1 bob@example.org 849102291.520491113 11752013",
    "VER 1 MSNP9 8",
    "CHG 9 NLN 268435492",
    "CHG 9 NLN 268435492 0",
    "SYN 8 0 0",
    "SYN 8 5",
    "LST 4 1",
    "REM 5 FL bob 1",
    "IMS 6 ON",
    "ADD 7 FL bob@example.org Bob 3",
    "REG 8 3 Friends 0",
    "RMG 9 3",
    "BLP 10 AL",
    "GTC 11 A",
    "REA 12 a@b 44",
    "INF 2",
    "FSL 5 1025 3",
    "PNG",
    "OUT",
    "241 9 51",
    "UUX 10",
    "ADL 9",
    "QRY 10 PROD0090YUAUV{2B",
    "MSG 3 N",
    "PUT / HTTP/1.0",
    "GET / HTTP/1.0",
    "NOT 5",
    "UBX a@b 5",
    "XYZ 1 2 3",
];

/// The same of §2.1 and §2.3.
const SERVER_LINES: &[&str] = &[
    "CHL 0 15570131571988941333",
    "QNG",
    "QNG 60",
    "CHG 9 NLN 268435492",
    "NLN NLN bob@example.org Bob 268435492",
    "NLN NLN bob@example.org 1 Bob 1074004004 0",
    "ILN 9 NLN bob@example.org Bob 268435492 ",
    "FLN bob@example.org 1 0",
    "IRO 1 1 1 alice@example.org Alice 268435492",
    "JOI bob@example.org Bob 268435492",
    "JOI bob@example.org Bob 48:0",
    "CAL 2 RINGING 11752013",
    "USR 4 OK alice@example.org 1 0",
    "USR 1 OK alice@example.org Alice%20A",
    "USR 6 MD5 S 1190042501",
    "SYN 8 27 1 1",
    "LST bob@example.org Bob 11",
    "LST bob@example.org Bob 11 1",
    "LST N=bob@example.org F=Bob C=aaaa 11 1",
    "LST 8 FL 27 1 1 bob@example.org Bob 0",
    "LST 8 BL 27 0 0",
    "LSG 0 Other%20Contacts 0",
    "LSG 8 27 1 1 0 Other%20Contacts 0",
    "ADG 9 28 Friends 3 0",
    "REG 9 28 3 Friends 0",
    "RMG 9 28 3",
    "XFR 3 NS 198.51.100.7:1863 0",
    "XFR 12 SB a:1 CKI 17262740",
    "XFR 12 SB a:1 CKI 1.2 U msn.com 1",
    "RNG 11752013 a:1 CKI 849102291 bob@example.org 42",
    "RNG 11 a:1 CKI 8.4 bob@example.org Bob U msn.com 1",
    "BYE bob@example.org",
    "BYE bob@example.org 1",
    "OUT",
    "OUT OTH",
    "OUT RCT 6",
    "URL 9 /cgi-bin/HoTMaiL http://a 2",
    "VER 1 0",
    "VER 1 MSNP9",
    "PRP MFN 42",
    "PRP 10 28 PHH 5551234",
    "BPR PHH 5551234",
    "BPR 28 bob@b PHM 5551234",
    "QRY 10",
    "ACK 5",
    "NAK 5",
    "FSL 5",
    "SBS 0 null",
    "SBS 0 5",
    "SDC 11 OK",
    "SND 9 OK",
    "RFS",
    "RFS 1",
    "CVR 2 6.0.0602 6.0.0602 6.0.0602 http://a 5",
    "GTC 8 27 A",
    "GTC A",
    "BLP AL",
    "IMS 3 0 ON",
    "ANS 1 OK",
    "FND 9 1 2 fname=Bob",
    "ADC 0 RL N=bob@example.org F=5",
    "ADD 0 RL 28 bob@example.org 5",
    "REM 0 RL 28 a@b 5",
    "SBP 11 29630b0e MFN 12",
    "REA 12 28 a@b 44",
    "INF 2 MD5",
    "ADL 9 OK",
    "RML 9 OK",
    "UUN 14 OK",
    "PUT 8 OK",
    "PUT 8 0",
    "DEL 9 OK",
    "DEL 9 5",
    "UUX 10",
    "FQY 15",
    "GCF 9",
    "MSG 5",
    "UBN a@b 5",
    "NFY 5",
    "UBM a@b 1 5",
    "NOT",
    "911",
    "911 9",
    "241 9",
    "241 9 51 x",
    "241 x 51",
    "241 9 x",
    "713 9 too active 5",
    "QRY 10 x 5",
    "XYZ 1 2 3",
];

#[test]
fn every_row_of_the_table_for_clients_is_cut_right_at_every_position() {
    for &(line, payload) in CLIENT_ROWS {
        for payload in [payload, DECOY, ""] {
            check_at_every_position(ClientToServer, &with_payload(line, payload));
        }
    }
}

#[test]
fn every_row_of_the_table_for_servers_is_cut_right_at_every_position() {
    for &(line, payload) in SERVER_ROWS {
        for payload in [payload, DECOY, ""] {
            check_at_every_position(ServerToClient, &with_payload(line, payload));
        }
    }
}

#[test]
fn every_error_is_cut_right_with_a_payload_and_without() {
    for &(code, payload) in ERRORS {
        check_at_every_position(ServerToClient, &format!("{code} 9\r\n"));
        for payload in [payload, DECOY, ""] {
            check_at_every_position(ServerToClient, &with_payload(&format!("{code} 9 LEN"), payload));
        }
    }
}

#[test]
fn commands_without_a_payload_swallow_nothing() {
    for line in CLIENT_LINES {
        check_at_every_position(ClientToServer, &format!("{line}\r\n"));
    }
    for line in SERVER_LINES {
        check_at_every_position(ServerToClient, &format!("{line}\r\n"));
    }
}

fn with_payload(line: &str, payload: &str) -> String {
    let length = payload.len().to_string();
    format!("{}\r\n{payload}", line.replace("LEN", &length))
}

/// Cuts `frame` and what is glued to it in two at every position, and asserts that it is one frame and that what follows
/// is found: from the server an XFR, which must still lead to its address; from the client a PNG, and the XFR as the mere
/// line it is there.
fn check_at_every_position(direction: Direction, frame: &str) {
    let following: &[&str] = match direction {
        ServerToClient => &[XFR],
        ClientToServer => &[PNG, XFR],
    };
    for next in following {
        let wire = format!("{frame}{next}");
        let framed = check(direction, wire.as_bytes(), &[]);
        assert_eq!(framed.end, End::Whole, "{wire:?}");
        assert_eq!(framed.commands, [frame.as_bytes(), next.as_bytes()], "{wire:?}");
        for position in 1..wire.len() {
            assert_eq!(cut(direction, wire.as_bytes(), &[position, 0]), framed, "{wire:?} at {position}");
        }
        let last = Frame { bytes: framed.commands.last().expect("two frames"), opaque: false };
        let redirect = Command::read(&last).and_then(|command| Redirect::find(&command));
        let port = redirect.map(|redirect| redirect.address.to_string());
        assert_eq!(port.as_deref(), (*next == XFR).then_some("198.51.100.20:1863"));
    }
}
