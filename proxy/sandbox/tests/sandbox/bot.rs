use crate::harness::{Town, Wire};
use nudge_sandbox::BOT;
use std::time::Duration;

const ALICE: &str = "alice@example.org";
const NUDGE: &str = "MIME-Version: 1.0\r\nContent-Type: text/x-msnmsgr-datacast\r\n\r\nID: 1\r\n\r\n";

fn text(text: &str) -> String {
    format!("MIME-Version: 1.0\r\nContent-Type: text/plain; charset=UTF-8\r\n\r\n{text}")
}

/// A conversation with the bot.
async fn called(town: &Town, alice: &mut Wire) -> Wire {
    let mut room = town.switchboard(alice, ALICE).await;
    room.send(&format!("CAL 2 {BOT}")).await;
    room.until("CAL 2 RINGING ").await;
    room.until(&format!("JOI {BOT} Nudge%20Bot")).await;
    room
}

#[tokio::test]
async fn the_bot_is_there_from_the_first_moment_with_a_picture_and_a_message() {
    let town = Town::open().await;
    let mut alice = town.signed_in(12, ALICE).await;
    alice.send("CHG 5 NLN 0").await;
    alice.until(&format!("ILN 5 NLN {BOT} Nudge%20Bot 805437440 %3Cmsnobj%20Creator%3D")).await;
    alice.until(&format!("UBX {BOT} ")).await;
    town.close().await;
}

#[tokio::test]
async fn the_bot_types_then_answers_and_says_what_it_saw() {
    let town = Town::open().await;
    let mut alice = town.online(9, ALICE).await;
    let mut room = called(&town, &mut alice).await;
    room.say(3, "A", &text("h\u{e9}llo")).await;
    room.expect("ACK 3").await;
    let typing = room.next().await.expect("it types");
    assert!(typing.contains(&format!("\r\nTypingUser: {BOT}\r\n")), "{typing}");
    let answer = room.next().await.expect("it answers");
    assert!(
        answer.contains("You said: h\u{e9}llo\r\nI saw: MSG alice@example.org alice 68 and 68 bytes"),
        "{answer}"
    );
    room.say(4, "N", NUDGE).await;
    let nudge = room.next().await.expect("it nudges back");
    assert!(nudge.ends_with(NUDGE), "{nudge}");
    room.say(5, "N", &text("bye")).await;
    room.until(&format!("BYE {BOT}")).await;
    town.close().await;
}

#[tokio::test]
async fn the_bot_rings_after_the_first_sign_in_and_when_told_to() {
    let town = Town::with(None, Duration::from_millis(20)).await;
    let mut alice = town.online(7, ALICE).await;
    let mut first = town.answered(&mut alice, ALICE).await;
    let hello = first.until(&format!("MSG {BOT} Nudge%20Bot ")).await;
    let hello = if hello.contains("TypingUser") { first.next().await.expect("it speaks") } else { hello };
    assert!(hello.ends_with("Say help."), "{hello}");
    first.say(2, "N", &text("Ring me!")).await;
    first.until(&format!("BYE {BOT}")).await;
    let mut second = town.answered(&mut alice, ALICE).await;
    second.until(&format!("MSG {BOT} ")).await;
    drop(alice);
    let mut again = town.online(7, ALICE).await;
    again.silent().await;
    town.close().await;
}

#[tokio::test]
async fn the_bot_gives_its_picture_to_who_asks_for_it() {
    let town = Town::open().await;
    let mut alice = town.signed_in(9, ALICE).await;
    alice.send("CHG 5 NLN 0").await;
    let seen = alice.until(&format!("ILN 5 NLN {BOT} ")).await;
    let object = seen.split(' ').next_back().expect("an object").to_owned();
    let mut room = called(&town, &mut alice).await;
    room.send_bytes(&packet(10, 0, invitation(&object).as_bytes(), 0, 0)).await;
    let (mut picture, mut total) = (Vec::new(), usize::MAX);
    while picture.len() < total {
        let message = room.next_bytes().await.expect("packets");
        let Some(at) = message.windows(4).position(|window| window == b"\r\n\r\n") else { continue };
        let body = &message[at + 4..];
        let field = |at: usize| u32::from_le_bytes(body[at..at + 4].try_into().expect("four bytes"));
        let (session, id, length, flags, data) =
            (field(0), field(4), field(24), field(28), &body[48..body.len() - 4]);
        assert_eq!(data.len(), usize::try_from(length).expect("small"));
        match flags {
            0x02 => continue,
            0x20 => {
                total = usize::try_from(field(16)).expect("small");
                picture.extend_from_slice(data);
            }
            _ => room.send_bytes(&packet(11, session, b"", 0x02, id)).await,
        }
    }
    assert!(picture.starts_with(b"\x89PNG\r\n") && picture.ends_with(b"IEND\xaeB`\x82"));
    town.close().await;
}

fn invitation(object: &str) -> String {
    use base64::Engine;
    let object = percent_encoding::percent_decode_str(object).decode_utf8_lossy();
    let context = base64::engine::general_purpose::STANDARD.encode(object.as_bytes());
    format!(
        "INVITE MSNMSGR:{BOT} MSNSLP/1.0\r\nTo: <msnmsgr:{BOT}>\r\nFrom: <msnmsgr:{ALICE}>\r\nVia: \
         MSNSLP/1.0/TLP ;branch={{B}}\r\nCSeq: 0 \r\nCall-ID: {{C}}\r\n\r\nEUF-GUID: \
         {{A4268EEC-FEC5-49E5-95C3-F126696BDBF6}}\r\nSessionID: 77\r\nAppID: 1\r\nContext: {context}\r\n\r\n\0"
    )
}

/// A message with a P2P packet.
fn packet(id: u32, session: u32, data: &[u8], flags: u32, ack: u32) -> Vec<u8> {
    let length = u32::try_from(data.len()).expect("small");
    let mut body =
        format!("MIME-Version: 1.0\r\nContent-Type: application/x-msnmsgrp2p\r\nP2P-Dest: {BOT}\r\n\r\n")
            .into_bytes();
    for field in [session, id, 0, 0, length, 0, length, flags, ack, 0, 0, 0] {
        body.extend(field.to_le_bytes());
    }
    body.extend_from_slice(data);
    body.extend([0; 4]);
    [format!("MSG 9 D {}\r\n", body.len()).as_bytes(), &body].concat()
}
