//! An MSNObject (§7.8), read without explaining it.

use crate::explain::located::Located;
use crate::explain::xml::{Text, Tree};

/// What an object is the name of (§7.8).
pub(crate) const TYPES: &[(u64, &str)] = &[
    (1, "avatar"),
    (2, "emoticon"),
    (3, "display picture"),
    (4, "shared file"),
    (5, "background"),
    (6, "history"),
    (7, "dynamic picture"),
    (8, "wink"),
    (9, "map file"),
    (10, "dynamic background"),
    (11, "voice clip"),
    (12, "saved state"),
    (13, "roaming object"),
    (14, "signature sound"),
    (16, "scene"),
];

/// What names a picture, an emoticon or a wink. Whatever its creator wrote; nothing is checked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Object {
    /// Whose it is.
    pub creator: String,
    /// Of its data, in bytes.
    pub size: Option<u64>,
    /// What it is, as a number.
    pub kind: Option<u64>,
    /// Where its creator keeps it.
    pub location: String,
    /// What its creator calls it; mostly empty.
    pub friendly: String,
    /// The SHA-1 of its data, where 20 bytes are given.
    pub sha1d: Option<[u8; 20]>,
}

impl Object {
    /// Reads one, plain or percent-encoded. `None`: it is no MSNObject, or the `0` that stands for none.
    pub fn read(text: &[u8]) -> Option<Object> {
        let text = Located::at(0, text);
        let decoded = text.percent_decoded();
        let tree = Tree::read(&decoded.as_ref().map_or(text, |decoded| decoded.view()));
        let root = tree.root().filter(|root| root.name.eq_ignore_ascii_case("msnobj"))?;
        let words = |name| root.attribute(name).map(Text::value).unwrap_or_default();
        let number = |name| root.attribute(name).and_then(Text::number);
        let digest = root.attribute("SHA1D").map(|text| text.view().base64_decoded().0);
        Some(Object {
            creator: words("Creator"),
            size: number("Size"),
            kind: number("Type"),
            location: words("Location"),
            friendly: root.attribute("Friendly").map(|text| friendly(&text.view())).unwrap_or_default(),
            sha1d: digest.and_then(|digest| digest.view().bytes.try_into().ok()),
        })
    }

    /// What it is, in words.
    pub fn words(&self) -> Option<&'static str> {
        type_name(self.kind?)
    }
}

pub(crate) fn type_name(number: u64) -> Option<&'static str> {
    TYPES.iter().find(|(known, _)| *known == number).map(|(_, name)| *name)
}

/// The name people see, in base64 of UTF-16LE with a NUL at its end.
fn friendly(value: &Located<'_>) -> String {
    friendly_text(value.base64_decoded().0.view().bytes)
}

/// The same, decoded from base64.
pub(crate) fn friendly_text(bytes: &[u8]) -> String {
    let (units, _) = bytes.as_chunks::<2>();
    char::decode_utf16(units.iter().copied().map(u16::from_le_bytes))
        .map(|character| character.unwrap_or(char::REPLACEMENT_CHARACTER))
        .take_while(|&character| character != '\0')
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Captured: `tests/captures/purple-p15`, as an argument.
    const ENCODED: &[u8] = b"%3Cmsnobj%20Creator%3D%22alice%40example.com%22%20Size%3D%2214363%22%20Type%3D%223%22%20\
        Location%3D%22TFR2C2.tmp%22%20Friendly%3D%22AAA%3D%22%20SHA1D%3D%22%2Fonny7EoG2roYwvMsorc7nigugs%3D%22%20\
        SHA1C%3D%22IKgflbt6oiQ0TEJbNYYmzZ98%2Bvk%3D%22%2F%3E";

    #[test]
    fn an_object_is_read_plain_and_percent_encoded() {
        let object = Object::read(ENCODED).unwrap();
        assert_eq!((&*object.creator, object.size), ("alice@example.com", Some(14363)));
        assert_eq!((object.words(), &*object.location), (Some("display picture"), "TFR2C2.tmp"));
        assert_eq!(object.sha1d.unwrap()[..3], [0xfe, 0x89, 0xe7], "/onn in base64");
        let plain =
            Object::read(b"<msnobj Creator=\"a@b\" Type=\"2\" Friendly=\"SABpAAAA\" Size=\"9\"/>\0").unwrap();
        assert_eq!((&*plain.friendly, plain.words(), plain.sha1d), ("Hi", Some("emoticon"), None));
    }

    #[test]
    fn what_is_no_object_is_none_and_what_is_wrong_in_one_is_left_out() {
        for text in [&b""[..], b"0", b"<html/>", b"%", b"\xff\xfe", b"<msnobj"] {
            assert_eq!(Object::read(text), None, "{text:?}");
        }
        let odd = Object::read(b"<msnobj Size=\"-1\" Type=\"99\" SHA1D=\"AAAA\" Friendly=\"!\"/>").unwrap();
        assert_eq!(odd, Object { kind: Some(99), ..Object::default() });
        assert_eq!(odd.words(), None);
    }
}
