//! What somebody publishes of themselves: `<Data>` of UBX and UUX (§7.9), `<user>` of PUT and NFY (§6.6).

use super::picture;
use super::xml::{Tag, ended};

/// Places of sign-in read of one payload.
const PLACES: usize = 100;

/// What somebody published. `None` where nothing was said of it; an empty text says that there is none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// `NLN`, `BSY` …
    pub status: Option<String>,
    /// The name they gave themselves.
    pub name: Option<String>,
    /// The personal message.
    pub message: Option<String>,
    /// What they listen to or play, as it is shown. Empty where it is switched off.
    pub media: Option<String>,
    /// The SHA1D of their picture.
    pub picture: Option<String>,
    /// Where they are signed in. At most 100.
    pub places: Vec<Place>,
}

/// A place somebody is signed in at (from MSNP16 on).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// A GUID in braces; empty for the place that says it.
    pub id: String,
    /// What its owner calls it.
    pub name: Option<String>,
    /// The status set there.
    pub state: Option<String>,
    /// Its capabilities, `a:b`.
    pub capabilities: Option<String>,
}

/// What a text says, by the element around it and its own.
const SAYS: &[(&[u8], &[u8], Say)] = &[
    (b"Data", b"PSM", |told, _, text| told.message = Some(text.to_owned())),
    (b"Data", b"CurrentMedia", |told, _, text| told.media = Some(shown(text))),
    (b"EndpointData", b"Capabilities", |told, place, text| {
        told.at(place, |place| place.capabilities = Some(text.to_owned()));
    }),
    (b"PrivateEndpointData", b"EpName", |told, place, text| {
        told.at(place, |place| place.name = Some(text.to_owned()));
    }),
    (b"PrivateEndpointData", b"State", |told, place, text| {
        told.at(place, |place| place.state = Some(text.to_owned()));
    }),
    (b"s", b"Status", |told, _, text| told.status = Some(text.to_owned())),
    (b"s", b"FriendlyName", |told, _, text| told.name = Some(text.to_owned())),
    (b"s", b"PSM", |told, _, text| told.message = Some(text.to_owned())),
    (b"s", b"CurrentMedia", |told, _, text| told.media = Some(shown(text))),
    (b"s", b"UserTileLocation", |told, _, text| told.picture = picture(text.as_bytes())),
    (b"sep", b"EpName", |told, place, text| {
        told.at(place, |place| place.name = Some(text.to_owned()));
    }),
    (b"sep", b"State", |told, place, text| told.at(place, |place| place.state = Some(text.to_owned()))),
    (b"sep", b"Capabilities", |told, place, text| {
        // Those of other services say what that service can do there.
        if place.attribute("n").as_deref() == Some("IM") {
            told.at(place, |place| place.capabilities = Some(text.to_owned()));
        }
    }),
];

/// Notes a text: the tag around it says of which place it is.
type Say = fn(&mut Told, &Tag<'_>, &str);

/// Elements that are a place, whatever they say of it.
const PLACE: [&[u8]; 3] = [b"EndpointData", b"PrivateEndpointData", b"sep"];

/// Reads a payload's XML.
pub fn told(xml: &[u8]) -> Told {
    let mut told = Told::default();
    ended(xml, |path, text| {
        let [.., around, inner] = path else { return };
        let says = SAYS.iter().find(|(outer, name, _)| around.name() == *outer && inner.name() == *name);
        match says {
            Some((_, _, say)) => say(&mut told, around, text),
            None if PLACE.contains(&inner.name()) => told.at(inner, |_| {}),
            None => {}
        }
    });
    told
}

impl Told {
    fn at(&mut self, tag: &Tag<'_>, note: impl FnOnce(&mut Place)) {
        let id = tag.attribute("id").or_else(|| tag.attribute("epid")).unwrap_or_default();
        let known = self.places.iter().position(|place| place.id.eq_ignore_ascii_case(&id));
        if let Some(place) = known.and_then(|known| self.places.get_mut(known)) {
            note(place);
        } else if self.places.len() < PLACES {
            let mut place = Place { id, ..Place::default() };
            note(&mut place);
            self.places.push(place);
        }
    }
}

/// What stands between two parts of CurrentMedia: a backslash and a zero.
const SEPARATOR: &str = "\\0";

/// The longest format and the longest value that is filled in, and how often.
const LONGEST: usize = 256;
const FILLED: usize = 8;

/// What CurrentMedia shows: its format, filled in. Empty where it is switched off.
fn shown(media: &str) -> String {
    let mut parts = media.split(SEPARATOR).skip(2);
    let Some(format) = parts.next().filter(|switch| *switch == "1").and_then(|_| parts.next()) else {
        return String::new();
    };
    let values: Vec<&str> = parts.take(FILLED).collect();
    let clipped = |text: &str| text.chars().take(LONGEST).collect::<String>();
    values.iter().enumerate().fold(clipped(format), |shown, (number, value)| {
        shown.replacen(&format!("{{{number}}}"), &clipped(value), 1)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_personal_message_and_what_plays_are_told() {
        let data = told(
            b"<Data><PSM>busy &lt;&amp;&gt; &#9731; Tom & Jerry</PSM>\
              <CurrentMedia>\\0Music\\01\\0{1} - {0}\\0Yesterday\\0The Beatles\\0</CurrentMedia></Data>",
        );
        assert_eq!(data.message.as_deref(), Some("busy <&> \u{2603} Tom & Jerry"));
        assert_eq!(data.media.as_deref(), Some("The Beatles - Yesterday"));
        assert_eq!((data.status, data.places), (None, Vec::new()));
        let none = told(b"<Data><PSM></PSM><CurrentMedia/></Data>");
        assert_eq!((none.message.as_deref(), none.media.as_deref()), (Some(""), Some("")));
        let off = told(b"<Data><CurrentMedia>\\0Music\\00\\0{0}\\0Yesterday</CurrentMedia></Data>");
        assert_eq!((off.message, off.media.as_deref()), (None, Some("")));
    }

    #[test]
    fn a_place_is_told_in_two_parts() {
        let data = told(
            b"<Data><PSM/><EndpointData id=\"{A}\"><Capabilities>1:2</Capabilities></EndpointData>\
              <EndpointData id=\"{B}\"/>\
              <PrivateEndpointData id=\"{a}\"><EpName>home</EpName><Idle>false</Idle><State>NLN</State>\
              </PrivateEndpointData></Data>",
        );
        let place = |id: &str, name: Option<&str>, state: Option<&str>, caps: Option<&str>| Place {
            id: id.to_owned(),
            name: name.map(str::to_owned),
            state: state.map(str::to_owned),
            capabilities: caps.map(str::to_owned),
        };
        let expected = [place("{A}", Some("home"), Some("NLN"), Some("1:2")), place("{B}", None, None, None)];
        assert_eq!(data.places, expected);
        let mine = told(b"<EndpointData><Capabilities>3:4</Capabilities></EndpointData>");
        assert_eq!(mine.places, [place("", None, None, Some("3:4"))]);
    }

    #[test]
    fn a_user_is_told_service_by_service() {
        let user = told(
            b"<user><s n=\"IM\"><Status>BSY</Status></s>\
              <s n=\"PE\"><UserTileLocation>&lt;msnobj SHA1D=&quot;n42E=&quot;/&gt;</UserTileLocation>\
              <FriendlyName>B&#248;b</FriendlyName><PSM>hi</PSM></s>\
              <sep n=\"IM\" epid=\"{A}\"><Capabilities>1:2</Capabilities></sep>\
              <sep n=\"PE\" epid=\"{A}\"><Capabilities>7:8</Capabilities></sep>\
              <sep n=\"PD\" epid=\"{A}\"><EpName>work</EpName><State>AWY</State></sep></user>",
        );
        assert_eq!((user.status.as_deref(), user.name.as_deref()), (Some("BSY"), Some("B\u{f8}b")));
        assert_eq!((user.message.as_deref(), user.picture.as_deref()), (Some("hi"), Some("n42E=")));
        let [place] = user.places.as_slice() else { panic!("{:?}", user.places) };
        assert_eq!((place.name.as_deref(), place.state.as_deref()), (Some("work"), Some("AWY")));
        assert_eq!(place.capabilities.as_deref(), Some("1:2"));
    }

    #[test]
    fn what_is_broken_tells_what_stands_before_the_break() {
        let broken = told(b"<Data><PSM>hi</PSM><CurrentMedia>x</Wrong></Data>");
        assert_eq!((broken.message.as_deref(), broken.media), (Some("hi"), None));
        for bytes in [&b""[..], b"\xff", b"<", b"</Data>", b"<Data><PSM>", b"<!DOCTYPE a [<!ENTITY b 'c'>]>"]
        {
            assert_eq!(told(bytes), Told::default(), "{bytes:?}");
        }
    }

    #[test]
    fn whatever_is_sent_what_is_told_is_bounded() {
        let many = format!(
            "<Data>{}</Data>",
            (0..1000).map(|n| format!("<EndpointData id='{n}'/>")).collect::<String>()
        );
        assert_eq!(told(many.as_bytes()).places.len(), PLACES);
        let deep = "<Data>".repeat(100_000);
        assert_eq!(told(deep.as_bytes()), Told::default());
        let long = format!("<Data><PSM>{}</PSM></Data>", "&amp;x".repeat(5_000));
        assert!(told(long.as_bytes()).message.is_some_and(|message| (4000..=4096).contains(&message.len())));
        let again = format!("\\0Music\\01\\0{}\\0{}", "{0}".repeat(1000), "x".repeat(100_000));
        assert!(shown(&again).len() <= 2 * LONGEST);
    }
}
