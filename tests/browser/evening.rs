//! An evening of two people whose clients both come through us: they sign in, talk, nudge, and one asks for the other's picture.

use super::page::Page;
use super::watched::Watched;
use crate::harness::{Server, Session};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// One white dot, and its SHA-1 as objects name it.
const PICTURE: &str = "R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7";
const DIGEST: &str = "1fzrZTJkPQ2E/+CcQMSB7N9Z4Vo=";

/// What identifies the transfer of the picture: §7.7.
const TRANSFER: u32 = 1_980_589;

#[derive(Debug)]
pub(super) struct Evening {
    /// Goes before the program does, so that it has nothing to complain about.
    pub(super) page: Page,
    pub(super) watched: Watched,
    /// Notification servers.
    pub(super) alice: Session,
    pub(super) bob: Session,
    /// The ends of their conversation.
    pub(super) hers: Session,
    pub(super) his: Session,
    _switchboard: Server,
}

impl Evening {
    /// Everything there is to understand has happened, and the page shows the transcript of it.
    #[track_caller]
    pub(super) fn start() -> Evening {
        let (watched, switchboard) = (Watched::start(&[]), Server::start());
        let page = watched.page();
        let (mut alice, mut bob) =
            (signed_in(&watched, "alice", "Alice"), signed_in(&watched, "bob", "Bob%20B"));
        lists(&mut alice);
        challenge(&mut alice);
        let mut hers =
            follow(&watched, &mut alice, &switchboard, "XFR 12 SB ADDRESS CKI 17262740.1050826919");
        say(&mut hers.client, &mut hers.server, "USR 1 alice@example.org 17262740.1050826919\r\n");
        say(&mut hers.server, &mut hers.client, "USR 1 OK alice@example.org Alice\r\n");
        say(&mut hers.client, &mut hers.server, "CAL 2 bob@example.org\r\n");
        say(&mut hers.server, &mut hers.client, "CAL 2 RINGING 11752013\r\n");
        let rings = "RNG 11752013 ADDRESS CKI 849102291.520491113 alice@example.org Alice";
        let mut his = follow(&watched, &mut bob, &switchboard, rings);
        say(&mut his.client, &mut his.server, "ANS 1 bob@example.org 849102291.520491113 11752013\r\n");
        say(&mut his.server, &mut his.client, "IRO 1 1 1 alice@example.org Alice 268435492\r\nANS 1 OK\r\n");
        say(&mut hers.server, &mut hers.client, "JOI bob@example.org Bob%20B 268435492\r\n");
        chat(&mut hers, &mut his);
        picture(&mut hers);
        page.until("seen.rows().some(({says}) => says.includes('hello bob'))");
        Evening { page, watched, alice, bob, hers, his, _switchboard: switchboard }
    }

    /// Shows a view, and waits until it says something.
    #[track_caller]
    pub(super) fn show(&self, lens: &str, says: &str) {
        self.page.click(&format!("#lens-{lens}"));
        let says = serde_json::json!(says);
        self.page.until(&format!("seen.pressed('lens-{lens}') && seen.view()?.includes({says})"));
    }

    /// The number of the first frame with this verb in a session, as soon as it has passed.
    #[track_caller]
    pub(super) fn entry(&self, session: &Session, verb: &str) -> u64 {
        let row = self
            .watched
            .proxy
            .row(|row| row.number("session") == Some(session.number) && row.text("cmd") == verb);
        row.n()
    }
}

/// Bytes arrive at the other end before anything else is said: what follows stands behind them in the transcript.
#[track_caller]
fn say(from: &mut crate::harness::Peer, to: &mut crate::harness::Peer, bytes: impl AsRef<[u8]>) {
    from.send(&bytes);
    to.expect(&bytes);
}

/// Signing in as §6.4 has it, with what tells which program it is.
#[track_caller]
fn signed_in(watched: &Watched, who: &str, name: &str) -> Session {
    let mut session = watched.session();
    let Session { client, server, .. } = &mut session;
    say(client, server, "VER 1 MSNP12 CVR0\r\n");
    say(server, client, "VER 1 MSNP12\r\n");
    let cvr = format!("CVR 2 0x0409 winnt 5.1 i386 MSNMSGR 7.5.0324 msmsgs {who}@example.org\r\n");
    say(client, server, cvr);
    say(
        server,
        client,
        "CVR 2 7.5.0324 7.5.0324 7.0.0777 http://dl.example.net/ http://info.example.net/\r\n",
    );
    say(client, server, format!("USR 3 TWN I {who}@example.org\r\n"));
    say(server, client, "USR 3 TWN S ct=1\r\n");
    say(client, server, "USR 4 TWN S t=EXAMPLE\r\n");
    say(server, client, format!("USR 4 OK {who}@example.org {name} 1 0\r\n"));
    session
}

/// §6.3: Bob, in a group; then who is there.
#[track_caller]
fn lists(Session { client, server, .. }: &mut Session) {
    let group = "1f2e3d4c-0000-4000-8000-000000000001";
    say(client, server, "SYN 5 0 0\r\n");
    say(
        server,
        client,
        format!(
            "SYN 5 2026-11-28T00:00:00.0000000-00:00 2026-11-28T00:00:00.0000000-00:00 1 1\r\nGTC A\r\nBLP AL\r\n\
            LSG Friends {group}\r\nLST N=bob@example.org F=Bob%20B C=aaaaaaaa-0000-4000-8000-0000000000b0 11 1 {group}\r\n"
        ),
    );
    say(client, server, "CHG 6 NLN 268435492\r\n");
    say(server, client, "CHG 6 NLN 268435492\r\nILN 6 BSY bob@example.org Bob%20B 268435492\r\n");
    let says = "<Data><PSM>gone fishing</PSM><CurrentMedia></CurrentMedia></Data>";
    say(server, client, format!("UBX bob@example.org {}\r\n{says}", says.len()));
}

/// A challenge that is answered wrongly: §6.7 has the right answer, whose first digit is 8.
#[track_caller]
fn challenge(Session { client, server, .. }: &mut Session) {
    say(server, client, "CHL 0 22210219642164014968\r\n");
    say(client, server, "QRY 7 PROD0090YUAUV{2B 32\r\n75ecb0db8f32113df79ce0892b9a102c");
    say(server, client, "QRY 7\r\n");
}

/// The server sends a client elsewhere, and the client goes where it was told.
#[track_caller]
fn follow(watched: &Watched, session: &mut Session, to: &Server, line: &str) -> Session {
    session.server.send(format!("{}\r\n", line.replace("ADDRESS", &to.address())));
    let told = session.client.receive_line();
    let address = told.split(' ').find(|word| word.starts_with("127.0.0.1:")).expect("an address");
    Session::open_at(address, &watched.proxy, to)
}

/// What one client says reaches the other as the server passes it on.
#[track_caller]
fn said(from: &mut Session, to: &mut Session, head: &str, sender: &str, payload: &[u8]) {
    let message = |head: &str| [format!("MSG {head} {}\r\n", payload.len()).as_bytes(), payload].concat();
    say(&mut from.client, &mut from.server, message(head));
    say(&mut to.server, &mut to.client, message(sender));
}

#[track_caller]
fn chat(hers: &mut Session, his: &mut Session) {
    let (alice, bob) = ("alice@example.org Alice", "bob@example.org Bob%20B");
    let typing = b"MIME-Version: 1.0\r\nContent-Type: text/x-msmsgscontrol\r\nTypingUser: alice@example.org\r\n\r\n\r\n";
    said(hers, his, "3 U", alice, typing);
    let styled = b"MIME-Version: 1.0\r\nContent-Type: text/plain; charset=UTF-8\r\n\
        X-MMS-IM-Format: FN=Tahoma; EF=B; CO=800000; CS=0; PF=22\r\n\r\nhello bob";
    said(hers, his, "4 A", alice, styled);
    say(&mut hers.server, &mut hers.client, "ACK 4\r\n");
    let nudge = b"MIME-Version: 1.0\r\nContent-Type: text/x-msnmsgr-datacast\r\n\r\nID: 1\r\n\r\n";
    said(his, hers, "2 U", bob, nudge);
    let lost = b"MIME-Version: 1.0\r\nContent-Type: text/plain; charset=UTF-8\r\n\r\nare you there?";
    say(
        &mut hers.client,
        &mut hers.server,
        [format!("MSG 5 N {}\r\n", lost.len()).as_bytes(), lost].concat(),
    );
    say(&mut hers.server, &mut hers.client, "NAK 5\r\n");
}

/// Bob's client asks for Alice's picture, and gets it: P2P version 1 (§7.5), as Alice's end of the switchboard sees it.
#[track_caller]
fn picture(hers: &mut Session) {
    let bytes = STANDARD.decode(PICTURE).expect("base64");
    let object = format!(
        "<msnobj Creator=\"alice@example.org\" Size=\"{}\" Type=\"3\" Location=\"dot.tmp\" Friendly=\"AAA=\" SHA1D=\"{DIGEST}\"/>\0",
        bytes.len()
    );
    let asks = format!(
        "EUF-GUID: {{A4268EEC-FEC5-49E5-95C3-F126696BDBF6}}\r\nSessionID: {TRANSFER}\r\nAppID: 12\r\nContext: {}\r\n\r\n\0",
        STANDARD.encode(object)
    );
    let invite = slp("INVITE MSNMSGR:alice@example.org MSNSLP/1.0", "alice", "bob", &asks);
    let accept = slp("MSNSLP/1.0 200 OK", "bob", "alice", &format!("SessionID: {TRANSFER}\r\n\r\n\0"));
    let from_bob = |packet: Vec<u8>| message("bob@example.org Bob%20B", "alice", &packet);
    say(&mut hers.server, &mut hers.client, from_bob(packet(0, 7001, 0, invite.as_bytes(), 0)));
    for (trid, packet) in [
        (6, packet(0, 9001, 0, accept.as_bytes(), 0)),
        (7, packet(TRANSFER, 9002, 0, &[0; 4], 12)),
        (8, packet(TRANSFER, 9003, 0x20, &bytes, 12)),
    ] {
        say(&mut hers.client, &mut hers.server, message(&format!("{trid} D"), "bob", &packet));
        say(&mut hers.server, &mut hers.client, format!("ACK {trid}\r\n"));
    }
}

fn slp(start: &str, to: &str, from: &str, body: &str) -> String {
    format!(
        "{start}\r\nTo: <msnmsgr:{to}@example.org>\r\nFrom: <msnmsgr:{from}@example.org>\r\n\
        Via: MSNSLP/1.0/TLP ;branch={{33517CE4-02FC-4428-B6F4-39927229B722}}\r\nCSeq: 0 \r\n\
        Call-ID: {{9D79AE57-1BD5-444B-B14E-3FC9BB2B5D58}}\r\nMax-Forwards: 0\r\n\
        Content-Type: application/x-msnmsgr-sessionreqbody\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
}

/// A packet whose data is whole in it: header, data, footer.
fn packet(session: u32, identifier: u32, flags: u32, data: &[u8], application: u32) -> Vec<u8> {
    let length = u32::try_from(data.len()).expect("a short text");
    let mut packet = Vec::new();
    for (number, size) in [
        (session, 4),
        (identifier, 4),
        (0, 8),
        (length, 8),
        (length, 4),
        (flags, 4),
        (identifier ^ 0x5555, 4),
        (0, 4),
        (0, 8),
    ] {
        packet.extend(u64::from(number).to_le_bytes().into_iter().take(size));
    }
    packet.extend(data);
    packet.extend(application.to_be_bytes());
    packet
}

fn message(head: &str, to: &str, packet: &[u8]) -> Vec<u8> {
    let mut payload = format!(
        "MIME-Version: 1.0\r\nContent-Type: application/x-msnmsgrp2p\r\nP2P-Dest: {to}@example.org\r\n\r\n"
    )
    .into_bytes();
    payload.extend(packet);
    let mut frame = format!("MSG {head} {}\r\n", payload.len()).into_bytes();
    frame.extend(payload);
    frame
}
