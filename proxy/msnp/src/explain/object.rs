//! The MSNObject: what names a display picture, an emoticon or a wink (§7.8).
//!
//! ```text
//! <msnobj Creator="bob@example.org" Size="15045" Type="3" Location="TFR2C2.tmp" Friendly="AAA=" SHA1D="…" SHA1C="…"/>
//! ```
//!
//! Plain in messages, percent-encoded as an argument, with entities within XML: its parts point at the frame in all three.

use super::located::Located;
use super::xml::{Element, Text, Tree};
use super::{Field, Spelling};
use crate::explain::amounts::counted;
use crate::object::{friendly_text, type_name};
use sha1::{Digest, Sha1};
use std::borrow::Cow;

/// What SHA1C is made of, in this order.
const CHECKED: [&str; 6] = ["Creator", "Size", "Type", "Location", "Friendly", "SHA1D"];

/// A field that holds an MSNObject, plain or percent-encoded. Its meaning is what it names: `display picture of
/// bob@example.org, 12,345 bytes`.
pub(crate) fn field(name: impl Into<Cow<'static, str>>, value: &Located<'_>) -> Field {
    let field = Field::percent(name, value);
    if value.bytes == b"0" || value.bytes.is_empty() {
        return field.stands_for(Some("no picture"));
    }
    let decoded = value.percent_decoded();
    let tree = Tree::read(&decoded.as_ref().map_or(*value, |decoded| decoded.view()));
    let broken = tree.broken.as_ref().map(|broken| broken.why.clone());
    let Some(object) = tree.root().filter(|root| root.name.eq_ignore_ascii_case("msnobj")) else {
        return match broken {
            Some(trouble) if field.value.trim_start().starts_with("<msnobj") => field.trouble(trouble),
            _ => field.trouble("no MSNObject: it does not begin with <msnobj"),
        };
    };
    let attributes =
        object.attributes.iter().map(|(name, value)| attribute(object, name, value, decoded.is_some()));
    let field = field.meaning(Some(Cow::Owned(meaning(object)))).of(attributes.collect());
    match broken.or_else(|| object.trouble.clone()) {
        Some(trouble) => field.trouble(trouble),
        None => field,
    }
}

/// What it names, in words.
fn meaning(object: &Element<'_>) -> String {
    if object.attributes.is_empty() {
        return "no picture".to_owned();
    }
    let kind = object.attribute("Type").and_then(Text::number).and_then(type_name);
    let mut words = kind.unwrap_or("object").to_owned();
    if let Some(creator) = object.attribute("Creator").map(Text::value).filter(|creator| !creator.is_empty())
    {
        words.extend([" of ", &creator]);
    }
    if let Some(size) = object.attribute("Size").and_then(Text::number) {
        words.extend([", ", &counted(size, "byte")]);
    }
    words
}

/// One attribute: what it means and whether it holds. Those that are not known are kept as they are. `percent`: the object
/// as a whole was percent-encoded.
fn attribute(object: &Element<'_>, name: &str, text: &Text<'_>, percent: bool) -> Field {
    let value = text.view();
    let field = Field::text(if name.is_empty() { "(no name)".to_owned() } else { name.to_owned() }, &value);
    let field = match name {
        "Type" => field.stands_for(value.number().and_then(type_name)),
        "Size" if value.number().is_none() => field.trouble("not a number"),
        "Friendly" => friendly(field, &value),
        "SHA1D" => digest(field, &value),
        "SHA1C" => checked(digest(field, &value), object),
        _ => field,
    };
    let field = match &text.trouble {
        Some(trouble) if field.trouble.is_none() => field.trouble(trouble.clone()),
        _ => field,
    };
    match field.spelling {
        None if text.has_entities() => field.spelled(Spelling::Entities),
        None if percent && field.span.len() != value.bytes.len() => field.spelled(Spelling::Percent),
        _ => field,
    }
}

/// The name people see, in base64 of UTF-16LE with a NUL at its end.
fn friendly(field: Field, value: &Located<'_>) -> Field {
    let (decoded, broken) = value.base64_decoded();
    let odd = decoded.view().bytes.len() % 2;
    let field = Field { value: friendly_text(decoded.view().bytes), ..field }.spelled(Spelling::Base64);
    match broken {
        Some(at) => field.trouble(format!("no base64 at byte {}", value.from(at).span().start)),
        None if odd > 0 => field.trouble("half a character of UTF-16 at the end"),
        None => field,
    }
}

/// A SHA-1 in base64.
fn digest(field: Field, value: &Located<'_>) -> Field {
    let (decoded, broken) = value.base64_decoded();
    match (broken, decoded.view().bytes.len()) {
        (Some(at), _) => field.trouble(format!("no base64 at byte {}", value.from(at).span().start)),
        (None, 20) => field,
        (None, length) => field.trouble(format!("a SHA-1 has 20 bytes, not {length}")),
    }
}

/// SHA1C, compared with the SHA-1 of the names and values it is made of.
fn checked(field: Field, object: &Element<'_>) -> Field {
    if field.trouble.is_some() {
        return field;
    }
    let mut hash = Sha1::new();
    for name in CHECKED {
        if let Some(value) = object.attribute(name) {
            hash.update(name);
            hash.update(value.view().bytes);
        }
    }
    let (claimed, _) = Located::at(0, field.value.as_bytes()).base64_decoded();
    match claimed.view().bytes == hash.finalize().as_slice() {
        true => field.stands_for(Some("matches the other attributes")),
        false => field.trouble("does not match the other attributes"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: &str = "<msnobj Creator=\"alice@example.com\" Size=\"15045\" Type=\"3\" Location=\"amsn.tmp\" \
        Friendly=\"SABpAAAA\" stamp=\"x\" SHA1D=\"n42ExCY45hQyzyZ39AC7aZmP3j8=\"/>";
    /// Captured: `tests/captures/purple-p15`.
    const ENCODED: &str = "%3Cmsnobj%20Creator%3D%22alice%40example.com%22%20Size%3D%2214363%22%20Type%3D%223%22%20\
        Location%3D%22TFR2C2.tmp%22%20Friendly%3D%22AAA%3D%22%20SHA1D%3D%22%2Fonny7EoG2roYwvMsorc7nigugs%3D%22%20\
        SHA1C%3D%22IKgflbt6oiQ0TEJbNYYmzZ98%2Bvk%3D%22%2F%3E";

    fn object(text: &str) -> Field {
        field("object", &Located::at(5, text.as_bytes()))
    }

    fn part<'f>(field: &'f Field, name: &str) -> &'f Field {
        field.fields.iter().find(|part| part.name == name).expect("the attribute")
    }

    #[test]
    fn an_object_says_what_it_names() {
        let object = object(PLAIN);
        assert_eq!(object.spoken(), "display picture of alice@example.com, 15,045 bytes");
        assert_eq!(
            (part(&object, "Friendly").value.as_str(), part(&object, "stamp").value.as_str()),
            ("Hi", "x")
        );
        assert_eq!((object.spelling, object.first_trouble()), (None, None));
    }

    #[test]
    fn the_parts_of_an_encoded_object_point_at_the_line() {
        let object = object(ENCODED);
        let creator = part(&object, "Creator");
        assert_eq!(&ENCODED[creator.span.start - 5..creator.span.end - 5], "alice%40example.com");
        assert_eq!((creator.spelling, object.spelling), (Some(Spelling::Percent), Some(Spelling::Percent)));
        assert_eq!(part(&object, "Type").spoken(), "display picture");
        assert_eq!(part(&object, "SHA1C").spoken(), "matches the other attributes");
        assert_eq!(object.first_trouble(), None);
    }

    #[test]
    fn no_picture_is_no_trouble() {
        for text in ["0", "", "<msnobj/>", "%3Cmsnobj%2F%3E"] {
            let object = object(text);
            assert_eq!((object.spoken(), object.first_trouble()), ("no picture", None), "{text}");
        }
    }

    #[test]
    fn what_does_not_hold_is_said() {
        let check =
            |text: &str, trouble: &str| assert_eq!(object(text).first_trouble(), Some(trouble), "{text}");
        check(&ENCODED.replace("14363", "14364"), "does not match the other attributes");
        check("<msnobj Friendly=\"A!\"/>", "no base64 at byte 24");
        check("<msnobj Friendly=\"SABp\"/>", "half a character of UTF-16 at the end");
        check("<msnobj SHA1D=\"AAAA\"/>", "a SHA-1 has 20 bytes, not 3");
        check("<msnobj Size=\"big\"/>", "not a number");
        check("a picture", "no MSNObject: it does not begin with <msnobj");
        check("<picture/>", "no MSNObject: it does not begin with <msnobj");
        check("<msnobj Type=\"3\"", "tag not closed: `>` not found before end of input at byte 5");
    }
}
