//! Packets, and who sends them.

use super::*;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

pub(super) const ALICE: &str = "alice@example.org";
pub(super) const BOB: &str = "bob@example.org";

/// A switchboard session of Alice's, numbered 1, that Bob is in; or as many as are asked for.
pub(super) fn switchboards(count: u32) -> Story {
    let story = Story::new();
    for session in 1..=count {
        story.opened(session);
        story.said(session, &format!(">USR 1 {ALICE} 17.10"));
        story.said(session, &format!("<JOI {BOB} Bob"));
    }
    story
}

/// A P2P message in a session: Alice's client sends it to Bob, or Bob's to her.
pub(super) fn packet(story: &Story, session: u32, way: Direction, packet: &[u8]) -> u64 {
    let dest = if way == ClientToServer { BOB } else { ALICE };
    let head =
        format!("MIME-Version: 1.0\r\nContent-Type: application/x-msnmsgrp2p\r\nP2P-Dest: {dest}\r\n\r\n");
    message(story, session, way, &[head.as_bytes(), packet].concat())
}

/// A message in a session.
pub(super) fn message(story: &Story, session: u32, way: Direction, payload: &[u8]) -> u64 {
    let (line, origin) = match way {
        ClientToServer => (format!("MSG 5 D {}\r\n", payload.len()), Origin::Client),
        ServerToClient => (format!("MSG {BOB} Bob {}\r\n", payload.len()), Origin::Server),
    };
    let bytes = [line.as_bytes(), payload].concat();
    story.passed(story.now(), session, Passed::plain(way, origin, &bytes))
}

/// Version 1 (§7.5).
#[derive(Clone, Copy)]
pub(super) struct One {
    pub(super) session: u32,
    pub(super) message: u32,
    pub(super) offset: u64,
    pub(super) total: u64,
    pub(super) flags: u32,
}

impl One {
    pub(super) fn bytes(self, data: &[u8]) -> Vec<u8> {
        let mut packet = [self.session, self.message].map(u32::to_le_bytes).concat();
        packet.extend([self.offset, self.total].map(u64::to_le_bytes).concat());
        let length = u32::try_from(data.len()).unwrap();
        packet.extend([length, self.flags, 0, 0].map(u32::to_le_bytes).concat());
        packet.extend(0u64.to_le_bytes());
        [&packet, data, &[0; 4]].concat()
    }
}

/// A message of MSNSLP in one packet of version 1.
pub(super) fn text(message: u32, text: &[u8]) -> Vec<u8> {
    One { session: 0, message, offset: 0, total: text.len() as u64, flags: 0 }.bytes(text)
}

/// `data` of `session` from `offset` on, in one packet of version 1 marked as a file's or an object's.
pub(super) fn chunk(session: u32, whole: &[u8], offset: usize, length: usize) -> Vec<u8> {
    let data = &whole[offset..offset + length];
    One { session, message: 9, offset: offset as u64, total: whole.len() as u64, flags: 0x0100_0030 }
        .bytes(data)
}

/// Version 2 (§7.6): `remaining` bytes follow this data.
pub(super) fn two(session: u32, kind: u8, package: u16, remaining: u64, data: &[u8]) -> Vec<u8> {
    let mut own = vec![20, kind];
    own.extend(package.to_be_bytes());
    own.extend(session.to_be_bytes());
    own.extend([&[1, 8], &remaining.to_be_bytes()[..], &[0, 0], data].concat());
    let length = u16::try_from(own.len()).unwrap().to_be_bytes();
    [&[8, 0], &length[..], &[0, 0, 1, 0], &own, &[0; 4]].concat()
}

/// A request or a response with these lines in its body.
pub(super) fn slp(start: &str, call: &str, kind: &str, body: &str) -> Vec<u8> {
    let length = body.len() + 1;
    format!(
        "{start}\r\nTo: <msnmsgr:{BOB}>\r\nFrom: <msnmsgr:{ALICE}>\r\nCall-ID: {{{call}}}\r\n\
         Content-Type: application/x-msnmsgr-{kind}\r\nContent-Length: {length}\r\n\r\n{body}\0"
    )
    .into_bytes()
}

pub(super) fn response(status: &str, call: &str, session: u32) -> Vec<u8> {
    slp(&format!("MSNSLP/1.0 {status}"), call, "sessionreqbody", &format!("SessionID: {session}\r\n\r\n"))
}

pub(super) fn bye(call: &str) -> Vec<u8> {
    slp(&format!("BYE MSNMSGR:{BOB} MSNSLP/1.0"), call, "sessionclosebody", "\r\n")
}

fn invite(guid: &str, session: u32, call: &str, context: &[u8]) -> Vec<u8> {
    let context = STANDARD.encode(context);
    let body = format!("EUF-GUID: {guid}\r\nSessionID: {session}\r\nAppID: 1\r\nContext: {context}\r\n\r\n");
    slp(&format!("INVITE MSNMSGR:{BOB} MSNSLP/1.0"), call, "sessionreqbody", &body)
}

/// Offers a file of that name and size.
pub(super) fn file(session: u32, name: &str, size: u64) -> Vec<u8> {
    let mut context = [574u32, 2].map(u32::to_le_bytes).concat();
    context.extend(size.to_le_bytes());
    context.extend(1u32.to_le_bytes());
    context.extend(name.encode_utf16().flat_map(u16::to_le_bytes));
    context.resize(574, 0);
    invite(msnp::slp::FILE, session, "F1", &context)
}

/// Asks for an object of that type whose data is this.
pub(super) fn object(session: u32, kind: u32, data: &[u8]) -> Vec<u8> {
    use sha1::{Digest as _, Sha1};
    let sha1d = STANDARD.encode(Sha1::digest(data));
    let size = data.len();
    let object = format!(
        "<msnobj Creator=\"{BOB}\" Size=\"{size}\" Type=\"{kind}\" Location=\"x\" Friendly=\"SABpAAAA\" SHA1D=\"{sha1d}\"/>"
    );
    invite(msnp::slp::OBJECT, session, "B1", object.as_bytes())
}

/// A session for some other purpose.
pub(super) fn webcam(session: u32) -> Vec<u8> {
    invite(msnp::slp::WEBCAM_SHOWN, session, "W1", b"")
}

/// Bytes of which no two stretches are alike.
pub(super) fn sample(length: usize) -> Vec<u8> {
    (0..length).map(|at| u8::try_from((at * 7 + at / 251) % 256).unwrap()).collect()
}

/// Alice offers Bob this file in session 7, and he accepts.
pub(super) fn accepted(story: &Story, session: u32, size: u64) {
    packet(story, session, ClientToServer, &text(1, &file(7, "a.txt", size)));
    packet(story, session, ServerToClient, &text(2, &response("200 OK", "F1", 7)));
}
