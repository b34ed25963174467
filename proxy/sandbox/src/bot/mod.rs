//! The contact that is always there: it answers, nudges back, gives its picture away and rings.
//!
//! To remember: the bot has no connection. It sits in a conversation like everybody else, with an outbox that this file
//! reads in place of a socket.

mod answers;
mod offer;
mod p2p;
mod picture;

use crate::message::{self, Message};
use crate::now;
use crate::outbox::Outbox;
use crate::people;
use crate::person::{Person, Presence};
use crate::switchboard::rooms::Member;
use crate::town::Town;
use answers::Act;
use msnp::{Command, Deframer, Dialect, Direction};
use offer::Offer;
use p2p::Packet;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::{sleep, timeout};

/// The bot's account.
pub const ACCOUNT: &str = "nudge-bot@sandbox.example";

const NAME: &str = "Nudge%20Bot";

/// MSN Messenger 6.2, and a bot.
const CAPABILITIES: &str = "805437440";

const PERSONAL: &[u8] = b"<Data><PSM>say help</PSM><CurrentMedia></CurrentMedia></Data>";

/// How long the bot stays where nobody says anything, and where nobody comes.
const PATIENCE: Duration = Duration::from_secs(600);

/// The most people it keeps offers for in one conversation.
const MOST_OFFERS: usize = 50;

/// How the bot takes its time.
#[derive(Clone, Copy, Debug)]
pub struct Manner {
    /// From the typing notification to the answer.
    pub typing: Duration,
    /// From the first sign-in, or from being asked, to the ring.
    pub rings_after: Duration,
}

impl Default for Manner {
    /// At the pace of a person.
    fn default() -> Manner {
        Manner { typing: Duration::from_millis(900), rings_after: Duration::from_secs(6) }
    }
}

/// Makes a person the bot.
pub(crate) fn introduce(robot: &mut Person) {
    robot.name = NAME.to_owned();
    robot.personal = PERSONAL.to_vec();
    robot.presence = Some(Presence {
        status: "NLN".to_owned(),
        capabilities: CAPABILITIES.to_owned(),
        object: picture::object(),
    });
}

/// Comes into a conversation somebody called it to.
pub(crate) fn join(town: &Arc<Town>, session: u32) {
    let outbox = Outbox::new();
    if town.with(|world| world.rooms.join(session, member(&outbox))).is_some() {
        let visit = Visit::new(town.clone(), session, false);
        town.spawn(visit.attend(outbox));
    }
}

/// Rings somebody some time after their first sign-in, but not the cast of a play, who have their hands full.
pub(crate) fn ring_once(town: &Arc<Town>, account: &str) {
    if people::CAST.iter().any(|(busy, _)| *busy == account) {
        return;
    }
    let first = town.with(|world| {
        let person = world.directory.person_mut(account)?;
        Some(!std::mem::replace(&mut person.rung, true))
    });
    if first == Some(true) {
        ring_later(town, account);
    }
}

fn ring_later(town: &Arc<Town>, account: &str) {
    let (after, account) = (town.manner.rings_after, account.to_owned());
    let calling = town.clone();
    town.spawn(async move {
        sleep(after).await;
        ring(&calling, &account);
    });
}

fn ring(town: &Arc<Town>, account: &str) {
    let outbox = Outbox::new();
    let port = town.addresses.switchboard.port();
    let session = town.with(|world| {
        let now = now();
        let session = world.rooms.open(now, &mut world.chance, member(&outbox))?;
        if world.ring(now, session, ACCOUNT, account, port).is_err() {
            world.rooms.leave(session, ACCOUNT, false); // gone, hidden, or does not want to be called
            return None;
        }
        Some(session)
    });
    if let Some(session) = session {
        let visit = Visit::new(town.clone(), session, true);
        town.spawn(visit.attend(outbox));
    }
}

fn member(outbox: &Arc<Outbox>) -> Member {
    Member {
        account: ACCOUNT.to_owned(),
        name: NAME.to_owned(),
        capabilities: CAPABILITIES.to_owned(),
        dialect: Dialect(12),
        outbox: outbox.clone(),
    }
}

/// The bot in one conversation.
struct Visit {
    town: Arc<Town>,
    session: u32,
    /// Whether it called, and so speaks first.
    caller: bool,
    offers: BTreeMap<String, Offer>,
}

/// Whether the bot stays.
type Stays = bool;

impl Visit {
    fn new(town: Arc<Town>, session: u32, caller: bool) -> Visit {
        Visit { town, session, caller, offers: BTreeMap::new() }
    }

    async fn attend(mut self, outbox: Arc<Outbox>) {
        let mut deframer = Deframer::new(Direction::ServerToClient);
        let mut stays = true;
        while stays {
            let Ok(Some((bytes, _))) = timeout(PATIENCE, outbox.next_write()).await else { break };
            let mut rest = &bytes[..];
            while let Some(frame) = deframer.next_frame(rest).filter(|_| stays) {
                rest = &rest[frame.bytes.len()..];
                if let Some(command) = Command::read(&frame) {
                    stays = self.hear(&command).await;
                }
            }
        }
        self.town.with(|world| world.rooms.leave(self.session, ACCOUNT, false));
        outbox.end();
    }

    async fn hear(&mut self, command: &Command<'_>) -> Stays {
        let who = command.arg_str(1).unwrap_or_default();
        match command.verb.as_bytes() {
            b"JOI" if self.caller => {
                self.caller = false;
                self.act(who, vec![Act::Say("Hello! I am the sandbox's bot. Say help.".to_owned())]).await
            }
            b"MSG" => self.hear_message(who, command).await,
            b"BYE" => self.town.with(|world| world.rooms.members(self.session)) > 1,
            _ => true,
        }
    }

    async fn hear_message(&mut self, who: &str, command: &Command<'_>) -> Stays {
        let Some(message) = Message::read(command.payload) else { return true };
        let acts = match message.kind() {
            "text/plain" => {
                let line = String::from_utf8_lossy(command.line);
                answers::to_text(&String::from_utf8_lossy(message.body), &line, command.payload.len())
            }
            "text/x-msnmsgr-datacast" if message.body.starts_with(b"ID: 1") => answers::to_nudge(),
            "application/x-msnmsgrp2p" if message.is_for(ACCOUNT) => {
                self.hear_packet(who, message.body);
                return true;
            }
            _ => return true,
        };
        self.act(who, acts).await
    }

    fn hear_packet(&mut self, who: &str, body: &[u8]) {
        let Some(packet) = Packet::read(body) else { return };
        if self.offers.len() >= MOST_OFFERS && !self.offers.contains_key(who) {
            return;
        }
        let base = self.town.with(|world| world.chance.u32(1000..u32::MAX / 2));
        let offer = self.offers.entry(who.to_owned()).or_insert_with(|| Offer::new(who, base));
        for packet in offer.hear(&packet) {
            self.say(&message::p2p(who, &packet.write()));
        }
    }

    async fn act(&self, who: &str, acts: Vec<Act>) -> Stays {
        for act in acts {
            match act {
                Act::Say(text) => {
                    self.say(&message::typing(ACCOUNT));
                    sleep(self.town.manner.typing).await;
                    self.say(&message::text(&text));
                }
                Act::Nudge => {
                    sleep(self.town.manner.typing).await;
                    self.say(&message::nudge());
                }
                Act::Ring => ring_later(&self.town, who),
                Act::Leave => return false,
            }
        }
        true
    }

    fn say(&self, payload: &[u8]) {
        self.town.with(|world| world.rooms.say(now(), self.session, ACCOUNT, payload));
    }
}
