//! One session, and who takes part in it.

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
        Member { gap: true, ..Member::new(id) }
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
        }
    }

    /// Where it came from is unknown after all.
    pub(super) fn unlink(&mut self, own: SessionId) {
        (self.followed, self.parent, self.thread) = (None, None, own);
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
            (b"IRO", _) => self.join(command.arg_str(4), command.arg_str(5)),
            (b"JOI", _) => self.join(command.arg_str(1), command.arg_str(2)),
            (b"BYE", _) => self.leave(command.arg_str(1)),
            (_, Some(_)) => {
                let failed: Option<u32> = command.arg_str(1).and_then(|trid| trid.parse().ok());
                let in_vain = |who: &Participant| who.presence == Presence::Called && who.call == failed;
                self.participants.retain(|who| failed.is_none() || !in_vain(who));
            }
            _ => {}
        }
    }

    fn join(&mut self, who: Option<&str>, name: Option<&str>) {
        let Some(who) = who else { return };
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

/// A word, as much of it as is remembered.
pub(super) fn kept(word: &str) -> Box<str> {
    clipped(word).into()
}

fn clipped(word: &str) -> &str {
    let end = (0..=LONGEST_WORD.min(word.len())).rev().find(|&end| word.is_char_boundary(end));
    &word[..end.unwrap_or(0)]
}
