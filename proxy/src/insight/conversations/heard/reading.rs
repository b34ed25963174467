//! From a command to what it says.

use super::{Adds, Asks, Heard, Place, Says, Side, Speech};
use crate::insight::conversations::kind::{Kind, Sort};
use crate::insight::conversations::people::{clipped, person, same};
use crate::insight::seen::Seen;
use crate::transcript::{Passed, SessionId};
use msnp::message::{Message, Party, Routed, percent_decoded};
use msnp::{Command, Direction, Role};
use std::borrow::Cow;

/// The commands something is said by.
pub(in crate::insight::conversations) const TELLING: &[&[u8; 3]] =
    &[b"MSG", b"JOI", b"BYE", b"CAL", b"IRO", b"USR", b"ANS", b"OUT", b"UUM", b"UBM", b"SDG"];

/// What a command says, and where. `None` for one that says nothing in a conversation.
pub(in crate::insight::conversations) fn heard<'a>(
    seen: &Seen<'a>,
    session: SessionId,
    passed: &Passed<'_>,
    command: &Command<'a>,
) -> Option<(Place, Adds<'a>)> {
    let own = seen.member.and_then(|member| member.account.as_deref()).unwrap_or_default();
    let reading = Reading { seen, session, own, injected: passed.injected(), command };
    let way = passed.direction;
    match command.verb.as_bytes() {
        b"UUM" | b"UBM" => reading.federated(way),
        b"SDG" => reading.routed(way),
        _ if is_switchboard(seen, command) => Some((Place::Switchboard, reading.switchboard(way)?)),
        _ => None,
    }
}

/// Whether the session is one. Where its first command was missed, these are said nowhere else.
fn is_switchboard(seen: &Seen<'_>, command: &Command<'_>) -> bool {
    match seen.member.and_then(|member| member.role) {
        Some(role) => role == Role::Switchboard,
        None => match command.verb.as_bytes() {
            b"MSG" => command.arg(1) != Some(b"Hotmail"),
            verb => [b"JOI", b"BYE", b"CAL", b"IRO"].contains(&verb),
        },
    }
}

struct Reading<'a, 's> {
    seen: &'s Seen<'a>,
    session: SessionId,
    /// The account of the client. Empty: not known.
    own: &'a str,
    injected: bool,
    command: &'s Command<'a>,
}

impl<'a> Reading<'a, '_> {
    fn switchboard(&self, way: Direction) -> Option<Adds<'a>> {
        use Direction::{ClientToServer, ServerToClient};
        let command = self.command;
        let comes = |n| self.told(Kind::Joined, command.arg_str(n)?, command.arg(n + 1), Says::Comes);
        match (way, command.verb.as_bytes()) {
            (ClientToServer, b"MSG") => {
                let asks = matches!(command.arg(2), Some(b"A" | b"D"));
                self.said(Side::Own(Some(if asks { Asks::Answer } else { Asks::Nothing })), self.own)
            }
            (ServerToClient, b"MSG") => self.said(Side::Told, person(command.arg_str(1)?)),
            (ClientToServer, b"CAL") => {
                let side = Side::Own(Some(Asks::Answer));
                self.item(side, self.own, None, Kind::Called, Says::Calls(command.arg_str(2)?))
            }
            (ClientToServer, b"OUT") => self.own_side(Kind::Left, None, Says::Goes(self.own)),
            (ServerToClient, b"USR") if command.arg(2) == Some(b"OK") => {
                self.own_side(Kind::Joined, command.arg(4), Says::Comes(self.own))
            }
            (ServerToClient, b"ANS") if command.arg(2) == Some(b"OK") => {
                self.own_side(Kind::Joined, None, Says::Comes(self.own))
            }
            (ServerToClient, b"IRO") => comes(4),
            (ServerToClient, b"JOI") => comes(1),
            (ServerToClient, b"BYE") => self.told(Kind::Left, command.arg_str(1)?, None, Says::Goes),
            _ => None,
        }
    }

    /// Somebody else comes or goes; from MSNP16 on one meets one's own endpoints, who are nobody else.
    fn told(
        &self,
        kind: Kind,
        who: &'a str,
        name: Option<&'a [u8]>,
        says: fn(&'a str) -> Says<'a>,
    ) -> Option<Adds<'a>> {
        let is_own = !self.own.is_empty() && same(who, self.own);
        if is_own { None } else { self.item(Side::Told, person(who), name, kind, says(who)) }
    }

    fn own_side(&self, kind: Kind, name: Option<&'a [u8]>, says: Says<'a>) -> Option<Adds<'a>> {
        // The server lets the client in, so that a person's word for it is nobody's.
        let side = if self.injected && kind == Kind::Joined { Side::Told } else { Side::Own(None) };
        self.item(side, self.own, name, kind, says)
    }

    /// A message on a switchboard.
    fn said(&self, side: Side, who: &'a str) -> Option<Adds<'a>> {
        let name = self.command.arg(2).filter(|_| side == Side::Told);
        let message = self.seen.message?;
        match Sort::of(&message) {
            Sort::PeerToPeer => Some(Adds::PeerToPeer),
            Sort::Said(kind) => self.item(side, who, name, kind, self.speech(message, "".into(), false)),
        }
    }

    /// UUM and UBM: `UUM T user network type len`, `UBM user network [to network] type len`.
    fn federated(&self, way: Direction) -> Option<(Place, Adds<'a>)> {
        let command = self.command;
        let (first, side) = match way {
            Direction::ClientToServer => (2, Side::Own(Some(Asks::Nothing))),
            Direction::ServerToClient => (1, Side::Told),
        };
        let party = Party { network: number(command.arg(first + 1)?), ..Party::read(command.arg(first)?) };
        let place = Place::With(named(&party));
        let message = self.seen.message?;
        let is_number = |word: &&[u8]| !word.is_empty() && word.iter().all(u8::is_ascii_digit);
        let type_at = command.args().count().checked_sub(1).filter(|at| *at > first + 1)?;
        let kind = match Sort::of_number(command.arg(type_at).filter(is_number)?, &message) {
            Sort::PeerToPeer => return Some((place, Adds::PeerToPeer)),
            Sort::Said(kind) => kind,
        };
        let offline = message.header("Dest-Agent").is_some_and(|agent| agent.eq_ignore_ascii_case(b"client"));
        let who = if side == Side::Told { person(command.arg_str(first)?) } else { self.own };
        let speech = self.speech(message, "".into(), offline);
        Some((place, self.item(side, who, None, kind, speech)?))
    }

    /// SDG.
    fn routed(&self, way: Direction) -> Option<(Place, Adds<'a>)> {
        if self.command.payload.is_empty() {
            return None;
        }
        let routed = Routed::read(self.command.payload);
        let side = match way {
            Direction::ClientToServer => Side::Own(Some(Asks::Nothing)),
            Direction::ServerToClient => Side::Told,
        };
        let (from, to) = (routed.from(), routed.to()?);
        let account = |party: &Party<'a>| String::from_utf8_lossy(party.account);
        let who = from.as_ref().map_or(Cow::Borrowed(self.own), account);
        let place = Place::With(other_party(side, self.own, from, to));
        let (message, message_type) = (routed.message(), routed.message_type());
        let kind = match Sort::of_type(&message_type, &message) {
            Sort::PeerToPeer => return Some((place, Adds::PeerToPeer)),
            Sort::Said(kind) => kind,
        };
        let channel = routed.header("Service-Channel").unwrap_or_default();
        let offline = channel.eq_ignore_ascii_case(b"IM/Offline");
        let speech = self.speech(message, message_type, offline);
        let Adds::Item(heard) = self.item(side, self.own, None, kind, speech)? else { return None };
        Some((place, Adds::Item(Heard { who, ..heard })))
    }

    fn speech(&self, message: Message<'a>, message_type: Cow<'a, str>, offline: bool) -> Says<'a> {
        let (payload, chunk) = (self.command.payload, message.chunk());
        Says::Speaks(Speech { message, payload, message_type, chunk, offline })
    }

    fn item(
        &self,
        side: Side,
        who: &'a str,
        name: Option<&'a [u8]>,
        kind: Kind,
        says: Says<'a>,
    ) -> Option<Adds<'a>> {
        Some(Adds::Item(Heard {
            entry: self.seen.entry,
            at: self.seen.at,
            session: self.session,
            who: Cow::Borrowed(who),
            name: name.map(percent_decoded).unwrap_or_default(),
            side,
            injected: self.injected,
            kind,
            says,
        }))
    }
}

/// The networks of circles and of temporary groups (§9).
const GROUPS: [u32; 2] = [9, 10];

/// A circle or group, where something is said in one; else whoever is not the client.
fn other_party(side: Side, own: &str, from: Option<Party<'_>>, to: Party<'_>) -> Box<str> {
    let is_group = |network: Option<u32>| network.is_some_and(|network| GROUPS.contains(&network));
    let through = from.and_then(|from| from.via).filter(|(network, _)| is_group(Some(*network)));
    if let Some((network, account)) = through.filter(|_| side == Side::Told) {
        return named(&Party { network: Some(network), account, via: None });
    }
    let is_own = |party: &Party<'_>| party.account.eq_ignore_ascii_case(own.as_bytes());
    match from {
        Some(from) if side == Side::Told && !is_group(to.network) && !is_own(&from) => named(&from),
        _ => named(&to),
    }
}

/// A party as the id of a conversation has it: with its network, unless that is the common one (§9).
fn named(party: &Party<'_>) -> Box<str> {
    let account = String::from_utf8_lossy(party.account).to_lowercase();
    let account = clipped(&account);
    match party.network {
        None | Some(0 | 1) => account.into(),
        Some(network) => format!("{network}:{account}").into(),
    }
}

/// The account of a party that was [`named`], unless it is a group.
pub(in crate::insight::conversations) fn account_of(named: &str) -> Option<&str> {
    let parts =
        named.split_once(':').and_then(|(digits, account)| Some((number(digits.as_bytes())?, account)));
    let (network, account) = parts.unwrap_or((0, named));
    (!GROUPS.contains(&network)).then_some(account)
}

fn number(digits: &[u8]) -> Option<u32> {
    std::str::from_utf8(digits).ok()?.parse().ok()
}
