//! Which item an entry shows again, seen from another end, or as more of the same.

use super::{Conversation, Heard, Item, Kind, Says};

/// How many items of a person are looked through for the one a session sees next. Only what got lost lies between.
const REACH: usize = 64;

impl Conversation {
    /// What somebody does changes nothing here. If another of their endpoints comes (§6.8), it shows their coming again.
    pub(super) fn come_again(&mut self, heard: &Heard<'_>, person: Option<usize>) {
        let Some(person) = person.filter(|_| matches!(heard.says, Says::Comes(_)) && !heard.is_own()) else {
            return;
        };
        let said = self.people.get(person).said.iter().rev().take(REACH);
        let is_coming = |item: &&Item| item.kind == Kind::Joined && item.times(heard.session) > 0;
        let coming = said.filter_map(|(item, _)| self.item(*item)).find(is_coming).map(|item| item.id);
        if let Some(coming) = coming {
            self.see_again(coming, heard);
        }
    }

    /// The item that shows this already.
    pub(super) fn seen_already(
        &mut self,
        seat: usize,
        person: usize,
        heard: &Heard<'_>,
        key: u64,
        fence: u64,
    ) -> Option<u64> {
        let oldest = fence.max(self.seats[seat].since);
        if heard.chunk().is_some() {
            return self.part_of(person, heard, key, oldest);
        }
        let is_typing = heard.kind == Kind::Typing;
        let going_on = is_typing.then(|| self.typing_settled(seat, person, heard, oldest)).flatten();
        let next = going_on.or_else(|| self.next_unseen(seat, person, heard, key, oldest));
        next.or_else(|| is_typing.then(|| self.typing_newest(person, heard, oldest)).flatten())
    }

    /// The long message this is a part of. It is known by its id.
    fn part_of(&self, person: usize, heard: &Heard<'_>, key: u64, oldest: u64) -> Option<u64> {
        let said = self.people.get(person).said.iter().rev();
        let mut said = said.take(REACH).take_while(|(item, _)| *item >= oldest);
        let (item, _) = said.find(|(_, known)| *known == key)?;
        self.item(*item).filter(|item| item.is_forged() == heard.is_forged()).map(|item| item.id)
    }

    /// The next item of somebody's that a session has not seen, if it may be this.
    fn next_unseen(
        &mut self,
        seat: usize,
        person: usize,
        heard: &Heard<'_>,
        key: u64,
        oldest: u64,
    ) -> Option<u64> {
        if self.seats.len() < 2 || heard.is_forged() {
            return None;
        }
        let said = &self.people.get(person).said;
        let settled = self.seats[seat].settled(person);
        let mut at = said.partition_point(|(item, _)| *item <= settled || *item < oldest);
        let has_seen = |item: u64| self.item(item).is_none_or(|item| item.times(heard.session) > 0);
        let mut last_seen = settled;
        while let Some((item, _)) = said.get(at).filter(|(item, _)| has_seen(*item)) {
            (last_seen, at) = (*item, at + 1);
        }
        let may_be = |item: u64| self.item(item).is_some_and(|item| item.may_be(heard, key));
        let alike = said.range(at..).take(REACH).filter(|(_, known)| *known == key);
        let found = alike.map(|(item, _)| *item).find(|item| may_be(*item));
        self.seats[seat].settle(person, last_seen);
        found
    }

    /// The typing a session saw last of somebody, if it was seen more often elsewhere.
    fn typing_settled(&self, seat: usize, person: usize, heard: &Heard<'_>, oldest: u64) -> Option<u64> {
        let settled = self.item(self.seats[seat].settled(person))?;
        let goes_on = settled.id >= oldest && settled.times(heard.session) < settled.count();
        (settled.is_typing_of(person, heard) && goes_on).then_some(settled.id)
    }

    /// The newest item, if it is typing that this goes on with.
    fn typing_newest(&self, person: usize, heard: &Heard<'_>, oldest: u64) -> Option<u64> {
        let newest = self.items.back()?;
        (newest.is_typing_of(person, heard) && newest.last() >= oldest).then_some(newest.id)
    }
}
