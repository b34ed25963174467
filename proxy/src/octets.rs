//! Bytes in JSON: as text where they are UTF-8, else in base64, so that none is ever lost.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::borrow::Cow;
use std::fmt;

/// Bytes that are written as `"text"` or `{"base64":"…"}`, and read from either.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Octets<'a>(pub(crate) Cow<'a, [u8]>);

impl Serialize for Octets<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Encoded {
            base64: String,
        }
        match std::str::from_utf8(&self.0) {
            Ok(text) => serializer.serialize_str(text),
            Err(_) => Encoded { base64: STANDARD.encode(&self.0) }.serialize(serializer),
        }
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Octets<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Octets<'a>, D::Error> {
        deserializer.deserialize_any(EitherWay)
    }
}

struct EitherWay;

impl<'de> Visitor<'de> for EitherWay {
    type Value = Octets<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("text, or an object with base64")
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Octets<'de>, E> {
        Ok(Octets(Cow::Borrowed(text.as_bytes())))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Octets<'de>, E> {
        Ok(Octets(Cow::Owned(text.as_bytes().to_vec())))
    }

    fn visit_string<E: Error>(self, text: String) -> Result<Octets<'de>, E> {
        Ok(Octets(Cow::Owned(text.into_bytes())))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Octets<'de>, A::Error> {
        let mut bytes = None;
        while let Some(name) = map.next_key::<Cow<'de, str>>()? {
            if name == "base64" {
                let text: Cow<'de, str> = map.next_value()?;
                bytes = Some(STANDARD.decode(text.as_bytes()).map_err(Error::custom)?);
            } else {
                map.next_value::<serde::de::IgnoredAny>()?;
            }
        }
        bytes.map(|bytes| Octets(Cow::Owned(bytes))).ok_or_else(|| Error::missing_field("base64"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn bytes_are_text_where_they_can_be() {
        let json = |bytes: &[u8]| serde_json::to_string(&Octets(Cow::Borrowed(bytes))).unwrap();
        assert_eq!(json("Bøb\r\n".as_bytes()), r#""Bøb\r\n""#);
        assert_eq!(json(b"caf\xe9"), r#"{"base64":"Y2Fm6Q=="}"#);
        let read = |json| serde_json::from_str::<Octets<'_>>(json).map(|octets| octets.0.into_owned());
        assert_eq!(read(r#"{"later":[1],"base64":"Y2Fm6Q=="}"#).unwrap(), b"caf\xe9");
        for wrong in ["{}", r#"{"base64":"?"}"#, "7", r#""\ud800""#] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn no_byte_is_lost(bytes: Vec<u8>, text: String) {
            for bytes in [bytes, text.into_bytes()] {
                let json = serde_json::to_vec(&Octets(Cow::Borrowed(&bytes))).unwrap();
                let read: Octets<'_> = serde_json::from_slice(&json).unwrap();
                prop_assert_eq!(&*read.0, &bytes[..]);
            }
        }
    }
}
