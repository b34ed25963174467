//! Numbers as people read them.

const KIB: u64 = 1024;
const UNITS: [(&str, u64); 3] = [("GiB", KIB * KIB * KIB), ("MiB", KIB * KIB), ("KiB", KIB)];

/// The largest number of bytes that is told exactly.
const EXACT: u64 = 10 * KIB;

/// A number of bytes: exact as long as somebody might count them.
pub(super) fn bytes(count: u64) -> String {
    let round = count >= EXACT || (count >= KIB && count.is_multiple_of(KIB));
    match UNITS.iter().find(|(_, unit)| count >= *unit).filter(|_| round) {
        Some((name, unit)) => {
            let tenths = (u128::from(count) * 10 + u128::from(*unit) / 2) / u128::from(*unit);
            let (whole, tenth) = (tenths / 10, tenths % 10);
            if tenth == 0 { format!("{whole} {name}") } else { format!("{whole}.{tenth} {name}") }
        }
        None => counted(count, "byte"),
    }
}

/// A number of things: `1 frame`, `1,202 frames`.
pub(super) fn counted(count: u64, thing: &str) -> String {
    let s = if count == 1 { "" } else { "s" };
    format!("{} {thing}{s}", grouped(count))
}

/// A number with its thousands set apart.
pub(super) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::with_capacity(digits.len() * 4 / 3);
    for (at, digit) in digits.char_indices() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_exact_as_long_as_somebody_might_count_them() {
        for (count, expected) in [
            (0, "0 bytes"),
            (1, "1 byte"),
            (133, "133 bytes"),
            (1202, "1,202 bytes"),
            (4096, "4 KiB"),
            (10_000, "10,000 bytes"),
            (70_000, "68.4 KiB"),
            (1 << 20, "1 MiB"),
            (u64::MAX, "17179869184 GiB"),
        ] {
            assert_eq!(bytes(count), expected);
        }
        assert_eq!(counted(1, "frame"), "1 frame");
        assert_eq!(counted(96_021, "frame"), "96,021 frames");
        assert_eq!(grouped(1_234_567), "1,234,567");
    }
}
