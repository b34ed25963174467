//! Numbers as people read them.

pub(super) use msnp::explain::{counted, grouped};

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
    }
}
