//! Lines as headers have them: they end in CRLF, LF or a lone CR, and one that begins with white space continues the one
//! before (§7.1).

/// Headers in one block; a profile, the longest known, has about forty.
pub(crate) const MOST_HEADERS: usize = 300;

/// The line at that place without its line end, and where the next begins. `None` at the end of the bytes.
pub(crate) fn line_at(bytes: &[u8], at: usize) -> Option<(&[u8], usize)> {
    let rest = bytes.get(at..).filter(|rest| !rest.is_empty())?;
    let end = memchr::memchr2(b'\r', b'\n', rest).unwrap_or(rest.len());
    let line_end = match rest.get(end..).unwrap_or_default() {
        [b'\r', b'\n', ..] => 2,
        [_, ..] => 1,
        [] => 0,
    };
    Some((rest.get(..end)?, at + end + line_end))
}

/// Where the lines that continue the one ending at `end` end, and where the next begins.
pub(crate) fn continued(bytes: &[u8], mut end: usize, mut next: usize) -> (usize, usize) {
    while matches!(bytes.get(next), Some(b' ' | b'\t'))
        && let Some((line, after)) = line_at(bytes, next)
    {
        (end, next) = (next + line.len(), after);
    }
    (end, next)
}
