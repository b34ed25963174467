//! Which commands ask for something, what answers them, and what ends the answer (§2 and §5).
//!
//! To remember: an error with the transaction id of a request refuses it, whatever it asked; that needs no row here.
//!
//! ```text
//! >>> SYN 5 0            Rule::of ─► Answer::to(rule)
//! <<< SYN 5 27 1 1       Announces: one contact and one group follow
//! <<< GTC A              More
//! <<< LSG 0 Friends 0    Group
//! <<< LST bob@… Bob 11   Contact: the answer is whole
//! ```

use crate::{Command, Direction, Verb};
use Direction::{ClientToServer, ServerToClient};
use Needs::{Nothing, Reply};
use Part::{After, Again, Announces, Contact, Counted, Ends, Group, More, Refuses};

/// A command that asks.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// Its command word.
    pub asks: &'static [u8; 3],
    /// Only where this argument is this.
    form: Option<(usize, &'static [u8])>,
    /// Who asks.
    pub from: Direction,
    /// How an answer is known to be one.
    pub by: By,
    /// Whether something is missing when nothing comes.
    pub needs: Needs,
    answers: &'static [(&'static [u8; 3], Part)],
}

/// How an answer is known to be one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// It has the transaction id of the request.
    Number,
    /// It is the next of its kind.
    Order,
}

/// Whether something is missing when nothing comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    /// An answer is due.
    Reply,
    /// Silence is success, or nothing is known to answer it.
    Nothing,
}

/// What a line is of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// All of it, or the end of it.
    Ends,
    /// All of it, and more like it may follow.
    Again,
    /// Some of it, before the end.
    More,
    /// Some of it, after the end.
    After,
    /// The refusal.
    Refuses,
    /// Line i of n, which are arguments k and k + 1; `0 0` is an empty answer.
    Counted(usize),
    /// The beginning, whose last arguments announce how many contacts and groups follow.
    Announces,
    /// One of the contacts announced.
    Contact,
    /// One of the groups announced.
    Group,
}

impl Part {
    /// Whether it may come when the answer seemed to be whole.
    pub fn may_trail(self) -> bool {
        !matches!(self, Ends | Refuses | Announces)
    }
}

impl Rule {
    /// What this command asks, if it asks anything.
    pub fn of(from: Direction, command: &Command<'_>, trid: Option<u32>) -> Option<&'static Rule> {
        let row = RULES.iter().find(|rule| {
            let is_form = |(n, word): (usize, &[u8])| command.arg(n) == Some(word);
            rule.asks == command.verb.as_bytes() && rule.from == from && rule.form.is_none_or(is_form)
        });
        let is_other = from == ClientToServer && command.verb != "OUT";
        row.or(is_other.then_some(&OTHER)).filter(|rule| rule.by == By::Order || trid.is_some())
    }

    /// What this command is of the answer, if it is some of it.
    pub fn part(&self, verb: Verb) -> Option<Part> {
        self.answers.iter().find(|(word, _)| *word == verb.as_bytes()).map(|&(_, part)| part)
    }

    /// Whether its answer has such a part.
    pub fn has_part(&self, wanted: Part) -> bool {
        self.answers.iter().any(|&(_, part)| part == wanted)
    }

    /// Whether more may come when the answer seems to be whole.
    pub fn may_trail(&self) -> bool {
        self.answers.iter().any(|(_, part)| part.may_trail())
    }
}

/// Whether this is a line of the burst that SYN asks for.
pub fn is_of_burst(verb: Verb) -> bool {
    BURST.iter().any(|(word, part)| *word == verb.as_bytes() && *part != Announces)
}

/// Whether this answers the next request of its kind, without a transaction id.
pub fn answers_in_order(verb: Verb) -> bool {
    ORDERED.contains(&verb.as_bytes())
}

/// Whether this can be an answer at all.
pub fn answers_something(verb: Verb) -> bool {
    verb.error_number().is_some() || RULES.iter().any(|rule| rule.part(verb).is_some())
}

const fn ask(asks: &'static [u8; 3], answers: &'static [(&'static [u8; 3], Part)]) -> Rule {
    Rule { asks, form: None, from: ClientToServer, by: By::Number, needs: Reply, answers }
}

/// A message, by the letter that says which answer is wanted.
const fn message(letter: &'static [u8], needs: Needs) -> Rule {
    let answers = &[(b"ACK", Ends), (b"NAK", Refuses)];
    Rule { form: Some((2, letter)), needs, ..ask(b"MSG", answers) }
}

/// Only a failure is told.
const fn tell(asks: &'static [u8; 3], answers: &'static [(&'static [u8; 3], Part)]) -> Rule {
    Rule { needs: Nothing, ..ask(asks, answers) }
}

/// What answers where [`By::Order`] says so.
const ORDERED: &[&[u8; 3]] = &[b"QNG", b"QRY"];

const BURST: &[(&[u8; 3], Part)] = &[
    (b"SYN", Announces),
    (b"LST", Contact),
    (b"LSG", Group),
    (b"GTC", More),
    (b"BLP", More),
    (b"PRP", More),
    (b"BPR", More),
];

/// A command of the client's that is in no row: only an error is known to answer it.
static OTHER: Rule = tell(b"---", &[]);

/// The first row that fits counts. The frequent ones come first.
static RULES: &[Rule] = &[
    message(b"A", Reply),
    message(b"D", Reply),
    tell(b"MSG", &[(b"ACK", Ends), (b"NAK", Refuses)]),
    Rule { by: By::Order, ..ask(b"PNG", &[(b"QNG", Ends)]) },
    ask(b"CHG", &[(b"CHG", Ends), (b"ILN", After)]),
    ask(b"UUX", &[(b"UUX", Ends)]),
    ask(b"XFR", &[(b"XFR", Ends)]),
    ask(b"UUN", &[(b"UUN", Ends)]),
    tell(b"UUM", &[]),
    tell(b"SDG", &[(b"SDG", Ends)]),
    ask(b"PUT", &[(b"PUT", Ends)]),
    ask(b"DEL", &[(b"DEL", Ends)]),
    // Signing in. Another server may be responsible at every step (§10, 21).
    ask(b"VER", &[(b"VER", Ends), (b"XFR", Ends)]),
    ask(b"INF", &[(b"INF", Ends), (b"XFR", Ends)]),
    ask(b"CVR", &[(b"CVR", Ends), (b"XFR", Ends)]),
    ask(b"CVQ", &[(b"CVQ", Ends), (b"XFR", Ends)]),
    ask(b"USR", &[(b"USR", Ends), (b"XFR", Ends)]),
    // The answer to a challenge has a transaction id of its own, which the server's confirmation repeats.
    Rule { from: ServerToClient, by: By::Order, ..ask(b"CHL", &[(b"QRY", Ends)]) },
    ask(b"QRY", &[(b"QRY", Ends)]),
    ask(b"GCF", &[(b"GCF", Ends)]),
    ask(b"GSB", &[(b"SBS", Ends)]),
    ask(b"IMS", &[(b"IMS", Ends)]),
    ask(b"FSL", &[(b"FSL", Ends)]),
    tell(b"VAS", &[(b"VAS", Ends)]),
    tell(b"GET", &[(b"GET", Ends)]),
    // Lists, groups, privacy, properties.
    ask(b"SYN", BURST),
    ask(b"LST", &[(b"LST", Counted(4))]),
    ask(b"ADD", &[(b"ADD", Ends), (b"ILN", After)]),
    ask(b"ADC", &[(b"ADC", Ends), (b"ILN", After)]),
    ask(b"REM", &[(b"REM", Ends)]),
    ask(b"ADG", &[(b"ADG", Ends)]),
    ask(b"REG", &[(b"REG", Ends)]),
    ask(b"RMG", &[(b"RMG", Ends)]),
    ask(b"ADL", &[(b"ADL", Ends)]),
    ask(b"RML", &[(b"RML", Ends)]),
    ask(b"FQY", &[(b"FQY", Again)]),
    ask(b"GTC", &[(b"GTC", Ends)]),
    ask(b"BLP", &[(b"BLP", Ends)]),
    ask(b"PRP", &[(b"PRP", Ends)]),
    ask(b"SBP", &[(b"SBP", Ends)]),
    ask(b"REA", &[(b"REA", Ends)]),
    ask(b"FND", &[(b"FND", Counted(2))]),
    ask(b"SND", &[(b"SND", Ends)]),
    ask(b"SDC", &[(b"SDC", Ends)]),
    ask(b"URL", &[(b"URL", Ends)]),
    // Switchboards.
    ask(b"CAL", &[(b"CAL", Ends)]),
    ask(b"ANS", &[(b"IRO", More), (b"ANS", Ends)]),
    // Mobile phones.
    tell(b"PAG", &[]),
    tell(b"PGD", &[]),
];

/// How far an answer has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    rule: &'static Rule,
    /// Contacts and groups announced that have not come.
    left: (u32, u32),
}

impl Answer {
    /// The answer to what this rule asks, of which nothing has come.
    pub fn to(rule: &'static Rule) -> Answer {
        Answer { rule, left: (0, 0) }
    }

    /// Takes in a line of it, and says what that line is. `None` for one that is not of it. Errors refuse; whether their
    /// transaction id is that of the request is for the caller to know.
    pub fn take(&mut self, command: &Command<'_>) -> Option<Taken> {
        let part = match command.verb.error_number() {
            Some(_) => Refuses,
            None => self.rule.part(command.verb)?,
        };
        let is_whole = match part {
            Refuses | Ends | Again => true,
            More | After => false,
            Counted(n) => is_last(command, n),
            Announces => {
                self.left = announced(command);
                self.left == (0, 0)
            }
            Contact => count_down(&mut self.left.0, self.left.1),
            Group => count_down(&mut self.left.1, self.left.0),
        };
        Some(Taken { part, is_whole })
    }
}

/// What a line is of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Taken {
    /// Which part.
    pub part: Part,
    /// Whether the answer is whole with it, or refused.
    pub is_whole: bool,
}

/// Whether a line that says which of how many it is, is the last; one that does not say it is.
fn is_last(line: &Command<'_>, n: usize) -> bool {
    match (number(line.arg(n)), number(line.arg(n + 1))) {
        (Some(this), Some(all)) => this >= all,
        _ => true,
    }
}

/// The contacts and groups of `SYN trid serial contacts groups` (MSNP8 and 9) and `SYN trid stamp stamp contacts groups`
/// (10 to 12); none where nothing is announced.
fn announced(syn: &Command<'_>) -> (u32, u32) {
    let args: Vec<&[u8]> = syn.args().filter(|arg| !arg.is_empty()).take(6).collect();
    match args[..] {
        [_, _, contacts, groups] | [_, _, _, contacts, groups] => {
            (number(Some(contacts)).unwrap_or(0), number(Some(groups)).unwrap_or(0))
        }
        _ => (0, 0),
    }
}

/// One less to come. Whether that was the last one of all.
fn count_down(left: &mut u32, others: u32) -> bool {
    let was = *left;
    *left = was.saturating_sub(1);
    was == 1 && others == 0
}

fn number(word: Option<&[u8]>) -> Option<u32> {
    std::str::from_utf8(word?).ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::explain::rows;

    #[test]
    fn what_answers_in_order_is_listed() {
        let in_order = RULES.iter().filter(|rule| rule.by == By::Order);
        let answers: Vec<_> = in_order.flat_map(|rule| rule.answers).map(|(word, _)| *word).collect();
        assert_eq!(answers, ORDERED);
    }

    #[test]
    fn whatever_the_reference_lists_has_a_row_or_needs_none() {
        let unlisted = |direction, is_listed: fn(&str) -> bool| {
            let verbs = rows().filter(|row| row.direction == direction).map(|row| row.verb);
            let mut verbs: Vec<_> = verbs.filter(|verb| !is_listed(verb)).collect();
            verbs.dedup();
            verbs
        };
        let asks = |verb: &str| RULES.iter().any(|rule| rule.asks == verb.as_bytes());
        assert_eq!(unlisted(ClientToServer, asks), ["OUT"]);
        let answers = |verb: &str| {
            verb == "NNN"
                || RULES.iter().any(|rule| rule.answers.iter().any(|(word, _)| *word == verb.as_bytes()))
        };
        let unasked = [
            "CHL", "OUT", "RFS", "NLN", "FLN", "UBX", "NFY", "MSG", "JOI", "BYE", "RNG", "UBM", "UBN", "NOT",
            "IPG",
        ];
        assert_eq!(unlisted(ServerToClient, answers), unasked);
    }
}
