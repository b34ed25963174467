//! How many, as a sentence says it.

/// A length as a number of the protocol.
pub(crate) fn length(bytes: usize) -> u64 {
    u64::try_from(bytes).unwrap_or(u64::MAX)
}

/// How many of them, as a sentence says it: `1 byte`, `12,345 bytes`.
pub fn counted(count: u64, what: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{} {what}{plural}", grouped(count))
}

/// A number with commas between thousands, as a sentence says it.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() * 4 / 3);
    for (at, digit) in digits.char_indices() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_sentences_have_commas() {
        assert_eq!((&*grouped(0), &*grouped(999), &*grouped(1000)), ("0", "999", "1,000"));
        assert_eq!(
            (counted(1, "byte"), counted(1_234_567, "byte")),
            ("1 byte".into(), "1,234,567 bytes".into())
        );
    }
}
