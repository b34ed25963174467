//! Who signed in, and who did so before: again, or at a second place.
//!
//! To remember: a sign-in is what the server says it is (`USR T OK account`), and it is over when its connection is or
//! when either side says OUT.

use super::Threads;
use super::member::key;
use crate::transcript::SessionId;
use msnp::{Command, Role};
use std::collections::VecDeque;

/// Sign-ins remembered; the oldest is forgotten first.
const SIGN_INS: usize = 1024;

/// Earlier sign-ins of one account that are looked at: from MSNP16 on one is signed in at several places.
const PLACES: usize = 16;

/// The last sign-ins, oldest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct SignIns {
    /// `latest.len() <= SIGN_INS`.
    latest: VecDeque<SignIn>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct SignIn {
    /// In lower case, without endpoint.
    account: Box<str>,
    thread: SessionId,
    session: SessionId,
}

impl SignIns {
    /// Those of an account in other threads than this, the last one first.
    fn elsewhere(&self, account: &str, thread: SessionId) -> impl Iterator<Item = &SignIn> {
        let is_other = move |other: &&SignIn| other.thread != thread && *other.account == *account;
        self.latest.iter().rev().filter(is_other).take(PLACES)
    }

    fn note(&mut self, sign_in: SignIn) {
        if self.latest.len() == SIGN_INS {
            self.latest.pop_front();
        }
        self.latest.push_back(sign_in);
    }

    #[cfg(test)]
    pub(super) fn remembered(&self) -> usize {
        self.latest.len()
    }
}

impl Threads {
    /// The server lets an account in.
    pub(super) fn signed_in(&mut self, session: SessionId, account: &str) {
        let Some(member) = self.members.get(&session) else { return };
        if member.signed_in || member.role != Some(Role::NotificationServer) {
            return;
        }
        let (account, thread) = (key(account), member.thread);
        let before = self.sign_ins.elsewhere(&account, thread).next().map(|other| other.thread);
        let second = self.is_signed_in_elsewhere(&account, thread);
        let member = self.learner(session);
        (member.signed_in, member.reconnects, member.second_place) = (true, before, second);
        self.sign_ins.note(SignIn { account, thread, session });
    }

    /// One side says OUT (§1.5). `OUT OTH` says for whom: the account's latest sign-in has taken this one's place.
    pub(super) fn signed_out(&mut self, session: SessionId, command: &Command<'_>) {
        let member = self.learner(session);
        if !std::mem::take(&mut member.signed_in) {
            return;
        }
        let account = member.account.as_deref().map(key);
        let Some(account) = account.filter(|_| command.arg(1) == Some(b"OTH")) else { return };
        let thread = member.thread;
        let Some(other) = self.sign_ins.elsewhere(&account, thread).next() else { return };
        let (latest, its_thread) = (other.session, other.thread);
        let second = self.is_signed_in_elsewhere(&account, its_thread);
        if let Some(member) = self.members.get_mut(&latest) {
            member.second_place &= second;
        }
    }

    fn is_signed_in_elsewhere(&self, account: &str, thread: SessionId) -> bool {
        let is_there = |session| self.member(session).is_some_and(|member| member.open && member.signed_in);
        self.sign_ins.elsewhere(account, thread).any(|other| is_there(other.session))
    }
}
