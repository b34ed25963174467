//! The errors the servers answer with, by number (§5.6).

/// A numeric reply in place of the one hoped for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Refusal(pub(crate) u16);

macro_rules! refusals {
    ($($name:ident = $number:literal;)*) => {
        impl Refusal { $(pub(crate) const $name: Refusal = Refusal($number);)* }
    };
}

refusals! {
    SYNTAX = 200;
    INVALID_PARAMETER = 201;
    INVALID_USER = 205;
    DOMAIN_MISSING = 206;
    ALREADY_SIGNED_IN = 207;
    INVALID_USER_NAME = 208;
    NAME_NOT_ALLOWED = 209;
    LIST_FULL = 210;
    ALREADY_THERE = 215;
    NOT_ON_LIST = 216;
    NOT_ONLINE = 217;
    ALREADY_IN_MODE = 218;
    TOO_MANY_GROUPS = 223;
    INVALID_GROUP = 224;
    NOT_IN_GROUP = 225;
    GROUP_EXISTS = 228;
    GROUP_NAME_TOO_LONG = 229;
    GROUP_ZERO = 230;
    SWITCHBOARD_FAILED = 280;
    MALFORMED_P2P = 282;
    NOT_SIGNED_IN = 302;
    DISABLED = 502;
    FILE_FAILED = 510;
    WRONG_ANSWER = 540;
    OVERLOADED = 712;
    NOT_EXPECTED = 715;
    AUTHENTICATION_FAILED = 911;
    NOT_WHILE_HIDDEN = 913;
    NO_NEW_USERS = 920;
}
