//! Giving the display picture to whoever asks: invitation, agreement, preparation, data (§7.7). Pure: packets in,
//! packets out.

use super::p2p::{ACK, LARGEST_CHUNK, OBJECT_DATA, Packet};
use super::{ACCOUNT, picture};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::collections::VecDeque;

/// What an invitation to send an MSNObject is known by.
const MSNOBJECT: &str = "{A4268EEC-FEC5-49E5-95C3-F126696BDBF6}";

/// Transfers begun and not finished; the oldest is forgotten for the ninth.
const MOST_TRANSFERS: usize = 8;

/// An invitation longer than this is no invitation.
const LONGEST_INVITATION: usize = 8 * 1024;

/// What one person asks of the bot in one conversation.
#[derive(Debug)]
pub(super) struct Offer {
    peer: String,
    /// The base identifier: the first packet has it, the next three are 3, 2 and 1 less, then it goes on above it. The
    /// official clients count so, and some expect it.
    base: u32,
    sent: u32,
    /// An invitation cut into several messages, as far as it has come.
    invitation: Vec<u8>,
    transfers: VecDeque<Transfer>,
}

#[derive(Debug)]
struct Transfer {
    session: u32,
    application: u32,
    /// The packet whose acknowledgement the next step waits for.
    awaited: u32,
    step: Step,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Agreed,
    Prepared,
    Sent,
}

impl Offer {
    pub(super) fn new(peer: &str, base: u32) -> Offer {
        Offer {
            peer: peer.to_owned(),
            base,
            sent: 0,
            invitation: Vec::new(),
            transfers: VecDeque::with_capacity(MOST_TRANSFERS),
        }
    }

    /// What to send back.
    pub(super) fn hear(&mut self, packet: &Packet) -> Vec<Packet> {
        if packet.flags & ACK != 0 {
            return self.next_step(packet.ack);
        }
        if packet.session != 0 {
            return Vec::new();
        }
        let Some(text) = self.whole_text(packet) else { return Vec::new() };
        let whole = Packet { id: packet.id, total: packet.total, ack: packet.ack, ..Packet::default() };
        let mut answers = vec![whole.acknowledged(self.next_id())];
        if text.starts_with("INVITE ") {
            answers.push(self.answer(&text));
        }
        answers
    }

    /// The text of an invitation or farewell, when its last part is there.
    fn whole_text(&mut self, packet: &Packet) -> Option<String> {
        if packet.offset == 0 {
            self.invitation.clear();
        }
        let next = self.invitation.len() as u64 == packet.offset;
        if !next || self.invitation.len() + packet.data.len() > LONGEST_INVITATION {
            self.invitation.clear();
            return None;
        }
        self.invitation.extend_from_slice(&packet.data);
        (self.invitation.len() as u64 >= packet.total)
            .then(|| String::from_utf8_lossy(&std::mem::take(&mut self.invitation)).into_owned())
    }

    fn answer(&mut self, invitation: &str) -> Packet {
        let field = |name: &str| invitation.lines().find_map(|line| Some(line.strip_prefix(name)?.trim()));
        let number = |name: &str| field(name).and_then(|text| text.parse::<u32>().ok());
        let session = number("SessionID:").unwrap_or_default();
        let ours =
            field("EUF-GUID:") == Some(MSNOBJECT) && field("Context:").is_some_and(asks_for_our_picture);
        let status = if ours && session != 0 { "200 OK" } else { "603 Decline" };
        let body = format!("SessionID: {session}\r\n\r\n\0");
        let text = format!(
            "MSNSLP/1.0 {status}\r\nTo: <msnmsgr:{}>\r\nFrom: <msnmsgr:{ACCOUNT}>\r\nVia: {}\r\nCSeq: 1 \r\n\
             Call-ID: {}\r\nMax-Forwards: 0\r\nContent-Type: application/x-msnmsgr-sessionreqbody\r\n\
             Content-Length: {}\r\n\r\n{body}",
            self.peer,
            field("Via:").unwrap_or_default(),
            field("Call-ID:").unwrap_or_default(),
            body.len(),
        );
        let packet = self.packet(0, text.into_bytes(), 0, 0);
        if status == "200 OK" {
            if self.transfers.len() == MOST_TRANSFERS {
                self.transfers.pop_front();
            }
            let application = number("AppID:").unwrap_or(1);
            self.transfers.push_back(Transfer {
                session,
                application,
                awaited: packet.id,
                step: Step::Agreed,
            });
        }
        packet
    }

    /// The other side has packet `id`: goes on with the transfer that waited for that.
    fn next_step(&mut self, id: u32) -> Vec<Packet> {
        let Some(at) = self.transfers.iter().position(|transfer| transfer.awaited == id) else {
            return Vec::new();
        };
        let Transfer { session, application, step, .. } = self.transfers[at];
        let packets = match step {
            Step::Agreed => vec![self.packet(session, vec![0; 4], 0, application)],
            Step::Prepared => self.picture(session, application),
            Step::Sent => {
                self.transfers.remove(at);
                return Vec::new();
            }
        };
        self.transfers[at].step = if step == Step::Agreed { Step::Prepared } else { Step::Sent };
        self.transfers[at].awaited = packets[0].id;
        packets
    }

    fn picture(&mut self, session: u32, application: u32) -> Vec<Packet> {
        let whole = self.packet(session, picture::PICTURE.to_vec(), OBJECT_DATA, application);
        let chunks = whole.data.chunks(LARGEST_CHUNK).enumerate();
        chunks
            .map(|(n, chunk)| Packet {
                offset: (n * LARGEST_CHUNK) as u64,
                data: chunk.to_vec(),
                ..whole.clone()
            })
            .collect()
    }

    fn packet(&mut self, session: u32, data: Vec<u8>, flags: u32, application: u32) -> Packet {
        let id = self.next_id();
        let total = data.len() as u64;
        // Comes back in the acknowledgement; nothing here looks at it, so any number does.
        let ack = id.rotate_left(16) ^ session;
        Packet { session, id, total, flags, ack, data, application, ..Packet::default() }
    }

    fn next_id(&mut self) -> u32 {
        let id = match self.sent {
            0 => self.base,
            sent @ 1..=3 => self.base.wrapping_sub(4 - sent),
            sent => self.base.wrapping_add(sent - 3),
        };
        self.sent += 1;
        id
    }
}

fn asks_for_our_picture(context: &str) -> bool {
    let object = STANDARD.decode(context.trim_end_matches('\0')).unwrap_or_default();
    String::from_utf8_lossy(&object).contains(&picture::data_hash())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn invitation(context: &str) -> Packet {
        let context = STANDARD.encode(context);
        let text = format!(
            "INVITE MSNMSGR:{ACCOUNT} MSNSLP/1.0\r\nVia: MSNSLP/1.0/TLP ;branch={{B}}\r\nCall-ID: {{C}}\r\n\r\n\
             EUF-GUID: {MSNOBJECT}\r\nSessionID: 77\r\nAppID: 12\r\nContext: {context}\r\n\r\n\0"
        );
        Packet { id: 5, total: text.len() as u64, ack: 6, data: text.into_bytes(), ..Packet::default() }
    }

    fn acknowledge(offer: &mut Offer, id: u32) -> Vec<Packet> {
        offer.hear(&Packet { flags: ACK, ack: id, ..Packet::default() })
    }

    #[test]
    fn a_picture_is_given_step_by_step_with_the_identifiers_clients_expect() {
        let mut offer = Offer::new("alice@example.org", 1000);
        let object = format!("<msnobj SHA1D=\"{}\"/>", picture::data_hash());
        let agreed = offer.hear(&invitation(&object));
        assert_eq!((agreed[0].id, agreed[0].ack, agreed[0].ack_of, agreed[0].flags), (1000, 5, 6, ACK));
        assert_eq!(agreed[1].id, 997);
        let text = String::from_utf8_lossy(&agreed[1].data);
        assert!(text.starts_with("MSNSLP/1.0 200 OK\r\nTo: <msnmsgr:alice@example.org>\r\n"), "{text}");
        let prepared = acknowledge(&mut offer, 997);
        assert_eq!((prepared[0].id, prepared[0].session, &prepared[0].data[..]), (998, 77, &[0; 4][..]));
        let data = acknowledge(&mut offer, 998);
        assert!(data.iter().all(|packet| (packet.id, packet.flags, packet.application) == (999, 0x20, 12)));
        assert_eq!(data.iter().flat_map(|packet| packet.data.clone()).collect::<Vec<_>>(), picture::PICTURE);
        assert!(data.iter().all(|packet| packet.data.len() <= LARGEST_CHUNK));
        assert_eq!(acknowledge(&mut offer, 999), []);
        let farewell = Packet { id: 8, total: 4, data: b"BYE ".to_vec(), ..Packet::default() };
        assert_eq!(offer.hear(&farewell)[0].id, 1001);
    }

    #[test]
    fn other_invitations_are_declined() {
        let mut offer = Offer::new("alice@example.org", 1000);
        let declined = offer.hear(&invitation("<msnobj SHA1D=\"somebody else's\"/>"));
        assert!(declined[1].data.starts_with(b"MSNSLP/1.0 603 Decline\r\n"));
        assert_eq!(acknowledge(&mut offer, declined[1].id), []);
    }

    #[test]
    fn an_invitation_in_two_parts_is_put_together() {
        let mut offer = Offer::new("alice@example.org", 1000);
        let whole = invitation("nothing of ours");
        let (first, second) = whole.data.split_at(50);
        assert_eq!(offer.hear(&Packet { data: first.to_vec(), ..whole.clone() }), []);
        assert_eq!(offer.hear(&Packet { offset: 50, data: second.to_vec(), ..whole.clone() }).len(), 2);
    }
}
