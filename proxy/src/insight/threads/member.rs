//! One session, and who takes part in it.

use super::client::Client;
use super::era::Era;
use super::halves::Call;
use crate::transcript::SessionId;
use msnp::{Command, Dialect, Role};
use serde::Serialize;

/// People remembered by name in one session; more are counted.
const NAMED: usize = 100;

/// The longest word remembered, in bytes: an account, a nickname.
const LONGEST_WORD: usize = 256;

/// A session as its thread knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Something was heard of it since the last gap, and no end.
    pub open: bool,
    /// Entries of its time were missed, so that what is known here may be out of date.
    pub gap: bool,
    /// Notification server or switchboard, once the client's first command told.
    pub role: Option<Role>,
    /// The version agreed; of a switchboard, where its cookie came from.
    pub dialect: Option<Dialect>,
    /// Who the client is, without endpoint.
    pub account: Option<Box<str>>,
    /// The others, in order of appearance: who came, who was called, who has left.
    pub participants: Vec<Participant>,
    /// Others besides those named.
    pub unnamed: u64,
    /// The redirect it came from.
    pub followed: Option<u64>,
    /// The session that was given that redirect.
    pub parent: Option<SessionId>,
    /// The session the thread began with; its own number where nothing is known.
    pub thread: SessionId,
    /// Whether it is known where it came from.
    pub origin: CameFrom,
    /// The program that connected; of a switchboard, the one that was given its cookie.
    pub client: Option<Client>,
    /// The account signed in here, and before that in this thread.
    pub reconnects: Option<SessionId>,
    /// The account signed in here while it was known to be signed in elsewhere, and that was not ended for it: from MSNP16
    /// on one can be at several places.
    pub second_place: bool,
    /// The client has said itself what program it is.
    pub(super) introduced: bool,
    /// The client has said itself who it is.
    pub(super) named: bool,
    /// It was expected to be another server's client.
    pub(super) misled: bool,
    /// The server has let the account in, and nobody has said OUT since.
    pub(super) signed_in: bool,
    /// What its lines tell of its dialect.
    pub(super) era: Option<Era>,
    /// The host of the server it is for, where its beginning was seen.
    pub(super) host: Option<Box<str>>,
    /// The server's session, of a switchboard that knows.
    pub(super) call: Option<Call>,
    /// It learnt that by calling somebody.
    pub(super) rang: bool,
    /// The lowest number among the sessions that are one conversation with it.
    pub(super) conversation: SessionId,
    /// The entry it began with.
    pub(super) began: u64,
    /// The entry it ended with; `None` also where nobody saw it end.
    pub(super) ended: Option<u64>,
}

/// Whether it is known where a session came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CameFrom {
    /// The client connected of its own accord: no redirect led here.
    First,
    /// From a redirect: `followed` and `parent` say which.
    Redirect,
    /// It is a switchboard, and no redirect anybody saw gave out its ticket.
    Unseen,
    /// Entries that would tell were missed, or are forgotten.
    Unknown,
}

/// Somebody in a conversation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Participant {
    /// Without endpoint, otherwise as written.
    pub account: Box<str>,
    /// The nickname as written, percent signs and all; empty for who was only called.
    pub name: Box<str>,
    /// Whether they are there.
    pub presence: Presence,
    /// The call that has not been answered.
    #[serde(skip)]
    call: Option<u32>,
    /// Seen without an endpoint: then their endpoints come and go without them.
    #[serde(skip)]
    whole: bool,
}

/// Whether somebody is in a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Presence {
    /// Invited, and not there yet.
    Called,
    /// There.
    Here,
    /// There no more.
    Left,
}

impl Member {
    /// A session nothing is known of, because entries of its time were missed.
    pub fn unknown(id: SessionId) -> Member {
        Member { gap: true, origin: CameFrom::Unknown, ..Member::new(id) }
    }

    /// What the dialect of a switchboard probably is, where nobody saw which was agreed.
    pub fn dialect_guess(&self) -> Option<Era> {
        self.era.filter(|_| self.dialect.is_none())
    }

    pub(super) fn new(id: SessionId) -> Member {
        Member {
            open: true,
            gap: false,
            role: None,
            dialect: None,
            account: None,
            participants: Vec::new(),
            unnamed: 0,
            followed: None,
            parent: None,
            thread: id,
            origin: CameFrom::First,
            client: None,
            reconnects: None,
            second_place: false,
            introduced: false,
            named: false,
            misled: false,
            signed_in: false,
            era: None,
            host: None,
            call: None,
            rang: false,
            conversation: id,
            began: 0,
            ended: None,
        }
    }

    /// Entries are missing: it may have ended, and its first command may be among them.
    pub(super) fn lose_sight(&mut self) {
        (self.open, self.gap) = (false, true);
        if self.role.is_none() && self.parent.is_none() {
            self.origin = CameFrom::Unknown;
        }
    }

    /// The client says what program it is, and from MSNP8 on whose (§5.1, rows 5 to 7).
    pub(super) fn introduce(&mut self, command: &Command<'_>) {
        if self.introduced {
            return;
        }
        let Some(client) = Client::introduced(command) else { return };
        (self.introduced, self.client) = (true, Some(client));
        if self.account.is_none() {
            let account = command.arg_str(9).filter(|account| account.contains('@'));
            self.account = account.map(|account| kept(person(account)));
        }
    }

    /// Whether somebody is the client, or among the others.
    pub(super) fn knows(&self, who: &str) -> bool {
        let accounts = self.participants.iter().map(|other| &other.account).chain(&self.account);
        accounts.into_iter().any(|account| same(account, who))
    }

    /// The client invites somebody.
    pub(super) fn call(&mut self, who: &str, call: Option<u32>) {
        if let Some(somebody) = self.somebody(who)
            && somebody.presence != Presence::Here
        {
            (somebody.presence, somebody.call) = (Presence::Called, call);
        }
    }

    /// The server says something.
    pub(super) fn hear(&mut self, command: &Command<'_>) {
        match (command.verb.as_bytes(), command.verb.error_number()) {
            (b"VER", _) => self.dialect = Dialect::agreed(command).or(self.dialect),
            (b"IRO", _) => self.join(command, 4),
            (b"JOI", _) => self.join(command, 1),
            (b"BYE", _) => self.leave(command.arg_str(1)),
            (_, Some(_)) => {
                let failed: Option<u32> = command.arg_str(1).and_then(|trid| trid.parse().ok());
                let in_vain = |who: &Participant| who.presence == Presence::Called && who.call == failed;
                self.participants.retain(|who| failed.is_none() || !in_vain(who));
            }
            _ => {}
        }
    }

    /// Somebody is there, whose account is argument `n` and whose name follows.
    fn join(&mut self, command: &Command<'_>, n: usize) {
        if self.role == Some(Role::Switchboard) && self.dialect.is_none() {
            self.era = self.era.max(Era::of_arrival(command));
        }
        let Some(who) = command.arg_str(n) else { return };
        let name = command.arg_str(n + 1);
        if let Some(somebody) = self.somebody(who) {
            somebody.presence = Presence::Here;
            somebody.call = None;
            somebody.whole |= !who.contains(';');
            somebody.name = name.map(kept).unwrap_or_default();
        }
    }

    fn leave(&mut self, who: Option<&str>) {
        let Some(who) = who else { return };
        let known = self.participants.iter_mut().find(|known| same(&known.account, who));
        if let Some(somebody) = known
            && (!who.contains(';') || !somebody.whole)
        {
            somebody.presence = Presence::Left;
        }
    }

    /// Whoever this is, if it is not the client and there is room for one more name.
    fn somebody(&mut self, who: &str) -> Option<&mut Participant> {
        if self.account.as_deref().is_some_and(|own| same(own, who)) {
            return None; // from MSNP16 on one meets one's own endpoints
        }
        if let Some(known) = self.participants.iter().position(|known| same(&known.account, who)) {
            return Some(&mut self.participants[known]);
        }
        if self.participants.len() == NAMED {
            self.unnamed += 1;
            return None;
        }
        let account = kept(person(who));
        self.participants.push(Participant {
            account,
            name: Box::default(),
            presence: Presence::Left,
            call: None,
            whole: false,
        });
        self.participants.last_mut()
    }
}

/// An account without its endpoint: `alice@example.org;{guid}` is Alice.
pub(super) fn person(account: &str) -> &str {
    account.split(';').next().unwrap_or_default()
}

/// Whether two accounts are one person's. Their case varies from command to command.
pub(super) fn same(one: &str, other: &str) -> bool {
    clipped(person(one)).eq_ignore_ascii_case(clipped(person(other)))
}

/// By which an account is found: without its endpoint and in lower case.
pub(super) fn key(account: &str) -> Box<str> {
    clipped(person(account)).to_ascii_lowercase().into()
}

/// A word, as much of it as is remembered.
pub(super) fn kept(word: &str) -> Box<str> {
    clipped(word).into()
}

fn clipped(word: &str) -> &str {
    clipped_to(LONGEST_WORD, word)
}

/// As many bytes of a word, or a few less where a character would be cut.
pub(super) fn clipped_to(longest: usize, word: &str) -> &str {
    let end = (0..=longest.min(word.len())).rev().find(|&end| word.is_char_boundary(end));
    &word[..end.unwrap_or(0)]
}
