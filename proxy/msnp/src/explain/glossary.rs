//! The glossary: every command in every form of the wire reference (§5), what it is called and what it says.
//!
//! To remember: rows stand in the order of §5, and of two that fit the one for this role and dialect is taken, the earlier
//! of two such. Rows for every role are the ones taken where the role is not known. Sentences are written in the notation of `sentence.rs`, forms in that of `form.rs`.

mod connection;
mod lists;
mod login;
mod messages;
mod presence;

use super::Context;
use super::form::{Filled, Form};
use super::located::Located;
use super::sentence::Sentence;
use crate::{Dialect, Direction, Role, Verb};
use std::ops::RangeInclusive;
use std::sync::LazyLock;

/// A command in one of its forms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its number in §5 of the wire reference.
    pub number: u8,
    /// The command word; `NNN` for the numeric replies.
    pub verb: &'static str,
    /// Which way it goes.
    pub direction: Direction,
    /// On which connections, where it is one kind only.
    pub role: Option<Role>,
    /// In which dialects, first and last.
    pub dialects: (u8, u8),
    /// Its arguments, in the notation of `form.rs`.
    pub(super) form: &'static str,
    /// What it is called.
    pub name: &'static str,
    pub(super) says: &'static str,
    pub(super) payload: Payload,
}

/// What kind of payload a command carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Payload {
    /// None, or bytes nobody described.
    None,
    /// Headers and a body (§7.1).
    Message,
    /// Elements.
    Xml,
    /// Header blocks (§6.6): what somebody says or publishes.
    Blocks,
    /// The same: what somebody withdraws.
    Withdrawal,
    /// What the type of a UUN or UBN says.
    Signal,
    /// The answer to a challenge.
    Digest,
    /// Text.
    Text,
}

/// The dialects nobody described (§11). They are taken for like both 18 and 21.
const UNDESCRIBED: RangeInclusive<u8> = 19..=20;

impl Row {
    /// The dialects it is spoken in.
    pub fn dialects(&self) -> RangeInclusive<u8> {
        self.dialects.0..=self.dialects.1
    }

    /// Whether it may be said in a dialect. Of those nobody described (§11), it is enough that a neighbour of theirs has it.
    pub(super) fn is_spoken_in(&self, dialect: Dialect) -> bool {
        let has = |dialect| self.dialects().contains(&dialect);
        match UNDESCRIBED.contains(&dialect.0) {
            true => has(UNDESCRIBED.start() - 1) || has(UNDESCRIBED.end() + 1),
            false => has(dialect.0),
        }
    }

    /// Its arguments in people's words: `<transaction id> <status> <account> [<picture>]`, what may be absent in brackets.
    pub fn arguments(&self) -> String {
        Form::read(self.form).written()
    }

    const fn on(self, role: Role) -> Row {
        Row { role: Some(role), ..self }
    }

    const fn with(self, payload: Payload) -> Row {
        Row { payload, ..self }
    }
}

const fn row(
    direction: Direction,
    (number, verb): (u8, &'static str),
    dialects: (u8, u8),
    form: &'static str,
    name: &'static str,
    says: &'static str,
) -> Row {
    Row { number, verb, direction, role: None, dialects, form, name, says, payload: Payload::None }
}

/// A row of the client's.
const fn client(
    numbered: (u8, &'static str),
    dialects: (u8, u8),
    form: &'static str,
    name: &'static str,
    says: &'static str,
) -> Row {
    row(Direction::ClientToServer, numbered, dialects, form, name, says)
}

/// A row of the server's.
const fn server(
    numbered: (u8, &'static str),
    dialects: (u8, u8),
    form: &'static str,
    name: &'static str,
    says: &'static str,
) -> Row {
    row(Direction::ServerToClient, numbered, dialects, form, name, says)
}

const SB: Role = Role::Switchboard;
const NS: Role = Role::NotificationServer;

/// Every row, in the order of the reference.
pub fn rows() -> impl Iterator<Item = &'static Row> {
    [login::ROWS, connection::ROWS, lists::ROWS, presence::ROWS, messages::ROWS].into_iter().flatten()
}

/// A row, its form and its sentence read.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) row: &'static Row,
    pub(super) form: Form,
    pub(super) sentence: Sentence,
}

/// The rows of one direction, by command word.
struct Entries {
    /// For each verb the place of its rows; every line looks here.
    places: Box<[u8]>,
    /// Those of each verb. In the first place there are none.
    rows: Vec<Vec<Entry>>,
}

static ENTRIES: LazyLock<[Entries; 2]> = LazyLock::new(|| Direction::BOTH.map(Entries::of));

impl Entries {
    fn of(direction: Direction) -> Entries {
        let mut entries = Entries { places: vec![0; Verb::COUNT].into(), rows: vec![Vec::new()] };
        for row in rows().filter(|row| row.direction == direction) {
            let verb = Verb::at_start_of(row.verb.as_bytes()).expect("the glossary has verbs");
            let place = &mut entries.places[verb.ordinal()];
            if *place == 0 {
                *place = u8::try_from(entries.rows.len()).expect("there are some sixty verbs");
                entries.rows.push(Vec::new());
            }
            let entry = Entry { row, form: Form::read(row.form), sentence: Sentence::read(row.says) };
            entries.rows[usize::from(*place)].push(entry);
        }
        entries
    }
}

/// The rows of a command, numeric replies under `NNN`.
pub(super) fn entries(verb: Verb, direction: Direction) -> &'static [Entry] {
    let entries = &ENTRIES[usize::from(direction == Direction::ServerToClient)];
    &entries.rows[usize::from(entries.places[verb.ordinal()])]
}

/// What numeric replies are listed under.
pub(super) const NUMERIC: Verb = match Verb::from_bytes(*b"NNN") {
    Some(verb) => verb,
    None => unreachable!(),
};

/// The row that describes a line, and its arguments in their places.
pub(super) fn describe<'a>(
    entries: &'static [Entry],
    context: &Context,
    line: &Located<'a>,
    arguments: &[Located<'a>],
) -> Option<(&'static Entry, Vec<Filled<'static, 'a>>)> {
    let of_role = |entry: &Entry| entry.row.role.is_none_or(|role| context.role == Some(role));
    let of_dialect = |entry: &Entry| context.dialect.is_none_or(|known| entry.row.is_spoken_in(known));
    let fit = |role: bool, dialect: bool, spaced: bool| {
        let wanted = |entry: &&Entry| of_role(entry) == role && of_dialect(entry) == dialect;
        let mut fitting = entries.iter().filter(wanted);
        fitting.find_map(|entry| Some((entry, entry.form.fill(line, arguments, spaced)?)))
    };
    ORDER.into_iter().find_map(|(role, dialect, spaced)| fit(role, dialect, spaced))
}

/// What is tried before what: of this role or not, of this dialect or not, with spaces in names or not. A form of another
/// dialect is likelier than a name with spaces nobody escaped.
const ORDER: [(bool, bool, bool); 8] = [
    (true, true, false),
    (true, false, false),
    (true, true, true),
    (true, false, true),
    (false, true, false),
    (false, false, false),
    (false, true, true),
    (false, false, true),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::explain::content::FACTS;
    use std::collections::BTreeSet;

    #[test]
    fn every_row_of_the_reference_is_there_in_order() {
        let numbers: Vec<u8> = rows().map(|row| row.number).collect();
        assert!(numbers.is_sorted(), "{numbers:?}");
        let all: BTreeSet<u8> = numbers.into_iter().collect();
        assert_eq!(all, (1..=125).collect());
    }

    #[test]
    fn every_form_and_every_sentence_can_be_read() {
        const OTHERS: [&str; 4] = ["who", "does", "number", "from"];
        for row in rows() {
            let words: Vec<_> = Form::read(row.form).words().collect();
            for place in Sentence::read(row.says).places() {
                let word = place.split('.').next().unwrap_or(place);
                let known = words.contains(&word) || OTHERS.contains(&word) || FACTS.contains(&word);
                assert!(known, "{place} in {row:?}");
            }
        }
    }
}
