//! Becoming one with another conversation, once they are known to be ends of the same.

use super::{Conversation, Item, Kind, MOST_SEATS, Seat};

/// How many items may be newer than what is put in among them.
const NEWER: usize = 64;

/// How many items of a person are looked through for one that is the same.
const REACH: usize = 64;

impl Conversation {
    /// Whether another one has a place here: what is newer than it is little.
    pub(in crate::insight::conversations) fn has_place_for(&self, other: &Conversation) -> bool {
        let is_recent = |at: usize| self.items.get(at).is_none_or(|item| item.id < other.oldest());
        let is_near = self.items.len().checked_sub(NEWER).is_none_or(is_recent);
        self.party.is_none() && is_near && self.seats.len() + other.seats.len() <= MOST_SEATS
    }

    /// Takes in another one.
    pub(in crate::insight::conversations) fn adopt(&mut self, other: Conversation) {
        let people: Vec<_> =
            other.people.iter().map(|person| self.people.meet(&person.account, &person.name)).collect();
        let mut seats: Vec<Seat> = other.seats.into_iter().map(|seat| seat.moved(&people)).collect();
        for mut item in other.items {
            item.person = item.person.and_then(|person| people[person]);
            let is_coming_in = item.kind == Kind::Joined && item.is_own();
            let session = item.session;
            let id = self.adopt_item(item);
            let seat = seats.iter_mut().find(|seat| seat.session == session);
            if let Some(seat) = seat.filter(|_| is_coming_in) {
                seat.since = id;
            }
        }
        self.seats.append(&mut seats);
        self.gap |= other.gap;
        self.dropped += other.dropped;
        self.peer_to_peer += other.peer_to_peer;
        (self.first, self.last) = (self.first.min(other.first), self.last.max(other.last));
    }

    /// Takes in an item, and returns by which it is known from then on.
    fn adopt_item(&mut self, item: Item) -> u64 {
        let known = item.person.and_then(|person| {
            let said = self.people.get(person).said.iter().take(REACH);
            let may_be = |at: usize| self.items[at].may_be_item(&item).then_some(at);
            said.filter_map(|(known, _)| self.place_of(*known)).find_map(may_be)
        });
        if let Some(at) = known {
            let known = &mut self.items[at];
            self.items_cost -= known.cost();
            known.join(&item);
            self.items_cost += known.cost();
            return known.id;
        }
        let id = item.id;
        if let Some(person) = item.person {
            self.people.get_mut(person).note(id, item.key);
        }
        self.items_cost += item.cost();
        self.count_text(item.kind == Kind::Text, id);
        let at = self.items.iter().rposition(|known| known.id < id).map_or(0, |at| at + 1);
        self.items.insert(at, item);
        id
    }
}
