//! Becoming one with another conversation, once both are known to be ends of the same.

use super::{Conversation, Item, Kind, MOST_SEATS, Seat};
use std::collections::BTreeMap;

/// How many items may be newer than what is put in among them.
const NEWER: usize = 64;

/// How many items of a person are looked through for one that is the same.
const REACH: usize = 64;

/// By what adopted items are known from now on, where that is not what they were known by.
type Renamed = BTreeMap<u64, u64>;

impl Conversation {
    /// Whether another one has a place here: what is newer than it is little.
    pub(in crate::insight::conversations) fn has_place_for(&self, other: &Conversation) -> bool {
        let is_recent = |at: usize| self.items.get(at).is_none_or(|item| item.id < other.oldest());
        let is_near = self.items.len().checked_sub(NEWER).is_none_or(is_recent);
        is_near && self.seats.len() + other.seats.len() <= MOST_SEATS
    }

    /// Takes in another one.
    pub(in crate::insight::conversations) fn adopt(&mut self, other: Conversation) {
        let people: Vec<_> =
            other.people.iter().map(|person| self.people.meet(&person.account, &person.name)).collect();
        let mut renamed = Renamed::new();
        self.texts += other.texts;
        // Of each person, the item here that was the last to be the same as one of the other's.
        let mut reached = vec![0; self.people.iter().count()];
        for mut item in other.items {
            item.person = item.person.and_then(|person| people[person]);
            let same = item.person.and_then(|person| self.same_as(&item, person, reached[person]));
            match same {
                Some(at) => {
                    let known = &self.items[at];
                    if let Some(person) = known.person {
                        reached[person] = known.id;
                    }
                    self.texts -= u64::from(item.kind == Kind::Text);
                    renamed.insert(item.id, known.id);
                    self.join(at, &item);
                }
                None => self.put_in(item),
            }
        }
        let last_text = renamed.get(&other.last_text).copied().unwrap_or(other.last_text);
        self.last_text = self.last_text.max(last_text);
        self.seats.extend(other.seats.into_iter().map(|seat| seat.moved(&people, &renamed)));
        self.gap |= other.gap;
        self.dropped += other.dropped;
        (self.first, self.last) = (self.first.min(other.first), self.last.max(other.last));
    }

    /// Where the item is that shows the same from here: the next of the same person.
    fn same_as(&self, item: &Item, person: usize, reached: u64) -> Option<usize> {
        let said = &self.people.get(person).said;
        let from = said.partition_point(|(known, _)| *known <= reached);
        let mut places = said.range(from..).take(REACH).filter_map(|(known, _)| self.place_of(*known));
        places.find(|at| self.items[*at].may_be_item(item))
    }

    fn join(&mut self, at: usize, item: &Item) {
        let known = &mut self.items[at];
        self.items_cost -= known.cost();
        known.join(item);
        self.items_cost += known.cost();
    }

    fn put_in(&mut self, item: Item) {
        if let Some(person) = item.person {
            self.people.get_mut(person).note(item.id, item.key);
        }
        self.items_cost += item.cost();
        let at = self.items.iter().rposition(|known| known.id < item.id).map_or(0, |at| at + 1);
        self.items.insert(at, item);
    }
}

impl Seat {
    /// As it is in another conversation, whose people and items these are.
    fn moved(self, people: &[Option<usize>], renamed: &Renamed) -> Seat {
        let there = |person: usize| people.get(person).copied().flatten();
        let item = |item: u64| renamed.get(&item).copied().unwrap_or(item);
        let mut seat =
            Seat { since: item(self.since), is_in: self.is_in, open: self.open, ..Seat::new(self.session) };
        seat.here = self.here.iter().filter_map(|(person, whole)| Some((there(*person)?, *whole))).collect();
        for (person, settled) in self.settled.iter().enumerate() {
            if let Some(person) = there(person) {
                seat.settle(person, item(*settled));
            }
        }
        seat
    }
}
