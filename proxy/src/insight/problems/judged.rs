//! Whether what a client answered is right: to a challenge (§6.7), and to the salt of an MD5 sign-in (§6.1).
//!
//! To remember: a pure function of what was said. A password goes into the digest and is kept nowhere, and no digest made
//! from one is told.

use msnp::challenge;
use msnp::{Command, Dialect};
use serde::Serialize;
use std::collections::VecDeque;

/// How an answer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Verdict {
    /// It is the one expected.
    #[serde(rename = "right")]
    Right,
    /// It is another.
    #[serde(rename = "wrong")]
    Wrong,
    /// The product named has a key nobody published.
    #[serde(rename = "unknown product")]
    UnknownProduct,
    /// There is none.
    #[serde(rename = "unanswered")]
    Unanswered,
    /// It takes the password to tell.
    #[serde(rename = "needs the password")]
    NeedsPassword,
}

/// An answer to a challenge, judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    /// Who the client says it is.
    pub product: String,
    /// What it answered.
    pub given: String,
    /// What is right, where that can be told.
    pub expected: Option<String>,
    /// How the answer is.
    pub verdict: Verdict,
}

/// The challenge in a CHL.
pub fn challenge_of<'a>(chl: &Command<'a>) -> Option<&'a str> {
    chl.arg_str(2)
}

/// Judges a QRY that answers this challenge. Where the dialect is not known, an answer is right that is so in any.
pub fn answer(dialect: Option<Dialect>, challenge: &str, qry: &Command<'_>) -> Judged {
    let product = qry.arg_str(2).unwrap_or_default().to_owned();
    let given = String::from_utf8_lossy(qry.payload).into_owned();
    let answer = |dialect| challenge::answer(dialect, challenge, &product);
    let right: Vec<String> = match dialect {
        Some(dialect) => answer(dialect).into_iter().collect(),
        None => [OLD, NEW].into_iter().filter_map(answer).collect(),
    };
    let is_right = right.contains(&given);
    let expected = match right.len() {
        1 => right.into_iter().next(),
        _ => right.into_iter().find(|right| *right == given),
    };
    let verdict = match (is_right, challenge::PRODUCTS.iter().any(|known| known.id == product)) {
        (true, _) => Verdict::Right,
        (false, true) => Verdict::Wrong,
        (false, false) => Verdict::UnknownProduct,
    };
    Judged { product, given, expected, verdict }
}

/// A dialect of each of the two computations (§6.7).
const OLD: Dialect = Dialect(10);
const NEW: Dialect = Dialect(11);

/// Judges a `USR T MD5 S digest` that answers `USR T MD5 S salt`.
pub fn sign_in(salt: &Command<'_>, answer: &Command<'_>, password: Option<&str>) -> Verdict {
    let Some(password) = password else { return Verdict::NeedsPassword };
    let (salt, given) = (salt.arg_str(4).unwrap_or_default(), answer.arg_str(4).unwrap_or_default());
    match challenge::sign_in_digest(salt, password) == given {
        true => Verdict::Right,
        false => Verdict::Wrong,
    }
}

/// What was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// CHL and QRY.
    Challenge,
    /// A salt and the digest made with it.
    Md5,
}

/// A proof that was asked for, and the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Proof {
    /// Of what.
    pub kind: Kind,
    /// The entry that asks.
    pub asked: u64,
    /// The entry that answers, once one does.
    pub answer: Option<u64>,
    /// The dialect agreed.
    pub dialect: Option<Dialect>,
}

/// Proofs remembered; the oldest are forgotten first.
const REMEMBERED: usize = 1024;

/// The proofs that were asked for, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Proofs(VecDeque<Proof>);

impl Proofs {
    pub(super) fn ask(&mut self, kind: Kind, asked: u64, dialect: Option<Dialect>) {
        if self.0.len() == REMEMBERED {
            self.0.pop_front();
        }
        self.0.push_back(Proof { kind, asked, answer: None, dialect });
    }

    pub(super) fn answer(&mut self, asked: u64, answer: u64) {
        if let Ok(at) = self.0.binary_search_by_key(&asked, |proof| proof.asked) {
            self.0[at].answer.get_or_insert(answer);
        }
    }

    /// The proof an entry asks for or gives.
    pub(super) fn of(&self, entry: u64) -> Option<Proof> {
        self.0.iter().find(|proof| proof.asked == entry || proof.answer == Some(entry)).copied()
    }

    pub(super) fn forget_before(&mut self, first: u64) {
        self.0.drain(..self.0.partition_point(|proof| proof.asked < first));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use msnp::Frame;

    fn command(bytes: &str) -> Command<'_> {
        Command::read(&Frame { bytes: bytes.as_bytes(), opaque: false }).expect("a command")
    }

    fn check(dialect: Option<u8>, qry: &str, verdict: Verdict, expected: Option<&str>) {
        let judged = answer(dialect.map(Dialect), "15570131571988941333", &command(qry));
        assert_eq!((judged.verdict, judged.expected.as_deref()), (verdict, expected), "{qry}");
    }

    #[test]
    fn an_answer_is_right_wrong_or_of_a_product_nobody_knows() {
        let right = "8f2f5a91b72102cd28355e9fc9000d6e"; // §6.7
        let qry = |answer: &str| format!("QRY 10 msmsgs@msnmsgr.com 32\r\n{answer}");
        check(Some(7), &qry(right), Verdict::Right, Some(right));
        check(None, &qry(right), Verdict::Right, Some(right));
        check(Some(7), &qry("00000000000000000000000000000000"), Verdict::Wrong, Some(right));
        check(None, &qry("00000000000000000000000000000000"), Verdict::Wrong, None);
        check(Some(7), &qry(&right.to_uppercase()), Verdict::Wrong, Some(right));
        check(
            Some(7),
            "QRY 10 PROD9999 32\r\n00000000000000000000000000000000",
            Verdict::UnknownProduct,
            None,
        );
    }

    #[test]
    fn a_sign_in_is_judged_by_the_password() {
        let salt = command("USR 6 MD5 S 1190042501.19421\r\n"); // §6.1
        let answer = command("USR 7 MD5 S 41c9739a068ed147562d51f190df20fc\r\n");
        let judged = |password| sign_in(&salt, &answer, password);
        assert_eq!(judged(None), Verdict::NeedsPassword);
        assert_eq!(judged(Some("hunter2")), Verdict::Right);
        assert_eq!(judged(Some("hunter3")), Verdict::Wrong);
    }

    #[test]
    fn proofs_are_found_by_both_their_entries_and_forgotten() {
        let mut proofs = Proofs::default();
        proofs.ask(Kind::Challenge, 3, None);
        proofs.ask(Kind::Md5, 5, None);
        proofs.answer(3, 9);
        assert_eq!(proofs.of(9), proofs.of(3));
        assert_eq!((proofs.of(5).map(|proof| proof.kind), proofs.of(4)), (Some(Kind::Md5), None));
        proofs.forget_before(4);
        assert_eq!((proofs.of(3), proofs.of(9)), (None, None));
        (10..9999).for_each(|entry| proofs.ask(Kind::Md5, entry, None));
        assert_eq!(proofs.0.len(), REMEMBERED);
    }
}
