//! Pictures are known by their first bytes, never by what a peer calls them.

/// The first bytes of pictures.
const PICTURES: &[(&[u8], &str)] =
    &[(b"\x89PNG\r\n\x1a\n", "image/png"), (b"GIF8", "image/gif"), (b"\xff\xd8\xff", "image/jpeg")];

/// The media type of a picture, by its first bytes.
pub(crate) fn picture(bytes: &[u8]) -> Option<&'static str> {
    PICTURES.iter().find(|(first, _)| bytes.starts_with(first)).map(|&(_, media)| media)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_are_known_by_their_first_bytes() {
        assert_eq!(picture(b"\x89PNG\r\n\x1a\n\0\0"), Some("image/png"));
        assert_eq!(picture(b"GIF89a"), Some("image/gif"));
        assert_eq!(picture(b"\xff\xd8\xff\xe0"), Some("image/jpeg"));
        assert_eq!(picture(b"\x89PN"), None);
    }
}
