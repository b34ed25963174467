use std::fmt;
use std::io;

/// What a reader of saved transcripts must be told: something is not there, and where. Its text is one line without a full
/// stop.
#[derive(Debug)]
pub enum Notice {
    /// A line that is no entry was left out.
    Damaged {
        /// The file's name.
        file: String,
        /// Counted from 1, the header being the first.
        line: u64,
        /// Why it is none.
        why: String,
    },
    /// Further lines like that.
    MoreDamaged {
        /// The file's name.
        file: String,
        /// How many.
        count: u64,
    },
    /// The file ends in the middle of a line, as when the program was killed.
    Torn {
        /// The file's name.
        file: String,
        /// The entry that most likely was to stand there.
        entry: u64,
    },
    /// The file ends in its first line, so that nothing is in it.
    Empty {
        /// The file's name.
        file: String,
    },
    /// Entries that are in none of the files.
    Absent {
        /// The first of them.
        first: u64,
        /// How many.
        count: u64,
        /// The file whose entry comes behind them.
        file: String,
    },
    /// More gaps like that.
    MoreAbsent {
        /// The file whose entries come behind them.
        file: String,
        /// How many gaps.
        count: u64,
    },
    /// The file cannot be read any further.
    Unreadable {
        /// The file's name.
        file: String,
        /// The last line that was read.
        line: u64,
        /// What the system says.
        error: io::Error,
    },
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Notice::Damaged { file, line, why } => {
                write!(f, "line {line} of {file} is no entry and was left out: {why}")
            }
            Notice::MoreDamaged { file, count } => {
                write!(f, "so it is with {count} more lines of {file}")
            }
            Notice::Torn { file, entry } => {
                write!(
                    f,
                    "{file} ends inside entry {entry}, as when the program is killed; all before it is there"
                )
            }
            Notice::Empty { file } => {
                write!(
                    f,
                    "{file} ends inside its first line, as when the program is killed; nothing is in it"
                )
            }
            Notice::Absent { first, count: 1, file } => {
                write!(f, "entry {first} is missing before the next one in {file}")
            }
            Notice::Absent { first, count, file } => {
                let last = first + count - 1;
                write!(
                    f,
                    "entries {first} to {last} are missing before the next one in {file}; if another file has them, \
                           give that one too"
                )
            }
            Notice::MoreAbsent { file, count } => {
                write!(f, "so it is in {count} more places of {file}")
            }
            Notice::Unreadable { file, line, error } => {
                write!(f, "{file} cannot be read behind line {line}: {error}")
            }
        }
    }
}
