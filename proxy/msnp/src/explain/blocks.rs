//! The header blocks of MSNP18 to 21: Routing, Reliability, then Messaging, Publication or Notification (§6.6).
//!
//! ```text
//! Routing: 1.0          To: and From:
//!
//! Reliability: 1.0
//!
//! Messaging: 2.0        Message-Type:, Content-Type:, Content-Length:
//!
//! hi                    the body
//! ```

mod body;
mod names;

#[cfg(test)]
mod tests;

use super::Field;
use super::content::Content;
use super::headers::Headers;
use super::located::Located;
use super::principal::principal;
use body::Body;

/// Blocks told apart; real payloads have three.
const MOST_BLOCKS: usize = 8;

/// The blocks that a body follows.
const LAST: [&str; 3] = ["Messaging", "Publication", "Notification"];

/// The payload of SDG and PUT, and of NFY where somebody published.
pub(crate) fn content(payload: &Located<'_>) -> Content {
    Blocks::read(payload).content()
}

/// The payload of DEL, and of NFY where somebody withdrew.
pub(crate) fn withdrawal(payload: &Located<'_>) -> Content {
    let blocks = Blocks::read(payload);
    let does = blocks.content_type().map(|content_type| format!("withdraws {content_type}"));
    Content { does, ..blocks.content() }
}

/// A payload in its parts.
struct Blocks<'a> {
    /// In order, each with its place. At most [`MOST_BLOCKS`].
    blocks: Vec<(Located<'a>, Headers<'a>)>,
    body: Located<'a>,
    /// The last block and the body.
    last: Located<'a>,
}

impl<'a> Blocks<'a> {
    fn read(payload: &Located<'a>) -> Blocks<'a> {
        let (mut blocks, mut rest, mut last) = (Vec::new(), *payload, *payload);
        while blocks.len() < MOST_BLOCKS && !rest.bytes.is_empty() {
            let headers = Headers::read(&rest);
            let place = rest.slice(0..rest.bytes.len() - headers.body.bytes.len());
            let ends = headers.headers.is_empty()
                || LAST.iter().any(|name| headers.get(name).is_some())
                || headers.get("Content-Length").is_some();
            let whole = std::mem::replace(&mut rest, headers.body);
            if !headers.headers.is_empty() {
                last = whole;
                blocks.push((place, headers));
            }
            if ends {
                break;
            }
        }
        Blocks { blocks, body: rest, last }
    }

    /// A header, in whichever block it is.
    fn get(&self, name: &str) -> Option<Located<'a>> {
        self.blocks.iter().find_map(|(_, headers)| headers.get(name))
    }

    /// The same as text. `None` also where nothing is said.
    fn text(&self, name: &str) -> Option<String> {
        self.get(name).map(|value| value.text()).filter(|text| !text.is_empty())
    }

    /// In lower case, without parameters.
    fn content_type(&self) -> Option<String> {
        let content_type = self.get("Content-Type")?.split(b';').next()?;
        Some(content_type.trimmed().text().to_ascii_lowercase()).filter(|text| !text.is_empty())
    }

    /// The plain address in a header.
    fn address(&self, name: &str) -> Option<String> {
        let address = principal(name.to_owned(), &self.get(name)?);
        Some(address.spoken().to_owned()).filter(|address| !address.is_empty())
    }

    fn content(&self) -> Content {
        let Body { mut content, headers } = body::read(self);
        let mut fields: Vec<Field> =
            self.blocks.iter().map(|(place, block)| self.group(place, block)).collect();
        if let Some(last) = fields.last_mut() {
            names::filled_in(&mut last.fields, headers);
        }
        fields.append(&mut content.fields);
        let (to, from) = (self.address("To"), self.address("From"));
        let itself =
            to.as_deref().zip(from.as_deref()).is_some_and(|(to, from)| to.eq_ignore_ascii_case(from));
        let content = Content { fields, ..content };
        let content = match to.filter(|_| !itself) {
            Some(to) => content.states("to", to),
            None => content,
        };
        match from {
            Some(from) => content.by(from),
            None => content,
        }
    }

    /// A block as a field, called what its first header is called.
    fn group(&self, place: &Located<'a>, block: &Headers<'a>) -> Field {
        let name = block.headers.first().and_then(|first| first.name).map(|name| name.text());
        let name = name.filter(|name| !name.is_empty()).unwrap_or_else(|| "headers".to_owned());
        Field::group(name, place, block.fields(|header| names::field(header, &self.body)))
    }
}
