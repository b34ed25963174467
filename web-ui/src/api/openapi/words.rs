//! The words that stand for something: each taken from the type that is written as one of them.

use msnp::{Direction as Dir, Role as Server};
use nudge_proxy::insight::judged::Verdict;
use nudge_proxy::insight::transfers::Status as Moved;
use nudge_proxy::insight::{
    CameFrom, Delivered, HoldFate, Kind, Presence as Present, Severity, Status as Paired,
};
use nudge_proxy::transcript::Origin as Made;
use serde_json::{Value, json};
use std::borrow::Cow;
use utoipa::openapi::{ObjectBuilder, RefOr, Schema, Type};
use utoipa::{PartialSchema, ToSchema};

/// A string that is one of these words.
pub(crate) fn of(words: impl IntoIterator<Item = impl Into<Value>>, says: &str) -> RefOr<Schema> {
    let one = ObjectBuilder::new().schema_type(Type::String).description(Some(says));
    one.enum_values(Some(words)).into()
}

/// Schemas named after the first word, of all the words of the second, which the compiler counts.
macro_rules! words {
    ($($name:ident = $of:ident { $($word:ident)+ } $says:literal)+) => {$(
        pub(crate) struct $name;

        impl PartialSchema for $name {
            fn schema() -> RefOr<Schema> {
                const ALL: &[$of] = &[$($of::$word),+];
                // A word that is not among them does not compile.
                let word = |one: &$of| match one { $($of::$word => json!(one),)+ };
                of(ALL.iter().map(word), $says)
            }
        }

        impl ToSchema for $name {
            fn name() -> Cow<'static, str> {
                stringify!($name).into()
            }
        }
    )+};
}

words! {
    Direction = Dir { ClientToServer ServerToClient } "Which way something goes: to the server or to the client."
    Role = Server { NotificationServer Switchboard } "What kind of server a session talks to: notification server or switchboard."
    Origin = Made { Client Server Nudge Person } "Who made the bytes; a person made what is injected."
    PairStatus = Paired { Pending Answered Failed Unanswered Unsolicited Unknown }
        "How a request stands. `failed`: an error answered it; `unsolicited`: the server said it unasked; `unknown`: what \
         belongs to it may have been missed."
    TransferStatus = Moved { Offered Accepted Declined Moving Complete Cancelled BrokenOff Outside Unknown }
        "How a transfer stands. `outside`: its bytes went past this program; `unknown`: entries are missing."
    SessionOrigin = CameFrom { First Redirect Unseen Unknown }
        "Whether it is known where a session came from. `first`: the client connected of its own accord."
    Presence = Present { Called Here Left } "Whether somebody is in a conversation; `called` is invited and not there yet."
    ItemKind = Kind {
        Text Typing Nudge Wink VoiceClip Action Ink Emoticons Invitation Joined Left Called KeepAlive Other
    } "What kind of thing is said or done; `ink` is handwriting, `other` any other content type."
    Delivery = Delivered { Delivered Failed Waiting NotAsked Unknown }
        "What became of something sent; `not asked`: nobody wanted to be told."
    Badness = Severity { Error Warning Note }
        "How bad it is. `error`: the other side cannot do what was meant; `note`: nothing need be wrong."
    Judged = Verdict { Right Wrong UnknownProduct Unanswered NeedsPassword } "How an answer is."
    Fate = HoldFate { Held Released Edited Dropped Answered } "What became of a frame that was held."
}
