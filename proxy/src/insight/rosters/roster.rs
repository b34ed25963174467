//! How a session's account and its contacts are, as it is told to others.
//!
//! To remember: what nobody told is `None`. An empty text was told to be empty.

use std::sync::Arc;

/// The state of a notification-server session as of an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Roster {
    /// The oldest entry this session can be asked about.
    pub since: u64,
    /// The account that is signed in.
    pub own: Own,
    /// Its groups, by number or, from MSNP10 on, by id (§5.2). At most 100.
    pub groups: Vec<Group>,
    /// Everybody told of, by account, people of other networks first. At most 2,000, fewer where memory is scarce.
    pub contacts: Vec<Arc<Contact>>,
    /// How often something was told of contacts and groups there was no room for.
    pub uncounted: u64,
    /// Entries of its time were missed, or not understood: it may be out of date.
    pub gap: bool,
    /// The entry that ended it: an OUT, or the end of the connection.
    pub ended: Option<u64>,
}

/// The account that is signed in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Own {
    /// Once the server welcomed it (§5.1, rows 22 to 25).
    pub account: Option<Arc<str>>,
    /// The name it gave itself, decoded.
    pub name: Option<Arc<str>>,
    /// How it is.
    pub appearance: Appearance,
    /// What happens to people on neither the allow nor the block list (BLP, §9).
    pub strangers: Option<Strangers>,
    /// What happens when somebody adds it (GTC, §9).
    pub prompt: Option<Prompt>,
}

/// What happens to people on no list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Strangers {
    /// `AL`: they may see and call.
    Allow,
    /// `BL`: they may not.
    Block,
}

/// What happens when somebody adds one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Prompt {
    /// `A`: one is asked.
    Ask,
    /// `N`: they are allowed without asking.
    Accept,
}

/// A group of contacts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// A number up to MSNP9, a GUID from MSNP10 on.
    pub id: Arc<str>,
    /// Decoded.
    pub name: Arc<str>,
}

/// Somebody told of: on a list, or only seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// As it was first written, without network and endpoint.
    pub account: Arc<str>,
    /// The network id (§9), where it was told.
    pub network: Option<u32>,
    /// The circle they are seen through (MSNP18): then this is not how they are otherwise.
    pub via: Option<Arc<str>>,
    /// Decoded.
    pub name: Option<Arc<str>>,
    /// What MSNP10 to 12 call them by.
    pub guid: Option<Arc<str>>,
    /// The lists they were told to be on.
    pub lists: Option<Lists>,
    /// The groups they are in, by id. At most 100.
    pub groups: Arc<[Arc<str>]>,
    /// How they are.
    pub appearance: Appearance,
    /// The entry that last told something new of them.
    pub changed: u64,
}

/// How somebody is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Appearance {
    /// `NLN`, `BSY` … (§9); `FLN` once they were told to be gone.
    pub status: Option<Arc<str>>,
    /// Their capabilities as written: `a`, from MSNP16 on `a:b`.
    pub caps: Option<Arc<str>>,
    /// The SHA1D of their picture (§7.8); `None` also where they have none.
    pub picture: Option<Arc<str>>,
    /// The address of a picture, as people of other networks have it (MSNP14 and later).
    pub icon: Option<Arc<str>>,
    /// Their personal message.
    pub message: Option<Arc<str>>,
    /// What they listen to or play, as it is shown.
    pub media: Option<Arc<str>>,
    /// Where they are signed in, from MSNP16 on. At most 20.
    pub endpoints: Arc<[Endpoint]>,
}

/// A place somebody is signed in at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoint {
    /// A GUID in braces.
    pub id: Arc<str>,
    /// What its owner calls it.
    pub name: Option<Arc<str>>,
    /// The status set there.
    pub state: Option<Arc<str>>,
    /// Its capabilities, `a:b`.
    pub caps: Option<Arc<str>>,
}

/// The lists somebody is on, as the bits of §9: FL 1, AL 2, BL 4, RL 8, PL 16.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Lists(u8);

const LISTS: [(&str, Lists); 5] =
    [("FL", Lists::FORWARD), ("AL", Lists(2)), ("BL", Lists(4)), ("RL", Lists(8)), ("PL", Lists(16))];

impl Lists {
    /// The forward list: those one wants to see.
    pub const FORWARD: Lists = Lists(1);

    /// The lists of a number of bits; bits that are no list are left out.
    pub fn of_bits(bits: u64) -> Lists {
        Lists(u8::try_from(bits & 0x1f).expect("five bits"))
    }

    /// The list of these letters.
    pub fn named(letters: &[u8]) -> Option<Lists> {
        LISTS.iter().find(|(name, _)| name.as_bytes() == letters).map(|&(_, list)| list)
    }

    /// Their letters, FL first.
    pub fn letters(self) -> impl Iterator<Item = &'static str> {
        LISTS.iter().filter(move |(_, list)| self.has(*list)).map(|(name, _)| *name)
    }

    /// Whether they are on all of these.
    pub fn has(self, others: Lists) -> bool {
        self.0 & others.0 == others.0
    }

    pub(super) fn with(self, others: Lists) -> Lists {
        Lists(self.0 | others.0)
    }

    pub(super) fn without(self, others: Lists) -> Lists {
        Lists(self.0 & !others.0)
    }
}

impl Contact {
    pub(super) fn new(account: Arc<str>, network: Option<u32>, via: Option<Arc<str>>) -> Contact {
        Contact {
            account,
            network,
            via,
            name: None,
            guid: None,
            lists: None,
            groups: Arc::default(),
            appearance: Appearance::default(),
            changed: 0,
        }
    }

    /// On these lists, too.
    pub(super) fn enlist(&mut self, lists: Lists) {
        self.lists = Some(self.lists.unwrap_or_default().with(lists));
    }

    /// Not on these lists any more. Who is not on the forward list is in no group, and nobody tells how they are.
    pub(super) fn unlist(&mut self, lists: Lists) {
        self.lists = self.lists.map(|known| known.without(lists));
        if lists.has(Lists::FORWARD) {
            self.groups = Arc::default();
            self.appearance = Appearance::default();
        }
    }

    /// On no list, of those that are known.
    pub(super) fn is_nowhere(&self) -> bool {
        self.lists == Some(Lists::default())
    }
}
