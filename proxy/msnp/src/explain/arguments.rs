//! The arguments of commands: the words forms are written in, what each is called, and how it is read.

mod kinds;

use super::Field;
use super::located::Located;
pub(super) use kinds::Kind;
use std::borrow::Cow;

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
    /// How a sentence speaks of its field.
    pub(super) fn spoken<'f>(&self, field: &'f Field) -> Cow<'f, str> {
        self.kind.spoken(field)
    }

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
    argument("target", "account", Kind::AnyAccount),
    argument("destination", "destination", Kind::Account),
    argument("tonetwork", "destination network", Kind::NumberCode(crate::codes::network)),
    argument("sender", "account", Kind::Word),
    argument("nick", "nickname", Kind::Nickname),
    argument("network", "network", Kind::NumberCode(crate::codes::network)),
    argument("machine", "machine", Kind::Guid),
    // Sign-in.
    argument("dialect", "dialect", Kind::Code(kinds::dialect)),
    argument("check", "version check", Kind::Word),
    argument("dialects", "dialects", Kind::Several(' ')),
    argument("packages", "packages", Kind::Several(',')),
    argument("scheme", "scheme", Kind::Code(kinds::scheme)),
    argument("step", "step", Kind::Code(kinds::step)),
    argument("salt", "salt", Kind::Word),
    argument("digest", "digest", Kind::Word),
    argument("parameters", "parameters", Kind::Parameters),
    argument("ticket", "ticket", Kind::Word),
    argument("policy", "policy", Kind::Word),
    argument("nonce", "nonce", Kind::Word),
    argument("proof", "proof", Kind::Proof),
    argument("more", "arguments", Kind::Several(' ')),
    argument("second", "argument 2", Kind::Word),
    argument("third", "argument 3", Kind::Word),
    argument("fourth", "argument 4", Kind::Word),
    argument("verified", "verified", Kind::Code(kinds::yes)),
    argument("restricted", "restricted", Kind::Code(kinds::yes)),
    argument("ok", "result", Kind::Word),
    // The client's version.
    argument("locale", "locale", Kind::Locale),
    argument("system", "system", Kind::Term(kinds::system)),
    argument("osversion", "system version", Kind::Term(kinds::system_version)),
    argument("processor", "processor", Kind::Word),
    argument("client", "client", Kind::Term(kinds::client)),
    argument("version", "client version", Kind::Word),
    argument("brand", "brand", Kind::Word),
    argument("hop", "hop", Kind::Base64),
    argument("recommended", "recommended version", Kind::Word),
    argument("recommended2", "recommended version", Kind::Word),
    argument("minimum", "minimum version", Kind::Word),
    argument("download", "download url", Kind::Word),
    argument("info", "info url", Kind::Word),
    // Redirects.
    argument("kind", "type", Kind::Code(kinds::server)),
    argument("address", "address", Kind::Address),
    argument("current", "current server", Kind::Address),
    argument("constant", "constant", Kind::Word),
    argument("cookie", "cookie", Kind::Word),
    argument("way", "transport", Kind::Code(kinds::way)),
    argument("domainflag", "domain", Kind::Word),
    argument("domain", "domain", Kind::Domain),
    argument("flag", "flag", Kind::Word),
    argument("session", "session", Kind::Word),
    // Challenges, keep-alive, the end.
    argument("challenge", "challenge", Kind::Word),
    argument("product", "product", Kind::Word),
    argument("seconds", "seconds", Kind::Number),
    argument("reason", "reason", Kind::Code(crate::codes::reason)),
    argument("minutes", "minutes", Kind::Number),
    argument("idle", "reason", Kind::Code(kinds::idle)),
    // Lists, groups, properties.
    argument("serial", "serial", Kind::Number),
    argument("stamp", "stamp 1", Kind::Word),
    argument("stamp2", "stamp 2", Kind::Word),
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
    argument("byname", "group", Kind::Percent),
    argument("passport", "type", Kind::NumberCode(kinds::account_type)),
    argument("n", "account", Kind::Tagged("N=")),
    argument("f", "nickname", Kind::Tagged("F=")),
    argument("c", "contact id", Kind::Tagged("C=")),
    argument("contact", "contact id", Kind::Guid),
    argument("prompt", "policy", Kind::Code(crate::codes::prompt)),
    argument("privacy", "policy", Kind::Code(crate::codes::privacy)),
    argument("key", "key", Kind::Property),
    argument("value", "value", Kind::Percent),
    argument("text", "text", Kind::Percent),
    argument("state", "state", Kind::Percent),
    argument("invitations", "invitations", Kind::Code(kinds::invitations)),
    argument("fname", "first name", Kind::Tagged("fname=")),
    argument("lname", "last name", Kind::Tagged("lname=")),
    argument("city", "city", Kind::Tagged("city=")),
    argument("region", "state", Kind::Tagged("state=")),
    argument("country", "country", Kind::Tagged("country=")),
    argument("page", "kind", Kind::Word),
    argument("parameter", "parameter", Kind::Percent),
    argument("rru", "page", Kind::Word),
    argument("url", "url", Kind::Word),
    argument("site", "id", Kind::Word),
    argument("filename", "file", Kind::Percent),
    argument("library", "library", Kind::Word),
    // Presence.
    argument("status", "status", Kind::Status),
    argument("caps", "capabilities", Kind::Capabilities),
    argument("caps2", "capabilities", Kind::CapabilityPair),
    argument("object", "picture", Kind::Object),
    argument("icon", "icon", Kind::Percent),
    argument("published", "kind", Kind::Code(kinds::published)),
    // Messages.
    argument("length", "length", Kind::Number),
    argument("ack", "ack", Kind::Code(crate::codes::ack)),
    argument("messagetype", "type", Kind::NumberCode(crate::codes::message_type)),
    argument("signal", "type", Kind::NumberCode(crate::codes::signal)),
    argument("device", "type", Kind::NumberCode(crate::codes::device)),
    argument("ringing", "state", Kind::Word),
    argument("error", "error", Kind::Error),
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
