//! The secret that lets a person in: random, compared in constant time, and never part of a log.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use std::fmt;
use std::fs::{File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::path::Path;
use subtle::ConstantTimeEq as _;

/// Random bytes in a token: 192 bits, 32 characters.
const BYTES: usize = 24;

/// The lengths a token in a file may have: 128 bits in base64 at least.
const LENGTHS: std::ops::RangeInclusive<usize> = 22..=256;

/// Who knows it may watch and change everything. Letters, digits, `-` and `_` only, so that it fits a URL and a cookie.
#[derive(Clone)]
pub struct Token(String);

impl Token {
    /// A new one.
    ///
    /// # Errors
    ///
    /// The system has no randomness.
    pub fn random() -> io::Result<Token> {
        let mut bytes = [0; BYTES];
        getrandom::fill(&mut bytes).map_err(|error| io::Error::other(error.to_string()))?;
        Ok(Token(URL_SAFE_NO_PAD.encode(bytes)))
    }

    /// The one in this file, so that browsers stay signed in over a restart; a new one where there is no file.
    ///
    /// # Errors
    ///
    /// The file cannot be read or created, others may read it, or it holds no token.
    pub fn kept_in(path: &Path) -> io::Result<Token> {
        match File::open(path) {
            Ok(file) => Token::read(file),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let token = Token::random()?;
                create_private(path)?.write_all(format!("{}\n", token.0).as_bytes())?;
                Ok(token)
            }
            Err(error) => Err(error),
        }
    }

    fn read(file: File) -> io::Result<Token> {
        let invalid = |says: &str| io::Error::new(io::ErrorKind::InvalidData, says.to_owned());
        if readable_by_others(&file)? {
            return Err(invalid("others may read the token file; take their permission away with chmod 600"));
        }
        let mut text = String::new();
        file.take(*LENGTHS.end() as u64 + 2).read_to_string(&mut text)?;
        let token = text.trim_end();
        let fits = LENGTHS.contains(&token.len()) && token.bytes().all(is_plain);
        fits.then(|| Token(token.to_owned())).ok_or_else(|| {
            invalid(
                "the token file holds no token (22 to 256 letters, digits, - and _); remove it for a new one",
            )
        })
    }

    /// Whether this is what somebody showed.
    pub fn is(&self, shown: &[u8]) -> bool {
        self.0.as_bytes().ct_eq(shown).into()
    }

    /// The token itself, for the one line that tells it to the person who started the program.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(•••)")
    }
}

fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')
}

fn create_private(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

#[cfg(unix)]
fn readable_by_others(file: &File) -> io::Result<bool> {
    use std::os::unix::fs::PermissionsExt as _;
    Ok(file.metadata()?.permissions().mode() & 0o077 != 0)
}

/// Elsewhere a person's files are nobody else's by default.
#[cfg(not(unix))]
fn readable_by_others(_: &File) -> io::Result<bool> {
    Ok(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_token_is_another_and_fits_a_url() {
        let (one, other) = (Token::random().unwrap(), Token::random().unwrap());
        assert_eq!(one.reveal().len(), 32);
        assert!(one.reveal().bytes().all(is_plain));
        assert_ne!(one.reveal(), other.reveal());
        assert!(one.is(one.reveal().as_bytes()));
        for shown in [other.reveal(), "", &one.reveal()[1..], &format!("{}x", one.reveal())] {
            assert!(!one.is(shown.as_bytes()), "{shown}");
        }
        assert_eq!(format!("{one:?}"), "Token(•••)");
    }

    #[test]
    fn a_token_file_is_private_and_used_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("token");
        let first = Token::kept_in(&path).unwrap();
        assert_eq!(Token::kept_in(&path).unwrap().reveal(), first.reveal());
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o640)).unwrap();
            let error = Token::kept_in(&path).unwrap_err().to_string();
            assert!(error.contains("chmod 600"), "{error}");
        }
    }

    #[test]
    fn a_file_that_holds_no_token_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in
            [("short", "abc\n"), ("odd", "aaaaaaaaaaaaaaaaaaaaaaaaaaaa;Path=/\n"), ("empty", "")]
        {
            let path = folder.path().join(name);
            create_private(&path).unwrap().write_all(text.as_bytes()).unwrap();
            let error = Token::kept_in(&path).unwrap_err().to_string();
            assert!(error.contains("remove it"), "{error}");
            assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
        }
    }
}
