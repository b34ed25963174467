//! What the bytes of a transfer turn out to be.
//!
//! To remember: a picture is one by its own first bytes and its own size, never by what a peer calls it. Only what is
//! small enough to be drawn without harm is ever shown.

use super::recipe::{LARGEST, Recipe, copy};
use crate::transcript::Transcript;
use sha1::{Digest, Sha1};

/// The largest picture shown, in bytes.
const LARGEST_SHOWN: u64 = 4 * 1024 * 1024;

/// The longest side of a picture shown, in pixels; and with it at most 16 Mi of them.
const LONGEST_SIDE: usize = 4096;

/// How much is read at a time, in bytes.
const PORTION: u64 = 256 * 1024;

/// What the bytes of a transfer turn out to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inspected {
    /// Whether they are what its object promised; `None` where it promised nothing.
    pub sha1d: Option<bool>,
    /// What they look like, if that is known.
    pub media: Option<Media>,
    /// Whether they may be shown as a picture.
    pub shown: bool,
    /// Entries in which a chunk came again with other bytes; of the first 20 that came again.
    pub differing: Vec<u64>,
}

/// A kind of file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Media {
    /// Its media type.
    pub name: &'static str,
    /// How names of such files end.
    pub extension: &'static str,
    is_picture: bool,
}

const fn media(name: &'static str, extension: &'static str, is_picture: bool) -> Media {
    Media { name, extension, is_picture }
}

/// Kinds of files by their first bytes. SVG and HTML are text like any other here.
const KINDS: &[(&[u8], Media)] = &[
    (b"\x89PNG\r\n\x1a\n", media("image/png", "png", true)),
    (b"GIF87a", media("image/gif", "gif", true)),
    (b"GIF89a", media("image/gif", "gif", true)),
    (b"\xff\xd8\xff", media("image/jpeg", "jpg", true)),
    // A wink is a cabinet.
    (b"MSCF\0\0\0\0", media("application/vnd.ms-cab-compressed", "cab", false)),
    (b"PK\x03\x04", media("application/zip", "zip", false)),
    (b"%PDF-", media("application/pdf", "pdf", false)),
    (b"ID3", media("audio/mpeg", "mp3", false)),
    (b"OggS", media("audio/ogg", "ogg", false)),
];

impl Media {
    /// What bytes that begin like this are.
    pub fn of(bytes: &[u8]) -> Option<Media> {
        KINDS.iter().find(|(first, _)| bytes.starts_with(first)).map(|&(_, media)| media)
    }
}

impl Recipe {
    /// Looks into the bytes. `None`: not all came, some are forgotten, or there are more than [`LARGEST`].
    pub fn inspect(&self, transcript: &Transcript) -> Option<Inspected> {
        if !self.is_whole() || self.size() > LARGEST {
            return None;
        }
        let mut hash = self.sha1d.map(|_| Sha1::new());
        let mut head = Vec::new();
        let mut at = 0;
        while at < self.size() {
            let portion = self.read(at..at + PORTION, transcript);
            if portion.forgotten > 0 {
                return None;
            }
            if let Some(hash) = &mut hash {
                hash.update(&portion.bytes);
            }
            at += PORTION;
            if at <= LARGEST_SHOWN {
                head.extend(portion.bytes);
            }
        }
        let found = hash.map(|hash| <[u8; 20]>::from(hash.finalize()));
        let media = Media::of(&head);
        let is_picture = media.is_some_and(|media| media.is_picture);
        Some(Inspected {
            sha1d: self.sha1d.map(|promised| found == Some(promised)),
            media,
            shown: is_picture && self.size() <= LARGEST_SHOWN && may_be_drawn(&head),
            differing: self.differing(transcript),
        })
    }

    /// The entries whose chunk came again with other bytes.
    fn differing(&self, transcript: &Transcript) -> Vec<u64> {
        let differs = |repeat: &&super::transfer::Repeat| {
            let end = repeat.offset + u64::from(repeat.length);
            let known = self.read(repeat.offset..end, transcript).bytes;
            let mut again = vec![0; known.len()];
            copy(transcript, repeat.source, &mut again).is_some() && again != known
        };
        self.repeats.iter().filter(differs).map(|repeat| repeat.source.entry).collect()
    }
}

/// Whether a picture says of itself that it is small enough.
fn may_be_drawn(bytes: &[u8]) -> bool {
    let fits = |side: usize| (1..=LONGEST_SIDE).contains(&side);
    imagesize::blob_size(bytes).is_ok_and(|size| fits(size.width) && fits(size.height))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn png(width: u32, height: u32) -> Vec<u8> {
        let sides = [width, height].map(u32::to_be_bytes).concat();
        [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", &sides[..], &[8, 2, 0, 0, 0]].concat()
    }

    /// SOI, an APP0 of 16 bytes, SOF0.
    fn jpeg(width: u16, height: u16) -> Vec<u8> {
        let mut bytes = [&b"\xff\xd8\xff\xe0\0\x10JFIF\0"[..], &[0; 9], b"\xff\xc0\0\x11\x08"].concat();
        bytes.extend([height, width].map(u16::to_be_bytes).concat());
        bytes.extend([3; 20]);
        bytes
    }

    fn gif(width: u16, height: u16) -> Vec<u8> {
        [b"GIF89a", &[width, height].map(u16::to_le_bytes).concat()[..], &[0; 20]].concat()
    }

    #[test]
    fn pictures_are_known_by_their_first_bytes_and_nothing_else_is_one() {
        let told =
            |bytes: &[u8]| Media::of(bytes).map(|media| (media.name, media.extension, media.is_picture));
        assert_eq!(told(&png(1, 1)), Some(("image/png", "png", true)));
        assert_eq!(told(&jpeg(1, 1)), Some(("image/jpeg", "jpg", true)));
        assert_eq!(told(&gif(1, 1)), Some(("image/gif", "gif", true)));
        assert!(told(b"PK\x03\x04").is_some_and(|(.., is_picture)| !is_picture));
        for text in
            [&b"<svg onload=\"alert(1)\"/>"[..], b"<?xml version='1.0'?><svg/>", b"<html>", b"GIF8", b""]
        {
            assert_eq!(told(text), None, "{text:?}");
        }
    }

    #[test]
    fn a_picture_that_would_take_all_memory_is_not_drawn() {
        assert!(
            [png(96, 96), png(4096, 4096), jpeg(640, 480), gif(19, 19)]
                .iter()
                .all(|bytes| may_be_drawn(bytes))
        );
        let large = [
            png(4097, 1),
            png(1, u32::MAX),
            png(0, 1),
            jpeg(65535, 65535),
            gif(65535, 1),
            b"GIF89a".to_vec(),
        ];
        assert!(!large.iter().any(|bytes| may_be_drawn(bytes)));
    }

    proptest! {
        #[test]
        fn any_bytes_are_judged(
            first in prop::sample::select(KINDS.iter().map(|(first, _)| *first).collect::<Vec<_>>()),
            rest in prop::collection::vec(prop::sample::select(vec![0, 1, 8, 0x10, 0xff, 0xd8, 0xc0, 0xe0, b'I']), 0..300),
        ) {
            may_be_drawn(&[first, &rest].concat());
        }
    }
}
