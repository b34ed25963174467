//! The context of a file transfer: its name and its size.

/// Where the name begins: behind the length, the version, the size and the type.
const FIXED: usize = 20;

/// How many bytes the name takes, zeros behind it included.
pub(crate) const FILE_NAME: usize = 520;

/// A file that is offered. The form is what clients write; no document verifies it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// As the sender wrote it, whatever is in it: text to be shown, never a path.
    pub name: String,
    /// In bytes.
    pub size: u64,
}

impl File {
    /// Reads a decoded context. `None`: it ends before the name.
    pub fn read(context: &[u8]) -> Option<File> {
        let size = context.get(8..16)?.try_into().ok().map(u64::from_le_bytes)?;
        let name = context.get(FIXED..)?;
        let (units, _) = name[..name.len().min(FILE_NAME)].as_chunks::<2>();
        let units = units.iter().copied().map(u16::from_le_bytes).take_while(|&unit| unit != 0);
        let name = char::decode_utf16(units).map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER));
        Some(File { name: name.collect(), size })
    }
}
