//! The notification server: sign-in, lists, presence, and the way to a switchboard.
//!
//! To remember: [`COMMANDS`] is the whole of what it understands; everything else is refused by number, and nothing a
//! client says ends its connection except what ended it on the real one.

mod extras;
pub(crate) mod grammar;
mod groups;
mod lists;
mod presence;
mod settings;
pub(crate) mod sign_in;
mod synchronise;
mod transfer;

use crate::connection::{Flow, Listener};
use crate::dispatch::SIGN_IN_LIMIT;
use crate::greeting;
use crate::outbox::Outbox;
use crate::person::Person;
use crate::refusal::Refusal;
use crate::request::Request;
use crate::town::{Town, World};
use msnp::{Command, Dialect};
use std::net::SocketAddr;
use std::ops::ControlFlow::{Break, Continue};
use std::sync::Arc;
use std::time::Duration;

/// How long a client signed in may be silent. Real ones ping every minute; a person with a terminal may take longer.
const IDLE_LIMIT: Duration = Duration::from_secs(1800);

/// When to ping again, as `QNG` says it (§1.5).
const NEXT_PING: u64 = 50;

/// One client.
#[derive(Debug)]
pub(crate) struct Session {
    town: Arc<Town>,
    outbox: Arc<Outbox>,
    /// The address of ours the client came by.
    reached: SocketAddr,
    peer: SocketAddr,
    dialect: Option<Dialect>,
    stage: Stage,
    synchronised: bool,
    /// The challenge not answered yet.
    challenge: Option<String>,
    over: bool,
}

/// How far a client has signed in.
#[derive(Clone, Debug)]
enum Stage {
    Stranger,
    /// Asked for the digest of this salt and a password.
    Salted {
        account: String,
        salt: String,
    },
    /// Sent to the login server.
    SentForTicket {
        account: String,
    },
    SignedIn {
        account: String,
        /// The connection, by its number.
        line: u64,
    },
}

type Answer = Result<(), Refusal>;
type Answers = fn(&mut Session, &Request<'_>, &Caller) -> Answer;

/// Who is asking: what every answer needs.
#[derive(Clone, Debug)]
struct Caller {
    account: String,
    dialect: Dialect,
}

/// What is understood once signed in: the verb, the dialects that have it, and who answers.
const COMMANDS: &[(&str, u8, u8, Answers)] = &[
    ("SYN", 2, 12, synchronise::syn),
    ("LST", 2, 7, synchronise::lst),
    ("CHG", 2, 12, presence::chg),
    ("UUX", 11, 12, presence::uux),
    ("QRY", 6, 12, presence::qry),
    ("ADD", 2, 9, lists::add),
    ("ADC", 10, 12, lists::adc),
    ("REM", 2, 12, lists::rem),
    ("REA", 2, 9, lists::rea),
    ("SBP", 10, 12, lists::sbp),
    ("ADG", 7, 12, groups::adg),
    ("REG", 7, 12, groups::reg),
    ("RMG", 7, 12, groups::rmg),
    ("GTC", 2, 12, settings::gtc),
    ("BLP", 2, 12, settings::blp),
    ("PRP", 5, 12, settings::prp),
    ("XFR", 2, 12, transfer::xfr),
    ("USR", 2, 12, |_, _, _| Err(Refusal::ALREADY_SIGNED_IN)),
    ("GCF", 11, 12, extras::gcf),
    ("GSB", 11, 12, extras::gsb),
    ("URL", 2, 12, extras::url),
    ("SND", 2, 9, extras::snd),
    ("SDC", 5, 12, extras::snd),
    ("FND", 2, 9, extras::fnd),
    ("IMS", 3, 8, extras::ims),
    ("PAG", 5, 8, |_, _, _| Ok(())),
    ("PGD", 9, 12, |_, _, _| Ok(())),
];

impl Session {
    pub(crate) fn new(
        town: Arc<Town>,
        outbox: Arc<Outbox>,
        reached: SocketAddr,
        peer: SocketAddr,
    ) -> Session {
        Session {
            town,
            outbox,
            reached,
            peer,
            dialect: None,
            stage: Stage::Stranger,
            synchronised: false,
            challenge: None,
            over: false,
        }
    }

    fn say(&self, command: impl Into<Vec<u8>>) {
        self.outbox.push(command);
    }

    /// Looks at the world or changes it.
    fn with<T>(&self, touch: impl FnOnce(&mut World) -> T) -> T {
        self.town.with(touch)
    }

    /// Looks at the caller or changes them, where nobody else sees the difference.
    fn with_caller<T>(&self, caller: &Caller, touch: impl FnOnce(&mut Person) -> T) -> Result<T, Refusal> {
        self.with(|world| world.directory.person_mut(&caller.account).map(touch))
            .ok_or(Refusal::NOT_SIGNED_IN)
    }

    fn answer(&mut self, request: &Request<'_>) -> Answer {
        let verb = request.command.verb;
        match (&self.stage, self.dialect) {
            (_, _) if greeting_verb(verb.as_bytes()) => {
                let answer = greeting::answer(request, &mut self.dialect)?;
                self.over = greeting::refused(&answer);
                self.say(answer);
                Ok(())
            }
            (Stage::SignedIn { account, .. }, Some(dialect)) => {
                let caller = Caller { account: account.clone(), dialect };
                let known = COMMANDS.iter().find(|(name, ..)| verb == *name).ok_or(Refusal::SYNTAX)?;
                let (_, first, last, answers) = *known;
                let spoken = (first..=last).contains(&dialect.0);
                if spoken { answers(self, request, &caller) } else { Err(Refusal::DISABLED) }
            }
            (_, Some(dialect)) if verb == "USR" => sign_in::usr(self, request, dialect),
            (_, None) if verb == "USR" => Err(Refusal::NOT_EXPECTED),
            _ => Err(Refusal::NOT_SIGNED_IN),
        }
    }
}

/// What may be said before signing in, and after.
fn greeting_verb(verb: &[u8; 3]) -> bool {
    matches!(verb, b"VER" | b"CVR" | b"CVQ" | b"INF")
}

impl Listener for Session {
    fn hear(&mut self, command: &Command<'_>) -> Flow {
        match command.verb.as_bytes() {
            b"OUT" => return Break(()),
            b"PNG" => match self.dialect {
                Some(Dialect(9..)) => self.say(format!("QNG {NEXT_PING}\r\n")),
                _ => self.say("QNG\r\n"),
            },
            _ => match Request::read(command) {
                Some(request) => {
                    if let Err(refusal) = self.answer(&request) {
                        self.say(request.refused(refusal));
                    }
                }
                None => self.say(format!("{}\r\n", Refusal::SYNTAX.0)),
            },
        }
        if self.over { Break(()) } else { Continue(()) }
    }

    fn patience(&self) -> Duration {
        match self.stage {
            Stage::SignedIn { .. } => IDLE_LIMIT,
            _ => SIGN_IN_LIMIT,
        }
    }

    fn left(&mut self) {
        if let Stage::SignedIn { account, line } = std::mem::replace(&mut self.stage, Stage::Stranger) {
            self.with(|world| world.directory.sign_out(&account, line));
        }
    }
}
