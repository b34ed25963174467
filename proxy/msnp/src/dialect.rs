use crate::Command;
use std::fmt;

/// A protocol version: the `n` of `MSNPn`, 2 to 24 where anybody ever spoke it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Dialect(pub u8);

impl Dialect {
    /// What a server's `VER` reply settles on: the highest `MSNPn` among its arguments (§4). `None` for a refusal
    /// (`VER T 0`) and for every other command.
    pub fn agreed(reply: &Command<'_>) -> Option<Dialect> {
        if reply.verb != "VER" {
            return None;
        }
        reply.args().skip(1).filter_map(Dialect::parse).max()
    }

    /// Reads `MSNPn`.
    pub fn parse(word: &[u8]) -> Option<Dialect> {
        let digits = std::str::from_utf8(word.strip_prefix(b"MSNP")?).ok()?;
        let all_digits = digits.bytes().all(|byte| byte.is_ascii_digit());
        digits.parse().ok().filter(|_| all_digits).map(Dialect)
    }
}

impl fmt::Display for Dialect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MSNP{}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Frame;

    #[test]
    fn the_dialect_is_the_highest_the_server_names() {
        let agreed = |line: &'static str| {
            let frame = Frame { bytes: line.as_bytes(), opaque: false };
            Dialect::agreed(&Command::read(&frame).expect("a command"))
        };
        assert_eq!(agreed("VER 1 MSNP12\r\n"), Some(Dialect(12)));
        assert_eq!(agreed("VER 1 MSNP9 MSNP10 CVR0\r\n"), Some(Dialect(10)));
        assert_eq!(agreed("VER 1 0\r\n"), None);
        assert_eq!(agreed("VER 1 MSNP\r\n"), None);
        assert_eq!(agreed("VER 1 MSNP+9\r\n"), None);
        assert_eq!(agreed("CVR 1 MSNP9\r\n"), None);
    }
}
