//! The rules: what each is called, how bad it is to break it, and what it rests on.
//!
//! To remember: an id is for ever, programs filter by it. A rule stands here only if the wire reference supports it, and what
//! official clients were seen to do (§10) breaks none.

use Id::*;
use Severity::{Error, Note, Warning};
use serde::Serialize;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Worth knowing; nothing need be wrong.
    Note,
    /// Likely to go wrong with somebody.
    Warning,
    /// The other side cannot do what was meant.
    Error,
}

impl Severity {
    /// All of them, the worst first.
    pub const ALL: [Severity; 3] = [Error, Warning, Note];

    /// Its name for programs.
    pub fn name(self) -> &'static str {
        match self {
            Error => "error",
            Warning => "warning",
            Note => "note",
        }
    }
}

/// What can be broken.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Rule {
    #[serde(skip)]
    pub(super) index: Id,
    /// Its name for programs: small words with dashes between.
    pub id: &'static str,
    /// How bad it is to break it.
    pub severity: Severity,
    /// Its name for people.
    pub title: &'static str,
    /// What is demanded, and what it means when it is not kept.
    pub about: &'static str,
    /// The section of the wire reference; empty for what is between a person and the proxy.
    pub rests_on: &'static str,
}

/// A rule, by its place in [`RULES`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub(super) enum Id {
    UnknownCommand,
    WrongDirection,
    ArgumentCount,
    MalformedArgument,
    OtherDialect,
    WrongRole,
    Unnumbered,
    TransactionIdReused,
    UnescapedSpace,
    PercentEncoding,
    DialectNotOffered,
    BeforeSignIn,
    NobodyThere,
    AfterOut,
    LineOrder,
    ListCount,
    Unanswered,
    AnswersNothing,
    ChallengeAnswer,
    ChallengeUnanswered,
    ChallengeUnasked,
    ChallengeRefused,
    UnknownProduct,
    TicketReused,
    BareLf,
    EmptyLine,
    LengthInCharacters,
    FrameWaits,
    CutOff,
    FramingLost,
    AnotherProtocol,
    OversizedMessage,
    TooLong,
    ListBits,
    UnknownContentType,
    BrokenHeaders,
    BrokenXml,
    BrokenBase64,
    BrokenP2p,
    BrokenSlp,
    BrokenObject,
    BrokenValue,
    UnknownStatus,
    UnknownAck,
    UnknownList,
    UnknownType,
    UnknownError,
    UnknownReason,
    RedirectUnfollowed,
    Withdrawn,
}

/// How many rules there are: fewer than 64, so that a set of them is a number.
pub(super) const COUNT: usize = RULES.len();
const _: () = assert!(COUNT < 64);

impl Id {
    pub(super) fn rule(self) -> &'static Rule {
        &RULES[self as usize]
    }

    /// The set of just this rule.
    pub(super) fn bit(self) -> u64 {
        1 << (self as u8)
    }
}

const fn rule(
    index: Id,
    id: &'static str,
    severity: Severity,
    title: &'static str,
    rests_on: &'static str,
    about: &'static str,
) -> Rule {
    Rule { index, id, severity, title, about, rests_on }
}

/// Every rule.
#[rustfmt::skip] // a table: one rule, two lines
pub static RULES: [Rule; 50] = [
    // What a line says.
    rule(UnknownCommand, "unknown-command", Warning, "Unknown command", "§5",
        "No version of the protocol that is described has this command; who receives it will refuse it (200) or hang up."),
    rule(WrongDirection, "wrong-direction", Error, "Command of the other side", "§5",
        "Only servers say this, and a client did, or the other way round."),
    rule(ArgumentCount, "argument-count", Error, "Wrong number of arguments", "§5",
        "The command has too few or too many arguments for every form of it. An empty argument at the end whose space was kept counts as there."),
    rule(MalformedArgument, "malformed-argument", Error, "Argument of another kind", "§5",
        "An argument is not what has to stand in its place: a word where a number is due, an account without its @."),
    rule(OtherDialect, "other-dialect", Warning, "Form of another dialect", "§5",
        "The command exists, but not in this form in the dialect that was agreed with VER."),
    rule(WrongRole, "wrong-role", Error, "Command for the other kind of server", "§5",
        "Notification servers and switchboards understand different commands; this one belongs on the other connection."),
    rule(Unnumbered, "transaction-id", Error, "Transaction id is no id", "§1.3",
        "A transaction id is a decimal number from 0 to 4294967295, and the first argument of every command that has one."),
    rule(TransactionIdReused, "transaction-id-reused", Warning, "Transaction id used again too early", "§1.3",
        "Ids may be used again, but while a request waits for its answer nobody can tell which of the two is answered."),
    rule(UnescapedSpace, "unescaped-space", Warning, "Space in a name", "§1.2",
        "Spaces within an argument are written %20. Who counts arguments from the front takes the rest of the name for the next one."),
    rule(PercentEncoding, "percent-encoding", Note, "Lone percent sign", "§1.2",
        "A percent sign in a name is written %25; one that no two hexadecimal digits follow is shown differently by every client."),
    // What was said before.
    rule(DialectNotOffered, "dialect-not-offered", Error, "Dialect nobody offered", "§4",
        "With VER the server chooses one of the dialects the client offered."),
    rule(BeforeSignIn, "before-sign-in", Warning, "Too early", "§6",
        "Before the server has said OK to USR or ANS, a client signs in and does nothing else."),
    rule(NobodyThere, "nobody-there", Warning, "Message to nobody", "§6.8",
        "A message reaches who is in the conversation when it is sent: before the first JOI or IRO that is nobody."),
    rule(AfterOut, "after-out", Warning, "More after OUT", "§1.5",
        "OUT ends the connection. What follows it is read by nobody."),
    rule(LineOrder, "line-order", Warning, "Lines out of order", "§5",
        "Lines that say which of how many they are (IRO, FND, LST and LSG up to MSNP7) come in order, and all of them."),
    rule(ListCount, "list-count", Warning, "Contact list of another size", "§5.2",
        "SYN announces how many contacts and groups follow. A client that counts them waits for ever, or stops too early."),
    rule(Unanswered, "unanswered", Warning, "Request without an answer", "§1.3",
        "The connection ended while a request waited for its answer."),
    rule(AnswersNothing, "answers-nothing", Warning, "Answer without a request", "§1.3",
        "The server answers with a transaction id that no request has, or QNG without a PNG."),
    rule(ChallengeAnswer, "challenge-answer", Error, "Wrong answer to the challenge", "§6.7",
        "QRY does not hold what the challenge, the product named and its key make. A server that looks refuses it (540) and hangs up."),
    rule(ChallengeUnanswered, "challenge-unanswered", Warning, "Challenge without an answer", "§6.7",
        "A client that does not answer CHL with QRY is disconnected after a while."),
    rule(ChallengeUnasked, "challenge-unasked", Warning, "Answer to no challenge", "§6.7",
        "QRY answers a CHL, and there was none that waited for it."),
    rule(ChallengeRefused, "challenge-refused", Error, "Answer to the challenge refused", "§5.6",
        "The server says that the answer to its challenge is wrong (540), and here it is not known to be."),
    rule(UnknownProduct, "unknown-product", Note, "Unknown product", "§6.7",
        "The client answers a challenge as a product whose key nobody published, so that the answer cannot be checked here."),
    rule(TicketReused, "ticket-reused", Error, "Ticket used twice", "§3.2",
        "The cookie of XFR or RNG opens a switchboard once; the second connection that presents it is refused (911)."),
    // Where one command ends and the next begins.
    rule(BareLf, "bare-lf", Note, "Line ends with LF alone", "§1.1",
        "Servers tolerate it, clients need not: a line ends with CR LF."),
    rule(EmptyLine, "empty-line", Warning, "Empty line", "§1.1",
        "A line without a command. Behind a payload it is most often a line end that does not belong there: the next command follows at once."),
    rule(LengthInCharacters, "length-in-characters", Error, "Length counts characters", "§10, 8",
        "The length of a payload counts bytes. Counted in characters it is too small once a letter takes more than one byte, and what is left over is read as the next command."),
    rule(FrameWaits, "frame-waits", Warning, "Frame waits for its end", "§1.1",
        "A command has been incomplete for a while. Most often its length is too large, or its line end is missing."),
    rule(CutOff, "cut-off", Warning, "Ended inside a frame", "§1.1",
        "The connection ended before the command did: its length was too large, or it was cut off."),
    rule(FramingLost, "framing-lost", Error, "Not a command", "§10, 4",
        "What begins here is no command, so that nothing behind it can be understood. Look at the length of the payload before it."),
    rule(AnotherProtocol, "another-protocol", Note, "Another protocol", "§2.6",
        "The connection does not speak MSNP."),
    rule(OversizedMessage, "oversized-message", Error, "Message too long", "§1.6",
        "On a switchboard a message has at most 1664 bytes with its headers; servers end the connection of who sends more."),
    rule(TooLong, "too-long", Warning, "Over a limit", "§1.6",
        "Something is longer than servers or clients are known to accept."),
    // What a payload holds. Payloads over 64 KiB are not looked into.
    rule(ListBits, "list-bits", Error, "Lists that cannot be set", "§9",
        "With ADL and RML a client changes its forward (1), allow (2) and block (4) lists only, and nobody is both allowed and blocked."),
    rule(UnknownContentType, "unknown-content-type", Note, "Unknown content type", "§7.1",
        "No client that is described understands messages of this kind; they are dropped without a word."),
    rule(BrokenHeaders, "broken-headers", Warning, "Broken headers", "§7.1",
        "Headers are lines of a name, a colon and a value, and end with an empty line."),
    rule(BrokenXml, "broken-xml", Warning, "Broken XML", "§7.9",
        "The payload is XML that no parser accepts, or that lacks what it is for."),
    rule(BrokenBase64, "broken-base64", Warning, "Broken base64", "§7.8",
        "Something that is base64 cannot be decoded."),
    rule(BrokenP2p, "broken-p2p", Warning, "Broken peer-to-peer packet", "§7.5",
        "The header of a packet does not agree with what follows it."),
    rule(BrokenSlp, "broken-slp", Warning, "Broken MSNSLP", "§7.7",
        "A peer-to-peer invitation or its answer cannot be read, or its Content-Length is wrong."),
    rule(BrokenObject, "broken-object", Warning, "Broken MSNObject", "§7.8",
        "The name of a picture or emoticon cannot be read, or its checksum is wrong: other clients will not fetch it."),
    rule(BrokenValue, "broken-value", Warning, "Value that cannot be read", "§7",
        "A number, a GUID, a port, a format or the like is not one."),
    // Codes.
    rule(UnknownStatus, "unknown-status", Warning, "Unknown status", "§9",
        "A status is one of NLN BSY IDL BRB AWY PHN LUN HDN; FLN cannot be set."),
    rule(UnknownAck, "unknown-ack", Warning, "Unknown ack letter", "§5.4",
        "MSG asks for its acknowledgement with U, N, A or D; S was seen too."),
    rule(UnknownList, "unknown-list", Warning, "Unknown list", "§9",
        "A list is one of FL AL BL RL PL."),
    rule(UnknownType, "unknown-type", Note, "Unknown type", "§5.4",
        "The type of a UUM, UBM, UUN or UBN is a number nobody described."),
    rule(UnknownError, "unknown-error", Note, "Unknown error number", "§5.6",
        "The server answers with a number nobody described; clients show a general message."),
    rule(UnknownReason, "unknown-reason", Note, "Unknown reason", "§1.5",
        "OUT gives OTH, SSD, MIG, TOU or RCT as its reason."),
    // What became of it in the proxy.
    rule(RedirectUnfollowed, "redirect-unfollowed", Warning, "Redirect not followed", "§3",
        "A client that is sent to another server connects within seconds. This one did not reach the port that stands for it."),
    rule(Withdrawn, "withdrawn", Note, "Injected frame withdrawn", "",
        "An injected frame never left, because its receiver did not read."),
];

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn each_rule_stands_in_its_place_and_is_told_in_whole_sentences() {
        for (at, rule) in RULES.iter().enumerate() {
            assert_eq!(rule.index as usize, at, "{}", rule.id);
            assert!(
                rule.id
                    .bytes()
                    .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
            );
            assert!(rule.about.ends_with('.') && !rule.title.ends_with('.'), "{}", rule.id);
            assert!(rule.rests_on.starts_with('§') || rule.index == Withdrawn, "{}", rule.id);
        }
        let ids: BTreeSet<_> = RULES.iter().map(|rule| rule.id).collect();
        assert_eq!(ids.len(), COUNT, "no two are called the same");
    }

    #[test]
    fn the_worst_is_the_greatest() {
        assert_eq!([Note, Error, Warning].into_iter().max(), Some(Error));
        assert!(Severity::ALL.is_sorted_by(|worse, better| worse > better));
    }
}
