/// Bytes as people read them: `\r\n`, `\xff`, and everything printable as it is.
pub(crate) fn escaped(bytes: &[u8]) -> String {
    const SHOWN: usize = 400;
    let shown = &bytes[..bytes.len().min(SHOWN)];
    let rest = bytes.len() - shown.len();
    let more = if rest > 0 { format!("… and {rest} bytes more") } else { String::new() };
    format!("{}{more}", shown.escape_ascii())
}

/// Bytes that mean nothing, the same in every run.
pub(crate) struct Garbage(u64);

impl Garbage {
    /// Another seed, other garbage.
    pub(crate) fn seeded(seed: u64) -> Garbage {
        Garbage(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// Some more of it.
    pub(crate) fn bytes(&mut self, count: usize) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(count + 8);
        while bytes.len() < count {
            // xorshift64
            self.0 ^= self.0 << 13;
            self.0 ^= self.0 >> 7;
            self.0 ^= self.0 << 17;
            bytes.extend_from_slice(&self.0.to_le_bytes());
        }
        bytes.truncate(count);
        bytes
    }
}
