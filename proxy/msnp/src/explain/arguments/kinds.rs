//! How an argument is read: which bytes can be one, and what field they make.

use crate::codes;
use crate::explain::located::Located;
use crate::explain::{Field, Spelling, capabilities, object, principal};
use std::borrow::Cow;

/// A kind of argument.
#[derive(Clone, Copy, Debug)]
pub(in crate::explain) enum Kind {
    /// Anything but nothing.
    Word,
    /// Decimal digits.
    Number,
    /// An account, perhaps with its endpoint (`;{guid}`).
    Account,
    /// An account in whatever form it comes.
    AnyAccount,
    /// An account after the number of its network (`1:bob@example.org`).
    NetworkAccount,
    /// A name for people, percent-encoded. It may be empty, or hold spaces nobody escaped.
    Nickname,
    /// Percent-encoded text.
    Percent,
    /// A word that stands for something.
    Code(fn(&str) -> Option<&'static str>),
    /// A word with an explanation, which sentences leave as it is.
    Term(fn(&str) -> Option<&'static str>),
    /// A number that stands for something.
    NumberCode(fn(u64) -> Option<&'static str>),
    /// Three capital letters.
    Status,
    /// `FL` and its kin.
    List,
    /// List bits.
    Lists,
    /// A number or a GUID.
    Group,
    /// Groups with commas between.
    Groups,
    /// A GUID, in braces or not.
    Guid,
    /// `host:port`, `host`, or `0`.
    Address,
    /// A host or a single letter.
    Domain,
    /// `N=bob@example.org`, `F=Bob%20B`, `city=Berlin`: percent-encoded behind what says which it is.
    Tagged(&'static str),
    /// Words with that between them.
    Several(char),
    /// A property's key.
    Property,
    /// `lc=1033,id=507,…`.
    Parameters,
    /// A locale as a number in hexadecimal.
    Locale,
    /// Base64 that spells text.
    Base64,
    /// The answer to the SSO challenge (§6.5).
    Proof,
    /// One or two capability words.
    Capabilities,
    /// Two capability words.
    CapabilityPair,
    /// An MSNObject, or `0`.
    Object,
    /// A numeric reply.
    Error,
}

impl Kind {
    /// Whether these bytes can be an argument of this kind: what tells one form from another where the dialect does not.
    pub(in crate::explain) fn fits(self, bytes: &[u8]) -> bool {
        let digits = |bytes: &[u8]| !bytes.is_empty() && bytes.iter().all(u8::is_ascii_digit);
        match self {
            Kind::Nickname | Kind::Percent | Kind::Object => true,
            Kind::Number | Kind::NumberCode(_) | Kind::Lists => digits(bytes),
            Kind::Account => bytes.contains(&b'@') || bytes.starts_with(b"tel:"),
            Kind::NetworkAccount => bytes.split(|&byte| byte == b':').next().is_some_and(digits),
            Kind::Status => bytes.len() == 3 && bytes.iter().all(u8::is_ascii_uppercase),
            Kind::List => std::str::from_utf8(bytes).is_ok_and(|list| codes::list(list).is_some()),
            Kind::Capabilities | Kind::CapabilityPair => {
                let words = bytes.split(|&byte| byte == b':').filter(|word| digits(word)).count();
                let least = if matches!(self, Kind::CapabilityPair) { 2 } else { 1 };
                words >= least && words == bytes.split(|&byte| byte == b':').count()
            }
            Kind::Guid => is_guid(bytes),
            Kind::Group => digits(bytes) || is_guid(bytes),
            Kind::Groups => bytes.split(|&byte| byte == b',').all(|group| digits(group) || is_guid(group)),
            Kind::Tagged(tag) => bytes.starts_with(tag.as_bytes()),
            Kind::Property => bytes.len() == 3,
            _ => !bytes.is_empty(),
        }
    }

    /// What stands before the value, always the same.
    pub(in crate::explain) fn tag(self) -> &'static str {
        match self {
            Kind::Tagged(tag) => tag,
            _ => "",
        }
    }

    /// Whether a name may be in several words.
    pub(in crate::explain) fn may_hold_spaces(self) -> bool {
        matches!(self, Kind::Nickname)
    }

    pub(in crate::explain) fn field(self, name: &'static str, value: &Located<'_>) -> Field {
        let text = std::str::from_utf8(value.bytes).unwrap_or_default();
        let plain = || Field::text(name, value);
        match self {
            Kind::Account | Kind::AnyAccount | Kind::NetworkAccount => principal::principal(name, value),
            Kind::Nickname | Kind::Percent => Field::percent(name, value),
            Kind::Code(words) | Kind::Term(words) => plain().stands_for(words(text)),
            Kind::NumberCode(words) => plain().stands_for(value.number().and_then(words)),
            Kind::Status => plain().stands_for(codes::status(text)),
            Kind::List => plain().stands_for(codes::list(text)),
            Kind::Lists => plain().meaning(value.number().and_then(codes::lists).map(Into::into)),
            Kind::Tagged(tag) => Field::percent(name, &value.from(tag.len())),
            Kind::Property => plain().stands_for(codes::property(text)),
            Kind::Parameters => parameters(name, value),
            Kind::Locale => plain().stands_for(locale(text)),
            Kind::Base64 => base64_text(name, value),
            Kind::Proof => proof(name, value),
            Kind::Capabilities | Kind::CapabilityPair => capabilities::field(name, value),
            Kind::Address if value.bytes == b"0" => plain().stands_for(Some("this same server")),
            Kind::Object if value.bytes == b"0" => plain().stands_for(Some("none")),
            Kind::Object => object::field(name, value),
            Kind::Error => plain().stands_for(text.parse().ok().and_then(codes::error)),
            Kind::Word
            | Kind::Number
            | Kind::Several(_)
            | Kind::Group
            | Kind::Groups
            | Kind::Guid
            | Kind::Address
            | Kind::Domain => plain(),
        }
    }

    /// How a sentence speaks of a field of this kind: by its meaning, else so that it still reads.
    pub(in crate::explain) fn spoken(self, field: &Field) -> Cow<'_, str> {
        match self {
            Kind::Term(_) => field.value.as_str().into(),
            Kind::Several(separator) => Cow::Owned(field.value.replace(separator, ", ")),
            Kind::Error if field.meaning.is_none() => "unknown error".into(),
            Kind::Property if field.meaning.is_none() => format!("property {}", field.value).into(),
            Kind::NumberCode(_) if field.meaning.is_none() => {
                format!("{} {}", field.name, field.value).into()
            }
            _ => field.spoken().into(),
        }
    }
}

/// 32 hexadecimal digits in five groups, in braces or not.
fn is_guid(bytes: &[u8]) -> bool {
    let inner = bytes.strip_prefix(b"{").and_then(|rest| rest.strip_suffix(b"}")).unwrap_or(bytes);
    let dash = |at: usize| matches!(at, 8 | 13 | 18 | 23);
    let fits = |(at, &byte): (usize, &u8)| if dash(at) { byte == b'-' } else { byte.is_ascii_hexdigit() };
    inner.len() == 36 && inner.iter().enumerate().all(fits)
}

/// Names and values with commas between, or ampersands.
fn parameters(name: &'static str, value: &Located<'_>) -> Field {
    let parameter = |part: Located<'_>| match part.split_once(b'=') {
        Some((name, value)) => Field::percent(name.text(), &value),
        None => Field::text("parameter", &part),
    };
    Field::percent(name, value).of(value.split(b',').map(parameter).collect())
}

/// Base64 that spells lines of `name: value`, or other text.
fn base64_text(name: &'static str, value: &Located<'_>) -> Field {
    let field = Field::text(name, value);
    if value.bytes == b"0" {
        return field.stands_for(Some("none"));
    }
    let (decoded, broken) = value.base64_decoded();
    let view = decoded.view();
    let lines = view.split(b'\n').map(|line| line.trimmed()).filter(|line| !line.bytes.is_empty());
    let line = |line: Located<'_>| match line.split_once(b':') {
        Some((name, value)) => Field::text(name.text(), &value.trimmed()).spelled(Spelling::Base64),
        None => Field::text("text", &line).spelled(Spelling::Base64),
    };
    let field = field.of(lines.map(line).collect());
    match broken {
        Some(at) => field.trouble(format!("base64 breaks at byte {at}")),
        None => field,
    }
}

/// Seven numbers, an initialisation vector, a digest and what was encrypted (§6.5).
fn proof(name: &'static str, value: &Located<'_>) -> Field {
    const NUMBERS: [&str; 7] =
        ["header size", "mode", "cipher", "hash", "vector length", "hash length", "cipher text length"];
    const PARTS: [(&str, std::ops::Range<usize>); 3] =
        [("initialisation vector", 28..36), ("hash of the nonce", 36..56), ("cipher text", 56..128)];
    let (decoded, broken) = value.base64_decoded();
    let view = decoded.view();
    let field = Field::text(name, value).spelled(Spelling::Base64);
    if let Some(at) = broken {
        return field.trouble(format!("base64 breaks at byte {at}"));
    }
    if view.bytes.len() != 128 {
        return field.trouble(format!("{} bytes where 128 are expected", view.bytes.len()));
    }
    let numbers = NUMBERS.iter().enumerate().map(|(n, name)| {
        let part = view.slice(n * 4..n * 4 + 4);
        let number = part.bytes.iter().rev().fold(0u32, |number, &byte| number << 8 | u32::from(byte));
        Field::value(*name, format!("{number:#x}"), &part).spelled(Spelling::Binary)
    });
    let parts = PARTS.iter().map(|(name, range)| {
        let part = view.slice(range.clone());
        let hex: String = part.bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        Field::value(*name, hex, &part).spelled(Spelling::Binary)
    });
    field.of(numbers.chain(parts).collect())
}

type Words = &'static [(&'static str, &'static str)];

fn words(table: Words, code: &str) -> Option<&'static str> {
    table.iter().find(|(known, _)| known.eq_ignore_ascii_case(code)).map(|(_, words)| *words)
}

/// A way to sign in, on a server or a switchboard.
pub(super) fn scheme(code: &str) -> Option<&'static str> {
    words(
        &[
            ("MD5", "password digest"),
            ("CTP", "clear-text password"),
            ("TWN", "Passport"),
            ("SSO", "single sign-on"),
            ("SHA", "circle ticket"),
            ("CKI", "cookie"),
        ],
        code,
    )
}

/// A step of signing in.
pub(super) fn step(code: &str) -> Option<&'static str> {
    words(&[("I", "start"), ("S", "continue"), ("A", "authorise")], code)
}

/// What `VER T 0` chooses.
pub(super) fn dialect(code: &str) -> Option<&'static str> {
    words(&[("0", "none")], code)
}

pub(super) fn yes(code: &str) -> Option<&'static str> {
    words(&[("0", "no"), ("1", "yes")], code)
}

/// The operating system a client names in CVR. What the words stand for is general knowledge; the wire reference only shows
/// them.
pub(super) fn system(code: &str) -> Option<&'static str> {
    words(&[("win", "Windows 95, 98 or Me"), ("winnt", "Windows NT, 2000 or later")], code)
}

/// The version of that system, which Windows counts in its own way.
pub(super) fn system_version(code: &str) -> Option<&'static str> {
    const VERSIONS: &[(&str, &str)] = &[
        ("4.0", "Windows 95 or NT 4"),
        ("4.10", "Windows 98"),
        ("4.90", "Windows Me"),
        ("5.0", "Windows 2000"),
        ("5.1", "Windows XP"),
        ("5.2", "Windows Server 2003"),
        ("6.0", "Windows Vista"),
        ("6.0.0", "Windows Vista"),
        ("6.1", "Windows 7"),
        ("6.1.0", "Windows 7"),
        ("6.2", "Windows 8"),
    ];
    words(VERSIONS, code)
}

/// The client program, as it calls itself in CVR.
pub(super) fn client(code: &str) -> Option<&'static str> {
    const CLIENTS: &[(&str, &str)] = &[
        ("MSNMSGR", "MSN Messenger or Windows Live Messenger"),
        ("MSMSGS", "MSN Messenger up to 4.7, or Windows Messenger"),
        ("MSMSGR", "MSN Messenger, early"),
        ("MACMSGS", "Messenger for Mac"),
    ];
    words(CLIENTS, code)
}

pub(super) fn server(code: &str) -> Option<&'static str> {
    words(&[("NS", "notification server"), ("SB", "switchboard")], code)
}

/// How the server of a redirect is reached (§3.1).
pub(super) fn way(code: &str) -> Option<&'static str> {
    words(&[("U", "direct"), ("G", "HTTP gateway")], code)
}

/// Why somebody left.
pub(super) fn idle(code: &str) -> Option<&'static str> {
    words(&[("1", "idle")], code)
}

/// What IMS switches.
pub(super) fn invitations(code: &str) -> Option<&'static str> {
    words(&[("ON", "accepted"), ("OFF", "refused")], code)
}

/// What NFY tells of.
pub(super) fn published(code: &str) -> Option<&'static str> {
    words(&[("PUT", "published"), ("DEL", "withdrawn")], code)
}

pub(super) fn account_type(number: u64) -> Option<&'static str> {
    (number == 1).then_some("Passport")
}

/// The locales clients were sold in most.
fn locale(code: &str) -> Option<&'static str> {
    words(
        &[
            ("0x0401", "Arabic"),
            ("0x0404", "Chinese, Taiwan"),
            ("0x0405", "Czech"),
            ("0x0406", "Danish"),
            ("0x0407", "German"),
            ("0x0408", "Greek"),
            ("0x0409", "English, United States"),
            ("0x040b", "Finnish"),
            ("0x040c", "French"),
            ("0x040d", "Hebrew"),
            ("0x040e", "Hungarian"),
            ("0x0410", "Italian"),
            ("0x0411", "Japanese"),
            ("0x0412", "Korean"),
            ("0x0413", "Dutch"),
            ("0x0414", "Norwegian"),
            ("0x0415", "Polish"),
            ("0x0416", "Portuguese, Brazil"),
            ("0x0419", "Russian"),
            ("0x041d", "Swedish"),
            ("0x041f", "Turkish"),
            ("0x0804", "Chinese, China"),
            ("0x0809", "English, United Kingdom"),
            ("0x0816", "Portuguese, Portugal"),
            ("0x0c0a", "Spanish"),
        ],
        code,
    )
}
