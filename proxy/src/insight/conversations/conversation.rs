//! One conversation: its people, the sessions that show it, and what is said in it.
//!
//! To remember: where several sessions show a conversation, each thing said passes several times, and is one item. What
//! one person says reaches everybody in the order it was said, so that a session's next is the same as the next item of
//! that person's that it has not seen yet, says the same, and is not older than its coming in.
//!
//! ```text
//! 145  #5 >>> MSG 3 A 189  hello bob        ┐
//!                                           ├ one item: entries 145, 232
//! 232  #6 <<< MSG alice Alice 189 hello bob ┘
//! ```

mod adopting;
mod recognising;

use super::heard::{Heard, Says, account_of};
use super::item::Item;
use super::kind::Kind;
use super::people::{People, Person};
use super::seat::Seat;
use crate::transcript::SessionId;
use std::collections::VecDeque;
use std::sync::Arc;

/// Sessions that show one conversation; more are conversations of their own.
const MOST_SEATS: usize = 32;

/// Items looked through for one that was withdrawn.
const RECENT: usize = 256;

/// Items looked at one by one for one that is asked for, before it is searched for.
const NEAR: usize = 8;

/// What a conversation costs besides people, seats and items, and a seat besides what it knows of each of the people.
const COST: usize = 512;
const SEAT_COST: usize = 128;
const SEEN_COST: usize = 24;

/// What is said between some people.
#[derive(Clone, Debug, PartialEq)]
pub struct Conversation {
    /// The other party, where there is no switchboard.
    party: Option<Box<str>>,
    /// `1 ..= MOST_SEATS`.
    seats: Vec<Seat>,
    people: People,
    /// Oldest first, each known by its first entry.
    items: VecDeque<Item>,
    /// What the items cost, in bytes.
    items_cost: usize,
    dropped: u64,
    texts: u64,
    last_text: u64,
    first: u64,
    last: u64,
    gap: bool,
    /// How much is kept of one item's words, in bytes.
    room: usize,
}

impl Conversation {
    pub(super) fn new(session: SessionId, party: Option<Box<str>>, entry: u64, room: usize) -> Conversation {
        Conversation {
            party,
            seats: vec![Seat::new(session)],
            people: People::default(),
            items: VecDeque::new(),
            items_cost: 0,
            dropped: 0,
            texts: 0,
            last_text: 0,
            first: entry,
            last: entry,
            gap: false,
            room,
        }
    }

    /// What it is called: the lowest of its sessions, or the session and the other party. `3`, `2:bob@example.org`.
    pub fn id(&self) -> String {
        let session = self.seats.iter().map(|seat| seat.session).min().unwrap_or(SessionId(0));
        match &self.party {
            Some(party) => format!("{session}:{party}"),
            None => session.to_string(),
        }
    }

    /// The sessions that show it, in their order.
    pub fn sessions(&self) -> Vec<SessionId> {
        let mut sessions: Vec<_> = self.seats.iter().map(|seat| seat.session).collect();
        sessions.sort();
        sessions
    }

    /// Who takes or took part, in order of appearance: at most 100.
    pub fn people(&self) -> impl Iterator<Item = &Person> {
        self.people.iter()
    }

    /// What was said and done, oldest first. The first has the place [`dropped`](Conversation::dropped).
    pub fn items(&self) -> impl DoubleEndedIterator<Item = &Item> + ExactSizeIterator {
        self.items.iter()
    }

    /// How many older items are kept no more.
    pub fn dropped(&self) -> u64 {
        self.dropped
    }

    /// How many items there are, those kept no more included.
    pub fn total(&self) -> u64 {
        self.dropped + self.items.len() as u64
    }

    /// How many of them are words.
    pub fn texts(&self) -> u64 {
        self.texts
    }

    /// The newest words, if they are kept.
    pub fn last_text(&self) -> Option<&Item> {
        self.items.get(self.place_of(self.last_text)?)
    }

    /// Messages that are peer-to-peer data: as many as passed in the session that saw most, since all see the same.
    pub fn peer_to_peer(&self) -> u64 {
        self.seats.iter().map(|seat| seat.peer_to_peer).max().unwrap_or(0)
    }

    /// The first entry of it.
    pub fn first(&self) -> u64 {
        self.first
    }

    /// The newest entry of it.
    pub fn last(&self) -> u64 {
        self.last
    }

    /// One of its sessions is open.
    pub fn is_open(&self) -> bool {
        self.seats.iter().any(|seat| seat.open)
    }

    /// Something was missed: entries, its beginning, or what a direction says that is not understood any more.
    pub fn has_gap(&self) -> bool {
        self.gap
    }

    /// What it costs to keep it, in bytes.
    pub(super) fn cost(&self) -> usize {
        let known = self.people.iter().count();
        COST + self.people.cost + self.seats.len() * (SEAT_COST + known * SEEN_COST) + self.items_cost
    }

    #[cfg(test)]
    pub(super) fn items_cost(&self) -> usize {
        self.items_cost
    }

    /// Takes in what an entry says. What was said before `fence` cannot be heard any more: entries are missing since.
    pub(super) fn hear(&mut self, heard: &Heard<'_>, fence: u64) {
        let Some(seat) = self.seats.iter().position(|seat| seat.session == heard.session) else { return };
        (self.last, self.seats[seat].open) = (heard.entry, true);
        let person = match heard.is_forged() {
            // What a person made somebody believe says nothing about anybody.
            true => self.people.find(&heard.who),
            false => self.meet(heard),
        };
        if !heard.is_forged() && !self.seats[seat].changes(heard, person) {
            return self.come_again(heard, person);
        }
        let key = heard.key();
        let found = person.and_then(|person| self.seen_already(seat, person, heard, key, fence));
        let item = match found {
            Some(item) => self.see_again(item, heard),
            None => self.begin(heard, key, person),
        };
        let seat = &mut self.seats[seat];
        if found.is_some()
            && let Some(person) = person
        {
            seat.settle(person, item);
        }
        if heard.kind == Kind::Joined && heard.is_own() {
            seat.since = item;
        }
    }

    /// A message that is peer-to-peer data.
    pub(super) fn count_peer_to_peer(&mut self, entry: u64, session: SessionId) {
        self.last = entry;
        if let Some(seat) = self.seats.iter_mut().find(|seat| seat.session == session) {
            seat.peer_to_peer += 1;
        }
    }

    /// Meets whoever does something; and the other party, who takes part though nobody says that they came.
    fn meet(&mut self, heard: &Heard<'_>) -> Option<usize> {
        let person = self.people.meet(&heard.who, &heard.name);
        if let Some(account) = self.party.as_deref().and_then(account_of) {
            self.people.meet(account, "");
        }
        person
    }

    /// Most of what is asked for is among the newest.
    fn place_of(&self, item: u64) -> Option<usize> {
        let newest = self.items.iter().rev().take(NEAR).position(|known| known.id <= item);
        match newest {
            Some(back) => Some(self.items.len() - 1 - back).filter(|place| self.items[*place].id == item),
            None => self.items.binary_search_by_key(&item, |known| known.id).ok(),
        }
    }

    fn item(&self, item: u64) -> Option<&Item> {
        self.items.get(self.place_of(item)?)
    }

    fn see_again(&mut self, item: u64, heard: &Heard<'_>) -> u64 {
        if let Some(known) = self.place_of(item).and_then(|at| self.items.get_mut(at)) {
            self.items_cost -= known.cost();
            let before = known.kind;
            known.see(heard, self.room);
            if known.name.is_empty()
                && let Some(person) = known.person
            {
                known.name = self.people.get(person).name.clone();
            }
            self.items_cost += known.cost();
            let is_new = known.kind == Kind::Text && before != Kind::Text;
            self.count_text(is_new, item);
        }
        item
    }

    fn begin(&mut self, heard: &Heard<'_>, key: u64, person: Option<usize>) -> u64 {
        let (from, name) = match person.map(|person| self.people.get(person)) {
            Some(person) => (person.account.clone(), person.name.clone()),
            None => {
                (Arc::from(super::people::clipped(&heard.who)), super::people::clipped(&heard.name).into())
            }
        };
        let mut item = Item::new(heard, key, from, name, self.room);
        item.person = person;
        self.items_cost += item.cost();
        self.count_text(item.kind == Kind::Text, item.id);
        if let Some(person) = person {
            self.people.get_mut(person).note(item.id, key);
        }
        self.items.push_back(item);
        heard.entry
    }

    fn count_text(&mut self, is_text: bool, item: u64) {
        if is_text {
            (self.texts, self.last_text) = (self.texts + 1, self.last_text.max(item));
        }
    }

    /// Whether the client of this session is in and has not left.
    pub(super) fn is_in(&self, session: SessionId) -> bool {
        self.seats.iter().any(|seat| seat.session == session && seat.is_in)
    }

    /// A session is over.
    pub(super) fn close(&mut self, session: SessionId) {
        self.seats.iter_mut().filter(|seat| seat.session == session).for_each(|seat| seat.open = false);
    }

    /// Something was missed.
    pub(super) fn miss(&mut self) {
        self.gap = true;
    }

    /// What was injected as this entry was withdrawn: it cannot be long ago.
    pub(super) fn withdraw(&mut self, entry: u64) {
        self.items.iter_mut().rev().take(RECENT).any(|item| item.withdraw(entry));
    }

    /// Entries are missing.
    pub(super) fn lose_sight(&mut self) {
        self.gap |= self.is_open();
        self.seats.iter_mut().for_each(Seat::lose_sight);
    }

    /// The item that is dropped next, or, where there is none, what happened last.
    pub(super) fn oldest(&self) -> u64 {
        self.items.front().map_or(self.last, |item| item.id)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// Drops the oldest items as long as they are like that.
    pub(super) fn drop_while(&mut self, mut is_like: impl FnMut(&Item) -> bool) {
        while self.items.front().is_some_and(&mut is_like)
            && let Some(item) = self.items.pop_front()
        {
            self.items_cost -= item.cost();
            self.dropped += 1;
            if let Some(person) = item.person {
                self.people.get_mut(person).forget(item.id);
            }
        }
    }
}

impl Seat {
    /// What somebody's coming or going changes here. False if it changes nothing: another of their endpoints did.
    fn changes(&mut self, heard: &Heard<'_>, person: Option<usize>) -> bool {
        match (&heard.says, person) {
            (Says::Comes(_), _) if heard.is_own() => !std::mem::replace(&mut self.is_in, true),
            (Says::Goes(_), _) if heard.is_own() => std::mem::replace(&mut self.is_in, false),
            (Says::Comes(account), Some(person)) => self.meets(person, account),
            (Says::Goes(account), Some(person)) => self.misses(person, account),
            _ => true,
        }
    }
}
