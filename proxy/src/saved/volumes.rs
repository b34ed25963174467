//! The files a transcript is recorded in, one after the other. None that exists is ever written to.

use std::ffi::OsString;
use std::fs::{File, OpenOptions};
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};

/// The last number a file may have.
const LAST: u32 = 9999;

/// `evening.ndjson`, `evening.2.ndjson`, `evening.3.ndjson` …: the one that is written, and those that come after it.
#[derive(Debug)]
pub struct Volumes {
    /// As it was asked for.
    asked: PathBuf,
    /// The number of the one that is written.
    number: u32,
    file: File,
    path: PathBuf,
    written: u64,
    /// A device or a pipe: it is not ours, has no size, and nothing comes after it.
    is_foreign: bool,
}

impl Volumes {
    /// Makes the first file, readable for nobody else. Where one of this name exists, the next free number is taken; what
    /// is no file but a device or a pipe is written to as it is.
    ///
    /// # Errors
    ///
    /// No file can be made there.
    pub fn create(asked: &Path) -> io::Result<Volumes> {
        if let Ok(known) = std::fs::metadata(asked)
            && !known.is_file()
        {
            let file = OpenOptions::new().write(true).open(asked)?;
            let (asked, path) = (asked.to_owned(), asked.to_owned());
            return Ok(Volumes { asked, number: 1, file, path, written: 0, is_foreign: true });
        }
        let (number, path, file) = create_next(asked, 1)?;
        Ok(Volumes { asked: asked.to_owned(), number, file, path, written: 0, is_foreign: false })
    }

    /// The file that is written.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether another file can come after it.
    pub(super) fn can_turn(&self) -> bool {
        !self.is_foreign
    }

    /// How much was written to it, in bytes.
    pub(super) fn written(&self) -> u64 {
        self.written
    }

    /// Writes some of these bytes, and says how many.
    pub(super) fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let count = self.file.write(bytes)?;
        self.written += count as u64;
        if count == 0 { Err(ErrorKind::WriteZero.into()) } else { Ok(count) }
    }

    /// Goes on in the next file. Where it cannot be made, this one stays.
    pub(super) fn turn(&mut self) -> io::Result<()> {
        self.sync()?;
        let (number, path, file) = create_next(&self.asked, self.number + 1)?;
        (self.number, self.path, self.file, self.written) = (number, path, file, 0);
        Ok(())
    }

    /// Waits until the disk has it all.
    pub(super) fn sync(&self) -> io::Result<()> {
        // Devices and pipes have nothing to wait for, and some say so with an error.
        if self.is_foreign { Ok(()) } else { self.file.sync_all() }
    }
}

/// Makes the file of the first free number from this one on.
fn create_next(asked: &Path, from: u32) -> io::Result<(u32, PathBuf, File)> {
    for number in from..=LAST {
        let path = numbered(asked, number);
        match create(&path) {
            Ok(file) => return Ok((number, path, file)),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(io::Error::new(ErrorKind::AlreadyExists, format!("there are {LAST} files of this name")))
}

fn create(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    // Passwords and tickets are in it.
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// The name with a number before its extension; the first has none.
fn numbered(asked: &Path, number: u32) -> PathBuf {
    if number == 1 {
        return asked.to_owned();
    }
    let mut name = asked.file_stem().map(OsString::from).unwrap_or_default();
    name.push(format!(".{number}"));
    if let Some(extension) = asked.extension() {
        name.push(".");
        name.push(extension);
    }
    asked.with_file_name(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_stands_before_the_extension() {
        let check = |asked, number, expected: &str| {
            assert_eq!(numbered(Path::new(asked), number), Path::new(expected));
        };
        check("logs/evening.ndjson", 1, "logs/evening.ndjson");
        check("logs/evening.ndjson", 2, "logs/evening.2.ndjson");
        check("evening", 12, "evening.12");
        check("./an.evening.ndjson", 3, "./an.evening.3.ndjson");
        check(".hidden", 2, ".hidden.2");
    }
}
