//! The switchboard: one connection per person and conversation.
//!
//! To remember: messages are passed on byte for byte, whatever they hold; only their number of bytes is judged.

pub(crate) mod rooms;

use crate::accounts;
use crate::bot;
use crate::connection::{Flow, Listener};
use crate::now;
use crate::outbox::Outbox;
use crate::refusal::Refusal;
use crate::request::Request;
use crate::tickets::Opens;
use crate::town::{Town, World};
use msnp::Command;
use rooms::Member;
use std::ops::ControlFlow::{Break, Continue};
use std::sync::Arc;
use std::time::Duration;

/// The largest message, headers and body: more ends the connection, as on the real one (§1.6).
const LARGEST_MESSAGE: usize = 1664;

/// How long a connection may take to say who it is.
const PRESENTATION_LIMIT: Duration = Duration::from_secs(60);

/// How long a conversation may be silent before its members are seen out.
const SILENCE_LIMIT: Duration = Duration::from_secs(900);

/// The shortest P2P packet: header and footer.
const P2P_FRAME: usize = 48 + 4;

/// One connection.
#[derive(Debug)]
pub(crate) struct Seat {
    town: Arc<Town>,
    outbox: Arc<Outbox>,
    taken: Option<Taken>,
    over: bool,
}

/// Who sits in which conversation.
#[derive(Clone, Debug)]
struct Taken {
    account: String,
    session: u32,
}

type Answer = Result<(), Refusal>;

impl Seat {
    pub(crate) fn new(town: Arc<Town>, outbox: Arc<Outbox>) -> Seat {
        Seat { town, outbox, taken: None, over: false }
    }

    fn answer(&mut self, request: &Request<'_>) -> Answer {
        match (request.command.verb.as_bytes(), self.taken.clone()) {
            (b"USR", None) => self.open(request),
            (b"ANS", None) => self.join(request),
            (b"USR" | b"ANS", Some(_)) => Err(Refusal::ALREADY_SIGNED_IN),
            (b"CAL" | b"MSG", None) => Err(Refusal::NOT_SIGNED_IN),
            (b"CAL", Some(taken)) => self.call(request, &taken),
            (b"MSG", Some(taken)) => self.message(request, &taken),
            _ => Err(Refusal::SYNTAX),
        }
    }

    /// `USR T account cookie`: a new conversation.
    fn open(&mut self, request: &Request<'_>) -> Answer {
        let account = accounts::normal(request.want(2)?).unwrap_or_default();
        let cookie = request.want(3)?;
        let now = now();
        let opened = self.town.with(|world| {
            if !world.tickets.redeem(now, cookie, &account, Opens::NewSwitchboard) {
                return Err(Refusal::AUTHENTICATION_FAILED);
            }
            let member = member(world, &account, &self.outbox).ok_or(Refusal::AUTHENTICATION_FAILED)?;
            let name = member.name.clone();
            let session = world.rooms.open(now, &mut world.chance, member).ok_or(Refusal::OVERLOADED)?;
            self.outbox.push(format!("USR {} OK {account} {name}\r\n", request.trid));
            Ok(session)
        });
        self.sit_down(account, opened)
    }

    /// `ANS T account cookie session`: a conversation one was invited to.
    fn join(&mut self, request: &Request<'_>) -> Answer {
        let account = accounts::normal(request.want(2)?).unwrap_or_default();
        let (cookie, session, trid) = (request.want(3)?, request.want(4)?, request.trid);
        let session: u32 = session.parse().unwrap_or_default();
        let joined = self.town.with(|world| {
            if !world.tickets.redeem(now(), cookie, &account, Opens::Switchboard(session)) {
                return Err(Refusal::AUTHENTICATION_FAILED);
            }
            let member = member(world, &account, &self.outbox).ok_or(Refusal::AUTHENTICATION_FAILED)?;
            let roster = world.rooms.join(session, member).ok_or(Refusal::SWITCHBOARD_FAILED)?;
            let count = roster.len();
            for (n, who) in roster.into_iter().enumerate() {
                self.outbox.push(format!("IRO {trid} {} {count} {who}\r\n", n + 1));
            }
            self.outbox.push(format!("ANS {trid} OK\r\n"));
            Ok(session)
        });
        self.sit_down(account, joined)
    }

    fn sit_down(&mut self, account: String, session: Result<u32, Refusal>) -> Answer {
        self.over = session.is_err();
        self.taken = Some(Taken { account, session: session? });
        Ok(())
    }

    /// `CAL T account`: rings somebody.
    fn call(&mut self, request: &Request<'_>, taken: &Taken) -> Answer {
        let Taken { account, session } = taken;
        let (session, trid, port) = (*session, request.trid, self.town.addresses.switchboard.port());
        let callee = request.arg(2).and_then(accounts::normal).ok_or(Refusal::INVALID_USER_NAME)?;
        let is_bot = callee == bot::ACCOUNT;
        self.town.with(|world| {
            if world.rooms.holds(session, &callee) {
                return Err(Refusal::ALREADY_THERE);
            }
            if world.rooms.is_full(session) {
                return Err(Refusal::OVERLOADED);
            }
            if !is_bot {
                world.ring(now(), session, account, &callee, port)?;
            }
            self.outbox.push(format!("CAL {trid} RINGING {session}\r\n"));
            Ok(())
        })?;
        if is_bot {
            bot::join(&self.town, session);
        }
        Ok(())
    }

    /// `MSG T letter len`: passed on, and answered as the letter asks.
    fn message(&mut self, request: &Request<'_>, taken: &Taken) -> Answer {
        let letter = request.want(2)?;
        let payload = request.command.payload;
        if payload.len() > LARGEST_MESSAGE {
            self.over = true;
            return Ok(());
        }
        if !["U", "N", "A", "D", "S"].contains(&letter) {
            return Err(Refusal::INVALID_PARAMETER);
        }
        if letter == "D" && is_malformed_p2p(payload) {
            return Err(Refusal::MALFORMED_P2P);
        }
        self.town.with(|world| {
            let heard = world.rooms.say(now(), taken.session, &taken.account, payload) > 0;
            match (letter, heard) {
                ("A" | "D", true) => self.outbox.push(format!("ACK {}\r\n", request.trid)),
                ("A" | "D" | "N", false) => self.outbox.push(format!("NAK {}\r\n", request.trid)),
                _ => {}
            }
        });
        Ok(())
    }

    fn leave(&mut self, idle: bool) {
        if let Some(Taken { account, session }) = self.taken.take() {
            self.town.with(|world| world.rooms.leave(session, &account, idle));
        }
    }
}

/// How somebody is seen in a conversation begun now. Only those signed in can take part.
fn member(world: &World, account: &str, outbox: &Arc<Outbox>) -> Option<Member> {
    let person = world.directory.person(account)?;
    let capabilities = person.presence.as_ref().map_or("0", |presence| &presence.capabilities);
    Some(Member {
        account: account.to_owned(),
        name: person.name.clone(),
        capabilities: capabilities.split(':').next().unwrap_or("0").to_owned(),
        dialect: person.line.as_ref()?.dialect,
        outbox: outbox.clone(),
    })
}

fn is_malformed_p2p(payload: &[u8]) -> bool {
    let split = payload.windows(4).position(|window| window == b"\r\n\r\n").unwrap_or(payload.len());
    let (headers, body) = payload.split_at(split);
    let p2p = String::from_utf8_lossy(headers).contains("application/x-msnmsgrp2p");
    p2p && body.len() < b"\r\n\r\n".len() + P2P_FRAME
}

impl Listener for Seat {
    fn hear(&mut self, command: &Command<'_>) -> Flow {
        if command.verb == "OUT" {
            return Break(());
        }
        if command.verb == "PNG" {
            self.outbox.push("QNG\r\n");
            return Continue(());
        }
        match Request::read(command) {
            Some(request) => {
                if let Err(refusal) = self.answer(&request) {
                    self.outbox.push(request.refused(refusal));
                }
            }
            None => self.outbox.push(format!("{}\r\n", Refusal::SYNTAX.0)),
        }
        if self.over { Break(()) } else { Continue(()) }
    }

    fn patience(&self) -> Duration {
        if self.taken.is_some() { SILENCE_LIMIT } else { PRESENTATION_LIMIT }
    }

    /// Who only listens is not idle: the conversation is, or is not.
    fn tired(&mut self) -> Flow {
        if let Some(taken) = &self.taken {
            let last = self.town.with(|world| world.rooms.last_said(taken.session));
            if last.is_some_and(|last| now().duration_since(last) < SILENCE_LIMIT) {
                return Continue(());
            }
            self.leave(true);
        }
        Break(())
    }

    fn left(&mut self) {
        self.leave(false);
    }
}
