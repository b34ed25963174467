//! What payloads and words tell of people: statuses, personal messages, places of sign-in, lists, read without explaining
//! them.
//!
//! To remember: for who must know quickly how somebody is. [`explain`](crate::explain) tells all there is in it, at
//! several times the cost. What is broken tells what stands before the break.

mod members;
mod notice;
mod told;
mod xml;

pub use members::{Member, members};
pub use notice::{Notice, notice};
pub use told::{Place, Told, told};

use std::borrow::Cow;

/// How much of a word is decoded, in bytes: three for each that a nickname may have (§1.6), and more.
const LONGEST_WORD: usize = 4096;

/// A word as a person reads it: percent-decoded (§1.2), and what is no UTF-8 replaced. As much of it as anybody shows.
pub fn decoded(word: &[u8]) -> Cow<'_, str> {
    let word = &word[..word.len().min(LONGEST_WORD)];
    if !word.contains(&b'%') {
        return String::from_utf8_lossy(word);
    }
    let mut bytes = Vec::with_capacity(word.len());
    let mut rest = word;
    while let [first, after @ ..] = rest {
        let escaped = after.get(..2).filter(|_| *first == b'%').and_then(byte_of);
        bytes.push(escaped.unwrap_or(*first));
        rest = if escaped.is_some() { &after[2..] } else { after };
    }
    Cow::Owned(String::from_utf8_lossy(&bytes).into_owned())
}

fn byte_of(digits: &[u8]) -> Option<u8> {
    let digit = |at: usize| char::from(*digits.get(at)?).to_digit(16);
    u8::try_from(digit(0)? * 16 + digit(1)?).ok()
}

/// The SHA1D of an MSNObject (§7.8), plain or percent-encoded: which picture it is, in base64. `None` where there is no
/// picture: `0`, nothing, an object without parts.
pub fn picture(object: &[u8]) -> Option<String> {
    // Letters and digits are never encoded.
    let name = memchr::memmem::find(object, b"SHA1D")?;
    let value = decoded(&object[name + 5..object.len().min(name + 5 + LONGEST_DIGEST)]).into_owned();
    let value = value.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    let digest = value[1..].split(quote).next().filter(|digest| !digest.is_empty())?;
    Some(digest.to_owned())
}

/// How far a digest of 28 characters reaches, were all of it encoded, with what stands around it.
const LONGEST_DIGEST: usize = 128;

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn whatever_the_bytes_something_is_read(
            bytes in prop::collection::vec(any::<u8>(), 0..200),
            piece in prop::sample::select(vec!["", "<Data><PSM>", "<ml><d n='b'><c n='", "From: a\r\nContent-Length:1\r\n\r\n", "SHA1D"]),
        ) {
            let payload = [piece.as_bytes(), &bytes].concat();
            prop_assert!(told(&payload).places.len() <= 100);
            prop_assert!(notice(&payload).is_none(), "nothing says that it is about a user");
            prop_assert!(decoded(&payload).len() <= 3 * payload.len());
            prop_assert!(picture(&payload).is_none_or(|digest| !digest.is_empty()));
            members(&payload, |member| assert!(member.account.len() <= 3 * payload.len()));
        }
    }

    #[test]
    fn words_are_decoded_for_people() {
        assert_eq!(decoded(b"Lab%20friends%21"), "Lab friends!");
        assert_eq!(decoded(b"100%"), "100%");
        assert_eq!(decoded(b"%4"), "%4");
        assert_eq!(decoded(b"%+1%zz"), "%+1%zz");
        assert_eq!(decoded("B\u{f8}b%E2%98%83".as_bytes()), "B\u{f8}b\u{2603}");
        assert_eq!(decoded(b"\xff%FF"), "\u{fffd}\u{fffd}");
        assert_eq!(decoded(&[b'a'; 10_000]).len(), LONGEST_WORD);
    }

    #[test]
    fn a_picture_is_known_by_its_digest() {
        let encoded =
            b"%3Cmsnobj%20Creator%3D%22a%40b%22%20SHA1D%3D%22%2Fonny7EoG2roYwvMsorc7nigugs%3D%22%20\
            SHA1C%3D%22IKg%3D%22%2F%3E";
        assert_eq!(picture(encoded).as_deref(), Some("/onny7EoG2roYwvMsorc7nigugs="));
        assert_eq!(picture(b"<msnobj SHA1D='n42E='/>").as_deref(), Some("n42E="));
        for none in [&b"0"[..], b"", b"%3Cmsnobj%2F%3E", b"SHA1D", b"SHA1D%3D", b"SHA1D%3D%22%22"] {
            assert_eq!(picture(none), None, "{none:?}");
        }
    }
}
