//! The arguments of commands: the words forms are written in, what each is called, and how it is read.

mod kinds;

use super::Field;
use super::located::Located;
pub(super) use kinds::Kind;

/// An argument of some command.
#[derive(Debug)]
pub(super) struct Argument {
    /// Its word in forms and sentences.
    pub(super) word: &'static str,
    /// Its name for people.
    pub(super) name: &'static str,
    pub(super) kind: Kind,
}

impl Argument {
    /// The field of this argument, read at that place.
    pub(super) fn field(&self, value: &Located<'_>) -> Field {
        self.kind.field(self.name, value)
    }
}

/// The argument of that word.
pub(super) fn of(word: &str) -> Option<&'static Argument> {
    ARGUMENTS.iter().find(|argument| argument.word == word)
}

const fn argument(word: &'static str, name: &'static str, kind: Kind) -> Argument {
    Argument { word, name, kind }
}

const ARGUMENTS: &[Argument] = &[
    argument("T", "transaction id", Kind::Number),
    // Who.
    argument("account", "account", Kind::Account),
    argument("netaccount", "account", Kind::NetworkAccount),
    argument("inviter", "inviter", Kind::Account),
    argument("to", "recipient", Kind::Account),
    argument("tonetwork", "recipient's network", Kind::NumberCode(crate::codes::network)),
    argument("who", "account or id", Kind::Word),
    argument("sender", "sender", Kind::Word),
    argument("nick", "nickname", Kind::Nickname),
    argument("network", "network", Kind::NumberCode(crate::codes::network)),
    argument("machine", "machine", Kind::Guid),
    // Sign-in.
    argument("dialect", "dialect", Kind::Word),
    argument("dialects", "dialect", Kind::Word),
    argument("packages", "security packages", Kind::Word),
    argument("scheme", "scheme", Kind::Code(kinds::scheme)),
    argument("step", "step", Kind::Code(kinds::step)),
    argument("salt", "salt", Kind::Word),
    argument("digest", "digest", Kind::Word),
    argument("parameters", "parameters", Kind::Parameters),
    argument("ticket", "ticket", Kind::Word),
    argument("policy", "policy", Kind::Word),
    argument("nonce", "nonce", Kind::Word),
    argument("proof", "proof", Kind::Proof),
    argument("circleticket", "circle ticket", Kind::Base64),
    argument("words", "argument", Kind::Word),
    argument("verified", "verified", Kind::Code(kinds::verified)),
    argument("restricted", "restricted", Kind::Code(kinds::restricted)),
    argument("ok", "result", Kind::Word),
    argument("refused", "dialect", Kind::Word),
    // The client's version.
    argument("locale", "locale", Kind::Locale),
    argument("system", "system", Kind::Word),
    argument("osversion", "system version", Kind::Word),
    argument("processor", "processor", Kind::Word),
    argument("client", "client", Kind::Word),
    argument("version", "client version", Kind::Word),
    argument("brand", "brand", Kind::Word),
    argument("hop", "hop", Kind::Base64),
    argument("recommended", "recommended version", Kind::Word),
    argument("recommended2", "recommended version again", Kind::Word),
    argument("minimum", "minimum version", Kind::Word),
    argument("download", "download address", Kind::Word),
    argument("info", "information address", Kind::Word),
    // Redirects.
    argument("kind", "kind of server", Kind::Code(kinds::server)),
    argument("address", "address", Kind::Address),
    argument("current", "current server", Kind::Address),
    argument("zero", "constant", Kind::Word),
    argument("cookiescheme", "scheme", Kind::Word),
    argument("cookie", "cookie", Kind::Word),
    argument("way", "way", Kind::Code(kinds::way)),
    argument("domainflag", "domain", Kind::Word),
    argument("domain", "domain", Kind::Domain),
    argument("flag", "gateway flag", Kind::Code(kinds::gateway)),
    argument("session", "session", Kind::Number),
    // Challenges, keep-alive, the end.
    argument("challenge", "challenge", Kind::Word),
    argument("product", "product", Kind::Word),
    argument("seconds", "seconds", Kind::Number),
    argument("reason", "reason", Kind::Code(crate::codes::reason)),
    argument("minutes", "minutes", Kind::Number),
    argument("idle", "idle", Kind::Code(kinds::idle)),
    // Lists, groups, properties.
    argument("serial", "serial", Kind::Number),
    argument("stamp", "list stamp", Kind::Word),
    argument("stamp2", "settings stamp", Kind::Word),
    argument("contacts", "contacts", Kind::Number),
    argument("groupcount", "groups", Kind::Number),
    argument("list", "list", Kind::List),
    argument("index", "index", Kind::Number),
    argument("count", "count", Kind::Number),
    argument("lists", "lists", Kind::Lists),
    argument("groups", "groups", Kind::Groups),
    argument("group", "group", Kind::Group),
    argument("gid", "group", Kind::Guid),
    argument("groupname", "group name", Kind::Nickname),
    argument("passport", "account type", Kind::NumberCode(kinds::account_type)),
    argument("n", "account", Kind::TaggedAccount),
    argument("f", "nickname", Kind::TaggedNickname),
    argument("c", "contact id", Kind::TaggedId),
    argument("contact", "contact id", Kind::Guid),
    argument("prompt", "prompt", Kind::Code(crate::codes::prompt)),
    argument("privacy", "privacy", Kind::Code(crate::codes::privacy)),
    argument("key", "key", Kind::Property),
    argument("value", "value", Kind::Percent),
    argument("text", "text", Kind::Percent),
    argument("onoff", "switch", Kind::Word),
    argument("search", "search term", Kind::Pair),
    argument("place", "page", Kind::Word),
    argument("argument", "argument", Kind::Percent),
    argument("rru", "redirect", Kind::Word),
    argument("url", "address", Kind::Word),
    argument("site", "site id", Kind::Word),
    argument("filename", "file name", Kind::Percent),
    argument("library", "library", Kind::Word),
    argument("x", "not described", Kind::Word),
    argument("y", "not described", Kind::Word),
    // Presence.
    argument("status", "status", Kind::Status),
    argument("caps", "capabilities", Kind::Capabilities),
    argument("caps2", "capabilities", Kind::CapabilityPair),
    argument("object", "picture", Kind::Object),
    argument("icon", "icon", Kind::Percent),
    argument("verb", "what happened", Kind::Word),
    // Messages.
    argument("length", "length", Kind::Number),
    argument("ack", "ack", Kind::Code(crate::codes::ack)),
    argument("messagetype", "type", Kind::NumberCode(crate::codes::message_type)),
    argument("signal", "type", Kind::NumberCode(crate::codes::signal)),
    argument("device", "device", Kind::NumberCode(crate::codes::device)),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_word_names_one_argument() {
        for argument in ARGUMENTS {
            assert_eq!(
                ARGUMENTS.iter().filter(|other| other.word == argument.word).count(),
                1,
                "{argument:?}"
            );
        }
    }
}
