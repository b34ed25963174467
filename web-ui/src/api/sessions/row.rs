//! A session, as it is told: what the relay knows of it and what the folds do, in one row.

use super::Known;
use crate::api::openapi::words;
use crate::source::Facts;
use jiff::Timestamp;
use msnp::{Address, Role};
use nudge_proxy::insight::{CameFrom, Client, Participant, Presence};
use nudge_proxy::relay::Incomplete;
use nudge_proxy::transcript::SessionId;
use serde::Serialize;
use std::net::SocketAddr;
use utoipa::ToSchema;

/// A session: one connection of a client's, and the one made for it.
#[derive(Serialize, ToSchema)]
#[schema(as = Session)]
pub(super) struct SessionRow {
    #[schema(value_type = u32)]
    id: SessionId,
    /// The client's end. Where nobody saw the session begin, this, the next two and when it opened are unknown.
    #[schema(value_type = Option<String>)]
    address: Option<SocketAddr>,
    /// Where the client reached us.
    #[schema(value_type = Option<String>)]
    listen: Option<SocketAddr>,
    /// The server it is for, as named.
    #[schema(value_type = Option<String>)]
    upstream: Option<Address>,
    /// The server's end; unknown until it is connected.
    #[schema(value_type = Option<String>)]
    server: Option<SocketAddr>,
    opened: Option<String>,
    #[schema(value_type = Option<words::Role>)]
    role: Option<Role>,
    /// What was agreed: `MSNP12`.
    dialect: Option<String>,
    /// What a switchboard probably speaks, where nobody saw it agreed.
    dialect_guess: Option<String>,
    /// Who signed in on it.
    account: Option<Box<str>>,
    /// The program that connected.
    client: Option<ClientRow>,
    /// The accounts of the others, in order of appearance.
    participants: Vec<Box<str>>,
    /// The others, and whether they are there.
    people: Vec<PersonRow>,
    /// Others besides those.
    unnamed: u64,
    /// The redirect it came from.
    followed: Option<u64>,
    /// The session its thread began with.
    #[schema(value_type = u32)]
    thread: SessionId,
    /// The session that was given the redirect.
    #[schema(value_type = Option<u32>)]
    parent: Option<SessionId>,
    /// Whether it is known where it came from.
    #[schema(value_type = words::SessionOrigin)]
    origin: CameFrom,
    /// The sessions that are one conversation with it, itself among them; empty where it is alone.
    #[schema(value_type = Vec<u32>)]
    halves: Vec<SessionId>,
    /// The session that began the account's sign-in before this one.
    #[schema(value_type = Option<u32>)]
    reconnects: Option<SessionId>,
    /// That one, or another before it, stands.
    second_place: bool,
    /// Entries of its time were missed: who takes part and where it came from may be out of date.
    gap: bool,
    closed: bool,
    /// What is passed on without being understood.
    opaque: Ways<bool>,
    /// Frames that passed.
    frames: Ways<u64>,
    /// Bytes that passed.
    bytes: Ways<u64>,
    /// A frame whose end has not come yet.
    incomplete: Ways<Option<IncompleteRow>>,
}

/// Something of each direction.
#[derive(Serialize, ToSchema)]
struct Ways<T> {
    /// To the server.
    c2s: T,
    /// To the client.
    s2c: T,
}

impl<T> From<[T; 2]> for Ways<T> {
    fn from([c2s, s2c]: [T; 2]) -> Ways<T> {
        Ways { c2s, s2c }
    }
}

/// The program at the client's end, as it introduces itself.
#[derive(Serialize, ToSchema)]
#[schema(as = Client)]
struct ClientRow {
    /// `MSNMSGR`: also many that are not.
    name: Box<str>,
    /// `6.2.0137`
    version: Box<str>,
    /// The system and its version: `winnt 5.1`.
    os: Box<str>,
}

impl From<Client> for ClientRow {
    fn from(Client { name, version, os }: Client) -> ClientRow {
        ClientRow { name, version, os }
    }
}

/// Somebody in a conversation.
#[derive(Serialize, ToSchema)]
#[schema(as = Person)]
struct PersonRow {
    account: Box<str>,
    /// The nickname as written, percent signs and all; empty for who was only called.
    name: Box<str>,
    #[schema(value_type = words::Presence)]
    presence: Presence,
}

impl From<Participant> for PersonRow {
    fn from(person: Participant) -> PersonRow {
        PersonRow { account: person.account, name: person.name, presence: person.presence }
    }
}

/// A frame whose end has not come yet.
#[derive(Serialize, ToSchema)]
#[schema(as = IncompleteFrame)]
struct IncompleteRow {
    verb: String,
    /// The bytes there are.
    have: usize,
    /// The bytes it will have, as its line says; unknown while that has not ended.
    want: Option<usize>,
    /// For how long it has been coming.
    seconds: u64,
}

impl IncompleteRow {
    fn of(frame: &Incomplete) -> IncompleteRow {
        IncompleteRow {
            verb: String::from_utf8_lossy(&frame.verb).trim_end().to_owned(),
            have: frame.have,
            want: frame.want,
            seconds: frame.since.elapsed().as_secs(),
        }
    }
}

impl SessionRow {
    pub(super) fn of(sheet: Facts, Known { member, halves }: Known) -> SessionRow {
        let opened = sheet.opened.and_then(|opened| Timestamp::try_from(opened).ok());
        let dialect = sheet.dialect.or(member.dialect);
        let dialect_guess = member.dialect_guess().filter(|_| dialect.is_none());
        SessionRow {
            id: sheet.id,
            address: sheet.client,
            listen: sheet.listen,
            upstream: sheet.upstream,
            server: sheet.server,
            opened: opened.map(|at| format!("{at:.6}")),
            role: sheet.role.or(member.role),
            dialect: dialect.map(|dialect| dialect.to_string()),
            dialect_guess: dialect_guess.map(|era| era.to_string()),
            account: member.account.or(sheet.account),
            client: member.client.map(ClientRow::from),
            participants: member.participants.iter().map(|person| person.account.clone()).collect(),
            people: member.participants.into_iter().map(PersonRow::from).collect(),
            unnamed: member.unnamed,
            followed: member.followed.or(sheet.followed),
            thread: member.thread,
            parent: member.parent,
            origin: member.origin,
            halves,
            reconnects: member.reconnects,
            second_place: member.second_place,
            gap: member.gap,
            closed: sheet.closed,
            opaque: sheet.opaque.into(),
            frames: sheet.tallies.map(|tally| tally.frames).into(),
            bytes: sheet.tallies.map(|tally| tally.bytes).into(),
            incomplete: sheet.incomplete.map(|frame| frame.as_ref().map(IncompleteRow::of)).into(),
        }
    }
}
